"""Brief -> str, one renderer a format; to add one, write a function and a line in `RENDERERS`.

`terminal` is not among them: what it prints depends on the screen it is printed on.
"""

from __future__ import annotations

from typing import Protocol

from summarize.documents import Brief
from summarize.errors import UnknownNameError
from summarize.rendering.context import render_context
from summarize.rendering.csl import render_csl
from summarize.rendering.html import render_html
from summarize.rendering.json import render_json
from summarize.rendering.markdown import render_markdown
from summarize.rendering.text import render_text

__all__ = ["RENDERERS", "Renderer", "renderer"]


class Renderer(Protocol):
    """Turns a brief into a string, without a newline at its end.

    `explain` shows why each point was chosen, `show_dropped` lists what was left out of the texts.
    """

    def __call__(
        self, brief: Brief, *, explain: bool = False, show_dropped: bool = False
    ) -> str: ...


RENDERERS: dict[str, Renderer] = {
    "text": render_text,
    "markdown": render_markdown,
    "html": render_html,
    "json": render_json,
    "context": render_context,
    "csl-json": render_csl,
}


def renderer(name: str) -> Renderer:
    """Return the renderer of a format, or raise UnknownNameError."""
    if name not in RENDERERS:
        raise UnknownNameError("format", name, RENDERERS)
    return RENDERERS[name]
