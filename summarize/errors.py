"""Every error that the library raises on purpose, in one tree.

SummarizeError
├── EmptyInputError      no source had any text
├── ReadingError         one source cannot be read (read() turns it into a skipped source)
├── SettingsError        a setting, or a field of a Document, has a bad value (also a ValueError)
│   └── UnknownNameError     a name that is not in the table of its kind
├── PluginError          a user's callable returned the wrong thing, or cannot travel
├── ModelNotFoundError   an embedding model is not on this machine
├── MissingExtraError    an optional dependency is not installed
├── SchedulerError       a Dask cluster is not there, or cannot run this library
├── WorkerError          a process died, or found no memory, at a part of a large topic
├── BriefFormatError     a JSON text is not a brief (also a ValueError)
└── OutputError          the result cannot be written
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = [
    "BriefFormatError",
    "EmptyInputError",
    "MissingExtraError",
    "ModelNotFoundError",
    "OutputError",
    "PluginError",
    "ReadingError",
    "SchedulerError",
    "SettingsError",
    "SummarizeError",
    "UnknownNameError",
    "WorkerError",
]


class SummarizeError(Exception):
    """Base of all errors of this library; its text is one line that a user can act on."""

    def __reduce__(self) -> tuple[Any, ...]:
        # By its text: an error whose parameters are other than its text travels as well.
        return _restore, (type(self), self.args)


def _restore(kind: type[SummarizeError], args: tuple[Any, ...]) -> SummarizeError:
    return kind.__new__(kind, *args)


class EmptyInputError(SummarizeError):
    """No source had any text that could be summarized."""


class ReadingError(SummarizeError):
    """One source cannot be read; the text says why."""


class SettingsError(SummarizeError, ValueError):
    """A setting or field has a value outside its range; the text says which, the range and it."""


class UnknownNameError(SettingsError):
    """A name that its table of alternatives does not hold."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown {kind} {name!r}; choose one of: {', '.join(sorted(known))}")


class PluginError(SummarizeError, TypeError):
    """A user's callable broke its contract, or cannot be sent to a worker, or loaded there."""


class ModelNotFoundError(SummarizeError):
    """An embedding model was asked for that is not on this machine; nothing is downloaded."""


class MissingExtraError(SummarizeError, ImportError):
    """An optional dependency is needed; the text holds the command that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f'{what} needs an extra: pip install "summarize[{extra}]"')


class SchedulerError(SummarizeError):
    """No Dask cluster answers at an address, or its workers cannot do the work, or are gone."""


class WorkerError(SummarizeError):
    """Work on a part of a large topic took its process's life or all memory, and again alone."""


class BriefFormatError(SummarizeError, ValueError):
    """A JSON text that does not hold a brief."""


class OutputError(SummarizeError, OSError):
    """The result cannot be written where it should go; nothing half-written is left."""
