"""Errors carry a code of the closed list, and survive the way between processes."""

from __future__ import annotations

import multiprocessing

from skuscribe.core.codes import BY_CODE, ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.warning_codes import WarningCode, message_of


def _raise(code: str) -> None:
    raise SkuscribeError(BY_CODE[code], "broken", hint="mend it", where="a.jpg")


def test_an_error_says_code_input_and_message() -> None:
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, "no bytes", where="a.jpg", hint="send it again")
    assert str(error) == "[photo.empty] a.jpg: no bytes (send it again)"


def test_an_error_becomes_the_error_part_of_a_row() -> None:
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, "the file is empty", hint="send another")
    assert error.row() == {
        "code": "photo.empty",
        "message": "the file is empty",
        "hint": "send another",
    }


def test_an_error_can_be_told_of_another_input() -> None:
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, "empty", hint="h").at("b.jpg")
    assert (error.where, error.hint, error.code) == ("b.jpg", "h", ErrorCode.PHOTO_EMPTY)


def test_an_error_crosses_processes_whole() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        try:
            pool.apply(_raise, ("photo.empty",))
        except SkuscribeError as error:
            caught = error
    assert (caught.code, caught.hint, caught.where) == (ErrorCode.PHOTO_EMPTY, "mend it", "a.jpg")


def test_codes_are_area_and_reason_and_never_both_error_and_warning() -> None:
    codes = [*map(str, ErrorCode), *map(str, WarningCode)]
    assert len(set(codes)) == len(codes)
    assert all(code.count(".") == 1 and code.islower() for code in codes)


def test_every_warning_has_words_for_people() -> None:
    assert all(message_of(code) == code.message != "" for code in WarningCode)


def test_every_error_says_what_happened_and_what_to_do() -> None:
    for code in ErrorCode:
        bare = SkuscribeError(code)
        assert bare.message == code.meaning == message_of(code) != ""
        assert bare.hint == code.hint != ""
