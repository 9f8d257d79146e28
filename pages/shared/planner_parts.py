"""The planner's desk: targets and conditions to set, ways to read, changes to try."""

from collections.abc import Callable
from decimal import Decimal

import pandas as pd
import streamlit as st

from ita import exhibits, facts, limits, planner, selection
from ita.charts import planner as charts
from ita.facts.common import counted, indicator_name
from ita.facts.planner import Aim, Situation
from ita.limits import Conditions, IndicatorLimit
from ita.planner import Missing, Route, Standing
from ita.view import View
from pages.shared import controls, parts, show
from pages.shared.view import carried_params

MODES = ("target", "try")
GOALS = ("grade", "score", "rank")
_LIMITS_KEY = "control-limits"
_SLIDER_BELOW = 20  # points below the present score; a fall further down is not planned


def mode(view: View) -> str:
    """Whether the reader sets a target or tries a change."""
    say = view.say
    return controls.segments(
        "mode", say("planner.mode"), MODES, MODES[0], say, lambda code: say(f"planner.mode_{code}")
    )


def nothing_to_plan(view: View, years: pd.DataFrame) -> None:
    """An office without a total of ten indicators: why."""
    known = selection.years_with_score(years)
    if not known:
        parts.nothing_published(view, years)
        return
    text = view.say("planner.fact.old_method", office=view.office_name, years=", ".join(known))
    show.missing(text)


def earlier(view: View, years: pd.DataFrame, fiscal_year: int) -> None:
    """The way to the latest year that did not pass, where there is one before."""
    found = facts.planner.earlier_shortfall(view.say, years, fiscal_year)
    if found:
        year, text = found
        st.page_link(
            "pages/office/planner.py",
            label=text,
            icon=":material/history:",
            query_params={**carried_params(), "year": str(year)},
        )


# A target, and the ways there


def aim(view: View, here: Situation) -> Aim:
    """The target the reader sets."""
    say = view.say
    kinds = [kind for kind in GOALS if _is_offered(kind, here)]
    if "grade" not in kinds:
        st.caption(say("planner.fact.top"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = controls.segments(
            "goal",
            say("planner.goal"),
            kinds,
            kinds[0],
            say,
            lambda code: say(f"planner.goal_{code}"),
        )
        return _AIMS[kind](view, here)


def _is_offered(kind: str, here: Situation) -> bool:
    return {
        "grade": bool(here.better_grades),
        "score": True,
        "rank": here.ranking is not None,
    }[kind]


def _grade_aim(view: View, here: Situation) -> Aim:
    say = view.say
    bands = {str(band.position): band for band in here.better_grades}
    position = controls.choice(
        "to_grade",
        say("planner.which_grade"),
        list(bands),
        next(iter(bands)),
        say,
        shown_as=lambda code: facts.planner.grade_option(say, bands[code]),
        width=260,
    )
    return facts.planner.grade_aim(say, bands[position])


def _score_aim(view: View, here: Situation) -> Aim:
    say = view.say
    score = controls.amount(
        "to_score",
        say("planner.which_score"),
        facts.planner.next_score(here),
        say,
        lowest=0.0,
        highest=100.0,
        step=0.5,
        format="%.2f",
        width=260,
    )
    return facts.planner.score_aim(say, score)


def _rank_aim(view: View, here: Situation) -> Aim:
    say = view.say
    size = int(here.row["ranked_offices"])
    own = here.row["rank"]
    rank = controls.amount(
        "to_rank",
        say("planner.which_rank"),
        max(1, (size if pd.isna(own) else int(own)) // 2),
        say,
        lowest=1,
        highest=size,
        step=1,
        width=260,
    )
    return facts.planner.rank_aim(say, here, int(rank))


_AIMS: dict[str, Callable[[View, Situation], Aim]] = {
    "grade": _grade_aim,
    "score": _score_aim,
    "rank": _rank_aim,
}


def conditions(view: View, here: Situation, standing: Standing) -> Conditions:
    """The conditions as a table to edit, kept in the address."""
    say = view.say
    text = st.query_params.get("limits", "")
    to_do = [item.item_code for item in standing.items if item.score < 100]  # noqa: PLR2004 - full marks
    set_so_far = limits.limits_in(text)
    with st.expander(say("planner.limits"), icon=":material/tune:"):
        key = "planner.limits_help" if standing.items else "planner.limits_help_no_items"
        st.caption(say(key, unit=_unit(view, standing)))
        _limits_table(view, here.indicators, set_so_far)
        locked_items = controls.several(
            "without",
            say("planner.locked_items"),
            to_do,
            [],
            say,
            shown_as=str,
            placeholder=say("planner.locked_items_none"),
        )
    in_words = facts.planner.conditions(say, set_so_far, locked_items)
    if in_words:
        st.caption(in_words)
    if unread := limits.unread(text):
        controls.tell_of_link(
            say, say("planner.limits"), ", ".join(unread), in_words or say("frame.nothing")
        )
    return Conditions(text, tuple(locked_items))


def _unit(view: View, standing: Standing) -> str:
    key = "planner.effort_unit" if standing.items else "planner.effort_unit_no_items"
    return view.say(key)


def _limits_table(
    view: View, indicators: pd.DataFrame, set_so_far: dict[int, IndicatorLimit]
) -> None:
    say = view.say
    rows = indicators.to_dict("records")
    set_of = [set_so_far.get(row["indicator_no"], IndicatorLimit()) for row in rows]
    st.data_editor(
        pd.DataFrame(
            {
                "name": [indicator_name(say, row) for row in rows],
                "score": indicators["score"].to_list(),
                "is_locked": [limit.is_locked for limit in set_of],
                "ceiling": [limit.ceiling for limit in set_of],
                "effort": [limit.effort for limit in set_of],
            }
        ),
        hide_index=True,
        disabled=["name", "score"],
        alt=say("planner.limits_table"),
        placeholder="–",
        column_config={
            "name": st.column_config.TextColumn(say("column.indicator"), width="medium"),
            "score": st.column_config.NumberColumn(say("column.score"), format="%.2f"),
            "is_locked": st.column_config.CheckboxColumn(say("planner.locked")),
            "ceiling": st.column_config.NumberColumn(
                say("planner.ceiling"), min_value=0.0, max_value=100.0, step=0.01, format="%.2f"
            ),
            "effort": st.column_config.NumberColumn(
                say("planner.effort"), min_value=0.1, max_value=100.0, step=0.1, format="%.1f"
            ),
        },
        key=_LIMITS_KEY,
        on_change=_write_limits,
        args=(list(indicators["indicator_no"]), set_so_far),
    )


def _write_limits(numbers: list[int], set_so_far: dict[int, IndicatorLimit]) -> None:
    edited = st.session_state[_LIMITS_KEY]["edited_rows"]
    changed = {
        number: limits.edited(set_so_far.get(number, IndicatorLimit()), cells)
        for number, cells in ((numbers[int(place)], cells) for place, cells in edited.items())
    }
    text = limits.limits_text(set_so_far | changed)
    controls.put({"limits": text} if text else {}, "limits")


def ways(view: View, here: Situation, standing: Standing, wanted: Aim, allowed: Conditions) -> None:
    """The cheapest ways to a target, one of them in full; or why there is none."""
    say = view.say
    found = exhibits.routes(view, here.fiscal_year, wanted.goal, allowed)
    if not found:
        obstacle = planner.why_not(standing, wanted.goal, allowed.limits)
        lines = facts.planner.infeasible(say, here, wanted, obstacle)
        st.warning(facts.bullets(lines), icon=":material/block:")
        return
    st.markdown(facts.bullets(facts.planner.target_sentences(say, here, wanted, found)))
    if not found[0].moves:
        return
    _side_by_side(view, here, standing, found)
    numbers = [str(number) for number in range(1, len(found) + 1)]
    number = int(
        controls.segments(
            "way",
            say("planner.route_choice"),
            numbers,
            numbers[0],
            say,
            lambda code: say("planner.route_number", number=code),
        )
    )
    route = found[number - 1]
    show.chart(charts.route_chart(route, number, here, view.stamp), view)
    st.markdown(facts.planner.proof(say, route))
    st.markdown(f"**{say('planner.work_list', number=number)}**")
    st.markdown(facts.bullets(facts.planner.work_list(say, here, route)))


def _side_by_side(
    view: View, here: Situation, standing: Standing, found: tuple[Route, ...]
) -> None:
    """The ways in short, and as a table that opens on demand."""
    say = view.say
    st.subheader(counted(say, "planner.fact.ways", len(found)), anchor=False)
    with st.grid(3, min_column_width=260):
        for number, route in enumerate(found, start=1):
            with st.container(border=True, height="stretch"):
                st.markdown(facts.planner.card(say, here, route, number))
    st.caption(f"{_unit(view, standing)} · {say('planner.routes_note')}")
    whole = st.expander(
        say("planner.routes_table"),
        key="routes-table",
        on_change="rerun",
        icon=":material/table_rows:",
        type="compact",
    )
    if whole.open:
        with whole:
            show.table(charts.routes_table(found, here, view.stamp), view)


# A change to try


def try_out(view: View, here: Situation, standing: Standing) -> None:
    """Sliders for indicators and ticks for items, with what they give."""
    say = view.say
    figures, sentences = st.container(), st.container()
    controls.back_to_default(say("planner.try_reset"), _tried(here))
    targets = {**_ticked(view, here, standing), **_slid(view, here, standing)}
    before, after = (planner.total_of(s) for s in (standing, planner.moved(standing, targets)))
    with figures:
        show.figures(facts.planner.key_figures(say, here, before, after))
    sentences.markdown(facts.bullets(facts.planner.try_sentences(say, here, before, after)))


def _tried(here: Situation) -> list[str]:
    return ["done", *(f"i{number}" for number in here.indicators["indicator_no"])]


def _slid(view: View, here: Situation, standing: Standing) -> dict[str, Decimal]:
    say = view.say
    steered = {item.indicator_no for item in standing.items}
    st.subheader(say("planner.try_indicators"), anchor=False)
    targets = {}
    with st.grid(2, min_column_width=300):
        for row in here.indicators.to_dict("records"):
            number = row["indicator_no"]
            if number in steered:
                continue
            score = controls.amount(
                f"i{number}",
                indicator_name(say, row),
                float(row["score"]),
                say,
                lowest=max(0.0, row["score"] // 5 * 5 - _SLIDER_BELOW),
                highest=100.0,
                widget=st.slider,
                step=0.01,
                format="%.2f",
            )
            targets[str(number)] = Decimal(f"{score:.2f}")
    return targets


def _ticked(view: View, here: Situation, standing: Standing) -> dict[str, Decimal]:
    if not standing.items:
        return {}
    say = view.say
    worth = here.items.set_index("item_code")["points_to_gain"]
    full = [item.item_code for item in standing.items if item.score == 100]  # noqa: PLR2004 - full marks
    codes = [item.item_code for item in standing.items]
    st.subheader(say("planner.try_items"), anchor=False)
    ticked = controls.several(
        "done",
        say("planner.try_items"),
        codes,
        full,
        say,
        shown_as=lambda code: (
            code if code in full else say("planner.try_item_gain", code=code, points=worth[code])
        ),
        widget=st.pills,
        selection_mode="multi",
        label_visibility="collapsed",
    )
    st.caption(" · ".join(facts.planner.open_items(say, here.items)))
    changed = set(ticked) ^ set(full)
    return {code: Decimal(100 if code in ticked else 0) for code in codes if code in changed}


# What missing points are worth


def worths(view: View, here: Situation, missing: Missing, wanted: Aim) -> None:
    """What separates the total from a target where indicators are not known."""
    say, year = view.say, here.fiscal_year
    points = wanted.goal.total - here.score
    known = len(here.indicators) - len(missing.indicators)
    table = exhibits.worths(view, here, points)
    st.markdown(facts.bullets(facts.planner.worth_sentences(say, here, wanted, table)))
    st.info(
        say("planner.fact.missing_indicators", known=known, year=year), icon=":material/search_off:"
    )
    if points <= 0:
        return
    if (table["kind"] == "item").any():
        show.chart(charts.worth_chart(table, points, here, view.stamp), view)
    else:
        show.table(charts.worth_table(table, points, here, view.stamp), view)
