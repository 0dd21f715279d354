"""Which documents tell of the same event, and which tell another story.

In: the sentences of a topic. Out: one label a document, 0 for the main event. Two mechanisms, for
two shapes of the same question: a recursive normalised cut (Shi & Malik 2000) where each event has
several documents, and a test of each document against all others where one stray lies among
several. Only words are compared, in every language alike; embeddings added nothing. It does not
find copies. Memory is bounded: of many documents a sample is compared. `python -m benchmarks
events` measures both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np
import regex
from numpy.typing import NDArray

from summarize.documents import Sentence
from summarize.rows import FloatArray

__all__ = ["NO_ARTICLE", "group_events"]

StemFunction = Callable[[str], Sequence[tuple[str, bool]]]
Labels = NDArray[np.intp]

# News says first what it is about; further down, other events are told as well.
MAX_WORDS = 250
# The label of what is set apart and is no story: the crumbs of a page, beside articles.
NO_ARTICLE = -1
# A document with fewer words is thin. Of two or three, a thin one is never another story; one that
# is set apart from articles of twice as many words, as the median goes, is no article.
THIN_WORDS = 75
# With more documents, events are found among so many of them, and the others join the closest.
MAX_DOCUMENTS = 500
BLOCK = 1000  # documents that join at a time
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
# Of fewer than five, one that is more similar than this to another is background to the same event
# (a paper, a portrait), unless it lacks a protagonist: found on the splits of Multi-News.
FEW, RELATED = 5, 0.09

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
        evidence = _Evidence.of([_profile(texts[d], content) for d in sample])
        groups = _groups(evidence)
        for label, group in enumerate(groups):
            labels[np.array(sample)[group]] = label
        _judge_thin(labels, {d: n_words[d] for d in sample})
        labels[rest] = _closest(evidence, groups, (_profile(texts[d], content) for d in rest))
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
            elif len(n_words) < MIN_FOR_PROTAGONIST:
                # Of two or three excerpts one is always the oddest: few words are no evidence.
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
    columns: Mapping[str, int]

    @classmethod
    def of(cls, profiles: Sequence[_Profile]) -> _Evidence:
        column = {stem: k for k, stem in enumerate(sorted({s for p in profiles for s in p.counts}))}
        balance: Counter[str] = Counter()
        for profile in profiles:
            balance.update(profile.capitals)
        marked = np.array([balance[stem] > 0 for stem in column], dtype=bool)
        return cls(_counts(profiles, column), marked, column)

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    def take(self, rows: Labels) -> _Evidence:
        return _Evidence(self.counts[rows], self.marked, self.columns)

    def weights(self, min_documents: int) -> FloatArray:
        """The idf of the stems that so many of these documents have; names weigh more."""
        df = (self.counts > 0).sum(axis=0)
        idf = np.where(df >= min_documents, np.log((1 + len(self)) / (1 + df)) + 1, 0.0)
        return np.asarray(idf * np.where(self.marked, MARKED_WEIGHT, 1.0))

    def cosines(self, min_documents: int) -> FloatArray:
        X = _unit_rows(self.counts, self.weights(min_documents))
        return np.asarray((X @ X.T).toarray())


def _counts(profiles: Sequence[_Profile], columns: Mapping[str, int]) -> Any:
    """How often each document has each of the stems that have a column, sparse."""
    from scipy.sparse import csr_array

    known = [[(columns[s], n) for s, n in p.counts.items() if s in columns] for p in profiles]
    data = np.array([n for row in known for _, n in row], dtype=float)
    index = np.array([column for row in known for column, _ in row], dtype=np.intp)
    ends = np.cumsum([0, *(len(row) for row in known)])
    return csr_array((data, index, ends), shape=(len(profiles), len(columns))).sorted_indices()


def _unit_rows(counts: Any, weights: FloatArray) -> Any:
    X = counts.copy()
    X.data = 1 + np.log(X.data)
    X = X.multiply(weights).tocsr()
    lengths = np.sqrt(X.power(2).sum(axis=1))
    return X.multiply((1 / np.where(lengths > 0, lengths, 1.0))[:, np.newaxis]).tocsr()


def _profile(texts: Sequence[str], content_stems: Callable[[str], list[str]]) -> _Profile:
    stems: list[str] = []
    capitals: Counter[str] = Counter()
    n_words = 0
    for text in texts:
        tokens = _TOKEN.findall(text)
        firsts = [token[0] for token in tokens]
        is_headline = 2 * sum(map(str.isupper, firsts)) > sum(map(str.isalpha, firsts))
        for position, token in enumerate(tokens):
            is_number = token[0].isdigit()
            found = [token] if is_number else content_stems(token)
            stems += found
            if is_number:
                step = 1
            elif token[0].isupper():
                step = 1 if position and not is_headline else 0
            else:
                step = -1
            for stem in set(found):
                capitals[stem] = capitals.get(stem, 0) + step
            n_words += max(1, len(found))
            if n_words >= MAX_WORDS:
                return _Profile(Counter(stems), capitals)
    return _Profile(Counter(stems), capitals)


def _groups(evidence: _Evidence) -> list[Labels]:
    """The documents of each event, the largest event first."""
    cut = _cut(evidence, np.arange(len(evidence)))
    bar = MIN_LOG_ODDS if len(cut) == 1 else MIN_LOG_ODDS_AFTER_CUT
    groups = [part for group in cut for part in _without_strays(evidence, group, bar)]
    n_words = evidence.counts.sum(axis=1)
    return sorted(groups, key=lambda group: (-len(group), -n_words[group].sum(), group[0]))


def _closest(evidence: _Evidence, groups: Sequence[Labels], profiles: Iterable[_Profile]) -> Labels:
    """For each document that is in no group, the group that it is most like, on the whole."""
    from scipy.sparse import csr_array

    weights = evidence.weights(min_documents=1)
    member = np.concatenate(groups)
    of_group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    share = 1 / np.bincount(of_group)[of_group]
    mean = csr_array((share, (of_group, member)), shape=(len(groups), len(evidence)))
    centroids = (mean @ _unit_rows(evidence.counts, weights)).T.tocsr()
    found = [np.zeros(0, dtype=np.intp)]
    documents = iter(profiles)
    while block := list(islice(documents, BLOCK)):
        rows = _unit_rows(_counts(block, evidence.columns), weights)
        found.append((rows @ centroids).toarray().round(9).argmax(axis=1))
    return np.concatenate(found)


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
        closest = among.max(axis=1)
        if len(stay) < FEW:
            log_odds[(closest > RELATED) & ~_lacks_protagonist(part.take(stay))] = -np.inf
        log_odds[closest < UNRELATED] = np.inf
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
