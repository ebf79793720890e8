"""From what users name to the files that are read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from whowhom.errors import ReadingError
from whowhom.reading.encodings import without_surrogates
from whowhom.reading.plain import holds_only_fields

STDIN = "-"

# In a folder these are passed over: nobody keeps articles in them. Named by the user, they are said to be no input.
NO_ARTICLES = frozenset(
    """png jpg jpeg gif bmp tif tiff webp svg ico heic psd mp3 wav ogg flac m4a mp4 avi mov mkv webm
    zip gz tgz bz2 xz zst 7z rar tar jar whl iso dmg
    py pyc pyi ipynb js mjs ts jsx tsx css scss c h cc cpp hpp java class go rs rb php pl sh bat ps1 r sql so dll exe o
    a toml ini cfg lock yaml yml db sqlite sqlite3 pkl npy npz bin ttf otf woff woff2 map""".split()
)


# Nor in files of these names, whatever their ending.
ABOUT_THE_FOLDER = frozenset("readme license licence notice copying changelog makefile".split())


class Input(Struct, frozen=True):
    """One file to read, or stdin (``-``)."""

    path: str

    @property
    def ending(self) -> str:
        """The ending of the file's name in lower case, without the dot; empty where it has none."""
        return ending_of(self.path)


def ending_of(path: str) -> str:
    return os.path.splitext(path)[1].lower().removeprefix(".")


def find_inputs(names: Sequence[str]) -> list[Input]:
    """The files that ``names`` stand for, each once, in the order named and within a folder sorted.

    A name is a file, a folder (read with all folders in it, but no hidden
    files), a glob, or ``-`` for stdin. Where none of them is there, raises
    ReadingError; where some are, the missing ones fail when they are read, and
    the others are not lost.
    """
    if not names:
        raise ReadingError("nothing is named to read. Name files or folders, or - for stdin.")
    missing = [name for name in names if name != STDIN and not os.path.lexists(name) and not _matches(name)]
    if len(missing) == len(names):
        raise ReadingError(f"{shown(missing[0]) or repr('')}: {not_there(missing[0])}")
    paths = dict.fromkeys(path for name in names for path in _paths_of(name))
    return [Input(path) for path in paths if not _is_side_file(path, paths)]


def shown(path: str) -> str:
    """A path as it can be printed and stored: bytes of a name that are no UTF-8 become U+FFFD."""
    return without_surrogates(path)


def not_there(name: str) -> str:
    """One line about a name under which there is nothing."""
    if glob.has_magic(name):
        return "no file has such a name. Put the pattern in quotes, and check the folder it looks in."
    return "there is no such file or folder. Check the spelling, and the folder you are in."


def _paths_of(name: str) -> Iterator[str]:
    if os.path.lexists(name) or name == STDIN:
        yield from _files_in(name) if os.path.isdir(name) else (name,)
        return
    matches = _matches(name)
    if not matches:
        yield name  # reading it says that it is not there
    for match in matches:
        if os.path.isdir(match):
            yield from _files_in(match)
        elif ending_of(match) not in NO_ARTICLES:
            yield match


def _matches(name: str) -> list[str]:
    return sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []


def _files_in(folder: str) -> Iterator[str]:
    """Yield the files of a folder and of all folders in it, sorted; the folder itself if there are none."""
    found = False
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            about = os.stat(here)
            if (about.st_dev, about.st_ino) in seen:  # a link that leads back up
                continue
            seen.add((about.st_dev, about.st_ino))
            names = sorted(name for name in os.listdir(here) if not name.startswith("."))
        except OSError:
            found = True
            yield here  # reading it says why it cannot be listed
            continue
        paths = [os.path.join(here, name) for name in names]
        files = [path for path in paths if _is_file_to_read(path)]
        found = found or bool(files)
        yield from files
        waiting.extend(path for path in reversed(paths) if os.path.isdir(path))
    if not found:
        yield folder


def _is_file_to_read(path: str) -> bool:
    """A file with an ending that may hold articles; a broken link too, since it was meant as one."""
    stem = os.path.splitext(os.path.basename(path))[0].lower()
    if ending_of(path) in NO_ARTICLES or stem in ABOUT_THE_FOLDER:
        return False
    return os.path.isfile(path) or (os.path.islink(path) and not os.path.exists(path))


def _is_side_file(path: str, paths: dict[str, None]) -> bool:
    """Whether a file only tells the title, date and so on of a text beside it that is read too."""
    if ending_of(path) != "json":
        return False
    stem = path[: -len(".json")]
    beside = any(f"{stem}{ending}" in paths for ending in (".txt", ".md", ""))
    return beside and holds_only_fields(Path(path))
