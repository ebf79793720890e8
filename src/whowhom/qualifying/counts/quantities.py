"""How many people a noun phrase speaks of: "at least 30 soldiers", "dozens of villagers", "a nurse and two guards".

A bound that the text leaves open is None. Words without a number are read by
their least meaning (`VAGUE`) and stay open above.
"""

from __future__ import annotations

import re

from msgspec import Struct

from whowhom.events import grammar
from whowhom.knowledge.numerals import SCALES, TENS, UNITS, number_of
from whowhom.records import Count, CountBasis, Sentence, Token

# The least that each vague word can mean: dozens are two dozen, hundreds two hundred.
VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "several": 3, "few": 2, "handful": 2,
    "tens of thousands": 20_000, "hundreds of thousands": 200_000, "millions": 2_000_000,
    "numerous": 3, "multiple": 2, "various": 2,
}  # fmt: skip
EXACT = {"both": 2, "couple": 2, "pair": 2, "trio": 3, "quartet": 4, "dozen": 12, "half-dozen": 6}
# Words before a number that open one of its bounds.
_OPEN_ABOVE = (
    "at least", "more than", "over", "no fewer than", "no less than", "not less than", "not fewer than", "upwards of",
    "a minimum of", "in excess of", "above",
)  # fmt: skip
_OPEN_BELOW = (
    "up to", "as many as", "at most", "no more than", "not more than", "a maximum of", "fewer than", "less than",
    "under",
)  # fmt: skip
# These leave the number as it is told: what "nearly 50" lacks to 50 the text does not say.
_ABOUT = ("about", "around", "some", "roughly", "approximately", "nearly", "almost", "close to", "an estimated")
_COLLECTIVE = frozenset(
    """group family crowd team crew convoy column unit band gang mob number series string wave total series range pair
    couple handful majority minority percentage part patrol staff audience militia army force battalion brigade police
    population public community tribe party government company village town city""".split()
)
_NOT_PEOPLE = frozenset(
    """bird dog cow cattle sheep goat camel fish horse animal elephant pig chicken bull donkey mule lion tiger bear
    rhino whale cat rat tree hope chance dream job project plan time hour minute day week month year deal bill
    idea joke crop percent cent tanker freighter trawler steamer container helicopter computer paper letter river
    corner quarter tower power border centre center fort port airport plant moment document talent property sector
    reactor harbour harbor newspaper laptop phone missile equipment cleaner trailer launcher carrier transporter
    cutter order manner matter water motor tractor chapter""".split()
)


PEOPLE = frozenset(
    """people man woman child soldier civilian person prisoner hostage suspect troop official student worker
    journalist member militant rebel insurgent guard doctor nurse priest monk nun leader boy girl youth villager
    teacher sailor pilot policeman policewoman officer detainee activist protester demonstrator dissident national
    citizen foreigner tourist engineer lawyer judge cleric general colonel deputy minister mp lawmaker crew
    mercenary gunman fighter peacekeeper marine captive passenger relative pupil candidate aide envoy diplomat
    bishop imam chief cadet recruit conscript spy smuggler thief settler peasant baby infant kid other dozen score
    hundred thousand""".split()
)
PEOPLE_ENDINGS = ("er", "or", "ist", "ant", "ee", "man", "ian", "ese", "ent")


# Words beside a number that make it an increase, and phrases that make it a total.
INCREASE = frozenset({"another", "further", "additional", "more"})
TOTAL = re.compile(
    r"^(?:in all|in total|altogether),|\b(?:so far|in total|a total of|altogether|to date)\b"
    r"|\bbringing the (?:total|number|toll)\b"
    r"|\bin all(?=[,.;]|$)",
    re.IGNORECASE,
)
# Words around a number that may make it a total.
BEFORE_TOTAL, BEHIND_TOTAL = 5, 7


class Quantity(Struct, frozen=True, kw_only=True):
    """Bounds of a number of people, and the tokens that say so."""

    low: int | None
    high: int | None
    first: int
    last: int

    def count(self, sentence: Sentence) -> Count:
        words = sentence.words(self.first, self.last)
        return Count(low=self.low, high=self.high, text=words.text, start=words.start, end=words.end)


def quantity_of(sentence: Sentence, *heads: int) -> Quantity | None:
    """How many people phrases speak of, their coordinate nouns added up; None where they do not say."""
    nouns = list(dict.fromkeys(j for i in heads for j in _coordinate(sentence, i)))
    if len(nouns) > 1 and (surmised := _surmised(sentence)) is not None:
        return surmised
    singles = [_single(sentence, j) for j in nouns]
    known = [quantity for quantity in singles if quantity is not None]
    if not known:
        return None
    if len(known) == 1:
        return known[0] if len(nouns) == 1 else _open(known[0])
    lows = [q.low for q in known if q.low is not None]
    highs = [q.high for q in known if q.high is not None]
    return Quantity(
        low=sum(lows) if lows else None,
        high=sum(highs) if len(highs) == len(singles) else None,
        first=min(q.first for q in known),
        # A sum is quoted with its nouns ("a nurse and two guards").
        last=max(*nouns, *(q.last for q in known)),
    )


SURMISED = re.compile(
    r"(?P<low>\d[\d,]*),? (?:and |or )?(?:possibly|perhaps|maybe|or even) (?:as many as )?(?P<high>\d[\d,]*)"
)


def _surmised(sentence: Sentence) -> Quantity | None:
    """ "at least 30, possibly 40 soldiers": two bounds of one number, no sum."""
    found = SURMISED.search(sentence.text)
    if found is None:
        return None
    start, end = (sentence.start + at for at in found.span())
    inside = [t.i for t in sentence.tokens if t.start < end and start < t.end]
    low, high = (int(found[name].replace(",", "")) for name in ("low", "high"))
    return Quantity(low=low, high=high, first=inside[0], last=inside[-1]) if inside and low <= high else None


def _open(quantity: Quantity) -> Quantity:
    """ "two guards and their drivers": two at the least."""
    return Quantity(low=quantity.low, high=None, first=quantity.first, last=quantity.last)


def number_before(sentence: Sentence, noun: int) -> Quantity | None:
    """The number of one noun alone: "12 deaths", "no casualties", "without casualties"."""
    token = sentence.tokens[noun]
    if token.dep == "pobj" and sentence.tokens[token.head].text.lower() == "without":
        return Quantity(low=0, high=0, first=token.head, last=noun)
    return _single(sentence, noun)


def _coordinate(sentence: Sentence, i: int) -> list[int]:
    """The token and the nouns and numbers that are coordinated with it."""
    found = [i]
    for j in found:
        for k in grammar.children(sentence, j, "conj"):
            token = sentence.tokens[k]
            if token.is_noun or token.tag == "CD":
                found.append(k)
    return found


def _single(sentence: Sentence, i: int) -> Quantity | None:
    token = sentence.tokens[i]
    word = token.text.lower()
    if token.lemma in _NOT_PEOPLE:
        return None
    if word in {"nobody", "none"} or (word == "one" and _text(sentence, i - 1) == "no"):
        return Quantity(low=0, high=0, first=i - (word == "one"), last=i)
    if token.tag == "CD" or number_of(word) is not None:
        # "injured at least 7, two critically": parsers hang the 7 on the two.
        whole = [j for j in grammar.children(sentence, i, "nummod") if j < i - 1 and _text(sentence, j + 1) == ","]
        return _bounded(sentence, whole[0] if whole else i)
    if word in VAGUE or word in EXACT:
        return _vague(sentence, i)
    for j in sentence.children[i]:
        child = sentence.tokens[j]
        if j < i and (_is_numeral(child) or child.text.lower() in EXACT):
            return _bounded(sentence, j)
        if j < i and child.text.lower() == "no":
            return Quantity(low=0, high=0, first=j, last=j)
        if j < i and child.text.lower() in VAGUE:
            return _vague(sentence, j)
    for j in grammar.prepositional(sentence, i, ("of",)) if token.lemma in _COLLECTIVE else ():
        # "a family of seven", "a group of 20 students"
        if sentence.tokens[j].tag == "CD" or token.lemma != "family":
            return _single(sentence, j)
    return _one(sentence, token)


def _is_numeral(token: Token) -> bool:
    """Whether a word before a noun is a number; taggers take "sixty" for an adjective at times."""
    return token.tag == "CD" or (token.dep in {"nummod", "amod"} and number_of(token.text) is not None)


def _one(sentence: Sentence, noun: Token) -> Quantity | None:
    """ "a soldier": one, unless the noun is a body of people."""
    if noun.tag != "NN" or noun.lemma in _COLLECTIVE:
        return None
    for j in sentence.children[noun.i]:
        if sentence.tokens[j].text.lower() in {"a", "an", "another"} and j < noun.i:
            return Quantity(low=1, high=1, first=j, last=noun.i)
    return None


def _vague(sentence: Sentence, i: int) -> Quantity:
    word = _text(sentence, i)
    first = i - 1 if _text(sentence, i - 1) in {"a", "the"} else i
    if word in EXACT:
        return _bounded(sentence, i) or Quantity(low=EXACT[word], high=EXACT[word], first=first, last=i)
    last = i
    if _text(sentence, i + 1) == "of" and f"{word} of {_text(sentence, i + 2)}" in VAGUE:
        word, last = f"{word} of {_text(sentence, i + 2)}", i + 2
    elif (
        word in {"thousands", "hundreds"}
        and _text(sentence, i - 1) == "of"
        and _text(sentence, i - 2) in VAGUE | {"tens": 1}
    ):
        word, first = f"{_text(sentence, i - 2)} of {word}", i - 2
    return Quantity(low=VAGUE.get(word), high=None, first=first, last=last)


def _bounded(sentence: Sentence, number: int) -> Quantity | None:
    """The number at a token with the words around it that belong to it, and what opens its bounds."""
    first, last = _run(sentence, number)
    text = sentence.words(first, last).text
    value = _value(text)
    if value is None:
        return None
    pair = _pair(sentence, first, last, value)
    if pair is not None:
        return pair
    before = _before(sentence, first)
    if _text(sentence, last + 1) == "or" and _text(sentence, last + 2) == "more":
        return Quantity(low=value, high=None, first=first, last=last + 2)
    for phrases, low, high in ((_OPEN_ABOVE, value, None), (_OPEN_BELOW, None, value), (_ABOUT, value, value)):
        for phrase in phrases:
            if before.endswith(f" {phrase}"):
                return Quantity(low=low, high=high, first=first - len(phrase.split()), last=last)
    return Quantity(low=value, high=value, first=first, last=last)


def _value(text: str) -> int | None:
    word = text.lower()
    if word in {"half a dozen", "half-a-dozen"}:
        return 6
    return EXACT.get(word.removeprefix("a ")) if word.removeprefix("a ") in EXACT else number_of(text)


def _pair(sentence: Sentence, first: int, last: int, value: int) -> Quantity | None:
    """ "between 10 and 15", "10 to 15", "10-15"."""
    joined = _text(sentence, last + 1)
    if joined in {"and", "to", "or", "-", "–"} and last + 2 < len(sentence.tokens):
        begin, end = _run(sentence, last + 2)
        other = _value(sentence.words(begin, end).text) if begin == last + 2 else None
        if other is not None and other > value and (joined != "and" or _text(sentence, first - 1) == "between"):
            opened = first - 1 if _text(sentence, first - 1) in {"between", "from"} else first
            return Quantity(low=value, high=other, first=opened, last=end)
    joined = _text(sentence, first - 1)
    if joined in {"and", "to", "or", "-", "–"} and first >= 2:
        begin, end = _run(sentence, first - 2)
        other = _value(sentence.words(begin, end).text) if end == first - 2 else None
        if other is not None and other < value and (joined != "and" or _text(sentence, begin - 1) == "between"):
            opened = begin - 1 if _text(sentence, begin - 1) in {"between", "from"} else begin
            return Quantity(low=other, high=value, first=opened, last=last)
    return None


def _run(sentence: Sentence, i: int) -> tuple[int, int]:
    """The unbroken number words around a token: "two hundred and fifty", "1.2 million", "a dozen"."""
    first = last = i
    while first > 0 and _is_number(sentence, first - 1):
        first -= 1
    while last + 1 < len(sentence.tokens) and _is_number(sentence, last + 1):
        last += 1
    if _text(sentence, first - 1) == "half" and sentence.words(first, last).text.lower() == "a dozen":
        return first - 1, last
    if (
        first > 0
        and _text(sentence, first) in {"dozen", "hundred", "thousand", "couple"}
        and _text(sentence, first - 1) == "a"
    ):
        first -= 1
    return first, last


def _is_number(sentence: Sentence, i: int) -> bool:
    word = _text(sentence, i)
    if word == "and":
        around = 0 < i < len(sentence.tokens) - 1
        return around and _text(sentence, i - 1) in {"hundred", "thousand"} and _text(sentence, i + 1) in UNITS | TENS
    if word in {"-", "‐"}:
        return _text(sentence, i - 1) in TENS and _text(sentence, i + 1) in UNITS
    if re.fullmatch(r"[0-9]+\.[0-9]+", word):
        return _text(sentence, i + 1) in SCALES
    return word in SCALES or number_of(word) is not None


def _before(sentence: Sentence, first: int) -> str:
    return " " + " ".join(_text(sentence, j) for j in range(max(0, first - 4), first))


def _text(sentence: Sentence, i: int) -> str:
    return sentence.tokens[i].text.lower() if 0 <= i < len(sentence.tokens) else ""


def basis_of(sentence: Sentence, quantity: Quantity, word: int) -> CountBasis | None:
    """Whether a number is told as a total so far ("the toll rose to 60") or as so many more ("another 12")."""
    tokens, first, last = sentence.tokens, quantity.first, quantity.last
    for i in range(max(0, first - 1), min(last + 2, len(tokens))):
        compares = i + 1 < len(tokens) and tokens[i + 1].text.lower() == "than"
        if tokens[i].text.lower() in INCREASE and not compares:
            return CountBasis.INCREASE
    near = sentence.words(max(0, first - BEFORE_TOTAL), min(last + BEHIND_TOTAL, len(tokens) - 1)).text
    opens = TOTAL.match(sentence.text) is not None
    return CountBasis.TOTAL if tokens[word].lemma == "toll" or opens or TOTAL.search(near, 1) else None


def is_people(sentence: Sentence, i: int, *, by_ending: bool = True) -> bool:
    """Whether a token names people, or a number that may be one of people.

    ``by_ending`` takes unlisted nouns of trades for people: "12 welders", but also "12 bombers".
    """
    token = sentence.tokens[i]
    listed = token.tag == "CD" or token.lemma in PEOPLE or token.text.lower() in VAGUE
    return listed or (by_ending and token.lemma.endswith(PEOPLE_ENDINGS))
