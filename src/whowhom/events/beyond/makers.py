"""Whose it is that somebody answers or judges: its owner, its author, who did what a clause tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whowhom.events import grammar
from whowhom.events.beyond.clauses import DENIALS, LOSSES, Clause, Found
from whowhom.events.parties import JUDGING, SUFFERED

# Answers to what somebody else has made: a plan, a bill, a plea.
OF_WHAT_IS_MADE = frozenset({"REJECT", "SUPPORT", "ACCUSE", "CONCEDE", "AGREE"})
# How somebody makes or puts forward what others answer.
AUTHORING = frozenset(
    "put table propose draft submit present issue make offer float launch sign suggest send pass".split()
)
# What may be forbidden or broken up, and is somebody's.
GATHERINGS = frozenset(
    "march rally demonstration meeting congress conference strike protest vigil sit-in concert".split()
)
# "What it called Oman's meddling".
CALLING = frozenset("call describe term see consider regard brand".split())
# What is no work of its owner's: "shook his hand".
GESTURES = frozenset({"hand", "side"})
# What is said and then denied: nobody's deed, so who denies it answers whoever says it.
WORDS_OF_CLAIMS = frozenset(
    "claim charge accusation allegation insinuation suggestion report complaint assertion".split()
)


def whose(clause: Clause) -> Found | None:
    """Whose it is that somebody answers or judges: "struck down Truman's order", "a truce proposed by Egypt"."""
    forbids = clause.event_type == "COERCE"
    if not forbids and clause.event_type not in OF_WHAT_IS_MADE:
        return None
    for j in _with_outer(clause, _matters(clause)):
        if forbids and clause.lemma(j) not in GATHERINGS:
            continue
        if clause.sentence.tokens[j].is_noun and clause.lemma(j) not in GESTURES:
            mentions = clause.others(makers_of(clause, j))
            if mentions:
                return mentions, j
    return None


def _with_outer(clause: Clause, tokens: Iterable[int]) -> Iterator[int]:
    """Yield each noun, and the one whose "of" it stands behind: "an offer of talks, which Oman spurned"."""
    for j in tokens:
        yield j
        preposition = clause.sentence.tokens[clause.sentence.tokens[j].head]
        inside = clause.sentence.tokens[clause.head].dep == "relcl" and clause.sentence.tokens[clause.head].head == j
        if inside and clause.sentence.tokens[j].dep == "pobj" and preposition.lemma == "of":
            yield preposition.head


def _matters(clause: Clause) -> Iterator[int]:
    """Yield what an answer is about: its object, and what stands behind a preposition on it."""
    sentence, head = clause.sentence, clause.head
    yield from grammar.logical_objects(sentence, head)
    for j in clause.children(head, "prep"):
        as_this = clause.lemma(j) == "as" and not clause.children(head, "dobj", "nsubjpass")
        if as_this or clause.lemma(j) in {"on", "to", "against", "with"}:
            yield from clause.children(j, "pobj")  # "dismissed as a trick Oman's offer"
    for j in clause.children(head, "ccomp"):
        if clause.lemma(j) in CALLING and any(clause.lemma(k) == "what" for k in clause.children(j, "dobj", "nsubj")):
            yield from grammar.predicates(sentence, j)  # "what it called Oman's meddling"
            yield from clause.children(j, "attr")


def makers_of(clause: Clause, j: int) -> list[int]:
    """Who made what a noun names: its owner, the doer of a participle or clause behind it, a nationality before it."""
    sentence = clause.sentence
    by = [k for p in clause.children(j, "acl") for k in grammar.prepositional(sentence, p, ("by",))]
    suffered = clause.lemma(j) in SUFFERED | LOSSES
    made = any(clause.lemma(k) in AUTHORING for k in clause.children(j, "relcl", "acl"))
    for tokens in (
        [] if suffered else clause.children(j, "poss"),
        by,
        grammar.prepositional(sentence, j, ("by",)),
        grammar.doers_of_relative(sentence, j) if made else [],
        clause.children(j, "amod"),
        [k for i in grammar.prepositional(sentence, j, ("for",)) for k in grammar.doers_of_relative(sentence, i)],
        _put_forward(clause, j),
    ):
        if clause.others(tokens):
            return list(tokens)
    return []


def _put_forward(clause: Clause, j: int) -> list[int]:
    """Who made what a relative clause answers: "Egypt put forward a plan, which Chad spurned"; "..., a move ..."."""
    sentence, token = clause.sentence, clause.sentence.tokens[j]
    answer = sentence.tokens[clause.head]
    if answer.dep != "relcl" or answer.head != j:
        return []
    verb = sentence.tokens[token.head]
    if token.dep in {"dobj", "nsubjpass"} and verb.lemma in AUTHORING:
        return grammar.logical_subjects(sentence, verb.i)
    opens = min(k for k in sentence.subtree(j) if k <= j)
    sums_up = token.dep in {"appos", "npadvmod", "conj", "dep"} and token.lemma in grammar.SUMMING_UP
    if not sums_up or opens == 0 or sentence.tokens[opens - 1].text not in {",", "-", "\u2013", "\u2014"}:
        return []
    said = grammar.tellers(sentence, token.head) if token.lemma in WORDS_OF_CLAIMS else []
    if clause.others(said):
        return said
    for k in sentence.ancestors(j):
        subjects = grammar.logical_subjects(sentence, k) if grammar.is_verbal(sentence.tokens[k]) else []
        if clause.others(subjects):
            return subjects
    return []


def which(clause: Clause) -> Found | None:
    """Whose deed the whole clause before a "which" tells: "He offered to mediate, which Chad welcomed"."""
    token = clause.sentence.tokens[clause.head]
    if clause.event_type not in JUDGING or token.lemma in DENIALS or token.dep not in {"advcl", "relcl"}:
        return None
    answered = any(clause.sentence.tokens[j].text.lower() == "which" for j in clause.children(clause.head, "dobj"))
    antecedent = clause.sentence.tokens[token.head]
    deed = grammar.is_verbal(antecedent) or clause.sources_of(token.head) is not None
    if not answered or not deed or antecedent.dep == "dobj" or antecedent.lemma in WORDS_OF_CLAIMS:
        return None
    for j in (token.head, *clause.sentence.ancestors(token.head)):
        if grammar.is_verbal(clause.sentence.tokens[j]):
            mentions = clause.others(grammar.logical_subjects(clause.sentence, j))
            if mentions:
                return mentions, j
    return None
