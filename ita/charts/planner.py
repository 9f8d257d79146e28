"""Ways to a target, and what missing points are worth, as charts and tables."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

import pandas as pd

from ita.charts.axes import even_ticks
from ita.charts.describe import Axis, Bars, Chart, Mark, Note, Rule, Texts
from ita.charts.rows import row_chart
from ita.charts.waterfall import End, Step, waterfall
from ita.charts.words import in_words
from ita.facts import planner as facts
from ita.facts.planner import Situation
from ita.method import to_cent
from ita.planner import Route
from ita.stamp import Stamp
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import item_span, label, shortened

_ROOM = 2  # times the longest bar, for the text beside it
_LABEL_CELLS = 40  # what a phone shows of a line


def route_chart(route: Route, number: int, situation: Situation, stamp: Stamp) -> Chart:
    """The way from the present total to the planned one, a bar per move."""
    say = stamp.say
    steps = [
        Step(
            shortened(facts.move_name(say, situation, move), _LABEL_CELLS),
            float(to_cent(move.points)),
            say(
                "planner.move_hover",
                name=facts.move_name(say, situation, move),
                points=move.points,
            ),
        )
        for move in route.moves
    ]
    if route.rounding:
        hover = say("planner.rounding_hover", points=route.rounding)
        steps.append(Step(say("planner.rounding"), float(route.rounding), hover, is_certain=False))
    year = situation.fiscal_year
    parts = ", ".join(f"{step.label} {step.points:+.2f}" for step in steps)
    before, after = route.before.total, route.after.total
    return waterfall(
        End(say("planner.now"), float(before or 0)),
        steps,
        End(say("planner.planned"), float(after or 0)),
        Texts(
            name=f"route-{number}",
            headline=facts.route_headline(say, route, number),
            subtitle=say("planner.route_subtitle", year=year),
            source=say("planner.route_source", year=year),
            alt=say("planner.route_alt", before=before, after=after, parts=parts),
        ),
        stamp,
        axis=say("planner.axis"),
        table=partial(route_table, route, number, situation, stamp),
    )


def routes_table(routes: Sequence[Route], situation: Situation, stamp: Stamp) -> Table:
    """One row per way: effort, what moves, and the scores, grade and rank it gives."""
    say = stamp.say
    rows = pd.DataFrame(
        [
            {
                "way": say("planner.route_number", number=number),
                "effort": float(route.effort),
                "moves": facts.moves_text(say, route.moves),
                "score": float(route.after.total or 0),
                **{name: float(getattr(route.after, name)) for name in ("iit", "eit", "oit")},
                "grade": label(say, "grade", route.after.grade),
                "rank": facts.rank_text(say, situation, route.after.total or Decimal(0)),
                "rank_as_before": facts.rank_text(
                    say, situation, route.after.total or Decimal(0), is_as_before=True
                ),
            }
            for number, route in enumerate(routes, start=1)
        ]
    )
    return Table(
        name=f"routes-{situation.fiscal_year}",
        title=say("planner.routes_title", year=situation.fiscal_year, office=stamp.office_name),
        rows=rows,
        columns={
            "way": Column(say("column.way")),
            "effort": Column(say("column.effort"), "percent", help=say("help.effort")),
            "moves": Column(say("column.moves"), width="large"),
            "score": Column(say("column.score_after"), "score"),
            "iit": Column("IIT", "score"),
            "eit": Column("EIT", "score"),
            "oit": Column("OIT", "score"),
            "grade": Column(say("column.grade")),
            "rank": Column(say("column.rank_others_stay")),
            "rank_as_before": Column(say("column.rank_as_before"), help=say("help.rank_as_before")),
        },
        note=say("planner.routes_note"),
        is_prose=True,
    )


def route_table(route: Route, number: int, situation: Situation, stamp: Stamp) -> Table:
    """One row per move of a way, most points first: what it gives, what it takes, who answers for it."""
    say = stamp.say
    owners = situation.items.set_index("item_code")["owner"]
    rows = pd.DataFrame(
        [
            {
                "matter": facts.move_name(say, situation, move),
                "before": float(move.before),
                "after": float(move.after),
                "points": float(move.points),
                "effort": float(move.effort),
                "owner": owners.get(move.code),
            }
            for move in route.moves
        ],
        columns=["matter", "before", "after", "points", "effort", "owner"],
    ).sort_values("points", ascending=False)
    return Table(
        name=f"route-{number}-{situation.fiscal_year}",
        title=say(
            "planner.route_title",
            number=number,
            year=situation.fiscal_year,
            office=stamp.office_name,
        ),
        rows=rows,
        columns={
            "matter": Column(say("column.matter"), width="medium"),
            "before": Column(say("column.score_before"), "score"),
            "after": Column(say("column.score_after"), "score"),
            "points": Column(say("column.points_gained"), "points"),
            "effort": Column(say("column.effort"), "percent", help=say("help.effort")),
            "owner": Column(say("column.owner"), help=say("help.owner")),
        },
        note=say("planner.routes_note"),
    )


def worth_chart(worths: pd.DataFrame, points: Decimal, situation: Situation, stamp: Stamp) -> Chart:
    """What one full item adds, by sub-indicator, against the points that are missing."""
    say, year = stamp.say, situation.fiscal_year
    items = worths[worths["kind"] == "item"].sort_values(["points_per_step", "code"])
    rows = items.to_dict("records")
    highest = max(float(points), float(items["points_per_step"].max())) * _ROOM
    names = [f"{row['code']} {row['name_th']}" for row in rows]
    labels = [facts.worth_bar(say, row) for row in rows]
    hover = [
        f"{name}<br>{item_span(row['first_item_no'], row['last_item_no'])} · {text}"
        for name, row, text in zip(names, rows, labels, strict=True)
    ]
    texts = Texts(
        name="worth",
        headline=facts.worth_headline(say, worths, points),
        subtitle=say("planner.worth_subtitle", year=year),
        source=say("gaps.worth_source"),
        alt=in_words(say, say("planner.worth_axis"), names[::-1], labels[::-1]),
    )
    marks: list[Mark] = [
        Rule("x", float(points), say("planner.worth_rule", points=points), "target"),
        Bars(
            range(len(rows)),
            list(items["points_per_step"]),
            ["own" if row["is_enough_alone"] and row["needed"] == 1 else "other" for row in rows],
            [""] * len(rows),
            hover,
        ),
        *(
            Note(row["points_per_step"], place, text, align="left", is_covering=True)
            for place, (row, text) in enumerate(zip(rows, labels, strict=True))
        ),
    ]
    return row_chart(
        texts,
        names,
        marks,
        Axis(say("planner.worth_axis"), 0, highest, even_ticks(0, highest)),
        stamp,
        table=partial(worth_table, worths, points, situation, stamp),
        has_covering_titles=True,
    )


def worth_table(worths: pd.DataFrame, points: Decimal, situation: Situation, stamp: Stamp) -> Table:
    """One row per indicator and group of items: how much of it alone would bring the points."""
    say = stamp.say
    rows = worths.assign(
        matter=[_matter(say, row) for row in worths.to_dict("records")],
        span=[
            item_span(row.first_item_no, row.last_item_no) if row.kind == "item" else ""
            for row in worths.itertuples()
        ],
        unit=[say(f"planner.unit_{kind}") for kind in worths["kind"]],
        answer=[facts.enough_text(say, row) for row in worths.to_dict("records")],
    )
    return Table(
        name=f"worth-{situation.fiscal_year}",
        title=f"{say('planner.worth_title', year=situation.fiscal_year)} ({points:.2f})",
        rows=rows,
        columns={
            "matter": Column(say("column.matter"), width="medium"),
            "needed": Column(say("column.needed"), "score"),
            "unit": Column(say("column.unit")),
            "answer": Column(say("column.is_enough")),
            "points_per_step": Column(say("column.points_per_step"), "points"),
            "span": Column(say("column.items")),
            "available": Column(say("column.available"), "score"),
        },
        note=say("planner.worth_note"),
    )


def _matter(say: Say, row: dict) -> str:
    if row["kind"] == "item":
        return say("planner.items_row", name=f"{row['code']} {row['name_th']}")
    name = say.pick(th=str(row["name_th"]), en=str(row["name_en"]))
    return say("planner.indicator_row", name=f"{row['code']} {name}")
