"""Word lists of the qualifying stage: tellers' words and the words of status."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from whowhom.knowledge.tables import data_path, read_table
from whowhom.records import Stance

REPORTING_COLUMNS = ("word", "kind", "stance")
STATUS_COLUMNS = ("word", "group")


class WordLists(Struct, frozen=True, kw_only=True):
    """``reporting`` by kind (verb, noun, adverb, ...) and lemma; ``status`` the words of each group."""

    reporting: Mapping[str, Mapping[str, Stance]]
    status: Mapping[str, frozenset[str]]


def load_words(folder: Path | None = None) -> WordLists:
    """Read the word lists. Raises KnowledgeError for an unknown stance."""
    folder = folder or data_path("words")
    reporting: dict[str, dict[str, Stance]] = {}
    for row in read_table(folder / "reporting.tsv", REPORTING_COLUMNS):
        try:
            stance = Stance(row.need("stance"))
        except ValueError:
            raise row.error(f"unknown stance {row.get('stance')!r}. Use one of {', '.join(Stance)}.") from None
        reporting.setdefault(row.need("kind"), {})[row.need("word")] = stance
    status: dict[str, set[str]] = {}
    for row in read_table(folder / "status.tsv", STATUS_COLUMNS):
        status.setdefault(row.need("group"), set()).add(row.need("word"))
    return WordLists(reporting=reporting, status={group: frozenset(words) for group, words in status.items()})
