"""What documents are compared by: the stems at their beginnings, and how alike these are.

In: the texts of documents. Out: `Evidence`, a row a document, and cosines of its rows. Only words
are compared, in every language alike; embeddings added nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..rows import FloatArray
from ..tokens import words_and_numbers

__all__ = ["Evidence", "Labels", "Profile", "beginning_of", "counts_of", "profile_of", "unit_rows"]

Labels = NDArray[np.intp]

# News says first what it is about; further down, other events are told as well.
MAX_WORDS = 250
# What stands further down is read only to acquit a document that begins with something else.
MAX_LATER = 1000
# Of names and numbers, which tell look-alike events apart.
MARKED_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Profile:
    """The content stems at the beginning of a document, and whether they look like names.

    `capitals` counts 1 for a number and for a capital that neither the start of a sentence nor a
    headline explains, and -1 for a word without capital. `later` counts the stems that follow.
    """

    counts: Counter[str]
    capitals: Counter[str]
    later: Counter[str]


@dataclass(frozen=True, slots=True)
class Evidence:
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
    def of(cls, profiles: Sequence[Profile]) -> Evidence:
        stems = sorted(set().union(*(p.counts for p in profiles), *(p.later for p in profiles)))
        column = {stem: k for k, stem in enumerate(stems)}
        balance: Counter[str] = Counter()
        for profile in profiles:
            balance.update(profile.capitals)
        marked = np.array([balance[stem] > 0 for stem in column], dtype=bool)
        counts = counts_of([profile.counts for profile in profiles], column)
        later = counts_of([profile.later for profile in profiles], column)
        named = marked & np.array([not stem[0].isdigit() for stem in column], dtype=bool)
        return cls(counts, later, marked, named, column)

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    def take(self, rows: Labels) -> Evidence:
        return Evidence(self.counts[rows], self.later[rows], self.marked, self.named, self.columns)

    def weights(self, min_documents: int) -> FloatArray:
        """The idf of the stems that so many of these documents have; names weigh more."""
        df = (self.counts > 0).sum(axis=0)
        idf = np.where(df >= min_documents, np.log((1 + len(self)) / (1 + df)) + 1, 0.0)
        return np.asarray(idf * np.where(self.marked, MARKED_WEIGHT, 1.0))

    def cosines(self, min_documents: int) -> FloatArray:
        X = unit_rows(self.counts, self.weights(min_documents))
        return np.asarray((X @ X.T).toarray())

    def later_cosines(self) -> FloatArray:
        """How alike what stands further down in each (row) and the beginning of each is."""
        weights = self.weights(min_documents=0)
        later, X = (unit_rows(counts, weights) for counts in (self.later, self.counts))
        return np.asarray((later @ X.T).toarray())


def counts_of(counters: Sequence[Counter[str]], columns: Mapping[str, int]) -> Any:
    """How often each document has each of the stems that have a column, sparse."""
    from scipy.sparse import csr_array

    known = [{columns[s]: n for s, n in c.items() if s in columns} for c in counters]
    data = np.fromiter(chain.from_iterable(row.values() for row in known), float)
    index = np.fromiter(chain.from_iterable(known), np.intp)
    ends = np.cumsum([0, *map(len, known)])
    return csr_array((data, index, ends), shape=(len(counters), len(columns))).sorted_indices()


def unit_rows(counts: Any, weights: FloatArray) -> Any:
    X = counts.copy()
    X.data = 1 + np.log(X.data)
    X = X.multiply(weights).tocsr()
    lengths = np.sqrt(X.power(2).sum(axis=1))
    return X.multiply((1 / np.where(lengths > 0, lengths, 1.0))[:, np.newaxis]).tocsr()


def profile_of(texts: Sequence[str], content_stems: Callable[[str], list[str]]) -> Profile:
    """Read the beginning of a document; how it is written is looked at up to `MAX_WORDS` only."""
    read: list[str] = []
    later: list[str] = []
    capitals: Counter[str] = Counter()
    n_words = 0
    for text in texts:
        tokens = words_and_numbers(text)
        begins = n_words < MAX_WORDS
        is_headline = begins and 2 * sum(t[0].isupper() for t in tokens) > sum(
            t[0].isalpha() for t in tokens
        )
        for position, token in enumerate(tokens):
            is_number = token[0].isdigit()
            found = [token] if is_number else content_stems(token)
            n_words += len(found) or 1
            if n_words > MAX_WORDS:
                if n_words > MAX_WORDS + MAX_LATER:
                    return Profile(Counter(read), capitals, Counter(later))
                later += found
                continue
            read += found
            if is_number:
                step = 1
            elif token[0].isupper():
                step = 1 if position and not is_headline else 0
            else:
                step = -1
            for stem in set(found):
                capitals[stem] = capitals.get(stem, 0) + step
    return Profile(Counter(read), capitals, Counter(later))


def beginning_of(texts: Sequence[str], content_stems: Callable[[str], list[str]]) -> Counter[str]:
    """Return the `counts` of the profile, without reading on for the rest of it."""
    read: list[str] = []
    n_words = 0
    for text in texts:
        for token in words_and_numbers(text):
            found = [token] if token[0].isdigit() else content_stems(token)
            n_words += len(found) or 1
            if n_words > MAX_WORDS:
                return Counter(read)
            read += found
    return Counter(read)
