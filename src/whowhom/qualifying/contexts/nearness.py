"""Which words of a sentence are said of which event in it.

In:  a sentence with its events, one of them, a stretch of the sentence.
Out: whether the stretch belongs to that event.

What hangs on the event's word belongs to it, but for asides, clauses with a
subject of their own, and what hangs on another event. Of a party's name the
noun counts, and what kind of people it says they are, but not what an office is
for: "the health ministry" says nothing of health.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from whowhom.events import grammar
from whowhom.qualifying.attachment import TELLING, has_subject
from whowhom.records import Draft, Sentence, Teller

# Operators that are verbs of the event itself: their subject and objects are the event's.
CARRYING = frozenset("do undergo begin continue manage attempt fail plan".split())
# A clause behind these tells why the event happened; behind any other one with a subject of its own is another story.
OF_THE_EVENT = frozenset({"because", "unless", "if"})
# Of a body or an office the words before it say what it is for, and nothing of the event: "health ministry".
OFFICES = frozenset(
    """ministry minister secretary undersecretary department agency office officer official bureau directorate authority
    spokesman spokeswoman spokesperson committee commission commissioner council party union federation association
    society institute foundation fund bank university college deputy chief head adviser advisor board company firm
    corporation newspaper editor correspondent""".split()
)
# "near the court": where, and not what about.
PLACING = frozenset("near behind beside opposite like unlike".split())


class Scope(Struct, frozen=True, kw_only=True):
    """What belongs to one event: the tokens that tell it, the heads of other events, the tellers' stretches."""

    draft: Draft
    anchors: frozenset[int]
    strangers: frozenset[int]
    tellers: tuple[Teller, ...]


def scope_of(sentence: Sentence, draft: Draft, drafts: Sequence[Draft], tellers: Sequence[Teller]) -> Scope:
    """The scope of ``draft`` among the events of its sentence."""
    others = [other for other in drafts if other.head != draft.head]
    anchors = {draft.head, *draft.trigger, *(step.token for step in draft.steps if step.kind in CARRYING)}
    heads = frozenset(other.head for other in others)
    carrier = grammar.carrier(sentence, draft.head) if sentence.tokens[draft.head].is_noun else None
    if carrier is not None and carrier not in heads and sentence.tokens[carrier].lemma not in TELLING:
        anchors.add(carrier)
    # What an event is about that this one speaks of, this one is about as well: "demanded the release of reporters".
    spoken_of = {other.head for other in others if any(step.token == draft.head for step in other.steps)}
    return Scope(draft=draft, anchors=frozenset(anchors), strangers=heads - spoken_of, tellers=tuple(tellers))


def tokens_in(sentence: Sentence, start: int, end: int) -> range:
    """The tokens that a stretch of the document touches."""
    first = bisect_right(sentence.tokens, start, key=attrgetter("end"))
    last = bisect_left(sentence.tokens, end, key=attrgetter("start"))
    return range(first, last)


def belongs(sentence: Sentence, tokens: range, scope: Scope) -> bool:
    """Whether what these tokens say is said of the event."""
    if not tokens or any(_overlap(sentence, tokens, span) for span in scope.tellers):
        return False
    for mention in (*scope.draft.sources, *scope.draft.targets):
        if mention.sentence == sentence.number and mention.first <= tokens[0] <= mention.last:
            return mention.head in tokens or _says_what_kind(sentence, tokens, mention.head)
    return _hangs_on(sentence, tokens, scope)


def _overlap(sentence: Sentence, tokens: range, span: Teller) -> bool:
    return sentence.tokens[tokens[0]].start < span.end and span.start < sentence.tokens[tokens[-1]].end


def _says_what_kind(sentence: Sentence, tokens: range, head: int) -> bool:
    """Whether these words stand before a party's noun and say what kind of people it is: "anti-corruption marchers"."""
    if sentence.tokens[head].lemma in OFFICES:
        return False
    top = sentence.tokens[_top(sentence, tokens)]
    return top.head == head and top.dep in {"amod", "compound", "nmod"}


def _hangs_on(sentence: Sentence, tokens: range, scope: Scope) -> bool:
    i = _top(sentence, tokens)
    for _ in sentence.tokens:
        if i in scope.anchors:
            return True
        if i in scope.strangers or _is_aside(sentence, i, scope.strangers):
            return False
        head = sentence.tokens[i].head
        if head == i:
            return False
        i = head
    return False


def _top(sentence: Sentence, tokens: range) -> int:
    return next((i for i in tokens if sentence.tokens[i].head not in tokens), tokens[-1])


def _is_aside(sentence: Sentence, i: int, strangers: frozenset[int]) -> bool:
    """Whether what hangs under token ``i`` is said by the way, of somebody or something named there."""
    token = sentence.tokens[i]
    match token.dep:
        case "relcl":
            return _is_set_off(sentence, i) or any(j in strangers for j in sentence.subtree(i))
        case "appos" | "parataxis":
            return True
        case "advcl":
            return has_subject(sentence, i) and not _marks(sentence, i) & OF_THE_EVENT
        case "conj":
            return token.is_verb and has_subject(sentence, i)
        case "prep":
            return token.lemma in PLACING or token.lemma in {"accord", "according"}
    return False


def _is_set_off(sentence: Sentence, i: int) -> bool:
    """Whether a comma stands before a clause: "the minister, who lost the vote, ..."."""
    first = sentence.subtree(i)[0]
    return first > 0 and sentence.tokens[first - 1].text in {",", "-", "–", "—", "("}


def _marks(sentence: Sentence, i: int) -> set[str]:
    return {sentence.tokens[j].text.lower() for j in grammar.children(sentence, i, "mark", "advmod")}
