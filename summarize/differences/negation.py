"""What one statement says and another denies.

In: two statements. Out: the spans of the words that are denied, with the denial, and of the words
that are not. Exactly one of the two may hold a denial, and nothing that leaves it open ("may",
"if", "not only", "no evidence"). English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.differences.statements import Finding, Statement, Word, once

__all__ = ["negation_differences"]

# How much of the shorter statement the other must say as well (`KINDS` sees to it), in how many
# words, and how much of the words of both that is.
MIN_OVERLAP = 0.6
MIN_SHARED = 3
MIN_OF_ALL = 0.35
# So many words after a denial may be what it denies.
REACH = 4

_DENIAL = re.compile(
    r"\b(?:not|never|nobody|none|neither|nor|no one"
    r"|no(?! (?:longer included|fewer|less|more than|\d)))\b"
    r"|n['’]t\b|\bcannot\b|\b(?:do|did|does|is|was|were|had)nt\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:may|might|could|would|should|can|if|whether|unless|until|unclear|clear|yet|fully|half"
    r"|not only|not just|not the first|first time|no longer|no comment|evidence|proof|tru(?:e|th)"
    r"|den(?:y|ies|ied)|accus\w+|alleg\w+|fail\w*|refus\w+|lack\w*|declin\w*|without|unable|believ\w+"
    r"|suspect(?:s|ed)?(?= (?:that|of))|want\w*|need\w*)\b|(?:could|would|should|ca)n['’]t\b|\?",
    re.IGNORECASE,
)

# What will be is denied by what will not, not by what was not.
_WILL = re.compile(r"\bwill\b|\bwo(?=n['’]t)|['’]ll\b", re.IGNORECASE)
# After "did not" a verb has its first form; these have another stem when they tell the past.
_PAST_AND_FIRST = """
became/become began/begin broke/break brought/bring built/build bought/buy came/come caught/catch
chose/choose drove/drive fell/fall flew/fly fought/fight found/find gave/give went/go had/have
heard/hear held/hold hid/hide kept/keep knew/know led/lead left/leave lost/lose made/make meant/mean
met/meet paid/pay ran/run rose/rise said/say saw/see sold/sell sent/send shook/shake shot/shoot
sank/sink spoke/speak spent/spend stood/stand stole/steal struck/strike swore/swear took/take
taught/teach told/tell thought/think threw/throw understood/understand withdrew/withdraw won/win
wrote/write
"""
_FIRST_FORM = dict(pair.split("/") for pair in _PAST_AND_FIRST.split())

_PREPOSITION = re.compile(r"\b(?:in|of|at|for|with|by|from|on)\b", re.IGNORECASE)


def negation_differences(a: Statement, b: Statement) -> Iterator[Finding]:
    """Yield what one of two statements says and the other denies."""
    if not (a.english and b.english):
        return
    shared, told = len(a.shared(b)), len(a.content | b.content)
    # Two words are enough where they are all that both say.
    if shared < min(MIN_SHARED, told) or shared < MIN_OF_ALL * told:
        return
    ours, theirs = _denials(a), _denials(b)
    if len(ours) + len(theirs) != 1:
        return
    if _OPEN.search(a.text) or _OPEN.search(b.text):
        return
    if bool(_WILL.search(a.text)) != bool(_WILL.search(b.text)):
        return
    if ours:
        yield from _denied(a, ours[0], b)
    else:
        yield from (finding.turned() for finding in _denied(b, theirs[0], a))


@once
def _denials(statement: Statement) -> list[re.Match[str]]:
    return list(_DENIAL.finditer(statement.text))


def _denied(a: Statement, denial: re.Match[str], b: Statement) -> Iterator[Finding]:
    following = [word for word in a.words if word.start >= denial.end()][:REACH]
    told = next((word for word in following if word.content), None)
    if told is None or _PREPOSITION.search(a.text[denial.end() : told.start]):
        return
    # "No shots were fired": that shots were fired is denied, not that there were any.
    rest = [word for word in following if word.content and word.start >= told.end]
    if denial.group().lower() == "no" and rest and rest[0].stem not in b.content:
        return
    if told.capital:
        return
    said = [
        word
        for word in b.words
        if word.stem == told.stem or _FIRST_FORM.get(word.lower) == told.lower
    ]
    if len(said) != 1:
        return
    other = said[0]
    if _same_subject(a, denial, told, b, other) and _same_object(a, told, b, other):
        start = min(denial.start(), told.start)
        if denial.group().lower() in ("n't", "n’t"):
            start = next(w.start for w in a.words if w.end >= denial.end())
        yield Finding(start, told.end, other.start, other.end)


def _same_subject(
    a: Statement, denial: re.Match[str], told: Word, b: Statement, other: Word
) -> bool:
    """Nobody and no shots have no subject to compare; what is denied must else be of the same."""
    ours = _stems(
        word for word in a.words if word.end <= told.start and word.start < denial.start()
    )
    theirs = _stems(word for word in b.words if word.end <= other.start)
    return not ours or not theirs or bool(ours & theirs)


def _same_object(a: Statement, told: Word, b: Statement, other: Word) -> bool:
    ours = _stems(word for word in a.words if word.start >= told.end)
    theirs = _stems(word for word in b.words if word.start >= other.end)
    return not ours or not theirs or bool(ours & theirs)


def _stems(words: Iterator[Word]) -> set[str]:
    return {word.stem for word in words if word.content}
