"""What a rule found: where, what is printed, what was expected, what is proposed, what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from etl.harmonise import Reading, Statement, Understood
from etl.read.document import ReadCell
from etl.reconcile import Candidate
from ita.offices import Office
from ita.wording import LANGUAGES, Language, Say

# How much a finding weighs: an error is a contradiction, a warning a doubt, a note explains itself.
SEVERITY = {
    "score_rises": "error",
    "office_twice": "error",
    "office_number": "warning",
    "grade_unknown": "error",
    "grades_unknown": "warning",
    "grades_of_other_years": "note",
    "grade_mismatch": "error",
    "result_mismatch": "error",
    "change_mismatch": "error",
    "score_contradicted": "error",
    "change_blank": "warning",
    "change_unfounded": "warning",
    "figures_unfounded": "warning",
    "change_rounding": "note",
    "changes_rounded": "note",
    "changes_of_another_year": "error",
    "sources_differ": "error",
    "change_impossible": "error",
    "rank_beyond": "error",
    "ranks_beyond": "error",
    "rank_twice": "error",
    "ranks_missing": "warning",
    "cell_blank": "error",
    "cell_unreadable": "error",
    "column_unreadable": "error",
    "column_blank": "error",
    "score_not_given": "warning",
    "ranks_repeated": "warning",
    "office_unknown": "error",
    "office_close": "warning",
    "offices_missing": "warning",
    "size_differs": "warning",
    "change_unsigned": "warning",
    "decimals_lost": "warning",
    "moved_far": "warning",
    "cell_doubtful": "warning",
    "cell_suspect": "warning",
    "year_differs": "error",
    "column_unread": "warning",
    "ranks_absent": "warning",
    "number_no_rank": "warning",
    "numbers_rounded": "note",
    "hidden_left_out": "warning",
    "hidden_read": "warning",
    "column_twice": "error",
    "blocks_joined": "note",
    "watermark_left_out": "note",
    "code_page_repaired": "note",
    "table_left_out": "warning",
    "read_by_machine": "warning",
    "read_from_pictures": "warning",
    "page_illegible": "error",
    "year_doubtful": "error",
    "years_left_out": "warning",
    "cell_from_picture": "warning",
    "score_twice": "error",
    "item_unknown": "warning",
    "total_mismatch": "error",
    "totals_mismatch": "error",
    "instrument_in_parts": "warning",
    "items_full": "note",
    "other_bodies": "note",
    "office_not_told": "warning",
    "year_not_told": "warning",
    "year_without_rules": "error",
    "total_not_told": "warning",
    "rank_of_part": "note",
    "told_differs": "error",
    "told_place_differs": "error",
}

_MOST_NAMED = 3
_FEW = 3  # cells that are told one by one, however few there are in all


@dataclass(frozen=True)
class Finding:
    """One doubt. ``decision`` is open, corrected or kept (by ``correction_id``), or 'none needed'.

    ``other_rows`` are the rows of the same source it is about besides its own; ``told`` is what its
    sentence is filled with.
    """

    rule: str
    fiscal_year: int
    source_id: str
    message_th: str
    message_en: str
    row_no: int | None = None
    page: int | None = None
    column_name: str | None = None
    office_id: str | None = None
    printed: str | None = None
    expected: str | None = None
    proposal: str | None = None
    detail: str = ""
    other_rows: tuple[int, ...] = ()
    decision: str = "open"
    correction_id: str | None = None
    told: str = ""

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return SEVERITY[self.rule]

    @property
    def finding_id(self) -> str:
        """The same doubt has the same id in every build."""
        parts = (
            self.rule,
            self.fiscal_year,
            self.source_id,
            self.row_no,
            self.column_name,
            self.detail,
        )
        return "-".join(str(part) for part in parts if part not in (None, ""))

    @property
    def of_file(self) -> str:
        """What a decision calls a doubt about the file as a whole; empty for one about a row."""
        parts = (self.rule, self.column_name, self.detail)
        return "" if self.row_no is not None else "-".join(str(part) for part in parts if part)


class _Where(NamedTuple):
    fiscal_year: int
    source_id: str
    row_no: int | None = None
    page: int | None = None


def about_statement(
    rule: str,
    statement: Statement,
    office: Office | None,
    *,
    column: str,
    detail: str = "",
    other_rows: tuple[int, ...] = (),
    **told: Any,  # noqa: ANN401 - as finding takes it
) -> Finding:
    """A finding about a cell of a row that states a total; without an office it is about the list."""
    found = _finding(
        rule,
        _Where(
            statement.fiscal_year,
            statement.source_id,
            statement.row_no if office else None,
            statement.page if office else None,
        ),
        column=column,
        office=office,
        detail=detail,
        **told,
    )
    return replace(found, other_rows=other_rows)


def about_row(rule: str, row: Understood, *, column: str, **told: Any) -> Finding:  # noqa: ANN401
    """A finding about a cell of a row, which need not state anything."""
    told.setdefault("printed", row.reading.print_of(column))
    return _finding(
        rule,
        _Where(
            row.reading.fiscal_year,
            row.reading.source_id,
            row.reading.row_no,
            row.reading.page,
        ),
        column=column,
        office=row.match.office,
        rank=row.rank or "–",
        **told,
    )


def about_list(rule: str, first: Reading, *, column: str, **told: Any) -> Finding:  # noqa: ANN401
    """A finding about a whole announcement, of which ``first`` is a row."""
    return _finding(
        rule,
        _Where(first.fiscal_year, first.source_id),
        column=column,
        office=None,
        **told,
    )


def unknown_office(row: Understood) -> Finding:
    """A name that may be that of several offices, or of none."""
    nearest = row.match.candidates[:3]
    return about_row(
        "office_unknown",
        row,
        column="office",
        nearest_th=", ".join(office.short_name for office in nearest) or "–",
        nearest_en=", ".join(office.name_en for office in nearest) or "–",
    )


class UnreadableCell(NamedTuple):
    """A cell that says something which is no value of its column; ``key`` says why."""

    row: Understood
    column: str
    reading: Reading
    key: str


def unreadable_cells(
    cells: Iterable[UnreadableCell], filled: Mapping[str, int]
) -> Iterator[Finding]:
    """Each unreadable cell, or once for a column of which most cells are unreadable alike.

    ``filled`` is how many cells of a column print something.
    """
    alike: dict[tuple[str, str], list[UnreadableCell]] = defaultdict(list)
    for cell in cells:
        alike[cell.column, cell.key].append(cell)
    for (column, key), found in alike.items():
        if is_most(len(found), filled[column]):
            first = found[0].reading
            yield about_list(
                "column_unreadable",
                first,
                column=column,
                printed=first.print_of(column),
                count=len(found),
                reason_key=key,
            )
        else:
            yield from map(_unreadable_cell, found)


def _unreadable_cell(cell: UnreadableCell) -> Finding:
    row = replace(cell.row, reading=cell.reading)
    return about_row("cell_unreadable", row, column=cell.column, reason_key=cell.key)


def blank_cells(
    blank: Sequence[Understood], column: str, rows: Sequence[Understood]
) -> Iterator[Finding]:
    """Each cell that prints nothing where others are filled, or once for a column mostly blank."""
    if is_most(len(blank), len(rows)):
        yield about_list("column_blank", rows[0].reading, column=column, count=len(blank))
    else:
        yield from (blank_cell(row, column) for row in blank)


def is_most(count: int, of_all: int) -> bool:
    """Whether so many are the habit of a list, told once, and not an error of each."""
    return count > _FEW and 2 * count > of_all


def score_twice(row: Understood, code: str) -> Finding:
    """A result sheet that gives one part of an office's total two scores."""
    return about_row("score_twice", row, column="score", code=code)


def unknown_item(row: Understood, code: str) -> Finding:
    """An item that the year's list does not have."""
    year = row.reading.fiscal_year
    return about_row("item_unknown", row, column="item", code=code, year=year)


def below_full_items(row: Understood, code: str, score: Decimal, count: int) -> Finding:
    """An OIT indicator below full marks where every item of the year has them."""
    return about_row(
        "items_full",
        row,
        column="score",
        printed=f"{score:.2f}",
        detail=code,
        code=code,
        year=row.reading.fiscal_year,
        count=count,
    )


def unequal_total(row: Understood, computed: Decimal, column: str, printed: str | None) -> Finding:
    """A printed total or instrument that does not follow from the parts beside it."""
    return about_row(
        "total_mismatch",
        row,
        column=column,
        printed=printed,
        expected=f"{computed:.2f}",
        computed=computed,
    )


def unequal_totals(found: Sequence[Finding], first: Reading) -> Finding:
    """Printed totals of most rows that do not follow from the parts beside them, told once."""
    return about_list(
        "totals_mismatch",
        first,
        column=found[0].column_name or "score",
        printed=found[0].printed,
        expected=found[0].expected,
        count=len(found),
    )


def blank_cell(row: Understood, column: str) -> Finding:
    """A cell that prints nothing where others are filled."""
    return about_row("cell_blank", row, column=column, printed=None)


def doubtful_cell(row: Understood, column: str, proposal: Candidate) -> Finding:
    """A cell that holds nothing impossible itself, yet is to blame for what does not fit."""
    return about_row(
        "cell_doubtful",
        row,
        column=column,
        proposal=proposal.value,
        proposed=proposal.value,
        because_th=proposal.reason_th,
        because_en=proposal.reason_en,
    )


def cell_from_picture(row: Understood, column: str, cell: ReadCell) -> Finding:
    """A cell read in a picture that is not certain: a person should look."""
    return about_row(
        "cell_from_picture",
        row,
        column=column,
        percent=f"{100 * cell.probability:.0f}",
        other=cell.runner_up or "–",
    )


def suspect_cell(row: Understood, column: str, candidates: Sequence[Candidate]) -> Finding:
    """A cell that may be what does not fit; of the values it may have none clearly wins."""
    values = ", ".join(candidate.value for candidate in candidates[:_MOST_NAMED])
    return about_row("cell_suspect", row, column=column, values=values)


def kept_print(differing: Finding) -> Finding:
    """A conflict of sources about a cell that its own list bears out: nothing is proposed."""
    th, en = (Say(language)("reconcile.borne_out") for language in LANGUAGES)
    return replace(
        differing,
        proposal=None,
        message_th=f"{differing.message_th} {th}",
        message_en=f"{differing.message_en}. {en}",
    )


def changes_of_another_year(wrong: Sequence[Finding], sums: int) -> Finding:
    """Changes of one source that hardly ever lead back to last year's totals, told once."""
    first = wrong[0]
    return _finding(
        "changes_of_another_year",
        _Where(first.fiscal_year, first.source_id),
        column="change",
        office=None,
        count=len(wrong),
        sums=sums,
        year=first.fiscal_year,
        before=first.fiscal_year - 1,
    )


def changes_rounded(notes: Sequence[Finding]) -> Finding:
    """Many changes of one source that rounding moved, told once, with the rows to look at."""
    first = notes[0]
    rows = sorted(note.row_no for note in notes if note.row_no is not None)
    found = _finding(
        "changes_rounded",
        _Where(first.fiscal_year, first.source_id),
        column="change",
        office=None,
        count=len(notes),
        rows=", ".join(map(str, rows)),
    )
    return replace(found, other_rows=tuple(rows))


def other_year(row: Reading, printed: int | None) -> Finding:
    """A source that names another fiscal year than the one it is read for."""
    return about_list(
        "year_differs", row, column="fiscal_year", printed=str(printed), year=row.fiscal_year
    )


def _finding(
    rule: str,
    where: _Where,
    *,
    column: str,
    office: Office | None,
    printed: str | None = None,
    expected: str | None = None,
    proposal: str | None = None,
    detail: str = "",
    reason_key: str | None = None,
    **values: object,
) -> Finding:
    """A finding with its message in both languages; ``values`` fill the message alone."""

    def message(language: Language) -> str:
        say = Say(language)
        return say(
            f"finding.{rule}",
            office=say.pick(th=office.short_name, en=office.name_en) if office else "",
            column=_column_name(say, column),
            printed=printed or "",
            reason=say(f"input.{reason_key}", printed=printed) if reason_key else "",
            **values,
        )

    return Finding(
        rule=rule,
        message_th=message("th"),
        message_en=message("en"),
        **where._asdict(),
        column_name=column,
        office_id=office.office_id if office else None,
        printed=printed,
        expected=expected,
        proposal=proposal,
        detail=detail,
        told=" · ".join(f"{name} {value}" for name, value in values.items()),
    )


def _column_name(say: Say, column: str) -> str:
    """A column in words; those of a result sheet are codes and stand as they are."""
    return say(f"column.{column}") if say.has(f"column.{column}") else column.upper()
