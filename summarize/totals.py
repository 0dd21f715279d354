"""The counts of all partitions of a topic added up.

In: what `reduce_partition` and `count` returned, one after the other, in order. Out: which
documents are copies, document frequencies, the mean of the embeddings. It holds a few numbers a
document, and the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.copies import copies_in_order
from summarize.documents import Document, Skipped
from summarize.events import NO_ARTICLE
from summarize.partitions import Ints, Standing
from summarize.reducing import Counted, Counts, Reduced
from summarize.rows import FloatArray
from summarize.terms import idf_of

__all__ = ["Totals"]


class Totals:
    """The counts of all partitions, added up.

    Attributes
    ----------
    documents : list of Document
        Those of all partitions, without their texts.
    skipped : list of Skipped
        What of them could not be read.
    number : dict of str to int
        The whole vocabulary.
    stems : list of ndarray
        For each partition, where its own vocabulary is in the whole one.
    sizes, lengths, told, hashes : ndarray of shape (n_documents,)
        As in `Reduced`.
    copy_of : list of int or None
    n_dropped : int
        Passages left out as boilerplate.
    events : ndarray of shape (n_documents,)
        As in `Standing`; all 0 before `tell_apart`.
    asked : bool
        As in `Standing`.
    main, all : Counts
        As in `Counted`, of all partitions; from `count` on, as the following are.
    idf : ndarray of shape (n_stems,)
        Of the sentences that count.
    n_words : int
        Of the sentences that count.
    median : float
        How many words such a sentence has.
    """

    main: Counts
    all: Counts
    idf: FloatArray
    n_words: int
    median: float

    def __init__(self, parts: Iterable[Reduced]) -> None:
        self.documents: list[Document] = []
        self.skipped: list[Skipped] = []
        self.number: dict[str, int] = {}
        self.stems: list[NDArray[Any]] = []
        self.n_dropped = 0
        n_words: list[int] = []
        shingles: list[Any] = []
        columns: list[tuple[Ints, ...]] = []
        for part in parts:
            self.documents += part.documents
            self.skipped += part.skipped
            self.stems.append(self._numbered(part.vocabulary))
            self.n_dropped += part.n_dropped
            n_words += part.n_words
            shingles += part.shingles
            columns.append((part.sizes, part.length, part.told, part.hashes))
        self._ends = np.cumsum([0, *(len(sizes) for sizes, *_ in columns)])
        of_all = map(np.concatenate, zip(*columns, strict=True))
        self.sizes, self.lengths, self.told, self.hashes = of_all
        self.copy_of = copies_in_order(self.documents, n_words, shingles)
        self.events: Ints = np.zeros(len(self.documents), dtype=np.intp)
        self.asked = False

    def _numbered(self, vocabulary: list[str]) -> NDArray[Any]:
        number = self.number
        return np.array([number.setdefault(s, len(number)) for s in vocabulary], dtype=np.int32)

    def documents_of(self, number: int) -> slice:
        """The rows of a partition's documents among all."""
        return slice(int(self._ends[number]), int(self._ends[number + 1]))

    def first_of(self, number: int) -> int:
        """The row of a partition's first document among all."""
        return int(self._ends[number])

    def partition_of(self, document: int) -> int:
        """The number of the partition that a document lies in."""
        return int(np.searchsorted(self._ends, document, side="right")) - 1

    def by_partition(self, documents: Iterable[int]) -> dict[int, Ints]:
        """Return the partitions that documents lie in, with their rows there, ascending."""
        rows = np.unique(np.fromiter(documents, dtype=np.intp))
        number = np.searchsorted(self._ends, rows, side="right") - 1
        return {k: rows[number == k] - self._ends[k] for k in np.unique(number).tolist()}

    def tell_apart(self, events: Ints, *, asked: bool = False) -> None:
        """Take in the events of all documents; what is no article has no sentences any more."""
        self.events, self.asked = events, asked
        self.sizes = np.where(events == NO_ARTICLE, 0, self.sizes)

    @property
    def originals(self) -> NDArray[np.bool_]:
        """Which documents have prose, and are copies of no other."""
        copies = np.array([original is not None for original in self.copy_of], dtype=bool)
        return ~copies & (self.sizes > 0)

    def standing(self, number: int) -> Standing:
        """What a partition is told of its documents."""
        documents = self.documents_of(number)
        return Standing(self.originals[documents], self.events[documents], self.asked)

    @property
    def n_voices(self) -> int:
        """How many documents count for what the sources share."""
        return int(Standing(self.originals, self.events, self.asked).counts.sum())

    def said(self) -> Iterator[str]:
        """Return the stems that sentences of articles have, not titles alone."""
        return (stem for stem, k in self.number.items() if self.all.df[k])

    def count(self, parts: Iterable[Counted]) -> None:
        """Add up what counts; from here on idf and mean are known."""
        main, all_ = _Sum(len(self.number)), _Sum(len(self.number))
        self.n_words, lengths = 0, np.zeros(1, dtype=np.intp)
        for part, stems in zip(parts, self.stems, strict=True):
            main.add(part.main, stems)
            all_.add(part.all, stems)
            lengths = lengths + part.words
            self.n_words += part.n_words
        self.main, self.all = main.counts(), all_.counts()
        self.idf = idf_of(self.main.df, self.main.n)
        self.median = _median(lengths) if lengths.any() else 0.0

    def own(self, number: int, values: FloatArray) -> FloatArray:
        """Of values over the whole vocabulary, those of a partition's own."""
        stems = self.stems[number]
        return values[stems] if len(stems) else np.zeros(1)

    def added(self, arrays: Iterable[FloatArray | Ints]) -> FloatArray:
        """Add up arrays over the vocabularies of the partitions."""
        total = np.zeros(max(1, len(self.number)))
        for stems, values in zip(self.stems, arrays, strict=True):
            total[stems] += values[: len(stems)]
        return total


class _Sum:
    """Counts over the whole vocabulary."""

    def __init__(self, size: int) -> None:
        self._df, self._content = np.zeros((2, max(1, size)), dtype=np.intp)
        self._n, self._n_content, self._embeddings = 0, 0, np.zeros(1)

    def add(self, counts: Counts, stems: NDArray[Any]) -> None:
        self._df[stems] += counts.df[: len(stems)]
        self._content[stems] += counts.content_df[: len(stems)]
        self._n += counts.n
        self._n_content += counts.n_content
        self._embeddings = self._embeddings + counts.embeddings

    def counts(self) -> Counts:
        return Counts(self._df, self._content, self._n, self._n_content, self._embeddings)


def _median(counts: Ints) -> float:
    """The median of values of which each number 0, 1, 2 ... occurs so often."""
    ends = counts.cumsum()
    middle = [(ends[-1] - 1) // 2, ends[-1] // 2]
    return float(np.searchsorted(ends, middle, side="right").mean())
