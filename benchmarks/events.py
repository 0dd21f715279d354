"""Does the grouping by event find look-alike events and strays, and leave single events alone?

In: a folder of data. Out: one JSON. ECB+: the documents of two look-alike events pooled (adjusted
Rand index; number of events not given), and all of one event with each document of the other as a
stray. Multi-News: each topic with a document of another topic, drawn by a seed. Single events: how
many documents are accused and which topics are split. Copies: reprints made from the WikiNews
articles by rule, and every pair that is found in sets where nobody planted one. What the splits of
single events are was read, and is recorded in `event_splits.json`.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click

from benchmarks.data import digest, load
from benchmarks.results import stamp, write
from summarize.cleaning import clean
from summarize.copies import copies
from summarize.documents import Document, Sentence
from summarize.events import NO_ARTICLE, group_events
from summarize.sentences import split
from summarize.stemming import stemmer

RESULTS = Path(__file__).parent / "results"
READ = Path(__file__).with_name("event_splits.json")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SEED = 5
STRAYS_PER_TOPIC = 6
LANGUAGES = {
    "multiling2011/english": "en",
    "multiling2011/arabic": "ar",
    "multiling2011/czech": "cs",
    "multiling2011/french": "fr",
    "multiling2011/greek": "el",
    "multiling2011/hebrew": "he",
    "multiling2011/hindi": "hi",
    "multinews/dev": "en",
    "neus/dev": "en",
}

# Multi-News keeps error pages and archive notices among its documents. They are no members of any
# event: left out where members are counted, kept in `multinews_raw`.
MIN_WORDS = 50
NOT_AN_ARTICLE = re.compile(
    r"Archive-It|Internet Archive|Wayback|crawl|cookies|Tweets", re.IGNORECASE
)

Texts = tuple[str, ...]  # the sentences of one document
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """Documents that tell of one event, and how they are called."""

    id: str
    documents: tuple[Texts, ...]
    language: str = "en"


def read_ecbplus(folder: Path, part: str) -> dict[str, list[Event]]:
    """Read the two look-alike events of each topic; the texts are tokenised: 5.9 is `5 . 9`."""
    found: dict[str, dict[str, list[Texts]]] = defaultdict(lambda: defaultdict(list))
    with (folder / "ecbplus" / f"{part}.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            texts = tuple(re.sub(r"(?<=\d) \. (?=\d)", ".", s) for s in row["sentences"])
            found[str(row["topic"])][row["cluster"]].append(texts)
    return {
        topic: [Event(name, tuple(documents)) for name, documents in sorted(events.items())]
        for topic, events in found.items()
    }


def read_events(folder: Path, name: str) -> list[Event]:
    """Read a set of topics, cleaned and split as the library does it."""
    language = LANGUAGES[name]
    events = []
    for topic in load(folder / f"{name}.jsonl", language):
        prose = clean(topic.documents, language=language, keep=())
        texts: list[list[str]] = [[] for _ in topic.documents]
        for sentence in split(topic.documents, [p.spans for p in prose], language):
            texts[sentence.document].append(sentence.text)
        events.append(Event(topic.id, tuple(tuple(t) for t in texts if t), language))
    return events


def articles_only(event: Event) -> Event:
    """Leave out error pages, archive notices and scraps."""
    texts = [" ".join(document) for document in event.documents]
    kept = [
        document
        for document, text in zip(event.documents, texts, strict=True)
        if len(text.split()) >= MIN_WORDS and not NOT_AN_ARTICLE.search(text)
    ]
    return Event(event.id, tuple(kept), event.language)


def sentences_of(documents: Sequence[Texts]) -> list[Sentence]:
    """Number the sentences of several documents."""
    return [
        Sentence(d, position, 0, len(text), text)
        for d, texts in enumerate(documents)
        for position, text in enumerate(texts)
    ]


def group(documents: Sequence[Texts], language: str) -> list[int]:
    """Return the events of documents as the library finds them."""
    stems = cache(stemmer(language))
    return [int(x) for x in group_events(sentences_of(documents), len(documents), stems)]


def adjusted_rand(topics: Iterable[list[Event]]) -> list[float]:
    """Return the index of each topic, its events pooled."""
    from sklearn.metrics import adjusted_rand_score

    scores = []
    for events in topics:
        right = [k for k, event in enumerate(events) for _ in event.documents]
        found = group([d for event in events for d in event.documents], events[0].language)
        scores.append(float(adjusted_rand_score(right, found)))
    return scores


def accused(labels: Sequence[int]) -> int:
    """Count the documents that are not in the event of most of these."""
    return len(labels) - Counter(labels).most_common(1)[0][1]


def score_strays(tests: Iterable[tuple[Event, Texts]]) -> Json:
    """Return how many strays are apart from most members, and how many members are accused."""
    n = found = members = wrong = 0
    for event, stray in tests:
        labels = group([*event.documents, stray], event.language)
        n += 1
        found += labels[-1] != Counter(labels[:-1]).most_common(1)[0][0]
        members += len(event.documents)
        wrong += accused(labels[:-1])
    return {"strays": n, "found": found / n, "members": members, "accused": wrong / members}


def score_single(events: Iterable[Event]) -> Json:
    """Return how many members of single events are set apart, and which events are split.

    An event is split if a document is taken for another story. `scraps` counts the documents that
    are set apart as no article at all; they are among the accused, and split no event.
    """
    n = members = wrong = scraps = 0
    sizes: dict[str, list[int]] = {}
    aside: dict[str, list[int]] = {}
    for event in events:
        labels = group(event.documents, event.language)
        n, members, wrong = n + 1, members + len(labels), wrong + accused(labels)
        scraps += labels.count(NO_ARTICLE)
        if NO_ARTICLE in labels:
            aside[event.id] = [d for d, label in enumerate(labels) if label == NO_ARTICLE]
        if max(labels) > 0:
            sizes[event.id] = labels
    return {
        "events": n,
        "split": len(sizes) / n,
        "accused": wrong / members,
        "scraps": scraps,
        "labels": sizes,
        "aside": aside,
    }


def judge_splits(single: dict[str, Json]) -> Json:
    """Return the shares of events split, split without reason, and the splits not read yet.

    Read are those of MultiLing, and of Multi-News as it is, scraps and error pages included.
    """
    judged = json.loads(READ.read_text(encoding="utf-8"))
    sets = [name for name in single if name in judged]
    splits = [(event, judged[name].get(event)) for name in sets for event in single[name]["labels"]]
    wrong = [event for event, verdict in splits if verdict is not None and not verdict[0]]
    n = sum(single[name]["events"] for name in sets)
    unread = [event for event, verdict in splits if verdict is None]
    scraps = [
        judged["scraps"].get(event, {}).get(str(row))
        for event, rows in single["multinews_raw"]["aside"].items()
        for row in rows
    ]
    return {
        "events": n,
        "split": len(splits) / n,
        "wrongly": len(wrong) / n,
        "unread": unread,
        "scraps": len(scraps),
        "scraps_wrongly": sum(verdict is not None and not verdict[0] for verdict in scraps),
        "scraps_unread": scraps.count(None),
    }


def look_alikes(topics: Iterable[list[Event]]) -> Iterator[tuple[Event, Texts]]:
    """Yield each event with each document of its look-alike."""
    for events in topics:
        for one, other in (events, events[::-1]):
            yield from ((one, stray) for stray in other.documents)


def foreign(events: Sequence[Event]) -> Iterator[tuple[Event, Texts]]:
    """Yield each event of two documents or more with documents of other topics."""
    draw = random.Random(SEED)
    for event in events:
        if len(event.documents) > 1:
            others = [e for e in events if e is not event and e.documents]
            for _ in range(STRAYS_PER_TOPIC):
                yield event, draw.choice(draw.choice(others).documents)


def reprint(text: Texts, words: Sequence[str], rate: float, draw: random.Random) -> Texts:
    """Return a reprint: another headline, the last paragraphs cut, some words changed."""
    kept = text[: max(1, round(len(text) * draw.uniform(0.5, 1.0)))]
    changed = [
        " ".join(draw.choice(words) if draw.random() < rate else word for word in sentence.split())
        for sentence in kept
    ]
    return (" ".join(draw.choices(words, k=8)), *changed)


def score_reprints(events: Sequence[Event], rate: float) -> Json:
    """Return how many of forty reprints of one of ten articles are found, and of the other nine."""
    draw = random.Random(SEED)
    found = wrong = n = 0
    for event in events:
        words = [w for document in event.documents for s in document for w in s.split()]
        reprints = [reprint(event.documents[0], words, rate, draw) for _ in range(40)]
        copied = find_copies([*event.documents, *reprints])
        others = range(1, len(event.documents))
        n += len(reprints)
        # A longer headline can make a reprint the original: of all forty-one, one is none.
        found += sum(d not in others for d in copied)
        wrong += sum(d in others for d in copied)
    return {"reprints": n, "found": found / n, "wrong": wrong}


def find_copies(documents: Sequence[Texts]) -> dict[int, int]:
    """Return the copies among documents, with their originals."""
    made = [Document(text=" ".join(texts), id=str(d)) for d, texts in enumerate(documents)]
    found = copies(made, sentences_of(documents))
    return {d: original for d, original in enumerate(found) if original is not None}


def score_copies(events: Iterable[Event]) -> dict[str, list[list[int]]]:
    """Return the pairs (copy, original) by topic, to be read."""
    pairs = {event.id: find_copies(event.documents) for event in events}
    return {name: [list(pair) for pair in found.items()] for name, found in pairs.items() if found}


def measure(folder: Path) -> Json:
    """Return all measures."""
    ecb = {part: read_ecbplus(folder, part) for part in ("train", "dev")}
    sets = {name: read_events(folder, name) for name in LANGUAGES}
    wikinews = [event for name, events in sets.items() if "multiling" in name for event in events]
    clean_news = [articles_only(event) for event in sets["multinews/dev"]]
    clean_news = [event for event in clean_news if event.documents]
    topics = {part: list(read.values()) for part, read in ecb.items()}
    topics["all"] = topics["train"] + topics["dev"]
    rand = {part: adjusted_rand(of_part) for part, of_part in topics.items()}
    single = {
        **{
            f"ecbplus_{part}": score_single(event for events in of_part for event in events)
            for part, of_part in topics.items()
        },
        "multinews": score_single(clean_news),
        "multinews_raw": score_single(e for e in sets["multinews/dev"] if e.documents),
        "multiling": score_single(wikinews),
        "neus": score_single(sets["neus/dev"]),
    }
    return {
        "adjusted_rand": {part: sum(x) / len(x) for part, x in rand.items()},
        "by_topic": dict(zip((t for r in ecb.values() for t in r), rand["all"], strict=True)),
        "strays": {
            **{f"ecbplus_{part}": score_strays(look_alikes(t)) for part, t in topics.items()},
            "multinews": score_strays(foreign(clean_news)),
            "multinews_raw": score_strays(foreign(sets["multinews/dev"])),
            # Strays of the same language, never the same event told in another.
            "multiling": score_strays(
                test
                for name, events in sets.items()
                if "multiling" in name
                for test in foreign(events)
            ),
        },
        "single": single,
        "splits_read": judge_splits(single),
        "reprints": {
            str(rate): score_reprints(sets["multiling2011/english"], rate)
            for rate in (0.0, 0.03, 0.06, 0.1)
        },
        "copies_found": {
            **{name: score_copies(events) for name, events in sets.items()},
            "ecbplus": score_copies(e for t in topics["all"] for e in t),
        },
    }


def fit_strays(folder: Path) -> Json:
    """Return the weights of strays, and what sets reach that they were not fitted to."""
    from benchmarks.strays import left_out, tests_of

    ecb = {part: list(read_ecbplus(folder, part).values()) for part in ("train", "dev")}
    sets = {name: read_events(folder, name) for name in LANGUAGES}
    sets["multinews/dev"] = [articles_only(event) for event in sets["multinews/dev"]]
    sets = {name: [event for event in found if event.documents] for name, found in sets.items()}
    return left_out(tests_of(ecb, sets))


def rounded(value: Any) -> Any:
    """Round every float in nested dicts to four digits."""
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


@click.command(help=__doc__)
@click.option("--data-dir", type=FOLDER, required=True, help="Where the data sets are.")
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS / "events.json")
@click.option("--fit", "fits", is_flag=True, help="Print STRAY_WEIGHTS, fitted anew, and tries.")
def events(data_dir: Path, output: Path, fits: bool) -> None:
    if fits:
        click.echo(json.dumps(rounded(fit_strays(data_dir)), indent=1))
        return
    measures = rounded(measure(data_dir))
    inputs = [data_dir / f"{name}.jsonl" for name in ("ecbplus/train", "ecbplus/dev", *LANGUAGES)]
    report = {
        **stamp(),
        "inputs": {f"{path.parent.name}/{path.stem}": digest(path) for path in inputs},
        "measures": measures,
    }
    write(output, report)
    click.echo(json.dumps(summary(measures), indent=1))


def summary(measures: Json) -> Json:
    """Return the figures without the lists."""
    return {
        "adjusted_rand": measures["adjusted_rand"],
        "strays": measures["strays"],
        "single": {
            name: {key: x for key, x in scores.items() if key not in ("labels", "aside")}
            for name, scores in measures["single"].items()
        },
        "splits_read": measures["splits_read"],
        "reprints": measures["reprints"],
        "copies_found": {n: sum(map(len, f.values())) for n, f in measures["copies_found"].items()},
    }
