"""Write the algebra's tables into docs/codebook.md, between its marks, from the shipped codebook.

Run it after a change of `algebra.tsv` or `operators.tsv`: `python tools/codebook_page.py`. A test compares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from whowhom.knowledge.codebook import Codebook, Cue, load_codebook
from whowhom.knowledge.codebook_rows import OPERATORS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "codebook.md"
# Those that make another event of what they govern: a column each.
CHANGING = ("cease", "reverse", "drop", "future", "harm")
WORDS = 8
AS_IT_IS, ANY = "as it is", "*"
UNMARKED = str.maketrans("", "", "[]{}")
# Examples of operators that no row of words stands for, or whose first word shows them badly, by the status that they
# give; `tests/test_codebook_page.py` codes them and all others.
EXAMPLES = {
    ("doubt", None): "Diplomats doubt that the Malian army shelled the town of Kidal.",
    ("do", None): "Commandos carried out a raid on the smugglers' camp.",
    ("undergo", None): "The Malian army came under attack by the rebels.",
    ("deny", None): "The Yemeni rebels denied that they had shelled the Saudi town.",
    ("expect", "predicted"): "Diplomats expect the Chadian army to shell the town of Bongor.",
    ("refuse", "refused"): "The Danish parliament refused to ratify the treaty with Greenland.",
    ("demand", "demanded"): "Norway called on Chad to release two nuns.",
    ("forbid", "hypothetical"): "Fiji banned the Maltese premier from meeting the rebels.",
    ("permit", "hypothetical"): "The Sudanese army allowed the rebels to withdraw from Kosti.",
    ("fail", "attempted"): "The Kenyan police failed to disarm the militia.",
    ("fail", "negated"): "The Danish premier failed to meet the Maltese envoys.",
    ("prevent", "attempted"): "Mediators averted a strike by the miners.",
    ("prevent", "negated"): "Guards prevented the Norwegian envoy from meeting the rebels.",
    ("threaten", "hypothetical"): "France threatened to suspend aid to Niger.",
    ("negate", "negated"): "The Nepalese rebels did not attack the army.",
    ("future", "planned"): "The Danish premier will visit Malta in May.",
    ("drop", None): "Turkey abandoned its plan to invade northern Syria.",
    ("harm", None): "The Libyan militia vowed to continue its attacks on the port of Sirte.",
}


def tables(codebook: Codebook) -> Mapping[str, list[str]]:
    """The rows of each generated table by its name."""
    return {"operators": list(_operators(codebook)), "changes": list(_changes(codebook))}


def _operators(codebook: Codebook) -> Iterator[str]:
    """Yield what each operator does to the status of which types, in words, with words that do it and an example."""
    yield "| operator | over | status | meaning | words | example |"
    yield "|---|---|---|---|---|---|"
    for operator, status, sentence in examples(codebook):
        rules = {
            inner: rule
            for (name, inner), rule in codebook.algebra.items()
            if name == operator and rule.status == status
        }
        meaning = list(dict.fromkeys(rule.meaning for rule in rules.values()))
        said = meaning[0] if len(meaning) == 1 else "see the next table"
        over = _over(rules, [name for (known, name) in codebook.algebra if known == operator], codebook)
        cells = (f"`{operator}`", over, status or AS_IT_IS, said, _words(operator, codebook), sentence)
        yield f"| {' | '.join(cells)} |"


def examples(codebook: Codebook) -> Iterator[tuple[str, str | None, str]]:
    """Yield each operator with each status that it gives (None: leaves), and a sentence that shows it."""
    for operator in OPERATORS:
        for status in dict.fromkeys(rule.status for (name, _), rule in codebook.algebra.items() if name == operator):
            of_table = (cue.example for cue in codebook.all_cues() if cue.operator == operator)
            yield operator, status, EXAMPLES.get((operator, status)) or next(of_table).translate(UNMARKED)


def _over(types: Iterable[str], governed: Collection[str], codebook: Codebook) -> str:
    """The types that a row holds for: "AID, CONSULT", "any", or, beside rows for some, "any other"."""
    if ANY in types:
        return "any" if len(governed) == 1 else "any other"
    return "any" if set(types) == codebook.types.keys() else ", ".join(types)


def _words(operator: str, codebook: Codebook) -> str:
    words = list(dict.fromkeys(_word(cue) for cue in codebook.all_cues() if cue.operator == operator))
    return (", ".join(words[:WORDS]) + (f", ... ({len(words)})" if len(words) > WORDS else "")) or "-"


def _word(cue: Cue) -> str:
    """A cue's word with its particle: "carry out"."""
    particles = [c for c in cue.conditions if c.slot == "prt" and not c.negated and len(c.words) == 1]
    return " ".join((cue.lemma, *(next(iter(c.words)) for c in particles)))


def _changes(codebook: Codebook) -> Iterator[str]:
    """Yield what each type becomes under the operators that change types, with mode and code."""
    yield f"| | {' | '.join(f'`{operator}`' for operator in CHANGING)} |"
    yield f"|---|{'---|' * len(CHANGING)}"
    for event_type in codebook.types:
        yield f"| {event_type} | {' | '.join(_made(codebook, operator, event_type) for operator in CHANGING)} |"


def _made(codebook: Codebook, operator: str, event_type: str) -> str:
    rule = codebook.rule(operator, event_type)
    if rule is None or rule.result is None:
        return ""
    return " ".join(part for part in (rule.result, rule.mode, rule.cameo) if part)


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, rows in tables(load_codebook()).items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
        head, _, rest = page.partition(begin)
        page = head + begin + "\n".join(rows) + end + rest.partition(end)[2]
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
