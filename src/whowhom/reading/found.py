"""What the readers of single formats hand on: a text as found, or a fault that concerns one text of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct


class Found(Struct, frozen=True, kw_only=True):
    """A text and what its file tells of it, all as it stands there.

    ``published`` is any value that may hold a date; `dispatch` makes an ISO
    date of it, or None. ``where`` is its place in a file of many ("line 3").
    """

    text: str
    where: str | None = None
    document_id: str | None = None
    title: str | None = None
    published: object = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None


class Fault(Struct, frozen=True, kw_only=True):
    """One of a file's texts cannot be read; the others can. A remark is said of a text that is read all the same."""

    message: str
    document_id: str | None = None
    is_remark: bool = False


FoundOrFault = Iterator[Found | Fault]

TEXT = "text"
# The names of a document's fields in rows and side files, and the other name that is taken for it.
OTHER_NAMES = {"document_id": "id", "published": "date"}
# What a value may be in place of a string; true and false are numbers to Python.
SORTS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}
NAMES = (TEXT, "document_id", "id", "title", "published", "date", "publisher", "author", "url", "language")


def found_in(row: Mapping[str, object], *, where: str) -> Found | Fault:
    """The text of a row with named fields; a fault that starts with ``where`` if it has none."""
    text = row.get(TEXT)
    document_id = words(named(row, "document_id"))
    if not isinstance(text, str):
        return Fault(message=_about_text(row, where), document_id=document_id)
    return Found(
        text=text,
        where=where,
        document_id=document_id,
        title=words(row.get("title")),
        published=named(row, "published"),
        publisher=words(row.get("publisher")),
        author=words(row.get("author")),
        url=words(row.get("url")),
        language=words(row.get("language")),
    )


def _about_text(row: Mapping[str, object], where: str) -> str:
    """Why a row gives no text, and what would be right."""
    if row.get(TEXT) is not None:
        sort = next((name for kind, name in SORTS.items() if isinstance(row[TEXT], kind)), "no string")
        return f"{where}: {TEXT!r} is {sort} and not a string. Write the article there, in quotation marks."
    if TEXT in row:
        return f"{where}: {TEXT!r} is empty. Write the article there."
    names = ", ".join(str(name) for name in list(row)[:8]) or "nothing"
    return f"{where} has no field {TEXT!r} (it has {names}). Call the field with the article {TEXT!r}."


def named(row: Mapping[str, object], name: str) -> object:
    """The value of a field under its own name, or else under the other name that is taken for it."""
    value = row.get(name)
    return row.get(OTHER_NAMES[name]) if value is None or value == "" else value


def words(value: object) -> str | None:
    """A field's value on one line; a list is joined by commas, an empty or nested value is None."""
    if isinstance(value, list | tuple):
        parts = [part for part in map(words, value) if part is not None]
        return ", ".join(parts) or None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        return " ".join(str(value).split()) or None
    except ValueError:  # an integer of thousands of digits
        return None
