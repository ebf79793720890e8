"""The lines of a codebook's tables: what each becomes, and what is wrong with one that becomes nothing.

In:  a row as `tables.py` reads it, and the names that the codebook knows.
Out: a frozen record, or a KnowledgeError that names file and line.

The columns are explained in `data/codebook/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from msgspec import Struct

from whowhom.knowledge.tables import Row
from whowhom.records import Status

CUE_COLUMNS = ("id", "lemma", "pos", "with", "frame", "event_type", "mode", "cameo", "operator", "example")
OPERATOR_COLUMNS = ("id", "lemma", "pos", "with", "operator", "inner", "example")
ALGEBRA_COLUMNS = ("operator", "inner", "result", "mode", "cameo", "status", "meaning")
BETWEEN_COLUMNS = ("event_type", "ahead", "denied")
TYPE_COLUMNS = ("event_type", "quad", "quad_name", "score", "cameo_root", "definition")
MODE_COLUMNS = ("event_type", "mode", "score", "definition")
CONTEXT_COLUMNS = ("context", "definition")
CAMEO_COLUMNS = ("code", "name", "parent", "root", "goldstein", "quad", "event_type", "mode")
ABSTRACT_COLUMNS = ("noun",)
LIST_COLUMNS = ("list", "words", "meaning")
OFF_COLUMNS = ("id",)

OPERATORS = (
    "commit", "plan", "expect", "refuse", "threaten", "demand", "forbid", "permit", "attempt", "fail", "prevent",
    "begin", "continue", "cease", "reverse", "deny", "allege", "doubt", "do", "undergo", "manage", "negate", "future",
    "drop", "harm",
)  # fmt: skip
POSITIONS = ("V", "N", "A")
QUADS = {
    "1": "verbal cooperation",
    "2": "material cooperation",
    "3": "verbal conflict",
    "4": "material conflict",
}
LOWEST, HIGHEST = -10.0, 10.0
# What begins the name of a list of words in a condition.
LIST = "@"
# Where a party may stand; any preposition is one more place.
PARTY_SLOTS = ("subj", "obj", "iobj", "poss", "mod", "comp", "teller")
# What a condition may ask for beside these places.
CONDITION_SLOTS = ("prt", "prep", "self", "near", "pred", "head", "opener", "doer", "done", "denied", "said")
PREPOSITIONS = frozenset(
    """about above across after against ahead along alongside amid among amongst around as aside at away back before
    behind below beneath beside besides between beyond by despite down during for from in inside into like near of off
    on onto opposite out outside over past per regarding round since than that through throughout till to together
    toward towards under underneath until unto up upon versus via with within without""".split()
)
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

# An event type's name, and the names of rules that a cue's id must not begin with: `explain` sorts reasons by them.
TYPE_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)*")
LIST_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
RESERVED = frozenset(
    "actor algebra context count counts date dates detail encoder event place places rule status teller tellers".split()
)


class EventTypeInfo(Struct, frozen=True, kw_only=True):
    """A type of event: ``quad`` 1 to 4, ``score`` -10 to 10."""

    event_type: str
    quad: int
    quad_name: str
    score: float
    cameo_root: str
    definition: str


class ModeInfo(Struct, frozen=True, kw_only=True):
    """A mode of a type; ``score`` is -10 to 10, None where the mode has none of its own."""

    event_type: str
    mode: str
    definition: str
    score: float | None = None


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


class Between(Struct, frozen=True, kw_only=True):
    """The type between two parties of an event that is told ahead, and of one that is denied; None: its own."""

    ahead: str | None
    denied: str | None


class Checks(Struct, frozen=True, kw_only=True):
    """The names that a row may use."""

    types: Mapping[str, EventTypeInfo]
    modes: Mapping[tuple[str, str], ModeInfo]
    cameo: Mapping[str, CameoCode]
    lists: Mapping[str, frozenset[str]] = {}

    def words(self, row: Row, cell: Iterable[str]) -> frozenset[str]:
        """The words of a cell; `@name` stands for those of a list."""
        found: set[str] = set()
        for word in cell:
            if not word.startswith(LIST):
                found.add(word)
            elif word.removeprefix(LIST) in self.lists:
                found |= self.lists[word.removeprefix(LIST)]
            else:
                near = _near(word, [LIST + name for name in self.lists])
                raise row.error(f"there is no list {word!r}{near}. Name one of lists.tsv, or write its words here.")
        return frozenset(found)

    def event_type(self, row: Row, column: str) -> str | None:
        found = row.get(column)
        if found is not None:
            self.known_type(row, found)
        return found

    def known_type(self, row: Row, name: str) -> str:
        if name not in self.types:
            raise row.error(
                f"unknown event type {name!r}{_near(name, self.types)}. "
                f"Use one of {', '.join(sorted(self.types))}, or add it to types.tsv."
            )
        return name

    def mode(self, row: Row, event_type: str | None) -> str | None:
        mode = row.get("mode")
        if mode is not None and (event_type, mode) not in self.modes:
            known = sorted(m for t, m in self.modes if t == event_type)
            raise row.error(
                f"{event_type} has no mode {mode!r}. It has {', '.join(known) or 'none'}; write - for none, "
                f"or add it to modes.tsv."
            )
        return mode

    def code(self, row: Row, code: str | None) -> str | None:
        if code is not None and code not in self.cameo:
            like = sorted(known for known in self.cameo if known[:2] == code[:2]) or sorted(
                known for known in self.cameo if len(known) == 2
            )
            raise row.error(f"unknown CAMEO code {code!r}. Use one of {', '.join(like)}.")
        return code

    def operator(self, row: Row) -> str | None:
        operator = row.get("operator")
        if operator is not None and operator not in OPERATORS:
            raise row.error(f"unknown operator {operator!r}. Use one of {', '.join(OPERATORS)}.")
        return operator


# --- types, modes, codes ---------------------------------------------------------------


def read_type(row: Row, cameo: Mapping[str, CameoCode]) -> EventTypeInfo:
    """A type; its name is checked, its class and score, and that its code is one of CAMEO's."""
    quad, quad_name = row.need("quad"), row.need("quad_name")
    if QUADS.get(quad) != quad_name:
        classes = ", ".join(f"{number} {name}" for number, name in QUADS.items())
        raise row.error(f"quad {quad} with quad_name {quad_name!r} is no class of events. Use one of: {classes}.")
    known = Checks(types={}, modes={}, cameo=cameo)
    roots = [known.code(row, root) for root in row.need("cameo_root").replace("|", " ").split()]
    return EventTypeInfo(
        event_type=type_name(row),
        quad=int(quad),
        quad_name=quad_name,
        score=_score(row, row.need("score")),
        cameo_root=roots[0] or "",
        definition=row.need("definition"),
    )


def type_name(row: Row) -> str:
    """The name of a type, as what reads the output takes it: "BOOK-BAN"."""
    name = row.need("event_type")
    fault = fault_of_name(name)
    if fault is not None:
        raise row.error(fault)
    return name


def fault_of_name(name: str) -> str | None:
    """Why an event type cannot be called so; None if it can."""
    if TYPE_NAME.fullmatch(name) is None:
        better = "-".join(re.findall(r"[A-Z0-9]+", name.upper()))
        like = better if TYPE_NAME.fullmatch(better) else "BOOK-BAN"
        return f"{name!r} is no name for an event type. Write capitals, with - between words: {like}."
    if name.lower() in RESERVED:
        return f"{name!r} is what whowhom calls a rule of its own. Choose another name for the event type."
    return None


def _score(row: Row, cell: str) -> float:
    try:
        score = float(cell)
    except ValueError:
        score = HIGHEST + 1
    if not LOWEST <= score <= HIGHEST:
        raise row.error(f"the score {cell!r} is no number from -10 (conflict) to 10 (cooperation).")
    return score


def read_mode(row: Row, types: Mapping[str, EventTypeInfo]) -> ModeInfo:
    """A mode of a type that there is."""
    score = row.get("score")
    return ModeInfo(
        event_type=Checks(types=types, modes={}, cameo={}).known_type(row, row.need("event_type")),
        mode=row.need("mode"),
        definition=row.get("definition") or "",
        score=None if score is None else _score(row, score),
    )


def read_between(row: Row, types: Mapping[str, EventTypeInfo]) -> tuple[str, Between]:
    """A type, and what it is between two parties when it is told ahead or denied."""
    checks = Checks(types=types, modes={}, cameo={})
    ahead, denied = (
        None if (cell := row.get(column)) is None else checks.known_type(row, cell) for column in ("ahead", "denied")
    )
    return checks.known_type(row, row.need("event_type")), Between(ahead=ahead, denied=denied)


def read_cameo(row: Row) -> CameoCode:
    """A CAMEO code."""
    return CameoCode(
        code=row.need("code"),
        name=row.need("name"),
        goldstein=_score(row, row.need("goldstein")),
        event_type=row.get("event_type"),
    )


# --- cues and operators ----------------------------------------------------------------


def read_list(row: Row, known: Mapping[str, frozenset[str]]) -> tuple[str, frozenset[str]]:
    """A list of words by its name; it may name lists of ``known``."""
    name = row.need("list")
    if LIST_NAME.fullmatch(name) is None:
        raise row.error(f"the list {name!r} must be called by small letters, with - between words.")
    if not row.many("words"):
        raise row.error("words is empty. Write the words of the list, with | between them.")
    row.need("meaning")
    return name, Checks(types={}, modes={}, cameo={}, lists=known).words(row, row.many("words"))


def read_cue(row: Row, checks: Checks) -> Cue:
    """A cue that tells an event of its own."""
    event_type = checks.event_type(row, "event_type")
    if event_type is None:
        raise row.error("event_type is empty. A word without a type of its own belongs in operators.tsv.")
    return Cue(
        id=_id(row),
        lemma=_lemma(row),
        pos=_position(row),
        conditions=_conditions(row, checks),
        frame=_frame(row),
        event_type=event_type,
        mode=checks.mode(row, event_type),
        cameo=checks.code(row, row.get("cameo")) or checks.types[event_type].cameo_root,
        operator=checks.operator(row),
        inner=INNER,
        example=row.need("example"),
    )


def read_operator(row: Row, checks: Checks) -> Cue:
    """A word that only says something of another event."""
    operator = checks.operator(row)
    if operator is None:
        raise row.error(f"operator is empty. Use one of {', '.join(OPERATORS)}.")
    return Cue(
        id=_id(row),
        lemma=_lemma(row),
        pos=_position(row),
        conditions=_conditions(row, checks),
        frame=Frame(sources=("subj", "poss", "mod", "by"), targets=(), reciprocal=False),
        event_type=None,
        mode=None,
        cameo=None,
        operator=operator,
        inner=tuple(_slot(row, slot, row.need("inner"), PARTY_SLOTS) for slot in row.need("inner").split(",")),
        example=row.need("example"),
    )


def _id(row: Row) -> str:
    found = row.need("id")
    first, _, rest = found.partition(".")
    if not first or not rest or any(c.isspace() or c in ";," for c in found):
        raise row.error(f"the id {found!r} is not of the form type.word. Write one like book-ban.ban.")
    if first in RESERVED:
        raise row.error(f"the id {found!r} begins like a rule of whowhom's own. Begin it with another word.")
    return found


def _lemma(row: Row) -> str:
    lemma = row.need("lemma")
    if lemma != lemma.lower() or not lemma.replace("-", "").replace("'", "").isalpha():
        raise row.error(
            f"the lemma {lemma!r} is not one word in small letters. Give the head word in its dictionary form (ban), "
            f"and further words as a condition (obj:book, prt:out)."
        )
    return lemma


def _position(row: Row) -> str:
    pos = row.need("pos")
    if pos not in POSITIONS:
        raise row.error(f"unknown pos {pos!r}. Use V (verb), N (noun) or A (adjective).")
    return pos


def _conditions(row: Row, checks: Checks) -> tuple[Condition, ...]:
    found = []
    for part in (row.get("with") or "").split():
        slot, _, listed = part.partition(":")
        if "" in listed.split("|"):
            raise row.error(f"the condition {part!r} is not of the form slot:word|word, without spaces in it.")
        words = checks.words(row, listed.split("|"))
        found.append(
            Condition(
                slot=_slot(row, slot.removeprefix("!"), part, (*PARTY_SLOTS, *CONDITION_SLOTS)),
                words=words,
                negated=slot.startswith("!"),
                is_open=not words.isdisjoint({"*", "*name"}),
            )
        )
    return tuple(found)


def _frame(row: Row) -> Frame:
    text = row.need("frame")
    left, arrow, right = text.partition(">")
    if not arrow:
        raise row.error(f"the frame {text!r} has no '>' between sources and targets.")
    sources, targets = (
        tuple(_slot(row, slot, text, PARTY_SLOTS) for slot in side.replace("+", ",").split(",") if slot)
        for side in (left, right)
    )
    if not sources and not targets:
        raise row.error(f"the frame {text!r} names nobody. Write where source and target stand: subj>obj.")
    return Frame(sources=sources, targets=targets, reciprocal="+" in left)


def _slot(row: Row, slot: str, within: str, known: tuple[str, ...]) -> str:
    if slot not in known and slot not in PREPOSITIONS:
        raise row.error(
            f"unknown slot {slot!r}{_near(slot, known)} in {within!r}. Use {', '.join(known)} or a preposition."
        )
    return slot


# --- the algebra -----------------------------------------------------------------------


def read_rules(row: Row, checks: Checks) -> Iterator[tuple[tuple[str, str], AlgebraRule]]:
    """Yield the rule of a row under its operator and each type that it governs."""
    operator, result, status = checks.operator(row), checks.event_type(row, "result"), row.get("status")
    if operator is None:
        raise row.error(f"operator is empty. Use one of {', '.join(OPERATORS)}.")
    if status is not None and status not in tuple(Status):
        raise row.error(f"unknown status {status!r}. Use one of {', '.join(Status)}, or - for none.")
    rule = AlgebraRule(
        operator=operator,
        result=result,
        mode=checks.mode(row, result),
        cameo=checks.code(row, row.get("cameo")),
        status=status,
        meaning=row.need("meaning"),
    )
    row.need("inner")
    for inner in row.many("inner"):
        yield (operator, inner if inner == "*" else checks.known_type(row, inner)), rule


def _near(name: str, known: Iterable[str]) -> str:
    """ " (did you mean COERCE?)", or nothing."""
    names = list(known)
    found = get_close_matches(name, names, n=1) or get_close_matches(name.upper(), names, n=1)
    return f" (did you mean {found[0]}?)" if found else ""
