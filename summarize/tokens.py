"""A text to its words: runs of letters, digits and marks, in any script.

Whatever compares texts by their words takes them apart here. Most sentences of English are ASCII,
for which quicker ways give the same words.
"""

from __future__ import annotations

import re

import regex

__all__ = ["words_and_characters", "words_and_numbers", "words_in"]

# Marks belong to words: without them Hindi falls apart at every vowel sign.
_WORD = r"[\p{L}\p{N}\p{M}]+"
_WORDS = regex.compile(_WORD)
_NUMBERS = regex.compile(rf"\d+(?:[.,]\d+)*|{_WORD}")
_CHARACTERS = regex.compile(rf"[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}]|{_WORD}")
_NUMBERS_IN_ASCII = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z0-9]+")
_BETWEEN_IN_ASCII = "".join(c if c.isalnum() else " " for c in map(chr, range(128)))


def words_in(text: str) -> list[str]:
    """Return the words of a text, in order."""
    if text.isascii():
        return text.translate(_BETWEEN_IN_ASCII).split()
    return list(_WORDS.findall(text))


def words_and_numbers(text: str) -> list[str]:
    """Return the words of a text; a number is one with its separators: "1,200", "3.5"."""
    pattern = _NUMBERS_IN_ASCII if text.isascii() else _NUMBERS
    return list(pattern.findall(text))


def words_and_characters(text: str) -> list[str]:
    """Return the words of a text; of Chinese and Japanese, which have no spaces, each character."""
    return words_in(text) if text.isascii() else list(_CHARACTERS.findall(text))
