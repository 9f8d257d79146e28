"""An office's result sheet: scores of instruments, indicators and items, wide or long. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from etl import findings as doubts
from etl.findings import Finding, UnreadableCell
from etl.harmonise import ItemScore, Reading, Understood, understood
from etl.read.titles import indicator_named
from ita.cells import HIGHEST, UnreadableError, read_score
from ita.method import InstrumentCode, method_of, to_cent, total_from
from ita.offices import OfficeIndex, western_digits

Level = Literal["instrument", "indicator", "item"]
INSTRUMENTS: tuple[InstrumentCode, ...] = ("iit", "eit", "oit")

_INDICATOR_COLUMN = re.compile(r"i(\d{1,2})")
_ITEM_CODE = re.compile(r"[O0](\d{1,2})")
_FIRST_NUMBER = re.compile(r"\d{1,2}")
_STATED = ("rank", "grade", "result", "change")
_ANY_ITEM = frozenset(f"O{number}" for number in range(1, 100))
_SLACK = Decimal("0.02")  # what rounding of ten indicators may move a total by


@dataclass(frozen=True)
class PartScore:
    """The score of one part of an office's total: an instrument, an indicator or an item by its code."""

    level: Level
    code: str
    score: Decimal
    fiscal_year: int
    office_id: str
    source_id: str
    row_no: int
    status: str = "published"

    @property
    def key(self) -> tuple[int, str, str, str]:
        """What it is the score of."""
        return (self.fiscal_year, self.office_id, self.level, self.code)


@dataclass(frozen=True)
class ResultSheet:
    """What one source says: its rows with the office's total as their score, totals, parts, doubts."""

    rows: list[Understood]
    totals: list[Understood]
    parts: list[PartScore]
    findings: list[Finding]

    @property
    def part_findings(self) -> list[Finding]:
        """The doubts about parts alone, where names and totals are examined elsewhere."""
        return [
            finding
            for finding in self.findings
            if finding.rule != "office_unknown"
            and (finding.rule, finding.column_name) != ("cell_blank", "score")
        ]


def has_parts(row: Reading) -> bool:
    """Whether a row holds scores of parts beside a total."""
    return any(_parts_of(row))


def result_sheet(rows: Sequence[Reading], index: OfficeIndex) -> ResultSheet:
    """What the rows of one source say of parts; what cannot be read, is doubled or does not add up."""
    named = [understood(_total_of(row), index) for row in rows]
    findings = [doubts.unknown_office(row) for row in named if row.office_id is None]
    parts: list[tuple[Understood, PartScore]] = []
    wrong: list[UnreadableCell] = []
    for row, reading in zip(named, rows, strict=True):
        if row.office_id is None:
            continue
        for level, code, column in _parts_of(reading):
            try:
                score = read_score(reading.text(column))
            except UnreadableError as problem:
                wrong.append(UnreadableCell(row, column, reading, problem.key))
                continue
            if score is None:
                told = replace(row, reading=reading)
                findings.append(doubts.about_row("score_not_given", told, column=column))
                continue
            part = PartScore(
                level,
                code,
                score,
                reading.fiscal_year,
                row.office_id,
                reading.source_id,
                reading.row_no,
            )
            parts.append((row, part))
    first: dict[tuple[int, str, str, str], PartScore] = {}
    for row, part in parts:
        if first.setdefault(part.key, part).score != part.score:
            findings.append(doubts.score_twice(row, part.code))
        if part.code not in _known_codes(part.level, part.fiscal_year):
            findings.append(doubts.unknown_item(row, part.code))
    totals = _once([row for row in named if row.office_id and row.score is not None])
    filled = Counter(column for row in rows for column in row.printed if row.text(column))
    findings += doubts.unreadable_cells(wrong, filled)
    unequal = _told_once(list(_unequal(totals, first.values())), totals)
    doubtful = [*findings, *_blanks(rows, named), *unequal]
    return ResultSheet(named, totals, list(first.values()), doubtful)


def _total_of(row: Reading) -> Reading:
    """The row with the office's total as its score; in a long sheet ``score`` is that of the part.

    A row without parts states what an announcement's row does.
    """
    total = row.printed.get("total") or ("" if _is_long(row) else row.printed.get("score", ""))
    stated = _STATED if not has_parts(row) else ("grade",)
    cells = {"office": row.printed.get("office", ""), "score": total}
    return replace(row, printed=cells | {name: row.printed.get(name, "") for name in stated})


def _is_long(row: Reading) -> bool:
    return any(row.text(column) for column in ("item", "indicator", "instrument"))


def _parts_of(row: Reading) -> Iterator[tuple[Level, str, str]]:
    """Level, code and column of each part score that a row holds."""
    if _is_long(row):
        part = _long_part(row)
        if part and row.text("score"):
            yield (*part, "score")
        return
    for column in row.printed:
        indicator, item = _INDICATOR_COLUMN.fullmatch(column), _ITEM_CODE.fullmatch(column)
        if not row.text(column):
            continue
        if column in INSTRUMENTS:
            yield "instrument", column, column
        elif indicator:
            yield "indicator", indicator.group(1), column
        elif item:
            yield "item", f"O{int(item.group(1))}", column


def _long_part(row: Reading) -> tuple[Level, str] | None:
    item = _ITEM_CODE.fullmatch(western_digits(row.text("item")).replace(" ", "").upper())
    named = indicator_named(row.text("indicator"))
    indicator = _FIRST_NUMBER.search(str(named or western_digits(row.text("indicator"))))
    instrument = row.text("instrument").lower()
    if item:
        return "item", f"O{int(item.group(1))}"
    if indicator:
        return "indicator", str(int(indicator.group()))
    return next((("instrument", code) for code in INSTRUMENTS if code in instrument), None)


def _once(rows: Iterable[Understood]) -> list[Understood]:
    """The first row of each year, office and total: a long sheet repeats it, two totals are two rows."""
    first: dict[tuple[int, str | None, Decimal | None], Understood] = {}
    for row in rows:
        first.setdefault((row.reading.fiscal_year, row.office_id, row.score), row)
    return list(first.values())


def _blanks(rows: Sequence[Reading], named: Sequence[Understood]) -> Iterator[Finding]:
    """Blank cells of a wide sheet in columns of parts and totals that most rows fill."""
    wide = [(row, meant) for row, meant in zip(rows, named, strict=True) if not _is_long(row)]
    filled = Counter(column for row, _ in wide for column in row.printed if row.text(column))
    mostly = {
        column
        for column, count in filled.items()
        if count * 2 > len(wide) and (column in ("score", "total") or _is_part(column))
    }
    for row, meant in wide:
        for column in row.printed:
            if column in mostly and not row.text(column):
                yield doubts.blank_cell(meant, column)


def below_full_items(
    sheets: Sequence[ResultSheet], items: Iterable[ItemScore]
) -> Iterator[Finding]:
    """OIT indicators below full marks of offices whose items of the year all have them."""
    parts = [part for sheet in sheets for part in sheet.parts]
    of_items: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(dict)
    printed = [(part.key, part.score) for part in parts if part.level == "item"]
    listed = [
        ((each.fiscal_year, each.office_id, "item", each.item_code), each.score) for each in items
    ]
    for (fiscal_year, office_id, _level, code), score in (*printed, *listed):
        lowest = of_items[fiscal_year, office_id]
        lowest[code] = min(score, lowest.get(code, score))
    rows = {
        (row.reading.source_id, row.reading.row_no): row for sheet in sheets for row in sheet.rows
    }
    for part in parts:
        scores = of_items[part.fiscal_year, part.office_id]
        is_below = part.level == "indicator" and part.score < HIGHEST
        if is_below and _is_of_items(part) and _all_full(scores, part.fiscal_year):
            yield doubts.below_full_items(
                rows[part.source_id, part.row_no], part.code, part.score, len(scores)
            )


def _is_of_items(part: PartScore) -> bool:
    """Whether an indicator is one that the items of its year make up."""
    indicators = method_of(part.fiscal_year).indicators
    return any(
        str(each.indicator_no) == part.code and each.instrument == "oit" for each in indicators
    )


def _all_full(scores: Mapping[str, Decimal], fiscal_year: int) -> bool:
    """Whether these are the scores of all items of a year, each with full marks."""
    listed = {item.item_code for item in method_of(fiscal_year).items}
    return bool(listed) and set(scores) == listed and min(scores.values()) == HIGHEST


def _is_part(column: str) -> bool:
    is_numbered = _INDICATOR_COLUMN.fullmatch(column) or _ITEM_CODE.fullmatch(column)
    return column in INSTRUMENTS or is_numbered is not None


def _told_once(unequal: Sequence[Finding], totals: Sequence[Understood]) -> Iterator[Finding]:
    """Each total that does not follow from its parts, or once for a column where most do not."""
    by_column: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in unequal:
        by_column[finding.column_name].append(finding)
    for found in by_column.values():
        if doubts.is_most(len(found), len(totals)):
            yield doubts.unequal_totals(found, totals[0].reading)
        else:
            yield from found


def _unequal(totals: Iterable[Understood], parts: Iterable[PartScore]) -> Iterator[Finding]:
    """Printed totals and instruments that do not follow from the parts beside them."""
    of_year: dict[tuple[int, str | None], list[PartScore]] = defaultdict(list)
    for part in parts:
        of_year[part.fiscal_year, part.office_id].append(part)
    for row in totals:
        own = of_year.get((row.reading.fiscal_year, row.office_id), [])
        indicators = {int(part.code): part.score for part in own if part.level == "indicator"}
        printed = {part.code: part.score for part in own if part.level == "instrument"}
        computed = total_from(indicators, row.reading.fiscal_year)
        for code, score in printed.items():
            follows = getattr(computed, code)
            if follows is not None and abs(follows - score) > _SLACK:
                yield doubts.unequal_total(row, follows, code, f"{score:.2f}")
        follows = computed.total or _weighted(printed, row.reading.fiscal_year)
        if follows is not None and abs(follows - (row.score or follows)) > _SLACK:
            yield doubts.unequal_total(row, follows, "score", row.reading.print_of("score"))


def _weighted(instruments: Mapping[str, Decimal], fiscal_year: int) -> Decimal | None:
    """The total that follows from the three instruments; None where one is not printed."""
    weights = {part.instrument: part.weight for part in method_of(fiscal_year).instruments}
    if not weights or set(weights) - set(instruments):
        return None
    return to_cent(
        sum((weights[code] * instruments[code] / 100 for code in weights), start=Decimal(0))
    )


def _known_codes(level: Level, fiscal_year: int) -> Container[str]:
    """The codes a year has at a level; of a year whose list is not known in full, any item."""
    method = method_of(fiscal_year)
    if level == "instrument":
        return INSTRUMENTS
    if level == "indicator":
        return {str(indicator.indicator_no) for indicator in method.indicators}
    listed = {item.item_code for item in method.items}
    count = next((i.question_count for i in method.instruments if i.instrument == "oit"), None)
    return listed if count and len(listed) >= count else _ANY_ITEM
