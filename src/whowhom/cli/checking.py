"""`whowhom codebook check`: every example of a codebook coded, and compared with how its author marked it.

[Sources] stand in brackets, {targets} in braces. A cue's example must give its
event with exactly these parties; an operator's must show it over an event.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.text import Text

from whowhom.actors.cast import Cast, cast_of_spans
from whowhom.cli.output import complain, console, number_of, safe, say, show
from whowhom.errors import KnowledgeError
from whowhom.events import find_events
from whowhom.events.finding import all_drafts
from whowhom.knowledge.codebook import Codebook, Cue, load_codebook
from whowhom.knowledge.tables import data_path
from whowhom.parsing import Parser, load_parser
from whowhom.records import Actor, ActorKind, Draft, Span

OK, FAILED = 0, 1
MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")


def check(file: Path | None, *, model: str) -> int:
    """Print each example that is not coded as marked; 0 if there is none."""
    with _folder(file) as folder:
        codebook = load_codebook(folder)
        cues = [cue for cue in codebook.all_cues() if file is None or file.is_dir() or cue.id in _ids(file)]
    parser, where, failed = load_parser(model), console(), 0
    for cue in cues:
        told = fault(cue, parser, codebook)
        if told is not None:
            failed += 1
            show(where, Text.assemble((cue.id, "bold"), f"  {safe(told)}"))
            show(where, Text(safe(cue.example), style="italic"), indent=4)
    if failed:
        complain(f"{failed:,} of {len(cues):,} examples are not coded as marked")
        return FAILED
    say(f"{number_of(len(cues), 'example')}, all coded as marked")
    return OK


@contextmanager
def _folder(file: Path | None) -> Iterator[Path]:
    """The folder of the codebook to check: the shipped one, another, or the shipped one with a table of cues added."""
    shipped = data_path("codebook")
    if file is None or file.is_dir():
        yield file or shipped
        return
    if not file.is_file():
        raise KnowledgeError(f"{file}: there is no such file. Name a table of cues, or the folder of a codebook.")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "codebook"
        shutil.copytree(shipped, folder)
        shutil.copyfile(
            file, folder / "cues" / file.name
        )  # a table of the same name takes the place of the shipped one
        yield folder


def _ids(file: Path) -> frozenset[str]:
    return frozenset(line.split("\t", 1)[0] for line in file.read_text(encoding="utf-8").splitlines())


def fault(cue: Cue, parser: Parser, codebook: Codebook) -> str | None:
    """What is wrong with how a cue's example is coded; None if nothing is."""
    text, spans = unmarked(cue.example)
    sentence = parser.parse_spans(text, [(0, Span(start=0, end=len(text)))])[0]
    if cue.event_type is None:
        drafts = all_drafts(sentence, Cast([], []), codebook)
        return None if cue.id in {step.rule for d in drafts for step in d.steps} else "does not show over any event"
    cast = cast_of_spans(sentence, spans, [Actor(actor_id=i, name=i, kind=ActorKind.OTHER) for i in spans])
    drafts = find_events(sentence, cast, codebook).drafts
    marked = _told(cue.event_type, {i for i in spans if i[0] == "s"}, {i for i in spans if i[0] == "t"}, spans, text)
    told = [(draft.why[0].rule, _of_draft(draft, spans, text)) for draft in drafts]
    if (cue.id, marked) in told:
        return None
    return f"marked {marked}; coded {' | '.join(f'{words} by {rule}' for rule, words in told) or 'nothing'}"


def unmarked(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """A sentence without its marks, and the spans of its sources (s1, s2, ...) and targets (t1, t2, ...)."""
    text, at = "", 0
    spans: dict[str, list[Span]] = {}
    for found in MARKED.finditer(marked):
        text += marked[at : found.start()]
        name, words = ("s", found.group(1)) if found.group(1) else ("t", found.group(2))
        number = 1 + sum(1 for key in spans if key[0] == name)
        spans[f"{name}{number}"] = [Span(start=len(text), end=len(text) + len(words))]
        text += words
        at = found.end()
    return text + marked[at:], spans


def _of_draft(draft: Draft, spans: dict[str, list[Span]], text: str) -> str:
    sources, targets = ({m.actor_id for m in side} for side in (draft.sources, draft.targets))
    return _told(draft.event_type, sources, targets, spans, text)


def _told(event_type: str, sources: set[str], targets: set[str], spans: dict[str, list[Span]], text: str) -> str:
    """ "army ASSAULT rebels": an event as its marked parties word it."""

    def words(ids: set[str]) -> str:
        return " + ".join(f"“{text[spans[i][0].start : spans[i][0].end]}”" for i in sorted(ids)) or "-"

    return f"{words(sources)} {event_type} {words(targets)}"
