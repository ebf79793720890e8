"""Every word of a sentence by which somebody tells, thinks, wants or judges, with who does and what.

In:  a parsed sentence and the word lists.
Out: a `Cue` for each: the tokens of the cue, of its source and of its content.

`frames.py` climbs from one event to whoever tells of it; this module goes the
other way, from each word of telling to what hangs on it, events or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from whowhom.events import grammar
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.tellers.people import subjects
from whowhom.records import Sentence

# What goes into a cue before its verb: "has not yet said".
BEFORE = frozenset({"aux", "auxpass", "neg", "advmod"})
# Verbs that only carry another one: "went on to say", "declined to comment".
CARRYING = frozenset(
    """continue begin start go try seem appear decline fail proceed manage keep stop happen tend have use come get
    struggle refuse avoid hesitate""".split()
)
# Clauses beside their verb that may tell of it: "The raid, officials said, killed thirty".
PARENTHETICAL = frozenset({"parataxis", "ccomp", "advcl", "dep", "conj"})
# The one told stands between these and what is told; with other verbs he is part of what is wanted.
ADDRESSING = frozenset(
    "tell inform remind assure notify convince persuade warn advise brief show teach promise ask reassure".split()
)
# Verbs that say of their object what it is: the predicate belongs to the content.
PREDICATING = ("oprd", "xcomp", "ccomp", "acomp", "advcl")
# What an object and a preposition say together: "accused them of arson"; the object stands within the cue.
CUE_WITH_OBJECT = {
    "accuse": "of",
    "warn": "of about against",
    "remind": "of",
    "tell": "of about",
}
# Verbs that lead in a quotation, beside those of telling.
LEADING = frozenset({"continue", "begin", "conclude", "open", "close", "cry", "laugh", "smile"})
OF_NOUN = ("of", "about", "on", "for", "over", "against", "to", "with")
CLAUSES = ("ccomp", "xcomp")
# Verbs that only give voice to what a noun names.
VOICING = frozenset("express voice raise show make have issue hold share air reiterate convey give offer hear".split())
COMPARING = frozenset({"compare", "liken", "link", "tie", "attribute", "credit", "equate", "relate"})
# Whatever is voiced by these, the noun need not be one of telling.
UTTERING = frozenset({"express", "voice", "raise", "air", "convey"})
OBLIGING = frozenset({"suppose", "mean", "require", "expect", "intend", "allow", "oblige", "force", "set"})


class Cue(Struct, frozen=True, kw_only=True):
    """A word of telling with the tokens of each part; ``source`` is empty where nobody is named.

    ``is_speech`` is true for what may lead in a quotation; ``heads`` are the
    tokens of those who tell, a relative pronoun's antecedent in its place.
    """

    head: int
    words: tuple[int, ...]
    source: tuple[int, ...] = ()
    content: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    is_speech: bool = False


def cues_of(sentence: Sentence, words: WordLists) -> tuple[Cue, ...]:
    """The cues of a sentence in text order; a speech verb also where its content must be sought elsewhere."""
    return tuple(_Finder(sentence, words).find())


class _Finder:
    def __init__(self, sentence: Sentence, words: WordLists) -> None:
        self._sentence = sentence
        kinds = words.reporting
        self._speech = kinds["verb"].keys() | kinds["speech"].keys()
        self._clausal = self._speech | kinds["attitude"].keys()
        self._objects = kinds["comment"].keys() | kinds["verb-noun"].keys()
        self._phrasal = kinds["comment-of"].keys()
        self._nouns = kinds["noun"].keys() | kinds["speech-noun"].keys() | kinds["attitude-noun"].keys()
        self._adjectives = kinds["adjective-clause"].keys() | kinds["attitude-adjective"].keys()
        self._quoted = self._clausal | LEADING

    def find(self) -> Iterator[Cue]:
        for token in self._sentence.tokens:
            found: Cue | None = None
            if token.text.lower() == "according":
                found = self._according(token.i)
            elif grammar.is_verbal(token):
                found = self._verb(token.i)
            elif token.tag in {"NN", "NNS"}:
                found = self._noun(token.i)
            elif token.tag.startswith("JJ"):
                found = self._adjective(token.i)
            if found is not None:
                yield found

    # --- verbs --------------------------------------------------------------

    def _verb(self, i: int) -> Cue | None:
        token = self._sentence.tokens[i]
        if token.dep in {"amod", "aux", "auxpass", "compound"}:
            return None
        is_speech = token.lemma in self._quoted
        if self._is_command(i) or self._is_obligation(i) or self._only_carries(i):
            return None
        if token.lemma in self._clausal:
            clause = self._clause(i)
            wanted = self._wanted(i)
            if wanted is not None:
                return wanted
            if clause is not None:
                return self._cue(i, clause, is_speech=is_speech)
            host = self._host(i) if token.lemma in self._speech else None
            if host is not None:
                return self._cue(i, host, is_speech=is_speech)
        found = self._phrase(i) or self._voiced(i) or self._object(i)
        if found is not None:
            return found
        return self._cue(i, (), is_speech=True) if is_speech else None

    def _clause(self, i: int) -> tuple[int, ...] | None:
        """The clause that a verb takes, with the one who is to act in it."""
        tokens = self._sentence.tokens
        taken = [j for j in grammar.children(self._sentence, i, *CLAUSES) if not self._is_telling(j, i)]
        taken = [j for j in taken if tokens[j].dep == "ccomp" or grammar.is_verbal(tokens[j])]
        if not taken and tokens[i].lemma in self._speech:
            taken = [
                j
                for j in grammar.children(self._sentence, i, "advcl")
                if any(tokens[k].text.lower() == "that" for k in grammar.children(self._sentence, j, "mark"))
            ]
        if not taken:
            return None
        inside: set[int] = set(chain.from_iterable(self._sentence.subtree(j) for j in taken))
        if tokens[i].lemma not in ADDRESSING and any(tokens[j].dep == "xcomp" for j in taken):
            for j in grammar.children(self._sentence, i, "dobj"):
                inside |= set(self._sentence.subtree(j))
        if any(tokens[j].dep == "xcomp" for j in taken):
            inside |= self._undergoing(i)
        else:
            inside |= self._hung_on(i)
        return tuple(sorted(inside))

    def _hung_on(self, i: int) -> set[int]:
        """ "said it was late but would come": what would be done is told, though the parser hangs it on "said"."""
        tokens = self._sentence.tokens
        if any(tokens[j].tag == "MD" for j in grammar.children(self._sentence, i, "aux")):
            return set()
        return {
            k
            for j in grammar.children(self._sentence, i, "conj")
            if not grammar.children(self._sentence, j, "nsubj", "nsubjpass")
            and any(tokens[k].tag == "MD" for k in grammar.children(self._sentence, j, "aux"))
            for k in (*self._sentence.subtree(j), *grammar.children(self._sentence, i, "cc"))
        }

    def _undergoing(self, i: int) -> set[int]:
        """Of whom something is told in the passive: "the clerk was accused of theft", "is believed to have fled"."""
        if not grammar.is_passive(self._sentence, i):
            return set()
        heads = grammar.children(self._sentence, i, "nsubjpass")
        heads = [j for j in heads if self._sentence.tokens[j].lemma != "it"]
        return set(chain.from_iterable(self._sentence.subtree(j) for j in heads))

    def _is_telling(self, j: int, i: int) -> bool:
        """Whether a clause under a verb is the one that tells of it: "He left, she said, at once."."""
        tokens = self._sentence.tokens
        return (
            tokens[j].lemma in self._speech
            and tokens[j].dep == "ccomp"
            and j > i
            and not grammar.children(self._sentence, j, "ccomp", "xcomp", "dobj", "mark")
            and bool(subjects(self._sentence, j))
            and self._is_set_off(j)
        )

    def _is_set_off(self, j: int) -> bool:
        first = min(self._sentence.subtree(j))
        return first > 0 and self._sentence.tokens[first - 1].text in {
            ",",
            '"',
            "”",
            "''",
            "’",
            "—",
            "–",
            "-",
            "?",
            "!",
        }

    def _host(self, i: int) -> tuple[int, ...] | None:
        """What a parenthetical clause tells of: the clause that it stands in, without it."""
        token = self._sentence.tokens[i]
        if token.dep not in PARENTHETICAL or token.head == i or grammar.children(self._sentence, i, "dobj"):
            return None
        marks = {self._sentence.tokens[k].text.lower() for k in grammar.children(self._sentence, i, "mark")}
        if marks - {"as"} or not subjects(self._sentence, i) or grammar.is_infinitive(self._sentence, i):
            return None
        if token.dep in {"advcl", "conj", "dep", "ccomp"} and "as" not in marks:
            if not self._is_set_off(i) or (token.dep == "conj" and not grammar.children(self._sentence, i, "nsubj")):
                return None
            if token.dep == "conj" and grammar.children(self._sentence, token.head, "cc"):
                return None
        own = set(self._sentence.subtree(i))
        around = [k for k in self._sentence.subtree(token.head) if k not in own]
        return tuple(around) or None

    def _phrase(self, i: int) -> Cue | None:
        """ "called for calm", "accused them of arson": the preposition belongs to the cue."""
        tokens = self._sentence.tokens
        beside = grammar.children(self._sentence, i, "prep", "prt")
        if tokens[i].lemma in CUE_WITH_OBJECT:
            objects = grammar.children(self._sentence, i, "dobj")
            beside += [j for k in objects for j in grammar.children(self._sentence, k, "prep")]
        for j in beside:
            if f"{tokens[i].lemma} {tokens[j].lemma}" not in self._phrasal:
                continue
            inner = grammar.children(self._sentence, j, "pobj", "pcomp")
            if not inner and tokens[j].dep == "prt":
                inner = grammar.children(self._sentence, i, "dobj")
            content = set(chain.from_iterable(self._sentence.subtree(k) for k in inner))
            between = (
                set(range(i + 1, j)) if tokens[j].lemma in CUE_WITH_OBJECT.get(tokens[i].lemma, "").split() else set()
            )
            if not content or (not between and grammar.children(self._sentence, i, "dobj") and tokens[j].dep == "prep"):
                continue
            content |= self._undergoing(i)
            return self._cue(i, content - between, more=(j, *between), is_speech=tokens[i].lemma in self._quoted)
        return None

    def _voiced(self, i: int) -> Cue | None:
        """ "expressed doubts about the plan", "raised questions over it": verb, noun and preposition are one cue."""
        sentence, tokens = self._sentence, self._sentence.tokens
        if tokens[i].lemma not in VOICING:
            return None
        for noun in grammar.children(sentence, i, "dobj"):
            if tokens[noun].lemma not in self._nouns and tokens[i].lemma not in UTTERING:
                continue
            clause = [j for j in grammar.children(sentence, noun, "acl", "ccomp") if j > noun]
            for j in grammar.children(sentence, noun, "prep"):
                if j == noun + 1 and tokens[j].lemma in OF_NOUN:
                    inner = set(sentence.subtree(j)) - {j}
                    return self._cue(i, inner, more=range(i + 1, j + 1), is_speech=True) if inner else None
            if clause and (grammar.is_infinitive(sentence, clause[0]) or self._opens_with_that(clause[0])):
                return self._cue(i, sentence.subtree(clause[0]), more=range(i + 1, noun + 1), is_speech=True)
        return None

    def _is_command(self, i: int) -> bool:
        """ "Show humility": nobody's word, though it may stand in a quotation."""
        token = self._sentence.tokens[i]
        return token.tag == "VB" and token.dep == "ROOT" and not grammar.children(self._sentence, i, "nsubj", "aux")

    def _only_carries(self, i: int) -> bool:
        """Whether a verb stands in the cue of another: "declined to comment on"."""
        below = [j for j in grammar.children(self._sentence, i, "xcomp") if self._carrier(j)]
        return any(self._verb(j) is not None for j in below)

    def _is_obligation(self, i: int) -> bool:
        """ "was supposed to leave", "are required to vote" tell what ought to be, on nobody's word."""
        token = self._sentence.tokens[i]
        return (
            token.lemma in OBLIGING
            and token.tag in {"VBN", "VBD", "JJ"}
            and (token.dep in {"acl"} or grammar.is_passive(self._sentence, i))
            and not grammar.prepositional(self._sentence, i, ("by",))
        )

    def _wanted(self, i: int) -> Cue | None:
        """ "called on the army to withdraw": the one called upon belongs to what is wanted."""
        sentence, tokens = self._sentence, self._sentence.tokens
        for j in grammar.children(sentence, i, "prep"):
            todo = [k for k in grammar.children(sentence, i, *CLAUSES, "advcl") if grammar.is_infinitive(sentence, k)]
            known = j == i + 1 and f"{tokens[i].lemma} {tokens[j].lemma}" in self._phrasal
            if known and todo and todo[0] > j and grammar.children(sentence, j, "pobj"):
                content = {*sentence.subtree(j), *sentence.subtree(todo[0])} - {j}
                return self._cue(i, content, more=(j,), is_speech=True)
        return None

    def _object(self, i: int) -> Cue | None:
        """ "criticised the plan as reckless": what a verb of judging or telling has for an object."""
        lemma = self._sentence.tokens[i].lemma
        if lemma not in self._objects:
            return None
        if grammar.is_passive(self._sentence, i):
            heads = grammar.children(self._sentence, i, "nsubjpass")
            beside = [j for j in grammar.children(self._sentence, i, "prep") if j > i]
            heads += [j for j in beside if self._sentence.tokens[j].lemma in {"as", "for", "over"}]
            content = set(chain.from_iterable(self._sentence.subtree(k) for k in heads))
            agent = grammar.children(self._sentence, i, "agent")
            return self._cue(i, content, more=[j for j in agent if j == i + 1]) if content else None
        heads = [
            k
            for k in grammar.children(self._sentence, i, "dobj", *PREDICATING)
            if k > i and (self._sentence.tokens[k].dep != "advcl" or self._sentence.tokens[k].tag == "JJ")
        ]
        if not heads:
            return None
        heads += [
            k
            for k in grammar.children(self._sentence, i, "prep")
            if k > i
            and (
                self._sentence.tokens[k].lemma in {"as", "for", "over", "with"}
                or (lemma in COMPARING and self._sentence.tokens[k].lemma == "to")
            )
        ]
        content = set(chain.from_iterable(self._sentence.subtree(k) for k in heads))
        inverted = set(subjects(self._sentence, i))
        if inverted & set(heads):
            return None
        return self._cue(i, content, is_speech=lemma in self._quoted)

    def _cue(self, i: int, content: Iterable[int], *, more: Iterable[int] = (), is_speech: bool = False) -> Cue:
        run = self._run(i)
        top = run[0] if not self._carrier(i) else self._carrier_of(i)
        heads = subjects(self._sentence, i)
        words = {*run, *more}
        source = self._source(i, top, words)
        kept = set(content) - words - set(source) - {*range(min(words), max(words) + 1)}
        return Cue(
            head=i,
            words=tuple(sorted(words)),
            source=source,
            content=tuple(sorted(kept)),
            heads=tuple(heads),
            is_speech=is_speech,
        )

    def _carrier(self, i: int) -> bool:
        token = self._sentence.tokens[i]
        above = self._sentence.tokens[token.head]
        return token.dep in {"xcomp", "conj"} and token.dep == "xcomp" and above.lemma in CARRYING and above.i < i

    def _carrier_of(self, i: int) -> int:
        return self._sentence.tokens[i].head

    def _run(self, i: int) -> tuple[int, ...]:
        """A verb with the auxiliaries, negations and adverbs before it, its particle, and the verb that carries it."""
        tokens = self._sentence.tokens
        own = {j for j in grammar.children(self._sentence, i, *BEFORE) if j < i}
        own |= {k for j in own for k in grammar.children(self._sentence, j, "advmod", "neg")}
        first = i
        while first - 1 in own:
            first -= 1
        run = list(range(first, i + 1))
        if i + 1 < len(tokens) and tokens[i + 1].dep == "prt" and tokens[i + 1].head == i:
            run.append(i + 1)
        if self._carrier(i) and first - self._carrier_of(i) <= 3:
            run = [*self._run(self._carrier_of(i)), *range(self._carrier_of(i) + 1, first), *run]
        return tuple(sorted(set(run)))

    # --- sources ------------------------------------------------------------

    def _source(self, i: int, top: int, words: set[int]) -> tuple[int, ...]:
        """The tokens of who tells: the subject as it stands, a relative pronoun as itself."""
        tokens = self._sentence.tokens
        own = [
            j
            for j in grammar.children(self._sentence, i, "nsubj")
            if tokens[j].tag in grammar.RELATIVE and not grammar.is_passive(self._sentence, i)
        ]
        heads = own or subjects(self._sentence, i)
        if not heads:
            return ()
        head = heads[0]
        if tokens[head].tag == "EX" or (tokens[head].lemma == "it" and grammar.is_passive(self._sentence, i)):
            return ()
        return self._phrase_of(head, i, words)

    def _phrase_of(self, head: int, cue: int, words: set[int]) -> tuple[int, ...]:
        """A noun with all that belongs to it, without the clause that the cue stands in and what that brings."""
        sentence = self._sentence
        cut: set[int] = set()
        for j in (cue, *sentence.ancestors(cue)):
            if sentence.tokens[j].head == head and j != head:
                cut = set(sentence.subtree(j))
        kept = [k for k in sentence.subtree(head) if k not in cut and k not in words]
        # What the parser hung on a noun across the cue is no part of it.
        side = [k for k in kept if (k < cue) == (head < cue)]
        around = {head}
        for k in sorted(side, key=lambda k: abs(k - head)):
            if k - 1 in around or k + 1 in around:
                around.add(k)
        return tuple(sorted(around))

    # --- nouns, adjectives, "according to" -------------------------------------

    def _noun(self, i: int) -> Cue | None:
        """ "the minister's claim that", "calls for calm", "plans to leave"."""
        sentence, tokens = self._sentence, self._sentence.tokens
        if tokens[i].lemma not in self._nouns:
            return None
        owners = grammar.children(sentence, i, "poss") or grammar.prepositional(sentence, i, ("by", "from"))
        more: tuple[int, ...] = ()
        taken = [
            j
            for j in grammar.children(sentence, i, "acl", "ccomp", "relcl")
            if (grammar.is_infinitive(sentence, j) or self._opens_with_that(j)) and j > i
        ]
        if not taken:
            if not owners:
                return None
            for j in grammar.children(sentence, i, "prep"):
                inner = grammar.children(sentence, j, "pobj", "pcomp")
                if tokens[j].lemma in OF_NOUN and j == i + 1 and inner:
                    more, taken = (j,), inner
                    break
        if not taken or (not owners and tokens[i].dep == "dobj"):
            return None
        content = set(chain.from_iterable(sentence.subtree(j) for j in taken))
        first = i
        while (
            first - 1 >= 0 and tokens[first - 1].head == i and tokens[first - 1].dep in {"amod", "compound", "nummod"}
        ):
            first -= 1
        words = {*range(first, i + 1), *more}
        source = self._owner(owners[0], i, words) if owners else ()
        kept = content - words - set(source)
        return Cue(head=i, words=tuple(sorted(words)), source=source, content=tuple(sorted(kept)), heads=tuple(owners))

    def _owner(self, owner: int, noun: int, words: set[int]) -> tuple[int, ...]:
        return tuple(k for k in self._sentence.subtree(owner) if k not in words and k != noun)

    def _opens_with_that(self, j: int) -> bool:
        tokens = self._sentence.tokens
        opening = [k for k in grammar.children(self._sentence, j, "mark") if tokens[k].text.lower() == "that"]
        return bool(opening)

    def _adjective(self, i: int) -> Cue | None:
        """ "is confident that", "was critical of the plan"."""
        sentence, tokens = self._sentence, self._sentence.tokens
        if tokens[i].text.lower() not in self._adjectives or tokens[i].dep not in {"acomp", "conj", "ROOT"}:
            return None
        verb = tokens[i].head
        heads = grammar.surface_subjects(sentence, i) or grammar.children(sentence, verb, "nsubj")
        if not heads or tokens[heads[0]].lemma in {"it", "there"} or not grammar.is_verbal(tokens[verb]):
            return None
        more: list[int] = []
        taken = [j for j in grammar.children(sentence, i, *CLAUSES) if j > i]
        if not taken:
            for j in grammar.children(sentence, i, "prep"):
                if j == i + 1:
                    more, taken = [j], grammar.children(sentence, j, "pobj", "pcomp")
        if not taken:
            return None
        words = {*self._run(verb), *range(verb, i + 1), *more} if i - verb <= 4 else {i, *more}
        content = set(chain.from_iterable(sentence.subtree(j) for j in taken)) - words
        source = self._phrase_of(heads[0], verb, words)
        return Cue(
            head=i,
            words=tuple(sorted(words)),
            source=source,
            content=tuple(sorted(content - set(source))),
            heads=tuple(heads),
        )

    def _according(self, i: int) -> Cue | None:
        """ "according to officials, ...": the content is the clause around it."""
        sentence, tokens = self._sentence, self._sentence.tokens
        to = next((j for j in (i + 1,) if j < len(tokens) and tokens[j].text.lower() == "to"), None)
        if to is None:
            return None
        heads = grammar.children(sentence, to, "pobj")
        if not heads:
            return None
        own = {i, to, *sentence.subtree(heads[0])}
        anchor = tokens[i].head
        while tokens[anchor].head != anchor and not grammar.is_verbal(tokens[anchor]):
            anchor = tokens[anchor].head
        content = [k for k in sentence.subtree(anchor) if k not in own]
        return Cue(
            head=i,
            words=(i, to),
            source=tuple(sentence.subtree(heads[0])),
            content=tuple(content),
            heads=tuple(heads),
        )
