"""The planner screen: its sentences, pictures and controls, held against the year's rules."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pandas as pd
import pytest
from screens import (
    HOME,
    View,
    charts_in,
    control,
    home_of,
    opened,
    refusals,
    stamp_of,
    texts,
    view_of,
)
from streamlit.testing.v1 import AppTest

from ita import exhibits, facts, limits, loaders, planner, selection
from ita import view as desk
from ita.charts import planner as charts
from ita.charts.describe import Bars, Chart, Dots, Note, Texts
from ita.charts.waterfall import End, Step, waterfall
from ita.facts.planner import Situation
from ita.method import Total, method_of, to_cent, total_from
from ita.planner import Goal, Limits, Route, Standing
from ita.pointer import EDITIONS, Version
from ita.wording import LANGUAGES, Say
from ita.wording.labels import label

NUMBER = re.compile(r"(?<![\d.O])[+−-]?\d+(?:\.\d+)?")
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _warehouse(warehouse) -> None:
    """Pages read the editions built for the tests."""


def numbers(text: str) -> list[str]:
    """The figures of a sentence, in order."""
    return NUMBER.findall(text)


# A made-up office: ten indicators at 80, four offices ranked


def ranking_of(*scores: float | None, home: int | None = None) -> pd.DataFrame:
    """Places in order; a missing score lies between its neighbours."""
    known = pd.Series(scores, dtype=float)
    lower = known.bfill().where(known.isna())
    upper = known.ffill().where(known.isna())
    offices = [f"o{place}" for place in range(len(scores))]
    if home is not None:
        offices[home] = "home"
    return pd.DataFrame(
        {
            "office_id": [o if pd.notna(s) else None for o, s in zip(offices, known, strict=True)],
            "score": known,
            "lower_bound": lower,
            "upper_bound": upper,
        }
    )


def made(
    score: str = "80.00",
    *,
    fiscal_year: int = 2564,
    ranking: pd.DataFrame | None = None,
    as_before: pd.DataFrame | None = None,
    indicators: dict[int, str] | None = None,
    **row: Any,
) -> Situation:
    """A situation of ten equal indicators but for the ones given, without items."""
    names = {part.indicator_no: part for part in method_of(fiscal_year).indicators}
    scores = {number: float((indicators or {}).get(number, score)) for number in names}
    total = total_from({n: Decimal(f"{s:.2f}") for n, s in scores.items()}, fiscal_year)
    whole = {
        "fiscal_year": fiscal_year,
        "score": float(total.total or 0),
        "grade": total.grade,
        "rank": pd.NA,
        "tied_offices": 1,
        "ranked_offices": 0 if ranking is None else len(ranking),
    }
    items = ["item_code", "item_no", "indicator_no", "sub_indicator", "score", "title_th", "owner"]
    return Situation(
        office_id="home",
        row=whole | row,
        indicators=pd.DataFrame(
            {
                "indicator_no": list(names),
                "score": list(scores.values()),
                "name_th": [part.name_th for part in names.values()],
                "name_en": [part.name_en for part in names.values()],
            }
        ),
        items=pd.DataFrame(columns=items),
        ranking=ranking,
        as_before=as_before,
    )


FOUR = ranking_of(95.0, 90.0, 80.0, 70.0, home=2)
RISEN = ranking_of(97.0, 94.0, 80.0, 78.0, home=2)


def standing_of(here: Situation) -> Standing:
    assert isinstance(here.standing, Standing)
    return here.standing


def ways_to(here: Situation, goal: Goal, allowed: Limits | None = None) -> tuple[Route, ...]:
    return planner.routes(standing_of(here), goal, allowed or Limits())


def only(*free: int, **ceilings: str) -> Limits:
    """Limits that leave some indicators free, ``i9="85"`` with a ceiling."""
    return Limits(
        locked=frozenset(str(number) for number in range(1, 11) if number not in free),
        ceilings={int(name[1:]): Decimal(most) for name, most in ceilings.items()},
    )


# Sentences about where the office stands


@every_language
def test_now_names_year_score_grade_and_rank(language) -> None:
    """The rank on record comes first; one that the scores do not give is said to differ."""
    say = Say(language)
    assert [numbers(line) for line in facts.planner.now(say, made())] == [["2564", "80.00"]]
    ranked = made(ranking=FOUR, rank=3)
    assert [numbers(line) for line in facts.planner.now(say, ranked) if line] == [
        ["2564", "80.00", "3", "4"]
    ]
    unlike = made(ranking=FOUR, rank=2)
    assert [numbers(line) for line in facts.planner.now(say, unlike)] == [
        ["2564", "80.00", "2", "4"],
        ["3", "4"],
    ]


def test_now_says_when_a_rank_is_shared_or_not_on_record() -> None:
    """Offices of one score share a rank; without a printed rank the computed one is told."""
    say = Say("en")
    tied = ranking_of(95.0, 80.0, 80.0, home=1)
    assert facts.planner.now(say, made(ranking=tied, rank=2, tied_offices=2))[0] == (
        "FY2564: **80.00** points, grade **B** · shared rank 2 of 3"
    )
    assert facts.planner.now(say, made(ranking=tied)) == [
        "FY2564: **80.00** points, grade **B** · rank 2 of 3"
    ]
    assert facts.planner.now(say, made(grade=pd.NA)) == ["FY2564: **80.00** points"]


@every_language
@pytest.mark.parametrize(
    ("score", "figures"),
    [("95.00", ["1", "4"]), ("94.99", ["2", "4"]), ("80.00", ["3", "4"]), ("1.00", ["4", "4"])],
)
def test_a_rank_that_is_sure_is_one_number(language, score, figures) -> None:
    """The rank of a score among the four, the office's own place taken out."""
    text = facts.planner.rank_text(Say(language), made(ranking=FOUR), Decimal(score))
    assert numbers(text) == figures


def test_a_rank_that_unknown_places_leave_open_is_a_range() -> None:
    """Between 95 and 80 two places are not known: 90 may be second to fourth."""
    open_places = ranking_of(95.0, None, None, 80.0, 70.0, home=3)
    here = made(ranking=open_places)
    assert facts.planner.rank_text(Say("en"), here, Decimal(90)) == "2-4 of 5"
    assert facts.planner.rank_text(Say("th"), here, Decimal(90)) == "2–4 จาก 5"
    assert facts.planner.rank_text(Say("en"), made(), Decimal(90)) == "not known"


# Targets


@every_language
def test_targets_are_named_with_what_they_take(language) -> None:
    """A grade by its minima of the year, a score by itself, a rank by the score that takes it."""
    say = Say(language)
    letter, *_ = made().better_grades
    assert letter.grade == "A"
    assert numbers(facts.planner.grade_aim(say, letter).name) == ["85.00"]
    best = made("85.00", fiscal_year=2566).better_grades[-1]
    aim = facts.planner.grade_aim(say, best)
    assert aim.goal == Goal(best.min_score, best.min_instrument_score)
    assert set(numbers(aim.name)) == {f"{aim.goal.total:.2f}", f"{aim.goal.instrument:.2f}"}
    assert facts.planner.score_aim(say, 88.5).goal == Goal(Decimal("88.50"))
    assert numbers(facts.planner.score_aim(say, 88.5).name) == ["88.50"]
    rank = facts.planner.rank_aim(say, made(ranking=FOUR), 2)
    assert (rank.rank, rank.goal) == (2, Goal(Decimal("90.00")))
    assert numbers(rank.name) == ["2", "90.00"]


def test_a_rank_says_when_a_lower_score_may_do() -> None:
    """Where places are not known the score named is the one that surely takes the rank."""
    say = Say("en")
    open_places = ranking_of(95.0, None, 80.0, home=2)
    unsure = facts.planner.rank_aim(say, made(ranking=open_places), 2)
    assert (
        unsure.name
        == "rank 2 or better (surely with a total of 95.00, as some places are not known)"
    )
    sure = facts.planner.rank_aim(say, made(ranking=FOUR), 2)
    assert sure.name == "rank 2 or better (a total of 90.00)"


@every_language
def test_grades_above_are_offered_nearest_first(language) -> None:
    """From B the way leads to A, then AA; from the top nowhere."""
    assert [band.grade for band in made().better_grades] == ["A", "AA"]
    assert made("99.00").better_grades == ()
    shown = [facts.planner.grade_option(Say(language), band) for band in made().better_grades]
    passed = Say(language)("result.pass")
    assert shown == [f"A · {passed}", f"AA · {passed}"]


# Ways to a target


@every_language
def test_the_cheapest_way_is_told_with_its_effort_moves_and_total(language) -> None:
    """From 80 to 81 one point of the total takes five points of indicator 9 or 10."""
    say = Say(language)
    here = made(ranking=FOUR, as_before=RISEN)
    aim = facts.planner.score_aim(say, 81)
    first, *_ = found = ways_to(here, aim.goal)
    assert (first.effort, first.after.total) == (5, Decimal("81.00"))
    cheapest, rank, *rest = facts.planner.target_sentences(say, here, aim, found)
    assert numbers(cheapest) == ["81.00", "5", first.moves[0].code, "5.00", "81.00"]
    assert numbers(rank) == ["81.00", "3", "4", "3", "4"]
    assert not any(rest)


@every_language
def test_a_rank_target_says_what_it_takes_if_all_move_as_before(language) -> None:
    """Second place takes 90 today and 94 when the others have moved once more."""
    say = Say(language)
    here = made(ranking=FOUR, as_before=RISEN)
    aim = facts.planner.rank_aim(say, here, 2)
    lines = facts.planner.target_sentences(say, here, aim, ways_to(here, aim.goal))
    assert numbers(lines[-1]) == ["2", "94.00"]
    still = made(ranking=FOUR)
    assert not any(facts.planner.target_sentences(say, still, aim, ways_to(still, aim.goal))[2:])


@every_language
def test_a_target_already_reached_is_said_to_be(language) -> None:
    """With the rank the same score would have after the others moved."""
    say = Say(language)
    here = made(ranking=FOUR, as_before=RISEN)
    aim = facts.planner.score_aim(say, 80)
    lines = facts.planner.target_sentences(say, here, aim, ways_to(here, aim.goal))
    assert lines[0] == say("planner.fact.met", goal=aim.name)
    assert numbers(lines[0]) == ["80.00"]
    assert numbers(lines[1]) == ["80.00", "3", "4"]


@every_language
@pytest.mark.parametrize(
    ("kind", "nearest"), [("grade", None), ("score", ["84.00"]), ("rank", ["3", "4"])]
)
def test_a_target_out_of_reach_says_how_far_and_what_is_near(language, kind, nearest) -> None:
    """Indicator 9 alone, 80 to 100, adds 4.00: 84.00 is the most there is."""
    say = Say(language)
    here = made(ranking=FOUR)
    allowed = only(9)
    aim = {
        "grade": lambda: facts.planner.grade_aim(say, here.better_grades[0]),
        "score": lambda: facts.planner.score_aim(say, 85),
        "rank": lambda: facts.planner.rank_aim(say, here, 2),
    }[kind]()
    assert ways_to(here, aim.goal, allowed) == ()
    obstacle = planner.why_not(standing_of(here), aim.goal, allowed)
    first, short, near, advice = facts.planner.infeasible(say, here, aim, obstacle)
    assert numbers(first)[-4:] == ["84.00", "80.00", "80.00", "90.00"]
    assert numbers(short) == [f"{aim.goal.total - 84:.2f}"]
    assert advice == say("planner.fact.unlock")
    if nearest is None:
        assert near == say("planner.fact.nearest_grade", grade="B")
    else:
        assert numbers(near) == nearest


@every_language
def test_instruments_that_fall_short_are_named(language) -> None:
    """A grade of FY2566 needs each instrument; IIT 70 lacks 15 of 85 while the total is there."""
    say = Say(language)
    low = dict.fromkeys(range(1, 6), "70.00")
    here = made("96.00", fiscal_year=2566, indicators=low)
    reached = planner.total_of(standing_of(here))
    text = facts.planner.shortfalls(say, reached, Goal(Decimal(85), Decimal(85)))
    assert numbers(text) == ["15.00"]
    assert label(say, "instrument", "iit") in text
    assert len(facts.planner.shortfalls(say, reached, Goal(Decimal(99), Decimal(99)))) > len(text)


def test_counts_agree_with_their_nouns() -> None:
    """One way, one move; two ways, two moves."""
    say = Say("en")
    here = made()
    one, *_ = ways_to(here, Goal(Decimal("81.00")))
    two, *_ = ways_to(here, Goal(Decimal("85.00")))
    assert facts.planner.route_headline(say, one, 1).startswith("Way 1: 1 move adds 1.00 points")
    assert facts.planner.route_headline(say, two, 2).startswith("Way 2: 2 moves add 5.00 points")
    assert facts.common.counted(say, "planner.fact.ways", 1) == "1 way was found"
    assert facts.common.counted(say, "planner.fact.ways", 3) == "3 distinct ways were found"


@every_language
def test_a_card_holds_effort_moves_total_and_rank(language) -> None:
    """What the table says of a way, in three lines."""
    here = made(ranking=FOUR)
    route, *_ = ways_to(here, Goal(Decimal("81.00")))
    card = facts.planner.card(Say(language), here, route, 2)
    assert numbers(card) == ["2", "5", route.moves[0].code, "5.00", "81.00", "3", "4"]
    assert numbers(facts.planner.card(Say(language), made(), route, 2))[-1] == "81.00"


@every_language
def test_the_proof_adds_up_as_printed(language, demo) -> None:
    """Parts and signs of the printed line sum to the printed total, rounding among them."""
    say = Say(language)
    signs = set()
    for office in loaders.offices(demo)["office_id"].head(15):
        here = situation_of(demo, office)
        for route in ways_to(here, Goal(min(here.score + 2, Decimal(100)))):
            left, right = facts.planner.proof(say, route).split(" = ")
            parts = re.findall(r"([+−]?) ?(\d+\.\d\d) \(", left)
            total = sum(Decimal(part) * (-1 if sign == "−" else 1) for sign, part in parts)
            assert f"**{total}**" == right
            assert len(parts) == 1 + len(route.moves) + bool(route.rounding)
            signs.update(sign for sign, _ in parts)
    assert signs == {"", "+", "−"}


@every_language
def test_the_work_list_starts_with_what_gives_most(language, demo) -> None:
    """Each move with its scores, points and effort; the owner where the office wrote one down."""
    say = Say(language)
    here = situation_of(demo)
    route, *_ = ways_to(here, facts.planner.grade_aim(say, here.better_grades[0]).goal)
    lines = facts.planner.work_list(say, here, route)
    best_first = sorted(route.moves, key=lambda move: -move.points)
    owners = here.items.set_index("item_code")["owner"]
    assert len(lines) == len(route.moves)
    for line, move in zip(lines, best_first, strict=True):
        figures = [move.before, move.after, to_cent(move.points)]
        assert f"{move.effort:g}" in numbers(line)
        assert {f"{figure:.2f}" for figure in figures} <= set(numbers(line))
        owner = owners.get(move.code)
        assert (owner in line) if isinstance(owner, str) else ("·" not in line)


# A change tried out


@every_language
def test_a_change_tells_total_grade_next_grade_and_rank(language) -> None:
    """Indicators 9 and 10 from 80 to 95 lift 80.00 (B) to 86.00 (A); AA lacks the rest."""
    say = Say(language)
    here = made(ranking=FOUR)
    before = planner.total_of(standing_of(here))
    targets = {"9": Decimal(95), "10": Decimal(95)}
    after = planner.total_of(planner.moved(standing_of(here), targets))
    change, grade, following, rank = facts.planner.try_sentences(say, here, before, after)
    assert numbers(change) == ["80.00", "86.00", "+6.00"]
    assert grade == say("planner.fact.try_grade", before="B", after="A")
    best = method_of(2564).grade_bands[0]
    assert numbers(following) == [f"{best.min_score - 86:.2f}"]
    assert numbers(rank) == ["86.00", "3", "4"]
    assert facts.planner.try_sentences(say, here, before, before) == [
        say("planner.fact.try_same", before=Decimal("80.00"))
    ]


@every_language
def test_a_fall_has_its_sign_and_the_top_grade_has_no_next(language) -> None:
    """Down is written with a minus; above AA there is nothing."""
    say = Say(language)
    here = made("99.00")
    before = planner.total_of(standing_of(here))
    after = planner.total_of(planner.moved(standing_of(here), {"9": Decimal(98)}))
    change, grade, *rest = facts.planner.try_sentences(say, here, before, after)
    assert numbers(change) == ["99.00", "98.80", "-0.20"]
    assert grade == say("planner.fact.try_grade_same", grade="AA")
    assert not any(rest)


@every_language
def test_large_figures_are_those_of_the_change(language) -> None:
    """Total with its change, weakest instrument, rank as a number or a range."""
    say = Say(language)
    here = made(ranking=FOUR)
    before = planner.total_of(standing_of(here))
    after = planner.total_of(planner.moved(standing_of(here), {"1": Decimal(70)}))
    total, _, weakest, rank = facts.planner.key_figures(say, here, before, after)
    assert (total.value, total.change) == ("79.40", "-0.60")
    assert weakest.value == f"{label(say, 'instrument', 'iit')} 78.00"
    assert rank.value == "3"
    *_, none = facts.planner.key_figures(say, made(), before, before)
    assert none.value == "–"
    open_places = made(ranking=ranking_of(95.0, None, 80.0, home=2))
    *_, span = facts.planner.key_figures(say, open_places, before, planner.total_of(high()))
    assert span.value == "2–3"


def high() -> Standing:
    return standing_of(made("90.00"))


# What missing points are worth


def worth_rows(version: Version, points: str, fiscal_year: int = 2564) -> pd.DataFrame:
    """What the page asks for: `worth_of` with the items of each sub-indicator."""
    spans = loaders.item_worths(version).query("fiscal_year == @fiscal_year")
    named = spans.rename(columns={"sub_indicator": "code"})
    columns = ["code", "first_item_no", "last_item_no"]
    rows = planner.worth_of(Decimal(points), fiscal_year)
    return rows.merge(named[columns], how="left", on="code")


def test_worth_of_the_home_office(published) -> None:
    """3.48 points of FY2564: one item of O42-O43, three of O34-O41, 58.00 points of an IIT indicator."""
    here = situation_of(published, HOME, 2564)
    aim = facts.planner.grade_aim(Say("en"), here.better_grades[0])
    rows = worth_rows(published, "3.48")
    short, items, single, *rest = facts.planner.worth_sentences(Say("en"), here, aim, rows)
    assert short == "From 81.52 to grade A (a total of 85.00) **3.48** points are missing"
    assert items == (
        "In OIT items gained: 1 of O42–O43 (5.00 each) or 3 of O34–O41 (1.25 each)"
        " or 4 of O25–O28 (1.00 each)"
    )
    assert single == (
        "Or one indicator alone: 58.00 points in IIT or 34.80 points in EIT or 17.40 points in OIT"
    )
    assert not any(rest)
    thai = facts.planner.worth_sentences(Say("th"), here, aim, rows)
    assert [numbers(line)[-3:] for line in thai[:1]] == [["81.52", "85.00", "3.48"]]
    assert set(numbers(thai[1])) == {"1", "5.00", "3", "1.25", "4", "1.00"}
    assert numbers(thai[2]) == ["58.00", "34.80", "17.40"]


@every_language
def test_worth_headline_is_the_fewest_items(language, published) -> None:
    """One of O42-O43 for 3.48 points; none is named where no group of items is enough."""
    say = Say(language)
    text = facts.planner.worth_headline(say, worth_rows(published, "3.48"), Decimal("3.48"))
    assert numbers(text) == ["3.48", "1", "5.00"]
    assert "O42–O43" in text
    many = facts.planner.worth_headline(say, worth_rows(published, "9.00"), Decimal("9.00"))
    assert numbers(many) == ["9.00", "2", "5.00"]
    text = facts.planner.worth_headline(say, worth_rows(published, "30.00"), Decimal("30.00"))
    assert numbers(text) == ["30.00"]


@every_language
def test_worth_is_honest_about_what_it_does_not_know(language, published) -> None:
    """A target that is met says so; a grade that needs instruments says that they are not known."""
    say = Say(language)
    here = situation_of(published, HOME, 2564)
    met = facts.planner.score_aim(say, 80)
    rows = worth_rows(published, "0")
    assert facts.planner.worth_sentences(say, here, met, rows) == [
        say("planner.fact.met", goal=met.name)
    ]
    year = 2566
    band = method_of(year).grade_bands[0]
    aim = facts.planner.grade_aim(say, band)
    later = made(fiscal_year=year)
    points = f"{aim.goal.total - later.score}"
    *_, needed = facts.planner.worth_sentences(say, later, aim, worth_rows(published, points, year))
    assert numbers(needed) == [f"{band.min_instrument_score:.2f}"]


def test_what_is_enough_alone_is_told_as_far_as_it_can_be(published) -> None:
    """An indicator rises by 17.40 only from 82.60 or less; items are counted."""
    say = Say("en")
    told = {
        row["code"]: facts.planner.enough_text(say, row)
        for row in worth_rows(published, "3.48").to_dict("records")
    }
    assert told["9"] == "enough if it stood at 82.60 or less"
    assert told["1"] == "enough if it stood at 42.00 or less"
    assert told["10.2"] == "enough alone"
    told = {
        row["code"]: facts.planner.enough_text(say, row)
        for row in worth_rows(published, "10.01").to_dict("records")
    }
    assert told["10.2"] == told["1"] == "not enough alone"


# Pictures and tables


def situation_of(
    version: Version, office: str | None = None, fiscal_year: int | None = None
) -> Situation:
    """The situation of an office as the page sees it."""
    office_id = office or home_of(version)
    years = loaders.office_years(version, office_id)
    options = selection.years_to_plan(years)
    year = fiscal_year or int(options[-1])
    seen = desk.View(version, Say("en"), office_id, home_of(version))
    return exhibits.situation(seen, year)


def bars_of(chart: Chart) -> Bars:
    [bars] = [mark for mark in chart.marks if isinstance(mark, Bars)]
    return bars


def routes_of(version: Version, points: str = "2") -> list[tuple[Situation, Route, int]]:
    """Ways of some offices to so many points more."""
    return [
        (here, route, number)
        for office in loaders.offices(version)["office_id"].iloc[::20]
        for here in [situation_of(version, office)]
        for number, route in enumerate(
            ways_to(here, Goal(min(here.score + Decimal(points), Decimal(100)))), start=1
        )
    ]


@every_language
def test_bars_lead_from_the_present_total_to_the_planned_one(language, demo) -> None:
    """Each begins where the one before ended, to the cent, and is labelled with its own points."""
    stamp = stamp_of(demo, language)
    seen = routes_of(demo)
    assert seen
    for here, route, number in seen:
        chart = charts.route_chart(route, number, here, stamp)
        bars = bars_of(chart)
        ends = [start + length for start, length in zip(bars.starts, bars.lengths, strict=True)]
        assert bars.starts[0] == pytest.approx(float(route.before.total), abs=1e-6)
        assert bars.starts[1:] == pytest.approx(ends[:-1], abs=1e-6)
        assert ends[-1] == pytest.approx(float(route.after.total), abs=1e-6)
        assert list(bars.labels) == [f"{length:+.2f}" for length in bars.lengths]
        points = [to_cent(move.points) for move in route.moves]
        rounding = [route.rounding] if route.rounding else []
        assert [Decimal(text) for text in bars.labels] == [*points, *rounding]
        first, last = [mark for mark in chart.marks if isinstance(mark, Dots)]
        assert first.labels == [f"{route.before.total:.2f}"]
        assert last.labels == [f"{route.after.total:.2f}"]
        assert chart.x.lowest < min(*bars.starts, *ends)
        assert chart.x.highest > max(*bars.starts, *ends)
        assert all(chart.x.lowest <= value <= 100 for value, _ in chart.x.ticks)


def test_a_waterfall_falls_and_marks_what_is_not_certain(published) -> None:
    """A loss is drawn from right to left in grey, rounding faintly."""
    stamp = stamp_of(published, "en")
    steps = [Step("a", 2.0, ""), Step("b", -1.5, ""), Step("c", 0.01, "", is_certain=False)]
    texts_around = Texts("w", "h", "s", "q", "a")
    ends = End("from", 80.0), End("to", 80.51)
    chart = waterfall(ends[0], steps, ends[1], texts_around, stamp, axis="x", table=lambda: None)
    bars = bars_of(chart)
    assert list(bars.starts) == pytest.approx([80.0, 82.0, 80.5])
    assert list(bars.labels) == ["+2.00", "-1.50", "+0.01"]
    assert list(bars.roles) == ["own", "other", "faint"]
    named = [mark.text for mark in chart.marks if isinstance(mark, Note)]
    assert named[::-1] == ["from", "a", "b", "c", "to"]


@every_language
def test_the_table_of_ways_is_what_the_rules_give(language, demo) -> None:
    """Total, instruments and grade of every row are `total_from` of the scores it moves to."""
    say = Say(language)
    here = situation_of(demo)
    found = ways_to(here, facts.planner.grade_aim(say, here.better_grades[0]).goal)
    table = charts.routes_table(found, here, stamp_of(demo, language))
    assert len(table.rows) == len(found) == 3
    for row, route in zip(table.rows.to_dict("records"), found, strict=True):
        again = scored(here, {move.code: move.after for move in route.moves})
        parts = [row[name] for name in ("score", "iit", "eit", "oit")]
        assert parts == [float(getattr(again, name)) for name in ("total", "iit", "eit", "oit")]
        assert row["grade"] == label(say, "grade", again.grade)
        assert row["rank"] == facts.planner.rank_text(say, here, again.total)
        assert row["effort"] == float(sum(move.effort for move in route.moves))
        assert all(move.code in row["moves"] for move in route.moves)
    assert table.rows["effort"].is_monotonic_increasing


def scored(here: Situation, targets: dict[str, Decimal]) -> Total:
    """The total with new scores by code, by the rules alone."""
    scores = {
        int(row["indicator_no"]): Decimal(f"{row['score']:.2f}")
        for row in here.indicators.to_dict("records")
    }
    items = here.items.assign(
        score=[
            targets.get(code, Decimal(f"{score:.2f}"))
            for code, score in zip(here.items["item_code"], here.items["score"], strict=True)
        ]
    )
    for number, of_indicator in items.groupby("indicator_no"):
        parts = [mean_of(part["score"]) for _, part in of_indicator.groupby("sub_indicator")]
        cents = floor(mean_of(parts) * 100 + Fraction(1, 2))
        scores[int(number)] = Decimal(cents) / 100
    single = {int(code): score for code, score in targets.items() if code.isdecimal()}
    return total_from(scores | single, here.fiscal_year)


def mean_of(scores: Iterable[Decimal | Fraction]) -> Fraction:
    values = [Fraction(score) for score in scores]
    return sum(values, Fraction(0)) / len(values)


@every_language
def test_the_work_list_as_a_table_is_the_moves(language, demo) -> None:
    """Scores, points and effort of every move, most points first."""
    for here, route, number in routes_of(demo):
        rows = charts.route_table(route, number, here, stamp_of(demo, language)).rows
        best_first = sorted(route.moves, key=lambda move: -move.points)
        assert list(rows["points"]) == [float(move.points) for move in best_first]
        assert sorted(zip(rows["before"], rows["after"], rows["effort"], strict=True)) == sorted(
            (float(move.before), float(move.after), float(move.effort)) for move in route.moves
        )


@every_language
@pytest.mark.parametrize("points", ["0.01", "3.48", "9.00", "30.00"])
def test_worth_pictures_hold_the_weights_of_the_year(language, points, published) -> None:
    """A bar is what one full item of a sub-indicator adds; orange where one alone is enough."""
    stamp = stamp_of(published, language)
    here = situation_of(published, HOME, 2564)
    rows = worth_rows(published, points)
    chart = charts.worth_chart(rows, Decimal(points), here, stamp)
    bars = bars_of(chart)
    weights = sorted(
        float(sub.item_points) for sub in method_of(2564).sub_indicators if sub.item_count
    )
    assert list(bars.lengths) == pytest.approx(weights, abs=0.005)
    assert [role == "own" for role in bars.roles] == [w >= float(points) for w in bars.lengths]
    assert 2 <= len(chart.x.ticks) <= 12
    said = [mark for mark in chart.marks if isinstance(mark, Note)]
    assert len(said) == 2 * len(weights)
    table = charts.worth_table(rows, Decimal(points), here, stamp).rows
    assert len(table) == 10 + len(weights)
    for row in table[table["kind"] == "item"].to_dict("records"):
        enough = row["needed"] * row["points_per_step"]
        assert enough >= float(points) - 1e-3
        assert enough - row["points_per_step"] < float(points)
        assert (row["needed"] <= row["available"]) == row["is_enough_alone"]


# The page: what it opens with


@every_language
def test_published_opens_with_its_latest_year_and_leads_to_the_one_that_failed(language) -> None:
    """FY2565 first; a link names FY2564 with its 81.52 and the 3.48 points to the pass mark."""
    view = view_of("planner", "published", language)
    app = opened(view)
    assert control(app, "year").value == "2565"
    linked = view.say("planner.earlier", year=2564, score=81.52, points=3.48)
    assert linked in [link.proto.label for link in app.get("page_link")]


@every_language
def test_what_the_year_that_failed_was_short_of(language) -> None:
    """FY2564: 81.52 lacks 3.48 of grade A; no way is shown, and what is missing is said."""
    view = view_of("planner", "published", language)
    app = opened(view, year="2564")
    seen = "\n".join(texts(app))
    assert control(app, "goal").options == [
        view.say("planner.goal_grade"),
        view.say("planner.goal_score"),
    ]
    for figure in ("81.52", "85.00", "3.48", "58.00", "34.80", "17.40", "O42–O43", "O34–O41"):
        assert figure in seen
    missing = view.say("planner.fact.missing_indicators", known=0, year=2564)
    assert missing in [message.value for message in app.info]
    assert [chart.key for chart in charts_in(app)] == ["worth"]
    assert not app.slider


@every_language
def test_published_in_the_top_grade_offers_score_and_rank(language) -> None:
    """FY2565: 97.39, AA, rank 102 as announced; there is no grade above."""
    view = view_of("planner", "published", language)
    app = opened(view, year="2565")
    assert control(app, "goal").options == [
        view.say("planner.goal_score"),
        view.say("planner.goal_rank"),
    ]
    now, target = (m.value for m in app.markdown if m.value.startswith("- "))
    assert numbers(now)[:4] == ["2565", "97.39", "102", "245"]
    assert numbers(target)[:3] == ["97.39", "98.39", "1.00"]
    app = opened(view, year="2565", goal="rank", to_rank="100")
    assert control(app, "to_rank").value == 100
    assert not refusals(app, view)
    assert charts_in(app)


@every_language
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"goal": "grade"},
        {"goal": "score"},
        {"goal": "score", "to_score": "97.5"},
        {"goal": "score", "to_score": "100"},
        {"goal": "rank"},
        {"goal": "rank", "to_rank": "1"},
        {"goal": "rank", "to_rank": "100", "way": "2"},
    ],
    ids=str,
)
def test_every_target_gives_ways_that_reach_it(language, query, demo) -> None:
    """Every row of the table meets the target; the chart, proof and list are of the way chosen."""
    view = view_of("planner", "demo", language)
    app = with_table(view, **query)
    assert not app.exception
    assert not refusals(app, view)
    rows = app.table[0].value
    assert 1 <= len(rows) <= 3
    here = situation_of(demo)
    for moves, score in zip(
        column(rows, view, "moves"), column(rows, view, "score_after"), strict=True
    ):
        again = scored(here, targets_in(moves, here))
        assert f"{again.total:.2f}" == score
        assert again.total >= wanted_total(query, here)
    assert [chart.key for chart in charts_in(app)] == [f"route-{query.get('way', '1')}"]
    assert len(app.subheader) == 1


def wanted_total(query: dict[str, str], here: Situation) -> Decimal:
    say = Say("en")
    kind = query.get("goal", "grade")
    if kind == "grade":
        return facts.planner.grade_aim(say, here.better_grades[0]).goal.total
    if kind == "score":
        return Decimal(query.get("to_score", f"{here.score + 1}"))
    rank = int(query.get("to_rank", int(here.row["rank"]) // 2))
    return facts.planner.rank_aim(say, here, rank).goal.total


def with_table(view: View, **query: str) -> AppTest:
    """The page with its table of ways open."""
    app = opened(view, **query)
    if any(expander.label == view.say("planner.routes_table") for expander in app.expander):
        app.session_state["routes-table"] = True
        app.run()
    return app


def column(rows: pd.DataFrame, view: View, name: str) -> Sequence[str]:
    return list(rows[view.say(f"column.{name}")])


def targets_in(moves: str, here: Situation) -> dict[str, Decimal]:
    """The scores that the words of a way lead to."""
    scores = here.indicators.set_index("indicator_no")["score"]
    targets = {code: Decimal(100) for code in re.findall(r"O\d+", moves)}
    for code, rise in re.findall(r"(?<!O)\b(\d+) (?:เพิ่ม|up) (\d+\.\d\d)", moves):
        targets[code] = Decimal(f"{scores[int(code)]:.2f}") + Decimal(rise)
    return targets


# Conditions


@every_language
def test_what_is_locked_moves_in_no_way(language, demo) -> None:
    """Neither the indicators nor the items locked in the address, alone or together."""
    view = view_of("planner", "demo", language)
    here = situation_of(demo)
    free = with_table(view)
    used = {
        code
        for moves in column(free.table[0].value, view, "moves")
        for code in targets_in(moves, here)
    }
    assert used
    for code in used:
        query = {"without": code} if code.startswith("O") else {"limits": f"{code}x"}
        app = with_table(view, **query)
        assert not app.exception
        moves = column(app.table[0].value, view, "moves")
        assert all(code not in targets_in(text, here) for text in moves)


@every_language
def test_ceilings_are_kept_and_efforts_counted(language, demo) -> None:
    """Indicator 7 ends at its ceiling at most; what costs more is moved later."""
    view = view_of("planner", "demo", language)
    here = situation_of(demo)
    app = with_table(view, limits="7c94.5_8c95", goal="score", to_score="97.5")
    for moves in column(app.table[0].value, view, "moves"):
        targets = targets_in(moves, here)
        assert targets.get("7", 0) <= Decimal("94.5")
        assert targets.get("8", 0) <= 95
    dear = with_table(view, limits="7e50_8e50")
    efforts = [float(text) for text in column(dear.table[0].value, view, "effort")]
    usual = [float(text) for text in column(with_table(view).table[0].value, view, "effort")]
    assert efforts[0] > usual[0]


@every_language
def test_a_target_out_of_reach_is_a_warning_with_the_nearest(language) -> None:
    """With all but indicator 1 locked, the best there is and what still lacks are told."""
    view = view_of("planner", "demo", language)
    locked = "_".join(f"{number}x" for number in range(2, 11))
    for goal in ("grade", "score", "rank"):
        query = {"goal": goal, "to_score": "99", "to_rank": "1"}
        app = opened(view, limits=locked, **query)
        assert not app.exception
        [warning] = [w.value for w in app.warning if view.say("planner.fact.unlock") in w.value]
        assert len(warning.splitlines()) == 4
        assert not charts_in(app)


@every_language
def test_conditions_are_told_in_words(language) -> None:
    """A link with conditions says what they are; a locked indicator needs no more words."""
    say = Say(language)
    read = limits.limits_in("3xc90e2_7c95_8e2.5_9c90e0.5")
    text = facts.planner.conditions(say, read, ["O12", "O14"])
    assert numbers(text) == ["3", "7", "95.00", "8", "2.5", "9", "90.00", "9", "0.5"]
    assert "O12, O14" in text
    assert facts.planner.conditions(say, {}) == ""
    view = view_of("planner", "demo", language)
    said = facts.planner.conditions(say, limits.limits_in("7x_8c95"), ["O14"])
    assert said in [note.value for note in opened(view, limits="7x_8c95", without="O14").caption]
    assert not any(said[:8] in note.value for note in opened(view).caption)


# A change to try


@every_language
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"i7": "97"},
        {"done": "O22"},
        {"done": "O14_O22_-O1_-O2"},
        {"i7": "97", "i1": "90", "done": "-O28"},
    ],
)
def test_a_change_gives_what_the_rules_give(language, change, demo) -> None:
    """Sliders and ticks of the address: the total is `total_from` of exactly these scores."""
    view = view_of("planner", "demo", language)
    here = situation_of(demo)
    targets = {name[1:]: Decimal(score) for name, score in change.items() if name != "done"}
    for code in filter(None, change.get("done", "").split("_")):
        targets[code.removeprefix("-")] = Decimal(0 if code.startswith("-") else 100)
    app = opened(view, mode="try", **change)
    assert not app.exception
    expected = scored(here, targets)
    total, _, weakest, _ = app.metric
    assert total.value == f"{expected.total:.2f}"
    assert weakest.value.endswith(f"{min(expected.iit, expected.eit, expected.oit):.2f}")
    change_of_total = expected.total - here.score
    assert total.delta == (f"{change_of_total:+.2f}" if change_of_total else "")
    assert control_button(app).disabled == (not change)


def control_button(app: AppTest) -> Any:
    return next(button for button in app.button if button.key == "control-back")


def test_back_takes_every_change_out_of_the_address() -> None:
    """One press, and all scores are the actual ones again."""
    view = view_of("planner", "demo")
    app = opened(view, mode="try", i7="97", done="O1")
    assert app.metric[0].delta
    control_button(app).click().run()
    assert not app.metric[0].delta
    assert app.query_params.get("mode") in ("try", ["try"])
    assert not {"i7", "done"} & set(app.query_params)


def test_ticks_write_what_they_change_into_the_address() -> None:
    """An item gained stands there by its code, one given up with a minus; no more is needed."""
    view = view_of("planner", "demo")
    app = opened(view, mode="try")
    full = control(app, "done").value
    assert {"O1", "O2"} <= set(full)
    control(app, "done").set_value([*full[1:], "O22"]).run()
    assert app.query_params["done"] in ("O22_-O1", ["O22_-O1"])
    control(app, "done").set_value(full).run()
    assert "done" not in app.query_params


def test_a_slider_writes_itself_into_the_address() -> None:
    """A changed score stands in the address, the actual one does not."""
    view = view_of("planner", "demo")
    app = opened(view, mode="try")
    slider = next(slider for slider in app.slider if slider.key == "control-i7")
    actual = slider.value
    slider.set_value(97.0).run()
    assert app.query_params["i7"] in ("97", ["97"])
    next(slider for slider in app.slider if slider.key == "control-i7").set_value(actual).run()
    assert "i7" not in app.query_params


# Addresses that ask for what is not there

NAMED = [
    ({}, "goal", ["nothing", "ranks", "<b>"]),
    ({}, "to_grade", ["0", "99", "AA", "-1"]),
    ({"goal": "score"}, "to_score", ["abc", "-5", "101", "nan", "1e9", "9" * 400]),
    ({"goal": "rank"}, "to_rank", ["0", "-1", "100000", "x", "1e309"]),
    ({}, "mode", ["trying", "x"]),
    ({}, "way", ["0", "4", "x"]),
    ({}, "year", ["1999", "abc", "2561"]),
    ({"mode": "try"}, "i1", ["101", "-1", "abc", "inf", "0"]),
    ({"mode": "try"}, "i8", ["9" * 400, "1,5", "๙๕x"]),
]
IGNORED = [
    ({}, "limits", ["x", "99x", "7c-1", "7c1e999", "_" * 900, "<script>", "7x" * 900]),
    ({}, "without", ["O99", "x", "_", "O1;O2", "9" * 900]),
    ({"mode": "try"}, "done", ["O99", "x", "<script>", "_" * 900]),
    ({"mode": "try"}, "i9", ["97", "abc"]),
    ({"mode": "try"}, "i10", ["97", "abc"]),
]


@pytest.mark.parametrize(("query", "name", "values"), NAMED, ids=lambda part: str(part)[:20])
def test_a_bad_value_is_named_and_the_default_used(query, name, values) -> None:
    """The page stays as it is without the value, and says what it could not follow."""
    view = view_of("planner", "demo")
    usual = control_of(opened(view, **query), name).value
    for value in values:
        app = opened(view, **query, **{name: value})
        assert not app.exception, value
        assert control_of(app, name).value == usual
        assert refusals(app, view), value


def control_of(app: AppTest, name: str) -> Any:
    sliders = [slider for slider in app.slider if slider.key == f"control-{name}"]
    return sliders[0] if sliders else control(app, name)


@pytest.mark.parametrize(("query", "name", "values"), IGNORED, ids=lambda part: str(part)[:20])
def test_a_list_keeps_what_it_knows(query, name, values) -> None:
    """Codes nobody has change nothing."""
    view = view_of("planner", "demo")
    app = opened(view, **query)
    usual = [m.value for m in (*app.metric, *app.main.markdown)]
    for value in values:
        app = opened(view, **query, **{name: value})
        assert not app.exception, value
        assert [m.value for m in (*app.metric, *app.main.markdown)] == usual


@pytest.mark.parametrize("edition", EDITIONS)
def test_values_of_another_part_do_no_harm(edition) -> None:
    """All of the planner's parameters at once, in either edition and mode."""
    everything = {"goal": "rank", "to_rank": "3", "to_score": "99", "to_grade": "1", "way": "3"} | {
        "limits": "1x_7c95e2",
        "without": "O1_O2",
        "done": "O1",
        "i1": "99",
        "i10": "99",
    }
    view = view_of("planner", edition)
    for mode in ("target", "try"):
        assert not opened(view, mode=mode, **everything).exception


# Offices of which little is known


@every_language
@pytest.mark.parametrize("office", ["p-tak-1", "s-tak", "p-phichit-1", "s-bangkok-1"])
def test_an_office_without_a_plan_gets_the_reason(language, office, published) -> None:
    """Never published, named twice, or only of an older method: no figure and no control."""
    view = view_of("planner", "published", language)
    app = opened(view, office=office)
    assert not app.exception
    assert not charts_in(app)
    assert "control-goal" not in [group.key for group in app.button_group]
    [message] = [info.value for info in app.info]
    named = loaders.offices(published).set_index("office_id").loc[office]
    assert view.say.pick(th=named["short_name"], en=named["name_en"]) in message
    assert ("2561" in message) == (office == "s-bangkok-1")


@pytest.mark.parametrize("year", ["2562", "2563", "2564", "2565", "2566", "2567", "2568"])
def test_every_year_can_be_planned_with(year) -> None:
    """Grades and items differ by year; ways, changes and ranks are found in each."""
    view = view_of("planner", "demo")
    for mode in ("target", "try"):
        app = opened(view, year=year, mode=mode)
        assert not app.exception
        assert control(app, "year").value == year
        assert not refusals(app, view)


def test_waterfall_levels_never_part_for_real_limits(demo) -> None:
    """With ceilings in cents the way still adds up, move by move."""
    here = situation_of(demo)
    allowed = limits.planner_limits(limits.limits_in("7c94.37_8c95.11_1c98.13"), ["O14"])
    goal = Goal(here.score + Decimal("2.17"))
    for route in ways_to(here, goal, allowed):
        amounts = [amount for _, amount in route.proof]
        assert sum(amounts) == route.after.total
        chart = charts.route_chart(route, 1, here, stamp_of(demo, "th"))
        bars = bars_of(chart)
        ends = [s + length for s, length in zip(bars.starts, bars.lengths, strict=True)]
        assert all(
            end == pytest.approx(start, abs=1e-6)
            for (end, start) in zip(ends[:-1], bars.starts[1:], strict=True)
        )
