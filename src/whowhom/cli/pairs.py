"""`whowhom classify`: lines with two marked parties in, lines with the type of what joins them out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from whowhom.cli.output import WITHOUT_ENCODER, complain, number_of, say
from whowhom.events import Classification, Encoder, classify, encoder_is_installed, load_encoder
from whowhom.export.lines import encode_line
from whowhom.knowledge.codebook import Codebook, load_codebook
from whowhom.parsing import Parser, load_parser
from whowhom.records import Sentence, Span

OK, SOME_FAILED = 0, 3
NOTHING = Classification(event_type=None, probabilities={})
# Lines that are parsed at once. Fixed, so that the same lines give the same answers.
GROUP = 64


class Pair(Struct, frozen=True, kw_only=True):
    """A line to classify; offsets are half-open code points of ``sentence``."""

    sentence: str
    uid: str | int | float | None = None
    source: tuple[int, int] | None = None
    target: tuple[int, int] | None = None


class Named(Struct, frozen=True, kw_only=True):
    """What is read of a line that is no pair: its name, so that it can be told which it was."""

    uid: Any = None


class Question(Struct, frozen=True, kw_only=True):
    """A line read: the pair it asks for, or what is wrong with it."""

    number: int
    uid: Any
    pair: Pair | None = None
    fault: str = ""


class _Tools(Struct, frozen=True, kw_only=True):
    parser: Parser
    codebook: Codebook
    encoder: Encoder | None


class BadLine(Exception):
    """A line that cannot be classified; says why."""


_PAIRS, _NAMES = msgspec.json.Decoder(Pair), msgspec.json.Decoder(Named)


def classify_lines(
    lines: BinaryIO, output: BinaryIO, *, model: str, codebook: Path | None = None, rules_only: bool = False
) -> int:
    """Write one line for each line read, in order; a bad one is said and gets no type.

    Lines are taken in groups, whose sentences the parser reads at once: three
    times as fast as one by one.
    """
    encoder = None if rules_only else load_encoder()
    tools = _Tools(parser=load_parser(model), codebook=load_codebook(codebook), encoder=encoder)
    if not (rules_only or encoder_is_installed()):
        say(WITHOUT_ENCODER)
    failed = 0
    numbered = enumerate(lines, 1)
    while group := list(islice(numbered, GROUP)):
        asked = [_asked(number, line) for number, line in group]
        for question, found in zip(asked, _classified(asked, tools), strict=True):
            if isinstance(found, str):
                failed += 1
                complain(f"line {question.number}: {found}")
            output.write(_line(question, NOTHING if isinstance(found, str) else found))
        output.flush()
    if failed:
        complain(f"{number_of(failed, 'line')} could not be classified")
    return SOME_FAILED if failed else OK


def _line(question: Question, answer: Classification) -> bytes:
    probabilities = dict(answer.probabilities)
    return encode_line({"uid": question.uid, "event_type": answer.event_type, "probabilities": probabilities})


def _asked(number: int, line: bytes) -> Question:
    try:
        pair = _pair(line)
    except BadLine as error:
        return Question(number=number, uid=_uid(line), fault=str(error))
    return Question(number=number, uid=pair.uid, pair=pair)


def _pair(line: bytes) -> Pair:
    try:
        pair = _PAIRS.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadLine(f"{error}. Write {{'uid', 'sentence', 'source': [start, end], 'target': [start, end]}}") from None
    for name, span in (("source", pair.source), ("target", pair.target)):
        if span is not None and not 0 <= span[0] < span[1] <= len(pair.sentence):
            raise BadLine(f"{name} {list(span)} is no stretch of a sentence of {len(pair.sentence)} characters")
    return pair


def _uid(line: bytes) -> Any:
    try:
        return _NAMES.decode(line).uid
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _classified(asked: Sequence[Question], tools: _Tools) -> list[Classification | str]:
    """The answer to each question, or what is wrong with it."""
    parsed = tools.parser.parse_many([q.pair.sentence if q.pair is not None else "" for q in asked])
    return [
        question.fault if question.pair is None else _answer(question.pair, sentences, tools)
        for question, sentences in zip(asked, parsed, strict=True)
    ]


def _answer(pair: Pair, sentences: Sequence[Sentence], tools: _Tools) -> Classification | str:
    source, target = (
        Span(start=span[0], end=span[1]) if span is not None else None for span in (pair.source, pair.target)
    )
    try:
        return classify(pair.sentence, sentences, source, target, tools.codebook, tools.encoder)
    except Exception as error:  # one line must not end a run over many
        return f"a fault of whowhom ({type(error).__name__}: {error}). Please report it"
