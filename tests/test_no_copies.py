"""No sentence that teaches stands in what measures, and none of ours is taken from the development data.

Two texts are copies where they share a run of eight words, or where four in five of all their words stand in both.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct

from whowhom.knowledge.tables import NOTHING, data_path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
from rows import MARK, TEXT  # noqa: E402

RUN, ALIKE, FEWEST = 8, 0.8, 4
WORD = re.compile(r"[^\W_]+")
# Runs of words that anybody may write who speaks of the same thing, and no sign of a copy.
SET_PHRASES = {
    "president donald trump s middle east peace plan": "a name that an office and a plan make long",
    "in the great hall of the people in": "the name of a building, with its prepositions",
    "saudi arabia the united arab emirates bahrain and": "four states in the order of the news",
    "arabia the united arab emirates bahrain and egypt": "the same",
    "the security council to lift the sanctions imposed": "what is always asked of it",
    "tehran on the eve of a visit by": "a city, and a stock phrase of news about visits",
}
JSONL = ("plv_train", "cameo_class_train", "cameo_ner_train", "aw_train_wikievents", "gsr_open", "factuality_examples")
FOLDERS = ("news_dev", "seed")
FEWEST_WRITTEN = 2_000
WRITTEN = ROOT / "benchmarks" / "written"
FEWEST_SENTENCES = {"training": 10_000, "pairs": 300, "cases": 2_000, "codebook": 3_000}
# Of the articles that the reader learns from. They may tell of what an article of the open sets tells of, and so share
# with it the long names of its parties; of what the sets kept unread tell of they tell nothing.
FEWEST_LEARNT, UNREAD = 20_000, ("closed", "kept", "fresh", "late")


class Text(Struct, frozen=True):
    """A sentence as its words in small letters, and where it stands."""

    where: str
    words: tuple[str, ...]


def words_of(sentence: str) -> tuple[str, ...]:
    return tuple(WORD.findall(MARK.sub("", sentence).casefold()))


# --- what there is -------------------------------------------------------------------


def cells(paths: Iterable[Path], columns: Iterable[str] = ()) -> Iterator[Text]:
    """Yield the cells of tables, of all columns or of those that are named, in which a sentence may stand."""
    for path in paths:
        wanted = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            parts = line.split("\t")
            if line.startswith("#") or line == "":
                continue
            if wanted is None:
                wanted = [i for i, name in enumerate(parts) if not columns or name in columns]
                continue
            for i in wanted:
                found = words_of(parts[i]) if parts[i] != NOTHING else ()
                if len(found) >= FEWEST:
                    yield Text(f"{path.parent.name}/{path.name}:{number}", found)


def ours() -> dict[str, Callable[[], Iterator[Text]]]:
    """What the project's own people wrote: what teaches, what measures, what shows."""
    return {
        "training": lambda: cells(sorted(TEXT.glob("*.tsv")), ("sentence",)),
        "pairs": lambda: cells([ROOT / "benchmarks" / "pairs.tsv"], ("sentence",)),
        "cases": lambda: cells(sorted((ROOT / "tests" / "cases").glob("*.tsv"))),
        "codebook": lambda: cells(sorted(data_path("codebook").rglob("*.tsv")), ("example", "sentence")),
        "articles": lambda: _of_packed([ROOT / "training" / "articles.jsonl.gz"]),
    }


@cache
def texts(name: str) -> tuple[Text, ...]:
    return tuple(ours()[name]())


@cache
def development(shared: Path) -> tuple[Text, ...]:
    """The sentences of the development data, of those that are there."""
    return (*_of_lines(shared / "data"), *_of_articles(shared / "data"))


@cache
def written(names: tuple[str, ...] = ("*",)) -> tuple[Text, ...]:
    """The sentences of the articles that were written to measure: of all sets, or of some."""
    return tuple(_of_packed(path for name in names for path in sorted(WRITTEN.glob(f"{name}.jsonl.gz"))))


def _of_packed(paths: Iterable[Path]) -> Iterator[Text]:
    """Yield the sentences of packed articles, a line of JSON each."""
    for path in paths:
        for article in map(json.loads, gzip.decompress(path.read_bytes()).splitlines()):
            yield from _sentences(article["text"], article["id"])


def _of_lines(folder: Path) -> Iterator[Text]:
    for name in JSONL:
        path = folder / f"{name}.jsonl"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else (), 1):
            row = json.loads(line)
            sentence = row.get("sentence") or row.get("text") or " ".join(row["tokens"])
            yield Text(f"{name}:{number}", words_of(sentence))


def _of_articles(folder: Path) -> Iterator[Text]:
    for path in (path for name in FOLDERS for path in sorted((folder / name).glob("*.txt"))):
        yield from _sentences(path.read_text(encoding="utf-8"), path.name)


def _sentences(text: str, where: str) -> Iterator[Text]:
    for paragraph in text.split("\n"):
        yield from (Text(where, words_of(s)) for s in re.split(r"(?<=[.?!])[\"”']?\s+", paragraph) if s)
        yield Text(where, words_of(paragraph))


# --- what is alike -------------------------------------------------------------------


def runs(text: Text) -> Iterator[tuple[str, ...]]:
    return (text.words[i : i + RUN] for i in range(len(text.words) - RUN + 1))


def shared_runs(mine: Iterable[Text], theirs: Iterable[Text]) -> Iterator[str]:
    """Yield the runs of words that stand in both, but for set phrases, with where."""
    where = {run: text.where for text in theirs for run in runs(text)}
    for text in mine:
        for run in runs(text):
            if run in where and " ".join(run) not in SET_PHRASES:
                yield f"{text.where} and {where[run]}: {' '.join(run)}"


def alike(mine: Iterable[Text], theirs: Iterable[Text]) -> Iterator[str]:
    """Yield the pairs of sentences most of whose words stand in both (Jaccard's index), with where."""
    theirs = tuple(theirs)
    often = Counter(word for text in theirs for word in set(text.words))
    by_word: dict[str, list[Text]] = {}
    for text in theirs:
        for word in rarest(text, often):
            by_word.setdefault(word, []).append(text)
    for text in mine:
        near = {other for word in rarest(text, often) for other in by_word.get(word, ())}
        for other in sorted(near, key=lambda each: (each.where, each.words)):
            one, two = set(text.words), set(other.words)
            if min(len(one), len(two)) >= FEWEST and len(one & two) >= ALIKE * len(one | two):
                yield f"{text.where} and {other.where}: {' '.join(other.words)}"


def rarest(text: Text, often: Counter[str]) -> list[str]:
    """So many of a text's rarest words that a text which is alike has one of them among its own."""
    distinct = sorted(set(text.words), key=lambda word: (often[word], word))
    return distinct[: len(distinct) - math.ceil(ALIKE * len(distinct)) + 1]


# --- the tests -----------------------------------------------------------------------


def copies(mine: Iterable[Text], theirs: Iterable[Text]) -> list[str]:
    mine, theirs = tuple(mine), tuple(theirs)
    return [*shared_runs(mine, theirs), *alike(mine, theirs)]


@pytest.mark.parametrize("name", sorted(FEWEST_SENTENCES))
def test_there_is_something_to_compare(name: str) -> None:
    assert len(texts(name)) >= FEWEST_SENTENCES[name]


@pytest.mark.parametrize("name", ["pairs", "cases", "codebook"])
def test_nothing_that_measures_or_shows_stands_in_the_training_text(name: str) -> None:
    assert copies(texts("training"), texts(name)) == []


@pytest.mark.parametrize("name", ["cases", "codebook"])
def test_nothing_that_the_rules_are_shown_stands_in_the_benchmark_of_pairs(name: str) -> None:
    assert copies(texts(name), texts("pairs")) == []


@pytest.mark.parametrize("name", sorted(FEWEST_SENTENCES))
def test_nothing_is_taken_from_the_development_data(name: str, shared: Path) -> None:
    assert copies(texts(name), development(shared)) == []


@pytest.mark.parametrize("name", sorted(FEWEST_SENTENCES))
def test_nothing_is_taken_from_the_articles_that_measure(name: str) -> None:
    assert len(written()) > FEWEST_WRITTEN
    assert copies(texts(name), written()) == []


def test_no_article_that_teaches_is_taken_from_what_measures(shared: Path) -> None:
    assert len(texts("articles")) > FEWEST_LEARNT
    assert copies(texts("articles"), (*written(UNREAD), *development(shared))) == []


def test_every_set_phrase_is_needed_and_has_a_reason(shared: Path) -> None:
    if not (shared / "data" / "plv_train.jsonl").is_file():
        pytest.skip("the phrases were met in plv_train, which is not here")
    theirs = {run for text in (*development(shared), *written()) for run in runs(text)}
    met = {" ".join(run) for name in FEWEST_SENTENCES for text in texts(name) for run in runs(text) if run in theirs}
    assert met == SET_PHRASES.keys()
    assert all(len(phrase.split()) == RUN and reason for phrase, reason in SET_PHRASES.items())


@pytest.mark.parametrize(
    ("one", "other", "is_copy"),
    [
        (
            "The envoy said that the talks in Oslo would go on until Friday.",
            "Talks in Oslo would go on until May.",
            False,
        ),
        (
            "He said the talks in Oslo would go on until Friday.",
            "She said the talks in Oslo would go on for days.",
            True,
        ),
        ("Kenya freed four [monks].", "Four monks, Kenya freed", True),
        ("<s>Kenya</s> freed <t>four monks</t> today.", "Kenya freed four monks yesterday.", False),
        ("Kenya freed the four old monks, the guild said.", "The guild said Kenya freed four old nuns.", False),
        ("Kenya freed the four old monks, the guild said.", "Kenya freed the four monks, the guild said.", True),
        ("Oslo fell.", "Oslo fell.", False),
    ],
)
def test_what_a_copy_is(one: str, other: str, *, is_copy: bool) -> None:
    found = copies([Text("one", words_of(one))], [Text("other", words_of(other))])
    assert bool(found) is is_copy
