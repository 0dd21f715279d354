"""Where NLTK's Punkt ends sentences (Kiss & Strunk 2006), in a fraction of its time.

In go a text and a language's code; out come offsets, the very ones of `span_tokenize`. Punkt is
built from the word lists of this package: nothing is trained, and nothing is downloaded. Of the
stops in a text most need none of its two passes over tokens, and are decided here; it is asked
about the others. What it gets wrong is not mended here.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any

import regex

from summarize.languages import get_language, stop_words

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

__all__ = ["ONLY_CLOSING", "get_punkt"]

# Marks that close and never open: “ closes in German and opens in English.
ONLY_CLOSING = "\"'”’»›)]}」』）】"
# Punkt's own pattern takes “ and « for closing marks even where they open the next sentence.
_CLOSING = re.compile(rf"[{re.escape(ONLY_CLOSING)}]+?(?:\s+|(?=--)|$)", re.MULTILINE)
_SPACE = re.compile(f"[{string.whitespace}]")
_LETTERS = re.compile(r"[^\W\d_]{2,}\Z")
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
LOOK_BACK = 8  # characters before a stop that tell most words from all abbreviations

# NLTK gives up on a text that keeps it busy for five seconds, so it is shown a piece at a time.
# Near the end of a piece, what follows is out of sight: ends found there are left to the next
# piece.
PIECE = 10_000
MARGIN = 300


@cache
def get_punkt(code: str) -> Punkt:
    """Build Punkt from the word lists of a language."""
    from nltk.tokenize.punkt import (
        _ORTHO_MID_LC,
        PunktLanguageVars,
        PunktParameters,
        PunktSentenceTokenizer,
    )

    language = get_language(code)
    parameters = PunktParameters()
    parameters.abbrev_types = set(language.abbreviations)
    # A function word is seen in lower case, so with a capital it starts a sentence ("Inc. The").
    for word in stop_words(code):
        parameters.add_ortho_context(word, _ORTHO_MID_LC)
    variables: Any = type("LanguageVars", (PunktLanguageVars,), {"__slots__": ()})
    variables.sent_end_chars = tuple(language.terminators)
    variables.re_boundary_realignment = _CLOSING
    return Punkt(
        tokenizer=PunktSentenceTokenizer(parameters, lang_vars=variables()),
        stop=regex.compile(variables().period_context_re().pattern, regex.VERBOSE),
        abbreviations=language.abbreviations,
        endings=frozenset(a[i:] for a in language.abbreviations for i in range(len(a))),
        starters=stop_words(code),
    )


@dataclass(frozen=True, slots=True)
class Punkt:
    """NLTK's tokenizer, and what is needed to decide most stops without it.

    Attributes
    ----------
    tokenizer : PunktSentenceTokenizer
    stop : regex.Pattern
        NLTK's own pattern of a stop and, as a look-ahead, the token after it; without the time
        limit that NLTK puts on each match, since this one takes linear time.
    abbreviations, endings : frozenset of str
        In lower case, without the last full stop; and all that one of them ends with.
    starters : frozenset of str
        Words that begin a sentence where they follow an abbreviation with a capital.
    """

    tokenizer: PunktSentenceTokenizer
    stop: regex.Pattern[str]
    abbreviations: frozenset[str]
    endings: frozenset[str]
    starters: frozenset[str]

    def ends(self, text: str) -> Iterator[int]:
        """Yield the ends of sentences in a text of any length, but for the last one's."""
        begin = 0
        while begin < len(text):
            piece = text[begin : begin + PIECE]
            ends = [begin + end for end in self._ends(piece)]
            if begin + PIECE >= len(text):
                yield from ends
                return
            sure = [end for end in ends if end <= begin + PIECE - MARGIN]
            yield from sure
            space = piece.rfind(" ", PIECE // 2, PIECE - MARGIN)
            begin = sure[-1] if sure else begin + (space if space > 0 else PIECE - MARGIN)

    def _ends(self, text: str) -> Iterator[int]:
        """Yield the ends of sentences; closing marks after a stop are the sentence's own."""
        last = len(text.rstrip())
        breaks = [
            (stop.end(), stop.end() if stop["next_tok"] is None else stop.start("next_tok"))
            for stop in self._asked(text)
            if self._is_break(text, stop)
        ]
        closed = 0  # up to here a sentence is the closing marks of the one before
        for (end, following), (until, _) in pairwise([*breaks, (last, last)]):
            marks = _CLOSING.match(text, following, until)
            if marks:
                end = following + len(marks[0].rstrip())
            if end < last and (marks or closed < end):
                yield end
            closed = marks.end() if marks else 0

    def _asked(self, text: str) -> Iterator[regex.Match[str]]:
        """Yield the stops that Punkt looks at: of several in one word only the last."""
        stops = list(self.stop.finditer(text))
        for stop, following in zip_longest(stops, stops[1:]):
            at = stop.start()
            if (
                following is None
                or _SPACE.search(text, at, following.start())
                or _word_start(text, at) == at
            ):
                yield stop

    def _is_break(self, text: str, stop: regex.Match[str]) -> bool:
        """Whether the stop ends a sentence, by Punkt's rules; the rare cases are left to it."""
        at = stop.start()
        if text[stop.end("after_tok") - 1].isspace():  # "\x1c": only str takes it for white space
            return self._nltk_breaks(text, stop)
        if text[at] != ".":
            return True
        letters = _LETTERS.search(text, max(0, at - LOOK_BACK), at)
        if letters and letters[0].lower() not in self.endings:
            return True
        word = text[_word_start(text, at) : at]
        if len(word) == 1 or not _WORD.fullmatch(word):  # an initial, a number, brackets
            return self._nltk_breaks(text, stop)
        if word.lower() not in self.abbreviations:
            return True
        following = (stop["next_tok"] or "").removesuffix(",")
        if not following.isalnum():
            return self._nltk_breaks(text, stop)
        return following[0].isupper() and following.lower() in self.starters

    def _nltk_breaks(self, text: str, stop: regex.Match[str]) -> bool:
        context = text[_word_start(text, stop.start()) : stop.end("after_tok")]
        return bool(self.tokenizer.text_contains_sentbreak(context))


def _word_start(text: str, stop: int) -> int:
    """Where the word before a stop begins; Punkt overlooks a space that opens the text."""
    return max(text.rfind(space, 1, stop) for space in string.whitespace) + 1
