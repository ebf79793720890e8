"""Find who appears in a document, and which actor each mention names."""

from whowhom.actors.cast import (
    PLACE,
    THING,
    Cast,
    cast_of_spans,
    governs,
    is_cabinet,
    is_described,
    is_party,
    role_on,
    two_foremost,
)
from whowhom.actors.casting import find_cast

__all__ = [
    "PLACE", "THING", "Cast", "cast_of_spans", "find_cast", "governs", "is_cabinet", "is_described", "is_party",
    "role_on", "two_foremost",
]  # fmt: skip
