"""The simulated country: fictional names, real rules."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from etl import demo
from etl.demo import HOME_OFFICE_ID, simulate
from ita import reference
from ita.method import grade_of, indicators_from_items, method_of, method_years, total_from
from ita.offices import name_key, office_index

ROOT = Path(__file__).resolve().parent.parent
LETTER_YEARS = range(2562, 2566)
LEVEL_YEARS = range(2566, 2569)
PUBLISHED_LIST_YEARS = {2564, 2565, 2566}

Frames = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def country() -> Frames:
    return simulate()


@pytest.fixture(scope="module")
def large_country() -> Frames:
    return simulate(29_000)


def wide(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Scores of a long frame in whole cents, one row per year and office."""
    table = frame.pivot(index=["fiscal_year", "office_id"], columns=key, values="score")
    return (table.astype(float) * 100).round()


def decimals(row: pd.Series) -> dict:
    return {key: Decimal(int(cents)) / 100 for key, cents in row.items() if pd.notna(cents)}


def half_up_cents(score: Fraction) -> int:
    return int(score * 100 + Fraction(1, 2))


# One run to the next


def test_another_seed_gives_another_country(country: Frames) -> None:
    """The seed decides the scores, not the offices."""
    other = simulate(seed=1)
    assert_frame_equal(other["office"], country["office"])
    assert (other["score"]["score"].head(100) != country["score"]["score"].head(100)).sum() > 90


def test_nothing_depends_on_hash_order() -> None:
    """Processes with different string hashing write the same bytes."""
    program = """
import hashlib
from etl.demo import simulate
text = "".join(frame.to_csv() for frame in simulate(40).values())
print(hashlib.sha256(text.encode()).hexdigest())
"""
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(digests) == 1


# The tables


def test_every_frame_fits_its_core_table(country: Frames, tmp_path: Path) -> None:
    """Columns are those of core.sql, every row is accepted, every score is stored to the cent."""
    with duckdb.connect() as connection:
        connection.execute((ROOT / "etl" / "sql" / "core.sql").read_text(encoding="utf-8"))
        for table, frame in country.items():
            cursor = connection.execute(f"SELECT * FROM {table} LIMIT 0")
            assert [column[0] for column in cursor.description] == list(frame.columns), table
            cursor.fetchall()
            path = tmp_path / f"{table}.parquet"
            frame.to_parquet(path, index=False)
            connection.execute(
                f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet($path)",
                {"path": str(path)},
            )
            kept = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
            assert kept == [(len(frame),)], table
        for table in ("score", "instrument_score", "indicator_score", "item_score"):
            stored = connection.execute(f"SELECT sum(score * 100)::BIGINT FROM {table}").fetchall()
            cents = (country[table]["score"].astype(float) * 100).round()
            assert stored == [(int(cents.sum()),)], table


def test_everything_is_marked_as_simulated(country: Frames) -> None:
    """Every score names the one simulated source."""
    assert country["source"]["source_id"].tolist() == ["simulation"]
    assert country["source"][["kind", "authority"]].to_numpy().tolist() == [["simulation", 9]]
    assert "จำลอง" in country["source"]["title"][0]
    for table in ("score", "instrument_score", "indicator_score", "item_score"):
        assert set(country[table]["status"]) == {"simulated"}
        assert set(country[table]["source_id"]) == {"simulation"}
    assert set(country["roster"]["confidence"]) == {"simulated"}


def test_rows_of_the_source_are_numbered_within_a_year(country: Frames) -> None:
    """row_no runs from 1 to the number of offices of the year."""
    for _, rows in country["score"].groupby("fiscal_year"):
        assert rows["row_no"].tolist() == list(range(1, len(rows) + 1))


# Fictional names


def test_areas_are_not_real_places() -> None:
    """No area name holds, or is held in, the name of a province; no region is a real one."""
    areas = reference.rows("demo_names")
    provinces = reference.rows("provinces")
    real = {row["province"] for row in provinces}
    real_en = {row["province_en"].lower().replace(" ", "") for row in provinces}
    regions = {row[column] for row in provinces for column in ("region", "region4")}
    assert len(areas) == 80
    assert [
        a["name_th"] for a in areas for p in real if p in a["name_th"] or a["name_th"] in p
    ] == []
    assert [a["name_en"] for a in areas for p in real_en if p in a["name_en"].lower()] == []
    assert len({area["region_th"] for area in areas}) == 6
    assert [a for a in areas if any(region in a["region_th"] for region in regions)] == []


def test_no_office_is_a_real_office(large_country: Frames) -> None:
    """No name, however it is spelled, leads to an office of the reference list."""
    office = large_country["office"]
    real = {
        row[column] for row in reference.rows("offices") for column in ("name_th", "short_name")
    }
    english = {each.name_en for each in office_index().by_id.values()}
    assert not real & {*office["office_name"], *office["short_name"]}
    assert not english & set(office["name_en"])
    assert not office_index().by_id.keys() & set(office["office_id"])
    once = office.drop_duplicates("province")
    names = [*once["office_name"], *once["short_name"]]
    assert len(names) > 100
    assert [name for name in names if office_index().find(name)] == []


def test_offices_can_be_told_apart(large_country: Frames) -> None:
    """Ids are short, unique and fit an address; no two offices share a name or a key."""
    office = large_country["office"]
    assert len(office) == 29_000
    assert office["office_id"].is_unique
    assert (
        office["office_id"]
        .map(lambda text: bool(re.fullmatch(r"[ps]-x-[a-z]+(-\d+)?", text)))
        .all()
    )
    assert office["office_id"].str.len().max() <= 24
    assert len({name_key(name) for name in office["short_name"]}) == 29_000


def test_names_are_built_as_the_real_ones(country: Frames) -> None:
    """Thai name, short name and English name of the home office and of a secondary office."""
    office = country["office"].set_index("office_id")
    assert office.loc[HOME_OFFICE_ID, ["office_name", "short_name", "name_en"]].tolist() == [
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง ดาวเหนือ เขต 1",
        "สพป.ตัวอย่าง ดาวเหนือ เขต 1",
        "Example Daonuea Primary 1",
    ]
    assert office.loc["s-x-phailin", ["office_name", "short_name", "name_en"]].tolist() == [
        "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาตัวอย่าง ไพลิน",
        "สพม.ตัวอย่าง ไพลิน",
        "Example Phailin Secondary",
    ]


@pytest.mark.parametrize(("offices", "primary"), [(245, 183), (490, 366), (29_000, 21_661), (1, 1)])
def test_types_keep_the_real_ratio(offices: int, primary: int) -> None:
    """183 primary to 62 secondary at any size, and the home office always among them."""
    office = simulate(offices, range(2565, 2566))["office"]
    assert (office["office_type"] == "primary").sum() == primary
    assert len(office) == offices
    assert HOME_OFFICE_ID in set(office["office_id"])


# The scoring rule


def test_totals_follow_the_rule_of_the_year(country: Frames) -> None:
    """Every row: total_from gives the same instruments, total and grade from the ten indicators."""
    indicators = wide(country["indicator_score"], "indicator_no")
    instruments = wide(country["instrument_score"], "instrument")
    scores = country["score"].set_index(["fiscal_year", "office_id"])
    assert len(indicators) == len(instruments) == len(scores) > 500
    for key, row in indicators.iterrows():
        total = total_from(decimals(row), key[0])
        assert decimals(instruments.loc[key]) == {
            "iit": total.iit,
            "eit": total.eit,
            "oit": total.oit,
        }
        assert round(scores.loc[key, "score"] * 100) == total.total * 100, key
        assert scores.loc[key, "grade"] == total.grade, key


@pytest.mark.parametrize("fiscal_year", method_years())
def test_any_indicators_roll_up_as_total_from(fiscal_year: int) -> None:
    """600 rows drawn over 40-100 in cents give the instruments and totals of total_from."""
    method = method_of(fiscal_year)
    indicators = np.random.default_rng(fiscal_year).integers(4_000, 10_001, (600, 10))
    instruments, totals = demo.roll_up(indicators, method)
    for row, parts, cents in zip(indicators, instruments, totals, strict=True):
        total = total_from({n: Decimal(int(c)) / 100 for n, c in enumerate(row, 1)}, fiscal_year)
        assert [total.iit, total.eit, total.oit] == [Decimal(int(part)) / 100 for part in parts]
        assert total.total == Decimal(int(cents)) / 100


def test_totals_round_half_up_once() -> None:
    """IIT 0.01 at one of five indicators is 0.00; EIT 0.05 more makes 0.015 of the total: 0.02."""
    method = method_of(2565)
    instruments, totals = demo.roll_up(np.array([[1] + [0] * 9, [0] * 5 + [5, 5, 5, 0, 0]]), method)
    assert instruments.tolist() == [[0, 0, 0], [0, 5, 0]]
    assert totals.tolist() == [0, 2]


@pytest.mark.parametrize("fiscal_year", method_years())
def test_grades_on_either_side_of_every_minimum(fiscal_year: int) -> None:
    """A cent below, on and above each minimum, for totals and for the weakest instrument."""
    method = method_of(fiscal_year)
    minima = {int(band.min_score * 100) for band in method.grade_bands} | {10_000}
    edges = [
        n for minimum in minima for n in (minimum - 1, minimum, minimum + 1) if 0 <= n <= 10_000
    ]
    pairs = np.array([(total, weakest) for total in edges for weakest in edges])
    instruments = np.column_stack(
        [np.full(len(pairs), 10_000), pairs[:, 1], np.full(len(pairs), 9_500)]
    )
    found = demo.grades(pairs[:, 0], instruments, method)
    for (total, _), parts, grade in zip(pairs, instruments, found, strict=True):
        scores = [Decimal(int(part)) / 100 for part in parts]
        by_code = dict(zip(("iit", "eit", "oit"), scores, strict=True))
        assert grade == grade_of(Decimal(int(total)) / 100, fiscal_year, by_code)


def test_items_add_up_to_indicators_9_and_10(country: Frames) -> None:
    """In every year and office: mean of items, mean of sub-indicators, rounded half up."""
    subs = country["item"].set_index(["fiscal_year", "item_code"])["sub_indicator"]
    items = country["item_score"].assign(
        sub_indicator=lambda frame: [
            subs[key] for key in zip(frame["fiscal_year"], frame["item_code"], strict=True)
        ]
    )
    assert set(items["score"]) == {0, 100}
    of_parts = items.groupby(["fiscal_year", "office_id", "sub_indicator"], observed=True)["score"]
    means: dict[tuple[int, str, int], list[Fraction]] = defaultdict(list)
    for part in of_parts.agg(total="sum", items="count").reset_index().itertuples():
        number = int(part.sub_indicator.partition(".")[0])
        means[number, part.fiscal_year, part.office_id].append(
            Fraction(int(part.total), int(part.items))
        )
    found = wide(country["indicator_score"], "indicator_no")
    own = {number: found[number].to_dict() for number in (9, 10)}
    assert {number for number, *_ in means} == set(own)
    wrong = [
        (number, *place)
        for (number, *place), of_indicator in means.items()
        if own[number][tuple(place)] != half_up_cents(sum(of_indicator) / len(of_indicator))
    ]
    assert wrong == []


def test_published_lists_agree_with_the_method(country: Frames) -> None:
    """Where the list is real, ita.method gives the same indicators 9 and 10 from the items."""
    items = wide(country["item_score"], "item_code")
    found = wide(country["indicator_score"], "indicator_no")
    for year in PUBLISHED_LIST_YEARS:
        for office_id, row in items.loc[year].head(60).iterrows():
            expected = indicators_from_items(decimals(row), year)
            assert expected == decimals(found.loc[(year, office_id), [9, 10]])


# The item lists


def test_item_counts_are_those_of_the_year(country: Frames) -> None:
    """43 items up to FY2566, then 35 and 28, in seven sub-indicators with at least one each."""
    item, sub = country["item"], country["sub_indicator"]
    counts = item.groupby("fiscal_year").size().to_dict()
    assert counts == {**dict.fromkeys(range(2562, 2567), 43), 2567: 35, 2568: 28}
    assert sub.groupby("fiscal_year")["item_count"].sum().to_dict() == counts
    assert set(sub.groupby("fiscal_year").size()) == {7}
    split = sub.pivot(index="fiscal_year", columns="sub_indicator", values="item_count")
    assert split.loc[2568].to_dict() == {
        "9.1": 6, "9.2": 5, "9.3": 3, "9.4": 3, "9.5": 3, "10.1": 5, "10.2": 3,
    }  # fmt: skip


def test_only_published_lists_are_called_published(country: Frames) -> None:
    """FY2564-2566 carry the real titles; every other title says that it is made up."""
    for table in ("item", "sub_indicator"):
        frame = country[table]
        published = frame["fiscal_year"].isin(PUBLISHED_LIST_YEARS)
        assert set(frame.loc[published, "status"]) == {"published"}
        assert set(frame.loc[~published, "status"]) == {"simulated"}
        assert set(frame.loc[~published, "confidence"]) == {"simulated"}
    item = country["item"].set_index(["fiscal_year", "item_code"])["title_th"]
    assert item.loc[2565, "O1"] == "โครงสร้าง"
    assert item.loc[2567, "O9"] == "รายการสมมติที่ 9 (การบริหารงาน)"


def test_item_points_are_what_an_item_adds_to_the_total(country: Frames) -> None:
    """FY2565: O1 0.4444, O42 5.0000; in every year all items together make the 40 points of OIT."""
    points = country["item"].set_index(["fiscal_year", "item_code"])["item_points"]
    assert (points.loc[2565, "O1"], points.loc[2565, "O42"]) == (0.4444, 5.0)
    assert points.loc[2568, "O28"] == 3.3333
    for year, total in points.groupby("fiscal_year").sum().items():
        assert total == pytest.approx(40, abs=0.002), year
    for row in country["sub_indicator"].itertuples():
        siblings = {"9": 5, "10": 2}[row.sub_indicator.split(".")[0]]
        assert row.item_points == round(20 / siblings / row.item_count, 4)


# Who is assessed


def test_roster_counts_the_offices_with_a_score(country: Frames) -> None:
    """The roster of each year and type is the number of totals."""
    types = country["office"].set_index("office_id")["office_type"]
    counts = country["score"].assign(office_type=country["score"]["office_id"].map(types))
    expected = counts.groupby(["fiscal_year", "office_type"]).size().to_dict()
    roster = country["roster"].set_index(["fiscal_year", "office_type"])["offices"]
    assert roster.to_dict() == expected


def test_twenty_secondary_offices_are_new_in_2564(country: Frames) -> None:
    """42 of 62 secondary offices before the reform; the others have no earlier figure anywhere."""
    score = country["score"]
    secondary = score[score["office_id"].astype(str).str.startswith("s-")]
    first_year = secondary.groupby("office_id", observed=True)["fiscal_year"].min()
    assert (first_year == 2562).sum() == 42
    new = set(first_year.index[first_year >= 2564])
    assert len(new) == 20
    items = country["item_score"]
    assert not new & set(items.loc[items["fiscal_year"] < 2564, "office_id"])


def test_some_offices_miss_a_year(country: Frames, large_country: Frames) -> None:
    """None in the first year, about one in a hundred later, the home office never."""
    years = (
        country["score"].groupby("office_id", observed=True)["fiscal_year"].agg(["min", "count"])
    )
    assert (years["count"] < 2569 - years["min"]).any()
    assert years.loc[HOME_OFFICE_ID, "count"] == 7
    sizes = large_country["score"].groupby("fiscal_year").size()
    assert sizes[2562] == 21_661 + 7_339 * 42 // 62
    assert (sizes.loc[2564:] / 29_000).between(0.985, 0.995).all()


# What the country looks like


def test_first_place_is_shared_every_year(country: Frames) -> None:
    """At least three offices tie for the best total, and others tie below them."""
    for _, rows in country["score"].groupby("fiscal_year"):
        assert (rows["score"] == rows["score"].max()).sum() >= 3
        assert rows["score"].duplicated(keep=False).sum() >= 5


def test_every_grade_is_met(country: Frames, large_country: Frames) -> None:
    """Both schemes have offices in all their grades; in a large country so has every year."""
    grades = country["score"].groupby("fiscal_year")["grade"].agg(set)
    for years in (LETTER_YEARS, LEVEL_YEARS):
        wanted = {band.grade for band in method_of(years[0]).grade_bands}
        assert set().union(*grades.loc[list(years)]) == wanted
    for year, found in large_country["score"].groupby("fiscal_year")["grade"].agg(set).items():
        assert found == {band.grade for band in method_of(year).grade_bands}


def test_some_pass_with_one_weak_instrument(country: Frames) -> None:
    """From FY2566 there are totals of 85 or more held at ผ่าน by exactly one instrument below 85."""
    score = country["score"]
    held = score[(score["grade"] == "ผ่าน") & (score["fiscal_year"] >= 2566)]
    weak = wide(country["instrument_score"], "instrument") < 8_500
    counts = weak.sum(axis=1).loc[pd.MultiIndex.from_frame(held[["fiscal_year", "office_id"]])]
    assert (held["score"] >= 85).all()
    assert (counts == 1).sum() >= 10


def test_the_country_rises_towards_a_ceiling(country: Frames) -> None:
    """Yearly means stay near 68, 71, 81, 88, 90, 93, 94; late years crowd under 100."""
    years = country["score"].groupby("fiscal_year")["score"]
    assert (years.mean() - [68, 71, 81, 88, 90, 93, 94]).abs().max() < 1.5
    assert years.mean().is_monotonic_increasing
    assert (years.median() > years.mean()).all()
    assert (country["score"].query("fiscal_year == 2568")["score"] >= 95).mean() > 0.5


def test_offices_rise_and_fall(country: Frames) -> None:
    """Every year at least one in ten offices falls and at least one in two rises."""
    table = country["score"].pivot(index="office_id", columns="fiscal_year", values="score")
    changes = table.diff(axis=1).iloc[:, 1:]
    known = changes.notna().sum()
    assert ((changes < 0).sum() / known > 0.1).all()
    assert ((changes > 0).sum() / known > 0.5).all()


def test_indicators_of_an_instrument_go_together(country: Frames) -> None:
    """All instruments are correlated; indicators are more so within theirs; 7 and 8 are low."""
    indicators = wide(country["indicator_score"], "indicator_no")
    within = indicators.groupby("fiscal_year").corr()
    instruments = wide(country["instrument_score"], "instrument").groupby("fiscal_year").corr()
    assert (instruments.to_numpy() > 0.2).all()
    for year in range(2562, 2569):
        assert within.loc[(year, 1), 2] > within.loc[(year, 1), 7]
    means = indicators.mean()
    assert sorted(means.loc[1:8].nsmallest(2).index) == [7, 8]


def test_hard_items_are_missed_in_early_years(country: Frames) -> None:
    """In FY2564 O42 and O43 are among the rarest of all items."""
    items = country["item_score"].query("fiscal_year == 2564")
    shares = items.groupby("item_code", observed=True)["score"].mean()
    assert {"O42", "O43"} <= set(shares.nsmallest(4).index)


def test_home_office_tells_its_story(country: Frames) -> None:
    """It fails with B in FY2564, jumps to AA, then slips; no total is a real one."""
    home = country["score"].query("office_id == @HOME_OFFICE_ID").set_index("fiscal_year")
    assert home["score"].to_dict() == {
        2562: 70.87, 2563: 74.21, 2564: 80.58, 2565: 95.63, 2566: 93.95, 2567: 94.27, 2568: 93.69,
    }  # fmt: skip
    assert home["grade"].tolist() == ["C", "C", "B", "AA", "ผ่านดี", "ผ่านดี", "ผ่านดี"]
    real = {"81.52", "97.39", *(row["score"] for row in reference.rows("published_scores"))}
    assert not real & {f"{score:.2f}" for score in home["score"]}


def test_actions_belong_to_the_home_office(country: Frames) -> None:
    """Four made-up steps of one cycle in the year of the jump; none when the year is left out."""
    action = country["action"]
    assert action["pillar_en"].tolist() == ["Plan", "Do", "Check", "Act"]
    assert set(action["office_id"]) == {HOME_OFFICE_ID}
    assert set(action["fiscal_year"]) == {2565}
    assert action["what_th"].str.startswith("เรื่องสมมติ").all()
    assert simulate(10, range(2566, 2568))["action"].empty


# The edges


def test_smallest_countries_work() -> None:
    """One, two and three offices have scores in every year asked for."""
    for offices in (1, 2, 3):
        score = simulate(offices, range(2564, 2566))["score"]
        assert set(score["fiscal_year"]) == {2564, 2565}
        assert HOME_OFFICE_ID in set(score["office_id"])


@pytest.mark.parametrize(
    ("offices", "years"),
    [
        (0, range(2565, 2566)),
        (5, range(2561, 2563)),
        (5, range(2565, 2565)),
        (5, range(2568, 2562, -1)),
    ],
)
def test_what_cannot_be_made_is_refused(offices: int, years: range) -> None:
    """No office, a year without rules, no year, or years backwards: ValueError."""
    with pytest.raises(ValueError, match="cannot simulate"):
        simulate(offices, years)
