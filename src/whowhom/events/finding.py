"""Make drafts of the cues in a sentence: parties by frame, types by operators, reasons by both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import THING, Cast, is_described, is_party
from whowhom.events import grammar
from whowhom.events.algebra import Governor, Outcome, feared, governors, negations, outcome
from whowhom.events.beyond import Beyond, Clause, beyond
from whowhom.events.cues import Match, Matches, find_matches, slot_tokens, words_of_cues
from whowhom.events.details import Refined, refined
from whowhom.events.parties import Parties
from whowhom.events.sides import HOSTILE, state_of
from whowhom.knowledge.codebook import Codebook
from whowhom.records import ActorKind, Draft, Mention, Reason, Sentence, Step

# Operators after which whoever does the inner event is the one addressed ("demanded that X leave", "alleged that X
# had fired"), and those after which it is whoever the inner event is done to ("promised to help X").
ADDRESSES_DOER = frozenset({"demand", "allege", "permit", "forbid"})
ADDRESSES_OTHERS = frozenset({"commit", "threaten", "refuse", "deny", "doubt"})
# Who commands no force.
CIVIL = frozenset({ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.PARTY, ActorKind.ORGANISATION, ActorKind.COMPANY})
# How nouns end that name somebody also where the tables of actors lack them; and how those do that name him where the
# deed is one that only the living suffer: who is shot is a carpenter, what is attacked may be an error.
PEOPLE = ("man", "woman", "people", "person", "child", "guard", "mate", "folk", "other", "passer", "smith")
TRADES = ("er", "or", "ist", "ian", "ee", "ant")
SUFFERED_BY_THE_LIVING = frozenset(
    """kill murder slay execute behead lynch massacre shoot stab torture maim mutilate wound injure beat flog rape abuse
    killing slaying execution beheading lynching shooting stabbing beating flogging""".split()
)
# What hits somebody, and may be told as the means to something else.
BY_MEANS = frozenset({"SANCTION", "COERCE", "ASSAULT", "THREATEN"})
AGAINST = frozenset({"with", "against", "between"})
# CAMEO's code of withdrawing forces.
WITHDRAWING = "0874"
# Words that bind oneself alone; who agrees or offers to do harm says so to a partner, and not to whom it harms.
VOWS = frozenset({"vow", "swear", "promise", "pledge", "commit", "commitment"})


# What is only where something is done, or what it is about, is no party: "marched through the bazaar", "overran the
# town", "a protest against the cuts". A barracks, a bus, a bank is somebody's that is hit.
NEVER_THINGS = frozenset({"PROTEST", "MOBILIZE"})
GROUND = frozenset(
    """approach area border capital city coast coastline corner country countryside crossing district enclave frontier
    hill hilltop island islet land mountain neighbourhood neighborhood outskirt peninsula place plain province quarter
    hamlet region ridge road route runway sector side site square street suburb territory town valley village wall
    number toll figure independence""".split()
)
# CAMEO's code of restrictions.
RESTRICTING = "172"
# Who agrees does so with partners, and seldom with those described whom it concerns.
BINDING = frozenset({"agree"})
# The code of a port or a bank of no country.
NOBODYS = "BUS"
# To go somewhere is a visit only where somebody is visited.
TRIPS = frozenset({"travel", "fly", "arrive", "tour"})


class Found(Struct, frozen=True, kw_only=True):
    """The events of a sentence; ``bare`` are those that stayed without a party, and are none to report.

    Where there are neither, ``unmet`` are the words that may tell one, with the types that they tell.
    """

    drafts: tuple[Draft, ...]
    bare: tuple[Draft, ...]
    without_party: tuple[str, ...]
    unmet: tuple[tuple[str, tuple[str, ...]], ...]


def find_events(sentence: Sentence, cast: Cast, codebook: Codebook) -> Found:
    """Find the events of one sentence in text order.

    A cue without any party yields nothing: "Shelling continued" names no one,
    and a guessed party does more harm in the data than a missing event.
    """
    drafts = _Finder(sentence, cast, codebook).find(literal=True)
    bare = tuple(draft for draft in drafts if not draft.sources and not _undergone(sentence, draft))
    return Found(
        drafts=tuple(_without_matter(draft) for draft in drafts if draft not in bare),
        bare=bare,
        without_party=tuple(
            sentence.tokens[draft.trigger[-1] if len(draft.trigger) == 1 else draft.head].text for draft in bare
        ),
        unmet=() if drafts else tuple(words_of_cues(sentence, codebook)),
    )


def _undergone(sentence: Sentence, draft: Draft) -> tuple[Mention, ...]:
    """The targets of a draft, but for "the armed men", "men armed with knives": a state of theirs, and no event."""
    token = sentence.tokens[draft.head]
    if token.text.lower() in {"armed", "equipped"} and _with_own_arms(sentence, draft.head):
        return ()
    first = sentence.tokens[token.head] if token.dep == "conj" else token  # "tired and ill-fed recruits"
    return () if first.dep == "amod" and grammar.is_participle(token) else draft.targets


def _without_matter(draft: Draft) -> Draft:
    """The draft of a protest or of moving forces without what it is about: "a protest against the cuts"."""
    if draft.event_type not in NEVER_THINGS:
        return draft
    kept = tuple(mention for mention in draft.targets if is_party(mention.actor_id))
    return draft if len(kept) == len(draft.targets) else replace(draft, targets=kept)


def without_ground(sentence: Sentence, draft: Draft) -> Draft:
    """The draft without targets that are only where it happens: "attacked the town", "shut the port".

    For when no rule looks for a target any more: whoever attacks a town attacks somebody who is not told.
    """
    kept = tuple(mention for mention in draft.targets if not _is_ground(sentence, draft, mention))
    return draft if len(kept) == len(draft.targets) else replace(draft, targets=kept)


def _is_ground(sentence: Sentence, draft: Draft, mention: Mention) -> bool:
    if not mention.actor_id.startswith(THING) or mention.sentence != sentence.number:
        return False
    token = sentence.tokens[mention.head]
    if draft.cameo.startswith(RESTRICTING) and token.tag == "NN" and token.lemma not in grammar.QUANTITIES:
        return not token.lemma.endswith(PEOPLE)  # who shuts a port or cuts the internet hits those who need them
    one = token.tag not in {"NNS", "NNPS"} or token.lemma in {"number", "approach", "district", "street", "road"}
    return token.lemma in GROUND and one


def _with_own_arms(sentence: Sentence, i: int) -> bool:
    """ "armed with knives" says what they carried, "armed with Turkish drones" also who gave it."""
    arms = grammar.prepositional(sentence, i, ("with",))
    given = (sentence.tokens[k].text[:1].isupper() for j in arms for k in grammar.children(sentence, j, "amod"))
    return bool(arms) and not any(given)


def all_drafts(sentence: Sentence, cast: Cast, codebook: Codebook) -> tuple[Draft, ...]:
    """A draft for each event that the cues tell, in text order, also where nobody is known to take part."""
    return _Finder(sentence, cast, codebook).find()


class _Finder:
    """One sentence's matches, with the sources of each event worked out once."""

    def __init__(self, sentence: Sentence, cast: Cast, codebook: Codebook) -> None:
        self._sentence = sentence
        self._cast = cast
        self._codebook = codebook
        self._matches: Matches = find_matches(sentence, codebook)
        self._above = {i: governors(sentence, i, self._matches) for i in sorted(self._matches.events)}
        self._outcomes = {
            i: outcome(sentence, match, self._above[i], codebook) for i, match in self._matches.events.items()
        }
        self._sources: dict[int, tuple[Mention, ...]] = {}
        self._beyond: dict[int, Beyond] = {}
        self._parties = Parties(sentence, cast, self._doers)
        self._outcomes |= dict(self._promises())

    def find(self, *, literal: bool = False) -> tuple[Draft, ...]:
        """The drafts; ``literal`` leaves out force that is used on nobody, a figure of speech."""
        changers = {result.head for i, result in self._outcomes.items() if result.head != i}
        told = [i for i in self._above if i not in changers and not self._is_carrier(i)]
        if literal:
            told = [i for i in told if not (self._is_against_nobody(i) or self._is_own_trip(i))]
        return tuple(self._draft(self._matches.events[i]) for i in told)

    def _is_own_trip(self, i: int) -> bool:
        """Whether somebody is to go where no host is named, which agrees to nothing: "will travel to Davos"."""
        planned = self._outcomes[i].changed_by == "algebra.future"
        return planned and self._matches.events[i].cue.lemma in TRIPS and not self._targets_of(i)

    def _is_against_nobody(self, i: int) -> bool:
        """Whether force is used on what is neither a party nor a thing that can be hit: "attacked the comma".

        Of who commands none it is also no force where nobody is named that it is used on: "the ministry is
        fighting on two fronts".
        """
        match = self._matches.events[i]
        if match.cue.event_type != "ASSAULT" or any(is_party(mention.actor_id) for mention in self._targets_of(i)):
            return False
        frame = match.cue.frame
        slots = AGAINST.intersection(frame.sources) if frame.reciprocal else frame.targets
        objects = [j for slot in sorted(slots) for k in (i, *match.words) for j in slot_tokens(slot, k, self._sentence)]
        if objects:
            people = PEOPLE + TRADES if match.cue.lemma in SUFFERED_BY_THE_LIVING else PEOPLE
            return all(self._is_no_target(j, people) for j in objects)
        doers = self._sources_of(i)
        mutual = frame.reciprocal and len(doers) > 1
        wanted = match.cue.conditions and any(not condition.negated for condition in match.cue.conditions)
        if not doers or mutual or wanted or grammar.is_nominal(self._sentence, i):
            return False
        if grammar.is_infinitive(self._sentence, i):
            return False  # "denied an order to shoot"
        return all(is_party(doer.actor_id) and self._cast.actor(doer.actor_id).kind in CIVIL for doer in doers)

    def _is_no_target(self, j: int, people: tuple[str, ...]) -> bool:
        """Whether a word names nothing that can be hit, as far as the cues say, nor somebody.

        Somebody is whom the cast has as a party, by the tables of actors, or a noun that ends like ``people``.
        """
        token = self._sentence.tokens[j]
        known = self._cast.all_at(self._sentence.number, j)
        return (
            token.tag in {"NN", "NNS"}
            and token.lemma not in self._codebook.things
            and token.lemma not in grammar.QUANTITIES
            and not token.lemma.endswith(people)
            and all(mention.actor_id.startswith(THING) for mention in known)
        )

    def _is_carrier(self, i: int) -> bool:
        """Whether ``i`` is told as an event only because it also carries one: "launched" in "launched a raid"."""
        match = self._matches.events[i]
        return not match.cue.conditions and match.cue.operator is None and any(self._inner(i))

    def _inner(self, i: int) -> Iterator[int]:
        """Yield the events that the operator at ``i`` governs, those nearest in the text first."""
        for j, above in self._above.items():
            if j != i and any(governor.match.head == i for governor in above):
                yield j

    def _promises(self) -> Iterator[tuple[int, Outcome]]:
        """Yield what promises become by what they promise.

        "promised not to attack" promises no attack, and whoever is promised
        one against others has nothing to fear.
        """
        for i, match in self._matches.events.items():
            promised = min(self._inner(i), key=lambda j: self._steps_to(i, j), default=None)
            if match.cue.lemma not in VOWS or promised is None:
                continue
            result = self._outcomes[promised]
            if not self._is_denied(result.head) and not self._is_promised_to_others(match, promised):
                yield i, feared(self._outcomes[i], result, self._codebook)

    def _is_denied(self, i: int) -> bool:
        """Whether an event is promised not to happen: "would not attack", "no troops would attack"."""
        doers = grammar.logical_subjects(self._sentence, i) or [
            k
            for governor in self._above.get(i, ())
            for k in grammar.logical_subjects(self._sentence, governor.match.head)
        ]
        return any(negations(self._sentence, j) for j in (i, *doers))

    def _is_promised_to_others(self, match: Match, promised: int) -> bool:
        """Whether a promise names to whom it is made, and these do not suffer it."""
        sources = self._sources_of(match.head)
        addressed = self._parties.targets(match, self._above[match.head], sources)
        suffering = self._parties.targets(self._matches.events[promised], self._above[promised], sources)
        partners = match.cue.frame.reciprocal and len(sources) > 1
        return partners or bool(_without(addressed, suffering))

    def _steps_to(self, i: int, j: int) -> int:
        """How many operators stand between the event at ``j`` and the one at ``i`` that governs it."""
        return [governor.match.head for governor in self._above[j]].index(i)

    def _doers(self, i: int) -> tuple[Mention, ...] | None:
        return self._sources_of(i) if i in self._matches.events else None

    def _sources_of(self, i: int) -> tuple[Mention, ...]:
        """The sources of the event at token ``i``, none where there is no event."""
        match = self._matches.events.get(i)
        if match is None:
            return ()
        if i not in self._sources:
            self._sources[i] = ()  # an event that is its own argument has no further source
            self._sources[i] = self._parties.sources(match, self._above[i])
        return self._sources[i]

    def _targets_of(self, i: int) -> tuple[Mention, ...]:
        match, sources = self._matches.events[i], self._sources_of(i)
        found = self._parties.targets(match, self._above[i], sources)
        found = tuple(mention for mention in found if mention.head != i)  # torture does not torture itself
        if match.cue.event_type in NEVER_THINGS and not any(is_party(mention.actor_id) for mention in found):
            found = self._named_beyond(match, sources) or found  # what it is about is no target
        if match.cue.event_type == "SANCTION":  # "Moscow halted Russian exports" hits others
            found = tuple(m for m in found if not self._is_own_state(m, sources))
        if found or (match.cue.frame.reciprocal and len(sources) > 1):
            return found
        addressed = _without(self._addressed(i, match.cue.operator), sources) if match.cue.operator else ()
        others = tuple(m for m in addressed if self._is_somebodys(m) and not self._is_own(m, sources))
        return others or self._hit_by_means(i, match, sources) or self._named_beyond(match, sources)

    def _named_beyond(self, match: Match, sources: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Whom the sentence names outside the cue's frame; the rule is remembered for the record."""
        clause = Clause(
            sentence=self._sentence,
            cast=self._cast,
            match=match,
            sources=sources,
            parties=self._parties,
            sources_of=self._doers,
        )
        found = beyond(clause)
        if found is None:
            return ()
        self._beyond[match.head] = found
        return found.mentions

    def _is_somebodys(self, mention: Mention) -> bool:
        """Whether this is a party or belongs to one: who threatens to close "the port" threatens somebody else."""
        code = self._cast.actor(mention.actor_id).code
        return is_party(mention.actor_id) or (code is not None and code != NOBODYS)

    def _is_own_state(self, mention: Mention, sources: Sequence[Mention]) -> bool:
        """Whether a state is that of the sources, which are its government: "Moscow halted Russian exports"."""
        governments = (source for source in sources if source.actor_id.startswith(("role.", "state.")))
        own = {state_of(self._cast.actor(source.actor_id)) for source in governments}
        actor = self._cast.actor(mention.actor_id)
        return actor.kind is ActorKind.STATE and actor.country in own

    def _is_own(self, mention: Mention, sources: Sequence[Mention]) -> bool:
        """Whether somebody belongs to the sources: who declines to recall "their envoys" turns down others."""
        owners = grammar.children(self._sentence, mention.head, "poss")
        ids = {owner.actor_id for j in owners for owner in self._cast.all_at(self._sentence.number, j)}
        return not ids.isdisjoint(source.actor_id for source in sources)

    def _hit_by_means(self, i: int, match: Match, sources: Sequence[Mention]) -> tuple[Mention, ...]:
        """Whom the clause above names: "hurt the cabinet by withdrawing support", "left the party, alleging fraud"."""
        tokens = self._sentence.tokens
        by = tokens[tokens[i].head]
        means = match.cue.event_type in BY_MEANS and by.text.lower() == "by" and tokens[i].dep == "pcomp"
        charge = match.cue.event_type == "ACCUSE" and tokens[i].tag == "VBG" and tokens[i].dep == "advcl"
        if not (means or charge):
            return ()
        named = self._parties.inside(by.head if means else tokens[i].head, frozenset(m.actor_id for m in sources))
        return tuple(mention for mention in named if mention.head < (by.i if means else i))

    def _addressed(self, i: int, operator: str) -> tuple[Mention, ...]:
        """Whom a speech act concerns that names nobody itself: a party of the event it speaks of."""
        own = self._sources_of(i)
        if operator == "deny" and self._tells_what(i):
            return ()  # who is named in what is denied is not whom it is denied to
        if operator == "commit" and self._is_hostile(next(self._inner(i), None)):
            return ()  # who agrees to bar somebody, or vows to fight him, does not agree with him
        for j in self._inner(i):
            doers = _without(self._sources_of(j), own)
            if operator in ADDRESSES_DOER and doers:
                return doers
            if operator in ADDRESSES_OTHERS:
                others = _without(self._parties.targets(self._matches.events[j], self._above[j], own), own)
                others = others or doers
                if others:
                    return others
        if operator in ADDRESSES_OTHERS and not self._moves_forces(i):
            found = self._parties.inside(i, frozenset(mention.actor_id for mention in own))
            agrees = self._matches.events[i].cue.lemma in BINDING
            return tuple(m for m in found if self._is_known(m) or not (agrees or self._is_anybody(m)))
        return ()

    def _is_hostile(self, i: int | None) -> bool:
        return i is not None and {self._matches.events[i].cue.event_type, self._outcomes[i].event_type} <= HOSTILE

    def _moves_forces(self, i: int) -> bool:
        """Whether what is promised or threatened is to move one's own forces: "threatened to send troops"."""
        inner = [self._matches.events[j].cue for j in self._inner(i)]
        return any(cue.event_type == "MOBILIZE" or (cue.cameo or "").startswith(WITHDRAWING) for cue in inner)

    def _is_anybody(self, mention: Mention) -> bool:
        """Whether a mention names nobody in particular: "promised that a committee would look into it"."""
        words = {self._sentence.tokens[j].text.lower() for j in grammar.children(self._sentence, mention.head, "det")}
        return bool(words & {"a", "an", "any", "such", "no", "every"})

    def _is_known(self, mention: Mention) -> bool:
        """Whether a mention names somebody of the tables, and not "a committee"."""
        actor = self._cast.actor(mention.actor_id)
        return not is_described(actor) and not actor.actor_id.startswith("name.")

    def _tells_what(self, i: int) -> bool:
        """Whether a clause says what a word is about: "denies that ...", "denies reports that ..."."""
        objects = grammar.children(self._sentence, i, "dobj")
        clauses = grammar.children(self._sentence, i, "ccomp", "xcomp")
        return bool(clauses or [k for j in objects for k in grammar.children(self._sentence, j, "acl")])

    def _draft(self, match: Match) -> Draft:
        above, result = self._above[match.head], self._outcomes[match.head]
        sources, targets = self._sources_of(match.head), self._targets_of(match.head)
        if result.head != match.head:
            others = (*targets, *sources) if match.cue.frame.reciprocal else targets or sources
            sources, targets = self._turned(result.head, sources, targets, others)
        detail = self._detail(match, result)
        own = (result.mode,) if result.mode else ()
        trigger = (result.head, match.head) if result.head != match.head else (match.head, *match.words)
        return Draft(
            sentence=self._sentence.number,
            head=result.head,
            trigger=trigger,
            event_type=result.event_type,
            cameo=detail.cameo if detail is not None else self._cameo(match, result),
            modes=detail.modes if detail is not None else own,
            sources=sources,
            targets=targets,
            steps=(
                *(self._step(governor) for governor in above),
                *(Step(kind="negate", rule="negate", token=j) for j in negations(self._sentence, result.head)),
            ),
            why=(
                *self._reasons(match, above, result),
                *self._reason_of(detail, match),
                *self._reason_beyond(match, targets),
            ),
        )

    def _cameo(self, match: Match, result: Outcome) -> str:
        return result.cameo or match.cue.cameo or ""

    def _detail(self, match: Match, result: Outcome) -> Refined | None:
        """What the words around an event add to its mode and code."""
        details = self._codebook.details.get(result.event_type)
        if not details:
            return None
        changed = result.changed_by not in (None, "algebra.harm")
        inner = (match.cue.cameo or "",) if changed else tuple(self._codes_inside(match.head))
        heads = dict.fromkeys((match.head, *match.words, result.head) if changed else (match.head, *match.words))
        return refined(
            self._sentence,
            tuple(heads),
            details,
            mode=result.mode,
            cameo=self._cameo(match, result),
            inner=inner,
        )

    def _codes_inside(self, i: int) -> Iterator[str]:
        """Yield the CAMEO codes of the events that a speech act is about, those nearest in the text first."""
        for j in self._inner(i):
            match, result = self._matches.events[j], self._outcomes[j]
            detail = self._detail(match, result)
            yield detail.cameo if detail is not None else self._cameo(match, result)

    def _turned(
        self, operator: int, sources: tuple[Mention, ...], targets: tuple[Mention, ...], others: Sequence[Mention]
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Parties where an operator made another event: whoever lifts the sanctions is its source."""
        if grammar.is_nominal(self._sentence, operator):
            return sources, targets
        holders = self._parties.named(grammar.logical_subjects(self._sentence, operator))
        return (holders, _without(others, holders)) if holders else (sources, targets)

    def _step(self, governor: Governor) -> Step:
        head = governor.match.head
        nominal = grammar.is_nominal(self._sentence, head)
        holder = () if nominal else grammar.logical_subjects(self._sentence, head)
        return Step(
            kind=governor.match.cue.operator or "",
            rule=governor.match.cue.id,
            token=head,
            holder=self._parties.named(holder),
        )

    def _reasons(self, match: Match, above: Sequence[Governor], result: Outcome) -> Iterator[Reason]:
        yield self._reason(match.cue.id, (match.head, *match.words), f"cue of {match.cue.event_type}")
        for governor in above:
            detail = f"operator {governor.match.cue.operator}"
            if governor.match.cue.id == result.changed_by:
                detail += ", changes the type"
            yield self._reason(governor.match.cue.id, (governor.match.head,), detail)
        if result.changed_by == "algebra.future":
            yield self._reason("algebra.future", (match.head,), "cooperation told in the future is AGREE")
        if result.changed_by == "algebra.harm":
            yield self._reason("algebra.harm", (match.head,), "a promise of harm is THREATEN")

    def _reason_of(self, detail: Refined | None, match: Match) -> Iterator[Reason]:
        if detail is None:
            return
        if detail.best is not None:
            token = match.head if detail.best.token is None else detail.best.token
            yield self._reason(detail.best.detail.id, (token,), f"mode and code: {detail.cameo}")
        for other in detail.others:
            token = match.head if other.token is None else other.token
            yield self._reason(other.detail.id, (token,), f"also mode: {other.detail.mode or other.detail.of_mode}")

    def _reason_beyond(self, match: Match, targets: Sequence[Mention]) -> Iterator[Reason]:
        found = self._beyond.get(match.head)
        if found is not None and found.mentions == tuple(targets):
            yield self._reason(found.rule, (found.token,), f"aimed at {targets[0].text}")

    def _reason(self, rule: str, tokens: tuple[int, ...], detail: str) -> Reason:
        words = self._sentence.words(*grammar.trigger_words(self._sentence, tokens))
        return Reason(rule=rule, text=words.text, start=words.start, end=words.end, detail=detail)


def _without(mentions: Sequence[Mention], others: Sequence[Mention]) -> tuple[Mention, ...]:
    """Each actor of ``mentions`` once, without those of ``others``."""
    known = {mention.actor_id for mention in others}
    return tuple({m.actor_id: m for m in mentions if m.actor_id not in known}.values())
