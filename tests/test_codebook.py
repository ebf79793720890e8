"""A project's own codebook: read, merged, checked, and coded with; what is wrong with it is said in a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import whowhom
from whowhom.cli import main
from whowhom.cli.checking import _touched, fault, notes, unmarked
from whowhom.cli.examples import Example, Setting, of_cue, of_tables
from whowhom.cli.overlaps import can_both_hold, overlaps
from whowhom.errors import KnowledgeError
from whowhom.events.cues import _candidates, _hold
from whowhom.gate import Gate
from whowhom.knowledge import codebook_rows as rows
from whowhom.knowledge.codebook import Codebook, codebook_digest, load_codebook
from whowhom.knowledge.contexts import CONTEXT_CUE_COLUMNS, CONTEXT_SIGN_COLUMNS
from whowhom.knowledge.details import DETAIL_COLUMNS
from whowhom.knowledge.manual import EXAMPLE_COLUMNS, NEAR_MISS_COLUMNS
from whowhom.knowledge.senses import EXPRESSION_COLUMNS, SENSE_COLUMNS
from whowhom.pipeline import Tools, coder_version
from whowhom.records import Event, Span
from whowhom.store import Store

CASES = Path(__file__).parent / "cases"
HEADERS = {
    "CUES": rows.CUE_COLUMNS,
    "TYPES": rows.TYPE_COLUMNS,
    "ALGEBRA": rows.ALGEBRA_COLUMNS,
    "LISTS": rows.LIST_COLUMNS,
}
TYPE = "BOOK-BAN>4>material conflict>-4>172>An authority takes books out of schools or libraries."
BAN = "book-ban.ban>ban>V>obj:book|novel>subj→from,in>BOOK-BAN>->->->[The board] banned the novel from {schools}."
ARTICLE = (
    "The county school board banned three novels from its high schools on Monday. Police banned a rally by teachers."
)


def write(folder: Path, tables: dict[str, str]) -> Path:
    """A codebook of tables in shorthand: > for a tab, → for >, CUES and the like for a header."""
    for name, text in tables.items():
        for header, columns in HEADERS.items():
            text = text.replace(f"{header}\n", ">".join(columns) + "\n")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(">", "\t").replace("→", ">"), encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write(tmp_path / "own", {"types.tsv": f"TYPES\n{TYPE}\n", "cues/book-ban.tsv": f"CUES\n{BAN}\n"})


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return load_codebook()


def already_loaded(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the tools takes what is loaded already, but for the codebook."""
    monkeypatch.setattr("whowhom.pipeline.load_parser", lambda model: tools.parser)
    monkeypatch.setattr("whowhom.pipeline.load_actors", lambda own: tools.actors)
    monkeypatch.setattr("whowhom.pipeline.load_gazetteer", lambda own: tools.gazetteer)


@pytest.fixture
def run(tmp_path: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command with the parser loaded; gives the exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("whowhom.cli.checking.load_parser", lambda model: tools.parser)
    already_loaded(tools, monkeypatch)
    for name in ("WHOWHOM_STORE", "WHOWHOM_CODEBOOK"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        return code, *capsys.readouterr()

    return ran


# --- reading and merging -----------------------------------------------------------------


def fault_rows() -> list[list[str]]:
    lines = (CASES / "codebook_faults.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@pytest.mark.parametrize(("table", "lines", "said"), fault_rows(), ids=lambda cell: cell[:40])
def test_a_wrong_table_is_said_in_one_line(tmp_path: Path, table: str, lines: str, said: str) -> None:
    folder = write(tmp_path, {table: lines.replace("\\n", "\n") + "\n"})
    with pytest.raises(KnowledgeError) as error:
        load_codebook(folder)
    assert said.replace("→", ">") in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such folder. Make one: whowhom codebook new NAME --folder "),
        ("", "holds no table of a codebook"),
        ("file", "is a file. Name the folder of your codebook"),
    ],
)
def test_what_is_no_codebook_is_said(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "own"
    if content:
        path.write_text(content)
    elif content is not None:
        path.mkdir()
    with pytest.raises(KnowledgeError, match=said):
        load_codebook(path)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_said(own: Path, encoding: str) -> None:
    table = own / "cues" / "book-ban.tsv"
    table.write_bytes(table.read_text(encoding="utf-8").replace("The board", "L'école").encode(encoding))
    with pytest.raises(KnowledgeError, match=r"^book-ban\.tsv: cannot be read .* It must be a UTF-8 text file"):
        load_codebook(own)


def test_a_spreadsheets_mark_and_line_ends_are_passed_over(own: Path) -> None:
    table, expected = own / "cues" / "book-ban.tsv", load_codebook(own)
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes().replace(b"\n", b"\r\n"))
    assert load_codebook(own) == expected


def test_a_table_that_is_not_there_changes_nothing(tmp_path: Path, shipped: Codebook) -> None:
    assert load_codebook(write(tmp_path, {"off.tsv": "id\n"})) == shipped


def test_rows_are_added_or_take_the_place_of_those_with_their_key(own: Path, shipped: Codebook) -> None:
    arrest = shipped.by_id["coerce.arrest"]
    write(
        own,
        {
            "types.tsv": f"TYPES\n{TYPE}\nAID>2>material cooperation>8>07>Gives.\n",
            "modes.tsv": "event_type>mode>score>definition\nBOOK-BAN>school>-2>In schools.\nAID>loan>->Lends.\n",
            "contexts.tsv": "context>definition\nbooks>About books.\n",
            "cues/more.tsv": "CUES\ncoerce.arrest>arrest>V>->subj→obj>BOOK-BAN>school>->->[A] arrested {B}.\n",
            "operators.tsv": "id>lemma>pos>with>operator>inner>example\nx.vow>vow>V>->commit>comp>He vowed to go.\n",
            "algebra.tsv": "ALGEBRA\ncease>BOOK-BAN>CONCEDE>->081>->the books come back\n",
            "abstract.tsv": "noun\nlibrary\n",
            "off.tsv": "id\ncoerce.ban-n\n",
        },
    )
    merged = load_codebook(own)
    assert list(merged.types) == [*shipped.types, "BOOK-BAN"]
    assert merged.types["AID"].score == 8
    assert merged.own_types == {"AID", "BOOK-BAN"}
    assert {(m.event_type, m.mode) for m in merged.modes} - {(m.event_type, m.mode) for m in shipped.modes} == {
        ("BOOK-BAN", "school"),
        ("AID", "loan"),
    }
    assert merged.contexts == {**shipped.contexts, "books": "About books."}
    replaced = merged.by_id["coerce.arrest"]
    assert (replaced.event_type, replaced.cameo, arrest.event_type) == ("BOOK-BAN", "172", "COERCE")
    assert [cue.id for cue in merged.cues["arrest"]].count("coerce.arrest") == 1
    assert merged.own_cues == {"book-ban.ban", "coerce.arrest", "x.vow"}
    assert merged.by_id.keys() == shipped.by_id.keys() - {"coerce.ban-n"} | merged.own_cues
    rule = merged.rule("cease", "BOOK-BAN")
    assert rule is not None
    assert rule.result == "CONCEDE"
    assert merged.algebra.items() >= shipped.algebra.items()
    assert merged.abstract == shipped.abstract | {"library"}


def test_the_intensity_of_an_own_type_is_that_of_its_row(own: Path, shipped: Codebook) -> None:
    write(own, {"modes.tsv": "event_type>mode>score>definition\nBOOK-BAN>school>-2>d\nBOOK-BAN>shop>->d\n"})
    merged = load_codebook(own)
    assert [merged.goldstein("BOOK-BAN", modes, "172") for modes in ((), ("school",), ("shop",))] == [-4, -2, -4]
    assert merged.goldstein("COERCE", (), "172") == shipped.cameo["172"].goldstein


def test_of_cues_that_ask_for_as_much_the_projects_is_tried_first(tmp_path: Path, shipped: Codebook) -> None:
    row = "z.arrest>arrest>V>->subj→obj>AID>->->->[A] arrested {B}."
    order = [cue.id for cue in load_codebook(write(tmp_path, {"cues/z.tsv": f"CUES\n{row}\n"})).cues["arrest"]]
    bare = next(i for i, cue in enumerate(shipped.cues["arrest"]) if all(c.negated for c in cue.conditions))
    assert order.index("z.arrest") == bare
    assert [cue for cue in order if cue != "z.arrest"] == [cue.id for cue in shipped.cues["arrest"]]


# --- coding with it ----------------------------------------------------------------------


def coded(own: Path, text: str, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> tuple[Event, ...]:
    already_loaded(tools, monkeypatch)
    return whowhom.load(codebook=str(own)).code(text, published="2024-03-06")


def test_a_type_of_ones_own_is_coded_like_any_other(own: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    events = coded(own, ARTICLE, tools, monkeypatch)
    ban = next(event for event in events if event.event_type == "BOOK-BAN")
    assert (ban.quad, ban.goldstein, ban.cameo, ban.why[0].rule) == (4, -4.0, "172", "book-ban.ban")
    assert (ban.status, ban.date and ban.date.start) == ("actual", "2024-03-04")
    assert any(event.event_type == "COERCE" for event in events)


def test_operators_hold_for_it(own: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Kenya threatened to ban the novel. Ghana has not banned any book. Chad promised to stop banning books."
    write(own, {"algebra.tsv": "ALGEBRA\ncease>BOOK-BAN>CONCEDE>->081>->the books come back\n"})
    events = coded(own, text, tools, monkeypatch)
    told = [(event.event_type, event.status.value, event.sources[0].country) for event in events if event.sources]
    assert ("BOOK-BAN", "hypothetical", "KEN") in told
    assert ("BOOK-BAN", "negated", "GHA") in told
    assert ("CONCEDE", "planned", "TCD") in told


def test_a_shipped_cue_that_is_off_tells_nothing(own: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Police arrested two Tuareg rebels."
    assert {event.event_type for event in coded(own, text, tools, monkeypatch)} == {"COERCE"}
    write(own, {"off.tsv": "id\ncoerce.arrest\n"})
    assert coded(own, text, tools, monkeypatch) == ()


def test_the_gate_lets_own_cues_through(own: Path, tools: Tools) -> None:
    row = "x.serenade>serenade>V>->subj→obj>BOOK-BAN>->->->[The mayor] serenaded {the council}."
    write(own, {"cues/x.tsv": f"CUES\n{row}\n"})
    gate = Gate(load_codebook(own), tools.parser.lemmatizer)
    text = "The mayor was serenading the council."
    assert gate.passes(text)
    assert not tools.gate.passes(text)


def test_a_store_codes_again_what_another_codebook_coded(run: Any, own: Path) -> None:
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    command = ("code", "a.txt", "--store", "s.db", "--format", "csv")
    assert "BOOK-BAN" not in run(*command)[1]
    first = run(*command, "--codebook", str(own))
    assert "BOOK-BAN" in first[1]
    before = Path("s.db").read_bytes()
    assert run(*command, "--codebook", str(own))[:2] == first[:2]
    assert Path("s.db").read_bytes() == before
    table = own / "types.tsv"
    table.write_text(table.read_text(encoding="utf-8").replace("-4", "-3"), encoding="utf-8")
    assert "-3.0" in run(*command, "--codebook", str(own))[1]
    with Store("s.db", readonly=True) as store:
        assert list(store.query("SELECT version FROM documents").rows) == [(coder_version(own),)]


def test_every_table_is_in_the_version(own: Path) -> None:
    seen = {codebook_digest(own)}
    for name, text in (("off.tsv", "id\n"), ("modes.tsv", "event_type>mode>score>definition\n"), ("cues/b.tsv", "")):
        write(own, {name: text})
        seen.add(codebook_digest(own))
    assert len(seen) == 4
    assert coder_version(own) == f"{coder_version()}.codebook-{codebook_digest(own)}"


def test_workers_code_with_it(own: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    already_loaded(tools, monkeypatch)
    coder = whowhom.load(codebook=own)
    one, two = (list(coder.pipe([ARTICLE, "Police arrested rebels."], workers=n)) for n in (1, 2))
    assert one == two
    assert "BOOK-BAN" in {event.event_type for events in two for event in events}


def test_the_spacy_component_takes_it(own: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy

    already_loaded(tools, monkeypatch)
    nlp = spacy.blank("en")
    nlp.add_pipe("whowhom", config={"codebook": str(own)})
    assert "BOOK-BAN" in {event.event_type for event in nlp(ARTICLE)._.events}


# --- the commands --------------------------------------------------------------------------


@pytest.mark.parametrize("names", [("BOOK-BAN",), ("PURGE", "COUP_RUMOUR", "G20-SUMMIT")])
def test_new_tables_work_as_they_stand(run: Any, names: tuple[str, ...]) -> None:
    for name in names:
        code, out, err = run("codebook", "new", name)
        assert (code, out) == (0, "")
        assert err.endswith("  whowhom codebook check codebook\n  whowhom code ARTICLE.txt --codebook codebook\n")
    code, out, err = run("codebook", "check", "codebook")
    assert (code, out) == (0, "")
    assert err.splitlines()[-1].startswith(f"{len(names)} example")
    assert set(names) <= load_codebook(Path("codebook")).types.keys()


def test_every_column_is_explained_in_the_new_tables(run: Any) -> None:
    run("codebook", "new", "BOOK-BAN")
    assert len(list(Path("codebook").rglob("*.tsv"))) == 9
    for path in Path("codebook").rglob("*.tsv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        comments = "\n".join(line for line in lines if line.startswith("#"))
        header = next(line for line in lines if not line.startswith("#"))
        assert [column for column in header.split("\t") if column not in comments] == []
        assert max(len(line) for line in lines if line.startswith("# ")) <= 120
    listed = Path("codebook/algebra.tsv").read_text(encoding="utf-8").split("inner")[0]
    assert [operator for operator in rows.OPERATORS if operator not in listed] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("book ban", "with - between words: BOOK-BAN."),
        ("AID", "AID is a shipped event type"),
        ("DATE", "a rule of its own"),
        ("", "with - between words: BOOK-BAN."),
    ],
)
def test_a_name_that_cannot_be_is_refused(run: Any, name: str, said: str) -> None:
    code, _, err = run("codebook", "new", name)
    assert (code, err.count("\n")) == (1, 1)
    assert said in err
    assert not Path("codebook").exists()


def test_no_table_is_written_over(run: Any) -> None:
    run("codebook", "new", "BOOK-BAN")
    before = {path: path.read_bytes() for path in Path("codebook").rglob("*.tsv")}
    assert run("codebook", "new", "BOOK-BAN")[0] == 1
    Path("codebook/cues/purge.tsv").write_text("")
    assert run("codebook", "new", "PURGE")[2].startswith("whowhom: codebook/cues/purge.tsv: is there already")
    assert {path: path.read_bytes() for path in before} == before


def test_list_show_and_explain_know_the_projects_types(run: Any, own: Path) -> None:
    assert '"BOOK-BAN"' in run("codebook", "list", "--codebook", str(own), "--format", "jsonl")[1]
    assert run("codebook", "show", "book-ban", "--codebook", str(own))[1].startswith("BOOK-BAN  material conflict")
    assert run("codebook", "show", "book-ban")[0] == 1
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    run("code", "a.txt", "--store", "s.db", "--codebook", str(own))
    event_id = run("query", "SELECT event_id FROM events", "--store", "s.db", "--format", "csv")[1].split()[1]
    assert "the verb “ban” tells BOOK-BAN" in run("explain", event_id, "--store", "s.db", "--codebook", str(own))[1]
    assert "cue of BOOK-BAN. [book-ban.ban]" in run("explain", event_id, "--store", "s.db")[1]


def test_a_broken_codebook_is_said_before_anything_is_written(run: Any, own: Path) -> None:
    write(own, {"cues/book-ban.tsv": "CUES\nx>y\n"})
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    code, out, err = run("code", "a.txt", "--codebook", str(own), "--output", "out.csv")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert not Path("out.csv").exists()


def test_a_table_is_checked_within_the_codebook_it_stands_in(run: Any, own: Path) -> None:
    code, out, err = run("codebook", "check", str(own / "cues" / "book-ban.tsv"))
    assert (code, out) == (0, "")
    assert err.endswith("\n1 example, all coded as marked\n")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x.y>ban>V>->subj→obj>AID>->->->Ghana banned books.", "marks nobody"),
        ("x.y>banned>V>->subj→obj>AID>->->->[Ghana] banned {Togo}.", "The dictionary form of 'banned' is 'ban'"),
        ("x.y>serenade>V>->subj→obj>AID>->->->[Ghana] waved at {Togo}.", "coded nothing"),
    ],
)
def test_an_example_that_is_not_coded_as_marked_fails(run: Any, own: Path, row: str, said: str) -> None:
    write(own, {"cues/x.tsv": f"CUES\n{row}\n"})
    code, out, err = run("codebook", "check", str(own))
    assert code == 1
    assert said in out
    assert err.endswith("whowhom: 1 of 2 examples are not coded as marked\n")


def test_a_condition_names_a_list_of_words_alone_or_among_others(tmp_path: Path) -> None:
    lists = "LISTS\nbooks>book|novel>what is read\nprint>@books|paper>what is printed\nwaters>canal>where boats are\n"
    cues = "".join(
        f"x.ban-{name}>ban>V>obj:{words}>subj→obj>COERCE>->->->[A] banned {{B}}.\n"
        for name, words in (("a", "@print"), ("b", "@books|play"), ("c", "@waters"))
    )
    book = load_codebook(write(tmp_path, {"lists.tsv": lists, "cues/a.tsv": f"CUES\n{cues}"}))
    words = [book.by_id[f"x.ban-{name}"].conditions[0].words for name in "abc"]
    assert words == [{"book", "novel", "paper"}, {"book", "novel", "play"}, {"canal"}], "its own lists, before ours"
    assert "canal" not in next(c for c in book.by_id["protest.throw-stones"].conditions if c.slot == "into").words


TABLES = {
    "details.tsv": DETAIL_COLUMNS,
    "senses.tsv": SENSE_COLUMNS,
    "expressions.tsv": EXPRESSION_COLUMNS,
    "context_cues.tsv": CONTEXT_CUE_COLUMNS,
    "context_signs.tsv": CONTEXT_SIGN_COLUMNS,
    "operators.tsv": rows.OPERATOR_COLUMNS,
    "abstract.tsv": rows.ABSTRACT_COLUMNS,
    "forces.tsv": rows.ABSTRACT_COLUMNS,
    "manual/examples.tsv": EXAMPLE_COLUMNS,
    "manual/near_misses.tsv": NEAR_MISS_COLUMNS,
}


def with_row(folder: Path, table: str, row: str) -> Path:
    return write(folder, {table: ">".join(TABLES[table]) + f"\n{row}\n"})


@pytest.mark.parametrize(
    ("table", "right", "wrong", "said"),
    [
        (
            "manual/examples.tsv",
            "BOOK-BAN>->172>active>[The mayor] banned the novel from {the library}.",
            "BOOK-BAN>->172>active>[The mayor] banned the rally in {the library}.",
            "marked “The mayor” BOOK-BAN “the library” 172; coded",
        ),
        (
            "manual/near_misses.tsv",
            "BOOK-BAN>->COERCE>Police banned the rally by teachers in Lagos.>no book",
            "BOOK-BAN>->->The Nigerian police banned the novel from schools.>no book",
            "must not be BOOK-BAN but no event; coded BOOK-BAN “banned the novel” by book-ban.ban",
        ),
        (
            "details.tsv",
            "detail.x>AID>*>about>harp>->075>[Ghana] sent {Togo} aid for harps.",
            "detail.x>AID>*>about>harp>->075>[Ghana] sent {Togo} rice.",
            "marked “Ghana” AID “Togo” 075; coded",
        ),
        (
            "senses.tsv",
            "x.sense>bomb>obj>cellist>The Ghanaian critics bombed the cellist.",
            "x.sense>bomb>obj>cellist>The Ghanaian rebels bombed the barracks.",
            "tells no event; coded ASSAULT “bombed",
        ),
        (
            "context_cues.tsv",
            "x.novel>technology>novel>->->sentence>The Nigerian police banned a novel.",
            "x.novel>technology>novel>->->sentence>The Nigerian police banned a rally.",
            "holds none of its words",
        ),
        (
            "context_signs.tsv",
            "role>EDU>technology>Police arrested two teachers in Lagos.",
            "role>EDU>technology>Police arrested two bakers in Lagos.",
            "no event has the role EDU",
        ),
        (
            "operators.tsv",
            "x.vow>hurry>V>->plan>comp>The army hurried to arrest the rebels.",
            "x.vow>hurry>V>->plan>comp>The army hurried to the river.",
            "does not show over any event",
        ),
    ],
    ids=lambda cell: cell if cell.endswith(".tsv") else "",
)
def test_the_examples_of_every_table_are_coded(
    own: Path, table: str, right: str, wrong: str, said: str, tools: Tools
) -> None:
    for row, expected in ((right, None), (wrong, said)):
        with_row(own, table, row)
        codebook = load_codebook(own)
        setting = Setting(codebook, tools.parser)
        found = [*of_tables(own, codebook), *(of_cue(cue) for cue in codebook.all_cues() if cue.id == "x.vow")]
        (fault_of_row,) = [example.fault(setting) for example in found]
        assert (fault_of_row or "").startswith(expected or "")
        assert (fault_of_row is None) == (expected is None), fault_of_row


def test_a_false_example_of_the_manual_fails_the_check(run: Any, own: Path) -> None:
    with_row(own, "manual/examples.tsv", "BOOK-BAN>->172>active>[The board] met {the teachers}.")
    code, out, err = run("codebook", "check", str(own))
    assert (code, err.splitlines()[-1]) == (1, "whowhom: 1 of 2 examples are not coded as marked")
    assert out.startswith("manual/examples.tsv:2  marked “The board” BOOK-BAN “the teachers” 172; coded ")


def test_another_table_of_a_manual_is_said_not_passed_over(run: Any, own: Path) -> None:
    write(own, {"manual/exmaples.tsv": "a\n"})
    assert "exmaples.tsv: is no table of a manual. Use limits.tsv" in run("codebook", "check", str(own))[2]


def test_the_rows_shown_in_the_new_manual_work(run: Any) -> None:
    run("codebook", "new", "BOOK-BAN")
    for path in sorted(Path("codebook/manual").glob("*.tsv")):
        text = path.read_text(encoding="utf-8")
        assert text.count("# BOOK-BAN\t") == 1
        path.write_text(text.replace("# BOOK-BAN\t", "BOOK-BAN\t"), encoding="utf-8")
    assert len(list(Path("codebook/manual").iterdir())) == 4
    code, out, err = run("codebook", "check", "codebook")
    assert (code, out, err) == (0, "", "3 examples, all coded as marked\n")


@pytest.mark.parametrize(
    ("table", "row", "words", "shipped_name"),
    [
        ("expressions.tsv", "open fire", "opened fire", "assault.open-fire"),
        ("senses.tsv", "x.x>arrest>obj>leader>Peru arrested the leader.", "an opposition leader", "coerce.arrest"),
        ("details.tsv", "detail.x>ASSAULT>*>about>miner>->1823>[A] shot {B}.", "miners", "manual/examples.tsv"),
    ],
    ids=["expressions", "senses", "details"],
)
def test_what_a_table_takes_from_shipped_examples_is_told(
    tmp_path: Path, table: str, row: str, words: str, shipped_name: str, tools: Tools, monkeypatch: Any
) -> None:
    """Only of shipped examples with these words: to code all of them takes half a minute."""
    codebook = load_codebook(with_row(tmp_path, table, row))

    def with_words(own: Setting, shipped: Setting) -> list[Example]:
        touched = list(_touched(own, shipped))
        assert len(touched) > 3000
        return [example for example in touched if words in unmarked(example.sentence)[0]]

    monkeypatch.setattr("whowhom.cli.checking._touched", with_words)
    told = [note for note in notes(codebook, tools.parser) if "is no longer coded" in note]
    assert any(note.startswith(f"the example of the shipped {shipped_name}") for note in told), told


# --- where own and shipped cues meet -----------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("-", "-", True),
        ("obj:book", "-", True),
        ("obj:book", "obj:rally", False),
        ("obj:book|rally", "obj:rally|march", True),
        ("obj:book", "obj:*", True),
        ("obj:book", "!obj:rally", True),
        ("obj:book", "!obj:book|novel", False),
        ("obj:book", "!obj:*", False),
        ("!obj:book", "!obj:rally", True),
        ("prep:in", "prep:from", True),
        ("mod:school", "mod:public", True),
        ("from:school", "from:shop", False),
        ("prt:out", "prep:from", True),
    ],
)
def test_conditions_that_exclude_each_other_do_not_meet(tmp_path: Path, one: str, other: str, meet: bool) -> None:
    row = "{}>serenade>V>{}>subj→obj>AID>->->->[A] serenaded {{B}}."
    lines = "\n".join(row.format(f"x.{n}", condition) for n, condition in enumerate((one, other)))
    cues = load_codebook(write(tmp_path, {"cues/a.tsv": f"CUES\n{lines}\n"})).by_id
    assert can_both_hold(cues["x.0"], cues["x.1"]) == can_both_hold(cues["x.1"], cues["x.0"]) == meet


def test_cues_that_hold_for_the_same_word_are_told_to_meet(shipped: Codebook, tools: Tools) -> None:
    """But for coordinated words, which one place cannot tell apart ("gas and other weapons")."""
    met, missed = 0, []
    for cue in list(shipped.all_cues())[::3]:
        text = unmarked(cue.example)[0]
        if " and " in text:
            continue
        sentence = tools.parser.parse_spans(text, [(0, Span(start=0, end=len(text)))])[0]
        present = {token.lemma for token in sentence.tokens} | {token.text.lower() for token in sentence.tokens}
        for token in sentence.tokens:
            held = [
                each
                for each in _candidates(sentence, token, shipped)
                if each.event_type is not None and _hold(each, token.i, sentence, present) is not None
            ]
            pairs = [(a, b) for a in held for b in held if a.id < b.id and (a.lemma, a.pos) == (b.lemma, b.pos)]
            met += len(pairs)
            missed += [(a.id, b.id, text) for a, b in pairs if not can_both_hold(a, b)]
    assert missed == []
    assert met > 30


def test_overlaps_say_which_cue_is_taken(own: Path, shipped: Codebook, tools: Tools) -> None:
    more = (
        "x.remove>remove>V>->subj→obj>BOOK-BAN>->->->[The board] removed {the novel}.\n"
        "x.arrest>arrest>V>->subj→obj>BOOK-BAN>->->->[The board] arrested {the novel}."
    )
    write(own, {"cues/x.tsv": f"CUES\n{more}\n", "types.tsv": f"TYPES\n{TYPE}\n{TYPE.replace('BOOK-BAN', 'PURGE')}\n"})
    codebook = load_codebook(own)
    for found in overlaps(codebook, shipped):
        order = [cue.id for cue in codebook.cues[found.cue.lemma]]
        assert {order.index(found.cue.id) < order.index(other.id) for other in found.others} == {found.wins}
    told = list(notes(codebook, tools.parser))
    assert "no cue tells PURGE, so nothing is coded so" in told
    assert (
        "where both hold, x.arrest is taken and not coerce.arrest: both ask for as much, and yours is tried first"
        in told
    )
    assert any("are taken and not x.remove: the shipped one asks for more" in note for note in told)
    lost = [note for note in told if note.startswith("the example of the shipped coerce.arrest is no longer coded")]
    assert len(lost) == 1
    assert fault(shipped.by_id["coerce.arrest"], tools.parser, codebook) is not None


def test_an_own_example_that_is_also_coded_otherwise_is_told(own: Path, tools: Tools) -> None:
    row = "x.y>serenade>V>->subj→obj>BOOK-BAN>->->->[Ghana] serenaded {Togo} after it had bombed {Mali}."
    write(own, {"cues/x.tsv": f"CUES\n{row}\n"})
    told = list(notes(load_codebook(own), tools.parser))
    assert [note for note in told if note.startswith("the example of x.y is also coded")] == []  # it fails: Mali
    write(own, {"cues/x.tsv": f"CUES\n{row.replace('{Mali}', 'Mali')}\n"})
    told = list(notes(load_codebook(own), tools.parser))
    assert any(note.startswith("the example of x.y is also coded") and "ASSAULT" in note for note in told)


def test_the_shipped_codebook_has_nothing_to_say_of_itself(shipped: Codebook, tools: Tools) -> None:
    assert list(notes(shipped, tools.parser)) == []
