"""Salience: what is shared counts, early counts, supported counts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from summarize.rows import Rows
from summarize.salience import Salience, centroid, position_bonus, relevance, support_bonus


def rows_of(values: list[list[float]]) -> Rows:
    dense = np.array(values, dtype=float).reshape(len(values), -1)
    return Rows(csr_array((len(values), 1)), dense)


NO_TITLES = Rows(csr_array((0, 1)), np.zeros((0, 2)))


def test_centroid_points_at_what_is_repeated() -> None:
    rows = rows_of([[1, 0], [1, 0], [0, 1]])
    found = relevance(rows, centroid(rows, NO_TITLES, np.array([0, 1, 2])))
    assert found == pytest.approx([2 / 5**0.5, 2 / 5**0.5, 1 / 5**0.5])


def test_a_long_document_does_not_drown_a_short_one() -> None:
    rows = rows_of([[1, 0]] * 9 + [[0, 1]])
    found = relevance(rows, centroid(rows, NO_TITLES, np.array([0] * 9 + [1])))
    assert found[0] / found[9] == pytest.approx(3.0)  # the square root of nine, not nine


def test_titles_pull_the_centroid() -> None:
    rows = rows_of([[1, 0], [0, 1]])
    document_of = np.array([0, 1])
    plain = relevance(rows, centroid(rows, NO_TITLES, document_of))
    titled = relevance(rows, centroid(rows, rows_of([[1, 0]]), document_of))
    assert titled[0] > plain[0]
    assert titled[1] < plain[1]


def test_position_bonus_falls_and_halves_where_a_document_has_given_its_points() -> None:
    bonus = position_bonus(np.arange(10), points_per_document=4.0)
    assert np.all(np.diff(bonus) < 0)
    assert bonus[4] == pytest.approx(bonus[0] / 2)


def test_short_briefs_do_not_sharpen_the_position_bonus() -> None:
    positions = np.arange(5)
    assert position_bonus(positions, 0.1) == pytest.approx(position_bonus(positions, 1.0))


def test_support_counts_the_other_documents_only() -> None:
    closeness = np.array([[1.0, 0.6, 0.0], [0.2, 1.0, 0.2]])
    bonus = support_bonus(closeness, np.array([0, 1]))
    assert bonus[0] / bonus[1] == pytest.approx(0.3 / 0.2)


def test_one_document_has_no_support() -> None:
    assert support_bonus(np.ones((3, 1)), np.zeros(3, dtype=int)) == pytest.approx(0.0)


def test_bonus_is_the_sum() -> None:
    salience = Salience(np.zeros(1), np.array([0.25]), np.array([0.1]), np.array([0.2]))
    assert salience.bonus == pytest.approx([0.15])
