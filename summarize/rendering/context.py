"""A brief for a language model: its points with `[n]` marks, where they differ, and the sources.

What retrieval pipelines put into a prompt. What the sources contradict each other on is told with
the point that it is about: neither stands without the other. With a budget in tokens the whole text
stays within it, marks and lists included: points come whole or not at all, the first in rank first,
and the last line says how many had no room. What a token is differs between models: a counter can
be given, and the one of the bundled model is a WordPiece of 30,000 English word parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from summarize.documents import Brief, Difference, Point, Source
from summarize.errors import SettingsError
from summarize.rendering.display import (
    cited,
    context_line,
    contradiction,
    display,
    marks,
    numbering,
    said_by,
    sides,
)

__all__ = ["pack", "render_context"]


def render_context(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return all points, where they differ, their sources; it never explains itself to a model."""
    return _text(brief, brief.points)


def pack(
    brief: Brief, max_tokens: int | None, count_tokens: Callable[[str], int] | None = None
) -> str:
    """Return as many points as `max_tokens` have room for; see `Brief.to_context`."""
    if max_tokens is None:
        return _text(brief, brief.points)
    if isinstance(max_tokens, bool) or not isinstance(max_tokens, int) or max_tokens < 1:
        raise SettingsError(f"max_tokens must be an integer of at least 1; got {max_tokens!r}")
    count = count_tokens or _count_word_pieces

    def fits(text: str) -> bool:
        return count(text) <= max_tokens

    best = _text(brief, brief.points)
    if fits(best):
        return best
    best = _text(brief, ())
    taken: list[Point] = []
    for point in sorted(brief.points, key=lambda point: point.rank):
        text = _text(brief, [p for p in brief.points if p is point or p in taken])
        if fits(text):
            best = text
            taken.append(point)
    # A budget of a few tokens has no room even for the line that says so.
    return best if fits(best) else ""


def _text(brief: Brief, points: Sequence[Point]) -> str:
    numbers = numbering(brief)
    packed = replace(brief, points=tuple(points))  # a point left out can be no point's context
    said = [_line(point, packed) for point in points]
    ranks = {point.rank for point in points}
    differ = [difference for difference in brief.differences if difference.point in ranks]
    named = {citation.source for point in points for citation in point.citations}
    named |= {value.source for difference in differ for value in difference.values}
    told = [line for difference in differ for line in _sides(difference, numbers)]
    sources = [
        f"[{numbers[source.id]}] {_name(source)}" for source in brief.sources if source.id in named
    ]
    left = len(brief.points) - len(points)
    note = f"({left} of {len(brief.points)} points had no room.)" if left else ""
    titled = [("", said), ("The sources differ:", told), ("Sources:", sources), ("", [note])]
    blocks = ("\n".join(filter(None, [title, *lines])) for title, lines in titled if any(lines))
    return "\n\n".join(blocks)


def _line(point: Point, brief: Brief) -> str:
    before = f" {context_line(point, brief)}" if point.context else ""
    copied = f" ({said_by(point)})" if point.n_independent < point.n_sources else ""
    marked = cited(point.citations, numbering(brief))
    return f"{point.rank}. {display(point.text)}{before} {marked}{copied}"


def _sides(difference: Difference, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"- {contradiction(difference, numbers)}"
    for side in sides(difference):
        yield f"  {marks([side.source], numbers)} {display(side.text)}"


def _name(source: Source) -> str:
    told = [source.title or source.id, source.author, source.site, source.date, source.url]
    return ", ".join(display(each) for each in told if each)


def _count_word_pieces(text: str) -> int:
    return len(_tokenizer().encode(text.encode("utf-8", "replace").decode()).ids)


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    folder = files("summarize").joinpath("models", "static")
    tokenizer = Tokenizer.from_str(folder.joinpath("tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    return tokenizer
