"""The tile grid gives every province a place of its own, and the country keeps its shape."""

import csv
from collections import Counter
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"
REAL, FICTIONAL = "our own layout", "made up for the demo edition"
PLACES = {REAL: ("provinces.csv", "province_en"), FICTIONAL: ("demo_names.csv", "name_en")}

either_country = pytest.mark.parametrize("source", PLACES)


def rows_of(file: str) -> list[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def tiles(source: str) -> list[dict[str, str]]:
    return [row for row in rows_of("tile_grid.csv") if row["source"] == source]


def cells(source: str = REAL) -> dict[str, tuple[int, int]]:
    """Column and row of each place."""
    return {row["province_en"]: (int(row["column"]), int(row["row"])) for row in tiles(source)}


def apart(one: str, other: str) -> int:
    """Steps between two provinces, a diagonal one counting as one."""
    at = cells()
    return max(abs(a - b) for a, b in zip(at[one], at[other], strict=True))


def test_every_row_says_where_it_comes_from():
    """A tile is our own layout or made up for the demo edition, and nothing else."""
    unknown = [row for row in rows_of("tile_grid.csv") if row["source"] not in PLACES]
    assert not unknown, unknown


@either_country
def test_every_place_has_one_tile(source):
    """Each place of the country is on the grid once, under its own name, and no other is."""
    file, column = PLACES[source]
    wanted = Counter(row[column] for row in rows_of(file))
    given = Counter(row["province_en"] for row in tiles(source))
    assert given == wanted, {"missing": wanted - given, "too many": given - wanted}


@either_country
def test_no_two_places_share_a_tile(source):
    """Two places of one country never lie on top of each other."""
    taken = Counter((row["column"], row["row"]) for row in tiles(source))
    shared = [row for row in tiles(source) if taken[row["column"], row["row"]] > 1]
    assert not shared, shared


@either_country
def test_the_grid_fits_a_page(source):
    """Columns and rows count from 1; there are at most 11 columns and 20 rows."""
    at = cells(source)
    outside = {
        name: cell for name, cell in at.items() if not (0 < cell[0] < 12 and 0 < cell[1] < 21)
    }
    assert not outside, outside
    assert [min(along) for along in zip(*at.values(), strict=True)] == [1, 1], at


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("Chiang Rai", "Bangkok"),
        ("Nong Khai", "Nakhon Ratchasima"),
        ("Bangkok", "Prachuap Khiri Khan"),
        ("Chumphon", "Surat Thani"),
        ("Songkhla", "Narathiwat"),
    ],
)
def test_north_is_up(north, south):
    """A province well to the north of another has a tile above it."""
    at = cells()
    assert at[north][1] < at[south][1], {name: at[name] for name in (north, south)}


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("Mae Hong Son", "Nan"),
        ("Kanchanaburi", "Bangkok"),
        ("Bangkok", "Ubon Ratchathani"),
        ("Loei", "Nakhon Phanom"),
        ("Phetchaburi", "Trat"),
        ("Phuket", "Nakhon Si Thammarat"),
    ],
)
def test_east_is_right(west, east):
    """A province well to the east of another has a tile further right."""
    at = cells()
    assert at[west][0] < at[east][0], {name: at[name] for name in (west, east)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kalasin", "Khon Kaen"),
        ("Kalasin", "Maha Sarakham"),
        ("Kalasin", "Roi Et"),
        ("Kalasin", "Sakon Nakhon"),
        ("Bangkok", "Nonthaburi"),
        ("Bangkok", "Samut Prakan"),
        ("Chiang Mai", "Chiang Rai"),
        ("Phangnga", "Phuket"),
        ("Yala", "Narathiwat"),
    ],
)
def test_neighbours_touch(one, other):
    """Provinces that share a border have tiles that touch, at a side or at a corner."""
    at = cells()
    assert apart(one, other) == 1, {name: at[name] for name in (one, other)}
