"""PDFs as other programs write them: columns, running heads, hyphens, ligatures; the command."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from fpdf import FPDF
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from summarize import read
from summarize.briefing import page_of
from summarize.cli import main
from summarize.documents import Document
from summarize.reading.pdf import rejoin

COUNCIL = (
    "The town council of Langwedel voted on Monday to build a new lighthouse at the entrance of "
    "its harbour, after a debate that lasted for more than four hours."
)
STORY = [
    COUNCIL,
    "The office of the mayor said that the first efficient floodlights would be fitted by the end "
    "of the year, at a cost of twelve million euros.",
    "Fishermen had asked for a safer entrance since the winter of 2019, when two trawlers ran "
    "aground in the fog.",
    "The opposition called the decision irresponsible, since the flood defences on the southern "
    "bank have not been repaired and the inhabitants fear the next storm.",
    "Construction is to begin in April, and the tower of forty metres will be visible from the old "
    "bridge and from the islands.",
]
LAST = "On the last page the architect promised that the light would turn before the end of June."
WORDS = " ".join(STORY).replace(",", "").replace(".", "").lower().split()


def story(length: int) -> list[str]:
    """Return paragraphs of two sentences that are not repeated, as those of no real text are."""
    random = Random(7)

    def sentence() -> str:
        return " ".join(random.choices(WORDS, k=random.randint(12, 30))).capitalize() + "."

    return [*STORY, *(f"{sentence()} {sentence()}" for _ in range(length)), LAST]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def in_columns(name: str, paragraphs: list[str]) -> str:
    """Print two justified columns with a running head and foot, by reportlab."""

    def decorate(canvas: object, page: object) -> None:
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawString(60, 820, "The Harbour Gazette")  # type: ignore[attr-defined]
        canvas.drawString(500, 20, f"Page {page.page} of 3")  # type: ignore[attr-defined]

    document = BaseDocTemplate(name, pagesize=A4, title="A lighthouse", author="Ann Lee")
    columns = [Frame(50, 50, 240, 750), Frame(305, 50, 240, 750)]
    document.addPageTemplates(PageTemplate(frames=columns, onPage=decorate))
    style = ParagraphStyle("body", fontSize=10, leading=12, alignment=4, spaceAfter=6)
    document.build([Paragraph(text, style) for text in paragraphs])
    return name


def with_soft_hyphens(name: str, paragraphs: list[str]) -> str:
    """Print lines broken at soft hyphens, with a head and a page number, by fpdf2."""

    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", size=8)
            self.cell(0, 8, "The Harbour Gazette", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-12)
            self.cell(0, 8, f"- {self.page_no()} -", align="C")

    paper = Paper()
    paper.add_page()
    for text in paragraphs:
        paper.set_font("Times", size=13)
        text = text.replace("lighthouse", "light\u00adhouse").replace("inhab", "in\u00adhab\u00ad")
        paper.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
        paper.ln(3)
    paper.output(name)
    return name


def one(name: str) -> Document:
    (document,) = read(name)
    return document


@pytest.mark.parametrize("write", [in_columns, with_soft_hyphens])
def test_the_story_comes_back_in_its_words_and_order(write: object) -> None:
    document = one(write("a.pdf", story(30)))  # type: ignore[operator]
    assert len(document.pages) >= 2
    # And nothing else: no head, no foot, no number of a page.
    assert " ".join(document.text.split()) == " ".join(story(30))


def test_title_and_author_are_those_of_the_file() -> None:
    document = one(in_columns("a.pdf", STORY))
    assert (document.title, document.author) == ("A lighthouse", "Ann Lee")


def test_ligatures_are_letters() -> None:
    text, starts = rejoin(["The o\ufb03ce \ufb01tted e\ufb00ective \ufb02ood lights."])
    assert (text, starts) == ("The office fitted effective flood lights.", (0,))


def test_a_short_line_before_a_capital_is_a_heading() -> None:
    lines = [
        "The council of the harbour town voted on Monday to build a new lighthouse at its",
        "entrance.",
        "The price",
        "Twelve million euros are to be paid by the town, the rest by the county and the",
        "guild of the",
        "fishermen, whose boats ran aground in the fog of the last two winters on the coast.",
    ]
    text, _ = rejoin(["\n".join(lines)])
    paragraphs = [" ".join(lines[:2]), lines[2], " ".join(lines[3:])]
    assert text.split("\n\n") == paragraphs


def test_what_a_browser_prints_around_two_pages_is_left_out() -> None:
    foot = "11/24/26, 9:20 PM\nLighthouse\nfile:///a/b.html\n{}/2\nCopyright"
    pages = [f"{COUNCIL}\n{foot.format(1)}", f"{STORY[2]}\n{foot.format(2)}"]
    text, starts = rejoin(pages)
    assert text.split("\n\n") == [f"{COUNCIL} {STORY[2]}"] or text.split("\n\n") == [
        COUNCIL,
        STORY[2],
    ]
    assert text[starts[1] :] == STORY[2]


def test_the_command_shows_the_page_and_verify_agrees() -> None:
    in_columns("a.pdf", story(40))
    said = f"{COUNCIL} Ferries will not sail that day.\n\n{LAST} Nobody else was asked for it.\n"
    Path("b.txt").write_text(said, encoding="utf-8")
    page = page_of(one("a.pdf"), one("a.pdf").text.index("On the last page"))
    assert page is not None
    assert page >= 2

    def run(*words: str) -> str:
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        return result.stdout

    for format in ("text", "markdown"):
        shown = run("a.pdf", "b.txt", "-q", "-f", format)
        mark = "[1]" if format == "text" else "[\\[1\\]](#source-1)"
        assert f"{mark} p. {page}" in shown
        assert f"{mark} p. 1" in shown
    run("a.pdf", "b.txt", "-q", "-f", "json", "-o", "brief.json")
    citations = [
        citation
        for point in json.loads(Path("brief.json").read_text(encoding="utf-8"))["points"]
        for citation in point["citations"]
    ]
    assert {page, 1} <= {each["page"] for each in citations if each["source"] == "a.pdf"}
    assert {each["page"] for each in citations if each["source"] == "b.txt"} <= {None}
    assert "quotations verified in 2 sources" in run("verify", "brief.json")
