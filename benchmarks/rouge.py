"""ROUGE-1, -2, -4 and -Lsum of one summary against one or several human ones.

Counting is done by `rouge-score-rs`, bit for bit the same as Google's `rouge-score`; this module
adds what ROUGE-1.5.5 (Lin 2004) does and those two do not: several references pooled (its `-f A`)
and the cut at a number of words (its `-l`). Scores by the official script are kept beside the
tests. It does not split sentences: for Lsum they come one a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from rouge_score_rs.rouge_scorer import RougeScorer
from rouge_score_rs.tokenizers import DefaultTokenizer, Tokenizer, UnicodeTokenizer

__all__ = ["MEASURES", "TOKENIZERS", "Score", "cut", "score", "tokens"]

# The n-grams counted; Lsum counts words.
MEASURES = {"rouge1": 1, "rouge2": 2, "rouge4": 4, "rougeLsum": 1}


class Score(NamedTuple):
    """Each in [0, 1]."""

    recall: float
    precision: float
    f1: float


class WordTokenizer(Tokenizer):
    r"""Runs of `\w`. In Hindi these break at every vowel sign, so that letters are counted."""

    def tokenize(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())


TOKENIZERS = {
    "rouge": DefaultTokenizer,  # ASCII letters and digits, as ROUGE-1.5.5
    "unicode": UnicodeTokenizer,  # the word boundaries of Unicode (UAX #29): any script
    "word": WordTokenizer,
}


def score(
    candidate: str,
    references: Sequence[str],
    *,
    words: int | None = None,
    stem: bool = True,
    tokenizer: str = "rouge",
    measures: Sequence[str] = tuple(MEASURES),
) -> dict[str, Score]:
    """Score a summary against human ones.

    Several references are pooled as ROUGE-1.5.5 pools them: matches are counted against each, then
    divided by the number of n-grams of all of them together.

    Parameters
    ----------
    candidate : str
        The summary, one sentence a line.
    references : sequence of str
        At least one human summary. They are not cut.
    words : int or None
        Cut the candidate after so many words (separated by white space); None keeps all.
    stem : bool
        Compare Porter stems. Only with the tokenizer "rouge".
    tokenizer : str
        A name in `TOKENIZERS`.
    measures : sequence of str
        Some of `MEASURES`.

    Returns
    -------
    dict of str to Score

    Raises
    ------
    ValueError
        No reference, or stems asked for with a tokenizer that is not for English.
    """
    if not references:
        raise ValueError("score needs at least one reference; got none")
    if stem and tokenizer != "rouge":
        raise ValueError(f"stems are Porter's, for English only; got tokenizer {tokenizer!r}")
    if words is not None:
        candidate = cut(candidate, words)
    scorer = _scorer(tuple(measures), tokenizer, stem)
    singles = [scorer.score(reference, candidate) for reference in references]
    lengths = [_n_tokens(reference, tokenizer, stem) for reference in references]
    return {name: _pooled([single[name] for single in singles], lengths, name) for name in measures}


def tokens(text: str, *, tokenizer: str = "rouge", stem: bool = True) -> list[str]:
    """Return what `score` compares."""
    return list(_tokenizer(tokenizer, stem).tokenize(text))


def cut(text: str, words: int) -> str:
    """Return `text` up to its `words`-th word, its lines kept, as ROUGE-1.5.5's `-l` does."""
    kept: list[str] = []
    for line in text.split("\n"):
        tokens = line.split()[:words]
        words -= len(tokens)
        if tokens:
            kept.append(" ".join(tokens))
    return "\n".join(kept)


def _pooled(scores: Sequence[Any], lengths: Sequence[int], measure: str) -> Score:
    # One reference's recall is its matches over its n-grams, so weighing the recalls by the n-grams
    # pools them; the candidate is the same each time, so the precisions have equal weights.
    sizes = [max(length - MEASURES[measure] + 1, 0) for length in lengths]
    matches = sum(s.recall * size for s, size in zip(scores, sizes, strict=True))
    recall = matches / sum(sizes) if any(sizes) else 0.0
    precision = sum(s.precision for s in scores) / len(scores)
    f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return Score(recall, precision, f1)


@lru_cache
def _scorer(measures: tuple[str, ...], tokenizer: str, stem: bool) -> Any:
    return RougeScorer(list(measures), tokenizer=_tokenizer(tokenizer, stem))  # type: ignore[no-untyped-call]


@lru_cache
def _tokenizer(name: str, stem: bool) -> Any:
    return TOKENIZERS[name](use_stemmer=True) if stem else TOKENIZERS[name]()


@lru_cache(maxsize=4096)
def _n_tokens(text: str, tokenizer: str, stem: bool) -> int:
    return len(tokens(text, tokenizer=tokenizer, stem=stem))
