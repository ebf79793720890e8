"""How many take part in an event: who march in a protest, what troops are sent.

In:  a sentence and the draft of a PROTEST or MOBILIZE in it.
Out: their number, None where the event's own phrases give none.
"""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.events import grammar
from whowhom.qualifying.counts.quantities import Quantity, is_people, quantity_of
from whowhom.records import Draft, Sentence

# "The march drew 20,000", "a rally attended by hundreds".
DRAWING = frozenset({"draw", "attract", "bring", "attend", "join", "gather", "number", "swell", "involve"})


def taking_part(sentence: Sentence, draft: Draft) -> tuple[Quantity, int] | None:
    """The number of those who take part and the token they stand at."""
    found = {"PROTEST": _protesters, "MOBILIZE": _troops}.get(draft.event_type)
    for i in found(sentence, draft) if found is not None else ():
        people = is_people(sentence, i, by_ending=draft.event_type == "PROTEST")
        quantity = quantity_of(sentence, i) if people else None
        if quantity is not None:
            return quantity, i
    return None


def _protesters(sentence: Sentence, draft: Draft) -> Iterator[int]:
    """Yield who may be those who protest: the subject, "of" and "by" behind a noun, what a rally draws."""
    yield from (m.head for m in draft.sources if m.sentence == sentence.number)
    head = draft.head
    yield from grammar.logical_subjects(sentence, head)
    if grammar.is_nominal(sentence, head):
        yield from grammar.prepositional(sentence, head, ("of", "by"))
        verb = sentence.tokens[sentence.tokens[head].head]
        if verb.lemma in DRAWING:
            yield from grammar.logical_objects(sentence, verb.i)
            yield from grammar.logical_subjects(sentence, verb.i)


def _troops(sentence: Sentence, draft: Draft) -> Iterator[int]:
    """Yield who may be those sent: the object ("sent 300 soldiers"), "of" behind a noun, the subject of "massed"."""
    for i in draft.trigger:
        yield i
        yield from grammar.logical_objects(sentence, i) if sentence.tokens[i].is_verb else ()
        yield from grammar.prepositional(sentence, i, ("of",))
    if sentence.tokens[draft.head].is_verb and not grammar.children(sentence, draft.head, "dobj"):
        yield from grammar.logical_subjects(sentence, draft.head)
