"""A brief for the screen: the points as a table that fits the width of the terminal, then the rest.

The words are those of the plain text; rich adds the frame and the colours.
"""

from __future__ import annotations

import os
import shutil
from io import StringIO
from typing import TYPE_CHECKING

from summarize.documents import Brief
from summarize.rendering.display import (
    cited,
    context_line,
    display,
    heading,
    numbering,
    said_by,
    why,
)
from summarize.rendering.text import closing_sections

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["render_terminal"]

# Wider lines are hard to read, however wide the window.
WIDEST = 110


def render_terminal(
    brief: Brief, *, explain: bool = False, show_dropped: bool = False, columns: int | None = None
) -> str:
    """Return the brief for a terminal, this one by default; without colour if NO_COLOR is set."""
    from rich.console import Console
    from rich.text import Text

    width = min(columns or shutil.get_terminal_size().columns, WIDEST)
    colored = not os.environ.get("NO_COLOR")
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="auto" if colored else None,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(Text(heading(brief), style="bold"))
        console.print(_table(brief, explain))
        for name, lines in closing_sections(brief, show_dropped=show_dropped, width=width):
            console.print(Text(name, style="bold"))
            console.print(Text("\n".join([*lines, ""]), no_wrap=True, overflow="ignore"))
    return captured.get().rstrip()


def _table(brief: Brief, explain: bool) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    numbers = numbering(brief)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False, leading=1)
    table.add_column("No.", justify="right", style="cyan")
    table.add_column("Key Point", ratio=1)
    table.add_column("Sources", max_width=16, style="green")
    for point in brief.points:
        said = Text(display(point.text))
        if point.context:
            said.append(f"\n{context_line(point, brief)}", style="dim")
        if explain and point.explanation:
            said.append(f"\nwhy: {why(point)}", style="dim")
        who = f"{cited(point.citations, numbers)}\n{said_by(point)}"
        table.add_row(str(point.rank), said, Text(who))
    return table
