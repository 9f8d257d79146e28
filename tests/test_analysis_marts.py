"""The marts behind changes, groups and sub-indicators, recomputed from the core tables."""

from decimal import Decimal

import pandas as pd
import pytest

from ita import store
from ita.method import indicator_comparisons
from ita.pointer import Version

HALF_A_CENT = 0.005 + 1e-9


def to_cent(values: pd.Series) -> pd.Series:
    """Half a cent goes up; a millionth mends what floating point may have lost."""
    return ((values * 100 + 0.500001) // 1) / 100


@pytest.fixture(scope="module")
def frame(demo: Version):
    """Select a frame of the simulated edition."""

    def select(sql: str) -> pd.DataFrame:
        with store.cursor(demo) as own:
            return own.execute(sql).df()

    return select


@pytest.fixture(scope="module")
def totals(frame) -> pd.DataFrame:
    """Every total with the type, region and province of its office."""
    return frame(
        """
        SELECT fiscal_year, office_id, score, office_type, region, province
        FROM score JOIN office USING (office_id)
        """
    )


def test_changes_add_up_to_the_cent(frame) -> None:
    """Last year + each indicator + residual + rounding of the print = this year, in whole cents."""
    changes = frame("SELECT * FROM office_change")
    parts = frame("SELECT fiscal_year, office_id, change_effect FROM indicator_change")
    effects = (
        (parts["change_effect"] * 100)
        .round()
        .astype(int)
        .groupby([parts["fiscal_year"], parts["office_id"]])
        .sum()
    )
    cents = changes.set_index(["fiscal_year", "office_id"])[
        ["previous_score", "residual", "print_rounding", "score", "indicator_effect"]
    ]
    cents = (cents * 100).round().astype(int).join(effects, how="left")
    reached = cents["previous_score"] + cents["change_effect"] + cents["residual"]
    wrong = cents[
        (reached + cents["print_rounding"] != cents["score"])
        | (cents["change_effect"] != cents["indicator_effect"])
    ]
    assert len(cents) > 1_300
    assert wrong.to_dict("index") == {}


def test_what_indicators_do_not_explain_is_rounding(frame) -> None:
    """Ten effects and two totals of half a cent each leave at most six cents."""
    changes = frame("SELECT * FROM office_change WHERE missing_indicators = 0")
    assert len(changes) > 1_300
    assert changes[changes["residual"].abs() > 0.06 + 1e-9].to_dict("records") == []


def test_an_effect_is_weight_times_change(frame) -> None:
    """To the cent, half a cent away from zero; the score before is that of the year before."""
    rows = frame("SELECT * FROM indicator_change")
    before = frame(
        "SELECT fiscal_year + 1 AS fiscal_year, office_id, indicator_no, score FROM indicator_score"
    )
    key = ["fiscal_year", "office_id", "indicator_no"]
    joined = rows.merge(before.rename(columns={"score": "expected"}), on=key)
    effect = joined["weight"] * (joined["score"] - joined["expected"]) / 100
    wrong = joined[
        ((joined["previous_score"] - joined["expected"]).abs() > 1e-9)
        | ((joined["change_effect"] - effect).abs() > HALF_A_CENT)
    ]
    assert len(joined) == len(rows) > 13_000
    assert wrong.to_dict("records") == []


def test_like_for_like_takes_only_what_kept_its_method(frame) -> None:
    """The weighted mean of the indicators whose step is a plain yes; blank where there are none."""
    changes = frame("SELECT * FROM office_change")
    rows = frame("SELECT * FROM indicator_change")
    verdicts = indicator_comparisons()
    is_like = [
        verdicts[number, year - 1, year].comparable == "yes"
        for number, year in zip(rows["indicator_no"], rows["fiscal_year"], strict=True)
    ]
    like = rows[is_like].assign(
        now=lambda kept: kept["weight"] * kept["score"],
        before=lambda kept: kept["weight"] * kept["previous_score"],
    )
    sums = like.groupby(["fiscal_year", "office_id"])[["weight", "now", "before"]].sum()
    joined = changes.merge(sums.reset_index(), how="left", on=["fiscal_year", "office_id"])
    assert set(joined.loc[joined["like_weight"].isna(), "fiscal_year"]) == {2567, 2568}
    assert (joined["like_weight"].isna() == joined["weight"].isna()).all()
    known = joined.dropna(subset="weight")
    wrong = known[
        ((known["like_score"] - known["now"] / known["weight"]).abs() > HALF_A_CENT)
        | ((known["previous_like_score"] - known["before"] / known["weight"]).abs() > HALF_A_CENT)
        | (known["like_weight"] != known["weight"])
    ]
    assert wrong.to_dict("records") == []


def test_the_tide_is_the_mean_of_all_changes(frame, totals) -> None:
    """Over the offices known in both years, all together and by type."""
    before = totals.assign(fiscal_year=totals["fiscal_year"] + 1)[
        ["fiscal_year", "office_id", "score"]
    ]
    pairs = totals.merge(before, on=["fiscal_year", "office_id"], suffixes=("", "_before"))
    pairs["change"] = (pairs["score"] - pairs["score_before"]).round(2)
    every = pd.concat([pairs.assign(office_type="all"), pairs])
    expected = every.groupby(["fiscal_year", "office_type"])["change"].agg(
        known_offices="size", mean_change="mean", median_change="median"
    )
    expected["risen_offices"] = (
        every[every["change"] > 0].groupby(["fiscal_year", "office_type"]).size()
    )
    found = frame("SELECT * FROM change_year").set_index(["fiscal_year", "office_type"])
    joined = found.join(expected, suffixes=("", "_expected"))
    wrong = joined[
        (joined["known_offices"] != joined["known_offices_expected"])
        | (joined["risen_offices"] != joined["risen_offices_expected"])
        | ((joined["mean_change"] - to_cent(joined["mean_change_expected"])).abs() > 1e-9)
        | ((joined["median_change"] - to_cent(joined["median_change_expected"])).abs() > 1e-9)
    ]
    assert len(joined) == len(expected) == 18
    assert wrong.to_dict("index") == {}


def test_groups_are_recomputed(frame, totals) -> None:
    """Known offices, mean, median, lowest and highest of each type, region and province."""
    long = pd.concat(
        [
            totals.assign(group_kind=kind, group_code=totals[kind])
            for kind in ("office_type", "region", "province")
        ]
    )
    expected = long.groupby(["fiscal_year", "group_kind", "group_code"])["score"].agg(
        known="size", mean="mean", median="median", lowest="min", highest="max"
    )
    found = frame("SELECT * FROM group_year WHERE known_offices > 0").set_index(
        ["fiscal_year", "group_kind", "group_code"]
    )
    joined = found.join(expected, suffixes=("", "_expected"))
    wrong = joined[
        (joined["known_offices"] != joined["known"])
        | (joined["known_offices"] != joined["expected_offices"])
        | ((joined["mean"] - to_cent(joined["mean_expected"])).abs() > 1e-9)
        | ((joined["median"] - to_cent(joined["median_expected"])).abs() > 1e-9)
        | (joined["minimum"] != joined["lowest"])
        | (joined["maximum"] != joined["highest"])
    ]
    assert len(joined) == len(expected) > 500
    assert wrong.to_dict("index") == {}


def test_a_group_of_few_known_offices_says_so(published: Version, rows) -> None:
    """Of the 183 primary offices 11 have a sure total in FY2565; none of the 62 secondary ones has."""
    found = rows(
        published,
        """
        SELECT group_code, known_offices, expected_offices, mean IS NULL
        FROM group_year WHERE fiscal_year = 2565 AND group_kind = 'office_type' ORDER BY 1
        """,
    )
    assert found == [("primary", 11, 183, False), ("secondary", 0, 62, True)]


def test_sub_indicators_are_means_of_items(frame) -> None:
    """Own score, what is still to gain, and the mean of all offices."""
    items = frame(
        """
        SELECT fiscal_year, office_id, sub_indicator, item_points, item_score.score
        FROM item_score JOIN item USING (fiscal_year, item_code)
        """
    )
    items["to_gain"] = items["item_points"] * (100 - items["score"]) / 100
    own = items.groupby(["fiscal_year", "office_id", "sub_indicator"]).agg(
        score=("score", "mean"), to_gain=("to_gain", "sum")
    )
    mean = own.groupby(["fiscal_year", "sub_indicator"])["score"].mean().rename("national")
    found = frame(
        "SELECT * FROM sub_indicator_gap WHERE score IS NOT NULL AND fiscal_year IN (2564, 2568)"
    ).set_index(["fiscal_year", "office_id", "sub_indicator"])
    joined = found.join(own, suffixes=("", "_expected")).join(
        mean, on=["fiscal_year", "sub_indicator"]
    )
    wrong = joined[
        ((joined["score"] - joined["score_expected"]).abs() > HALF_A_CENT)
        | ((joined["points_to_gain"] - joined["to_gain"]).abs() > 0.001)
        | ((joined["mean"] - joined["national"]).abs() > HALF_A_CENT)
    ]
    assert len(joined) > 3_000
    assert wrong.to_dict("index") == {}


def test_the_published_change_stays_whole(published: Version, rows) -> None:
    """81.52 to 97.39: +15.86 as published, no indicator known, 0.01 from the rounding of the print."""
    [found] = rows(
        published,
        """
        SELECT previous_score, score, change, change_kind, missing_indicators, residual, print_rounding
        FROM office_change WHERE office_id = 'p-kalasin-2'
        """,
    )
    expected = [Decimal(text) for text in ("81.52", "97.39", "15.86")]
    assert list(found[:3]) == expected
    assert found[3:] == ("published", 10, Decimal("15.86"), Decimal("0.01"))


def test_no_change_runs_over_years_that_do_not_compare(published: Version, rows) -> None:
    """FY2561 to FY2562 has no change, no effect and no mean."""
    for mart in ("office_change", "indicator_change", "change_year"):
        assert rows(published, f"SELECT * FROM {mart} WHERE fiscal_year <= 2562") == []
