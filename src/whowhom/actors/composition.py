"""Actors from the words that describe them: nationality or country, qualifiers and a noun for who acts.

"the Libyan army", "rebels in eastern Congo", "the foreign minister of Chad":
country, role and kind follow from the words, so that nobody has to list them
(CAMEO codebook 1.1b3, chapter 3: country code, then primary and secondary roles).
"""

from __future__ import annotations

from msgspec import Struct

from whowhom.actors import phrases
from whowhom.knowledge.actor_tables import Agent, Qualifier, body_of, state_id
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.spelling import slug
from whowhom.records import Actor, ActorKind, Role, Sentence

# Roles that come first in a code; others may follow them (CAMEO codebook 1.1b3, table of roles).
PRIMARY = frozenset({"COP", "GOV", "INS", "JUD", "MIL", "OPP", "REB", "SEP", "SPY", "UAF"})
# Nouns for a state's one body of that role; others ("brigade", "ministry") name a part of it.
BODY_NOUNS = {
    "GOV": frozenset({"government", "authority", "regime", "administration", "cabinet"}),
    "MIL": frozenset({"army", "military", "armed force", "force", "troop", "soldier"}),
    "COP": frozenset({"police", "police force"}),
    "LEG": frozenset({"parliament", "legislature", "national assembly"}),
    "OPP": frozenset({"opposition"}),
    "CVL": frozenset({"people", "population", "public", "nation"}),
}
FORCES = frozenset({"MIL", "COP", "SPY", "JUD"})
DROPPED = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "some", "any", "all"}
)
LONGEST_NOUN = 3


class Description(Struct, frozen=True, kw_only=True):
    """What the words of a phrase say of an actor; ``role`` is CAMEO's, primary before secondary, or None."""

    agent: Agent
    role: str | None
    kind: ActorKind
    qualifiers: tuple[Qualifier, ...]
    modifiers: tuple[int, ...]
    first: int

    @property
    def is_former(self) -> bool:
        return any(q.effect == "time" for q in self.qualifiers)


def describe(sentence: Sentence, head: int, index: ActorIndex) -> Description | None:
    """What the noun at ``head`` and the words before it say, or None for a noun that names nobody."""
    found = agent_at(sentence, head, index)
    if found is None:
        return None
    agent, first = found
    before = [j for j in phrases.left_modifiers(sentence, head) if j < first]
    modifiers = tuple(j for j in before if not phrases.is_backer(sentence, j))
    words = dict.fromkeys(_joined(sentence, j) for j in before)
    qualifiers = tuple(q for word in words if (q := index.qualifiers.get(word)) is not None)
    role, kind = _qualified(agent, qualifiers)
    return Description(agent=agent, role=role, kind=kind, qualifiers=qualifiers, modifiers=modifiers, first=first)


def _joined(sentence: Sentence, i: int) -> str:
    """The whole word in lower case that a token is a part of: "anti-government"."""
    first, last = phrases.hyphenated(sentence, i)
    return "".join(t.text.lower() if t.text not in phrases.HYPHENS else "-" for t in sentence.tokens[first : last + 1])


def _joined_singular(sentence: Sentence, head: int) -> str:
    """A hyphenated noun in the singular: "hostage-taker" for "hostage-takers"."""
    return _joined(sentence, head).removesuffix(sentence.tokens[head].text.lower()) + sentence.tokens[head].lemma


def agent_at(sentence: Sentence, head: int, index: ActorIndex) -> tuple[Agent, int] | None:
    """The longest agent noun that ends at ``head`` and its first token ("prime minister")."""
    tokens = sentence.tokens
    if tokens[head].text.lower() == "force" and head and tokens[head - 1].text.lower() in {"in", "into", "by"}:
        return None  # "in force since 1992"
    if tokens[head].text in {"force", "justice"} and not phrases.left_modifiers(sentence, head):
        bare = not any(tokens[j].dep in {"det", "poss"} for j in sentence.children[head])
        if bare:
            return None  # "the use of force", "appealed for justice"
    start, end = phrases.hyphenated(sentence, head)
    if (
        start < head == end
        and tokens[head].is_name
        and tokens[head].text.islower()
        and tokens[start].text[:1].isupper()
    ):
        return None  # "Lin Fei-fan" is no fan
    for whole in (_joined(sentence, head), _joined_singular(sentence, head)) if start < head == end else ():
        if (joined := index.agents.get(whole)) is not None:
            return joined, start  # "president-elect", "hostage-takers"
    singulars = [last for last in _singulars(tokens[head].lemma, tokens[head].tag) if last in index.agent_heads]
    if not singulars:
        return None
    for j in phrases.prepositional(sentence, head, frozenset({"of"})):
        for last in singulars:
            agent = index.agents.get(f"{last} of {tokens[j].text.lower()}")
            if agent is not None:
                return agent, head  # "chief of staff", "head of state"
    for length in range(min(LONGEST_NOUN, head + 1), 0, -1):
        first = head - length + 1
        before = [tokens[j].text.lower() for j in range(first, head)]
        for last in singulars:
            agent = index.agents.get(" ".join([*before, last]))
            if agent is not None:
                return agent, first
    return None


def _singulars(lemma: str, tag: str) -> list[str]:
    """The lemma, and for a capitalised plural what the lemma table leaves as it is."""
    forms = [lemma]
    if tag.startswith("NN") and lemma.endswith("men"):
        forms.append(lemma[:-3] + "man")
    if tag.startswith("NN") and lemma.endswith("s"):
        forms.append(lemma[:-1])
        if lemma.endswith("ies"):
            forms.append(lemma[:-3] + "y")
    return forms


def _qualified(agent: Agent, qualifiers: tuple[Qualifier, ...]) -> tuple[str | None, ActorKind]:
    """The role after the qualifiers: a primary one takes the place of a primary one and stands before others."""
    role, kind = agent.role, agent.kind
    for qualifier in reversed(qualifiers):
        if qualifier.effect != "role" or qualifier.role is None or qualifier.role == role:
            continue
        if qualifier.role == "GOV" and (kind is ActorKind.ARMED_GROUP or (role or "")[:3] in FORCES):
            continue  # a "pro-government militia" is no part of the government, and "government soldiers" are the army
        added = "REB" if qualifier.role == "OPP" and kind is ActorKind.ARMED_GROUP else qualifier.role
        if role is None:
            role = added
        elif added in PRIMARY and role[:3] in PRIMARY:
            role = added + role[3:]
        elif added in PRIMARY:
            role = added + role
        if added in {"REB", "SEP", "INS", "UAF"} and kind in {ActorKind.MILITARY, ActorKind.OTHER}:
            kind = ActorKind.ARMED_GROUP
    return role, kind


def compose(
    description: Description,
    sentence: Sentence,
    head: int,
    country: str | None,
    index: ActorIndex,
    *,
    named: frozenset[int] = frozenset(),
    ethnic: bool = False,
) -> Actor:
    """The actor that a description and a country make.

    ``named`` are the tokens of countries and the like, which tell no two actors
    of one country apart; those of an ``ethnic`` group are no body of the state.
    """
    role = description.role
    if description.is_former and role is not None and ("GOV" in role or "SPY" in role):
        role = "ELI"
    noun = description.agent.noun
    plain = not ethnic and not any(q.effect == "role" for q in description.qualifiers)
    if country and role and plain and noun in BODY_NOUNS.get(role, ()):
        return index.actors.get(f"role.{country}.{role}") or body_of(index.actors[state_id(country)], role)
    first, last = phrases.extent(sentence, head)
    words = significant(sentence, first, last, apart_from=named)
    parts = (role, country) if description.agent.stands_first else (country, role)
    return Actor(
        actor_id=f"desc.{country or '---'}.{slug(' '.join(words)) or slug(noun)}",
        name=sentence.words(first, last).text,
        kind=description.kind,
        country=country,
        roles=(Role(role=role, of=country),) if role else (),
        code="".join(part for part in parts if part) or None,
    )


def significant(sentence: Sentence, first: int, last: int, *, apart_from: frozenset[int] = frozenset()) -> list[str]:
    """The words of a phrase that tell actors apart: lemmas without articles, possessors, numbers."""
    return [
        t.lemma
        for t in sentence.tokens[first : last + 1]
        if t.i not in apart_from
        and (t.tag.startswith(("NN", "JJ", "VBN", "VBG")) and t.lemma not in DROPPED and t.dep != "poss")
    ]
