"""Support: the closest sentence of each other source, and what it costs to find it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

import summarize.support
from summarize.documents import Sentence
from summarize.rows import Rows
from summarize.support import closest_by_document, supporters


def rows_of(X: np.ndarray) -> Rows:
    return Rows(csr_array((len(X), 1)), X / np.linalg.norm(X, axis=1, keepdims=True))


def sentences_of(documents: list[int]) -> list[Sentence]:
    return [Sentence(d, documents[:k].count(d), k, k + 1, "x") for k, d in enumerate(documents)]


X = np.array([[1, 0, 0], [0, 1, 0], [1, 0.2, 0], [1, 0.5, 0], [0, 0, 1]], dtype=float)


ONE = np.zeros(5, dtype=int)  # all of one event


def test_each_other_source_once_by_its_closest_sentence() -> None:
    (found,) = supporters(sentences_of([0, 0, 1, 1, 2]), rows_of(X), ONE, [0], 0.5)
    assert [row for row, _ in found] == [0, 2]
    assert found[0] == (0, 1.0)
    assert found[1][1] == pytest.approx(1 / 1.04**0.5, abs=1e-4)


def test_the_floor_decides_who_is_cited() -> None:
    sentences = sentences_of([0, 1, 2, 3, 4])
    (strict,), (loose,) = (
        supporters(sentences, rows_of(X), ONE, [0], floor) for floor in (0.95, 0.5)
    )
    assert [row for row, _ in strict] == [0, 2]
    assert [row for row, _ in loose] == [0, 2, 3]  # by falling similarity


def test_no_source_supports_a_point_of_another_event() -> None:
    events = np.array([0, 0, 1, 0, 0])
    (found,) = supporters(sentences_of([0, 1, 2, 3, 4]), rows_of(X), events, [0], 0.5)
    assert [row for row, _ in found] == [0, 3]


def test_nothing_chosen() -> None:
    assert supporters(sentences_of([0, 1]), rows_of(X[:2]), ONE, [], 0.5) == []


@given(st.integers(0, 500), st.integers(1, 5))
def test_blocks_change_nothing(seed: int, block: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rows_of(rng.normal(size=(12, 3)))
    document_of = np.sort(rng.integers(0, 5, 12))
    whole = closest_by_document(rows, rows, document_of)
    slow = np.array(
        [
            [
                max([0.0, *(rows.dense[document_of == d] @ row)])
                for d in range(document_of.max() + 1)
            ]
            for row in rows.dense
        ]
    )
    assert whole == pytest.approx(slow)
    before = summarize.support.BLOCK
    summarize.support.BLOCK = block
    try:
        assert closest_by_document(rows, rows, document_of) == pytest.approx(whole)
    finally:
        summarize.support.BLOCK = before
