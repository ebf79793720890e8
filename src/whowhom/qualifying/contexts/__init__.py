"""What an event is about: PLOVER's contexts, each with the words or the sign that it stands on.

In:  a document's text, and event by event what is known of it.
Out: the names of contexts in the order of `contexts.tsv`, and a reason for each.

A context is told by words beside the event, by the event itself (a cyber
attack, a judge as a party), or by what the document as a whole is about.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from whowhom.knowledge.codebook import Codebook
from whowhom.knowledge.contexts import ContextCue
from whowhom.qualifying.contexts.nearness import Scope, belongs, scope_of, tokens_in
from whowhom.qualifying.contexts.themes import Themes
from whowhom.qualifying.contexts.words import Told, find_context_words
from whowhom.records import Draft, Party, Reason, Sentence, Teller, Words

__all__ = ["Contexts"]

RULE = "context."
# The tags that a cue's part of speech allows; the parser calls many participles adjectives, and gerunds nouns.
TAGS = {"N": ("NN",), "V": ("VB",), "A": ("JJ", "VBN")}


class Contexts:
    """The contexts of one document's events; its words are looked through once."""

    def __init__(self, text: str, codebook: Codebook) -> None:
        self._signs = codebook.context_cues.signs
        self._order = {name: i for i, name in enumerate(codebook.contexts)}
        self._told = find_context_words(text, codebook.context_cues)
        self._other_senses = [told for told in self._told if not told.cue.contexts]
        self._starts = [told.start for told in self._told]
        self._themes = Themes(text, self._told)

    def of(
        self,
        sentence: Sentence,
        draft: Draft,
        drafts: Sequence[Draft],
        *,
        parties: Sequence[Party],
        tellers: Sequence[Teller],
        trigger: Words,
    ) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
        """The contexts of one event of a sentence, and a reason for each of them.

        ``drafts`` are all events of the sentence: what is said of another one
        is not said of this.
        """
        told = self._told[bisect_left(self._starts, sentence.start) : bisect_left(self._starts, sentence.end)]
        reasons: dict[str, Reason] = {}
        for name, reason in (
            *(_beside(sentence, told, scope_of(sentence, draft, drafts, tellers)) if told else ()),
            *self._from_itself(told, draft, parties, trigger),
            *self._themes.near(sentence.start, sentence.end),
        ):
            reasons.setdefault(name, reason)
        found = tuple(sorted(reasons, key=self._order.__getitem__))
        return found, tuple(reasons[name] for name in found)

    def _from_itself(
        self, told: Sequence[Told], draft: Draft, parties: Sequence[Party], trigger: Words
    ) -> Iterator[tuple[str, Reason]]:
        """Yield the contexts that follow from mode, code and parties."""
        values: list[tuple[str, str | None, Words]] = [
            ("mode", f"{draft.event_type}-{mode}", trigger) for mode in draft.modes
        ]
        values.append(("cameo", draft.cameo, trigger))
        values += [("role", party.role, party.mention) for party in parties if self._says_who_acts(party)]
        for kind, value, words in values:
            sign = self._signs.get((kind, value or ""))
            if sign is None or _has_another_sense(told, words):
                continue
            for name in sign.contexts:
                yield name, _reason(name, words.text, words.start, f"{kind} {value}")

    def _says_who_acts(self, party: Party) -> bool:
        """Whether a party's role says on what matter it acts.

        "Washington" may be its government, a city or a country; "him" no soldier where "him" is a ship's captain.
        """
        if party.role is None or (party.role == "GOV" and not party.actor_id.startswith("person.")):
            return False
        return not _has_another_sense(self._other_senses, party)


def _beside(sentence: Sentence, told: Sequence[Told], scope: Scope) -> Iterator[tuple[str, Reason]]:
    """Yield the contexts that words beside the event tell, in text order."""
    for one in told:
        if not one.cue.alone or not one.cue.contexts:
            continue
        tokens = tokens_in(sentence, one.start, one.end)
        if _is_such_a_word(sentence, tokens, one.cue) and belongs(sentence, tokens, scope):
            words = sentence.text[one.start - sentence.start : one.end - sentence.start]
            for name in one.cue.contexts:
                yield name, _reason(name, words, one.start, one.cue.id)


def _has_another_sense(told: Sequence[Told], words: Words | Party) -> bool:
    """Whether words are part of a phrase that means something else: "an army of volunteers"."""
    return any(not one.cue.contexts and one.start < words.end and words.start < one.end for one in told)


def _is_such_a_word(sentence: Sentence, tokens: range, cue: ContextCue) -> bool:
    """Whether the parser takes the words for the part of speech that the cue asks for."""
    if cue.pos is None or not tokens:
        return bool(tokens)
    token = sentence.tokens[tokens[0] if cue.pos == "V" else tokens[-1]]
    ending = token.text.lower().endswith(("ed", "ing"))
    return token.tag.startswith(TAGS[cue.pos]) or (cue.pos == "V" and ending and token.tag[:2] in {"JJ", "NN"})


def _reason(name: str, text: str, start: int, detail: str) -> Reason:
    return Reason(rule=RULE + name, text=text, start=start, end=start + len(text), detail=detail)
