"""From a text to the stems of its content words, by language.

In: a language code. Out: a function from a text to its stems in order, stop words left out.
Languages without a Snowball stemmer keep whole words; scripts without spaces give pairs of adjacent
characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from summarize.languages import get_language, stop_words

__all__ = ["content_stems"]

WORD = re.compile(r"\w+")


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
        return str
    from nltk.stem.snowball import SnowballStemmer

    # The same few thousand words make up most of a topic.
    return lru_cache(maxsize=100_000)(SnowballStemmer(snowball).stem)


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and not word.isdigit()


def _character_pairs(text: str) -> list[str]:
    return [
        word[i : i + 2] for word in WORD.findall(text.lower()) for i in range(max(1, len(word) - 1))
    ]
