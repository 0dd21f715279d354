"""What the renderers share: text made safe to show, the numbers of sources, and facts in words.

Only what is shown is changed, never the brief: a sentence keeps its line breaks in the JSON and
loses them on the screen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from summarize.documents import (
    Brief,
    Citation,
    Difference,
    Explanation,
    Known,
    Point,
    Source,
    Story,
    Update,
    Value,
)

__all__ = [
    "changed",
    "changes",
    "cited",
    "cited_by",
    "contradiction",
    "display",
    "follows",
    "heading",
    "left_out",
    "listed",
    "marks",
    "numbering",
    "said_by",
    "sides",
    "source_facts",
    "tellers",
    "unlisted",
    "why",
]

# Of more sources than a reader looks through, those are listed that the brief speaks of.
MAX_SOURCES = 100
# Of a story that more tell, those are named that are quoted.
MAX_TELLERS = 20

# A control character could command the terminal (ESC moves the cursor, sets the title of the
# window, asks what is on it), and a lone surrogate cannot be encoded.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Embeddings, overrides and isolates left open would turn around the words that follow the sentence.
# The marks that right-to-left text needs (U+200E, U+200F, U+061C) stay.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def display(text: str) -> str:
    """Return `text` on one line, with nothing in it that a terminal would obey."""
    folded = " ".join(text.split())
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _BIDI.sub("", folded))


def heading(brief: Brief) -> str:
    """Return the title of the brief, or one that says how many sources it has."""
    return display(brief.title or "") or f"Key points from {_count(len(brief.sources), 'source')}"


def numbering(brief: Brief) -> dict[str, int]:
    """Return the number by which each source is cited: its place in `brief.sources`, from 1."""
    return {source.id: number for number, source in enumerate(brief.sources, start=1)}


def listed(brief: Brief) -> list[tuple[int, Source]]:
    """Return the sources that are listed, each with its number: those that any mark leads to."""
    numbered = list(enumerate(brief.sources, start=1))
    if len(numbered) <= MAX_SOURCES:
        return numbered
    update = brief.update or Update()
    told = [each.citations for each in brief.points]
    told += [each.citations for each in (*update.grown, *update.gone)]
    spoken = {citation.source for citations in told for citation in citations}
    differing = (*brief.differences, *update.changed)
    spoken |= {value.source for each in differing for value in each.values}
    spoken |= {source for story in brief.stories for source in tellers(story)[0]}
    spoken |= {source.id for source in brief.sources if source.only is not None}
    spoken |= {s.copy_of for s in brief.sources if s.id in spoken and s.copy_of is not None}
    return [(number, source) for number, source in numbered if source.id in spoken]


def unlisted(brief: Brief) -> str:
    """Return how many sources are not listed; empty if all are."""
    more = len(brief.sources) - len(listed(brief))
    if not more:
        return ""
    return f"and {more:,} more that the brief does not speak of; as JSON it lists all"


def tellers(story: Story) -> tuple[list[str], str]:
    """Return the sources that are named for a story, and in words how many more tell it."""
    if len(story.sources) <= MAX_TELLERS:
        return list(story.sources), ""
    named = list(dict.fromkeys(span.source for span in story.points))
    return named, f" and {len(story.sources) - len(named):,} more:"


def marks(sources: Iterable[str], numbers: Mapping[str, int]) -> str:
    """Return `[2] [1]` for the ids of two sources; `[?]` for one that the brief does not list."""
    return " ".join(f"[{numbers.get(source, '?')}]" for source in dict.fromkeys(sources))


def cited(citations: Iterable[Citation], numbers: Mapping[str, int]) -> str:
    """Return `[2] p. 3 [1]` for two citations, the first from a source with pages."""
    places = dict.fromkeys((citation.source, citation.page) for citation in citations)
    return " ".join(
        marks([source], numbers) + (f" p. {page}" if page else "") for source, page in places
    )


def said_by(point: Point) -> str:
    """Return how many sources say it, and how many of these did not copy it from one another."""
    said = _count(point.n_sources, "source")
    if point.n_independent != point.n_sources:
        said += f", {point.n_independent} independent"
    return said


def source_facts(
    source: Source,
    numbers: Mapping[str, int],
    escape: Callable[[str], str] = str,
    link: Callable[[int], str] = str,
) -> list[str]:
    """Return what is worth knowing of a source, each fact in a few words.

    `escape` is applied to each fact, but for the ranks of points, which `link` writes.
    """
    facts = [display(source.id)] if source.title else []
    if source.author:
        facts.append(f"by {display(source.author)}")
    if source.site:
        facts.append(display(source.site))
    if source.date:
        facts.append(display(source.date))
    facts.append(_count(source.words, "word"))
    standing = []
    if source.copy_of is not None:
        standing.append(f"copy of {marks([source.copy_of], numbers)}")
    if source.event:
        standing.append("tells of another event")
    return [*map(escape, facts), cited_by(source, link), *map(escape, standing)]


def cited_by(source: Source, link: Callable[[int], str] = str) -> str:
    """Return the points that cite a source, their ranks as `link` writes them: `points 1, 2`."""
    ranks = ", ".join(map(link, source.points))
    return f"point{'s' if len(source.points) > 1 else ''} {ranks}" if ranks else "no point"


def why(point: Point) -> str:
    """Return the explanation of a point in a line; empty if it has none."""
    if point.explanation is None:
        return ""
    parts: Explanation = point.explanation
    place = "first sentence" if parts.position == 0 else f"sentence {parts.position + 1}"
    penalty = parts.leaning_penalty
    leans = f"leans on the sentence before (-{penalty:.2f}), " if penalty else ""
    asked = f"bears on the question (+{parts.question:.2f}), " if parts.question else ""
    return (
        f"relevance {parts.relevance:.2f}, "
        f"{asked}"
        f"{place} of its source (+{parts.position_bonus:.2f}), "
        f"close to what others say (+{parts.support_bonus:.2f}) in words they share "
        f"(+{parts.coverage_bonus:.2f}), "
        f"{leans}"
        f"closest earlier point {parts.redundancy:.2f}, "
        f"{_count(parts.cluster_size, 'sentence')} in its cluster"
    )


def follows(point: Point, brief: Brief) -> int | None:
    """Return the rank of the point that is the sentence before this one, if this one needs it."""
    if point.context is None:
        return None
    span = (point.context.source, point.context.start, point.context.end)
    ranks = (p.rank for p in brief.points if (p.source, p.start, p.end) == span)
    return next(ranks, None)


def context_line(point: Point, brief: Brief) -> str:
    """Return what a point that leans on the sentence before it needs; empty if it stands alone."""
    if point.context is None:
        return ""
    rank = follows(point, brief)
    if rank is not None:
        return f"(follows point {rank})"
    return f"(before it: {display(point.context.text)})"


def changes(known: Known, numbers: Mapping[str, int]) -> str:
    """Return who says a point of an earlier brief now, and how many did then."""
    if not known.citations:
        return f"no source says it now; {_count(known.n_before, 'source')} before"
    now = _count(known.n_now, "source")
    return f"{cited(known.citations, numbers)}  {now} by now, {known.n_before} before"


def changed(update: Update | None) -> list[Difference]:
    """Return the changed values to be shown: the first is of a source of then, and named so.

    Under that name it has no number here, even where a source of today has the same id.
    """
    differences = update.changed if update else ()
    return [
        replace(each, values=(_of_then(each.values[0]), *each.values[1:])) if each.values else each
        for each in differences
    ]


def _of_then(value: Value) -> Value:
    return replace(value, source=f"{value.source} (earlier)")


# How each kind of difference is called.
_KINDS = {"order": "order of events", "negation": "said and denied"}


def contradiction(
    difference: Difference, numbers: Mapping[str, int], shown: Callable[[str], str] = display
) -> str:
    """Return what differs and who says which, `number, point 2: two [1], three [3] [4]`."""
    about = "" if difference.point is None else f", point {difference.point}"
    told_by: dict[str, list[str]] = {}
    for side in difference.values:
        told_by.setdefault(shown(side.value), []).append(side.source)
    # A source of an earlier brief has no number in this one.
    told = [
        f"“{value}” "
        + " ".join(
            marks([source], numbers) if source in numbers else shown(source) for source in sources
        )
        for value, sources in told_by.items()
    ]
    return f"{_KINDS.get(difference.kind, shown(difference.kind))}{about}: {', '.join(told)}"


def sides(difference: Difference) -> list[Value]:
    """Return the first of those who give each value: one sentence a side is enough to read."""
    first: dict[str, Value] = {}
    for side in difference.values:
        first.setdefault(display(side.value), side)
    return list(first.values())


def left_out(brief: Brief) -> str:
    """Return how many passages were left out, by reason, the commonest first; empty if none."""
    if not brief.dropped:
        return ""
    reasons = Counter(display(dropped.reason) for dropped in brief.dropped)
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    counts = ", ".join(f"{count} {reason}" for reason, count in ordered)
    return f"{_count(len(brief.dropped), 'passage')} left out as boilerplate: {counts}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
