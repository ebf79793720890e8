"""`whowhom classify`: lines with two marked parties in, lines with the type of what joins them out."""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from whowhom.cli.output import complain, number_of
from whowhom.events import Classification, classify
from whowhom.export.lines import encode_line
from whowhom.knowledge.codebook import Codebook, load_codebook
from whowhom.parsing import Parser, load_parser
from whowhom.records import Span

OK, SOME_FAILED = 0, 3
NOTHING = Classification(event_type=None, probabilities={})


class Pair(Struct, frozen=True, kw_only=True):
    """A line to classify; offsets are half-open code points of ``sentence``."""

    sentence: str
    uid: str | int | float | None = None
    source: tuple[int, int] | None = None
    target: tuple[int, int] | None = None


class Named(Struct, frozen=True, kw_only=True):
    """What is read of a line that is no pair: its name, so that it can be told which it was."""

    uid: Any = None


class BadLine(Exception):
    """A line that cannot be classified; says why."""


_PAIRS, _NAMES = msgspec.json.Decoder(Pair), msgspec.json.Decoder(Named)


def classify_lines(lines: BinaryIO, output: BinaryIO, *, model: str) -> int:
    """Write one line for each line read, in order; a bad one is said and gets no type."""
    parser, codebook = load_parser(model), load_codebook()
    failed = 0
    for number, line in enumerate(lines, 1):
        uid: Any = None
        found = NOTHING
        try:
            pair = _pair(line)
            uid = pair.uid
            found = _classified(pair, parser, codebook)
        except BadLine as error:
            failed += 1
            uid = uid if uid is not None else _uid(line)
            complain(f"line {number}: {error}")
        output.write(
            encode_line({"uid": uid, "event_type": found.event_type, "probabilities": dict(found.probabilities)})
        )
        output.flush()
    if failed:
        complain(f"{number_of(failed, 'line')} could not be classified")
    return SOME_FAILED if failed else OK


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


def _classified(pair: Pair, parser: Parser, codebook: Codebook) -> Classification:
    source, target = (
        Span(start=span[0], end=span[1]) if span is not None else None for span in (pair.source, pair.target)
    )
    try:
        return classify(parser.parse(pair.sentence), source, target, codebook)
    except Exception as error:  # one line must not end a run over many
        raise BadLine(f"a fault of whowhom ({type(error).__name__}: {error}). Please report it") from None
