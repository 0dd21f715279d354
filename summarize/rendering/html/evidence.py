"""Which passages of the sources a brief refers to, and the links to and fro between both.

A passage has one anchor, however many points cite it; every reference to it is a chip with an id of
its own, to which the passage links back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from summarize.documents import Brief, Citation, Source, Span, Value
from summarize.rendering.display import numbering
from summarize.rendering.html.markup import Html, hidden, hue, name, tag

__all__ = ["Evidence", "Passage", "Quote", "Use"]

Quote = Citation | Span | Value


@dataclass(frozen=True, slots=True)
class Use:
    """A reference to a passage: the id of what refers to it, what kind that is, its name."""

    owner: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source that the brief refers to, and everything that does."""

    source: str
    start: int
    end: int
    text: str
    anchor: str
    uses: list[Use] = field(default_factory=list)


class Evidence:
    """The passages of a brief by source, and the chips that lead to them."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.numbers = numbering(brief)
        self.sources: dict[str, Source] = {source.id: source for source in brief.sources}
        found: dict[tuple[str, int, int], Passage] = {}
        for use, quote in _references(brief):
            if quote.source in self.numbers:
                key = (quote.source, quote.start, quote.end)
                passage = found.setdefault(key, Passage(*key, quote.text, self.anchor(quote)))
                passage.uses.append(use)
        by_source = defaultdict(list)
        for passage in sorted(found.values(), key=lambda each: (each.start, -each.end)):
            by_source[passage.source].append(passage)
        self.passages: dict[str, list[Passage]] = dict(by_source)

    def anchor(self, quote: Quote) -> str:
        """Return the id of a passage."""
        return f"q{self.numbers.get(quote.source, 0)}-{quote.start}-{quote.end}"

    def chip(self, owner: str, quote: Quote, look: str = "also") -> Html:
        """Return the link to a passage; its number alone if the brief does not list the source."""
        number = self.numbers.get(quote.source)
        if number is None:
            return tag("span", quote.source, class_="chip unlisted", dir="auto")
        page = getattr(quote, "page", None)
        where = "" if page is None else tag("span", f" p. {page}", class_="leaf")
        source = self.sources[quote.source]
        says = "copy, " if look == "copy" else ""
        return tag(
            "a",
            f"{number}",
            where,
            hidden(f", {says}{name(source)}"),
            id=f"{owner}-{self.anchor(quote)}",
            class_=f"chip {look} {hue(number)}",
            href=f"#{self.anchor(quote)}",
            title=quote.text,
        )

    def look(self, citation: Citation, own: Citation) -> str:
        """Return how a source stands to a point: it wrote it, it says it also, or it copied it."""
        if citation is own:
            return "own"
        source = self.sources.get(citation.source)
        return "copy" if source is not None and source.copy_of is not None else "also"


def _references(brief: Brief) -> Iterator[tuple[Use, Quote]]:
    for point in brief.points:
        use = Use(f"p{point.rank}", "point", f"point {point.rank}")
        yield from ((use, citation) for citation in point.citations)
        if point.context is not None:
            yield Use(use.owner, "context", f"before {use.label}"), point.context
    for k, difference in enumerate(brief.differences, start=1):
        use = Use(f"d{k}", "difference", "differs")
        yield from ((use, value) for value in difference.values)
    for story in brief.stories:
        use = Use(f"e{story.event}", "story", "other story")
        yield from ((use, span) for span in story.points)
    for number, source in enumerate(brief.sources, start=1):
        if source.only is not None:
            yield Use(f"o{number}", "only", "only here"), source.only
    if brief.update is not None:
        for k, known in enumerate(brief.update.grown, start=1):
            use = Use(f"g{k}", "known", "known")
            yield from ((use, citation) for citation in known.citations)
        for k, difference in enumerate(brief.update.changed, start=1):
            use = Use(f"v{k}", "difference", "changed")
            yield from ((use, value) for value in difference.values[1:])
