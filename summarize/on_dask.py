"""The work of `parallel` on the workers of a Dask cluster."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError
from functools import partial
from typing import Any

from summarize.errors import SchedulerError
from summarize.outcomes import Feed, Outcome, Work, or_failure

__all__ = ["on_dask"]


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

    try:
        while feed.fill(size):
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
                if whole and feed.fill(size):
                    running.update(send(feed.handed_out()))
            for number, item in feed.left_over():
                (future,) = send([(number, item)])
                yield or_failure(number, partial(_result, future))
                futures.discard(future)
    finally:
        client.cancel(list(futures))


def _submit(client: Any, work: Work, number: int, item: Any) -> Any:
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
