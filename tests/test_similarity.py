"""The space: what its dot products mean."""

from __future__ import annotations

import numpy as np
import pytest

from summarize.similarity import build_space


def stems(text: str) -> list[str]:
    return text.lower().split()


TEXTS = ["talks opened tokyo", "talks opened tokyo", "navy ships sail south", "talks closed late"]
NO_EMBEDDING = np.zeros((5, 0))


def test_rows_have_length_one() -> None:
    embeddings = np.random.default_rng(0).normal(size=(5, 8))
    space = build_space(TEXTS, ["tokyo talks"], embeddings, stems)
    for rows in (space.topic, space.sameness, space.titles):
        assert rows.norms() == pytest.approx(1.0)
    assert len(space.topic) == len(space.sameness) == 4
    assert len(space.titles) == 1


def test_same_words_are_the_same_and_no_shared_word_is_nothing() -> None:
    similarity = build_space(TEXTS, ["talks"], NO_EMBEDDING, stems)
    gram = similarity.sameness.dot(similarity.sameness)
    assert gram[0, 1] == pytest.approx(1.0)
    assert gram[0, 2] == pytest.approx(0.0)
    assert 0 < gram[0, 3] < 0.5


def test_rare_words_weigh_more_than_common_ones() -> None:
    texts = ["talks alpha", "talks beta", "gamma alpha", "talks delta"]
    gram = (space := build_space(texts, [], np.zeros((4, 0)), stems).sameness).dot(space)
    assert gram[0, 2] > gram[0, 1] > 0


def test_the_mean_of_the_topic_is_taken_from_the_embeddings() -> None:
    """What all sentences have in common tells none from another."""
    common = np.array([10.0, 0.0, 0.0])
    embeddings = common + np.array([[0, 1, 0], [0, 1, 0.1], [0, -1, 0], [0, -1, 0.1]])
    space = build_space(["a", "b", "c", "d"], [], embeddings, stems).sameness
    gram = space.dot(space)
    assert gram[0, 1] == pytest.approx(0.3, abs=0.02)  # all of the dense part, none of the words
    assert gram[0, 2] == pytest.approx(-0.3, abs=0.02)


def test_words_without_embedding_and_embedding_without_words() -> None:
    wordless = build_space(["?", "!"], [], np.array([[1.0, 0.0], [0.0, 1.0]]), lambda text: [])
    assert wordless.sameness.norms() == pytest.approx(1.0)
    empty = build_space(["?", "!"], [], np.zeros((2, 0)), lambda text: [])
    assert empty.sameness.norms() == pytest.approx(0.0)
    assert empty.sameness.dot(empty.sameness) == pytest.approx(0.0)


def test_take_sum_and_array_agree_with_dense_arithmetic() -> None:
    embeddings = np.random.default_rng(1).normal(size=(5, 4))
    rows = build_space(TEXTS, ["tokyo"], embeddings, stems).topic
    X = rows.to_array()
    weights = np.array([1.0, 2.0, 0.0, 0.5])
    assert rows.dot(rows) == pytest.approx(X @ X.T)
    assert rows.take([2, 0]).dot(rows) == pytest.approx(X[[2, 0]] @ X.T)
    assert rows.dot(rows.weighted_sum(weights))[:, 0] == pytest.approx(X @ (weights @ X))
