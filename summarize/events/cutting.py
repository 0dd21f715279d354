"""Cut documents where they fall apart: events that have several documents each.

In: `Evidence`. Out: groups of rows. A recursive normalised cut (Shi & Malik 2000); where there is
nothing to cut, since hardly two documents have anything in common, those that have. A single stray
is not found by it: that is `strays`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..rows import FloatArray
from .evidence import Evidence, Labels

__all__ = ["cut", "without_anything_in_common"]

# A cut is accepted if documents of different sides are less alike than this share of how alike
# those of one side are, less so much over their number: few documents fall apart by chance.
MAX_RATIO, RATIO_COST = 0.65, 2.5

# So many or more have no event in common if half of them are less similar than this to every other.
RELATED = 0.09

FEWEST = 5


def without_anything_in_common(evidence: Evidence) -> list[Labels] | None:
    """The groups of documents most of which resemble no other; None for any that have more."""
    if len(evidence) < FEWEST:
        return None
    from scipy.sparse.csgraph import connected_components

    similarity = evidence.cosines(min_documents=1) * (1 - np.eye(len(evidence)))
    if np.median(similarity.max(axis=1)) >= RELATED:
        return None
    n, labels = connected_components(similarity >= RELATED, directed=False)
    return [np.flatnonzero(labels == k) for k in range(n)]


def cut(evidence: Evidence, group: Labels) -> list[Labels]:
    """Cut a group in two where it falls apart, and each half again."""
    if len(group) < 4:
        return [group]
    similarity = evidence.take(group).cosines(min_documents=2)
    side = _smallest_cut(1 + _centred(similarity))
    if _ratio(similarity, side) >= MAX_RATIO - RATIO_COST / len(group):
        return [group]
    return cut(evidence, group[side]) + cut(evidence, group[~side])


def _smallest_cut(similarity: FloatArray) -> NDArray[np.bool_]:
    """The smallest normalised cut along the second eigenvector that leaves no side of one."""
    from scipy.linalg import eigh

    # No document is without any tie, or it would have no place among the others.
    A = similarity.clip(1e-6) * (1 - np.eye(len(similarity)))
    volume = A.sum(axis=1)
    scale = 1 / np.sqrt(volume)
    which = [len(A) - 2, len(A) - 2]
    second = eigh(A * np.outer(scale, scale), subset_by_index=which)[1][:, 0] * scale
    order = np.argsort(second.round(9), kind="stable")
    # Within the first m documents of the order, and from them to the others, for every m.
    inside = A[np.ix_(order, order)].cumsum(axis=0).cumsum(axis=1).diagonal()
    first = volume[order].cumsum()
    across, first, rest = (x[1:-2] for x in (first - inside, first, first[-1] - first))
    size = 2 + int((across / first + across / rest).round(9).argmin())
    return np.isin(np.arange(len(A)), order[:size])


def _ratio(similarity: FloatArray, side: NDArray[np.bool_]) -> float:
    """Mean similarity of documents of different sides, over that of documents of one side."""
    same = side[:, np.newaxis] == side
    within = same & ~np.eye(len(side), dtype=bool)
    return float(similarity[~same].mean() / max(similarity[within].mean(), 1e-9))


def _centred(products: FloatArray) -> FloatArray:
    """Cosines of rows after their mean is subtracted, from the products of the rows."""
    column = products.mean(axis=0)
    centred = products - column - column[:, np.newaxis] + column.mean()
    lengths = np.sqrt(centred.diagonal().clip(0))
    scale = np.where(lengths > 1e-6, 1 / np.maximum(lengths, 1e-6), 0.0)
    return np.asarray(centred * np.outer(scale, scale))
