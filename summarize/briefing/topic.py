"""What a brief is written from: the topic, what was chosen of it, and the order of names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from summarize.documents import (
    Corpus,
    Difference,
    Document,
    Dropped,
    Explanation,
    Sentence,
    Update,
)

__all__ = ["Choice", "Large", "Topic", "natural"]


@dataclass(frozen=True, slots=True)
class Large:
    """What is known of a topic too large to hold.

    Its brief keeps the texts of the documents that it quotes, and lists no passage left out as
    boilerplate.

    Attributes
    ----------
    n_sentences, n_words : sequence of int
        Of each document.
    n_dropped : int
        Passages left out.
    """

    n_sentences: Sequence[int]
    n_words: Sequence[int]
    n_dropped: int


@dataclass(frozen=True, slots=True)
class Topic:
    """All that a brief says of one topic's texts, but for the points themselves.

    Attributes
    ----------
    corpus : Corpus
        As it was given.
    documents : sequence of Document
        The same documents in the order that `Sentence.document` counts.
    copy_of : sequence of int or None
        For each document the row of the one that it republishes.
    events : sequence of int
        For each document the event that it tells of; 0 is the main one.
    sentences : sequence of Sentence
    dropped : sequence of Dropped
    n_clusters : int
        How many different things its candidate sentences say: as many points as there can be.
    stories : sequence of sequence of int
        For each event from 1 the rows of its best sentences.
    only : mapping of int to int
        For a document the row of its best sentence that no other source says.
    n_bearing : int
        How many sentences bear on the question, whatever their shape and whether they are known.
    unsaid : sequence of str
        The words of the question that no sentence has.
    complete : bool
        Whether all sentences shaped like a point were candidates, or only the most salient.
    n_sampled : int
        Documents by which other stories were told apart; 0 if by all, or not at all.
    differences : sequence of Difference
        What the sources contradict each other on.
    update : Update or None
        What has become of the points of an earlier brief.
    large : Large or None
        Given for a topic of which `sentences` are but those that are spoken of, and `dropped` what
        is no article.
    """

    corpus: Corpus
    documents: Sequence[Document]
    copy_of: Sequence[int | None]
    events: Sequence[int]
    sentences: Sequence[Sentence]
    dropped: Sequence[Dropped]
    n_clusters: int
    stories: Sequence[Sequence[int]] = ()
    only: Mapping[int, int] = field(default_factory=dict)
    n_bearing: int = 0
    unsaid: Sequence[str] = ()
    complete: bool = True
    n_sampled: int = 0
    differences: Sequence[Difference] = ()
    update: Update | None = None
    large: Large | None = None

    def sizes(self) -> Sequence[int]:
        """Return how many sentences of prose each document has."""
        if self.large is not None:
            return self.large.n_sentences
        n_sentences = Counter(sentence.document for sentence in self.sentences)
        return [n_sentences[row] for row in range(len(self.documents))]


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen sentence: its score, its cluster, who supports it and why it was chosen.

    `supporters` holds (row, similarity), the sentence itself first; `context` is the row of the
    sentence before, where that is needed.
    """

    score: float
    cluster: int
    supporters: Sequence[tuple[int, float]]
    explanation: Explanation
    context: int | None = None


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key that puts `text 2` before `text 10`."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)
    ]
