"""The shortest use: a folder of texts in, a brief of three points out."""

from summarize import read, summarize

brief = summarize(read("seeds/"), max_points=3)
print(brief)
