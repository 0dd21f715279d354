"""Files, folders, globs, standard input, Python strings -> a Corpus of Documents.

In go the names that a user typed (`read`) or the objects that a caller has (`gather`); out comes a
`Corpus`: the documents with unique ids, and each source that could not be read with the reason. One
bad source never stops the others. Text is decoded and otherwise kept as it is, lone surrogates and
control characters included. It does not clean: which parts are prose is decided later.
"""

from __future__ import annotations

import glob
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from summarize.documents import Corpus, Document, Skipped
from summarize.errors import ReadingError, SettingsError
from summarize.languages import count_function_words

__all__ = ["LOADERS", "MAX_BYTES", "gather", "read"]

MAX_BYTES = 64 * 2**20
STDIN = "-"


def read(*sources: str | os.PathLike[str]) -> Corpus:
    """Read files, folders and globs, and standard input for `"-"`.

    Parameters
    ----------
    *sources : str or os.PathLike
        A folder is read with all its folders: the files whose suffix is in `LOADERS`, sorted by
        name, hidden ones left out. A file named outright is read whatever its suffix is. A file
        named twice is read once.

    Returns
    -------
    Corpus
        With unique ids; what could not be read is in `skipped`. It may be empty.

    Raises
    ------
    SettingsError
        If a source is not a name.
    """
    reader = _Reader()
    for name in map(_check_name, sources):
        reader.read(name)
    return reader.corpus()


def gather(documents: Iterable[str | Path | Document] | Corpus) -> Corpus:
    """Return as one Corpus the texts, paths and documents that a caller has.

    Parameters
    ----------
    documents : Corpus, or iterable of str, Path and Document
        A str is a text, a Path a file or a folder. A Corpus keeps what it skipped.

    Returns
    -------
    Corpus
        With unique ids: the document's own, the name of its file, or "text 1", "text 2" ...

    Raises
    ------
    SettingsError
        If `documents` is one text or document, holds anything else, or if all its strings are
        names of files.
    """
    items = _check_items(documents)
    reader = _Reader(skipped=list(documents.skipped) if isinstance(documents, Corpus) else [])
    texts = 0
    for item in items:
        if isinstance(item, Path):
            reader.read(os.fspath(item))
        elif isinstance(item, Document):
            reader.add(item)
        else:
            texts += 1
            reader.add(Document(item, id=f"text {texts}"))
    return reader.corpus()


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
    if not text.strip() or len(text) > 1000 or "\n" in text:
        return False
    try:
        return os.path.exists(text)  # noqa: PTH110 - Path.exists raises where this says no
    except ValueError:  # NUL bytes, lone surrogates
        return False


# --- Sources: one name -> files -------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Collects documents and skipped sources, each file once."""

    documents: list[Document] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def read(self, source: str) -> None:
        """Read whatever the name stands for."""
        try:
            for name in _expand(source):
                self._read_file(name)
        except ReadingError as error:
            self.skipped.append(Skipped(source, str(error)))

    def _read_file(self, name: str) -> None:
        try:
            key = STDIN if name == STDIN else os.path.realpath(name)
            if key not in self.seen:
                self.seen.add(key)
                self.add(_read_stdin() if name == STDIN else _read_file(name))
        except ReadingError as error:
            self.skipped.append(Skipped(name, str(error)))
        except ValueError:  # a NUL byte: no file can be called so
            self.skipped.append(Skipped(name, "no such file"))

    def add(self, document: Document) -> None:
        if document.text.strip():
            self.documents.append(document)
        else:
            name = document.id or document.path or document.url or f"text {len(self.documents) + 1}"
            self.skipped.append(Skipped(name, "empty"))

    def corpus(self) -> Corpus:
        return Corpus(tuple(_with_ids(self.documents)), tuple(self.skipped))


def _expand(source: str) -> Iterator[str]:
    """Yield the names of the files that a source stands for."""
    if source == STDIN:
        yield STDIN
    elif re.match(r"https?://", source, re.IGNORECASE):
        # The place of a loader for web pages: fetch, then LOADERS[".html"] on the bytes.
        raise ReadingError("this version does not read URLs; save the page and give the file")
    elif _is_folder(source):
        yield from _walk(source)
    elif glob.has_magic(source) and not os.path.lexists(source):
        yield from _expand_pattern(source)
    else:
        yield source


def _expand_pattern(pattern: str) -> Iterator[str]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - keeps names as typed
    if not names:
        raise ReadingError("no file matches")
    for name in names:
        if _is_folder(name):
            yield from _walk(name)
        else:
            yield name


def _walk(folder: str) -> Iterator[str]:
    """Yield the files of a folder that a loader reads, sorted by name, without hidden ones."""

    def refuse(error: OSError) -> None:
        raise ReadingError(_reason(error)) from error

    found: list[str] = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            os.path.join(root, name)  # noqa: PTH118 - keeps names as typed
            for name in names
            if not name.startswith(".") and _suffix(name) in LOADERS
        ]
    if not found:
        raise ReadingError(f"no file in it ends in {', '.join(sorted(LOADERS))}")
    yield from sorted(found, key=lambda name: PurePath(name).parts)


def _is_folder(name: str) -> bool:
    try:
        return os.path.isdir(name)  # noqa: PTH112 - Path.is_dir raises where this says no
    except ValueError:  # NUL bytes, lone surrogates
        return False


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _read_stdin() -> Document:
    return _load(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input", "")


def _read_file(name: str) -> Document:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - a pipe such as /dev/fd/63 is read too
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadingError(_reason(error)) from error
    return replace(_load(data, "", _suffix(name)), path=name)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return (error.strerror or str(error)).lower()


def _load(data: bytes, name: str, suffix: str) -> Document:
    """Turn the bytes of one source into a document, by suffix or else by how they begin."""
    if len(data) > MAX_BYTES:
        raise ReadingError(f"larger than {MAX_BYTES // 2**20} MB")
    if not data.strip():
        raise ReadingError("empty")
    if b"\0" in data and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        raise ReadingError("binary file")
    looks_like_html = re.match(rb"\s*(?:<!doctype html|<html)", data[:1000], re.IGNORECASE)
    load = LOADERS.get(suffix, load_html if looks_like_html else load_text)
    document = load(data, name)
    if not document.text.strip():
        raise ReadingError("empty")
    return document


# --- Loaders: bytes -> Document -------------------------------------------------------------------


def load_text(data: bytes, name: str) -> Document:
    """Load plain text: its decoded text without the byte order mark, line ends kept."""
    text = decode(data)
    return Document(text, id=name, title=_headline(text), date=_find_date(text))


def load_markdown(data: bytes, name: str) -> Document:
    """Load Markdown as it is written; the title is its first heading of level 1."""
    text = decode(data)
    heading = re.search(r"^# +(.+?)[ #]*$", text[:HEAD_CHARS], re.MULTILINE)
    title = heading[1].strip() if heading else _headline(text)
    return Document(text, id=name, title=title, date=_find_date(text))


def load_html(data: bytes, name: str) -> Document:
    """Load a web page: its main text, without comments and tables, a paragraph to a block.

    Offsets point into that text, not into the page.
    """
    import trafilatura

    config = trafilatura.settings.use_config()
    # Below this trafilatura takes its fallback, which runs all paragraphs together.
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "50"
    page: Any = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, with_metadata=True, config=config
    )
    if page is None or not (page.text or "").strip():
        raise ReadingError("no text in this page")
    # One paragraph a line there; a blank line is what no sentence crosses.
    text = re.sub(r"\n+", "\n\n", page.text.strip())
    return Document(text, id=name, title=page.title or None, date=_iso_date(page.date))


LOADERS: dict[str, Callable[[bytes, str], Document]] = {
    ".htm": load_html,
    ".html": load_html,
    ".md": load_markdown,
    ".txt": load_text,
}

# The four bytes of UTF-32 begin with the two of UTF-16, so they stand first.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes) -> str:
    """Decode by the byte order mark, else as UTF-8, else by what charset-normalizer finds.

    Raises
    ------
    ReadingError
        If none of them fits.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return _decode_unmarked(data)


# Those that text files are really in. On short European texts, which several of a hundred encodings
# fit nearly as well, charset-normalizer alone takes one in three for Baltic.
ENCODINGS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2"),
    *("iso8859_7", "koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
]


def _decode_unmarked(data: bytes) -> str:
    """Take the encoding that gives the most function words of any language, of those that fit."""
    from charset_normalizer import from_bytes

    fitting = list(from_bytes(data, cp_isolation=ENCODINGS)) or list(from_bytes(data))
    if not fitting:
        raise ReadingError("its encoding is not recognised")
    # Of equals the most common one, else the one that charset-normalizer puts first.
    best = max(
        fitting, key=lambda match: (count_function_words(str(match)), match.encoding == "cp1252")
    )
    return str(best)


# --- Title and date -------------------------------------------------------------------------------

HEAD_CHARS = 2000
# Of a title that is read off the first line.
MAX_TITLE_CHARS = 150
# A date in a line longer than this is told by a sentence, not by the page.
MAX_DATE_LINE = 80
DATE_LINES = 8

_MONTHS = [
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)|(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(\d{{4}})"
    rf"|{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}))(?!\d)",
    re.IGNORECASE,
)


def _headline(text: str) -> str | None:
    """Return the first line if it stands alone, is short, and does not end like a sentence."""
    lines = [line.strip() for line in text[:HEAD_CHARS].lstrip().splitlines()]
    stands_alone = len(lines) > 2 and re.fullmatch("=*|-*", lines[1])
    if not stands_alone or not any(lines[2:]):
        return None
    first = lines[0].strip("# ")
    dated = _DATE.search(first)
    is_date = dated is not None and len(dated[0]) > len(first) / 2
    is_short = len(first) <= MAX_TITLE_CHARS and len(first.split()) > 1
    ends_open = not first.endswith((".", ":", ";", ",", "…", "|", "。"))
    return first if is_short and ends_open and not is_date and first[:3] != "By " else None


def _find_date(text: str) -> str | None:
    """Return the first date that one of the first short lines holds, in ISO 8601."""
    lines = [line for line in text[:HEAD_CHARS].splitlines() if line.strip()][:DATE_LINES]
    for line in lines:
        match = _DATE.search(line)
        if match and len(line.strip()) <= MAX_DATE_LINE:
            return _iso_date(match["iso"]) if match["iso"] else _written_date(match)
    return None


def _written_date(match: re.Match[str]) -> str | None:
    day, month, year = (part for part in match.groups()[1:] if part)
    if not day.isdigit():
        day, month = month, day
    return _checked_date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


def _iso_date(written: str | None) -> str | None:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", written or "")
    return _checked_date(*map(int, match.groups())) if match else None


def _checked_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


# --- Ids ------------------------------------------------------------------------------------------


def _with_ids(documents: list[Document]) -> list[Document]:
    """Give each document a unique id: its own, or the shortest end of its path that is unique."""
    paths = [PurePath(document.path) for document in documents if document.path and not document.id]
    names = _path_names(paths)
    wanted = [
        document.id
        or (names[PurePath(document.path)] if document.path else document.url)
        or f"text {row}"
        for row, document in enumerate(documents, start=1)
    ]
    return [
        replace(document, id=name)
        for document, name in zip(documents, _unique(wanted), strict=True)
    ]


def _path_names(paths: list[PurePath]) -> dict[PurePath, str]:
    depth = dict.fromkeys(paths, 1)
    while True:
        names = {path: "/".join(path.parts[-depth[path] :]) for path in depth}
        shared = {name for name, count in Counter(names.values()).items() if count > 1}
        deeper = [path for path in depth if names[path] in shared and depth[path] < len(path.parts)]
        if not deeper:
            return names
        for path in deeper:
            depth[path] += 1


def _unique(wanted: list[str]) -> list[str]:
    """Number the second and further of equal names: "x", "x (2)", "x (3)"."""
    taken = set(wanted)
    unique: list[str] = []
    counts: dict[str, int] = {}
    for name in wanted:
        counts[name] = counts.get(name, 0) + 1
        candidate = name
        while counts[name] > 1 and (candidate := f"{name} ({counts[name]})") in taken:
            counts[name] += 1
        taken.add(candidate)
        unique.append(candidate)
    return unique
