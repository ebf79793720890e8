"""Who says what: speech between commas, a second verb of saying, contact clauses, what is asked for."""

from __future__ import annotations

import re

from whowhom.repairs.rows import SUBJECTS, Row, labels_below

# Verbs that only those who speak do, by how they begin, and what befalls those told of.
SPEAKS = re.compile("accus|blam|condemn|criticis|criticiz|denounc|urg|call|warn|appeal|demand|reject|prais|ask|dismiss")
SAYS = re.compile(
    "sa(?:id|ys)$|warn|declar|insist|explain|claim|announc|add(?:ed|s)$|argu|admi|not(?:ed|es)$|complain|predict|vow"
    "|promis|retort|repl(?:ied|ies)|caution|lament|wrote|writes|boast|confirm|remark|stress|acknowledg|hint"
    "|contend|sigh|shrug|scoff|joke|grumbl"
)
# Verbs that say something behind a quotation, and do something elsewhere: "recalled the ambassador".
QUOTES_ALSO = re.compile("maintain|recall|protest|observ")
# Verbs of saying as participles, which go on with what is said: "the minister said, accusing the rebels".
GOES_ON = re.compile(
    "saying|adding|citing|describ|refer|quot|point|threat|vow|pledg|promis|refus|declin|plan|announc|offer|propos"
)
WANTS = re.compile("(?:want|order|demand)(?:s|ed|ing)?|had|have|has|having")
BEFELL = frozenset("died perished starved drowned disappeared vanished fled suffered".split())


def with_inverted_speech(rows: list[Row]) -> list[Row]:
    """The rows, mended where who says it behind his words was read as an object: "..., warned the general".

    The saying verb is the sentence's own, as the parser has it with "said".
    """
    for i, (word, tag, dep, head, _) in enumerate(rows):
        behind = i > 0 and rows[i - 1][0] in {",", '"', "”", "’"} and dep in {"dep", "conj", "advcl", "parataxis"}
        quoted = i > 0 and rows[i - 1][0] in {'"', "”", "’"} and QUOTES_ALSO.match(word.lower()) is not None
        if not behind or tag not in {"VBD", "VBZ"} or rows[head][2] != "ROOT":
            continue
        if not (SAYS.match(word.lower()) or quoted):
            continue
        below = {row[2]: j for j, row in enumerate(rows) if row[3] == i and j != i}
        speaker = below.get("dobj", -1)
        if speaker < i or head > i or set(below) & {"nsubj", "ccomp", "xcomp", "aux", "prep"}:
            continue
        repaired = list(rows)
        repaired[i] = (*rows[i][:2], "ROOT", i, rows[i][4])
        repaired[head] = (*rows[head][:2], "ccomp", i, rows[head][4])
        repaired[speaker] = (*rows[speaker][:2], "nsubj", i, rows[speaker][4])
        return repaired
    return rows


def with_speech_aside(rows: list[Row]) -> list[Row]:
    """The rows, mended around who says it between commas: "Troops took the port, witnesses said, and shot looters".

    What goes on behind him is of those told of, but for verbs of saying, which are his.
    """
    repaired = list(rows)
    for said, (word, tag, dep, head, _) in enumerate(rows[:-1]):
        if tag not in {"VBD", "VBZ"} or not SAYS.match(word.lower()) or rows[said + 1][0] != ",":
            continue
        subject = next((j for j, row in enumerate(rows) if row[2] == "nsubj" and row[3] == said), said)
        before = [j for j, row in enumerate(rows[:subject]) if row[2] == "ccomp" and row[3] == said]
        told = head if dep == "parataxis" else next(iter(before), said)
        if told >= min(subject, said):
            continue
        for i, (verb, its_tag, its_dep, its_head, at) in enumerate(rows[said + 1 :], said + 1):
            below = {row[2] for j, row in enumerate(rows) if row[3] == i and j != i}
            beside = its_dep == "conj" and its_tag in {"VBD", "VBZ", "VBP", "VBN"}
            loose = its_dep == "advcl" and its_tag == "VBG" and "mark" not in below
            if its_head not in {said, told} or not (beside or loose) or below & SUBJECTS:
                continue
            speaks = any(p.match(verb.lower()) for p in (SPEAKS, SAYS, GOES_ON))
            repaired[i] = (verb, its_tag, its_dep, said if speaks else told, at)
    return repaired


def with_subjects_around_speech(rows: list[Row]) -> list[Row]:
    """The rows, mended where who acts was given to him who says it: "Rebels, an officer said here, attacked a ship"."""
    for said, row in enumerate(rows):
        if row[1] not in {"VBD", "VBZ"} or not SAYS.match(row[0].lower()):
            continue
        subjects = [j for j, other in enumerate(rows[:said]) if other[2] == "nsubj" and other[3] == said]
        told = next((i for i, other in enumerate(rows) if i > said and other[2] == "ccomp" and other[3] == said), said)
        apart = len(subjects) == 2 and any(other[0] == "," for other in rows[subjects[0] : subjects[1]])
        if apart and any(other[0] == "," for other in rows[said:told]) and not labels_below(rows, told) & SUBJECTS:
            repaired = list(rows)
            repaired[subjects[0]] = (*rows[subjects[0]][:3], told, rows[subjects[0]][4])
            return repaired
    return rows


def with_contact_clauses(rows: list[Row]) -> list[Row]:
    """The rows, mended where a clause without a pronoun was hung too high: "a minister in the government he leads".

    It belongs to the noun right before it.
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep != "relcl":
            continue
        subject = next((j for j, row in enumerate(rows) if row[2] == "nsubj" and row[3] == i and j < i), None)
        if subject is None or rows[subject][1] not in {"PRP", "NNP"}:
            continue
        first = subject
        while first > 0 and rows[first - 1][3] == subject and rows[first - 1][2] in {"compound", "det", "amod"}:
            first -= 1
        before = first - 1
        if head < before and rows[before][1].startswith("NN") and rows[before][2] == "pobj":
            repaired[i] = (word, tag, dep, before, at)
    return repaired


def with_wanted_passives(rows: list[Row]) -> list[Row]:
    """The rows, mended where what should befall somebody was read as his deed: "wanted the prisoners freed".

    "Ordered its leaders rounded up", too.
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if tag not in {"VBN", "VBD"} or any(
            row[3] == i and row[2] in {"aux", "auxpass", "dobj", "mark"} for row in rows
        ):
            continue
        subject = next((j for j, row in enumerate(rows[:i]) if row[3] == i and row[2] == "nsubj"), None)
        if dep == "ccomp" and subject is not None and WANTS.fullmatch(rows[head][0].lower()):
            repaired[subject] = (*rows[subject][:2], "nsubjpass", i, rows[subject][4])
            repaired[i] = (word, "VBN", dep, head, at)
        beside = dep == "ccomp" and subject is None and rows[i - 1][2] == "dobj" and rows[i - 1][3] == head < i - 1
        if beside and WANTS.fullmatch(rows[head][0].lower()):
            repaired[i - 1] = (*rows[i - 1][:2], "nsubjpass", i, rows[i - 1][4])
            repaired[i] = (word, "VBN", dep, head, at)
        verb = rows[head][3]
        if dep == "acl" and head == i - 1 and rows[head][2] == "dobj" and WANTS.fullmatch(rows[verb][0].lower()):
            repaired[i] = (word, "VBN", "ccomp", verb, at)
            repaired[head] = (*rows[head][:2], "nsubjpass", i, rows[head][4])
    return repaired


def with_speech_beside_speech(rows: list[Row]) -> list[Row]:
    """The rows, mended where a second verb of saying was put below the first: "said 30 had died and accused the army".

    The dead accuse nobody, and whoever says what others did goes on to blame or call on somebody himself.
    """
    repaired = list(rows)
    for i, (word, tag, dep, befell, at) in enumerate(rows):
        said = rows[befell][3]
        told = rows[befell][2] == "ccomp" and rows[said][1] in {"VBD", "VBZ", "VBP"} and said < befell < i
        if dep != "conj" or not told or tag not in {"VBD", "VBN", "VBZ"} or not SPEAKS.match(word.lower()):
            continue
        passive = any(row[2] in {"auxpass", "nsubjpass"} and row[3] == befell for row in rows)
        own = any(row[2] in {*SUBJECTS, "aux", "auxpass"} and row[3] == i for row in rows)
        inner, outer = rows[befell][0].lower(), rows[said][0].lower()
        deed = SAYS.match(outer) or outer.startswith(("denie", "alleg", "report"))
        perfect = any(row[3] == befell and row[0].lower() == "had" for row in rows)  # "had marched and accused"
        deed = deed and not perfect and not SAYS.match(inner) and not SPEAKS.match(inner)
        if (passive or inner in BEFELL or deed) and not own:
            repaired[i] = (word, rows[said][1], dep, said, at)
    return repaired
