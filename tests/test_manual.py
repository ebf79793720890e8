"""The manual's examples are coded as it says, its near misses are not coded as what they look like."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_events import coded, ids_of

from whowhom.errors import KnowledgeError
from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.details import Detail
from whowhom.knowledge.manual import FORMS, Example, Manual, NearMiss, load_manual
from whowhom.pipeline import code_document
from whowhom.records import Document, Stance, Status

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

# What is told as having happened; a deed that is only asked for, refused or alleged is none.
HAPPENED = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL, Status.ATTEMPTED})
TOLD = frozenset({Stance.ASSERTED, Stance.REPORTED})
# Types without modes, and how many examples and near misses each needs.
FEWEST = {"example": 3, "near miss": 2, "example without modes": 4, "neighbours": 3}


@cache
def manual() -> Manual:
    return load_manual(load_codebook())


def details() -> list[tuple[str, Detail]]:
    return [(event_type, d) for event_type, those in load_codebook().details.items() for d in those]


@pytest.mark.parametrize("example", manual().examples, ids=lambda e: f"{e.event_type}-{e.sentence[:40]}")
def test_an_example_is_coded_as_the_manual_says(example: Example) -> None:
    drafts, sources, targets = coded(example.sentence)
    modes = (example.mode,) if example.mode else ()
    told = [(d.event_type, d.modes, d.cameo, *ids_of(d)) for d in drafts]
    assert (example.event_type, modes, example.cameo, sources, targets) in told, told


@pytest.mark.parametrize("near", manual().near_misses, ids=lambda n: f"{n.event_type}-{n.sentence[:40]}")
def test_a_near_miss_is_not_coded_as_what_it_looks_like(near: NearMiss, tools: Tools) -> None:
    events = code_document(Document(document_id="near", text=near.sentence), tools).events
    happened = {e.event_type for e in events if e.status in HAPPENED and e.stance in TOLD}
    assert near.event_type not in happened
    if near.instead is None:
        assert [(e.event_type, e.trigger.text) for e in events] == []
    else:
        assert near.instead in {e.event_type for e in events}


@pytest.mark.parametrize("event_type,detail", details(), ids=lambda d: d.id if isinstance(d, Detail) else d)
def test_a_details_example_is_coded_by_it(event_type: str, detail: Detail) -> None:
    drafts, sources, targets = coded(detail.example)
    told = [(d.event_type, d.cameo, *ids_of(d), d.why[-1].rule) for d in drafts]
    assert (event_type, detail.cameo, sources, targets, detail.id) in told, told


def test_the_manual_covers_every_type_and_mode() -> None:
    codebook, shipped = load_codebook(), manual()
    with_modes = {mode.event_type for mode in codebook.modes}
    examples = Counter((e.event_type, e.mode) for e in shipped.examples)
    near = Counter((n.event_type, n.mode) for n in shipped.near_misses)
    for event_type in codebook.types:
        assert shipped.limits[event_type]
        assert len(shipped.neighbours_of(event_type)) >= FEWEST["neighbours"]
    for mode in codebook.modes:
        assert examples[mode.event_type, mode.mode] >= FEWEST["example"], mode
        assert near[mode.event_type, mode.mode] >= FEWEST["near miss"], mode
    for event_type in codebook.types.keys() - with_modes:
        assert examples[event_type, None] >= FEWEST["example without modes"], event_type
        assert near[event_type, None] >= FEWEST["near miss"], event_type


def test_the_examples_show_every_form_and_their_codes_belong_to_the_type() -> None:
    assert {e.form for e in manual().examples} == set(FORMS)
    cameo = load_codebook().cameo
    wrong = [
        (e.event_type, e.cameo)
        for e in manual().examples
        if e.event_type not in (cameo[e.cameo].event_type or e.event_type).split("|")
    ]
    assert wrong == []


HEADS = {
    "limits.tsv": "event_type\tis_not\n",
    "neighbours.tsv": "event_type\tneighbour\tdecide\n",
    "examples.tsv": "event_type\tmode\tcameo\tform\tsentence\n",
    "near_misses.tsv": "event_type\tmode\tinstead\tsentence\twhy\n",
}


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("limits.tsv", "AID\t-", "limits.tsv:2: is_not is empty"),
        ("limits.tsv", "HELP\tnothing", "limits.tsv:2: unknown event type 'HELP' in event_type"),
        ("limits.tsv", "AID\tone\nAID\ttwo", "limits.tsv:3: says the same as line 2"),
        ("neighbours.tsv", "AID\tAID\tlook", "neighbours.tsv:2: AID is no neighbour of its own"),
        ("neighbours.tsv", "AID\tGIFT\tlook", "neighbours.tsv:2: unknown event type 'GIFT' in neighbour"),
        ("examples.tsv", "AID\tloan\t07\tactive\t[A] helped.", "examples.tsv:2: AID has no mode 'loan'"),
        ("examples.tsv", "AID\t-\t99\tactive\t[A] helped.", "examples.tsv:2: unknown CAMEO code '99'"),
        ("examples.tsv", "AID\t-\t07\tloud\t[A] helped.", "examples.tsv:2: unknown form 'loud'"),
        ("examples.tsv", "AID\t-\t07\tactive\tA helped.", "examples.tsv:2: no party is marked"),
        ("near_misses.tsv", "AID\t-\tAID\tA helped.\tso", "near_misses.tsv:2: a sentence that tells AID is no near"),
        ("near_misses.tsv", "AID\t-\t-\tA helped.\t-", "near_misses.tsv:2: why is empty"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, table: str, line: str, message: str) -> None:
    (tmp_path / table).write_text(f"{HEADS[table]}{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as told:
        load_manual(load_codebook(), tmp_path)
    assert str(told.value).startswith(message)


def test_a_folder_without_tables_is_an_empty_manual(tmp_path: Path) -> None:
    assert load_manual(load_codebook(), tmp_path) == Manual(limits={}, neighbours=(), examples=(), near_misses=())


DETAIL = "id\tevent_type\tof_mode\tslot\tabout\tmode\tcameo\texample\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("detail.x\tHELP\t-\tabout\tfood\t-\t073\t[A] helped.", "details.tsv:2: unknown event type 'HELP'"),
        ("detail.x\tAID\t-\tabout\tfood\tloan\t073\t[A] helped.", "details.tsv:2: AID has no mode 'loan'"),
        ("detail.x\tAID\tloan\tabout\tfood\t-\t073\t[A] helped.", "details.tsv:2: AID has no mode 'loan' (of_mode)"),
        ("detail.x\tAID\t-\tabout\tfood\t-\t0739\t[A] helped.", "details.tsv:2: unknown CAMEO code '0739'"),
        ("detail.x\tAID\t-\tabout\tfood|0739\t-\t073\t[A] helped.", "details.tsv:2: unknown CAMEO code '0739'"),
        ("detail.x\tAID\t-\tnear\tfood\t-\t073\t[A] helped.", "details.tsv:2: unknown slot 'near'"),
        ("detail.x\tAID\t-\tabout\t-\t-\t073\t[A] helped.", "details.tsv:2: about is empty"),
    ],
)
def test_a_wrong_detail_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "details.tsv").write_text(f"{DETAIL}{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as told:
        load_codebook(tmp_path)
    assert str(told.value).startswith(message)


def test_a_projects_own_detail_goes_before_the_shipped_ones(tmp_path: Path) -> None:
    own = "detail.aid.relief\tAID\t*\tabout\tharp\t-\t071\t[A] gave {B} harps.\n"
    (tmp_path / "details.tsv").write_text(DETAIL + own, encoding="utf-8")
    first, *others = load_codebook(tmp_path).details["AID"]
    assert (first.id, first.words) == ("detail.aid.relief", {"harp"})
    assert "detail.aid.relief" not in {detail.id for detail in others}
