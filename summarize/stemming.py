"""From a text to the stems of its words, by language.

In: a language code. Out: a function from a text to its content stems, stop words left out, in the
order of the text. Stems are Snowball's where it has the language; elsewhere the first six letters
of a word, which on the four such languages of MultiLing beat whole words by 0.2 R-1 and character
4-grams by 0.5. Scripts without spaces give pairs of adjacent characters.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import regex

from summarize.languages import get_language, stop_words

__all__ = ["content_stems"]

# Marks belong to words: without them Hindi falls apart at every vowel sign.
WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
STEM_LETTERS = 6


def content_stems(code: str) -> Callable[[str], list[str]]:
    """Return the function from a text to its content stems, for an ISO 639-1 code."""
    language = get_language(code)
    if not language.spaced:
        return _character_pairs
    stop = stop_words(code)
    stem = _stemmer(language.snowball)

    def stems(text: str) -> list[str]:
        words = WORD.findall(text.lower())
        return [stem(word) for word in words if word not in stop and not _is_letter(word)]

    return stems


@lru_cache(maxsize=8)
def _stemmer(snowball: str | None) -> Callable[[str], str]:
    if snowball is None:
        return lambda word: word[:STEM_LETTERS]
    from nltk.stem.snowball import SnowballStemmer

    # The same few thousand words make up most of a topic.
    return lru_cache(maxsize=100_000)(SnowballStemmer(snowball).stem)


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and not word.isdigit()


def _character_pairs(text: str) -> list[str]:
    return [
        word[i : i + 2] for word in WORD.findall(text.lower()) for i in range(max(1, len(word) - 1))
    ]
