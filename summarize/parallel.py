"""One function over many items: results in the order of the items, or each when it is ready.

joblib decides where the work is done: in this process, in processes of this machine, or, under
`joblib.parallel_config("dask")`, on the workers of a Dask cluster. Items are taken in only a little
ahead of the results, so both may be without end. An item that fails, that kills its worker or takes
more memory than there is, is a `Failure` and the rest goes on. What the function does is not known
here.
"""

from __future__ import annotations

import errno
import os
import pickle
import signal
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import count, islice
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

__all__ = ["AHEAD", "Failure", "as_completed", "everywhere", "in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")
# The number of an item, from 0, and its result or Failure.
Outcome = tuple[int, Any]

# How many items a worker are in memory, waiting, under work, or done and held back. Where results
# are given out in order, a topic that takes so many times as long as the others makes the workers
# wait for it; one twice as large costs twice as much.
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


KILLED = "its worker process died, and again when it was tried alone: out of memory, or killed"
STARVED = "out of memory"


def in_order(
    function: Callable[[Item], Result], items: Iterable[Item], n_jobs: int | None = None
) -> Iterator[Result | Failure]:
    """Return an iterator over `function(item)`, in the order of the items.

    A result that is ready before those of earlier items is held back. Parameters and errors are
    those of `as_completed`.
    """
    feed = _Feed(items)
    return _sorted(_outcomes(function, feed, n_jobs), feed)


def as_completed(
    function: Callable[[Item], Result], items: Iterable[Item], n_jobs: int | None = None
) -> Iterator[tuple[int, Result | Failure]]:
    """Return an iterator over (number of the item from 0, `function(item)`), each when it is ready.

    Nothing that is done is held back, for whoever wants to keep it before anything can happen.

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
    return _outcomes(function, _Feed(items), n_jobs)


def _outcomes(
    function: Callable[[Any], Any], feed: _Feed[Any], n_jobs: int | None
) -> Iterator[Outcome]:
    from joblib import Parallel, effective_n_jobs
    from joblib.parallel import get_active_backend

    _check_n_jobs(n_jobs)
    # Looked up now: the iterator may be used when the caller has left the `parallel_config`.
    backend, configured = get_active_backend()
    client = getattr(backend, "client", None)
    if client is not None:
        outcomes = _on_dask(_Work.of(function), feed, client)
    elif (n_workers := effective_n_jobs(n_jobs)) == 1:
        outcomes = ((number, _here(function, item)) for number, item in feed.now())
    else:
        # A new one each time: after a failure joblib keeps batches that nobody waits for.
        given = {"n_jobs": configured if n_jobs is None else n_jobs, "backend": backend}
        # Arrays travel in the pickles: joblib would put large ones in files, for which there may be
        # no room, and they are few.
        how = {"return_as": "generator_unordered", "batch_size": 1, "max_nbytes": None}
        new = partial(Parallel, **given, **how)
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


def _numbered(outcomes: Iterator[Outcome], feed: _Feed[Any]) -> Iterator[Outcome]:
    for number, result in outcomes:
        yield number, replace(result, index=number) if isinstance(result, Failure) else result
    if feed.error is not None:
        raise feed.error


def _sorted(outcomes: Iterator[Outcome], feed: _Feed[Any]) -> Iterator[Any]:
    """Hold back what is ready too early; the error of the source comes after what it gave."""
    due = count()
    following = next(due)
    with closing(outcomes):  # type: ignore[type-var]
        for number, result in outcomes:
            feed.held_back[number] = result
            while following in feed.held_back:
                yield feed.held_back.pop(following)
                following = next(due)


def _attempt(function: Callable[[Any], Any], item: Any) -> Any:
    """Return the result, or a Failure that does not know its index.

    Raises
    ------
    MemoryError
        There is not enough for this item, beside what else is at work.
    """
    try:
        return function(item)
    except (*FATAL, MemoryError):
        raise
    except SummarizeError as error:
        return Failure(-1, str(error))
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            raise MemoryError(*error.args) from error
        return Failure(-1, f"{type(error).__name__}: {error}".removesuffix(": "))


def _here(function: Callable[[Any], Any], item: Any) -> Any:
    """Attempt it in this process, where nothing is at work beside it."""
    try:
        return _attempt(function, item)
    except MemoryError:
        return Failure(-1, STARVED)


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

    def __call__(self, number: int, item: Any) -> Outcome:
        from joblib import parallel_config

        _end_with(self.sender)
        # Dask may run several threads in one worker. A callable among the settings need not be safe
        # in threads as this library is, and each thread would load the models for itself.
        # All are at work on items, so that none is shared out any further.
        with _ONE_AT_A_TIME, parallel_config("sequential"):
            return number, _attempt(_unpickled(self.pickled), item)


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
    """Items on their way: taken in and waiting, under work, or done and held back."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = enumerate(items)
        self.waiting: deque[tuple[int, Item]] = deque()
        self.pending: dict[int, Item] = {}
        self.held_back: dict[int, Any] = {}
        self.error: Exception | None = None

    def now(self) -> Iterator[tuple[int, Item]]:
        """Yield the items and their numbers; if their source fails, keep the error and end."""
        while self.error is None:
            try:
                yield next(self._items)
            except StopIteration:
                return
            except Exception as error:
                self.error = error

    def fill(self, size: int) -> bool:
        """Take in items until there are `size`; return whether any waits."""
        missing = size - len(self.waiting) - len(self.pending) - len(self.held_back)
        self.waiting.extend(islice(self.now(), max(missing, 0)))
        return bool(self.waiting)

    def handed_out(self) -> Iterator[tuple[int, Item]]:
        """Yield what waits; joblib asks for it in threads of its own."""
        while self.waiting:
            number, item = self.waiting[0]
            self.pending[number] = item  # first, so that it is never counted as gone
            self.waiting.popleft()
            yield number, item

    def left_over(self) -> Iterator[tuple[int, Item]]:
        """Yield what was under work when its worker died, in order."""
        for number in sorted(self.pending):
            yield number, self.pending.pop(number)


def _on_processes(
    work: _Work, feed: _Feed[Any], new: Callable[[], Any], n_workers: int
) -> Iterator[Outcome]:
    """One round after the other; a round ends when the caller is slower than the workers."""
    while feed.fill(AHEAD * n_workers):
        outcomes = _run(new(), work, feed.handed_out())
        try:
            while (outcome := _next(outcomes)) is not None:
                del feed.pending[outcome[0]]
                yield outcome
                feed.fill(AHEAD * n_workers)
        finally:
            _stop(outcomes)
        for number, item in feed.left_over():  # whose fault it was shows when each is alone
            yield _alone(new(), work, number, item)


def _next(outcomes: Iterator[Outcome]) -> Outcome | None:
    """Return the next outcome; None if there is no more, or none since a worker died or starved.

    joblib has ended all workers then, so that what is tried again has all the memory.
    """
    try:
        return next(outcomes, None)
    except (BrokenExecutor, MemoryError):
        return None


def _stop(outcomes: Any) -> None:
    """Stop the work of a caller who wants no more; joblib would warn of what was done in vain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes.close()


def _run(parallel: Any, work: _Work, items: Iterable[tuple[int, Any]]) -> Any:
    from joblib import delayed

    with _interrupts_held_back():
        return parallel(delayed(work)(number, item) for number, item in items)


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


def _alone(parallel: Any, work: _Work, number: int, item: Any) -> Outcome:
    outcomes = _run(parallel, work, [(number, item)])
    try:
        return _or_failure(number, partial(next, outcomes))
    finally:
        _stop(outcomes)


def _or_failure(number: int, attempt: Callable[[], Outcome]) -> Outcome:
    try:
        return attempt()
    except BrokenExecutor:
        return number, Failure(number, KILLED)
    except MemoryError:
        return number, Failure(number, STARVED)


def _on_dask(work: _Work, feed: _Feed[Any], client: Any) -> Iterator[Outcome]:
    """By the futures of the client: joblib waits for ever for a task that killed its workers.

    A round takes in no more when a worker died or starved, and what was lost is tried alone.
    """
    import distributed

    completed: Any = distributed.as_completed  # not typed
    ahead = AHEAD * max(sum(client.ncores().values()), 1)
    futures: set[Any] = set()

    def send(numbered: Iterable[tuple[int, Any]]) -> list[Any]:
        sent = [_submit(client, work, number, item) for number, item in numbered]
        futures.update(sent)
        return sent

    try:
        while feed.fill(ahead):
            running = completed(send(feed.handed_out()), loop=client.loop)
            whole = True
            for future in running:
                try:
                    outcome = _result(future)
                except (BrokenExecutor, MemoryError):
                    whole = False
                else:
                    del feed.pending[outcome[0]]
                    yield outcome
                futures.discard(future)
                if whole and feed.fill(ahead):
                    running.update(send(feed.handed_out()))
            for number, item in feed.left_over():
                (future,) = send([(number, item)])
                yield _or_failure(number, partial(_result, future))
                futures.discard(future)
    finally:
        client.cancel(list(futures))


def _submit(client: Any, work: _Work, number: int, item: Any) -> Any:
    with warnings.catch_warnings():
        # Dask would have a large item sent to one worker beforehand: lost if that worker is.
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        return client.submit(work, number, item, pure=False)


def _result(future: Any) -> Outcome:
    import distributed

    killed: Any = distributed.KilledWorker  # not typed
    try:
        outcome: Outcome = future.result()
    except killed as error:  # by itself, or by another that was on its worker
        raise BrokenExecutor(str(error)) from error
    except CancelledError as error:
        raise SchedulerError("the connection to the Dask scheduler was lost") from error
    return outcome
