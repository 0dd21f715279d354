"""Do the points of a brief stand alone? Faults a reader would see, ours beside the plain centroid.

\b
  python -m benchmarks readability --data-dir DATA

In: briefs of the English sets at their budgets. Out: the share of points with each fault, and how
much the points of one brief repeat each other (cosine of MiniLM vectors). The rules look at the
surface of a sentence; they err, on both systems alike. They read no source, so a name given only
in another point does not count as known. Beside them stands what a reader found in points drawn by
lot (`openings.py`), who saw what the rules do not look for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks import openings
from benchmarks.baselines import embed
from benchmarks.processes import Job, execute
from benchmarks.results import RESULTS, Json, stamp, write
from benchmarks.sets import MAIN, Task
from benchmarks.tables import percent, rich_table
from summarize.standing import in_need, leaning

__all__ = ["FAULTS", "faults", "read_table", "readability", "rules_table"]

FILE = RESULTS / "readability.json"
SYSTEMS = ("ours", "centroid", "first in turn")
# From this cosine on MiniLM's vectors two sentences mostly say one thing in other words.
SAME = 0.8

PRONOUNS = r"he|she|they|him|her|them|his|hers|their|theirs|its"
CONNECTIVES = (
    "however|but|and|or|so|yet|nor|also|still|then|thus|therefore|instead|meanwhile|moreover"
    "|furthermore|nevertheless|nonetheless|besides|otherwise|likewise|similarly|additionally"
    "|indeed|hence|consequently|afterwards?|accordingly|conversely|regardless|again|rather"
    "|in addition|as a result|for (?:example|instance)|on the (?:other hand|contrary)"
    "|(?:in|by) contrast|at the same time|even so|of course|in fact|in other words|in turn"
    "|(?:after|before|since|until|by) (?:that|then|this)|to (?:that|this) end|as such|either way"
    "|that is why|that's why|among them|(?:some|most|many|all|one|none|each|both) of (?:them|these)"
)
# Nouns that, with "the" and at the start, repeat something said before.
REPEATING = (
    "move|decision|announcement|news|pair|duo|two|three|four|trio|latter|former|same|others?"
)
TIMES = r"week|weekend|month|year|morning|afternoon|evening|summer|spring|autumn|fall|winter|time"

OPENING = re.compile(
    rf"(?:{PRONOUNS})\b"
    rf"|(?:{CONNECTIVES})\b(?!-| (?:far|of|than|to)\b)"
    rf"|(?:this|these|those)\b(?! (?:past |coming )?(?:{TIMES}|\w+day|who)\b)"
    r"|that\b|it\b|such\b|both\b(?! (?:\S+ ){1,6}and\b)|neither\b|another\b|others?\b|here\b|there,"
    r"|(?:later|earlier)(?:,| that\b| he\b| she\b| they\b)"
    rf"|the (?:{REPEATING})\b",
    re.IGNORECASE,
)
# "It is not known whether ...", "It took two years to ...": here "it" stands for what follows.
IMPERSONAL = re.compile(
    r"it(?:['\u2019]s| \w+(?: (?:be|been))?) (?:\S+ ){0,7}"
    r"(?:that|to|whether|who|how|why|if|when)\b",
    re.IGNORECASE,
)
# "After they left the house, ...": unresolved unless a name comes in the same sentence.
DEPENDENT = re.compile(
    rf"(?:after|as|because|before|during|for|if|in|since|when|while|with) (?:{PRONOUNS}|it)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[A-Z][a-z]+")
# Written small in the headlines of some papers.
SMALL = re.compile(r"an?|and|as|at|but|by|for|from|in|nor|of|on|or|s|the|to|vs|with", re.IGNORECASE)
QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[\"\u201d]")
# What stands before a closing mark without its opening one, or after an opening one never closed.
BROKEN_OFF = re.compile(r"^.*(?<=\S)[\"\u201d]|(?<!\S)[\"\u201c].*$", re.DOTALL)
SPEAKER = re.compile(r"\b(?:an?|the|one|some|police|officials?|witness(?:es)?)\b", re.IGNORECASE)
QUOTES = '"\u201c\u201d'
ENDED = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*$")
DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'-]+[ ,]*){1,5}(?:,? [A-Z][\w.]+){0,3} *(?:\([^)]{2,40}\) *)?"
    r"(?:[-\u2013\u2014]+|:) "
    r"|[A-Z][\w.]+(?:,? [A-Z][\w.]+){0,4} *\([A-Z][^)]{1,40}\) *[-\u2013\u2014]"
    r"|\([A-Z][^)]{1,40}\) *[-\u2013\u2014]"
    r"|(?:by|photo|image|updated|posted|published|editor's note)\b[: ][^.]*(?:[|:]|\d{4})",
)


def opens_unresolved(text: str) -> bool:
    """Whether it opens with a word that points back to a sentence which is not there."""
    text = text.lstrip("\"'\u201c\u2018([ ")
    if DEPENDENT.match(text):
        return NAME.search(text[1:]) is None
    return bool(OPENING.match(text)) and not IMPERSONAL.match(text)


def quotes_nobody(text: str) -> bool:
    """Whether it opens in or with a quotation, and nobody but "he" or "she" is named outside."""
    outside = QUOTED.sub(" ", text)
    if BROKEN_OFF.search(outside):
        outside = BROKEN_OFF.sub(" ", outside)
    elif text[0] not in QUOTES:
        return False
    return NAME.search(outside) is None and SPEAKER.search(outside) is None


def is_fragment(text: str) -> bool:
    """Whether it is very short, begins in lower case, or does not end like a sentence."""
    return len(text.split()) < 5 or text[0].islower() or not ENDED.search(text)


def is_headline(text: str) -> bool:
    """Whether every word but articles and the like is capitalized, and not all are shouted."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not SMALL.fullmatch(word)]
    return len(words) > 3 and all(word[0].isupper() for word in words) and not shouts(text)


def has_dateline(text: str) -> bool:
    """Whether a place and an agency, or a byline, stand before the sentence."""
    return DATELINE.match(text) is not None


def shouts(text: str) -> bool:
    """Whether most letters are capitals, or four words in a row."""
    letters = [c for c in text if c.isalpha()]
    most = sum(c.isupper() for c in letters) > 0.5 * len(letters)
    return most or bool(re.search(r"(?:\b[A-Z]{2,}\b\W+){3}\b[A-Z]{2,}\b", text))


FAULTS: dict[str, Callable[[str], bool]] = {
    "unresolved opening": opens_unresolved,
    "quotes nobody": quotes_nobody,
    "fragment": is_fragment,
    "headline": is_headline,
    "dateline": has_dateline,
    "shouting": shouts,
}


def faults(point: str) -> list[str]:
    """Return the names of the faults of a point; of two lines the first is its context.

    The reader meets the context first, so that is where an opening must stand alone, and it may
    name who is quoted.
    """
    opening, _, text = point.rpartition("\n")
    named = opening if NAME.search(opening, 1) else text
    judged = {"unresolved opening": opening or text, "quotes nobody": named}
    return [name for name, has in FAULTS.items() if has(judged.get(name, text))]


@click.command(help=__doc__)
@click.option("--data-dir", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes at a time.")
@click.option("--examples", type=int, default=0, help="Print so many points with each fault.")
@click.option("--save/--no-save", "keep", default=True, show_default=True)
def readability(data_dir: Path, jobs: int, examples: int, keep: bool) -> None:
    from rich.console import Console

    content: Json = {**stamp(), "sets": {}}
    for task in MAIN:
        found = measure(task, data_dir, jobs, examples)
        content["sets"][task.key] = found
        Console().print(rich_table(f"{task.name}: {task.words} words", *table(found)))
    content["read"] = reading(data_dir)
    Console().print(rich_table("points read", *read_table(content["read"])))
    Console().print(rich_table("rules beside the reader", *rules_table(content["read"])))
    if keep:
        write(FILE, content)


# What the rules of `summarize.standing` are for, in the words of the reader.
RULES: dict[str, tuple[Callable[[str], bool], set[str]]] = {
    "leaning": (leaning("en"), {"open"}),
    "in need": (in_need("en"), {"open", "quote", "first"}),
}


def reading(data_dir: Path) -> Json:
    """Return the points read, by half and label, and how well the rules agree with the reader."""
    counts = {task.name: openings.points_read(task, data_dir) for task in MAIN}
    rules = {
        name: openings.rule_read(rule, counts, data_dir, wanted)
        for name, (rule, wanted) in RULES.items()
    }
    parts = {name: {half: dict(c) for half, c in by.items()} for name, by in counts.items()}
    return {"points": parts, "rules": rules}


LABELS = ("alone", "open", "quote", "first", "stub", "other", "with context", "unread")


def read_table(read: Json) -> tuple[list[str], list[list[str]]]:
    """Return header and lines of what was read: the points, then the rules."""
    lines = [
        [f"{name}, {half}", str(sum(found.values())), *(str(found.get(x, 0)) for x in LABELS)]
        for name, by in read["points"].items()
        for half, found in by.items()
    ]
    return ["points read", "all", *LABELS], lines


def rules_table(read: Json) -> tuple[list[str], list[list[str]]]:
    """Return header and lines of how the rules agree with the reader, over all sentences read."""
    lines = [
        [
            f"{name}, {half}",
            f"{found['precision']:.2f} ({found['right']} of {found['said']})",
            f"{found['recall']:.2f} ({found['right']} of {found['wanted']})",
        ]
        for name, by in read["rules"].items()
        for half, found in by.items()
    ]
    return ["rule", "precision", "recall"], lines


def measure(task: Task, data_dir: Path, jobs: int, examples: int = 0) -> dict[str, Json]:
    """Return the shares of each system on one set."""
    path = task.path(data_dir)
    # Systems give a third more than asked for where the caller cuts; here nothing is cut.
    work = [
        Job("ours", path, task.language, (round(task.words * 0.75),), {"with_context": True}),
        *(Job(name, path, task.language, (task.words,)) for name in SYSTEMS[1:]),
    ]
    found = {}
    for run in execute(work, jobs):
        [briefs] = run.summaries.values()
        found[run.job.system] = shares(briefs)
        if examples and run.job.system == "ours":
            print_examples(list(chain.from_iterable(briefs)), examples)
    return {name: found[name] for name in SYSTEMS}


def shares(briefs: Sequence[Sequence[str]]) -> Json:
    """Return the share of points with each fault and with any, and how much they repeat."""
    points = list(chain.from_iterable(briefs))
    marked = [faults(point) for point in points]
    result: Json = {"points": len(points)}
    result["with context"] = round(sum("\n" in point for point in points) / len(points), 4)
    for name in FAULTS:
        result[name] = round(sum(name in names for names in marked) / len(points), 4)
    result["any"] = round(sum(bool(names) for names in marked) / len(points), 4)
    return {**result, **repetition(briefs)}


def repetition(briefs: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the mean and the highest cosine within a brief, and the share of points that repeat.

    The first two are means over the briefs with two points or more.
    """
    rows = embed(tuple(point.rpartition("\n")[2] for point in chain.from_iterable(briefs)))
    ends = np.cumsum([len(brief) for brief in briefs])
    similarities = [part @ part.T for part in np.split(rows, ends[:-1])]
    pairs = [s[np.tril_indices(len(s), -1)] for s in similarities if len(s) > 1]
    repeats = sum(int((np.tril(s, -1).max(axis=1) >= SAME).sum()) for s in similarities if len(s))
    return {
        "mean similarity": round(float(np.mean([p.mean() for p in pairs])), 4),
        "highest similarity": round(float(np.mean([p.max() for p in pairs])), 4),
        "repeat": round(repeats / len(rows), 4),
    }


def table(found: dict[str, Json]) -> tuple[list[str], list[list[str]]]:
    """Return header and lines, a line a fault; shares in percent, similarities as they are."""
    names = next(iter(found.values()))
    lines = [[name, *(_cell(name, row[name]) for row in found.values())] for name in names]
    return ["of 100 points", *found], lines


def _cell(name: str, value: Any) -> str:
    if name == "points":
        return str(value)
    return f"{value:.2f}" if "similarity" in name else percent(value)


def print_examples(points: Sequence[str], n: int) -> None:
    """Print the first points with each fault, to judge the rules by."""
    for name in FAULTS:
        for point in [point for point in points if name in faults(point)][:n]:
            click.echo(f"{name}: {point}")
