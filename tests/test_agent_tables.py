"""The tables of words for who acts: every line loads, is in order, and has a role and kind that exist."""

from __future__ import annotations

import re
from functools import cache

import pytest

from whowhom.knowledge.actor_tables import (
    AGENT_COLUMNS,
    GIVEN_COLUMNS,
    PEOPLE_COLUMNS,
    QUALIFIER_COLUMNS,
    THING_COLUMNS,
    TITLE_COLUMNS,
)
from whowhom.knowledge.spelling import fold
from whowhom.knowledge.tables import Row, data_path, read_table
from whowhom.records import ActorKind

COLUMNS = {
    "agents": AGENT_COLUMNS,
    "given_names": GIVEN_COLUMNS,
    "peoples": PEOPLE_COLUMNS,
    "qualifiers": QUALIFIER_COLUMNS,
    "things": THING_COLUMNS,
    "titles": TITLE_COLUMNS,
}
# How many rows the tables have at least; fewer mean that some were lost.
LEAST = {"agents": 700, "given_names": 600, "peoples": 250, "qualifiers": 100, "things": 150, "titles": 150}
# CAMEO codebook 1.1b3, table of roles: primary, party, secondary, tertiary, in the order in which a code has them.
ORDER = (
    ("COP", "GOV", "INS", "JUD", "MIL", "OPP", "REB", "SEP", "SPY", "UAF"),
    ("PTY",),
    ("AGR", "BUS", "CRM", "CVL", "DEV", "EDU", "ELI", "ENV", "HLH", "HRI", "LAB", "LEG", "MED", "REF"),
    ("MOD", "RAD"),
)
RANK = {role: rank for rank, roles in enumerate(ORDER) for role in roles}
# Codes of those who belong to no one country; they stand alone.
INTERNATIONAL = frozenset({"IGO", "IGOPKO", "MNC", "NGO"})
RELIGIONS = frozenset(re.findall("...", "ALEBAHBUDCHRCONCPTCTHDOXDRZHINHSDJANJEWJHWLDSMOSMRNPROSFISHISIKSUNTAOUDXZRO"))
EFFECTS = frozenset({"role", "time", "drops", "none"})


@cache
def rows(table: str) -> tuple[Row, ...]:
    return tuple(read_table(data_path("actors", f"{table}.tsv"), COLUMNS[table]))


@cache
def countries() -> frozenset[str]:
    lines = data_path("actors", "states.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if re.match(r"[A-Z]{3}\t", line))


def is_role(code: str) -> bool:
    """Whether a code is an international one, or roles of which each may follow the one before."""
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    known = all(part in RANK for part in parts)
    return code in INTERNATIONAL or (known and [RANK[p] for p in parts] == sorted({RANK[p] for p in parts}))


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_rows_are_in_order_and_once(table: str) -> None:
    first = COLUMNS[table][0]
    keys = [row.need(first) for row in rows(table)]
    assert keys == sorted(set(keys))
    assert len(keys) >= LEAST[table]


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_no_cell_is_empty_or_padded(table: str) -> None:
    for row in rows(table):
        bad = [column for column, cell in row.cells.items() if not cell or cell != " ".join(cell.split())]
        assert not bad, row.error(f"empty or padded: {bad}")


@pytest.mark.parametrize("table", ["agents", "qualifiers", "things", "titles"])
def test_roles_are_those_of_the_ontology(table: str) -> None:
    for row in rows(table):
        role = row.get("role")
        assert role is None or is_role(role), row.error(f"role {role}")


def test_every_role_of_the_ontology_has_nouns() -> None:
    used = {role[i : i + 3] for row in rows("agents") if (role := row.get("role")) for i in range(0, len(role), 3)}
    assert set(RANK) <= used


@pytest.mark.parametrize("table", ["agents", "peoples", "titles"])
def test_kinds_are_those_of_the_records(table: str) -> None:
    kinds = set(ActorKind)
    assert [row.line for row in rows(table) if row.need("kind") not in kinds] == []


def test_nouns_are_lemmas_in_lower_case() -> None:
    for table in ("agents", "things"):
        for row in rows(table):
            noun = row.need("noun")
            assert noun == noun.lower() and re.fullmatch(r"[a-zé' -]+", noun), row.error(noun)
    for row in rows("agents"):
        assert row.need("number") in {"one", "group", "many"}, row.error("number")
        assert row.get("metaphor") in {None, "place"}, row.error("metaphor")


def test_things_stand_or_not() -> None:
    for row in rows("things"):
        assert row.need("stands") in {"yes", "no"}, row.error(f"stands {row.need('stands')}")


def test_a_noun_has_one_role_in_all_tables() -> None:
    agents = {row.need("noun"): row.get("role") for row in rows("agents")}
    for row in rows("things"):
        noun, role = row.need("noun"), row.get("role")
        assert agents.get(noun, role) == role, row.error(f"{noun} is {role} here and {agents.get(noun)} in agents.tsv")


def test_qualifiers_have_a_role_just_where_they_give_one() -> None:
    for row in rows("qualifiers"):
        word, effect = row.need("word"), row.need("effect")
        assert word == word.lower() and " " not in word, row.error(word)
        assert effect in EFFECTS, row.error(effect)
        assert (row.get("role") is not None) == (effect in {"role", "time"}), row.error(f"{effect} {row.get('role')}")


def test_titles_are_written_without_a_dot() -> None:
    for row in rows("titles"):
        title = row.need("title")
        assert "." not in title and title[0].isupper(), row.error(title)


def test_peoples_have_known_countries_and_religions() -> None:
    for row in rows("peoples"):
        assert row.need("name")[0].isupper(), row.error("small letter")
        assert row.need("adjective") in {"yes", "no"}, row.error("adjective")
        unknown = [country for country in row.many("country") if country not in countries()]
        assert not unknown, row.error(f"countries {unknown}")
        religion = row.get("religion") or ""
        assert all(religion[i : i + 3] in RELIGIONS for i in range(0, len(religion), 3)), row.error(religion)


def test_given_names_are_folded() -> None:
    for row in rows("given_names"):
        name = row.need("name")
        assert name == fold(name) and " " not in name, row.error(name)
        assert row.need("gender") in {"m", "f", "u"}, row.error("gender")


# Words of either side of a quarrel; a table that gave one of them another role would take sides.
ALIKE = [
    ("government", "regime", "administration", "authority"),
    ("ruler", "dictator", "strongman", "president"),
    ("rebel", "insurgent", "guerrilla", "terrorist", "freedom fighter", "resistance fighter", "jihadist"),
    ("rebel group", "terrorist group", "liberation movement", "resistance movement", "guerrilla group"),
    ("protester", "demonstrator", "rioter", "government supporter", "pro-government protester", "counter-protester"),
    ("refugee", "migrant", "illegal immigrant", "asylum seeker"),
    ("soldier", "occupation soldier", "serviceman", "conscript"),
    ("separatist", "secessionist", "independence fighter"),
    ("invader", "ally", "enemy", "foe", "aggressor", "partner"),
]


@pytest.mark.parametrize("words", ALIKE, ids=lambda words: words[0])
def test_words_of_either_side_have_one_role(words: tuple[str, ...]) -> None:
    agents = {row.need("noun"): row.get("role") for row in rows("agents")}
    assert len({agents[word] for word in words}) == 1, {word: agents[word] for word in words}
