"""Where events happen: the places a document names, what each means, and which is an event's.

In:  the parsed sentences, the gazetteer, and a draft with its sentence.
Out: the `Place` of the event, or None where the sentence names none.

`names` finds capitalised names that may be places, `position` says how each
stands in its sentence, `senses` which place of that name is meant, `governing`
which event happens there.
"""

from whowhom.qualifying.places.finding import find_places
from whowhom.qualifying.places.governing import place_of
from whowhom.qualifying.places.locating import Located, locate
from whowhom.qualifying.places.phrases import PlacePhrase
from whowhom.qualifying.places.toponyms import find_toponyms
from whowhom.qualifying.places.weighing import distance_km

__all__ = ["Located", "PlacePhrase", "distance_km", "find_places", "find_toponyms", "locate", "place_of"]
