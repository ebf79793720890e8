"""Laws of the mends of parsed sentences: whatever the parser reads, words stay and hang together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from whowhom.parsing import load_parser
from whowhom.repairs import Row, mended

WORDS = (
    "the minister , said warned told army and who whose we he it efforts under Tshisekedi continue appreciate to "
    'accused arrested wants freed asked 1992 Monday 10.30 " ” killed in of That year leads died is refusing Lin fan'
).split()
TAGS = "NN NNS NNP VBD VBZ VBP VBG VBN VB IN PRP WP$ DT CD , JJ TO CC".split()
LABELS = (
    "nsubj nsubjpass dobj pobj prep conj cc ccomp xcomp advcl relcl acl appos compound amod det poss npadvmod punct "
    "dep parataxis aux auxpass mark agent attr nummod"
).split()


@st.composite
def parsed(draw: st.DrawFn) -> list[Row]:
    """The rows of a sentence of any words, tags and labels, whose heads make a tree."""
    number = draw(st.integers(1, 14))
    order = draw(st.permutations(range(number)))
    heads = {order[0]: order[0]}
    for at, i in enumerate(order[1:], 1):
        heads[i] = order[draw(st.integers(0, at - 1))]
    rows: list[Row] = []
    for i in range(number):
        label = "ROOT" if heads[i] == i else draw(st.sampled_from(LABELS))
        rows.append((draw(st.sampled_from(WORDS)), draw(st.sampled_from(TAGS)), label, heads[i], 10 * i))
    return rows


def hangs_together(rows: list[Row]) -> bool:
    for i in range(len(rows)):
        steps = 0
        while rows[i][3] != i:
            i, steps = rows[i][3], steps + 1
            if steps > len(rows):
                return False
    return True


@settings(max_examples=400)
@given(parsed())
def test_mended_rows_are_a_tree_of_the_same_words(rows: list[Row]) -> None:
    found = mended(rows)
    assert [(row[0], row[4]) for row in found] == [(row[0], row[4]) for row in rows]
    assert hangs_together(found)


def test_a_clause_is_not_hung_on_its_own_object() -> None:
    """This sentence of an ordinary statement made a cycle, in which `Sentence.subtree` had no end."""
    text = "Addis Ababa turned down the African Union, whose efforts under President Felix Obi we continue to praise."
    for sentence in load_parser().parse(text):
        for token in sentence.tokens:
            assert len(sentence.ancestors(token.i)) < len(sentence.tokens)
