"""Every example of a codebook's tables, and what is wrong with how it is coded.

In:  a folder of tables, the codebook that they are part of.
Out: examples; asked by a `Setting`, each says what is wrong with it, or None.

[Sources] stand in brackets, {targets} in braces. A cue's example must give its
event with exactly these parties, a detail's and the manual's also mode and
code; an operator's must show it over an event; near misses and senses must not
give what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property, partial
from pathlib import Path

from msgspec import Struct

from whowhom.actors.cast import Cast, cast_of_spans
from whowhom.errors import KnowledgeError
from whowhom.events import find_events
from whowhom.events.finding import all_drafts
from whowhom.gate import Gate
from whowhom.knowledge import manual
from whowhom.knowledge.actors import ActorIndex, load_actors
from whowhom.knowledge.codebook import TABLES, Codebook, Cue
from whowhom.knowledge.contexts import ContextSign
from whowhom.knowledge.details import Detail
from whowhom.knowledge.places import Gazetteer, load_gazetteer
from whowhom.knowledge.tables import Row, data_path, read_table
from whowhom.knowledge.words import WordLists, load_words
from whowhom.parsing import Parser
from whowhom.pipeline import Tools, code_document
from whowhom.qualifying.contexts.words import find_context_words
from whowhom.records import Actor, ActorKind, Document, Draft, Event, Sentence, Span, Stance, Status

MARKED = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")
UNMARKED = "marks nobody: put the [sources] into brackets and the {targets} into braces"
MANUAL = "manual"
MANUAL_TABLES = ("limits.tsv", "neighbours.tsv", "examples.tsv", "near_misses.tsv")
# What is told as having happened; a near miss may be spoken of.
HAPPENED = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL, Status.ATTEMPTED})
TOLD = frozenset({Stance.ASSERTED, Stance.REPORTED})


class Setting:
    """What codes by a codebook; the knowledge that only whole records need is loaded when first asked for."""

    def __init__(self, codebook: Codebook, parser: Parser) -> None:
        self.codebook, self.parser = codebook, parser

    def parsed(self, text: str) -> Sentence:
        return self.parser.parse_spans(text, [(0, Span(start=0, end=len(text)))])[0]

    def drafts(self, text: str, spans: dict[str, list[Span]]) -> tuple[Draft, ...]:
        """The events of a sentence of which the marked parties are the only actors."""
        sentence = self.parsed(text)
        cast = cast_of_spans(sentence, spans, [Actor(actor_id=i, name=i, kind=ActorKind.OTHER) for i in spans])
        return find_events(sentence, cast, self.codebook).drafts

    def events(self, text: str) -> tuple[Event, ...]:
        """The records of a sentence, coded as an article is, by the rules alone."""
        return code_document(Document(document_id="example", text=text), self._tools).events

    @cached_property
    def _tools(self) -> Tools:
        words, actors, gazetteer = _knowledge()
        gate = Gate(self.codebook, self.parser.lemmatizer)
        return Tools(
            parser=self.parser, gate=gate, codebook=self.codebook, words=words, actors=actors, gazetteer=gazetteer,
            encoder=None, reader=None,
        )  # fmt: skip


@cache
def _knowledge() -> tuple[WordLists, ActorIndex, Gazetteer]:
    return load_words(), load_actors(), load_gazetteer()


class Example(Struct, frozen=True, kw_only=True):
    """A sentence of the row ``name``, and what is wrong with how it is coded (None: nothing)."""

    name: str
    sentence: str
    fault: Callable[[Setting], str | None]
    cue: Cue | None = None
    is_of_context: bool = False


class Told(Struct, frozen=True, kw_only=True):
    """An event that an example was coded as: the cue that told it, and the event in words."""

    rule: str
    words: str


# --- the examples of a folder --------------------------------------------------------


def of_cue(cue: Cue) -> Example:
    def wrong(setting: Setting) -> str | None:
        return fault(cue, setting.parser, setting.codebook)

    return Example(name=cue.id, sentence=cue.example, fault=wrong, cue=cue)


def of_tables(folder: Path | None, codebook: Codebook) -> Iterator[Example]:
    """Yield the examples of a folder's tables beside those of words; by default those of the shipped ones.

    Raises KnowledgeError for a table of the manual that cannot be read or that no reader knows.
    """
    folder = folder or data_path("codebook")
    details = {detail.id: (name, detail) for name, those in codebook.details.items() for detail in those}
    for row in _rows(folder, "details.tsv"):
        yield _example(row, row.need("id"), "example", partial(_detail_fault, *details[row.need("id")]))
    for row in _rows(folder, "senses.tsv"):
        yield _example(row, row.need("id"), "example", partial(_sense_fault, row.need("example")))
    for row in _rows(folder, "context_cues.tsv"):
        yield _example(row, row.need("id"), "example", partial(_context_fault, row.need("id")), contexts=True)
    for row in _rows(folder, "context_signs.tsv"):
        sign = codebook.context_cues.signs[row.need("kind"), row.need("value")]
        yield _example(row, f"{sign.kind} {sign.value}", "example", partial(_sign_fault, sign), contexts=True)
    yield from _of_manual(folder / MANUAL, codebook)


def _of_manual(folder: Path, codebook: Codebook) -> Iterator[Example]:
    for path in sorted(folder.glob("*.tsv")):
        if path.name not in MANUAL_TABLES:
            raise KnowledgeError(f"{path}: is no table of a manual. Use {', '.join(MANUAL_TABLES)}.")
    book = manual.load_manual(codebook, folder)
    for row, shown in zip(_manual_rows(folder, "examples.tsv", manual.EXAMPLE_COLUMNS), book.examples, strict=True):
        yield _example(row, _place(row), "sentence", partial(_manual_fault, shown))
    for row, near in zip(
        _manual_rows(folder, "near_misses.tsv", manual.NEAR_MISS_COLUMNS), book.near_misses, strict=True
    ):
        yield _example(row, _place(row), "sentence", partial(_near_miss_fault, near))


def _rows(folder: Path, table: str) -> Iterator[Row]:
    path = folder / table
    return read_table(path, TABLES[table]) if path.is_file() else iter(())


def _manual_rows(folder: Path, table: str, columns: Sequence[str]) -> Iterator[Row]:
    path = folder / table
    return read_table(path, columns) if path.is_file() else iter(())


def _place(row: Row) -> str:
    return f"{MANUAL}/{Path(row.path).name}:{row.line}"


def _example(
    row: Row, name: str, column: str, fault: Callable[[Setting], str | None], *, contexts: bool = False
) -> Example:
    return Example(name=name, sentence=row.need(column), fault=fault, is_of_context=contexts)


# --- what is wrong with one ----------------------------------------------------------


def fault(cue: Cue, parser: Parser, codebook: Codebook) -> str | None:
    """What is wrong with how a cue's example is coded; None if nothing is."""
    setting = Setting(codebook, parser)
    if cue.event_type is None:
        drafts = all_drafts(setting.parsed(unmarked(cue.example)[0]), Cast([], []), codebook)
        return None if cue.id in {step.rule for d in drafts for step in d.steps} else "does not show over any event"
    if MARKED.search(cue.example) is None:
        return UNMARKED
    marked, others = coded(cue, parser, codebook)
    if marked is None:
        return None
    return f"marked {marked}; coded {_by_rules(others)}{_misspelt(cue, setting)}"


def _misspelt(cue: Cue, setting: Setting) -> str:
    """What to say where a cue's lemma is a form of another word: "banned" of "ban"."""
    tokens = setting.parsed(unmarked(cue.example)[0]).tokens
    forms = [token.lemma for token in tokens if token.text.lower() == cue.lemma]
    is_form = bool(forms) and all(token.lemma != cue.lemma for token in tokens)
    return f". The dictionary form of {cue.lemma!r} is {forms[0]!r}" if is_form else ""


def coded(cue: Cue, parser: Parser, codebook: Codebook) -> tuple[str | None, list[Told]]:
    """What a cue's example was marked as and is not coded as (None if it is), and what else it is coded as."""
    text, spans = unmarked(cue.example)
    told = [
        Told(rule=draft.why[0].rule, words=_of_draft(draft, spans, text))
        for draft in Setting(codebook, parser).drafts(text, spans)
    ]
    marked = Told(rule=cue.id, words=_as_marked(cue.event_type or "", spans, text))
    return (None if marked in told else marked.words), [each for each in told if each != marked]


def _detail_fault(event_type: str, detail: Detail, setting: Setting) -> str | None:
    text, spans = unmarked(detail.example)
    if not spans:
        return UNMARKED
    told = [
        Told(rule=draft.why[-1].rule, words=f"{_of_draft(draft, spans, text)} {draft.cameo}")
        for draft in setting.drafts(text, spans)
    ]
    marked = Told(rule=detail.id, words=f"{_as_marked(event_type, spans, text)} {detail.cameo}")
    return None if marked in told else f"marked {marked.words}; coded {_by_rules(told)}"


def _manual_fault(example: manual.Example, setting: Setting) -> str | None:
    def specific(words: str, modes: Sequence[str], cameo: str) -> str:
        return " ".join((words, *modes, cameo))

    text, spans = unmarked(example.sentence)
    told = [specific(_of_draft(d, spans, text), d.modes, d.cameo) for d in setting.drafts(text, spans)]
    modes = (example.mode,) if example.mode else ()
    marked = specific(_as_marked(example.event_type, spans, text), modes, example.cameo)
    return None if marked in told else f"marked {marked}; coded {' | '.join(told) or 'nothing'}"


def _near_miss_fault(near: manual.NearMiss, setting: Setting) -> str | None:
    events = setting.events(near.sentence)
    told = {event.event_type for event in events}
    happened = {event.event_type for event in events if event.status in HAPPENED and event.stance in TOLD}
    if near.event_type not in happened and (near.instead in told if near.instead else not told):
        return None
    return f"must not be {near.event_type} but {near.instead or 'no event'}; coded {_with_words(events)}"


def _sense_fault(sentence: str, setting: Setting) -> str | None:
    events = setting.events(sentence)
    return f"tells no event; coded {_with_words(events)}" if events else None


def _context_fault(name: str, setting: Setting) -> str | None:
    cue = setting.codebook.context_cues.cues[name]
    found = [told for told in find_context_words(cue.example, setting.codebook.context_cues) if told.cue.id == name]
    if not found:
        return "holds none of its words"
    if not cue.alone or not cue.contexts:
        return None
    missing = set(cue.contexts) - {context for event in setting.events(cue.example) for context in event.contexts}
    return f"no event is about {', '.join(sorted(missing))}" if missing else None


def _sign_fault(sign: ContextSign, setting: Setting) -> str | None:
    events = [event for event in setting.events(sign.example) if _has_sign(event, sign)]
    if not events:
        return f"no event has the {sign.kind} {sign.value}"
    fits = any(set(sign.contexts) <= set(event.contexts) for event in events)
    return None if fits else f"no event with it is about {', '.join(sign.contexts)}"


def _has_sign(event: Event, sign: ContextSign) -> bool:
    if sign.kind == "mode":
        return sign.value in {f"{event.event_type}-{mode}" for mode in event.modes}
    if sign.kind == "cameo":
        return event.cameo == sign.value
    return sign.value in {party.role for party in (*event.sources, *event.targets)}


# --- in words ------------------------------------------------------------------------


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


def _as_marked(event_type: str, spans: dict[str, list[Span]], text: str) -> str:
    sources, targets = ({i for i in spans if i[0] == side} for side in "st")
    return _told(event_type, sources, targets, spans, text)


def _told(event_type: str, sources: set[str], targets: set[str], spans: dict[str, list[Span]], text: str) -> str:
    """ "army ASSAULT rebels": an event as its marked parties word it."""

    def words(ids: set[str]) -> str:
        return " + ".join(f"“{text[spans[i][0].start : spans[i][0].end]}”" for i in sorted(ids)) or "-"

    return f"{words(sources)} {event_type} {words(targets)}"


def _by_rules(told: Sequence[Told]) -> str:
    return " | ".join(f"{each.words} by {each.rule}" for each in told) or "nothing"


def _with_words(events: Sequence[Event]) -> str:
    return " | ".join(f"{e.event_type} “{e.trigger.text}” by {e.why[0].rule}" for e in events) or "nothing"
