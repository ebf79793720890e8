"""When an event happened, by the rules of news.

In:  parsed sentences, the day of publication, an event's draft.
Out: the phrases of time of a document, and the one that dates an event.

`patterns` and `expressions` know the wordings, `reckoning` what they mean on the day of
publication, `phrases` which words are no time after all, `narrative` what the text
told before, and `governing` which phrase belongs to which event.
"""

from whowhom.qualifying.dates.governing import date_of
from whowhom.qualifying.dates.intervals import interval_of
from whowhom.qualifying.dates.narrative import times_in_story, unread_in_story
from whowhom.qualifying.dates.phrases import TimePhrase, find_times, printed_on

__all__ = ["TimePhrase", "date_of", "find_times", "interval_of", "printed_on", "times_in_story", "unread_in_story"]
