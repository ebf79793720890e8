"""What the reader learns from: articles with gold, and what the rules make of stories without.

An article is a line of JSON: `text`, `published`, `publisher`, and `gold`, its
events in the form of `benchmarks/written/`. A gold event is asked about at the
place and with the sources that the rules found, where they found it, since that is
how the reader is asked in use; else at its own trigger.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import torch
from cloze import untold
from msgspec import Struct
from network import BASE, tokenizer_of
from reader_network import STANCES, Lesson
from stories import read_stories
from tokenizers import Tokenizer

from whowhom.actors import is_party
from whowhom.events.encoder import LABELS
from whowhom.events.inferring import target_is_inferred
from whowhom.events.reader import STATUSES, question_of
from whowhom.events.sheets import Reading, sheets_of
from whowhom.events.ties import Question
from whowhom.pipeline import Tools, load_tools, reading_of, understood
from whowhom.records import Document, Draft

# A gold name and a mention's are of one party where they share so many words, or such a share of the mention's.
SHARED, SHARE = 2, 0.5
SMALL = frozenset("the a an of and in its their his".split())
PRONOUNS = frozenset("he she it they his her its their him them who which that".split())
# Stories that are read at most, and pieces of one: the rules' answers on more teach no more.
STORIES, OF_STORY = 2000, 320


class Article(Struct, frozen=True, kw_only=True):
    """An article with what its annotators took from it."""

    id: str
    text: str
    published: str | None
    publisher: str | None
    gold: list[dict[str, Any]]


class Asked(Struct, frozen=True, kw_only=True):
    """A question and what is right: ids of targets and sources, with None among them where nobody is told; its gold."""

    question: Question
    targets: frozenset[str | None]
    sources: frozenset[str | None]
    gold: dict[str, Any] | None


def read_articles(path: Path) -> list[Article]:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return [Article(**json.loads(line)) for line in lines]


def lessons_of(articles: Iterable[Article]) -> list[Lesson]:
    """The lessons of articles with gold, in order."""
    return [lesson for article in articles for lesson in _lessons(*_asked_of_article(article), article)]


def lessons_of_rules(stories: Path) -> list[Lesson]:
    """Whom a clause itself names as a target in stories, by the rules: where to look, before what is hard to see."""
    read = sorted(read_stories(stories).values(), key=lambda story: story.uid)
    random.Random(1).shuffle(read)
    found: list[Lesson] = []
    for told in read:
        story = Article(id=told.uid, text=told.text, published=None, publisher=None, gold=[])
        lessons = _lessons(*_asked_of_story(story), story)
        found += [_untold(lesson) for lesson in lessons if lesson.given["ids"].size(1) <= OF_STORY]
        if len(found) >= STORIES:
            break
    return found


def _untold(lesson: Lesson) -> Lesson:
    """The lesson without the tie by which the rules, whose answers are right here, tell them."""
    everywhere = torch.ones(len(lesson.given["questions"]), dtype=torch.bool)
    return replace(lesson, given={**lesson.given, "ties": untold(lesson.given["ties"], everywhere)})


@cache
def _tokenizer() -> Tokenizer:
    return tokenizer_of(BASE)


def number_of(word: str) -> int:
    """The number of a word that is one piece."""
    found = _tokenizer().token_to_id(word)
    if found is None:
        raise ValueError(f"{word} is not one piece of the base's vocabulary; take another word")
    return int(found)


@cache
def _tools() -> Tools:
    return load_tools(rules_only=True)


def _coded(article: Article) -> tuple[Reading, list[Draft]]:
    """The article as the reader has it, and what the rules find in it."""
    document = Document(
        document_id=article.id, text=article.text, published=article.published, publisher=article.publisher
    )
    known = understood(document, _tools())
    return reading_of(known, _tools().actors), [draft for those in known.drafts for draft in those]


def _asked_of_story(article: Article) -> tuple[Reading, list[Asked]]:
    reading, drafts = _coded(article)
    asked = []
    for number, draft in enumerate(drafts):
        targets = frozenset(m.actor_id for m in draft.targets if is_party(m.actor_id))
        if targets and not target_is_inferred(draft.why) and draft.event_type in LABELS:
            sources = frozenset(m.actor_id for m in draft.sources)
            question = question_of(draft, reading.sentences[draft.sentence], number)
            asked.append(Asked(question=question, targets=targets, sources=sources, gold=None))
    return reading, asked


def _asked_of_article(article: Article) -> tuple[Reading, list[Asked]]:
    reading, drafts = _coded(article)
    questions = {i: question_of(d, reading.sentences[d.sentence], i) for i, d in enumerate(drafts)}
    pairs = _matched(article, drafts, questions)
    names = _names(reading)
    asked = []
    for number, gold in enumerate(article.gold):
        question = questions[pairs[number]] if number in pairs else _of_trigger(gold, reading)
        if question is not None:
            asked.append(
                Asked(
                    question=question,
                    targets=_meant(gold["targets"], reading, names),
                    sources=_meant(gold["sources"], reading, names),
                    gold=gold,
                )
            )
    return reading, asked


def _of_trigger(gold: Mapping[str, Any], reading: Reading) -> Question | None:
    start, end = gold["triggers"][0]
    numbers = [n for n, s in reading.sentences.items() if s.start <= start < s.end]
    if not numbers:
        return None
    return Question(
        sentence=numbers[0], start=start, end=end, event_type=gold["primary"][0], is_noun=False, sources=frozenset(),
        number=None,
    )  # fmt: skip


def _matched(article: Article, drafts: Sequence[Draft], questions: Mapping[int, Question]) -> dict[int, int]:
    """Which draft is which gold event, one to one: by their triggers, rather with the same type."""
    pairs = []
    for i, draft in enumerate(drafts):
        question = questions[i]
        for j, gold in enumerate(article.gold):
            fits = draft.event_type in gold["types"]
            over = any(min(question.end, end) > max(question.start, start) for start, end in gold["triggers"])
            within = min(question.end, gold["quote"][1]) > max(question.start, gold["quote"][0])
            if over or (within and fits):
                pairs.append((4 * over + 2 * fits + (draft.event_type in gold["primary"]), i, j))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in used and j not in found:
            used.add(i)
            found[j] = i
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) - SMALL


def _names(reading: Reading) -> dict[str, frozenset[str]]:
    """The words of each actor's name and fullest mention."""
    cast = reading.cast
    ids = dict.fromkeys(mention.actor_id for mention in cast.mentions)
    return {i: _words(cast.actor(i).name) | _words(cast.fullest(i).text) for i in ids}


def _meant(
    told: Iterable[Sequence[str]], reading: Reading, names: Mapping[str, frozenset[str]]
) -> frozenset[str | None]:
    """The actors that one annotator's names mean; None among them where one names nobody."""
    found: set[str | None] = set()
    for party in told:
        if not party:
            found.add(None)
        wanted = [_words(name) for name in party]
        for mention in reading.cast.mentions:
            said = names[mention.actor_id]
            if mention.text.lower() not in PRONOUNS:
                said = said | _words(mention.text)
            common = [(len(name & said), name) for name in wanted if name & said]
            if any(n >= min(len(name), SHARED) or n / len(said) >= SHARE for n, name in common):
                found.add(mention.actor_id)
    return frozenset(found)


def _lessons(reading: Reading, asked: Sequence[Asked], article: Article) -> Iterator[Lesson]:
    for sheet in sheets_of(reading, _tokenizer()):
        here, given = sheet.asked([one.question for one in asked])
        if not here:
            continue
        mine = [asked[i] for i in here]
        ids = [reading.cast.mentions[i].actor_id for i in sheet.mentions]
        sides = ([one.targets for one in mine], [one.sources for one in mine])
        right = torch.tensor([[[i in meant for i in (*ids, None)] for meant in side] for side in sides])
        tensors = {name: torch.from_numpy(array) for name, array in {"ids": sheet.ids, **given}.items()}
        if not article.gold:
            yield Lesson(given=tensors, right=right)
            continue
        golds = [one.gold or {} for one in mine]
        yield Lesson(
            given=tensors,
            right=right,
            words=_told_words(tensors, golds),
            status=torch.tensor([STATUSES.index(gold["status"][0]) for gold in golds]),
            stance=torch.tensor([STANCES.index(gold["stance"][0]) for gold in golds]),
            told=torch.tensor([float(gold["told"][0]) for gold in golds]),
        )


def _told_words(given: Mapping[str, torch.Tensor], golds: Sequence[Mapping[str, Any]]) -> torch.Tensor:
    """The type that each piece of a sheet tells, by its number in LABELS counted from 1; 0 where it tells none."""
    words = torch.zeros(given["ids"].size(1) - 2, dtype=torch.long)
    for (first, past, *_), gold in zip(given["questions"].tolist(), golds, strict=True):
        words[first:past] = 1 + LABELS.index(gold["primary"][0])
    return words
