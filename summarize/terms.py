"""The stems of many texts as numbers, and the matrices that are counted from them.

In: texts and a stemmer. Out: `Terms`, from which TF-IDF rows and pairs of adjacent stems follow by
array operations alone. Equal texts are stemmed once. It knows nothing of sentences or documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["StemFunction", "Terms", "document_frequencies", "idf_of", "terms_of", "tfidf"]

# The stems of a text in order, each with whether it is a content word.
StemFunction = Callable[[str], Sequence[tuple[str, bool]]]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Terms:
    """The stems of n texts, one after the other.

    Attributes
    ----------
    vocabulary : list of str
        In the order in which they were met.
    ids : ndarray of shape (n_tokens,)
        Places in the vocabulary.
    content : ndarray of shape (n_tokens,)
        Whether each is of a content word.
    starts : ndarray of shape (n + 1,)
        Where each text begins among the tokens, and the end.
    """

    vocabulary: list[str]
    ids: Ints
    content: NDArray[np.bool_]
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def text_of(self) -> Ints:
        """The text of each token."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def counts(self, content_only: bool = False) -> Any:
        """Return how often each text (row) has each stem (column), a csr_array of float64."""
        from scipy.sparse import csr_array

        use = self.content if content_only else np.ones(len(self.ids), dtype=bool)
        ends = np.concatenate([[0], np.cumsum(use)])[self.starts]
        shape = (len(self), max(1, len(self.vocabulary)))
        counts = csr_array((np.ones(int(ends[-1])), self.ids[use], ends), shape=shape)
        counts.sum_duplicates()
        return counts

    def pairs(self) -> tuple[Ints, Ints]:
        """Return the text and the number of each pair of adjacent stems, one of them content.

        The number of a pair (a, b) is a x (size of the vocabulary) + b.
        """
        text, n = self.text_of, len(self.vocabulary)
        adjacent = (text[1:] == text[:-1]) & (self.content[1:] | self.content[:-1])
        at = np.flatnonzero(adjacent)
        return text[at], self.ids[at] * n + self.ids[at + 1]


def terms_of(texts: Iterable[str], stems: StemFunction) -> Terms:
    """Return the stems of the texts."""
    number: dict[str, int] = {}
    known: dict[str, tuple[list[int], list[bool]]] = {}
    ids: list[int] = []
    content: list[bool] = []
    starts = [0]
    for text in texts:
        found = known.get(text)
        if found is None:
            stemmed = stems(text)
            found = known[text] = (
                [number.setdefault(stem, len(number)) for stem, _ in stemmed],
                [is_content for _, is_content in stemmed],
            )
        ids += found[0]
        content += found[1]
        starts.append(len(ids))
    return Terms(
        list(number), np.array(ids, np.intp), np.array(content, bool), np.array(starts, np.intp)
    )


def document_frequencies(counts: Any) -> Ints:
    """Return in how many rows each column is, shape (n_columns,)."""
    return np.bincount(counts.indices, minlength=counts.shape[1])


def idf_of(df: Ints, n: int) -> NDArray[np.float64]:
    """Return the smoothed inverse document frequency; 0 for a stem that no text counted has."""
    return np.where(df > 0, np.log((1 + n) / (1 + np.maximum(df, 1))) + 1, 0.0)


def tfidf(counts: Any, idf: NDArray[np.floating[Any]]) -> Any:
    """Return unit rows of counts times idf, a csr_array; 0 for a row without a known stem."""
    from scipy.sparse import csr_array

    weights = counts.data * idf[counts.indices]
    row_of = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    norms = np.sqrt(np.bincount(row_of, weights**2, minlength=counts.shape[0]))
    scale = 1 / np.where(norms > 0, norms, 1.0)
    weighted = (weights * scale[row_of], counts.indices, counts.indptr)
    return csr_array(weighted, shape=counts.shape)
