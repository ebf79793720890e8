"""To whom words are said, who receives what is put to him, of whom a claim tells."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.events import grammar
from whowhom.events.beyond.clauses import DENIALS, LOSSES, Clause, Found
from whowhom.events.parties import SUFFERED
from whowhom.records import Mention

# What is put to somebody, and the verbs by which it reaches him.
PUT_TO_SOMEBODY = frozenset({"REQUEST", "AGREE", "CONSULT", "THREATEN", "ACCUSE"})
RECEIVING = frozenset(
    """accept answer brush consider decline defy deny disregard get grant heed honor honour ignore meet rebuff receive
    refuse reject resist satisfy scorn shrug snub spurn throw turn""".split()
)
ANSWERED = frozenset({"AGREE", "REQUEST", "THREATEN"})
# Who writes to somebody "pleading", "to demand", says it to him.
WRITTEN_TO = frozenset("write telephone phone cable wire telegraph email petition".split())
SPOKEN_TO = frozenset("address appeal call message speak tell".split())
# In what one writes to somebody.
LETTERS = frozenset("cable letter memorandum message note petition telegram".split())
# Words that may lie between what is said and the letter before it.
NEAR_LETTER = 8
# What may be said to an addressee.
SAID = frozenset({"REQUEST", "THREATEN", "ACCUSE", "REJECT", "AGREE", "SUPPORT"})
# How a charge is told beside the clause that says what is charged.
ALLEGING = frozenset("allege claim assert charge maintain insist say complain contend argue".split())


def addressed(clause: Clause) -> Found | None:
    """To whom it is said: "wrote to Heath pleading for mercy", "in a letter to the king, she asked for help"."""
    if clause.event_type not in SAID or grammar.is_nominal(clause.sentence, clause.head):
        return None
    token = clause.sentence.tokens[clause.head]
    above = clause.sentence.tokens[token.head]
    besides = token.dep == "conj" and clause.event_type == "REQUEST" and above.lemma in WRITTEN_TO
    bare = not clause.children(clause.head, "nsubj", "nsubjpass", "mark")
    with_it = token.dep in {"advcl", "xcomp", "acl"} and above.lemma in WRITTEN_TO | SPOKEN_TO and bare
    if (besides or with_it) and above.i < clause.head:
        addressees = grammar.prepositional(clause.sentence, above.i, ("to", "with"))
        mentions = _but_press(clause, clause.others([*clause.children(above.i, "dobj", "dative"), *addressees]))
        if mentions:
            return mentions, above.i
    above_it = [j for j in clause.sentence.ancestors(clause.head)[:2] if j < clause.head]
    for j in (k for i in (clause.head, *above_it) for k in grammar.prepositional(clause.sentence, i, ("in",))):
        if clause.lemma(j) in LETTERS and j > clause.head - NEAR_LETTER:
            mentions = _but_press(clause, clause.others(grammar.prepositional(clause.sentence, j, ("to",))))
            if mentions:
                return mentions, j
    return None


def _but_press(clause: Clause, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without reporters, through whom one speaks to others."""
    return tuple(m for m in mentions if all(role.role != "MED" for role in clause.cast.actor(m.actor_id).roles))


def received(clause: Clause) -> Found | None:
    """Who receives what is put to him: "Oman considered Norway's plea", "the offer was spurned by Chad"."""
    nominal = grammar.is_nominal(clause.sentence, clause.head)
    put = clause.event_type in PUT_TO_SOMEBODY or clause.lemma(clause.head) == "resignation"
    if not put or not clause.sources:
        return None
    for verb in _verbs_over(clause) if nominal else _answers_below(clause):
        if clause.lemma(verb) in RECEIVING:
            mentions = clause.others(grammar.logical_subjects(clause.sentence, verb))
            if mentions:
                return mentions, verb
    return None


def _answers_below(clause: Clause) -> Iterator[int]:
    """Yield the answers in clauses on what is offered or asked: "offered talks, which Chad spurned"."""
    sentence, head = clause.sentence, clause.head
    if clause.event_type not in ANSWERED:
        return
    for j in sentence.subtree(head):
        antecedent = sentence.tokens[sentence.tokens[j].head]
        whole = any(sentence.tokens[k].text.lower() == "which" for k in clause.children(j, "dobj"))
        offered = antecedent.dep == "dobj" and antecedent.head == head and whole
        if sentence.tokens[j].dep == "relcl" and (offered or antecedent.lemma in grammar.SUMMING_UP):
            yield j


def _verbs_over(clause: Clause) -> Iterator[int]:
    """Yield the verbs whose object an event noun is, in its own clause or in a relative clause on it."""
    sentence, i = clause.sentence, clause.head
    token = sentence.tokens[i]
    if token.dep in {"dobj", "nsubjpass"}:
        yield token.head
    if token.dep in {"nsubj", "nsubjpass"} and grammar.is_passive(sentence, token.head):
        yield token.head
    for j in clause.children(i, "relcl", "acl"):
        if i in grammar.logical_objects(sentence, j):
            yield j


def alleged(clause: Clause) -> Found | None:
    """Of whom a clause tells what somebody says beside it: "The army, Chad alleged, had fired", "as Chad alleges".

    And whom a denial answers: "denies that it fired, as Chad alleges".
    """
    sentence, head = clause.sentence, clause.head
    if clause.event_type == "REJECT":
        for i in (head, *clause.children(head, "ccomp")):
            for j in clause.children(i, "advcl"):
                if clause.lemma(j) in ALLEGING and any(clause.lemma(k) == "as" for k in clause.children(j, "mark")):
                    return clause.others(grammar.surface_subjects(sentence, j)), j
        return None
    token = sentence.tokens[head]
    if clause.event_type != "ACCUSE" or token.lemma not in ALLEGING:
        return None
    beside = token.dep == "parataxis" or (
        token.dep == "advcl" and any(clause.lemma(k) == "as" for k in clause.children(head, "mark"))
    )
    if not beside or token.head == head:
        return None
    told = sentence.tokens[token.head]
    denied = told.dep == "ccomp" and clause.lemma(told.head) in DENIALS
    return clause.others(grammar.surface_subjects(sentence, told.head if denied else told.i)), told.i


def blamed_for(clause: Clause) -> Found | None:
    """By whom it was done that somebody complains of: "complained of rigging by the ruling party"."""
    if clause.event_type != "ACCUSE":
        return None
    deeds = grammar.prepositional(clause.sentence, clause.head, ("of", "about", "over", "at"))
    if deeds and not grammar.is_passive(clause.sentence, clause.head):
        # "complained of rigging by the party": parsers hang the phrase on the verb.
        by = clause.others(grammar.prepositional(clause.sentence, clause.head, ("by",)))
        if by:
            return by, deeds[0]
    for j in (*deeds, *clause.children(clause.head, "dobj")):
        by = clause.others(grammar.prepositional(clause.sentence, j, ("by",)))
        doers = by or (() if clause.lemma(j) in SUFFERED | LOSSES else clause.others(clause.children(j, "poss")))
        if doers:
            return doers, j
    return None
