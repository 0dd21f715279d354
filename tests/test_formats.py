"""PDF, DOCX, EPUB, mail, tables and feeds become documents, or are skipped with a reason."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

import summarize
from summarize.briefing import page_of
from summarize.documents import Document, Skipped
from summarize.reading import read
from summarize.reading.pdf import rejoin


def pdf(pages: list[list[str]], encrypt: bool = False) -> bytes:
    """Write a PDF of lines by hand, in one font."""
    from pypdf import PdfReader, PdfWriter

    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for row, lines in enumerate(pages):
        shown = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({x}) Tj 0 -14 Td" for x in lines) + " ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * row} 0 R >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    data += f"{end}startxref\n{len(data)}\n%%EOF\n".encode()
    if not encrypt:
        return data
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


PAGES = [
    ["The town opened a new light-", "house in its harbour on Monday, and it"],
    ["is seen from the bridge."],
]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = archive(
    **{
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>It is </w:t>'
        "</w:r><w:r><w:t>white.</w:t></w:r></w:p><w:p><w:r><w:t>It is high.</w:t></w:r></w:p>"
        "</w:body></w:document>",
        "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>The light</dc:title><dc:creator>Jo Berg</dc:creator><dc:creator/>"
        "<dc:creator>Bo Day </dc:creator></c>",
    }
)
EPUB = archive(
    **{
        "META-INF/container.xml": '<container><rootfile full-path="o/p.opf"/></container>',
        "o/p.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Light</dc:title>'
        "<dc:creator>Ann Lee</dc:creator><dc:date>2024-05-06T00:00:00Z</dc:date>"
        "<dc:publisher>Pier Press</dc:publisher>"
        '<item id="b" href="b.xhtml"/><item id="a" href="a.xhtml"/>'
        '<itemref idref="a"/><itemref idref="b"/></package>',
        "o/a.xhtml": "<html><head><title>x</title></head><body><h1>One</h1><p>It is\nwhite.</p>"
        "</body></html>",
        "o/b.xhtml": "<html><body><p>It is&nbsp;<b>high</b>.</p></body></html>",
    }
)
RSS = """<?xml version="1.0"?><rss><channel><title>News &amp; Views</title>
<item><title>One</title><author>jo@x.example (Jo Berg)</author><link>http://x.example/1</link>
<pubDate>Mon, 31 Mar 2025 10:00:00 GMT</pubDate>
<description>&lt;p&gt;It is white.&lt;/p&gt;&lt;p&gt;It is high.&lt;/p&gt;</description></item>
<item><title>Two</title></item></channel></rss>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, content: bytes | str) -> str:
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def test_a_pdf_is_rejoined_and_keeps_its_pages() -> None:
    (document,) = read(write("a.pdf", pdf(PAGES)))
    assert document.text == (
        "The town opened a new lighthouse in its harbour on Monday, and it is seen from the bridge."
    )
    assert document.pages == (0, document.text.index("is seen"))
    assert page_of(document, 5) == 1
    assert page_of(document, document.text.index("bridge")) == 2
    assert page_of(Document("x"), 0) is None


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [f"The Harbour, {n}\nIt is white and line {n}\nends here.\n{n}" for n in range(1, 5)]
    text, starts = rejoin([page.replace("line", "abcd"[n]) for n, page in enumerate(pages)])
    assert "Harbour" not in text
    assert len(starts) == 4


def test_a_compound_that_the_text_knows_keeps_its_hyphen() -> None:
    text, _ = rejoin(["The well-known house is a well-\nknown one, and it was re-\nbuilt."])
    assert text == "The well-known house is a well-known one, and it was rebuilt."


def test_docx_epub_and_mail() -> None:
    mail = "Subject: Light\nFrom: Jo Berg <jo@x.example>\nDate: Mon, 31 Mar 2025 10:00:00 +0000\n"
    mail += "\nIt is white.\n"
    names = [write("a.docx", DOCX), write("b.epub", EPUB), write("c.eml", mail)]
    docx, epub, message = read(*names)
    assert docx.text == "It is white.\n\nIt is high."
    assert (epub.title, epub.text) == ("Light", "One\n\nIt is white.\n\nIt is high.")
    assert message == Document(
        "It is white.\n", "c.eml", "Light", "2025-03-31", path="c.eml", author="Jo Berg"
    )
    assert (docx.title, docx.author, docx.site) == ("The light", "Jo Berg; Bo Day", None)
    assert (epub.date, epub.author, epub.site) == ("2024-05-06", "Ann Lee", "Pier Press")


@pytest.mark.parametrize("name", ["a.mhtml", "page"])
def test_a_saved_page_is_read_without_its_packing(name: str) -> None:
    page = (
        "<html><head><title>Light</title></head><body><article>"
        "<p>The town opened a new lighthouse in the harbour caf=E9 on Monday, and it is white.</p>"
        "<p>It is thirty metres high and can be seen =\nfrom the old bridge.</p></article></body>"
    )
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://x.example/1\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n'
    )
    part = "--B\nContent-Type: text/html; charset=latin-1\n"
    part += f"Content-Transfer-Encoding: quoted-printable\n\n{page}\n"
    image = "--B\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0=\n--B--\n"
    (document,) = read(write(name, head + part + image))
    assert (document.title, document.url) == ("Light", "https://x.example/1")
    assert document.text == (
        "The town opened a new lighthouse in the harbour café on Monday, and it is white.\n\n"
        "It is thirty metres high and can be seen from the old bridge."
    )


def test_tables_hold_a_document_a_row() -> None:
    about = {"title": "T", "date": "2025-03-31", "author": "A", "site": "S"}
    rows = [{"id": "k", "text": "It is white.", **about}, {"text": ""}]
    lines = "\n".join(map(json.dumps, rows)) + "\nnot json\n"
    corpus = read(write("a.jsonl", lines), write("b.csv", 'text;url\n"It; is\nhigh.";http://x\n'))
    assert [(d.id, d.text, d.title, d.url, d.author, d.site) for d in corpus] == [
        ("k", "It is white.", "T", None, "A", "S"),
        ("b.csv", "It; is\nhigh.", None, "http://x", None, None),
    ]
    assert corpus.skipped == (
        Skipped("a.jsonl: line 2", "empty"),
        Skipped("a.jsonl: line 3", "not a JSON object"),
    )


def test_a_feed_holds_a_document_an_entry() -> None:
    corpus = read(write("feed.xml", RSS))
    link = "http://x.example/1"
    text = "It is white.\n\nIt is high."
    assert list(corpus) == [
        Document(
            *(text, link, "One", "2025-03-31", link, "feed.xml"),
            author="jo@x.example (Jo Berg)",
            site="News & Views",
        )
    ]
    assert corpus.skipped == (Skipped("feed.xml: entry 2", "empty"),)


def test_a_feed_of_thousands_is_cut() -> None:
    entry = "<entry><title>A</title><summary>It is white.</summary></entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry * 5000}</feed>'
    corpus = read(write("a.atom", feed))
    assert len(corpus) == 1000
    reason = "4000 further entries; 1000 of a feed are read"
    assert corpus.skipped == (Skipped("a.atom", reason),)


def test_authors_of_an_atom_feed() -> None:
    authors = "<author><name>Jo</name><email>j@x</email></author><author><name>Bo</name></author>"
    entry = f"<entry>{authors}<summary>It is white.</summary></entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Pier</title>{entry}</feed>'
    (document,) = read(write("a.atom", feed))
    assert (document.author, document.site) == ("Jo; Bo", "Pier")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", pdf(PAGES)[:-200], "truncated PDF"),
        ("a.pdf", pdf(PAGES, encrypt=True), "encrypted PDF"),
        ("a.pdf", pdf([[]]), "no text in this PDF; it may be scanned"),
        ("a.pdf", b"text", "not a PDF"),
        ("a.docx", archive(a="x"), "a zip archive that is neither DOCX nor EPUB"),
        ("a.docx", DOCX[:200], "damaged zip archive"),
        ("a.docx", b"text", "not a DOCX file"),
        ("a.csv", b"a,b\n1,2\n", 'no column is named "text"'),
        ("a.rss", b"<rss><channel/></rss>", "no entry in this feed"),
        ("a.rss", b"<rss><item>", "broken XML"),
        ("a.rss", b"<rss>" + b"<item/>" * 2**22, "XML larger than 24 MB"),
        ("a.docx", archive(**{"word/document.xml": "<p/>" * 7 * 2**20}), "XML larger than 24 MB"),
        ("a.docx", archive(**{"word/document.xml": "<p>" * 100_000}), "broken XML"),
        ("a.html", b"<html>" + b"<div>" * 10_000 + b"It is.", "HTML nested more than 1000 deep"),
        ("a.html", b"<html>" + b"<p>It is white.</p>" * 600_000, "a page larger than 10 MB"),
    ],
)
def test_bad_input_is_skipped(name: str, content: bytes, reason: str) -> None:
    corpus = read(write(name, content), write("good.txt", "It is white."))
    assert [document.id for document in corpus] == ["good.txt"]
    assert corpus.skipped == (Skipped(name, reason),)


def test_an_archive_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.reading.archives.MAX_UNPACKED", 2**20)
    bomb = archive(**{"word/document.xml": "a" * 2**22})
    assert read(write("a.docx", bomb)).skipped == (Skipped("a.docx", "larger than 1 MB unpacked"),)


def test_an_archive_of_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.reading.archives.MAX_FILES", 3)
    (skipped,) = read(write("a.docx", archive(a="x", b="x", c="x", d="x"))).skipped
    assert skipped.reason == "an archive of more than 3 files"


def test_a_pdf_whose_page_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.reading.pdf.MAX_DRAWING", 2**20)
    plain = pdf([["It is white."] * 50_000])
    stream = plain[plain.index(b"stream\n") + 7 : plain.index(b"\nendstream")]
    packed = zlib.compress(stream, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    bomb = plain.replace(b"<< /Length %d >>\nstream\n" % len(stream) + stream, head + packed)
    assert len(bomb) < 50_000
    assert read(write("a.pdf", bomb)).skipped == (
        Skipped("a.pdf", "a PDF page drawn by more than 1 MB"),
    )


@pytest.mark.parametrize("tag", ["section", "a", "x-y", "p", "td", "li"])
def test_deep_nesting_ends(tag: str) -> None:
    paragraph = "<p>The town council voted on Monday to build a new lighthouse.</p>"
    page = f"<html><body>{paragraph}{f'<{tag}>' * 10_000}{paragraph}</body></html>"
    corpus = read(write("a.html", page), write("good.txt", "It is white."))
    assert corpus[-1].text == "It is white."
    # Of a page that is read the story is there; of one that is not, the reason.
    assert len(corpus) + len(corpus.skipped) == 2
    assert all("to build a new lighthouse." in document.text for document in corpus[:-1])


def test_a_file_of_200_megabytes_is_not_taken_into_memory() -> None:
    with Path("a.html").open("wb") as file:
        file.truncate(200 * 2**20)
    code = (
        "import resource; from summarize import read; read('good.txt');"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "print(read('a.html').skipped[0].reason);"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"
    )
    write("good.txt", "It is white.")
    environment = {**os.environ, "PYTHONPATH": str(Path(summarize.__file__).parent.parent)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    reason, megabytes = run.stdout.splitlines()
    assert reason == "larger than 64 MB"
    assert int(megabytes) < 140  # what is read of it, once


def test_entities_are_not_resolved() -> None:
    feed = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><item><title>T</title>'
    corpus = read(write("a.rss", feed + "<description>It is &x;.</description></item></rss>"))
    assert [document.text for document in corpus] in ([], ["It is ."], ["It is"], ["It is &x;."])


def test_a_missing_extra_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    name = write("a.pdf", pdf(PAGES))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (skipped,) = read(name).skipped
    assert skipped.reason == 'reading PDF needs an extra: pip install "summarize[pdf]"'
