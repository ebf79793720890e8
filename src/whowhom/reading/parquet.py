"""Parquet tables, read in small batches. pyarrow is an extra and stays in this module."""

from __future__ import annotations

import io

from whowhom.errors import ReadingError
from whowhom.reading.found import NAMES, TEXT, FoundOrFault, found_in
from whowhom.reading.sources import Source

BATCH = 64
DAMAGED = "is a damaged Parquet file ({}). Write it again."


def read_parquet(source: Source) -> FoundOrFault:
    """Yield a text for each row; the columns are named as those of CSV."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ReadingError("is Parquet, which needs an extra. Install it: pip install 'whowhom[parquet]'") from None
    try:
        table = pyarrow.parquet.ParquetFile(source.path if source.path is not None else io.BytesIO(source.everything()))
        names = table.schema_arrow.names
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ReadingError(DAMAGED.format(error)) from None
    with table:
        columns = {name: name.strip().lower() for name in names if name.strip().lower() in NAMES}
        if TEXT not in columns.values():
            raise ReadingError(
                f"has no column {TEXT!r} (it has {', '.join(names[:8])}). Name the articles' column {TEXT!r}."
            )
        twice = next((name for name in NAMES if [*columns.values()].count(name) > 1), None)
        if twice is not None or len(columns) < sum(name.strip().lower() in NAMES for name in names):
            raise ReadingError(f"has the column {twice or TEXT!r} twice. Name each column once.")
        number = 0
        batches = table.iter_batches(batch_size=BATCH, columns=list(columns))
        while True:
            try:
                batch = next(batches, None)
                rows = [] if batch is None else batch.to_pylist()
            except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
                raise ReadingError(f"{DAMAGED.format(error)} Rows after {number} are not read.") from None
            if batch is None:
                return
            for row in rows:
                number += 1
                yield found_in({columns[name]: value for name, value in row.items()}, where=f"row {number}")
