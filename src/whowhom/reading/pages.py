"""Web pages: the main text, and what the page says of itself."""

from __future__ import annotations

from typing import Any

from whowhom.reading.making import Failure, Origin, make_document
from whowhom.reading.markup import trap
from whowhom.reading.quiet import quiet
from whowhom.records import Document

LOGGERS = ("trafilatura", "htmldate", "courlan", "justext", "readability")


def read_page(text: str, origin: Origin) -> Document | Failure:
    """The article of a page, with its title, author, date, publisher and address."""
    import trafilatura

    wrong = trap(text)
    if wrong:
        return origin.fails(wrong)
    with quiet(*LOGGERS):
        found: Any = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, include_tables=False)
    if found is None or not (found.text or "").strip():
        return origin.fails("is a page without a main text.")
    known = {
        "title": found.title,
        "author": found.author,
        "date": found.date,
        "publisher": found.sitename or found.hostname,
        "url": found.url,
    }
    # Lines of the extraction are paragraphs; an empty line between them says so to everybody.
    return make_document("\n\n".join(line for line in found.text.split("\n") if line.strip()), known, origin)
