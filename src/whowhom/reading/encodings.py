"""Bytes to text: UTF-8, what a byte order mark or the file itself declares, Windows-1252 where nothing else fits."""

from __future__ import annotations

import codecs
import re

# UTF-32 first: its mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
# Browsers read these as Windows-1252, which differs from them in its curly quotes and dashes.
LATIN = {"iso8859-1", "ascii"}
SAMPLE = 4_096
# Above this share of control characters it is no text; terminals' colours and form feeds stay far below.
MOST_CONTROLS = 0.02
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, *, declared: bool = False) -> str:
    """The text of some bytes, without a byte order mark; never fails, a byte that fits nowhere becomes U+FFFD.

    With ``declared`` the charset that a page or feed names for itself is
    tried too, after UTF-8: text that happens to be valid UTF-8 is nothing else.
    """
    wide = wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    named = _named(data) if declared else None
    if named is not None:
        try:
            return data.decode(named)
        except (UnicodeError, LookupError):  # or no encoding of text at all, such as base64
            pass
    return _nearest(data)


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 where a mark says so, or every second byte of a Latin text is zero; else None."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return None if encoding == "utf-8-sig" else encoding
    sample = data[:SAMPLE]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.05 else None


def is_binary(text: str) -> bool:
    """Whether decoded bytes are no text: they hold NUL, or many other control characters."""
    begin = text[: 10 * SAMPLE]
    return "\0" in text or len(CONTROLS.findall(begin)) > MOST_CONTROLS * len(begin)


def without_surrogates(text: str) -> str:
    """The text as one that UTF-8 can hold: halves of characters (in JSON ``"\\ud83d"``) become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _named(data: bytes) -> str | None:
    found = DECLARED.search(data[:SAMPLE])
    if found is None:
        return None
    try:
        codec = codecs.lookup(found.group(1).decode("ascii"))
    except LookupError:
        return None
    return "cp1252" if codec.name in LATIN else codec.name


def _nearest(data: bytes) -> str:
    """UTF-8 with a few bad bytes (a file cut within a character), or else Windows-1252."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return text if good > bad else data.decode("cp1252", "replace")
