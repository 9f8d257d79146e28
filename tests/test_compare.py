"""Compare: who stands beside us, what is drawn of them, and who once stood where we stand."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise, product
from pathlib import Path

import pandas as pd
import pytest
from screens import (
    HOME,
    charts_in,
    control,
    home_of,
    opened,
    refusals,
    stamp_of,
    texts,
    view_of,
)

from ita import facts, peers, pointer, store
from ita.charts import compare as charts
from ita.charts import plotly
from ita.charts.describe import Chart, Dots, Line, Note, Rule
from ita.peers import PeerRule, RiserRule
from ita.pointer import Version
from ita.report.spreadsheet import csv_file, xlsx_file
from ita.wording import LANGUAGES, Say
from pages.shared import compare_parts

TH, EN = Say("th"), Say("en")
OTHERS = {
    "published": ("p-chaiyaphum-1", "p-loei-1", "p-trat"),
    "demo": ("p-x-saikaeo-2", "s-x-namphet", "p-x-arunthong-1", "p-x-kulap-2", "p-x-thantawan-1"),
}
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _warehouse(warehouse: Path) -> None:
    """Pages read the editions built for the tests."""


def offices_of(version: Version) -> tuple[str, ...]:
    """Our office and some others."""
    return home_of(version), *OTHERS[version.edition]


def years_chart(version: Version, language="th", office_ids=None, year=2565, **frames) -> Chart:
    ids = office_ids or offices_of(version)
    return charts.totals_by_year(
        store.compared_years(version, ids),
        ids,
        year,
        frames.get("comparability", store.comparability(version)),
        store.grade_bands(version),
        stamp_of(version, language, ids[0]),
    )


def indicators_chart(version: Version, language="th", office_ids=None, year=2565) -> Chart:
    ids = office_ids or offices_of(version)
    scores = store.compared_indicators(version, ids, year)
    against = peers.against_others(scores, ids[0])
    return charts.indicators_beside(scores, against, ids, year, stamp_of(version, language, ids[0]))


def own_indicator(version: Version, number: int, year: int) -> dict:
    scores = store.compared_indicators(version, (home_of(version),), year)
    return scores[scores["indicator_no"] == number].iloc[0].to_dict()


def risers_chart(version: Version, language="th", number=8, year=2565, least=3.0) -> Chart:
    indicator = own_indicator(version, number, year)
    rule = RiserRule(indicator["score"], least_rise=least)
    found = store.risers(version, home_of(version), number, year, rule)
    return charts.riser_paths(found, rule, indicator, year, stamp_of(version, language))


def all_charts(published: Version, demo: Version, language: str) -> list[Chart]:
    return [
        years_chart(published, language),
        years_chart(demo, language),
        indicators_chart(published, language, (HOME, "p-sakonnakhon-1"), 2566),
        indicators_chart(demo, language),
        risers_chart(demo, language),
    ]


def numbers(text: str) -> list[str]:
    return re.findall(r"[+-]?\d+(?:\.\d+)?", text)


def marks(chart: Chart, kind: type, role: str | None = None) -> list:
    return [m for m in chart.marks if isinstance(m, kind) and role in (None, m.role)]


# Who is compared


@pytest.mark.parametrize(
    ("wanted", "kept", "unknown", "left_out"),
    [
        ("b,c", "bc", "", ""),
        ("b,b,a,b", "b", "", ""),
        ("x, c ,y", "c", "xy", ""),
        ("b,c,d,e,f,g,h", "bcdef", "", "gh"),
        (",,", "", "", ""),
    ],
)
def test_wanted_offices_are_kept_once_and_five_at_most(wanted, kept, unknown, left_out) -> None:
    """In their order; our own is not compared with itself, strangers and surplus are told apart."""
    choice = peers.chosen(wanted.split(","), "a", set("abcdefgh"))
    assert choice.office_ids == tuple(kept)
    assert choice.unknown == tuple(unknown)
    assert choice.left_out == tuple(left_out)


@pytest.mark.parametrize(
    "rule",
    [
        PeerRule(2568),
        PeerRule(2565, is_same_type=False, within=1.0),
        PeerRule(2564, is_same_region=True, within=5.0, most=3),
        PeerRule(2567, is_same_type=False, is_same_region=True, within=0.5),
    ],
)
def test_similar_offices_are_those_of_the_rule(demo, rows, rule) -> None:
    """Recomputed from the scores: same type, same region, within, nearest first, so many at most."""
    home = home_of(demo)
    scores = pd.DataFrame(
        rows(
            demo,
            "SELECT office_id, office_type, region, (score * 100)::INTEGER FROM score"
            " JOIN office USING (office_id) WHERE fiscal_year = $year AND score IS NOT NULL",
            year=rule.fiscal_year,
        ),
        columns=["office_id", "office_type", "region", "cents"],
    ).set_index("office_id")
    own = scores.loc[home]
    away = (scores["cents"] - own["cents"]).abs()
    fits = (away <= rule.within * 100) & (scores.index != home)
    if rule.is_same_type:
        fits &= scores["office_type"] == own["office_type"]
    if rule.is_same_region:
        fits &= scores["region"] == own["region"]
    ordered = scores[fits].assign(away=away[fits], office=scores[fits].index)
    expected = ordered.sort_values(["away", "office"]).head(rule.most)
    found = store.peers(demo, home, rule)
    assert list(found["office_id"]) == list(expected.index)
    assert list((found["difference"] * 100).round()) == list(expected["cents"] - own["cents"])
    assert peers.nearest(found) == tuple(expected.index[:3])


# Figures beside each other


@pytest.mark.parametrize("year", [2562, 2565, 2568])
def test_our_gap_is_from_the_mean_of_the_others(demo, rows, year) -> None:
    """Recomputed in decimals, half a cent up; sorted from our largest shortfall."""
    ids = offices_of(demo)
    found = peers.against_others(store.compared_indicators(demo, ids, year), ids[0])
    scores: dict[int, dict[str, Decimal]] = {}
    for office, number, score in rows(
        demo,
        "SELECT office_id, indicator_no, score FROM indicator_score"
        " WHERE fiscal_year = $year AND list_contains($ids, office_id)",
        year=year,
        ids=list(ids),
    ):
        scores.setdefault(number, {})[office] = score
    assert len(found) == 10
    for row in found.to_dict("records"):
        of_others = [
            value for office, value in scores[row["indicator_no"]].items() if office != ids[0]
        ]
        mean = (sum(of_others) / len(of_others)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert row["known_others"] == len(of_others)
        assert f"{row['others_mean']:.2f}" == str(mean)
        assert f"{row['gap']:.2f}" == str(scores[row["indicator_no"]][ids[0]] - mean)
    assert found["gap"].is_monotonic_increasing


def test_half_a_cent_of_a_mean_goes_up() -> None:
    """Others 90.00 and 90.01: their mean is 90.01; ours 90.00 is 0.01 below."""
    scores = pd.DataFrame(
        {
            "office_id": ["a", "b", "c", "b"],
            "indicator_no": [1, 1, 1, 2],
            "score": [90.0, 90.0, 90.01, 50.0],
            "weight": 6.0,
        }
    )
    [row] = peers.against_others(scores, "a").to_dict("records")
    assert (row["others_mean"], row["gap"], row["known_others"]) == (90.01, -0.01, 2)
    assert peers.against_others(scores, "nobody").empty


def test_costliest_is_weight_times_loss() -> None:
    """20 x 5 lost is more than 6 x 10 lost; of equals the first."""
    scores = pd.DataFrame(
        {"indicator_no": [1, 9, 10], "weight": [6.0, 20.0, 20.0], "score": [90.0, 95.0, 95.0]}
    )
    assert peers.costliest(scores) == 9


def test_totals_stand_side_by_side_ours_first(edition, rows) -> None:
    """The table holds the figures of the mart, in the order chosen, each with its difference."""
    ids = offices_of(edition)
    totals = peers.side_by_side(store.compared_years(edition, ids), ids, 2565)
    table = charts.totals_table(totals, 2565, stamp_of(edition, "th"))
    assert list(table.rows["office_id"]) == list(ids)
    expected = {
        office: figures
        for office, *figures in rows(
            edition,
            "SELECT office_id, score, grade, rank, tied_offices, percentile FROM office_year"
            " WHERE fiscal_year = 2565",
        )
    }
    own = expected[ids[0]][0]
    for row in table.rows.to_dict("records"):
        score, grade, rank, tied, percentile = expected[row["office_id"]]
        assert f"{row['score']:.2f}" == str(score)
        assert (row["grade"], row["rank"], row["tied_offices"]) == (grade, rank, tied)
        assert row["percentile"] == pytest.approx(float(percentile))
        if row["office_id"] != ids[0]:
            assert f"{row['difference']:.2f}" == str(score - own)
    assert pd.isna(table.rows["difference"].iloc[0])


@every_language
def test_missing_and_derived_totals_say_so(published, language) -> None:
    """99.40 of FY2564 is derived (±0.01); สพป.ตาก เขต 1 has a reason instead of a figure."""
    ids = (HOME, "p-chiangmai-1", "p-tak-1")
    totals = peers.side_by_side(store.compared_years(published, ids), ids, 2564)
    stamp = stamp_of(published, language)
    table = charts.totals_table(totals, 2564, stamp)
    _, derived, missing = table.rows["certainty"]
    assert derived == f"{stamp.say('status.derived')} (±0.01)"
    assert missing == stamp.say("missing.not_published")
    assert pd.isna(table.rows["score"].iloc[2])


# Charts


@every_language
def test_charts_say_what_they_show(published, demo, language) -> None:
    """Headline, subtitle, alt, source and hover are filled in; simulated ones carry their mark."""
    for chart in all_charts(published, demo, language):
        hover = [text for dots in marks(chart, Dots) for text in dots.hover]
        for text in (chart.headline, chart.subtitle, chart.alt, chart.source, *hover):
            assert text.strip()
            assert not re.search(r"[{}]|\bnan\b|\bNone\b(?! of)|<NA>", text)
        version = published if chart.watermark == "" else demo
        assert version.version_id in chart.source
        figure = plotly.figure(chart)
        assert json.loads(json.dumps(figure, allow_nan=False)).keys() == {"data", "layout"}
        is_marked = any("SIMULATED" in note["text"] for note in figure["layout"]["annotations"])
        assert is_marked == version.is_simulated


def test_charts_lie_inside_their_axes(published, demo) -> None:
    """No point, line or rule falls outside the plot."""
    for chart in all_charts(published, demo, "th"):
        for mark in (*marks(chart, Dots), *marks(chart, Line)):
            assert all(chart.x.lowest <= x <= chart.x.highest for x in mark.x)
            assert all(chart.y.lowest <= y <= chart.y.highest for y in mark.y)
        for rule in marks(chart, Rule):
            axis = chart.x if rule.axis == "x" else chart.y
            assert axis.lowest <= rule.value <= axis.highest


def test_tables_of_the_screen_become_files(published, demo) -> None:
    """XLSX and CSV of every table and twin can be made."""
    for language in LANGUAGES:
        twins = [chart.table() for chart in all_charts(published, demo, language)]
        stamp = stamp_of(demo, language)
        similar = store.peers(demo, home_of(demo), PeerRule(2568))
        for table in (*twins, charts.similar_table(similar, 2568, stamp)):
            assert len(table.rows)
            assert xlsx_file(table, stamp)
            assert csv_file(table, stamp)
            assert len(table.as_text) == len(table.rows)


def test_panels_hold_every_known_total_of_the_mart(edition, rows) -> None:
    """Each office's dots are its known totals, in its own panel, on one scale."""
    ids = offices_of(edition)
    chart = years_chart(edition)
    known = rows(
        edition,
        "SELECT score FROM office_year WHERE score IS NOT NULL AND list_contains($ids, office_id)",
        ids=list(ids),
    )
    shown = [text for dots in marks(chart, Dots) for text in dots.hover]
    assert len(shown) == len(known)
    for (score,) in known:
        assert any(f"{score}" in text for text in shown)
    assert len(
        [note for note in marks(chart, Note) if "<br>" in note.text or " · " in note.text]
    ) == len(ids)
    twin = chart.table().rows
    assert sorted(twin["score"].dropna()) == sorted(float(score) for (score,) in known)
    heights = {label: [] for label in ("85", "100")}
    for value, label in chart.y.ticks:
        heights.setdefault(label, []).append(value)
    assert (
        len({upper - lower for upper, lower in zip(heights["100"], heights["85"], strict=True)})
        == 1
    )


@pytest.mark.parametrize("verdict", ["yes", "with_care", "no"])
def test_panels_join_only_years_that_compare(published, verdict) -> None:
    """81.52 and 97.39 are joined, joined dashed, or left apart, in every panel."""
    steps = store.comparability(published)
    changed = steps.assign(
        comparable=steps["comparable"].where(
            (steps["from_year"] != 2564) | (steps["to_year"] != 2565), verdict
        )
    )
    lines = marks(years_chart(published, comparability=changed), Line)
    if verdict == "no":
        assert lines == []
    else:
        assert {line.is_dashed for line in lines} == {verdict == "with_care"}
        assert len([line for line in lines if line.role == "own"]) == len(offices_of(published))


def test_panels_leave_missing_years_open(demo, rows) -> None:
    """The steps of each office are its pairs of adjacent known years that compare, and no other."""
    verdicts = {
        (first, last): verdict
        for first, last, verdict in rows(
            demo, "SELECT from_year, to_year, comparable FROM comparability WHERE level = 'total'"
        )
    }
    [(broken,)] = rows(
        demo,
        "SELECT office_id FROM office_year AS a WHERE score IS NULL AND fiscal_year = 2564 AND EXISTS"
        " (FROM office_year AS b WHERE a.office_id = b.office_id AND b.score IS NOT NULL"
        " AND b.fiscal_year < a.fiscal_year) ORDER BY office_id LIMIT 1",
    ) or [(None,)]
    for office in {home_of(demo), "p-x-saikaeo-2", broken} - {None}:
        years = [
            year
            for (year,) in rows(
                demo,
                "SELECT fiscal_year FROM office_year WHERE office_id = $office AND score IS NOT NULL"
                " ORDER BY 1",
                office=office,
            )
        ]
        expected = {
            (one, two): verdicts[one, two] == "with_care"
            for one, two in pairwise(years)
            if two == one + 1 and verdicts[one, two] != "no"
        }
        lines = marks(years_chart(demo, office_ids=(office,), year=2568), Line, "own")
        drawn = {
            (one + years[0], two + years[0]): line.is_dashed
            for line in lines
            for one, two in pairwise(line.x)
        }
        assert drawn == expected


def test_derived_totals_are_hollow(published) -> None:
    """Of the compared offices only our FY2564 is printed; the others follow from the announcement."""
    dots = marks(years_chart(published), Dots)
    hollow = [text for dot in dots if dot.is_hollow for text in dot.hover]
    assert len(hollow) == 3
    assert all("2564" in text and "±0.01" in text for text in hollow)
    assert TH("compare.years_hollow") in years_chart(published).subtitle


def test_indicator_dots_are_the_scores_of_the_mart(demo, rows) -> None:
    """Ours orange and round, each other office with one grey symbol of its own, in the words above."""
    ids = offices_of(demo)
    chart = indicators_chart(demo)
    dots = marks(chart, Dots)
    assert [dot.role for dot in dots] == ["own"] + ["other"] * 5
    assert len({dot.symbol for dot in dots}) == 6
    order = list(chart.table().rows["indicator_no"])[::-1]
    for office, dot in zip(ids, dots, strict=True):
        expected = rows(
            demo,
            "SELECT indicator_no, score FROM indicator_score WHERE fiscal_year = 2565"
            " AND office_id = $office",
            office=office,
        )
        drawn = {order[int(y)]: x for x, y in zip(dot.x, dot.y, strict=True)}
        assert drawn == {number: float(score) for number, score in expected}
    assert all(sign in chart.subtitle for sign in "●■▲▼✚★")
    assert "◆" not in chart.subtitle  # which stands for a benchmark
    gaps = chart.table().rows["gap"]
    assert gaps.is_monotonic_increasing


def test_published_indicators_are_compared_where_two_are_known(published) -> None:
    """FY2566: our 100.00 and 100.00 beside 90.00 and 87.50 of สพป.สกลนคร เขต 1."""
    chart = indicators_chart(published, "th", (HOME, "p-sakonnakhon-1"), 2566)
    own, other = marks(chart, Dots)
    assert list(own.x) == [100.0, 100.0]
    assert sorted(other.x) == [87.5, 90.0]
    assert list(chart.table().rows["gap"]) == [10.0, 12.5]


# Who rose


@pytest.mark.parametrize(
    ("number", "year", "rule"),
    [
        (10, 2568, RiserRule(90.0)),
        (8, 2565, RiserRule(85.0, 2.0, 3.0, "primary")),
        (1, 2566, RiserRule(88.5, 1.25, 2.0, "secondary")),
        (6, 2564, RiserRule(70.0, 4.0, 10.0)),
        (9, 2567, RiserRule(100.0, 2.0, 1.0)),
    ],
)
def test_risers_are_counted_right(demo, rows, number, year, rule) -> None:
    """Recounted in cents from the scores: each office once, from its earliest comparable year there."""
    home = home_of(demo)
    scores = pd.DataFrame(
        rows(
            demo,
            "SELECT office_id, office_type, fiscal_year, (score * 100)::INTEGER FROM indicator_score"
            " JOIN office USING (office_id) WHERE indicator_no = $number",
            number=number,
        ),
        columns=["office_id", "office_type", "fiscal_year", "cents"],
    )
    verdict = dict(
        rows(
            demo,
            "SELECT from_year, comparable FROM indicator_comparability"
            " WHERE indicator_no = $number AND to_year = $year",
            number=number,
            year=year,
        )
    )
    now = scores[scores["fiscal_year"] == year].set_index("office_id")["cents"]
    before = scores[scores["fiscal_year"].between(year - 3, year - 1)]
    before = before[before["fiscal_year"].map(verdict).isin(["yes", "with_care"])]
    before = before[(before["cents"] - rule.level * 100).abs() <= rule.within * 100]
    before = before[before["office_id"] != home]
    if rule.office_type != "all":
        before = before[before["office_type"] == rule.office_type]
    stood = before.sort_values("fiscal_year").drop_duplicates("office_id").set_index("office_id")
    scored = stood[stood.index.isin(now.index)]
    rise = now.loc[scored.index] - scored["cents"]
    found = store.risers(demo, home, number, year, rule)
    assert len(scored) > 3
    assert set(found["office_id"]) == set(scored.index)
    first = found.iloc[0]
    assert first["stood_there"] == len(scored)
    assert first["risen_offices"] == (rise >= rule.least_rise * 100).sum()
    assert first["unscored_offices"] == len(stood) - len(scored)
    assert first["with_care_offices"] == (scored["fiscal_year"].map(verdict) == "with_care").sum()
    by_office = found.set_index("office_id")
    assert (by_office["rise"] * 100).round().astype(int).to_dict() == rise.to_dict()
    assert by_office["from_year"].to_dict() == scored["fiscal_year"].to_dict()
    assert by_office["rise_a_year"].is_monotonic_decreasing


def test_offices_that_left_are_told_not_dropped_in_silence(demo) -> None:
    """Some stood there and have no score now: their number is given, in the sentence too."""
    home = home_of(demo)
    for number, level in product(range(1, 11), (80.0, 90.0)):
        rule = RiserRule(level, within=10.0)
        found = store.risers(demo, home, number, 2568, rule)
        if len(found) and found["unscored_offices"].iloc[0]:
            said = facts.compare.riser_sentences(EN, found, rule, 2568)[1]
            assert numbers(said)[0] == str(found["unscored_offices"].iloc[0])
            return
    pytest.fail("the demo has no office that was left out in its last year")


def test_paths_go_from_then_to_now(demo) -> None:
    """The fastest ten of those who rose, each from its score then to its score now."""
    chart = risers_chart(demo)
    shown = chart.table().rows
    risen = shown[shown["rise"] >= 3.0].head(10)
    lines = marks(chart, Line)
    assert len(lines) == len(risen) > 1
    assert [tuple(line.x) for line in lines][::-1] == list(
        zip(risen["from_score"], risen["to_score"], strict=True)
    )
    assert [line.is_dashed for line in lines][::-1] == list(risen["comparable"] == "with_care")
    [rule] = marks(chart, Rule, "own")
    assert rule.value == own_indicator(demo, 8, 2565)["score"]
    assert (shown["to_score"] - shown["from_score"]).round(2).tolist() == shown["rise"].tolist()
    assert len(shown) <= 50


# Sentences


def totals_of(*rows: tuple) -> pd.DataFrame:
    """(office, score, tolerance, open findings), ours first."""
    return pd.DataFrame(
        {
            "office_id": [row[0] for row in rows],
            "short_name": [row[0] for row in rows],
            "name_en": [row[0] for row in rows],
            "score": [row[1] for row in rows],
            "tolerance": [row[2] for row in rows],
            "open_findings": [row[3] for row in rows],
        }
    )


NOTHING = pd.DataFrame()
MISSING = float("nan")


@pytest.mark.parametrize(
    ("totals", "english", "values"),
    [
        ([("us", 95.5, 0, 0), ("b", 95.25, 0, 0)], "we lead the 2", ["95.50", "2565", "2", "0.25"]),
        (
            [("us", 90, 0, 0), ("b", 95.25, 0, 0), ("c", 91, 0, 0)],
            "b leads the 3",
            ["3", "2565", "95.25", "5.25", "90.00", "3"],
        ),
        ([("us", 95, 0, 0), ("b", 95, 0, 0)], "us, b share the lead", ["2", "2565", "95.00"]),
        (
            [("us", 90, 0, 0), ("b", 95, 0, 0), ("c", 95, 0, 0)],
            "b, c share the lead",
            ["3", "2565", "95.00", "5.00", "90.00", "3"],
        ),
        (
            [("us", MISSING, MISSING, 0), ("b", 95, 0, 0), ("c", 94, 0, 0)],
            "Our own total is not known",
            ["2", "2565", "95.00"],
        ),
        (
            [("us", 90.0, 0, 0), ("b", 95.01, 0.01, 0), ("c", 95.0, 0, 0)],
            "cannot be said which is higher",
            ["2565", "95.01", "3", "5.01", "90.00", "3"],
        ),
        ([("us", 95, 0, 0), ("b", MISSING, MISSING, 0)], "Only one total", ["2565", "95.00"]),
        ([("us", MISSING, MISSING, 0)], "No total of FY2565", ["2565"]),
    ],
)
def test_the_lead_is_told_with_its_figures(totals, english, values) -> None:
    """Leading, behind, shared, unsure within the tolerance, alone or unknown: each with its numbers."""
    frame = totals_of(*totals)
    said = facts.compare.sentences(EN, frame, NOTHING, 2565)[0]
    assert english in said
    assert numbers(said) == values
    thai = facts.compare.sentences(TH, frame, NOTHING, 2565)[0]
    assert sorted(numbers(thai)) == sorted(values)


def test_doubtful_scores_are_named() -> None:
    """A doubtful leader is said to be so where it leads, others after it; a missing score is no doubt."""
    totals = totals_of(("us", 95, 0, 0), ("b", 96, 0, 2), ("c", MISSING, MISSING, 1))
    for say, mark in ((TH, "b (◆ มีข้อสังเกต รอพิจารณา)"), (EN, "b (◆ doubtful, undecided)")):
        lead, others = facts.compare.sentences(say, totals, NOTHING, 2565)
        assert lead.startswith(mark)
        assert others == ""
    lower = totals_of(("us", 95, 0, 0), ("b", 96, 0, 0), ("c", 90, 0, 1))
    lead, others = facts.compare.sentences(EN, lower, NOTHING, 2565)
    assert "◆" not in lead
    assert others == "◆ Doubtful, undecided in FY2565: c"
    assert facts.compare.sentences(TH, lower, NOTHING, 2565)[1].startswith("◆ คะแนนของ c ปี 2565")


def test_similar_offices_carry_the_marks_of_the_totals(published) -> None:
    """สพป.ตราด is in doubt in both tables, in the same words."""
    found = store.peers(published, HOME, PeerRule(2565))
    ids = (HOME, *found["office_id"])
    totals = peers.side_by_side(store.compared_years(published, ids), ids, 2565)
    for language in LANGUAGES:
        stamp = stamp_of(published, language)
        told = facts.compare.told_similar(stamp.say, found)
        similar = charts.similar_table(told, 2565, stamp).rows
        of_totals = charts.totals_table(totals, 2565, stamp).rows.iloc[1:]
        assert list(similar["certainty"]) == list(of_totals["certainty"])
        marked = similar.loc[similar["certainty"].str.contains("◆"), "office_id"]
        assert set(marked) == {"p-trat", "p-chaiyaphum-1"}


def test_indicators_ahead_and_behind_are_counted() -> None:
    """One below, one equal, two above; the largest shortfall with its figures."""
    against = pd.DataFrame(
        {
            "indicator_no": [9, 1, 2, 3],
            "name_th": "ก",
            "name_en": "office",
            "indicator_name_en": "X",
            "score": [90.0, 80.0, 85.0, 99.0],
            "others_mean": [92.5, 80.0, 84.0, 90.0],
            "gap": [-2.5, 0.0, 1.0, 9.0],
        }
    )
    counted, largest = facts.compare.sentences(EN, totals_of(("us", 95, 0, 0)), against, 2565)[2:]
    assert numbers(counted) == ["4", "2", "1", "1"]
    assert numbers(largest) == ["9", "90.00", "92.50", "2.50"]
    assert numbers(facts.compare.indicators_headline(EN, against)) == ["1", "4", "9", "-2.50"]
    above = against[against["gap"] > 0]
    assert "None of the 2" in facts.compare.indicators_headline(EN, above)
    assert len(facts.compare.sentences(TH, totals_of(("us", 95, 0, 0)), above, 2565)) == 3


@pytest.mark.parametrize(
    ("changes", "english", "values"),
    [
        ([1.5, 2.0, -1.0, 0.0], "rose", ["2565", "1.50", "3", "1", "1"]),
        ([-1.5, 2.0, MISSING, MISSING], "fell", ["2565", "1.50", "1", "1", "0"]),
        ([0.0, MISSING, MISSING, MISSING], "stayed", ["2565", "0.00"]),
        ([MISSING, 1.0, 1.0, 1.0], "are known between", ["4", "4", "2565", "2565"]),
    ],
)
def test_the_panels_headline_is_our_last_step(changes, english, values) -> None:
    """Up, down or level, with how many of the others did; without our change, what is known."""
    years = pd.DataFrame(
        {"fiscal_year": 2565, "office_id": list("abcd"), "change": changes, "score": 90.0}
    )
    said = facts.compare.years_headline(EN, years, tuple("abcd"), 2565)
    assert english in said
    assert numbers(said) == values
    assert sorted(numbers(facts.compare.years_headline(TH, years, tuple("abcd"), 2565))) == sorted(
        values
    )


def test_the_rule_says_what_it_does() -> None:
    """Each of the four rules names type, region, points, year and how many it finds."""
    for same_type, same_region in product([True, False], repeat=2):
        rule = PeerRule(2567, is_same_type=same_type, is_same_region=same_region, within=1.5)
        thai, english = (facts.peers.rule(say, rule, 4) for say in (TH, EN))
        assert numbers(english) == ["2567", "1.50", "10", "4"]
        assert sorted(numbers(thai)) == sorted(numbers(english))
        assert ("ประเภทเดียวกับเรา" in thai) == same_type
        assert ("ภาคเดียวกับเรา" in thai) == same_region
        assert ("our type" in english) == same_type
        assert numbers(facts.peers.rule(EN, rule, 0)) == ["2567", "1.50", "10"]


@pytest.mark.parametrize(
    ("ranks", "year", "base"),
    [
        ({2564: 5, 2565: 3}, 2565, 2564),
        ({2564: None, 2565: 3}, 2565, 2565),
        ({2565: 3}, 2565, 2565),
        ({2563: 2}, 2565, 2565),
        ({}, 2565, 2565),
    ],
)
def test_similar_offices_are_picked_by_the_year_before(ranks, year, base) -> None:
    """Where our place in its ranking is known; a total that is merely derived or reported is not enough."""
    years = pd.DataFrame({"fiscal_year": list(ranks), "rank": pd.array([*ranks.values()], "Int32")})
    assert peers.base_year(years, year) == base


def test_every_screen_picks_similar_offices_alike() -> None:
    """Gaps, compare and movement say the same rule with the same year; a change of it goes for both."""
    asked = {"ptype": "any", "within": "3", "year": "2567"}
    gaps = texts(opened(view_of("gaps", "demo", "en"), against="peers", **asked))
    compare = texts(opened(view_of("compare", "demo", "en"), **asked))
    [of_gaps] = [text for text in gaps if text.startswith("Similar offices: ")]
    [of_compare] = [text for text in compare if text.startswith("Similar offices: ")]
    assert of_gaps.startswith(of_compare)
    assert "of any type" in of_compare
    assert "FY2566 within 3.00" in of_compare
    moved = texts(opened(view_of("ranking", "demo", "en"), part="movement", year="2567"))
    [of_paths] = [text for text in moved if text.startswith("Similar offices: ")]
    assert "FY2566 within 2.00" in of_paths


def test_the_risers_sentence_counts_those_who_did_not(demo) -> None:
    """Stood, risen and the rest add up; the range never passes 100; the caveat comes last."""
    rule = RiserRule(99.0, within=2.0, least_rise=1.0)
    found = store.risers(demo, home_of(demo), 9, 2567, rule)
    said = facts.compare.riser_sentences(EN, found, rule, 2567)
    values = numbers(said[0].replace("–", " "))
    assert int(values[0]) == found["stood_there"].iloc[0]
    assert values[1:3] == ["97.00", "100.00"]
    assert int(values[3]) == found["risen_offices"].iloc[0]
    assert int(values[5]) == int(values[0]) - int(values[3])
    assert said[-1] == EN("compare.fact.risers_caveat")


# The screen


@every_language
@pytest.mark.parametrize("edition", pointer.EDITIONS)
def test_bad_ids_are_named_and_dropped(edition, language) -> None:
    """A stranger is named; our own, given twice, is compared once; the rest stays."""
    view = view_of("compare", edition, language)
    home = HOME if edition == "published" else "p-x-daonuea-1"
    good = OTHERS[edition][0]
    app = opened(view, **{"with": f"p-nowhere-9,{home},{good},{good},<b>x</b>"})
    assert not app.exception
    assert app.multiselect[0].value == [good]
    [told] = [message.value for message in app.info if "p-nowhere-9" in message.value]
    assert r"\<b\>x" in told
    assert list(app.dataframe[0].value["score"])
    assert len(app.dataframe[0].value) == 2


def test_more_than_five_are_left_out_by_name(demo) -> None:
    """Seven wanted: five compared, two named."""
    found = store.peers(demo, home_of(demo), PeerRule(2568))
    ids = list(found["office_id"][:7])
    app = opened(view_of("compare", "demo"), **{"with": ",".join(ids)})
    assert app.multiselect[0].value == ids[:5]
    assert any(all(name in m.value for name in found["short_name"][5:7]) for m in app.info)


def test_chosen_offices_go_into_the_address_and_back(demo) -> None:
    """A choice stands in the address in its order; the default set leaves none there."""
    app = opened(view_of("compare", "demo"))
    default = app.multiselect[0].value
    assert default == list(store.peers(demo, home_of(demo), PeerRule(2567))["office_id"][:3])
    app.multiselect[0].set_value(["p-x-kulap-2", default[0]]).run()
    assert app.query_params["with"] == f"p-x-kulap-2,{default[0]}"
    again = opened(view_of("compare", "demo"), **{"with": app.query_params["with"]})
    assert again.multiselect[0].value == ["p-x-kulap-2", default[0]]
    control(again, "lang").set_value("en").run()
    assert again.multiselect[0].value == ["p-x-kulap-2", default[0]]
    again.multiselect[0].set_value([]).run()
    assert "with" not in again.query_params
    assert again.multiselect[0].value == default


@pytest.mark.parametrize("edition", pointer.EDITIONS)
def test_the_link_opens_the_same_comparison(edition) -> None:
    """The copied text names the offices, also those the rule chose, and opens the same view."""
    view = view_of("compare", edition)
    app = opened(view, within="1.5", part="indicators")
    path, _, query = app.code[0].value.partition("?")
    asked = dict(pair.split("=") for pair in query.split("&"))
    assert path == "compare"
    assert asked["part"] == "indicators"
    assert view.say("compare.share_part") in [caption.value for caption in app.caption]
    assert asked["with"].split(",") == app.multiselect[0].value
    assert asked["within"] == "1.5"
    again = opened(view, **asked)
    assert again.multiselect[0].value == app.multiselect[0].value
    assert [grid.value.to_csv() for grid in again.dataframe] == [
        grid.value.to_csv() for grid in app.dataframe
    ]


def test_the_link_is_whole_where_the_address_is_known(monkeypatch) -> None:
    """With the dashboard's address the text can be sent as it is."""
    from streamlit.runtime.context import ContextProxy  # noqa: PLC0415 - only here

    for path in ("", "/", "/compare"):
        monkeypatch.setattr(ContextProxy, "url", f"https://ita.example/kalasin{path}")
        app = opened(view_of("compare"))
        assert app.code[0].value.startswith("https://ita.example/kalasin/compare?")
        assert TH("compare.share_whole") in [caption.value for caption in app.caption]


def test_the_most_improved_are_a_link_away() -> None:
    """It opens the part of the ranking that tells who rose, with the edition and language."""
    app = opened(view_of("compare", "demo", "en"), part="risers")
    [link] = [node.proto for node in app.main if node.type == "page_link"]
    carried = dict(pair.split("=") for pair in link.query_string.split("&"))
    assert carried == {"edition": "demo", "lang": "en", "part": "movement"}


OF_RISERS = ("indicator", "least", "rwithin", "rtype")


def part_with(name: str) -> dict[str, str]:
    """The part of the screen that has a control."""
    return {"part": "risers"} if name in OF_RISERS else {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("part", "secrets"),
        ("ptype", "none"),
        ("pregion", "x"),
        ("within", "abc"),
        ("within", "0"),
        ("year", "2599"),
        ("indicator", "11"),
        ("least", "-1"),
        ("rwithin", "1e9"),
        ("rtype", "secondary"),
    ],
)
def test_bad_rule_shows_the_default_and_says_so(name, value) -> None:
    """A part of a rule that does not exist is named and its default used."""
    view = view_of("compare", "demo")
    usual = control(opened(view, **part_with(name)), name).value
    app = opened(view, **part_with(name), **{name: value})
    assert not app.exception
    assert control(app, name).value == usual
    assert any(value in message for message in refusals(app, view))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("part", "indicators"),
        ("ptype", "any"),
        ("pregion", "same"),
        ("within", 0.5),
        ("indicator", "6"),
        ("least", 1.0),
        ("rwithin", 4.0),
        ("rtype", "any"),
    ],
)
def test_the_rules_can_be_edited(name, value) -> None:
    """A change stands in the address and changes what is shown."""
    view = view_of("compare", "demo")
    app = opened(view, **part_with(name))
    before = [*texts(app), *(grid.value.to_csv() for grid in app.dataframe)]
    control(app, name).set_value(value).run()
    assert not app.exception
    assert app.query_params[name] == (value if isinstance(value, str) else f"{value:g}")
    assert [*texts(app), *(grid.value.to_csv() for grid in app.dataframe)] != before


@every_language
@pytest.mark.parametrize("edition", pointer.EDITIONS)
@pytest.mark.parametrize("is_open", [False, True])
def test_the_similar_offices_open_on_demand(edition, language, is_open) -> None:
    """The rule is said at once; its table, or why there is none, when the reader opens it."""
    view = view_of("compare", edition, language)
    app = opened(view)
    rule = {"th": "สำนักงานที่ใกล้เคียง: ", "en": "Similar offices: "}[language]
    assert any(caption.value.startswith(rule) for caption in app.caption)
    grids = len(app.dataframe)
    app.session_state["similar-offices"] = is_open
    app.run()
    assert len(app.dataframe) == grids + is_open
    far = opened(view, within="0.5", ptype="any", pregion="same", office="p-tak-1")
    assert not far.exception


@every_language
@pytest.mark.parametrize("edition", pointer.EDITIONS)
def test_every_year_can_be_compared(edition, language) -> None:
    """Each year opens, full or with its reasons."""
    view = view_of("compare", edition, language)
    for option in control(opened(view), "year").options:
        year = re.search(r"\d{4}", option)[0]
        for part in compare_parts.PARTS:
            app = opened(view, year=year, part=part)
            assert not app.exception
            assert not refusals(app, view)
            assert charts_in(app) or app.info


@every_language
def test_published_indicators_are_said_to_be_missing(language) -> None:
    """No indicator score of FY2565 is published: a reason in each part, no empty chart."""
    say = Say(language)
    for part, key in (("indicators", "indicators_none.own"), ("risers", "risers_none.own")):
        app = opened(view_of("compare", "published", language), part=part)
        assert say(f"compare.{key}", year=2565) in [message.value for message in app.info]
        assert charts_in(app) == []


@every_language
def test_office_without_figures_can_still_be_compared(language) -> None:
    """สพป.ตาก เขต 1 has no total: nobody is similar, but a chosen office is shown."""
    view = view_of("compare", "published", language)
    say = view.say
    app = opened(view, office="p-tak-1")
    assert not app.exception
    assert say("compare.nobody", year=2565) in [message.value for message in app.info]
    beside = opened(view, office="p-tak-1", **{"with": HOME})
    assert not beside.exception
    assert len(beside.dataframe[0].value) == 2
    assert any("97.39" in text for text in texts(beside))


def test_mixed_types_are_said() -> None:
    """A caption says when สพป. and สพม. stand together, and only then."""
    view = view_of("compare", "demo")
    mixed = opened(view, **{"with": "s-x-namphet"})
    assert view.say("compare.mixed") in [caption.value for caption in mixed.caption]
    assert view.say("compare.mixed") not in [caption.value for caption in opened(view).caption]
