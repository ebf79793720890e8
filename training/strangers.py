"""Tell a row of other parties of one kind, so that no type leans on who the two are.

Of all rows whose parties' own words do not tell the sense, some are told anew in
each epoch: of two stand-ins for countries, or of two of a kind (an army and
insurgents, two leaders) in either order. What is done between them stays, and
its label. `benchmarks/evenhanded.py` measures it with other parties, of mostly
the same kinds.
"""

from __future__ import annotations

import random
from dataclasses import replace

from rows import Row

from whowhom.events.neutral import renamed
from whowhom.records import Span

# Share of the rows told of countries, and of others of one kind.
OF_COUNTRIES, OF_OTHERS = 0.2, 0.3
COUNTRIES = ("Fiji", "Malta")
# Kinds: of each, parties that may do anything to one another. None of `benchmarks/evenhanded.py`.
KINDS = (
    ("government forces", "insurgents", "the military", "guerrillas", "security forces", "militiamen", "soldiers",
     "fighters", "the air force", "separatists", "paramilitaries", "troops"),
    ("the ruling party", "opposition parties", "the cabinet", "its rivals", "ministers", "lawmakers", "the presidency",
     "dissidents", "officials", "the authorities", "critics", "the parliament"),
    ("Emmanuel Macron", "Narendra Modi", "Angela Merkel", "Muammar Gaddafi", "Hugo Chavez", "Ariel Sharon",
     "Yasser Arafat", "Paul Kagame", "Bashar al-Assad", "Barack Obama", "Imran Khan", "Jacinda Ardern"),
    ("Fatah", "Islamic Jihad", "Boko Haram", "the Taliban", "the FARC", "the Houthis", "the PKK", "Amal", "al-Shabaab",
     "the Tamil Tigers", "the Syrian Democratic Forces", "M23"),
    ("police", "protesters", "students", "workers", "prosecutors", "residents", "activists", "demonstrators", "clerics",
     "farmers", "journalists", "a crowd"),
    ("the Turkish army", "the Lebanese government", "Kurdish fighters", "Palestinian militants", "US troops",
     "Iranian officials", "Iraqi forces", "Saudi Arabia", "the Egyptian police", "Russian diplomats",
     "the Ukrainian parliament", "Pakistani rebels"),
    ("the United Nations", "NATO", "the African Union", "the European Union", "Amnesty International", "the World Bank",
     "ECOWAS", "the Arab League", "the Red Cross", "Human Rights Watch", "OPEC", "the Vatican"),
)  # fmt: skip


def told_of_others(row: Row, rng: random.Random) -> Row:
    """The row as it is, or of other parties."""
    if row.by_parties:
        return row
    drawn = rng.random()
    if drawn < OF_COUNTRIES:
        return told_of(row, *COUNTRIES)
    if drawn < OF_COUNTRIES + OF_OTHERS:
        return told_of(row, *rng.sample(rng.choice(KINDS), 2))
    return row


def told_of(row: Row, source: str, target: str) -> Row:
    """The row with other names in the places of its parties."""
    spans = [None if place is None else Span(start=place[0], end=place[1]) for place in (row.source, row.target)]
    names = [
        span and _written(name, row.text[: span.start]) for span, name in zip(spans, (source, target), strict=True)
    ]
    text, found = renamed(row.text, spans, names)
    one, other = (None if span is None else (span.start, span.end) for span in found)
    return replace(row, text=text, source=one, target=other)


def _written(name: str, before: str) -> str:
    """A name as it stands behind these words: without a second article, with a capital at the begin."""
    if before.lower().endswith("the "):
        name = name.removeprefix("the ")
    return name if before else name[0].upper() + name[1:]
