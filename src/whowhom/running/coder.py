"""The coder that Python programs use: models loaded once, then texts in and events out."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from whowhom.errors import ReadingError, WhowhomError
from whowhom.marking import MarkedAttribution, MarkedDate, attributions_in, dates_in, places_in
from whowhom.parsing import DEFAULT_MODEL
from whowhom.pipeline import Tools, code_document, load_tools
from whowhom.qualifying.places import Located
from whowhom.reading import Failure
from whowhom.reading.dates import iso_date
from whowhom.records import CodedDocument, Document, Event
from whowhom.running.run import code_all
from whowhom.running.workers import Coding, load_coding


class Coder:
    """Codes texts; make one with `whowhom.load` and keep it."""

    def __init__(
        self,
        tools: Tools,
        *,
        model: str = DEFAULT_MODEL,
        codebook: Path | None = None,
        actors: Path | None = None,
        places: Path | None = None,
        rules_only: bool = False,
    ) -> None:
        self.tools = tools
        self.model = model
        self.codebook = codebook
        self.actors = actors
        self.places = places
        self.rules_only = rules_only

    @classmethod
    def load(
        cls,
        *,
        model: str = DEFAULT_MODEL,
        codebook: str | Path | None = None,
        actors: str | Path | None = None,
        places: str | Path | None = None,
        rules_only: bool = False,
    ) -> Coder:
        """A coder with its models and dictionaries loaded; two to six seconds.

        ``codebook`` is a folder of the project's own event types and cues,
        ``actors`` a table of its own actors, ``places`` a folder of its own places; with ``rules_only`` the encoder
        is not asked, also where it is installed.
        """
        folder = Path(codebook) if codebook is not None else None
        table = Path(actors) if actors is not None else None
        gazetteer = Path(places) if places is not None else None
        tools = load_tools(model=model, codebook=folder, actors=table, places=gazetteer, rules_only=rules_only)
        return cls(tools, model=model, codebook=folder, actors=table, places=gazetteer, rules_only=rules_only)

    def code(
        self,
        text: str,
        *,
        published: str | datetime.date | None = None,
        publisher: str | None = None,
        title: str | None = None,
        document_id: str | None = None,
    ) -> tuple[Event, ...]:
        """The events of a text, in text order.

        ``published`` is an ISO day, month or year, and is what "on Sunday" is
        reckoned from. Without a ``document_id`` the text's own digest is one.
        Raises ReadingError for a date that cannot be read, or in two ways.
        """
        document = Document(
            document_id=document_id or _digest(_text(text)),
            text=text,
            title=title,
            published=_published(published) if published is not None else None,
            publisher=publisher,
        )
        return self.code_document(document).events

    def code_document(self, document: Document) -> CodedDocument:
        """The document with its events, its actors, and why other sentences gave no event."""
        return code_document(document, self.tools)

    def dates(self, text: str, *, published: str | datetime.date | None = None) -> tuple[MarkedDate, ...]:
        """Every phrase of time of a text with the days that it means, in text order, also those of no event."""
        return dates_in(_text(text), self.tools, published=_published(published) if published is not None else None)

    def toponyms(self, text: str, *, published: str | datetime.date | None = None) -> tuple[Located, ...]:
        """Every place that a text names, in its order, with where it lies, what else it may be, and why."""
        return places_in(_text(text), self.tools, published=_published(published) if published is not None else None)

    def attributions(self, text: str, *, published: str | datetime.date | None = None) -> tuple[MarkedAttribution, ...]:
        """Everything that a text tells on somebody's word, in its order: who, by which words, what."""
        return attributions_in(
            _text(text), self.tools, published=_published(published) if published is not None else None
        )

    def pipe(self, documents: Iterable[str | Document], *, workers: int = 1) -> Iterator[tuple[Event, ...]]:
        """Yield the events of each document, in the order given.

        Reads ahead where several workers code, and never far: a stream of
        millions is no list in memory. A script that asks for workers must do so
        under ``if __name__ == "__main__":``. Raises WhowhomError for a document
        that cannot be coded.
        """
        coming = (document if isinstance(document, Document) else _from_text(document) for document in documents)
        own = partial(
            load_coding,
            codebook=self.codebook,
            actors=self.actors,
            places=self.places,
            rules_only=self.rules_only,
        )
        load = own if workers > 1 else self._loaded
        for result in code_all(coming, workers=workers, model=self.model, load=load):
            if isinstance(result, Failure):
                raise WhowhomError(f"{result.document_id}: {result.message}")
            yield result.events

    def _loaded(self, model: str) -> Coding:
        return self.code_document


def _from_text(text: str) -> Document:
    return Document(document_id=_digest(_text(text)), text=text)


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a text is wanted, as str, not {type(text).__name__}. To code a file, read it first.")
    return text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _published(date: str | datetime.date) -> str:
    found = iso_date(date)
    if found is None:
        raise ReadingError(f"published {date!r} is no date. Write 2014-05-20, 2014-05 or 2014.")
    return found
