"""A gazetteer of one's own from GeoNames' full table."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from whowhom.errors import KnowledgeError
from whowhom.knowledge.geonames import CELLS, import_table
from whowhom.knowledge.places import OPTIONAL_FILES, load_gazetteer, places_digest

TRIPOLI = 2210247


def line(number: int, name: str, *, code: str = "PPL", country: str = "LY", people: int = 0, others: str = "") -> str:
    """One line as GeoNames writes it."""
    sort = {"PPL": "P", "PPLC": "P", "AIRB": "S", "MT": "T", "SEA": "H", "HTL": "S"}[code]
    cells = [str(number), name, name, others, "26.5", "13.25", sort, code, country, "", "61", "", "", "", str(people)]
    return "\t".join(cells + [""] * (CELLS - len(cells)))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = (
        line(TRIPOLI, "Tripoli", code="PPLC", people=1_200_000, others="Tarabulus al-Gharb,TIP,طرابلس"),
        line(99_000_001, "Wadi Qasim", others="Wadi Kassem"),
        line(99_000_002, "Sabratha Base", code="AIRB"),
        line(99_000_003, "Hotel Corinthia", code="HTL"),
        line(99_000_004, "Tiny Hamlet", country="US", people=12),
        line(99_000_005, "Newtown Large", country="US", people=800_000),
    )
    path = tmp_path / "table.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_chosen_country_keeps_its_villages_and_others_their_towns(table: Path, tmp_path: Path) -> None:
    done = import_table(table, tmp_path / "own", countries=frozenset({"LBY"}), with_shipped=False)
    assert (done.read, done.kept, done.wrong) == (6, 4, 0)
    places = load_gazetteer(tmp_path / "own")
    assert [(e.geonameid, e.country, e.kind) for e in places.find("Wadi Kassem")] == [(99_000_001, "LBY", "city")]
    assert [e.kind for e in places.find("Sabratha Base")] == ["base"]
    assert not places.find("Hotel Corinthia")
    assert not places.find("Tiny Hamlet")
    assert places.find("Newtown Large")[0].population == 800_000


def test_what_is_shipped_stays_and_the_table_wins(table: Path, tmp_path: Path) -> None:
    import_table(table, tmp_path / "own")
    places, shipped = load_gazetteer(tmp_path / "own"), load_gazetteer()
    assert places.find("Goma") == shipped.find("Goma")
    assert [e.population for e in places.find("Tripoli") if e.geonameid == TRIPOLI] == [1_200_000]
    assert places.is_word("airport", "site")


def test_the_same_table_gives_the_same_bytes(table: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        import_table(table, folder, with_shipped=False)
    assert places_digest(folders[0]) == places_digest(folders[1])
    names = gzip.decompress((folders[0] / "names.tsv.gz").read_bytes()).splitlines()
    keys = [name.split(b"\t")[0] for name in names]
    assert keys == sorted(set(keys))


def test_a_broken_line_is_named_and_the_rest_is_kept(table: Path, tmp_path: Path) -> None:
    with table.open("a", encoding="utf-8") as more:
        more.write("half a line\n" + line(99_000_006, "Last Town", people=900) + "\n")
    done = import_table(table, tmp_path / "own", with_shipped=False)
    assert (done.wrong, done.named) == (1, (f"{table.name}:7: 1 cells in place of {CELLS}",))
    assert load_gazetteer(tmp_path / "own").find("Last Town")


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [(4, "999", "latitude"), (5, "nan", "longitude"), (0, "-5", "number"), (14, "-1", "population")],
)
def test_what_no_place_can_have_is_named(cell: int, value: str, told: str, table: Path, tmp_path: Path) -> None:
    cells = line(99_000_007, "Nowhere", people=900).split("\t")
    cells[cell] = value
    table.write_text("\t".join(cells) + "\n" + line(99_000_008, "Somewhere", people=900) + "\n", encoding="utf-8")
    done = import_table(table, tmp_path / "own", with_shipped=False)
    assert (done.kept, done.wrong) == (1, 1)
    assert told in done.named[0]
    assert not load_gazetteer(tmp_path / "own").find("Nowhere")


def test_one_bad_byte_loses_one_line(table: Path, tmp_path: Path) -> None:
    table.write_bytes(
        line(99_000_007, "Bad").encode() + b"\xff\n" + line(99_000_008, "Good", people=900).encode() + b"\n"
    )
    done = import_table(table, tmp_path / "own", with_shipped=False)
    assert (done.kept, done.named) == (1, (f"{table.name}:1: is not UTF-8",))


def test_a_failed_import_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        import_table(tmp_path / "missing.txt", tmp_path / "own", with_shipped=False)
    assert not (tmp_path / "own").exists()


def test_every_file_of_the_folder_counts_in_its_digest(table: Path, tmp_path: Path) -> None:
    import_table(table, tmp_path / "own", with_shipped=False)
    found = {places_digest(tmp_path / "own")}
    for name in OPTIONAL_FILES:
        (tmp_path / "own" / name).write_text("x\n", encoding="utf-8")
        found.add(places_digest(tmp_path / "own"))
    assert len(found) == 1 + len(OPTIONAL_FILES)


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "# Title\n\nWords.\n"])
def test_another_kind_of_file_is_refused_in_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no place is kept") as refused:
        import_table(path, tmp_path / "own", with_shipped=False)
    assert "\n" not in str(refused.value)


def test_a_folder_without_places_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="places import"):
        places_digest(tmp_path)
    with pytest.raises(KnowledgeError):
        load_gazetteer(tmp_path)
