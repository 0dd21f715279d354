"""One e-mail message -> a Document: what its sender wrote, its subject, its date, who sent it.

A web page that a browser saved as one file (MHTML) is packed as a message is.
"""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.decoding import in_utf8
from summarize.reading.html import block_text, is_address, load_html
from summarize.reading.replies import mark_quotes, passes_on, unmarked, without_quotes

__all__ = ["QUOTED", "load_mail", "load_saved_page", "mail_date"]

# Not read of a mail: its own source says it, and must not seem to have two witnesses.
QUOTED = "quotes of earlier mail"


def load_mail(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a message: its plain text, or else its HTML.

    Attachments are left out, and so are the earlier mails that a reply quotes.
    """
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise ReadingError("no text in this message")
    try:
        text = str(body.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError) as error:
        raise ReadingError("its encoding is not recognised") from error
    title = str(message["subject"] or "").strip() or None
    forward = passes_on(title or "", text)
    if body.get_content_type() == "text/html":
        forward = forward or passes_on("", block_text(text))
        text = block_text(text if forward else mark_quotes(text))
    if forward:
        text = unmarked(text)
    own = without_quotes(text, forward)
    date = mail_date(str(message["date"] or ""))
    sender, address = parseaddr(str(message["from"] or ""))
    if text.strip() and not own.strip():
        raise ReadingError("nothing but quotes of earlier mail")
    document = Document(own, id=name, title=title, date=date, author=sender or address or None)
    return [document] if own == text else [document, Skipped("", QUOTED)]


def load_saved_page(data: bytes, name: str) -> list[Document | Skipped]:
    """Load the page of an MHTML file, without the pictures and frames that are packed with it."""
    message = message_from_bytes(data, policy=policy.default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    markup = None if page is None else page.get_payload(decode=True)
    if page is None or not isinstance(markup, bytes):
        raise ReadingError("no page in this MHTML file")
    address = str(message["Snapshot-Content-Location"] or page["Content-Location"] or "").strip()
    loaded = load_html(in_utf8(markup, page.get_content_charset()), name)
    return [
        replace(item, url=address if is_address(address) else None)
        if isinstance(item, Document)
        else item
        for item in loaded
    ]


def mail_date(written: str) -> str | None:
    """Return the day of a date as mails and RSS feeds write it, in ISO 8601."""
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (TypeError, ValueError):
        return None
