"""What was coded, kept in one SQLite file."""

from whowhom.store.store import Answer, Store

__all__ = ["Answer", "Store"]
