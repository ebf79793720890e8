"""Which words of a sentence are cues, and whom their frames name.

In:  a parsed sentence, the cast of its document, the codebook.
Out: for each token the cue that holds there, and for each slot the tokens
that stand in it. What operators make of the events is `algebra.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from whowhom.events import grammar
from whowhom.knowledge.codebook import Codebook, Condition, Cue
from whowhom.records import Sentence, Token

SLOT_LABELS = frozenset({"subj", "obj", "iobj", "poss", "mod", "comp"})


class Match(Struct, frozen=True, kw_only=True):
    """A cue that holds at token ``head``; ``words`` are the further tokens that its conditions took."""

    cue: Cue
    head: int
    words: tuple[int, ...] = ()


class Matches(Struct, frozen=True, kw_only=True):
    """The cues of one sentence: those that tell an event, and those that govern one, by token."""

    events: dict[int, Match]
    operators: dict[int, Match]


def find_matches(sentence: Sentence, codebook: Codebook) -> Matches:
    """Match every token against the codebook; of several cues the most specific that holds is taken."""
    events: dict[int, Match] = {}
    operators: dict[int, Match] = {}
    for token in sentence.tokens:
        for cue in _candidates(token, codebook):
            if token.i in events and token.i in operators:
                break
            if (cue.event_type is None or token.i in events) and (cue.operator is None or token.i in operators):
                continue
            words = _hold(cue, token.i, sentence)
            if words is None:
                continue
            match = Match(cue=cue, head=token.i, words=words)
            if cue.event_type is not None:
                events.setdefault(token.i, match)
            if cue.operator is not None:
                operators.setdefault(token.i, match)
    return Matches(events=_without_consumed(events), operators=operators)


def _candidates(token: Token, codebook: Codebook) -> Iterator[Cue]:
    for lemma, pos in _readings(token):
        for cue in codebook.cues.get(lemma, ()):
            if cue.pos == pos:
                yield cue


def _readings(token: Token) -> Iterator[tuple[str, str]]:
    """Yield (lemma, pos) under which a token may be a cue.

    The tagger is unsure about participles and gerunds, so "armed" as an
    adjective is also read as a verb, and "bombing" as a noun also as one.
    """
    if token.tag.startswith("VB"):
        yield token.lemma, "V"
        if token.tag == "VBG":
            yield token.text.lower(), "N"
    elif token.tag.startswith("NN"):
        yield token.lemma, "N"
        if token.lemma.endswith("ing"):
            yield from ((lemma, "V") for lemma in _stems(token.lemma, "ing"))
    elif token.tag.startswith("JJ"):
        yield token.lemma, "A"
        word = token.text.lower()
        for ending in ("ed", "ing"):
            if word.endswith(ending):
                yield from ((lemma, "V") for lemma in _stems(word, ending))
        if word.endswith(("n", "t")):
            yield word, "V"


def _stems(word: str, ending: str) -> Iterator[str]:
    """Yield the verbs that a regular participle may come from: shelling shell, seizing seize, banning ban."""
    stem = word[: -len(ending)]
    yield stem
    yield stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]
    if stem.endswith("i"):
        yield stem[:-1] + "y"


def _hold(cue: Cue, i: int, sentence: Sentence) -> tuple[int, ...] | None:
    """The tokens that fulfil a cue's conditions; None where one of them fails."""
    taken: list[int] = []
    for condition in cue.conditions:
        found = _found(condition, i, sentence)
        if condition.negated:
            if found:
                return None
        elif not found:
            return None
        elif condition.slot in {"prt", "obj"}:
            taken.append(found[0])
    return tuple(taken)


def _found(condition: Condition, i: int, sentence: Sentence) -> list[int]:
    """Tokens in the condition's slot whose lemma is among its words."""
    tokens, words = sentence.tokens, condition.words
    slot = condition.slot
    if slot == "self":
        return [i] if tokens[i].text.lower() in words else []
    if slot == "prt":
        return _particles(sentence, i, words)
    if slot == "prep":
        places = [
            i,
            *grammar.logical_objects(sentence, i),
            *grammar.children(sentence, i, "prt", "advmod", "acomp"),
        ]
        near = [j for place in places for j in grammar.children(sentence, place, "prep", "agent", "dative", "prt")]
        near += [i + 1] if i + 1 < len(tokens) else []
        return [j for j in near if tokens[j].lemma in words]
    if slot == "mod":
        near = grammar.children(sentence, i, "amod", "compound", "nmod", "npadvmod", "poss", "nummod")
    elif slot == "comp":
        near = list(grammar.complements(sentence, i))
    else:
        near = [k for j in slot_tokens(slot, i, sentence) for k in grammar.conjuncts(sentence, j)]
    return [j for j in near if tokens[j].lemma in words or tokens[j].text.lower() in words]


def _particles(sentence: Sentence, i: int, words: frozenset[str]) -> list[int]:
    """Particles, also where the parser calls them adverbs or prepositions, at most six words on."""
    tokens = sentence.tokens
    near = grammar.children(sentence, i, "prt", "advmod", "prep")
    found = [j for j in near if tokens[j].text.lower() in words and i < j <= i + 6]
    if not found and i + 1 < len(tokens) and tokens[i + 1].text.lower() in words:
        found = [i + 1]
    return found


def slot_tokens(slot: str, i: int, sentence: Sentence) -> list[int]:
    """The tokens in a slot of the cue at ``i``: heads of phrases, before coordination is unfolded."""
    if slot not in SLOT_LABELS:
        return _prepositional(sentence, i, slot)
    nominal = sentence.tokens[i].is_noun
    if slot == "subj":
        return [] if nominal else grammar.logical_subjects(sentence, i)
    if slot == "obj":
        return [] if nominal else grammar.logical_objects(sentence, i) or _infinitive_subjects(sentence, i)
    if slot == "iobj":
        return grammar.children(sentence, i, "dative") or grammar.prepositional(sentence, i, ("to",))
    if slot == "poss":
        return grammar.children(sentence, i, "poss")
    if slot == "mod":
        return grammar.children(sentence, i, "compound", "amod", "nmod")
    return [k for j in grammar.complements(sentence, i) for k in grammar.surface_subjects(sentence, j)]


def _infinitive_subjects(sentence: Sentence, i: int) -> list[int]:
    """ "urged the rebels to halt": the parser may call the rebels the infinitive's subject."""
    return [
        k
        for j in grammar.children(sentence, i, "ccomp", "xcomp")
        if grammar.is_infinitive(sentence, j)
        for k in grammar.children(sentence, j, "nsubj", "nsubjpass")
    ]


def _prepositional(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """Objects of a preposition on the cue, on its particle, or on its object, where parsers often hang it."""
    found = grammar.prepositional(sentence, i, (preposition,))
    if found or sentence.tokens[i].is_noun:
        return found
    for j in (
        *grammar.children(sentence, i, "prt", "advmod", "xcomp"),
        *grammar.logical_objects(sentence, i),
    ):
        found = grammar.prepositional(sentence, j, (preposition,))
        if found:
            return found
    return []


def _without_consumed(events: dict[int, Match]) -> dict[int, Match]:
    """Drop events on words that another cue took as its own ("opened fire", "signed an agreement")."""
    consumed = {word for match in events.values() for word in match.words}
    return {i: match for i, match in events.items() if i not in consumed}
