"""Topics of which people said which sentences say the same: what citations are measured on.

In: ECB+ and the aligned topics of Multi-News. Out: topics whose sentences carry labels: two of them
say the same if they share one. In ECB+ a label is a chain of mentions of one action; the documents
of two look-alike events are pooled. In Multi-News it is the summary sentence that was written from
both; the marks are incomplete, so the pairs that looked closest were read, and the verdicts are in
`citation_pairs.json`, with the split of the topics. Topics of three more sets have no marks; of
them what was read is in `citation_readings.json`, and only those pairs count.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.data import check_read, load
from summarize.cleaning import clean
from summarize.documents import Document, Sentence
from summarize.sentences import split

__all__ = [
    "READ",
    "READINGS",
    "Topic",
    "part_of",
    "read_long",
    "read_news",
    "read_short",
    "split_of_long",
]

READ = Path(__file__).with_name("citation_pairs.json")
READINGS = Path(__file__).with_name("citation_readings.json")
LONG = "multinews/aligned.jsonl"
# A mark of fewer characters in a sentence is a slip of its border.
MIN_OVERLAP = 3
Pair = frozenset[int]
Labels = frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """Sentences of several documents, and which of them say the same.

    Attributes
    ----------
    kind : str
        "short", excerpts of one to three sentences, "long", or "read", of which only the pairs that
        were read count.
    labels : tuple of frozenset of str
        Of each sentence; those that share one say the same.
    right, wrong : frozenset of frozenset of int
        Pairs of sentences that were read, by what was found.
    """

    id: str
    kind: str
    documents: tuple[Document, ...]
    sentences: tuple[Sentence, ...]
    labels: tuple[Labels, ...]
    right: frozenset[Pair] = field(default=frozenset())
    wrong: frozenset[Pair] = field(default=frozenset())

    @property
    def points(self) -> list[int]:
        """The rows that others are cited for: in a long document those that are marked."""
        if self.kind == "read":
            return sorted({row for pair in self.right | self.wrong for row in pair})
        rows = range(len(self.sentences))
        return [row for row in rows if self.kind == "short" or self.labels[row]]

    def is_marked(self, one: int, other: int) -> bool:
        """Whether two sentences share a label."""
        return bool(self.labels[one] & self.labels[other])

    def is_right(self, one: int, other: int) -> bool:
        """Whether two sentences share a label or their words, or were read to say the same."""
        pair = frozenset((one, other))
        if self.kind == "read":
            return pair in self.right
        texts = [" ".join(self.sentences[row].text.lower().split()) for row in (one, other)]
        return self.is_marked(one, other) or texts[0] == texts[1] or pair in self.right


def read_short(folder: Path, part: str) -> list[Topic]:
    """Read a part of ECB+; its texts are tokenised: 5.9 is `5 . 9`."""
    found: dict[str, list[tuple[list[str], list[Labels], str]]] = defaultdict(list)
    with (folder / "ecbplus" / f"{part}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            texts = [re.sub(r"(?<=\d) \. (?=\d)", ".", s) for s in row["sentences"]]
            actions = [frozenset(c for c in of if c.startswith("ACT")) for of in row["chains"]]
            found[str(row["topic"])].append((texts, actions, row["id"]))
    return [_short(f"{part} {name}", sorted(documents)) for name, documents in found.items()]


def _short(name: str, documents: Sequence[tuple[list[str], list[Labels], str]]) -> Topic:
    sentences = [
        Sentence(number, position, 0, len(text), text)
        for number, (texts, _, _) in enumerate(documents)
        for position, text in enumerate(texts)
    ]
    labels = [label for _, of_document, _ in documents for label in of_document]
    whole = [Document(" ".join(texts), id=name) for texts, _, name in documents]
    return Topic(name, "short", tuple(whole), tuple(sentences), tuple(labels))


def read_long(folder: Path) -> list[Topic]:
    """Read the aligned topics of two documents or more, cleaned and split as the library does it.

    Raises
    ------
    ValueError
        If the file is not the one whose pairs were read.
    """
    verdicts = json.loads(READ.read_text(encoding="utf-8"))
    check_read(folder / LONG, verdicts["sha256"])
    topics = []
    with (folder / LONG).open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            documents = [Document(text=d["text"], id=d["id"]) for d in row["documents"]]
            documents.sort(key=lambda document: document.text)
            prose = clean(documents, language="en")
            sentences = split(documents, [p.spans for p in prose], "en")
            if len({sentence.document for sentence in sentences}) < 2:
                continue
            labels: list[set[str]] = [set() for _ in sentences]
            for mark in row["alignments"]:
                for start, end in mark["spans"]:
                    for k in _touched(documents, sentences, mark["document"], start, end):
                        labels[k].add(mark["summary_sentence"])
            pairs: dict[bool, set[Pair]] = {True: set(), False: set()}
            for d, start, end, other, begin, stop, right in verdicts["read"].get(row["id"], []):
                one = _touched(documents, sentences, d, start, end)
                two = _touched(documents, sentences, other, begin, stop)
                pairs[bool(right)] |= {frozenset((a, b)) for a in one for b in two}
            topics.append(
                Topic(
                    row["id"],
                    "long",
                    tuple(documents),
                    tuple(sentences),
                    tuple(map(frozenset, labels)),
                    frozenset(pairs[True]),
                    frozenset(pairs[False]),
                )
            )
    return topics


def read_news(folder: Path) -> list[Topic]:
    """Read the topics of which pairs of sentences were read, cleaned and split as a brief does it.

    What says a part of the other is neither right nor wrong. What was read last is not among it.

    Raises
    ------
    ValueError
        If a file is not the one whose pairs were read.
    """
    readings = json.loads(READINGS.read_text(encoding="utf-8"))
    found: dict[str, dict[tuple[str, int, str, int], int]] = defaultdict(dict)
    for verdicts in (readings["pairs"], readings["citations"]["before"]):
        for name, rows in verdicts.items():
            for d, start, _, other, begin, *_, verdict in rows:
                found[name][d, start, other, begin] = verdict
    topics = []
    for file, sha256 in readings["sha256"].items():
        check_read(folder / file, sha256)
        topics += [
            _read(t.id, t.documents, found[t.id]) for t in load(folder / file) if t.id in found
        ]
    return topics


def _read(
    name: str, documents: Sequence[Document], verdicts: dict[tuple[str, int, str, int], int]
) -> Topic:
    documents = sorted(documents, key=lambda document: document.text)
    sentences = split(documents, [p.spans for p in clean(documents, language="en")], "en")
    place = {(documents[s.document].id, s.start): k for k, s in enumerate(sentences)}
    pairs: dict[int, set[Pair]] = {0: set(), 1: set(), 2: set()}
    for (d, start, other, begin), verdict in verdicts.items():
        pairs[verdict].add(frozenset((place[d, start], place[other, begin])))
    none = (frozenset[str](),) * len(sentences)
    right, wrong = frozenset(pairs[2]), frozenset(pairs[0])
    return Topic(name, "read", tuple(documents), tuple(sentences), none, right, wrong)


def _touched(
    documents: Sequence[Document], sentences: Sequence[Sentence], name: str, start: int, end: int
) -> Iterator[int]:
    for k, sentence in enumerate(sentences):
        shared = min(sentence.end, end) - max(sentence.start, start)
        if documents[sentence.document].id == name and shared >= MIN_OVERLAP:
            yield k


def split_of_long(topics: Sequence[Topic]) -> tuple[list[Topic], list[Topic]]:
    """Return the topics to fit on, and those to confirm on."""
    confirm = set(json.loads(READ.read_text(encoding="utf-8"))["confirm"])
    return (
        [topic for topic in topics if topic.id not in confirm],
        [topic for topic in topics if topic.id in confirm],
    )


def part_of(topic: Topic, n_documents: int, seed: int) -> Topic:
    """Return a topic of some of the documents, drawn by a seed."""
    draw = random.Random(f"{topic.id} {n_documents} {seed}")
    kept = sorted(draw.sample(range(len(topic.documents)), n_documents))
    rows = [k for k, sentence in enumerate(topic.sentences) if sentence.document in kept]
    place = {row: k for k, row in enumerate(rows)}
    sentences = [
        Sentence(kept.index(s.document), s.position, s.start, s.end, s.text)
        for s in (topic.sentences[row] for row in rows)
    ]

    def moved(pairs: frozenset[Pair]) -> frozenset[Pair]:
        return frozenset(frozenset(place[x] for x in p) for p in pairs if p <= place.keys())

    return Topic(
        topic.id,
        topic.kind,
        tuple(topic.documents[d] for d in kept),
        tuple(sentences),
        tuple(topic.labels[row] for row in rows),
        moved(topic.right),
        moved(topic.wrong),
    )
