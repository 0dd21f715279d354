"""Ids of topics, whatever they hold -> names of files, safe on every system, each its own.

A name holds letters and digits of any script, and "-", "_", "." between them: no path can be made
of it, no option, no hidden file, none of the words that Windows keeps for devices.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["Names", "file_name"]

# File systems take 255 bytes; room is left for a number, an ending and a temporary name.
MAX_BYTES = 120
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name(id: str) -> str:
    """Return the id itself if it is safe, else what is safe of it, at most `MAX_BYTES` bytes."""
    text = unicodedata.normalize("NFC", id)
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in "-_." else "_" for c in text)
    name = kept.encode("utf-8", "ignore")[:MAX_BYTES].decode("utf-8", "ignore").strip("-_.")
    return f"_{name}" if DEVICES.match(name) else name or "topic"


class Names:
    """Gives names that differ by more than the case of their letters: "x", "x-2", "x-3"."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, id: str) -> str:
        """Return the name for the next topic of this id."""
        name = unique = file_name(id)
        while (key := unicodedata.normalize("NFKC", unique).casefold()) in self._taken:
            base = unicodedata.normalize("NFKC", name).casefold()
            self._taken[base] += 1
            unique = f"{name}-{self._taken[base]}"
        self._taken[key] = 1
        return unique
