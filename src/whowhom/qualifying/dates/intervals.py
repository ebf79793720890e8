"""Stretches of the calendar, and how one is reckoned from the day of publication."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

# First month of each season in the north; winter runs into the next year.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# Thirds of a unit, by the words that name them.
_THIRDS = {"early": 0, "mid": 1, "late": 2}
# More days than this are a century.
_CENTURY = 36_000
FIRST_YEAR, LAST_YEAR = 1000, 2999


class Interval(Struct, frozen=True, kw_only=True):
    """Days from ``start`` to ``end``, both included.

    ``precision`` is the unit in which the text speaks; the days may be fewer
    than the unit has ("late March" is a month's last third).
    """

    start: date
    end: date
    precision: str


class Anchor(Struct, frozen=True, kw_only=True):
    """What an expression is reckoned from.

    ``published`` is a day, month or year, or unknown; ``ahead`` says that the
    words speak of the future; ``year`` is what the rest of the phrase gives to
    a part without one ("between March and May 2014"). ``told`` is the date that
    the text told before ("two days later"); ``day_first`` says how it orders
    the numbers of "05/06/2014", None where it does not say.
    """

    published: Interval | None = None
    ahead: bool = False
    year: int | None = None
    told: Interval | None = None
    day_first: bool | None = None

    @property
    def day(self) -> date | None:
        return self.published.start if self.published and self.published.precision == "day" else None

    @property
    def month(self) -> Interval | None:
        if self.published is None or self.published.precision == "year":
            return None
        return month(self.published.start.year, self.published.start.month)


def interval_of(published: str | None) -> Interval | None:
    """The day, month or year that an ISO date names; None for what is none."""
    parts = (published or "")[:10].split("-")
    if not all(part.isdecimal() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if not FIRST_YEAR < numbers[0] < LAST_YEAR:
        return None
    if len(numbers) == 1:
        return year(numbers[0])
    if not 1 <= numbers[1] <= 12:
        return None
    return month(numbers[0], numbers[1]) if len(numbers) == 2 else day_of(*numbers)


def day(when: date) -> Interval:
    return Interval(start=when, end=when, precision="day")


def day_of(year_number: int, month_number: int, day_number: int) -> Interval | None:
    """The day of that date; None where the calendar has none (30 February)."""
    try:
        return day(date(year_number, month_number, day_number))
    except ValueError:
        return None


def week(when: date) -> Interval:
    """The week, from Monday, that holds a day."""
    monday = when - timedelta(days=when.weekday())
    return Interval(start=monday, end=monday + timedelta(days=6), precision="week")


def weekend(when: date) -> Interval:
    """Saturday and Sunday of the week that holds a day."""
    sunday = week(when).end
    return Interval(start=sunday - timedelta(days=1), end=sunday, precision="range")


def month(year_number: int, month_number: int) -> Interval:
    """A month; the number may run over the year's ends (0 is December of the year before)."""
    number = year_number * 12 + month_number - 1
    y, m = divmod(number, 12)
    return Interval(start=date(y, m + 1, 1), end=date(y, m + 1, monthrange(y, m + 1)[1]), precision="month")


def season(year_number: int, name: str) -> Interval:
    first = SEASONS[name]
    return Interval(start=date(year_number, first, 1), end=month(year_number, first + 2).end, precision="season")


def year(number: int) -> Interval:
    return Interval(start=date(number, 1, 1), end=date(number, 12, 31), precision="year")


def decade(first_year: int) -> Interval:
    return Interval(start=date(first_year, 1, 1), end=date(first_year + 9, 12, 31), precision="decade")


def century(number: int) -> Interval:
    """The years that bear a century's first two digits: the 19th is 1800 to 1899, as its writers count."""
    first = (number - 1) * 100
    return Interval(start=date(first, 1, 1), end=date(first + 99, 12, 31), precision="range")


def week_of(whole: Interval, number: int) -> Interval:
    """The first to fourth seven days of a month; with -1 its last seven."""
    start = whole.end - timedelta(days=6) if number < 0 else whole.start + timedelta(days=7 * (number - 1))
    return Interval(start=start, end=start + timedelta(days=6), precision="week")


def between(first: Interval, last: Interval) -> Interval | None:
    """From the start of one to the end of the other; None where that runs backwards."""
    if first.start > last.end:
        return None
    return Interval(start=first.start, end=last.end, precision="range")


def part(whole: Interval, name: str) -> Interval:
    """The early, mid or late third of a unit, or its first or second half."""
    days = (whole.end - whole.start).days + 1
    if name in {"first half", "second half"}:
        middle = whole.start + timedelta(days=(days + 1) // 2)
        if whole.precision == "year":
            middle = date(whole.start.year, 7, 1)
        if name == "first half":
            return replace(whole, end=middle - timedelta(days=1))
        return replace(whole, start=middle)
    if days < 3:
        return whole
    third = _THIRDS[name]
    edges = [whole.start + timedelta(days=round(days * k / 3)) for k in range(4)]
    if whole.precision == "year":
        edges = [date(whole.start.year, m, 1) for m in (1, 5, 9)] + [date(whole.end.year + 1, 1, 1)]
    if whole.precision == "decade":
        # Writers differ where "early" and "late" end: each is half of the ten years, so that no year is left out.
        years = {"early": (0, 5), "mid": (4, 7), "late": (5, 10)}[name]
        edges = [date(whole.start.year + k, 1, 1) for k in years]
        return replace(whole, start=edges[0], end=edges[1] - timedelta(days=1))
    if whole.precision == "range" and days > _CENTURY:
        years = {"early": (0, 25), "mid": (25, 75), "late": (75, 100)}[name]
        first, last = (date(whole.start.year + k, 1, 1) for k in years)
        return replace(whole, start=first, end=last - timedelta(days=1))
    return replace(whole, start=edges[third], end=edges[third + 1] - timedelta(days=1))


def shifted(when: date, count: int, unit: str) -> Interval | None:
    """The day, week, month or year that lies ``count`` units from a day, in the precision of the unit."""
    try:
        if unit == "day":
            return day(when + timedelta(days=count))
        if unit == "week":
            return week(when + timedelta(days=7 * count))
        if unit == "month":
            return month(when.year, when.month + count)
        return year(when.year + count * (10 if unit == "decade" else 1))
    except (ValueError, OverflowError):
        return None


def moved(when: date, count: int, unit: str) -> date | None:
    """The day itself that lies ``count`` units away; the last of the month where that month is shorter."""
    if unit in {"day", "week"}:
        found = shifted(when, count * (7 if unit == "week" else 1), "day")
        return found.start if found else None
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    target = shifted(when, months, "month")
    return min(target.start + timedelta(days=when.day - 1), target.end) if target else None
