"""The checks over canonical rows. Each yields findings; none repairs.

A finding names where, what is printed, what was expected and, where another source settles it,
a proposal. People decide; see data/corrections.csv.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from etl.corrections import CORRECTABLE, WHOLE_FILE, Correction
from etl.findings import (
    Finding,
    UnreadableCell,
    about_list,
    about_row,
    about_statement,
    blank_cells,
    cell_from_picture,
    changes_of_another_year,
    changes_rounded,
    is_most,
    unknown_office,
    unreadable_cells,
)
from etl.harmonise import Statement, Understood
from ita.cells import FAIL, HIGHEST, HUNDREDTH, PASS, is_ditto
from ita.decisions import NOTHING
from ita.method import GradeBand, grade_schemes, method_of, possible_grades
from ita.offices import Office, OfficeIndex, name_key

# The authority of an announcement in force, and of one that a later one of its year replaces.
ANNOUNCEMENT, REPLACED = 1, 4
STATED = 6  # at most, what an office tells of itself: beside an announcement, never over it

# So many rows of another year's grades are a habit of the announcement, not an error.
_SCHEME_ROWS = 5
_NAMED_OFFICES = 12  # more offices than these are not missing: the list is an extract
_MOST = 0.8  # of the rows: what they share is the habit of a list, not an error of each
_FEWEST_SUMS = 8
_TOLD_SINGLY = 5  # rounded changes of a source, gaps of its ranks; more are a habit
_CENTS = 2
FAR = Decimal(30)  # points a year; more than any printed change at hand, without one to confirm it


@dataclass(frozen=True)
class Evidence:
    """All a check may look at.

    ``rows`` are the rows of announcements, also those whose cells cannot be read and which
    therefore state nothing. ``stated_sizes`` is how many offices an announcement says it has,
    ``names`` what a source is called in Thai and in English.
    """

    statements: Sequence[Statement]
    index: OfficeIndex
    authority: Mapping[str, int]
    roster: Mapping[int, int]
    rows: Sequence[Understood] = ()
    stated_sizes: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def name_of(self, statement: Statement) -> dict[str, Any]:
        """What the source of a statement is called, for a sentence in each language."""
        source_id = statement.source_id
        thai, english = self.names.get(source_id, (source_id, source_id))
        return {"other_source_th": thai, "other_source_en": english}

    def office(self, statement: Statement) -> Office:
        """The office a statement is about."""
        return self.index.by_id[statement.office_id]

    def by_rank(self) -> Iterator[list[Statement]]:
        """The ranked rows of each source and year, in order of printed rank."""
        ranked = [s for s in self.statements if s.rank_stated is not None and self._is_list(s)]
        ranked.sort(key=lambda s: (s.source_id, s.fiscal_year, s.rank_stated or 0))
        for _, rows in groupby(ranked, key=lambda s: (s.source_id, s.fiscal_year)):
            yield list(rows)

    def lists(self) -> Iterator[list[Understood]]:
        """The rows of each announcement in force, as they stand in it."""
        by_source: dict[tuple[str, int], list[Understood]] = defaultdict(list)
        for row in self.rows:
            if self.authority[row.reading.source_id] == ANNOUNCEMENT:
                by_source[row.reading.source_id, row.reading.fiscal_year].append(row)
        yield from by_source.values()

    def positions(self, rows: Sequence[Statement]) -> list[int]:
        """The places a list fills, those of rows that state nothing included.

        Offices that share a rank fill the places after it as well, where no row claims these.
        """
        source = (rows[0].source_id, rows[0].fiscal_year)
        claimed = Counter(row.rank_stated or 0 for row in rows)
        silent = {
            row.rank
            for row in self.rows
            if (row.reading.source_id, row.reading.fiscal_year) == source and row.rank
        }
        filled = {*claimed, *silent}
        shared = (
            range(rank, rank + count)
            for rank, count in claimed.items()
            if not filled & set(range(rank + 1, rank + count))
        )
        return sorted(filled.union(*shared))

    def bands(self, source_id: str, fiscal_year: int) -> tuple[GradeBand, ...]:
        """The grades a source goes by: the year's, unless it prints those of another scheme throughout."""
        of_year = method_of(fiscal_year).grade_bands
        stated = [
            s.grade_stated
            for s in self.statements
            if (s.source_id, s.fiscal_year) == (source_id, fiscal_year) and s.grade_stated
        ]

        def used(bands: tuple[GradeBand, ...]) -> int:
            return sum(grade in {band.grade for band in bands} for grade in stated)

        most = max(grade_schemes().values(), key=used)
        is_throughout = used(of_year) == 0 and used(most) == len(stated) > 1
        is_habit = used(most) >= max(_SCHEME_ROWS, used(of_year) + 1)
        return most if is_throughout or is_habit else of_year

    def _is_list(self, statement: Statement) -> bool:
        return self.authority[statement.source_id] == ANNOUNCEMENT


Check = Callable[[Evidence], Iterator[Finding]]


def check_order(evidence: Evidence) -> Iterator[Finding]:
    """A score never rises from one printed rank to the next."""
    for rows in evidence.by_rank():
        for before, row in pairwise(rows):
            if row.score > before.score:
                yield about_statement(
                    "score_rises",
                    row,
                    evidence.office(row),
                    column="score",
                    printed=row.score_printed,
                    expected=f"≤ {before.score}",
                    rank=row.rank_stated,
                    score=row.score,
                    rank_before=before.rank_stated,
                    score_before=before.score,
                    other_rows=(before.row_no,),
                )


def check_office_once(evidence: Evidence) -> Iterator[Finding]:
    """A source names each office once a year."""
    places: dict[tuple[str, int, str], list[Statement]] = defaultdict(list)
    for s in evidence.statements:
        places[s.source_id, s.fiscal_year, s.office_id].append(s)
    for rows in places.values():
        if len(rows) > 1:
            ranks = ", ".join(dict.fromkeys(str(row.rank_stated) for row in rows))
            for row in rows:
                yield about_statement(
                    "office_twice",
                    row,
                    evidence.office(row),
                    column="office",
                    printed=row.office_printed,
                    rank=row.rank_stated,
                    ranks=ranks,
                    other_rows=tuple(other.row_no for other in rows if other is not row),
                )


def check_office_number(evidence: Evidence) -> Iterator[Finding]:
    """A province with one office prints no number, unless people read the name otherwise."""
    read_otherwise = {
        (row.reading.source_id, row.reading.row_no)
        for row in evidence.rows
        if row.reading.text("office") != row.reading.printed.get("office", "").strip()
    }
    for s in evidence.statements:
        if (s.source_id, s.row_no) in read_otherwise:
            continue
        office = evidence.office(s)
        number = name_key(s.office_printed).office_number
        is_former_number = number == evidence.index.former_number(office)
        if number is not None and office.office_number is None and not is_former_number:
            yield about_statement(
                "office_number",
                s,
                evidence.office(s),
                column="office",
                printed=s.office_printed,
                expected=office.office_name,
                proposal=office.office_name,
                number=number,
                province_th=office.province,
                province_en=office.province_en,
            )


def check_grade_known(evidence: Evidence) -> Iterator[Finding]:
    """The printed grade is one of those the source goes by.

    A column of other words, and grades of another year's scheme, are told once.
    """
    for rows, bands in _graded_lists(evidence):
        known = [band.grade for band in bands]
        strange = [s for s in rows if s.grade_stated not in known]
        if is_most(len(strange), len(rows)):
            yield _about_grades("grades_unknown", strange, known)
        else:
            for s in strange:
                yield about_statement(
                    "grade_unknown",
                    s,
                    evidence.office(s),
                    column="grade",
                    printed=s.grade_printed,
                    expected=", ".join(known),
                )
        of_year = [band.grade for band in method_of(rows[0].fiscal_year).grade_bands]
        if of_year and known != of_year:
            yield _about_grades("grades_of_other_years", rows, of_year)


def _about_grades(rule: str, rows: Sequence[Statement], known: Sequence[str]) -> Finding:
    """What is said once of the grades of a list."""
    printed = ", ".join(dict.fromkeys(s.grade_printed or "" for s in rows))
    return about_statement(
        rule,
        rows[0],
        None,
        column="grade",
        printed=printed,
        expected=", ".join(known),
        count=len(rows),
        known=", ".join(known),
        year=rows[0].fiscal_year,
    )


def check_grade(evidence: Evidence) -> Iterator[Finding]:
    """The printed grade is one the bands give the score; a column of other words gives none."""
    for s, bands in _with_known_grades(evidence):
        possible = possible_grades(s.score, bands)
        if s.grade_stated not in possible:
            yield about_statement(
                "grade_mismatch",
                s,
                evidence.office(s),
                column="grade",
                printed=s.grade_printed,
                expected=", ".join(band.grade for band in bands if band.grade in possible),
                score=s.score,
            )


def _graded_lists(
    evidence: Evidence,
) -> Iterator[tuple[list[Statement], tuple[GradeBand, ...]]]:
    """The rows of each source and year that print a grade, with the bands it goes by."""
    by_source: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for s, _ in _graded(evidence):
        by_source[s.source_id, s.fiscal_year].append(s)
    for source, rows in by_source.items():
        yield rows, evidence.bands(*source)


def _with_known_grades(
    evidence: Evidence,
) -> Iterator[tuple[Statement, tuple[GradeBand, ...]]]:
    """The rows with a grade, but for those of a source whose grades are mostly other words."""
    for rows, bands in _graded_lists(evidence):
        known = {band.grade for band in bands}
        strange = sum(s.grade_stated not in known for s in rows)
        if not is_most(strange, len(rows)):
            yield from ((s, bands) for s in rows)


def _graded(evidence: Evidence) -> Iterator[tuple[Statement, tuple[GradeBand, ...]]]:
    bands: dict[tuple[str, int], tuple[GradeBand, ...]] = {}
    for s in evidence.statements:
        source = (s.source_id, s.fiscal_year)
        if s.grade_stated and source not in bands:
            bands[source] = evidence.bands(*source)
        if s.grade_stated:
            yield s, bands[source]


def check_result(evidence: Evidence) -> Iterator[Finding]:
    """The printed result is what the year's pass mark gives the score."""
    for s in evidence.statements:
        pass_mark = method_of(s.fiscal_year).pass_mark
        if s.result_stated is None or pass_mark is None:
            continue
        expected = PASS if s.score >= pass_mark else FAIL
        if s.result_stated != expected:
            yield about_statement(
                "result_mismatch",
                s,
                evidence.office(s),
                column="result",
                printed=s.result_printed,
                expected=expected,
                score=s.score,
                pass_mark=pass_mark,
            )


def check_score_against_both(evidence: Evidence) -> Iterator[Finding]:
    """A score that neither its grade nor its result fits is the one to doubt."""
    for s, bands in _graded(evidence):
        band = next((band for band in bands if band.grade == s.grade_stated), None)
        if (
            band is None
            or s.result_stated is None
            or s.grade_stated in possible_grades(s.score, bands)
        ):
            continue
        if band.is_pass == (s.result_stated == PASS) != (s.score >= _pass_mark(bands)):
            yield about_statement(
                "score_contradicted",
                s,
                evidence.office(s),
                column="score",
                printed=s.score_printed,
                expected=f"≥ {band.min_score}" if s.score < band.min_score else s.grade_stated,
                score=s.score,
                grade=s.grade_stated,
                result=s.result_stated,
            )


def _pass_mark(bands: Iterable[GradeBand]) -> Decimal:
    return min(band.min_score for band in bands if band.is_pass)


def check_change(evidence: Evidence) -> Iterator[Finding]:
    """Score − last year's score = printed change, to the hundredth that rounding may move.

    Printed changes come from unrounded scores, so in a long list many rows are off by a hundredth;
    these are told once. Where hardly a row fits, it is the year that does not, told once as well.
    """
    by_source: dict[str, list[tuple[Finding, bool]]] = defaultdict(list)
    sums: Counter[str] = Counter()
    of_last_year, told = last_year(evidence), last_year(evidence, is_told=True)
    for s in evidence.statements:
        known = told if s.status == "stated" else of_last_year
        before = known.get((s.fiscal_year, s.office_id))
        if s.change is None or before is None:
            continue
        sums[s.source_id] += 1
        difference = s.score - before.score
        if difference != s.change:
            is_rounding = abs(difference - s.change) <= HUNDREDTH
            found = _change_differs(s, before, evidence, is_rounding=is_rounding)
            by_source[s.source_id].append((found, is_rounding))
    for source_id, found_here in by_source.items():
        rounded = [found for found, is_rounding in found_here if is_rounding]
        wrong = [found for found, is_rounding in found_here if not is_rounding]
        if len(wrong) >= _FEWEST_SUMS and len(wrong) > sums[source_id] * _MOST:
            wrong = [changes_of_another_year(wrong, sums[source_id])]
        if len(rounded) > _TOLD_SINGLY:
            rounded = [changes_rounded(rounded)]
        yield from (*wrong, *rounded)


def _change_differs(
    s: Statement, before: Statement, evidence: Evidence, *, is_rounding: bool
) -> Finding:
    difference = s.score - before.score
    return about_statement(
        "change_rounding" if is_rounding else "change_mismatch",
        s,
        evidence.office(s),
        column="change",
        printed=s.change_printed,
        expected=f"{difference:+}",
        score=s.score,
        before=before.score,
        change=s.change,
        difference=difference,
    )


def check_change_printed(evidence: Evidence) -> Iterator[Finding]:
    """A change is printed where there is a total of the year before, and nowhere else.

    Of the offices without one nothing is said unless nearly all others have one.
    """
    of_last_year = last_year(evidence)
    for rows in evidence.lists():
        stating = [row for row in rows if row.statement]
        year = rows[0].reading.fiscal_year
        printing = sum(row.change is not None for row in stating)
        known = sum((year, row.office_id) in of_last_year for row in stating)
        for row in stating:
            is_known = (year, row.office_id) in of_last_year
            if (
                is_known
                and row.change is None
                and "change" not in row.problems
                and printing * 2 > len(rows)
            ):
                yield about_row("change_blank", row, column="change")
            if not is_known and row.change is not None and known > len(rows) * _MOST:
                yield about_row("change_unfounded", row, column="change")


def check_unnamed(evidence: Evidence) -> Iterator[Finding]:
    """The figures of a row whose office is not known fit some office that no row names."""
    of_last_year = last_year(evidence)
    for rows in evidence.lists():
        year = rows[0].reading.fiscal_year
        named = {row.office_id for row in rows}
        left = [
            s.score
            for (of_year, office_id), s in of_last_year.items()
            if of_year == year and office_id not in named
        ]
        for row in rows:
            if row.office_id or row.score is None or row.change is None or not left:
                continue
            if all(abs(row.score - row.change - score) > HUNDREDTH for score in left):
                yield about_row("figures_unfounded", row, column="score", count=len(left))


def check_sources(evidence: Evidence) -> Iterator[Finding]:
    """Two sources give one office and year the same score and change.

    An announcement that was replaced says nothing against the one that replaced it.
    """
    by_office: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for s in evidence.statements:
        if evidence.authority[s.source_id] != REPLACED:
            by_office[s.fiscal_year, s.office_id].append(s)
    for rows in by_office.values():
        rows.sort(key=lambda s: (evidence.authority[s.source_id], s.source_id, s.row_no))
        for other in rows[1:]:
            if other.source_id != rows[0].source_id:
                told = other.status == "stated"
                differences = _told_differences if told else _differences
                yield from differences(rows[0], other, evidence)


def check_told_before(evidence: Evidence) -> Iterator[Finding]:
    """What an office tells of a year is what an announcement of the next year leads back to."""
    leads_to = {
        (s.fiscal_year - 1, s.office_id): s
        for s in evidence.statements
        if s.status != "stated" and s.change is not None
    }
    for s in evidence.statements:
        after = leads_to.get((s.fiscal_year, s.office_id))
        if s.status != "stated" or after is None or after.change is None:
            continue
        expected = after.score - after.change
        if abs(s.score - expected) > HUNDREDTH:
            yield _told_differs(s, "score", f"{s.score}", f"{expected}", after, evidence)


def check_told_place(evidence: Evidence) -> Iterator[Finding]:
    """A rank an office tells leaves the scores of all ranks known in their order."""
    ranked: dict[int, list[Statement]] = defaultdict(list)
    for s in evidence.statements:
        if s.rank_stated is not None and evidence.authority[s.source_id] != REPLACED:
            ranked[s.fiscal_year].append(s)
    for rows in ranked.values():
        for s in rows:
            if s.status == "stated":
                against = next((other for other in rows if _is_out_of_order(s, other)), None)
                if against is not None:
                    yield about_statement(
                        "told_place_differs",
                        s,
                        evidence.office(s),
                        column="rank",
                        printed=s.rank_printed,
                        detail=against.source_id,
                        rank=s.rank_stated,
                        score=s.score,
                        other_rank=against.rank_stated,
                        other_score=against.score,
                        **evidence.name_of(against),
                    )


def _is_out_of_order(s: Statement, other: Statement) -> bool:
    """Whether the ranks of two offices do not go with their scores."""
    if s.office_id == other.office_id:
        return False
    places = (s.rank_stated or 0) - (other.rank_stated or 0)
    points = other.score - s.score
    return (places > 0) != (points > 0) if places and points else bool(not places and points)


def check_change_possible(evidence: Evidence) -> Iterator[Finding]:
    """What score − change leads to is a score too."""
    for s in evidence.statements:
        if s.change is not None and not 0 <= s.score - s.change <= HIGHEST:
            yield about_statement(
                "change_impossible",
                s,
                evidence.office(s),
                column="change",
                printed=s.change_printed,
                score=s.score,
                change=s.change,
                before=s.score - s.change,
            )


def check_last_rank(evidence: Evidence) -> Iterator[Finding]:
    """No rank lies beyond the number of offices of the year; many are places among other bodies."""
    for rows in evidence.by_rank():
        size = evidence.roster.get(rows[0].fiscal_year, 0)
        beyond = [row for row in rows if (row.rank_stated or 0) > size]
        if is_most(len(beyond), len(rows)):
            yield about_statement(
                "ranks_beyond", rows[0], None, column="rank", count=len(beyond), size=size
            )
            continue
        for row in beyond:
            yield about_statement(
                "rank_beyond",
                row,
                evidence.office(row),
                column="rank",
                printed=row.rank_printed or str(row.rank_stated),
                expected=f"≤ {size}",
                rank=row.rank_stated,
                size=size,
            )


def check_rank_once(evidence: Evidence) -> Iterator[Finding]:
    """A rank stands once, or is shared by equal scores that leave the ranks after it out."""
    for rows in evidence.by_rank():
        claimed = {row.rank_stated for row in rows}
        for rank, sharing in groupby(rows, key=lambda row: row.rank_stated or 0):
            twice = list(sharing)
            is_free = claimed.isdisjoint(range(rank + 1, rank + len(twice)))
            if len(twice) == 1 or (is_free and len({row.score for row in twice}) == 1):
                continue
            for row in twice:
                yield about_statement(
                    "rank_twice",
                    row,
                    evidence.office(row),
                    column="rank",
                    printed=row.rank_printed,
                    rank=rank,
                    rows=", ".join(str(row.row_no) for row in twice),
                    other_rows=tuple(other.row_no for other in twice if other is not row),
                )


def check_ranks(evidence: Evidence) -> Iterator[Finding]:
    """A ranking of N offices shows every rank from 1 to N; many gaps are told once."""
    for rows in evidence.by_rank():
        size = evidence.roster.get(rows[0].fiscal_year, 0)
        within = [rank for rank in evidence.positions(rows) if rank <= size]
        gaps = [
            (before + 1, after - 1)
            for before, after in pairwise([0, *within, size + 1])
            if after - before > 1
        ]
        told = [gaps] if len(gaps) > _TOLD_SINGLY else [[gap] for gap in gaps]
        for together in told:
            spans = ("–".join(dict.fromkeys(map(str, gap))) for gap in together)
            yield about_statement(
                "ranks_missing",
                rows[0],
                None,
                column="rank",
                detail=f"{together[0][0]}-{together[-1][1]}",
                span=", ".join(spans),
                count=sum(last - first + 1 for first, last in together),
            )


def check_cells(evidence: Evidence) -> Iterator[Finding]:
    """Each cell of an announcement can be read; a column that is filled elsewhere is not blank.

    What is wrong with most of a column is told once. A score that is not given in words is told too.
    """
    for rows in evidence.lists():
        filled = Counter(
            column for row in rows for column, text in row.reading.printed.items() if text
        )
        ranked = filled["rank"] * 2 > len(rows)
        for column in ("score", "office", *(["rank"] if ranked else [])):
            blank = [row for row in rows if _is_blank(row, column)]
            yield from blank_cells(blank, column, rows)
        wrong = [
            UnreadableCell(row, column, row.reading, key)
            for row in rows
            for column, key in row.problems.items()
            if row.reading.text(column) and column != "office"
        ]
        yield from unreadable_cells(wrong, filled)
        silent = [row for row in rows if _gives_no_score(row)]
        yield from (about_row("score_not_given", row, column="score") for row in silent)
        repeated = [row for row in rows if is_ditto(row.reading.text("rank"))]
        if repeated:
            first = repeated[0].reading
            yield about_list("ranks_repeated", first, column="rank", count=len(repeated))


def _is_blank(row: Understood, column: str) -> bool:
    """Whether a cell prints nothing; an office without a score has no rank either."""
    return not row.reading.text(column) and not (column == "rank" and _gives_no_score(row))


def _gives_no_score(row: Understood) -> bool:
    """Whether words stand in place of a score."""
    return row.score is None and bool(row.reading.text("score")) and "score" not in row.problems


def check_read_cells(evidence: Evidence) -> Iterator[Finding]:
    """What was read in a picture is certain; a person has looked at every cell that is not."""
    for row in evidence.rows:
        printed, decided = row.reading.printed, row.reading.decided
        for column, cell in row.reading.read_cells.items():
            is_as_read = decided.get(column, printed.get(column)) == printed.get(column)
            if cell.is_doubtful and is_as_read and column in CORRECTABLE:
                yield cell_from_picture(row, column, cell)


def check_office_known(evidence: Evidence) -> Iterator[Finding]:
    """A printed name is that of one office; the nearest one is taken only where it stands alone."""
    for row in evidence.rows:
        if row.match.office is None and row.reading.text("office"):
            yield unknown_office(row)
        elif row.match.office is not None and row.match.how == "close":
            name = row.match.office.office_name
            yield about_row("office_close", row, column="office", expected=name, proposal=name)


def check_offices(evidence: Evidence) -> Iterator[Finding]:
    """A list with all its rows names every office."""
    for rows in evidence.lists():
        size = evidence.roster.get(rows[0].reading.fiscal_year, 0)
        named = {row.office_id for row in rows if row.office_id}
        missing = [
            office for office in evidence.index.by_id.values() if office.office_id not in named
        ]
        unread = sum(row.office_id is None for row in rows)
        places = max(0, size - len(rows)) + unread
        is_whole_roster = size == len(evidence.index.by_id)
        if is_whole_roster and places < len(missing) <= _NAMED_OFFICES:
            yield about_list(
                "offices_missing",
                rows[0].reading,
                column="office",
                count=len(missing),
                names_th=", ".join(office.short_name for office in missing),
                names_en=", ".join(office.name_en for office in missing),
            )


def check_size(evidence: Evidence) -> Iterator[Finding]:
    """The number of offices in the title is the number of offices of the year."""
    for rows in evidence.lists():
        reading = rows[0].reading
        size = evidence.roster.get(reading.fiscal_year, 0)
        stated = evidence.stated_sizes.get(reading.source_id)
        if stated is not None and stated != size:
            yield about_list(
                "size_differs", rows[0].reading, column="rank", stated=stated, size=size
            )


def check_ranked(evidence: Evidence) -> Iterator[Finding]:
    """An announcement says who stands where; a number that only counts its lines does not."""
    for rows in evidence.lists():
        if all(row.rank is None and not row.reading.text("rank") for row in rows):
            is_counted = any(row.reading.text("number") for row in rows)
            rule = "number_no_rank" if is_counted else "ranks_absent"
            yield about_list(rule, rows[0].reading, column="rank")


def check_signs(evidence: Evidence) -> Iterator[Finding]:
    """Where changes are printed with their sign, each has one."""
    for rows in evidence.lists():
        moved = [row for row in rows if row.change]
        unsigned = [row for row in moved if row.figure("change")[:1] not in ("+", "-")]
        if unsigned and len(unsigned) <= len(moved) * (1 - _MOST):
            for row in unsigned:
                yield about_row("change_unsigned", row, column="change")


def check_decimals(evidence: Evidence) -> Iterator[Finding]:
    """Where scores are printed with two decimals, noughts included, each has two."""
    for rows in evidence.lists():
        scored = [row for row in rows if row.score is not None]
        decimals = {row.reading.row_no: _decimals(row.figure("score")) for row in scored}
        keeps_noughts = any(
            row.figure("score")[-1] in "0๐" and decimals[row.reading.row_no] == _CENTS
            for row in scored
        )
        short = [row for row in scored if decimals[row.reading.row_no] != _CENTS]
        if keeps_noughts:
            for row in short:
                yield about_row("decimals_lost", row, column="score")


def check_move(evidence: Evidence) -> Iterator[Finding]:
    """No total moves implausibly far in a year without a printed change that says so."""
    of_last_year = last_year(evidence)
    for s in evidence.statements:
        before = of_last_year.get((s.fiscal_year, s.office_id))
        if before and s.change is None and abs(s.score - before.score) > FAR:
            yield about_statement(
                "moved_far",
                s,
                evidence.office(s),
                column="score",
                printed=s.score_printed,
                score=s.score,
                before=before.score,
                difference=s.score - before.score,
            )


CHECKS: tuple[Check, ...] = (
    check_order,
    check_office_once,
    check_office_number,
    check_grade_known,
    check_grade,
    check_result,
    check_score_against_both,
    check_change,
    check_change_printed,
    check_unnamed,
    check_change_possible,
    check_sources,
    check_told_before,
    check_told_place,
    check_last_rank,
    check_rank_once,
    check_ranks,
    check_cells,
    check_read_cells,
    check_office_known,
    check_offices,
    check_size,
    check_ranked,
    check_signs,
    check_decimals,
    check_move,
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

    A finding that is gone once the figures are decided is corrected, by the decision about one of its
    rows. One that stays is open, unless people confirmed its cell as printed; one that only the
    corrected figures show is new and open.
    """
    confirmed = {
        (c.source_id, c.row_no, c.column_name, c.printed if c.is_of_file else ""): c.correction_id
        for c in corrections
        if c.is_confirmation
    }
    after = {finding.finding_id: finding for finding in as_corrected}
    merged = {
        finding.finding_id: after.get(finding.finding_id) or _gone(finding, corrections)
        for finding in as_printed
    }
    merged.update(after)
    return [_as_confirmed(finding, confirmed) for finding in merged.values()]


def _as_confirmed(finding: Finding, confirmed: Mapping[tuple[str, int, str, str], str]) -> Finding:
    """A doubt that people confirmed is kept, of a whole file while it says the same; a note asks nobody."""
    cell = (finding.source_id, finding.row_no or WHOLE_FILE, finding.column_name or "", "")
    if finding.of_file:
        cell = (finding.source_id, WHOLE_FILE, finding.of_file, finding.told or NOTHING)
    if finding.decision == "open" and cell in confirmed:
        return replace(finding, decision="kept", correction_id=confirmed[cell])
    if finding.severity == "note":
        return replace(finding, decision="none needed")
    return finding


def _gone(finding: Finding, corrections: Sequence[Correction]) -> Finding:
    """A finding the decided figures no longer show: corrected, by a decision about one of its rows."""
    places = [(finding.source_id, row_no) for row_no in (finding.row_no, *finding.other_rows)]
    about = [c for place in places for c in corrections if (c.source_id, c.row_no) == place]
    on_cell = [c for c in about if c.column_name == finding.column_name]
    settling = next(iter((*on_cell, *about)), None)
    return replace(
        finding,
        decision="corrected",
        correction_id=None if settling is None else settling.correction_id,
    )


def last_year(evidence: Evidence, *, is_told: bool = False) -> dict[tuple[int, str], Statement]:
    """The total of the year before by year and office, from the source of most authority.

    A source that names an office twice does not say which total is its own. What offices tell of
    themselves counts only where ``is_told`` asks for it: it says nothing against an announcement.
    """
    left_out = ("derived",) if is_told else ("derived", "stated")
    direct = [s for s in evidence.statements if s.status not in left_out]
    named = Counter((s.source_id, s.fiscal_year, s.office_id) for s in direct)
    by_authority = sorted(direct, key=lambda s: -evidence.authority[s.source_id])
    return {
        (s.fiscal_year + 1, s.office_id): s
        for s in by_authority
        if named[s.source_id, s.fiscal_year, s.office_id] == 1
    }


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _differences(shown: Statement, other: Statement, evidence: Evidence) -> Iterator[Finding]:
    pairs: tuple[tuple[str, Decimal | None, Decimal | None, str | None], ...] = (
        ("score", shown.score, other.score, shown.score_printed),
        ("change", shown.change, other.change, shown.change_printed),
    )
    for column, value, other_value, printed in pairs:
        if value is not None and other_value is not None and value != other_value:
            sign = "+" if column == "change" else ""
            yield about_statement(
                "sources_differ",
                shown,
                evidence.office(shown),
                column=column,
                printed=printed,
                expected=f"{other_value:{sign}}",
                proposal=f"{other_value:{sign}}",
                detail=other.source_id,
                value=f"{value:{sign}}",
                other_value=f"{other_value:{sign}}",
                **evidence.name_of(other),
            )


def _told_differences(shown: Statement, told: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Where an office tells of itself something else than a source that counts more, or one before it."""
    pairs = (
        ("score", shown.score, told.score),
        ("change", shown.change, told.change),
        ("rank", shown.rank_stated, told.rank_stated),
    )
    for column, value, other in pairs:
        if value is not None and other is not None and value != other:
            sign = "+" if column == "change" else ""
            yield _told_differs(told, column, f"{other:{sign}}", f"{value:{sign}}", shown, evidence)


def _told_differs(
    told: Statement, column: str, value: str, expected: str, by: Statement, evidence: Evidence
) -> Finding:
    printed = {
        "score": told.score_printed,
        "change": told.change_printed,
        "rank": told.rank_printed,
    }
    return about_statement(
        "told_differs",
        told,
        evidence.office(told),
        column=column,
        printed=printed[column],
        expected=expected,
        detail=f"{by.source_id}-{by.fiscal_year}",
        value=value,
        other_value=expected,
        **evidence.name_of(by),
    )
