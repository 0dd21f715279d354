"""An address -> a Dask cluster on which joblib runs, or in seconds an error that says why not.

Needs the extra `[distributed]`. What is run there is the matter of `parallel`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from summarize.errors import MissingExtraError, SchedulerError

__all__ = ["running_on"]

# A scheduler that is there answers in a tenth of a second, one across the world in one.
CONNECT_SECONDS = 5
WORKERS_SECONDS = 10


@contextmanager
def running_on(address: str) -> Iterator[None]:
    """Let joblib use the cluster of the scheduler at `address`, as `tcp://host:8786`.

    Raises
    ------
    MissingExtraError
        Dask is not installed.
    SchedulerError
        No scheduler answers, it has no workers, or they cannot run this library.
    """
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError("a Dask cluster", "distributed") from error
    from joblib import parallel_config

    connect: Any = distributed.Client  # not typed

    try:
        _check_address(address)
        with ThreadPoolExecutor(1) as thread:  # the caller's may have a loop that runs
            thread.submit(asyncio.run, _answer(address)).result()
        client = connect(address, timeout=CONNECT_SECONDS)
    except Exception as error:  # whatever Dask makes of what another service answers
        raise SchedulerError(f"no Dask scheduler answers at {address}: {_why(error)}") from error
    with client:
        _check_workers(client, address)
        with parallel_config("dask", client=client):
            yield


def _check_address(address: str) -> None:
    from distributed.comm.addressing import resolve_address

    resolve: Any = resolve_address  # not typed
    try:
        resolve(address)
    except ValueError as error:
        raise SchedulerError(str(error)) from error
    if address.startswith("tls://") and _keys().get("ssl_context") is None:
        raise SchedulerError("Dask's configuration has no certificates (distributed.comm.tls)")


def _keys() -> dict[str, Any]:
    """What the connections of a client are made with, by Dask's configuration."""
    import distributed

    security: Any = distributed.Security  # not typed
    keys: dict[str, Any] = security().get_connection_args("client")
    return keys


def _why(error: Exception) -> str:
    if isinstance(error, (SchedulerError, OSError, asyncio.TimeoutError)):
        return str(error) or f"not within {2 * CONNECT_SECONDS} seconds"
    # Its words were taken for numbers: nothing that Dask makes of them means anything.
    return "what answers there is something else"


async def _answer(address: str) -> None:
    """Ask who is there; Dask's client would wait for ever for the answer of another service."""
    import distributed

    rpc: Any = distributed.rpc  # not typed

    async def ask() -> None:
        async with rpc(address, timeout=CONNECT_SECONDS, connection_args=_keys()) as scheduler:
            await scheduler.identity()

    await asyncio.wait_for(ask(), 2 * CONNECT_SECONDS)


def _check_workers(client: Any, address: str) -> None:
    """Another version of this library there would write other briefs than this one."""
    from summarize import __version__

    try:
        client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        versions = client.run(_version)
    except (TimeoutError, asyncio.TimeoutError) as error:  # two classes before Python 3.11
        raise SchedulerError(
            f"the Dask scheduler at {address} has no workers; start some: dask worker {address}"
        ) from error
    except ImportError as error:
        raise SchedulerError(f"the Dask workers cannot load this library: {error}") from error
    for worker, version in versions.items():
        if version != __version__:
            raise SchedulerError(f"summarize is {__version__} here, but {version} on {worker}")


def _version() -> str:
    from summarize import __version__

    return __version__
