"""Whether a text is in English. py3langid tells; its model takes a second to load, once and only when needed."""

from __future__ import annotations

from functools import cache
from typing import Any

from whowhom.knowledge.tables import data_path, read_table

ENGLISH = "en"
# Below this many letters names outweigh words ("Sarkozy rencontre Merkel" has as much German in it as French),
# unless the letters themselves are not those of English.
FEWEST_LETTERS, FEWEST_OTHER_LETTERS = 60, 10
LAST_LATIN = "\u024f"
# Taken from begin, middle and end: enough to be sure, and no more than a millisecond's work.
SAMPLE = 1_500
# A text is foreign if English is less probable than this. Of 6,754 English sentences of the development data none is
# below 0.02, of single sentences in ten other languages none above 0.0001.
ENGLISH_AT_MOST = 0.001
# "No words at all", and the English of Nigeria's streets, for which Nigerian English is taken here and there.
NO_JUDGEMENT = ("zxx", "pcm")


def foreign_language(text: str, declared: str | None = None) -> str | None:
    """The ISO 639-1 code of the language if it is surely not English, else None.

    Short texts, and those that no language fits well, are given the benefit of
    the doubt, unless they are declared to be in another language.
    """
    found = _detected(text)
    if found is not None:
        return None if found == ENGLISH else found
    code = (declared or ENGLISH).strip().lower()
    return None if code.startswith(ENGLISH) else code.replace("_", "-").partition("-")[0]


def language_name(code: str) -> str:
    """A language as a reader knows it: "French (fr)", or just the code where it has no name here."""
    name = _names().get(code)
    return f"{name} ({code})" if name is not None else repr(code)


def _detected(text: str) -> str | None:
    """The language that the words show, None where that is not sure."""
    sample = _sample(text)
    letters = [character for character in sample if character.isalpha()]
    others = sum(letter > LAST_LATIN for letter in letters)
    if len(letters) < FEWEST_LETTERS and not (others >= FEWEST_OTHER_LETTERS and 2 * others > len(letters)):
        return None
    ranked = _identifier().rank(sample)
    best = str(ranked[0][0])
    if best == ENGLISH:
        return ENGLISH
    english = next(probability for language, probability in ranked if language == ENGLISH)
    return best if english < ENGLISH_AT_MOST and best not in NO_JUDGEMENT else None


def _sample(text: str) -> str:
    if len(text) <= 3 * SAMPLE:
        return text
    middle = (len(text) - SAMPLE) // 2
    return "\n".join((text[:SAMPLE], text[middle : middle + SAMPLE], text[-SAMPLE:]))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _names() -> dict[str, str]:
    path = data_path("reading", "languages.tsv")
    return {row.need("code"): row.need("name") for row in read_table(path, ("code", "name"))}
