"""How much of the map a place's words mean: a town, a part of a country, a border.

In:  a name of a place in its sentence, and the place it was resolved to.
Out: the place with its precision; of "eastern Libya" the words with the direction, of "the border with Egypt" the
border, which is of no one country.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from whowhom.knowledge.places import Gazetteer
from whowhom.qualifying.places.names import COMPASS, Name
from whowhom.records import Place, Precision, Sentence

KINDS = {
    "country": Precision.COUNTRY, "admin1": Precision.PROVINCE,
    **dict.fromkeys(("region", "territory", "desert", "valley", "mountain", "island", "continent"), Precision.REGION),
    **dict.fromkeys(("sea", "ocean", "strait", "lake", "river", "canal"), Precision.WATER),
    **dict.fromkeys(("city", "capital", "village", "district"), Precision.TOWN),
    "county": Precision.PROVINCE,
    **dict.fromkeys(("camp", "base", "prison", "port", "airport", "square", "building", "site"), Precision.SITE),
    **dict.fromkeys(("crossing", "border"), Precision.BORDER),
}  # fmt: skip
BORDERS = frozenset({"border", "frontier", "borderland"})
BETWEEN = frozenset({"with", "between", "of", "and", "the"})
LANDS = frozenset({Precision.COUNTRY, Precision.PROVINCE, Precision.REGION})
MODIFYING = frozenset({"amod", "compound", "nmod", "poss"})


def with_extent(sentence: Sentence, name: Name, place: Place, kind: str | None, gazetteer: Gazetteer) -> Place:
    """The place with its precision and, where a direction or a border stands before the name, with these words."""
    precision = KINDS.get(kind or "")
    border = _border_before(sentence, name) if precision is Precision.COUNTRY else None
    if border is not None:
        return _border(sentence, border, _last_of_border(sentence, name.last))
    first, last = _with_direction(sentence, name, gazetteer) if precision in LANDS else (name.first, name.last)
    if (first, last) == (name.first, name.last):
        return replace(place, precision=precision)
    words = sentence.words(first, last)
    part = Precision.REGION if precision is Precision.COUNTRY else precision
    return replace(place, text=words.text, start=words.start, end=words.end, precision=part)


def parts(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[tuple[int, int, Place]]:
    """Yield the parts of a country that a nationality names, as tokens and place: "the Libyan east"."""
    for token in sentence.tokens:
        if token.lemma not in COMPASS or not token.is_noun:
            continue
        whose = [j for j in _modifiers(sentence, token.i) if _is_nationality(sentence.tokens[j].text, gazetteer)]
        if len(whose) == 1:
            words = sentence.words(whose[0], token.i)
            country = gazetteer.nationality(sentence.tokens[whose[0]].text)
            yield whose[0], token.i, Place(
                name=gazetteer.name_of(country or "") or words.text, country=country,
                text=words.text, start=words.start, end=words.end, precision=Precision.REGION,
            )  # fmt: skip


def borders(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[tuple[int, int, Place]]:
    """Yield the borders that a nationality names, as tokens and place: "the Turkish border"."""
    for token in sentence.tokens:
        if token.lemma not in BORDERS:
            continue
        whose = [j for j in _modifiers(sentence, token.i) if _is_nationality(sentence.tokens[j].text, gazetteer)]
        if whose:
            yield min(whose), token.i, _border(sentence, min(whose), token.i)


def _modifiers(sentence: Sentence, noun: int) -> list[int]:
    """What stands before a noun and says whose it is, with what is coordinated: "Turkish", "Thai" and "Cambodian"."""
    found = [j for j in sentence.children[noun] if j < noun and sentence.tokens[j].dep in MODIFYING]
    for j in found:
        found += [k for k in sentence.children[j] if sentence.tokens[k].dep in MODIFYING | {"conj"} and k < noun]
    return found


def _is_nationality(word: str, gazetteer: Gazetteer) -> bool:
    return word[:1].isupper() and gazetteer.nationality(word) is not None


def _border(sentence: Sentence, first: int, last: int) -> Place:
    words = sentence.words(first, last)
    return Place(name=words.text, text=words.text, start=words.start, end=words.end, precision=Precision.BORDER)


def _border_before(sentence: Sentence, name: Name) -> int | None:
    """The token of "border" that a land's name hangs on: "border with Egypt", "border between Libya and Chad"."""
    i = name.first - 1
    while i >= 0 and (sentence.tokens[i].text.lower() in BETWEEN or sentence.tokens[i].is_name):
        i -= 1
    found = i >= 0 and sentence.tokens[i].lemma in BORDERS and i < name.first - 1
    return i if found else None


def _last_of_border(sentence: Sentence, last: int) -> int:
    """The end of "between Libya and Chad", from Libya on."""
    tokens = sentence.tokens
    if last + 2 < len(tokens) and tokens[last + 1].text.lower() == "and" and tokens[last + 2].is_name:
        last += 2
        while last + 1 < len(tokens) and tokens[last + 1].is_name:
            last += 1
    return last


def _with_direction(sentence: Sentence, name: Name, gazetteer: Gazetteer) -> tuple[int, int]:
    """First and last token of "far eastern Libya", "the north of Mali", "Mali's north" around the name."""
    tokens = sentence.tokens
    first = name.first
    while first > 0 and gazetteer.is_word(tokens[first - 1].text.lower(), "direction"):
        first -= 1
    if first < name.first:
        return first, name.last
    # Without its article it is a way from the border: "60 km north of Mali".
    of = first - 2 if first > 1 and tokens[first - 1].text.lower() == "the" else first - 1
    before = of - 2
    if before >= 0 and tokens[of].text == "of" and tokens[of - 1].lemma in COMPASS:
        if tokens[before].text.lower() == "far":
            before -= 1
        inside = before >= 0 and tokens[before].text.lower() == "the"
        # "60 km to the north of Mali" is outside it.
        if inside and not (before > 0 and tokens[before - 1].text.lower() == "to"):
            return before, name.last
    part = _noun_of_part(sentence, name.last)
    return (name.first, part) if part is not None else (name.first, name.last)


def _noun_of_part(sentence: Sentence, last: int) -> int | None:
    """The token of "north" in "Mali's far north", ``last`` being Mali's."""
    token = sentence.tokens[last]
    noun = sentence.tokens[token.head]
    return noun.i if token.dep == "poss" and noun.i > last and noun.lemma in COMPASS and noun.is_noun else None
