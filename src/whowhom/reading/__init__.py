"""Read files, pages and feeds into documents: the first stage.

In:  names of files, folders, globs, or `-` for standard input.
Out: for each input its `Document` records, and a `Failure` of one line for
whatever cannot be read. Nothing of the libraries that read a format comes out.
"""

from whowhom.reading.files import read
from whowhom.reading.inputs import Input, find_inputs
from whowhom.reading.making import Failure

__all__ = ["Failure", "Input", "find_inputs", "read"]
