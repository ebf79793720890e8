"""Which words of a sentence are cues, and whom their frames name.

In:  a parsed sentence, the cast of its document, the codebook.
Out: for each token the cue that holds there, and for each slot the tokens
that stand in it. What operators make of the events is `algebra.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from whowhom.events import grammar
from whowhom.events.senses import in_another_sense, words_of_expressions, words_of_names
from whowhom.knowledge.codebook import Codebook, Condition, Cue
from whowhom.records import Sentence, Token

SLOT_LABELS = frozenset({"subj", "obj", "iobj", "poss", "mod", "comp", "teller"})
# Conditions whose words stay free to tell an event of their own.
NOT_TAKEN = frozenset(
    {
        "self",
        "prep",
        "mod",
        "comp",
        "opener",
        "doer",
        "done",
        "denied",
        "subj",
        "head",
        "poss",
        "pred",
        "said",
        "teller",
    }
)  # fmt: skip
# Names of days, months and feasts: nobody acts under them, and a preposition before one says when.
NO_PARTIES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter ramadan""".split()
)
NOUN_PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative"})
NEAR = 6
WITH = frozenset({"with"})
# Only a party does these; what storms and crashes do is no event.
OF_PARTIES = frozenset({"ASSAULT", "COERCE", "THREATEN", "PROTEST", "SANCTION"})
# What befalls things by themselves, and what opens a clause that says so.
ACCIDENTS = frozenset("burst capsize collapse collide crash crumble derail flood founder overturn plunge".split())
MEANWHILE = frozenset({"when", "as", "after", "while"})
DYING = frozenset({"die", "perish", "lose"})
# Who may be done something to, also at the end of a fixed expression: "held four aid workers".
EXPRESSED_PERSONS = frozenset({"banker", "correspondent", "photographer", "trainer", "widow", "worker"})
# Words that put a question as well as a request.
ASKING = frozenset({"ask", "demand", "inquire", "enquire", "query", "quiz"})
# Verbs that carry an event noun and stand behind it as a participle: "an ultimatum delivered to Serbia by Austria".
CARRYING = frozenset(
    """address bring conduct declare deliver file give hand impose issue launch level lodge make mount order pass place
    proclaim pronounce send set slap stage table""".split()
)
# "were deployed by the governor against the marchers": parsers hang these on the governor.
BEHIND_THE_DOER = frozenset({"against", "to", "toward", "towards", "into", "onto"})
OWN = frozenset({"we", "i", "it", "there"})
# Right after a verb these are more often prepositions than particles; "out", "up", "off" are the other way round.
MOSTLY_PREPOSITIONS = frozenset({"on", "in", "to", "at", "by", "for", "with", "of", "from", "over", "against"})


class Match(Struct, frozen=True, kw_only=True):
    """A cue that holds at token ``head``; ``words`` are the further tokens that its conditions took."""

    cue: Cue
    head: int
    words: tuple[int, ...] = ()


class Matches(Struct, frozen=True, kw_only=True):
    """The cues of one sentence by token: those that tell an event, one each, and all that may govern one."""

    events: dict[int, Match]
    operators: dict[int, tuple[Match, ...]]


def find_matches(sentence: Sentence, codebook: Codebook) -> Matches:
    """Match every token against the codebook; of several cues that tell an event the most specific is taken."""
    events: dict[int, Match] = {}
    operators: dict[int, tuple[Match, ...]] = {}
    present = {token.lemma for token in sentence.tokens} | {token.text.lower() for token in sentence.tokens}
    expressed = words_of_expressions(sentence, codebook.expressions, present)
    silent = frozenset(i for i in expressed if sentence.tokens[i].lemma not in EXPRESSED_PERSONS)
    shown = codebook.senses.words & present
    named = words_of_names(sentence)
    for token in sentence.tokens:
        if token.tag[:2] not in {"VB", "NN", "JJ"} or token.i in silent or token.i in named:
            continue
        for cue in _candidates(sentence, token, codebook):
            if cue.operator is None and token.i in events:
                continue
            words = _hold(cue, token.i, sentence, present)
            if words is None or not silent.isdisjoint(words) or _is_figurative(cue, token.i, sentence, codebook, shown):
                continue
            if cue.event_type == "REQUEST" and cue.lemma in ASKING and grammar.is_question(sentence, token.i):
                continue
            match = Match(cue=cue, head=token.i, words=words)
            if cue.event_type is not None:
                events.setdefault(token.i, match)
            if cue.operator is not None and (cue.event_type is None or events[token.i] is match):
                operators[token.i] = (*operators.get(token.i, ()), match)
    return Matches(events=_without_consumed(_without_echoes(sentence, events)), operators=operators)


def words_of_cues(sentence: Sentence, codebook: Codebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word that may tell an event with the types that it tells, whatever else its cues ask for."""
    for token in sentence.tokens:
        if token.tag[:2] in {"VB", "NN", "JJ"}:
            types = dict.fromkeys(cue.event_type for cue in _candidates(sentence, token, codebook) if cue.event_type)
            if types:
                yield token.text, tuple(types)


def _candidates(sentence: Sentence, token: Token, codebook: Codebook) -> Iterator[Cue]:
    if token.tag in {"VBN", "VBG"} and token.dep in NOUN_PLACES and grammar.children(sentence, token.i, "det"):
        return  # "the wounded"
    if token.i >= 2 and sentence.tokens[token.i - 2].text.lower() == "so" and token.text.lower() == "called":
        return  # "the so-called Maidan"
    readings = _readings(token.text, token.lemma, token.tag)
    if (
        token.tag == "VBG"
        and grammar.children(sentence, token.i, "aux")
        and grammar.children(sentence, token.i, "dobj")
    ):
        readings = tuple(reading for reading in readings if reading[1] == "V")  # "is fighting a battle" is no noun
    if token.tag == "VBG" and grammar.is_nominal(sentence, token.i):
        readings = readings[::-1]
    for lemma, pos in readings:
        for cue in codebook.cues.get(lemma, ()):
            if cue.pos == pos:
                yield cue


@lru_cache(maxsize=100_000)
def _readings(text: str, lemma: str, tag: str) -> tuple[tuple[str, str], ...]:
    """The pairs of lemma and part of speech under which a word may be a cue.

    The tagger is unsure about participles and gerunds, so "armed" as an
    adjective is also read as a verb, and "bombing" as a noun also as one. The
    lemma table knows no "routed", "wiretapped", "cordoned".
    """
    word = text.lower()
    participles = tuple((stem, "V") for end in ("ed", "ing") if word.endswith(end) for stem in _stems(word, end))
    if tag.startswith("VB"):
        gerund = ((word, "N"),) if tag == "VBG" else ()
        return ((lemma, "V"), *gerund, *(reading for reading in participles if reading[0] != lemma))
    if tag.startswith("NN"):
        from_gerund = _stems(lemma, "ing") if lemma.endswith("ing") else ()
        return ((lemma, "N"), *((stem, "V") for stem in from_gerund))
    strong = ((word, "V"),) if word.endswith(("n", "t")) else ()
    return ((lemma, "A"), *participles, *strong)


def _stems(word: str, ending: str) -> Iterator[str]:
    """Yield the verbs that a regular participle may come from: shelling shell, seizing seize, banning ban."""
    stem = word[: -len(ending)]
    yield stem
    yield stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem.endswith("i"):
        yield stem[:-1] + "y"


def _hold(cue: Cue, i: int, sentence: Sentence, present: set[str]) -> tuple[int, ...] | None:
    """The tokens that fulfil a cue's conditions; None where one of them fails.

    ``present`` are all lemmas and forms of the sentence: what is not among them
    need not be looked for.
    """
    if not cue.conditions:
        return ()
    for condition in cue.conditions:
        if not condition.negated and not condition.is_open and condition.words.isdisjoint(present):
            return None
    taken: list[int] = []
    for condition in cue.conditions:
        if condition.negated and not condition.is_open and condition.words.isdisjoint(present):
            continue
        found = _found(condition, i, sentence)
        if cue.event_type == "ACCUSE" and condition.slot == "comp" and not condition.is_open:
            # "said that nobody had lied", "would not interfere": no charge
            found = [j for j in found if not grammar.is_denied(sentence, j)]
        if condition.negated:
            if found:
                return None
        elif not found:
            return None
        elif condition.slot not in NOT_TAKEN:
            taken.append(found[0])
    return tuple(taken)


def _is_figurative(cue: Cue, i: int, sentence: Sentence, codebook: Codebook, shown: frozenset[str]) -> bool:
    """Whether nobody does it, or it is done to what cannot suffer it: "attacked the bill", "the storm killed nine"."""
    if cue.event_type is None:
        return False
    if in_another_sense(sentence, i, (cue.lemma, cue.event_type, cue.id), codebook.senses, shown):
        return True
    if cue.event_type not in OF_PARTIES:
        return False
    if _is_natural(i, sentence, codebook.forces):
        return True
    if cue.event_type != "ASSAULT":
        return False
    if any(condition.slot == "obj" and not condition.negated for condition in cue.conditions):
        # "fought a war against inflation": the object is the war.
        slots: tuple[str, ...] = tuple(slot for slot in cue.frame.targets if slot in {"with", "against", "on"})
    else:
        nominal = grammar.is_nominal(sentence, i)
        slots = (
            ("on", "against", "of", "with") if nominal else ("obj", "against", *WITH.intersection(cue.frame.targets))
        )
    tokens = (j for slot in slots for j in slot_tokens(slot, i, sentence))
    objects = [j for j in tokens if sentence.tokens[j].lemma not in NO_PARTIES]  # "lost the fight on Tuesday"
    return bool(objects) and all(not _forms(sentence.tokens[j]).isdisjoint(codebook.abstract) for j in objects)


def _is_natural(i: int, sentence: Sentence, forces: frozenset[str]) -> bool:
    """Whether a force of nature or an accident does it: "the flood killed nine", "killed in a crash"."""
    doers = slot_tokens("by" if grammar.is_nominal(sentence, i) else "subj", i, sentence)
    if doers:
        return all(_is_force(j, sentence, forces) for j in doers)
    around = grammar.prepositional(sentence, i, ("in", "of", "from", "after", "during"))
    return any(_is_force(j, sentence, forces) for j in around) or _is_by_accident(i, sentence, forces)


def _is_by_accident(i: int, sentence: Sentence, forces: frozenset[str]) -> bool:
    """Whether a clause says what nobody did: "killed when a hotel collapsed", "injured as a storm hit the coast"."""
    for j in grammar.children(sentence, i, "advcl"):
        openers = {sentence.tokens[k].text.lower() for k in grammar.openers(sentence, j)}
        if openers.isdisjoint(MEANWHILE) or grammar.children(sentence, j, "agent", "nsubjpass"):
            continue
        subjects = grammar.children(sentence, j, "nsubj")
        if sentence.tokens[j].lemma in ACCIDENTS or any(_is_force(k, sentence, forces) for k in subjects):
            return True
    return False


def _is_force(j: int, sentence: Sentence, forces: frozenset[str]) -> bool:
    token = sentence.tokens[j]
    if token.is_name and token.text[0].isupper() and j > 0:
        # Storm Ciara, but not the Tamil Tigers
        return any(not _forms(sentence.tokens[k]).isdisjoint(forces) for k in grammar.children(sentence, j, "compound"))
    if not _forms(token).isdisjoint(forces):
        return True
    return f"a_{token.lemma}" in forces and any(sentence.tokens[k].text in {"a", "A"} for k in sentence.children[j])


def _forms(token: Token) -> set[str]:
    """The dictionary forms that a word may have; the tagger takes the first word of a sentence for a name."""
    word = token.text.lower()
    return {token.lemma, word, word.removesuffix("s")}


def _found(condition: Condition, i: int, sentence: Sentence) -> list[int]:
    """Tokens in the condition's slot whose lemma is among its words."""
    tokens, words = sentence.tokens, condition.words
    match condition.slot:
        case "self":
            return [i] if tokens[i].text.lower() in words else []
        case "prt":
            return _particles(sentence, i, words)
        case "prep":
            near = _prepositions(sentence, i)
        case "mod":
            near = grammar.children(sentence, i, "amod", "compound", "nmod", "npadvmod", "poss", "nummod", "advmod")
        case "comp":
            clauses = grammar.complements(sentence, i)
            near = [j for j in clauses if not grammar.is_indirect_question(sentence, j)]
        case "opener":
            near = [k for j in grammar.complements(sentence, i) for k in grammar.openers(sentence, j)]
        case "doer":
            near = slot_tokens("comp", i, sentence)
        case "done":
            near = [k for j in grammar.complements(sentence, i) for k in grammar.logical_objects(sentence, j)]
        case "denied":
            clauses = grammar.complements(sentence, i)
            near = [k for j in clauses for k in grammar.children(sentence, j, "neg") if not _adds(sentence, k)]
        case "near":
            near = list(range(i + 1, min(i + 1 + NEAR, len(tokens))))
        case "said":
            near = _modals_said(sentence, i)
        case "pred":
            near = grammar.predicates(sentence, i)
        case "head":
            near = [tokens[i].head, tokens[tokens[i].head].head] if tokens[i].dep == "pobj" else [tokens[i].head]
        case slot:
            near = [
                n
                for j in slot_tokens(slot, i, sentence)
                for k in grammar.conjuncts(sentence, j)
                for n in grammar.counted(sentence, k)
            ]
            if slot == "obj" and grammar.is_passive(sentence, i):
                near += grammar.children(sentence, i, "dobj")  # "was given a loan"
    return [j for j in near if _is_among(tokens[j], words)]


def _adds(sentence: Sentence, negative: int) -> bool:
    """Whether "not" only adds: "would not only send troops but also pay for them"."""
    after = sentence.tokens[negative + 1].text.lower() if negative + 1 < len(sentence.tokens) else ""
    return after in {"only", "just"}


def _is_among(token: Token, words: frozenset[str]) -> bool:
    """Whether a condition's words name a token: by lemma or form; `*` is any word, `*name` any proper name."""
    return (
        token.lemma in words
        or token.text.lower() in words
        or "*" in words
        or ("*name" in words and token.is_name and token.lemma not in NO_PARTIES)
    )


def _prepositions(sentence: Sentence, i: int) -> list[int]:
    """Prepositions on the cue, on its object and its particle, where parsers often hang them, and the next word."""
    places = [i, *grammar.logical_objects(sentence, i), *grammar.children(sentence, i, "prt", "advmod", "acomp")]
    carrier = grammar.carrier(sentence, i) if sentence.tokens[i].is_noun else None
    places += [] if carrier is None else [carrier]
    near = [j for place in places for j in grammar.children(sentence, place, "prep", "agent", "dative", "prt")]
    near += [i + 1] if i + 1 < len(sentence.tokens) else []
    return [j for j in near if not _is_dated(sentence, j)]


def _is_dated(sentence: Sentence, preposition: int) -> bool:
    """Whether an "on" says when: "seized the port on Monday" is not "seized on a remark"."""
    if sentence.tokens[preposition].lemma != "on":
        return False
    objects = grammar.children(sentence, preposition, "pobj")
    return any(sentence.tokens[j].lemma in NO_PARTIES for j in objects)


def _particles(sentence: Sentence, i: int, words: frozenset[str]) -> list[int]:
    """Particles, also where the parser calls them adverbs or bare prepositions, at most six words on."""
    tokens = sentence.tokens
    near = [
        *grammar.children(sentence, i, "prt", "advmod", "acomp", "oprd"),
        *(j for j in grammar.children(sentence, i, "prep") if not grammar.children(sentence, j, "pobj", "pcomp")),
        *([i + 1] if grammar.behind_particle(sentence, i) else []),
    ]
    found = [j for j in near if tokens[j].text.lower() in words and i < j <= i + NEAR]
    if not found and i + 1 < len(tokens) and tokens[i + 1].text.lower() in words - MOSTLY_PREPOSITIONS:
        found = [i + 1]
    return found


def _modals_said(sentence: Sentence, i: int) -> list[int]:
    """The modal verbs of a clause before the word that tells it: "Mali must pay, the minister said".

    Of what somebody else is to do: no passive, no "must have paid", no "we must".
    """
    found = []
    for j in grammar.children(sentence, i, "ccomp"):
        subjects = [sentence.tokens[k].text.lower() for k in grammar.children(sentence, j, "nsubj")]
        helpers = grammar.children(sentence, j, "aux", "auxpass")
        done = any(sentence.tokens[k].lemma in {"have", "be"} for k in helpers)
        if j < i and subjects and not done and OWN.isdisjoint(subjects):
            found += helpers
    return found


def slot_tokens(slot: str, i: int, sentence: Sentence) -> list[int]:
    """The tokens in a slot of the cue at ``i``: heads of phrases, before coordination is unfolded."""
    nominal = grammar.is_nominal(sentence, i)
    if slot not in SLOT_LABELS:
        return _prepositional_of_noun(sentence, i, slot) if nominal else _prepositional(sentence, i, slot)
    if slot == "subj":
        return [] if nominal else grammar.logical_subjects(sentence, i)
    if slot == "obj":
        return [] if nominal else grammar.logical_objects(sentence, i) or grammar.small_clause_subjects(sentence, i)
    if slot == "iobj":
        return _indirect_objects(sentence, i)
    if slot == "teller":
        return grammar.tellers(sentence, i)
    if slot == "poss":
        return grammar.children(sentence, i, "poss")
    if slot == "mod":
        return grammar.children(sentence, i, "compound", "amod", "nmod")
    return [k for j in grammar.complements(sentence, i) for k in grammar.surface_subjects(sentence, j)]


def _indirect_objects(sentence: Sentence, i: int) -> list[int]:
    """ "gave Y fuel", "gave fuel to Y", "Y was given fuel"; the parser may join Y and the thing to a compound."""
    found = [j for j in grammar.children(sentence, i, "dative") if sentence.tokens[j].tag != "IN"]
    found = found or grammar.prepositional(sentence, i, ("to",))
    objects = grammar.children(sentence, i, "dobj")
    if not found and objects and grammar.is_passive(sentence, i):
        found = grammar.surface_subjects(sentence, i)
    if not found:
        found = [
            k for j in objects for k in grammar.children(sentence, j, "compound", "nmod") if sentence.tokens[k].is_name
        ]
    return found or grammar.prepositional(sentence, i, ("for",))


def _prepositional(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """Objects of a preposition on the verb, on its particle, or on its object, where parsers often hang it."""
    found = grammar.prepositional(sentence, i, (preposition,)) or _stranded(sentence, i, preposition)
    for j in (
        *grammar.children(sentence, i, "prt", "advmod", "xcomp", "acomp"),
        *grammar.logical_objects(sentence, i),
        *(grammar.prepositional(sentence, i, ("by",)) if preposition in BEHIND_THE_DOER else ()),
    ):
        if found:
            break
        found = grammar.prepositional(sentence, j, (preposition,))
    return found


def _stranded(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """The subject of a passive whose preposition has no object of its own: "the crowd was fired upon"."""
    if not grammar.is_passive(sentence, i):
        return []
    words = {preposition, "upon"} if preposition == "on" else {preposition}
    bare = [
        j
        for j in grammar.children(sentence, i, "prep")
        if sentence.tokens[j].lemma in words and not sentence.children[j] and j == i + 1
    ]
    return grammar.logical_objects(sentence, i) if bare else []


def _prepositional_of_noun(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """Objects of a preposition on an event noun, on what follows it, or on the verb that carries it.

    "the seizure of a tanker by Iran", "issued a warning to Taiwan": parsers
    hang the second phrase on the tanker and on the verb.
    """
    found = grammar.prepositional(sentence, i, (preposition,))
    if found:
        return found
    for j in grammar.children(sentence, i, "prep", "agent"):
        for k in grammar.children(sentence, j, "pobj"):
            found += grammar.prepositional(sentence, k, (preposition,))
    if found:
        return found
    for j in grammar.children(sentence, i, "acl"):
        if sentence.tokens[j].lemma in CARRYING and grammar.is_passive(sentence, j):
            found = _behind_participle(sentence, j, preposition)
            if found:
                return found
    above = sentence.tokens[i].head
    if sentence.tokens[i].dep == "pobj" and sentence.tokens[above].lemma == "of":
        # "acts of sabotage by partisans against the occupiers"
        outer = sentence.tokens[above].head
        return _prepositional_of_noun(sentence, outer, preposition) or _set_off(sentence, i, preposition)
    verb = grammar.carrier(sentence, i)
    if verb is not None:
        found = grammar.prepositional(sentence, verb, (preposition,))
        if preposition == "to" and not found:
            found = [j for j in _indirect_objects(sentence, verb) if j != i]
    elif preposition == "by" and sentence.tokens[i].dep == "pobj":
        above = sentence.tokens[above].head
        if grammar.is_verbal(sentence.tokens[above]) and not grammar.is_passive(sentence, above):
            found = grammar.prepositional(sentence, above, (preposition,))
    return found or _set_off(sentence, i, preposition)


def _behind_participle(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """Objects of a preposition on a participle, or on what hangs on it: "delivered to the government by Austria"."""
    found = grammar.prepositional(sentence, i, (preposition,))
    beside = [k for j in grammar.children(sentence, i, "prep", "dative") for k in grammar.children(sentence, j, "pobj")]
    return found or [k for j in beside for k in grammar.prepositional(sentence, j, (preposition,))]


def _set_off(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """A phrase behind a comma right after the noun's own: "the destruction by the allies, of yet another town"."""
    comma = max(sentence.subtree(i)) + 1
    after = comma + 1
    if after >= len(sentence.tokens) or sentence.tokens[comma].text != "," or preposition not in {"of", "by"}:
        return []
    token = sentence.tokens[after]
    hangs_above = token.dep in {"prep", "agent"} and token.head in sentence.ancestors(i)
    return grammar.children(sentence, after, "pobj") if hangs_above and token.lemma == preposition else []


def _without_echoes(sentence: Sentence, events: dict[int, Match]) -> dict[int, Match]:
    """Drop "died in" before "clashes between police and students": the clash names both sides, who died neither."""

    def echoes(match: Match) -> bool:
        inner = (events[word] for word in match.words if word in events)
        return match.cue.lemma in DYING and any(
            other.cue.frame.reciprocal and grammar.prepositional(sentence, other.head, ("between",)) for other in inner
        )

    return {i: match for i, match in events.items() if not echoes(match)}


def _without_consumed(events: dict[int, Match]) -> dict[int, Match]:
    """Drop events on words that another cue took as its own ("opened fire", "signed an agreement")."""
    consumed = {word for match in events.values() for word in match.words}
    return {i: match for i, match in events.items() if i not in consumed}
