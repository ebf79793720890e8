"""What sort of file some bytes are, and the text that they encode."""

from __future__ import annotations

import codecs
import re

# Longest first where one begins like another.
SIGNS = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
)
# What cannot be read, and what to do about it.
NO_TEXT = (
    (b"\x1f\x8b", "is compressed with gzip. Unpack it first."),
    (b"BZh", "is compressed with bzip2. Unpack it first."),
    (b"\xfd7zXZ\0", "is compressed with xz. Unpack it first."),
    (b"PK\x03\x04", "is a zip archive or an Office file. Unpack it, or save it as text or PDF."),
    (b"\xd0\xcf\x11\xe0", "is an old Office file. Save it as text or PDF."),
    (b"{\\rtf", "is a Rich Text file. Save it as text or PDF."),
    (b"SQLite format 3\0", "is a SQLite database. Name it with --store to keep events in it; it holds no article."),
    (b"\x89PNG", "is an image. Name the text it shows."),
    (b"\xff\xd8\xff", "is an image. Name the text it shows."),
    (b"GIF8", "is an image. Name the text it shows."),
    (b"\x7fELF", "is a program, not a text."),
    (b"MZ\x90", "is a program, not a text."),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,80}?encoding|<meta[^>]{0,200}?charset)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.I
)
HEAD = 4096


def sort_of(head: bytes) -> str | None:
    """The format that the first bytes of a file show: pdf, parquet, warc; None where they do not tell."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return next((name for sign, name in SIGNS if head.startswith(sign)), None)


def why_no_text(head: bytes) -> str | None:
    """Why a file that begins so holds no text to read; None where it may."""
    return next((why for sign, why in NO_TEXT if head.startswith(sign)), None)


def decode(data: bytes) -> str:
    """The text that bytes encode: by byte order mark, declared charset, UTF-8, else Windows-1252.

    The mark itself is left out. The few bytes that Windows-1252 does not use
    become replacement characters, so that every offset stays.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    declared = DECLARED.search(data, 0, HEAD)
    for name in (_known(declared[1]) if declared else None, "utf-8"):
        if name is not None:
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return data.decode("cp1252", errors="replace")


def _known(name: bytes) -> str | None:
    """The codec of a declared charset; a page that says Latin-1 is read as Windows-1252, as browsers do."""
    try:
        found = codecs.lookup(name.decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None
    return {"iso8859-1": "cp1252", "ascii": None}.get(found, found)
