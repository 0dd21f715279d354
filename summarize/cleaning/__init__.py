"""Which spans of a document are prose; what was dropped, and by which rule.

Documents come in; for each a Prose comes out: kept spans, and everything else with its reason. A
text is first cut into blocks (blocks.py), then each rule of RULES, in order, may drop stretches of
a block; what it leaves goes on to the next. No text is ever rewritten.
A rule is a function of a Block that returns the spans to drop, relative to the block's text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
    return [_sort(blocks, list(rules.items())) for blocks in find_blocks(documents, language)]


def _sort(blocks: Sequence[Block], rules: Sequence[tuple[str, Rule]]) -> Prose:
    dropped: list[Dropped] = []
    kept = [span for block in blocks for span in _kept(block, rules, dropped)]
    return Prose(tuple(kept), tuple(sorted(dropped, key=lambda d: d.start)))


def _kept(
    block: Block, rules: Sequence[tuple[str, Rule]], dropped: list[Dropped]
) -> Iterator[Span]:
    """Yield what the rules leave of a block, and put down what they drop."""
    for number, (name, rule) in enumerate(rules, start=1):
        cuts = rule(block)
        if cuts:
            source = block.document.id
            dropped += [
                Dropped(source, junk.start, junk.end, junk.text, name)
                for junk in _parts(block, cuts)
            ]
            for rest in _parts(block, _between(cuts, len(block.text))):
                yield from _kept(rest, rules[number:], dropped)
            return
    yield block.start, block.end


def _parts(block: Block, spans: Iterable[Span]) -> list[Block]:
    """The stretches of a block that are more than white space."""
    parts = [block.part(start, end) for start, end in spans if start < end]
    return [part for part in parts if part.text]


def _between(cuts: Sequence[Span], length: int) -> Iterator[Span]:
    """Yield the stretches before, between and after the cuts."""
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), length]
    return zip(starts, ends, strict=True)
