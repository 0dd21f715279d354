"""A brief for a cell of a notebook: a fragment whose looks are on its elements and nowhere else.

No style sheet, no script and no id, so nothing can leak into the notebook or clash with another
cell; text takes the colour and the letters of the notebook, light or dark. The quotations are
folded away under each point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summarize.documents import Brief, Difference, Point, Source, Span, Value
from summarize.rendering.display import (
    changed,
    changes,
    context_line,
    heading,
    left_out,
    listed,
    numbering,
    said_by,
    source_facts,
    tellers,
    unlisted,
)
from summarize.rendering.html.markup import HUES, Html, join, name, quotation, tag, web

__all__ = ["render_fragment"]

# Borders that reach a contrast of 3 on white and on black.
COLORS = ("#3b82d0", "#d0623b", "#3f9a63", "#9a63c4", "#2a97a3", "#a87c1e", "#cc5a92", "#7b8794")

_SMALL = "font-size:.9em;opacity:.8;margin:.25em 0"
_PLAIN = "margin:.25em 0"
_LIST = "margin:.25em 0;padding-inline-start:1.6em"
_BARE = "margin:.25em 0;padding:0;list-style:none"  # their numbers are those of the chips
_TITLE = "font-size:1.25em;margin:0 0 .6em"


def render_fragment(brief: Brief) -> str:
    """Return the brief as an HTML fragment."""
    update = brief.update
    blocks = [
        tag("p", tag("strong", heading(brief)), style=_TITLE, dir="auto"),
        _list("ol", [_point(brief, point) for point in brief.points])
        or tag("p", "No points.", style=_PLAIN),
    ]
    if update is not None:
        numbers = numbering(brief)
        for title, known in (
            ("Told by more sources now", update.grown),
            ("No longer told", update.gone),
        ):
            told = [
                join([_said(brief, each.text), _small(changes(each, numbers))]) for each in known
            ]
            blocks.append(_part(title, told))
        blocks.append(_part("Changed", _differences(brief, changed(update))))
    blocks += [
        _part("Where the sources differ", _differences(brief, brief.differences)),
        _part("Also in these sources", list(_stories(brief))),
        _part("Only in one source", list(_only(brief))),
        _part("Sources", [*_sources(brief)], _BARE),
        _part("Not read", [f"{each.source}: {each.reason}" for each in brief.skipped]),
        _part("Notes", list(brief.notes)),
        _small(left_out(brief)),
    ]
    return tag("div", *blocks, style="max-width:48em;line-height:1.5;text-align:start")


def _point(brief: Brief, point: Point) -> Html:
    chips = _chips(brief, (citation.source for citation in point.citations))
    before = context_line(point, brief)
    quotes = [
        join([_chips(brief, [each.source]), " ", quotation("span", brief, each.text), _page(each)])
        for each in point.citations
    ]
    return join(
        [
            _said(brief, point.text),
            tag("div", before, style=_SMALL, dir="auto") if before else "",
            tag(
                "details",
                tag("summary", chips, " ", said_by(point), style="cursor:pointer"),
                _list("ul", quotes),
                style=_SMALL,
            ),
        ]
    )


def _page(quote: object) -> str:
    page = getattr(quote, "page", None)
    return "" if page is None else f" (p. {page})"


def _said(brief: Brief, text: str) -> Html:
    return quotation("div", brief, text, style=_PLAIN)


def _small(text: str) -> Html:
    return tag("div", text, style=_SMALL) if text else Html("")


def _chips(brief: Brief, sources: Iterable[str]) -> Html:
    numbers = numbering(brief)
    titles = {source.id: name(source) for source in brief.sources}

    def chip(source: str) -> Html:
        number = numbers.get(source)
        color = COLORS[((number or 1) - 1) % HUES]
        look = f"border:2px solid {color};border-radius:.4em;padding:0 .35em;white-space:nowrap"
        return tag("span", f"{number or source}", title=titles.get(source, source), style=look)

    return join([chip(source) for source in dict.fromkeys(sources)], " ")


def _differences(brief: Brief, differences: Sequence[Difference]) -> list[Html]:
    def side(value: Value) -> Html:
        said = quotation("span", brief, tag("strong", value.value), ": ", value.text)
        return join([_chips(brief, [value.source]), " ", said])

    return [
        join(
            [
                difference.kind,
                "" if difference.point is None else f", point {difference.point}",
                _list("ul", [side(value) for value in difference.values]),
            ]
        )
        for difference in differences
    ]


def _stories(brief: Brief) -> Iterator[Html]:
    for story in brief.stories:
        told = join([quotation("span", brief, span.text) for span in story.points], " ")
        named, more = tellers(story)
        yield join([_chips(brief, named), more, " ", told])


def _only(brief: Brief) -> Iterator[Html]:
    spans: list[Span] = [source.only for source in brief.sources if source.only is not None]
    for span in spans:
        yield join([_chips(brief, [span.source]), " ", quotation("span", brief, span.text)])


def _sources(brief: Brief) -> Iterator[Html]:
    for _, source in listed(brief):
        yield _source(brief, source)
    if more := unlisted(brief):
        yield _small(more)


def _source(brief: Brief, source: Source) -> Html:
    address = web(source.url)
    shown = quotation("bdi", brief, name(source))
    if address is not None:
        shown = tag("a", shown, href=address, rel="noopener noreferrer nofollow")
    facts = ", ".join(source_facts(source, numbering(brief)))
    return join([_chips(brief, [source.id]), " ", shown, _small(facts)])


def _part(title: str, items: Sequence[str], style: str = _LIST) -> Html:
    if not items:
        return Html("")
    head = tag("div", tag("strong", title), style="margin:1em 0 .25em")
    return join([head, _list("ul", items, style)])


def _list(kind: str, items: Sequence[str], style: str = _LIST) -> Html:
    return tag(kind, *(tag("li", each) for each in items), style=style) if items else Html("")
