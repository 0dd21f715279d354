"""The sources that a brief records -> the documents that it was made of, under the same ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from summarize.documents import Document, Skipped, Source
from summarize.errors import ReadingError
from summarize.reading.ids import named_as
from summarize.reading.shelf import places_of

__all__ = ["read_again"]


def read_again(sources: Iterable[Source], folder: Path) -> Iterator[Document | Skipped]:
    """Read each file that the sources name, once, and yield what the brief has of it.

    A file is looked for from the current folder or, failing that, from `folder`.
    """
    ids: dict[str, list[str]] = {}
    for source in sources:
        if source.path is not None:
            ids.setdefault(source.path, []).append(source.id)
    for path, names in ids.items():
        found = _load(path, Path(path) if Path(path).exists() else folder / path)
        documents = [item for item in found if isinstance(item, Document)]
        if len(documents) == len(names) == 1:  # a caller may have given it any name
            yield replace(documents[0], id=names[0])
        else:
            yield from named_as(documents, names)
        if not documents:  # else the brief itself tells of the parts that cannot be read
            yield from found


def _load(path: str, place: Path) -> list[Document | Skipped]:
    try:
        found = [item for part in places_of(str(place)) for item in part.read()]
    except OSError as error:
        return [Skipped(path, (error.strerror or str(error)).lower())]
    except (ReadingError, ValueError) as error:  # a name that no file can have
        return [Skipped(path, str(error))]
    return [replace(item, path=path) if isinstance(item, Document) else item for item in found]
