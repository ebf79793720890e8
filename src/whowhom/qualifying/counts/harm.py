"""What a sentence says of people killed, injured, detained and displaced, and of which event it says so."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from whowhom.events import grammar
from whowhom.qualifying.attachment import has_subject
from whowhom.qualifying.counts.quantities import EXACT, VAGUE, Quantity, is_people, number_before, quantity_of
from whowhom.records import Draft, Sentence

KILLED, INJURED, DETAINED, DISPLACED = "killed", "injured", "detained", "displaced"
# Verbs whose object suffers it.
_TO_OTHERS = {
    KILLED: frozenset("kill slay murder assassinate massacre execute behead slaughter lynch hang".split()),
    INJURED: frozenset("wound injure hurt maim".split()),
    DETAINED: frozenset(
        """arrest detain kidnap abduct imprison jail intern apprehend capture hold seize round snatch incarcerate
        nab""".split()
    ),
    DISPLACED: frozenset("displace uproot evacuate expel deport evict".split()),
}
# Verbs whose subject suffers it.
_TO_ONESELF = {KILLED: frozenset({"die", "perish"}), DISPLACED: frozenset({"flee"})}
# As an adjective or participle after the number: "20 dead", "dozens wounded".
_STATES = {
    "dead": KILLED, "killed": KILLED, "wounded": INJURED, "injured": INJURED, "hurt": INJURED,
    "arrested": DETAINED, "detained": DETAINED, "hostage": DETAINED, "prisoner": DETAINED, "captive": DETAINED,
    "homeless": DISPLACED, "displaced": DISPLACED,
}  # fmt: skip
# As nouns that are counted themselves: "no casualties" says that of both.
_NOUNS = {
    "death": (KILLED,), "fatality": (KILLED,), "injury": (INJURED,), "casualty": (KILLED, INJURED),
    "arrest": (DETAINED,), "detention": (DETAINED,), "life": (KILLED,),
}  # fmt: skip
# As nouns of what is done to people: "the arrest of 20 strikers".
_DOINGS = {
    "killing": KILLED, "massacre": KILLED, "murder": KILLED, "slaughter": KILLED, "execution": KILLED, "death": KILLED,
    "assassination": KILLED, "beheading": KILLED, "wounding": INJURED, "arrest": DETAINED, "detention": DETAINED,
    "kidnapping": DETAINED, "abduction": DETAINED, "capture": DETAINED, "imprisonment": DETAINED, "seizure": DETAINED,
}  # fmt: skip
# Between the number and the state: "20 people are feared dead".
_LINKING = frozenset("be have fear believe presume report confirm leave find lie".split())
_TOLL_VERBS = frozenset("rise climb reach stand jump grow pass top exceed hit increase be put mount soar".split())
_TAKES_LIVES = frozenset({"claim", "cost", "take", "lose"})
# With an object that need not be people ("seized 20 villages"), these ask for words that are.
_PEOPLE_NEEDED = frozenset("capture hold seize round hang execute flee evacuate expel".split())
# Events of words: what they speak of happened elsewhere, so that its dead are not theirs.
_OF_WORDS = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN SANCTION MOBILIZE".split()
)
_TOGETHER = frozenset({"when", "as", "after", "while", "where", "in", "during"})
_DEPTH = 3


_HARM_NOUNS = frozenset({*_NOUNS, *_DOINGS, "toll"})


class Harm(Struct, frozen=True, kw_only=True):
    """Of one kind so many people; ``word`` is the token that says what they suffered."""

    kind: str
    word: int
    quantity: Quantity


def harms_of(sentence: Sentence, draft: Draft) -> Iterator[Harm]:
    """Yield what the event's own clause says, nearest to the event first."""
    if not any(_kind_of_word(sentence, token.i) for token in sentence.tokens):
        return
    own = _kinds(sentence, draft.head)
    if draft.event_type in _OF_WORDS and not own:
        return
    for i in _zone(sentence, draft):
        for harm in _told_at(sentence, i):
            if not own or i == draft.head or (harm.kind == DETAINED) == (DETAINED in own):
                yield harm


def _kind_of_word(sentence: Sentence, i: int) -> bool:
    token = sentence.tokens[i]
    return bool(_kinds(sentence, i)) or token.text.lower() in _STATES or token.lemma in _HARM_NOUNS


def _kinds(sentence: Sentence, i: int) -> tuple[str, ...]:
    token = sentence.tokens[i]
    if not token.is_verb and not grammar.is_participle(token):
        return ()
    if token.lemma == "shoot":
        return (KILLED,) if _shot_dead(sentence, i) else ()
    return tuple(kind for table in (_TO_OTHERS, _TO_ONESELF) for kind, verbs in table.items() if token.lemma in verbs)


def _shot_dead(sentence: Sentence, verb: int) -> bool:
    near = {verb + 1, *sentence.children[verb]}
    return any(i < len(sentence.tokens) and sentence.tokens[i].text.lower() == "dead" for i in near)


def _told_at(sentence: Sentence, i: int) -> Iterator[Harm]:
    """Yield what token ``i`` itself says: a verb of its objects, a noun or a state of its number."""
    token = sentence.tokens[i]
    for kind in _kinds(sentence, i) if not _is_either(sentence, i) else ():
        sufferers = _sufferers(sentence, i, kind)
        if token.lemma in _PEOPLE_NEEDED:
            sufferers = [j for j in sufferers if is_people(sentence, j)]
        quantity = quantity_of(sentence, *sufferers)
        if quantity is not None:
            yield Harm(kind=kind, word=i, quantity=quantity)
    yield from _states(sentence, i)
    toll = _toll(sentence, i)
    if toll is not None:
        yield Harm(kind=KILLED, word=i, quantity=toll)
    if token.lemma in _DOINGS and token.tag in {"NN", "NNS", "VBG"}:
        undergone = [j for j in grammar.prepositional(sentence, i, ("of",)) if is_people(sentence, j)]
        quantity = quantity_of(sentence, *undergone)
        if quantity is not None:
            yield Harm(kind=_DOINGS[token.lemma], word=i, quantity=quantity)
    if token.lemma in _NOUNS and token.is_noun and (token.lemma != "life" or _takes_lives(sentence, i)):
        quantity = number_before(sentence, i)
        if quantity is not None and (len(_NOUNS[token.lemma]) == 1 or quantity.high == 0):
            for kind in _NOUNS[token.lemma]:
                yield Harm(kind=kind, word=i, quantity=quantity)


def _is_either(sentence: Sentence, verb: int) -> bool:
    """ "20 were killed or wounded": how many of each is not said."""
    token = sentence.tokens[verb]
    others = [*grammar.children(sentence, verb, "conj"), *([token.head] if token.dep == "conj" else [])]
    mine = set(grammar.logical_objects(sentence, verb))
    return any(
        _kinds(sentence, j) and _kinds(sentence, j) != _kinds(sentence, verb)
        and mine and mine == set(grammar.logical_objects(sentence, j))
        for j in others
    )  # fmt: skip


def _toll(sentence: Sentence, noun: int) -> Quantity | None:
    """ "The death toll from the raid rose to 60", "put the toll at 12"."""
    token = sentence.tokens[noun]
    if token.lemma != "toll":
        return None
    verb = sentence.tokens[token.head]
    if verb.lemma not in _TOLL_VERBS:
        return None
    numbers = grammar.children(sentence, verb.i, "dobj", "attr") + grammar.prepositional(sentence, verb.i, ("to", "at"))
    return next((q for q in (quantity_of(sentence, j) for j in numbers if j > noun) if q is not None), None)


def _takes_lives(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[sentence.tokens[i].head].lemma in _TAKES_LIVES


def _sufferers(sentence: Sentence, verb: int, kind: str) -> list[int]:
    if sentence.tokens[verb].lemma in _TO_ONESELF.get(kind, frozenset()):
        return grammar.surface_subjects(sentence, verb)
    found = grammar.logical_objects(sentence, verb)
    token = sentence.tokens[verb]
    bare = token.tag in {"VBN", "VBD"} and not grammar.children(sentence, verb, "aux", "auxpass", "dobj")
    if not found and bare and token.dep in {"conj", "ROOT", "ccomp", "advcl"}:
        # "30 were killed and 40 wounded": parsers take the 40 for who does it.
        return grammar.children(sentence, verb, "nsubj")
    return found


def _states(sentence: Sentence, i: int) -> Iterator[Harm]:
    """ "leaving 20 people dead and 40 wounded", "took 12 sailors hostage": a number right before a state."""
    token = sentence.tokens[i]
    kind = _STATES.get(token.text.lower())
    if kind is None or i == 0 or (_kinds(sentence, i) and grammar.logical_objects(sentence, i)):
        return
    if token.tag == "JJ" and token.lemma.endswith("ed") and i + 1 < len(sentence.tokens):
        # "left 12 dead and injured scores", read as if the scores were injured ones.
        after = sentence.tokens[i + 1]
        quantity = quantity_of(sentence, after.i) if after.tag == "CD" or after.text.lower() in VAGUE else None
        if quantity is not None:
            yield Harm(kind=kind, word=i, quantity=quantity)
            return
    j = i - 1
    while j > 0 and sentence.tokens[j].lemma in _LINKING:
        j -= 1
    before = sentence.tokens[j]
    if before.tag == "CD" or before.is_noun or before.text.lower() in VAGUE or before.text.lower() in EXACT:
        quantity = quantity_of(sentence, before.i)
        if quantity is not None:
            yield Harm(kind=kind, word=i, quantity=quantity)


def _zone(sentence: Sentence, draft: Draft) -> list[int]:
    """The tokens at which the harm done in an event may be told, nearest first."""
    own = [draft.head, *(i for i in draft.trigger if i != draft.head and not sentence.tokens[i].is_verb)]
    zone = list(own)
    for i in _outcome_verbs(sentence, own):
        if i not in zone:
            zone.append(i)
    for i in zone[: len(own) + 6]:
        zone.extend(j for j in _below(sentence, i, _DEPTH) if j not in zone)
    return zone


def _outcome_verbs(sentence: Sentence, own: list[int]) -> Iterator[int]:
    """Yield the words above the event that tell its outcome: "the raid killed", "died when rebels shelled"."""
    for i in own:
        token = sentence.tokens[i]
        above = sentence.tokens[token.head]
        if token.dep in {"nsubj", "nsubjpass", "dobj"} and above.is_verb:
            yield above.i
        if token.dep in {"pobj", "pcomp"} and above.lemma in {"in", "during", "by", "from", "of", "after", "to"}:
            yield above.head
            yield from _coordinate_above(sentence, above.head)
        if token.dep == "pobj" and _toll(sentence, above.head) is not None:
            yield above.head
        if token.dep == "advcl" and _mark(sentence, i) in _TOGETHER:
            yield above.i
            yield from _coordinate_above(sentence, above.i)
        if token.dep == "conj" and not has_subject(sentence, i):
            yield above.i


def _coordinate_above(sentence: Sentence, verb: int) -> Iterator[int]:
    """Yield the verbs that a verb of harm is coordinated with: "30 were killed and 40 wounded"."""
    while sentence.tokens[verb].dep == "conj" and _kind_of_word(sentence, sentence.tokens[verb].head):
        verb = sentence.tokens[verb].head
        yield verb


def _mark(sentence: Sentence, verb: int) -> str:
    marks = [sentence.tokens[j] for j in grammar.children(sentence, verb, "mark", "advmod")]
    return next((t.text.lower() for t in marks if t.dep == "mark" or t.tag == "WRB"), "")


def _below(sentence: Sentence, i: int, depth: int) -> Iterator[int]:
    """Yield what goes on with the same doing: coordinate verbs, participles, relative clauses, states and numbers."""
    if depth == 0:
        return
    for j in sentence.children[i]:
        token = sentence.tokens[j]
        verb_on = token.dep == "conj" and (not has_subject(sentence, j) or _kind_of_word(sentence, j))
        clause = token.dep in {
            "advcl",
            "relcl",
            "acl",
            "prep",
            "pobj",
            "pcomp",
            "dobj",
            "oprd",
            "acomp",
            "dep",
            "amod",
            "xcomp",
        }
        if verb_on or clause or token.lemma in _NOUNS or token.text.lower() in _STATES:
            yield j
            yield from _below(sentence, j, depth - 1)
