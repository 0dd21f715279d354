"""Days that cannot both be that of one event.

In: two statements. Out: the spans of their dates. A weekday, "yesterday" and the like are resolved
against the date of the document, where it has one. A date beside a verb of saying is that of the
words, not of the event, and counts for nothing; so do times of several time zones. English; of
other languages dates in digits (2025-03-30, 30.3.2025). The dates in digits are few forms, and
dateparser, which comes with trafilatura, takes half a second to load and finds dates in words
like "may" and "sun": so this is a table of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from summarize.differences.statements import Finding, Statement, once

__all__ = ["Day", "date_differences", "days"]

# How much of the shorter statement the other must say as well (`KINDS` sees to it), and in how
# many words.
MIN_OVERLAP = 0.6
MIN_SHARED = 2
# Content words on each side of a date that tell what happened then.
REACH = 3

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = re.compile(
    # All below is optional: first a look at whether a number or a name follows.
    r"(?=,? ?\b[\dADFJMNOSTWty])"
    r"(?:(?P<iso>\b\d{4}-\d{2}-\d{2}\b)|(?P<dotted>\b\d{1,2}\.\d{1,2}\.\d{4}\b)"
    rf"|(?P<weekday>\b{_WEEKDAY}\b)?(?P<comma>,? ?)(?:"
    rf"(?P<d1>\b\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>\b{_MONTH}) ?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?[:%]|,\d)"
    rf"(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?:(?<=\bin )|(?<=\bsince )|(?<=\bby ))(?P<m3>{_MONTH})\b(?:,? (?P<y3>\d{{4}}))?"
    r"|(?:(?<=\bin )|(?<=\bsince ))(?P<y4>(?:1[5-9]|20)\d\d)\b"
    r"|(?P<relative>\b(?:yesterday|today|tomorrow)\b))?)",
)
# What every date has, to tell quickly that a text has none.
_ANY = re.compile(r"\d|day|tomorrow|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|octo|nov|dec)(?:em)?ber|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|reported|reports|confirmed|explained|added|according|statement|posted"
    r"|published|tweeted|wrote)\b(?:\W+\w+){0,2}\W+(?:on |late |early |this )*$"
)
_SAID = re.compile(r"\W*(?:that|he said|she said|police said|officials said|said|announced)\b")
_ZONES = re.compile(r"\b(?:local time|GMT|UTC|EST|EDT|ET|PST|BST|midnight UTC)\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text: its span, and what is known of the day."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    candidates: frozenset[date] = frozenset()

    def agrees(self, other: Day) -> bool:
        """Whether both can be the same day."""
        if self.candidates and other.candidates:
            return not self.candidates.isdisjoint(other.candidates)
        for one, two in ((self, other), (other, self)):
            if one.candidates and not two.candidates:
                return any(two._holds(day) for day in one.candidates)
        fields = ("year", "month", "day", "weekday")
        return all(
            getattr(self, f) is None
            or getattr(other, f) is None
            or getattr(self, f) == getattr(other, f)
            for f in fields
        )

    def _holds(self, day: date) -> bool:
        return (
            self.year in (None, day.year)
            and self.month in (None, day.month)
            and self.day in (None, day.day)
            and self.weekday in (None, day.weekday())
        )


def date_differences(a: Statement, b: Statement) -> Iterator[Finding]:
    """Yield the dates of two statements that cannot both be that of one event."""
    if len(a.shared(b)) < MIN_SHARED:
        return
    ours, theirs = _names(a), _names(b)
    if ours and theirs and not ours & theirs:
        return
    # With several dates on a side it is not known which is that of what.
    if len(days(a)) != 1 or len(days(b)) != 1 or _ZONES.search(a.text) or _ZONES.search(b.text):
        return
    (x,), (y,) = days(a), days(b)
    near = a.around(x.start, x.end, REACH) & b.around(y.start, y.end, REACH)
    if near - (a.name_stems & b.name_stems) and not x.agrees(y):
        yield Finding(x.start, x.end, y.start, y.end)


@once
def _names(statement: Statement) -> frozenset[str]:
    """Its names, but for those of days and months."""
    return frozenset(name for name in statement.names if not _CALENDAR.fullmatch(name))


@once
def days(statement: Statement) -> list[Day]:
    """Return the days of the events that a statement tells of; impossible dates are none."""
    found: list[Day] = []
    text = statement.text
    if not _ANY.search(text):
        return found
    for match in _DATE.finditer(text):
        start, end = match.start(), match.end()
        while start < end and text[start] in ", ":
            start += 1
        while end > start and text[end - 1] in ", ":
            end -= 1
        if start == end or _SAYING.search(text[:start]) or _SAID.match(text[end:]):
            continue
        day = _resolved(match, Day(start, end), statement)
        if day is not None:
            found.append(day)
    return found


def _resolved(match: re.Match[str], day: Day, statement: Statement) -> Day | None:
    year, month, number, weekday = _fields(match)
    if (match["iso"] or match["dotted"]) is None and not statement.english:
        return None
    own = statement.date
    if match["relative"]:
        if own is None:
            return None
        shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[match["relative"]]
        return Day(day.start, day.end, candidates=frozenset({own + timedelta(shift)}))
    if number is not None and month is not None:
        try:
            # 2024 is a leap year: a day without a year may be any year's.
            found = date(year or 2024, month, number)
        except ValueError:
            return None
        sure = frozenset({found}) if year else frozenset()
        return Day(day.start, day.end, year, month, number, weekday, sure)
    if month is not None or year is not None:
        return Day(day.start, day.end, year, month)
    if weekday is None:
        return None
    if own is None:
        return Day(day.start, day.end, weekday=weekday)
    back = timedelta((own.weekday() - weekday) % 7)
    return Day(day.start, day.end, candidates=frozenset({own - back, own - back + timedelta(7)}))


def _fields(match: re.Match[str]) -> tuple[int | None, int | None, int | None, int | None]:
    """Year, month, day and weekday that a date names."""
    digits = match["iso"] or match["dotted"]
    if digits:
        one, two, three = (int(part) for part in re.split(r"[.-]", digits))
        return (one, two, three, None) if match["iso"] else (three, two, one, None)
    year = next((match[f] for f in ("y1", "y2", "y3", "y4") if match[f]), None)
    month = next((match[f] for f in ("m1", "m2", "m3") if match[f]), None)
    number = next((match[f] for f in ("d1", "d2") if match[f]), None)
    weekday = match["weekday"]
    return (
        int(year) if year else None,
        MONTHS.index(month[:3].lower()) + 1 if month else None,
        int(number) if number else None,
        WEEKDAYS.index(weekday[:3].lower()) if weekday else None,
    )
