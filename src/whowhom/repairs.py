"""Mends what the parser is known to get wrong, sentence by sentence.

In:  the rows of one sentence as spaCy has read them.
Out: the same words with other heads, labels and tags; no word is added or lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# A word as the parser has read it: text, tag, label, number of its head, offset.
Row = tuple[str, str, str, int, int]
DAY_NUMBER = re.compile(r"[0-3]?\d")
OPENING_DATE = re.compile(
    r"(?:1[0-9]|20)\d\d|[0-3]?\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December"
)
CLOCK = re.compile(r"[0-2]?\d[.:][0-5]\d")
TIME_OPENERS = frozenset("That This Every Each Last Next".split())
TIMES = re.compile(
    r"year|month|week|day|night|evening|morning|spring|summer|autumn|winter|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
# Verbs that say for what somebody is blamed, tried or thanked, by how they begin.
BLAMED = re.compile(
    "accus|suspect|blam|sentenc|convict|jail|imprison|arrest|detain|charg|fined|punish|condemn|criticis|criticiz|denounc"
    "|prosecut|indict|executed|hanged|sanction|dismiss|sacked|suspend|prais|thank"
)
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
DEMANDS = re.compile("ask|call|appeal|press|plead|demand|urg|seek|sought|propos|want")
WANTS = re.compile("want(?:s|ed|ing)?|had|have|has|having")
BEFELL = frozenset("died perished starved drowned disappeared vanished fled suffered".split())
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NAMES = frozenset({"NNP", "NNPS"})
FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


def mended(rows: list[Row]) -> list[Row]:
    """The rows of a sentence with all that is known to be wrong put right.

    What would hang a word on one that hangs on it is left as it was: later stages walk up and down the tree.
    """
    for repair in (
        _without_opening_date, _without_opening_time, _without_clock, _with_lists_whole, _with_inverted_passive,
        _with_condition_verbal, _with_charges_on_verbs, _with_gerunds_governed, _with_equals_together,
        _with_inverted_speech, _with_speech_aside, _with_named_object, _with_speech_beside_speech,
        _with_contact_clauses, _with_given_names_whole, _with_wanted_passives, _with_purposes_on_verbs,
        _with_infinitives_on_gerunds,
        _with_passives_beside_passives, _with_deeds_as_verbs, _with_subjects_before_verbs, _with_verbs_before_names,
        _with_verbs_behind_appositions, _with_verbs_in_a_row, _with_whose_objects,
    ):  # fmt: skip
        repaired = repair(rows)
        if repaired != rows and _is_tree(repaired):
            rows = repaired
    return rows


def _is_tree(rows: Sequence[Row]) -> bool:
    """Whether each word hangs, over others or not, on one that hangs on nothing but itself."""
    rooted: set[int] = set()
    for i in range(len(rows)):
        path: set[int] = set()
        while i not in rooted and rows[i][3] != i:
            if i in path:
                return False
            path.add(i)
            i = rows[i][3]
        rooted |= path | {i}
    return True


def _with_inverted_speech(rows: list[Row]) -> list[Row]:
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


def _with_speech_aside(rows: list[Row]) -> list[Row]:
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


def _with_named_object(rows: list[Row]) -> list[Row]:
    """The rows, mended where a name right behind a verb was read as a time: "criticised Premier Anthony Eden"."""
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep != "npadvmod" or tag not in NAMES or head >= i or not rows[head][1].startswith("VB"):
            continue
        named = [j for j in range(head + 1, i) if rows[j][3] in range(head + 1, i + 1)]
        has_object = any(row[2] == "dobj" and row[3] == head for row in rows)
        dated = any(OPENING_DATE.fullmatch(rows[j][0]) for j in (*named, i))
        if named == list(range(head + 1, i)) and not has_object and not dated:
            repaired[i] = (word, tag, "dobj", head, at)
    return repaired


def _with_contact_clauses(rows: list[Row]) -> list[Row]:
    """The rows, mended where a clause without a pronoun was hung too high: "a minister in the government he leads".

    It belongs to the noun right before it.
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        subject = next((j for j, row in enumerate(rows) if row[2] == "nsubj" and row[3] == i and j < i), None)
        if dep != "relcl" or subject is None or rows[subject][1] not in {"PRP", "NNP"}:
            continue
        first = subject
        while first > 0 and rows[first - 1][3] == subject and rows[first - 1][2] in {"compound", "det", "amod"}:
            first -= 1
        before = first - 1
        if head < before and rows[before][1].startswith("NN") and rows[before][2] == "pobj":
            repaired[i] = (word, tag, dep, before, at)
    return repaired


def _with_given_names_whole(rows: list[Row]) -> list[Row]:
    """The rows, the second part of a given name marked as one: "Lin Fei-fan" is no fan."""
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows[3:], 3):
        given = rows[i - 1][0] == "-" and rows[i - 1][4] + 1 == at and rows[i - 2][4] + len(rows[i - 2][0]) + 1 == at
        named = rows[i - 2][0][:1].isupper() and rows[i - 3][0][:1].isupper()
        if given and named and word.islower() and tag in {"NN", "NNS"} and {rows[i - 2][1], rows[i - 3][1]} <= NAMES:
            repaired[i] = (word, "NNP", dep, head, at)
    return repaired


def _with_purposes_on_verbs(rows: list[Row]) -> list[Row]:
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


def _with_infinitives_on_gerunds(rows: list[Row]) -> list[Row]:
    """The rows, mended where what is planned hangs on the verb above: "accused them of planning to attack"."""
    repaired = list(rows)
    for i, (word, tag, dep, _, at) in enumerate(rows):
        behind = i > 1 and rows[i - 1][0] == "to" and rows[i - 1][3] == i and rows[i - 2][1] == "VBG"
        if behind and dep == "advcl" and tag == "VB" and rows[i - 2][2] == "pcomp":
            repaired[i] = (word, tag, "xcomp", i - 2, at)
    return repaired


def _with_wanted_passives(rows: list[Row]) -> list[Row]:
    """The rows, mended where what should befall somebody was read as his deed: "wanted the prisoners freed"."""
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
        verb = rows[head][3]
        if dep == "acl" and head == i - 1 and rows[head][2] == "dobj" and WANTS.fullmatch(rows[verb][0].lower()):
            repaired[i] = (word, "VBN", "ccomp", verb, at)
            repaired[head] = (*rows[head][:2], "nsubjpass", i, rows[head][4])
    return repaired


def _with_passives_beside_passives(rows: list[Row]) -> list[Row]:
    """The rows, mended where the second of two passives was read as active: "was accepted by Chad and refused by Mali".

    Its own subject suffers it, too: "villages were burned and women raped by the militia".
    """
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if dep != "conj" or tag not in {"VBD", "VBN"}:
            continue
        below, above = _below(rows, i), _below(rows, head)
        if "auxpass" not in above or "agent" not in below or below & {"dobj", "auxpass"}:
            continue
        repaired[i] = (word, "VBN", dep, head, at)
        for j, row in enumerate(rows):
            if row[2] == "nsubj" and row[3] == i:
                repaired[j] = (*row[:2], "nsubjpass", *row[3:])
    return repaired


def _below(rows: Sequence[Row], i: int) -> set[str]:
    """The labels of what hangs on a word."""
    return {row[2] for j, row in enumerate(rows) if row[3] == i and j != i}


def _root(rows: Sequence[Row]) -> int:
    return next((i for i, row in enumerate(rows) if row[2] == "ROOT"), 0)


def _with_deeds_as_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where the only deed was read as an adjective of its object: "Chad also armed Malian rebels"."""
    root = _root(rows)
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


def _with_verbs_before_names(rows: list[Row]) -> list[Row]:
    """The rows, mended where the verb was read as part of its object's name: "The minister thanks Frank Obi"."""
    root = _root(rows)
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


def _with_subjects_before_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where a subject was read as a time: "To Chad the government offers friendship"."""
    root = _root(rows)
    row = rows[root - 1] if root else rows[root]
    if rows[root][1] not in FINITE or _below(rows, root) & SUBJECTS or row[2] != "npadvmod" or row[3] >= root - 1:
        return rows
    if not row[1].startswith("NN") or TIMES.match(row[0].lower()):
        return rows
    repaired = list(rows)
    repaired[root - 1] = (*row[:2], "nsubj", root, row[4])
    return repaired


def _with_whose_objects(rows: list[Row]) -> list[Row]:
    """The rows, mended where who does it was read as a name of what it is done to: "Mali, whose towns Chad shelled"."""
    for j, row in enumerate(rows):
        verb, name = row[3], row[3] - 1
        owned = any(rows[k][3] == j and rows[k][1] == "WP$" for k in range(j))
        if not owned or row[2] != "nsubj" or rows[verb][2] != "relcl" or rows[verb][1] not in {"VBD", "VBN"}:
            continue
        named = rows[name][1] in NAMES and rows[name][2] == "appos" and rows[name][3] == j
        unbroken = all(rows[k][3] == name for k in range(j + 1, name))
        if named and unbroken and not _below(rows, verb) & {"dobj", "auxpass"}:
            repaired = list(rows)
            repaired[j] = (*row[:2], "dobj", *row[3:])
            repaired[name] = (*rows[name][:2], "nsubj", verb, rows[name][4])
            return repaired
    return rows


def _with_verbs_behind_appositions(rows: list[Row]) -> list[Row]:
    """The rows, mended where the verb was put below its subject: "The premier, Abdul Rahman, appeals to citizens"."""
    root = _root(rows)
    if not rows[root][1].startswith("NN") or _below(rows, root) & {"nsubj", "cop"}:
        return rows
    for i, (word, tag, dep, head, at) in enumerate(rows):
        if head != root or i < root or dep not in {"appos", "acl"} or rows[i - 1][0] != ",":
            continue
        below = _below(rows, i)
        if tag not in FINITE and not (tag == "VBN" and "dobj" in below):
            continue
        if below & (SUBJECTS | {"aux", "auxpass", "mark", "agent"}):
            continue
        repaired = list(rows)
        repaired[i] = (word, "VBD" if tag == "VBN" else tag, "ROOT", i, at)
        repaired[root] = (*rows[root][:2], "nsubj", i, rows[root][4])
        return repaired
    return rows


def _with_verbs_in_a_row(rows: list[Row]) -> list[Row]:
    """The rows, mended where one of several deeds was put below another: "voiced regret, pledged aid and ...".

    A verb with a tense and without a subject goes on with what the verb before it tells.
    """
    repaired = list(rows)
    root = _root(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        bare = tag == "VBD" and not _below(rows, i) & (SUBJECTS | {"aux", "auxpass", "mark", "agent", "advmod"})
        if (
            dep == "advcl"
            and bare
            and head < i
            and rows[i - 1][0] == ","
            and _below(rows, i) & {"dobj", "xcomp", "ccomp"}
        ):
            repaired[i] = (word, tag, "conj", head, at)
    before = {root} | {i for i, row in enumerate(rows[:root]) if row[2] == "parataxis" and row[3] == root}
    first = next((i for i, row in enumerate(rows[:root]) if row[2] == "advcl" and row[3] in before), None)
    if first is None or rows[root][1] != "VBD" or _below(rows, root) & (SUBJECTS | {"expl"}):
        return repaired
    if "mark" in _below(rows, first) or "nsubj" not in _below(rows, first) or rows[first][1] not in {"VBD", "VBN"}:
        return repaired
    for i, row in enumerate(repaired):
        if row[3] == root and first < i < root and row[2] in {"parataxis", "ccomp", "advcl"} and row[1] == "VBD":
            repaired[i] = (*row[:2], "conj", first, row[4])
        elif row[3] == root and i < first:
            repaired[i] = (*row[:3], first, row[4])
    repaired[first] = (*rows[first][:2], "ROOT", first, rows[first][4])
    repaired[root] = (*rows[root][:2], "conj", first, rows[root][4])
    return repaired


def _with_speech_beside_speech(rows: list[Row]) -> list[Row]:
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


def _with_equals_together(rows: list[Row]) -> list[Row]:
    """The rows, each word beside its equal (`_beside_equal`); what a gerund was put beside is one too."""
    heads = [_beside_equal(rows, i) for i in range(len(rows))]
    gerunds = {heads[i] for i in range(len(rows)) if heads[i] != rows[i][3] and rows[i][1] == "VBG"}
    return [
        (word, "VBG", "pcomp", heads[i], at) if i in gerunds else (word, tag, dep, heads[i], at)
        for i, (word, tag, dep, _, at) in enumerate(rows)
    ]


def _with_lists_whole(rows: list[Row]) -> list[Row]:
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
        if listed and head < i and _is_asked_for(rows, head):
            repaired[i] = (word, tag, "conj", head, at)
    return repaired


def _is_asked_for(rows: list[Row], i: int) -> bool:
    """Whether a noun is what somebody asks for: "asked for a truce, the lifting of the blockade and a retreat"."""
    above = rows[i][3]
    if rows[i][2] == "dobj":
        return DEMANDS.match(rows[above][0].lower()) is not None
    return (
        rows[i][2] == "pobj" and rows[above][0] == "for" and DEMANDS.match(rows[rows[above][3]][0].lower()) is not None
    )


def _with_inverted_passive(rows: list[Row]) -> list[Row]:
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


def _with_condition_verbal(rows: list[Row]) -> list[Row]:
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


def _without_opening_date(rows: list[Row]) -> list[Row]:
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


def _without_opening_time(rows: list[Row]) -> list[Row]:
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


def _without_clock(rows: list[Row]) -> list[Row]:
    """The rows, mended where the hour of a live report was taken for a part of the subject: "17.05 Erdogan said"."""
    if len(rows) < 3 or not CLOCK.fullmatch(rows[0][0]) or rows[0][2] not in {"nummod", "compound", "nmod", "amod"}:
        return rows
    verb = next((i for i, row in enumerate(rows) if row[2] == "ROOT"), 0)
    return [(*rows[0][:2], "npadvmod", verb, rows[0][4]), *rows[1:]] if verb else rows


def _with_charges_on_verbs(rows: list[Row]) -> list[Row]:
    """The rows, mended where what somebody is blamed for hangs on him: "accused the party of preparing a coup"."""
    repaired = list(rows)
    for i, (word, tag, dep, head, at) in enumerate(rows):
        verb = rows[head][3]
        charged = rows[head][2] in {"dobj", "nsubjpass"} and rows[verb][1].startswith("VB")
        gerund = any(row[2] == "pcomp" and row[3] == i and row[1] == "VBG" for row in rows)
        if dep == "prep" and word in {"of", "for"} and charged and gerund and BLAMED.match(rows[verb][0].lower()):
            repaired[i] = (word, tag, dep, verb, at)
    return repaired


def _with_gerunds_governed(rows: list[Row]) -> list[Row]:
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
