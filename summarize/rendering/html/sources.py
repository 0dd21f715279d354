"""The sources beside the points: each with what is known of it, its text, and its passages marked.

A brief that was read back has no texts; then the passages are shown alone, in their order, and so
is a passage that does not stand in the text where the brief says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from summarize.documents import Brief, Document, Dropped, Source
from summarize.rendering.display import source_facts
from summarize.rendering.html.evidence import Evidence, Passage
from summarize.rendering.html.markup import Html, direction, hue, join, name, quotation, tag, web
from summarize.rendering.html.texts import back_links, mark, marked_text

__all__ = ["sources"]


def sources(brief: Brief, evidence: Evidence) -> Html:
    """Return the section of the sources."""
    documents = {document.id: document for document in brief.documents}
    dropped = defaultdict(list)
    for each in brief.dropped:
        dropped[each.source].append(each)
    articles = [
        _article(brief, evidence, source, documents.get(source.id), dropped[source.id])
        for source in brief.sources
    ]
    note = ""
    if brief.sources and not brief.documents:
        note = tag(
            "p",
            "This brief was read back without its texts: of each source only the sentences are "
            "shown that it refers to, in their order.",
            class_="aside",
        )
    title = tag("h2", "Sources", id="sources-title")
    return tag(
        "section",
        tag("div", title, note, *articles, class_="reader"),
        id="sources",
        class_="sources",
        tabindex=0,
        aria_labelledby="sources-title",
    )


def _article(
    brief: Brief,
    evidence: Evidence,
    source: Source,
    document: Document | None,
    dropped: Sequence[Dropped],
) -> Html:
    number = evidence.numbers[source.id]
    known = evidence.passages.get(source.id, [])
    text = "" if document is None else document.text
    placed = [each for each in known if _stands(each, text)]
    stray = [each for each in known if each not in placed]
    body = [_stray(brief, each) for each in stray]
    if document is not None:
        left_out = [each for each in dropped if _stands(each, text)]
        body.append(marked_text(brief, document, placed, left_out))
    elif not known:
        body.append(tag("p", "No sentence of it is quoted.", class_="aside"))
    return tag(
        "article",
        tag("header", _title(brief, source, number), _facts(evidence, source)),
        tag("div", *body, class_="text"),
        id=f"s{number}",
        class_=f"source {hue(number)}",
        aria_labelledby=f"s{number}-title",
        dir=direction(brief),
    )


def _title(brief: Brief, source: Source, number: int) -> Html:
    address = web(source.url)
    shown = quotation("bdi", brief, name(source))
    if address is not None:
        shown = tag("a", shown, href=address, rel="noopener noreferrer nofollow")
    return tag("h3", tag("span", f"{number}", class_="badge"), shown, id=f"s{number}-title")


def _facts(evidence: Evidence, source: Source) -> Html:
    facts = [tag("bdi", fact) for fact in source_facts(source, evidence.numbers)]
    return tag("p", join(facts, Html(' <span class="dot">·</span> ')), class_="facts")


def _stands(passage: Passage | Dropped, text: str) -> bool:
    return 0 <= passage.start < passage.end and text[passage.start : passage.end] == passage.text


def _stray(brief: Brief, passage: Passage) -> Html:
    return quotation("p", brief, mark(passage, passage.text, back_links(passage)))
