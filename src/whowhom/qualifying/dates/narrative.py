"""The year of a story: "On 26 July 1956 ... On 29 October Israeli troops landed" goes on in 1956.

A day or month without a year is reckoned from the publication; in a text that
tells of a year long before it is of the year told last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from whowhom.qualifying.dates.intervals import interval_of
from whowhom.qualifying.dates.phrases import TimePhrase, find_times
from whowhom.records import Sentence

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
TOLD = re.compile(rf"\b{_MONTH}\s+(?:\d{{1,2}},\s+)?(?P<year>1[5-9]\d\d|20\d\d)\b")
WITHOUT_YEAR = re.compile(rf"\b{_MONTH}\b(?!.*\b(?:1[5-9]|20)\d\d\b)", re.DOTALL)
# A story lies so many years back at least; what is nearer may as well be news.
YEARS_BACK = 2
HALF_YEAR = 6
# Characters before a sentence in which the year was told.
WITHIN = 1_500


def times_in_story(text: str, sentence: Sentence, *, published: str | None) -> tuple[TimePhrase, ...]:
    """The times of a sentence; those without a year are of the year that the text told last, where that is long ago."""
    times = find_times([sentence], published=published)
    told = _told_before(text, sentence.start, published)
    month = WITHOUT_YEAR.search(sentence.text)
    if told is None or month is None:
        return times
    year, after = told
    number = MONTHS.index(month["month"].lower()) + 1
    # A month long before the one told last is of the year after: "in November 1956 ... in January".
    anchor = f"{year + (after - number >= HALF_YEAR)}-12-31"
    story = {(p.first, p.last): p for p in find_times([sentence], published=anchor)}
    known = {(p.first, p.last): p for p in times}
    of_story = {at: p for at, p in story.items() if WITHOUT_YEAR.search(p.date.text or "")}
    merged: Sequence[TimePhrase] = [*(known | of_story).values()]
    return tuple(sorted(merged, key=lambda phrase: phrase.first))


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
