"""Against whom a protest is: whose measures it is over, whose end it wants."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.events import grammar
from whowhom.events.beyond.clauses import Clause, Found
from whowhom.events.beyond.makers import makers_of

# What is done to the flags of those whom one protests against.
DEFILING = frozenset("burn deface stamp tear trample".split())
# What protesters want for whom they protest against.
ENDS = frozenset(
    """resignation ouster removal arrest impeachment dismissal departure trial fall overthrow downfall exit
    prosecution sacking abdication expulsion indictment execution""".split()
)
# How protesters say what they want.
WANTING = frozenset({"demand", "seek", "urge", "chant", "call", "shout", "clamour", "clamor", "press"})
# How somebody gives up an office.
QUITTING = frozenset("resign quit leave step stand abdicate".split())
OFFICES = frozenset("office power post country government job".split())


def protested(clause: Clause) -> Found | None:
    """Whose measures are protested: "a strike over the government's plan", "in protest at Chad's tax"."""
    if clause.event_type != "PROTEST":
        return None
    head = clause.head
    opposed = [j for j in clause.children(head, "amod", "compound", "nmod") if grammar.is_opposed(clause.sentence, j)]
    if mentions := clause.others(opposed):
        return mentions, head
    for j in grammar.logical_objects(clause.sentence, head) if clause.lemma(head) in DEFILING else ():
        mentions = clause.others(
            [*clause.children(j, "amod", "poss"), *grammar.prepositional(clause.sentence, j, ("of",))]
        )
        if mentions:
            return mentions, j  # "burned a Rwandan flag"
    carrier = grammar.carrier(clause.sentence, head)
    verbs = (head,) if carrier is None else (head, carrier)
    protest = [
        j for i in verbs for j in grammar.prepositional(clause.sentence, i, ("in",)) if clause.lemma(j) == "protest"
    ]
    for i in (*verbs, *clause.match.words, *protest):
        for j in grammar.prepositional(clause.sentence, i, ("over", "at", "against", "about")):
            mentions = clause.others(makers_of(clause, j)) if clause.sentence.tokens[j].is_noun else ()
            if mentions:
                return mentions, j
    return None


def for_an_end(clause: Clause) -> Found | None:
    """Whose end protesters want: "marched for the resignation of the mayor", "demanding his ouster"."""
    if clause.event_type != "PROTEST":
        return None
    for j in _wanted(clause):
        if clause.lemma(j) in ENDS:
            of = grammar.prepositional(clause.sentence, j, ("of",))
            mentions = clause.others([*clause.children(j, "poss"), *of])
            if mentions:
                return mentions, j
    return None


def _wanted(clause: Clause) -> Iterator[int]:
    """Yield what a protest is for: behind "for" and "to demand", on it or on what hangs on it."""
    yield from grammar.prepositional(clause.sentence, clause.head, ("for",))
    token = clause.sentence.tokens[clause.head]
    carrying = [grammar.carrier(clause.sentence, clause.head)] if token.is_noun else []
    for i in (clause.head, *(j for j in carrying if j is not None)):
        below = [j for j in clause.sentence.subtree(i) if clause.sentence.tokens[j].tag == "VBG"]
        for j in (*clause.children(i, "advcl", "xcomp", "acl", "conj"), *below):
            if clause.lemma(j) in WANTING:
                yield from clause.children(j, "dobj")
                yield from grammar.prepositional(clause.sentence, j, ("for",))


def to_go(clause: Clause) -> Found | None:
    """Whom protesters want to go: "marched, calling on the mayor to quit", "demanding that he step down"."""
    if clause.event_type != "PROTEST":
        return None
    for j in clause.children(clause.head, "advcl", "xcomp", "acl", "conj"):
        for k in clause.children(j, "ccomp", "xcomp") if clause.lemma(j) in WANTING else ():
            if clause.lemma(k) in QUITTING and _quits(clause, k):
                called = grammar.prepositional(clause.sentence, j, ("on",))
                mentions = clause.others(called or grammar.surface_subjects(clause.sentence, k))
                if mentions:
                    return mentions, k
    return None


def _quits(clause: Clause, i: int) -> bool:
    """Whether a verb means to give up an office: "quit", "step down"; not "not quit", "stand firm", "leave Syria"."""
    if clause.children(i, "neg"):
        return False
    if clause.lemma(i) in {"step", "stand"}:
        return any(clause.lemma(j) in {"down", "aside"} for j in clause.children(i, "prt", "advmod", "prep"))
    left = clause.children(i, "dobj")
    return clause.lemma(i) != "leave" or all(clause.lemma(j) in OFFICES for j in left)
