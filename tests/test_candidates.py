"""Candidates: whole sentences of readable length; a document without any still speaks."""

from __future__ import annotations

import numpy as np
import pytest

from summarize.candidates import candidate_rows, most_salient
from summarize.documents import Sentence
from summarize.languages import get_language


def sentences(*documents: list[str]) -> list[Sentence]:
    return [
        Sentence(document, position, 0, len(text), text)
        for document, texts in enumerate(documents)
        for position, text in enumerate(texts)
    ]


def rows(found: list[Sentence], per_document: float = 1.0) -> list[int]:
    words = np.array([float(len(sentence.text.split())) for sentence in found])
    every = np.arange(len(found))
    return candidate_rows(found, words, every, per_document, get_language("en")).tolist()


WHOLE = "The council voted on Monday to close the bridge."


def test_short_and_unfinished_sentences_are_none() -> None:
    assert rows(sentences([WHOLE, "It passed.", "The council of the city, which", WHOLE])) == [0, 3]


def test_a_sentence_far_longer_than_the_others_is_none() -> None:
    endless = " ".join(["bridge"] * 40) + "."
    assert rows(sentences([WHOLE, endless, WHOLE])) == [0, 2]


@pytest.mark.parametrize(
    ("teaser", "speaks"),
    [
        ("Council votes to close the old bridge on Monday", True),
        ("The council, which had voted to close the", False),
        ("The council had voted on Monday to close it,", False),
    ],
)
def test_a_document_of_one_teaser_speaks_unless_it_is_cut_off(teaser: str, speaks: bool) -> None:
    assert rows(sentences([WHOLE], [teaser])) == ([0, 1] if speaks else [0])


def test_a_teaser_beside_whole_sentences_is_none() -> None:
    teaser = "Council votes to close the old bridge on Monday"
    assert rows(sentences([teaser, WHOLE])) == [1]


def test_where_nothing_has_the_shape_of_a_point_all_may_be() -> None:
    assert rows(sentences(["Bridge closed", "Council votes"])) == [0, 1]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Will the council dare to close the old bridge?", False),
        ("Will the U.S. council dare to close the old bridge?", False),
        ("So what is wrong with the bridge (and its piers)?", False),
        ("“Will the council dare to close the old bridge?”", True),
        ('The mayor asked, "Who would dare to close the old bridge?"', True),
        ("One thing the mayor wants to know: who closed the bridge?", True),
        ("The bridge is closed for good – is it not a pity?", True),
        ("The bridge was closed. And who will open it again?", True),
    ],
)
def test_a_question_tells_nothing_unless_somebody_asked_it(text: str, tells: bool) -> None:
    assert rows(sentences([WHOLE, text])) == ([0, 1] if tells else [0])


def test_a_semicolon_asks_in_greek_alone() -> None:
    asked = sentences([WHOLE, "Θα κλείσει ο δήμος την παλιά γέφυρα;"])
    words, every = np.array([9.0, 7.0]), np.arange(2)
    greek = candidate_rows(asked, words, every, 1.0, get_language("el"))
    assert greek.tolist() == [0]


def test_late_sentences_are_none_unless_many_are_wanted() -> None:
    long = sentences([WHOLE] * 40)
    assert rows(long) == list(range(24))
    assert rows(long, per_document=8.0) == list(range(32))


def test_the_most_salient_stay_in_order() -> None:
    found = most_salient(np.arange(1200), np.arange(1200.0))
    assert found.tolist() == list(range(200, 1200))


def test_what_another_source_quotes_is_none() -> None:
    """The post of the mayor is printed by whoever names her, and never as the brief's own words."""
    post = "We shall do all that we can to find the bolt."
    told = "“We shall do all that we can to find the bolt,” Mayor Anna Kruse wrote on Monday."
    assert rows(sentences([post, WHOLE], [told])) == [1, 2]
    assert rows(sentences([post, WHOLE], [told.replace("“", "").replace("”", "")])) == [0, 1, 2]
    assert rows(sentences([f"{post[:-1]} tonight, whatever others say of us."], [told])) == [0, 1]
    assert rows(sentences([post, told])) == [0, 1]  # of one source, both are its own
