"""Contract of every clusterer, and what each does on rows that a reader can check by eye."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering, KMeans

from summarize.clustering import CLUSTERERS, Clusterer, cluster, get_clusterer
from summarize.errors import PluginError, UnknownNameError
from summarize.rows import Rows


def unit(rows: list[list[float]]) -> np.ndarray:
    X = np.array(rows, dtype=float)
    return X / np.linalg.norm(X, axis=1, keepdims=True)


def labels_of(X: np.ndarray, clusterer: Clusterer) -> np.ndarray:
    """The labels of rows whose first column is sparse and whose others are dense."""
    return cluster(Rows(csr_array(X[:, :1]), X[:, 1:]), clusterer)


# Three that say the same, two that say another thing, and one alone.
X = unit([[1, 0.1, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0.1], [0, 1, 0.1], [0, 0, 1]])


@pytest.mark.parametrize("name", CLUSTERERS)
def test_near_duplicates_share_a_label_and_opposites_do_not(name: str) -> None:
    labels = labels_of(X, CLUSTERERS[name])
    assert labels[0] == labels[2] == labels[3]
    assert labels[1] == labels[4]
    assert len({labels[0], labels[1], labels[5]}) == 3


@pytest.mark.parametrize("name", CLUSTERERS)
def test_labels_count_from_zero_in_order_of_first_row(name: str) -> None:
    labels = labels_of(X, CLUSTERERS[name])
    assert labels[0] == 0
    assert list(dict.fromkeys(labels.tolist())) == list(range(labels.max() + 1))


@pytest.mark.parametrize("name", CLUSTERERS)
def test_identical_rows_are_one_cluster(name: str) -> None:
    assert set(labels_of(unit([[1, 2, 3]] * 6), CLUSTERERS[name]).tolist()) == {0}


@pytest.mark.parametrize("name", CLUSTERERS)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_rows(name: str, n: int) -> None:
    assert labels_of(X[:n], CLUSTERERS[name]).shape == (n,)


@pytest.mark.parametrize(
    "plugin",
    [
        HDBSCAN(min_cluster_size=2, copy=True).fit_predict,
        KMeans(3, n_init=4, random_state=0).fit_predict,
        DBSCAN(eps=0.3, min_samples=1).fit_predict,
        AgglomerativeClustering(3).fit_predict,
    ],
    ids=lambda p: type(p.__self__).__name__,
)
def test_scikit_learn_plugs_in_unchanged(plugin: object) -> None:
    labels = labels_of(X, get_clusterer(plugin))  # type: ignore[arg-type]
    assert labels[0] == labels[2] == labels[3] != labels[1] == labels[4]


def test_agglomerative_does_not_depend_on_order() -> None:
    rng = np.random.default_rng(0)
    rows = unit(rng.normal(size=(40, 5)).tolist())
    same = labels_of(rows, CLUSTERERS["agglomerative"])
    order = rng.permutation(40)
    shuffled = labels_of(rows[order], CLUSTERERS["agglomerative"])
    pairs = same[order][:, None] == same[order][None, :]
    assert np.array_equal(pairs, shuffled[:, None] == shuffled[None, :])


def test_a_zero_with_a_sign_is_a_zero() -> None:
    rows = np.array([[1.0, 0.0], [1.0, -0.0], [0.0, 1.0]])
    assert labels_of(rows, lambda X: np.arange(len(X))).tolist() == [0, 0, 1]


def test_noise_becomes_clusters_of_one() -> None:
    labels = labels_of(X, lambda X: np.array([-1, 7, -1, 3, 7, -1]))
    assert labels.tolist() == [0, 1, 2, 3, 1, 4]


def test_noise_shares_a_label_with_no_cluster() -> None:
    labels = labels_of(np.eye(6), lambda X: np.array([-2, -1, 0, -3, -1, -2]))
    assert labels.tolist() == [0, 1, 2, 3, 4, 0]


def test_rows_that_differ_by_noise_are_one_row() -> None:
    rows = np.array([[1.0, 0.0], [1.0, -1e-12], [1.0 - 1e-12, 0.0], [0.0, 1.0]])
    assert labels_of(rows, lambda X: np.arange(len(X))).tolist() == [0, 0, 0, 1]


def test_unknown_name() -> None:
    with pytest.raises(
        UnknownNameError,
        match="unknown clusterer 'kmean'; choose one of: agglomerative, hdbscan, ",
    ):
        get_clusterer("kmean")


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (np.zeros(5, dtype=int), r"integer labels of shape \(6,\); got int64 of shape \(5,\)"),
        (np.zeros(6), r"integer labels of shape \(6,\); got float64 of shape \(6,\)"),
        (np.zeros((6, 2), dtype=int), r"got int64 of shape \(6, 2\)"),
    ],
)
def test_wrong_labels(returned: np.ndarray, message: str) -> None:
    with pytest.raises(PluginError, match=message):
        labels_of(X, lambda X: returned)
