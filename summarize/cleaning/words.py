"""Rules that know phrases: comment forms, navigation, sharing, cookies, copyright lines, bylines.

A block comes in; the statements of it that are nothing but such a phrase come out as spans, so that
real sentences beside them stay. The phrases are in phrases.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from .blocks import Block, Span
from .form import statements
from .phrases import PHRASES

__all__ = ["phrase_rule"]

LONGEST = 500  # characters; no phrase is longer
EDGE = r"[^\w\"'“”‘’«»„]{0,6}"  # marks around a phrase, but no quotes: what is quoted was said


KEYS = re.compile(r"\(\?#([^)]+)\)")  # before a phrase that can begin with anything


def _phrases(name: str, language: str) -> list[str]:
    """The phrases of a rule, in English, which any page may have, and another language."""
    tables = [PHRASES[code] for code in dict.fromkeys(("en", language)) if code in PHRASES]
    return [phrase for table in tables for phrase in table.get(name, ())]


@lru_cache(maxsize=64)
def _keys(name: str, language: str) -> list[str]:
    found = map(KEYS.match, _phrases(name, language))
    return [key for match in found if match for key in match[1].split("|")]


@lru_cache(maxsize=128)
def _pattern(name: str, language: str, *, keyed: bool) -> re.Pattern[str]:
    """One pattern of the phrases of a rule; without a key none of those that need one."""
    phrases = [
        phrase.replace(" ?", r"\s*").replace(" ", r"\s+")
        for phrase in _phrases(name, language)
        if keyed or not KEYS.match(phrase)
    ]
    return re.compile(rf"{EDGE}(?:{'|'.join(phrases)}){EDGE}", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=1)  # each of the phrase rules asks for that of the same block
def _folded(text: str) -> str:
    return text.casefold()


@lru_cache(maxsize=1)  # each of the phrase rules asks for those of the same block
def _short_statements(text: str) -> list[Span]:
    """The statements of several words that are no longer than a phrase can be."""
    # A single word such as "Next." may be prose inside a paragraph.
    return [(a, b) for a, b in statements(text) if b - a <= LONGEST and " " in text[a:b].strip()]


def phrase_rule(name: str) -> Callable[[Block], list[Span]]:
    """Return the rule that drops the statements of a block that are phrases of this name."""

    def rule(block: Block) -> list[Span]:
        folded = _folded(block.text)
        keyed = any(key in folded for key in _keys(name, block.language))
        pattern = _pattern(name, block.language, keyed=keyed)
        if len(block.text) <= LONGEST and pattern.fullmatch(block.text):
            return block.whole
        return [
            span for span in _short_statements(block.text) if pattern.fullmatch(block.text, *span)
        ]

    rule.__doc__ = f"The statements that PHRASES lists under {name!r}."
    return rule
