"""Which known names stand in a document, and what country it is about.

In:  the document's text, the index of known actors.
Out: the stretches written like known names, each laid on the tokens of a
parsed sentence with the one alias that fits this document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors.topic import topic_by_towns, topic_of
from whowhom.knowledge.actor_tables import Alias
from whowhom.knowledge.actors import ActorIndex, Found
from whowhom.knowledge.places import Gazetteer
from whowhom.knowledge.spelling import fold_in_place
from whowhom.records import Actor, ActorKind, Sentence

OF_STATE = re.compile(
    r"\b(?:ministry|government|presidency|cabinet|foreign office|embassy|department)\b", re.IGNORECASE
)

# "Revolutionary United Front (RUF)", "..., or RUF,": the acronym stands for the name from here on.
BRACKETED = re.compile(
    r"((?:[A-Z][\w.’'-]+[ -](?:of |for |and |the |in |on |a |an )*){1,7}?[A-Z][\w.’'-]+)"
    r"(?: \(([A-Z][A-Za-z0-9-]{1,7})\)|, or (?:the )?([A-Z]{2,8}),)"
)


# "Raimundo Diaz, known as Mundico".
KNOWN_AS = re.compile(
    r"((?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+),? (?:(?:also |better )?known as|alias|nicknamed) ([A-Z][\w’'-]+)"
)
# "The US state of Georgia", "Georgia, the southern US state": a place, and not the country.
US_STATE_OF = re.compile(r"\b(?:US|U\.S\.|American) state of $")
US_STATE = re.compile(r",? (?:a|an|the) (?:\w+ )?(?:US|U\.S\.|American) state\b")


# Words of bodies that many states have by the same name.
GENERIC = frozenset(
    """Supreme Constitutional High National Federal Foreign Defence Defense Interior Finance Court Assembly Ministry
    Senate Parliament Congress Cabinet Council Chamber Deputies of the""".split()
)
JUNIOR = re.compile(r",? (?:Jr|Junior)\b")
# "Latin American" is nobody's of the United States.
OTHER_AMERICA = re.compile(r"\b(?:Latin|South|North|Central|Native|African|Pan)[ -]$")


class Named(Struct, frozen=True, kw_only=True):
    """A known name on the tokens of a sentence; ``head`` is the one of them that hangs on something outside."""

    first: int
    last: int
    head: int
    alias: Alias


class Introduced(Struct, frozen=True, kw_only=True):
    """A name that a text introduces with its acronym, and where it stands."""

    name: str
    acronym: str
    start: int
    end: int


class TextNames:
    """The known names of one document, and its topic country (ISO 3166-1 alpha-3, or None).

    ``home`` is the country whose ministry or government published it, None where no state did.
    """

    def __init__(
        self,
        text: str,
        index: ActorIndex,
        gazetteer: Gazetteer,
        published: str | None = None,
        *,
        publisher: str | None = None,
    ) -> None:
        self._published = published
        self._found = [
            replace(found, aliases=self._of_the_time(found.aliases)) for found in index.find(text, fold_in_place(text))
        ]
        self._index = index
        self._text = text
        self._sure = frozenset(
            found.aliases[0].actor_id for found in self._found if {a.country for a in found.aliases} == {None}
        )
        self._starts = [found.start for found in self._found]
        self.countries = _countries(self._found, index)
        self.topic = topic_of(self._found, text, index)
        self.topic_by_towns = None if self.topic else topic_by_towns(self._found, text, index, gazetteer)
        self.home = _home(publisher, index) if publisher is not None else None
        self.only_group = self._only_group()
        self.people = self._people()
        self.introduced = tuple(_bracketed(text))
        self.acronyms = {each.acronym: each.name for each in self.introduced} | dict(_nicknames(text))

    def _is_common(self, alias: Alias) -> bool:
        """Whether a name is one of too many countries: "Social Democrats", "Congress", "the Supreme Court"."""
        kind = self._index.actors[alias.actor_id].kind
        return kind is ActorKind.PARTY or (kind is ActorKind.GOVERNMENT and GENERIC.issuperset(alias.text.split()))

    def _only_group(self) -> Actor | None:
        """The armed group of the document where it names one and no other: who "the rebels" are there."""
        aliases = [alias for found in self._found if (alias := self.choose(found.aliases)) is not None]
        groups = {a.actor_id: a for alias in aliases if (a := self._index.actors[alias.actor_id])}
        armed = [actor for actor in groups.values() if actor.kind is ActorKind.ARMED_GROUP]
        return armed[0] if len(armed) == 1 else None

    def _people(self) -> tuple[Actor, ...]:
        """The known people whom the document names anywhere."""
        aliases = [alias for found in self._found if (alias := self.choose(found.aliases)) is not None]
        actors = {a.actor_id: self._index.actors[a.actor_id] for a in aliases}
        return tuple(actor for actor in actors.values() if actor.kind is ActorKind.PERSON)

    def on(self, sentence: Sentence) -> list[Named]:
        """The names within a sentence, in text order."""
        named = []
        for found in self._found[bisect_left(self._starts, sentence.start) :]:
            if found.start >= sentence.end:
                break
            if found.end > sentence.end:
                continue
            another = self._is_us_state(found) or self._is_younger(found) or self._is_of_other_america(found)
            alias = None if another else self.choose(found.aliases)
            tokens = [t for t in sentence.tokens if t.start < found.end and found.start < t.end]
            if alias is not None and tokens:
                named.append(_laid(tokens[0].i, tokens[-1].i, alias, sentence))
        return named

    def _is_us_state(self, found: Found) -> bool:
        """Whether the text calls it a state of the United States: "Georgia, the southern US state"."""
        before, after = self._text[max(0, found.start - 30) : found.start], self._text[found.end : found.end + 40]
        return bool(US_STATE_OF.search(before) or US_STATE.match(after))

    def _is_of_other_america(self, found: Found) -> bool:
        """Whether the text says "Latin American"."""
        before = self._text[max(0, found.start - 10) : found.start]
        return self._text.startswith("American", found.start) and OTHER_AMERICA.search(before) is not None

    def _is_younger(self, found: Found) -> bool:
        """Whether the text means the son of that name: "Donald Trump Jr."."""
        return JUNIOR.match(self._text, found.end) is not None

    def _of_the_time(self, aliases: tuple[Alias, ...]) -> tuple[Alias, ...]:
        """The aliases without seats of power of states that were no more, or not yet: "Moscow" in 1981 and in 2014."""
        if len(aliases) == 1:
            return aliases
        day = self._published
        alive = (
            a
            for a in aliases
            if (a.end is None or (day is not None and day < a.end))
            and (a.start is None or day is None or a.start <= day)
        )
        return tuple(alive) or aliases

    def choose(self, aliases: Sequence[Alias]) -> Alias | None:
        """The alias that counts in this document; None where several actors are left and none is of its topic."""
        aliases = self._of_the_time(tuple(aliases))
        fitting = [a for a in aliases if a.country is None or a.country == self.topic]
        # "Islamic Jihad" beside a name of Hamas' country is that country's, where nobody else is so called; parties'
        # names ("Social Democrats") are the same in too many countries.
        fitting = fitting or [a for a in aliases if a.country in self.countries and not self._is_common(a)]
        # "IRA" is who the text has called by the whole name.
        fitting = fitting or [a for a in aliases if a.actor_id in self._sure and a.country is not None]
        if len({a.actor_id for a in fitting}) > 1:
            of_topic = [a for a in fitting if self._index.actors[a.actor_id].country == self.topic]
            fitting = of_topic or [a for a in fitting if a.sort == "name" and a.country is None]
        if len({a.actor_id for a in fitting}) > 1:
            return None
        return min(fitting, key=lambda a: SORTS.index(a.sort), default=None)


SORTS = ("name", "people", "adjective", "metonym")


def _countries(found: Sequence[Found], index: ActorIndex) -> frozenset[str]:
    """The countries of every name in a text that can mean one alone."""
    of_one = [hit.aliases[0] for hit in found if len(hit.aliases) == 1 and hit.aliases[0].country is None]
    return frozenset(country for alias in of_one if (country := index.actors[alias.actor_id].country))


def _home(publisher: str, index: ActorIndex) -> str | None:
    """The country of a publisher that is part of a state: "Ministry of Foreign Affairs of Moldova"."""
    if not OF_STATE.search(publisher):
        return None
    found = index.find(publisher, fold_in_place(publisher))
    countries = {
        index.actors[alias.actor_id].country for hit in found for alias in hit.aliases if alias.country is None
    }
    return countries.pop() if len(countries) == 1 else None


def _laid(first: int, last: int, alias: Alias, sentence: Sentence) -> Named:
    head = next((i for i in range(last, first - 1, -1) if not first <= sentence.tokens[i].head <= last), last)
    return Named(first=first, last=last, head=head, alias=alias)


def _nicknames(text: str) -> Iterator[tuple[str, str]]:
    """Yield (other name, full name) where a text says how somebody is known too."""
    for match in KNOWN_AS.finditer(text):
        yield match[2], match[1]


def _bracketed(text: str) -> Iterator[Introduced]:
    """Yield each name that is introduced with its acronym, whose letters are those of the name's last words."""
    for match in BRACKETED.finditer(text):
        acronym = match[2] or match[3]
        words = [w for w in re.split(r"[ -]", match[1]) if w]
        letters = [c for c in acronym if c.isupper()]
        starts = [w for w in words if w[0].isupper()][-len(letters) :]
        if len(letters) >= 2 and [w[0] for w in starts] == letters:
            start = match.start(1) + match[1].index(starts[0])
            yield Introduced(name=text[start : match.end(1)], acronym=acronym, start=start, end=match.end(1))
