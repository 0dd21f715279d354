"""A brief as HTML: a page of its own (`page`), and a fragment for a notebook (`notebook`).

A brief goes in, a string comes out. `evidence` knows which passages are referred to and by what;
`points`, `sections`, `sources` and `picture` write the parts; `markup` escapes all of them. The
look is in page.css; page.js adds only what a page without it can do without.
"""

from __future__ import annotations

from summarize.rendering.html.notebook import render_fragment
from summarize.rendering.html.page import render_html

__all__ = ["render_fragment", "render_html"]
