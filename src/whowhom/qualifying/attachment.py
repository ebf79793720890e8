"""Which words of a sentence speak of which event.

Dates, places and counts hang in the parse on a verb, a noun or a preposition
under one. The questions asked here are the same for all three: what does this
phrase hang on, and from which verbs above it does an event take over what is
said of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.records import Sentence

# Verbs of telling and of judging: their own date and place are not those of what they tell or judge.
TELLING = frozenset(
    """say tell report announce state claim allege declare note add explain confirm deny admit acknowledge
    warn insist argue maintain assert contend write quote reveal disclose recall remember describe testify
    believe think know suspect estimate reckon understand hear learn show suggest indicate
    condemn denounce deplore criticise criticize blast slam praise welcome hail applaud accuse blame charge
    call demand urge appeal ask request seek want expect hope fear plan promise pledge vow threaten predict
    mourn commemorate mark celebrate investigate discuss debate review consider comment respond react
    protest remember recount claim verify cite mention follow""".split()
)

# Subordinators whose clause happens at the time and place of the clause above it.
_TOGETHER = frozenset("as when while with where by in".split())
_PREPOSITIONS = frozenset({"IN", "TO", "RB", "RBR", "RP"})
_PARTS_OF_NOUN = frozenset(
    {"dobj", "nsubj", "nsubjpass", "pobj", "appos", "attr", "conj", "dative", "oprd", "npadvmod"}
)
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod", "poss", "nummod", "det"})


def top(sentence: Sentence, first: int, last: int) -> int:
    """The token of the phrase that hangs on something outside it (or is the root)."""
    for i in range(first, last + 1):
        head = sentence.tokens[i].head
        if head == i or not first <= head <= last:
            return i
    return first


def governor(sentence: Sentence, first: int, last: int) -> int | None:
    """What a phrase hangs on, past prepositions and adverbs; None for the root."""
    i = top(sentence, first, last)
    for _ in sentence.tokens:
        head = sentence.tokens[i].head
        if head == i:
            return None
        if sentence.tokens[head].tag not in _PREPOSITIONS or sentence.tokens[head].head == head:
            return head
        i = head
    return None


def stands_before_noun(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the phrase is a modifier before its noun, as in "Tuesday's attack"."""
    i = top(sentence, first, last)
    token = sentence.tokens[i]
    return token.dep in _BEFORE_NOUN and token.head > i and not sentence.tokens[token.head].is_verb


def clause_verb(sentence: Sentence, i: int) -> int | None:
    """The verb that a noun is part of, without crossing into another clause; a verb is its own."""
    for _ in sentence.tokens:
        token = sentence.tokens[i]
        if token.is_verb:
            return i
        if token.head == i or token.dep in {"relcl", "acl", "ccomp", "advcl"}:
            return None
        i = token.head
    return None


def told_at(sentence: Sentence, verb: int, first: int) -> int:
    """The verb that a phrase at token ``first`` belongs to, where it hangs on one of telling.

    In "On Tuesday, rebels attacked, officials said" the phrase before a clause that is told first is that clause's.
    """
    if sentence.tokens[verb].lemma not in TELLING:
        return verb
    below = (j for j in sentence.children[verb] if sentence.tokens[j].dep == "ccomp")
    return next((j for j in below if first < j < verb), verb)


def has_subject(sentence: Sentence, verb: int) -> bool:
    return any(sentence.tokens[j].dep in {"nsubj", "nsubjpass", "csubj", "expl"} for j in sentence.children[verb])


def inherits_from(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield the words above an event, nearest first, whose time and place are also the event's."""
    seen = {head}
    i: int | None = head
    while i is not None:
        i = _verb_above(sentence, i) if sentence.tokens[i].is_verb else _above_noun(sentence, i)
        if i is None or i in seen:
            return
        seen.add(i)
        yield i


def _verb_above(sentence: Sentence, verb: int) -> int | None:
    token = sentence.tokens[verb]
    above = sentence.tokens[token.head]
    if token.dep == "conj":
        return above.i if not has_subject(sentence, verb) else None
    if token.dep == "xcomp":
        return above.i
    if token.dep == "advcl":
        marks = [sentence.tokens[j].text.lower() for j in sentence.children[verb] if _is_mark(sentence, j)]
        return above.i if all(mark in _TOGETHER for mark in marks) and above.is_verb else None
    if token.dep == "pcomp" and above.text.lower() in {"by", "in", "for", "with"} and above.head != above.i:
        return above.head
    return None


def _is_mark(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return token.dep == "mark" or (token.dep == "advmod" and token.tag == "WRB")


def _above_noun(sentence: Sentence, noun: int) -> int | None:
    """The word a noun belongs to, unless that word tells of the noun or judges it."""
    token = sentence.tokens[noun]
    if token.head == noun or token.dep not in _PARTS_OF_NOUN | _BEFORE_NOUN:
        return None
    i = token.head
    while sentence.tokens[i].tag in _PREPOSITIONS and sentence.tokens[i].head != i:
        i = sentence.tokens[i].head
    above = sentence.tokens[i]
    if above.is_verb and above.lemma in TELLING:
        return None
    return i if above.is_verb or above.is_noun else None
