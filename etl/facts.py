"""What an office tells of itself: its rows, completed where people say so, and every doubt. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from etl import findings as doubts
from etl.findings import Finding, UnreadableCell
from etl.harmonise import NO_YEAR, Reading, Understood, has_rules, understood
from etl.read.document import PrintedRow
from etl.result_sheets import PartScore, ResultSheet, result_sheet
from ita import reference
from ita.offices import OfficeIndex, office_index

_OF_A_PART = ("rank_province", "rank_region", "rank_type")
_OF_ROW = ("office", "fiscal_year")


def fact_readings(
    source_id: str, rows: Iterable[PrintedRow], office: str, fiscal_year: int | None
) -> list[Reading]:
    """The rows of a statement as readings; ``office`` and ``fiscal_year`` stand in for those not told.

    Rows that are of one office and year with these are one, unless they differ.
    """
    found: list[Reading] = []
    for row in rows:
        printed = dict(row.cells)
        completed = {} if printed["office"] or not office else {"office": office}
        year = int(printed["fiscal_year"] or fiscal_year or NO_YEAR)
        reading = Reading(
            year,
            source_id,
            row.row,
            printed,
            page=row.page,
            decided=completed,
            is_told=True,
            stretches=row.stretches,
        )
        same = next((at for at, other in enumerate(found) if _are_one(other, reading)), None)
        if same is None:
            found.append(reading)
        else:
            found[same] = _joined(found[same], reading)
    return found


def fact_sheet(rows: Sequence[Reading], index: OfficeIndex) -> ResultSheet:
    """What the rows of one statement say of totals and parts; what is not told or cannot be taken."""
    meant = [understood(row, index) for row in rows]
    named = [_ranked_in_country(row) for row in meant]
    parted = result_sheet([row for row in rows if has_rules(row.fiscal_year)], index)
    filled = Counter(column for row in rows for column in row.printed if row.text(column))
    wrong = [
        UnreadableCell(row, column, row.reading, key)
        for row in meant
        for column, key in row.problems.items()
        if column != "office"
    ]
    return ResultSheet(
        rows=named,
        totals=[row for row in named if row.statement],
        parts=[replace(part, status="stated") for part in parted.parts],
        findings=[
            *(doubt for row in meant for doubt in _not_told(row, parted.parts)),
            *(doubt for row in meant for doubt in _ranks_of_parts(row)),
            *doubts.unreadable_cells(wrong, filled),
            *(each for each in parted.part_findings if each.rule != "cell_blank"),
        ],
    )


def is_rank_of_country(row: Reading) -> bool:
    """Whether a rank is among all offices of its year, as far as is told."""
    of = row.text("ranked_offices")
    return not of or int(of) == _offices_of(row.fiscal_year)


def _ranked_in_country(row: Understood) -> Understood:
    return row if is_rank_of_country(row.reading) else replace(row, rank=None)


def _not_told(row: Understood, parts: Iterable[PartScore]) -> Iterator[Finding]:
    """Office, year or total that the text leaves open."""
    reading = row.reading
    if not reading.text("office"):
        yield doubts.about_row("office_not_told", row, column="office")
    elif row.match.office is None:
        yield doubts.unknown_office(row)
    if reading.fiscal_year == NO_YEAR:
        yield doubts.about_row("year_not_told", row, column="fiscal_year")
    elif not has_rules(reading.fiscal_year):
        year = reading.fiscal_year
        yield doubts.about_row("year_without_rules", row, column="fiscal_year", year=year)
    has_parts = any(part.row_no == reading.row_no for part in parts)
    if not reading.text("score") and not has_parts:
        yield doubts.about_row("total_not_told", row, column="score")


def _ranks_of_parts(row: Understood) -> Iterator[Finding]:
    """Ranks that are not among all offices of the country, and one beyond their number."""
    size = _offices_of(row.reading.fiscal_year)
    kept = [row.reading.text(column) for column in _OF_A_PART if row.reading.text(column)]
    if not is_rank_of_country(row.reading) and row.reading.text("rank"):
        kept.append(f"{row.reading.text('rank')}/{row.reading.text('ranked_offices')}")
    elif row.rank is not None and size and row.rank > size:
        yield doubts.about_row("rank_beyond", row, column="rank", expected=f"≤ {size}", size=size)
    if kept:
        told = ", ".join(kept)
        yield doubts.about_row("rank_of_part", row, column="rank", ranks=told, printed=told)


def _offices_of(fiscal_year: int) -> int:
    rows = reference.rows("roster")
    return sum(int(row["offices"]) for row in rows if int(row["fiscal_year"]) == fiscal_year)


def _are_one(row: Reading, other: Reading) -> bool:
    """Whether two rows are of one office and year and tell nothing differently."""
    shared = row.printed.keys() & other.printed.keys() - {*_OF_ROW}
    return (
        row.fiscal_year == other.fiscal_year
        and _office_id(row) == _office_id(other)
        and all(row.printed[column] == other.printed[column] for column in shared)
        and _is_completed(row) != _is_completed(other)
    )


def _office_id(row: Reading) -> str | None:
    office = office_index().find(row.text("office"))
    return office.office_id if office else None


def _is_completed(row: Reading) -> bool:
    return not all(row.printed[column] for column in _OF_ROW)


def _joined(row: Reading, other: Reading) -> Reading:
    """Both rows as one, on the line of the first."""

    def with_both(one: Mapping, two: Mapping) -> dict:
        return {**one, **{column: cell for column, cell in two.items() if not one.get(column)}}

    decided = row.decided if row.printed["office"] else other.decided
    return replace(
        row,
        printed=with_both(row.printed, other.printed),
        decided={} if row.printed["office"] or other.printed["office"] else decided,
        stretches=with_both(row.stretches, other.stretches),
    )
