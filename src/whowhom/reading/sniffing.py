"""What a file is: by its first bytes, and only then by the ending of its name."""

from __future__ import annotations

import json
import re
from enum import Enum, auto

from whowhom.errors import ReadingError
from whowhom.reading.encodings import decode
from whowhom.reading.found import NAMES, TEXT
from whowhom.reading.inputs import NO_ARTICLES


class Kind(Enum):
    """The formats that are read."""

    PLAIN = auto()
    HTML = auto()
    PDF = auto()
    FEED = auto()
    JSON = auto()
    JSON_LINES = auto()
    CSV = auto()
    PARQUET = auto()


UNPACK = "Unpack it first"
EXPORT = "Save it as plain text, HTML or PDF"
# What no reader takes, told by its first bytes: what it is, and what to do.
NOT_READ = (
    (b"\x1f\x8b", "is a gzip file", UNPACK),
    (b"PK\x03\x04", "is a zip archive or an office document", f"{UNPACK}, or save it as plain text, HTML or PDF"),
    (b"PK\x05\x06", "is an empty zip archive", UNPACK),
    (b"BZh", "is a bzip2 file", UNPACK),
    (b"\xfd7zXZ\x00", "is an xz file", UNPACK),
    (b"\x28\xb5\x2f\xfd", "is a zstd file", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive", UNPACK),
    (b"Rar!\x1a\x07", "is a rar archive", UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old office document", EXPORT),
    (b"{\\rtf", "is an RTF document", EXPORT),
    (b"WARC/", "is a web archive (WARC), which this version does not read", "Save its pages as HTML"),
    (b"SQLite format 3\x00", "is a database", "Export its articles as CSV or JSON Lines"),
    (b"\x89PNG\r\n\x1a\n", "is an image", "Name files that hold text"),
    (b"\xff\xd8\xff", "is an image", "Name files that hold text"),
    (b"GIF8", "is an image", "Name files that hold text"),
    (b"\x7fELF", "is a program", "Name files that hold text"),
    (b"MZ\x90", "is a program", "Name files that hold text"),
)

JSON_ENDINGS = {"json": Kind.JSON, "jsonl": Kind.JSON_LINES, "ndjson": Kind.JSON_LINES}
OTHER_ENDINGS = {"csv": Kind.CSV, "tsv": Kind.CSV, "parquet": Kind.PARQUET}
HTML_ENDINGS = ("html", "htm", "xhtml", "shtml", "php", "asp", "aspx")
FEED_ENDINGS = ("xml", "rss", "atom", "rdf")
# What may stand before the first element: declarations and comments.
PROLOGUE = re.compile(r"\s*<(?:\?[^>]*>|!--.{0,5000}?-->|!doctype[^>\[]*>)", re.IGNORECASE | re.DOTALL)
FIRST_ELEMENT = re.compile(r"\s*<(?:[a-z0-9]+:)?([a-z0-9]+)[\s/>]", re.IGNORECASE)
DOCTYPE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,5000}?-->\s*)*<!doctype\s+html\b", re.IGNORECASE | re.DOTALL
)
FEED_ELEMENTS = ("rss", "feed", "rdf")
PDF_MARK = b"%PDF-"
PARQUET_MARK = b"PAR1"


def kind_of(head: bytes, ending: str) -> Kind:
    """The format of a file with these first bytes and this ending.

    Raises ReadingError for what is known not to be read.
    """
    if head.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(PDF_MARK) or (ending == "pdf" and PDF_MARK in head[:1024]):
        return Kind.PDF
    if head.startswith(PARQUET_MARK):
        return Kind.PARQUET
    for mark, what, advice in NOT_READ:
        if head.startswith(mark):
            raise ReadingError(f"{what}. {advice}.")
    text = decode(head, declared=True).lstrip("\ufeff")
    found = _markup(text, ending) or _rows(text, ending)
    if found is not None:
        return found
    if ending in NO_ARTICLES:
        raise ReadingError(f"files that end in .{ending} are not read. Name text, HTML, PDF, feeds or tables.")
    return Kind.PLAIN


def _markup(text: str, ending: str) -> Kind | None:
    if DOCTYPE_HTML.match(text):
        return Kind.HTML
    begin = 0
    while (before := PROLOGUE.match(text, begin)) is not None:
        begin = before.end()
    element = FIRST_ELEMENT.match(text, begin)
    name = element.group(1).lower() if element is not None else None
    if name == "html":
        return Kind.HTML
    if name in FEED_ELEMENTS or text.lstrip().startswith("<?xml"):
        return Kind.FEED
    if ending in HTML_ENDINGS:
        return Kind.HTML if re.search(r"<[a-z!/]", text, re.IGNORECASE) else Kind.PLAIN
    return Kind.FEED if ending in FEED_ENDINGS and text.lstrip().startswith("<") else None


def _rows(text: str, ending: str) -> Kind | None:
    """Whether it is a table or JSON: by its ending, or where the first line leaves no doubt."""
    first, _, more = text.lstrip().partition("\n")
    if ending in JSON_ENDINGS:
        return _json(first.strip(), more, ending)
    if ending in OTHER_ENDINGS:
        return OTHER_ENDINGS[ending]
    if _has_text(first):
        return Kind.JSON_LINES if more.strip() else Kind.JSON
    if first.startswith(("[", "{")) and re.match(r'[\[{\s]+"\w+"\s*:', text.lstrip()) and f'"{TEXT}"' in text:
        return Kind.JSON
    return Kind.CSV if ending == "" and delimiter_of(first) is not None else None


def _json(first: str, more: str, ending: str) -> Kind:
    if first.startswith("["):
        return Kind.JSON
    if first.startswith("{") and more.strip():
        # An object on the first line and more after it is a line of many; an open bracket is one object, over lines.
        return Kind.JSON_LINES if first.endswith("}") or (ending != "json" and first != "{") else Kind.JSON
    return JSON_ENDINGS[ending]


def _has_text(line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and isinstance(row.get(TEXT), str)


def delimiter_of(header: str) -> str | None:
    """The character that parts a header into columns of which one is the text; None if none does.

    A single column is a table only by a file's ending, so that a text that begins with "text" is none.
    """
    for delimiter in ",\t;|":
        names = [name.strip().strip('"').strip().lower() for name in header.lstrip("\ufeff").split(delimiter)]
        if len(names) > 1 and TEXT in names and all(re.fullmatch(r"[\w .#-]{0,60}", name) for name in names):
            return delimiter if set(names) & (set(NAMES) - {TEXT}) else None
    return None
