"""DOCX and EPUB: zip archives of XML, read without resolving entities and up to a size."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from summarize.documents import Document, Skipped
from summarize.errors import ReadingError
from summarize.reading.headlines import find_date, find_headline, iso_date
from summarize.reading.html import block_text

__all__ = ["archive_suffix", "load_docx", "load_epub"]

MAX_UNPACKED = 64 * 2**20
MAX_FILES = 10_000
# As a tree XML takes up to twenty times its size (30 MB of empty paragraphs took 670 MB).
MAX_XML = 24 * 2**20

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC = "{http://purl.org/dc/elements/1.1/}"
_BREAKS = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}


class _Archive:
    """A zip whose files are read up to a size that all of them share."""

    def __init__(self, data: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadingError("damaged zip archive") from error
        self.names = set(self.zip.namelist())
        self.left = MAX_UNPACKED
        if len(self.names) > MAX_FILES:
            raise ReadingError(f"an archive of more than {MAX_FILES} files")

    def read(self, name: str) -> bytes:
        try:
            with self.zip.open(name) as file:
                data = file.read(self.left + 1)
        except KeyError as error:
            raise ReadingError(f"no {name} in this archive") from error
        except RuntimeError as error:  # zipfile's word for a file with a password
            raise ReadingError("encrypted archive") from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise ReadingError("damaged zip archive") from error
        self.left -= len(data)
        if self.left < 0:
            raise ReadingError(f"larger than {MAX_UNPACKED // 2**20} MB unpacked")
        return data

    def tree(self, name: str) -> Any:
        return parse_xml(self.read(name))


def parse_xml(data: bytes) -> Any:
    """Parse XML without entities, DTD, network, and without the deepest nesting.

    Raises
    ------
    ReadingError
        If it is not well-formed, or too large.
    """
    if len(data) > MAX_XML:
        raise ReadingError(f"XML larger than {MAX_XML // 2**20} MB")
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError("broken XML") from error


def archive_suffix(data: bytes) -> str:
    """Tell a DOCX from an EPUB by what it holds.

    Raises
    ------
    ReadingError
        If it is neither.
    """
    names = _Archive(data).names
    if "word/document.xml" in names:
        return ".docx"
    if "META-INF/container.xml" in names:
        return ".epub"
    raise ReadingError("a zip archive that is neither DOCX nor EPUB")


def load_docx(data: bytes, name: str) -> list[Document | Skipped]:
    """Load a Word document: its paragraphs, those of tables too, without notes and headers."""
    archive = _Archive(data)
    paragraphs = [
        _paragraph_text(paragraph)
        for paragraph in archive.tree("word/document.xml").iter(f"{_WORD}p")
        if next(paragraph.iterancestors(_FALLBACK), None) is None
    ]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    core = "docProps/core.xml"
    about = archive.tree(core) if core in archive.names else None
    title = _find(about, "title") or find_headline(text)
    return [Document(text, name, title, find_date(text), author=_find(about, "creator"))]


def _paragraph_text(paragraph: Any) -> str:
    parts = []
    for element in paragraph.iter(f"{_WORD}t", *_BREAKS):
        # A text box is a paragraph within one; it comes by itself.
        if next(element.iterancestors(f"{_WORD}p")) is paragraph:
            parts.append(_BREAKS.get(element.tag) or element.text or "")
    return "".join(parts).strip()


def load_epub(data: bytes, name: str) -> list[Document | Skipped]:
    """Load an electronic book: its chapters in their order."""
    archive = _Archive(data)
    root = archive.tree("META-INF/container.xml").find(".//{*}rootfile")
    if root is None or not root.get("full-path"):
        raise ReadingError("an EPUB without contents")
    package = root.get("full-path")
    contents = archive.tree(package)
    items = {item.get("id"): item.get("href") or "" for item in contents.iter("{*}item")}
    order = [items.get(item.get("idref"), "") for item in contents.iter("{*}itemref")]
    chapters = [
        block_text(archive.read(path).decode("utf-8", "replace"))
        for href in dict.fromkeys(order)
        if (path := posixpath.join(posixpath.dirname(package), unquote(href))) in archive.names
    ]
    text = "\n\n".join(chapter for chapter in chapters if chapter)
    return [
        Document(
            text,
            id=name,
            title=_find(contents, "title"),
            date=iso_date(_find(contents, "date")),
            author=_find(contents, "creator"),
            site=_find(contents, "publisher"),
        )
    ]


def _find(tree: Any, name: str) -> str | None:
    """Return what is said under a name of Dublin Core, of several the one after the other."""
    found = [] if tree is None else [element.text or "" for element in tree.iter(f"{_DC}{name}")]
    return "; ".join(text.strip() for text in found if text.strip()) or None
