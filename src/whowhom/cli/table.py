"""Events for eyes: who did what to whom, what is known of it, and the sentence with the words it stands on.

Colours tell the slots apart and judge nobody: sources cyan, targets magenta,
the word that tells the event underlined. Where there is no colour, the same
words stand in [brackets], {braces} and *stars*. What did not simply happen, or
is only somebody's word, is set off; what is plain stays dim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from whowhom.cli.output import has_colour, safe, show
from whowhom.events.inferring import OF_DOERS, target_is_inferred
from whowhom.records import (
    COUNTS,
    CodedDocument,
    Count,
    Document,
    Event,
    EventDate,
    Party,
    Silence,
    Stance,
    Status,
    Teller,
)

SOURCE, TARGET, TRIGGER = "cyan", "magenta", "bold underline"
DIM, SET_OFF = "dim", "bold yellow"
MARKS = {SOURCE: ("[", "]"), TARGET: ("{", "}"), TRIGGER: ("*", "*")}
MONTHS = "January February March April May June July August September October November December".split()
SHORT_ID = 8
INDENT = 4


def show_document(coded: CodedDocument, where: Console, *, why_not: bool) -> None:
    """Print a document's head and under it its events, and the sentences without any if ``why_not``."""
    show(where, document_head(coded.document))
    rows: list[Event | Silence] = [*coded.events, *(coded.silences if why_not else ())]
    rows.sort(key=lambda row: row.sentence.start)
    if not rows:
        show(where, Text("no event (--why-not says why)", style=DIM), indent=INDENT)
    for row in rows:
        where.print()
        if isinstance(row, Event):
            show_event(row, where)
        else:
            show(where, silence_line(row), indent=INDENT)
    where.print()


def show_event(event: Event, where: Console) -> None:
    """Print one event: its head, its facts, its sentence."""
    show(where, event_head(event), indent=INDENT // 2)
    show(where, facts(event), indent=INDENT)
    show(where, marked_sentence(event, colour=has_colour(where)), indent=INDENT)


def document_head(document: Document) -> Text:
    """Title, publisher, date and name of a document, in one or two lines."""
    head = Text(safe(document.title or document.document_id), style="bold reverse")
    known = [document.publisher, pretty_day(document.published), document.author]
    if document.title:
        known.append(document.path or document.document_id)
    line = " · ".join(safe(part) for part in known if part)
    return head.append("\n" + line, style="dim not bold not reverse") if line else head


def event_head(event: Event) -> Text:
    """ "Source → TYPE (mode) → target"."""
    head = Text()
    head.append_text(names(event.sources, SOURCE) if event.sources else Text("somebody", style=DIM))
    head.append(" (implied)" if are_doers_implied(event) else "", style=SET_OFF)
    head.append(" → ", style=DIM)
    head.append(event.event_type, style="bold")
    if event.modes:
        head.append(" (" + ", ".join(event.modes) + ")")
    if event.targets:
        head.append(" → ", style=DIM).append_text(names(event.targets, TARGET))
        head.append(" (implied)" if is_implied(event) else "", style=SET_OFF)
    return head


def is_implied(event: Event) -> bool:
    """Whether the clause does not tell the targets: a rule took them from other events of the text."""
    return bool(event.targets) and target_is_inferred(event.why)


def are_doers_implied(event: Event) -> bool:
    """Whether the clause does not tell the sources: authorities that the text names elsewhere."""
    return bool(event.sources) and any(reason.rule in OF_DOERS for reason in event.why)


def names(parties: Sequence[Party], style: str) -> Text:
    """Parties with their codes: "Armed forces of Mali MLIMIL + ..."."""
    text = Text()
    for number, party in enumerate(parties):
        text.append(" + " if number else "", style=DIM)
        text.append(safe(party.name), style=f"bold {style}")
        text.append(f" {party.code}" if party.code else "", style=DIM)
    return text


def facts(event: Event) -> Text:
    """Status, date, place, contexts, teller, numbers, and the beginning of the event's id, which `explain` asks for."""
    parts = [Text(event.status.value, style=DIM if event.status is Status.ACTUAL else SET_OFF)]
    if event.date is not None:
        parts.append(Text(safe(pretty_date(event.date)), style=DIM if event.date.basis == "document" else ""))
    if event.place is not None:
        where = ", ".join(part for part in (event.place.name, event.place.country) if part)
        parts.append(Text(safe(where)))
    if event.contexts:
        parts.append(Text("about " + ", ".join(event.contexts), style=DIM))
    parts.extend(_told(event))
    for name in COUNTS:
        count: Count | None = getattr(event, name)
        if count is not None:
            parts.append(Text(f"{pretty_count(count)} {name}"))
    parts.append(Text(event.event_id[:SHORT_ID], style=DIM))
    return Text(" · ", style=DIM).join(parts)


def _told(event: Event) -> Iterator[Text]:
    if event.according_to:
        yield Text(f"{event.stance.value} by {chain_of(event.according_to)}", style=SET_OFF)
    elif event.stance is not Stance.ASSERTED:
        yield Text(event.stance.value, style=SET_OFF)


def chain_of(tellers: Sequence[Teller], *, with_cue: bool = False) -> str:
    """Tellers in words: "Chad and Niger, who cite Mali"; those of one cue tell together."""
    together: dict[int, list[Teller]] = {}
    for teller in tellers:
        together.setdefault(teller.start if teller.cue is None else teller.cue.start, []).append(teller)
    chain = ""
    for those in together.values():
        names = " and ".join(dict.fromkeys(safe(teller.name) for teller in those))
        cue = those[0].cue
        chain += names + (f" (“{safe(cue.text)}”)" if with_cue and cue is not None else "")
        chain += ", who cite " if len(those) > 1 else ", who cites "
    return chain.rpartition(", who cite")[0]


def marked_sentence(event: Event, *, colour: bool) -> Text:
    """The sentence with sources, targets and trigger set off, by colour or by marks."""
    spans = [
        *((party.mention.start, party.mention.end, SOURCE) for party in event.sources),
        *((party.mention.start, party.mention.end, TARGET) for party in event.targets),
        (event.trigger.start, event.trigger.end, TRIGGER),
    ]
    begin, end = event.sentence.start, event.sentence.end
    inside = [(a - begin, b - begin, style) for a, b, style in spans if begin <= a < b <= end]
    if not colour:
        return Text(safe(_with_marks(event.sentence.text, inside)))
    text = Text(safe(event.sentence.text))
    for a, b, style in inside:
        text.stylize(style, a, b)
    return text


def _with_marks(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The text with marks around its spans; what begins first ends last."""
    once = list(dict.fromkeys(spans))
    opening = sorted(once, key=lambda span: (span[0], -span[1]))
    closing = sorted(reversed(once), key=lambda span: (span[1], -span[0]))
    marked = []
    for i in range(len(text) + 1):
        marked += [MARKS[style][1] for _, end, style in closing if end == i]
        marked += [MARKS[style][0] for start, _, style in opening if start == i]
        marked.append(text[i : i + 1])
    return "".join(marked)


def silence_line(silence: Silence) -> Text:
    """Why a sentence gave no event, and the sentence."""
    return Text(f"no event, {safe(silence.detail)}: {safe(silence.sentence.text)}", style=DIM)


# --- values as people write them -----------------------------------------------------


def pretty_day(iso: str | None) -> str | None:
    """ "2014-05-20" as "20 May 2014", and what is shorter as well."""
    if iso is None:
        return None
    parts = iso[:10].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3 or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return iso
    month = MONTHS[int(parts[1]) - 1] + " " if len(parts) > 1 else ""
    day = f"{int(parts[2])} " if len(parts) == 3 else ""
    return f"{day}{month}{parts[0]}"


def pretty_date(date: EventDate) -> str:
    """The date as exactly as it is known, and from what if not from the text."""
    whole = {"day": 10, "month": 7, "year": 4}.get(date.precision)
    first, last = pretty_day(date.start) or "", pretty_day(date.end) or ""
    if date.precision == "decade":
        text = f"the {date.start[:4]}s"
    elif whole is not None and date.start[:whole] == date.end[:whole]:
        text = pretty_day(date.start[:whole]) or ""
    else:
        text = first if first == last else f"{_without_year(first, last)} to {last}"
    return f"printed {text}" if date.basis == "document" else text


def _without_year(first: str, last: str) -> str:
    """ "1 May 2014" as "1 May" where the other day has the same year."""
    year = first.rpartition(" ")[2]
    return first.removesuffix(f" {year}") if last.endswith(f" {year}") and " " in first else first


def pretty_count(count: Count) -> str:
    """A number, or its bounds in words."""
    if count.low is not None and count.low == count.high:
        return f"{count.low:,}"
    if count.low is None:
        return f"at most {count.high:,}" if count.high is not None else safe(count.text)
    return f"at least {count.low:,}" if count.high is None else f"{count.low:,} to {count.high:,}"
