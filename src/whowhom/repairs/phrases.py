"""What hangs on the wrong word: equals apart, lists, purposes, gerunds, charges, given names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from whowhom.repairs.rows import NAMES, OPENING_DATE, Row, labels_below

# Verbs that say for what somebody is blamed, tried or thanked, by how they begin.
BLAMED = re.compile(
    "accus|suspect|blam|sentenc|convict|jail|imprison|arrest|detain|charg|fined|punish|condemn|criticis|criticiz|denounc"
    "|prosecut|indict|executed|hanged|sanction|dismiss|sacked|suspend|prais|thank"
)
DEMANDS = re.compile("ask|call|appeal|press|plead|demand|urg|seek|sought|propos|want")


def with_named_object(rows: list[Row]) -> list[Row]:
    """The rows, mended where a name right behind a verb was read as a time, or as another name of it.

    "The rebels criticised Premier Anthony Eden", "The ministry thanks Romania and Chad for their help".
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep == "compound" and rows[head][1] == "RB":  # "had telephoned Obi beforehand"
            dep, head = "npadvmod", rows[head][3]
        if dep not in {"npadvmod", "appos"} or tag not in NAMES or head >= i:
            continue
        if not rows[head][1].startswith("VB") and "nsubj" not in labels_below(rows, head):
            continue  # what has a subject is a verb, whatever its tag says
        named = [j for j in range(head + 1, i) if rows[j][3] in range(head + 1, i + 1)]
        has_object = any(row[2] == "dobj" and row[3] == head for row in rows)
        dated = any(OPENING_DATE.fullmatch(rows[j][0]) for j in (*named, i))
        if named == list(range(head + 1, i)) and not has_object and not dated:
            repaired[i] = (word, tag, "dobj", head, at)
    return repaired


def with_given_names_whole(rows: list[Row]) -> list[Row]:
    """The rows, the second part of a given name marked as one: "Lin Fei-fan" is no fan."""
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows[3:], 3):
        given = rows[i - 1][0] == "-" and rows[i - 1][4] + 1 == at and rows[i - 2][4] + len(rows[i - 2][0]) + 1 == at
        named = rows[i - 2][0][:1].isupper() and rows[i - 3][0][:1].isupper()
        if given and named and word.islower() and tag in {"NN", "NNS"} and {rows[i - 2][1], rows[i - 3][1]} <= NAMES:
            repaired[i] = (word, "NNP", dep, head, at)
    return repaired


def with_purposes_on_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where a purpose hangs on a name: in "filled Tahrir Square to cheer" no square cheers."""
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        infinitive = any(row[3] == i and row[0] == "to" and row[2] == "aux" for row in rows[:i])
        if dep not in {"acl", "relcl"} or tag != "VB" or not infinitive or rows[head][1] not in NAMES or head > i:
            continue
        verb = head
        while rows[verb][2] in {"dobj", "pobj", "prep", "conj"} and not rows[verb][1].startswith("VB"):
            verb = rows[verb][3]
        if rows[verb][1].startswith("VB"):
            repaired[i] = (word, tag, "advcl", verb, at)
    return repaired


def with_infinitives_on_gerunds(rows: list[Row]) -> list[Row]:
    """The rows, mended where what is planned hangs on the verb above: "accused them of planning to attack"."""
    repaired = list(rows)
    for i, (word, tag, dep, _, at) in enumerate(rows):
        behind = i > 1 and rows[i - 1][0] == "to" and rows[i - 1][3] == i and rows[i - 2][1] == "VBG"
        if behind and dep == "advcl" and tag == "VB" and rows[i - 2][2] == "pcomp":
            repaired[i] = (word, tag, "xcomp", i - 2, at)
    return repaired


def with_equals_together(rows: list[Row]) -> list[Row]:
    """The rows, each word beside its equal (`_beside_equal`); what a gerund was put beside is one too."""
    heads = [_beside_equal(rows, i) for i in range(len(rows))]
    gerunds = {heads[i] for i in range(len(rows)) if heads[i] != rows[i][3] and rows[i][1] == "VBG"}
    return [
        (word, "VBG", "pcomp", heads[i], at) if i in gerunds else (word, tag, dep, heads[i], at)
        for i, (word, tag, dep, _, at) in enumerate(rows)
    ]


def with_lists_whole(rows: list[Row]) -> list[Row]:
    """The rows, mended where the second name of a list was taken for an apposition to the first, for its article.

    "Saudi Arabia, the United Arab Emirates, Bahrain and Egypt": an apposition with two or more names beside it is none.
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep == "appos" and tag in NAMES and rows[head][1] in NAMES and head < i:
            items = [i]
            for j in items:
                items += [k for k, row in enumerate(rows) if row[2] == "conj" and row[3] == j and row[1] in NAMES]
            if len(items) > 2:
                repaired[i] = (word, tag, "conj", head, at)
        listed = dep == "appos" and tag in {"NN", "NNS"} and any(row[2] == "conj" and row[3] == i for row in rows)
        if listed and head < i and (_is_asked_for(rows, head) or _are_alike(rows, head, i)):
            repaired[i] = (word, tag, "conj", head, at)
    return repaired


def _are_alike(rows: list[Row], i: int, j: int) -> bool:
    """Whether two common nouns have an article each: "the press, the unions and the judges"."""
    numbered = any(row[2] in {"nummod", "poss", "prep", "relcl", "acl"} and row[3] in {i, j} for row in rows)
    articles = [{row[0].lower() for row in rows if row[2] == "det" and row[3] == k} for k in (i, j)]
    return rows[i][1] in {"NN", "NNS"} and not numbered and all("the" in words for words in articles)


def _is_asked_for(rows: list[Row], i: int) -> bool:
    """Whether a noun is what somebody asks for: "asked for a truce, the lifting of the blockade and a retreat"."""
    above = rows[i][3]
    if rows[i][2] == "dobj":
        return DEMANDS.match(rows[above][0].lower()) is not None
    return (
        rows[i][2] == "pobj" and rows[above][0] == "for" and DEMANDS.match(rows[rows[above][3]][0].lower()) is not None
    )


def with_charges_on_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where what somebody is blamed for hangs on him: "accused the party of preparing a coup"."""
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep != "prep" or word not in {"of", "for"}:
            continue
        verb = rows[head][3]
        charged = rows[head][2] in {"dobj", "nsubjpass"} and rows[verb][1].startswith("VB")
        gerund = any(row[2] == "pcomp" and row[3] == i and row[1] == "VBG" for row in rows)
        if charged and gerund and BLAMED.match(rows[verb][0].lower()):
            repaired[i] = (word, tag, dep, verb, at)
    return repaired


def with_gerunds_governed(rows: list[Row]) -> list[Row]:
    """The rows, mended where a gerund right behind a verb's particle was cut off: "ruled out stepping down"."""
    return [
        (word, tag, "xcomp", head, at)
        if dep == "advcl" and tag == "VBG" and i > 0 and rows[i - 1][2] == "prt" and rows[i - 1][3] == head
        else (word, tag, dep, head, at)
        for i, (word, tag, dep, head, at) in enumerate(rows)
    ]


def _beside_equal(rows: Sequence[Row], i: int) -> int:
    """The head of a token, mended where a finite verb was put beside an infinitive or subjunctive.

    "demanded that they leave and blocked a loan", "calls on them to stop, and
    asks donors for help": who demanded blocked, who calls asks. And "arming" in
    "accused them of financing and arming the group" belongs beside "financing".
    """
    _, tag, dep, head, _ = rows[i]
    if dep == "conj" and tag == "VBG" and i >= 2 and rows[head][1] in {"VBD", "VBZ", "VBP"} and rows[i - 1][1] == "CC":
        gerund = rows[i - 2]
        return i - 2 if gerund[0].endswith("ing") and gerund[2] in {"pobj", "pcomp"} else head
    if dep != "conj" or tag not in {"VBD", "VBZ"} or rows[head][1] not in {"VB", "VBP"}:
        return head
    above = rows[head][3]
    return above if rows[head][2] in {"ccomp", "xcomp"} and rows[above][1] == tag else head


def with_objects_behind_as(rows: list[Row]) -> list[Row]:
    """The rows, mended where an object was read as what it is called: "dismissed as unrealistic Oman's proposal"."""
    for i, row in enumerate(rows[:-2]):
        called = rows[i + 1]
        noun = rows[called[3]][3] if rows[called[3]][2] == "poss" else called[3]
        if row[0].lower() != "as" or row[2] != "prep" or called[1] != "JJ" or called[2] != "amod" or noun <= i + 1:
            continue
        owned = any(r[2] in {"poss", "det"} and r[3] == noun for r in rows[i + 2 : noun])
        if owned and rows[noun][2] == "pobj" and rows[noun][3] == i and "dobj" not in labels_below(rows, row[3]):
            repaired = list(rows)
            repaired[noun] = (*rows[noun][:2], "dobj", row[3], rows[noun][4])
            repaired[i + 1] = (*called[:2], "amod", i, called[4])
            return repaired
    return rows


def with_neighbours_named(rows: list[Row]) -> list[Row]:
    """The rows, mended where a word for where a country lies was read as a verb: "blamed neighbouring Chad"."""
    for i, row in enumerate(rows[:-1]):
        name = rows[i + 1]
        if row[0] in {"Neighbouring", "Neighboring"} and row[1] == "NNP" and row[2] == "compound" and name[1] in NAMES:
            return [*rows[:i], (row[0], "JJ", "amod", *row[3:]), *rows[i + 1 :]]
        if row[0].lower() not in {"neighbouring", "neighboring"} or row[1] != "VBG" or row[3] == i:
            continue
        if name[1] in NAMES and name[3] == i:
            repaired = [(*r[:3], i + 1, r[4]) if r[3] == i else r for r in rows]
            above = rows[row[3]]
            dep = "dobj" if row[2] == "xcomp" else "pobj" if row[2] == "pcomp" else row[2]
            if above[1].startswith("VB") and dep == "dobj":
                repaired = [
                    (*r[:3], row[3], r[4]) if rows[k][3] == i and k > i + 1 else r for k, r in enumerate(repaired)
                ]
            repaired[i + 1] = (*name[:2], dep, row[3], name[4])
            repaired[i] = (row[0], "JJ", "amod", i + 1, row[4])
            return repaired
    return rows
