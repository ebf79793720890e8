"""Write the algebra's tables into docs/codebook.md, between its marks, from the shipped codebook.

Run it after a change of `algebra.tsv` or `operators.tsv`: `python tools/codebook_page.py`. A test compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from whowhom.knowledge.codebook import Codebook, Cue, load_codebook
from whowhom.knowledge.codebook_rows import OPERATORS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "codebook.md"
# Those that make another event of what they govern: a column each.
CHANGING = ("cease", "reverse", "drop", "future", "harm")
WORDS, FEW = 8, 2
UNMARKED = str.maketrans("", "", "[]{}")
# Operators that no row of words stands for, or whose first word shows them badly.
EXAMPLES = {
    "doubt": "Diplomats doubt that the Malian army shelled the town of Kidal.",
    "do": "Commandos carried out a raid on the smugglers' camp.",
    "refuse": "The Danish parliament refused to ratify the treaty with Greenland.",
    "deny": "The Yemeni rebels denied that they had shelled the Saudi town.",
    "threaten": "France threatened to suspend aid to Niger.",
    "negate": "The Nepalese rebels did not attack the army.",
    "future": "The Danish premier will visit Malta in May.",
    "drop": "Turkey abandoned its plan to invade northern Syria.",
    "harm": "The Libyan militia vowed to continue its attacks on the port of Sirte.",
}


def tables(codebook: Codebook) -> Mapping[str, list[str]]:
    """The rows of each generated table by its name."""
    return {"operators": list(_operators(codebook)), "changes": list(_changes(codebook))}


def _operators(codebook: Codebook) -> Iterator[str]:
    """Yield what each operator does to status, in words, with words that do it and an example."""
    yield "| operator | status | meaning | words | example |"
    yield "|---|---|---|---|---|"
    for operator in OPERATORS:
        rules = [rule for (name, _), rule in codebook.algebra.items() if name == operator]
        status = dict.fromkeys(rule.status or "as it is" for rule in rules)
        meaning = dict.fromkeys(rule.meaning for rule in rules)
        cues = [cue for cue in codebook.all_cues() if cue.operator == operator]
        words = list(dict.fromkeys(_word(cue) for cue in cues))
        shown = ", ".join(words[:WORDS]) + (f", ... ({len(words)})" if len(words) > WORDS else "")
        said = "; ".join(meaning) if len(meaning) <= FEW else "see the next table"
        example = EXAMPLES.get(operator) or cues[0].example.translate(UNMARKED)
        yield f"| `{operator}` | {', '.join(status)} | {said} | {shown or '-'} | {example} |"


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
