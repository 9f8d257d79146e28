"""Sentences about our office beside others, and about those who stood where we stand."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from ita.facts.common import Row, counted, direction, indicator_name, marked_office
from ita.peers import RiserRule
from ita.wording import Say
from ita.wording.labels import certainty, office_label

FULL_MARKS = 100.0
_NUMBERED = re.compile(r"(\S+) (\d+)$")
_LONGEST_IN_PANEL = 22


def sentences(say: Say, totals: pd.DataFrame, indicators: pd.DataFrame, year: int) -> list[str]:
    """Who leads and by how much, what is doubtful, and in how many indicators we are ahead.

    ``totals``: one row per office, ours first; ``indicators``: our indicators against the others.
    """
    lead = _lead(say, totals, year)
    return [lead, _doubtful(say, totals, year, lead), *_indicator_sentences(say, indicators)]


def how_known(say: Say, row: Row) -> str:
    """How a score came to be known, with how far a derived one may be off."""
    text = certainty(say, row)
    if row["status"] == "derived":
        text = say("compare.score_derived", status=text, tolerance=row["tolerance"])
    return f"{text} · {say('ranking.remark_open')}" if row["open_findings"] > 0 else text


def years_headline(say: Say, years: pd.DataFrame, office_ids: Sequence[str], year: int) -> str:
    """Our last step beside the steps of the others, or which totals are known at all."""
    changes = years[years["fiscal_year"] == year].set_index("office_id")["change"]
    own = changes.get(office_ids[0])
    known = years[years["score"].notna()]
    if pd.isna(own):
        return say(
            "compare.years_alone",
            known=known["office_id"].nunique(),
            count=len(office_ids),
            first=known["fiscal_year"].min(),
            last=known["fiscal_year"].max(),
        )
    others = changes.drop(office_ids[0]).dropna()
    beside = (
        counted(
            say,
            "compare.years_others",
            len(others),
            risen=int((others > 0).sum()),
            fallen=int((others < 0).sum()),
        )
        if len(others)
        else say("compare.years_others_unknown")
    )
    return say(
        f"compare.years_headline.{direction(own)}", year=year, change=abs(own), others=beside
    )


def years_subtitle(
    say: Say, *, lowest: int, pass_mark: float | None, has_dashes: bool, has_derived: bool
) -> str:
    """What the panels show, and of dashes, hollow dots and the pass mark those that are there."""
    parts = [
        say("compare.years_subtitle", lowest=lowest),
        say("compare.years_pass", mark=pass_mark) if pass_mark is not None else "",
        say("compare.years_dashed") if has_dashes else "",
        say("compare.years_hollow") if has_derived else "",
    ]
    return " · ".join(filter(None, parts))


def panel_title(say: Say, office: str, rows: Sequence[Row]) -> str:
    """An office over its panel, with its last known score."""
    # A long name gives its last words to the second line, so that it fits half a phone.
    name = _NUMBERED.sub("\\1\u00a0\\2", office)
    head, _, tail = name.rpartition(" ") if len(name) > _LONGEST_IN_PANEL else ("", "", name)
    office = f"{head}<br>{tail} ·" if head else f"{tail}<br>"
    if not rows:
        return say("compare.years_panel_none", office=office)
    last = rows[-1]
    return say("compare.years_panel", office=office, year=last["fiscal_year"], score=last["score"])


def year_hover(say: Say, row: Row) -> str:
    """One year of one office on hover."""
    score = f"{row['score']:.2f}"
    if row["status"] == "derived":
        score += f" ±{row['tolerance']:.2f}"
    lines = [
        f"<b>{office_label(say, row)}</b>",
        say("compare.years_hover", year=row["fiscal_year"], score=score),
        how_known(say, row),
    ]
    return "<br>".join(lines)


def years_alt(say: Say, rows: Mapping[str, list[dict]], names: Mapping[str, str]) -> str:
    """Every office with its known years and scores; ``rows``: those of each office."""
    parts = []
    for office_id, name in names.items():
        points = ", ".join(
            say("trend.alt_point", year=row["fiscal_year"], score=row["score"])
            for row in rows[office_id]
        )
        points = points or say("compare.years_alt_none")
        parts.append(say("compare.years_alt_office", office=name, points=points))
    return say("compare.years_alt", parts=" · ".join(parts))


def indicators_headline(say: Say, indicators: pd.DataFrame) -> str:
    """In how many indicators we are below the mean of the others, and where most."""
    below = int((indicators["gap"] < 0).sum())
    if not below:
        return say("compare.indicators_headline.none_below", count=len(indicators))
    worst = indicators.iloc[0].to_dict()
    return say(
        "compare.indicators_headline.below",
        below=below,
        count=len(indicators),
        indicator=indicator_of(say, worst),
        gap=worst["gap"],
    )


def indicator_of(say: Say, row: Row) -> str:
    """Number and name of an indicator in a row that also names its office."""
    return indicator_name(say, {**row, "name_en": row["indicator_name_en"]})


def indicator_row(say: Say, row: Row) -> str:
    """Number, name and gap of an indicator over its row."""
    return say("compare.indicators_row", indicator=indicator_of(say, row), gap=row["gap"])


def indicator_hover(say: Say, row: Row) -> str:
    """One office's score of an indicator on hover."""
    return say(
        "compare.indicators_hover",
        office=office_label(say, row),
        indicator=indicator_of(say, row),
        score=row["score"],
    )


def why_no_indicators(say: Say, indicators: pd.DataFrame, own_id: str, year: int) -> str:
    """Which side of the comparison is missing, and the file that would fill it."""
    is_own_known = bool((indicators["office_id"] == own_id).any())
    return say(f"compare.indicators_none.{'others' if is_own_known else 'own'}", year=year)


def found(say: Say, offices: int, listed: int) -> str:
    """How many offices a search finds, and how many of them the list offers."""
    if not offices:
        return say("ranking.nobody_called")
    return counted(say, "compare.found", offices, listed=listed)


def told_similar(say: Say, similar: pd.DataFrame) -> pd.DataFrame:
    """The similar offices, their ``status`` in the words of the table of totals."""
    return similar.assign(status=[how_known(say, row) for row in similar.to_dict("records")])


def why_nobody_similar(say: Say, *, is_own_known: bool, year: int) -> str:
    """Why the rule finds no office."""
    return say(f"compare.no_similar.{'nobody' if is_own_known else 'unknown'}", year=year)


def riser_range(riser_rule: RiserRule) -> tuple[float, float]:
    """The scores that count as standing where we stand."""
    level, within = riser_rule.level, riser_rule.within
    return max(0.0, level - within), min(FULL_MARKS, level + within)


def risers_headline(say: Say, risers: pd.DataFrame, riser_rule: RiserRule) -> str:
    """How many of those who stood there rose."""
    lowest, highest = riser_range(riser_rule)
    first = risers.iloc[0]
    return say(
        "compare.risers_headline",
        risen=int(first["risen_offices"]),
        stood=int(first["stood_there"]),
        lowest=lowest,
        highest=highest,
        least=riser_rule.least_rise,
    )


def riser_row(say: Say, row: Row) -> str:
    """One office over its path."""
    return counted(
        say,
        "compare.risers_row",
        int(row["years"]),
        office=office_label(say, row),
        rise=row["rise"],
    )


def riser_hover(say: Say, row: Row, year: int) -> str:
    """One path on hover."""
    return say(
        "compare.risers_hover",
        office=office_label(say, row),
        from_year=row["from_year"],
        from_score=row["from_score"],
        to_score=row["to_score"],
        year=year,
    )


def risers_alt(say: Say, fastest: pd.DataFrame) -> str:
    """Every drawn path in words."""
    return " · ".join(
        say(
            "compare.risers_alt_part",
            office=office_label(say, row),
            from_score=row["from_score"],
            from_year=row["from_year"],
            to_score=row["to_score"],
        )
        for row in fastest.to_dict("records")
    )


def riser_sentences(say: Say, risers: pd.DataFrame, riser_rule: RiserRule, year: int) -> list[str]:
    """How many rose and how many did not, who is not counted, what to compare with care."""
    lowest, highest = riser_range(riser_rule)
    first = risers.iloc[0]
    stood, risen = int(first["stood_there"]), int(first["risen_offices"])
    unscored, with_care = int(first["unscored_offices"]), int(first["with_care_offices"])
    return [
        say(
            "compare.fact.risers",
            stood=stood,
            lowest=lowest,
            highest=highest,
            risen=risen,
            least=riser_rule.least_rise,
            others=stood - risen,
        ),
        counted(say, "compare.fact.risers_unscored", unscored, year=year) if unscored else "",
        counted(say, "compare.fact.risers_care", with_care) if with_care else "",
        say("compare.fact.risers_caveat"),
    ]


def why_no_risers(say: Say, riser_rule: RiserRule, indicator: str, year: int) -> str:
    """That nobody is known to have stood there."""
    lowest, highest = riser_range(riser_rule)
    return say(
        "compare.risers_none.nobody", lowest=lowest, highest=highest, indicator=indicator, year=year
    )


def _lead(say: Say, totals: pd.DataFrame, year: int) -> str:
    known = totals[totals["score"].notna()].sort_values("score", ascending=False, kind="stable")
    if known.empty:
        return say("compare.fact.none_known", year=year)
    names = [marked_office(say, row) for row in known.to_dict("records")]
    first = known.iloc[0]
    common = {"year": year, "score": first["score"], "known": len(known)}
    if len(known) == 1:
        return say("compare.fact.one_known", office=names[0], **common)
    behind = (first["score"] - known["score"]).round(2)
    level = int((behind == 0).sum())
    unsure = int((behind <= (first["tolerance"] + known["tolerance"]).round(2)).sum())
    own_id = totals["office_id"].iloc[0]
    if unsure > level:
        lead = say("compare.fact.lead_unsure", names=", ".join(names[:unsure]), **common)
    elif level > 1:
        lead = say("compare.fact.lead_shared", names=", ".join(names[:level]), **common)
    elif first["office_id"] == own_id:
        second = {"second": names[1], "difference": behind.iloc[1]}
        return say("compare.fact.lead_own", **second, **common)
    else:
        lead = say("compare.fact.lead_other", leader=names[0], **common)
    return f"{lead} {_own_place(say, known, own_id, max(level, unsure))}".strip()


def _own_place(say: Say, known: pd.DataFrame, own_id: str, leaders: int) -> str:
    """How far behind the lead we are, or that our own total is not known; empty when we share it."""
    if own_id in set(known["office_id"].head(leaders)):
        return ""
    own = known.loc[known["office_id"] == own_id, "score"]
    if own.empty:
        return say("compare.fact.own_unknown")
    score = own.iloc[0]
    return say(
        "compare.fact.own_behind",
        score=score,
        difference=known["score"].iloc[0] - score,
        place=int((known["score"] > score).sum()) + 1,
    )


def _doubtful(say: Say, totals: pd.DataFrame, year: int, lead: str) -> str:
    """Whose scores are in doubt, but for those the lead has said it of."""
    rows = totals[(totals["open_findings"] > 0) & totals["score"].notna()].to_dict("records")
    unsaid = [office_label(say, row) for row in rows if marked_office(say, row) not in lead]
    return say("compare.fact.doubtful", names=", ".join(unsaid), year=year) if unsaid else ""


def _indicator_sentences(say: Say, indicators: pd.DataFrame) -> list[str]:
    if indicators.empty:
        return []
    gap = indicators["gap"]
    lines = [
        say(
            "compare.fact.indicators",
            count=len(indicators),
            above=int((gap > 0).sum()),
            below=int((gap < 0).sum()),
            equal=int((gap == 0).sum()),
        )
    ]
    worst = indicators.iloc[0].to_dict()
    if worst["gap"] < 0:
        lines.append(
            say(
                "compare.fact.largest",
                indicator=indicator_of(say, worst),
                score=worst["score"],
                mean=worst["others_mean"],
                points=-worst["gap"],
            )
        )
    return lines
