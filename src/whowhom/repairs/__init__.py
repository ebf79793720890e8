"""Mends what the parser is known to get wrong, sentence by sentence.

In:  the rows of one sentence as spaCy has read them.
Out: the same words with other heads, labels and tags; no word is added or lost.
"""

from __future__ import annotations

from whowhom.repairs.openings import without_clock, without_opening_date, without_opening_time
from whowhom.repairs.phrases import (
    with_charges_on_verbs,
    with_equals_together,
    with_gerunds_governed,
    with_given_names_whole,
    with_infinitives_on_gerunds,
    with_lists_whole,
    with_named_object,
    with_neighbours_named,
    with_objects_behind_as,
    with_purposes_on_verbs,
)
from whowhom.repairs.rows import Row, is_tree
from whowhom.repairs.speech import (
    with_contact_clauses,
    with_inverted_speech,
    with_speech_aside,
    with_speech_beside_speech,
    with_subjects_around_speech,
    with_wanted_passives,
)
from whowhom.repairs.verbs import (
    with_condition_verbal,
    with_deeds_as_verbs,
    with_inverted_passive,
    with_object_relatives,
    with_passives_beside_passives,
    with_reduced_relatives,
    with_subjects_before_verbs,
    with_verbs_before_names,
    with_verbs_behind_appositions,
    with_verbs_in_a_row,
    with_whom_as_object,
    with_whose_objects,
    with_whose_objects_before_names,
)

__all__ = ["Row", "mended"]


def mended(rows: list[Row]) -> list[Row]:
    """The rows of a sentence with all that is known to be wrong put right.

    What would hang a word on one that hangs on it is left as it was: later stages walk up and down the tree.
    """
    for repair in (
        without_opening_date, without_opening_time, without_clock, with_lists_whole, with_inverted_passive,
        with_condition_verbal, with_charges_on_verbs, with_gerunds_governed, with_equals_together,
        with_inverted_speech, with_speech_aside, with_subjects_around_speech,
        with_speech_beside_speech, with_contact_clauses, with_given_names_whole, with_wanted_passives,
        with_purposes_on_verbs, with_infinitives_on_gerunds, with_passives_beside_passives, with_deeds_as_verbs,
        with_subjects_before_verbs, with_verbs_before_names,
        with_verbs_behind_appositions, with_verbs_in_a_row, with_whose_objects,
        with_whose_objects_before_names, with_reduced_relatives, with_object_relatives, with_whom_as_object,
        with_named_object,
        with_neighbours_named, with_objects_behind_as,
    ):  # fmt: skip
        repaired = repair(rows)
        if repaired != rows and is_tree(repaired):
            rows = repaired
    return rows
