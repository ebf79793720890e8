"""Find the phrases of time in parsed sentences, and only those.

A pattern is only a candidate: "May" may be a minister, "March" a
demonstration, "1969" a number of soldiers, "Sunday" half of a newspaper's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.qualifying.attachment import clause_verb, governor
from whowhom.qualifying.dates.expressions import Reading, readings
from whowhom.qualifying.dates.habits import is_named_month, is_nowadays, is_yearly
from whowhom.qualifying.dates.intervals import Anchor, Interval, interval_of
from whowhom.qualifying.dates.patterns import MONTHS, WEEKDAYS
from whowhom.qualifying.tense import lies_ahead
from whowhom.records import EventDate, Reason, Sentence, Span, Token

_PLAIN_YEAR = frozenset({"year", "part-year", "since-year"})
_BEFORE_YEAR = frozenset(
    """in since by from until till during throughout through of before after late early mid late as circa around about
    throughout to and or summer autumn spring winter fall year between election elections""".split()
)
_BEFORE_MONTH = frozenset(
    """in since last next this early mid late until till by before after from to between and during through throughout
    for past coming every each of - –""".split()
)
_EARLY_OR_LATE = frozenset({"beginning", "start", "middle", "end", "close", "half", "month", "days", "weeks", "rest"})
# Words after which a day's or month's name is part of another name.
_NAMING_BEFORE = frozenset(
    "black bloody good super ash easter palm holy maundy cyber fat shrove whit ruby red giving arab prague".split()
)
# "until Friday" says when something was not, or no more.
_LIMITING = frozenset({"until", "till", "before", "after"})
_REPEATED = frozenset({"every", "each", "any", "one", "most", "some", "alternate", "a"})
# "at the outbreak of the Second World War"
_STAGES = frozenset("outbreak start beginning end close course years days".split())
_PARTS_OF_DAYS = frozenset({"mornings", "afternoons", "evenings", "nights"})
_A_WEEK = re.compile(r"\b(?:per|(?:once|twice|times) a|each|every) week\b", re.IGNORECASE)
_OWNERS = frozenset({"his", "her", "their", "its", "my", "your", "our", "'s", "’s"})
_NAMING_AFTER_WEEKDAY = frozenset(
    "times telegraph mail mirror express herald post star world tribune independent club age observer standard".split()
)
_NAMING_AFTER_DATE = frozenset(
    """brigade brigades movement alliance coalition force forces battalion camp square bridge avenue street hospital
    university stadium airport organisation organization martyrs army front party group revolution regiment committee
    council youth generation road highway palace mosque company unit fighters militia rebels bloc""".split()
)
_PEOPLE = frozenset(
    """people men women children soldiers troops civilians police rebels refugees migrants houses homes families victims
    prisoners detainees hostages dead deaths wounded cases villages tonnes tons miles kilometres kilometers dollars
    euros pounds votes seats""".split()
)
# What a number of four digits measures ("a 2000 year old temple").
_MEASURES = frozenset(
    """year years day days hour hours km kilometre kilometres kilometer kilometers metre metres mile miles m ft feet
    tonnes tons people percent dollars euros pounds million billion thousand hundred""".split()
)
# What bears a number of its own after its name: "Resolution 1973", "Flight 1549".
_NUMBERED = frozenset(
    """resolution rule flight boeing airbus route highway room article law decree order act no nos number section unit
    battalion regiment brigade division company channel windows office model type class series volume page line bus
    train tupolev antonov peugeot bill directive case file form regulation convoy camp sector zone area base peak
    hill
    code pin telephone tel phone fax box street road avenue building house gate platform patrol""".split()
)
# What takes place in a year and is named by it, though a number before it might count it.
_OF_A_YEAR = frozenset(
    "elections polls protests riots olympics games talks attacks bombings floods uprisings demonstrations wars".split()
)
# "a tenth below 1900 levels".
_LEVELS = frozenset("levels prices figures".split())
# What one does with a year: "She opened 1996 with a win".
_OPENING = frozenset("open begin start end close finish enter".split())
# "(m. 1951; d. 1988)", "ca 1883".
_YEAR_MARK = re.compile(r"(?:[(;,]\s*(?:b|d|m|div|r|fl|est)\.|\b(?:c\.|ca\.?|circa))\s*$")
_CLOSING = frozenset({"", ")", "]", ";", ",", ".", ":", "?", "!", "/"})
_HEADINGS = frozenset({",", ":", ")", "-", "–", "—", "("})
_FIRST_NAMED_YEAR, _LAST_NAMED_YEAR = 1800, 2050
_PEOPLE_ENDINGS = ("ers", "ors", "ists", "ants", "ees", "men", "ians")


class TimePhrase(Struct, frozen=True, kw_only=True):
    """A phrase of time: tokens ``first`` to ``last`` of a sentence, and the days that they mean.

    ``limits`` is whether it stands after "until", "before" or "after", so that
    it says when something was not; ``yearly`` whether it speaks of every year
    ("it rains in July"), of which ``date`` is then the nearest. Neither dates an event.
    """

    sentence: int
    first: int
    last: int
    date: EventDate
    limits: bool = False
    yearly: bool = False

    @property
    def dates_events(self) -> bool:
        return not (self.limits or self.yearly)


class Told(Struct, frozen=True, kw_only=True):
    """A date that the text has told; ``stated`` is whether that was with its year."""

    interval: Interval
    stated: bool


class Around(Struct, frozen=True, kw_only=True):
    """What the text around a sentence says of its dates.

    ``told`` gives the dates told before an offset of the document, the last
    first; ``day_first`` is how the text orders "05/06/2014", None where it has
    no date that shows it.
    """

    told: Callable[[int], Sequence[Told]] = lambda _: ()
    day_first: bool | None = None


ALONE = Around()


def find_times(
    sentences: Sequence[Sentence], *, published: str | None, around: Around = ALONE
) -> tuple[TimePhrase, ...]:
    """Find the phrases of time whose days are known, in text order.

    What is told from the day of publication ("yesterday") is left out where
    that is not known precisely enough, and what is told from a date before
    ("two days later") where ``around`` has none.
    """
    anchor = Anchor(published=interval_of(published), day_first=around.day_first)
    return tuple(phrase for sentence in sentences for phrase in _of_sentence(sentence, anchor, around))


def printed_on(dateline: str) -> str | None:
    """The day that a dateline names in full ("LIMA, March 12, 2019 -"), as an ISO date; None where it names none."""
    for candidates in readings(dateline):
        for reading in candidates:
            interval = reading.reckon(Anchor()) if reading.year is not None else None
            if interval is not None and interval.precision == "day":
                return interval.start.isoformat()
    return None


def unread_time(sentence: Sentence, *, published: str | None, around: Around = ALONE) -> Reason | None:
    """The first phrase that names a day which cannot be reckoned ("29 February 2015"); None where there is none."""
    anchor = Anchor(published=interval_of(published), day_first=around.day_first)
    for candidates in readings(sentence.text):
        for reading in candidates[:1]:
            tokens = _tokens(sentence, reading)
            if not tokens or not _is_time(sentence, reading, tokens) or _is_name(sentence, tokens):
                continue
            if _limits(sentence, tokens):
                continue
            if _phrase(sentence, reading, tokens, anchor, around) is None:
                words = sentence.words(tokens[0].i, tokens[-1].i)
                rule, detail = "date.unread", "a time that cannot be reckoned"
                if reading.kind == "numeric" and _either_way(reading, anchor):
                    rule, detail = "date.ambiguous", "day and month in either order; no other date of the text shows it"
                return Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)
    return None


def _either_way(reading: Reading, anchor: Anchor) -> bool:
    """Whether the numbers are a date whichever of them is the day."""
    return all(reading.reckon(replace(anchor, day_first=first)) is not None for first in (True, False))


def _of_sentence(sentence: Sentence, anchor: Anchor, around: Around) -> Iterator[TimePhrase]:
    done = 0
    for candidates in readings(sentence.text):
        if candidates[0].start < done:
            continue
        if any(r.kind == "month-day" and _is_name(sentence, _tokens(sentence, r)) for r in candidates):
            done = candidates[0].end
            continue
        for reading in candidates:
            tokens = _tokens(sentence, reading)
            if not tokens or not _is_time(sentence, reading, tokens):
                continue
            done = reading.end
            phrase = _phrase(sentence, reading, tokens, anchor, around)
            if phrase is not None:
                yield phrase
            break


def _phrase(
    sentence: Sentence, reading: Reading, tokens: Sequence[Token], anchor: Anchor, around: Around
) -> TimePhrase | None:
    first, last = tokens[0].i, tokens[-1].i
    start, end = sentence.start + reading.start, sentence.start + reading.end
    past = reading.kind == "span" and _is_past(sentence, tokens)
    anchor = replace(anchor, ahead=_ahead(sentence, tokens))
    interval, stated = _reckoned(reading, anchor, around, start, past=past)
    if interval is None:
        return None
    date = EventDate(
        start=interval.start.isoformat(),
        end=interval.end.isoformat(),
        precision=interval.precision,
        basis="stated" if stated else "relative",
        text=sentence.text[reading.start : reading.end],
        span=Span(start=start, end=end),
    )
    return TimePhrase(
        sentence=sentence.number,
        first=first,
        last=last,
        date=date,
        limits=_limits(sentence, tokens),
        yearly=is_yearly(sentence, reading, tokens),
    )


def _limits(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    return _word(sentence, tokens[0].i - 1) in _LIMITING


def _is_past(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether what a phrase hangs on is told in the past tense."""
    i = governor(sentence, tokens[0].i, tokens[-1].i)
    if i is None:
        return False
    i = clause_verb(sentence, i) or i
    verbs = [sentence.tokens[i], *(sentence.tokens[j] for j in sentence.children[i])]
    return verbs[0].tag == "VBD" or any(t.tag == "VBD" and t.dep in {"aux", "auxpass"} for t in verbs[1:])


def _reckoned(reading: Reading, anchor: Anchor, around: Around, at: int, *, past: bool) -> tuple[Interval | None, bool]:
    """The days of a reading, and whether the text states them; what leans on a date told before has its basis."""
    leans = reading.leans or (reading.kind == "span" and past)
    for told in around.told(at) if leans else ():
        interval = reading.reckon(replace(anchor, told=told.interval))
        if interval is not None:
            return interval, told.stated
    return reading.reckon(anchor), reading.stated


def _ahead(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether the phrase lies ahead; where the tagger takes "May" for the verb, it is no sign of that."""
    misread = any(token.dep == "aux" for token in tokens)
    return not misread and lies_ahead(sentence, tokens[0].i, tokens[-1].i)


def _tokens(sentence: Sentence, reading: Reading) -> list[Token]:
    start, end = sentence.start + reading.start, sentence.start + reading.end
    return [token for token in sentence.tokens if token.start < end and start < token.end]


def _is_time(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    before = _word(sentence, tokens[0].i - 1)
    after = _word(sentence, tokens[-1].i + 1)
    kind = reading.kind.removeprefix("since-").removeprefix("part-")
    if kind in _CHECKS and not _CHECKS[kind](sentence, reading, tokens):
        return False
    if before in _NAMING_BEFORE or (kind not in _PLAIN_YEAR and _counts(sentence, tokens[-1])):
        return False
    if kind == "span" and (after == "of" or before in _OWNERS):
        # "the last months of his life", "her last years" are no months before the day of printing.
        return False
    if kind == "year":
        return _is_year(sentence, tokens) if reading.kind == "year" else not _belongs_to_noun(sentence, tokens)
    if kind in {"weekday", "weekdays"}:
        return after not in _NAMING_AFTER_WEEKDAY and not _is_repeated(sentence, tokens, before, after)
    if kind == "month":
        return reading.kind != "month" or _is_month(sentence, tokens)
    if kind == "bare-season":
        return before in _LIMITING | {"in", "during", "since", "by"} and after != "of"
    if kind == "ago":
        return before not in {"than", "over"}
    return True


def _is_told(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """ "that day", but not "said that day labourers"; "the day before", but not that before something."""
    del reading
    that = next((t for t in tokens if t.text.lower() == "that"), None)
    return that is None or (that.tag == "DT" and that.head >= tokens[0].i and that.head <= tokens[-1].i)


def _is_decade(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """ "the eighties", "late eighties"; "his eighties" and "her 20s" are an age."""
    before = _word(sentence, tokens[0].i - 1)
    named = reading.kind != "decade-word" or len(tokens) > 1
    return named and before not in _OWNERS


def _is_overnight(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """ "arrested overnight", not "an overnight curfew"."""
    del reading
    return sentence.tokens[tokens[0].head].is_verb


def _has_lasted(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """ "has been shut for two weeks" reaches to now; "was shut for two weeks" may have been any."""
    del reading
    i = governor(sentence, tokens[0].i, tokens[-1].i)
    below = [sentence.tokens[j] for j in sentence.children[i]] if i is not None else []
    words = {t.text.lower() for t in below if t.dep in {"aux", "auxpass"}}
    return bool(words & {"have", "has", "'ve", "’ve"}) and not words & {"will", "would", "may", "might", "could", "to"}


def _is_feast(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """ "at Christmas", not "Christmas shoppers"."""
    before = _word(sentence, tokens[0].i - 1)
    token = tokens[-1]
    return (len(tokens) > 1 or before in {"at", "on", "over", "since", "around"}) and not _modifies(token)


def _modifies(token: Token) -> bool:
    return token.dep in _BEFORE_NOUN and token.head > token.i


def _is_of_today(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """The day of printing, not these times nor half of a name ("still stands today", "Nature Today")."""
    del reading
    today = tokens[-1]
    before = sentence.tokens[today.i - 1] if today.i else None
    named = today.text == "Today" and before is not None and before.text[:1].isupper() and before.is_name
    return today.text.lower() != "today" or not (named or is_nowadays(sentence, today))


def _is_in_war(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """ "during the Second World War", not "World War II veterans" nor "films on the Second World War"."""
    before = _word(sentence, tokens[0].i - 1)
    of_it = before == "of" and _word(sentence, tokens[0].i - 2) in _STAGES
    within = of_it or before in _LIMITING | {"during", "in", "throughout"} or reading.kind.startswith("since-")
    return within and not _modifies(tokens[-1])


def _word(sentence: Sentence, i: int) -> str:
    return sentence.tokens[i].text.lower() if 0 <= i < len(sentence.tokens) else ""


_BEFORE_NOUN = frozenset({"compound", "nmod", "amod", "nummod"})
_CHECKS: dict[str, Callable[[Sentence, Reading, Sequence[Token]], bool]] = {
    "told": _is_told,
    "day": _is_of_today,
    "decade": _is_decade,
    "decade-word": _is_decade,
    "overnight": _is_overnight,
    "lasting": _has_lasted,
    "bare-holiday": _is_feast,
    "war": _is_in_war,
}


def _tag(sentence: Sentence, i: int) -> str:
    return sentence.tokens[i].tag if i < len(sentence.tokens) else ""


def _is_repeated(sentence: Sentence, tokens: Sequence[Token], before: str, after: str) -> bool:
    """ "every Friday", "on a Friday", "on Friday evenings", "twice a week on Fridays"."""
    plural = all(token.text.lower() not in WEEKDAYS for token in tokens)
    return plural or before in _REPEATED or after in _PARTS_OF_DAYS or bool(_A_WEEK.search(sentence.text))


def _counts(sentence: Sentence, number: Token) -> bool:
    """Whether a number counts the people or things after it: "In May 18 people were killed"."""
    noun = sentence.tokens[number.head]
    if number.tag != "CD" or number.dep != "nummod" or noun.i < number.i or noun.tag not in {"NNS", "NNPS"}:
        return False
    determined = any(sentence.tokens[j].dep in {"det", "poss"} for j in sentence.children[noun.i])
    return not determined or _is_people(noun)


def _is_people(noun: Token) -> bool:
    word = noun.text.lower()
    return word in _PEOPLE or word.endswith(_PEOPLE_ENDINGS)


def _is_year(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether a number of four digits is a year: after "in", before what happened in it, in brackets."""
    if len(tokens) > 1:
        return True
    token = tokens[0]
    before, after = _word(sentence, token.i - 1), _word(sentence, token.i + 1)
    if after in _MEASURES:
        return False
    if before == "in" and (token.i == 1 or not _counts(sentence, token)):
        return True
    if after in _LEVELS:
        return True
    if after in _OF_A_YEAR and token.text[:2] in {"19", "20"} and not token.text.endswith("00"):
        return True
    if _counts(sentence, token):
        return False
    if _closes_name(sentence, token):
        return True
    if before == "for" and after in _CLOSING and not token.text.endswith("00"):
        return True
    if _YEAR_MARK.search(sentence.text, 0, token.start - sentence.start) or _is_alone(sentence, token):
        return True
    if before in _BEFORE_YEAR or (before in {"(", "["} and after in {")", "]", "-", "–", ","}):
        return True
    noun = sentence.tokens[token.head]
    if after in {"'s", "’s"} or (
        noun.i > token.i and noun.is_noun and token.dep in {"nummod", "nmod", "compound", "amod"}
    ):
        named = (
            noun.tag == "NNP"
            and _may_be_year(token)
            and not {t.text.lower() for t in sentence.tokens[token.i + 1 : noun.i + 1]} & _NUMBERED
        )
        return _has_determiner(sentence, token.i) or noun.tag == "NN" or named or after in {"'s", "’s"}
    return token.dep == "dobj" and noun.lemma in _OPENING and _may_be_year(token)


def _is_alone(sentence: Sentence, token: Token) -> bool:
    """A year that is a line of its own, as over what it brought."""
    return sentence.text.strip(" .:") == token.text and _may_be_year(token)


def _may_be_year(token: Token) -> bool:
    return token.text.isdecimal() and _FIRST_NAMED_YEAR <= int(token.text) <= _LAST_NAMED_YEAR


def _belongs_to_noun(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether in "the start of the 2014 games" the part is that of the games and not of the year."""
    year = tokens[-1]
    return _word(sentence, year.i - 1) == "the" and year.head > year.i and sentence.tokens[year.head].is_noun


def _closes_name(sentence: Sentence, token: Token) -> bool:
    """A year that ends a name or a mark of a source: "Expo 2016", "(Smith, 2011)", or one that a line begins with."""
    before = sentence.tokens[token.i - 1] if token.i else None
    after = _word(sentence, token.i + 1)
    if after in _HEADINGS and before is None:
        return True
    if before is None or not _may_be_year(token):
        return False
    if before.text == "," and _in_brackets(sentence, token) and after in _CLOSING | {"and"}:
        return True
    if before.text == ",":
        named = token.i > 1 and sentence.tokens[token.i - 2].text[:1].isupper()
        ends = token.i + 2 >= len(sentence.tokens)
        return after in {")", "]", ";"} or ends or (named and (after == ":" or _tag(sentence, token.i + 1) == "IN"))
    named = (before.is_name and before.text[:1].isupper()) or before.text == "al."
    numbered = before.text.lower().rstrip(".") in _NUMBERED or before.text.isupper()
    if before.text in {"-", "–", "—"} and before.start > sentence.tokens[before.i - 1].end:
        return after in _HEADINGS
    return named and not numbered and (token.head < token.i or after in _CLOSING or _tag(sentence, token.i + 1) == "IN")


def _in_brackets(sentence: Sentence, token: Token) -> bool:
    before = sentence.text[: token.start - sentence.start]
    return before.count("(") > before.count(")")


def _has_determiner(sentence: Sentence, i: int) -> bool:
    noun = sentence.tokens[i].head
    return any(j < i and sentence.tokens[j].dep in {"det", "poss", "amod"} for j in sentence.children[noun])


def _is_name(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether the words after a date make a name of it: "14 March Alliance", "February 17 Martyrs Brigade"."""
    after = tokens[-1].i + 1 if tokens else len(sentence.tokens)
    following = [t for t in sentence.tokens[after : after + 2] if t.text[:1].isupper()]
    return any(t.text.lower() in _NAMING_AFTER_DATE for t in following)


def _is_month(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether a month's name alone is the month: not a verb, not a person, not a demonstration, not half of a name."""
    if len(tokens) > 1:
        return True
    token = tokens[0]
    before, after = (
        _word(sentence, token.i - 1),
        sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None,
    )
    if token.is_verb and before not in {"in", "since", "last", "this", "next"}:
        return False
    if sentence.tokens[token.head].dep == "agent" or (
        sentence.tokens[token.head].text.lower() == "by" and token.text == "May"
    ):
        return False
    if after is not None and after.is_name and after.start == token.end + 1 and after.text.lower() not in MONTHS:
        return before == "in" and after.dep.startswith("nsubj")
    if before in _LIMITING:
        return token.dep == "pobj" and _tag(sentence, token.i + 1) not in {"VBD", "VBZ"}
    if before == "of":
        return _word(sentence, token.i - 2) in _EARLY_OR_LATE
    if before == "the":
        return token.dep in {"compound", "nmod", "amod", "poss"}
    return before in _BEFORE_MONTH or token.dep == "npadvmod" or is_named_month(sentence, token)
