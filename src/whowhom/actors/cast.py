"""Who appears in a document: its actors, and every mention that names one.

The cast is what later stages ask about parties: who stands at this token, what
is the fullest name the text has for this actor, what was his role on that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from whowhom.records import Actor, ActorKind, Mention, Role, Sentence, Span

# Ids of what is named but acts only through others: a barracks, a convoy; Aleppo, the border.
THING, PLACE = "thing:", "place:"
# As what share of the second of two sides a third may be named.
THIRD_PARTY = 0.67


class Cast:
    """The actors of one document and their mentions, found by sentence and head token.

    ``topic`` is the country that it is about (ISO 3166-1 alpha-3), None where it is about none or several; ``day`` is
    that of its publication (ISO 8601), None where nobody says it.
    """

    def __init__(
        self,
        mentions: Iterable[Mention],
        actors: Iterable[Actor],
        topic: str | None = None,
        day: str | None = None,
    ) -> None:
        self.topic, self.day = topic, day
        self.mentions: tuple[Mention, ...] = tuple(sorted(mentions, key=lambda m: (m.start, -m.end, m.actor_id)))
        self.actors: Mapping[str, Actor] = {actor.actor_id: actor for actor in actors}
        self._at: dict[tuple[int, int], list[Mention]] = {}
        self._fullest: dict[str, Mention] = {}
        self._in_sentence: dict[int, list[Mention]] = {}
        self._of_country: dict[str, list[Mention]] = {}
        self._fitting: dict[tuple[str, Callable[[Actor, str | None], bool]], tuple[Mention, ...]] = {}
        for mention in self.mentions:
            self._in_sentence.setdefault(mention.sentence, []).append(mention)
            country = self.actors[mention.actor_id].country if is_party(mention.actor_id) else None
            if country is not None:
                self._of_country.setdefault(country, []).append(mention)
            self._at.setdefault((mention.sentence, mention.head), []).append(mention)
            best = self._fullest.get(mention.actor_id)
            if best is None or _fullness(mention) > _fullness(best):
                self._fullest[mention.actor_id] = mention

    def all_at(self, sentence: int, i: int) -> tuple[Mention, ...]:
        """The mentions whose head is token ``i`` of this sentence; several for "the US-UK axis"."""
        return tuple(self._at.get((sentence, i), ()))

    def in_sentence(self, number: int) -> tuple[Mention, ...]:
        """The mentions of a sentence in text order."""
        return tuple(self._in_sentence.get(number, ()))

    def of_country(self, country: str, fits: Callable[[Actor, str | None], bool]) -> tuple[Mention, ...]:
        """The mentions of a country's (ISO 3166-1 alpha-3) parties that fit on the day of publication, in text order.

        They are looked up once for each function that says who fits.
        """
        key = (country, fits)
        if key not in self._fitting:
            all_of_it = self._of_country.get(country, [])
            self._fitting[key] = tuple(m for m in all_of_it if fits(self.actors[m.actor_id], self.day))
        return self._fitting[key]

    def actor(self, actor_id: str) -> Actor:
        """The actor with this id; KeyError for an id that no mention has."""
        return self.actors[actor_id]

    def fullest(self, actor_id: str) -> Mention:
        """The mention that says most about an actor: a name before a noun before a pronoun, then the longest."""
        return self._fullest[actor_id]


def _fullness(mention: Mention) -> tuple[bool, int, int]:
    """A name before a description, the longer before the shorter, the earlier before the later."""
    pronoun = mention.first == mention.last and mention.text.lower() in PRONOUNS
    return (not pronoun, len(mention.text), -mention.start)


PRONOUNS = frozenset(
    """he him his himself she her hers herself it its itself they them their theirs themselves we us our ours
    i me my mine you your who whom whose which that this these those both all some others one another each
    everyone everybody anyone anybody someone somebody""".split()
)


def is_party(actor_id: str) -> bool:
    """Whether an id stands for somebody who can act, and not for a thing or a place."""
    return not actor_id.startswith((THING, PLACE))


def role_on(actor: Actor, day: str | None) -> Role | None:
    """The role that an actor held on an ISO day, the latest begun first; the last one known if none held then.

    ``day`` may be as short as a year; it is compared as far as both are known.
    """
    if not actor.roles:
        return None
    if day is None:
        return actor.roles[-1]
    held = [role for role in actor.roles if is_held(role, day)]
    return max(held, key=lambda role: role.start or "") if held else None


def is_described(actor: Actor) -> bool:
    """Whether an actor is known by a description alone: "a general", "the students"."""
    return actor.actor_id.startswith("desc.")


def governs(actor: Actor, day: str | None) -> bool:
    """Whether an actor has CAMEO's role of governing on an ISO day."""
    held = role_on(actor, day)
    return held is not None and held.role == "GOV"


def is_cabinet(actor: Actor, _day: str | None = None) -> bool:
    """Whether a body governs, on any day; a parliament or court does not."""
    return actor.kind is ActorKind.GOVERNMENT and any(role.role == "GOV" for role in actor.roles[-1:])


def is_held(role: Role, day: str | None) -> bool:
    """Whether a role is held on an ISO day, as far as both are known; without a day, whether it is held still."""
    if day is None:
        return role.end is None

    def cut(date: str) -> tuple[str, str]:
        width = min(len(date), len(day))
        return date[:width], day[:width]

    begun = role.start is None or cut(role.start)[0] <= cut(role.start)[1]
    over = role.end is not None and cut(role.end)[0] < cut(role.end)[1]
    return begun and not over


def two_foremost(counts: Mapping[str, int], *, least: int) -> tuple[str, ...]:
    """The two that a text names most, each at least so often, where no third comes near; none otherwise."""
    ranked = sorted(counts, key=lambda key: -counts[key])
    first, second, third = [*(counts[key] for key in ranked[:3]), 0, 0, 0][:3]
    return tuple(ranked[:2]) if second >= least and third <= second * THIRD_PARTY and first else ()


def cast_of_spans(sentence: Sentence, spans: Mapping[str, Sequence[Span]], actors: Iterable[Actor]) -> Cast:
    """A cast of marked parties: for each actor id its spans in the document's text.

    For a sentence whose parties somebody marked (`whowhom classify`, the examples of the codebook).
    """
    mentions = [
        mention
        for actor_id, marked in spans.items()
        for span in marked
        for mention in _marked(sentence, span, actor_id)
    ]
    return Cast(mentions, actors)


def _marked(sentence: Sentence, span: Span, actor_id: str) -> list[Mention]:
    """The mention of a marked span: its tokens, and the one of them that hangs on something outside."""
    tokens = [t for t in sentence.tokens if t.start < span.end and span.start < t.end]
    if not tokens:
        return []
    inside = {t.i for t in tokens}
    head = next((t.i for t in tokens if t.head not in inside or t.head == t.i), tokens[-1].i)
    words = sentence.words(tokens[0].i, tokens[-1].i)
    return [
        Mention(
            sentence=sentence.number,
            head=head,
            first=tokens[0].i,
            last=tokens[-1].i,
            text=words.text,
            start=words.start,
            end=words.end,
            actor_id=actor_id,
        )
    ]
