"""Places named in a text, and where they lie, against four hand-made corpora.

Development material that is not part of the project. Counted are: of all place
names of the disease news (in any role), those that we find with the very same
span (precision, recall, F1); and, given the right spans, those that we place
within 161 km (100 miles) of where the corpus has them. A span without an answer
is wrong. Run alone, this prints the errors as well: `python
benchmarks/geoparsing.py [geovirus|lgl|trnews|names] [first|second]`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from articles import tools

from whowhom.actors import find_cast
from whowhom.qualifying.places import distance_km, find_toponyms, locate
from whowhom.records import Span

WITHIN_KM = 161.0
FILES = {"geovirus": "geo_geovirus/geovirus_dev", "lgl": "geo_lgl/lgl_dev", "trnews": "geo_trnews/trnews_dev"}
Row = dict[str, Any]


def rows(shared: Path, name: str, half: str = "all") -> list[Row]:
    """The documents of a corpus: all, or its ``first`` or ``second`` half by lines."""
    lines = (shared / "data" / f"{FILES[name]}.jsonl").read_text(encoding="utf-8").splitlines()
    middle = len(lines) // 2
    chosen = {"first": lines[:middle], "second": lines[middle:]}.get(half, lines)
    return [json.loads(line) for line in chosen]


def toponyms(row: Row) -> list[Row]:
    """The annotated names whose span fits the text."""
    return [t for t in row["toponyms"] if t["offset_ok"]]


def answers(row: Row) -> Iterator[tuple[Row, float | None, str]]:
    """Each annotated name that has a position, how far off ours is (km; None without an answer), and our reason."""
    gold = toponyms(row)
    spans = [Span(start=t["start"], end=t["end"]) for t in gold]
    for toponym, ours in zip(gold, locate(row["text"], spans, tools().gazetteer), strict=True):
        if toponym.get("lat") is None:
            continue
        place = ours.place
        km = None
        if place is not None and place.latitude is not None and place.longitude is not None:
            km = distance_km((place.latitude, place.longitude), (toponym["lat"], toponym["lon"]))
        yield toponym, km, f"{ours.why[0].rule} {ours.why[0].detail}"


def accuracy(documents: list[Row]) -> float:
    """The share of the names that we place within `WITHIN_KM`."""
    right = [km is not None and km <= WITHIN_KM for row in documents for _, km, _ in answers(row)]
    return sum(right) / max(len(right), 1)


def found(row: Row) -> set[tuple[int, int]]:
    """The spans of all places that we see named in a text."""
    sentences = tools().parser.parse(row["text"])
    cast = find_cast(row["text"], sentences, tools().actors, tools().gazetteer, published=row.get("date"))
    return {(t.start, t.end) for t in find_toponyms(sentences, cast, tools().gazetteer)}


def recognition(documents: list[Row]) -> dict[str, float]:
    right = ours = gold = 0
    for row in documents:
        mine, theirs = found(row), {(t["start"], t["end"]) for t in toponyms(row)}
        right, ours, gold = right + len(mine & theirs), ours + len(mine), gold + len(theirs)
    precision, recall = right / max(ours, 1), right / max(gold, 1)
    return {
        "geoparsing_geovirus_names_precision": precision,
        "geoparsing_geovirus_names_recall": recall,
        "geoparsing_geovirus_names_f1": 2 * right / max(ours + gold, 1),
    }


def score(shared: Path, half: str = "all") -> dict[str, float]:
    """F1 of the names found in the disease news, and the share placed within 161 km in each corpus."""
    figures = recognition(rows(shared, "geovirus", half))
    return figures | {f"geoparsing_{name}_within_161_km": accuracy(rows(shared, name, half)) for name in FILES}


def show_names(documents: list[Row]) -> None:
    for row in documents:
        mine, theirs = found(row), {(t["start"], t["end"]) for t in toponyms(row)}
        for start, end in sorted(mine ^ theirs):
            around = row["text"][max(0, start - 40) : start], row["text"][start:end], row["text"][end : end + 30]
            said = "missed" if (start, end) in theirs else "extra "
            print(f"  {said} {row['id']} " + "{}[{}]{}".format(*around).replace("\n", " "))


def show_answers(documents: list[Row]) -> None:
    for row in documents:
        for toponym, km, why in answers(row):
            if km is None or km > WITHIN_KM:
                told = "unanswered" if km is None else f"{km:.0f} km"
                where = toponym.get("gaz_admin1") or toponym.get("wiki") or ""
                gold = f"{toponym['lat']:.1f} {toponym['lon']:.1f} {where}"
                print(f"  {told}: {row['id']} {toponym['text']} {toponym.get('fcode') or ''} ({gold}): {why}")


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    names = [a for a in sys.argv[1:] if a in {*FILES, "names"}] or [*FILES, "names"]
    half = next((a for a in sys.argv[1:] if a in {"first", "second"}), "all")
    for name in names:
        documents = rows(shared, "geovirus" if name == "names" else name, half)
        (show_names if name == "names" else show_answers)(documents)
        print(name, *(recognition(documents).values() if name == "names" else [accuracy(documents)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
