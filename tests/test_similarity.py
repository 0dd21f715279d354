"""The space: what its dot products mean."""

from __future__ import annotations

import numpy as np
import pytest

from summarize.similarity import Space, build_space

STOP = {"the", "of"}


def stems(text: str) -> list[tuple[str, bool]]:
    return [(word, word not in STOP) for word in text.lower().split()]


TEXTS = ["talks opened tokyo", "talks opened tokyo", "navy ships sail south", "talks closed late"]


def space_of(
    texts: list[str],
    titles: list[str] | None = None,
    embeddings: np.ndarray | None = None,
    counted: list[bool] | None = None,
) -> Space:
    vectors = np.zeros((len(texts), 0)) if embeddings is None else embeddings
    return build_space(
        texts, titles or [], vectors, stems, np.array(counted or [True] * len(texts))
    )


def test_rows_have_length_one() -> None:
    space = space_of(TEXTS, ["tokyo talks"], np.random.default_rng(0).normal(size=(4, 8)))
    for rows in (space.topic, space.sameness, space.titles):
        assert rows.norms() == pytest.approx(1.0)
    assert len(space.topic) == len(space.sameness) == 4
    assert len(space.titles) == 1


def test_same_words_are_the_same_and_no_shared_word_is_nothing() -> None:
    rows = space_of(TEXTS).sameness
    gram = rows.dot(rows)
    assert gram[0, 1] == pytest.approx(1.0)
    assert gram[0, 2] == pytest.approx(0.0)
    assert 0 < gram[0, 3] < 0.5


def test_rare_words_weigh_more_than_common_ones() -> None:
    rows = space_of(["talks alpha", "talks beta", "gamma alpha", "talks delta"]).sameness
    gram = rows.dot(rows)
    assert gram[0, 2] > gram[0, 1] > 0


def test_function_words_count_for_the_topic_and_not_for_sameness() -> None:
    space = space_of(["the end of war", "the price of oil", "hunger spreads"])
    assert space.topic.dot(space.topic)[0, 1] > 0.2
    assert space.sameness.dot(space.sameness)[0, 1] == pytest.approx(0.0)


def test_the_mean_of_the_topic_is_taken_from_the_embeddings() -> None:
    """What all sentences have in common tells none from another."""
    common = np.array([10.0, 0.0, 0.0])
    embeddings = common + np.array([[0, 1, 0], [0, 1, 0.1], [0, -1, 0], [0, -1, 0.1]])
    rows = space_of(["a", "b", "c", "d"], embeddings=embeddings).sameness
    gram = rows.dot(rows)
    assert gram[0, 1] == pytest.approx(0.3, abs=0.02)  # all of the dense part, none of the words
    assert gram[0, 2] == pytest.approx(-0.3, abs=0.02)


def test_sentences_that_do_not_count_change_nothing_for_the_others() -> None:
    rng = np.random.default_rng(2)
    embeddings = rng.normal(size=(6, 4))
    alone = space_of(TEXTS, embeddings=embeddings[:4])
    more = space_of(
        [*TEXTS, "talks of tokyo", "other words"],
        embeddings=embeddings,
        counted=[True] * 4 + [False] * 2,
    )
    first = np.arange(4)
    for name in ("topic", "sameness"):
        rows, same = getattr(alone, name), getattr(more, name).take(first)
        assert rows.dot(rows) == pytest.approx(same.dot(same))


def test_words_without_embedding_and_embedding_without_words() -> None:
    wordless = build_space(["?", "!"], [], np.eye(2), lambda text: [], np.ones(2, dtype=bool))
    assert wordless.sameness.norms() == pytest.approx(1.0)
    empty = build_space(["?", "!"], [], np.zeros((2, 0)), lambda text: [], np.ones(2, dtype=bool))
    assert empty.sameness.norms() == pytest.approx(0.0)
    assert empty.sameness.dot(empty.sameness) == pytest.approx(0.0)


def test_pairs_are_adjacent_stems_of_which_one_is_content() -> None:
    space = space_of(["the end of the war", "of the war", "end of days"], ["the war ends"])
    # the end | end of | the war | of days; "of the" is of two function words.
    assert space.pairs.shape == (3, 4)
    assert space.pairs.sum(axis=1).tolist() == [3, 1, 2]
    assert (space.pairs @ space.pairs.T).toarray().astype(int).tolist() == [
        [3, 1, 1],
        [1, 1, 0],
        [1, 0, 2],
    ]
    assert space.title_pairs.sum() == 1  # "war ends" is in no sentence


def test_take_sum_and_array_agree_with_dense_arithmetic() -> None:
    rows = space_of(TEXTS, embeddings=np.random.default_rng(1).normal(size=(4, 4))).sameness
    X = rows.to_array()
    weights = np.array([1.0, 2.0, 0.0, 0.5])
    assert rows.dot(rows) == pytest.approx(X @ X.T)
    assert rows.take([2, 0]).dot(rows) == pytest.approx(X[[2, 0]] @ X.T)
    assert rows.dot(rows.weighted_sum(weights))[:, 0] == pytest.approx(X @ (weights @ X))
