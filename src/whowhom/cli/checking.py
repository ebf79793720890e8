"""`whowhom codebook check`: every example of a codebook coded, and compared with how its author marked it.

Of a project's own codebook it is also said where its cues meet shipped ones,
and which shipped examples its tables change. What an example must give is
`examples.py`'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct
from rich.text import Text

from whowhom.cli.examples import Example, Setting, coded, fault, of_cue, of_tables, unmarked
from whowhom.cli.output import complain, console, number_of, safe, say, show
from whowhom.cli.overlaps import in_words, overlaps
from whowhom.errors import KnowledgeError
from whowhom.gate import Gate
from whowhom.knowledge.codebook import CUES, Codebook, load_codebook
from whowhom.parsing import Parser, load_parser

__all__ = ["check", "fault", "notes", "unmarked"]

OK, FAILED = 0, 1
# Tables that bear on sentences with any word: where they differ, every shipped example is coded again.
EVERYWHERE = ("algebra", "abstract", "forces", "things", "expressions", "senses", "details")


class ToCheck(Struct, frozen=True, kw_only=True):
    """A codebook and the examples that are run by it."""

    codebook: Codebook
    examples: tuple[Example, ...]


def check(file: Path | None, *, model: str, codebook: Path | None = None) -> int:
    """Print each example that is not coded as marked; 0 if there is none.

    ``file`` is a table of cues or the folder of a codebook; without one the
    project's ``codebook`` is checked, else the shipped one.
    """
    asked = _to_check(file, codebook)
    setting = Setting(asked.codebook, load_parser(model))
    where, failed = console(), 0
    for example in asked.examples:
        wrong = example.fault(setting)
        if wrong is not None:
            failed += 1
            show(where, Text.assemble((example.name, "bold"), f"  {safe(wrong)}"))
            show(where, Text(safe(example.sentence), style="italic"), indent=4)
    for note in notes(asked.codebook, setting.parser, own=[example.name for example in asked.examples]):
        say(f"note: {note}")
    number = len(asked.examples)
    if failed:
        complain(f"{failed:,} of {number:,} examples are not coded as marked")
        return FAILED
    say(f"{number_of(number, 'example')}, all coded as marked" if number else "no example to check")
    return OK


def _to_check(file: Path | None, own: Path | None) -> ToCheck:
    """The codebook to check by: all examples of its folder, or those of a table of cues."""
    if file is None or file.is_dir():
        folder = file or own
        codebook = load_codebook(folder)
        checked = codebook.own_cues if folder else codebook.by_id.keys()
        of_others = tuple(of_tables(folder, codebook))
    elif file.is_file():
        codebook = load_codebook(own or _around(file), cues=file)
        checked, of_others = _ids(file) & codebook.by_id.keys(), ()
    else:
        raise KnowledgeError(f"{file}: there is no such file. Name a table of cues, or the folder of a codebook.")
    of_words = (of_cue(cue) for cue in codebook.all_cues() if cue.id in checked)
    return ToCheck(codebook=codebook, examples=(*of_words, *of_others))


def _around(table: Path) -> Path | None:
    """The codebook that a table of cues stands in."""
    folder = table.absolute().parent
    return folder.parent if folder.name == CUES else None


def _ids(file: Path) -> frozenset[str]:
    return frozenset(line.split("\t", 1)[0] for line in file.read_text(encoding="utf-8").splitlines())


# --- what the project's tables do to the shipped ones, and these to them ------------------


def notes(codebook: Codebook, parser: Parser, *, own: Collection[str] = ()) -> Iterator[str]:
    """Yield in words where tables of a project's own meet shipped ones; nothing where there are none.

    ``own`` are the names of its examples, which take the place of shipped ones.
    """
    shipped = load_codebook()
    if codebook == shipped:
        return
    told = {cue.event_type for cue in codebook.all_cues()}
    told |= {rule.result for rule in codebook.algebra.values()}
    yield from (f"no cue tells {name}, so nothing is coded so" for name in sorted(codebook.own_types - told))
    replaced = sorted(codebook.own_cues & shipped.by_id.keys())
    yield from (f"yours is taken for the shipped {i}" for i in replaced if codebook.by_id[i] != shipped.by_id[i])
    yield from (in_words(overlap) for overlap in overlaps(codebook, shipped))
    for cue in codebook.all_cues():
        if cue.id in codebook.own_cues and cue.event_type is not None:
            wrong, events = coded(cue, parser, codebook)
            others = [each for each in events if wrong is None and each.rule not in codebook.own_cues]
            yield from (f"the example of {cue.id} is also coded {o.words} by {o.rule}: {cue.example}" for o in others)
    yield from _taken_away(Setting(codebook, parser), Setting(shipped, parser), frozenset(own) | codebook.own_cues)


def _taken_away(own: Setting, shipped: Setting, replaced: frozenset[str]) -> Iterator[str]:
    """Yield the shipped examples that are coded otherwise with the project's codebook than without."""
    for example in _touched(own, shipped):
        if example.name in replaced:
            continue
        wrong = example.fault(own)
        if wrong is not None and example.fault(shipped) is None:
            how = "by it" if example.cue is not None else "as it says"
            yield f"the example of the shipped {example.name} is no longer coded {how}, {wrong}: {example.sentence}"


def _touched(own: Setting, shipped: Setting) -> Iterator[Example]:
    """Yield the shipped examples in which something of the project's may show."""
    codebook, base = own.codebook, shipped.codebook
    off = base.by_id.keys() - codebook.by_id.keys()
    changed = [codebook.by_id[i] for i in codebook.own_cues] + [base.by_id[i] for i in off]
    words = {cue.lemma for cue in changed if cue.event_type is not None}
    gates = (Gate(codebook, own.parser.lemmatizer), Gate(base, own.parser.lemmatizer))
    everywhere = any(cue.event_type is None for cue in changed) or any(
        getattr(codebook, name) != getattr(base, name) for name in EVERYWHERE
    )
    contexts = codebook.context_cues != base.context_cues
    of_words = (of_cue(cue) for cue in base.all_cues() if cue.id in codebook.by_id)
    for example in (*of_words, *of_tables(None, base)):
        text = unmarked(example.sentence)[0]
        if everywhere or (contexts and example.is_of_context) or any(words & gate.words_in(text) for gate in gates):
            yield example
