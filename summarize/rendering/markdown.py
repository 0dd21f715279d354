"""A brief as Markdown: the Key Points table, the numbered sources with links, and the notes.

Whatever a source wrote is escaped, so that GitHub shows it letter by letter: a sentence cannot make
a link, an image, a table cell, a tag or a heading. Links go to http(s) URLs, to paths, and between
points and sources: `<a name>` is what GitHub's sanitizer leaves to mark a place with. (Its own
footnotes it numbers anew, and drops those that no text refers to.)
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from summarize.documents import Brief, Difference, Known, Point, Source, Update
from summarize.rendering.display import (
    changed,
    changes,
    cited,
    context_line,
    contradiction,
    display,
    heading,
    left_out,
    listed,
    marks,
    numbering,
    said_by,
    sides,
    source_facts,
    tellers,
    unlisted,
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


def _link_marks(text: str) -> str:
    """Let each `[2]` in words of our own lead to its source."""
    return re.sub(r"\[(\d+)\]", r"[\[\1\]](#source-\1)", text)


def _marks(sources: Iterable[str], numbers: Mapping[str, int]) -> str:
    return _link_marks(marks(sources, numbers))


def render_markdown(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return the brief as GitHub-flavoured Markdown."""
    numbers, update = numbering(brief), brief.update or Update()
    blocks = [f"# {escape(heading(brief))}", _table(brief, explain)]
    sections = {
        "Told by more sources now": _known(brief, update.grown),
        "No longer told": _known(brief, update.gone),
        "Changed": [line for each in changed(update) for line in _difference(brief, each)],
        "Differences": [line for each in brief.differences for line in _difference(brief, each)],
        "Also in these sources": [
            f"- {_marks(named, numbers)}{more} "
            + escape(" ".join(point.text for point in story.points))
            for story in brief.stories
            for named, more in [tellers(story)]
        ],
        "Only in": [
            f"- {_marks([source.id], numbers)} {escape(source.only.text)}"
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
        who = _link_marks(cited(point.citations, numbers))
        said = escape(point.text)
        if point.context:
            said += f"<br>{escape(context_line(point, brief))}"
        number = f'<a name="point-{point.rank}"></a>{point.rank}'
        cells = [number, said, f"{who} ({said_by(point)})"]
        return f"| {' | '.join([*cells, escape(why(point))] if explain else cells)} |"

    head = ["| No. | Key Point | Sources |", "|---:|---|---|"]
    if explain:
        head = ["| No. | Key Point | Sources | Why |", "|---:|---|---|---|"]
    return "\n".join([*head, *(row(point) for point in brief.points)])


def _sources(brief: Brief) -> list[str]:
    more = unlisted(brief)
    lines = [
        # A list with gaps would be numbered anew where it is shown.
        (f"- \\[{number}\\] " if more else f"{number}. ")
        + f'<a name="source-{number}"></a>{_linked(source)}: {_facts(source, brief)}'
        for number, source in listed(brief)
    ]
    return [*lines, f"- {more}"] if more else lines


def _facts(source: Source, brief: Brief) -> str:
    facts = source_facts(source, numbering(brief), escape, lambda rank: f"[{rank}](#point-{rank})")
    return ", ".join(facts)


def _known(brief: Brief, points: Sequence[Known]) -> list[str]:
    numbers = numbering(brief)
    return [f"- {escape(known.text)}<br>{_link_marks(changes(known, numbers))}" for known in points]


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
    yield f"- {_link_marks(contradiction(difference, numbers, escape))}"
    for side in sides(difference):
        # A source of an earlier brief has no number in this one.
        who = _marks([side.source], numbers) if side.source in numbers else escape(side.source)
        yield f"  - {who} {escape(side.text)}"


def _left_out(brief: Brief, show_dropped: bool) -> list[str]:
    if not brief.dropped:
        return []
    numbers = numbering(brief)
    lines = [f"{escape(left_out(brief))}."]
    if show_dropped:
        lines.append("")
        lines += [
            f"- {_marks([each.source], numbers)} {each.start}:{each.end} "
            f"{escape(each.reason)}: {escape(each.text)}"
            for each in brief.dropped
        ]
    return lines
