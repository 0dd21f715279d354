"""`python tests/screenshot.py` renders seeds/ and photographs the page for the README."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from test_browser import ARGUMENTS, chromium

from summarize import read, summarize

ROOT = Path(__file__).parent.parent
OUT = ROOT / "examples" / "brief.png"


def main() -> None:
    """Write the screenshot, a chip clicked."""
    brief = summarize(read(ROOT / "seeds"), max_points=5)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "brief.html"
        path.write_text(brief.to_html(), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        page.goto(path.as_uri())
        page.locator(".points .chip").nth(2).click()
        page.mouse.move(0, 0)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=OUT)
        browser.close()


if __name__ == "__main__":
    main()
