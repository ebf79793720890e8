"""Many documents: coded one by one or by several workers, in the order given, kept in a store on the way."""

from whowhom.running.coder import Coder
from whowhom.running.run import Item, Result, code_all
from whowhom.running.workers import Coding, Loader, load_coding

__all__ = ["Coder", "Coding", "Item", "Loader", "Result", "code_all", "load_coding"]
