"""What is known of a document's actors so far, and what stands in the sentence at hand.

The rules of `casting`, `descriptions` and `strangers` read it; only `casting` adds to it.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import phrases
from whowhom.actors.cast import PLACE, THING, is_party
from whowhom.actors.composition import significant
from whowhom.actors.coreference import Entry, Salience
from whowhom.actors.names import Introduced, Named, TextNames
from whowhom.knowledge.actor_tables import Thing
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.places import Entry as Place
from whowhom.knowledge.places import Gazetteer
from whowhom.knowledge.spelling import slug
from whowhom.records import Actor, ActorKind, Mention, Role, Sentence, Token

HOMES = frozenset({"of", "in", "from", "at", "near", "across", "inside", "outside"})
LOCATIVE = frozenset(
    """in at near from to around outside inside into toward towards through across over on off north south east west
    within""".split()
)
# Words by whose preposition a seat of power is addressed and no place meant: "called on London", "help from Paris".
ADDRESSING = {
    "on": frozenset("call prevail lean rely count depend impose pressure sanction blame war".split()),
    "at": frozenset("anger barb finger fury jab lash outrage".split()),
    **dict.fromkeys(("toward", "towards"), frozenset("attitude friendly gesture hostility policy stance".split())),
    "to": frozenset(
        """appeal apologise apologize complain protest write speak talk turn listen bow yield submit surrender offer
        sell lend promise pledge grant concede answer plea letter message note ultimatum warning objection loyal hostile
        ally concession apology give donate hand lease supply provide cede owe
        payment aid help support loan credit gift debt pressure request demand invitation threat reply response
        assurance complaint loyalty thanks export delivery""".split()
    ),
    "from": frozenset(
        """demand seek ask receive accept buy apology independence aid support assurance pressure concession permission
        help loan response guarantee explanation compensation appeal call offer
        request funding grant approval recognition backing money gift condolence secession borrow get win obtain
        secure""".split()
    ),
}
# What is sent to a government, and not only to where it sits.
SENDING = frozenset("send ship fly airlift deliver rush cut halt stop suspend resume".split())
ENVOYS = frozenset("ambassador consul diplomat envoy".split())
GOODS = frozenset(
    """fuel food wheat grain arm weapon ammunition munition money cash medicine aid missile vaccine relief supply oil
    gas rice flour blanket jet howitzer""".split()
)
# What is a town's where its name stands before: a base, a port, airspace may be the state's that it stands for.
OF_TOWNS = frozenset(
    """airport suburb outskirt street road square district neighbourhood neighborhood quarter centre center station
    university hospital market bazaar mosque church cathedral hotel stadium hall bridge bombing massacre riot siege
    stabbing blast explosion""".split()
)
# What is done to a city, not to the government that has its seat there.
DONE_TO_PLACES = frozenset(
    """attack bomb bombard shell capture seize storm besiege retake recapture overrun occupy leave reach enter visit
    flee rock shake pound strike pummel hit liberate surround encircle control hold evacuate raze flood tour""".split()
)
FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "PRK", "KOR", "VNM", "KHM", "HUN"})
REGIONS = frozenset("region territory enclave province peninsula strip island".split())
SUBJECT = frozenset({"nsubj", "nsubjpass"})
# Days and months, which are towns, too: "the rebels captured in May".
CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec christmas easter
    ramadan""".split()
)
# Words of the longest noun for a thing: "water treatment plant"; words by which a thing stands in another country.
LONGEST_THING = 3
ELSEWHERE = frozenset("abroad foreign neighbouring neighboring overseas".split())


class Resolved(Struct, frozen=True, kw_only=True):
    """An actor that a phrase names, the tokens that name it, and the rule that says so."""

    actor: Actor
    rule: str
    detail: str
    first: int
    last: int


# A town this big is meant before a region of that name.
BIG_TOWN = 20_000


def _weight(entry: Place) -> tuple[bool, bool, int]:
    """What speaks for a place of a name: that it is a big town, or a region, or has many people."""
    return (entry.population >= BIG_TOWN, entry.geonameid is None, entry.population)


def _family_name(person: Actor) -> str:
    words = person.name.split()
    return words[0] if person.country in FAMILY_NAME_FIRST else words[-1]


class Scene:
    """The document: its names, topic and actors; and of the sentence at hand the known names by token."""

    def __init__(
        self,
        text: str,
        index: ActorIndex,
        gazetteer: Gazetteer,
        published: str | None,
        *,
        publisher: str | None = None,
    ) -> None:
        self.index = index
        self.gazetteer = gazetteer
        self.published = published
        self._text = text
        self.names = TextNames(text, index, gazetteer, published, publisher=publisher)
        self.salience = Salience()
        self.by_short_name: dict[str, Actor] = {}
        # Persons of the text by the words of their names before the last: given names, first of two family names.
        self.by_other_name: dict[str, dict[str, Actor]] = {}
        self.mentions: list[Mention] = []
        self.actors: dict[str, Actor] = {}
        self.speaker: Entry | None = None
        # The body that states something at the head of the text, and whose statement it is: who says "we" in it.
        self.stating: Entry | None = None
        self.author: Entry | None = None
        # Whom a text lists beside a plural noun.
        self.listed: dict[str, tuple[Actor, ...]] = {}
        # Of the people of the text, m or f where it shows.
        self.genders: dict[str, str] = {}
        self.sentence: Sentence
        self.named: dict[int, Named] = {}
        self.introduced: dict[int, Introduced] = {}

    @property
    def topic(self) -> str | None:
        """The country that the document is about (ISO 3166-1 alpha-3)."""
        return self.names.topic

    @property
    def home(self) -> str | None:
        """The country of the state that published the document (ISO 3166-1 alpha-3): whose "the ministry" is."""
        return self.names.home

    def enter(self, sentence: Sentence) -> None:
        """Turn to the next sentence."""
        self.sentence = sentence
        self.named = {i: n for n in self.names.on(sentence) for i in range(n.first, n.last + 1)}
        self.introduced = {
            token.i: each
            for each in self.names.introduced
            if sentence.start <= each.start < sentence.end and self.names.choose(self.index.named(each.name)) is None
            for token in sentence.tokens
            if each.start <= token.start < each.end
        }

    def is_quoted(self, at: int) -> bool:
        """Whether an offset stands within quotation marks that its paragraph opens."""
        before = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        if "“" in before:
            return before.count("“") > before.count("”")
        return before.count('"') % 2 == 1

    def known_at(self, i: int) -> Actor | None:
        """The actor whose known name, or name of one word known from the text before, covers token ``i``."""
        name = self.named.get(i)
        if name is not None:
            return self.index.actors[name.alias.actor_id]
        token = self.sentence.tokens[i]
        named = token.is_name or (token.is_noun and token.text[:1].isupper())
        return self.called(slug(token.text)) if named else None

    def called(self, name: str) -> Actor | None:
        """Whom one word names, as a slug: who was so called before, else the one known person named in full elsewhere.

        "Marcos" in a headline, or where no event is told of the full name.
        """
        known = self.by_short_name.get(name)
        if known is not None:
            return known
        full = [person for person in self.names.people if slug(_family_name(person)) == name]
        return full[0] if len(full) == 1 else None

    def actor_at(self, i: int) -> Actor | None:
        """The known name at token ``i``, or the party already found with that head."""
        known = self.known_at(i)
        if known is not None:
            return known
        for mention in reversed(self.mentions):
            if mention.sentence != self.sentence.number:
                break
            if mention.head == i and is_party(mention.actor_id):
                return self.actors[mention.actor_id]
        return None

    def actors_at(self, i: int) -> list[Actor]:
        """The known name at token ``i``, or all parties found with that head: "their", of Britain and France."""
        known = self.known_at(i)
        if known is not None:
            return [known]
        here = [m for m in self.mentions if m.sentence == self.sentence.number and m.head == i]
        return [self.actors[m.actor_id] for m in here if is_party(m.actor_id)]

    def country_at(self, i: int, depth: int = 2) -> tuple[str, str] | None:
        """The country that the word at token ``i`` speaks of, and on what basis where that is not plain.

        Where it names none itself, what hangs on it may: "the head of the Libyan navy".
        """
        known = self.known_at(i)
        if known is not None and known.country:
            return known.country, ""
        actor = self.actor_at(i)
        if actor is not None and actor.country:
            return actor.country, f"of {actor.name}"
        if known is not None:
            return None  # "the UN envoy" is of no country, though a town is called Un
        people = self.index.peoples.get(self.sentence.tokens[i].text)
        if people is not None and people.country and not people.faith:
            return people.country, f"the people called {people.name}"
        country = self.country_of_place(i)
        if country:
            return country, f"{self.sentence.tokens[i].text} lies there"
        if depth == 0 or not self.sentence.tokens[i].is_noun:
            return None
        inner = [j for j in phrases.left_modifiers(self.sentence, i) if not phrases.is_backer(self.sentence, j)]
        found = (self.country_at(j, depth - 1) for j in (*inner, *self.homes(i)))
        return next((said for said in found if said is not None), None)

    def country_of_place(self, i: int) -> str | None:
        """The country of the place whose name ends at token ``i``: the document's own, else that of the largest."""
        if not self.sentence.tokens[i].is_name:
            return None
        first = phrases.name_start(self.sentence, i)
        name = self.sentence.words(first, i).text
        if self.gazetteer.is_word(name.lower(), "direction") or name.lower() in CALENDAR:
            return None  # "West" is a region of Cameroon
        entries = (*self.gazetteer.find(name), *self.gazetteer.provinces(name))
        if any(e.country == self.topic for e in entries):
            return self.topic
        if self.sentence.tokens[i].dep != "pobj":
            # Before a noun a village's name is more often a word: "the Competition and Markets Authority".
            entries = tuple(e for e in entries if e.geonameid is None or e.population >= BIG_TOWN)
        # Our own rows and provinces are regions, of more weight than a village of that name.
        return max(entries, key=_weight).country if entries else None

    def homes(self, head: int) -> list[int]:
        """Tokens that may say where a phrase's party belongs: "Chad's", "of Chad", "in eastern Chad"."""
        return [
            *phrases.possessors(self.sentence, head),
            *(j for j in phrases.prepositional(self.sentence, head, HOMES) if not self.sentence.tokens[j].is_verb),
        ]

    def stands_in_place(self, i: int) -> bool:
        """Whether a name stands after a preposition of place, owns a stretch of land or a building, or is what somebody
        takes, hits or leaves."""
        token = self.sentence.tokens[i]
        head = self.sentence.tokens[token.head]
        if token.dep == "pobj":
            return head.text.lower() in LOCATIVE and not self._is_addressed(head)
        if token.dep in {"poss", "compound", "nmod"}:
            return head.lemma in OF_TOWNS  # "attacked Tripoli's airport"; "Washington's base in Iraq" is a state's
        return token.dep in {"dobj", "nsubjpass"} and head.lemma in DONE_TO_PLACES

    def _is_addressed(self, preposition: Token) -> bool:
        """Whether what stands behind a preposition is spoken to or given something: "called on Oslo"."""
        tokens, word = self.sentence.tokens, preposition.text.lower()
        above = tokens[preposition.head]
        verb = tokens[above.head].lemma if above.dep == "dobj" else above.lemma
        children = self.sentence.children[above.i]
        objects = {tokens[j].lemma for j in children if tokens[j].dep == "dobj" and j < preposition.i}
        said = {above.lemma, verb, *objects}
        sent = word == "to" and verb in SENDING and not said.isdisjoint(GOODS)
        sent = sent or (word == "from" and "recall" in said and not said.isdisjoint(ENVOYS))
        return sent or not said.isdisjoint(ADDRESSING.get(word, ()))

    def is_visited(self, i: int) -> bool:
        """Whether somebody visits or travels to what a name names: to a capital, that is to its government."""
        token = self.sentence.tokens[i]
        head = self.sentence.tokens[token.head]
        if token.dep == "pobj" and head.text.lower() == "to":
            head = self.sentence.tokens[head.head]
            return head.lemma in {"travel", "fly", "visit", "trip"}
        return token.dep == "dobj" and head.lemma == "visit"

    # --- what is no party -----------------------------------------------------

    def place(self, text: str, first: int, last: int) -> Resolved:
        """A place that is named; it does nothing itself, but may be attacked."""
        entries = self.gazetteer.find(text)
        of_topic = next((e.country for e in entries if e.country == self.topic), None)
        country = of_topic or max(entries, key=lambda e: e.population).country if entries else None
        actor = Actor(actor_id=PLACE + slug(text), name=text, kind=ActorKind.OTHER, country=country, code=country)
        return Resolved(actor=actor, rule="actor.place", detail="a place", first=first, last=last)

    def region_meant(self, head: int) -> Resolved | None:
        """The region named last, where a noun only points back to it: "the region", "the enclave"."""
        bare = all(self.sentence.tokens[j].dep == "det" for j in self.sentence.children[head])
        if self.sentence.tokens[head].lemma not in REGIONS or not bare or not phrases.is_definite(self.sentence, head):
            return None
        for mention in reversed(self.mentions):
            if mention.actor_id.startswith(PLACE):
                name = self.actors[mention.actor_id].name
                if any(entry.kind in {"region", "territory"} for entry in self.gazetteer.find(name)):
                    return replace(self.place(name, *phrases.extent(self.sentence, head)), detail=f"means {name}")
        return None

    def thing(self, head: int, first: int, last: int) -> Resolved:
        """Whatever else a noun names, with the country and role that its words say ("an army barracks").

        What stands somewhere is in the country that the text is about, where its words say no other; that is its
        country, and no part of its code, for nobody has said whose it is.
        """
        sentence = self.sentence
        words = sentence.words(first, last).text
        country = next((c[0] for j in self._owners(head) if (c := self.country_at(j))), None)
        known = self._thing_called(head)
        role = known.role if known else None
        at_home = country is None and known is not None and known.stands and self._is_at_home(head)
        actor = Actor(
            actor_id=THING + (slug(" ".join(significant(sentence, first, last))) or slug(words) or "unnamed"),
            name=words,
            kind=ActorKind.OTHER,
            country=self.topic if at_home else country,
            roles=(Role(role=role, of=country),) if role else (),
            code=(country or "") + (role or "") or None,
        )
        detail = "what is acted upon" + (", in the country that the text is about" if at_home else "")
        return Resolved(actor=actor, rule="actor.thing", detail=detail, first=first, last=last)

    def _thing_called(self, head: int) -> Thing | None:
        """What the tables know of a thing, by the most of its words: "gold mine" before "mine"."""
        before = [t.text.lower() for t in self.sentence.tokens[max(0, head - LONGEST_THING + 1) : head]]
        lemma = self.sentence.tokens[head].lemma
        names = (" ".join([*before[i:], lemma]) for i in range(len(before) + 1))
        return next((known for name in names if (known := self.index.things.get(name)) is not None), None)

    def _is_at_home(self, head: int) -> bool:
        """Whether a text is about a country and nothing says that a building stands elsewhere or whose it is."""
        tokens = self.sentence.tokens
        beside = (*phrases.left_modifiers(self.sentence, head), *self.sentence.children[head])
        words = {tokens[j].text.lower() for j in beside}
        return self.topic is not None and not self.homes(head) and words.isdisjoint(ELSEWHERE)

    def _owners(self, head: int) -> list[int]:
        return [*phrases.left_modifiers(self.sentence, head), *self.homes(head)]
