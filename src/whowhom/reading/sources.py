"""Open inputs as streams of bytes, without ever waiting on a pipe or device, and read them within limits."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from whowhom.errors import ReadingError
from whowhom.reading.encodings import wide_encoding
from whowhom.reading.inputs import NO_ARTICLES, STDIN, ending_of, not_there

# `docs/reading.md` states these.
LARGEST_FILE = 200_000_000
LONGEST_LINE = 40_000_000
HEAD = 65_536


class Source:
    """An open input: its first bytes, and a stream that starts with them."""

    def __init__(self, stream: BinaryIO, path: str | None, *, size: int | None = None) -> None:
        self._size = size
        self.head = _read_up_to(stream, HEAD)
        self.path = path
        self.sha256: str | None = None  # of all bytes, once they have been read at once
        self.ending = ending_of(path) if path is not None else ""
        self._rest = stream

    def everything(self, *, limit: int = LARGEST_FILE) -> bytes:
        """All bytes; raises ReadingError where there are more than ``limit``."""
        # A file's size is known before it is read, a stream's is not.
        too_large = self._size is not None and self._size > limit
        data = b"" if too_large else self.head + _read_up_to(self._rest, limit + 1 - len(self.head))
        if too_large or len(data) > limit:
            raise ReadingError(
                f"is larger than {limit // 1_000_000} MB, too large for one text. Split it, or make it JSON Lines."
            )
        self.sha256 = hashlib.sha256(data).hexdigest()
        return data

    def lines(self) -> Iterator[bytes | None]:
        """Yield the lines with their ends, UTF-16 as UTF-8; None in place of one beyond `LONGEST_LINE`."""
        encoding = wide_encoding(self.head)
        if encoding is not None:
            stream: BinaryIO = io.BytesIO(self.everything().decode(encoding, "replace").encode())
        else:
            stream = io.BufferedReader(_Chain(self.head, self._rest), HEAD)
        while line := stream.readline(LONGEST_LINE):
            if line.endswith(b"\n") or len(line) < LONGEST_LINE:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield None


class _Chain(io.RawIOBase):
    """Bytes already read, and then the rest of a stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def opened(path: str, stdin: bytes | BinaryIO | None) -> Iterator[Source]:
    """Open a file, or stdin for ``-``; raises ReadingError with a line for whatever is not a readable file."""
    if path == STDIN:
        if stdin is None:
            import sys

            stdin = sys.stdin.buffer
        yield Source(io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin, None)
        return
    try:
        # Not to block: a named pipe would otherwise wait for somebody to write to it.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise ReadingError(_why_closed(path, error)) from None
    with os.fdopen(number, "rb") if _is_regular(number) else _closed(number, path) as stream:
        yield Source(stream, path, size=os.fstat(stream.fileno()).st_size)


def _is_regular(number: int) -> bool:
    return stat.S_ISREG(os.fstat(number).st_mode)


def _closed(number: int, path: str) -> BinaryIO:
    """Close what is no file, and say what it is."""
    mode = os.fstat(number).st_mode
    os.close(number)
    if stat.S_ISDIR(mode):
        raise ReadingError(_about_folder(path))
    raise ReadingError("is a pipe or a device, not a file. To read a stream, name - and send it to stdin.")


def _about_folder(path: str) -> str:
    try:
        names = os.listdir(path)
    except OSError as error:
        return f"is a folder that cannot be listed ({error.strerror}). Check its permissions."
    if any(ending_of(name) not in NO_ARTICLES and not name.startswith(".") for name in names):
        return "is a folder in which no file was found to read. Name the files themselves."
    return "is a folder without files that can be read. Name a folder with text, HTML, PDF, feeds or tables."


def _why_closed(path: str, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        if os.path.islink(path):
            return f"is a link to {os.readlink(path)}, which is not there. Mend or remove the link."
        return not_there(path)
    if isinstance(error, PermissionError):
        if Path(path).is_dir():
            return _about_folder(path)
        return "may not be read by you. Change its permissions."
    why = error.strerror if isinstance(error, OSError) else str(error)
    return f"cannot be opened ({why}). Check that it is a file that you can read."


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    """Read until there are ``size`` bytes or no more: a pipe gives them by and by."""
    parts = []
    while size > 0 and (part := stream.read(min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
