"""Many topics -> a folder with one brief a topic, a list of failures, and what resumes it.

A brief is written as soon as it is made, beside its place and renamed, so there is no half of one.
What was done is noted in a journal, a line a topic: the digests of all that the brief was made of,
and of the brief. A process that is killed loses the topics in flight; a torn last line of the
journal counts as not there. Journal and failures grow in the order in which topics are done, and
are put in one that does not depend on the number of jobs when all are. Two batches must not write
to one folder at the same time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from summarize import __version__
from summarize.console import write
from summarize.errors import OutputError
from summarize.filenames import Names
from summarize.outcomes import Failure
from summarize.parallel import as_completed
from summarize.pipeline import Summarizer
from summarize.reading.topics import Topic, held
from summarize.rendering import renderer

__all__ = ["FAILURES", "JOURNAL", "Batch", "Tally"]

FAILURES, JOURNAL = "failures.jsonl", ".summarize-batch.jsonl"
LEFTOVERS = ".summarize-*.tmp"
SUFFIXES = {"text": ".txt", "markdown": ".md"}


@dataclass(slots=True)
class Tally:
    """How many topics were written, were done before, and failed; at the end, the first reasons."""

    written: int = 0
    done_before: int = 0
    failed: int = 0
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Maker:
    """Documents -> the text of a brief; it travels to the workers, so that texts come back."""

    summarizer: Summarizer
    format: str = "text"
    explain: bool = False
    show_dropped: bool = False
    tokens: int | None = None

    def __call__(self, documents: Iterable[Any]) -> str:
        brief = self.summarizer.summarize(documents)
        if self.tokens is not None:
            return brief.to_context(self.tokens) + "\n"
        render = renderer(self.format)
        return render(brief, explain=self.explain, show_dropped=self.show_dropped) + "\n"

    def digest(self, topic: Topic) -> str:
        """Return the digest of all that decides what is made of a topic."""
        settings = self.summarizer.settings.to_dict()
        made_by = [__version__, self.format, self.explain, self.show_dropped, self.tokens, settings]
        return _sha256(json.dumps([made_by, topic.digest], sort_keys=True))


@dataclass(frozen=True, slots=True)
class Task:
    """A topic that is to be done: the file of its brief, the digest of what makes it."""

    topic: Topic
    file: str
    digest: str


class Batch:
    """An output folder, and how the briefs in it are made.

    Parameters
    ----------
    folder : Path
        It is made if it is not there.
    maker : Maker
    resume : bool
        Keep what the journal says is done, if nothing that it was made of has changed and the file
        is still what was written.
    n_jobs : int or None
        As in `Summarizer.summarize_many`.
    """

    def __init__(
        self, folder: Path, maker: Maker, *, resume: bool = False, n_jobs: int | None = None
    ) -> None:
        self.folder = folder
        self.tally = Tally()
        self._maker, self._resume, self._n_jobs = maker, resume, n_jobs
        self._suffix = SUFFIXES.get(maker.format, f".{maker.format}")
        self._running: dict[int, Task] = {}
        self._failed: dict[int, dict[str, Any]] = {}

    def run(self, topics: Iterable[Topic], tick: Callable[[], Any] = lambda: None) -> Tally:
        """Write the brief of each topic when it is made; `tick` is called once a topic.

        Raises
        ------
        OutputError
            The folder or a file in it cannot be written; what was written before stays.
        """
        documents = (held(task.topic.documents) for task in self._tasks(topics, tick))
        results: Any = as_completed(self._maker, documents, self._n_jobs)
        with closing(results):
            self._make_ready()
            for number, result in results:
                self._settle(number, result)
                tick()
        self._put_in_order()
        return self.tally

    def _make_ready(self) -> None:
        """Prepare the folder; the journal begins with what can be kept of the last one."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for leftover in self.folder.glob(LEFTOVERS):
                leftover.unlink()
            (self.folder / FAILURES).unlink(missing_ok=True)
            self._done = self._read_journal() if self._resume else {}
            self._write_journal(self._done)
        except OutputError:
            raise
        except OSError as error:
            raise OutputError(f"cannot write to {self.folder}: {error.strerror}") from error

    def _read_journal(self) -> dict[str, dict[str, str]]:
        path = self.folder / JOURNAL
        lines = path.read_text("utf-8", "replace").split("\n") if path.exists() else []
        return dict(filter(None, map(_entry, lines)))

    def _write_journal(self, done: dict[str, dict[str, str]]) -> None:
        lines = (_line({"file": file, **digests}) for file, digests in sorted(done.items()))
        write("".join(lines), str(self.folder / JOURNAL))

    def _put_in_order(self) -> None:
        self._write_journal(self._read_journal())
        failed = [self._failed[number] for number in sorted(self._failed)]
        if failed:
            write("".join(map(_line, failed)), str(self.folder / FAILURES))
        self.tally.reasons = [f"{row['id']}: {row['reason']}" for row in failed[:5]]

    def _tasks(self, topics: Iterable[Topic], tick: Callable[[], Any]) -> Iterator[Task]:
        """Yield the topics that are not done yet; every topic takes its name, done or not."""
        names, numbers = Names(), count()
        for topic in topics:
            task = Task(topic, names.take(topic.id) + self._suffix, self._maker.digest(topic))
            if self._is_done(task):
                self.tally.done_before += 1
                tick()
            else:
                self._running[next(numbers)] = task
                yield task

    def _is_done(self, task: Task) -> bool:
        noted = self._done.get(task.file)
        if noted is None or noted["input"] != task.digest:
            return False
        try:
            return _sha256((self.folder / task.file).read_bytes()) == noted["output"]
        except OSError:
            return False

    def _settle(self, number: int, result: str | Failure) -> None:
        task = self._running.pop(number)
        if isinstance(result, Failure):
            self.tally.failed += 1
            content = {"id": task.topic.id, "line": task.topic.line, "reason": result.reason}
            self._failed[number] = content
            try:
                # An earlier brief, of other texts or by other settings, would look like today's.
                (self.folder / task.file).unlink(missing_ok=True)
            except OSError as error:
                raise OutputError(f"cannot write to {self.folder}: {error.strerror}") from error
            self._note(FAILURES, content)
            return
        write(result, str(self.folder / task.file))
        self.tally.written += 1
        done = {"file": task.file, "input": task.digest, "output": _sha256(result)}
        self._note(JOURNAL, done)

    def _note(self, name: str, content: dict[str, Any]) -> None:
        """Add a line; a file that stayed open would fail once more, unseen, when it is closed."""
        path = self.folder / name
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(_line(content))
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror}") from error


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content) + "\n"


def _entry(line: str) -> tuple[str, dict[str, str]] | None:
    """Read a line of the journal; None if it was torn, or is none."""
    try:
        row = json.loads(line)
        return row["file"], {"input": row["input"], "output": row["output"]}
    except (ValueError, KeyError, TypeError):
        return None


def _sha256(content: str | bytes) -> str:
    data = content.encode("utf-8") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()
