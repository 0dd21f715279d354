"""Linear algebra in one thread: while a summary is made, and not a moment longer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from summarize import summarize
from summarize.threads import one_blas_thread

MONDAY = "The river Aller flooded the old town of Verden on Monday. No one was hurt."
TUESDAY = "On Monday the Aller flooded the old town of Verden. The dam had held."


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@pytest.fixture(autouse=True)
def two() -> Iterator[None]:
    with one_blas_thread():  # so that all libraries are loaded
        pass
    with threadpool_limits(2, user_api="blas"):
        assert blas_threads() == {2}
        yield


def test_inside_there_is_one_and_outside_as_many_as_before() -> None:
    with one_blas_thread():
        with one_blas_thread():
            assert blas_threads() == {1}
        assert blas_threads() == {1}
    assert blas_threads() == {2}


def test_an_error_lifts_the_limit() -> None:
    with pytest.raises(ValueError, match="bad"), one_blas_thread():
        raise ValueError("bad")
    assert blas_threads() == {2}


def test_who_enters_first_may_leave_first() -> None:
    """Were each of two threads to restore what it found, the limit would stay."""
    both_inside, first_out = Barrier(2), Barrier(2)

    def first() -> None:
        with one_blas_thread():
            both_inside.wait(10)
        first_out.wait(10)

    def second() -> None:
        with one_blas_thread():
            both_inside.wait(10)
            first_out.wait(10)

    threads = [Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert blas_threads() == {2}
    with one_blas_thread():
        assert blas_threads() == {1}


def test_a_summary_is_made_in_one_but_the_embedder_has_all() -> None:
    seen: dict[str, set[int]] = {}

    def embed(texts: list[str]) -> Any:
        seen["embedder"] = blas_threads()
        return np.ones((len(texts), 2))

    def select(candidates: Any, limits: Any, diversity: float) -> Any:
        from summarize.selection import mmr

        seen["selector"] = blas_threads()
        return mmr(candidates, limits, diversity)

    summarize([MONDAY, TUESDAY], embedder=embed, selector=select)
    assert seen == {"embedder": {2}, "selector": {1}}
    assert blas_threads() == {2}
