"""Since an earlier brief: does the brief of later articles repeat what the reader knows?

\b
  python -m benchmarks since --data-dir DATA

In: dated topics of MultiLing 2011, each split by date into an earlier and a later half. Out: of the
points of the later brief, the share that repeats a point of the earlier one (half or more of the
shorter one's stems, or a MiniLM cosine of 0.75 or more, two judges that choose nothing), with the
earlier brief known and without; and what became of the earlier points. And of labelled pairs of
an earlier and a later sentence (`changes.json`): which values are rightly said to have changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from benchmarks.baselines import embed
from benchmarks.data import Topic, check_read, digest, load
from benchmarks.results import RESULTS, Json, stamp, write
from summarize import Brief, Document, Summarizer
from summarize.differences import compare, unbounded
from summarize.differences.statements import Statement, statement
from summarize.stemming import stemmer

__all__ = ["changes", "halves", "judged", "repeats", "since"]

CHANGES = Path(__file__).with_name("changes.json")
SET = "multiling2011/english.jsonl"
POINTS = 8
# From these on, two sentences mostly say one thing (read on thirty pairs around them).
SAME_STEMS, SAME_MEANING = 0.5, 0.75


def halves(topic: Topic) -> tuple[list[Document], list[Document]] | None:
    """Split the dated documents of a topic by date; None if all are of one day."""
    dated = sorted((d for d in topic.documents if d.date), key=lambda d: (str(d.date), d.id))
    if len({document.date for document in dated}) < 2:
        return None
    middle = dated[len(dated) // 2].date
    earlier = [document for document in dated if str(document.date) < str(middle)]
    later = [document for document in dated if str(document.date) >= str(middle)]
    return (earlier, later) if earlier else None


def repeats(brief: Brief, known: Brief) -> int:
    """How many points of a brief repeat one of the known."""
    if not brief.points:
        return 0
    stems = stemmer("en")
    told = [{stem for stem, content in stems(p.text) if content} for p in known.points]
    vectors = embed(tuple(p.text for p in (*brief.points, *known.points)))
    cosines = vectors[: len(brief.points)] @ vectors[len(brief.points) :].T
    count = 0
    for point, row in zip(brief.points, cosines, strict=True):
        own = {stem for stem, content in stems(point.text) if content}
        shared = max(len(own & other) / max(1, min(len(own), len(other))) for other in told)
        count += bool(shared >= SAME_STEMS or np.max(row) >= SAME_MEANING)
    return count


Change = tuple[Statement, Statement, str | None]


def changes(data_dir: Path) -> dict[str, list[Change]]:
    """Return the labelled pairs of the topics, and our own.

    Raises
    ------
    ValueError
        If the file is not the one whose pairs were read.
    """
    labels = json.loads(CHANGES.read_text(encoding="utf-8"))
    check_read(data_dir / SET, labels["sha256"])
    stems = stemmer("en")

    def of_topics() -> Iterator[Change]:
        for topic in load(data_dir / SET):
            named = {document.id: document for document in topic.documents}
            for one, start, end, other, begin, stop, kind in labels["topics"].get(topic.id, []):
                then, now = named[one], named[other]
                yield (
                    statement(unbounded(then.text[start:end]), then.date, stems, english=True),
                    statement(unbounded(now.text[begin:stop]), now.date, stems, english=True),
                    kind,
                )

    own = [
        (
            statement(unbounded(then), "2025-04-28", stems, english=True),
            statement(unbounded(now), "2025-04-29", stems, english=True),
            kind,
        )
        for then, now, kind in labels["own"]
    ]
    return {"topics": list(of_topics()), "own": own}


def judged(pairs: list[Change]) -> dict[str, int]:
    """Count the pairs, those that changed, those rightly found and those falsely."""
    found = [{kind for kind, _ in compare(then, now)} for then, now, _ in pairs]
    right = [kind in kinds for (*_, kind), kinds in zip(pairs, found, strict=True)]
    false = [bool(kinds - {kind}) for (*_, kind), kinds in zip(pairs, found, strict=True)]
    changed = sum(kind is not None for *_, kind in pairs)
    return {"pairs": len(pairs), "changed": changed, "found": sum(right), "false": sum(false)}


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
def since(data_dir: Path) -> None:
    summarizer = Summarizer(max_points=POINTS)
    total: Json = dict.fromkeys(
        ("topics", "known", "grown", "gone", "changed", "points", "repeats", "points_unaware"), 0
    )
    total["repeats_unaware"] = 0
    for topic in load(data_dir / SET):
        split = halves(topic)
        if split is None:
            continue
        earlier, later = split
        known = summarizer.summarize(earlier)
        unaware, aware = summarizer.summarize(later), summarizer.summarize(later, known)
        assert aware.update is not None
        found = {
            "topics": 1,
            "known": len(known.points),
            "grown": len(aware.update.grown),
            "gone": len(aware.update.gone),
            "changed": len(aware.update.changed),
            "points": len(aware.points),
            "repeats": repeats(aware, known),
            "points_unaware": len(unaware.points),
            "repeats_unaware": repeats(unaware, known),
        }
        total = {name: total[name] + value for name, value in found.items()}
        click.echo(f"{topic.id}: {found}")
    values = {name: judged(pairs) for name, pairs in changes(data_dir).items()}
    click.echo(total)
    click.echo(values)
    inputs = {SET: digest(data_dir / SET), CHANGES.name: digest(CHANGES)}
    result = {**stamp(), "input": inputs, "total": total, "changed values": values}
    write(RESULTS / "since.json", result)
