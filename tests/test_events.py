"""Documents of one event stay together; another event, and one stray document, are told apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize import read, summarize
from summarize.cleaning import clean
from summarize.documents import Document, Sentence
from summarize.events import MAX_DOCUMENTS, NO_ARTICLE, group_events
from summarize.events.cutting import RELATED, without_anything_in_common
from summarize.sentences import split
from summarize.stemming import stemmer

SEEDS = Path(__file__).parents[1] / "seeds"
STEMS = stemmer("en")

FIRE = (
    "A fire at the Marlow mill in Harden killed three workers on Monday, police said.",
    "Three workers died when the old Marlow mill burned in Harden on Monday night.",
    "Police in Harden said the fire at the Marlow mill that killed three began in the boiler room.",
    "The fire began in the boiler room of the Marlow mill, the police chief of Harden said.",
)
OTHER_FIRE = (
    "Fire destroyed the Tessen warehouse in Oldport on Thursday, and two guards were injured.",
    "Two guards were taken to hospital after the Tessen warehouse in Oldport burned on Thursday.",
    "The Oldport fire brigade fought for nine hours to save the Tessen warehouse on Thursday.",
    "Insurers said the Thursday fire at the Tessen warehouse in Oldport cost nine million crowns.",
)
CHESS = "Anna Petrosian won the chess title in Riga after a long endgame against young Lev Braun."


def group(documents: list[str] | tuple[str, ...], **arguments: object) -> list[int]:
    sentences = [Sentence(d, 0, 0, len(text), text) for d, text in enumerate(documents) if text]
    labels = group_events(sentences, len(documents), STEMS, **arguments)  # type: ignore[arg-type]
    assert labels.shape == (len(documents),)
    return [int(label) for label in labels]


def at_length(text: str) -> str:
    """Of two or three documents, only those of some length can be another story."""
    return " ".join([text] * 12)


def group_as_read(documents: list[Document]) -> dict[str, int]:
    prose = clean(documents, language="en", keep=())
    sentences = split(documents, [p.spans for p in prose], "en")
    labels = group_events(sentences, len(documents), STEMS)
    return {document.id: int(label) for document, label in zip(documents, labels, strict=True)}


def test_the_seeds_hold_one_stray() -> None:
    expected = {"agency.txt": 0, "blog.txt": 0, "explainer.txt": 0, "naples.txt": 1, "wire.txt": 0}
    assert group_as_read(list(read(SEEDS))) == expected


@pytest.mark.parametrize("left_out", ["agency.txt", "blog.txt", "explainer.txt", "wire.txt"])
def test_the_stray_of_the_seeds_is_found_among_fewer(left_out: str) -> None:
    documents = [document for document in read(SEEDS) if document.id != left_out]
    found = group_as_read(documents)
    assert [name for name, event in found.items() if event] == ["naples.txt"]


def test_the_seeds_without_the_stray_are_one_event() -> None:
    documents = [document for document in read(SEEDS) if document.id != "naples.txt"]
    assert set(group_as_read(documents).values()) == {0}


def test_look_alike_events_are_cut() -> None:
    assert group([*FIRE, *OTHER_FIRE]) in ([0] * 4 + [1] * 4, [1] * 4 + [0] * 4)


def test_one_event_is_not_cut() -> None:
    assert group(FIRE) == [0, 0, 0, 0]
    assert group(OTHER_FIRE) == [0, 0, 0, 0]


@pytest.mark.parametrize("stray", [OTHER_FIRE[0], CHESS])
def test_a_stray_is_found(stray: str) -> None:
    assert group([*FIRE, stray]) == [0, 0, 0, 0, 1]


def test_of_three_only_the_unrelated_one_is_accused() -> None:
    assert group([*FIRE[:2], at_length(CHESS)]) == [0, 0, 1]
    assert group(list(map(at_length, FIRE[:3]))) == [0, 0, 0]


def test_few_words_are_no_evidence_among_few_documents() -> None:
    assert group([*FIRE[:2], CHESS]) == [0, 0, 0]


def test_of_two_none_is_accused_unless_they_share_nothing() -> None:
    one, other = at_length(FIRE[0]), at_length(FIRE[1])
    chess = at_length(CHESS)
    assert group([one, other]) == [0, 0]
    # Of equally many documents, the main event is the one with the most words.
    assert group([one, chess + " " + CHESS]) == [1, 0]
    assert group([chess, chess + " " + CHESS.upper(), one]) == [0, 0, 1]


def test_all_about_different_things_are_as_many_events() -> None:
    documents = [
        CHESS,
        FIRE[0],
        "Grain prices fell sharply while exporters waited for the autumn harvest.",
        "Surgeons implanted an artificial cornea and restored sight to a blind patient.",
    ]
    assert sorted(group(list(map(at_length, documents)))) == [0, 1, 2, 3]


class Alike:
    """Documents of which only the similarities are known."""

    def __init__(self, similarity: np.ndarray) -> None:
        self._similarity = similarity

    def __len__(self) -> int:
        return len(self._similarity)

    def cosines(self, min_documents: int) -> np.ndarray:
        return self._similarity


def test_most_must_resemble_no_other_to_have_nothing_in_common() -> None:
    below, above = RELATED - 0.01, RELATED + 0.01
    similarity = np.full((5, 5), below)
    similarity[0, 1] = similarity[1, 0] = above
    groups = without_anything_in_common(Alike(similarity))  # type: ignore[arg-type]
    assert groups is not None
    assert [rows.tolist() for rows in groups] == [[0, 1], [2], [3], [4]]
    # Four are too few to tell, and of five with three that are alike most resemble another.
    few = Alike(similarity[1:, 1:])
    assert without_anything_in_common(few) is None  # type: ignore[arg-type]
    similarity[1, 2] = similarity[2, 1] = above
    assert without_anything_in_common(Alike(similarity)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("n_sources", "n_points"), [(2, 1), (3, 2)])
def test_a_story_of_three_sources_has_a_second_line(n_sources: int, n_points: int) -> None:
    more = [
        "The owner had let its sprinklers rust since spring, a guard told insurers.",
        "Smoke drifted over the harbour until Friday and closed two ferry lines.",
        "Nine engines pumped water from the canal beside the railway.",
    ]
    fire = [Document(text, id=f"fire{k}") for k, text in enumerate(FIRE)]
    other = [
        Document(f"{text} {line}", id=f"other{k}")
        for k, (text, line) in enumerate(zip(OTHER_FIRE, more, strict=False))
    ]
    (story,) = summarize([*fire, *other[:n_sources]]).stories
    assert (len(story.sources), len(story.points)) == (n_sources, n_points)


def test_copies_follow_their_original_and_do_not_count() -> None:
    documents = [CHESS] * 6 + list(FIRE)
    alone = group(documents)
    assert alone == [0] * 6 + [1] * 4
    counted_once = group(documents, copy_of=[None, 0, 0, 0, 0, 0, None, None, None, None])
    assert counted_once == [1] * 6 + [0] * 4


def test_copies_of_one_text_are_one_event() -> None:
    assert group([FIRE[0]] * 5) == [0] * 5
    assert group([FIRE[0]] * 3, copy_of=[None, 0, 0]) == [0] * 3


@pytest.mark.parametrize(
    ("documents", "labels"),
    [
        ([], []),
        ([FIRE[0]], [0]),
        (["", ""], [0, 0]),
        (["", FIRE[0], FIRE[1]], [0, 0, 0]),
        (["", *FIRE, CHESS], [0, 0, 0, 0, 0, 1]),
        (["the of and", "a to in", "is at", "was on"], None),
        (["1", "2", "3", "4", "5"], None),
    ],
)
def test_poor_input(documents: list[str], labels: list[int] | None) -> None:
    found = group(documents)
    assert labels is None or found == labels


def test_a_language_without_spaces() -> None:
    storm = [
        "台风登陆福建沿海数千居民撤离",
        "福建沿海居民因台风撤离数千人",
        "数千居民在台风登陆福建前撤离",
    ]
    texts = [*storm, "台风前福建数千居民撤离沿海", "足球世界杯决赛今晚开赛"]
    sentences = [Sentence(d, 0, 0, len(text), text) for d, text in enumerate(texts)]
    assert group_events(sentences, 5, stemmer("zh")).tolist() == [0, 0, 0, 0, 1]


def test_of_two_events_of_one_size_the_order_decides_nothing() -> None:
    grain = at_length("Grain exporters waited for autumn harvest while prices fell sharply.")
    cornea = at_length("Surgeons implanted artificial cornea, restored sight, patient sees again.")
    assert group([grain, cornea]) == group([cornea, grain])[::-1] == [0, 1]


@settings(max_examples=60, deadline=None)
@given(st.permutations([*FIRE, *OTHER_FIRE[:2], CHESS, "", FIRE[0]]))
def test_the_order_of_the_documents_does_not_matter(documents: list[str]) -> None:
    reference = [*FIRE, *OTHER_FIRE[:2], CHESS, "", FIRE[0]]
    event_of = dict(zip(reference, group(reference), strict=True))
    assert group(documents) == [event_of[text] for text in documents]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*FIRE, *OTHER_FIRE, CHESS, "", "x", "7"]), max_size=12))
def test_labels_are_numbered_by_size(documents: list[str]) -> None:
    labels = np.array(
        [label for text, label in zip(documents, group(documents), strict=True) if text]
    )
    sizes = np.bincount(labels) if len(labels) else np.zeros(0)
    assert (sizes > 0).all()
    assert (np.diff(sizes) <= 0).all()


def test_more_documents_than_are_compared_with_each_other() -> None:
    def variants(sentences: tuple[str, ...], n: int) -> list[str]:
        """Each leaves out one of the sentences, and has a word of its own."""
        return [" ".join((*sentences[: k % 4], *sentences[k % 4 + 1 :], f"W{k}")) for k in range(n)]

    many, others = variants(FIRE, MAX_DOCUMENTS), variants(OTHER_FIRE, MAX_DOCUMENTS // 2)
    labels = group([*many, *others])
    assert labels == [0] * len(many) + [1] * len(others)


def test_a_scrap_beside_articles_is_no_story() -> None:
    articles = list(map(at_length, FIRE))
    assert group([*articles, "Rating is shown when the video was rented."]) == [0] * 4 + [
        NO_ARTICLE
    ]
    assert group([*articles, at_length(CHESS)]) == [0] * 4 + [1]
    # A short report of the event itself stays with it.
    assert group([*articles[1:], FIRE[0]]) == [0] * 4


def test_a_scrap_that_was_not_compared_is_no_story_where_its_like_is_none() -> None:
    reports = [at_length(f"{' '.join(FIRE)} W{k}") for k in range(MAX_DOCUMENTS + 400)]
    for k in range(2):  # which of the two is drawn is by chance
        scraps = [f"Rating is shown when video {k} was rented {end}" for end in ("then.", "now.")]
        first, second = sorted(group([*reports, *scraps])[-2:])
        assert first != NO_ARTICLE or second <= 0


def test_the_order_of_many_documents_does_not_matter() -> None:
    documents = [f"{FIRE[k % 4]} W{k}" for k in range(MAX_DOCUMENTS + 40)]
    documents += [f"{OTHER_FIRE[k % 4]} V{k}" for k in range(60)]
    assert group(documents) == group(documents[::-1])[::-1]


def test_a_text_that_begins_with_something_else_is_acquitted_by_what_follows() -> None:
    beginning = " ".join([CHESS] * 25)
    reports = [at_length(FIRE[0]), at_length(FIRE[1])]
    assert group([*reports, beginning]) == [0, 0, 1]
    assert group([*reports, f"{beginning} {at_length(' '.join(FIRE))}"]) == [0, 0, 0]


def test_many_documents_with_nothing_in_common_are_no_event() -> None:
    things = [
        at_length(" ".join(f"{word}{k}" for word in ("ka", "lo", "mi", "ru"))) for k in "abcdef"
    ]
    assert sorted(group(things)) == list(range(6))
