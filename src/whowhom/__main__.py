"""`python -m whowhom` is `whowhom`."""

import sys

from whowhom.cli import main

if __name__ == "__main__":
    sys.exit(main())
