"""Numbers that cannot both be true: the same thing counted or measured, with another result.

In: two statements. Out: the spans of the numbers. Two numbers are of one thing if they have the
same unit and count the same noun or tell of the same fate (killed, hurt, held ...), and if the
words around them are shared. A statement that gives the other's number somewhere does not differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from summarize.differences.numerals import Numeral, has_numerals, numerals
from summarize.differences.statements import Finding, Statement, Word, once

__all__ = ["number_differences"]

# How much of the shorter statement the other must say as well (`KINDS` sees to it), and in how
# many words.
MIN_OVERLAP = 0.4
MIN_SHARED = 2
# From here on they say nearly the same.
STRONG = 0.6
STRONGEST = 0.75
# Words on each side of a number that tell what it measures.
REACH = 4
FATE_REACH = 7
# Names so near tell where it is or whose.
NEAR = 4
# Sources that differ on a number seldom differ by more; where they seem to, it is of other things.
MAX_RATIO = 3.0

# A unit, and what one of it is in the first of its kind.
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"%|per\s?cent(?:age points?)?\b", "%", 1.0),
    (r"(?:million |billion )?euros?\b", "€", 1.0),
    (r"(?:US )?dollars?\b", "$", 1.0),
    (r"kilomet(?:er|re)s?\b|km\b", "length", 1000.0),
    (r"(?:nautical )?miles?\b", "length", 1609.34),
    (r"met(?:er|re)s?\b|m\b", "length", 1.0),
    (r"feet\b|foot\b|ft\b", "length", 0.3048),
    (r"inch(?:es)?\b", "length", 0.0254),
    (r"cent(?:er|re)?met(?:er|re)s?\b|cm\b", "length", 0.01),
    (r"years?[\s-]{1,3}olds?\b", "age", 1.0),
    (r"months?[\s-]{1,3}olds?\b", "age", 1 / 12),
    (r"weeks?[\s-]{1,3}olds?\b", "age", 1 / 52),
    (r"years?\b", "duration", 365.25),
    (r"months?\b", "duration", 30.44),
    (r"weeks?\b", "duration", 7.0),
    (r"days?\b", "duration", 1.0),
    (r"hours?\b", "duration", 1 / 24),
    (r"minutes?\b", "duration", 1 / 1440),
    (r"magnitude\b", "magnitude", 1.0),
    (r"degrees?\b|°", "degree", 1.0),
    (r"tons?\b|tonnes?\b", "weight", 1000.0),
    (r"kilos?\b|kilograms?\b|kg\b", "weight", 1.0),
)
_UNIT = [(re.compile(rf"[\s-]{{0,2}}(?:{form})", re.I), kind, size) for form, kind, size in _UNITS]
_MAGNITUDE = re.compile(r"\bmagnitude\b[\s-]*(?:of\s)?(?:about\s|at least\s)?$", re.IGNORECASE)
_DEGREES = re.compile(r"\btemperatures?\b", re.IGNORECASE)

_ANOTHER = re.compile(
    r"\b(?:another|aftershocks?|analysts?|last year|a year (?:ago|earlier)|expected"
    r"|(?:the|a) (?:second|third|fourth)|new record)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:each|per (?!cent)|every|annual\w*|average\w*|an? (?:year|month|day|week|hour))\b", re.I
)
_PERIOD = re.compile(
    r"\b((?:19|20)\d\d|January|February|March|April|June|July|August|September|October"
    r"|November|December)\b(?! \d)"
)

# What happened to people: the stem of a word that says it, and the fate.
_FATES = {
    form: fate
    for fate, forms in {
        "dead": "kill killed kills killing dead died die dies death deaths lives fatalities slain "
        "perished toll",
        "hurt": "injured injuring injures injuries injure wounded wounding wounds hurt",
        "held": "arrested arresting arrests arrest detained",
        "lost": "missing disappeared",
        "away": "evacuated displaced homeless",
    }.items()
    for form in forms.split()
}
_ANYONE = {"people", "persons", "person", "victims", "others", "lives", "casualties", "human"}


class _Scope(NamedTuple):
    """What the numbers of a statement are of, whatever they count."""

    another: bool
    rate: bool
    periods: frozenset[str]  # years and months


@dataclass(frozen=True, slots=True)
class _Quantity:
    numeral: Numeral
    span: tuple[int, int]  # with its unit
    unit: str  # "count" where a noun is counted
    size: float
    noun: str  # stem of what is counted; empty for people of any kind
    fate: str
    around: frozenset[str]
    names: frozenset[str]


def number_differences(a: Statement, b: Statement) -> Iterator[Finding]:
    """Yield the numbers of two statements that cannot both be true."""
    if len(a.shared(b)) < MIN_SHARED:
        return
    if a.names and b.names and not a.names & b.names:
        return
    if not (_may_count(a) and _may_count(b)) or _of_different_things(_scope(a), _scope(b)):
        return
    ours, theirs = _quantities(a), _quantities(b)
    # What is counted is understood in English only; elsewhere little may be said besides.
    if not a.english and (len(ours), len(theirs), a.overlap(b) >= STRONGEST) != (1, 1, True):
        return
    strong = a.overlap(b) >= STRONG and len(a.shared(b)) >= 2 * MIN_SHARED
    pairs = [
        (x, y)
        for x in ours
        for y in theirs
        if x.numeral.counts
        and y.numeral.counts
        and _same_thing(x, y, strong)
        and not (_crowded(x, ours) or _crowded(y, theirs))
    ]
    for x, y in pairs:
        alone = sum(x in pair for pair in pairs) == 1 == sum(y in pair for pair in pairs)
        if alone and not _told(x, theirs) and not _told(y, ours) and _comparable(x, y):
            yield Finding(*x.span, *y.span)


def _told(quantity: _Quantity, others: list[_Quantity]) -> bool:
    """Whether the other statement has this number too, or numbers that add up to it."""
    alike = [o for o in others if o.unit == quantity.unit or not o.numeral.counts]
    if any(quantity.numeral.agrees(o.numeral, o.size / quantity.size) for o in alike):
        return True
    total = sum(other.numeral.low * other.size for other in alike)
    return len(alike) > 1 and total == quantity.numeral.low * quantity.size


@once
def _scope(statement: Statement) -> _Scope:
    text = statement.text
    another, rate = _ANOTHER.search(text), _RATE.search(text)
    return _Scope(another is not None, rate is not None, frozenset(_PERIOD.findall(text)))


def _of_different_things(x: _Scope, y: _Scope) -> bool:
    """Whether one tells of another one, of a rate, or of another year than the other."""
    if (x.another, x.rate) != (y.another, y.rate):
        return True
    return bool(x.periods and y.periods and not x.periods & y.periods)


def _crowded(quantity: _Quantity, own: list[_Quantity]) -> bool:
    """Whether its statement has several numbers of its unit, as "53 percent versus 48 percent"."""
    return (
        quantity.unit != "count"
        and sum(q.unit == quantity.unit and q.numeral.counts for q in own) > 1
    )


def _comparable(x: _Quantity, y: _Quantity) -> bool:
    """Whether both can be told of one thing: another place beside it, or far more, is another."""
    if x.names and y.names and not x.names & y.names:
        return False
    ours, theirs = (max(q.numeral.low, 1e-9) * q.size for q in (x, y))
    return 1 / MAX_RATIO <= ours / theirs <= MAX_RATIO


def _same_thing(x: _Quantity, y: _Quantity, strong: bool) -> bool:
    if x.unit != y.unit:
        return False
    if x.unit == "age":
        return bool(x.noun) and x.noun == y.noun
    if x.unit != "count":
        return _close(x, y) or (strong and bool(x.around & y.around))
    if x.fate != y.fate:
        return False
    if x.fate:
        return x.noun == y.noun or not x.noun or not y.noun
    return (bool(x.noun) and x.noun == y.noun) or (not x.noun and not y.noun and _close(x, y))


def _close(x: _Quantity, y: _Quantity) -> bool:
    return len(x.around & y.around) >= MIN_SHARED


@once
def _may_count(statement: Statement) -> bool:
    return has_numerals(statement.text)


@once
def _quantities(statement: Statement) -> list[_Quantity]:
    found: list[_Quantity] = []
    for numeral in numerals(statement.text, english=statement.english):
        unit, size, end = _unit(statement.text, numeral)
        span = (numeral.start - len(numeral.currency), end)
        noun, fate = "", ""
        if unit == "count":
            following = _noun(statement, numeral.end)
            fate = _fate(statement, numeral)
            if following is None and not fate and numeral.counts:
                continue
            if following and following.lower not in _ANYONE and following.lower not in _FATES:
                noun = following.stem
        # A figure in brackets after another one is the same in another unit.
        bracket = re.search(r"\([^()]*$", statement.text[: numeral.start])
        if bracket and found and found[-1].unit == unit:
            numeral = numeral._replace(counts=False)
        around = statement.around(numeral.start, numeral.end, REACH)
        if unit == "age":
            noun = _of_age(statement, numeral.end)
        names = statement.names_around(numeral.start, numeral.end, NEAR)
        found.append(_Quantity(numeral, span, unit, size, noun, fate, around, names))
    return found


def _unit(text: str, numeral: Numeral) -> tuple[str, float, int]:
    """The unit of a number, what one of it is, and where it ends."""
    rest = text[numeral.end : numeral.end + 24]
    if numeral.currency:
        return numeral.currency, 1.0, numeral.end
    if _MAGNITUDE.search(text[: numeral.start]):
        return "magnitude", 1.0, numeral.end
    for form, unit, size in _UNIT:
        if match := form.match(rest):
            return unit, size, numeral.end + match.end()
    # "Temperatures in the 80s".
    if text[numeral.end - 1] == "s" and _DEGREES.search(text):
        return "degree", 1.0, numeral.end
    return "count", 1.0, numeral.end


def _of_age(statement: Statement, end: int) -> str:
    """The word after "34-year-old"."""
    match = re.compile(r"[\s-]*(?:year|month|week)s?[\s-]*olds?\s").match(statement.text, end)
    return next((w.stem for w in statement.words if match and w.start == match.end()), "")


def _noun(statement: Statement, end: int) -> Word | None:
    """The first content word after a number that is next to it; past adjectives by position."""
    following = [word for word in statement.words if word.start >= end][:3]
    last = None
    position = end
    for word in following:
        if re.search(r"[^\s-]", statement.text[position : word.start]) or not word.content:
            break
        if word.lower in _FATES or (last is not None and word.lower.endswith(("ed", "ing"))):
            break
        last, position = word, word.end
        if word.lower in _ANYONE or word.lower.endswith("s"):
            break
    return last


def _fate(statement: Statement, numeral: Numeral) -> str:
    """The fate told next to a number, looked for after it first, then before it."""
    text = statement.text
    best = (FATE_REACH + 1, "")
    for word in statement.words:
        if word.lower not in _FATES:
            continue
        after = word.start >= numeral.end
        between = text[numeral.end : word.start] if after else text[word.end : numeral.start]
        if re.search(r"\d|;", between):
            continue
        if after and re.search(r"\band\b|,", between):
            continue
        best = min(best, (len(between.split()), _FATES[word.lower]))
    return best[1]
