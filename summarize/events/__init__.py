"""Which documents tell of the same event, and which tell another story.

In: the sentences of a topic. Out: one label a document, 0 for the main event. Two mechanisms, for
two shapes of the same question: a cut where each event has several documents (`cutting`), and a
test of each document against all others where one stray lies among several (`strays`). It does not
find copies. Memory is bounded: of many documents a sample is compared. `python -m benchmarks
events` measures both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np

from ..documents import Sentence
from ..rows import FloatArray
from ..threads import one_blas_thread
from .cutting import cut, without_anything_in_common
from .evidence import Evidence, Labels, beginning_of, counts_of, profile_of, unit_rows
from .strays import AFTER_CUT, FEW, without_strays

__all__ = [
    "MAX_DOCUMENTS",
    "NO_ARTICLE",
    "Events",
    "group_events",
    "hash_of",
    "n_sampled",
    "n_words_of",
    "numbered",
]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]

# The label of what is set apart and is no story: the crumbs of a page, beside articles.
NO_ARTICLE = -1
# A document with fewer words is thin. Of two or three, a thin one is never another story; one that
# is set apart from articles of twice as many words, as the median goes, is no article.
THIN_WORDS = 75
# With more documents, events are found among so many of them, and the others join the closest.
MAX_DOCUMENTS = 500
BLOCK = 1000  # documents that join at a time


@dataclass(frozen=True, slots=True)
class Events:
    """The events of some documents, and what any other document joins one of them by.

    Attributes
    ----------
    labels : ndarray of shape (n_sample,)
        The event of each; -1 (`NO_ARTICLE`) for what is no article. They are not numbered by size.
    columns : mapping of str to int
        Of the stems.
    weights : ndarray of shape (n_stems,)
    centroids : scipy.sparse.csr_array of shape (n_stems, n_groups)
        The mean row of each group of documents.
    of_group : ndarray of shape (n_groups,)
        The event that each group is of.
    """

    labels: Labels
    columns: Mapping[str, int]
    weights: FloatArray
    centroids: Any
    of_group: Labels

    @classmethod
    @one_blas_thread()
    def of(cls, texts: Sequence[Sequence[str]], stems: StemFunction) -> Events:
        """Find the events of documents, each given by its sentences."""
        content = _content(stems)
        evidence = Evidence.of([profile_of(of_document, content) for of_document in texts])
        groups = _groups(evidence) if len(texts) > 1 else [np.arange(len(texts))]
        labels = np.zeros(len(texts), dtype=np.intp)
        for label, group in enumerate(groups):
            labels[group] = label
        if len(texts) > 1:
            _judge_thin(labels, [n_words_of(of_document) for of_document in texts])
        of_group = labels[[group[0] for group in groups]].clip(0)
        weights = evidence.weights(min_documents=1)
        return cls(labels, evidence.columns, weights, _centroids(evidence, groups), of_group)

    def join(self, documents: Iterable[Sequence[str]], stems: StemFunction) -> Labels:
        """Return for each document, given by its sentences, the event that it is most like."""
        content = _content(stems)
        found = [np.zeros(0, dtype=np.intp)]
        beginnings = (beginning_of(of_document, content) for of_document in documents)
        while block := list(islice(beginnings, BLOCK)):
            rows = unit_rows(counts_of(block, self.columns), self.weights)
            closest = (rows @ self.centroids).toarray().round(9).argmax(axis=1)
            found.append(self.of_group[closest])
        return np.concatenate(found)


def group_events(
    sentences: Sequence[Sentence],
    n_documents: int,
    stems: StemFunction,
    copy_of: Sequence[int | None] | None = None,
) -> Labels:
    """Group the documents of a topic by the event that they tell of.

    Parameters
    ----------
    sentences : sequence of Sentence
        Prose only, those of one document in the order of its text.
    stems : callable from str to list of (str, bool)
        The stems of a text, each with whether it is a content word (`summarize.stemming`).
    copy_of : sequence of n_documents int or None, optional
        For each document the row of the one that it republishes: a copy is of its original's
        event, and adds nothing to the size of an event.

    Returns
    -------
    ndarray of shape (n_documents,)
        0 for the event with the most documents (of equally many, with the most words), then 1, 2,
        ... by falling size; -1 (`NO_ARTICLE`) for a few words that neither are an article nor share
        anything with the articles beside them. A document without sentences is counted to event 0.
        The order of the documents does not matter.

    Notes
    -----
    Cost is linear in the documents. More than 500 are grouped by a sample of 500, drawn by a hash
    of the texts; every other document then joins the event that it is most similar to, and none of
    those is set apart, so that a single stray among thousands is found only if it was drawn. A
    topic in partitions does the same with the same functions (`joining`).
    """
    texts: list[list[str]] = [[] for _ in range(n_documents)]
    for sentence in sentences:
        texts[sentence.document].append(sentence.text)
    copies = list(copy_of) if copy_of else [None] * n_documents
    originals = [d for d in range(n_documents) if texts[d] and copies[d] is None]
    originals.sort(key=lambda d: (hash_of(texts[d]), texts[d]))
    sample = sorted(originals[:MAX_DOCUMENTS], key=texts.__getitem__)
    rest = originals[MAX_DOCUMENTS:]
    labels = np.zeros(n_documents, dtype=np.intp)
    if len(sample) > 1:
        events = Events.of([texts[d] for d in sample], stems)
        labels[sample] = events.labels
        labels[rest] = events.join((texts[d] for d in rest), stems)
    return numbered(labels, [n_words_of(of_document) for of_document in texts], copies)


def n_sampled(sentences: Sequence[Sentence], copy_of: Sequence[int | None]) -> int:
    """Return by how many of the documents `group_events` tells the events apart; 0 for by all."""
    originals = {s.document for s in sentences if copy_of[s.document] is None}
    return MAX_DOCUMENTS if len(originals) > MAX_DOCUMENTS else 0


def hash_of(texts: Sequence[str]) -> int:
    """Return the number by which a document, given by its sentences, is drawn: the lowest are."""
    return crc32(" ".join(texts).encode("utf-8", "replace"))


def n_words_of(texts: Sequence[str]) -> int:
    """Return how many words a document, given by its sentences, has in white space."""
    return sum(len(text.split()) for text in texts)


def numbered(labels: Labels, n_words: Sequence[int], copy_of: Sequence[int | None]) -> Labels:
    """Return the events of all documents, numbered by their size; 0 for one without words."""
    found = np.zeros(len(labels), dtype=np.intp)
    told = [d for d, original in enumerate(copy_of) if original is None and n_words[d]]
    found[told] = _by_size(labels[told], [n_words[d] for d in told])
    for document, original in enumerate(copy_of):
        if original is not None and n_words[document]:
            found[document] = found[original]
    return found


def _content(stems: StemFunction) -> Callable[[str], list[str]]:
    return cache(lambda token: [stem for stem, is_content in stems(token) if is_content])


def _judge_thin(labels: Labels, n_words: Sequence[int]) -> None:
    """Say of thin documents that are set apart whether they are another story."""
    usual = float(np.median([n for d, n in enumerate(n_words) if labels[d] == 0]))
    for document, n in enumerate(n_words):
        if n < THIN_WORDS and labels[document] > 0 and (labels == labels[document]).sum() == 1:
            if 2 * n < usual and usual >= THIN_WORDS:
                labels[document] = NO_ARTICLE
            elif len(n_words) < FEW:
                # Of a few excerpts one is always the oddest: few words are no evidence.
                labels[document] = 0


def _by_size(labels: Labels, lengths: Sequence[int]) -> Labels:
    """Number the events anew, the largest 0; of equally many documents, the longest first."""
    sizes: dict[int, tuple[int, int]] = {}
    for label, length in zip(labels.tolist(), lengths, strict=True):
        n, total = sizes.get(label, (0, 0))
        sizes[label] = (n - 1, total - length)
    events = sorted((label for label in sizes if label >= 0), key=lambda k: (sizes[k], k))
    new = {label: k for k, label in enumerate(events)}
    return np.array([new.get(label, NO_ARTICLE) for label in labels.tolist()], dtype=np.intp)


def _groups(evidence: Evidence) -> list[Labels]:
    """The documents of each event, the largest event first."""
    groups = without_anything_in_common(evidence)
    if groups is None:
        parts = cut(evidence, np.arange(len(evidence)))
        extra = 0.0 if len(parts) == 1 else AFTER_CUT
        groups = [group for part in parts for group in without_strays(evidence, part, extra)]
    n_words = evidence.counts.sum(axis=1)
    return sorted(groups, key=lambda group: (-len(group), -n_words[group].sum(), group[0]))


def _centroids(evidence: Evidence, groups: Sequence[Labels]) -> Any:
    """The mean row of each group, as columns."""
    from scipy.sparse import csr_array

    member = np.concatenate(groups)
    of_group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    share = 1 / np.bincount(of_group)[of_group]
    mean = csr_array((share, (of_group, member)), shape=(len(groups), len(evidence)))
    return (mean @ unit_rows(evidence.counts, evidence.weights(min_documents=1))).T.tocsr()
