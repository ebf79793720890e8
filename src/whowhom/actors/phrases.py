"""Noun phrases: where they begin and end, and which of their words say what.

Everything here speaks of token numbers of one `Sentence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whowhom.records import Sentence, Token

MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod", "npadvmod"})
# "dozens of protesters", "members of the junta": who is meant stands behind the "of".
TRANSPARENT = frozenset(
    """dozen hundred thousand million score ten number group crowd member majority minority mass handful part rest
    remnant remainder band lot couple pair row wave column convoy hundreds thousands dozens scores tens ten
    supporter element faction some many most all one two three four five six seven eight nine several few
    both half body total total""".split()
)
# What turns a name before a hyphen, or behind one, into a friend, foe or sponsor.
BACKINGS = frozenset(
    """backed led sponsored supported funded financed armed trained equipped aligned allied linked inspired brokered
    mediated installed appointed controlled held occupied born based style""".split()
)
# Tokens on either side of which a hyphenated word is looked at.
LONGEST_CHAIN = 8
SIDINGS = frozenset({"pro", "anti", "counter", "ex", "non"})
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())
MONTHS = frozenset("january february march april may june july august september october november december".split())
YEAR = re.compile("1[0-9]{3}|20[0-9]{2}")
HYPHENS = frozenset({"-", "–", "‑", "‐"})


def extent(sentence: Sentence, head: int) -> tuple[int, int]:
    """First and last token of the phrase: the head with what stands before it, without clauses and prepositions."""
    first = head
    for j in sentence.children[head]:
        if j < first and sentence.tokens[j].dep in MODIFIERS | {"punct", "case"}:
            first = min(first, *sentence.subtree(j))
    while first < head and sentence.tokens[first].tag in {",", ":", "``", "''", "CC", "IN"}:
        if sentence.tokens[first + 1].text.lower() in {"least", "most"}:
            break  # "at least 30"
        first += 1
    while first < head and sentence.tokens[first].text.lower() in WEEKDAYS:
        first += 1  # "On Thursday Ada Obi resigned"
    if first + 1 < head and sentence.tokens[first].tag == "CD" and sentence.tokens[first + 1].text.lower() in MONTHS:
        first += 2  # "On 6 November Anthony Eden agreed"
    last = head
    if head + 1 < len(sentence.tokens) and sentence.tokens[head + 1].dep == "nummod" and sentence.tokens[head].is_name:
        last = head + 1  # "Group of 77", "M 23"
    return first, last


def left_modifiers(sentence: Sentence, head: int) -> list[int]:
    """Tokens before the head that modify it, in text order, with what is coordinated with them or hyphenated on."""
    found: list[int] = []
    queue = [j for j in sentence.children[head] if j < head and sentence.tokens[j].dep in {"amod", "compound", "nmod"}]
    while queue:
        j = queue.pop(0)
        found.append(j)
        queue += [
            k
            for k in sentence.children[j]
            if k < head and sentence.tokens[k].dep in {"conj", "compound", "amod", "nmod"}
        ]
    return sorted(set(found))


def prepositional(sentence: Sentence, head: int, prepositions: frozenset[str]) -> Iterator[int]:
    """Yield the nouns under these prepositions on the head, nearest first."""
    for j in sentence.children[head]:
        token = sentence.tokens[j]
        if j > head and token.dep == "prep" and token.text.lower() in prepositions:
            yield from (k for k in sentence.children[j] if sentence.tokens[k].dep == "pobj")


def hyphenated(sentence: Sentence, i: int) -> tuple[int, int]:
    """First and last token of the word that token ``i`` is a part of: "anti-government", "Turkish-backed"."""
    tokens = sentence.tokens
    first = last = i
    while (
        first >= 2
        and i - first < LONGEST_CHAIN
        and tokens[first - 1].text in HYPHENS
        and tokens[first - 2].end == tokens[first - 1].start
    ):
        first -= 2
    while last + 2 < len(tokens) and last - i < LONGEST_CHAIN and _is_joined(tokens[last], tokens[last + 1]):
        if tokens[last + 1].end != tokens[last + 2].start:
            break
        last += 2
    return first, last


def _is_joined(token: Token, mark: Token) -> bool:
    return mark.text in HYPHENS and token.end == mark.start


def is_backer(sentence: Sentence, i: int) -> bool:
    """Whether token ``i`` says whose friend or creature a party is, not whose it is: "pro-Russian", "UN-backed"."""
    first, last = hyphenated(sentence, i)
    if first == last:
        return False
    start, end = sentence.tokens[first].text.lower(), sentence.tokens[last]
    return start in SIDINGS or (end.text.lower() in BACKINGS and i != last)


def coordinated(sentence: Sentence, i: int) -> list[int]:
    """What stands beside token ``i`` to its right: "Turkey", "Russia" in "of Iran, Turkey and Russia"."""
    found = [i]
    for j in found:
        found.extend(k for k in sentence.children[j] if sentence.tokens[k].dep == "conj")
    return found[1:]


def loyal_to(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield whom "troops loyal to Haftar", "fighters allied with the mayor" belong to."""
    for j in sentence.children[head]:
        if j > head and sentence.tokens[j].lemma in {"loyal", "faithful", "allied", "ally", "belong", "answer"}:
            yield from prepositional(sentence, j, frozenset({"to", "with"}))


def possessors(sentence: Sentence, head: int) -> list[int]:
    return [j for j in sentence.children[head] if sentence.tokens[j].dep == "poss"]


def is_definite(sentence: Sentence, head: int) -> bool:
    return any(
        sentence.tokens[j].text.lower() in {"the", "this", "that", "these", "those", "its", "his", "her", "their"}
        for j in sentence.children[head]
        if j < head
    )


def is_indefinite(sentence: Sentence, head: int) -> bool:
    return any(sentence.tokens[j].text.lower() in {"a", "an", "another"} for j in sentence.children[head] if j < head)


def counts_all(sentence: Sentence, head: int) -> bool:
    """Whether a phrase means everybody who takes part: "both sides", "all parties"."""
    return any(sentence.tokens[j].text.lower() in {"both", "all", "either", "each"} for j in sentence.children[head])


def counts_two(sentence: Sentence, head: int) -> bool:
    """Whether a phrase means two that are known: "both sides", "the two governments"."""
    words = {sentence.tokens[j].text.lower() for j in sentence.children[head] if j < head}
    return bool(words & {"both", "either", "each"}) or ("two" in words and bool(words & {"the", "these", "those"}))


def is_any(sentence: Sentence, head: int) -> bool:
    """Whether a phrase means nobody in particular: "any minister", "no civilian"."""
    return any(
        sentence.tokens[j].text.lower() in {"any", "no", "every", "each"} for j in sentence.children[head] if j < head
    )


def is_plural(token: Token) -> bool:
    return token.tag in {"NNS", "NNPS"}


def is_phrase_head(sentence: Sentence, i: int) -> bool:
    """Whether a token is a noun, or stands for one, and is no modifier of another noun."""
    token = sentence.tokens[i]
    if not token.text[0].isalnum() and not token.text[-1].isalnum():
        return False
    if token.text.lower() in {"least", "most", "more", "less"}:
        return False  # "at least 30"
    if token.dep in {"compound", "nmod"} and sentence.tokens[token.head].is_noun:
        return False
    if token.is_noun:
        return token.dep != "amod"
    if YEAR.fullmatch(token.text):
        return False
    return token.tag in {"CD", "JJ", "JJS", "DT", "VBN", "VBG"} and token.dep in {
        "nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "agent",
    }  # fmt: skip


def name_start(sentence: Sentence, head: int) -> int:
    """The first of the capitalised tokens that end at ``head``: "Ada Obi", "Abd al-Rahman"."""
    first = head
    while first > 0:
        token = sentence.tokens[first - 1]
        joined = token.text in HYPHENS and first > 1 and sentence.tokens[first - 2].end == token.start
        small = token.text.lower() in PARTICLES and first > 1 and sentence.tokens[first - 2].is_name
        dated = first >= 2 and sentence.tokens[first - 2].tag == "CD" and token.text.lower() in MONTHS
        if not (token.is_name or joined or small) or token.text.lower() in WEEKDAYS or dated:
            break
        if token.is_name and token.dep not in {"compound", "nmod", "amod", "poss", "punct"} and first - 1 != head:
            break
        if token.dep == "poss":
            break
        first -= 2 if joined or small else 1
    return first


PARTICLES = frozenset("al el bin ibn abu de da dos van von der la le di".split())
