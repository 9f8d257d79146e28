"""A sheet that adds the total up again, in formulas: indicators, instruments, total, grade, result."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ita import loaders, selection
from ita.method import Total, method_years, total_from
from ita.report.sheets import HEAD_FILL, HEAD_ROW, Book, write_head, write_note
from ita.tables import Kind
from ita.view import View
from ita.wording import Say
from ita.wording.labels import label, result_label

_NUMBER, _NAME, _CODE, _WEIGHT, _SCORE, _POINTS, _RECORDED, _DIFFERENCE, _REMARK = range(9)
_GRADE, _MINIMUM, _EACH_MINIMUM, _RESULT, _REACHED = range(10, 15)
_WIDTHS = (7, 32, 9, 9, 10, 13, 14, 10, 38, 4, 20, 12, 14, 14, 12)
_INPUT_FILL = "#FFF3CC"
# Sums of binary fractions are off by less than a billionth: six decimals first, so that half a
# cent is still one when it is rounded up.
_TO_CENT = "ROUND(ROUND({},6),2)"

Row = Mapping[Any, Any]


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
        self.sheet, self.say, self.year, self.row = sheet, say, year, row
        self.block = _Block(row + 1, codes, len(year.indicators), len(year.bands))
        self.total = year.total
        self.text, self.strong_text = book.cell("text"), book.cell("text", bold=True)
        self.heading = book.style(bold=True, bg_color=HEAD_FILL)
        self.score, self.strong_score = book.cell("score"), book.cell("score", bold=True)
        self.points, self.change = book.cell("points"), book.cell("change")
        self.whole = book.cell("whole", num_format="General")
        self.blank_input = book.cell("score", bg_color=_INPUT_FILL)

    def write(self) -> int:
        """The row after the block."""
        title = self.say("workbook.recompute.of_year", year=self.year.fiscal_year)
        for position in range(len(_WIDTHS)):
            self.sheet.write_blank(self.row, position, None, self.heading)
        self.sheet.write_string(self.row, 0, title, self.heading)
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
        sheet, weight = self.sheet, float(part["weight"])
        sheet.write_number(row, _NUMBER, part["indicator_no"], self.whole)
        name = self.say.pick(th=part["name_th"], en=part["name_en"])
        sheet.write_string(row, _NAME, name, self.text)
        sheet.write_string(row, _CODE, part["instrument"].upper(), self.text)
        sheet.write_number(row, _WEIGHT, weight, self.whole)
        score = xl_rowcol_to_cell(row, _SCORE)
        points = f'=IF(ISNUMBER({score}),{xl_rowcol_to_cell(row, _WEIGHT)}*{score}/100,"")'
        if pd.isna(part["score"]):
            sheet.write_blank(row, _SCORE, None, self.blank_input)
            self._formula(row, _POINTS, points, self.points, None)
            self._ask_for(row, score)
        else:
            sheet.write_number(row, _SCORE, part["score"], self.score)
            self._formula(row, _POINTS, points, self.points, weight * part["score"] / 100)
            sheet.write_string(row, _REMARK, label(self.say, "status", part["status"]), self.text)

    def _ask_for(self, row: int, score: str) -> None:
        reason = label(self.say, "missing", self.year.recorded["missing_reason"])
        reason = reason or self.say("missing.not_published")
        asked = self.say("workbook.recompute.type_here", reason=reason)
        typed = _quoted(self.say("workbook.recompute.typed"))
        formula = f"=IF(ISNUMBER({score}),{typed},{_quoted(asked)})"
        self._formula(row, _REMARK, formula, self.text, asked)

    def _instrument(self, row: int, code: str) -> None:
        block, upper = self.block, code.upper()
        codes, scores, own = block.column(_CODE), block.column(_SCORE), _cell(row, _CODE)
        is_whole = f'COUNTIFS({codes},{own},{scores},">=0")=COUNTIF({codes},{own})'
        title = self.say("workbook.recompute.instrument", code=upper)
        self.sheet.write_string(row, _NAME, title, self.text)
        self.sheet.write_string(row, _CODE, upper, self.text)
        parts = [part for part in self.year.indicators if part["instrument"] == code]
        weight = f"=SUMIF({codes},{own},{block.column(_WEIGHT)})"
        self._formula(row, _WEIGHT, weight, self.whole, sum(float(p["weight"]) for p in parts))
        mean = _TO_CENT.format(f"AVERAGEIF({codes},{own},{scores})")
        shown = getattr(self.total, code)
        self._formula(row, _SCORE, f'=IF({is_whole},{mean},"")', self.score, shown)
        points = f'=IF({is_whole},SUMIF({codes},{own},{block.column(_POINTS)}),"")'
        of_parts = sum(float(p["weight"]) * p["score"] / 100 for p in parts)
        self._formula(row, _POINTS, points, self.points, None if shown is None else of_parts)
        self._compare(row, _SCORE, self.year.instruments.get(code), shown)

    def _total(self) -> None:
        block, total = self.block, self.total.total
        scores, points = block.column(_SCORE), block.column(_POINTS)
        is_whole = f"COUNT({scores})=ROWS({scores})"
        self.sheet.write_string(
            block.unrounded, _NAME, self.say("workbook.recompute.unrounded"), self.text
        )
        exact = sum(float(part["weight"]) * part["score"] / 100 for part in self.year.indicators)
        self._formula(
            block.unrounded,
            _POINTS,
            f'=IF({is_whole},SUM({points}),"")',
            self.points,
            None if total is None else exact,
        )
        self.sheet.write_string(
            block.total, _NAME, self.say("workbook.recompute.total"), self.strong_text
        )
        weights = f"=SUM({block.column(_WEIGHT)})"
        of_all = sum(float(part["weight"]) for part in self.year.indicators)
        self._formula(block.total, _WEIGHT, weights, self.whole, of_all)
        unrounded = _cell(block.unrounded, _POINTS)
        rounded = f'=IF(ISNUMBER({unrounded}),{_TO_CENT.format(unrounded)},"")'
        self._formula(block.total, _POINTS, rounded, self.strong_score, total)
        recorded = self.year.recorded["score"]
        self._compare(block.total, _POINTS, None if pd.isna(recorded) else recorded, total)
        self._total_remark(scores, is_whole)

    def _total_remark(self, scores: str, is_whole: str) -> None:
        say, block = self.say, self.block
        difference, recorded = _cell(block.total, _DIFFERENCE), _cell(block.total, _RECORDED)
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
        self._formula(block.total, _REMARK, formula, self.strong_text, shown)

    def _band(self, row: int, band: Row) -> None:
        sheet, total = self.sheet, _cell(self.block.total, _POINTS)
        sheet.write_string(row, _GRADE, label(self.say, "grade", band["grade"]), self.text)
        sheet.write_number(row, _MINIMUM, band["min_score"], self.score)
        if pd.isna(band["min_instrument_score"]):
            sheet.write_blank(row, _EACH_MINIMUM, None, self.score)
        else:
            sheet.write_number(row, _EACH_MINIMUM, band["min_instrument_score"], self.score)
        sheet.write_string(row, _RESULT, result_label(self.say, band["is_pass"]), self.text)
        rows = self.block.instrument_rows.values()
        instruments = xl_range(min(rows), _SCORE, max(rows), _SCORE)
        each = _cell(row, _EACH_MINIMUM)
        reached = (
            f"AND({total}>={_cell(row, _MINIMUM)},"
            f"OR(NOT(ISNUMBER({each})),MIN({instruments})>={each}))"
        )
        formula = f'=IF(ISNUMBER({total}),IF({reached},1,0),"")'
        self._formula(row, _REACHED, formula, self.whole, self._is_reached(band))

    def _is_reached(self, band: Row) -> int | None:
        found = self.total
        if found.total is None:
            return None
        least = min(float(getattr(found, code)) for code in self.block.codes)
        each = band["min_instrument_score"]
        return int(float(found.total) >= band["min_score"] and (pd.isna(each) or least >= each))

    def _verdicts(self) -> None:
        """Grade and result of the first band whose minima are all met, beside the recorded ones."""
        block, recorded = self.block, self.year.recorded
        band = next((b for b in self.year.bands if b["grade"] == self.total.grade), None)
        shown = {
            _GRADE: label(self.say, "grade", self.total.grade),
            _RESULT: result_label(self.say, None if band is None else band["is_pass"]),
        }
        told = {
            _GRADE: label(self.say, "grade", recorded["grade"]),
            _RESULT: result_label(self.say, recorded["is_pass"]),
        }
        titles = {_GRADE: "grade", _RESULT: "result"}
        first = f"MATCH(1,{block.band_column(_REACHED)},0)"
        total = _cell(block.total, _POINTS)
        for row, column in enumerate((_GRADE, _RESULT), start=block.total + 1):
            title = self.say(f"workbook.recompute.{titles[column]}")
            self.sheet.write_string(row, _NAME, title, self.strong_text)
            found = f"INDEX({block.band_column(column)},{first})"
            formula = f'=IF(ISNUMBER({total}),{found},"")'
            self._formula(row, _POINTS, formula, self.strong_score, shown[column])
            self.sheet.write_string(row, _RECORDED, told[column], self.score)

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
        if recorded is None:
            self.sheet.write_blank(row, _RECORDED, None, self.score)
        else:
            self.sheet.write_number(row, _RECORDED, recorded, self.score)
        computed, told = _cell(row, column), _cell(row, _RECORDED)
        formula = f'=IF(AND(ISNUMBER({computed}),ISNUMBER({told})),ROUND({computed}-{told},2),"")'
        is_known = shown is not None and recorded is not None
        apart = round(float(shown) - recorded, 2) if is_known else None  # type: ignore[arg-type,operator]
        self._formula(row, _DIFFERENCE, formula, self.change, apart)

    def _formula(self, row: int, column: int, formula: str, style: Format, value: object) -> None:
        shown = "" if value is None else float(value) if isinstance(value, Decimal) else value
        self.sheet.write_formula(row, column, formula, style, shown)


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


def _quoted(text: str) -> str:
    """A text inside a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
