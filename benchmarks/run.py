"""Every benchmark, held to its floors: `make bench`.

Prints a table of what was measured, the floor and whether it holds; ends with
1 where one does not. `--raise` writes what holds better than its floor as the
new floors; a floor is lowered by hand in `floors.json`, and the commit says why.
Development data are looked for in `../shared` or where WHOWHOM_SHARED says.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# As on the command line, before anything loads numpy.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
# In the order in which they are run; each has `score(shared)`, which gives figures by name.
BENCHMARKS = (
    "articles",
    "written",
    "event_types",
    "evenhanded",
    "parties",
    "names",
    "variants",
    "whom",
    "lookup",
    "factuality",
    "dates",
    "places",
    "geoparsing",
    "attribution",
    "event_location",
    "muc4",
    "calibration",
    "gate_and_speed",
)
# What is a matter of the machine's mood is not raised by itself.
NOISY = frozenset(
    {"pairs_a_second", "speed_times_spacy", "speed_articles_a_second"}
    | {"lookup_shipped_load_s", "lookup_own_load_s", "lookup_megabytes", "lookup_article_ms"}
)


def shared_folder() -> Path | None:
    """The folder of development data; None, and a line that says so, where there is none."""
    folder = Path(os.environ.get("WHOWHOM_SHARED", HERE.parents[1] / "shared"))
    if (folder / "data").is_dir():
        return folder
    print(
        f"{folder} holds no development data, so there is nothing to score against. "
        "Set WHOWHOM_SHARED to their folder; the tests (make test) need none.",
        file=sys.stderr,
    )
    return None


def alone(score: Callable[[Path], dict[str, float]]) -> int:
    """Run one benchmark by itself and print its figures; the exit code."""
    shared = shared_folder()
    for name, value in score(shared).items() if shared is not None else ():
        print(f"{name:44} {value:g}")
    return 0


def digest(shared: Path) -> str:
    """A digest of the data that the floors were measured on."""
    hashed = hashlib.sha256()
    for name in ("news_dev/gold.jsonl", "seed/gold.jsonl", "plv_train.jsonl", "factuality_examples.jsonl"):
        hashed.update((shared / "data" / name).read_bytes())
    return hashed.hexdigest()[:16]


def holds(value: float, floor: dict[str, float]) -> bool:
    return value >= floor["least"] if "least" in floor else value <= floor["most"]


def raised(name: str, value: float, floor: dict[str, float]) -> dict[str, float]:
    if name in NOISY or not holds(value, floor):
        return floor
    return {"least": value} if "least" in floor else {"most": value}


def main() -> int:
    shared = shared_folder()
    if shared is None:
        return 0
    sys.path.insert(0, str(HERE))
    kept: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    if kept["data"] != digest(shared):
        print("the development data are not those of floors.json: its figures do not hold for them", file=sys.stderr)
    figures: dict[str, float] = {}
    for name in BENCHMARKS:
        print(f"{name} ...", file=sys.stderr)
        figures |= importlib.import_module(name).score(shared)
    failed = report(figures, kept["floors"])
    if "--raise" in sys.argv:
        kept["floors"] = {n: raised(n, round(figures[n], 3), f) for n, f in kept["floors"].items()}
        FLOORS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 1 if failed else 0


def report(figures: dict[str, float], floors: dict[str, dict[str, float]]) -> list[str]:
    """Print a line a figure, those with a floor first; give back the names that fall under theirs."""
    failed = [name for name in floors if name not in figures or not holds(figures[name], floors[name])]
    for name, floor in floors.items():
        bound = f">= {floor['least']:g}" if "least" in floor else f"<= {floor['most']:g}"
        value = f"{figures[name]:.3f}".rstrip("0").rstrip(".") if name in figures else "not measured"
        print(f"{'FAILS' if name in failed else 'holds'}  {name:40} {value:>10}  {bound}")
    for name in (n for n in figures if n not in floors):
        print(f"       {name:40} {f'{figures[name]:.3f}'.rstrip('0').rstrip('.'):>10}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
