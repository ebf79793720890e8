"""The most specific mode and CAMEO code that the words around an event allow.

In:  an event's word and type, what its cue told, the codes of the events that it speaks of.
Out: mode and code, and the detail of `details.tsv` that made them so.

"demanded" is REQUEST 100; "demanded the release of two nuns" is 1053, yield.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from whowhom.events import grammar
from whowhom.events.cues import slot_tokens
from whowhom.knowledge.details import ANY, Detail
from whowhom.records import Sentence

# What an event's word says that it is about hangs on it by these arcs; who does it, and asides, do not.
CONTENT = (
    "ccomp", "xcomp", "acl", "dobj", "dative", "prep", "pobj", "pcomp", "prt", "compound", "amod", "nmod", "conj",
    "nsubjpass", "attr", "acomp", "oprd", "advmod",
)  # fmt: skip
PHRASE = ("compound", "amod", "nmod", "conj", "prep", "pobj")
DEEPEST = 4
# Prepositional phrases of these tell where, when or by whom, and not about what.
ASIDE = frozenset("by after before during since until amid despite without near outside while if because under".split())


class Refined(Struct, frozen=True, kw_only=True):
    """A mode and code, with the detail and the word that they come from; ``token`` is None for an inner event."""

    detail: Detail
    token: int | None
    mode: str | None
    cameo: str


def refined(
    sentence: Sentence,
    heads: Sequence[int],
    details: Sequence[Detail],
    *,
    mode: str | None,
    cameo: str,
    inner: Sequence[str],
) -> Refined | None:
    """The detail that fits best, None where none says more than the cue.

    The longest code wins; of equal ones the one whose word stands nearest, then
    the first of the table. ``inner`` are codes of events spoken of, nearest first.
    """
    named = _all_names(sentence, 0)
    spoken = inner[0] if inner else ""
    fitting = [
        detail
        for detail in details
        if (not detail.words.isdisjoint(named) or (spoken and spoken.startswith(detail.codes)))
        and detail.of_mode in (ANY, mode)
        and _adds(detail, mode, cameo)
    ]
    if not fitting:
        return None
    near = {slot: _words(sentence, heads, slot) for slot in {detail.slot for detail in fitting}}
    best: tuple[tuple[int, int], Refined] | None = None
    for detail in fitting:
        found = _found(detail, sentence, near[detail.slot], inner)
        if found is None:
            continue
        distance, token = found
        rank = (-len(detail.cameo), distance)
        if best is None or rank < best[0]:
            best = rank, Refined(detail=detail, token=token, mode=detail.mode or mode, cameo=detail.cameo)
    return best[1] if best is not None else None


def _adds(detail: Detail, mode: str | None, cameo: str) -> bool:
    """Whether a detail is more specific than what is known, or as specific and names a mode."""
    if (detail.mode or mode, detail.cameo) == (mode, cameo):
        return False
    known = cameo[:2] if len(cameo) == 3 and cameo.endswith("0") else cameo
    return len(detail.cameo) >= len(known)


def _found(
    detail: Detail, sentence: Sentence, near: Sequence[tuple[int, int]], inner: Sequence[str]
) -> tuple[int, int | None] | None:
    """How far away the first word or inner event of a detail is, and the word."""
    if detail.slot == "about" and detail.codes and inner and inner[0].startswith(detail.codes):
        return 1, None
    for distance, j in near:
        if not detail.words.isdisjoint(_names(sentence, j)):
            return distance, j
    return None


@grammar.remembered
def _all_names(sentence: Sentence, _: int) -> frozenset[str]:
    """What all tokens of a sentence may be called, asked once: most details find none of their words there."""
    return frozenset(name for j in range(len(sentence.tokens)) for name in _names(sentence, j))


def _names(sentence: Sentence, j: int) -> tuple[str, str, str]:
    """What a table may call a token: its lemma, its form, and with the word after it ("car_bomb", "step_down")."""
    token = sentence.tokens[j]
    after = sentence.tokens[j + 1].lemma if j + 1 < len(sentence.tokens) else ""
    return token.lemma, token.text.lower(), f"{token.lemma}_{after}"


def _words(sentence: Sentence, heads: Sequence[int], slot: str) -> list[tuple[int, int]]:
    """The tokens of a slot with their distance from the event's word, nearest first."""
    if slot == "about":
        return [found for head in heads for found in _below(sentence, _content(sentence, head), CONTENT)]
    if slot == "head":
        return [(1, sentence.tokens[head].head) for head in heads]
    return [found for head in heads for found in _below(sentence, slot_tokens(slot, head, sentence), PHRASE)]


def _content(sentence: Sentence, head: int) -> list[int]:
    """What an event's word is about: what hangs on it, and its logical objects."""
    # What is coordinated with the event's word is another event.
    own = [j for j in grammar.children(sentence, head, *CONTENT) if sentence.tokens[j].dep != "conj"]
    own = [j for j in own if not _is_aside(sentence, j)]
    if _is_verb(sentence, head):
        return list(dict.fromkeys([*own, *grammar.logical_objects(sentence, head)]))
    # "opened an inquiry into the police over torture", "went on strike for higher pay": parsers hang the last phrase
    # on the verb.
    verb = grammar.carrier(sentence, head)
    if verb is None and sentence.tokens[head].dep == "pobj":
        verb = sentence.tokens[sentence.tokens[head].head].head
    beside = [] if verb is None else [j for j in grammar.children(sentence, verb, "prep") if j > head]
    return [*own, *(j for j in beside if not _is_aside(sentence, j))]


def _is_verb(sentence: Sentence, i: int) -> bool:
    return grammar.is_verbal(sentence.tokens[i]) and not grammar.is_nominal(sentence, i)


def _below(sentence: Sentence, first: Iterable[int], labels: tuple[str, ...]) -> list[tuple[int, int]]:
    """These tokens and those under them, breadth first."""
    found: list[tuple[int, int]] = []
    level, depth = list(first), 1
    while level and depth <= DEEPEST:
        found += [(depth, j) for j in level]
        level = [k for j in level for k in grammar.children(sentence, j, *labels) if not _is_aside(sentence, k)]
        depth += 1
    return found


def _is_aside(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].dep == "prep" and sentence.tokens[i].lemma in ASIDE
