"""What all tests share: the loaded tools, the development data, and how many random inputs a law gets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# As on the command line, before anything loads numpy: threads only wait for one another here.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

if TYPE_CHECKING:
    from whowhom.pipeline import Tools

# The same inputs on every run, so that a check cannot fail by chance; `make fuzz` looks for new ones.
settings.register_profile("default", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=2000, derandomize=False, deadline=None)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-articles", action="store_true", help="rewrite tests/articles/*.coded.jsonl as coded now")


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The parser and all knowledge, loaded once for all tests."""
    from whowhom.pipeline import load_tools

    return load_tools()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data: beside the checkout, or where WHOWHOM_SHARED says."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("WHOWHOM_SHARED", beside))
    if not folder.is_dir():
        pytest.skip("the development data are not here; set WHOWHOM_SHARED to their folder")
    return folder
