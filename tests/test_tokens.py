"""Texts to words: what a word is in each script, and that ASCII is read as everything else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.tokens import words_and_characters, words_and_numbers, words_in

Words = Callable[[str], list[str]]


def test_a_word_is_a_run_of_letters_digits_and_marks() -> None:
    assert words_in("It's 3.5 km_off: naïve, ça!") == [
        "It", "s", "3", "5", "km", "off", "naïve", "ça",
    ]  # fmt: skip
    assert words_in("हिन्दी में") == ["हिन्दी", "में"]


def test_a_number_keeps_its_separators() -> None:
    assert words_and_numbers("At 1,200.5 m, the 3rd of 40.") == [
        "At", "1,200.5", "m", "the", "3", "rd", "of", "40",
    ]  # fmt: skip
    assert words_and_numbers("Près de 1.200,5 m") == ["Près", "de", "1.200,5", "m"]


def test_scripts_without_spaces_give_characters() -> None:
    assert words_and_characters("東京タワー 333m") == ["東", "京", "タ", "ワ", "ー", "333m"]
    assert words_and_characters("Tower of 333m") == ["Tower", "of", "333m"]


@pytest.mark.parametrize("words", [words_in, words_and_numbers, words_and_characters])
@given(text=st.text(st.characters(max_codepoint=127)))
def test_ascii_is_read_as_any_text_is(words: Words, text: str) -> None:
    # With a letter more that is no ASCII the same text goes the other way.
    assert [*words(text), "é"] == words(f"{text} é")
