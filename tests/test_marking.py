"""Dates, places and attributions of a text, whether or not an event has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.marking import attributions_in, dates_in, places_in
from whowhom.pipeline import Tools
from whowhom.running import Coder

TEXT = (
    'LIMA, 22 Nov 2012 - The mayor said on Monday that nurses had left on Friday. "We will pay," '
    "said Ana Quispe, who claimed that the ministry had lied last year."
)
WORDS = 'said that on Monday "we will" he , . Kenya claimed last year 2012 according to police'.split()


def test_dates_are_reckoned_from_the_dateline(tools: Tools) -> None:
    found = [(date.text, date.first_day, date.basis) for date in dates_in(TEXT, tools)]
    assert found == [
        ("22 Nov 2012", "2012-11-22", "stated"),
        ("Monday", "2012-11-19", "relative"),
        ("Friday", "2012-11-16", "relative"),
        ("last year", "2011-01-01", "relative"),
    ]


def test_attributions_have_source_cue_and_content(tools: Tools) -> None:
    found = attributions_in(TEXT, tools)
    told = {(a.source.text if a.source else None, a.cue.text, " … ".join(w.text for w in a.content)) for a in found}
    assert ("The mayor", "said", "that nurses had left on Friday") in told
    assert ("who", "claimed", "that the ministry had lied last year") in told
    assert {a.actor_id for a in found if a.cue.text == "claimed"} == {"name.ana-quispe"}


def test_places_are_found_in_any_role_and_have_a_position(tools: Tools) -> None:
    text = "Washington accused Damascus of shelling Homs. In Lima, in northern Peru, nobody was hurt."
    found = {text[mark.start : mark.end]: mark.place for mark in places_in(text, tools)}
    assert {"Washington", "Damascus", "Homs", "Lima", "Peru"} <= set(found)
    expected = {"Homs": (34.7, 36.7, "town"), "Damascus": (33.5, 36.3, "town"), "Peru": (-10, -76, "country")}
    for name, (latitude, longitude, precision) in expected.items():
        place = found[name]
        assert place is not None
        assert place.latitude == pytest.approx(latitude, abs=1)
        assert place.longitude == pytest.approx(longitude, abs=1.5)
        assert place.precision == precision


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_marks_stand_in_the_text(tools: Tools, text: str) -> None:
    for date in dates_in(text, tools, published="2014-05-20"):
        assert text[date.start : date.end] == date.text
        assert date.first_day <= date.last_day
    found = attributions_in(text, tools)
    for each in found:
        for words in (each.cue, *each.content, *([each.source] if each.source else [])):
            assert text[words.start : words.end] == words.text
        assert each.within is None or found[each.within].depth < each.depth


@pytest.mark.parametrize("method", ["code", "dates", "toponyms", "attributions"])
@pytest.mark.parametrize("given", [None, 3, b"Chad attacked Mali."])
def test_what_is_no_text_is_said_in_one_line(method: str, given: object, tools: Tools) -> None:
    with pytest.raises(TypeError, match=r"^a text is wanted, as str, not (NoneType|int|bytes)\. "):
        getattr(Coder(tools), method)(given)
