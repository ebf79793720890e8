"""The single expressions of time that news uses, as patterns, each with how it is reckoned.

A pattern has named groups; its rule reads them and gives a function from the
anchor to an interval. A space in a pattern stands for any white space.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from whowhom.knowledge.numerals import number_of
from whowhom.qualifying.dates import intervals, reckoning
from whowhom.qualifying.dates.intervals import Anchor, Interval

_MONTH_NAMES = "january february march april may june july august september october november december".split()
_SHORT_MONTHS = "jan feb mar apr _ jun jul aug sep oct nov dec".split()
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = {name: i for i, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name: i for i, name in enumerate(_SHORT_MONTHS, 1)} | {"sept": 9}
WEEKDAYS = {name: i for i, name in enumerate(_DAY_NAMES)}
WEEKDAYS |= {name: i for i, name in enumerate("mon tue wed thu fri sat sun".split())}
WEEKDAYS |= {"tues": 1, "thur": 3, "thurs": 3}
_WHICH = {"last": "last", "past": "last", "previous": "last", "next": "next", "coming": "next", "this": "this"}
_WHICH |= {"current": "this", "this past": "last", "this coming": "next", "this last": "last"}
# Days that bear a name, in every year alike.
_HOLIDAYS = {
    "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31), "may day": (5, 1), "christmas": (12, 25),
    "new year's": (1, 1), "epiphany": (1, 6), "valentine's day": (2, 14), "st patrick's day": (3, 17),
    "international women's day": (3, 8), "anzac day": (4, 25), "juneteenth": (6, 19), "bastille day": (7, 14),
    "halloween": (10, 31), "all saints' day": (11, 1), "guy fawkes night": (11, 5), "armistice day": (11, 11),
    "human rights day": (12, 10), "fourth of july": (7, 4), "st valentine's day": (2, 14), "christmas night": (12, 25),
    "christmas morning": (12, 25),
}  # fmt: skip
_DECADE_NAMES = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_DECADE_WORDS = {word: 1920 + 10 * i for i, word in enumerate(_DECADE_NAMES)}
_CENTURIES = {
    word: i
    for i, word in enumerate(
        """tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
        twenty-first""".split(),
        10,
    )
}
_ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}


Reckon = Callable[[Anchor], Interval | None]
Rule = Callable[[re.Match[str]], Reckon]
# The years that news speaks of; not part of a longer number, a sum or a code.
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9]|[,.][0-9]|%|-(?!(?i:and|to|led|born|based|era)))"
# A year of three digits ends what is told, or else is a number ("On 12 March 615 people fled").
_OLD_YEAR = r"(?P<year>[1-9][0-9]{2})(?=\s*(?:[),.;:–—]|$)(?![,.][0-9]))"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9]|[,.:][0-9]|%)"
_DAY2 = _DAY.replace("<day>", "<day2>")
_CASED = "|".join(f"{n.title()}|{n.upper()}" for n in _MONTH_NAMES)
_SHORT = "|".join(f"{n.title()}|{n.upper()}" for n in ("sept", *_SHORT_MONTHS) if n != "_")
_MONTH = rf"(?P<month>(?:{_CASED})\b|(?:{_SHORT})\b\.?)"
_LONG_MONTH = rf"(?P<month>(?:{_CASED})\b|(?:{_SHORT})\b\.?(?= ))"
_WEEKDAY = "(?P<weekday>(?:" + "|".join(f"{n.title()}|{n.upper()}|{n}" for n in _DAY_NAMES) + r")\b)"
_WEEKDAY2 = _WEEKDAY.replace("<weekday>", "<weekday2>")
_SHORT_WEEKDAY = r"(?P<shortday>(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b\.?)"
_BEFORE_DATE = rf"(?:(?:{_WEEKDAY}|{_SHORT_WEEKDAY}),? (?:the )?)?"
_OF_DAY = r"(?P<hours>(?: (?:early|late))?(?: in the)? (?:morning|afternoon|evening|night|noon|lunchtime)\b)?"
_TIME_OF_DAY = "(?:morning|afternoon|evening|night)"
_ORDER = r"(?P<which>(?i:this past|this coming|this last|last|past|this|next|coming))"
_NUMBER = (
    r"(?P<number>[0-9]{1,3}|(?i:a couple of|a dozen|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty)(?:-[a-z]+)?)"
)
_UNIT = r"(?P<unit>(?i:hour|day|week|month|year|decade))s?\b"
_UNITS = r"(?P<unit>(?i:hour|day|week|month|year|decade))s\b"
_YEAR_BESIDE = (
    r"(?:,| of| in)? (?P<beside>(?i:the same|that|the following|the next|the previous|last|this|next)) year\b"
)
_DAY_PART = "morning|afternoon|evening|night"
# What is told from a date before has nothing after it that it would be told from ("two days before the vote").
_ENDS = r"(?=\s*(?:[.,;:!?)\"”’–—-]|$|(?:and|but|when|in|at|on|by)\b))"
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))\b"
_PARTS = r"(?P<part>(?i:beginning|start|middle|end|close))"
_FEASTS = (
    r"(?i:Christmas (?:Day|Eve|Morning|Night)|Boxing Day|New Year['’]s (?:Day|Eve))|May Day"
    r"|(?:St\.?|Saint) Patrick['’]s Day|(?:(?:St\.?|Saint) )?Valentine['’]s Day|International Women['’]s Day"
    r"|A(?:nzac|NZAC) Day|Juneteenth|Bastille Day|Halloween|All Saints['’] Day|Guy Fawkes Night|Armistice Day"
    r"|Human Rights Day|Epiphany|Fourth of July"
)
_TO = r"(?:\s*[-–—]\s*| to | until | till | through | thru | and )"
_FROM = r"(?P<from>(?i:from|between) )?"


def _month(m: re.Match[str], group: str = "month") -> int:
    return MONTHS[m[group].rstrip(".").lower()]


def _weekday(m: re.Match[str]) -> int | None:
    found = m["weekday"] or m["shortday"]
    return WEEKDAYS[found.rstrip(".").lower()] if found else None


def _which(m: re.Match[str]) -> str | None:
    return _WHICH[" ".join(m["which"].lower().split())] if m["which"] else None


def _number(m: re.Match[str]) -> int:
    words = m["number"].lower()
    return 2 if words.startswith("a couple") else number_of(words) or 0


def _iso(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.day_of(int(m["year"]), int(m["number"]), int(m["day"]))


def _full_date(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.day_of(int(m["year"]), _month(m), int(m["day"]))


def _month_day(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.month_day(_month(m), int(m["day"]), _weekday(m), anchor)


def _month_year(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.month(int(m["year"]), _month(m))


def _bare_month(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.month(_month(m), _which(m), anchor)


def _days_of_month(m: re.Match[str]) -> Reckon:
    def reckon(anchor: Anchor) -> Interval | None:
        if m["year"]:
            anchor = replace(anchor, year=int(m["year"]))
        last = reckoning.month_day(_month(m), int(m["day2"]), None, anchor)
        first = intervals.day_of(last.start.year, _month(m), int(m["day"])) if last else None
        return intervals.between(first, last) if first and last else None

    return reckon


def _beside(rule: Callable[[re.Match[str]], Reckon]) -> Rule:
    """A month, day or season whose year is told beside it ("in March of the same year")."""

    def ruled(m: re.Match[str]) -> Reckon:
        which = " ".join(m["beside"].lower().split())
        inner = rule(m)

        def reckon(anchor: Anchor) -> Interval | None:
            year = reckoning.year_beside(which, anchor)
            return inner(replace(anchor, year=year)) if year is not None else None

        return reckon

    return ruled


def _week_of_month(m: re.Match[str]) -> Reckon:
    number = _ORDERS[m["order"].lower()]

    def reckon(anchor: Anchor) -> Interval | None:
        if m["year"]:
            anchor = replace(anchor, year=int(m["year"]))
        whole = reckoning.month(_month(m), None, anchor)
        return intervals.week_of(whole, number) if whole else None

    return reckon


def _told(count: int | None) -> Rule:
    """So many units from the date told before; with None the words say how many, and on which side."""

    def ruled(m: re.Match[str]) -> Reckon:
        words = m["unit"].lower()
        unit = "day" if words in _DAY_PART.split("|") else words
        away = (
            count
            if count is not None
            else _number(m) * (1 if m["side"].lower() in {"later", "after", "afterward", "afterwards"} else -1)
        )
        return lambda anchor: reckoning.from_told(away, unit, anchor)

    return ruled


def _told_weekday(m: re.Match[str]) -> Reckon:
    """ "the following Sunday": the next of its name after the date told before."""
    number = WEEKDAYS[m["weekday"].lower()]
    after = m["side"].lower() in {"following", "next"}
    return lambda anchor: reckoning.weekday_from_told(number, anchor, after=after)


def _of_the_unit(m: re.Match[str]) -> Reckon:
    """ "earlier in the week" ends, "later in the week" begins with the day of publication."""
    words = m.group().lower().split()

    def reckon(anchor: Anchor) -> Interval | None:
        whole = reckoning.unit(words[-1], "this", anchor)
        if whole is None or anchor.day is None:
            return whole
        later = words[0] in {"later", "late"}
        return replace(whole, start=anchor.day) if later else replace(whole, end=anchor.day)

    return reckon


def _part_of_unit(m: re.Match[str]) -> Reckon:
    """ "the end of the year": of the year told before, ahead and with none told of that of publication."""
    name = {"beginning": "early", "start": "early", "middle": "mid"}.get(m["part"].lower(), "late")
    unit = "year" if m["unit"].lower() == "end" else m["unit"].lower()

    def reckon(anchor: Anchor) -> Interval | None:
        told = None if anchor.ahead else reckoning.from_told(0, unit, anchor)
        whole = told or (reckoning.unit(unit, "this", anchor) if unit != "decade" else None)
        return whole and intervals.part(whole, name)

    return reckon


def _of_the_day(_: re.Match[str]) -> Reckon:
    """ "later in the day": the day told before, else the day of publication."""

    def reckon(anchor: Anchor) -> Interval | None:
        return reckoning.from_told(0, "day", anchor) or reckoning.days_away(0, anchor)

    return reckon


def _numeric(m: re.Match[str]) -> Reckon:
    first, second, year = int(m["number"]), int(m["second"]), int(m["year"])
    return lambda anchor: reckoning.numeric(first, second, year, anchor)


def _dotted(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.numeric(
        int(m["number"]), int(m["second"]), int(m["year"]), replace(anchor, day_first=True)
    )


def _century(m: re.Match[str]) -> Reckon:
    words = m["century"].lower()
    number = int(words[:-2]) if words[0].isdigit() else _CENTURIES[words]
    return lambda _: intervals.century(number)


def _hundreds(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.century(int(m["hundreds"]) + 1)


def _decade_word(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.decade(_DECADE_WORDS[m["decade"].lower()])


def _overnight(_: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.span(1, "day", anchor, ahead=False)


def _lasting(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.span(_number(m), m["unit"].lower(), anchor, ahead=False)


def _winter(m: re.Match[str]) -> Reckon:
    def reckon(_: Anchor) -> Interval | None:
        return (
            intervals.season(int(m["year"]), "winter") if (int(m["year"]) + 1) % 100 == int(m["short"][-2:]) else None
        )

    return reckon


def _years(m: re.Match[str]) -> Reckon:
    def reckon(_: Anchor) -> Interval | None:
        first, short = int(m["year"]), m["short"]
        last = int(m["year"][: 4 - len(short)] + short)
        return intervals.between(intervals.year(first), intervals.year(last))

    return reckon


def _plain_year(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.year(int(m["year"]))


def _decade(m: re.Match[str]) -> Reckon:
    return lambda _: intervals.decade(int(("19" if len(m["decade"]) == 2 else "") + m["decade"]))


def _bare_weekday(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.weekday(WEEKDAYS[m["weekday"].lower()], _which(m), anchor)


def _weekday_of_week(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.weekday_of_week(WEEKDAYS[m["weekday"].lower()], _which(m) or "this", anchor)


def _two_weekdays(m: re.Match[str]) -> Reckon:
    def reckon(anchor: Anchor) -> Interval | None:
        first, last = WEEKDAYS[m["weekday"].lower()], WEEKDAYS[m["weekday2"].lower()]
        if anchor.ahead:
            begun = reckoning.weekday(first, None, anchor)
            return _stretch(begun, (last - first) % 7) if begun else None
        ended = reckoning.weekday(last, None, anchor)
        return _stretch(ended, -((last - first) % 7)) if ended else None

    return reckon


def _stretch(day: Interval, days: int) -> Interval | None:
    other = intervals.shifted(day.start, days, "day")
    return other and intervals.between(*sorted((day, other), key=lambda each: each.start))


def _fixed(days: int) -> Rule:
    return lambda _: lambda anchor: reckoning.days_away(days, anchor)


def _weekend(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.weekend(_which(m), anchor)


def _unit(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.unit(m["unit"].lower(), _which(m) or "this", anchor)


def _past_units(m: re.Match[str]) -> Reckon:
    ahead = m["way"].lower() in {"next", "coming"}
    unit = m["unit"].lower()
    if m["number"] and m["way"].lower() == "next":
        return lambda anchor: reckoning.next_units(_number(m), unit, anchor)
    if m["number"]:
        return lambda anchor: reckoning.span(_number(m), unit, anchor, ahead=ahead)
    if unit == "decade":
        return lambda _: None
    return lambda anchor: reckoning.recent(unit, anchor, ahead=ahead)


def _past_unit(m: re.Match[str]) -> Reckon:
    ahead = m["way"].lower() in {"next", "coming"}
    return lambda anchor: reckoning.span(1, m["unit"].lower(), anchor, ahead=ahead)


def _recent(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.recent(m["unit"].lower(), anchor, ahead=False)


def _ago(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.ago(_number(m), m["unit"].lower(), anchor)


def _hence(m: re.Match[str]) -> Reckon:
    """ "in two weeks" is a time only where it lies ahead; else it is how long something took."""
    return lambda anchor: reckoning.ago(-_number(m), m["unit"].lower(), anchor) if anchor.ahead else None


def _within(m: re.Match[str]) -> Reckon:
    unit = m["unit"].lower()
    return lambda anchor: reckoning.span(_number(m), unit, anchor, ahead=True) if anchor.ahead else None


def _season(m: re.Match[str]) -> Reckon:
    year = int(m["year"]) if m["year"] else None
    return lambda anchor: reckoning.season(m["season"].lower(), year, _which(m), anchor)


def _quarter(m: re.Match[str]) -> Reckon:
    def reckon(_: Anchor) -> Interval | None:
        number = ("first", "second", "third", "fourth", "last").index(m["order"].lower())
        first = min(number, 3) * 3 + 1
        year = int(m["year"])
        return intervals.between(intervals.month(year, first), intervals.month(year, first + 2))

    return reckon


def _near_quarter(m: re.Match[str]) -> Reckon:
    return lambda anchor: reckoning.quarter(_which(m) or "this", anchor)


def _holiday(m: re.Match[str]) -> Reckon:
    words = " ".join(m["holiday"].lower().replace("’", "'").replace("saint ", "st ").replace("st. ", "st ").split())
    number, day = _HOLIDAYS[words]
    year = int(m["year"]) if m["year"] else None

    def reckon(anchor: Anchor) -> Interval | None:
        which = _which(m)
        if which in {"last", "next"}:
            anchor = replace(anchor, ahead=which == "next")
        found = reckoning.month_day(number, day, None, replace(anchor, year=year or anchor.year))
        ahead = found is not None and anchor.day is not None and found.start > anchor.day
        if which == "last" and ahead and found is not None:
            return intervals.day_of(found.start.year - 1, number, day)
        return found

    return reckon


def _war(m: re.Match[str]) -> Reckon:
    first = (m["order"] or m["roman"]).lower() in {"first", "i", "one"}
    begun, ended = (date(1914, 7, 28), date(1918, 11, 11)) if first else (date(1939, 9, 1), date(1945, 9, 2))
    return lambda _: Interval(start=begun, end=ended, precision="range")


def _eleventh(_: re.Match[str]) -> Reckon:
    return lambda _: intervals.day_of(2001, 9, 11)


# In order of trust where two of the same length match; the longest match counts. A space stands for any white space.
_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("date", r"(?P<year>1[0-9]{3}|20[0-9]{2})-(?P<number>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9-])", _iso),
    ("date", rf"{_BEFORE_DATE}(?:(?i:the) )?{_DAY}(?: of)? {_MONTH},? {_YEAR}", _full_date),
    ("date", rf"{_BEFORE_DATE}{_MONTH} (?:the )?{_DAY},? {_YEAR}", _full_date),
    ("month-day", rf"{_BEFORE_DATE}(?:(?i:the) )?{_DAY}(?: of)? {_MONTH}", _month_day),
    ("month-day", rf"{_BEFORE_DATE}{_MONTH} (?:the )?{_DAY}", _month_day),
    ("days", rf"{_FROM}{_DAY}{_TO}{_DAY2}(?: of)? {_MONTH}(?:,? {_YEAR})?", _days_of_month),
    ("days", rf"{_FROM}{_MONTH} {_DAY}{_TO}{_DAY2}(?:,? {_YEAR})?", _days_of_month),
    ("numeric", r"(?P<number>[0-3]?[0-9])/(?P<second>[0-3]?[0-9])/(?P<year>(?:1[89]|20)[0-9]{2})(?![0-9/])", _numeric),
    ("numeric", r"(?P<number>[0-3]?[0-9])-(?P<second>[0-3]?[0-9])-(?P<year>(?:1[89]|20)[0-9]{2})(?![0-9-])", _numeric),
    ("numeric", r"(?P<number>[0-3]?[0-9])\.(?P<second>[01]?[0-9])\.(?P<year>(?:1[89]|20)[0-9]{2})(?![0-9])", _dotted),
    ("month-day", rf"{_BEFORE_DATE}(?:(?i:the) )?{_DAY}(?: of)? {_MONTH}{_YEAR_BESIDE}", _beside(_month_day)),
    ("month-day", rf"{_BEFORE_DATE}{_MONTH} (?:the )?{_DAY}{_YEAR_BESIDE}", _beside(_month_day)),
    ("month", rf"{_LONG_MONTH}{_YEAR_BESIDE}", _beside(_bare_month)),
    ("season", rf"(?:(?i:the) )?{_SEASON}{_YEAR_BESIDE}", _beside(_season)),
    (
        "week-of",
        r"(?:(?i:the) )?(?P<order>(?i:first|second|third|fourth|last|final)) (?i:week of|week in) "
        rf"{_MONTH}(?:,? {_YEAR})?",
        _week_of_month,
    ),
    ("told", rf"{_NUMBER} {_UNIT} (?P<side>(?i:later|earlier|afterwards?))\b(?! than\b)", _told(None)),
    ("told", rf"{_NUMBER} {_UNIT} (?P<side>(?i:after|before)){_ENDS}", _told(None)),
    (
        "told",
        rf"(?i:(?:later |earlier |early |late )?(?:that(?: very)?(?: same)?|the(?: very)? same)) "
        rf"(?P<unit>(?i:day|week|month|year|{_DAY_PART}))\b",
        _told(0),
    ),
    ("told", rf"(?i:(?:later |early |late )?the following) (?P<unit>(?i:day|week|month|year|{_DAY_PART}))\b", _told(1)),
    ("told", rf"(?i:(?:later |early |late )?the next) (?P<unit>(?i:day|{_DAY_PART}))\b", _told(1)),
    ("told", rf"(?i:the (?:previous|preceding)) (?P<unit>(?i:day|week|month|year|{_DAY_PART}))\b", _told(-1)),
    ("told", rf"(?i:the) (?P<unit>(?i:day|week|month|year|night)) (?i:before){_ENDS}", _told(-1)),
    ("told", rf"(?i:the) (?P<unit>(?i:day|week|month|year)) (?i:after){_ENDS}", _told(1)),
    (
        "told-weekday",
        rf"(?i:the) (?P<side>(?i:following|next|previous|preceding)) {_WEEKDAY}{_OF_DAY}",
        _told_weekday,
    ),
    ("unit", r"(?i:(?:later|earlier|early|late) in the) (?P<unit>(?i:week|month|year))\b", _of_the_unit),
    ("of-unit", rf"(?:(?i:the) )?{_PARTS} (?i:of the) (?P<unit>(?i:week|month|year|decade))\b(?! of\b)", _part_of_unit),
    ("of-unit", r"(?P<part>(?i:year))[- ](?P<unit>(?i:end))\b", _part_of_unit),
    ("of-day", r"(?i:(?:later|earlier|early|late) (?:in the|that) (?:day|evening|afternoon))\b", _of_the_day),
    ("month-year", rf"{_MONTH}(?: of| in|,)? {_YEAR}", _month_year),
    ("month", rf"(?:{_ORDER} )?{_LONG_MONTH}", _bare_month),
    ("years", rf"(?i:from|between) {_YEAR}{_TO}(?P<short>1[0-9]{{3}}|20[0-9]{{2}})(?![0-9])", _years),
    ("years", r"(?P<year>1[0-9]{3}|20[0-9]{2})[-–—/](?P<short>(?:1[0-9]|20)[0-9]{2}|[0-9]{2})(?![0-9-])", _years),
    ("years", r"(?P<year>1[0-9]{3}|20[0-9]{2}) [-–—] (?P<short>[0-9]{2})(?=[),.;])", _years),
    ("year", rf"(?:(?i:the year) )?{_YEAR}", _plain_year),
    ("date", rf"{_DAY}(?: of)? {_MONTH},? {_OLD_YEAR}", _full_date),
    ("date", rf"{_MONTH} {_DAY}, {_OLD_YEAR}", _full_date),
    ("month-year", rf"{_MONTH}(?: of|,)? {_OLD_YEAR}", _month_year),
    ("era", r"(?:AD|A\.D\.)\s*(?P<year>[1-9][0-9]{0,3})(?![0-9])", _plain_year),
    ("era", r"(?P<year>[1-9][0-9]{0,3})\s*(?:AD|A\.D\.|CE|C\.E\.)(?!\w)", _plain_year),
    ("era", r"(?i:the year) (?P<year>[1-9][0-9]{1,2})(?![0-9,.]?[0-9]|%)", _plain_year),
    ("era", r"(?i:c\.|ca\.?|circa) (?P<year>[1-9][0-9]{1,2})(?=[).;\]])(?![0-9,.]?[0-9]|%)", _plain_year),
    ("decade", r"(?:(?i:the) )?['’]?(?P<decade>(?!1[0-8]00)(?:1[5-9]|20)[0-9]0|[2-9]0)['’]?s\b", _decade),
    ("decade-word", rf"(?:(?i:the) )?(?P<decade>(?i:{'|'.join(_DECADE_WORDS)}))\b", _decade_word),
    ("century", r"(?:(?i:the) )?(?P<century>(?:20|21|1[0-9])(?:th|st))(?: |-)(?i:century)\b", _century),
    ("century", rf"(?:(?i:the) )?(?P<century>(?i:{'|'.join(_CENTURIES)}))(?: |-)(?i:century)\b", _century),
    ("century", r"(?:(?i:the) )?(?P<hundreds>1[0-8])00['’]?s\b", _hundreds),
    ("weekday", rf"(?:{_ORDER} )?{_WEEKDAY}{_OF_DAY}", _bare_weekday),
    ("weekday", rf"{_WEEKDAY}(?: of)? (?P<which>(?i:last|this|next)) week\b", _weekday_of_week),
    ("weekdays", rf"{_FROM}{_WEEKDAY}{_TO}{_WEEKDAY2}", _two_weekdays),
    ("day", r"(?i:the day before yesterday)\b", _fixed(-2)),
    ("day", rf"(?i:(?:earlier |late |early )?yesterday(?: {_TIME_OF_DAY})?|last night)\b", _fixed(-1)),
    ("day", r"(?i:(?:earlier |later |early |late )?today|tonight|this (?:morning|afternoon|evening))\b", _fixed(0)),
    ("day", rf"(?i:tomorrow(?: {_TIME_OF_DAY})?)\b", _fixed(1)),
    ("day", r"(?i:the day after tomorrow)\b", _fixed(2)),
    ("overnight", r"(?i:overnight)\b", _overnight),
    ("weekend", rf"(?:{_ORDER} |(?i:the(?: past| coming)? ))weekend\b", _weekend),
    ("unit", r"(?P<which>(?i:this past|this coming|last|this|next)) (?P<unit>(?i:week|month|year))\b", _unit),
    ("unit", r"(?i:the) (?P<which>(?i:current|coming)) (?P<unit>(?i:week|month|year))\b", _unit),
    ("span", r"(?:(?i:the|over) )(?P<way>(?i:past|last|next)) (?P<unit>(?i:week|month|year|decade))\b", _past_unit),
    (
        "span",
        rf"(?:(?i:the|these) )?(?P<way>(?i:past|last|next|coming)) (?:{_NUMBER} |(?i:few|several|couple of) )?{_UNITS}",
        _past_units,
    ),
    ("span", rf"(?i:recent) {_UNITS}", _recent),
    # As wide as "in recent days"; how many years a few are is anybody's guess.
    ("few-ago", r"(?i:a few|several) (?P<unit>(?i:day|week|month))s (?i:ago)\b", _recent),
    ("lasting", rf"(?i:for)(?: (?:almost|nearly|about|around|roughly|the))? {_NUMBER} {_UNIT}", _lasting),
    ("ago", rf"{_NUMBER} {_UNIT} (?i:ago|back\b(?! (?:in|to|at|home|into|from)\b))\b", _ago),
    ("quarter", r"(?P<which>(?i:last|this|next)) (?i:quarter)\b(?! (?:of|century|final))", _near_quarter),
    ("hence", rf"(?i:in) {_NUMBER} {_UNIT}(?:['’]? time\b)?", _hence),
    ("hence", rf"{_NUMBER} {_UNIT} from now\b", _hence),
    ("within", rf"(?i:within) (?:the next )?{_NUMBER} {_UNIT}", _within),
    (
        "season",
        r"(?:(?i:the) )?(?i:winter)(?: of)? (?P<year>1[0-9]{3}|20[0-9]{2})[-–/](?P<short>[0-9]{2,4})(?![0-9])",
        _winter,
    ),
    ("season", rf"(?:(?i:the) )?{_SEASON}(?P<which>)?(?: of|,)? {_YEAR}", _season),
    ("season", rf"(?P<which>(?i:last|this|next|this past|this coming)) {_SEASON}(?P<year>$)?(?! of)", _season),
    ("bare-season", r"(?:(?i:the) )?(?P<season>spring|summer|autumn|winter)\b(?P<which>$)?(?P<year>$)?", _season),
    (
        "quarter",
        rf"(?:(?i:the) )?(?P<order>(?i:first|second|third|fourth|last)) (?i:quarter)(?: of)? {_YEAR}",
        _quarter,
    ),
    (
        "holiday",
        rf"(?:{_ORDER} )?(?:(?i:the) (?=Fourth of))?(?P<holiday>{_FEASTS})\b(?:(?: of|,)? {_YEAR})?",
        _holiday,
    ),
    ("bare-holiday", rf"(?:{_ORDER} )?(?P<holiday>Christmas|New Year['’]s)(?!\w)(?:,? {_YEAR})?", _holiday),
    ("war", r"(?:(?i:the) )?(?:(?P<order>(?i:first|second)) World War|World War (?P<roman>I{1,2}|One|Two))\b", _war),
    ("attacks", r"9/11(?![0-9/])", _eleventh),
    ("attacks", r"(?:September|Sept?\.?) 11(?:th)?,?(?= (?:terror(?:ist)? )?(?:attacks?|hijack|terror))", _eleventh),
)  # fmt: skip
# What a pattern may write so that groups asked for by its rule exist in all of them.
_GROUPS = ("weekday", "shortday", "which", "year", "number")


def _compiled(pattern: str) -> re.Pattern[str]:
    missing = "".join(f"(?P<{name}>(?!))?" for name in _GROUPS if f"(?P<{name}>" not in pattern)
    return re.compile(rf"(?<![\w$€£]){pattern}".replace(" ", r"\s+") + missing)


PATTERNS = tuple((kind, _compiled(pattern), rule) for kind, pattern, rule in _RULES)
