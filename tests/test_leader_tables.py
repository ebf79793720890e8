"""The table of people in office: well formed, unambiguous and without long gaps between heads."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

import pytest
from anyascii import anyascii

from whowhom.knowledge.tables import Row, data_path, read_table

COLUMNS = ("actor_id", "name", "aliases", "country", "role", "title", "start", "end", "origin")
ROLE = re.compile("GOV|MIL|REB|OPP|JUD|LEG|SPY|MED|ELI|REL|UAF|IGO|IMG|BUS|COP|CRM|EDU|SEP")
HEAD_OF_STATE_OR_GOVERNMENT = r"""
    (acting\ |interim\ |transitional\ |caretaker\ )?
    (president|prime\ minister|premier|chancellor|king|queen|emir|sultan)
    (\ \(.+\)|\ of\ the\ Palestinian\ Authority|\ of\ the\ State\ of\ Palestine\ \(claimed\))?
    | supreme\ leader | head\ of\ state | head\ of\ the\ military\ government | de\ facto\ leader
    | leader\ of\ Libya | chief\ adviser | chief\ executive | state\ counsellor | member\ of\ the\ presidency
    | general\ secretary\ of\ the\ Communist\ Party | leader\ of\ the\ Taliban\ \(contested\ head\ of\ state\)
    | chairman\ of\ the\ (transitional\ government | interim\ administration | .+\ Council|Council\ of\ State)
"""
HEAD = re.compile(HEAD_OF_STATE_OR_GOVERNMENT, re.VERBOSE)
# The year from which a state's heads must be known: 1946, or that of its independence, or the first without a gap.
SINCE = {
    **dict.fromkeys(
        """AFG ARG AUS AUT BEL BOL BRA CAN CHL COL CUB ECU EGY ESP ETH GBR GRC GTM HND HTI HUN IDN IRN IRQ ITA
        JOR JPN LBN LBR MEX NLD NOR NPL OMN PER PHL POL ROU SAU SWE THA TUR TWN USA VNM YEM ZAF""".split(),
        1946,
    ),
    **dict.fromkeys("FRA IND LKA PAK".split(), 1948),
    **dict.fromkeys("ISR KOR MMR PRK".split(), 1949),
    **dict.fromkeys("CHN DEU QAT".split(), 1950),
    "LBY": 1952,
    "VEN": 1953,
    **dict.fromkeys("SDN TUN".split(), 1955),
    "MAR": 1956,
    **dict.fromkeys("GHA MYS".split(), 1958),
    "CMR": 1960,
    **dict.fromkeys("BFA CAF CIV COD COG CYP MLI NER NGA SEN SOM TCD".split(), 1961),
    **dict.fromkeys("BHR KWT SYR".split(), 1962),
    **dict.fromkeys("BDI DZA RWA UGA".split(), 1963),
    "KEN": 1964,
    "ZWE": 1965,
    **dict.fromkeys("ARE BGD".split(), 1972),
    **dict.fromkeys("AGO MOZ".split(), 1976),
    "KHM": 1982,
    "SLV": 1983,
    **dict.fromkeys("NIC TJK".split(), 1986),
    "KGZ": 1987,
    "UKR": 1988,
    **dict.fromkeys("MDA PSE SRB".split(), 1990),
    **dict.fromkeys("ARM AZE BIH BLR CZE GEO HRV KAZ RUS UZB".split(), 1991),
    "MKD": 1992,
    "ERI": 1994,
    "XKX": 2003,
    "SSD": 2012,
}
LATEST = date(2025, 1, 1)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read_table(data_path("actors", "leaders.tsv"), COLUMNS))


def first_day(text: str) -> date:
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def last_day(text: str | None) -> date:
    return date.max if text is None else date.fromisoformat(text + "-12-28"[len(text) - 4 :])


def folded(name: str) -> str:
    return anyascii(name).lower()


def test_every_line_is_filled_in(rows: list[Row]) -> None:
    assert len(rows) >= 8_000
    for row in rows:
        assert re.fullmatch(r"person\.[a-z0-9]+(-[a-z0-9]+)*", row.need("actor_id")), row.line
        assert ROLE.fullmatch(row.need("role")), row.line
        assert row.need("title") and row.need("origin") == "own:public-record", row.line
        for name in (row.need("name"), *row.many("aliases")):
            assert name == name.strip() and "  " not in name, row.line


def test_rows_are_sorted_and_stand_once(rows: list[Row]) -> None:
    keys = [(row.need("actor_id"), row.need("start")) for row in rows]
    assert keys == sorted(keys)
    assert len({tuple(sorted(row.cells.items())) for row in rows}) == len(rows)


def test_an_id_has_one_name(rows: list[Row]) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        names[row.need("actor_id")].add(row.need("name"))
    assert {actor: found for actor, found in names.items() if len(found) > 1} == {}


def test_a_name_belongs_to_one_person(rows: list[Row]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (row.need("name"), *row.many("aliases")):
            owners[folded(name)].add(row.need("actor_id"))
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", ["bush", "clinton", "kim", "sharif", "khan", "assad", "hussein", "george bush"])
def test_a_shared_name_is_no_alias(rows: list[Row], name: str) -> None:
    assert not [row.line for row in rows if name in {folded(alias) for alias in row.many("aliases")}]


def test_terms_run_forward(rows: list[Row]) -> None:
    for row in rows:
        assert first_day(row.need("start")) <= last_day(row.get("end")), row.line


def test_countries_are_in_the_table_of_states(rows: list[Row]) -> None:
    lines = data_path("actors", "states.tsv").read_text(encoding="utf-8").splitlines()
    known = {line.split("\t")[0] for line in lines if not line.startswith("#")}
    for row in rows:
        country = row.get("country")
        assert country in known or (country is None and row.need("role") in {"IGO", "JUD", "IMG", "REB"}), row.line


@pytest.mark.parametrize("country", sorted(SINCE))
def test_no_long_gap_between_heads(rows: list[Row], country: str) -> None:
    terms = sorted(
        (first_day(row.need("start")), last_day(row.get("end")))
        for row in rows
        if row.get("country") == country and row.get("role") == "GOV" and HEAD.fullmatch(row.need("title"))
    )
    reached = date(SINCE[country], 1, 1)
    for start, end in terms:
        assert (start - reached).days <= 2 * 366, f"{country}: nobody from {reached} to {start}"
        reached = max(reached, end)
    assert reached >= LATEST, f"{country}: nobody after {reached}"


def test_the_spellings_of_gaddafi(rows: list[Row]) -> None:
    spellings = {
        folded(a) for row in rows if row.need("actor_id") == "person.muammar-gaddafi" for a in row.many("aliases")
    }
    assert len(spellings) >= 10
    assert {"moammar kadafi", "muammar qaddafi", "muammar gadhafi", "qadhafi", "khaddafi"} <= spellings


# Fought or claimed an office at once; the README says so.
BOTH = {"person.ahmed-al-sharaa", "person.yasser-arafat"}


def test_nobody_is_a_rebel_and_in_office_at_once(rows: list[Row]) -> None:
    found = set()
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_person[row.need("actor_id")].append(row)
    for actor, terms in by_person.items():
        for rebel in (row for row in terms if row.need("role") in {"REB", "SEP"}):
            for office in (r for r in terms if r.need("role") == "GOV" and r.get("country") == rebel.get("country")):
                begins = max(rebel.need("start"), office.need("start"))[:4]
                ends = min(rebel.get("end") or "9999", office.get("end") or "9999")[:4]
                if begins < ends:
                    found.add(actor)
    assert found == BOTH
