"""Names of stored photos: whatever a browser says, they are plain, new and tell the format."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from skuscribe.serve.stored import is_run_name, stored_name


@given(st.text(), st.sets(st.sampled_from(["photo.jpg", "photo_2.jpg", "a.png"])))
def test_a_stored_name_leads_nowhere_and_is_new(said: str, taken: set[str]) -> None:
    name = stored_name(said, "JPEG", taken)
    assert re.fullmatch(r"[\w-]+\.[a-z]+", name)
    assert name.casefold() not in taken
    assert len(name) < 100


def test_a_plain_name_stays_and_a_second_one_is_told_apart() -> None:
    assert stored_name("folder/Mug-3.JPG", "JPEG", ()) == "Mug-3.jpg"
    assert stored_name("C:\\my\\mug.png", "PNG", {"mug.png"}) == "mug_2.png"
    assert stored_name("blob", "WEBP", ()) == "blob.webp"


@given(st.text())
def test_a_name_of_a_run_is_one_plain_word(said: str) -> None:
    if is_run_name(said):
        assert said.replace("-", "").replace("_", "").isalnum()
        assert said.isascii()
