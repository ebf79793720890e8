"""Read files, pages and feeds: whatever users have, as documents.

In:  names of files and folders, globs, or "-" for stdin.
Out: a `Document` for each text in them, and a `Failure` for each that cannot
be read, in the order of the inputs.

What a file is shows in its first bytes; its name comes second. Nothing in a
file can stop a run: a bad file is a failure with one line that says what is
wrong and what to do next, and the texts beside it are read.
"""

from whowhom.reading.dispatch import Failure, read
from whowhom.reading.inputs import Input, find_inputs

__all__ = ["Failure", "Input", "find_inputs", "read"]
