"""Whom a plural means that the text lists: "three neighbours, Kenya, Uganda and Rwanda", later "the neighbours"."""

from __future__ import annotations

from whowhom.actors import phrases
from whowhom.actors.scene import Scene
from whowhom.knowledge.numerals import number_of
from whowhom.records import Actor, ActorKind

# Nouns that mean states, and people; another noun may mean any.
OF_STATES = frozenset("country nation state neighbour neighbor republic kingdom power government capital".split())
OF_PEOPLE = frozenset("man woman person leader president minister judge".split())
STATES = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT})
LEAST, MOST = 3, 12
# Nouns for so many together.
TOGETHER = {"trio": 3, "troika": 3, "quartet": 4, "foursome": 4, "quintet": 5}
BEFORE_LIST = frozenset({",", "(", ":", "-", "–", "—"})


def listed(scene: Scene, noun: str, head: int) -> tuple[Actor, ...]:
    """The actors that a plural noun stands for, by a list beside it, by that of an earlier mention, or by their number.

    Empty where no list says it. A list beside it is remembered for the noun.
    """
    sentence = scene.sentence
    beside = _beside(scene, head)
    if beside:
        scene.listed[noun] = beside
        return beside
    if not phrases.is_definite(sentence, head):
        return ()
    number = next((n for j in sentence.children[head] if (n := number_of(sentence.tokens[j].text)) is not None), None)
    if noun in TOGETHER:
        return _of_number(scene, noun, TOGETHER[noun])
    known = scene.listed.get(noun, ())
    if known and number in {None, len(known)}:
        return known
    return _of_number(scene, noun, number)


def the_number(scene: Scene, head: int) -> tuple[Actor, ...]:
    """The actors that a bare "the four" means: those of the last list of four."""
    token = scene.sentence.tokens[head]
    bare = all(scene.sentence.tokens[j].dep in {"det", "predet", "punct"} for j in scene.sentence.children[head])
    if (
        token.tag != "CD"
        or not bare
        or not (phrases.is_definite(scene.sentence, head) or phrases.counts_all(scene.sentence, head))
    ):
        return ()
    return _of_number(scene, "", number_of(token.text))


def _beside(scene: Scene, head: int) -> tuple[Actor, ...]:
    sentence = scene.sentence
    for j in sentence.subtree(head):
        if j <= head or (sentence.tokens[j - 1].text not in BEFORE_LIST and sentence.tokens[j].dep != "appos"):
            continue
        if sentence.tokens[j].dep == "conj":
            continue  # "ministers of Kenya, Somalia and Uganda": the list begins before
        items = (j, *phrases.coordinated(sentence, j))
        actors = [actor for i in items if (actor := scene.known_at(i)) is not None]
        if len(actors) == len(items) > 1:
            return tuple(actors)
    return ()


def _of_number(scene: Scene, noun: str, number: int | None) -> tuple[Actor, ...]:
    if number is None or not LEAST <= number <= MOST:
        return ()
    kinds = STATES if noun in OF_STATES else frozenset({ActorKind.PERSON}) if noun in OF_PEOPLE else None
    return tuple(entry.actor for entry in scene.salience.side_by_side(number, kinds))
