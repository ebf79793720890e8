"""Dictionaries of others: Phoenix with its dates and faults, CSV, FollowTheMoney; in, left out and out add up."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whowhom.actors.cast import role_on
from whowhom.cli import main
from whowhom.errors import KnowledgeError
from whowhom.knowledge.actor_file import ActorRow, fault_in, read_rows
from whowhom.knowledge.dictionaries import Imported, csv_table, followthemoney, phoenix, read_dictionary
from whowhom.knowledge.own_actors import actor_of
from whowhom.knowledge.tables import Row, read_table

CASES = Path(__file__).parent / "cases"
DAYS = list(read_table(CASES / "phoenix_days.tsv", ("code", "start", "end", "note")))
COUNTRIES = {"LBY", "USA", "EGY"}

ACTORS = """\
# the first of two comments
<!-- one
over lines -->
LIBYA_  [LBY]  ; noted
+LIBYAN_
MUAMMAR_GADDAFI_
+MOAMMAR_KADHAFI_
\t[LBYGOV 690901-20110823]
\t[LBYELI >20110823]
JOHN_KERRY_\t[USALEG 850103-130201] [USAGOV 130201-170120] # inline
NOBODY_KNOWN_
NULLED_ [---]
BROKEN_
\t[EGYGOV 20121207-20120802]
\t[EGY
\t[EGYMIL]
+GHOST_OF_THE_STORY_
+LIBYAN_
"""
AGENTS = """\
!PERSON! = MAN, WOMEN
CONGRESS!PERSON! [~LEG]
AMBASSADOR [~GOV]
LOBBY [~BUS]
BOSS [~BUS]
ATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~GOVATG]
POLICE {} [~COP]
PEACEKEEPING_TROOPS {} [IGO~]
NOTHING
NO!SET! [~GOV]
"""


def spelling(name: str) -> str | None:
    return {"NATO": "NATO", "LIBYA": "Libya"}.get(name)


def read_text(folder: Path, text: str | bytes, name: str = "x.actors.txt", format: str | None = None) -> Imported:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_dictionary(path, format=format, countries=COUNTRIES, spelling=spelling)


def told(imported: Imported, name: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(row.code, row.start, row.end) for row in imported.rows if row.name == name]


@pytest.mark.parametrize("row", DAYS, ids=[f"{row.line}" for row in DAYS])
def test_the_days_of_an_office(row: Row) -> None:
    text = row.cells["code"]
    try:
        held, note = phoenix.parse_code(text)
    except ValueError as error:
        assert row.get("start") == "lost"
        assert row.need("note") in str(error)
        return
    start, end = (day.isoformat() if day else None for day in (held.start, held.end))
    assert (start, end) == (row.get("start"), row.get("end"))
    assert (row.get("note") or "") in (note or "")


def test_an_actor_file(tmp_path: Path) -> None:
    imported = read_text(tmp_path, ACTORS)
    assert told(imported, "Muammar Gaddafi") == [("LBYGOV", "1969-09-01", "2011-08-22"), ("LBYELI", "2011-08-23", None)]
    assert told(imported, "John Kerry") == [
        ("USALEG", "1985-01-03", "2013-01-31"),
        ("USAGOV", "2013-02-01", "2017-01-19"),
    ]
    assert told(imported, "Nobody Known") == [(None, None, None)], "kept, though no text can mean it"
    assert told(imported, "Nulled") == [("---", None, None)]
    assert told(imported, "Broken") == [("EGYMIL", None, None)]
    assert imported.rows[0].aliases == ("Libyan",)
    assert next(row for row in imported.rows if row.name == "Broken").aliases == ("Ghost of the Story",)
    assert {note.line for note in imported.notes} == {14, 15, 18}


def test_an_agent_file(tmp_path: Path) -> None:
    imported = read_text(tmp_path, AGENTS)
    nouns = {row.name: (row.aliases, row.code) for row in imported.rows}
    assert nouns == {
        "congressman": ((), "~LEG"),
        "congresswomen": ((), "~LEG"),
        "ambassador": (("ambassadors",), "~GOV"),
        "lobby": (("lobbies",), "~BUS"),
        "boss": (("bosses",), "~BUS"),
        "attorney general": (("attorneys general",), "~GOVATG"),
        "police": ((), "~COP"),
        "peacekeeping troops": ((), "IGO~"),
    }
    assert [(note.line, note.lost) for note in imported.notes] == [(9, "head"), (10, "head")]


def test_what_a_file_holds_is_read_or_named(tmp_path: Path) -> None:
    imported = read_text(tmp_path, ACTORS)
    assert imported.counts == {"heads": 6, "synonyms": 4, "roles": 9}
    assert imported.lost == {"role": 2, "synonym": 1}
    heads = {row.actor_id for row in imported.rows}
    aliases = sum(len(row.aliases) for row in imported.rows)
    roles = sum(row.code is not None for row in imported.rows)
    assert (len(heads), aliases, roles) == (6, 4 - 1, 9 - 2)


def test_control_bytes_and_windows_lines_are_survived(tmp_path: Path) -> None:
    imported = read_text(tmp_path, b"\xef\xbb\xbfABU_\x00TEST_ [LBYREB]\r\n+AB\xff_\r\n")
    assert imported.rows[0].name == "Abu Test"
    assert imported.rows[0].code == "LBYREB"


def test_the_first_that_holds_is_taken_as_in_petrarch(tmp_path: Path) -> None:
    text = "A_B_\n\t[LBYGOV >19900101]\n\t[LBYOPP 19950101-19960101]\n\t[LBYELI <20000101]\n\t[LBY]\n"
    imported = read_text(tmp_path, text)
    assert [(row.code, row.start) for row in imported.rows] == [
        ("LBYGOV", "1990-01-01"),
        ("LBYELI", None),
    ], "the second is hidden by the first, the last by both"
    assert [note.line for note in imported.notes] == [3, 5]


def test_a_phrase_belongs_to_the_first_that_has_it(tmp_path: Path) -> None:
    imported = read_text(tmp_path, "A_MAN_ [LBYGOV]\n+OLD_FOX_\nOLD_FOX_ [EGYREB]\n")
    assert {row.actor_id for row in imported.rows} == {"phoenix.a-man"}
    assert [(note.line, note.lost) for note in imported.notes] == [(3, "head"), (3, "role")]


def test_the_first_that_holds_is_taken_across_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two, own = tmp_path / "1.actors.txt", tmp_path / "2.actors.txt", tmp_path / "own.tsv"
    one.write_text("KOFI_Z_ [LBYELI 20000101-20200101]\n", encoding="utf-8")
    two.write_text("KOFI_Z_ [IGOUNO >20050101]\n", encoding="utf-8")
    args = ["actors", "import", str(one), str(tmp_path / "none.txt"), str(two), "--actors", str(own)]
    assert main(args) == 3, "one of three could not be read"
    assert [(row.code, row.start) for row in read_rows(own)] == [("LBYELI", "2000-01-01"), ("IGOUNO", "2020-01-01")]
    assert main(args) == 3
    assert len(read_rows(own)) == 2, "again adds nothing"


DATES = st.dates(datetime.date(1931, 1, 1), datetime.date(2030, 12, 31))


@st.composite
def codes(draw: st.DrawFn) -> str:
    """What may stand in brackets: a code and the days on which it holds."""
    code = draw(st.sampled_from(["LBYGOV", "LBYOPP", "LBYMIL", "LBY", "IGOUNO"]))
    first, second = sorted(draw(st.tuples(DATES, DATES)))
    form = draw(
        st.sampled_from(["", " <{0:%Y%m%d}", " >{0:%Y%m%d}", " {0:%Y%m%d}-{1:%Y%m%d}", " {0:%y%m%d}-{1:%y%m%d}"])
    )
    return code + form.format(first, second + datetime.timedelta(days=1))


def _first_that_holds(texts: list[str], day: datetime.date) -> str | None:
    for text in texts:
        held, _ = phoenix.parse_code(text)
        if (held.start or day) <= day <= (held.end or day):
            return held.code
    return None


def _role_on(rows: list[ActorRow], day: datetime.date) -> str | None:
    held = role_on(actor_of(rows, COUNTRIES), day.isoformat()) if any(row.start or row.end for row in rows) else None
    if held is not None:
        return (held.of or "") + held.role
    always = [row.code for row in rows if not (row.start or row.end)]
    return always[0] if always and not any(row.start or row.end for row in rows) else None


@given(st.lists(codes(), min_size=1, max_size=6), DATES)
def test_on_each_day_the_code_is_that_of_the_first_line_that_holds(texts: list[str], day: datetime.date) -> None:
    data = "A_B_\n" + "".join(f"\t[{text}]\n" for text in texts)
    imported = phoenix.read(data.encode(), origin="x", countries=COUNTRIES, spelling=spelling)
    assert _role_on(list(imported.rows), day) == _first_that_holds(texts, day)


@given(st.lists(codes(), max_size=6), DATES)
def test_written_and_read_back_holds_on_the_same_days(texts: list[str], day: datetime.date) -> None:
    data = "A_B_\n+C_D_\n" + "".join(f"\t[{text}]\n" for text in texts)
    once = phoenix.read(data.encode(), origin="x", countries=COUNTRIES, spelling=spelling)
    written = "\n".join(phoenix.write(once.rows))
    again = phoenix.read(written.encode(), origin="x", countries=COUNTRIES, spelling=spelling)
    assert not again.notes
    assert _role_on(list(again.rows), day) == _role_on(list(once.rows), day)
    assert {row.name for row in again.rows} == {row.name for row in once.rows}
    assert sum(len(row.aliases) for row in again.rows) == 1


@given(
    st.one_of(st.binary(max_size=300), st.text(alphabet='{}[]":,;|-\n\tidschemanpromtes', max_size=200).map(str.encode))
)
def test_no_bytes_break_a_reader(data: bytes) -> None:
    for reader in (phoenix.read, csv_table.read, followthemoney.read):
        imported = reader(data, origin="x", countries=COUNTRIES, spelling=spelling)
        assert all(fault_in(row) is None for row in imported.rows)


@given(st.text(alphabet=st.sampled_from("AB_ +[]<>-!={}~#;\t\n019LBY"), max_size=120))
def test_no_text_breaks_a_reader(text: str) -> None:
    imported = phoenix.read(text.encode(), origin="x", countries=COUNTRIES, spelling=spelling)
    assert all(fault_in(row) is None for row in imported.rows)


def test_a_spreadsheet(tmp_path: Path) -> None:
    text = 'Name;Code;Aliases;Start;Mood\n"Zawiya Shield";LBYUAF;Shield of Zawiya|Zawiya Guard;2012;cross\n'
    text += ";LBYGOV;;;\nX;lby;;;\n"
    imported = read_text(tmp_path, text, "groups.csv")
    (row,) = imported.rows
    assert (row.name, row.code, row.start) == ("Zawiya Shield", "LBYUAF", "2012")
    assert row.aliases == ("Shield of Zawiya", "Zawiya Guard")
    assert [(note.line, note.lost) for note in imported.notes] == [(1, None), (3, "row"), (4, "row")]
    assert imported.counts == {"rows": 3}


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ('A,LBYREB\n"B,LBYREB\nC,LBYREB\nD,LBYREB\n', "ACD", [(3, "a quotation mark in it is never closed")]),
        ('A,LBYREB\n"B,LBYREB\n"C",LBYREB\nD,LBYREB\n', "ACD", [(3, "a quotation mark in it is never closed")]),
        ('"A,LBYREB\nB,LBYREB\nC",LBYREB\nD,LBYREB\n', ["B", 'C"', "D"], [(2, "a quoted cell in it runs over")]),
        ('"A ""x"" y",LBYREB\n"B "b" c",LBYREB\n', ['A "x" y', 'B b" c"'], []),
        ("A,\nB,LBYREB\n", "B", [(2, "A has neither code nor kind")]),
        (b"A,LBYREB\nCaf\xe9,LBYREB\n", ["A", "Café"], [(3, "is no UTF-8; read as Windows-1252: 'Café,LBYREB'")]),
        (
            "A,LBYREB,x\nB,LBYREB,\nC,D,LBYREB\n",
            "B",
            [(2, "it has 3 cells where the first line has 2"), (4, "it has 3")],
        ),
        ("A,KENXYZ\nB,KENREB\nC,KENSHI\n", "ABC", [(2, "A, KENXYZ: XYZ is no role (GOV,")]),
        ("A,QQQREB\nB,LYBREB\nC,LBY\n", "C", [(2, "code 'QQQREB' begins with QQQ"), (3, "code 'LYBREB'")]),
    ],
)
def test_a_bad_row_of_a_spreadsheet_costs_itself_alone(
    text: str | bytes, names: str, said: list[tuple[int, str]], tmp_path: Path
) -> None:
    imported = read_text(tmp_path, b"name,code\n" + (text.encode() if isinstance(text, str) else text), "x.csv")
    assert [row.name for row in imported.rows] == list(names)
    assert [note.line for note in imported.notes] == [line for line, _ in said]
    assert all(note.message.startswith(message) for note, (_, message) in zip(imported.notes, said, strict=True))


def test_the_same_name_and_code_again_is_one_actor(tmp_path: Path) -> None:
    text = "id,name,code\n1,Ann Bee,LBYREB\n2,Ann Bee,LBYREB\n3,ANN BEE,LBYREB\n4,Ann Bee,MLIREB\n"
    imported = read_text(tmp_path, text, "x.csv")
    assert [row.actor_id for row in imported.rows] == ["1", "1", "1", "4"]
    assert [(note.line, note.lost) for note in imported.notes] == [(3, None), (4, None)]
    assert imported.notes[0].message == "Ann Bee, LBYREB again, as in line 2: one actor, 1"


def test_entities(tmp_path: Path) -> None:
    entities = [
        {"id": "p1", "schema": "Person", "properties": {"name": ["Ann Bee"], "alias": ["A. Bee"], "country": ["ly"]}},
        {"id": "q1", "schema": "Position", "properties": {"name": ["Minister of Oil"], "country": ["ly"]}},
        {
            "id": "o1",
            "schema": "Occupancy",
            "properties": {"holder": ["p1"], "post": ["q1"], "startDate": ["2012-01-02"], "endDate": ["2014"]},
        },
        {
            "id": "g1",
            "schema": "Organization",
            "properties": {"name": ["Oil Guard"], "topics": ["mil"], "country": ["LY"]},
        },
        {"id": "s1", "schema": "Person", "properties": {"name": ["Cee Dee"], "topics": ["sanction", "crime.terror"]}},
        {"id": "n1", "schema": "Company", "properties": {}},
        {"schema": "Company"},
    ]
    lines = "\n".join(map(json.dumps, entities)) + "\n{broken\n"
    imported = read_text(tmp_path, lines, "entities.ftm.json")
    got = {row.actor_id: (row.name, row.code, row.kind, row.title, row.start, row.end) for row in imported.rows}
    assert got == {
        "ftm.p1": ("Ann Bee", "LBYGOV", "person", "minister of oil", "2012-01-02", "2014"),
        "ftm.g1": ("Oil Guard", "LBYMIL", "organisation", None, None, None),
        "ftm.s1": ("Cee Dee", None, "person", None, None, None),
    }
    assert [(note.line, note.lost) for note in imported.notes] == [(6, "entity"), (7, "entity"), (8, "entity")]
    assert imported.counts["entities"] == 3 + 3


def test_what_is_no_dictionary_is_said(tmp_path: Path) -> None:
    for name in ("empty.txt", "empty.csv", "empty.json"):
        with pytest.raises(KnowledgeError, match=f"{name}: is empty"):
            read_text(tmp_path, "\n", name)
    with pytest.raises(KnowledgeError, match="has no row below its first line"):
        read_text(tmp_path, "name,code\n", "header.csv")
    with pytest.raises(KnowledgeError, match="is no text file"):
        read_text(tmp_path, b"PK\x03\x04" + bytes(range(256)), "sheet.csv")
    with pytest.raises(KnowledgeError, match="holds no actor with a code"):
        read_text(tmp_path, "Police arrested two men.\nThe mayor condemned it.\n", "article.txt")
    with pytest.raises(KnowledgeError, match="no column is called name"):
        read_text(tmp_path, "a,b\n1,2\n", "x.csv")
    with pytest.raises(KnowledgeError, match="unknown format 'xml'"):
        read_text(tmp_path, ACTORS, format="xml")
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read_dictionary(tmp_path / "none.txt", countries=COUNTRIES, spelling=spelling)


def test_import_and_export_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    actors, agents, own = tmp_path / "x.actors.txt", tmp_path / "x.agents.txt", tmp_path / "own.tsv"
    actors.write_text(ACTORS, encoding="utf-8")
    agents.write_text(AGENTS, encoding="utf-8")
    args = ["actors", "import", str(actors), str(agents), "--actors", str(own)]
    assert main(args) == 3, "some of what the files hold is left out"
    said = capsys.readouterr().err
    assert "x.actors.txt:14: [EGYGOV 20121207-20120802]: ends before it starts (role left out)" in said
    assert "x.actors.txt: 6 heads, 4 synonyms (1 left out), 9 roles (2 left out); 8 rows added" in said
    assert main(args) == 3
    assert "0 rows added" in capsys.readouterr().err
    assert len(read_rows(own)) == 16
    assert main(["actors", "export", "--actors", str(own)]) == 0
    written = capsys.readouterr().out
    assert "\t[LBYGOV 19690901-20110823]\n" in written
    assert "~" not in written
    assert main(["actors", "export", "--agents", "--actors", str(own)]) == 0
    written = capsys.readouterr().out
    assert "ATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~GOVATG]\n" in written


def test_codes_of_faiths_are_taken_and_strange_letters_said_with_their_line(tmp_path: Path) -> None:
    text = (
        "DRUZE_OF_IRAN_\n\t[IRNDRZ]\nMARONITES_\n\t[MRN]\nX_\n\t[IRNBHI]\n\t[BHI]\nY_\n\t[IRNBHI]\nZ_\n\t[IRNGOVBHI]\n"
    )
    imported = read_text(tmp_path, text)
    assert [row.code for row in imported.rows] == ["IRNDRZ", "MRN", "IRNBHI", "IRNBHI", "IRNGOVBHI"]
    assert [(note.line, note.lost) for note in imported.notes] == [(6, None), (7, "role")]
    assert imported.notes[0].message.startswith("[IRNBHI]: BHI is no role")
    assert "begins with BHI, which is no country, region, body, faith or role" in imported.notes[1].message


def test_an_import_says_by_its_exit_code_that_rows_were_left_out(tmp_path: Path) -> None:
    own = str(tmp_path / "own.tsv")
    for name, text, code in (("a", "A,LBYREB\n", 0), ("b", "B,LBYREB\nC,\n", 3), ("c", "C,\n", 1)):
        (tmp_path / f"{name}.csv").write_text(f"name,code\n{text}")
        assert main(["actors", "import", str(tmp_path / f"{name}.csv"), "--actors", own]) == code
    assert [row.name for row in read_rows(Path(own))] == ["A", "B"]
