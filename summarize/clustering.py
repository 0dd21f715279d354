"""Which candidate sentences say the same: one label each.

In: unit row vectors whose dot product is the similarity of two sentences. Out: integer labels,
equal for sentences that say the same. A brief takes at most one sentence of a cluster. Any callable
from an array of such rows to labels is a clusterer: `HDBSCAN(...).fit_predict` of scikit-learn
works unchanged. Average linkage is the default, since it gives the same clusters for every order of
the files, which k-means does not.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.errors import PluginError, UnknownNameError
from summarize.rows import SAME_GROUPS, Rows

__all__ = ["CLUSTERERS", "cluster", "get_clusterer"]

Labels = NDArray[np.intp]
Clusterer = Callable[[NDArray[Any]], Any]


def agglomerative(X: NDArray[Any]) -> NDArray[Any]:
    """Average linkage, cut where the mean similarity of two groups falls below `SAME_GROUPS`."""
    return _average_linkage(X @ X.T)


def _average_linkage(similarities: NDArray[Any]) -> NDArray[Any]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.clip(1.0 - similarities, 0.0, None).round(6)
    np.fill_diagonal(distances, 0.0)
    tree = linkage(squareform(distances, checks=False), method="average")
    return np.asarray(fcluster(tree, t=1.0 - SAME_GROUPS, criterion="distance"))


def hdbscan(X: NDArray[Any]) -> NDArray[Any]:
    """HDBSCAN with clusters of two or more (Campello, Moulavi & Sander 2013)."""
    from sklearn.cluster import HDBSCAN

    return np.asarray(HDBSCAN(min_cluster_size=2, copy=True).fit_predict(X))


def kmeans(X: NDArray[Any]) -> NDArray[Any]:
    """k-means with one cluster for every two sentences, since most sentences are like no other."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(-(-len(X) // 2), n_init=4, random_state=0).fit_predict(X))


CLUSTERERS: dict[str, Clusterer] = {
    "agglomerative": agglomerative,
    "hdbscan": hdbscan,
    "kmeans": kmeans,
}


def get_clusterer(spec: str | Clusterer) -> Clusterer:
    """Return the clusterer of that name, or the callable itself; raise UnknownNameError."""
    if callable(spec):
        return spec
    if spec not in CLUSTERERS:
        raise UnknownNameError("clusterer", spec, CLUSTERERS)
    return CLUSTERERS[spec]


def cluster(rows: Rows, clusterer: Clusterer) -> Labels:
    """Label the rows.

    Parameters
    ----------
    rows : Rows of n
        Of length 1 or 0.
    clusterer : callable
        From them as an array to n integer labels; -1 marks a sentence like no other, and any other
        number, below 0 too, is that of a cluster.

    Returns
    -------
    ndarray of shape (n,)
        Labels from 0 in the order of their first row; each -1 becomes a label of its own. Equal
        rows always share one, whatever the clusterer: it sees each distinct row once.

    Raises
    ------
    PluginError
        The clusterer returned something else.
    """
    distinct = _distinct(rows)
    first = rows.take(np.unique(distinct, return_index=True)[1])
    if len(first) < 2:
        labels = np.zeros(len(first), dtype=np.intp)
    elif clusterer is agglomerative:
        # It asks for products alone, and most columns of the array are words that few rows have.
        labels = _average_linkage(first.dot(first))
    else:
        labels = _checked(clusterer(first.to_array()), len(first))
    number_of: dict[tuple[int, int], int] = {}
    # A row of noise goes by its own number beside its label, which no cluster has.
    own = [(-1, row) if label == -1 else (label, -1) for row, label in enumerate(labels.tolist())]
    found = [number_of.setdefault(own[row], len(number_of)) for row in distinct]
    return np.array(found, dtype=np.intp)


def _distinct(rows: Rows) -> list[int]:
    """Number the rows, equal ones alike.

    They are compared by their bytes: rounded, so that noise in the last bits parts none, and with
    0.0 added, since -0.0, which a small negative number is rounded to, has other bytes than 0.0.
    """
    words = rows.sparse.sorted_indices()
    words.data = words.data.round(6)
    words.eliminate_zeros()
    meaning = rows.dense.round(6) + 0.0
    number: dict[tuple[bytes, ...], int] = {}
    return [
        number.setdefault(
            (words.indices[a:b].tobytes(), words.data[a:b].tobytes(), row.tobytes()), len(number)
        )
        for (a, b), row in zip(pairwise(words.indptr.tolist()), meaning, strict=True)
    ]


def _checked(returned: Any, n: int) -> NDArray[Any]:
    labels = np.asarray(returned)
    if labels.shape != (n,) or not np.issubdtype(labels.dtype, np.integer):
        raise PluginError(
            f"the clusterer must return integer labels of shape ({n},); "
            f"got {labels.dtype} of shape {labels.shape}"
        )
    return labels
