"""PDF files: the text of their pages, one after the other."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from whowhom.reading.making import TEXT_LIMIT, Failure, Origin, make_document
from whowhom.reading.quiet import quiet
from whowhom.records import Document

PAGES = 3_000


def read_pdf(data: bytes, origin: Origin) -> Document | Failure:
    """The text of a PDF file; its title and author where the file names them."""
    try:
        import pypdf
    except ImportError:
        return origin.fails("is a PDF file, which needs pypdf. Install whowhom with the extra [pdf].")
    with quiet("pypdf", "pypdf._reader", "pypdf.generic"):
        try:
            reader = pypdf.PdfReader(BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):
                return origin.fails("is encrypted. Save it without a password.")
            text = _text(reader)
            known = {"title": _entry(reader, "title"), "author": _entry(reader, "author")}
        # pypdf raises errors of many kinds on broken files, down to KeyError and RecursionError.
        except Exception as error:
            return origin.fails(
                f"is a broken PDF file ({type(error).__name__}). Open and save it anew, or save it as text."
            )
    if not text.strip():
        return origin.fails("is a PDF file without text, perhaps scanned. Recognise its text (OCR) first.")
    return make_document(text, known, origin)


def _text(reader: Any) -> str:
    pages: list[str] = []
    length = 0
    for number, page in enumerate(reader.pages):
        if number >= PAGES or length > TEXT_LIMIT:
            break
        pages.append(page.extract_text())
        length += len(pages[-1])
    return "\n".join(pages)


def _entry(reader: Any, name: str) -> str | None:
    value = getattr(reader.metadata, name, None)
    return value if isinstance(value, str) else None
