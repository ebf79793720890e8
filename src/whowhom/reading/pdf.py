"""PDF files: the text of their pages. pypdf is an extra and stays in this module."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Sequence
from typing import Any

from whowhom.errors import ReadingError
from whowhom.reading.found import Found, FoundOrFault, words
from whowhom.reading.quiet import quiet
from whowhom.reading.sources import Source

# `docs/reading.md` states these. A page of newsprint holds 30,000 characters, and is drawn by less than 1 MB.
MOST_PAGES = 2_000
LONGEST_TEXT = 5_000_000
LONGEST_TIME = 60.0
LARGEST_STREAM = 20_000_000
LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": LARGEST_STREAM,
    "lzw_maximum_output_length": LARGEST_STREAM,
    "run_length_maximum_output_length": LARGEST_STREAM,
    "array_based_stream_maximum_output_length": LARGEST_STREAM,
    "stream_decoding_work_maximum_length": 3 * LARGEST_STREAM,
    "stream_parsing_work_maximum_count": 500_000,
}
HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")


class _Slow(Exception):
    """A page takes longer than any article should."""


def read_pdf(source: Source) -> FoundOrFault:
    """Yield the text of all pages as one; raises ReadingError where there is none that can be read."""
    try:
        import pypdf
    except ImportError:
        raise ReadingError("is a PDF, which needs an extra. Install it: pip install 'whowhom[pdf]'") from None
    data = source.everything()
    with quiet("pypdf"), pypdf.apply_configuration(**LIMITS):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            _unlock(reader)
            title, author = _about(reader)
            text = _text(reader)
        except (ReadingError, MemoryError):
            raise
        except Exception as error:  # pypdf raises whatever a broken file makes it stumble over
            raise ReadingError(f"is a damaged PDF ({_short(error)}). Is it cut off? Save it again.") from None
    if not text.strip():
        raise ReadingError("is a PDF without text, perhaps scanned. Run text recognition (OCR) over it first.")
    yield Found(text=text, title=title, author=author)


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120] if str(error) else type(error).__name__


def _unlock(reader: Any) -> None:
    """Open what has an empty password, as files have that only forbid printing."""
    if not reader.is_encrypted:
        return
    try:
        opened = bool(reader.decrypt(""))
    except Exception:  # an unknown cipher, or one that needs a library that is not there
        opened = False
    if not opened:
        raise ReadingError("is an encrypted PDF. Remove its password, and name the copy.")


def _about(reader: Any) -> tuple[str | None, str | None]:
    try:
        about = reader.metadata
        return (words(about.title), words(about.author)) if about is not None else (None, None)
    except Exception:  # a broken dictionary of details is no reason to lose the text
        return None, None


def _text(reader: Any) -> str:
    if len(reader.pages) > MOST_PAGES:
        raise ReadingError(f"has more than {MOST_PAGES:,} pages. Split it.")
    end = time.monotonic() + LONGEST_TIME
    parts: list[str] = []
    length = 0
    for number, page in enumerate(reader.pages, 1):
        try:
            parts.append("\n\n".join(_paragraphs(_page_text(page, end).splitlines())))
        except _Slow:
            raise ReadingError(f"takes too long to read, at page {number}. Save it as plain text.") from None
        length += len(parts[-1])
        if length > LONGEST_TEXT:
            raise ReadingError(f"holds more than {LONGEST_TEXT:,} characters. Split it.")
    return "\n\n".join(part for part in parts if part)


def _page_text(page: Any, end: float) -> str:
    def watch(*_: object) -> None:
        if time.monotonic() > end:
            raise _Slow

    watch()
    return str(page.extract_text(visitor_operand_before=watch))


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a page: a line goes on in the next one unless it ends short of the others."""
    lines = [" ".join(line.split()) for line in lines]
    widths = sorted(len(line) for line in lines if line)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    paragraph = ""
    for line in lines:
        if not line or line.isdigit():  # a page's number
            continue
        paragraph = HYPHEN.sub("", paragraph) + line if HYPHEN.search(paragraph) else f"{paragraph} {line}".lstrip()
        if len(line) < 0.75 * usual:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
