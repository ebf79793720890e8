"""RSS and Atom files: a document an entry."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from whowhom.reading.making import Failure, Origin, make_document
from whowhom.reading.markup import between_tags, trap
from whowhom.reading.quiet import quiet
from whowhom.records import Document


def read_feed(text: str, origin: Origin) -> Iterator[Document | Failure]:
    """Yield the entries of a feed: title and text as they stand in the file; nothing is fetched."""
    import feedparser

    wrong = trap(text)
    if wrong:
        yield origin.fails(wrong)
        return
    with quiet("feedparser"):
        feed = feedparser.parse(BytesIO(_without_declaration(text).encode()))
    if not feed.entries:
        reason = f" ({feed.bozo_exception})" if feed.get("bozo") else ""
        yield origin.fails(f"is XML without entries of a feed{reason}.")
        return
    publisher = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, 1):
        yield _entry(entry, publisher, origin, number)


def _without_declaration(text: str) -> str:
    """The text without a first line that names an encoding it no longer has."""
    start = text.lstrip()
    return start[start.index("?>") + 2 :] if start.startswith("<?xml") and "?>" in start[:200] else start


def _entry(entry: Any, publisher: str | None, origin: Origin, number: int) -> Document | Failure:
    title = between_tags(entry.get("title") or "")
    bodies = [content.get("value") or "" for content in entry.get("content") or ()] or [entry.get("summary") or ""]
    paragraphs = [title, *(between_tags(body) for body in bodies)]
    known = {
        "title": title or None,
        "date": entry.get("published") or entry.get("updated"),
        "publisher": publisher,
        "author": entry.get("author"),
        "url": entry.get("link"),
    }
    return make_document("\n\n".join(p for p in paragraphs if p), known, origin, number=number)
