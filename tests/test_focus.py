"""What bears on a question: counted by hand on small texts, and seen in briefs of the seeds."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.data import Topic
from benchmarks.focus import QUESTIONS, Question, Texts, halves, score
from summarize import Brief, SettingsError, Summarizer, partitions, read, summarize, verify
from summarize.documents import Document
from summarize.focus import (
    BEFORE,
    FLOOR,
    SHARE_OF_BEST,
    UNSAID,
    Among,
    bearing,
    bearing_rows,
    closeness,
    matches,
    share_unsaid,
)
from summarize.languages import LANGUAGES
from summarize.stemming import asked_stems, stemmer, unsaid

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
REST = "every other statement in the sources bears less on the question or repeats one of these"

words = st.lists(st.sampled_from(["ferri", "rock", "oil", "mayor", "euro"]), max_size=6)


def texts_of(brief: Brief) -> str:
    return " ".join(point.text for point in brief.points)


# Words


def scored(question: list[str], sentences: list[list[str]]) -> np.ndarray:
    return matches(question, sentences, Among.of(question, sentences))


def test_a_question_of_which_a_sentence_has_every_word_is_worth_one() -> None:
    scores = scored(["ferri", "rock"], [["ferri", "rock"], ["ferri", "oil"], ["oil", "mayor"]])
    assert scores[0] == pytest.approx(1.0)
    assert 0 < scores[1] < 0.5  # the commoner half of the question
    assert scores[2] == 0


def test_words_that_no_sentence_has_count_against_a_match() -> None:
    sentences = [["ferri", "rock"], ["oil", "mayor"]]
    whole = scored(["ferri"], sentences)
    part = scored(["ferri", "volcano", "ash"], sentences)
    assert whole[0] == pytest.approx(1.0)
    assert part[0] < 0.25
    assert scored(["volcano"], sentences).tolist() == [0, 0]


@given(words, st.lists(words, min_size=1, max_size=8))
@settings(deadline=None)
def test_matches_against_a_slow_reference(question: list[str], sentences: list[list[str]]) -> None:
    """The formula of BM25 written out, with k1 = 0.9 and b = 0.4."""
    n, mean = len(sentences), max(1.0, sum(map(len, sentences)) / len(sentences))
    idf = {w: np.log(1 + (n - d + 0.5) / (d + 0.5)) for w in question
           for d in [sum(w in s for s in sentences)]}  # fmt: skip
    for sentence, found in zip(sentences, scored(question, sentences), strict=True):
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
    found = closeness(np.array([9.0, 2.0, 0.0]), sentences, sentences.mean(axis=0))
    assert found == pytest.approx([1.0, -1.0, 0.0])


def test_equal_embeddings_say_nothing() -> None:
    sentences = np.full((3, 2), 0.1)
    mean = sentences.mean(axis=0)
    assert closeness(np.array([1.0, 0.0]), sentences, mean).tolist() == [0, 0, 0]


# Both, and the floor


def test_bearing_is_half_words_and_half_meaning_and_skips_copies() -> None:
    texts = ["The ferry sank.", "The ferry sank.", "Tickets were paid back."]
    rows = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    counted = np.array([True, False, True])
    position = np.zeros(3, dtype=np.intp)
    alone = bearing(["ferri"], texts, np.zeros((4, 0)), stemmer("en"), counted, position)
    both = bearing(["ferri"], texts, rows, stemmer("en"), counted, position)
    assert alone[1] == both[1] == 0
    assert alone[2] == 0
    assert both[0] == pytest.approx((alone[0] + 1) / 2)
    assert both[2] == pytest.approx(-1 / 2)


def test_words_of_the_sentence_before_count_a_little() -> None:
    """Only in the same document, and only for a sentence that has a word of the question itself."""
    texts = ["The ferry sank.", "Its owner fled.", "The owner was fined.", "Boats came."]

    def of(position: list[int]) -> np.ndarray:
        return bearing(
            ["ferri", "owner"], texts, np.zeros((5, 0)), stemmer("en"), np.ones(4, bool),
            np.array(position),
        )  # fmt: skip

    apart, together = of([0, 0, 0, 0]), of([0, 1, 0, 1])
    assert together[1] == pytest.approx(apart[1] + BEFORE * apart[0])
    assert together[[0, 2, 3]] == pytest.approx(apart[[0, 2, 3]])
    assert apart[3] == 0


def test_words_that_no_sentence_has_make_all_bear_less() -> None:
    sentences = [["ferri", "rock"], ["oil", "mayor"], ["ferri"]]
    assert share_unsaid(Among.of(["ferri", "rock"], sentences)) == 0
    assert share_unsaid(Among.of(["volcano"], sentences)) == 1
    assert 0.5 < share_unsaid(Among.of(["ferri", "volcano"], sentences)) < 1
    texts, meaning = ["The ferry sank.", "Boats came."], np.array([[1.0], [0.0], [1.0]])
    counted, position = np.ones(2, bool), np.zeros(2, dtype=np.intp)
    found = bearing(["volcano"], texts, meaning, stemmer("en"), counted, position)
    assert found == pytest.approx(np.array([0.5, -0.5]) / (1 + UNSAID))


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
    assert brief.notes[:1] == (f"{len(brief.points)} of 10 points: {REST}",)
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
    assert some.notes[:1] == (f"1 point: {REST}",)
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


# What another story tells


@pytest.mark.parametrize("query", ["Austin", "Naples", "G7"])
def test_a_source_of_another_event_answers(query: str) -> None:
    corpus = read(SEEDS)
    brief = summarize(corpus, query=query)
    assert brief.points
    assert all(query in point.text for point in brief.points)
    assert {c.source for point in brief.points for c in point.citations} == {"naples.txt"}
    assert brief.stories == ()
    assert any("of another story than the main one, told in naples.txt" in n for n in brief.notes)
    assert not any("left out of the points" in note for note in brief.notes)
    assert verify(brief, corpus) == []


def test_no_citation_and_no_difference_across_events() -> None:
    brief = summarize(read(SEEDS), query="What did the ministers say about the alliance?")
    assert "naples.txt" in {point.source for point in brief.points}
    for point in brief.points:
        sources = {citation.source for citation in point.citations}
        assert "naples.txt" not in sources or sources == {"naples.txt"}
    assert "naples.txt" not in {v.source for d in brief.differences for v in d.values}


def test_another_event_that_does_not_answer_is_not_spoken_of() -> None:
    brief = summarize(read(SEEDS), query="AMRAAM")
    assert {point.source for point in brief.points} <= {"agency.txt", "blog.txt"}
    assert brief.stories == ()
    assert not any("naples.txt" in note for note in brief.notes)


@pytest.mark.parametrize("chars", [1500, 10**6])
def test_another_event_answers_in_a_large_topic(
    monkeypatch: pytest.MonkeyPatch, chars: int
) -> None:
    monkeypatch.setattr(partitions, "LARGE", 0)
    monkeypatch.setattr(partitions, "PARTITION_CHARS", chars)
    corpus = read(SEEDS)
    with joblib.parallel_config("threading", n_jobs=2):
        brief = summarize(corpus, query="Crosetto and the cathedral")
    assert [point.text.split()[1] for point in brief.points] == ["Crosetto,"]
    assert {c.source for point in brief.points for c in point.citations} == {"naples.txt"}
    assert "no sentence of the sources has “cathedral”" in brief.notes
    assert brief.stories == ()
    assert verify(brief, corpus) == []


def test_an_answer_of_another_event_is_not_gone() -> None:
    corpus = read(SEEDS)
    first = summarize(corpus, query="Austin")
    again = summarize(corpus, known=first, query="Austin")
    assert again.update is not None
    assert again.update.gone == ()
    assert again.points == ()
    assert again.notes[:1] == (
        "no points: the sources have no statement that the earlier brief has not on the question "
        "'Austin'",
    )


# Short answers, and what has no shape


def test_short_answers() -> None:
    text = f"{FERRY}\n\nNobody was hurt. A ticket costs ten euros."
    assert texts_of(summarize([text], query="hurt")) == "Nobody was hurt."
    assert "A ticket costs ten euros." in texts_of(summarize([text], query="ticket cost"))
    assert "Nobody was hurt." not in texts_of(summarize([text]))


def test_what_bears_but_is_no_point_is_not_denied() -> None:
    texts = [f"{text}\n\nWho owns the helicopter that flew above the island?" for text in TEXTS]
    brief = summarize(texts, query="helicopter", keep=("all",))
    assert brief.points == ()
    assert brief.notes[:1] == (
        "no points: only what is no point, such as a fragment, a question or a very long sentence, "
        "bears on the question 'helicopter'",
    )


def test_words_that_no_sentence_has_are_named() -> None:
    brief = summarize(TEXTS, query="Why did the ferry to Helgoland sink near the harbour?")
    assert brief.points
    assert "no sentence of the sources has “Helgoland”, “sink”" in brief.notes
    assert not any("no sentence of" in n for n in summarize(TEXTS, query="ferry").notes)
    nothing = summarize(read(SEEDS), query="donations from Germany")
    assert nothing.points == ()
    assert "no sentence of the sources has “donations”, “Germany”" in nothing.notes


def test_one_answer_once() -> None:
    brief = summarize(read(SEEDS), query="How many troops are based in Japan?")
    assert texts_of(brief).count("50,000") == 1
    assert "50,000" in brief.points[0].text
    by_words = summarize(read(SEEDS), query="How many troops are based in Japan?", max_words=250)
    assert texts_of(by_words).count("50,000") == 1


# Words of asking

STORM = [
    "暴雨星期二凌晨袭击了东部的三个城市，河水淹没了低处的街道。消防部门转移了大约六千名居民。"
    "机场在上午关闭，一百个航班被取消。",
    "东部城市的学校停课两天，家长们在家照顾孩子。铁路公司说，列车星期四恢复运行。",
]
QUAKE = [
    "月曜日の朝、北部で強い地震があり、多くの建物が壊れた。市は約三千人の住民を体育館に案内した。"
    "病院は電気がないまま診察を続けた。",
    "地震のあと、図書館は一週間閉館する。駅は火曜日に営業を始めた。",
]


@pytest.mark.parametrize(
    ("texts", "query", "answer"),
    [
        (STORM, "转移了多少人？", "六千"),
        (STORM, "哪些航班被取消？", "一百个航班"),
        (STORM, "列车什么时候恢复？", "星期四"),
        (QUAKE, "図書館はどうなったか", "一週間閉館"),
        (QUAKE, "住民は何人か", "三千人"),
    ],
)
def test_questions_without_spaces(texts: list[str], query: str, answer: str) -> None:
    brief = summarize(texts, query=query)
    assert answer in brief.points[0].text


@pytest.mark.parametrize(
    ("code", "question", "stems"),
    [
        ("ar", "كم عدد القتلى؟", 1),
        ("cs", "Kolik lidí zemřelo?", 2),
        ("da", "Hvor mange mennesker døde?", 2),
        ("de", "Wie viele Menschen wurden verletzt?", 2),
        ("el", "Πόσοι άνθρωποι πέθαναν;", 2),
        ("en", "How long was the bridge closed?", 2),
        ("es", "¿Cuántas personas murieron?", 2),
        ("fi", "Kuinka monta ihmistä kuoli?", 2),
        ("fr", "Combien de personnes ont été blessées ?", 2),
        ("he", "כמה אנשים נהרגו?", 2),
        ("hi", "कितने लोग मारे गए?", 2),
        ("hu", "Hány ember halt meg?", 2),
        ("it", "Quante persone sono morte?", 2),
        ("ja", "何人が避難しましたか？", 1),
        ("ko", "왜 다리가 닫혔습니까?", 2),
        ("nl", "Hoeveel mensen zijn gewond?", 2),
        ("no", "Hvor mange mennesker døde?", 2),
        ("pl", "Ile osób zginęło?", 2),
        ("pt", "Quantas pessoas morreram?", 2),
        ("ro", "Câți oameni au murit?", 2),
        ("ru", "Сколько человек погибло?", 2),
        ("sv", "Hur många människor dog?", 2),
        ("tr", "Kaç kişi öldü?", 1),
        ("uk", "Скільки людей загинуло?", 2),
        ("zh", "多少人撤离？", 1),
    ],
)
def test_words_of_asking_are_not_looked_for(code: str, question: str, stems: int) -> None:
    assert len(asked_stems(question, code)) == stems


def test_every_language_has_words_of_asking() -> None:
    for code in LANGUAGES:
        assert asked_stems("7", code) == ["7"]


def test_the_word_that_is_said_in_another_form_is_said() -> None:
    assert unsaid("Why did the bridges close?", "en", ["bridg"]) == ("close",)
    assert unsaid("学校はどうなったか", "ja", ["学校"]) == ()
    assert unsaid("学校はどうなったか", "ja", ["病院"]) == ("学校",)
    assert unsaid(None, "en", []) == ()


# The benchmark


def test_scores_by_hand() -> None:
    texts = Texts(Topic("t", (Document(FERRY, id="a"),), ()))
    asked = Question("?", "a", texts, [[(0, 10, 20), (1, 0, 9)], [(0, 30, 40)]])
    found = score(asked, [(0, 19, 25), (1, 5, 6)])
    assert (found["precision"], found["recall"]) == (1.0, 0.5)
    assert found["f1"] == found["overall"] == pytest.approx(2 / 3)
    assert found["once"] == pytest.approx(1 / 2)  # the second gives the answer of the first
    assert found["ndcg"] == pytest.approx(1 / (1 + 1 / np.log2(3)))
    assert score(asked, [(0, 20, 30)])["overall"] == 0
    assert score(asked, [])["f1"] == 0
    nowhere = Question("?", "a", texts, [], "near")
    assert score(nowhere, []) == {"near": 1.0, "overall": 1.0}
    assert score(nowhere, [(0, 0, 5)]) == {"near": 0.0, "overall": 0.0}


def test_table_of_the_halves() -> None:
    means = {"f1": 0.5, "once": 0.25, "near": 1.0, "overall": 0.75, "recall": 0.1}
    mean = {"calibrated on": means, "confirmed on": {**means, "f1": 0.625}, "all": means}
    header, lines = halves({"ours": {"mean": mean}})
    assert header[1] == "F1, calibrated on"
    assert header[5:7] == ["F1, confirmed on", "once, confirmed on"]
    assert lines == [["ours", "50.0", "25.0", "100.0", "75.0", "62.5", "25.0", "100.0", "75.0"]]


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


def test_a_vowel_sign_ends_no_word_of_asking() -> None:
    """The word कब asks when; कबीर is a poet."""
    texts = [
        "कबीर का जन्म काशी में हुआ था। उनके दोहे आज भी पढ़े जाते हैं।",
        "काशी में कबीर का जन्म हुआ माना जाता है। नगर में उनका मेला लगता है।",
    ]
    brief = summarize(texts, query="कबीर का जन्म कहाँ हुआ?", language="hi")
    assert "कबीर का जन्म" in brief.points[0].text
    assert not [note for note in brief.notes if note.startswith("no sentence of the sources has")]
