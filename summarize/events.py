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
# What stands further down is read only to acquit a document that begins with something else.
MAX_LATER = 1000
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

# Log odds that a document is a stray among four or more, by logistic regression (`python -m
# benchmarks events --fit`): weights of log typicality; of the same by shared stems alone; of the
# log typicality of the least typical other; of its share of names of its own, less that of the
# others; of the mean log length; of its log share of the core, less that of the others, times
# length beyond excerpts; and 1.
STRAY_WEIGHTS = np.array([-5.13, 1.53, 3.11, 5.09, -2.14, -2.75, 2.10])
# Mean log number of stems of documents that are excerpts of a sentence or two, and of articles:
# true members have more to tell of their own at length, hence the higher bar.
EXCERPT, ARTICLE = 3.2, 4.4
MIN_LOG_ODDS = {EXCERPT: -1.5, ARTICLE: 1.8}
# So much more for a side of a cut, which has explained most of what is odd; and for each stray
# taken out before.
AFTER_CUT, LOG_ODDS_STEP = 3.0, 4.0
CERTAIN = 1e6
# A name is a protagonist if all others, of four documents or more, have it three times or nearly so
# (on a scale of logarithms); to lack one is worth as many log odds.
PROTAGONIST_COUNT, PROTAGONIST_SHARE = 3, 0.9
LACK_WEIGHT = 7.0
# Iran and Iranians: names that begin alike are one.
LIKE_LETTERS = 4
# A long text is like anything in something: of its similarity further down counts this share.
LATER_SHARE = 0.5
# Added to similarities before the logarithm: below it, differences are chance.
FLOOR = 0.02
# A document that is less similar than this to every other shares next to nothing with them, among
# so many documents; of two or three nothing else is asked.
UNRELATED = {2: 0.04, 3: 0.083, 4: 0.06, 5: 0.04}
# Of three also one that is less similar than this to both others, if these are so much more alike.
UNLIKE_TWO, TWO_ALIKE = 0.13, 0.3
# Of four, one that is more similar than this to another is background to the same event (a paper,
# a portrait), however odd.
FEW, RELATED_OF_FOUR = 5, 0.105
# Five or more have no event in common if half of them are less similar than this to every other.
RELATED = 0.09

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


@dataclass(frozen=True, slots=True)
class _Profile:
    """The content stems at the beginning of a document, and whether they look like names.

    `capitals` counts 1 for a number and for a capital that neither the start of a sentence nor a
    headline explains, and -1 for a word without capital. `later` counts the stems that follow.
    """

    counts: Counter[str]
    capitals: Counter[str]
    later: Counter[str]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What documents are compared by: how often each (row) has each stem (column).

    `counts` is sparse; `marked` tells which columns are of names and numbers, `named` which of
    names; `later` counts the same stems further down in the documents.
    """

    counts: Any
    later: Any
    marked: NDArray[np.bool_]
    named: NDArray[np.bool_]
    columns: Mapping[str, int]

    @classmethod
    def of(cls, profiles: Sequence[_Profile]) -> _Evidence:
        stems = sorted({stem for p in profiles for stem in (*p.counts, *p.later)})
        column = {stem: k for k, stem in enumerate(stems)}
        balance: Counter[str] = Counter()
        for profile in profiles:
            balance.update(profile.capitals)
        marked = np.array([balance[stem] > 0 for stem in column], dtype=bool)
        counts = _counts([profile.counts for profile in profiles], column)
        later = _counts([profile.later for profile in profiles], column)
        named = marked & np.array([not stem[0].isdigit() for stem in column], dtype=bool)
        return cls(counts, later, marked, named, column)

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    def take(self, rows: Labels) -> _Evidence:
        return _Evidence(self.counts[rows], self.later[rows], self.marked, self.named, self.columns)

    def weights(self, min_documents: int) -> FloatArray:
        """The idf of the stems that so many of these documents have; names weigh more."""
        df = (self.counts > 0).sum(axis=0)
        idf = np.where(df >= min_documents, np.log((1 + len(self)) / (1 + df)) + 1, 0.0)
        return np.asarray(idf * np.where(self.marked, MARKED_WEIGHT, 1.0))

    def cosines(self, min_documents: int) -> FloatArray:
        X = _unit_rows(self.counts, self.weights(min_documents))
        return np.asarray((X @ X.T).toarray())

    def later_cosines(self) -> FloatArray:
        """How alike what stands further down in each (row) and the beginning of each is."""
        weights = self.weights(min_documents=0)
        later, X = (_unit_rows(counts, weights) for counts in (self.later, self.counts))
        return np.asarray((later @ X.T).toarray())


def _counts(counters: Sequence[Counter[str]], columns: Mapping[str, int]) -> Any:
    """How often each document has each of the stems that have a column, sparse."""
    from scipy.sparse import csr_array

    known = [[(columns[s], n) for s, n in c.items() if s in columns] for c in counters]
    data = np.array([n for row in known for _, n in row], dtype=float)
    index = np.array([column for row in known for column, _ in row], dtype=np.intp)
    ends = np.cumsum([0, *(len(row) for row in known)])
    return csr_array((data, index, ends), shape=(len(counters), len(columns))).sorted_indices()


def _unit_rows(counts: Any, weights: FloatArray) -> Any:
    X = counts.copy()
    X.data = 1 + np.log(X.data)
    X = X.multiply(weights).tocsr()
    lengths = np.sqrt(X.power(2).sum(axis=1))
    return X.multiply((1 / np.where(lengths > 0, lengths, 1.0))[:, np.newaxis]).tocsr()


def _profile(texts: Sequence[str], content_stems: Callable[[str], list[str]]) -> _Profile:
    profile = _Profile(Counter(), Counter(), Counter())
    n_words = 0
    for text in texts:
        tokens = _TOKEN.findall(text)
        is_headline = 2 * sum(t[0].isupper() for t in tokens) > sum(t[0].isalpha() for t in tokens)
        for position, token in enumerate(tokens):
            is_number = token[0].isdigit()
            found = [token] if is_number else content_stems(token)
            n_words += max(1, len(found))
            if n_words > MAX_WORDS + MAX_LATER:
                return profile
            if n_words > MAX_WORDS:
                profile.later.update(found)
                continue
            profile.counts.update(found)
            if is_number or not token[0].isupper():
                profile.capitals.update(dict.fromkeys(found, 1 if is_number else -1))
            elif position and not is_headline:
                profile.capitals.update(dict.fromkeys(found, 1))
    return profile


def _groups(evidence: _Evidence) -> list[Labels]:
    """The documents of each event, the largest event first."""
    groups = _without_anything_in_common(evidence)
    if groups is None:
        cut = _cut(evidence, np.arange(len(evidence)))
        extra = 0.0 if len(cut) == 1 else AFTER_CUT
        groups = [part for group in cut for part in _without_strays(evidence, group, extra)]
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
        rows = _unit_rows(_counts([p.counts for p in block], evidence.columns), weights)
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


def _without_anything_in_common(evidence: _Evidence) -> list[Labels] | None:
    """The groups of documents most of which resemble no other; None for any that have more."""
    if len(evidence) < FEW:
        return None
    from scipy.sparse.csgraph import connected_components

    similarity = evidence.cosines(min_documents=1) * (1 - np.eye(len(evidence)))
    if np.median(similarity.max(axis=1)) >= RELATED:
        return None
    n, labels = connected_components(similarity >= RELATED, directed=False)
    return [np.flatnonzero(labels == k) for k in range(n)]


def _without_strays(evidence: _Evidence, group: Labels, extra: float) -> list[Labels]:
    """Take out one stray after the other, the oddest first; what stays is one event."""
    part = evidence.take(group)
    similarity, shared = part.cosines(min_documents=1), part.cosines(min_documents=2)
    any_part = np.maximum(similarity, LATER_SHARE * part.later_cosines())
    any_part *= 1 - np.eye(len(group))
    stay = np.arange(len(group))
    strays: list[int] = []
    while len(stay) > 2:
        pairs = np.ix_(stay, stay)
        closest = any_part[pairs].max(axis=1)
        log_odds = _stray_log_odds(part.take(stay), similarity[pairs], shared[pairs], closest)
        oddest = int(log_odds.argmax())
        if log_odds[oddest] <= extra + LOG_ODDS_STEP * len(strays):
            break
        strays.append(int(stay[oddest]))
        stay = np.delete(stay, oddest)
    if len(stay) == 2 and similarity[stay[0], stay[1]] < UNRELATED[2]:
        strays.append(int(stay[1]))
        stay = stay[:1]
    return [group[stay], *(group[[stray]] for stray in strays)]


def _stray_log_odds(
    evidence: _Evidence, similarity: FloatArray, shared: FloatArray, closest: FloatArray
) -> FloatArray:
    """By how much the log odds of each of three or more documents to be a stray pass the bar."""
    n = len(evidence)
    unrelated = closest < UNRELATED[min(n, FEW)]
    if n == 3:
        two = similarity[[1, 0, 0], [2, 2, 1]]
        unrelated |= closest < np.minimum(UNLIKE_TWO, TWO_ALIKE * two)
        return np.where(unrelated, CERTAIN - closest, -CERTAIN).round(9)
    lacks = _lacks_protagonist(evidence)
    log_odds = stray_features(evidence, similarity, shared) @ STRAY_WEIGHTS + LACK_WEIGHT * lacks
    log_odds -= np.interp(_mean_log_length(evidence), *zip(*MIN_LOG_ODDS.items(), strict=True))
    if n < FEW:
        log_odds[(closest > RELATED_OF_FOUR) & ~lacks] = -CERTAIN
    log_odds[unrelated] = CERTAIN - closest[unrelated]
    return np.asarray(log_odds.round(9))


def stray_features(evidence: _Evidence, similarity: FloatArray, shared: FloatArray) -> FloatArray:
    """What tells a stray among four or more documents, one row each: see `STRAY_WEIGHTS`.

    `similarity` is by all stems, `shared` by those of two documents or more.
    """
    n, length = len(evidence), _mean_log_length(evidence)
    beyond = float(np.clip(length - EXCERPT, 0, 1.5))
    other = 1 - np.eye(n)
    core = _less_that_of_others(_core_share(evidence)) * beyond
    names = _less_that_of_others(_own_names(evidence))
    shared_typicality = np.log((shared * other).sum(axis=1) / (n - 1) + FLOOR)
    typicality, least = _typicality(similarity * other)
    lengths, ones = np.full(n, length), np.ones(n)
    return np.column_stack([typicality, shared_typicality, least, names, lengths, core, ones])


def _mean_log_length(evidence: _Evidence) -> float:
    return float(np.log1p((evidence.counts > 0).sum(axis=1)).mean())


def _less_that_of_others(value: FloatArray) -> FloatArray:
    return np.asarray(value - (value.sum() - value) / (len(value) - 1))


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
    """The share of its names and numbers that no other has."""
    present = evidence.counts[:, evidence.marked] > 0
    alone = (present.sum(axis=0) == 1).astype(float)
    return np.asarray((present @ alone) / (present.sum(axis=1) + 2))


def _core_share(evidence: _Evidence) -> FloatArray:
    """Log share that each has of the stems that the others share, the more shared the heavier."""
    present = (evidence.counts > 0).astype(float)
    df = present.sum(axis=0)
    # In how many of the others: one less for the stems that the document has itself.
    without, within = (
        np.where(k >= 2, (k / (len(evidence) - 1)) ** 2, 0.0) for k in (df, df - 1)
    )
    has = present @ within
    has_not = without.sum() - present @ without
    return np.asarray(np.log((has + 0.1) / (has + has_not + 0.2)))


def _lacks_protagonist(evidence: _Evidence) -> NDArray[np.bool_]:
    """Whether a document never has a name, nor its like, that nearly all the others repeat."""
    counts = evidence.counts[:, evidence.named]
    strength = counts.copy()
    strength.data = np.minimum(1.0, np.log1p(counts.data) / np.log1p(PROTAGONIST_COUNT))
    protagonist = strength.sum(axis=0) / (len(evidence) - 1) >= PROTAGONIST_SHARE
    names = [stem for stem, is_name in zip(evidence.columns, evidence.named, strict=True) if is_name]
    present = (counts + evidence.later[:, evidence.named]) > 0
    lacks = np.zeros(len(evidence), dtype=bool)
    for name in np.array(names)[protagonist].tolist():
        like = [other[:LIKE_LETTERS] == name[:LIKE_LETTERS] for other in names]
        lacks |= present[:, np.flatnonzero(like)].sum(axis=1) == 0
    return lacks
