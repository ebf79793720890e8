"""The codebook: PLOVER's types and modes, CAMEO's codes, the cues and the algebra of operators.

A cue says by which word an event is told and where its parties stand; an
operator says what a word does to the event it governs ("stopped shelling").
The columns are explained in `data/codebook/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from whowhom.knowledge.tables import Row, data_path, read_table

CUE_COLUMNS = ("id", "lemma", "pos", "with", "frame", "event_type", "mode", "cameo", "operator", "example")
OPERATOR_COLUMNS = ("id", "lemma", "pos", "with", "operator", "inner", "example")
ALGEBRA_COLUMNS = ("operator", "inner", "result", "mode", "cameo", "status", "meaning")
TYPE_COLUMNS = ("event_type", "quad", "quad_name", "score", "cameo_root", "definition")
MODE_COLUMNS = ("event_type", "mode", "score", "definition")
CONTEXT_COLUMNS = ("context", "definition")
CAMEO_COLUMNS = ("code", "name", "parent", "root", "goldstein", "quad", "event_type", "mode")

OPERATORS = (
    "commit", "plan", "expect", "refuse", "threaten", "demand", "forbid", "permit", "attempt", "fail", "prevent",
    "begin", "continue", "cease", "reverse", "deny", "allege", "doubt", "do", "undergo", "manage", "negate", "future",
)  # fmt: skip
POSITIONS = ("V", "N", "A")
PARTY_SLOTS = ("subj", "obj", "iobj", "poss", "mod", "comp", "teller")
# Where the event that a speech act or an operator governs may stand, unless its row says otherwise.
INNER = (
    "comp",
    "obj",
    "of",
    "for",
    "to",
    "from",
    "against",
    "in",
    "on",
    "with",
    "into",
    "about",
    "at",
    "over",
    "behind",
)


class EventTypeInfo(Struct, frozen=True, kw_only=True):
    """A PLOVER type: ``quad`` 1 to 4, ``score`` -10 to 10."""

    event_type: str
    quad: int
    quad_name: str
    score: float
    cameo_root: str
    definition: str


class ModeInfo(Struct, frozen=True, kw_only=True):
    event_type: str
    mode: str
    definition: str


class CameoCode(Struct, frozen=True, kw_only=True):
    """A CAMEO code with GDELT's Goldstein value and the PLOVER type it maps to."""

    code: str
    name: str
    goldstein: float
    event_type: str | None


class Condition(Struct, frozen=True, kw_only=True):
    """Words that must (or, negated, must not) stand in a slot for a cue to hold.

    An open condition may be fulfilled by a word that it does not list: `*` is any, `*name` any proper name.
    """

    slot: str
    words: frozenset[str]
    negated: bool
    is_open: bool


class Frame(Struct, frozen=True, kw_only=True):
    """Where the parties stand; a reciprocal frame makes everybody a source."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    reciprocal: bool


class Cue(Struct, frozen=True, kw_only=True):
    """A word, with its conditions, that tells an event, governs one, or both.

    ``event_type`` is None for a pure operator ("began"), ``operator`` None for
    a word that governs nothing ("shelled"). ``inner`` are the slots in which a
    governed event may stand.
    """

    id: str
    lemma: str
    pos: str
    conditions: tuple[Condition, ...]
    frame: Frame
    event_type: str | None
    mode: str | None
    cameo: str | None
    operator: str | None
    inner: tuple[str, ...]
    example: str


class AlgebraRule(Struct, frozen=True, kw_only=True):
    """What an operator makes of an event: ``result`` None leaves its type, ``status`` None its status."""

    operator: str
    result: str | None
    mode: str | None
    cameo: str | None
    status: str | None
    meaning: str


class Codebook(Struct, frozen=True, kw_only=True):
    """Everything the event stage knows; ``cues`` by head lemma, in the order of their ids.

    ``abstract`` are nouns that force cannot be used against but as a figure of speech.
    """

    types: Mapping[str, EventTypeInfo]
    modes: tuple[ModeInfo, ...]
    contexts: Mapping[str, str]
    cameo: Mapping[str, CameoCode]
    cues: Mapping[str, tuple[Cue, ...]]
    algebra: Mapping[tuple[str, str], AlgebraRule]
    abstract: frozenset[str]
    by_id: Mapping[str, Cue]

    def all_cues(self) -> Iterator[Cue]:
        """Every cue and operator, sorted by id."""
        yield from self.by_id.values()

    def rule(self, operator: str, event_type: str) -> AlgebraRule | None:
        """What ``operator`` does to an event of this type."""
        return self.algebra.get((operator, event_type)) or self.algebra.get((operator, "*"))


def load_codebook(folder: Path | None = None) -> Codebook:
    """Read a codebook folder, by default the shipped one.

    Raises KnowledgeError, naming file and line, for an unknown type, mode,
    code, operator or slot, and for an id that occurs twice.
    """
    folder = folder or data_path("codebook")
    types = {info.event_type: info for info in _types(folder / "types.tsv")}
    modes = tuple(_modes(folder / "modes.tsv", types))
    cameo = {code.code: code for code in _cameo(folder / "cameo.tsv")}
    contexts = {r.need("context"): r.need("definition") for r in read_table(folder / "contexts.tsv", CONTEXT_COLUMNS)}
    checks = _Checks(types=types, modes=frozenset((m.event_type, m.mode) for m in modes), cameo=cameo)
    cues: dict[str, list[Cue]] = {}
    by_id: dict[str, Cue] = {}
    for row, cue in _all_rows(folder, checks):
        if cue.id in by_id:
            raise row.error(f"the id {cue.id!r} stands twice. Give this one an id of its own.")
        by_id[cue.id] = cue
        cues.setdefault(cue.lemma, []).append(cue)
    return Codebook(
        types=types,
        modes=modes,
        contexts=contexts,
        cameo=cameo,
        cues={lemma: tuple(sorted(of_lemma, key=_specific_first)) for lemma, of_lemma in sorted(cues.items())},
        algebra=dict(_algebra(folder / "algebra.tsv", checks)),
        abstract=frozenset(row.need("noun") for row in read_table(folder / "abstract.tsv", ("noun",))),
        by_id=dict(sorted(by_id.items())),
    )


class _Checks(Struct, frozen=True, kw_only=True):
    types: Mapping[str, EventTypeInfo]
    modes: frozenset[tuple[str, str]]
    cameo: Mapping[str, CameoCode]

    def event_type(self, row: Row, column: str) -> str | None:
        found = row.get(column)
        if found is not None and found not in self.types:
            raise row.error(
                f"unknown event type {found!r}. Use one of {', '.join(sorted(self.types))}, or add it to types.tsv."
            )
        return found

    def mode(self, row: Row, event_type: str | None) -> str | None:
        mode = row.get("mode")
        if mode is not None and (event_type, mode) not in self.modes:
            known = sorted(m for t, m in self.modes if t == event_type)
            raise row.error(
                f"{event_type} has no mode {mode!r}. It has {', '.join(known) or 'none'}; write - for none."
            )
        return mode

    def code(self, row: Row) -> str | None:
        code = row.get("cameo")
        if code is not None and code not in self.cameo:
            raise row.error(f"unknown CAMEO code {code!r}. Codes are listed in cameo.tsv.")
        return code

    def operator(self, row: Row) -> str | None:
        operator = row.get("operator")
        if operator is not None and operator not in OPERATORS:
            raise row.error(f"unknown operator {operator!r}. Use one of {', '.join(OPERATORS)}.")
        return operator


def _specific_first(cue: Cue) -> tuple[int, int, int, str]:
    """The order in which a lemma's cues are tried.

    First those with more conditions on what is meant, then those with more
    conditions at all (a preposition says little), then those that name fewer words.
    """
    wanted = [condition for condition in cue.conditions if not condition.negated]
    content = [condition for condition in wanted if condition.slot != "prep"]
    return (-len(content), -len(wanted), sum(len(condition.words) for condition in content), cue.id)


def _all_rows(folder: Path, checks: _Checks) -> Iterator[tuple[Row, Cue]]:
    for path in sorted((folder / "cues").glob("*.tsv")):
        for row in read_table(path, CUE_COLUMNS):
            yield row, _cue(row, checks)
    for row in read_table(folder / "operators.tsv", OPERATOR_COLUMNS):
        yield row, _operator(row, checks)


def _cue(row: Row, checks: _Checks) -> Cue:
    event_type = checks.event_type(row, "event_type")
    if event_type is None:
        raise row.error("event_type is empty. A word without a type of its own belongs in operators.tsv.")
    return Cue(
        id=row.need("id"),
        lemma=row.need("lemma"),
        pos=_position(row),
        conditions=_conditions(row),
        frame=_frame(row),
        event_type=event_type,
        mode=checks.mode(row, event_type),
        cameo=checks.code(row) or checks.types[event_type].cameo_root,
        operator=checks.operator(row),
        inner=INNER,
        example=row.need("example"),
    )


def _operator(row: Row, checks: _Checks) -> Cue:
    operator = checks.operator(row)
    if operator is None:
        raise row.error(f"operator is empty. Use one of {', '.join(OPERATORS)}.")
    return Cue(
        id=row.need("id"),
        lemma=row.need("lemma"),
        pos=_position(row),
        conditions=_conditions(row),
        frame=Frame(sources=("subj", "poss", "mod", "by"), targets=(), reciprocal=False),
        event_type=None,
        mode=None,
        cameo=None,
        operator=operator,
        inner=tuple(row.need("inner").split(",")),
        example=row.need("example"),
    )


def _position(row: Row) -> str:
    pos = row.need("pos")
    if pos not in POSITIONS:
        raise row.error(f"unknown pos {pos!r}. Use V (verb), N (noun) or A (adjective).")
    return pos


def _conditions(row: Row) -> tuple[Condition, ...]:
    found = []
    for part in (row.get("with") or "").split():
        slot, colon, words = part.partition(":")
        if not colon or not words:
            raise row.error(f"the condition {part!r} is not of the form slot:word|word.")
        found.append(
            Condition(
                slot=slot.removeprefix("!"),
                words=frozenset(words.split("|")),
                negated=slot.startswith("!"),
                is_open=not {"*", "*name"}.isdisjoint(words.split("|")),
            )
        )
    return tuple(found)


def _frame(row: Row) -> Frame:
    text = row.need("frame")
    left, arrow, right = text.partition(">")
    if not arrow:
        raise row.error(f"the frame {text!r} has no '>' between sources and targets.")
    frame = Frame(sources=_slots(left), targets=_slots(right), reciprocal="+" in left)
    for slot in frame.sources + frame.targets:
        if not slot.isalpha():
            raise row.error(
                f"unknown slot {slot!r} in the frame {text!r}. Use {', '.join(PARTY_SLOTS)} or a preposition."
            )
    return frame


def _slots(side: str) -> tuple[str, ...]:
    return tuple(slot for slot in side.replace("+", ",").split(",") if slot)


def _types(path: Path) -> Iterator[EventTypeInfo]:
    for row in read_table(path, TYPE_COLUMNS):
        yield EventTypeInfo(
            event_type=row.need("event_type"),
            quad=int(row.need("quad")),
            quad_name=row.need("quad_name"),
            score=float(row.need("score")),
            cameo_root=row.many("cameo_root")[0].split()[0],
            definition=row.need("definition"),
        )


def _modes(path: Path, types: Mapping[str, EventTypeInfo]) -> Iterator[ModeInfo]:
    for row in read_table(path, MODE_COLUMNS):
        if row.need("event_type") not in types:
            raise row.error(f"unknown event type {row.need('event_type')!r}. Types are listed in types.tsv.")
        yield ModeInfo(event_type=row.need("event_type"), mode=row.need("mode"), definition=row.get("definition") or "")


def _cameo(path: Path) -> Iterator[CameoCode]:
    for row in read_table(path, CAMEO_COLUMNS):
        yield CameoCode(
            code=row.need("code"),
            name=row.need("name"),
            goldstein=float(row.need("goldstein")),
            event_type=row.get("event_type"),
        )


def _algebra(path: Path, checks: _Checks) -> Iterator[tuple[tuple[str, str], AlgebraRule]]:
    for row in read_table(path, ALGEBRA_COLUMNS):
        result = checks.event_type(row, "result")
        rule = AlgebraRule(
            operator=checks.operator(row) or "",
            result=result,
            mode=checks.mode(row, result),
            cameo=checks.code(row),
            status=row.get("status"),
            meaning=row.need("meaning"),
        )
        for inner in row.many("inner"):
            yield (rule.operator, inner), rule
