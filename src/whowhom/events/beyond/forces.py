"""Against whom forces are used or sent, beside whose land, and who is let go."""

from __future__ import annotations

from whowhom.events import grammar
from whowhom.events.beyond.clauses import Clause, Found
from whowhom.events.parties import LIVING
from whowhom.records import ActorKind

# By what somebody is let go or handed over.
FREEING = frozenset("hand free release return let repatriate exchange deliver liberate".split())
# What forces are sent to do to somebody.
STOPPING = frozenset(
    """arrest attack battle block capture combat confront contain counter crush defeat deter dislodge disperse drive
    evict expel fight hunt intimidate oust pressure quell repel restrain stop subdue suppress topple""".split()
)
# Where forces are drawn up.
BESIDE = ("along", "to", "near", "on", "at", "towards", "toward", "of")
# For whose good forces are sent, too.
PROTECTING = frozenset("protect help defend guard support assist rescue shelter evacuate feed".split())
FRONTIERS = frozenset("border frontier boundary".split())


def to_stop(clause: Clause) -> Found | None:
    """Against whom forces are sent or used: "posted soldiers to stop mourners", "fired shots to disperse a crowd"."""
    if clause.event_type not in {"MOBILIZE", "ASSAULT", "COERCE"}:
        return None
    for j in (clause.head, *grammar.logical_objects(clause.sentence, clause.head)):
        for verb in clause.children(j, "xcomp", "advcl", "acl", "relcl"):
            if clause.lemma(verb) in STOPPING and grammar.is_infinitive(clause.sentence, verb):
                mentions = clause.others(grammar.logical_objects(clause.sentence, verb))
                if mentions:
                    return mentions, verb
    return None


def border(clause: Clause) -> Found | None:
    """Beside whose land forces are drawn up: "tanks along its border with Ukraine", "drills around Taiwan"."""
    kindly = any(clause.lemma(j) in PROTECTING for j in clause.children(clause.head, "xcomp", "advcl", "acl"))
    if clause.event_type != "MOBILIZE" or kindly:
        return None
    objects = grammar.logical_objects(clause.sentence, clause.head)
    for i in (clause.head, *objects):
        for j in grammar.prepositional(clause.sentence, i, BESIDE):
            if clause.lemma(j) in FRONTIERS:
                mentions = clause.others(grammar.prepositional(clause.sentence, j, ("with", "of", "to")))
                if mentions:
                    return mentions, j
        around = clause.others(grammar.prepositional(clause.sentence, i, ("around", "near", "off")))
        states = tuple(m for m in around if clause.cast.actor(m.actor_id).kind is ActorKind.STATE)
        if states:
            return states, i
    return None


def freed(clause: Clause) -> Found | None:
    """Who is let go or handed over: "never to hand him over"."""
    if clause.event_type != "RETREAT" or clause.lemma(clause.head) not in FREEING:
        return None
    mentions = clause.others(grammar.logical_objects(clause.sentence, clause.head))
    people = tuple(m for m in mentions if clause.cast.actor(m.actor_id).kind in LIVING)
    return (people, clause.head) if people else None
