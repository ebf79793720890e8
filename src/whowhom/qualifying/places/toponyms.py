"""Every place that a text names, whatever it does there: "Washington said", "the Syrian city of Homs", "in Libya"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whowhom.actors import Cast
from whowhom.knowledge.places import Gazetteer
from whowhom.qualifying.places.names import find_names
from whowhom.records import Sentence, Words


def find_toponyms(sentences: Sequence[Sentence], cast: Cast, gazetteer: Gazetteer) -> tuple[Words, ...]:
    """The names of places in a text, in any role and in text order, none overlapping.

    Countries, provinces, continents and seas too; not people, organisations,
    buildings, nationalities, nor adjectives ("French").
    """
    return tuple(_toponyms(sentences, cast, gazetteer))


def _toponyms(sentences: Sequence[Sentence], cast: Cast, gazetteer: Gazetteer) -> Iterator[Words]:
    taken: dict[int, set[int]] = {}
    for m in cast.mentions:
        if m.actor_id.startswith(("person.", "org.", "group.")):
            taken.setdefault(m.sentence, set()).update(range(m.first, m.last + 1))
    for sentence in sentences:
        for name in find_names(sentence, gazetteer, frozenset(taken.get(sentence.number, ()))):
            if name.entries:
                yield sentence.words(name.first, name.last)
