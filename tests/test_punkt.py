"""Punkt's ends, against those of NLTK's own tokenizer with the same parameters."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktSentenceTokenizer

import summarize.punkt
from summarize.languages import LANGUAGES
from summarize.punkt import get_punkt

# Words, stops and marks of each kind that Punkt tells apart, and white space of every sort.
WORDS = ["word", "Next", "The", "of", "x", "J", "it's", "3", "3.5", "-2", "a_b", "ΟΔΟΣ", "İ", "½"]
ABBREVIATIONS = ["Mr", "mr", "U.S", "p.m", "e.g", "Dr", "bzw", "г-н", "श्री", "co-Mr"]
STOPS = [".", ".", ". ", ". ", "...", ". . .", "?", "! ", "…", "؟", "।", "|", ";", "。"]
MARKS = ['"', "“", "”", "«", "»", "'", "’", "(", ")", "[3]", "--", "-", ",", ":", "*"]
SPACES = [" ", " ", "  ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u2028", "\x1c", "\x85", "\ud800"]
TEXTS = st.lists(
    st.sampled_from([*WORDS, *ABBREVIATIONS, *STOPS, *MARKS, *SPACES]), max_size=14
).map("".join) | st.text(max_size=40)


def nltk_ends(text: str, language: str) -> list[int]:
    spans = get_punkt(language).tokenizer.span_tokenize(text)
    return [end for _, end in spans if end < len(text.rstrip())]


@given(TEXTS, st.sampled_from(sorted(LANGUAGES)))
@example("word. of", "en")  # no abbreviation
@example("Mr. Next. x", "en")
@example("Mr. The word", "en")  # only a function word begins a sentence there
@example("Mr. \x1cThe", "en")
@example("It is on. Next", "en")  # "on" ends an abbreviation and is none
@example("a J. Next", "en")
@example("in 3. the", "en")
@example(" ?? x", "en")  # NLTK overlooks the first space
@example("a ?? x", "en")  # and asks about both marks
@example("word?\n\x1c", "en")  # white space to str, not to regex
@example('x word.") "Next.” --x', "en")  # closing marks
def test_ends_are_those_of_nltk(text: str, language: str) -> None:
    assert list(get_punkt(language).ends(text)) == nltk_ends(text, language)


def test_the_usual_stops_are_decided_without_nltk(monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'He left. "Why?" she said. (No one knew.) In the U.S. Senate Mr. Hill rose. It ended.'
    expected = nltk_ends(text, "en")
    asked: list[str] = []
    monkeypatch.setattr(
        PunktSentenceTokenizer, "text_contains_sentbreak", lambda _, text: asked.append(text)
    )
    assert list(get_punkt("en").ends(text)) == expected
    assert asked == []


@given(st.lists(st.sampled_from([*WORDS, *STOPS, " "]), max_size=60).map("".join))
def test_a_long_text_is_read_in_pieces(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summarize.punkt, "PIECE", 40)
        patch.setattr(summarize.punkt, "MARGIN", 20)
        ends = list(get_punkt("en").ends(text))
    assert ends == sorted(ends)
    assert all(0 < end < len(text.rstrip()) for end in ends)
