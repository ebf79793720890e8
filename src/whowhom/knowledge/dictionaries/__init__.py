"""Dictionaries of actors that others have made, read into rows of a project's own table, and written for others.

In:  the bytes of a file: PETRARCH or Phoenix actors and agents, CSV, FollowTheMoney.
Out: `Imported`: the rows, what could not be taken with its line, and counts of both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from whowhom.errors import KnowledgeError
from whowhom.knowledge.actor_file import ActorRow
from whowhom.knowledge.dictionaries import csv_table, followthemoney, phoenix
from whowhom.knowledge.dictionaries.imported import Imported, Note, Spelling

__all__ = ["FORMATS", "Imported", "Note", "phoenix", "read_dictionary"]

Reader = Callable[..., Imported]
FORMATS: Mapping[str, Reader] = {"phoenix": phoenix.read, "csv": csv_table.read, "ftm": followthemoney.read}
# How many control characters the first bytes of a file may hold; a stray one or two stand in the Phoenix files too.
SAMPLE, MOST_CONTROLS = 4_096, 12
ENDINGS = {".txt": "phoenix", ".actors": "phoenix", ".agents": "phoenix", ".csv": "csv", ".tsv": "csv"}
ENDINGS |= {".json": "ftm", ".jsonl": "ftm", ".ndjson": "ftm", ".ftm": "ftm", ".ijson": "ftm"}


def read_dictionary(
    path: Path,
    *,
    format: str | None = None,
    countries: Collection[str],
    spelling: Spelling,
    before: Sequence[ActorRow] = (),
) -> Imported:
    """Read a dictionary, in the format that its name's ending says where none is given.

    ``countries`` are the codes (ISO 3166-1 alpha-3) that count as such;
    ``spelling`` gives a known name in the capitals that it is written in
    ("NATO", "Iran"), ``before`` are rows of files that come first. Raises KnowledgeError for a file
    that cannot be read, or in which nothing is what the format asks for.
    """
    reader = FORMATS.get(format or ENDINGS.get(path.suffix.lower(), "phoenix"))
    if reader is None:
        raise KnowledgeError(f"unknown format {format!r}. Use one of {', '.join(FORMATS)}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}).") from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", errors="replace").encode()
    fault = _no_text(data)
    if fault is not None:
        raise KnowledgeError(f"{path}: {fault}")
    imported = reader(data, origin=path.name, countries=countries, spelling=spelling, before=before)
    if not any(row.names_somebody for row in imported.rows):
        if not imported.notes and not any(imported.counts.values()):
            raise KnowledgeError(f"{path}: has no row below its first line. Write one row an actor.")
        about = f" Line {imported.notes[0].line}: {imported.notes[0].message.rstrip('.')}." if imported.notes else ""
        raise KnowledgeError(f"{path}: holds no actor with a code.{about} Is it another format? Say so with --format.")
    return imported


def _no_text(data: bytes) -> str | None:
    """What is wrong with a file that nobody can read as text; None where it is one."""
    if not data.strip():
        return "is empty. Name a file with actors in it."
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in data[:SAMPLE])
    if controls > MOST_CONTROLS:
        return "is no text file. Save it as CSV in UTF-8 (a spreadsheet: Save as, CSV)."
    return None
