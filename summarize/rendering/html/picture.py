"""Who says what, at a glance: a row for a source, a column for a point, a dot where it says it.

The names of the sources are text beside the drawing, so that they keep their size on any screen.
The same as a table follows, for those who do not see it. After the manner of an UpSet plot (Lex et
al. 2014): a line joins the dots of a point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarize.documents import Brief, Citation, Source
from summarize.rendering.html.evidence import Evidence
from summarize.rendering.html.glyphs import glyph, legend
from summarize.rendering.html.markup import Html, count, hidden, hue, join, name, quotation, tag
from summarize.rendering.html.timeline import timeline

__all__ = ["picture"]

# In pixels; page.css has the same height for the rows of names.
ROW, COLUMN, HEAD = 30, 30, 30
# So many sources have a row even if no point cites them; of more, only those that are cited.
MAX_ROWS = 24
# More columns than a narrow screen has room for: then the drawing scrolls, also by keyboard.
MANY_COLUMNS = 6
# More columns than half a wide screen has room for beside the names.
BROAD = 9

WORDS = {"own": "quoted", "also": "says it", "copy": "says it, as a copy"}


@dataclass(frozen=True, slots=True)
class _Grid:
    """What stands in each cell: `said` and `differs` are keyed by column and source."""

    columns: list[int | None]
    rows: list[Source]
    said: dict[tuple[int | None, str], tuple[str, Citation]]
    differs: dict[tuple[int | None, str], list[str]]


def picture(brief: Brief, evidence: Evidence) -> Html:
    """Return the figure; empty if there is no point or no source to show."""
    if not brief.points or not brief.sources:
        return Html("")
    grid = _grid(brief, evidence)
    labels = [_label(brief, evidence, source) for source in grid.rows]
    more = len(brief.sources) - len(grid.rows)
    title = tag("h2", "Who says what", id="picture-title")
    scrolls = "Drawing; scrolls sideways" if len(grid.columns) > MANY_COLUMNS else None
    drawing = tag(
        "div",
        _drawing(evidence, grid),
        class_="cells",
        tabindex=scrolls and 0,
        role=scrolls and "group",
        aria_label=scrolls,
    )
    matrix = tag("div", tag("ol", *labels, class_="names", role="list"), drawing, class_="matrix")
    rest = [tag("p", f"and {more:,} more that no point cites", class_="aside")] if more else []
    broad = "broad" if len(grid.columns) > BROAD else None
    main = tag("div", matrix, *rest, legend(_kinds(grid)), class_=broad)
    return tag(
        "section",
        title,
        tag("p", _gist(brief), class_="gist"),
        tag("div", main, timeline(brief, evidence), class_="pictures"),
        _table(brief, evidence, grid),
        id="picture",
        aria_labelledby="picture-title",
    )


def _grid(brief: Brief, evidence: Evidence) -> _Grid:
    said: dict[tuple[int | None, str], tuple[str, Citation]] = {}
    for point in brief.points:
        for citation in point.citations:
            look = evidence.look(citation, point.citations[0])
            said.setdefault((point.rank, citation.source), (look, citation))
    differs: dict[tuple[int | None, str], list[str]] = {}
    for difference in brief.differences:
        for side in difference.values:
            differs.setdefault((difference.point, side.source), []).append(side.value)
    columns: list[int | None] = [point.rank for point in brief.points]
    if any(point not in columns for point, _ in differs):
        columns.append(None)
        differs = {(p if p in columns else None, s): v for (p, s), v in differs.items()}
    involved = {source for _, source in (*said, *differs)}
    few = len(brief.sources) <= MAX_ROWS
    rows = [each for each in _in_order(brief) if few or each.id in involved]
    return _Grid(columns, rows, said, differs)


def _in_order(brief: Brief) -> Iterator[Source]:
    """Yield the sources of the main event, each with its copies below it, then the others."""
    names = {source.id for source in brief.sources}
    for of_main in (True, False):
        for source in brief.sources:
            if (source.event == 0) is of_main and source.copy_of not in names:
                yield source
                yield from (each for each in brief.sources if each.copy_of == source.id)


def _label(brief: Brief, evidence: Evidence, source: Source) -> Html:
    number = evidence.numbers[source.id]
    remark = ""
    if source.copy_of is not None:
        remark = f"copy of {evidence.numbers.get(source.copy_of, '?')}"
    elif source.event:
        remark = "another event"
    return tag(
        "li",
        tag(
            "a",
            tag("span", f"{number}", class_="badge"),
            quotation("span", brief, name(source), class_="name"),
            href=f"#s{number}",
        ),
        tag("span", remark, class_="remark") if remark else "",
        class_=f"{hue(number)}{' copied' if source.copy_of is not None else ''}",
    )


def _drawing(evidence: Evidence, grid: _Grid) -> Html:
    width, height = COLUMN * len(grid.columns), HEAD + ROW * len(grid.rows)
    columns = [_column(evidence, grid, k) for k in range(len(grid.columns))]
    bands = [
        tag("rect", class_="band", x=0, y=HEAD + ROW * k + 4, width=width, height=ROW - 8, rx=3)
        for k, source in enumerate(grid.rows)
        if source.event
    ]
    # Everything in it can be reached elsewhere, so it is no stop for the keyboard.
    return tag(
        "svg",
        *bands,
        *columns,
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        aria_hidden="true",
        focusable="false",
    )


def _column(evidence: Evidence, grid: _Grid, k: int) -> Html:
    rank, x = grid.columns[k], COLUMN * k + COLUMN // 2
    cells, filled = [], []
    for row, source in enumerate(grid.rows):
        y = HEAD + ROW * row + ROW // 2
        cell = _cell(evidence, grid, rank, source, x, y)
        if cell:
            filled.append(y)
        elif not source.event:
            cell = tag("circle", class_="none", cx=x, cy=y, r=1.5)
        cells.append(cell)
    line = []
    if len(filled) > 1 and rank is not None:
        line.append(tag("line", class_="join", x1=x, x2=x, y1=filled[0], y2=filled[-1]))
    head = tag("text", "≠" if rank is None else f"{rank}", x=x, y=18, class_="column")
    if rank is not None:
        head = tag("a", head, href=f"#p{rank}", tabindex=-1)
    return tag("g", head, *line, *cells)


def _cell(
    evidence: Evidence, grid: _Grid, rank: int | None, source: Source, x: int, y: int
) -> Html:
    said = grid.said.get((rank, source.id))
    values = grid.differs.get((rank, source.id))
    color = hue(evidence.numbers[source.id])
    shapes = []
    if said:
        look, citation = said
        title = tag("title", citation.text)
        dot = glyph(look, x, y, color)
        target = f"#{evidence.anchor(citation)}"
        shapes.append(tag("a", title, dot, href=target, tabindex=-1))
    if values:
        place = (x + 9, y - 7) if said else (x, y)
        diamond = glyph("differs", *place, color)
        shapes.append(tag("g", tag("title", " / ".join(values)), diamond))
    return join(shapes)


def _kinds(grid: _Grid) -> list[str]:
    found = {look for look, _ in grid.said.values()}
    found |= {"differs"} if grid.differs else set()
    found |= {"event"} if any(source.event for source in grid.rows) else set()
    return [kind for kind in ("own", "also", "copy", "differs", "event") if kind in found]


def _gist(brief: Brief) -> str:
    shared = sum(point.n_independent > 1 for point in brief.points)
    n_copies = sum(source.copy_of is not None for source in brief.sources)
    n_other = sum(source.event != 0 for source in brief.sources)
    facts = [
        f"Of {count(len(brief.points), 'point')}, {shared or 'none'} told by more than one source."
    ]
    if n_copies:
        facts.append(f"{count(n_copies, 'source')} copied from another.")
    if n_other:
        facts.append(f"{count(n_other, 'source')} about another event.")
    if brief.differences:
        facts.append(f"{count(len(brief.differences), 'difference')}.")
    return " ".join(facts)


def _table(brief: Brief, evidence: Evidence, grid: _Grid) -> Html:
    heads = [
        tag("th", tag("a", hidden("Point "), f"{rank}", href=f"#p{rank}"), scope="col")
        if rank is not None
        else tag("th", "Differs", scope="col")
        for rank in grid.columns
    ]
    rows = [
        tag(
            "tr",
            tag(
                "th",
                f"{evidence.numbers[source.id]} ",
                quotation("bdi", brief, name(source)),
                scope="row",
            ),
            *(_words(brief, evidence, grid, rank, source) for rank in grid.columns),
        )
        for source in grid.rows
    ]
    caption = tag("caption", "Which source says which point", class_="unseen")
    head = tag("thead", tag("tr", tag("th", "Source", scope="col"), *heads))
    table = tag("table", caption, head, tag("tbody", *rows))
    scroller = tag(
        "div", table, class_="scroller", tabindex=0, role="region", aria_label="Who says what"
    )
    return tag("details", tag("summary", "The same as a table"), scroller, class_="as-table")


def _words(brief: Brief, evidence: Evidence, grid: _Grid, rank: int | None, source: Source) -> Html:
    said = grid.said.get((rank, source.id))
    values = grid.differs.get((rank, source.id))
    words = []
    if said:
        words.append(tag("a", WORDS[said[0]], href=f"#{evidence.anchor(said[1])}"))
    if values:
        words.append(join(["differs: ", quotation("bdi", brief, " / ".join(values))]))
    return tag("td", join(words, ", ") if words else tag("span", "–", aria_label="no", role="img"))
