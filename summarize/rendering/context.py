"""A brief for a language model: its points with `[n]` marks, where they differ, and the sources.

What retrieval pipelines put into a prompt. What the sources contradict each other on is told with
the point that it is about: neither stands without the other. With a budget in tokens the whole text
stays within it, marks and lists included: points come whole or not at all, the first in rank first,
and the last line says how many had no room. Each line is made once and counted once, so that the
work grows with the brief and not with its square; since a counter need not count a text as the sum
of its lines, what goes out was counted as a whole. What a token is differs between models: a
counter can be given, and `tokens` has the one that is taken otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from summarize.documents import Brief, Difference, Point, Source
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
from summarize.rendering.tokens import count_tokens as count_bundled
from summarize.settings import checked_count

__all__ = ["pack", "render_context"]

# So many times a text is filled anew if it does not have the tokens that its lines have: after two
# or three the tokenizers of language models are at rest.
ROUNDS = 8


def render_context(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return all points, where they differ, their sources; it never explains itself to a model."""
    return _lines_of(brief).text(range(len(brief.points)))


def pack(brief: Brief, max_tokens: Any, count_tokens: Callable[[str], int] | None = None) -> str:
    """Return as many points as `max_tokens` have room for; see `Brief.to_context`."""
    limit = checked_count("max_tokens", max_tokens)
    count = count_tokens or count_bundled
    lines = _lines_of(brief)
    everything = lines.text(range(len(brief.points)))
    if limit is None or count(everything) <= limit:
        return everything
    return _packed(lines, limit, count)


def _packed(lines: _Lines, limit: int, count: Callable[[str], int]) -> str:
    @cache
    def cost(line: str) -> int:
        return count(f"{line}\n")

    best, budget, largest = "", limit, -1
    for _ in range(ROUNDS):
        taken, expected = lines.fill(budget, cost)
        text = lines.text(taken)
        counted = count(text)
        if taken and counted <= limit and budget > largest:
            best, largest = text, budget
        # A text that has fewer tokens than its lines have leaves room for more of them.
        corrected = limit + expected - counted
        if corrected == budget:
            break
        budget = corrected
    return best or _shortened(lines, lambda text: count(text) <= limit)


def _shortened(lines: _Lines, fits: Callable[[str], bool]) -> str:
    """The first points, as many as fit, by halving: what lines cost told nothing of the whole."""
    best = lines.text(())
    if not fits(best):  # a budget of a few tokens has no room even for the line that says so
        return ""
    low, high = 0, len(lines.by_rank) + 1
    while high - low > 1:
        middle = (low + high) // 2
        text = lines.text(lines.by_rank[:middle])
        if fits(text):
            low, best = middle, text
        else:
            high = middle
    return best


@dataclass(frozen=True, slots=True)
class _Lines:
    """Every line that the text of some of the points can have; points are given by their row.

    Attributes
    ----------
    said : list of str
        One a point.
    before : dict of int to (int, str)
        Of a point that leans on another: the row of that, and its own line if both are there.
    followers : dict of int to list of int
        The same from the other side.
    shared : list of str
        What several points can need, in the order of display: contradictions, sources, headings.
    needs : list of sets of int
        The rows in `shared` that each point needs.
    by_rank : list of int
    """

    said: list[str]
    before: dict[int, tuple[int, str]]
    followers: dict[int, list[int]]
    shared: list[str]
    needs: list[set[int]]
    by_rank: list[int]

    def text(self, taken: Collection[int]) -> str:
        there = set(taken)
        lines = [self._line(row, there) for row in sorted(there)]
        lines += [self.shared[row] for row in sorted({n for row in there for n in self.needs[row]})]
        lines += self._note(len(there))
        return "\n".join(lines).removeprefix("\n")

    def fill(self, budget: int, cost: Callable[[str], int]) -> tuple[list[int], int]:
        """Return the rows that fit, the first in rank first, and what the text should cost."""
        taken: list[int] = []
        there: set[int] = set()
        shown: set[int] = set()
        spent = -cost("")  # no line break after the last line
        for row in self.by_rank:
            more = cost(self._line(row, there))
            more += sum(cost(self.shared[need]) for need in self.needs[row] - shown)
            for follower in self.followers.get(row, ()):
                if follower in there:
                    more += cost(self.before[follower][1]) - cost(self.said[follower])
            note = sum(map(cost, self._note(len(taken) + 1)))
            if spent + more + note <= budget:
                spent += more
                taken.append(row)
                there.add(row)
                shown |= self.needs[row]
        return taken, spent + sum(map(cost, self._note(len(taken))))

    def _line(self, row: int, there: Collection[int]) -> str:
        other, together = self.before.get(row, (None, ""))
        return together if other in there else self.said[row]

    def _note(self, n_taken: int) -> list[str]:
        n_points = len(self.said)
        left = n_points - n_taken
        return [f"\n({left} of {n_points} points had no room.)"] if left else []


def _lines_of(brief: Brief) -> _Lines:
    numbers = numbering(brief)
    rows = range(len(brief.points))
    bare = replace(brief, points=())
    row_at = {(p.source, p.start, p.end): row for row, p in reversed([*enumerate(brief.points)])}
    before: dict[int, tuple[int, str]] = {}
    followers: dict[int, list[int]] = {}
    for row, point in enumerate(brief.points):
        span = point.context
        other = row_at.get((span.source, span.start, span.end)) if span else None
        if other is not None:
            # A point left out can be no point's context: the line is another with it than without.
            both = replace(brief, points=(brief.points[other],))
            before[row] = (other, _line(point, both, numbers))
            followers.setdefault(other, []).append(row)
    shared, needs = _shared(brief, numbers)
    return _Lines(
        said=[_line(point, bare, numbers) for point in brief.points],
        before=before,
        followers=followers,
        shared=shared,
        needs=needs,
        by_rank=sorted(rows, key=lambda row: brief.points[row].rank),
    )


def _shared(brief: Brief, numbers: Mapping[str, int]) -> tuple[list[str], list[set[int]]]:
    """The lines that several points can need, and which of them each point needs."""
    about: dict[int | None, list[int]] = {}
    lines = ["\nThe sources differ:"]
    for difference in brief.differences:
        about.setdefault(difference.point, []).append(len(lines))
        lines.append("\n".join(_sides(difference, numbers)))
    of_sources = len(lines)
    lines.append("\nSources:")
    listed: dict[str, list[int]] = {}
    for source in brief.sources:
        listed.setdefault(source.id, []).append(len(lines))
        lines.append(f"[{numbers[source.id]}] {_name(source)}")
    needs = []
    for point in brief.points:
        differ = about.get(point.rank, [])
        named = {citation.source for citation in point.citations}
        named |= {v.source for row in differ for v in brief.differences[row - 1].values}
        sources = {row for name in named for row in listed.get(name, ())}
        needs.append(
            {*differ, *sources, *([0] if differ else []), *([of_sources] if sources else [])}
        )
    return lines, needs


def _line(point: Point, brief: Brief, numbers: Mapping[str, int]) -> str:
    before = f" {context_line(point, brief)}" if point.context else ""
    copied = f" ({said_by(point)})" if point.n_independent < point.n_sources else ""
    marked = cited(point.citations, numbers)
    return f"{point.rank}. {display(point.text)}{before} {marked}{copied}"


def _sides(difference: Difference, numbers: Mapping[str, int]) -> Iterator[str]:
    yield f"- {contradiction(difference, numbers)}"
    for side in sides(difference):
        yield f"  {marks([side.source], numbers)} {display(side.text)}"


def _name(source: Source) -> str:
    told = [source.title or source.id, source.author, source.site, source.date, source.url]
    return ", ".join(display(each) for each in told if each)
