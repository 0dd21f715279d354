"""The space in which sentences are compared: what they say in words, and what they mean.

In: the sentences' texts and their embeddings. Out: `Rows`, unit vectors whose dot product is a
similarity in [-1, 1]. Words are TF-IDF of stems with the idf of this topic alone; the dense half is
the embedding minus the topic's mean, since within one topic all sentences point the same way and
the mean hides what tells them apart (`python -m benchmarks pairs` measures both). Nothing here is
quadratic in the number of sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from summarize.rows import FloatArray, Rows

__all__ = ["Space", "build_space"]

StemFunction = Callable[[str], Sequence[str]]

# Weights of words and meaning in a similarity. Salience looks at what a topic keeps repeating, so
# words lead; sameness of two sentences wants more of the meaning (evidence: `python -m benchmarks
# pairs`).
TOPIC_WEIGHTS = (0.75, 0.25)
SAMENESS_WEIGHTS = (0.7, 0.3)


@dataclass(frozen=True, slots=True)
class Space:
    """The sentences of a topic, and its titles, as rows for two purposes.

    Attributes
    ----------
    topic : Rows of n_sentences
        For salience: how close sentences are to what the topic repeats.
    sameness : Rows of n_sentences
        For redundancy, clusters and support: whether two sentences say the same.
    titles : Rows of n_titles
        The documents' titles, comparable with `topic`.
    """

    topic: Rows
    sameness: Rows
    titles: Rows


def build_space(
    texts: Sequence[str], titles: Sequence[str], embeddings: FloatArray, stems: StemFunction
) -> Space:
    """Place the sentences and titles of one topic in one space.

    Parameters
    ----------
    texts : sequence of n str
        The sentences.
    titles : sequence of m str
        Titles of documents; they do not count for the idf.
    embeddings : ndarray of shape (n + m, n_features)
        Of the sentences, then of the titles; 0 features for words alone.
    stems : callable from str to list of str
        The content stems of a text (`summarize.languages`).

    Returns
    -------
    Space
        Rows of length 1, or 0 for a sentence with neither content words nor an embedding.
    """
    n = len(texts)
    words = _tfidf([stems(text) for text in (*texts, *titles)], n)
    meaning = _unit(embeddings - embeddings[:n].mean(axis=0)) if n else embeddings
    topic = _mix(words, meaning, TOPIC_WEIGHTS)
    sentence_rows, title_rows = np.arange(n), np.arange(n, n + len(titles))
    return Space(
        topic=topic.take(sentence_rows),
        sameness=_mix(words, meaning, SAMENESS_WEIGHTS).take(sentence_rows),
        titles=topic.take(title_rows),
    )


def _tfidf(stemmed: Sequence[Sequence[str]], n_sentences: int) -> Any:
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(stemmed[:n_sentences]):
        return csr_array((len(stemmed), 1), dtype=np.float64)
    vectorizer = TfidfVectorizer(analyzer=list).fit(stemmed[:n_sentences])
    return csr_array(vectorizer.transform(stemmed))


def _unit(X: FloatArray) -> FloatArray:
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    return np.asarray(X / np.where(norms > 0, norms, 1.0))


def _mix(words: Any, meaning: FloatArray, weights: tuple[float, float]) -> Rows:
    # The dot product of mixed rows is the weighted mean of the parts' cosines.
    rows = Rows(words * np.sqrt(weights[0]), meaning * np.sqrt(weights[1]))
    norms = rows.norms()
    return rows.scaled(1.0 / np.where(norms > 0, norms, 1.0))
