"""Quotations of a document and who speaks them, also where they run over sentences.

In:  the document's text and its parsed sentences.
Out: a `Telling` for every quotation: its stretch of text and its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from whowhom.actors import Cast
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.tellers.people import subjects, tellers_at
from whowhom.records import Sentence, Span, Teller

# Fewer words in quotation marks are a term or irony ("the 'mistake'"), not somebody's speech.
SHORTEST = 4
LONGEST = 4_000
PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n")


class Telling(Struct, frozen=True, kw_only=True):
    """A quotation: the stretch between its marks, and its speakers, none where nobody is named.

    ``is_term`` is true for a word or two in quotation marks.
    """

    start: int
    end: int
    is_term: bool
    tellers: tuple[Teller, ...] = ()


def find_quotes(text: str) -> Iterator[Span]:
    """Yield the stretches between quotation marks, in text order, marks excluded."""
    taken = 0
    for match in re.finditer(r"[“«]|\"|(?<![\w'])''(?=\w)|(?<!\w)[‘'](?=\w)|``", text):
        if match.start() < taken:
            continue
        end = _closing(text, match.end(), match.group())
        if end is not None:
            taken = end + 1
            yield Span(start=match.end(), end=end)


def _closing(text: str, start: int, mark: str) -> int | None:
    """Where a quotation that opens before ``start`` is closed; it may run on over paragraphs that open anew."""
    pattern = {"“": "[”]", "«": "[»]", '"': '"', "``": "''|”|\"", "''": "(?<=[\\w.,!?…])''(?!\\w)"}.get(
        mark, "[’'](?!\\w)"
    )
    limit = min(len(text), start + (LONGEST if mark in {"“", "«"} else 1_500 if mark != "'" else 600))
    match = re.compile(pattern).search(text, start, limit)
    if match is None:
        return None
    if mark in {"'", "‘"} and "\n" in text[start : match.start()]:
        return None
    if mark == '"':
        # A straight mark never closes in another paragraph unless that one opens with a mark of its own.
        pieces = PARAGRAPH.split(text[start : match.start()])
        if len(pieces) > 1 and text[start : match.start()].strip() and pieces[-1].strip():
            return None
        if len(pieces) > 1:
            return _closing(text, match.end(), mark)
    return match.start()


def find_speech(text: str, sentences: Sequence[Sentence], cast: Cast, words: WordLists) -> tuple[Telling, ...]:
    """Every quotation with its speaker."""
    spans = list(find_quotes(text))
    found: list[Telling] = []
    for span in spans:
        is_term = len(text[span.start : span.end].split()) < SHORTEST
        tellers: tuple[Teller, ...] = ()
        if not is_term:
            tellers = _speakers_within(span, spans, sentences, cast, words)
            tellers = tellers or _speakers_before(text, span, found, sentences, cast, words)
        found.append(Telling(start=span.start, end=span.end, is_term=is_term, tellers=tellers))
    return tuple(found)


def _speakers_within(
    span: Span, spans: Sequence[Span], sentences: Sequence[Sentence], cast: Cast, words: WordLists
) -> tuple[Teller, ...]:
    """The speakers named in a sentence that the quotation shares: before, after or in the middle of it."""
    touching = [s for s in sentences if s.start < span.end + 2 and span.start - 2 < s.end]
    for sentence in (*touching[-1:], *touching[:1]):
        tellers = speakers_in(sentence, span, spans, cast, words)
        if tellers:
            return tellers
    return ()


def speakers_in(
    sentence: Sentence, span: Span, spans: Sequence[Span], cast: Cast, words: WordLists
) -> tuple[Teller, ...]:
    """Whoever a verb of speech outside all quotations of a sentence names, the verb nearest the quotation first."""
    verbs = words.reporting.get("verb", {})
    outside = [t for t in sentence.tokens if t.lemma in verbs and t.is_verb and not _inside(t.start, spans)]
    for verb in sorted(outside, key=lambda t: (min(abs(t.start - span.start), abs(t.start - span.end)), t.i)):
        heads = [j for j in subjects(sentence, verb.i) if not _inside(sentence.tokens[j].start, spans)]
        tellers = tellers_at(sentence, heads, verb.i, cast)
        if tellers:
            return tellers
    for token in sentence.tokens:
        if token.text.lower() == "according" and not _inside(token.start, spans):
            heads = [j for j in sentence.subtree(token.i) if sentence.tokens[j].dep == "pobj"]
            return tellers_at(sentence, heads, token.i, cast)
    return ()


def _speakers_before(
    text: str,
    span: Span,
    found: Sequence[Telling],
    sentences: Sequence[Sentence],
    cast: Cast,
    words: WordLists,
) -> tuple[Teller, ...]:
    """A quotation that stands alone goes on with the last speaker, or is led in by the sentence before."""
    before = [s for s in sentences if s.end <= span.start]
    if before and text[before[-1].start : span.start].rstrip("\"“«‘'` \n").endswith(":"):
        led_in = speakers_in(before[-1], span, [Span(start=t.start, end=t.end) for t in found], cast, words)
        if led_in:
            return led_in
    last = next((t for t in reversed(found) if not t.is_term), None)
    if last is not None and last.tellers and "\n" not in text[last.end : span.start]:
        between = text[last.end : span.start]
        # One clause of speech and a full stop may stand between: "..., said X. "...".
        if len(re.findall(r"[.!?](?:\s|$)", between)) <= 1 and len(between) < 160:
            return last.tellers
    return ()


def _inside(offset: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= offset < span.end for span in spans)
