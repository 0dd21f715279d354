"""Prose spans -> Sentences with exact offsets.

In go documents and their spans of prose; out come the sentences, in order. NLTK's Punkt (punkt.py)
proposes where sentences end; then each of the small corrections below mends one thing that it gets
wrong. Text is never rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from summarize.documents import Document, Sentence
from summarize.languages import Language, get_language, stop_words
from summarize.punkt import ONLY_CLOSING, get_punkt

__all__ = ["split"]

# Full stops of scripts that have no other use for them: they end a sentence in every language, so
# that a Chinese text is not one sentence because the language was left at English.
ALWAYS = "。！？｡؟۔।॥"
OPENING = "\"'“‘«„‚‹([{「『（【"
CLOSING = "\"'”’»“‘«›)]}」』）】"
# A quotation of several sentences stays whole with the words that introduce it up to this length;
# a longer one is split, since a point must stay quotable.
MAX_QUOTATION = 300


def split(
    documents: Sequence[Document], spans: Sequence[Sequence[tuple[int, int]]], language: str
) -> list[Sentence]:
    """Split the prose of each document into sentences.

    Parameters
    ----------
    documents : sequence of Document
    spans : sequence of sequences of (start, end)
        For each document, the spans that are prose, in order and disjoint.
    language : str
        ISO 639-1 code.

    Returns
    -------
    list of Sentence
        By document, then by offset; `document.text[s.start:s.end] == s.text`. None is empty,
        starts or ends with white space, or crosses a blank line or the end of its span.

    Raises
    ------
    UnknownNameError
        If the language is not in the table.
    """
    known = get_language(language)
    sentences: list[Sentence] = []
    for row, (document, kept) in enumerate(zip(documents, spans, strict=True)):
        found = (
            sentence
            for start, end in kept
            for block in _blocks(document.text, start, end)
            for sentence in _sentence_spans(document.text, *block, known)
        )
        sentences += [
            Sentence(row, position, start, end, document.text[start:end])
            for position, (start, end) in enumerate(found)
        ]
    return sentences


def _sentence_spans(
    text: str, start: int, end: int, language: Language
) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one block, without the white space around them."""
    block = text[start:end]
    begin = 0
    for stop in [*_inner_ends(block, language), len(block)]:
        piece = block[begin:stop]
        stripped = piece.strip()
        if stripped:
            left = start + begin + len(piece) - len(piece.lstrip())
            yield left, left + len(stripped)
        begin = stop


def _inner_ends(block: str, language: Language) -> list[int]:
    """Find where sentences end before the end of the block."""
    last = len(block.rstrip())
    first = _stop(language.code).search(block)
    if first is None or first.end() == last:  # nearly half of all blocks are one sentence
        return []
    ends = set(get_punkt(language.code).ends(block))
    ends.update(*(find(block, language) for find in MISSED_ENDS))
    return _true_ends(block, sorted(end for end in ends if end < last), language)


@cache
def _stop(code: str) -> re.Pattern[str]:
    """One of these comes before every end of a sentence."""
    return re.compile(f"[{re.escape('.!?…' + ALWAYS + get_language(code).terminators)}]")


# --- Blocks: what no sentence crosses -------------------------------------------------------------

_BREAK = r"(?:\r\n|\r(?!\n)|[\n\v\f\x85\u2028\u2029])"
_BLANK_LINES = re.compile(rf"(?:{_BREAK}[^\S\n\r\v\f\x85\u2028\u2029]*){{2,}}")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[•‣▪▫●○◦■□►▸–—*+-]\s+|[•‣▪●◦■►▸])\S")
_NUMBER = re.compile(r"\s*\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+\S")
_FIRST_NUMBER = re.compile(r"\s*\(?(?:1|a|i)[.)]\s")
_CLOSED = re.compile(rf"[.!?…:;{ALWAYS}][{re.escape(CLOSING)}]*\s*\Z")
# A line that would have stayed below this share of the widest one with the next word on it was
# ended on purpose; scripts without spaces have no words to go by.
LOOSE_LINE = 0.6
LONG_WORD = 20


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between blank lines, cut before list items and after headings."""
    if len(text[start:end].splitlines()) < 2:  # most spans
        yield start, end
        return
    begin = start
    for gap in [*_BLANK_LINES.finditer(text, start, end), None]:
        stop = end if gap is None else gap.start()
        yield from _cut_lines(text, begin, stop)
        begin = stop if gap is None else gap.end()


def _cut_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = list(_LINE.finditer(text, start, end))
    width = max((len(line[0].strip()) for line in lines), default=0)
    begin = start
    for line, following in pairwise(lines):
        if _starts_item(line[0], following[0]) or _ends_early(line[0], following[0], width):
            yield begin, line.end()
            begin = following.start()
    yield begin, end


def _starts_item(line: str, following: str) -> bool:
    """Whether the following line is an item of a list, not the rest of a hard-wrapped sentence."""
    if _BULLET.match(following):
        return True
    if not _NUMBER.match(following):
        return False
    in_list = _NUMBER.match(line) or _FIRST_NUMBER.match(following)
    return bool(in_list or _CLOSED.search(line[-20:]))


def _ends_early(line: str, following: str, width: int) -> bool:
    """Whether the line is a heading: it ends without a stop though the next word would have fit."""
    line, following = line.strip(), following.strip()
    word = following.split(maxsplit=1)[0] if following else ""
    if not line or not word or line[-1] in ",;-–—" or word[0].islower():
        return False
    return len(line) + 1 + min(len(word), LONG_WORD) < LOOSE_LINE * width


# --- Ends that Punkt misses -----------------------------------------------------------------------

_UNSPACED = re.compile(rf"[{ALWAYS}]+(?:[\"']+(?=\s|\Z)|[{re.escape(ONLY_CLOSING[2:])}]*)")
_STOP_AND_LETTER = re.compile(rf"[.!?][{re.escape(CLOSING)}]*[{re.escape(OPENING)}]*[^\W\d_]")
_NO_SPACE = re.compile(
    r"(?<![^\s\"“«„(\[])([^\s.!?\"“«„(\[]{2,})[.!?]+"
    rf"[{re.escape(ONLY_CLOSING)}]*(?=[{re.escape(OPENING)}]*([^\W\d_]+)(?:[\s,;:'’]|\Z))"
)
_ELLIPSIS = re.compile(
    rf"(?<=\w)(?:\.{{3,}}|…)[{re.escape(CLOSING)}]*(?=\s+[{re.escape(OPENING)}]*([^\W\d_]))"
)
# What may stand after the full stop and still belongs to the sentence: “ and « directly after it,
# a closing mark after a space, the number of a footnote.
_TRAILER = rf"(?:[“‘«]+|\s[{re.escape(ONLY_CLOSING)}]+|(?:\[\d{{1,3}}\])+)(?=\s|\Z)"
_AFTER_TRAILER = re.compile(rf"[.!?…{ALWAYS}][{re.escape(ONLY_CLOSING)}]*{_TRAILER}")


def _ends_without_space(block: str, language: Language) -> Iterator[int]:
    """Chinese and Japanese write on without a space after their full stop."""
    if not any(stop in block for stop in ALWAYS):
        return iter(())
    return (match.end() for match in _UNSPACED.finditer(block))


def _ends_where_space_is_missing(block: str, language: Language) -> Iterator[int]:
    """A word, a stop, a capitalised word: "left.The next"; but "St.Paul", "U.S.-led".

    Scripts without capitals need but a word on either side.
    """
    if not _STOP_AND_LETTER.search(block):  # most blocks
        return
    for match in _NO_SPACE.finditer(block):
        word, following = match[1], match[2]
        is_capital = following[0].isupper() and (following[1:].islower() or following in "AI")
        is_cased_end = is_capital and (word[-2:].islower() or not word[-1].isalpha())
        is_end = is_cased_end or (_has_no_case(word) and _has_no_case(following))
        is_address = any(sign in word for sign in "/@\\_=&#")
        if is_end and not is_address and word.lower() not in language.abbreviations:
            yield match.end()


def _has_no_case(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.lower() == word.upper()


def _ends_with_ellipsis(block: str, language: Language) -> Iterator[int]:
    """Three dots close to a word, then a capital: "I do not know... Smith does"."""
    if "..." not in block and "…" not in block:
        return iter(())
    return (match.end() for match in _ELLIPSIS.finditer(block) if match[1].isupper())


def _ends_after_trailer(block: str, language: Language) -> Iterator[int]:
    """What stands after the full stop: "as is known.[12] The"."""
    return (match.end() for match in _AFTER_TRAILER.finditer(block))


MISSED_ENDS = (
    _ends_without_space,
    _ends_where_space_is_missing,
    _ends_with_ellipsis,
    _ends_after_trailer,
)


# --- Ends that are none ---------------------------------------------------------------------------

WINDOW = 60
_LAST_WORD = re.compile(rf"(?<![^\s{re.escape(OPENING)}])[^\s{re.escape(OPENING)}]+\Z")
_FIRST_WORD = re.compile(rf"[\s{re.escape(OPENING)}]*([^\W_]+)")
# A Devanagari letter carries its vowel as marks of its own.
_DOTTED = re.compile(r"(?:(?:[^\W\d_]|[\u0900-\u094f]{1,4})\.){2,}")
_FOLLOWS = re.compile(rf"{_TRAILER}|\s*\.(?:\s|\Z)|[{re.escape(ONLY_CLOSING[2:])}]")
_TOKENISED = re.compile(r"[^\s.]\s\.\Z")
_SPACED_LETTERS = re.compile(r"(?<!\w)(\w\.)\s(\w\.)\Z")
SPACED = 6  # characters: those, and the one before
_ORDINAL = re.compile(r"\d{1,2}\.")
_MARKER = re.compile(r"\s*(?:\(?(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,4})[.)])\s*")
# Each alternative begins with its mark, and re runs to the next of the marks.
_QUOTATION = re.compile(
    "|".join(
        rf"{left}[^{outside}]{{1,{MAX_QUOTATION}}}{right}"
        for left, outside, right in (
            (r'"(?<!\w")(?=\S)', '"', r'"(?!\w)'),
            ("“", "“”", "”"),
            ("„", "„“”", "[“”]"),
            ("«", "«»", "»"),
            ("「", "「」", "」"),
            (r"\(", "()", r"\)"),
            ("（", "（）", "）"),
        )
    )
)


def _true_ends(block: str, ends: list[int], language: Language) -> list[int]:
    """Drop the ends at which a sentence goes on."""
    inside = _inside_quotations(block, ends)
    kept = [0]
    for end in ends:
        if end in inside:
            continue
        place = _place(block[max(kept[-1], end - WINDOW) : end], block[end : end + WINDOW])
        if not any(goes_on(place, language) for goes_on in NO_ENDS):
            kept.append(end)
    return kept[1:]


class _Place(NamedTuple):
    """What stands around an end, up to a window, and the words next to it."""

    before: str
    after: str
    last_word: str
    first_word: str


def _place(before: str, after: str) -> _Place:
    # There is no space in a word, so the search for the last one may begin at the last space.
    last = _LAST_WORD.search(before, before.rfind(" ") + 1)
    first = _FIRST_WORD.match(after)
    return _Place(before, after, last[0] if last else "", first[1] if first else "")


def _inside_quotations(block: str, ends: list[int]) -> set[int]:
    """Find the ends within a quotation or a bracket that is closed again in this block."""
    inside: set[int] = set()
    for match in _QUOTATION.finditer(block):
        first, last = bisect_right(ends, match.start()), bisect_left(ends, match.end())
        inside.update(ends[first:last])
    return inside


def _before_trailer(place: _Place, language: Language) -> bool:
    """A closing mark or a footnote's number is still to come, or the next dot of ". . ."."""
    return bool(_FOLLOWS.match(place.after))


def _before_lower_case(place: _Place, language: Language) -> bool:
    """Lower case: "“Why?” he asked", "Yahoo! said", "well... maybe"."""
    if not place.first_word[:1].islower():
        return False
    # Tokenised text (" . ") has no capitals to go by, and some full stops need none.
    return not place.before.endswith(tuple(ALWAYS)) and not _TOKENISED.search(place.before)


def _after_title(place: _Place, language: Language) -> bool:
    """A title and the like: "Mr. Will Smith", "z. B. Die"."""
    spaced = _SPACED_LETTERS.search(place.before[-SPACED:])
    word = spaced[1] + spaced[2] if spaced else place.last_word
    return _abbreviated(word) in language.titles


def _after_numbered(place: _Place, language: Language) -> bool:
    """An abbreviation before its number: "No. 5", "Fig. 3"."""
    is_numbered = _abbreviated(place.last_word) in language.numbered
    return is_numbered and place.after.lstrip()[:1].isdigit()


def _after_letters(place: _Place, language: Language) -> bool:
    """Letters with stops: "J.R.R. Tolkien", but "in the U.S. The"."""
    is_dotted = _DOTTED.fullmatch(place.last_word) is not None
    return is_dotted and not _starts_sentence(place, language)


def _after_ordinal(place: _Place, language: Language) -> bool:
    """An ordinal, in languages that write it so: "12. März"."""
    is_ordinal = language.ordinals and _ORDINAL.fullmatch(place.last_word) is not None
    return is_ordinal and not _starts_sentence(place, language)


def _after_marker(place: _Place, language: Language) -> bool:
    """The number of an item alone: "1. Buy milk"."""
    return bool(_MARKER.fullmatch(place.before))


NO_ENDS = (
    _before_trailer,
    _before_lower_case,
    _after_title,
    _after_numbered,
    _after_letters,
    _after_ordinal,
    _after_marker,
)


def _abbreviated(word: str) -> str:
    """The word as lists of abbreviations have it."""
    return word.lower().removesuffix(".")


def _starts_sentence(place: _Place, language: Language) -> bool:
    """Whether what follows begins with a capitalised function word."""
    word = place.first_word
    return word[:1].isupper() and word.lower() in stop_words(language.code)
