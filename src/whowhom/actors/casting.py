"""Find every party of a document, sentence by sentence, and say which actor each mention names.

The order of what is tried at a noun: a known name; a description that points
back or is composed of country and noun; a name before known in full or in
another spelling; a place; a name nobody knows; and what is left is a thing.
"""

from __future__ import annotations

from collections.abc import Sequence

from whowhom.actors import phrases
from whowhom.actors.appositions import named_one
from whowhom.actors.cast import Cast, is_party
from whowhom.actors.composition import describe
from whowhom.actors.coreference import BODIES, FIRST, NEUTRAL, PERSONAL, PLURAL, SAYING, Entry
from whowhom.actors.crowds import HURTING, are_people, people_called, resolve_crowd
from whowhom.actors.descriptions import (
    body_called,
    both,
    is_quantity,
    resolve_behind,
    resolve_description,
    with_office_behind,
)
from whowhom.actors.listed import the_number
from whowhom.actors.names import Named
from whowhom.actors.scene import CALENDAR, FAMILY_NAME_FIRST, SUBJECT, Resolved, Scene
from whowhom.actors.strangers import as_told, in_office_told, resolve_introduced, resolve_stranger
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.places import Gazetteer
from whowhom.knowledge.spelling import slug
from whowhom.records import Actor, ActorKind, Mention, Reason, Sentence

OF = frozenset({"of"})
SORTS = {
    "adjective": "the adjective of",
    "people": "the people of",
    "metonym": "a seat of power of",
    "name": "a name of",
}
# What is no party: times, and words for nobody in particular.
NOBODY = frozenset(
    """afternoon morning evening night day week month year hour minute dawn noon midnight weekend decade time moment
    packing nobody none noone someone somebody anybody anyone everybody everyone nothing something anything
    everything""".split()
)
# "It" behind these is what somebody said or did: "denied it".
TAKING_DEEDS = frozenset(
    """deny reject confirm condemn criticise criticize denounce deplore dismiss regret admit do say oppose
    welcome call mean want see believe doubt forbid allow order propose announce discuss accept refuse spurn rebuff
    ignore sign ratify""".split()
)
# What stands between a verb of hurting and who suffers it: "beat some of them".
PARTITIVE = frozenset("of some many most several all half dozens hundreds scores one two three four five".split())
# Whose subject was asked for something: "The army demanded that they disarm. They gave in."
DEMANDING = frozenset("ask order demand urge tell press summon instruct command require implore beg".split())
ANSWERING = frozenset("refuse comply yield obey surrender decline capitulate give agree consent balk disarm".split())
# Nouns that say of another noun what sort it is, not who does it: "public buildings", "party politics".
QUALIFYING = frozenset("public party state community power world people house head press market family".split())
# "he" in "a spokesman for the duke said he ..." is the duke.
MOUTHPIECES = frozenset({"spokesman", "spokeswoman", "spokesperson", "source"})
# The same for these where they are somebody's and say something.
RELATED = frozenset(
    """lawyer attorney solicitor barrister aide adviser advisor secretary doctor agent daughter son wife husband mother
    father brother sister widow cousin uncle aunt nephew niece family relative friend colleague biographer""".split()
)
# How nouns end for those who face one another: "belligerents".
QUARRELLING = ("ant", "ent")
# How a body states what it holds, in which sentences at the head of a text, and how it speaks of itself there.
STATING = frozenset(
    """condemn welcome demand reject regret urge deplore denounce announce reiterate express declare salute congratulate
    protest call support oppose note""".split()
)
LAST_OF_HEAD = 2
OF_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
OBJECTIVE = frozenset({"him", "her", "them"})
BEFORE_DATES = frozenset("in of on since until by last next early late".split())
GENDERS = {
    "mr": "m", "mrs": "f", "ms": "f", "king": "m", "queen": "f", "prince": "m", "princess": "f",
    "sir": "m", "lord": "m", "lady": "f", "ayatollah": "m", "imam": "m", "pope": "m", "chairwoman": "f",
    "spokeswoman": "f", "spokesman": "m", "chairman": "m", "businessman": "m", "emir": "m", "sultan": "m",
}  # fmt: skip

# What befalls others than those who order it, and who orders it; whom one thanks for something; who come together.
BEFALLING = frozenset(
    """arrest detention imprisonment resignation extradition removal dismissal ouster expulsion deportation execution
    impeachment prosecution sentence release abdication sacking departure trial""".split()
)
ORDERING = frozenset("order demand seek accept commute request authorise authorize approve urge".split())
PRAISING = frozenset("commend congratulate praise thank".split())
GROUPINGS = frozenset("band boatload busload crowd gang group mob throng".split())


def find_cast(
    text: str,
    sentences: Sequence[Sentence],
    index: ActorIndex,
    gazetteer: Gazetteer,
    *,
    published: str | None,
    publisher: str | None = None,
) -> Cast:
    """The cast of a document whose parsed sentences are given in text order."""
    scene = Scene(text, index, gazetteer, published, publisher=publisher)
    for sentence in sentences:
        _add_sentence(scene, sentence)
    return Cast(scene.mentions, scene.actors.values(), scene.topic, scene.published)


def _add_sentence(scene: Scene, sentence: Sentence) -> None:
    scene.enter(sentence)
    if any(token.lemma in DEMANDING and token.is_verb for token in sentence.tokens):
        scene.salience.asked.add(sentence.number)
    for token in sentence.tokens:
        name = scene.named.get(token.i)
        if token.tag in {"PRP", "PRP$"}:
            _add_pronoun(scene, token.i)
        elif token.tag == "WP$":
            _add_whose(scene, token.i)
        elif phrases.is_phrase_head(sentence, token.i):
            for resolved in _resolve(scene, token.i):
                is_salient = not phrases.is_any(sentence, token.i) and not _speaks_for_another(sentence, token.i)
                _add(scene, token.i, resolved, is_salient=is_salient)
        elif name is not None and name.head == token.i and not _is_given_name(scene, name):
            # "French" in "a French charity" may be a party's code, and is nobody that "it" goes back to.
            _add(scene, token.i, _resolve_name(scene, name, token.i), is_salient=token.dep == "poss")
        elif name is None and _acts_before(scene, token.i):
            for resolved in _resolve(scene, token.i):
                _add(scene, token.i, resolved, is_salient=False)
    _add_first_persons(scene)


def _speaks_for_another(sentence: Sentence, i: int) -> bool:
    """Whether "he" further on is somebody else than this speaker: "his lawyer said he was ill"."""
    token = sentence.tokens[i]
    if token.lemma in MOUTHPIECES:
        return True
    says = token.dep in SUBJECT and sentence.tokens[token.head].lemma in SAYING
    return says and token.lemma in RELATED and bool(phrases.possessors(sentence, i))


def _add_first_persons(scene: Scene) -> None:
    """ "We", "I", "our" in what somebody says: the speaker, also of a quotation that goes on."""
    sentence = scene.sentence
    speaker = _speaker(scene)
    scene.speaker = speaker or scene.speaker
    scene.stating = scene.stating or _stating(scene)
    if scene.author is None and scene.stating is not None and _states_in_first_person(scene):
        scene.author = scene.stating
    for token in sentence.tokens:
        if token.text.lower() not in FIRST or token.tag not in {"PRP", "PRP$"}:
            continue
        many = token.text.lower() in OF_MANY
        entry = scene.speaker if scene.is_quoted(token.start) else scene.author if many else None
        if entry is not None:
            detail = f"the words of {entry.mention.text!r}"
            resolved = Resolved(actor=entry.actor, rule="actor.speaker", detail=detail, first=token.i, last=token.i)
            _add(scene, token.i, resolved, antecedent=entry)


def _states_in_first_person(scene: Scene) -> bool:
    """Whether the text itself says "we demand": then it is the statement of the body that states at its head."""
    tokens = scene.sentence.tokens
    return any(
        token.text.lower() == "we"
        and token.dep == "nsubj"
        and tokens[token.head].lemma in STATING
        and tokens[token.head].tag in {"VBP", "VB"}
        and not scene.is_quoted(token.start)
        for token in tokens
    )


def _stating(scene: Scene) -> Entry | None:
    """The body that states something in the present at the head of a text: "The party condemns the raid"."""
    sentence = scene.sentence
    if sentence.number > LAST_OF_HEAD:
        return None
    for token in sentence.tokens:
        if token.dep != "ROOT" or token.tag != "VBZ" or token.lemma not in STATING or scene.is_quoted(token.start):
            continue
        for j in sentence.children[token.i]:
            entry = scene.salience.at(sentence.number, j) if sentence.tokens[j].dep == "nsubj" else None
            if entry is not None and entry.actor.kind in BODIES - {ActorKind.STATE}:
                return entry
    return None


def _speaker(scene: Scene) -> Entry | None:
    """Who says something in this sentence."""
    sentence = scene.sentence
    for token in sentence.tokens:
        if token.lemma not in SAYING or not token.is_verb:
            continue
        for j in sentence.children[token.i]:
            if sentence.tokens[j].dep == "nsubj" and (entry := scene.salience.at(sentence.number, j)) is not None:
                return entry
    return None


def _is_given_name(scene: Scene, name: Named) -> bool:
    """Whether a country's name is a person's: "Chad Wolf", "Jordan Peterson"."""
    tokens = scene.sentence.tokens
    head = tokens[tokens[name.last].head]
    given = name.first == name.last and slug(tokens[name.first].text) in scene.index.genders
    follows = head.i == name.last + 1 and head.is_name and head.i not in scene.named
    return given and follows and describe(scene.sentence, head.i, scene.index) is None


def _acts_before(scene: Scene, i: int) -> bool:
    """Whether a noun before another noun says who acts: "an army attempt", "a police raid", "rebel fire"."""
    token = scene.sentence.tokens[i]
    if token.dep not in {"compound", "nmod", "amod"} or token.is_name or token.lemma in QUALIFYING:
        return False
    acts = (token.is_noun or token.text.lower() == "rebel") and token.lemma in scene.index.agents
    return acts and describe(scene.sentence, token.head, scene.index) is None


def _add_pronoun(scene: Scene, i: int) -> None:
    word = scene.sentence.tokens[i].text.lower()
    if word not in PERSONAL and word not in NEUTRAL and word not in PLURAL:
        return
    head = scene.sentence.tokens[scene.sentence.tokens[i].head]
    is_deed = scene.sentence.tokens[i].dep == "dobj" and _takes_deeds(scene.sentence, head.i)
    if word == "it" and (is_deed or _is_expletive(scene.sentence, i)):
        return
    is_hurt = _is_hurt(scene.sentence, i)
    entry = scene.salience.pronoun(
        word,
        scene.sentence.number,
        i,
        may_be_thing=head.lemma not in SAYING and not is_hurt,
        is_hurt=is_hurt,
        apart_from=_subjects_of(scene.sentence, i) | _speakers_around(scene, i),
        is_answering=scene.sentence.tokens[i].dep == "nsubj" and head.lemma in ANSWERING,
    )
    if entry is None:
        return
    for each in scene.salience.named_with(entry) if word in PLURAL else (entry,):
        detail = f"stands for {each.mention.text!r}"
        resolved = Resolved(actor=each.actor, rule="actor.pronoun", detail=detail, first=i, last=i)
        _add(scene, i, resolved, antecedent=each)


def _add_whose(scene: Scene, i: int) -> None:
    """ "Whose" in "Cuba, whose soldiers fell": those whom the noun before the clause names."""
    sentence = scene.sentence
    verb = next((j for j in sentence.ancestors(i) if sentence.tokens[j].dep == "relcl"), None)
    antecedent = None if verb is None else sentence.tokens[verb].head
    for mention in [m for m in scene.mentions if m.sentence == sentence.number and m.head == antecedent]:
        if is_party(mention.actor_id):
            detail = f"stands for {mention.text!r}"
            actor = scene.actors[mention.actor_id]
            _add(
                scene, i, Resolved(actor=actor, rule="actor.pronoun", detail=detail, first=i, last=i), is_salient=False
            )


def _speakers_around(scene: Scene, i: int) -> frozenset[int]:
    """Who says what a pronoun stands in, within quotation marks: whoever speaks says "I" or "we" of himself."""
    sentence = scene.sentence
    if not scene.is_quoted(sentence.tokens[i].start):
        return frozenset()
    says = [j for j in sentence.ancestors(i) if sentence.tokens[j].lemma in SAYING]
    return frozenset(k for j in says for k in sentence.children[j] if sentence.tokens[k].dep in SUBJECT)


def _takes_deeds(sentence: Sentence, verb: int) -> bool:
    """Whether the object of a verb is what was said, done or offered: "denied it", "turned it down"."""
    particles = {sentence.tokens[j].text.lower() for j in sentence.children[verb] if sentence.tokens[j].dep == "prt"}
    return sentence.tokens[verb].lemma in TAKING_DEEDS or (
        sentence.tokens[verb].lemma == "turn" and "down" in particles
    )


def _is_hurt(sentence: Sentence, i: int) -> bool:
    """Whether a pronoun is the object of what only the living suffer: "beat some of them", "arrested them"."""
    token = sentence.tokens[i]
    while token.dep in {"pobj", "prep"} and sentence.tokens[token.head].text.lower() in PARTITIVE:
        token = sentence.tokens[token.head]
    return token.dep in {"dobj", "nsubjpass"} and sentence.tokens[token.head].lemma in HURTING


def _subjects_of(sentence: Sentence, i: int) -> frozenset[int]:
    """The subjects of the verb whose object a pronoun is: whom it does not mean, unless it says "themselves"."""
    token = sentence.tokens[i]
    owner = sentence.tokens[token.head] if token.tag == "PRP$" else token
    opposed = owner.dep == "pobj" and sentence.tokens[owner.head].text.lower() == "against"
    opposed = opposed or (token.tag == "PRP$" and _is_of_another(sentence, owner.i))
    if (token.tag == "PRP$" and not opposed) or token.text.lower().endswith(("self", "selves")):
        return frozenset()  # but in "the court tried a case against its founders" these are not the court's
    verb = sentence.tokens[owner.head]
    while (
        verb.dep in {"prep", "pobj"}
        or (opposed and not verb.is_verb and verb.dep != "ROOT")
        or (verb.tag in {"CD", "DT"} and verb.dep in {"dobj", "pobj"})
    ):
        verb = sentence.tokens[verb.head]
    if token.head == verb.i and token.dep in SUBJECT:
        governed = token.text.lower() in OBJECTIVE and verb.dep in {"ccomp", "xcomp"}
        if not governed:
            return frozenset()
        verb = sentence.tokens[verb.head]  # "wants him to resign", "let them go"
    while True:
        subjects = frozenset(j for j in sentence.children[verb.i] if sentence.tokens[j].dep in SUBJECT)
        if subjects or verb.dep != "conj":
            return subjects  # "he declared ... and ordered him to leave": the verb beside it has the same subject
        verb = sentence.tokens[verb.head]


def _is_of_another(sentence: Sentence, i: int) -> bool:
    """Whether a noun is of somebody else than who orders it or thanks for it: "ordered his arrest", "for its help"."""
    token = sentence.tokens[i]
    head = sentence.tokens[token.head]
    if token.dep == "dobj":
        return token.lemma in BEFALLING and head.lemma in ORDERING
    verb = sentence.tokens[head.head]
    if token.dep != "pobj" or head.text.lower() != "for":
        return False
    return verb.lemma in PRAISING and token.lemma not in BEFALLING


def _is_expletive(sentence: Sentence, i: int) -> bool:
    """Whether "it" only announces a clause: "it is feared that ...", "made it plain that ..."."""
    token = sentence.tokens[i]
    head = sentence.tokens[token.head]
    labels = {sentence.tokens[j].dep for j in sentence.children[head.i]}
    announces = head.lemma == "be" or "auxpass" in labels
    return token.dep in {"nsubj", "nsubjpass", "expl"} and announces and bool(labels & {"ccomp", "csubj"})


def _add(
    scene: Scene, head: int, resolved: Resolved, *, antecedent: Entry | None = None, is_salient: bool = True
) -> None:
    sentence, actor = scene.sentence, resolved.actor
    words = sentence.words(resolved.first, resolved.last)
    why = Reason(rule=resolved.rule, text=words.text, start=words.start, end=words.end, detail=resolved.detail)
    mention = Mention(
        sentence=sentence.number,
        head=head,
        first=resolved.first,
        last=resolved.last,
        text=words.text,
        start=words.start,
        end=words.end,
        actor_id=actor.actor_id,
        why=(why,) if is_party(actor.actor_id) else (),
    )
    scene.mentions.append(mention)
    known = scene.actors.setdefault(actor.actor_id, actor)
    if len(actor.roles) > len(known.roles):
        scene.actors[actor.actor_id] = actor  # a title says more than the table
    if actor.kind is ActorKind.PERSON and antecedent is None and sentence.tokens[head].is_name:
        for word in _short_names(sentence, resolved, actor, head):
            scene.by_short_name[slug(word)] = actor
        for word in actor.name.split()[:-1]:
            if word.isupper() and len(word) > 1:
                continue  # "DNC" in "DNC Chair Tom Perez" is a body
            scene.by_other_name.setdefault(slug(word), {})[actor.actor_id] = actor
    entry = _entry(scene, mention, actor, antecedent)
    if entry.gender is not None:
        scene.genders.setdefault(actor.actor_id, entry.gender)
    if is_salient:
        scene.salience.add(entry)


def _short_names(sentence: Sentence, resolved: Resolved, actor: Actor, head: int) -> list[str]:
    """Under which one word a person is named later: the family name, which stands first in some countries."""
    last = head
    while last > resolved.first and sentence.tokens[last].text.rstrip(".") in {"Jr", "Sr", "II", "III"}:
        last -= 1
    found = [sentence.tokens[last].text, actor.name.split()[-1]]
    if actor.country in FAMILY_NAME_FIRST and actor.name.split()[0] in _words_in(sentence, resolved):
        found.append(actor.name.split()[0])
    return found


def _words_in(sentence: Sentence, resolved: Resolved) -> set[str]:
    return {token.text for token in sentence.tokens[resolved.first : resolved.last + 1]}


def _entry(scene: Scene, mention: Mention, actor: Actor, antecedent: Entry | None) -> Entry:
    """A pronoun itself says nothing of number, gender or title: those of what it stands for count on."""
    words = antecedent.mention if antecedent else mention
    return Entry(
        mention=words,
        noun=words.text.lower().rpartition(" ")[2],
        at=mention,
        actor=actor,
        is_subject=scene.sentence.tokens[mention.head].dep in SUBJECT,
        is_main=_is_of_main_clause(scene.sentence, mention.head),
        is_plural=antecedent.is_plural if antecedent else _is_plural(scene.sentence, mention.head),
        gender=antecedent.gender if antecedent else _gender(scene, actor, mention.text),
        is_one=antecedent.is_one if antecedent else _is_one_of_many(scene, actor, mention.head),
        beside=_beside(scene.sentence, mention.head),
        joined=tuple(phrases.coordinated(scene.sentence, mention.head)),
        is_inside=actor.kind is ActorKind.STATE and _is_inside(scene.sentence, mention.head),
    )


def _is_one_of_many(scene: Scene, actor: Actor, head: int) -> bool:
    """Whether a noun names one of the people: "a resident"; not "a crowd"."""
    token = scene.sentence.tokens[head]
    agent = scene.index.agents.get(token.lemma)
    is_single = agent is not None and agent.number not in {"many", "group"}
    return actor.kind is ActorKind.POPULATION and is_single and not _is_plural(scene.sentence, head)


def _is_inside(sentence: Sentence, head: int) -> bool:
    """Whether a noun stands under the "of" of another noun."""
    while sentence.tokens[head].dep == "conj":
        head = sentence.tokens[head].head
    preposition = sentence.tokens[sentence.tokens[head].head]
    under = sentence.tokens[head].dep == "pobj" and preposition.text.lower() in OF
    return under and sentence.tokens[preposition.head].is_noun


def _beside(sentence: Sentence, head: int) -> int | None:
    """The other of exactly two that stand side by side: "between the guild and the ministry"."""
    token = sentence.tokens[head]
    if token.dep != "conj" or any(sentence.tokens[j].dep == "conj" for j in sentence.children[head]):
        return None
    first = sentence.tokens[token.head]
    return first.i if first.is_noun and first.dep != "conj" else None


def _is_of_main_clause(sentence: Sentence, head: int) -> bool:
    """Whether a subject's verb is the sentence's own, or stands beside it."""
    verb = sentence.tokens[sentence.tokens[head].head]
    while verb.dep == "conj" and verb.head != verb.i:
        verb = sentence.tokens[verb.head]
    return sentence.tokens[head].dep in SUBJECT and verb.dep == "ROOT"


def _is_plural(sentence: Sentence, head: int) -> bool:
    return phrases.is_plural(sentence.tokens[head]) or any(
        sentence.tokens[j].dep == "conj" for j in sentence.children[head]
    )


def _gender(scene: Scene, actor: Actor, text: str) -> str | None:
    if actor.kind is not ActorKind.PERSON:
        return None
    for word in (*text.split(), *actor.name.split()):
        gender = scene.index.genders.get(slug(word)) or GENDERS.get(word.lower().strip("."))
        if gender in {"m", "f"}:
            return gender
    return None


def _resolve(scene: Scene, head: int) -> list[Resolved]:
    introduced = scene.introduced.get(head)
    if introduced is not None:
        return resolve_introduced(scene, introduced, head)
    name = scene.named.get(head)
    if name is not None and not _is_part_of_longer_name(scene, name):
        return [_resolve_name(scene, name, head)]
    grouped = _people_grouped(scene, head)
    if grouped:
        return grouped
    description = describe(scene.sentence, head, scene.index)
    if description is not None:
        return resolve_description(scene, description, head)
    if (_is_bare_both(scene.sentence, head) or _are_the_two(scene.sentence, head)) and (pair := both(scene, head)):
        return pair
    those = the_number(scene, head)
    if those:
        detail = f"the {len(those)} that the text lists"
        first, last = phrases.extent(scene.sentence, head)
        return [Resolved(actor=a, rule="actor.listed", detail=detail, first=first, last=last) for a in those]
    if is_quantity(scene, head):
        one = named_one(scene, head)
        if one is not None:
            return [one]
        behind = [r for j in phrases.prepositional(scene.sentence, head, OF) for r in _resolve(scene, j)]
        if any(is_party(r.actor.actor_id) for r in behind):
            return resolve_behind(scene, head, behind)
    crowd = resolve_crowd(scene, head)
    if crowd is not None:
        return [crowd]
    if scene.sentence.tokens[head].text.lower() in CALENDAR | NOBODY and not _is_named_so(scene, head):
        return []
    body = _body_called_so(scene, head)
    if body is not None:
        return [body]
    if scene.sentence.tokens[head].is_name or scene.known_at(head) is not None or _is_middle_name(scene, head):
        return [with_office_behind(scene, resolve_stranger(scene, head), head)]
    if are_people(scene.sentence, head):
        return [people_called(scene, head, "CVL")]
    return [scene.region_meant(head) or scene.thing(head, *phrases.extent(scene.sentence, head))]


def _is_somewhere(sentence: Sentence, head: int) -> bool:
    """Whether a name stands behind "in" or "at", where its namesake is a town: Joseph Muscat, and "in Muscat"."""
    token = sentence.tokens[head]
    return token.dep == "pobj" and sentence.tokens[token.head].text.lower() in {"in", "at", "near"}


def _people_grouped(scene: Scene, head: int) -> list[Resolved]:
    """Who a group that nothing else names is made of: "a group of fishermen", "a crowd of mourners"."""
    token = scene.sentence.tokens[head]
    if (
        token.lemma not in GROUPINGS
        or phrases.is_definite(scene.sentence, head)
        or phrases.possessors(scene.sentence, head)
    ):
        return []
    if any(scene.sentence.tokens[j].dep in {"amod", "compound", "appos"} for j in scene.sentence.children[head]):
        return []
    of = [
        k for j in phrases.prepositional(scene.sentence, head, OF) for k in (j, *phrases.coordinated(scene.sentence, j))
    ]
    behind = [j for j in of if phrases.is_plural(scene.sentence.tokens[j])]
    people = [r for j in behind for r in _resolve(scene, j)]
    return resolve_behind(scene, head, people) if any(is_party(r.actor.actor_id) for r in people) else []


def _body_called_so(scene: Scene, head: int) -> Resolved | None:
    """A body named by a capitalised noun alone: "the Tigers" after "the Liberation Tigers of Tamil Eelam"."""
    token, bare = scene.sentence.tokens[head], len(scene.sentence.children[head]) == 1
    if not (token.text[:1].isupper() and bare and phrases.is_definite(scene.sentence, head)):
        return None
    body = body_called(scene, head)
    if body is None:
        return None
    first, last = phrases.extent(scene.sentence, head)
    return Resolved(actor=body, rule="actor.points-back", detail=f"short for {body.name}", first=first, last=last)


def _is_bare_both(sentence: Sentence, head: int) -> bool:
    """Whether two are meant that the text has named: "both", "neither", "the pair"."""
    word, below = sentence.tokens[head].text.lower(), sentence.children[head]
    if word in {"pair", "duo"}:
        return phrases.is_definite(sentence, head) and len(below) == 1
    return word in {"both", "neither"} and not below


def _are_the_two(sentence: Sentence, head: int) -> bool:
    """Whether two are meant by a number, or by a noun that no table holds: "the two agreed", "the two applicants"."""
    token, below = sentence.tokens[head], [sentence.tokens[j] for j in sentence.children[head]]
    words = {t.text.lower() for t in below}
    if token.text.lower() == "two":
        return token.dep in SUBJECT and words == {"the"}
    people = token.lemma.endswith(QUARRELLING) and not token.lemma.endswith("ment")
    return token.tag == "NNS" and token.dep in SUBJECT and people and words == {"the", "two"}


def _is_middle_name(scene: Scene, head: int) -> bool:
    """Whether a capitalised noun is a name of one person of the text: "Benavides" after "Oscar Benavides Lima"."""
    token = scene.sentence.tokens[head]
    return token.is_noun and token.text[:1].isupper() and len(scene.by_other_name.get(slug(token.text), {})) == 1


def _is_named_so(scene: Scene, head: int) -> bool:
    """Whether a month is somebody's name: "May" after "Theresa May", "Mrs May"."""
    token = scene.sentence.tokens[head]
    before = scene.sentence.tokens[head - 1].text.lower().strip(".") if head else ""
    dated = token.dep == "pobj" and before in BEFORE_DATES
    return token.is_name and not dated and (scene.known_at(head) is not None or before in GENDERS)


def _is_part_of_longer_name(scene: Scene, name: Named) -> bool:
    """Whether "Washington" is George's: a name of one word with a capitalised stranger right before it."""
    if name.first != name.last or name.first == 0:
        return False
    before = scene.sentence.tokens[name.first - 1]
    if not before.is_name or before.dep not in {"compound", "nmod"} or before.head != name.head:
        return False
    word = before.text.lower().strip(".")
    if word in CALENDAR:
        return False
    return before.i not in scene.named and word not in scene.index.titles and word not in scene.index.agents


def _resolve_name(scene: Scene, name: Named, head: int) -> Resolved:
    actor, first, last = scene.index.actors[name.alias.actor_id], name.first, name.last
    if head == name.head and scene.sentence.tokens[head].is_noun and phrases.is_phrase_head(scene.sentence, head):
        start, end = phrases.extent(scene.sentence, head)
        first, last = min(first, start), max(last, end)
    if name.alias.sort == "metonym":
        namesake = scene.called(slug(name.alias.text))
        if namesake is not None and namesake.kind is ActorKind.PERSON and not _is_somewhere(scene.sentence, head):
            detail = f"named before as {namesake.name}"
            return Resolved(actor=namesake, rule="actor.short-name", detail=detail, first=first, last=last)
        if scene.stands_in_place(head) and not scene.is_visited(head):
            return scene.place(name.alias.text, first, last)
    if actor.actor_id in scene.index.uncoded:
        actor = as_told(scene, actor, name, head)
    elif actor.kind is ActorKind.PERSON:
        actor = in_office_told(scene, scene.actors.get(actor.actor_id, actor), name, head)
    detail = f"{SORTS[name.alias.sort]} {actor.name}"
    return Resolved(actor=actor, rule="actor.name", detail=detail, first=first, last=last)
