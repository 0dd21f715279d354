"""Write the tables of the stored results into README.md and benchmarks/README.md.

\b
  python -m benchmarks report            # rewrites what stands between the markers
  python -m benchmarks report --check    # exit 1 if a table is not that of the results

A table stands between `<!-- table: NAME -->` and `<!-- end of table -->`; nothing is pasted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks import ablation, focus, left_out, readability
from benchmarks.results import RESULTS, Json, read
from benchmarks.sets import MAIN, OTHER_LANGUAGES, REVIEWS, SHORT, Task, tasks
from benchmarks.systems import SYSTEMS
from benchmarks.tables import HEADER, markdown, marked, percent, rows

__all__ = ["TABLES", "fill", "report"]

HERE = Path(__file__).parent
PAGES = (HERE.parent / "README.md", HERE / "README.md")
MARKED = re.compile(r"(<!-- table: ([\w -]+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
NOT_MEASURED = "*Not measured yet.*"


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Write nothing; fail if something would change.")
def report(check: bool) -> None:
    for page in PAGES:
        old = page.read_text(encoding="utf-8") if page.exists() else ""
        new = fill(old)
        if check and new != old:
            raise click.ClickException(f"{page.name}: a table is out of date; run without --check")
        if new != old:
            page.write_text(new, encoding="utf-8")
            click.echo(f"{page.relative_to(HERE.parent)}: tables written")


def fill(page: str) -> str:
    """Return a page with every marked table made anew.

    Raises
    ------
    ValueError
        A marker names no table.
    """

    def table(match: re.Match[str]) -> str:
        opening, name, closing = match.groups()
        if name not in TABLES:
            raise ValueError(f"no table {name!r}; choose one of: {', '.join(sorted(TABLES))}")
        return f"{opening}{TABLES[name]() or NOT_MEASURED}\n{closing}"

    return MARKED.sub(table, page)


def overview() -> str:
    """Return R-1 / R-2 of every system on every set; the languages are one column."""
    news = [f"{task.name}, {task.words} words, {task.measure}" for task in MAIN]
    reviews = f"{REVIEWS.name}, {REVIEWS.words} words, {REVIEWS.measure}"
    groups: list[tuple[Task, ...]] = [*((t,) for t in MAIN), OTHER_LANGUAGES, (REVIEWS,)]
    return _grid(["system", *news, LANGUAGES, reviews], groups)


def short() -> str:
    """Return R-1 / R-2 of every system on the main sets cut short, recall."""
    cut = [task for task in tasks() if task.words in SHORT]
    return _grid(["system", *(f"{t.name}, {t.words}" for t in cut)], [(t,) for t in cut])


LANGUAGES = "six other languages, 250 words, recall, not stemmed"


def _grid(header: list[str], groups: list[tuple[Task, ...]]) -> str:
    contents = [[_stored(task) for task in group] for group in groups]
    lines = []
    for name in SYSTEMS:
        cells = [_mean([c["systems"] if c else {} for c in group], name) for group in contents]
        if any(cells):
            marks = {marked(name, c) for group in contents for c in group if _has(c, name)}
            lines.append([max(marks, key=len), *cells])
    return markdown(header, lines) if lines else ""


def _has(content: Json | None, name: str) -> bool:
    return content is not None and name in content["systems"]


def _mean(systems: list[Json], name: str) -> str:
    if not all(name in found for found in systems):
        return ""
    figures = (
        sum(found[name]["mean"][measure] for found in systems) / len(systems)
        for measure in ("rouge1", "rouge2")
    )
    return " / ".join(percent(figure) for figure in figures)


def _stored(task: Task) -> Json | None:
    return read(RESULTS / "quality" / f"{task.key}.json")


def _of_task(task: Task) -> Callable[[], str]:
    def table() -> str:
        content = _stored(task)
        return markdown(HEADER, rows(content)) if content else ""

    return table


def _ablation() -> str:
    content = read(ablation.FILE)
    return markdown(*ablation.table(content)) if content else ""


def _readability() -> str:
    content = read(readability.FILE)
    if not content:
        return ""
    parts = []
    for key, found in content["sets"].items():
        header, lines = readability.table(found)
        parts.append(markdown([f"{key}: {header[0]}", *header[1:]], lines))
    return "\n\n".join(parts)


def _read() -> str:
    content = read(readability.FILE)
    if not content or "read" not in content:
        return ""
    tables = (readability.read_table, readability.rules_table)
    return "\n\n".join(markdown(*table(content["read"])) for table in tables)


def _focus() -> str:
    content = read(focus.FILE)
    return markdown(*focus.table(content["systems"])) if content else ""


def _left_out() -> str:
    content = read(left_out.FILE)
    return markdown(*left_out.table(content)) if content else ""


def languages() -> str:
    """Return R-1 / R-2 of every system in each language, and what it costs."""
    contents = [_stored(task) for task in OTHER_LANGUAGES]
    names = [task.name.rpartition("/")[2] for task in OTHER_LANGUAGES]
    lines = []
    for name in SYSTEMS:
        runs = [c["systems"][name] for c in contents if c and _has(c, name)]
        if runs:
            cells = [_mean([c["systems"] if c else {}], name) for c in contents]
            seconds = sum(run["seconds"] for run in runs) / len(runs)
            marks = {marked(name, c) for c in contents if c and _has(c, name)}
            lines.append(
                [
                    max(marks, key=len),
                    *cells,
                    f"{seconds:.3f}",
                    str(max(r["memory_mb"] for r in runs)),
                ]
            )
    return markdown(["system", *names, "s/topic", "MB"], lines) if lines else ""


def _focus_halves() -> str:
    content = read(focus.FILE)
    return markdown(*focus.halves(content["systems"])) if content else ""


TABLES: dict[str, Callable[[], str]] = {
    "quality": overview,
    "short": short,
    "ablation": _ablation,
    "readability": _readability,
    "openings": _read,
    "focus": _focus,
    "left out": _left_out,
    "languages": languages,
    "focus-halves": _focus_halves,
    **{task.key: _of_task(task) for task in tasks()},
}
