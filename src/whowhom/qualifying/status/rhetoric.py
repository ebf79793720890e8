"""What is worded as an event and is none: metaphor, rhetoric, exhortation."""

from __future__ import annotations

from whowhom.events import grammar
from whowhom.knowledge.words import WordLists
from whowhom.qualifying.status.clause import Verdict
from whowhom.records import Sentence, Status

AGAINST = ("on", "against", "with", "for", "to")


def rhetoric(sentence: Sentence, i: int, words: WordLists) -> Verdict | None:
    """The verdict on a rhetorical wording at token ``i``; None where it is meant as it stands."""
    return _metaphor(sentence, i, words) or _exhortation(sentence, i, words) or _invective(sentence, i, words)


def _metaphor(sentence: Sentence, i: int, words: WordLists) -> Verdict | None:
    """ "a war on common sense", "attacked the truth", "fighting inflation"."""
    token, lists = sentence.tokens[i], words.status
    if token.lemma not in lists["battle-noun"]:
        return None
    met = grammar.prepositional(sentence, i, AGAINST)
    if token.is_verb or token.tag == "VBG":
        met = met + grammar.logical_objects(sentence, i)
    for j in met:
        if sentence.tokens[j].lemma in lists["abstract"] and not sentence.tokens[j].is_name:
            return Verdict(status=Status.OPINION, rule="status.metaphor", token=j)
    return None


def _exhortation(sentence: Sentence, i: int, words: WordLists) -> Verdict | None:
    """ "Down with the junta!", "Death to the king!": a call and no report."""
    first = next((t for t in sentence.tokens if not t.tag.startswith(("``", "''", ":", ","))), None)
    if first is None or first.text.lower() not in words.status["exhortation"]:
        return None
    following = sentence.tokens[first.i + 1].text.lower() if first.i + 1 < len(sentence.tokens) else ""
    if following not in {"with", "to", "on", "off"} or any(
        t.tag in {"VBD", "VBZ", "VBP", "MD"} for t in sentence.tokens
    ):
        return None
    return Verdict(status=Status.DEMANDED, rule="status.exhortation", token=first.i)


def _invective(sentence: Sentence, i: int, words: WordLists) -> Verdict | None:
    """ "This cowardly pact crowns the thieves ...": a present told in words of judgement only."""
    token = sentence.tokens[i]
    if token.tag not in {"VBZ", "VBP"} or grammar.children(sentence, i, "aux", "auxpass", "neg"):
        return None
    for j in grammar.children(sentence, i, "nsubj"):
        if sentence.tokens[j].is_name:
            continue
        for k in grammar.children(sentence, j, "amod"):
            if sentence.tokens[k].text.lower() in words.status["loaded"]:
                return Verdict(status=Status.OPINION, rule="status.invective", token=k)
    return None
