"""What the words of an event's own clause or noun phrase say: tense, modality, negation, adverbs, adjectives.

In:  a token of a parsed sentence.
Out: a `Verdict`, or None where these words say nothing (an infinitive, a bare
noun): then what stands above decides, which is `governing.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from whowhom.events import grammar
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.tense import TIMETABLE
from whowhom.records import Sentence, Status

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
OBJECTS = ("dobj", "attr", "dative", "oprd")
HAVE, BE = frozenset({"have", "'ve", "’ve", "has", "had", "having", "'d"}), frozenset({"be", "get"})
PRESENT = frozenset({"is", "are", "am", "'s", "'re", "’s", "’re"})
GERUNDS = frozenset({"being", "having", "been"})
QUOTES = frozenset({'"', "“", "”", "``", "''", "«", "»"})

EXCEPTING = frozenset({"but", "except", "besides", "save"})
ASKING = frozenset({"ask", "beg", "call", "plead", "wish", "appeal", "press"})
HARDLY = frozenset({"hardly", "scarcely", "barely"})
AHEAD = frozenset({"tomorrow", "next", "soon", "tonight"})
# Beside what stands on timetables, what is arranged: "is sending ministers on Sunday", where "is bombing" goes on.
ARRANGED = frozenset("send dispatch sign receive march rally address join release withdraw".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today".split())
WANTING = frozenset({"demand", "order", "ask", "request", "threaten", "propose", "insist", "urge", "suggest"})
WHATEVER = frozenset({"whatever", "whoever", "whichever"})
# What stands for never; "in no time" is at once, "with no time to lose" in haste.
NEVER = frozenset(
    {("at", "time"), ("at", "moment"), ("at", "stage"), ("at", "point"), ("under", "circumstance"), ("in", "way")}
    | {("under", "condition"), ("on", "account"), ("by", "mean"), ("by", "means")}
)
FACTIVE = frozenset("know realise realize remember notice see forget discover learn regret".split())
# "let heads roll", "made them leave": the clause behind them has a subject and no tense.
SMALL_CLAUSE_VERBS = frozenset({"let", "make", "have", "help", "see", "watch", "hear", "bid", "feel"})
# "a failed attack", "the daily shelling": groups of adjectives and what they make of the noun.
ADJECTIVES = {
    "negated-adjective": Status.NEGATED,
    "attempted-adjective": Status.ATTEMPTED,
    "planned-adjective": Status.PLANNED,
    "predicted-adjective": Status.PREDICTED,
    "demanded-adjective": Status.DEMANDED,
    "hypothetical-adjective": Status.HYPOTHETICAL,
    "habitual-adjective": Status.HABITUAL,
    "ongoing-adjective": Status.ONGOING,
}


class Verdict(Struct, frozen=True, kw_only=True):
    """A status, the rule that gave it and the token it stands on."""

    status: Status
    rule: str
    token: int


def own_verdict(sentence: Sentence, i: int, words: WordLists, *, reported: bool) -> Verdict | None:
    """What the event's own words say; ``reported`` where its clause stands in somebody's speech."""
    token = sentence.tokens[i]
    if token.is_noun and not _is_clause(sentence, i):
        return _noun_verdict(sentence, i, words)
    return _Clause(sentence, i, words, reported=reported).verdict()


def _is_clause(sentence: Sentence, i: int) -> bool:
    """A verb that the tagger takes for a noun ("demanded that he resign") has a subject or an auxiliary."""
    return bool(grammar.children(sentence, i, "aux", "auxpass", "nsubjpass")) or (
        bool(grammar.children(sentence, i, "nsubj")) and not grammar.children(sentence, i, "det", "cop", "poss")
    )


def _noun_verdict(sentence: Sentence, i: int, words: WordLists) -> Verdict | None:
    lists = words.status
    for j in grammar.children(sentence, i, "det", "neg", "preconj"):
        if sentence.tokens[j].text.lower() in lists["negative-quantifier"]:
            return Verdict(status=Status.NEGATED, rule="status.no", token=j)
    for j in grammar.children(sentence, i, "relcl"):
        denied = negation(sentence, j, words) if sentence.tokens[j].lemma in lists["occurrence"] else None
        if denied is not None:
            return Verdict(status=Status.NEGATED, rule="status.negated", token=denied)  # "an attack that has not come"
    for j in grammar.children(sentence, i, "amod", "acl", "compound", "nmod"):
        word = sentence.tokens[j].text.lower()
        for group, status in ADJECTIVES.items():
            if word in lists[group]:
                return Verdict(status=status, rule=f"status.{group}", token=j)
    return None


def negation(sentence: Sentence, i: int, words: WordLists) -> int | None:
    """The word that negates a verb: not, never, "no longer", "nobody", "no shots"; None where none does."""
    lists = words.status
    for j in sentence.children[i]:
        token = sentence.tokens[j]
        word = token.text.lower()
        if word == "longer" and j > 0 and sentence.tokens[j - 1].text.lower() == "no":
            return j - 1
        if word in lists["negative"] and token.dep in {"neg", "advmod", "preconj", "cc", "dep", "aux"}:
            if (
                word == "not"
                and j + 1 < len(sentence.tokens)
                and sentence.tokens[j + 1].text.lower() in {"only", "just"}
            ):
                continue
            if word in {"not", "n't", "n’t"} and _happened_at_last(sentence, i):
                continue
            # A denial quoted beside the verb ("replied, "Absolutely not"") is no denial of the replying.
            if not _quoted_apart(sentence, i, j):
                return j
        if token.dep in {*SUBJECTS, *OBJECTS}:
            but = token.dep in OBJECTS and any(
                sentence.tokens[k].text.lower() in EXCEPTING for k in sentence.children[j]
            )
            found = None if but else _negative_phrase(sentence, j, words)  # "bombed none but rebels"
            if found is not None:
                return found
        if token.dep in {"prep", "agent"}:
            found = _of_nobody(sentence, j)
            if found is not None:
                return found
    opens = grammar.children(sentence, i, *SUBJECTS, "aux")
    if opens and min(opens) > 0 and sentence.tokens[min(opens) - 1].text.lower() == "nor":
        return min(opens) - 1  # "nor has Egypt threatened anyone"
    above = sentence.tokens[sentence.tokens[i].head]
    if sentence.tokens[i].dep == "ccomp" and above.i > 0 and above.lemma in {"have", "do", "be"}:
        before = sentence.tokens[above.i - 1]
        if before.text.lower() in {"neither", "nor"} and above.i < i:
            return before.i  # "Neither has any ship rammed a frigate"
    reduced = sentence.tokens[i].dep == "acl" and not grammar.children(sentence, i, *SUBJECTS, "mark", "aux")
    if reduced and sentence.tokens[i].tag == "VBN":
        return _negative_phrase(sentence, sentence.tokens[i].head, words)  # "with hardly a shot fired"
    alike = _shares_auxiliary(sentence, i) or _is_other_choice(sentence, i)
    if sentence.tokens[i].dep == "conj" and alike and not _after_but(sentence, i):
        return negation(sentence, sentence.tokens[i].head, words)
    return None


def _of_nobody(sentence: Sentence, preposition: int) -> int | None:
    """ "asked for nothing of the kind", "spoke to nobody"; whatever else is done "for nothing" is done in vain."""
    verb = sentence.tokens[sentence.tokens[preposition].head]
    for j in grammar.children(sentence, preposition, "pobj"):
        word = sentence.tokens[j].text.lower()
        no_one = word == "one" and sentence.tokens[j - 1].text.lower() == "no"
        never = (sentence.tokens[preposition].text.lower(), sentence.tokens[j].lemma) in NEVER
        if never and sentence.tokens[j - 1].text.lower() == "no":
            return j - 1
        if sentence.tokens[preposition].text.lower() == "with" and grammar.children(sentence, j, "acl", "relcl"):
            continue  # "attacked the base with no one to defend it"
        but = any(sentence.tokens[k].text.lower() in EXCEPTING for k in sentence.children[j])
        if not but and (
            no_one or word in {"nobody", "no-one", "neither"} or (word == "nothing" and verb.lemma in ASKING)
        ):
            return j
    return None


def _is_other_choice(sentence: Sentence, i: int) -> bool:
    """Whether "or" puts a verb beside the one before: "neither side recalled its envoy or closed the border"."""
    head = sentence.tokens[i].head
    chosen = any(sentence.tokens[j].text.lower() in {"or", "nor"} for j in grammar.children(sentence, head, "cc"))
    return chosen and not grammar.children(sentence, i, *SUBJECTS)


def _happened_at_last(sentence: Sentence, i: int) -> bool:
    """Whether "not" puts off what then happened: "did not pull out until March 1957"."""
    past = any(sentence.tokens[j].text.lower() in {"did", "had"} for j in grammar.children(sentence, i, "aux"))
    return past and any(
        sentence.tokens[k].text.lower() == "until"
        for j in grammar.children(sentence, i, "prep", "advcl")
        for k in (j, *grammar.children(sentence, j, "mark"))
    )


def _quoted_apart(sentence: Sentence, i: int, j: int) -> bool:
    low, high = sorted((i, j))
    return sum(sentence.tokens[k].text in QUOTES for k in range(low, high)) % 2 == 1


def _negative_phrase(sentence: Sentence, j: int, words: WordLists) -> int | None:
    """ "nobody", "no shots", "neither side", "none of the rebels", "no one"."""
    lists = words.status
    word = sentence.tokens[j].text.lower()
    if word in lists["negative-pronoun"] or sentence.tokens[j].lemma in lists["negative-pronoun"]:
        return j
    first = min(sentence.subtree(j))
    opens = [t.text.lower() for t in sentence.tokens[first : first + 3]]
    if opens[:2] in (["not", "a"], ["not", "one"]) and opens[2:] not in (["few"], ["little"], ["but"]):
        return first  # "Not a single soldier had entered the town"
    for k in grammar.children(sentence, j, "det", "neg", "preconj", "nummod", "advmod", "predet"):
        if sentence.tokens[k].text.lower() in lists["negative-quantifier"]:
            return k
        subject = sentence.tokens[j].dep in SUBJECTS
        if (
            subject
            and sentence.tokens[k].text.lower() in HARDLY
            and sentence.tokens[k + 1].text.lower() in {"a", "any"}
        ):
            return k  # "Hardly a speaker praised it"
        for m in grammar.children(sentence, k, "advmod"):
            if sentence.tokens[m].text.lower() in HARDLY:
                return m  # "hardly a shot was fired"
    return None


def _shares_auxiliary(sentence: Sentence, i: int) -> bool:
    """ "has not attacked or harmed", "will meet and sign": a coordinate verb without subject and auxiliary."""
    token = sentence.tokens[i]
    first = sentence.tokens[token.head]
    own = grammar.children(sentence, i, *SUBJECTS, "aux", "auxpass")
    return token.dep == "conj" and not own and _bare(token.tag) and _bare(first.tag)


def _bare(tag: str) -> bool:
    return tag in {"VB", "VBN", "VBG", "VBP"}


def _after_but(sentence: Sentence, i: int) -> bool:
    head = sentence.tokens[i].head
    return any(sentence.tokens[j].text.lower() == "but" for j in grammar.children(sentence, head, "cc"))


class _Clause:
    """One verb with its auxiliaries, adverbs and subject."""

    def __init__(self, sentence: Sentence, i: int, words: WordLists, *, reported: bool) -> None:
        self._sentence, self._i, self._words = sentence, i, words
        self._token = sentence.tokens[i]
        self._reported = reported
        self._auxiliaries = tuple(_auxiliaries(sentence, i))
        self._aux_words = frozenset(sentence.tokens[j].text.lower() for j in self._auxiliaries)

    def verdict(self) -> Verdict | None:
        negated = negation(self._sentence, self._i, self._words)
        for judge in (
            self._spurned, self._infinitive, self._whatever, self._subjunctive, self._inverted, self._modal,
            self._negated, self._question,
        ):  # fmt: skip
            verdict, decided = judge(negated)
            if decided:
                return verdict
        return self._aspect()

    def _in(self, *groups: str) -> int | None:
        """The auxiliary that is in one of the groups."""
        lists = self._words.status
        for j in self._auxiliaries:
            if any(self._sentence.tokens[j].text.lower() in lists[group] for group in groups):
                return j
        return None

    def _made(self, status: Status, rule: str, token: int | None) -> tuple[Verdict, bool]:
        return Verdict(status=status, rule=f"status.{rule}", token=self._i if token is None else token), True

    def _spurned(self, negated: int | None) -> tuple[Verdict | None, bool]:
        """ "resigned rather than sign": what somebody did not do."""
        tokens = self._sentence.tokens
        than = next((j for j in range(self._i - 1, max(self._i - 3, 0), -1) if tokens[j].text.lower() == "than"), 0)
        bare = than == self._i - 1 and self._token.tag == "VB"
        if not than or tokens[than - 1].text.lower() != "rather" or (self._has_subject() and not bare):
            return None, False
        return self._made(Status.NEGATED, "rather", than - 1)

    def _infinitive(self, negated: int | None) -> tuple[Verdict | None, bool]:
        """ "to attack" has no tense; "not to attack" is a denial wherever it stands."""
        if "to" not in self._aux_words:
            return None, False
        if negated is not None:
            return self._made(Status.NEGATED, "negated", negated)
        if self._token.dep == "ROOT" and self._has_subject():
            return self._made(Status.PLANNED, "be-to", self._auxiliaries[0])  # a headline: "Delhi to take over Kerala"
        return None, True

    def _whatever(self, negated: int | None) -> tuple[Verdict | None, bool]:
        """ "whatever the rebels demand": any such, and none as yet."""
        said = self._token.lemma in self._words.reporting.get("verb", {}) and self._token.lemma not in WANTING
        if self._token.tag not in {"VBZ", "VBP"} or self._auxiliaries or said:
            return None, False
        for j in self._sentence.children[self._i]:
            if self._sentence.tokens[j].text.lower() in WHATEVER:
                return self._made(Status.HYPOTHETICAL, "condition", j)
        return None, False

    def _subjunctive(self, negated: int | None) -> tuple[Verdict | None, bool]:
        """ "a plea that it mediate", "insists that he leave": what somebody else's words want done."""
        subjects = grammar.children(self._sentence, self._i, "nsubj")
        that = any(self._sentence.tokens[j].text.lower() == "that" for j in self._sentence.children[self._i])
        one = any(self._sentence.tokens[j].text.lower() in {"it", "he", "she"} for j in subjects)
        bare = self._token.tag in {"VB", "VBP"} and not self._auxiliaries and self._token.lemma == self._token.text
        above = self._sentence.tokens[self._token.head].lemma
        said = above in self._words.reporting.get("verb", {}) and above not in WANTING
        if not (that and one and bare and negated is None) or said or self._token.dep not in {"ccomp", "acl", "relcl"}:
            return None, False
        return self._made(Status.DEMANDED, "subjunctive", self._i)

    def _inverted(self, negated: int | None) -> tuple[Verdict | None, bool]:
        """ "Had she signed the treaty", "Were they to march", "Should it rain": a condition without if."""
        subjects = grammar.children(self._sentence, self._i, *SUBJECTS)
        if not self._auxiliaries or not subjects or self._is_question():
            return None, False
        first = self._sentence.tokens[self._auxiliaries[0]]
        if first.text.lower() not in {"had", "were", "should"} or first.i > subjects[0]:
            return None, False
        if any(self._sentence.tokens[j].tag in grammar.RELATIVE for j in self._sentence.children[self._i]):
            return None, False
        return self._made(Status.HYPOTHETICAL, "condition", first.i)

    def _modal(self, negated: int | None) -> tuple[Verdict | None, bool]:
        perfect = bool(self._aux_words & HAVE - {"'d"})
        will = self._in("will")
        if will is not None:
            return self._will(will, negated)
        would = self._in("would")
        if would is not None and not (
            self._sentence.tokens[would].text.lower() in {"'d", "’d"} and self._token.tag == "VBN"
        ):
            return self._would(would, negated, perfect=perfect)
        possible = self._in("possible")
        if possible is not None:
            able = self._sentence.tokens[possible].text.lower() in {"can", "could", "ca"}
            if negated is not None and able and not (perfect and not self._reported):
                return self._made(Status.NEGATED, "negated", negated)
            return self._made(Status.HYPOTHETICAL, "modal", possible)
        duty = self._in("obligation")
        if duty is not None:
            status = Status.HYPOTHETICAL if perfect or negated is not None else Status.DEMANDED
            return self._made(status, "modal", duty)
        return None, False

    def _will(self, will: int, negated: int | None) -> tuple[Verdict | None, bool]:
        if self._condition() is not None and negated is None:
            return self._made(Status.HYPOTHETICAL, "condition", self._condition())
        if negated is not None:
            return self._made(Status.REFUSED if self._is_intended(negated) else Status.NEGATED, "will-not", negated)
        predicting = self._adverb("predicting")
        if predicting is not None or self._token.lemma in self._words.status["unintended"]:
            return self._made(Status.PREDICTED, "will", will if predicting is None else predicting)
        return self._made(Status.PLANNED, "will", will)

    def _would(self, would: int, negated: int | None, *, perfect: bool) -> tuple[Verdict | None, bool]:
        """ "said it would march" is a plan, "would not sign" a refusal, any other would a supposition."""
        condition = self._condition()
        if condition is not None or perfect:
            return self._made(Status.HYPOTHETICAL, "condition", would if condition is None else condition)
        if negated is not None:
            if self._is_intended(negated):
                return self._made(Status.REFUSED, "will-not", negated)
            return self._made(Status.NEGATED if self._reported else Status.HYPOTHETICAL, "negated", negated)
        if self._reported:
            foreseen = self._token.lemma in self._words.status["unintended"] or self._adverb("predicting") is not None
            return self._made(Status.PREDICTED if foreseen else Status.PLANNED, "will", would)
        return self._made(Status.HYPOTHETICAL, "modal", would)

    def _negated(self, negated: int | None) -> tuple[Verdict | None, bool]:
        if negated is not None:
            return self._made(Status.NEGATED, "negated", negated)
        before = [t.text.lower() for t in self._sentence.tokens[max(0, self._i - 2) : self._i]]
        if before == ["all", "but"]:
            return self._made(Status.ATTEMPTED, "nearly", self._i - 2)
        nearly = self._adverb("nearly")
        if nearly is not None and nearly < self._i and self._sentence.tokens[nearly].text.lower() != "narrowly":
            return self._made(Status.ATTEMPTED, "nearly", nearly)
        vain = self._adverb("vain")
        if vain is not None or self._in_vain():
            return self._made(Status.ATTEMPTED, "in-vain", vain)
        return None, False

    def _question(self, negated: int | None) -> tuple[Verdict | None, bool]:
        """A question whether it happened leaves it open; one by why, when or who takes it for granted."""
        root = self._sentence.tokens[0]
        asked = root.dep == "ROOT" and self._token.head == 0 and root.text.lower() in {"did", "do", "does"}
        if not self._is_question() or not (asked or self._token.dep in {"ROOT", "conj", "ccomp"}):
            return None, False
        if self._token.dep == "ccomp" and self._sentence.tokens[self._token.head].lemma in FACTIVE:
            return None, False  # "Did you know that troops had left?" takes it for granted
        below = [self._sentence.tokens[j] for j in self._sentence.children[self._i]]
        asks = any(token.tag in grammar.RELATIVE for token in below) or self._sentence.tokens[0].tag in grammar.RELATIVE
        ever = next((t.i for t in below if t.text.lower() == "ever"), None)
        if ever is not None:
            return self._made(Status.OPINION, "rhetorical", ever)
        beside = grammar.children(self._sentence, self._i, "conj")
        asks_behind = any(self._sentence.tokens[k].tag in grammar.RELATIVE for j in beside for k in self._below(j))
        if asks or asks_behind:  # "Planes bombed the port, and who died?"
            return None, False
        return self._made(Status.HYPOTHETICAL, "question", self._i)

    def _below(self, i: int) -> tuple[int, ...]:
        return self._sentence.children[i]

    def _is_question(self) -> bool:
        tokens = self._sentence.tokens
        following = next((t.text for t in tokens[self._i :] if t.text in {"?", ".", "!"} or t.text in QUOTES), "")
        return following == "?"

    def _aspect(self) -> Verdict | None:
        token, auxiliaries = self._token, self._aux_words
        finite = self._is_finite()
        repeated = self._adverb("habitual")
        if repeated is None:
            repeated = self._every() if token.tag in {"VBZ", "VBP", "VB"} and "did" not in auxiliaries else None
        if finite and repeated is not None:
            return Verdict(status=Status.HABITUAL, rule="status.habit", token=repeated)
        if self._is_imperative():
            return Verdict(status=Status.DEMANDED, rule="status.imperative", token=self._i)
        if not finite:
            return None
        if self._is_progressive():
            ahead = self._ahead() if token.lemma in TIMETABLE | ARRANGED else None
            if ahead is not None:
                return Verdict(status=Status.PLANNED, rule="status.timetable", token=ahead)
            # "Was conferring when the tanks rolled" tells of then; "is conferring" of now.
            status = Status.ACTUAL if self._is_past_progressive() else Status.ONGOING
            return Verdict(status=status, rule="status.progressive", token=self._auxiliaries[0])
        arranged = token.lemma in TIMETABLE and token.tag in {"VBZ", "VBP"} and not auxiliaries
        if arranged and (soon := self._soon(AHEAD | DAYS)) is not None:
            return Verdict(status=Status.PLANNED, rule="status.timetable", token=soon)
        if token.tag in {"VBZ", "VBP"} and not auxiliaries and token.lemma in self._words.status["stative"]:
            return Verdict(status=Status.ONGOING, rule="status.standing", token=self._i)
        return Verdict(status=Status.ACTUAL, rule="status.tense", token=self._i)

    def _is_finite(self) -> bool:
        """Whether the clause has a tense; "let heads roll", "had it fixed" and "Analysts see it falling" have none."""
        token = self._token
        if self._auxiliaries:
            if token.dep in {"pcomp", "xcomp"} and self._aux_words <= GERUNDS and not self._has_subject():
                return False  # "for fear of being shot" tells of no shot being fired
            # "may need to change or be assigned": the second infinitive hangs where the first does.
            return token.dep != "conj" or any(self._sentence.tokens[j].tag != "VB" for j in self._auxiliaries)
        if token.dep in {"ccomp", "advcl", "xcomp"}:
            above = self._sentence.tokens[token.head]
            bare = above.lemma in SMALL_CLAUSE_VERBS and token.tag in {"VB", "VBP"}
            if bare or (token.tag in {"VBN", "VBG"} and not grammar.children(self._sentence, self._i, "mark")):
                return False
        return token.tag in {"VBD", "VBZ", "VBP"} or self._has_subject()

    def _is_progressive(self) -> bool:
        for j in self._auxiliaries:
            aux = self._sentence.tokens[j]
            if aux.text.lower() == "being":
                return True
            if aux.lemma in BE and aux.tag != "MD" and self._token.tag == "VBG":
                return True
        return False

    def _is_past_progressive(self) -> bool:
        still = any(self._sentence.tokens[j].text.lower() == "still" for j in self._sentence.children[self._i])
        present = self._aux_words & {"has", "have", "'s", "’s", "'ve", "’ve"}
        return bool(self._aux_words & {"was", "were", "been"}) and not present and not still

    def _ahead(self) -> int | None:
        """ "is visiting Cairo tomorrow": the present progressive of what is arranged."""
        return self._soon((AHEAD | DAYS) - {"today"}) if self._aux_words & PRESENT else None

    def _soon(self, words: frozenset[str]) -> int | None:
        """The word that puts a present ahead: "arrives today", "meets next week", "flies to Rome on Sunday"."""
        tokens = self._sentence.tokens
        for j in grammar.children(self._sentence, self._i, "npadvmod", "advmod", "prep"):
            for k in self._sentence.subtree(j):
                word = tokens[k].text.lower()
                # "on what they call a Friday of rage" tells no day.
                if word in words and (word not in DAYS or k == j or (tokens[k].head == j and tokens[j].text == "on")):
                    return k
        return None

    def _has_subject(self) -> bool:
        return bool(grammar.children(self._sentence, self._i, *SUBJECTS))

    def _is_imperative(self) -> bool:
        """A bare verb that opens a sentence or a quotation, or stands after "let"."""
        token, tokens = self._token, self._sentence.tokens
        if self._i > 1 and tokens[self._i - 1].text == ":" and token.tag in {"VB", "VBP"} and not self._auxiliaries:
            return True  # a headline's call: "Bahrain: free the doctors"
        if self._is_called_out():
            return True
        if token.tag != "VB" or self._auxiliaries or self._has_subject() or token.dep not in {"ROOT", "ccomp", "conj"}:
            return False
        if token.dep == "conj":
            return _Clause(self._sentence, token.head, self._words, reported=self._reported)._is_imperative()
        if token.dep == "ROOT":
            return True  # also behind "please", or a clause with "if"
        before = [t for t in tokens[: self._i] if t.tag not in {"``", "''", ",", ":", "RB", "UH"}]
        return not before or tokens[self._i - 1].text in QUOTES

    def _is_called_out(self) -> bool:
        """Whether whoever should do it is called on: "Citizens, storm the parliament!"."""
        token, tokens = self._token, self._sentence.tokens
        subjects = grammar.children(self._sentence, self._i, "nsubj")
        calls = token.tag == "VB" or (token.tag == "VBP" and tokens[-1].text == "!")
        if token.dep != "ROOT" or not calls or self._auxiliaries or len(subjects) != 1:
            return False
        between = tokens[subjects[0] : self._i]
        return self._i > 0 and tokens[self._i - 1].text == "," and sum(t.text == "," for t in between) == 1

    def _condition(self) -> int | None:
        """The word that makes this clause hang on a condition: "if", "unless", or the inverted auxiliary."""
        for j in grammar.children(self._sentence, self._i, "advcl", "ccomp"):
            mark = condition_mark(self._sentence, j, self._words)
            if mark is not None and self._sentence.tokens[mark].text.lower() != "whether":
                return mark
            verdict, inverted = _Clause(self._sentence, j, self._words, reported=False)._inverted(None)
            if inverted and verdict is not None:
                return verdict.token
        if self._token.dep == "conj":
            return _Clause(self._sentence, self._token.head, self._words, reported=False)._condition()
        return None

    def _is_intended(self, negated: int) -> bool:
        """Whether not doing it is the subject's will: an active verb of doing with a subject that exists."""
        if grammar.is_passive(self._sentence, self._i) or self._token.lemma in self._words.status["unintended"] | {
            "be",
            "have",
        }:
            return False
        subjects = grammar.surface_subjects(self._sentence, self._i)
        if any(_negative_phrase(self._sentence, j, self._words) is not None for j in subjects):
            return False
        return all(not self._sentence.tokens[j].tag.startswith(("EX", "VB")) and j != negated for j in subjects)

    def _adverb(self, group: str) -> int | None:
        words = self._words.status[group]
        for j in grammar.children(self._sentence, self._i, "advmod", "npadvmod"):
            if self._sentence.tokens[j].text.lower() in words:
                return j
        return None

    def _every(self) -> int | None:
        """ "stop every lorry", "meet each Friday"."""
        for j in grammar.children(self._sentence, self._i, "dobj", "npadvmod", "nsubj", "nsubjpass"):
            for k in grammar.children(self._sentence, j, "det"):
                if self._sentence.tokens[k].text.lower() in self._words.status["every"]:
                    return k
        return None

    def _in_vain(self) -> bool:
        return any(
            self._sentence.tokens[k].text.lower() == "vain"
            for j in grammar.children(self._sentence, self._i, "prep")
            for k in self._sentence.children[j]
        )


def condition_mark(sentence: Sentence, i: int, words: WordLists) -> int | None:
    """The subordinator that makes a clause a condition, also of the clause it is coordinated with."""
    for j in grammar.children(sentence, i, "mark", "advmod"):
        word = sentence.tokens[j].text.lower()
        if word in words.status["condition"]:
            # "as if" compares, "even if" is still a condition.
            return j
    if sentence.tokens[i].dep == "conj" and not grammar.children(sentence, i, "mark"):
        return condition_mark(sentence, sentence.tokens[i].head, words)
    return None


def _auxiliaries(sentence: Sentence, i: int) -> Iterator[int]:
    """The auxiliaries of a verb, those of the verb it is coordinated with where it has none of its own."""
    own = grammar.children(sentence, i, "aux", "auxpass")
    first = None if own else misplaced_beside(sentence, i)
    first = _passive_before(sentence, i) if first is None and not own else first
    if first is not None:
        yield from _auxiliaries(sentence, first)
    elif not own and _shares_auxiliary(sentence, i) and sentence.tokens[i].head != i:
        yield from _auxiliaries(sentence, sentence.tokens[i].head)
    yield from own


def _passive_before(sentence: Sentence, i: int) -> int | None:
    """The passive whose "would be" another subject shares: "arms would be seized and those who had them deported"."""
    token, head = sentence.tokens[i], sentence.tokens[sentence.tokens[i].head]
    if (
        token.dep != "conj"
        or token.tag != "VBN"
        or head.tag != "VBN"
        or grammar.children(sentence, i, "dobj", "aux", "auxpass")
    ):
        return None
    subjects = grammar.children(sentence, i, *SUBJECTS)
    modal = any(sentence.tokens[j].tag == "MD" for j in grammar.children(sentence, head.i, "aux"))
    return head.i if subjects and modal else None


def misplaced_beside(sentence: Sentence, i: int) -> int | None:
    """The infinitive that a bare verb stands beside where the parser hangs it on another word.

    "Fighters will move to camps watched over by the UN and surrender their arms": "surrender" goes with "move".
    "Both sides were to stop shooting, reopen the road and leave": "reopen" goes with "stop".
    """
    token, head = sentence.tokens[i], sentence.tokens[sentence.tokens[i].head]
    listed = token.dep == "advcl" and token.tag == "VB" and i > 0 and sentence.tokens[i - 1].text == ","
    bare = not grammar.children(sentence, i, *SUBJECTS, "aux", "auxpass", "mark")
    beside = token.dep == "conj" and token.tag in {"VB", "VBP"} and head.tag not in {"VB", "VBP", "MD"}
    if not bare or not (listed or beside) or head.i > i:
        return None
    before = [t for t in sentence.tokens[:i] if t.tag == "VB" and grammar.children(sentence, t.i, "aux")]
    near = {*sentence.ancestors(i), head.head, *(grammar.children(sentence, head.i, "xcomp") if listed else ())}
    return before[-1].i if before and before[-1].i in near else None
