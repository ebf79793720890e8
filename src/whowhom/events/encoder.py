"""What a small language model makes of two marked parties, and of a sentence without marks.

In:  a sentence, and where its source and target stand.
Out: a probability for each event type that it may tell between them, and for none.

The model is made by `training/`, whose README says of what text and how well it
does. It runs on the processor, one sentence at a time: what it says of a
sentence then depends on nothing else. It needs the extra `whowhom[encoder]`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from whowhom.errors import KnowledgeError
from whowhom.events.neutral import load_neutral
from whowhom.knowledge.tables import data_path
from whowhom.records import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NONE = "-"
# In the order of the network's outputs.
LABELS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", NONE,
)  # fmt: skip
# Pieces of the vocabulary that stand for no word, as marks: a party's begin and end.
MARKS = {"source": ("[unused1]", "[unused2]"), "target": ("[unused3]", "[unused4]")}
BEGIN, END = "[CLS]", "[SEP]"
# A sentence longer than this loses its end: no network of this kind was taught on more.
LONGEST = 128
# Words left and right of the parties that are read; more made no difference to the types, and takes time.
AROUND = 12
NOWHERE = (0, 0)
# Set in the environment, it keeps the library from writing reports about its use.
NO_REPORTS = "ORT_DISABLE_TELEMETRY"
WORD = re.compile(r"\S+")
# The files of the model, in `data/encoder/`: its first layers, which give a first answer, and the rest of them.
FILES = FIRST, REST, TOKENIZER = "first.onnx", "rest.onnx", "tokenizer.json"
# A first answer so likely is the last one: the rest of the network is not asked.
SURE = 0.8
OUTSIDE, SOURCE, TARGET = 0, 1, 2
# Parties of unmarked sentences: a word so likely of a party, at most so many in a row, does not part it. From 0.1 to
# 0.3 and from 2 to 4 the F1 moves by one point.
MAY_JOIN, GAP = 0.1, 4
LISTING = frozenset({",", "and", ", and", "or", "&"})


class Pieces(Struct, frozen=True, kw_only=True):
    """A sentence as the network reads it.

    ``source`` and ``target`` are the places of their opening marks, 0 where a
    party is not marked; ``offsets`` of each piece in the sentence, (0, 0) for
    what is not of the sentence.
    """

    ids: tuple[int, ...]
    source: int
    target: int
    offsets: tuple[tuple[int, int], ...]


def pieces_of(text: str, source: Span | None, target: Span | None, tokenizer: Tokenizer) -> Pieces:
    """Cut a sentence into pieces of words, with marks around the parties."""
    places = []  # of a mark: where it stands, closing marks first, and which it is
    for name, span in (("source", source), ("target", target)):
        if span is not None:
            places += [(span.start, 1, MARKS[name][0], name), (span.end, 0, MARKS[name][1], "")]
    ids = [_number(BEGIN, tokenizer)]
    offsets: list[tuple[int, int]] = [NOWHERE]
    opened = {"source": 0, "target": 0}
    at = 0
    for where, _, mark, name in [*sorted(places), (len(text), 2, END, "")]:
        cut = tokenizer.encode(text[at:where], add_special_tokens=False)
        ids += cut.ids
        offsets += [(at + start, at + end) for start, end in cut.offsets]
        at = where
        if name and len(ids) < LONGEST:
            opened[name] = len(ids)
        ids.append(_number(mark, tokenizer))
        offsets.append(NOWHERE)
    return Pieces(
        ids=(*ids[: LONGEST - 1], ids[-1]) if len(ids) > LONGEST else tuple(ids),
        source=opened["source"] if opened["source"] < LONGEST - 1 else 0,
        target=opened["target"] if opened["target"] < LONGEST - 1 else 0,
        offsets=(*offsets[: LONGEST - 1], NOWHERE) if len(ids) > LONGEST else tuple(offsets),
    )


def read(text: str, source: Span | None, target: Span | None, tokenizer: Tokenizer) -> Pieces:
    """What the network reads of two marked parties: the part around them, told of nobody's countries."""
    part, source, target = near(text, source, target)
    retold = load_neutral().retold(part)
    source, target = (retold.there(span) if span is not None else None for span in (source, target))
    return pieces_of(retold.text, source, target, tokenizer)


def near(text: str, source: Span | None, target: Span | None) -> tuple[str, Span | None, Span | None]:
    """The part of a text around the parties, and where they stand in it; all of it where neither is marked."""
    marked = [span for span in (source, target) if span is not None]
    if not marked:
        return text, None, None
    words = [(word.start(), word.end()) for word in WORD.finditer(text)]
    before = [start for start, end in words if end <= min(span.start for span in marked)]
    after = [end for start, end in words if start >= max(span.end for span in marked)]
    first = before[-AROUND] if len(before) > AROUND else 0
    last = after[AROUND - 1] if len(after) > AROUND else len(text)

    def moved(span: Span | None) -> Span | None:
        return None if span is None else Span(start=span.start - first, end=span.end - first)

    return text[first:last], moved(source), moved(target)


def _number(piece: str, tokenizer: Tokenizer) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise KnowledgeError(f"{TOKENIZER}: the vocabulary has no {piece}. Make the encoder anew with training/.")
    return int(number)


class Parties(Struct, frozen=True, kw_only=True):
    """The words of a sentence that name its source and target, as far as the network can tell."""

    sources: tuple[Span, ...]
    targets: tuple[Span, ...]


class Encoder:
    """The network with its vocabulary; make one with `load_encoder`."""

    def __init__(self, first: Any, rest: Any, tokenizer: Tokenizer) -> None:
        self._first = first
        self._rest = rest
        self._tokenizer = tokenizer

    def types(self, text: str, source: Span | None, target: Span | None) -> dict[str, float]:
        """How likely each of LABELS is what ``source`` does to ``target``; sums to 1, not calibrated."""
        import numpy as np

        pieces = read(text, source, target, self._tokenizer)
        asked = np.array([0, pieces.source, pieces.target], dtype=np.int64)
        states, (types,) = self._first.run(None, {"ids": np.array([pieces.ids]), "asked": asked})
        if types.max() < SURE:
            (types,), _ = self._rest.run(None, {"states": states, "asked": asked})
        return dict(zip(LABELS, types.tolist(), strict=True))

    def parties(self, text: str) -> Parties:
        """Who does what the sentence tells first of all, and to whom."""
        retold = load_neutral().retold(text)
        pieces = pieces_of(retold.text, None, None, self._tokenizer)
        tags = self._tags(pieces)
        found = party_spans(tags.tolist(), pieces.offsets, retold.text)
        spans = [(tag, retold.back(span)) for tag, span in found]
        return Parties(
            sources=tuple(span for tag, span in spans if tag == SOURCE),
            targets=tuple(span for tag, span in spans if tag == TARGET),
        )

    def _tags(self, pieces: Pieces) -> Any:
        """How likely each piece is of nobody, the source, the target: [pieces, 3]."""
        import numpy as np

        everything = np.arange(len(pieces.ids), dtype=np.int64)
        nobody = np.zeros(3, dtype=np.int64)
        states, _ = self._first.run(None, {"ids": np.array([pieces.ids]), "asked": nobody})
        # The second answer is of the first three that are asked for, and a sentence may have two pieces alone.
        asked = np.concatenate([nobody, everything])
        _, (tags,) = self._rest.run(None, {"states": states, "asked": asked})
        return tags[3:]


def party_spans(
    chances: Sequence[Sequence[float]], offsets: Sequence[tuple[int, int]], text: str
) -> list[tuple[int, Span]]:
    """The stretches of words that name a source or a target, as (tag, where), in text order.

    ``chances`` of OUTSIDE, SOURCE and TARGET for each piece. Whole words are tagged, by the mean of their pieces; a
    word between two of one tag that may well be of it joins them. Of each tag the surest stretch is kept, and others
    that stand in a list with a kept one.
    """
    words = _words(chances, offsets, text)
    found = []
    for tag in (SOURCE, TARGET):
        found += [(tag, span) for span in _kept(list(_stretches(words, tag)), text)]
    return sorted(found, key=lambda each: each[1])


def _words(
    chances: Sequence[Sequence[float]], offsets: Sequence[tuple[int, int]], text: str
) -> list[tuple[Span, list[float]]]:
    """Each word with its mean chances; signs are words of their own."""
    pieces: list[tuple[int, int, list[Sequence[float]]]] = []
    for chance, (start, end) in zip(chances, offsets, strict=True):
        if end <= start:
            continue
        if pieces and pieces[-1][1] == start and text[start - 1 : start + 1].isalnum():
            pieces[-1] = (pieces[-1][0], end, [*pieces[-1][2], chance])
        else:
            pieces.append((start, end, [chance]))
    return [(Span(start=start, end=end), [sum(c) / len(c) for c in zip(*of, strict=True)]) for start, end, of in pieces]


def _stretches(words: Sequence[tuple[Span, Sequence[float]]], tag: int) -> Iterator[tuple[Span, float]]:
    """Yield the runs of words of a tag and how sure the surest word of each is."""
    first: int | None = None
    last, sure = 0, 0.0
    for i, (_, chance) in enumerate(words):
        if max(chance) == chance[tag]:
            first, last, sure = (i if first is None else first), i, max(sure, chance[tag])
        elif first is not None and (chance[tag] < MAY_JOIN or i - last > GAP):
            yield Span(start=words[first][0].start, end=words[last][0].end), sure
            first, sure = None, 0.0
    if first is not None:
        yield Span(start=words[first][0].start, end=words[last][0].end), sure


def _kept(stretches: Sequence[tuple[Span, float]], text: str) -> list[Span]:
    kept: list[Span] = []
    for span, _ in sorted(stretches, key=lambda each: (-each[1], each[0])):
        if not kept or any(_are_listed(span, other, text) for other in kept):
            kept.append(span)
    return kept


def _are_listed(one: Span, other: Span, text: str) -> bool:
    """Whether only a comma or an "and" stands between two stretches."""
    first, second = sorted((one, other))
    return text[first.end : second.start].strip() in LISTING


def encoder_is_installed() -> bool:
    """Whether the extra `whowhom[encoder]` is there."""
    return all(find_spec(name) is not None for name in ("onnxruntime", "tokenizers"))


def load_encoder(folder: Path | None = None) -> Encoder | None:
    """The shipped network, or that of another folder; None where the extra `whowhom[encoder]` is not installed."""
    folder = folder or data_path("encoder")
    if not encoder_is_installed():
        return None
    return Encoder(session_of(folder / FIRST), session_of(folder / REST), tokenizer_of(folder / TOKENIZER))


def session_of(path: Path) -> Any:
    """What runs a network's file; it sends and keeps no report about its use.

    Raises KnowledgeError for a file that is not there.
    """
    # Since 1.32 the library keeps an identifier and a queue of reports about its use in the user's home.
    os.environ[NO_REPORTS] = "1"
    import onnxruntime

    _need(path)
    options = onnxruntime.SessionOptions()
    # One thread each way: workers share the processor, and sums are added in one order.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def tokenizer_of(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    _need(path)
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _need(path: Path) -> None:
    if not path.is_file():
        raise KnowledgeError(
            f"{path.parent.name}/{path.name} is not there. Install whowhom anew, or make it with training/."
        )
