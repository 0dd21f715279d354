"""Rules that look at the form of a whole block: tables, headings, dates, code and the like.

A block comes in; all of it comes out as a span to drop, or nothing. The rules here work on any
script: they look at length, punctuation, digits and capitals.
"""

from __future__ import annotations

import re

from .blocks import Block, Span
from .form import LONG, ends_like_sentence, has_letters, letters_are_upper, n_words

__all__ = [
    "address", "code", "contents", "date", "heading", "label", "ornament", "question", "repeat",
    "shouting", "table", "title",
]  # fmt: skip

HEADING = 11  # words; of longer lines without a full stop half are sentences that lost it
HEADLINE = 20  # the same for a line that opens a document, or has capitals like a title
LINK = re.compile(
    r"\W*(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+|[@#]\w+|[\w-]+\.(?:com|org|net"
    r"|co\.uk)/?\S*"
    r"|\+?\(?\d[\d() .-]{6,19})\W*"
)
CODE = re.compile(
    r"(?:var|let|const|function|import|return|if|for|public|private|def|class|#include)\b.*[;{}]$"
    r"|</?[a-zA-Z][^<>]{0,200}>.*|\$\(.*|[.#]?[\w-]+ ?\{.*|[\w.]+\(.*\);?$|.*[;{]\s*\}?;?$"
    r"|\w+=\S+$",
    re.DOTALL,
)
CLOCK = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}|\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
DATE = re.compile(
    r"\b(?:1[89]|20|१९|२०|٢٠|١٩)\d{2}\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d年|\d日"
)
DAY = r"(?:mon|tues?|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|today)"
STAMP = re.compile(
    r"\W*(?:(?:last|first) )?(?:updated|published|posted|modified|created|aired|added|filed)\b"
    rf"(?:\W+(?:on|at))*\W+(?:{DAY}|\d)(?:(?!: \w+ \w+ \w).){{0,80}}"
    r"|(?:\w+ ){0,2}(?:\d+|an?) (?:second|minute|min|hour|hr|day|week|month|year)s? ago"
    r"(?: (?:by|in) .{2,30}|\W+.{0,30})?"
    r"|il y a \d+ \w+|vor \d+ \w+|hace \d+ \w+"
    r"|(?:mis à jour|publié|aktualisiert|veröffentlicht|actualizado|publicado)\b.{0,20}\d.{0,40}",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVX]{1,5}\.)\s+\S")
SPOKEN = re.compile(r",[\"”’»]\s+\w")  # a quotation and its speaker
LEADERS = re.compile(r".{2,100}(?:\.{4,}|(?: \.){3,}|…{2,})\s*\d{1,4}$")


def ornament(block: Block) -> list[Span]:
    """No letter and no digit: rules, stars, lone bars."""
    return [] if has_letters(block.text) else block.whole


def title(block: Block) -> list[Span]:
    """The document's own title, again."""
    known = " ".join((block.document.title or "").casefold().split())
    if block.n_blocks == 1:  # an excerpt that repeats its title is still all there is
        return []
    return block.whole if known and " ".join(block.text.casefold().split()) == known else []


def table(block: Block) -> list[Span]:
    """A row: cells between bars or tabs, or mostly numbers."""
    text = block.text[:LONG]
    bars, tabs = text.count("|"), text.count("\t")
    framed = bars > 1 or text[0] == "|" or block.text[-1] == "|"
    # Where there are dandas a bar can be a full stop.
    if bars and framed and not re.search(r"[\u0900-\u0dff]", text):
        return block.whole if n_words(text) <= 15 * (bars + 1) else []
    if tabs > 1 and len(text.split()) <= 6 * (tabs + 1):
        return block.whole
    if _is_sentence(block):
        return []
    words = text.split()
    numbers = sum(any(map(str.isdigit, w)) and not any(map(str.islower, w)) for w in words)
    return block.whole if len(words) >= 4 and numbers >= 0.5 * len(words) else []


def contents(block: Block) -> list[Span]:
    """An entry of a table of contents: numbered, or with leaders to a page."""
    if len(block.text) > 200 or _is_sentence(block):
        return []
    if LEADERS.match(block.text):
        return block.whole
    short = n_words(block.text) <= HEADING + 3
    return block.whole if short and NUMBERED.match(block.text) and block.n_blocks > 1 else []


def address(block: Block) -> list[Span]:
    """Links, mail addresses, handles, telephone numbers and little else."""
    if len(block.text) > 400:
        return []
    words = block.text.split()
    if sum(map(str.isalpha, words)) > 3:  # none of these is a link
        return []
    links = sum(LINK.fullmatch(w) is not None for w in words)
    alone = len(words) - links <= (0 if _is_sentence(block) else 3)
    return block.whole if links and alone else []


def code(block: Block) -> list[Span]:
    """A line of a program, a style sheet or markup."""
    text = block.text
    if len(text) > 2000 or (_is_sentence(block) and not text.startswith("<")):
        return []
    marks = sum(c in "{}<>=;_\\$&*+[]" for c in text)
    return block.whole if marks >= max(2, 0.04 * len(text)) and CODE.match(text) else []


def date(block: Block) -> list[Span]:
    """A date or a time, alone or after a place or a word like "Updated"."""
    text = block.text
    if len(text) > 120:
        return []
    if STAMP.fullmatch(text) and n_words(text) <= 14:
        return block.whole if not _is_sentence(block) or CLOCK.search(text) else []
    if n_words(text) > 6 or not (CLOCK.search(text) or DATE.search(text)):
        return []
    words = [w for w in text.split() if not any(map(str.isdigit, w))]
    bare = len(words) <= 2 and len(re.findall(r"\d+", text)) >= 2
    return block.whole if bare or not _is_sentence(block) else []


def question(block: Block) -> list[Span]:
    """A question that stands alone is a heading, or asks what the next paragraph tells."""
    text = block.text
    asked = re.search(r"[?？؟]\W{0,3}$", text[-4:]) is not None or (
        text.endswith(";") and re.search("[\u0370-\u03ff]", text) is not None
    )
    if not asked:
        return []
    single = re.search(r"[.!。！।]\s|[\"“”«„]", text) is None and text[0] not in "'‘"
    return block.whole if single and n_words(text) <= HEADLINE else []


def label(block: Block) -> list[Span]:
    """A few words and a colon, which say what stands below."""
    text = block.text[-10:].rstrip("\"'”’»*_ ")
    return block.whole if text.endswith((":", "：")) and n_words(block.text) <= 6 else []


def shouting(block: Block) -> list[Span]:
    """Capitals only, in a document that has small letters."""
    text = block.text
    # Quickly, of most: capitals can be no nine tenths of the letters that have a case.
    if not 2 <= n_words(text) <= 60 or 10 * sum(map(str.islower, text[:60])) >= len(text):
        return []
    loud = letters_are_upper(text) and sum(map(str.isupper, text)) > 5
    return block.whole if loud and not block.shouts else []


def repeat(block: Block) -> list[Span]:
    """A line that several sources have word for word and that is no sentence, or hardly one."""
    return block.whole if block.n_repeats > 1 and not _is_sentence(block) else []


def heading(block: Block) -> list[Span]:
    """A short line that does not end like a sentence, in a document that has sentences."""
    text, words = block.text, n_words(block.text)
    if text.startswith("#") and re.match(r"#{1,6}\s", text):
        return block.whole
    unfinished = words > 6 and text.rstrip("\"”'’»*").endswith((":", "：", ";", ",", "—", "--"))
    if block.n_blocks == 1 or unfinished or _is_sentence(block) or SPOKEN.search(text[:200]):
        return []
    if not block.has_sentences:
        return block.whole if words <= 3 else []
    longest = HEADLINE if block.position == 0 or _is_titled(text) else HEADING
    return block.whole if words <= longest else []


def _is_sentence(block: Block) -> bool:
    return ends_like_sentence(block.text)


def _is_titled(text: str) -> bool:
    """Whether the line is bracketed, an item, or has its words capitalised like a title."""
    if text[0] in "[(►•▶■*" or text.startswith(">>"):
        return True
    words = [w for w in text.split() if len(w) > 3 and w[0].lower() != w[0].upper()]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)
