"""The words by which PLOVER's contexts are told, and what of an event itself tells one.

A context says what an event is about: an election, a disease, a border. The
columns of `context_cues.tsv` and `context_signs.tsv` are explained in
`data/codebook/README.md`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from whowhom.knowledge.tables import Row

CONTEXT_CUE_COLUMNS = ("id", "context", "words", "pos", "with", "level", "example")
CONTEXT_SIGN_COLUMNS = ("kind", "value", "context", "example")
# A cue of level `sentence` tells the context by itself, one of `document` only beside others.
LEVELS = ("sentence", "document")
POS = ("N", "V", "A")
# Where the words of a condition stand: right before or after the cue, or within so many words of it.
SLOTS = ("before", "after", "near")
NEAR = 8
KINDS = ("mode", "cameo", "role")
# More letters at the end of a verb's form than of its plural: "planned", "planning".
VOWELS = "aeiou"


class Nearby(Struct, frozen=True, kw_only=True):
    """A condition: one of ``words`` (in any form) must stand there, or, if ``negated``, must not."""

    slot: str
    words: frozenset[str]
    negated: bool


class ContextCue(Struct, frozen=True, kw_only=True):
    """Words that tell ``contexts``; none where they have another sense ("political earthquake").

    ``alone`` says whether they do so by themselves, or only together with
    others in the same document. ``phrases`` are as the table writes them: a
    capital letter there is meant.
    """

    id: str
    contexts: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    pos: str | None
    conditions: tuple[Nearby, ...]
    alone: bool
    example: str


class Phrase(Struct, frozen=True, kw_only=True):
    """One phrase of a cue as it is looked for: the forms of its words, and the capitals that they must have.

    ``capitals`` holds for each word "" (any), "A" (a capital first) or "AA" (all capitals).
    """

    cue: ContextCue
    name: str
    words: tuple[frozenset[str], ...]
    capitals: tuple[str, ...]


class ContextSign(Struct, frozen=True, kw_only=True):
    """A mode, CAMEO code or role of a party that tells contexts without any word."""

    kind: str
    value: str
    contexts: tuple[str, ...]
    example: str


class ContextCues(Struct, frozen=True, kw_only=True):
    """All cues by id, their phrases by the forms of the first two words, and the signs by kind and value.

    ``words`` are phrases of one word by its forms, ``phrases`` all longer ones, the longest first.
    """

    cues: Mapping[str, ContextCue] = {}
    words: Mapping[str, tuple[Phrase, ...]] = {}
    phrases: Mapping[tuple[str, str], tuple[Phrase, ...]] = {}
    signs: Mapping[tuple[str, str], ContextSign] = {}


def joined(
    base: ContextCues, cues: Mapping[str, ContextCue], signs: Mapping[tuple[str, str], ContextSign]
) -> ContextCues:
    """The cues and signs of ``base`` with others added, or in place of those with the same key."""
    if not cues and not signs:
        return base
    together = {**base.cues, **cues}
    phrases = sorted(_phrases(together.values()), key=lambda phrase: (-len(phrase.words), phrase.cue.id))
    words: dict[str, list[Phrase]] = {}
    longer: dict[tuple[str, str], list[Phrase]] = {}
    for phrase in phrases:
        for first in sorted(phrase.words[0]):
            if len(phrase.words) == 1:
                words.setdefault(first, []).append(phrase)
            else:
                for second in sorted(phrase.words[1]):
                    longer.setdefault((first, second), []).append(phrase)
    return ContextCues(
        cues=together,
        words={word: tuple(those) for word, those in words.items()},
        phrases={pair: tuple(those) for pair, those in longer.items()},
        signs={**base.signs, **signs},
    )


def _phrases(cues: Iterable[ContextCue]) -> Iterator[Phrase]:
    for cue in cues:
        for words in cue.phrases:
            yield Phrase(
                cue=cue,
                name=" ".join(words),
                words=tuple(_forms_in(words, cue.pos)),
                capitals=tuple(_capitals(word) for word in words),
            )


def _forms_in(words: tuple[str, ...], pos: str | None) -> Iterator[frozenset[str]]:
    """Yield the forms of each word: of a verb the first one changes, of other phrases the last."""
    changing = 0 if pos == "V" else len(words) - 1
    for i, word in enumerate(words):
        lower = word.lower()
        forms = verb_forms(lower) if pos == "V" else noun_forms(lower) if pos != "A" else (lower,)
        yield frozenset(forms if i == changing else (lower,))


def _capitals(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return "AA"
    return "A" if word[0].isupper() else ""


@cache
def noun_forms(noun: str) -> tuple[str, ...]:
    """A noun and its regular plural, in lower case; an irregular one is a word of its own in the table."""
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        return noun, noun[:-1] + "ies"
    if noun.endswith(("man", "woman")):
        return noun, noun[:-2] + "en"
    return noun, noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


@cache
def verb_forms(verb: str) -> tuple[str, ...]:
    """A verb and its regular forms, in lower case: "rig", "rigs", "rigged", "rigging"."""
    stem = verb.removesuffix("e")
    forms = [verb, noun_forms(verb)[1], stem + "ing"]
    forms.append(verb[:-1] + "ied" if verb.endswith("y") and verb[-2:-1] not in VOWELS else stem + "ed")
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS:
        forms += [verb + verb[-1] + "ing", verb + verb[-1] + "ed"]
    return tuple(forms)


# --- the rows of the tables --------------------------------------------------------------


def read_context_cue(row: Row, contexts: Collection[str]) -> ContextCue:
    """A cue; its contexts, part of speech, conditions and level are checked."""
    pos, level = row.get("pos"), row.get("level")
    named = _known(row, contexts)
    if pos is not None and pos not in POS:
        raise row.error(f"unknown pos {pos!r}. Use one of {', '.join(POS)}, or - for any.")
    if level not in LEVELS and (named or level is not None):
        raise row.error(f"unknown level {level!r}. Use one of {', '.join(LEVELS)}; - only where context is -.")
    words = row.many("words")
    if not words:
        raise row.error("words is empty. Name words with | between them; _ joins the words of a phrase.")
    return ContextCue(
        id=row.need("id"),
        contexts=named,
        phrases=tuple(tuple(part for part in word.split("_") if part) for word in words),
        pos=pos,
        conditions=tuple(_condition(row, part) for part in (row.get("with") or "").split()),
        alone=level == "sentence",
        example=row.need("example"),
    )


def read_context_sign(row: Row, contexts: Collection[str]) -> ContextSign:
    """A sign; its contexts and kind are checked."""
    kind = row.need("kind")
    if kind not in KINDS:
        raise row.error(f"unknown kind {kind!r}. Use one of {', '.join(KINDS)}.")
    named = _known(row, contexts)
    if not named:
        raise row.error("context is empty. Name one, or take the row out.")
    return ContextSign(kind=kind, value=row.need("value"), contexts=named, example=row.need("example"))


def _known(row: Row, contexts: Collection[str]) -> tuple[str, ...]:
    named = row.many("context")
    for name in named:
        if name not in contexts:
            raise row.error(f"unknown context {name!r}. Use one of {', '.join(sorted(contexts))}.")
    return named


def _condition(row: Row, written: str) -> Nearby:
    slot, _, words = written.partition(":")
    negated, slot = slot.startswith("!"), slot.removeprefix("!")
    if slot not in SLOTS or not words:
        raise row.error(f"cannot read the condition {written!r}. Write slot:word|word; slots: {', '.join(SLOTS)}.")
    forms = {form for word in words.split("|") for form in (*noun_forms(word), *verb_forms(word))}
    return Nearby(slot=slot, words=frozenset(forms), negated=negated)
