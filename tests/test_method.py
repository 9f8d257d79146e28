"""The rules of each fiscal year, held against published results."""

import csv
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from ita.method import (
    MethodUnknownError,
    comparisons,
    grade_of,
    indicator_comparisons,
    indicators_from_items,
    method_of,
    method_years,
    to_cent,
    total_from,
)

CHECKS = Path(__file__).parent / "scoring_checks"
UNROUNDED = Decimal("0.02")  # published figures were rounded once more on the way
LETTERS = {"AA": "95.00", "A": "85.00", "B": "75.00", "C": "65.00", "D": "55.00", "E": "50.00"}
ALL_95 = {"iit": Decimal(95), "eit": Decimal(95), "oit": Decimal(95)}


def published(name: str) -> list[dict[str, str]]:
    with (CHECKS / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def instruments(iit: str, eit: str, oit: str) -> dict:
    return {"iit": Decimal(iit), "eit": Decimal(eit), "oit": Decimal(oit)}


def indicators(unit: dict[str, str]) -> dict[int, Decimal]:
    return {number: Decimal(unit[f"i{number}"]) for number in range(1, 11)}


def items_without(missing: Iterable[str], fiscal_year: int) -> dict[str, Decimal]:
    """Every item of the year in full, but for as many of a sub-indicator as ``9.2:1`` says."""
    scores = {item.item_code: Decimal(100) for item in method_of(fiscal_year).items}
    for part in missing:
        sub_indicator, count = part.split(":")
        codes = [
            item.item_code
            for item in method_of(fiscal_year).items
            if item.sub_indicator == sub_indicator
        ]
        scores.update(dict.fromkeys(codes[: int(count)], Decimal(0)))
    return scores


# The total


def test_units_of_fy2563_are_reproduced() -> None:
    """Total and grade of every published unit follow from its ten indicators, within 0.02."""
    units = published("units_fy2563")
    assert len(units) >= 19
    wrong = [
        (unit["unit"], unit["total"], unit["grade"], found)
        for unit in units
        for found in [total_from(indicators(unit), 2563)]
        if abs((found.total or 0) - Decimal(unit["total"])) > UNROUNDED
        or found.grade != unit["grade"]
    ]
    assert wrong == []


@pytest.mark.parametrize(("instrument", "weight"), [("iit", 30), ("eit", 30), ("oit", 40)])
def test_instruments_of_fy2563_are_reproduced(instrument: str, weight: int) -> None:
    """Each published weighted instrument follows from its indicators, within 0.02."""
    wrong = [
        (unit["unit"], printed, score)
        for unit in published("units_fy2563")
        for printed in [unit[f"{instrument}_weighted"]]
        for score in [getattr(total_from(indicators(unit), 2563), instrument)]
        if printed and abs(score * weight / 100 - Decimal(printed)) > UNROUNDED
    ]
    assert wrong == []


def test_total_is_rounded_once() -> None:
    """IIT 80.014 and EIT 80.0133 show as 80.01, but the total is 80.0162, not 80.014 of those."""
    cents = (8000, 8000, 8000, 8000, 8007, 8000, 8000, 8004, 8000, 8004)
    scores = {number: Decimal(score) / 100 for number, score in enumerate(cents, start=1)}
    found = total_from(scores, 2565)
    shown = [str(score) for score in (found.iit, found.eit, found.oit, found.total)]
    assert shown == ["80.01", "80.01", "80.02", "80.02"]
    assert (found.grade, found.missing) == ("B", ())


def test_plain_mean_is_not_the_total() -> None:
    """Two OIT indicators at 0 and eight others at 100 make 60, not 80."""
    scores = {number: Decimal(100 if number < 9 else 0) for number in range(1, 11)}
    assert total_from(scores, 2565).total == Decimal("60.00")


@pytest.mark.parametrize(
    ("missing", "known"),
    [
        ({3}, {"eit", "oit"}),
        ({7}, {"iit", "oit"}),
        ({9, 10}, {"iit", "eit"}),
        (set(range(1, 11)), set()),
    ],
)
def test_missing_indicators_are_named(missing: set[int], known: set[str]) -> None:
    """What is missing is said; its instrument, the total and the grade are None, the rest is not."""
    scores = {number: Decimal(90) for number in range(1, 11) if number not in missing}
    found = total_from(scores, 2566)
    assert found.missing == tuple(sorted(missing))
    assert (found.total, found.grade) == (None, None)
    shown = {"iit": found.iit, "eit": found.eit, "oit": found.oit}
    assert {code for code, score in shown.items() if score is not None} == known


@pytest.mark.parametrize(
    ("exact", "shown"), [("94.995", "95.00"), ("94.994", "94.99"), ("0.005", "0.01")]
)
def test_cents_round_half_up(exact: str, shown: str) -> None:
    """Half a cent goes up, as in print; not to the even cent."""
    assert to_cent(Decimal(exact)) == Decimal(shown)


# OIT items


def test_oit_pairs_of_fy2564_are_reproduced() -> None:
    """Indicators 9 and 10 follow from the items said to be missing, to the cent."""
    agencies = published("oit_fy2564")
    assert len(agencies) >= 6
    wrong = []
    for agency in agencies:
        missing = re.findall(
            r"[\d.]+:\d+",
            f"{agency['missing_items_fitting_9']} {agency['missing_items_fitting_10']}",
        )
        found = indicators_from_items(items_without(missing, 2564), 2564)
        pair = {9: Decimal(agency["indicator9"]), 10: Decimal(agency["indicator10"])}
        weighted = sum(found.values()) / 2 * Decimal("0.4")
        if found != pair or abs(weighted - Decimal(agency["oit_weighted"])) > UNROUNDED:
            wrong.append((agency["agency"], pair, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("fiscal_year", "sub_indicator", "worth"),
    [
        (2565, "9.1", "0.4444"),
        (2565, "9.4", "1.0000"),
        (2565, "10.1", "1.2500"),
        (2565, "10.2", "5.0000"),
        (2566, "9.1", "0.4000"),
        (2566, "10.2", "2.0000"),
    ],
)
def test_one_item_is_worth_what_the_table_says(
    fiscal_year: int, sub_indicator: str, worth: str
) -> None:
    """FY2565: O1 0.4444 and O42 5.0000 points of the total; FY2566: 0.4 and 2."""
    method = method_of(fiscal_year)
    table = {sub.sub_indicator: sub.item_points for sub in method.sub_indicators}
    assert table[sub_indicator] == Decimal(worth)


def test_worth_of_an_item_is_the_loss_without_it() -> None:
    """In every year with a published split, losing one item costs the points in the table."""
    wrong = []
    for fiscal_year in method_years():
        method = method_of(fiscal_year)
        for sub in method.sub_indicators:
            if sub.item_points is None:
                continue
            found = indicators_from_items(
                items_without([f"{sub.sub_indicator}:1"], fiscal_year), fiscal_year
            )
            loss = sum(100 - score for score in found.values()) * Decimal("0.20")
            if abs(loss - sub.item_points) > Decimal("0.005"):
                wrong.append((fiscal_year, sub.sub_indicator, sub.item_points, loss))
    assert wrong == []


def test_counted_items_are_the_listed_items() -> None:
    """A sub-indicator with a count lists as many items, from O1 without a gap."""
    wrong = []
    for fiscal_year in method_years():
        method = method_of(fiscal_year)
        owners = [item.sub_indicator for item in method.items]
        wrong += [
            (fiscal_year, sub.sub_indicator, sub.item_count, owners.count(sub.sub_indicator))
            for sub in method.sub_indicators
            if sub.item_count is not None and sub.item_count != owners.count(sub.sub_indicator)
        ]
    assert wrong == []
    assert {year: len(method_of(year).items) for year in (2564, 2565, 2566)} == {
        2564: 43,
        2565: 43,
        2566: 43,
    }


def test_an_indicator_with_a_missing_item_is_left_out() -> None:
    """Without O42 indicator 10 is not known; 9 still is."""
    scores = items_without([], 2565)
    del scores["O42"]
    assert indicators_from_items(scores, 2565) == {9: Decimal("100.00")}


def test_a_year_without_a_published_split_gives_no_indicator() -> None:
    """FY2567 lists sub-indicators without counts, so items say nothing of indicators."""
    assert indicators_from_items({"O1": Decimal(100), "O2": Decimal(100)}, 2567) == {}


# Grades


@pytest.mark.parametrize("fiscal_year", [2562, 2563, 2564, 2565])
@pytest.mark.parametrize(("grade", "minimum"), LETTERS.items())
def test_letter_bands_are_half_open(fiscal_year: int, grade: str, minimum: str) -> None:
    """A score at the minimum has the grade; a cent less has the next one."""
    following = [*LETTERS, "F"][[*LETTERS].index(grade) + 1]
    edge = Decimal(minimum)
    assert grade_of(edge, fiscal_year) == grade
    assert grade_of(edge - Decimal("0.01"), fiscal_year) == following
    assert grade_of(edge - Decimal("0.005"), fiscal_year) == grade
    assert grade_of(edge - Decimal("0.006"), fiscal_year) == following


@pytest.mark.parametrize(("score", "grade"), [("100.00", "AA"), ("0.00", "F"), ("81.52", "B")])
def test_letters_cover_all_scores(score: str, grade: str) -> None:
    """The best, the worst and the home office's FY2564."""
    assert grade_of(Decimal(score), 2564) == grade


@pytest.mark.parametrize(
    ("total", "iit", "eit", "oit", "grade"),
    [
        ("95.00", "95.00", "95.00", "95.00", "ผ่านดีเยี่ยม"),
        ("94.99", "95.00", "95.00", "95.00", "ผ่านดี"),
        ("99.00", "94.99", "100.00", "100.00", "ผ่านดี"),
        ("85.00", "85.00", "85.00", "85.00", "ผ่านดี"),
        ("97.00", "84.99", "100.00", "100.00", "ผ่าน"),
        ("84.99", "85.00", "85.00", "85.00", "ต้องปรับปรุง"),
        ("70.00", "70.00", "70.00", "70.00", "ต้องปรับปรุง"),
        ("69.99", "70.00", "70.00", "70.00", "ต้องปรับปรุงโดยด่วน"),
        ("0.00", "0.00", "0.00", "0.00", "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_levels_need_every_instrument(total: str, iit: str, eit: str, oit: str, grade: str) -> None:
    """From FY2566 a level needs its minimum in the total and in each of the three instruments."""
    for fiscal_year in (2566, 2567, 2568):
        assert grade_of(Decimal(total), fiscal_year, instruments(iit, eit, oit)) == grade


@pytest.mark.parametrize(
    ("fiscal_year", "total", "lowest_instrument", "grade"),
    [
        (2566, "95.81", "94.99", "ผ่านดี"),  # Thai PBS
        (2567, "92.43", "85.00", "ผ่านดี"),  # State Audit Office
        (2568, "94.64", "84.99", "ผ่าน"),  # State Audit Office: a higher total, a lower level
    ],
)
def test_levels_of_real_agencies(
    fiscal_year: int, total: str, lowest_instrument: str, grade: str
) -> None:
    """The published levels follow when the weakest instrument is on the side the source says."""
    scores = {**ALL_95, "eit": Decimal(lowest_instrument)}
    assert grade_of(Decimal(total), fiscal_year, scores) == grade


@pytest.mark.parametrize("score", ["99.99", "95.00", "85.00"])
def test_a_level_without_instruments_is_not_known(score: str) -> None:
    """A passing total of FY2566 has no level by itself."""
    assert grade_of(Decimal(score), 2566) is None


def test_a_failing_level_needs_no_instrument() -> None:
    """Below 85 the level follows from the total alone."""
    assert [grade_of(Decimal(score), 2566) for score in ("84.99", "12.00")] == [
        "ต้องปรับปรุง",
        "ต้องปรับปรุงโดยด่วน",
    ]


def test_five_indices_of_fy2561_have_their_own_levels() -> None:
    """85.77 was สูงมาก and 66.79 สูง; there was no pass mark and there were no ten indicators."""
    assert [grade_of(Decimal(score), 2561) for score in ("85.77", "66.79")] == ["สูงมาก", "สูง"]
    assert method_of(2561).pass_mark is None
    assert method_of(2561).indicators == ()
    assert 2561 not in method_years()


@pytest.mark.parametrize("fiscal_year", range(2562, 2569))
def test_pass_mark_is_85(fiscal_year: int) -> None:
    """The lowest passing total of every ten-indicator year."""
    assert method_of(fiscal_year).pass_mark == Decimal("85.00")


@pytest.mark.parametrize("fiscal_year", [2022, 2556, 2569, 0])
def test_an_unknown_year_is_an_error(fiscal_year: int) -> None:
    """A year of the common era, or one whose rules are not recorded, never gets other rules."""
    with pytest.raises(MethodUnknownError, match=str(fiscal_year)):
        method_of(fiscal_year)
    with pytest.raises(MethodUnknownError):
        grade_of(Decimal(90), fiscal_year)
    with pytest.raises(MethodUnknownError):
        total_from({}, fiscal_year)


# Weights and tables


def test_every_year_weighs_a_hundred() -> None:
    """Over instruments and over indicators; an indicator holds an even share of its instrument."""
    wrong = []
    for fiscal_year in method_years():
        method = method_of(fiscal_year)
        shares = {
            number: part.weight / len(part.indicators)
            for part in method.instruments
            for number in part.indicators
        }
        found = {part.indicator_no: part.weight for part in method.indicators}
        if found != shares or sum(found.values()) != 100:
            wrong.append((fiscal_year, found, shares))
    assert wrong == []


def test_an_indicator_holds_what_its_instrument_does() -> None:
    """FY2565: 30, 30 and 40 points over 5, 3 and 2 indicators are 6, 10 and 20 each."""
    method = method_of(2565)
    assert [part.weight for part in method.instruments] == [30, 30, 40]
    assert [part.weight for part in method.indicators] == [6] * 5 + [10] * 3 + [20] * 2


def test_bands_stand_from_best_to_worst() -> None:
    """Positions run 1, 2, 3 … and minima never rise, so the first band that fits is the grade."""
    wrong = [
        fiscal_year
        for fiscal_year in range(2557, max(method_years()) + 1)
        for bands in [method_of(fiscal_year).grade_bands]
        if [band.position for band in bands] != list(range(1, len(bands) + 1))
        or [band.min_score for band in bands]
        != sorted((band.min_score for band in bands), reverse=True)
        or bands[-1].min_score != 0
    ]
    assert wrong == []


# Comparing years


@pytest.mark.parametrize(
    ("level", "first", "last", "verdict"),
    [
        ("total", 2564, 2565, "yes"),
        ("total", 2562, 2565, "yes"),
        ("total", 2565, 2566, "with_care"),
        ("total", 2562, 2568, "with_care"),
        ("total", 2561, 2562, "no"),
        ("total", 2561, 2568, "no"),
        ("item", 2564, 2565, "with_care"),
        ("item", 2565, 2566, "no"),
        ("item", 2564, 2566, "no"),
    ],
)
def test_the_worst_step_decides(level: str, first: int, last: int, verdict: str) -> None:
    """Years further apart compare no better than any step between them."""
    assert comparisons()[level, first, last].comparable == verdict


def test_reasons_are_those_of_the_worst_steps() -> None:
    """FY2564 to FY2566 is spoiled by one step; its reason stands alone, in both languages."""
    whole, step = comparisons()["total", 2564, 2566], comparisons()["total", 2565, 2566]
    assert (whole.reason_th, whole.reason_en) == (step.reason_th, step.reason_en)


def test_two_bad_steps_give_both_reasons() -> None:
    """FY2565 to FY2567: two steps with care, two reasons; the same reason is not said twice."""
    found = comparisons()["total", 2565, 2567]
    steps = [comparisons()["total", year, year + 1] for year in (2565, 2566)]
    assert found.reason_en == "; ".join(step.reason_en for step in steps)
    assert found.reason_th == "; ".join(step.reason_th for step in steps)
    for reason in (found.reason_th, found.reason_en):
        assert len(set(reason.split("; "))) == len(reason.split("; "))


def test_every_pair_of_years_has_a_verdict() -> None:
    """At each of the four levels, from FY2561 to FY2568; nothing runs backwards."""
    found = comparisons()
    wanted = {
        (level, first, last)
        for level in ("total", "rank", "indicator", "item")
        for first in range(2561, 2568)
        for last in range(first + 1, 2569)
    }
    assert set(found) == wanted
    assert [key for key, value in found.items() if not (value.reason_th and value.reason_en)] == []


def test_indicators_compare_one_by_one() -> None:
    """FY2565 to FY2566: 1-8 keep their method, 9 and 10 are made of other items; the worst decides."""
    found = indicator_comparisons()
    assert {found[number, 2565, 2566].comparable for number in range(1, 9)} == {"yes"}
    assert {found[number, 2565, 2566].comparable for number in (9, 10)} == {"with_care"}
    assert comparisons()["indicator", 2565, 2566].comparable == "with_care"
    assert found[1, 2564, 2566].comparable == "yes"
    assert found[9, 2564, 2566].comparable == "with_care"
    assert {found[number, 2561, 2568].comparable for number in range(1, 11)} == {"no"}


def test_a_third_of_a_point_does_not_cost_the_half_cent() -> None:
    """EIT 60.25, 0, 0 gives 6.025 of the total, which is 6.03 and not 6.02."""
    scores = dict.fromkeys(range(1, 11), Decimal(0)) | {6: Decimal("60.25")}
    assert total_from(scores, 2564).total == Decimal("6.03")
