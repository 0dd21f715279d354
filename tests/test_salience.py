"""Salience: what is shared counts, early counts, supported counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from summarize import salience
from summarize.rows import Coverage, Rows
from summarize.salience import (
    centroid,
    closeness_to_others,
    closest_by_document,
    coverage_of_shared_pairs,
    earliness,
    leaning_penalty,
    position_bonus,
    relevance,
    room,
    support_of,
)


def rows_of(values: list[list[float]]) -> Rows:
    dense = np.array(values, dtype=float).reshape(len(values), -1)
    return Rows(csr_array((len(values), 1)), dense)


NOTHING = np.zeros((3, 0))
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


def test_earliness_halves_after_a_fifth_of_the_document() -> None:
    early = earliness(np.arange(10), np.zeros(10, dtype=int))
    assert early[0] == 1.0
    assert early[2] == pytest.approx(0.5)
    assert np.all(np.diff(early) < 0)


def test_earliness_is_of_the_document_not_of_the_topic() -> None:
    early = earliness(np.array([0, 1, 0, 1, 2, 3]), np.array([0, 0, 1, 1, 1, 1]))
    assert early[1] == pytest.approx(1 / 3.5)  # half of a document of two
    assert early[4] == pytest.approx(1 / 3.5)  # half of a document of four
    assert early[0] == early[2] == 1.0


def coverage(
    incidence: list[list[int]], documents: list[int], titles: list[list[int]] | None = None
) -> Coverage:
    n_pairs = len(incidence[0])
    document_of = np.array(documents)
    position = np.array([documents[:k].count(d) for k, d in enumerate(documents)])
    return coverage_of_shared_pairs(
        csr_array(np.array(incidence, dtype=float)),
        csr_array(np.array(titles or [], dtype=float).reshape(-1, n_pairs)),
        document_of,
        earliness(position, document_of),
        np.full(len(incidence), 10.0),
    )


def test_only_pairs_of_several_documents_count() -> None:
    found = coverage([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [0, 0, 1])
    # The first pair is in both documents; the second twice in one; the third in both, later.
    assert found.weights == pytest.approx([1 + 1, 1 / 3.5 + 1])
    assert found.gain().argmax() == 2
    assert found.gain().max() == pytest.approx(0.3)


def test_what_is_covered_gains_nothing_more() -> None:
    found = coverage([[1, 0], [1, 1], [1, 1]], [0, 1, 2])
    covered = np.zeros(2, dtype=bool)
    covered[found.terms(0)] = True
    assert found.gain(covered)[0] == 0.0
    assert found.gain(covered)[1] == pytest.approx(found.gain()[1] * 2 / 5)


def test_a_title_is_a_source_of_its_own() -> None:
    alone = [[1, 0], [1, 1], [0, 1]]
    assert coverage(alone, [0, 0, 1]).weights == pytest.approx([1 / 3.5 + 1])
    assert len(coverage(alone, [0, 0, 1], [[1, 0]]).weights) == 2


def test_in_one_document_what_it_repeats_counts() -> None:
    assert len(coverage([[1, 0], [1, 1]], [0, 0]).weights) == 1
    assert coverage([[1, 0], [0, 1]], [0, 0]).gain() == pytest.approx([0.0, 0.0])


def test_long_sentences_need_more_to_gain_as_much() -> None:
    pairs = csr_array(np.ones((2, 1)))
    found = coverage_of_shared_pairs(
        pairs, csr_array((0, 1)), np.array([0, 1]), np.ones(2), np.array([10.0, 20.0])
    )
    assert found.gain()[0] / found.gain()[1] == pytest.approx(2**0.75)


def test_leaning_all_but_forbids() -> None:
    texts = ["He also spoke.", "Anna Kruse spoke.", "I spoke."]
    assert leaning_penalty(texts, "en") == pytest.approx([0.5, 0.0, 0.05])
    assert leaning_penalty(texts, "fi") == pytest.approx([0.0, 0.0, 0.0])


def test_support_is_the_mean_of_the_other_documents() -> None:
    assert support_of(np.array([0.6, 0.4]), 3, np.zeros(2)) == pytest.approx([0.6 * 0.3, 0.6 * 0.2])


@given(st.integers(0, 500), st.integers(1, 5), st.integers(1, 40))
def test_blocks_change_nothing(seed: int, block: int, cells: int) -> None:
    rng = np.random.default_rng(seed)
    rows = Rows(csr_array((12, 1)), rng.uniform(-0.5, 0.5, size=(12, 3)))
    document_of = np.sort(rng.integers(0, 5, 12))
    slow = np.array(
        [
            [
                max([0.0, *(rows.dense[document_of == d] @ row)])
                for d in range(document_of.max() + 1)
            ]
            for row in rows.dense
        ]
    )
    others = slow * (np.arange(slow.shape[1]) != document_of[:, np.newaxis])
    before = salience.BLOCK, salience.CELLS
    salience.BLOCK, salience.CELLS = block, cells
    try:
        assert closest_by_document(rows, rows, document_of) == pytest.approx(slow)
        total, closest = closeness_to_others(rows, rows, document_of, document_of)
    finally:
        salience.BLOCK, salience.CELLS = before
    assert total == pytest.approx(others.sum(axis=1))
    assert closest == pytest.approx(others.max(axis=1))


def test_the_closest_title_counts_by_itself() -> None:
    plain = support_of(np.array([0.6, 0.2]), 2, np.zeros(2))
    titled = support_of(np.array([0.6, 0.2]), 2, np.array([0.7, 0.0]))
    assert titled - plain == pytest.approx([0.1 * 0.7, 0.0])


def test_one_document_has_no_support() -> None:
    assert support_of(np.zeros(3), 1, np.zeros(3)) == pytest.approx(0.0)


def test_a_short_brief_is_pulled_less_to_first_sentences() -> None:
    early = np.array([1.0, 0.5])
    assert position_bonus(early, 5) == pytest.approx([0.225, 0.1125])
    assert position_bonus(early, 1) == pytest.approx([0.075, 0.0375])
    assert position_bonus(early, np.inf) == pytest.approx([0.45, 0.225])


def test_bonuses_fade_as_the_brief_takes_in_the_text() -> None:
    words = np.full(10, 20.0)
    assert room(50, words) == pytest.approx(0.75)
    assert room(200, words) == room(np.inf, words) == 0.0
    assert room(1, np.zeros(1)) == 0.0
