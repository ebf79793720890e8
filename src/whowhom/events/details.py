"""The most specific modes and CAMEO code that the words around an event allow.

In:  an event's word and type, what its cue told, the codes of the events that it speaks of.
Out: modes and code, and the details of `details.tsv` that made them so.

"demanded" is REQUEST 100; "demanded the release of two nuns" is 1053, yield.
"Drones and missiles struck" tells two modes: each word tells its own.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from msgspec import Struct

from whowhom.events import grammar
from whowhom.events.cues import slot_tokens
from whowhom.knowledge.details import ANY, Detail
from whowhom.records import Sentence

# What an event's word says that it is about hangs on it by these arcs; who does it, and asides, do not.
CONTENT = (
    "ccomp", "xcomp", "acl", "dobj", "dative", "prep", "pobj", "pcomp", "prt", "compound", "amod", "nmod", "conj",
    "nsubjpass", "attr", "acomp", "oprd", "advmod",
)  # fmt: skip
PHRASE = ("compound", "amod", "nmod", "conj", "prep", "pobj")
DEEPEST = 4
# Prepositional phrases of these tell where, when or by whom, and not about what.
ASIDE = frozenset("by after before during since until amid despite without near outside while if because under".split())
# Arcs by which an attacker's means hang on him, and the words that hold them there: "a man with a knife", "a bomber in
# a car full of explosives".
BORNE = ("conj", "prep", "pobj", "acl", "dobj", "amod", "compound")
BEARERS = frozenset("with in full of arm pack load laden lade carry wear rig strap fill drive".split())
BORNE_DEEPEST = 7
# Modes that no word but the cue's can stand beside: water cannon are no cannon, a rifle butt shoots nobody.
ALONE = frozenset({"crowd-control"})
APART = frozenset({frozenset({"beat", "primitive"})})
OCCASIONS = frozenset({"for", "at", "in", "during"})
# A detail beside a cue that no detail made better may stand so far from its word: "visited Lima for a summit".
BESIDE = 2


class Told(Struct, frozen=True, kw_only=True):
    """A detail that an event's words tell, and the word; ``token`` is None for an inner event."""

    detail: Detail
    token: int | None


class Refined(Struct, frozen=True, kw_only=True):
    """All modes of an event, best first, and its code, with the details that they come from.

    ``best`` is the detail that gives the code, None where the cue's own stays;
    each of ``others`` adds a mode.
    """

    modes: tuple[str, ...]
    cameo: str
    best: Told | None
    others: tuple[Told, ...]


def refined(
    sentence: Sentence,
    heads: Sequence[int],
    details: Sequence[Detail],
    *,
    mode: str | None,
    cameo: str,
    inner: Sequence[str],
) -> Refined | None:
    """What the details say more than the cue, None where none does.

    Of those that give a code the longest code wins; of equal ones the one whose
    word stands nearest, then the first of the table. ``inner`` are codes of
    events spoken of, nearest first.
    """
    fitting = _fitting(sentence, details, inner[0] if inner else "")
    if not fitting:
        return None
    best = _best(sentence, heads, fitting, mode, cameo, inner)
    first = (best.detail.mode if best is not None else None) or mode
    others = _others(sentence, heads, fitting, best, mode, first)
    if best is None and not others:
        return None
    return Refined(
        modes=(first, *others) if first is not None else tuple(others),
        cameo=best.detail.cameo if best is not None else cameo,
        best=best,
        others=tuple(others.values()),
    )


def _fitting(sentence: Sentence, details: Sequence[Detail], spoken: str) -> list[Detail]:
    """The details of which the sentence has a word anywhere, or that fit the code of the event spoken of."""
    named = _all_names(sentence, 0)
    return [
        detail
        for detail in details
        if not detail.words.isdisjoint(named) or (spoken and spoken.startswith(detail.codes))
    ]


def _best(
    sentence: Sentence,
    heads: Sequence[int],
    fitting: Sequence[Detail],
    mode: str | None,
    cameo: str,
    inner: Sequence[str],
) -> Told | None:
    """The detail that gives mode and code."""
    near: dict[str, list[tuple[int, int]]] = {}
    best: tuple[tuple[int, int], Told] | None = None
    for detail in fitting:
        if detail.of_mode not in (ANY, mode) or _only_adds(detail) or not _adds(detail, mode, cameo):
            continue
        if detail.slot not in near:
            near[detail.slot] = _words(sentence, heads, detail.slot)
        found = _found(detail, sentence, near[detail.slot], inner)
        if found is None:
            continue
        distance, token = found
        rank = (-len(detail.cameo), distance)
        if best is None or rank < best[0]:
            best = rank, Told(detail=detail, token=token)
    return best[1] if best is not None else None


def _only_adds(detail: Detail) -> bool:
    """Whether a detail names again the mode that it is for: it adds this mode to others, and changes nothing."""
    return detail.mode is not None and detail.mode == detail.of_mode


def _others(
    sentence: Sentence,
    heads: Sequence[int],
    fitting: Sequence[Detail],
    best: Told | None,
    mode: str | None,
    first: str | None,
) -> dict[str, Told]:
    """The modes told beside the first, each with the detail that tells it, in the order of their words.

    One thing tells one mode, and modes that exclude each other do not stand together.
    """
    used = _one_word(sentence, best.token, heads) if best is not None and best.token is not None else set()
    others: dict[str, Told] = {}
    for j, told, other in _told_beside(sentence, heads, fitting, best, mode):
        known = (*others, first) if first is not None else tuple(others)
        if told in known or j in used or any(_excludes(told, another) for another in known):
            continue
        others[told] = other
        used |= _one_word(sentence, j, heads)
    return others


def _told_beside(
    sentence: Sentence, heads: Sequence[int], fitting: Sequence[Detail], best: Told | None, mode: str | None
) -> list[tuple[int, str, Told]]:
    """Word, mode and detail for each word that tells a mode of its own, in text order, then in that of the table."""
    near: dict[str, list[tuple[int, int]]] = {}
    found: list[tuple[int, str, Told]] = []
    for detail in fitting:
        told = _mode_beside(detail, mode)
        if told is None:
            continue
        if detail.slot not in near:
            near[detail.slot] = _words_beside(sentence, heads, detail.slot, best, mode)
        found += [
            (j, told, Told(detail=detail, token=j))
            for _, j in near[detail.slot]
            # The cue's own words tell its mode, but for those that only narrow the cue: "arrived for a summit".
            if (j not in heads or _only_adds(detail)) and _is_named(detail, sentence, j)
        ]
    return sorted(found, key=lambda one: one[0])


def _mode_beside(detail: Detail, mode: str | None) -> str | None:
    """The mode that a detail may add to those of an event whose cue tells ``mode``; None where it adds none."""
    if detail.of_mode in (None, ANY, mode) or _only_adds(detail):
        return detail.mode or (detail.of_mode if detail.of_mode != ANY else None)
    return None


def _excludes(mode: str, other: str) -> bool:
    return bool(ALONE & {mode, other}) or frozenset({mode, other}) in APART


def _is_named(detail: Detail, sentence: Sentence, j: int) -> bool:
    """Whether a token tells a detail; who commands tanks is no tank: a word before another tells less in a subject."""
    lemma, form, pair = _names(sentence, j)
    if detail.slot == "subj" and sentence.tokens[j].dep == "compound":
        return pair in detail.words
    return not detail.words.isdisjoint((lemma, form, pair))


def _one_word(sentence: Sentence, j: int, heads: Sequence[int]) -> set[int]:
    """The tokens that name one thing with this one: a suicide bomber is no aircraft."""
    top = j
    while sentence.tokens[top].dep in {"compound", "nmod"} and sentence.tokens[top].head not in heads:
        top = sentence.tokens[top].head
    inside, level = {j, top}, [top]
    while level:
        level = [k for i in level for k in grammar.children(sentence, i, "compound", "nmod", "amod") if k not in inside]
        inside.update(level)
    return inside


def _words_beside(
    sentence: Sentence, heads: Sequence[int], slot: str, best: Told | None, mode: str | None
) -> list[tuple[int, int]]:
    """The tokens of a slot that may tell another mode than the best detail does.

    What is asked or moved is one thing, whatever it is a thing of ("talks on
    trade"), unless another is coordinated with it ("talks and the release").
    """
    if slot == "subj":
        # Who is stabbed by a man with a bomb is stabbed: what he has with him counts where the cue names no means.
        labels = BORNE if mode is None else ("conj", "compound")
        return [one for head in heads for one in _borne(sentence, slot_tokens(slot, head, sentence), labels)]
    words = _words(sentence, heads, slot)
    if slot != "about":
        return words
    if best is None:
        return [(distance, j) for distance, j in words if distance <= BESIDE and _is_occasion(sentence, j)]
    if best.detail.slot != "about":
        return []
    if best.token is None:
        near = {j for distance, j in words if distance <= BESIDE}
        return [(distance, j) for distance, j in words if _is_one_of_several(sentence, j, near)]
    return [(distance, j) for distance, j in words if _are_coordinated(sentence, best.token, j)]


def _is_occasion(sentence: Sentence, j: int) -> bool:
    """Whether something is done for or at this: "visited Lima for a summit", and not "to discuss the summit"."""
    token = sentence.tokens[j]
    return token.dep == "pobj" and sentence.tokens[token.head].lemma in OCCASIONS


def _borne(sentence: Sentence, first: Iterable[int], labels: tuple[str, ...]) -> list[tuple[int, int]]:
    """Who does it, and what he has with him, breadth first."""
    found: list[tuple[int, int]] = []
    level, depth = list(first), 1
    while level and depth <= BORNE_DEEPEST:
        found += [(depth, j) for j in level]
        level = [k for j in level for k in grammar.children(sentence, j, *labels) if _is_borne(sentence, k)]
        depth += 1
    return found


def _is_borne(sentence: Sentence, k: int) -> bool:
    token = sentence.tokens[k]
    if token.dep in {"prep", "acl", "amod"}:
        above = sentence.tokens[token.head].lemma
        return token.lemma in BEARERS and (token.lemma != "of" or above == "full")
    return True


def _is_one_of_several(sentence: Sentence, j: int, near: Container[int]) -> bool:
    """Whether a word is coordinated with others, the first of which stands near: "with war and expulsion"."""
    first, several = j, bool(grammar.children(sentence, j, "conj"))
    while sentence.tokens[first].dep == "conj":
        first, several = sentence.tokens[first].head, True
    return several and first in near


def _are_coordinated(sentence: Sentence, i: int, j: int) -> bool:
    """Whether two words stand in two coordinated phrases: "to free the nuns and lift the curfew"."""
    above, under = _upwards(sentence, i), _upwards(sentence, j)
    met = next((k for k in under if k in above), None)
    if met is None:
        return False
    steps = [path[path.index(met) - 1] for path in (above, under) if path.index(met)]
    return any(sentence.tokens[k].dep == "conj" for k in steps)


def _upwards(sentence: Sentence, i: int) -> list[int]:
    """A token and those that it hangs under, up to the sentence's root."""
    path = [i]
    while (head := sentence.tokens[path[-1]].head) not in path:
        path.append(head)
    return path


def _adds(detail: Detail, mode: str | None, cameo: str) -> bool:
    """Whether a detail is more specific than what is known, or as specific and names a mode."""
    if (detail.mode or mode, detail.cameo) == (mode, cameo):
        return False
    known = cameo[:2] if len(cameo) == 3 and cameo.endswith("0") else cameo
    return len(detail.cameo) >= len(known)


def _found(
    detail: Detail, sentence: Sentence, near: Sequence[tuple[int, int]], inner: Sequence[str]
) -> tuple[int, int | None] | None:
    """How far away the first word or inner event of a detail is, and the word."""
    if detail.slot == "about" and detail.codes and inner and inner[0].startswith(detail.codes):
        return 1, None
    for distance, j in near:
        if not detail.words.isdisjoint(_names(sentence, j)):
            return distance, j
    return None


@grammar.remembered
def _all_names(sentence: Sentence, _: int) -> frozenset[str]:
    """What all tokens of a sentence may be called, asked once: most details find none of their words there."""
    return frozenset(name for j in range(len(sentence.tokens)) for name in _names(sentence, j))


def _names(sentence: Sentence, j: int) -> tuple[str, str, str]:
    """What a table may call a token: its lemma, its form, and with the word after it ("car_bomb", "step_down")."""
    token = sentence.tokens[j]
    after = sentence.tokens[j + 1].lemma if j + 1 < len(sentence.tokens) else ""
    return token.lemma, token.text.lower(), f"{token.lemma}_{after}"


def _words(sentence: Sentence, heads: Sequence[int], slot: str) -> list[tuple[int, int]]:
    """The tokens of a slot with their distance from the event's word, nearest first."""
    if slot == "about":
        return [found for head in heads for found in _below(sentence, _content(sentence, head), CONTENT)]
    if slot == "head":
        return [(1, sentence.tokens[head].head) for head in heads]
    return [found for head in heads for found in _below(sentence, slot_tokens(slot, head, sentence), PHRASE)]


def _content(sentence: Sentence, head: int) -> list[int]:
    """What an event's word is about: what hangs on it, and its logical objects."""
    # What is coordinated with the event's word is another event.
    own = [j for j in grammar.children(sentence, head, *CONTENT) if sentence.tokens[j].dep != "conj"]
    own = [j for j in own if not _is_aside(sentence, j)]
    if _is_verb(sentence, head):
        return list(dict.fromkeys([*own, *grammar.logical_objects(sentence, head)]))
    # "opened an inquiry into the police over torture", "went on strike for higher pay": parsers hang the last phrase
    # on the verb.
    verb = grammar.carrier(sentence, head)
    if verb is None and sentence.tokens[head].dep == "pobj":
        verb = sentence.tokens[sentence.tokens[head].head].head
    beside = [] if verb is None else [j for j in grammar.children(sentence, verb, "prep") if j > head]
    return [*own, *(j for j in beside if not _is_aside(sentence, j))]


def _is_verb(sentence: Sentence, i: int) -> bool:
    return grammar.is_verbal(sentence.tokens[i]) and not grammar.is_nominal(sentence, i)


def _below(sentence: Sentence, first: Iterable[int], labels: tuple[str, ...]) -> list[tuple[int, int]]:
    """These tokens and those under them, breadth first."""
    found: list[tuple[int, int]] = []
    level, depth = list(first), 1
    while level and depth <= DEEPEST:
        found += [(depth, j) for j in level]
        level = [k for j in level for k in grammar.children(sentence, j, *labels) if not _is_aside(sentence, k)]
        depth += 1
    return found


def _is_aside(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].dep == "prep" and sentence.tokens[i].lemma in ASIDE
