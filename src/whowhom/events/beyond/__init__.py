"""Targets that a sentence names outside the slots of a cue's frame.

In:  a cue that holds, its sources, and the sentence with its cast.
Out: at whom it is aimed, and by which rule: whose the plan is that somebody turns
down, who received an offer, whom a letter was written to.

Asked only where the frame names nobody. What other events say is `discourse`'s.
"""

from __future__ import annotations

from whowhom.events.beyond.clauses import Beyond, Clause, Rule
from whowhom.events.beyond.forces import border, freed, to_stop
from whowhom.events.beyond.giving import behind_object, hosted, invited, thanked
from whowhom.events.beyond.makers import which, whose
from whowhom.events.beyond.protests import for_an_end, protested, to_go
from whowhom.events.beyond.saying import addressed, alleged, blamed_for, received

__all__ = ["Beyond", "Clause", "beyond"]

# The first that names somebody counts; its name stands in the record as `sentence.*`.
RULES: tuple[tuple[str, Rule], ...] = (
    ("alleged", alleged),
    ("whose", whose),
    ("whose", protested),
    ("which", which),
    ("received", received),
    ("addressed", addressed),
    ("to-stop", to_stop),
    ("border", border),
    ("thanked", thanked),
    ("for-an-end", for_an_end),
    ("to-go", to_go),
    ("invited", invited),
    ("behind-object", behind_object),
    ("blamed-for", blamed_for),
    ("hosted", hosted),
    ("freed", freed),
)

WORDS_OF_SOMEBODY = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})


def beyond(clause: Clause) -> Beyond | None:
    """What the first rule says that names somebody; words that nobody is told to say have no addressee either."""
    if clause.event_type in WORDS_OF_SOMEBODY and not clause.sources:
        return None
    for name, rule in RULES:
        found = rule(clause)
        if found is not None and found[0]:
            return Beyond(mentions=found[0], rule=f"sentence.{name}", token=found[1])
    return None
