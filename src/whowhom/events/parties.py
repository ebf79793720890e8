"""Turn the slots of a cue's frame into the parties of an event."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from whowhom.actors import PLACE, THING, Cast, is_party
from whowhom.events import grammar
from whowhom.events.algebra import Governor
from whowhom.events.cues import SLOT_LABELS, Match, slot_tokens
from whowhom.records import ActorKind, Mention, Sentence, Token

# Words for bringing something before a body, what stands before that, and how the codes of international ones begin.
COMPLAINING = frozenset("complain complaint lodge protest".split())
HEARING = frozenset({"to", "with", "before"})
INTERNATIONAL = ("IGO", "NGO")
# Things and places are acted upon only by force; they do nothing themselves.
TYPES_WITH_THINGS_AS_TARGETS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST"})
# Codes of fire on somebody or something, which may be a town; who takes or holds a town has done it to another.
UNDER_FIRE = frozenset({"190", "194", "195"})
# A land that some take for a state is a target of theirs: "recognised Biafra".
RECOGNISING = frozenset({"recognise", "recognize"})
# Blame or praise for a deed is aimed at whoever did it, not at whom it was done to.
JUDGING = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
DEEPEST = 3
# What officials order by saying that it will be so.
DECREED = frozenset({"COERCE", "SANCTION"})
TO_COME = frozenset({"will", "would", "'ll", "shall"})
# Operators whose subject does the event that they govern: whoever "carried out", "resumed", "planned" a raid.
# Who foiled, demanded or denied one did not do it.
SUBJECT_DOES = frozenset(
    {"do", "begin", "continue", "commit", "plan", "attempt", "manage", "cease", "fail", "threaten"}
)
# Where what a speech act is about stands below its word.
INSIDE = ("ccomp", "xcomp", "acl", "nsubj", "dobj", "dative", "prep", "pobj", "pcomp")
# Behind these stands where, when and by what right, not whom it concerns.
SURROUNDING = frozenset(
    "by under during after before since until as according within along near amid despite without".split()
)
# Things that no party owns as such: whoever hits them hits nobody who is told.
OWNERLESS = frozenset(
    """house home car vehicle lorry railway road street tyre tire window property crop life broadcast
    assault attack offensive raid invasion uprising mutiny rebellion revolt gathering rally demonstration
    march broadcast meeting""".split()
)
# Nouns for deeds whose possessor is more often whom they befell.
SUFFERED = frozenset(
    """arrest detention imprisonment jailing murder assassination killing execution kidnapping abduction kidnap
    expulsion deportation dismissal ouster overthrow removal capture conviction prosecution extradition release
    torture lynching sacking impeachment""".split()
)
# What others are asked to give back.
RESTORED = frozenset("return reinstatement restoration freedom freeing suspension".split())
# Whose complement is about others where it is passive: "asked that she be freed", "complained that he was held"; but
# for what those concerned can do themselves, or nobody else: "asked that the militia be disarmed".
TOLD_OF_OTHERS = frozenset({"REQUEST", "ACCUSE"})
UNMADE = frozenset("disarm disband dissolve disqualify ban outlaw".split())
WOULD = frozenset({"will", "would", "shall"})
QUOTES = frozenset({'"', "“", "”", "``", "''"})
HOMELANDS = frozenset({"country", "nation", "homeland"})
# Where forces are to leave is not who is to take them away: "demanded the withdrawal from Angola".
LEAVING = frozenset("withdrawal pullout pull-out retreat exit departure evacuation removal".split())
LIVING = frozenset({ActorKind.PERSON, ActorKind.POPULATION})
ORDINAL = re.compile(r"[0-3]?\d(?:st|nd|rd|th)")
OBJECTS = frozenset({"him", "her", "them", "us", "me"})
BY_RIGHT = frozenset("accordance line view case response light presence keeping compliance".split())
# The frame of a verb that stands as a noun: "the bombing of X by Y" like "Y bombed X".
NOMINAL_SLOTS = {"subj": ("by", "poss", "mod", "subj"), "obj": ("of", "on", "against", "obj"), "iobj": ("to", "of")}
# "its troops", "he is ready": a pronoun that nobody resolved stands for the subject of the clause around it.
THIRD_PERSON = frozenset("he she it they him her them his hers its their theirs itself himself themselves".split())

Sources = Callable[[int], tuple[Mention, ...] | None]


class Parties:
    """Finds who stands in the slots of one sentence's cues.

    ``sources_of(i)`` gives the sources of the event at token ``i``, None where
    there is no event, for frames whose slot holds another event: "condemned
    Israel's raid" blames Israel.
    """

    def __init__(self, sentence: Sentence, cast: Cast, sources_of: Sources) -> None:
        self._sentence = sentence
        self._cast = cast
        self._sources_of = sources_of

    def sources(self, match: Match, above: Sequence[Governor]) -> tuple[Mention, ...]:
        frame = match.cue.frame
        slots = self._slots(match, frame.sources)
        if self._is_suffered_by_owner(match):
            slots = tuple(slot for slot in slots if slot != "poss")
        elif grammar.is_nominal(self._sentence, match.head):
            # "The army's arrest of monks was condemned by Norway": the possessor comes before who judges.
            slots = tuple(sorted(slots, key=lambda slot: slot != "poss"))
        if "subj" not in slots and grammar.is_nominal(self._sentence, match.head):
            slots = (*slots, "subj")  # whoever carries it out
        if frame.reciprocal:
            # A meeting has all its parties as sources, wherever they stand.
            everybody = [m for slot in slots for m in self._slot(slot, match, above)]
            return _distinct(everybody, actors_only=True)
        found = next(self._filled(slots, match, above, actors_only=True), self._decreeing(match))
        return () if self._is_of_sufferer(match, found) else found

    def _is_of_sufferer(self, match: Match, sources: Sequence[Mention]) -> bool:
        """Whether who did it is only called somebody's whom it was done to: "was rebuked by his superiors"."""
        sentence, i = self._sentence, match.head
        if not sources or not grammar.is_passive(sentence, i):
            return False
        suffering = {m.actor_id for j in grammar.logical_objects(sentence, i) for m in self._cast_at(j)}
        owned = {sentence.tokens[m.head].tag == "PRP$" for m in sources}
        return owned == {True} and suffering >= {m.actor_id for m in sources}

    def _decreeing(self, match: Match) -> tuple[Mention, ...]:
        """Officials who say what will be forbidden or cut off: "the minister said rallies would be banned"."""
        i = match.head
        if match.cue.event_type not in DECREED or not grammar.is_passive(self._sentence, i):
            return ()
        aux = {self._sentence.tokens[j].text.lower() for j in grammar.children(self._sentence, i, "aux", "auxpass")}
        if aux.isdisjoint(TO_COME) or grammar.prepositional(self._sentence, i, ("by",)):
            return ()
        named = self.named(grammar.tellers(self._sentence, i))
        return tuple(m for m in named if self._cast.actor(m.actor_id).kind is ActorKind.GOVERNMENT or self._governs(m))

    def _governs(self, mention: Mention) -> bool:
        return any(role.role == "GOV" for role in self._cast.actor(mention.actor_id).roles[-1:])

    def targets(self, match: Match, above: Sequence[Governor], sources: Iterable[Mention]) -> tuple[Mention, ...]:
        """Who stands in the first target slot that holds somebody else than the sources."""
        things = match.cue.event_type in TYPES_WITH_THINGS_AS_TARGETS
        places = (match.cue.cameo or "")[:3] in UNDER_FIRE or match.cue.lemma in RECOGNISING
        slots = self._slots(match, match.cue.frame.targets)
        if self._is_suffered_by_owner(match):
            slots = (*slots, "poss")
        known = {mention.actor_id for mention in sources}
        if self._is_done_to_oneself(match):
            return tuple(sources)
        if self._is_mutual(match, sources):
            # Who fight one another are all sources, like those who clash; who blame one another are blamed, too.
            return () if match.cue.event_type == "ASSAULT" else tuple(sources)
        for found in self._filled(slots, match, (), actors_only=not things, places=places):
            others = tuple(m for m in found if m.actor_id not in known and not self._is_no_target(m, match, known))
            if others:
                return others
        undergoing = () if match.cue.frame.reciprocal else self.named(_undergoers(self._sentence, above))
        return tuple(mention for mention in undergoing if mention.actor_id not in known)

    def _is_suffered_by_owner(self, match: Match) -> bool:
        """Whether a noun's possessor suffers it: "his arrest"; not in "the army's killing of monks"."""
        sentence, i = self._sentence, match.head
        if sentence.tokens[i].tag != "NN" or sentence.tokens[i].lemma not in SUFFERED:
            return False  # "Iran's executions" are its own
        if grammar.prepositional(sentence, i, ("of", "against")):
            return False
        owners = grammar.children(sentence, i, "poss")
        people = [m for j in owners for m in self._cast_at(j)]
        return any(self._cast.actor(m.actor_id).kind is ActorKind.PERSON for m in people)

    def _is_no_target(self, mention: Mention, match: Match, sources: set[str]) -> bool:
        complained_to = match.cue.lemma in COMPLAINING and self._is_forum(mention)
        return complained_to or self._is_nobodys(mention) or self._is_own_country(mention, sources)

    def _is_forum(self, mention: Mention) -> bool:
        """Whether an international body only hears what somebody says of others: "protested to the United Nations"."""
        tokens, i = self._sentence.tokens, mention.head
        while tokens[i].dep == "conj":
            i = tokens[i].head
        above = tokens[tokens[i].head]
        code = self._cast.actor(mention.actor_id).code or ""
        return above.text.lower() in HEARING and code.startswith(INTERNATIONAL)

    def _is_own_country(self, mention: Mention, sources: set[str]) -> bool:
        """Whether a country is called that of the sources: who warns that "his country" would act warns others."""
        owners = grammar.children(self._sentence, mention.head, "poss")
        owned = {owner.actor_id for j in owners for owner in self._cast_at(j)}
        return self._sentence.tokens[mention.head].lemma in HOMELANDS and not owned.isdisjoint(sources)

    def _is_nobodys(self, mention: Mention) -> bool:
        """Whether a thing is no party's or not there: "torched cars", "no rally"; a barracks is the army's."""
        if not mention.actor_id.startswith(THING):
            return False
        bare = not grammar.prepositional(self._sentence, mention.head, ("of", "with", "carrying"))
        lemma = self._sentence.tokens[mention.head].lemma
        return (bare and lemma in OWNERLESS) or mention.text.lower().startswith("no ")

    def _is_done_to_oneself(self, match: Match) -> bool:
        """Whether whoever does it suffers it: "shot himself"."""
        return match.cue.event_type == "ASSAULT" and any(
            grammar.is_reflexive(self._sentence, j)
            for slot in match.cue.frame.targets
            for j in slot_tokens(slot, match.head, self._sentence)
        )

    def _is_mutual(self, match: Match, sources: Iterable[Mention]) -> bool:
        """Whether each does it to the others: "attacked each other", "each side blames the other"."""
        frame, tokens = match.cue.frame, self._sentence.tokens
        each = any(mention.text.lower().startswith(("each ", "either ")) for mention in sources)
        before = {"each", "one", "the"} if each else {"each", "one"}
        return any(
            _are_one_another(tokens, j, before)
            for slot in (*frame.targets, *(frame.sources if frame.reciprocal else ()))
            for j in slot_tokens(slot, match.head, self._sentence)
        )

    def named(self, tokens: Iterable[int]) -> tuple[Mention, ...]:
        """The parties at these tokens and what is coordinated with them."""
        return _distinct(
            [m for j in tokens for k in grammar.conjuncts(self._sentence, j) for m in self.at(k, DEEPEST)],
            actors_only=True,
        )

    def inside(self, i: int, known: frozenset[str]) -> tuple[Mention, ...]:
        """The first parties that what follows and hangs on token ``i`` names, other than those known."""
        sentence = self._sentence
        for j in grammar.children(sentence, i, *INSIDE):
            subject = sentence.tokens[j].dep == "nsubj"
            if self._only_surrounds(j):
                continue
            if (j < i and not subject) or (subject and sentence.tokens[i].dep not in {"ccomp", "xcomp"}):
                continue
            someone = sentence.tokens[j].is_noun or sentence.tokens[j].text.lower() in OBJECTS
            named = self.named([j]) if someone else ()
            found = tuple(mention for mention in named if mention.actor_id not in known) or self.inside(j, known)
            if found:
                return found
        return ()

    def _only_surrounds(self, j: int) -> bool:
        """Whether a preposition says when, how or by what right: "during", "in accordance with the ruling of Chile"."""
        if self._sentence.tokens[j].text.lower() in SURROUNDING:
            return True
        below = (self._sentence.tokens[k].lemma for k in grammar.children(self._sentence, j, "pobj"))
        return self._sentence.tokens[j].dep == "prep" and not BY_RIGHT.isdisjoint(below)

    def _slots(self, match: Match, slots: Sequence[str]) -> tuple[str, ...]:
        if not grammar.is_nominal(self._sentence, match.head):
            return tuple(slots)
        if match.cue.pos != "V":
            # Whoever a noun itself names comes before the subject of the verb that carries it.
            return tuple(sorted(slots, key=lambda slot: slot == "subj"))
        return tuple(dict.fromkeys(name for slot in slots for name in NOMINAL_SLOTS.get(slot, (slot,))))

    def _filled(
        self, slots: Sequence[str], match: Match, above: Sequence[Governor], *, actors_only: bool, places: bool = False
    ) -> Iterator[tuple[Mention, ...]]:
        for slot in slots:
            found = _distinct(self._slot(slot, match, above), actors_only=actors_only, places=places)
            if found:
                yield found

    def _slot(self, slot: str, match: Match, above: Sequence[Governor]) -> list[Mention]:
        sentence = self._sentence
        tokens = slot_tokens(slot, match.head, sentence)
        if slot == "mod":
            return [m for j in tokens if not grammar.is_opposed(sentence, j) for m in self._cast_at(j)]
        if match.cue.event_type in JUDGING:
            tokens = [j for j in tokens if not self._suffers_another_deed(j, match.head)]
        left = slot == "from" and any(sentence.tokens[j].lemma in LEAVING for j in match.words)
        tokens = [j for j in tokens if not left and not self._is_asked_for(match, slot, j)]
        tokens = [j for j in tokens if not self._is_spoken_of(match, slot, j)]
        if not tokens and not left and slot not in SLOT_LABELS:
            words = [k for j in match.words for k in grammar.conjuncts(sentence, j)]
            tokens = [k for j in words for k in slot_tokens(slot, j, sentence)]
        tokens = [j for j in tokens if not ORDINAL.fullmatch(sentence.tokens[j].text)]  # "shut the border on the 14th"
        if not tokens and slot == "subj" and grammar.is_nominal(sentence, match.head):
            tokens = _carriers(sentence, above)
        named = [m for j in tokens for k in grammar.conjuncts(sentence, j) for m in self.at(k, DEEPEST)]
        return [m for m in named if match.cue.event_type not in JUDGING or not self._is_which(match.head, m)]

    def _is_which(self, i: int, mention: Mention) -> bool:
        """Whether "which" stands for more than the people right before it: "killed nuns, which the army denies"."""
        which = any(
            self._sentence.tokens[j].text.lower() == "which" for j in grammar.children(self._sentence, i, "dobj")
        )
        living = self._cast.actor(mention.actor_id).kind in LIVING
        return which and living and mention.head == self._sentence.tokens[i].head

    def _is_asked_for(self, match: Match, slot: str, j: int) -> bool:
        """Whether a word is what somebody asks for, or whom others are to free: "troops", "his release"."""
        if match.cue.event_type != "REQUEST" or slot != "for":
            return False
        suffered = self._sentence.tokens[j].lemma in SUFFERED | RESTORED
        return suffered or any(is_party(m.actor_id) for m in self._cast_at(j))

    def _is_spoken_of(self, match: Match, slot: str, j: int) -> bool:
        """Whether a complement is about somebody who is not addressed.

        "Asked that she be freed" asks others; whose own troops "would respond" is not warned of them.
        """
        sentence = self._sentence
        clause = sentence.tokens[j].head
        small = (
            slot == "obj" and sentence.tokens[j].dep.startswith("nsubj") and sentence.tokens[clause].head == match.head
        )
        small = small and clause != match.head
        if slot != "comp" and not small:
            return False
        if match.cue.event_type in TOLD_OF_OTHERS:
            return grammar.is_passive(sentence, clause) and sentence.tokens[clause].lemma not in UNMADE
        modal = {sentence.tokens[k].lemma for k in grammar.children(sentence, clause, "aux")}
        return match.cue.event_type == "THREATEN" and not grammar.is_passive(sentence, clause) and bool(modal & WOULD)

    def _suffers_another_deed(self, j: int, head: int) -> bool:
        """Whether "monks" in "condemned the killing of monks" hangs on the deed, and not on the verb."""
        preposition = self._sentence.tokens[self._sentence.tokens[j].head]
        if preposition.dep != "prep" or preposition.lemma != "of" or preposition.head == head:
            return False
        return self._sources_of(preposition.head) is not None

    def _cast_at(self, j: int) -> tuple[Mention, ...]:
        return self._cast.all_at(self._sentence.number, j)

    def at(self, j: int, deepest: int) -> tuple[Mention, ...]:
        """The party at token ``j``; where there is none, the one behind it.

        "its territory", "the withdrawal of M23", "a convoy of sailors": the
        possessor, the doer of an event, the by- and of-phrases, the modifiers.
        """
        found = self._cast_at(j)
        if found and not found[0].actor_id.startswith((THING, PLACE)):
            return found
        if deepest == 0:
            return found
        if self._sentence.tokens[j].text.lower() == "it" and self._sentence.tokens[j].dep == "dobj":
            return found  # more often what was said than who
        if grammar.is_reflexive(self._sentence, j):
            return ()  # whoever does it
        if (antecedent := grammar.antecedent_under_preposition(self._sentence, j)) is not None:
            return self.at(antecedent, deepest - 1)
        if self._is_whose_fate(j):
            return found
        if self._sentence.tokens[j].text.lower() in THIRD_PERSON:
            return found or self._pronoun(j, deepest - 1)
        return self._behind(j, deepest) or found

    def _is_whose_fate(self, j: int) -> bool:
        """Whether somebody unknown suffers what a noun tells: "called for his arrest"; it is not the caller's."""
        token = self._sentence.tokens[j]
        return token.tag == "PRP$" and self._sentence.tokens[token.head].lemma in SUFFERED

    def _pronoun(self, j: int, deepest: int) -> tuple[Mention, ...]:
        """Whom a pronoun means that the cast does not know: the subject of the nearest clause that it is not in."""
        sentence = self._sentence
        possessive = sentence.tokens[j].tag == "PRP$"
        for verb in sentence.ancestors(j):
            if not grammar.is_verbal(sentence.tokens[verb]):
                continue
            subjects = grammar.logical_subjects(sentence, verb)
            if _is_quoted(sentence, j) and not _is_quoted(sentence, verb):
                return ()  # whoever speaks says "we" of himself
            if j in subjects or (not possessive and sentence.tokens[j].head == verb):
                continue
            found = [m for k in subjects if k != j and j not in sentence.subtree(k) for m in self.at(k, deepest)]
            if found:
                return tuple(found)
        return ()

    def _behind(self, j: int, deepest: int) -> tuple[Mention, ...]:
        doers = self._sources_of(j)
        if doers is not None:
            return doers  # also none: "condemned the killing of civilians" is not aimed at the civilians
        sentence = self._sentence
        for tokens in (
            grammar.children(sentence, j, "poss"),
            grammar.prepositional(sentence, j, ("by",)),
            [k for p in grammar.children(sentence, j, "acl") for k in grammar.prepositional(sentence, p, ("by",))],
            grammar.doers_of_relative(sentence, j),
            grammar.prepositional(sentence, j, ("of", "between", "among")),
            grammar.prepositional(sentence, j, ("from", "against")),
        ):
            found = [m for t in tokens for k in grammar.conjuncts(sentence, t) for m in self.at(k, deepest - 1)]
            if found:
                return tuple(found)
        beside = [
            k for t in grammar.children(sentence, j, "compound", "amod", "nmod") for k in grammar.conjuncts(sentence, t)
        ]
        named = [m for k in beside if k < j and not grammar.is_opposed(sentence, k) for m in self._cast_at(k)]
        return tuple(m for m in named if not m.actor_id.startswith((THING, PLACE)))


def _are_one_another(tokens: Sequence[Token], j: int, before: set[str]) -> bool:
    """Whether a word is that of "each other" or "one another" which the parser hangs on the verb."""
    word = tokens[j].text.lower()
    if word == "one":
        return j + 1 < len(tokens) and tokens[j + 1].text.lower() == "another"
    return word in {"other", "another"} and j > 0 and tokens[j - 1].text.lower() in before


def _is_quoted(sentence: Sentence, i: int) -> bool:
    """Whether a word stands between quotation marks of its own sentence."""
    return sum(token.text in QUOTES for token in sentence.tokens[:i]) % 2 == 1


def _carriers(sentence: Sentence, above: Sequence[Governor]) -> list[int]:
    """Who does an event noun, by the verb that carries it: "X carried out a raid", "a raid was staged by X"."""
    for governor in above:
        head = governor.match.head
        if governor.slot == "mod":
            continue
        if governor.match.cue.operator not in SUBJECT_DOES:
            break
        if sentence.tokens[head].is_noun:
            held = grammar.children(sentence, head, "poss") or grammar.prepositional(sentence, head, ("by",))
        elif grammar.is_nominal(sentence, head):
            held = []
        else:
            held = grammar.logical_subjects(sentence, head)
        if held:
            return held
    return []


def _undergoers(sentence: Sentence, above: Sequence[Governor]) -> list[int]:
    """Who suffers an event noun, by the verb that carries it: "X suffered an attack", "X won praise"."""
    return [
        j
        for governor in above
        if governor.match.cue.operator == "undergo" and governor.slot != "mod"
        for j in grammar.logical_subjects(sentence, governor.match.head)
    ]


def _distinct(mentions: Iterable[Mention], *, actors_only: bool, places: bool = False) -> tuple[Mention, ...]:
    """Each actor once, in text order of first naming; without things and places where these cannot be meant."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if (mention.actor_id.startswith(PLACE) and not places) or (actors_only and mention.actor_id.startswith(THING)):
            continue
        found.setdefault(mention.actor_id, mention)
    return tuple(found.values())
