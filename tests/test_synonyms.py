"""The same deed in other words, or by other parties, is one type; and the words of the codebook's own tables are fair.

`cases/synonyms.tsv` groups sentences that tell one deed. They are coded by the rules alone, so that a
group that falls apart points at the codebook and not at the encoder's vote.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from anyascii import anyascii
from msgspec.structs import replace
from test_events import case_rows, parsed

from whowhom.cli.checking import unmarked
from whowhom.events.cues import _readings
from whowhom.knowledge.codebook import Cue, load_codebook
from whowhom.knowledge.manual import NearMiss, load_manual
from whowhom.pipeline import code_document
from whowhom.records import Document, Status

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

ROWS = case_rows("synonyms.tsv")
FEWEST_GROUPS = 40
FEWEST_TELLINGS = 2
# What a sentence tells as done; what it only asks for, refuses or threatens is inside another deed.
DONE = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL, Status.ATTEMPTED})
# Words that take a side, which a neutral noun or verb can always replace.
LOADED = re.compile(
    r"\b(regimes?|terrorism|terrorists?|extremists?|zealots?|fanatics?|jihadists?|thugs?|corrupt|strongm[ae]n|"
    r"puppets?|henchm[ae]n|stooges?|cronies|savages?|heroic|martyrs?|infidels?|occupiers?)\b",
    re.IGNORECASE,
)


@cache
def cues() -> tuple[Cue, ...]:
    """The cues that tell an event of their own."""
    return tuple(cue for cue in load_codebook().all_cues() if cue.event_type is not None)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2][:60])
def test_other_words_for_a_deed_tell_the_same_type(row: list[str], tools: Tools) -> None:
    _, event_type, sentence = row
    rules_only = replace(tools, encoder=None)
    events = code_document(Document(document_id="synonym", text=sentence), rules_only).events
    told = [(e.event_type, e.status.value, e.why[0].rule) for e in events if e.status in DONE]
    assert {told_type for told_type, _, _ in told} == {event_type}, told


def test_the_table_holds_enough_groups_of_one_type_each() -> None:
    groups = [(name, list(those)) for name, those in groupby(ROWS, key=lambda row: row[0])]
    assert len({name for name, _ in groups}) == len(groups) >= FEWEST_GROUPS
    for name, those in groups:
        assert len({event_type for _, event_type, _ in those}) == 1, name
        assert len({sentence for _, _, sentence in those}) == len(those) >= FEWEST_TELLINGS, name
    assert {event_type for _, event_type, _ in ROWS} == load_codebook().types.keys()


def test_no_example_takes_a_side() -> None:
    codebook, manual = load_codebook(), load_manual(load_codebook())
    examples = [cue.example for cue in codebook.all_cues()]
    examples += [detail.example for those in codebook.details.values() for detail in those]
    examples += [each.sentence for each in (*manual.examples, *manual.near_misses)]
    examples += [sentence for _, _, sentence in ROWS]
    told = {unmarked(example)[0] for example in examples}
    # A cue's own word may stand in its example.
    own = {unmarked(cue.example)[0] for cue in cues() if LOADED.fullmatch(cue.lemma)}
    assert sorted(example for example in told - own if LOADED.search(example)) == []


def test_the_code_of_a_cue_belongs_to_its_type() -> None:
    cameo = load_codebook().cameo
    known = [(cue, cameo[cue.cameo].event_type) for cue in cues() if cue.cameo is not None]
    wrong = [(cue.id, cue.cameo, types) for cue, types in known if types and cue.event_type not in types.split("|")]
    assert wrong == []


def test_the_id_of_a_cue_holds_its_word() -> None:
    """`<type>.<word>`, as `data/codebook/README.md` promises."""
    named = [(cue, *cue.id.partition(".")[::2]) for cue in cues()]
    assert [
        cue.id for cue, first, word in named if anyascii(cue.lemma) not in word or first.upper() != cue.event_type
    ] == []


@pytest.mark.parametrize("near", load_manual(load_codebook()).near_misses, ids=lambda near: near.sentence[:60])
def test_a_near_miss_holds_a_word_of_the_type_it_is_near(near: NearMiss) -> None:
    lemmas = {cue.lemma for cue in cues() if cue.event_type == near.event_type}
    tokens = parsed(near.sentence).tokens
    held = {lemma for token in tokens for lemma, _ in _readings(token.text, token.lemma, token.tag)}
    assert not lemmas.isdisjoint(held | {token.lemma for token in tokens})
