"""A brief as Markdown: the Key Points table, the numbered sources with links, and the notes.

Whatever a source wrote is escaped, so that GitHub shows it letter by letter: a sentence cannot make
a link, an image, a table cell, a tag or a heading. Links go to http(s) URLs and to paths only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from summarize.documents import Brief, Difference, Known, Point, Source, Update
from summarize.rendering.display import (
    changes,
    context_line,
    contradiction,
    display,
    heading,
    left_out,
    marks,
    numbering,
    said_by,
    sides,
    source_facts,
    why,
)

__all__ = ["escape", "render_markdown"]

_SPECIAL = re.compile(r"([\\`*_\[\]|~$#])")
# What would begin a list or a rule if it came first on a line.
_BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)](?:\s|$)))")


def escape(text: str) -> str:
    """Return `text` on one line, such that Markdown shows just that, in a table or elsewhere."""
    escaped = _SPECIAL.sub(r"\\\1", html.escape(display(text), quote=False))
    return _BLOCK_START.sub(_escape_start, escaped)


def _escape_start(match: re.Match[str]) -> str:
    first = match[1]
    # A digit cannot be escaped, but the full stop or bracket after it can.
    return f"{first}\\" if first.isdigit() else f"\\{first}"


def render_markdown(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return the brief as GitHub-flavoured Markdown."""
    numbers, update = numbering(brief), brief.update or Update()
    blocks = [f"# {escape(heading(brief))}", _table(brief, explain)]
    sections = {
        "Told by more sources now": _known(brief, update.grown),
        "No longer told": _known(brief, update.gone),
        "Changed": [line for each in update.changed for line in _difference(brief, each)],
        "Differences": [line for each in brief.differences for line in _difference(brief, each)],
        "Also in these sources": [
            f"- {marks(story.sources, numbers)} "
            + escape(" ".join(point.text for point in story.points))
            for story in brief.stories
        ],
        "Only in": [
            f"- {marks([source.id], numbers)} {escape(source.only.text)}"
            for source in brief.sources
            if source.only is not None
        ],
        "Sources": _sources(brief),
        "Not read": [f"- {escape(each.source)}: {escape(each.reason)}" for each in brief.skipped],
        "Notes": [f"- {escape(note)}" for note in brief.notes],
        "Left out": _left_out(brief, show_dropped),
    }
    blocks += ["\n".join([f"## {name}", "", *lines]) for name, lines in sections.items() if lines]
    return "\n\n".join(blocks)


def _table(brief: Brief, explain: bool) -> str:
    numbers = numbering(brief)
    explain = explain and any(point.explanation for point in brief.points)

    def row(point: Point) -> str:
        cited = marks((citation.source for citation in point.citations), numbers)
        said = escape(point.text)
        if point.context:
            said += f"<br>{escape(context_line(point, brief))}"
        cells = [str(point.rank), said, f"{cited} ({said_by(point)})"]
        return f"| {' | '.join([*cells, escape(why(point))] if explain else cells)} |"

    head = ["| No. | Key Point | Sources |", "|---:|---|---|"]
    if explain:
        head = ["| No. | Key Point | Sources | Why |", "|---:|---|---|---|"]
    return "\n".join([*head, *(row(point) for point in brief.points)])


def _sources(brief: Brief) -> list[str]:
    numbers = numbering(brief)
    return [
        f"{number}. {_linked(source)}: {escape(', '.join(source_facts(source, numbers)))}"
        for number, source in enumerate(brief.sources, start=1)
    ]


def _known(brief: Brief, points: Sequence[Known]) -> list[str]:
    numbers = numbering(brief)
    return [f"- {escape(known.text)}<br>{changes(known, numbers)}" for known in points]


def _linked(source: Source) -> str:
    name = escape(source.title or source.id)
    if source.url and re.match(r"https?://", source.url, re.IGNORECASE):
        return f"[{name}]({_percent(source.url, safe='/:?&=#%+,;@!$~')})"
    if source.path:
        return f"[{name}]({_percent(source.path, safe='/')})"
    return name


def _percent(target: str, safe: str) -> str:
    # Brackets and blanks would end the link; "surrogatepass" because a path may hold any byte.
    return quote(target, safe=safe, errors="surrogatepass")


def _difference(brief: Brief, difference: Difference) -> Iterator[str]:
    numbers = numbering(brief)
    yield f"- {contradiction(difference, numbers, escape)}"
    for side in sides(difference):
        # A source of an earlier brief has no number in this one.
        who = marks([side.source], numbers) if side.source in numbers else escape(side.source)
        yield f"  - {who} {escape(side.text)}"


def _left_out(brief: Brief, show_dropped: bool) -> list[str]:
    if not brief.dropped:
        return []
    numbers = numbering(brief)
    lines = [f"{escape(left_out(brief))}."]
    if show_dropped:
        lines.append("")
        lines += [
            f"- {marks([each.source], numbers)} {each.start}:{each.end} "
            f"{escape(each.reason)}: {escape(each.text)}"
            for each in brief.dropped
        ]
    return lines
