"""Which documents tell of the same event, and which tell another story.

In: the sentences of a topic. Out: one label a document, 0 for the main event. Two mechanisms, for
two shapes of the same question: a recursive normalised cut (Shi & Malik 2000) where each event has
several documents, and a test of each document against all others where one stray lies among
several. Only words are compared, in every language alike; embeddings added nothing. It does not
find copies. `python -m benchmarks events` measures both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.rows import FloatArray

__all__ = ["group_events"]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]
Labels = NDArray[np.intp]

# News says first what it is about; further down, other events are told as well.
MAX_WORDS = 250
# Of two or three documents, one that is shorter than this is never another story.
MIN_WORDS_OF_FEW = 75
# Of names and numbers, which tell look-alike events apart.
MARKED_WEIGHT = 1.5

# A cut is accepted if documents of different sides are less alike than this share of how alike
# those of one side are, less so much over their number: few documents fall apart by chance.
MAX_RATIO, RATIO_COST = 0.65, 2.5

# Log odds that a document is a stray, by logistic regression on ECB+ (train) and half of the topics
# of Multi-News, NeuS and MultiLing: weights of log typicality, that of the least typical other,
# share of names of its own, 1 / number of documents, mean log length of the documents, 1.
STRAY_WEIGHTS = np.array([-5.68, 3.48, 3.57, -1.79, -1.75, 1.46])
# Of three, one is always the oddest: fitted to strays of wholly other topics only.
STRAY_OF_THREE_WEIGHTS = np.array([-3.6, 1.5, 3.0, 0.0, 0.0, -5.6])
# Of a whole topic; of one side of a cut, which has explained most of what is odd; and so much more
# for each stray taken out before.
MIN_LOG_ODDS, MIN_LOG_ODDS_AFTER_CUT, LOG_ODDS_STEP = 1.5, 4.0, 1.0
# Added to similarities before the logarithm: below it, differences are chance.
FLOOR = 0.02
# A name is a protagonist if all others, of four documents or more, have it three times or nearly so
# (on a scale of logarithms); to lack one is worth as many log odds.
PROTAGONIST_COUNT, PROTAGONIST_SHARE, MIN_FOR_PROTAGONIST = 3, 0.85, 4
LACK_WEIGHT = 4.0
# A document that is less similar than this to every other shares next to nothing with them; only
# then are two documents alone two stories.
UNRELATED = 0.05

# With more, events are found among so many documents, and the others join the closest.
MAX_DOCUMENTS = 500

_TOKEN = regex.compile(r"\d+(?:[.,]\d+)*|[\p{L}\p{N}\p{M}]+")


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
        ... by falling size. A document without sentences is counted to event 0. The order of the
        documents does not matter.
    """
    texts: list[list[str]] = [[] for _ in range(n_documents)]
    for sentence in sentences:
        texts[sentence.document].append(sentence.text)
    copies = list(copy_of) if copy_of else [None] * n_documents
    originals = [d for d in range(n_documents) if texts[d] and copies[d] is None]
    originals.sort(key=texts.__getitem__)
    labels = np.zeros(n_documents, dtype=np.intp)
    content = cache(lambda token: [stem for stem, is_content in stems(token) if is_content])
    if len(originals) > 1:
        labels[originals] = _label(_Evidence.of([_profile(texts[d], content) for d in originals]))
    if len(originals) < MIN_FOR_PROTAGONIST:
        # Of two or three excerpts one is always the oddest: a few sentences are no evidence.
        thin = [d for d in originals if len(" ".join(texts[d]).split()) < MIN_WORDS_OF_FEW]
        labels[thin] = 0
        labels[originals] = np.unique(labels[originals], return_inverse=True)[1]
    for document, original in enumerate(copies):
        if original is not None and texts[document]:
            labels[document] = labels[original]
    return labels


@dataclass(frozen=True, slots=True)
class _Profile:
    """The content stems at the beginning of a document, and whether they look like names.

    `capitals` counts 1 for a number and for a capital that neither the start of a sentence nor a
    headline explains, and -1 for a word without capital.
    """

    counts: Counter[str]
    capitals: Counter[str]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What documents are compared by: how often each (row) has each stem (column).

    `counts` is sparse; `marked` tells which columns are of names and numbers.
    """

    counts: Any
    marked: NDArray[np.bool_]

    @classmethod
    def of(cls, profiles: Sequence[_Profile]) -> _Evidence:
        from scipy.sparse import csr_array

        column = {stem: k for k, stem in enumerate(sorted({s for p in profiles for s in p.counts}))}
        counts = np.array([n for p in profiles for n in p.counts.values()], dtype=float)
        columns = np.array([column[stem] for p in profiles for stem in p.counts], dtype=np.intp)
        ends = np.cumsum([0, *(len(p.counts) for p in profiles)])
        balance: Counter[str] = Counter()
        for profile in profiles:
            balance.update(profile.capitals)
        marked = np.array([balance[stem] > 0 for stem in column], dtype=bool)
        shape = (len(profiles), len(column))
        return cls(csr_array((counts, columns, ends), shape=shape).sorted_indices(), marked)

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    def take(self, rows: Labels) -> _Evidence:
        return _Evidence(self.counts[rows], self.marked)

    def vectors(self, min_documents: int) -> Any:
        """Unit TF-IDF rows of the stems that so many of these documents have."""
        df = (self.counts > 0).sum(axis=0)
        idf = np.where(df >= min_documents, np.log((1 + len(self)) / (1 + df)) + 1, 0.0)
        X = self.counts.copy()
        X.data = 1 + np.log(X.data)
        X = X.multiply(idf * np.where(self.marked, MARKED_WEIGHT, 1.0)).tocsr()
        lengths = np.sqrt(X.power(2).sum(axis=1))
        return X.multiply((1 / np.where(lengths > 0, lengths, 1.0))[:, np.newaxis]).tocsr()

    def cosines(self, min_documents: int) -> FloatArray:
        X = self.vectors(min_documents)
        return np.asarray((X @ X.T).toarray())


def _profile(texts: Sequence[str], content_stems: Callable[[str], list[str]]) -> _Profile:
    counts: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    n_words = 0
    for text in texts:
        tokens = _TOKEN.findall(text)
        is_headline = 2 * sum(t[0].isupper() for t in tokens) > sum(t[0].isalpha() for t in tokens)
        for position, token in enumerate(tokens):
            is_number = token[0].isdigit()
            found = [token] if is_number else content_stems(token)
            counts.update(found)
            if is_number or not token[0].isupper():
                capitals.update(dict.fromkeys(found, 1 if is_number else -1))
            elif position and not is_headline:
                capitals.update(dict.fromkeys(found, 1))
            n_words += max(1, len(found))
            if n_words >= MAX_WORDS:
                return _Profile(counts, capitals)
    return _Profile(counts, capitals)


def _label(evidence: _Evidence) -> Labels:
    """Number the events of documents that come in the order of their texts."""
    n = len(evidence)
    sample = np.arange(n) if n <= MAX_DOCUMENTS else np.linspace(0, n - 1, MAX_DOCUMENTS, dtype=int)
    cut = _cut(evidence, sample)
    bar = MIN_LOG_ODDS if len(cut) == 1 else MIN_LOG_ODDS_AFTER_CUT
    groups = [part for group in cut for part in _without_strays(evidence, group, bar)]
    if n > len(sample):
        groups = _with_rest(evidence, groups)
    n_words = evidence.counts.sum(axis=1)
    groups.sort(key=lambda group: (-len(group), -n_words[group].sum(), group[0]))
    labels = np.zeros(n, dtype=np.intp)
    for label, group in enumerate(groups):
        labels[group] = label
    return labels


def _with_rest(evidence: _Evidence, groups: Sequence[Labels]) -> list[Labels]:
    """Let each document that is in no group join the one it is most like, on the whole."""
    vectors = evidence.vectors(min_documents=1)
    centroids = np.array([vectors[group].mean(axis=0) for group in groups])
    rest = np.setdiff1d(np.arange(len(evidence)), np.concatenate(groups))
    closest = np.asarray(vectors[rest] @ centroids.T).round(9).argmax(axis=1)
    return [np.sort(np.append(group, rest[closest == k])) for k, group in enumerate(groups)]


def _cut(evidence: _Evidence, group: Labels) -> list[Labels]:
    """Cut a group in two where it falls apart, and each half again."""
    if len(group) < 4:
        return [group]
    similarity = evidence.take(group).cosines(min_documents=2)
    side = _smallest_cut(1 + _centred(similarity))
    if _ratio(similarity, side) >= MAX_RATIO - RATIO_COST / len(group):
        return [group]
    return _cut(evidence, group[side]) + _cut(evidence, group[~side])


def _smallest_cut(similarity: FloatArray) -> NDArray[np.bool_]:
    """The smallest normalised cut along the second eigenvector that leaves no side of one."""
    # No document is without any tie, or it would have no place among the others.
    A = similarity.clip(1e-6) * (1 - np.eye(len(similarity)))
    volume = A.sum(axis=1)
    scale = 1 / np.sqrt(volume)
    second = np.linalg.eigh(A * np.outer(scale, scale))[1][:, -2] * scale
    order = np.argsort(second.round(9), kind="stable")
    # Within the first m documents of the order, and from them to the others, for every m.
    inside = A[np.ix_(order, order)].cumsum(axis=0).cumsum(axis=1).diagonal()
    first = volume[order].cumsum()
    across, first, rest = (x[1:-2] for x in (first - inside, first, first[-1] - first))
    size = 2 + int((across / first + across / rest).round(9).argmin())
    return np.isin(np.arange(len(A)), order[:size])


def _ratio(similarity: FloatArray, side: NDArray[np.bool_]) -> float:
    """Mean similarity of documents of different sides, over that of documents of one side."""
    same = side[:, np.newaxis] == side
    within = same & ~np.eye(len(side), dtype=bool)
    return float(similarity[~same].mean() / max(similarity[within].mean(), 1e-9))


def _centred(products: FloatArray) -> FloatArray:
    """Cosines of rows after their mean is subtracted, from the products of the rows."""
    column = products.mean(axis=0)
    centred = products - column - column[:, np.newaxis] + column.mean()
    lengths = np.sqrt(centred.diagonal().clip(0))
    scale = np.where(lengths > 1e-6, 1 / np.maximum(lengths, 1e-6), 0.0)
    return np.asarray(centred * np.outer(scale, scale))


def _without_strays(evidence: _Evidence, group: Labels, bar: float) -> list[Labels]:
    """Take out one stray after the other, the oddest first; what stays is one event."""
    part = evidence.take(group)
    similarity = part.cosines(min_documents=1)
    stay = np.arange(len(group))
    strays: list[int] = []
    while len(stay) > 2:
        among = similarity[np.ix_(stay, stay)] * (1 - np.eye(len(stay)))
        log_odds = _stray_log_odds(part.take(stay), among)
        log_odds[among.max(axis=1) < UNRELATED] = np.inf
        oddest = int(log_odds.argmax())
        if log_odds[oddest] <= bar + LOG_ODDS_STEP * len(strays):
            break
        strays.append(int(stay[oddest]))
        stay = np.delete(stay, oddest)
    if len(stay) == 2 and similarity[stay[0], stay[1]] < UNRELATED:
        strays.append(int(stay[1]))
        stay = stay[:1]
    return [group[stay], *(group[[stray]] for stray in strays)]


def _stray_log_odds(evidence: _Evidence, similarity: FloatArray) -> FloatArray:
    """Log odds of each of three or more documents to be a stray among the others."""
    n = len(evidence)
    length = np.log1p((evidence.counts > 0).sum(axis=1)).mean()
    features = [*_typicality(similarity), _own_names(evidence)]
    features += [np.full(n, value) for value in (1 / n, length, 1.0)]
    weights = STRAY_OF_THREE_WEIGHTS if n == 3 else STRAY_WEIGHTS
    log_odds = np.column_stack(features) @ weights
    return np.asarray((log_odds + LACK_WEIGHT * _lacks_protagonist(evidence)).round(9))


def _typicality(similarity: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Log mean similarity of each to the others; and of the least typical other, without it.

    The diagonal of `similarity` is 0.
    """
    n = len(similarity)
    total = similarity.sum(axis=1)
    # Row i: the mean similarity of each document to the others, in the group without i.
    without = (total - similarity) / (n - 2)
    np.fill_diagonal(without, np.inf)
    return np.log(total / (n - 1) + FLOOR), np.log(without.min(axis=1) + FLOOR)


def _own_names(evidence: _Evidence) -> FloatArray:
    """The share of its names and numbers that no other has, less the mean share of the others."""
    present = evidence.counts[:, evidence.marked] > 0
    alone = (present.sum(axis=0) == 1).astype(float)
    share = (present @ alone) / (present.sum(axis=1) + 2)
    return np.asarray(share - (share.sum() - share) / (len(share) - 1))


def _lacks_protagonist(evidence: _Evidence) -> NDArray[np.bool_]:
    """Whether a document never has a name that nearly all the others repeat."""
    n = len(evidence)
    if n < MIN_FOR_PROTAGONIST:
        return np.zeros(n, dtype=bool)
    counts = evidence.counts[:, evidence.marked]
    strength = counts.copy()
    strength.data = np.minimum(1.0, np.log1p(counts.data) / np.log1p(PROTAGONIST_COUNT))
    protagonists = strength.sum(axis=0) / (n - 1) >= PROTAGONIST_SHARE
    return np.asarray((counts[:, protagonists] > 0).sum(axis=1) < protagonists.sum())
