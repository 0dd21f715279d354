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


def phrase_rule(name: str) -> Callable[[Block], list[Span]]:
    """Return the rule that drops the statements of a block that are phrases of this name."""

    def rule(block: Block) -> list[Span]:
        spans = _phrases_in(block.text, block.language)
        if not spans:  # most blocks have no phrase of any name
            return []
        phrase = _pattern(name, block.language)
        found = [span for span in spans if phrase.fullmatch(block.text, *span)]
        return block.whole if (0, len(block.text)) in found else found

    rule.__doc__ = f"The statements that PHRASES lists under {name!r}."
    return rule


@lru_cache(maxsize=1)  # each of the phrase rules asks for those of the same block
def _phrases_in(text: str, language: str) -> list[Span]:
    """All of the text, and the statements of it, that are phrases of whatever name."""
    free, keyed = _patterns(language)
    folded = text.casefold()
    patterns = [free] + [pattern for key, pattern in keyed if key in folded]
    # A single word such as "Next." may be prose inside a paragraph.
    several = [(a, b) for a, b in statements(text) if " " in text[a:b].strip()]
    return [
        span
        for span in dict.fromkeys([(0, len(text)), *several])
        if span[1] - span[0] <= LONGEST and any(p.fullmatch(text, *span) for p in patterns)
    ]


@lru_cache(maxsize=64)
def _pattern(name: str, language: str) -> re.Pattern[str]:
    """One pattern of all phrases of a name."""
    tables = _tables(language)
    return _compiled([phrase for table in tables for phrase in table.get(name, ())])


@lru_cache(maxsize=32)
def _patterns(language: str) -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    """One pattern of all phrases of whatever name that need no key; and by key, those that do."""
    phrases = [p for table in _tables(language) for of_name in table.values() for p in of_name]
    keys = {phrase: KEYS.match(phrase) for phrase in phrases}
    free = _compiled([phrase for phrase in phrases if not keys[phrase]])
    keyed = [
        (key, _compiled([phrase]))
        for phrase, match in keys.items()
        if match
        for key in match[1].split("|")
    ]
    return free, keyed


def _compiled(phrases: list[str]) -> re.Pattern[str]:
    forms = (phrase.replace(" ?", r"\s*").replace(" ", r"\s+") for phrase in phrases)
    return re.compile(rf"{EDGE}(?:{'|'.join(forms)}){EDGE}", re.IGNORECASE | re.DOTALL)


def _tables(language: str) -> list[dict[str, tuple[str, ...]]]:
    """The phrases in English, which any page may have, and in the language."""
    return [PHRASES[code] for code in dict.fromkeys(("en", language)) if code in PHRASES]
