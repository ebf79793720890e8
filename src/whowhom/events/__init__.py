"""Find who did what to whom in one parsed sentence.

In:  the sentence's tokens, the cast of its document, the codebook.
Out: a `Draft` for each cue of the codebook that has a party.

A draft is what the sentence says. Whether it happened, when, and on whose
word is for `qualifying`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from whowhom.actors import Cast
from whowhom.events import grammar
from whowhom.events.algebra import Governor, governors, outcome
from whowhom.events.cues import Match, Matches, find_matches
from whowhom.events.parties import Parties
from whowhom.knowledge.codebook import Codebook
from whowhom.records import Draft, Mention, Reason, Sentence, Step

__all__ = ["Found", "find_events"]


class Found(Struct, frozen=True, kw_only=True):
    """The events of a sentence, and the cues that stayed without a party."""

    drafts: tuple[Draft, ...]
    without_party: tuple[str, ...]


def find_events(sentence: Sentence, cast: Cast, codebook: Codebook) -> Found:
    """Find the events of one sentence in text order.

    A cue without any party yields nothing: "Shelling continued" names no one,
    and a guessed party does more harm in the data than a missing event.
    """
    return _Finder(sentence, cast, codebook).find()


class _Finder:
    """One sentence's matches, with the sources of each event worked out once."""

    def __init__(self, sentence: Sentence, cast: Cast, codebook: Codebook) -> None:
        self._sentence = sentence
        self._cast = cast
        self._codebook = codebook
        self._matches: Matches = find_matches(sentence, codebook)
        self._above: dict[int, tuple[Governor, ...]] = {}
        self._sources: dict[int, tuple[Mention, ...]] = {}
        self._parties = Parties(sentence, cast, self._sources_of)

    def find(self) -> Found:
        heads = sorted(self._matches.events)
        changed = {
            result.head
            for i in heads
            for result in [outcome(self._sentence, self._matches.events[i], self._governors(i), self._codebook)]
            if result.changed_by and result.head != i
        }
        drafts, without = [], []
        for i in heads:
            if i in changed or self._is_carrier(i):
                continue
            draft = self._draft(self._matches.events[i])
            if draft.sources or draft.targets:
                drafts.append(draft)
            else:
                without.append(self._sentence.tokens[i].text)
        return Found(drafts=tuple(drafts), without_party=tuple(without))

    def _is_carrier(self, i: int) -> bool:
        """Whether ``i`` is told as an event only because it also carries one: "launched" in "launched a raid"."""
        match = self._matches.events[i]
        return (
            not match.cue.conditions
            and match.cue.operator is None
            and any(governor.match.head == i for j in self._matches.events if j != i for governor in self._governors(j))
        )

    def _governors(self, i: int) -> tuple[Governor, ...]:
        if i not in self._above:
            self._above[i] = governors(self._sentence, i, self._matches)
        return self._above[i]

    def _sources_of(self, i: int) -> tuple[Mention, ...]:
        """The sources of the event at token ``i``, none where there is no event."""
        match = self._matches.events.get(i)
        if match is None:
            return ()
        if i not in self._sources:
            self._sources[i] = ()  # an event that is its own argument has no further source
            self._sources[i] = self._parties.sources(match, self._governors(i))
        return self._sources[i]

    def _draft(self, match: Match) -> Draft:
        above = self._governors(match.head)
        result = outcome(self._sentence, match, above, self._codebook)
        sources = self._sources_of(match.head)
        targets = () if match.cue.frame.reciprocal else self._parties.targets(match, sources)
        if result.changed_by and result.head != match.head:
            sources, targets = self._turned(result.head, sources, targets)
        trigger = (result.head, match.head) if result.head != match.head else (match.head, *match.words)
        return Draft(
            sentence=self._sentence.number,
            head=result.head,
            trigger=trigger,
            event_type=result.event_type,
            cameo=result.cameo or match.cue.cameo or "",
            modes=(result.mode,) if result.mode else (),
            sources=sources,
            targets=targets,
            steps=tuple(self._step(governor) for governor in above),
            why=tuple(self._reasons(match, above, result.changed_by)),
        )

    def _turned(
        self, operator: int, sources: Sequence[Mention], targets: Sequence[Mention]
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Parties where an operator made another event: whoever lifts the sanctions is its source."""
        if self._sentence.tokens[operator].is_noun:
            return tuple(sources), tuple(targets)
        holders = self._parties.named(grammar.logical_subjects(self._sentence, operator))
        if not holders:
            return tuple(sources), tuple(targets)
        others = {m.actor_id: m for m in (*targets, *sources)}
        for holder in holders:
            others.pop(holder.actor_id, None)
        return holders, tuple(others.values())

    def _step(self, governor: Governor) -> Step:
        head = governor.match.head
        holder = () if self._sentence.tokens[head].is_noun else grammar.logical_subjects(self._sentence, head)
        return Step(
            kind=governor.match.cue.operator or "",
            rule=governor.match.cue.id,
            token=head,
            holder=self._parties.named(holder),
        )

    def _reasons(self, match: Match, above: Sequence[Governor], changed_by: str | None) -> list[Reason]:
        reasons = [self._reason(match.cue.id, (match.head, *match.words), f"cue of {match.cue.event_type}")]
        for governor in above:
            detail = f"operator {governor.match.cue.operator}"
            if governor.match.cue.id == changed_by:
                detail += ", changes the type"
            reasons.append(self._reason(governor.match.cue.id, (governor.match.head,), detail))
        if changed_by == "algebra.future":
            reasons.append(self._reason(changed_by, (match.head,), "cooperation told in the future is AGREE"))
        return reasons

    def _reason(self, rule: str, tokens: tuple[int, ...], detail: str) -> Reason:
        words = self._sentence.words(*grammar.trigger_words(self._sentence, tokens))
        return Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)
