"""Sentences about the ranking of a year."""

import pandas as pd

from ita.facts.common import Row, counted
from ita.wording import Say
from ita.wording.labels import label

_NAMES_LISTED = 5


def headline(say: Say, ranking: pd.DataFrame, office_id: str, office: str) -> str:
    """Where the office stands in the year's ranking, or that its place is not known."""
    own = ranking[(ranking["office_id"] == office_id) & ~ranking["is_named_twice"]]
    size = int(ranking["ranked_offices"].iloc[0])
    known = int(ranking["score"].notna().sum())
    if own.empty:
        return say("ranking.headline.absent", office=office, known=known, total=size)
    row = own.iloc[0].to_dict()
    is_tied = row["tied_offices"] > 1
    key = "tied_open" if is_tied and row["is_tie_open"] else "tied" if is_tied else "placed"
    return say(
        f"ranking.headline.{key}",
        office=office,
        rank=int(row["rank"]),
        total=size,
        score=row["score"],
        tied=int(row["tied_offices"]),
    )


def alt(say: Say, ranking: pd.DataFrame, fiscal_year: int) -> str:
    """The ranking in words: how many places are known, from which score to which."""
    known = ranking.loc[ranking["score"].notna(), "score"]
    return say(
        "ranking.alt",
        year=fiscal_year,
        total=int(ranking["ranked_offices"].iloc[0]),
        known=len(known),
        lowest=known.min(),
        highest=known.max(),
    )


def strip_headline(say: Say, known: pd.DataFrame, ranking: pd.DataFrame) -> str:
    """How the known scores spread."""
    total = int(ranking["ranked_offices"].iloc[0])
    values = {"lowest": known["score"].min(), "highest": known["score"].max(), "total": total}
    if len(known) < total:
        return say("ranking.strip_partial", known=len(known), unknown=total - len(known), **values)
    return say("ranking.strip_full", median=known["score"].median(), **values)


def bounds_text(say: Say, row: Row) -> str:
    """Between which scores an unknown place lies; empty for a known one."""
    if pd.notna(row["score"]):
        return ""
    low, high = row["lower_bound"], row["upper_bound"]
    if pd.isna(low):
        return say("ranking.at_most", high=high)
    if pd.isna(high):
        return say("ranking.at_least", low=low)
    return say("ranking.between", low=low, high=high)


def place_remark(say: Say, row: Row) -> str:
    """What is doubtful about a place."""
    if pd.isna(row["score"]):
        return say("ranking.remark_unknown")
    if row["is_named_twice"]:
        return say("missing.named_twice")
    if row["open_findings"] > 0:
        return say("ranking.remark_open")
    return label(say, "status", row["status"])


def hover(say: Say, row: Row) -> str:
    """One place on hover."""
    office = say.pick(th=str(row["short_name"]), en=str(row["name_en"]))
    lines = [
        f"<b>{office}</b>",
        say("ranking.hover", position=row["position"], score=row["score"]),
        place_remark(say, row),
    ]
    return "<br>".join(line for line in lines if line)


def own_label(say: Say, row: Row, office: str) -> str:
    """The label beside the own dot."""
    key = "ranking.own_label_tied" if row["tied_offices"] > 1 else "ranking.own_label"
    return say(key, office=office, rank=int(row["rank"]), score=row["score"])


def sentences(say: Say, ranking: pd.DataFrame, office_id: str) -> list[str]:
    """What is known of the year's ranking, where it is tied, and how far the neighbours are."""
    known = ranking[ranking["score"].notna()]
    size = int(ranking["ranked_offices"].iloc[0])
    tied = known[known["tied_offices"] > 1].drop_duplicates("rank")
    key = "ranking.fact.known" if len(known) < size else "ranking.fact.complete"
    lines = [say(key, known=len(known), total=size, unknown=size - len(known))]
    if len(tied):
        first = tied.iloc[0]
        lines.append(
            counted(
                say,
                "ranking.fact.tied",
                len(tied),
                rank=int(first["rank"]),
                tied=int(first["tied_offices"]),
                score=first["score"],
            )
        )
    doubtful = int((known["open_findings"] > 0).sum())
    if doubtful:
        lines.append(counted(say, "ranking.fact.doubtful", doubtful))
    return [*lines, _neighbours(say, ranking, office_id)]


def kept(say: Say, shown: pd.DataFrame, ranking: pd.DataFrame, called: pd.DataFrame | None) -> str:
    """How many places are listed, and which called offices have no known place."""
    text = say("ranking.kept", shown=len(shown), total=len(ranking))
    if called is None:
        return text
    unplaced = called[~called["office_id"].isin(ranking["office_id"])]
    if unplaced.empty:
        return text if len(called) else say("ranking.nobody_called")
    names = ", ".join(unplaced[say.pick(th="short_name", en="name_en")].head(_NAMES_LISTED))
    more = "" if len(unplaced) <= _NAMES_LISTED else "…"
    return f"{text} · {say('ranking.unplaced', names=names + more)}"


def _neighbours(say: Say, ranking: pd.DataFrame, office_id: str) -> str:
    own = ranking[(ranking["office_id"] == office_id) & ~ranking["is_named_twice"]]
    if own.empty:
        return ""
    position = int(own["position"].iloc[0])
    score = own["score"].iloc[0]
    near = ranking[
        ranking["position"].isin([position - 1, position + 1]) & ranking["score"].notna()
    ]
    parts = [
        say(
            "ranking.fact.neighbour",
            position=row["position"],
            score=row["score"],
            difference=row["score"] - score,
        )
        + (f" {say('ranking.neighbour_doubtful')}" if row["open_findings"] > 0 else "")
        for row in near.to_dict("records")
    ]
    return say("ranking.fact.neighbours", parts=" · ".join(parts)) if parts else ""
