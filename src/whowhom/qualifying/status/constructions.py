"""Constructions that decide about an event: "has yet to", "the rumour proved false", "rallied for", "a draft".

In:  a parsed sentence and a token of it.
Out: what hangs on what (`Link`), and what small words and fixed phrases make of it.

Nothing here looks further up than the one word on which a token hangs; `governing.py` puts them together.
"""

from __future__ import annotations

from msgspec import Struct

from whowhom.events import grammar
from whowhom.qualifying.status.clause import Verdict
from whowhom.records import Sentence, Status, Token

# Prepositions and what they make of a gerund or an event noun behind them.
PREPOSITIONS = {
    "without": Status.NEGATED,
    "instead": Status.NEGATED,
    "despite": Status.ACTUAL,
    "pending": Status.PLANNED,
    "ahead": Status.PLANNED,
    "barring": Status.HYPOTHETICAL,
}
# Who does so for something demands it.
RALLYING = frozenset(
    "rally march demonstrate protest chant shout clamour clamor campaign picket agitate cry demonstration".split()
)
FORESEEN = frozenset("likely probable inevitable imminent certain unavoidable".split())
DRAFTING = frozenset("draft table submit circulate propose sponsor".split())
OPENING = frozenset("begin start happen materialise materialize come take resume occur".split())
# What says that what is told is not so.
FALSE = frozenset("false untrue unfounded baseless groundless fabricated fictitious".split())
PROVING = frozenset("prove turn be".split())
REPORTS = frozenset("report rumour rumor claim allegation story suggestion accusation charge talk tale".split())
# What is drafted and voted on; a militia that is sponsored, a report that circulates, is none.
PAPERS = frozenset("motion bill resolution amendment draft text proposal".split())
# Who tells of what he did or saw; he plans nothing.
WITNESSES = frozenset(
    "witness survivor defector deserter refugee victim prisoner detainee resident villager veteran soldier".split()
)
SEEING = frozenset({"see", "hear", "watch", "witness", "be", "have"})
PAST = frozenset({"last", "ago", "yesterday"})
# "Spoke of resigning", "there is talk of marching"; "came close to sending troops".
SPEAKING = frozenset("talk speak think dream muse whisper".split())
NEAR = frozenset({"close", "near", "nearer", "closer"})
FIRST = frozenset({"first", "last", "only", "second", "third"})
WARNING = frozenset("warn caution advise counsel argue recommend".split())
TIMES = frozenset("minute hour day night evening morning week month year decade".split())
POINTLESS = frozenset({"point", "use", "sense", "merit"})
FAILING = frozenset({"fail", "fall", "lose"})
# What puts off its own list: "three things: an inquiry and the release of".
LISTED = frozenset("thing demand condition point measure step aim goal request concession".split())
ON_CONDITION = frozenset({"condition", "proviso", "understanding"})
DUE = frozenset({"due", "scheduled", "set", "expected"})
WHOEVER = frozenset({"anyone", "anybody", "whoever"})

# "marched to protest", "wrote to complain": what one does is the saying itself.
PLEADING = frozenset("plead beg ask appeal urge call request advise oppose offer congratulate greet thank".split())
EXPRESSING = PLEADING | frozenset(
    """protest demonstrate demand denounce condemn deplore decry commemorate mourn celebrate honour honor mark
    complain apologise apologize express voice object""".split()
)
EXPRESSED_BY = frozenset(
    """march rally gather assemble parade kneel sit strike stage hold walk write telephone phone ring cable speak stand
    rise shout chant appear stop close burn wave lay light turn come go take block occupy""".split()
)
# "flew to Rome to plead": a report of the errand is one of the plea, and not yet of a protest.
TRAVELLING = frozenset("fly hurry travel visit send drive rush".split())


class Link(Struct, frozen=True, kw_only=True):
    """How a token hangs on the one above: ``slot`` as in `operators.tsv`, ``through`` the preposition's token."""

    above: int
    slot: str
    through: int | None = None


def refuted(sentence: Sentence, noun: int) -> int | None:
    """The word that says that a report is not so: "a rumour that ... proved false", "turned out to be false".

    Where there is only no evidence, nobody says that it is not so: that is for the stance.
    """
    token = sentence.tokens[noun]
    verb = sentence.tokens[token.head]
    if token.dep != "nsubj" or token.lemma not in REPORTS or verb.lemma not in PROVING:
        return None
    if grammar.children(sentence, verb.i, "neg"):
        return None
    said = [
        k
        for j in (verb.i, *grammar.children(sentence, verb.i, "xcomp"))
        for k in (j, *grammar.children(sentence, j, "acomp", "attr", "oprd"))
    ]
    return next((j for j in said if sentence.tokens[j].text.lower() in FALSE), None)


def is_subjunctive(sentence: Sentence, i: int) -> bool:
    """ "demanded that he resign", "should resign": without a tense of its own."""
    aux = [sentence.tokens[j].text.lower() for j in grammar.children(sentence, i, "aux", "auxpass")]
    if "be" in aux and not {"to", "will", "would", "may", "can", "could", "might", "must"} & set(aux):
        return True
    if aux:
        return aux[0] == "should"
    return sentence.tokens[i].tag in {"VB", "NN", "VBP", "NNP"}


def says_what(sentence: Sentence, i: int) -> bool:
    """Whether a clause says what a report is of; in a passive one, "that" cannot be the object."""
    passive = bool(grammar.children(sentence, i, "nsubjpass"))
    objects = grammar.children(sentence, i, "dobj")
    that = any(sentence.tokens[j].text.lower() == "that" for j in objects)
    return bool(grammar.children(sentence, i, "mark")) or (that and (passive or len(objects) > 1))


def is_plain_present(sentence: Sentence, i: int) -> bool:
    """ "attacks": a present without a helping verb."""
    return sentence.tokens[i].tag in {"VBZ", "VBP"} and not grammar.children(sentence, i, "aux", "auxpass")


def is_whoever(sentence: Sentence, noun: int) -> bool:
    """ "anyone who marched would be arrested", "any plane that attacks": nobody has as yet."""
    determiners = [sentence.tokens[j].text.lower() for j in grammar.children(sentence, noun, "det")]
    return sentence.tokens[noun].text.lower() in WHOEVER or "any" in determiners


def is_all_such(sentence: Sentence, noun: int) -> bool:
    """ "those who march", "all who sign", "every soldier who surrenders"."""
    determiners = {sentence.tokens[j].text.lower() for j in grammar.children(sentence, noun, "det")}
    return sentence.tokens[noun].text.lower() in {"those", "all", "everyone", "everybody"} or "every" in determiners


def past_prepositions(sentence: Sentence, noun: int) -> int:
    """The word above a noun and its prepositions: "amnesty" over "soldier" in "amnesty to every soldier"."""
    above = sentence.tokens[sentence.tokens[noun].head]
    while above.tag in {"IN", "TO"} and above.head != above.i:
        above = sentence.tokens[above.head]
    return above.i


def is_told_of(sentence: Sentence, i: int) -> bool:
    """Whether an infinitive tells what happened: "it took them a night to seize it", "the first to stop it"."""
    token = sentence.tokens[i]
    above = sentence.tokens[token.head]
    if above.lemma == "take" and is_past(sentence, above.i):
        subjects = grammar.children(sentence, above.i, "nsubj")
        lasted = {sentence.tokens[j].lemma for j in grammar.children(sentence, above.i, "dobj", "npadvmod", "dative")}
        return any(sentence.tokens[j].text.lower() == "it" for j in subjects) and bool(lasted & TIMES)
    to = min(grammar.children(sentence, i, "aux"), default=0)
    passive = bool(grammar.children(sentence, i, "auxpass"))
    if to > 1 and sentence.tokens[to - 1].text.lower() == "only":
        return passive or sentence.tokens[to - 2].text == ","  # "only to be overruled"
    beside = {sentence.tokens[j].text.lower() for j in grammar.children(sentence, above.i, "amod")}
    return token.dep in {"acl", "relcl"} and bool(beside & FIRST) and not passive


def is_small_passive(sentence: Sentence, i: int) -> bool:
    """ "its leaders rounded up": a participle with what it is done to, and no tense."""
    bare = sentence.tokens[i].tag in {"VBD", "VBN"} and not grammar.children(sentence, i, "aux", "auxpass", "mark")
    return (
        bare and bool(grammar.children(sentence, i, "nsubj", "nsubjpass")) and not grammar.children(sentence, i, "dobj")
    )


def is_after_but(sentence: Sentence, i: int) -> bool:
    """Whether a verb is set against the one before it: "came to arrest him, but fled"."""
    return any(
        sentence.tokens[j].text.lower() == "but" for j in grammar.children(sentence, sentence.tokens[i].head, "cc")
    )


def is_regretted(sentence: Sentence, verb: int) -> bool:
    """ "should never have been possible", "could have been prevented": of what did happen."""
    words = {sentence.tokens[j].text.lower() for j in grammar.children(sentence, verb, "aux")}
    never = bool(grammar.children(sentence, verb, "neg"))
    prevented = sentence.tokens[verb].lemma in {"prevent", "avoid", "avert"}
    return "have" in words and (("should" in words and never) or (bool(words & {"could", "should"}) and prevented))


def is_told_through(sentence: Sentence, i: int, above: int) -> bool:
    """Whether the sentence tells what came of an errand: "to attack the town, killing 12", "and shot him"."""
    tokens = sentence.tokens
    if grammar.children(sentence, i, "auxpass"):
        return True  # "came to be occupied"
    beside = [
        *grammar.children(sentence, i, "advcl"),
        *grammar.children(sentence, above, "advcl", "conj"),
    ]
    done = [j for j in beside if j > i and tokens[j].tag in {"VBG", "VBD"} and not is_after_but(sentence, j)]
    same = {tokens[i].lemma, "kill", "wound", "injure", "shoot", "burn", "loot", "seize", "arrest", "capture"}
    below = [k for j in sentence.subtree(i) for k in grammar.children(sentence, j, "relcl")]
    return any(tokens[j].lemma in same for j in (*done, *below))


def is_further(sentence: Sentence, i: int, link: Link) -> bool:
    """Whether an infinitive goes on a list and hangs on none of it: "to resist, to impose sanctions, and to"."""
    to = grammar.children(sentence, i, "aux")
    listed = bool(to) and to[0] > 0 and sentence.tokens[to[0] - 1].text == ","
    both = grammar.is_infinitive(sentence, i) and grammar.is_infinitive(sentence, link.above)
    return listed and both and sentence.tokens[i].dep == "xcomp"


def is_carried(sentence: Sentence, link: Link) -> bool:
    """Whether a body votes for a deed and nothing says that it failed; some members' votes are no deed."""
    clause = grammar.children(sentence, link.above, "conj", "cc", "parataxis")
    but = any(sentence.tokens[j].text.lower() == "but" for j in clause)
    fell = any(sentence.tokens[j].lemma in FAILING for j in clause)
    counted = any(grammar.children(sentence, j, "nummod") for j in grammar.children(sentence, link.above, "nsubj"))
    return link.slot == "comp" and not (but or fell or counted)


def is_beyond_semicolon(sentence: Sentence, i: int, above: int) -> bool:
    """Whether a semicolon parts a clause from the verb it was hung on: "Mali demanded a truce; Chad wanted none"."""
    low, high = sorted((i, above))
    return any(token.text == ";" for token in sentence.tokens[low:high])


def is_the_saying(token: Token, above: Token) -> bool:
    """Whether what one does in order to say something is the saying itself: "marched to protest"."""
    pleads = token.lemma in PLEADING and above.lemma in TRAVELLING
    return pleads or (token.lemma in EXPRESSING and above.lemma in EXPRESSED_BY)


def is_past(sentence: Sentence, i: int) -> bool:
    """Whether a verb is in a past tense: "attacked", "had attacked", "was attacked"."""
    words = [sentence.tokens[j].text.lower() for j in grammar.children(sentence, i, "aux", "auxpass")]
    return sentence.tokens[i].tag == "VBD" or bool({"had", "was", "were", "did"} & set(words))


def is_indefinite(sentence: Sentence, noun: int) -> bool:
    """Whether a noun is of any such: "a", "an", "any", "some" or nothing before it."""
    determiners = [sentence.tokens[j].text.lower() for j in grammar.children(sentence, noun, "det", "poss")]
    return sentence.tokens[noun].tag in {"NN", "NNS"} and all(d in {"a", "an", "any", "some"} for d in determiners)


def is_foreseen(sentence: Sentence, i: int, link: Link) -> bool:
    """ "Analysts see the currency losing ground": seeing in the present what is not there to be seen."""
    above = sentence.tokens[link.above]
    return (
        above.lemma == "see"
        and above.tag in {"VB", "VBP", "VBZ"}
        and is_gerund(sentence, i)
        and not grammar.children(sentence, link.above, "aux", "auxpass")
        and bool(grammar.children(sentence, i, "nsubj"))
    )


def not_heard_of(sentence: Sentence, link: Link) -> Verdict | None:
    """ "will not hear of sending troops": refused."""
    above = sentence.tokens[link.above]
    negated = bool(grammar.children(sentence, above.i, "neg"))
    willing = any(sentence.tokens[j].tag == "MD" for j in grammar.children(sentence, above.i, "aux"))
    if above.lemma != "hear" or link.slot != "of" or not (negated and willing):
        return None
    return Verdict(status=Status.REFUSED, rule="status.not-heard-of", token=above.i)


def only_spoken_of(sentence: Sentence, i: int, link: Link) -> Verdict | None:
    """ "spoke of resigning", "came close to sending troops", "warned against shooting": not done, or not as yet."""
    if link.through is not None and sentence.tokens[i].is_noun and not is_gerund(sentence, i):
        over = sentence.tokens[sentence.tokens[link.through].head]
        near = sentence.tokens[link.through].lemma == "to" and over.lemma in NEAR
        return Verdict(status=Status.ATTEMPTED, rule="status.nearly", token=over.i) if near else None
    if link.through is None or not is_gerund(sentence, i) or grammar.children(sentence, i, "aux", "auxpass"):
        return None
    if sentence.tokens[link.through].lemma == "from" and sentence.tokens[link.through - 1].lemma == "away":
        return Verdict(status=Status.REFUSED, rule="status.backed-away", token=link.above)
    if sentence.tokens[link.through - 1].text.lower() == "out":
        return None  # "talked him out of marching" is an operator of the codebook
    above, through = sentence.tokens[link.above], sentence.tokens[link.through]
    over = sentence.tokens[through.head]
    if through.lemma == "of" and _is_testimony(sentence, i, above.i):
        return None
    if through.lemma == "of" and (above.lemma in SPEAKING or _under_talk(sentence, above.i)):
        return Verdict(status=Status.HYPOTHETICAL, rule="status.spoken-of", token=link.above)
    if through.lemma == "against" and above.lemma in WARNING:
        return Verdict(status=Status.HYPOTHETICAL, rule="status.spoken-of", token=link.above)
    if through.lemma == "to" and over.lemma in NEAR:
        return Verdict(status=Status.ATTEMPTED, rule="status.nearly", token=over.i)
    # "Within a week of seizing power" is after it, "within hours of" mostly before.
    afterwards = above.lemma in TIMES - {"hour", "minute"}
    within = above.dep == "pobj" and sentence.tokens[above.head].lemma == "within" and not afterwards
    if through.lemma == "of" and within:
        return Verdict(status=Status.ATTEMPTED, rule="status.nearly", token=above.head)
    before = sentence.tokens[max(0, link.through - 2) : link.through]
    pointless = len(before) == 2 and before[0].text.lower() in {"no", "little"} and before[1].lemma in POINTLESS
    if through.lemma == "in" and pointless:
        return Verdict(status=Status.NEGATED, rule="status.no-point", token=before[1].i)
    return None


def _is_testimony(sentence: Sentence, i: int, said: int) -> bool:
    """Whether somebody tells of what was done: "a defector spoke of shooting", "spoke of arresting 40 men"."""
    told = [sentence.tokens[j] for j in sentence.subtree(i)]
    past = any(t.tag == "CD" or t.text.lower() in PAST for t in told)
    speakers = [sentence.tokens[j].lemma for j in grammar.children(sentence, said, "nsubj")]
    return past or sentence.tokens[i].lemma in SEEING or not WITNESSES.isdisjoint(speakers)


def _under_talk(sentence: Sentence, noun: int) -> bool:
    """Whether a noun only says who talks: "talk among officers of attacking"."""
    preposition = sentence.tokens[sentence.tokens[noun].head]
    talk = sentence.tokens[preposition.head]
    return (
        sentence.tokens[noun].dep == "pobj" and preposition.lemma == "among" and talk.lemma == "talk" and talk.is_noun
    )


def called_for(sentence: Sentence, link: Link, event_type: str) -> Verdict | None:
    """ "rallied for his resignation", "a march for the release of": what a protest wants."""
    if link.slot != "for" or sentence.tokens[link.above].lemma not in RALLYING:
        return None
    if event_type == "ASSAULT":
        return None  # "protested for the killing of two monks": because of it
    return Verdict(status=Status.DEMANDED, rule="status.called-for", token=link.above)


def preposition(sentence: Sentence, through: int) -> Verdict | None:
    """What a preposition makes of what hangs on it: "without firing", "instead of talks", "rather than fight"."""
    word = sentence.tokens[through].text.lower()
    status = PREPOSITIONS.get(word)
    if (
        status is None
        and word == "than"
        and any(
            sentence.tokens[j].text.lower() == "rather" for j in (through - 1, *sentence.children[through]) if j >= 0
        )
    ):
        status = Status.NEGATED
    if status is None and word == "of" and sentence.tokens[sentence.tokens[through].head].text.lower() in PREPOSITIONS:
        status = PREPOSITIONS[sentence.tokens[sentence.tokens[through].head].text.lower()]
    if status is None and word == "of" and through > 0:
        status = PREPOSITIONS.get(sentence.tokens[through - 1].text.lower())
    if status is None or status is Status.ACTUAL:
        return None
    return Verdict(status=status, rule=f"status.{word}", token=through)


def draft(sentence: Sentence, noun: int) -> int | None:
    """The word by which a paper is a draft as yet: "a draft deploring the raid", "tabled a motion blaming Chad"."""
    token = sentence.tokens[noun]
    if token.lemma == "draft":
        return noun
    verb = sentence.tokens[token.head]
    if token.dep in {"dobj", "nsubjpass"} and verb.lemma in DRAFTING:
        return verb.i
    beside = grammar.children(sentence, noun, "compound", "amod")
    return next((j for j in beside if sentence.tokens[j].text.lower() == "draft"), None)


def likely(sentence: Sentence, be: int) -> int | None:
    """The word that says so of an event: "further attacks are likely"."""
    if sentence.tokens[be].lemma != "be" or grammar.children(sentence, be, "neg"):
        return None
    said = grammar.children(sentence, be, "acomp")
    return next((j for j in said if sentence.tokens[j].text.lower() in FORESEEN), None)


def due(sentence: Sentence, be: int) -> int | None:
    """The word that puts an event ahead: "the trial is due in March"."""
    present = sentence.tokens[be].lemma == "be" and sentence.tokens[be].tag in {"VBZ", "VBP"}
    if not present or grammar.children(sentence, be, "neg"):
        return None
    found = next((j for j in grammar.children(sentence, be, "acomp") if sentence.tokens[j].text.lower() in DUE), None)
    # "Is due to the arrest" says why; the parser may hang "arrest" on "due" itself.
    below = () if found is None else (found, *grammar.children(sentence, found, "prep"))
    return (
        None
        if any(grammar.children(sentence, j, "pobj") for j in below if j == found or _is_to(sentence, j))
        else found
    )


def _is_to(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].text.lower() == "to"


def is_supposed(sentence: Sentence, noun: int, verb: int) -> bool:
    """Whether any such event is spoken of that would do something: "an attack on ships would oblige it to act"."""
    modals = [j for j in grammar.children(sentence, verb, "aux") if sentence.tokens[j].tag == "MD"]
    any_such = grammar.children(sentence, noun, "det")
    return bool(modals) and any(sentence.tokens[j].text.lower() in {"a", "an", "any"} for j in any_such)


def has_yet_to(sentence: Sentence, verb: int) -> bool:
    """Whether what a noun tells "has yet to begin"."""
    opened = (j for j in grammar.children(sentence, verb, "xcomp") if sentence.tokens[j].lemma in OPENING)
    yet = any(sentence.tokens[j].text.lower() == "yet" for j in grammar.children(sentence, verb, "advmod"))
    return yet and sentence.tokens[verb].lemma in {"have", "be"} and any(opened)


def is_perfect_infinitive(sentence: Sentence, i: int) -> bool:
    """ "to have attacked": done before."""
    words = [sentence.tokens[j].text.lower() for j in grammar.children(sentence, i, "aux")]
    return "to" in words and "have" in words


def is_gerund(sentence: Sentence, i: int) -> bool:
    """Whether a token is a form in -ing."""
    return sentence.tokens[i].tag == "VBG"


def link_of(sentence: Sentence, i: int) -> Link | None:
    """How a token hangs on the one above; none for what stands by itself."""
    token = sentence.tokens[i]
    head = token.head
    if head == i:
        return None
    match token.dep:
        case "amod" if token.tag in {"VBN", "VBG"}:
            return None  # "the proposed and then signed agreement": each says what it was by itself
        case "acl" if token.tag == "VBN":
            return None
        case "advcl" if token.tag in {"VBG", "VBN"}:
            return Link(above=head, slot="beside")  # "ordered its envoy home, accusing both": no complement
        case "ccomp" if is_beyond_semicolon(sentence, i, head):
            return None
        case "xcomp" | "ccomp" | "acl" | "advcl" | "acomp" | "oprd":
            return Link(above=head, slot="comp")
        case "dobj" | "nsubjpass":
            return Link(above=head, slot="obj")
        case "attr":
            return Link(above=head, slot="comp")
        case "nsubj":
            return Link(above=head, slot="obj" if grammar.is_passive(sentence, head) else "subj")
        case "pobj" | "pcomp":
            return through(sentence, head)
        case "compound" | "amod" | "nmod":
            return Link(above=head, slot="mod")
        case "relcl" if grammar.is_infinitive(sentence, i):
            return Link(above=head, slot="comp")
    return None


def through(sentence: Sentence, preposition: int) -> Link | None:
    """Past a preposition, or two ("instead of", "ahead of")."""
    tokens = sentence.tokens
    above = tokens[preposition].head
    if above == preposition:
        return None
    if tokens[above].tag in {"IN", "RB", "TO"} and tokens[above].head != above:
        above = tokens[above].head
    return Link(above=above, slot=tokens[preposition].lemma, through=preposition)
