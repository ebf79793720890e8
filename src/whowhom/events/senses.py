"""Which words of a sentence stand in another sense, and tell no event.

In:  a parsed sentence, the codebook's fixed expressions and senses.
Out: the words of expressions, names and quoted titles ("heart attack", the
Salvation Army, "War and Peace"); and whether the company of a cue's word shows
that it speaks of a game, a stage or a market: "destroyed England before the
tea interval", "the album stormed the charts".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from whowhom.events import grammar
from whowhom.knowledge.senses import GAP, Expressions, Sense, Senses
from whowhom.records import Sentence, Token

OPENING, CLOSING = frozenset('"“'), frozenset('"”')
LONGEST_TITLE = 9
# How much of a sentence may be in capitals before it is a headline, where capitals make no names.
CAPITALS = 0.6
SHORTEST = 4
WIDEST_GAP = 2
BEFORE_NOUNS = frozenset({"DT", "PRP$", "JJ", "JJR", "JJS", "CD", "VBN", "VBG", "RB"})
PLAYING = frozenset({"play", "portray", "impersonate"})
SHOWING = frozenset("play portray depict show tell follow imagine feature star recount picture".split())
TELLING_OF = frozenset({"about", "on"})
OTHER_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "parataxis", "csubj"})
WATERS = frozenset({"river", "lake", "planet", "cape", "mount"})
BESIDE = ("conj", "appos")


def words_of_expressions(sentence: Sentence, expressions: Expressions, present: set[str]) -> frozenset[int]:
    """The words of fixed expressions and quoted titles, which tell no event and belong to none.

    ``present`` are all lemmas and forms of the sentence.
    """
    begun = expressions.keys() & present
    titles = () if CLOSING.isdisjoint(present) else _in_titles(sentence)
    return frozenset((*_expressed(sentence, expressions, begun), *titles))


def _expressed(sentence: Sentence, expressions: Expressions, begun: set[str]) -> Iterator[int]:
    if not begun:
        return
    for token in sentence.tokens:
        for word in begun & {token.lemma, token.text.lower()}:
            for words in expressions[word]:
                yield from _run(sentence, token.i, words)


def _run(sentence: Sentence, i: int, words: Sequence[str]) -> tuple[int, ...]:
    """The tokens of an expression that begins at token ``i``; none if it does not go on as it should."""
    tokens, found = sentence.tokens, [i]
    gap = 0
    for word in words[1:]:
        if word == GAP:
            gap = WIDEST_GAP
            continue
        after = range(found[-1] + 1, min(found[-1] + 2 + gap, len(tokens)))
        j = next((j for j in after if word in (tokens[j].lemma, tokens[j].text.lower())), None)
        if j is None or any(tokens[k].tag not in BEFORE_NOUNS for k in range(found[-1] + 1, j)):
            return ()
        found.append(j)
        gap = 0
    return tuple(found)


def _in_titles(sentence: Sentence) -> Iterator[int]:
    """Yield the words of a quotation in which all that counts begins with a capital: "The Siege of Sarajevo"."""
    tokens = sentence.tokens
    marks = [token.i for token in tokens if token.text in OPENING | CLOSING]
    for first, last in pairwise(marks):
        inside = tokens[first + 1 : last]
        words = [token for token in inside if token.text[0].isalpha()]
        if not words or len(words) > LONGEST_TITLE or tokens[last].text not in CLOSING:
            continue
        told = any(token.text in {".", "!", "?", ","} for token in inside)
        if not told and all(token.text[0].isupper() or len(token.text) < SHORTEST for token in words):
            yield from range(first + 1, last)


def words_of_names(sentence: Sentence) -> frozenset[int]:
    """The words of names of two words and more, but for the first word of a sentence and in headlines."""
    tokens = sentence.tokens
    capital = {token.i for token in tokens[1:] if token.text[0].isupper() and token.is_name}
    found = frozenset(i for i in capital if i - 1 in capital or i + 1 in capital)
    if not found:
        return found
    counted = [token for token in tokens[1:] if len(token.text) >= SHORTEST and token.text[0].isalpha()]
    headline = sum(token.text[0].isupper() for token in counted) > CAPITALS * len(counted)
    return frozenset() if headline else found


def in_another_sense(sentence: Sentence, i: int, names: Sequence[str], senses: Senses, shown: frozenset[str]) -> bool:
    """Whether the company of token ``i`` shows another sense.

    ``names`` are those of the cue that it is, ``shown`` the words of the sentence that can show a sense.
    """
    if _is_played(sentence, i):
        return True
    fitting = (sense for name in names for sense in senses.by_deed.get(name, ())) if shown else ()
    return any(not sense.words.isdisjoint(shown) and _holds(sense, sentence, i) for sense in fitting)


def _is_played(sentence: Sentence, i: int) -> bool:
    """Whether a role does it: "plays a general who surrenders"."""
    tokens = sentence.tokens
    if tokens[i].dep != "relcl":
        return False
    role = tokens[tokens[i].head]
    return role.dep in {"dobj", "conj"} and tokens[role.head].lemma in PLAYING


def _holds(sense: Sense, sentence: Sentence, i: int) -> bool:
    match sense.where:
        case "any":
            company: Sequence[int] = range(len(sentence.tokens))
        case "clause":
            company = _clause(sentence, i)
        case "subj":
            company = [k for j in _subjects(sentence, i) for k in grammar.conjuncts(sentence, j)]
        case "obj":
            company = _phrases(sentence, _objects(sentence, i))
        case "verb":
            company = [sentence.tokens[i].head] if sentence.tokens[i].dep in {"nsubj", "nsubjpass"} else []
        case "work":
            company = _works(sentence, i)
        case "above":
            company = _phrases(sentence, _showing(sentence, i))
        case preposition:
            company = _behind(sentence, i, preposition)
    return _shows(sense, sentence, company)


def _shows(sense: Sense, sentence: Sentence, company: Sequence[int]) -> bool:
    """Whether a sign is among these tokens, or is one of them with the token before it."""
    tokens = sentence.tokens
    for j in company:
        names = {tokens[j].lemma, tokens[j].text.lower()}
        if not names.isdisjoint(sense.singles) and not _is_surname(sentence, j):
            return True
        if sense.pairs and j > 0:
            before = {tokens[j - 1].lemma, tokens[j - 1].text.lower()}
            if any(f"{word}_{name}" in sense.pairs for word in before for name in names):
                return True
    return False


def _is_surname(sentence: Sentence, i: int) -> bool:
    """Whether a word is the last of somebody's name: Major Jeremy Snow is no snow, but the River Thames a river."""
    token = sentence.tokens[i]
    before = [sentence.tokens[j] for j in grammar.children(sentence, i, "compound")]
    named = token.is_name and any(word.is_name for word in before)
    return named and not any(word.lemma in WATERS for word in before)


@grammar.remembered
def _clause(sentence: Sentence, i: int) -> tuple[int, ...]:
    """The words of the clause in which token ``i`` stands, and who does it, also where another clause names him."""
    tokens = sentence.tokens
    head = i
    while tokens[head].head != head and not (grammar.is_verbal(tokens[head]) and tokens[head].dep not in {"amod"}):
        head = tokens[head].head
    found = [head]
    for j in found:
        found.extend(k for k in sentence.children[j] if not _begins_clause(tokens[k]))
    return tuple(sorted({*found, *_phrases(sentence, _subjects(sentence, i))} - {i}))


def _begins_clause(token: Token) -> bool:
    return token.dep in OTHER_CLAUSES or (token.dep == "conj" and grammar.is_verbal(token))


def _subjects(sentence: Sentence, i: int) -> list[int]:
    """Who does a deed: also the possessor or by-phrase of a noun, or the subject of the verb that carries it."""
    if not grammar.is_nominal(sentence, i):
        return grammar.logical_subjects(sentence, i)
    held = grammar.children(sentence, i, "poss") + grammar.prepositional(sentence, i, ("by", "between"))
    verb = grammar.carrier(sentence, i)
    return held + ([] if verb is None else grammar.logical_subjects(sentence, verb))


def _objects(sentence: Sentence, i: int) -> list[int]:
    """To what a deed is done."""
    if not grammar.is_nominal(sentence, i):
        return grammar.logical_objects(sentence, i)
    return grammar.prepositional(sentence, i, ("of", "on", "against"))


def _showing(sentence: Sentence, i: int) -> list[int]:
    """What shows the deed: the film in "the film tells how gunmen storm a bank"."""
    above = [j for j in sentence.ancestors(i) if sentence.tokens[j].lemma in SHOWING]
    return [k for j in above for k in grammar.children(sentence, j, "nsubj")]


def _works(sentence: Sentence, i: int) -> list[int]:
    """What the deed is told in, or what recalls it: the play in "a play about the siege"."""
    tokens = sentence.tokens
    telling = [j for j in sentence.ancestors(i) if tokens[j].dep == "prep" and tokens[j].lemma in TELLING_OF]
    return [tokens[j].head for j in telling]


def _behind(sentence: Sentence, i: int, preposition: str) -> list[int]:
    """What hangs on a preposition in the deed's clause."""
    tokens, heads = sentence.tokens, []
    for j in _clause(sentence, i):
        if tokens[j].lemma == preposition:
            heads += grammar.children(sentence, j, "pobj", "pcomp")
            # "attacked down the wing": the parser may take the preposition for a particle.
            heads += grammar.children(sentence, tokens[j].head, "dobj") if tokens[j].dep == "prt" else []
    return _phrases(sentence, heads)


def _phrases(sentence: Sentence, heads: Sequence[int]) -> list[int]:
    """These nouns, those beside them, and what they are of: "a sheet of gold"."""
    found = list(dict.fromkeys(heads))
    for j in found:
        below = grammar.children(sentence, j, *BESIDE) + grammar.prepositional(sentence, j, ("of",))
        found.extend(k for k in below if k not in found)
    return sorted(found)
