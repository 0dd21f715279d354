"""Markup made safely: `tag` escapes every string that is not markup already.

So a sentence of a source cannot become a tag, wherever it is put, and nothing has to remember to
escape it. What a control character, a lone surrogate or an override of direction would do is undone
by `display`, as in every other format.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote

from summarize.documents import Brief, Source
from summarize.rendering.display import display

__all__ = [
    "HUES",
    "Html",
    "count",
    "direction",
    "hidden",
    "hue",
    "join",
    "language",
    "name",
    "quotation",
    "tag",
    "web",
]

# Sources take these colours in turn; the number beside the colour tells them apart.
HUES = 8

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}

_EMPTY = {"circle", "col", "line", "meta", "path", "rect", "use"}


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(element: str, *children: str, **attributes: str | int | float | bool | None) -> Html:
    """Return an element; an attribute that is None or False is left out.

    `class_` is `class`, and `aria_label` is `aria-label`.
    """
    opened = element + "".join(_attribute(key, value) for key, value in attributes.items())
    if element in _EMPTY:
        return Html(f"<{opened}/>")
    return Html(f"<{opened}>{join(children)}</{element}>")


def _attribute(key: str, value: str | int | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    shown = key.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{html.escape(display(str(value)))}"'


def join(children: Iterable[str], glue: str = "") -> Html:
    """Return the children one after the other, those escaped that are no markup."""
    shown = (each if isinstance(each, Html) else _escape(each) for each in children)
    return Html(glue.join(shown))


def _escape(text: str) -> str:
    folded = html.escape(display(text))
    if not folded:
        return " " if text else ""
    # Blanks at the ends part a piece of a sentence from the next one.
    return f"{' ' * text[0].isspace()}{folded}{' ' * text[-1].isspace()}"


def hidden(text: str) -> Html:
    """Return text that is read out and not seen."""
    return tag("span", text, class_="unseen")


def quotation(element: str, brief: Brief, *children: str, **attributes: str | None) -> Html:
    """Return an element that holds words of a source, in their language and direction."""
    return tag(element, *children, lang=language(brief), dir="auto", **attributes)


def language(brief: Brief) -> str | None:
    """Return the language of the sources, if it is known by its code."""
    code = brief.settings.get("language")
    return code if isinstance(code, str) and re.fullmatch("[A-Za-z]{2,3}", code) else None


def direction(brief: Brief) -> str | None:
    """Return `rtl` if the sources are written from right to left."""
    return "rtl" if language(brief) in RIGHT_TO_LEFT else None


def hue(number: int) -> str:
    """Return the class that gives its colour to all that belongs to a source."""
    return f"hue-{(number - 1) % HUES + 1}"


def name(source: Source) -> str:
    """Return what a source is called."""
    return display(source.title or "") or display(source.id)


def count(number: int, noun: str) -> str:
    """Return `1 point` or `2 points`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def web(url: str | None) -> str | None:
    """Return an address that may be linked to: of the web and of no other scheme."""
    if not url or not re.match("https?://", url, re.IGNORECASE):
        return None
    # A path may hold any byte, a host any script; a browser reads both.
    return quote(url, safe="/:?&=#%+,;@!$~()*[]'", errors="surrogatepass")
