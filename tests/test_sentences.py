"""Where sentences end: golden cases, what must hold for any text, and the time it takes."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import summarize.punkt
from summarize.documents import Document, Sentence
from summarize.errors import UnknownNameError
from summarize.sentences import split

# Each case shows its sentences with a bar between them: "|" stands for nothing but white space, or
# for nothing at all where the text has none.
ENGLISH = [
    # abbreviations, titles, initials
    "Mr. Smith met Mrs. Jones. | They left.",
    "Dr. Will Brown spoke. | Nobody listened.",
    "Sen. May Field and Rep. Will Hurd agreed. | The vote failed.",
    "The U.S. Senate voted. | It passed.",
    "He lives in the U.S. | The flat is small.",
    "He left the U.S. | In March he came back.",
    "The U.S.-led force withdrew. | Nobody cheered.",
    "The U.N. Security Council met in New York, N.Y. | It adopted the text.",
    "She has a Ph.D. in physics. | He has none.",
    "J.R.R. Tolkien wrote it. | J. K. Rowling did not.",
    "George W. Bush and John F. Kennedy were presidents. | Both were young.",
    "Acme Inc. said it would sell. | Acme Inc. | The buyer is unknown.",
    "Acme Corp. Chairman Lee resigned. | His deputy follows.",
    "Fruit, e.g. apples, is cheap. | Meat, i.e. beef, is not.",
    "Apples, pears, etc. are fruit. | They sell apples, pears, etc. | The shop is old.",
    "Smith et al. found it. | Smith et al. (2005) did not.",
    "They met at 5 p.m. Monday. | They met at 5 p.m. | The talks failed.",
    "On Jan. 5 it snowed. | On Sept. 11 it did not.",
    "Smith vs. Jones was heard. | The court rose.",
    "He came to St. Louis from Mt. Vernon. | She stayed.",
    "Gen. Nakatani and Lt. Col. Mori spoke. | They agreed.",
    "It was named by Drs. Jane Doe and Kim Roe. | Few have heard of it.",
    # numbers
    "It grew 3.5 percent to 1.2 million. | Analysts had hoped for 4.0.",
    "See no. 5 and No. 6. | Fig. 3 shows it.",
    "The answer is no. | The reason is clear.",
    "It cost $5. | Nobody paid.",
    "Prices rose in 2005. | They fell in 2006.",
    "Version 2.0.1 is out. | Use it.",
    # quotes and brackets that close after the stop
    'He said "I will go." | Then he went.',
    "He said “I will go.” | Then he went.",
    "He said ‘I will go.’ | Then he went.",
    "(He left early.) | She stayed.",
    "[He left early.] | She stayed.",
    "She won (in 2005.) | He lost.",
    "“Why?” he asked. | Nobody knew.",
    '"Stop!" she cried. | He did not.',
    '"It is late," he said. | "We must go." | They went.',
    "“It is over. We won,” he said. | The crowd cheered.",
    'The sign read "Closed. Come back later. Thanks." in red. | He left.',
    'He asked: "Who is it?" | Nobody answered.',
    "It was true.[12] | It is known.[3][4]",
    'He left. " | She stayed.',
    # other stops
    "Really?! | Yes! | What?",
    "I do not know... | Smith does.",
    "I do not know… | Smith does.",
    "Well... maybe. | Well… maybe not.",
    "One . . . two. | Three.",
    "Yahoo! said so. | It was wrong.",
    "the screen is bright . | the sound is not . . . good .",
    # no space after the stop
    "He left.|The next day he came. | She stayed.",
    "It rose by 5%.|Analysts cheered.",
    "He came (from Rome).|She did not.",
    "He said no!”|Then he left.",
    "See www.example.com for it. | Mail Me@Example.Com now.",
    "Use node.js or sys.path here. | Done.",
    "St.Paul is a city. | So is Rome.",
    # lists, headings, lines
    "To buy:\n|- milk\n|- eggs",
    "• milk\n|• eggs\n|• bread",
    "1. Buy milk\n|2. Buy eggs\n|3. Go home",
    "(a) the first\n|(b) the second",
    "1) One thing. | 2) Another thing.",
    "A heading without a stop\n\n|The text begins here. | It ends here.",
    "A short heading\n|The first paragraph of a text is far longer than its heading. | It ends.",
    "This sentence was wrapped by hand\nat forty characters, so it goes on\nto here. | So it is.",
    "The ministers agreed on\nMonday in Tokyo.\r\n\r\n|Both were content.",
    "Windows line ends\r\ngo on. | They stop here.",
]
OTHERS = [
    ("de", "Er kam am 12. März an. | Das Schiff war leer."),
    ("de", "Im 19. Jahrhundert, z. B. Die Stadt, war es so. | Heute nicht."),
    ("de", "Dr. Müller usw. kamen. | „Ich gehe.“ | Dann ging er."),
    ("fr", "M. Dupont et Mme Durand sont là. | Il pleut. | « Deux jours. » | Elle part."),
    ("fr", "Il est parti. | « Nous restons », a-t-elle dit."),
    ("es", "¿Quién es? | Es el Sr. López. | ¡Hola!"),
    ("it", "Il sig. Rossi è qui. | La dott.ssa Bianchi no."),
    ("ru", "Он живёт в г. Москве. | Она и т. д. не знает. | Кто там?"),
    ("el", "Τι είναι; | Δεν ξέρω. | Ο κ. Νίκος ξέρει."),
    ("ar", "هل تعرف؟ | نعم أعرف. | ذهب الولد إلى المدرسة."),
    ("ar", "وصل الوفد يوم الخميس.|ثم غادر المدينة. | نشره موقع Amazon.com أمس."),
    ("he", "מי שם? | אני לא יודע. | הוא הלך."),
    ("hi", "यह एक घर है। | वह कौन है? | घर १२ कि. मी. दूर है। | उसने कहा, “मैं जाता हूँ।” | वह गया."),
    ("zh", "今天天气很好。|我们去公园吧！|好吗？|“走吧。”|他说完就走了。"),
    ("zh", "增长了3.5%。|他说：“好。”|然后走了。"),
    ("ja", "今日は天気がいい。|公園に行きますか？|「はい。」|彼は行った。"),
    ("en", "今天天气很好。|我们去公园吧！|好吗？"),
    ("en", "यह एक घर है। | वह कौन है?"),
    ("en", "هل تعرف؟ | نعم أعرف."),
]


def sentences_of(text: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in split([Document(text)], [[(0, len(text))]], language)]


@pytest.mark.parametrize("case", ENGLISH)
def test_english(case: str) -> None:
    check(case, "en")


@pytest.mark.parametrize(("language", "case"), OTHERS)
def test_other_languages(language: str, case: str) -> None:
    check(case, language)


def check(case: str, language: str) -> None:
    expected = [part.strip() for part in case.split("|")]
    text = re.sub(r"(\s?)\| ?", lambda bar: bar[1], case)
    assert sentences_of(text, language) == expected


def test_rows_positions_and_offsets() -> None:
    documents = [Document("One. Two.", id="a"), Document("", id="b"), Document("x Three. y")]
    assert split(documents, [[(0, 9)], [], [(2, 8)]], "en") == [
        Sentence(document=0, position=0, start=0, end=4, text="One."),
        Sentence(document=0, position=1, start=5, end=9, text="Two."),
        Sentence(document=2, position=0, start=2, end=8, text="Three."),
    ]


def test_a_span_that_ends_ends_the_sentence() -> None:
    text = "The first half | the second half."
    found = split([Document(text)], [[(0, 14), (17, 33)]], "en")
    assert [sentence.text for sentence in found] == ["The first half", "the second half."]
    assert [sentence.position for sentence in found] == [0, 1]


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="unknown language 'xx'"):
        split([], [], "xx")


def test_where_a_long_text_is_cut_ends_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece may end after "St. An", which alone would be a sentence's end and a beginning."""
    filler = " ".join(["The talks went on for an hour."] * 20)
    text = f"{filler} Mr. Brandt of St. Andrews saw it. {filler}"
    whole = sentences_of(text)
    assert "Mr. Brandt of St. Andrews saw it." in whole
    middle = text.index("Andrews")
    for piece in range(middle - 4, middle + 12):
        monkeypatch.setattr(summarize.punkt, "PIECE", piece)
        assert sentences_of(text) == whole


def test_a_long_quotation_is_split() -> None:
    quotation = "“" + "This is one of its sentences. " * 20 + "It ends here.”"
    assert len(sentences_of(quotation)) == 21


# Everything that the rules look at, and some that they do not.
PIECES = st.sampled_from(
    [
        *("He left", "the", "U.S.", "Mr.", "3.5", "No", "e.g.", "J.", "12", "A", "end"),
        *(".", "!", "?", "...", "…", "。", "؟", "।", ";", ",", "[3]", "1.", "- ", "•"),
        *('"', "“", "”", "«", "»", "„", "'", "(", ")", "「", "」"),
        *(" ", " ", "\n", "\r\n", "\n\n", "\r\n \r\n", "\t", "\u00a0", "\u2028", "\x00", "\ud800"),
        *("今天", "e\u0301", "\u200f", "שלום", "נ"),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


@given(TEXTS, st.sampled_from(["en", "de", "fr", "el", "hi", "zh"]), st.data())
@example("a\r\n\r\nb", "en", None)
def test_properties(text: str, language: str, data: st.DataObject | None) -> None:
    cuts = [0, len(text)]
    if data is not None:
        cuts += data.draw(st.lists(st.integers(0, len(text)), max_size=4))
    cuts.sort()
    spans = list(pairwise(cuts))
    found = split([Document(text)], [spans], language)
    assert [sentence.position for sentence in found] == list(range(len(found)))
    for start, end in spans:
        inside = [s for s in found if start <= s.start and s.end <= end]
        covered = start
        for sentence in inside:
            assert (
                text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
            )
            assert text[covered : sentence.start].strip() == ""  # in order, nothing but space lost
            assert not re.search(r"\n[ \t]*\r?\n", sentence.text)
            covered = sentence.end
        assert text[covered:end].strip() == ""
        found = found[len(inside) :]
    assert not found  # none crosses the end of a span


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "word and ",
        "a",
        "It is so. ",
        "。今",
        ". ",
        "(a. ",
        "“a. ",
        '"',
        "\n",
        "- a\n",
        "1. ",
        "end.The",
        "[1]",
    ],
)
def test_long_monotonous_texts_end(unit: str) -> None:
    """A pattern that backtracks takes hours for one of these; nothing of them may be lost."""
    text = unit * (160_000 // len(unit))
    covered = "".join(sentences_of(text))
    assert set("".join(text.split())) == set("".join(covered.split()))
