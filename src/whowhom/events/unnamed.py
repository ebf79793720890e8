"""Tell a text without its names: people and groups under surnames, countries as `neutral` tells them.

In:  a text, its parsed sentences, its cast, the words that say what somebody is.
Out: the text with the first person or group told of as Smith, the next as Jones,
and so on, whatever they are called there, and which stretch stands for which.

The reader reads this. So it knows nobody: what it says of one movement, leader or
country it says of any other that stands in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whowhom.actors import Cast
from whowhom.events.neutral import Change, Retold, load_neutral, moved
from whowhom.records import Mention, Sentence, Span, Token

# Whose names are told otherwise, by how their ids begin. International bodies keep theirs: they are on no side.
NAMED = ("person.", "group.", "name.", "people.")
DESCRIBED = "desc."
PERSON = "person."
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


def unnamed(text: str, sentences: Sequence[Sentence], cast: Cast, describing: frozenset[str]) -> Unnamed:
    """The text without names; ``describing`` are words, lower case, that stay: titles, "party", "army"."""
    by_number = {sentence.number: sentence for sentence in sentences}
    people = _retold(text, _renamings(cast.mentions, by_number, describing))
    return Unnamed(people, load_neutral().retold(people.text))


def _renamings(
    mentions: Iterable[Mention], sentences: Mapping[int, Sentence], describing: frozenset[str]
) -> list[tuple[Span, str]]:
    """Which stretches are told otherwise, and how, in text order; none overlap."""
    order: dict[str, int] = {}
    found: list[tuple[Span, str]] = []
    reached = 0
    for mention in mentions:
        span = _name_in(mention, sentences[mention.sentence], describing)
        if span is None:
            continue
        number = order.setdefault(mention.actor_id, len(order))
        if span.start >= reached:
            found.append((span, SURNAMES[number % len(SURNAMES)]))
            reached = span.end
    return found


def _name_in(mention: Mention, sentence: Sentence, describing: frozenset[str]) -> Span | None:
    """The words of a mention that are a name alone: without "President" before and "Party" behind.

    Somebody described may have a name too ("the Labour Party", "Sunni clerics"); what begins a sentence has a capital
    in any case. Names of countries stay for `neutral`.
    """
    if not mention.actor_id.startswith((*NAMED, DESCRIBED)):
        return None
    words: list[Token] = list(sentence.tokens[mention.first : mention.last + 1])
    begins = mention.actor_id.startswith(DESCRIBED) and bool(words) and words[0].i == 0 and not words[0].is_name

    def is_of_name(word: Token) -> bool:
        if word.tag in PRONOUNS or not word.text[:1].isupper() or (begins and word.i == 0):
            return False
        return word.text.lower() not in describing and not load_neutral().retold(word.text).changes

    while words and not is_of_name(words[0]):
        words.pop(0)
    if words and not mention.actor_id.startswith(PERSON) and words[-1].text.lower() in describing:
        words.pop()
    for i, word in enumerate(words):
        if not word.text[:1].isupper() and word.text.lower() not in PARTICLES:
            words = words[:i]
            break
    return Span(start=words[0].start, end=words[-1].end) if words else None


def _retold(text: str, renamings: Iterable[tuple[Span, str]]) -> Retold:
    told, at = "", 0
    changes: list[Change] = []
    for span, name in renamings:
        told += text[at : span.start]
        changes.append(Change(span, Span(start=len(told), end=len(told) + len(name))))
        told += name
        at = span.end
    return Retold(text=told + text[at:], changes=tuple(changes))
