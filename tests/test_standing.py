"""Sentences that lean on the one before, and the context that holds them."""

from __future__ import annotations

import numpy as np
import pytest

from summarize import Document, summarize
from summarize.documents import Sentence
from summarize.selection import Candidates, Selection
from summarize.standing import (
    contexts,
    in_need,
    leads,
    leaning,
    predecessors,
    quotes_nobody,
    speaking,
)

LEANS = [
    "He also said that the dam would be rebuilt.",
    "However, the dam held.",
    "They agreed to meet again in May.",
    "But the mayor refused.",
    "The move surprised the opposition.",
    "The two met again on Friday.",
    "That is more than last year.",
    "This was denied by the ministry.",
    "It has been closed since.",
    "“It was over in a minute,” he said.",
    "In addition, soldiers brought boats.",
    "As a result, the road is closed.",
    "Some of them had no coats.",
    "Both were released.",
    "Later, the police came.",
    "After they left, the house burned.",
    "Her lawyer declined to comment.",
    "Meanwhile, the river rose.",
    "Such plans cost money.",
    "Another was found dead.",
    "With those words, the mayor left.",
    "In the same statement, Anna Kruse thanked the firemen.",
    "We are at the mercy of the river.” Anna Kruse said no more.",
    "One grabbed the woman's purse.",
    "None was insured.",
    "Some were still in their beds.",
    "The last confirms that the dam broke.",
    "The first opened in 1962.",
    "In some of these cases, the roof fell in.",
    "Not all of them are for boats.",
    "On Twitter, his last message thanks the firemen.",
    "When that train arrived, the doors stayed closed.",
    "As guardians of these dams, the engineers stayed.",
    "The difference is that the dam held.",
    "Which means that the road is closed.",
    "It will be a long winter that nobody forgets.",
    "It happened as police were trying to close the road.",
]
STANDS = [
    "The dam at Langwedel held through the night.",
    "This week the ministers meet in Verden.",
    "Those who stayed were fined.",
    "It is not known whether the dam will hold.",
    "It took two years to rebuild the dam.",
    "Both Japan and the United States agreed.",
    "After he left office, John Bolton wrote a book.",
    "So far, 12 people have been found.",
    "Rather than wait, the mayor acted.",
    "Herman Kahn wrote it.",
    "Thierry was here.",
    "Italy won.",
    "“We will not go,” Mayor Anna Kruse said.",
    "Two men were arrested on Monday.",
    "Thousands of people fled.",
    "Butler was acquitted.",
    "In the evening the river rose.",
    "The dead were buried on Sunday.",
    "Later this year the bridge will open.",
    "In the same week, the river was dry.",
    "On that day the dam broke.",
    "For those who stayed there was soup.",
    "“We will not go,” she said.",
    "Around 8 a.m., he left the town hall.",
    "One man grabbed the woman's purse.",
    "One of the firemen drowned.",
    "Some firemen were still in their beds.",
    "Many say that the dam is too old.",
    "Two were killed in Verden on Monday.",
    "The last train left at noon.",
    "The first televised debate was a bonanza for Anna Kruse.",
    "In some of the houses, the roof fell in.",
    "On Twitter, Anna Kruse thanks the firemen.",
    "When that happens, the sirens wail.",
    "As mayor of Verden, Anna Kruse stayed.",
    "The difference between the two dams is their age.",
    "It is a crime to open the dam.",
    "Two years later the bridge was built.",
    "I am not wearing one.",
    "Still, the dam held.",
    "So the town waits.",
]
NEED = [
    "Still, the dam held.",
    "So the town waits.",
    "I am not wearing one.",
    "We thank our family and our friends.",
    "“We will not go.”",
    "“It is my considered judgment that you should resign.",
    "“Massive love to everyone,” she wrote on a card.",
    "Two years later the bridge was built.",
    "Seven days earlier, Kruse had insured the house.",
    "“We will not go,” she said.",
    "Around 8 a.m., he left the town hall.",
    "On the last Sunday in March, he left.",
    "He left.",
]
DO_NOT = [
    "So far, 12 people have been found.",
    "Still-standing houses were few.",
    "“We will not go,” the mayor of Verden said.",
    "“I will not go,” Anna Kruse said.",
    "The mayor said, “I will not go.”",
    "World War I began in Sarajevo.",
    "I am not wearing one, Anna Kruse said.",
    "Later this year the bridge will open.",
    "Two years of work went into the bridge.",
    "“We will not go,” Anna Kruse said.",
    "“We will not go,” the mayor said, and she said it twice.",
    "Around 8 a.m., Kruse left the town hall.",
    "After the speech of Anna Kruse, she left.",
    "After a call to Martin, he left.",
]


@pytest.mark.parametrize("text", LEANS)
def test_leans(text: str) -> None:
    assert leaning("en")(text)


@pytest.mark.parametrize("text", STANDS)
def test_stands(text: str) -> None:
    assert not leaning("en")(text)


@pytest.mark.parametrize("text", NEED)
def test_a_reader_misses_who_it_is(text: str) -> None:
    assert in_need("en")(text)
    assert not in_need("fr")(text)


@pytest.mark.parametrize("text", DO_NOT)
def test_a_reader_knows_who_it_is(text: str) -> None:
    assert not in_need("en")(text)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The dam broke on Sunday.", True),
        ("“Frozen” is the film of the year.", True),
        ('"Frozen" is the film of the year.', True),
        ("“The dam broke,” Anna Kruse said.", False),
        ('"The dam broke." So said Anna Kruse.', False),
        ("“The dam broke and the river took all that we had", False),
        ("(The dam had been built in 1962.)", False),
    ],
)
def test_what_a_brief_may_open_with(text: str, may: bool) -> None:
    assert leads(text) == may


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("I personally would not.", True),
        ("Politicians have lost their power to frighten me.", True),
        ("We thank our family.", True),
        ("I would not, she said.", False),
        ("“I would not,” she said.", False),
        ("Anna Kruse said, “I would not.”", False),
        ("Weimar is in Thuringia.", False),
        ("Pope Paul VI and Elizabeth I never met.", False),
    ],
)
def test_who_speaks_of_me_says_who_that_is(text: str, speaks: bool) -> None:
    assert speaking("en")(text) == speaks
    assert not speaking("fr")(text)


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("“We will not go.”", True),
        ("“We will not go,” she said.", True),
        ("“It is my considered judgment that you should resign.", True),
        ("“We will not go,” Anna Kruse said.", False),
        ("“We will not go,” a fireman said.", False),
        ("Anna Kruse said: “We will not go.”", False),
    ],
)
def test_a_quotation_names_its_speaker(text: str, nobody: bool) -> None:
    assert quotes_nobody(text) == nobody


# In each language one that points back, and one that opens with nearly the same.
ABROAD = [
    ("ar", "وأضاف أن السد سيعاد بناؤه.", "وأضافوا الرمل إلى السد في فردن."),
    ("ar", "هو عمدة فردن.", "هواء فردن بارد."),
    ("cs", "Ona odešla v pondělí.", "Onak se hráz ve Verdenu nestaví."),
    ("cs", "Ale hráz vydržela.", "Alena Krausová odešla."),
    ("de", "Er sagte auch, dass der Damm hält.", "Ernst Kruse sagte, dass der Damm hält."),
    ("de", "Außerdem ist die Straße gesperrt.", "Es ist nicht bekannt, ob der Damm hält."),
    ("el", "Αυτός έφυγε τη Δευτέρα.", "Αυτόπτες μάρτυρες είδαν το φράγμα."),
    ("el", "Ωστόσο, το φράγμα άντεξε.", "Το φράγμα άντεξε."),
    ("es", "Ella dijo que la presa resistió.", "Ellacuría visitó la presa."),
    ("es", "Sin embargo, la presa resistió.", "Sin agua, la ciudad esperó."),
    ("fr", "Elle a démissionné.", "Ellen Kruse a démissionné."),
    ("fr", "Il a ajouté que le barrage tiendra.", "Il faut reconstruire le barrage."),
    ("he", "הוא אמר שהסכר יחזיק.", "הואשם ראש העיר בפריצת הסכר."),
    ("hi", "उन्होंने कहा कि बाँध टूट गया।", "उन्नाव में बाँध टूट गया।"),
    ("hi", "वह सोमवार को चले गए।", "वहाँ बाँध टूट गया।"),
    ("ja", "彼はダムが直ると述べた。", "台風で町のダムが決壊した。"),
    ("zh", "他还说大坝将重建。", "市长说大坝将重建。"),
    ("zh", "但是大坝没有决口。", "大坝没有决口。"),
]


@pytest.mark.parametrize(("language", "leans", "stands"), ABROAD)
def test_other_languages_have_lists(language: str, leans: str, stands: str) -> None:
    assert leaning(language)(leans)
    assert in_need(language)(leans)
    assert not leaning(language)(stands)


@pytest.mark.parametrize("text", LEANS)
def test_a_language_without_a_list_has_no_rules(text: str) -> None:
    assert not leaning("fi")(text)


DOCUMENT = Document("Anna Kruse is mayor. She resigned. He stayed.\n\nIt ended.", id="a")
SENTENCES = [
    Sentence(0, 0, 0, 20, "Anna Kruse is mayor."),
    Sentence(0, 1, 21, 34, "She resigned."),
    Sentence(0, 2, 35, 45, "He stayed."),
    Sentence(0, 3, 47, 56, "It ended."),
]


def found(chosen: list[int], fits: bool = True) -> list[int | None]:
    return contexts(chosen, SENTENCES, [DOCUMENT], leaning("en"), lambda text: fits)


def test_the_sentence_before_is_the_context() -> None:
    assert found([1]) == [0]


def test_no_context_where_it_is_not_needed_or_does_not_help() -> None:
    assert found([0]) == [None]  # stands alone, and nothing is before it
    assert found([2]) == [None]  # the one before leans too
    assert found([1], fits=False) == [None]  # no room


def test_a_point_before_is_the_context_and_costs_nothing() -> None:
    assert found([1, 0], fits=False) == [0, None]
    assert found([2, 1, 0], fits=False) == [1, 0, None]


def test_predecessors_are_places_among_the_rows() -> None:
    rows = np.array([0, 1, 3])
    assert predecessors(rows, SENTENCES, [DOCUMENT]).tolist() == [-1, 0, -1]


def test_dropped_text_between_them_parts_them() -> None:
    document = Document("Anna Kruse is mayor. ADVERTISEMENT She resigned.", id="a")
    sentences = [SENTENCES[0], Sentence(0, 1, 35, 48, "She resigned.")]
    assert contexts([1], sentences, [document], leaning("en"), lambda text: True) == [None]


TEXT = (
    "Mayor Anna Kruse of Verden opened the new dam at Langwedel on Monday morning. "
    "She said the dam at Langwedel had cost Verden 80 million euros."
)


def test_context_keeps_the_budget() -> None:
    whole = summarize([TEXT], max_points=1, selector=_second)
    assert whole.points[0].context is not None
    assert whole.points[0].context.text.startswith("Mayor Anna Kruse")
    cut = summarize([TEXT], max_points=1, max_words=14, selector=_second)
    assert cut.points[0].text == whole.points[0].text
    assert cut.points[0].context is None


def _second(candidates: Candidates, limits: np.ndarray, diversity: float) -> Selection:
    return Selection(np.array([1]), np.ones(1), np.zeros(1))


def test_a_brief_does_not_open_with_a_quotation() -> None:
    """The set of points is the same; under a question the answer comes first, as it is."""
    quoted = "“The dam at Langwedel broke on Sunday night,” said the mayor of Verden, Anna Kruse."
    texts = [
        f"{quoted} Schools in Verden stay closed until Friday.",
        f"{quoted} Soldiers took people from their roofs with boats.",
    ]
    brief = summarize(texts, max_points=3)
    assert quoted in [point.text for point in brief.points[1:]]
    assert [point.rank for point in brief.points] == [1, 2]
    asked = summarize(texts, query="When did the dam at Langwedel break?")
    assert asked.points[0].text == quoted


@pytest.mark.parametrize(
    ("language", "text", "leans"),
    [
        ("zh", "他还说大坝将重建。", True),
        ("zh", "他信周二回国。", False),
        ("zh", "其实大坝早已老化。", False),
        ("ja", "これは初めてである。", True),
        ("ja", "これまでに百人が避難した。", False),
        ("ja", "なおみ選手が勝った。", False),
    ],
)
def test_characters_that_begin_a_longer_word_point_nowhere(
    language: str, text: str, leans: bool
) -> None:
    assert leaning(language)(text) is leans
