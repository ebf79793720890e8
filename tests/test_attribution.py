"""Who tells what: every attribution of a text, and the tellers of single events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_events import case_rows

from whowhom.actors import find_cast
from whowhom.pipeline import code_document
from whowhom.qualifying.tellers import Attribution, find_attributions
from whowhom.records import Document

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

# The event (its trigger's first word), its stance, its tellers outermost first.
TOLD = (
    ("Judges found that soldiers raped women in the valley.", "raped", "reported", ["Judges"]),
    ("The court found that Serbian troops killed the villagers.", "killed", "reported", ["The court"]),
    ("A UN inquiry found that Sudanese soldiers shot farmers.", "shot", "reported", ["A UN inquiry"]),
    ("The panel heard that police beat the prisoners.", "beat", "reported", ["The panel"]),
    ("The boy found that soldiers had burned the house.", "burned", "asserted", []),
    ("The inquiry did not find that the army shelled the clinic.", "shelled", "doubted", ["The inquiry"]),
    ("I do not believe that Israel bombed the clinic.", "bombed", "doubted", []),
    ("The minister does not believe that Russia bombed the school.", "bombed", "doubted", ["The minister"]),
    ("I believe that Israel bombed the clinic.", "bombed", "asserted", []),
    ("The report says Ethiopian troops killed 30 civilians.", "killed", "reported", ["The report"]),
    ("Court papers say the police arrested the journalist.", "arrested", "reported", ["Court papers"]),
    ("An internal email reveals that police beat the protesters.", "beat", "reported", ["An internal email"]),
    ("A leaked memo shows that Saudi troops attacked the port.", "attacked", "reported", ["A leaked memo"]),
    ("Rebels, officials said, attacked the army base on Monday.", "attacked", "reported", ["officials"]),
    ("Turkish jets, villagers say, bombed the Kurdish fighters.", "bombed", "reported", ["villagers"]),
    (
        "Kenya said Uganda had claimed that Rwanda attacked the rebels.",
        "attacked", "alleged", ["Kenya", "Uganda"],
    ),
    (
        "Uganda accused Rwanda of arming the fighters, which Kigali denied.",
        "arming", "denied", ["Kigali", "Uganda"],
    ),
    (
        "Uganda accused Rwanda of arming the fighters, which Kigali denied.",
        "accused", "asserted", [],
    ),
    (
        "Uganda accused Rwanda of arming the rebels, a charge Kigali denied.",
        "arming", "denied", ["Kigali", "Uganda"],
    ),
    (
        "Uganda accused Rwanda of arming the rebels, an accusation that Rwanda rejected.",
        "rejected", "asserted", [],
    ),
    (
        "Ethiopia said Eritrea had shelled the town, a claim rejected by Asmara.",
        "shelled", "denied", ["Asmara", "Ethiopia"],
    ),
    (
        "Police said the protesters attacked a bank, which the union does not deny.",
        "attacked", "reported", ["Police"],
    ),
    (
        "Rebels seized the town, officials said, though the ministry denied it.",
        "seized", "denied", ["the ministry", "officials"],
    ),
    (
        "Officials say troops seized the port, which rebels took in May.",
        "seized", "reported", ["Officials"],
    ),
    (
        "Sudan denied that its army shelled the camp, a claim the rebels rejected.",
        "shelled", "denied", ["Sudan"],
    ),
    (
        "Residents said the army shelled the town, but the ministry denied it.",
        "shelled", "denied", ["the ministry", "Residents"],
    ),
)  # fmt: skip


def found_in(text: str, tools: Tools) -> tuple[Attribution, ...]:
    return find_attributions(text, tools.parser.parse(text), tools.words)


def written(text: str, attribution: Attribution) -> str:
    source = text[attribution.source.start : attribution.source.end] if attribution.source else "-"
    cue = text[attribution.cue.start : attribution.cue.end]
    content = " ... ".join(text[span.start : span.end] for span in attribution.content)
    return ">" * attribution.depth + " | ".join((source, cue, content))


@pytest.mark.parametrize("row", case_rows("attribution.tsv"), ids=lambda row: row[0][:60])
def test_attributions_of_a_text(row: list[str], tools: Tools) -> None:
    """Source, cue and content of each in the order of the cues; a mark before those that stand in another."""
    text, expected = row[0].replace("\\n", "\n"), row[1] if len(row) > 1 else ""
    assert " || ".join(written(text, a) for a in found_in(text, tools)) == expected


@pytest.mark.parametrize(("text", "word", "stance", "tellers"), TOLD, ids=lambda value: str(value)[:70])
def test_the_tellers_of_an_event(text: str, word: str, stance: str, tellers: list[str], tools: Tools) -> None:
    events = code_document(Document(document_id="told", text=text), tools).events
    event = next(e for e in events if e.trigger.text.split()[0] == word)
    assert (event.stance.value, [t.text for t in event.according_to]) == (stance, tellers)


def test_sources_are_resolved_to_actors(tools: Tools) -> None:
    text = "Angela Merkel met the farmers. She said that the talks had failed."
    sentences = tools.parser.parse(text)
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=None)
    told = [a for a in find_attributions(text, sentences, tools.words, cast=cast) if a.teller is not None]
    assert [cast.actor(a.teller.actor_id).name for a in told if a.teller and a.teller.actor_id] == ["Angela Merkel"]


PIECES = [
    '"',
    "“",
    "”",
    "''",
    "'",
    ":",
    "\n\n",
    "―",
    "He said",
    "a b c d",
    ". ",
    ", ",
    "said Ann",
    "The army left",
    "But",
]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_attributions_stand_in_the_text_and_never_in_a_circle(pieces: list[str], tools: Tools) -> None:
    text = " ".join(pieces)
    attributions = found_in(text, tools)
    for attribution in attributions:
        for span in (attribution.cue, *attribution.content, *filter(None, [attribution.source])):
            assert 0 <= span.start < span.end <= len(text)
        seen, at = 0, attribution.within
        while at is not None:
            seen, at = seen + 1, attributions[at].within
            assert seen <= len(attributions)
        assert seen == attribution.depth
