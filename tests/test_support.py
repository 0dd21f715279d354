"""Support: who says what a point says, how probably, and what it costs to find out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from summarize import Document, summarize, support
from summarize.documents import Sentence
from summarize.embedding import load_embedder
from summarize.rows import Rows
from summarize.similarity import build_space
from summarize.stemming import stemmer
from summarize.support import evidence_of, supporters

FLOOD = "The river Aller flooded the old town of Verden on Monday."
SCHOOLS = "About 1,200 people were taken to schools on higher ground."
# Of each document its sentences.
NEWS = [
    [FLOOD, SCHOOLS, "The mayor promised new boats for the fire brigade."],
    [
        "On Monday the old town of Verden was flooded by the river Aller.",
        "Some 1,200 people had been taken to schools on higher ground by night.",
        "Trains to Bremen stood still until noon.",
    ],
    [
        "Insurers expect a bill of 80 million euros for cellars and cars.",
        "Half of the bill is for shops in the old town.",
        "Premiums will rise in spring.",
    ],
]


def rows_of(X: np.ndarray) -> Rows:
    return Rows(csr_array((len(X), 1)), X / np.linalg.norm(X, axis=1, keepdims=True))


def sentences_of(documents: list[list[str]]) -> list[Sentence]:
    return [
        Sentence(d, position, 0, len(text), text)
        for d, texts in enumerate(documents)
        for position, text in enumerate(texts)
    ]


def space_of(documents: list[list[str]], embedder: str = "static", code: str = "en") -> Rows:
    texts = [text for document in documents for text in document]
    counted = np.ones(len(texts), dtype=bool)
    return build_space(texts, [], load_embedder(embedder)(texts), stemmer(code), counted).sameness


def cite(
    documents: list[list[str]],
    point: int,
    floor: float = 0.7,
    events: list[int] | None = None,
    embedder: str = "static",
    code: str = "en",
) -> dict[int, float]:
    labels = np.array(events or [0] * len(documents))
    sentences, rows = sentences_of(documents), space_of(documents, embedder, code)
    document_of = np.array([sentence.document for sentence in sentences])
    probability = evidence_of(sentences, rows, labels).probabilities(point)
    found = supporters(point, probability, document_of, floor)
    assert found[0] == (point, 1.0)
    return dict(found[1:])


@pytest.mark.parametrize("embedder", ["static", "tfidf"])
def test_each_other_source_once_by_the_sentence_that_says_the_same(embedder: str) -> None:
    assert list(cite(NEWS, 0, embedder=embedder)) == [3]
    assert list(cite(NEWS, 1, embedder=embedder)) == [4]
    assert cite(NEWS, 8, embedder=embedder) == {}


def test_the_floor_decides_who_is_cited() -> None:
    everyone = cite(NEWS, 0, floor=0.0)
    assert {row // 3 for row in everyone} == {1, 2}
    assert list(everyone.values()) == sorted(everyone.values(), reverse=True)
    assert list(cite(NEWS, 0, floor=everyone[3])) == [3]
    assert cite(NEWS, 0, floor=everyone[3] + 0.001) == {}


def test_no_source_supports_a_point_of_another_event() -> None:
    assert cite(NEWS, 0, floor=0.0, events=[0, 1, 0]).keys() <= {6, 7, 8}
    evidence = evidence_of(sentences_of(NEWS), space_of(NEWS), np.array([0, 1, 1]))
    assert evidence.probabilities(0).sum() == 0
    assert evidence.probabilities(3)[:3].sum() == 0
    assert evidence.probabilities(3)[6:].sum() > 0


def test_the_same_words_say_the_same() -> None:
    """However short the sentence, and however common its words are in the topic."""
    copied = [*NEWS, ["Premiums will rise in spring."]]
    assert cite(copied, 8)[9] == 1.0
    short = [["It rained."], ["It rained."], ["It snowed."]]
    assert cite(short, 0, floor=0.9) == {1: 1.0}


def test_copies_change_nothing_for_the_others() -> None:
    """Forty reprints make no word common and no sentence typical."""
    many = NEWS + [NEWS[2]] * 40
    originals = np.arange(len(many)) < len(NEWS)
    counted = np.repeat(originals, [len(d) for d in many])
    texts = [text for document in many for text in document]
    rows = build_space(texts, [], load_embedder("static")(texts), stemmer("en"), counted).sameness
    events = np.zeros(len(many), dtype=int)
    found = evidence_of(sentences_of(many), rows, events, originals).probabilities(0)[:9]
    few = evidence_of(sentences_of(NEWS), space_of(NEWS), events[: len(NEWS)]).probabilities(0)
    assert found == pytest.approx(few, abs=1e-3)


def test_a_shared_number_is_evidence() -> None:
    other = [[*NEWS[0]], [text.replace("1,200", "1,300") for text in NEWS[1]], NEWS[2]]
    assert cite(NEWS, 1, floor=0.0)[4] > cite(other, 1, floor=0.0)[4] + 0.01


def test_scripts_without_spaces() -> None:
    documents = [
        ["周一阿勒尔河淹没了费尔登老城。", "市长承诺为消防队购买新船。"],
        ["费尔登老城周一被阿勒尔河淹没。", "开往不来梅的列车中午恢复运行。"],
    ]
    assert list(cite(documents, 0, embedder="tfidf", code="zh")) == [2]


def test_two_sentences_are_a_topic() -> None:
    assert cite([[FLOOD], [SCHOOLS]], 0) == {}
    assert list(cite([[FLOOD], [FLOOD]], 0)) == [1]
    assert cite([[FLOOD]], 0, floor=0.0) == {}


def test_the_brief_cites_by_probability() -> None:
    documents = [Document(" ".join(texts), id=str(k)) for k, texts in enumerate(NEWS)]
    brief = summarize(documents, max_points=1, min_support=0.0, all_events=True)
    own, *others = brief.points[0].citations
    assert own.similarity == 1.0
    assert {citation.source for citation in others} <= {"0", "1", "2"} - {own.source}
    strict = summarize(documents, max_points=1, min_support=others[0].similarity, all_events=True)
    assert [c.source for c in strict.points[0].citations] == [own.source, others[0].source]


def test_days_between_two_documents_make_it_less_probable() -> None:
    """Stories that run over days name the same people every day."""
    events = np.zeros(3, dtype=int)
    rows, sentences = space_of(NEWS), sentences_of(NEWS)

    def found(dates: list[str | None]) -> float:
        return float(evidence_of(sentences, rows, events, dates=dates).probabilities(0)[3])

    same_day = found(["2025-03-03"] * 3)
    assert same_day == found([None] * 3) == found(["2025-03-03", "no date", None])
    assert (
        same_day
        > found(["2025-03-03", "2025-03-04", None])
        > found(["2025-03-03", "2025-03-20", None])
    )
    assert found(["2025-03-03", "2026-03-03", None]) == found(["2024-03-03", "2026-03-03", None])


def test_dates_that_are_none_are_no_days() -> None:
    days = support.days_of(["2025-03-04", "2025-03-03T10:00", None, "2025-13-40", "March"])
    assert days[0] - days[1] == 1
    assert np.isnan(days[2:]).all()


def test_beside_another_story_it_is_clearer_who_says_the_same() -> None:
    """What all of one story name tells little there, and much beside another one."""
    fire = [
        "A fire at the Marlow mill in Harden killed three workers on Monday, police said.",
        "Three workers died when the old Marlow mill burned in Harden on Monday night.",
        "Police in Harden said the fire at the Marlow mill that killed three began in the boiler "
        "room.",
        "The fire began in the boiler room of the Marlow mill, the police chief of Harden said.",
    ]
    other_fire = [
        "Fire destroyed the Tessen warehouse in Oldport on Thursday, and two guards were hurt. "
        "The owner had let its sprinklers rust since spring, a guard told insurers.",
        "Two guards were taken to hospital after the Tessen warehouse in Oldport burned. "
        "Smoke drifted over the harbour until Friday and closed two ferry lines.",
        "The Oldport fire brigade fought for nine hours to save the Tessen warehouse. "
        "Nine engines pumped water from the canal beside the railway.",
    ]
    ours = [Document(text, id=f"fire{k}") for k, text in enumerate(fire)]
    others = [Document(text, id=f"other{k}") for k, text in enumerate(other_fire)]

    def cited(documents: list[Document]) -> set[str]:
        (point,) = summarize(documents, max_points=1, min_support=0.95).points
        assert point.source == "fire2"
        return {citation.source for citation in point.citations}

    assert cited(ours) == {"fire0", "fire2", "fire3"}
    assert cited([*ours, *others]) == {"fire0", "fire1", "fire2", "fire3"}


def test_short_sentences_of_the_same_words_in_another_order_say_the_same() -> None:
    documents = [
        ["The ferry to the island stopped on Monday because an engine failed."],
        ["An engine failed, and the ferry to the island stopped on Monday."],
        ["Islanders wait for bread.", "A new engine will come on Thursday."],
    ]
    assert list(cite(documents, 0)) == [1]


def test_a_sentence_of_elsewhere_is_compared_as_one_of_here() -> None:
    texts = [text for document in NEWS for text in document]
    document_of = np.repeat(np.arange(3), 3)
    evidence = support.Evidence(
        texts, space_of(NEWS), document_of, np.zeros(9, dtype=int), np.ones(9, dtype=bool)
    )
    own = evidence.features(0)
    foreign = evidence.compared(evidence.foreign(space_of(NEWS).take([0]), FLOOD, 3, np.nan))
    same = [k for k, name in enumerate(support.FEATURES) if name != "no others"]
    assert foreign[:, same] == pytest.approx(own[:, same])
    assert (foreign[:, support.FEATURES.index("no others")] == 0).all()


def test_a_number_with_spaces_is_one() -> None:
    """Half of "10 000" is no part of "100 000"."""
    ours, theirs = "La ville a donné 10 000 dollars.", "Il y a 100 000 morts et 80 000 blessés."
    assert support.numbers_in(ours) == {"10000"}
    assert support.numbers_in(theirs) == {"100000", "80000"}
    assert support.numbers_in("In 2005 120 of 1,200 came.") == {"2005", "120", "1,200"}


def test_a_text_without_full_stops_says_nothing() -> None:
    """As one sentence it has all words of the topic, and is where nobody finds the one cited."""
    flat = " and ".join(text.rstrip(".").lower() for texts in NEWS for text in texts)
    endless = [*NEWS, [" and ".join([flat] * 3)]]
    assert len(endless[-1][0]) > support.LONGEST
    assert all(9 not in cite(endless, point, floor=0.01) for point in range(9))
    assert 9 in cite([*NEWS, [flat]], 0, floor=0.01)
