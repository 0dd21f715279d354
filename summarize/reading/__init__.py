"""Files, folders, web addresses, standard input, Python strings -> a Corpus of Documents.

In go the names that a user typed (`read`) or the objects that a caller has (`gather`); out comes a
`Corpus`: the documents with unique ids, and each source that could not be read with the reason; or,
if they would be too large to hold, a `Shelf` of where they lie (`shelve`, and `gather`). One bad
source never stops the others. Text is decoded and otherwise kept as it is, lone surrogates and
control characters included. It drops nothing: which parts are prose is decided later, and looked at
here only for what may be a title. The network is used for nothing but the addresses that were
given.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.documents import Corpus, Document, Skipped
from summarize.errors import MissingExtraError, ReadingError, SettingsError
from summarize.reading.html import is_address
from summarize.reading.ids import with_ids
from summarize.reading.loaders import LOADERS, load
from summarize.reading.mail import QUOTED
from summarize.reading.shelf import Elsewhere, Place, Shelf, places_of
from summarize.reading.sources import (
    exists,
    expand,
    identity,
    is_file,
    is_here,
    path_of,
    read_source,
)

if TYPE_CHECKING:
    from summarize.reading.web import Page

__all__ = ["LOADERS", "Shelf", "gather", "read", "shelve"]

Load = Callable[[], list[Document | Skipped]]


def read(
    *sources: str | os.PathLike[str],
    allow_private: bool = False,
    on_page: Callable[[int, int], None] | None = None,
) -> Corpus:
    """Read files, folders and globs, web addresses, and standard input for `"-"`.

    Parameters
    ----------
    *sources : str or os.PathLike
        A folder is read with all its folders: the files whose suffix is in `LOADERS`, and feeds and
        pages in `.xml`, sorted by name, hidden ones left out; how many files of other kinds there
        are is told in `skipped`. A file named outright is read whatever its suffix is. A file named
        twice is read once. A table or a feed holds several documents.
    allow_private : bool, default False
        Also read web addresses of this machine and its own network. Leave it off wherever the
        addresses come from others.
    on_page : callable or None
        Is told, whenever a web address has been fetched, how many of how many have been.

    Returns
    -------
    Corpus
        With unique ids; what could not be read is in `skipped`. It may be empty.

    Raises
    ------
    SettingsError
        If a source is not a name.
    """
    return _read(sources, allow_private, on_page, None).corpus()


def shelve(
    *sources: str | os.PathLike[str],
    most: int | None,
    allow_private: bool = False,
    on_page: Callable[[int, int], None] | None = None,
) -> Corpus | Shelf:
    """Read as `read` does, but leave what is too large to hold in its files.

    Parameters
    ----------
    *sources, allow_private, on_page
        As `read` takes them.
    most : int or None
        If the files have so many characters in all, a Shelf is returned. JSONL files, and tables
        (.csv, .tsv) in UTF-8, have no limit of size then; others are read as a whole, one at a
        time. None: all are held.
    """
    return _read(sources, allow_private, on_page, most).found()


def _read(
    sources: Iterable[str | os.PathLike[str]],
    allow_private: bool,
    on_page: Callable[[int, int], None] | None,
    most: int | None,
) -> _Reader:
    names = [_check_name(source) for source in sources]
    addresses = [name for name in names if is_address(name)]
    reader = _Reader(
        pages=_fetch(addresses, allow_private, on_page) if addresses else {}, most=most
    )
    for name in names:
        reader.read(name)
    return reader


def _fetch(
    addresses: list[str], allow_private: bool, on_page: Callable[[int, int], None] | None
) -> dict[str, Page | ReadingError]:
    from summarize.reading.web import fetch_all  # not needed, and not loaded, for files

    return fetch_all(addresses, allow_private, on_page)


def gather(
    documents: Iterable[str | Path | Document] | Corpus | Shelf | Elsewhere,
    most: int | None = None,
) -> Corpus | Shelf:
    """Return as one Corpus the texts, paths and documents that a caller has.

    Parameters
    ----------
    documents : Corpus, Shelf, Elsewhere, or iterable of str, Path and Document
        A str is a text, a Path a file or a folder. A Corpus keeps what it skipped.
    most : int, optional
        If the files that Paths stand for have so many characters in all, they are left where they
        are.

    Returns
    -------
    Corpus or Shelf
        With unique ids: the document's own, the name of its file, or "text 1", "text 2" ...

    Raises
    ------
    SettingsError
        If `documents` is one text or document, holds anything else, or if all its strings are
        names of files.
    """
    if isinstance(documents, Shelf):
        return documents
    folder = _seen_from(documents)
    items = _check_items(documents.documents if isinstance(documents, Elsewhere) else documents)
    skipped = list(documents.skipped) if isinstance(documents, Corpus) else []
    reader = _Reader(most=most, skipped=skipped, folder=folder)
    texts = 0
    for item in items:
        if isinstance(item, Path):
            reader.read(os.fspath(item))
        elif isinstance(item, Document):
            reader.add(item)
        else:
            texts += 1
            reader.add(Document(item, id=f"text {texts}"))
    return reader.found()


def _seen_from(documents: Any) -> str:
    """The folder that relative paths are seen from; "" for the one that this process is in."""
    if not isinstance(documents, Elsewhere) or is_here(documents.folder):
        return ""
    return documents.folder


def _check_name(source: Any) -> str:
    name = os.fspath(source) if isinstance(source, (str, os.PathLike)) else source
    if not isinstance(name, str):
        kind = type(source).__name__
        raise SettingsError(f"read() takes names of files, each its own argument; got a {kind}")
    return name


def _check_items(documents: Any) -> list[str | Path | Document]:
    if isinstance(documents, (str, bytes, Path, Document, Mapping)):
        kind = type(documents).__name__
        raise SettingsError(
            f"documents must be a list of texts, paths or Documents; got one {kind}: give a list"
        )
    if not isinstance(documents, Iterable):
        kind = type(documents).__name__
        raise SettingsError(f"documents must be a list of texts, paths or Documents; got a {kind}")
    items = list(documents)
    for item in items:
        if not isinstance(item, (str, Path, Document)):
            kind = type(item).__name__
            raise SettingsError(f"a document must be a str, a Path or a Document; got a {kind}")
    names = [item for item in items if isinstance(item, str)]
    if names and all(_is_file_name(name) for name in names):
        shown = ", ".join(json.dumps(name, ensure_ascii=False) for name in names[:3])
        more = ", ..." if len(names) > 3 else ""
        raise SettingsError(
            f"these strings are names of files, not texts; use summarize(read({shown}{more}))"
        )
    return items


def _is_file_name(text: str) -> bool:
    # Longer than any path can be, or of several lines: a text, and no question to the disk.
    return 0 < len(text.strip()) <= len(text) < 1000 and "\n" not in text and exists(text)


def _together(skipped: list[Skipped]) -> tuple[Skipped, ...]:
    """The same with one entry for the quotes in all mails: nearly each mail of a list has some."""
    mails = sorted(item.source for item in skipped if item.reason == QUOTED)
    if len(mails) < 2:
        return tuple(skipped)
    others = (item for item in skipped if item.reason != QUOTED)
    return (*others, Skipped(f"{mails[0]} and {len(mails) - 1} more", QUOTED))


@dataclass(slots=True)
class _Reader:
    """Collects documents and skipped sources, each file and each address once.

    From `most` characters of files on, their texts are no longer kept; only the `places` are.
    Relative names are seen from `folder`, and shown as they are.
    """

    most: int | None = None
    folder: str = ""
    given: list[Document] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    chars: int = 0
    unread: list[Skipped] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    pages: Mapping[str, Page | ReadingError] = field(default_factory=dict)

    def read(self, source: str) -> None:
        """Read whatever the name stands for."""
        if source in self.pages:
            self._take(source, source, partial(self._load_page, source))
            return
        try:
            for name in expand(source, self.skip, self.folder):
                path = path_of(name, self.folder)
                if self.most is None or not is_file(path):
                    self._take(name, identity(path), partial(read_source, path))
                elif identity(path) not in self.seen:
                    self.seen.add(identity(path))
                    self._place(name, path)
        except ReadingError as error:
            self.skip(source, str(error))
        except OSError as error:  # a file that went away since it was looked for
            self.skip(source, (error.strerror or str(error)).lower())

    def _take(self, name: str, key: str, load_it: Load) -> None:
        """Keep what a source holds, and each part of it that could not be read."""
        if key in self.seen:
            return
        self.seen.add(key)
        try:
            loaded = load_it()
        except (ReadingError, MissingExtraError) as error:
            self.skip(name, str(error))
            return
        for item in loaded:
            if isinstance(item, Document):
                self._hold(replace(item, path=name) if item.path else item)
            else:
                self.skip(f"{name}: {item.source}" if item.source else name, item.reason)

    def _hold(self, document: Document) -> None:
        self.documents.append(document)
        if self.most is not None:
            self.given.append(document)

    def _place(self, name: str, path: str) -> None:
        """Keep where the documents of a file lie and, as long as they are few, these as well."""
        for found in places_of(path):
            place = replace(found, path=name, folder=self.folder or found.folder)
            self.places.append(place)
            if self._is_full():
                continue
            for item in place.read():
                if isinstance(item, Document):
                    self.documents.append(item)
                    self.chars += len(item.text)
                else:
                    self.unread.append(item)
            if self._is_full():
                self.documents.clear()

    def _is_full(self) -> bool:
        return self.most is not None and bool(self.places) and self.chars >= self.most

    def _load_page(self, address: str) -> list[Document | Skipped]:
        page = self.pages[address]
        if isinstance(page, ReadingError):
            raise page
        # The name it was asked for by; an entry of a feed has an address of its own.
        return [
            replace(item, url=item.url or address) if isinstance(item, Document) else item
            for item in load(page.data, address, page.suffix)
        ]

    def add(self, document: Document) -> None:
        """Take a document as it is, unless it is empty."""
        if document.text.strip():
            self._hold(document)
        else:
            self.skip(document.id or document.path or document.url or "a document", "empty")

    def skip(self, source: str, reason: str) -> None:
        self.skipped.append(Skipped(source, reason))

    def corpus(self) -> Corpus:
        skipped = _together([*self.skipped, *self.unread])
        return Corpus(tuple(with_ids(self.documents)), skipped)

    def found(self) -> Corpus | Shelf:
        """All documents, or where they are if these are too many."""
        if not self._is_full():
            return self.corpus()
        given = sorted(self.given, key=lambda d: (d.text, d.title or "", d.date or "", d.id))
        places = sorted(self.places, key=lambda place: (place.path, place.start))
        return Shelf((*given, *places), tuple(self.skipped))
