"""One topic of as many sentences as asked for, built from the sentences of real topics.

In: the folder of the evaluation data and a number. Out: Documents whose text has about so many
sentences. Real topics are taken one after the other; when they are used up, each further round
makes new documents of the old ones' paragraphs: each takes most of its paragraphs from one document
and some from others of the same topic, so that sentences come back as often as news repeats them
without whole documents coming back as copies.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import load
from summarize.documents import Document

__all__ = ["documents_of_size"]

SETS = ("multinews/dev.jsonl", "neus/dev.jsonl", "multiling2011/english.jsonl")
# Of the paragraphs of a made document, this share is taken from other documents of its topic.
BORROWED = 0.5
# What the library's own cleaning and splitting make of these sets.
WORDS_PER_SENTENCE = 26


def documents_of_size(data_dir: Path, n_sentences: int) -> list[Document]:
    """Return documents of about so many sentences in all; the same on every call."""
    found: list[Document] = []
    words = 0
    for document in _endless(data_dir):
        found.append(document)
        words += len(document.text.split())
        if words >= n_sentences * WORDS_PER_SENTENCE:
            break
    return found


def _endless(data_dir: Path) -> Iterator[Document]:
    topics = [
        [document.text.splitlines(keepends=True) for document in topic.documents]
        for name in SETS
        for topic in load(data_dir / name)
    ]
    chance = random.Random(0)
    number = 0
    for turn in range(1_000_000):
        for lines_of in topics:
            shared = [line for lines in lines_of for line in lines]
            for lines in lines_of:
                number += 1
                made = [
                    line if turn == 0 or chance.random() >= BORROWED else chance.choice(shared)
                    for line in lines
                ]
                yield Document("".join(made), id=f"d{number}")
