"""One topic larger than a process: its partitions, which are read and worked on where they lie.

Documents, in memory or in files (`reading.shelf`), are cut into partitions by their size, never by
the number of workers, so that the brief does not depend on it. A partition is read once and worked
on several times: `reducing` counts, `joining` tells the events apart, `ranking` finds what may
become points, `relating` compares all sentences with the candidates of all partitions, `citing`
finds who says the points. What is needed again, a `Digest` and the sentences' texts, lies in files
beside the worker (`keeping`), and is made again where these are not: a worker may die, or never
have seen the partition. `merging` puts the parts together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.cleaning import clean
from summarize.documents import Document, Sentence, Skipped
from summarize.embedding import Embedder, embedded, load_embedder
from summarize.errors import ReadingError
from summarize.keeping import keep, kept
from summarize.languages import SAMPLE_CHARS, count_words, get_language
from summarize.reading.shelf import Place, documents_in, size_of
from summarize.rows import FloatArray
from summarize.sentences import split
from summarize.stemming import stemmer
from summarize.terms import Terms, terms_of

__all__ = [
    "Digest",
    "Each",
    "Partition",
    "Plan",
    "Run",
    "Standing",
    "digest_of",
    "embedder",
    "is_large",
    "new_digest",
    "partitions_of",
    "read_partition",
    "sample_of",
    "texts_of",
    "whole_texts",
]

# A topic of so many characters (about 40,000 sentences) or documents is worked on in partitions.
LARGE, LARGE_DOCUMENTS = 6_000_000, 40_000
# Of a partition, about 10,000 sentences: they and their vectors take 100 MB for a while.
PARTITION_CHARS = 1_500_000
# A part of many documents is closed early, or one partition of a million short ones would be huge.
PARTITION_DOCUMENTS = 20_000
# The language of a large topic is found from the beginnings of so many documents.
SAMPLE = 500
CHARS_PER_WORD = 6
# What is kept of a partition, by the endings of the files.
DIGEST, TEXTS = "digest", "texts"
Ints = NDArray[np.intp]
Item = Document | Place
# How a function is run on each partition, with what else it takes; the results in the order of the
# calls, one by one or all together.
Run = Callable[[Callable[..., Any], Iterable[tuple[Any, ...]]], Iterator[Any]]
Each = Callable[[Callable[..., Any], Iterable[tuple[Any, ...]]], list[Any]]


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
    n_points : float
        How many points the brief has, about.
    sampling : int
        Of how many shingles one is kept.
    all_events : bool
        Whether no document is of another story.
    folder : str
        Where digests and texts are kept, as `keeping` names it.
    """

    language: str
    keep: tuple[str, ...]
    embedder: Any
    query: str | None
    n_points: float
    sampling: int
    all_events: bool
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a partition's documents when all partitions are read.

    Attributes
    ----------
    originals : ndarray of bool, shape (n_documents,)
        Which have prose, and are copies of no other document of the topic.
    events : ndarray of shape (n_documents,)
        0 for the main one, -1 for what is no article.
    asked : bool
        Whether there is a question, which documents of any event may answer.
    """

    originals: NDArray[np.bool_]
    events: Ints
    asked: bool = False

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Which documents count for what the sources share, and may give points."""
        counts: NDArray[np.bool_] = self.originals & ((self.events == 0) | self.asked)
        return counts


@dataclass(frozen=True, slots=True)
class Digest:
    """The sentences of a partition as arrays, without their texts.

    Attributes
    ----------
    document, position, start, end, words : ndarray of shape (n,)
        `document` counts from the first of the partition.
    follows : ndarray of bool, shape (n,)
        Whether only white space stands between a sentence and the one before.
    terms : Terms of n sentences, then of the titles
    titled : ndarray of int
        The documents that have a title.
    embeddings : ndarray of shape (n, n_features)
    n_documents : int
    """

    document: Ints
    position: Ints
    start: Ints
    end: Ints
    words: Ints
    follows: NDArray[np.bool_]
    terms: Terms
    titled: Ints
    embeddings: FloatArray
    n_documents: int

    def __len__(self) -> int:
        return len(self.document)

    def rows_of(self, documents: NDArray[np.bool_]) -> Ints:
        """The sentences of some of the documents."""
        return np.flatnonzero(documents[self.document])

    def sentence(self, row: int, texts: Sequence[str]) -> Sentence:
        """The sentence in a row, from the texts of all."""
        document, position = int(self.document[row]), int(self.position[row])
        return Sentence(document, position, int(self.start[row]), int(self.end[row]), texts[row])

    def sentences(self, texts: Sequence[str]) -> list[Sentence]:
        """All sentences, from their texts."""
        numbers = (self.document, self.position, self.start, self.end)
        columns = (column.tolist() for column in numbers)
        return [Sentence(*of_one) for of_one in zip(*columns, texts, strict=True)]


def is_large(documents: Sequence[Document]) -> bool:
    """Tell whether documents are to be worked on in partitions."""
    size = sum(len(document.text) for document in documents)
    return size >= LARGE or len(documents) >= LARGE_DOCUMENTS


def sample_of(items: Sequence[Item]) -> list[str]:
    """Return the beginnings of about 500 documents, spread evenly over all."""
    chosen = _evenly(len(items), SAMPLE)
    sample = []
    for row in chosen:
        documents, _ = documents_in(items[row])
        parts = _evenly(len(documents), max(1, SAMPLE // len(chosen)))
        sample += [documents[part].text[:SAMPLE_CHARS] for part in parts]
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
    digest: Digest | None = kept(partition.number, plan.folder, DIGEST)
    return new_digest(partition, plan)[0] if digest is None else digest


def texts_of(partition: Partition, plan: Plan) -> list[str]:
    """Return the texts of a partition's sentences that this machine keeps, or make them again."""
    texts: list[str] | None = kept(partition.number, plan.folder, TEXTS)
    return new_digest(partition, plan)[1] if texts is None else texts


def whole_texts(partition: Partition, plan: Plan, documents: Ints) -> dict[int, str]:
    """Return the whole texts of some documents, which are read again, by their row.

    Raises
    ------
    ReadingError
        There are not as many documents as there were: what the digest tells of must still be there.
    """
    found = read_partition(partition).documents
    if len(found) != digest_of(partition, plan).n_documents:
        raise ReadingError("a file was changed while its topic was summarized")
    return {row: found[row].text for row in documents.tolist()}


def new_digest(partition: Partition, plan: Plan) -> tuple[Digest, list[str], Contents, int]:
    """Read a partition and keep its digest; return it with what it was made of.

    Returns
    -------
    Digest, list of str, Contents, int
        The texts of its sentences; the number of passages left out as boilerplate.
    """
    contents = read_partition(partition)
    documents, code = contents.documents, plan.language
    language = get_language(code)
    prose = clean(documents, language=code, keep=plan.keep)
    sentences = split(documents, [p.spans for p in prose], code)
    texts = [sentence.text for sentence in sentences]
    titled = [row for row, document in enumerate(documents) if document.title]
    titles = [documents[row].title or "" for row in titled]
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
        follows=np.array([*_follow(sentences, documents)], dtype=bool),
        terms=terms_of((*texts, *titles), stemmer(code)),
        titled=np.array(titled, dtype=np.intp),
        embeddings=embedded(texts, embedder(plan.embedder)),
        n_documents=len(documents),
    )
    keep(digest, partition.number, plan.folder, DIGEST)
    keep(texts, partition.number, plan.folder, TEXTS)
    return digest, texts, contents, sum(len(p.dropped) for p in prose)


def _follow(sentences: Sequence[Sentence], documents: Sequence[Document]) -> Iterator[bool]:
    end = 0
    for sentence in sentences:
        between = documents[sentence.document].text[end : sentence.start]
        yield sentence.position > 0 and not between.strip()
        end = sentence.end


def embedder(spec: Any) -> Embedder:
    """Return the model; one that is given by its name is loaded once in each process."""
    # A callable need not be hashable, and there is nothing to load.
    return load_embedder(spec) if callable(spec) else _loaded(spec)


@lru_cache(maxsize=2)
def _loaded(name: str) -> Embedder:
    return load_embedder(name)
