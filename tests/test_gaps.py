"""The gaps screen: what it sums, orders, tints and says, held against the marts."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from screens import (
    charts_in,
    control,
    home_of,
    known_gaps,
    measured_office,
    opened,
    stamp_of,
    texts,
    view_of,
)

from ita import facts, loaders, pointer, selection, store
from ita.charts import gaps as charts
from ita.charts import heat_map, items, plotly
from ita.charts.axes import level_axis, score_start
from ita.charts.describe import Cells, Chart, Dots, Line, Note
from ita.facts import heat_map as heat_map_facts
from ita.method import indicator_comparisons
from ita.peers import MatrixSelection, PeerRule
from ita.pointer import Version
from ita.report.spreadsheet import csv_file
from ita.wording import LANGUAGES, Say
from pages.shared import gap_parts, show
from pages.shared.controls import BENCHMARK_KINDS

TH, EN = Say("th"), Say("en")
YEAR = 2568
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _warehouse(warehouse) -> None:
    """Pages read the editions built for the tests."""


def marks(chart: Chart, kind: type, role: str | None = None) -> list:
    """The marks of a kind, of one role where it is given."""
    of_kind = [mark for mark in chart.marks if isinstance(mark, kind)]
    return of_kind if role is None else [mark for mark in of_kind if mark.role == role]


def numbers(text: str) -> list[str]:
    """Every number of a sentence, in its order."""
    return re.findall(r"[+−-]?\d+(?:[.,]\d+)*", text)


def gaps(*pairs: tuple[float | None, float | None]) -> pd.DataFrame:
    """Indicators of weight 10 with these scores and benchmarks."""
    frame = pd.DataFrame(pairs, columns=["score", "benchmark"], dtype=float)
    gap = frame["score"] - frame["benchmark"]
    return frame.assign(
        indicator_no=range(1, len(pairs) + 1),
        name_th="ก",
        name_en="K",
        weight=10.0,
        median=90.0,
        gap=gap,
        effect=gap / 10,
    )


# What the effects sum to


def test_effects_sum_to_the_difference_of_the_weighted_sums(demo, rows) -> None:
    """For each office and year of the demo edition, to the last digit of weight × score."""
    wrong = rows(
        demo,
        """
        WITH own AS (
            SELECT fiscal_year, office_id, sum(weight * score) / 100 AS own, sum(effect) AS effects,
                sum(weight * benchmark) / 100 AS mean, count(score) AS known
            FROM indicator_gap WHERE benchmark_kind = 'national_mean' GROUP BY ALL
        )
        SELECT * FROM own WHERE known = 10 AND abs(effects - (own - mean)) > 1e-9
        """,
    )
    assert wrong == []


@pytest.mark.parametrize("kind", ["national_mean", "type_mean", "full_marks", "last_year"])
def test_effects_sum_to_the_gap_of_the_printed_total(demo, rows, kind) -> None:
    """As far as ten rounded benchmarks and two rounded totals allow: 0.02 at most."""
    sums = dict(
        rows(
            demo,
            "SELECT office_id, sum(effect) FROM indicator_gap WHERE fiscal_year = $year"
            " AND benchmark_kind = $kind GROUP BY ALL HAVING count(effect) = 10",
            year=YEAR,
            kind=kind,
        )
    )
    assert len(sums) > 200
    benchmarks = store.benchmarks(demo)
    totals = benchmarks[(benchmarks["fiscal_year"] == YEAR) & (benchmarks["indicator_no"] == 0)]
    offices = store.offices(demo).set_index("office_id")
    for office_id in [home_of(demo), *list(sums)[::60]]:
        row = selection.row_of(store.office_years(demo, office_id), YEAR)
        of_type = offices.loc[office_id, "office_type"]
        gap = facts.gaps.gap_of_total(row, totals, of_type, kind, 95.0)
        assert abs(float(sums[office_id]) - gap) <= 0.02
        ten = selection.compared(store.indicator_gaps(demo, office_id, YEAR), kind)
        told = facts.gaps.sum_sentence(EN, ten, kind, gap)
        assert "the gap of the total" in told
        assert numbers(told) == [f"{float(sums[office_id]):+.2f}", f"{gap:+.2f}"]


def test_the_sum_is_told_as_what_it_is() -> None:
    """−1.00 and +0.25: equal to the total, not equal, not comparable, or alone; nothing if one is unknown."""
    two = gaps((80, 90), (92.5, 90))
    told = {
        "equal": facts.gaps.sum_sentence(EN, two, "national_mean", -0.76),
        "differs": facts.gaps.sum_sentence(EN, two, "national_mean", -0.70),
        "apart": facts.gaps.sum_sentence(EN, two, "top_decile", None),
        "alone": facts.gaps.sum_sentence(EN, two, "peers", None),
    }
    assert len(set(told.values())) == 4
    assert {name: numbers(text)[0] for name, text in told.items()} == dict.fromkeys(told, "-0.75")
    assert "wants checking" in told["differs"]
    assert "not the gap of the total" in told["apart"]
    assert facts.gaps.sum_sentence(EN, gaps((80, 90), (None, 90)), "national_mean", None) == ""


# Order


@pytest.mark.parametrize(
    ("order", "column"), [("effect", "effect"), ("gap", "gap"), ("number", "indicator_no")]
)
def test_every_order_is_kept_in_bars_levels_and_tables(demo, order, column) -> None:
    """From the top down: largest loss, widest gap or first number; the twins likewise."""
    office, year = measured_office(demo)
    known = known_gaps(demo, "national_mean")
    stamp = stamp_of(demo, "th", office)
    expected = list(known.sort_values([column, "indicator_no"])["indicator_no"])
    for chart in (
        charts.indicator_effects(known, year, "national_mean", stamp, order),
        charts.indicator_levels(known, year, "national_mean", stamp, order=order),
    ):
        assert list(chart.table().rows["indicator_no"]) == expected
        titles = [note.text for note in sorted(marks(chart, Note), key=lambda note: -note.y)]
        assert [int(title.split()[0]) for title in titles] == expected


# Levels beside a benchmark


@pytest.mark.parametrize("kind", ["national_mean", "full_marks", "last_year"])
def test_levels_join_score_and_benchmark(demo, kind) -> None:
    """Each row has the two dots of the mart, labelled with two decimals, and a line between."""
    office, year = measured_office(demo)
    known = known_gaps(demo, kind)
    chart = charts.indicator_levels(known, year, kind, stamp_of(demo, "th", office))
    own = {dot.y[0]: dot for dot in marks(chart, Dots, "own")}
    benchmark = {dot.y[0]: dot for dot in marks(chart, Dots, "benchmark")}
    lines = {line.y[0]: tuple(line.x) for line in marks(chart, Line)}
    for place, row in enumerate(chart.table().rows.iloc[::-1].to_dict("records")):
        assert own[place].x[0] == row["score"]
        assert own[place].labels == [f"{row['score']:.2f}"]
        if row["score"] != row["benchmark"]:
            assert benchmark[place].x[0] == row["benchmark"]
            assert benchmark[place].labels == [f"{row['benchmark']:.2f}"]
            assert lines[place] == (row["benchmark"], row["score"])
            assert own[place].label_sides != benchmark[place].label_sides
    assert all(chart.x.lowest < dot.x[0] <= 100 for dot in own.values())


@pytest.mark.parametrize(
    ("before", "now", "symbol", "word"),
    [(80, 90, "triangle-right", "up 10.00"), (90, 80.5, "triangle-left", "down 9.50")],
)
def test_a_change_has_its_arrow_and_word(demo, before, now, symbol, word) -> None:
    """A rise points right and says so, a fall left; last year is a hollow circle."""
    chart = charts.indicator_levels(
        gaps((now, before)).assign(source_id="s"), YEAR, "last_year", stamp_of(demo, "en")
    )
    [own], [old] = marks(chart, Dots, "own"), marks(chart, Dots, "benchmark")
    assert (own.symbol, own.x) == (symbol, [now])
    assert (old.symbol, old.is_hollow, old.x) == ("circle", True, [before])
    assert any(word in note.text for note in marks(chart, Note))


def test_a_change_to_read_with_care_is_dashed(demo) -> None:
    """Only the line of the indicator named."""
    two = gaps((90, 80), (90, 85)).assign(source_id="s")
    chart = charts.indicator_levels(
        two, YEAR, "last_year", stamp_of(demo, "th"), order="number", careful=[2]
    )
    assert [(line.y[0], line.is_dashed) for line in marks(chart, Line)] == [(0, True), (1, False)]


@every_language
def test_care_is_told_with_the_reason_on_record(language) -> None:
    """FY2566: only indicators 9 and 10 are drawn dashed, for the reason of the registry."""
    view = view_of("gaps", "demo", language)
    step = indicator_comparisons()[9, 2565, 2566]
    told = [
        text for text in texts(opened(view, against="last_year", year="2566")) if "9, 10" in text
    ]
    reason = view.say.pick(th=step.reason_th, en=step.reason_en)
    assert any(reason in text for text in told)
    calm = texts(opened(view, against="last_year", year="2565"))
    assert not any(
        text.startswith(view.say("gaps.careful", numbers="", reason="")[:4]) for text in calm
    )


def test_headlines_of_levels_and_changes_count_right() -> None:
    """One of three below, or all reached; two rose, one fell by 4.00, named; nothing moved."""
    three = gaps((90, 90), (86, 90), (95, 90))
    text = facts.gaps.levels_headline(EN, three, "B")
    assert numbers(text) == ["2", "3", "2", "4.00"]
    assert numbers(facts.gaps.levels_headline(EN, three.iloc[[0, 2]], "B")) == ["2"]
    mixed = facts.gaps.change_headline(EN, gaps((91, 90), (86, 90), (95, 90)))
    assert numbers(mixed) == ["2", "3", "1", "2", "4.00"]
    assert "largest rise" in facts.gaps.change_headline(EN, gaps((91, 90), (90, 90)))
    assert numbers(facts.gaps.change_headline(EN, gaps((90, 90)))) == ["1"]


def test_indicators_that_lose_as_much_are_both_named() -> None:
    """Two lose 1.00 each: none is called the costliest alone."""
    for say in (TH, EN):
        text = facts.gaps.effects_headline(say, gaps((80, 90), (85, 90), (80, 90)), "B")
        assert numbers(text) == ["1", "3", "1.00"]


# Place in the spread


def test_the_own_dot_is_never_hidden(demo, rows) -> None:
    """For the offices with the lowest indicator scores of each year the axis begins below them."""
    lowest = rows(
        demo,
        "SELECT fiscal_year, arg_min(office_id, score), min(score) FROM indicator_score"
        " GROUP BY fiscal_year ORDER BY fiscal_year",
    )
    for year, office, score in lowest:
        ten = selection.compared(store.indicator_gaps(demo, office, year), "national_median")
        chart = charts.indicator_spread(
            ten.dropna(subset=["score"]), year, stamp_of(demo, "th", office)
        )
        [own] = marks(chart, Dots, "own")
        assert min(own.x) == float(score)
        assert chart.x.lowest <= min(own.x)


@pytest.mark.parametrize("lowest", [0, 0.5, 3.33, 60, 84.99, 95, 99.9, 100])
def test_an_axis_of_levels_holds_what_it_shows(lowest) -> None:
    """It begins at a round score at or below the lowest, has room beside it, and ticks to 100."""
    start = score_start(lowest, room=1)
    axis = level_axis("", start)
    assert 0 <= start <= lowest
    assert axis.lowest < start
    values = [value for value, _ in axis.ticks]
    assert values[-1] == 100
    assert 2 <= len(values) <= 9
    assert all(a < b for a, b in pairwise(values))


# Sub-indicators and items


def test_sub_indicators_stand_in_the_order_of_what_they_hold(demo) -> None:
    """Most to gain on top, own score and national mean as the mart has them."""
    home = home_of(demo)
    subs = store.sub_indicator_gaps(demo, home, YEAR)
    listed = store.item_gaps(demo, home, YEAR)
    chart = items.sub_indicator_levels(subs, listed, YEAR, stamp_of(demo, "th"))
    shown = chart.table().rows
    assert list(shown["points_to_gain"]) == sorted(subs["points_to_gain"], reverse=True)
    own = [dot.x[0] for dot in marks(chart, Dots, "own")]
    means = [dot.x[0] for dot in marks(chart, Dots, "benchmark")]
    assert own[::-1] == list(shown["score"])
    assert means[::-1] == list(shown["mean"])
    most = shown.iloc[0]
    assert most["sub_indicator"] in chart.headline
    assert f"{most['points_to_gain']:.2f}" in chart.headline


def test_sub_indicators_without_a_mean_show_our_scores_alone(published) -> None:
    """FY2566 of the home office: seven full ones, no mean, and the headline says full."""
    home = home_of(published)
    chart = items.sub_indicator_levels(
        store.sub_indicator_gaps(published, home, 2566),
        store.item_gaps(published, home, 2566),
        2566,
        stamp_of(published, "en"),
    )
    assert [dot.x[0] for dot in marks(chart, Dots, "own")] == [100.0] * 7
    assert marks(chart, Dots, "benchmark") == []
    assert numbers(chart.headline) == ["7", "2566"]


def test_the_work_list_starts_with_what_adds_most(demo) -> None:
    """Most points first, then the dearest; each row has its owner, its share and its source."""
    listed = store.item_gaps(demo, home_of(demo), YEAR)
    table = items.item_table(listed, YEAR, stamp_of(demo, "th"))
    keys = [(-row.points_to_gain, -row.item_points, row.item_no) for row in table.rows.itertuples()]
    assert keys == sorted(keys)
    assert list(table.columns) == [
        *("item_code", "title_th", "points_to_gain", "item_points", "score", "full_pct", "owner"),
        *("sub_text", "status_text", "source_id"),
    ]
    assert set(table.rows["source_id"]) == {"simulation"}
    assert table.rows["owner"].notna().any()
    assert "item_owners.csv" in table.note


def test_the_work_list_adds_up_to_what_the_sentence_says(demo) -> None:
    """The points of the list are the points told."""
    home = home_of(demo)
    listed = store.item_gaps(demo, home, YEAR)
    ten = selection.compared(store.indicator_gaps(demo, home, YEAR), "national_mean")
    told = facts.gaps.sentences(EN, ten, listed, YEAR, "national_mean")[-1]
    open_items = listed[listed["points_to_gain"] > 0]
    points = f"{open_items['points_to_gain'].sum():.2f}"
    assert numbers(told) == [str(len(open_items)), str(len(listed)), points]


def test_items_without_scores_still_have_their_worth(published) -> None:
    """FY2565: 43 items, worth known, no score, nothing to gain told."""
    listed = store.item_gaps(published, home_of(published), 2565)
    rows = items.item_table(listed, 2565, stamp_of(published, "th")).rows
    assert len(rows) == 43
    assert rows["item_points"].notna().all()
    assert rows[["score", "points_to_gain"]].isna().all().all()


@pytest.mark.parametrize("which", pointer.EDITIONS)
def test_files_carry_the_source_of_each_row(request, which) -> None:
    """The gap and item tables name the source in a column, in the file as on the screen."""
    version: Version = request.getfixturevalue(which)
    office, year = measured_office(version)
    stamp = stamp_of(version, "en", office)
    ten = selection.compared(store.indicator_gaps(version, office, year), "full_marks")
    listed = store.item_gaps(version, home_of(version), 2566)
    for table, known in (
        (charts.gap_table(ten, year, stamp), ten["source_id"]),
        (items.item_table(listed, 2566, stamp), listed["source_id"]),
    ):
        text = csv_file(table, stamp).decode("utf-8-sig")
        assert "Source" in text.splitlines()[0]
        assert known.notna().any()
        assert all(source in text for source in known.dropna())


# The heat map


def matrix_of(version: Version, **chosen: object) -> pd.DataFrame:
    return store.indicator_matrix(version, home_of(version), YEAR, MatrixSelection(**chosen))


def spread_of(version: Version) -> pd.DataFrame:
    benchmarks = store.benchmarks(version)
    of_country = benchmarks["office_type"] == "all"
    return benchmarks[(benchmarks["fiscal_year"] == YEAR) & of_country]


def heat_map_of(version: Version, language: str = "th", **chosen: object) -> Chart:
    names = {**{number: f"{number} K" for number in range(1, 11)}, 0: "T"}
    return heat_map.heat_map(
        matrix_of(version, **chosen),
        spread_of(version),
        names,
        home_of(version),
        YEAR,
        stamp_of(version, language),
    )


def test_own_office_is_on_top_and_framed(demo) -> None:
    """Eleven squares of the highest row are framed, and no other; thirty offices follow."""
    [squares] = marks(heat_map_of(demo), Cells)
    top = max(squares.y)
    assert [place for place, y in enumerate(squares.y) if y == top] == sorted(squares.framed)
    assert len(squares.framed) == 11
    assert len(set(squares.y)) == 31
    assert len(squares.texts) == 31 * 11 <= 500


def test_squares_show_the_scores_of_the_mart(demo, rows) -> None:
    """Each square is the score of its office and indicator to one decimal; hover and twin have two."""
    chart = heat_map_of(demo)
    [squares] = marks(chart, Cells)
    offices = list(dict.fromkeys(matrix_of(demo)["office_id"]))
    scores = {
        (office, number): float(score)
        for office, number, score in rows(
            demo,
            "SELECT office_id, indicator_no, score FROM indicator_score WHERE fiscal_year = $year"
            " UNION ALL SELECT office_id, 0, score FROM office_year WHERE fiscal_year = $year",
            year=YEAR,
        )
        if score is not None
    }
    order = [*range(1, 11), 0]
    for x, y, text, hover in zip(squares.x, squares.y, squares.texts, squares.hover, strict=True):
        score = scores[offices[(max(squares.y) - y) // 2], order[x]]
        assert text == heat_map.score_text(score)
        assert f"{score:.2f}" in hover
    twin = chart.table()
    for row, office in zip(twin.rows.to_dict("records"), offices, strict=True):
        assert row["total"] == scores[office, 0]
        assert row["indicator_9"] == scores[office, 9]
        assert row["source"] == "simulation"


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (100.0, "100"),
        (99.99, "99.9"),
        (97.84, "97.8"),
        (97.85, "97.9"),
        (0.0, "0.0"),
        (3.33, "3.3"),
    ],
)
def test_only_full_marks_read_100(score, text) -> None:
    """One decimal, half a tenth up, but 99.99 is not 100."""
    assert heat_map.score_text(score) == text


def test_tints_follow_the_limits_of_the_country() -> None:
    """Five steps at the quartiles and the top tenth; 0 where a score or the limits are unknown."""
    spread = pd.DataFrame(
        {
            "indicator_no": [1, 2],
            "lower_quartile": [80.0, 100.0],
            "median": [85.0, 100.0],
            "upper_quartile": [90.0, 100.0],
            "top_decile": [95.0, 100.0],
        }
    )
    cells = pd.DataFrame(
        {
            "indicator_no": [1, 1, 1, 1, 1, 2, 2, 3, 1],
            "score": [79.99, 80.0, 85.0, 94.99, 95.0, 99.99, 100.0, 90.0, None],
        }
    )
    assert list(heat_map.levels_of(cells, spread)) == [1, 3, 5, 8, 10, 1, 10, 0, 0]


def test_tints_of_the_map_agree_with_the_benchmark_mart(demo, rows) -> None:
    """Of all offices, a quarter at most is tinted lowest and those at the top tenth strongest."""
    chart = heat_map_of(demo, most=1000)
    [squares] = marks(chart, Cells)
    limits = {
        number: tuple(map(float, of_number))
        for number, *of_number in rows(
            demo,
            "SELECT indicator_no, lower_quartile, top_decile FROM benchmark"
            " WHERE fiscal_year = $year AND office_type = 'all'",
            year=YEAR,
        )
    }
    scores = heat_map.with_totals(matrix_of(demo, most=1000))
    levels = np.array(squares.levels)
    for number, (low, high) in limits.items():
        of_number = (scores["indicator_no"] == number).to_numpy()
        score = scores["score"].to_numpy()[of_number]
        assert ((levels[of_number] == 1) == (score < low)).all()
        assert ((levels[of_number] == 10) == (score >= high)).all()


@pytest.mark.parametrize("lowest_first", [False, True])
@pytest.mark.parametrize("number", [0, 3, 10])
def test_the_map_is_ordered_as_asked(demo, number, lowest_first) -> None:
    """By the total or an indicator, best or lowest first, from page to page."""
    pages = [
        matrix_of(demo, order_by=number, is_lowest_first=lowest_first, first=first)
        for first in (1, 31)
    ]
    shown = pd.concat([page[page["office_id"] != home_of(demo)] for page in pages])
    per_office = shown[shown["indicator_no"] == (number or 1)]
    values = list(per_office["score" if number else "total"])
    assert values == sorted(values, reverse=not lowest_first)
    assert per_office["office_id"].is_unique


def test_headline_of_the_map_names_the_lowest_quarter() -> None:
    """Below the lower quartile in one of two; in none; not among the chosen; no spread known."""
    spread = pd.DataFrame({"indicator_no": [0, 1, 2], "lower_quartile": [90.0, 80.0, 80.0]})
    own = pd.DataFrame({"indicator_no": [0, 1, 2], "score": [80.0, 79.99, 80.0]})
    text = heat_map_facts.headline(EN, own, spread, "XYZ")
    assert numbers(text) == ["1", "2", "1"]
    high = own.assign(score=95.0)
    assert "None of the 2" in heat_map_facts.headline(EN, high, spread, "XYZ")
    assert "not among" in heat_map_facts.headline(EN, own.head(0), spread, "XYZ")
    told = heat_map_facts.headline(EN, own, spread.head(0), "XYZ")
    assert not numbers(told)


@every_language
def test_the_map_is_drawn_in_both_languages(demo, language) -> None:
    """Headline, subtitle, names and columns are filled in, and the figure is drawn."""
    chart = heat_map_of(demo, language)
    for text in (chart.headline, chart.subtitle, chart.alt, chart.source):
        assert text.strip()
        assert not {"{", "}"} & set(text)
    assert plotly.figure(chart)["data"][0]["type"] == "heatmap"
    assert chart.watermark


# Similar offices, targets and what is not known


def test_similar_offices_are_told_with_their_rule(demo) -> None:
    """Type, region, points, base year and how many; the benchmark is their mean to the cent."""
    home = home_of(demo)
    rule = PeerRule(YEAR - 1)
    peers = store.peers(demo, home, rule)
    told = facts.peers.with_indicators(EN, rule, len(peers), 9, YEAR)
    assert numbers(told) == ["2567", "2.00", "10", str(len(peers)), "9", "2568"]
    none = facts.peers.with_indicators(EN, replace(rule, is_same_type=False), 0, 0, YEAR)
    assert "of any type" in none
    assert "none found" in none
    ids = tuple(peers["office_id"])
    mean = store.compared_indicators(demo, ids, YEAR).groupby("indicator_no")["score"].mean()
    ten = selection.compared(store.indicator_gaps(demo, home, YEAR, peer_ids=ids), "peers")
    difference = ten.set_index("indicator_no")["benchmark"] - mean
    assert difference.abs().max() <= 0.00501


@every_language
def test_the_rule_of_similar_offices_can_be_changed(demo, language) -> None:
    """Another rule in the address finds other offices and says so."""
    view = view_of("gaps", "demo", language)
    seen = "\n".join(texts(opened(view, against="peers", ptype="any", within="0.5")))
    rule = PeerRule(YEAR - 1, is_same_type=False, within=0.5)
    found = len(store.peers(demo, home_of(demo), rule))
    assert view.say("peers.type.any") in seen
    assert "0.50" in seen
    assert f"{found}" in seen


def test_a_target_is_one_score_for_all() -> None:
    """96 in the address: each indicator against 96.00, and the sentence names it."""
    app = opened(view_of("gaps", "demo", "en"), against="target", target="96")
    assert control(app, "target").value == 96.0
    assert set(app.dataframe[0].value["benchmark"]) == {96.0}
    assert any("our target of 96.00" in text for text in texts(app))


@every_language
def test_benchmarks_without_values_are_told_not_offered(language) -> None:
    """Published FY2566: full marks and the target can be chosen, the six others are named as missing."""
    view = view_of("gaps", "published", language)
    app = opened(view)
    offered = {view.say(f"benchmark.{kind}") for kind in ("full_marks", "target")}
    assert set(control(app, "against").options) == offered
    missing = [kind for kind in BENCHMARK_KINDS if kind not in ("full_marks", "target")]
    told = facts.gaps.not_offered(view.say, missing, 2566)
    assert told in texts(app)
    asked = opened(view, against="peers")
    assert control(asked, "against").value == "peers"
    assert any(view.say("gaps.than.peers") in message.value for message in asked.info)


@pytest.mark.parametrize("edition", pointer.EDITIONS)
@pytest.mark.parametrize("part", gap_parts.PARTS)
@every_language
def test_every_part_opens_in_every_year(edition, part, language) -> None:
    """Each part has a chart or says why it has none; the narrative stands above all of them."""
    view = view_of("gaps", edition, language)
    for option in control(opened(view), "year").options:
        year = re.search(r"\d{4}", option)[0]
        app = opened(view, part=part, year=year)
        assert not app.exception
        assert charts_in(app) or app.info
        assert app.main.markdown[1].value.startswith("- ")


def test_all_items_full_is_said() -> None:
    """FY2566 of the home office: nothing left to gain, in the narrative and in the filtered list."""
    view = view_of("gaps", "published", "en")
    app = opened(view, part="items", items="open")
    assert view.say("gaps.nothing_open") in [message.value for message in app.info]
    assert (
        view.say("gaps.fact.all_reported_full", total=43, year=2566) in app.main.markdown[1].value
    )
    unknown = opened(view, part="items", items="open", year="2565")
    assert view.say("gaps.open_unknown") in [message.value for message in unknown.info]


def test_files_of_the_heat_map_hold_every_listed_office(demo, monkeypatch) -> None:
    """The page shows 30; the files have all 243 of FY2568, each once, ours first."""
    made: list = []
    monkeypatch.setattr(show, "chart", lambda *_, whole=None: made.append(whole))
    opened(view_of("gaps", "demo"), part="heat")
    rows = made[0]().rows
    assert len(rows) == len(store.ranking(demo, YEAR)) > 30
    assert not rows["office_id"].duplicated().any()
    assert rows["office_id"].iloc[0] == home_of(demo)


def test_a_sub_indicator_filters_the_items(demo) -> None:
    """Only the items of 10.1, and of those only the open ones when asked."""
    app = opened(view_of("gaps", "demo"), part="items", sub="10.1")
    listed = store.item_gaps(demo, home_of(demo), YEAR)
    of_sub = listed[listed["sub_indicator"] == "10.1"]
    assert set(app.dataframe[0].value["item_code"]) == set(of_sub["item_code"])
    only_open = opened(view_of("gaps", "demo"), part="items", sub="10.1", items="open")
    to_gain = of_sub[of_sub["points_to_gain"] > 0]
    assert set(only_open.dataframe[0].value["item_code"]) == set(to_gain["item_code"])


def test_a_page_of_the_map_is_asked_by_its_number(demo) -> None:
    """Page 2 begins with the 31st office; a new order goes back to the first page."""
    view = view_of("gaps", "demo")
    app = opened(view, part="heat", page="2")
    size = int(
        loaders.indicator_matrix(demo, home_of(demo), YEAR, MatrixSelection(most=1))[
            "listed_offices"
        ].iloc[0]
    )
    told = TH("gaps.heat.page_of", page=2, pages=-(-size // 30), first=31, last=60, total=size)
    assert told in texts(app)
    control(app, "by").set_value("9").run()
    assert "page" not in app.query_params
    assert control(app, "page").value == 1
