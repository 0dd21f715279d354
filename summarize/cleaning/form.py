"""What the form of a line tells, in any script: how it ends, how many words, how it is made.

Predicates on strings, used by blocks and rules alike. They know punctuation, digits, case and
length; they know no words.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

__all__ = [
    "BOUNDARY",
    "LONG",
    "ends_like_sentence",
    "has_letters",
    "is_structural",
    "letters_are_upper",
    "n_words",
    "statements",
]

# Latin and Greek, CJK, Arabic and Urdu, the dandas, Ethiopic, Armenian, Khmer, Burmese.
STOPS = ".!?…‥‼⁇⁈⁉。｡！？．؟۔।॥።፧։៕။"
CLOSERS = "\"'”’»›«“)\\]】」』）*_"
END = re.compile(
    rf"(?:[{STOPS}]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);|(?<=[\u0900-\u0dff])\s?\|)"
    rf"[{CLOSERS}\s]{{0,8}}(?:\[[\w ,]{{1,12}}\]\s?){{0,9}}$"
)
# A full stop that belongs to the last word of a name or a time, not to a sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:Co|Inc|Ltd|LLC|Corp|Bros|Jr|Sr|Ave|Calif|Fla|Ariz|Va|vs|pp)"
    r"|[ap]\.?\s?m|\bL\.L\.C|\b[A-Z]\.[A-Z])\.$",
    re.IGNORECASE,
)
# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
STRUCTURE = re.compile(r"[-*+•‣▪●◦►▶·–—]\s|\d{1,3}[.)]\s|[a-zA-Z]\)\s|#{1,6}\s|>|\||`{3}|\[\d+\]\s")
# Both kinds of stop are in the first class, so that re runs from one stop to the next. The
# look-behind lets a run of stops be tried once, from its first: linear however long it is.
BOUNDARY = re.compile(
    r"[.!?…؟।۔。｡！？](?:"
    rf"(?<=[.!?…؟।۔])(?<![.!?…].)[.!?…؟।۔]*(?:[ \xa0\u202f]?»|[{CLOSERS}])*\s+(?![a-zß-ÿ])"
    rf"|(?<=[。｡！？])[。｡！？]*[{CLOSERS}]*\s*)",
    re.DOTALL,
)
LONG = 4000  # characters; what is longer has more words than any rule asks for


@lru_cache(maxsize=16)  # many rules ask it of the same block
def ends_like_sentence(text: str) -> bool:
    """Whether the text closes with terminal punctuation; quotes and note marks may follow."""
    tail = text[-120:].rstrip()
    if not tail or not (tail[-1] in STOPS or END.search(tail)):
        return False
    return not _is_abbreviated_name(text)


def _is_abbreviated_name(text: str) -> bool:
    """Whether the full stop is that of "Porter Brewing Co." or "9:20 a.m.", without a verb."""
    words = text[:200].split(maxsplit=6)
    return (
        len(words) <= 6
        and ABBREVIATION.search(text[-20:]) is not None
        and not any(word[0].islower() for word in words[:-1])
    )


def has_letters(text: str) -> bool:
    """Whether any letter or digit of any script occurs."""
    return any(map(str.isalnum, text))


@lru_cache(maxsize=16)
def n_words(text: str) -> int:
    """Count words, two characters as one where a script has no spaces; stop at a long text."""
    text = text[:LONG]
    if text.isascii():
        return len(text.split())
    spaceless = len(SPACELESS.findall(text))
    if not spaceless:
        return len(text.split())
    return len(SPACELESS.sub(" ", text).split()) + spaceless // 2


def is_structural(line: str) -> bool:
    """Whether the line is an item, a heading or a row by its marks, which no filling joins."""
    return bool(STRUCTURE.match(line)) or line.endswith("|") or not has_letters(line)


def letters_are_upper(text: str, share: float = 0.9) -> bool:
    """Whether more than a share of the letters that have a case are capitals."""
    letters = Counter(text)
    upper = sum(n for c, n in letters.items() if c.isupper())
    lower = sum(n for c, n in letters.items() if c.islower())
    return upper > share * (upper + lower)


def statements(text: str) -> tuple[tuple[int, int], ...]:
    """Cut a text roughly into sentences; an abbreviation ends one too many, which does no harm."""
    cuts = [0, *(m.end() for m in BOUNDARY.finditer(text)), len(text)]
    return tuple((a, b) for a, b in pairwise(cuts) if a < b)
