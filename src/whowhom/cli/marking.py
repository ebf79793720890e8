"""`whowhom mark`: every date, place and teller of a text, also those of no event."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.text import Text

from whowhom.cli import table
from whowhom.cli.coding import Order, end_run, go_through, inputs_of
from whowhom.cli.output import Format, console, output_on_demand, safe, show
from whowhom.export.lines import encode_line
from whowhom.knowledge.places import places_digest
from whowhom.marking import attributions_in, dates_in, places_in
from whowhom.pipeline import Tools, load_tools
from whowhom.reading import Failure
from whowhom.records import Document
from whowhom.running import Item
from whowhom.running.workers import coded_or_failure

Mark = dict[str, Any]
# The widest words that stand beside what they mean.
WORDS = 30


class Marked(Struct, frozen=True):
    """A document and its marks in text order."""

    document: Document
    marks: Sequence[Mark]


class What(StrEnum):
    """What of a text is marked."""

    DATES = "dates"
    PLACES = "places"
    TELLERS = "tellers"
    ALL = "all"


def mark_inputs(order: Order, what: What) -> int:
    """Print the marks of everything that is named, and return the exit code."""
    if order.places is not None:
        places_digest(order.places)  # a folder that is none is said before anything is read
    inputs = inputs_of(order)
    tools = load_tools(model=order.model, actors=order.actors, places=order.places, rules_only=True)
    with output_on_demand(order.output) as output:
        where = console() if order.format is Format.TABLE else None

        def show_marks(marked: Marked) -> int:
            if where is not None:
                _show(marked, where)
            else:
                output().writelines(encode_line(mark) for mark in marked.marks)
            return len(marked.marks)

        tally = go_through(order, inputs, lambda items: _all_marked(items, tools, what), show_marks)
    return end_run(tally, noun="mark")


def _all_marked(items: Iterator[Item], tools: Tools, what: What) -> Generator[Marked | Failure, None, None]:
    """Yield the marks of each document, and what failed, in order."""
    for item in items:
        yield item if isinstance(item, Failure) else coded_or_failure(item, lambda d: _marked(d, tools, what))


def _marked(document: Document, tools: Tools, what: What) -> Marked:
    return Marked(document=document, marks=_marks(document, tools, what))


def _marks(document: Document, tools: Tools, what: What) -> list[Mark]:
    """The marks of a document, in text order."""
    makers: Sequence[tuple[What, Callable[[Document, Tools], Iterator[Mark]]]] = (
        (What.DATES, _dates), (What.PLACES, _places), (What.TELLERS, _tellers),
    )  # fmt: skip
    found = [mark for kind, make in makers if what in (kind, What.ALL) for mark in make(document, tools)]
    found.sort(key=lambda mark: (mark["start"], mark["end"]))
    return [{"document_id": document.document_id, **mark} for mark in found]


def _dates(document: Document, tools: Tools) -> Iterator[Mark]:
    for date in dates_in(document.text, tools, published=document.published):
        yield {"what": "date", **msgspec.structs.asdict(date)}


def _places(document: Document, tools: Tools) -> Iterator[Mark]:
    for place in places_in(document.text, tools, published=document.published):
        yield {"what": "place", "text": document.text[place.start : place.end], **msgspec.to_builtins(place)}


def _tellers(document: Document, tools: Tools) -> Iterator[Mark]:
    """Yield each teller at his words, or, where the text names none, at those that tell."""
    for number, told in enumerate(attributions_in(document.text, tools, published=document.published)):
        at = told.source or told.cue
        where = {"text": at.text, "start": at.start, "end": at.end, "number": number}
        yield {"what": "teller", **where, **msgspec.to_builtins(told)}


# --- for eyes -----------------------------------------------------------------------


def _show(marked: Marked, where: Console) -> None:
    show(where, table.document_head(marked.document))
    if not marked.marks:
        show(where, Text("none", style=table.DIM), indent=table.INDENT)
    for mark in marked.marks:
        words = safe(mark["text"])
        line = Text.assemble((f"{mark['what']:<8}", table.DIM), (words.ljust(WORDS), "bold"), " ", safe(_meaning(mark)))
        show(where, line, indent=table.INDENT)
    where.print()


def _meaning(mark: Mark) -> str:
    if mark["what"] == "date":
        first, last = mark["first_day"], mark["last_day"]
        return f"{first if first == last else f'{first} to {last}'} ({mark['precision']}, {mark['basis']})"
    if mark["what"] == "place":
        place = mark["place"]
        if place is None:
            return "in no table"
        return ", ".join(part for part in (place["name"], place.get("admin1"), place.get("country")) if part)
    said = " … ".join(words["text"] for words in mark["content"])
    return f"{mark['cue']['text']}: {said}"
