"""Rules and encoder together: one calibrated probability for each type.

In:  the votes of the codebook's cues, and what the encoder gives each type.
Out: a probability for each type and for nothing at all.

The two views are multiplied with an exponent each (a log-linear pool), so that the
one that is right more often counts for more and neither can overrule the other
with a figure of 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from whowhom.events.encoder import LABELS, NONE

# Exponents of the encoder, of rules where a cue names both parties in its slots (JOINING votes and more), and of rules
# where none does. `benchmarks/event_types.py --fit` finds by likelihood 1.05, 0.15, 0.15 on the labelled sentences and
# 1.2, 0.95, 0.1 on our own pairs. These serve both; between them the macro-F1 moves by less than a point.
EXPONENTS = (1.0, 0.2, 0.2)
JOINING = 6.0
# What the rules leave to a type that none of their cues tells; a share of the votes, 0 to 1.
UNHEARD = 0.02
# No probability of the encoder counts as lower than this.
LEAST = 1e-6


def together(
    votes: Mapping[str, float],
    encoder: Mapping[str, float] | None,
    exponents: tuple[float, float, float] = EXPONENTS,
) -> dict[str, float]:
    """Probabilities of the types and of NONE, likeliest first; they sum to 1.

    ``votes`` are those of the cues, 0 and more, and may be empty. Without an
    encoder they are all there is, and the outcome is not calibrated.
    """
    if encoder is not None:
        return pooled(votes, encoder, exponents)
    return _ranked(shares(votes)) if votes else {NONE: 1.0}


def pooled(
    votes: Mapping[str, float], encoder: Mapping[str, float], exponents: tuple[float, float, float]
) -> dict[str, float]:
    """Both views, each to the power of its exponent."""
    of_encoder, of_joining, of_others = exponents
    of_rules = of_joining if max(votes.values(), default=0.0) >= JOINING else of_others
    told = shares(votes) or {NONE: 1.0}
    # The encoder knows nothing of types of a project's own: there the rules alone decide.
    own = {name: share for name, share in told.items() if name not in LABELS}
    scores = {
        name: of_encoder * math.log(max(encoder[name], LEAST)) + of_rules * math.log(told.get(name, 0.0) + UNHEARD)
        for name in LABELS
    }
    highest = max(scores.values())
    weights = {name: math.exp(score - highest) for name, score in scores.items()}
    rest = (1 - sum(own.values())) / sum(weights.values())
    return _ranked(own | {name: weight * rest for name, weight in weights.items()})


def shares(votes: Mapping[str, float]) -> dict[str, float]:
    """Each type's share of the votes; they sum to 1."""
    total = sum(votes.values())
    return {name: vote / total for name, vote in votes.items()}


def _ranked(probabilities: dict[str, float]) -> dict[str, float]:
    return {name: probabilities[name] for name in sorted(probabilities, key=lambda name: (-probabilities[name], name))}
