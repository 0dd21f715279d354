"""Files, folders, globs, streams and Python objects become documents, or are skipped."""

from __future__ import annotations

import codecs
import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summarize.reading.sources
from summarize.documents import Corpus, Document, Skipped
from summarize.errors import ReadingError, SettingsError
from summarize.reading import LOADERS, gather, read, tables
from summarize.reading.decoding import decode

PROSE = "The lighthouse opened on Monday. It is white.\n"
PAGE = """<!doctype html><html><head><title>New lighthouse | The Harbour</title>
<meta property="article:published_time" content="2025-03-31T10:00:00Z">
<meta name="author" content="Anna Kruse"><meta property="og:site_name" content="The Harbour">
</head>
<body><nav><a href="/">Home</a> <a href="/news">All news</a></nav>
<article><h1>New lighthouse</h1>
<p>The town opened a new lighthouse in its harbour on Monday, the mayor said.</p>
<p>It is white, thirty metres high and can be seen from the old bridge.<br>It cost little.</p>
<table><tr><td>height</td><td>30</td></tr></table></article>
<section class="comments"><p>First comment: what a waste of our money this is!</p></section>
<footer>Copyright The Harbour</footer></body></html>"""

FEED = """<rss><channel><item><title>One</title><description>It is white.</description></item>
</channel></rss>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes = PROSE) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load_one(suffix: str, text: str, name: str = "") -> Document:
    (document,) = LOADERS[suffix](text.encode(), name)
    assert isinstance(document, Document)
    return document


def ids(corpus: Corpus) -> list[str]:
    return [document.id for document in corpus]


def give_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


# --- read: what is found --------------------------------------------------------------------------


def test_a_file_is_read_as_it_is() -> None:
    write("a.txt", "One.\r\nTwo. é\r\n")
    assert read("a.txt") == Corpus((Document("One.\r\nTwo. é\r\n", id="a.txt", path="a.txt"),))


def test_a_folder_is_read_whole_in_the_order_of_names() -> None:
    for name in ("n/b.txt", "n/a.md", "n/c/z.txt", "n/B.HTM"):
        write(name, PAGE if name.endswith("HTM") else PROSE)
    for name in ("n/.hidden.txt", "n/.git/x.txt", "n/d.png", "n/e.json"):
        write(name)
    corpus = read("n")
    assert [document.path for document in corpus] == ["n/B.HTM", "n/a.md", "n/b.txt", "n/c/z.txt"]
    reason = "2 files of kinds that are not read in folders: .json, .png"
    assert corpus.skipped == (Skipped("n", reason),)


def test_a_glob_is_sorted() -> None:
    for name in ("b.txt", "a.txt", "d/c.txt"):
        write(name)
    assert ids(read("*.txt")) == ["a.txt", "b.txt"]
    assert ids(read("**/*.txt")) == ["a.txt", "b.txt", "c.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file() -> None:
    write("a[1].txt")
    assert ids(read("a[1].txt")) == ["a[1].txt"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, PROSE.encode())
    assert read("-", "-") == Corpus((Document(PROSE, id="standard input"),))


def test_standard_input_may_be_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    give_stdin(monkeypatch, PAGE.encode())
    assert read("-")[0].title == "New lighthouse"


@pytest.mark.parametrize(
    "before", ["", "\ufeff\n", '<?xml version="1.0"?>\n', "<!-- saved from url=(1)x -->\n" * 99]
)
def test_a_page_is_known_by_how_it_begins(monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    for page in (PAGE, PAGE.removeprefix("<!doctype html>")):
        give_stdin(monkeypatch, f"{before}{page}".encode())
        assert read("-")[0].title == "New lighthouse"


@pytest.mark.parametrize(
    "table",
    [
        '{"text": "It is white."}\n{"text": "It is high."}\n',
        "id,text\n1,It is white.\n2,It is high.\n",
        '"text"\tlabel\n"It is white."\t1\nIt is high.\t2\n',
    ],
)
def test_a_table_is_known_by_how_it_begins(monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    give_stdin(monkeypatch, table.encode())
    assert [document.text for document in read("-")] == ["It is white.", "It is high."]


@pytest.mark.parametrize(
    "text",
    [
        "Images, text, sound\n\nThey are kept, and read.\n",
        "id, text and date\nThey are kept, and read.\n",
        "[1] It is white.\n{2} It is high.\n",
        "The <rss> element holds it.\n",
        "{It} is white.\n",
        "text\n\nIt is white.\n",
    ],
)
def test_what_only_looks_like_a_table_is_text(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    give_stdin(monkeypatch, text.encode())
    assert [document.text for document in read("-")] == [text]


def test_standard_input_may_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert read("-").skipped == (Skipped("-", "there is no standard input here"),)


def test_a_file_given_twice_is_read_once() -> None:
    write("n/a.txt")
    Path("link.txt").symlink_to("n/a.txt")
    assert ids(read("n/a.txt", "n", "./n/../n/a.txt", Path("n/a.txt"), "link.txt")) == ["a.txt"]


@pytest.mark.parametrize("name", ["README", "a.rst"])
def test_an_unknown_suffix_given_outright_is_read_by_its_content(name: str) -> None:
    write(name, PROSE)
    write("page.php", PAGE)
    corpus = read(name, "page.php")
    assert corpus[0].text == PROSE
    assert corpus[1].title == "New lighthouse"


def test_a_pipe_is_read() -> None:
    os.mkfifo("pipe")
    with subprocess.Popen([sys.executable, "-c", f"open('pipe', 'w').write({PROSE!r})"]):
        assert read("pipe")[0].text == PROSE


# --- read: what is skipped ------------------------------------------------------------------------

UNREADABLE = [
    ("none.txt", None, "no such file"),
    ("none/*.txt", None, "no file matches"),
    ("a\0b", None, "no such file"),
    ("a\ud800b", None, "no such file"),
    ("", None, "no such file"),
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\r\n", "empty"),
    ("mark.txt", codecs.BOM_UTF8, "empty"),
    ("image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary file"),
    ("image.txt", b"text and \0 bytes", "binary file"),
    ("empty.html", b"<html><body></body></html>", "no text in this page"),
    ("page.html", b"<html><body><nav><a href='/'></a></nav></body></html>", "no text in this page"),
    ("a.rtf", rb"{\rtf1\ansi It is.\par}", "RTF, which is not read; save it as .docx or .txt"),
    (
        "a.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        "an Office file of the old kind, which is not read; save it as .docx",
    ),
    (
        "a.json",
        b'[\n {"text": "It is."}]',
        "JSON, which is read if it has a document a line (JSONL)",
    ),
    ("a.svg", b'<?xml version="1.0"?><svg/>', "XML that is neither a feed nor a page"),
    ("a.mhtml", b"Subject: x\n\nIt is.", "no page in this MHTML file"),
    ("half.txt", codecs.BOM_UTF16_LE + b"\x00\xd8", "its encoding is not recognised"),
    ("file:///etc/hostname", None, "only http and https addresses are read"),
    ("ftp://example.com/a.txt", None, "only http and https addresses are read"),
    ("http://", None, "only http and https addresses are read"),
    ("http://[::1", None, "not a valid address"),
]


@pytest.mark.parametrize(("name", "content", "reason"), UNREADABLE)
def test_a_bad_source_is_skipped_and_the_others_are_read(
    name: str, content: bytes | None, reason: str
) -> None:
    write("good.txt")
    if content is not None:
        write(name, content)
    corpus = read(name, "good.txt")
    assert ids(corpus) == ["good.txt"]
    assert corpus.skipped == (Skipped(name, reason),)


def test_a_folder_without_texts_is_skipped() -> None:
    write("n/a.png")
    (skipped,) = read("n").skipped
    assert skipped.source == "n"
    assert skipped.reason.startswith("no file in it ends in .atom, .csv, .docx, ")


def test_files_of_other_kinds_are_told_of_in_one_line() -> None:
    write("n/a.txt")
    for k in range(1200):
        write(f"n/{k}.py", "")
    for suffix in "bcdefgh":
        write(f"n/x.{suffix}", "")
    write("n/noext", "")
    (skipped,) = read("n").skipped
    assert skipped == Skipped(
        "n",
        "1,208 files of kinds that are not read in folders: "
        "1,200 .py, .b, .c, .d, .e, .f, .g, .h, ...",
    )
    write("m/a.txt")
    write("m/noext", "")
    reason = "1 file of a kind that is not read in folders: no suffix"
    assert read("m").skipped == (Skipped("m", reason),)


def test_of_xml_in_a_folder_feeds_and_pages_are_read() -> None:
    write("n/a.xml", f'<?xml version="1.0"?>\n{FEED}')
    write("n/b.xml", "<?xml version='1.0'?><project><text>It is white.</text></project>")
    write("n/c.xhtml", f'<?xml version="1.0"?>\n<!-- saved -->\n{PAGE}')
    write("n/d.markdown", f"# Light\n\n{PROSE}")
    corpus = read("n")
    assert [document.path for document in corpus] == ["n/a.xml", "n/c.xhtml", "n/d.markdown"]
    assert [document.title for document in corpus] == ["One", "New lighthouse", "Light"]
    reason = "1 file of a kind that is not read in folders: .xml"
    assert corpus.skipped == (Skipped("n", reason),)
    assert read("n/b.xml").skipped == (Skipped("n/b.xml", "XML that is neither a feed nor a page"),)


def test_a_folder_that_may_not_be_listed_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("n/a.txt")
    write("n/closed/b.txt")
    list_folder = os.scandir

    def refuse(name: str) -> object:
        if name.endswith("closed"):
            raise PermissionError(13, "Permission denied", name)
        return list_folder(name)

    monkeypatch.setattr(os, "scandir", refuse)
    corpus = read("n")
    assert ids(corpus) == ["a.txt"]
    assert corpus.skipped == (Skipped("n/closed", "permission denied"),)


def test_a_file_in_a_folder_is_skipped_by_its_own_name() -> None:
    write("n/a.txt")
    write("n/b.txt", "")
    assert read("n").skipped == (Skipped("n/b.txt", "empty"),)


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summarize.reading.sources, "MAX_BYTES", 2**20)
    write("a.txt", b"a" * 2**20)
    write("b.txt", b"b" * (2**20 + 1))
    corpus = read("a.txt", "b.txt")
    assert ids(corpus) == ["a.txt"]
    assert corpus.skipped == (Skipped("b.txt", "larger than 1 MB"),)


@pytest.mark.parametrize(
    ("error", "reason"), [(13, "permission denied"), (5, "input/output error")]
)
def test_what_the_system_refuses(monkeypatch: pytest.MonkeyPatch, error: int, reason: str) -> None:
    # Root may read everything, so the refusal is played.
    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    write("a.txt")
    monkeypatch.setattr("builtins.open", refuse)
    assert read("a.txt").skipped == (Skipped("a.txt", reason),)


def test_nothing_readable_is_an_empty_corpus() -> None:
    assert read() == Corpus(())
    assert len(read("none.txt")) == 0


@pytest.mark.parametrize("source", [["a.txt"], 3, b"a.txt", Document("x")])
def test_a_source_must_be_a_name(source: object) -> None:
    with pytest.raises(
        SettingsError, match=r"read\(\) takes names of files, each its own argument"
    ):
        read(source)  # type: ignore[arg-type]


# --- Encodings ------------------------------------------------------------------------------------

FRENCH = "Le phare a été inauguré à l'entrée du port, où la fête était déjà commencée.\r\n" * 3
RUSSIAN = "Маяк открыли в понедельник, и он уже виден с моста, потому что он белый.\n" * 3
JAPANESE = "町は月曜日に港で新しい灯台を開いた。それは白くて、古い橋から見えます。\n" * 3


@pytest.mark.parametrize(
    "text", [PROSE, FRENCH, RUSSIAN, JAPANESE, "a\r\nb\rc\u2028d\u00a0e\ufeff"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_kept_to_the_letter(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (FRENCH, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "cp932"),
        ("Mardi, le phare a été fermé et la police a arrêté l'homme qui le gardait.", "cp1252"),
        ("Město otevřelo nový maják, protože ještě žádný neměli, a bude už sloužit.", "iso8859-2"),
        ("Τρίτη, 8 Ιανουαρίου", "cp1253"),
        ("He paid €5 for it.", "cp1252"),
        ("“It’s here”, she said – and it was in the café of Señor Müller.", "cp1252"),
    ],
)
def test_other_encodings_are_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_what_no_encoding_fits_is_an_error() -> None:
    with pytest.raises(ReadingError, match="its encoding is not recognised"):
        decode(codecs.BOM_UTF16_LE + b"\x00\xd8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_utf8_round_trip(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


# --- Title and date -------------------------------------------------------------------------------

TITLES = [
    ("A new lighthouse\n\nThe text.", "A new lighthouse"),
    ("\ufeff\n\n  A new lighthouse  \r\n\r\nThe text.", "A new lighthouse"),
    ("What is a lighthouse?\n\nThe text.", "What is a lighthouse?"),
    ("A new lighthouse\n================\nThe text.", "A new lighthouse"),
    ("A new lighthouse\n2009-07-07\n\nThe text.", "A new lighthouse"),
    ("A new lighthouse\nBy A. Writer\n\nThe text.", "A new lighthouse"),
    ("A new lighthouse.\n\nThe text.", None),
    ("A new lighthouse\nopened on Monday.", None),
    ("A new lighthouse", None),
    ("Lighthouse\n\nThe text.", None),
    ("By A. Writer\n\nThe text.", None),
    ("31 March 2025\n\nThe text.", None),
    ("Exclusive: A new lighthouse\n\nThe text.", "Exclusive: A new lighthouse"),
    ("A new lighthouse | The Harbour | News\n\nThe text.", "A new lighthouse | The Harbour | News"),
    ("Image copyright Harbour Office Image caption The new lighthouse\n\nThe text.", None),
    ("The keepers wave to the crowd (Photo: Jo Berg)\n\nThe text.", None),
    ("CLOSE The new lighthouse was lit on Monday. USA TODAY\n\nThe text.", None),
    ("Published on Feb 23, 2016\n\nThe text.", None),
    ("Tweet with a location\n\nThe text.", None),
    ("(Harbour Police)\n\nThe text.", None),
    ("The keeper called the lighthouse “a joy.”\n\nThe text.", None),
    ("A " + "very " * 40 + "long line\n\nThe text.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_title_of_a_text(text: str, title: str | None) -> None:
    assert load_one(".txt", text).title == title


def test_title_of_markdown_is_its_first_heading() -> None:
    text = "Some words\n\n## Not this\n\n# A *new* lighthouse #\n\nThe text.\n"
    assert load_one(".md", text) == Document(text, title="A *new* lighthouse")


DATES = [
    ("31 March 2025\n", "2025-03-31"),
    ("Title here\n\nTOKYO, March 30, 2025\n", "2025-03-30"),
    ("Posted on Mar. 3rd, 2025 by A. Writer", "2025-03-03"),
    ("Updated 2025-03-31T10:00\n", "2025-03-31"),
    ("1st September, 2024", "2024-09-01"),
    ("Victims of the July 7 2005 attack remembered\n2009-07-07\n\nThe text.", "2009-07-07"),
    ("The attack of 7 July 2005: a chronology\n\nThe text.", "2005-07-07"),
    ("31 February 2025\n", None),
    ("2025-13-01\n", None),
    ("version 12025-03-31", None),
    ("31 Marbles 2025", None),
    (
        "The lighthouse that was opened on 31 March 2025 is white and thirty metres high, he said.",
        None,
    ),
    ("line\n" * 10 + "31 March 2025", None),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_date_of_a_text(text: str, date: str | None) -> None:
    assert load_one(".txt", text).date == date


def test_a_page_gives_its_text_title_and_date() -> None:
    page = load_one(".html", PAGE, "x")
    assert (page.id, page.title, page.date) == ("x", "New lighthouse", "2025-03-31")
    assert (page.author, page.site) == ("Anna Kruse", "The Harbour")
    assert page.text.split("\n\n") == [
        "New lighthouse",
        "The town opened a new lighthouse in its harbour on Monday, the mayor said.",
        "It is white, thirty metres high and can be seen from the old bridge.",
        "It cost little.",
    ]


# --- gather ---------------------------------------------------------------------------------------


def test_gather_takes_texts_paths_and_documents() -> None:
    path = write("d/a.txt")
    known = Document("Known.", id="k", title="T", url="http://x")
    corpus = gather(["First.", path, known, Document("No id.", url="http://y"), "Second."])
    assert ids(corpus) == ["text 1", "a.txt", "k", "http://y", "text 2"]
    assert corpus[2] == known


def test_gather_skips_what_is_empty_or_cannot_be_read() -> None:
    corpus = gather(["One.", " \n", Path("none.txt"), Document("", id="d"), "Three."])
    assert ids(corpus) == ["text 1", "text 3"]
    assert corpus.skipped == (
        Skipped("text 2", "empty"),
        Skipped("none.txt", "no such file"),
        Skipped("d", "empty"),
    )


def test_gather_keeps_a_corpus() -> None:
    write("a.txt")
    corpus = read("a.txt", "none.txt")
    assert gather(corpus) == corpus


def test_gather_takes_a_generator() -> None:
    def texts() -> Iterator[str]:
        yield "One."
        yield "Two."

    assert ids(gather(texts())) == ["text 1", "text 2"]


@pytest.mark.parametrize("text", ["a\0b", "\ud800 lone", "e\u0301 \u202eשלום", "x" * 100_000])
def test_gather_keeps_any_text(text: str) -> None:
    assert gather([text])[0].text == text


@pytest.mark.parametrize("item", ["A text.", Document("A text."), Path("a.txt"), b"x", {"a": "b"}])
def test_one_item_instead_of_a_list_is_an_error(item: object) -> None:
    with pytest.raises(
        SettingsError, match=r"must be a list of texts, .*; got one \w+: give a list"
    ):
        gather(item)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("items", "kind"), [([3], "int"), (["a", None], "NoneType"), ([b"x"], "bytes")]
)
def test_items_of_other_types_are_an_error(items: list[object], kind: str) -> None:
    with pytest.raises(SettingsError, match=f"a str, a Path or a Document; got a {kind}"):
        gather(items)  # type: ignore[arg-type]


def test_no_iterable_is_an_error() -> None:
    with pytest.raises(
        SettingsError, match="must be a list of texts, paths or Documents; got a int"
    ):
        gather(3)  # type: ignore[arg-type]


def test_names_of_files_instead_of_texts_are_an_error() -> None:
    write("a.txt")
    write("b.txt")
    with pytest.raises(SettingsError, match=r'use summarize\(read\("a\.txt", "b\.txt"\)\)'):
        gather(["a.txt", "b.txt"])
    assert ids(gather(["a.txt", "none.txt"])) == ["text 1", "text 2"]  # not all of them


# --- Ids ------------------------------------------------------------------------------------------


def test_an_id_is_the_shortest_end_of_the_path_that_is_unique(folder: Path) -> None:
    for name in ("a/report.txt", "b/report.txt", "x/a/other.txt", "y/a/other.txt", "c/one.txt"):
        write(name)
    assert ids(read(folder)) == [
        "a/report.txt",
        "b/report.txt",
        "one.txt",
        "x/a/other.txt",
        "y/a/other.txt",
    ]


def test_equal_ids_are_numbered() -> None:
    given_ids = ["x", "x", "x (2)", "x", "y"]
    corpus = gather([Document("Text.", id=name) for name in given_ids])
    assert ids(corpus) == ["x", "x (3)", "x (2)", "x (4)", "y"]


def test_rows_that_files_number_alike_are_named_by_their_file() -> None:
    for name in ("a/x.csv", "b/x.csv", "y.csv"):
        write(name, f"id,text\n1,{name} is white.\n1,{name} is high.\n{name} 2,{name} is old.\n")
    names = {document.text: document.id for document in read("a", "b", "y.csv")}
    assert names["a/x.csv is white."] == "a/x.csv: 1"
    assert names["b/x.csv is high."] == "b/x.csv: 1 (2)"
    assert names["y.csv is high."] == "y.csv: 1 (2)"
    again = read("y.csv", "b", "a")
    assert {document.text: document.id for document in again} == names
    assert ids(read("y.csv")) == ["1", "1 (2)", "y.csv 2"]


def test_rows_without_ids_are_numbered_in_their_file() -> None:
    for name in ("a/d.jsonl", "b/d.jsonl"):
        write(name, '{"text": "Z is first."}\n{"text": "A is second."}\n')
    assert ids(read("a", "b")) == [
        *("a/d.jsonl", "a/d.jsonl (2)", "b/d.jsonl", "b/d.jsonl (2)"),
    ]


def test_documents_read_one_by_one_are_named_by_their_paths() -> None:
    for name in ("a/r.txt", "b/r.txt"):
        write(name)
    assert ids(gather([*read("b"), *read("a")])) == ["b/r.txt", "a/r.txt"]


@given(st.permutations(["One.", "Two.", "Three."]))
def test_equal_ids_do_not_depend_on_the_order(texts: list[str]) -> None:
    found = gather([Document(text, id="x") for text in texts])
    assert {d.id: d.text for d in found} == {"x": "One.", "x (2)": "Three.", "x (3)": "Two."}


@given(st.lists(st.sampled_from(["", "a", "a (2)", "a (3)", "text 1", "b"]), max_size=8))
def test_ids_are_unique(names: list[str]) -> None:
    found = ids(gather(["A text.", *(Document("Text.", id=name) for name in names)]))
    assert len(set(found)) == len(found) == len(names) + 1


# --- Weight ---------------------------------------------------------------------------------------


def test_plain_text_needs_no_heavy_import() -> None:
    write("a.txt", "A new lighthouse\n\n31 March 2025\n\nThe text.")
    code = (
        "import sys; from summarize.reading import read; assert read('a.txt')[0].date;"
        "print({'trafilatura', 'charset_normalizer', 'lxml', 'nltk'} & set(sys.modules))"
    )
    root = str(Path(summarize.__file__).parent.parent)
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "set()\n"


def test_the_limit_of_fields_is_only_raised_while_others_read() -> None:
    before = csv.field_size_limit()
    with tables._fields_up_to(10), tables._fields_up_to(10 * before):
        assert csv.field_size_limit() == 10 * before
    assert csv.field_size_limit() == before
    first, second = tables._fields_up_to(2 * before), tables._fields_up_to(1)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert csv.field_size_limit() >= 2 * before
    second.__exit__(None, None, None)
    assert csv.field_size_limit() == before
