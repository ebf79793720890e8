"""Operators: words that take an event and give another.

"stopped shelling" is no ASSAULT but an ASSAULT under `cease`, which
`data/codebook/algebra.tsv` turns into RETREAT; "threatened to lift the ban"
is a COERCE under `cease` under `threaten`. This module climbs from an event's
word through the operators that govern it and applies that table.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from whowhom.events import grammar
from whowhom.events.cues import Match, Matches
from whowhom.knowledge.codebook import Codebook
from whowhom.records import Sentence

# Cooperation told in the future is an agreement to it (PLOVER 2.0, AGREE).
FUTURE_WORDS = frozenset({"will", "'ll", "’ll", "shall", "wo"})
# Whoever undoes what was only meant or promised stops nothing: "abandoned its plan to invade" is `drop`.
UNDOING = frozenset({"cease", "reverse"})
NOT_YET = frozenset({"plan", "expect", "commit", "threaten"})
FORETELLING = frozenset("say announce tell declare state add confirm report disclose".split())


class Governor(Struct, frozen=True, kw_only=True):
    """An operator above an event, and the slot in which the event hangs on it."""

    match: Match
    slot: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What an event becomes: its type after the operators, and where it is then told.

    ``head`` is the word of the last operator that changed the type, else the event's own.
    """

    event_type: str
    head: int
    mode: str | None = None
    cameo: str | None = None
    changed_by: str | None = None


def governors(sentence: Sentence, i: int, matches: Matches) -> tuple[Governor, ...]:
    """The operators above token ``i``, innermost first."""
    found = list(_modifiers(sentence, i, matches))
    taken = {i}
    for j, slot in _upward(sentence, i):
        match = _operator(j, slot, matches)
        verb = sentence.tokens[j]
        if match is None and verb.is_noun and verb.dep in {"dobj", "nsubjpass"} and slot in grammar.OBJECT_ACTS_AFTER:
            # "accused the mayor of jailing reporters": parsers hang the phrase on the mayor.
            match = _operator(verb.head, slot, matches)
        if match is None:
            break
        if match.head in taken:
            continue
        taken.add(match.head)
        found.append(Governor(match=match, slot=slot))
    return tuple(found)


def _operator(j: int, slot: str, matches: Matches) -> Match | None:
    return next((match for match in matches.operators.get(j, ()) if slot in match.cue.inner), None)


def _modifiers(sentence: Sentence, i: int, matches: Matches) -> Iterator[Governor]:
    """Yield operators that stand before an event noun: "the failed attack", "a planned visit"."""
    if not sentence.tokens[i].is_noun:
        return
    for j in grammar.children(sentence, i, "amod", "acl"):
        acted_on = sentence.tokens[j].tag in {"VBN", "JJ", "VBD"}
        for match in matches.operators.get(j, ()):
            if match.cue.pos != "N" and ("mod" in match.cue.inner or ("obj" in match.cue.inner and acted_on)):
                yield Governor(match=match, slot="mod")
                break


def _upward(sentence: Sentence, i: int) -> Iterator[tuple[int, str]]:
    """Yield (governor, slot) from ``i`` up to the root; a conjunct hangs where the first one hangs."""
    tokens = sentence.tokens
    for _ in range(grammar.DEPTH):
        while tokens[i].dep == "conj" and tokens[i].head != i:
            i = tokens[i].head
        step = _governor(sentence, i)
        if step is None:
            return
        yield step
        i = step[0]


def _governor(sentence: Sentence, i: int) -> tuple[int, str] | None:
    token = sentence.tokens[i]
    head = token.head
    if head == i:
        return None
    match token.dep:
        case "xcomp" | "ccomp":
            return head, "comp"
        case "acl":
            return (head, "comp") if grammar.is_infinitive(sentence, i) or token.tag == "VBG" else None
        case "dobj" | "nsubjpass":
            return head, "obj"
        case "nsubj" | "csubj":
            if grammar.is_passive(sentence, head):
                return head, "obj"
            # "The surrender ended the siege" ends the siege and not the surrender.
            return None if grammar.children(sentence, head, "dobj") else (head, "subj")
        case "pobj" | "pcomp":
            above, word = sentence.tokens[head].head, sentence.tokens[head].lemma
            if sentence.tokens[above].dep in {"advmod", "prt", "prep"}:
                # "stopped short of imposing", "went on with shelling"
                above = sentence.tokens[above].head
            return above, word
        case "compound" | "amod" | "nmod":
            return head, "mod"
        case "advcl" | "relcl":
            # "poised to storm", "set out to destroy": the parser often calls a purpose adverbial.
            return (head, "comp") if grammar.is_infinitive(sentence, i) else None
    return None


def outcome(sentence: Sentence, event: Match, above: tuple[Governor, ...], codebook: Codebook) -> Outcome:
    """Apply the operators to an event, innermost first, as `algebra.tsv` has it."""
    result = Outcome(event_type=event.cue.event_type or "", head=event.head, mode=event.cue.mode, cameo=event.cue.cameo)
    not_yet = False
    for governor in above:
        operator = governor.match.cue.operator or ""
        rule = codebook.rule("drop" if not_yet and operator in UNDOING else operator, result.event_type)
        not_yet = operator in NOT_YET or (not_yet and operator not in UNDOING)
        if rule is not None and rule.result is not None:
            result = Outcome(
                event_type=rule.result,
                head=governor.match.head,
                mode=rule.mode,
                cameo=rule.cameo,
                changed_by=governor.match.cue.id,
            )
    future = codebook.rule("future", result.event_type)
    if future is not None and future.result is not None and is_future(sentence, result.head):
        result = Outcome(
            event_type=future.result,
            head=result.head,
            mode=None,
            cameo=future.cameo,
            changed_by="algebra.future",
        )
    return result


def feared(promise: Outcome, promised: Outcome, codebook: Codebook) -> Outcome:
    """A promise of harm is a threat: "vowed to continue its attacks"; any other stays what it is."""
    rule = codebook.rule("harm", promised.event_type)
    if rule is None or rule.result is None or promise.event_type != "AGREE":
        return promise
    return Outcome(
        event_type=rule.result, head=promise.head, mode=rule.mode, cameo=rule.cameo, changed_by="algebra.harm"
    )


def negations(sentence: Sentence, i: int) -> list[int]:
    """Words that say of an event that it did not happen: "did not attack", "no attack"."""
    found = grammar.children(sentence, i, "neg")
    if grammar.is_nominal(sentence, i):
        found += [j for j in grammar.children(sentence, i, "det") if sentence.tokens[j].lemma in {"no", "neither"}]
    return sorted(found)


def is_future(sentence: Sentence, i: int) -> bool:
    """Whether a verb is told as still to come, without a condition or a denial: "will meet", "is to visit"."""
    token = sentence.tokens[i]
    aux = [sentence.tokens[j] for j in grammar.children(sentence, i, "aux", "auxpass", "neg")]
    if any(word.dep == "neg" for word in aux):
        return False
    if any(word.text.lower() in FUTURE_WORDS for word in aux):
        return True
    if any(word.text.lower() == "would" for word in aux):
        return _is_told(sentence, i)
    if token.dep == "xcomp" and sentence.tokens[token.head].lemma in {"go", "be"}:
        return sentence.tokens[token.head].text.lower() in {"going", "is", "are", "was", "were"}
    if token.dep == "conj":
        own = grammar.children(sentence, i, "nsubj", "nsubjpass", "aux", "auxpass")
        return not own and is_future(sentence, token.head)
    return False


def _is_told(sentence: Sentence, i: int) -> bool:
    """Whether a clause is what somebody said: "said it would free the captives" told a future then."""
    token = sentence.tokens[i]
    if any(sentence.tokens[j].lemma == "if" for j in sentence.subtree(i)):
        return False
    return token.dep == "ccomp" and sentence.tokens[token.head].lemma in FORETELLING
