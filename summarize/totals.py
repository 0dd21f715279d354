"""The counts of all partitions of a topic added up, and the best of the sentences they sent.

In: what `reduce_partition` returned, in order. Out: document frequencies, the mean of the
embeddings, which documents are copies, and the candidates of the whole. It holds a few numbers a
document and a sentence sent, and no text but that of the documents it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from summarize.candidates import MAX_CANDIDATES, longest_of
from summarize.copies import copies_among
from summarize.documents import Document, Sentence
from summarize.partitions import Counts, Ints, Reduced
from summarize.rows import FloatArray
from summarize.terms import idf_of

__all__ = ["Found", "Totals"]


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates: their rows in `sentences`, which has those before them as well."""

    sentences: tuple[Sentence, ...]
    rows: Ints
    bears: FloatArray


class Totals:
    """The counts of all partitions, added up."""

    def __init__(self, documents: Sequence[Document], parts: Sequence[Reduced]) -> None:
        number: dict[str, int] = {}
        self.documents = documents
        self.stems = [
            np.array([number.setdefault(s, len(number)) for s in part.vocabulary], dtype=np.intp)
            for part in parts
        ]
        self.number = number
        self.main = self._sum([part.main for part in parts])
        self.all = self._sum([part.all for part in parts])
        words = np.sum([part.words for part in parts], axis=0)
        self._longest = longest_of(_median(words)) if words.any() else 0.0
        self._originals = [part.originals for part in parts]
        self._ends = np.cumsum([0, *map(len, self._originals)])
        self.sizes = np.concatenate([part.sizes for part in parts])
        self.lengths = np.concatenate([part.length for part in parts])
        self.events = np.concatenate([part.events for part in parts])
        n_words = [n for part in parts for n in part.n_words]
        shingles = [kept for part in parts for kept in part.shingles]
        self.copy_of = copies_among(documents, n_words, shingles)
        self.originals = np.array([original is None for original in self.copy_of])
        self.n_dropped = sum(part.n_dropped for part in parts)
        self._found = [
            (part.found + np.array([first, *[0] * 6]), part.salience, part.bears, part.shaped)
            for first, part in zip(self._ends.tolist(), parts, strict=False)
        ]

    def documents_of(self, number: int) -> slice:
        """The rows of a partition's documents among all."""
        return slice(int(self._ends[number]), int(self._ends[number + 1]))

    def partition_of(self, document: int) -> int:
        """The number of the partition that a document lies in."""
        return int(np.searchsorted(self._ends, document, side="right")) - 1

    def copies_counted(self) -> dict[int, Ints]:
        """By partition, the documents that were counted and are copies of another partition's."""
        wrong = [
            np.flatnonzero(originals & ~self.originals[self.documents_of(number)])
            for number, originals in enumerate(self._originals)
        ]
        return {number: documents for number, documents in enumerate(wrong) if len(documents)}

    def uncount(self, counted: dict[int, tuple[Counts, Counts]]) -> None:
        """Take the counts of these partitions away; from here on idf and mean are known."""
        stems = [self.stems[number] for number in counted]
        self.main = _less(self.main, self._sum([main for main, _ in counted.values()], stems))
        self.all = _less(self.all, self._sum([every for _, every in counted.values()], stems))
        self.idf = idf_of(self.main.df, self.main.n)

    def _sum(self, counts: Sequence[Counts], stems: Sequence[Ints] | None = None) -> Counts:
        return Counts(
            self.added([part.df for part in counts], stems).astype(np.intp),
            self.added([part.content_df for part in counts], stems).astype(np.intp),
            sum(part.n for part in counts),
            sum((part.embeddings for part in counts), np.zeros(1)),
        )

    def added(
        self, arrays: Sequence[FloatArray | Ints], stems: Sequence[Ints] | None = None
    ) -> FloatArray:
        """Add up arrays over the vocabularies of the partitions, or of those given."""
        total = np.zeros(max(1, len(self.number)))
        for places, values in zip(self.stems if stems is None else stems, arrays, strict=True):
            total[places] += values[: len(places)]
        return total

    def candidates(self) -> Found:
        """The most salient sentences of all, each text once, in the order of the documents."""
        any_shaped = any(shaped and len(found) for found, _, _, shaped in self._found)
        parts = [part for part in self._found if part[3] or not any_shaped]
        found = np.concatenate([np.zeros((0, 7), np.intp), *(part[0] for part in parts)])
        salience = np.concatenate([np.zeros(0), *(part[1] for part in parts)])
        bears = np.concatenate([np.zeros(0), *(part[2] for part in parts)])
        best: list[int] = []
        seen: set[str] = set()
        for row in np.lexsort((np.arange(len(found)), -salience.round(9))).tolist():
            document, _, start, end = found[row, :4].tolist()
            text = self.documents[document].text[start:end]
            fits = found[row, 6] <= self._longest or not any_shaped
            if self.originals[document] and fits and text not in seen:
                seen.add(text)
                best.append(row)
                if len(best) == MAX_CANDIDATES:
                    break
        return self._with_context(found[sorted(best)], bears[sorted(best)])

    def _with_context(self, found: Ints, bears: FloatArray) -> Found:
        sentences: list[Sentence] = []
        rows = []
        for document, position, start, end, before, before_end, _ in found.tolist():
            text = self.documents[document].text
            last = sentences[-1] if sentences else None
            is_there = last and (last.document, last.start) == (document, before)
            if before >= 0 and not is_there:
                sentence = text[before:before_end]
                sentences.append(Sentence(document, position - 1, before, before_end, sentence))
            rows.append(len(sentences))
            sentences.append(Sentence(document, position, start, end, text[start:end]))
        return Found(tuple(sentences), np.array(rows, dtype=np.intp), bears)


def _median(counts: Ints) -> float:
    """The median of values of which each number 0, 1, 2 ... occurs so often."""
    ends = counts.cumsum()
    middle = [(ends[-1] - 1) // 2, ends[-1] // 2]
    return float(np.searchsorted(ends, middle, side="right").mean())


def _less(counts: Counts, others: Counts) -> Counts:
    return Counts(
        counts.df - others.df,
        counts.content_df - others.content_df,
        counts.n - others.n,
        counts.embeddings - others.embeddings,
    )
