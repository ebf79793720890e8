"""What was no verb to the parser, or the verb of another: deeds as adjectives, verbs in a row, inverted passives."""

from __future__ import annotations

from whowhom.repairs.rows import NAMES, SUBJECTS, TIMES, Row, labels_below, root_of

FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


def with_passives_beside_passives(rows: list[Row]) -> list[Row]:
    """The rows, mended where the second of two passives was read as active: "was accepted by Chad and refused by Mali".

    Its own subject suffers it, too: "villages were burned and women raped by the militia".
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep != "conj" or tag not in {"VBD", "VBN"}:
            continue
        below, above = labels_below(rows, i), labels_below(rows, head)
        if "auxpass" not in above or "agent" not in below or below & {"dobj", "auxpass"}:
            continue
        repaired[i] = (word, "VBN", dep, head, at)
        for j, row in enumerate(rows):
            if row[2] == "nsubj" and row[3] == i:
                repaired[j] = (*row[:2], "nsubjpass", *row[3:])
    return repaired


def with_deeds_as_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where the only deed was read as an adjective of its object: "Chad also armed Malian rebels"."""
    root = root_of(rows)
    subject = next((j for j, row in enumerate(rows[:root]) if row[2] == "nsubj"), None)
    if subject is None or not rows[root][1].startswith("NN") or any(row[1] in FINITE for row in rows):
        return rows
    deed = next((j for j in range(subject + 1, root) if rows[j][2] != "advmod"), root)
    if deed == root or rows[deed][2] != "amod" or rows[deed][3] != root or not rows[deed][0].endswith("ed"):
        return rows
    repaired = [
        (*row[:3], deed, row[4]) if row[3] == root and row[2] in {"nsubj", "advmod", "punct"} else row for row in rows
    ]
    repaired[deed] = (rows[deed][0], "VBD", "ROOT", deed, rows[deed][4])
    repaired[root] = (*rows[root][:2], "dobj", deed, rows[root][4])
    return repaired


def with_verbs_before_names(rows: list[Row]) -> list[Row]:
    """The rows, mended where the verb was read as part of its object's name: "The minister thanks Frank Obi"."""
    root = root_of(rows)
    verb = next(
        (i for i, row in enumerate(rows[:root]) if row[2] == "compound" and row[3] == root and row[1] in FINITE), root
    )
    if verb == root or rows[root][1] not in NAMES:
        return rows
    subject = next((j for j, row in enumerate(rows[:verb]) if row[2] == "nsubj" and row[3] in {verb, root}), None)
    if subject is None:
        return rows
    repaired = [
        (*row[:3], verb, row[4]) if row[3] == root and (i <= subject or row[2] in {"prep", "punct"}) else row
        for i, row in enumerate(rows)
    ]
    repaired[subject] = (*rows[subject][:2], "nsubj", verb, rows[subject][4])
    repaired[verb] = (*rows[verb][:2], "ROOT", verb, rows[verb][4])
    repaired[root] = (*rows[root][:2], "dobj", verb, rows[root][4])
    return repaired


def with_subjects_before_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where a subject was read as a time: "To Chad the government offers friendship"."""
    root = root_of(rows)
    row = rows[root - 1] if root else rows[root]
    if rows[root][1] not in FINITE or labels_below(rows, root) & SUBJECTS or row[2] != "npadvmod" or row[3] >= root - 1:
        return rows
    if not row[1].startswith("NN") or TIMES.match(row[0].lower()):
        return rows
    repaired = list(rows)
    repaired[root - 1] = (*row[:2], "nsubj", root, row[4])
    return repaired


def with_whose_objects(rows: list[Row]) -> list[Row]:
    """The rows, mended where who does it was read as a name of what it is done to: "Mali, whose towns Chad shelled"."""
    for j, row in enumerate(rows):
        verb = row[3]
        name = next((k for k in range(verb - 1, j, -1) if rows[k][2] != "aux" or rows[k][3] != verb), j)
        owned = any(rows[k][3] == j and rows[k][1] == "WP$" for k in range(j))
        if not owned or row[2] != "nsubj" or rows[verb][2] != "relcl" or not rows[verb][1].startswith("VB"):
            continue
        named = rows[name][1] in NAMES and rows[name][2] == "appos" and rows[name][3] == j
        unbroken = all(rows[k][3] == name for k in range(j + 1, name))
        if named and unbroken and not labels_below(rows, verb) & {"dobj", "auxpass"}:
            repaired = list(rows)
            repaired[j] = (*row[:2], "dobj", *row[3:])
            repaired[name] = (*rows[name][:2], "nsubj", verb, rows[name][4])
            return repaired
    return rows


def with_whose_objects_before_names(rows: list[Row]) -> list[Row]:
    """The rows, mended where it was read as part of the name of who does it: "whose release Amnesty demanded"."""
    for i, row in enumerate(rows[:-2]):
        owned = i + 1
        name = rows[owned][3]
        if row[1] != "WP$" or rows[owned][2] != "compound" or name <= owned or rows[name][2] != "nsubj":
            continue
        verb = rows[name][3]
        plain = rows[owned][1] in {"NN", "NNS"} and rows[name][1] in NAMES
        if plain and rows[verb][2] == "relcl" and not labels_below(rows, verb) & {"dobj", "auxpass"}:
            repaired = list(rows)
            repaired[owned] = (*rows[owned][:2], "dobj", verb, rows[owned][4])
            repaired[i] = (*row[:3], owned, row[4])
            return repaired
    return rows


def with_reduced_relatives(rows: list[Row]) -> list[Row]:
    """The rows, mended where a participle took the place of the verb: "Rebels captured near Gao were executed"."""
    for i, row in enumerate(rows):
        if row[1] not in {"VBN", "VBD"} or row[2] not in {"ROOT", "ccomp"}:
            continue
        subject = next((j for j in range(i) if rows[j][2] == "nsubj" and rows[j][3] == i), None)
        clauses = (j for j in range(i + 1, len(rows)) if rows[j][2] in {"ccomp", "advcl"} and rows[j][3] == i)
        verb = next(clauses, None)
        if subject is None or verb is None or labels_below(rows, i) & {"dobj", "aux", "auxpass"}:
            continue
        its = labels_below(rows, verb)
        broken = any(other[0] in {",", ";", ":"} or other[2] == "cc" for other in rows[i:verb])
        if broken or "auxpass" not in its or its & (SUBJECTS | {"mark"}):
            continue
        repaired = [(*other[:3], verb, other[4]) if other[3] == i and other[2] == "punct" else other for other in rows]
        repaired[subject] = (*rows[subject][:2], "nsubjpass", verb, rows[subject][4])
        repaired[i] = (row[0], "VBN", "acl", subject, row[4])
        repaired[verb] = (*rows[verb][:2], row[2], verb if row[3] == i else row[3], rows[verb][4])
        return repaired
    return rows


def with_object_relatives(rows: list[Row]) -> list[Row]:
    """The rows, mended where who did it was read as whom it was done to: "The man whom police arrested was freed"."""
    for deed, row in enumerate(rows):
        doer, verb = row[3], rows[row[3]][3]
        noun = rows[verb][3]
        plain = row[1] in {"VBN", "VBD"} and row[2] == "acl" and rows[doer][2] in SUBJECTS and noun < doer < deed < verb
        if not plain or rows[verb][2] != "relcl" or labels_below(rows, deed) & {"dobj", "agent", "aux", "nsubj"}:
            continue
        between = [k for k in range(noun + 1, doer) if k not in _phrase(rows, doer) and rows[k][0] != ","]
        said = [k for k in between if rows[k][0].lower() in {"whom", "that", "which"}]
        if deed != doer + 1 or len(between) != len(said) or len(said) > 1:
            continue
        repaired = list(rows)
        root = rows[noun][3] == noun
        if root:
            repaired = [(*r[:3], verb, r[4]) if r[3] == noun and r[2] == "punct" else r for r in repaired]
        repaired[verb] = (*rows[verb][:2], rows[noun][2], verb if root else rows[noun][3], rows[verb][4])
        repaired[noun] = (*rows[noun][:2], rows[doer][2], verb, rows[noun][4])
        repaired[deed] = (row[0], "VBD", "relcl", noun, row[4])
        repaired[doer] = (*rows[doer][:2], "nsubj", deed, rows[doer][4])
        for k in said:
            repaired[k] = (*rows[k][:2], "dobj", deed, rows[k][4])
        return repaired
    return rows


def with_whom_as_object(rows: list[Row]) -> list[Row]:
    """The rows, mended where "whom" was read as a second subject: "three men whom the president invited"."""
    for i, row in enumerate(rows):
        if row[0].lower() != "whom" or row[2] not in SUBJECTS or "dobj" in labels_below(rows, row[3]):
            continue
        others = [k for k, other in enumerate(rows) if other[3] == row[3] and other[2] in SUBJECTS and k != i]
        if others and rows[row[3]][2] == "relcl":
            repaired = list(rows)
            repaired[i] = (*row[:2], "dobj", *row[3:])
            return repaired
    return rows


def _phrase(rows: list[Row], i: int) -> set[int]:
    """A noun and the words before it that hang on it."""
    found = {i}
    for j in range(i - 1, -1, -1):
        if rows[j][3] in found:
            found.add(j)
    return found


def with_verbs_behind_appositions(rows: list[Row]) -> list[Row]:
    """The rows, mended where the verb was put below its subject: "The premier, Abdul Rahman, appeals to citizens"."""
    root = root_of(rows)
    if not rows[root][1].startswith("NN") or labels_below(rows, root) & {"nsubj", "cop"}:
        return rows
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if head != root or i < root or dep not in {"appos", "acl"} or rows[i - 1][0] != ",":
            continue
        below = labels_below(rows, i)
        if tag not in FINITE and not (tag == "VBN" and "dobj" in below):
            continue
        if below & (SUBJECTS | {"aux", "auxpass", "mark", "agent"}):
            continue
        repaired = list(rows)
        repaired[i] = (word, "VBD" if tag == "VBN" else tag, "ROOT", i, at)
        repaired[root] = (*rows[root][:2], "nsubj", i, rows[root][4])
        return repaired
    return rows


def with_verbs_in_a_row(rows: list[Row]) -> list[Row]:
    """The rows, mended where one of several deeds was put below another: "voiced regret, pledged aid and ...".

    A verb with a tense and without a subject goes on with what the verb before it tells.
    """
    repaired = list(rows)
    root = root_of(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        bare = tag == "VBD" and not labels_below(rows, i) & (SUBJECTS | {"aux", "auxpass", "mark", "agent", "advmod"})
        if (
            dep == "advcl"
            and bare
            and head < i
            and rows[i - 1][0] == ","
            and labels_below(rows, i) & {"dobj", "xcomp", "ccomp"}
        ):
            repaired[i] = (word, tag, "conj", head, at)
    before = {root} | {i for i, row in enumerate(rows[:root]) if row[2] == "parataxis" and row[3] == root}
    first = next((i for i, row in enumerate(rows[:root]) if row[2] == "advcl" and row[3] in before), None)
    if first is None or rows[root][1] != "VBD" or labels_below(rows, root) & (SUBJECTS | {"expl"}):
        return repaired
    if (
        "mark" in labels_below(rows, first)
        or "nsubj" not in labels_below(rows, first)
        or rows[first][1] not in {"VBD", "VBN"}
    ):
        return repaired
    for i, row in enumerate(repaired):
        if row[3] == root and first < i < root and row[2] in {"parataxis", "ccomp", "advcl"} and row[1] == "VBD":
            repaired[i] = (*row[:2], "conj", first, row[4])
        elif row[3] == root and i < first:
            repaired[i] = (*row[:3], first, row[4])
    repaired[first] = (*rows[first][:2], "ROOT", first, rows[first][4])
    repaired[root] = (*rows[root][:2], "conj", first, rows[root][4])
    return repaired


def with_inverted_passive(rows: list[Row]) -> list[Row]:
    """The rows, mended where a condition without "if" opens the sentence: "Were the rebels attacked, they would march".

    The parser takes "were" for the verb and the participle for a clause of its own.
    """
    if not rows or rows[0][0] != "Were" or rows[-1][0] == "?":
        return rows
    inner = next((i for i, (_, tag, dep, head, _) in enumerate(rows) if _is_taken_apart(tag, dep, head)), None)
    if inner is None or not any(row[2] in SUBJECTS and row[3] == inner and i < inner for i, row in enumerate(rows)):
        return rows
    repaired = [
        (word, tag, "nsubjpass" if head == inner and dep == "nsubj" else dep, inner if head == 0 else head, at)
        for word, tag, dep, head, at in rows
    ]
    word, _, _, _, at = rows[inner]
    repaired[inner] = (word, "VBN", "advcl", rows[0][3] if rows[0][3] != 0 else inner, at)
    repaired[0] = (*rows[0][:2], "auxpass", inner, rows[0][4])
    return repaired


def with_condition_verbal(rows: list[Row]) -> list[Row]:
    """The rows, mended where the verb of a condition was taken for a noun: "If Mali attacks, Chad will send troops"."""
    comma = next((i for i, row in enumerate(rows) if row[0] == ","), 0)
    if not comma or rows[0][0] not in {"If", "Unless", "Once", "When"} or rows[0][2] not in {"mark", "advmod"}:
        return rows
    main = rows[0][3]
    inner = next((i for i in range(2, comma) if rows[i][3] == main and rows[i][2] in SUBJECTS), None)
    if main < comma or inner is None or rows[inner][1] != "NNS" or any(r[1][:2] in {"VB", "MD"} for r in rows[:comma]):
        return rows
    subject = next((i for i in range(inner - 1, 0, -1) if rows[i][3] == inner and rows[i][2] == "compound"), None)
    if subject is None or not any(row[3] == main and row[2] in SUBJECTS for row in rows[comma:main]):
        return rows
    repaired = list(rows)
    repaired[0] = (*rows[0][:3], inner, rows[0][4])
    for i in range(1, subject):
        if rows[i][3] == inner:
            repaired[i] = (*rows[i][:3], subject, rows[i][4])
    repaired[subject] = (*rows[subject][:2], "nsubj", inner, rows[subject][4])
    repaired[inner] = (rows[inner][0], "VBZ", "advcl", main, rows[inner][4])
    return repaired


def _is_taken_apart(tag: str, dep: str, head: int) -> bool:
    return head == 0 and dep == "ccomp" and tag in {"VBN", "VBD"}
