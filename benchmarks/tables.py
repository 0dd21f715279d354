"""Result files as tables, for the terminal (rich) and for Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["HEADER", "markdown", "marked", "percent", "rich_table", "rows"]

# come with half the width of their 95% interval; p is that of ours against the system.
HEADER = ("system", "R-1", "R-2", "R-4", "R-Lsum", "p R-1", "p R-2", "s/topic", "MB")


def rows(content: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return a line for each system: ours first, the oracle last, between them by ROUGE-2."""
    systems = content["systems"]
    names = sorted(
        systems, key=lambda n: (n != "ours", n == "oracle", -systems[n]["mean"]["rouge2"])
    )
    return [_row(marked(name, content), systems[name]) for name in names]


def marked(name: str, content: dict[str, Any]) -> str:
    """Return the name of a system, with a mark if it chose from other sentences than ours did."""
    systems = content["systems"]
    same = systems[name].get("sentences") == systems.get("ours", systems[name]).get("sentences")
    return name if same else f"{name} †"


def markdown(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    rule = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *lines))


def rich_table(title: str, header: Sequence[str], lines: Sequence[Sequence[str]]) -> Any:
    """Return the same table for a terminal."""
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(title=title, box=SIMPLE)
    for name in header:
        table.add_column(name, justify="left" if name == header[0] else "right", no_wrap=True)
    for cells in lines:
        table.add_row(*cells)
    return table


def percent(value: float) -> str:
    """Return a share as the field prints it."""
    return f"{100 * value:.1f}"


def _row(name: str, system: dict[str, Any]) -> tuple[str, ...]:
    mean, p = system["mean"], system.get("p") or {}
    return (
        name,
        _with_interval(system, "rouge1"),
        _with_interval(system, "rouge2"),
        percent(mean["rouge4"]),
        percent(mean["rougeLsum"]),
        _p(p.get("rouge1")),
        _p(p.get("rouge2")),
        "" if system["seconds"] is None else f"{system['seconds']:.3f}",
        "" if system["memory_mb"] is None else str(system["memory_mb"]),
    )


def _with_interval(system: dict[str, Any], measure: str) -> str:
    low, high = system["interval"][measure]
    return f"{percent(system['mean'][measure])} ±{percent((high - low) / 2)}"


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "<.001" if value < 0.001 else f"{value:.3f}".removeprefix("0")
