"""What only one source says: the best sentence of each that no other has, in whatever words.

In: the candidate sentences, what each is worth, and how close others come to it. Out: one row a
document. It chooses no points; `selection` has done that.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from summarize.languages import DAY_OR_MONTH
from summarize.rows import FloatArray

__all__ = ["is_bare_quotation", "only_in", "tells_by_itself"]

# Above this similarity others may have told it in other words, and no source is to be credited with
# having it alone; 0.4 is where clusters say the same. Set by reading twelve topics.
OTHERWISE_TOLD = 0.24

OPENERS = "\"“„«‘'(["
NAME = re.compile(rf"(?<=[\w,;:)\"”’-] )[\"“‘(]?(?!{DAY_OR_MONTH}\b)[A-Z][\w.]+")
PERSON = re.compile(NAME.pattern.replace(r"[A-Z][\w.]+", r"[A-Z][a-z]+"))
POSSESSOR = re.compile(r"[A-Z][a-z]+['’]s\b")
NUMBER = re.compile(r"\d")
# Shorter ones are captions and asides.
MIN_WORDS = 8
# Who these are, only a name before them tells; and of these nothing does.
PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|theirs?)\b", re.IGNORECASE)
FIRST_OR_SECOND = re.compile(r"\b(?:I|me|[Mm]y|[Ww]e|us|[Oo]ur|[Yy]ours?|[Yy]ou)\b")
QUOTED = re.compile(r"[\"“”].*?[\"“”]|\s['‘].*?['’](?!\w)")
CAPTION = re.compile(
    r"(?:\S+ ){0,3}(?:image|photo|photograph|picture|screenshot|map)s? (?:of|show)", re.I
)
# What points to an earlier sentence, though `standing` lets it pass as an opening of a point.
POINTS_BACK = re.compile(
    r"[^\w$£€]{2}|(?-i:[a-z])|no\. \d"
    r"|(?:all|at one point|each|maybe|now|once again|one|perhaps|regardless|same|which)\b"
    r"|it (?!(?:is|was|had been|has been) (?:\w+ly )?\w+ (?:that|how|whether|to)\b)"
    r"|(?:after|as|because|if|once|since|until|when|while) it\b"
    r"|the \w+ (?:added|said|says|told)\b"
    r"|(?:some|a (?:few|little)|shortly|soon|years?|days?|hours?) (?:\w+ )?(?:later|after)\b"
    r"|(?:now|then|later|today|yet|several|some|a few|a few hundred) (?:of|more|other)\b"
    r"|(?:\S+ ){0,5}(?:another|others?|too)\b"
    r"|(?:according to|after|at|by|during|for|from|in|of|on|with) (?:that|these|those)\b"
    r"|(?:despite|given|to) (?:\w+ )?that \w+"
    r"|(?:.*\W)?(?<!and )also\b",
    re.IGNORECASE,
)
# "This came as a result", "whatever happened there".
ELSEWHERE = re.compile(
    r"\b(?:these|those)\b(?! (?:for|from|in|of|that|to|who|whose|with)\b)|"
    r"\bthis\b(?! (?:afternoon|autumn|evening|fall|month|morning|spring|summer|time|week|weekend"
    r"|winter|year|\w+day)\b)|\bthere\b(?!['’]| (?:are|can|could|had|has|have|is|may|might|must|no"
    r"|remain|seem|should|was|were|will|would))",
    re.IGNORECASE,
)
# "The report includes": which one was said before; "The operation of Abu Ghraib" tells.
THE = re.compile(
    r"(?:[Tt]he|[Tt]h[eo]se|[Tt]his|[Ss]uch) [a-z][\w’'-]*,? "
    r"(?!(?:at|between|by|for|from|in|of|on|to)\b)[a-z]"
)
# What a page asks of its readers.
ADVICE = re.compile(r"\b(?:call|click|contact|e-?mail|visit)\b.*(?:\d{3}-\d|@|\bwww|\.com\b)|[•|]")


def is_bare_quotation(text: str) -> bool:
    """Whether a sentence opens with what somebody said, or with an aside, or has half a quotation.

    Out of its place such a sentence does not tell who speaks of what.
    """
    return text[:1] in OPENERS or text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def tells_by_itself(text: str) -> bool:
    """Whether an English sentence names what it tells of, by rules on its surface.

    A name or a number, no pronoun before the first name, nothing that points back; no question,
    no caption, no advice, nobody's "we" or "you".
    """
    if len(text.split()) < MIN_WORDS or text.isupper():
        return False
    spoken = QUOTED.sub("", text)
    if CAPTION.match(text) or ADVICE.search(text) or spoken.endswith("!") or "?" in spoken:
        return False
    if FIRST_OR_SECOND.search(spoken) or ELSEWHERE.search(spoken):
        return False
    name = NAME.search(text)
    if name is None and not NUMBER.search(text):
        return False
    if POINTS_BACK.match(text) or THE.match(text):
        return False
    pronoun = PRONOUN.search(text)
    first = POSSESSOR.match(text) or PERSON.search(text)
    return pronoun is None or (first is not None and first.start() < pronoun.start())


def only_in(
    worth: FloatArray,
    closest: FloatArray,
    to_points: FloatArray,
    document_of: NDArray[np.intp],
    tells: Callable[[int], bool],
) -> dict[int, int]:
    """Return the best sentence of each document that no other document and no point says.

    Parameters
    ----------
    worth : ndarray of shape (n,)
        How good each candidate is; -inf for one that cannot stand alone.
    closest, to_points : ndarray of shape (n,)
        Similarity of each to the closest sentence of any other document, and to the closest point.
    document_of : ndarray of shape (n,)
    tells : callable
        Whether a candidate tells something by itself. It is asked of the best of each document
        only, until one does.

    Returns
    -------
    dict of int to int
        From document to candidate; documents that have nothing of their own are left out.
    """
    alone = (np.maximum(closest, to_points) < OTHERWISE_TOLD) & np.isfinite(worth)
    rows = np.flatnonzero(alone)
    best: dict[int, int] = {}
    for row in rows[np.argsort(-worth[rows].round(9), kind="stable")].tolist():
        document = int(document_of[row])
        if document not in best and tells(row):
            best[document] = row
    return best
