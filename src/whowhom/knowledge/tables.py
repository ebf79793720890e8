"""Tab-separated tables with a header, as all long tables of `data/` are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from msgspec import Struct

from whowhom.errors import KnowledgeError

NOTHING = "-"
BETWEEN = "|"


class Row(Struct, frozen=True, kw_only=True):
    """One line of a table; cells that hold ``-`` or nothing read as None, lists are split at ``|``."""

    path: str
    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str | None:
        cell = self.cells[column]
        return None if cell in (NOTHING, "") else cell

    def need(self, column: str) -> str:
        cell = self.get(column)
        if cell is None:
            raise self.error(f"{column} is empty. Fill it in.")
        return cell

    def many(self, column: str) -> tuple[str, ...]:
        cell = self.get(column)
        return tuple(part for part in cell.split(BETWEEN) if part) if cell else ()

    def error(self, message: str) -> KnowledgeError:
        return KnowledgeError(f"{Path(self.path).name}:{self.line}: {message}")


def data_path(*parts: str) -> Path:
    """A file or folder of the shipped `data/`."""
    return Path(str(files("whowhom").joinpath("data", *parts)))


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table whose header holds exactly ``columns``, in file order.

    Empty lines and lines that start with ``#`` are passed over. Raises
    KnowledgeError for a missing file, another header or a line with another
    number of cells.
    """
    try:
        # "-sig": spreadsheets begin a UTF-8 file with a mark of their own.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read ({error}). It must be a UTF-8 text file.") from None
    header: list[str] | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")
        if header is None:
            header = cells
            if header != list(columns):
                raise KnowledgeError(f"{path.name}:{number}: {_about_header(header, columns)}")
            continue
        if len(cells) != len(header):
            raise KnowledgeError(
                f"{path.name}:{number}: {len(cells)} cell{'s' if len(cells) > 1 else ''} "
                f"where the header has {len(header)}. "
                f"Put one tab between cells and - in an empty one."
            )
        yield Row(path=str(path), line=number, cells=dict(zip(header, cells, strict=True)))


def _about_header(found: Sequence[str], columns: Sequence[str]) -> str:
    """What is wrong with a table's first line."""
    missing = [name for name in columns if name not in found]
    unknown = [name for name in found if name not in columns]
    fault = "this line must name the columns"
    if missing and len(missing) < len(columns):
        fault = f"the column {missing[0]!r} is missing"
    elif unknown and not missing:
        fault = f"there is no column {unknown[0]!r}"
    elif not missing:
        fault = "the columns stand in another order or twice"
    return f"{fault}. The first line must be, with one tab between two: {' '.join(columns)}"
