"""Rules that drop the beginning or the end of a block, so that the sentence beside it stands alone.

A block comes in; the span of its dateline, label, list marker or left-over tail comes out.
"""

from __future__ import annotations

import re

from .blocks import Block, Span
from .form import BOUNDARY, ends_like_sentence, n_words

__all__ = ["dateline", "lead_in", "marker", "tail"]

DASH = re.compile(r"\s*(?:—|–|―|--+|\s-)\s*|\s+-\s*")
DASHES = "-—–―"
AGENCY = re.compile(
    r"[^()!?]{0,60}\((?:(?P<known>CNN|AP|AFP|UPI|Reuters|Xinhua|Bloomberg|DPA|dpa|EFE|ANSA|TASS|BBC"
    r"|Kyodo(?: News)?|(?:The )?Associated Press|Thomson Reuters[^()]{0,20}|CBS(?: News)?|NBC|ABC)"
    r"|[A-Z][\w./ ]{1,28})\)"
)
# "LAHORE: ...", as much of the press of Asia writes it; but several of them are speakers.
COLON = re.compile(r"([^:\n]{3,40}): (?=[A-Z\"“'‘])")
SPEAKER = re.compile(r"^[A-Z][A-Z .,'’-]{1,40}: ", re.MULTILINE)
FIRST_BLOCKS = 4
MONTHS = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?: \d{1,2})?|\d{1,2}|\d{4}"
)
LABEL = re.compile(
    r"(?:\d+ ?[ap]m \w+ )?(?:answer|a|summary|(?:breaking )?update[ds]?|breaking(?: news)?"
    r"|correction"
    r"|editor's note|note|opinion|analysis|abstract|conclusion|overview|key (?:points?|takeaways?)"
    r"|takeaway|tl;dr|bottom line|exclusive|just in|developing|réponse|antwort|respuesta|resumen"
    r"|résumé|zusammenfassung)(?: ?#?\d{1,2})?(?: ?\(?\d{1,2}[:.]\d{2}[^:]{0,20})?: +",
    re.IGNORECASE,
)
MARKER = re.compile(
    r"(?:[•‣▪●◦►▶■·*–—-]|>>?|\d{1,2}[.)]|\([a-z\d]{1,2}\)|[a-z]\)"
    r"|[\w-]+\.(?:svg|png|jpe?g|gif|webp))\s+(?=\S)"
)


def dateline(block: Block) -> list[Span]:
    """Place, date and agency before the first sentence: "TOKYO (Agency) —", "LAHORE: ..."."""
    text = block.text
    agency = AGENCY.match(text[:160]) if "(" in text[:61] else None
    if agency and _is_place(text[: agency.end()].split("(")[0], capitals=False):
        dash = DASH.match(text, agency.end())
        follows = text[agency.end() :].lstrip()[:1]
        if dash or (agency["known"] and not follows.islower() and follows not in ",;:."):
            return [(0, dash.end() if dash else agency.end())]
    head = text[:90]
    dash = DASH.search(head) if any(sign in head for sign in DASHES) else None
    if dash is None or dash.start() == 0 or not _is_place(text[: dash.start()], capitals=True):
        return _before_colon(block)
    follows = text[dash.end() : dash.end() + 1]
    return [(0, dash.end())] if not follows or not follows.islower() else []


def _before_colon(block: Block) -> list[Span]:
    place = COLON.match(block.text) if block.position < FIRST_BLOCKS else None
    if place is None or not _is_place(place[1], capitals=True) or n_words(block.text) < 8:
        return []
    alone = len(SPEAKER.findall(block.document.text)) <= 1
    return [place.span()] if alone and not block.shouts else []


def _is_place(head: str, capitals: bool) -> bool:
    """Whether the words can be a place and a date: "NEW YORK, March 3", "Dec 17", "CAIRO"."""
    parts = [part.strip() for part in re.split(r"[,(/]", head) if part.strip()]
    if not parts:
        return not capitals
    rest = parts[1:] if not MONTHS.fullmatch(parts[0]) else parts
    place = parts[0]
    if capitals and not (place.isupper() and sum(map(str.isalpha, place)) >= 3):
        return False
    return (
        len(place.split()) <= 4
        and place[0].isalnum()
        and not place[0].islower()
        and all(len(part.split()) <= 3 and not part[0].islower() for part in rest)
    )


def lead_in(block: Block) -> list[Span]:
    """A label before a sentence: "Answer:", "UPDATE:"."""
    found = LABEL.match(block.text)
    return [found.span()] if found else []


def marker(block: Block) -> list[Span]:
    """The bullet or number of a list item, or the name of the picture that stands for one."""
    found = MARKER.match(block.text)
    return [found.span()] if found else []


def tail(block: Block) -> list[Span]:
    """A few words after the last sentence that are no sentence: a credit, a link, a name."""
    text = block.text
    if ends_like_sentence(text):
        return []
    begin = max(0, len(text) - 120)
    cuts = [m.end() for m in BOUNDARY.finditer(text, begin)]
    if not cuts or n_words(text[cuts[-1] :]) > 8 or text.endswith((":", "：", ",", ";")):
        return []
    last = re.search(r"([\w'’\-]+)\W*$", text[begin : cuts[-1]])
    sentence = last is not None and len(last[1]) > 3 and last[1].islower()
    return [(cuts[-1], len(text))] if sentence and not text[cuts[-1]].islower() else []
