"""Dates and hours at the head of a sentence that were taken for parts of it."""

from __future__ import annotations

import re

from whowhom.repairs.rows import OPENING_DATE, SUBJECTS, TIMES, Row

DAY_NUMBER = re.compile(r"[0-3]?\d")
CLOCK = re.compile(r"[0-2]?\d[.:][0-5]\d")
TIME_OPENERS = frozenset("That This Every Each Last Next".split())


def without_opening_date(rows: list[Row]) -> list[Row]:
    """The rows, mended where the subject was taken into the date that opens a sentence.

    "In 2009 President Sarkozy met ...", "On Friday police arrested ...": the
    parser takes the date for a part of the name, and may take the subject for
    the preposition's object.
    """
    if len(rows) < 4 or rows[0][0] not in {"In", "On", "Since", "By", "Until"}:
        return rows
    last = 0
    while last + 1 < len(rows) and OPENING_DATE.fullmatch(rows[last + 1][0]):
        last += 1
    if DAY_NUMBER.fullmatch(rows[last][0]) and rows[last][3] == last + 1 and rows[last + 1][1].startswith("NN"):
        last -= rows[last + 1][1] != "NNP"  # "In May 18 people were drowned"
    if last == 0 or rows[last][3] <= last or rows[last][2] not in {"nummod", "compound", "nmod", "amod", "npadvmod"}:
        return rows
    subject = rows[last][3]
    while rows[subject][2] in {"compound", "nmod"} and rows[subject][3] > subject:
        subject = rows[subject][3]
    verb = next((i for i, row in enumerate(rows) if row[2] == "ROOT"), subject)
    has_subject = any(dep in {"nsubj", "nsubjpass"} and head == verb for _, _, dep, head, _ in rows)
    taken = rows[subject][2] == "pobj" and rows[subject][3] == 0 and not has_subject
    if verb <= subject or not (taken or rows[subject][2] in {"nsubj", "nsubjpass"}):
        return rows
    repaired = list(rows)
    repaired[0] = (*rows[0][:2], "prep", verb, rows[0][4])
    repaired[last] = (*rows[last][:2], "pobj", 0, rows[last][4])
    for i in range(1, last):
        repaired[i] = (*rows[i][:2], "nummod", last, rows[i][4])
    if taken:
        passive = any(dep == "auxpass" and head == verb for _, _, dep, head, _ in rows)
        repaired[subject] = (*rows[subject][:2], "nsubjpass" if passive else "nsubj", verb, rows[subject][4])
    return repaired


def without_opening_time(rows: list[Row]) -> list[Row]:
    """The rows, mended where a time before the subject was taken for a part of it: "That year rebels took Sirte"."""
    if len(rows) < 4 or rows[0][0] not in TIME_OPENERS or not TIMES.fullmatch(rows[1][0]):
        return rows
    _, _, dep, subject, _ = rows[1]
    if dep not in {"compound", "nmod"} or rows[subject][2] not in SUBJECTS or rows[0][3] not in {1, subject}:
        return rows
    repaired = list(rows)
    repaired[0] = (*rows[0][:3], 1, rows[0][4])
    repaired[1] = (*rows[1][:2], "npadvmod", rows[subject][3], rows[1][4])
    return repaired


def without_clock(rows: list[Row]) -> list[Row]:
    """The rows, mended where the hour of a live report was taken for a part of the subject: "17.05 Erdogan said"."""
    if len(rows) < 3 or not CLOCK.fullmatch(rows[0][0]) or rows[0][2] not in {"nummod", "compound", "nmod", "amod"}:
        return rows
    verb = next((i for i, row in enumerate(rows) if row[2] == "ROOT"), 0)
    return [(*rows[0][:2], "npadvmod", verb, rows[0][4]), *rows[1:]] if verb else rows
