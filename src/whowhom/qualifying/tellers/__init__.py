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
from whowhom.qualifying.status import condition_mark, negation
from whowhom.qualifying.tellers.attributions import Attribution, find_attributions
from whowhom.qualifying.tellers.frames import Frame, frames_of
from whowhom.qualifying.tellers.people import is_author, subjects, teller_at, tellers_at
from whowhom.qualifying.tellers.quotes import Telling, find_speech
from whowhom.qualifying.tellers.rebuttals import Rebuttal, answer_of, rebuttals_of
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
    sentence: Sentence,
    draft: Draft,
    tellings: Sequence[Telling],
    cast: Cast,
    words: WordLists,
    *,
    following: Sentence | None = None,
) -> tuple[tuple[Teller, ...], Stance, tuple[Reason, ...]]:
    """The tellers of an event from the outermost in, its stance, and the words these stand on.

    ``following`` is the next sentence of the text, in which somebody may deny what this one tells.
    """
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
    if quote is not None and quote.tellers and set(quote.tellers) <= set(tellers):
        reasons.append(_of_quote(quote.tellers[0]))
    if stance is Stance.ASSERTED and quote is not None:
        stance = Stance.REPORTED
    telling = trigger.lemma in words.reporting.get("verb", {})  # that it was claimed nobody denies
    rebutted = None if telling else _rebutted(sentence, draft.head, frames, rebuttals, cast)
    if rebutted is not None:
        frame, why = rebutted
        return _denied_by(frame.tellers, tellers), frame.stance, (*reasons, why)
    denied = None if telling or following is None else _denied_after(draft, tellers, stance, following, cast, words)
    if denied is not None and following is not None:
        return _denied_by(denied.tellers, tellers), denied.stance, (*reasons, _reason(following, denied))
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
    if len(frame.tellers) != 1 or not is_author(frame.tellers[0]):
        return False
    return not any(t.start <= frame.tellers[0].start < t.end for t in tellings)


def _of_author(frame: Frame, tellings: Sequence[Telling]) -> Frame | None:
    """What the author himself doubts or denies: "I do not believe that they fired"; else nothing to tell of."""
    return replace(frame, tellers=()) if frame.stance in {Stance.DOUBTED, Stance.DENIED} else None


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
            tellers = tellers_at(sentence, rebuttal.heads, rebuttal.verb, cast)
            frame = Frame(rule="teller.rebutted", cue=rebuttal.verb, stance=rebuttal.stance, tellers=tellers)
            return frame, _reason(sentence, frame)
    return None


def _denied_after(
    draft: Draft, tellers: Sequence[Teller], stance: Stance, following: Sentence, cast: Cast, words: WordLists
) -> Frame | None:
    """ "Rebels shelled the town, the army said. The rebels denied it.": what others told is then denied.

    Whoever told it does not deny it, and what the author himself tells nobody's denial undoes.
    """
    if stance not in {Stance.REPORTED, Stance.ALLEGED}:
        return None
    answer = answer_of(following, words)
    if answer is None:
        return None
    deniers = tellers_at(following, answer.heads, answer.verb, cast)
    doers = {mention.actor_id for mention in draft.sources}
    if answer.of_part and not any(_stands_for(denier, doers, cast) for denier in deniers):
        return None
    if not deniers or {_key(teller) for teller in deniers} & {_key(teller) for teller in tellers}:
        return None
    return Frame(rule="teller.denied-after", cue=answer.verb, stance=answer.stance, tellers=deniers)


def _stands_for(denier: Teller, doers: set[str], cast: Cast) -> bool:
    """Whether somebody is one of those who are said to have done it, or of the same country."""
    if denier.actor_id is None:
        return False
    countries = {country for doer in doers if (country := cast.actor(doer).country) is not None}
    return denier.actor_id in doers or cast.actor(denier.actor_id).country in countries


def _key(teller: Teller) -> str | int:
    return teller.actor_id or teller.start


def _chain(sentence: Sentence, frames: Sequence[Frame], quote: Telling | None) -> tuple[Teller, ...]:
    """Tellers from the outermost in; the speaker of a quotation stands outside of what is told within it."""
    outside = [teller for f in frames if not _within(f, sentence, quote) for teller in f.tellers]
    inside = [teller for f in frames if _within(f, sentence, quote) for teller in f.tellers]
    if quote is not None and not outside:
        outside = list(quote.tellers)
    chain: list[Teller] = []
    for teller in (*outside, *inside):
        if all((teller.start, teller.end) != (other.start, other.end) for other in chain):
            chain.append(teller)
    # "The judge said that ..., and these, he held, ..." is one teller's word.
    return tuple({_key(teller): teller for teller in reversed(chain)}.values())[::-1]


def _denied_by(deniers: Sequence[Teller], tellers: Sequence[Teller]) -> tuple[Teller, ...]:
    """Who denies it, before those who told it."""
    keys = {_key(teller) for teller in deniers}
    return (*deniers, *(teller for teller in tellers if _key(teller) not in keys))


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
                return None if _is_open(sentence, i, cues, words) else found
        if sentence.tokens[i].head == i or (i != head and not sentence.tokens[i].is_verb):
            return None
        i = sentence.tokens[i].head
    return None


def _no(sentence: Sentence, i: int, words: WordLists) -> int | None:
    for j in grammar.children(sentence, i, "det"):
        if sentence.tokens[j].text.lower() in words.status["negative-quantifier"]:
            return j
    return None


def _is_open(sentence: Sentence, i: int, cues: set[int], words: WordLists) -> bool:
    """Whether a negation stands in a condition or under a modal: "if they do not leave", "there can be no talks".

    Who says so tells what is supposed, wanted or to come, and denies nothing.
    """
    for j in (i, *sentence.ancestors(i)):
        if j in cues:
            return False
        if any(sentence.tokens[k].text.lower() in MODAL for k in grammar.children(sentence, j, "aux")):
            return True
        if condition_mark(sentence, j, words) is not None:
            return True
        if sentence.tokens[j].is_verb:
            return False
    return False


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
    names = " and ".join(teller.name for teller in frame.tellers)
    detail = f"{frame.stance.value}, by {names}" if names else frame.stance.value
    return Reason(rule=frame.rule, text=token.text, start=token.start, end=token.end, detail=detail)


def _of_quote(teller: Teller) -> Reason:
    return Reason(
        rule="teller.quotation", text=teller.text, start=teller.start, end=teller.end, detail=f"quotes {teller.name}"
    )
