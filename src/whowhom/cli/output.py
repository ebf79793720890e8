"""Where the commands write: data to stdout or a file, everything else to stderr, nothing that steers a terminal."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from whowhom.errors import ExportError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# What moves the cursor, rings, clears, or turns the direction of writing: an article may hold it, a terminal obeys it.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# A wider line is hard to read back to its beginning.
WIDEST = 120
# Seconds without a result after which a run says that it is still at work.
QUIET = 30.0
WITHOUT_ENCODER = "types rest on the codebook's rules alone: install whowhom[encoder] for a second view of them"


class Format(StrEnum):
    """How data are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def chosen(given: Format | None, output: Path | None = None) -> Format:
    """The format asked for, else the one that the place suits: a table for eyes, JSON Lines for programs."""
    if given is not None:
        return given
    if output is not None:
        return Format.CSV if output.suffix.lower() == ".csv" else Format.JSONL
    return Format.TABLE if sys.stdout.isatty() else Format.JSONL


def safe(text: str) -> str:
    """The text as one line that does nothing but stand there."""
    return STEERING.sub(lambda m: " " if m[0] in "\t\n\r\x0b\x0c\u2028\u2029" else "�", text)


def say(message: str) -> None:
    """One line to stderr."""
    print(safe(message), file=sys.stderr, flush=True)


def complain(message: str) -> None:
    """One line to stderr that begins with the program's name."""
    say(f"whowhom: {message}")


@contextmanager
def binary_output(path: Path | None) -> Iterator[BinaryIO]:
    """Stdout, or the file, for bytes."""
    if path is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with _opened(path) as file:
        yield file


@contextmanager
def output_on_demand(path: Path | None) -> Iterator[Callable[[], BinaryIO]]:
    """What gives stdout, or the file for bytes; the file is made, or written over, when it is first asked for.

    So a run in which nothing can be read leaves no file, and none that was there empty. Raises ExportError at once
    for a file that cannot be written.
    """
    if path is not None:
        _try_to_write(path)
    with ExitStack() as stack:
        opened: list[BinaryIO] = []

        def output() -> BinaryIO:
            if not opened:
                opened.append(stack.enter_context(binary_output(path)))
            return opened[0]

        yield output


def _try_to_write(path: Path) -> None:
    is_new = not os.path.lexists(path)  # a link stays, wherever it leads
    if is_new or not (path.is_fifo() or path.is_char_device()):
        with _opened(path, mode="ab"):
            pass
    if is_new:
        path.unlink()


@contextmanager
def _opened(path: Path, *, mode: str = "wb") -> Iterator[BinaryIO]:
    try:
        file = cast(BinaryIO, path.open(mode))
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}). Name another --output.") from None
    with file:
        yield file


def console(file: TextIO | None = None) -> Console:
    """A rich console on stdout or on a file; its colours are off when nobody would see them."""
    from rich.console import Console

    found = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if found.width > WIDEST:
        found = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False, width=WIDEST)
    return found


def show(where: Console, text: Text, *, indent: int = 0) -> None:
    """Print text wrapped to the console's width, each line ``indent`` in and without spaces at its end."""
    from rich.text import Text

    for line in text.wrap(where, max(20, where.width - indent)):
        line.rstrip()
        where.print(Text(" " * indent) + line, no_wrap=True, overflow="ignore", crop=False)


def has_colour(where: Console) -> bool:
    """Whether words can be told apart by colour there."""
    return where.color_system is not None and not where.no_color


class Progress:
    """One line on stderr that says how far a run is; nothing when stderr is no terminal.

    It shows after a second, is redrawn ten times a second at most, and is wiped
    before anything else is printed there. Rate and remaining time are reckoned
    from the first result on, when the models are loaded.
    """

    def __init__(self, *, total: int) -> None:
        self._total = total
        self._begun = self._drawn = time.monotonic()
        self._first: tuple[float, int, int] | None = None
        self._on = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._is_shown = False
        self._documents = 0
        self._told = self._begun

    @contextmanager
    def watched(self, at: Callable[[], str | None] = lambda: None) -> Iterator[None]:
        """While this is open, say every half minute that nothing new has come, so that nobody takes it for dead.

        ``at`` says what is in hand, None if that is not known.
        """
        over = threading.Event()
        thread = threading.Thread(target=self._watch, args=(over, at), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _watch(self, over: threading.Event, at: Callable[[], str | None]) -> None:
        while not over.wait(QUIET):
            if time.monotonic() - self._told >= QUIET:
                self.wipe()
                done, now = number_of(self._documents, "document"), at()
                say(f"still at work after {duration(self.seconds)}: {done} done{f', now {now}' if now else ''}")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def show(self, *, done: int, documents: int, events: int) -> None:
        """Say so, if it is time; ``done`` is how much of ``total``."""
        now = self._told = time.monotonic()
        self._documents = documents
        self._first = self._first or (now, done, documents)
        if not self._on or now - self._drawn < (0.1 if self._is_shown else 1.0):
            return
        self._drawn = now
        line = " · ".join((number_of(documents, "document"), number_of(events, "event"), *self._pace(done, documents)))
        self._write(f"\r\x1b[2K\x1b[2m{line}\x1b[0m")
        self._is_shown = True

    def wipe(self) -> None:
        """Make room for another line."""
        if self._is_shown:
            self._write("\r\x1b[2K")
            self._is_shown = False

    def _pace(self, done: int, documents: int) -> Iterator[str]:
        """Yield the rate, the share done and the time left, once there is enough to reckon them from."""
        begun, done_then, documents_then = self._first or (self._begun, 0, 0)
        passed = time.monotonic() - begun
        if passed < 1 or documents == documents_then:
            return
        yield f"{(documents - documents_then) / passed:,.1f} a second"
        if done_then < done < self._total:
            yield f"{done / self._total:.0%}"
            yield f"{duration(passed * (self._total - done) / (done - done_then))} left"

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def duration(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 90:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def number_of(count: int, noun: str) -> str:
    """A count with its noun: "1 event", "3 events"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
