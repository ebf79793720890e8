"""Publication dates as ISO text, where they can be read in one way only."""

from __future__ import annotations

import datetime
import re

# Longer values are no dates but texts that hold some.
LONGEST = 200
# Of a value that is no date so much is shown.
SHOWN = 40
# Press of other years is read too, but such a year is more often a slip. Fixed: what is said must not change by day.
FIRST_YEAR, LAST_YEAR = 1900, 2100
# "24:00" ends a day; a leap second is the sixty-first of its minute.
LAST_HOUR, LAST_MINUTE, LAST_SECOND = 24, 59, 60

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept|sep|oct|nov|dec|" + "|".join(MONTHS) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w/.-]){pattern}(?![\d/])", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}(?P<between>[-/.])(?P<month>\d{{1,2}})(?P=between)(?P<day>\d{{1,2}})(?:T\S*)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T\S*)?",
        rf"{_DAY}[ -](?:of )?{_MONTH}[, -]+{_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        r"(?P<one>\d{1,2})(?P<between>[/.])(?P<other>\d{1,2})(?P=between)(?P<year>\d{4})",
    )
)
_WHOLE = (
    re.compile(_YEAR),
    re.compile(rf"{_YEAR}-(?P<month>\d{{2}})"),
    re.compile(rf"{_MONTH},? {_YEAR}", re.IGNORECASE),
)

_TIME = re.compile(r"(?<=[T ])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?")


def no_day(published: str) -> str:
    """What to tell somebody who gives a day of publication that is none."""
    shape = re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", published.strip())
    fault = "is no day of any calendar" if shape else "is not a date of publication"
    return f"{published[:SHOWN]!r} {fault}. Write it as 2014-05-20, 2014-05 or 2014."


def iso_date(value: object) -> str | None:
    """The day, month or year that a value states, as ISO text; None where it states none, or could mean two.

    A time of day is cut off and the day left as written: no time zone is reckoned with. A day with a time that no
    day has ("2014-05-20T25:00") is None: what else of it is wrong nobody knows.
    "03/04/2014" is None, "25/04/2014" is not.
    """
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a column of numbers with gaps in it
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = " ".join(str(value)[:LONGEST].split()) if isinstance(value, str) else f"{value % 10**12}"
    time = _TIME.search(text)
    if time is not None and not _is_time(*(int(part or 0) for part in time.groups())):
        return None
    for pattern in _WHOLE:
        whole = pattern.fullmatch(text)
        if whole is not None:
            return _checked(whole.groupdict())
    days = {_checked(match.groupdict()) for pattern in _PATTERNS for match in pattern.finditer(text)}
    return days.pop() if len(days) == 1 else None


def doubt_of(value: object) -> str | None:
    """What a user should know of a date of publication, and do; None for a plain one, and where none is given."""
    is_nothing = value is None or value != value or (isinstance(value, str) and not value.strip())  # nan
    day = None if is_nothing else iso_date(value)
    if is_nothing or (day is not None and FIRST_YEAR <= int(day[:4]) <= LAST_YEAR):
        return None
    if day is not None:
        return f"published {day} lies outside {FIRST_YEAR} to {LAST_YEAR}; it is taken as it stands. Is it a slip?"
    shown = repr(value) if len(repr(value)) <= SHOWN else f"{repr(value)[:SHOWN]}…"
    return (
        f"published {shown} is no day, or may be two, so the text is coded without it. "
        f"Write 2014-05-20, 2014-05 or 2014."
    )


def _is_time(hour: int, minute: int, second: int) -> bool:
    if hour == LAST_HOUR:
        return minute == second == 0
    return hour < LAST_HOUR and minute <= LAST_MINUTE and second <= LAST_SECOND


def _checked(parts: dict[str, str | None]) -> str | None:
    """The ISO text of a match's groups; None if there is no such day, or two."""
    year = int(parts["year"] or 0)
    month, day = _number(parts.get("month")), _number(parts.get("day"))
    if parts.get("one") is not None:
        one, other = _number(parts.get("one")) or 0, _number(parts.get("other")) or 0
        if one <= 12 and other <= 12 and one != other:
            return None
        month, day = (one, other) if one <= 12 else (other, one)
    try:
        found = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return None if year < 1000 else found.isoformat()[: 4 if month is None else 7 if day is None else 10]


def _number(part: str | None) -> int | None:
    if part is None or part.isdigit():
        return None if part is None else int(part)
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(part.lower()[:3]))
