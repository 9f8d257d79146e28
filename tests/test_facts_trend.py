"""The short answers of Trend and Overview: each template held against its numbers, in both languages."""

import re

import pandas as pd
import pytest

from ita import facts
from ita.wording import Say

TH, EN = Say("th"), Say("en")
trend, overview = facts.trend, facts.overview

MOVED = {
    "fiscal_year": 2565,
    "previous_year": 2564,
    "score": 95.63,
    "previous_score": 80.58,
    "previous_tolerance": 0.0,
    "change": 15.05,
    "comparable": "yes",
    "all_mean_change": 6.40,
    "type_mean_change": 6.23,
    "all_known_offices": 238,
    "all_risen_offices": 195,
    "previous_percentile": 39.17,
    "percentile": 87.14,
    "known_indicators": 10,
    "missing_indicators": 0,
    "residual": 0.0,
    "print_rounding": 0.0,
    "like_weight": 60.0,
    "previous_like_score": 92.72,
    "like_score": 91.59,
}
NOTHING = float("nan")


def numbers(text: str) -> list[str]:
    return re.findall(r"[+−-]?\d+(?:[.,]\d+)*", text)


def both(sentence, *arguments: object) -> tuple[str, str]:
    """A sentence in Thai and English; they say the same numbers."""
    thai, english = (sentence(say, *arguments) for say in (TH, EN))
    assert sorted(numbers(thai)) == sorted(numbers(english))
    assert not re.search(r"nan|None|[{}]", thai + english)
    return thai, english


def registry(level: str, verdict: str) -> pd.DataFrame:
    """One step of one level, from 2564 to 2565."""
    return pd.DataFrame(
        {
            "level": [level],
            "from_year": 2564,
            "to_year": 2565,
            "comparable": verdict,
            "reason_th": "เหตุ",
            "reason_en": "Reason",
        }
    )


def parts(*effects: float, comparable: str = "yes") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_no": range(1, len(effects) + 1),
            "name_th": "ก",
            "name_en": "K",
            "change_effect": effects,
            "comparable": comparable,
        }
    )


# Are we better?


@pytest.mark.parametrize(
    ("change", "thai", "english"),
    [(15.05, "เพิ่มขึ้น", "up"), (-1.68, "ลดลง", "down"), (0.0, "เท่ากับ", "the same")],
)
def test_the_change_is_told(change: float, thai: str, english: str) -> None:
    """Rise, fall, same, with both scores; care is said where the method changed."""
    in_thai, in_english = both(trend.change_sentence, {**MOVED, "change": change})
    assert thai in in_thai
    assert english in in_english
    size = [f"{abs(change):.2f}"] if change else []
    assert sorted(numbers(in_english)) == sorted(["2565", "95.63", *size, "2564", "80.58"])
    _, careful = both(trend.change_sentence, {**MOVED, "change": change, "comparable": "with_care"})
    assert careful == f"{in_english} {EN('trend.told.with_care')}"


# Better than whom?


@pytest.mark.parametrize(
    ("own", "mean", "thai", "english", "values"),
    [
        (15.05, 6.40, "สูงกว่าแนวโน้มรวม", "better", ["15.05", "6.40", "8.65"]),
        (2.0, 6.40, "ต่ำกว่าแนวโน้มรวม", "worse", ["2.00", "6.40", "4.40"]),
        (-0.58, 0.34, "ต่ำกว่าแนวโน้มรวม", "worse", ["0.58", "0.34", "0.92"]),
        (-0.10, -0.30, "สูงกว่าแนวโน้มรวม", "better", ["0.10", "0.30", "0.20"]),
        (1.10, 1.10, "เท่ากับแนวโน้มรวม", "the same", ["1.10", "1.10"]),
        (0.0, -0.30, "คะแนนคงเดิม", "Unchanged", ["0.30", "0.30"]),
    ],
)
def test_a_rise_is_told_net_of_the_tide(own, mean, thai, english, values) -> None:
    """Own change less the mean change: 15.05 − 6.40 = 8.65, −0.58 − 0.34 = −0.92."""
    change = {**MOVED, "change": own, "all_mean_change": mean}
    in_thai, in_english = both(trend.tide_sentence, change)
    assert thai in in_thai
    assert english in in_english
    assert numbers(in_english) == values
    assert "เพราะ" not in in_thai


def test_an_unknown_tide_says_what_is_missing() -> None:
    """Fewer than nine in ten offices in the two years; there are no details then."""
    unknown = {**MOVED, "all_mean_change": NOTHING, "type_mean_change": NOTHING}
    unknown |= {"all_risen_offices": pd.NA, "all_known_offices": pd.NA}
    text = both(trend.tide_sentence, unknown)[0]
    assert {"2564", "2565"} <= set(numbers(text))
    assert trend.tide_details(TH, unknown) == []
    assert [numbers(line) for line in trend.tide_details(EN, MOVED)] == [["+6.23"], ["195", "238"]]


@pytest.mark.parametrize("verdict", ["yes", "with_care", "no"])
def test_the_percentile_is_compared_only_where_ranks_compare(verdict: str) -> None:
    """39.2 → 87.1; with a word of care, or not at all; nothing where one is unknown."""
    text = both(trend.standing_sentence, MOVED, registry("rank", verdict))[1]
    expected = [] if verdict == "no" else ["39.2", "2564", "87.1", "2565"]
    assert sorted(numbers(text)) == sorted(expected)
    assert (EN("trend.told.with_care") in text) == (verdict == "with_care")
    unknown = {**MOVED, "previous_percentile": NOTHING}
    assert trend.standing_sentence(EN, unknown, registry("rank", "yes")) == ""
    assert trend.standing_sentence(EN, MOVED, registry("total", "yes")) == ""


# Which indicators?


@pytest.mark.parametrize(
    ("effects", "change", "english", "values"),
    [
        ((0.59, 6.25), 15.05, "of +15.05", ["2", "+6.25", "+15.05", "42"]),
        ((0.34, -2.0), -0.58, "while the total changed", ["2", "-2.00", "-0.58"]),
        ((-2.0, 0.34), 0.0, "while the total changed", ["1", "-2.00", "+0.00"]),
        ((0.5, -0.5), 0.0, "moved the total most, by", ["2", "0.50", "+0.00"]),
        ((0.0, 0.0), 0.0, "No indicator", []),
        ((), 15.86, "cannot be split", ["2564", "2565"]),
    ],
)
def test_the_largest_part_is_named(effects, change, english: str, values) -> None:
    """6.25 of 15.05 is 42%; a share is told only of a part that goes the same way and no further."""
    text = both(trend.parts_sentence, {**MOVED, "change": change}, parts(*effects))[1]
    assert english in text
    assert numbers(text) == values


def test_a_largest_part_of_some_is_told_as_such() -> None:
    """With two of ten known it is the largest of these two."""
    change = {**MOVED, "known_indicators": 2, "missing_indicators": 8}
    text = both(trend.parts_sentence, change, parts(0.5, 1.0))[1]
    assert text.startswith("Of the 2 of 10 indicators known:")


def test_like_is_compared_with_like() -> None:
    """1–2 (60 of 100): 92.72 → 91.59, −1.13, beside the plain change; all, none and unknown."""
    mixed = pd.concat([parts(0.1, 0.2), parts(0.3, comparable="with_care").assign(indicator_no=9)])
    text = both(trend.like_sentence, MOVED, mixed)[1]
    values = ["1", "2", "60", "100", "92.72", "91.59", "-1.13", "80.58", "95.63", "+15.05"]
    assert numbers(text.replace("–", " ")) == values
    assert numbers(both(trend.like_sentence, MOVED, parts(0.1, 0.2))[1]) == ["2"]
    none = both(trend.like_sentence, MOVED, parts(0.1, comparable="with_care"))[1]
    assert none == EN("trend.like.none")
    assert both(trend.like_sentence, MOVED, parts()) == ("", "")


@pytest.mark.parametrize(
    ("given", "text"),
    [([1, 2, 3], "1–3"), ([10, 1, 2, 9], "1–2, 9–10"), ([5], "5"), ([1, 3], "1, 3"), ([], "")],
)
def test_runs_of_numbers(given: list[int], text: str) -> None:
    """Neighbours are drawn together, in order."""
    assert trend.runs(given) == text


@pytest.mark.parametrize(
    ("off", "change", "english"),
    [(0.01, 15.86, "rounding can produce"), (0.37, 15.50, "more than rounding")],
)
def test_print_that_does_not_add_up_is_told(off: float, change: float, english: str) -> None:
    """97.39 − 81.52 = 15.87; a published +15.86 is rounding, +15.50 is not."""
    row = {
        **MOVED,
        "score": 97.39,
        "previous_score": 81.52,
        "change": change,
        "print_rounding": off,
    }
    text = both(trend.print_sentence, row)[1]
    assert english in text
    assert set(numbers(text)) >= {"97.39", "81.52", "15.87", f"{change:+.2f}", f"{off:.2f}"}
    assert trend.print_sentence(EN, MOVED) == ""


def test_a_change_that_cannot_be_split_names_the_files() -> None:
    """The result sheets of both years."""
    text = both(trend.no_parts_sentence, MOVED)[1]
    assert numbers(text) == ["+15.05", "80.58", "95.63", "2564", "2565"]
    assert "result sheet" in text
    assert "ใบแจ้งผลรายตัวชี้วัด" in trend.no_parts_sentence(TH, MOVED)


def test_years_that_are_not_compared_have_their_reason() -> None:
    """No year before, or a method that does not compare; compared years are not in the list."""
    years = pd.DataFrame(
        {
            "fiscal_year": [2562, 2564, 2565, 2566],
            "score": [80.0, 81.0, 82.0, NOTHING],
            "change_computed": [NOTHING, NOTHING, NOTHING, NOTHING],
        }
    )
    lines = trend.not_compared(EN, years, registry("total", "no"))
    assert [numbers(line) for line in lines] == [
        ["2562", "2561"],
        ["2564", "2563"],
        ["2564", "2565"],
    ]
    assert "Reason" in lines[-1]
    compared = years.assign(change_computed=1.0)
    assert trend.not_compared(EN, compared, registry("total", "no")) == []


def test_care_gives_its_reason() -> None:
    """Only where the years are to be compared with care."""
    step = registry("total", "with_care")
    assert trend.care_sentence(EN, MOVED, step) == ""
    assert "Reason" in trend.care_sentence(EN, {**MOVED, "comparable": "with_care"}, step)


# Rank and percentile

RANKED = {
    "fiscal_year": 2565,
    "rank": 31,
    "tied_offices": 2,
    "ranked_offices": 242,
    "percentile": 87.14,
}
BEFORE = {**RANKED, "fiscal_year": 2564, "rank": 147, "tied_offices": 1, "percentile": 39.17}


@pytest.mark.parametrize(
    ("verdict", "before", "english"),
    [("yes", 39.17, "up from"), ("with_care", 90.0, "down from"), ("yes", 87.14, "the same as")],
)
def test_the_track_says_its_last_step(verdict: str, before: float, english: str) -> None:
    """Rise, fall or same of the percentile, with the rank, shared where it is."""
    rows = [{**BEFORE, "percentile": before}, RANKED]
    text = both(trend.track_headline, rows, {(2564, 2565): verdict})[1]
    assert english in text
    assert numbers(text) == ["87.1", "2565", f"{before:.1f}", "2564", "31", "242"]
    assert "ร่วม 31" in trend.track_headline(TH, rows, {(2564, 2565): verdict})


def test_the_track_compares_nothing_it_may_not() -> None:
    """A step that is barred, unknown or over a gap: only the last year is told."""
    for rows, verdicts in (
        ([BEFORE, RANKED], {(2564, 2565): "no"}),
        ([BEFORE, RANKED], {}),
        ([{**BEFORE, "fiscal_year": 2563}, RANKED], {(2563, 2565): "yes"}),
    ):
        assert numbers(both(trend.track_headline, rows, verdicts)[1]) == [
            "87.1",
            "2565",
            "31",
            "242",
        ]


def test_one_rank_or_none_is_told_in_words() -> None:
    """102 of 245 in 2565, above 58.6%; or that there is none."""
    one = pd.DataFrame(
        [{**RANKED, "rank": 102, "tied_offices": 1, "ranked_offices": 245, "percentile": 58.61}]
    )
    assert sorted(numbers(both(trend.too_few_ranks, one)[1])) == ["102", "245", "2565", "58.6"]
    assert both(trend.too_few_ranks, one.head(0))[1] == EN("trend.track.none")


@pytest.mark.parametrize(("count", "english"), [(1, "1 step in 2565"), (5, "5 steps in 2565")])
def test_actions_are_counted(count: int, english: str) -> None:
    """One step, five steps; short where several years have some."""
    assert trend.action_label(EN, 2565, count, is_only_year=True) == english
    assert trend.action_label(EN, 2565, count, is_only_year=False) == english.removesuffix(
        " in 2565"
    )


# The three answers


def test_trend_answers_three_questions() -> None:
    """Better, than whom, by which indicator; none of them claims a cause."""
    for say in (TH, EN):
        told = trend.answers(say, MOVED, parts(0.59, 6.25), registry("rank", "yes"))
        assert len(told) == 3
        assert all(question and answer for question, answer in told)
        assert "87.1" in told[1][1]
        assert not re.search(r"because|caused|due to|ทำให้", " ".join(a for _, a in told))


GAPS = pd.DataFrame(
    {
        "indicator_no": [1, 8, 10],
        "name_th": "ก",
        "name_en": "K",
        "score": [97.84, 92.17, 90.0],
        "effect": [-0.1296, -0.783, -2.0],
    }
)
YEAR = {
    "fiscal_year": 2568,
    "score": 93.69,
    "next_grade": "ผ่านดีเยี่ยม",
    "next_grade_min_instrument_score": 95.0,
}


def test_what_costs_most_comes_first() -> None:
    """Indicator 10 costs 2.00 of 2.91; equals are named together; full marks cost nothing."""
    text = both(overview.first_sentence, YEAR, GAPS, "")[1]
    assert numbers(text) == ["10", "2.00", "2.91"]
    tied = GAPS.assign(effect=[-2.0, -1.0, -2.0])
    assert numbers(both(overview.first_sentence, YEAR, tied, "")[1]) == ["1", "10", "2.00"]
    full = GAPS.assign(effect=0.0)
    assert both(overview.first_sentence, YEAR, full, "")[1] == EN("overview.first.none")


def test_without_indicators_the_items_are_told() -> None:
    """No indicator of FY2568 is known, but all 43 items of FY2566 are full."""
    unknown = GAPS.assign(score=None, effect=None)
    items = pd.DataFrame({"score": [100.0] * 43, "status": "published"})
    assert "report" in overview.items_sentence(EN, items, 2566)
    assert "report" not in overview.items_sentence(EN, items.assign(status="simulated"), 2566)
    for say in (TH, EN):
        told = overview.items_sentence(say, items, 2566)
        assert sorted(numbers(told)) == ["2566", "43"]
        text = overview.first_sentence(say, YEAR, unknown, told)
        assert text.endswith(told)
        assert "2568" in numbers(text)
        assert overview.items_sentence(say, items.head(0), 2566) == ""
    short = pd.DataFrame({"score": [100.0, 0.0, 50.0]})
    assert numbers(both(overview.items_sentence, short, 2566)[1]) == ["2", "3", "2566"]
    assert overview.items_sentence(EN, pd.DataFrame({"score": [100.0, None]}), 2566) == ""


def test_the_instrument_that_holds_the_grade_back_is_named() -> None:
    """EIT 93.71 is 1.29 short of 95.00; the furthest comes first, and those that reach it are left out."""
    scores = pd.DataFrame(
        {"fiscal_year": 2568, "instrument": ["eit", "iit", "oit"], "score": [93.71, 96.38, 91.67]}
    )
    text = both(overview.held_back_sentence, YEAR, scores)[1]
    assert numbers(text) == ["95.00", "91.67", "3.33", "93.71", "1.29"]
    assert text.index("OIT") < text.index("EIT")
    assert "IIT" not in text
    for row, frame in (
        ({**YEAR, "next_grade_min_instrument_score": None}, scores),
        (YEAR, scores.assign(fiscal_year=2567)),
        (YEAR, scores.assign(score=95.0)),
    ):
        assert overview.held_back_sentence(EN, row, frame) == ""


def test_losses_are_listed_dearest_first() -> None:
    """At most three, only those that lose."""
    lines = overview.loss_list(EN, GAPS).splitlines()
    assert [numbers(line) for line in lines] == [
        ["10", "90.00", "2.00"],
        ["8", "92.17", "0.78"],
        ["1", "97.84", "0.13"],
    ]
    assert overview.loss_list(EN, GAPS.assign(effect=0.0)) == EN("overview.no_loss")
