"""What is measured on: the sets of a data folder, with the budget and the measure of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

__all__ = ["SETS", "Task", "tasks"]

LANGUAGES = {
    "arabic": "ar",
    "czech": "cs",
    "french": "fr",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
}
SHORT = (50, 100)


@dataclass(frozen=True, slots=True)
class Task:
    """One figure: a set, a budget and how it is scored.

    Attributes
    ----------
    name : str
        Path of the file in the data folder, without its ending.
    words : int
        The summary is cut after so many.
    measure : {"recall", "f1"}
    stem : bool
    tokenizer : str
        A name in `benchmarks.rouge.TOKENIZERS`.
    language : str
        ISO 639-1 code.
    """

    name: str
    words: int
    measure: str
    stem: bool = True
    tokenizer: str = "rouge"
    language: str = "en"

    @property
    def key(self) -> str:
        """The name of its result file and of its floor."""
        return f"{self.name.replace('/', '-')}-{self.words}"

    def path(self, folder: Path) -> Path:
        """Return the file in a data folder."""
        return folder / f"{self.name}.jsonl"


MAIN = (
    Task("multiling2011/english", 250, "recall"),
    Task("multinews/dev", 230, "f1"),
    Task("neus/dev", 66, "f1"),
)
# Opinions on a hotel's rooms or a phone's battery: neither news nor several documents. No constant
# was chosen on it; it was first measured when all of them stood.
REVIEWS = Task("opinosis/test", 17, "recall")
# Their target was set with `\w` words; the Unicode tokenizer gives Hindi half of those figures.
OTHER_LANGUAGES = tuple(
    Task(f"multiling2011/{name}", 250, "recall", stem=False, tokenizer="word", language=code)
    for name, code in LANGUAGES.items()
)

# A set's budgets: the one of its target first, then the short ones.
SETS: dict[str, tuple[Task, ...]] = {
    **{t.name: (t, *(replace(t, words=n, measure="recall") for n in SHORT)) for t in MAIN},
    **{task.name: (task,) for task in (*OTHER_LANGUAGES, REVIEWS)},
}


def tasks() -> list[Task]:
    """Return every task of every set."""
    return [task for of_set in SETS.values() for task in of_set]
