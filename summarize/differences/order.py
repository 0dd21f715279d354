"""Two events told in another order: before in one statement, after in the other.

In: two statements. Out: the spans of the words that tell the order. A statement is cut at such a
word into what stands under it and the rest; two statements tell of the same pair of events if both
halves share words, and it is clear which half is which. English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarize.differences.statements import Finding, Statement, Word, once

__all__ = ["order_differences"]

# Of a half so many words are shared, or so much of the shorter one; of both together one more.
MIN_SHARED = 2
MIN_OVERLAP = 0.5

_BEFORE = ("before", "prior to", "ahead of")
_MARKS = (*_BEFORE, "after", "following")
_MARK = re.compile(
    r"\b(?:(?:the|a|one) (?:day|night|week|month|year|hour) )?"
    r"(before|after|following|prior to|ahead of)\b",
    re.IGNORECASE,
)
# "Named after", "look after", "day after day", "before a court", "before dawn", "came ahead of".
_IDIOM_BEFORE = re.compile(
    r"(?:\b(?:previously .*|named|look(?:s|ed|ing)?|sought|year|night|ever|shortly|years|months"
    r"|appear(?:s|ed)?|finish(?:es|ed)?|came|is|are|case|goes|go) |\bday )$",
    re.IGNORECASE,
)
_IDIOM_AFTER = re.compile(
    r" (?:\w+ (?:say|said|says)|day|all|that|this|then|dawn|noon|midnight|long|a (?:court|judge)"
    r"|the (?:court|judge|committee|parliament)|me|him|her|us|them|it)\b",
    re.IGNORECASE,
)
# By stems: a meeting is what others call the talks.
_SAME_EVENT = {"meet": "talk", "summit": "talk", "negoti": "talk", "vote": "vote", "elect": "vote"}
# Words that do not tell which event is meant.
_NO_EVENT = {"day", "week", "month", "year", "hour", "two", "three", "first", "second", "said"}


class _Order(NamedTuple):
    start: int
    end: int
    under: frozenset[str]  # the event that follows the word
    rest: frozenset[str]
    before: bool  # whether the rest comes first
    names: frozenset[str]


def order_differences(a: Statement, b: Statement) -> Iterator[Finding]:
    """Yield the words by which two statements put two events in another order."""
    if not (a.english and b.english and _has_mark(a) and _has_mark(b)):
        return
    if len(_orders(a)) != 1 or len(_orders(b)) != 1:
        return
    (x,), (y,) = _orders(a), _orders(b)
    if not x.under or not y.under:
        return
    names = a.name_stems & b.name_stems
    straight = _same_events(names, (x.under, y.under), (x.rest, y.rest))
    crossed = _same_events(names, (x.under, y.rest), (x.rest, y.under))
    if straight == crossed:
        return
    if (x.before != y.before) if straight else (x.before == y.before):
        yield Finding(x.start, x.end, y.start, y.end)


def _same_events(names: frozenset[str], *halves: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether both halves share words enough, and not names alone, to be of one event each."""
    if not all((one & other) - names for one, other in halves):
        return False
    shared = [len(one & other) for one, other in halves]
    told = [
        n >= MIN_SHARED or n >= MIN_OVERLAP * min(len(one), len(other)) > 0
        for n, (one, other) in zip(shared, halves, strict=True)
    ]
    return all(told) and sum(shared) > MIN_SHARED


@once
def _has_mark(statement: Statement) -> bool:
    """Whether a statement may have a mark, which few have: quicker than a search."""
    lower = statement.text.lower()
    return any(mark in lower for mark in _MARKS)


@once
def _orders(statement: Statement) -> list[_Order]:
    found = []
    text = statement.text
    for match in _MARK.finditer(text):
        start, end = match.span(1)
        if _IDIOM_BEFORE.search(text[:start]) and match.start() == start:
            continue
        if _IDIOM_AFTER.match(text[end:]):
            continue
        under, rest = _halves(statement, start, end)
        found.append(
            _Order(
                start,
                max(
                    [end, *(word.end for word in under)]
                ),  # "after" alone would tell a reader little
                _events(under),
                _events(rest) - _events(under),
                match[1].lower() in _BEFORE,
                statement.names,
            )
        )
    return found


def _halves(statement: Statement, start: int, end: int) -> tuple[list[Word], list[Word]]:
    """The words under the mark, up to the next comma or to where a main clause begins; the rest."""
    opens = (
        not statement.text[:start].strip(" \"'“”")
        or "," in statement.text[max(0, start - 16) : start]
    )
    stop = _end_of_clause(statement, end, opens)
    under = [word for word in statement.words if end <= word.start < stop]
    rest = [word for word in statement.words if word.end <= start or word.start >= stop]
    return under, rest


def _end_of_clause(statement: Statement, end: int, opens: bool) -> int:
    text = statement.text
    comma = re.compile(r"[,;:(]").search(text, end)
    if comma:
        return comma.start()
    if not opens:
        return len(text)
    # "After the talks the ministers left": a second noun phrase begins with an article.
    words = [word for word in statement.words if word.start >= end]
    seen = 0
    for word in words:
        if seen and word.lower in ("the", "a", "two", "both", "he", "she", "they", "it"):
            return word.start
        if (
            seen
            and word.capital
            and not words[words.index(word) - 1].capital
            and not _of_place(words, word)
        ):
            return word.start
        seen += word.content
    return len(text)


def _of_place(words: list[Word], word: Word) -> bool:
    return words[words.index(word) - 1].lower in ("in", "of", "at", "on", "with", "for", "from")


def _events(words: list[Word]) -> frozenset[str]:
    return frozenset(
        _SAME_EVENT.get(word.stem, word.stem)
        for word in words
        if word.tells and word.stem not in _NO_EVENT
    )
