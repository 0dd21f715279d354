"""Evaluation topics: JSON Lines in, topics with documents and human summaries out.

One object a line, other keys ignored:
{"id", "documents": [{"id"?, "title"?, "date"?, "text"}], "summaries": [text, ...]}.
Texts stay where they are: nothing is cached or copied into the project.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize.documents import Document

__all__ = ["Topic", "check_read", "digest", "load"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One set of documents and what people wrote about it.

    Attributes
    ----------
    references : tuple of str
        The human summaries; only the measure and the oracle read them.
    language : str
        ISO 639-1 code of the texts.
    """

    id: str
    documents: tuple[Document, ...]
    references: tuple[str, ...]
    language: str = "en"


def load(path: str | Path, language: str = "en") -> list[Topic]:
    """Read the topics of a JSON Lines file, in its order.

    Raises
    ------
    ValueError
        A line is not JSON, lacks one of the keys above, or has no document or no summary.
    """
    topics = []
    with Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                topics.append(_topic(json.loads(line), language))
            except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: not a topic: {error!r}") from error
    return topics


def digest(path: str | Path) -> str:
    """Return the SHA-256 of a file, which pins what a figure was measured on."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def check_read(path: str | Path, sha256: str, what: str = "pairs") -> None:
    """Raise a ValueError if this is not the file some of which was read and labelled."""
    if digest(path) != sha256:
        raise ValueError(f"{Path(path).name} is not the file whose {what} were read")


def _topic(row: dict[str, Any], language: str) -> Topic:
    if not row["documents"] or not row["summaries"]:
        raise ValueError("needs at least one document and one summary")
    documents = tuple(
        Document(
            text=document["text"],
            id=document.get("id") or f"d{number}",
            title=document.get("title") or None,
            date=document.get("date") or None,
        )
        for number, document in enumerate(row["documents"], start=1)
    )
    return Topic(str(row["id"]), documents, tuple(row["summaries"]), language)
