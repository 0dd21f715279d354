"""Which documents tell of the same event, and which tell another story.

In: the sentences of a topic. Out: one label a document, 0 for the main event. Two mechanisms, for
two shapes of the same question: a cut where each event has several documents (`cutting`), and a
test of each document against all others where one stray lies among several (`strays`). It does not
find copies. Memory is bounded: of many documents a sample is compared. `python -m benchmarks
events` measures both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from zlib import crc32

import numpy as np

from ..documents import Sentence
from .cutting import cut, without_anything_in_common
from .evidence import Evidence, Labels, Profile, counts_of, profile_of, unit_rows
from .strays import AFTER_CUT, FEW, without_strays

__all__ = ["MAX_DOCUMENTS", "NO_ARTICLE", "group_events"]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]

# The label of what is set apart and is no story: the crumbs of a page, beside articles.
NO_ARTICLE = -1
# A document with fewer words is thin. Of two or three, a thin one is never another story; one that
# is set apart from articles of twice as many words, as the median goes, is no article.
THIN_WORDS = 75
# With more documents, events are found among so many of them, and the others join the closest.
MAX_DOCUMENTS = 500
BLOCK = 1000  # documents that join at a time


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
    those is set apart, so that a single stray among thousands is found only if it was drawn.
    """
    texts: list[list[str]] = [[] for _ in range(n_documents)]
    for sentence in sentences:
        texts[sentence.document].append(sentence.text)
    copies = list(copy_of) if copy_of else [None] * n_documents
    originals = [d for d in range(n_documents) if texts[d] and copies[d] is None]
    originals.sort(key=lambda d: (crc32(" ".join(texts[d]).encode("utf-8", "replace")), texts[d]))
    sample = sorted(originals[:MAX_DOCUMENTS], key=texts.__getitem__)
    rest = originals[MAX_DOCUMENTS:]
    n_words = {d: sum(len(text.split()) for text in texts[d]) for d in originals}
    labels = np.zeros(n_documents, dtype=np.intp)
    content = cache(lambda token: [stem for stem, is_content in stems(token) if is_content])
    if len(sample) > 1:
        evidence = Evidence.of([profile_of(texts[d], content) for d in sample])
        groups = _groups(evidence)
        for label, group in enumerate(groups):
            labels[np.array(sample)[group]] = label
        _judge_thin(labels, {d: n_words[d] for d in sample})
        of_group = np.array([labels[sample[group[0]]] for group in groups])
        closest = _closest(evidence, groups, (profile_of(texts[d], content) for d in rest))
        labels[rest] = np.maximum(of_group[closest], 0)
    labels[originals] = _by_size(labels[originals], [n_words[d] for d in originals])
    for document, original in enumerate(copies):
        if original is not None and texts[document]:
            labels[document] = labels[original]
    return labels


def _judge_thin(labels: Labels, n_words: Mapping[int, int]) -> None:
    """Say of thin documents that are set apart whether they are another story."""
    usual = float(np.median([n for d, n in n_words.items() if labels[d] == 0]))
    for document, n in n_words.items():
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


def _closest(evidence: Evidence, groups: Sequence[Labels], profiles: Iterable[Profile]) -> Labels:
    """For each document that is in no group, the group that it is most like, on the whole."""
    from scipy.sparse import csr_array

    weights = evidence.weights(min_documents=1)
    member = np.concatenate(groups)
    of_group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    share = 1 / np.bincount(of_group)[of_group]
    mean = csr_array((share, (of_group, member)), shape=(len(groups), len(evidence)))
    centroids = (mean @ unit_rows(evidence.counts, weights)).T.tocsr()
    found = [np.zeros(0, dtype=np.intp)]
    documents = iter(profiles)
    while block := list(islice(documents, BLOCK)):
        rows = unit_rows(counts_of([p.counts for p in block], evidence.columns), weights)
        found.append((rows @ centroids).toarray().round(9).argmax(axis=1))
    return np.concatenate(found)
