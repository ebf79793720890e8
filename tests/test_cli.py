"""The command line: data on stdout, one line for each mistake, exit codes, help and docs that hold."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import coded, document

from whowhom.cli import app, coding, main, table
from whowhom.cli.explaining import meaning_of, show_explanation
from whowhom.cli.output import Progress, console, duration, safe
from whowhom.pipeline import Tools
from whowhom.records import Document, Event, EventDate, Span
from whowhom.store import Store

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
ARTICLE = (
    "News from the north\n\nFrench jets bombed Tuareg rebels near Gao on Sunday, officials in Bamako said. "
    "Turkey will not lift its sanctions against Russia. It rained all day.\n"
)
FIELDS = (
    *(
        "event_id",
        "document_id",
        "sentence",
        "event_type",
        "modes",
        "contexts",
        "cameo",
        "quad",
        "goldstein",
        "trigger",
    ),
    *("sources", "targets", "date", "place", "status", "stance", "according_to", "killed", "injured", "detained"),
    *("displaced", "participants"),
    *("probability", "why"),
)


@pytest.fixture(autouse=True)
def loaded(tools: Tools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands find the models loaded, an article in the working folder, and a terminal of 80 columns."""
    monkeypatch.setattr("whowhom.running.workers.load_tools", lambda **_: tools)
    for module in ("pairs", "checking"):
        monkeypatch.setattr(f"whowhom.cli.{module}.load_parser", lambda model: tools.parser)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("WHOWHOM_STORE", raising=False)
    Path("gao.txt").write_text(ARTICLE, encoding="utf-8")


class Ran:
    """What a command printed, and its exit code."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *args: str) -> None:
        capsys.readouterr()
        self.code = main(list(args))
        self.out, self.err = capsys.readouterr()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda *args: Ran(capsys, *args)


# --- code --------------------------------------------------------------------------------


def test_code_prints_the_events_of_the_contract(run: Any) -> None:
    ran = run("code", "gao.txt", "--published", "2013-01-15", "--publisher", "Lakes Wire")
    assert ran.code == 0
    assert all(tuple(row) == FIELDS for row in ran.rows)
    bombed = next(row for row in ran.rows if row["trigger"]["text"] == "bombed")
    assert (bombed["sources"][0]["country"], bombed["date"]["start"]) == ("FRA", "2013-01-13")
    for span in (bombed["sentence"], bombed["trigger"], *bombed["sources"], *bombed["why"]):
        assert ARTICLE[span["start"] : span["end"]] == span["text"]
    assert re.fullmatch(r"1 document, \d events, 0 failed, [\d.]+ s\n", ran.err)


def test_the_readme_shows_what_comes_out(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The article of the README gives the table of the README."""
    pytest.importorskip("onnxruntime")  # the README shows what comes out with the encoder
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    article, shown = (block for block in readme.split("```")[1::2] if "Babagana Zulum" in block)
    Path("article.txt").write_text(article.lstrip("\n"), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "80")
    ran = run("code", "article.txt", "--published", "2021-03-02", "--format", "table")
    assert ran.out.strip() == shown.strip()


def test_code_prints_csv(run: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(run("code", "gao.txt", "--format", "csv").out)))
    assert {row["document_id"] for row in rows} == {"gao"}
    assert "ASSAULT" in {row["event_type"] for row in rows}


@pytest.mark.parametrize("columns", [80, 160])
def test_a_table_fits_the_terminal_and_is_plain_where_piped(
    run: Any, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = run("code", "gao.txt", "--format", "table", "--why-not", "--published", "2013-01-15")
    assert max(map(len, ran.out.splitlines())) <= columns
    assert all(line == line.rstrip() for line in ran.out.splitlines())
    assert "\x1b" not in ran.out
    assert re.search(r"France FRA → ASSAULT.* → .*\n +actual · 13 January 2013 · .*reported by officials", ran.out)
    assert re.search(r"\[French\] jets \*bombed\* \{Tuareg rebels\}", ran.out.replace("\n    ", " "))
    assert "no event, " in ran.out


def test_why_not_says_what_was_missing(run: Any) -> None:
    ran = run("code", "gao.txt", "--why-not")
    silent = [row for row in ran.rows if "missing" in row]
    assert [(row["sentence"]["text"], row["missing"] in {"gate", "cue"}) for row in silent] == [
        ("News from the north", True),
        ("It rained all day.", True),
    ]
    assert all(list(row) == ["document_id", "sentence", "missing", "detail"] for row in silent)
    Path("hobby.txt").write_text("Libya attacked the hobby.")
    (silence,) = run("code", "hobby.txt", "--why-not", "--rules-only").rows
    assert silence["missing"] == "cue" and silence["detail"].endswith("in another sense: attacked (ACCUSE, ASSAULT)")
    starts = [row["sentence"]["start"] for row in ran.rows]
    assert starts == sorted(starts)
    assert run("code", "gao.txt", "--why-not", "--format", "csv").code == 2


def test_one_bad_input_is_one_line_and_many_are_counted(run: Any) -> None:
    Path("empty.txt").touch()
    Path("rows.jsonl").write_text('{"id": "a", "text": "Chad attacked Mali."}\n{"id": "b"}\nno json\n')
    alone = run("code", "empty.txt")
    assert (alone.code, alone.out) == (1, "")
    assert re.fullmatch(r"whowhom: empty\.txt: .*empty.*\n", alone.err)
    many = run("code", "empty.txt", "gao.txt", "rows.jsonl")
    assert many.code == 3
    assert {row["document_id"] for row in many.rows} >= {"gao", "a"}
    lines = many.err.splitlines()
    assert len([line for line in lines if line.startswith("whowhom: ")]) == 3
    assert re.search(r"^2 documents, \d+ events, 3 failed", lines[-1])


def test_what_loses_dates_is_said(run: Any) -> None:
    Path("bare.txt").write_text("On Monday rebels attacked the army.")
    assert 'no day of publication (bare): "on Monday" has no date' in run("code", "bare.txt").err
    assert "no day of publication" not in run("code", "bare.txt", "--published", "2014-05-20").err
    Path("bare.json").write_text('{"publishd": "2014-05-20", "section": "world"}')
    ran = run("code", "bare.txt")
    assert (ran.code, len(ran.rows)) == (0, 1)
    assert 'has a field "publishd", which is not read. Is it "published"?' in ran.err
    assert "section" not in ran.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["code", "nosuch.txt"], "nosuch.txt"),
        (["code", "gao.txt", "--published", "20 Foo"], "20 Foo"),
        (["code", "gao.txt", "--published", "20 Foo", "--format", "csv"], "20 Foo"),
        (["mark", "gao.txt", "--published", "20 Foo"], "20 Foo"),
        (["code", "gao.txt", "--store", "nowhere/s.db"], "there is no folder"),
        (["code", "gao.txt", "--output", "nowhere/o"], "cannot be written"),
        (["query", "SELECT 1", "--store", "nosuch.db"], "no such store"),
        (["explain", "1", "--store", "nosuch.db"], "no such store"),
        (["export", "gdelt", "--store", "s.db"], "gdelt comes with a later one"),
        (["export", "xls", "--store", "s.db"], "'xls' is no format"),
        (["codebook", "show", "NAP"], "no event type 'NAP'"),
        (["codebook", "check", "nosuch.tsv"], "no such file"),
        (["actors", "search", "qqqq"], "no actor is called"),
        (["actors", "show", "state.LBX"], "state.LBY"),
        (["actors", "show", "state.LBY", "--store", "nosuch.db"], "no such store"),
        (["actors", "queue", "--store", "."], "this is a folder"),
        (["actors", "add", "X", "--code", "LYBREB"], "Near it: LBY (Libya)"),
        (["actors", "add", "X", "--code", ""], "give a --code or a --kind"),
        (["code", ""], "'': there is no such file"),
    ],
)
def test_a_mistake_is_one_line_and_exit_1(run: Any, args: list[str], said: str) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (1, "")
    assert re.fullmatch(r"whowhom: [^\n]+\n", ran.err)
    assert said in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ["nosuch"],
        ["code"],
        ["code", "gao.txt", "--format", "xml"],
        ["code", "gao.txt", "--workers", "0"],
        ["code", "gao.txt", "--nosuch"],
        ["query", "SELECT 1"],
        ["compare"],
        ["actors", "import"],
        ["mark", "gao.txt", "--what", "names"],
        ["mark", "gao.txt", "--format", "csv"],
        ["actors", "search", ""],
        ["places", "find", " "],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run: Any, args: list[str]) -> None:
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"whowhom: [^\n]+See whowhom.* --help\.\n", ran.err)


def test_a_second_run_takes_everything_from_the_store(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("code", "gao.txt", "--store", "s.db")
    before = Path("s.db").read_bytes()

    def never(**_: object) -> Tools:
        raise AssertionError("nothing was to be coded")

    monkeypatch.setattr("whowhom.running.workers.load_tools", never)
    second = run("code", "gao.txt", "--store", "s.db")
    assert (second.code, second.out) == (0, first.out)
    assert Path("s.db").read_bytes() == before


def test_an_interrupted_run_keeps_what_it_coded(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> Iterator[Document]:
        yield Document(document_id="one", text=ARTICLE)
        raise KeyboardInterrupt

    monkeypatch.setattr(coding, "read", interrupted)
    ran = run("code", "gao.txt", "--store", "s.db")
    assert ran.code == 130
    assert ran.err == "whowhom: interrupted after 1 document; kept in s.db, run the same command to go on\n"
    assert {row["document_id"] for row in ran.rows} == {"one"}
    assert run("query", "SELECT document_id FROM documents", "--store", "s.db").rows == [{"document_id": "one"}]


def test_output_goes_into_a_file_in_the_format_of_its_name(run: Any) -> None:
    for name in ("events.csv", "events.jsonl"):
        assert run("code", "gao.txt", "--output", name).out == ""
    assert Path("events.csv").read_text().startswith("event_id,document_id,")
    assert Path("events.jsonl").read_text() == run("code", "gao.txt").out
    run("code", "gao.txt", "--format", "table", "--output", "events.txt")
    assert "→ ASSAULT" in Path("events.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "args",
    [
        ["code", "bad.txt"],
        ["code", "bad.txt", "--format", "table"],
        ["code", "bad.txt", "worse.txt"],
        ["mark", "bad.txt"],
    ],
)
@pytest.mark.parametrize("name", ["o.csv", "o.jsonl"])
def test_a_run_without_a_document_leaves_the_output_as_it_was(
    run: Any, args: list[str], name: str, monkeypatch: pytest.MonkeyPatch, tools: Tools
) -> None:
    monkeypatch.setattr("whowhom.cli.marking.load_tools", lambda **_: tools)
    Path("bad.txt").touch()
    Path("worse.txt").touch()
    form = ["--format", "jsonl"] if args[0] == "mark" else []
    assert run(*args, *form, "--output", name).code in {1, 3}
    assert not Path(name).exists()
    Path(name).write_text("before")
    assert run(*args, *form, "--output", name).code in {1, 3}
    assert Path(name).read_text() == "before"
    Path("rain.txt").write_text("It rained all day.")
    assert run("code", "rain.txt", "--output", name).code == 0
    assert Path(name).read_text() == "" or name == "o.csv"


def test_an_input_is_never_written_over(run: Any) -> None:
    Path("rows.jsonl").write_text('{"text": "Chad attacked Mali."}')
    Path("link.jsonl").symlink_to("rows.jsonl")
    for output in ("rows.jsonl", "./rows.jsonl", "link.jsonl"):
        for option in ("--output", "--store"):
            ran = run("code", "rows.jsonl", option, output)
            assert (ran.code, ran.err.count("\n")) == (1, 1)
            assert "is an input too" in ran.err
    assert "cannot be the store and the output" in run("code", "gao.txt", "--store", "x", "--output", "./x").err
    assert Path("rows.jsonl").read_text() == '{"text": "Chad attacked Mali."}'
    assert not Path("x").exists()


def test_a_store_is_never_exported_over_itself(run: Any, store: Path) -> None:
    before = store.read_bytes()
    ran = run("export", "csv", "--store", str(store), "--output", str(store))
    assert ran.code == 1 and "is the store, and would be written over" in ran.err
    assert store.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("args", [["codebook", "list"], ["actors", "search", "haftar"], ["code", "gao.txt"]])
def test_a_full_disk_is_one_line(args: list[str]) -> None:
    output = ["--rules-only", "--output", "/dev/full"] if args[0] == "code" else []
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "whowhom", *args, *output, "--format", "jsonl"], stdout=full, stderr=subprocess.PIPE
        )
    assert ran.returncode == 1
    assert re.fullmatch(rb"whowhom: the output cannot be written \([^\n]+\)\. Make room[^\n]+\n", ran.stderr), (
        ran.stderr
    )


def test_names_that_are_no_utf8_are_coded_into_a_store(run: Any) -> None:
    name = os.fsdecode(b"\xff\xfe.txt")
    Path(name).write_text("Chad attacked Mali.")
    assert run("code", name, "--store", "s.db").code == 0
    assert [row["document_id"] for row in run("query", "SELECT document_id FROM documents", "--store", "s.db").rows]


def test_a_remark_is_printed_and_is_no_failure(run: Any) -> None:
    Path("rows.jsonl").write_text('{"id": "a", "text": "Chad attacked Mali.", "published": "2014-13-45"}')
    ran = run("code", "rows.jsonl")
    assert (ran.code, len(ran.rows)) == (0, 1)
    remark, end = ran.err.splitlines()
    assert remark.startswith("whowhom: rows.jsonl a: line 1: published '2014-13-45' is no day")
    assert end.startswith("1 document, 1 event, 0 failed")
    ran = run("code", "gao.txt", "--published", "2999-01-01")
    assert ran.code == 0 and "whowhom: --published: published 2999-01-01 lies outside 1900 to 2100" in ran.err


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_an_article_cannot_steer_the_terminal(run: Any, form: str) -> None:
    hostile = "French jets bombed \x1b[2JTuareg rebels\u202e near \x9b31mGao, and [bold]Mali[/bold] thanked \x07France."
    Path("hostile.jsonl").write_text(json.dumps({"id": "x\x1b[5m", "text": hostile, "title": "\x1b]0;title\x07"}))
    ran = run("code", "hostile.jsonl", "--format", form, "--store", "s.db")
    assert ran.code == 0
    texts = [ran.out, ran.err, run("query", "SELECT * FROM events", "--store", "s.db", "--format", form).out]
    (event_id,) = {
        row["event_id"] for row in run("query", "SELECT event_id FROM events LIMIT 1", "--store", "s.db").rows
    }
    texts.append(run("explain", event_id, "--store", "s.db").out)
    assert all(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) is None for text in texts)
    assert "[bold]Mali" in "".join(texts)


def test_a_closed_pipe_is_quiet() -> None:
    args = [sys.executable, "-m", "whowhom", "codebook", "list", "--format", "jsonl"]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# --- the other commands ---------------------------------------------------------------------


@pytest.fixture
def store() -> Path:
    with Store("s.db") as opened:
        opened.save(coded(publisher="Gulf Wire"))
    return Path("s.db")


def test_query_answers_in_three_formats(run: Any, store: Path) -> None:
    sql = "SELECT document_id, document_id, quad, sentence FROM events"
    (row,) = run("query", sql, "--store", str(store)).rows
    assert list(row) == ["document_id", "document_id_2", "quad", "sentence"]
    assert row["quad"] == 4
    assert run("query", sql, "--store", str(store), "--format", "csv").out.startswith("document_id,document_id_2,quad")
    shown = run("query", sql, "--store", str(store), "--format", "table").out
    assert max(map(len, shown.splitlines())) <= 80
    assert run("query", "SELECT 1 WHERE 0", "--store", str(store), "--format", "table").code == 0


def test_the_store_may_stand_in_the_environment(run: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOWHOM_STORE", str(store))
    assert run("query", "SELECT count(*) AS n FROM events").rows == [{"n": 1}]


def test_explain_says_everything_in_words(run: Any, store: Path) -> None:
    ran = run("explain", "bre", "--store", str(store))
    assert ran.code == 0
    flat = " ".join(ran.out.split())
    for words in (
        "[Gunmen loyal to General Haftar] *shelled* {the port of Brega} on 18 May",
        "Shells on Brega, Gulf Wire, 20 May 2014",
        "What? ASSAULT (heavy-weapons), material conflict; intensity -10; CAMEO 194",
        "“shelled” the verb “shell” tells ASSAULT (heavy-weapons); source: its subject; target: its object",
        "[assault.shell]",
        "Who? Gunmen loyal to General Haftar LBYREB",
        "put together from the words",
        "To whom? the port of Brega",
        "Did it happen? actual",
        "On whose word? reported by the mayor (“said”): told on somebody's word",
        "When? “18 May”: 18 May 2014; the text says so",
        "Where? “Brega”: Brega, LBY (30.400, 19.570), GeoNames 88533",
        "How many? at least 3 killed",
        "about 70 have type and parties right",
    ):
        assert words in flat, words
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_target_that_the_clause_does_not_tell_is_marked(run: Any) -> None:
    Path("a.txt").write_text("The council of Mali asked Norway to leave. Norway refused.", encoding="utf-8")
    shown = run("code", "a.txt", "--store", "s.db", "--format", "table").out
    assert re.search(r"Norway NOR → REJECT → .*\(implied\)\n", shown)
    assert shown.count("(implied)") == 1
    sql = "SELECT event_id FROM events WHERE event_key IN (SELECT event_key FROM reasons WHERE rule LIKE 'event.%')"
    (row,) = run("query", sql, "--store", "s.db").rows
    said = " ".join(run("explain", row["event_id"], "--store", "s.db").out.split())
    assert re.search(r"To whom\? .* implied, not told in the clause .*answers an earlier call", said)


def test_explain_has_words_for_every_rule_that_tells_of_parties_status_and_tellers() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "src" / "whowhom").rglob("*.py"))
    rules = set(re.findall(r'"((?:actor|status|teller|date|place|count|event|algebra)\.[a-z-]+)"', sources))
    rules -= {rule for rule in rules if rule.endswith(".tsv")}
    assert rules
    assert sorted(rule for rule in rules if meaning_of(rule) is None) == []


@pytest.mark.parametrize("name", ["jsonl", "csv", "plover", "parquet"])
def test_export_writes_to_stdout_or_a_file(name: str, store: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", name, "--store", str(store), "--output", "out"]) == 0
    capfdbinary.readouterr()
    args = [sys.executable, "-m", "whowhom", "export", name, "--store", str(store)]
    done = subprocess.run(args, capture_output=True, check=True)
    assert done.stdout == Path("out").read_bytes()
    assert done.stderr == b"1 event written\n"


def test_classify_answers_line_by_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"uid": 1, "sentence": "Chad attacked Mali.", "source": [0, 4], "target": [14, 18]},
        "no json",
        {"uid": "b", "sentence": "Chad attacked Mali.", "source": [0, 400], "target": None},
        "",
        {"uid": "c", "sentence": "It rained.", "source": None, "target": None},
        "[" * 100_000,
        {"uid": 2, "sentence": "Mali was attacked.", "source": None, "target": [0, 4]},
    ]
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ran = run("classify")
    assert ran.code == 3
    assert [row["uid"] for row in ran.rows] == [1, None, "b", None, "c", None, 2]
    types = ["ASSAULT", None, None, None, None, None, "ASSAULT"]
    assert [row["event_type"] for row in ran.rows] == types
    first = ran.rows[0]["probabilities"]
    assert next(iter(first)) == "ASSAULT" and 0.5 < first["ASSAULT"] <= sum(first.values()) <= 1
    assert [line.split(":")[1] for line in ran.err.splitlines()[:-1]] == [f" line {n}" for n in (2, 3, 4, 6)]
    assert ran.err.splitlines()[-1] == "whowhom: 4 lines could not be classified"


def test_classify_by_rules_alone_asks_no_encoder(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"sentence": "Chad attacked Mali.", "source": [0, 4], "target": [14, 18]})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    ran = run("classify", "--rules-only")
    assert ran.rows[0]["probabilities"] == {"ASSAULT": 1.0}
    assert ran.err == ""


def test_without_the_extra_the_rules_code_and_say_so(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whowhom.events.encoder.find_spec", lambda name: None)
    line = json.dumps({"sentence": "Chad attacked Mali.", "source": [0, 4], "target": [14, 18]})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    ran = run("classify")
    assert ran.rows[0]["event_type"] == "ASSAULT"
    assert "whowhom[encoder]" in ran.err


def test_the_codebook_is_listed_and_shown(run: Any) -> None:
    assert [row["event_type"] for row in run("codebook", "list").rows][:2] == ["AGREE", "CONSULT"]
    assert len(run("codebook", "list").rows) == 16
    shown = run("codebook", "show", "retreat").out
    assert shown.startswith("RETREAT  material cooperation")
    assert "ceasefire" in shown
    assert "retreat.withdraw" in shown
    assert max(map(len, shown.splitlines())) <= 80


CUES = "id\tlemma\tpos\twith\tframe\tevent_type\tmode\tcameo\toperator\texample\n"


def test_a_table_of_cues_is_checked_by_its_examples(run: Any) -> None:
    good = "own.serenade\tserenade\tV\t-\tsubj>obj\tACCUSE\tdisapprove\t111\t-\t[Ghana] serenaded {Togo}.\n"
    bad = "own.serenade-over\tserenade\tV\tprt:over\tsubj>obj\tACCUSE\t-\t-\t-\t[Ghana] waved at {Togo}.\n"
    Path("own.tsv").write_text(CUES + good)
    ran = run("codebook", "check", "own.tsv")
    assert (ran.code, ran.err) == (0, "1 example, all coded as marked\n")
    Path("own.tsv").write_text(CUES + good + bad)
    ran = run("codebook", "check", "own.tsv")
    assert (ran.code, ran.err) == (1, "whowhom: 1 of 2 examples are not coded as marked\n")
    assert "own.serenade-over  marked “Ghana” ACCUSE “Togo”; coded nothing" in ran.out
    Path("own.tsv").write_text(CUES + good.replace("ACCUSE", "MOAN"))
    ran = run("codebook", "check", "own.tsv")
    assert ran.code == 1
    assert ran.err.startswith("whowhom: own.tsv:2: unknown event type 'MOAN'")


def test_actors_are_found_and_shown(run: Any) -> None:
    assert "state.LBY" in {row["actor_id"] for row in run("actors", "search", "libya").rows}
    assert "Libya  state.LBY" in run("actors", "search", "libya", "--format", "table").out
    assert run("actors", "search", "libya", "--format", "csv").out.startswith(
        "actor_id,name,kind,country,code,aliases\n"
    )
    assert "2 March 2015 to now" in run("actors", "show", "person.khalifa-haftar").out


def test_mark_gives_dates_places_and_tellers(run: Any, monkeypatch: pytest.MonkeyPatch, tools: Tools) -> None:
    monkeypatch.setattr("whowhom.cli.marking.load_tools", lambda **_: tools)
    Path("bad.csv").write_bytes(b"\x00\x01")
    args = ("mark", "gao.txt", "bad.csv", "nosuch.txt", "gao.txt", "--published", "2013-01-15")
    ran = run(*args)
    assert ran.code == 3
    assert re.search(r"1 document, \d+ marks, 2 failed", ran.err)
    assert all(ARTICLE[row["start"] : row["end"]] == row["text"] for row in ran.rows)
    assert {row["what"] for row in ran.rows} == {"date", "place", "teller"}
    assert next(row for row in ran.rows if row["what"] == "date")["first_day"] == "2013-01-13"
    assert next(row for row in ran.rows if row["text"] == "Gao")["place"]["country"] == "MLI"
    assert run(*args).out == ran.out
    for what in ("date", "place", "teller"):
        assert {row["what"] for row in run("mark", "gao.txt", "--what", f"{what}s").rows} <= {what}
    shown = run("mark", "gao.txt", "--format", "table", "--published", "2013-01-15").out
    assert re.search(r"date +Sunday +2013-01-13 \(day, relative\)", shown)
    assert re.search(r"place +Gao +Gao, MLI", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_a_run_without_results_says_that_it_is_at_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whowhom.cli.output.QUIET", 0.02)
    with Progress(total=1).watched():
        time.sleep(0.1)
    assert re.match(r"still at work after 0\.\d s: 0 documents done\n", capsys.readouterr().err)
    with Progress(total=1).watched(lambda: "gao of 9 characters"):
        time.sleep(0.1)
    assert "0 documents done, now gao of 9 characters\n" in capsys.readouterr().err


# --- help and docs -----------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Every command by the words that call it."""
    import typer

    found: dict[str, Any] = {}

    def walk(words: str, command: Any) -> None:
        found[words] = command
        for name, inner in getattr(command, "commands", {}).items():
            walk(f"{words} {name}", inner)

    walk("whowhom", typer.main.get_command(app))
    return found


def is_understood(line: str) -> bool:
    """Whether the call of whowhom in a line of a shell names a command and options that there are."""
    call = re.split("[|<]", line[line.index("whowhom ") :])[0]
    words = shlex.split(call, posix=True)
    known = commands()
    depth = max(n for n in range(1, len(words) + 1) if " ".join(words[:n]) in known)
    command = known[" ".join(words[:depth])]
    with command.make_context(" ".join(words[:depth]), words[depth:]):
        return not getattr(command, "commands", {})


@pytest.mark.parametrize("words", commands())
def test_help_fits_a_terminal_and_ends_with_an_example_that_works(run: Any, words: str) -> None:
    ran = run(*words.split()[1:], "--help")
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    *_, example = re.split(r"^ +Example:\n", ran.out, flags=re.MULTILINE)
    lines = [line.strip() for line in example.strip().splitlines() if "whowhom " in line]
    assert lines
    assert all("--help" in line or is_understood(line) for line in lines)


def test_help_and_version_come_without_the_libraries_that_code() -> None:
    script = (
        "import sys; from whowhom.cli import main; main(sys.argv[1:]); print(sorted(set(sys.modules)), file=sys.stderr)"
    )
    for option in ("--help", "--version"):
        done = subprocess.run([sys.executable, "-c", script, option], capture_output=True, text=True, check=True)
        assert not {"'spacy'", "'numpy'", "'rich.console'", "'whowhom.pipeline'"} & set(
            done.stderr.strip("[]\n").split(", ")
        )
        assert "whowhom" in done.stdout


def test_a_bare_whowhom_shows_its_help(run: Any) -> None:
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Usage: whowhom")


def test_every_command_stands_in_the_docs_and_their_examples_are_understood() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^#+ (whowhom [a-z ]+)$", text, re.MULTILINE))
    assert headings == set(commands()) - {"whowhom"}
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) > 15
    assert [line for line in lines if not is_understood(line)] == []


def test_every_field_stands_in_the_docs() -> None:
    text = (DOCS / "records.md").read_text(encoding="utf-8")
    for kind in (Event, Document, EventDate):
        missing = [name for name in kind.__struct_fields__ if f"`{name}`" not in text and name != "span"]
        assert missing == [], kind


# --- how values are written -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "precision", "written"),
    [
        ("2014-05-18", "2014-05-18", "day", "18 May 2014"),
        ("2014-05-01", "2014-05-31", "month", "May 2014"),
        ("2014-01-01", "2014-12-31", "year", "2014"),
        ("1990-01-01", "1999-12-31", "decade", "the 1990s"),
        ("2014-05-12", "2014-05-18", "week", "12 May to 18 May 2014"),
        ("2013-12-30", "2014-01-05", "week", "30 December 2013 to 5 January 2014"),
        ("2014-05-18", "2014-05-19", "day", "18 May to 19 May 2014"),
    ],
)
def test_a_date_is_written_as_exactly_as_it_is_known(start: str, end: str, precision: str, written: str) -> None:
    date = EventDate(start=start, end=end, precision=precision, basis="stated", span=Span(start=0, end=1))
    assert table.pretty_date(date) == written


def test_progress_says_rate_and_time_left_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr(sys, "stderr", screen)
    Progress(total=1_000).show(done=1, documents=1, events=1)
    assert screen.getvalue() == ""
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    progress = Progress(total=1_000)
    for at, done in ((102.0, 100), (102.05, 101), (112.0, 200)):
        clock[0] = at
        progress.show(done=done, documents=done, events=2 * done)
    progress.wipe()
    lines = re.sub(r"\x1b\[\d*[a-zA-Z]", "", screen.getvalue()).split("\r")
    assert lines[1] == "100 documents · 200 events"
    assert lines[2] == "200 documents · 400 events · 10.0 a second · 20% · 80 s left"
    assert lines[3] == ""
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("seconds", "written"), [(0.04, "0.0 s"), (12.3, "12 s"), (130, "2 min 10 s"), (7300, "2 h 1 min")]
)
def test_a_duration_is_written_as_people_say_it(seconds: float, written: str) -> None:
    assert duration(seconds) == written


def test_a_text_made_safe_keeps_its_length() -> None:
    text = "one\ntwo\x1b[0m\u202ethree\x85"
    assert len(safe(text)) == len(text)
    assert safe("plain – text") == "plain – text"


def test_colours_tell_the_slots_apart(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    event = coded().events[0]
    styles = {
        span.style: event.sentence.text[span.start : span.end]
        for span in table.marked_sentence(event, colour=True).spans
    }
    assert styles[table.SOURCE] == "Gunmen loyal to General Haftar"
    assert styles[table.TARGET] == "the port of Brega"
    assert styles[table.TRIGGER] == "shelled"
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    table.show_document(coded(), console(), why_not=False)
    assert "\x1b[36mGunmen loyal to General Haftar\x1b[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    show_explanation(event, document())
    assert "\x1b[3" not in capsys.readouterr().out.replace("\x1b[3m", "")


def test_files_of_one_name_are_both_kept(run: Any) -> None:
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "gao.txt").write_text(ARTICLE, encoding="utf-8")
    for _ in range(2):  # also coded again
        run("code", "a", "b", "--store", "both.db")
    with Store("both.db", readonly=True) as store:
        paths = [each.path for each in store.documents()]
        events = [event.event_id for event in store.events()]
        runs = list(store.query("SELECT count(*) FROM runs").rows)
    assert paths == [str(Path("a", "gao.txt")), str(Path("b", "gao.txt"))]
    assert len(events) == len(set(events)) > 0
    assert runs == [(1,)]


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_the_examples_give_the_same_bytes_at_any_number_of_workers(form: str) -> None:
    command = [sys.executable, "-m", "whowhom", "code", str(ROOT / "examples"), "--format", form]
    one, two = (subprocess.run([*command, "--workers", n], capture_output=True, check=True).stdout for n in ("1", "2"))
    assert one == two != b""
