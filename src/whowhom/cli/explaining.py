"""`whowhom explain`: an event in words, and for everything it says the words and rules it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.text import Text

from whowhom.cli import table
from whowhom.cli.output import console, has_colour, safe, show
from whowhom.events.inferring import INFERRED, OF_DOERS, READ_NOBODY
from whowhom.events.weighing import NEXT, VOTE, View, views_in
from whowhom.knowledge.codebook import Codebook, Cue, load_codebook
from whowhom.knowledge.tables import read_table
from whowhom.records import COUNTS, Document, Event, Party, Reason, Stance

# What a cue's slots are called in a sentence; any other slot is a preposition.
SLOTS = {
    "subj": "its subject",
    "obj": "its object",
    "iobj": "its indirect object",
    "poss": "whose it is (“…'s”)",
    "mod": "the word before it",
    "comp": "the clause under it",
    "teller": "whoever tells it",
    "by": "after “by”",
}
WORD_CLASSES = {"V": "verb", "N": "noun", "A": "adjective"}
STANCES = {
    Stance.ASSERTED: "the author tells it as fact",
    Stance.REPORTED: "told on somebody's word",
    Stance.ALLEGED: "claimed or laid to somebody, not established",
    Stance.DOUBTED: "put in doubt",
    Stance.DENIED: "said not to be so",
}
BASES = {
    "stated": "the text says so",
    "relative": "worked out from the day of publication",
    "document": "only the day of publication is known: it had happened by then",
}
# The widest column for the words of an article.
LEFT = 26
# The parts of an explanation whose rules begin with these words.
STAGES = {
    "status": "Did it happen?",
    "teller": "On whose word?",
    "date": "When?",
    "place": "Where?",
    "count": "How many?",
}


def show_explanation(event: Event, document: Document, codebook: Codebook | None = None) -> None:
    """Print why an event was coded as it was, by the codebook it was coded with; the shipped one unless given."""
    where, codebook = console(), codebook or load_codebook()
    show(where, _head(event, document))
    where.print()
    show(where, table.marked_sentence(event, colour=has_colour(where)), indent=4)
    for title, answer, rows in _parts(event, codebook):
        where.print()
        show(where, Text.assemble((title, "bold"), "  ", answer))
        _print_rows(rows, where)
    where.print()
    show(where, Text.assemble(("How sure?", "bold"), f"  {_sureness(event)}"))


Rows = Sequence[tuple[str, str]]


def _parts(event: Event, codebook: Codebook) -> Iterator[tuple[str, Text, Rows]]:
    """Yield each question with its answer and the words and rules for it."""
    yield "What?", Text(_what(event, codebook)), _cue_rows(event, codebook)
    views = views_in(event.why)
    if NEXT in views:
        yield "Or what else?", Text(_next(views[NEXT])), _rival_rows(event, views[VOTE], views[NEXT])
    yield from _party_parts(event)
    yield "Did it happen?", Text(event.status.value), _rows(event, "status")
    yield "On whose word?", _whose_word(event), _rows(event, "teller")
    yield "When?", Text(_when(event)), _rows(event, "date")
    yield "Where?", Text(_where(event)), _rows(event, "place")
    if event.contexts:
        yield "What about?", Text(", ".join(event.contexts)), list(_context_rows(event, codebook))
    counts = [
        f"{table.pretty_count(count)} {name} (“{safe(count.text)}”)"
        for name in COUNTS
        if (count := getattr(event, name)) is not None
    ]
    if counts:
        yield "How many?", Text(", ".join(counts)), _rows(event, "count")


def _head(event: Event, document: Document) -> Text:
    head = table.event_head(event)
    head.append(f"  {event.event_id}\n", style=table.DIM)
    known = (
        document.title,
        document.publisher,
        table.pretty_day(document.published),
        document.path or document.document_id,
    )
    line = ", ".join(safe(part) for part in known if part)
    return head.append(f"{line}, characters {event.sentence.start} to {event.sentence.end}", style=table.DIM)


def _print_rows(rows: Rows, where: Console) -> None:
    """Words on the left, what they mean on the right; words too long for the left stand above."""
    left = min(LEFT, max((len(words) + 2 for words, _ in rows), default=0))
    for words, meaning in rows:
        if len(words) + 2 > left:
            show(where, Text(safe(words), style="italic"), indent=4)
            words = ""
        lines = Text(safe(meaning)).wrap(where, max(20, where.width - 4 - left))
        for line in lines:
            line.rstrip()
            show(where, Text.assemble((safe(words).ljust(left), "italic"), line), indent=4)
            words = ""


# --- what ----------------------------------------------------------------------------


def _what(event: Event, codebook: Codebook) -> str:
    info = codebook.types.get(event.event_type)
    cameo = codebook.cameo.get(event.cameo)
    name = event.event_type + (f" ({', '.join(event.modes)})" if event.modes else "")
    quad = f", {info.quad_name}" if info is not None else ""
    code = f"; CAMEO {event.cameo}" + (f" “{cameo.name}”" if cameo is not None else "")
    return f"{name}{quad}; intensity {event.goldstein:+g}{code}"


def _cue_rows(event: Event, codebook: Codebook) -> list[tuple[str, str]]:
    """What the type stands on: its cue, the operators over it, what the algebra made of them."""
    cues = {cue.id: cue for cue in codebook.all_cues()}
    rows = []
    for reason in event.why:
        cue = cues.get(reason.rule)
        if cue is not None:
            rows.append((_quoted(reason), _operator(cue, reason, codebook) if _governs(cue, reason) else _cue(cue)))
        elif reason.rule.partition(".")[0] not in {*STAGES, "actor", "encoder", "context", "event"}:
            rows.append((_quoted(reason), _meaning(reason)))
    info = codebook.types.get(event.event_type)
    return [*rows, ("", f"{info.event_type}: {info.definition}")] if info is not None else rows


def _next(rival: View) -> str:
    """The second-best type, in words."""
    return f"{rival.event_type}, to which the encoder gives {_of_hundred(rival.share)}"


def _rival_rows(event: Event, vote: View, rival: View) -> list[tuple[str, str]]:
    """Why the second-best type is not the one coded: what the encoder gives each, and that a record needs a cue."""
    quoted = next(_quoted(reason) for reason in event.why if reason.rule == VOTE)
    agrees = vote.share >= rival.share
    given = f"the encoder gives {vote.event_type} {'' if agrees else 'only '}{_of_hundred(vote.share)}"
    if vote.event_type != event.event_type:
        how = "denied or failed" if vote.event_type == "REJECT" else "told ahead"
        given += f" ({event.event_type} {how}, which between two parties is {vote.event_type})"
    if agrees:
        return [(quoted, f"{given}: cue and encoder agree. [{VOTE}]")]
    why = "A record stands on the cue that holds at its word, so its type stays, with less trust"
    return [(quoted, f"{given}. {why}. [{VOTE}]")]


def _of_hundred(share: float) -> str:
    return f"{share * 100:.0f} of 100" if share >= 0.01 else "less than 1 of 100"


def _governs(cue: Cue, reason: Reason) -> bool:
    return cue.event_type is None or (reason.detail or "").startswith("operator")


def _cue(cue: Cue) -> str:
    """A cue in words: what it tells, and where it looks for the parties."""
    told = f"{cue.event_type}{f' ({cue.mode})' if cue.mode else ''}"
    parts = [f"the {WORD_CLASSES[cue.pos]} “{cue.lemma}” tells {told}"]
    if cue.frame.reciprocal:
        parts.append(f"all who take part are sources: {_slots(cue.frame.sources)}")
    else:
        parts.append(f"source: {_slots(cue.frame.sources)}" if cue.frame.sources else "it names no source")
        parts.append(f"target: {_slots(cue.frame.targets)}" if cue.frame.targets else "it names no target")
    return f"{'; '.join(parts)}. [{cue.id}]"


def _slots(slots: Sequence[str]) -> str:
    return ", or ".join(SLOTS.get(slot, f"after “{slot}”") for slot in slots)


def _operator(cue: Cue, reason: Reason, codebook: Codebook) -> str:
    rule = codebook.rule(cue.operator or "", "*")
    meaning = f": {rule.meaning}" if rule is not None else ""
    changed = "; it makes another event of what it governs" if "changes the type" in (reason.detail or "") else ""
    return f"operator “{cue.operator}”{meaning}{changed}. [{cue.id}]"


# --- who -----------------------------------------------------------------------------


def _party_parts(event: Event) -> Iterator[tuple[str, Text, Rows]]:
    for title, parties, style in (("Who?", event.sources, table.SOURCE), ("To whom?", event.targets, table.TARGET)):
        answer = table.names(parties, style) if parties else Text("the sentence does not say", style=table.DIM)
        rows = [row for party in parties for row in _party_rows(party, event)]
        is_doer = parties is event.sources
        if table.are_doers_implied(event) if is_doer else table.is_implied(event):
            answer.append("  implied, not told in the clause", style=table.SET_OFF)
            inferred = (reason for reason in event.why if reason.rule.startswith(INFERRED))
            rows += [(_quoted(r), _meaning(r)) for r in inferred if (r.rule in OF_DOERS) == is_doer]
        elif not (is_doer or parties):
            rows += [(_quoted(r), _meaning(r)) for r in event.why if r.rule == READ_NOBODY]
        yield title, answer, rows


def _party_rows(party: Party, event: Event) -> list[tuple[str, str]]:
    """The words for a party, why they mean this actor, and what the codes say."""
    inside = [
        reason
        for reason in event.why
        if reason.rule.startswith("actor.") and reason.start < party.mention.end and party.mention.start < reason.end
    ]
    rows = [(f"“{party.mention.text}”", _meaning(reason)) for reason in inside] or [
        (f"“{party.mention.text}”", party.name)
    ]
    if party.text != party.mention.text:
        rows.append(("", f"the fullest name in the text is “{party.text}”"))
    codes = [f"code {party.code}" if party.code else "", f"country {party.country}" if party.country else ""]
    codes += [f"role {party.role} at that time" if party.role else "", f"id {party.actor_id}"]
    return [*rows, ("", ", ".join(code for code in codes if code))]


def _context_rows(event: Event, codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Yield for each context its words, its definition, and what in the tables or the document it stands on."""
    for reason in event.why:
        stage, _, name = reason.rule.partition(".")
        if stage == "context":
            yield _quoted(reason), f"{name}: {codebook.contexts.get(name, name)} [{reason.rule}: {reason.detail}]"


# --- the rest --------------------------------------------------------------------------


def _whose_word(event: Event) -> Text:
    chain = f" by {table.chain_of(event.according_to, with_cue=True)}" if event.according_to else ""
    return Text(f"{event.stance.value}{chain}: {STANCES[event.stance]}")


def _when(event: Event) -> str:
    if event.date is None:
        return "the text does not say"
    words = f"“{safe(event.date.text)}”: " if event.date.text else ""
    return f"{words}{table.pretty_date(event.date)}; {BASES.get(event.date.basis, event.date.basis)}"


def _where(event: Event) -> str:
    place = event.place
    if place is None:
        return "the text does not say"
    parts = [part for part in (place.name, place.admin1, place.country) if part]
    pin = (
        f" ({place.latitude:.3f}, {place.longitude:.3f})"
        if place.latitude is not None and place.longitude is not None
        else ""
    )
    number = f", GeoNames {place.geonameid}" if place.geonameid is not None else ""
    return f"“{safe(place.text)}”: {safe(', '.join(parts))}{pin}{number}"


def _sureness(event: Event) -> str:
    return f"of 100 events with such evidence, about {event.probability * 100:.0f} have type and parties right"


def _rows(event: Event, stage: str) -> list[tuple[str, str]]:
    return [
        (_quoted(reason), _meaning(reason)) for reason in event.why if reason.rule.split(".")[0] in {stage, f"{stage}s"}
    ]


def _quoted(reason: Reason) -> str:
    return f"“{reason.text}”"


def _meaning(reason: Reason) -> str:
    """A reason in words, with the id of its rule."""
    meaning = meaning_of(reason.rule)
    parts = [part for part in (meaning, reason.detail) if part]
    return f"{': '.join(parts)}. [{reason.rule}]" if parts else f"[{reason.rule}]"


def meaning_of(rule: str) -> str | None:
    """What a rule means in words; None for one that only its id names."""
    meanings = _meanings()
    if rule in meanings:
        return meanings[rule]
    return next((m for start, m in meanings.items() if start.endswith("*") and rule.startswith(start[:-1])), None)


@cache
def _meanings() -> Mapping[str, str]:
    rows = read_table(Path(__file__).with_name("rules.tsv"), ("rule", "meaning"))
    return {row.need("rule"): row.need("meaning") for row in rows}
