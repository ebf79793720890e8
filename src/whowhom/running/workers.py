"""Processes that code: each with models of its own, handed small batches, replaced when one dies.

A worker holds one batch at a time and answers document by document, so that
when it is killed (a document that needs more memory than there is) it is known
which document it had in hand. That one fails; the others of its batch go to
another worker.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from whowhom.errors import WhowhomError
from whowhom.pipeline import code_document, load_tools
from whowhom.reading import Failure
from whowhom.records import CodedDocument, Document

T = TypeVar("T")
Coding = Callable[[Document], CodedDocument]
Loader = Callable[[str], Coding]

# A batch takes a worker about a third of a second; sending it takes about a millisecond.
BATCH_CHARACTERS, BATCH_DOCUMENTS = 20_000, 64
# Read ahead of the slowest document: this much text a worker, or one document if that is longer.
AHEAD_CHARACTERS, AHEAD_DOCUMENTS = 400_000, 1_000
# Workers in a row that may die before they are ready.
FALSE_STARTS = 3
# The small products of the parser gain nothing from threads, and the workers share the cores already.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class Slot(Struct, kw_only=True, eq=False):
    """An item's place in the order; ``result`` is None until it is coded.

    ``known`` says that nothing was coded for it: it came from a store, or could not be read.
    """

    size: int
    document: Document | None = None
    result: CodedDocument | Failure | None = None
    known: bool = False


class Answer(Struct, frozen=True, kw_only=True):
    """What a worker says: first that it is ready (or why not), then what became of each document."""

    coded: CodedDocument | None = None
    fault: str | None = None


_ANSWERS = msgspec.msgpack.Decoder(Answer)
_BATCHES = msgspec.msgpack.Decoder(list[Document])


def load_coding(
    model: str,
    *,
    codebook: Path | None = None,
    actors: Path | None = None,
    places: Path | None = None,
    rules_only: bool = False,
) -> Coding:
    """Load the models, and a codebook, actors and places of the project's own; what comes back codes a document."""
    tools = load_tools(model=model, codebook=codebook, actors=actors, places=places, rules_only=rules_only)
    # What is loaded stays: Python's collector need not look through half a million objects again and again.
    gc.freeze()
    return lambda document: code_document(document, tools)


def coded_or_failure(document: Document, code: Callable[[Document], T]) -> T | Failure:
    """What ``code`` makes of the document, or a failure that names the fault: one must not end a run over many."""
    try:
        return code(document)
    except Exception as error:
        return failed(document, _about(error))


def failed(document: Document, message: str) -> Failure:
    """A failure of this document."""
    return Failure(path=document.path or "-", document_id=document.document_id, message=message)


def _about(error: Exception) -> str:
    """The fault and the line of ours it came from; a user can do no more than report it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "whowhom" in Path(frame.filename).parts]
    at = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    if isinstance(error, MemoryError):
        return "needs more memory than there is"
    return f"could not be coded, by a fault of whowhom ({type(error).__name__}: {error}{at}). Please report it."


# --- the workers' side ---------------------------------------------------------------


def work(connection: Connection, model: str, load: Loader) -> None:
    """Load, then code batch after batch until the other end is closed; what a worker process runs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started us
    with suppress(EOFError, ConnectionError):
        try:
            code = load(model)
        except WhowhomError as error:
            _say(connection, Answer(fault=str(error)))
            return
        _say(connection, Answer())
        while True:
            for document in _BATCHES.decode(connection.recv_bytes()):
                result = coded_or_failure(document, code)
                if isinstance(result, Failure):
                    _say(connection, Answer(fault=result.message))
                else:
                    _say(connection, Answer(coded=result))


def _say(connection: Connection, answer: Answer) -> None:
    connection.send_bytes(msgspec.msgpack.encode(answer))


# --- this process' side ----------------------------------------------------------------


class _Worker:
    """A process, and the slots it has been given and not answered for."""

    def __init__(self, model: str, load: Loader) -> None:
        context = multiprocessing.get_context("spawn")  # the same on every system; nothing half-loaded is copied
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(theirs, model, load), daemon=True)
        with _quiet_start():
            self.process.start()
        theirs.close()
        self.ready = False
        self.slots: deque[Slot] = deque()

    def give(self, batch: list[Slot]) -> None:
        """Hand over a batch; it waits for it, so this does not block."""
        self.slots.extend(batch)
        with suppress(ConnectionError):  # it has died: `wait` will say so
            self.connection.send_bytes(msgspec.msgpack.encode([slot.document for slot in batch]))

    def end(self) -> int | None:
        """End the process, if it still runs; returns how it ended."""
        self.connection.close()
        self.process.join(timeout=0.2)
        self.process.terminate()
        self.process.join()
        return self.process.exitcode


class Pool:
    """Codes slots with ``count`` workers, which live as long as `results` is being read."""

    def __init__(self, count: int, *, model: str, load: Loader = load_coding) -> None:
        self._count = count
        self._model, self._load = model, load
        self._workers: list[_Worker] = []
        self._pending: deque[Slot] = deque()
        self._batches: deque[list[Slot]] = deque()
        self._filling: list[Slot] = []
        self._characters = 0
        self._false_starts = 0

    def results(self, slots: Iterable[Slot]) -> Iterator[Slot]:
        """Yield the slots in their order, each when it is done.

        Raises WhowhomError when the workers cannot be started.
        """
        coming = iter(slots)
        more = True
        try:
            while more or self._pending:
                while more and not self._is_full() and not self._is_next_done():
                    more = self._draw(coming)
                    self._answered(timeout=0)
                    self._hand_out()
                while self._pending and not self._is_next_done():
                    self._close_batch()
                    self._hand_out()
                    self._answered(timeout=None)
                if self._pending:
                    slot = self._pending.popleft()
                    self._characters -= slot.size
                    yield slot
        finally:
            for worker in self._workers:
                worker.process.terminate()
            for worker in self._workers:
                worker.end()

    def _is_full(self) -> bool:
        """Whether enough has been read ahead of the document that is waited for."""
        return len(self._pending) >= AHEAD_DOCUMENTS * self._count or self._characters >= AHEAD_CHARACTERS * self._count

    def _is_next_done(self) -> bool:
        return bool(self._pending) and self._pending[0].result is not None

    def _draw(self, coming: Iterator[Slot]) -> bool:
        """Take one slot in; False when there is none left."""
        slot = next(coming, None)
        if slot is None:
            return False
        self._pending.append(slot)
        self._characters += slot.size
        if slot.result is None:
            self._filling.append(slot)
            size = sum(slot.size for slot in self._filling)
            if size >= BATCH_CHARACTERS or len(self._filling) >= BATCH_DOCUMENTS or self._idle() is not None:
                self._close_batch()
        return True

    def _idle(self) -> _Worker | None:
        return next((worker for worker in self._workers if worker.ready and not worker.slots), None)

    def _close_batch(self) -> None:
        if self._filling:
            self._batches.append(self._filling)
            self._filling = []

    def _hand_out(self) -> None:
        """Give each idle worker a batch; start workers for batches that nobody is there or coming to take."""
        while self._batches and (idle := self._idle()) is not None:
            idle.give(self._batches.popleft())
        coming = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(self._batches) - coming, self._count - len(self._workers))):
            self._workers.append(_Worker(self._model, self._load))

    def _answered(self, *, timeout: float | None) -> bool:
        """Take in what the workers say, waiting for something at most ``timeout`` seconds."""
        by_connection = {worker.connection: worker for worker in self._workers}
        heard = wait(list(by_connection), timeout) if by_connection else []
        for connection in heard:
            worker = next(worker for c, worker in by_connection.items() if c is connection)
            try:
                answer = _ANSWERS.decode(worker.connection.recv_bytes())
            except (EOFError, ConnectionError):
                self._bury(worker)
            else:
                self._take(worker, answer)
        return bool(heard)

    def _take(self, worker: _Worker, answer: Answer) -> None:
        if not worker.ready:
            if answer.fault is not None:
                raise WhowhomError(answer.fault)
            worker.ready, self._false_starts = True, 0
            return
        slot = worker.slots.popleft()
        assert slot.document is not None, "only documents are handed out"
        slot.result = answer.coded or failed(slot.document, answer.fault or "")

    def _bury(self, worker: _Worker) -> None:
        """A worker has died: what it had in hand fails, the rest of its batch goes to another."""
        self._workers.remove(worker)
        how = _cause(worker.end())
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= FALSE_STARTS:
                raise WhowhomError(
                    f"the workers cannot be started ({how}). Is there memory for {self._count}? Use fewer workers; "
                    f'a script of your own must start them under if __name__ == "__main__".'
                )
        if worker.slots:
            slot = worker.slots.popleft()
            assert slot.document is not None, "only documents are handed out"
            slot.result = failed(slot.document, f"the worker that coded it ended ({how}). Code it again by itself.")
        if worker.slots:
            self._batches.appendleft(list(worker.slots))


def _cause(exit_code: int | None) -> str:
    if exit_code == -getattr(signal, "SIGKILL", 9):
        return "killed from outside, perhaps for want of memory"
    if exit_code is not None and exit_code < 0:
        return f"killed by signal {-exit_code}"
    return f"exit code {exit_code}"


@contextmanager
def _quiet_start() -> Iterator[None]:
    """A new process begins with one thread for matrix products, and deaf to Ctrl-C also while it is loading."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    main = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN) if main else None
    try:
        yield
    finally:
        if main:
            signal.signal(signal.SIGINT, handler)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
