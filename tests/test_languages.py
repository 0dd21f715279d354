"""The table of languages, the word lists and the detection of a language."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import UnknownNameError
from summarize.languages import (
    LANGUAGES,
    count_function_words,
    count_words,
    detect_language,
    get_language,
    main_language,
    stop_words,
    unplaced_day,
)

# One paragraph a language, written for this test: the harbour of a town has a new lighthouse.
SAMPLES = {
    "ar": "افتتحت المدينة منارة جديدة في الميناء يوم الاثنين، وقال رئيس البلدية ذلك.",
    "cs": "Město v pondělí otevřelo nový maják v přístavu. Podle starosty bude sloužit rybářům, "
    "kteří se vracejí domů až po setmění.",
    "da": "Byen åbnede mandag et nyt fyr i havnen. Borgmesteren sagde, at det skal hjælpe "
    "fiskerne, som ikke kommer hjem før efter mørkets frembrud.",
    "de": "Die Stadt hat am Montag einen neuen Leuchtturm im Hafen eröffnet. Der Bürgermeister "
    "sagte, dass er den Fischern helfen werde, die erst in der Nacht nach Hause kommen.",
    "el": "Η πόλη εγκαινίασε τη Δευτέρα έναν νέο φάρο στο λιμάνι.",
    "en": "The town opened a new lighthouse in the harbour on Monday. The mayor said that it will "
    "help the fishermen who come home after dark.",
    "es": "La ciudad inauguró el lunes un nuevo faro en el puerto. El alcalde dijo que servirá a "
    "los pescadores que vuelven a casa por la noche.",
    "fi": "Kaupunki avasi maanantaina uuden majakan satamassa. Pormestari sanoi, että se auttaa "
    "kalastajia, jotka eivät ole vielä kotona kun on pimeää.",
    "fr": "La ville a inauguré lundi un nouveau phare dans le port. Le maire a dit qu'il aidera "
    "les pêcheurs qui rentrent chez eux après la tombée de la nuit.",
    "he": "העיר פתחה ביום שני מגדלור חדש בנמל.",
    "hi": "शहर ने सोमवार को बंदरगाह में एक नया प्रकाशस्तंभ खोला।",
    "hu": "A város hétfőn új világítótornyot nyitott a kikötőben. A polgármester szerint ez "
    "segíti a halászokat, akik csak sötétedés után érnek haza.",
    "it": "La città ha inaugurato lunedì un nuovo faro nel porto. Il sindaco ha detto che aiuterà "
    "i pescatori che tornano a casa di notte.",
    "ja": "町は月曜日に港で新しい灯台を開いた。",
    "ko": "시는 월요일 항구에 새로운 등대를 열었다.",
    "nl": "De stad opende maandag een nieuwe vuurtoren in de haven. De burgemeester zei dat die de "
    "vissers zal helpen die pas na het donker thuis komen.",
    "no": "Byen åpnet mandag et nytt fyr i havnen. Ordføreren sa at det skal hjelpe fiskerne "
    "som ikke kommer hjem før etter mørkets frembrudd.",
    "pl": "Miasto otworzyło w poniedziałek nową latarnię w porcie. Burmistrz powiedział, że będzie "
    "ona służyć rybakom, którzy wracają do domu po zmroku.",
    "pt": "A cidade inaugurou na segunda-feira um novo farol no porto. O prefeito disse que ele "
    "ajudará os pescadores que voltam para casa à noite.",
    "ro": "Orașul a deschis luni un far nou în port. Primarul a spus că acesta va ajuta pescarii "
    "care se întorc acasă după lăsarea întunericului.",
    "ru": "Город открыл в понедельник новый маяк в порту. Мэр сказал, что он поможет рыбакам, "
    "которые возвращаются домой после захода солнца.",
    "sv": "Staden öppnade på måndagen en ny fyr i hamnen. Borgmästaren sade att den ska hjälpa "
    "fiskarna som inte kommer hem förrän efter mörkrets inbrott.",
    "tr": "Şehir pazartesi günü limanda yeni bir deniz feneri açtı. Belediye başkanı bunun eve "
    "ancak karanlıktan sonra dönen balıkçılar için olduğunu söyledi.",
    "uk": "Місто відкрило в понеділок новий маяк у порту. Мер сказав, що він допоможе рибалкам, "
    "які повертаються додому після заходу сонця.",
    "zh": "该市星期一在港口启用了一座新灯塔。",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_whole(code: str) -> None:
    language = get_language(code)
    assert language.code == code
    assert "!" in language.terminators
    assert language.titles <= language.abbreviations
    words = language.abbreviations | language.numbered | language.days | stop_words(code)
    assert all(word == word.lower() and not word.endswith(".") for word in words)
    assert len(stop_words(code)) >= 50


@pytest.mark.parametrize("code", LANGUAGES)
def test_finds_each_language(code: str) -> None:
    assert detect_language(SAMPLES[code]) == code


@pytest.mark.parametrize("text", ["", "   \n", "12 345.6", "?!", "Zhang Ossendrijver Qux", "ᚠᚢᚦ"])
def test_is_english_where_nothing_tells(text: str) -> None:
    assert detect_language(text) == "en"


def test_a_foreign_name_does_not_turn_the_language() -> None:
    text = "The word 東京 is Tokyo, and the café of Müller is in it, as the guide of the city says."
    assert detect_language(text) == "en"


def test_snowball_names_exist() -> None:
    from nltk.stem.snowball import SnowballStemmer

    names = {language.snowball for language in LANGUAGES.values()} - {None}
    assert names <= set(SnowballStemmer.languages)


@pytest.mark.parametrize("look_up", [get_language, stop_words])
def test_an_unknown_code_names_the_known_ones(look_up: object) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown language 'xx'; choose one of: ar, cs, da"):
        look_up("xx")  # type: ignore[operator]


def test_function_words_are_counted_whole() -> None:
    assert count_function_words("He went (to) the “Boat”.") == 3  # he, to, the
    assert count_function_words("v\x9aech") == 0


@given(st.text(max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text) in LANGUAGES
    assert detect_language(text) == detect_language(text)


def test_words_are_counted_by_spaces_or_estimated() -> None:
    assert count_words("Two  words\nand three.", get_language("en")) == 4
    assert count_words("北京大学成立。", get_language("zh")) == 3
    assert count_words("", get_language("ja")) == 0


def test_the_main_language_is_that_of_most_characters() -> None:
    english = "The dam held through the night, and the people of the town went home."
    french = "Le barrage a tenu, et les gens sont rentrés."
    assert main_language([english, french]) == "en"
    assert main_language([english, french, french]) == "fr"
    assert main_language([]) == "en"


@given(st.lists(st.sampled_from(["en", "fr", "de"]), max_size=9))
def test_the_main_language_does_not_depend_on_the_order(codes: list[str]) -> None:
    characters = Counter(code for code in codes for _ in SAMPLES[code])
    most = max(characters, key=lambda code: (characters[code], code), default="en")
    texts = [SAMPLES[code] for code in codes]
    assert main_language(texts) == main_language(texts[::-1]) == most


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_weekday_without_a_date_is_found_in_every_language(code: str) -> None:
    day = unplaced_day(SAMPLES[code], get_language(code))
    assert day is not None
    assert day.lower() in get_language(code).days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("They met on Sunday, 30 March, and again on Monday.", "Monday"),
        ("On 30 March, a Sunday, they met.", None),
        ("The Sundays of his youth were long.", None),
        ("Yesterday the bridge was closed.", "Yesterday"),
        ("They met.", None),
    ],
)
def test_a_date_places_its_day(text: str, day: str | None) -> None:
    assert unplaced_day(text, get_language("en")) == day
