"""Which phrase of time dates an event: the nearest that its own clause governs.

A phrase dates what it hangs on. The date of the telling ("said on Monday that
...") and of another clause are not the event's; the date of a noun is that of
the noun's own event ("the 2011 uprising"), and of a verb whose doing it is
("Tuesday's attack killed ten").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.events import grammar
from whowhom.qualifying.attachment import (
    TELLING,
    clause_verb,
    governor,
    has_subject,
    inherits_from,
)
from whowhom.qualifying.dates.phrases import TimePhrase
from whowhom.records import Draft, EventDate, Reason, Sentence

_FINE = ("day", "week", "range", "month", "season", "year", "decade")
_OPENING = 3
# "agreed on Monday to withdraw": the withdrawal has another date than the word that speaks of it.
_SPEAKING = TELLING | frozenset(
    "agree refuse decide decline offer swear intend prepare order instruct tell vote".split()
)


def date_of(
    sentence: Sentence, draft: Draft, times: Sequence[TimePhrase], *, published: str | None
) -> tuple[EventDate | None, tuple[Reason, ...]]:
    """The date that the sentence gives an event, and why; None where it gives none."""
    del published  # the phrases are already reckoned from it
    own = [phrase for phrase in times if phrase.sentence == sentence.number]
    if not own:
        return None, ()
    for rule, phrases in _offers(sentence, draft, own):
        if phrases:
            chosen = min(phrases, key=lambda p: (_FINE.index(p.date.precision), abs(p.first - draft.head), p.first))
            return chosen.date, (_reason(rule, chosen),)
    return None, ()


def _reason(rule: str, phrase: TimePhrase) -> Reason:
    date = phrase.date
    days = date.start if date.start == date.end else f"{date.start} to {date.end}"
    span = date.span
    return Reason(
        rule=f"date.{rule}",
        text=date.text or "",
        start=span.start if span else 0,
        end=span.end if span else 0,
        detail=days,
    )


def _offers(sentence: Sentence, draft: Draft, times: Sequence[TimePhrase]) -> Iterator[tuple[str, list[TimePhrase]]]:
    """Yield the phrases that may date the event, those with the best claim first."""
    hangs = {phrase: _hangs_on(sentence, phrase) for phrase in times}
    words = _own_words(sentence, draft)
    yield "own", [p for p in times if hangs[p] in words]
    yield "noun", [p for p in times if hangs[p] in set(_dated_nouns(sentence, draft.head))]
    for above in _above(sentence, draft.head):
        yield "clause", [p for p in times if hangs[p] == above]
    for beside in _beside(sentence, draft.head):
        yield "shared", [p for p in times if hangs[p] == beside]
    if len(times) == 1 and times[0].first <= _OPENING and _is_main(sentence, draft.head):
        yield "opening", [p for p in times if hangs[p] is None or _is_main(sentence, hangs[p] or 0)]


def _own_words(sentence: Sentence, draft: Draft) -> set[int]:
    """The head, and the other trigger words that are no verbs of their own ("opened fire", "carried out a raid")."""
    return {draft.head, *(i for i in draft.trigger if not sentence.tokens[i].is_verb)}


def _hangs_on(sentence: Sentence, phrase: TimePhrase) -> int | None:
    """The verb or the event's noun that a phrase dates."""
    g = governor(sentence, phrase.first, phrase.last)
    if g is None or sentence.tokens[g].is_verb:
        return _told(sentence, g, phrase.first) if g is not None else None
    return g


def _told(sentence: Sentence, verb: int, first: int) -> int:
    """ "On Tuesday, rebels attacked, officials said": a phrase before a clause that is told first is that clause's."""
    if sentence.tokens[verb].lemma not in TELLING:
        return verb
    for j in grammar.children(sentence, verb, "ccomp"):
        if first < j < verb:
            return j
    return verb


def _dated_nouns(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield the nouns whose date is also that of the verb at ``head``."""
    if not sentence.tokens[head].is_verb:
        return
    yield from grammar.surface_subjects(sentence, head)
    telling = sentence.tokens[head].lemma in TELLING
    for j in sentence.children[head]:
        token = sentence.tokens[j]
        if token.dep == "dobj" and not telling:
            yield j
        if token.dep in {"prep", "agent"}:
            yield from grammar.children(sentence, j, "pobj")


def _above(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield the words above an event whose time is also the event's, with the nouns that these are dated by."""
    below = head
    for above in inherits_from(sentence, head):
        token = sentence.tokens[above]
        if sentence.tokens[below].dep == "xcomp" and token.lemma in _SPEAKING:
            return
        yield above
        below = above


def _beside(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield the verbs that go on with the same clause: "attacked the town and burnt it on Monday"."""
    if not sentence.tokens[head].is_verb:
        return
    for j in sentence.children[head]:
        token = sentence.tokens[j]
        going_on = token.dep == "conj" or (token.dep == "advcl" and token.tag == "VBG" and j > head)
        if going_on and token.is_verb and not has_subject(sentence, j):
            yield j


def _is_main(sentence: Sentence, i: int) -> bool:
    """Whether a word is or belongs to the sentence's main verb or one coordinated with it."""
    verb = clause_verb(sentence, i)
    if verb is None:
        return False
    for _ in sentence.tokens:
        token = sentence.tokens[verb]
        if token.dep == "ROOT":
            return True
        if token.dep != "conj":
            return False
        verb = token.head
    return False
