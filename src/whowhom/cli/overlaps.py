"""Where cues of a project's own and shipped cues may hold for the same words, and which of them is then taken.

A word tells one event. Of a lemma's cues the first whose conditions all hold
is taken; they are tried in the order of `knowledge.codebook.rank`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from whowhom.cli.output import number_of
from whowhom.knowledge.codebook import Codebook, Condition, Cue, rank

# Shipped cues that a note names; the rest are counted.
NAMED = 6
# In these places several words may stand at once, so that different words do not exclude each other.
SEVERAL = frozenset({"prep", "mod", "near", "head"})


class Overlap(NamedTuple):
    """A cue of the project's own with shipped ones that it ``wins`` over (or not), for the same reason."""

    cue: Cue
    others: tuple[Cue, ...]
    wins: bool
    why: str


def overlaps(codebook: Codebook, shipped: Codebook) -> Iterator[Overlap]:
    """Yield the overlaps of the project's cues that tell an event, by id; a cue in a shipped one's place has none."""
    for cue in codebook.all_cues():
        if cue.id not in codebook.own_cues or cue.id in shipped.by_id or cue.event_type is None:
            continue
        found: dict[tuple[bool, str], list[Cue]] = {}
        for other in codebook.cues[cue.lemma]:
            if other.id not in codebook.own_cues and can_both_hold(cue, other):
                found.setdefault(_outcome(cue, other), []).append(other)
        for (wins, why), others in found.items():
            yield Overlap(cue=cue, others=tuple(others), wins=wins, why=why)


def can_both_hold(one: Cue, other: Cue) -> bool:
    """Whether both cues may tell an event by the same word."""
    if one.pos != other.pos or one.event_type is None or other.event_type is None:
        return False
    return not any(
        _exclude(a, b) or _exclude(b, a) for a in one.conditions for b in other.conditions if a.slot == b.slot
    )


def _exclude(a: Condition, b: Condition) -> bool:
    """Whether ``a``, which must hold, leaves no room for ``b`` on the same place."""
    if a.negated:
        return False
    if b.negated:
        return a.words <= b.words or "*" in b.words
    return a.slot not in SEVERAL and not a.is_open and not b.is_open and a.words.isdisjoint(b.words)


def _outcome(cue: Cue, other: Cue) -> tuple[bool, str]:
    """Whether ``cue``, the project's, is tried before a shipped one, and why."""
    own, shipped = rank(cue, own=True), rank(other, own=False)
    if own[0] != shipped[0]:
        return own < shipped, f"{_more(own < shipped)} asks for more words around it"
    if own[1] != shipped[1]:
        return own < shipped, f"{_more(own < shipped)} also asks for a preposition"
    return True, "both ask for as much, and yours is tried first"


def _more(wins: bool) -> str:
    return "it" if wins else "the shipped one"


def in_words(overlap: Overlap) -> str:
    """An overlap as one line, with what to do where the project's cue loses."""
    ids = _names([other.id for other in overlap.others])
    if overlap.wins:
        return f"where both hold, {overlap.cue.id} is taken and not {ids}: {overlap.why}"
    taken = "is taken" if len(overlap.others) == 1 else "are taken"
    return (
        f"where both hold, {ids} {taken} and not {overlap.cue.id}: {overlap.why}. "
        f"Give yours a further condition, or switch the other off in off.tsv"
    )


def _names(ids: Sequence[str]) -> str:
    more = len(ids) - NAMED
    return ", ".join(ids[:NAMED]) + (f" and {number_of(more, 'other')}" if more > 0 else "")
