"""Pairs of sentences that a citation may join, and weights fitted on them.

In: labelled topics (`citing`) and an embedder. Out: for each point the closest sentences of each
other document, with what `summarize.support` knows of them and whether they say the same; and the
weights of its log odds. It judges no citation; `citations` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.citing import Topic
from summarize import support
from summarize.copies import copies
from summarize.events import group_events
from summarize.rows import FloatArray
from summarize.similarity import build_space
from summarize.stemming import stemmer

__all__ = ["Table", "Weights", "best", "fit", "probability", "tabulate"]

# Of each document, these many closest sentences are fitted on: the others are plainly wrong.
CLOSEST = 3
LONG_WEIGHT, RIDGE = 5.0, 0.3
Embed = Callable[[list[str]], FloatArray]
Weights = tuple[FloatArray, float]


@dataclass(frozen=True)
class Table:
    """Pairs of a point (row) and one of the closest sentences (row) of another document.

    Attributes
    ----------
    pair : ndarray of shape (n, 3)
        Point, document, sentence.
    features : ndarray of shape (n, n_features)
        As `support.Evidence` gives them.
    right, marked : ndarray of shape (n,)
    possible, possible_marks : int
        How many documents have a right sentence for a point.
    """

    topic: Topic
    pair: NDArray[np.intp]
    features: FloatArray
    right: NDArray[np.bool_]
    marked: NDArray[np.bool_]
    possible: int
    possible_marks: int

    @property
    def weight(self) -> float:
        """Of a pair: a topic counts for more the larger it is, but not by the square."""
        n = len(np.unique(self.pair[:, :2], axis=0))
        return float((1.0 if self.topic.kind == "short" else LONG_WEIGHT) / np.sqrt(max(1, n)))


def tabulate(topic: Topic, embed: Embed, told_apart: bool = True) -> Table:
    """Compare each point with the sentences of the other documents of its event, as a brief does.

    `told_apart` is False to take all documents for one event.
    """
    stems, documents = cache(stemmer("en")), topic.documents
    document_of = np.array([sentence.document for sentence in topic.sentences])
    # Excerpts of a sentence or two are no copies of each other though they share it.
    copy_of = (
        [None] * len(documents) if topic.kind == "short" else copies(documents, topic.sentences)
    )
    originals = np.array([original is None for original in copy_of])
    events = np.zeros(len(documents), dtype=np.intp)
    if told_apart:
        events = group_events(topic.sentences, len(documents), stems, copy_of)
    texts = [sentence.text for sentence in topic.sentences]
    embeddings = embed(texts)
    right = np.array([[topic.is_right(a, b) for b in range(len(texts))] for a in topic.points])
    marked = np.array([[topic.is_marked(a, b) for b in range(len(texts))] for a in topic.points])
    lines = {row: k for k, row in enumerate(topic.points)}
    event_of, counts = events[document_of], originals[document_of]
    rows_of = build_space(texts, [], embeddings, stems, counts).sameness
    days = support.days_of([document.date for document in documents])[document_of]
    evidence = support.Evidence(texts, rows_of, document_of, event_of, counts, day_of=days)
    pairs, features = [], []
    for row in topic.points:
        found = evidence.features(row)
        of_event = event_of == event_of[row]
        for document in np.unique(document_of[of_event & (document_of != document_of[row])]):
            rows = np.flatnonzero(document_of == document)
            rows = rows[np.argsort(-found[rows, 0].round(9), kind="stable")]
            rows = _read(topic, row, rows) if topic.kind == "read" else rows[:CLOSEST]
            pairs += [(row, document, k) for k in rows.tolist()]
            features.append(found[rows])
    others = document_of[topic.points][:, np.newaxis] != document_of
    pair = np.array(pairs, dtype=np.intp).reshape(-1, 3)
    index = [lines[row] for row in pair[:, 0].tolist()]
    return Table(
        topic,
        pair,
        np.concatenate(features) if features else np.zeros((0, len(support.FEATURES))),
        right[index, pair[:, 2]],
        marked[index, pair[:, 2]],
        _possible(right & others, document_of),
        _possible(marked & others, document_of),
    )


def _read(topic: Topic, row: int, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    pairs = topic.right | topic.wrong
    return np.array([k for k in rows.tolist() if frozenset((row, k)) in pairs], dtype=np.intp)


def _possible(right: NDArray[np.bool_], document_of: NDArray[np.intp]) -> int:
    starts = np.flatnonzero(np.diff(document_of, prepend=-1))
    return int((np.add.reduceat(right, starts, axis=1) > 0).sum())


def best(table: Table, score: FloatArray) -> NDArray[np.intp]:
    """Return for each point and document the pair of the highest score."""
    group = table.pair[:, 0] * len(table.topic.documents) + table.pair[:, 1]
    order = np.lexsort((table.pair[:, 2], -score.round(9), group))
    return order[np.diff(group[order], prepend=-1) != 0]


def fit(tables: Sequence[Table]) -> Weights:
    """Return the weights and the intercept of the log odds that two sentences say the same.

    The weights are fitted on all pairs; then slope and intercept on the best of each document, so
    that the result is the probability of what is cited.
    """
    X = np.concatenate([table.features for table in tables])
    y = np.concatenate([table.right for table in tables])
    w = np.concatenate([np.full(len(table.right), table.weight) for table in tables])
    mean, scale = X.mean(axis=0), X.std(axis=0) + 1e-9
    weights, intercept = _logistic((X - mean) / scale, y, w)
    weights = weights / scale
    intercept -= float(weights @ mean)
    scores = [table.features @ weights + intercept for table in tables]
    rows = [best(table, score) for table, score in zip(tables, scores, strict=True)]
    z = np.concatenate([s[r] for s, r in zip(scores, rows, strict=True)])[:, np.newaxis]
    chosen = np.concatenate([t.right[r] for t, r in zip(tables, rows, strict=True)])
    w = np.concatenate([np.full(len(r), t.weight) for t, r in zip(tables, rows, strict=True)])
    slope, shift = _logistic(z, chosen, w)
    return weights * slope[0], float(intercept * slope[0] + shift)


def _logistic(X: FloatArray, y: NDArray[np.bool_], w: FloatArray) -> Weights:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / RIDGE, max_iter=2000, tol=1e-8)
    model.fit(X, y, sample_weight=w * 2000 / w.sum())
    return model.coef_[0], float(model.intercept_[0])


def probability(table: Table, weights: Weights) -> FloatArray:
    """Return how probably each pair says the same."""
    return support.says_the_same(table.features, *weights)
