"""How a brief shows itself: each method hands it to a renderer.

The renderers are imported when they are called: a brief is of a lower floor than they are, and
whoever has one can show it all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from summarize.documents import Brief

__all__ = ["Shown"]


class Shown:
    """What can be done with a brief to read it; `Brief` is the only one of this kind."""

    __slots__ = ()

    def render(
        self, format: str = "text", *, explain: bool = False, show_dropped: bool = False
    ) -> str:
        """Return the brief in a format, a name in `RENDERERS`.

        `explain` shows why each point was chosen, `show_dropped` lists the passages that were left
        out of the sources. Raises UnknownNameError if there is no such format.
        """
        from summarize.rendering import renderer

        return renderer(format)(self._brief(), explain=explain, show_dropped=show_dropped)

    def _brief(self) -> Brief:
        return cast("Brief", self)

    def __str__(self) -> str:
        return self.render("text")

    def _repr_markdown_(self) -> str:
        return self.render("markdown")

    def to_markdown(self) -> str:
        """Return the brief as Markdown, with a table of its points."""
        return self.render("markdown")

    def _repr_html_(self) -> str:
        from summarize.rendering.html import render_fragment

        return render_fragment(self._brief())

    def to_html(self) -> str:
        """Return the brief as one HTML file that needs nothing else."""
        return self.render("html")

    def to_context(
        self, max_tokens: int | None = None, count_tokens: Callable[[str], int] | None = None
    ) -> str:
        """Return the points with `[n]` marks and a list of their sources, for a language model.

        Parameters
        ----------
        max_tokens : int or None
            Upper limit of the whole text, at least 1. Whole points only, in order of rank, each
            with its sources in the list and with what they contradict it on; the last line says so
            if some had no room.
        count_tokens : callable of str to int, or None
            How many tokens a text is to your model, `lambda text: len(encoding.encode(text))` with
            tiktoken. None: the WordPiece tokenizer of the bundled embedding model, and by its bytes
            what that cannot read; `rendering.tokens` says how near this is to language models.

        Raises
        ------
        SettingsError
            If `max_tokens` is no whole number of at least 1.
        """
        from summarize.rendering.context import pack

        return pack(self._brief(), max_tokens, count_tokens)

    def to_json(self) -> str:
        """Return the brief as JSON, all of it; `from_json` reads it back."""
        return self.render("json")

    def to_dict(self) -> dict[str, Any]:
        """Return the brief as the mapping that its JSON holds (`json_schema` describes it)."""
        from summarize.rendering.json import to_dict

        return to_dict(self._brief())

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) that the JSON of every brief satisfies."""
        from summarize.rendering.schema import load_schema

        return load_schema()
