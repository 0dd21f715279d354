"""Whether a sentence stands alone, and which sentence before it would help.

In: texts of sentences. Out: for each, whether it opens with a word that points back to what the
reader of a brief has not seen ("He also said", "However,", "The move"), and whether it is words of
somebody whom it does not name ("I would not"); and the row of the sentence before. Surface rules
for English; for ten other languages the words of `words/pointing.txt`, which surely point back
where they open a sentence. It does not resolve who "he" is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Document, Sentence
from summarize.languages import DAY_OR_MONTH, pointing_pattern

__all__ = ["contexts", "in_need", "leads", "leaning", "predecessors", "quotes_nobody", "speaking"]

PRONOUNS = "he|she|they|him|her|them|his|hers|their|theirs|its"
CONNECTIVES = (
    "accordingly|additionally|again|also|although this|and|as a result|as such|at the same time"
    "|besides|but|by contrast|consequently|conversely|even so|for (?:example|instance)|furthermore"
    "|hence|however|in addition|in contrast|in fact|in other words|in turn|indeed|instead"
    "|likewise|meanwhile|moreover|nevertheless|nonetheless|nor|of course|on the (?:contrary|other)"
    "|or|otherwise|rather,|similarly|that is why|then|therefore|thus|yet"
    "|(?:after|before|by|since|until) (?:that|then|this)"
    "|(?:not )?(?:all|any|both|each|many|most|none|one|some) of (?:them|these|those)"
)
# "The" before these repeats what an earlier sentence told.
REPEATERS = (
    "announcement|decision|duo|former|four|latter|move|news|other|others|pair|same|three|trio|two"
)
# "This week", "that day": time told from the day of writing, no reference to another sentence.
TIMES = (
    r"(?:past |coming )?(?:afternoon|autumn|evening|fall|month|morning|spring|summer|time|week"
    r"|weekend|winter|year|\w+day)"
)
# "One grabbed the purse", "Some were hurt", "The last confirms it": of whom? Not "many say", which
# is people in general, nor "two were killed", which tells.
COUNTED = (
    r"(?:some (?:are|had|were)\b(?! (?:by|in|of)\b)|(?:all|each|none|one"
    r"|the (?:best|first|last|second|third|worst)) "
    r"(?:(?:also|appears?|are|can|confirms?|could|did|does|had|has|have|is|may|might|said|says"
    r"|told|was|were|will|would)\b(?! (?:by|from|in|of|to)\b)"
    r"|[a-z]{3,}ed (?:an?|at|away|her|him|his|in|into|it|no|that|the|their|them|to|up|with)\b))"
)
# "The difference is": between what?
COMPARED = (
    r"(?:another|one|the) (?:difference|exception|explanation|problem|reason)s? (?:are|is|was)"
)
POINTS_BACK = re.compile(
    rf"(?:{PRONOUNS})\b"
    rf"|(?:{CONNECTIVES})\b(?!-| (?:far|of|than|to)\b)"
    rf"|(?:this|these|those)\b(?! (?:{TIMES}|who)\b)"
    r"|(?:that|it|such|neither|another|others?|here)\b|there,"
    r"|both\b(?! (?:\S+ ){1,6}and\b)"
    r"|(?:earlier|later)(?:,| (?:he|she|they|that)\b)|(?:before|afterwards?),"
    rf"|the (?:{REPEATERS})\b|{COUNTED}|{COMPARED}\b"
    r"|which (?:also|is|makes|means|was)\b",
    re.IGNORECASE,
)
# "It is not known whether", "It took two years to": "it" stands for what follows.
IMPERSONAL = re.compile(
    r"it(?:['’]s| (?:appears|became|becomes|costs?|had|has|is|looks|may|might|must|remains|seems"
    r"|took|takes|turn(?:ed|s)|was|will|would)(?: (?:be|been))?)"
    r"(?!(?: be| been)? an? \w+ \w+ that) (?:\S+ ){0,7}"
    r"(?:how|if|that|to|when|whether|who|why)\b",
    re.IGNORECASE,
)
# "After they left the house, ...": a name later in the sentence resolves it.
SUBORDINATE = re.compile(
    rf"(?:after|as|because|before|during|for|if|in|since|when|while|with) (?:{PRONOUNS}|it)\b",
    re.IGNORECASE,
)
# "With those words he left", "In the same statement", "When that train arrived".
WITHIN = re.compile(
    r"(?:after|amid|at|by|despite|during|for|from|given|in|of|on|to|under|with) (?:such an?\b"
    rf"|(?:that|these|those)(?! (?:day|of|who|{TIMES})\b)|the same\b(?! (?:as|day|{TIMES})\b)"
    r"|(?:all|any|both|each|many|most|one|some) of (?:them|these|those)\b)"
    r"|(?:after|because|if|once|until|when|while) (?:that|these|this|those) (?!who\b)\w+ \w+"
    rf"|as \w+ of (?:these|those) (?!{TIMES}\b)",
    re.IGNORECASE,
)
# "Around 8 a.m., he left", "On Twitter, his last message": nobody is named before.
INTRODUCED = re.compile(r"([^,\"“:;]{2,70}), (?:he|she)(?:['’](?:s|d|ll))? [a-z]")
PLACED = re.compile(r"(?:at|in|on) (?:the )?\w+(?: \w+)?, (?:her|his|their)\b", re.IGNORECASE)
# "Two years later": than what? "So", "Still": as a reader found, these stand, if less well.
LINKED = re.compile(
    r"(?:so|still)\b(?!-| (?:far|of|to)\b)"
    r"|(?:(?:about|an?|eight|few|five|four|many|nine|seven|several|six|some|ten|three|two|\d+) )*"
    r"(?:day|decade|hour|minute|month|week|year)s? (?:before,|earlier\b|later\b)",
    re.IGNORECASE,
)
QUOTATION = re.compile(r"[\"“][^\"“”]*[\"”]")
# Of a quotation that is a sentence: "I was there", he said.
UNNAMED = re.compile(
    r"[\"“][^\"“”]*[\"”],? (?:he|she|they) (?:also )?(?:added|asked|continued|explained|noted"
    r"|recalled|said|says|told|tweeted|wrote)\b"
)
# Who speaks: "I am not wearing one", "We thank our family". Not World War I.
SPOKEN = re.compile(
    r"(?:^|[.!?,;:–—-] |\b[a-z]\S* )I(?:['’](?:d|ll|m|ve)| [a-z])|\b(?:me|my|myself)\b"
)
WE = re.compile(r"(?:We|Our|My|I)\b(?!-)")
SAYS = re.compile(r"\b(?:added|said|says|told|tweeted|wrote|writes)\b")
NAME = re.compile(rf"\b(?!{DAY_OR_MONTH}\b)[A-Z][a-z]+")
# "The official added", "a police source said": somebody, though nameless.
SOMEBODY = re.compile(r"\b(?:an?|officials?|one|police|some|the|witness(?:es)?)\b", re.IGNORECASE)
OPENING_MARKS = "\"'“‘«([ "
QUOTES = '"“'
# "Frozen" is a title: it has no comma before the closing mark, and the sentence goes on.
OPENS_QUOTED = re.compile(
    r"[(\[]|[\"“„«‘'](?![^\"“”»’']{1,60}(?<![,.!?])[\"“”»’'] \w)", re.IGNORECASE
)


def leaning(language: str) -> Callable[[str], bool]:
    """Return the test of whether a sentence opens with a reference that it does not resolve."""
    if language == "en":
        return _leans_in_english
    pointing = pointing_pattern(language)
    return lambda text: pointing.match(text.lstrip(OPENING_MARKS)) is not None


def speaking(language: str) -> Callable[[str], bool]:
    """Return the test of whether a sentence speaks of "me" and does not say who that is."""
    return _speaks_of_itself if language == "en" else lambda text: False


def in_need(language: str) -> Callable[[str], bool]:
    """Return the test of whether a reader misses the sentence before.

    So it is for those that lean or speak of "me", where "he" is nobody that is named before, for a
    quotation without a speaker, and for "two years later". The latter three are not held against
    a sentence in the choice: what is said is often the news. On multinews/dev a penalty of 0.1 for
    such quotations costs 0.2 R-1 and 0.3 R-2, one for "he" 0.1 of both.
    """
    leans = leaning(language)
    if language != "en":
        return leans
    return lambda text: (
        leans(text)
        or _speaks_of_itself(text)
        or quotes_nobody(text)
        or _names_nobody(text)
        or LINKED.match(text) is not None
    )


def quotes_nobody(text: str) -> bool:
    """Whether an English sentence opens with a quotation and names nobody who said so."""
    if text[:1] not in QUOTES:
        return False
    outside = QUOTATION.sub(" ", text)
    outside = outside.partition(text[0])[0]  # a mark that nothing closes
    return NAME.search(outside) is None and SOMEBODY.search(outside) is None


def leads(text: str) -> bool:
    """Whether a brief may open with it: neither with what somebody said nor with an aside."""
    return OPENS_QUOTED.match(text) is None


def _leans_in_english(text: str) -> bool:
    if _ends_a_quotation(text):
        return True
    text = text.lstrip(OPENING_MARKS)
    if SUBORDINATE.match(text):
        return NAME.search(text, 1) is None
    points_back = POINTS_BACK.match(text) or WITHIN.match(text) or PLACED.match(text)
    return bool(points_back) and not IMPERSONAL.match(text)


def _ends_a_quotation(text: str) -> bool:
    """Whether a quotation ends in it that began in the sentence before."""
    rest = QUOTATION.sub("", text)
    return "”" in rest and "“" not in rest


def _speaks_of_itself(text: str) -> bool:
    if text[:1] in QUOTES:
        return False
    outside = QUOTATION.sub(" ", text)
    return bool(WE.match(outside) or SPOKEN.search(outside)) and not SAYS.search(outside)


def _names_nobody(text: str) -> bool:
    introduced = INTRODUCED.match(text)
    if introduced and NAME.search(introduced[1], 1) is None:
        return True
    return UNNAMED.match(text) is not None


def predecessors(
    rows: NDArray[np.intp], sentences: Sequence[Sentence], documents: Sequence[Document]
) -> NDArray[np.intp]:
    """Return for each of the rows the place, among them, of the sentence right before; -1 for none.

    Only white space may stand between the two.
    """
    place = {row: k for k, row in enumerate(rows.tolist())}
    found = [
        place.get(row - 1, -1) if _adjoin(row - 1, row, sentences, documents) else -1
        for row in rows.tolist()
    ]
    return np.array(found, dtype=np.intp)


def contexts(
    chosen: Sequence[int],
    sentences: Sequence[Sentence],
    documents: Sequence[Document],
    needs: Callable[[str], bool],
    fits: Callable[[str], bool],
) -> list[int | None]:
    """For each chosen row the row of the sentence before, where it is needed and helps.

    Parameters
    ----------
    chosen : sequence of int
        Rows of the points.
    documents : sequence of Document
        Those that the sentences are of.
    needs : callable
        The test of `in_need`.
    fits : callable
        Whether a text still fits in the budget; if it says so, the text is taken. A sentence that
        is a point itself takes nothing.

    Returns
    -------
    list of int or None
        None for a point that stands alone, whose predecessor is in need too and is no point, or is
        not the text right before it, and where the budget has no room.
    """

    def helps(row: int) -> bool:
        text = sentences[row].text
        return row in chosen or (not needs(text) and fits(text))

    return [
        row - 1
        if needs(sentences[row].text)
        and _adjoin(row - 1, row, sentences, documents)
        and helps(row - 1)
        else None
        for row in chosen
    ]


def _adjoin(
    before: int, after: int, sentences: Sequence[Sentence], documents: Sequence[Document]
) -> bool:
    first, second = sentences[before], sentences[after]
    consecutive = first.position + 1 == second.position
    if before < 0 or first.document != second.document or not consecutive:
        return False
    return not documents[second.document].text[first.end : second.start].strip()
