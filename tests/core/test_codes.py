"""Every code has words for people, and an error stays whole wherever it goes."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skuscribe.core.codes import BY_CODE, ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.exits import ExitStatus
from skuscribe.core.warning_codes import WarningCode, message_of

words = st.text(max_size=20)


def sent(error: SkuscribeError) -> SkuscribeError:
    """The error as it arrives in another process."""
    back: SkuscribeError = pickle.loads(pickle.dumps(error))  # noqa: S301 - its own bytes
    return back


@pytest.mark.parametrize("code", [*ErrorCode])
def test_every_error_code_is_found_by_what_it_writes(code: ErrorCode) -> None:
    assert BY_CODE[str(code)] is code


@pytest.mark.parametrize("code", [*ErrorCode])
def test_every_hint_says_what_to_do_and_not_what_happened(code: ErrorCode) -> None:
    assert code.hint != code.meaning
    assert code.hint[0].islower()


@pytest.mark.parametrize("code", [*ErrorCode, *WarningCode], ids=str)
def test_messages_are_sentences_without_a_stop(code: ErrorCode | WarningCode) -> None:
    message = message_of(code)
    assert message == message.strip()
    assert not message.endswith(".")
    assert message[0].islower() or message.startswith("OCR")


@pytest.mark.parametrize("code", [*ErrorCode, *WarningCode], ids=str)
def test_messages_are_found_by_the_written_code(code: ErrorCode | WarningCode) -> None:
    assert message_of(str(code)) == message_of(code)


def test_no_two_codes_say_the_same() -> None:
    messages = [message_of(code) for code in (*ErrorCode, *WarningCode)]
    assert len(set(messages)) == len(messages)


@pytest.mark.parametrize("code", ["", "photo", "photo.nothing", "PHOTO_EMPTY"])
def test_a_code_outside_the_list_has_no_message(code: str) -> None:
    with pytest.raises(KeyError):
        message_of(code)


def test_areas_are_a_closed_list() -> None:
    areas = {code.split(".")[0] for code in (*map(str, ErrorCode), *map(str, WarningCode))}
    assert areas == {
        "photo", "model", "ocr", "observed", "config", "internal",
        "item", "run", "catalogue", "archive", "fetch", "decision", "serve", "shop", "export",
        "text", "taxonomy", "colour", "subject", "gtin", "channel", "brand",
    }  # fmt: skip


@given(st.sampled_from([*ErrorCode]), words, words, words)
def test_a_pickled_error_comes_back_whole(
    code: ErrorCode, message: str, hint: str, where: str
) -> None:
    error = SkuscribeError(code, message, hint=hint, where=where)
    for back in (sent(error), copy.copy(error)):
        assert isinstance(back, SkuscribeError)
        assert back.code is code
        assert (back.message, back.hint, back.where) == (message, hint, where)
        assert str(back) == str(error)


def test_a_pickled_error_keeps_that_it_has_no_hint() -> None:
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, hint="")
    assert sent(error).hint == ""


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            SkuscribeError(ErrorCode.PHOTO_EMPTY),
            "[photo.empty] the file is empty (copy or download it again)",
        ),
        (
            SkuscribeError(ErrorCode.PHOTO_EMPTY, where="a.jpg"),
            "[photo.empty] a.jpg: the file is empty (copy or download it again)",
        ),
        (SkuscribeError(ErrorCode.PHOTO_EMPTY, "no bytes", hint=""), "[photo.empty] no bytes"),
        (SkuscribeError(ErrorCode.PHOTO_EMPTY, "", hint=""), "[photo.empty] "),
        (
            SkuscribeError(ErrorCode.CONFIG_INVALID, "wrong", hint="mend it", where="lang"),
            "[config.invalid] lang: wrong (mend it)",
        ),
    ],
)
def test_what_an_error_says(error: SkuscribeError, said: str) -> None:
    assert str(error) == said


def test_the_same_failure_of_another_input_leaves_the_first_alone() -> None:
    first = SkuscribeError(ErrorCode.PHOTO_EMPTY, where="a.jpg")
    second = first.at("b.jpg")
    assert first.where == "a.jpg"
    assert second is not first
    assert first.row() == second.row()
    assert second.at("a.jpg").args == first.args


def test_a_row_names_no_input_for_the_result_does() -> None:
    error = SkuscribeError(ErrorCode.PHOTO_EMPTY, where="secret/a.jpg")
    assert list(error.row()) == ["code", "message", "hint"]
    assert "secret" not in str(error.row())
    assert type(error.row()["code"]) is str


def test_an_error_can_be_caught_as_an_exception_and_is_no_interrupt() -> None:
    assert issubclass(SkuscribeError, Exception)
    assert not issubclass(SkuscribeError, OSError | ValueError)


@pytest.mark.parametrize(
    ("status", "number"),
    [
        (ExitStatus.DONE, 0),
        (ExitStatus.SOME_FAILED, 1),
        (ExitStatus.USAGE, 2),
        (ExitStatus.NO_INPUT, 3),
        (ExitStatus.MISSING_PART, 4),
        (ExitStatus.INTERRUPTED, 130),
    ],
)
def test_an_exit_status_is_its_number_with_words(status: ExitStatus, number: int) -> None:
    assert status == number
    assert str(int(status)) == str(number)
    assert status.meaning
