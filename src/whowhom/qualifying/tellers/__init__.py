"""On whose word an event is told, and how it is put.

In:  a sentence and a draft; the quotations of the whole document.
Out: the chain of tellers, outermost first; the stance; the words that decided.

The act of telling is told by the author; what is inside it by the one who
speaks: in "Kerry accused Moscow of shelling the town" the accusing has no
teller, the shelling is Kerry's word and alleged. `frames.py` reads the
sentence, `quotes.py` the document.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from whowhom.actors import Cast
from whowhom.events import grammar
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.status import negation
from whowhom.qualifying.tellers.attributions import Attribution, find_attributions
from whowhom.qualifying.tellers.frames import Frame, frames_of
from whowhom.qualifying.tellers.people import is_author, subjects, teller_at
from whowhom.qualifying.tellers.quotes import Telling, find_speech
from whowhom.qualifying.tellers.rebuttals import Rebuttal, rebuttals_of
from whowhom.records import Draft, Reason, Sentence, Stance, Teller

__all__ = ["Attribution", "Telling", "find_attributions", "find_tellings", "tellers_of"]

# Of several stances along a chain the one that takes most away from what is told.
STRENGTH = (Stance.ASSERTED, Stance.REPORTED, Stance.ALLEGED, Stance.DOUBTED, Stance.DENIED)
MODAL = frozenset("will would wo 'll ’ll 'd ’d shall may might must should to can could ca ought".split())
NO = ("no", "absolutely not", "of course not", "not at all", "never", "certainly not", "definitely not", "nonsense")


def find_tellings(text: str, sentences: Sequence[Sentence], cast: Cast, words: WordLists) -> tuple[Telling, ...]:
    """The quotations of a document with their speakers, in text order."""
    return find_speech(text, sentences, cast, words)


def tellers_of(
    sentence: Sentence, draft: Draft, tellings: Sequence[Telling], cast: Cast, words: WordLists
) -> tuple[tuple[Teller, ...], Stance, tuple[Reason, ...]]:
    """The tellers of an event from the outermost in, its stance, and the words these stand on."""
    trigger = sentence.tokens[draft.head]
    around = [t for t in tellings if t.start <= trigger.start and trigger.end <= t.end]
    quote = next((t for t in around if not t.is_term), None)
    rebuttals = rebuttals_of(sentence, words)
    frames = [
        own
        for frame in reversed(frames_of(sentence, draft.head, cast, words))
        if not _looks_back(frame, draft.head, rebuttals)
        and (own := _of_author(frame, tellings) if _by_author(frame, tellings, sentence) else frame) is not None
    ]
    tellers = _chain(sentence, frames, quote)
    stance = max((frame.stance for frame in frames), key=STRENGTH.index, default=Stance.ASSERTED)
    reasons = [_reason(sentence, frame) for frame in frames]
    if tellers and stance is Stance.ASSERTED:
        stance = Stance.REPORTED
    if quote is not None and quote.teller is not None and quote.teller in tellers:
        reasons.append(_of_quote(quote.teller))
    if stance is Stance.ASSERTED and quote is not None:
        stance = Stance.REPORTED
    telling = trigger.lemma in words.reporting.get("verb", {})  # that it was claimed nobody denies
    rebutted = None if telling else _rebutted(sentence, draft.head, frames, rebuttals, cast)
    if rebutted is not None:
        frame, why = rebutted
        others = [t for t in tellers if frame.teller is None or (t.actor_id or t.start) != _key(frame.teller)]
        return ((frame.teller,) if frame.teller else ()) + tuple(others), frame.stance, (*reasons, why)
    answer = _answered(sentence, draft.head, cast, words)
    if answer is not None:
        teller, why = answer
        return (*tellers, teller), Stance.DENIED, (*reasons, why)
    ironic = next((t for t in around if t.is_term), None)
    if ironic is not None and not tellers and stance is Stance.ASSERTED:
        stance = Stance.DOUBTED
        reasons.append(Reason(rule="teller.irony", text=trigger.text, start=trigger.start, end=trigger.end))
    if stance is Stance.REPORTED and tellers:
        word = _denying(sentence, draft.head, frames, words)
        if word is not None:
            token = sentence.tokens[word]
            stance = Stance.DENIED
            reasons.append(Reason(rule="teller.told-not", text=token.text, start=token.start, end=token.end))
    return tellers, stance, tuple(reasons)


def _by_author(frame: Frame, tellings: Sequence[Telling], sentence: Sentence) -> bool:
    """ "I think", "we believe" outside quotations is the author's own voice."""
    if frame.teller is None or not is_author(frame.teller):
        return False
    return not any(t.start <= frame.teller.start < t.end for t in tellings)


def _of_author(frame: Frame, tellings: Sequence[Telling]) -> Frame | None:
    """What the author himself doubts or denies: "I do not believe that they fired"; else nothing to tell of."""
    return replace(frame, teller=None) if frame.stance in {Stance.DOUBTED, Stance.DENIED} else None


def _looks_back(frame: Frame, head: int, rebuttals: Sequence[Rebuttal]) -> bool:
    """Whether a frame is none: the verb of a denial that looks back, or what stands before it, seen from it."""
    return any(
        frame.cue == r.verb
        or (head >= r.start and frame.cue < r.start)
        or (head == r.verb and r.start <= frame.cue < r.verb)
        for r in rebuttals
    )


def _rebutted(
    sentence: Sentence, head: int, frames: Sequence[Frame], rebuttals: Sequence[Rebuttal], cast: Cast
) -> tuple[Frame, Reason] | None:
    """ "accused X of arming them, which X denied": what somebody told before is denied by another."""
    told = [f for f in frames if f.stance in {Stance.REPORTED, Stance.ALLEGED}]
    for rebuttal in rebuttals:
        if head < rebuttal.start and any(f.cue < rebuttal.start for f in told):
            teller = teller_at(sentence, rebuttal.heads, rebuttal.verb, cast)
            frame = Frame(rule="teller.rebutted", cue=rebuttal.verb, stance=rebuttal.stance, teller=teller)
            return frame, _reason(sentence, frame)
    return None


def _key(teller: Teller) -> str | int:
    return teller.actor_id or teller.start


def _chain(sentence: Sentence, frames: Sequence[Frame], quote: Telling | None) -> tuple[Teller, ...]:
    """Tellers from the outermost in; the speaker of a quotation stands outside of what is told within it."""
    outside = [f.teller for f in frames if f.teller is not None and not _within(f, sentence, quote)]
    inside = [f.teller for f in frames if f.teller is not None and _within(f, sentence, quote)]
    if quote is not None and quote.teller is not None and not outside:
        outside = [quote.teller]
    chain: list[Teller] = []
    for teller in (*outside, *inside):
        if all((teller.start, teller.end) != (other.start, other.end) for other in chain):
            chain.append(teller)
    # "The judge said that ..., and these, he held, ..." is one teller's word.
    return tuple({teller.actor_id or teller.start: teller for teller in reversed(chain)}.values())[::-1]


def _within(frame: Frame, sentence: Sentence, quote: Telling | None) -> bool:
    return quote is not None and quote.start <= sentence.tokens[frame.cue].start < quote.end


def _denying(sentence: Sentence, head: int, frames: Sequence[Frame], words: WordLists) -> int | None:
    """The negation by which a teller says that it did not happen: "insisted that no deal had been struck"."""
    cues = {frame.cue for frame in frames}
    lists = words.status
    carrying = lists["occurrence"] | lists["causing"] | lists["copula"]
    i = head
    for _ in sentence.tokens:
        if i in cues:
            return None
        if i == head or sentence.tokens[i].lemma in carrying:
            found = negation(sentence, i, words) if not sentence.tokens[i].is_noun else _no(sentence, i, words)
            if found is not None:
                return None if _is_modal(sentence, i) else found
        if sentence.tokens[i].head == i or (i != head and not sentence.tokens[i].is_verb):
            return None
        i = sentence.tokens[i].head
    return None


def _no(sentence: Sentence, i: int, words: WordLists) -> int | None:
    for j in grammar.children(sentence, i, "det"):
        if sentence.tokens[j].text.lower() in words.status["negative-quantifier"]:
            return j
    return None


def _is_modal(sentence: Sentence, i: int) -> bool:
    return any(sentence.tokens[j].text.lower() in MODAL for j in grammar.children(sentence, i, "aux"))


def _answered(sentence: Sentence, head: int, cast: Cast, words: WordLists) -> tuple[Teller, Reason] | None:
    """ "Asked if troops had crossed the river, the general said, "Never."": denied by the general."""
    asked = next(
        (
            j
            for j in (head, *sentence.ancestors(head))
            if sentence.tokens[j].lemma == "ask"
            and sentence.tokens[j].tag == "VBN"
            and sentence.tokens[j].dep == "advcl"
        ),
        None,
    )
    if asked is None:
        return None
    verb = sentence.tokens[sentence.tokens[asked].head]
    rest = sentence.text[verb.end - sentence.start :].lstrip(" ,:\"“‘'").lower()
    if verb.lemma not in words.reporting.get("verb", {}) or not rest.startswith(NO):
        return None
    teller = teller_at(sentence, subjects(sentence, verb.i), verb.i, cast)
    if teller is None:
        return None
    return teller, Reason(rule="teller.answered-no", text=verb.text, start=verb.start, end=verb.end)


def _reason(sentence: Sentence, frame: Frame) -> Reason:
    token = sentence.tokens[frame.cue]
    detail = frame.stance.value if frame.teller is None else f"{frame.stance.value}, by {frame.teller.name}"
    return Reason(rule=frame.rule, text=token.text, start=token.start, end=token.end, detail=detail)


def _of_quote(teller: Teller) -> Reason:
    return Reason(
        rule="teller.quotation", text=teller.text, start=teller.start, end=teller.end, detail=f"quotes {teller.name}"
    )
