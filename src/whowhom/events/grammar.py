"""Who stands where in a parsed sentence: logical subjects and objects, whatever the voice.

Everything here speaks of token numbers of one `Sentence`. Passives, participles,
relative clauses, coordination, control and raising are undone here once, so
that a cue's frame can say `subj>obj` and mean who does it and to whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TypeVar

from whowhom.records import Sentence, Token

T = TypeVar("T")

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
# What opens an indirect question.
QUESTIONS = frozenset("whether if why how when where what who which".split())
PLAIN_QUESTIONS = frozenset("whether if why how when where what".split())
RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
# "X promised Y to leave": X leaves. With other verbs that have an object it is Y.
SUBJECT_CONTROL = frozenset(
    {"promise", "threaten", "vow", "offer", "pledge", "swear", "use", "telephone", "phone", "cable"}
)
# "appealed to residents to leave", "called on the army to withdraw": the one addressed acts.
ADDRESSED_BY = {
    "appeal": ("to",),
    "call": ("on", "upon"),
    "plead": ("with",),
    "shout": ("at", "to"),
    "rely": ("on",),
}
# What is put in writing, and what is done to it by those whose words it is.
PAPERS = frozenset(
    """petition statement declaration letter communique communiqué memorandum resolution decree motion note pamphlet
    leaflet manifesto appeal message text pact memo""".split()
)
ISSUING = frozenset(
    """sign issue adopt pass send publish release write circulate deliver read table approve draft distribute make
    submit hand""".split()
)
# "accused X of shelling", "blamed X for beating", "stopped X from leaving": the object acts.
OBJECT_ACTS_AFTER = frozenset({"of", "for", "from", "into", "about", "as", "over"})
# "accused the mayor of jailing reporters": parsers hang the phrase on the mayor.
BLAMING = frozenset(
    "accuse blame suspect convict charge condemn criticise criticize denounce stop prevent keep ban bar".split()
)
TELLING = frozenset("say tell add warn insist argue declare state announce".split())
NEEDS_OBJECT = frozenset(
    """kill arrest detain wound injure jail imprison behead kidnap abduct murder assassinate evict sack oust bar rob
    depose overthrow lynch massacre free""".split()
)
# What somebody suffers too who has suffered the passive before it: "were beaten and charged".
SUFFERED_TOO = NEEDS_OBJECT | frozenset(
    """acquit ban beat blindfold bring burn bury charge club confiscate convict demolish deport destroy dismiss drag
    drive dump evacuate execute exile expel extradite fine flog force gas hack hand handcuff hang hospitalise
    hospitalize indict interrogate loot mutilate place punish put question ransack rape raze release remand seize send
    sentence shoot stab strip suspend take thrash throw torch torture transfer whip""".split()
)
# Who does these "dead" or "down" does it to somebody.
WITH_VICTIM = frozenset("shoot gun hack stab beat mow cut".split())
# "Four are feared killed": how it is told that somebody suffered something. How many words may lie between two verbs
# that share an object.
REPORTING = frozenset("assume believe confirm fear find know presume report say see think".split())
FURTHEST_CONJUNCT = 4
# Who foiled an attempt did not make it.
PREVENTING = frozenset(
    """foil thwart prevent stop block avert disrupt intercept halt frustrate uncover expose condemn denounce reject deny
    criticise criticize oppose suspect allege report fear welcome""".split()
)
MONTHS = frozenset("january february march april may june july august september october november december".split())
# What stands right behind a verb is more often its particle than a preposition, "in" only behind verbs of sending.
PARTICLES = frozenset({"down", "off", "out", "up", "away", "back"})
SENDING = frozenset({"send", "call", "bring", "fly", "ship", "pour"})
# "The strongest man to do it" has not done it.
RANKS = frozenset("first second third fourth fifth last latest earliest youngest oldest only sole few".split())
# "the only way to end it", "the first attempt to": ranked as well, and nobody who did it.
MEANS = frozenset(
    """way means method chance opportunity occasion option solution step move thing time place reason hope path route
    choice effort attempt bid plan deadline priority task goal aim duty promise right decision call candidate
    contender favourite favorite""".split()
)
# What sums up a clause right before it: "cut the gas, a step that Chad denounced".
SUMMING_UP = frozenset(
    """move step decision gesture act measure plan proposal offer idea compromise demand claim charge accusation
    allegation insinuation suggestion threat warning pledge promise change scheme statement remark""".split()
)
DEPTH = 12
NOMINAL_LABELS = frozenset(
    {"nsubj", "nsubjpass", "csubj", "csubjpass", "dobj", "pobj", "pcomp", "conj", "attr", "ROOT"}
)
# What only counts the noun after it: "dozens of migrants".
QUANTITIES = frozenset(
    """dozen hundred thousand million score number group majority handful couple member part crowd ten most some many
    several all bulk lot half third quarter pair series string wave round spate number tonne ton amount billion load
    truckload shipment supply range batch consignment""".split()
)


def remembered(find: Callable[[Sentence, int], T]) -> Callable[[Sentence, int], T]:
    """Ask each question of a sentence's token once: cues, operators and qualifiers ask the same over and over."""

    @wraps(find)
    def answer(sentence: Sentence, i: int) -> T:
        key = (find, i)
        memo = sentence.memo
        if key not in memo:
            memo[key] = find(sentence, i)
        found: T = memo[key]
        return found

    return answer


def children(sentence: Sentence, i: int, *labels: str) -> list[int]:
    below = sentence.children[i]
    if not below:
        return []
    tokens = sentence.tokens
    return [j for j in below if tokens[j].dep in labels]


def conjuncts(sentence: Sentence, i: int) -> list[int]:
    """Token ``i`` and what is coordinated with it to its right."""
    found = [i]
    for j in found:
        found.extend(k for k in children(sentence, j, "conj") if not _sums_up(sentence, k))
    return found


def _sums_up(sentence: Sentence, i: int) -> bool:
    """Whether a word stands beside others and yet names what the clause tells: "accused X, a charge that Y denied"."""
    articles = {sentence.tokens[j].text.lower() for j in children(sentence, i, "det")}
    return sentence.tokens[i].lemma in SUMMING_UP and bool(articles & {"a", "an"} and children(sentence, i, "relcl"))


def is_verbal(token: Token) -> bool:
    return token.tag.startswith("VB")


def is_participle(token: Token) -> bool:
    """A participle, also where the tagger calls it an adjective ("the armed mutineers")."""
    return token.tag in {"VBN", "VBG"} or (token.tag in {"JJ", "VBD"} and token.text.endswith(("ed", "ing")))


@remembered
def is_infinitive(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[j].tag == "TO" for j in children(sentence, i, "aux"))


@remembered
def is_nominal(sentence: Sentence, i: int) -> bool:
    """A noun, or a gerund that stands as one ("Shelling of the port went on")."""
    token = sentence.tokens[i]
    if token.is_noun:
        return True
    if token.tag != "VBG" or token.dep not in NOMINAL_LABELS:
        return False
    labels = {sentence.tokens[j].dep for j in sentence.children[i]}
    if labels & {"dobj", "aux", "auxpass", "nsubj"}:
        return False
    if labels & {"det", "amod", "poss"}:
        return True
    # "The shelling of the port", but "accused them of siding with the rebels".
    of = any(sentence.tokens[j].text.lower() == "of" for j in children(sentence, i, "prep"))
    return of if token.dep == "pcomp" else "prep" in labels


def is_broken_clause(sentence: Sentence, i: int) -> bool:
    """Whether a finite verb was parsed as a participle on its own subject: "The rebels disarmed on Monday." """
    token = sentence.tokens[i]
    head = sentence.tokens[token.head]
    if token.dep != "acl" or head.dep != "ROOT" or not head.is_noun or token.tag not in {"VBN", "VBD"}:
        return False
    if token.lemma in NEEDS_OBJECT and not children(sentence, i, "dobj"):
        return False  # "women arrested after the raid were taken to a judge"
    ends = sentence.tokens[-1].text in {".", "!", "?", '"', "”"}
    return ends and i > token.head and not children(sentence, i, "agent")


@remembered
def is_passive(sentence: Sentence, i: int) -> bool:
    """Whether the grammatical subject of ``i`` is the one acted upon."""
    token = sentence.tokens[i]
    if is_broken_clause(sentence, i):
        return False
    labels = {sentence.tokens[j].dep for j in sentence.children[i]}
    if labels & {"nsubjpass", "auxpass", "csubjpass"}:
        return True
    if token.tag == "VBN" and any(sentence.tokens[j].lemma == "be" for j in children(sentence, i, "aux")):
        return True  # "Were they attacked, ..."
    if token.lemma in NEEDS_OBJECT and token.tag in {"VBN", "VBD"} and "nsubj" in labels:
        # "Policeman killed in Kosovo": a headline leaves out "was"; not in "Police detained and questioned two men".
        return not (labels & {"dobj", "aux", "ccomp", "dative"} or _shared_object(sentence, i))
    if is_reported(sentence, i) or _is_shot_dead(sentence, i):
        return True
    if token.tag == "VBN" and "nsubj" in labels and _leaves_out_aux(sentence, i):
        return True
    done_by = {"nsubj", "agent"} <= labels and not labels & {"aux", "dobj"}
    if token.tag == "VBN" and done_by and token.lemma not in {"abide", "stand"}:
        return True  # "saw its bid rejected by the court"
    if labels & {"nsubj", "aux", "dobj"} or token.tag not in {"VBN", "JJ", "VBD"}:
        return False
    if token.dep == "acl":
        return token.tag in {"VBN", "VBD"}
    if token.dep in {"amod", "advcl", "oprd"}:
        return token.tag != "JJ" or token.text.endswith("ed")
    if token.dep == "conj" and (token.tag == "VBN" or token.lemma in SUFFERED_TOO):
        return is_passive(sentence, token.head) and bool(
            token.tag == "VBN" or children(sentence, token.head, "auxpass")
        )
    return "agent" in labels and token.tag == "VBN"


def surface_subjects(sentence: Sentence, i: int, depth: int = DEPTH) -> list[int]:
    """The grammatical subject of a verb, adjective or event noun's verb, inherited where it has none of its own."""
    own = [j for j in children(sentence, i, "nsubj", "nsubjpass") if sentence.tokens[j].dep != "expl"]
    if own or depth == 0:
        return [_antecedent(sentence, i, j) for j in own]
    token = sentence.tokens[i]
    head = token.head
    if head == i:
        return _swallowed_subject(sentence, i)
    if token.dep == "conj":
        preposition = _gerund_beside(sentence, i)
        if preposition is not None:
            return _gerund_subjects(sentence, preposition, depth - 1)
        return surface_subjects(sentence, head, depth - 1)
    if token.dep == "xcomp":
        return _controllers(sentence, head, depth - 1)
    if token.dep in {"acomp", "attr", "oprd", "aux"}:
        return surface_subjects(sentence, head, depth - 1)
    if token.dep in {"relcl", "acl"} and not is_infinitive(sentence, i):
        return _issuers(sentence, i, depth - 1) or [head]
    first = ranked(sentence, i)
    if first is not None:
        named = surface_subjects(sentence, sentence.tokens[head].head, depth - 1)
        return named if sentence.tokens[head].dep == "attr" and named else [first]
    if token.dep == "acl":
        return _holders(sentence, head, depth - 1)
    if token.dep == "pcomp":
        return _gerund_subjects(sentence, head, depth - 1)
    if token.dep in {"advcl", "ccomp", "dep"} and (
        is_verbal(sentence.tokens[head]) or sentence.tokens[head].tag == "JJ"
    ):
        return _clause_subjects(sentence, i, head, depth - 1)
    return []


def _issuers(sentence: Sentence, i: int, depth: int) -> list[int]:
    """Who says what a paper says: "signed a petition refusing to leave", "issued a statement condemning the raid"."""
    paper = sentence.tokens[sentence.tokens[i].head]
    verb = sentence.tokens[paper.head]
    if sentence.tokens[i].tag != "VBG" or paper.lemma not in PAPERS or paper.dep != "dobj" or verb.lemma not in ISSUING:
        return []
    return surface_subjects(sentence, verb.i, depth)


@remembered
def ranked(sentence: Sentence, i: int) -> int | None:
    """The noun of "the first country to recognise it", "the youngest leader to visit": whoever is so did it."""
    token = sentence.tokens[i]
    noun = sentence.tokens[token.head]
    if token.dep not in {"relcl", "acl"} or not noun.is_noun or noun.lemma in MEANS or not is_infinitive(sentence, i):
        return None
    beside = (sentence.tokens[j] for j in children(sentence, noun.i, "amod", "nummod"))
    return noun.i if any(t.text.lower() in RANKS for t in beside) else None


def _gerund_beside(sentence: Sentence, i: int) -> int | None:
    """The preposition of "accused X of financing and arming Y", where the parser hangs "arming" on the verb."""
    tokens = sentence.tokens
    if i < 2 or tokens[i].tag != "VBG" or tokens[tokens[i].head].tag == "VBG" or tokens[i - 1].tag != "CC":
        return None
    before = tokens[i - 2]
    return before.head if before.text.endswith("ing") and before.dep in {"pobj", "pcomp"} else None


def _swallowed_subject(sentence: Sentence, i: int) -> list[int]:
    """A main clause's subject that the parser took into the phrase of time before it: "On Friday gunmen fled."."""
    if i == 0 or sentence.tokens[i].tag not in {"VBD", "VBZ", "VBP"}:
        return []
    for t in sentence.tokens[:i]:
        if t.is_noun and t.dep == "pobj" and t.head <= 1 and max(sentence.subtree(t.i)) == i - 1:
            return [t.i]  # also "On Sunday gunmen from the coast stormed ..."
    beside = [t for t in sentence.tokens[:i] if t.dep == "appos" and t.is_noun]
    return [t.i for t in beside if sentence.tokens[t.head].lemma in MONTHS][-1:]


def _clause_subjects(sentence: Sentence, i: int, head: int, depth: int) -> list[int]:
    """An adverbial clause without a subject has that of the main clause; a complement clause may be controlled."""
    controlled = sentence.tokens[i].dep == "ccomp" or sentence.tokens[head].lemma in ADDRESSED_BY
    if controlled and is_infinitive(sentence, i):
        return _controllers(sentence, head, depth)
    if any(sentence.tokens[j].tag in {"WDT", "WP"} for j in children(sentence, i, "mark", "advmod")):
        return []
    return surface_subjects(sentence, head, depth)


def _antecedent(sentence: Sentence, verb: int, subject: int) -> int:
    """The noun a relative pronoun stands for; any other subject is itself."""
    if sentence.tokens[subject].tag not in RELATIVE:
        return subject
    for i in (verb, *sentence.ancestors(verb)):
        if sentence.tokens[i].dep in {"relcl", "acl"}:
            return sentence.tokens[i].head
        if sentence.tokens[i].dep != "conj":
            break
    return subject


def _controllers(sentence: Sentence, governor: int, depth: int) -> list[int]:
    """Who does the infinitive that ``governor`` takes."""
    token = sentence.tokens[governor]
    if depth <= 0:
        return []
    if token.is_noun:
        return _holders(sentence, governor, depth - 1)
    if token.lemma not in SUBJECT_CONTROL:
        addressed = ADDRESSED_BY.get(token.lemma)
        if addressed:
            found = prepositional(sentence, governor, addressed)
            if found:
                return found
        objects = children(sentence, governor, "dobj", "dative")
        if objects and not is_passive(sentence, governor):
            return objects
    return surface_subjects(sentence, governor, depth - 1)


def _gerund_subjects(sentence: Sentence, preposition: int, depth: int) -> list[int]:
    governor = sentence.tokens[preposition].head
    token = sentence.tokens[governor]
    if token.is_noun:
        if token.dep in {"dobj", "nsubjpass"} and sentence.tokens[token.head].lemma in BLAMING:
            return [governor]
        return _holders(sentence, governor, depth)
    if sentence.tokens[preposition].lemma in OBJECT_ACTS_AFTER and not is_passive(sentence, governor):
        objects = children(sentence, governor, "dobj")
        if objects:
            return [_antecedent(sentence, governor, j) for j in objects]  # "Iran, which Israel accuses of arming ..."
    return surface_subjects(sentence, governor, depth)


def _holders(sentence: Sentence, noun: int, depth: int) -> list[int]:
    """Whose attempt, plan or accusation a noun is: possessor, modifier, by-phrase, or the subject of its verb."""
    own = children(sentence, noun, "poss") or prepositional(sentence, noun, ("by",))
    if not own and any(is_infinitive(sentence, j) for j in children(sentence, noun, "acl")):
        own = prepositional(sentence, noun, ("of",))  # "the refusal of the guild to meet"
    if own:
        return own
    named = [
        j
        for j in children(sentence, noun, "compound", "amod")
        if sentence.tokens[j].dep == "compound" or sentence.tokens[j].text[:1].isupper()
    ]
    if named:
        return named
    token = sentence.tokens[noun]
    if token.dep in {"dobj", "attr", "conj"} and depth > 0:
        verb = sentence.tokens[token.head]
        if is_verbal(verb) and verb.lemma not in PREVENTING:
            return surface_subjects(sentence, token.head, depth - 1)
    return []


def _is_shot_dead(sentence: Sentence, i: int) -> bool:
    """Whether a headline tells of a victim: "Politician shot dead in Maputo", "Cleric gunned down"."""
    token = sentence.tokens[i]
    if token.lemma not in WITH_VICTIM or token.tag not in {"VBD", "VBN"} or children(sentence, i, "dobj", "aux"):
        return False
    beside = {sentence.tokens[j].text.lower() for j in children(sentence, i, "acomp", "prt", "advmod", "oprd")}
    return bool(beside & {"dead", "down"}) and bool(children(sentence, i, "nsubj")) and i + 1 < len(sentence.tokens)


def _leaves_out_aux(sentence: Sentence, i: int) -> bool:
    """Whether a passive beside it tells that "were" is left out: "The offices were ransacked, two editors beaten"."""
    if children(sentence, i, "aux", "dobj", "xcomp"):
        return False
    token = sentence.tokens[i]
    beside = [j for j in children(sentence, i, "ccomp") if j < i] + [token.head] * (token.dep == "conj")
    return any(children(sentence, j, "auxpass") for j in beside)


def is_reported(sentence: Sentence, i: int) -> bool:
    """Whether somebody is reported to have suffered it: "four are feared killed", "he was found murdered"."""
    token = sentence.tokens[i]
    above = sentence.tokens[token.head]
    if token.tag != "VBN" or token.dep not in {"xcomp", "oprd", "ccomp"} or above.lemma not in REPORTING:
        return False
    own = children(sentence, i, "dobj", "nsubj", "aux", "mark")
    return not own and bool(children(sentence, above.i, "nsubjpass"))


def _shared_object(sentence: Sentence, i: int) -> list[int]:
    """The object of a verb that stands on the next one: "shelled and burned the village"."""
    for j in children(sentence, i, "conj", "dep"):
        if j - i <= FURTHEST_CONJUNCT and is_verbal(sentence.tokens[j]) and not children(sentence, j, "nsubj"):
            return children(sentence, j, "dobj") or _shared_object(sentence, j)
    return []


def prepositional(sentence: Sentence, i: int, prepositions: tuple[str, ...]) -> list[int]:
    """Objects of the prepositions named that hang on ``i`` directly (also "out of", "along with")."""
    found = []
    for j in children(sentence, i, "prep", "agent", "dative", "prt", "advmod"):
        token = sentence.tokens[j]
        if token.lemma in prepositions:
            found.extend(children(sentence, j, "pobj"))
        for k in children(sentence, j, "prep"):
            if sentence.tokens[k].lemma in prepositions:
                found.extend(children(sentence, k, "pobj"))
    if "to" in prepositions and not found:
        # "agreed to talks": the parser may read the noun as an infinitive.
        found = [j for j in children(sentence, i, "xcomp") if sentence.tokens[j].is_noun and is_infinitive(sentence, j)]
    return found


@remembered
def logical_subjects(sentence: Sentence, i: int) -> list[int]:
    """Who does it."""
    if not is_passive(sentence, i):
        return surface_subjects(sentence, i)
    agents = [j for j in prepositional(sentence, i, ("by",)) if not _is_ruled_out(sentence, j)]
    if agents:
        return agents
    if agents := _causers(sentence, i):
        return agents
    agents = [k for j in _charges(sentence, i) for k in prepositional(sentence, j, ("by",))]
    if agents:
        return agents
    for j in children(sentence, i, "conj"):
        # "financed and armed by X": the by-phrase hangs on the last of them.
        if is_participle(sentence.tokens[j]) and is_passive(sentence, j):
            return logical_subjects(sentence, j)
    return _before_hyphen(sentence, i)


# What somebody in power has done to others; whoever "had ten men killed" more often lost them.
DONE_BY_ORDER = frozenset("arrest jail detain imprison deport expel dismiss sack ban close shut seize".split())


def _causers(sentence: Sentence, i: int) -> list[int]:
    """Who has it done: "the president had two ministers arrested"; not "the army had nine men killed"."""
    token = sentence.tokens[i]
    verb = sentence.tokens[token.head]
    if token.dep != "ccomp" or verb.lemma != "have" or token.lemma not in DONE_BY_ORDER:
        return []
    own = [k for j in children(sentence, i, "nsubjpass") for k in children(sentence, j, "poss")]
    return [] if own else surface_subjects(sentence, verb.i)


def _charges(sentence: Sentence, i: int) -> list[int]:
    """What somebody is blamed for, which swallows the by-phrase: "was accused of spying by X"."""
    if sentence.tokens[i].lemma not in BLAMING:
        return []
    deeds = [k for j in children(sentence, i, "prep") for k in children(sentence, j, "pobj", "pcomp")]
    return [k for k in deeds if not is_passive(sentence, k)]


def _is_ruled_out(sentence: Sentence, i: int) -> bool:
    """Whether a by-phrase says who did not: "not by Russia but by Belarus", "rather than by Russia"."""
    preposition = sentence.tokens[i].head
    return preposition > 0 and sentence.tokens[preposition - 1].text.lower() in {"not", "never", "than"}


def is_opposed(sentence: Sentence, i: int) -> bool:
    """Whether "anti-" stands before a word: "anti-China protests" are not China's."""
    before = [token.text.lower() for token in sentence.tokens[max(0, i - 2) : i]]
    return before[-2:] == ["anti", "-"] or sentence.tokens[i].text.lower().startswith("anti-")


def _before_hyphen(sentence: Sentence, i: int) -> list[int]:
    """The party in "US-backed rebels", "NATO-sponsored uprising"."""
    first = sentence.tokens[i].start - 1
    if i < 2 or sentence.tokens[i - 1].text not in {"-", "–", "‑"} or sentence.tokens[i - 1].start != first:
        return []
    return [i - 2]


@remembered
def logical_objects(sentence: Sentence, i: int) -> list[int]:
    """Who or what it is done to."""
    token = sentence.tokens[i]
    if is_passive(sentence, i):
        if token.dep in {"acl", "amod"} and not children(sentence, i, "nsubjpass"):
            return [token.head]
        if is_reported(sentence, i):
            return children(sentence, token.head, "nsubjpass")
        if token.dep == "conj" and not children(sentence, i, "nsubjpass", "nsubj") and is_passive(sentence, token.head):
            return logical_objects(sentence, token.head)
        return surface_subjects(sentence, i)
    own = [j for j in children(sentence, i, "dobj") if sentence.tokens[j].tag not in RELATIVE]
    if own:
        return [j for j in own if not _sums_up(sentence, j)] or own
    if token.dep == "relcl" and _has_object_gap(sentence, i):
        return [token.head]
    behind = behind_particle(sentence, i)
    if behind:
        return behind
    shared = _shared_object(sentence, i)
    if shared:
        return shared
    predicated = children(sentence, i, "oprd")
    if len(predicated) > 1 and sentence.tokens[predicated[0]].is_name:
        return predicated[:1]  # "called Premier Obi a traitor": both are what he is called to the parser
    return [j for j in children(sentence, i, "ccomp") if sentence.tokens[j].is_noun]


@remembered
def behind_particle(sentence: Sentence, i: int) -> list[int]:
    """The object of "hunted down the rebels", where the parser takes the particle for a preposition."""
    if i + 1 >= len(sentence.tokens):
        return []
    token = sentence.tokens[i + 1]
    taken = token.dep == "prep" and token.head == i
    particle = token.lemma in PARTICLES or (token.lemma == "in" and sentence.tokens[i].lemma in SENDING)
    return children(sentence, i + 1, "pobj") if taken and particle else []


def _has_object_gap(sentence: Sentence, i: int) -> bool:
    """Whether the noun before a relative clause is the object of its verb ("the town they took")."""
    if any(sentence.tokens[j].tag in RELATIVE for j in children(sentence, i, "dobj")):
        return True
    subjects = children(sentence, i, "nsubj")
    return bool(subjects) and all(sentence.tokens[j].tag not in RELATIVE for j in subjects)


def counted(sentence: Sentence, i: int) -> list[int]:
    """Token ``i``, and the noun that it only counts ("dozens of migrants")."""
    if sentence.tokens[i].lemma not in QUANTITIES and sentence.tokens[i].tag != "CD":
        return [i]
    return [i, *prepositional(sentence, i, ("of",))]


def is_reflexive(sentence: Sentence, i: int) -> bool:
    """Whether a token says that who does it suffers it: "himself", "themselves"."""
    return sentence.tokens[i].text.lower().endswith(("self", "selves"))


def antecedent_under_preposition(sentence: Sentence, i: int) -> int | None:
    """The noun that a relative pronoun under a preposition stands for: "the widow, to whom Mexico gave asylum"."""
    token = sentence.tokens[i]
    if token.tag not in RELATIVE or token.dep != "pobj":
        return None
    verb = sentence.tokens[sentence.tokens[token.head].head]
    return verb.head if verb.dep == "relcl" else None


def doers_of_relative(sentence: Sentence, noun: int) -> list[int]:
    """Who did what a noun is: "the mistake that London made", "crimes the militia committed"."""
    return [
        k
        for j in children(sentence, noun, "relcl", "acl")
        for k in children(sentence, j, "nsubj")
        if sentence.tokens[k].tag not in RELATIVE and not is_passive(sentence, j) and _is_relative(sentence, j)
    ]


def _is_relative(sentence: Sentence, i: int) -> bool:
    """Whether a clause on a noun says what was done with it; "rumours that ships had sailed" tell what is rumoured."""
    if sentence.tokens[i].dep == "relcl":
        return True
    return any(sentence.tokens[j].text.lower() in {"that", "which"} for j in children(sentence, i, "dobj"))


@remembered
def small_clause_subjects(sentence: Sentence, i: int) -> list[int]:
    """ "urged the rebels to halt", "found two men guilty": objects, for the parser subjects of what follows."""
    return [
        k
        for j in children(sentence, i, "ccomp", "xcomp")
        if is_infinitive(sentence, j) or not is_finite(sentence, j)
        for k in children(sentence, j, "nsubj", "nsubjpass")
    ]


def predicates(sentence: Sentence, i: int) -> list[int]:
    """What a verb says that its object is: "called him a liar", "found it unlawful", "described it as a coup"."""
    found = children(sentence, i, "oprd")
    found += [j for j in children(sentence, i, "ccomp", "xcomp", "acomp") if not is_verbal(sentence.tokens[j])]
    return [*found, *prepositional(sentence, i, ("as",)), *_after_as(sentence, i)]


def _after_as(sentence: Sentence, i: int) -> list[int]:
    return [
        k
        for j in children(sentence, i, "prep")
        if sentence.tokens[j].lemma == "as"
        for k in children(sentence, j, "pcomp", "amod", "acomp", "advcl")
    ]


def tellers(sentence: Sentence, i: int) -> list[int]:
    """Who says the clause that token ``i`` stands in: the subject of the nearest verb that takes it as its content."""
    for j in (i, *sentence.ancestors(i)):
        token = sentence.tokens[j]
        if token.dep in {"ccomp", "parataxis"} or (token.dep == "advcl" and sentence.tokens[token.head].lemma == "say"):
            found = [k for k in logical_subjects(sentence, token.head) if k != j]
            if found:
                return found
        # "X must leave, Y said": the parser may make the telling a parenthesis.
        told_by = [k for k in children(sentence, j, "ccomp", "parataxis") if sentence.tokens[k].lemma in TELLING]
        if told_by and told_by[0] > i:
            return surface_subjects(sentence, told_by[0])
    return []


def is_finite(sentence: Sentence, i: int) -> bool:
    """Whether a clause has a verb in a tense of its own."""
    words = [sentence.tokens[i], *(sentence.tokens[j] for j in children(sentence, i, "aux", "auxpass", "cop"))]
    return any(word.tag in {"VBD", "VBZ", "VBP", "MD"} for word in words)


@remembered
def carrier(sentence: Sentence, i: int) -> int | None:
    """The verb whose object an event noun is: "imposed" in "imposed sanctions and a travel ban on X"."""
    tokens = sentence.tokens
    while tokens[i].dep == "conj" and tokens[i].head != i:
        i = tokens[i].head
    head = tokens[i].head
    if tokens[i].dep == "pobj" and tokens[tokens[head].head].lemma in QUANTITIES:
        return carrier(sentence, tokens[head].head)
    if tokens[i].dep in {"dobj", "nsubjpass", "oprd", "attr"} and is_verbal(tokens[head]):
        return head
    if tokens[i].dep in {"dobj", "nsubj", "nsubjpass"} and tokens[i].tag != "PRP" and is_passive(sentence, head):
        return head
    return None


def complements(sentence: Sentence, i: int) -> Iterator[int]:
    """Yield the clauses that ``i`` takes."""
    yield from children(sentence, i, "ccomp", "xcomp", "acl")


def openers(sentence: Sentence, i: int) -> list[int]:
    """The words that open the clause of ``i``: "that", "whether", "why" ("he asked whether they would leave")."""
    return [j for j in children(sentence, i, "mark", "advmod", "dobj", "nsubj", "attr") if j < i]


def is_indirect_question(sentence: Sentence, i: int) -> bool:
    """Whether the clause of ``i`` is asked, not asked for: "asked whether they would leave"."""
    return any(sentence.tokens[j].text.lower() in QUESTIONS for j in openers(sentence, i))


def is_question(sentence: Sentence, i: int) -> bool:
    """Whether somebody asks to know, and asks nobody to act: "'Will you go?' he asked", "asked her where it was"."""
    asked_to_act = any(is_infinitive(sentence, j) for j in (*complements(sentence, i), *children(sentence, i, "advcl")))
    if asked_to_act or prepositional(sentence, i, ("for",)):
        return False
    if not logical_objects(sentence, i) and not list(complements(sentence, i)) and not children(sentence, i, "prep"):
        return True  # "the senator demanded", behind what she wanted to know
    hanging = (k for j in logical_objects(sentence, i) for k in children(sentence, j, "relcl", "acl"))
    if any(sentence.tokens[j].text.lower() in PLAIN_QUESTIONS for k in hanging for j in openers(sentence, k)):
        return True  # the parser hangs the question on the one who is asked
    told = [
        j
        for j in complements(sentence, i)
        if any(sentence.tokens[k].text.lower() == "that" for k in openers(sentence, j))
    ]
    return not told and any(token.text == "?" for token in sentence.tokens)


def is_denied(sentence: Sentence, i: int) -> bool:
    """Whether a clause says that something was not done: "had not lied", "nobody lied", "no minister lied"."""
    if children(sentence, i, "neg"):
        return True
    subjects = children(sentence, i, "nsubj", "nsubjpass")
    words = [j for k in subjects for j in (k, *children(sentence, k, "det"))]
    return any(sentence.tokens[j].text.lower() in {"no", "nobody", "none", "neither"} for j in words)


def trigger_words(sentence: Sentence, tokens: tuple[int, ...]) -> tuple[int, int]:
    """First and last token of a trigger: all of them if they stand near each other, else the first alone."""
    first, last = min(tokens), max(tokens)
    return (first, last) if last - first <= len(tokens) + 3 else (tokens[0], tokens[0])
