"""Stems by language: what is the same word, what is a content word."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unicodedata import normalize

import pytest

from summarize.languages import LANGUAGES
from summarize.stemming import stemmer

Stems = Callable[[str], list[tuple[str, bool]]]
ARABIC = (
    "قال وزير الدفاع الأمريكي إن اليابان شريك لا غنى عنه في ردع الصين خلال محادثات مع نظيره "
    "الياباني في طوكيو يوم الأحد وتعهد بتسريع تحديث القيادة والسيطرة "
    "والمعلمون يكتبون الكتابات والمسلمات يستخدمونها"
)
BEGINNINGS, ENDINGS = ("", "ال", "و", "ي", "ت"), ("", "ها", "هم", "ون", "ات", "ين", "كم", "نا")


def content(code: str, text: str) -> list[str]:
    return [stem for stem, is_content in stemmer(code)(text) if is_content]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "negotiations negotiation"),
        ("fr", "négociations négociation"),
        ("de", "Verhandlung Verhandlungen"),
        ("ru", "переговоры переговоров"),
        ("cs", "vyjednávání vyjednávat"),
        ("el", "διαπραγμάτευση διαπραγματεύσεις".replace("ύ", "υ").replace("ά", "α")),
        ("he", "ממשלתיות ממשלתיים"),
    ],
)
def test_forms_of_a_word_share_a_stem(code: str, text: str) -> None:
    first, second = content(code, text)
    assert first == second


def test_stop_words_and_lone_letters_are_no_content() -> None:
    assert stemmer("en")("The U.S. and the dam") == [
        ("the", False),
        ("u", False),
        ("s", False),
        ("and", False),
        ("the", False),
        ("dam", True),
    ]


def test_numbers_are_content() -> None:
    assert content("en", "It took 7 of 27 years") == ["took", "7", "27", "year"]


def test_hindi_words_keep_their_vowel_signs() -> None:
    assert content("hi", "सरकार ने दिल्ली में कहा")[:2] == ["सरकार", "दिल्ली"]


def test_scripts_without_spaces_give_pairs_of_characters() -> None:
    assert content("zh", "北京大学。") == ["北京", "京大", "大学"]
    assert content("ja", "東京") == ["東京"]


def test_empty() -> None:
    assert stemmer("en")(" ... ") == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Le maire réélu à Orléans, l'été où il a gagné"),
        ("cs", "Šéf úřadu oznámil výši škody, říká přítel"),
        ("el", "Ο πρωθυπουργός έφτασε στη Θεσσαλονίκη"),
        ("ko", "대통령은 오늘 서울에서 기자회견을 열었다"),
        ("ja", "ガソリンの値段が上がった"),
    ],
)
def test_an_accent_may_be_a_character_of_its_own(code: str, text: str) -> None:
    composed, decomposed = normalize("NFC", text), normalize("NFD", text)
    assert composed != decomposed
    assert stemmer(code)(decomposed) == stemmer(code)(composed)


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Let each stemmer begin with an empty cache, and threads take turns within a word."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    stemmer.cache_clear()
    yield
    stemmer.cache_clear()
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("forgetful")
def test_threads_stem_as_one_does() -> None:
    words = [b + word + e for word in ARABIC.split() for b in BEGINNINGS for e in ENDINGS]
    text, quarter = " ".join(words), len(words) // 4
    # Each begins elsewhere, so that all are at work on words that no other has stemmed.
    turned = [" ".join(words[k * quarter :] + words[: k * quarter]) for k in range(4)]
    alone = stemmer("ar")(text)
    for _ in range(8):  # one shared stemmer passed one such round in eight
        stemmer.cache_clear()
        together, start = stemmer("ar"), Barrier(4)

        def stem(text: str, together: Stems = together, start: Barrier = start) -> None:
            start.wait()
            together(text)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(stem, turned))
        assert together(text) == alone


@pytest.mark.parametrize("code", [code for code, known in LANGUAGES.items() if known.snowball])
@pytest.mark.usefixtures("forgetful")
def test_a_stem_does_not_depend_on_the_words_before(code: str) -> None:
    """NLTK's stemmer for Arabic takes the last letter off this one once it has seen a verb."""
    words = ["مايو", "يكتبوها", "negotiations", "négociations", "переговоров", "Verhandlungen"]
    forwards = stemmer(code)(" ".join(words))
    stemmer.cache_clear()
    assert stemmer(code)(" ".join(reversed(words))) == forwards[::-1]
