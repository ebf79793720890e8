"""Capitalised names that may be places: the longest stretch that the gazetteer knows.

"Tripoli" in "the Tripoli airport" is one, in "the Tripoli Post" none: a name that
goes on with another capitalised word is another name, unless that word is one
for a stretch of land, a building or a direction.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from whowhom.knowledge.places import Entry, Gazetteer
from whowhom.qualifying.attachment import top
from whowhom.records import Sentence, Token

# "Goma International Airport", "Islamic Republic of Iran": seldom longer.
LONGEST = 6
_LINKS = frozenset("of the de del della la le les el al and da do dos das du san y e".split())
_ARTICLES = frozenset("al el as ash an ad ar at az es".split())
_HYPHENS = frozenset("-‐‑–")
_FUNCTION = frozenset({"DT", "PRP", "PRP$", "WP", "WDT", "WRB", "MD", "CC", "CD", "UH", "EX"})
# "Oxford Street" may be in any town, "Tripoli Airport" is in Tripoli.
_NAMED_AFTER = frozenset(
    "Square Street Avenue Boulevard Road Park Plaza Bridge Tower Hotel Palace Gate House Hall Gardens Lane".split()
)
COMPASS = frozenset("north south east west northeast northwest southeast southwest".split())
_PLAINLY = frozenset({"in", "at", "near", "outside"})
_FIRMLY = frozenset("in at near outside inside across throughout within".split())
_INSIDE = frozenset({"compound", "nmod", "amod"})


class Name(Struct, frozen=True, kw_only=True):
    """A name of a sentence, from token ``first`` to ``last``, and the places so called.

    No entries: a name that no table holds.
    """

    sentence: int
    first: int
    last: int
    text: str
    entries: tuple[Entry, ...]


def find_names(sentence: Sentence, gazetteer: Gazetteer, of_others: frozenset[int]) -> Iterator[Name]:
    """Yield the names that may be places, in text order, none overlapping; ``of_others`` are tokens of other names."""
    reached = 0
    closed = frozenset(i for i in of_others if not _is_firm(sentence, i, of_others, gazetteer))
    for token in sentence.tokens:
        if token.i < reached or token.i in closed or not _may_begin(sentence, token):
            continue
        name = _known(sentence, token.i, gazetteer, closed) or _unknown(sentence, token.i, gazetteer, closed)
        if name is not None:
            reached = name.last + 1
            yield name


def is_capital(token: Token) -> bool:
    return token.text[:1].isupper()


def entries_of(text: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Every place of that name: the country first, then hand-written places and towns, then provinces."""
    country = gazetteer.country(text)
    return (*((country,) if country else ()), *gazetteer.find(text), *gazetteer.provinces(text))


def _is_firm(sentence: Sentence, i: int, of_others: frozenset[int], gazetteer: Gazetteer) -> bool:
    """Whether a word stands where people do not: "in southern Aleppo", "the village of Tal Bizam".

    ``of_others`` are the words of other names: "the UN Mission in South Sudan" has its preposition among them.
    """
    tokens = sentence.tokens
    token = tokens[i]
    while token.head > token.i and (token.dep in _INSIDE or (token.dep == "poss" and token.head in of_others)):
        token = tokens[token.head]
    if i > 0 and token.is_name and gazetteer.is_word(tokens[i - 1].text, "direction"):
        return True
    while token.dep in {"appos", "conj"} and token.head < token.i:
        token = tokens[token.head]
    preposition = tokens[token.head]
    if token.dep != "pobj" or preposition.i in of_others:
        return False
    return preposition.text.lower() in _FIRMLY or _follows_noun(sentence, preposition.i, gazetteer)


def _follows_noun(sentence: Sentence, of: int, gazetteer: Gazetteer) -> bool:
    """Whether an "of" follows a noun for a stretch of land or a building: "the village of"."""
    above = sentence.tokens[sentence.tokens[of].head]
    return sentence.tokens[of].text == "of" and above.is_noun and gazetteer.is_word(above.lemma, "area", "site")


def _may_begin(sentence: Sentence, token: Token) -> bool:
    if is_capital(token):
        return token.tag not in _FUNCTION
    i = token.i
    return (
        token.text in _ARTICLES
        and i + 2 < len(sentence.tokens)
        and sentence.tokens[i + 1].text in _HYPHENS
        and is_capital(sentence.tokens[i + 2])
    )


def _known(sentence: Sentence, first: int, gazetteer: Gazetteer, closed: frozenset[int]) -> Name | None:
    for last in _ends(sentence, first, closed):
        text = sentence.words(first, last).text
        entries = _fitting(sentence, first, last, entries_of(text, gazetteer), gazetteer)
        if entries and not gazetteer.is_word(text.lower(), "never", "area", "site", "direction"):
            whole = not _goes_on(sentence, first, last, gazetteer)
            return Name(sentence=sentence.number, first=first, last=last, text=text, entries=entries) if whole else None
    return None


def _fitting(
    sentence: Sentence, first: int, last: int, entries: tuple[Entry, ...], gazetteer: Gazetteer
) -> tuple[Entry, ...]:
    """The entries that the words around allow: a town has no article and is no county, a nationality is no town."""
    tokens = sentence.tokens
    text = sentence.words(first, last).text
    if gazetteer.nationality(text) is not None and gazetteer.country(text) is None:
        return ()
    if last + 1 < len(tokens) and tokens[last + 1].text == "County":
        return tuple(e for e in entries if e.kind == "admin1")
    if last + 1 < len(tokens) and tokens[last + 1].text in _NAMED_AFTER:
        return ()
    if first > 0 and tokens[first - 1].text.lower() == "the" and tokens[last].dep not in _INSIDE:
        return gazetteer.find(f"the {text}") or tuple(e for e in entries if e.geonameid is None)
    return entries


def _ends(sentence: Sentence, first: int, closed: frozenset[int]) -> list[int]:
    """Where a name that begins at ``first`` may end, the farthest first."""
    ends = []
    for i in range(first, min(first + LONGEST, len(sentence.tokens))):
        token = sentence.tokens[i]
        if i in closed:
            break
        if is_capital(token) or (i > first and token.text.isalpha() and sentence.tokens[i - 1].text in _HYPHENS):
            ends.append(i)
        elif token.text not in _HYPHENS and token.text not in _LINKS and token.text not in _ARTICLES:
            break
    return ends[::-1]


def _goes_on(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a capitalised word beside the name makes it part of another: "the Tripoli Post", "Radio Damascus"."""
    tokens = sentence.tokens
    if last + 1 < len(tokens):
        after = tokens[last + 1]
        tied = tokens[last].dep in _INSIDE and tokens[last].head > last
        if is_capital(after) and tied and not _is_sort(after, gazetteer):
            return True
        if after.text in _HYPHENS and last + 2 < len(tokens) and _touches(after, tokens[last]):
            return True
    if first > 0:
        before = tokens[first - 1]
        tied = before.dep in _INSIDE and before.head in range(first, last + 1)
        if tied and before.is_name and is_capital(before) and not _is_sort(before, gazetteer):
            return True
    return first > 1 and tokens[first - 1].text in _HYPHENS and _touches(tokens[first], tokens[first - 1])


def _touches(token: Token, before: Token) -> bool:
    return token.start == before.end


def _is_sort(token: Token, gazetteer: Gazetteer) -> bool:
    """Whether a word says what sort of place it is, or which part of it, or who it belongs to ("Syrian")."""
    word = token.text.lower()
    return gazetteer.is_word(word, "area", "site", "direction") or gazetteer.nationality(token.text) is not None


def _unknown(sentence: Sentence, first: int, gazetteer: Gazetteer, closed: frozenset[int]) -> Name | None:
    """A name that no table holds but whose words say it is a place: "Babur Square", "the village of Ain Zara"."""
    last = _ends(sentence, first, closed)[-1:]
    hangs = (
        first > 1
        and sentence.tokens[first - 1].text in _HYPHENS
        and _touches(sentence.tokens[first], sentence.tokens[first - 1])
    )
    if not last or hangs or not sentence.tokens[first].is_name:
        return None
    end = last[0]
    while end + 1 < len(sentence.tokens) and _continues(sentence.tokens[end], sentence.tokens[end + 1]):
        end += 1
    if any(i in closed for i in range(first, end + 1)):
        return None
    return _named_site(sentence, first, end, gazetteer) or _called(sentence, first, end, gazetteer)


def _continues(token: Token, after: Token) -> bool:
    joined = token.text in _HYPHENS or after.text in _HYPHENS
    return (joined and _touches(after, token)) or (is_capital(after) and after.is_name)


def _named_site(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> Name | None:
    """ "Victoria Square", "Kali-Ballee mosque"; not "Medical Center", whose words are all of the language."""
    tokens = sentence.tokens
    if not any(_is_own(t, gazetteer) for t in tokens[first : last + 1]):
        return None
    if last + 1 < len(tokens) and tokens[last].dep in _INSIDE and tokens[last].head == last + 1:
        after = tokens[last + 1]
        if after.is_noun and gazetteer.is_word(after.text.lower(), "area", "site"):
            return _nameless(sentence, first, last + 1 if gazetteer.is_word(after.text.lower(), "site") else last)
    is_site = last > first and gazetteer.is_word(tokens[last].text.lower(), "area", "site")
    return _nameless(sentence, first, last) if is_site else None


def _is_own(token: Token, gazetteer: Gazetteer) -> bool:
    """Whether a word can be a name by itself: no acronym, no nationality, no word of `words.tsv`; "A9" can."""
    word = token.text.lower()
    if not word.isalpha():
        return word[:1].isalpha() and word.isalnum()
    return (
        not (token.text.isupper() and len(word) <= 5)
        and gazetteer.nationality(token.text) is None
        and not gazetteer.is_word(word, "never", "common", "area", "site", "direction")
    )


def _called(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> Name | None:
    """ "the village of Ain Zara", "the districts of Zara and Tajura"; or with a preposition alone: "near Zara"."""
    tokens = sentence.tokens
    token = tokens[top(sentence, first, last)]
    if any(tokens[j].dep == "det" for j in sentence.children[token.i]):
        return None
    while token.dep == "conj" and token.head < token.i:
        token = tokens[token.head]
    if token.dep != "pobj":
        return None
    preposition = tokens[token.head]
    if _follows_noun(sentence, preposition.i, gazetteer):
        own = any(_is_own(t, gazetteer) for t in tokens[first : last + 1])
        return _nameless(sentence, first, last) if own else None
    bare = preposition.i == first - 1 and preposition.text.lower() in _PLAINLY
    return _nameless(sentence, first, last) if bare and _is_plain(sentence, first, last, gazetteer) else None


def _is_plain(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a name looks like a town's: each word can be a name, and no noun follows."""
    tokens = sentence.tokens
    words = [t for t in tokens[first : last + 1] if t.text not in _HYPHENS]
    named = all(t.tag == "NNP" and _is_own(t, gazetteer) for t in words)
    return named and tokens[top(sentence, first, last)].dep == "pobj"


def _nameless(sentence: Sentence, first: int, last: int) -> Name:
    return Name(sentence=sentence.number, first=first, last=last, text=sentence.words(first, last).text, entries=())
