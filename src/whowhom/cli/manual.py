"""The codebook as a list to read: `whowhom codebook list`."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from whowhom.cli import table
from whowhom.cli.output import Format, binary_output, console, show
from whowhom.export.lines import encode_line
from whowhom.export.tables import CsvLines
from whowhom.knowledge.codebook import Codebook, Cue
from whowhom.store.rows import Cell

DIM = table.DIM


def show_types(form: Format, codebook: Codebook) -> None:
    """Print every event type with its class, score and number of cues."""
    where = console()
    rows: list[dict[str, Cell]] = []
    for info in codebook.types.values():
        cues = len(_cues_of(info.event_type, codebook))
        if form is Format.TABLE:
            facts = f"{info.quad_name}, score {info.score:+g}, {cues} cues"
            show(where, Text.assemble((info.event_type.ljust(10), "bold"), facts))
            show(where, Text(info.definition, style=DIM), indent=10)
        rows.append(
            {
                "event_type": info.event_type,
                "quad": info.quad,
                "quad_name": info.quad_name,
                "score": info.score,
                "cues": cues,
                "definition": info.definition,
            }
        )
    if form is not Format.TABLE:
        write_rows(rows, form)


def _cues_of(event_type: str, codebook: Codebook) -> list[Cue]:
    return [cue for cue in codebook.all_cues() if cue.event_type == event_type]


def write_rows(rows: Sequence[dict[str, Cell]], form: Format) -> None:
    """Rows with the same columns, as JSON Lines or as CSV."""
    with binary_output(None) as output:
        lines = CsvLines(tuple(rows[0]))
        if form is Format.CSV:
            output.write(lines.header())
        output.writelines(lines.line(row) if form is Format.CSV else encode_line(row) for row in rows)
