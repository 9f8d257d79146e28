"""Rows of announcements held against the rules and against all that is known otherwise. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from etl import rules
from etl.corrections import Correction
from etl.findings import Finding, doubtful_cell, kept_print, suspect_cell
from etl.harmonise import Statement, Understood, stated, understood
from etl.reconcile import COLUMNS, Column, Known, RankedRow, Seen, Verdict, reconcile
from etl.rules import Evidence
from ita.method import method_of, possible_grades
from ita.offices import OfficeIndex, office_index

_WHOLE = 0.9  # of the offices of a year

Cell = tuple[str, int | None, str | None]


@dataclass(frozen=True)
class Knowledge:
    """What is known besides the rows under examination.

    ``statements`` are those of other sources; ``authority`` ranks every source, 1 being an
    announcement; ``roster`` counts the offices of a year, ``stated_sizes`` is what titles say,
    ``names`` what sources are called in Thai and in English.
    """

    index: OfficeIndex
    authority: Mapping[str, int]
    roster: Mapping[int, int]
    statements: Sequence[Statement] = ()
    stated_sizes: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Examined:
    """The findings, and what each doubtful cell may be, by source, row and column."""

    findings: list[Finding]
    verdicts: Mapping[Cell, Verdict]


def examined(rows: Sequence[Understood], known: Knowledge, about: str | None = None) -> Examined:
    """Every finding about ``rows`` and the other statements, with what is proposed for its cell.

    Proposals are sought for one source alone where ``about`` names it: seeking takes time.
    """
    evidence = Evidence(
        [*stated(rows), *known.statements],
        known.index,
        known.authority,
        known.roster,
        rows,
        known.stated_sizes,
        known.names,
    )
    verdicts = dict(_verdicts(evidence, about))
    found = [_with_proposal(finding, verdicts) for finding in rules.findings(evidence)]
    return Examined([*found, *_further(found, verdicts, evidence)], verdicts)


def settled(
    as_printed: Examined, as_decided: Examined, corrections: Sequence[Correction]
) -> Examined:
    """The findings of both passes with what became of them, and the verdicts on what is open."""
    found = rules.decided(as_printed.findings, as_decided.findings, corrections)
    return Examined(found, {**as_printed.verdicts, **as_decided.verdicts})


def cell_of(finding: Finding) -> Cell:
    """The cell a finding is about."""
    return (finding.source_id, finding.row_no, finding.column_name)


def _with_proposal(finding: Finding, verdicts: Mapping[Cell, Verdict]) -> Finding:
    verdict = verdicts.get(cell_of(finding))
    if verdict is not None and verdict.keeps_print and finding.rule == "sources_differ":
        return kept_print(finding)
    if verdict is None or verdict.proposal is None:
        return finding
    return replace(finding, proposal=verdict.proposal.value)


def _further(
    found: Iterable[Finding], verdicts: Mapping[Cell, Verdict], evidence: Evidence
) -> Iterator[Finding]:
    """A finding for each cell that may be to blame for what was found in other cells.

    Where nothing but its neighbours speaks against a cell, these have to be there: an extract with
    most rows missing has none.
    """
    whole = {
        rows[0].reading.source_id
        for rows in evidence.lists()
        if len(rows) > _WHOLE * evidence.roster.get(rows[0].reading.fiscal_year, 0)
    }
    told = {cell_of(finding) for finding in found}
    rows = {(row.reading.source_id, row.reading.row_no): row for row in evidence.rows}
    for (source_id, row_no, column), verdict in verdicts.items():
        if (source_id, row_no, column) in told:
            continue
        row = rows[source_id, verdict.row_no]
        if verdict.proposal is not None:
            yield doubtful_cell(row, verdict.column, verdict.proposal)
        elif verdict.candidates and source_id in whole:
            yield suspect_cell(row, verdict.column, verdict.candidates)


def _verdicts(evidence: Evidence, about: str | None) -> Iterator[tuple[Cell, Verdict]]:
    siblings = {
        office.office_id: tuple(each.office_id for each in evidence.index.siblings(office))
        for office in evidence.index.by_id.values()
    }
    for rows in evidence.lists():
        reading = rows[0].reading
        if about not in (None, reading.source_id):
            continue
        known = _known(reading.source_id, reading.fiscal_year, siblings, evidence)
        for verdict in reconcile([_ranked(row) for row in rows], known):
            yield (reading.source_id, verdict.row_no, verdict.column), verdict


def _ranked(row: Understood) -> RankedRow:
    return RankedRow(
        row_no=row.reading.row_no,
        rank=row.rank,
        office_id=row.office_id,
        score=row.score,
        score_printed=row.figure("score"),
        change=row.change,
        change_printed=row.figure("change"),
        grade=row.grade,
        result=row.result,
        office_candidates=tuple(office.office_id for office in row.match.candidates),
        seen=_seen(row),
    )


def _seen(row: Understood) -> dict[Column, Seen]:
    """The cells of a row that were read in a picture and on which nobody decided."""
    reading = row.reading
    cells = {
        column: cell
        for column in COLUMNS
        if (cell := reading.read_cells.get(column)) and column not in reading.decided
    }
    others: dict[str, str] = {
        column: cell.runner_up for column, cell in cells.items() if cell.is_doubtful
    }
    other = understood(replace(reading, printed=others, decided={}), office_index())
    return {
        column: Seen(cell.probability, _other_value(column, row, other))
        for column, cell in cells.items()
    }


def _other_value(column: Column, row: Understood, other: Understood) -> str | int | Decimal | None:
    """What a cell says in another reading of its row, None where that is the same."""
    value: str | int | Decimal | None
    name = "office_id" if column == "office" else column
    value = getattr(other, name)
    return None if value == getattr(row, name) else value


def _known(
    source_id: str,
    fiscal_year: int,
    siblings: Mapping[str, tuple[str, ...]],
    evidence: Evidence,
) -> Known:
    others = sorted(
        (
            s
            for s in evidence.statements
            if s.source_id != source_id
            and s.status not in ("derived", "stated")
            and evidence.authority[s.source_id] != rules.REPLACED
        ),
        key=lambda s: evidence.authority[s.source_id],
    )
    elsewhere: dict[tuple[str, str], list[tuple[str, Decimal]]] = defaultdict(list)
    for s in others:
        if s.fiscal_year == fiscal_year:
            elsewhere[s.office_id, "score"].append((s.source_id, s.score))
            if s.change is not None:
                elsewhere[s.office_id, "change"].append((s.source_id, s.change))
    last_year = rules.last_year(evidence)
    return Known(
        last_year={
            office_id: s.score for (year, office_id), s in last_year.items() if year == fiscal_year
        },
        elsewhere=elsewhere,
        siblings=siblings,
        grades_of=partial(possible_grades, bands=evidence.bands(source_id, fiscal_year)),
        pass_mark=method_of(fiscal_year).pass_mark,
        names=evidence.names,
    )
