"""One topic larger than a process: its partitions, which are read and worked on where they lie.

Documents, in memory or in files (`reading.shelf`), are cut into partitions by their size, never by
the number of workers, so that the brief does not depend on it. A partition is worked on several
times: `reducing` finds what may become points, `relating` compares all sentences with the
candidates of all partitions, `citing` finds who says the points. What is needed again, a `Digest`
without texts, lies in a file beside the worker, and is made again where that file is not: a worker
may die, or never have seen the partition. `merging` puts the parts together.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from shutil import rmtree
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.cleaning import clean
from summarize.copies import shingled
from summarize.documents import Document, Sentence, Skipped
from summarize.embedding import Embedder, embedded, load_embedder
from summarize.errors import OutputError
from summarize.joining import Stories
from summarize.languages import count_words, get_language
from summarize.reading.shelf import Place, documents_in, size_of
from summarize.rows import FloatArray
from summarize.sentences import split
from summarize.stemming import stemmer
from summarize.terms import Terms, terms_of

__all__ = [
    "Digest",
    "Partition",
    "Plan",
    "Sampled",
    "clear",
    "digest_of",
    "embedder",
    "is_large",
    "new_digest",
    "partitions_of",
    "read_partition",
    "sample_of",
]

# A topic of so many characters (about 40,000 sentences) or documents is worked on in partitions.
LARGE, LARGE_DOCUMENTS = 6_000_000, 40_000
# Of a partition, about 10,000 sentences: they and their vectors take 100 MB for a while.
PARTITION_CHARS = 1_500_000
# A part of many documents is closed early, or one partition of a million short ones would be huge.
PARTITION_DOCUMENTS = 20_000
# The language and the events of a large topic are found from the beginnings of so many documents.
SAMPLE, SAMPLE_CHARS = 500, 4000
CHARS_PER_WORD = 6
# A partition sends on so many sentences; the topic has at most 1,000 candidates in all.
KEPT = 400
Ints = NDArray[np.intp]
Item = Document | Place


@dataclass(frozen=True, slots=True)
class Partition:
    """Some documents of a topic, next to each other, or the places where they lie."""

    number: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents of a partition, how many each item has, and what could not be read."""

    documents: list[Document]
    n_of: list[int]
    skipped: list[Skipped]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every partition of a topic is worked on with.

    Attributes
    ----------
    language : str
    keep : tuple of str
        Cleaning rules not to apply.
    embedder : str or callable
    query : str or None
    n_points, points_per_document : float
        How many points the brief has, about, and how many a document gives on average.
    sampling : int
        Of how many shingles one is kept.
    stories : Stories or None
        What tells the documents of the main event from others; None if there is but one.
    folder : str
        Its name, in each worker's own folder for what is temporary; digests are kept there.
    kept : int
        How many sentences a partition sends on.
    """

    language: str
    keep: tuple[str, ...]
    embedder: Any
    query: str | None
    n_points: float
    points_per_document: float
    sampling: int
    stories: Stories | None
    folder: str = ""
    kept: int = KEPT

    def told(self, events: Ints) -> NDArray[np.bool_]:
        """Which documents may give points: those of the main event, or any that answer."""
        return np.asarray((events == 0) | (self.query is not None))


@dataclass(frozen=True, slots=True)
class Digest:
    """The sentences of a partition as arrays, without their texts.

    Attributes
    ----------
    document, position, start, end, words : ndarray of shape (n,)
        `document` counts from the first of the partition.
    terms : Terms of n sentences, then of the titles
    titled : ndarray of int
        The documents that have a title.
    embeddings : ndarray of shape (n, n_features)
    events : ndarray of shape (n_documents,)
    n_words : list of int
        Of each document's prose, for copies.
    shingles : list of ndarray of int
    """

    document: Ints
    position: Ints
    start: Ints
    end: Ints
    words: Ints
    terms: Terms
    titled: Ints
    embeddings: FloatArray
    events: Ints
    n_words: list[int]
    shingles: list[Any]

    def __len__(self) -> int:
        return len(self.document)

    @property
    def main(self) -> Ints:
        """The sentences of the main event."""
        return np.flatnonzero((self.events == 0)[self.document])


@dataclass(frozen=True, slots=True)
class Sampled:
    """The beginning of a document, which is a `part` of an `item` of the topic."""

    item: int
    part: int
    document: Document


def is_large(documents: Sequence[Document]) -> bool:
    """Tell whether documents are to be worked on in partitions."""
    size = sum(len(document.text) for document in documents)
    return size >= LARGE or len(documents) >= LARGE_DOCUMENTS


def sample_of(items: Sequence[Item]) -> list[Sampled]:
    """Return the beginnings of about 500 documents, spread evenly over all."""
    chosen = _evenly(len(items), SAMPLE)
    sample = []
    for row in chosen:
        documents, _ = documents_in(items[row])
        for part in _evenly(len(documents), max(1, SAMPLE // len(chosen))):
            document = documents[part]
            sample.append(Sampled(row, part, replace(document, text=document.text[:SAMPLE_CHARS])))
    return sample


def _evenly(n: int, most: int) -> list[int]:
    if n <= most:
        return list(range(n))
    rows: list[int] = np.linspace(0, n - 1, most, dtype=int).tolist()
    return rows


def partitions_of(items: Sequence[Item]) -> list[Partition]:
    """Cut documents, or the places where they lie, into partitions."""
    partitions: list[Partition] = []
    first, size = 0, 0
    for row, item in enumerate(items):
        size += size_of(item)
        full = size >= PARTITION_CHARS or row + 1 - first >= PARTITION_DOCUMENTS
        if full or row + 1 == len(items):
            partitions.append(Partition(len(partitions), tuple(items[first : row + 1])))
            first, size = row + 1, 0
    return partitions


def read_partition(partition: Partition) -> Contents:
    """Read the documents of a partition."""
    contents = Contents([], [], [])
    for documents, skipped in map(documents_in, partition.items):
        contents.documents.extend(documents)
        contents.n_of.append(len(documents))
        contents.skipped.extend(skipped)
    return contents


def digest_of(partition: Partition, plan: Plan) -> Digest:
    """Return the digest that this machine keeps of a partition, or make it again."""
    try:
        with _path(partition.number, plan.folder).open("rb") as file:
            digest: Digest = pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        digest = new_digest(partition, plan)[0]
    return digest


def clear(folder: str) -> None:
    """Remove what this machine keeps of a topic; it is nothing that could not be made again."""
    rmtree(_home(folder), ignore_errors=True)


def new_digest(partition: Partition, plan: Plan) -> tuple[Digest, list[Sentence], Contents, int]:
    """Read a partition and keep its digest; return it with what it was made of.

    Returns
    -------
    Digest, list of Sentence, Contents, int
        The last is the number of passages left out as boilerplate.
    """
    contents = read_partition(partition)
    documents, code = contents.documents, plan.language
    language = get_language(code)
    prose = clean(documents, language=code, keep=plan.keep)
    sentences = split(documents, [p.spans for p in prose], code)
    texts = [sentence.text for sentence in sentences]
    titled = [row for row, document in enumerate(documents) if document.title]
    titles = [documents[row].title or "" for row in titled]
    n_words, shingles = shingled(len(documents), sentences, plan.sampling)
    events = np.zeros(len(documents), dtype=np.intp)
    if plan.stories is not None:
        events = plan.stories.join(sentences, len(documents), stemmer(code))
    numbers = np.array([(s.document, s.position, s.start, s.end) for s in sentences], np.intp)
    numbers = numbers.reshape(len(sentences), 4)
    words = np.array([count_words(text, language) for text in texts], dtype=np.intp)
    document, position, start, end = numbers.T
    digest = Digest(
        document=document,
        position=position,
        start=start,
        end=end,
        words=words,
        terms=terms_of((*texts, *titles), stemmer(code)),
        titled=np.array(titled, dtype=np.intp),
        embeddings=embedded(texts, embedder(plan.embedder)),
        events=events,
        n_words=n_words,
        shingles=shingles,
    )
    _keep(digest, partition.number, plan.folder)
    return digest, sentences, contents, sum(len(p.dropped) for p in prose)


def _home(folder: str) -> Path:
    return Path(tempfile.gettempdir(), folder)


def _path(number: int, folder: str) -> Path:
    return _home(folder) / f"{number}.digest"


def _keep(digest: Digest, number: int, folder: str) -> None:
    path = _path(number, folder)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with beside.open("wb") as file:
            pickle.dump(digest, file, protocol=5)
        beside.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot keep a part of a large topic in {tempfile.gettempdir()}: {error.strerror}; "
            "set TMPDIR to a folder that has room"
        ) from error


def embedder(spec: Any) -> Embedder:
    """Return the model; one that is given by its name is loaded once in each process."""
    # A callable need not be hashable, and there is nothing to load.
    return load_embedder(spec) if callable(spec) else _loaded(spec)


@lru_cache(maxsize=2)
def _loaded(name: str) -> Embedder:
    return load_embedder(name)
