"""`whowhom code`: inputs in, events out, in order, with failures named on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from whowhom.cli import table
from whowhom.cli.output import (
    WITHOUT_ENCODER,
    Format,
    Progress,
    complain,
    console,
    duration,
    number_of,
    output_on_demand,
    say,
)  # fmt: skip
from whowhom.errors import ReadingError
from whowhom.events import encoder_is_installed
from whowhom.export.lines import encode_line, event_row, silence_row
from whowhom.export.tables import CSV_COLUMNS, CsvLines, csv_row
from whowhom.knowledge.actors import load_actors
from whowhom.knowledge.codebook import load_codebook
from whowhom.knowledge.places import places_digest
from whowhom.pipeline import coder_version
from whowhom.reading import Failure, Input, find_inputs, read
from whowhom.reading.dates import doubt_of, iso_date, no_day
from whowhom.reading.inputs import STDIN, shown
from whowhom.records import CodedDocument, Document, Event, Silence
from whowhom.running import Item, code_all, load_coding
from whowhom.store import Change, Store

T = TypeVar("T")
Show = Callable[[CodedDocument], None]

# The reason of an event whose time is told and cannot be reckoned.
UNREAD = "date.unread"
# Changes to stored events that a run prints.
CHANGES_SHOWN = 20

OK, BAD_INPUT, SOME_FAILED, INTERRUPTED = 0, 1, 3, 130


class Order(Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    inputs: Sequence[str]
    format: Format
    store: Path | None
    output: Path | None
    workers: int
    published: str | None
    publisher: str | None
    why_not: bool
    model: str
    codebook: Path | None = None
    actors: Path | None = None
    places: Path | None = None
    rules_only: bool = False


class Tally(Struct, kw_only=True):
    """What has come of a run so far; ``done`` is in bytes of input, ``at`` the text that was read last."""

    documents: int = 0
    records: int = 0
    failures: list[Failure] = []
    done: int = 0
    at: str | None = None
    seconds: float = 0.0
    is_interrupted: bool = False


def code_inputs(order: Order) -> int:
    """Code everything that is named, print it, and return the exit code."""
    check_day(order.published)
    if not (order.rules_only or encoder_is_installed()):
        say(WITHOUT_ENCODER)
    if order.codebook is not None:
        load_codebook(order.codebook)  # a wrong line is said before anything is read or written
    if order.actors is not None:
        load_actors(order.actors)
    if order.places is not None:
        places_digest(order.places)
    inputs = inputs_of(order)
    with ExitStack() as stack:
        output = stack.enter_context(output_on_demand(order.output))
        store = None
        if order.store is not None:
            store = stack.enter_context(Store(order.store, version=_version(order)))
            store.start_run([shown(name) for name in order.inputs])
        load = partial(
            load_coding,
            codebook=order.codebook,
            actors=order.actors,
            places=order.places,
            rules_only=order.rules_only,
        )
        work = partial(code_all, workers=order.workers, store=store, model=order.model, load=load)
        undated: list[str] = []
        show = _shower(order, output, undated)  # holds the output as text, and is given up only when that is closed
        tally = go_through(order, inputs, work, show)
        if store is not None and not tally.is_interrupted:
            store.end_run(failed=len(tally.failures))
            _say_changes(store.changes())
    if not tally.is_interrupted:
        _say_undated(undated)
    return end_run(tally, store=order.store)


def inputs_of(order: Order) -> list[Input]:
    """The files that are named; raises ReadingError where one of them is what would be written over."""
    inputs = find_inputs(order.inputs)
    written = {os.path.realpath(path): path for path in (order.output, order.store) if path is not None}
    for each in inputs:
        if each.path != STDIN and (path := written.get(os.path.realpath(each.path))) is not None:
            raise ReadingError(f"{path}: is an input too, and would be written over. Name another file to write.")
    if len(written) == 1 and None not in (order.output, order.store):
        raise ReadingError(f"{order.store}: cannot be the store and the output. Name two files.")
    return inputs


def go_through(
    order: Order,
    inputs: Sequence[Input],
    work: Callable[[Iterator[Item]], Generator[T | Failure, None, None]],
    show: Callable[[T], int],
) -> Tally:
    """Do the work on the documents of all inputs, show each result, name each failure, and count both.

    ``show`` says how many records it has shown.
    """
    sizes = [size_of(each) for each in inputs]
    tally, progress = Tally(), Progress(total=sum(sizes))
    results = work(items_of(inputs, sizes, order, tally))
    with progress.watched(lambda: tally.at if order.workers == 1 else None):
        try:
            for result in results:
                if sys.stdout.isatty() or isinstance(result, Failure):
                    progress.wipe()
                if isinstance(result, Failure):
                    name_failure(result)
                    tally.failures += () if result.is_remark else (result,)
                else:
                    tally.records += show(result)
                    tally.documents += 1
                progress.show(done=tally.done, documents=tally.documents, events=tally.records)
        except KeyboardInterrupt:
            tally.is_interrupted = True
        finally:
            results.close()
            progress.wipe()
    tally.seconds = progress.seconds
    return tally


def check_day(published: str | None) -> None:
    """Raise ReadingError for a day of publication that is none, before anything is read or written."""
    if published is not None and iso_date(published) is None:
        raise ReadingError(no_day(published))
    doubt = doubt_of(published)
    if doubt is not None:
        complain(f"--published: {doubt}")


def _say_changes(changes: Sequence[Change]) -> None:
    """What coding again has made of events that were stored before."""
    if not changes:
        return
    events = len({(change.document_id, change.event_id) for change in changes})
    say(f"{number_of(events, 'stored event')} changed:")
    for change in changes[:CHANGES_SHOWN]:
        what = f"{change.document_id} {change.event_id[: table.SHORT_ID]}"
        if change.field == "event":
            say(f"  {what}: {'new' if change.before is None else 'gone'}: {change.after or change.before}")
        else:
            say(f"  {what}: {change.field}: {change.before or 'nothing'} -> {change.after or 'nothing'}")
    if len(changes) > CHANGES_SHOWN:
        say(f"  and {len(changes) - CHANGES_SHOWN} more; all of them: whowhom query 'SELECT * FROM changes'")


def _say_undated(documents: Sequence[str]) -> None:
    """That texts tell of days that cannot be reckoned, for want of a day of publication, and where to give it."""
    if documents:
        which = (
            documents[0] if len(documents) == 1 else f"{number_of(len(documents), 'document')}, {documents[0]} first"
        )
        say(
            f'no day of publication ({which}): "on Monday" has no date there. '
            f'Give it with --published 2014-05-20, or in a side file: {{"published": "2014-05-20"}}.'
        )


def _version(order: Order) -> str:
    """What codings are told apart by: the coder's version, and its model where it is another than the usual."""
    from whowhom.parsing import DEFAULT_MODEL

    coder = coder_version(order.codebook, order.actors, order.places, rules_only=order.rules_only)
    return coder if order.model == DEFAULT_MODEL else f"{coder}+{order.model}"


def items_of(inputs: Sequence[Input], sizes: Sequence[int], order: Order, tally: Tally) -> Iterator[Item]:
    """Yield the documents of all inputs; keeps ``tally.done`` at about the bytes read."""
    finished = 0
    taken: dict[str, str] = {}
    for each, size in zip(inputs, sizes, strict=True):
        within = 0
        for item in read(each, published=order.published, publisher=order.publisher, stdin=sys.stdin.buffer):
            within += 0 if isinstance(item, Failure) else len(item.text)
            tally.done = finished + min(within, size)
            if isinstance(item, Failure):
                yield item
            else:
                tally.at = f"{item.document_id} of {number_of(len(item.text), 'character')}"
                yield _told_apart(item, each.path, taken)
        finished += size
        tally.done = finished


def _told_apart(document: Document, path: str, taken: dict[str, str]) -> Document:
    """The document, under its path where an earlier input of the run has one of the same id ("a/x.txt", "b/x.txt")."""
    if taken.setdefault(document.document_id, path) == path:
        return document
    return replace(document, document_id=f"{path}:{document.document_id}")


def size_of(each: Input) -> int:
    try:
        return Path(each.path).stat().st_size
    except OSError:
        return 0


def _shower(order: Order, output: Callable[[], BinaryIO], undated: list[str]) -> Callable[[CodedDocument], int]:
    """What prints a coded document in the format asked for; nothing is opened before the first one.

    Documents with days that only a day of publication would date are added to ``undated``.
    """
    made: list[Show] = []

    def show(coded: CodedDocument) -> int:
        if not made:
            made.append(_show_of(order, output()))
        made[0](coded)
        unread = any(reason.rule == UNREAD for event in coded.events if event.date is None for reason in event.why)
        if unread and coded.document.published is None:
            undated.append(coded.document.document_id)
        return len(coded.events)

    return show


def _show_of(order: Order, output: BinaryIO) -> Show:
    if order.format is Format.JSONL:
        return lambda coded: _show_lines(coded, output, why_not=order.why_not)
    if order.format is Format.CSV:
        lines = CsvLines(CSV_COLUMNS)
        output.write(lines.header())
        return lambda coded: _show_csv(coded, lines, output)
    if order.output is None:
        where = console()
    else:
        import io

        where = console(io.TextIOWrapper(output, encoding="utf-8", write_through=True))
    return lambda coded: table.show_document(coded, where, why_not=order.why_not)


def _show_lines(coded: CodedDocument, output: BinaryIO, *, why_not: bool) -> None:
    rows: list[Event | Silence] = [*coded.events, *(coded.silences if why_not else ())]
    rows.sort(key=lambda row: row.sentence.start)
    output.writelines(
        encode_line(event_row(row) if isinstance(row, Event) else silence_row(row))
        for row in rows
    )  # fmt: skip
    output.flush()


def _show_csv(coded: CodedDocument, lines: CsvLines, output: BinaryIO) -> None:
    output.writelines(lines.line(csv_row(event, coded.document)) for event in coded.events)
    output.flush()


def name_failure(failure: Failure) -> None:
    complain(f"{_where(failure)}: {failure.message}")


def _where(failure: Failure) -> str:
    parts = dict.fromkeys(part for part in (failure.path, failure.document_id) if part)
    return " ".join(parts)


def _interrupted(tally: Tally, store: Path | None) -> str:
    done = f"interrupted after {number_of(tally.documents, 'document')}"
    return f"{done}; kept in {store}, run the same command to go on" if store is not None else done


def end_run(tally: Tally, *, store: Path | None = None, noun: str = "event") -> int:
    """Say what came of it, unless one line about the only input has said it already; returns the exit code."""
    failed = len(tally.failures)
    if tally.is_interrupted:
        complain(_interrupted(tally, store))
        return INTERRUPTED
    if failed == 1 and tally.documents == 0:
        return BAD_INPUT
    say(
        f"{number_of(tally.documents, 'document')}, {number_of(tally.records, noun)}, {failed:,} failed, "
        f"{duration(tally.seconds)}"
    )
    return SOME_FAILED if failed else OK
