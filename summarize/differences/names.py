"""Different names in the same place of two statements that say the same word for word.

In: two statements. Out: the spans of the names. The two are laid side by side; where only a name
is exchanged, and it stands where one thing alone can stand (the holder of an office, the winner,
the place where it happened, who did it), they differ. Forms of one name do not. English only, and
no list of the names of the world: a town and the country it lies in are told apart by a short list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from summarize.differences.statements import Finding, Statement, Word

__all__ = ["name_differences"]

# So much of the words of the longer statement must be the same in the other.
MIN_SAME = 0.6
LONGEST_NAME = 4
# Names that are as alike as this may be spellings of one.
ALIKE = 0.6

_OFFICE = re.compile(
    r"\b(?:prime minister|president|chancellor|king|queen|pope|judge|mayor|governor|chief executive"
    r"|(?:police |fire )?chief(?: of \w+)?|head coach|coach|chairman|chairwoman|chair|captain|pilot"
    r"|director(?: of \w+)?|commander(?: of \w+)?|identified as|named(?: as)?|victim|suspect),? $",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:took place|held|landed|landing|built|born|died|arrested|crashed|signed|found dead|buried"
    r"|opened|happened|occurred|exploded|killed|sank) (?:in|at|near|off) $",
    re.IGNORECASE,
)
_DOER = re.compile(
    r"\b(?:scored|claimed|won|led|written|directed|founded|designed|killed|shot|built"
    r"|bought|owned) by (?:the )?$",
    re.IGNORECASE,
)
_WON = re.compile(r" (?:won|wins|has won|scored the|will lead)\b")
_COUNTRIES = frozenset(
    [
        "afghanistan",
        "algeria",
        "argentina",
        "australia",
        "austria",
        "bangladesh",
        "belgium",
        "bolivia",
        "brazil",
        "britain",
        "bulgaria",
        "canada",
        "chile",
        "china",
        "colombia",
        "croatia",
        "cuba",
        "cyprus",
        "denmark",
        "egypt",
        "england",
        "ethiopia",
        "finland",
        "france",
        "germany",
        "ghana",
        "greece",
        "haiti",
        "hungary",
        "iceland",
        "india",
        "indonesia",
        "iran",
        "iraq",
        "ireland",
        "israel",
        "italy",
        "jamaica",
        "japan",
        "jordan",
        "kenya",
        "korea",
        "kuwait",
        "lebanon",
        "libya",
        "malaysia",
        "mali",
        "malta",
        "mexico",
        "morocco",
        "myanmar",
        "nepal",
        "netherlands",
        "nigeria",
        "norway",
        "oman",
        "pakistan",
        "panama",
        "peru",
        "philippines",
        "poland",
        "portugal",
        "qatar",
        "romania",
        "russia",
        "rwanda",
        "scotland",
        "senegal",
        "serbia",
        "singapore",
        "slovakia",
        "slovenia",
        "somalia",
        "spain",
        "sudan",
        "sweden",
        "switzerland",
        "syria",
        "taiwan",
        "tanzania",
        "thailand",
        "tunisia",
        "turkey",
        "uganda",
        "ukraine",
        "uruguay",
        "venezuela",
        "vietnam",
        "wales",
        "yemen",
        "zimbabwe",
        "us",
        "usa",
        "uk",
        "europe",
        "asia",
        "africa",
        "america",
        "alabama",
        "alaska",
        "arizona",
        "california",
        "colorado",
        "florida",
        "georgia",
        "hawaii",
        "illinois",
        "indiana",
        "iowa",
        "kansas",
        "kentucky",
        "louisiana",
        "maine",
        "maryland",
        "massachusetts",
        "michigan",
        "minnesota",
        "mississippi",
        "missouri",
        "montana",
        "nebraska",
        "nevada",
        "ohio",
        "oklahoma",
        "oregon",
        "pennsylvania",
        "tennessee",
        "texas",
        "utah",
        "vermont",
        "virginia",
        "washington",
        "wisconsin",
    ]
)


def name_differences(a: Statement, b: Statement) -> Iterator[Finding]:
    """Yield the names that two statements have in the same place and that are not the same."""
    if not (a.english and b.english):
        return
    least = MIN_SAME * max(len(a.forms), len(b.forms), 1)
    # Quickly: words that only one has are in no alignment.
    if min(len(a.forms), len(b.forms)) < least or len(a.forms) - len(a.stems - b.stems) < least:
        return
    # Of two sides, the first by text is always the first: the alignment is not symmetric by itself.
    if (b.text, a.text) < (a.text, b.text):
        yield from (finding.turned() for finding in name_differences(b, a))
        return
    matcher = SequenceMatcher(
        None, [form.stem for form in a.forms], [form.stem for form in b.forms], autojunk=False
    )
    same = sum(block.size for block in matcher.get_matching_blocks())
    if same < least:
        return
    exchanged = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    for tag, i, j, k, m in exchanged:
        if tag != "replace" or not (_is_name(a, i, j) and _is_name(b, k, m)):
            continue
        ours, theirs = a.words[i:j], b.words[k:m]
        if _one_name(ours, theirs) or not _for_one(a, ours) or not _for_one(b, theirs):
            continue
        yield Finding(ours[0].start, ours[-1].end, theirs[0].start, theirs[-1].end)


def _is_name(statement: Statement, start: int, end: int) -> bool:
    words = statement.words[start:end]
    if not 0 < len(words) <= LONGEST_NAME or not all(w.capital and w.content for w in words):
        return False
    # The first word of a sentence has its capital anyway.
    after = statement.words[end : end + 1]
    return start > 0 or len(words) > 1 or bool(after and after[0].capital)


def _one_name(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> bool:
    x, y = [w.lower for w in ours], [w.lower for w in theirs]
    if bool(set(x) & _COUNTRIES) != bool(set(y) & _COUNTRIES):
        return True
    initials = {"".join(word[0] for word in x), "".join(word[0] for word in y)}
    if initials & {"".join(x), "".join(y)}:
        return True
    first, second = sorted((" ".join(x), " ".join(y)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _for_one(statement: Statement, name: tuple[Word, ...]) -> bool:
    """Whether the name stands where one thing alone can."""
    before, after = statement.text[: name[0].start], statement.text[name[-1].end :]
    if _OFFICE.search(before) or _PLACE.search(before) or _DOER.search(before):
        return True
    # "The police chief of Verden, Karl Brandt, ..." and "Maria Lopez won ...".
    apposition = re.search(r"(?:chief|mayor|president|coach|director)(?: of [\w ]+)?, $", before)
    return bool(apposition) or (not before.strip() and _WON.match(after) is not None)
