"""One topic larger than a process: what is done with a part of its documents, where they lie.

Documents in content order are cut into partitions by their size, never by the number of workers, so
that the brief does not depend on it. A partition is worked on twice. `reduce_partition` reads,
cleans, splits and embeds it and returns the few sentences that may become points, with the counts
that idf, mean and copies are taken from; `relating` compares all its sentences with the candidates
of all partitions. What the second needs of the first lies in a file beside the worker, and is made
again where that file is not: a worker may die, or never have seen the partition. `merging` puts the
parts together.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from summarize.candidates import candidate_rows, longest_of, most_salient
from summarize.cleaning import clean
from summarize.copies import copies_among, shingled
from summarize.documents import Document, Sentence
from summarize.embedding import Embedder, load_embedder
from summarize.focus import bearing, bearing_rows
from summarize.joining import Stories
from summarize.languages import count_words, get_language
from summarize.rows import FloatArray, Rows
from summarize.salience import centroid, earliness, position_bonus, relevance
from summarize.sentences import split
from summarize.stemming import stemmer
from summarize.terms import Terms, document_frequencies, idf_of, terms_of, tfidf

__all__ = [
    "Counts",
    "Digest",
    "Partition",
    "Plan",
    "Reduced",
    "is_large",
    "partitions_of",
    "reduce_partition",
    "sample_of",
]

# From so many characters on (about 40,000 sentences) a topic is worked on in partitions.
LARGE = 6_000_000
# Of a partition, about 10,000 sentences: they and their vectors take 100 MB for a while.
PARTITION_CHARS = 1_500_000
# A part of many documents is closed early, or one partition of a million short ones would be huge.
PARTITION_DOCUMENTS = 20_000
# The language and the events of a large topic are found from the beginnings of so many documents.
SAMPLE, SAMPLE_CHARS = 500, 4000
CHARS_PER_WORD = 6
# Longer sentences are counted as of so many words.
MOST_WORDS = 500
# A partition sends on so many sentences; the topic has at most 1,000 candidates in all.
KEPT = 400
Ints = NDArray[np.intp]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Partition:
    """Some documents of a topic, next to each other."""

    number: int
    documents: tuple[Document, ...]


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
        Where a worker keeps its digests.
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


@dataclass(frozen=True, slots=True)
class Counts:
    """What idf and mean are taken from, over some sentences of a partition.

    Attributes
    ----------
    df, content_df : ndarray of shape (n_stems,)
        In how many of the sentences each stem is, and is a content word.
    n : int
        Sentences.
    embeddings : ndarray of shape (n_features,)
        The sum of theirs.
    """

    df: Ints
    content_df: Ints
    n: int
    embeddings: FloatArray

    @classmethod
    def of(cls, digest: Digest, documents: NDArray[np.bool_]) -> Counts:
        """Count the sentences of some of the documents."""
        rows = np.flatnonzero(documents[digest.document])
        return cls(
            document_frequencies(digest.terms.counts()[rows]),
            document_frequencies(digest.terms.counts(content_only=True)[rows]),
            len(rows),
            digest.embeddings[rows].sum(axis=0, dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is known of a partition after it was read.

    Attributes
    ----------
    sizes, length : ndarray of shape (n_documents,)
        Sentences of prose, and words of the whole text, of each document.
    events, n_words, shingles
        Of each document, as in `Digest`.
    n_dropped : int
        Passages left out as boilerplate.
    vocabulary : list of str
    originals : ndarray of shape (n_documents,)
        Which documents are no copies of others here.
    main, all : Counts
        Of the sentences that count: those of originals of the main event, and of all events.
    words : ndarray of shape (n_lengths,)
        How many of those of the main event have 0, 1, 2 ... words.
    found : ndarray of shape (n_found, 7)
        For each sentence sent on: its document here, position, start and end, start and end of the
        sentence before (-1 if there is none), and its words.
    salience, bears : ndarray of shape (n_found,)
    shaped : bool
        Whether these have the shape of a point; otherwise they are for want of any that have.
    """

    sizes: Ints
    length: Ints
    events: Ints
    n_words: list[int]
    shingles: list[Any]
    n_dropped: int
    vocabulary: list[str]
    originals: NDArray[np.bool_]
    main: Counts
    all: Counts
    words: Ints
    found: Ints
    salience: FloatArray
    bears: FloatArray
    shaped: bool


def is_large(documents: Sequence[Document]) -> bool:
    """Whether a topic is worked on in partitions."""
    return sum(len(document.text) for document in documents) >= LARGE


def sample_of(items: Iterable[T]) -> list[T]:
    """Return at most 500 of the items, spread evenly over all."""
    found = list(items)
    if len(found) <= SAMPLE:
        return found
    return [found[row] for row in np.linspace(0, len(found) - 1, SAMPLE, dtype=int).tolist()]


def partitions_of(documents: Sequence[Document]) -> list[Partition]:
    """Cut documents, which come in the order of their contents, into partitions."""
    partitions: list[Partition] = []
    first, size = 0, 0
    for row, document in enumerate(documents):
        size += len(document.text)
        full = size >= PARTITION_CHARS or row + 1 - first >= PARTITION_DOCUMENTS
        if full or row + 1 == len(documents):
            part = tuple(documents[first : row + 1])
            partitions.append(Partition(len(partitions), part))
            first, size = row + 1, 0
    return partitions


def reduce_partition(partition: Partition, plan: Plan) -> Reduced:
    """Read a partition, keep its digest, and return its candidates and counts."""
    digest, sentences, n_dropped = _digest(partition, plan)
    _keep(digest, partition.number, plan.folder)
    copy_of = copies_among(partition.documents, digest.n_words, digest.shingles)
    originals = np.array([original is None for original in copy_of])
    counts = originals & (digest.events == 0)
    among = np.flatnonzero(counts[digest.document])
    main = Counts.of(digest, counts)
    rows, salience, bears, shaped = _candidates(digest, sentences, main.df, counts, plan)
    found = [(*_found(sentences, row), digest.words[row]) for row in rows.tolist()]
    language = get_language(plan.language)
    return Reduced(
        sizes=np.bincount(digest.document, minlength=len(counts)),
        length=np.array([count_words(d.text, language) for d in partition.documents], np.intp),
        events=digest.events,
        n_words=digest.n_words,
        shingles=digest.shingles,
        n_dropped=n_dropped,
        vocabulary=digest.terms.vocabulary,
        originals=originals,
        main=main,
        all=Counts.of(digest, originals) if digest.events.any() else main,
        words=np.bincount(digest.words[among].clip(max=MOST_WORDS), minlength=MOST_WORDS + 1),
        found=np.array(found, dtype=np.intp).reshape(len(rows), 7),
        salience=salience,
        bears=bears,
        shaped=shaped,
    )


def digest_of(partition: Partition, plan: Plan) -> Digest:
    """Return the digest that this machine keeps of a partition, or make it again."""
    try:
        with _path(partition.number, plan.folder).open("rb") as file:
            digest: Digest = pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        digest = _digest(partition, plan)[0]
        _keep(digest, partition.number, plan.folder)
    return digest


def forget(partition: Partition, plan: Plan) -> None:
    """Remove what this machine keeps of a partition."""
    _path(partition.number, plan.folder).unlink(missing_ok=True)


def _digest(partition: Partition, plan: Plan) -> tuple[Digest, list[Sentence], int]:
    documents, code = partition.documents, plan.language
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
        embeddings=_embedder(plan.embedder)(texts),
        events=events,
        n_words=n_words,
        shingles=shingles,
    )
    return digest, sentences, sum(len(p.dropped) for p in prose)


def _candidates(
    digest: Digest,
    sentences: Sequence[Sentence],
    df: Ints,
    counts: NDArray[np.bool_],
    plan: Plan,
) -> tuple[Ints, FloatArray, FloatArray, bool]:
    """The rows that may become points, by how salient they are among their own partition."""
    counted = np.flatnonzero(counts[digest.document])
    if len(counted) == 0:
        return counted, np.zeros(0), np.zeros(0), False
    # Of equal sentences the first stands for all: a million of them are one candidate.
    first_of: dict[str, int] = {}
    once = [row for row in counted.tolist() if first_of.setdefault(sentences[row].text, row) == row]
    n_wanted = plan.points_per_document if plan.query is None else len(sentences)
    among = np.array(once, dtype=np.intp)
    # Twice as long as will do: the median is known when all partitions are.
    longest = 2 * longest_of(float(np.median(digest.words[counted])))
    lengths, language = digest.words.astype(float), get_language(plan.language)
    shaped = candidate_rows(sentences, lengths, among, n_wanted, language, longest)
    vectors = tfidf(digest.terms.counts(), idf_of(df, len(counted)))
    topic = Rows(vectors, np.zeros((vectors.shape[0], 0)))
    titles = len(digest) + np.flatnonzero(counts[digest.titled])
    shared = centroid(topic.take(counted), topic.take(titles), digest.document[counted])
    early = earliness(digest.position, digest.document)
    relevant = relevance(topic.take(np.arange(len(digest))), shared)
    salience: FloatArray = relevant + position_bonus(early, plan.n_points)
    bears: FloatArray = np.zeros(len(digest))
    if plan.query is not None:
        texts = [sentence.text for sentence in sentences]
        asked = _embedder(plan.embedder)([plan.query])
        stems = stemmer(plan.language)
        embeddings = np.vstack([digest.embeddings, asked])
        bears = bearing(plan.query, texts, embeddings, stems, counts[digest.document])
        salience = bears
    may = shaped if plan.query is None else bearing_rows(shaped, bears)
    rows = most_salient(may, salience[may], plan.kept)
    return rows, salience[rows], bears[rows], shaped is not among


def _found(sentences: Sequence[Sentence], row: int) -> tuple[int, ...]:
    own = sentences[row]
    before = sentences[row - 1] if own.position else None
    around = (before.start, before.end) if before else (-1, -1)
    return (own.document, own.position, own.start, own.end, *around)


def _path(number: int, folder: str) -> Path:
    return Path(folder) / f"{number}.digest"


def _keep(digest: Digest, number: int, folder: str) -> None:
    path = _path(number, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    with beside.open("wb") as file:
        pickle.dump(digest, file, protocol=5)
    beside.replace(path)


@lru_cache(maxsize=2)
def _embedder(spec: Any) -> Embedder:
    """The model, loaded once in each process."""
    return load_embedder(spec)
