"""What is usual among the sentences of a topic: how rare words are, how alike sentences are.

In: the rows in which sameness is measured. Out: sums, from which the mean similarity of all
sentences, or of a document to all others, follows without comparing them one by one. The sums of
the parts of a topic can be added up to those of the whole. It judges nothing; `support` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.rows import FloatArray, Rows

__all__ = ["Sums", "Usual", "documents_of", "presence", "rarity_of"]

# How rare a word is in few sentences is judged as if there were so many more without it.
MORE_SENTENCES = 10
# Sentences whose meaning is looked at at a time.
BLOCK = 4096


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over sentences that count, of one event; those of parts of a topic can be added up.

    Attributes
    ----------
    total : Rows of 1
        The sum of all.
    n : int
    own, n_own : float
        Squares of the sum, and of the number, of each document's own, added up.
    """

    total: Rows
    n: int
    own: float
    n_own: float

    @classmethod
    def of(cls, rows: Rows, document_of: NDArray[np.intp], counts: NDArray[np.bool_]) -> Sums:
        """Sum up sentences, `document_of` counts from 0."""
        n_own = np.bincount(document_of, counts)
        close = _to_own_document(rows, document_of, counts)
        total = rows.weighted_sum(counts.astype(float))
        return cls(total, int(counts.sum()), float(close[counts].sum()), float((n_own**2).sum()))

    @property
    def alike(self) -> float:
        """The mean similarity of two sentences of different documents."""
        square = float(self.total.norms()[0]) ** 2
        return (square - self.own) / max(1.0, self.n**2 - self.n_own)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a topic.

    Attributes
    ----------
    rarity : ndarray of shape (n_stems,)
        Of each word: 0 for one in all sentences, nearly 1 for one in few.
    alike : dict of int to float
        By event, the mean similarity of two sentences of different documents.
    documents : Rows of 1
        The sum of the unit rows of the documents that count.
    n_documents : int
    """

    rarity: FloatArray
    alike: Mapping[int, float]
    documents: Rows
    n_documents: int

    @classmethod
    def of(
        cls,
        rows: Rows,
        document_of: NDArray[np.intp],
        event_of: NDArray[np.intp],
        counts: NDArray[np.bool_],
    ) -> Usual:
        """Find what is usual among all sentences of a topic."""
        alike = {}
        for event in np.unique(event_of).tolist():
            here = np.flatnonzero(event_of == event)
            _, own = np.unique(document_of[here], return_inverse=True)
            alike[event] = Sums.of(rows.take(here), own, counts[here]).alike
        documents, counted = documents_of(rows, document_of, counts)
        df = presence(rows.sparse)[counts].sum(axis=0)
        return cls(
            rarity_of(df, int(counts.sum())),
            alike,
            documents.weighted_sum(counted.astype(float)),
            int(counted.sum()),
        )


def presence(sparse: Any) -> Any:
    """Return 1 where a row has a word, however often."""
    present = sparse.copy()
    present.data = (present.data != 0).astype(float)
    return present


def rarity_of(df: NDArray[Any], n: int) -> FloatArray:
    """How rare a word is that is in `df` of n sentences: 0 if in all, nearly 1 if in few."""
    most = 1 + n + MORE_SENTENCES
    return np.asarray(np.log(most / (1 + df)) / np.log(most))


def documents_of(
    rows: Rows, document_of: NDArray[np.intp], counts: NDArray[np.bool_]
) -> tuple[Rows, NDArray[np.bool_]]:
    """Return the unit rows of whole documents, by their words alone, and which of them count."""
    from scipy.sparse import csr_array

    n = len(document_of)
    shape = (int(document_of.max(initial=-1)) + 1, n)
    members: Any = csr_array((np.ones(n), (document_of, np.arange(n))), shape=shape)
    words = Rows((members @ rows.sparse).tocsr(), np.zeros((shape[0], 0)))
    norms = words.norms()
    return words.scaled(1.0 / np.where(norms > 0, norms, 1.0)), (members @ counts) > 0


def _to_own_document(
    rows: Rows, document_of: NDArray[np.intp], counts: NDArray[np.bool_]
) -> FloatArray:
    """Similarity of each sentence to the sum of those of its own document that count."""
    from scipy.sparse import csr_array

    sparse, n = rows.sparse, len(rows)
    row_of = np.repeat(np.arange(n), np.diff(sparse.indptr))
    word = document_of[row_of] * sparse.shape[1] + sparse.indices
    _, word = np.unique(word, return_inverse=True)
    sums = np.bincount(word, sparse.data * counts[row_of])
    # Of nothing, such as sentences without a content word, NumPy counts in integers.
    close = np.bincount(row_of, sparse.data * sums[word], minlength=n).astype(float)
    shape = (int(document_of.max(initial=-1)) + 1, n)
    weights = counts.astype(rows.dense.dtype)
    members: Any = csr_array((weights, (document_of, np.arange(n))), shape=shape)
    of_document = members @ rows.dense
    for begin in range(0, n, BLOCK):
        block = slice(begin, begin + BLOCK)
        own = of_document[document_of[block]]
        close[block] += np.einsum("ij,ij->i", rows.dense[block], own)
    return np.asarray(close)
