"""What the reader reads: a stretch of a text in pieces of words, who may be meant there, and what is asked.

In:  a text without its names, the cast, the events that somebody is aimed at by.
Out: `Sheet`s of at most `LONGEST` pieces, as arrays of numbers for the network.

`training/make_reader.py` makes its lessons of the same sheets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from whowhom.actors import Cast, is_described, is_party
from whowhom.events.encoder import BEGIN, END, LABELS
from whowhom.events.ties import TIES, Question, Ties
from whowhom.events.unnamed import Unnamed
from whowhom.records import ActorKind, Mention, Sentence, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Pieces of a sheet at most, without its marks of begin and end: no network of this kind was taught on more.
LONGEST = 500
# Sentences that a sheet repeats of the one before, so that what is asked has something before it.
REPEATED = 4
KINDS = tuple(ActorKind)
# How often an actor is named, and how many sentences away, are told up to here.
OFTENEST, BACK, AHEAD = 8, 5, 4
ELSEWHERE, BEFORE, BEHIND = range(3)


class Reading(Struct, frozen=True, kw_only=True):
    """A document as the reader has it: told without names, its sentences by number, the parsed ones, its cast.

    ``spans`` are all sentences of the text in order, by whose numbers mentions and questions tell theirs. ``ties`` say
    what the drafts of the rules tell between parties.
    """

    told: Unnamed
    spans: Sequence[Span]
    sentences: Mapping[int, Sentence]
    cast: Cast
    ties: Ties


class _Pieces:
    """A text without names in pieces of words, and which of them stand for a stretch of it or whoever may be meant.

    ``meant`` holds, by the place of a mention in the cast, its first piece and the one past its last, those of its
    head, its kind, how often it is named, and whether it is only described.
    """

    def __init__(self, reading: Reading, tokenizer: Tokenizer) -> None:
        cut = tokenizer.encode(reading.told.text, add_special_tokens=False)
        self.ids, self.cast, self.ties = cut.ids, reading.cast, reading.ties
        self._marks = tokenizer.token_to_id(BEGIN), tokenizer.token_to_id(END)
        self._told = reading.told
        self._starts = [start for start, _ in cut.offsets]
        self._ends = [end for _, end in cut.offsets]
        often = Counter(mention.actor_id for mention in reading.cast.mentions)
        self.meant: dict[int, list[int]] = {}
        for i, mention in enumerate(reading.cast.mentions):
            if is_party(mention.actor_id):
                head = reading.sentences[mention.sentence].tokens[mention.head]
                places = (*self.pieces(mention.start, mention.end), *self.pieces(head.start, head.end))
                if places[0] < places[1] and places[2] < places[3]:
                    self.meant[i] = [*places, *_kind_of(mention, reading.cast, often)]
        self._in_order = sorted(self.meant, key=lambda i: self.meant[i][0])

    def pieces(self, start: int, end: int) -> tuple[int, int]:
        """The first piece of a stretch of the text with names, and the one past its last."""
        there = self._told.there(Span(start=start, end=end))
        return bisect_right(self._ends, there.start), bisect_left(self._starts, there.end)

    def meant_within(self, first: int, past: int) -> tuple[int, ...]:
        """Who may be meant in a stretch of pieces, by their places in the cast."""

        def begins(i: int) -> int:
            return self.meant[i][0]

        from_here = bisect_left(self._in_order, first, key=begins)
        to_here = bisect_left(self._in_order, past, key=begins)
        return tuple(sorted(i for i in self._in_order[from_here:to_here] if self.meant[i][1] <= past))

    def ids_of(self, first: int, past: int) -> Any:
        """The numbers of some pieces between the marks: [1, pieces + 2]."""
        import numpy as np

        begin, end = self._marks
        return np.array([[begin, *self.ids[first:past], end]], dtype=np.int64)


def _kind_of(mention: Mention, cast: Cast, often: Counter[str]) -> tuple[int, int, int]:
    actor = cast.actor(mention.actor_id)
    return KINDS.index(actor.kind), min(often[mention.actor_id], OFTENEST), int(is_described(actor))


class Sheet:
    """A stretch of a text for the network: its sentences, its pieces, and the M mentions that may be meant there.

    ``mentions`` are their places in the cast; ``ids`` [1, pieces + 2] the numbers of the pieces between the marks of
    begin and end. Of the sentences from ``first`` on, those before ``asked_from`` are only read.
    """

    def __init__(self, pieces: _Pieces, stretch: tuple[int, int], sentences: tuple[int, int, int]) -> None:
        self.first, self.last, self.asked_from = sentences
        self._all, self._stretch = pieces, stretch
        self.mentions = pieces.meant_within(*stretch)
        self._rows = [[p - stretch[0] for p in pieces.meant[i][:4]] + pieces.meant[i][4:] for i in self.mentions]
        self.ids: Any = pieces.ids_of(*stretch)

    def pieces(self, start: int, end: int) -> tuple[int, int] | None:
        """The first piece here of a stretch of the text, and the one past its last; None where it is not here."""
        first, past = self._all.pieces(start, end)
        begin, close = self._stretch
        return (first - begin, past - begin) if begin <= first < past <= close else None

    def asked(self, questions: Sequence[Question]) -> tuple[list[int], dict[str, Any]]:
        """Which of the questions are answered here, by their places, and the network's inputs for these Q.

        `mentions` [M, 7]: first and last piece, those of the head, kind, how often it is named, whether it is only
        described. `questions` [Q, 4]: first and last piece, type, whether a noun. Each [Q, M]: `own`, whether it is a
        mention of the source near the event; `far` and `side`, where it stands; `same`, whether it is the source.
        `alike` [M, M]: whether two mentions are of one actor. `ties` [Q, M, TIES]: see `Ties.of`.
        """
        import numpy as np

        here = [
            (i, question, place)
            for i, question in enumerate(questions)
            if self.asked_from <= question.sentence < self.last
            and (place := self.pieces(question.start, question.end)) is not None
        ]
        mentions = [self._all.cast.mentions[i] for i in self.mentions]

        def pairs(of: Callable[[Mention, Question], int]) -> Any:
            return np.array(
                [[of(mention, question) for mention in mentions] for _, question, _ in here], dtype=np.int64
            )

        same = pairs(lambda mention, question: mention.actor_id in question.sources)
        far = pairs(lambda mention, question: max(-BACK, min(AHEAD, mention.sentence - question.sentence)) + BACK)
        actors = [mention.actor_id for mention in mentions]
        ties = [self._all.ties.of(question, mentions) for _, question, _ in here]
        rows = [[*place, LABELS.index(question.event_type), int(question.is_noun)] for _, question, place in here]
        return [i for i, _, _ in here], {
            "mentions": np.array(self._rows, dtype=np.int64),
            "questions": np.array(rows, dtype=np.int64),
            "own": same * (abs(far - BACK) <= 1),
            "far": far,
            "side": pairs(_side),
            "same": same,
            "alike": np.array([[int(one == other) for other in actors] for one in actors], dtype=np.int64),
            "ties": np.array(ties, dtype=np.int64).reshape(len(here), len(mentions), TIES),
        }


def sheets_of(reading: Reading, tokenizer: Tokenizer, *, longest: int = LONGEST) -> Iterator[Sheet]:
    """Yield the sheets of a text, on which each of its sentences is asked about once.

    A sentence too long to be read, and a stretch where nobody may be meant, stand on no sheet.
    """
    pieces = _Pieces(reading, tokenizer)
    borders = [pieces.pieces(span.start, span.end)[0] for span in reading.spans] + [len(pieces.ids)]
    for first, last, asked_from in _windows(borders, longest):
        stretch = borders[first], borders[last]
        if 0 < stretch[1] - stretch[0] <= longest:
            sheet = Sheet(pieces, stretch, (first, last, asked_from))
            if sheet.mentions:
                yield sheet


def _windows(borders: Sequence[int], longest: int) -> Iterator[tuple[int, int, int]]:
    """Yield runs of sentences of at most so many pieces: the first, the one past the last, the first asked about."""
    sentences = len(borders) - 1
    asked = 0
    while asked < sentences:
        first = max(0, asked - REPEATED)
        while first < asked and borders[asked + 1] - borders[first] > longest:
            first += 1
        last = asked + 1
        while last < sentences and borders[last + 1] - borders[first] <= longest:
            last += 1
        yield first, last, asked
        asked = last


def _side(mention: Mention, question: Question) -> int:
    if mention.sentence != question.sentence:
        return ELSEWHERE
    return BEFORE if mention.start < question.start else BEHIND
