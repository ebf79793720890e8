"""An event in its sentence as the rules of this folder read it, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from whowhom.actors import Cast
from whowhom.events import grammar
from whowhom.events.cues import Match
from whowhom.events.parties import Parties, Sources
from whowhom.records import Mention, Sentence

# Who takes back a claim; how one is made beside the clause that tells it.
DENIALS = frozenset("deny dispute reject".split())
# What befalls somebody, and whose it is said to be: "the driver's death".
LOSSES = frozenset(
    "birthday bombing burial coffin death detention disappearance funeral injury shooting wedding".split()
)


class Beyond(Struct, frozen=True, kw_only=True):
    """Whom a rule of this module names, the token that says so, and the rule."""

    mentions: tuple[Mention, ...]
    rule: str
    token: int


class Clause(Struct, frozen=True, kw_only=True):
    """An event in its sentence: its cue, those who do it, and what finds parties there."""

    sentence: Sentence
    cast: Cast
    match: Match
    sources: tuple[Mention, ...]
    parties: Parties
    sources_of: Sources

    @property
    def head(self) -> int:
        return self.match.head

    @property
    def event_type(self) -> str:
        return self.match.cue.event_type or ""

    def lemma(self, i: int) -> str:
        return self.sentence.tokens[i].lemma

    def others(self, tokens: Iterable[int]) -> tuple[Mention, ...]:
        """The parties at some tokens that are not the sources."""
        known = {mention.actor_id for mention in self.sources}
        return tuple(mention for mention in self.parties.named(tokens) if mention.actor_id not in known)

    def children(self, i: int, *labels: str) -> list[int]:
        return grammar.children(self.sentence, i, *labels)


Found = tuple[tuple[Mention, ...], int]


Rule = Callable[[Clause], Found | None]
