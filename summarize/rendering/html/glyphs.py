"""The shapes of the picture, and what they mean: one for each way a source can stand to a point."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.rendering.html.markup import Html, tag

__all__ = ["glyph", "legend"]

MEANINGS = {
    "own": "its sentence is the point",
    "also": "says it as well",
    "copy": "says it, as a copy of another source",
    "differs": "differs from another source",
    "event": "tells of another event",
}


def glyph(kind: str, x: float, y: float, color: str = "") -> Html:
    """Return the shape of a kind around a place, in the colour of a source."""
    if kind == "differs":
        return tag("path", class_="differs", d=f"M{x} {y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z")
    if kind == "event":
        return tag("rect", class_="band", x=x - 9, y=y - 7, width=18, height=14, rx=3)
    radius = {"own": 8, "also": 6.5, "copy": 6.5}[kind]
    return tag("circle", class_=f"{kind} {color}".strip(), cx=x, cy=y, r=radius)


def legend(kinds: Sequence[str]) -> Html:
    """Return what the shapes mean that occur."""
    items = [
        tag(
            "li",
            tag("svg", glyph(kind, 11, 10), width=22, height=20, aria_hidden="true"),
            MEANINGS[kind],
        )
        for kind in kinds
    ]
    return tag("ul", *items, class_="legend", role="list", aria_label="Legend")
