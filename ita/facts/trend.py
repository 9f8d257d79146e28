"""Sentences about the score over the years."""

from collections.abc import Iterable, Mapping

import pandas as pd

from ita.facts.common import Row, change_of, counted, direction, indicator_name, previous_score
from ita.wording import Say
from ita.wording.labels import label

# Ten effects and two totals, each right to half a cent, can be this far apart by rounding alone.
_MOST_ROUNDING = 0.06
_CENT = 0.015


def headline(say: Say, known: pd.DataFrame, office: str) -> str:
    """What the trend says: the last step up or down, or that there is nothing to compare."""
    if known.empty:
        return say("trend.headline.none", office=office)
    last = known.iloc[-1].to_dict()
    change = change_of(last)
    grade = label(say, "grade", last["grade"]) or say("grade.unknown")
    common = {"year": last["fiscal_year"], "score": last["score"], "grade": grade}
    if last["status"] == "derived":
        return say("trend.headline.derived", **common, tolerance=last["tolerance"])
    if change is None:
        return say("trend.headline.single", **common)
    return say(
        f"trend.headline.{direction(change)}",
        **common,
        change=abs(change),
        previous_year=last["fiscal_year"] - 1,
        previous=previous_score(last) or say("trend.gap"),
    )


def alt(say: Say, known: pd.DataFrame, office: str) -> str:
    """The trend in words: every known year and its score."""
    points = ", ".join(
        say("trend.alt_point", year=row["fiscal_year"], score=row["score"])
        for row in known.to_dict("records")
    )
    return say("trend.alt", office=office, points=points or say("trend.gap"))


def year_hover(say: Say, row: Row) -> str:
    """One year of an office on hover."""
    lines = [
        say("trend.hover_score", year=row["fiscal_year"], score=row["score"]),
        say("trend.hover_grade", grade=label(say, "grade", row["grade"]) or say("grade.unknown")),
        label(say, "status", row["status"]),
    ]
    return "<br>".join(lines)


def target_sentences(say: Say, years: pd.DataFrame, target: float | None) -> list[str]:
    """How far the last known score is from the office's own target."""
    known = years[years["score"].notna()]
    if target is None or known.empty:
        return []
    last = known.iloc[-1]
    shortfall = target - last["score"]
    key = "trend.target_missing" if shortfall > 0 else "trend.target_met"
    return [
        say(
            key, year=last["fiscal_year"], score=last["score"], target=target, points=abs(shortfall)
        )
    ]


def reading(say: Say, years: pd.DataFrame, means: pd.DataFrame) -> list[str]:
    """How to read the line: known years, missing ones, derived ones, means."""
    known = years[years["score"].notna()]
    derived = known.loc[known["status"] == "derived", "fiscal_year"]
    return [
        say("trend.known_years", years=", ".join(map(str, known["fiscal_year"])) or "–"),
        say("trend.missing_years"),
        say("trend.derived_years", years=", ".join(map(str, derived))) if len(derived) else "",
        say("trend.no_means") if means[means["indicator_no"] == 0].empty else "",
    ]


def break_sentences(say: Say, steps: pd.DataFrame) -> list[str]:
    """What changed in the method at each mark."""
    return [
        say(
            "trend.break",
            first=row["from_year"],
            last=row["to_year"],
            verdict=label(say, "comparable", row["comparable"]),
            reason=say.pick(th=row["reason_th"], en=row["reason_en"]),
        )
        for row in steps.to_dict("records")
    ]


def answers(
    say: Say, moved: Row, parts: pd.DataFrame, comparability: pd.DataFrame
) -> list[tuple[str, str]]:
    """Three questions about a change with their answers.

    ``moved``: a row of the office's years and of its changes in one; ``parts``: its indicators.
    """
    standing = standing_sentence(say, moved, comparability)
    return [
        (say("trend.ask.better"), change_sentence(say, moved)),
        (say("trend.ask.tide"), f"{tide_sentence(say, moved)}\n\n{standing}".strip()),
        (say("trend.ask.parts"), parts_sentence(say, moved, parts)),
    ]


def change_sentence(say: Say, moved: Row) -> str:
    """The total of a year and its rise or fall, with a word of care where the method changed."""
    sentence = say(
        f"trend.told.{direction(moved['change'])}",
        year=moved["fiscal_year"],
        score=moved["score"],
        change=abs(moved["change"]),
        previous_year=moved["previous_year"],
        previous=previous_score(moved),
    )
    return sentence if moved["comparable"] == "yes" else f"{sentence} {say('trend.told.with_care')}"


def tide_sentence(say: Say, change: Row) -> str:
    """Own change less the mean change of all offices, or why that is not known."""
    if pd.isna(change["all_mean_change"]):
        return say(
            "trend.tide.unknown", year=change["fiscal_year"], previous_year=change["previous_year"]
        )
    own, mean = change["change"], change["all_mean_change"]
    return " ".join(
        [
            say(f"trend.tide.own.{direction(own)}", points=abs(own)),
            say(f"trend.tide.all.{direction(mean)}", points=abs(mean)),
            _net_phrase(say, change),
        ]
    )


def tide_details(say: Say, change: Row) -> list[str]:
    """The mean change of the same type and how many offices rose, where they are known."""
    lines = []
    if pd.notna(change["type_mean_change"]):
        lines.append(say("trend.tide.type", change=change["type_mean_change"]))
    if pd.notna(change["all_risen_offices"]):
        risen, known = int(change["all_risen_offices"]), int(change["all_known_offices"])
        lines.append(say("trend.tide.risen", risen=risen, known=known))
    return lines


def tide_headline(say: Say, change: Row) -> str:
    """The tide in one line for a picture."""
    return say("trend.tide.headline", year=change["fiscal_year"], text=tide_sentence(say, change))


def tide_hover(say: Say, change: Row) -> str:
    """One year's changes on hover."""
    means = {"all_mean_change": "trend.tide.mean_named", "type_mean_change": "trend.tide.type"}
    lines = [
        f"<b>{say('year.long', year=change['fiscal_year'])}</b>",
        say("trend.tide.own_named", change=change["change"]),
        *(
            say(key, change=change[column])
            for column, key in means.items()
            if pd.notna(change[column])
        ),
    ]
    return "<br>".join(lines)


def tide_alt(say: Say, rows: list[dict]) -> str:
    """Every year's own and mean change."""
    points = ", ".join(
        say("trend.tide.alt_own", year=row["fiscal_year"], change=row["change"])
        if pd.isna(row["all_mean_change"])
        else say(
            "trend.tide.alt_both",
            year=row["fiscal_year"],
            change=row["change"],
            mean=row["all_mean_change"],
        )
        for row in rows
    )
    return say("trend.tide.alt", points=points)


def standing_sentence(say: Say, change: Row, comparability: pd.DataFrame) -> str:
    """The share of offices below ours before and after; empty where one is unknown or they do not compare."""
    years = (change["previous_year"], change["fiscal_year"])
    steps = comparability[comparability["level"] == "rank"].set_index(["from_year", "to_year"])
    verdict = steps["comparable"].get(years, "no")
    if verdict == "no" or pd.isna(change["percentile"]) or pd.isna(change["previous_percentile"]):
        return ""
    sentence = say(
        "trend.track.moved",
        previous_year=years[0],
        previous=change["previous_percentile"],
        year=years[1],
        percentile=change["percentile"],
    )
    return sentence if verdict == "yes" else f"{sentence} {say('trend.told.with_care')}"


def parts_sentence(say: Say, change: Row, parts: pd.DataFrame) -> str:
    """Which indicator moved the total most and how much of the change that is."""
    if parts.empty:
        return say(
            "trend.parts.unknown", year=change["fiscal_year"], previous_year=change["previous_year"]
        )
    known_only = ""
    if change["missing_indicators"]:
        total = int(change["known_indicators"] + change["missing_indicators"])
        known_only = say("trend.parts.known_only", known=len(parts), total=total)
    return f"{known_only} {_largest_part(say, change, parts)}".strip()


def waterfall_subtitle(say: Say, change: Row, parts: pd.DataFrame) -> str:
    """What the steps are, and what a mark beside an indicator means."""
    text = say(
        "trend.waterfall.subtitle",
        year=change["fiscal_year"],
        previous_year=change["previous_year"],
    )
    is_alike = (parts["comparable"] == "yes").all()
    return text if is_alike else f"{text} · {say('trend.waterfall.care_mark')}"


def part_hover(say: Say, row: Row) -> str:
    """One indicator's step on hover."""
    lines = [
        f"<b>{indicator_name(say, row)}</b>",
        say("trend.waterfall.hover_scores", previous=row["previous_score"], score=row["score"]),
        say("trend.waterfall.hover_effect", weight=row["weight"], effect=row["change_effect"]),
    ]
    return "<br>".join(lines)


def residual_name(say: Say, change: Row) -> str:
    """What is left when the known indicators are taken off the change: rounding only if it can be."""
    if change["missing_indicators"]:
        return say("trend.waterfall.missing", count=int(change["missing_indicators"]))
    is_rounding = abs(change["residual"]) <= _MOST_ROUNDING
    return say("trend.waterfall.rounding" if is_rounding else "trend.waterfall.unexplained")


def change_notes(
    say: Say, change: Row, parts: pd.DataFrame, comparability: pd.DataFrame
) -> list[str]:
    """What else to know of a year's change: care, like for like, and print that does not add up."""
    return [
        care_sentence(say, change, comparability),
        like_sentence(say, change, parts),
        print_sentence(say, change),
    ]


def care_sentence(say: Say, change: Row, comparability: pd.DataFrame) -> str:
    """Why a step is to be read with care; empty where the method is the same."""
    if change["comparable"] == "yes":
        return ""
    return break_sentences(say, _step(comparability, change["previous_year"]))[0]


def like_sentence(say: Say, change: Row, parts: pd.DataFrame) -> str:
    """The total of only the indicators that kept their method, beside the plain change."""
    if parts.empty:
        return ""
    kept = parts.loc[parts["comparable"] == "yes", "indicator_no"]
    if kept.empty:
        return say("trend.like.none")
    if len(kept) == len(parts) and not change["missing_indicators"]:
        return say("trend.like.all", count=len(kept))
    return say(
        "trend.like.some",
        indicators=runs(kept),
        weight=change["like_weight"],
        previous=change["previous_like_score"],
        score=change["like_score"],
        change=round(change["like_score"] - change["previous_like_score"], 2),
        plain_previous=change["previous_score"],
        plain=change["score"],
        plain_change=change["change"],
    )


def print_sentence(say: Say, change: Row) -> str:
    """A published change that is not the difference of the published totals; empty where it is."""
    off = float(change["print_rounding"])
    if not off:
        return ""
    return say(
        "trend.print.rounding" if abs(off) < _CENT else "trend.print.differs",
        score=change["score"],
        previous=change["previous_score"],
        computed=change["score"] - change["previous_score"],
        change=change["change"],
        off=abs(off),
    )


def no_parts_sentence(say: Say, change: Row) -> str:
    """That a change cannot be split, and the files that would split it."""
    return say(
        "trend.parts.no_chart",
        change=change["change"],
        previous=previous_score(change),
        score=change["score"],
        previous_year=change["previous_year"],
        year=change["fiscal_year"],
    )


def not_compared(say: Say, years: pd.DataFrame, comparability: pd.DataFrame) -> list[str]:
    """Each year with a score that has no change, with the reason."""
    known = years[years["score"].notna()]
    scored = set(known["fiscal_year"])
    lines = []
    for year in known.loc[known["change_computed"].isna(), "fiscal_year"]:
        if year - 1 in scored:
            lines += break_sentences(say, _step(comparability, year - 1))
        else:
            lines.append(say("trend.not_compared", year=year, previous_year=year - 1))
    return lines


def standing_hover(say: Say, row: Row) -> str:
    """Rank and percentile of a year on hover."""
    lines = [
        f"<b>{say('year.long', year=row['fiscal_year'])}</b>",
        say("trend.track.hover_rank", rank=rank_label(say, row), total=int(row["ranked_offices"])),
        say("trend.track.hover_percentile", percentile=row["percentile"]),
    ]
    return "<br>".join(lines)


def rank_label(say: Say, row: Row) -> str:
    """A rank, said to be shared where it is."""
    rank = int(row["rank"])
    return say("trend.track.tied", rank=rank) if row["tied_offices"] > 1 else str(rank)


def track_headline(say: Say, rows: list[dict], verdicts: Mapping[tuple[int, int], str]) -> str:
    """The last step of the percentile, or its last value where the steps do not compare."""
    before, after = rows[-2:]
    years = (before["fiscal_year"], after["fiscal_year"])
    place = {
        "year": years[1],
        "percentile": after["percentile"],
        "rank": rank_label(say, after),
        "total": int(after["ranked_offices"]),
    }
    if years[1] - years[0] != 1 or verdicts.get(years, "no") == "no":
        return say("trend.track.headline.single", **place)
    change = direction(after["percentile"] - before["percentile"])
    return say(
        f"trend.track.headline.{change}",
        **place,
        previous_year=years[0],
        previous=before["percentile"],
    )


def track_alt(say: Say, rows: list[dict]) -> str:
    """Rank and percentile of every year."""
    points = ", ".join(
        say(
            "trend.track.alt_point",
            year=row["fiscal_year"],
            rank=rank_label(say, row),
            total=int(row["ranked_offices"]),
            percentile=row["percentile"],
        )
        for row in rows
    )
    return say("trend.track.alt", points=points)


def too_few_ranks(say: Say, ranked: pd.DataFrame) -> str:
    """What is known of the rank where there is no track to draw."""
    if ranked.empty:
        return say("trend.track.none")
    row = ranked.to_dict("records")[-1]
    return say(
        "trend.track.one",
        year=row["fiscal_year"],
        rank=rank_label(say, row),
        total=int(row["ranked_offices"]),
        percentile=row["percentile"],
    )


def action_label(say: Say, year: int, count: int, *, is_only_year: bool) -> str:
    """How many steps the office reports of a year, short where several years have some."""
    if is_only_year:
        return counted(say, "trend.action_mark", count, year=year)
    return counted(say, "trend.action_mark_short", count)


def runs(numbers: Iterable[int]) -> str:
    """Numbers in order, neighbours drawn together: 1–8, 10."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    return ", ".join(str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans)


def _net_phrase(say: Say, change: Row) -> str:
    net = round(change["change"] - change["all_mean_change"], 2)
    return say(f"trend.tide.net.{direction(net)}", points=abs(net))


def _largest_part(say: Say, change: Row, parts: pd.DataFrame) -> str:
    size = parts["change_effect"].abs()
    largest = parts[size == size.max()]
    effect, whole = float(largest["change_effect"].iloc[0]), float(change["change"])
    if not effect:
        return say("trend.parts.none")
    if len(largest) > 1:
        return say("trend.parts.tied", count=len(largest), effect=abs(effect), change=whole)
    values = {
        "indicator": indicator_name(say, largest.iloc[0].to_dict()),
        "effect": effect,
        "change": whole,
    }
    if effect * whole > 0 and abs(effect) <= abs(whole):
        return say("trend.parts.share", **values, share=100 * effect / whole)
    return say("trend.parts.top", **values)


def _step(comparability: pd.DataFrame, from_year: int) -> pd.DataFrame:
    return comparability[
        (comparability["level"] == "total")
        & (comparability["from_year"] == from_year)
        & (comparability["to_year"] == from_year + 1)
    ]
