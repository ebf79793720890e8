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
from whowhom.qualifying.dates import TimePhrase, date_of, find_times, interval_of, times_in_story
from whowhom.qualifying.dates.expressions import readings
from whowhom.qualifying.dates.intervals import Anchor
from whowhom.records import Draft, EventDate, Sentence

# What the seed's author wrote on is not dated; it was printed in this month.
SEED_PUBLISHED = "2014-05-20"
UNITS = {4: "year", 7: "month", 10: "day"}
YEARLY_UNITS = {len("--07"): "month", len("--09-30"): "day"}


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


def gum_days(row: dict[str, Any]) -> tuple[str, str]:
    """First and last day of a date of the corpus, each empty where it says none (or one of no known year).

    The corpus often ends a stretch of whole years with the first day of its last year (1960-01-01 to 1969-01-01 for
    the 1960s); such an end is that whole year.
    """
    first = str(row.get("when") or row.get("from") or row.get("notBefore") or "").split("T")[0]
    last = str(row.get("when") or row.get("to") or row.get("notAfter") or "").split("T")[0]
    if first[4:] == last[4:] == "-01-01" and first != last:
        first, last = first[:4], last[:4]
    return _bound(first, 0), _bound(last, 1)


def _bound(value: str, side: int) -> str:
    try:
        return bounds(value)[side] if value[:4].isdecimal() else ""
    except ValueError:
        return ""


def same_days(found: tuple[str, str], gold: tuple[str, str]) -> bool:
    """Whether days are those of the corpus; where it says one bound alone ("by 2010"), that bound counts."""
    return any(gold) and all(not theirs or ours == theirs for ours, theirs in zip(found, gold, strict=True))


def same_in_every_year(found: EventDate, marked: dict[str, Any]) -> bool:
    """Whether a date of every year has the days of one to which the corpus gives no year ("--07", "--03-12").

    Its words may be a part of ours ("May" of "from May to June").
    """
    value = str(marked.get("when") or "")
    if not value.startswith("--"):
        return False
    for candidates in readings(marked["text"]):
        part = candidates[0].reckon(Anchor(year=int(found.start[:4])))
        if part is not None and part.start.isoformat()[5 : 3 + len(value)] == value[2:]:
            return part.precision == YEARLY_UNITS.get(len(value))
    return False


def has_part(date: EventDate, marked: dict[str, Any], published: str) -> bool:
    """Whether marked words that are a part of our phrase have their days in it.

    The corpus marks "2004" and "2009" in "from 2004 to 2009" each by itself, and "2016" in "early in 2016"; its
    part is read alone, in a year of the phrase where it has none.
    """
    span, whole = date.span, interval_of(published)
    if span is None or not (span.start <= marked["start"] and marked["end"] <= span.end):
        return False
    for year in (int(date.start[:4]), int(date.end[:4])):
        for candidates in readings(marked["text"]):
            found = candidates[0].reckon(Anchor(published=whole, year=year))
            if found is not None and same_days((found.start.isoformat(), found.end.isoformat()), gum_days(marked)):
                return True
    return False


def score_phrases(path: Path, *, show: bool = False) -> dict[str, Counter[str]]:
    """For each genre, and each half of its texts, the dates of the corpus that we find (``spans``).

    ``values`` are those of which a phrase of ours has the very days, ``right``
    those too of which it has them as a part (see `has_part`); ``ours`` are all
    our phrases, ``gold`` all dates of the corpus.
    """
    genres: dict[str, list[dict[str, Any]]] = {}
    for row in read_lines(path):
        genres.setdefault(row["genre"], []).append(row)
    counts: dict[str, Counter[str]] = {}
    for genre, rows in genres.items():
        for i, row in enumerate(rows):
            half = "first" if i < (len(rows) + 1) // 2 else "second"
            for name, number in score_text(row, show=show and half == "first").items():
                for group in (genre, half, "all"):
                    counts.setdefault(group, Counter())[name] += number
    return counts


def score_text(row: dict[str, Any], *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    sentences = parser().parse(row["text"])
    times = [p for s in sentences for p in times_in_story(row["text"], s, published=row["dct"])]
    ours = [p.date for p in times if not p.yearly]
    yearly = [p.date for p in times if p.yearly]
    counts["ours"] = len(times)
    for marked in row["dates"]:
        days = gum_days(marked)
        over, every = _over(ours, marked), _over(yearly, marked)
        exact = any(same_days((d.start, d.end), days) for d in over)
        exact = exact or any(same_in_every_year(d, marked) and d.text == marked["text"] for d in every)
        right = exact or any(has_part(d, marked, row["dct"]) for d in over)
        right = right or any(same_in_every_year(d, marked) for d in every)
        counts.update(gold=1, known=any(days), spans=bool(over or every), values=exact, right=right)
        counts["right_of_known"] += right and any(days)
        if show and not right:
            told = ", ".join(f"{d.text} = {d.start}..{d.end}" for d in [*over, *every]) or "none"
            print(f"  {row['genre']} {marked['text']!r} {'..'.join(days)}: {told} (printed {row['dct']})")
    return counts


def _over(dates: list[EventDate], marked: dict[str, Any]) -> list[EventDate]:
    return [d for d in dates if d.span and d.span.start < marked["end"] and marked["start"] < d.span.end]


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
    groups = score_phrases(shared / "data" / "temporal_gum" / "gum_dates_dev.jsonl", show=show)
    for group, found in sorted(groups.items()):
        figures[f"dates_gum_{group}_span_f1"] = _f1(found["spans"], found["ours"], found["gold"])
        figures[f"dates_gum_{group}_value_f1"] = _f1(found["values"], found["ours"], found["gold"])
        figures[f"dates_gum_{group}_values_right"] = round(found["right"] / max(1, found["gold"]), 3)
    known = groups["all"]["right_of_known"] / max(1, groups["all"]["known"])
    return figures | {"dates_gum_known_years_values_right": round(known, 3)}


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
