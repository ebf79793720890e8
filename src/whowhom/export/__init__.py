"""Coded documents into files that other programs read; a module a family of formats.

In:  an iterable of `CodedDocument`, from the store or fresh from the coder.
Out: bytes in one of `FORMATS`, the same for the same events.

Nothing is filtered here: `status` and `stance` are columns of every format, and
a format that cannot say "planned" or "denied" does not belong in `FORMATS`
without its own rule for such events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from whowhom.errors import ExportError
from whowhom.export.lines import write_lines
from whowhom.export.plover import write_plover
from whowhom.export.tables import write_csv, write_parquet
from whowhom.records import CodedDocument

Writer = Callable[[Iterable[CodedDocument], BinaryIO], int]

FORMATS: dict[str, Writer] = {
    "csv": write_csv,
    "jsonl": write_lines,
    "parquet": write_parquet,
    "plover": write_plover,
}


def export(codings: Iterable[CodedDocument], name: str, output: BinaryIO) -> int:
    """Write every event in the format called ``name``; returns how many were written.

    Raises ExportError for an unknown format or one whose package is missing.
    """
    try:
        writer = FORMATS[name]
    except KeyError:
        raise ExportError(f"unknown format {name!r}. Use one of {', '.join(FORMATS)}.") from None
    return writer(codings, output)


def export_file(codings: Iterable[CodedDocument], name: str, path: Path) -> int:
    """Write a file in one piece: beside its place first, then renamed, so that no half file is ever there."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as output:
            written = export(codings, name, output)
        beside.replace(path)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}). Name another --output.") from None
    finally:
        beside.unlink(missing_ok=True)
    return written
