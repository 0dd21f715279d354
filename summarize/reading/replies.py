"""The text of a mail -> what its sender wrote: without the earlier mails that a reply quotes.

Known by the ">" before each line, by the line of dashes or the block of header lines that mail
programs put above what they append, and in HTML by how they mark it up. A mail that is passed on
keeps what it passes on: that is what it was sent for.
"""

from __future__ import annotations

import re

__all__ = ["mark_quotes", "passes_on", "unmarked", "without_quotes"]

# "On 7 May 2024, Ann Lee wrote:" as mail programs have it in several languages. It is taken for
# that only right above a quotation.
_WROTE = (
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|napisała?|skrev|"
    r"kirjoitti|написала?|пишет)\b"
)
_OPENING = r"(?:On|Am|Le|El|Il|Op|Em|W dniu|Dnia|Den|På|Il giorno)\b"
_DATED = re.compile(rf"{_OPENING}.*\d.*{_WROTE}.*:", re.IGNORECASE)
_NAMED = re.compile(rf".*{_WROTE}\s*:|.*<\S+@\S+>.*:", re.IGNORECASE)
MAX_ATTRIBUTION = 300
MAX_ATTRIBUTION_LINES = 3

_DASHES = re.compile(
    r"\s*-{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|"
    r"message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht|"
    r"mensagem original|wiadomość oryginalna|oprindelig meddelelse|ursprungligt meddelande|"
    r"исходное сообщение)\s*-{2,}\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*\*?(?:From|Von|De|Da|Van|Från|Fra|Od|От)\s?:\*?\s", re.IGNORECASE)
_SENT = re.compile(
    r"\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el| em)?|Fecha|Inviato|Data|Verzonden|"
    r"Skickat|Sendt|Wysłano|Отправлено|Дата)\s?:\*?\s",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\s*\*?(?:Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|Temat|Тема)\s?:",
    re.IGNORECASE,
)
# A header line, or what goes on from one: addresses, or a line that is set in.
_HEADER = re.compile(r"\s*\*?[^\W\d_][\w ]{0,19}\s?:|\s+\S|.*[@;<]")
_PASSED_ON = re.compile(
    r"(?:begin )?forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|"
    r"messaggio inoltrato|doorgestuurd bericht|mensagem encaminhada",
    re.IGNORECASE,
)
# From, sent, to, copies, subject, and a line that was too long.
HEADER_LINES = 7
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|i|enc|vs|pd|doorst)\s*:", re.IGNORECASE)


def passes_on(subject: str, text: str) -> bool:
    """Whether a mail passes another on, by its subject or by a line that says so."""
    lines = (line.strip(" >_-:\t\r") for line in text.splitlines())
    return bool(_FORWARD.match(subject)) or any(map(_PASSED_ON.fullmatch, lines))


def unmarked(text: str) -> str:
    """Return the text of a mail that passes another on, of which some programs mark each line."""
    lines = text.splitlines(keepends=True)
    marked = sum(line.startswith(">") for line in lines)
    if 2 * marked <= sum(bool(line.strip()) for line in lines):
        return text
    return "".join(line.removeprefix(">").removeprefix(" ") for line in lines)


def without_quotes(text: str, forward: bool = False) -> str:
    """Return the text without what it quotes; an empty line is left in its place."""
    lines = text.splitlines(keepends=True)
    kept: list[str] = []
    quoting = False
    for number, line in enumerate(lines):
        if not forward and _begins_appendix(lines, number) and _is_reply(kept):
            _drop_rule(kept)
            break
        if line.lstrip().startswith(">"):
            if not quoting:
                _drop_attribution(kept)
                kept.append("\n")
            quoting = True
        else:
            quoting = quoting and not line.strip()
            kept.append(line)
    return "".join(kept)


def _drop_attribution(kept: list[str]) -> None:
    """Drop the lines at the end that say whose words follow."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    said = ""
    for first in range(end - 1, max(-1, end - 1 - MAX_ATTRIBUTION_LINES), -1):
        line = kept[first].strip()
        if not line or (said and line[-1] in ".!?"):
            break
        said = f"{line} {said}".strip()
        if len(said) <= MAX_ATTRIBUTION and _DATED.fullmatch(said):
            del kept[first:]
            return
    last = kept[end - 1].strip() if end else ""
    if len(last) <= MAX_ATTRIBUTION and _NAMED.fullmatch(last):
        del kept[end - 1 :]


def _begins_appendix(lines: list[str], number: int) -> bool:
    """Whether an earlier mail follows that is appended as it was."""
    if _DASHES.fullmatch(lines[number]):
        return True
    from_whom = _FROM.match(lines[number])
    # "From: 9 a.m. to 10 a.m." is of an invitation.
    if not from_whom or lines[number][from_whom.end() :][:1].isdigit():
        return False
    # The lines of what was HTML have empty ones between them.
    head = [line for line in lines[number : number + 2 * HEADER_LINES] if line.strip()]
    head = head[:HEADER_LINES]
    subject = next((k for k, line in enumerate(head) if _SUBJECT.match(line)), 0)
    block = head[:subject]
    return any(map(_SENT.match, block)) and all(map(_HEADER.match, block))


def _is_reply(kept: list[str]) -> bool:
    """Whether what stands before is an answer, and not nothing or a word that a mail is passed on.

    Subjects are edited, so that they do not tell alone.
    """
    before = [line for line in kept if line.strip(" _-\r\n\t") and not _DASHES.fullmatch(line)]
    return bool(before) and not _PASSED_ON.search(before[-1])


def _drop_rule(kept: list[str]) -> None:
    """Drop the line of underscores above a block of header lines."""
    while kept and not kept[-1].strip(" _-\r\n\t"):
        kept.pop()


def mark_quotes(markup: str) -> str:
    """Return the HTML of a mail with a ">" for each earlier mail that it quotes."""
    from lxml import etree  # type: ignore[import-untyped]

    data = markup.encode("utf-8", "replace")
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8")) if data.strip() else None
    if root is None:
        return markup
    quotes = '//blockquote[@type="cite"] | //blockquote[contains(@class, "gmail_quote")]'
    found = root.xpath(quotes)
    for element in found:
        tail = element.tail
        element.clear()
        element.text, element.tail = ">", tail
    return str(etree.tostring(root, encoding="unicode", method="html")) if found else markup
