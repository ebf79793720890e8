"""Pairs of parties in stories that nobody labelled, and what a larger network takes to join them.

The same number of pairs is drawn from the stories of each type: mostly a verb's
subject with what else hangs on the verb, sometimes any two phrases, either way
round. `soft_labels.jsonl` keeps where the pairs stand and how likely each type
is, and not the stories' text.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path

import msgspec
from msgspec import Struct
from rows import Row

from whowhom.events.encoder import LABELS
from whowhom.parsing import Parser, split
from whowhom.records import Sentence

SOFT_LABELS = Path(__file__).with_name("soft_labels.jsonl")
# Pairs drawn for each type, and of one sentence at most.
OF_A_TYPE, OF_A_SENTENCE = 800, 2
WORDS = range(7, 56)
SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent", "poss"})
WITHIN_NAMES = frozenset({"compound", "amod", "npadvmod"})
BEFORE_NOUNS = frozenset({"det", "amod", "compound", "nummod", "poss", "case", "quantmod", "nmod"})
# One sentence in so many gives any two phrases, and one phrase in so many has what follows it, up to so many words.
ANY_TWO, WITH_REST, REST = 4, 4, 5
Offsets = tuple[int, int]


class Story(Struct, frozen=True):
    """A story; ``root`` is the type that its headline is of."""

    uid: str
    root: str
    text: str


class Pair(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two phrases of a story's sentence, as half-open offsets in the story, and the types in thousandths."""

    uid: str
    sentence: Offsets
    source: Offsets
    target: Offsets
    types: Mapping[str, int] = {}


def read_stories(path: Path) -> dict[str, Story]:
    """The stories by their `uid`."""
    stories = [msgspec.json.decode(line, type=Story) for line in path.read_bytes().splitlines()]
    return {story.uid: story for story in stories}


def draw(stories: Mapping[str, Story], parser: Parser) -> Iterator[Pair]:
    """Yield pairs of the stories of each type."""
    of_type = defaultdict(list)
    for story in stories.values():
        of_type[story.root].append(story)
    for root in sorted(of_type):
        rng = random.Random(root)
        mine = of_type[root]
        rng.shuffle(mine)
        of_each = -(-2 * OF_A_TYPE // len(mine))
        drawn = [pair for story in mine for pair in _of_story(story, of_each, parser, rng)]
        yield from rng.sample(drawn, min(OF_A_TYPE, len(drawn)))


def row_of(pair: Pair, stories: Mapping[str, Story]) -> Row:
    """The pair as a row of the training text, its type not known."""
    start, end = pair.sentence
    source, target = ((span[0] - start, span[1] - start) for span in (pair.source, pair.target))
    text = stories[pair.uid].text[start:end].replace("\n", " ")
    return Row(text=text, source=source, target=target, event_type=None)


def with_types(pair: Pair, probabilities: Sequence[float]) -> Pair:
    """The pair with what a network answered: a probability for each of LABELS."""
    found = {label: round(1000 * p) for label, p in zip(LABELS, probabilities, strict=True)}
    return msgspec.structs.replace(pair, types={label: p for label, p in found.items() if p})


def read_soft_labels(path: Path = SOFT_LABELS) -> list[Pair]:
    return [msgspec.json.decode(line, type=Pair) for line in path.read_bytes().splitlines()]


def soft_label(pair: Pair) -> list[float]:
    """A weight for each of LABELS; they sum to 1."""
    total = sum(pair.types.values())
    return [pair.types.get(label, 0) / total for label in LABELS]


def _of_story(story: Story, most: int, parser: Parser, rng: random.Random) -> Iterator[Pair]:
    spans = [span for span in split(story.text) if len(story.text[span.start : span.end].split()) in WORDS]
    asked = rng.sample(spans, min(len(spans), -(-most // OF_A_SENTENCE)))
    for sentence in parser.parse_spans(story.text, list(enumerate(asked))):
        found = _of_sentence(sentence, rng)
        for source, target in rng.sample(found, min(len(found), OF_A_SENTENCE)):
            yield Pair(uid=story.uid, sentence=(sentence.start, sentence.end), source=source, target=target)


def _of_sentence(sentence: Sentence, rng: random.Random) -> list[tuple[Offsets, Offsets]]:
    nouns = [token for token in sentence.tokens if token.is_noun and token.dep not in WITHIN_NAMES]
    phrases = {token.i: _phrase(sentence, token.i, rng) for token in nouns}
    heads = list(phrases)
    if rng.randrange(ANY_TWO):
        subjects = [i for i in heads if sentence.tokens[i].dep in SUBJECTS]
        chosen = [(a, b) for a in subjects for b in heads if _is_beside(sentence, a, b)]
    else:
        chosen = list(permutations(heads, 2))
    found = [(phrases[a], phrases[b]) for a, b in chosen]
    return [(a, b) for a, b in found if a[1] <= b[0] or b[1] <= a[0]]


def _is_beside(sentence: Sentence, subject: int, other: int) -> bool:
    """Whether the word that the subject hangs on has the other somewhere below it."""
    above = sentence.ancestors(subject)
    return subject != other and bool(above) and above[0] in sentence.ancestors(other)


def _phrase(sentence: Sentence, head: int, rng: random.Random) -> Offsets:
    """The noun with what stands before it, now and then with what follows it."""
    tokens, below = sentence.tokens, sentence.subtree(head)
    first = min(i for i in below if i <= head and _is_of(sentence, i, head))
    last = head if rng.randrange(WITH_REST) else max(below)
    if last - head > REST or any(tokens[i].is_verb or tokens[i].text == "," for i in range(head, last + 1)):
        last = head
    return tokens[first].start, tokens[last].end


def _is_of(sentence: Sentence, i: int, head: int) -> bool:
    """Whether a word before a noun belongs to its name, number or kind."""
    while i != head:
        if sentence.tokens[i].dep not in BEFORE_NOUNS:
            return False
        i = sentence.tokens[i].head
    return True
