"""Saved pages in the manner of a dozen layouts: all the prose comes in, and nothing else.

The pages are in `pages/`, written for these tests; `expected.json` tells of each what a person
reads as the story, and some of the junk around it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from summarize import read
from summarize.cleaning import clean

PAGES = Path(__file__).parent / "pages"
EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (PAGES / "expected.json").read_text(encoding="utf-8")
)


def prose(name: str) -> list[str]:
    (document,) = read(PAGES / f"{name}.html")
    spans = clean([document], language="de" if name == "german" else "en")[0].spans
    return [document.text[start:end] for start, end in spans]


def test_a_dozen_layouts() -> None:
    assert sorted(EXPECTED) == sorted(path.stem for path in PAGES.glob("*.html"))
    assert len(EXPECTED) == 12


@pytest.mark.parametrize("name", EXPECTED)
def test_prose_in_and_junk_out(name: str) -> None:
    page = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    kept = prose(name)
    assert kept == EXPECTED[name]["prose"]
    for junk in EXPECTED[name]["junk"]:
        assert junk in page
        assert not any(junk in span for span in kept)


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_known_of_the_page(name: str) -> None:
    (document,) = read(PAGES / f"{name}.html")
    for key in ("title", "date", "author", "site"):
        assert getattr(document, key) == EXPECTED[name][key], key
    assert document.date is not None
