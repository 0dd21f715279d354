"""What GitHub makes of the Markdown: a table, a numbered list, and links that arrive.

A CommonMark parser with GitHub's tables stands in for GitHub, and a short list of tags and
attributes for its sanitizer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from summarize import Brief, read, summarize
from summarize.documents import Citation, Point, Source

PLAIN = ("h1", "h2", "p", "ol", "ul", "li", "strong", "br", "table", "thead", "tbody", "tr")
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in PLAIN},
    "th": {"style"},
    "td": {"style"},
    "a": {"href", "name"},
}


class Page(HTMLParser):
    """The cells, list items, links and anchors of a page; fails on what a sanitizer would cut."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.hrefs: list[str] = []
        self.names: list[str] = []
        self.rows: list[list[str]] = []
        self.items: list[str] = []
        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        self.feed(parser.render(markdown))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        assert {name for name, _ in attributes} <= ALLOWED[tag], attributes
        given = dict(attributes)
        self.hrefs += [given["href"] or ""] if "href" in given else []
        self.names += [given["name"] or ""] if "name" in given else []
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append("")
        elif tag == "li":
            self.items.append("")
        if tag != "br":
            self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.tags.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.tags):
            self.rows[-1][-1] += data
        elif "li" in self.tags:
            self.items[-1] += data

    def links(self) -> list[str]:
        """Return the places within the page that links lead to."""
        return [href[1:] for href in self.hrefs if href.startswith("#")]


@pytest.fixture(scope="module")
def brief() -> Brief:
    return summarize(read("seeds/"), max_points=5)


@pytest.fixture(autouse=True)
def _in_the_project(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(request.config.rootpath)


def test_the_points_are_a_table(brief: Brief) -> None:
    head, *rows = Page(brief.to_markdown()).rows
    assert head == ["No.", "Key Point", "Sources"]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row[1] for row in rows] == [point.text for point in brief.points]
    assert rows[0][2] == "[1] [3] [2] (3 sources)"


def test_every_link_within_the_page_arrives_and_none_is_made_twice(brief: Brief) -> None:
    page = Page(brief.to_markdown())
    assert len(page.names) == len(set(page.names)) == len(brief.points) + len(brief.sources)
    assert set(page.links()) <= set(page.names)
    cited = sum(len(point.citations) for point in brief.points)
    # Once there, once back, and those of "Also in" and "Only in".
    assert len(page.links()) >= 2 * cited
    assert {f"source-{n}" for n in range(1, 6)} | {"point-1"} <= set(page.links())


def test_the_sources_are_numbered_as_they_are_cited(brief: Brief) -> None:
    markdown = brief.to_markdown()
    assert re.findall(r"(?m)^(\d+)\. <a name=\"source-(\d+)", markdown) == [
        (str(number), str(number)) for number in range(1, len(brief.sources) + 1)
    ]
    shown = Page(markdown).items
    for source in brief.sources:
        assert any(item.startswith(source.title or source.id) for item in shown)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_text_breaks_the_page(text: str) -> None:
    text = f"{text}x"
    folded = " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split())
    citations = (Citation("a", 0, 1, text, 1.0, 3), Citation("b", 0, 1, text, 0.7))
    point = Point(1, text, "a", 0, 1, 0.5, 0, citations, 2, 2)
    sources = tuple(
        Source(name, text, None, None, None, 1, 1, points=(1,), author=text) for name in "ab"
    )
    page = Page(Brief(points=(point,), sources=sources, title=text, notes=(text,)).to_markdown())
    assert page.rows[1:] == [["1", folded, "[1] p. 3 [2] (2 sources)"]]
    assert page.links() == ["source-1", "source-2", "point-1", "point-1"]
    assert page.items[0] == f"{folded}: a, by {folded}, 1 word, point 1"
    assert page.items[-1] == folded


def test_a_brief_without_points_is_a_page_too() -> None:
    empty = replace(Brief(points=(), sources=()), notes=("no points",))
    assert Page(empty.to_markdown()).rows == [["No.", "Key Point", "Sources"]]
