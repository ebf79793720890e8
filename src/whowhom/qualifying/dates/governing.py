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
    stands_before_noun,
    told_at,
)
from whowhom.qualifying.dates.phrases import TimePhrase
from whowhom.records import Draft, EventDate, Reason, Sentence

_FINE = ("day", "week", "range", "month", "season", "year", "decade")
# A phrase this near to the start of a sentence opens it ("Late on Tuesday, ...").
_OPENING = 3
# "agreed on Monday to withdraw": the withdrawal has another date than the word that speaks of it.
_SPEAKING = TELLING | frozenset("agree decide offer swear intend prepare order instruct tell vote".split())
# Nouns that have a date of their own, so that a phrase after them need not be their verb's.
_HAPPENING = frozenset(
    """attack raid blast explosion clash strike airstrike ambush assault offensive battle war fight massacre murder
    assassination coup uprising revolt revolution rebellion mutiny riot protest demonstration rally march siege invasion
    incursion election referendum vote ballot meeting summit talk negotiation visit speech deal agreement accord treaty
    ceasefire truce trial arrest detention kidnapping abduction abuse crackdown sweep operation incident crash accident
    violence unrest conflict death capture seizure withdrawal expulsion ruling verdict decision resolution law
    constitution execution hanging beating crisis ban embargo""".split()
)
# "killed in Tuesday's raid": the noun's time is the verb's; after other prepositions it is not.
_SAME_TIME = frozenset({"in", "during", "at", "by", "amid"})
_CLIMB_LIMIT = 5


def date_of(
    sentence: Sentence, draft: Draft, times: Sequence[TimePhrase], *, published: str | None
) -> tuple[EventDate | None, tuple[Reason, ...]]:
    """The date that the sentence gives an event, and why; None where it gives none."""
    del published  # the phrases are already reckoned from it
    own = [phrase for phrase in times if phrase.sentence == sentence.number and phrase.dates_events]
    for rule, phrases in _offers(sentence, draft, own) if own else ():
        if phrases:
            chosen = min(phrases, key=lambda p: (_FINE.index(p.date.precision), abs(p.first - draft.head), p.first))
            return chosen.date, (_reason(sentence, rule, chosen),)
    return None, ()


def _reason(sentence: Sentence, rule: str, phrase: TimePhrase) -> Reason:
    date, words = phrase.date, sentence.words(phrase.first, phrase.last)
    days = date.start if date.start == date.end else f"{date.start} to {date.end}"
    return Reason(rule=f"date.{rule}", text=words.text, start=words.start, end=words.end, detail=days)


def _offers(sentence: Sentence, draft: Draft, times: Sequence[TimePhrase]) -> Iterator[tuple[str, list[TimePhrase]]]:
    """Yield the phrases that may date the event, those with the best claim first."""
    claims = [(phrase, _dated_by(sentence, phrase)) for phrase in times]
    words = _own_words(sentence, draft)
    yield "own", [p for p, dated in claims if dated and dated[0] in words]
    yield "noun", [p for p, dated in claims if words.intersection(dated)]
    for above in _above(sentence, draft.head):
        yield "clause", [p for p, dated in claims if above in dated]
    for beside in _beside(sentence, draft.head):
        yield "shared", [p for p, dated in claims if beside in dated]
    if len(times) == 1 and _opens(sentence, times[0], draft.head) and _is_main(sentence, draft.head):
        # In "On 6 November Eden ordered ..." the parser takes the subject into the phrase of time.
        subjects = grammar.surface_subjects(sentence, draft.head)
        yield (
            "opening",
            [p for p, dated in claims if not dated or any(_is_main(sentence, i) or i in subjects for i in dated)],
        )


def _opens(sentence: Sentence, phrase: TimePhrase, head: int) -> bool:
    """Whether a phrase opens the sentence, before the event; "Sunday's raid" speaks of the raid alone."""
    near_start = phrase.first <= _OPENING and phrase.last < head
    return near_start and not stands_before_noun(sentence, phrase.first, phrase.last)


def _own_words(sentence: Sentence, draft: Draft) -> set[int]:
    """The head, and with it the nouns of the trigger ("opened fire"), but not what a word of speech speaks of."""
    if sentence.tokens[draft.head].lemma in _SPEAKING:
        return {draft.head}
    return {draft.head, *(i for i in draft.trigger if not sentence.tokens[i].is_verb)}


def _dated_by(sentence: Sentence, phrase: TimePhrase) -> list[int]:
    """The words that a phrase dates, what it hangs on first."""
    clause = _clause_of_day(sentence, phrase)
    if clause is not None:
        return [clause]
    telling = _day_of_telling(sentence, phrase)
    if telling is not None:
        return [telling]
    i = governor(sentence, phrase.first, phrase.last)
    if i is None:
        return []
    if sentence.tokens[i].is_verb:
        return [told_at(sentence, i, phrase.first)]
    before = stands_before_noun(sentence, phrase.first, phrase.last)
    dated = [i, *_relative_clauses(sentence, i)]
    for _ in range(_CLIMB_LIMIT):
        own_time = before or sentence.tokens[i].lemma in _HAPPENING or sentence.tokens[i].text.endswith("ing")
        above = _next_above(sentence, i, phrase, own_time=own_time)
        if above is None:
            break
        dated.append(above)
        if sentence.tokens[above].is_verb:
            break
        i, before = above, False
    return dated


def _clause_of_day(sentence: Sentence, phrase: TimePhrase) -> int | None:
    """ "last Wednesday, when rioters burnt cars": the clause that says what happened on that day."""
    for i in range(phrase.first, phrase.last + 1):
        for j in grammar.children(sentence, i, "relcl", "advcl", "acl"):
            if j > phrase.last and any(sentence.tokens[k].text.lower() == "when" for k in sentence.children[j]):
                return j
    return None


def _day_of_telling(sentence: Sentence, phrase: TimePhrase) -> int | None:
    """The verb of "said Monday troops had attacked", "said on Monday it had": the parser gives the day to what is told.

    With "that" or a mark between the verb and the day it is that of what is told.
    """
    i = governor(sentence, phrase.first, phrase.last)
    if i is None or phrase.date.precision != "day":
        return None
    clause = i
    if not sentence.tokens[i].is_verb:
        noun = sentence.tokens[i]
        bare = sentence.tokens[phrase.last].dep in {"compound", "nmod", "npadvmod"} and noun.i > phrase.last
        if not bare or any(sentence.tokens[j].dep in {"det", "poss"} for j in sentence.children[i]):
            return None
        clause = noun.head if noun.dep.startswith("nsubj") else i
    told, above = sentence.tokens[clause], sentence.tokens[sentence.tokens[clause].head]
    if told.dep != "ccomp" or above.lemma not in TELLING or not above.i < phrase.first < told.i:
        return None
    between = sentence.tokens[above.i + 1 : phrase.first]
    subjects = [j for j in sentence.children[clause] if sentence.tokens[j].dep in {"nsubj", "nsubjpass", "expl"}]
    open_way = not any(t.dep in {"mark", "punct"} or t.text.lower() == "that" for t in between)
    return above.i if open_way and all(j > phrase.last for j in subjects) else None


def _relative_clauses(sentence: Sentence, noun: int) -> Iterator[int]:
    """Yield the verbs of "the revolution of 1969 that overthrew the king": their subject is what is dated."""
    for j in grammar.children(sentence, noun, "relcl"):
        if noun in grammar.surface_subjects(sentence, j):
            yield j


def _next_above(sentence: Sentence, noun: int, phrase: TimePhrase, *, own_time: bool) -> int | None:
    """The word above a noun that a phrase after or before the noun dates too."""
    token = sentence.tokens[noun]
    head = sentence.tokens[token.head]
    if head.i == noun:
        return None
    if token.dep in {"nsubj", "nsubjpass", "dobj", "attr", "oprd", "conj", "dative"}:
        return head.i if _shares_subject_time(sentence, noun, phrase, own_time=own_time) else None
    if token.dep not in {"pobj", "pcomp"} or head.head == head.i:
        return None
    if own_time and head.text.lower() not in _SAME_TIME:
        return None
    above = sentence.tokens[head.head]
    while above.tag in {"IN", "TO"} and above.head != above.i:
        above = sentence.tokens[above.head]
    # "declared bankrupt by the court on Monday": what hangs on a predicate is said of its verb.
    return above.head if above.dep in {"oprd", "acomp"} and not above.is_noun else above.i


def _shares_subject_time(sentence: Sentence, noun: int, phrase: TimePhrase, *, own_time: bool) -> bool:
    """Whether a verb happens when its dated subject or object does."""
    token = sentence.tokens[noun]
    head = sentence.tokens[token.head]
    if not own_time:
        return head.lemma not in TELLING or token.dep.startswith("nsubj")
    if not token.dep.startswith("nsubj"):
        return False
    # "The 1990 law bans strikes": such a year is that of the law alone.
    return phrase.date.precision in {"day", "week"} or head.tag in {"VBD", "VBN"}


def _above(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield the words above an event whose time is also the event's."""
    below = head
    for above in inherits_from(sentence, head):
        if sentence.tokens[below].dep == "xcomp" and sentence.tokens[above].lemma in _SPEAKING:
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
        # "In 1969 he helped the colonel to overthrow the king": the help and what it is for are of one year.
        helped = token.dep in {"xcomp", "ccomp"} and grammar.is_infinitive(sentence, verb)
        if token.dep != "conj" and not (helped and sentence.tokens[token.head].lemma not in _SPEAKING):
            return False
        verb = token.head
    return False
