"""docs/your-own-event-type.md is followed to the letter: its tables written, its commands run, its output seen."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from whowhom.cli import main

TUTORIAL = Path(__file__).resolve().parents[1] / "docs" / "your-own-event-type.md"
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "..."


def blocks() -> list[tuple[str, str, str]]:
    """The language of each block, the file that it is the content of, and what it says."""
    return [(m[1], m[2], m[3]) for m in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8"))]


def commands(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of each command of a console and the lines shown under it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield shlex.split(command), shown


def is_shown(shown: list[str], out: list[str]) -> bool:
    """Whether the output is what is shown; a line `...` stands for any lines, and at a line's end for any rest."""
    pattern = ""
    for line in shown:
        if line == LEFT_OUT:
            pattern += r"(?:.*\n)*?"
        elif line.endswith(LEFT_OUT):
            pattern += re.escape(line.removesuffix(LEFT_OUT)) + r".*\n"
        else:
            pattern += re.escape(line) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in out)) is not None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("WHOWHOM_STORE", "WHOWHOM_CODEBOOK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_tutorial_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = 0
    for language, file, text in blocks():
        if file:
            path = folder / file
            assert path.parent.is_dir(), f"{file}: the commands before should have made its folder"
            path.write_text(text, encoding="utf-8")
        elif language == "console":
            for (program, *words), shown in commands(text):
                assert program == "whowhom"
                code = main(words)
                said = capsys.readouterr()
                assert code == 0, said.err
                lines = (said.out + re.sub(r"^\d+ documents?,.*\n", "", said.err, flags=re.MULTILINE)).splitlines()
                assert not shown or is_shown(shown, lines), f"{' '.join(words)} gives\n" + "\n".join(lines)
                ran += 1
        elif language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(text, TUTORIAL.name, "exec"), {})
            assert printed.getvalue().splitlines() == re.findall(r"# (.+)$", text, re.MULTILINE)
    assert ran == 7
    assert (folder / "bans.csv").stat().st_size > 0


def test_it_takes_about_fifteen_lines_of_tables() -> None:
    last = {file: text for language, file, text in blocks() if language == "tsv"}
    assert sum(text.count("\n") for text in last.values()) <= 15


def test_what_is_shown_must_be_printed() -> None:
    assert is_shown(["a", LEFT_OUT, "c ..."], ["a", "b", "b", "c d"])
    assert not is_shown(["a", "c"], ["a", "b", "c"])
    assert not is_shown([LEFT_OUT, "d"], ["a", "b", "c"])
    assert not is_shown(["a"], ["a", "b"])
