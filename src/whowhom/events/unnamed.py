"""Tell a text without its names: people and groups under surnames, countries as `neutral` tells them.

In:  a text, its parsed sentences, its cast, the known actors.
Out: the text with the first person or group told of as Smith, the next as Jones,
and so on, whatever they are called there, and which stretch stands for which.

The reader reads this. What it says of one movement, leader or country it says of
any other that stands in the same words. It still sees titles and words such as
"army", names of towns, of the United Nations and of aid agencies, and what
neither the cast nor the tables know for a name ("Zionist").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from whowhom.actors import Cast, is_party
from whowhom.events.neutral import Change, Retold, load_neutral, moved
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.spelling import fold_in_place
from whowhom.records import Actor, Mention, Sentence, Span, Token

# How the ids of those begin who are told of by country or by what they are. All others have names, a project's own too.
STATE, ROLE, DESCRIBED, PERSON = "state.", "role.", "desc.", "person."
# How the codes of those begin who keep their names: they are on no side, and what they do hangs on what they are.
ON_NO_SIDE = ("IGOUNO", "NGO")
# In the order in which those come who are named; plain ones, which a small vocabulary holds whole.
SURNAMES = tuple(
    """Smith Jones Brown Wilson Taylor Clark Lewis Walker Hall Young Wright Hill Scott Green Adams Baker Nelson Carter
    Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell
    Murphy Bailey Cooper Richardson Cox Howard Ward Peterson Gray Watson Brooks Kelly Sanders Price Bennett Wood Barnes
    Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Butler Simmons Foster Bryant Russell Griffin
    Hayes""".split()
)
PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "DT"})
# Small words within names.
PARTICLES = frozenset("al- of and the de la bin ibn van von da dos el al ad as ash ar ul ur".split())


class Unnamed:
    """A text without its names, and where each of its stretches stands in it."""

    def __init__(self, people: Retold, countries: Retold) -> None:
        self.text = countries.text
        self._steps = [([c.old for c in r.changes], [c.new for c in r.changes]) for r in (people, countries)]

    def there(self, span: Span) -> Span:
        """Where a stretch of the text stands in the one without names."""
        for old, new in self._steps:
            span = Span(start=moved(span.start, old, new, 0), end=moved(span.end, old, new, 1))
        return span


def unnamed(text: str, sentences: Sequence[Sentence], cast: Cast, actors: ActorIndex) -> Unnamed:
    """The text without names; titles and nouns for who acts stay."""
    people = _retold(text, _renamings(text, _names(text, sentences, cast, actors)))
    return Unnamed(people, load_neutral().retold(people.text))


@lru_cache(maxsize=1)
def _describing(actors: ActorIndex) -> frozenset[str]:
    """The words that say what somebody is, lower case: titles, and nouns for who acts."""
    return frozenset(word for title in actors.titles for word in title.split()) | actors.agent_heads


def _renamings(text: str, names: Iterable[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """Yield which stretches are told otherwise, and how, in text order; none overlap.

    A surname that the text has itself is nobody's stand-in.
    """
    words = set(text.replace("’", " ").replace("'", " ").split())
    free = [name for name in SURNAMES if name not in words] or list(SURNAMES)
    order: dict[str, int] = {}
    reached = 0
    for span, actor_id in sorted(names):
        if span.start >= reached:
            yield span, free[order.setdefault(actor_id, len(order)) % len(free)]
            reached = span.end


def _names(text: str, sentences: Sequence[Sentence], cast: Cast, actors: ActorIndex) -> Iterator[tuple[Span, str]]:
    """Yield the names of the text and whose they are: those of the cast, and the known ones of unparsed sentences."""
    by_number = {sentence.number: sentence for sentence in sentences}
    describing = _describing(actors)
    for mention in cast.mentions:
        span = _name_in(mention, by_number, describing) if _has_a_side(cast.actor(mention.actor_id)) else None
        if span is not None:
            yield span, mention.actor_id
    parsed = sorted((sentence.start, sentence.end) for sentence in sentences)
    for found in actors.find(text, fold_in_place(text)):
        i = bisect_right(parsed, (found.start, len(text))) - 1
        is_parsed = i >= 0 and found.start < parsed[i][1]
        actor = actors.actors[found.aliases[0].actor_id]
        if not is_parsed and not actor.actor_id.startswith((STATE, ROLE)) and _has_a_side(actor):
            yield Span(start=found.start, end=found.end), actor.actor_id


def _has_a_side(actor: Actor) -> bool:
    return not (actor.actor_id.startswith("org.") and (actor.code or "").startswith(ON_NO_SIDE))


def _name_in(mention: Mention, sentences: Mapping[int, Sentence], describing: frozenset[str]) -> Span | None:
    """The words of a mention that are a name alone: without "President" before and "Party" behind.

    Somebody described may have a name too ("the Labour Party", "Sunni clerics"); what begins a sentence has a capital
    in any case, and in a sentence of capitals they say nothing. Names of countries stay for `neutral`.
    """
    sentence = sentences[mention.sentence]
    if not is_party(mention.actor_id) or mention.actor_id.startswith((STATE, ROLE)) or sentence.text.isupper():
        return None
    words: list[Token] = list(sentence.tokens[mention.first : mention.last + 1])
    begins = mention.actor_id.startswith(DESCRIBED) and bool(words) and words[0].i == 0 and not words[0].is_name

    def is_of_name(word: Token) -> bool:
        if word.tag in PRONOUNS or not word.text[:1].isupper() or (begins and word.i == 0):
            return False
        return word.text.lower() not in describing and not _is_country(word.text)

    while words and not is_of_name(words[0]):
        words.pop(0)
    if words and not mention.actor_id.startswith(PERSON) and words[-1].text.lower() in describing:
        words.pop()
    for i, word in enumerate(words):
        if not word.text[:1].isupper() and word.text.lower() not in PARTICLES:
            words = words[:i]
            break
    return Span(start=words[0].start, end=words[-1].end) if words else None


@lru_cache(maxsize=10_000)
def _is_country(word: str) -> bool:
    return bool(load_neutral().retold(word).changes)


def _retold(text: str, renamings: Iterable[tuple[Span, str]]) -> Retold:
    told, at = "", 0
    changes: list[Change] = []
    for span, name in renamings:
        told += text[at : span.start]
        changes.append(Change(span, Span(start=len(told), end=len(told) + len(name))))
        told += name
        at = span.end
    return Retold(text=told + text[at:], changes=tuple(changes))
