"""The codebook and the actors as lists to read: `whowhom codebook list`, `whowhom actors search|show`."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import msgspec
from rich.text import Text

from whowhom.cli import table
from whowhom.cli.output import Format, binary_output, console, safe, show
from whowhom.errors import KnowledgeError
from whowhom.export.lines import encode_line
from whowhom.export.tables import CsvLines
from whowhom.knowledge.actors import load_actors
from whowhom.knowledge.codebook import Codebook, Cue
from whowhom.records import Actor, Role
from whowhom.store.rows import Cell, join

DIM, INDENT = table.DIM, table.INDENT
# Aliases of an actor that a list shows; the rest stand in the tables.
ALIASES = 6


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
        _write_rows(rows, form)


def _cues_of(event_type: str, codebook: Codebook) -> list[Cue]:
    return [cue for cue in codebook.all_cues() if cue.event_type == event_type]


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
    if form is Format.CSV:
        _write_rows([_actor_row(actor) for actor in found], form)
        return
    where = console()
    for actor in found:
        show(where, Text.assemble((safe(actor.name), "bold"), (f"  {actor.actor_id}", DIM)))
        show(where, Text(_kind(actor)), indent=INDENT)
        if actor.aliases:
            more = "; …" if len(actor.aliases) > ALIASES else ""
            show(where, Text(safe("; ".join(actor.aliases[:ALIASES]) + more), style=DIM), indent=INDENT)


def _kind(actor: Actor) -> str:
    known = (actor.kind.value.replace("_", " "), actor.country, f"CAMEO {actor.code}" if actor.code else None)
    return ", ".join(part for part in known if part)


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
    show(where, Text.assemble((safe(actor.name), "bold"), (f"  {actor.actor_id}", DIM)))
    show(where, Text(_kind(actor)), indent=INDENT)
    if actor.aliases:
        show(where, Text("\nAlso called", style="bold"))
        show(where, Text(safe("; ".join(actor.aliases))), indent=INDENT)
    if actor.roles:
        show(where, Text("\nRoles", style="bold"))
    for role in actor.roles:
        show(where, Text.assemble(_role(role), (f"  {_term(role)}", DIM)), indent=INDENT)


def _term(role: Role) -> str:
    begin, end = table.pretty_day(role.start), table.pretty_day(role.end)
    if begin is None and end is None:
        return "always, as far as is known"
    return f"{begin or '…'} to {end or 'now'}"


def _role(role: Role) -> str:
    title = f"{role.title} " if role.title else ""
    return f"{title}{role.of or ''} ({role.role})".strip()


def _write_rows(rows: Sequence[dict[str, Cell]], form: Format) -> None:
    """Rows with the same columns, as JSON Lines or as CSV."""
    with binary_output(None) as output:
        lines = CsvLines(tuple(rows[0]))
        if form is Format.CSV:
            output.write(lines.header())
        output.writelines(lines.line(row) if form is Format.CSV else encode_line(row) for row in rows)
