"""Join a person's name in a text to a known person: other spellings, family names alone, namesakes by date.

A near spelling never joins by itself: a second name that agrees, the country
the text is about, or the office named with it must speak for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from whowhom.actors.cast import role_on
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.spelling import fold, is_near
from whowhom.records import Actor

# What stands behind a family name and is none.
GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})
JUNIOR = frozenset({"jr", "junior"})
# Words that stand in offices' titles too often to say which office.
VAGUE = frozenset({"of", "the", "and", "minister", "former", "acting", "deputy", "general"})


class Joined(Struct, frozen=True, kw_only=True):
    """A known person that a name stands for; ``detail`` says what spoke for it."""

    actor: Actor
    detail: str


def join_person(
    words: Sequence[str], *, title: str | None, country: str | None, published: str | None, index: ActorIndex
) -> Joined | None:
    """The known person whose name these words are, or None.

    ``title`` are the words before the name ("President"), ``country`` the one
    that the phrase or the text speaks of.
    """
    folded = tuple(word for each in words for word in fold(each).split())
    return _join(folded, title, country, published, index) if folded else None


@lru_cache(maxsize=50_000)
def _join(
    folded: tuple[str, ...], title: str | None, country: str | None, published: str | None, index: ActorIndex
) -> Joined | None:
    """The same once for each name: the news repeats them."""
    fits = []
    family = next((word for word in reversed(folded) if word not in GENERATIONS), folded[-1])
    for actor_id in index.near(family):
        actor = index.actors[actor_id]
        evidence = _evidence(folded, actor, title=title, country=country)
        if evidence is not None:
            fits.append((evidence, actor))
    if not fits:
        return None
    best = min(rank for (rank, _), _ in fits)
    left = [(detail, actor) for (rank, detail), actor in fits if rank == best]
    chosen = _by_date(left, published)
    return Joined(actor=chosen[1], detail=chosen[0]) if chosen else None


def _evidence(words: Sequence[str], actor: Actor, *, title: str | None, country: str | None) -> tuple[int, str] | None:
    """(rank, what speaks for the join), the lower rank the stronger; None when too little does."""
    younger = bool(JUNIOR & set(words))
    words = [word for word in words if word not in GENERATIONS]
    names = [name for name in (_words_of(name) for name in (actor.name, *actor.aliases)) if words]
    if younger and not any(JUNIOR & set(name) for name in names):
        return None  # "Donald Trump Jr." is not his father
    bare = [tuple(word for word in name if word not in GENERATIONS) for name in names]
    ranked = [found for name in bare if (found := _agreement(words, name)) is not None]
    if not ranked:
        return None
    spelt = min(ranked)
    same_country = country is not None and actor.country == country
    if spelt == 0:
        # Of a name of three words the first and the last alone: two common names, "Hussein ... Ali".
        whole = tuple(words) in bare
        speaks_against = not same_country and (country is not None or (title is not None and not _holds(actor, title)))
        return None if not whole and speaks_against else (0, "the same first and last name")
    if spelt == 1:
        # Another spelling of both names; a text on another country speaks against it, and one on none does not
        # speak for it unless one of the two names is the same.
        one_same = any(words[end] == _words_of(name)[end] for name in (actor.name, *actor.aliases) for end in (0, -1))
        agrees = country == actor.country or (country is None and one_same)
        return (1, "a near spelling of first and last name") if agrees else None
    same_office = title is not None and _holds(actor, title)
    if spelt == 2 and (same_office or same_country) and title is not None:
        return 2, f"the family name, and {'the office' if same_office else 'the country'}"
    if spelt == 3 and same_office and same_country:
        return 3, "a near spelling of the family name, the office and the country"
    return None


def _agreement(words: Sequence[str], name: Sequence[str]) -> int | None:
    """How a text's words agree with a name: 0 both ends the same, 1 both near, 2 the family name, 3 that nearly."""
    if len(name) < 2 or not is_near(words[-1], name[-1]):
        return None
    middle, known = words[1:-1], name[1:-1]
    if middle and known and not any(is_near(word, other) or word[0] == other for word in middle for other in known):
        return None  # "Muhammad Ijaz Khan" is not Mohammed Daoud Khan
    same_last = words[-1] == name[-1]
    if len(words) == 1:
        return 2 if same_last else 3
    if words[0] == name[0] and same_last:
        return 0
    initial = len(words[0]) <= 2 and words[0][0] == name[0][0]
    if (is_near(words[0], name[0]) and (same_last or len(words[-1]) >= 5)) or (initial and same_last):
        return 1
    return None


@lru_cache(maxsize=50_000)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


def _holds(actor: Actor, title: str) -> bool:
    wanted = set(fold(title).split()) - VAGUE
    return any(wanted & set(fold(role.title or "").split()) for role in actor.roles)


def _by_date(fits: Sequence[tuple[str, Actor]], published: str | None) -> tuple[str, Actor] | None:
    """Of namesakes the one in office on that day, else the one who was last; None where that does not decide."""
    if len({actor.actor_id for _, actor in fits}) == 1:
        return fits[0]
    if published is None:
        return None
    in_office = [fit for fit in fits if role_on(fit[1], published) is not None]
    if len(in_office) == 1:
        return in_office[0]
    begun = sorted(
        (max((r.start or "" for r in fit[1].roles if (r.start or "") <= published), default=""), fit[1].actor_id, fit)
        for fit in in_office or fits
    )
    return begun[-1][2] if begun and begun[-1][0] and begun[-1][0] != begun[-2][0] else None
