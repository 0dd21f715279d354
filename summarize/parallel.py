"""One function over many items: results in the order of the items, as they are ready.

joblib decides where the work is done: in this process, in processes of this machine, or, under
`joblib.parallel_config("dask")`, on the workers of a Dask cluster. Items are taken in only a little
ahead of the results, so both may be without end. An item that fails, or that kills its worker, is a
`Failure` at its place and the rest goes on. What the function does is not known here.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import islice
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from summarize.errors import (
    MissingExtraError,
    ModelNotFoundError,
    PluginError,
    SchedulerError,
    SettingsError,
    SummarizeError,
    UnknownNameError,
)

__all__ = ["AHEAD", "Failure", "everywhere", "in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")
Outcome = tuple[bool, Any]

# How many items a worker are in memory beyond the last result given out. A topic that takes so many
# times as long as the others makes the workers wait for it; one twice as large costs twice as much.
AHEAD = 16

# True of every item if it is true of one: such an error ends the whole run.
FATAL = (MissingExtraError, ModelNotFoundError, UnknownNameError)


@dataclass(frozen=True, slots=True)
class Failure:
    """Stands in the place of a result that could not be had.

    Attributes
    ----------
    index : int
        Which item it was, from 0.
    reason : str
        One line that says why.
    """

    index: int
    reason: str


KILLED = Failure(
    -1, "its worker process died, and again when it was tried alone: out of memory, or killed"
)


def in_order(
    function: Callable[[Item], Result], items: Iterable[Item], n_jobs: int | None = None
) -> Iterator[Result | Failure]:
    """Return an iterator over `function(item)`, in the order of the items.

    Parameters
    ----------
    function : callable
        It is sent to other processes by cloudpickle, and taken out of the pickle once a process.
    items : iterable
        It is read in the thread of the caller, at most `AHEAD` items a worker before their results
        are asked for. An error that it raises is raised when all results before it are given out.
    n_jobs : int or None
        As joblib has it: -1 for all cores; None is 1, or what `joblib.parallel_config` says.

    Raises
    ------
    SettingsError
        n_jobs is no integer other than 0.
    PluginError
        The function cannot be pickled.
    """
    from joblib import Parallel, effective_n_jobs
    from joblib.parallel import get_active_backend

    _check_n_jobs(n_jobs)
    # Looked up now: the iterator may be used when the caller has left the `parallel_config`.
    backend, configured = get_active_backend()
    client = getattr(backend, "client", None)
    feed = _Feed(items)
    if client is not None:
        outcomes = _on_dask(_Work.of(function), feed, client)
    elif (n_workers := effective_n_jobs(n_jobs)) == 1:
        outcomes = (_attempt(function, item) for item in feed.now())
    else:
        # A new one each time: after a failure joblib keeps batches that nobody waits for.
        given = {"n_jobs": configured if n_jobs is None else n_jobs, "backend": backend}
        new = partial(Parallel, **given, return_as="generator", batch_size=1)
        outcomes = _on_processes(_Work.of(function), feed, new, n_workers)
    return _numbered(outcomes, feed)


def everywhere(function: Callable[[], object]) -> None:
    """Run a function here, and once on each worker of a Dask cluster if joblib runs on one.

    It is for putting things in order at the end: a worker that is gone, or where the function
    fails, is passed over.
    """
    from joblib.parallel import get_active_backend

    function()
    client = getattr(get_active_backend()[0], "client", None)
    if client is not None and client.status == "running":
        client.run(function, on_error="ignore")


def _check_n_jobs(n_jobs: Any) -> None:
    is_integer = isinstance(n_jobs, int) and not isinstance(n_jobs, bool)
    if n_jobs is not None and (not is_integer or n_jobs == 0):
        raise SettingsError(f"n_jobs must be an integer, and not 0; got {n_jobs!r}")


def _numbered(outcomes: Iterator[Outcome], feed: _Feed[Any]) -> Iterator[Any]:
    for index, (worked, result) in enumerate(outcomes):
        yield result if worked else replace(result, index=index)
    if feed.error is not None:
        raise feed.error


def _attempt(function: Callable[[Any], Any], item: Any) -> Outcome:
    """Return (True, the result), or (False, a Failure that does not know its index)."""
    try:
        return True, function(item)
    except FATAL:
        raise
    except SummarizeError as error:
        return False, Failure(-1, str(error))
    except Exception as error:
        return False, Failure(-1, f"{type(error).__name__}: {error}".removesuffix(": "))


@dataclass(frozen=True, slots=True)
class _Work:
    """A function as it travels: a process that gets it many times unpickles it once."""

    pickled: bytes
    sender: int

    @classmethod
    def of(cls, function: Callable[[Any], Any]) -> _Work:
        import cloudpickle

        try:
            return cls(cloudpickle.dumps(function), os.getpid())
        except Exception as error:  # whatever the objects among the settings raise
            raise PluginError(
                f"a callable among the settings cannot be sent to other processes ({error}); "
                "use n_jobs=1, or a function that can be pickled"
            ) from error

    def __call__(self, item: Any) -> Outcome:
        from joblib import parallel_config

        _end_with(self.sender)
        # Dask may run several threads in one worker. A callable among the settings need not be safe
        # in threads as this library is, and each thread would load the models for itself.
        # All are at work on items, so that none is shared out any further.
        with _ONE_AT_A_TIME, parallel_config("sequential"):
            return _attempt(_unpickled(self.pickled), item)


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=2)
def _unpickled(pickled: bytes) -> Callable[[Any], Any]:
    function: Callable[[Any], Any] = pickle.loads(pickled)
    return function


@cache
def _end_with(parent: int) -> None:
    """Let this process end when its parent does, even if that was killed and could not say so."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    if os.getppid() == parent:
        Thread(target=watch, daemon=True).start()


class _Feed(Generic[Item]):
    """Items on their way: taken in and waiting, or under work and without a result yet."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self.waiting: deque[Item] = deque()
        self.pending: deque[Item] = deque()
        self.error: Exception | None = None

    def now(self) -> Iterator[Item]:
        """Yield the items; if their source fails, keep the error and end."""
        while self.error is None:
            try:
                yield next(self._items)
            except StopIteration:
                return
            except Exception as error:
                self.error = error

    def fill(self, size: int) -> bool:
        """Take in items until there are `size`; return whether any waits."""
        missing = size - len(self.waiting) - len(self.pending)
        self.waiting.extend(islice(self.now(), max(missing, 0)))
        return bool(self.waiting)

    def handed_out(self) -> Iterator[Item]:
        """Yield what waits; joblib asks for it in threads of its own."""
        while self.waiting:
            self.pending.append(self.waiting.popleft())
            yield self.pending[-1]


def _on_processes(
    work: _Work, feed: _Feed[Any], new: Callable[[], Any], n_workers: int
) -> Iterator[Outcome]:
    """One round after the other; a round ends when the caller is slower than the workers."""
    while feed.fill(AHEAD * n_workers):
        outcomes = _run(new(), work, feed.handed_out())
        try:
            while (outcome := _next(outcomes)) is not None:
                feed.pending.popleft()
                yield outcome
                feed.fill(AHEAD * n_workers)
        finally:
            _stop(outcomes)
        while feed.pending:  # a worker died: whose fault it was shows when each is alone
            yield _alone(new(), work, feed.pending.popleft())


def _next(outcomes: Iterator[Outcome]) -> Outcome | None:
    """Return the next outcome; None if there is no more, or none since a worker died."""
    try:
        return next(outcomes, None)
    except BrokenExecutor:
        return None


def _stop(outcomes: Any) -> None:
    """Stop the work of a caller who wants no more; joblib would warn of what was done in vain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes.close()


def _run(parallel: Any, work: _Work, items: Iterable[Any]) -> Any:
    from joblib import delayed

    with _interrupts_held_back():
        return parallel(delayed(work)(item) for item in items)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let no Ctrl-C reach the workers: this process stops them, and says so once.

    A process, and a thread that starts processes, takes over the signal mask of the thread that
    starts it. An interrupt that comes meanwhile is delivered at the end.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    from multiprocessing import resource_tracker as python

    from joblib.externals.loky.backend import resource_tracker as joblib

    for tracker in (python, joblib):  # else the first worker starts them, and they unset the mask
        tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _alone(parallel: Any, work: _Work, item: Any) -> Outcome:
    outcomes = _run(parallel, work, [item])
    try:
        return _next(outcomes) or (False, KILLED)
    finally:
        _stop(outcomes)


def _on_dask(work: _Work, feed: _Feed[Any], client: Any) -> Iterator[Outcome]:
    """By the futures of the client: joblib waits for ever for a task that killed its workers."""
    import distributed

    wait: Any = distributed.wait  # not typed
    ahead = AHEAD * max(sum(client.ncores().values()), 1)
    futures: deque[Any] = deque()
    try:
        while feed.fill(ahead) or futures:
            futures.extend(_submit(client, work, item) for item in feed.handed_out())
            try:
                try:
                    outcome = futures[0].result()
                except distributed.KilledWorker:  # by itself, or by another that was on its worker
                    wait(list(futures)[1:])
                    futures[0] = _submit(client, work, feed.pending[0])
                    outcome = futures[0].result()
            except distributed.KilledWorker:
                outcome = False, KILLED
            except CancelledError as error:
                raise SchedulerError("the connection to the Dask scheduler was lost") from error
            yield outcome
            futures.popleft()
            feed.pending.popleft()
    finally:
        client.cancel(list(futures))


def _submit(client: Any, work: _Work, item: Any) -> Any:
    with warnings.catch_warnings():
        # Dask would have a large item sent to one worker beforehand: lost if that worker is.
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        return client.submit(work, item, pure=False)
