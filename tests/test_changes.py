"""Changes of the total: every waterfall adds up to the cent, and nothing is compared that may not be."""

import json
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest
from screens import (
    HOME,
    change_tide_of,
    change_waterfall_of,
    change_year,
    home_of,
    percentile_track_of,
    stamp_of,
    trend_of,
)

from ita import exhibits, facts, loaders, selection, store
from ita.charts import changes, plotly
from ita.charts.describe import Bars, Chart, Dots, Line, Note
from ita.charts.score_trend import score_trend
from ita.pointer import Version
from ita.view import view_of
from ita.wording import Say


def marks(chart: Chart, kind: type, role: str | None = None) -> list:
    of_kind = [mark for mark in chart.marks if isinstance(mark, kind)]
    return of_kind if role is None else [mark for mark in of_kind if mark.role == role]


def own_steps(chart: Chart) -> dict[tuple[int, int], bool]:
    """The drawn steps of the own line, each with whether it is dashed."""
    return {step: line.is_dashed for line in marks(chart, Line, "own") for step in pairwise(line.x)}


def drawn_cents(chart: Chart) -> tuple[Decimal, list[Decimal], Decimal]:
    """The two totals and the steps of a waterfall as their labels have them."""
    [bars] = marks(chart, Bars)
    before, after = (Decimal(dot.labels[0]) for dot in marks(chart, Dots, "own"))
    return before, [Decimal(label) for label in bars.labels], after


# Waterfalls


def test_every_change_adds_up_to_the_cent(edition: Version, rows) -> None:
    """Last year's total + indicators + rest + print = this year's, of all offices and years."""
    wrong = rows(
        edition,
        """
        WITH part AS (
            SELECT fiscal_year, office_id, sum(change_effect) AS effect
            FROM indicator_change GROUP BY ALL
        )
        SELECT office_change.fiscal_year, office_id
        FROM office_change LEFT JOIN part USING (fiscal_year, office_id)
        WHERE previous_score + coalesce(effect, 0) + residual + print_rounding <> score
            OR indicator_effect <> coalesce(effect, 0)
        """,
    )
    [(count,)] = rows(edition, "SELECT count(*) FROM office_change")
    assert wrong == []
    assert count > (1000 if edition.is_simulated else 1)


def test_what_ten_indicators_leave_is_rounding(demo: Version, rows) -> None:
    """With all ten known no more than six hundredths is left, and it is called rounding."""
    wrong = rows(
        demo,
        "SELECT fiscal_year, office_id, residual FROM office_change"
        " WHERE missing_indicators = 0 AND abs(residual) > 0.06",
    )
    assert wrong == []


def test_labels_of_a_waterfall_add_up(demo: Version, rows) -> None:
    """What a reader sees, to two decimals, leads from one total to the other; bars join end to end."""
    sample = rows(
        demo,
        "SELECT office_id, fiscal_year FROM office_change"
        " WHERE fiscal_year >= 2563 ORDER BY hash(office_id || fiscal_year) LIMIT 20",
    )
    for office, year in sample:
        chart = change_waterfall_of(demo, office_id=office, fiscal_year=year)
        before, steps, after = drawn_cents(chart)
        assert before + sum(steps) == after, (office, year)
        [bars] = marks(chart, Bars)
        ends = [s + length for s, length in zip(bars.starts, bars.lengths, strict=True)]
        assert [*bars.starts[1:], float(after)] == pytest.approx(ends)
        assert bars.starts[0] == float(before)
        twin = chart.table().rows
        assert round(float(before) + twin["change_effect"].sum(), 2) == float(after)


def test_rise_and_fall_differ_by_more_than_colour(demo: Version) -> None:
    """A fall is grey, signed and marked ▼, a rise ours in colour, signed and marked ▲."""
    chart = change_waterfall_of(demo, fiscal_year=2568)
    [bars] = marks(chart, Bars)
    titles = {mark.y: mark.text for mark in marks(chart, Note)}
    for y, length, role, label in zip(bars.y, bars.lengths, bars.roles, bars.labels, strict=True):
        title = next(text for place, text in titles.items() if 0 < place - y < 1)
        if role == "faint":
            assert title == Say("th")("trend.waterfall.rounding")
            continue
        assert (role, label[0]) == (("own", "+") if length > 0 else ("other", "-"))
        assert title.startswith("▲ " if length > 0 else "▼ ")


def with_unknown(missing: int, residual: float) -> tuple[dict, pd.DataFrame]:
    """A change of +3.00 of which two indicators are known."""
    parts = pd.DataFrame(
        {
            "indicator_no": [1, 9],
            "name_th": ["ก", "ข"],
            "name_en": ["A", "B"],
            "weight": [6.0, 20.0],
            "previous_score": [80.0, 90.0],
            "score": [90.0, 95.0],
            "change": [10.0, 5.0],
            "change_effect": [0.6, 1.0],
            "comparable": ["yes", "with_care"],
            "source_id": "s",
        }
    )
    change = {
        "fiscal_year": 2566,
        "previous_year": 2565,
        "previous_score": 90.0,
        "score": 93.01,
        "change": 3.0,
        "comparable": "with_care",
        "known_indicators": 2,
        "missing_indicators": missing,
        "residual": residual,
        "print_rounding": 0.01,
        "like_weight": 6.0,
        "previous_like_score": 80.0,
        "like_score": 90.0,
    }
    return change, parts


@pytest.mark.parametrize(
    ("missing", "residual", "key"),
    [(8, 1.4, "missing"), (8, 0.0, "missing"), (0, 1.4, "unexplained"), (0, 0.06, "rounding")],
)
def test_the_rest_is_named_for_what_it_is(demo: Version, missing, residual, key) -> None:
    """Not known by indicator, more than rounding can be, or rounding; a print difference has its own bar."""
    change, parts = with_unknown(missing, residual)
    chart = changes.change_waterfall(change, parts, stamp_of(demo, "en"))
    texts = [note.text for note in marks(chart, Note)]
    assert Say("en")(f"trend.waterfall.{key}", count=missing) in texts
    assert Say("en")("trend.waterfall.print_rounding") in texts
    [bars] = marks(chart, Bars)
    assert list(bars.roles) == ["own", "own", "faint", "faint"]
    assert list(bars.labels) == ["+1.00", "+0.60", f"{residual:+.2f}", "+0.01"]
    assert "B *" in " ".join(texts)
    assert Say("en")("trend.waterfall.care_mark") in chart.subtitle
    like = chart.table().rows.iloc[-1]
    assert (like["weight"], like["previous_score"], like["score"], like["change"]) == (
        6,
        80,
        90,
        10,
    )


# The tide


def test_each_year_stands_beside_the_mean(demo: Version, rows) -> None:
    """Own, all and same type of each year as the marts have them; care makes the line dashed."""
    chart = change_tide_of(demo)
    expected = rows(
        demo,
        "SELECT fiscal_year, change, comparable, mean_change FROM office_change"
        " JOIN change_year USING (fiscal_year)"
        " WHERE office_id = $home AND change_year.office_type = 'all' ORDER BY fiscal_year",
        home=home_of(demo),
    )
    lines = {line.y[0]: line for line in marks(chart, Line, "faint")}
    assert len(expected) == 6
    for year, own, comparable, mean in expected:
        assert list(lines[year].x) == [float(mean), float(own)]
        assert lines[year].is_dashed == (comparable != "yes")
    texts = [note.text for note in marks(chart, Note)]
    assert len(texts) == 2 * len(expected)
    for text in ("<b>+15.05</b>", "+6.40", "<b>เรา -0.58</b>", "ทุกสำนักงาน +0.34"):
        assert text in texts


def test_a_year_without_a_mean_has_no_line(demo: Version) -> None:
    """Its own change stands alone; a year without a change says so."""
    found = loaders.office_changes(demo, home_of(demo))
    holed = found[found["fiscal_year"] != 2564]
    unknown = holed["fiscal_year"] == 2563
    columns = ["all_mean_change", "type_mean_change"]
    holed = holed.assign(**{name: holed[name].mask(unknown) for name in columns})
    chart = changes.change_tide(holed, 2565, stamp_of(demo, "th"))
    assert {line.y[0] for line in marks(chart, Line, "faint")} == {2565, 2566, 2567, 2568}
    notes = {note.y: note.text for note in marks(chart, Note)}
    assert notes[2564] == Say("th")("trend.tide.no_change")
    assert notes[2563] == "<b>+3.34</b>"
    json.dumps(plotly.figure(chart), allow_nan=False)


# Rank and percentile


@pytest.mark.parametrize("verdict", ["yes", "with_care", "no"])
def test_the_track_obeys_the_comparability_of_ranks(demo: Version, verdict: str) -> None:
    """2564 to 2565 is joined, joined dashed, or left apart; the headline then compares nothing."""
    registry = loaders.comparability(demo)
    is_step = (registry["level"] == "rank") & (registry["from_year"] == 2564)
    changed = registry.assign(comparable=registry["comparable"].mask(is_step, verdict))
    years = loaders.office_years(demo, home_of(demo))
    years = years[years["fiscal_year"] <= 2565]
    chart = changes.percentile_track(years, changed, stamp_of(demo, "en"))
    steps = own_steps(chart)
    expected = {(2562, 2563): False, (2563, 2564): True}
    if verdict != "no":
        expected[2564, 2565] = verdict == "with_care"
    assert steps == expected
    assert ("39.2" in chart.headline) == (verdict != "no")


def test_the_track_skips_a_missing_year(demo: Version) -> None:
    """No line over 2564, which says that it was not found; a shared rank is said to be shared."""
    years = loaders.office_years(demo, home_of(demo))
    chart = changes.percentile_track(
        years[years["fiscal_year"] != 2564], loaders.comparability(demo), stamp_of(demo, "th")
    )
    assert set(own_steps(chart)) == {(2562, 2563), (2565, 2566), (2566, 2567), (2567, 2568)}
    missing = {note.x for note in marks(chart, Note) if note.text == Say("th")("trend.gap")}
    assert missing == {2564}
    [dots] = marks(percentile_track_of(demo), Dots, "own")
    assert dict(zip(dots.x, dots.labels, strict=True))[2565] == "ร่วม 31"


# The trend


def test_a_mean_is_not_drawn_through_years_without_one(demo: Version) -> None:
    """Means of 2562-2563 and 2565-2568 are two lines, not one over 2564; a barred step parts them too."""
    means = selection.means_of_total(
        loaders.benchmarks(demo), "primary", {"all": "A", "primary": "B"}
    )
    registry = loaders.comparability(demo)
    barred = (registry["level"] == "total") & (registry["from_year"] == 2566)
    chart = score_trend(
        loaders.office_years(demo, home_of(demo)),
        loaders.grade_bands(demo),
        means[means["fiscal_year"] != 2564],
        registry.assign(
            comparable=registry["comparable"].mask(barred & (registry["to_year"] == 2567), "no")
        ),
        stamp_of(demo, "th"),
    )
    lines = [list(line.x) for line in marks(chart, Line, "benchmark")]
    assert lines == [[2562, 2563], [2565, 2566], [2567, 2568]]


def test_the_twin_of_the_trend_lists_every_charted_year(published: Version, demo: Version) -> None:
    """Years without a score stand there with the reason; means where there are any."""
    twin = trend_of(published, "en").table()
    shown = twin.rows.set_index("fiscal_year")
    assert list(shown.index) == list(range(2562, 2569))
    assert shown.loc[2563, "certainty"] == Say("en")("missing.not_published")
    assert not any(name.startswith("mean_") for name in twin.columns)
    simulated = trend_of(demo).table()
    assert simulated.columns["mean_benchmark"].title == Say("th")("benchmark.national_mean")
    assert simulated.rows["mean_benchmark"].tolist()[:2] == [68.67, 70.68]


def test_the_mean_of_all_agencies_stands_in_for_that_of_the_offices(published, demo) -> None:
    """Where the 245 have no mean, the one of every agency is drawn under its own name and sources."""
    real = exhibits.trend(view_of(published, Say("en")))
    figures = real.table().rows.set_index("fiscal_year")[["mean_benchmark", "mean_source"]].dropna()
    assert [(year, *row) for year, *row in figures.itertuples()] == [
        (2563, 67.90, "page-focusnews-2563"),
        (2564, 81.25, "page-ipst-2564"),
        (2565, 87.57, "page-nation-2022"),
        (2566, 90.19, "page-nation-2023"),
        (2567, 93.05, "page-matichon (computed from published figures)"),
        (2568, 93.82, "page-matichon"),
    ]
    assert real.table().columns["mean_benchmark"].title == "Mean of all public agencies"
    assert "no mean of the 245 offices" in real.source
    assert "mean_source" not in exhibits.trend(view_of(demo, Say("en"))).table().columns


def test_actions_are_marked_under_their_year(published: Version) -> None:
    """Five steps of FY2565 stand below the axis of scores, with their number."""
    chart = trend_with_actions(published)
    plain = trend_of(published)
    assert chart.y.lowest < plain.y.lowest
    [mark] = [line for line in marks(chart, Line, "other") if max(line.y) < plain.y.lowest]
    assert list(mark.x) == [2564.58, 2565.42]
    text = Say("th")("trend.action_mark.many", count=5, year=2565)
    assert [note.x for note in marks(chart, Note) if note.text == text] == [2565]


def trend_with_actions(version: Version) -> Chart:
    home = home_of(version)
    return score_trend(
        loaders.office_years(version, home),
        loaders.grade_bands(version),
        selection.means_of_total(loaders.benchmarks(version), "primary", {}),
        loaders.comparability(version),
        stamp_of(version, "th"),
        actions=loaders.actions(version, home),
    )


# The published change


def test_the_published_change_cannot_be_split(published: Version) -> None:
    """97.39 - 81.52 = 15.87 beside the published +15.86; no indicator of either year is known."""
    assert change_year(published) == 2565
    assert store.indicator_changes(published, HOME, 2565).empty
    change = selection.row_of(store.office_changes(published, HOME), 2565)
    text = facts.trend.print_sentence(Say("th"), change)
    for figure in ("97.39", "81.52", "15.87", "+15.86", "0.01"):
        assert figure in text
