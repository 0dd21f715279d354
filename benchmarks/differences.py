"""Are values that cannot both be true told from those that can? On labelled pairs of sentences.

\b
  python -m benchmarks differences --data-dir DATA

In: `differences.json` beside this file: pairs of sentences of our own, and pairs in the data named
by span. Out: precision and recall, over all and per kind, of the part that rules were tuned on and
of the part held out. A difference is found if its kind is right and its values lie on the
labelled ones. And, of all differences that briefs of whole topics report, how many
somebody who read them found right (`difference_reports.json`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.data import digest, load
from benchmarks.results import RESULTS, Json, stamp, write
from summarize import Brief, Summarizer
from summarize.differences import KINDS, compare
from summarize.differences.statements import Finding, Statement, statement
from summarize.documents import Document
from summarize.stemming import stemmer

__all__ = ["Case", "differences", "measure", "read_cases", "topics"]

LABELS = Path(__file__).with_name("differences.json")
SETS = (
    "ecbplus/train",
    "ecbplus/dev",
    "multiling2011/english",
    "multinews/dev",
    "neus/dev",
)
READ = Path(__file__).with_name("difference_reports.json")
PARTS = ("tune", "held-out")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled pair; the spans of the values are offsets in its two statements."""

    kind: str
    differ: bool
    part: str
    own: bool
    a: Statement
    b: Statement
    values: tuple[Span, Span] | None


def topics(data_dir: Path, name: str) -> dict[str, tuple[Document, ...]]:
    """Return the documents of each topic of a set; of ECB+ each event is a topic."""
    path = data_dir / f"{name}.jsonl"
    if not name.startswith("ecbplus"):
        return {topic.id: topic.documents for topic in load(path)}
    found: dict[str, list[Document]] = {}
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            # The texts are tokenised: 120,000 is `120 , 000` there.
            text = "\n\n".join(
                re.sub(r"(?<=\d) ([.,:]) (?=\d)", r"\1", s) for s in row["sentences"]
            )
            found.setdefault(row["cluster"], []).append(Document(text, id=row["id"]))
    return {name: tuple(documents) for name, documents in found.items()}


def read_cases(data_dir: Path | None) -> Iterator[Case]:
    """Yield the labelled pairs; without a data folder those of our own sentences only."""
    stems = stemmer("en")
    documents: dict[str, dict[str, Document]] = {}
    for row in json.loads(LABELS.read_text(encoding="utf-8"))["cases"]:
        sides: list[Statement] = []
        spans: list[Span] = []
        for k, side in enumerate((row["a"], row["b"])):
            if "set" in row:
                if data_dir is None:
                    break
                key = row["set"], row["topic"]
                if key[0] not in documents:
                    documents[key[0]] = {
                        f"{topic}/{d.id}": d
                        for topic, found in topics(data_dir, key[0]).items()
                        for d in found
                    }
                name, start, end = side
                document = documents[key[0]][f"{key[1]}/{name}"]
                text, day = document.text[start:end], document.date
                if row["differ"]:
                    first, last = row["values"][k]
                    spans.append((first - start, last - start))
            else:
                text, day = side, row.get("dates", [None, None])[k]
                if row["differ"]:
                    first = text.index(row["values"][k])
                    spans.append((first, first + len(row["values"][k])))
            sides.append(statement(text, day, stems, english=True))
        if len(sides) == 2:
            values = (spans[0], spans[1]) if row["differ"] else None
            own = "set" not in row
            yield Case(row["kind"], row["differ"], row["part"], own, sides[0], sides[1], values)


def is_right(case: Case, kind: str, finding: Finding) -> bool:
    """Whether a difference that was found is the one labelled."""
    if case.values is None or kind != case.kind:
        return False
    (a, b), (c, d) = case.values
    return (
        finding.start < b and a < finding.end and finding.other_start < d and c < finding.other_end
    )


def measure(cases: list[Case]) -> Json:
    """Return precision and recall over all and per kind, with the counts behind them."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for case in cases:
        results = list(compare(case.a, case.b))
        true = [is_right(case, kind, finding) for kind, finding in results]
        for (kind, _), is_true in zip(results, true, strict=True):
            found[kind] += 1
            right[kind] += is_true
        there[case.kind] += case.differ
        hit[case.kind] += any(true)
    rows: Json = {}
    for name, kinds in {"all": list(KINDS), **{kind: [kind] for kind in KINDS}}.items():
        f, r, h, t = (sum(c[kind] for kind in kinds) for c in (found, right, hit, there))
        rows[name] = {
            "precision": round(r / f, 3) if f else None,
            "recall": round(h / t, 3) if t else None,
            "found": f,
            "right": r,
            "differences": t,
        }
    return rows


def reports(data_dir: Path) -> Iterator[tuple[str, Brief]]:
    """Yield the brief of every topic with two documents or more, and its name."""
    summarizer = Summarizer(max_points=10)
    for name in SETS:
        for topic, documents in topics(data_dir, name).items():
            if len(documents) > 1:
                yield f"{name}/{topic}", summarizer.summarize(documents)


def count_reports(data_dir: Path) -> Json:
    """Return how many differences briefs report, and what their reader said of them."""
    read = json.loads(READ.read_text(encoding="utf-8"))["reports"]
    count: Counter[str] = Counter()
    for topic, brief in reports(data_dir):
        count["topics"] += 1
        for difference in brief.differences:
            key = f"{topic} {difference.kind} {difference.values[0].value}"
            verdict = {True: "right", False: "false", None: "not read"}[read.get(key, [None])[0]]
            count["reported"] += 1
            count[verdict] += 1
            if verdict != "right":
                click.echo(f"{verdict}: {key}")
    return dict(count)


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--show", type=click.Choice(PARTS), help="Print the errors of a part.")
def differences(data_dir: Path, show: str | None) -> None:
    cases = list(read_cases(data_dir))
    result: Any = {**stamp(), "labels": digest(LABELS)}
    result["input"] = {name: digest(data_dir / f"{name}.jsonl") for name in SETS}
    for part in PARTS:
        of_part = [case for case in cases if case.part == part]
        result[part] = {"pairs": len(of_part), **measure(of_part)}
        for kind, row in measure(of_part).items():
            click.echo(f"{part} {kind}: {row}")
    groups = {
        "all": cases,
        "of topics": [case for case in cases if not case.own],
        "our own": [case for case in cases if case.own],
    }
    for name, group in groups.items():
        result[name] = {"pairs": len(group), **measure(group)}
        click.echo(f"{name}: {result[name]['all']}")
    for case in (c for c in cases if c.part == show):
        _show(case)
    result["briefs"] = count_reports(data_dir)
    click.echo(f"briefs: {result['briefs']}")
    write(RESULTS / "differences.json", result)


def _show(case: Case) -> None:
    results = list(compare(case.a, case.b))
    true = [is_right(case, kind, finding) for kind, finding in results]
    if all(true) and (true or not case.differ):
        return
    click.echo(f"\n{case.kind} differ={case.differ}\n  {case.a.text}\n  {case.b.text}")
    for kind, f in results:
        one, other = case.a.text[f.start : f.end], case.b.text[f.other_start : f.other_end]
        click.echo(f"  -> {kind}: {one} | {other}")
