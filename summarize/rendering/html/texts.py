"""The text of a source with the passages marked that the brief refers to.

What is shown at first are the paragraphs with a mark; longer stretches between them wait in a
closed `details`, so that a text of ten thousand sentences is a page of a few. Where the text was
wrapped at a width, its lines are joined; a paragraph that never ends is cut at sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from summarize.documents import Brief, Document, Dropped
from summarize.rendering.html.evidence import Passage
from summarize.rendering.html.markup import Html, count, join, quotation, tag

__all__ = ["back_links", "mark", "marked_text"]

# Characters: about six lines, which are read faster than a button is pressed.
SHORT_GAP = 450
# A longer paragraph is cut into pieces of about the second length.
LONG_PARAGRAPH, PIECE = 4000, 1000
# Share of line breaks followed by a small letter above which a text was wrapped at a width.
WRAPPED = 0.25

_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"\s*\n\s*")
_STOP = re.compile(r"[.!?…؟।][\"”’»)\]]*\s+|[。！？]")


@dataclass(slots=True)
class _Paragraph:
    """A stretch of the text, and what begins, ends or goes on in it."""

    start: int
    end: int
    passages: list[Passage] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    pages: dict[int, int] = field(default_factory=dict)


def marked_text(
    brief: Brief, document: Document, passages: Sequence[Passage], dropped: Sequence[Dropped]
) -> Html:
    """Return the paragraphs of a document; its passages are in the order of their starts."""
    paragraphs = _paragraphs(document, passages)
    _distribute(paragraphs, document, passages, dropped)
    anchored: set[str] = set()
    blocks = []
    for shown, run in groupby(paragraphs, key=lambda paragraph: bool(paragraph.passages)):
        group = list(run)
        written = [_paragraph(brief, document.text, each, anchored) for each in group]
        if shown or (passages and sum(each.end - each.start for each in group) <= SHORT_GAP):
            blocks += written
        else:
            blocks.append(_gap(written, whole=not passages))
    return join(blocks, "\n")


def _gap(paragraphs: Sequence[Html], whole: bool) -> Html:
    many = count(len(paragraphs), "paragraph")
    summary = tag("summary", tag("bdi", f"The text, {many}" if whole else f"{many} more"))
    return tag("details", summary, *paragraphs, class_="gap")


def _paragraphs(document: Document, passages: Sequence[Passage]) -> list[_Paragraph]:
    text = document.text
    separator = _BLANK_LINE if _is_wrapped(text, passages) else _LINE
    edges = [0, *(edge for match in separator.finditer(text) for edge in match.span()), len(text)]
    return [
        _Paragraph(start, end)
        for left, right in zip(edges[::2], edges[1::2], strict=True)
        for start, end in _pieces(text, left, right, passages)
        if text[start:end].strip()
    ]


def _is_wrapped(text: str, passages: Sequence[Passage]) -> bool:
    after = re.findall(r"[^\n]\n([^\n])", text)
    small = sum(letter.islower() for letter in after)
    return small > WRAPPED * len(after) or any("\n" in passage.text for passage in passages)


def _pieces(
    text: str, start: int, end: int, passages: Sequence[Passage]
) -> Iterator[tuple[int, int]]:
    if end - start > LONG_PARAGRAPH:
        for match in _STOP.finditer(text, start, end):
            cut = match.end()
            if cut - start >= PIECE and not any(each.start < cut < each.end for each in passages):
                yield start, cut
                start = cut
    yield start, end


def _distribute(
    paragraphs: Sequence[_Paragraph],
    document: Document,
    passages: Sequence[Passage],
    dropped: Sequence[Dropped],
) -> None:
    """Give each paragraph what lies in it, in time linear in the text."""
    starts = [paragraph.start for paragraph in paragraphs]

    def touched(start: int, end: int) -> Iterator[_Paragraph]:
        k = max(0, bisect_right(starts, start) - 1)
        while k < len(paragraphs) and paragraphs[k].start < end:
            if paragraphs[k].end > start:
                yield paragraphs[k]
            k += 1

    for passage in passages:
        for paragraph in touched(passage.start, passage.end):
            paragraph.passages.append(passage)
    for each in dropped:
        for paragraph in touched(each.start, each.end):
            paragraph.dropped.append(each)
    for number, start in enumerate(document.pages, start=1):
        for paragraph in touched(start, len(document.text)):
            paragraph.pages[max(start, paragraph.start)] = number
            break


def _paragraph(brief: Brief, text: str, paragraph: _Paragraph, anchored: set[str]) -> Html:
    edges = {paragraph.start, paragraph.end, *paragraph.pages}
    edges |= {edge for each in paragraph.passages for edge in (each.start, each.end)}
    edges |= {edge for each in paragraph.dropped for edge in (each.start, each.end)}
    inside = sorted(edge for edge in edges if paragraph.start <= edge <= paragraph.end)
    written = []
    for start, end in pairwise(inside):
        if start in paragraph.pages:
            written.append(tag("span", f"p. {paragraph.pages[start]}", class_="leaf", dir="ltr"))
        written.append(_segment(text, start, end, paragraph, anchored))
    return quotation("p", brief, *written)


def _segment(text: str, start: int, end: int, paragraph: _Paragraph, anchored: set[str]) -> Html:
    """Return a stretch in which nothing begins or ends, in all the marks that lie over it."""
    inner = join([text[start:end]])
    for left_out in paragraph.dropped:
        if left_out.start < end and left_out.end > start:
            title = f"left out: {left_out.reason}"
            inner = tag("span", inner, class_="left-out", title=title)
    over = [each for each in paragraph.passages if each.start < end and each.end > start]
    for passage in reversed(over):
        # The last line of a sentence has the links back, its first has the anchor.
        links = back_links(passage) if passage.end <= end else Html("")
        inner = mark(passage, inner, links, anchored=passage.anchor not in anchored)
    anchored.update(passage.anchor for passage in over)
    return inner


def mark(passage: Passage, *children: str, anchored: bool = True) -> Html:
    """Return the words of a passage as marked, strongly if a point cites it."""
    cited = any(use.kind == "point" for use in passage.uses)
    return tag(
        "mark",
        *children,
        id=passage.anchor if anchored else None,
        class_="cited" if cited else "other",
        tabindex=-1 if anchored else None,
    )


def back_links(passage: Passage) -> Html:
    """Return the links from a passage to the chips that lead to it."""
    links = []
    for use in dict.fromkeys(passage.uses):
        shown = use.owner.removeprefix("p") if use.kind == "point" else use.label
        label = f"{shown}: back to {use.label}" if shown != use.label else f"{shown}: back"
        target = f"#{use.owner}-{passage.anchor}"
        links.append(tag("a", f"↩\u00a0{shown}", class_="back", href=target, aria_label=label))
    return tag("span", *links, class_="backs", dir="ltr", lang="en")
