"""A sheet that adds the total up again, in formulas: indicators, instruments, total, grade, result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ita import loaders, selection
from ita.facts.common import Row
from ita.method import Total, method_years, total_from
from ita.report.sheets import HEAD_FILL, HEAD_ROW, Book, write_cell, write_head, write_note
from ita.tables import Kind
from ita.view import View
from ita.wording import Say
from ita.wording.labels import label, result_label

_NUMBER, _NAME, _CODE, _WEIGHT, _SCORE, _POINTS, _RECORDED, _DIFFERENCE, _REMARK = range(9)
_GRADE, _MINIMUM, _EACH_MINIMUM, _RESULT, _REACHED = range(10, 15)
_WIDTHS = (11, 32, 13, 10, 10, 13, 14, 12, 38, 4, 22, 14, 16, 14, 14)
_INPUT_FILL = "#FFF3CC"
# Sums of binary fractions are off by less than a billionth: six decimals first, so that half a
# cent is still one when it is rounded up.
_TO_CENT = "ROUND(ROUND({},6),2)"


@dataclass(frozen=True)
class _Year:
    """All that is known of the office in one year, and what its indicators add up to."""

    fiscal_year: int
    recorded: Row
    indicators: list[Row]
    instruments: Mapping[str, float]
    bands: list[Row]

    @property
    def scores(self) -> dict[int, Decimal]:
        """The known indicator scores by number."""
        return {
            row["indicator_no"]: Decimal(f"{row['score']:.2f}")
            for row in self.indicators
            if pd.notna(row["score"])
        }

    @property
    def total(self) -> Total:
        """What the known scores come to by the rules of the year."""
        return total_from(self.scores, self.fiscal_year)


@dataclass(frozen=True)
class _Block:
    """Where the parts of one year stand: rows from 0, the first indicator in ``first``."""

    first: int
    codes: tuple[str, ...]
    size: int
    bands: int

    @property
    def last(self) -> int:
        return self.first + self.size - 1

    @property
    def instrument_rows(self) -> dict[str, int]:
        return {code: self.last + place for place, code in enumerate(self.codes, start=1)}

    @property
    def unrounded(self) -> int:
        return self.last + len(self.codes) + 1

    @property
    def total(self) -> int:
        return self.unrounded + 1

    @property
    def after(self) -> int:
        """The first row of the next year."""
        return max(self.total + 3, self.first + self.bands) + 1

    def column(self, column: int) -> str:
        """The cells of a column beside the indicators."""
        return xl_range(self.first, column, self.last, column)

    def band_column(self, column: int) -> str:
        """The cells of a column of the grades."""
        return xl_range(self.first, column, self.first + self.bands - 1, column)


def recompute_sheet(book: Book, name: str, view: View) -> Worksheet:
    """The sheet of every ten-indicator year of the office, newest first; inputs may be blank.

    Each formula carries the value it has, so that a viewer that cannot compute shows it too.
    """
    say = view.say
    sheet = book.sheet(name, say("workbook.recompute.title", office=view.office_name))
    write_head(book, sheet, _titles(say), _WIDTHS)
    write_note(book, sheet, say("workbook.recompute.note"), _WIDTHS)
    row = HEAD_ROW + 1
    for year in _years(view):
        row = _YearWriter(book, sheet, say, year, row).write()
    sheet.freeze_panes(HEAD_ROW + 1, _CODE)
    return sheet


def _titles(say: Say) -> list[tuple[str, Kind]]:
    return [
        (say("column.indicator_no"), "whole"),
        (say("column.indicator"), "text"),
        (say("column.instrument"), "text"),
        (say("column.weight"), "whole"),
        (say("column.score"), "score"),
        (say("workbook.recompute.points"), "points"),
        (say("workbook.recompute.recorded"), "score"),
        (say("workbook.recompute.difference"), "change"),
        (say("workbook.recompute.remark"), "text"),
        ("", "text"),
        (say("column.grade"), "text"),
        (say("column.min_score"), "score"),
        (say("column.min_instrument_score"), "score"),
        (say("column.result"), "text"),
        (say("workbook.recompute.meets"), "whole"),
    ]


def _years(view: View) -> list[_Year]:
    version, office_id = view.version, view.office_id
    years = loaders.office_years(version, office_id)
    instruments = loaders.instrument_scores(version, office_id)
    bands = loaders.grade_bands(version)
    listed = [year for year in years["fiscal_year"] if year in method_years()]
    return [
        _Year(
            fiscal_year=int(year),
            recorded=selection.row_of(years, year),
            indicators=selection.compared(
                loaders.indicator_gaps(version, office_id, int(year)), "full_marks"
            ).to_dict("records"),
            instruments=dict(
                instruments.loc[
                    instruments["fiscal_year"] == year, ["instrument", "score"]
                ].itertuples(index=False)
            ),
            bands=bands[bands["fiscal_year"] == year].to_dict("records"),
        )
        for year in reversed(listed)
    ]


class _YearWriter:
    """Writes the block of one year, formula by formula."""

    def __init__(self, book: Book, sheet: Worksheet, say: Say, year: _Year, row: int) -> None:
        codes = tuple(dict.fromkeys(part["instrument"] for part in year.indicators))
        self.book, self.sheet, self.say, self.year, self.row = book, sheet, say, year, row
        self.block = _Block(row + 1, codes, len(year.indicators), len(year.bands))
        self.total = year.total

    def write(self) -> int:
        """The row after the block."""
        title = self.say("workbook.recompute.of_year", year=self.year.fiscal_year)
        heading = self.book.style(bold=True, bg_color=HEAD_FILL)
        for position in range(len(_WIDTHS)):
            self.sheet.write_string(self.row, position, "" if position else title, heading)
        for row, part in enumerate(self.year.indicators, start=self.block.first):
            self._indicator(row, part)
        for code, row in self.block.instrument_rows.items():
            self._instrument(row, code)
        for row, band in enumerate(self.year.bands, start=self.block.first):
            self._band(row, band)
        self._total()
        self._verdicts()
        self._inputs()
        return self.block.after

    def _indicator(self, row: int, part: Row) -> None:
        name = self.say.pick(th=part["name_th"], en=part["name_en"])
        self._cell(row, _NUMBER, part["indicator_no"], "whole")
        self._cell(row, _NAME, name, "text")
        self._cell(row, _CODE, part["instrument"].upper(), "text")
        self._cell(row, _WEIGHT, part["weight"], "whole")
        score = _at(row, _SCORE)
        points = f'=IF(ISNUMBER({score}),{_at(row, _WEIGHT)}*{score}/100,"")'
        self._formula(row, _POINTS, points, "points", _points([part]))
        if pd.isna(part["score"]):
            self._ask_for(row, score)
        else:
            self._cell(row, _SCORE, part["score"], "score")
            self._cell(row, _REMARK, label(self.say, "status", part["status"]), "text")

    def _ask_for(self, row: int, score: str) -> None:
        """A blank to type a score into, and why it is blank until then."""
        self.sheet.write_blank(row, _SCORE, None, self.book.cell("score", bg_color=_INPUT_FILL))
        reason = label(self.say, "missing", self.year.recorded["missing_reason"])
        reason = reason or self.say("missing.not_published")
        asked = self.say("workbook.recompute.type_here", reason=reason)
        typed = _quoted(self.say("workbook.recompute.typed"))
        formula = f"=IF(ISNUMBER({score}),{typed},{_quoted(asked)})"
        self._formula(row, _REMARK, formula, "text", asked)

    def _instrument(self, row: int, code: str) -> None:
        block, shown = self.block, getattr(self.total, code)
        parts = [part for part in self.year.indicators if part["instrument"] == code]
        codes, scores, own = block.column(_CODE), block.column(_SCORE), _at(row, _CODE)
        is_whole = f'COUNTIFS({codes},{own},{scores},">=0")=COUNTIF({codes},{own})'
        weight = f"=SUMIF({codes},{own},{block.column(_WEIGHT)})"
        mean = _TO_CENT.format(f"AVERAGEIF({codes},{own},{scores})")
        points = f"SUMIF({codes},{own},{block.column(_POINTS)})"
        title = self.say("workbook.recompute.instrument", code=code.upper())
        self._cell(row, _NAME, title, "text")
        self._cell(row, _CODE, code.upper(), "text")
        self._formula(row, _WEIGHT, weight, "whole", _weight(parts))
        self._formula(row, _SCORE, f'=IF({is_whole},{mean},"")', "score", shown)
        self._formula(row, _POINTS, f'=IF({is_whole},{points},"")', "points", _points(parts))
        self._compare(row, _SCORE, self.year.instruments.get(code), shown)

    def _total(self) -> None:
        block, parts, total = self.block, self.year.indicators, self.total.total
        scores, unrounded = block.column(_SCORE), _at(block.unrounded, _POINTS)
        is_whole = f"COUNT({scores})=ROWS({scores})"
        exact = f'=IF({is_whole},SUM({block.column(_POINTS)}),"")'
        rounded = f'=IF(ISNUMBER({unrounded}),{_TO_CENT.format(unrounded)},"")'
        weight = f"=SUM({block.column(_WEIGHT)})"
        self._cell(block.unrounded, _NAME, self.say("workbook.recompute.unrounded"), "text")
        self._formula(block.unrounded, _POINTS, exact, "points", _points(parts))
        self._cell(block.total, _NAME, self.say("workbook.recompute.total"), "text", bold=True)
        self._formula(block.total, _WEIGHT, weight, "whole", _weight(parts))
        self._formula(block.total, _POINTS, rounded, "score", total, bold=True)
        self._compare(block.total, _POINTS, self.year.recorded["score"], total)
        self._total_remark(scores, is_whole)

    def _total_remark(self, scores: str, is_whole: str) -> None:
        say, block = self.say, self.block
        difference, recorded = _at(block.total, _DIFFERENCE), _at(block.total, _RECORDED)
        words = {
            key: say(f"workbook.recompute.{key}")
            for key in ("same", "different", "nothing_recorded")
        }
        # The count stands in the middle of a sentence: the text is cut there and joined by &.
        missing = _quoted(say("workbook.recompute.missing", count="\0")).replace(
            "\0", f'"&(ROWS({scores})-COUNT({scores}))&"'
        )
        formula = (
            f"=IF({is_whole},IF(ISNUMBER({recorded}),IF({difference}=0,{_quoted(words['same'])},"
            f"{_quoted(words['different'])}),{_quoted(words['nothing_recorded'])}),{missing})"
        )
        total, printed = self.total.total, self.year.recorded["score"]
        if total is None:
            shown = say("workbook.recompute.missing", count=len(self.total.missing))
        elif pd.isna(printed):
            shown = words["nothing_recorded"]
        else:
            shown = words["same" if float(total) == printed else "different"]
        self._formula(block.total, _REMARK, formula, "text", shown, bold=True)

    def _band(self, row: int, band: Row) -> None:
        total, each = _at(self.block.total, _POINTS), _at(row, _EACH_MINIMUM)
        rows = self.block.instrument_rows.values()
        instruments = xl_range(min(rows), _SCORE, max(rows), _SCORE)
        reached = (
            f"AND({total}>={_at(row, _MINIMUM)},"
            f"OR(NOT(ISNUMBER({each})),MIN({instruments})>={each}))"
        )
        formula = f'=IF(ISNUMBER({total}),IF({reached},1,0),"")'
        self._cell(row, _GRADE, label(self.say, "grade", band["grade"]), "text")
        self._cell(row, _MINIMUM, band["min_score"], "score")
        self._cell(row, _EACH_MINIMUM, band["min_instrument_score"], "score")
        self._cell(row, _RESULT, result_label(self.say, band["is_pass"]), "text")
        self._formula(row, _REACHED, formula, "whole", self._is_reached(band))

    def _is_reached(self, band: Row) -> int | None:
        found = self.total
        if found.total is None:
            return None
        least = min(float(getattr(found, code)) for code in self.block.codes)
        each = band["min_instrument_score"]
        return int(float(found.total) >= band["min_score"] and (pd.isna(each) or least >= each))

    def _verdicts(self) -> None:
        """Grade and result of the first band whose minima are all met, beside the recorded ones."""
        say, recorded, total = self.say, self.year.recorded, self.total
        passes = {band["grade"]: band["is_pass"] for band in self.year.bands}
        self._verdict(
            self.block.total + 1,
            _GRADE,
            say("workbook.recompute.grade"),
            label(say, "grade", total.grade),
            label(say, "grade", recorded["grade"]),
        )
        self._verdict(
            self.block.total + 2,
            _RESULT,
            say("workbook.recompute.result"),
            result_label(say, passes.get(total.grade)),
            result_label(say, recorded["is_pass"]),
        )

    def _verdict(self, row: int, column: int, title: str, shown: str, recorded: str) -> None:
        total = _at(self.block.total, _POINTS)
        first = f"MATCH(1,{self.block.band_column(_REACHED)},0)"
        found = f"INDEX({self.block.band_column(column)},{first})"
        self._cell(row, _NAME, title, "text", bold=True)
        self._formula(row, _POINTS, f'=IF(ISNUMBER({total}),{found},"")', "score", shown, bold=True)
        self.sheet.write_string(row, _RECORDED, recorded, self.book.cell("score"))

    def _inputs(self) -> None:
        """Only a score may be typed where one is asked for."""
        block = self.block
        self.sheet.data_validation(
            block.first,
            _SCORE,
            block.last,
            _SCORE,
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": 100,
                "error_title": self.say("workbook.recompute.input_title"),
                "error_message": self.say("workbook.recompute.input_error"),
            },
        )

    def _compare(
        self, row: int, column: int, recorded: float | None, shown: Decimal | None
    ) -> None:
        """The recorded figure beside the computed one, and how far they are apart."""
        computed, told = _at(row, column), _at(row, _RECORDED)
        formula = f'=IF(AND(ISNUMBER({computed}),ISNUMBER({told})),ROUND({computed}-{told},2),"")'
        is_blank = shown is None or recorded is None or pd.isna(recorded)
        apart = None if is_blank else round(float(shown) - recorded, 2)  # type: ignore[arg-type,operator]
        self._cell(row, _RECORDED, recorded, "score")
        self._formula(row, _DIFFERENCE, formula, "change", apart)

    def _cell(
        self, row: int, column: int, value: object, kind: Kind, *, bold: bool = False
    ) -> None:
        write_cell(self.sheet, row, column, value, kind, self._style(kind, bold=bold))

    def _formula(
        self, row: int, column: int, formula: str, kind: Kind, value: object, *, bold: bool = False
    ) -> None:
        shown = "" if value is None else float(value) if isinstance(value, Decimal) else value
        self.sheet.write_formula(row, column, formula, self._style(kind, bold=bold), shown)

    def _style(self, kind: Kind, *, bold: bool) -> Format:
        """A weight may have decimals, so whole figures are shown as they are."""
        general = {"num_format": "General"} if kind == "whole" else {}
        return self.book.cell(kind, bold=bold, **general)


def _weight(parts: Iterable[Row]) -> float:
    """What some indicators hold of the total together."""
    return sum(float(part["weight"]) for part in parts)


def _points(parts: Sequence[Row]) -> float | None:
    """What some indicators give to the total together; None where a score is missing."""
    if any(pd.isna(part["score"]) for part in parts):
        return None
    return sum(float(part["weight"]) * part["score"] / 100 for part in parts)


def _at(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


def _quoted(text: str) -> str:
    """A text inside a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
