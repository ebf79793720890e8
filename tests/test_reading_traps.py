"""Reading what is broken, hostile or huge: one clear line, soon, and the rest is read; laws over any bytes."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reading_samples import ARTICLE, PAGE, SECONDS, encrypted_pdf, only_failure, pdf, read_all

from whowhom.reading import Failure, Input, read
from whowhom.reading.dates import iso_date
from whowhom.reading.dispatch import FAULT
from whowhom.reading.encodings import is_binary
from whowhom.reading.language import foreign_language
from whowhom.reading.sniffing import Kind, kind_of
from whowhom.records import Document

# --- traps -------------------------------------------------------------------------------------------


def sparse(size: int) -> Callable[[Path], None]:
    """A file that says it is large and takes no room."""

    def make(path: Path) -> None:
        path.write_text("Words. ")
        os.truncate(path, size)

    return make


BOMB = '<!DOCTYPE b [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9)) + "]>"
ENTITY = '<!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
TRAPS: list[tuple[str, bytes | str | Callable[[Path], None], str]] = [
    ("empty.txt", b"", "is empty"),
    ("spaces.txt", " \n\t\n", "is empty"),
    ("spaces_after_a_while.txt", " " * 100_000, "holds no text"),
    ("mark.txt", b"\xef\xbb\xbf", "holds no text"),
    ("binary.txt", bytes(range(256)) * 50, "no text"),
    ("nul.txt", b"Words\0words", "no text"),
    ("nul.html", b"<html><p>Words\0words", "no text"),
    ("nul.jsonl", b'{"text": "a\\u0000b"}', "no text"),
    ("huge.txt", sparse(21_000_000), "larger than 20 MB"),
    ("huge.json", lambda path: (path.write_text("{"), os.truncate(path, 201_000_000)), "larger than 200 MB"),
    ("huge.html", lambda path: path.write_text("<html>" + " " * 20_000_000) and None, "larger than 20 MB"),
    ("long.txt", "word " * 1_000_001, "5,000,000 characters"),
    ("long.jsonl", json.dumps({"text": "word " * 1_000_001}), "5,000,000 characters"),
    ("cut.pdf", pdf(ARTICLE)[:300], "PDF"),
    ("begin.pdf", b"%PDF-1.7\n", "PDF"),
    ("noise.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 1000, "PDF"),
    ("secret.pdf", encrypted_pdf(), "encrypted"),
    ("scan.pdf", pdf(""), "without text"),
    ("bomb.pdf", pdf("x", content=b" " * 100_000_000), "PDF"),
    ("heavy.pdf", pdf("x", content=b"BT " + b"(x) Tj " * 600_000 + b"ET"), "PDF"),
    ("deep.pdf", pdf("x", content=b"[" * 200_000), "PDF"),
    ("named.pdf", b"\x89PNG\r\n\x1a\n....", "image"),
    ("pack.txt", b"\x1f\x8b\x08\0\0\0\0\0", "gzip"),
    ("pack.zip", b"PK\x03\x04....", "zip"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    ("crawl.warc", b"WARC/1.0\r\n", "WARC"),
    ("code.py", b"print('hello')", ".py"),
    ("deep.html", "<html>" + "<div>" * 200_000 + "x", "tags"),
    ("deeper.html", "<html>" + "<div>" * 1_000 + ARTICLE, "deep"),
    ("many.html", "<html>" + "<p>x</p>" * 500_000, "tags"),
    ("open.html", "<html><!--" + "<!--" * 10_000, "no article"),
    ("bare.html", "<html><body></body></html>", "no article"),
    ("cut.html", "<html><head><title>Cut", "no article"),
    ("deep.json", "[" * 200_000, "nested"),
    ("deep_object.json", '{"a":' * 200_000, "nested"),
    ("deep.jsonl", '{"a":' * 200_000, "nested"),
    ("cut.json", '{"text": "Wor', "not JSON"),
    ("word.json", "no json", "not JSON"),
    ("number.json", "1", "neither"),
    ("digits.json", '{"text": ' + "9" * 10_000 + "}", "not JSON"),
    ("none.json", "[]", "no article"),
    ("line.jsonl", '{"text": "' + "x" * 50_000_000 + '"}', "longer than 40 MB"),
    ("no_text.csv", "title,body\na,b\n", "no column 'text'"),
    ("only_header.csv", "id,text\n", "no article"),
    ("quote.csv", 'id,text\n1,"' + "word, " * 1_200_000, "field larger"),
    ("cut.parquet", b"PAR1" + b"\0" * 100, "Parquet"),
    ("named.parquet", b"no parquet", "Parquet"),
    ("laughs.xml", f"<?xml version='1.0'?>{BOMB}<rss><channel><item>&a8;</item></channel></rss>", "entities"),
    ("laughs16.xml", f"<?xml version='1.0'?>{BOMB}<rss><channel>&a8;</channel></rss>".encode("utf-16"), "entities"),
    ("outside.xml", f"<?xml version='1.0'?>{ENTITY}<rss><channel><title>&f;</title></channel></rss>", "entities"),
    ("deep.xml", "<rss>" + "<a>" * 200_000, "deep"),
    ("broken.xml", "<rss><channel>" + "<item><title>x" * 300_000, "deep"),
    ("other.xml", "<?xml version='1.0'?><svg></svg>", "neither RSS nor Atom"),
    ("none.rss", "<rss version='2.0'><channel><title>t</title></channel></rss>", "without entries"),
    (
        "entry.rss",
        f"<rss><channel><item><description>{'&lt;div&gt;' * 9_000}</description></item></channel></rss>",
        "deep",
    ),
]


@pytest.mark.parametrize(("name", "content", "message"), TRAPS, ids=[name for name, _, _ in TRAPS])
def test_a_trap_gives_one_clear_line_soon(
    tmp_path: Path, name: str, content: bytes | str | Callable[[Path], None], message: str
) -> None:
    path = tmp_path / name
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    begin = time.monotonic()
    failures = read_all(path)
    assert time.monotonic() - begin < SECONDS
    assert failures and all(isinstance(each, Failure) for each in failures), failures[:3]
    for failure in failures:
        assert isinstance(failure, Failure)
        assert FAULT not in failure.message
        assert failure.path == str(path) and "\n" not in failure.message and len(failure.message) < 450
        assert failure.message.rstrip(".").count(".") or "coded" in failure.message, failure.message
    assert message in str(failures[0])


def test_an_overlong_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "One."}\n{"text": "' + "x" * 50_000_000 + '"}\n{"text": "Two."}\n')
    one, long, two = read_all(path)
    assert isinstance(one, Document) and isinstance(two, Document)
    assert isinstance(long, Failure) and long.document_id == "rows#2"


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name, content in (("pypdf", "a.pdf", pdf(ARTICLE)), ("pyarrow", "a.parquet", b"PAR1....")):
        monkeypatch.setitem(sys.modules, module, None)
        (tmp_path / name).write_bytes(content)
        assert "pip install 'whowhom[" in only_failure(tmp_path / name).message


def test_importing_loads_nothing_heavy_and_reading_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(ARTICLE)[:-200])
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "c.rss").write_text("<rss><channel><item><title>x")
    program = (
        "import sys; from whowhom.reading import find_inputs, read\n"
        "heavy = {'trafilatura', 'lxml', 'numpy', 'feedparser', 'pypdf', 'pyarrow', 'py3langid', 'spacy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert sum(1 for each in find_inputs(sys.argv[1:]) for _ in read(each)) == 3\n"
    )
    run = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


# --- laws --------------------------------------------------------------------------------------------

ENDINGS = ["txt", "", "md", "html", "pdf", "xml", "rss", "json", "jsonl", "csv", "tsv", "parquet", "py", "warc"]
BEGINNINGS = [
    b"", b"%PDF-1.7\n", b"PAR1", b"<html>", b"<!DOCTYPE html>", b"<?xml version='1.0'?>", b"<rss><channel><item>",
    b"<feed>", b'{"text": "', b'[{"text": "a"},', b"id,text\n", b'text\t"id"\n', b"\xff\xfe", b"\xef\xbb\xbf",
    b"\x1f\x8b",
]  # fmt: skip


@given(
    st.sampled_from(BEGINNINGS),
    st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    st.sampled_from(ENDINGS),
)
def test_any_bytes_under_any_name_give_documents_and_failures(beginning: bytes, rest: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any.{ending}".rstrip(".")
        path.write_bytes(beginning + rest)
        found = read_all(path)
        assert found == read_all(path)
        streamed = list(read(Input("-"), stdin=beginning + rest))
    assert found
    for each in found + streamed:
        if isinstance(each, Failure):
            assert each.message and each.message.isprintable() and FAULT not in each.message
        else:
            assert each.text.strip() and each.document_id
            each.text.encode()
    ids = [each.document_id for each in found if isinstance(each, Document)]
    assert len(ids) == len(set(ids))


@given(st.text(min_size=1, max_size=50))
def test_a_plain_text_is_read_as_it_was_written(text: str) -> None:
    text = text.replace("\r", "\n")
    assume(text.strip("\n\t \r") and text.strip() and not is_binary(text) and not text.startswith("\ufeff"))
    assume(kind_of(text.encode(), "txt") is Kind.PLAIN and foreign_language(text) is None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.txt"
        path.write_text(text, encoding="utf-8", newline="\n")
        (document,) = read_all(path)
    assert isinstance(document, Document) and document.text == text


@given(st.text(max_size=300))
def test_any_row_is_read_as_it_was_written(text: str) -> None:
    assume(text.strip() and not is_binary(text))
    found = list(read(Input("-"), stdin=json.dumps({"text": text, "id": "x"}).encode()))
    assert [each.document_id for each in found] == ["x"]
    assert all(isinstance(each, Failure) or each.text == text for each in found)


@given(
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%Y%m%dT%H%M%SZ"]),
)
def test_every_day_is_read_from_every_unmistakable_form(day: datetime.date, form: str) -> None:
    assert iso_date(day.strftime(form)) == day.isoformat()
