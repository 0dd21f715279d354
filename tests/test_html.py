"""The page and the notebook's fragment: what they hold, how it is linked, what cannot get out."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summarize
from summarize.documents import (
    Brief,
    Citation,
    Difference,
    Document,
    Dropped,
    Explanation,
    Known,
    Point,
    Source,
    Span,
    Story,
    Update,
    Value,
)
from summarize.rendering.html.markup import Html, tag, web

FOLDER = Path(summarize.__file__).parent / "rendering" / "html"
VOID = {"meta", "circle", "line", "path", "rect"}

FIRST = "The bridge fell at noon.\n\nTwo people were hurt. Nobody knows why.\n\nSubscribe now"
SECOND = "A bridge fell at one o'clock. Three people were hurt."


class Page(HTMLParser):
    """The elements of a page in their order; fails if one is closed that is not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[int, str] = {}
        self.open: list[int] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len(dict(attributes)) == len(attributes)
        self.elements.append((name, dict(attributes)))
        self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        assert name in VOID
        self.elements.append((name, dict(attributes)))

    def handle_endtag(self, name: str) -> None:
        assert self.elements[self.open.pop()][0] == name

    def handle_data(self, data: str) -> None:
        for row in self.open:
            self.words[row] = self.words.get(row, "") + data

    def ids(self) -> list[str]:
        return [str(each["id"]) for _, each in self.elements if "id" in each]

    def links(self) -> list[str]:
        return [str(each["href"]) for _, each in self.elements if "href" in each]

    def text(self, id: str) -> str:
        (row,) = (k for k, (_, each) in enumerate(self.elements) if each.get("id") == id)
        return self.words[row]

    def named(self, name: str, class_: str = "") -> list[dict[str, str | None]]:
        return [
            attributes
            for element, attributes in self.elements
            if element == name and class_ in (attributes.get("class") or "")
        ]


def span(text: str, quote: str) -> tuple[int, int, str]:
    start = text.index(quote)
    return start, start + len(quote), quote


def brief() -> Brief:
    """A brief in which every part holds something, with its texts."""
    fell, hurt = span(FIRST, "The bridge fell at noon."), span(FIRST, "Two people were hurt.")
    also_fell, also_hurt = (
        span(SECOND, "A bridge fell at one o'clock."),
        span(SECOND, "Three people were hurt."),
    )
    fair = span("A fair opened.", "A fair opened.")
    return Brief(
        points=(
            Point(
                1, fell[2], "a", *fell[:2], 1.0, 0,
                (Citation("a", *fell, 1.0, 3), Citation("b", *also_fell, 0.6),
                 Citation("c", *fell, 1.0)),
                3, 2,
            ),
            Point(
                2, hurt[2], "a", *hurt[:2], 0.5, 1, (Citation("a", *hurt, 1.0),), 1, 1,
                context=Span("a", *fell),
            ),
        ),
        sources=(
            Source("a", "The fall", "2025-03-30", "https://x.org/?a=1&b=2", None, 11, 3, 0, None,
                   (1, 2), Span("a", *span(FIRST, "Nobody knows why."))),
            Source("b", None, "2025-04-02", "javascript:alert(1)", None, 9, 2, 0, None, (1,)),
            Source("c", "The same", None, None, "c.txt", 11, 3, 0, "a", (1,)),
            Source("d", "Fair", "2025-03-30", None, None, 3, 1, 1),
        ),
        title="Bridge & fair",
        differences=(
            Difference("number", 2, (Value("Two", "a", *hurt), Value("Three", "b", *also_hurt))),
        ),
        stories=(Story(1, ("d",), (Span("d", *fair),)),),
        update=Update(
            grown=(Known("It fell.", "z", 1, 2, (Citation("b", *also_fell, 0.7),)),),
            gone=(Known("It stood.", "z", 1, 0, ()),),
            changed=(Difference("date", None, (Value("May", "z", 0, 3, "In May."),
                                               Value("one", "b", *also_fell))),),
        ),
        dropped=(Dropped("a", *span(FIRST, "Subscribe now"), "form"),),
        notes=("d: another story",),
        settings={"language": "en"},
        versions={"summarize": "0.1.0"},
        documents=tuple(
            Document(text, id) for id, text in (
                ("a", FIRST), ("b", SECOND), ("c", FIRST), ("d", "A fair opened.")
            )
        ),
    )  # fmt: skip


def test_every_link_of_the_page_arrives_and_every_chip_is_linked_back() -> None:
    shown = brief().to_html()
    page = Page(shown)
    assert [id for id, n in Counter(page.ids()).items() if n > 1] == []
    inside = {link[1:] for link in page.links() if link.startswith("#")}
    assert inside <= set(page.ids())
    chips = [each for each in page.named("a", "chip") if "id" in each]
    assert len(chips) == 3 + 1 + 1 + 2 + 1 + 1 + 1 + 1  # points, context, differences and so on
    for chip in chips:
        assert f'class="back" href="#{chip["id"]}"' in shown
    assert [link for link in page.links() if link[0] != "#"] == ["https://x.org/?a=1&b=2"]


def test_a_chip_leads_to_its_sentence_in_the_text() -> None:
    page = Page(brief().to_html())
    start, end, quote = span(SECOND, "A bridge fell at one o'clock.")
    assert page.text(f"q2-{start}-{end}").startswith(quote)
    chip = page.text(f"p1-q2-{start}-{end}")
    assert chip == "2, b"
    assert page.text("p1-q1-0-24") == "1 p. 3, The fall"
    assert page.text("p1-q3-0-24") == "3, copy, The same"


def test_everything_that_a_brief_holds_is_shown() -> None:
    page = Page(brief().render("html", show_dropped=True))
    for id, words in {
        "picture": "Of 2 points, 1 told by more than one source. 1 source copied from another.",
        "grown": "2 by now, 1 before",
        "gone": "no source says it now; 1 before",
        "changed": "May",
        "differences": "Number, point 2",
        "stories": "A fair opened.",
        "only": "Nobody knows why.",
        "s3": "copy of [1]",
        "s4": "tells of another event",
        "p2": "Sources differ on the number: Two / Three",
    }.items():
        assert words in page.text(id), id
    footer = page.words[next(k for k, each in enumerate(page.elements) if each[0] == "footer")]
    for words in ("d: another story", "form: Subscribe now", "language", "summarize 0.1.0"):
        assert words in footer


def test_the_table_says_what_the_drawing_shows() -> None:
    shown = brief().to_html()
    table = re.sub("<[^>]+>", "|", shown[shown.index("<table>") : shown.index("</table>")])
    cells = " ".join(table.partition("1 |The fall")[2].replace("|", " ").split())
    assert cells == (
        "quoted quoted , differs: Two 3 The same says it, as a copy – "
        "2 b says it differs: Three 4 Fair – –"
    )
    drawing = shown[shown.index('<div class="cells">') :].split("</svg>")[0]
    looks = re.findall(r'<(?:circle|path|rect) class="([a-z]+)', drawing)
    # The point's source twice, a supporter, a copy; two differences; another event.
    expected = {"own": 2, "also": 1, "copy": 1, "differs": 2, "band": 1, "none": 1}
    assert Counter(looks) == expected


def test_timeline_needs_two_days() -> None:
    assert "2 Apr 2025" in Page(brief().to_html()).text("picture")
    one_day = [replace(each, date="2025-03-30T10:00") for each in brief().sources]
    assert "When they were written" not in replace(brief(), sources=tuple(one_day)).to_html()
    wrong = [replace(each, date="yesterday") for each in brief().sources]
    assert "When they were written" not in replace(brief(), sources=tuple(wrong)).to_html()


def test_text_is_shown_whole_and_in_order() -> None:
    page = Page(brief().to_html())
    # What is added are the links back.
    text = re.sub(r"↩\s(\d|only here|differs|before point 2)", "", page.text("s1"))
    assert " ".join(FIRST.split()) in " ".join(text.replace("hurt. Nobody", "hurt. Nobody").split())
    assert page.named("span", "left-out")[0]["title"] == "left out: form"


def test_a_brief_that_was_read_back_shows_its_quotations() -> None:
    read = Brief.from_json(brief().to_json())
    page = Page(read.to_html())
    assert "read back without its texts" in page.text("sources")
    assert "Three people were hurt." in page.text("s2")
    assert "Subscribe" not in page.text("s1")
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(page.ids())


def test_a_passage_that_is_not_where_it_should_be_is_shown_apart() -> None:
    moved = tuple(replace(each, text=f"x{each.text}") for each in brief().documents)
    page = Page(replace(brief(), documents=moved).to_html())
    assert page.text("s2").count("A bridge fell at one o'clock.") == 2
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(page.ids())


def test_long_stretches_without_a_mark_are_folded() -> None:
    filler = "\n".join(f"Paragraph {k} tells of something else entirely." for k in range(50))
    text = f"The bridge fell at noon.\n{filler}"
    documents = (replace(brief().documents[0], text=text), *brief().documents[1:])
    shown = replace(brief(), documents=documents).to_html()
    assert "<summary><bdi>50 paragraphs more</bdi></summary>" in shown
    assert shown.count("Paragraph 49 tells") == 1


def test_endless_paragraph_is_cut_at_sentences() -> None:
    text = "The bridge fell at noon. " + "Then nothing happened at all. " * 1000
    documents = (replace(brief().documents[0], text=text), *brief().documents[1:])
    shown = replace(brief(), documents=documents).to_html()
    assert re.search(r"<summary><bdi>\d\d paragraphs more</bdi></summary>", shown)
    assert shown.count("Then nothing happened at all.") == 1000


def test_overlapping_passages_have_an_anchor_each() -> None:
    text = "One two three four."
    citations = tuple(Citation("a", a, b, text[a:b], 1.0) for a, b in ((0, 13), (4, 19), (4, 7)))
    point = Point(1, text[0:13], "a", 0, 13, 1.0, 0, citations, 1, 1)
    shown = Brief(
        points=(point,),
        sources=(Source("a", None, None, None, None, 4, 1),),
        documents=(Document(text, "a"),),
    ).to_html()
    page = Page(shown)
    assert {"q1-0-13", "q1-4-19", "q1-4-7"} <= set(page.ids())
    assert "One two three" in re.sub(r"↩\s1", "", page.text("s1"))


def test_pages_of_a_document_are_marked() -> None:
    document = replace(brief().documents[0], pages=(0, 26))
    shown = replace(brief(), documents=(document, *brief().documents[1:])).to_html()
    assert re.search(r'<span class="leaf" dir="ltr">p. 2</span><mark[^>]*>Two people', shown)


def test_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    shown = brief().to_html()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', shown)
    for kind in ("style", "script"):
        ((inner),) = re.findall(rf"<{kind}>(.*?)</{kind}>", shown, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{kind}-src &#x27;sha256-{digest}&#x27;" in policy
    assert policy.startswith("default-src &#x27;none&#x27;;")
    assert "unsafe" not in policy
    assert not re.search(r"\s(style|on\w+)=", shown.replace(policy, ""))


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "\"'><img src=x onerror=a()>", "</mark>"]
)
def test_nothing_that_a_source_wrote_becomes_markup(bad: str) -> None:
    text = f"{bad} is a sentence."
    citation = Citation(bad, 0, len(text), text, 1.0)
    shown = Brief(
        points=(Point(1, text, bad, 0, len(text), 1.0, 0, (citation,), 1, 1),),
        sources=(Source(bad, bad, bad, f"https://{bad}", bad, 3, 1, 0, bad, (1,)),),
        title=bad,
        differences=(Difference(bad, 1, (Value(bad, bad, 0, len(text), text),)),),
        notes=(bad,),
        settings={bad: bad, "language": bad},
        documents=(Document(text, bad),),
    )
    for html in (shown.to_html(), shown._repr_html_()):
        page = Page(html)
        assert page.named("img") == []
        assert len(page.named("script")) == ("<!doctype" in html)
        assert not any("onerror" in each for _, each in page.elements)


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    element = tag("p", text, title=text)
    page = Page(element)
    assert [name for name, _ in page.elements] == ["p"]
    assert page.words.get(0, "").split() == str(page.elements[0][1]["title"]).split()


def test_markup_is_not_escaped_twice() -> None:
    assert tag("p", Html("<b>&amp;</b>"), " & ", hidden=None, open=True) == (
        "<p open><b>&amp;</b> &amp; </p>"
    )


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/ä?q=1#x", "https://example.org/%C3%A4?q=1#x"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ('https://x.org/"><b>', "https://x.org/%22%3E%3Cb%3E"),
        ("https://x.org/\ud800", "https://x.org/%ED%A0%80"),
        ("javascript:alert(1)", None),
        (" https://x.org", None),
        ("data:text/html,x", None),
        (None, None),
    ],
)
def test_links_lead_to_the_web_only(url: str | None, link: str | None) -> None:
    assert web(url) == link


def test_language_and_direction() -> None:
    arabic = replace(brief(), settings={"language": "ar"}).to_html()
    assert '<html lang="en" dir="ltr">' in arabic
    assert '<p lang="ar" dir="auto" class="said">' in arabic
    assert '<ol class="points" role="list" dir="rtl">' in arabic
    assert 'dir="rtl"' not in brief().to_html()
    odd = replace(brief(), settings={"language": 'en" onload="x'}).to_html()
    assert "onload" not in odd.split("<footer>")[0]


def test_a_point_that_leans_says_which_it_follows_or_shows_what_comes_before() -> None:
    first, second = brief().points
    assert "follows point 1" in Page(brief().to_html()).text("p2")
    odd = "(follows the plan) was old."  # the words of a source decide nothing
    before = replace(second, context=Span("b", 0, len(odd), odd))
    shown = Page(replace(brief(), points=(first, before)).to_html()).text("p2")
    assert "Before it: (follows the plan) was old." in " ".join(shown.split())
    assert "follows point" not in shown


def test_explanations_are_shown_on_demand() -> None:
    why = Explanation(0.624, 0, 0.25, 0.11, 0.04, 0.0, 0.0, 4)
    explained = replace(brief(), points=(replace(brief().points[0], explanation=why),))
    assert "relevance 0.62" not in explained.to_html()
    assert "relevance 0.62" in explained.render("html", explain=True)


def test_empty_brief_is_still_a_page() -> None:
    page = Page(Brief(points=(), sources=()).to_html())
    assert "No points." in page.text("points")
    assert "No points." in Brief(points=(), sources=())._repr_html_()


def test_fragment_leaks_nothing_into_its_notebook() -> None:
    shown = brief()._repr_html_()
    page = Page(shown)
    names = {name for name, _ in page.elements}
    assert names & {"style", "script", "link", "html", "body"} == set()
    assert page.ids() == []
    assert not any("class" in each for _, each in page.elements)
    for words in ("Bridge &amp; fair", "Two people were hurt.", "p. 3", "A fair opened.", "Three"):
        assert words in shown
    assert page.links() == ["https://x.org/?a=1&b=2"]


def test_colours_reach_the_contrast_that_reading_needs() -> None:
    css = (FOLDER / "page.css").read_text(encoding="utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)")[:2]
    for theme in (light, dark.split("*, ::before")[0]):
        root = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", theme))
        for ground in ("paper", "card"):
            for ink in ("ink", "soft", "link", "differs"):
                assert contrast(root[ink], root[ground]) >= 4.5, (ink, ground)
        assert contrast(root["ink"], root["target"]) >= 4.5
        hues = re.findall(r"--own: (#\w{6}); --tint: (#\w{6})", theme)
        assert len(hues) == 8
        for own, tint in hues:
            assert min(contrast(own, tint), contrast(own, root["card"])) >= 4.5
            assert min(contrast(own, root["target"]), contrast(root["ink"], tint)) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(color: str) -> float:
        parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)
