"""Sentences about the ranking of a year."""

import pandas as pd

from ita.facts.common import Row, counted, direction, marked_office, ordinal
from ita.selection import is_own, joined_steps
from ita.wording import Say
from ita.wording.labels import label, office_label

_NAMES_LISTED = 5
TILE_LEVELS = 10  # tints of the province tiles; fewer known provinces are not set apart


def headline(say: Say, ranking: pd.DataFrame, office_id: str, office: str) -> str:
    """Where the office stands in the year's ranking, or that its place is not known."""
    own = ranking[is_own(ranking, office_id)]
    size = int(ranking["ranked_offices"].iloc[0])
    known = int(ranking["score"].notna().sum())
    if known == size and office_id not in set(ranking["office_id"]):
        return say("ranking.headline.not_assessed", office=office, total=size)
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


def curve_subtitle(
    say: Say, fiscal_year: int, lowest: int, *, drawn: int, known: int, total: int
) -> str:
    """What the curve shows; how many places stand for all where not each is drawn."""
    key = "ranking.curve_subtitle" if known < total else "ranking.curve_subtitle_full"
    text = say(key, year=fiscal_year, lowest=lowest)
    return (
        text if drawn == known else f"{text} · {say('ranking.sampled', drawn=drawn, known=known)}"
    )


def strip_subtitle(say: Say, fiscal_year: int, lowest: int, width: float, each: int) -> str:
    """What a dot of the strip stands for."""
    text = say("ranking.strip_subtitle", year=fiscal_year, lowest=lowest, width=width)
    return text if each == 1 else f"{say('ranking.strip_each', each=each)} · {text}"


def strip_hover(say: Say, lowest: float, highest: float, offices: int) -> str:
    """One step of the strip on hover."""
    return counted(say, "ranking.strip_hover", offices, lowest=lowest, highest=highest)


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


def tie_text(say: Say, row: Row) -> str:
    """How many offices share a rank; empty for one alone or not known."""
    if pd.isna(row["score"]) or row["tied_offices"] == 1:
        return ""
    return say(
        "ranking.tie_open" if row["is_tie_open"] else "ranking.tie", tied=row["tied_offices"]
    )


def place_remark(say: Say, row: Row) -> str:
    """What is doubtful about a place."""
    if pd.isna(row["score"]):
        return say("ranking.remark_unknown")
    if row["is_named_twice"]:
        return say("missing.named_twice")
    if row["open_findings"] > 0:
        return say("ranking.remark_open")
    return label(say, "status", row["status"])


def row_remark(say: Say, row: Row) -> str:
    """What is doubtful about a place, and about the score its distance is measured to."""
    remark = place_remark(say, row)
    if row["is_score_above_doubtful"] is True:
        return f"{remark} · {say('ranking.remark_above')}"
    return remark


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
    return [*lines, _percentile(say, ranking, office_id), _neighbours(say, ranking, office_id)]


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
    key = "ranking.unassessed" if ranking["score"].notna().all() else "ranking.unplaced"
    return f"{text} · {say(key, names=names + more)}"


def _percentile(say: Say, ranking: pd.DataFrame, office_id: str) -> str:
    own = ranking[is_own(ranking, office_id)]
    if own.empty or pd.isna(own["percentile"].iloc[0]):
        return ""
    return say("ranking.fact.percentile", percentile=own["percentile"].iloc[0])


def _neighbours(say: Say, ranking: pd.DataFrame, office_id: str) -> str:
    own = ranking[is_own(ranking, office_id)]
    if own.empty:
        return ""
    score = own["score"].iloc[0]
    ours = ranking.loc[ranking["rank"] == own["rank"].iloc[0], "position"]
    beside = [ours.min() - 1, ours.max() + 1]
    near = ranking[ranking["position"].isin(beside) & ranking["score"].notna()]
    parts = [
        say(
            "ranking.fact.neighbour",
            rank=int(row["rank"]),
            score=row["score"],
            difference=row["score"] - score,
        )
        + (f" {say('ranking.neighbour_doubtful')}" if row["open_findings"] > 0 else "")
        for row in near.to_dict("records")
    ]
    return say("ranking.fact.neighbours", parts=" · ".join(parts)) if parts else ""


# How the place hangs on the score


def rank_span(say: Say, best: int, worst: int) -> str:
    """One rank, or the best and the worst."""
    if best == worst:
        return say("ranking.span_one", rank=best)
    return say("ranking.span", best=best, worst=worst)


def range_row(say: Say, step: float, score: float) -> str:
    """A changed score and by how much; step 0 is the score as announced."""
    if step == 0:
        return say("ranking.range_own", score=score)
    return say("ranking.range_row", step=step, score=score)


def range_headline(say: Say, spans: pd.DataFrame, total: int) -> str:
    """Between which places the office lies when its score moves by the largest step."""
    return say(
        "ranking.range_headline",
        step=spans["step"].max(),
        best=int(spans["best_rank"].min()),
        worst=int(spans["worst_rank"].max()),
        total=total,
    )


def range_alt(say: Say, spans: pd.DataFrame) -> str:
    """Every step with its ranks in words."""
    return " · ".join(
        f"{range_row(say, row.step, row.score)}: {rank_span(say, row.best_rank, row.worst_rank)}"
        for row in spans.itertuples()
    )


def range_sentences(
    say: Say, spans: pd.DataFrame, ranking: pd.DataFrame, office_id: str
) -> list[str]:
    """What rounding leaves of the place, and what contradicts it."""
    own = spans[spans["step"] == 0].iloc[0]
    best, worst = int(own["best_rank"]), int(own["worst_rank"])
    conflict = range_conflict(say, spans, ranking, office_id)
    if best == worst:
        return [conflict, say("ranking.rounding_none", rank=best)]
    return [conflict, say("ranking.rounding", best=best, worst=worst)]


def range_open(say: Say, spans: pd.DataFrame, ranking: pd.DataFrame) -> str:
    """That a changed score has no rank while places are not known; empty where all are."""
    known, total = int(ranking["score"].notna().sum()), int(ranking["ranked_offices"].iloc[0])
    if known == total:
        return ""
    return say(
        "ranking.range_open",
        known=known,
        total=total,
        step=spans["step"].max(),
        best=int(spans["best_rank"].min()),
        worst=int(spans["worst_rank"].max()),
    )


def range_conflict(say: Say, spans: pd.DataFrame, ranking: pd.DataFrame, office_id: str) -> str:
    """Where the scores as read give another rank than the announcement, and which score does so."""
    own = spans[spans["step"] == 0].iloc[0]
    best, worst = int(own["best_rank"]), int(own["worst_rank"])
    placed = ranking[is_own(ranking, office_id)].iloc[0]
    rank = int(placed["rank"])
    if best <= rank <= worst:
        return ""
    doubtful = ranking[
        (ranking["position"] > placed["position"])
        & (ranking["score"] > placed["score"])
        & (ranking["open_findings"] > 0)
    ]
    if doubtful.empty:
        return say("ranking.range_conflict", rank=rank, span=rank_span(say, best, worst))
    row = doubtful.iloc[0]
    return say("ranking.range_doubt", rank=rank, position=int(row["position"]), score=row["score"])


# How places moved


def moved(say: Say, ranking: pd.DataFrame, office_id: str, step: Row | None) -> str:
    """How the office's rank changed from the year before, or why that cannot be said.

    ``step`` is how the ranks of the two years compare, None where nothing is recorded.
    """
    own = ranking[is_own(ranking, office_id)]
    if own.empty or step is None:
        return ""
    row = own.iloc[0]
    reason = say.pick(th=str(step["reason_th"]), en=str(step["reason_en"]))
    if step["comparable"] == "no":
        return say("ranking.move.incomparable", year=step["from_year"], reason=reason)
    if pd.isna(row["places_gained"]):
        return say("ranking.move.unknown", year=step["from_year"])
    places = int(row["places_gained"])
    values = {
        "rank": int(row["rank"]),
        "total": int(row["ranked_offices"]),
        "previous": int(row["previous_rank"]),
        "previous_total": int(row["previous_ranked_offices"]),
        "from_year": step["from_year"],
        "year": step["to_year"],
    }
    keys = {"rise": "ranking.move.rise", "fall": "ranking.move.fall"}
    text = (
        say("ranking.move.same", **values)
        if places == 0
        else counted(say, keys[direction(places)], abs(places), **values)
    )
    return text + (f" ({say('ranking.move.care', reason=reason)})" if _is_care(step) else "")


def blank_moves(say: Say, ranking: pd.DataFrame, step: Row | None) -> str:
    """Why places gained are blank: of all offices, or of how many."""
    known = ranking[ranking["score"].notna()]
    blank = int(known["places_gained"].isna().sum())
    if not blank or step is None:
        return ""
    if step["comparable"] == "no":
        reason = say.pick(th=str(step["reason_th"]), en=str(step["reason_en"]))
        return say("ranking.move.incomparable", year=step["from_year"], reason=reason)
    if blank == len(known):
        return say("ranking.move.none_known", year=step["from_year"])
    return counted(say, "ranking.move.blank", blank, year=step["from_year"])


def _is_care(step: Row) -> bool:
    return bool(step["comparable"] == "with_care")


def path_headline(
    say: Say, own: pd.DataFrame, measure: str, steps: pd.DataFrame, office: str
) -> str:
    """Where the office stood last, and the year before where the two compare."""
    joined = joined_steps(own, measure, steps)
    last = own.sort_values("fiscal_year").iloc[-1]
    values = {
        "office": office,
        "year": int(last["fiscal_year"]),
        "value": last[measure],
        "total": int(last["ranked_offices"]),
    }
    if not joined or joined[-1][1].fiscal_year != values["year"]:
        return say(f"ranking.path_one.{measure}", **values)
    before = joined[-1][0]
    return say(
        f"ranking.path_two.{measure}",
        **values,
        from_year=before.fiscal_year,
        previous=getattr(before, measure),
        previous_total=before.ranked_offices,
    )


def path_alt(say: Say, own: pd.DataFrame, office: str) -> str:
    """The office's ranks by year in words."""
    parts = [
        say(
            "ranking.path_part",
            year=row["fiscal_year"],
            rank=row["rank"],
            total=row["ranked_offices"],
        )
        for row in own.sort_values("fiscal_year").to_dict("records")
    ]
    return say("ranking.path_alt", office=office, parts=" · ".join(parts))


def path_hover(say: Say, row: Row) -> str:
    """One office in one year on hover."""
    return f"<b>{office_label(say, row)}</b><br>" + say(
        "ranking.path_hover",
        year=row["fiscal_year"],
        rank=row["rank"],
        total=row["ranked_offices"],
        score=row["score"],
    )


def path_label(say: Say, row: Row, measure: str) -> str:
    """Name and last value beside the end of a path, in two lines of much the same length."""
    kind = "shared_rank" if measure == "rank" and row["tied_offices"] > 1 else measure
    words = f"{office_label(say, row)} {say(f'ranking.path_value.{kind}', value=row[measure])}"
    spaces = [place for place, character in enumerate(words) if character == " "]
    middle = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return f"{words[:middle]}<br>{words[middle + 1 :]}"


def amount_text(say: Say, kind: str, amount: float) -> str:
    """A change in points or in places."""
    return say(f"ranking.amount.{kind}", amount=amount)


def riser_title(say: Say, row: Row) -> str:
    """Standing and name of an office over its bar."""
    key = "ranking.riser_doubtful" if row["open_findings"] > 0 else "ranking.riser"
    return say(key, standing=row["standing"], office=office_label(say, row))


def riser_hover(say: Say, row: Row, kind: str) -> str:
    """One bar on hover."""
    amount = amount_text(say, kind, row["amount"])
    return f"<b>{office_label(say, row)}</b><br>{amount}<br>" + say(
        "ranking.hover", position=row["position"], score=row["score"]
    )


def riser_heading(say: Say, offices: pd.DataFrame) -> str:
    """Who rose most, or, where not all changes are known, that these are some of them."""
    is_whole = len(offices) > 0 and len(offices) == int(offices["ranked_offices"].iloc[0])
    return say("ranking.riser_heading" if is_whole else "ranking.riser_heading_part")


def riser_headline(say: Say, offices: pd.DataFrame, office_id: str, kind: str, office: str) -> str:
    """Who rose most among the offices that are known, and our own standing."""
    first = offices.iloc[0].to_dict()
    own = offices[offices["office_id"] == office_id]
    known, total = len(offices), int(first["ranked_offices"])
    key = "ranking.riser_among" if known < total else "ranking.riser_among_all"
    among = say(key, known=known, total=total)
    values = {"among": among, "amount": amount_text(say, kind, first["amount"])}
    if own.empty or own["standing"].iloc[0] == 1:
        named = {**first, **own.iloc[0].to_dict()} if len(own) else first
        return say("ranking.riser_top", office=marked_office(say, named), **values)
    row = own.iloc[0]
    return say(
        "ranking.riser_own",
        office=office,
        standing=int(row["standing"]),
        own=amount_text(say, kind, row["amount"]),
        **values,
    )


def riser_rule(
    say: Say, offices: pd.DataFrame, shown: int, total: int, step: Row, kind: str
) -> list[str]:
    """Among whom the rise is told, with what care, and who is cut off by the last place."""
    years = {"from_year": step["from_year"], "year": step["to_year"]}
    key = "ranking.riser_rule" if len(offices) < total else "ranking.riser_rule_all"
    lines = [say(key, known=len(offices), total=total, shown=min(shown, len(offices)), **years)]
    if _is_care(step):
        reason = say.pick(th=str(step["reason_th"]), en=str(step["reason_en"]))
        lines.append(say("ranking.riser_care", reason=reason, **years))
    rest = offices["amount"].iloc[shown:]
    equal = int((rest == offices["amount"].iloc[shown - 1]).sum()) if len(rest) else 0
    if equal:
        amount = amount_text(say, kind, offices["amount"].iloc[shown - 1])
        lines.append(counted(say, "ranking.riser_equal", equal, last=amount))
    return lines


# Groups


def group_name(say: Say, row: Row) -> str:
    """The name of an office type, region or province."""
    if row["group_kind"] == "office_type":
        return label(say, "office_type", row["group_code"])
    return say.pick(th=str(row["group_code"]), en=str(row["group_en"]))


def group_title(say: Say, row: Row) -> str:
    """Name of a group with how many of its offices are known."""
    return say(
        "ranking.group_row",
        name=group_name(say, row),
        known=row["known_offices"],
        total=row["expected_offices"],
    )


def group_hover(say: Say, row: Row) -> str:
    """The figures of a group on hover."""
    return f"<b>{group_title(say, row)}</b><br>" + say(
        "ranking.group_hover",
        median=row["median"],
        lower=row["lower_quartile"],
        upper=row["upper_quartile"],
        minimum=row["minimum"],
        maximum=row["maximum"],
    )


def own_in_group(say: Say, row: Row, own: Row) -> str:
    """Our score beside the median of a group of ours."""
    return say(
        "ranking.own_in_group",
        name=group_name(say, row),
        score=own["score"],
        median=row["median"],
        difference=own["score"] - row["median"],
    )


def spread_headline(say: Say, groups: pd.DataFrame, own: Row, office: str) -> str:
    """Our score against the median of our type and of our region, or the range of all medians."""
    ours = [
        row
        for row in groups.sort_values("group_kind").to_dict("records")
        if row["group_code"] == own[row["group_kind"]]
    ]
    if not ours or pd.isna(own["score"]):
        medians = groups["median"]
        return say("ranking.spread_all", lowest=medians.min(), highest=medians.max())
    gaps = [round(float(own["score"] - row["median"]), 2) for row in ours]
    parts = []
    for number, (row, gap) in enumerate(zip(ours, gaps, strict=True)):
        way = direction(gap)
        is_also = number > 0 and way == direction(gaps[number - 1])
        key = f"ranking.spread_{'also' if is_also else 'part'}.{way}"
        parts.append(say(key, group=_group_named(say, row), points=abs(gap)))
    joined = parts[0]
    for part in parts[1:]:
        joined = say("ranking.spread_both", first=joined, second=part)
    return say("ranking.spread_own", office=office, score=own["score"], parts=joined)


def _group_named(say: Say, row: Row) -> str:
    """A group as it stands within a sentence."""
    if row["group_kind"] == "office_type":
        return say(f"ranking.offices_of.{row['group_code']}")
    return say("ranking.offices_of.region", name=group_name(say, row))


def unknown_groups(say: Say, groups: pd.DataFrame) -> str:
    """The groups of which too few offices are known; empty when there is none."""
    unknown = groups[~groups["is_known"]]
    if unknown.empty:
        return ""
    names = " · ".join(group_title(say, row) for row in unknown.to_dict("records"))
    return say("ranking.groups_unknown", names=names)


def tile_headline(say: Say, tiles: pd.DataFrame, own_province: str) -> str:
    """The mean of our province and its place among the provinces that are known."""
    known = tiles[tiles["is_known"]]
    own = tiles[tiles["group_code"] == own_province]
    values = {"known": len(known), "total": len(tiles)}
    if own.empty:
        return counted(say, "ranking.tile_known", len(known), total=len(tiles))
    row = own.iloc[0].to_dict()
    if not row["is_known"]:
        return say(
            "ranking.tile_own_unknown",
            province=group_name(say, row),
            offices=row["known_offices"],
            expected=row["expected_offices"],
            **values,
        )
    place = 1 + int((known["mean"] > row["mean"]).sum())
    return say(
        "ranking.tile_own" if len(known) < len(tiles) else "ranking.tile_own_all",
        province=group_name(say, row),
        mean=row["mean"],
        place=say.pick(th=f"{place:,}", en=ordinal(place)),
        **values,
    )


def tile_subtitle(say: Say, known: pd.DataFrame, fiscal_year: int) -> str:
    """What the tint of a tile means."""
    if known.empty:
        return say("ranking.tile_subtitle_none", year=fiscal_year)
    return say(
        "ranking.tile_subtitle" if len(known) >= TILE_LEVELS else "ranking.tile_subtitle_few",
        year=fiscal_year,
        lowest=known["mean"].min(),
        highest=known["mean"].max(),
    )


def tile_alt(say: Say, tiles: pd.DataFrame, fiscal_year: int) -> str:
    """The map in words."""
    known = tiles[tiles["is_known"]]
    text = counted(say, "ranking.tile_known", len(known), total=len(tiles))
    return f"{text} · {tile_subtitle(say, known, fiscal_year)}"


def tile_hover(say: Say, row: Row) -> str:
    """One province on hover."""
    key = "ranking.tile_hover" if row["is_known"] else "ranking.tile_hover_unknown"
    return f"<b>{group_name(say, row)}</b><br>" + say(
        key,
        mean=row["mean"],
        known=row["known_offices"],
        total=row["expected_offices"],
        passed=row["passed_offices"],
    )
