"""When the sources were written: a strip with a stop for each day, if there are two days at least.

Days apart are not drawn to scale, or one old source would press all others together: the distance
grows with the logarithm of the days, and long gaps are written on the line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from summarize.documents import Brief, Source
from summarize.fields import day_of as day_in
from summarize.rendering.html.evidence import Evidence
from summarize.rendering.html.markup import Html, hue, join, name, quotation, tag

__all__ = ["day_of", "timeline", "written_day"]

# Vertical places in pixels, and how many sources of a day are drawn on top of each other.
STEP, MAX_STACK, BELOW = 22, 6, 44
# In per cent of the width: what a date takes on a narrow screen and on a wide one.
NARROW, WIDE = 26, 14
# Days from which the length of a gap is written on it.
LONG_GAP = 14
MARGIN = 9.0

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_of(source: Source) -> date | None:
    """Return the day of a source, None if it has none that there can be."""
    return day_in(source.date)


def written_day(day: date) -> str:
    """Return `30 Mar 2025`, which is read in one way everywhere."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def timeline(brief: Brief, evidence: Evidence) -> Html:
    """Return the strip; empty if fewer than two days are known."""
    days = defaultdict(list)
    for source in brief.sources:
        day = day_of(source)
        if day is not None:
            days[day].append(source)
    if len(days) < 2:
        return Html("")
    stops = sorted(days)
    stacks = [days[day] for day in stops]
    undated = len(brief.sources) - sum(len(stack) for stack in stacks)
    note = [tag("p", f"{undated} without a date", class_="aside")] if undated else []
    return tag(
        "div",
        tag("h3", "When they were written", id="timeline-title"),
        _strip(evidence, stops, stacks),
        _list(brief, evidence, stops, stacks),
        *note,
        class_="timeline",
    )


def _list(
    brief: Brief, evidence: Evidence, stops: Sequence[date], stacks: Sequence[Sequence[Source]]
) -> Html:
    items = [
        tag(
            "li",
            f"{written_day(day)}: ",
            join(
                [
                    join([f"{evidence.numbers[each.id]} ", quotation("bdi", brief, name(each))])
                    for each in stack
                ],
                ", ",
            ),
        )
        for day, stack in zip(stops, stacks, strict=True)
    ]
    return tag("ol", *items, class_="unseen")


def _strip(evidence: Evidence, stops: Sequence[date], stacks: Sequence[Sequence[Source]]) -> Html:
    places = _places(stops)
    base = STEP * min(MAX_STACK, max(len(stack) for stack in stacks)) + 6
    shapes = [tag("line", class_="axis", x1="0", x2="100%", y1=base, y2=base)]
    shapes += _gaps(stops, places, base)
    shapes += _dates(stops, places, base)
    for place, stack in zip(places, stacks, strict=True):
        shapes += _stack(evidence, place, stack, base)
    return tag(
        "svg",
        *shapes,
        width="100%",
        height=base + BELOW,
        aria_hidden="true",
        focusable="false",
        class_="strip",
    )


def _places(stops: Sequence[date]) -> list[float]:
    """Where each stop lies, in per cent of the width."""
    steps = [4 + math.log2((b - a).days) for a, b in pairwise(stops)]
    places, total = [MARGIN], sum(steps)
    for step in steps:
        places.append(places[-1] + (100 - 2 * MARGIN) * step / total)
    return [round(place, 2) for place in places]


def _gaps(stops: Sequence[date], places: Sequence[float], base: int) -> list[Html]:
    shapes = []
    for k, (start, end) in enumerate(pairwise(stops)):
        days, width = (end - start).days, places[k + 1] - places[k]
        if days >= LONG_GAP and width >= NARROW / 2:
            middle = f"{(places[k] + places[k + 1]) / 2:.2f}%"
            shapes.append(
                tag("text", _length(days), x=middle, y=base - 7, class_=f"gap{_at_width(width)}")
            )
    return shapes


def _at_width(room: float) -> str:
    return "" if room >= NARROW else " wide"


def _length(days: int) -> str:
    if days < 60:
        return f"{round(days / 7)} weeks"
    return f"{round(days / 30.44)} months" if days < 730 else f"{round(days / 365.25)} years"


def _dates(stops: Sequence[date], places: Sequence[float], base: int) -> list[Html]:
    """The days below the line: as many as have room, on a wide screen more than on a narrow one."""
    shapes: list[Html] = []
    last = {"": -100.0, " wide": -100.0}
    for day, place in zip(stops, places, strict=True):
        if place - max(last.values()) < WIDE:
            continue
        look = "" if place - last[""] >= NARROW else " wide"
        last[look] = place
        shapes.append(
            tag("text", written_day(day), x=f"{place}%", y=base + 22, class_=f"day{look}")
        )
    return shapes


def _stack(evidence: Evidence, place: float, stack: Sequence[Source], base: int) -> list[Html]:
    """The sources of a day, the first one on the line, and how many more there are."""
    shown = stack if len(stack) <= MAX_STACK else stack[: MAX_STACK - 1]
    shapes = [tag("circle", class_="stop", cx=f"{place}%", cy=base, r=2.5)]
    for k, source in enumerate(shown):
        number, y = evidence.numbers[source.id], base - 13 - STEP * k
        dot = tag("circle", class_="own", cx=f"{place}%", cy=y, r=9)
        text = tag(
            "text",
            f"{number}",
            x=f"{place}%",
            y=y + 4,
            class_=f"number{' long' if number > 99 else ''}",
        )
        shapes.append(tag("a", dot, text, href=f"#s{number}", tabindex=-1, class_=hue(number)))
    if len(shown) < len(stack):
        y = base - 13 - STEP * len(shown) + 4
        more = f"+{len(stack) - len(shown)}"
        shapes.append(tag("text", more, x=f"{place}%", y=y, class_="more"))
    return shapes
