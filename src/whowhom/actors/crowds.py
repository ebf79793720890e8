"""People whom a word stands for that is no name and no noun for an actor: "dozens", "the wounded", "all who stayed"."""

from __future__ import annotations

from msgspec.structs import replace

from whowhom.actors import phrases
from whowhom.actors.descriptions import numbered
from whowhom.actors.scene import Resolved, Scene
from whowhom.knowledge.spelling import slug
from whowhom.records import Actor, ActorKind, Role, Sentence

# Numbers that stand for people where nothing says of whom: "thousands had gathered", "dozens were killed".
CROWDS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions"})
# "the wounded": adjectives that name people when they stand alone, and the role of these.
AFFLICTED = {
    "wounded": "CVL", "injured": "CVL", "sick": "CVL", "poor": "CVL", "faithful": "CVL", "young": "CVL", "rich": "CVL",
    "elderly": "CVL", "unemployed": "LAB", "displaced": "REF", "homeless": "CVL", "bereaved": "CVL", "dead": "CVL",
    "exiled": "REF", "accused": "CVL", "detained": "CVL", "besieged": "CVL", "kidnapped": "CVL", "disappeared": "CVL",
}  # fmt: skip
# "All who stayed": pronouns that name people by what they do.
PEOPLE_WHO = frozenset("all those anyone everyone anybody everybody".split())
# What only the living suffer.
HURTING = frozenset(
    """kill murder slay execute behead lynch massacre shoot torture maim wound injure beat flog rape abuse arrest detain
    jail imprison kidnap abduct interrogate""".split()
)
# Words that count people like numbers.
COUNTING = frozenset("several many some others".split())
# How nouns for people end, and capitalised ones for the people of a land; those in "er" and "or" that are none.
TRADES = ("er", "or", "ist", "ian", "man", "woman", "hand", "goer", "ee")
OF_A_LAND = ("ans", "ites", "eses", "ishmen")
NO_PEOPLE = frozenset("paper newspaper letter poster banner computer figure number committee tribunal".split())
# What is done only to people, and what only people do.
ONLY_TO_PEOPLE = frozenset(
    """accuse urge exhort implore beseech entreat beg scold rebuke reprimand reproach persuade congratulate arrest
    detain jail imprison deport evict interrogate torture kidnap abduct conscript acquit pardon convict indict prosecute
    sue extradite repatriate murder assassinate massacre lynch rape behead harass intimidate thank taunt heckle berate
    handcuff blindfold hospitalise hospitalize""".split()
)
ONLY_PEOPLE_DO = frozenset("refuse demand vow protest rally petition picket chant boycott riot".split())


def resolve_crowd(scene: Scene, head: int) -> Resolved | None:
    """Whom a number, a plight, a people's name or "all who" stands for alone."""
    sentence, token = scene.sentence, scene.sentence.tokens[head]
    word = token.text.lower()
    if word in CROWDS or _are_people_counted(sentence, head):
        return _numbered_people(scene, head)
    if word in AFFLICTED and phrases.is_definite(sentence, head):
        return people_called(scene, head, AFFLICTED[word])
    people = scene.index.peoples.get(token.text)
    if people is not None:
        return _population(scene, head, people.name, people.country)
    clauses = _clauses_of_people(sentence, head) if word in PEOPLE_WHO else []
    return _people_who(scene, head, clauses[0]) if clauses else None


def are_people(sentence: Sentence, head: int) -> bool:
    """Whether a plural that no table holds is of people, by its ending, its deeds or what is done to it."""
    return any(are(sentence, head) for are in (_are_people_by_trade, _are_people_of_a_land, _are_people_told))


def _are_people_by_trade(sentence: Sentence, head: int) -> bool:
    """Whether a plural that no table holds is of people by its ending and by what it does: "watersiders refused"."""
    token = sentence.tokens[head]
    if token.tag != "NNS" or token.dep != "nsubj" or token.lemma in NO_PEOPLE or not token.lemma.endswith(TRADES):
        return False
    return sentence.tokens[token.head].lemma in ONLY_PEOPLE_DO


def _are_people_told(sentence: Sentence, head: int) -> bool:
    """Whether a plural that no table holds is of people by what is done to it: "scolded the latecomers"."""
    token = sentence.tokens[head]
    undergone = token.tag == "NNS" and token.dep in {"dobj", "nsubjpass"} and token.lemma not in NO_PEOPLE
    return undergone and sentence.tokens[token.head].lemma in ONLY_TO_PEOPLE


def _are_people_counted(sentence: Sentence, head: int) -> bool:
    """Whether a number alone is of people by what is done to it: "killing at least ten", "several were expelled".

    "One" is as often a thing told of before, and so is what is a part of something: "three of the camels".
    """
    token = sentence.tokens[head]
    if not (token.text.lower() in COUNTING or (token.tag == "CD" and token.lemma != "one")):
        return False
    verb = sentence.tokens[token.head]
    undergone = token.dep in {"dobj", "nsubjpass"} and verb.lemma in HURTING | ONLY_TO_PEOPLE
    downed = any(sentence.tokens[j].text.lower() == "down" for j in sentence.children[verb.i])
    behind = {sentence.tokens[j].text.lower() for j in phrases.prepositional(sentence, head, frozenset({"of"}))}
    return undergone and not downed and behind <= {"whom"}


def _are_people_of_a_land(sentence: Sentence, head: int) -> bool:
    """Whether a capitalised plural that no table holds is of people by its ending: "Goans who demanded freedom"."""
    token = sentence.tokens[head]
    alone = not any(sentence.tokens[j].is_name for j in sentence.children[head])
    who = any(
        sentence.tokens[k].text.lower() == "who"
        for j in sentence.children[head]
        if sentence.tokens[j].dep == "relcl"
        for k in sentence.children[j]
    )
    if head == 0 and not who:
        return False  # "Plans", "Websites" begin a sentence
    return alone and token.tag in {"NNS", "NNPS"} and token.text[:1].isupper() and token.text.endswith(OF_A_LAND)


def people_called(scene: Scene, head: int, role: str) -> Resolved:
    """People whom one word names: "the wounded", "dozens", "latecomers"; of the country that the text is about."""
    first, last = phrases.extent(scene.sentence, head)
    word, country = scene.sentence.tokens[head].text.lower(), scene.topic
    actor = Actor(
        actor_id=f"desc.{country or '---'}.{slug(word)}",
        name=scene.sentence.words(first, last).text,
        kind=ActorKind.POPULATION,
        country=country,
        roles=(Role(role=role, of=country),),
        code=(country or "") + role,
    )
    return Resolved(actor=actor, rule="actor.composed", detail=f"people: {word}", first=first, last=last)


def _numbered_people(scene: Scene, head: int) -> Resolved:
    """People of whom only the number is told: others each time for "dozens" and "seven", the same for "the nine"."""
    people = people_called(scene, head, "CVL")
    if phrases.is_definite(scene.sentence, head):
        return people
    return replace(people, actor=numbered(scene, people.actor))


def _clauses_of_people(sentence: Sentence, head: int) -> list[int]:
    """The verbs of the clauses that say who is meant; only those with "who" speak of people for certain."""
    return [
        j
        for j in sentence.children[head]
        if sentence.tokens[j].dep == "relcl"
        and any(sentence.tokens[k].text.lower() in {"who", "whom", "whose"} for k in sentence.subtree(j))
    ]


def _people_who(scene: Scene, head: int, verb: int) -> Resolved:
    """People whom only a clause describes: "all who stayed", "anyone who attacks"; of no role that is known."""
    words, country = scene.sentence.words(head, verb).text, scene.topic
    actor = Actor(
        actor_id=f"desc.{country or '---'}.{slug(words)}",
        name=words,
        kind=ActorKind.POPULATION,
        country=country,
        code=country,
    )
    return Resolved(actor=actor, rule="actor.composed", detail="people by what they do", first=head, last=verb)


def _population(scene: Scene, head: int, name: str, country: str | None) -> Resolved:
    first, last = phrases.extent(scene.sentence, head)
    actor = Actor(
        actor_id=f"people.{slug(name)}",
        name=name,
        kind=ActorKind.POPULATION,
        country=country,
        roles=(Role(role="CVL", of=country),),
        code=(country or "") + "CVL",
    )
    return Resolved(actor=actor, rule="actor.people", detail=f"the people called {name}", first=first, last=last)
