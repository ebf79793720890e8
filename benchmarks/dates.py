"""Dates of events and phrases of time, against what careful readers took from the texts.

Development material that is not part of the project; the line that says so is
all that is printed where it is not there. Run it: `python benchmarks/dates.py`
lists what went wrong as well.
"""

from __future__ import annotations

import json
import sys
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from whowhom.parsing import Parser, load_parser
from whowhom.qualifying.dates import TimePhrase, date_of, find_times
from whowhom.records import Draft, EventDate, Sentence

# What the seed's author wrote on is not dated; it was printed in this month.
SEED_PUBLISHED = "2014-05-20"
UNITS = {4: "year", 7: "month", 10: "day"}


@cache
def parser() -> Parser:
    return load_parser()


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def draft_at(sentences: list[Sentence], start: int, end: int) -> tuple[Sentence, Draft] | None:
    """The event whose trigger stands at these offsets; None where no sentence holds it."""
    for sentence in sentences:
        tokens = [t for t in sentence.tokens if t.start < end and start < t.end]
        if tokens:
            inside = {t.i for t in tokens}
            head = next((t.i for t in tokens if t.head == t.i or t.head not in inside), tokens[0].i)
            return sentence, Draft(
                sentence=sentence.number, head=head, trigger=tuple(sorted(inside)), event_type="", cameo=""
            )
    return None


def bounds(date: str) -> tuple[str, str]:
    """First and last day of an ISO date of one to three parts."""
    if len(date) == 4:
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-01", f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date, date


def verdict(ours: EventDate | None, gold: str) -> str:
    """How our date stands to the reader's: the same, near it (one lies within the other), wrong, ..."""
    if ours is None:
        return "not found" if gold else "none, rightly"
    if not gold:
        return "reader gives none"
    start, end = bounds(gold)
    if ours.start[: len(gold)] == gold and ours.precision == UNITS[len(gold)]:
        return "same"
    within = (start <= ours.start and ours.end <= end) or (ours.start <= start and end <= ours.end)
    return "near" if within else "wrong"


def score_articles(folder: Path, *, show: bool = False) -> Counter[str]:
    """Verdicts on every event of the gold whose trigger stands in a sentence."""
    verdicts: Counter[str] = Counter()
    texts: dict[str, tuple[list[Sentence], tuple[TimePhrase, ...], str]] = {}
    for row in read_lines(folder / "gold.jsonl"):
        if row["doc"] not in texts:
            texts[row["doc"]] = _read(folder, row["doc"])
        sentences, times, published = texts[row["doc"]]
        found = draft_at(sentences, *row["trigger"])
        if found is None:
            verdicts["no sentence"] += 1
            continue
        ours, why = date_of(*found, times, published=published)
        said = verdict(ours, row["date"][0])
        verdicts[said] += 1
        # A date that the reader took from elsewhere in the article is nothing that the sentence could have given.
        if show and (
            said not in {"same", "none, rightly", "not found"} or _could(times, found[0], row["date"][0], said)
        ):
            rule = why[0].rule if why else ""
            told = f"{ours.text} = {ours.start}..{ours.end}" if ours else "none"
            trigger = found[0].tokens[found[1].head].text
            print(f"  {said}: {trigger}: {told} {rule}, reader {row['date'][0] or 'none'}: {found[0].text}")
    return verdicts


def _could(times: tuple[TimePhrase, ...], sentence: Sentence, gold: str, said: str) -> bool:
    """Whether a sentence that gave no date has one that the reader gave."""
    if said != "not found":
        return False
    own = [p.date for p in times if p.sentence == sentence.number]
    return any(verdict(date, gold) in {"same", "near"} for date in own)


def _read(folder: Path, name: str) -> tuple[list[Sentence], tuple[TimePhrase, ...], str]:
    side = folder / f"{name}.json"
    known: dict[str, Any] = json.loads(side.read_text(encoding="utf-8")) if side.is_file() else {}
    published = str(known.get("published", SEED_PUBLISHED))
    sentences = parser().parse((folder / f"{name}.txt").read_text(encoding="utf-8"))
    return sentences, find_times(sentences, published=published), published


def gum_bounds(row: dict[str, Any]) -> tuple[str, str] | None:
    """First and last day of a date of the corpus; None for a day or month of no known year."""
    values = [
        row.get("when") or row.get("from") or row.get("notBefore"),
        row.get("when") or row.get("to") or row.get("notAfter"),
    ]
    first, last = (str(value).split("T")[0] if value else None for value in values)
    if first is None or last is None or not (first[:4].isdecimal() and last[:4].isdecimal()):
        return None
    try:
        return bounds(first)[0], bounds(last)[1]
    except ValueError:
        return None


def score_phrases(path: Path, *, genre: str = "news", show: bool = False) -> Counter[str]:
    """Dates of the corpus that we find (``spans``) with the same days (``values``), of all ours and theirs."""
    counts: Counter[str] = Counter()
    for row in read_lines(path):
        if row["genre"] != genre:
            continue
        ours = find_times(parser().parse(row["text"]), published=row["dct"])
        gold = [(d, gum_bounds(d)) for d in row["dates"]]
        counts["gold"] += len(gold)
        counts["ours"] += len(ours)
        for date, days in gold:
            over = [
                p.date
                for p in ours
                if p.date.span and p.date.span.start < date["end"] and date["start"] < p.date.span.end
            ]
            counts["spans"] += bool(over)
            right = any((d.start, d.end) == days for d in over)
            counts["values"] += right
            if show and not right:
                told = ", ".join(f"{d.text} = {d.start}..{d.end}" for d in over) or "none"
                print(f"  {date['text']!r} {days}: {told} (printed {row['dct']})")
    return counts


def _f1(right: int, ours: int, gold: int) -> float:
    return round(2 * right / (ours + gold), 3) if ours + gold else 0.0


def score(shared: Path, *, show: bool = False) -> dict[str, float]:
    """The figures by name, from the folder of development data."""
    figures: dict[str, float] = {}
    for name in ("news_dev", "seed"):
        verdicts = score_articles(shared / "data" / name, show=show)
        given = verdicts["same"] + verdicts["near"] + verdicts["wrong"] + verdicts["reader gives none"]
        dated = verdicts["same"] + verdicts["near"] + verdicts["wrong"] + verdicts["not found"]
        figures |= {
            f"dates_{name}_{said.replace(' ', '_').replace(',', '')}": verdicts[said] for said in sorted(verdicts)
        }
        figures[f"dates_{name}_precision"] = round((verdicts["same"] + verdicts["near"]) / max(1, given), 3)
        figures[f"dates_{name}_recall_same"] = round(verdicts["same"] / max(1, dated), 3)
    phrases = score_phrases(shared / "data" / "temporal_gum" / "gum_dates_dev.jsonl", show=show)
    figures["dates_gum_news_span_f1"] = _f1(phrases["spans"], phrases["ours"], phrases["gold"])
    figures["dates_gum_news_value_f1"] = _f1(phrases["values"], phrases["ours"], phrases["gold"])
    figures["dates_gum_news_values_right"] = round(phrases["values"] / max(1, phrases["gold"]), 3)
    return figures


def main() -> int:
    from run import shared_folder

    shared = shared_folder()
    if shared is None:
        return 0
    for name, value in score(shared, show=True).items():
        print(f"{name:44} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
