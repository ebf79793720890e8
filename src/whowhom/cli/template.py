"""`whowhom codebook new`: the tables of a codebook of one's own, explained in comments, that work as they stand."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterable
from pathlib import Path

from whowhom.cli.examples import MANUAL, MANUAL_TABLES
from whowhom.cli.output import say
from whowhom.errors import KnowledgeError
from whowhom.knowledge.codebook import CUES, Codebook, load_codebook
from whowhom.knowledge.codebook_rows import OPERATORS, fault_of_name
from whowhom.knowledge.manual import FORMS

TYPES = "types.tsv"
# The tables beside `cues/` and `manual/`; in the templates NAME and name stand for the new type, serenade for its word.
TABLES = (TYPES, "modes.tsv", "algebra.tsv", "off.tsv")
# How wide comments are, and where in them what is said of a column begins.
WIDTH, MARGIN = 120, f"#{' ' * 16}"
# Words for a new type's first row, with their past; each type of a folder takes one that no cue has.
VERBS = {
    "serenade": "serenaded",
    "hypnotize": "hypnotized",
    "photograph": "photographed",
    "imitate": "imitated",
    "nickname": "nicknamed",
}


def new_codebook(name: str, folder: Path) -> None:
    """Write the tables for a type; into a folder that has a codebook, the type's row and its table of cues.

    Raises KnowledgeError for a name that cannot be used, and rather than write over a table.
    """
    _check_name(name)
    if folder.is_file():
        raise KnowledgeError(f"{folder}: is a file. Name another --folder.")
    written = _add(name, folder) if (folder / TYPES).exists() else _write_new(name, folder)
    say(f"wrote {', '.join(str(path) for path in written)}")
    say(f"Say in {folder / TYPES} what {name} is, in {_cues_of(name, folder)} which words tell it. Then type:")
    say(f"  whowhom codebook check {shlex.quote(str(folder))}")
    say(f"  whowhom code ARTICLE.txt --codebook {shlex.quote(str(folder))}")


def _check_name(name: str) -> None:
    fault = fault_of_name(name)
    if fault is None and name in load_codebook().types:
        fault = (
            f"{name} is a shipped event type. Choose another name for yours; to change {name} itself, "
            f"give it a row in the types.tsv of your codebook."
        )
    if fault is not None:
        raise KnowledgeError(fault)


def _write_new(name: str, folder: Path) -> list[Path]:
    texts = {folder / table: _template(table, name) for table in TABLES}
    texts[_cues_of(name, folder)] = _cues(name, load_codebook())
    texts |= {folder / MANUAL / table: _template(f"{MANUAL}/{table}", name) for table in MANUAL_TABLES}
    for path in texts:
        if path.exists():
            raise KnowledgeError(f"{path}: is there already, and is not written over. Name another --folder.")
    _write(texts)
    return list(texts)


def _add(name: str, folder: Path) -> list[Path]:
    """The type's row at the end of the types there, and a table for its cues."""
    codebook = load_codebook(folder)
    if name in codebook.own_types:
        raise KnowledgeError(f"{folder / TYPES}: {name} is there already. Choose another name, or edit it there.")
    cues = _cues_of(name, folder)
    if cues.exists():
        raise KnowledgeError(f"{cues}: is there already, and is not written over. Move it away first.")
    types = (folder / TYPES).read_text(encoding="utf-8")
    row = _template(TYPES, name).splitlines()[-1]
    _write({folder / TYPES: types.rstrip("\n") + f"\n{row}\n", cues: _cues(name, codebook)})
    return [folder / TYPES, cues]


def _cues_of(name: str, folder: Path) -> Path:
    return folder / CUES / f"{name.lower()}.tsv"


def _cues(name: str, codebook: Codebook) -> str:
    """The table of a type's cues, with a first row that no other cue comes before."""
    free = next((verb for verb in VERBS if verb not in codebook.cues), "serenade")
    return _template("cues.tsv", name).replace("serenaded", VERBS[free]).replace("serenade", free)


def _template(table: str, name: str) -> str:
    text = (Path(__file__).with_name("new_codebook") / table).read_text(encoding="utf-8")
    text = text.replace("NAME", name).replace("name.", f"{name.lower()}.").replace("OPERATORS", _listed(OPERATORS))
    return text.replace("FORMS", _listed(FORMS, after=len("what it is an example of: ")))


def _listed(names: Iterable[str], *, after: int = 0) -> str:
    """Names in a row, wrapped as the comments are; ``after`` so many letters of their first line."""
    first = " " * after
    filled = textwrap.fill(" ".join(names), WIDTH - len(MARGIN), initial_indent=first, break_on_hyphens=False)
    return filled.removeprefix(first).replace("\n", f"\n{MARGIN}")


def _write(texts: dict[Path, str]) -> None:
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be written ({error.strerror}). Name another --folder.") from None
