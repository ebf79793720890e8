"""RSS and Atom files: a text for each entry. feedparser stays in this module."""

from __future__ import annotations

import io
import re
import xml.parsers.expat
from typing import Any

from whowhom.errors import ReadingError
from whowhom.reading.encodings import decode
from whowhom.reading.found import Fault, Found, FoundOrFault, words
from whowhom.reading.html import markup_text
from whowhom.reading.quiet import quiet
from whowhom.reading.sources import Source

# `docs/reading.md` states these.
LARGEST_FEED = 20_000_000
DEEPEST = 100
# feedparser reads XML with errors too, by a slower way that takes time by the square of what is nested.
LARGEST_BROKEN = 2_000_000

DECLARATION = re.compile(r"<\?xml[^>]*\?>")
ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_feed(source: Source) -> FoundOrFault:
    """Yield the entries of a feed: title and content as the text, the link as the address."""
    markup = decode(source.everything(limit=LARGEST_FEED), declared=True).strip()
    declaration = DECLARATION.match(markup)
    if declaration is not None:  # it may name a charset, and what is parsed is UTF-8
        markup = markup[declaration.end() :].lstrip()
    data = markup.encode("utf-8", "replace")
    _check(markup, data)
    feed = _parsed(data)
    if not feed.get("version") and not feed.entries:
        raise ReadingError("is XML, but neither RSS nor Atom. Save its articles as HTML or plain text.")
    if not feed.entries:
        raise ReadingError("is a feed without entries. Fetch it again.")
    publisher = words(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, 1):
        document_id = words(entry.get("id") or entry.get("link"))
        try:
            yield _found(entry, document_id, publisher)
        except ReadingError as error:
            yield Fault(message=f"entry {number} {error}", document_id=document_id)


def _check(markup: str, data: bytes) -> None:
    """Raise ReadingError for what would make a parser run out of memory or time: entities, depth, size when broken."""
    if ENTITY.search(markup):
        raise ReadingError("declares entities of its own (DTD), as no honest feed does. Remove them to have it read.")
    depth = deepest = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(depth, deepest)
        if depth > DEEPEST:
            raise ReadingError(f"nests elements more than {DEEPEST} deep, as no feed does. Save its articles as HTML.")

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = xml.parsers.expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        parser.Parse(data, True)
    except xml.parsers.expat.ExpatError as error:
        if len(data) > LARGEST_BROKEN:
            raise ReadingError(f"is broken XML ({error}). Is it cut off? Fetch it again.") from None
        if markup.count("<") > 50_000:
            raise ReadingError(f"is broken XML ({error}) with too many tags. Fetch it again.") from None


def _parsed(data: bytes) -> Any:
    import feedparser

    with quiet("feedparser"):
        try:
            # What is dangerous in an entry's HTML does not survive its being made text.
            return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        except Exception as error:  # whatever a hostile feed makes the library stumble over
            raise ReadingError(
                f"is a feed that cannot be taken apart ({type(error).__name__}). Fetch it again."
            ) from None


def _found(entry: Any, document_id: str | None, publisher: str | None) -> Found:
    title = words(markup_text(entry.get("title") or ""))
    contents = [content.get("value") or "" for content in entry.get("content") or ()]
    text = markup_text(max([*contents, entry.get("summary") or ""], key=len))
    return Found(
        text="\n\n".join(part for part in (title, text) if part),
        document_id=document_id,
        title=title,
        published=entry.get("published") or entry.get("updated"),
        publisher=words((entry.get("source") or {}).get("title")) or publisher,
        author=words(entry.get("author")),
        url=words(entry.get("link")),
    )
