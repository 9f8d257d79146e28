"""Sentences about one year of one office."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ita.facts.common import (
    Row,
    change_of,
    counted,
    direction,
    indicator_name,
    previous_score,
    score_text,
)
from ita.facts.markup import plain
from ita.facts.trend import tide_sentence
from ita.offices import western_digits
from ita.wording import Say
from ita.wording.labels import label, result_label

FULL_MARKS = 100


def result_sentence(say: Say, row: Row) -> str:
    """Score, grade and result of one year."""
    grade = label(say, "grade", row["grade"])
    if row["status"] == "derived":
        return say(
            "overview.fact.derived",
            year=row["fiscal_year"],
            score=row["score"],
            tolerance=row["tolerance"],
            grade=grade,
        )
    result = result_label(say, row["is_pass"])
    kind = "result" if grade and result else "grade_only" if grade else "result_ungraded"
    return say(
        f"overview.fact.{kind}",
        year=row["fiscal_year"],
        score=row["score"],
        grade=grade,
        result=result,
    ).strip()


def change_sentence(say: Say, row: Row) -> str:
    """Rise or fall against the year before, with the computed value where it differs from print."""
    change = change_of(row)
    if change is None:
        return say("overview.fact.no_change", previous_year=row["fiscal_year"] - 1)
    sentence = say(
        f"overview.fact.{direction(change)}",
        change=abs(change),
        previous_year=row["fiscal_year"] - 1,
        previous=previous_score(row) or say("trend.gap"),
    )
    computed = row["change_computed"]
    if pd.notna(row["change"]) and pd.notna(computed) and f"{computed:.2f}" != f"{change:.2f}":
        sentence += " " + say("overview.fact.change_differs", computed=computed)
    return sentence


# By whether the rank is shared, and whether unknown neighbours may share it too.
_RANK_KEYS = {
    (False, False): "overview.fact.rank",
    (True, False): "overview.fact.rank_tied",
    (False, True): "overview.fact.rank_open",
    (True, True): "overview.fact.rank_tied_open",
}


def rank_sentence(say: Say, row: Row) -> str:
    """Place among all offices, with ties and, where the next places are known, the offices below."""
    if pd.isna(row["rank"]):
        return say("overview.fact.no_rank", total=row["ranked_offices"])
    tied, total = int(row["tied_offices"]), int(row["ranked_offices"])
    return say(
        _RANK_KEYS[tied > 1, bool(row["is_tie_open"])],
        rank=int(row["rank"]),
        total=total,
        tied=tied,
        below=0 if pd.isna(row["offices_below"]) else int(row["offices_below"]),
        others=total - 1,
        percentile=row["percentile"],
    )


def next_step_sentence(say: Say, row: Row) -> str:
    """Distance to the next grade, or that there is none; empty for a grade nobody knows."""
    if pd.isna(row["grade"]):
        return say("overview.fact.no_grade")
    if not say.has(f"grade.{row['grade']}"):
        return ""
    if pd.isna(row["next_grade"]):
        return say("overview.fact.top_grade", grade=label(say, "grade", row["grade"]))
    missing = row["next_grade_min_score"] - row["score"]
    next_grade = label(say, "grade", row["next_grade"])
    if missing <= 0:
        return say(
            "overview.fact.next_needs_instruments",
            grade=next_grade,
            minimum=row["next_grade_min_instrument_score"],
        )
    return say("overview.fact.next_grade", grade=next_grade, points=missing)


def neighbour_sentence(say: Say, row: Row) -> str:
    """Distance to the score just above in the ranking, empty where that is not known."""
    if pd.isna(row["score_above"]):
        return ""
    points = row["score_above"] - row["score"]
    sentence = say("overview.fact.rank_above", points=points, score=row["score_above"])
    doubt = (
        say("overview.fact.rank_above_doubtful") if row["is_score_above_doubtful"] is True else ""
    )
    return f"{sentence} {doubt}".strip()


@dataclass(frozen=True)
class KeyFigure:
    """One large figure: its label, value, change with the arrow it wants, and what it means."""

    label: str
    value: str
    change: str | None
    arrow: Literal["up", "down", "off"]
    description: str | None


def answers(
    say: Say, row: Row, change: Row | None, gaps: pd.DataFrame, known_items: str
) -> list[tuple[str, str]]:
    """Three questions about one year of one office, each with its answer.

    ``change``: the year's row of the office's changes, None where no year before compares;
    ``gaps``: its indicators against full marks; ``known_items``: what `items_sentence` says.
    """
    care = say("trend.told.with_care") if row["change_comparable"] == "with_care" else ""
    better = f"{result_sentence(say, row)}\n\n{change_sentence(say, row)} {care}".strip()
    tide = (
        "" if change is None or pd.isna(change["all_mean_change"]) else tide_sentence(say, change)
    )
    whom = f"{rank_sentence(say, row)}\n\n{tide}".strip()
    return [
        (say("overview.ask.better"), better),
        (say("overview.ask.whom"), whom),
        (say("overview.ask.first"), first_sentence(say, row, gaps, known_items)),
    ]


def first_sentence(say: Say, row: Row, gaps: pd.DataFrame, known_items: str) -> str:
    """Where most points are lost, or why that cannot be told and what is known all the same."""
    known = gaps[gaps["score"].notna()]
    if len(known) and len(known) == len(gaps):
        return _costliest_sentence(say, known)
    unknown = say("overview.first.unknown", year=row["fiscal_year"], known=len(known))
    return f"{unknown} {known_items}".strip()


def items_sentence(say: Say, items: pd.DataFrame, year: int) -> str:
    """Whether every OIT item of a year is full; empty when not all of them are known."""
    if items.empty or items["score"].isna().any():
        return ""
    count = len(items)
    full = int((items["score"] == FULL_MARKS).sum())
    if full == count:
        is_reported = items["status"].iloc[0] == "published"
        key = "items_reported_full" if is_reported else "items_full"
        return say(f"overview.first.{key}", year=year, count=count)
    return say("overview.first.items_short", year=year, count=count, short=count - full)


def held_back_sentence(say: Say, row: Row, instruments: pd.DataFrame) -> str:
    """The instruments below what the next grade needs of each, furthest first; else empty."""
    minimum = row["next_grade_min_instrument_score"]
    of_year = instruments[instruments["fiscal_year"] == row["fiscal_year"]]
    if pd.isna(minimum) or of_year.empty:
        return ""
    below = of_year[of_year["score"] < minimum].sort_values(["score", "instrument"])
    if below.empty:
        return ""
    listed = ", ".join(
        say(
            "overview.fact.instrument_short",
            instrument=label(say, "instrument", part["instrument"]),
            score=part["score"],
            points=minimum - part["score"],
        )
        for part in below.to_dict("records")
    )
    grade = label(say, "grade", row["next_grade"])
    return say("overview.fact.held_back", grade=grade, minimum=minimum, instruments=listed)


def sentences(say: Say, row: Row, instruments: pd.DataFrame) -> list[str]:
    """What else there is to say about one year of one office: the ways up, and doubts."""
    return [
        next_step_sentence(say, row),
        held_back_sentence(say, row, instruments),
        neighbour_sentence(say, row),
        doubt_sentence(say, row),
    ]


def doubt_sentence(say: Say, row: Row) -> str:
    """How many open findings concern the row; empty when there are none."""
    if row["open_findings"] == 0:
        return ""
    return counted(say, "overview.fact.open_findings", int(row["open_findings"]))


def key_figures(say: Say, row: Row) -> list[KeyFigure]:
    """Score, grade, rank and the nearest distance, as large figures."""
    return [
        _score_figure(say, row),
        grade_figure(say, row["grade"], row["is_pass"]),
        _rank_figure(say, row),
        _next_figure(say, row),
    ]


def where_from(say: Say, row: Row) -> str:
    """Source, line, print and how the value came about."""
    status = label(say, "status", row["status"])
    if row["status"] == "simulated":
        return say("edition.demo.long")
    printed = row["score_printed"]
    is_other = bool(printed) and western_digits(printed) != f"{row['score']:.2f}"
    parts = [
        say("overview.where_from", source=row["source_title"], status=status),
        _place_in_file(say, row) if row["is_file"] else "",
        say("overview.where_printed", printed=plain(printed)) if is_other else "",
        _change_from(say, row),
    ]
    return " · ".join(filter(None, parts))


def correction_sentence(say: Say, row: Row) -> str:
    """What of a year's figures reads otherwise in its file, with what is used; empty for nothing."""
    if row["status"] != "corrected":
        return ""
    parts = [
        say("overview.where_printed_used", printed=plain(row["score_printed"]), score=row["score"]),
        _change_from(say, row),
    ]
    return " · ".join(filter(None, parts))


def _place_in_file(say: Say, row: Row) -> str:
    """Page and line; a row below nought is one that a person added, where the reader found none."""
    if row["row_no"] < 0:
        return say("overview.where_added")
    line = say("overview.where_line", line=int(row["row_no"]))
    if pd.isna(row["page"]):
        return line
    return f"{say('overview.where_page', page=int(row['page']))} {line}"


def _change_from(say: Say, row: Row) -> str:
    """What a change reads in its file where it is decided otherwise; else empty."""
    printed = row["change_printed"]
    if not isinstance(printed, str) or pd.isna(row["change"]):
        return ""
    if western_digits(printed).lstrip("+") == f"{row['change']:.2f}":
        return ""
    return say("overview.where_change", printed=plain(printed), change=row["change"])


def why_nothing(say: Say, years: pd.DataFrame, office: str) -> str:
    """Why an office has no total on record."""
    twice = years[years["missing_reason"] == "named_twice"]
    if len(twice):
        listed = ", ".join(str(year) for year in twice["fiscal_year"])
        return say("overview.nothing.named_twice", office=office, years=listed)
    return say("overview.nothing.not_published", office=office)


def what_is_known(say: Say, coverage: pd.DataFrame) -> list[str]:
    """How many totals and ranks of each year are known, for an office that has none."""
    some = coverage[coverage["level"].isin(["total", "rank"]) & (coverage["known_offices"] > 0)]
    return [
        say(
            "overview.nothing.coverage",
            year=row["fiscal_year"],
            level=label(say, "level", row["level"]),
            known=row["known_offices"],
            total=row["expected_offices"],
        )
        for row in some.to_dict("records")
    ]


def not_known(say: Say, row: Row, coverage: pd.DataFrame) -> list[str]:
    """What of this year is not on record, level by level."""
    of_year = coverage[coverage["fiscal_year"] == row["fiscal_year"]]
    missing = of_year[
        (of_year["known_offices"] < of_year["expected_offices"])
        & (of_year["level"] != "derived_total")
    ]
    lines = [
        say(
            "overview.coverage_line",
            level=label(say, "level", level["level"]),
            known=level["known_offices"],
            total=level["expected_offices"],
        )
        for level in missing.to_dict("records")
    ]
    return lines or [say("overview.all_known")]


def indicator_list(say: Say, indicators: pd.DataFrame) -> str:
    """Indicators with their scores, one a line."""
    return "\n".join(
        f"- {indicator_name(say, row)} · **{row['score']:.2f}**"
        for row in indicators.to_dict("records")
    )


def loss_list(say: Say, indicators: pd.DataFrame) -> str:
    """The three indicators that lose most points of the total, one a line; fewer where fewer lose."""
    losing = indicators[indicators["effect"] < 0].sort_values(["effect", "indicator_no"]).head(3)
    if losing.empty:
        return say("overview.no_loss")
    return "\n".join(
        f"- {say('overview.loss', name=indicator_name(say, row), score=row['score'], points=-row['effect'])}"
        for row in losing.to_dict("records")
    )


def _costliest_sentence(say: Say, gaps: pd.DataFrame) -> str:
    effects = gaps["effect"]
    costliest = gaps[effects == effects.min()].sort_values("indicator_no")
    points = -float(effects.min())
    if points <= 0:
        return say("overview.first.none")
    if len(costliest) > 1:
        numbers = ", ".join(str(number) for number in costliest["indicator_no"])
        return say("overview.first.tied", indicators=numbers, points=points)
    name = indicator_name(say, costliest.iloc[0].to_dict())
    return say("overview.first.costliest", indicator=name, points=points, total=-effects.sum())


def _score_figure(say: Say, row: Row) -> KeyFigure:
    change = change_of(row)
    return KeyFigure(
        label=say("overview.figure.score", year=row["fiscal_year"]),
        value=score_text(row),
        change=None if change is None else f"{change:+.2f}",
        arrow="off" if not change else "up" if change > 0 else "down",
        description=None
        if change is None
        else say("overview.figure.from_year", year=row["fiscal_year"] - 1),
    )


def grade_figure(say: Say, grade_code: object, is_pass: object) -> KeyFigure:
    """A letter as it is; a level in words as passed or not, the words below."""
    grade = label(say, "grade", grade_code)
    if not grade:
        return KeyFigure(say("overview.figure.grade"), "–", say("grade.unknown"), "off", None)
    if str(grade_code).isascii() or pd.isna(is_pass):  # type: ignore[call-overload]
        result = result_label(say, is_pass) or None
        return KeyFigure(say("overview.figure.grade"), grade, result, "off", None)
    result = say("result.short_pass" if is_pass else "result.short_fail")
    level = say("overview.figure.level", grade=grade)
    return KeyFigure(say("overview.figure.result"), result, level, "off", None)


def _rank_figure(say: Say, row: Row) -> KeyFigure:
    total = say("overview.figure.of_offices", total=int(row["ranked_offices"]))
    if pd.isna(row["rank"]):
        return KeyFigure(
            say("overview.figure.rank"), "–", say("overview.figure.rank_unknown"), "off", None
        )
    is_tied = row["tied_offices"] > 1
    name = say("overview.figure.rank_tied" if is_tied else "overview.figure.rank")
    return KeyFigure(name, str(int(row["rank"])), total, "off", None)


def _next_figure(say: Say, row: Row) -> KeyFigure:
    if pd.notna(row["next_grade"]) and row["next_grade_min_score"] > row["score"]:
        needs_each = pd.notna(row["next_grade_min_instrument_score"])
        return KeyFigure(
            say("overview.figure.to_grade", grade=label(say, "grade", row["next_grade"])),
            f"{row['next_grade_min_score'] - row['score']:.2f}",
            say("overview.figure.points"),
            "off",
            say("overview.figure.and_instruments") if needs_each else None,
        )
    if pd.notna(row["score_above"]):
        return KeyFigure(
            say("overview.figure.to_rank_above"),
            f"{row['score_above'] - row['score']:.2f}",
            say("overview.figure.points"),
            "off",
            say("overview.figure.doubtful") if row["is_score_above_doubtful"] is True else None,
        )
    return KeyFigure(
        say("overview.figure.to_rank_above"), "–", say("overview.figure.above_unknown"), "off", None
    )
