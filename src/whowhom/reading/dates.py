"""Dates of publication as files write them, as ISO dates."""

from __future__ import annotations

import re
from datetime import date

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?\Z", re.DOTALL)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
# "03/04/2014" is March here and April there: better no date than a wrong one.
SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
YEARS = range(1500, 2200)


def iso_date(text: object) -> str | None:
    """A date of publication as ``2014``, ``2014-05`` or ``2014-05-20``; None where it cannot be read for sure.

    ISO 8601, RFC 822 and dates in words are read; the time of day is left out.
    """
    written = str(text).strip() if text is not None else ""
    found = ISO.match(written) or COMPACT.match(written)
    if found:
        return _checked([part for part in found.groups() if part])
    slashed = SLASHED.match(written)
    if slashed and int(slashed[1]) <= 12 and int(slashed[2]) <= 12 and slashed[1] != slashed[2]:
        return None
    return _in_words(written) if re.search(r"\d{4}", written) and len(written) <= 100 else None


def _checked(parts: list[str]) -> str | None:
    numbers = [int(part) for part in parts]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return "-".join(parts) if numbers[0] in YEARS else None


def _in_words(text: str) -> str | None:
    """A date in words must give day, month and year: two different defaults show what it leaves open."""
    from dateutil import parser

    defaults = (parser.parser().parse("2001-01-02"), parser.parser().parse("2004-03-05"))
    try:
        days = {parser.parse(text, default=default, fuzzy=False, dayfirst=True).date() for default in defaults}
    except (ValueError, OverflowError, TypeError):
        return None
    day = days.pop()
    return day.isoformat() if not days and day.year in YEARS else None
