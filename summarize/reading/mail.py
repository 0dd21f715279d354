"""One e-mail message -> a Document: its body, its subject, its date, who sent it."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.html import block_text

__all__ = ["load_mail", "mail_date"]


def load_mail(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a message: its plain text, or else its HTML; attachments are left out."""
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("plain", "html"))
    if body is None:
        raise ReadingError("no text in this message")
    try:
        text = str(body.get_content()).replace("\r\n", "\n")
    except (LookupError, ValueError) as error:
        raise ReadingError("its encoding is not recognised") from error
    if body.get_content_type() == "text/html":
        text = block_text(text)
    title = str(message["subject"] or "").strip() or None
    date = mail_date(str(message["date"] or ""))
    sender, address = parseaddr(str(message["from"] or ""))
    return [Document(text, id=name, title=title, date=date, author=sender or address or None)]


def mail_date(written: str) -> str | None:
    """Return the day of a date as mails and RSS feeds write it, in ISO 8601."""
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (TypeError, ValueError):
        return None
