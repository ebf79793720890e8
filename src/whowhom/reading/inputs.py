"""What a user names on the command line, as single files in a settled order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

STDIN = "-"
# What a folder of articles may also hold, and what nobody means when naming the folder.
PASSED_OVER = frozenset(
    """.png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .mp3 .mp4 .mov .avi .wav .ogg .woff .woff2 .ttf .css .js .ts
    .py .pyc .so .dll .exe .o .a .class .jar .zip .gz .bz2 .xz .7z .tar .rar .db .db-wal .db-shm .sqlite .lock .log .bak
    .tmp .docx .xlsx .pptx .odt""".split()
)


class Input(Struct, frozen=True, kw_only=True):
    """One file to read; the path `-` is standard input."""

    path: str


def find_inputs(names: Sequence[str]) -> list[Input]:
    """Every file that the names mean, in the order named and sorted within folders and globs, each once.

    Hidden files and what is no text by its ending are passed over in folders; a
    file that is named itself is kept in any case, also where it does not exist:
    `read` says so.
    """
    paths = (path for name in names for path in _paths(name))
    return [Input(path=path) for path in dict.fromkeys(paths)]


def _paths(name: str) -> Iterator[str]:
    if name == STDIN or os.path.lexists(name):
        yield from _walk(name) if os.path.isdir(name) else [name]
        return
    found = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []
    if not found:
        yield name
    for path in found:
        yield from _walk(path) if os.path.isdir(path) else [path]


def _walk(folder: str) -> Iterator[str]:
    """Yield the files below a folder in the order of their paths; links to folders are not followed."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        texts = {Path(name).stem for name in files if name.endswith(".txt")}
        for name in sorted(files):
            path = Path(name)
            beside_text = path.suffix == ".json" and path.stem in texts
            if not name.startswith(".") and path.suffix.lower() not in PASSED_OVER and not beside_text:
                yield os.path.join(where, name)
