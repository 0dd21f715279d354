"""The work of `parallel` on the workers of a Dask cluster."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread
from typing import Any

from summarize.errors import SchedulerError
from summarize.outcomes import Feed, Outcome, Work, or_failure

__all__ = ["on_dask"]

# A cluster that grows and shrinks may be without workers for a while; Dask would wait for ever.
LOOK_SECONDS, DESERTED_SECONDS = 5.0, 300.0


def on_dask(work: Work, feed: Feed[Any], client: Any, ahead: int) -> Iterator[Outcome]:
    """By the futures of the client: joblib waits for ever for a task that killed its workers.

    A round takes in no more when a worker died or starved, and what was lost is tried alone.
    """
    import distributed

    completed: Any = distributed.as_completed  # not typed
    size = ahead * max(sum(client.ncores().values()), 1)
    futures: set[Any] = set()

    def send(numbered: Iterable[tuple[int, Any]]) -> list[Any]:
        sent = [_submit(client, work, number, item) for number, item in numbered]
        futures.update(sent)
        return sent

    with _cancelled_at_the_end(client, futures) as why_cancelled:
        while feed.fill(size):
            running = completed(send(feed.handed_out()), loop=client.loop)
            whole = True
            for future in running:
                try:
                    outcome = _result(future, why_cancelled)
                except (BrokenExecutor, MemoryError):
                    whole = False
                else:
                    del feed.pending[outcome[0]]
                    yield outcome
                futures.discard(future)
                if whole and feed.fill(size):
                    running.update(send(feed.handed_out()))
            for number, item in feed.left_over():
                (future,) = send([(number, item)])
                yield or_failure(number, partial(_result, future, why_cancelled))
                futures.discard(future)


@contextmanager
def _cancelled_at_the_end(client: Any, futures: set[Any]) -> Iterator[Callable[[], str]]:
    """Cancel what still runs, at the end or when all workers are gone for minutes; yield why."""
    over, deserted = Event(), Event()

    def watch() -> None:
        seen = float("inf")  # a cluster that is being started may have none yet
        while not over.wait(LOOK_SECONDS):
            try:
                if client.ncores():
                    seen = time.monotonic()
                elif futures and time.monotonic() - seen > DESERTED_SECONDS:
                    deserted.set()
                    client.cancel(list(futures))
            except Exception:  # a connection that is lost for good cancels all by itself
                continue

    def why() -> str:
        minutes = f"{DESERTED_SECONDS / 60:.0f} minutes"
        gone = f"the Dask cluster has had no worker for {minutes}"
        return gone if deserted.is_set() else "the connection to the Dask scheduler was lost"

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield why
    finally:
        over.set()
        client.cancel(list(futures))


def _submit(client: Any, work: Work, number: int, item: Any) -> Any:
    with warnings.catch_warnings():
        # Dask would have a large item sent to one worker beforehand: lost if that worker is.
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        return client.submit(work, number, item, pure=False)


def _result(future: Any, why_cancelled: Callable[[], str]) -> Outcome:
    import distributed

    killed: Any = distributed.KilledWorker  # not typed
    try:
        outcome: Outcome = future.result()
    except killed as error:  # by itself, or by another that was on its worker
        raise BrokenExecutor(str(error)) from error
    except CancelledError as error:
        raise SchedulerError(why_cancelled()) from error
    return outcome
