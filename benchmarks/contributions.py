"""What only one source says: how many of its lines are poor, and how many sources have one?

\b
  python -m benchmarks contributions --data-dir DATA

In: topics of which lines of "Only in" were read (`contributions.json`). Out: for those that the
rule was tuned on and those held out, how many of today's lines were read as good, how many as poor
and why, how many nobody has read; and how many sources of the main event that have eight sentences
or more, and are no copies, have a line. It reads no line itself: after a change of the
rule, read those that are new.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from benchmarks.data import check_read, digest, load
from benchmarks.results import RESULTS, Json, stamp, write
from summarize import Brief, Summarizer

__all__ = ["contributions", "measure"]

READ = Path(__file__).with_name("contributions.json")
PARTS = ("tuned", "held")
# A shorter one is told whole by the points.
LONG_ENOUGH = 8


def measure(brief: Brief, verdicts: list[list[Any]]) -> Counter[str]:
    """Count the lines of a brief by verdict, and the sources that could have one."""
    known = {(document, start, end): verdict for document, start, end, verdict in verdicts}
    found: Counter[str] = Counter()
    for source in brief.sources:
        if source.only is not None:
            span = (source.id, source.only.start, source.only.end)
            found[known.get(span, "unread")] += 1
        if source.event == 0 and source.copy_of is None and source.sentences >= LONG_ENOUGH:
            found["sources"] += 1
            found["with a line"] += source.only is not None
    return found


def summed(found: Counter[str]) -> Json:
    """Return the counts with the share of poor lines among those read."""
    poor = sum(found[why] for why in ("alone", "said", "news", "form"))
    read = poor + found["good"]
    return {
        **dict(sorted(found.items())),
        "poor of read": round(poor / max(1, read), 4),
        "line of sources": round(found["with a line"] / max(1, found["sources"]), 4),
    }


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
def contributions(data_dir: Path) -> None:
    readings = json.loads(READ.read_text(encoding="utf-8"))
    found = {part: Counter[str]() for part in PARTS}
    summarizer = Summarizer()
    for file, sha256 in readings["sha256"].items():
        check_read(data_dir / file, sha256, "lines")
        for topic in load(data_dir / file):
            for part in PARTS:
                if topic.id in readings[part]:
                    brief = summarizer.summarize(topic.documents)
                    found[part] += measure(brief, readings[part][topic.id])
    parts = {part: summed(counts) for part, counts in found.items()}
    for part, counts in parts.items():
        click.echo(f"{part}: {counts}")
    inputs = readings["sha256"] | {READ.name: digest(READ)}
    write(RESULTS / "contributions.json", {**stamp(), "sha256": inputs, "parts": parts})
