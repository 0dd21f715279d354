"""Rules on whose work it is: captions and credits of pictures, bylines, posts of social networks.

A block comes in; all of it, or its credit, comes out as a span to drop. The words known here, names
of agencies and of roles, are the same on pages of many languages.
"""

from __future__ import annotations

import re

from .blocks import Block, Span
from .form import n_words

__all__ = ["byline", "caption", "post"]

CAPTION = 80  # words; what is longer and ends in a credit is an article with a picture's credit

AGENCIES = r"AP|AFP|EPA|PA|Reuters|Getty|Associated Press|Shutterstock|iStock\w*|Alamy|Xinhua|Kyodo"
CREDIT = re.compile(
    rf"(?P<credit>\((?:[^()]{{0,100}}[/,;:\s])?(?:{AGENCIES}|Images?|Photo\w*|Courtesy|Handout"
    rf"|Pictures?|Credit)\b"
    r"[^()]{0,80}\)[\s\"”*]*)$"
    rf"|(?:(?<!\[)\b(?:Photo(?:graph|s)?|Picture|Image|Credit|Foto|Illustration)s?"
    r"(?: (?:by|credit|courtesy))?: ?|\bCourtesy (?:of )?|\bPhoto(?:graph)?s? (?:by|via) )"
    r"[^.:!?]{2,60}\.?\)?$"
    r"|(?:Getty(?: Images)?(?:/\w+)?|iStock\w*|AFP/Getty|/(?:AP|AFP|EPA|Reuters)|Shutterstock"
    r"|[.\"”] (?:AP|AFP|PA|Reuters|USA TODAY))$"
    r"|\([A-Z][^()]{2,60}(?:/| via | for (?:The )?)[A-Z][^()]{1,40}\)$|\bREUTERS/[\w ]{3,40}$"
    r"|\((?:Published|Aired|Posted)[^()]{4,40}\)$"
    r"|\((?:Photo|Picture|Image|Foto|Credit|Source)[^()]{0,100}\)$",
)
# What a text must have for CREDIT to be worth looking for ("Stock": a small i would stop it often).
CREDIT_HINT = re.compile(
    r"\)[\s\"”*]*$|Photo|Picture|Image|Credit|Foto|Illustration|Courtesy|Getty|Stock|Shutterstock"
    r"|REUTERS/|AP$|AFP$|PA$|EPA$|Reuters$|USA TODAY$"
)
CAPTIONED = re.compile(
    r"FILE\b ?(?:PHOTO|[-–—:])|A file photo |(?:Photo|Image|Picture|Foto)s?: "
    r"|\(?(?:File )?(?:Photo|Image|Media|Video|Picture)s? (?:caption|copyright|credit)"
    r"|Facebook Twitter Pinterest |Enlarge (?:this|image)|(?-i:CLOSE [A-Z])"
    r"|In (?:this|an?) (?:[\w.,' ]{0,40} )?(?:photo|image|frame grab),? "
    r"(?:released|provided|taken|made|from|(?-i:[A-Z]))"
    r"|\d+/\d+ (?=[^\n]*[^.!?\"”]$)",
    re.IGNORECASE,
)
# The number of a picture among so many that it is neither a date nor a share.
IN_GALLERY = re.compile(r"\d{1,3}/(?!\d00 )(?:3[3-9]|[4-9]\d|\d{3}) \W?[A-Z]")
HIDDEN = re.compile(r"(?:hide|toggle) caption|Image caption|Back to Gallery", re.IGNORECASE)
NAME = r"[^\W\d_a-zß-ÿ][\w.'’\-]*"
JOINT = (
    r"(?:,|,? and| &| y| et| und)? (?:(?:de|van|von|der|da|di|bin|al|la|le|for|of|in|the|at) ){0,2}"
)
NAMES = rf"{NAME}(?:{JOINT}{NAME}){{0,9}}"
BYLINE = re.compile(
    rf"\W{{0,3}}(?:[Bb]y|BY|Par|Von|Por|Di) {NAMES}[\W\d]{{0,6}}"
    rf"|\W{{0,3}}(?:[Bb]y|BY) {NAMES} ?(?:[|•·]|, (?=[^.!?]*$)).{{0,80}}"
)
ROLE = re.compile(
    rf"{NAMES},? (?:[|•·–—-] )?"
    r"(?:(?:[Ss]taff|STAFF|Senior|Special|Contributing|Political|AP) ){0,2}"
    r"(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Cc]olumnist|WRITER)s?(?:[,|][^.]{0,60})?"
)
TWEET = re.compile(
    r"pic\.twitter\.com/|https?://t\.co/|— .{1,60}\(@\w+\)|\bRT @\w+"
    r"|A (?:post|photo|video) (?:shared|posted) by "
)
TWEET_HINTS = ("@", "://t.co/", "pic.twitter.com/", "shared by", "posted by")  # one is in each


def caption(block: Block) -> list[Span]:
    """What stands under a picture; of a longer text that ends in a credit only the credit."""
    text = block.text
    tail = max(0, len(text) - 240)
    credit = CREDIT.search(text, tail) if CREDIT_HINT.search(text, tail) else None
    lower = text.lower()
    hidden = len(HIDDEN.findall(text)) if "caption" in lower or "gallery" in lower else 0
    if hidden > 2 or IN_GALLERY.match(text):
        return block.whole
    if n_words(text) <= CAPTION and (hidden or CAPTIONED.match(text)):
        return block.whole
    if credit is None:
        return []
    last = block.position == block.n_blocks - 1  # agencies sign the end of a story
    signed = last and re.search(r"(?<!\.)\.\W{0,3}$", text[tail : credit.start()])
    return block.whole if n_words(text) <= CAPTION and not signed else [credit.span()]


def byline(block: Block) -> list[Span]:
    """The names of those who wrote it."""
    text = block.text
    named = len(text) <= 200 and (BYLINE.fullmatch(text) or ROLE.fullmatch(text))
    return block.whole if named else []


def post(block: Block) -> list[Span]:
    """An embedded post; without its signature its words would have no speaker."""
    text = block.text
    if block.n_blocks < 3 or n_words(text) > CAPTION:  # alone, or an article
        return []
    hinted = any(hint in text for hint in TWEET_HINTS)
    return block.whole if hinted and TWEET.search(text) else []
