"""CAMEO actor codes read from the left: a country, then roles (CAMEO codebook 1.1b3, chapter 3)."""

from __future__ import annotations

import re
from collections.abc import Collection

from whowhom.records import ActorKind

CODE = re.compile(r"(?:[A-Z0-9]{3}|---)(?:[A-Z0-9]{3}){0,5}")
# "---": nobody is meant, or a country that is not known ("---GOV").
NULL = "---"
# Codes for countries that other files write, and ours: Kosovo and East Timor above all.
COUNTRY_SPELLINGS = {"KSV": "XKX", "KOS": "XKX", "TMP": "TLS", "ZAR": "COD", "FRY": "YUG", "USR": "SUN", "BYS": "BLR"}

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
