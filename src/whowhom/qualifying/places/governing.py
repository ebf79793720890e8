"""Which place is the event's: the town it is done to, else the nearest that its own clause governs.

The place of the telling ("said in Geneva that troops attacked Benghazi") and of
another clause are not the event's. A later sentence that names no place gives none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.events import grammar
from whowhom.qualifying.attachment import TELLING, governor, inherits_from, told_at, top
from whowhom.qualifying.places.phrases import PlacePhrase
from whowhom.qualifying.places.position import Position
from whowhom.records import Draft, Place, Precision, Reason, Sentence

# What is done to a place happens there; who talks about a place may sit anywhere.
PHYSICAL = frozenset({"ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST", "SANCTION", "AID", "THREATEN", "CONCEDE"})
# Of these a town is the object as a place; "Ankara threatened Athens", "helped Kabul" speak of governments.
_ON_GROUND = frozenset({"ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "PROTEST"})
# "Iraq invaded Kuwait" happened in Kuwait; a state that is sanctioned or blocked is a party.
_ON_LAND = frozenset({"ASSAULT", "MOBILIZE"})
_HERE = frozenset({Position.AT, Position.NEAR, Position.TO, Position.FROM})
# What befalls its possessor: "Bentiu's fall", but not "Moscow's offensive".
_BEFALLS = frozenset(
    """fall siege capture recapture liberation occupation bombardment bombing shelling massacre blockade encirclement
    evacuation destruction seizure takeover surrender defence defense invasion annexation""".split()
)
_ORDER = (Position.TARGET, Position.AT, Position.OF, Position.TO, Position.FROM, Position.NEAR)
_OPENING = 3


def place_of(
    sentence: Sentence, draft: Draft, places: Sequence[PlacePhrase]
) -> tuple[Place | None, tuple[Reason, ...]]:
    """The place that the sentence gives an event, and why; None where it gives none."""
    own = [phrase for phrase in places if phrase.sentence == sentence.number]
    if not own:
        return None, ()
    for rule, phrases in _offers(sentence, draft, own):
        if phrases:
            chosen = min(phrases, key=lambda p: _rank(p, draft))
            return chosen.place, (_reason(rule, chosen), *chosen.why)
    return None, ()


def _rank(phrase: PlacePhrase, draft: Draft) -> tuple[bool, int, int, int]:
    """A town before a land, then by position, then the nearest."""
    return _is_land(phrase), _ORDER.index(phrase.position), abs(phrase.first - draft.head), phrase.first


def _is_land(phrase: PlacePhrase) -> bool:
    place = phrase.place
    return place.latitude is None and place.country is not None and place.precision is not Precision.BORDER


def _reason(rule: str, phrase: PlacePhrase) -> Reason:
    place = phrase.place
    return Reason(rule=f"place.{rule}", text=place.text, start=place.start, end=place.end)


def _offers(sentence: Sentence, draft: Draft, places: Sequence[PlacePhrase]) -> Iterator[tuple[str, list[PlacePhrase]]]:
    """Yield the phrases that may say where the event is, those with the best claim first."""
    words = _own_words(sentence, draft)
    chains = {phrase: _chain(sentence, phrase) for phrase in places}
    if draft.event_type in PHYSICAL:
        yield "target", [p for p in places if _is_target(sentence, p, chains[p], words, draft.event_type)]
        yield "target", [p for p in places if _is_befallen(sentence, p, chains[p], words)]
    here = [p for p in places if p.position in _HERE]
    yield "own", [p for p in here if not words.isdisjoint(_hangs_on(sentence, chains[p]))]
    objects, subjects = _arguments(sentence, draft)
    for nouns in (objects, subjects):
        yield "noun", [p for p in here if not nouns.isdisjoint(chains[p])]
    if draft.event_type in _ON_GROUND:
        yield "noun", [p for p in places if _is_target(sentence, p, chains[p], objects, draft.event_type)]
    for above in inherits_from(sentence, draft.head):
        yield "clause", [p for p in here if above in chains[p][:2]]
        if sentence.tokens[draft.head].tag != "VBG":
            continue
        yield "clause", [p for p in here if above in chains[p]]
        if draft.event_type in PHYSICAL:
            yield "clause", [p for p in places if _is_target(sentence, p, chains[p], {above}, draft.event_type)]


def _own_words(sentence: Sentence, draft: Draft) -> set[int]:
    """The head, and the other trigger words that are no verbs of their own ("opened fire", "carried out a raid")."""
    return {draft.head, *(i for i in draft.trigger if not sentence.tokens[i].is_verb)}


def _chain(sentence: Sentence, phrase: PlacePhrase) -> tuple[int, ...]:
    """What the phrase hangs on: the nouns above it, nearest first, and the verb of its clause."""
    found: list[int] = []
    above = governor(sentence, phrase.first, phrase.last)
    while above is not None and above not in found:
        if sentence.tokens[above].is_verb:
            return (*found, told_at(sentence, above, phrase.first))
        found.append(above)
        above = governor(sentence, above, above)
    return tuple(found)


def _hangs_on(sentence: Sentence, chain: tuple[int, ...]) -> tuple[int, ...]:
    """The first word of the chain, and the second where the first is a name: "met Putin in Sochi"."""
    return chain[:2] if chain and sentence.tokens[chain[0]].is_name else chain[:1]


def _is_befallen(sentence: Sentence, phrase: PlacePhrase, chain: tuple[int, ...], words: set[int]) -> bool:
    """ "the siege of Aleppo", "the Beslan massacre", "Bentiu's fall": the event's own noun is of the town."""
    if phrase.position is not Position.OF or not chain or chain[0] not in words:
        return False
    token = sentence.tokens[top(sentence, phrase.first, phrase.last)]
    noun = sentence.tokens[chain[0]]
    if token.dep == "pobj":
        return True
    return not _is_land(phrase) and (token.dep != "poss" or noun.lemma in _BEFALLS)


def _is_target(
    sentence: Sentence, phrase: PlacePhrase, chain: tuple[int, ...], words: set[int], event_type: str
) -> bool:
    """Whether the event is done to the place: "captured Homs", "an attack on the port of Homs"."""
    if phrase.position is not Position.TARGET or words.isdisjoint(chain):
        return False
    token = sentence.tokens[top(sentence, phrase.first, phrase.last)]
    if _is_land(phrase):
        return event_type in _ON_LAND and token.dep != "conj"
    return event_type in _ON_GROUND or token.dep not in {"dobj", "nsubjpass", "conj"}


def _arguments(sentence: Sentence, draft: Draft) -> tuple[set[int], set[int]]:
    """The nouns that an event is done to or goes with, and those that do it.

    What a word of telling or judging is about lies elsewhere: "condemned the killings in Bentiu".
    """
    objects: set[int] = set()
    head = draft.head
    tells = sentence.tokens[head].lemma in TELLING and draft.event_type not in _ON_GROUND
    for j in () if tells else sentence.children[head]:
        token = sentence.tokens[j]
        if token.dep in {"dobj", "dative", "attr", "oprd"}:
            objects.add(j)
        while token.dep in {"prep", "agent", "advmod"} and (below := grammar.children(sentence, token.i, "prep")):
            token = sentence.tokens[below[0]]
        if token.dep in {"prep", "agent"}:
            objects.update(grammar.children(sentence, token.i, "pobj"))
    subjects = set(grammar.surface_subjects(sentence, head)) if sentence.tokens[head].is_verb else set()
    return objects, subjects
