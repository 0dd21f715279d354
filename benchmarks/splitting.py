"""The sentences that every system of the benchmark chooses from.

In: a topic. Out: for each of its documents the sentences that our own cleaning and splitting find,
with single spaces. All systems get the same ones, so that only what they choose is compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.data import Topic
from summarize.cleaning import clean
from summarize.documents import Document
from summarize.sentences import split as split_spans

__all__ = ["lines", "split", "take"]


def split(topic: Topic) -> list[list[str]]:
    """Return the sentences of each document of a topic, in the order of the text."""
    prose = clean(topic.documents, language=topic.language)
    found: list[list[str]] = [[] for _ in topic.documents]
    for sentence in split_spans(topic.documents, [p.spans for p in prose], topic.language):
        found[sentence.document].append(" ".join(sentence.text.split()))
    return found


def lines(text: str, language: str) -> str:
    """Return a human summary with one sentence a line, which is how ROUGE-Lsum wants it."""
    sentences = split_spans([Document(text)], [[(0, len(text))]], language)
    return "\n".join(" ".join(sentence.text.split()) for sentence in sentences)


def take(ranked: Sequence[str], words: int) -> list[str]:
    """Return the first sentences of `ranked` that together have at least `words` words."""
    taken: list[str] = []
    total = 0
    for sentence in ranked:
        if total >= words:
            break
        taken.append(sentence)
        total += len(sentence.split())
    return taken
