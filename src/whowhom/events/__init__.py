"""Find who did what to whom in one parsed sentence.

In:  the sentence's tokens, the cast of its document, the codebook.
Out: a `Draft` for each cue of the codebook that has a party.

A draft is what the sentence says; only whom an answer or a judgement is aimed
at is also read from the sentences before. Whether it happened, when, and on
whose word is for `qualifying`.
"""

from whowhom.events.classify import Classification, classify
from whowhom.events.discourse import with_discourse
from whowhom.events.encoder import Encoder, encoder_is_installed, load_encoder
from whowhom.events.finding import Found, find_events
from whowhom.events.reader import Reader, load_reader, with_reader
from whowhom.events.sheets import Reading
from whowhom.events.ties import Ties
from whowhom.events.unnamed import unnamed
from whowhom.events.weighing import weighed

__all__ = [
    "Classification", "Encoder", "Found", "Reader", "Reading", "Ties", "classify", "encoder_is_installed",
    "find_events", "load_encoder", "load_reader", "unnamed", "weighed", "with_discourse", "with_reader",
]  # fmt: skip
