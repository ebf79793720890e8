"""Read one input: find out what it is, take its texts out, and make documents of those that can be coded."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from whowhom.errors import ReadingError
from whowhom.reading.dates import doubt_of, iso_date, no_day
from whowhom.reading.encodings import is_binary, without_surrogates
from whowhom.reading.found import Fault, Found, FoundOrFault
from whowhom.reading.inputs import STDIN, Input, shown
from whowhom.reading.language import ENGLISH, foreign_language, language_name
from whowhom.reading.sniffing import Kind, kind_of
from whowhom.reading.sources import HEAD, Source, opened
from whowhom.records import Document

# `docs/reading.md` states it. The longest novels have half of it; an article has some thousand.
LONGEST_TEXT = 5_000_000
LARGEST_PLAIN = 4 * LONGEST_TEXT
ALONE = (Kind.PLAIN, Kind.HTML, Kind.PDF)
LONGEST_MESSAGE = 400
# Of one file so many dates that cannot be read are named, the others counted: it may have a thousand in one wrong form.
DOUBTS_NAMED = 5
FAULT = "could not be read, by a fault of whowhom"


class Failure(Struct, frozen=True, kw_only=True):
    """A text that cannot be coded, and why, in one line; ``document_id`` where a file holds others too.

    A remark is no failure: the text is coded all the same, and comes next.
    """

    path: str
    message: str
    document_id: str | None = None
    is_remark: bool = False


def read(
    input_: Input,
    *,
    published: str | None = None,
    publisher: str | None = None,
    stdin: bytes | BinaryIO | None = None,
) -> Iterator[Document | Failure]:
    """Yield the documents of an input in their order, a failure for each text that cannot be read, and remarks.

    ``published`` and ``publisher`` hold for documents that do not say it
    themselves. ``stdin`` is what ``-`` reads; without it, the process' own.
    Nothing in a file raises; a ``published`` that is no date raises ReadingError.
    """
    day = iso_date(published)
    if published is not None and day is None:
        raise ReadingError(no_day(published))
    default = Found(text="", published=day, publisher=publisher)
    try:
        with opened(input_.path, stdin) as source:
            yield from _documents(source, default)
    except ReadingError as error:
        yield _failure(input_.path, str(error))
    except MemoryError:
        yield _failure(input_.path, "needs more memory than there is. Split it.")
    except OSError as error:
        yield _failure(input_.path, f"cannot be read to its end ({error.strerror}). Check the disk it is on.")
    except Exception as error:  # one file must not end a run over many; `tests/test_reading_traps.py` finds none such
        yield _failure(input_.path, f"{FAULT} ({type(error).__name__}: {error}). Please report it.")


def _documents(source: Source, default: Found) -> Iterator[Document | Failure]:
    if not source.head.strip() and len(source.head) < HEAD:
        raise ReadingError("is empty. Name a file that holds text.")
    kind = kind_of(source.head, source.ending)
    maker = _Maker(source, default, alone=kind in ALONE)
    for item in _texts(source, kind):
        yield from maker.made(item)
    yield from maker.more_doubts()
    if maker.count == 0:
        raise ReadingError("holds no article. Name a file with at least one.")


def _texts(source: Source, kind: Kind) -> FoundOrFault:
    """The texts of a source, by the reader of its format, which is imported only now."""
    if kind is Kind.PLAIN:
        from whowhom.reading.plain import read_plain

        return read_plain(
            source.everything(limit=LARGEST_PLAIN), Path(source.path) if source.path is not None else None
        )
    if kind is Kind.HTML:
        from whowhom.reading.html import read_html

        return read_html(source)
    if kind is Kind.PDF:
        from whowhom.reading.pdf import read_pdf

        return read_pdf(source)
    if kind is Kind.FEED:
        from whowhom.reading.feeds import read_feed

        return read_feed(source)
    if kind is Kind.PARQUET:
        from whowhom.reading.parquet import read_parquet

        return read_parquet(source)
    from whowhom.reading import rows

    if kind is Kind.CSV:
        return rows.read_csv(source, largest_field=LONGEST_TEXT + 1)
    return rows.read_json(source) if kind is Kind.JSON else rows.read_json_lines(source)


class _Maker:
    """Makes the documents of one source: their ids, what holds for all of them, and what is refused."""

    def __init__(self, source: Source, default: Found, *, alone: bool) -> None:
        self.count = self._doubts = 0
        self._source, self._default, self._alone = source, default, alone
        self._path = source.path
        self._ids: set[str] = set()

    def made(self, item: Found | Fault) -> Iterator[Document | Failure]:
        """Yield the document of a text, remarks on it first, or the failure of one that cannot be coded."""
        if isinstance(item, Fault):
            self.count += not (self._alone or item.is_remark)
            yield self._failure(item.message, item.document_id or self._numbered(), is_remark=item.is_remark)
            return
        self.count += 1
        text = without_surrogates(item.text)
        document_id = self._id_of(item, text)
        reason = _why_not(text, item.language)
        if reason is not None:
            yield self._failure(reason, document_id)
            return
        yield from self._doubt(item, document_id)
        yield Document(
            document_id=document_id,
            text=text,
            title=_clean(item.title),
            published=iso_date(item.published) or iso_date(self._default.published),
            publisher=_clean(item.publisher) or self._default.publisher,
            author=_clean(item.author),
            url=_clean(item.url),
            language=ENGLISH,
            path=shown(self._path) if self._path is not None else None,
            # A file of many texts may be one of JSON, read at once too: its documents differ all the same.
            sha256=self._source.sha256 if self._alone else hashlib.sha256(text.encode()).hexdigest(),
        )

    def _doubt(self, item: Found, document_id: str) -> Iterator[Failure]:
        """Yield a remark on a date of publication that cannot be read, or is a strange one."""
        doubt = doubt_of(item.published)
        self._doubts += doubt is not None
        if doubt is not None and self._doubts <= DOUBTS_NAMED:
            message = f"{item.where}: {doubt}" if item.where is not None else doubt
            yield self._failure(message, document_id, is_remark=True)

    def more_doubts(self) -> Iterator[Failure]:
        """Yield how many more dates there were than those that were named, if any."""
        more = self._doubts - DOUBTS_NAMED
        if more > 0:
            message = f"{more:,} more of its dates of publication cannot be read, or are strange. Look through them."
            yield _failure(self._path or STDIN, message, is_remark=True)

    def _failure(self, message: str, document_id: str, *, is_remark: bool = False) -> Failure:
        named = None if self._alone else document_id
        return _failure(self._path or STDIN, message, named, is_remark=is_remark)

    def _id_of(self, item: Found, text: str) -> str:
        """An id that no other document of this source has."""
        if item.document_id is not None:
            wanted = without_surrogates(item.document_id)
        elif self._path is None:
            wanted = hashlib.sha256(text.encode()).hexdigest()[:16]  # as `whowhom.load().code(text)` calls it
        else:
            wanted = self._stem() if self._alone else self._numbered()
        if wanted in self._ids:
            wanted = f"{wanted}#{self.count}"
        self._ids.add(wanted)
        return wanted

    def _numbered(self) -> str:
        return f"{self._stem()}#{self.count}"

    def _stem(self) -> str:
        return shown(os.path.splitext(os.path.basename(self._path))[0]) if self._path is not None else "stdin"


def _why_not(text: str, language: str | None) -> str | None:
    """Why a text cannot be coded, None if it can."""
    if not text.strip():
        return "holds no text. Name a text with words in it."
    if len(text) > LONGEST_TEXT:
        return f"holds more than {LONGEST_TEXT:,} characters, too many for an article. Split it."
    if is_binary(text):
        return "holds control characters, so it is no text. Save it as plain text (UTF-8)."
    foreign = foreign_language(text, language)
    return f"is in {language_name(foreign)}; only English is coded" if foreign is not None else None


def _clean(field: str | None) -> str | None:
    return without_surrogates(field) if field is not None else None


def _failure(path: str, message: str, document_id: str | None = None, *, is_remark: bool = False) -> Failure:
    line = " ".join("".join(c if c.isprintable() else " " for c in without_surrogates(message)).split())
    if len(line) > LONGEST_MESSAGE:
        line = f"{line[:LONGEST_MESSAGE]}…"
    return Failure(path=shown(path), message=line, document_id=_clean(document_id), is_remark=is_remark)
