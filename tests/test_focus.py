"""What bears on a question: counted by hand on small texts, and seen in briefs of the seeds."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.data import Topic
from benchmarks.focus import QUESTIONS, Question, Texts, score
from summarize import Brief, SettingsError, Summarizer, read, summarize, verify
from summarize.documents import Document
from summarize.focus import FLOOR, SHARE_OF_BEST, bearing, bearing_rows, closeness, matches
from summarize.stemming import stemmer

SEEDS = Path(__file__).parent.parent / "seeds"
FERRY = (
    "The ferry to Norderney sank on Monday after it struck a rock near the harbour.\n\n"
    "All forty passengers were brought ashore by fishermen from the village.\n\n"
    "The company that owns the ferry had put off its yearly inspection twice.\n\n"
    "Tickets for the crossing cost twelve euros and will be paid back."
)
HARBOUR = (
    "Divers searched the harbour on Tuesday for the oil tank of the sunken ferry.\n\n"
    "Fishermen said the passengers were cold and wet but that nobody was hurt.\n\n"
    "A new bakery opens next week beside the lighthouse, said the mayor of the island."
)
TEXTS = [FERRY, HARBOUR]

words = st.lists(st.sampled_from(["ferri", "rock", "oil", "mayor", "euro"]), max_size=6)


def texts_of(brief: Brief) -> str:
    return " ".join(point.text for point in brief.points)


# Words


def test_a_question_of_which_a_sentence_has_every_word_is_worth_one() -> None:
    scores = matches(["ferri", "rock"], [["ferri", "rock"], ["ferri", "oil"], ["oil", "mayor"]])
    assert scores[0] == pytest.approx(1.0)
    assert 0 < scores[1] < 0.5  # the commoner half of the question
    assert scores[2] == 0


def test_words_that_no_sentence_has_count_against_a_match() -> None:
    sentences = [["ferri", "rock"], ["oil", "mayor"]]
    whole = matches(["ferri"], sentences)
    part = matches(["ferri", "volcano", "ash"], sentences)
    assert whole[0] == pytest.approx(1.0)
    assert part[0] < 0.25
    assert matches(["volcano"], sentences).tolist() == [0, 0]


@given(words, st.lists(words, min_size=1, max_size=8))
@settings(deadline=None)
def test_matches_against_a_slow_reference(question: list[str], sentences: list[list[str]]) -> None:
    """The formula of BM25 written out, with k1 = 0.9 and b = 0.4."""
    n, mean = len(sentences), max(1.0, sum(map(len, sentences)) / len(sentences))
    idf = {w: np.log(1 + (n - d + 0.5) / (d + 0.5)) for w in question
           for d in [sum(w in s for s in sentences)]}  # fmt: skip
    for sentence, found in zip(sentences, matches(question, sentences), strict=True):
        expected = sum(
            idf[w] * sentence.count(w) * 1.9
            / (sentence.count(w) + 0.9 * (0.6 + 0.4 * len(sentence) / mean))
            for w in set(question)
            if w in sentence
        )  # fmt: skip
        assert found == pytest.approx(expected / sum(idf.values()) if idf else 0)


# Meaning


def test_what_all_sentences_share_is_no_closeness() -> None:
    sentences = np.array([[9.0, 1.0, 0.0], [9.0, -1.0, 0.0], [9.0, 0.0, 0.0]])
    found = closeness(np.array([9.0, 2.0, 0.0]), sentences)
    assert found == pytest.approx([1.0, -1.0, 0.0])


def test_equal_embeddings_say_nothing() -> None:
    assert closeness(np.array([1.0, 0.0]), np.full((3, 2), 0.1)).tolist() == [0, 0, 0]


# Both, and the floor


def test_bearing_is_half_words_and_half_meaning_and_skips_copies() -> None:
    texts = ["The ferry sank.", "The ferry sank.", "Tickets were paid back."]
    rows = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    counted = np.array([True, False, True])
    alone = bearing("ferry", texts, np.zeros((4, 0)), stemmer("en"), counted)
    both = bearing("ferry", texts, rows, stemmer("en"), counted)
    assert alone[1] == both[1] == 0
    assert alone[2] == 0
    assert both[0] == pytest.approx((alone[0] + 1) / 2)
    assert both[2] == pytest.approx(-1 / 2)


def test_rows_far_below_the_best_or_below_the_floor_are_out() -> None:
    bears = np.array([0.9, 0.9 * SHARE_OF_BEST, 0.9 * SHARE_OF_BEST - 0.01, FLOOR, 2.0])
    rows = np.array([0, 1, 2, 3])
    assert bearing_rows(rows, bears).tolist() == [0, 1]
    assert bearing_rows(np.array([3]), bears).tolist() == [3]
    assert bearing_rows(np.array([1]), np.array([1.0, FLOOR - 0.01])).tolist() == []
    assert bearing_rows(np.array([], dtype=np.intp), bears).tolist() == []


# Briefs


def test_missile_production_in_the_seeds() -> None:
    corpus = read(SEEDS)
    brief = summarize(corpus, query="missile production")
    assert "AMRAAM" in brief.points[0].text
    assert {c.source for c in brief.points[0].citations} >= {"agency.txt", "blog.txt"}
    assert all("missile" in point.text for point in brief.points)
    assert "Iwo Jima" not in texts_of(brief)
    assert 2 <= len(brief.points) < 10
    assert brief.notes[:1] == (
        f"{len(brief.points)} of 10 points: nothing else in the sources bears on the question",
    )
    assert verify(brief, corpus) == []
    assert json.loads(brief.to_json())["settings"]["query"] == "missile production"


def test_another_question_gives_another_brief() -> None:
    brief = summarize(read(SEEDS), query="Iwo Jima ceremony", max_points=3)
    assert "Iwo Jima" in brief.points[0].text
    assert "AMRAAM" not in texts_of(brief)


def test_the_question_weighs_more_than_what_the_sources_share() -> None:
    shared = "The captain left the harbour on Monday in heavy rain and thick fog."
    asked = "At noon a pilot had warned the captain of the fog before the harbour."
    texts = [
        f"{shared}\n\n{other}\n\n{last}"
        for other, last in (
            ("Shops on the island stayed closed all week.", "Buses were late as well."),
            ("The school sent all its children home early.", asked),
            ("Farmers lost a third of their strawberries.", "A pilot may not drink on duty."),
        )
    ]
    first = summarize(texts, embedder="tfidf", max_points=1)
    brief = summarize(texts, embedder="tfidf", query="pilot, captain and harbour")
    assert [p.text for p in first.points] == [shared]
    assert [p.text for p in brief.points][:2] == [asked, shared]


def test_answer_deep_in_a_document() -> None:
    filler = " ".join(f"On day {k} the council talked about the roads again." for k in range(40))
    text = f"{filler} The lighthouse keeper found a bottle with a letter from Chile."
    brief = summarize([text], query="lighthouse keeper")
    assert [p.text.split()[1] for p in brief.points] == ["lighthouse"]


@pytest.mark.parametrize("embedder", ["static", "tfidf"])
@pytest.mark.parametrize("query", ["quantum chromodynamics", "zxqv", "the of and"])
def test_what_matches_nothing_is_said(embedder: str, query: str) -> None:
    brief = summarize(read(SEEDS), query=query, embedder=embedder)
    assert brief.points == ()
    assert brief.notes[:1] == (
        f"no points: nothing in the sources bears on the question {query!r}",
    )
    assert len(brief.sources) == 5
    assert Brief.from_json(brief.to_json()) == brief


def test_words_alone() -> None:
    brief = summarize(TEXTS, query="passengers", embedder="tfidf")
    assert {p.source for p in brief.points} == {"text 1", "text 2"}
    assert all("passengers" in p.text for p in brief.points)


def test_meaning_finds_what_words_do_not() -> None:
    """An embedder that knows that a vessel is a ferry; the words have nothing in common."""

    def about_ships(texts: list[str]) -> np.ndarray:
        return np.array([[1.0, float("ferry" in t or "vessel" in t), 0.0] for t in texts])

    assert summarize(TEXTS, query="vessel", embedder="tfidf").points == ()
    brief = summarize(TEXTS, query="vessel", embedder=about_ships)
    assert len(brief.points) >= 2
    assert all("ferry" in p.text for p in brief.points)


@pytest.mark.parametrize("query", ["", "  \n", "?!", 7])
def test_blank_question(query: Any) -> None:
    with pytest.raises(SettingsError, match="query must be a text with at least one word; got"):
        summarize(TEXTS, query=query)


def test_budgets_and_their_notes() -> None:
    full = summarize(read(SEEDS), query="missile production", max_points=2)
    assert len(full.points) == 2
    assert not any("bears on the question" in note for note in full.notes)
    some = summarize(TEXTS, query="bakery", max_words=200)
    assert some.notes[:1] == ("1 point: nothing else in the sources bears on the question",)
    none = summarize(TEXTS, query="bakery", max_words=3)
    assert none.notes[:1] == ("no sentence of the sources fits in the budget",)


@pytest.mark.parametrize("selector", ["mmr", "mmr-textbook", "centroid", "lead"])
@pytest.mark.parametrize("query", ["passengers", "quantum chromodynamics"])
def test_every_selector_keeps_to_the_question(selector: str, query: str) -> None:
    brief = summarize(TEXTS, query=query, selector=selector)
    assert all("passengers" in p.text for p in brief.points)
    assert bool(brief.points) == (query == "passengers")


@pytest.mark.parametrize("clusterer", ["agglomerative", "hdbscan", "kmeans"])
def test_one_sentence_that_bears(clusterer: str) -> None:
    brief = summarize(TEXTS, query="bakery", clusterer=clusterer)
    assert [p.text.split()[2] for p in brief.points] == ["bakery"]


def test_any_order_of_the_files_gives_the_same_brief() -> None:
    documents = list(read(SEEDS))
    summarizer = Summarizer(query="command of the forces in Japan", max_points=6)
    orders = itertools.islice(itertools.permutations(documents), 0, None, 17)
    assert len({summarizer.summarize(order).to_json() for order in orders}) == 1


def test_copies_change_no_point() -> None:
    once = summarize(TEXTS, query="ferry passengers")
    twice = summarize([*TEXTS, FERRY, FERRY], query="ferry passengers")
    assert [p.text for p in once.points] == [p.text for p in twice.points]


def test_question_in_the_language_of_the_texts() -> None:
    french = [
        "Le navire a coulé lundi près du port après avoir heurté un rocher dans la brume.\n\n"
        "Les quarante passagers ont été ramenés à terre par les pêcheurs du village.\n\n"
        "La nouvelle boulangerie du phare ouvrira ses portes la semaine prochaine."
    ]
    brief = summarize(french, query="Que disent les pêcheurs ?", language="fr")
    assert len(brief.points) == 1
    assert "pêcheurs" in brief.points[0].text


# The benchmark


def test_scores_by_hand() -> None:
    texts = Texts(Topic("t", (Document(FERRY, id="a"),), ()))
    asked = Question("?", "a", texts, [[(0, 10, 20), (1, 0, 9)], [(0, 30, 40)]])
    found = score(asked, [(0, 19, 25), (1, 5, 6)])
    assert (found["precision"], found["recall"]) == (1.0, 0.5)
    assert found["f1"] == found["overall"] == pytest.approx(2 / 3)
    assert found["ndcg"] == pytest.approx(1 / (1 + 1 / np.log2(3)))
    assert score(asked, [(0, 20, 30)])["overall"] == 0
    assert score(asked, [])["f1"] == 0
    nowhere = Question("?", "a", texts, [], "near")
    assert score(nowhere, []) == {"near": 1.0, "overall": 1.0}
    assert score(nowhere, [(0, 0, 5)]) == {"near": 0.0, "overall": 0.0}


def test_questions_hold_spans_and_no_text_of_the_sources() -> None:
    content = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    asked = [question for topic in content["topics"] for question in topic["questions"]]
    assert len(content["topics"]) >= 10
    assert len(asked) >= 40
    assert len({topic["topic"] for topic in content["topics"]}) == len(content["topics"])
    assert {topic["half"] for topic in content["topics"]} == {"a", "b"}
    for question in asked:
        assert question.keys() <= {"query", "answers", "unanswerable"}
        assert ("unanswerable" in question) != bool(question["answers"])
        for document, start, end in itertools.chain.from_iterable(question["answers"]):
            assert document >= 0
            assert 0 <= start < end
