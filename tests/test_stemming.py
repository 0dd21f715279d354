"""Stems by language: what is the same word, what is a content word."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from summarize.stemming import stemmer


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
