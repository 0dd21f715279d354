"""How well do embeddings tell which sentences say the same?

In: embedders by name, and a folder of data. Out: one JSON of measures, each for the cosine as it
is (`raw`), after the mean of the topic's vectors is subtracted (`centred`), and for 0.7 times the
TF-IDF cosine plus 0.3 times the centred one (`mixed`). Three sets: ECB+ (sentences of different
documents of one topic; right if they share a chain of mentions of one action), the aligned spans of
Multi-News (right if one summary sentence was written from both), and pairs of news sentences that
people scored (STS). Nothing is trained here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from importlib.metadata import version
from itertools import combinations
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from summarize.embedding import load_embedder

Embed = Callable[[list[str]], NDArray[np.floating[Any]]]
Array = NDArray[np.floating[Any]]
WORDS, DENSE = 0.7, 0.3
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Topic:
    """Texts to be compared with each other, and the pairs (i < j) that count, right or wrong."""

    texts: list[str]
    pairs: NDArray[np.intp]
    right: NDArray[np.bool_]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a file with one on each line."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def make_topic(items: list[tuple[str, str, set[str]]]) -> Topic:
    """Pair up (document, text, labels) across documents; right are those that share a label."""
    pairs = [(i, j) for i, j in combinations(range(len(items)), 2) if items[i][0] != items[j][0]]
    right = [bool(items[i][2] & items[j][2]) for i, j in pairs]
    return Topic([text for _, text, _ in items], np.array(pairs).reshape(-1, 2), np.array(right))


def read_ecbplus(data: Path, parts: Iterable[str]) -> list[Topic]:
    """Read sentences, right where they tell of the same action; look-alike events share a topic."""
    topics = defaultdict(list)
    for part in parts:
        for row in read_lines(data / "ecbplus" / f"{part}.jsonl"):
            for text, chains in zip(row["sentences"], row["chains"], strict=True):
                actions = {chain for chain in chains if chain.startswith("ACT")}
                topics[row["topic"]].append((row["id"], text, actions))
    return [make_topic(items) for items in topics.values()]


def read_aligned(data: Path) -> list[Topic]:
    """Read spans that one summary sentence was written from."""
    topics = []
    for row in read_lines(data / "multinews" / "aligned.jsonl"):
        text_of = {document["id"]: document["text"] for document in row["documents"]}
        labels: dict[tuple[str, str], set[str]] = defaultdict(set)
        for alignment in row["alignments"]:
            for start, end in alignment["spans"]:
                span = text_of[alignment["document"]][start:end]
                labels[alignment["document"], span].add(alignment["summary_sentence"])
        topics.append(make_topic([(*span, right) for span, right in labels.items()]))
    return [topic for topic in topics if topic.right.any()]


def read_scored(data: Path) -> tuple[list[str], list[str], Array]:
    """Read news sentence pairs and how alike people found them, 0 to 5."""
    rows = list(read_lines(data / "sentence-pairs" / "sts_news.jsonl"))
    return [r["s1"] for r in rows], [r["s2"] for r in rows], np.array([r["score"] for r in rows])


@cache
def stem(word: str) -> str:
    """Return the Snowball stem of an English word."""
    from nltk.stem.snowball import SnowballStemmer

    return str(SnowballStemmer("english").stem(word))


def lexical_rows(texts: list[str]) -> Any:
    """Return unit TF-IDF rows of stemmed content words, idf within these texts."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    words = TfidfVectorizer().build_tokenizer()

    def stems(text: str) -> list[str]:
        return [stem(word) for word in words(text.lower()) if word not in ENGLISH_STOP_WORDS]

    return TfidfVectorizer(analyzer=stems, sublinear_tf=True).fit_transform(texts)


def unit(rows: Array) -> Array:
    """Scale rows to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1))


def similarities(embed: Embed, texts: list[str], pairs: NDArray[np.intp]) -> dict[str, Array]:
    """Return the similarity of each pair of texts, by variant."""
    left, right = pairs.T
    words = lexical_rows(texts)
    found = {"words": np.asarray(words[left].multiply(words[right]).sum(axis=1)).ravel()}
    rows = np.asarray(embed(texts), dtype=np.float64)
    if rows.shape[1]:
        raw = unit(rows)
        centred = unit(raw - raw.mean(axis=0))
        found["raw"] = np.einsum("ij,ij->i", raw[left], raw[right])
        found["centred"] = np.einsum("ij,ij->i", centred[left], centred[right])
        found["mixed"] = WORDS * found["words"] + DENSE * found["centred"]
    return found


def average_precision(embed: Embed, topics: list[Topic]) -> dict[str, float]:
    """Return the average precision over the pairs of all topics pooled, by variant."""
    from sklearn.metrics import average_precision_score

    by_topic = [similarities(embed, topic.texts, topic.pairs) for topic in topics]
    right = np.concatenate([topic.right for topic in topics])
    pooled = {name: np.concatenate([found[name] for found in by_topic]) for name in by_topic[0]}
    return {name: float(average_precision_score(right, scores)) for name, scores in pooled.items()}


def correlations(embed: Embed, scored: tuple[list[str], list[str], Array]) -> dict[str, Any]:
    """Return Spearman's and Pearson's correlation with the human scores, by variant."""
    from scipy.stats import pearsonr, spearmanr

    first, second, scores = scored
    index = np.arange(len(first))
    pairs = np.column_stack([index, index + len(first)])
    found = similarities(embed, first + second, pairs)
    return {
        "spearman": {name: float(spearmanr(scores, s).statistic) for name, s in found.items()},
        "pearson": {name: float(pearsonr(scores, s).statistic) for name, s in found.items()},
    }


def rounded(value: Any) -> Any:
    """Round every float in nested dicts to four digits."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def measure(embed: Embed, data: Path) -> dict[str, Any]:
    """Return all measures of one embedder."""
    by_people = correlations(embed, read_scored(data))
    return {
        "ecbplus": average_precision(embed, read_ecbplus(data, ("train", "dev"))),
        "ecbplus_dev": average_precision(embed, read_ecbplus(data, ("dev",))),
        "multinews_aligned": average_precision(embed, read_aligned(data)),
        **{f"sts_news_{name}": value for name, value in by_people.items()},
    }


@click.command(help=__doc__)
@click.option("--data", type=FOLDER, required=True, help="Where the data sets are.")
@click.option("--model", "models", multiple=True, default=("tfidf", "static"), show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS / "pairs.json")
def pairs(data: Path, models: tuple[str, ...], output: Path) -> None:
    report = {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy", "nltk")},
        "settings": {"words": WORDS, "dense": DENSE, "pairs": count_pairs(data)},
        "measures": {Path(m).name: rounded(measure(load_embedder(m), data)) for m in models},
    }
    text = json.dumps(report, indent=1) + "\n"
    output.write_text(text, encoding="utf-8")
    click.echo(text, nl=False)


def count_pairs(data: Path) -> dict[str, int]:
    """Return how many pairs each set has."""
    return {
        "ecbplus": sum(len(topic.pairs) for topic in read_ecbplus(data, ("train", "dev"))),
        "multinews_aligned": sum(len(topic.pairs) for topic in read_aligned(data)),
        "sts_news": len(read_scored(data)[0]),
    }
