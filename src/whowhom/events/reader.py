"""What a small language model makes of a whole text: at whom an event is aimed, and whether it happened.

In:  the drafts of a document, with what rules made of them, and its text.
Out: the drafts. One without a doer or a target may have one now, and lose the
target that a rule guessed. Parties that a clause names itself stay. How likely
each status is goes along, for `qualifying/status`.

The model is made by `training/`, whose README says of what text and how well it
does. It reads no names (`unnamed`), and it needs the extra `whowhom[encoder]`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast
from whowhom.events.encoder import LABELS, TOKENIZER, encoder_is_installed, session_of, tokenizer_of
from whowhom.events.inferring import BY_NEARNESS, READ_DOER, apart, named_elsewhere
from whowhom.events.sheets import Question, Reading, Sheet, sheets_of
from whowhom.events.sides import is_among
from whowhom.knowledge.actors import ActorIndex
from whowhom.knowledge.tables import data_path
from whowhom.records import Draft, Mention, Reason, Sentence, Status

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# What a record says the reader did: whom it is aimed at, that it is at nobody whom the text tells, who does it.
TARGET, NOBODY, DOER = "event.reader", "event.reader-nobody", READ_DOER
# The files of the model, in `data/encoder/` beside its vocabulary: of the text, and of who goes with what.
FILES = BODY, HEADS = "reader.onnx", "reader-heads.onnx"
# Sentences that a text has at least: the reader was taught whole articles, and of a lone sentence the rules know more.
LEAST = 4
# In the order of the network's outputs.
STATUSES = tuple(Status)
# So likely somebody is the target of an event that has none; that nobody is, though a rule guessed somebody by who is
# named where alone; that somebody does what has no doer. Chosen on `plain` and `implicit` of `benchmarks/written/`.
FILLS, EMPTIES, DOES = 0.45, 0.8, 0.5


class Answer(Struct, frozen=True, kw_only=True):
    """What the reader says of an event.

    ``targets`` is how likely each mention, by its place in the cast, is whom it is aimed at, None: nobody; ``sources``
    likewise who does it; ``status`` how likely each status is. Each sums to 1.
    """

    targets: Mapping[int | None, float]
    sources: Mapping[int | None, float]
    status: Mapping[Status, float]


class Page:
    """A text that the network has read; ask it with `answers`."""

    def __init__(self, sheets: Sequence[tuple[Sheet, Any]], heads: Any) -> None:
        self._sheets, self._heads = sheets, heads

    def answers(self, questions: Sequence[Question]) -> dict[int, Answer]:
        """What the reader says of each question, by its place among them; none of one that cannot be read."""
        found: dict[int, Answer] = {}
        for sheet, states in self._sheets:
            here, given = sheet.asked(questions)
            if not here:
                continue
            targets, sources, status, _ = self._heads.run(None, {"states": states, **given})
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
        sheets = [
            (sheet, self._body.run(None, {"ids": sheet.ids})[0][0]) for sheet in sheets_of(reading, self._tokenizer)
        ]
        return Page(sheets, self._heads)


def describing(actors: ActorIndex) -> frozenset[str]:
    """The words that say what somebody is: titles, and nouns for who acts."""
    return frozenset(word for title in actors.titles for word in title.split()) | actors.agent_heads


def question_of(draft: Draft, sentence: Sentence) -> Question:
    head = sentence.tokens[draft.head]
    return Question(
        sentence=sentence.number,
        start=head.start,
        end=head.end,
        event_type=draft.event_type,
        is_noun=head.tag.startswith("N"),
        sources=frozenset(mention.actor_id for mention in draft.sources),
    )


def with_reader(drafts: Sequence[Sequence[Draft]], reading: Reading, reader: Reader) -> list[tuple[Draft, ...]]:
    """The drafts of each sentence, as the reader aims them, with its view of their status."""
    if len(reading.spans) < LEAST:
        return [tuple(those) for those in drafts]
    known = [(i, j) for i, those in enumerate(drafts) for j, draft in enumerate(those) if draft.event_type in LABELS]
    questions = [question_of(drafts[i][j], reading.sentences[drafts[i][j].sentence]) for i, j in known]
    aimed = [list(those) for those in drafts]
    for number, answer in reader.read(reading).answers(questions).items():
        i, j = known[number]
        aimed[i][j] = replace(_with_parties(drafts[i][j], answer, reading.cast), likely=answer.status)
    return [tuple(those) for those in aimed]


def _with_parties(draft: Draft, answer: Answer, cast: Cast) -> Draft:
    """The draft with a doer and a target that are likely enough, where its clause names none."""
    if not draft.sources:
        draft = _done_by(draft, *_likeliest(answer.sources, cast), cast)
    if not draft.targets:
        return _aimed_at(draft, *_likeliest(answer.targets, cast), cast)
    guesses = [reason for reason in draft.why if reason.rule in BY_NEARNESS]
    nobody = answer.targets[None]
    if not guesses or nobody < EMPTIES:
        return draft
    reason = replace(guesses[0], rule=NOBODY, detail=f"the reader takes it to be aimed at nobody: {nobody:.2f}")
    return replace(draft, targets=(), why=(*(r for r in draft.why if r not in guesses), reason))


def _aimed_at(draft: Draft, mention: Mention, share: float, cast: Cast) -> Draft:
    if share < FILLS or not apart((mention,), draft, cast):
        return draft
    return named_elsewhere(draft, (mention,), TARGET, f"whom the reader takes it to be aimed at: {share:.2f}")


def _done_by(draft: Draft, mention: Mention, share: float, cast: Cast) -> Draft:
    if share < DOES or is_among((mention,), draft.targets, cast):
        return draft
    detail = f"who the reader takes to do it: {share:.2f}"
    reason = Reason(rule=DOER, text=mention.text, start=mention.start, end=mention.end, detail=detail)
    return replace(draft, sources=(mention,), why=(*draft.why, reason))


def _likeliest(likely: Mapping[int | None, float], cast: Cast) -> tuple[Mention, float]:
    """The likeliest of the actors, by the likeliest of his mentions, and how likely he is."""
    shares: dict[str, float] = {}
    best: dict[str, tuple[float, int]] = {}
    for number, share in likely.items():
        if number is not None:
            actor_id = cast.mentions[number].actor_id
            shares[actor_id] = shares.get(actor_id, 0.0) + share
            best[actor_id] = max(best.get(actor_id, (-1.0, 0)), (share, number))
    actor_id = max(shares, key=lambda each: shares[each])
    return cast.mentions[best[actor_id][1]], shares[actor_id]


def load_reader(folder: Path | None = None) -> Reader | None:
    """The shipped reader, or that of another folder; None where the extra `whowhom[encoder]` is not installed.

    Raises KnowledgeError for a file that is not there.
    """
    folder = folder or data_path("encoder")
    if not encoder_is_installed():
        return None
    return Reader(session_of(folder / BODY), session_of(folder / HEADS), tokenizer_of(folder / TOKENIZER))
