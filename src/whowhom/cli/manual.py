"""The codebook and the actors as pages to read: `whowhom codebook list|show`, `whowhom actors search|show`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import msgspec
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whowhom.cli import table
from whowhom.cli.explaining import SLOTS, WORD_CLASSES
from whowhom.cli.output import Format, binary_output, console, safe
from whowhom.errors import KnowledgeError
from whowhom.export.lines import encode_line
from whowhom.export.tables import CsvLines
from whowhom.knowledge.actors import load_actors
from whowhom.knowledge.codebook import Codebook, Cue, load_codebook
from whowhom.records import Actor, Role
from whowhom.store.rows import Cell, join

DIM = table.DIM


def show_types(form: Format) -> None:
    """Print every event type with its class, score and number of cues."""
    codebook = load_codebook()
    rows: list[dict[str, Cell]] = [
        {
            "event_type": info.event_type,
            "quad": info.quad,
            "quad_name": info.quad_name,
            "score": info.score,
            "cues": len(_cues_of(info.event_type, codebook)),
            "definition": info.definition,
        }
        for info in codebook.types.values()
    ]
    _print_rows(rows, form)


def _cues_of(event_type: str, codebook: Codebook) -> list[Cue]:
    return [cue for cue in codebook.all_cues() if cue.event_type == event_type]


def show_type_page(name: str) -> None:
    """Print one type: definition, modes, cues with where the parties stand and an example."""
    codebook, where = load_codebook(), console()
    info = codebook.types.get(name.upper())
    if info is None:
        raise KnowledgeError(f"no event type {name!r}. Use one of {', '.join(codebook.types)}.")
    where.print(
        Text.assemble((info.event_type, "bold"), f"  {info.quad_name}, score {info.score:+g}, CAMEO {info.cameo_root}")
    )
    where.print(Padding(Text(info.definition), (0, 4)))
    modes = [mode for mode in codebook.modes if mode.event_type == info.event_type]
    if modes:
        where.print(Text("\nModes", style="bold"))
        where.print(Padding(_grid([(mode.mode, mode.definition) for mode in modes]), (0, 4)))
    for pos, word_class in WORD_CLASSES.items():
        cues = [cue for cue in _cues_of(info.event_type, codebook) if cue.pos == pos]
        if cues:
            where.print(Text(f"\n{word_class.capitalize()}s ({len(cues)})", style="bold"))
            where.print(Padding(_grid([(_condensed(cue), cue.example) for cue in cues]), (0, 4)))
    where.print(
        Text("\n[Sources] and {targets} are marked in the examples; a test codes every one of them.", style=DIM)
    )


def _condensed(cue: Cue) -> str:
    """A cue with its conditions and mode: "carry, prt: out (raid)"."""
    conditions = [
        f"{'not ' if c.negated else ''}{SLOTS.get(c.slot, c.slot).removeprefix('its ')}: {'/'.join(sorted(c.words))}"
        for c in cue.conditions
    ]
    return "; ".join([cue.lemma + (f" ({cue.mode})" if cue.mode else ""), *conditions])


def _grid(rows: Sequence[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=30, overflow="fold")
    grid.add_column()
    for left, right in rows:
        grid.add_row(Text(safe(left), style="bold"), Text(safe(right)))
    return grid


def show_actors(name: str, form: Format) -> None:
    """Print the actors that bear a name."""
    found = load_actors().search(name)
    if not found:
        raise KnowledgeError(
            f"no actor is called {name!r}. A name in a text that no list holds becomes an actor all the same."
        )
    if form is Format.JSONL:
        with binary_output(None) as output:
            output.writelines(encode_line(msgspec.to_builtins(actor)) for actor in found)
        return
    _print_rows([_actor_row(actor) for actor in found], form)


def _actor_row(actor: Actor) -> dict[str, Cell]:
    return {
        "actor_id": actor.actor_id,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "code": actor.code,
        "aliases": join(actor.aliases),
    }


def show_actor_page(actor_id: str) -> None:
    """Print what is known of one actor."""
    index, where = load_actors(), console()
    actor = index.actors.get(actor_id)
    if actor is None:
        near = get_close_matches(actor_id, list(index.actors), n=3, cutoff=0.5)
        raise KnowledgeError(
            f"no actor has the id {actor_id!r}"
            + (f"; near it: {', '.join(near)}." if near else ".")
            + " Find ids with: whowhom actors search NAME"
        )
    where.print(Text.assemble((safe(actor.name), "bold"), (f"  {actor.actor_id}", DIM)))
    known = [actor.kind.value.replace("_", " "), actor.country, f"CAMEO {actor.code}" if actor.code else None]
    where.print(Padding(Text(", ".join(part for part in known if part)), (0, 4)))
    if actor.aliases:
        where.print(Text("\nAlso called", style="bold"))
        where.print(Padding(Text(safe("; ".join(actor.aliases))), (0, 4)))
    if actor.roles:
        where.print(Text("\nRoles", style="bold"))
        where.print(Padding(_grid([(_term(role), _role(role)) for role in actor.roles]), (0, 4)))


def _term(role: Role) -> str:
    begin, end = table.pretty_day(role.start), table.pretty_day(role.end)
    if begin is None and end is None:
        return "always, as far as is known"
    return f"{begin or '…'} to {end or 'now'}"


def _role(role: Role) -> str:
    title = f"{role.title} " if role.title else ""
    return f"{title}{role.of or ''} ({role.role})".strip()


def _print_rows(rows: Sequence[dict[str, Cell]], form: Format) -> None:
    """Rows with the same columns, as a table, as JSON Lines or as CSV."""
    if form is Format.TABLE:
        shown = Table(box=None, pad_edge=False, header_style="bold")
        for name, value in rows[0].items():
            shown.add_column(name, justify="right" if isinstance(value, int | float) else "left", overflow="fold")
        for row in rows:
            shown.add_row(*("" if value is None else safe(str(value)) for value in row.values()))
        console().print(shown)
        return
    with binary_output(None) as output:
        lines = CsvLines(tuple(rows[0]))
        if form is Format.CSV:
            output.write(lines.header())
        output.writelines(lines.line(row) if form is Format.CSV else encode_line(row) for row in rows)
