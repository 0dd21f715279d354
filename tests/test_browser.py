"""The page in Chromium: links, keyboard, both themes, both widths, paper, no script, no request.

Run with `pytest -m browser`; it drives the Chromium that is installed and downloads none.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from summarize import read, summarize
from summarize.documents import Brief, Citation, Difference, Document, Dropped, Point, Source, Value

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# What takes longer than this on a busy machine is not usable.
PATIENCE = 15_000


def chromium() -> str:
    """Where Chromium is; without it these tests fail and are not skipped."""
    path = shutil.which("chromium")
    assert path, "no chromium: apt-get install chromium"
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that shows all there can be: copies, another event, dates, differences."""
    documents = list(read(ROOT / "seeds"))
    reprint = replace(documents[0], id="reprint.txt", title="A reprint", url="https://x.org/a")
    brief = summarize([*documents, reprint], max_points=5)
    one, other = brief.points[0].citations[:2]
    sides = (
        Value(one.text.split()[0], one.source, one.start, one.end, one.text),
        Value(other.text.split()[0], other.source, other.start, other.end, other.text),
    )
    brief = replace(brief, differences=(Difference("date", 1, sides),))
    return written(brief, tmp_path_factory.mktemp("seeds"))


def written(brief: Brief, folder: Path) -> Path:
    path = folder / "brief.html"
    path.write_text(brief.render("html", explain=True, show_dropped=True), encoding="utf-8")
    return path


class Opened:
    """A page with what it asked for and what it complained of."""

    def __init__(self, browser: Browser, path: Path, width: int = 1280, **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.goto(path.as_uri())

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.id"))

    def in_view(self, id: str) -> bool:
        """Whether an element is on the screen, and in the part of the pane that is shown.

        Two frames later, when what was never drawn before has got its height.
        """
        self.page.screenshot(animations="disabled")
        return bool(
            self.page.evaluate(
                """id => {
                    const inner = document.getElementById(id).getClientRects()[0];
                    const pane = document.getElementById("sources").getBoundingClientRect();
                    const scrolls = getComputedStyle(document.getElementById("sources"))
                        .overflowY === "auto" && id.startsWith("q");
                    const top = Math.max(0, scrolls ? pane.top : 0);
                    const bottom = Math.min(innerHeight, scrolls ? pane.bottom : innerHeight);
                    return inner.top >= top - 1 && inner.bottom <= bottom + 1;
                }""",
                id,
            )
        )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_chips_lead_to_their_sentences_and_back(
    browser: Browser, seeds: Path, width: int, script: bool
) -> None:
    with Opened(browser, seeds, width, java_script_enabled=script) as opened:
        page = opened.page
        chips = page.locator(".points .chip")
        assert chips.count() > 5
        for k in range(chips.count()):
            id, target = (str(chips.nth(k).get_attribute(name)) for name in ("id", "href"))
            quote = str(chips.nth(k).get_attribute("title"))
            chips.nth(k).click()
            # Lines of a text are joined where it is marked.
            assert quote in str(page.locator(f"[id='{target[1:]}']").text_content())
            assert opened.focused() == target[1:]
            assert opened.in_view(target[1:])
            assert page.locator(":target").get_attribute("id") == target[1:]
            page.locator(f"[id='{target[1:]}'] a.back[href='#{id}']").click()
            assert opened.focused() == id
            assert opened.in_view(id)
        assert opened.said == []


def test_keyboard_alone_is_enough(browser: Browser, seeds: Path) -> None:
    with Opened(browser, seeds) as opened:
        page = opened.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the key points"
        assert page.locator(".skip").first.bounding_box()["x"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        chip = page.locator(".points .chip").first
        assert opened.focused() == chip.get_attribute("id")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        assert f"#{opened.focused()}" == chip.get_attribute("href")
        page.keyboard.press("Escape")
        assert opened.focused() == chip.get_attribute("id")
        page.go_back()
        page.go_forward()
        assert opened.said == []


def test_dots_and_table_lead_to_the_same_sentences(browser: Browser, seeds: Path) -> None:
    with Opened(browser, seeds) as opened:
        dot = opened.page.locator(".cells a:has(circle)").first
        target = str(dot.get_attribute("href"))
        dot.click()
        assert f"#{opened.focused()}" == target
        assert opened.in_view(target[1:])
        table = opened.page.locator("table")
        assert not table.is_visible()
        opened.page.get_by_text("The same as a table").click()
        assert table.is_visible()
        links = [link.get_attribute("href") for link in table.locator("td a").all()]
        dots = opened.page.locator(".cells a:has(circle)").all()
        assert sorted(map(str, links)) == sorted(str(dot.get_attribute("href")) for dot in dots)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page_is_accessible_asks_for_nothing_and_fits(
    browser: Browser, seeds: Path, width: int, theme: Any
) -> None:
    with Opened(browser, seeds, width, color_scheme=theme) as opened:
        page = opened.page
        for details in page.locator("details").all():
            details.evaluate("each => each.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        brightness = page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"
        )
        assert (int(brightness) > 128) is (theme == "light")
        found = Axe().run(page).response
        serious = [
            (each["id"], [node["html"][:200] for node in each["nodes"]])
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
        ]
        assert serious == []
        assert len(found["passes"]) > 20
        assert opened.asked == [seeds.as_uri()]
        assert opened.said == []


def test_policy_stops_what_is_added_to_the_page(browser: Browser, seeds: Path) -> None:
    with Opened(browser, seeds) as opened:
        opened.page.evaluate(
            """() => {
                const image = document.createElement("img");
                image.src = "https://example.org/x.png";
                const script = document.createElement("script");
                script.textContent = "document.title = 'owned'";
                document.body.append(image, script);
            }"""
        )
        opened.page.wait_for_timeout(200)
        assert opened.page.title() != "owned"
        assert sum("Content Security Policy" in line for line in opened.said) == 2


def test_paper_has_all_columns_below_each_other(browser: Browser, seeds: Path) -> None:
    with Opened(browser, seeds, color_scheme="dark") as opened:
        page = opened.page
        page.emulate_media(media="print")
        style = "getComputedStyle(document.querySelector('.sources'))"
        assert page.evaluate(f"[{style}.position, {style}.overflowY]") == ["static", "visible"]
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        points, sources = (page.locator(f"#{id}").bounding_box() for id in ("points", "sources"))
        assert points is not None
        assert sources is not None
        assert sources["y"] > points["y"] + points["height"]
        for unseen in (".tools", ".skip", ".as-table"):
            assert not page.locator(unseen).first.is_visible()
        assert page.pdf().startswith(b"%PDF")


HOSTILE = [
    "<script>alert('script')</script> said the mayor.",
    "<img src=x onerror=alert('image')> said the mayor.",
    "\"'--></style></script><svg onload=alert('svg')> said the mayor.",
    "שלום עולם \u202eabc\u202c said 😀 the mayor \x00\x1b[31m \ud800 again.",
    "مرحبا بالعالم, the mayor said.",
    "x" * 3000,
]


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_text_is_only_shown(browser: Browser, tmp_path: Path, width: int) -> None:
    text = "\n\n".join(HOSTILE)
    starts = [text.index(each) for each in HOSTILE]
    names = ["<b>a</b>", "javascript:alert(1)", '" onclick="alert(1)', "\u202eb", "x" * 300, "f"]
    points = tuple(
        Point(k, each, name, start, start + len(each), 1.0, k,
              (Citation(name, start, start + len(each), each, 1.0),), 1, 1)
        for k, (each, name, start) in enumerate(zip(HOSTILE, names, starts, strict=True), start=1)
    )  # fmt: skip
    brief = Brief(
        points=points,
        sources=tuple(Source(name, each, each, name, name, 9, 6, 0, None, (k,))
                      for k, (name, each) in enumerate(zip(names, HOSTILE, strict=True), start=1)),
        title="<script>alert('title')</script>",
        dropped=tuple(Dropped(name, 0, 8, text[:8], name) for name in names),
        notes=tuple(HOSTILE),
        settings={"language": "<i>"},
        documents=tuple(Document(text, name) for name in names),
    )  # fmt: skip
    with Opened(browser, written(brief, tmp_path), width) as opened:
        page = opened.page
        chips = page.locator(".points .chip")
        for k in range(len(HOSTILE)):
            chips.nth(k).click()
        assert "<script>alert('script')</script> said" in page.locator(".said").first.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("img").count() == 0
        assert len(opened.asked) == 1
        assert opened.said == []


@pytest.mark.parametrize("n_sources", [1, 100])
def test_ten_thousand_sentences_stay_usable(
    browser: Browser, tmp_path: Path, n_sources: int
) -> None:
    n = 10_000 // n_sources
    documents = [
        Document(
            "\n".join(
                f"In town {d} the river rose by {k} centimetres during the night, said the mayor."
                for k in range(n)
            ),
            f"text {d}",
        )
        for d in range(n_sources)
    ]

    def citation(document: Document, line: int) -> Citation:
        quote = document.text.split("\n")[line]
        start = document.text.index(quote)
        return Citation(document.id, start, start + len(quote), quote, 1.0)

    points = []
    for rank in range(1, 11):
        cited = tuple(
            citation(each, n * rank // 11) for each in documents[:: max(1, n_sources // 9)]
        )
        own = cited[0]
        points.append(
            Point(rank, own.text, own.source, own.start, own.end, 1.0, 0, cited, len(cited), 1)
        )
    sources = tuple(
        Source(each.id, None, f"2025-01-{1 + d % 28:02}", None, None, 14 * n, n)
        for d, each in enumerate(documents)
    )
    brief = Brief(points=tuple(points), sources=sources, documents=tuple(documents))
    path = written(brief, tmp_path)
    start = time.monotonic()
    with Opened(browser, path) as opened:
        chip = opened.page.locator(".points > li").last.locator(".chip").last
        target = str(chip.get_attribute("href"))
        chip.click()
        assert opened.focused() == target[1:]
        assert opened.in_view(target[1:])
        assert time.monotonic() - start < PATIENCE / 1000
        shown = opened.page.evaluate("document.body.innerText.split('centimetres').length - 1")
        assert 10 <= shown < 500
        opened.page.get_by_role("button", name="Show the whole texts").click()
        assert opened.page.locator(".gap:not([open])").count() == 0
        opened.page.locator(".chip").first.click()
        assert opened.in_view(opened.focused())
