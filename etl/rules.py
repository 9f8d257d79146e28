"""The checks over canonical rows. Each yields findings; none repairs.

A finding names where, what is printed, what was expected and, where another source settles it,
a proposal. People decide; see data/corrections.csv.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, pairwise

from etl.corrections import Correction
from etl.harmonise import HIGHEST, HUNDREDTH, Statement
from ita.method import method_of
from ita.offices import Office, OfficeIndex, name_key, tidy_name
from ita.wording import Say

# How much a finding weighs: an error is a contradiction, a warning a doubt, a note explains itself.
SEVERITY = {
    "score_rises": "error",
    "office_twice": "error",
    "office_number": "warning",
    "grade_unknown": "error",
    "grade_mismatch": "error",
    "result_mismatch": "error",
    "change_mismatch": "error",
    "change_rounding": "note",
    "sources_differ": "error",
    "change_impossible": "error",
    "rank_beyond": "error",
    "ranks_missing": "warning",
}


@dataclass(frozen=True)
class Finding:
    """One doubt. ``decision`` is open, corrected (by ``correction_id``) or 'none needed'."""

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
    decision: str = "open"
    correction_id: str | None = None

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


@dataclass(frozen=True)
class Evidence:
    """All a check may look at."""

    statements: Sequence[Statement]
    index: OfficeIndex
    authority: dict[str, int]
    roster: dict[int, int]

    def office(self, statement: Statement) -> Office:
        """The office a statement is about."""
        return self.index.by_id[statement.office_id]

    def by_rank(self) -> Iterator[list[Statement]]:
        """The ranked rows of each source and year, in order of printed rank."""
        ranked = [s for s in self.statements if s.rank_printed is not None and self._is_list(s)]
        ranked.sort(key=lambda s: (s.source_id, s.fiscal_year, s.rank_printed or 0))
        for _, rows in groupby(ranked, key=lambda s: (s.source_id, s.fiscal_year)):
            yield list(rows)

    def _is_list(self, statement: Statement) -> bool:
        return self.authority[statement.source_id] == 1


Check = Callable[[Evidence], Iterator[Finding]]


def check_order(evidence: Evidence) -> Iterator[Finding]:
    """A score never rises from one printed rank to the next."""
    for rows in evidence.by_rank():
        for before, row in pairwise(rows):
            if row.score > before.score:
                yield _finding(
                    "score_rises",
                    row,
                    evidence,
                    column="score",
                    printed=row.score_printed,
                    expected=f"≤ {before.score}",
                    rank=row.rank_printed,
                    score=row.score,
                    rank_before=before.rank_printed,
                    score_before=before.score,
                )


def check_office_once(evidence: Evidence) -> Iterator[Finding]:
    """A source names each office once a year."""
    places: dict[tuple[str, int, str], list[Statement]] = defaultdict(list)
    for s in evidence.statements:
        places[s.source_id, s.fiscal_year, s.office_id].append(s)
    for rows in places.values():
        if len(rows) > 1:
            ranks = ", ".join(str(row.rank_printed) for row in rows)
            for row in rows:
                yield _finding(
                    "office_twice",
                    row,
                    evidence,
                    column="office",
                    printed=row.office_printed,
                    rank=row.rank_printed,
                    ranks=ranks,
                )


def check_office_number(evidence: Evidence) -> Iterator[Finding]:
    """A province with one office prints no number."""
    for s in evidence.statements:
        office = evidence.office(s)
        number = name_key(s.office_printed).office_number
        is_former_name = tidy_name(s.office_printed).startswith("สพม. เขต")
        if number is not None and office.office_number is None and not is_former_name:
            yield _finding(
                "office_number",
                s,
                evidence,
                column="office",
                printed=s.office_printed,
                expected=office.office_name,
                proposal=office.office_name,
                number=number,
                province_th=office.province,
                province_en=office.province_en,
            )


def check_grade_known(evidence: Evidence) -> Iterator[Finding]:
    """The printed grade is one of the year's grades."""
    for s in evidence.statements:
        known = [band.grade for band in method_of(s.fiscal_year).grade_bands]
        if s.grade_printed and s.grade_printed not in known:
            yield _finding(
                "grade_unknown",
                s,
                evidence,
                column="grade",
                printed=s.grade_printed,
                expected=", ".join(known),
            )


def check_grade(evidence: Evidence) -> Iterator[Finding]:
    """The printed grade is the one the year's bands give the score."""
    for s in evidence.statements:
        if s.grade_printed and s.grade and s.grade_printed != s.grade:
            yield _finding(
                "grade_mismatch",
                s,
                evidence,
                column="grade",
                printed=s.grade_printed,
                expected=s.grade,
                score=s.score,
            )


def check_result(evidence: Evidence) -> Iterator[Finding]:
    """The printed result is what the year's pass mark gives the score."""
    for s in evidence.statements:
        pass_mark = method_of(s.fiscal_year).pass_mark
        if s.result_printed is None or pass_mark is None:
            continue
        expected = "ผ่าน" if s.score >= pass_mark else "ไม่ผ่าน"
        if s.result_printed != expected:
            yield _finding(
                "result_mismatch",
                s,
                evidence,
                column="result",
                printed=s.result_printed,
                expected=expected,
                score=s.score,
                pass_mark=pass_mark,
            )


def check_change(evidence: Evidence) -> Iterator[Finding]:
    """Score − last year's score = printed change, to the hundredth that rounding may move."""
    by_authority = sorted(evidence.statements, key=lambda s: -evidence.authority[s.source_id])
    last_year = {(s.fiscal_year + 1, s.office_id): s for s in by_authority if s.status != "derived"}
    for s in evidence.statements:
        before = last_year.get((s.fiscal_year, s.office_id))
        if s.change is None or before is None or s.score - before.score == s.change:
            continue
        expected = s.score - before.score
        is_rounding = abs(expected - s.change) <= HUNDREDTH
        yield _finding(
            "change_rounding" if is_rounding else "change_mismatch",
            s,
            evidence,
            column="change",
            printed=s.change_printed,
            expected=f"{expected:+}",
            score=s.score,
            before=before.score,
            change=s.change,
            difference=expected,
        )


def check_sources(evidence: Evidence) -> Iterator[Finding]:
    """Two sources give one office and year the same score and change."""
    by_office: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for s in evidence.statements:
        by_office[s.fiscal_year, s.office_id].append(s)
    for rows in by_office.values():
        rows.sort(key=lambda s: (evidence.authority[s.source_id], s.source_id, s.row_no))
        for other in rows[1:]:
            if other.source_id != rows[0].source_id:
                yield from _differences(rows[0], other, evidence)


def check_change_possible(evidence: Evidence) -> Iterator[Finding]:
    """What score − change leads to is a score too."""
    for s in evidence.statements:
        if s.change is not None and not 0 <= s.score - s.change <= HIGHEST:
            yield _finding(
                "change_impossible",
                s,
                evidence,
                column="change",
                printed=s.change_printed,
                score=s.score,
                change=s.change,
                before=s.score - s.change,
            )


def check_last_rank(evidence: Evidence) -> Iterator[Finding]:
    """No rank lies beyond the number of offices of the year."""
    for rows in evidence.by_rank():
        size = evidence.roster.get(rows[0].fiscal_year, 0)
        for row in rows:
            if (row.rank_printed or 0) > size:
                yield _finding(
                    "rank_beyond",
                    row,
                    evidence,
                    column="rank",
                    printed=str(row.rank_printed),
                    expected=f"≤ {size}",
                    rank=row.rank_printed,
                    size=size,
                )


def check_ranks(evidence: Evidence) -> Iterator[Finding]:
    """A ranking of N offices shows every rank from 1 to N."""
    for rows in evidence.by_rank():
        first = rows[0]
        size = evidence.roster.get(first.fiscal_year, 0)
        within = [row.rank_printed or 0 for row in rows if (row.rank_printed or 0) <= size]
        known = [0, *within, size + 1]
        for before, after in pairwise(known):
            if after - before > 1:
                yield _finding(
                    "ranks_missing",
                    replace(first, office_id=""),
                    evidence,
                    column="rank",
                    detail=f"{before + 1}-{after - 1}",
                    first=before + 1,
                    last=after - 1,
                    count=after - before - 1,
                )


CHECKS: tuple[Check, ...] = (
    check_order,
    check_office_once,
    check_office_number,
    check_grade_known,
    check_grade,
    check_result,
    check_change,
    check_change_possible,
    check_sources,
    check_last_rank,
    check_ranks,
)


def findings(evidence: Evidence) -> list[Finding]:
    """What every check finds, in the order of the checks."""
    return [finding for check in CHECKS for finding in check(evidence)]


def decided(
    as_printed: Iterable[Finding],
    as_corrected: Iterable[Finding],
    corrections: Sequence[Correction],
) -> list[Finding]:
    """The findings of both passes, each once, with what became of it.

    A finding that a correction made go away is corrected; one that only the corrected figures
    show is new and open.
    """
    after = {finding.finding_id: finding for finding in as_corrected}
    merged = {
        finding.finding_id: after.get(finding.finding_id) or _settled(finding, corrections)
        for finding in as_printed
    }
    merged.update(after)
    return [
        replace(finding, decision="none needed") if finding.severity == "note" else finding
        for finding in merged.values()
    ]


def _settled(finding: Finding, corrections: Sequence[Correction]) -> Finding:
    on_row = [
        c for c in corrections if (c.source_id, c.row_no) == (finding.source_id, finding.row_no)
    ]
    on_cell = [c for c in on_row if c.column_name == finding.column_name]
    in_source = [c for c in corrections if c.source_id == finding.source_id]
    settling = [*on_cell, *on_row, *in_source, *corrections]
    return replace(finding, decision="corrected", correction_id=settling[0].correction_id)


def _differences(shown: Statement, other: Statement, evidence: Evidence) -> Iterator[Finding]:
    pairs: tuple[tuple[str, Decimal | None, Decimal | None, str | None], ...] = (
        ("score", shown.score, other.score, shown.score_printed),
        ("change", shown.change, other.change, shown.change_printed),
    )
    for column, value, other_value, printed in pairs:
        if value is not None and other_value is not None and value != other_value:
            sign = "+" if column == "change" else ""
            yield _finding(
                "sources_differ",
                shown,
                evidence,
                column=column,
                printed=printed,
                expected=f"{other_value:{sign}}",
                proposal=f"{other_value:{sign}}",
                detail=other.source_id,
                value=f"{value:{sign}}",
                other_value=f"{other_value:{sign}}",
                other_source=other.source_id,
            )


def _finding(
    rule: str,
    statement: Statement,
    evidence: Evidence,
    *,
    column: str,
    printed: str | None = None,
    expected: str | None = None,
    proposal: str | None = None,
    detail: str = "",
    **values: object,
) -> Finding:
    office = evidence.index.by_id.get(statement.office_id)
    column_th, column_en = Say("th")(f"column.{column}"), Say("en")(f"column.{column}")
    return Finding(
        rule=rule,
        fiscal_year=statement.fiscal_year,
        source_id=statement.source_id,
        row_no=statement.row_no if office else None,
        page=statement.page,
        column_name=column,
        office_id=office.office_id if office else None,
        printed=printed,
        expected=expected,
        proposal=proposal,
        detail=detail,
        message_th=Say("th")(
            f"finding.{rule}",
            office=office.short_name if office else "",
            column=column_th,
            **values,
        ),
        message_en=Say("en")(
            f"finding.{rule}", office=office.name_en if office else "", column=column_en, **values
        ),
    )
