"""Does a brief on a question give the sentences that answer it, and nothing else?

\b
  python -m benchmarks focus --data-dir DATA

In: `questions.json`, whose answers are spans of the English sets. Out: of at most five points, how
many overlap an answer (precision), how many of the different answers they give (recall, of five at
most), F1, the same where an answer that is given again is no hit (once: our briefs leave it out,
BM25 does not), nDCG with a gain for each answer given first, and how often nothing is returned for
a question that has no answer (near: asked in the topic's words; elsewhere: of another matter).
Overall is F1, and 1 or 0 for those. Beside ours: BM25 alone, which returns what shares any word,
and the brief without a question, of which those points are kept that bear on it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.data import Topic, digest, load
from benchmarks.results import RESULTS, Json, stamp, write
from benchmarks.significance import interval, p_value
from benchmarks.tables import percent, rich_table
from summarize import Summarizer
from summarize.cleaning import clean
from summarize.documents import Sentence
from summarize.embedding import Embedder, load_embedder
from summarize.focus import FLOOR, bearing
from summarize.sentences import split
from summarize.stemming import asked_stems, stemmer

__all__ = ["FILE", "focus", "halves", "table"]

QUESTIONS = Path(__file__).parent / "questions.json"
FILE = RESULTS / "focus.json"
PACKAGES = ("bm25s", "scipy", "sentence-transformers")
POINTS = 5
MEASURES = ("precision", "recall", "f1", "once", "ndcg", "near", "elsewhere", "overall")
TESTED = ("f1", "overall")
HALVES = {"calibrated on": "a", "confirmed on": "b", "all": "ab"}
Span = tuple[int, int, int]  # document, start, end


@dataclass(frozen=True)
class Question:
    """A question, what answers it, and in which half of the topics it stands.

    Attributes
    ----------
    answers : list of list of Span
        Spans that say the same in one list; no list for a question that is not answered.
    unanswerable : str
        "near", asked in words of the topic; "elsewhere", of another matter; "" if answered.
    """

    query: str
    half: str
    topic: Texts
    answers: list[list[Span]]
    unanswerable: str = ""


@dataclass(frozen=True)
class Texts:
    """The documents of a topic, cut into sentences as the library does."""

    topic: Topic
    sentences: list[Sentence] = field(init=False)

    def __post_init__(self) -> None:
        prose = clean(self.topic.documents, language=self.topic.language)
        spans = [p.spans for p in prose]
        sentences = split(self.topic.documents, spans, self.topic.language)
        object.__setattr__(self, "sentences", sentences)

    @cached_property
    def stems(self) -> list[list[str]]:
        """The content stems of each sentence."""
        return [content_stems(sentence.text) for sentence in self.sentences]

    @cached_property
    def positions(self) -> NDArray[np.intp]:
        """Where in its document each sentence stands."""
        return np.array([sentence.position for sentence in self.sentences], dtype=np.intp)

    def points(self, **settings: Any) -> list[Span]:
        """Return the spans of the points of our brief."""
        number = {document.id: k for k, document in enumerate(self.topic.documents)}
        brief = Summarizer(language="en", **settings).summarize(self.topic.documents)
        return [(number[point.source], point.start, point.end) for point in brief.points]


def content_stems(text: str) -> list[str]:
    """Return the stems of the content words, which all systems work on."""
    return [stem for stem, is_content in stemmer("en")(text) if is_content]


def ours(question: Question, **settings: Any) -> list[Span]:
    """Return the points of the brief on the question."""
    return question.topic.points(query=question.query, max_points=POINTS, **settings)


def with_model(question: Question, model: str) -> list[Span]:
    """Return the points of the brief on the question, with another embedder."""
    return ours(question, embedder=embedder(model))


@cache
def embedder(name: str) -> Embedder:
    """Return an embedder, loaded once."""
    return load_embedder(name)


def filtered(question: Question, points: int) -> list[Span]:
    """Return those points of a brief on nothing that bear on the question, the closest first."""
    texts = [sentence.text for sentence in question.topic.sentences]
    embeddings = embedder("static")([*texts, question.query])
    counted = np.ones(len(texts), dtype=bool)
    asked, position = asked_stems(question.query, "en"), question.topic.positions
    bears = bearing(asked, texts, embeddings, stemmer("en"), counted, position)
    place = {span_of(s): bears[k] for k, s in enumerate(question.topic.sentences)}
    kept = [span for span in question.topic.points(max_points=points) if place[span] >= FLOOR]
    return sorted(kept, key=lambda span: -place[span])[:POINTS]


def bm25(question: Question) -> list[Span]:
    """Return the sentences of the highest BM25, if it is above nothing, by bm25s as it comes."""
    from bm25s import BM25

    texts, asked = question.topic, content_stems(question.query)
    index = BM25()
    index.index(texts.stems, show_progress=False)
    known = [stem for stem in asked if stem in index.vocab_dict]
    scores = index.get_scores(known) if known else np.zeros(len(texts.stems))
    best = [row for row in np.argsort(-scores, kind="stable")[:POINTS].tolist() if scores[row] > 0]
    return [span_of(texts.sentences[row]) for row in best]


def span_of(sentence: Sentence) -> Span:
    """Return where a sentence stands."""
    return (sentence.document, sentence.start, sentence.end)


SYSTEMS: dict[str, Callable[[Question], list[Span]]] = {
    "ours": ours,
    "ours, words alone": partial(ours, embedder="tfidf"),
    "ours, MiniLM": partial(with_model, model="all-MiniLM-L6-v2"),
    "BM25": bm25,
    "5 points, filtered": partial(filtered, points=5),
    "20 points, filtered": partial(filtered, points=20),
}


def score(question: Question, points: Sequence[Span]) -> dict[str, float]:
    """Return the measures of an answered question; of one without answer, whether it got none."""
    if not question.answers:
        return {question.unanswerable: float(not points), "overall": float(not points)}
    given = [
        {k for k, spans in enumerate(question.answers) if overlaps(point, spans)}
        for point in points
    ]
    firsts = [bool(answers - set().union(*given[:k])) for k, answers in enumerate(given)]
    wanted = min(POINTS, len(question.answers))
    precision = sum(map(bool, given)) / max(1, len(points))
    recall = min(1.0, len(set().union(*given)) / wanted)
    discount = 1 / np.log2(np.arange(2, POINTS + 2))
    f1 = _f1(precision, recall)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "once": _f1(sum(firsts) / max(1, len(points)), recall),
        "overall": f1,
        "ndcg": float((discount[: len(points)] * firsts).sum() / discount[:wanted].sum()),
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if recall else 0.0


def overlaps(point: Span, spans: Iterable[Span]) -> bool:
    """Whether a point shares a character with one of the spans."""
    return any(p == point[0] and start < point[2] and point[1] < end for p, start, end in spans)


def read_questions(data_dir: Path) -> Iterator[Question]:
    """Yield the questions; raises ValueError if the texts are not those that were marked."""
    content = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    sets = {}
    for name, sha256 in content["sha256"].items():
        path = data_dir / f"{name}.jsonl"
        if digest(path) != sha256:
            raise ValueError(f"{path} is not the file in which the answers were marked")
        sets[name] = {topic.id: topic for topic in load(path)}
    for row in content["topics"]:
        texts = Texts(sets[row["set"]][row["topic"]])
        for asked in row["questions"]:
            answers = [[tuple(span) for span in spans] for spans in asked["answers"]]
            without = asked.get("unanswerable", "")
            yield Question(asked["query"], row["half"], texts, answers, without)


def measure(questions: Sequence[Question]) -> dict[str, Json]:
    """Return for each system its scores question by question, and their means."""
    found = {}
    for name, system in SYSTEMS.items():
        results = [system(question) for question in questions]
        scores = [score(q, points) for q, points in zip(questions, results, strict=True)]
        found[name] = {
            "mean": {half: means(questions, scores, of) for half, of in HALVES.items()},
            "points": round(float(np.mean([len(points) for points in results])), 2),
            "scores": {of: [round(s[of], 4) for s in scores if of in s] for of in TESTED},
        }
    for row in found.values():
        own = found["ours"]["scores"]
        row["interval"] = {of: [round(x, 4) for x in interval(row["scores"][of])] for of in TESTED}
        row["p"] = {
            of: None if row is found["ours"] else round(p_value(own[of], row["scores"][of]), 4)
            for of in TESTED
        }
    return found


def means(questions: Sequence[Question], scores: Sequence[Json], of: str) -> Json:
    """Return the mean of each measure over the questions of a half that have it."""
    here = [s for q, s in zip(questions, scores, strict=True) if q.half in of]
    return {
        name: round(float(np.mean([s[name] for s in here if name in s])), 4) for name in MEASURES
    }


def table(found: dict[str, Json], half: str = "all") -> tuple[list[str], list[list[str]]]:
    """Return the means of every system on some of the questions, and p against ours on all."""
    header = [
        "",
        "P",
        "R",
        "F1",
        "once",
        "nDCG",
        "near",
        "elsewhere",
        "overall",
        "p F1",
        "p overall",
    ]
    lines = [
        [
            name,
            *map(percent, row["mean"][half].values()),
            *(_p(row["p"][of], half) for of in TESTED),
        ]
        for name, row in found.items()
    ]
    return header, lines


def halves(found: dict[str, Json]) -> tuple[list[str], list[list[str]]]:
    """Return a few means on either half of the topics: what was calibrated on, and the other."""
    parts = ("calibrated on", "confirmed on")
    names = {"f1": "F1", "once": "once", "near": "near", "overall": "overall"}
    header = ["", *(f"{name}, {part}" for part in parts for name in names.values())]
    lines = [
        [system, *(percent(row["mean"][part][name]) for part in parts for name in names)]
        for system, row in found.items()
    ]
    return header, lines


def _p(value: float | None, half: str) -> str:
    return "" if value is None or half != "all" else f"{value:.3f}"


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--save/--no-save", "keep", default=True, show_default=True)
def focus(data_dir: Path, keep: bool) -> None:
    from rich.console import Console

    questions = list(read_questions(data_dir))
    found = measure(questions)
    for half, letters in HALVES.items():
        n = sum(question.half in letters for question in questions)
        Console().print(rich_table(f"{half} ({n} questions)", *table(found, half)))
    if keep:
        content = {**stamp(), "settings": {"points": POINTS}, "questions": len(questions)}
        content["versions"] |= {name: version(name) for name in PACKAGES}
        write(FILE, {**content, "sha256": digest(QUESTIONS), "systems": found})
