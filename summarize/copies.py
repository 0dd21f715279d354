"""Which documents republish another one, wholly or for the most part.

In: the documents and their sentences. Out: for each document the row of its original, or None. What
is compared are shingles, the runs of five words of the prose (Broder 1997), by containment: a
shortened reprint lies whole in the longer text, which their Jaccard index would hide. An index of
the shingles finds the pairs, in time linear in the words. Reprints of one text are one group, even
if two of them were edited so differently that only the text between them shows it. Quoting the same
speech does not make a copy.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any
from unicodedata import normalize
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from summarize.documents import Document, Sentence
from summarize.fields import is_date
from summarize.tokens import words_and_characters

__all__ = ["copies", "copies_in_order", "sampling_of", "shingled"]

SHINGLE_WORDS = 5
Shingles = NDArray[np.uint64]
NONE: Shingles = np.zeros(0, dtype=np.uint64)
# A copy has so much of its text from the other, and that is so much of the other: a statement that
# an article quotes whole among other things is no copy of the article. One word in ten changed
# leaves .59 of the runs; articles of different authors on one event share .45 at most, if they do
# not both consist of one long quotation (`python -m benchmarks events` lists the pairs).
MIN_OF_COPY = 0.5
MIN_OF_ORIGINAL = 0.25
# With more shingles in all, a sample of them by hash stands for all: memory stays bounded.
MAX_SHINGLES = 1_000_000
# Of the documents that have a run, only so many are remembered: a hundredth reprint need not be
# compared with all the others, and boilerplate must not make the look-up quadratic.
MAX_DOCUMENTS = 50

# Of the hash of a run: an odd number with bits all over (of MurmurHash3's finalizer).
MIXER = np.uint64(0xFF51AFD7ED558CCD)


def copies(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[int | None]:
    """Find the documents that republish another one.

    Parameters
    ----------
    documents : sequence of n Document
    sentences : sequence of Sentence
        Their prose, that of one document in the order of its text; headlines, bylines and page
        junk should be gone.

    Returns
    -------
    list of n int or None
        The row of the original: the document of the group with the most words, of several the
        earliest dated one, which is never a copy itself. None for an original and for a document
        without sentences. The order of the documents does not matter, as long as no two of them
        are the same in text, date and id.
    """
    words = _words(len(documents), sentences)
    sampling = sampling_of(sum(map(len, words)))
    shingles = [_shingles(of_document, sampling) for of_document in words]
    ranks = [
        (-len(of_document), _dated(document), document.text, document.id)
        for of_document, document in zip(words, documents, strict=True)
    ]
    return _copies(ranks, shingles)


def _dated(document: Document) -> str:
    """The date, to sort by; "~" is above every digit, so that those without one come last."""
    return document.date if document.date and is_date(document.date) else "~"


def sampling_of(n_words: int) -> int:
    """Return of how many shingles one is kept, in texts of so many words."""
    return 1 + n_words // MAX_SHINGLES


def shingled(
    n_documents: int, sentences: Sequence[Sentence], sampling: int
) -> tuple[list[int], list[Shingles]]:
    """Return the number of words and the kept shingles of each document."""
    words = _words(n_documents, sentences)
    return list(map(len, words)), [_shingles(of_document, sampling) for of_document in words]


def copies_in_order(
    documents: Sequence[Document], n_words: Sequence[int], shingles: Sequence[Shingles]
) -> list[int | None]:
    """Return what `copies` does, from the words and shingles of each document.

    Of equals the first is the original: their texts need not be there. So the originals of all
    documents are originals among any part of them.
    """
    ranks = [
        (-n, _dated(document), row)
        for row, (n, document) in enumerate(zip(n_words, documents, strict=True))
    ]
    return _copies(ranks, shingles)


def _copies(ranks: Sequence[Any], shingles: Sequence[Shingles]) -> list[int | None]:
    """The original of a group is that of the lowest rank."""
    order = sorted(range(len(ranks)), key=ranks.__getitem__)
    first = _groups([shingles[row] for row in order])
    copy_of: list[int | None] = [None] * len(ranks)
    for place, original in enumerate(first):
        if original != place:
            copy_of[order[place]] = order[original]
    return copy_of


def _groups(shingles: Sequence[Shingles]) -> list[int]:
    """For each document, the longest come first, the first one of its group."""
    places: dict[int, list[int]] = defaultdict(list)
    parent = list(range(len(shingles)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    # Most runs are of one document only, and tell nothing.
    runs = np.concatenate([NONE, *shingles])
    _, which, times = np.unique(runs, return_inverse=True, return_counts=True)
    repeated = times[which] > 1
    sizes = [len(of_document) for of_document in shingles]
    ends = np.cumsum([0, *sizes]).tolist()
    for place, (begin, end) in enumerate(pairwise(ends)):
        of_copy = runs[begin:end][repeated[begin:end]].tolist()
        known = filter(None, map(places.get, of_copy))
        shared = Counter(chain.from_iterable(known))
        for longer, n in shared.items():
            if n >= max(MIN_OF_COPY * sizes[place], MIN_OF_ORIGINAL * sizes[longer]):
                one, other = sorted((root(place), root(longer)))
                parent[other] = one
        for shingle in of_copy:
            if len(places[shingle]) < MAX_DOCUMENTS:
                places[shingle].append(place)
    return [root(place) for place in range(len(shingles))]


def _words(n_documents: int, sentences: Sequence[Sentence]) -> list[array[int]]:
    """The words of each document, as numbers."""
    words = [array("Q") for _ in range(n_documents)]
    for sentence in sentences:
        found = words_and_characters(sentence.text.casefold())
        words[sentence.document].extend(map(_number, found))
    return words


def _shingles(words: array[int], sampling: int) -> Shingles:
    """The runs of five words, as numbers; of a shorter text the one run there is."""
    if not words:
        return NONE
    numbers = np.array(words, dtype=np.uint64)
    n_runs = max(1, len(words) - SHINGLE_WORDS + 1)
    runs = np.zeros(n_runs, dtype=np.uint64)
    for k in range(min(len(words), SHINGLE_WORDS)):
        runs = (runs ^ numbers[k : k + n_runs]) * MIXER  # overflow is meant
        runs ^= runs >> np.uint64(29)
    found = np.unique(runs)
    kept = found[found % np.uint64(sampling) == 0]
    # A text too short to be sampled keeps all.
    return np.asarray(kept if len(kept) else found)


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    """A number that is the same in every process, unlike Python's own hash.

    Accents are composed here, not in the text, since most words come back.
    """
    return crc32(normalize("NFC", word).encode("utf-8", "replace")) + 1
