"""The page: one file with its own style and script, and a policy that says it asks for nothing.

The policy allows the one style and the one script by their digests, and no request of any kind. All
of the page can be read and all links work without the script.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from summarize.documents import Brief
from summarize.rendering.display import heading
from summarize.rendering.html.evidence import Evidence
from summarize.rendering.html.markup import Html, count, join, quotation, tag
from summarize.rendering.html.picture import picture
from summarize.rendering.html.points import points
from summarize.rendering.html.sections import about, besides
from summarize.rendering.html.sources import sources
from summarize.rendering.html.timeline import day_of, written_day

__all__ = ["render_html"]


def render_html(brief: Brief, *, explain: bool = False, show_dropped: bool = False) -> str:
    """Return the brief as an HTML page."""
    evidence = Evidence(brief)
    told = [points(brief, evidence, explain), *besides(brief, evidence)]
    body = [
        tag("a", "Skip to the key points", href="#points", class_="skip"),
        tag("a", "Skip to the sources", href="#sources", class_="skip"),
        tag("header", quotation("h1", brief, heading(brief)), tag("p", _facts(brief))),
        tag(
            "main",
            picture(brief, evidence),
            tag("div", tag("div", *told, class_="told"), sources(brief, evidence), class_="beside"),
        ),
        about(brief, evidence, show_dropped),
        tag("script", Html(_file("page.js"))),
    ]
    page = tag("html", _head(brief), "\n", tag("body", join(body, "\n")), lang="en", dir="ltr")
    return f"<!doctype html>\n{page}"


def _head(brief: Brief) -> Html:
    style, script = _file("page.css"), _file("page.js")
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="generator", content="summarize"),  # by which reading knows a brief
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", heading(brief)),
        tag("style", Html(style)),
    )


def _facts(brief: Brief) -> str:
    cited = sum(bool(source.points) for source in brief.sources)
    words = sum(source.words for source in brief.sources)
    facts = [
        count(len(brief.points), "point"),
        f"{cited:,} of {len(brief.sources):,} sources cited",
        f"{count(words, 'word')} read",
    ]
    days = sorted(day for day in map(day_of, brief.sources) if day is not None)
    if days:
        first, last = written_day(days[0]), written_day(days[-1])
        facts.append(first if first == last else f"{first} to {last}")
    return " · ".join(facts)


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8").strip()


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
