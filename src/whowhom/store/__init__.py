"""What was coded, kept in one SQLite file."""

from whowhom.store.changes import Change
from whowhom.store.store import Answer, Store
from whowhom.store.unknown import Unknown

__all__ = ["Answer", "Change", "Store", "Unknown"]
