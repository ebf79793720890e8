"""The one tree of exceptions.

WhowhomError                  shown as one line by the command line, exit 1
├── ReadingError              an input that cannot be read, or holds no text
│   └── LanguageError         a text in a language that is not coded
├── KnowledgeError            a data file (codebook, actors, places) with a wrong line
├── ParsingError              the parser's model is missing or of the wrong version
├── StoreError                a store that cannot be opened, or a wrong query
└── ExportError               an unknown format, or a file that cannot be written

Everything else that escapes is a bug and keeps its traceback.
"""


class WhowhomError(Exception):
    """A mistake that the user can mend; the message says where, what, and what to do next."""


class ReadingError(WhowhomError):
    """An input cannot be read, or holds no text to code."""


class LanguageError(ReadingError):
    """A text is in a language that is not coded."""


class KnowledgeError(WhowhomError):
    """A data file holds a line that cannot be used."""


class ParsingError(WhowhomError):
    """The parser's model is missing or of the wrong version."""


class StoreError(WhowhomError):
    """A store cannot be opened, or a query cannot be answered."""


class ExportError(WhowhomError):
    """A format is unknown, or its file cannot be written."""
