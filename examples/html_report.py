"""You want to send it to somebody: one page that needs nothing else, every citation in its text.

Give the name of the file to write: `python examples/html_report.py brief.html`.
"""

import sys
import tempfile
from pathlib import Path

from summarize import read, summarize

page = Path(sys.argv[1] if sys.argv[1:] else f"{tempfile.mkdtemp()}/brief.html")
brief = summarize(read("seeds/"), max_points=5, title="Talks in Tokyo")
page.write_text(brief.to_html(), encoding="utf-8")
print(f"{page}: {len(brief.points)} points of {len(brief.sources)} sources")
