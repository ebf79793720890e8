"""Whom a phrase names: composed, listed, spelt otherwise, or standing for somebody named before.

Three tables. In `actors.tsv` and `spellings.tsv` the phrase stands in [brackets]; in `coreference.tsv` {what
points} stands for what is in [brackets], all of it where several are.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from whowhom.actors import Cast, find_cast, is_party
from whowhom.knowledge.actor_tables import STATE_COLUMNS
from whowhom.knowledge.tables import data_path, read_table
from whowhom.parsing import split
from whowhom.pipeline import code_document
from whowhom.records import Document, Event, Mention, Reason

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}")
# The roles of CAMEO that come from words alone; the rest (IMG, NGM, INT) only names give.
ROLES = (
    "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI IGO INS JUD LAB LEG MED MIL MNC NGO OPP PTY REB REF SEP SPY UAF"
)
NOUNS = {
    "army": "MIL",
    "government": "GOV",
    "police": "COP",
    "opposition": "OPP",
    "rebels": "REB",
    "foreign minister": "GOV",
    "parliament": "LEG",
}
# Swapping X and Y must swap the parties and change nothing else.
TEMPLATES = (
    "{X} attacked {Y}.",
    "{X} accused {Y} of lying. It denied this.",
    "The {x} army shelled {y} rebels.",
    "The {x} foreign minister met the {y} president. He thanked her.",
    "{X} rejected talks. Both sides blamed the {y} parliament.",
    "{x}-backed fighters captured a town. Police in {Y} arrested them.",
    "A former {x} general warned {Y} that its government would fall.",
    "Protesters in {X} burned the {y} embassy.",
    "{Y} was bombed by {X}, the {y} opposition said.",
    "Dozens of {x} soldiers and a {y} journalist were killed.",
)
PAIRS = (
    ("Russia", "Russian", "Ukraine", "Ukrainian"),
    ("Iran", "Iranian", "Israel", "Israeli"),
    ("China", "Chinese", "Taiwan", "Taiwanese"),
    ("India", "Indian", "Pakistan", "Pakistani"),
    ("Serbia", "Serbian", "Kosovo", "Kosovan"),
    ("Ethiopia", "Ethiopian", "Eritrea", "Eritrean"),
    ("America", "American", "Cuba", "Cuban"),
)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:] if line]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The plain text, the spans in [brackets], and those in {braces}."""
    text, named, pointing, reached = "", [], [], 0
    for match in MARK.finditer(marked):
        text += marked[reached : match.start()]
        inside = match[1] if match[1] is not None else match[2]
        (named if match[1] is not None else pointing).append((len(text), len(text) + len(inside)))
        text += inside
        reached = match.end()
    return text + marked[reached:], named, pointing


def cast_of(text: str, tools: Tools) -> Cast:
    sentences = tools.parser.parse_spans(text, list(enumerate(split(text))))
    return find_cast(text, sentences, tools.actors, tools.gazetteer, published=None)


def at(cast: Cast, span: tuple[int, int]) -> list[Mention]:
    """The longest mentions that begin at or reach over the begin of a span."""
    over = [m for m in cast.mentions if m.start <= span[0] < m.end]
    longest = max((m.end - m.start for m in over), default=0)
    return [m for m in over if m.end - m.start == longest]


def within(cast: Cast, span: tuple[int, int]) -> list[Mention]:
    """The shortest mentions that hold a whole span: of "his guards" and "his" the latter."""
    over = [m for m in cast.mentions if m.start <= span[0] and span[1] <= m.end]
    shortest = min((m.end - m.start for m in over), default=0)
    return [m for m in over if m.end - m.start == shortest]


def party_at(events: tuple[Event, ...], span: tuple[int, int]) -> tuple[str, str | None]:
    parties = [p for e in events for p in (*e.sources, *e.targets)]
    return next(((p.actor_id, p.code) for p in parties if p.mention.start <= span[0] < p.mention.end), ("-", "-"))


# --- who is named -------------------------------------------------------------


@pytest.mark.parametrize("row", [r for r in rows("actors.tsv") if r[4] == "-"], ids=lambda row: row[0])
def test_a_phrase_has_actor_code_and_kind(row: list[str], tools: Tools) -> None:
    marked, actor_id, code, kind, _ = row
    text, (span,), _ = unmarked(marked)
    cast = cast_of(text, tools)
    found = {cast.actor(mention.actor_id) for mention in at(cast, span)}
    assert [(actor.code or "-", actor.kind) for actor in found] == [(code, kind)], found
    assert actor_id in {"-", *(actor.actor_id for actor in found)}


@pytest.mark.parametrize("row", [r for r in rows("actors.tsv") if r[4] != "-"], ids=lambda row: f"{row[4]} {row[0]}")
def test_a_person_has_the_office_of_the_day(row: list[str], tools: Tools) -> None:
    from whowhom.pipeline import code_document

    marked, actor_id, code, _, day = row
    text, (span,), _ = unmarked(marked)
    events = code_document(Document(document_id="a", text=text, published=day), tools).events
    assert party_at(events, span) == (actor_id, code)


def documented(cells: int) -> list[list[str]]:
    """The rows of the page on actors that have so many cells and a CAMEO code."""
    lines = (CASES.parents[1] / "docs" / "actors.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("| ")]
    return [row for row in table if len(row) == cells and re.fullmatch("([A-Z]{3})+", row[1] if cells == 4 else row[2])]


@pytest.mark.parametrize("row", documented(4), ids=lambda row: row[0])
def test_the_phrases_of_the_page_have_their_codes(row: list[str], tools: Tools) -> None:
    phrase, code, kind, _ = row
    cast = cast_of(f"{phrase} condemned the raid.", tools)
    assert {(a.code, a.kind) for m in at(cast, (0, 1)) for a in [cast.actor(m.actor_id)]} == {(code, kind)}


@pytest.mark.parametrize("row", documented(3), ids=lambda row: f"{row[1]} {row[0]}")
def test_the_people_of_the_page_have_their_codes(row: list[str], tools: Tools) -> None:
    from whowhom.pipeline import code_document

    name, day, code = row
    events = code_document(Document(document_id="a", text=f"{name} condemned the attack.", published=day), tools).events
    assert party_at(events, (0, 1))[1] == code


def test_every_role_stands_in_a_case() -> None:
    codes = {row[2] for row in rows("actors.tsv")}
    parts = {code[i : i + 3] for code in codes for i in range(0, len(code), 3)}
    assert set(ROLES.split()) <= parts


@cache
def nationalities() -> tuple[tuple[str, str], ...]:
    """Every country and adjective of the table of states."""
    table = read_table(data_path("actors", "states.tsv"), STATE_COLUMNS)
    return tuple((row.need("iso3"), word) for row in table for word in row.many("adjectives"))


@pytest.mark.parametrize("noun", NOUNS)
def test_every_nationality_composes(noun: str, tools: Tools) -> None:
    lines = [f"The {adjective} {noun} met reporters." for _, adjective in nationalities()]
    cast = cast_of("\n".join(lines), tools)
    wrong, start = {}, 0
    for (iso3, adjective), line in zip(nationalities(), lines, strict=True):
        codes = [cast.actor(m.actor_id).code for m in at(cast, (start, start))]
        if codes != [iso3 + NOUNS[noun]]:
            wrong[adjective] = codes
        start += len(line) + 1
    assert wrong == {}


def test_the_page_has_examples() -> None:
    assert len(documented(4)) >= 12 and len(documented(3)) >= 6


def test_every_country_is_named_by_all_its_names(tools: Tools) -> None:
    table = read_table(data_path("actors", "states.tsv"), STATE_COLUMNS)
    found = {(row.need("iso3"), name): tools.actors.named(name) for row in table for name in row.many("names")}
    wrong = [key for key, aliases in found.items() if f"state.{key[0]}" not in {a.actor_id for a in aliases}]
    assert wrong == []


# --- evenhandedness -----------------------------------------------------------


def parties(template: str, pair: tuple[str, str, str, str], tools: Tools) -> list[tuple[str | None, ...]]:
    """Of every party's mention: which of the two it belongs to, its role, kind and rule."""
    text = template.format(X=pair[0], x=pair[1], Y=pair[2], y=pair[3])
    cast = cast_of(text, tools)
    sides = {tools.actors.named(pair[i])[0].actor_id.removeprefix("state."): side for i, side in ((0, "X"), (2, "Y"))}
    return [
        (
            sides.get(actor.country or "", actor.country),
            actor.roles[-1].role if actor.roles else None,
            actor.kind,
            mention.why[0].rule if mention.why else None,
        )
        for mention in cast.mentions
        for actor in [cast.actor(mention.actor_id)]
        if is_party(actor.actor_id)
    ]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0]}-{pair[2]}")
def test_swapped_parties_swap_and_nothing_else(template: str, pair: tuple[str, str, str, str], tools: Tools) -> None:
    swapped = (*pair[2:], *pair[:2])
    assert parties(template, pair, tools) == parties(template, swapped, tools)


# --- spellings ----------------------------------------------------------------


@pytest.mark.parametrize("row", rows("spellings.tsv"), ids=lambda row: f"{row[2]} {row[0]}")
def test_spellings_join_and_near_names_do_not(row: list[str], tools: Tools) -> None:
    marked, actor_id, joins = row
    text, (span,), _ = unmarked(marked)
    cast = cast_of(text, tools)
    over = [m for m in cast.mentions if m.start <= span[0] < m.end]
    found = {m.actor_id for m in over}
    assert over, "nobody is named there"
    assert (actor_id in found) == (joins == "yes"), found
    if joins == "yes":
        (reason,) = next(m for m in over if m.actor_id == actor_id).why
        assert stands_in(reason, text) and reason.detail


def stands_in(reason: Reason, text: str) -> bool:
    return text[reason.start : reason.end] == reason.text != ""


# --- within the document ------------------------------------------------------


@pytest.mark.parametrize("row", rows("coreference.tsv"), ids=lambda row: f"{row[0]}: {row[1][:60]}")
def test_what_points_back_means_who_was_named(row: list[str], tools: Tools) -> None:
    """A row without [brackets] says that {this} means nobody."""
    text, named, pointing = unmarked(row[1])
    cast = cast_of(text, tools)
    meant = {m.actor_id for span in named for m in at(cast, span)}
    for span in pointing:
        found = {m.actor_id for m in within(cast, span)}
        assert found == meant, (text[slice(*span)], found, meant)


def test_the_same_text_gives_the_same_cast(tools: Tools) -> None:
    text = " ".join(MARK.sub(lambda m: m[1] or m[2] or "", row[1]) for row in rows("coreference.tsv")[:20])
    first, second = cast_of(text, tools), cast_of(text, tools)
    assert (first.mentions, dict(first.actors)) == (second.mentions, dict(second.actors))


# Tables written without a look at what comes out, and how many of their rows must come out right at least.
COMPOSED, HELD = 285, 195


def test_composed_phrases_have_code_country_and_kind(tools: Tools) -> None:
    wrong = []
    table = rows("composed.tsv")
    for marked, code, country, _, kind in table:
        text, (span,), _ = unmarked(marked)
        cast = cast_of(text, tools)
        actors = [cast.actor(mention.actor_id) for mention in at(cast, span)]
        found = [(actor.code or "-", actor.country or "-", actor.kind.value) for actor in actors]
        if found != [(code, country, kind)]:
            wrong.append((marked, found))
    assert len(table) == 300
    assert len(table) - len(wrong) >= COMPOSED, wrong


def test_people_have_the_code_of_the_day(tools: Tools) -> None:
    from whowhom.pipeline import code_document

    wrong = []
    table = rows("roles.tsv")
    for _, marked, day, code, _ in table:
        text, (span,), _ = unmarked(marked)
        # Where the sentence tells no event, one of the same person does.
        plain = f"{text[span[0] : span[1]]} condemned the attack."
        for told, where in ((text, span), (plain, (0, 1))):
            events = code_document(Document(document_id="a", text=told, published=day), tools).events
            _, found = party_at(events, where)
            if found != "-":
                break
        if found != code:
            wrong.append((marked, day, found))
    assert len(table) == 200
    assert len(table) - len(wrong) >= HELD, wrong


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Tunisia closed a port. Tunisian officers met in Tunisia. The police beat them.", "TUN"),
        ("Strikers blocked a bridge in Sfax and a road near Sfax. Police beat them. Shops in Gafsa closed.", "TUN"),
        ("MEMPHIS, April 3 - Strikers marched in Memphis, and police beat them near Memphis.", "USA"),
        (
            "Strikers marched in Sfax, near Sfax and in Gafsa, in Tlemcen, near Tlemcen, in Annaba. Police beat them.",
            None,
        ),
        ("Strikers blocked a bridge. Police beat them.", None),
        ("Strikers marched in Sevastopol. Police beat them in Sevastopol and near Sevastopol.", None),
        ("Strikers marched in Srinagar. Police beat them in Srinagar and near Srinagar.", None),
        ("Strikers marched in Hebron. Police beat them in Hebron and near Hebron.", None),
        ("Charlotte Mwangi, a Kenyan nurse, sued. Charlotte lost. The police jailed Charlotte.", None),
        ("Strikers met Lagos, a lawyer. Lagos was hurt. The police jailed Lagos.", None),
        ("Nokia workers struck. Nokia cut pay. Nokia called the police.", None),
    ],
)
def test_police_are_of_the_country_of_a_text_or_else_of_its_towns(text: str, country: str | None, tools: Tools) -> None:
    cast = cast_of(text, tools)
    (police,) = {m.actor_id for m in cast.mentions if m.text.lower().endswith("police")}
    assert cast.actor(police).country == country


def test_soldiers_are_of_nobody_by_the_towns_they_stand_in(tools: Tools) -> None:
    text = "Russian troops entered Kharkiv. Kharkiv was shelled near Mariupol and in Kherson. Soldiers shot a nurse."
    cast = cast_of(text, tools)
    (soldiers,) = {m.actor_id for m in cast.mentions if m.text == "Soldiers"}
    assert cast.actor(soldiers).country is None


def test_a_ministry_that_publishes_means_itself(tools: Tools) -> None:
    """Whose "the ministry" and "Minister Obi" are is told by a state's name in the publisher's, by no newspaper's."""
    text = "The ministry accused Russia of spying. Minister Obi condemned Chad."

    def codes(publisher: str) -> set[str]:
        document = Document(document_id="a", text=text, published="2014-05-20", publisher=publisher)
        return {str(p.code) for e in code_document(document, tools).events for p in e.sources}

    assert codes("Ministry of Foreign Affairs of Moldova") == {"MDAGOV"}
    assert codes("Moldova Times") == codes("Ministry of Moldova and Chad") == {"GOV"}
