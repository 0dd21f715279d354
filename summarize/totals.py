"""The counts of all partitions of a topic added up, and the best of the sentences they sent.

In: what `reduce_partition` returned, one after the other, in order. Out: document frequencies, the
mean of the embeddings, which documents are copies, and the candidates of the whole. It holds a few
numbers a document, the vocabulary, and of the sentences sent the best with their texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.candidates import MAX_CANDIDATES, longest_of
from summarize.copies import copies_in_order
from summarize.documents import Document, Sentence, Skipped
from summarize.partitions import Ints
from summarize.reducing import Counts, Reduced
from summarize.rows import FloatArray
from summarize.terms import idf_of

__all__ = ["Found", "Totals"]

# Of the sentences sent so many are held, since some are copies, and too long in the end.
HELD = 16 * MAX_CANDIDATES


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates: their rows in `sentences`, which has those before them as well."""

    sentences: tuple[Sentence, ...]
    rows: Ints
    bears: FloatArray


@dataclass(frozen=True, slots=True)
class _Sent:
    """Sentences that partitions sent: the columns of `Reduced.found`, and what goes with them."""

    found: Ints
    salience: FloatArray
    bears: FloatArray
    shaped: NDArray[np.bool_]
    texts: list[tuple[str, str]]

    @classmethod
    def of(cls, part: Reduced, first: int) -> _Sent:
        found = part.found + np.array([first, *[0] * 6])
        shaped = np.full(len(found), part.shaped)
        return cls(found, part.salience, part.bears, shaped, part.texts)

    @classmethod
    def joined(cls, parts: list[_Sent]) -> _Sent:
        return cls(
            np.concatenate([part.found for part in parts]),
            np.concatenate([part.salience for part in parts]),
            np.concatenate([part.bears for part in parts]),
            np.concatenate([part.shaped for part in parts]),
            [text for part in parts for text in part.texts],
        )

    def __len__(self) -> int:
        return len(self.found)

    def best_first(self) -> Ints:
        """The rows by falling salience, those that have the shape of a point before the others."""
        return np.lexsort((np.arange(len(self)), -self.salience.round(9), ~self.shaped))

    def take(self, rows: Ints) -> _Sent:
        return _Sent(
            self.found[rows],
            self.salience[rows],
            self.bears[rows],
            self.shaped[rows],
            [self.texts[row] for row in rows.tolist()],
        )


class Totals:
    """The counts of all partitions, added up.

    Attributes
    ----------
    documents : list of Document
        Those of all partitions, without their texts.
    skipped : list of Skipped
        What of them could not be read.
    firsts : list of int
        For each item of all partitions, the row of its first document.
    number : dict of str to int
        The whole vocabulary.
    stems : list of ndarray
        For each partition, where its own vocabulary is in the whole one.
    main, all : Counts
        As in `Reduced`, of all partitions.
    sizes, lengths, events : ndarray of shape (n_documents,)
    copy_of : list of int or None
    originals : ndarray of bool, shape (n_documents,)
    """

    def __init__(self, parts: Iterable[Reduced]) -> None:
        self.documents: list[Document] = []
        self.skipped: list[Skipped] = []
        self.number: dict[str, int] = {}
        self.stems: list[NDArray[Any]] = []
        self.n_dropped = self.n_bearing = 0
        self._counted: list[NDArray[np.bool_]] = []
        self._words: Ints = np.zeros(1, dtype=np.intp)
        self._sent: list[_Sent] = []
        main, all_ = _Sum(), _Sum()
        n_of: list[int] = []
        n_words: list[int] = []
        shingles: list[Any] = []
        columns: list[tuple[Ints, Ints, Ints]] = []
        for part in parts:
            self._keep(_Sent.of(part, len(self.documents)))
            self.documents += part.documents
            self.skipped += part.skipped
            self.stems.append(self._numbered(part.vocabulary))
            main.add(part.main, self.stems[-1])
            all_.add(part.all, self.stems[-1])
            self.n_dropped += part.n_dropped
            self.n_bearing += part.n_bearing
            self._counted.append(part.originals)
            self._words = self._words + part.words
            n_of += part.n_of
            n_words += part.n_words
            shingles += part.shingles
            columns.append((part.sizes, part.length, part.events))
        self.firsts: list[int] = np.cumsum([0, *n_of]).tolist()
        self._ends = np.cumsum([0, *map(len, self._counted)])
        self.main, self.all = main.counts(len(self.number)), all_.counts(len(self.number))
        self.sizes, self.lengths, self.events = map(np.concatenate, zip(*columns, strict=True))
        self.copy_of = copies_in_order(self.documents, n_words, shingles)
        self.originals = np.array([original is None for original in self.copy_of], dtype=bool)

    def _numbered(self, vocabulary: list[str]) -> NDArray[Any]:
        number = self.number
        return np.array([number.setdefault(s, len(number)) for s in vocabulary], dtype=np.int32)

    def _keep(self, sent: _Sent) -> None:
        self._sent.append(sent)
        if sum(map(len, self._sent)) > 2 * HELD:
            together = _Sent.joined(self._sent)
            self._sent = [together.take(np.sort(together.best_first()[:HELD]))]

    def documents_of(self, number: int) -> slice:
        """The rows of a partition's documents among all."""
        return slice(int(self._ends[number]), int(self._ends[number + 1]))

    def first_of(self, number: int) -> int:
        """The row of a partition's first document among all."""
        return int(self._ends[number])

    def partition_of(self, document: int) -> int:
        """The number of the partition that a document lies in."""
        return int(np.searchsorted(self._ends, document, side="right")) - 1

    def copies_counted(self) -> dict[int, Ints]:
        """By partition, the documents that were counted and are copies of another partition's."""
        wrong = [
            np.flatnonzero(counted & ~self.originals[self.documents_of(number)])
            for number, counted in enumerate(self._counted)
        ]
        return {number: documents for number, documents in enumerate(wrong) if len(documents)}

    def uncount(self, counted: dict[int, tuple[Counts, Counts]]) -> None:
        """Take the counts of these partitions away; from here on idf and mean are known."""
        main, all_ = _Sum(), _Sum()
        for number, (of_main, of_all) in counted.items():
            main.add(of_main, self.stems[number])
            all_.add(of_all, self.stems[number])
        self.main = _less(self.main, main.counts(len(self.number)))
        self.all = _less(self.all, all_.counts(len(self.number)))
        self.idf = idf_of(self.main.df, self.main.n)

    def added(self, arrays: Iterable[FloatArray | Ints]) -> FloatArray:
        """Add up arrays over the vocabularies of the partitions."""
        total = np.zeros(max(1, len(self.number)))
        for stems, values in zip(self.stems, arrays, strict=True):
            total[stems] += values[: len(stems)]
        return total

    def candidates(self) -> Found:
        """The most salient sentences of all, each text once, in the order of the documents."""
        sent = _Sent.joined(self._sent)
        any_shaped = bool(sent.shaped.any())
        longest = longest_of(_median(self._words)) if self._words.any() else 0.0
        best: list[int] = []
        seen: set[str] = set()
        for row in sent.best_first().tolist():
            text = sent.texts[row][0]
            fits = (sent.shaped[row] and sent.found[row, 6] <= longest) or not any_shaped
            if self.originals[sent.found[row, 0]] and fits and text not in seen:
                seen.add(text)
                best.append(row)
                if len(best) == MAX_CANDIDATES:
                    break
        chosen = sent.take(np.array(sorted(best), dtype=np.intp))
        sentences: list[Sentence] = []
        rows = []
        for numbers, (text, text_before) in zip(chosen.found.tolist(), chosen.texts, strict=True):
            document, position, start, end, before, before_end, _ = numbers
            last = sentences[-1] if sentences else None
            is_there = last and (last.document, last.start) == (document, before)
            if before >= 0 and not is_there:
                around = (before, before_end, text_before)
                sentences.append(Sentence(document, position - 1, *around))
            rows.append(len(sentences))
            sentences.append(Sentence(document, position, start, end, text))
        return Found(tuple(sentences), np.array(rows, dtype=np.intp), chosen.bears)


class _Sum:
    """Counts over vocabularies that grow."""

    def __init__(self) -> None:
        self._df, self._content = np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp)
        self._n, self._embeddings = 0, np.zeros(1)

    def add(self, counts: Counts, stems: NDArray[Any]) -> None:
        size = int(stems.max(initial=0)) + 1
        self._df, self._content = _grown(self._df, size), _grown(self._content, size)
        self._df[stems] += counts.df[: len(stems)]
        self._content[stems] += counts.content_df[: len(stems)]
        self._n += counts.n
        self._embeddings = self._embeddings + counts.embeddings

    def counts(self, size: int) -> Counts:
        size = max(1, size)
        df, content = _grown(self._df, size)[:size], _grown(self._content, size)[:size]
        return Counts(df, content, self._n, self._embeddings)


def _grown(array: Ints, size: int) -> Ints:
    """The array with room for so many, or twice as many as before."""
    if len(array) >= size:
        return array
    larger = np.zeros(max(size, 2 * len(array)), dtype=array.dtype)
    larger[: len(array)] = array
    return larger


def _less(counts: Counts, others: Counts) -> Counts:
    return Counts(
        counts.df - others.df,
        counts.content_df - others.content_df,
        counts.n - others.n,
        counts.embeddings - others.embeddings,
    )


def _median(counts: Ints) -> float:
    """The median of values of which each number 0, 1, 2 ... occurs so often."""
    ends = counts.cumsum()
    middle = [(ends[-1] - 1) // 2, ends[-1] // 2]
    return float(np.searchsorted(ends, middle, side="right").mean())
