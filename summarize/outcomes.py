"""One item and what came of it: its result, or why there is none; and many on their way.

What `parallel` and `on_dask` share: a function as it travels to where the work is done, and the
items that are taken in, at work, or done and held back.
"""

from __future__ import annotations

import errno
import os
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from summarize.errors import (
    MissingExtraError,
    ModelNotFoundError,
    PluginError,
    SummarizeError,
    UnknownNameError,
)

__all__ = [
    "Failure",
    "Feed",
    "Once",
    "Outcome",
    "Work",
    "attempt_here",
    "is_want_of_memory",
    "or_failure",
]

Item = TypeVar("Item")
# The number of an item, from 0, and its result or Failure.
Outcome = tuple[int, Any]

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


def _attempt(function: Callable[[Any], Any], item: Any) -> Any:
    """Return the result, or a Failure that does not know its index.

    Raises
    ------
    MemoryError
        There is not enough for this item, beside what else is at work.
    """
    try:
        return function(item)
    except FATAL:
        raise
    except SummarizeError as error:
        return Failure(-1, str(error))
    except Exception as error:
        if is_want_of_memory(error):
            raise MemoryError(*error.args) from error
        return Failure(-1, f"{type(error).__name__}: {error}".removesuffix(": "))


def is_want_of_memory(error: Exception) -> bool:
    """Tell whether there was not enough memory, as Python or as the system says it."""
    is_the_systems = isinstance(error, OSError) and error.errno == errno.ENOMEM
    return is_the_systems or isinstance(error, MemoryError)


def attempt_here(function: Callable[[Any], Any], item: Any) -> Any:
    """Attempt it in this process, where nothing is at work beside it."""
    try:
        return _attempt(function, item)
    except MemoryError:
        return Failure(-1, STARVED)


@dataclass(frozen=True, slots=True)
class Work:
    """A function as it travels: a process that gets it many times unpickles it once."""

    pickled: bytes
    sender: int

    @classmethod
    def of(cls, function: Callable[[Any], Any]) -> Work:
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


class Once:
    """A callable that is loaded once in each process, in however many `Work`s it comes there.

    It may be a model of a gigabyte; every pass over a large topic is a `Work` of its own.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.__qualname__ = getattr(function, "__qualname__", type(function).__qualname__)

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)

    @cached_property
    def _pickled(self) -> bytes:
        import cloudpickle

        dumped: bytes = cloudpickle.dumps(self._function)
        return dumped

    def __reduce__(self) -> tuple[Any, ...]:
        return _loaded, (self._pickled,)


def _loaded(pickled: bytes) -> Once:
    return Once(_unpickled(pickled))


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=2)
def _unpickled(pickled: bytes) -> Callable[[Any], Any]:
    try:
        function: Callable[[Any], Any] = pickle.loads(pickled)
    except SummarizeError:
        raise
    except Exception as error:  # a module that is not there, or whatever it does when it is loaded
        if is_want_of_memory(error):
            raise MemoryError(*error.args) from error
        raise PluginError(
            f"a callable among the settings cannot be loaded by a worker "
            f"({type(error).__name__}: {error}); install there what it needs"
        ) from error
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


class Feed(Generic[Item]):
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


def or_failure(number: int, attempt: Callable[[], Outcome]) -> Outcome:
    """Try an item alone, when it was lost beside others; if it is again, it has failed."""
    try:
        return attempt()
    except BrokenExecutor:
        return number, Failure(number, KILLED)
    except MemoryError:
        return number, Failure(number, STARVED)
