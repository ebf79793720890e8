"""The stages joined: a document in, its events out. The first file to read.

    text -> split -> gate -> parse -> actors -> events -> qualifying -> CodedDocument

Everything a stage needs is loaded once into `Tools` and handed to it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from whowhom.actors import Cast, find_cast, is_party
from whowhom.events import (
    Encoder,
    Found,
    Reader,
    Reading,
    Ties,
    find_events,
    load_encoder,
    load_reader,
    unnamed,
    weighed,
    with_discourse,
    with_reader,
)
from whowhom.gate import Gate
from whowhom.knowledge.actor_file import actors_digest
from whowhom.knowledge.actors import ActorIndex, load_actors
from whowhom.knowledge.codebook import Codebook, codebook_digest, load_codebook
from whowhom.knowledge.places import Gazetteer, load_gazetteer, places_digest
from whowhom.knowledge.tables import data_path
from whowhom.knowledge.words import WordLists, load_words
from whowhom.parsing import DEFAULT_MODEL, Parser, dateline_of, load_parser, split
from whowhom.qualifying import Qualifier
from whowhom.qualifying.dates import printed_on
from whowhom.records import Actor, CodedDocument, Document, Draft, Event, Sentence, SentenceText, Silence, Span

# How many of the words that may tell an event, and of their types, a reason names.
WORDS_NAMED, TYPES_NAMED = 4, 3
# Sentences that a text has at least for the reader to be asked: it was taught whole articles, and of a lone sentence or
# three the rules know more (of the single sentences in tests/cases/records.tsv it spoilt nearly twenty).
LEAST_SENTENCES = 4
# Sentences that begin so, or have these words, speak of somebody whom the sentence before may name.
POINTING_BACK = re.compile(
    r"[\"“‘']?(?:He|She|It|They|His|Her|Its|Their|Both|Neither)\b|.*\b(?:he|she|they|him|her|them|his|their)\b",
    re.DOTALL,
)


class Tools(Struct, frozen=True):
    """All that coding needs: models and knowledge, loaded once a process."""

    parser: Parser
    gate: Gate
    codebook: Codebook
    words: WordLists
    actors: ActorIndex
    gazetteer: Gazetteer
    encoder: Encoder | None
    reader: Reader | None


def load_tools(
    *,
    model: str = DEFAULT_MODEL,
    codebook: Path | None = None,
    actors: Path | None = None,
    places: Path | None = None,
    rules_only: bool = False,
) -> Tools:
    """Load the models, the shipped knowledge, and codebook, actors and places of the project's own; two to six seconds.

    With ``rules_only``, or where the extra `whowhom[encoder]` is not installed, neither encoder nor reader is asked.

    Raises ParsingError for a model that is missing, KnowledgeError for a wrong line in a data file.
    """
    parser, known = load_parser(model), load_codebook(codebook)
    return Tools(
        parser=parser,
        gate=Gate(known, parser.lemmatizer),
        codebook=known,
        words=load_words(),
        actors=load_actors(actors),
        gazetteer=load_gazetteer(places),
        encoder=None if rules_only else load_encoder(),
        reader=None if rules_only else load_reader(),
    )


class Understood(Struct, frozen=True, kw_only=True):
    """A document as far as the rules take it: its sentences, those of them that were parsed, its cast, its drafts.

    ``document`` has the day of publication that its dateline says where nobody else does. ``found`` is what each parsed
    sentence tells by itself, ``drafts`` with the parties that other sentences give.
    """

    document: Document
    spans: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    cast: Cast
    found: tuple[Found, ...]
    drafts: tuple[tuple[Draft, ...], ...]


def understood(document: Document, tools: Tools) -> Understood:
    """Find the events of a document by the rules alone."""
    text, published = document.text, document.published or printed_on(dateline_of(document.text))
    spans = split(text)
    sentences = tools.parser.parse_spans(text, _worth_parsing(text, list(enumerate(spans)), tools.gate))
    cast = find_cast(text, sentences, tools.actors, tools.gazetteer, published=published, publisher=document.publisher)
    found = [find_events(sentence, cast, tools.codebook) for sentence in sentences]
    return Understood(
        document=replace(document, published=published),
        spans=tuple(spans),
        sentences=tuple(sentences),
        cast=cast,
        found=tuple(found),
        drafts=tuple(with_discourse(found, sentences, cast)),
    )


def code_document(document: Document, tools: Tools) -> CodedDocument:
    """Code one document: its events in text order, its actors, and why other sentences gave no event.

    Where nobody says when it was published, the date in its dateline does.
    """
    known = understood(document, tools)
    qualifier = Qualifier(
        known.document,
        known.sentences,
        known.cast,
        codebook=tools.codebook,
        words=tools.words,
        gazetteer=tools.gazetteer,
        actors=tools.actors,
    )
    completed = zip(known.sentences, _read_whole(known, tools), strict=True)
    drafts = [_weighed(sentence, those, tools, known.cast) for sentence, those in completed]
    events = tuple(
        event
        for sentence, those in zip(known.sentences, drafts, strict=True)
        for event in qualifier.events(sentence, those)
    )
    return CodedDocument(
        document=document,
        events=events,
        actors=_actors_of(events, known.cast, tools.actors),
        silences=_silences(known, drafts),
    )


def reading_of(known: Understood, actors: ActorIndex) -> Reading:
    """The document as the reader has it."""
    sentences = {sentence.number: sentence for sentence in known.sentences}
    return Reading(
        told=unnamed(known.document.text, known.sentences, known.cast, actors),
        spans=known.spans,
        sentences=sentences,
        cast=known.cast,
        ties=Ties([draft for those in known.drafts for draft in those], sentences, known.cast),
    )


def _read_whole(known: Understood, tools: Tools) -> Sequence[tuple[Draft, ...]]:
    """The drafts as the reader of the whole text would have them, where there is one and the text is long enough."""
    if tools.reader is None or len(known.spans) < LEAST_SENTENCES or not any(known.drafts):
        return known.drafts
    return with_reader(known.drafts, reading_of(known, tools.actors), tools.reader)


def _weighed(sentence: Sentence, drafts: Sequence[Draft], tools: Tools, cast: Cast) -> Sequence[Draft]:
    """The drafts with the encoder's votes, where there is one, without those that it takes for no event."""
    if tools.encoder is None:
        return drafts
    found = (weighed(sentence, draft, tools.encoder, tools.codebook, cast) for draft in drafts)
    return [draft for draft in found if draft is not None]


def _worth_parsing(text: str, spans: Sequence[tuple[int, Span]], gate: Gate) -> list[tuple[int, Span]]:
    """The sentences that pass the gate, and those in which their pronouns have what they stand for.

    "He accuses ..." and "soldiers beat him" need the sentence before, and a clause behind a semicolon the one that it
    goes on from.
    """
    words = [text[span.start : span.end] for _, span in spans]
    wanted = [gate.passes(sentence) for sentence in words]
    for i in range(len(spans) - 1, 0, -1):
        goes_on = words[i - 1].endswith(";") or POINTING_BACK.match(words[i]) is not None
        wanted[i - 1] = wanted[i - 1] or (wanted[i] and goes_on)
    return [numbered for numbered, is_wanted in zip(spans, wanted, strict=True) if is_wanted]


def coder_version(
    codebook: Path | None = None, actors: Path | None = None, places: Path | None = None, *, rules_only: bool = False
) -> str:
    """The version of what codes: the package's, and digests of its code and knowledge and of what is the project's own.

    A store codes again what another version coded, also while rules are being written.
    """
    own = f".codebook-{codebook_digest(codebook)}" if codebook is not None else ""
    own += f".actors-{actors_digest(actors)}" if actors is not None else ""
    own += f".places-{places_digest(places)}" if places is not None else ""
    return _shipped_version() + own + (".rules" if rules_only else "")


@cache
def _shipped_version() -> str:
    digest = hashlib.sha256()
    for name in ("spacy", DEFAULT_MODEL.replace("_", "-"), "numpy", "sentencex", "onnxruntime", "tokenizers"):
        with suppress(PackageNotFoundError):  # of an extra that is not installed: then other records come out
            digest.update(f"{name} {version(name)}".encode())
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *(p for p in data_path().rglob("*") if p.is_file())]):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return f"{version('whowhom')}+{digest.hexdigest()[:8]}"


def _actors_of(events: Sequence[Event], cast: Cast, index: ActorIndex) -> tuple[Actor, ...]:
    ids = {p.actor_id for e in events for p in (*e.sources, *e.targets) if is_party(p.actor_id)}
    ids |= {t.actor_id for e in events for t in e.according_to if t.actor_id is not None}
    return tuple(index.as_chosen(cast.actor(actor_id)) for actor_id in sorted(ids))


def _silences(known: Understood, drafts: Sequence[Sequence[Draft]]) -> tuple[Silence, ...]:
    """Why each sentence without an event has none, in text order."""
    document, sentences = known.document, known.sentences
    parsed = {sentence.number: f for sentence, f in zip(sentences, known.found, strict=True)}
    told = {sentence.number for sentence, those in zip(sentences, drafts, strict=True) if those}
    with_actor = {mention.sentence for mention in known.cast.mentions if is_party(mention.actor_id)}
    silences = []
    for number, span in enumerate(known.spans):
        f = parsed.get(number)
        if number in told:
            continue
        missing, detail = _missing(f, has_actor=number in with_actor)
        text = SentenceText(text=document.text[span.start : span.end], start=span.start, end=span.end)
        silences.append(Silence(document_id=document.document_id, sentence=text, missing=missing, detail=detail))
    return tuple(silences)


def _missing(found: Found | None, *, has_actor: bool) -> tuple[str, str]:
    if found is None:
        return "gate", "no word that can tell an event"
    if found.drafts:
        return "encoder", "a cue holds, but the encoder takes it for no event: it may be used in another sense"
    if not found.without_party:
        return "cue", _about_cues(found)
    words = ", ".join(dict.fromkeys(found.without_party))
    if not has_actor:
        return "actor", f"nobody is named: {words}"
    return "party", f"nobody who does or suffers it: {words}"


def _about_cues(found: Found) -> str:
    """Which words of a sentence without an event could tell one, and of what type."""
    if not found.unmet:
        return "no word tells an event here as verb, noun or adjective"
    words = dict.fromkeys(f"{word} ({', '.join(types[:TYPES_NAMED])})" for word, types in found.unmet)
    return f"what the cues ask for is not there, or it is used in another sense: {', '.join([*words][:WORDS_NAMED])}"
