"""Targets that a sentence names outside the slots of a cue's frame.

In:  a cue that holds, its sources, and the sentence with its cast.
Out: at whom it is aimed, and by which rule: whose the plan is that somebody turns
down, who received an offer, whom a letter was written to.

Asked only where the frame names nobody. What other events say is `discourse`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from whowhom.actors import Cast, is_party
from whowhom.events import grammar
from whowhom.events.cues import Match
from whowhom.events.parties import JUDGING, LIVING, SUFFERED, Parties, Sources
from whowhom.records import ActorKind, Mention, Sentence

# Answers to what somebody else has made: a plan, a bill, a plea.
OF_WHAT_IS_MADE = frozenset({"REJECT", "SUPPORT", "ACCUSE", "CONCEDE", "AGREE"})
FREEING = frozenset("hand free release return let repatriate exchange deliver liberate".split())
AUTHORING = frozenset(
    "put table propose draft submit present issue make offer float launch sign suggest send pass".split()
)
# What sums up a clause right before it: "cut the gas, a step that Chad denounced".
SUMMING_UP = frozenset(
    """move step decision gesture act measure plan proposal offer idea compromise demand claim charge accusation
    allegation insinuation suggestion threat warning pledge promise change scheme statement remark""".split()
)
# What befalls somebody, and whose it is said to be: "the driver's death".
LOSSES = frozenset(
    "birthday bombing burial coffin death detention disappearance funeral injury shooting wedding".split()
)
# What may be forbidden or broken up, and is somebody's.
GATHERINGS = frozenset(
    "march rally demonstration meeting congress conference strike protest vigil sit-in concert".split()
)
CALLING = frozenset("call describe term see consider regard brand".split())
DEFILING = frozenset("burn deface stamp tear trample".split())
GESTURES = frozenset({"hand", "side"})
# What is put to somebody, and the verbs by which it reaches him.
PUT_TO_SOMEBODY = frozenset({"REQUEST", "AGREE", "CONSULT", "THREATEN", "ACCUSE"})
RECEIVING = frozenset(
    """accept answer brush consider decline defy deny disregard get grant heed honor honour ignore meet rebuff receive
    refuse reject resist satisfy scorn shrug snub spurn throw turn""".split()
)
# Who writes to somebody "pleading", "to demand", says it to him.
WRITTEN_TO = frozenset("write telephone phone cable wire telegraph email petition".split())
SPOKEN_TO = frozenset("address appeal call message speak tell".split())
LETTERS = frozenset("cable letter memorandum message note petition telegram".split())
# Words that may lie between what is said and the letter before it.
NEAR_LETTER = 8
SAID = frozenset({"REQUEST", "THREATEN", "ACCUSE", "REJECT", "AGREE", "SUPPORT"})
# What forces are sent to do to somebody.
STOPPING = frozenset(
    """arrest attack battle block capture combat confront contain counter crush defeat deter dislodge disperse drive
    evict expel fight hunt intimidate oust pressure quell repel restrain stop subdue suppress topple""".split()
)
# How a claim is told beside the clause that says what is claimed.
WORDS_OF_CLAIMS = frozenset(
    "claim charge accusation allegation insinuation suggestion report complaint assertion".split()
)
DENIALS = frozenset("deny dispute reject".split())
ALLEGING = frozenset("allege claim assert charge maintain insist say complain contend argue".split())
# What protesters want for whom they protest against.
ENDS = frozenset(
    """resignation ouster removal arrest impeachment dismissal departure trial fall overthrow downfall exit
    prosecution sacking abdication expulsion indictment execution""".split()
)
WANTING = frozenset({"demand", "seek", "urge", "chant", "call", "shout", "clamour", "clamor", "press"})
BESIDE = ("along", "to", "near", "on", "at", "towards", "toward", "of")
PROTECTING = frozenset("protect help defend guard support assist rescue shelter evacuate feed".split())
FRONTIERS = frozenset("border frontier boundary".split())
QUITTING = frozenset("resign quit leave step stand abdicate".split())
OFFICES = frozenset("office power post country government job".split())
RECEIVERS = ("to", "for", "on", "against", "with", "from")


class Beyond(Struct, frozen=True, kw_only=True):
    """Whom a rule of this module names, the token that says so, and the rule."""

    mentions: tuple[Mention, ...]
    rule: str
    token: int


class Clause(Struct, frozen=True, kw_only=True):
    """An event in its sentence: its cue, those who do it, and what finds parties there."""

    sentence: Sentence
    cast: Cast
    match: Match
    sources: tuple[Mention, ...]
    parties: Parties
    sources_of: Sources

    @property
    def head(self) -> int:
        return self.match.head

    @property
    def event_type(self) -> str:
        return self.match.cue.event_type or ""

    def lemma(self, i: int) -> str:
        return self.sentence.tokens[i].lemma

    def others(self, tokens: Iterable[int]) -> tuple[Mention, ...]:
        """The parties at some tokens that are not the sources."""
        known = {mention.actor_id for mention in self.sources}
        return tuple(mention for mention in self.parties.named(tokens) if mention.actor_id not in known)

    def children(self, i: int, *labels: str) -> list[int]:
        return grammar.children(self.sentence, i, *labels)


Found = tuple[tuple[Mention, ...], int]
Rule = Callable[[Clause], Found | None]


def beyond(clause: Clause) -> Beyond | None:
    """What the first rule says that names somebody."""
    for name, rule in RULES.items():
        found = rule(clause)
        if found is not None and found[0]:
            return Beyond(mentions=found[0], rule=f"sentence.{name}", token=found[1])
    return None


def _whose(clause: Clause) -> Found | None:
    """Whose it is that somebody answers or judges: "struck down Truman's order", "a truce proposed by Egypt"."""
    if clause.event_type == "PROTEST":
        return _protested(clause)
    forbids = clause.event_type == "COERCE"
    if not forbids and clause.event_type not in OF_WHAT_IS_MADE:
        return None
    for j in _with_outer(clause, _matters(clause)):
        if forbids and clause.lemma(j) not in GATHERINGS:
            continue
        if clause.sentence.tokens[j].is_noun and clause.lemma(j) not in GESTURES:
            mentions = clause.others(_makers(clause, j))
            if mentions:
                return mentions, j
    return None


def _protested(clause: Clause) -> Found | None:
    """Whose measures are protested: "a strike over the government's plan", "in protest at Chad's tax"."""
    head = clause.head
    opposed = [j for j in clause.children(head, "amod", "compound", "nmod") if grammar.is_opposed(clause.sentence, j)]
    if mentions := clause.others(opposed):
        return mentions, head
    for j in grammar.logical_objects(clause.sentence, head) if clause.lemma(head) in DEFILING else ():
        mentions = clause.others(
            [*clause.children(j, "amod", "poss"), *grammar.prepositional(clause.sentence, j, ("of",))]
        )
        if mentions:
            return mentions, j  # "burned a Rwandan flag"
    carrier = grammar.carrier(clause.sentence, head)
    verbs = (head,) if carrier is None else (head, carrier)
    protest = [
        j for i in verbs for j in grammar.prepositional(clause.sentence, i, ("in",)) if clause.lemma(j) == "protest"
    ]
    for i in (*verbs, *protest):
        for j in grammar.prepositional(clause.sentence, i, ("over", "at", "against", "about")):
            mentions = clause.others(_makers(clause, j)) if clause.sentence.tokens[j].is_noun else ()
            if mentions:
                return mentions, j
    return None


def _with_outer(clause: Clause, tokens: Iterable[int]) -> Iterator[int]:
    """Yield each noun, and the one whose "of" it stands behind: "an offer of talks, which Oman spurned"."""
    for j in tokens:
        yield j
        preposition = clause.sentence.tokens[clause.sentence.tokens[j].head]
        inside = clause.sentence.tokens[clause.head].dep == "relcl" and clause.sentence.tokens[clause.head].head == j
        if inside and clause.sentence.tokens[j].dep == "pobj" and preposition.lemma == "of":
            yield preposition.head


def _matters(clause: Clause) -> Iterator[int]:
    """Yield what an answer is about: its object, and what stands behind a preposition on it."""
    sentence, head = clause.sentence, clause.head
    yield from grammar.logical_objects(sentence, head)
    for j in clause.children(head, "prep"):
        as_this = clause.lemma(j) == "as" and not clause.children(head, "dobj", "nsubjpass")
        if as_this or clause.lemma(j) in {"on", "to", "against", "with"}:
            yield from clause.children(j, "pobj")  # "dismissed as a trick Oman's offer"
    for j in clause.children(head, "ccomp"):
        if clause.lemma(j) in CALLING and any(clause.lemma(k) == "what" for k in clause.children(j, "dobj", "nsubj")):
            yield from grammar.predicates(sentence, j)  # "what it called Oman's meddling"
            yield from clause.children(j, "attr")


def _makers(clause: Clause, j: int) -> list[int]:
    """Who made what a noun names: its owner, the doer of a participle or clause behind it, a nationality before it."""
    sentence = clause.sentence
    by = [k for p in clause.children(j, "acl") for k in grammar.prepositional(sentence, p, ("by",))]
    suffered = clause.lemma(j) in SUFFERED | LOSSES
    made = any(clause.lemma(k) in AUTHORING for k in clause.children(j, "relcl", "acl"))
    for tokens in (
        [] if suffered else clause.children(j, "poss"),
        by,
        grammar.prepositional(sentence, j, ("by",)),
        grammar.doers_of_relative(sentence, j) if made else [],
        clause.children(j, "amod"),
        [k for i in grammar.prepositional(sentence, j, ("for",)) for k in grammar.doers_of_relative(sentence, i)],
        _put_forward(clause, j),
    ):
        if clause.others(tokens):
            return list(tokens)
    return []


def _put_forward(clause: Clause, j: int) -> list[int]:
    """Who made what a relative clause answers: "Egypt put forward a plan, which Chad spurned"; "..., a move ..."."""
    sentence, token = clause.sentence, clause.sentence.tokens[j]
    answer = sentence.tokens[clause.head]
    if answer.dep != "relcl" or answer.head != j:
        return []
    verb = sentence.tokens[token.head]
    if token.dep in {"dobj", "nsubjpass"} and verb.lemma in AUTHORING:
        return grammar.logical_subjects(sentence, verb.i)
    opens = min(k for k in sentence.subtree(j) if k <= j)
    sums_up = token.dep in {"appos", "npadvmod", "conj", "dep"} and token.lemma in SUMMING_UP
    if not sums_up or opens == 0 or sentence.tokens[opens - 1].text not in {",", "-", "\u2013", "\u2014"}:
        return []
    said = grammar.tellers(sentence, token.head) if token.lemma in WORDS_OF_CLAIMS else []
    if clause.others(said):
        return said
    for k in sentence.ancestors(j):
        subjects = grammar.logical_subjects(sentence, k) if grammar.is_verbal(sentence.tokens[k]) else []
        if clause.others(subjects):
            return subjects
    return []


def _received(clause: Clause) -> Found | None:
    """Who receives what is put to him: "Oman considered Norway's plea", "the offer was spurned by Chad"."""
    nominal = grammar.is_nominal(clause.sentence, clause.head)
    put = clause.event_type in PUT_TO_SOMEBODY or clause.lemma(clause.head) == "resignation"
    if not put or not (nominal and clause.sources):
        return None
    for verb in _verbs_over(clause):
        if clause.lemma(verb) in RECEIVING:
            mentions = clause.others(grammar.logical_subjects(clause.sentence, verb))
            if mentions:
                return mentions, verb
    return None


def _verbs_over(clause: Clause) -> Iterator[int]:
    """Yield the verbs whose object an event noun is, in its own clause or in a relative clause on it."""
    sentence, i = clause.sentence, clause.head
    token = sentence.tokens[i]
    if token.dep in {"dobj", "nsubjpass"}:
        yield token.head
    if token.dep in {"nsubj", "nsubjpass"} and grammar.is_passive(sentence, token.head):
        yield token.head
    for j in clause.children(i, "relcl", "acl"):
        if i in grammar.logical_objects(sentence, j):
            yield j


def _addressed(clause: Clause) -> Found | None:
    """To whom it is said: "wrote to Heath pleading for mercy", "in a letter to the king, she asked for help"."""
    if clause.event_type not in SAID or grammar.is_nominal(clause.sentence, clause.head):
        return None
    token = clause.sentence.tokens[clause.head]
    above = clause.sentence.tokens[token.head]
    besides = token.dep == "conj" and clause.event_type == "REQUEST" and above.lemma in WRITTEN_TO
    bare = not clause.children(clause.head, "nsubj", "nsubjpass", "mark")
    with_it = token.dep in {"advcl", "xcomp", "acl"} and above.lemma in WRITTEN_TO | SPOKEN_TO and bare
    if (besides or with_it) and above.i < clause.head:
        addressees = grammar.prepositional(clause.sentence, above.i, ("to", "with"))
        mentions = _but_press(clause, clause.others([*clause.children(above.i, "dobj", "dative"), *addressees]))
        if mentions:
            return mentions, above.i
    above_it = [j for j in clause.sentence.ancestors(clause.head)[:2] if j < clause.head]
    for j in (k for i in (clause.head, *above_it) for k in grammar.prepositional(clause.sentence, i, ("in",))):
        if clause.lemma(j) in LETTERS and j > clause.head - NEAR_LETTER:
            mentions = _but_press(clause, clause.others(grammar.prepositional(clause.sentence, j, ("to",))))
            if mentions:
                return mentions, j
    return None


def _but_press(clause: Clause, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without reporters, through whom one speaks to others."""
    return tuple(m for m in mentions if all(role.role != "MED" for role in clause.cast.actor(m.actor_id).roles))


def _quits(clause: Clause, i: int) -> bool:
    """Whether a verb means to give up an office: "quit", "step down"; not "not quit", "stand firm", "leave Syria"."""
    if clause.children(i, "neg"):
        return False
    if clause.lemma(i) in {"step", "stand"}:
        return any(clause.lemma(j) in {"down", "aside"} for j in clause.children(i, "prt", "advmod", "prep"))
    left = clause.children(i, "dobj")
    return clause.lemma(i) != "leave" or all(clause.lemma(j) in OFFICES for j in left)


def _to_stop(clause: Clause) -> Found | None:
    """Against whom forces are sent or used: "posted soldiers to stop mourners", "fired shots to disperse a crowd"."""
    if clause.event_type not in {"MOBILIZE", "ASSAULT", "COERCE"}:
        return None
    for j in (clause.head, *grammar.logical_objects(clause.sentence, clause.head)):
        for verb in clause.children(j, "xcomp", "advcl", "acl", "relcl"):
            if clause.lemma(verb) in STOPPING and grammar.is_infinitive(clause.sentence, verb):
                mentions = clause.others(grammar.logical_objects(clause.sentence, verb))
                if mentions:
                    return mentions, verb
    return None


def _at_the_border(clause: Clause) -> Found | None:
    """Beside whose land forces are drawn up: "tanks along its border with Ukraine", "drills around Taiwan"."""
    kindly = any(clause.lemma(j) in PROTECTING for j in clause.children(clause.head, "xcomp", "advcl", "acl"))
    if clause.event_type != "MOBILIZE" or kindly:
        return None
    objects = grammar.logical_objects(clause.sentence, clause.head)
    for i in (clause.head, *objects):
        for j in grammar.prepositional(clause.sentence, i, BESIDE):
            if clause.lemma(j) in FRONTIERS:
                mentions = clause.others(grammar.prepositional(clause.sentence, j, ("with", "of", "to")))
                if mentions:
                    return mentions, j
        around = clause.others(grammar.prepositional(clause.sentence, i, ("around", "near", "off")))
        states = tuple(m for m in around if clause.cast.actor(m.actor_id).kind is ActorKind.STATE)
        if states:
            return states, i
    return None


def _thanked(clause: Clause) -> Found | None:
    """Who thanks for it has had it: "Estonia thanked Finland for its support"."""
    token = clause.sentence.tokens[clause.head]
    preposition = clause.sentence.tokens[token.head]
    to_others = clause.children(clause.head, "prep")
    if clause.event_type not in {"AID", "SUPPORT", "COOPERATE"} or preposition.lemma != "for" or to_others:
        return None
    verb = clause.sentence.tokens[preposition.head]
    if verb.lemma != "thank":
        return None
    return clause.others(grammar.surface_subjects(clause.sentence, verb.i)), verb.i


def _as_alleged(clause: Clause) -> Found | None:
    """Of whom a clause tells what somebody says beside it: "The army, Chad alleged, had fired", "as Chad alleges".

    And whom a denial answers: "denies that it fired, as Chad alleges".
    """
    sentence, head = clause.sentence, clause.head
    if clause.event_type == "REJECT":
        for i in (head, *clause.children(head, "ccomp")):
            for j in clause.children(i, "advcl"):
                if clause.lemma(j) in ALLEGING and any(clause.lemma(k) == "as" for k in clause.children(j, "mark")):
                    return clause.others(grammar.surface_subjects(sentence, j)), j
        return None
    token = sentence.tokens[head]
    if clause.event_type != "ACCUSE" or token.lemma not in ALLEGING:
        return None
    beside = token.dep == "parataxis" or (
        token.dep == "advcl" and any(clause.lemma(k) == "as" for k in clause.children(head, "mark"))
    )
    if not beside or token.head == head:
        return None
    told = sentence.tokens[token.head]
    denied = told.dep == "ccomp" and clause.lemma(told.head) in DENIALS
    return clause.others(grammar.surface_subjects(sentence, told.head if denied else told.i)), told.i


def _which(clause: Clause) -> Found | None:
    """Whose deed the whole clause before a "which" tells: "He offered to mediate, which Chad welcomed"."""
    token = clause.sentence.tokens[clause.head]
    if clause.event_type not in JUDGING or token.lemma in DENIALS or token.dep not in {"advcl", "relcl"}:
        return None
    which = any(clause.sentence.tokens[j].text.lower() == "which" for j in clause.children(clause.head, "dobj"))
    antecedent = clause.sentence.tokens[token.head]
    deed = grammar.is_verbal(antecedent) or clause.sources_of(token.head) is not None
    if not which or not deed or antecedent.dep == "dobj" or antecedent.lemma in WORDS_OF_CLAIMS:
        return None
    for j in (token.head, *clause.sentence.ancestors(token.head)):
        if grammar.is_verbal(clause.sentence.tokens[j]):
            mentions = clause.others(grammar.logical_subjects(clause.sentence, j))
            if mentions:
                return mentions, j
    return None


def _for_an_end(clause: Clause) -> Found | None:
    """Whose end protesters want: "marched for the resignation of the mayor", "demanding his ouster"."""
    if clause.event_type != "PROTEST":
        return None
    for j in _wanted(clause):
        if clause.lemma(j) in ENDS:
            of = grammar.prepositional(clause.sentence, j, ("of",))
            mentions = clause.others([*clause.children(j, "poss"), *of])
            if mentions:
                return mentions, j
    return None


def _wanted(clause: Clause) -> Iterator[int]:
    """Yield what a protest is for: behind "for" and "to demand", on it or on what hangs on it."""
    yield from grammar.prepositional(clause.sentence, clause.head, ("for",))
    token = clause.sentence.tokens[clause.head]
    carrying = [grammar.carrier(clause.sentence, clause.head)] if token.is_noun else []
    for i in (clause.head, *(j for j in carrying if j is not None)):
        below = [j for j in clause.sentence.subtree(i) if clause.sentence.tokens[j].tag == "VBG"]
        for j in (*clause.children(i, "advcl", "xcomp", "acl", "conj"), *below):
            if clause.lemma(j) in WANTING:
                yield from clause.children(j, "dobj")
                yield from grammar.prepositional(clause.sentence, j, ("for",))


def _to_go(clause: Clause) -> Found | None:
    """Whom protesters want to go: "marched, calling on the mayor to quit", "demanding that he step down"."""
    if clause.event_type != "PROTEST":
        return None
    for j in clause.children(clause.head, "advcl", "xcomp", "acl", "conj"):
        for k in clause.children(j, "ccomp", "xcomp") if clause.lemma(j) in WANTING else ():
            if clause.lemma(k) in QUITTING and _quits(clause, k):
                called = grammar.prepositional(clause.sentence, j, ("on",))
                mentions = clause.others(called or grammar.surface_subjects(clause.sentence, k))
                if mentions:
                    return mentions, k
    return None


def _invited(clause: Clause) -> Found | None:
    """Who invites somebody to a visit is visited: "China has invited him to pay a visit"."""
    if clause.event_type != "CONSULT":
        return None
    own = {mention.actor_id for mention in clause.sources}
    for j in clause.sentence.ancestors(clause.head):
        if clause.lemma(j) == "invite":
            asked = {m.actor_id for m in clause.parties.named(grammar.logical_objects(clause.sentence, j))}
            hosts = clause.others(grammar.logical_subjects(clause.sentence, j))
            return (hosts, j) if own & asked else None
    return None


def _through_object(clause: Clause) -> Found | None:
    """To whom goes what is cut off or given: "suspended payments to rebels", "lifted a freeze on help to the junta"."""
    if clause.event_type not in {"SANCTION", "CONCEDE", "AID"}:
        return None
    for j in grammar.logical_objects(clause.sentence, clause.head):
        mentions = clause.others(grammar.prepositional(clause.sentence, clause.head, ("to",)))
        if mentions:
            return mentions, j
        for _ in range(3):
            behind = grammar.prepositional(clause.sentence, j, RECEIVERS)
            mentions = tuple(m for m in clause.others(behind) if is_party(m.actor_id))
            if mentions:
                return mentions, j
            if not behind:
                break
            j = behind[0]
    return None


def _blamed_for(clause: Clause) -> Found | None:
    """By whom it was done that somebody complains of: "complained of rigging by the ruling party"."""
    if clause.event_type != "ACCUSE":
        return None
    deeds = grammar.prepositional(clause.sentence, clause.head, ("of", "about", "over", "at"))
    if deeds and not grammar.is_passive(clause.sentence, clause.head):
        # "complained of rigging by the party": parsers hang the phrase on the verb.
        by = clause.others(grammar.prepositional(clause.sentence, clause.head, ("by",)))
        if by:
            return by, deeds[0]
    for j in (*deeds, *clause.children(clause.head, "dobj")):
        by = clause.others(grammar.prepositional(clause.sentence, j, ("by",)))
        doers = by or (() if clause.lemma(j) in SUFFERED | LOSSES else clause.others(clause.children(j, "poss")))
        if doers:
            return doers, j
    return None


def _freed(clause: Clause) -> Found | None:
    """Who is let go or handed over: "never to hand him over"."""
    if clause.event_type != "RETREAT" or clause.lemma(clause.head) not in FREEING:
        return None
    mentions = clause.others(grammar.logical_objects(clause.sentence, clause.head))
    people = tuple(m for m in mentions if clause.cast.actor(m.actor_id).kind in LIVING)
    return (people, clause.head) if people else None


def _hosted(clause: Clause) -> Found | None:
    """Whom somebody agrees to receive: "agreed to meet the rebels"."""
    if clause.event_type != "AGREE":
        return None
    for j in clause.children(clause.head, "xcomp"):
        if clause.lemma(j) in {"receive", "meet", "see", "host", "welcome", "admit", "accept", "shelter", "resettle"}:
            mentions = clause.others(grammar.logical_objects(clause.sentence, j))
            if mentions:
                return mentions, j
    return None


RULES: dict[str, Rule] = {
    "alleged": _as_alleged,
    "whose": _whose,
    "which": _which,
    "received": _received,
    "addressed": _addressed,
    "to-stop": _to_stop,
    "border": _at_the_border,
    "thanked": _thanked,
    "for-an-end": _for_an_end,
    "to-go": _to_go,
    "invited": _invited,
    "behind-object": _through_object,
    "blamed-for": _blamed_for,
    "hosted": _hosted,
    "freed": _freed,
}
