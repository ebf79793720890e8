"""What every format ends in: a checked `Document`, or a `Failure` of one line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from whowhom.reading.dates import iso_date
from whowhom.reading.language import other_language
from whowhom.records import Document

# Characters of one document; a thousand pages of a book have half as many.
TEXT_LIMIT = 5_000_000
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
# The names that rows use, with the other ones that are taken for them.
FIELDS = {
    "document_id": ("document_id", "id"),
    "title": ("title",),
    "published": ("published", "date"),
    "publisher": ("publisher",),
    "author": ("author",),
    "url": ("url",),
    "language": ("language",),
}


class Failure(Struct, frozen=True, kw_only=True):
    """What could not be read, and why, in one line."""

    path: str
    message: str
    document_id: str | None = None


class Origin(Struct, frozen=True, kw_only=True):
    """Where a document comes from; ``published`` and ``publisher`` hold where it says nothing itself.

    ``side`` is what a file beside a text says of it.
    """

    path: str
    stem: str
    sha256: str | None
    published: str | None
    publisher: str | None
    side: Mapping[str, Any] = {}

    def fails(self, message: str, document_id: str | None = None) -> Failure:
        """What is wrong with it, in one line."""
        return Failure(path=self.path, message=" ".join(message.split()), document_id=document_id)


def make_document(
    text: str, known: Mapping[str, Any], origin: Origin, *, number: int | None = None
) -> Document | Failure:
    """A document of a text and what is known of it; ``number`` counts those of one file from 1.

    What is known are the fields of CONTRACT's document, as text; a number is
    taken for an id. Unreadable dates are left out, never guessed.
    """
    fields = {name: _first(known, names) for name, names in FIELDS.items()}
    document_id = fields["document_id"] or (origin.stem if number is None else f"{origin.stem}#{number}")
    wrong = _what_is_wrong(text, fields["language"])
    if wrong:
        return origin.fails(wrong, document_id if number is not None else None)
    # Half of a surrogate pair is no character, and no file can be written that holds one.
    clean = LONE_SURROGATES.sub("\ufffd", text)
    return Document(
        document_id=document_id,
        text=clean,
        title=fields["title"],
        published=iso_date(fields["published"]) or origin.published,
        publisher=fields["publisher"] or origin.publisher,
        author=fields["author"],
        url=fields["url"],
        language="en",
        path=origin.path,
        sha256=origin.sha256 if number is None else hashlib.sha256(clean.encode()).hexdigest(),
    )


def _first(known: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = known.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return LONE_SURROGATES.sub("\ufffd", str(value).strip())
    return None


def _what_is_wrong(text: str, language: str | None) -> str | None:
    """Why a text cannot be coded; None where it can."""
    if "\0" in text:
        return "holds NUL bytes: this is no text. Convert it to text first."
    if not text.strip():
        return "holds no text."
    if len(text) > TEXT_LIMIT:
        return f"has {len(text):,} characters, and a document may have {TEXT_LIMIT:,}. Split it."
    other = other_language(text) if not language or language[:2].lower() == "en" else language
    return f"is in {other}; only English is coded." if other else None
