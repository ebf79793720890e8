"""`whowhom codebook check`: every example of a codebook coded, and compared with how its author marked it.

[Sources] stand in brackets, {targets} in braces. A cue's example must give its
event with exactly these parties; an operator's must show it over an event. Of
a project's own cues it is also said where they meet shipped ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from rich.text import Text

from whowhom.actors.cast import Cast, cast_of_spans
from whowhom.cli.output import complain, console, number_of, safe, say, show
from whowhom.cli.overlaps import in_words, overlaps
from whowhom.errors import KnowledgeError
from whowhom.events import find_events
from whowhom.events.finding import all_drafts
from whowhom.gate import Gate
from whowhom.knowledge.codebook import CUES, Codebook, Cue, load_codebook
from whowhom.parsing import Parser, load_parser
from whowhom.records import Actor, ActorKind, Draft, Sentence, Span

OK, FAILED = 0, 1
MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")


class Told(Struct, frozen=True, kw_only=True):
    """An event that an example was coded as: the cue that told it, and the event in words."""

    rule: str
    words: str


def check(file: Path | None, *, model: str, codebook: Path | None = None) -> int:
    """Print each example that is not coded as marked; 0 if there is none.

    ``file`` is a table of cues or the folder of a codebook; without one the
    project's ``codebook`` is checked, else the shipped one.
    """
    known, cues = _to_check(file, codebook)
    parser, where, failed = load_parser(model), console(), 0
    for cue in cues:
        wrong = fault(cue, parser, known)
        if wrong is not None:
            failed += 1
            show(where, Text.assemble((cue.id, "bold"), f"  {safe(wrong)}"))
            show(where, Text(safe(cue.example), style="italic"), indent=4)
    for note in notes(known, parser):
        say(f"note: {note}")
    if failed:
        complain(f"{failed:,} of {len(cues):,} examples are not coded as marked")
        return FAILED
    say(f"{number_of(len(cues), 'example')}, all coded as marked" if cues else "no cue, and so no example to check")
    return OK


def _to_check(file: Path | None, own: Path | None) -> tuple[Codebook, list[Cue]]:
    """The codebook to check by, and the cues of it whose examples are run."""
    if file is None or file.is_dir():
        codebook = load_codebook(file or own)
        checked = codebook.own_cues if file or own else codebook.by_id.keys()
    elif file.is_file():
        codebook = load_codebook(own or _around(file), cues=file)
        checked = _ids(file) & codebook.by_id.keys()
    else:
        raise KnowledgeError(f"{file}: there is no such file. Name a table of cues, or the folder of a codebook.")
    return codebook, [cue for cue in codebook.all_cues() if cue.id in checked]


def _around(table: Path) -> Path | None:
    """The codebook that a table of cues stands in."""
    folder = table.absolute().parent
    return folder.parent if folder.name == CUES else None


def _ids(file: Path) -> frozenset[str]:
    return frozenset(line.split("\t", 1)[0] for line in file.read_text(encoding="utf-8").splitlines())


# --- what the project's cues do to the shipped ones, and these to them --------------------


def notes(codebook: Codebook, parser: Parser) -> Iterator[str]:
    """Yield in words where cues of a project's own meet shipped ones; nothing where there are none."""
    if not codebook.own_cues and not codebook.own_types:
        return
    shipped = load_codebook()
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
    yield from _taken_away(codebook, shipped, parser)


def _taken_away(codebook: Codebook, shipped: Codebook, parser: Parser) -> Iterator[str]:
    """Yield the shipped examples that are coded otherwise with the project's codebook than without."""
    for cue in _touched(codebook, shipped, parser):
        wrong = fault(cue, parser, codebook)
        if wrong is not None and fault(cue, parser, shipped) is None:
            yield f"the example of the shipped {cue.id} is no longer coded by it, {wrong}: {cue.example}"


def _touched(codebook: Codebook, shipped: Codebook, parser: Parser) -> Iterator[Cue]:
    """Yield the shipped cues in whose examples something of the project's may show."""
    own = [codebook.by_id[i] for i in codebook.own_cues]
    words = {cue.lemma for cue in own if cue.event_type is not None}
    gate = Gate(codebook, parser.lemmatizer)
    everywhere = (
        any(cue.event_type is None for cue in own)
        or codebook.algebra != shipped.algebra
        or codebook.abstract != shipped.abstract
    )
    for cue in codebook.all_cues():
        if cue.id not in codebook.own_cues and (everywhere or words & gate.words_in(unmarked(cue.example)[0])):
            yield cue


# --- one example -------------------------------------------------------------------------


def fault(cue: Cue, parser: Parser, codebook: Codebook) -> str | None:
    """What is wrong with how a cue's example is coded; None if nothing is."""
    if cue.event_type is None:
        sentence = _parsed(unmarked(cue.example)[0], parser)
        drafts = all_drafts(sentence, Cast([], []), codebook)
        return None if cue.id in {step.rule for d in drafts for step in d.steps} else "does not show over any event"
    if MARKED.search(cue.example) is None:
        return "marks nobody: put the [sources] into brackets and the {targets} into braces"
    marked, others = coded(cue, parser, codebook)
    if marked is None:
        return None
    told = " | ".join(f"{each.words} by {each.rule}" for each in others) or "nothing"
    return f"marked {marked}; coded {told}{_misspelt(cue, parser)}"


def _misspelt(cue: Cue, parser: Parser) -> str:
    """What to say where a cue's lemma is a form of another word: "banned" of "ban"."""
    tokens = _parsed(unmarked(cue.example)[0], parser).tokens
    forms = [token.lemma for token in tokens if token.text.lower() == cue.lemma]
    is_form = bool(forms) and all(token.lemma != cue.lemma for token in tokens)
    return f". The dictionary form of {cue.lemma!r} is {forms[0]!r}" if is_form else ""


def coded(cue: Cue, parser: Parser, codebook: Codebook) -> tuple[str | None, list[Told]]:
    """What a cue's example was marked as and is not coded as (None if it is), and what else it is coded as."""
    text, spans = unmarked(cue.example)
    sentence = _parsed(text, parser)
    cast = cast_of_spans(sentence, spans, [Actor(actor_id=i, name=i, kind=ActorKind.OTHER) for i in spans])
    told = [
        Told(rule=draft.why[0].rule, words=_of_draft(draft, spans, text))
        for draft in find_events(sentence, cast, codebook).drafts
    ]
    sources, targets = ({i for i in spans if i[0] == side} for side in "st")
    marked = Told(rule=cue.id, words=_told(cue.event_type or "", sources, targets, spans, text))
    return (None if marked in told else marked.words), [each for each in told if each != marked]


def _parsed(text: str, parser: Parser) -> Sentence:
    return parser.parse_spans(text, [(0, Span(start=0, end=len(text)))])[0]


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
