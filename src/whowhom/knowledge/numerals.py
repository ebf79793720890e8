"""Numbers as news writes them: "1,500", "two dozen", "twenty-five", "1.2 million"."""

from __future__ import annotations

import re

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12}(?:\.[0-9]{1,3})?")


def number_of(text: str) -> int | None:
    """The number that the words say, or None if they say none or not a whole one."""
    words = [word for word in re.split(r"[\s\-‐–]+", text.lower()) if word not in {"", "and"}]
    total, current, seen = 0, 0.0, False
    for word in words:
        value = _simple(word)
        if value is not None:
            current += value
        elif word in {"a", "an"} and not seen:
            current = 1
        elif word in SCALES:
            current = (current or 1) * SCALES[word]
            if SCALES[word] >= 1_000:
                total, current = total + round(current), 0.0
        else:
            return None
        seen = True
    if not seen or current != round(current):
        return None
    return total + round(current)


def _simple(word: str) -> float | None:
    if word in UNITS:
        return UNITS[word]
    if word in TENS:
        return TENS[word]
    if _DIGITS.fullmatch(word):
        return float(word.replace(",", ""))
    return None
