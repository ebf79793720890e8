"""How much of the map the place of an event means."""

from __future__ import annotations

import pytest

from whowhom.pipeline import Tools, code_document
from whowhom.records import Document

BETWEEN = "border between Libya and Mali"


@pytest.mark.parametrize(
    ("text", "words", "country", "precision", "has_position"),
    [
        ("Rebels attacked soldiers in eastern Libya.", "eastern Libya", "LBY", "region", False),
        ("Rebels attacked soldiers in the far north of Mali.", "the far north of Mali", "MLI", "region", False),
        ("Rebels attacked soldiers in Nigeria's north-east.", "Nigeria's north-east", "NGA", "region", False),
        ("Rebels attacked soldiers in the Libyan east.", "Libyan east", "LBY", "region", False),
        ("Rebels raided a camp in the south of the Congo.", "the south of the Congo", "COD", "region", False),
        ("Rebels attacked a ship 60 km to the north of Libya.", "Libya", "LBY", "country", False),
        ("Rebels attacked soldiers 60 km north of Mali.", "Mali", "MLI", "country", False),
        ("Rebels attacked soldiers in Libya.", "Libya", "LBY", "country", False),
        ("Rebels attacked soldiers in Goma.", "Goma", "COD", "town", True),
        ("Rebels attacked soldiers in southern Anbar province.", "southern Anbar", "IRQ", "province", True),
        ("Gunmen killed 12 guards on the border with Egypt.", "border with Egypt", None, "border", False),
        ("Gunmen killed 12 guards near the Turkish border.", "Turkish border", None, "border", False),
        ("Chad shot 12 rebels on the border between Libya and Mali.", BETWEEN, None, "border", False),
        ("Pirates attacked a tanker in the Strait of Hormuz.", "Strait of Hormuz", None, "water", True),
        ("Soldiers shot dead a student in Rangoon.", "Rangoon", "MMR", "town", True),
        ("Police killed nine miners in Zzyzxburg.", "Zzyzxburg", None, None, False),
    ],
)  # fmt: skip
def test_a_place_says_how_much_it_means(
    text: str, words: str, country: str | None, precision: str | None, *, has_position: bool, tools: Tools
) -> None:
    (event, *_) = code_document(Document(document_id="x", text=text, published="2014-05-20"), tools).events
    assert event.place is not None
    assert (event.place.text, event.place.country, event.place.precision) == (words, country, precision)
    assert text[event.place.start : event.place.end] == words
    assert (event.place.latitude is not None) == has_position


@pytest.mark.parametrize(
    "text",
    [
        "Turkish troops at the border killed nine miners.",
        "Rebels killed nine Kenyan police near the border.",
        "Gunmen shot dead two Israeli soldiers at the border.",
    ],
)
def test_a_nationality_before_another_noun_makes_no_border(text: str, tools: Tools) -> None:
    events = code_document(Document(document_id="x", text=text, published="2014-05-20"), tools).events
    assert events
    assert [event.place for event in events if event.place and event.place.precision == "border"] == []


def test_a_border_of_two_nationalities(tools: Tools) -> None:
    text = "Gunmen killed nine guards on the Thai-Cambodian border."
    (event, *_) = code_document(Document(document_id="x", text=text, published="2014-05-20"), tools).events
    assert event.place is not None
    assert (event.place.country, event.place.precision) == (None, "border")
