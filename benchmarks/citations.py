"""Do the citations of a point say what it says?

\b
  python -m benchmarks citations --data-dir DATA
  python -m benchmarks citations --data-dir DATA --fit    # the weights of summarize/support.py

In: topics of ECB+ (every sentence a point) and of Multi-News (every marked sentence), as `citing`
reads them. Each other document of the topic is cited by its most probable sentence, if it is
probable enough; that is right if the two share a label ("marks"), or their words, or were read to
say the same. Recall is of all documents that have such a sentence, those of other events among
them, at the threshold from which on precision is .95, .90, .85 or .80, and at the default one.
By folds: the topics of one fold are judged with weights fitted on those of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.citing import (
    LONG,
    READ,
    READINGS,
    Topic,
    part_of,
    read_long,
    read_news,
    read_short,
    split_of_long,
)
from benchmarks.data import digest
from benchmarks.results import RESULTS, Json, stamp, write
from benchmarks.tables import percent, rich_table
from benchmarks.witnesses import Embed, Table, Weights, best, fit, probability, tabulate
from summarize import support
from summarize.embedding import load_embedder
from summarize.rows import FloatArray
from summarize.settings import Settings

__all__ = ["citations"]

FILE = RESULTS / "citations.json"
PRECISIONS = (0.95, 0.9, 0.85, 0.8)
FOLDS, SEEDS = 6, tuple(range(12))
# Small sets are fitted on too: of each topic, parts of so many documents.
PARTS = (2, 3, 5)
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
MODELS = {"bundled": "static", "words alone": "tfidf", "MiniLM": "all-MiniLM-L6-v2"}
SETS = ("train", "dev", "long fit", "long confirm", "news")
FITTED = ("train", "long fit", "news")

Cited = list[tuple[Table, FloatArray]]


def by_folds(tables: Sequence[Table], parts: Sequence[Table], also: Sequence[Table]) -> list[Cited]:
    """Score each topic with weights fitted on the others, and `also`; once for each seed."""
    found = []
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(len(tables))
        fold = {tables[k].topic.id: place % FOLDS for place, k in enumerate(order.tolist())}
        cited: Cited = []
        for number in range(FOLDS):
            rest = [t for t in (*tables, *parts) if fold[t.topic.id] != number]
            weights = fit([*rest, *also])
            here = [t for t in tables if fold[t.topic.id] == number]
            cited += [(table, probability(table, weights)) for table in here]
        found.append(cited)
    return found


def recalls(cited: Cited, marks: bool = False) -> dict[str, float]:
    """Return recall at each precision, and both at the default threshold."""
    score, right = _best_of(cited, marks)
    total = sum(t.possible_marks if marks else t.possible for t, _ in cited)
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(right[order])
    precision = hits / np.arange(1, len(hits) + 1)
    found = {}
    for wanted in PRECISIONS:
        enough = np.flatnonzero(precision >= wanted)
        found[f"{wanted:.2f}"] = float(hits[enough[-1]] / total) if len(enough) else 0.0
    kept = score >= Settings().min_support
    found["precision"] = float(right[kept].mean()) if kept.any() else 1.0
    found["recall"] = float(right[kept].sum() / total)
    return found


def _best_of(cited: Cited, marks: bool = False) -> tuple[FloatArray, NDArray[np.bool_]]:
    rows = [best(table, score) for table, score in cited]
    score = [s[r] for (_, s), r in zip(cited, rows, strict=True)]
    right = [(t.marked if marks else t.right)[r] for (t, _), r in zip(cited, rows, strict=True)]
    return np.concatenate(score), np.concatenate(right)


def mean_of(rounds: Iterable[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each figure over the seeds."""
    listed = list(rounds)
    return {name: round(float(np.mean([x[name] for x in listed])), 4) for name in listed[0]}


def reliability(cited: Cited) -> list[Json]:
    """Return for bins of probability how many citations fall in, and how many of them are right."""
    score, right = _best_of(cited)
    rows = []
    for low, high in pairwise(BINS):
        here = (score >= low) & ((score < high) | (high == 1.0))
        if here.any():
            said, true = float(score[here].mean()), float(right[here].mean())
            rows.append({"from": low, "n": int(here.sum()), "said": said, "right": true})
    return [{k: round(v, 4) for k, v in row.items()} for row in rows]


def _dated(cited: Cited) -> Cited:
    """Those of stories that are followed for days."""
    return [(t, s) for t, s in cited if any(document.date for document in t.topic.documents)]


def unread(cited: Cited) -> float:
    """Return which share of the citations at the default threshold nobody has marked or read."""
    n = n_unread = 0
    for table, score in cited:
        for k in best(table, score).tolist():
            if score[k] >= Settings().min_support:
                n += 1
                pair = frozenset(table.pair[k, [0, 2]].tolist())
                n_unread += not table.right[k] and pair not in table.topic.wrong
    return round(n_unread / max(1, n), 4)


def read_sets(folder: Path) -> dict[str, list[Topic]]:
    """Read the sets to fit and to confirm on."""
    long_fit, long_confirm = split_of_long(read_long(folder))
    short = [read_short(folder, part) for part in ("train", "dev")]
    return dict(zip(SETS, (*short, long_fit, long_confirm, read_news(folder)), strict=True))


def parts_of(topics: Iterable[Topic]) -> list[Topic]:
    """Return smaller topics made of some of the documents of each, where all pairs are judged."""
    topics = [topic for topic in topics if topic.kind != "read"]
    return [part_of(t, n, seed=0) for t in topics for n in PARTS if len(t.documents) > n]


def measure(sets: dict[str, list[Topic]], embed: Embed) -> tuple[Json, Weights]:
    """Return the measures with an embedder, and the weights fitted with it."""
    tables = {name: [tabulate(t, embed) for t in topics] for name, topics in sets.items()}
    parts = {name: [tabulate(t, embed) for t in parts_of(topics)] for name, topics in sets.items()}
    train, dev, some, others, news = (tables[name] for name in SETS)
    fitted = fit([t for name in FITTED for t in (*tables[name], *parts[name])])
    rest = [*some, *parts["long fit"], *news]
    short = by_folds(train, parts["train"], rest)
    both = by_folds([*train, *dev], [*parts["train"], *parts["dev"]], rest)
    far = by_folds(
        [*some, *others],
        [*parts["long fit"], *parts["long confirm"]],
        [*train, *parts["train"], *news],
    )
    told = by_folds(news, [], [*train, *parts["train"], *some, *parts["long fit"]])
    confirm = {name: [(t, probability(t, fitted)) for t in tables[name]] for name in SETS}
    small = [(t, probability(t, fitted)) for name in ("dev", "long confirm") for t in parts[name]]
    return {
        "train by folds": mean_of(map(recalls, short)),
        "train and dev by folds": mean_of(map(recalls, both)),
        "dev": mean_of([recalls(confirm["dev"])]),
        "long by folds": mean_of(map(recalls, far)),
        "long by folds, marks": mean_of(recalls(cited, marks=True) for cited in far),
        "long confirm": mean_of([recalls(confirm["long confirm"])]),
        "long confirm, marks": mean_of([recalls(confirm["long confirm"], marks=True)]),
        "parts of dev and confirm": mean_of([recalls(small)]),
        "read by folds": mean_of(map(recalls, told)),
        "read by folds, dated": mean_of(recalls(_dated(cited)) for cited in told),
        "reliability": {
            "train by folds": reliability(short[0]),
            "dev": reliability(confirm["dev"]),
            "long by folds": reliability(far[0]),
            "parts of dev and confirm": reliability(small),
            "read by folds": reliability(told[0]),
        },
        "unread of long": unread(confirm["long fit"] + confirm["long confirm"]),
    }, fitted


def bare(sets: dict[str, list[Topic]], embed: Embed) -> Json:
    """Return the measures of the similarity alone, the events not told apart."""
    found = {}
    for name, of in (
        ("train", ["train"]),
        ("dev", ["dev"]),
        ("long", ["long fit", "long confirm"]),
    ):
        tables = [tabulate(t, embed, told_apart=False) for key in of for t in sets[key]]
        cited = [(table, table.features[:, 0]) for table in tables]
        found[name] = mean_of([recalls(cited)])
        if name == "long":
            found["long, marks"] = mean_of([recalls(cited, marks=True)])
    return found


def embedder(name: str) -> Embed:
    """Return an embedder that gives what `similarity` takes, and keeps what it has embedded."""
    model = load_embedder(name)
    known: dict[str, FloatArray] = {}

    def embed(texts: list[str]) -> FloatArray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, np.asarray(model(new), dtype=np.float64), strict=True))
        return np.array([known[text] for text in texts])

    return embed


def show(found: Json) -> None:
    """Print the figures as a table."""
    from rich.console import Console

    header = ["", "", *(f"R at P {p}" for p in PRECISIONS), "P", "R"]
    lines = [
        [system, name, *map(percent, row.values())]
        for system, measures in found.items()
        for name, row in measures.items()
        if isinstance(row, dict) and "recall" in row
    ]
    Console(width=120).print(rich_table("citations", header, lines))


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--fit", "only_fit", is_flag=True, help="Print the weights and stop.")
@click.option("--model", "models", multiple=True, default=tuple(MODELS), show_default=True)
def citations(data_dir: Path, only_fit: bool, models: tuple[str, ...]) -> None:
    sets = read_sets(data_dir)
    if only_fit:
        fitted_on = [t for name in FITTED for t in sets[name]]
        embed = embedder(MODELS["bundled"])
        weights, intercept = fit([tabulate(t, embed) for t in fitted_on + parts_of(fitted_on)])
        click.echo(f"WEIGHTS = np.array({weights.round(3).tolist()})\nINTERCEPT = {intercept:.3f}")
        return
    found: Json = {}
    for name in models:
        embed = embedder(MODELS[name])
        found[name] = measure(sets, embed)[0]
        found[f"{name}, similarity only"] = bare(sets, embed)
    inputs = ("ecbplus/train.jsonl", "ecbplus/dev.jsonl", LONG)
    digests = {name: digest(data_dir / name) for name in inputs}
    digests |= {path.name: digest(path) for path in (READ, READINGS)}
    settings = {"min_support": Settings().min_support, "weights": support.WEIGHTS.tolist()}
    settings["intercept"] = support.INTERCEPT
    write(FILE, {**stamp(), "sha256": digests, "settings": settings, "systems": found})
    show(found)
