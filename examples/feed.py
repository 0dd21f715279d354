"""You follow a feed: what its entries share today, each point with the address of who says it.

Give the feed's address or file: `python examples/feed.py https://.../rss`. Without one, three
entries written here stand in for it.
"""

import sys
import tempfile
from pathlib import Path

from summarize import read, summarize

ENTRY = (
    "<item><title>{}</title><link>https://{}.example/</link><description>{}</description></item>"
)
ENTRIES = [
    ("No boat", "harbour", "The ferry to the island stopped on Monday because an engine failed."),
    ("No ferry", "island", "An engine failed, and the ferry to the island stopped on Monday."),
    ("Islanders wait", "coast", "Islanders wait for bread. A new engine will come on Thursday."),
]


def sample() -> str:
    """Write a feed of three entries and return its name."""
    file = Path(tempfile.mkdtemp()) / "feed.rss"
    items = "".join(ENTRY.format(title, site, text) for title, site, text in ENTRIES)
    file.write_text(f"<rss><channel><title>News</title>{items}</channel></rss>", encoding="utf-8")
    return str(file)


brief = summarize(read(*(sys.argv[1:] or [sample()])), max_points=3)
for point in brief.points:
    print(point.text, *(citation.source for citation in point.citations))
