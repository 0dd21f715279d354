"""A brief as plain text: numbered points, then the sources behind them, then what to be careful of.

No colour and no markup; every line that holds no word longer than itself fits `width` columns.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from summarize.documents import Brief, Difference, Point
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

__all__ = ["WIDTH", "closing_sections", "render_text"]

WIDTH = 88


def render_text(
    brief: Brief, *, explain: bool = False, show_dropped: bool = False, width: int = WIDTH
) -> str:
    """Return the brief as plain text, `width` columns wide."""
    title = heading(brief)
    blocks = [f"{title}\n{'=' * min(len(title), width)}"]
    blocks += _points(brief, explain=explain, width=width) or ["(no points)"]
    for name, lines in closing_sections(brief, show_dropped=show_dropped, width=width):
        blocks.append("\n".join([name, *lines]))
    return "\n\n".join(blocks)


def closing_sections(
    brief: Brief, *, show_dropped: bool, width: int
) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the lines of each section that follows the points and is not empty."""
    sections = {
        "Told by more sources now": _known(brief, "grown", width),
        "No longer told": _known(brief, "gone", width),
        "Changed": _differences(changed(brief.update), brief, width),
        "Differences": _differences(brief.differences, brief, width),
        "Also in these sources": _stories(brief, width),
        "Only in": _only(brief, width),
        "Sources": _sources(brief, width),
        "Not read": [
            line
            for skipped in brief.skipped
            for line in _wrap(
                "  - ", f"{display(skipped.source)}: {display(skipped.reason)}", width
            )
        ],
        "Notes": [line for note in brief.notes for line in _wrap("  - ", display(note), width)],
        "Left out": _left_out(brief, show_dropped, width),
    }
    for name, lines in sections.items():
        if lines:
            yield name, lines


def _points(brief: Brief, *, explain: bool, width: int) -> list[str]:
    numbers = numbering(brief)
    digits = max((len(str(point.rank)) for point in brief.points), default=1)

    def block(point: Point) -> str:
        mark = f" {point.rank:>{digits}}. "
        indent = " " * len(mark)
        lines = _wrap(mark, display(point.text), width)
        if point.context:
            lines += _wrap(indent, context_line(point, brief), width)
        lines += _wrap(indent, f"{cited(point.citations, numbers)}  {said_by(point)}", width)
        if explain and point.explanation:
            lines += _wrap(indent, f"why: {why(point)}", width)
        return "\n".join(lines)

    return [block(point) for point in brief.points]


def _sources(brief: Brief, width: int) -> list[str]:
    numbers = numbering(brief)
    digits = len(str(len(numbers)))
    lines = []
    for number, source in listed(brief):
        mark = f"{f'[{number}]':>{digits + 4}} "
        indent = " " * len(mark)
        lines += _wrap(mark, display(source.title or source.id), width)
        lines += _wrap(indent, ", ".join(source_facts(source, numbers)), width)
        if source.url:
            lines += _wrap(indent, display(source.url), width)
    if more := unlisted(brief):
        lines += _wrap("  ", more, width)
    return lines


def _known(brief: Brief, which: str, width: int) -> list[str]:
    numbers = numbering(brief)
    return [
        line
        for known in (getattr(brief.update, which) if brief.update else ())
        for line in [
            *_wrap("  - ", display(known.text), width),
            *_wrap("    ", changes(known, numbers), width),
        ]
    ]


def _differences(differences: Sequence[Difference], brief: Brief, width: int) -> list[str]:
    numbers = numbering(brief)

    def lines(difference: Difference) -> Iterator[str]:
        yield from _wrap("  - ", contradiction(difference, numbers), width)
        for side in sides(difference):
            # A source of an earlier brief has no number in this one.
            who = marks([side.source], numbers) if side.source in numbers else display(side.source)
            yield from _wrap("    ", f"{who} {display(side.text)}", width)

    return [line for difference in differences for line in lines(difference)]


def _stories(brief: Brief, width: int) -> list[str]:
    numbers = numbering(brief)
    lines = []
    for story in brief.stories:
        told = " ".join(display(point.text) for point in story.points)
        named, more = tellers(story)
        lines += _wrap("  - ", f"{marks(named, numbers)}{more} {told}", width)
    return lines


def _only(brief: Brief, width: int) -> list[str]:
    numbers = numbering(brief)
    return [
        line
        for source in brief.sources
        if source.only is not None
        for line in _wrap(
            "  - ", f"{marks([source.id], numbers)} {display(source.only.text)}", width
        )
    ]


def _left_out(brief: Brief, show_dropped: bool, width: int) -> list[str]:
    if not brief.dropped:
        return []
    if not show_dropped:
        return _wrap("  ", f"{left_out(brief)}; --show-dropped lists them", width)
    numbers = numbering(brief)
    lines = _wrap("  ", left_out(brief), width)
    for dropped in brief.dropped:
        where = f"  {marks([dropped.source], numbers)} {dropped.start}:{dropped.end}"
        text = f"{where} {display(dropped.reason)}: {display(dropped.text)}"
        # One line each: enough to recognize it by; the JSON holds it whole.
        lines.append(text if len(text) <= width else text[: width - 3].rstrip() + "...")
    return lines


def _wrap(mark: str, text: str, width: int) -> list[str]:
    """Return lines of at most `width` columns, the first after `mark`, the others below its end."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [mark.rstrip()]
