"""Every attribution of a text: who tells, thinks or wants, by which words, and what.

In:  the document's text and its parsed sentences.
Out: an `Attribution` for each cue, in text order, with the one that it stands in.

`cues.py` reads each sentence, `quotes.py` finds the quotations; here both are
joined, so that what is told may run over sentences and paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from whowhom.actors import Cast
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.tellers.cues import Cue, cues_of
from whowhom.qualifying.tellers.people import teller_at
from whowhom.qualifying.tellers.quotes import SHORTEST, find_quotes
from whowhom.records import Sentence, Span, Teller

OPENING, CLOSING = "“\"‘'«`", "”\"’'»"
# Punctuation at the edges of what is told that is not part of it.
EDGE = " \t\r\n,;:.–—-―…"
# "MINISTER: We shall see." in a transcript, each on a line of its own.
SPEAKER_LINE = re.compile(r"^[ \t\"“]*([A-Z][A-Z.’'\-]+(?: [A-Z][A-Z.’'\-]+){0,3}):[ \t]+", re.MULTILINE)
# "Police: two held after raid" as the first line.
HEADLINE = re.compile(r"\A[ \t]*((?:[A-Z][\w.’'\-]*)(?: [A-Z][\w.’'\-]*){0,3}):[ \t]+(?=\S)")
# A quotation and below it, behind a dash, who said it.
SIGNED = re.compile(r"^[ \t]*([“”\"][^\n]{8,}[”\"])\s*([―—–])\s*([A-Z][^\n,.:;!?“”\"]{2,50}?)\s*$", re.MULTILINE)
# The place and agency that open a report: "GENEVA (Agency) —".
DATELINE = re.compile(r"[A-Z][A-Z.,\- ]{3,40}(?:\([^)]{2,30}\) ?)?(?:[―—–]|--?) ")
# What only links a sentence to the one before it is the author's.
LINKING = re.compile(r"(?:And|But|Yet),? ")
# As many characters at most may stand between a quotation and the verb that leads it in or follows it.
FAR = 90


class Attribution(Struct, frozen=True, kw_only=True):
    """Something told, thought, asked or wanted, and by whom.

    ``source`` is the noun phrase as it stands at the cue ("who", "the
    minister's"), None where nobody is named; ``cue`` the words of telling with
    their auxiliaries and adverbs; ``content`` what is told, in several pieces
    where the telling interrupts it, quotation marks included. ``within`` is
    the place, in the tuple returned, of the attribution whose content holds
    this one, None for the outermost; ``depth`` counts them. ``teller`` is the
    source resolved to the cast's actor, where a cast is given.
    """

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    within: int | None = None
    depth: int = 0
    teller: Teller | None = None


class _Raw(Struct, kw_only=True):
    """An attribution in the making; ``is_speech`` is true for what may lead in a quotation."""

    source: Span | None
    cue: Span
    content: list[Span]
    is_speech: bool = False
    teller: Teller | None = None


def find_attributions(
    text: str, sentences: Sequence[Sentence], words: WordLists, *, cast: Cast | None = None
) -> tuple[Attribution, ...]:
    """Every attribution of a text, in the order of the cues.

    With a cast, sources are resolved to its actors. What is told inside of
    what another tells points to that other by ``within``, however deep.
    """
    quotes = [_with_marks(text, span) for span in find_quotes(text)]
    spoken = [q for q in quotes if _is_speech(text, q)]
    raws = list(_by_layout(text))
    laid = [span for raw in raws for span in raw.content]
    for sentence in sentences:
        for cue in cues_of(sentence, words):
            raw = _raw(text, sentence, cue, quotes, cast)
            if raw is not None:
                raws.append(raw)
    raws.sort(key=lambda raw: (raw.cue.start, raw.cue.end))
    free = [q for q in spoken if not any(s.start <= q.start and q.end <= s.end for s in laid)]
    _give_quotes(text, raws, free, sentences)
    return _nested([raw for raw in raws if raw.content])


# --- from tokens to stretches of text ---------------------------------------


def _raw(text: str, sentence: Sentence, cue: Cue, quotes: Sequence[Span], cast: Cast | None) -> _Raw | None:
    tokens = sentence.tokens
    spans = list(_runs(text, sentence, cue.words, gap=len(tokens)))
    if not spans:
        return None
    at = Span(start=tokens[cue.words[0]].start, end=tokens[cue.words[-1]].end)
    inside = next((q for q in quotes if q.start < at.start < q.end), None)
    content = [
        grown
        for run in _runs(text, sentence, cue.content, gap=0)
        if (grown := _grown(text, run, at, quotes, inside)) is not None
    ]
    return _Raw(
        source=_source(text, sentence, cue),
        cue=at,
        content=_joined(text, content),
        is_speech=cue.is_speech,
        teller=teller_at(sentence, cue.heads, cue.head, cast) if cast is not None else None,
    )


def _source(text: str, sentence: Sentence, cue: Cue) -> Span | None:
    if not cue.source:
        return None
    start, end = sentence.tokens[cue.source[0]].start, sentence.tokens[cue.source[-1]].end
    while start < end and text[start] in EDGE + OPENING:
        start += 1
    body = text[start:end].rstrip(EDGE.replace(".", ""))
    if "," in body and text[start + len(body) : start + len(body) + 1] == ",":
        body += ","  # the comma that closes an apposition
    return Span(start=start, end=start + len(body)) if body else None


def _runs(text: str, sentence: Sentence, inside: Iterable[int], *, gap: int) -> Iterator[Span]:
    """The stretches that tokens fill, punctuation between them included."""
    tokens = sentence.tokens
    chosen = sorted(inside)
    first = last = None
    for i in chosen:
        if last is not None and any(any(c.isalnum() for c in tokens[k].text) for k in range(last + 1, i)) and not gap:
            assert first is not None
            yield Span(start=tokens[first].start, end=tokens[last].end)
            first = None
        first = i if first is None else first
        last = i
    if first is not None and last is not None:
        yield Span(start=tokens[first].start, end=tokens[last].end)


def _grown(text: str, run: Span, cue: Span, quotes: Sequence[Span], inside: Span | None) -> Span | None:
    """A stretch without the punctuation at its edges, and with the whole of a quotation at its edge."""
    start, end = run.start, run.end
    dateline = DATELINE.match(text, start, end)
    start = dateline.end() if dateline is not None else start
    opener = LINKING.match(text, start, end)
    start = opener.end() if opener is not None else start
    while start < end and text[start] in EDGE + CLOSING.replace('"', "").replace("'", ""):
        start += 1
    while start < end and text[end - 1] in EDGE + '"”“‘«':
        end -= 1
    if not any(c.isalnum() for c in text[start:end]):
        return None
    if text[start:end].endswith((" and", " but")):
        end = start + len(text[start:end][:-4].rstrip(EDGE))
    for quote in quotes:
        if quote is inside or not (quote.start < end and start < quote.end):
            continue
        if not text[quote.start : start].strip(EDGE + OPENING):
            start = min(start, quote.start)
        if not text[end : quote.end].strip(EDGE + CLOSING + "?!)"):
            end = max(end, quote.end)
        long = len(text[quote.start : quote.end].split()) >= SHORTEST
        if long and not quote.start < cue.start < quote.end:
            # The sentence ends, or the parser breaks it, but the quotation runs on.
            start, end = min(start, quote.start), max(end, quote.end)
    if end < len(text) and text[end] in "?!" and end < run.end:
        end += 1
    return Span(start=start, end=end)


def _with_marks(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    if start > 0 and text[start - 1] in OPENING:
        start -= 2 if text[start - 2 : start] in {"``", "''"} else 1
    if end < len(text) and text[end] in CLOSING:
        end += 2 if text.startswith("''", end) else 1
    return Span(start=start, end=end)


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Stretches in order, those joined that overlap or have nothing but space between them."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start <= found[-1].end or not text[found[-1].end : span.start].strip()):
            found[-1] = Span(start=found[-1].start, end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


# --- quotations over sentences ----------------------------------------------


def _is_speech(text: str, quote: Span) -> bool:
    """Whether a quotation is somebody's speech and not a term: by its length, or as a sentence of its own."""
    inner = text[quote.start : quote.end].strip(OPENING + CLOSING)
    return len(inner.split()) >= SHORTEST or (inner[:1].isupper() and inner[-1:] in ",.?!")


def _give_quotes(text: str, raws: Sequence[_Raw], quotes: Sequence[Span], sentences: Sequence[Sentence]) -> None:
    """Give each quotation that no clause took to the speaker nearest, or to the last one who was quoted."""
    last: _Raw | None = None
    ends = [sentence.end for sentence in sentences]
    outside = [r for r in raws if not any(q.start < r.cue.start < q.end for q in quotes)]
    for quote in quotes:
        owner = next(
            (r for r in outside if any(s.start <= quote.start and quote.end <= s.end for s in r.content)), None
        )
        if owner is None:
            owner = _beside(text, quote, [r for r in outside if r.is_speech])
            if owner is None and last is not None and _goes_on(text, last, quote, ends):
                owner = last
            if owner is not None:
                owner.content = _joined(text, [*owner.content, quote])
        if owner is not None:
            last = owner


def _beside(text: str, quote: Span, raws: Sequence[_Raw]) -> _Raw | None:
    """The verb of speech nearest before or behind a quotation, with no more than its speaker in between."""
    found: list[tuple[int, int]] = []
    for k, raw in enumerate(raws):
        if raw.cue.start >= quote.end:
            between = text[quote.end : raw.cue.start]
            speaker = text[raw.source.start : raw.source.end] if raw.source is not None else ""
            touching = between.strip(EDGE) in {"", speaker.strip(EDGE)} and "\n" not in between
            touching = touching and _stands_alone(text, quote)
            touching = touching and not text[quote.start : quote.end].rstrip(CLOSING).endswith((".", "…"))
            if touching or (not raw.content and len(between) < FAR and not re.search(r"[.!?]\s|\n", between)):
                found.append((len(between), k))
        elif raw.cue.end <= quote.start and not raw.content:
            between = text[raw.cue.end : quote.start]
            led_in = between.rstrip().endswith(":")
            if len(between) < FAR and not re.search(r"[.!?]\s" if led_in else r"[.!?]\s|\n", between):
                found.append((len(between), k))
    return raws[min(found)[1]] if found else None


def _stands_alone(text: str, quote: Span) -> bool:
    """Whether a quotation is no part of a phrase: that of 'on "The Evening Show," he said' is a title."""
    before = text[: quote.start].rstrip(" ")
    return not before or not (before[-1].isalnum() or before[-1] in "'’")


def _goes_on(text: str, last: _Raw, quote: Span, ends: Sequence[int]) -> bool:
    """Whether a quotation that nobody introduces goes on with the last speaker's words."""
    content = last.content[-1] if last.content else last.cue
    end = max(content.end, next((e for e in ends if e >= last.cue.end), last.cue.end))
    if text[quote.start] != text[content.start] and text[quote.start] in "'‘":
        return False
    between = text[end : quote.start] if end <= quote.start else text[content.end : quote.start]
    return not any(c.isalnum() for c in between) and ("\n" not in between or content.end == end)


# --- what the layout says ------------------------------------------------------


def _by_layout(text: str) -> Iterator[_Raw]:
    """Lines of a transcript, a headline with a colon, quotations signed with a dash."""
    lines = list(SPEAKER_LINE.finditer(text))
    if len(lines) >= 2:
        for line in lines:
            end = text.find("\n", line.end())
            end = len(text) if end < 0 else end
            yield _Raw(
                source=Span(start=line.start(1), end=line.end(1)),
                cue=Span(start=line.end(1), end=line.end(1) + 1),
                content=[Span(start=line.end(), end=end)],
            )
    headline = HEADLINE.match(text)
    if headline is not None and not (len(lines) > 1 and lines[0].start(1) == headline.start(1)):
        end = text.find("\n", headline.end())
        end = len(text) if end < 0 else end
        body = text[headline.end() : end].rstrip(EDGE)
        if body:
            yield _Raw(
                source=Span(start=headline.start(1), end=headline.end(1)),
                cue=Span(start=headline.end(1), end=headline.end(1) + 1),
                content=[Span(start=headline.end(), end=headline.end() + len(body))],
            )
    for signed in SIGNED.finditer(text):
        yield _Raw(
            source=Span(start=signed.start(3), end=signed.end(3)),
            cue=Span(start=signed.start(2), end=signed.end(2)),
            content=[Span(start=signed.start(1), end=signed.end(1))],
        )


# --- nesting ------------------------------------------------------------------


def _nested(raws: Sequence[_Raw]) -> tuple[Attribution, ...]:
    """The attributions with the smallest other one around each."""
    within: list[int | None] = []
    for raw in raws:
        around = [
            (sum(s.end - s.start for s in other.content), k)
            for k, other in enumerate(raws)
            if other is not raw
            and any(s.start <= raw.cue.start and raw.cue.end <= s.end for s in other.content)
            and not any(s.start <= other.cue.start and other.cue.end <= s.end for s in raw.content)
        ]
        within.append(min(around)[1] if around else None)
    found = []
    for k, raw in enumerate(raws):
        depth, above, seen = 0, within[k], {k}
        while above is not None and above not in seen:
            seen.add(above)
            depth, above = depth + 1, within[above]
        found.append(
            Attribution(
                source=raw.source,
                cue=raw.cue,
                content=tuple(raw.content),
                within=within[k],
                depth=depth,
                teller=raw.teller,
            )
        )
    return tuple(found)


def outermost(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Those that the author tells himself, without what is told inside of others."""
    return tuple(msgspec.structs.replace(a, within=None) for a in attributions if a.depth == 0)
