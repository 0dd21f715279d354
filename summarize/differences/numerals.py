"""Numbers in a text, in digits or in English words, with what limits them.

In: a text. Out: `Numeral`s: a span, the interval in which the number lies ("at least 20", "about
1,200", "25 to 40"), and how far it may be rounded. What is counted is not asked here; numbers that
count nothing (dates, times, ordinals, Flight 447) are left out. Other languages: digits only.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

__all__ = ["Numeral", "has_numerals", "numerals"]

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
# "About 1,200" may be so far from it.
ABOUT = 0.1
# However many zeros a number ends in, it is not rounded by more than this.
ROUNDED = 0.05
# However often somebody writes "hundred", no number is larger.
MOST = 10**15
# So far off may be who turns one unit into another.
CONVERTED = 0.04


def _any_of(words: Iterable[str]) -> str:
    """A pattern for some words, by their first letters: most other words fail at that already."""
    by_letter = groupby(sorted(words), key=lambda word: word[0])
    starts = (f"{letter}(?:{'|'.join(word[1:] for word in own)})" for letter, own in by_letter)
    return f"(?:{'|'.join(starts)})"


_SIMPLE = rf"{_any_of([*UNITS, *TENS])}\b"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_IN_WORDS = (
    rf"(?:{_SIMPLE}|(?<=\ba )(?:dozen|hundred|thousand|million|billion)\b)"
    rf"(?:(?:[\s-]+(?:and\s+)?)(?:{_SIMPLE}|(?:hundred|thousand|million|billion)\b))*"
)
_SCALED = r"[\s-]?(?:dozen|hundred|thousand|million|mn|billion|bn|trillion|m(?!\w))\b"
_NUMBER = rf"(?:(?:{_DIGITS})(?:{_SCALED})?|{_IN_WORDS})"
_NUMERAL = re.compile(
    rf"(?<![\w.,:/#-])(?:US|A|C)?(?P<currency>[$£€¥₹])?\s?"
    rf"(?P<first>(?<![A-Za-z]){_NUMBER})(?:\s?(?P<link>-|–|to|and|or)\s?[$£€¥₹]?(?P<last>{_NUMBER}))?"
    r"(?P<decade>s\b)?(?![\d:/]|\.\d|,\d{3}|(?:st|nd|rd|th|am|pm)\b)",
    re.IGNORECASE,
)
# What every numeral has, to tell quickly that a text has none.
_ANY = re.compile(rf"\d|\b{_any_of([*UNITS, *TENS, *SCALES])}\b", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|no (?:fewer|less) than|above|upwards of|minimum of"
    r"|exceed(?:s|ed|ing)?|surpass(?:ed|es|ing)?|topp(?:ed|ing))\s(?:the\s|an?\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:up to|as (?:many|much|high) as|at most|(?:fewer|less) than|no more than|under|below"
    r"|maximum of)\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|some|approximately|roughly|nearly|almost|close to|near|estimated|circa"
    r"|just (?:under|over)|virtually)|~)\s?(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
# Names of things that have a number.
_LABEL = re.compile(
    r"\b(?:stage|flight|resolution|unit|type|no\.?|number|chapter|section|article|page|phase|level"
    r"|category|version|route|highway|channel|group|grade|week|day|room|seed|step|act|series|season"
    r"|boeing|airbus)\s$",
    re.IGNORECASE,
)
# What comes on top, is a part, or was before.
_NO_COUNT = re.compile(
    r"\b(?:another|additional|further|extra|including|among them|included|only|from|versus|vs\.?"
    r"|compared (?:with|to)|record of|previous|the (?:other|first|last|next|past|remaining|final))"
    r"\s(?:about\s|roughly\s|the\s)?$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_BEFORE_DATE = re.compile(rf"\b{_MONTH}\s$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s?(?:{_MONTH}(?!\w)(?!\s(?:be|have|not))|[ap]\.?\s?m\b|o['’]clock)", re.IGNORECASE
)
# What is more, a part of a whole, or one of two that are compared.
_NOT_THE_COUNT = re.compile(
    r"\s?(?:of (?:them|these|those|whom|which|the|its|his|her|their)\b|others?\b|more\b|times\b"
    r"|each\b|out of\b|(?:\w+\s|%\s)?(?:versus|vs)\b"
    r"|[-–](?:day|week|month|year)[\s-](?:high|low|bond|note)s?\b)",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<=\S)\s(?:[A-Z][\w-]*)\s$")


class Numeral(NamedTuple):
    """A number in a text.

    `low` and `high` are the ends of where it lies, `slack` how far either may be rounded;
    `currency` is a sign before it, or empty; `counts` is false where it is a part of
    something, what is added to it, or what it was before.
    """

    start: int
    end: int
    low: float
    high: float
    slack: float
    currency: str
    counts: bool = True

    def agrees(self, other: Numeral, scale: float = 1.0) -> bool:
        """Whether both can be true; `scale` turns the other's unit into this one's."""
        slack = max(self.slack, other.slack * scale)
        if scale != 1.0:  # 50 km are 32 miles, and some write 30
            slack = max(slack, CONVERTED * self.low)
        return self.low <= other.high * scale + slack and other.low * scale <= self.high + slack


def has_numerals(text: str) -> bool:
    """Tell whether a text may have numbers: False only if it has none."""
    return _ANY.search(text) is not None


def numerals(text: str, *, english: bool = True) -> Iterator[Numeral]:
    """Yield the numbers of a text, in order, but for dates, times and ordinals."""
    for match in _NUMERAL.finditer(text):
        start, end = match.start("first"), match.end("first")
        currency = match["currency"] or ""
        first, link, last = match["first"], (match["link"] or "").lower(), match["last"]
        if first[0].isalpha() and not english:
            continue
        before = text[max(0, start - 40) : match.start()]
        low, place = _value(first)
        high = low
        if last is not None:
            ranged = link != "and" or re.search(r"\bbetween\s?$", before, re.IGNORECASE)
            top, top_place = _value(last)
            if ranged and low * _scale_of(last, first) < top:
                low, high, end = low * _scale_of(last, first), top, match.end("last")
                place = top_place
            elif link in "-–":  # a score, a telephone number
                continue
        if match["decade"] and match.end("first") == end:
            if low % 10 or low > 90:
                continue
            end, high = match.end("decade"), low + 9
        if _counts_nothing(text, before, match.start(), start, end, currency):
            continue
        counts = not (_NO_COUNT.search(before) or _NOT_THE_COUNT.match(text[end : end + 24]))
        yield _limited(before, Numeral(start, end, low, high, place / 2, currency, counts))


def _counts_nothing(
    text: str, before: str, outer: int, start: int, end: int, currency: str
) -> bool:
    literal, rest = text[start:end], text[end : end + 24]
    if currency:
        return False
    year = literal.isdigit() and len(literal) == 4 and 1000 <= int(literal) <= 2100
    return (
        literal.lower() in ("one", "zero", "0", "1")
        or year
        or _LABEL.search(before) is not None
        or _BEFORE_DATE.search(before) is not None
        or _AFTER.match(rest) is not None
        or (_CAPITAL.search(before) is not None and literal[0].isdigit())
        or bool(re.match(r"[A-Za-z]", rest) and not re.match(r"(?:ft|km|kg|mph|cm|mm)\b", rest))
        or bool(re.match(r"-\d", rest))
    )


def _limited(before: str, numeral: Numeral) -> Numeral:
    if _AT_LEAST.search(before):
        return numeral._replace(high=math.inf)
    if _AT_MOST.search(before):
        return numeral._replace(low=0.0)
    if _ABOUT.search(before):
        return numeral._replace(slack=max(numeral.slack, ABOUT * numeral.high))
    return numeral


def _scale_of(last: str, first: str) -> float:
    """What the first number of "2 to 3 million" is multiplied by."""
    words = re.findall(r"[a-z]+", last.lower())
    own = re.findall(r"[a-z]+", first.lower())
    named = [word for word in words if word in SCALES]
    return 1.0 if not named or own else float(SCALES[named[-1]])


def _value(literal: str) -> tuple[float, float]:
    """The number that a literal means, and the place of its last digit that counts."""
    digits = re.match(r"[\d,.]+", literal)
    if digits is None:
        value = _of_words(literal)
        last = re.findall(r"[a-z]+", literal.lower())[-1]
        return value, float(SCALES.get(last, 1))
    plain = digits.group().replace(",", "")
    named = [word for word in re.findall(r"[a-z]+", literal.lower()) if word in SCALES]
    scale = SCALES[named[0]] if named else 1
    decimals = len(plain.partition(".")[2])
    value = float(plain)
    place = 10.0**-decimals if decimals else _place(value)
    return value * scale, place * scale


def _place(value: float) -> float:
    """1,000 for 27,000: so many zeros at the end may be rounding; below 100 none is."""
    place = 1.0
    while value >= 100 and value % (place * 10) == 0 and place * 10 <= 2 * ROUNDED * value:
        place *= 10
    rounded = value >= 100 and value % (place * 10) == 0
    return 2 * ROUNDED * value if rounded else place


def _of_words(literal: str) -> float:
    total = group = 0
    for word in re.findall(r"[a-z]+", literal.lower()):
        if word in UNITS:
            group += UNITS[word]
        elif word in TENS:
            group += TENS[word]
        elif word in ("hundred", "dozen"):
            group = min(max(group, 1) * SCALES[word], MOST)
        elif word in SCALES:
            total, group = total + max(group, 1) * SCALES[word], 0
    return float(total + group)
