"""To whom what is given or cut off goes; who gives thanks, invites, is received."""

from __future__ import annotations

from whowhom.actors import is_party
from whowhom.events import grammar
from whowhom.events.beyond.clauses import Clause, Found

# To whom a thing goes.
RECEIVERS = ("to", "for", "on", "against", "with", "from")


def thanked(clause: Clause) -> Found | None:
    """Who thanks for it has had it: "Estonia thanked Finland for its support"."""
    token = clause.sentence.tokens[clause.head]
    preposition = clause.sentence.tokens[token.head]
    to_others = clause.children(clause.head, "prep")
    if clause.event_type not in {"AID", "SUPPORT", "COOPERATE"} or preposition.lemma != "for" or to_others:
        return None
    verb = clause.sentence.tokens[preposition.head]
    if verb.lemma != "thank":
        return None
    return clause.others(grammar.surface_subjects(clause.sentence, verb.i)), verb.i


def behind_object(clause: Clause) -> Found | None:
    """To whom goes what is cut off or given: "suspended payments to rebels", "lifted a freeze on help to the junta"."""
    if clause.event_type not in {"SANCTION", "CONCEDE", "AID"}:
        return None
    objects = grammar.logical_objects(clause.sentence, clause.head)
    receivers = clause.others(grammar.prepositional(clause.sentence, clause.head, ("to",)))
    if objects and receivers:
        return receivers, objects[0]
    for j in objects:
        for _ in range(3):
            behind = grammar.prepositional(clause.sentence, j, RECEIVERS)
            mentions = tuple(m for m in clause.others(behind) if is_party(m.actor_id))
            if mentions:
                return mentions, j
            if not behind:
                break
            j = behind[0]
    return None


def invited(clause: Clause) -> Found | None:
    """Who invites somebody to a visit is visited: "China has invited him to pay a visit"."""
    if clause.event_type != "CONSULT":
        return None
    own = {mention.actor_id for mention in clause.sources}
    for j in clause.sentence.ancestors(clause.head):
        if clause.lemma(j) == "invite":
            asked = {m.actor_id for m in clause.parties.named(grammar.logical_objects(clause.sentence, j))}
            hosts = clause.others(grammar.logical_subjects(clause.sentence, j))
            return (hosts, j) if own & asked else None
    return None


def hosted(clause: Clause) -> Found | None:
    """Whom somebody agrees to receive: "agreed to meet the rebels"."""
    if clause.event_type != "AGREE":
        return None
    for j in clause.children(clause.head, "xcomp"):
        if clause.lemma(j) in {"receive", "meet", "see", "host", "welcome", "admit", "accept", "shelter", "resettle"}:
            mentions = clause.others(grammar.logical_objects(clause.sentence, j))
            if mentions:
                return mentions, j
    return None
