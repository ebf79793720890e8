"""Names that stand behind a description: "a young man, Ada Obi", "two editors on Sunday, Ada Obi and Tom Abe"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.actors import phrases
from whowhom.actors.composition import describe
from whowhom.actors.scene import CALENDAR, Resolved, Scene
from whowhom.actors.strangers import resolve_stranger
from whowhom.records import Actor, ActorKind, Sentence

# Whose an office is, and where: "a spokesman for Kibaki, Alfred Mutua".
OWNING, OF, BY = frozenset({"of", "from", "for", "to", "in", "at"}), frozenset({"of", "from"}), frozenset({"by"})
# Words of "on the evening of 3 May" at most.
LONGEST_DAY = 7


def names_behind(scene: Scene, head: int) -> Iterator[int]:
    """Yield the heads of names right after a description, behind a comma or "known as"."""
    sentence, tokens = scene.sentence, scene.sentence.tokens
    inside = set(sentence.subtree(head))
    for j in (*sentence.children[head], *sentence.children[tokens[head].head]):
        token = tokens[j]
        if j <= head or not token.is_name:
            continue
        if token.dep == "appos" and token.head == head:
            yield j
        elif token.dep in {"appos", "npadvmod", "oprd", "advmod"}:
            comma = phrases.extent(sentence, j)[0] - 1
            between = set(range(head + 1, comma)) - inside
            if tokens[comma].text == "," and between <= _when(sentence, head):
                yield j
    yield from _behind_the_owner(scene, head)
    for j in sentence.children[head]:
        if tokens[j].dep in {"acl", "relcl"} and tokens[j].lemma in {"know", "call", "dub", "name"}:
            yield from phrases.prepositional(sentence, j, frozenset({"as"}))
            yield from (k for k in sentence.children[j] if tokens[k].dep == "oprd")
        elif tokens[j].dep == "relcl" and tokens[j].lemma == "go":
            by_name = [k for k in phrases.prepositional(sentence, j, BY) if tokens[k].lemma in {"name", "nickname"}]
            yield from (m for k in by_name for m in phrases.prepositional(sentence, k, OF))


def _when(sentence: Sentence, head: int) -> set[int]:
    """The words that say on which day or month the verb above a noun happened: "on Sunday", "in May"."""
    verb = sentence.tokens[head].head
    days = [
        j
        for j in sentence.children[verb]
        if j > head and any(sentence.tokens[k].text.lower() in CALENDAR for k in sentence.subtree(j))
    ]
    return {k for j in days if len(sentence.subtree(j)) <= LONGEST_DAY for k in sentence.subtree(j)}


def _behind_the_owner(scene: Scene, head: int) -> Iterator[int]:
    """Yield the name behind the one that an office is under: "a spokesman for Kibaki, Alfred Mutua"."""
    sentence, tokens = scene.sentence, scene.sentence.tokens
    for j in phrases.prepositional(sentence, head, OWNING):
        if describe(sentence, j, scene.index) is not None:
            continue  # "a spokesman for the president, Mwai Kibaki"
        for k in sentence.children[j]:
            if tokens[k].dep == "appos" and k > j and tokens[j].is_name and is_full_name(scene, k):
                yield k


def person_right_behind(scene: Scene, head: int, after: Sequence[int]) -> tuple[Actor, int] | None:
    """The person whose name follows somebody's noun without a comma, and its last token: "his brother Raul"."""
    sentence = scene.sentence
    if len(after) != 1 or not phrases.possessors(sentence, head) or phrases.is_plural(sentence.tokens[head]):
        return None
    if phrases.extent(sentence, after[0])[0] != head + 1:
        return None
    actor = scene.known_at(after[0]) or resolve_stranger(scene, after[0]).actor
    return (actor, after[0]) if actor.kind is ActorKind.PERSON else None


def named_one(scene: Scene, head: int) -> Resolved | None:
    """The person whom "one of them, Ada Obi" names."""
    after = list(names_behind(scene, head))
    people = any(_are_people(scene, j) for j in phrases.prepositional(scene.sentence, head, OF))
    one = scene.sentence.tokens[head].text.lower() == "one" and people
    if not one or len(after) != 1 or not is_full_name(scene, after[0]):
        return None
    first, _ = phrases.extent(scene.sentence, head)
    actor = scene.known_at(after[0]) or resolve_stranger(scene, after[0]).actor
    is_person = actor.kind is ActorKind.PERSON
    if not is_person:
        return None
    return Resolved(actor=actor, rule="actor.name", detail="named behind the number", first=first, last=after[0])


def is_full_name(scene: Scene, j: int) -> bool:
    first = phrases.extent(scene.sentence, j)[0]
    return first < j and all(t.is_name for t in scene.sentence.tokens[first : j + 1] if t.text not in phrases.HYPHENS)


def _are_people(scene: Scene, head: int) -> bool:
    """Whether a word names people: a noun of one of them, a number, "them"."""
    token = scene.sentence.tokens[head]
    description = describe(scene.sentence, head, scene.index)
    person = description is not None and description.agent.number == "one"
    return person or token.tag == "CD" or token.text.lower() in {"them", "those", "us"}
