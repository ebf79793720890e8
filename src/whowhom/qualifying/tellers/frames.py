"""Who tells of an event within its own sentence: "X said that", "according to X", "X's claim that", "reportedly".

In:  a parsed sentence and the token of an event.
Out: the frames around it, innermost first. A frame is one telling: who, by
which word, and how he puts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from whowhom.actors import Cast
from whowhom.events import grammar
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.status import negation
from whowhom.qualifying.tellers.people import subjects, tellers_at
from whowhom.records import ActorKind, Sentence, Stance, Teller

DEEPEST = 14
CLAUSE = frozenset({"ccomp", "xcomp"})
# Words behind the verb of an aside: "an officer told reporters here on Monday".
LONGEST_ASIDE = 6
# What somebody says of how many: "the ministry put the number killed at 77".
TOLLS = frozenset({"number", "toll", "count", "figure", "tally"})
BY_PREPOSITION = frozenset({"of", "for", "about", "with", "on", "in", "over", "against", "to", "as"})
LITTLE = frozenset({"little", "no", "scant", "any", "few", "insufficient", "hardly"})
BELIEVING = frozenset("believe think suppose suspect confirm verify assume show imply find establish determine".split())

# "It is not true that", "it is false that": the author himself says that it is not so; by whether it needs a "not".
TRUE_OR_NOT = {"true": True, "false": False, "untrue": False}
# What a denial does not reach: clauses that only say when.
UNTRUE = frozenset({Stance.DENIED, Stance.DOUBTED})
DATING = frozenset({"when", "after", "before", "since"})


class Frame(Struct, frozen=True, kw_only=True):
    """One telling around an event; no ``tellers`` where nobody is named ("reportedly"), several who tell together."""

    rule: str
    cue: int
    stance: Stance
    tellers: tuple[Teller, ...] = ()


def frames_of(sentence: Sentence, i: int, cast: Cast, words: WordLists) -> tuple[Frame, ...]:
    """The frames around the event at token ``i``, innermost first."""
    frames = _Frames(sentence, cast, words)
    found: list[Frame] = []
    for frame in frames.around(i):
        if all(frame.cue != other.cue for other in found):
            found.append(frame)
    return tuple(found)


class _Frames:
    def __init__(self, sentence: Sentence, cast: Cast, words: WordLists) -> None:
        self._sentence, self._cast = sentence, cast
        self._reporting: Mapping[str, Mapping[str, Stance]] = words.reporting
        self._words = words

    def around(self, i: int) -> Iterator[Frame]:
        """Climb from the event to the root and yield what tells of it on the way."""
        event, granted = i, False
        yield from self._hedges(i)
        for _ in range(DEEPEST):
            yield from self._beside(i, event)
            token = self._sentence.tokens[i]
            if token.head == i:
                break
            granted = granted or self._is_taken_for_granted(i)
            yield from (f for f in self._above(i, event) if not (granted and f.stance in UNTRUE))
            i = token.head
        yield from self._asides(event)
        yield from self._headline(event)

    def _is_taken_for_granted(self, i: int) -> bool:
        """Whether a clause only says when: "denied a coup, hours after soldiers seized the radio" denies no seizure."""
        marks = grammar.children(self._sentence, i, "mark", "advmod")
        when = any(self._sentence.tokens[j].text.lower() in DATING for j in marks)
        return self._sentence.tokens[i].dep == "advcl" and when and self._sentence.tokens[i].tag == "VBD"

    def _stance(self, kind: str, word: str) -> Stance | None:
        return self._reporting.get(kind, {}).get(word)

    def _frame(self, rule: str, cue: int, stance: Stance, heads: Iterable[int] = ()) -> Frame:
        return Frame(rule=rule, cue=cue, stance=stance, tellers=tellers_at(self._sentence, heads, cue, self._cast))

    # --- words beside the event -----------------------------------------------

    def _hedges(self, i: int) -> Iterator[Frame]:
        """ "the alleged attack", "the so-called liberation"."""
        for j in grammar.children(self._sentence, i, "amod", "compound", "nmod", "advmod"):
            stance = self._stance("adjective", self._sentence.tokens[j].text.lower())
            if stance is None and self._sentence.tokens[j].text.lower() == "called":
                stance = Stance.DOUBTED if self._sentence.tokens[j - 2].text.lower() == "so" and j >= 2 else None
            if stance is not None:
                yield self._frame("teller.hedge", j, stance)

    def _beside(self, i: int, event: int) -> Iterator[Frame]:
        """Adverbs, parenthetical clauses and phrases that hang on a word on the way up."""
        for j in self._sentence.children[i]:
            token = self._sentence.tokens[j]
            if token.dep in {"advmod", "amod"} and self._near(i, j, event):
                stance = self._stance("adverb", token.text.lower())
                if stance is not None:
                    yield self._frame("teller.adverb", j, stance)
            elif token.lemma == "according" or token.text.lower() == "according":
                yield from self._according(i, j, event)
            elif token.dep == "prep":
                yield from self._view(i, j, event)
            elif token.dep in {"parataxis", "ccomp", "dep", "advcl", "conj"}:
                yield from self._parenthesis(i, j, event)

    def _near(self, i: int, j: int, event: int) -> bool:
        """An adverb speaks of its own verb, and of an event noun that the verb lets happen."""
        return i == event or (self._sentence.tokens[event].is_noun and self._sentence.tokens[event].head == i)

    def _covers(self, i: int, j: int, event: int) -> bool:
        """A phrase beside a clause tells of all of it but other such phrases; it does not tell of its own words."""
        return event != j and event not in self._sentence.subtree(j)

    def _according(self, i: int, j: int, event: int) -> Iterator[Frame]:
        heads = [
            k
            for p in (j, *grammar.children(self._sentence, j, "prep"))
            for k in grammar.children(self._sentence, p, "pobj")
        ]
        if heads and self._covers(i, j, event):
            yield self._frame("teller.according-to", j, Stance.REPORTED, heads)

    def _view(self, i: int, j: int, event: int) -> Iterator[Frame]:
        """ "in his view", "in the words of the minister", "by the army's account"."""
        if self._sentence.tokens[j].text.lower() not in {"in", "by", "to", "from"} or not self._covers(i, j, event):
            return
        for k in grammar.children(self._sentence, j, "pobj"):
            if self._stance("view", self._sentence.tokens[k].text.lower()) is None:
                continue
            heads = grammar.children(self._sentence, k, "poss") or grammar.prepositional(self._sentence, k, ("of",))
            if heads:
                yield self._frame("teller.view", k, Stance.REPORTED, heads)

    def _parenthesis(self, i: int, j: int, event: int) -> Iterator[Frame]:
        """ "The raid, officials said, killed thirty", "as the minister put it"."""
        token = self._sentence.tokens[j]
        stance = self._stance("verb", token.lemma)
        marks = {self._sentence.tokens[k].text.lower() for k in grammar.children(self._sentence, j, "mark")}
        put = token.lemma == "put" and any(
            self._sentence.tokens[k].text.lower() == "it" for k in grammar.children(self._sentence, j, "dobj")
        )
        if put and "as" in marks and self._covers(i, j, event):
            yield self._frame("teller.parenthesis", j, Stance.REPORTED, subjects(self._sentence, j))
            return
        if stance is None or not self._covers(i, j, event) or token.tag == "VB":
            return
        if token.dep in {"advcl", "conj", "dep", "ccomp"} and "as" not in marks and not self._is_bracketed(j):
            return
        if marks - {"as"} or grammar.children(self._sentence, j, "ccomp", "dobj"):
            return
        yield self._frame("teller.parenthesis", j, stance, subjects(self._sentence, j))

    def _is_bracketed(self, j: int) -> bool:
        """Whether a short clause of speech stands between commas or ends the sentence after one."""
        inside = self._sentence.subtree(j)
        inside = tuple(k for k in inside if self._sentence.tokens[k].tag not in {",", ".", "``", "''", ":"})
        if not inside or len(inside) > 9 or inside[-1] - inside[0] + 1 != len(inside):
            return False
        return inside[0] > 0 and self._sentence.tokens[inside[0] - 1].text in {",", '"', "”", "-", "–", "—", "''"}

    def _asides(self, event: int) -> Iterator[Frame]:
        """Who says it between commas, whatever the parser hangs him on: "..., a naval officer said here, ..."."""
        tokens = self._sentence.tokens
        for token in tokens:
            stance = self._stance("verb", token.lemma)
            if stance is None or token.tag not in {"VBD", "VBZ"}:
                continue
            subject = next(iter(grammar.children(self._sentence, token.i, "nsubj")), None)
            if subject is None or subject > token.i or tokens[subject].tag in grammar.RELATIVE:
                continue
            first = min(self._sentence.subtree(subject))
            last = next((t.i for t in tokens[token.i :] if t.text in {",", ".", ";", "?", "!"}), len(tokens))
            closed = last + 1 < len(tokens) and tokens[last].text == "," and tokens[last + 1].tag != "CC"
            opened = first > 0 and tokens[first - 1].text in {",", "–", "—"} and closed and self._says_no_more(token.i)
            verbs = [t for t in tokens[first:last] if t.is_verb]
            short = last - token.i <= LONGEST_ASIDE and len(verbs) == 1 and last - first <= 2 * LONGEST_ASIDE
            if opened and short and not first <= event < last and self._is_told_beside(event, first, last):
                yield self._frame("teller.parenthesis", token.i, stance, [subject])

    def _says_no_more(self, verb: int) -> bool:
        """Whether a verb of saying has nothing of its own that is said: "told reporters", but not "said nothing"."""
        said = grammar.children(self._sentence, verb, "xcomp", "ccomp", "conj", "cc")
        objects = grammar.children(self._sentence, verb, "dobj")
        return not said and (not objects or self._sentence.tokens[verb].lemma == "tell")

    def _is_told_beside(self, event: int, first: int, last: int) -> bool:
        """Whether an event stands in the clause around an aside, with no stop or second speaker between them."""
        between = self._sentence.tokens[min(event, last) : max(event, first)]
        return all(t.text not in {";", ":", '"', "“", "”"} for t in between)

    # --- words above the event ---------------------------------------------------

    def _above(self, i: int, event: int) -> Iterator[Frame]:
        token = self._sentence.tokens[i]
        above = self._sentence.tokens[token.head]
        if token.dep in {"pobj", "pcomp"}:
            yield from self._by_preposition(i, event)
        elif above.is_verb:
            yield from self._verb(i, above.i, event)
            if token.dep in CLAUSE:  # "No evidence has emerged that"
                yield from filter(None, map(self._evidence, grammar.children(self._sentence, above.i, "nsubj")))
            if token.dep == "ccomp" and above.lemma == "be":
                for j in grammar.children(self._sentence, above.i, "acomp"):
                    yield from self._adjective(i, j)  # "It is not true that": the clause hangs on the verb
        elif above.is_noun:
            if token.dep in {"acl", "ccomp", "relcl"} and not self._is_relative(i):
                yield from self._noun(i, above.i, event)
            elif token.dep == "compound" and i == event:
                yield from self._noun_compound(above.i)
        elif above.tag.startswith("JJ") and token.dep in {"ccomp", "xcomp", "advcl"}:
            yield from self._adjective(i, above.i)

    def _is_relative(self, i: int) -> bool:
        tokens = self._sentence.tokens
        return any(
            tokens[j].tag in grammar.RELATIVE for j in grammar.children(self._sentence, i, "nsubj", "nsubjpass", "dobj")
        )

    def _verb(self, i: int, verb: int, event: int) -> Iterator[Frame]:
        token, lemma = self._sentence.tokens[i], self._sentence.tokens[verb].lemma
        nominal = token.is_noun and token.dep in {"dobj", "nsubjpass"}
        stance: Stance | None = None
        if token.dep in CLAUSE or (token.dep == "advcl" and grammar.is_infinitive(self._sentence, i)):
            if self._is_quoted_attribute(i, verb):
                return
            stance = self._stance("verb", lemma) if token.dep in CLAUSE else None
            stance = stance or self._stance("speech", lemma) or self._found(i, verb)
            if stance is None and (letting := self._let_known(verb)) is not None:
                verb, lemma, stance = letting, "let", Stance.REPORTED
        elif nominal and lemma in {"put", "place"} and token.lemma in TOLLS:
            stance = Stance.REPORTED
        elif nominal and i == event:
            stance = self._stance("verb-noun", lemma) or self._stance("speech", lemma)
            if stance is not None and lemma in {"see", "offer", "tell", "ask", "call", "order", "project"}:
                stance = None
        elif token.dep in {"oprd", "attr"} and lemma in {"call", "brand", "label", "term", "dub", "describe"}:
            stance = Stance.ALLEGED
        if lemma == "see" and not (token.tag == "VBG" and self._is_forecast(verb)):
            return
        if stance is not None:
            yield from self._told(verb, stance)

    def _let_known(self, verb: int) -> int | None:
        """Who "let it be known that", "made it plain that": the verb whose subject says it."""
        token = self._sentence.tokens[verb]
        above = self._sentence.tokens[token.head]
        if token.lemma == "know" and above.lemma in {"let", "make"} and token.dep in CLAUSE:
            return above.i
        plain = grammar.children(self._sentence, verb, "oprd", "acomp", "ccomp")
        clear = any(self._sentence.tokens[j].text.lower() in {"plain", "clear", "known"} for j in plain)
        return verb if token.lemma == "make" and clear else None

    def _found(self, i: int, verb: int) -> Stance | None:
        """ "The court found that", "an inquiry established that": a finding; "the boy found that" only tells."""
        stance = self._stance("finding", self._sentence.tokens[verb].lemma)
        if stance is None or self._sentence.tokens[i].dep != "ccomp" or not grammar.is_finite(self._sentence, i):
            return None
        heads = subjects(self._sentence, verb)
        return stance if any(self._is_finder(j) for j in heads) else None

    def _is_finder(self, j: int) -> bool:
        token = self._sentence.tokens[j]
        if self._stance("finder", token.lemma.lower()) is not None:
            return True
        kinds = {self._cast.actor(m.actor_id).kind for m in self._cast.all_at(self._sentence.number, j)}
        return token.is_name and bool(kinds & {ActorKind.ORGANISATION, ActorKind.GOVERNMENT})

    def _is_forecast(self, verb: int) -> bool:
        """ "Analysts see the currency losing ground" foresees; "saw" and "were seen" tell of something seen."""
        token = self._sentence.tokens[verb]
        return token.tag in {"VBP", "VBZ", "VB"} and not grammar.is_passive(self._sentence, verb)

    def _is_quoted_attribute(self, i: int, verb: int) -> bool:
        return self._sentence.tokens[i].dep == "xcomp" and self._sentence.tokens[i].tag.startswith("JJ")

    def _told(self, verb: int, stance: Stance) -> Iterator[Frame]:
        """The frame of a verb of speech; a denied denial reports, a denied belief doubts."""
        lemma = self._sentence.tokens[verb].lemma
        heads = subjects(self._sentence, verb)
        if not heads and self._sentence.tokens[verb].tag == "VB":
            return  # "Suppose that", "Remember that": nobody's word
        denied = negation(self._sentence, verb, self._words)
        if denied is not None:
            if stance is Stance.DENIED:
                stance = Stance.REPORTED
            elif lemma in BELIEVING:
                stance = Stance.DOUBTED
            else:
                return
        frame = self._frame("teller.verb", verb, stance, heads)
        if not frame.tellers and stance is Stance.REPORTED:
            if grammar.is_passive(self._sentence, verb) and lemma not in self._reporting.get("speech", {}):
                # "is said to have fled", "it was reported that": somebody's word, nobody's name.
                yield Frame(rule="teller.passive", cue=verb, stance=Stance.ALLEGED)
            elif not grammar.is_passive(self._sentence, verb):
                yield frame
            return
        yield frame

    def _by_preposition(self, i: int, event: int) -> Iterator[Frame]:
        """ "accused them of shelling", "told of a raid", "the accusation of murder", "little evidence of torture"."""
        preposition = self._sentence.tokens[self._sentence.tokens[i].head]
        if preposition.lemma not in BY_PREPOSITION:
            return
        above = self._sentence.tokens[preposition.head]
        tokens = self._sentence.tokens
        does_it = tokens[event].dep == "acl" and tokens[event].head == i and tokens[event].tag == "VBG"
        direct = i == event or tokens[i].dep == "pcomp" or does_it  # "tell of soldiers firing into the crowd"
        if above.is_verb:
            stance = self._stance("verb-of", above.lemma)
            if stance is None and preposition.lemma in {"for", "on", "to", "in"}:
                stance = self._stance("speech", above.lemma) if preposition.lemma in {"for", "on"} else None
            if stance is not None and self._fits(above.lemma, preposition.lemma) and direct:
                yield from self._told(above.i, stance)
        elif above.is_noun and direct and preposition.lemma in {"of", "for", "about", "to"}:
            yield from self._noun(i, above.i, event)

    def _fits(self, verb: str, preposition: str) -> bool:
        """ "accused of", "blamed for", "charged with", "warned of": other prepositions hold other things."""
        match verb:
            case "accuse" | "suspect" | "tell" | "boast" | "inform" | "notify" | "remind" | "learn" | "read":
                return preposition in {"of", "about"}
            case "blame" | "denounce":
                return preposition == "for"
            case "charge" | "indict":
                return preposition in {"with", "over", "for", "on"}
            case "warn" | "speak" | "talk" | "write" | "complain" | "testify" | "brief":
                return preposition in {"of", "about", "against"}
            case "report":
                return preposition in {"on"}
        return True

    def _noun(self, i: int, noun: int, event: int) -> Iterator[Frame]:
        """ "the rebels' claim that", "reports of shelling", and who rejects them."""
        token = self._sentence.tokens[noun]
        evidence = self._evidence(noun)
        if evidence is not None:
            yield evidence
            return
        stance = self._stance("noun", token.lemma) or self._stance("speech-noun", token.lemma)
        if stance is None:
            return
        if i != event and self._sentence.tokens[i].is_noun:
            return
        if stance is Stance.DOUBTED and self._is_denied(noun):
            return
        yield self._frame("teller.noun", noun, stance, self._owners(noun))
        yield from self._turned_down(noun)

    def _is_denied(self, noun: int) -> bool:
        """ "There is no doubt that", "little doubt": what is not doubted."""
        beside = grammar.children(self._sentence, noun, "det", "amod", "neg")
        return any(self._sentence.tokens[j].text.lower() in {"no", "little", "without", "beyond"} for j in beside)

    def _noun_compound(self, noun: int) -> Iterator[Frame]:
        """ "murder charges", "coup rumours"."""
        stance = self._stance("noun", self._sentence.tokens[noun].lemma)
        if stance is not None and stance is not Stance.REPORTED:
            yield self._frame("teller.noun", noun, stance, self._owners(noun))
            yield from self._turned_down(noun)

    def _owners(self, noun: int) -> list[int]:
        found = grammar.children(self._sentence, noun, "poss") or grammar.prepositional(
            self._sentence, noun, ("by", "from")
        )
        if found:
            return found
        return [
            j
            for j in grammar.children(self._sentence, noun, "compound", "amod", "nmod")
            if self._cast.all_at(self._sentence.number, j)
        ]

    def _turned_down(self, noun: int) -> Iterator[Frame]:
        """ "rejected reports that", "the claim was dismissed by the army"."""
        token = self._sentence.tokens[noun]
        if token.dep not in {"dobj", "nsubjpass", "conj"} or token.head == noun:
            return
        verb = self._sentence.tokens[token.head]
        stance = self._stance("denial", verb.lemma)
        if stance is None or not verb.is_verb:
            return
        if negation(self._sentence, verb.i, self._words) is None:
            yield self._frame("teller.turned-down", verb.i, stance, subjects(self._sentence, verb.i))

    def _evidence(self, noun: int) -> Frame | None:
        """ "little evidence that", "no sign of"."""
        stance = self._stance("evidence", self._sentence.tokens[noun].lemma)
        if stance is None:
            return None
        for j in grammar.children(self._sentence, noun, "amod", "det", "advmod", "neg"):
            if self._sentence.tokens[j].text.lower() in LITTLE:
                return self._frame("teller.evidence", j, stance)
        return None

    def _adjective(self, i: int, adjective: int) -> Iterator[Frame]:
        """ "sceptical that", "doubtful whether", "unlikely to": by whoever is so."""
        token = self._sentence.tokens[adjective]
        stance = self._stance("adjective-clause", token.text.lower())
        denied = self._is_ruled_out(adjective)
        if stance is Stance.REPORTED and denied:
            stance = Stance.DOUBTED  # "it is not clear that"
        if token.text.lower() in TRUE_OR_NOT and denied == TRUE_OR_NOT[token.text.lower()]:
            yield Frame(rule="teller.untrue", cue=adjective, stance=Stance.DENIED)
            return
        if stance is None:
            return
        personal = self._sentence.tokens[i].dep == "ccomp" and token.text.lower() != "unlikely"
        personal = personal and not self._is_about_it(adjective)
        if stance is Stance.REPORTED and not personal:
            return
        heads = grammar.surface_subjects(self._sentence, adjective) if personal else []
        heads = heads or (grammar.children(self._sentence, token.head, "nsubj") if personal else [])
        frame = self._frame("teller.adjective", adjective, stance, heads)
        if stance is not Stance.REPORTED or frame.tellers:
            yield frame

    def _is_about_it(self, adjective: int) -> bool:
        """ "it is clear that": nobody says so."""
        heads = grammar.children(self._sentence, self._sentence.tokens[adjective].head, "nsubj", "expl")
        return any(self._sentence.tokens[j].text.lower() == "it" for j in heads)

    def _is_ruled_out(self, adjective: int) -> bool:
        """Whether an adjective stands with "not": "it is not true", "they are not sure"."""
        places = (adjective, self._sentence.tokens[adjective].head)
        return any(negation(self._sentence, i, self._words) is not None for i in places)

    # --- headlines ---------------------------------------------------------------

    def _headline(self, event: int) -> Iterator[Frame]:
        """ "Police: two held after raid", "Two held after raid: police"."""
        tokens = self._sentence.tokens
        for colon in (t.i for t in tokens if t.text in {":", "–", "—", "-"} and t.head != t.i):
            before, after = tokens[:colon], tokens[colon + 1 :]
            for side in (before, after):
                named = [t for t in side if not t.tag.startswith((".", "``", "''"))]
                if (
                    not 1 <= len(named) <= 4
                    or any(t.i == event for t in named)
                    or (side is before and tokens[colon].text != ":")
                ):
                    continue
                if any(t.is_verb or t.tag in {"IN", ",", "CD"} for t in named):
                    continue
                last = named[-1]
                known = self._stance("speaker", last.text.lower()) is not None
                if known and last.is_noun and len(tokens) <= 30:
                    yield self._frame("teller.headline", colon, Stance.REPORTED, [last.i])
                    return
