"""CAMEO actor codes read from the left: a country, then roles (CAMEO codebook 1.1b3, chapter 3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache

from whowhom.knowledge.tables import data_path
from whowhom.records import ActorKind

CODE = re.compile(r"(?:[A-Z0-9]{3}|---)(?:[A-Z0-9]{3}){0,5}")
# "---": nobody is meant, or a country that is not known ("---GOV").
NULL = "---"
# Codes for countries that other files write, and ours: Kosovo and East Timor above all.
COUNTRY_SPELLINGS = {"KSV": "XKX", "KOS": "XKX", "TMP": "TLS", "ZAR": "COD", "FRY": "YUG", "USR": "SUN", "BYS": "BLR"}

# What a code may begin with that is no country: bodies above states, regions, roles, faiths without a country.
ABOVE_STATES = "IGO IMG INT MNC NGM NGO UIS UNO ISM".split()
REGIONS = (
    "AFR ASA BLK CAS CAU CEU CFR CIS CRB EAF EEU EIN EUR LAM MDT MEA NAF NMR PGS SAF SAM SAS SCN SEA WAF WST".split()
)
ROLES = "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI INS JUD LAB LEG MED MIL".split()
ROLES += "MOD OPP PKO PTY RAD REB REF REL SEP SPY UAF".split()
FAITHS = (
    "ADR ALE ATH BAH BUD CHR CON CPT CTH DOX DRZ HIN HSD ITR JAN JEW JHW LDS MOS MRN MUS NRM PAG PRO SFI SHI SHN SIK "
    "SUN TAO UDX ZRO"
).split()
# How many codes a wrong one is answered with, and how like it they are: one letter of three.
NEAR, ALIKE = 3, 0.33

# The first role that is found decides on the kind of actor.
_KINDS = (
    (("IGO", "INT", "NGO", "NGM"), ActorKind.ORGANISATION),
    (("IMG", "REB", "SEP", "INS", "UAF"), ActorKind.ARMED_GROUP),
    (("MNC", "BUS"), ActorKind.COMPANY),
    (("PTY",), ActorKind.PARTY),
    (("MIL",), ActorKind.MILITARY),
    (("COP",), ActorKind.POLICE),
    (("GOV", "SPY", "JUD", "LEG"), ActorKind.GOVERNMENT),
    (("OPP",), ActorKind.MOVEMENT),
    (("CVL", "REF", "LAB"), ActorKind.POPULATION),
    (("MED", "EDU", "HLH", "HRI", "DEV", "ENV"), ActorKind.ORGANISATION),
)


def split_code(code: str, countries: Collection[str]) -> tuple[str | None, str]:
    """The country (ISO 3166-1 alpha-3) that a code begins with, None where it begins otherwise, and the rest.

    Many codes begin with an organisation or a role (``IGOUNO``, ``MNC``): only the ``countries`` given count.
    """
    first = code[:3]
    iso3 = first if first in countries else COUNTRY_SPELLINGS.get(first)
    if iso3 is not None and iso3 in countries:
        return iso3, code[3:]
    return None, code.removeprefix(NULL)


def kind_of(rest: str, *, country: str | None, is_dated: bool = False) -> ActorKind:
    """The kind of actor that the part of a code behind its country speaks for.

    Whoever is a government only from one day to another is a person in office.
    """
    if not rest:
        return ActorKind.STATE if country is not None and not is_dated else ActorKind.OTHER
    groups = {rest[i : i + 3] for i in range(0, len(rest), 3)}
    found = next((kind for roles, kind in _KINDS if groups & set(roles)), ActorKind.OTHER)
    return ActorKind.PERSON if is_dated and found is ActorKind.GOVERNMENT else found


@cache
def countries() -> Mapping[str, str]:
    """The name of each country that there is or was, by its code (ISO 3166-1 alpha-3)."""
    lines = data_path("actors", "states.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    return {cells[0]: cells[1].partition("|")[0] for cells in rows[1:]}


@cache
def _beginnings() -> frozenset[str]:
    """What a code may begin with."""
    return frozenset([*countries(), *COUNTRY_SPELLINGS, *ABOVE_STATES, *REGIONS, *ROLES, *FAITHS, NULL])


def begins_well(code: str) -> bool:
    """Whether a code's first three letters are a country, a region, a body above states, a faith or a role."""
    return code[:3] in _beginnings()


def strange_part(code: str) -> str | None:
    """The three letters right behind a country that are no role, faith, body or country; None where all are known.

    They may be those of a people or group, which are too many for a list, or a slip ("KENXYZ").
    """
    behind = code[3:6]
    is_of_country = code[:3] in countries() or code[:3] in COUNTRY_SPELLINGS or code[:3] == NULL
    return behind if is_of_country and behind and behind not in _beginnings() else None


def about_strange(letters: str) -> str:
    """What to know of letters that `strange_part` has found."""
    return (
        f"{letters} is no role (GOV, MIL, REB, ...), faith or body that is known; kept, as those of a people or group"
    )


def nearest(letters: str) -> str:
    """The codes that somebody may have meant, in words: "LBY (Libya), LBN (Lebanon)"; empty where none is like it."""
    return ", ".join(f"{code} ({countries()[code]})" for code in dict.fromkeys(_meant(letters)))


def _meant(letters: str) -> list[str]:
    """Codes with the name asked for, the same letters, or a name that begins so; where there are none, those alike."""
    known, wanted = countries(), letters.upper()
    likely = [
        *([COUNTRY_SPELLINGS[wanted]] if COUNTRY_SPELLINGS.get(wanted) in known else ()),
        *(code for code, name in known.items() if name.upper() == wanted),
        *(code for code in known if sorted(code) == sorted(wanted)),
        *(code for code, name in known.items() if name.upper().startswith(wanted)),
    ]
    return (likely or get_close_matches(wanted, list(known), n=NEAR, cutoff=ALIKE))[:NEAR]
