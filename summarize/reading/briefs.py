"""Whether bytes are a brief that this program wrote: it repeats sources, and is none itself.

Known are plain text and Markdown, by how they begin, and HTML, by its mark. A brief packed for a
language model (`context`) begins like many a text and is not known; JSON is no text anyway.
"""

from __future__ import annotations

import re

from summarize.reading.formats import HEAD_BYTES

__all__ = ["is_brief"]

_HTML = re.compile(
    rb'<!doctype html>\s*<html[^>]*><head><meta charset="utf-8"/?><meta name="generator" '
    rb'content="summarize"'
)
_MARKDOWN = re.compile(r"# [^\n]*\n\n\| No\. \| Key Point \| Sources \|")
_TEXT = re.compile(r"[^\n]+\n={1,88}\n\n(?: *1\. |(?P<none>\(no points\)))")
# "[1] [3] p. 2  2 sources", below a point; the line may end before the number or the word.
_CITED = re.compile(r"^ +(?:\[\d+\](?: p\. \d+)? *)+\s+[\d,]+\s+sources?\b", re.MULTILINE)


def is_brief(data: bytes) -> bool:
    """Whether a file holds a brief in plain text, Markdown or HTML; its beginning is enough."""
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")):
        return True
    head = data[:HEAD_BYTES].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    begins = _TEXT.match(head)
    if begins is None:
        return _MARKDOWN.match(head) is not None
    return begins["none"] is not None or _CITED.search(head) is not None
