"""Find who appears in a document, and which actor each mention names."""

from whowhom.actors.cast import PLACE, THING, Cast, cast_of_spans, is_party, role_on

__all__ = ["PLACE", "THING", "Cast", "cast_of_spans", "is_party", "role_on"]
