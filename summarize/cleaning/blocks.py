"""Cut a text into blocks: paragraphs, headings, list items, table rows.

A text comes in; Blocks with exact offsets come out, in order, covering all that is not white space.
A line break inside a paragraph ends a block unless it is a soft wrap, that is, unless the text was
filled to a width, as e-mail is. What a block is good for is decided by the rules, not here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ..documents import Document
from .form import ends_like_sentence, has_letters, is_structural, letters_are_upper, n_words

__all__ = ["Block", "Span", "find_blocks"]

Span = tuple[int, int]

WIDTHS = range(40, 121)  # columns that hand- or machine-wrapped text is filled to
RAGGED = 0.8  # a wrapped line may be this much shorter than the width allows
SHARE_FULL = 0.6  # of the breaks of a wrapped text, at least so many come at a full line
SHARE_LOWER = 0.25  # and at least so many are followed by a small letter (German has the fewest)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that no sentence crosses, and what a rule may want to know of it.

    Attributes
    ----------
    text : str
        `document.text[start:end]`, without white space at its ends.
    position : int
        How many blocks of the document come before it.
    n_blocks : int
        How many blocks the document has.
    n_repeats : int
        In how many documents, its own included, a block has the same words.
    has_sentences : bool
        Whether any block of the document ends like a sentence.
    language : str
    """

    document: Document
    start: int
    end: int
    text: str
    position: int = 0
    n_blocks: int = 1
    n_repeats: int = 1
    has_sentences: bool = True
    language: str = "en"

    @property
    def whole(self) -> list[Span]:
        """All of the block, as a rule returns it."""
        return [(0, len(self.text))]

    @property
    def shouts(self) -> bool:
        """Whether the whole document is in capitals, so that capitals mean nothing."""
        return _is_loud(self.document.text[:20_000])

    def part(self, start: int, end: int) -> Block:
        """The stretch [start, end) of the block, offsets relative to it, as a block of its own."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        begin = self.start + start
        return replace(self, start=begin, end=begin + len(text), text=text)


@lru_cache(maxsize=1)  # several blocks of one document ask it
def _is_loud(text: str) -> bool:
    return letters_are_upper(text, share=0.5)


def find_blocks(documents: Sequence[Document], language: str) -> list[list[Block]]:
    """Return the blocks of each document, with what the rules may ask about their neighbours."""
    found = [[(a, b, d.text[a:b]) for a, b in _spans(d.text)] for d in documents]
    words = [[_words(text) for _, _, text in blocks] for blocks in found]
    sources = Counter(block for blocks in words for block in set(blocks))
    result = []
    for document, blocks, words_of in zip(documents, found, words, strict=True):
        has_sentences = any(ends_like_sentence(t) and n_words(t) >= 5 for _, _, t in blocks)
        result.append(
            [
                Block(
                    document=document,
                    start=start,
                    end=end,
                    text=text,
                    position=position,
                    n_blocks=len(blocks),
                    n_repeats=sources[words_of[position]],
                    has_sentences=has_sentences,
                    language=language,
                )
                for position, (start, end, text) in enumerate(blocks)
            ]
        )
    return result


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _spans(text: str) -> list[Span]:
    paragraphs = list(_paragraphs(text))
    width = _wrap_width(text, paragraphs)
    spans: list[Span] = []
    for lines in paragraphs:
        start = lines[0][0]
        for line, following in pairwise(lines):
            if not _is_soft(text, line, following, width):
                spans.append((start, line[1]))
                start = following[0]
        spans.append((start, lines[-1][1]))
    return spans


def _paragraphs(text: str) -> Iterator[list[Span]]:
    """Yield the lines of each paragraph, as spans without white space at their ends."""
    lines: list[Span] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = offset + len(line) - len(line.lstrip())
            lines.append((start, start + len(stripped)))
        if lines and (not stripped or line[-1] in "\f\v\u2029"):
            yield lines
            lines = []
        offset += len(line)
    if lines:
        yield lines


def _wrap_width(text: str, paragraphs: list[list[Span]]) -> int:
    """Return the column to which the text was filled, 0 if its line breaks are real ones.

    Filling leaves a trace: at each break the next word would not have fitted, and most lines begin
    inside a sentence. Pages with one paragraph, heading or item a line show neither.
    """
    breaks = [pair for lines in paragraphs for pair in pairwise(lines)]
    lengths = sorted(end - start for (start, end), _ in breaks)
    if not lengths:
        return 0
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if width not in WIDTHS:
        return 0
    full = sum(_is_full(text, a, b, width) for a, b in breaks)
    firsts = [text[start] for _, (start, _) in breaks]
    cased = [c for c in firsts if c.lower() != c.upper()]
    lower = sum(c.islower() for c in cased)
    inside = sum(not ends_like_sentence(text[a:b]) for (a, b), _ in breaks)
    wrapped = full >= SHARE_FULL * len(breaks) and inside >= 0.5 * len(breaks)
    return width if wrapped and lower >= SHARE_LOWER * len(cased) else 0


def _is_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the first word of the following line would not have fitted at the end of this one."""
    first = re.match(r"\S{1,120}", text[following[0] : following[0] + 120])
    word = len(first.group()) if first else 0
    return line[1] - line[0] + 1 + word > RAGGED * width


def _is_soft(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the break between two lines of a paragraph is there for the width only."""
    before, after = text[slice(*line)], text[slice(*following)]
    if not has_letters(before) or is_structural(after):
        return False
    if width:
        return _is_full(text, line, following, width)
    return after[0].islower() and not ends_like_sentence(before) and n_words(before) >= 4
