"""Read the expressions of time in a text: single ones, and what is made up of them ("since early May").

What is found is a candidate; whether the words are an expression of time at
all ("May said", "1969 soldiers") is for `phrases` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.qualifying.dates import intervals
from whowhom.qualifying.dates.intervals import Anchor, Interval
from whowhom.qualifying.dates.patterns import MONTHS, PATTERNS, WEEKDAYS, Reckon

_PARTS = {
    "early": "early", "early in": "early", "mid": "mid", "middle of": "mid", "late": "late", "late in": "late",
    "beginning of": "early", "start of": "early", "end of": "late", "close of": "late",
    "first half of": "first half", "second half of": "second half", "latter half of": "second half",
}  # fmt: skip


class Reading(Struct, frozen=True, kw_only=True):
    """What one expression from ``start`` to ``end`` of the text says.

    ``kind`` names the pattern; ``stated`` is whether it has its year, so that
    the day of publication is not needed; ``year`` is that year;
    ``leans`` is whether it is told from a date before ("two days later").
    """

    start: int
    end: int
    kind: str
    reckon: Reckon
    stated: bool = False
    year: int | None = None
    leans: bool = False


# Kinds that have their year in their words.
_STATED = frozenset({"decade", "decade-word", "century", "war", "attacks"})
_PART = re.compile(
    r"(?:(?i:the)\s+)?(?P<part>(?i:very\s+)?(?i:early(?:\s+in)?|mid|late(?:\s+in)?|(?:beginning|start|middle|end|close)\s+of"
    r"|(?:first|second|latter)\s+half\s+of))(?:\s+|-\s?)(?:the\s+)?"
)
_IN_PARTS = frozenset("month month-year year decade decade-word century unit season".split())
_HOURS_OF = re.compile(
    r"(?:(?i:the)\s+)?(?:(?i:early|small|late|first|last|final|wee)\s+)?(?i:hours|morning|afternoon|evening|night|eve)\s+of\s+"
)
_EARLIER = re.compile(r"(?i:earlier|later|early|late|mid)(?:\s+in|-)?\s+(?=(?i:this|last|next)\s)")
_SINCE = re.compile(r"(?i:(?:ever\s+)?since)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?")
_NOT_SINCE = frozenset("span since years days weekdays lasting few-ago overnight hence within".split())
_ALIKE = frozenset("date month-day month month-year part-month part-month-year".split())
_IN_PAIRS = _ALIKE | {"year", "weekday", "part-year", "decade"}
_PAIR_FROM = re.compile(r"(?i:from|between)\s+")
_PAIR_TO = re.compile(r"\s+(?:to|and|until|till|through)\s+|\s?[-–—]\s?")
# The words that an expression may begin with, and those of which it has one not far from there: looking these up is
# ten times faster than trying the patterns everywhere.
_UNIT_WORDS = frozenset(
    "hour hours day days week weeks month months year years decade decades weekend century quarter".split()
)
_DAY_WORDS = frozenset("yesterday today tonight tomorrow night morning afternoon evening overnight".split())
_FEASTS = frozenset("christmas boxing halloween valentine epiphany juneteenth bastille armistice anzac".split())
_CENTURIES_AND_DECADES = frozenset(
    """twenties thirties forties fifties sixties seventies eighties nineties tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
) | {"world"}
_NAMES = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset("spring summer autumn fall winter".split())
    | _FEASTS
    | _CENTURIES_AND_DECADES
)
_HINTS = _UNIT_WORDS | _DAY_WORDS | _NAMES | {"eve"}
_OPENERS = (
    _NAMES
    | _DAY_WORDS
    | frozenset(
        """the very early mid late earlier later beginning start middle end close first second third fourth latter small
    final wee hours eve from between since ever last past this these next coming over recent within in a an one
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty new that for few several st saint international all guy
    human ad c ca circa""".split()
    )
)
_LONGEST_LEAD = 30
_WORD = re.compile(r"[^\W\d_]+|[0-9]+|['’]")


def readings(text: str) -> Iterator[list[Reading]]:
    """Yield for each place where an expression may begin its readings there, the longest first."""
    begins, hints = _begins_and_hints(text)
    for start in begins if hints else ():
        if any(start <= hint <= start + _LONGEST_LEAD for hint in hints):
            found = list(_at(text, start))
            if found:
                yield sorted(found, key=lambda reading: -reading.end)


def _begins_and_hints(text: str) -> tuple[list[int], list[int]]:
    begins, hints = [], []
    for m in _WORD.finditer(text):
        word, start = m.group(), m.start()
        if word[0].isalpha():
            word = word.lower()
            if word in _HINTS:
                hints.append(start)
            if word not in _OPENERS:
                continue
        elif len(word) > 1 or text.startswith("9/11", start):
            hints.append(start)
        begins.append(start)
    return begins, hints


def _at(text: str, start: int) -> Iterator[Reading]:
    simple = list(_simple(text, start))
    yield from simple
    yield from _hours(text, start)
    yield from _pairs(text, start, simple)
    yield from _parts(text, start)
    yield from _since(text, start)


def _simple(text: str, start: int) -> Iterator[Reading]:
    for kind, pattern, rule in PATTERNS:
        m = pattern.match(text, start)
        if m is None or m.end() == start:
            continue
        year = int(m["year"]) if m["year"] else None
        stated = year is not None or kind in _STATED
        beside = m["beside"].lower() if "beside" in m.re.groupindex else "this"
        leans = kind in {"told", "told-weekday", "of-day", "of-unit"} or beside not in {"last", "this", "next"}
        yield Reading(start=start, end=m.end(), kind=kind, reckon=rule(m), stated=stated, year=year, leans=leans)


def _hours(text: str, start: int) -> Iterator[Reading]:
    """ "the early hours of Friday", "the night of 3 May"."""
    m = _HOURS_OF.match(text, start)
    for inner in _simple(text, m.end()) if m else ():
        if inner.kind in {"date", "month-day", "weekday", "days"}:
            yield replace(inner, start=start)


def _parts(text: str, start: int) -> Iterator[Reading]:
    """ "late March", "the end of 2013", "earlier this week"."""
    m = _PART.match(text, start) or _EARLIER.match(text, start)
    if m is None:
        return
    words = " ".join(m["part"].lower().split()).removeprefix("very ") if "part" in m.re.groupindex else None
    for inner in _simple(text, m.end()):
        if inner.kind in _IN_PARTS:
            reckon = _part_of(inner.reckon, _PARTS[words]) if words else _side_of(inner.reckon, m.group().lower())
            yield replace(inner, start=start, kind=f"part-{inner.kind}", reckon=reckon)


def _part_of(reckon: Reckon, name: str) -> Reckon:
    def narrowed(anchor: Anchor) -> Interval | None:
        whole = reckon(anchor)
        return intervals.part(whole, name) if whole else None

    return narrowed


def _side_of(reckon: Reckon, words: str) -> Reckon:
    """ "earlier this week" ends, "later this week" begins with the day of publication; "late last year" is a part."""
    name = words.split()[0].rstrip("-")

    def clipped(anchor: Anchor) -> Interval | None:
        whole = reckon(anchor)
        if whole is None or name in {"early", "mid", "late"}:
            return whole and intervals.part(whole, name)
        if anchor.day is None or not whole.start <= anchor.day <= whole.end:
            return whole
        return replace(whole, end=anchor.day) if name == "earlier" else replace(whole, start=anchor.day)

    return clipped


def _since(text: str, start: int) -> Iterator[Reading]:
    """ "since 2011": to the day of publication; unknown where that is unknown."""
    m = _SINCE.match(text, start)
    if m is None:
        return
    begins = start + len(re.match(r"(?i:(?:ever\s+)?since)\s+", text[start:]).group())  # type: ignore[union-attr]
    for inner in (*_simple(text, begins), *_parts(text, begins)):
        if inner.kind not in _NOT_SINCE:
            yield replace(inner, start=start, kind=f"since-{inner.kind}", reckon=_open(inner.reckon))


def _open(reckon: Reckon) -> Reckon:
    def reckoned(anchor: Anchor) -> Interval | None:
        first = reckon(replace(anchor, ahead=False))
        return intervals.between(first, anchor.published) if first and anchor.published else None

    return reckoned


def _pairs(text: str, start: int, simple: Sequence[Reading]) -> Iterator[Reading]:
    """ "from March to May 2014", "between 27 April and 3 May": the first part takes the year of the last."""
    m = _PAIR_FROM.match(text, start)
    for first in (*_simple(text, m.end()), *_parts(text, m.end())) if m else simple:
        if first.kind not in _IN_PAIRS:
            continue
        joined = _PAIR_TO.match(text, first.end)
        # "March-May 2014" needs no "from"; with words between, two dates are two phrases.
        if joined is None or (m is None and joined.group().strip() not in {"-", "–", "—"}):
            continue
        for last in (*_simple(text, joined.end()), *(_parts(text, joined.end()) if m else ())):
            if last.kind == first.kind or {first.kind, last.kind} <= _ALIKE:
                yield Reading(
                    start=start, end=last.end, kind="pair", stated=last.stated, year=last.year,
                    reckon=_from_to(first, last),
                )  # fmt: skip


def _from_to(first: Reading, last: Reading) -> Reckon:
    def reckon(anchor: Anchor) -> Interval | None:
        ended = last.reckon(anchor)
        if ended is None:
            return None
        begun = first.reckon(anchor if first.stated else replace(anchor, year=ended.end.year))
        if begun is not None and begun.start > ended.end and not first.stated:
            begun = first.reckon(replace(anchor, year=ended.end.year - 1))
        return intervals.between(begun, ended) if begun else None

    return reckon
