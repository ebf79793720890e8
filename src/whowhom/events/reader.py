"""What a small language model makes of a whole text: at whom an event is aimed, and whether it happened.

In:  the drafts of a document, with what rules made of them, and its text.
Out: the drafts. One without a doer or a target may have one now; a target that a
rule guessed may be another's now, or nobody's. Parties that a clause names itself
stay. How likely each status is goes along, for `qualifying/status`.

The model is made by `training/`, whose README says of what text and how well it
does. It reads no names (`unnamed`), and it needs the extra `whowhom[encoder]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast, is_described
from whowhom.events.encoder import LABELS, TOKENIZER, encoder_is_installed, session_of, tokenizer_of
from whowhom.events.inferring import (
    GUESSES,
    READ_DOER,
    READ_NOBODY,
    apart,
    named_elsewhere,
    shares,
)
from whowhom.events.nearby import is_within
from whowhom.events.parties import INTERNATIONAL
from whowhom.events.sheets import Reading, Sheet, sheets_of
from whowhom.events.sides import is_among
from whowhom.events.ties import Question
from whowhom.knowledge.tables import data_path
from whowhom.records import Draft, Mention, Reason, Sentence, Status

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# What a record says the reader did: whom it is aimed at, that it is at nobody whom the text tells, who does it.
TARGET, NOBODY, DOER = "event.reader", READ_NOBODY, READ_DOER
# The files of the model, in `data/encoder/` beside its vocabulary: of the text, and of who goes with what.
FILES = BODY, HEADS = "reader.onnx", "reader-heads.onnx"
# What is asked of the heads; they also know which words tell an event, which nobody asks.
OUTPUTS = ("targets", "sources", "status")
# In the order of the network's outputs.
STATUSES = tuple(Status)
# So likely somebody is at least at whom an event is aimed, and likelier than nobody; so much likelier than the reader
# finds him is whomever a rule guessed from other clauses; so likely somebody does what has no doer. Chosen with a look
# at all sets of `benchmarks/written.py` and at the development articles, of which docs/codebook.md says how often each
# is right. Another making of the network needs another look.
FILLS, GUESSED, DOES = 0.2, 0.2, 0.5
# How whoever undergoes something stands to its verb.
UNDERGOING = frozenset({"dobj", "nsubjpass"})
# Who is taken to have done violence must be likelier, and is nobody of those who bring aid or mediate.
HARM, DOES_HARM = frozenset({"ASSAULT", "COERCE"}), 0.7


class Answer(Struct, frozen=True, kw_only=True):
    """What the reader says of an event.

    ``targets`` is how likely each mention, by its place in the cast, is whom it is aimed at, None: nobody; ``sources``
    likewise who does it; ``status`` how likely each status is. Each sums to 1.
    """

    targets: Mapping[int | None, float]
    sources: Mapping[int | None, float]
    status: Mapping[Status, float]


class Page:
    """A text for the network, read where something is asked; ask it with `answers`."""

    def __init__(self, sheets: Sequence[Sheet], body: Any, heads: Any) -> None:
        self._sheets, self._body, self._heads = sheets, body, heads

    def answers(self, questions: Sequence[Question]) -> dict[int, Answer]:
        """What the reader says of each question, by its place among them; none of one that cannot be read."""
        found: dict[int, Answer] = {}
        for sheet in self._sheets:
            here, given = sheet.asked(questions)
            if not here:
                continue
            (states,) = self._body.run(None, {"ids": sheet.ids})
            targets, sources, status = self._heads.run(OUTPUTS, {"states": states[0], **given})
            everybody = (*sheet.mentions, None)
            for number, *said in zip(here, targets.tolist(), sources.tolist(), status.tolist(), strict=True):
                found[number] = Answer(
                    targets=dict(zip(everybody, said[0], strict=True)),
                    sources=dict(zip(everybody, said[1], strict=True)),
                    status=dict(zip(STATUSES, said[2], strict=True)),
                )
        return found


class Reader:
    """The network with its vocabulary; make one with `load_reader`."""

    def __init__(self, body: Any, heads: Any, tokenizer: Tokenizer) -> None:
        self._body, self._heads, self._tokenizer = body, heads, tokenizer

    def read(self, reading: Reading) -> Page:
        return Page(list(sheets_of(reading, self._tokenizer)), self._body, self._heads)


def question_of(draft: Draft, sentence: Sentence, number: int) -> Question:
    """What the reader is asked of the draft at this place among all of its document."""
    head = sentence.tokens[draft.head]
    return Question(
        sentence=sentence.number,
        start=head.start,
        end=head.end,
        event_type=draft.event_type,
        is_noun=head.tag.startswith("N"),
        sources=frozenset(mention.actor_id for mention in draft.sources),
        number=number,
    )


def with_reader(drafts: Sequence[Sequence[Draft]], reading: Reading, reader: Reader) -> list[tuple[Draft, ...]]:
    """The drafts of each sentence, as the reader aims them, with its view of their status."""
    places = [(i, j) for i, those in enumerate(drafts) for j in range(len(those))]
    asked = [(n, i, j) for n, (i, j) in enumerate(places) if drafts[i][j].event_type in LABELS]
    questions = [question_of(drafts[i][j], reading.sentences[drafts[i][j].sentence], n) for n, i, j in asked]
    aimed = [list(those) for those in drafts]
    for number, answer in reader.read(reading).answers(questions).items():
        _, i, j = asked[number]
        draft = drafts[i][j]
        told = _Told(draft=draft, sentence=reading.sentences[draft.sentence], cast=reading.cast)
        aimed[i][j] = replace(_with_parties(told, answer), likely=answer.status)
    return [tuple(those) for those in aimed]


class _Told(Struct, frozen=True, kw_only=True):
    """A draft with its sentence and the cast of its text."""

    draft: Draft
    sentence: Sentence
    cast: Cast


def _with_parties(told: _Told, answer: Answer) -> Draft:
    """The draft with a doer and a target that are likely enough.

    A guess is settled first: whoever is taken back as the target may be who does it.
    """
    if _is_guessed(told.draft):
        told = replace(told, draft=_aimed(told, answer.targets))
    done = replace(told, draft=_done_by(told, answer.sources)) if not told.draft.sources else told
    return done.draft if done.draft.targets or NOBODY in _rules(done.draft) else _aimed(done, answer.targets)


def _rules(draft: Draft) -> set[str]:
    return {reason.rule for reason in draft.why}


def _is_guessed(draft: Draft) -> bool:
    return not GUESSES.isdisjoint(_rules(draft))


def _aimed(told: _Told, likely: Mapping[int | None, float]) -> Draft:
    """The draft aimed at whoever is likeliest: nobody, whomever a rule guessed, or somebody else."""
    draft, nobody = told.draft, likely[None]
    mention, share = _likeliest(likely, told)
    if mention is not None and (share < FILLS or not _may_be_target(mention, told)):
        mention, share = None, 0.0
    guess = next((reason for reason in draft.why if reason.rule in GUESSES), None)
    if guess is None:
        if mention is None or share <= nobody:
            return draft
        return named_elsewhere(draft, (mention,), TARGET, f"{share:.2f}")
    if GUESSED + _share_of(draft.targets, likely, told.cast) >= max(nobody, share):
        return draft
    without = replace(draft, targets=(), why=tuple(reason for reason in draft.why if reason.rule not in GUESSES))
    took = f"{guess.rule} took {', '.join(mention.text for mention in draft.targets)}"
    if mention is None or share <= nobody:
        return replace(without, why=(*without.why, replace(guess, rule=NOBODY, detail=f"{nobody:.2f}; {took}")))
    if shares((mention,), draft.targets):
        return draft
    return named_elsewhere(without, (mention,), TARGET, f"{share:.2f}; {took}")


def _may_be_target(mention: Mention, told: _Told) -> bool:
    return bool(apart((mention,), told.draft, told.cast)) and not _is_of_source(mention, told)


def _share_of(parties: Sequence[Mention], likely: Mapping[int | None, float], cast: Cast) -> float:
    """How likely the target is one of some parties, by all of their mentions."""
    ids = {party.actor_id for party in parties}
    return sum(share for i, share in likely.items() if i is not None and cast.mentions[i].actor_id in ids)


def _is_of_source(mention: Mention, told: _Told) -> bool:
    """Whether somebody belongs to who does it, or demands it: a spokesman's party, the UN of its mission."""
    draft, cast = told.draft, told.cast
    code = cast.actor(mention.actor_id).code or ""
    if code.startswith(INTERNATIONAL) and any(
        (cast.actor(source.actor_id).code or "").startswith(code) for source in draft.sources
    ):
        return True
    demand = {holder.actor_id for step in draft.steps for holder in step.holder}
    if mention.actor_id in demand:
        return True
    if _is_described_alike(mention, draft.sources, cast):
        return True
    here = [each for each in cast.in_sentence(draft.sentence) if each.actor_id == mention.actor_id]
    near = [source for source in draft.sources if source.sentence == draft.sentence]
    return any(is_within(told.sentence, each, source) for each in here for source in near)


def _is_described_alike(mention: Mention, parties: Sequence[Mention], cast: Cast) -> bool:
    """Whether somebody has the code of one of some parties, and one of the two is known by a description alone.

    "Policemen" may be some of the police, and "Congolese rebels" the movement that the text names later.
    """
    actor = cast.actor(mention.actor_id)
    others = [cast.actor(party.actor_id) for party in parties]
    return any(
        actor.code is not None and actor.code == other.code and (is_described(actor) or is_described(other))
        for other in others
    )


def _done_by(told: _Told, likely: Mapping[int | None, float]) -> Draft:
    draft, cast = told.draft, told.cast
    mention, share = _likeliest(likely, told)
    does_harm = draft.event_type in HARM
    if mention is None or share < (DOES_HARM if does_harm else DOES) or is_among((mention,), draft.targets, cast):
        return draft
    if _is_described_alike(mention, draft.targets, cast):
        return draft
    if does_harm and (
        (cast.actor(mention.actor_id).code or "").startswith(INTERNATIONAL) or _is_only_suspected(told, mention)
    ):
        return draft
    reason = Reason(rule=DOER, text=mention.text, start=mention.start, end=mention.end, detail=f"{share:.2f}")
    return replace(draft, sources=(mention,), why=(*draft.why, reason))


def _is_only_suspected(told: _Told, mention: Mention) -> bool:
    """Whether somebody suffers what is done over a crime, which is no word that he did it: "questioned him about the
    murder", "held over the killing"."""
    sentence, above = told.sentence, told.sentence.ancestors(told.draft.head)
    here = [each for each in told.cast.in_sentence(told.draft.sentence) if each.actor_id == mention.actor_id]
    tokens = [sentence.tokens[each.head] for each in here]
    return any(token.dep in UNDERGOING and token.head in above for token in tokens)


def _likeliest(likely: Mapping[int | None, float], told: _Told) -> tuple[Mention | None, float]:
    """The likeliest of those who are named by then, by the likeliest of his mentions so far, and how likely he is."""
    shares: dict[str, float] = {}
    best: dict[str, tuple[float, int]] = {}
    for number, share in likely.items():
        if number is None:
            continue
        mention = told.cast.mentions[number]
        shares[mention.actor_id] = shares.get(mention.actor_id, 0.0) + share
        if mention.sentence <= told.draft.sentence:
            best[mention.actor_id] = max(best.get(mention.actor_id, (-1.0, 0)), (share, number))
    if not best:
        return None, 0.0
    actor_id = max(best, key=lambda each: shares[each])
    return told.cast.mentions[best[actor_id][1]], shares[actor_id]


def load_reader(folder: Path | None = None) -> Reader | None:
    """The shipped reader, or that of another folder; None where the extra `whowhom[encoder]` is not installed.

    Raises KnowledgeError for a file that is not there.
    """
    folder = folder or data_path("encoder")
    if not encoder_is_installed():
        return None
    return Reader(session_of(folder / BODY), session_of(folder / HEADS), tokenizer_of(folder / TOKENIZER))
