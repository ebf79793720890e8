"""Build `src/whowhom/data/places/outlines.tsv` from Natural Earth's countries at 1:110 million (public domain).

    python tools/build_outlines.py FILE.shp

needs `pyshp` 2.3 or later. The wheel of geopandas 0.14.4 ships the shapefile as `naturalearth_lowres`, with the columns
`iso_a3` and `name`. Lands that Natural Earth draws apart are put to the country that the tables here count them to, and
Western Sahara is drawn whole: who holds what of it is not for an outline to say.

One ring a line, sorted by country and then as in the source: country (ISO 3166-1 alpha-3), the ring's corners as
latitude,longitude with two decimals, parted by blanks.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import shapefile  # type: ignore[import-not-found]

OUT = Path(__file__).resolve().parent.parent / "src" / "whowhom" / "data" / "places" / "outlines.tsv"
HEADER = """\
# Outlines of countries, for what the east of one is: too coarse to say whether a town lies in it. A ring a line, its
# corners as latitude,longitude. Natural Earth, 1:110 million (public domain), by `tools/build_outlines.py`. Small
# states and islands have none, nor has Gaza. Where a land is contested the ring is the source's (the Golan within
# Israel's, Crimea within Ukraine's, Kashmir parted by its lines of control), but for Western Sahara, which is drawn
# whole: no claim is made by it.
"""
# What the source codes otherwise, by its name; it draws northern Cyprus and Somaliland apart.
CODES = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
NORTH_OF_SAHARA = 27.66
NO_COUNTRY = frozenset({"Fr. S. Antarctic Lands", "Antarctica"})


Corners = list[tuple[float, float]]


def rings(path: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, Corners]] = []
    for item in shapefile.Reader(str(path)).shapeRecords():
        name, code = item.record["name"], item.record["iso_a3"]
        if name in NO_COUNTRY:
            continue
        for first, past in pairwise([*item.shape.parts, len(item.shape.points)]):
            corners = [(round(lat, 2), round(lon, 2)) for lon, lat in item.shape.points[first:past]]
            found.append((CODES.get(name, code), corners))
    found = with_western_sahara_whole(found)
    written = ((code, " ".join(f"{lat:.2f},{lon:.2f}" for lat, lon in corners)) for code, corners in found)
    return sorted(written, key=lambda ring: ring[0])


def with_western_sahara_whole(found: list[tuple[str, Corners]]) -> list[tuple[str, Corners]]:
    """The rings, with the border where the United Nations' list of territories has it, and not along the berm."""
    (morocco,) = (corners for code, corners in found if code == "MAR")
    (sahara,) = (corners for code, corners in found if code == "ESH")
    coast = [at for at in morocco if at[0] < NORTH_OF_SAHARA and at not in sahara]
    berm = next(k for k, at in enumerate(sahara) if k and at in morocco and at[0] < NORTH_OF_SAHARA)
    whole = [*sahara[:berm], *coast, sahara[0]]
    mine = [at for at in morocco if at[0] >= NORTH_OF_SAHARA]
    return [(code, {"MAR": mine, "ESH": whole}.get(code, corners)) for code, corners in found]


def main() -> int:
    lines = [f"{code}\t{corners}\n" for code, corners in rings(Path(sys.argv[1]))]
    OUT.write_text(HEADER + "country\tring\n" + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} rings in {OUT.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
