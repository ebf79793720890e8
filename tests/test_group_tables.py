"""The tables of groups and organisations: every line loads, and no alias is ambiguous."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import pytest

import whowhom
from whowhom.knowledge.actor_tables import GROUP_COLUMNS, GROUP_ROLE_COLUMNS
from whowhom.knowledge.spelling import fold
from whowhom.knowledge.tables import Row, data_path, read_table
from whowhom.records import ActorKind

COLUMNS = ("actor_id", "name", "aliases", "kind", "country", "code", "start", "end", "parent", "origin")
PREFIXES = {"groups.tsv": "group.", "organisations.tsv": "org."}
INTERNATIONAL = ("IGO", "NGO", "NGM", "IMG", "MNC", "INT")
ROLES = frozenset(
    re.findall(
        "...",
        "AGRBUSCOPCRMCVLDEVEDUELIENVGOVHLHHRIINSJUDLABLEGMEDMILMODOPPPTYRADREBREFSEPSPYUAF",
    )
)


@cache
def rows(file: str) -> tuple[Row, ...]:
    return tuple(read_table(data_path("actors", file), COLUMNS))


def all_rows() -> list[Row]:
    return [row for file in PREFIXES for row in rows(file)]


def names(row: Row) -> list[str]:
    return [row.need("name"), *row.many("aliases")]


@cache
def countries() -> frozenset[str]:
    lines = data_path("actors", "states.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if re.match(r"[A-Z]{3}\t", line))


@pytest.mark.parametrize("file", sorted(PREFIXES))
def test_ids_are_slugs_in_order_and_once(file: str) -> None:
    ids = [row.need("actor_id") for row in rows(file)]
    assert ids == sorted(set(ids))
    assert [i for i in ids if not re.fullmatch(re.escape(PREFIXES[file]) + r"[a-z0-9]+(-[a-z0-9]+)*", i)] == []


def test_every_cell_is_of_its_kind() -> None:
    for row in all_rows():
        ActorKind(row.need("kind"))
        assert row.need("origin") == "own:public-record", row.error("origin")
        country, start, end = row.get("country"), row.get("start"), row.get("end")
        assert country is None or country in countries(), row.error(f"country {country}")
        assert all(year is None or re.fullmatch(r"\d{4}", year) for year in (start, end)), row.error("years")
        assert not (start and end) or start <= end, row.error("ends before it starts")


def test_codes_are_a_country_or_an_international_code_with_roles() -> None:
    for row in all_rows():
        code = row.need("code")
        assert re.fullmatch(r"([A-Z]{3}){1,4}", code), row.error(f"code {code}")
        if code[:3] in INTERNATIONAL:
            continue
        assert code[:3] in countries(), row.error(f"country of {code}")
        assert code[3:], row.error(f"{code} has no role")
        assert all(code[i : i + 3] in ROLES for i in range(3, len(code), 3)), row.error(f"role of {code}")


def test_every_parent_has_a_row() -> None:
    ids = {row.need("actor_id") for row in all_rows()}
    for row in all_rows():
        parent = row.get("parent")
        known = parent is None or (parent in ids and parent != row.need("actor_id"))
        assert known, row.error(f"parent {parent}")


def test_no_alias_names_two_actors() -> None:
    owners: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in all_rows():
        for name in names(row):
            base, _, country = name.partition("@")
            owners[fold(base)].append((row.need("actor_id"), country))
    for alias, found in owners.items():
        if len({actor for actor, _ in found}) == 1:
            continue
        scopes = [country for _, country in found]
        assert "" not in scopes and len(set(scopes)) == len(scopes), f"{alias!r} names {found}"


def test_aliases_are_written_once_and_scoped_to_a_country() -> None:
    for row in all_rows():
        counted = Counter(names(row))
        assert max(counted.values()) == 1, row.error(f"{counted.most_common(1)} is written twice")
        for name in names(row):
            base, at, country = name.partition("@")
            assert base == base.strip() and len(base) > 1, row.error(f"alias {name!r}")
            assert not at or country in countries(), row.error(f"alias {name!r}: no such country")


def test_no_alias_is_a_plain_lower_case_word() -> None:
    for row in all_rows():
        for name in names(row):
            marked = any(sign in name for sign in "@ -")
            assert marked or name != name.lower(), row.error(f"alias {name!r}")


def test_the_tables_are_as_wide_as_they_promise() -> None:
    kinds = Counter(row.need("kind") for row in rows("groups.tsv"))
    assert kinds["armed_group"] >= 130
    assert kinds["party"] + kinds["movement"] >= 110
    assert len(rows("organisations.tsv")) >= 160


def test_passing_roles_are_of_groups_and_do_not_overlap() -> None:
    ids = {row.need("actor_id") for row in read_table(data_path("actors", "groups.tsv"), GROUP_COLUMNS)}
    ended: dict[str, str] = {}
    for row in read_table(data_path("actors", "group_roles.tsv"), GROUP_ROLE_COLUMNS):
        actor_id, start, end = row.need("actor_id"), row.need("start"), row.get("end")
        assert actor_id in ids, row.line
        assert re.fullmatch(r"REB|SEP|GOV|MIL|PTY|GOVPTY|OPPPTY", row.need("role")), row.line
        assert ended.get(actor_id, "0") <= start <= (end or "9"), row.line
        ended[actor_id] = end or "9"


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Rwandan Patriotic Front", "1994-04-10", "RWAREB"),
        ("Rwandan Patriotic Front", "2004-04-10", "RWAGOVPTY"),
        ("Taliban", "1999-01-01", "AFGGOV"),
        ("Taliban", "2010-01-01", "AFGREB"),
        ("Taliban", "2023-01-01", "AFGGOV"),
        ("African National Congress", "1976-06-16", "ZAFREB"),
        ("African National Congress", "2004-06-16", "ZAFGOVPTY"),
        ("Boko Haram", "1990-01-01", "NGAREB"),
    ],
)
def test_a_group_has_the_role_of_the_day(name: str, day: str, code: str) -> None:
    coder = whowhom.load(rules_only=True)
    (event,) = coder.code(f"{name} attacked the village.", published=day)
    assert event.sources[0].code == code
