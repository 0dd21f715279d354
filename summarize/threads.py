"""One thread for NumPy's and SciPy's linear algebra, for as long as a function of ours runs.

The products of a topic are many and small. BLAS shares each among all cores and waits for the last
of them: where the machine has other work that takes longer than the product itself, and where it
has none it saves little (`benchmarks/README.md`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any

__all__ = ["one_blas_thread"]

# The limit is the process's: were each of two threads to restore what it found, it could stay.
_SETTING = RLock()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let BLAS use one thread; nothing is done while another thread of the process does so."""
    if not _SETTING.acquire(blocking=False):
        yield
        return
    try:
        with _libraries().limit(limits=1, user_api="blas"):
            yield
    finally:
        _SETTING.release()


@cache
def _libraries() -> Any:
    import scipy.linalg  # noqa: F401  # brings its own BLAS, which must be loaded to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
