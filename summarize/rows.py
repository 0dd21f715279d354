"""Row vectors in two parts, sparse words and dense meaning: what sentences are compared by.

The stages hand these to each other. Similarity is the dot product; nothing here is ever of the size
n x n unless two long sets of rows are multiplied on purpose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["SAME", "SAME_GROUPS", "Coverage", "FloatArray", "Rows"]

FloatArray = NDArray[np.floating[Any]]

# Similarity from which a sentence is taken to say the same as another.
SAME = 0.4
# The same where a brief takes only one of them, or of two groups with this mean: more sure.
SAME_GROUPS = 0.45


@dataclass(frozen=True, slots=True)
class Rows:
    """Row vectors in two parts, one sparse and one dense, that are compared by their dot product.

    Attributes
    ----------
    sparse : scipy.sparse.csr_array of shape (n, n_stems)
    dense : ndarray of shape (n, n_features)
    """

    sparse: Any
    dense: FloatArray

    def __len__(self) -> int:
        return int(self.dense.shape[0])

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> Rows:
        """Return the rows at the given positions."""
        index = np.asarray(rows, dtype=np.intp)
        return Rows(self.sparse[index], self.dense[index])

    def dot(self, other: Rows) -> FloatArray:
        """Return the similarities of all rows with all of `other`, shape (n, n_other)."""
        if len(self) == 1 < len(other):
            # A product with one row needs no transpose of the sparse part.
            return other.dot(self).T
        products = np.asarray(self.dense @ other.dense.T, dtype=np.float64)
        if len(other) == 1:
            products[:, 0] += self.sparse @ other.sparse.toarray()[0]
        else:
            products += (self.sparse @ other.sparse.T).toarray()
        return products

    def weighted_sum(self, weights: FloatArray) -> Rows:
        """Return the one row that is the sum of all, each times its weight."""
        from scipy.sparse import csr_array

        total = csr_array(np.asarray(weights @ self.sparse)[np.newaxis, :])
        # In the precision of the rows, or all of them would be copied in a higher one.
        dense = weights.astype(self.dense.dtype) @ self.dense
        return Rows(total, dense[np.newaxis, :])

    def scaled(self, factors: FloatArray) -> Rows:
        """Return each row times its factor."""
        column = factors[:, np.newaxis]
        return Rows(self.sparse.multiply(column).tocsr(), self.dense * column)

    def norms(self) -> FloatArray:
        """Return the Euclidean length of each row, shape (n,)."""
        squares = self.sparse.power(2).sum(axis=1) + (self.dense**2).sum(axis=1)
        return np.asarray(np.sqrt(squares))

    def to_array(self) -> FloatArray:
        """Return both parts side by side as one dense array, for clusterers of other libraries."""
        used = self.sparse[:, np.unique(self.sparse.indices)]
        return np.hstack([used.toarray(), self.dense])


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which shared terms each sentence has, and what it gains by those no chosen sentence has yet.

    Attributes
    ----------
    incidence : scipy.sparse.csr_array of shape (n, n_terms)
        1 where a sentence has a term.
    weights : ndarray of shape (n_terms,)
        What covering a term is worth.
    scale : ndarray of shape (n,)
        What a sentence's sum of weights is multiplied by.
    """

    incidence: Any
    weights: FloatArray
    scale: FloatArray

    def gain(self, covered: NDArray[np.bool_] | None = None) -> FloatArray:
        """Return what each sentence would add to the terms that are covered, shape (n,)."""
        weights = self.weights if covered is None else np.where(covered, 0.0, self.weights)
        return np.asarray((self.incidence @ weights) * self.scale)

    def terms(self, row: int) -> NDArray[np.intp]:
        """Return the terms of a sentence."""
        return np.asarray(self.incidence[[row]].indices, dtype=np.intp)

    def take(self, rows: NDArray[np.intp]) -> Coverage:
        """Return the coverage of the sentences at the given positions."""
        return Coverage(self.incidence[rows], self.weights, self.scale[rows])
