"""Reading: each format as it should be, and what users may name."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import os
import pickle
import re
from pathlib import Path

import pytest
from reading_samples import ARTICLE, ATOM, FRENCH, PAGE, RSS, documents, only_document, only_failure, pdf, read_all

from whowhom.errors import ReadingError
from whowhom.reading import Failure, Input, find_inputs, read
from whowhom.reading.dates import iso_date
from whowhom.reading.encodings import decode
from whowhom.reading.language import foreign_language
from whowhom.reading.sniffing import Kind, kind_of
from whowhom.records import Document

CASES = Path(__file__).parent / "cases"


# --- formats ----------------------------------------------------------------------------------------


def test_plain_text_is_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "report.v2.txt"
    path.write_bytes(f"Line one.\r\n\r\n  {ARTICLE}\n".encode())
    document = only_document(path)
    assert document.text == f"Line one.\r\n\r\n  {ARTICLE}\n"
    assert document.document_id == "report.v2"
    assert document.path == str(path)
    assert document.language == "en"
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (document.title, document.published, document.publisher) == (None, None, None)


def test_a_side_file_tells_what_a_text_cannot(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    side = {"title": "Harbour", "date": "May 20, 2014", "publisher": "Coast", "author": ["A", "B"], "url": "x:y"}
    (tmp_path / "a.json").write_text(json.dumps(side))
    assert find_inputs([str(tmp_path)]) == [Input(str(tmp_path / "a.txt"))]
    document = only_document(tmp_path / "a.txt", published="1999-01-01", publisher="Nobody")
    assert (document.title, document.published, document.author) == ("Harbour", "2014-05-20", "A, B")
    assert (document.publisher, document.url, document.document_id) == ("Coast", "x:y", "a")


def test_a_broken_side_file_is_named_and_the_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.json").write_text("[" * 200_000)
    (path,) = find_inputs([str(tmp_path)])
    failure, document = read(path)
    assert isinstance(failure, Failure) and "a.json" in failure.message
    assert isinstance(document, Document) and document.text == ARTICLE


@pytest.mark.parametrize("side", ['[{"published": "2014-05-20"}]', '"2014-05-20"', "[]", "null"])
def test_a_side_file_that_is_no_object_is_named_and_the_text_is_read(side: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.json").write_text(side)
    (path,) = find_inputs([str(tmp_path)])
    failure, document = read(path)
    assert isinstance(failure, Failure) and "a.json beside it holds no object" in failure.message
    assert isinstance(document, Document) and document.text == ARTICLE


def test_a_list_of_documents_beside_a_text_is_no_side_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.json").write_text(json.dumps([{"text": "Another article."}]))
    assert len(find_inputs([str(tmp_path)])) == 2
    assert only_document(tmp_path / "a.txt").title is None


def test_json_with_a_text_of_its_own_is_no_side_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.json").write_text(json.dumps({"text": "Another article.", "title": "Not of a.txt"}))
    assert len(find_inputs([str(tmp_path)])) == 2
    assert only_document(tmp_path / "a.txt").title is None


def test_options_hold_where_an_input_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE)
    document = only_document(path, published="20 May 2014", publisher="Coast")
    assert (document.published, document.publisher) == ("2014-05-20", "Coast")
    with pytest.raises(ReadingError, match="not a date"):
        read_all(path, published="soon")


def test_a_page_gives_its_article_and_what_it_says_of_it(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = only_document(path)
    assert ARTICLE in document.text and "café" in document.text
    assert "Sport" not in document.text and "rights reserved" not in document.text
    assert (document.title, document.author, document.published) == ("Harbour shelled", "Ann Lee", "2014-05-20")
    assert document.publisher == "The Daily Coast"
    assert document.url == "https://coast.example/2014/05/20/harbour"


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ('<meta name="date" content="03/04/2014">', None),
        ('<meta name="date" content="03/04/2014"><meta name="dc.date" content="2014-04-03">', "2014-04-03"),
        ('<script type="application/ld+json">{"datePublished": "2014-05-20T10:00Z"}</script>', "2014-05-20"),
        ('<meta property="article:modified_time" content="2019-01-01">', None),
        ('<link rel="canonical" href="https://coast.example/2014/05/20/harbour">', "2014-05-20"),
        ("", None),
    ],
)
def test_a_page_is_dated_by_what_it_states(tmp_path: Path, stated: str, published: str | None) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{stated}</head><body><article><p>{ARTICLE}</p></article></body></html>")
    assert only_document(path).published == published


def test_a_pdf_gives_the_text_of_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("The army of Nordland shelled the har-\nbour on Monday, they said.\n1", "Rebels withdrew."))
    document = only_document(path)
    assert document.text == "The army of Nordland shelled the harbour on Monday, they said.\n\nRebels withdrew."
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_feed_gives_a_document_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_text(RSS, encoding="utf-8")
    first, second = documents(path)
    assert first.text == f"Harbour shelled\n\n{ARTICLE}\n\nMore."
    assert (first.document_id, first.published, first.publisher) == ("coast-1", "2014-05-20", "Coast News")
    assert (first.title, first.url) == ("Harbour shelled", "https://coast.example/a")
    assert (second.text, second.document_id, second.published) == ("Talks & truce\n\nBoth sides met.", "news#2", None)


def test_atom_is_read_as_rss(tmp_path: Path) -> None:
    path = tmp_path / "news.atom"
    path.write_text(ATOM)
    document = only_document(path)
    assert document.text == f"Harbour shelled\n\n{ARTICLE}"
    assert (document.document_id, document.published, document.author) == ("urn:a", "2014-05-20", "Ann Lee")


ROWS: list[dict[str, object]] = [
    {"id": "r1", "text": ARTICLE, "date": "2014-05-20T01:00:00Z", "title": "T", "publisher": "P", "url": "u:1"},
    {"document_id": "r2", "text": 'Second, "quoted",\nover two lines.', "published": "2014"},
    {"text": "Third, without an id."},
]


def rows_as(kind: str, path: Path) -> None:
    names = ["id", "document_id", "text", "date", "published", "title", "publisher", "url"]
    if kind == "jsonl":
        path.write_text("\n\n".join(json.dumps(row) for row in ROWS))
    elif kind == "json":
        path.write_text(json.dumps(ROWS, indent=1))
    elif kind == "parquet":
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.table({n: [r.get(n) for r in ROWS] for n in names}), path)
    else:
        delimiter = {"csv": ",", "tsv": "\t", "semicolon": ";"}[kind]
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.DictWriter(file, names, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(ROWS)


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "tsv", "semicolon", "parquet"])
def test_tables_and_lists_give_a_document_a_row(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ("rows." + {"semicolon": "csv"}.get(kind, kind))
    rows_as(kind, path)
    first, second, third = documents(path)
    assert (first.document_id, first.text, first.published) == ("r1", ARTICLE, "2014-05-20")
    assert (first.title, first.publisher, first.url) == ("T", "P", "u:1")
    assert (second.document_id, second.text, second.published) == ("r2", ROWS[1]["text"], "2014")
    assert (third.document_id, third.text, third.title) == ("rows#3", ROWS[2]["text"], None)
    assert third.sha256 == hashlib.sha256(third.text.encode()).hexdigest()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_may_end_its_lines_as_it_likes(tmp_path: Path, end: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(end.join(["id,text", "1,One.", '2,"Two, and', 'more."', ""]).encode())
    assert [document.text.splitlines() for document in documents(path)] == [["One."], ["Two, and", "more."]]


def test_a_quotation_mark_that_stays_open_costs_its_own_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('id,text\n1,"One.\n2,Two.\n3,"Three, and\nmore."\n4,"He said "no" to it."\n5,"Five.\n')
    found = list(read(Input(str(path))))
    assert [each.text for each in found if isinstance(each, Document)] == [
        "Two.",
        "Three, and\nmore.",
        'He said no" to it."',
    ]
    failures = [each.message for each in found if not isinstance(each, Document)]
    assert [message.partition(":")[0] for message in failures] == [
        "row 1 (line 2) is left out",
        "row 5 (line 7) is left out",
    ]


@pytest.mark.parametrize(
    ("text", "texts", "lines"),
    [
        ("id,text\n1,One.\n2,Two, open\n3,Three.\n", ["One.", "Three."], [3]),
        ('id,text\n1,"One.\n2,Two.\n3,Three said "no"\n4,Four.\n', ["Two.", 'Three said "no"', "Four."], [2]),
        ('id,text\n1,"One.\n2,Said ""no"""\n3,Three.\n', ['Said ""no"""', "Three."], [2]),
        ('text,by\n"One.,BBC\nTwo.,BBC\nThree "x",BBC\n', ["Two.", 'Three "x"'], [2]),
        # Lines of prose are no rows, though they have as many parts.
        ('id,text\n1,"One, and\nkilled 1,000\nhere, he said"\n', ["One, and\nkilled 1,000\nhere, he said"], []),
        ('id,text\n1,"One\nbut,as he said, two"\n', ["One\nbut,as he said, two"], []),
        ('id,text\n1,"One\nbut,he said"\n', ["One\nbut,he said"], []),
        ('text,by\n"One\nand two",BBC\n', ["One\nand two"], []),
        ("id,text,\n1,One.,\n", ["One."], []),
        ("id,text\n1,One.,,\n", ["One."], []),
        ("id,text\n1,\n2\n", [], [2, 3]),
    ],
)
def test_a_row_that_is_garbled_is_named_and_no_other(
    tmp_path: Path, text: str, texts: list[str], lines: list[int]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text)
    found = read_all(path)
    assert [each.text for each in found if isinstance(each, Document)] == texts
    failures = [each.message for each in found if isinstance(each, Failure)]
    assert [re.findall(r"\(line (\d+)\)", message) for message in failures] == [[str(line)] for line in lines]


def test_a_column_that_is_named_twice_is_said(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("Text,id,text\nOne.,1,Two.\n")
    assert "names the column 'text' twice" in only_failure(tmp_path / "rows.csv").message
    import pyarrow
    import pyarrow.parquet

    for names in (["text", "Text"], ["text", "text"]):
        table = pyarrow.table([pyarrow.array(["One."]), pyarrow.array(["Two."])], names=names)
        pyarrow.parquet.write_table(table, tmp_path / "rows.parquet")
        assert "the column 'text' twice" in only_failure(tmp_path / "rows.parquet").message


def test_a_date_that_cannot_be_read_is_said_and_the_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    dates = ["2014-13-45", "2014-05-20", None, " ", "1850-01-01", "2999", {"a": 1}, "03/04/2014", "x" * 99]
    path.write_text("\n".join(json.dumps({"text": "One.", "date": date}) for date in [*dates, *dates]))
    found = read_all(path)
    assert [each.published for each in found if isinstance(each, Document)] == 2 * [
        None, "2014-05-20", None, None, "1850-01-01", "2999", None, None, None,
    ]  # fmt: skip
    remarks = [each for each in found if isinstance(each, Failure)]
    assert all(each.is_remark for each in remarks)
    assert [each.message.partition(" lies")[0].partition(" is ")[0] for each in remarks] == [
        "line 1: published '2014-13-45'",
        "line 5: published 1850-01-01",
        "line 6: published 2999",
        "line 7: published {'a': 1}",
        "line 8: published '03/04/2014'",
        "7 more of its dates of publication cannot be read, or are strange. Look through them.",
    ]
    assert isinstance(found[0], Failure) and isinstance(found[1], Document), "a remark stands before its text"
    assert remarks[0].document_id == found[1].document_id


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (5, "a number"), (5.5, "a number"), (True, "true or false"), (["a"], "a list"), ({"a": 1}, "an object"),
        (None, "empty"), ("", "holds no text"),
    ],
)  # fmt: skip
def test_what_stands_in_the_place_of_a_text_is_said(tmp_path: Path, value: object, said: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": "One."}) + "\n" + json.dumps({"text": value}))
    _, failure = read_all(path)
    assert isinstance(failure, Failure) and said in failure.message
    assert ("line 2: 'text' is" in failure.message) == (value != "")


def test_a_page_of_menus_alone_is_said(tmp_path: Path) -> None:
    path = tmp_path / "menu.html"
    path.write_text("<html><body><nav><ul><li>Home<li>World news<li>Sport</ul></nav></body></html>")
    remark, document = read_all(path)
    assert isinstance(document, Document) and isinstance(remark, Failure) and remark.is_remark
    assert "without a sentence" in remark.message


def test_parquet_keeps_its_own_dates(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    path = tmp_path / "rows.parquet"
    table = {"Text": [ARTICLE], "date": [datetime.datetime(2014, 5, 20, 10)], "id": [7], "other": [[1]]}
    pyarrow.parquet.write_table(pyarrow.table(table), path)
    document = only_document(path)
    assert (document.published, document.document_id) == ("2014-05-20", "7")


def test_ids_are_unique_within_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps({"id": "same", "text": text}) for text in ("One.", "Two.", "Three.")))
    assert [document.document_id for document in documents(path)] == ["same", "same#2", "same#3"]


def test_a_bad_row_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        '{"text": "One."}',
        "{oops",
        "[1]",
        '{"body": "x", "id": 9}',
        "[" * 200_000,
        '{"text": 5}',
        '{"text": "Two."}',
    ]
    path.write_text("\n".join(lines))
    found = read_all(path)
    assert [each.text if isinstance(each, Document) else each.message[:6] for each in found] == [
        "One.", "line 2", "line 3", "line 4", "line 5", "line 6", "Two.",
    ]  # fmt: skip
    assert isinstance(found[3], Failure) and found[3].document_id == "9" and "body" in found[3].message


def test_what_precedes_a_broken_place_is_not_lost(tmp_path: Path) -> None:
    whole = json.dumps(ROWS)
    (tmp_path / "cut.json").write_text(whole[: whole.index("Third")])
    first, second, failure = read_all(tmp_path / "cut.json")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert isinstance(failure, Failure) and "item 3" in failure.message


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (ARTICLE.encode(), [ARTICLE]),
        (PAGE.encode(), None),
        (RSS.encode(), None),
        (b'{"text": "One."}\n{"text": "Two."}', ["One.", "Two."]),
        (b'[{"text": "One."}, {"text": "Two."}]', ["One.", "Two."]),
        (b"id,text\n1,One.\n2,Two.\n", ["One.", "Two."]),
        ('{"text": "One."}\n{"text": "Two."}'.encode("utf-16"), ["One.", "Two."]),
    ],
)
def test_stdin_is_told_by_its_content(content: bytes, texts: list[str] | None) -> None:
    for stdin in (content, io.BytesIO(content)):
        found = list(read(Input("-"), stdin=stdin))
        assert found and all(isinstance(each, Document) and each.path is None for each in found), found
        assert texts is None or [each.text for each in found if isinstance(each, Document)] == texts


def test_other_languages_are_named_and_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FRENCH, encoding="utf-8")
    assert only_failure(path).message == "is in French (fr); only English is coded"
    path.write_text("Sarkozy rencontre Merkel", encoding="utf-8")  # too short to be sure
    assert only_document(path).language == "en"
    rows = tmp_path / "rows.jsonl"
    lines = [{"text": FRENCH, "id": "f"}, {"text": ARTICLE, "language": "fr"}, {"text": "Oui.", "language": "fr-FR"}]
    rows.write_text("\n".join(map(json.dumps, lines)))
    french, english, short = read_all(rows)
    assert isinstance(french, Failure) and french.document_id == "f"
    assert isinstance(english, Document)
    assert isinstance(short, Failure) and "French (fr)" in short.message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        ("Die Armee beschoss am Montag den Hafen, sagte der Gouverneur vor Journalisten in der Hauptstadt.", "de"),
        ("El ejército bombardeó el puerto el lunes, dijo el gobernador a los periodistas.", "es"),
        ("Tentara menembaki pelabuhan pada hari Senin, kata gubernur kepada wartawan di ibu kota.", "id"),
        ("Армия обстреляла порт.", "ru"),
        ("قصف الجيش الميناء يوم الاثنين، حسبما قال المحافظ للصحفيين", "ar"),
        ("军队星期一炮击了港口，州长对记者说。", "zh"),
        (ARTICLE, None),
        (ARTICLE.upper(), None),
        (f"«{FRENCH[:60]}», he said. {ARTICLE} {ARTICLE}", None),
        ("1998 2003 12.5 33 % 44 % 1,200 3,400", None),
        ("https://coast.example/politik/bundesnachrichten/armee-beschoss-den-hafen-sagte-gouverneur", None),
    ],
)
def test_only_what_is_surely_not_english_is_foreign(text: str, language: str | None) -> None:
    assert foreign_language(text) == language
    assert foreign_language(f"{text}\n" * 200) == language


# --- encodings, dates, kinds ------------------------------------------------------------------------

QUOTED = "“The café”, it said – no more."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_told_from_the_bytes(encoding: str) -> None:
    text = f"{QUOTED} {ARTICLE}"
    assert decode(text.encode(encoding)) == text


def test_declared_charsets_count_after_utf8() -> None:
    page = '<meta charset="{}"><p>Wałęsa, ok</p>'
    assert decode(page.format("iso-8859-2").encode("iso-8859-2"), declared=True) == page.format("iso-8859-2")
    assert decode(page.format("iso-8859-1").encode(), declared=True) == page.format("iso-8859-1")
    for unknown in ("base64", "no-such-thing"):
        assert decode(page.format(unknown).encode("cp1250"), declared=True).endswith("sa, ok</p>")


def test_a_cut_character_does_not_spoil_the_text() -> None:
    assert decode("Élysée — né".encode()[:-1]) == "Élysée — n\ufffd"


@pytest.mark.parametrize(
    ("written", "iso"), [tuple(line.split("\t")) for line in (CASES / "reading_dates.tsv").read_text().splitlines()[1:]]
)
def test_dates_are_read_where_they_say_one_thing(written: str, iso: str) -> None:
    assert iso_date(written) == (None if iso == "-" else iso)


def test_dates_need_not_be_text() -> None:
    assert iso_date(datetime.date(2014, 5, 20)) == "2014-05-20"
    assert iso_date(2014) == "2014"
    for nothing in (None, True, 1.5, [], 10**5000):
        assert iso_date(nothing) is None


@pytest.mark.parametrize(
    ("head", "ending", "kind"),
    [
        (b"Just words.", "txt", Kind.PLAIN),
        (b"Just words.", "html", Kind.PLAIN),
        (b"Just words.", "", Kind.PLAIN),
        (b"text, they say, is king", "", Kind.PLAIN),
        (b"{curly} beginnings are text", "txt", Kind.PLAIN),
        (b"[Reuters] beginnings are text", "txt", Kind.PLAIN),
        (b"<3 hearts are text", "txt", Kind.PLAIN),
        (b"%PDF-1.4", "txt", Kind.PDF),
        (b"junk %PDF-1.4", "pdf", Kind.PDF),
        (b"<html><body>", "txt", Kind.HTML),
        (b"<html><body>", "pdf", Kind.HTML),
        (b"<!-- saved --><!DOCTYPE html>\n<html>", "csv", Kind.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "xml", Kind.HTML),
        (b"<p>A fragment", "htm", Kind.HTML),
        (b"<?xml version='1.0'?><rss>", "html", Kind.FEED),
        (b"<feed xmlns='x'>", "txt", Kind.FEED),
        (b"<a:feed xmlns='x'>", "atom", Kind.FEED),
        (b"PAR1....", "csv", Kind.PARQUET),
        (b"a,b", "csv", Kind.CSV),
        (b"title\ttext\n", "", Kind.CSV),
        (b"[1]", "json", Kind.JSON),
        (b'{"text": "a"}', "json", Kind.JSON),
        (b'{\n "text": "a"\n}', "jsonl", Kind.JSON),
        (b'{"text": "a"}\n{"text": "b"}', "json", Kind.JSON_LINES),
        (b'{"text": "a"}\n{"text": "b"}', "txt", Kind.JSON_LINES),
        (b"oops\n{}", "jsonl", Kind.JSON_LINES),
    ],
)
def test_content_tells_more_than_the_name(head: bytes, ending: str, kind: Kind) -> None:
    assert kind_of(head, ending) is kind


# --- what users name ---------------------------------------------------------------------------------


def test_folders_are_read_sorted_without_what_holds_no_articles(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.html",
        "a/y",
        ".hidden.txt",
        ".git/config",
        "pic.PNG",
        "code.py",
        "all.zip",
        "x.docx",
        "README.md",
        "LICENSE",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [os.path.relpath(each.path, tmp_path) for each in find_inputs([str(tmp_path)])]
    assert found == ["b.txt", "x.docx", "a/y", "a/z.html"]
    again = find_inputs([str(tmp_path / "b.txt"), str(tmp_path), str(tmp_path / "*.txt"), "-"])
    assert [each.path for each in again].count(str(tmp_path / "b.txt")) == 1
    assert again[0] == Input(str(tmp_path / "b.txt")) and again[-1] == Input("-")
    assert pickle.loads(pickle.dumps(again)) == again


def test_a_name_that_is_not_there_is_said_and_stops_no_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    gone, pattern = str(tmp_path / "gone.txt"), str(tmp_path / "*.htm")
    for names in ([gone], [pattern], []):
        with pytest.raises(ReadingError) as caught:
            find_inputs(names)
        assert "\n" not in str(caught.value)
    inputs = find_inputs([gone, str(tmp_path / "a.txt"), pattern])
    assert [type(each) for input_ in inputs for each in read(input_)] == [Failure, Document, Failure]


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    inputs = find_inputs([str(tmp_path)])
    assert [Path(each.path).name for each in inputs] == ["a.txt", "gone.txt", "loop.txt"]
    assert "not there" in only_failure(tmp_path / "gone.txt").message
    assert "cannot be opened" in only_failure(tmp_path / "loop.txt").message


def test_a_folder_named_like_a_text_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").write_text(ARTICLE)
    assert find_inputs([str(tmp_path)]) == [Input(str(tmp_path / "x.txt" / "a.txt"))]
    assert "is a folder" in only_failure(tmp_path / "x.txt").message
    (tmp_path / "empty").mkdir()
    (empty,) = find_inputs([str(tmp_path / "empty")])
    assert "without files" in only_failure(empty.path).message


def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe" in only_failure(tmp_path / "pipe.txt").message
    assert "pipe" in only_failure("/dev/zero").message


def test_what_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE)

    def forbidden(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)  # root, as whom tests may run, may read everything
    assert "permissions" in only_failure(path).message


def test_names_that_are_no_utf8_can_be_printed_and_stored(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text(ARTICLE)
    (found,) = find_inputs([str(tmp_path)])
    document = only_document(found.path)
    assert document.document_id == "caf\ufffd" and document.path is not None
    document.path.encode()
