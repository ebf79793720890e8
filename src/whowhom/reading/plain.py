"""Plain text files as they stand, with a side file that says what the text cannot: ``a.json`` beside ``a.txt``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from whowhom.errors import ReadingError
from whowhom.reading.encodings import decode, is_binary
from whowhom.reading.found import NAMES, TEXT, Fault, Found, FoundOrFault, named, words

# A side file holds a few fields; whatever is larger is an input of its own.
LARGEST_SIDE_FILE = 1_000_000


def read_plain(data: bytes, path: Path | None) -> FoundOrFault:
    """Yield the file's content as it stands, so that offsets fit the file."""
    text = decode(data)
    if is_binary(text):
        raise ReadingError("holds bytes that are no text. Save it as plain text (UTF-8), HTML or PDF.")
    fields: Mapping[str, object] = {}
    if path is not None:
        try:
            fields = side_fields(path)
        except ReadingError as error:
            yield Fault(message=str(error))
        yield from _slips(fields, path)
    yield Found(
        text=text,
        title=words(fields.get("title")),
        published=named(fields, "published"),
        publisher=words(fields.get("publisher")),
        author=words(fields.get("author")),
        url=words(fields.get("url")),
        language=words(fields.get("language")),
    )


def _slips(fields: Mapping[str, object], path: Path) -> FoundOrFault:
    """Yield a remark on each field whose name is nearly one that would be read: "publishd"."""
    for name in fields:
        near = get_close_matches(name.lower(), NAMES, n=1)
        if name not in NAMES and near and near[0] not in fields:
            message = f'the side file of {path.name} has a field "{name}", which is not read. Is it "{near[0]}"?'
            yield Fault(message=message, is_remark=True)


def side_fields(path: Path) -> Mapping[str, object]:
    """What the ``.json`` file beside a text says of it; empty where there is none, or it has a text of its own.

    Raises ReadingError where it cannot be understood.
    """
    side = path.with_suffix(".json") if path.suffix else path.with_name(path.name + ".json")
    if not side.is_file() or side == path:
        return {}
    try:
        if side.stat().st_size > LARGEST_SIDE_FILE:
            return {}
        fields = json.loads(decode(side.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        why = type(error).__name__ if isinstance(error, RecursionError) else str(error)
        raise ReadingError(
            f"{side.name} beside it cannot be read ({why}), so the text is coded without it. Mend or remove it."
        ) from None
    if _is_no_object(fields):
        raise ReadingError(
            f"{side.name} beside it holds no object, so the text is coded without it. "
            'Write its fields as one: {"published": "2014-05-20"}.'
        )
    return fields if isinstance(fields, dict) and TEXT not in fields else {}


def _is_no_object(fields: object) -> bool:
    """Whether a side file holds something else than fields; a list of documents is an input of its own."""
    documents = isinstance(fields, list) and any(isinstance(item, dict) and TEXT in item for item in fields)
    return not isinstance(fields, dict) and not documents


def holds_only_fields(side: Path) -> bool:
    """Whether a ``.json`` file beside a text is a side file: a small object without a text, or broken."""
    try:
        if side.stat().st_size > LARGEST_SIDE_FILE:
            return False
        fields = json.loads(decode(side.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return True  # reading the text beside it names the fault
    return _is_no_object(fields) or (isinstance(fields, dict) and TEXT not in fields)
