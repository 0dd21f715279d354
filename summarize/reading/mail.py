"""One e-mail message -> a Document: what its sender wrote, its subject, its date, who sent it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.html import block_text
from summarize.reading.replies import is_forward, mark_quotes, without_quotes

__all__ = ["QUOTED", "load_mail", "mail_date"]

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
    if body.get_content_type() == "text/html":
        text = block_text(mark_quotes(text))
    title = str(message["subject"] or "").strip() or None
    own = without_quotes(text, forward=is_forward(title or ""))
    date = mail_date(str(message["date"] or ""))
    sender, address = parseaddr(str(message["from"] or ""))
    if text.strip() and not own.strip():
        raise ReadingError("nothing but quotes of earlier mail")
    document = Document(own, id=name, title=title, date=date, author=sender or address or None)
    return [document] if own == text else [document, Skipped("", QUOTED)]


def mail_date(written: str) -> str | None:
    """Return the day of a date as mails and RSS feeds write it, in ISO 8601."""
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (TypeError, ValueError):
        return None
