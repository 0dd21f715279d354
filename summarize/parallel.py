"""One function over many items: results in the order of the items, or each when it is ready.

joblib decides where the work is done: in this process, in processes of this machine, or, under
`joblib.parallel_config("dask")`, on the workers of a Dask cluster. Items are taken in only a little
ahead of the results, so both may be without end. An item that fails, that kills its worker or takes
more memory than there is, is a `Failure` and the rest goes on. What the function does is not known
here.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any, TypeVar

from summarize.errors import SettingsError
from summarize.on_dask import on_dask
from summarize.outcomes import Failure, Feed, Outcome, Work, attempt_here, or_failure

__all__ = ["AHEAD", "as_completed", "everywhere", "in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")

# How many items a worker are in memory, waiting, under work, or done and held back. Where results
# are given out in order, a topic that takes so many times as long as the others makes the workers
# wait for it; one twice as large costs twice as much.
AHEAD = 16


def in_order(
    function: Callable[[Item], Result], items: Iterable[Item], n_jobs: int | None = None
) -> Iterator[Result | Failure]:
    """Return an iterator over `function(item)`, in the order of the items.

    A result that is ready before those of earlier items is held back. Parameters and errors are
    those of `as_completed`.
    """
    feed = Feed(items)
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
    return _outcomes(function, Feed(items), n_jobs)


def _outcomes(
    function: Callable[[Any], Any], feed: Feed[Any], n_jobs: int | None
) -> Iterator[Outcome]:
    from joblib import Parallel, effective_n_jobs
    from joblib.parallel import get_active_backend

    _check_n_jobs(n_jobs)
    # Looked up now: the iterator may be used when the caller has left the `parallel_config`.
    backend, configured = get_active_backend()
    client = getattr(backend, "client", None)
    if client is not None:
        outcomes = on_dask(Work.of(function), feed, client, AHEAD)
    elif (n_workers := effective_n_jobs(n_jobs)) == 1:
        outcomes = ((number, attempt_here(function, item)) for number, item in feed.now())
    else:
        # A new one each time: after a failure joblib keeps batches that nobody waits for.
        given = {"n_jobs": configured if n_jobs is None else n_jobs, "backend": backend}
        # Arrays travel in the pickles: joblib would put large ones in files, for which there may be
        # no room, and they are few.
        how = {"return_as": "generator_unordered", "batch_size": 1, "max_nbytes": None}
        new = partial(Parallel, **given, **how)
        outcomes = _on_processes(Work.of(function), feed, new, n_workers)
    return _numbered(outcomes, feed)


def everywhere(function: Callable[[], Result]) -> list[Result]:
    """Run a function here, and once on each worker of a Dask cluster if joblib runs on one.

    It is for putting things in order: a worker that is gone, or where the function fails, is passed
    over, and so are all if their scheduler is gone.
    """
    from joblib.parallel import get_active_backend

    results = [function()]
    client = getattr(get_active_backend()[0], "client", None)
    if client is not None and client.status == "running":
        with suppress(Exception):  # whatever Dask makes of a connection that is lost meanwhile
            results += client.run(function, on_error="ignore").values()
    return results


def _check_n_jobs(n_jobs: Any) -> None:
    is_integer = isinstance(n_jobs, int) and not isinstance(n_jobs, bool)
    if n_jobs is not None and (not is_integer or n_jobs == 0):
        raise SettingsError(f"n_jobs must be an integer, and not 0; got {n_jobs!r}")


def _numbered(outcomes: Iterator[Outcome], feed: Feed[Any]) -> Iterator[Outcome]:
    for number, result in outcomes:
        yield number, replace(result, index=number) if isinstance(result, Failure) else result
    if feed.error is not None:
        raise feed.error


def _sorted(outcomes: Iterator[Outcome], feed: Feed[Any]) -> Iterator[Any]:
    """Hold back what is ready too early; the error of the source comes after what it gave."""
    due = count()
    following = next(due)
    with closing(outcomes):  # type: ignore[type-var]
        for number, result in outcomes:
            feed.held_back[number] = result
            while following in feed.held_back:
                yield feed.held_back.pop(following)
                following = next(due)


def _on_processes(
    work: Work, feed: Feed[Any], new: Callable[[], Any], n_workers: int
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


def _run(parallel: Any, work: Work, items: Iterable[tuple[int, Any]]) -> Any:
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


def _alone(parallel: Any, work: Work, number: int, item: Any) -> Outcome:
    outcomes = _run(parallel, work, [(number, item)])
    try:
        return or_failure(number, partial(next, outcomes))
    finally:
        _stop(outcomes)
