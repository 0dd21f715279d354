"""Which spans of a document are prose; what was dropped, and by which rule.

Documents come in; for each a Prose comes out: kept spans, and everything else with its reason. A
text is first cut into blocks (blocks.py), then each rule of RULES, in order, may drop stretches of
a block; what it leaves goes on to the next. No text is ever rewritten.
A rule is a function of a Block that returns the spans to drop, relative to the block's text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ..documents import Document, Dropped
from ..errors import UnknownNameError
from . import attributions, prefixes, shapes
from .blocks import Block, Span, find_blocks
from .words import phrase_rule

__all__ = ["RULES", "Block", "Prose", "Rule", "clean"]

Rule = Callable[[Block], Sequence[Span]]

# In this order: the most specific reason names the drop; prefixes go before the rules on form see
# what is left.
RULES: dict[str, Rule] = {
    "ornament": shapes.ornament,
    "caption": attributions.caption,
    "placeholder": phrase_rule("placeholder"),
    "comments": phrase_rule("comments"),
    "navigation": phrase_rule("navigation"),
    "sharing": phrase_rule("sharing"),
    "subscription": phrase_rule("subscription"),
    "cookies": phrase_rule("cookies"),
    "copyright": phrase_rule("copyright"),
    "credits": phrase_rule("byline"),
    "byline": attributions.byline,
    "title": shapes.title,
    "post": attributions.post,
    "address": shapes.address,
    "date": shapes.date,
    "table": shapes.table,
    "code": shapes.code,
    "contents": shapes.contents,
    "dateline": prefixes.dateline,
    "lead-in": prefixes.lead_in,
    "marker": prefixes.marker,
    "question": shapes.question,
    "label": shapes.label,
    "shouting": shapes.shouting,
    "repeat": shapes.repeat,
    "tail": prefixes.tail,
    "heading": shapes.heading,
}


@dataclass(frozen=True, slots=True)
class Prose:
    """What of one document is prose.

    Attributes
    ----------
    spans : tuple of (int, int)
        Kept stretches of `Document.text`, in order and disjoint; no sentence crosses from one to
        the next.
    dropped : tuple of Dropped
        Everything else that is not white space, in order, with the name of the rule as reason.
    """

    spans: tuple[Span, ...]
    dropped: tuple[Dropped, ...]


def clean(
    documents: Sequence[Document], *, language: str = "en", keep: Collection[str] = ()
) -> list[Prose]:
    """Tell prose from junk.

    Parameters
    ----------
    documents : sequence of Document
        All documents of the topic: a line that several of them repeat is junk.
    language : str
        ISO 639-1 code. Phrases of this language are known besides the English ones; languages
        without a phrase list are cleaned by form.
    keep : collection of str
        Names of rules not to apply; "all" applies none, and only cuts the text into blocks.

    Returns
    -------
    list of Prose
        One for each document, in order.

    Raises
    ------
    UnknownNameError
        If `keep` has a name that is neither in `RULES` nor "all".
    """
    for name in keep:
        if name != "all" and name not in RULES:
            raise UnknownNameError("cleaning rule", name, [*RULES, "all"])
    rules = {} if "all" in keep else {n: r for n, r in RULES.items() if n not in keep}
    return [
        _sort(document, blocks, rules)
        for document, blocks in zip(documents, find_blocks(documents, language), strict=True)
    ]


def _sort(document: Document, blocks: Sequence[Block], rules: dict[str, Rule]) -> Prose:
    kept: list[Span] = []
    dropped: list[Dropped] = []
    for block in blocks:
        pieces = [block]
        for name, rule in rules.items():
            remaining = []
            for piece in pieces:
                cuts = rule(piece)
                if not cuts:
                    remaining.append(piece)
                    continue
                junk, rest = _cut(piece, cuts)
                dropped += [Dropped(document.id, j.start, j.end, j.text, name) for j in junk]
                remaining += rest
            pieces = remaining
        kept += [(piece.start, piece.end) for piece in pieces]
    return Prose(tuple(kept), tuple(sorted(dropped, key=lambda d: d.start)))


def _cut(block: Block, cuts: Sequence[Span]) -> tuple[list[Block], list[Block]]:
    """Return the stretches of a block that the cuts name, and those between them."""
    junk, rest, end = [], [], 0
    for cut in cuts:
        rest.append(block.part(end, cut[0]))
        junk.append(block.part(*cut))
        end = cut[1]
    rest.append(block.part(end, len(block.text)))
    return [b for b in junk if b.text], [b for b in rest if b.text]
