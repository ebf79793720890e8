"""How the tree is laid out: imports point up, nothing overlong, no machine named, locks hashed."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "whowhom"

# In the order the text flows; a stage may import itself and what stands before it.
STAGES = (
    "errors", "records", "knowledge", "reading", "gate", "repairs", "parsing", "actors", "events", "qualifying",
    "merging", "store", "export", "pipeline", "marking", "running", "component", "web", "cli",
)  # fmt: skip
NO_IMPORTS_OF_OURS = ("errors", "records")
FILE_LIMIT = 600
FUNCTION_LIMIT = 60

# Put together from pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(rb"(?<![\w.])/(?:work|tmp|home|root|opt)" + rb"/")
REGISTRIES = re.compile(rb"pypi\." + rb"org|python" + rb"hosted|anaconda\." + rb"org|npm" + rb"js\.", re.IGNORECASE)
BINARY = (".gz", ".onnx", ".pdf", ".parquet", ".png", ".warc")


@cache
def modules() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def stage_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_stages(path: Path) -> Iterator[tuple[int, str]]:
    """The stages that a module imports, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: import by the full name, not a relative one"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "whowhom" and len(parts) > 1:
                yield node.lineno, parts[1]


@cache
def committed() -> tuple[Path, ...]:
    """The files that git tracks; a copy without git has nothing to look at."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def code_lines(path: Path) -> int:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def test_a_stage_imports_only_earlier_ones() -> None:
    wrong = []
    for path in modules():
        stage = stage_of(path)
        if stage in ("__init__", "__main__"):
            continue
        assert stage in STAGES, f"{path.name}: {stage} is no stage. Add it to STAGES at its place in the flow."
        allowed = STAGES[: STAGES.index(stage) + 1] if stage not in NO_IMPORTS_OF_OURS else (stage,)
        wrong += [
            f"{path.relative_to(PACKAGE)}:{line} imports {other}"
            for line, other in imported_stages(path)
            if other in STAGES and other not in allowed
        ]
    assert wrong == []


def test_no_file_is_overlong() -> None:
    assert [f"{path.name}: {code_lines(path)}" for path in modules() if code_lines(path) > FILE_LIMIT] == []


def test_no_function_is_overlong() -> None:
    overlong = []
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LIMIT:
                    overlong.append(f"{path.name}:{node.lineno}: {node.name} has {length} lines")
    assert overlong == []


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    found = []
    for path in committed():
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if MACHINE_PATHS.search(line) or REGISTRIES.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line[:80]!r}")
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_every_package_by_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]
    assert entries
    for entry in entries:
        first = entry.splitlines()[0]
        assert re.match(r"[a-z0-9._-]+==\S+", first), f"{name}: {first!r} is not pinned"
        assert "--hash=sha256:" in entry, f"{name}: {first!r} has no hash. Run make lock."


def test_the_development_lock_agrees_with_the_other() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+==[^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
