"""The ranking screen: ranks as counted by hand, every place on one page, honest about the unknown."""

import csv
import io
import json
import re
import unicodedata
from collections import defaultdict
from functools import partial
from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from screens import (
    HOME,
    charts_in,
    control,
    home_of,
    last_ranking,
    opened,
    stamp_of,
    texts,
    view_of,
)

from ita import facts, loaders, places, pointer, reference, selection, store
from ita.charts import groups, movement, plotly, ranking
from ita.charts.describe import Bars, Cells, Chart, Dots, Line, Note
from ita.charts.placing import spaced
from ita.facts.common import ordinal
from ita.peers import PeerRule
from ita.pointer import Version
from ita.report.spreadsheet import csv_file
from ita.stamp import named_sources
from ita.wording import LANGUAGES, Say
from pages.shared import ranking_parts

TH, EN = Say("th"), Say("en")
every_language = pytest.mark.parametrize("language", LANGUAGES)
DEMO_YEARS = range(2562, 2569)


def numbers(text: str) -> list[str]:
    """Every number of a sentence, in its order."""
    return re.findall(r"[+−-]?\d+(?:[.,]\d+)*", text)


def marks(chart: Chart, kind: type, role: str | None = None) -> list:
    """The marks of a kind, of one role where it is given."""
    of_kind = [mark for mark in chart.marks if isinstance(mark, kind)]
    return of_kind if role is None else [mark for mark in of_kind if mark.role == role]


# The table of places, recomputed from the scores alone


@pytest.fixture(scope="module")
def totals(demo, rows) -> dict[int, dict[str, int]]:
    """Every total of the demo in cents: year -> office -> score."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for year, office, cents in rows(
        demo, "SELECT fiscal_year, office_id, (score * 100)::INTEGER FROM score"
    ):
        found[year][office] = cents
    return found


def by_hand(scores: dict[str, int]) -> dict[str, dict[str, float | None]]:
    """Rank, ties, distance and percentile of every office, by counting."""
    found = {}
    for office, own in scores.items():
        above = [other for other in scores.values() if other > own]
        below = sum(other < own for other in scores.values())
        found[office] = {
            "rank": 1 + len(above),
            "tied_offices": sum(other == own for other in scores.values()),
            "distance_above": (min(above) - own) / 100 if above else None,
            "percentile": round(100 * below / (len(scores) - 1), 2),
        }
    return found


@pytest.mark.parametrize("year", DEMO_YEARS)
def test_the_table_is_what_counting_gives(demo, totals, year) -> None:
    """Standard competition rank, ties, points to the score above, percentile and places gained."""
    expected = by_hand(totals[year])
    before = by_hand(totals[year - 1]) if year - 1 in totals else {}
    table = ranking.ranking_table(store.ranking(demo, year), year, stamp_of(demo, "en"))
    assert set(table.rows["office_id"]) == set(expected)
    assert list(table.rows["score"]) == sorted(table.rows["score"], reverse=True)
    for row in table.rows.to_dict("records"):
        wanted = expected[row["office_id"]]
        assert row["rank"] == wanted["rank"]
        assert row["tied_offices"] == wanted["tied_offices"]
        tie = "" if wanted["tied_offices"] == 1 else f"shared by {wanted['tied_offices']}"
        assert row["tie_text"] == tie
        assert row["percentile"] == pytest.approx(wanted["percentile"], abs=0.0101)
        if wanted["distance_above"] is None:
            assert pd.isna(row["distance_above"])
        else:
            assert row["distance_above"] == wanted["distance_above"]
        previous = before.get(row["office_id"])
        if previous is None:
            assert pd.isna(row["places_gained"])
        else:
            assert row["places_gained"] == previous["rank"] - wanted["rank"]
            assert row["previous_rank"] == previous["rank"]


def test_only_our_sure_place_is_marked_as_ours(published) -> None:
    """A word and a sign mark our row; an office named at two places has no such row."""
    year, frame = last_ranking(published)
    stamp = stamp_of(published, "th")
    shown = ranking.ranking_table(frame, year, stamp, office_id=HOME).rows
    ours = shown[shown["office"].str.startswith("►")]
    assert list(ours["position"]) == [102]
    twice = frame.loc[frame["is_named_twice"], "office_id"].iloc[0]
    named = ranking.ranking_table(frame, year, stamp, office_id=twice).rows["office"]
    assert not named.str.startswith("►").any()


def test_unknown_places_have_no_figure(published) -> None:
    """No rank, tie, distance or percentile for a place nobody is known to hold; its bounds instead."""
    year, frame = last_ranking(published)
    shown = ranking.ranking_table(frame, year, stamp_of(published, "th")).rows
    unknown = shown[shown["score"].isna()]
    assert len(unknown) == 232
    blank = ["rank", "distance_above", "percentile", "places_gained", "change_shown"]
    assert unknown[blank].isna().all(axis=None)
    assert (unknown["tie_text"] == "").all()
    assert (unknown["bounds"] != "").all()
    first = shown.iloc[0]
    assert pd.isna(first["distance_above"])
    home = shown[shown["office_id"] == HOME].iloc[0]
    assert (home["distance_above"], home["percentile"]) == (0.17, 58.61)


# Pages


def frame_of(size: int, own: int | None = None) -> pd.DataFrame:
    """A ranking of ``size`` offices, ours at a place."""
    positions = range(1, size + 1)
    return pd.DataFrame(
        {
            "position": positions,
            "office_id": ["ours" if place == own else f"o{place}" for place in positions],
            "is_named_twice": False,
        }
    )


@pytest.mark.parametrize("size", [1, 99, 100, 101, 243, 1001])
def test_every_place_is_on_exactly_one_page(size) -> None:
    """Pages hold at most 200 rows and together every place once, in order."""
    frame = frame_of(size)
    starts = selection.page_starts(frame, "nobody")
    pages = [selection.page_from(frame, start) for start in starts.values()]
    assert selection.PAGE_ROWS <= 200
    assert list(starts) == [str(number) for number in range(1, len(pages) + 1)]
    assert all(0 < len(page) <= selection.PAGE_ROWS for page in pages)
    assert [place for page in pages for place in page["position"]] == list(frame["position"])


def test_an_empty_list_has_one_empty_page() -> None:
    """A filter that finds nothing leaves one page without rows."""
    frame = frame_of(0)
    assert selection.page_starts(frame, "ours") == {"1": 0}
    assert selection.page_from(frame, 0).empty


@pytest.mark.parametrize(("own", "first"), [(1, 1), (4, 1), (6, 1), (7, 2), (184, 179), (243, 238)])
def test_the_page_around_our_office_comes_first(own, first) -> None:
    """It begins five places above ours, or at the top; the other pages stay as they are."""
    frame = frame_of(243, own)
    starts = selection.page_starts(frame, "ours")
    assert list(starts) == ["ours", "1", "2", "3"]
    page = selection.page_from(frame, starts["ours"])
    assert page["position"].iloc[0] == first
    assert "ours" in list(page["office_id"].head(6))


@pytest.mark.parametrize("edition_name", pointer.EDITIONS)
def test_the_table_opens_at_our_page(edition_name, published, demo) -> None:
    """Without a word in the address the shown page is the one with our office."""
    version = {"published": published, "demo": demo}[edition_name]
    shown = opened(view_of("ranking", edition_name)).dataframe[0].value
    _, frame = last_ranking(version)
    own = frame.loc[frame["office_id"] == home_of(version), "position"].iloc[0]
    assert own in list(shown["position"])
    assert shown["office"].str.startswith("►").sum() == 1
    assert len(shown) <= selection.PAGE_ROWS


def test_files_hold_all_filtered_rows(demo, monkeypatch) -> None:
    """The downloads of a page hold every row of the filter, not the page alone."""
    from pages.shared import show  # noqa: PLC0415 - after the patch of its parts

    made: list[pd.DataFrame] = []
    monkeypatch.setattr(
        show, "table", lambda described, *_, whole=None, **__: made.append((described, whole))
    )
    opened(view_of("ranking", "demo"))
    [(page, whole)] = made
    _, frame = last_ranking(demo)
    assert 0 < len(page.rows) <= selection.PAGE_ROWS < len(frame)
    assert list(whole().rows["position"]) == list(frame["position"])
    lines = list(
        csv.reader(io.StringIO(csv_file(whole(), stamp_of(demo, "th")).decode("utf-8-sig")))
    )
    assert len(lines) == 1 + len(frame)


# Search


@pytest.mark.parametrize(
    ("text", "short_names"),
    [
        ("ก เขต 2", {"ก เขต 2"}),
        ("เขต ๒", {"ก เขต 2", "ข เขต 2"}),
        ("เขต 24", {"ก เขต 24"}),
        ("2", {"ก เขต 2", "ข เขต 2"}),
        ("4", set()),
        ("กส.2", {"ก เขต 2"}),
        ("กส.24", {"ก เขต 24"}),
        ("ALPHA", {"ก เขต 2", "ก เขต 24"}),
        ("alpha (", set()),
        (".*", set()),
    ],
)
def test_a_number_is_found_whole(text, short_names) -> None:
    """เขต 2 does not find เขต 24, in Thai or Western digits; signs are only signs."""
    offices = pd.DataFrame(
        [
            ("ก เขต 2", "ก เขต 2", "Alpha 2", "ก", "Alpha", "กส.2"),
            ("ก เขต 24", "ก เขต 24", "Alpha 24", "ก", "Alpha", "กส.24"),
            ("ข เขต 2", "ข เขต 2", "Beta 2", "ข", "Beta", ""),
        ],
        columns=["short_name", "office_name", "name_en", "province", "province_en", "aliases"],
    )
    names = selection.searchable(offices)
    assert set(selection.offices_called(offices, names, text)["short_name"]) == short_names


# Charts at size


def grown(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """A ranking made long: each place many times, under new ids and places."""
    size = len(frame) * times
    long = frame.loc[frame.index.repeat(times)].reset_index(drop=True)
    home = long["office_id"].duplicated()
    return long.assign(
        position=np.arange(1, size + 1),
        ranked_offices=size,
        office_id=long["office_id"].where(
            ~home, long["office_id"] + "-" + long.index.astype("str")
        ),
    )


@every_language
@pytest.mark.parametrize("times", [3, 40])
def test_a_long_ranking_is_drawn_with_few_points(demo, language, times) -> None:
    """At most 500 points; ours, its neighbours, the first and the last among them; and it says so."""
    year, frame = last_ranking(demo)
    long = grown(frame, times)
    home, stamp = home_of(demo), stamp_of(demo, language)
    curve = ranking.rank_curve(long, home, year, stamp)
    drawn = sorted(x for dots in marks(curve, Dots) for x in dots.x)
    own = int(long.loc[long["office_id"] == home, "position"].iloc[0])
    assert len(drawn) <= 500
    assert {1, own - 1, own, own + 1, len(long)} <= set(drawn)
    assert max(np.diff(drawn)) <= 2 * len(long) / 490
    assert str(len(drawn)) in curve.subtitle
    assert f"{len(long):,}" in curve.subtitle
    assert list(curve.table().rows["position"]) == drawn
    strip = ranking.score_strip(long, home, year, loaders.grade_bands(demo), stamp)
    assert sum(len(dots.x) for dots in marks(strip, Dots)) <= 500
    assert len(marks(strip, Dots, "own")[0].x) == 1
    each = int(numbers(strip.subtitle)[0])
    twin = strip.table().rows
    assert twin["offices"].sum() == len(long)
    assert sum(-(-count // each) for count in twin["offices"]) == sum(
        len(dots.x) for dots in marks(strip, Dots)
    )


def test_a_ranking_of_245_is_drawn_in_full(demo) -> None:
    """Up to 500 offices every place is a point and nothing is said of a sample."""
    year, frame = last_ranking(demo)
    curve = ranking.rank_curve(frame, home_of(demo), year, stamp_of(demo, "en"))
    assert sum(len(dots.x) for dots in marks(curve, Dots)) == len(frame)
    assert "evenly" not in curve.subtitle


# How the place hangs on the score


def range_of(version: Version, language: str = "th") -> tuple[Chart, pd.DataFrame]:
    """The chart of places for a changed score, with its figures."""
    year, frame = last_ranking(version)
    home = home_of(version)
    score = frame.loc[frame["office_id"] == home, "score"].iloc[0]
    spans = places.fragility(frame, home, score, steps=(-1.0, -0.5, 0.5, 1.0))
    return ranking.rank_range(spans, frame, year, stamp_of(version, language)), frame


@every_language
def test_the_range_of_places_is_counted(demo, totals, language) -> None:
    """Each row has the rank counted with the changed score and all others as they are."""
    chart, _ = range_of(demo, language)
    home = home_of(demo)
    others = [cents for office, cents in totals[2568].items() if office != home]
    own = totals[2568][home]
    expected = {
        step: 1 + sum(other > own + step * 100 for other in others)
        for step in (-1, -0.5, 0, 0.5, 1)
    }
    twin = chart.table().rows.set_index("step")
    assert dict(twin["best_rank"]) == expected
    assert dict(twin["worst_rank"]) == expected
    assert numbers(chart.headline)[-3:] == [
        str(expected[1]), str(expected[-1]), str(len(totals[2568]))
    ]  # fmt: skip
    drawn = sorted(x for dots in marks(chart, Dots) for x in dots.x)
    assert drawn == sorted(2 * list(expected.values()))


def test_unknown_places_widen_the_range(published) -> None:
    """97.39 ± 1: from place 8 to 245, as 13 of 245 are known; place 103 with 97.58 is told in doubt."""
    chart, frame = range_of(published, "en")
    spans = chart.table().rows
    for say in (TH, EN):
        values = ["13", "245", "1", "8", "245"]
        assert numbers(facts.ranking.range_open(say, spans, frame)) == values
        doubt = facts.ranking.range_conflict(say, spans, frame, HOME)
        assert numbers(doubt) == ["102", "103", "97.58"]


def test_no_range_is_drawn_while_places_are_not_known() -> None:
    """The published ranking says what is missing and which score is in doubt instead of a chart."""
    for language in LANGUAGES:
        app = opened(view_of("ranking", "published", language))
        assert [chart.key for chart in charts_in(app)] == ["rank-curve", "score-strip"]
        assert any(numbers(note.value)[:2] == ["13", "245"] for note in app.info)
        assert any("97.58" in node.value for node in app.markdown)
    drawn = [chart.key for chart in charts_in(opened(view_of("ranking", "demo")))]
    assert drawn == ["rank-curve", "rank-range", "score-strip"]


def spans_of(best: int, worst: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "step": [0.0, 1.0],
            "score": [90.0, 91.0],
            "best_rank": [best, 1],
            "worst_rank": [worst, 2],
        }
    )


@pytest.mark.parametrize(
    ("best", "worst", "expected"),
    [(3, 3, [["3"]]), (3, 4, [["3", "4"]]), (5, 9, [["3", "5", "9"], ["5", "9"]])],
)
def test_what_is_said_of_rounding(best, worst, expected) -> None:
    """What rounding leaves of the rank, and where the scores contradict the rank announced."""
    frame = pd.DataFrame(
        {
            "office_id": ["a", "b"], "is_named_twice": False, "rank": 3, "score": [90.0, 91.0],
            "ranked_offices": 2, "position": [3, 4], "open_findings": 0,
        }
    )  # fmt: skip
    for say in (TH, EN):
        spans = spans_of(best, worst)
        lines = filter(None, facts.ranking.range_sentences(say, spans, frame, "a"))
        assert [sorted(numbers(line.replace("–", " "))) for line in lines] == expected
        assert facts.ranking.range_open(say, spans, frame) == ""
        in_doubt = frame.assign(open_findings=[0, 1])
        conflict = facts.ranking.range_conflict(say, spans_of(5, 9), in_doubt, "a")
        assert numbers(conflict) == ["3", "4", "91.00"]


# Movement


def paths_of(version: Version, measure: str, language: str = "th") -> tuple[Chart, pd.DataFrame]:
    """The paths of our office and its peers, with the rows they are drawn from."""
    year, _ = last_ranking(version)
    home = home_of(version)
    peers = loaders.peers(version, home, PeerRule(year, most=5))
    office_ids = (home, *peers["office_id"])
    years = loaders.compared_years(version, office_ids)
    steps = loaders.comparability(version)
    chart = movement.rank_paths(years, office_ids, measure, steps, stamp_of(version, language))
    return chart, years


@pytest.mark.parametrize("measure", movement.MEASURES)
def test_paths_hold_the_figures_of_the_mart(demo, rows, measure) -> None:
    """Six paths of six looks; each point is the office's rank or percentile of that year."""
    chart, years = paths_of(demo, measure)
    paths = marks(chart, Dots)
    assert len(paths) == 6
    assert len({dots.symbol for dots in paths}) == 6
    assert [dots.role for dots in paths].count("own") == 1
    known = {
        (office, year): value
        for office, year, value in rows(
            demo, f"SELECT office_id, fiscal_year, {measure} FROM office_year"
        )
    }
    drawn = {
        office: [known[office, year] for year in DEMO_YEARS if known[office, year] is not None]
        for office in years["office_id"].unique()
    }
    assert sorted(map(list, (dots.y for dots in paths))) == sorted(drawn.values())
    [own] = marks(chart, Dots, "own")
    assert list(own.y) == drawn[home_of(demo)]


@pytest.mark.parametrize("measure", movement.MEASURES)
def test_paths_break_where_years_do_not_compare(demo, measure) -> None:
    """Solid where ranks compare, dashed with care, none over a break of the registry."""
    chart, years = paths_of(demo, measure)
    drawn = [
        (step, line.is_dashed) for line in marks(chart, Line, "own") for step in pairwise(line.x)
    ]
    with_care = {(2563, 2564), (2565, 2566), (2566, 2567), (2567, 2568)}
    steps_of_all = [(year, year + 1) for year in range(2562, 2568)]
    assert drawn == [(step, step in with_care) for step in steps_of_all]
    steps = loaders.comparability(demo)
    broken = steps.assign(comparable=steps["comparable"].where(steps["from_year"] != 2563, "no"))
    of_home = years[years["office_id"] == home_of(demo)]
    joined = [
        (a.fiscal_year, b.fiscal_year)
        for a, b, _ in selection.joined_steps(of_home, measure, broken)
    ]
    assert (2563, 2564) not in joined
    assert len(joined) == 5
    without = of_home[of_home["fiscal_year"] != 2565]
    assert [b.fiscal_year for _, b, _ in selection.joined_steps(without, measure, steps)] == [
        2563, 2564, 2567, 2568
    ]  # fmt: skip


@every_language
@pytest.mark.parametrize("measure", movement.MEASURES)
def test_labels_of_paths_stand_apart_and_inside(demo, measure, language) -> None:
    """Each path is named once at its end, in the order of the values, none over another."""
    chart, _ = paths_of(demo, measure, language)
    labels = marks(chart, Note)
    assert len(labels) == 6
    heights = sorted(label.y for label in labels)
    span = abs(chart.y.highest - chart.y.lowest)
    assert min(np.diff(heights)) >= 0.12 * span
    low, high = sorted((chart.y.lowest, chart.y.highest))
    assert low <= heights[0] <= heights[-1] <= high
    assert sum(label.role == "own" for label in labels) == 1
    assert all(label.x < chart.x.highest for label in labels)


def test_labels_pushed_inside_keep_their_distance() -> None:
    """Values at the edge give labels inside the axis, on a rising and on a falling axis."""
    from ita.charts.describe import Axis  # noqa: PLC0415 - only here

    for axis in (Axis("", 0, 100), Axis("", 100, 0)):
        heights = movement._label_heights([0.0, 1.0, 2.0, 99.0, 100.0], axis)  # noqa: SLF001
        assert min(heights) >= 0
        assert max(heights) <= 100
        assert min(abs(np.diff(sorted(heights)))) >= 12.5 - 1e-9
    assert spaced([1.0], 5) == [1.0]


@every_language
@pytest.mark.parametrize("measure", movement.MEASURES)
def test_the_paths_say_the_last_step(demo, rows, measure, language) -> None:
    """Headline: our value of the last year and of the year before, from the mart."""
    chart, _ = paths_of(demo, measure, language)
    (now,), (before,) = rows(
        demo,
        f"SELECT {measure} FROM office_year WHERE office_id = $home AND fiscal_year >= 2567"
        " ORDER BY fiscal_year DESC",
        home=home_of(demo),
    )
    values = [f"{value:.1f}" if measure == "percentile" else str(value) for value in (now, before)]
    assert set(values) <= set(numbers(chart.headline))


def test_one_known_year_is_told_without_a_comparison(published) -> None:
    """The published rank of FY2565 stands alone: no step, and the headline says so."""
    own = loaders.compared_years(published, (HOME,))
    own = own[own["rank"].notna()]
    steps = loaders.comparability(published)
    assert selection.joined_steps(own, "rank", steps) == []
    for say, words in ((TH, "ยังไม่มีปีก่อน"), (EN, "no year before")):
        for measure in movement.MEASURES:
            text = facts.ranking.path_headline(say, own, measure, steps, "X")
            assert words in text
            assert {"2565", "102" if measure == "rank" else "58.6"} <= set(numbers(text))


# Who rose most


@pytest.mark.parametrize(("kind", "year"), list(product(movement.KINDS, range(2563, 2569))))
def test_the_largest_rises_are_counted(demo, totals, kind, year) -> None:
    """Ten largest by points or places, ours added; standings by counting, over both years' offices."""
    now, before = totals[year], totals[year - 1]
    ranks, old_ranks = by_hand(now), by_hand(before)
    amounts = {
        office: (now[office] - before[office]) / 100
        if kind == "points"
        else old_ranks[office]["rank"] - ranks[office]["rank"]
        for office in now.keys() & before.keys()
    }
    offices = movement.risen(store.ranking(demo, year), kind)
    assert dict(zip(offices["office_id"], offices["amount"], strict=True)) == amounts
    for office, standing in zip(offices["office_id"], offices["standing"], strict=True):
        assert standing == 1 + sum(other > amounts[office] for other in amounts.values())
    home = home_of(demo)
    chart = movement.most_improved(offices, home, kind, year, stamp_of(demo, "en"))
    [bars] = marks(chart, Bars)
    top = sorted(amounts.values(), reverse=True)[:10]
    drawn = list(bars.lengths)[::-1]
    assert drawn[:10] == top
    assert len(drawn) in (10, 11)
    assert list(bars.roles).count("own") == 1
    assert list(chart.table().rows["amount"]) == drawn
    first, own = max(amounts.values()), amounts[home]
    standing = 1 + sum(other > own for other in amounts.values())
    as_said = "{:+.2f}" if kind == "points" else "{:+,.0f}"
    said = numbers(chart.headline.removeprefix("Example Daonuea Primary 1"))
    sizes = list(dict.fromkeys([str(len(amounts)), str(len(now))]))
    assert said == [as_said.format(own), str(standing), *sizes, as_said.format(first)]


@every_language
def test_published_rises_are_those_of_the_known_rows(published, language) -> None:
    """FY2565: 15.86 is the largest of the eleven changes known, and the rule says: not the country."""
    year, frame = last_ranking(published)
    offices = movement.risen(frame, "points")
    assert len(offices) == 11
    assert not offices["is_named_twice"].any()
    assert offices.iloc[0][["office_id", "amount"]].tolist() == [HOME, 15.86]
    step = selection.year_step(loaders.comparability(published), "total", year)
    [rule] = facts.ranking.riser_rule(Say(language), offices, 10, 245, step, "points")
    assert sorted(numbers(rule)) == sorted(["10", "11", "245", "2564", "2565"])
    assert {"th": "ไม่ใช่ทั้งประเทศ", "en": "not the whole country"}[language] in rule
    assert movement.risen(frame, "places").empty


def test_the_rule_tells_care_and_equals() -> None:
    """With care: the reason; offices equal to the last one shown are counted."""
    offices = pd.DataFrame({"amount": [5.0, 3.0, 3.0, 3.0, 1.0]})
    step = {
        "comparable": "with_care", "from_year": 2565, "to_year": 2566,
        "reason_th": "เหตุ", "reason_en": "cause",
    }  # fmt: skip
    lines = facts.ranking.riser_rule(EN, offices, 2, 5, step, "points")
    assert numbers(lines[0]) == ["2", "5", "5", "2565", "2566"]
    assert "whole country" not in lines[0]
    assert lines[1].endswith("with care: cause")
    assert lines[2] == "2 more offices equal the last one shown (+3.00 points)"
    assert len(facts.ranking.riser_rule(EN, offices, 5, 5, step, "places")) == 2


# How a rank moved, in words


STEP = {
    "comparable": "yes", "from_year": 2564, "to_year": 2565, "reason_th": "ก", "reason_en": "why"
}  # fmt: skip


def moved_frame(**changes: object) -> pd.DataFrame:
    base = {
        "office_id": "a", "is_named_twice": False, "rank": 5, "ranked_offices": 245, "score": 90.0,
        "previous_rank": 8, "previous_ranked_offices": 225, "places_gained": 3,
    }  # fmt: skip
    return pd.DataFrame([{**base, **changes}])


@pytest.mark.parametrize(
    ("changes", "step", "english", "values"),
    [
        ({}, STEP, "Up 3 places", ["3", "8", "225", "2564", "5", "245", "2565"]),
        (
            {"previous_rank": 4, "places_gained": -1},
            STEP,
            "Down 1 place,",
            ["1", "4", "225", "2564", "5", "245", "2565"],
        ),
        (
            {"previous_rank": 5, "places_gained": 0},
            STEP,
            "Unchanged",
            ["5", "225", "2564", "5", "245", "2565"],
        ),
        ({}, STEP | {"comparable": "with_care"}, "with care: why", None),
        ({}, STEP | {"comparable": "no"}, "do not compare with FY2564: why", ["2564"]),
        ({"places_gained": None}, STEP, "is not known", ["2564"]),
    ],
)
def test_a_rank_says_how_it_moved(changes, step, english, values) -> None:
    """Up, down, unchanged, with care, not comparable, not known: with its own figures."""
    frame = moved_frame(**changes)
    text = facts.ranking.moved(EN, frame, "a", step)
    assert english in text
    if values is not None:
        assert numbers(text) == values
        assert sorted(numbers(facts.ranking.moved(TH, frame, "a", step))) == sorted(values)


def test_nothing_is_said_of_a_rank_nobody_knows() -> None:
    """Without a sure place, or without a recorded step, there is no sentence."""
    assert facts.ranking.moved(EN, moved_frame(), "z", STEP) == ""
    assert facts.ranking.moved(EN, moved_frame(is_named_twice=True), "a", STEP) == ""
    assert facts.ranking.moved(EN, moved_frame(), "a", None) == ""


@pytest.mark.parametrize(
    ("gained", "step", "english"),
    [
        ([1, 2], STEP, ""),
        ([1, None], STEP, "blank for 1 office without a rank in FY2564"),
        ([1, None, None], STEP, "blank for 2 offices without a rank in FY2564"),
        ([None, None], STEP, "no ranking of FY2564"),
        ([None], STEP | {"comparable": "no"}, "do not compare with FY2564: why"),
        ([None], None, ""),
    ],
)
def test_blank_places_gained_have_their_reason(gained, step, english) -> None:
    """No rank the year before, of some or of all; or years that do not compare."""
    frame = pd.DataFrame({"score": 90.0, "places_gained": gained})
    text = facts.ranking.blank_moves(EN, frame, step)
    assert english in text
    assert bool(text) == bool(english)
    assert bool(facts.ranking.blank_moves(TH, frame, step)) == bool(english)


# Groups and provinces


def groups_of(version: Version) -> tuple[int, pd.DataFrame, pd.DataFrame]:
    year, frame = last_ranking(version)
    return year, frame, groups.with_known(loaders.group_years(version, year))


def spread_of(version: Version, language: str = "th") -> Chart:
    year, frame, found = groups_of(version)
    home = home_of(version)
    office = loaders.offices(version).set_index("office_id").loc[home].to_dict()
    own = {**office, "score": frame.loc[frame["office_id"] == home, "score"].iloc[0]}
    kept = found[found["group_kind"].isin(groups.SPREAD_KINDS) & found["is_known"]]
    return groups.group_spread(kept, own, year, "source", stamp_of(version, language))


def tiles_of(version: Version, language: str = "th") -> tuple[Chart, pd.DataFrame]:
    year, frame, found = groups_of(version)
    provinces = found[found["group_kind"] == "province"]
    province = loaders.offices(version).set_index("office_id").loc[home_of(version), "province"]
    source = named_sources(frame["source_id"])
    return groups.tile_map(
        provinces, province, year, source, stamp_of(version, language)
    ), provinces


@every_language
def test_spreads_hold_the_figures_of_the_scores(demo, totals, rows, language) -> None:
    """Lowest, highest and median of each type and region by hand; our dot in our two rows."""
    chart = spread_of(demo, language)
    of_office = {
        office: (kind, region)
        for office, kind, region in rows(demo, "SELECT office_id, office_type, region FROM office")
    }
    scores: dict[str, list[float]] = defaultdict(list)
    for office, cents in totals[2568].items():
        for group in of_office[office]:
            scores[group].append(cents / 100)
    twin = chart.table().rows.set_index("group_code")
    assert set(twin.index) == set(scores)
    for group, values in scores.items():
        assert twin.loc[group, ["minimum", "maximum", "known_offices"]].tolist() == [
            min(values), max(values), len(values)
        ]  # fmt: skip
        assert twin.loc[group, "median"] == pytest.approx(float(np.median(values)), abs=0.0051)
    order = list(twin.index)[::-1]
    ours = of_office[home_of(demo)]
    drawn = sorted(dots.y[0] for dots in marks(chart, Dots, "own"))
    assert drawn == sorted(order.index(group) for group in ours)
    medians = {dots.y[0]: dots.x[0] for dots in marks(chart, Dots, "benchmark")}
    assert medians == {place: twin.loc[group, "median"] for place, group in enumerate(order)}
    said = numbers(chart.headline)
    own = totals[2568][home_of(demo)] / 100
    assert [f"{own:.2f}", *(f"{abs(own - twin.loc[g, 'median']):.2f}" for g in ours)] == said[-3:]


def test_groups_too_little_known_are_named(published) -> None:
    """No type and no region of FY2565 has nine in ten known: each is named with its numbers."""
    _, _, found = groups_of(published)
    spread = found[found["group_kind"].isin(groups.SPREAD_KINDS)]
    assert not spread["is_known"].any()
    for say in (TH, EN):
        said = facts.ranking.unknown_groups(say, spread)
        pairs = spread[["known_offices", "expected_offices"]].astype("str").to_numpy().ravel()
        assert set(pairs) <= set(numbers(said))
    assert facts.ranking.unknown_groups(EN, spread.assign(is_known=True)) == ""


@pytest.mark.parametrize(
    ("known", "expected", "is_known"), [(9, 10, True), (8, 10, False), (0, 0, False), (1, 1, True)]
)
def test_nine_in_ten_make_a_group_known(known, expected, is_known) -> None:
    """Nine of ten are enough, eight are not, and nobody of nobody is not known."""
    frame = pd.DataFrame({"known_offices": [known], "expected_offices": [expected]})
    assert groups.with_known(frame)["is_known"].tolist() == [is_known]


@pytest.mark.parametrize("edition_name", pointer.EDITIONS)
def test_tiles_hold_the_means_of_the_mart(edition_name, published, demo) -> None:
    """A tile a province at its place; stronger for a higher mean, alike where few are known, 0 for none."""
    version = {"published": published, "demo": demo}[edition_name]
    chart, provinces = tiles_of(version)
    [cells] = marks(chart, Cells)
    assert len(cells.x) == len(provinces) == {"published": 77, "demo": 80}[edition_name]
    grid = {row["province_en"]: row for row in reference.rows("tile_grid")}
    by_place = {
        (int(grid[row.group_en]["column"]), int(grid[row.group_en]["row"])): row
        for row in provinces.itertuples()
    }
    highest = max(row for _, row in by_place)
    pairs = []
    for x, y, level, text in zip(cells.x, cells.y, cells.levels, cells.texts, strict=True):
        row = by_place[x, highest + 1 - y]
        assert (level == 0) == (not row.is_known)
        assert (f"{row.known_offices}/{row.expected_offices}" in text) == (not row.is_known)
        pairs += [(row.mean, level)] if row.is_known else []
    assert [level for _, level in sorted(pairs)] == sorted(level for _, level in pairs)
    assert set(cells.levels) == ({0, 5} if edition_name == "published" else set(range(1, 11)))
    [framed] = cells.framed
    home = home_of(version)
    province = loaders.offices(version).set_index("office_id").loc[home, "province"]
    assert by_place[cells.x[framed], highest + 1 - cells.y[framed]].group_code == province


def test_tiles_say_our_place_among_the_provinces(demo, published) -> None:
    """Mean and place of our province by counting; published: too few are known, and so it says."""
    chart, provinces = tiles_of(demo, "en")
    own = provinces[provinces["group_code"] == "ดาวเหนือ"].iloc[0]
    place = 1 + int((provinces["mean"] > own["mean"]).sum())
    assert numbers(chart.headline) == [f"{own['mean']:.2f}", str(place), "80"]
    assert f"{ordinal(place)} of 80 provinces" in chart.headline
    chart, _ = tiles_of(published, "en")
    assert numbers(chart.headline) == ["1", "4", "2", "77"]
    assert "too few" in chart.headline


def test_a_twin_leaves_means_of_few_offices_blank(published) -> None:
    """1 of 4 offices known is shown as such, without a mean."""
    chart, _ = tiles_of(published)
    twin = chart.table().rows.set_index("group_code")
    kalasin = twin.loc["กาฬสินธุ์"]
    assert kalasin[["known_offices", "expected_offices"]].tolist() == [1, 4]
    assert pd.isna(kalasin["mean"])
    assert twin["mean"].notna().sum() == 2


@pytest.mark.parametrize(("language", "column"), [("th", "province"), ("en", "province_en")])
def test_short_names_of_provinces_are_whole_letters_and_differ(language, column) -> None:
    """No mark is parted from its letter, no vowel hangs at the end, and all 77 differ."""
    names = [row[column] for row in reference.rows("provinces")]
    short = [groups.short_name(name, language) for name in names]
    assert len(set(short)) == 77, sorted(name for name in short if short.count(name) > 1)
    for name, cut in zip(names, short, strict=True):
        tail = cut.split(".")[-1]
        assert tail in name
        after = name[name.index(tail) + len(tail) :][:1]
        assert not after or unicodedata.category(after) != "Mn", (name, cut)
        assert cut[-1] not in "เแโใไ", cut
        assert sum(unicodedata.category(letter) != "Mn" for letter in cut) <= 6


@pytest.mark.parametrize(
    ("name", "language", "short"),
    [
        ("กาฬสินธุ์", "th", "กาฬ"),
        ("ร้อยเอ็ด", "th", "ร้อย"),
        ("ตราด", "th", "ตราด"),
        ("นครราชสีมา", "th", "น.รา"),
        ("สุรินทร์", "th", "สุริน"),
        ("Kalasin", "en", "Kala"),
        ("Nakhon Ratchasima", "en", "N.Rat"),
        ("Krabi", "en", "Krabi"),
    ],
)
def test_a_short_name_keeps_marks_with_their_letters(name, language, short) -> None:
    """A few letters, a shared first part in one, a short name whole."""
    assert groups.short_name(name, language) == short


# All charts of the screen

CHARTS = {
    "rank_range": lambda version, language: range_of(version, language)[0],
    "rank_paths": lambda version, language: paths_of(version, "percentile", language)[0],
    "rank_paths_by_rank": lambda version, language: paths_of(version, "rank", language)[0],
    "most_improved": lambda version, language: movement.most_improved(
        movement.risen(last_ranking(version)[1], "points"),
        home_of(version),
        "points",
        last_ranking(version)[0],
        stamp_of(version, language),
    ),
    "group_spread": spread_of,
    "province_tiles": lambda version, language: tiles_of(version, language)[0],
}
OF_DEMO_ONLY = {"rank_paths", "rank_paths_by_rank", "group_spread"}


@every_language
@pytest.mark.parametrize(
    ("name", "edition_name"),
    [
        pair
        for pair in product(CHARTS, pointer.EDITIONS)
        if not (pair[0] in OF_DEMO_ONLY and pair[1] == "published")
    ],
)
def test_charts_keep_what_every_chart_promises(name, edition_name, language, request) -> None:
    """Filled texts in one language, version and mark in the picture, points inside, plain data."""
    version = request.getfixturevalue(edition_name)
    chart = CHARTS[name](version, language)
    hovers = [
        text
        for mark in chart.marks
        for text in getattr(mark, "hover", ())
        if not isinstance(mark, Note)
    ]
    said = [chart.headline, chart.subtitle, chart.alt, chart.source, *hovers]
    for text in said:
        assert text.strip()
        assert not {"{", "}"} & set(text)
        assert not {"nan", "None", "<NA>"} & set(text.replace("<br>", " ").split())
        assert language == "th" or not re.search("[ก-๛]", text.replace(chart.watermark, ""))
    assert version.version_id in chart.source
    assert bool(chart.watermark) == version.is_simulated
    xs, ys = sorted((chart.x.lowest, chart.x.highest)), sorted((chart.y.lowest, chart.y.highest))
    for dots in marks(chart, Dots):
        assert all(xs[0] <= x <= xs[1] for x in dots.x)
        assert all(ys[0] <= y <= ys[1] for y in dots.y)
    for bars in marks(chart, Bars):
        assert all(xs[0] <= length <= xs[1] for length in bars.lengths)
    figure = plotly.figure(chart)
    assert json.loads(json.dumps(figure, allow_nan=False)).keys() == {"data", "layout"}
    table = chart.table()
    assert len(table.rows) > 1
    assert csv_file(table, stamp_of(version, language))


# The screen


@every_language
@pytest.mark.parametrize(
    ("edition_name", "part"), list(product(pointer.EDITIONS, ranking_parts.PARTS))
)
def test_each_part_says_its_headline_and_what_is_missing(edition_name, part, language) -> None:
    """Rank, total and score stand on top of each part; published gaps are explained, never empty."""
    view = view_of("ranking", edition_name, language)
    app = opened(view, part=part)
    assert not app.exception
    seen = " ".join(texts(app)) + " ".join(node.proto.spec for node in charts_in(app))
    wanted = {"published": ("102", "245", "97.39"), "demo": ("184", "243", "93.69")}[edition_name]
    assert all(figure in seen for figure in wanted)
    assert bool(app.info) == (edition_name == "published")


@pytest.mark.parametrize(("name", "value"), [("measure", "rank"), ("by", "places")])
def test_controls_of_movement_go_into_the_address_and_back(name, value) -> None:
    """A choice stands in the address and the address opens it again."""
    view = view_of("ranking", "demo")
    app = opened(view, part="movement")
    control(app, name).set_value(value).run()
    assert app.query_params[name] == value
    again = opened(view, part="movement", **{name: value})
    assert control(again, name).value == value
    drawn = partial(map, lambda node: node.proto.spec)
    assert list(drawn(charts_in(again))) == list(drawn(charts_in(app)))
    assert list(drawn(charts_in(again))) != list(drawn(charts_in(opened(view, part="movement"))))


def test_a_new_filter_forgets_the_page() -> None:
    """The page of the list before is no page of the list now."""
    view = view_of("ranking", "demo")
    app = opened(view, page="3")
    assert app.dataframe[0].value["position"].iloc[0] == 201
    control(app, "type").set_value("secondary").run()
    assert "page" not in app.query_params
    said = " ".join(app.caption.values)
    assert view.say("ranking.of_all") in said


@pytest.mark.parametrize("part", ranking_parts.PARTS)
def test_an_office_that_was_not_assessed_gets_its_page(demo, part) -> None:
    """A year without our office: the headline says so and nothing is drawn of us."""
    frame = store.ranking(demo, 2563)
    absent = set(loaders.offices(demo)["office_id"]) - set(frame["office_id"])
    assert absent
    for language in LANGUAGES:
        view = view_of("ranking", "demo", language)
        app = opened(view, part=part, year="2563", office=min(absent))
        assert not app.exception
        drawn = " ".join(str(json.loads(node.proto.spec)) for node in charts_in(app))
        seen = " ".join(texts(app)) + drawn.replace("</b><br><b>", " ")
        assert {"th": "ไม่มีผลการประเมินในปีนี้", "en": "was not assessed"}[language] in seen


# Templates against their numbers


GROUP = {
    "group_kind": "region", "group_code": "ภาคเหนือ", "group_en": "Northern", "known_offices": 31,
    "expected_offices": 32, "mean": 95.5, "median": 96.25, "lower_quartile": 94.5,
    "upper_quartile": 97.75, "minimum": 80.1, "maximum": 99.9, "passed_offices": 30, "is_known": True,
}  # fmt: skip


@every_language
def test_groups_tell_their_figures(language) -> None:
    """Title, hover of a group, our own place in it, and hover of a tile hold the row's numbers."""
    say = Say(language)
    assert numbers(facts.ranking.group_title(say, GROUP)) == ["31", "32"]
    spread = numbers(facts.ranking.group_hover(say, GROUP).replace("–", " "))
    assert spread == ["31", "32", "96.25", "94.50", "97.75", "80.10", "99.90"]
    own = numbers(facts.ranking.own_in_group(say, GROUP, {"score": 95.0}))
    assert own == ["95.00", "96.25", "-1.25"]
    assert numbers(facts.ranking.tile_hover(say, GROUP)) == ["95.50", "31", "32", "30"]
    unknown = facts.ranking.tile_hover(say, GROUP | {"is_known": False})
    assert numbers(unknown) == ["31", "32"]
    frame = pd.DataFrame([GROUP])
    assert numbers(facts.ranking.tile_alt(say, frame, 2565)) == [
        "1", "1", "2565", "95.50", "95.50", *({"th": ["9", "10"], "en": []}[language])
    ]  # fmt: skip
    none = {"office_type": "primary", "region": "x", "score": 90.0}
    assert numbers(facts.ranking.spread_headline(say, frame, none, "X")) == ["96.25", "96.25"]


@every_language
def test_movement_tells_its_figures(language) -> None:
    """Labels, hovers and rules of paths and rises hold the row's numbers."""
    say = Say(language)
    row = {
        "short_name": "สพป.ก เขต 7", "name_en": "A Primary 7", "fiscal_year": 2565, "rank": 12,
        "ranked_offices": 245, "percentile": 95.49, "score": 98.76, "position": 12, "standing": 3,
        "open_findings": 1, "amount": 4.5, "tied_offices": 1,
    }  # fmt: skip
    assert numbers(facts.ranking.path_hover(say, row)) == ["7", "2565", "12", "245", "98.76"]
    label = facts.ranking.path_label(say, row, "percentile")
    assert label.count("<br>") == 1
    assert numbers(label) == ["7", "95.5"]
    assert numbers(facts.ranking.path_label(say, row, "rank")) == ["7", "12"]
    assert numbers(facts.ranking.path_alt(say, pd.DataFrame([row]), "X")) == ["2565", "12", "245"]
    assert numbers(facts.ranking.riser_hover(say, row, "points")) == ["7", "+4.50", "12", "98.76"]
    assert "◆" in facts.ranking.riser_title(say, row)
    assert "◆" not in facts.ranking.riser_title(say, row | {"open_findings": 0})
    assert say("ranking.path_value.shared_rank", value=12) in facts.ranking.path_label(
        say, row | {"tied_offices": 2}, "rank"
    ).replace("<br>", " ")
    for base, key in ((2564, "peers.before"), (2565, "peers.same_year")):
        rule = PeerRule(base, within=2.0, most=5)
        text = facts.peers.of_paths(say, rule, 4, 2565)
        assert text.endswith(say(key, year=base))
        assert numbers(text)[:4] == [str(base), "2.00", "5", "4"]


@every_language
def test_the_first_of_those_known_is_said_once(language) -> None:
    """Our own rise when it is the first; the doubt of a first one; of how many it is the first."""
    say = Say(language)
    row = {
        "short_name": "ข", "name_en": "B", "ranked_offices": 245, "open_findings": 0, "standing": 1,
        "amount": 15.86, "office_id": "a",
    }  # fmt: skip
    offices = pd.DataFrame(
        [row, row | {"office_id": "b", "amount": 1.0, "standing": 2, "open_findings": 1}]
    )
    part = {"th": "ไม่ใช่ทั้งประเทศ", "en": "not the whole country"}[language]
    first = facts.ranking.riser_headline(say, offices, "a", "points", "X")
    assert numbers(first) == ["+15.86", "2", "245"]
    assert part in first
    second = facts.ranking.riser_headline(say, offices, "b", "points", "X")
    assert numbers(second) == ["+1.00", "2", "2", "245", "+15.86"]
    doubtful = offices.assign(open_findings=1)
    assert "◆" in facts.ranking.riser_headline(say, doubtful, "z", "points", "X")
    whole = offices.assign(ranked_offices=2)
    assert part not in facts.ranking.riser_headline(say, whole, "a", "points", "X")
    assert facts.ranking.riser_heading(say, offices) == say("ranking.riser_heading_part")
    assert facts.ranking.riser_heading(say, whole) == say("ranking.riser_heading")
    assert facts.ranking.riser_heading(say, offices.head(0)) == say("ranking.riser_heading_part")


@every_language
def test_a_group_is_above_below_or_level(language) -> None:
    """Both below is said once; above and below apart; level without a figure."""
    say = Say(language)
    kinds = [
        {"group_kind": "office_type", "group_code": "primary", "group_en": "", "median": 92.28},
        {"group_kind": "region", "group_code": "ภาคเหนือ", "group_en": "Northern", "median": 92.96},
    ]
    frame = pd.DataFrame(kinds)
    own = {"office_type": "primary", "region": "ภาคเหนือ", "score": 90.0}

    def said(score: float) -> str:
        return facts.ranking.spread_headline(say, frame, own | {"score": score}, "X")

    thai = "X ได้ 90.00 คะแนน ต่ำกว่ามัธยฐานของ สพป. 2.28 คะแนน และของภาคเหนือ 2.96 คะแนน"
    english = (
        "X has 90.00: 2.28 below the median of primary offices"
        " and 2.96 below that of the Northern region"
    )
    assert said(90.0) == {"th": thai, "en": english}[language]
    assert numbers(said(92.5)) == ["92.50", "0.22", "0.46"]
    assert numbers(said(92.28)) == ["92.28", "0.68"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (64, "64th"), (101, "101st"), (111, "111th"), (1122, "1,122nd")],
)  # fmt: skip
def test_places_are_counted_in_english(number, text) -> None:
    """1st, 2nd, 3rd, 4th and the teens."""
    assert ordinal(number) == text


@pytest.mark.parametrize("part", ranking_parts.PARTS)
def test_a_year_without_a_verdict_on_comparing_still_opens(demo, part, monkeypatch) -> None:
    """No row on comparing with the year before: nothing is said of movement, and nothing fails."""
    steps = store.comparability(demo)
    without = steps[steps["to_year"] != 2568]
    monkeypatch.setattr(loaders, "comparability", lambda _: without)
    ranking_parts._path_chart.cache_clear()  # noqa: SLF001 - made with the other rows
    app = opened(view_of("ranking", "demo"), part=part)
    ranking_parts._path_chart.cache_clear()  # noqa: SLF001
    assert not app.exception
    told = [message.value for message in app.info]
    assert any("2567" in text for text in told) == (part == "movement")


@every_language
def test_the_strip_tells_what_a_dot_is(language) -> None:
    """One office a dot needs no word; several are counted; a step tells its scores."""
    say = Say(language)
    assert numbers(facts.ranking.strip_subtitle(say, 2565, 90, 0.1667, 1)) != numbers(
        facts.ranking.strip_subtitle(say, 2565, 90, 0.1667, 66)
    )
    assert numbers(facts.ranking.strip_subtitle(say, 2565, 90, 0.1667, 66))[0] == "66"
    hover = facts.ranking.strip_hover(say, 95.0, 95.5, 1200).replace("–", " ")
    assert numbers(hover) == ["95.00", "95.50", "1,200"]


@pytest.mark.parametrize(
    ("row", "thai", "english"),
    [
        ({"score": 90.0, "tied_offices": 1, "is_tie_open": False}, "", ""),
        ({"score": 90.0, "tied_offices": 3, "is_tie_open": False}, "อันดับร่วม 3 แห่ง", "shared by 3"),
        (
            {"score": 90.0, "tied_offices": 4, "is_tie_open": True},
            "อันดับร่วมอย่างน้อย 4 แห่ง",
            "shared by at least 4",
        ),
        ({"score": None, "tied_offices": None, "is_tie_open": False}, "", ""),
    ],
)
def test_a_tie_is_called_a_shared_rank(row, thai, english) -> None:
    """อันดับร่วม with how many share it, at least so many where its end is not known."""
    assert (facts.ranking.tie_text(TH, row), facts.ranking.tie_text(EN, row)) == (thai, english)


@pytest.mark.parametrize("part", ranking_parts.PARTS)
def test_every_chart_of_a_part_opens_its_figures(part) -> None:
    """All twins of a part can be open at once, each a table of at most 500 rows with its two files."""
    app = opened(view_of("ranking", "demo"), part=part)
    grids, charts = len(app.dataframe), charts_in(app)
    for chart in charts:
        app.session_state[f"{chart.key}-table"] = True
    app.run()
    assert not app.exception
    assert len(app.dataframe) == grids + len(charts)
    assert len(app.download_button) == 2 * len(app.dataframe)
    assert all(len(grid.value) <= 500 for grid in app.dataframe)
