"""A project's own actors: read, checked, preferred to what is shipped, and shown to change what was coded."""

from __future__ import annotations

import datetime
import json
import re
import shlex
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import whowhom
from whowhom.actors.cast import role_on
from whowhom.cli import main
from whowhom.errors import KnowledgeError
from whowhom.knowledge.actor_file import COLUMNS, ActorRow, add_rows, fault_in, read_rows
from whowhom.knowledge.actors import ActorIndex, load_actors
from whowhom.knowledge.own_actors import actor_of
from whowhom.knowledge.spelling import fold_in_place
from whowhom.records import ActorKind

DOCS = Path(__file__).parents[1] / "docs"
ARTICLE = """TRIPOLI, 20 May 2014 - Fighters of the Nawasi Shield attacked the Libyan army on Monday.
Kosovo rejected the plan of Serbia. The Kosovo police arrested two Serbian officers on Tuesday.
The lawgivers of Zambia accused Malawi of treason."""


def table(folder: Path, *rows: ActorRow) -> Path:
    path = folder / "actors.tsv"
    add_rows(path, rows)
    return path


def row(name: str, **cells: object) -> ActorRow:
    return ActorRow(**{"actor_id": f"own.{name.lower().replace(' ', '-')}", "name": name, **cells})  # type: ignore[arg-type]


def index_of(folder: Path, *rows: ActorRow) -> ActorIndex:
    return load_actors(table(folder, *rows))


def found_in(index: ActorIndex, text: str) -> list[tuple[str, str]]:
    found = index.find(text, fold_in_place(text))
    return [(text[hit.start : hit.end], hit.aliases[0].actor_id) for hit in found]


def parties(coder: whowhom.Coder, text: str) -> set[tuple[str, str | None]]:
    events = coder.code(text, published="2014-05-20")
    return {(party.name, party.code) for event in events for party in (*event.sources, *event.targets)}


def test_what_is_added_is_coded(tmp_path: Path) -> None:
    own = table(
        tmp_path,
        row("Nawasi Shield", code="LBYREB", aliases=("Nawasi Brigade",)),
        row("Kosovo", code="SRBSEP", country="SRB"),
        row("lawgiver", code="~LEG"),
    )
    coder = whowhom.load(actors=own, rules_only=True)
    found = parties(coder, ARTICLE)
    assert ("Nawasi Shield", "LBYREB") in found
    assert ("Kosovo", "SRBSEP") in found, "a project chooses on contested cases"
    assert ("Police of Kosovo", "SRBSEPCOP") in found, "and what belongs to them follows"
    assert any(code == "ZMBLEG" for _, code in found)
    shipped = parties(whowhom.load(rules_only=True), ARTICLE)
    assert ("Kosovo", "XKX") in shipped


def test_a_person_of_the_table_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    index = index_of(tmp_path, row("Khalifa Haftar", code="LBYXYZ", kind="person"))
    assert found_in(index, "Khalifa Haftar and Khalifa Hifter met.") == [
        ("Khalifa Haftar", "own.khalifa-haftar"),
        ("Khalifa Hifter", "own.khalifa-haftar"),
    ]
    assert "person.khalifa-haftar" not in index.actors
    assert index.actors["own.khalifa-haftar"].code == "LBYXYZ"


def test_what_takes_the_place_of_a_group_stays_a_group(tmp_path: Path) -> None:
    index = index_of(tmp_path, row("Hamas", code="PSEGOV", start="2007-06-14"))
    actor = index.actors["own.hamas"]
    assert actor.kind is ActorKind.ARMED_GROUP
    roles = [role_on(actor, day) for day in ("2010", "2001")]
    assert [role.role for role in roles if role] == ["GOV", "REB"], "shipped roles of other days stay"


def test_an_id_that_is_shipped_is_taken_over(tmp_path: Path) -> None:
    index = index_of(tmp_path, row("Haftar's army", actor_id="person.khalifa-haftar", code="LBYREB"))
    assert found_in(index, "Khalifa Haftar spoke.") == [("Khalifa Haftar", "person.khalifa-haftar")]
    assert index.actors["person.khalifa-haftar"].code == "LBYREB"


def test_two_of_one_name_are_told_apart_by_topic_or_not_at_all(tmp_path: Path) -> None:
    own = table(
        tmp_path,
        row("Free Front@MLI", actor_id="own.a", code="MLIREB", aliases=("Free Front@MLI",)),
        row("Free Front of Chad", actor_id="own.b", code="TCDREB", aliases=("Free Front@TCD",)),
    )
    coder = whowhom.load(actors=own, rules_only=True)
    mali = "The Malian army said Mali was at war. The Free Front attacked the Malian army in Mali on Monday."
    assert any(code == "MLIREB" for _, code in parties(coder, mali))
    chad = mali.replace("Malian", "Chadian").replace("Mali", "Chad")
    assert any(code == "TCDREB" for _, code in parties(coder, chad))
    nowhere = "The Free Front attacked a village on Monday."
    assert not any(code in {"MLIREB", "TCDREB"} for _, code in parties(coder, nowhere))


def test_the_longest_name_wins_and_borders_count(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        row("Shield", code="LBYREB"),
        row("Shield of Nawasi (North)", actor_id="own.north", code="LBYMIL"),
        row("U.N.X.", actor_id="own.unx", code="IGOUNO"),
    )
    text = "The Shield of Nawasi (North) met the Shield, the Shieldmen and U.N.X. officials."
    assert found_in(index, text) == [
        ("Shield of Nawasi (North)", "own.north"),
        ("Shield", "own.shield"),
        ("U.N.X.", "own.unx"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("own.x\tX\t-\t-\t-\tlby\t-\t-\t-\t-", "actors.tsv:2: code 'lby' is no CAMEO actor code"),
        ("own.x\tX\t-\tking\t-\tLBY\t-\t-\t-\t-", "actors.tsv:2: unknown kind 'king'"),
        (
            "own.x\tX\t-\t-\tLibya\tLBY\t-\t-\t-\t-",
            "actors.tsv:2: country 'Libya' is no code. Near it: LBY (Libya).",
        ),
        ("own.x\tX\t-\t-\tZZZ\tLBY\t-\t-\t-\t-", "actors.tsv:2: country 'ZZZ' is no code"),
        (
            "own.x\tX\t-\t-\t-\tLYBREB\t-\t-\t-\t-",
            "actors.tsv:2: code 'LYBREB' begins with LYB, which is no country, region, body, faith or role. Near it:",
        ),
        ("own.x\tX\t-\t-\t-\tLBY\t-\t2014-13\t-\t-", "actors.tsv:2: start '2014-13' is no date"),
        ("own.x\tX\t-\t-\t-\tLBY\t-\t2014\t2013\t-", "actors.tsv:2: the end 2013 lies before the start 2014"),
        ("own.x\t-\t-\t-\t-\tLBY\t-\t-\t-\t-", "actors.tsv:2: name is empty"),
        ("own.x\tX\tLBY", "actors.tsv:2: 3 cells where the header has 10"),
        ("own.x\tX\t-\t-\t-\tLBY\t-\t2014-02-31\t-\t-", "actors.tsv:2: start '2014-02-31' is no date"),
        ("own.x\t!!!\t-\t-\t-\tLBY\t-\t-\t-\t-", "actors.tsv:2: the name '!!!' has no letter and no digit"),
        ("own.x\tX\tA||B\t-\t-\tLBY\t-\t-\t-\t-", "actors.tsv:2: the name '' has no letter and no digit"),
        ("own.x\tA\0B\t-\t-\t-\tLBY\t-\t-\t-\t-", "actors.tsv:2: it holds a control character"),
        (f"own.x\t{'x' * 201}\t-\t-\t-\tLBY\t-\t-\t-\t-", "actors.tsv:2: the name 'xxxxxxxxxxxxxxxxxxxx…' has 201"),
        (
            "own.x\tX\t-\t-\t-\tLBY\t-\t-\t-\t-\nown.y\tY\t-\t-\t-\tLBY\t-\t-\t-\t-\nown.x\tX\t-\t-\t-\tLBY\t-\t2014\t-\t-",
            "actors.tsv:4: the rows of own.x do not stand side by side",
        ),
    ],
)
def test_a_wrong_line_is_named(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "actors.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        load_actors(path)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("code", ["IGOUNO", "NGO", "AFRREB", "MEA", "REB", "KSVGOV", "SUNGOV", "---REB", "LBYXYZ"])
def test_codes_of_bodies_regions_roles_and_former_states_stay(code: str, tmp_path: Path) -> None:
    assert fault_in(row("X", code=code)) is None
    assert len(read_rows(table(tmp_path, row("X", code=code)))) == 1


def test_the_same_name_and_code_is_added_to_the_actor_there(tmp_path: Path) -> None:
    own = str(tmp_path / "own.tsv")
    for name in ("Nawasi Shield", "NAWASI SHIELD"):
        assert main(["actors", "add", name, "--code", "LBYREB", "--actors", own]) == 0
    assert [each.actor_id for each in read_rows(Path(own))] == ["own.nawasi-shield", "own.nawasi-shield"]


def test_comments_and_windows_line_ends_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "actors.tsv"
    text = "# mine\n" + "\t".join(COLUMNS) + "\n\n# a note\nown.x\tXanadu Army\t-\t-\t-\tLBYMIL\t-\t-\t-\t-\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert found_in(load_actors(path), "The Xanadu Army left.") == [("Xanadu Army", "own.x")]
    add_rows(path, [row("Other Army", code="LBYMIL")])
    lines = path.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[3]) == ("# mine", "# a note"), "comments stay where they stand"
    assert len(read_rows(path)) == 2


CODES = st.sampled_from(["LBY", "LBYGOV", "IGOUNO", "NGO", "---", "---GOV", "~COP", "IGO~", None])
DAYS = st.one_of(st.none(), st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)).map(str))
NAMES = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12).filter(
    lambda name: name.strip() not in ("", "-") and name[0] != "#" and "|" not in name
)


@given(st.lists(st.builds(ActorRow, actor_id=NAMES, name=NAMES, code=CODES, start=DAYS, end=DAYS), max_size=8))
def test_rows_are_read_back_as_written(tmp_path_factory: pytest.TempPathFactory, rows: list[ActorRow]) -> None:
    path = tmp_path_factory.mktemp("own") / "actors.tsv"
    right = [each for each in rows if fault_in(each) is None]
    add_rows(path, right)
    if right:
        read = read_rows(path)
        assert {" ".join(each.name.split()) for each in right} == {each.name for each in read}
        assert add_rows(path, right) == [], "nothing is added twice"
        load_actors_of = load_actors(path)
        assert load_actors_of.everybody()


@pytest.mark.parametrize(
    ("day", "role"), [("1995-05-05", None), ("2000-01-01", "GOV"), ("2004", "GOV"), ("2005-02-01", "OPP")]
)
def test_roles_hold_at_their_dates(day: str, role: str | None) -> None:
    rows = [
        row("Ann Bee", code="MLIGOV", start="2000-01-01", end="2004-12-31"),
        row("Ann Bee", code="MLIOPP", start="2005-01-01"),
    ]
    actor = actor_of(rows, {"MLI"})
    held = role_on(actor, day)
    assert (held.role if held else None) == role
    assert actor.kind is ActorKind.PERSON


CHOICE = re.compile(r"^\| [^|]+ \| [^|]+ \| `whowhom (actors add .+?)` \|$", re.MULTILINE)


@pytest.mark.parametrize("line", CHOICE.findall((DOCS / "actors.md").read_text(encoding="utf-8")))
def test_the_choices_of_the_docs_do_what_they_say(line: str, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    words = shlex.split(line)
    name, code = words[2], words[words.index("--code") + 1]
    assert main([*words, "--actors", str(own)]) == 0
    events = whowhom.load(actors=own, rules_only=True).code(f"{name} attacked the village.", published="2015-05-05")
    assert {party.code for event in events for party in event.sources} == {code}


def test_names_alike_in_ascii_are_two_actors(tmp_path: Path) -> None:
    own = str(tmp_path / "own.tsv")
    for name, code in (("王毅", "CHNGOV"), ("王艺", "TWNBUS"), ("John Smith", "USAGOV"), ("John Smith", "GBRMIL")):
        assert main(["actors", "add", name, "--code", code, "--kind", "person", "--actors", own]) == 0
    assert len({each.actor_id for each in read_rows(Path(own))}) == 4
    assert main(["actors", "add", "John Smith", "--code", "USAMIL", "--start", "2001", "--actors", own]) == 0
    assert len({each.actor_id for each in read_rows(Path(own))}) == 4, "one more role of the first"


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ghulam Rasool Mengalzai", "Ghulam Rasul Mengalzay"), ("Khalifa Haftar", "Khalifa Haftat")],
)
def test_names_that_were_joined_are_kept_apart(first: str, second: str, tmp_path: Path) -> None:
    text = f"{first} attacked the Libyan army. General {second} accused Egypt of murder."
    own = tmp_path / "own.tsv"

    def sources(actors: Path | None) -> list[str]:
        events = whowhom.load(actors=actors, rules_only=True).code(text, published="2014-05-20")
        return [party.actor_id for event in events for party in event.sources]

    assert len(set(sources(None))) == 1
    assert main(["actors", "apart", first, second, "--actors", str(own)]) == 0
    assert len(set(sources(own))) == 2
    assert main(["actors", "apart", first, second, "--actors", str(own)]) == 0, "a second time changes nothing"
    assert main(["actors", "add", second, "--code", "LBYREB", "--actors", str(own)]) == 0
    assert len(set(sources(own))) == 2
    assert main(["actors", "apart", first, first, "--actors", str(own)]) == 1
    assert main(["actors", "apart", "Libya", "Libyan Republic", "--kind", "king", "--actors", str(own)]) == 1


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Raila Odinga left Kenya. Mr Odinga accused President Mwai Kibaki of fraud.", "Mr Odinga", "KEN"),
        ("Khalifa Haftar left. General Khalifa Haftat accused Egypt of fraud.", "Khalifa Haftat", "MIL"),
        (
            "Khalifa Haftar left. Chadian Foreign Minister Khalifa Haftat accused Egypt of fraud.",
            "Khalifa Haftat",
            "TCDGOV",
        ),
        ("Khalifa Haftar left. Khalifa Haftat accused Egypt of fraud.", "Khalifa Haftat", None),
    ],
)
def test_a_name_kept_apart_has_the_code_that_its_text_gives_it(
    text: str, name: str, code: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.tsv"
    known = "Raila Odinga" if "Odinga" in name else "Khalifa Haftar"
    assert main(["actors", "apart", known, name, "--actors", str(own)]) == 0
    said = capsys.readouterr().err
    assert f"{name} is taken for nobody else now" in said
    assert f"whowhom actors add '{name}' --code CODE" in said
    (event,) = [e for e in whowhom.load(actors=own, rules_only=True).code(text) if e.event_type == "ACCUSE"]
    (source,) = event.sources
    assert (source.name, source.code) == (name, code)


def test_letters_that_are_no_role_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = str(tmp_path / "own.tsv")
    assert main(["actors", "add", "Xanadu", "--code", "KENXYZ", "--actors", own]) == 0
    assert "Xanadu, KENXYZ: XYZ is no role (GOV, MIL, REB, ...)" in capsys.readouterr().err
    assert main(["actors", "add", "Xanadu Two", "--code", "KENREBXYZ", "--actors", own]) == 0
    assert "is no role" not in capsys.readouterr().err


def test_names_alike_in_ascii_are_kept_apart_too(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    assert main(["actors", "apart", "王毅", "王艺", "--actors", str(own)]) == 0
    assert len({each.actor_id for each in read_rows(own)}) == 2


def test_the_queue_empties_as_actors_are_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article, store, own = tmp_path / "a.txt", tmp_path / "s.db", tmp_path / "own.tsv"
    article.write_text("Umar Sahbun attacked the Libyan army. Umar Sahbun met Egypt's president.", encoding="utf-8")
    assert main(["code", str(article), "--store", str(store), "--rules-only"]) == 0
    capsys.readouterr()
    assert main(["actors", "queue", "--store", str(store), "--format", "table"]) == 0
    queue = capsys.readouterr().out
    assert "Umar Sahbun  2× in 1 document" in queue
    assert "whowhom actors add 'Umar Sahbun' --code" in queue
    assert main(["actors", "add", "Umar Sahbun", "--code", "LBYREB", "--kind", "person", "--actors", str(own)]) == 0
    assert main(["code", str(article), "--store", str(store), "--actors", str(own), "--rules-only"]) == 0
    said = capsys.readouterr().err
    assert "2 stored events changed:" in said
    assert "sources: Umar Sahbun (---, name.umar-sahbun) -> Umar Sahbun (LBYREB, own.umar-sahbun)" in said
    assert main(["actors", "queue", "--store", str(store), "--format", "jsonl"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["query", "SELECT count(*) FROM changes", "--store", str(store), "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == ["count(*)", "2"]


def the_one_waiting(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The row of `actors queue` for a text that names one actor whom no table knows."""
    article, store = folder / "a.txt", folder / "s.db"
    article.write_text(text, encoding="utf-8")
    assert main(["code", str(article), "--store", str(store), "--rules-only"]) == 0
    capsys.readouterr()
    assert main(["actors", "queue", "--store", str(store), "--format", "jsonl"]) == 0
    (waiting,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return cast(dict[str, Any], waiting)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Umar Sahbun attacked the Libyan army. Egypt met Umar Sahbun.", None),
        ("Libya and Chad accused Umar Sahbun. The Libyan army attacked Umar Sahbun.", None),
        ("Umar Sahbun, Chad and Mali met Egypt.", None),
        ("The Libyan prosecutor Umar Sahbun accused Egypt of murder.", "LBY"),
        ("Umar Sahbun, the foreign minister of Ghana, accused Egypt of murder.", "GHA"),
        ("Umar Sahbun of Chad accused Egypt of murder.", "TCD"),
    ],
)
def test_the_queue_suggests_a_country_only_where_the_words_say_it(
    text: str, code: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = the_one_waiting(text, tmp_path, capsys)
    assert (waiting["code"] or "")[:3] == (code or "")
    assert ("country unknown" in waiting["reason"]) == (code is None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Interior Minister General Umar Sahbun attacked the rebels.", "GOV"),
        ("The interior minister, General Umar Sahbun, attacked the rebels.", "GOV"),
        ("General Umar Sahbun, the interior minister, attacked the rebels.", "GOV"),
        ("General Umar Sahbun, a former interior minister, attacked the rebels.", "MIL"),
        ("Chad met the minister. General Umar Sahbun attacked the minister.", "MIL"),
    ],
)
def test_the_queue_puts_an_office_before_a_rank(
    text: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = the_one_waiting(text, tmp_path, capsys)
    assert waiting["code"] == code


def test_show_tells_roles_ties_and_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article, store = tmp_path / "a.txt", tmp_path / "s.db"
    article.write_text("Russia attacked Ukraine.", encoding="utf-8")
    assert main(["code", str(article), "--store", str(store), "--rules-only"]) == 0
    capsys.readouterr()
    assert main(["actors", "show", "state.RUS", "--store", str(store)]) == 0
    page = capsys.readouterr().out
    assert "president: Vladimir Putin" in page
    assert "Events in" in page
    assert "ASSAULT" in page
    assert main(["actors", "show", "person.vladimir-putin"]) == 0
    assert "prime minister RUS (GOV)  8 May 2008 to 7 May 2012" in capsys.readouterr().out


def test_a_document_is_coded_the_same_whatever_was_coded_before(tmp_path: Path) -> None:
    own = table(
        tmp_path,
        row("Kosovo", code="SRBSEP", country="SRB"),
        row("Besart Krasniqova", code="XKXREB", kind="person"),
    )
    coder = whowhom.load(actors=own, rules_only=True)
    near = "In Kosovo, Pristina said Kosovo was calm. General Besart Krasnikova attacked Kosovo."
    before = coder.code(near, published="2010-05-05")
    assert {party.code for event in before for party in event.sources} == {"XKXREB"}, "what a project codes stays"
    coder.code("Besart Krasniqova attacked Serbia.", published="2010-05-05")
    assert coder.code(near, published="2010-05-05") == before
