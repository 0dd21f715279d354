"""The Key Points: each sentence with a chip for every passage that says it."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.documents import Brief, Point
from summarize.rendering.display import follows, said_by, why
from summarize.rendering.html.evidence import Evidence
from summarize.rendering.html.markup import Html, direction, join, name, quotation, tag

__all__ = ["points"]


def points(brief: Brief, evidence: Evidence, explain: bool) -> Html:
    """Return the section of the points."""
    written = [_point(brief, evidence, point, explain) for point in brief.points]
    # Safari takes a list without markers for none.
    body = tag("ol", *written, class_="points", role="list", dir=direction(brief))
    if not written:
        body = tag("p", "No points.", class_="aside")
    title = tag("h2", "Key points", id="points-title")
    return tag("section", title, body, id="points", aria_labelledby="points-title")


def _point(brief: Brief, evidence: Evidence, point: Point, explain: bool) -> Html:
    return tag(
        "li",
        tag("span", f"{point.rank}", class_="rank", aria_hidden="true"),
        tag(
            "div",
            quotation("p", brief, point.text, class_="said"),
            *_context(brief, evidence, point),
            _who(brief, evidence, point),
            *_differences(brief, point),
            *([tag("p", why(point), class_="why")] if explain and point.explanation else []),
        ),
        id=f"p{point.rank}",
        value=point.rank,
        tabindex=-1,
    )


def _context(brief: Brief, evidence: Evidence, point: Point) -> Iterator[Html]:
    if point.context is None:
        return
    rank = follows(point, brief)
    before = ["Before it: ", quotation("q", brief, point.context.text)]
    said = before if rank is None else [f"follows point {rank}"]
    yield tag("p", *said, " ", evidence.chip(f"p{point.rank}", point.context), class_="context")


def _who(brief: Brief, evidence: Evidence, point: Point) -> Html:
    if not point.citations:
        return Html("")
    own, *others = point.citations
    chips = [
        evidence.chip(f"p{point.rank}", each, evidence.look(each, own)) for each in (own, *others)
    ]
    source = evidence.sources.get(own.source)
    author = quotation("bdi", brief, name(source) if source else own.source, class_="author")
    also = [tag("span", "also ", join(chips[1:], " "), class_="others")] if others else []
    count = tag("bdi", said_by(point), class_="count")
    return tag("p", join([chips[0], author, *also, count], " "), class_="who")


def _differences(brief: Brief, point: Point) -> Iterator[Html]:
    for k, difference in enumerate(brief.differences, start=1):
        if difference.point == point.rank:
            values = dict.fromkeys(side.value for side in difference.values)
            shown = join([quotation("bdi", brief, value) for value in values], " / ")
            link = tag("a", f"Sources differ on the {difference.kind}", href=f"#d{k}")
            yield tag("p", link, ": ", shown, class_="differ")
