"""The codebook: PLOVER's types and modes, CAMEO's codes, the cues and the algebra of operators.

A cue says by which word an event is told and where its parties stand; an
operator says what a word does to the event it governs ("stopped shelling").
The columns are explained in `data/codebook/README.md`.

A project may have a folder of its own with the same tables. Its rows are added
to the shipped ones and take the place of those with the same key; its `off.tsv`
names shipped cues that are not to be used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from whowhom.errors import KnowledgeError
from whowhom.knowledge import codebook_rows as rows
from whowhom.knowledge.codebook_rows import (
    AlgebraRule,
    Between,
    CameoCode,
    Condition,
    Cue,
    EventTypeInfo,
    Frame,
    ModeInfo,
)
from whowhom.knowledge.contexts import (
    CONTEXT_CUE_COLUMNS,
    CONTEXT_SIGN_COLUMNS,
    ContextCues,
    joined,
    read_context_cue,
    read_context_sign,
)
from whowhom.knowledge.details import DETAIL_COLUMNS, Detail, read_detail
from whowhom.knowledge.senses import (
    EXPRESSION_COLUMNS,
    SENSE_COLUMNS,
    Expressions,
    Sense,
    Senses,
    by_first,
    gathered,
    read_expression,
    read_sense,
)
from whowhom.knowledge.tables import Row, data_path, read_table

__all__ = [
    "AlgebraRule",
    "Between",
    "CameoCode",
    "Codebook",
    "Condition",
    "Cue",
    "EventTypeInfo",
    "Frame",
    "ModeInfo",
    "codebook_digest",
    "load_codebook",
]

# The tables of a codebook's folder, beside those of cues in `cues/`, with their columns.
TABLES: Mapping[str, tuple[str, ...]] = {
    "types.tsv": rows.TYPE_COLUMNS,
    "modes.tsv": rows.MODE_COLUMNS,
    "contexts.tsv": rows.CONTEXT_COLUMNS,
    "context_cues.tsv": CONTEXT_CUE_COLUMNS,
    "context_signs.tsv": CONTEXT_SIGN_COLUMNS,
    "cameo.tsv": rows.CAMEO_COLUMNS,
    "operators.tsv": rows.OPERATOR_COLUMNS,
    "algebra.tsv": rows.ALGEBRA_COLUMNS,
    "between.tsv": rows.BETWEEN_COLUMNS,
    "details.tsv": DETAIL_COLUMNS,
    "abstract.tsv": rows.ABSTRACT_COLUMNS,
    "forces.tsv": rows.ABSTRACT_COLUMNS,
    "things.tsv": rows.ABSTRACT_COLUMNS,
    "expressions.tsv": EXPRESSION_COLUMNS,
    "senses.tsv": SENSE_COLUMNS,
    "lists.tsv": rows.LIST_COLUMNS,
    "off.tsv": rows.OFF_COLUMNS,
}
CUES, OFF = "cues", "off.tsv"
FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})


class Codebook(Struct, frozen=True, kw_only=True):
    """Everything the event stage knows; ``cues`` by head lemma, in the order in which they are tried.

    ``abstract`` are nouns that force cannot be used against but as a figure of
    speech, ``forces`` those that harm without anybody doing it, ``things`` what
    force can be used against; ``expressions``
    and ``senses`` say where a cue's word tells no event; ``details`` make the
    mode and code of a type more specific, in the order in which they are tried; ``lists`` are the words that
    conditions share. ``between`` gives the types that an event is between two parties, told ahead and denied, where
    either is another than its own.
    ``own_cues`` (ids) and ``own_types`` are those of the project's own folder.
    """

    types: Mapping[str, EventTypeInfo]
    modes: tuple[ModeInfo, ...]
    contexts: Mapping[str, str]
    cameo: Mapping[str, CameoCode]
    cues: Mapping[str, tuple[Cue, ...]]
    algebra: Mapping[tuple[str, str], AlgebraRule]
    abstract: frozenset[str]
    forces: frozenset[str]
    things: frozenset[str]
    expressions: Expressions
    senses: Senses
    by_id: Mapping[str, Cue]
    details: Mapping[str, tuple[Detail, ...]]
    context_cues: ContextCues = ContextCues()
    lists: Mapping[str, frozenset[str]] = {}
    between: Mapping[str, Between] = {}
    own_cues: frozenset[str] = frozenset()
    own_types: frozenset[str] = frozenset()

    def all_cues(self) -> Iterator[Cue]:
        """Every cue and operator, sorted by id."""
        yield from self.by_id.values()

    def rule(self, operator: str, event_type: str) -> AlgebraRule | None:
        """What ``operator`` does to an event of this type."""
        return self.algebra.get((operator, event_type)) or self.algebra.get((operator, "*"))

    def goldstein(self, event_type: str, modes: Iterable[str], cameo: str) -> float:
        """The intensity of an event: that of its CAMEO code, or, for a type of the project's own, of its row.

        A mode of such a type that has a score of its own goes before the type.
        """
        if event_type not in self.own_types:
            return self.cameo[cameo].goldstein
        scores = {mode.mode: mode.score for mode in self.modes if mode.event_type == event_type}
        own = [score for mode in modes if (score := scores.get(mode)) is not None]
        return own[0] if own else self.types[event_type].score


def load_codebook(own: Path | None = None, *, cues: Path | None = None) -> Codebook:
    """Read the shipped codebook, and onto it a folder of the project's own and a single table of cues.

    Raises KnowledgeError for a folder that is none, and, naming file and line,
    for a row that cannot be used or that stands twice.
    """
    codebook = _with(_EMPTY, _shipped_tables(), own=False)
    if own is not None:
        codebook = _with(codebook, _own_tables(own), own=True)
    if cues is not None:
        codebook = _with(codebook, {CUES: [cues]}, own=True)
    return codebook


def codebook_digest(own: Path) -> str:
    """Eight hex digits that change with every table of a folder."""
    digest = hashlib.sha256()
    for name, paths in _own_tables(own).items():
        for path in paths:
            digest.update(f"{name} {path.name} ".encode() + hashlib.sha256(_bytes(path)).digest())
    return digest.hexdigest()[:8]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror}).") from None


# --- which tables ------------------------------------------------------------------------

Tables = Mapping[str, list[Path]]


def _shipped_tables() -> Tables:
    folder = data_path("codebook")
    found = {name: [folder / name] for name in TABLES if name != OFF}
    return {**found, CUES: sorted((folder / CUES).glob("*.tsv"))}


def _own_tables(folder: Path) -> Tables:
    """The tables of a project's folder; a file there that looks like one and is none is said, not passed over."""
    make = "Make one: whowhom codebook new NAME"
    if folder.is_file():
        raise KnowledgeError(f"{folder}: is a file. Name the folder of your codebook. {make}")
    if not folder.is_dir():
        raise KnowledgeError(f"{folder}: there is no such folder. {make} --folder {folder}")
    for path in sorted(folder.glob("*.tsv")):
        if path.name not in TABLES:
            raise KnowledgeError(f"{path}: is no table of a codebook. Use {', '.join(TABLES)} or {CUES}/NAME.tsv.")
    for path in sorted((folder / CUES).glob("*")):
        if path.suffix in {".txt", ".csv"}:
            raise KnowledgeError(f"{path}: the name of a table must end in .tsv. Rename it.")
    tables = {name: [folder / name] for name in TABLES if (folder / name).is_file()}
    tables[CUES] = sorted((folder / CUES).glob("*.tsv"))
    if not any(tables.values()):
        raise KnowledgeError(f"{folder}: holds no table of a codebook (types.tsv, {CUES}/NAME.tsv, ...). {make}")
    return tables


# --- reading and merging -----------------------------------------------------------------

Key = TypeVar("Key", str, tuple[str, str])
Value = TypeVar("Value")

_EMPTY = Codebook(
    types={}, modes=(), contexts={}, cameo={}, cues={}, algebra={}, abstract=frozenset(), forces=frozenset(),
    things=frozenset(), expressions={}, senses=Senses(), by_id={}, details={},
)  # fmt: skip


def _with(base: Codebook, tables: Tables, *, own: bool) -> Codebook:
    """A codebook with the rows of a folder's tables added, or in place of those that have the same key."""
    cameo = {**base.cameo, **_unique((row, code.code, code) for row, code in _cameo(tables))}
    new_types = _unique((row, info.event_type, info) for row, info in _types(tables, cameo))
    types = {**base.types, **new_types}
    modes = {(mode.event_type, mode.mode): mode for mode in base.modes}
    modes |= _unique((row, (mode.event_type, mode.mode), mode) for row, mode in _modes(tables, types))
    lists = _with_lists(base.lists, tables)
    checks = rows.Checks(types=types, modes=modes, cameo=cameo, lists=lists)
    new_cues = _unique((row, cue.id, cue) for row, cue in _cues(tables, checks))
    off = _unique((row, row.need("id"), row) for row in _rows(tables, OFF))
    _check_off(off, base, new_cues)
    by_id = {**{i: cue for i, cue in base.by_id.items() if i not in off}, **new_cues}
    own_cues = (base.own_cues | new_cues.keys()) & by_id.keys() if own else frozenset()
    contexts = {**base.contexts, **_unique(_contexts(tables))}
    return Codebook(
        lists=lists,
        types=types,
        modes=tuple(modes.values()),
        contexts=contexts,
        context_cues=_with_context_cues(base.context_cues, tables, contexts),
        cameo=cameo,
        cues=_by_lemma(by_id.values(), own_cues),
        algebra={**base.algebra, **_unique(_rules(tables, checks))},
        abstract=base.abstract | _nouns(tables, "abstract.tsv"),
        forces=base.forces | _nouns(tables, "forces.tsv"),
        things=base.things | _nouns(tables, "things.tsv") | _things(by_id.values()),
        expressions=_with_expressions(base.expressions, tables),
        senses=_with_senses(base.senses, tables, checks),
        between={**base.between, **_unique(_between(tables, types))},
        by_id=dict(sorted(by_id.items())),
        details=_with_details(base.details, tables, checks),
        own_cues=frozenset(own_cues),
        own_types=base.own_types | new_types.keys() if own else frozenset(),
    )


def _rows(tables: Tables, name: str) -> Iterator[Row]:
    for path in tables.get(name, ()):
        yield from read_table(path, rows.CUE_COLUMNS if name == CUES else TABLES[name])


def _unique(read: Iterable[tuple[Row, Key, Value]]) -> dict[Key, Value]:
    """What was read by its key, which must not stand twice in one folder."""
    found: dict[Key, Value] = {}
    first: dict[Key, Row] = {}
    for row, key, value in read:
        if key in found:
            name = key if isinstance(key, str) else " ".join(key)
            raise row.error(
                f"{name!r} stands twice: also at {Path(first[key].path).name}:{first[key].line}. "
                f"Take one of them out, or give this one a name of its own."
            )
        found[key], first[key] = value, row
    return found


def _with_lists(base: Mapping[str, frozenset[str]], tables: Tables) -> Mapping[str, frozenset[str]]:
    """The lists by their names, those of this folder in place of others; one may name another that stands before it."""
    known = dict(base)

    def read() -> Iterator[tuple[Row, str, frozenset[str]]]:
        for row in _rows(tables, "lists.tsv"):
            name, words = rows.read_list(row, known)
            known[name] = words
            yield row, name, words

    return {**base, **_unique(read())}


def _cameo(tables: Tables) -> Iterator[tuple[Row, CameoCode]]:
    for row in _rows(tables, "cameo.tsv"):
        yield row, rows.read_cameo(row)


def _types(tables: Tables, cameo: Mapping[str, CameoCode]) -> Iterator[tuple[Row, EventTypeInfo]]:
    for row in _rows(tables, "types.tsv"):
        yield row, rows.read_type(row, cameo)


def _modes(tables: Tables, types: Mapping[str, EventTypeInfo]) -> Iterator[tuple[Row, ModeInfo]]:
    for row in _rows(tables, "modes.tsv"):
        yield row, rows.read_mode(row, types)


def _contexts(tables: Tables) -> Iterator[tuple[Row, str, str]]:
    for row in _rows(tables, "contexts.tsv"):
        yield row, row.need("context"), row.need("definition")


def _cues(tables: Tables, checks: rows.Checks) -> Iterator[tuple[Row, Cue]]:
    for row in _rows(tables, CUES):
        yield row, rows.read_cue(row, checks)
    for row in _rows(tables, "operators.tsv"):
        yield row, rows.read_operator(row, checks)


def _rules(tables: Tables, checks: rows.Checks) -> Iterator[tuple[Row, tuple[str, str], AlgebraRule]]:
    for row in _rows(tables, "algebra.tsv"):
        yield from ((row, key, rule) for key, rule in rows.read_rules(row, checks))


def _between(tables: Tables, types: Mapping[str, EventTypeInfo]) -> Iterator[tuple[Row, str, Between]]:
    for row in _rows(tables, "between.tsv"):
        yield row, *rows.read_between(row, types)


def _nouns(tables: Tables, name: str) -> frozenset[str]:
    return frozenset(_unique((row, row.need("noun"), row) for row in _rows(tables, name)))


def _things(cues: Iterable[Cue]) -> frozenset[str]:
    """What cues of force have for an object: soldiers and homes, bridges and convoys."""
    asked = (condition for cue in cues if cue.event_type in FORCE for condition in cue.conditions)
    return frozenset().union(*(c.words for c in asked if not c.negated and c.slot in {"obj", "into", "in", "of"}))


def _with_expressions(base: Expressions, tables: Tables) -> Expressions:
    new = _unique((row, *read_expression(row)) for row in _rows(tables, "expressions.tsv"))
    known = (words for those in base.values() for words in those)
    return by_first(dict.fromkeys((*known, *new.values())))


def _with_senses(base: Senses, tables: Tables, checks: rows.Checks) -> Senses:
    """The senses under their deeds, those of this folder in place of those with the same id."""
    read = ((row, read_sense(row, checks)) for row in _rows(tables, "senses.tsv"))
    new = _unique((row, sense.id, (deeds, sense)) for row, (deeds, sense) in read)
    known: list[tuple[tuple[str, ...], Sense]] = [
        ((deed,), sense) for deed, those in base.by_deed.items() for sense in those if sense.id not in new
    ]
    return gathered((*known, *new.values()))


def _with_context_cues(base: ContextCues, tables: Tables, contexts: Mapping[str, str]) -> ContextCues:
    read = ((row, read_context_cue(row, contexts)) for row in _rows(tables, "context_cues.tsv"))
    told = ((row, read_context_sign(row, contexts)) for row in _rows(tables, "context_signs.tsv"))
    return joined(
        base,
        _unique((row, cue.id, cue) for row, cue in read),
        _unique((row, (sign.kind, sign.value), sign) for row, sign in told),
    )


def _with_details(
    base: Mapping[str, tuple[Detail, ...]], tables: Tables, checks: rows.Checks
) -> Mapping[str, tuple[Detail, ...]]:
    """The details of each type: those of this folder before the others, and in place of those with the same id."""
    read = ((row, read_detail(row, checks)) for row in _rows(tables, "details.tsv"))
    new = _unique((row, detail.id, (event_type, detail)) for row, (event_type, detail) in read)
    found: dict[str, list[Detail]] = {}
    for event_type, detail in new.values():
        found.setdefault(event_type, []).append(detail)
    for event_type, details in base.items():
        found.setdefault(event_type, []).extend(detail for detail in details if detail.id not in new)
    return {event_type: tuple(details) for event_type, details in found.items()}


def _check_off(off: Mapping[str, Row], base: Codebook, new: Mapping[str, Cue]) -> None:
    for name, row in off.items():
        if name in new:
            raise row.error(f"{name!r} is a cue of this codebook's own. Take its row out, here or there.")
        if name not in base.by_id:
            near = get_close_matches(name, list(base.by_id), n=3)
            raise row.error(
                f"no shipped cue or operator has the id {name!r}"
                + (f"; near it: {', '.join(near)}." if near else ".")
                + " Find ids with: whowhom codebook show TYPE"
            )


def _by_lemma(cues: Iterable[Cue], own: Iterable[str]) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        found.setdefault(cue.lemma, []).append(cue)
    ids = frozenset(own)
    return {
        lemma: tuple(sorted(those, key=lambda cue: rank(cue, own=cue.id in ids)))
        for lemma, those in sorted(found.items())
    }


def rank(cue: Cue, *, own: bool) -> tuple[int, int, bool, int, str]:
    """Where a cue stands in the order in which a lemma's cues are tried.

    First those with more conditions on what is meant, then those with more
    conditions at all (a preposition says little), then the project's own, then
    those that name fewer words.
    """
    wanted = [condition for condition in cue.conditions if not condition.negated]
    content = [condition for condition in wanted if condition.slot != "prep"]
    return (-len(content), -len(wanted), not own, sum(len(condition.words) for condition in content), cue.id)
