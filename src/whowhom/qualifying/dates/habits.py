"""Times that are no day of one year: "The monsoon comes in July", "Today the mill is a museum".

A month of every year dates no event; "today" that means nowadays is not the day of printing.
"""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.qualifying.attachment import TELLING, clause_verb, top
from whowhom.qualifying.dates.expressions import Reading
from whowhom.records import Sentence, Token

# Kinds that name a part of the year, in a year or in every one.
_OF_A_YEAR = frozenset("month month-day days bare-season part-month part-bare-season pair holiday".split())
_NEAR = frozenset("last this next past coming".split())
_USUALLY = frozenset(
    "usually generally normally typically often annually always regularly traditionally commonly sometimes".split()
)
# What comes back each year.
_RETURNING = frozenset(
    "monsoon rains weather climate temperature temperatures season birthday feast holiday flowering migration".split()
)
_WEATHER = frozenset("hot warm mild cool cold dry wet rainy humid sunny windy foggy dark light best".split())
_PRESENT = frozenset({"VBZ", "VBP"})
# What lasts: who stands or lives somewhere "today" does so these times.
_STANDING = frozenset("stand be remain live know exist survive belong house serve hold keep have number rank".split())
_KNOWN = frozenset("know call use name".split())
# "today's world" is nobody's day; "today's vote" is.
_AGE = frozenset("world generation society youth standards people children students technology economy".split())


def is_yearly(sentence: Sentence, reading: Reading, tokens: Sequence[Token]) -> bool:
    """Whether a phrase without a year speaks of every year: "often floods in May", "March is the best month"."""
    words = {t.text.lower() for t in tokens}
    if reading.kind not in _OF_A_YEAR or reading.stated or reading.leans or words & _NEAR:
        return False
    verb = _verb_of(sentence, tokens)
    if verb is None:
        return False
    timeless = verb.tag == "VB" or _is_present(sentence, verb)
    if _is_usual(sentence, verb) or (timeless and _is_beside_season(sentence, tokens)):
        return True
    if not _is_present(sentence, verb):
        return False
    return _is_of_the_seasons(sentence, reading, tokens, verb)


def _is_usual(sentence: Sentence, verb: Token) -> bool:
    below = {sentence.tokens[j].text.lower() for j in sentence.children[verb.i]}
    return bool(below & _USUALLY) or any(f"{each} year" in sentence.text.lower() for each in ("every", "each"))


def _is_beside_season(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """ "the dry season, from May to July", "the best months, October and March"."""
    before = sentence.tokens[max(0, tokens[0].i - 2) : tokens[0].i]
    return any(t.text.lower() in {"season", "months"} for t in before)


def _is_of_the_seasons(sentence: Sentence, reading: Reading, tokens: Sequence[Token], verb: Token) -> bool:
    subjects = [sentence.tokens[j] for j in sentence.children[verb.i] if sentence.tokens[j].dep.startswith("nsubj")]
    names = {t.text.lower() for t in subjects}
    if names & _RETURNING:
        return True
    if any(t.i == each.i for t in subjects for each in tokens):
        return is_named_month(sentence, tokens[-1])
    if verb.lemma == "be" and "it" in names:
        return bool(_WEATHER & {t.text.lower() for t in sentence.tokens}) or "°" in sentence.text
    return reading.kind.endswith("bare-season") and verb.lemma not in TELLING


def is_named_month(sentence: Sentence, month: Token) -> bool:
    """Whether a month is what a sentence speaks of: "June is the driest month"."""
    verb = sentence.tokens[month.head]
    after = {t.text.lower() for t in sentence.tokens[month.i + 2 :]}
    return verb.lemma == "be" and verb.i == month.i + 1 and bool(after & {"month", "time", "season"})


def _verb_of(sentence: Sentence, tokens: Sequence[Token]) -> Token | None:
    i = clause_verb(sentence, top(sentence, tokens[0].i, tokens[-1].i))
    return None if i is None else sentence.tokens[i]


def _is_present(sentence: Sentence, verb: Token) -> bool:
    """ "falls", "is held", "can be cold"; not "is holding", "has held", "will hold"."""
    if verb.tag in _PRESENT:
        return not any(sentence.tokens[j].dep == "aux" for j in sentence.children[verb.i])
    helpers = [t for t in (sentence.tokens[j] for j in sentence.children[verb.i]) if t.dep in {"aux", "auxpass"}]
    return verb.tag == "VBN" and len(helpers) == 1 and helpers[0].tag in _PRESENT and helpers[0].lemma == "be"


def is_nowadays(sentence: Sentence, today: Token) -> bool:
    """Whether "today" means these times: "still stands today", "known today as", "today's world".

    What is told in the plain present is not the news of a day, but for what a timetable or a teller says.
    """
    head = sentence.tokens[today.head]
    if today.dep == "poss":
        return head.text.lower() in _AGE
    verb = _verb_of(sentence, [today])
    if verb is None or today.dep.startswith("nsubj"):
        return False
    below = [sentence.tokens[j] for j in sentence.children[verb.i]]
    # A speaker's "today" is the day of the speech; "is to leave today" is news.
    here = any(t.text.lower() in {"i", "we"} for t in below) or any(t.dep == "xcomp" for t in below)
    lasts = verb.lemma in _STANDING or any(t.text.lower() == "still" for t in below)
    if lasts and not here and _is_present(sentence, verb):
        return True
    bare = not any(t.dep in {"aux", "auxpass"} for t in below)
    return verb.tag == "VBN" and verb.lemma in _KNOWN and (bare or _is_present(sentence, verb))
