"""Charts say what they show, show what the marts hold, and mark what is not known."""

import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from itertools import pairwise, product

import numpy as np
import pytest
from screens import (
    CHARTS,
    HOME,
    NOT_PUBLISHED,
    ROOT,
    View,
    change_year,
    home_of,
    item_worth_of,
    last_ranking,
    measured_office,
    opened,
    rank_curve_of,
    score_strip_of,
    trend_of,
    view_of,
)

from ita import pointer, store
from ita.charts import plotly
from ita.charts.describe import Axis, Band, Bars, Cells, Chart, Dots, Line, Note, Rule
from ita.charts.joining import joined_lines
from ita.charts.words import in_words
from ita.pointer import Version
from ita.wording import LANGUAGES, Say, catalogue
from pages.shared import gap_parts, ranking_parts, show

every_chart = pytest.mark.parametrize(
    ("name", "which"),
    [pair for pair in product(CHARTS, pointer.EDITIONS) if pair not in NOT_PUBLISHED],
)
every_language = pytest.mark.parametrize("language", LANGUAGES)
DERIVED_IN_2564 = "p-chiangmai-1"
NAMED_TWICE = "p-phichit-1"
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
UNPUBLISHED = "p-tak-1"


@pytest.fixture
def version(request: pytest.FixtureRequest, which: str) -> Version:
    return request.getfixturevalue(which)


def marks(chart: Chart, kind: type, role: str | None = None) -> list:
    """The marks of a kind, of one role where it is given."""
    of_kind = [mark for mark in chart.marks if isinstance(mark, kind)]
    return of_kind if role is None else [mark for mark in of_kind if mark.role == role]


def points(dots: list[Dots]) -> list[tuple[float, float]]:
    return sorted((x, y) for dot in dots for x, y in zip(dot.x, dot.y, strict=True))


def steps(chart: Chart) -> dict[tuple[int, int], bool]:
    """The drawn steps of the own line, each with whether it is dashed."""
    return {step: line.is_dashed for line in marks(chart, Line, "own") for step in pairwise(line.x)}


def drawn_texts(chart: Chart) -> list[str]:
    return [note["text"] for note in plotly.figure(chart)["layout"]["annotations"]]


# What every chart says of itself


@every_language
@every_chart
def test_chart_says_its_finding_source_and_version(name, version, language) -> None:
    """Headline, subtitle, alt text and source stand in the picture, filled in, with the version."""
    chart = CHARTS[name](version, language)
    for text in (chart.headline, chart.subtitle, chart.alt, chart.source):
        assert text.strip()
        assert not {"{", "}"} & set(text)
        assert "nan" not in text.split()
    assert version.version_id in chart.source
    drawn = " ".join(drawn_texts(chart)).replace("\u00a0", " ").replace("<br>", " ")
    in_bold = chart.headline.split()
    assert all(word in drawn for word in (*in_bold, *chart.subtitle.split(), version.version_id))


@every_language
@every_chart
def test_watermark_stands_on_simulated_charts_only(name, version, language) -> None:
    """A simulated chart carries its mark in description and picture; a published one has none."""
    chart = CHARTS[name](version, language)
    if version.is_simulated:
        assert chart.watermark == Say(language)("edition.demo.mark")
        words = chart.watermark.split(" · ")
        assert any(all(word in text for word in words) for text in drawn_texts(chart))
        assert "จำลอง" in chart.source or "imulated" in chart.source
    else:
        assert chart.watermark == ""
        assert not any("SIMULATED" in text or "จำลอง" in text for text in drawn_texts(chart))


@every_language
@every_chart
def test_every_point_and_bar_says_something_on_hover(name, version, language) -> None:
    """There is one hover text a mark, with nothing in it left unfilled."""
    chart = CHARTS[name](version, language)
    for mark in (*marks(chart, Dots), *marks(chart, Bars)):
        assert len(mark.hover) == len(mark.y) == len(list(mark.y))
        for text in mark.hover:
            assert text.strip()
            assert not {"{", "}"} & set(text)
            assert not {"nan", "None"} & set(text.replace("<br>", " ").split())


@every_chart
def test_marks_lie_inside_the_axes(name, version) -> None:
    """Nothing that is drawn falls outside the axes, where it could not be seen."""
    chart = CHARTS[name](version)
    for x, y in points(marks(chart, Dots)):
        assert chart.x.lowest <= x <= chart.x.highest
        assert chart.y.lowest <= y <= chart.y.highest
    for bars in marks(chart, Bars):
        starts = bars.starts or [0] * len(bars.lengths)
        ends = [start + length for start, length in zip(starts, bars.lengths, strict=True)]
        assert all(chart.x.lowest <= end <= chart.x.highest for end in (*starts, *ends))


FIGURES = {"score", "change", "points", "percent", "place"}


def figures_of(chart: Chart) -> set[float]:
    """The scores, changes and places of the twin, to two decimals."""
    twin = chart.table()
    shown = [name for name, column in twin.columns.items() if column.kind in FIGURES]
    return {round(float(value), 2) for name in shown for value in twin.rows[name].dropna()}


def charts_on(view: View, monkeypatch: pytest.MonkeyPatch, **query: str) -> list[Chart]:
    """The charts of a screen as the page describes them."""
    shown: list[Chart] = []
    monkeypatch.setattr(show, "chart", lambda described, _, **__: shown.append(described))
    assert not opened(view, **query).exception
    return shown


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize("which", pointer.EDITIONS)
@pytest.mark.parametrize(
    ("screen", "part"),
    [
        *((screen, "") for screen in ("overview", "trend", "compare", "planner")),
        *(("gaps", part) for part in gap_parts.PARTS),
        *(("ranking", part) for part in ranking_parts.PARTS),
    ],
)
def test_alt_is_the_chart_in_words(screen, part, which, monkeypatch) -> None:
    """What a screen reader says is not the headline again, and holds figures of the chart."""
    query = {"part": part} if part else {}
    charts = charts_on(view_of(screen, which), monkeypatch, **query)
    assert charts or which == "published"
    for chart in charts:
        assert chart.alt != chart.headline
        said = {float(number.replace(",", "")) for number in NUMBER.findall(chart.alt)}
        assert said & figures_of(chart), chart.name


@every_language
def test_of_many_rows_the_first_are_said(language) -> None:
    """Twelve rows stand in words, of more their number; twelve leave nothing to add."""
    say = Say(language)
    names = [f"n{number}" for number in range(14)]
    text = in_words(say, "M", names, ["1.00"] * 14)
    assert text.startswith("M: n0 1.00, n1 1.00")
    assert "n11 1.00" in text
    assert "n12" not in text
    assert "2" in text.removeprefix(in_words(say, "M", names[:12], ["1.00"] * 12))
    assert in_words(say, "M", names[:12], ["1.00"] * 12, count=14) == text


# The twin in figures

GAPS = (
    "SELECT indicator_no, weight, score, benchmark, gap, effect FROM indicator_gap"
    " WHERE office_id = $office AND fiscal_year = $year AND score IS NOT NULL"
)
MARTS = {
    "score_trend": "SELECT fiscal_year, score, change, change_computed, rank, percentile"
    " FROM office_year WHERE office_id = $home AND score IS NOT NULL ORDER BY fiscal_year",
    "change_waterfall": "SELECT weight, previous_score, score, change, change_effect"
    " FROM indicator_change WHERE office_id = $home AND fiscal_year = $changed"
    " ORDER BY abs(change_effect) DESC, indicator_no",
    "change_tide": "SELECT fiscal_year, change, percentile, previous_percentile FROM office_change"
    " WHERE office_id = $home ORDER BY fiscal_year",
    "percentile_track": "SELECT fiscal_year, rank, ranked_offices, percentile FROM office_year"
    " WHERE office_id = $home AND percentile IS NOT NULL ORDER BY fiscal_year",
    "rank_curve": "SELECT position, score FROM ranking WHERE fiscal_year = $last ORDER BY position",
    "score_strip": "SELECT position, score FROM ranking WHERE fiscal_year = $last"
    " AND score IS NOT NULL ORDER BY position",
    "indicator_effects": f"{GAPS} AND benchmark_kind = 'full_marks' ORDER BY effect, indicator_no",
    "indicator_levels": f"{GAPS} AND benchmark_kind = 'full_marks' ORDER BY effect, indicator_no",
    "indicator_spread": "SELECT indicator_no, score, minimum, lower_quartile, median, upper_quartile,"
    " maximum FROM indicator_gap WHERE office_id = $office AND fiscal_year = $year"
    " AND score IS NOT NULL AND benchmark_kind = 'national_median' ORDER BY indicator_no",
    "sub_indicator_levels": "SELECT points_to_gain, score, item_count FROM sub_indicator_gap"
    " WHERE office_id = $home AND fiscal_year = $known_items"
    " ORDER BY points_to_gain DESC, sub_indicator",
    "item_worth": "SELECT item_count, item_points FROM sub_indicator WHERE fiscal_year = 2565"
    " AND item_points IS NOT NULL ORDER BY item_points DESC, sub_indicator DESC",
}


# Twins with rows of their own beside those of the mart, and the columns that only the latter fill.
FILLED = {"score_trend": ["score"], "change_waterfall": ["weight", "change_effect"]}


@every_chart
def test_twin_holds_the_figures_of_the_mart(name, version, rows) -> None:
    """The table of a chart has the mart's rows, best or dearest first, to the last digit."""
    office, year = measured_office(version)
    values = {"home": home_of(version), "last": last_ranking(version)[0]}
    values |= {"office": office, "year": year, "changed": change_year(version)}
    values |= {"known_items": 2566 if version.edition == "published" else 2565}
    query = MARTS[name]
    asked = {key: value for key, value in values.items() if f"${key}" in query}
    columns = query.removeprefix("SELECT ").split(" FROM")[0].split(", ")
    twin = CHARTS[name](version).table()
    assert set(columns) <= set(twin.columns)
    expected = np.array(rows(version, query, **asked), dtype=float)
    assert len(expected) > 1
    shown = twin.rows.dropna(subset=FILLED.get(name, []))[columns]
    np.testing.assert_array_equal(shown.to_numpy(float), expected, strict=True)


@every_chart
def test_chart_and_twin_show_the_same_values(name, version) -> None:
    """What is drawn of our office, or as bars and places, is what the twin lists: none lost."""
    chart = CHARTS[name](version)
    of_bars = sorted(length for bars in marks(chart, Bars) for length in bars.lengths)
    drawn, column = {
        "score_trend": ([y for _, y in points(marks(chart, Dots, "own"))], "score"),
        "change_waterfall": (of_bars, "change_effect"),
        "change_tide": ([x for x, _ in points(marks(chart, Dots, "own"))], "change"),
        "percentile_track": ([y for _, y in points(marks(chart, Dots, "own"))], "percentile"),
        "rank_curve": ([y for _, y in points(marks(chart, Dots))], "score"),
        "score_strip": ([x for x, _ in points(marks(chart, Dots))], "score"),
        "indicator_effects": (of_bars, "effect"),
        "indicator_levels": ([x for x, _ in points(marks(chart, Dots, "own"))], "score"),
        "indicator_spread": ([x for x, _ in points(marks(chart, Dots, "own"))], "score"),
        "sub_indicator_levels": ([x for x, _ in points(marks(chart, Dots, "own"))], "score"),
        "item_worth": (of_bars, "item_points"),
    }[name]
    listed = sorted(chart.table().rows[column].dropna())
    half_a_step = (100 - chart.x.lowest) / 120 + 0.01 if name == "score_strip" else 0
    np.testing.assert_allclose(sorted(drawn), listed, rtol=0, atol=half_a_step)


# Trend


@pytest.mark.parametrize("which", pointer.EDITIONS)
def test_trend_draws_no_line_over_a_missing_or_changed_year(version, rows) -> None:
    """Every own step joins two adjacent years with a score that compare; care makes it dashed."""
    verdicts = {
        (first, last): verdict
        for first, last, verdict in rows(
            version,
            "SELECT from_year, to_year, comparable FROM comparability WHERE level = 'total'",
        )
    }
    broken = rows(
        version,
        "SELECT DISTINCT office_id FROM office_year AS a WHERE score IS NULL AND EXISTS"
        " (FROM office_year AS b WHERE a.office_id = b.office_id AND b.score IS NOT NULL"
        " AND b.fiscal_year < a.fiscal_year) ORDER BY office_id LIMIT 3",
    )
    for office in {home_of(version), *(office for (office,) in broken)}:
        scores = {
            int(year): score
            for year, score in rows(
                version,
                "SELECT fiscal_year, score FROM office_year"
                " WHERE office_id = $office AND score IS NOT NULL",
                office=office,
            )
        }
        expected = {
            (year, year + 1): verdicts[year, year + 1] == "with_care"
            for year in scores
            if year + 1 in scores and verdicts.get((year, year + 1), "no") != "no"
        }
        chart = trend_of(version, office_id=office)
        assert steps(chart) == expected
        not_found = {note.x for note in marks(chart, Note) if note.text == Say("th")("trend.gap")}
        assert not_found.isdisjoint(scores)
        assert not_found | set(scores) >= set(range(2562, 2569))


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [("yes", {(2564, 2565): False}), ("with_care", {(2564, 2565): True}), ("no", {})],
)
def test_trend_obeys_the_comparability_of_years(published, verdict, expected) -> None:
    """81.52 and 97.39 are joined, joined dashed or left apart as the registry says."""
    steps_of_method = store.comparability(published)
    changed = steps_of_method.assign(
        comparable=steps_of_method["comparable"].where(
            steps_of_method["from_year"] != 2564, verdict
        )
    )
    chart = trend_of(published, comparability=changed)
    assert steps(chart) == expected
    assert points(marks(chart, Dots, "own")) == [(2564, 81.52), (2565, 97.39)]
    is_marked = any(rule.value == 2564.5 for rule in marks(chart, Rule) if rule.axis == "x")
    assert is_marked == (verdict != "yes")


def test_lines_join_only_years_on_record() -> None:
    """Runs of one verdict make one line each; a missing year, or step on record, parts them."""
    verdicts = {
        (2561, 2562): "yes",
        (2562, 2563): "yes",
        (2563, 2564): "with_care",
        (2564, 2565): "no",
        (2565, 2566): "yes",
    }
    points = [(year, year / 100) for year in (2561, 2562, 2563, 2564, 2565, 2566, 2567, 2569)]
    drawn = [(line.x, line.is_dashed) for line in joined_lines(points, verdicts, "own")]
    assert drawn == [
        ((2561, 2562, 2563), False),
        ((2563, 2564), True),
        ((2565, 2566), False),
    ]
    assert list(joined_lines([], verdicts, "own")) == []
    assert list(joined_lines(points[:1], verdicts, "own")) == []


def test_dashed_and_hollow_reach_the_picture(published) -> None:
    """A step to be read with care has dashes, a derived score an open circle."""
    chart = trend_of(published, office_id=DERIVED_IN_2564)
    traces = plotly.figure(chart)["data"]
    own = [trace for trace in traces if plotly.COLOUR["own"] in json.dumps(trace)]
    symbols = {
        (year, trace["marker"]["symbol"])
        for trace in own
        if "markers" in trace["mode"]
        for year in trace["x"]
    }
    assert symbols == {(2564, "circle-open"), (2565, "circle")}
    dashes = {
        (*trace["x"], trace["line"]["dash"] != "solid") for trace in own if trace["mode"] == "lines"
    }
    assert dashes == {(*years, is_dashed) for years, is_dashed in steps(chart).items()}


def test_derived_score_is_hollow(published) -> None:
    """99.99 - 0.59 = 99.40 of FY2564 follows from the announcement and is drawn as such."""
    dots = marks(trend_of(published, office_id=DERIVED_IN_2564), Dots, "own")
    assert {dot.is_hollow: points([dot]) for dot in dots} == {
        True: [(2564, 99.4)],
        False: [(2565, 99.99)],
    }


@every_language
@pytest.mark.parametrize("which", pointer.EDITIONS)
def test_pass_mark_is_drawn_at_85(version, language) -> None:
    """From FY2562 on the line of the pass mark stands at 85 and says so, in the picture too."""
    chart = trend_of(version, language)
    [line] = [line for line in marks(chart, Line) if set(line.y) == {85}]
    assert min(line.x) <= 2562
    assert max(line.x) >= 2568
    text = Say(language)("trend.pass_mark", mark=85)
    assert [note.y for note in marks(chart, Note) if note.text == text] == [
        pytest.approx(85, abs=1)
    ]
    assert text in drawn_texts(chart)
    assert any(set(trace["y"]) == {85} for trace in plotly.figure(chart)["data"])


@every_language
@pytest.mark.parametrize("which", pointer.EDITIONS)
def test_target_is_drawn_when_there_is_one(version, language) -> None:
    """A target stands at its value inside the axis, with its figure; without one there is no such line."""
    for target in (50.0, 92.5, 100.0):
        chart = trend_of(version, language, target=target)
        [rule] = marks(chart, Rule, "target")
        assert (rule.axis, rule.value) == ("y", target)
        assert f"{target:.2f}" in rule.label
        assert chart.y.lowest <= target <= chart.y.highest
    assert marks(trend_of(version, language), Rule, "target") == []


def means(chart: Chart, role: str) -> list[Line]:
    """The drawn means of a role: lines from year to year, unlike the pass mark."""
    return [line for line in marks(chart, Line, role) if float(line.x[0]).is_integer()]


def test_means_are_drawn_only_where_known(published, demo) -> None:
    """The demo has a national and a same-type mean for each year; the published edition has none."""
    for role in ("benchmark", "other"):
        assert means(trend_of(published), role) == []
        [line] = means(trend_of(demo), role)
        assert list(line.x) == list(range(2562, 2569))


@every_language
def test_trend_of_an_unpublished_office_is_empty_and_says_so(published, language) -> None:
    """No point, no line, and a headline that says nothing was found; nothing fails."""
    chart = trend_of(published, language, UNPUBLISHED)
    assert marks(chart, Dots, "own") == marks(chart, Line, "own") == []
    assert chart.headline.startswith(Say(language)("trend.headline.none", office="").strip()[:12])
    assert chart.alt.strip()
    assert chart.table().rows["score"].isna().all()
    assert plotly.figure(chart)["data"], "Streamlit refuses a figure without any trace"


# Ranking


def test_unknown_places_are_bands_between_their_neighbours(published) -> None:
    """Places 8-97 lie between 97.59 and 99.96, places 104-245 at most at 97.39."""
    chart = rank_curve_of(published)
    bands = [band for band in marks(chart, Band) if band.is_unknown]
    assert [(band.x, band.y) for band in bands] == [
        ((7.5, 97.5), (97.59, 99.96)),
        ((103.5, 245.5), (chart.y.lowest, 97.39)),
    ]
    for band, places in zip(bands, (90, 142), strict=True):
        assert str(places) in band.label
    shapes = plotly.figure(chart)["layout"]["shapes"]
    assert sum(shape["type"] == "rect" for shape in shapes) == 2


def test_demo_ranking_has_no_unknown_place(demo) -> None:
    """Every place of the simulated country is known, so none is a band."""
    chart = rank_curve_of(demo)
    assert not any(band.is_unknown for band in marks(chart, Band))
    places = [x for x, _ in points(marks(chart, Dots))]
    assert places == list(range(1, len(places) + 1))


@pytest.mark.parametrize("chart_of", [rank_curve_of, score_strip_of])
def test_our_office_alone_stands_out_in_the_ranking(published, chart_of) -> None:
    """One accent dot with name, rank and score for us; the other twelve known places are grey."""
    chart = chart_of(published)
    [own] = marks(chart, Dots, "own")
    assert len(own.x) == 1
    others = marks(chart, Dots, "other")
    assert len(points(others)) == 12
    assert all(other.size < own.size for other in others)
    [rule] = marks(chart, Rule, "own")
    assert rule.value == own.x[0]
    assert "102" in rule.label
    assert "97.39" in rule.label
    assert {mark.role for mark in marks(chart, Dots)} == {"own", "other"}


def test_doubtful_places_are_hollow(published, rows) -> None:
    """Rows with an open finding are drawn as open circles, the others filled."""
    doubtful = {
        place
        for (place,) in rows(
            published,
            "SELECT DISTINCT position FROM ranking JOIN finding USING (source_id, row_no)"
            " WHERE decision = 'open' AND severity <> 'note'",
        )
    }
    assert doubtful
    drawn = {dot.is_hollow: set(dot.x) for dot in marks(rank_curve_of(published), Dots, "other")}
    assert drawn[True] == doubtful - {102}
    assert not drawn[False] & doubtful


@every_language
@pytest.mark.parametrize("office", [UNPUBLISHED, NAMED_TWICE])
@pytest.mark.parametrize("chart_of", [rank_curve_of, score_strip_of])
def test_office_without_a_sure_place_is_not_marked(published, chart_of, office, language) -> None:
    """An office that is missing or named twice has no accent dot; all known places stay."""
    chart = chart_of(published, language, office)
    assert marks(chart, Dots, "own") == marks(chart, Rule, "own") == []
    assert len(points(marks(chart, Dots))) == 13


# Gaps and items


@pytest.mark.parametrize("which", pointer.EDITIONS)
def test_losses_stand_out_and_come_first(version) -> None:
    """Bars of lost points are ours in colour, the largest on top, each with its signed figure."""
    [bars] = marks(CHARTS["indicator_effects"](version), Bars)
    assert list(bars.lengths) == sorted(bars.lengths, reverse=True)  # drawn from the bottom up
    assert list(bars.labels) == [f"{length:+.2f}" for length in bars.lengths]
    assert {role for role, length in zip(bars.roles, bars.lengths, strict=True) if length < 0} == {
        "own"
    }
    assert "own" not in {
        role for role, length in zip(bars.roles, bars.lengths, strict=True) if length >= 0
    }


def test_published_gaps_of_a_measured_office(published) -> None:
    """สพป.สกลนคร เขต 1 of FY2566: 90.00 and 87.50 of 100 in two indicators of weight 20."""
    [bars] = marks(CHARTS["indicator_effects"](published), Bars)
    assert list(bars.lengths) == [-2.0, -2.5]


def test_spread_shows_own_score_median_and_range(demo) -> None:
    """One accent dot and one benchmark diamond a row; the range encloses the middle half."""
    chart = CHARTS["indicator_spread"](demo)
    [own] = marks(chart, Dots, "own")
    assert list(own.y) == list(range(10))
    medians = marks(chart, Dots, "benchmark")
    assert [dot.symbol for dot in medians] == ["diamond"] * 10
    for faint, middle in zip(marks(chart, Line, "faint"), marks(chart, Line, "other"), strict=True):
        assert faint.x[0] <= middle.x[0] <= middle.x[1] <= faint.x[1]
        assert (faint.is_thick, middle.is_thick) == (False, True)
    lines = [trace for trace in plotly.figure(chart)["data"] if trace.get("mode") == "lines"]
    assert len({trace["line"]["width"] for trace in lines}) == 2


def test_dearest_item_comes_first(published) -> None:
    """FY2565: one of O1-O9 is worth 0.44 points, O42 and O43 5.00, as the method has it."""
    [bars] = marks(CHARTS["item_worth"](published), Bars)
    assert list(bars.lengths) == sorted(bars.lengths)
    assert bars.labels[0].startswith("0.44")
    assert bars.labels[-1].startswith("5.00")


def test_items_still_to_gain_stand_out(demo, rows) -> None:
    """Sub-indicators in which our office has points to gain are ours in colour, the others grey."""
    by_office: dict[str, dict[str, str]] = {}
    for office, name, points_to_gain in rows(
        demo,
        "SELECT office_id, sub_indicator, sum(points_to_gain) FROM item_gap"
        " WHERE fiscal_year = 2565 GROUP BY ALL ORDER BY ALL",
    ):
        by_office.setdefault(office, {})[name] = "own" if points_to_gain else "other"
    office, roles = next(
        (office, roles) for office, roles in by_office.items() if len(set(roles.values())) == 2
    )
    chart = item_worth_of(demo, office_id=office)
    [bars] = marks(chart, Bars)
    shown = chart.table().rows["sub_indicator"].iloc[::-1]
    assert dict(zip(shown, bars.roles, strict=True)) == roles


# The renderer for the screen


@every_language
@every_chart
def test_figure_is_plain_data_that_plotly_accepts(name, version, language) -> None:
    """The figure is JSON without NaN, and Plotly's own validation finds nothing to object to."""
    from plotly.graph_objects import Figure  # noqa: PLC0415 - slow to import, and only a judge here

    figure = plotly.figure(CHARTS[name](version, language))
    assert json.loads(json.dumps(figure, allow_nan=False)).keys() == {"data", "layout"}
    Figure(**figure)


def test_drawing_needs_neither_figure_objects_nor_express() -> None:
    """Building a figure imports no part of Plotly, whose classes take most of a second to load."""
    program = (
        "import sys; from ita.charts import gaps, plotly, ranking, score_trend;"
        "sys.exit(any(name.split('.')[0] == 'plotly' for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def columns_of(line: str) -> int:
    """The columns a line takes: marks above and below a Thai letter take none."""
    return sum(unicodedata.category(character) != "Mn" for character in line)


@every_language
@every_chart
def test_lines_in_the_picture_fit_their_width(name, version, language) -> None:
    """Headline, subtitle and source break into lines no wider than the plot of a phone."""
    chart = CHARTS[name](version, language)
    in_margin = [note for note in plotly.figure(chart)["layout"]["annotations"] if "xshift" in note]
    blocks = [note for note in in_margin if note.get("xref") == "paper"]
    assert len(blocks) == 3
    for block in blocks:
        widest = 40 if block["font"]["size"] == 18 else 54
        lines = block["text"].replace("<b>", "").replace("</b>", "").split("<br>")
        assert all(columns_of(line) <= widest or " " not in line for line in lines)


@pytest.mark.parametrize("cells", [5, 12, 25, 40, 54])
def test_wrapping_loses_nothing_and_keeps_units_together(cells) -> None:
    """Words come back in order; no line starts with a mark, none parts a number from its word."""
    sentences = [text for entry in catalogue().values() for text in entry.values()]
    sentences.append("สพป.กาฬสินธุ์ เขต 2 อยู่อันดับ 102 จาก 245 สำนักงาน ปี 2565 ระดับ AA")
    for sentence in sentences:
        lines = plotly.wrapped(sentence, cells)
        assert " ".join(lines).replace("\u00a0", " ") == sentence
        for line in lines:
            assert columns_of(line) <= cells or " " not in line
            assert unicodedata.category(line[:1] or "x") != "Mn"
        for line, following in pairwise(lines):
            assert columns_of(f"{line} {following.split(' ')[0]}") > cells, "room was left"
        for pair in ("เขต 2", "ปี 2565", "อันดับ 102", "จาก 245", "ระดับ AA"):
            together = pair.replace(" ", "\u00a0")
            assert any(together in line for line in lines) == (pair in sentence)


def test_home_office_is_the_one_of_the_story(published) -> None:
    """The edition is seen from สพป.กาฬสินธุ์ เขต 2."""
    assert home_of(published) == HOME


# Tints


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_text_on_every_tint_is_readable(mode) -> None:
    """Each level of a heat map or tile has a contrast of 4.5 with the text that stands on it."""
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    theme = tomllib.loads(config)["theme"][mode]
    text, ground = (theme["chartCategoricalColors"][place] for place in (3, 5))
    faint = {}
    for level, tint in enumerate(theme["chartSequentialColors"], start=1):
        cells = Cells([0], [0], [level], ["x"], ["x"])
        chart = Chart("x", "x", "x", "x", "x", Axis("", 0, 1), Axis("", 0, 1), (cells,), list)
        drawn = plotly.figure(chart)["data"][1:]
        [colour] = [trace["textfont"]["color"] for trace in drawn if trace["x"]]
        ink = {"#000004": text, "#000006": ground}[colour]
        bright, dark = sorted((luminance(tint), luminance(ink)), reverse=True)
        if (bright + 0.05) / (dark + 0.05) < 4.5:
            faint[level] = tint
    assert faint == {}
