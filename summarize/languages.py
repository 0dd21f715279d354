"""What is known of each language: how its sentences end, its stemmer, its function words.

In goes an ISO 639-1 code, or a text whose language is to be found; out come a `Language`, stop
words, a code. The word lists are plain text in `words/`. Detection reads the script, then counts
function words: it chooses a splitter and a stemmer, and is no general language identifier.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import regex
from regex import Pattern

from summarize.errors import UnknownNameError

__all__ = [
    "DAY_OR_MONTH",
    "LANGUAGES",
    "SAMPLE_CHARS",
    "Language",
    "count_function_words",
    "count_words",
    "detect_language",
    "get_language",
    "main_language",
    "pointing_pattern",
    "stop_words",
    "unknown_script",
    "unplaced_day",
    "without_question_words",
]

WORDS = Path(__file__).with_name("words")
DEFAULT = "en"

# Detection looks at the beginning only: 2,000 letters settle it, and a long text costs no more.
SAMPLE_CHARS = 4000
# Running text has a third to a half of function words, a list of names has few: below this share
# of all words no Latin or Cyrillic language is believed.
MIN_SHARE = 0.12
# So close to a weekday a figure is its date: "Wednesday, September 30".
NEAR_A_DAY = 14
# A Chinese or Japanese word is about two characters long.
CHARACTERS_PER_WORD = 2

# In English they have a capital and name no one; but Martin and Sunak are names.
DAY_OR_MONTH = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Jan(?:uary)?|Feb(?:ruary)?|March|April|May"
    r"|June|July|Aug(?:ust)?|Sept(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)

_PUNCTUATION = ".,;:!?()[]\"'«»„“”‘’"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is written.

    Attributes
    ----------
    code : str
        ISO 639-1.
    name : str
        In English.
    snowball : str or None
        The name of NLTK's Snowball stemmer, if it has one.
    terminators : str
        The characters that end a sentence.
    spaced : bool
        Whether spaces stand between words.
    ordinals : bool
        Whether a number with a full stop is an ordinal ("12. März").
    abbreviations, titles, numbered : frozenset of str
        Lower case, without the last full stop: all that are written with one; those that never end
        a sentence ("mr"); those that are abbreviations before a number only ("no").
    days : frozenset of str
        Words for a day that only the date of the text places ("sunday", "yesterday").
    pointing : frozenset of str
        Words that point back where they open a sentence ("she", "however"); empty where no list
        is, and for English, which has rules of its own.
    """

    code: str
    name: str
    snowball: str | None = None
    terminators: str = ".!?…"
    spaced: bool = True
    ordinals: bool = False
    abbreviations: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    pointing: frozenset[str] = frozenset()


@cache
def _word_lists(name: str) -> dict[str, frozenset[str]]:
    """Read a file of `words/`: paragraphs whose first word is the language's code."""
    text = (WORDS / f"{name}.txt").read_text(encoding="utf-8")
    paragraphs = (paragraph.split() for paragraph in text.split("\n\n"))
    return {code: frozenset(words) for code, *words in paragraphs if code != "#"}


def _phrases(name: str, code: str) -> frozenset[str]:
    """The entries of a list in which an underscore is a space; none where it lacks the language."""
    words = _word_lists(name).get(code, frozenset())
    return frozenset(word.replace("_", " ") for word in words)


def _language(code: str, name: str, snowball: str | None = None, **features: Any) -> Language:
    """Build a row of the table, with its abbreviations."""
    titles = _word_lists("titles")[code]
    abbreviations = _word_lists("abbreviations")[code] | titles
    return Language(
        code,
        name,
        snowball,
        **features,
        abbreviations=abbreviations,
        titles=titles,
        numbered=_word_lists("numbered")[code],
        days=_phrases("days", code),
        pointing=_phrases("pointing", code),
    )


_CJK_TERMINATORS = "。！？｡.!?"

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        _language("ar", "Arabic", "arabic", terminators=".!?؟۔…"),
        _language("cs", "Czech", ordinals=True),
        _language("da", "Danish", "danish", ordinals=True),
        _language("de", "German", "german", ordinals=True),
        # Greek has two code points for its question mark, and writes the first.
        _language("el", "Greek", terminators=".!;\u037e?…"),
        _language("en", "English", "english"),
        _language("es", "Spanish", "spanish"),
        _language("fi", "Finnish", "finnish", ordinals=True),
        _language("fr", "French", "french"),
        _language("he", "Hebrew"),
        _language("hi", "Hindi", terminators="।॥|.!?…"),
        _language("hu", "Hungarian", "hungarian", ordinals=True),
        _language("it", "Italian", "italian"),
        _language("ja", "Japanese", terminators=_CJK_TERMINATORS, spaced=False),
        _language("ko", "Korean"),
        _language("nl", "Dutch", "dutch"),
        _language("no", "Norwegian", "norwegian", ordinals=True),
        _language("pl", "Polish", ordinals=True),
        _language("pt", "Portuguese", "portuguese"),
        _language("ro", "Romanian", "romanian"),
        _language("ru", "Russian", "russian"),
        _language("sv", "Swedish", "swedish"),
        _language("tr", "Turkish", ordinals=True),
        _language("uk", "Ukrainian"),
        _language("zh", "Chinese", terminators=_CJK_TERMINATORS, spaced=False),
    )
}


def get_language(code: str) -> Language:
    """Return the language of an ISO 639-1 code.

    Raises
    ------
    UnknownNameError
        If the table does not hold it.
    """
    if code not in LANGUAGES:
        raise UnknownNameError("language", code, LANGUAGES)
    return LANGUAGES[code]


def stop_words(code: str) -> frozenset[str]:
    """Return the function words of a language, in lower case.

    Raises
    ------
    UnknownNameError
        If the table does not hold the language.
    """
    return _word_lists("stop_words")[get_language(code).code]


def without_question_words(question: str, language: Language) -> str:
    """Return a question with a space in place of each word or phrase by which it asks."""
    return str(_question_pattern(language).sub(" ", unicodedata.normalize("NFC", question)))


@cache
def _question_pattern(language: Language) -> Pattern[str]:
    phrases = (phrase.replace("_", " ") for phrase in _word_lists("question_words")[language.code])
    # Of two that begin alike the longer one.
    return _any_of(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)), language)


# The first word of a character's Unicode name is its script. Those that one language of the table
# is written in settle it; Latin and Cyrillic are left to the function words.
_SCRIPTS = {
    "ARABIC": "ar",
    "CJK": "zh",
    "DEVANAGARI": "hi",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
}
_SHARED_SCRIPTS = {
    "LATIN": [code for code in LANGUAGES if code not in {*_SCRIPTS.values(), "ru", "uk"}],
    "CYRILLIC": ["ru", "uk"],
}
# Japanese mixes Han with kana; Chinese has no kana but in names.
MIN_KANA_SHARE = 0.1


def detect_language(text: str) -> str:
    """Return the code of the language that a text is written in; where nothing tells, `"en"`.

    Script first, then the share of words that are function words of a language, each counted by
    how few languages share it. Only the first 4,000 characters are read.
    """
    sample = unicodedata.normalize("NFC", text[:SAMPLE_CHARS])
    scripts = _count_scripts(sample)
    if not scripts:
        return DEFAULT
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana > MIN_KANA_SHARE * (kana + scripts["CJK"]) and kana + scripts["CJK"] > scripts["LATIN"]:
        return "ja"
    script = max(scripts, key=lambda name: (scripts[name], name))
    if script in _SHARED_SCRIPTS:
        return _by_function_words(sample, _SHARED_SCRIPTS[script])
    return _SCRIPTS.get(script, DEFAULT)


def count_words(text: str, language: Language) -> int:
    """Return the number of words of a text; estimated where no spaces stand between them."""
    if language.spaced:
        return len(text.split())
    return math.ceil(sum(map(str.isalnum, text)) / CHARACTERS_PER_WORD)


def main_language(texts: Iterable[str]) -> str:
    """Return the code of the language that most of the characters of several texts are in."""
    characters: Counter[str] = Counter()
    longest_first = sorted(texts, key=len, reverse=True)
    total = sum(map(len, longest_first))
    for text in longest_first:
        code = detect_language(text)
        characters[code] += len(text)
        if characters[code] > total / 2:  # whatever the others are in
            return code
    return max(characters, key=lambda code: (characters[code], code), default=DEFAULT)


def unknown_script(texts: Iterable[str]) -> str | None:
    """Return the name of the script of most of the texts' letters if no language is known by it."""
    scripts = sum(map(_count_scripts, (text[:SAMPLE_CHARS] for text in texts)), Counter[str]())
    script = max(scripts, key=lambda name: (scripts[name], name), default="LATIN")
    return None if script in {*_SCRIPTS, *_SHARED_SCRIPTS} else script.capitalize()


def _count_scripts(sample: str) -> Counter[str]:
    scripts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        if character.isalpha():
            scripts[_script(character)] += count
    return scripts


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def count_function_words(text: str) -> int:
    """Count the words of a text's beginning that are function words of any language.

    Words are what stands between spaces, so that the pieces of a wrongly decoded word do not count.
    """
    return sum(
        word.strip(_PUNCTUATION) in _rarity() for word in text[:SAMPLE_CHARS].lower().split()
    )


def _by_function_words(sample: str, codes: list[str]) -> str:
    words = Counter(_WORD.findall(sample.lower().replace("’", "'")))
    total = sum(words.values())
    best, best_score = DEFAULT, 0.0
    for code in codes:
        known = sorted(stop_words(code) & words.keys())
        share = sum(words[word] for word in known) / max(1, total)
        score = sum(words[word] * _rarity()[word] for word in known)
        if share >= MIN_SHARE and score > best_score:
            best, best_score = code, score
    return best


@cache
def _rarity() -> dict[str, float]:
    """Weigh a function word by one over the number of languages that have it."""
    languages = Counter(word for words in _word_lists("stop_words").values() for word in words)
    return {word: 1 / count for word, count in languages.items()}


def unplaced_day(text: str, language: Language) -> str | None:
    """Return the first word of a text for a day that the text itself does not place.

    "Sunday" and "yesterday" are such words, and no figure stands close to them as in
    "Sunday, 30 March".
    """
    for word in _day_pattern(language).finditer(text):
        near = text[max(0, word.start() - NEAR_A_DAY) : word.end() + NEAR_A_DAY]
        if not any(character.isdecimal() for character in near):
            return str(word[0])
    return None


@cache
def _day_pattern(language: Language) -> Pattern[str]:
    return _any_of(sorted(language.days), language)


def _any_of(phrases: Iterable[str], language: Language) -> Pattern[str]:
    either = "|".join(map(re.escape, phrases))
    # Vowel signs of Hindi are no \w, and end no word.
    whole = rf"(?<![\w\p{{M}}])(?:{either})(?![\w\p{{M}}])" if language.spaced else either
    return regex.compile(whole, regex.IGNORECASE)


@cache
def pointing_pattern(code: str) -> re.Pattern[str]:
    """Return what matches at the start of a sentence that opens with a word that points back."""
    language = get_language(code)
    words = "|".join(re.escape(word) for word in sorted(language.pointing)) or "(?!)"
    # Vowel signs of Hindi are no \w: only a space or a mark ends a word.
    end = r"(?![^\s,،、.:;!?…'’-])" if language.spaced else ""
    return re.compile(rf"(?:{words}){end}", re.IGNORECASE)
