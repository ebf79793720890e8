"""Tell a text of nobody's countries: each becomes another, by the order in which they come.

In:  a text.
Out: the text with the first country told of as Fiji, the next as Malta, and so
on, and which stretch stands for which.

The encoder reads this and not the names. So it cannot give another answer for
one country than for another: swap the two of a sentence, and it reads the same
text as before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from whowhom.knowledge.actor_tables import STATE_COLUMNS
from whowhom.knowledge.tables import data_path, read_table
from whowhom.records import Span

NAME, ADJECTIVE, PEOPLE, SEAT = range(4)
# Name, adjective, people and capital of the countries that stand in, in order; small ones, seldom in the news.
STAND_INS = (
    ("Fiji", "Fijian", "Fijians", "Suva"),
    ("Malta", "Maltese", "Maltese", "Valletta"),
    ("Gabon", "Gabonese", "Gabonese", "Libreville"),
    ("Laos", "Laotian", "Laotians", "Vientiane"),
    ("Guyana", "Guyanese", "Guyanese", "Georgetown"),
    ("Norway", "Norwegian", "Norwegians", "Oslo"),
    ("Zambia", "Zambian", "Zambians", "Lusaka"),
    ("Nepal", "Nepali", "Nepalis", "Kathmandu"),
)
ARTICLES = ("the ", "The ")
# Columns of the states' table and what kind of word they hold.
FORMS = (("names", NAME), ("adjectives", ADJECTIVE), ("peoples", PEOPLE), ("capital", SEAT), ("metonyms", NAME))


class Change(Struct, frozen=True):
    """A stretch of the text, and the stretch of the retold text that stands for it."""

    old: Span
    new: Span


class Retold(Struct, frozen=True, kw_only=True):
    """A text told of other countries; ``changes`` in text order."""

    text: str
    changes: tuple[Change, ...]

    def there(self, span: Span) -> Span:
        """Where a stretch of the old text stands in the new one; a name is taken whole."""
        olds, news = [c.old for c in self.changes], [c.new for c in self.changes]
        return Span(start=moved(span.start, olds, news, 0), end=moved(span.end, olds, news, 1))

    def back(self, span: Span) -> Span:
        """Where a stretch of the new text stands in the old one; a name is taken whole."""
        olds, news = [c.old for c in self.changes], [c.new for c in self.changes]
        return Span(start=moved(span.start, news, olds, 0), end=moved(span.end, news, olds, 1))


def moved(place: int, old: list[Span], new: list[Span], side: int) -> int:
    """A place carried over from a text with the stretches ``old`` to one with ``new``; one within a name goes to its
    begin (side 0) or end (side 1)."""
    i = bisect_right(old, place - side, key=lambda span: span.start) - 1
    if i < 0:
        return place
    if place - side < old[i].end:
        return new[i].end if side else new[i].start
    return place - old[i].end + new[i].end


def renamed(text: str, spans: Sequence[Span | None], names: Sequence[str | None]) -> tuple[str, list[Span | None]]:
    """A text with these names in the places of some of its stretches, which do not overlap.

    Returns it and where the stretches stand then; one without a name stays as it is, None stays None.
    """
    told, at = "", 0
    found: list[Span | None] = [None] * len(spans)
    for span, i in sorted((span, i) for i, span in enumerate(spans) if span is not None):
        told += text[at : span.start]
        start = len(told)
        told += names[i] or text[span.start : span.end]
        found[i] = Span(start=start, end=len(told))
        at = span.end
    return told + text[at:], found


class Neutral:
    """The names of all states as one automaton; make one with `load_neutral`."""

    def __init__(self, forms: dict[str, tuple[str, int]]) -> None:
        self._forms = list(forms.items())
        self._automaton = AhoCorasick([form for form, _ in self._forms], matchkind=MatchKind.LeftmostLongest)

    def retold(self, text: str) -> Retold:
        pieces: list[str] = []
        changes: list[Change] = []
        order: dict[str, int] = {}
        at = length = 0
        for start, end, state, kind in self._names(text):
            stand_in = STAND_INS[order.setdefault(state, len(order)) % len(STAND_INS)][kind]
            pieces += [text[at:start], stand_in]
            begin = length + start - at
            length = begin + len(stand_in)
            changes.append(Change(Span(start=start, end=end), Span(start=begin, end=length)))
            at = end
        return Retold(text="".join([*pieces, text[at:]]), changes=tuple(changes))

    def _names(self, text: str) -> Iterator[tuple[int, int, str, int]]:
        """Yield where a state is named, which it is, and by what kind of word; an article goes with a name."""
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            form, (state, kind) = self._forms[number]
            if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
                continue
            if kind == NAME and _is_adjective(form, text[end : end + 2]):
                kind = ADJECTIVE
            if kind == NAME and text[max(0, start - 4) : start] in ARTICLES:
                start -= 4
            yield start, end, state, kind


def _is_adjective(form: str, after: str) -> bool:
    """ "US troops", "UK aid": short names that also stand before nouns."""
    return form.isupper() and after[:1] == " " and after[1:].islower()


@cache
def load_neutral(path: Path | None = None) -> Neutral:
    """The names of states as `data/actors/states.tsv` has them; a seat of power ("the Kremlin") is its state."""
    forms: dict[str, tuple[str, int]] = {}
    for row in read_table(path or data_path("actors", "states.tsv"), STATE_COLUMNS):
        state = row.need("iso3")
        for column, kind in FORMS:
            for form in row.many(column):
                forms.setdefault(form, (state, kind))
    return Neutral(forms)
