"""Find who did what to whom in one parsed sentence.

In:  the sentence's tokens, the cast of its document, the codebook.
Out: a `Draft` for each cue of the codebook that has a party.

A draft is what the sentence says; only whom an answer is given to is read
from the sentences before. Whether it happened, when, and on whose word is for
`qualifying`.
"""

from whowhom.events.answers import with_answers
from whowhom.events.classify import Classification, classify
from whowhom.events.finding import Found, find_events

__all__ = ["Classification", "Found", "classify", "find_events", "with_answers"]
