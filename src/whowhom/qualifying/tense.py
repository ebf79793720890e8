"""Whether a phrase of time lies ahead: "will meet on Friday", "due in May"."""

from __future__ import annotations

from whowhom.qualifying.attachment import TELLING, top
from whowhom.records import Sentence, Token

_AHEAD = frozenset(
    "due scheduled slated set planned expected upcoming forthcoming next coming poised supposed bound".split()
)
_MODALS = frozenset("will shall wo 'll ’ll would should may might can could must sha ought".split())
# "managed to leave on Friday": the leaving is as past as the managing.
_NOT_AHEAD = frozenset(
    "manage begin start continue try attempt refuse fail use have help seem appear happen cease dare go come".split()
)
# Present tense with a day is the timetable of these ("parliament votes on Friday"); of others it is a headline's past.
TIMETABLE = frozenset(
    """meet resume begin start open vote hold visit arrive expire end travel fly return leave take go convene
    decide elect choose host face appear conclude""".split()
)
# What is planned or called lies ahead, whenever it was planned or called.
PLANNING = frozenset("plan schedule prepare organise organize".split())
CALLING = frozenset("call announce set fix convene summon".split())
_CLIMB_LIMIT = 6


def lies_ahead(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the words that the phrase hangs on speak of the future."""
    i = i_below = top(sentence, first, last)
    for _ in range(_CLIMB_LIMIT):
        token = sentence.tokens[i]
        if not first <= i <= last:
            if token.text.lower() in _AHEAD and token.dep not in {"ROOT", "conj"}:
                return True
            if token.is_verb:
                return _is_arranged(sentence, token, i_below, first) or _verb_lies_ahead(sentence, token)
            if any(sentence.tokens[j].text.lower() in _AHEAD for j in sentence.children[i] if j < i):
                return True
        if token.head == i:
            return False
        i_below, i = i, token.head
    return False


def is_called(sentence: Sentence, i: int) -> bool:
    """Whether an event is one that somebody calls or plans: "called a strike", "announced a rally"."""
    token = sentence.tokens[i]
    verb = sentence.tokens[token.head] if token.dep == "dobj" else token
    return verb.lemma in PLANNING | CALLING


def _is_arranged(sentence: Sentence, verb: Token, below: int, first: int) -> bool:
    """Whether a day is that of what somebody arranges: "plan a strike on Friday", "called a march for Sunday"."""
    on_object = sentence.tokens[below].dep == "dobj" and not first <= below
    said_for = first > 0 and sentence.tokens[first - 1].text.lower() == "for"
    return (verb.lemma in PLANNING and on_object) or (verb.lemma in PLANNING | CALLING and said_for)


def _verb_lies_ahead(sentence: Sentence, verb: Token) -> bool:
    below = [sentence.tokens[j] for j in sentence.children[verb.i]]
    auxiliaries = [t for t in below if t.dep in {"aux", "auxpass"}]
    words = {t.text.lower() for t in auxiliaries}
    own = auxiliaries or any(t.dep in {"nsubj", "nsubjpass"} for t in below)
    if verb.dep == "conj" and verb.tag == "VB" and not own and verb.head != verb.i:
        return _verb_lies_ahead(sentence, sentence.tokens[verb.head])  # "would dissolve it and hold a vote"
    perfect = bool(words & {"have", "has", "had", "having", "'ve", "’ve"})
    if words & _MODALS:
        return not perfect
    if "to" in words:
        return not perfect and _infinitive_lies_ahead(sentence, verb)
    if verb.text.lower() in _AHEAD and verb.tag == "VBN":
        return True
    if verb.lemma in TELLING:
        return False
    if verb.tag in {"VBZ", "VBP"}:
        return verb.lemma in TIMETABLE or (verb.lemma == "be" and _has_ahead(below))
    present = words & {"is", "are", "am", "'s", "’s", "'re", "’re"}
    return verb.tag == "VBG" and bool(present) and not perfect


def _has_ahead(below: list[Token]) -> bool:
    return any(t.text.lower() in _AHEAD for t in below)


def _infinitive_lies_ahead(sentence: Sentence, verb: Token) -> bool:
    above = sentence.tokens[verb.head]
    if verb.head == verb.i or verb.dep not in {"xcomp", "ccomp", "acl", "advcl", "relcl"}:
        return True
    if verb.dep == "advcl":
        return False
    return above.lemma not in _NOT_AHEAD
