"""`whowhom codebook show`: an event type as a page of a manual.

What it is and is not, its modes with examples, how to tell it from its
neighbours, near misses, what makes its code more specific, and last its cues.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from whowhom.cli import table
from whowhom.cli.explaining import WORD_CLASSES
from whowhom.cli.output import console, has_colour, number_of, safe, show
from whowhom.errors import KnowledgeError
from whowhom.knowledge.codebook import Codebook, Cue, EventTypeInfo
from whowhom.knowledge.details import ANY, Detail
from whowhom.knowledge.manual import PARTY, Example, Manual, NearMiss, load_manual

DIM, INDENT = table.DIM, table.INDENT
# Words of a condition or a detail that the page shows; the rest stand in the tables.
WORDS = 6
# Lists of words for whoever can act are longer than this.
MANY = 40
CODE = 6
CONDITIONS = {
    "prt": "particle",
    "obj": "object",
    "subj": "subject",
    "prep": "preposition",
    "comp": "clause",
    "mod": "before it",
    "self": "form",
    "near": "close by",
    "pred": "predicate",
    "said": "modal verb of what is said before",
    "head": "under",
}
SLOTS = {"about": "about", "subj": "done by", "with": "done with", "by": "done by", "mod": "called", "head": "under"}


def show_type_page(name: str, codebook: Codebook, *, own: Path | None = None) -> None:
    """Print the page of one type; ``own`` is a project's folder, whose `manual/` is read too."""
    info = codebook.types.get(name.upper())
    if info is None:
        raise KnowledgeError(f"no event type {name!r}. Use one of {', '.join(codebook.types)}.")
    manual = load_manual(codebook)
    if own is not None:
        manual = manual.with_rows_of(load_manual(codebook, own / "manual"))
    where = console()
    cues = [cue for cue in codebook.all_cues() if cue.event_type == info.event_type]
    _show_head(where, info, manual, cues)
    _show_modes(where, info, codebook, manual)
    _show_neighbours(where, info, manual)
    _show_details(where, codebook.details.get(info.event_type, ()))
    _show_words(where, cues)
    _show_cues(where, cues)
    where.print()
    show(where, Text(_legend(where, own), style=DIM))


def _legend(where: Console, own: Path | None) -> str:
    """How to read the page, and what sees to it that its sentences are coded as it says."""
    marks = "Sources and targets are coloured" if has_colour(where) else "[Sources] and {targets} are marked"
    test = "A test codes every sentence of this page."
    if own is not None:
        test = (
            f"A test codes every shipped sentence of this page; yours: whowhom codebook check {shlex.quote(str(own))}"
        )
    return f"{marks}; numbers are CAMEO codes. {test}"


def _title(where: Console, title: str, note: str = "") -> None:
    where.print()
    show(where, Text.assemble((title, "bold"), (f"  {note}" if note else "", DIM)))


def _hanging(where: Console, left: Text, body: Text, *, indent: int, width: int) -> None:
    """Print ``body`` in lines beside ``left``, which takes ``width`` columns."""
    lines = body.wrap(where, max(20, where.width - indent - width))
    for number, line in enumerate(lines):
        line.rstrip()
        beside = left.copy() if number == 0 else Text()
        beside.pad_right(max(0, width - beside.cell_len))
        where.print(Text(" " * indent) + beside + line, no_wrap=True, overflow="ignore", crop=False)


# --- what it is --------------------------------------------------------------------------


def _show_head(where: Console, info: EventTypeInfo, manual: Manual, cues: Sequence[Cue]) -> None:
    facts = f"  {info.quad_name}, score {info.score:+g}, CAMEO {info.cameo_root}, {number_of(len(cues), 'cue')}"
    show(where, Text.assemble((info.event_type, "bold"), facts))
    where.print()
    show(where, Text(info.definition), indent=INDENT)
    if info.event_type in manual.limits:
        _title(where, "What it is not")
        show(where, Text(manual.limits[info.event_type]), indent=INDENT)


def _show_modes(where: Console, info: EventTypeInfo, codebook: Codebook, manual: Manual) -> None:
    modes = [mode for mode in codebook.modes if mode.event_type == info.event_type]
    if modes:
        _title(where, "Modes", "score of each, and sentences that tell it")
    for mode in modes:
        where.print()
        score = f"  {mode.score:+g}" if mode.score is not None else ""
        show(where, Text.assemble((mode.mode, "bold"), f"{score}  {mode.definition}"), indent=INDENT)
        _show_examples(where, manual.examples_of(info.event_type, mode.mode))
    others = manual.examples_of(info.event_type, None)
    if others and modes:
        where.print()
        show(where, Text("without a mode", style="bold"), indent=INDENT)
    elif others:
        _title(where, "Examples")
    _show_examples(where, others)


def _show_examples(where: Console, examples: Iterable[Example]) -> None:
    for example in examples:
        code = Text(example.cameo, style=DIM)
        _hanging(where, code, marked(example.sentence, colour=has_colour(where)), indent=2 * INDENT, width=CODE)


def marked(sentence: str, *, colour: bool) -> Text:
    """A sentence with its parties coloured, or, without colours, in the brackets and braces of its author."""
    if not colour:
        return Text(safe(sentence))
    text, at = Text(), 0
    for party in PARTY.finditer(sentence):
        style = table.SOURCE if party[0].startswith("[") else table.TARGET
        text.append(safe(sentence[at : party.start()])).append(safe(party[0][1:-1]), style=style)
        at = party.end()
    return text.append(safe(sentence[at:]))


# --- what it is taken for ----------------------------------------------------------------


def _show_neighbours(where: Console, info: EventTypeInfo, manual: Manual) -> None:
    neighbours = manual.neighbours_of(info.event_type)
    if neighbours:
        _title(where, "Neighbours", "how to decide between the two")
    width = max((len(row.neighbour) for row in neighbours), default=0) + 2
    for row in neighbours:
        _hanging(where, Text(row.neighbour, style="bold"), Text(row.decide), indent=INDENT, width=width)
    near = manual.near_misses_of(info.event_type)
    if near:
        _title(where, "Near misses", f"none of these is {info.event_type}")
    for miss in near:
        show(where, Text.assemble(safe(miss.sentence), (f"  {_instead(miss)}", DIM)), indent=INDENT)


def _instead(miss: NearMiss) -> str:
    return f"{miss.instead or 'no event'}: {miss.why}"


# --- the words ---------------------------------------------------------------------------


def _show_details(where: Console, details: Sequence[Detail]) -> None:
    if details:
        _title(where, "What makes mode and code more specific", "what the event is about, or what it is done with")
    width = CODE + max((len(detail.mode or "") for detail in details), default=0) + 2
    for detail in details:
        left = Text.assemble((detail.cameo.ljust(CODE), DIM), (detail.mode or "", "bold"))
        of = "" if detail.of_mode in (None, ANY) else f" (where it is {detail.of_mode})"
        body = Text.assemble((f"{SLOTS[detail.slot]} ", DIM), _about(detail), (of, DIM))
        _hanging(where, left, body, indent=INDENT, width=width)


def _about(detail: Detail) -> str:
    """The words and codes of a detail: "curfew, restriction, or an event of 0813"."""
    words = [word.replace("_", " ") for word in sorted(detail.words)]
    codes = [c for c in detail.codes if not any(c != other and c.startswith(other) for other in detail.codes)]
    shown = ", ".join(words[:WORDS]) + (", …" if len(words) > WORDS else "")
    inner = f"an event of {', '.join(codes)}" if codes else ""
    return "; or ".join(part for part in (shown, inner) if part)


def _show_words(where: Console, cues: Sequence[Cue]) -> None:
    """The words of all cues at a glance, those of a mode together."""
    if cues:
        _title(where, "Words that tell it", "the cues below in short")
    for pos, mode, words in _groups(cues):
        left = f"{WORD_CLASSES[pos]}s{f' of {mode}' if mode else ''}"
        show(where, Text.assemble((f"{left}: ", "bold"), safe(", ".join(words))), indent=INDENT)


def _groups(cues: Sequence[Cue]) -> Iterator[tuple[str, str | None, list[str]]]:
    for pos in WORD_CLASSES:
        of_class = [cue for cue in cues if cue.pos == pos]
        for mode in sorted({cue.mode or "" for cue in of_class}):
            yield pos, mode or None, list(dict.fromkeys(_word(cue) for cue in of_class if (cue.mode or "") == mode))


def _word(cue: Cue) -> str:
    """A cue's word with its particle: "carry out"."""
    particles = [c for c in cue.conditions if c.slot == "prt" and not c.negated and len(c.words) == 1]
    return " ".join((cue.lemma, *(next(iter(c.words)) for c in particles)))


def _show_cues(where: Console, cues: Sequence[Cue]) -> None:
    for pos, word_class in WORD_CLASSES.items():
        of_class = [cue for cue in cues if cue.pos == pos]
        if of_class:
            _title(where, f"Cues: {word_class}s", f"{len(of_class)}, each with its conditions, its id and an example")
        for cue in of_class:
            show(where, _condensed(cue), indent=INDENT)
            show(where, marked(cue.example, colour=has_colour(where)), indent=2 * INDENT)


def _condensed(cue: Cue) -> Text:
    """A cue with its mode, its conditions and its id: "carry (aerial) with particle out ..."."""
    text = Text.assemble((cue.lemma, "bold"), f" ({cue.mode})" if cue.mode else "")
    for number, condition in enumerate(cue.conditions):
        shown = _condition(condition.words)
        how = "without" if condition.negated else "with"
        text.append(f"{',' if number else ''} {how} {CONDITIONS.get(condition.slot, condition.slot)} {shown}")
    return text.append(f"  {cue.id}", style=DIM)


def _condition(words: frozenset[str]) -> str:
    """A condition's words; a long list of whoever can act is "a party"."""
    if "*" in words:
        return "anything"
    if "*name" in words and len(words) > MANY:
        return "a party"
    shown = sorted(word for word in words if word != "*name")[:WORDS]
    name = ["a name"] if "*name" in words else []
    return "/".join([*name, *shown]) + ("/…" if len(words) > WORDS else "")
