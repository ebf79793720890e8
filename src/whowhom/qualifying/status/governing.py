"""What stands above an event decides about it: "failed to attack", "the threat of war", "if they attack".

In:  a parsed sentence, the operators that the algebra found above a draft.
Out: the `Verdict` on any of its tokens.

A token's status is what its own words say, put under what its governor makes
of it, put under the governor's own status: "plans to try to attack" is tried
in a plan, so planned; "did not agree to leave" is agreed in a denial, so
negated. `put_under` is that composition.
"""

from __future__ import annotations

from collections.abc import Mapping

from whowhom.events import grammar
from whowhom.knowledge.codebook import Codebook
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.status import constructions
from whowhom.qualifying.status.clause import Verdict, condition_mark, misplaced_beside, own_verdict
from whowhom.qualifying.status.constructions import Link
from whowhom.records import Sentence, Status

DEEPEST = 12
HAPPENS = frozenset({Status.ACTUAL, Status.ONGOING, Status.HABITUAL})
OPEN = frozenset({Status.PLANNED, Status.PREDICTED, Status.HYPOTHETICAL, Status.DEMANDED, Status.OPINION})
# Operators that say nothing of their own: the event has the status of the word that carries it.
CARRYING = frozenset({"do", "begin", "continue", "manage", "cease", "reverse"})
# Operators that only tell of the event: what is told stands by itself (stance and teller are `tellers`').
TELLING = frozenset({"deny", "allege", "doubt"})
GROUPS = (
    ("negated", Status.NEGATED), ("refused", Status.REFUSED), ("attempted", Status.ATTEMPTED),
    ("predicted", Status.PREDICTED), ("hypothetical", Status.HYPOTHETICAL), ("demanded", Status.DEMANDED),
    ("planned", Status.PLANNED), ("ongoing", Status.ONGOING), ("actual", None),
)  # fmt: skip
# Nouns that only measure or place an event: "a wave of arrests", "the start of the siege", "in the event of an attack".
SUPPOSING_NOUNS = frozenset({"event", "case", "absence", "lack"})


# Choices that were made are carried out; plans and decisions are not.
CHOOSING = frozenset({"choose", "opt", "elect"})


# Who turns these down has them before him: "refused their demand", "rejected an offer".
RECEIVED = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE"})
# A vote for it is the deed of whoever votes: "voted to condemn the raid".
BY_VOTE = frozenset({"ACCUSE", "SUPPORT", "SANCTION", "REJECT", "CONCEDE"})
# What a relative clause in the present tells of as done again and again; words ("which they deny") are said once.
DEEDS = frozenset({"ASSAULT", "COERCE", "AID", "MOBILIZE", "PROTEST", "COOPERATE"})
ORDERING = frozenset({"order", "want", "demand"})  # "ordered its leaders rounded up"
ERRANDS = frozenset({"come", "go", "leave", "arrive"})
UNTIL = frozenset({"until", "till", "before"})


def put_under(inner: Status | None, outer: Status) -> Status:
    """The status of an event that is ``inner`` as seen from a governor that is itself ``outer``."""
    if inner is None or inner is Status.ACTUAL:
        return outer
    if outer in HAPPENS:
        return inner
    if outer is Status.NEGATED:
        if inner is Status.NEGATED:
            return Status.ACTUAL
        # "did not rule out an attack", "did not ask them to leave": left open.
        return Status.HYPOTHETICAL if inner in {Status.DEMANDED, Status.REFUSED} else Status.NEGATED
    if outer is Status.REFUSED:
        return Status.HYPOTHETICAL if inner in {Status.DEMANDED, Status.REFUSED} else Status.REFUSED
    if outer is Status.ATTEMPTED:
        return outer if inner in HAPPENS else inner
    return outer if inner in HAPPENS | {Status.ATTEMPTED, Status.PLANNED} else inner


class Decider:
    """Works out the verdict on the tokens of one sentence."""

    def __init__(
        self, sentence: Sentence, words: WordLists, codebook: Codebook, *, event_type: str, kinds: Mapping[int, str]
    ) -> None:
        self._sentence, self._words, self._codebook = sentence, words, codebook
        self._event_type, self._kinds = event_type, kinds

    def verdict(self, i: int, depth: int = DEEPEST) -> Verdict:
        """The status of what is told at token ``i``."""
        own = own_verdict(self._sentence, i, self._words, reported=self._is_reported(i))
        if own is not None and own.rule == "status.in-vain" and self._event_type == "REQUEST":
            own = Verdict(status=Status.ACTUAL, rule="status.tense", token=i)  # "pleaded in vain": he did plead
        if depth == 0:
            return own or self._plain(i)
        if own is not None and own.status not in HAPPENS | {Status.PLANNED, Status.HYPOTHETICAL, Status.NEGATED}:
            return own
        first = self._first_conjunct(i)
        mark = self._condition(first)
        if mark is not None:
            return Verdict(status=Status.HYPOTHETICAL, rule="status.condition", token=mark)
        if own is not None and self._is_clause(i):
            return self._clause(i, first, own, depth)
        above = self._above(first, depth)
        if above is None:
            return own or self._plain(i)
        if own is None:
            return above
        if own.token == above.token:  # the "no" of "made no arrests" denies once
            return own
        if (
            own.status is Status.NEGATED
            and above.status is Status.DEMANDED
            and grammar.is_infinitive(self._sentence, i)
        ):
            return Verdict(status=Status.HYPOTHETICAL, rule=above.rule, token=above.token)  # "begged them not to shoot"
        status = put_under(own.status, above.status)
        return own if status is own.status else Verdict(status=status, rule=above.rule, token=above.token)

    def _plain(self, i: int) -> Verdict:
        return Verdict(status=Status.ACTUAL, rule="status.told", token=i)

    def _is_clause(self, i: int) -> bool:
        token = self._sentence.tokens[i]
        infinitive = grammar.is_infinitive(self._sentence, i)
        return not infinitive and (
            token.is_verb or bool(grammar.children(self._sentence, i, "aux", "auxpass", "nsubj", "nsubjpass", "expl"))
        )

    def _first_conjunct(self, i: int) -> int:
        """The first of what is coordinated: it hangs where all of them do. A clause of its own hangs nowhere."""
        tokens = self._sentence.tokens
        for _ in range(DEEPEST):
            if (beside := misplaced_beside(self._sentence, i)) is not None:
                i = beside
                continue
            if tokens[i].dep == "appos" and tokens[i].is_noun and tokens[tokens[i].head].lemma in constructions.LISTED:
                i = tokens[i].head  # "ask for three things: an inquiry and the release of"
                continue
            if tokens[i].dep != "conj" or tokens[i].head == i:
                break
            i = tokens[i].head
        return i

    def _condition(self, i: int) -> int | None:
        mark = condition_mark(self._sentence, i, self._words)
        if mark is None or self._sentence.tokens[i].dep not in {
            "advcl",
            "ccomp",
            "pcomp",
            "acl",
            "conj",
            "dep",
            "ROOT",
        }:
            return None
        return mark

    # --- finite clauses ---------------------------------------------------

    def _clause(self, i: int, first: int, own: Verdict, depth: int) -> Verdict:
        """A clause with tense stands by itself unless something above supposes, demands or foresees it."""
        tokens = self._sentence.tokens
        head = tokens[first].head
        match tokens[first].dep:
            case "ccomp" | "acl" if head != first:
                return self._complement(first, head, own, depth)
            case "advcl":
                return self._adverbial(first, head, own, depth)
            case "relcl":
                return self._relative(i, head, own, depth)
            case "ROOT" if self._is_awaited(i, own):
                return Verdict(status=Status.HYPOTHETICAL, rule="status.until", token=i)
        return own

    def _complement(self, i: int, head: int, own: Verdict, depth: int) -> Verdict:
        refuted = constructions.refuted(self._sentence, head)
        if refuted is not None and own.status in HAPPENS:
            return Verdict(status=Status.NEGATED, rule="status.refuted", token=refuted)
        if constructions.is_beyond_semicolon(self._sentence, i, head):
            return own
        token = self._sentence.tokens[head]
        if token.lemma in constructions.ON_CONDITION and own.status in HAPPENS:
            return Verdict(status=Status.HYPOTHETICAL, rule="status.condition", token=head)
        if token.lemma in ORDERING and constructions.is_small_passive(self._sentence, i):
            return self._combined(Status.DEMANDED, self._verdict_of(Status.DEMANDED, head), head, depth)
        status, found = self._made_of(head, "comp")
        if not found or status is None or own.status is Status.NEGATED:
            return own
        if status is Status.DEMANDED and not constructions.is_subjunctive(self._sentence, i):
            return own
        if status in {Status.ATTEMPTED, Status.NEGATED, Status.REFUSED, Status.PLANNED} and own.status in HAPPENS:
            return own
        if (
            status is Status.PREDICTED
            and own.status is Status.ACTUAL
            and self._sentence.tokens[i].tag in {"VBD", "VBN"}
        ):
            return own
        if own.status in OPEN and status is not Status.DEMANDED and status is not Status.PREDICTED:
            return own
        made = Verdict(status=status, rule=f"status.under-{status.value}", token=head)
        outer = self.verdict(head, depth - 1) if token.is_verb else self._plain(head)
        combined = put_under(status, outer.status)
        return made if combined is status else Verdict(status=combined, rule=outer.rule, token=outer.token)

    def _adverbial(self, i: int, head: int, own: Verdict, depth: int) -> Verdict:
        """ "will withdraw once the talks resume": the present under a future is not yet."""
        marks = [self._sentence.tokens[j].text.lower() for j in grammar.children(self._sentence, i, "mark", "advmod")]
        if self._sentence.tokens[head].text.lower() == "soon":  # "as soon as he signs"
            marks, head = [*marks, "once"], self._sentence.tokens[head].head
        present = own.status in HAPPENS and self._sentence.tokens[i].tag in {"VBZ", "VBP", "VB", "VBN", "VBG"}
        waiting = next((m for m in marks if m in self._words.status["as-soon-as"]), None)
        if self._is_awaited(i, own):
            return Verdict(status=Status.HYPOTHETICAL, rule="status.until", token=i)
        shifted = own.status in HAPPENS and constructions.is_past(self._sentence, i) and self._is_shifted(head, waiting)
        if waiting is None or not (shifted or (present and not constructions.is_past(self._sentence, i))):
            return own
        main = self.verdict(head, depth - 1)
        if main.status in OPEN | {Status.REFUSED} or (
            main.status is Status.NEGATED and not constructions.is_past(self._sentence, head)
        ):
            return Verdict(status=Status.HYPOTHETICAL, rule="status.condition", token=main.token)
        return own

    def _is_awaited(self, i: int, own: Verdict) -> bool:
        """ "until he pays", "before they disarm": not yet, whatever the parser hangs it on."""
        marks = {self._sentence.tokens[j].text.lower() for j in grammar.children(self._sentence, i, "mark", "advmod")}
        present = self._sentence.tokens[i].tag in {"VBZ", "VBP"} and not constructions.is_past(self._sentence, i)
        return bool(marks & UNTIL) and present and own.status in HAPPENS

    def _is_shifted(self, head: int, waiting: str | None) -> bool:
        """Whether a past is told for a present: "would fight until he left", "vowed to fight until he left"."""
        modal = {"would", "could", "should", "might", "'d", "’d"}
        below = grammar.children(self._sentence, head, "aux")
        if any(self._sentence.tokens[j].text.lower() in modal for j in below):
            if waiting == "when" and not self._is_reported(head):
                return False  # "When they met on Saturday, he would not sign"
            return not any(self._sentence.tokens[j].text.lower() == "have" for j in below)
        return waiting in UNTIL | {"once"} and grammar.is_infinitive(self._sentence, head)

    def _relative(self, i: int, noun: int, own: Verdict, depth: int) -> Verdict:
        """ "need an uprising that overthrows the junta": as unreal as the noun, if told in the present of any such."""
        refuted = constructions.refuted(self._sentence, noun) if constructions.says_what(self._sentence, i) else None
        if refuted is not None and own.status in HAPPENS:
            return Verdict(status=Status.NEGATED, rule="status.refuted", token=refuted)
        those = constructions.is_all_such(self._sentence, noun) and not constructions.is_past(self._sentence, i)
        paper = self._sentence.tokens[noun].lemma in constructions.PAPERS
        if paper and own.status in HAPPENS and (draft := constructions.draft(self._sentence, noun)) is not None:
            return Verdict(status=Status.PLANNED, rule="status.draft", token=draft)
        if own.status in HAPPENS and (those or constructions.is_whoever(self._sentence, noun)):
            main = self.verdict(constructions.past_prepositions(self._sentence, noun), depth - 1)
            if main.status in OPEN | {Status.REFUSED}:
                return Verdict(status=Status.HYPOTHETICAL, rule="status.condition", token=noun)
        if (
            own.status not in HAPPENS
            or constructions.is_past(self._sentence, i)
            or not constructions.is_indefinite(self._sentence, noun)
        ):
            habit = (
                self._event_type in DEEDS
                and own.rule == "status.tense"
                and constructions.is_plain_present(self._sentence, i)
            )
            return Verdict(status=Status.HABITUAL, rule="status.habit", token=i) if habit else own  # "which flies food"
        above = self.verdict(noun, depth - 1)
        return above if above.status in OPEN | {Status.NEGATED} else own

    # --- infinitives, gerunds, participles, nouns ------------------------------

    def _above(self, i: int, depth: int) -> Verdict | None:
        link = constructions.link_of(self._sentence, i)
        if link is None:
            return None
        if self._sentence.tokens[i].is_noun and constructions.is_regretted(self._sentence, link.above):
            return None
        if self._was_able(i, link):
            chosen = self._sentence.tokens[link.above].is_verb
            return self._combined(None, None, link.above if chosen else self._sentence.tokens[link.above].head, depth)
        special = self._special(i, link)
        if special is not None and (special.status is Status.REFUSED or special.rule == "status.no-point"):
            return special  # it says by itself that somebody will not: the "no" of "saw no point" denies once
        if special is not None:
            return self._combined(special.status, special, link.above, depth)
        if constructions.is_foreseen(self._sentence, i, link):
            return Verdict(status=Status.PREDICTED, rule="status.foreseen", token=link.above)
        if (
            self._sentence.tokens[i].is_noun
            and (link.slot == "subj" or self._sentence.tokens[i].dep == "nsubjpass")
            and constructions.is_supposed(self._sentence, i, link.above)
        ):
            return Verdict(status=Status.HYPOTHETICAL, rule="status.supposed", token=link.above)
        status, found = self._made_of(link.above, link.slot)
        if self._is_errand(i, link):
            made = Verdict(status=Status.PLANNED, rule="status.purpose", token=i)
            return self._combined(Status.PLANNED, made, link.above, depth)
        if constructions.is_further(self._sentence, i, link):
            return self.verdict(link.above, depth - 1)
        if found and not (self._sentence.tokens[i].dep == "acl" and constructions.is_gerund(self._sentence, i)):
            return self._governed(i, link, status, depth)
        if grammar.is_infinitive(self._sentence, i):
            return self._infinitive(i, link, depth)
        if self._sentence.tokens[i].is_noun and not constructions.is_gerund(self._sentence, i):
            return self._noun(i, link, depth)
        return self._gerund(i, link, depth)

    def _is_errand(self, i: int, link: Link) -> bool:
        """Whether somebody comes or leaves to use force: "came to arrest him" does not say that they did."""
        above = self._sentence.tokens[link.above]
        return (
            self._event_type in {"ASSAULT", "COERCE"}
            and above.lemma in ERRANDS
            and not grammar.children(self._sentence, above.i, "prt")
            and not constructions.is_told_through(self._sentence, i, above.i)
            and self._sentence.tokens[i].is_verb
            and grammar.is_infinitive(self._sentence, i)
            and not constructions.is_perfect_infinitive(self._sentence, i)
        )

    def _governed(self, i: int, link: Link, status: Status | None, depth: int) -> Verdict | None:
        """What hangs on an operator or on a word of the lists."""
        kind = self._kinds.get(link.above)
        if kind in TELLING:
            return None
        if constructions.is_perfect_infinitive(self._sentence, i):
            return None
        if status is Status.DEMANDED and self._is_forced(link):
            status = None
        if status is Status.REFUSED and self._event_type in RECEIVED and self._sentence.tokens[i].is_noun:
            status = None
        voted = self._sentence.tokens[link.above]
        if (
            status is Status.PLANNED
            and voted.lemma == "vote"
            and self._event_type in BY_VOTE
            and constructions.is_carried(self._sentence, link)
        ):
            status = None
        others = grammar.children(self._sentence, i, "nsubj", "nsubjpass")
        if status is Status.PLANNED and others and self._sentence.tokens[link.above].lemma == "want":
            status = Status.DEMANDED  # "wants the leaders jailed": others are to do it
        verdict = self._verdict_of(status, link.above)
        if self._fell_short(link.above):
            verdict = Verdict(status=Status.ATTEMPTED, rule="status.fell-short", token=link.above)
        return self._combined(verdict.status if verdict else None, verdict, link.above, depth)

    def _verdict_of(self, status: Status | None, token: int) -> Verdict | None:
        return None if status is None else Verdict(status=status, rule=f"status.under-{status.value}", token=token)

    def _combined(self, status: Status | None, made: Verdict | None, above: int, depth: int) -> Verdict:
        outer = self.verdict(above, depth - 1)
        combined = put_under(status, outer.status)
        if made is not None and combined is status:
            return made
        return Verdict(status=combined, rule=outer.rule, token=outer.token)

    def _was_able(self, i: int, link: Link) -> bool:
        """Whether somebody "was able to flee", "chose to flee": told in the past, he did."""
        above = self._sentence.tokens[link.above]
        if not grammar.is_infinitive(self._sentence, i):
            return False
        if above.lemma in CHOOSING:
            return above.tag == "VBD"
        be = self._sentence.tokens[above.head]
        been = any(
            self._sentence.tokens[j].lemma == "have" and self._sentence.tokens[j].tag in {"VBZ", "VBP", "VBD"}
            for j in grammar.children(self._sentence, be.i, "aux")
        )
        return above.lemma == "able" and be.lemma == "be" and (be.tag == "VBD" or been)

    def _special(self, i: int, link: Link) -> Verdict | None:
        """Constructions of small words: "have yet to", "is to", "too weak to", "without", "had to", "used to"."""
        sentence, above = self._sentence, self._sentence.tokens[link.above]
        if link.through is not None:
            return (
                constructions.preposition(self._sentence, link.through)
                or constructions.called_for(self._sentence, link, self._event_type)
                or constructions.not_heard_of(self._sentence, link)
                or constructions.only_spoken_of(self._sentence, i, link)
            )
        if not grammar.is_infinitive(sentence, i):
            return None
        yet = any(sentence.tokens[j].text.lower() == "yet" for j in grammar.children(sentence, link.above, "advmod"))
        if yet and above.lemma in {"have", "be"}:
            return Verdict(status=Status.NEGATED, rule="status.yet", token=link.above)
        if above.lemma == "have":
            past = above.text.lower() == "had" or constructions.is_past(self._sentence, link.above)
            status = Status.ACTUAL if past else Status.DEMANDED
            return Verdict(status=status, rule="status.have-to", token=link.above)
        if (
            above.lemma == "use"
            and above.tag == "VBD"
            and not grammar.children(sentence, link.above, "dobj", "auxpass")
        ):
            return Verdict(status=Status.HABITUAL, rule="status.habit", token=link.above)
        if above.lemma == "be":
            return self._be_to(i, link.above)
        if above.lemma == "go" and above.tag == "VBG":
            return Verdict(status=Status.PLANNED, rule="status.will", token=link.above)
        too = next(
            (j for j in grammar.children(sentence, link.above, "advmod") if sentence.tokens[j].text.lower() == "too"),
            None,
        )
        if too is not None:
            return Verdict(status=Status.NEGATED, rule="status.too", token=too)
        return None

    def _be_to(self, i: int, be: int) -> Verdict:
        """ "is to visit", and "the aim is to", "their job is to": not yet. "were to attack" supposes."""
        inverted = any(j > be for j in grammar.children(self._sentence, be, "nsubj", "attr"))
        if self._sentence.tokens[be].text.lower() == "were" and (inverted or self._condition(be) is not None):
            return Verdict(status=Status.HYPOTHETICAL, rule="status.condition", token=be)
        status = Status.ATTEMPTED if constructions.is_perfect_infinitive(self._sentence, i) else Status.PLANNED
        return Verdict(status=status, rule="status.be-to", token=be)

    def _infinitive(self, i: int, link: Link, depth: int) -> Verdict | None:
        """An infinitive under a word of no list: with a purpose it is planned, else it is only thought of."""
        if constructions.is_perfect_infinitive(self._sentence, i):
            return None
        token, above = self._sentence.tokens[i], self._sentence.tokens[link.above]
        if constructions.is_told_of(self._sentence, i):
            return self._combined(None, None, link.above if above.is_verb else above.head, depth)
        if grammar.ranked(self._sentence, i) is not None:
            return self._combined(None, None, above.head, depth)
        if above.is_verb and constructions.is_the_saying(token, above):
            return self._combined(None, None, link.above, depth)
        if above.is_verb and token.dep == "advcl":
            return self._combined(
                Status.PLANNED, Verdict(status=Status.PLANNED, rule="status.purpose", token=i), link.above, depth
            )
        if above.is_verb and above.lemma in self._words.reporting.get("verb", {}):
            passive = grammar.is_passive(self._sentence, link.above)
            if passive or not grammar.children(self._sentence, link.above, "dobj"):
                return None  # "is said to control", "claims to control"
            return self._combined(
                Status.DEMANDED,
                Verdict(status=Status.DEMANDED, rule="status.told-to", token=link.above),
                link.above,
                depth,
            )
        status = Status.PLANNED if above.is_verb and token.dep != "xcomp" else Status.HYPOTHETICAL
        return self._combined(status, Verdict(status=status, rule="status.infinitive", token=i), link.above, depth)

    def _gerund(self, i: int, link: Link, depth: int) -> Verdict | None:
        """ "left after looting", "by starving children": as real as the clause it belongs to, unless that is denied."""
        above = self._sentence.tokens[link.above]
        if above.is_verb and above.lemma in self._words.reporting.get("verb", {}):
            return None
        if self._sentence.tokens[i].dep == "amod":
            return None
        outer = self.verdict(link.above, depth - 1)
        if self._sentence.tokens[i].dep == "acomp" and outer.status not in HAPPENS:
            return outer  # "was not himself accused"
        if (
            self._sentence.tokens[i].dep == "acl"
            and (draft := constructions.draft(self._sentence, link.above)) is not None
        ):
            return Verdict(status=Status.PLANNED, rule="status.draft", token=draft)
        if self._sentence.tokens[i].dep == "acl":
            # "A resolution imposing sanctions was vetoed": what it does is as unreal as it is itself.
            return outer if outer.status not in HAPPENS else None
        return outer if outer.status in OPEN else None

    def _noun(self, i: int, link: Link, depth: int) -> Verdict | None:
        """An event noun is as real as the verb that lets it happen; any other verb takes it for given."""
        above, lists = self._sentence.tokens[link.above], self._words.status
        if link.slot == "subj" and self._event_type == "ASSAULT" and self._fell_short(i):
            return Verdict(status=Status.ATTEMPTED, rule="status.fell-short", token=link.above)
        if link.slot in {"subj", "obj"} and (ahead := constructions.due(self._sentence, link.above)) is not None:
            return Verdict(status=Status.PLANNED, rule="status.timetable", token=ahead)
        told_as = link.slot == "as" or (link.slot == "for" and self._event_type == "CONSULT")
        if told_as and (outer := self.verdict(link.above, depth - 1)).status in OPEN:
            return outer  # "would be treated as an attack", "flies to Rome on Sunday for talks"
        if link.slot == "subj" and (foreseen := constructions.likely(self._sentence, link.above)) is not None:
            return Verdict(status=Status.PREDICTED, rule="status.likely", token=foreseen)
        if link.slot == "subj" and constructions.has_yet_to(self._sentence, link.above):
            return Verdict(status=Status.NEGATED, rule="status.yet", token=link.above)
        if link.slot in {"subj", "obj"} and self._lets_happen(link):
            return self.verdict(link.above, depth - 1)
        if self._sentence.tokens[i].dep == "attr" and above.lemma in lists["copula"]:
            return self._predicated(link.above, depth)
        if above.is_noun and link.slot in {"of", "in", "to"}:
            if above.lemma in SUPPOSING_NOUNS:
                status = Status.NEGATED if above.lemma in {"absence", "lack"} else Status.HYPOTHETICAL
                return Verdict(status=status, rule="status.supposed", token=link.above)
            # "vowed to treat it as a declaration of war"
            return self.verdict(link.above, depth - 1) if above.lemma == "declaration" else None
        if (link.slot == "to" and above.lemma == "lead") or (link.slot == "into" and above.lemma in {"run", "turn"}):
            return self.verdict(link.above, depth - 1)  # "may run into a veto"
        return None

    def _lets_happen(self, link: Link) -> bool:
        above, lists = self._sentence.tokens[link.above], self._words.status
        if not above.is_verb:
            return False
        if link.slot == "subj":
            return above.lemma in lists["occurrence"]
        return above.lemma in lists["causing"] or self._kinds.get(link.above) in CARRYING

    def _predicated(self, be: int, depth: int) -> Verdict | None:
        """ "there was no attack", "what they need is an uprising", "the aim is an attack"."""
        for j in grammar.children(self._sentence, be, "csubj", "nsubj"):
            status, found = self._made_of(j, "obj" if self._sentence.tokens[j].is_verb else "of")
            if found and status is not None:
                return self._verdict_of(status, j)
        return self.verdict(be, depth - 1)

    # --- words over an event ----------------------------------------------------

    def _made_of(self, above: int, slot: str) -> tuple[Status | None, bool]:
        """What the word at ``above`` makes of an event in this slot, and whether it says anything of events at all."""
        kind = self._kinds.get(above)
        if kind is None:
            kind = self._known_operator(above, slot)
        if kind is not None:
            rule = self._codebook.rule(kind, self._event_type)
            status = Status(rule.status) if rule is not None and rule.status is not None else None
            return status, True
        return self._listed(above, slot)

    def _known_operator(self, above: int, slot: str) -> str | None:
        """The operator of a word that has no conditions: those above a word the algebra does not know."""
        token = self._sentence.tokens[above]
        pos = "V" if token.is_verb else "N" if token.is_noun else "A"
        for cue in self._codebook.cues.get(token.lemma, ()):
            if cue.operator is not None and cue.pos == pos and not cue.conditions and slot in cue.inner:
                return cue.operator
        return None

    def _listed(self, above: int, slot: str) -> tuple[Status | None, bool]:
        token, lists = self._sentence.tokens[above], self._words.status
        known = lists["adjective-planned"] | lists["adjective-actual"]
        participle = token.tag in {"JJ", "VBN"} and token.text.lower() in known
        pos = "adjective" if token.tag.startswith("JJ") or participle else "noun" if token.is_noun else "verb"
        if pos == "verb" and slot in {"subj", "of", "beside"}:
            return None, False
        names = {token.lemma, token.text.lower()} if pos == "adjective" else {token.lemma}
        for group, status in GROUPS:
            if names & lists.get(f"{pos}-{group}", frozenset()):
                if group == "actual" and slot != "comp":
                    return None, False
                if pos == "verb" and slot not in {"comp", "obj", "from", "at", "on", "to", "for", "against", "with"}:
                    return None, False
                return status, True
        return None, False

    def _is_forced(self, link: Link) -> bool:
        """ "was forced to resign", "obliged to retreat": told in the past passive, it was done."""
        token = self._sentence.tokens[link.above]
        return (
            token.lemma in {"force", "oblige", "compel"}
            and grammar.is_passive(self._sentence, link.above)
            and not any(
                self._sentence.tokens[j].lemma == "be" and self._sentence.tokens[j].tag in {"VBZ", "VBP"}
                for j in grammar.children(self._sentence, link.above, "auxpass")
            )
        )

    def _fell_short(self, noun: int) -> bool:
        """ "the motion to impeach him fell short", "an attempt to flee failed"."""
        token = self._sentence.tokens[noun]
        if not token.is_noun or token.dep not in {"nsubj", "nsubjpass"}:
            return False
        verb = self._sentence.tokens[token.head]
        if grammar.children(self._sentence, verb.i, "xcomp", "dobj"):
            return False  # "the offensive failed to end the war" was one
        return verb.lemma in self._words.status["fallen-short"] and verb.tag in {"VBD", "VBN", "VBZ"}

    def _is_reported(self, i: int) -> bool:
        """Whether a clause stands in somebody's speech in the past, where "would" tells a future."""
        tokens = self._sentence.tokens
        i = self._first_conjunct(i)
        verbs, nouns = self._words.reporting.get("verb", {}), self._words.reporting.get("noun", {})
        for _ in range(DEEPEST):
            token = tokens[i]
            above = tokens[token.head]
            if token.head == i:
                return any(
                    tokens[j].dep in {"parataxis", "advcl"} and tokens[j].lemma in verbs
                    for j in self._sentence.children[i]
                )
            if token.dep in {"ccomp", "acl", "advcl"} and (
                above.lemma in verbs
                or above.lemma in nouns
                or self._kinds.get(above.i) in {"commit", "threaten"}
                or above.lemma
                in {"promise", "pledge", "vow", "threaten", "agree", "hope", "fear", "expect", "decide", "know"}
            ):
                return token.dep != "advcl"
            if token.dep not in {"conj", "advcl", "xcomp"}:
                return False
            i = token.head
        return False
