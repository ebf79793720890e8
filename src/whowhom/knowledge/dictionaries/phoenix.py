"""PETRARCH and Phoenix actor and agent dictionaries: read with their date semantics, and written.

An actor is a head line, lines of synonyms (``+NAME_``) and lines of codes
(``[LBYGOV >20120814]``); an agent is a noun with ``~`` for the country. Bounds
hold as PETRARCH2 reads them: ``>D`` and the first day of a range are included,
``<D`` and the last day of a range are not. Of several codes the first that
holds is taken there; here it is the one that began last, so a code that an
earlier line hides is cut to the days on which it holds.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from anyascii import anyascii
from msgspec import Struct
from msgspec.structs import replace

from whowhom.knowledge.actor_codes import CODE, about_strange, begins_well, strange_part
from whowhom.knowledge.actor_file import AGENT, AGENT_CODE, ActorRow
from whowhom.knowledge.dictionaries.imported import Countries, Imported, Note, Spelling
from whowhom.knowledge.spelling import slug
from whowhom.knowledge.tables import BETWEEN

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SIGNS = re.compile(r"[#;\[\]{}<>!+_~]")
BLOCK_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
BRACKETS = re.compile(r"\[([^\]\[]*)\]")
SET = re.compile(r"^(![A-Z0-9_]+!)\s*=\s*(.+)$")
PLURAL = re.compile(r"\{([^}]*)\}")
# Two-digit years up to this one are of the 21st century.
CENTURY = 30
EARLIEST, LATEST = 1001, 2998
ONE_DAY = datetime.timedelta(days=1)
SMALL = frozenset("of the and for in on de la al el del der von van bin to".split())


class Held(Struct, frozen=True, kw_only=True):
    """A code and the days (both included) on which it holds."""

    code: str
    start: datetime.date | None = None
    end: datetime.date | None = None


class _Entry(Struct, kw_only=True):
    """A head with its synonyms and codes, as they stand in the file."""

    line: int
    name: str
    synonyms: list[tuple[int, str]] = []
    codes: list[tuple[int, str]] = []

    @property
    def is_of_noun(self) -> bool:
        return any(AGENT in code for _, code in self.codes)


def read(
    data: bytes, *, origin: str, countries: Countries, spelling: Spelling, before: Iterable[ActorRow] = ()
) -> Imported:
    """The rows of an actor or agent file; ``heads``, ``synonyms`` and ``roles`` are counted.

    ``before`` are rows of other files, whose names and codes come first.
    """
    lines = _plain_lines(data)
    reader = _Reader(origin, spelling)
    reader.remember(row for row in before if row.origin != origin)
    entries = list(reader.entries(lines))
    coded = [entry.is_of_noun for entry in entries if entry.codes]
    for entry in entries:
        reader.add(entry, among_nouns=bool(coded) and all(coded))
    notes = sorted(reader.notes, key=attrgetter("line"))
    return Imported(rows=tuple(reader.rows()), notes=tuple(notes), counts=reader.counts)


def _plain_lines(data: bytes) -> list[tuple[int, str]]:
    """The lines that say something, with their numbers, without comments and control characters."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    text = BLOCK_COMMENT.sub(lambda m: "\n" * m[0].count("\n"), CONTROL.sub("", text))
    said = (re.split(r"[#;]", line, maxsplit=1)[0].rstrip() for line in text.split("\n"))
    lines = enumerate(said, 1)
    return [(number, line) for number, line in lines if line.strip()]


class _Reader:
    """What has been read of one file so far."""

    def __init__(self, origin: str, spelling: Spelling) -> None:
        self._origin = origin
        self._spelling = spelling
        self._sets: dict[str, list[str]] = {}
        self._names: dict[str, tuple[int, str]] = {}
        self._roles: dict[str, list[Held]] = {}
        self._rows: dict[str, list[ActorRow]] = {}
        self._strange: set[str] = set()
        self.notes: list[Note] = []
        self.counts: Counter[str] = Counter(heads=0, synonyms=0, roles=0)

    def remember(self, rows: Iterable[ActorRow]) -> None:
        """Take names and codes of other files for earlier lines."""
        for row in rows:
            if row.actor_id.startswith("phoenix."):
                for name in (row.name, *row.aliases):
                    self._names.setdefault(slug(name), (0, row.actor_id))
                if row.code is not None:
                    start, end = (day and datetime.date.fromisoformat(day) for day in (row.start, row.end))
                    held = Held(code=row.code, start=start or None, end=end or None)
                    self._roles.setdefault(row.actor_id, []).append(held)

    def rows(self) -> Iterator[ActorRow]:
        for those in self._rows.values():
            yield from those

    def entries(self, lines: Iterable[tuple[int, str]]) -> Iterator[_Entry]:
        """Yield the heads with what belongs to them."""
        entry: _Entry | None = None
        for number, line in lines:
            text = line.strip()
            found = SET.match(text)
            if found:
                self._sets[found[1]] = [word.strip(" _") for word in re.split(r"[,|]", found[2]) if word.strip(" _")]
                continue
            if text[0] not in "[+":
                if entry is not None:
                    yield entry
                name, _, rest = text.partition("[")
                entry = _Entry(line=number, name=name.strip(), synonyms=[], codes=[])
                text = "[" + rest if rest else ""
            elif entry is None:
                self._note(number, f"{text!r} stands before any name", "role" if text[0] == "[" else "synonym")
                self.counts["roles" if text[0] == "[" else "synonyms"] += 1
                continue
            if text.startswith("+"):
                synonym, _, rest = text[1:].partition("[")
                entry.synonyms.append((number, synonym.strip()))
                text = "[" + rest if rest else ""
            entry.codes += self._codes(number, text)
        if entry is not None:
            yield entry

    def _codes(self, number: int, text: str) -> Iterator[tuple[int, str]]:
        """Yield what stands in brackets on a line."""
        for match in BRACKETS.finditer(text):
            yield number, match[1].strip()
        if BRACKETS.sub("", text).count("["):
            self.counts["roles"] += 1
            self._note(number, f"a bracket is not closed in {text!r}", "role")

    def _note(self, line: int, message: str, lost: str | None = None) -> None:
        self.notes.append(Note(line=line, message=message, lost=lost))

    def add(self, entry: _Entry, *, among_nouns: bool) -> None:
        """Make rows of an entry; ``among_nouns`` it needs a code."""
        self.counts["heads"] += 1
        self.counts["synonyms"] += len(entry.synonyms)
        self.counts["roles"] += len(entry.codes)
        if entry.is_of_noun:
            self._add_agents(entry)
        elif among_nouns:
            self._lose(entry, f"{entry.name!r} has no code")
        else:
            self._add_actor(entry)

    # --- actors -----------------------------------------------------------------

    def _add_actor(self, entry: _Entry) -> None:
        name = self._written(entry.name)
        if not slug(name):
            self._lose(entry, "holds no name")
            return
        first, actor_id = self._names.setdefault(slug(name), (entry.line, f"phoenix.{slug(name)}"))
        aliases = tuple(a for line, text in entry.synonyms if (a := self._alias(line, text, actor_id)) is not None)
        again = first != entry.line
        if again and actor_id in self._rows:
            self._note(
                entry.line, f"{entry.name!r} is a name of line {first} already; the codes are added there", "head"
            )
        held = [h for line, code in entry.codes if (h := self._held(line, code, actor_id)) is not None]
        base = ActorRow(actor_id=actor_id, name=name, aliases=aliases, origin=self._origin)
        rows = [replace(base, code=h.code, start=_iso(h.start), end=_iso(h.end)) for h in held]
        rows = rows or ([base] if aliases or not again else [])
        rows[1:] = [replace(row, aliases=()) for row in rows[1:]]
        self._rows.setdefault(actor_id, []).extend(rows)

    def _alias(self, line: int, text: str, actor_id: str) -> str | None:
        alias = self._written(text)
        if not slug(alias):
            self._note(line, "a synonym is empty", "synonym")
            return None
        first, owner = self._names.setdefault(slug(alias), (line, actor_id))
        if first != line:
            whose = "its actor" if owner == actor_id else f"another actor ({owner})"
            self._note(line, f"{text!r} is a name of {whose} already, in line {first}, which counts", "synonym")
            return None
        return alias

    def _held(self, line: int, code: str, actor_id: str) -> Held | None:
        """A code with its days, cut to those that no earlier code of the actor hides; None where nothing is left."""
        try:
            held, oddity = parse_code(code)
        except ValueError as error:
            self._note(line, f"[{code}]: {error}", "role")
            return None
        strange = strange_part(held.code)
        if strange is not None and strange not in self._strange:
            self._strange.add(strange)
            self._note(line, f"[{code}]: {about_strange(strange)}")
        if oddity:
            self._note(line, f"[{code}]: {oddity}")
        before = self._roles.setdefault(actor_id, [])
        left = _unhidden(held, before)
        if left is None:
            self._note(line, f"[{code}]: never holds, since a code of an earlier line holds on all of its days", "role")
            return None
        before.append(left)
        return left

    # --- agents -----------------------------------------------------------------

    def _add_agents(self, entry: _Entry) -> None:
        """The nouns of an entry, one for each member of a set that it holds."""
        code = entry.codes[0][1]
        for line, more in entry.codes[1:]:
            self._note(line, f"[{more}]: a noun has one code; the first counts", "role")
        if not AGENT_CODE.fullmatch(code):
            self._note(entry.codes[0][0], f"[{code}]: no code of a noun, like ~MIL", "role")
            return
        given = PLURAL.search(entry.name)
        noun = PLURAL.sub("", entry.name).strip()
        if given is not None and "!" in noun:
            self._note(entry.line, f"the plural {given[0]} of a set is left out: its members are forms already")
        for name in self._expanded(noun, entry.line):
            plural = _plural(name) if given is None else self._written(given[1]).lower()
            is_set = "!" in noun
            self._rows.setdefault(f"agent.{slug(name)}", []).append(
                ActorRow(
                    actor_id=f"agent.{slug(name)}",
                    name=name,
                    aliases=(plural,) if plural and not is_set else (),
                    code=code,
                    origin=self._origin,
                )
            )

    def _expanded(self, noun: str, line: int) -> list[str]:
        """A noun with every member of the set that it names in its place."""
        found = re.search(r"![A-Z0-9_]+!", noun)
        if found is None:
            return [self._written(noun).lower()]
        members = self._sets.get(found[0])
        if members is None:
            self._note(line, f"the set {found[0]} is not defined before this line", "head")
            return []
        return [name for member in members for name in self._expanded(noun.replace(found[0], member), line)]

    # --- names ------------------------------------------------------------------

    def _lose(self, entry: _Entry, why: str) -> None:
        self._note(entry.line, f"the line {why}", "head")
        for line, _ in entry.synonyms:
            self._note(line, "a synonym of a line that was not taken", "synonym")
        for line, _ in entry.codes:
            self._note(line, "a code of a line that was not taken", "role")

    def _written(self, text: str) -> str:
        """A dictionary's name as news writes it: the file has capitals throughout."""
        words = text.replace("_", " ").replace(BETWEEN, " ").split()
        plain = " ".join(words)
        if plain != plain.upper():
            return plain
        known = self._spelling(plain)
        if known is not None:
            return known
        return " ".join(self._spelling(word) or _capital(word, is_first=i == 0) for i, word in enumerate(words))


def _capital(word: str, *, is_first: bool) -> str:
    lower = word.lower()
    if lower in SMALL and not is_first:
        return lower
    return re.sub(r"(^|[-'’.(/])(\w)", lambda m: m[1] + m[2].upper(), lower).replace("'S", "'s")


def _plural(noun: str) -> str:
    """The plural as the dictionaries form it: Y to IES, S to SES, else S."""
    if noun.endswith("y"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith("s") else "s")


# --- codes and their days --------------------------------------------------------


def parse_code(text: str) -> tuple[Held, str | None]:
    """A code with its days, and what is odd about how they are written.

    Raises ValueError, saying why, for what cannot be read.
    """
    code, _, restriction = text.replace("\t", " ").partition(" ")
    if not CODE.fullmatch(code):
        raise ValueError("no CAMEO code of three-letter groups" if code else "empty")
    if not begins_well(code):
        raise ValueError(f"begins with {code[:3]}, which is no country, region, body, faith or role")
    days = restriction.replace(" ", "")
    oddity = "a blank within the days is passed over" if days != restriction.strip() else None
    if not days:
        return Held(code=code), oddity
    if days[0] == "<":
        return Held(code=code, end=_day(days[1:]) - ONE_DAY), oddity
    if days[0] == ">" or "-" not in days:
        return Held(code=code, start=_day(days.lstrip(">"))), oddity
    first, _, beyond = days.partition("-")
    held = Held(code=code, start=_day(first), end=_day(beyond) - ONE_DAY)
    if held.start is not None and held.end is not None and held.start > held.end:
        raise ValueError("ends before it starts")
    return held, oddity


def _day(digits: str) -> datetime.date:
    """A day of six digits (YYMMDD) or eight (YYYYMMDD)."""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (6, 8):
        raise ValueError(f"{digits!r} is no day of six digits (YYMMDD) or eight (YYYYMMDD)")
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= CENTURY else "19") + digits
    if not EARLIEST <= int(digits[:4]) <= LATEST:
        raise ValueError(f"no office is of the year {digits[:4]}")
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError(f"there is no day {digits}") from None


def _unhidden(held: Held, before: Sequence[Held]) -> Held | None:
    """What is left of a code's days where earlier lines hold; those that began before it hide it to their end."""
    start, end = held.start, held.end
    hidden = True
    while hidden:
        hidden = False
        for other in before:
            begins_later = (start or datetime.date.min) >= (other.start or datetime.date.min)
            if begins_later and _overlap(start, end, other):
                if other.end is None or (end is not None and other.end >= end):
                    return None
                start, hidden = other.end + ONE_DAY, True
    return replace(held, start=start)


def _overlap(start: datetime.date | None, end: datetime.date | None, other: Held) -> bool:
    begins_after = start is not None and other.end is not None and start > other.end
    ends_before = end is not None and other.start is not None and end < other.start
    return not (begins_after or ends_before)


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


# --- writing ----------------------------------------------------------------------


def write(rows: Iterable[ActorRow]) -> Iterator[str]:
    """Yield the lines of an actor dictionary of these rows, those of one actor side by side.

    A term that is known to the year or month runs from its first day to its
    last. Signs that the format has a use for are left out of names.
    """
    for _, group in groupby((row for row in rows if not row.is_agent), key=attrgetter("actor_id")):
        yield from _actor_lines(list(group))


def write_agents(rows: Iterable[ActorRow]) -> Iterator[str]:
    """Yield the lines of an agent dictionary of the nouns among these rows."""
    yield from _agent_lines([row for row in rows if row.is_agent])


def _agent_lines(rows: Sequence[ActorRow]) -> Iterator[str]:
    for row in rows:
        plural = row.aliases[0] if row.aliases else ""
        regular = plural == _plural(row.name)
        yield f"{_capitals(row.name)}{'' if regular else ' {' + _capitals(plural) + '}'} [{row.code}]"


def _actor_lines(rows: Sequence[ActorRow]) -> Iterator[str]:
    """The head of each name, its synonyms, and every code, the one that began last before others."""
    yield _capitals(rows[0].name) + "_"
    names = dict.fromkeys(alias.partition("@")[0] for row in rows for alias in (row.name, *row.aliases))
    yield from (f"+{_capitals(name)}_" for name in names if name != rows[0].name)
    coded = [replace(row, code=row.code or row.country) for row in rows if row.code or row.country]
    for row in sorted(coded, key=lambda row: row.start or "", reverse=True):
        yield f"\t[{' '.join(filter(None, (row.code, _restriction(row))))}]"


def _capitals(name: str) -> str:
    return "_".join(SIGNS.sub(" ", anyascii(name)).upper().split())


def _restriction(row: ActorRow) -> str:
    start = None if row.start is None else _bound(row.start, last=False)
    beyond = None if row.end is None else _bound(row.end, last=True) + ONE_DAY
    if start is not None and beyond is not None:
        return f"{start:%Y%m%d}-{beyond:%Y%m%d}"
    if start is not None:
        return f">{start:%Y%m%d}"
    return f"<{beyond:%Y%m%d}" if beyond is not None else ""


def _bound(day: str, *, last: bool) -> datetime.date:
    """The first or last day of an ISO day, month or year."""
    year, month, date = (int(part) for part in (*day.split("-"), "0", "0")[:3])
    if date:
        return datetime.date(year, month, date)
    if not last:
        return datetime.date(year, month or 1, 1)
    following = datetime.date(year + 1, 1, 1) if month in (0, 12) else datetime.date(year, month + 1, 1)
    return following - ONE_DAY
