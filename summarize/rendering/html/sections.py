"""What a brief holds besides its points: what has changed, differences, other stories, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarize.documents import Brief, Difference, Known, Value
from summarize.rendering.display import changed, left_out
from summarize.rendering.html.evidence import Evidence
from summarize.rendering.html.markup import Html, direction, hue, join, quotation, tag

__all__ = ["about", "besides"]


def besides(brief: Brief, evidence: Evidence) -> Iterator[Html]:
    """Yield the sections that quote the sources and follow the points."""
    update = brief.update
    if update is not None:
        grown = [_grown(brief, evidence, f"g{k}", each) for k, each in enumerate(update.grown, 1)]
        yield from _section(brief, "grown", "Told by more sources now", grown)
        yield from _section(
            brief, "gone", "No longer told", [_gone(brief, each) for each in update.gone]
        )
        yield from _section(
            brief, "changed", "Changed", _differences(brief, evidence, "v", changed(update))
        )
    yield from _section(
        brief,
        "differences",
        "Where the sources differ",
        _differences(brief, evidence, "d", brief.differences),
    )
    yield from _section(brief, "stories", "Also in these sources", list(_stories(brief, evidence)))
    yield from _section(brief, "only", "Only in one source", list(_only(brief, evidence)))


def _section(brief: Brief, id: str, title: str, items: Sequence[Html]) -> Iterator[Html]:
    if items:
        heading = tag("h2", title, id=f"{id}-title")
        listed = tag("ul", *items, class_="items", role="list", dir=direction(brief))
        yield tag("section", heading, listed, id=id, aria_labelledby=f"{id}-title")


def _differences(
    brief: Brief, evidence: Evidence, prefix: str, differences: Sequence[Difference]
) -> list[Html]:
    def written(owner: str, difference: Difference) -> Html:
        about = join([tag("strong", difference.kind.capitalize())])
        if difference.point is not None:
            link = tag("a", f"point {difference.point}", href=f"#p{difference.point}")
            about = join([about, ", ", link])
        sides = [
            quotation(
                "li",
                brief,
                tag("strong", side.value, class_="value"),
                " ",
                evidence.chip(owner, side),
                " ",
                *_around(side),
            )
            for side in difference.values
        ]
        listed = tag("ul", *sides, class_="sides", role="list")
        return tag("li", tag("p", about), listed, id=owner, class_="difference", tabindex=-1)

    return [written(f"{prefix}{k}", each) for k, each in enumerate(differences, start=1)]


def _around(side: Value) -> list[str]:
    """The sentence of a value with the value marked in it."""
    before, value, after = side.text.partition(side.value) if side.value else (side.text, "", "")
    return [before, tag("b", value), after] if value else [side.text]


def _grown(brief: Brief, evidence: Evidence, owner: str, known: Known) -> Html:
    chips = [evidence.chip(owner, citation) for citation in known.citations]
    count = f"{known.n_now} by now, {known.n_before} before"
    said = quotation("p", brief, known.text, class_="quoted")
    who = tag("p", join([*chips, tag("bdi", count, class_="count")], " "), class_="who")
    return tag("li", said, who)


def _gone(brief: Brief, known: Known) -> Html:
    before = f"no source says it now; {known.n_before} before"
    said = quotation("p", brief, known.text, class_="quoted")
    return tag("li", said, tag("p", tag("bdi", before, class_="count"), class_="who"))


def _stories(brief: Brief, evidence: Evidence) -> Iterator[Html]:
    for story in brief.stories:
        told = [
            join([span.text, " ", evidence.chip(f"e{story.event}", span)]) for span in story.points
        ]
        quoted = {span.source for span in story.points}
        rest = [_to_source(evidence, source) for source in story.sources if source not in quoted]
        also = [tag("p", "also ", join(rest, " "), class_="who")] if rest else []
        said = quotation("p", brief, join(told, " "), class_="quoted")
        yield tag("li", said, *also)


def _to_source(evidence: Evidence, source: str) -> Html:
    number = evidence.numbers.get(source)
    if number is None:
        return tag("span", source, class_="chip unlisted", dir="auto")
    return tag("a", f"{number}", class_=f"chip also {hue(number)}", href=f"#s{number}")


def _only(brief: Brief, evidence: Evidence) -> Iterator[Html]:
    for number, source in enumerate(brief.sources, start=1):
        if source.only is not None:
            chip = evidence.chip(f"o{number}", source.only)
            yield tag("li", quotation("p", brief, source.only.text, " ", chip, class_="quoted"))


def about(brief: Brief, evidence: Evidence, show_dropped: bool) -> Html:
    """Return what is to be known about how the brief came about."""
    parts = [
        *_plain("Notes", [tag("li", note) for note in brief.notes]),
        *_plain(
            "Not read",
            [
                tag("li", tag("bdi", each.source), ": ", tag("bdi", each.reason))
                for each in brief.skipped
            ],
        ),
        *_left_out(brief, evidence, show_dropped),
        *_settings(brief),
    ]
    promise = "Every quotation is a sentence that its source wrote, word for word."
    return tag("footer", *parts, tag("p", promise, " ", _made_by(brief), class_="promise"))


def _plain(title: str, items: Sequence[Html]) -> list[Html]:
    return [tag("section", tag("h2", title), tag("ul", *items))] if items else []


def _left_out(brief: Brief, evidence: Evidence, show_dropped: bool) -> list[Html]:
    if not brief.dropped:
        return []
    heading = tag("h2", "Left out")
    if not show_dropped:
        return [tag("section", heading, tag("p", left_out(brief), "."))]
    passages = [
        tag(
            "li",
            _to_source(evidence, each.source),
            f" {each.start}:{each.end} ",
            tag("strong", each.reason),
            ": ",
            quotation("bdi", brief, each.text),
        )
        for each in brief.dropped
    ]
    listed = tag("details", tag("summary", left_out(brief)), tag("ul", *passages), class_="list")
    return [tag("section", heading, listed)]


def _settings(brief: Brief) -> list[Html]:
    given = {
        key.replace("_", " "): value
        for key, value in brief.settings.items()
        if value is not None and value != [] and value != ()
    }
    rows = [
        tag("div", tag("dt", key), tag("dd", tag("bdi", str(value))))
        for key, value in {**given, **brief.versions}.items()
    ]
    if not rows:
        return []
    summary = tag("summary", "Settings and versions")
    return [tag("details", summary, tag("dl", *rows), class_="list")]


def _made_by(brief: Brief) -> str:
    made = brief.versions.get("summarize", "")
    return f"Made by summarize {made}." if re.match(r"\d", made) else "Made by summarize."
