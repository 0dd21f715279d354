"""Selectors: the contract of all, MMR against a slow reference, both ends of diversity."""

from __future__ import annotations

from itertools import count

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from summarize.errors import PluginError, UnknownNameError
from summarize.rows import SAME_GROUPS, Coverage, Rows
from summarize.selection import SELECTORS, Candidates, Selection, get_selector, mmr, select


def make(
    X: np.ndarray,
    relevance: np.ndarray,
    labels: np.ndarray | None = None,
    words: np.ndarray | None = None,
    bonus: bool = False,
    shared: Coverage | None = None,
    leaning: np.ndarray | None = None,
) -> Candidates:
    n = len(X)
    X = X / np.linalg.norm(X, axis=1, keepdims=True)
    rows = Rows(csr_array((n, 1)), X)
    words = np.full(n, 10) if words is None else words
    return Candidates(
        topic=rows,
        sameness=rows,
        relevance=relevance,
        bonus=np.linspace(0.2, 0.0, n) if bonus else np.zeros(n),
        leaning=np.zeros(n) if leaning is None else leaning,
        before=np.arange(n) - 1,
        coverage=shared or Coverage(csr_array((n, 1)), np.zeros(1), np.ones(n)),
        redundancy=np.zeros(n),
        labels=np.arange(n) if labels is None else labels,
        document_of=np.arange(n) % 3,
        position=np.arange(n) // 3,
        costs=np.column_stack([np.ones(n), words, words * 6]),
    )


def limits(points: float = np.inf, words: float = np.inf) -> np.ndarray:
    return np.array([points, words, np.inf])


@st.composite
def topics(draw: st.DrawFn) -> Candidates:
    seed, n = draw(st.integers(0, 10_000)), draw(st.integers(1, 14))
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 4))
    centre = X.sum(axis=0)
    unit = X / np.linalg.norm(X, axis=1, keepdims=True)
    return make(
        X,
        unit @ (centre / np.linalg.norm(centre)),
        labels=rng.integers(0, n, size=n),
        words=rng.integers(3, 30, size=n),
        bonus=True,
        leaning=rng.choice([0.0, 0.5], n),
        shared=Coverage(
            csr_array(rng.integers(0, 2, (n, 5)).astype(float)), rng.random(5), rng.random(n)
        ),
    )


def slow_mmr(candidates: Candidates, limit: np.ndarray, diversity: float) -> list[int]:
    """The definition of MMR on sets, computed from scratch at each step."""
    X = candidates.topic.dense
    chosen: list[int] = []

    def set_relevance(rows: list[int]) -> float:
        if not rows:
            return 0.0
        shared = sum(candidates.relevance[r] for r in rows)
        return float(len(rows) * shared / np.linalg.norm(X[rows].sum(axis=0)))

    def score(row: int) -> float:
        marginal = set_relevance([*chosen, row]) - set_relevance(chosen) + candidates.bonus[row]
        marginal -= candidates.leaning[row] * (candidates.before[row] not in chosen)
        has = candidates.coverage.incidence.toarray() > 0
        new = has[row] & ~has[chosen].any(axis=0)
        marginal += float(new @ candidates.coverage.weights * candidates.coverage.scale[row])
        share = max(float(c / most) for c, most in zip(candidates.costs[row], limit, strict=True))
        marginal /= share**0.05
        redundancy = max([0.0, *(float(X[row] @ X[c]) for c in chosen)])
        return round(float((1 - diversity) * marginal - diversity * redundancy), 9)

    while True:
        used = candidates.costs[chosen].sum(axis=0)
        taken = set(candidates.labels[chosen])
        is_open = [
            row
            for row in range(len(candidates))
            if candidates.labels[row] not in taken
            and (used + candidates.costs[row] <= limit).all()
            and (X[chosen] @ X[row] < SAME_GROUPS).all()
        ]
        if not is_open:
            return chosen
        chosen.append(max(is_open, key=lambda row: (score(row), -row)))


@given(topics(), st.integers(1, 6), st.integers(10, 120), st.sampled_from([0.0, 0.1, 0.5, 1.0]))
def test_mmr_is_its_definition(c: Candidates, points: int, words: int, diversity: float) -> None:
    found = mmr(c, limits(points, words), diversity)
    assert found.rows.tolist() == slow_mmr(c, limits(points, words), diversity)


@pytest.mark.parametrize("name", SELECTORS)
@given(c=topics(), points=st.integers(1, 6), words=st.integers(1, 120))
def test_every_selector_keeps_the_budget_and_the_clusters(
    name: str, c: Candidates, points: int, words: int
) -> None:
    found = select(c, limits(points, words), 0.3, SELECTORS[name])
    assert (c.costs[found.rows].sum(axis=0) <= limits(points, words)).all()
    labels = c.labels[found.rows].tolist()
    assert len(set(labels)) == len(labels)
    among = c.sameness.take(found.rows).dense
    assert (np.triu(among @ among.T, k=1) < SAME_GROUPS).all()
    # Nothing that would still fit is left out.
    left = limits(points, words) - c.costs[found.rows].sum(axis=0)
    said = (c.sameness.dense @ c.sameness.dense[found.rows].T >= SAME_GROUPS).any(axis=1)
    missing = [r for r in range(len(c)) if c.labels[r] not in labels and not said[r]]
    assert not any((c.costs[r] <= left).all() for r in missing)


def test_no_diversity_is_relevance_alone_in_the_textbook_form() -> None:
    c = make(np.array([[1.0, 0, 0], [0.35, 0.94, 0], [0, 0, 1]]), np.array([0.9, 0.8, 0.7]))
    textbook = SELECTORS["mmr-textbook"]
    assert select(c, limits(points=3), 0.0, textbook).rows.tolist() == [0, 1, 2]
    assert select(c, limits(points=3), 0.5, textbook).rows.tolist() == [0, 2, 1]


@pytest.mark.parametrize("name", ["mmr", "mmr-textbook"])
def test_full_diversity_takes_what_is_least_like_the_chosen(name: str) -> None:
    X = np.array([[1.0, 0, 0], [0.39, 0, 0.92], [0, 1, 0], [0.2, 0.2, 0.96]])
    c = make(X, np.array([0.2, 0.9, 0.1, 0.0]))
    found = select(c, limits(points=3), 1.0, SELECTORS[name])
    assert found.rows.tolist() == [0, 2, 3]
    assert found.scores == pytest.approx(-found.redundancy)


def test_mmr_without_diversity_still_prefers_the_set_that_covers() -> None:
    """The set's own relevance gains more from another theme than from the more relevant half."""
    X = np.array([[1.0, 0, 0], [0.39, 0, 0.92], [0, 1, 0]])
    c = make(X, X @ np.array([0.88, 0.42, 0.2]))
    assert mmr(c, limits(points=2), 0.0).rows.tolist() == [0, 2]
    assert SELECTORS["mmr-textbook"](c, limits(points=2), 0.0).rows.tolist() == [0, 1]


@pytest.mark.parametrize("name", SELECTORS)
def test_what_a_chosen_sentence_says_is_not_said_again_from_another_cluster(name: str) -> None:
    X = np.array([[1.0, 0, 0], [1, 1, 0], [0, 0, 1]])
    found = select(make(X, np.array([0.9, 0.8, 0.1])), limits(), 0.0, SELECTORS[name])
    assert found.rows.tolist() == [0, 2]


def test_lead_takes_the_documents_in_turn() -> None:
    c = make(np.eye(6), np.zeros(6))
    found = select(c, limits(points=4), 0.5, SELECTORS["lead"])
    assert c.position[found.rows].tolist() == [0, 0, 0, 1]
    assert c.document_of[found.rows].tolist() == [0, 1, 2, 0]


def test_ties_go_to_the_earlier_row() -> None:
    c = make(np.eye(3), np.array([0.5, 0.5 + 1e-12, 0.5]))
    assert mmr(c, limits(points=1), 0.2).rows.tolist() == [0]


def test_a_leaning_sentence_waits_for_the_one_before() -> None:
    c = make(np.eye(4), np.array([0.3, 0.5, 0.2, 0.4]), leaning=np.array([0, 1.0, 0, 0]))
    assert mmr(c, limits(points=3), 0.0).rows.tolist() == [3, 0, 1]
    alone = make(np.eye(3), np.array([0.3, 0.2, 0.5]), leaning=np.array([0, 0, 1.0]))
    assert mmr(alone, limits(points=1), 0.0).rows.tolist() == [0]


def test_nothing_fits() -> None:
    found = mmr(make(np.eye(2), np.ones(2)), limits(words=5), 0.2)
    assert found.rows.shape == found.scores.shape == found.redundancy.shape == (0,)


def test_unknown_name() -> None:
    with pytest.raises(UnknownNameError, match="unknown selector 'mrm'; choose one of: centroid"):
        get_selector("mrm")


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        ([0, 1], "must return a Selection; got list"),
        (
            Selection(np.array([0, 0]), np.zeros(2), np.zeros(2)),
            r"distinct rows .* got \[0, 0\]",
        ),
        (Selection(np.array([3]), np.zeros(1), np.zeros(1)), r"rows from 0 to 2; got \[3\]"),
        (Selection(np.array([-1]), np.zeros(1), np.zeros(1)), r"rows from 0 to 2; got \[-1\]"),
        (
            Selection(np.array([0.0, 1]), np.zeros(2), np.zeros(2)),
            r"rows of shape \(n_chosen,\), integers; got float64 of shape \(2,\)",
        ),
        (
            Selection(np.array([True, False, True]), np.zeros(3), np.zeros(3)),
            r"rows of shape \(n_chosen,\), integers; got bool of shape \(3,\)",
        ),
        (
            Selection(np.array([[0], [1]]), np.zeros(2), np.zeros(2)),
            r"rows of shape \(n_chosen,\), integers; got int64 of shape \(2, 1\)",
        ),
        (Selection([[0], [1, 2]], np.zeros(2), np.zeros(2)), "rows of shape .*; .*inhomogeneous"),
        (Selection(None, np.zeros(2), np.zeros(2)), r"integers; got object of shape \(\)"),
        (
            Selection(np.array([0, 1]), np.zeros(1), np.zeros(2)),
            "as many scores and redundancies as rows; got 1 and 2 of 2",
        ),
        (
            Selection(np.array([0, 1]), np.zeros(2), np.zeros(3)),
            "as many scores and redundancies as rows; got 2 and 3 of 2",
        ),
        (
            Selection(np.array([0]), np.array([np.nan]), np.zeros(1)),
            r"scores of shape \(n_chosen,\), finite numbers; got \[nan\]",
        ),
        (
            Selection(np.array([0]), np.zeros(1), np.array([np.inf])),
            r"redundancy of shape \(n_chosen,\), finite numbers; got \[inf\]",
        ),
        (
            Selection(np.array([0]), np.array(["high"]), np.zeros(1)),
            "scores of shape .*, finite numbers; got <U4",
        ),
        (
            Selection(np.arange(3), np.zeros(3), np.zeros(3)),
            r"within its limits .* \[2.0, inf, inf\]; its 3 rows use \[3.0, 30.0, 180.0\]",
        ),
    ],
)
def test_wrong_selection(returned: object, message: str) -> None:
    c = make(np.eye(3), np.ones(3))
    with pytest.raises(PluginError, match=message):
        select(c, limits(points=2), 0.5, lambda *_: returned)  # type: ignore[arg-type,return-value]


def test_a_selector_may_return_lists_and_may_choose_nothing() -> None:
    c = make(np.eye(3), np.ones(3))
    found = select(c, limits(), 0.5, lambda *_: Selection([2, 0], [1, 0.5], [0, 0]))  # type: ignore[arg-type]
    assert (found.rows.tolist(), found.scores.tolist()) == ([2, 0], [1.0, 0.5])
    empty = np.array([])  # of floats
    nothing = select(c, limits(), 0.5, lambda *_: Selection(empty, empty, empty))  # type: ignore[arg-type]
    assert nothing.rows.dtype == np.intp
    assert len(nothing.rows) == 0


def test_a_step_costs_one_product(monkeypatch: pytest.MonkeyPatch) -> None:
    """No n x n matrix: the candidates meet each chosen row once in each space."""
    calls = count()
    shapes: list[int] = []
    dot = Rows.dot

    def counted(self: Rows, other: Rows) -> np.ndarray:
        next(calls)
        shapes.append(len(other))
        return dot(self, other)

    monkeypatch.setattr(Rows, "dot", counted)
    mmr(make(np.eye(9), np.ones(9)), limits(points=4), 0.3)
    assert shapes == [1] * 8
