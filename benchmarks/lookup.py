"""How long a dictionary of 200,000 names takes to load, what it needs in memory, and what it costs an article.

The names are made up, with codes, terms and other spellings as a large dictionary
has them; the article is 300 words of the project's example with twenty of the names
put in. Memory is what the process has grown by, of a process of its own.

Run it: `python benchmarks/lookup.py`.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import alone

from whowhom.knowledge.actor_file import COLUMNS
from whowhom.knowledge.actors import load_actors
from whowhom.knowledge.spelling import fold_in_place

NAMES, WORDS, PUT_IN, TIMES = 200_000, 300, 20, 50
STARTS = "Al Be Ca Do El Fa Gu Ha Ib Jo Ka Le Mo Na Om Pe Qu Ra Sa Ta".split()
MIDDLES = "ra na mi do li ve ka to me su".split()
ENDS = "dze vic son ov ez man ari elli".split()
CODES = "LBYGOV EGYMIL MLIREB FRAPTY IGOUNO USALEG PAK NGAOPP TCDCOP SYRUAF".split()
EXAMPLE = Path(__file__).resolve().parents[1] / "tests" / "articles" / "history-suez-1956.txt"
MEGABYTE = 1024 * 1024


def write_table(path: Path) -> list[str]:
    """A table of as many names, of which a tenth are second spellings; the names."""
    chance = random.Random(0)
    names: dict[str, None] = {}
    while len(names) < NAMES:
        given, family = (chance.choice(STARTS) + chance.choice(MIDDLES) for _ in range(2))
        names[f"{given} {family}{chance.choice(ENDS)} {chance.choice(STARTS)}{chance.choice(MIDDLES)}ki"] = None
    lines = ["\t".join(COLUMNS)]
    each = iter(names)
    for number, name in enumerate(each):
        alias = next(each, "-") if number % 10 == 0 else "-"
        start = chance.randint(1950, 2020)
        term = (f"{start}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}", str(start + chance.randint(1, 9)))
        lines.append("\t".join((f"own.{number}", name, alias, "-", "-", chance.choice(CODES), "-", *term, "made up")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(names)


def article(names: list[str]) -> str:
    chance = random.Random(0)
    words = EXAMPLE.read_text(encoding="utf-8").split()[: WORDS - 3 * PUT_IN]
    for name in chance.sample(names, PUT_IN):
        words.insert(chance.randrange(len(words)), name)
    return " ".join(words)


def resident() -> float:
    """What the process has in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / MEGABYTE


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "actors.tsv"
        names = write_table(path)
        text = article(names)
        names.clear()
        load_actors()
        before, shipped, own = resident(), [], []
        for _ in range(3):
            begun = time.perf_counter()
            load_actors()
            shipped.append(time.perf_counter() - begun)
        for _ in range(3):
            begun = time.perf_counter()
            index = load_actors(path)
            own.append(time.perf_counter() - begun)
        grown = resident() - before
        found, taken = 0, []
        for _ in range(TIMES):
            begun = time.perf_counter()
            found = len(index.find(text, fold_in_place(text)))
            taken.append(time.perf_counter() - begun)
    assert found >= PUT_IN
    return {
        "lookup_shipped_load_s": min(shipped),
        "lookup_own_load_s": min(own) - min(shipped),
        "lookup_megabytes": grown,
        "lookup_article_ms": 1000 * statistics.median(taken),
    }


def score(shared: Path) -> dict[str, float]:
    """The figures of a process of its own, in which nothing else takes memory."""
    ran = subprocess.run([sys.executable, __file__, "--json"], capture_output=True, text=True, check=True)
    return {name: float(value) for name, value in json.loads(ran.stdout).items()}


if __name__ == "__main__":
    if "--json" in sys.argv:
        print(json.dumps(measure()))
        raise SystemExit(0)
    raise SystemExit(alone(score))
