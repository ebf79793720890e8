"""What a text has told before: the year of its story, the day that "two days later" follows.

A day or month without a year is reckoned from the publication; in a text that
tells of a year long before it is of the year told last: "On 26 July 1956 ...
On 29 October Israeli troops landed" goes on in 1956.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from whowhom.qualifying.dates.expressions import Reading, readings
from whowhom.qualifying.dates.intervals import Anchor, interval_of
from whowhom.qualifying.dates.phrases import Around, TimePhrase, Told, find_times, unread_time
from whowhom.records import Reason, Sentence

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
TOLD = re.compile(rf"\b{_MONTH}\s+(?:\d{{1,2}},\s+)?(?P<year>1[5-9]\d\d|20\d\d)\b")
WITHOUT_YEAR = re.compile(rf"\b{_MONTH}\b(?!.*\b(?:1[5-9]|20)\d\d\b)", re.DOTALL)
# A story lies so many years back at least; what is nearer may as well be news.
YEARS_BACK = 2
HALF_YEAR = 6
# Characters before a sentence in which the year was told.
WITHIN = 1_500
# Characters before a phrase in which the date that it leans on was told.
LEANS_ON = 800
_NUMERIC = re.compile(r"(?<![\d/.-])([0-3]?\d)[/-]([0-3]?\d)[/-](?:1[89]|20)?\d\d(?![\d/-])")
_TOLD_KINDS = frozenset(
    """date numeric month-day month-year month year weekday day days pair unit ago season part-month part-month-year
    told""".split()
)
# What a month or year alone stands after, where it is one; no parse is at hand to tell.
_BEFORE_TIME = re.compile(r"\b(?:in|of|since|by|during|from|until|late|early|mid)[\s-]+(?:the\s+)?$", re.IGNORECASE)
_MOST_DAY = 12


def times_in_story(text: str, sentence: Sentence, *, published: str | None) -> tuple[TimePhrase, ...]:
    """The times of a sentence; those without a year are of the year that the text told last, where that is long ago."""
    around = _around(text, sentence, published)
    times = find_times([sentence], published=published, around=around)
    month = WITHOUT_YEAR.search(sentence.text)
    year = _story_year(text, sentence.start, month["month"], published) if month else None
    if year is None:
        return times
    anchor = f"{year}-12-31"
    story = {(p.first, p.last): p for p in find_times([sentence], published=anchor, around=around)}
    known = {(p.first, p.last): p for p in times}
    of_story = {at: p for at, p in story.items() if WITHOUT_YEAR.search(p.date.text or "")}
    merged: Sequence[TimePhrase] = [*(known | of_story).values()]
    return tuple(sorted(merged, key=lambda phrase: phrase.first))


def unread_in_story(text: str, sentence: Sentence, *, published: str | None) -> Reason | None:
    """The first phrase of a sentence that names a day which cannot be reckoned, with what the text told before."""
    return unread_time(sentence, published=published, around=_around(text, sentence, published))


def _around(text: str, sentence: Sentence, published: str | None) -> Around:
    # The whole text is read only for a sentence that needs it: reading it for each would be quadratic.
    day_first = _day_first(text) if _NUMERIC.search(sentence.text) else None
    return Around(told=partial(_dates_before, text, published), day_first=day_first)


def _day_first(text: str) -> bool | None:
    """How a text orders "05/06/2014": as its other dates in numbers, where these are clear and of one order."""
    found = {
        first > _MOST_DAY
        for first, second in ((int(m[1]), int(m[2])) for m in _NUMERIC.finditer(text))
        if (first > _MOST_DAY) != (second > _MOST_DAY)
    }
    return found.pop() if len(found) == 1 else None


def _dates_before(text: str, published: str | None, at: int) -> Sequence[Told]:
    """The dates told in the text shortly before an offset, the last first; each may lean on the one before it."""
    begin = max(0, at - LEANS_ON)
    before = text[begin:at]
    told: list[Told] = []
    done = 0
    for candidates in readings(before):
        if candidates[0].start < done:
            continue
        for reading in candidates:
            if reading.kind not in _TOLD_KINDS or not _stands_as_time(before, reading):
                continue
            done = reading.end
            found = _told_by(reading, text, begin + reading.start, published, told)
            if found is not None:
                told.insert(0, found)
            break
    return told


def _stands_as_time(text: str, reading: Reading) -> bool:
    if reading.kind not in {"month", "year"}:
        return True
    return bool(_BEFORE_TIME.search(text, 0, reading.start))


def _told_by(reading: Reading, text: str, at: int, published: str | None, told: Sequence[Told]) -> Told | None:
    anchor = Anchor(published=interval_of(published))
    for earlier in told if reading.leans else ():
        found = reading.reckon(replace(anchor, told=earlier.interval))
        if found is not None:
            return Told(interval=found, stated=earlier.stated)
    if reading.kind in {"month", "month-day", "days"} and not reading.stated:
        month = WITHOUT_YEAR.search(text[at : at + reading.end - reading.start])
        year = _story_year(text, at, month["month"], published) if month else None
        anchor = replace(anchor, year=year)
    found = reading.reckon(anchor)
    return Told(interval=found, stated=reading.stated) if found is not None else None


def _story_year(text: str, at: int, month: str, published: str | None) -> int | None:
    """The year of a month without one, in a story of a year long before; None where the text tells none."""
    told = _told_before(text, at, published)
    if told is None:
        return None
    year, after = told
    # A month long before the one told last is of the year after: "in November 1956 ... in January".
    return year + (after - (MONTHS.index(month.lower()) + 1) >= HALF_YEAR)


def _told_before(text: str, at: int, published: str | None) -> tuple[int, int] | None:
    """The year and month told last before an offset; None where none was, or where it is not long ago."""
    printed = interval_of(published)
    told = list(TOLD.finditer(text, max(0, at - WITHIN), at))
    if not told:
        return None
    last = told[-1]
    year = int(last["year"])
    if printed is not None and year > printed.start.year - YEARS_BACK:
        return None
    return year, MONTHS.index(last["month"].lower()) + 1
