"""What an office tells of itself: a typed fact as a sentence, the text with its marks, what it changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ita import reference
from ita.cells import UnreadableError, read_rank, read_score
from ita.facts.common import counted
from ita.places import Place, room_for
from ita.review import Review, Row
from ita.stamp import Stamp
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import label, office_label

# How a typed fact is written down, in the words the reader of statements reads.
_SENTENCES = {
    "total": "คะแนนรวม {value}",
    **{code: f"{code.upper()} {{value}}" for code in ("iit", "eit", "oit")},
    **{f"i{number}": f"ตัวชี้วัดที่ {number} ได้คะแนน {{value}}" for number in range(1, 11)},
}
MEASURES = tuple(_SENTENCES)

Kind = Literal["placed", "bounded", "same", "differs", "unfit", "doubtful", "not_ranked"]


def sentence(office: str, fiscal_year: int, measure: str, value: str, rank: str = "") -> str | None:
    """One typed fact as the sentence that is kept and read; None where a value or rank is none."""
    try:
        score, place = read_score(value), read_rank(rank)
    except UnreadableError:
        return None
    if score is None or (place is not None and measure != "total"):
        return None
    told = _SENTENCES[measure].format(value=f"{score:.2f}")
    ranked = "" if place is None else f" อันดับ {place} ของประเทศ"
    return f"{office} ปีงบประมาณ พ.ศ. {fiscal_year} {told}{ranked}\n"


# --- the text with its marks ----------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; ``row`` and ``column`` are the fact read from it, None where none was."""

    text: str
    row: Row | None = None
    column: str = ""


def lines_of(review: Review) -> list[list[Piece]]:
    """The text line by line, cut at the facts that were read; lines that say nothing are left out."""
    stretches = sorted(
        (fact["start"], fact["end"], row.row, column)
        for row in review.rows
        for column, fact in row.facts.items()
    )
    lines: list[list[Piece]] = [[]]
    last = 0
    for start, end, row_no, column in stretches:
        if start >= last:
            _add(lines, review.text[last:start])
            lines[-1].append(Piece(review.text[start:end], review.by_row[row_no], column))
            last = end
    _add(lines, review.text[last:])
    return [line for line in lines if any(piece.text.strip() for piece in line)]


def _add(lines: list[list[Piece]], text: str) -> None:
    first, *others = text.split("\n")
    lines[-1].append(Piece(first))
    lines.extend([Piece(other)] for other in others)


def measure_word(say: Say, column: str) -> str:
    """What a fact measures, in the reader's words."""
    if column == "score":
        return say("level.total")
    if column[1:].isdigit():
        return say("imports.told.indicator", number=int(column[1:]))
    return label(say, "column", column) if say.has(f"column.{column}") else column.upper()


def mark(say: Say, piece: Piece) -> str:
    """What is read from a stretch: measure and year, or that the text tells no year."""
    word = measure_word(say, piece.column)
    year = piece.row.fiscal_year if piece.row else None
    return f"{word} {year}" if year else say("imports.told.without_year", measure=word)


def is_clear(piece: Piece) -> bool:
    """Whether office and year of a fact are known."""
    return piece.row is not None and bool(piece.row.office_id and piece.row.fiscal_year)


def fact_table(review: Review, names: Callable[[str], str], stamp: Stamp) -> Table:
    """One row per fact: office, year, measure, value and the words it was read from."""
    say = stamp.say
    rows = pd.DataFrame(
        [
            {
                "office": names(row.office_id) if row.office_id else say("imports.told.no_office"),
                "fiscal_year": str(row.fiscal_year or say("imports.told.no_year")),
                "measure": measure_word(say, column),
                "value": row.read_in(column) or fact["printed"]
                if column in review.decidable
                else fact["printed"],
                "words": _around(review.text, fact["start"], fact["end"]),
            }
            for row in review.rows
            if not row.is_left_out
            for column, fact in row.facts.items()
        ],
        columns=["office", "fiscal_year", "measure", "value", "words"],
    )
    return Table(
        name="told-facts",
        title=say("imports.told.facts"),
        rows=rows,
        columns={
            "office": Column(say("column.office")),
            "fiscal_year": Column(say("column.fiscal_year")),
            "measure": Column(say("imports.told.measure")),
            "value": Column(say("imports.told.value")),
            "words": Column(say("imports.told.words"), width="large"),
        },
        note=say("imports.told.note"),
    )


_SIGHT = 24


def _around(text: str, start: int, end: int) -> str:
    """The words a fact stands among, on its own line."""
    first = max(text.rfind("\n", 0, start) + 1, start - _SIGHT)
    newline = text.find("\n", end)
    last = min(len(text) if newline < 0 else newline, end + _SIGHT)
    before = "…" if first > text.rfind("\n", 0, start) + 1 else ""
    after = "…" if last < (len(text) if newline < 0 else newline) else ""
    return f"{before}{text[first:start]}[{text[start:end]}]{text[end:last]}{after}".replace(
        "\t", " · "
    )


# --- what would change ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """What the total of one row does to the ranking of its year."""

    row: Row
    kind: Kind
    place: Place | None = None
    shown: float | None = None


def effects(review: Review, ranking_of: Callable[[int], pd.DataFrame]) -> list[Effect]:
    """What each row with an office, a year and a total does; a year without ranking has no places."""
    doubtful = {
        finding.row
        for finding in review.open_findings
        if finding.column in ("score", "rank", "office") and finding.severity != "note"
    }
    return [
        _effect(row, ranking_of(row.fiscal_year), is_doubtful=row.row in doubtful)
        for row in review.rows
        if row.office_id and row.fiscal_year and row.score and not row.is_left_out
    ]


def _effect(row: Row, ranking: pd.DataFrame, *, is_doubtful: bool) -> Effect:
    score = float(row.score or 0)
    own = ranking[(ranking["office_id"] == row.office_id) & (ranking["status"] != "stated")]
    if len(own):
        shown = float(own["score"].iloc[0])
        return Effect(row, "same" if shown == score else "differs", shown=shown)
    if is_doubtful:
        return Effect(row, "doubtful")
    if ranking.empty and row.rank is None:
        return Effect(row, "not_ranked")
    if ranking.empty:
        return Effect(row, "placed", Place(row.rank or 0, row.rank or 0, 0))
    place = room_for(ranking, score, row.rank)
    if place is None:
        return Effect(row, "unfit")
    return Effect(row, "placed" if place.is_exact else "bounded", place)


def narrowing(
    say: Say, found: Sequence[Effect], ranking_of: Callable[[int], pd.DataFrame]
) -> list[str]:
    """By how much the ranking of each year is better known: how many places before and after."""
    lines = []
    for year in sorted({each.row.fiscal_year for each in found if each.row.fiscal_year}):
        known = ranking_of(year)
        taken = set(known.loc[known["score"].notna(), "position"])
        of_year = [each for each in found if each.row.fiscal_year == year]
        own = {each.place.best for each in of_year if each.kind == "placed" and each.place}
        values = {
            "year": year,
            "total": _offices_of(year),
            "before": len(taken),
            "after": len(taken | own),
        }
        lines.append(say(f"imports.told.{'known' if own - taken else 'known_same'}", **values))
    return lines


def _offices_of(fiscal_year: int) -> int:
    rows = reference.rows("roster")
    return sum(int(row["offices"]) for row in rows if int(row["fiscal_year"]) == fiscal_year)


def effect_lines(say: Say, found: Iterable[Effect], names: Callable[[str], str]) -> list[str]:
    """What each total does, in a sentence."""
    return [
        say(
            f"imports.told.{each.kind}",
            office=names(each.row.office_id or ""),
            year=each.row.fiscal_year,
            score=float(each.row.score or 0),
            rank=each.row.rank or (each.place.best if each.place else ""),
            best=each.place.best if each.place else "",
            worst=each.place.worst if each.place else "",
            shown=each.shown if each.shown is not None else 0.0,
        )
        for each in found
    ]


# --- on the ranking -------------------------------------------------------------------------------


def told_totals(
    say: Say, ranking: pd.DataFrame, known_years: pd.DataFrame, offices: pd.DataFrame
) -> list[str]:
    """What the ranking owes to offices that told their results themselves, and whose place is still open.

    ``known_years`` are those of `ita.loaders.known_years` in the year of the ranking.
    """
    placed = int((ranking["status"] == "stated").sum())
    lines = [counted(say, "ranking.fact.stated", placed)] if placed else []
    told = known_years[
        (known_years["status"] == "stated") & ~known_years["office_id"].isin(ranking["office_id"])
    ]
    for row in told.sort_values("score", ascending=False).itertuples():
        place = room_for(ranking, row.score)
        if place is not None:
            office = office_label(say, offices.loc[row.office_id])
            values = {"office": office, "score": float(row.score)}
            lines.append(
                say("ranking.fact.told_between", **values, best=place.best, worst=place.worst)
            )
    return lines
