"""What an expression of time means on the day of publication: the news rules, one function each.

Each takes what the words say and the anchor, and gives an interval, or None
where the publication date is not known precisely enough.
"""

from __future__ import annotations

from datetime import date, timedelta

from whowhom.qualifying.dates import intervals
from whowhom.qualifying.dates.intervals import Anchor, Interval

# A day named without its year lies in the past, but for one this near ahead: of a day a year ago the year is told.
NEAR_AHEAD = timedelta(days=31)
# How far back "recent days" and the like reach: wide on purpose, since they bound an event and do not place it.
RECENT = {"hour": (1, "day"), "day": (7, "day"), "week": (6, "week"), "month": (6, "month"), "year": (5, "year")}
# The last day of the week on which "this weekend" may be the one before.
WEDNESDAY = 2
DECEMBER = 12
# From fine to coarse; a range is as fine as its length.
_FINENESS = {"day": 0, "week": 1, "month": 2, "season": 3, "year": 4, "decade": 5}
_SHORT_RANGE = timedelta(days=31)


def weekday(number: int, which: str | None, anchor: Anchor) -> Interval | None:
    """Monday is 0. "on Monday" is the day of publication itself or the last one, ahead the next one."""
    if anchor.day is None:
        return None
    back = (anchor.day.weekday() - number) % 7
    forward = (number - anchor.day.weekday()) % 7
    if which == "last":
        return _days(anchor.day, -(back or 7))
    if which == "next":
        return _days(anchor.day, forward or 7)
    if which == "this":
        return _days(intervals.week(anchor.day).start, number)
    return _days(anchor.day, forward if anchor.ahead else -back)


def weekday_of_week(number: int, which: str, anchor: Anchor) -> Interval | None:
    """ "Tuesday last week"."""
    of = unit("week", which, anchor)
    return _days(of.start, number) if of else None


def weekend(which: str | None, anchor: Anchor) -> Interval | None:
    """The weekend that lies behind or is, ahead the one that comes."""
    if anchor.day is None:
        return None
    this = intervals.weekend(anchor.day)
    if which == "this" and not anchor.ahead and anchor.day.weekday() <= WEDNESDAY:
        # What has happened "this weekend", printed on a Tuesday, happened on the one just gone.
        return intervals.weekend(anchor.day - timedelta(days=7))
    if which in {"last", "next"}:
        return intervals.weekend(anchor.day + timedelta(days=-7 if which == "last" else 7))
    if which is None and not anchor.ahead and this.start > anchor.day:
        return intervals.weekend(anchor.day - timedelta(days=7))
    return this


def days_away(count: int, anchor: Anchor) -> Interval | None:
    return _days(anchor.day, count) if anchor.day else None


def month(number: int, which: str | None, anchor: Anchor) -> Interval | None:
    """A month without a year: this or the last one of its name, ahead the next one."""
    if anchor.year is not None:
        return intervals.month(anchor.year, number)
    now = anchor.month
    if now is None:
        return None
    year, this = now.start.year, now.start.month
    if which == "last":
        return intervals.month(year if number < this else year - 1, number)
    if which == "next":
        return intervals.month(year if number > this else year + 1, number)
    if which == "this":
        return intervals.month(year, number)
    if anchor.ahead:
        return intervals.month(year if number >= this else year + 1, number)
    return intervals.month(year if number <= this else year - 1, number)


def month_day(number: int, day: int, day_of_week: int | None, anchor: Anchor) -> Interval | None:
    """A day without a year: the nearest behind, ahead the nearest to come; a weekday beside it must fit."""
    if anchor.year is not None:
        return intervals.day_of(anchor.year, number, day)
    if anchor.month is None:
        return None
    if anchor.day is None:
        return _month_day_of_month(number, day, anchor)
    found = [intervals.day_of(anchor.day.year + k, number, day) for k in range(-4, 5)]
    dates = [f.start for f in found if f is not None]
    fitting = [d for d in dates if day_of_week is None or d.weekday() == day_of_week] or dates
    past = [d for d in fitting if d <= anchor.day]
    future = [d for d in fitting if d >= anchor.day]
    near = future and (anchor.ahead or (future[0] - anchor.day <= NEAR_AHEAD and day_of_week is None))
    near = near or (future and past and day_of_week is not None and future[0] - anchor.day < anchor.day - past[-1])
    chosen = future[0] if near else past[-1] if past else None
    return intervals.day(chosen) if chosen else None


def _month_day_of_month(number: int, day: int, anchor: Anchor) -> Interval | None:
    """With only the month of publication known, a day in that same month may be this year's or last year's."""
    whole = month(number, None, anchor)
    if whole is None or whole == anchor.month:
        return None
    return intervals.day_of(whole.start.year, number, day)


def season(name: str, year: int | None, which: str | None, anchor: Anchor) -> Interval | None:
    """A season of a year, or the one this, last or next to the day of publication."""
    year = year if year is not None else anchor.year
    published = anchor.published
    if year is not None:
        found = intervals.season(year, name)
        late = published is not None and found.start > published.end and not anchor.ahead
        # "the winter of 2014", printed in May 2014, began in 2013.
        return intervals.season(year - 1, name) if name == "winter" and late else found
    if published is None or published.precision == "year":
        return None
    near = [intervals.season(published.start.year + k, name) for k in range(-2, 3)]
    if which == "next" or (which is None and anchor.ahead):
        return next(s for s in near if s.start > published.start or (which is None and s.end >= published.start))
    if which == "this":
        return next(s for s in near if s.end >= published.start or s.start.year == published.start.year)
    behind = [s for s in near if s.end < published.start or (which is None and s.start <= published.start)]
    return behind[-1]


def unit(name: str, which: str, anchor: Anchor) -> Interval | None:
    """ "last week", "this month", "next year"."""
    count = {"last": -1, "this": 0, "next": 1}[which]
    if name == "year":
        return intervals.year(anchor.published.start.year + count) if anchor.published else None
    if name == "month":
        return intervals.month(anchor.month.start.year, anchor.month.start.month + count) if anchor.month else None
    return intervals.shifted(anchor.day, count, name) if anchor.day else None


def quarter(which: str, anchor: Anchor) -> Interval | None:
    """The three months before, around or after the day of publication, from January, April, July or October."""
    if anchor.month is None:
        return None
    now = anchor.month.start
    first = (now.month - 1) // 3 * 3 + 1 + 3 * {"last": -1, "this": 0, "next": 1}[which]
    return intervals.between(intervals.month(now.year, first), intervals.month(now.year, first + 2))


def ago(count: int, name: str, anchor: Anchor) -> Interval | None:
    """ "two weeks ago": the unit that lies so far back; ahead of the day of publication with a negative count."""
    if name == "hour" and count % 24:
        return days_away(0, anchor) if abs(count) < 6 else None
    if name == "hour":
        count, name = count // 24, "day"
    if name in {"year", "decade"}:
        return intervals.shifted(anchor.published.start, -count, name) if anchor.published else None
    if name == "month":
        return intervals.shifted(anchor.month.start, -count, name) if anchor.month else None
    return intervals.shifted(anchor.day, -count, name) if anchor.day else None


def span(count: int, name: str, anchor: Anchor, *, ahead: bool) -> Interval | None:
    """ "the past two weeks", "the coming three months": from or to the day of publication."""
    if anchor.day is None:
        return None
    if name == "hour":
        count, name = -(-count // 24), "day"
    far = intervals.moved(anchor.day, count if ahead else -count, name)
    if far is None:
        return None
    first, last = sorted((anchor.day, far))
    return Interval(start=first, end=last, precision="range")


def from_told(count: int, name: str, anchor: Anchor) -> Interval | None:
    """ "two days later", "that year": so many units from the date told before, where that is as fine as the unit."""
    told = anchor.told
    if name == "hour":
        count, name = int(count / 24), "day"
    if told is None or _fineness(told) > _FINENESS[name]:
        return None
    return intervals.shifted(told.end if count > 0 else told.start, count, name)


def weekday_from_told(number: int, anchor: Anchor, *, after: bool) -> Interval | None:
    """The first day of that name after, or the last before, the day told before."""
    told = anchor.told
    if told is None or _fineness(told) > _FINENESS["day"]:
        return None
    if after:
        return _days(told.end, (number - told.end.weekday()) % 7 or 7)
    return _days(told.start, -((told.start.weekday() - number) % 7 or 7))


def _fineness(told: Interval) -> int:
    if told.precision == "range":
        return _FINENESS["day" if told.end - told.start <= _SHORT_RANGE else "decade"]
    return _FINENESS[told.precision]


def year_beside(which: str, anchor: Anchor) -> int | None:
    """The year that "last year" or "the same year" after a month or day means; None where it is not known."""
    base = anchor.published if which in {"last", "this", "next"} else anchor.told
    if base is None:
        return None
    return base.start.year + {"last": -1, "next": 1, "the previous": -1, "the following": 1, "the next": 1}.get(
        which, 0
    )


def numeric(first: int, second: int, year: int, anchor: Anchor) -> Interval | None:
    """ "05/06/2014", in the order of day and month that its numbers leave open or the text's other dates decide."""
    day_first = anchor.day_first
    if first > DECEMBER or second > DECEMBER or first == second:
        day_first = first > DECEMBER or first == second
    if day_first is None:
        return None
    day, month_number = (first, second) if day_first else (second, first)
    return intervals.day_of(year, month_number, day)


def next_units(count: int, name: str, anchor: Anchor) -> Interval | None:
    """ "the next five years": from the date told before, where there is one in a tale of the past; else from now."""
    told = anchor.told
    if told is None:
        return span(count, name, anchor, ahead=True)
    if anchor.ahead or _fineness(told) > _FINENESS.get(name, 0):
        return None
    last = intervals.shifted(told.end, count, name if name in _FINENESS or name == "decade" else "day")
    return intervals.between(told, last) if last else None


def recent(name: str, anchor: Anchor, *, ahead: bool) -> Interval | None:
    """ "in recent weeks", "in the past few days", "in the coming months"."""
    count, unit_name = RECENT[name]
    return span(count, unit_name, anchor, ahead=ahead)


def _days(when: date, count: int) -> Interval:
    return intervals.day(when + timedelta(days=count))
