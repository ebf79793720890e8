"""`whowhom actors`: who is known, whom a project adds, what it imports, and who still waits for a code."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

import msgspec
from rich.text import Text

from whowhom.cli import table
from whowhom.cli.manual import write_rows
from whowhom.cli.output import Format, binary_output, complain, console, number_of, safe, say, show
from whowhom.errors import KnowledgeError
from whowhom.export.lines import encode_line
from whowhom.knowledge.actor_codes import about_strange, strange_part
from whowhom.knowledge.actor_file import ActorRow, add_rows, fault_in, read_rows
from whowhom.knowledge.actor_tables import parents
from whowhom.knowledge.actors import ActorIndex, load_actors
from whowhom.knowledge.dictionaries import Imported, phoenix, read_dictionary
from whowhom.knowledge.dictionaries.imported import free_id
from whowhom.knowledge.own_actors import key_of
from whowhom.knowledge.tables import data_path
from whowhom.records import Actor, Event, Role
from whowhom.store import Store, Unknown
from whowhom.store.rows import Cell, join

DIM, INDENT = table.DIM, table.INDENT
# Aliases of an actor that a list shows, people that hold an office of it, events; the rest is asked for.
ALIASES, PEOPLE, EVENTS = 6, 12, 10
OK, BAD_INPUT, SOME_FAILED = 0, 1, 3
# Fields of a row that are never left out; what else is empty says nothing.
NEEDED = frozenset({"actor_id", "name"})


# --- search, show -------------------------------------------------------------


def show_actors(name: str, form: Format, own: Path | None) -> None:
    """Print the actors that bear a name."""
    found = load_actors(own).search(name)
    if not found:
        raise KnowledgeError(
            f"no actor is called {name!r}. A name in a text that no list holds becomes an actor all the same; "
            f"list it: whowhom actors add NAME --code CODE"
        )
    if form is Format.JSONL:
        with binary_output(None) as output:
            output.writelines(encode_line(msgspec.to_builtins(actor)) for actor in found)
        return
    if form is Format.CSV:
        write_rows([_actor_row(actor) for actor in found], form)
        return
    where = console()
    for actor in found:
        show(where, Text.assemble((safe(actor.name), "bold"), (f"  {actor.actor_id}", DIM)))
        show(where, Text(_kind(actor)), indent=INDENT)
        if actor.roles and (actor.roles[-1].title or len(actor.roles) > 1):
            more = f" and {number_of(len(actor.roles) - 1, 'other role')}" if len(actor.roles) > 1 else ""
            show(where, Text(safe(f"{_role(actor.roles[-1])}, {_term(actor.roles[-1])}{more}")), indent=INDENT)
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


def show_actor_page(actor_id: str, *, own: Path | None, store: Path | None) -> None:
    """Print what is known of one actor: names, roles over time, ties, and its events in a store."""
    if store is not None:
        with Store(store, readonly=True):  # a store that is none is said before anything is printed
            pass
    index, where = load_actors(own), console()
    everybody = index.everybody()
    actor = everybody.get(actor_id)
    if actor is None:
        near = get_close_matches(actor_id, list(everybody), n=3, cutoff=0.5)
        raise KnowledgeError(
            f"no actor has the id {actor_id!r}"
            + (f"; near it: {', '.join(near)}." if near else ".")
            + " Find ids with: whowhom actors search NAME"
        )
    actor = index.as_chosen(actor)
    show(where, Text.assemble((safe(actor.name), "bold"), (f"  {actor.actor_id}", DIM)))
    show(where, Text(_kind(actor)), indent=INDENT)
    if actor.aliases:
        show(where, Text("\nAlso called", style="bold"))
        show(where, Text(safe("; ".join(actor.aliases))), indent=INDENT)
    if actor.roles:
        show(where, Text("\nRoles", style="bold"))
    for role in actor.roles:
        show(where, Text.assemble(safe(_role(role)), (f"  {_term(role)}", DIM)), indent=INDENT)
    ties = list(_ties(actor, index))
    if ties:
        show(where, Text("\nTies", style="bold"))
    for what, other in ties:
        show(where, Text.assemble(f"{what} ", safe(other.name), (f"  {other.actor_id}", DIM)), indent=INDENT)
    if store is not None:
        with Store(store, readonly=True) as opened:
            _show_events(list(opened.events(actor_id=actor_id)), store)


def _show_events(events: Sequence[Event], store: Path) -> None:
    where = console()
    show(where, Text(f"\nEvents in {safe(str(store))}: {len(events)}", style="bold"))
    for event in events[:EVENTS]:
        where.print()
        table.show_event(event, where)
    if len(events) > EVENTS:
        show(where, Text(f"\n… and {len(events) - EVENTS} more", style=DIM))


def _ties(actor: Actor, index: ActorIndex) -> Iterator[tuple[str, Actor]]:
    """Yield what binds an actor to others: the body that it is a part of, its parts, who holds office now."""
    of = parents(data_path("actors"))
    parent = index.actors.get(of.get(actor.actor_id, ""))
    if parent is not None:
        yield "part of or out of", parent
    parts = (index.actors.get(part) for part, whole in of.items() if whole == actor.actor_id)
    yield from (("has as part or offshoot", part) for part in parts if part is not None)
    if not actor.actor_id.startswith("state."):
        return
    in_office = [
        other
        for other in index.actors.values()
        if other.actor_id.startswith("person.") and any(r.of == actor.country and _is_now(r) for r in other.roles)
    ]
    in_office.sort(key=lambda other: (_rank(other, actor.country), other.actor_id))
    for other in in_office[:PEOPLE]:
        title = next(r.title for r in other.roles if r.of == actor.country and _is_now(r))
        yield f"{title}:", other


def _rank(actor: Actor, country: str | None) -> int:
    """Heads of state and government before others in office."""
    titles = {role.title for role in actor.roles if role.of == country and _is_now(role)}
    return next((i for i, title in enumerate(("president", "king", "prime minister")) if title in titles), 3)


def _is_now(role: Role) -> bool:
    return role.role == "GOV" and role.end is None and role.title is not None


def _term(role: Role) -> str:
    begin, end = table.pretty_day(role.start), table.pretty_day(role.end)
    if begin is None and end is None:
        return "always, as far as is known"
    return f"{begin or '…'} to {end or 'now'}"


def _role(role: Role) -> str:
    title = f"{role.title} " if role.title else ""
    return f"{title}{role.of or ''} ({role.role})".strip()


# --- add, import, export ------------------------------------------------------


def add_actor(row: ActorRow, path: Path) -> None:
    """Put one row into a project's table."""
    there = read_rows(path) if path.exists() else []
    given = {field: value for field, value in msgspec.structs.asdict(row).items() if value or field in NEEDED}
    made = ActorRow(**{**given, "aliases": tuple(alias for alias in row.aliases if alias.strip())})
    made = msgspec.structs.replace(made, actor_id=row.actor_id or _id_for(made, there))
    fault = fault_in(made)
    if fault is not None:
        raise KnowledgeError(f"{row.name}: {fault}")
    if not made.names_somebody:
        raise KnowledgeError(f"{row.name}: give a --code or a --kind: without one nobody is known by this name.")
    if not add_rows(path, [made]):
        say(f"{row.name} stands in {path} already")
        return
    strange = strange_part(made.code or "")
    if strange is not None:
        complain(f"{row.name}, {made.code}: {about_strange(strange)}")
    known = load_actors(path).named(row.name.partition("@")[0])
    say(f"added to {path}: {row.name}, {known[0].actor_id if len(known) == 1 else made.actor_id}")
    if len({alias.actor_id for alias in known}) > 1:
        say(f"{row.name} is the name of {len(known)} actors now and means none, until @XYZ tells them apart by country")
    say(f"use it: whowhom code INPUT --actors {shlex.quote(str(path))}")


def keep_apart(names: Sequence[str], path: Path, *, kind: str) -> None:
    """Give each name that no table holds a row of its own: an exact name wins over every guess.

    The row says no code, so that the name keeps the one that its texts give it.
    """
    if len({key_of(name) for name in names}) < 2:
        raise KnowledgeError(f"{' and '.join(names)} are one name. Give two that are written in different ways.")
    known = load_actors(path if path.exists() else None)
    shared = set.intersection(*({alias.actor_id for alias in known.named(name)} for name in names))
    if shared:
        raise KnowledgeError(
            f"{' and '.join(names)} stand in a table as names of one actor, {min(shared)}: no guess joins them. "
            f"See: whowhom actors show {min(shared)}"
        )
    taken = {row.actor_id: row for row in read_rows(path)} if path.exists() else {}
    rows: list[ActorRow] = []
    for name in names:
        row = ActorRow(actor_id="", name=name, kind=kind, origin="apart")
        row = msgspec.structs.replace(row, actor_id=free_id(row, taken))
        fault = fault_in(row)
        if fault is not None:
            raise KnowledgeError(f"{name}: {fault}")
        if not known.named(name):
            rows.append(row)
            taken[row.actor_id] = row
    if not rows:
        say(f"{' and '.join(names)} stand in tables as two already: nothing joins them.")
        return
    add_rows(path, rows)
    for name in names:
        is_new = any(row.name == name for row in rows)
        said = "is taken for nobody else now; its country and role are those that the words beside it say"
        say(f"added to {path}: {name} {said}" if is_new else f"{name} stands in a table already")
    more = f"whowhom actors add {shlex.quote(rows[0].name)} --code CODE --actors {shlex.quote(str(path))}"
    say(f"to give it a code: {more}")
    say(f"use it: whowhom code INPUT --actors {shlex.quote(str(path))}")


def _id_for(row: ActorRow, there: Sequence[ActorRow]) -> str:
    """The id of the actor that has this name and code, else a free one."""
    same = (other for other in there if row.code and (key_of(other.name), other.code) == (key_of(row.name), row.code))
    return next((other.actor_id for other in same), None) or free_id(
        row, {row.actor_id: row for row in reversed(there)}
    )


def import_dictionaries(files: Sequence[Path], path: Path, *, format: str | None) -> int:
    """Read dictionaries into a project's table, and say what was in them and what could not be taken.

    Returns the exit code: 1 where nothing could be read, 3 where some of several files or something in them could not.
    """
    index, failed, lost = load_actors(), 0, 0
    for file in files:
        before = read_rows(path) if path.exists() else []
        try:
            imported = read_dictionary(
                file, format=format, countries=index.countries, spelling=index.spelling, before=before
            )
        except KnowledgeError as error:
            failed += 1
            complain(str(error))
            continue
        for note in imported.notes:
            left_out = f" ({note.lost} left out)" if note.lost else ""
            complain(f"{file.name}:{note.line}: {note.message}{left_out}")
        lost += sum(imported.lost.values())
        new = add_rows(path, imported.rows)
        say(f"{file.name}: {_counted(imported)}; {number_of(len(new), 'row')} added to {path}{_again(imported, new)}")
    if failed < len(files):
        say(f"use it: whowhom code INPUT --actors {shlex.quote(str(path))}")
    return BAD_INPUT if failed == len(files) else SOME_FAILED if failed or lost else OK


def _counted(imported: Imported) -> str:
    """How many of each sort of thing a file holds, and how many of them were not taken."""
    parts = []
    for sort, number in imported.counts.items():
        lost = imported.lost.get(sort.removesuffix("s") if sort != "entities" else "entity", 0)
        parts.append(f"{number:,} {sort}" + (f" ({lost:,} left out)" if lost else ""))
    return ", ".join(parts)


def _again(imported: Imported, new: Sequence[ActorRow]) -> str:
    there = len(dict.fromkeys(imported.rows)) - len(new)
    return f", {there:,} there already" if there else ""


def export_actors(path: Path, output: Path | None, *, agents: bool) -> None:
    """Write the actors of a project's table, or its nouns, in Phoenix format, which keeps these in two files."""
    rows = read_rows(path)
    with binary_output(output) as out:
        out.writelines(f"{line}\n".encode() for line in (phoenix.write_agents if agents else phoenix.write)(rows))
    nouns = sum(row.is_agent for row in rows)
    if nouns and not agents:
        say(f"{number_of(nouns, 'noun')} left out: they stand in a file of their own (--agents)")


# --- queue --------------------------------------------------------------------


def show_queue(store: Path, form: Format, *, limit: int, own: Path | None) -> None:
    """Print the actors of a store whom no table knows, with what speaks for a code."""
    with Store(store, readonly=True) as opened:
        waiting = opened.unknown_actors(load_actors(own), limit=limit)
    if form is not Format.TABLE:
        if waiting and form is Format.CSV:
            write_rows([_queue_row(each) for each in waiting], form)
        elif waiting:
            with binary_output(None) as output:
                output.writelines(encode_line(msgspec.to_builtins(each)) for each in waiting)
        return
    where = console()
    if not waiting:
        say(f"every named actor in the events of {store} is known")
    for each in waiting:
        _show_waiting(each, own)
        where.print()


def _show_waiting(each: Unknown, own: Path | None) -> None:
    where = console()
    facts = f"  {each.mentions}× in {number_of(each.documents, 'document')}"
    show(where, Text.assemble((safe(each.name), "bold"), facts, (f"  {each.actor_id}", DIM)))
    for seen in each.seen:
        show(where, Text.assemble(safe(seen.sentence), (f"  {safe(seen.document_id)}", DIM)), indent=INDENT)
    show(where, Text(safe(f"{each.code or 'no code'}: {each.reason}")), indent=INDENT)
    file = f" --actors {shlex.quote(str(own))}" if own else ""
    line = f"whowhom actors add {shlex.quote(each.name)} --code {each.code or 'CODE'} --kind {each.kind}{file}"
    show(where, Text(safe(line), style="cyan"), indent=INDENT)


def _queue_row(each: Unknown) -> dict[str, Cell]:
    return {
        **{"actor_id": each.actor_id, "name": each.name, "kind": each.kind, "mentions": each.mentions},
        **{"documents": each.documents, "code": each.code, "reason": each.reason},
        "sentences": " | ".join(seen.sentence for seen in each.seen),
    }
