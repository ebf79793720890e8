"""Code a stream of documents in order; a bad one is said and stops nothing.

In:  documents and failures as reading gives them.
Out: for each of them, in the same order, its coding or why there is none.

The order and content of what comes out depend on what goes in alone: every
document is coded by itself, whichever worker does it and whenever.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator

import msgspec

from whowhom.parsing import DEFAULT_MODEL
from whowhom.reading import Failure
from whowhom.records import CodedDocument, Document
from whowhom.running.workers import Coding, Loader, Pool, Slot, coded_or_failure, failed, load_coding
from whowhom.store import Store

Item = Document | Failure
Result = CodedDocument | Failure


def code_all(
    items: Iterable[Item],
    *,
    workers: int = 1,
    store: Store | None = None,
    model: str = DEFAULT_MODEL,
    load: Loader = load_coding,
) -> Generator[Result, None, None]:
    """Yield what became of each item, in order.

    What ``store`` holds of the same version is taken from there, the rest is
    coded and kept before it is yielded. With one worker this process codes and
    loads the models when it meets the first document to code; with more, only
    they load them. Closing the iterator ends the workers.
    """
    slots = (_slot(item, store) for item in items)
    if workers <= 1:
        done: Iterator[Slot] = _in_this_process(slots, model=model, load=load)
    else:
        done = Pool(workers, model=model, load=load).results(slots)
    for slot in done:
        result = slot.result
        assert result is not None, "a slot is given out when it is done"
        if store is not None and not slot.known and isinstance(result, CodedDocument):
            store.save(result)
        yield result


def _slot(item: Item, store: Store | None) -> Slot:
    """The item with all that is known of it before coding."""
    if isinstance(item, Failure):
        return Slot(size=0, result=item, known=True)
    try:
        msgspec.msgpack.encode(item)
    except UnicodeEncodeError:
        return Slot(size=0, result=failed(item, "holds half a character (a lone surrogate), which is no text"))
    known = store.coding(item) if store is not None else None
    return Slot(document=item, size=len(item.text), result=known, known=known is not None)


def _in_this_process(slots: Iterable[Slot], *, model: str, load: Loader) -> Iterator[Slot]:
    code: Coding | None = None
    for slot in slots:
        if slot.result is None and slot.document is not None:
            code = code or load(model)
            slot.result = coded_or_failure(slot.document, code)
        yield slot
