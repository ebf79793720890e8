"""Read one input, whatever it is: its content tells more than its name."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from whowhom.reading.contents import HEAD, decode, sort_of, why_no_text
from whowhom.reading.dates import iso_date
from whowhom.reading.feeds import read_feed
from whowhom.reading.inputs import STDIN, Input
from whowhom.reading.making import Failure, Origin, make_document
from whowhom.reading.pages import read_page
from whowhom.reading.pdf import read_pdf
from whowhom.reading.rows import read_csv, read_json, read_lines, read_parquet
from whowhom.records import Document

# Bytes of a file that is read as a whole; rows are read one by one, and their files may have any size.
FILE_LIMIT = 200_000_000
BY_ROWS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv"}
# Share of control characters above which a file is no text. Texts have none but tabs, line ends and form feeds.
CONTROL_SHARE = 0.02
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1b")

Read = Iterator[Document | Failure]


def read(
    input_: Input, *, published: str | None = None, publisher: str | None = None, stdin: BinaryIO | bytes | None = None
) -> Read:
    """Yield the documents of an input in the file's order, and a failure for each part that cannot be read.

    ``published`` and ``publisher`` hold for documents that say nothing of it
    themselves. Bad content raises nothing; ``stdin`` is what `-` reads.
    """
    path = Path(input_.path)
    origin = Origin(path=input_.path, stem=path.stem, sha256=None, published=iso_date(published), publisher=publisher)
    if input_.path == STDIN:
        yield from _read_stdin(stdin, origin)
        return
    try:
        wrong = _what_is_wrong(input_.path)
        if wrong is None:
            with path.open("rb") as file:
                yield from _read_file(file, path, origin)
        else:
            yield origin.fails(wrong)
    except OSError as error:
        yield origin.fails(f"cannot be read ({error.strerror or error}).")


def _what_is_wrong(path: str) -> str | None:
    """Why a path holds nothing to read; None where it may."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        broken = os.path.islink(path)
        return "is a link to a file that does not exist." if broken else "does not exist. Check the name."
    except ValueError:
        return "is no possible file name."
    if stat.S_ISDIR(found.st_mode):
        return "is a folder."
    if not stat.S_ISREG(found.st_mode):
        return "is no regular file (a pipe or a device). Use - to read from a pipe."
    return "is empty." if found.st_size == 0 else None


def _read_stdin(stdin: BinaryIO | bytes | None, origin: Origin) -> Read:
    file = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
    data = file.read(FILE_LIMIT + 1) if file is not None else b""
    origin = replace(origin, stem="stdin")
    if not data.strip():
        yield origin.fails("standard input is empty.")
    elif len(data) > FILE_LIMIT:
        yield origin.fails(f"standard input has more than {FILE_LIMIT:,} bytes. Give it as a file of JSON Lines.")
    else:
        yield from _read_bytes(data, "", origin)


def _read_file(file: BinaryIO, path: Path, origin: Origin) -> Read:
    head = file.read(HEAD)
    file.seek(0)
    suffix = path.suffix.lower()
    wrong = why_no_text(head)
    if wrong is not None:
        yield origin.fails(wrong)
    elif sort_of(head) == "parquet":
        yield from read_parquet(str(path), origin)
    elif suffix == ".parquet":
        yield origin.fails("is named Parquet and is none.")
    elif _by_rows(head, suffix) == "jsonl":
        yield from read_lines(file, origin)
    elif _by_rows(head, suffix) == "csv":
        yield from read_csv(file, origin)
    elif os.fstat(file.fileno()).st_size > FILE_LIMIT:
        yield origin.fails(f"has more than {FILE_LIMIT:,} bytes. Split it, or give its texts as JSON Lines.")
    else:
        yield from _read_bytes(file.read(), suffix, _with_side_file(origin, path))
        yield from _side_file_failure(path, origin)


def _by_rows(head: bytes, suffix: str) -> str | None:
    """Whether a file is read row by row; in UTF-16 a line has no end that bytes could be split at."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or sort_of(head) is not None:
        return None
    return BY_ROWS.get(suffix)


def _read_bytes(data: bytes, suffix: str, origin: Origin) -> Read:
    """Read what a file holds, known by its content first and its ending second."""
    wrong = why_no_text(data[:HEAD])
    sort = sort_of(data[:HEAD])
    origin = replace(origin, sha256=hashlib.sha256(data).hexdigest())
    if wrong is not None:
        yield origin.fails(wrong)
    elif sort == "pdf":
        yield read_pdf(data, origin)
    elif sort == "parquet":
        yield from read_parquet(io.BytesIO(data), origin)
    elif sort == "warc":
        yield origin.fails("is a WARC archive, which this version does not read. Extract its pages first.")
    elif suffix == ".pdf" and not _looks_like_markup(data[:HEAD]):
        yield origin.fails("is named PDF and is none, or its begin is lost.")
    else:
        yield from _read_text(decode(data), data, suffix, origin)


def _looks_like_markup(head: bytes) -> bool:
    return head.lstrip()[:1] == b"<"


def _read_text(text: str, data: bytes, suffix: str, origin: Origin) -> Read:
    start = text[:HEAD].lstrip().lower()
    if not text.strip():
        yield origin.fails("holds only white space.")
    elif _is_binary(text):
        yield origin.fails("is no text: it holds control characters. Convert it to text first.")
    elif start.startswith(("<?xml", "<rss", "<feed", "<rdf")) and any(t in start for t in ("<rss", "<feed", "<rdf")):
        yield from read_feed(text, origin)
    elif start.startswith(("<!doctype html", "<html")) or (suffix in {".html", ".htm", ".xhtml"} and "<" in start):
        yield read_page(text, origin)
    elif suffix in {".xml", ".rss", ".atom"} and start.startswith("<"):
        yield from read_feed(text, origin)
    elif suffix in {".jsonl", ".ndjson"}:
        yield from read_lines(io.BytesIO(text.encode()), origin)
    elif suffix in {".csv", ".tsv"}:
        yield from read_csv(io.BytesIO(text.encode()), origin)
    elif suffix == ".json" or (suffix == "" and start.startswith(("{", "[{"))):
        yield from _read_json_or_lines(text, origin)
    else:
        yield make_document(text, origin.side, origin)


def _read_json_or_lines(text: str, origin: Origin) -> Read:
    """One JSON value, or several lines of them under the wrong name."""
    lines = text.strip().split("\n")
    several = len(lines) > 1 and all(line.strip().startswith("{") and line.strip().endswith("}") for line in lines[:2])
    if several:
        yield from read_lines(io.BytesIO(text.encode("utf-8", "replace")), origin)
    else:
        yield from read_json(text, origin)


def _is_binary(text: str) -> bool:
    sample = text[:HEAD]
    controls = sum(c in CONTROLS or c == "\ufffd" for c in sample)
    return controls > CONTROL_SHARE * len(sample) or "\0" in sample


def _side_file(path: Path) -> Path:
    return path.with_suffix(".json")


def _with_side_file(origin: Origin, path: Path) -> Origin:
    """The origin with what a `.json` beside a `.txt` says of it."""
    known = _side(path)
    if not isinstance(known, dict):
        return origin
    return replace(origin, side={name: value for name, value in known.items() if name not in {"id", "document_id"}})


def _side_file_failure(path: Path, origin: Origin) -> Read:
    known = _side(path)
    if isinstance(known, str):
        yield Failure(path=str(_side_file(path)), message=known)


def _side(path: Path) -> dict[str, object] | str | None:
    """What stands in the side file of a text: its fields, why it cannot be read, or None where there is none."""
    beside = _side_file(path)
    if path.suffix.lower() != ".txt" or not beside.is_file():
        return None
    try:
        known = json.loads(decode(beside.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        return f"is no valid JSON, so {path.name} is read without it ({' '.join(str(error).split())})."
    return known if isinstance(known, dict) else f"is no JSON object, so {path.name} is read without it."
