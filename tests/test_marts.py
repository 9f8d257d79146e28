"""The marts: given these rows, exactly those; and once recomputed without SQL."""

import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl.warehouse import SQL, InvalidWarehouseError, validate, write
from ita import store
from ita.pointer import Version

LIST, REPORT, PAGE = "list", "report", "page"
AUTHORITY = {LIST: 1, REPORT: 2, PAGE: 3}
LETTERS = (
    ("AA", "95", None, True),
    ("A", "85", None, True),
    ("B", "75", None, False),
    ("F", "0", None, False),
)
LEVELS = (
    ("top", "95", "95", True),
    ("good", "85", "85", True),
    ("pass", "85", None, True),
    ("low", "0", None, False),
)
STEPS = (
    (2562, 2563, "yes"),
    (2563, 2564, "yes"),
    (2564, 2565, "yes"),
    (2565, 2566, "no"),
    (2566, 2567, "with_care"),
)
CENT = Decimal("0.01")
BENCHMARK_COLUMNS = {
    "national_mean": "mean",
    "national_median": "median",
    "top_decile": "top_decile",
    "type_mean": "mean",
}
HALF_A_CENT = 0.005 + 1e-9
NAMED = {"name_th": "ก", "name_en": "K", "confidence": "high"}

Rows = list[tuple]
Ask = Callable[[str], Rows]


# Hand-made tables


def score(office_id: str, value: str, **columns: object) -> dict[str, object]:
    """A published total of FY2565 in the announcement, unless ``columns`` say otherwise."""
    return {
        "fiscal_year": 2565,
        "office_id": office_id,
        "source_id": LIST,
        "score": Decimal(value),
        "tolerance": Decimal(0),
        "status": "published",
        "rank_stated": None,
        "grade": None,
        "grade_stated": None,
        "change": None,
        **columns,
    }


def scores(*rows: dict[str, object]) -> pd.DataFrame:
    """The rows, each on a line of its own."""
    frame = pd.DataFrame([{"row_no": line, **row} for line, row in enumerate(rows, start=2)])
    return frame.astype({"rank_stated": "Int32"})


def table(columns: str, *rows: tuple, **same: object) -> pd.DataFrame:
    """A frame of these columns and rows; ``same`` holds what every row has."""
    return pd.DataFrame(list(rows), columns=columns.split()).assign(**same)


def offices(count: int, secondary: Sequence[str] = ()) -> pd.DataFrame:
    """Offices a, b, c …, primary but for those named."""
    ids = [chr(ord("a") + place) for place in range(count)]
    kinds = ["secondary" if office_id in secondary else "primary" for office_id in ids]
    return table(
        "office_id office_name short_name name_en office_type",
        *(
            (office_id, office_id, office_id, office_id, kind)
            for office_id, kind in zip(ids, kinds, strict=True)
        ),
        office_number=1,
        province="ก",
        province_en="K",
        region="ก",
        region_en="K",
        source_id=LIST,
    )


def roster(
    count: int, years: Sequence[int] = (2564, 2565, 2566), secondary: int = 0
) -> pd.DataFrame:
    """As many offices in each year."""
    sizes = {"primary": count - secondary, "secondary": secondary}
    return table(
        "fiscal_year office_type offices",
        *((year, kind, size) for year in years for kind, size in sizes.items()),
        confidence="high",
    )


def rules() -> dict[str, pd.DataFrame]:
    """Indicators 1 and 2 of 40 and 60 points, letters up to FY2565, ranks that compare or not."""
    years = (2564, 2565, 2566)
    bands = [(year, LEVELS if year > 2565 else LETTERS) for year in years]
    return {
        "instrument": table(
            "fiscal_year instrument weight",
            *(
                (year, code, Decimal(weight))
                for year in years
                for code, weight in (("iit", 40), ("oit", 60))
            ),
            **NAMED,
        ),
        "indicator": table(
            "fiscal_year indicator_no instrument weight",
            *((year, 1, "iit", Decimal(40)) for year in years),
            *((year, 2, "oit", Decimal(60)) for year in years),
            **NAMED,
        ),
        "grade_band": table(
            "fiscal_year position grade min_score min_instrument_score is_pass",
            *(
                (year, position, grade, *numbers(minimum, each), is_pass)
                for year, of_year in bands
                for position, (grade, minimum, each, is_pass) in enumerate(of_year, start=1)
            ),
            scheme="letter",
            confidence="high",
        ),
        "comparability": table(
            "level from_year to_year comparable",
            *((level, *step) for level in ("rank", "total") for step in STEPS),
            reason_th="ก",
            reason_en="a",
        ),
    }


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., Ask]:
    """A warehouse of these tables; returns a function that asks it."""

    def make(**tables: pd.DataFrame) -> Ask:
        path = tmp_path / "given.duckdb"
        source = table("source_id authority", *AUTHORITY.items(), kind="x", title="x")
        write(path, {"source": source, **rules(), **tables})

        def ask(sql: str) -> Rows:
            with duckdb.connect(path, read_only=True) as connection:
                return connection.execute(sql).fetchall()

        return ask

    return make


def numbers(*texts: str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if text is None else Decimal(text) for text in texts)


# Ranks


def test_equal_scores_share_a_rank(given) -> None:
    """99, 98, 98, 97 of four offices: ranks 1, 2, 2, 4; percentile = 100 x below / 3."""
    ask = given(
        office=offices(4),
        roster=roster(4),
        score=scores(score("a", "98"), score("b", "97"), score("c", "99"), score("d", "98")),
    )
    assert ask(
        """
        SELECT office_id, rank, tied_offices, offices_below, percentile, score_above
        FROM office_year ORDER BY rank, office_id
        """
    ) == [
        ("c", 1, 1, 3, 100.0, None),
        ("a", 2, 2, 1, 33.33, Decimal("99.00")),
        ("d", 2, 2, 1, 33.33, Decimal("99.00")),
        ("b", 4, 1, 0, 0.0, Decimal("98.00")),
    ]
    assert ask("SELECT position, office_id FROM ranking ORDER BY position") == [
        (1, "c"),
        (2, "a"),
        (3, "d"),
        (4, "b"),
    ]


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        (["90", "90", "90"], [1, 1, 1]),
        (["90", "80", "80"], [1, 2, 2]),
        (["90", "90", "80"], [1, 1, 3]),
        (["0", "0.01", "100"], [3, 2, 1]),
    ],
)
def test_ties_anywhere(given, values: list[str], ranks: list[int]) -> None:
    """All equal, at the end, at the beginning, and the extremes."""
    rows = [score(office_id, value) for office_id, value in zip("abc", values, strict=True)]
    ask = given(office=offices(3), roster=roster(3), score=scores(*rows))
    assert ask("SELECT rank FROM office_year ORDER BY office_id") == [(rank,) for rank in ranks]


def test_one_office_alone_is_first(given) -> None:
    """Rank 1 of 1; a percentile among no others is not known, not a division by zero."""
    ask = given(office=offices(1), roster=roster(1), score=scores(score("a", "90")))
    assert ask("SELECT rank, ranked_offices, percentile FROM office_year") == [(1, 1, None)]


def test_unknown_places_are_bounded_by_their_neighbours(given) -> None:
    """Known at 2, 3 and 6 of 7: place 1 has no ceiling, 4-5 lie between, 7 has no floor."""
    ask = given(
        office=offices(3),
        roster=roster(7),
        score=scores(
            score("a", "98", rank_stated=2),
            score("b", "97", rank_stated=3),
            score("c", "90", rank_stated=6),
        ),
    )
    found = ask("SELECT position, score, lower_bound, upper_bound FROM ranking ORDER BY 1")
    assert found == [
        (1, *numbers(None, "98.00", None)),
        (2, *numbers("98.00", None, None)),
        (3, *numbers("97.00", None, None)),
        (4, *numbers(None, "90.00", "97.00")),
        (5, *numbers(None, "90.00", "97.00")),
        (6, *numbers("90.00", None, None)),
        (7, *numbers(None, None, "90.00")),
    ]
    assert ask("SELECT missing_reason, count(*) FROM office_year GROUP BY 1") == [(None, 3)]


def test_a_tie_beside_an_unknown_place_is_open(given) -> None:
    """Places 2 and 3 share 90, 5 has 80, of 6: who else has these scores is not known."""
    ask = given(
        office=offices(3),
        roster=roster(6),
        score=scores(
            score("a", "90", rank_stated=2),
            score("b", "90", rank_stated=3),
            score("c", "80", rank_stated=5),
        ),
    )
    columns = "office_id, rank, tied_offices, is_tie_open, offices_below, percentile, score_above"
    assert ask(f"SELECT {columns} FROM office_year ORDER BY 1") == [
        ("a", 2, 2, True, None, None, None),
        ("b", 2, 2, True, None, None, None),
        ("c", 5, 1, True, None, None, None),
    ]
    assert ask("SELECT is_tie_open FROM ranking WHERE score IS NULL") == [(False,)] * 3


def test_a_tie_among_known_places_is_closed(given) -> None:
    """Places 1 to 4 of 6 are known: the tie at 2 and 3 is all there is, and all below are counted."""
    ask = given(
        office=offices(4),
        roster=roster(6),
        score=scores(
            score("a", "99", rank_stated=1),
            score("b", "90", rank_stated=2),
            score("c", "90", rank_stated=3),
            score("d", "80", rank_stated=4),
        ),
    )
    columns = "office_id, rank, tied_offices, is_tie_open, offices_below, score_above"
    assert ask(f"SELECT {columns} FROM office_year ORDER BY 1") == [
        ("a", 1, 1, False, 5, None),
        ("b", 2, 2, False, 3, Decimal("99.00")),
        ("c", 2, 2, False, 3, Decimal("99.00")),
        ("d", 4, 1, True, None, Decimal("90.00")),
    ]


def test_no_distance_to_a_lower_score_above(given) -> None:
    """Place 2 has more than place 1: the scores contradict the ranks, so no distance is told."""
    ask = given(
        office=offices(2),
        roster=roster(2),
        score=scores(score("a", "97.54", rank_stated=1), score("b", "97.56", rank_stated=2)),
    )
    assert ask("SELECT office_id, rank, score_above FROM office_year ORDER BY 1") == [
        ("a", 1, None),
        ("b", 2, None),
    ]


def test_offices_that_share_a_rank_fill_the_places_after_it(given) -> None:
    """A list that prints 1, 2, 2, 4: places 2 and 3 are both known, rank 2 is shared."""
    ask = given(
        office=offices(4),
        roster=roster(4),
        score=scores(
            score("a", "95", rank_stated=1),
            score("b", "90", rank_stated=2),
            score("c", "90", rank_stated=2),
            score("d", "80", rank_stated=4),
        ),
    )
    found = ask("SELECT position, rank, tied_offices, office_id FROM ranking ORDER BY 1")
    assert found == [(1, 1, 1, "a"), (2, 2, 2, "b"), (3, 2, 2, "c"), (4, 4, 1, "d")]


@pytest.mark.parametrize(
    ("values", "next_rank"), [(("90", "90"), 3), (("90", "89"), 3), (("90", "89"), 4)]
)
def test_a_rank_that_stands_twice_is_nobody_s(
    given, values: tuple[str, str], next_rank: int
) -> None:
    """Another row claims the place after it, or the scores differ: no office is put at rank 2."""
    ask = given(
        office=offices(4),
        roster=roster(4),
        score=scores(
            score("a", "95", rank_stated=1),
            score("b", values[0], rank_stated=2),
            score("c", values[1], rank_stated=2),
            score("d", "80", rank_stated=next_rank),
        ),
    )
    known = ask("SELECT position, office_id FROM ranking WHERE office_id IS NOT NULL ORDER BY 1")
    assert known == [(1, "a"), (next_rank, "d")]
    assert ask("SELECT count(*) FROM office_year WHERE score IS NOT NULL") == [(4,)]


def test_a_row_without_its_rank_has_no_place(given) -> None:
    """Its place stays unknown although all offices are named; its score is known all the same."""
    ask = given(
        office=offices(3),
        roster=roster(3),
        score=scores(
            score("a", "95", rank_stated=1),
            score("b", "90"),
            score("c", "80", rank_stated=3),
        ),
    )
    assert ask("SELECT position, office_id, lower_bound, upper_bound FROM ranking ORDER BY 1") == [
        (1, "a", None, None),
        (2, None, *numbers("80.00", "95.00")),
        (3, "c", None, None),
    ]
    assert ask("SELECT score, rank FROM office_year WHERE office_id = 'b'") == [
        (*numbers("90.00"), None)
    ]


def test_doubtful_scores_bound_as_widely_as_they_allow(given) -> None:
    """Scores out of order: a gap's ceiling is the lowest above it, its floor the highest below."""
    ask = given(
        office=offices(4),
        roster=roster(5),
        score=scores(
            score("a", "95", rank_stated=1),
            score("b", "96", rank_stated=2),
            score("c", "90", rank_stated=4),
            score("d", "91", rank_stated=5),
        ),
    )
    assert ask("SELECT lower_bound, upper_bound FROM ranking WHERE position = 3") == [
        numbers("91.00", "95.00")
    ]


def doubts(*rows: tuple) -> pd.DataFrame:
    """Findings about lines of the announcement of FY2565."""
    frame = table(
        "finding_id office_id rule severity decision row_no",
        *((str(number), *row) for number, row in enumerate(rows)),
        fiscal_year=2565,
        source_id=LIST,
        message_th="ก",
        message_en="a",
    )
    return frame.astype({"row_no": "Int32"})


@pytest.mark.parametrize(
    ("rule", "decision", "bounds"),
    [
        ("score_rises", "open", ("90.00", "95.00")),
        ("score_rises", "corrected", ("94.00", "95.00")),
        ("office_twice", "open", ("94.00", "95.00")),
    ],
)
def test_a_score_out_of_order_bounds_nothing(given, rule: str, decision: str, bounds) -> None:
    """94 below 90 is doubtful: until it is decided, the gap's floor is 90."""
    ask = given(
        office=offices(3),
        roster=roster(4),
        score=scores(
            score("a", "95", rank_stated=1),
            score("b", "90", rank_stated=3),
            score("c", "94", rank_stated=4),
        ),
        finding=doubts(("c", rule, "error", decision, 4)),
    )
    found = ask("SELECT lower_bound, upper_bound FROM ranking WHERE position = 2")
    assert found == [numbers(*bounds)]


def test_bounds_that_cross_are_not_told(given) -> None:
    """Above the gap 80, below it 90: nothing can lie between, so nothing is said."""
    ask = given(
        office=offices(2),
        roster=roster(3),
        score=scores(score("a", "80", rank_stated=1), score("b", "90", rank_stated=3)),
    )
    assert ask("SELECT lower_bound, upper_bound FROM ranking WHERE position = 2") == [(None, None)]


@pytest.mark.parametrize(
    ("column", "decision", "is_doubtful"),
    [
        ("score", "open", True),
        ("rank", "open", True),
        ("office", "open", False),
        ("score", "corrected", False),
    ],
)
def test_a_distance_to_a_doubtful_score_says_so(given, column, decision, *, is_doubtful) -> None:
    """An open finding about the score or rank just above; not about its name, not a decided one."""
    ask = given(
        office=offices(2),
        roster=roster(2),
        score=scores(score("a", "98"), score("b", "97")),
        finding=doubts(("a", "r", "error", decision, 2)).assign(column_name=column),
    )
    found = ask("SELECT is_score_above_doubtful FROM office_year ORDER BY office_id")
    assert found == [(None,), (is_doubtful,)]


def test_without_printed_ranks_a_part_has_no_ranking(given) -> None:
    """Two of three scores and no rank: nobody knows who stands where."""
    ask = given(
        office=offices(3), roster=roster(3), score=scores(score("a", "98"), score("b", "97"))
    )
    assert ask("SELECT * FROM ranking") == []
    assert ask("SELECT office_id, score, rank, missing_reason FROM office_year ORDER BY 1") == [
        ("a", Decimal("98.00"), None, None),
        ("b", Decimal("97.00"), None, None),
        ("c", None, None, "not_published"),
    ]


def test_a_score_of_zero_is_a_score(given) -> None:
    """Ranked and counted; missing is something else."""
    ask = given(office=offices(2), roster=roster(2), score=scores(score("a", "0"), score("b", "1")))
    assert ask("SELECT score, rank, missing_reason FROM office_year WHERE office_id = 'a'") == [
        (Decimal("0.00"), 2, None)
    ]
    of_totals = "SELECT known_offices FROM coverage WHERE fiscal_year = 2565 AND level = 'total'"
    assert ask(of_totals) == [(2,)]


# One score for an office and year


def test_an_office_named_twice_has_no_score(given) -> None:
    """Both places keep what is printed and say so; the office shows neither, and says why."""
    ask = given(
        office=offices(2),
        roster=roster(3),
        score=scores(
            score("a", "99", rank_stated=1),
            score("b", "98", rank_stated=2),
            score("a", "97", rank_stated=3),
        ),
    )
    columns = "office_id, score, rank, status, missing_reason"
    assert ask(f"SELECT {columns} FROM office_year ORDER BY 1") == [
        ("a", None, None, None, "named_twice"),
        ("b", Decimal("98.00"), 2, "published", None),
    ]
    assert ask("SELECT position, office_id, is_named_twice, score FROM ranking ORDER BY 1") == [
        (1, "a", True, Decimal("99.00")),
        (2, "b", False, Decimal("98.00")),
        (3, "a", True, Decimal("97.00")),
    ]


def test_another_source_settles_an_office_named_twice(given) -> None:
    """The office's own report names it once, so its score is shown, without a rank."""
    ask = given(
        office=offices(2),
        roster=roster(2),
        score=scores(
            score("a", "99", rank_stated=1),
            score("a", "97", rank_stated=2),
            score("a", "97.50", source_id=REPORT),
        ),
    )
    assert ask("SELECT score, source_id, rank, missing_reason FROM office_year WHERE office_id = 'a'") == [
        (Decimal("97.50"), REPORT, None, None)
    ]  # fmt: skip


def test_the_announcement_comes_first(given) -> None:
    """Of announcement, report and page the lowest authority is shown; print and line are its own."""
    ask = given(
        office=offices(1),
        roster=roster(1),
        score=scores(
            score("a", "91", source_id=PAGE),
            score("a", "92", source_id=REPORT),
            score("a", "93", score_printed="๙๓"),
        ),
    )
    assert ask("SELECT score, score_printed, source_id, row_no FROM office_year") == [
        (Decimal("93.00"), "๙๓", LIST, 4)
    ]


def test_a_derived_score_is_the_last_resort(given) -> None:
    """Shown with its tolerance where nothing is published; neither ranked, counted nor averaged."""
    derived = {"status": "derived", "tolerance": CENT}
    ask = given(
        office=offices(2),
        roster=roster(2),
        score=scores(
            score("a", "90", **derived),
            score("b", "80", **derived),
            score("b", "81", source_id=PAGE),
        ),
    )
    assert ask("SELECT office_id, score, tolerance, status, rank FROM office_year ORDER BY 1") == [
        ("a", Decimal("90.00"), Decimal("0.01"), "derived", None),
        ("b", Decimal("81.00"), Decimal("0.00"), "published", None),
    ]
    assert ask("SELECT * FROM benchmark") == []
    assert ask(
        """
        SELECT level, known_offices FROM coverage
        WHERE fiscal_year = 2565 AND known_offices > 0 ORDER BY 1
        """
    ) == [("derived_total", 1), ("total", 1)]
    assert ask("SELECT named_offices, is_complete FROM year_size") == [(1, False)]


def test_a_complete_year_says_who_was_not_assessed(given) -> None:
    """Three offices, two assessed and both known: the third was not assessed, not unpublished."""
    ask = given(
        office=offices(3), roster=roster(2), score=scores(score("a", "98"), score("b", "97"))
    )
    assert ask("SELECT office_id, rank, ranked_offices, missing_reason FROM office_year ORDER BY 1") == [
        ("a", 1, 2, None),
        ("b", 2, 2, None),
        ("c", None, 2, "not_assessed"),
    ]  # fmt: skip


def test_only_years_with_figures_have_rows(given) -> None:
    """The roster knows three years, one has figures."""
    ask = given(office=offices(1), roster=roster(1), score=scores(score("a", "98")))
    assert ask("SELECT DISTINCT fiscal_year FROM office_year") == [(2565,)]
    assert ask("SELECT fiscal_year, ranked_offices, named_offices, is_complete FROM year_size") == [
        (2565, 1, 1, True)
    ]


def test_open_findings_are_counted(given) -> None:
    """Open ones of the row; not notes, not those decided, not those of other rows or of no row."""
    ask = given(
        office=offices(3),
        roster=roster(3),
        score=scores(score("a", "98"), score("b", "97"), score("c", "96")),
        finding=doubts(
            ("a", "r", "error", "open", 2),
            ("a", "r", "warning", "open", 2),
            ("a", "r", "note", "open", 2),
            ("a", "r", "error", "none needed", 2),
            ("b", "r", "error", "open", 3),
            (None, "r", "warning", "open", None),
        ),
    )
    assert ask("SELECT office_id, open_findings FROM office_year ORDER BY 1") == [
        ("a", 2),
        ("b", 1),
        ("c", 0),
    ]
    assert ask("SELECT office_id, open_findings FROM ranking ORDER BY position") == [
        ("a", 2),
        ("b", 1),
        ("c", 0),
    ]


# Grade and change


@pytest.mark.parametrize(
    ("fiscal_year", "rule", "printed", "found"),
    [
        (2565, "B", None, ("B", "rule", "A", Decimal(85), None)),
        (2565, "A", None, ("A", "rule", "AA", Decimal(95), None)),
        (2565, "AA", "AA", ("AA", "printed", None, None, None)),
        (2565, "A", "AA", ("AA", "printed", None, None, None)),
        (2565, None, None, (None, None, None, None, None)),
        (2566, None, "pass", ("pass", "printed", "good", Decimal(85), Decimal(85))),
        (2566, None, "good", ("good", "printed", "top", Decimal(95), Decimal(95))),
        (2566, None, "other", ("other", "printed", None, None, None)),
    ],
)
def test_a_grade_knows_the_next(
    given, fiscal_year: int, rule: str | None, printed: str | None, found: tuple
) -> None:
    """The print before the rule; the next better band with its minima; none above the best."""
    ask = given(
        office=offices(1),
        roster=roster(1),
        score=scores(score("a", "90", fiscal_year=fiscal_year, grade=rule, grade_stated=printed)),
    )
    columns = "next_grade, next_grade_min_score, next_grade_min_instrument_score"
    assert ask(f"SELECT grade, grade_kind, {columns} FROM office_year") == [found]


@pytest.mark.parametrize(
    ("fiscal_year", "value", "is_pass"),
    [(2565, "85", True), (2565, "84.99", False), (2566, "85", True), (2564, "0", False)],
)
def test_a_score_passes_at_the_pass_mark(given, fiscal_year: int, value: str, *, is_pass) -> None:
    """From 85 on, whatever grade is printed or known."""
    ask = given(
        office=offices(1),
        roster=roster(1),
        score=scores(score("a", value, fiscal_year=fiscal_year, grade_stated="?")),
    )
    assert ask("SELECT is_pass FROM office_year") == [(is_pass,)]


def test_a_year_without_a_pass_mark_passes_nobody(given) -> None:
    """Neither passed nor failed: not known."""
    bands = rules()["grade_band"].assign(is_pass=None)
    ask = given(
        office=offices(1),
        roster=roster(1),
        score=scores(score("a", "99")),
        grade_band=bands.astype({"is_pass": "boolean"}),
    )
    assert ask("SELECT is_pass FROM office_year") == [(None,)]


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ((2564, 2565), ("yes", *numbers("5.00", "4.99", "85.00"))),
        ((2566, 2567), ("with_care", *numbers("5.00", "4.99", "85.00"))),
        ((2565, 2566), ("no", *numbers(None, None, None))),
    ],
)
def test_change_is_told_only_between_years_that_compare(given, years, found: tuple) -> None:
    """85.00 to 89.99, +5.00 published: blank, both of them, where totals do not compare."""
    ask = given(
        office=offices(1),
        roster=roster(1, (2564, 2565, 2566, 2567)),
        score=scores(
            score("a", "85.00", fiscal_year=years[0]),
            score("a", "89.99", fiscal_year=years[1], change=Decimal("5.00"), change_printed="+5"),
        ),
    )
    columns = "change_comparable, change, change_computed, previous_score"
    last = f"SELECT {columns} FROM office_year ORDER BY fiscal_year DESC LIMIT 1"
    assert ask(last) == [found]
    assert ask("SELECT change_printed FROM office_year ORDER BY fiscal_year DESC LIMIT 1") == [
        ("+5",)
    ]


def test_change_is_computed_from_the_year_before_only(given) -> None:
    """81.52 to 97.39 is 15.87 beside the published 15.86; across a missing year there is none."""
    ask = given(
        office=offices(2),
        roster=roster(2, (2562, 2563, 2564, 2565)),
        score=scores(
            score("a", "81.52", fiscal_year=2564),
            score("a", "97.39", change=Decimal("15.86")),
            score("b", "50", fiscal_year=2563),
            score("b", "60", fiscal_year=2565),
        ),
    )
    assert ask(
        """
        SELECT office_id, change, change_computed, previous_score
        FROM office_year WHERE fiscal_year = 2565 ORDER BY 1
        """
    ) == [("a", *numbers("15.86", "15.87", "81.52")), ("b", *numbers(None, None, None))]


def test_a_fall_is_negative(given) -> None:
    """97.39 to 81.52 is −15.87."""
    ask = given(
        office=offices(1),
        roster=roster(1),
        score=scores(score("a", "97.39", fiscal_year=2564), score("a", "81.52")),
    )
    assert ask("SELECT change_computed FROM office_year ORDER BY fiscal_year") == [
        (None,),
        (Decimal("-15.87"),),
    ]


@pytest.mark.parametrize(
    ("years", "places_gained", "comparable"),
    [((2564, 2565), 1, "yes"), ((2565, 2566), None, "no"), ((2566, 2567), 1, "with_care")],
)
def test_rank_moves_only_between_years_that_compare(
    given, years, places_gained, comparable
) -> None:
    """From 2 to 1 is one place gained; blank where the years do not compare, with the reason."""
    first, second = years
    ask = given(
        office=offices(2),
        roster=roster(2, (2564, 2565, 2566, 2567)),
        score=scores(
            score("a", "80", fiscal_year=first),
            score("b", "90", fiscal_year=first),
            score("a", "95", fiscal_year=second),
            score("b", "90", fiscal_year=second),
        ),
    )
    found = ask(
        """
        SELECT fiscal_year, office_id, previous_rank, rank, places_gained, comparable, reason_en
        FROM rank_movement ORDER BY office_id
        """
    )
    lost = None if places_gained is None else -places_gained
    assert found == [
        (second, "a", 2, 1, places_gained, comparable, "a"),
        (second, "b", 1, 2, lost, comparable, "a"),
    ]


def test_rank_moves_over_one_year_only(given) -> None:
    """Ranked in FY2564 and FY2566, not between: no movement."""
    rows = [score("a", "80", fiscal_year=year) for year in (2564, 2566)]
    ask = given(office=offices(1), roster=roster(1), score=scores(*rows))
    assert ask("SELECT * FROM rank_movement") == []


# Benchmarks and gaps


def ten_scores(known: int) -> pd.DataFrame:
    """The first ``known`` of ten offices with 91, 92, … points."""
    rows = [score(chr(ord("a") + place), str(91 + place)) for place in range(known)]
    return scores(*rows)


def test_benchmarks_of_ten_offices(given) -> None:
    """91 to 100: mean and median 95.50, quartiles 93.25 and 97.75, top decile 99.10."""
    ask = given(office=offices(10), roster=roster(10), score=ten_scores(10))
    assert ask("SELECT * FROM benchmark WHERE office_type = 'all'") == [
        (2565, 0, "all", 10, 10, *numbers("95.50", "95.50", "99.10", "97.75", "93.25", "91.00", "100.00"))
    ]  # fmt: skip


def test_half_a_cent_goes_up(given) -> None:
    """76.97 and 76.98: mean and median are 76.975, told as 76.98 like every printed score."""
    ask = given(
        office=offices(2), roster=roster(2), score=scores(score("a", "76.97"), score("b", "76.98"))
    )
    found = ask("SELECT mean, median FROM benchmark WHERE office_type = 'all'")
    assert found == [numbers("76.98", "76.98")]


@pytest.mark.parametrize(("known", "types"), [(10, 2), (9, 2), (8, 0)])
def test_benchmarks_need_nine_in_ten(given, known: int, types: int) -> None:
    """Nine of ten are enough, for all and for their type; eight are not."""
    ask = given(office=offices(10), roster=roster(10), score=ten_scores(known))
    assert ask("SELECT office_type, known_offices FROM benchmark ORDER BY 1") == [
        (office_type, known) for office_type in ("all", "primary")[:types]
    ]


def test_types_have_benchmarks_of_their_own(given) -> None:
    """Secondary offices, all known, have a mean; one primary of five is missing, so there is none."""
    ask = given(
        office=offices(10, secondary="abcde"),
        roster=roster(10, secondary=5),
        score=ten_scores(9),
    )
    assert ask("SELECT office_type, known_offices, mean FROM benchmark ORDER BY 1") == [
        ("all", 9, Decimal("95.00")),
        ("secondary", 5, Decimal("93.00")),
    ]


def indicator_scores(*values: tuple[str, int, str]) -> pd.DataFrame:
    return table(
        "office_id indicator_no score",
        *((office_id, number, Decimal(value)) for office_id, number, value in values),
        fiscal_year=2565,
        source_id=LIST,
        row_no=2,
        status="published",
    )


def test_effect_is_weight_times_gap(given) -> None:
    """Weight 40, score 80, national mean 85: gap −5, effect −2.0000 points of the total."""
    ask = given(
        office=offices(2, secondary="b"),
        roster=roster(2, secondary=1),
        indicator_score=indicator_scores(("a", 1, "80"), ("b", 1, "90")),
    )
    found = ask(
        """
        SELECT benchmark_kind, benchmark, gap, effect FROM indicator_gap
        WHERE office_id = 'a' AND indicator_no = 1 ORDER BY 1
        """
    )
    assert found == [
        ("full_marks", *numbers("100.00", "-20.00", "-8.0000")),
        ("last_year", None, None, None),
        ("national_mean", *numbers("85.00", "-5.00", "-2.0000")),
        ("national_median", *numbers("85.00", "-5.00", "-2.0000")),
        ("top_decile", *numbers("89.00", "-9.00", "-3.6000")),
        ("type_mean", *numbers("80.00", "0.00", "0.0000")),
    ]


def test_an_unknown_indicator_has_no_gap(given) -> None:
    """Every indicator of the year has its row; without a score or a benchmark the gap is blank."""
    ask = given(
        office=offices(2),
        roster=roster(2),
        indicator_score=indicator_scores(("a", 1, "80.01")),
    )
    found = ask(
        """
        SELECT office_id, indicator_no, benchmark_kind, score, gap, effect FROM indicator_gap
        WHERE benchmark_kind IN ('full_marks', 'national_mean') ORDER BY 1, 2, 3
        """
    )
    assert found == [
        ("a", 1, "full_marks", *numbers("80.01", "-19.99", "-7.9960")),
        ("a", 1, "national_mean", *numbers("80.01", None, None)),
        *[
            (office_id, number, kind, None, None, None)
            for office_id, number in (("a", 2), ("b", 1), ("b", 2))
            for kind in ("full_marks", "national_mean")
        ],
    ]


def test_items_say_what_is_still_to_gain(given) -> None:
    """Worth 5: at 0 all of it, at 50 half, at 100 nothing; unknown stays blank."""
    item = table(
        "item_code item_no item_points",
        ("O1", 1, Decimal(5)),
        ("O2", 2, Decimal(5)),
        ("O3", 3, Decimal(5)),
        ("O4", 4, None),
        fiscal_year=2565,
        title_th="ก",
        indicator_no=2,
        sub_indicator="9.1",
        status="published",
        confidence="high",
    )
    item_score = table(
        "office_id item_code score",
        ("a", "O1", Decimal(0)),
        ("a", "O2", Decimal(50)),
        ("a", "O4", Decimal(0)),
        ("b", "O1", Decimal(100)),
        fiscal_year=2565,
        source_id=LIST,
        row_no=2,
        status="published",
    )
    ask = given(office=offices(2), roster=roster(2), item=item, item_score=item_score)
    found = ask(
        """
        SELECT item_code, score, points_to_gain, known_offices, full_offices FROM item_gap
        WHERE office_id = 'a' ORDER BY item_no
        """
    )
    assert found == [
        ("O1", *numbers("0.00", "5.0000"), 2, 1),
        ("O2", *numbers("50.00", "2.5000"), 1, 0),
        ("O3", *numbers(None, None), None, None),
        ("O4", *numbers("0.00", None), 1, 0),
    ]
    assert ask("SELECT points_to_gain FROM item_gap WHERE office_id = 'b' AND item_no = 1") == [
        (Decimal("0.0000"),)
    ]


def test_coverage_counts_offices_not_rows(given) -> None:
    """Every year of the roster and each of six levels; two indicators of one office are one office."""
    ask = given(
        office=offices(3),
        roster=roster(3, (2564, 2565)),
        score=scores(score("a", "98", rank_stated=1), score("a", "98", source_id=REPORT)),
        indicator_score=indicator_scores(("b", 1, "80"), ("b", 2, "90")),
    )
    found = ask("SELECT fiscal_year, level, known_offices, expected_offices FROM coverage")
    assert len(found) == len({row[:2] for row in found}) == 12
    assert sorted(row for row in found if row[2]) == [
        (2565, "indicator", 1, 3),
        (2565, "rank", 1, 3),
        (2565, "total", 1, 3),
    ]


# What a table refuses


@pytest.mark.parametrize(
    "rows",
    [
        [score("a", "100.01")],
        [score("a", "-0.01")],
        [score("a", "90", fiscal_year=2022)],
        [score("a", "90", status="guessed")],
        [score("a", "90", tolerance=Decimal("-0.01"))],
        [score("a", "90", rank_stated=0)],
        [score("a", "90", change=Decimal("100.01"))],
        [score("a", "90", row_no=2), score("b", "90", row_no=2)],
    ],
    ids=["high", "low", "common era", "status", "tolerance", "rank", "change", "one line twice"],
)
def test_a_table_refuses_what_cannot_be(given, rows: list[dict]) -> None:
    """The CHECKs and the key of ``score``, whatever slipped through before them."""
    with pytest.raises(duckdb.ConstraintException):
        given(office=offices(2), roster=roster(2), score=scores(*rows))


# The whole demo edition, recomputed


@pytest.fixture(scope="module")
def frame(demo: Version) -> Callable[[str], pd.DataFrame]:
    """A table of the demo edition, scores in whole cents."""

    def read(sql: str) -> pd.DataFrame:
        with store.cursor(demo) as own:
            return own.execute(sql).df()

    return read


def cents(values: pd.Series) -> pd.Series:
    return (values * 100).round().astype("Int64")


def test_ranks_are_recomputed(frame) -> None:
    """Rank, ties, offices below, percentile and the score above, from the scores alone."""
    base = frame("SELECT fiscal_year, office_id, score FROM score")
    base["cents"] = cents(base["score"])
    year = base.groupby("fiscal_year")["cents"]
    base["rank"] = year.rank(method="min", ascending=False).astype(int)
    base["tied_offices"] = base.groupby(["fiscal_year", "cents"])["cents"].transform("size")
    size = year.transform("size")
    base["offices_below"] = size - base["rank"] - base["tied_offices"] + 1
    base["percentile"] = 100 * base["offices_below"] / (size - 1)
    distinct = base[["fiscal_year", "cents"]].drop_duplicates().sort_values("cents")
    distinct["above"] = distinct.groupby("fiscal_year")["cents"].shift(-1)
    base = base.merge(distinct, on=["fiscal_year", "cents"])
    mart = frame("SELECT * FROM office_year WHERE score IS NOT NULL")
    mart["above_in_mart"] = cents(mart["score_above"])
    both = base.merge(mart, on=["fiscal_year", "office_id"], how="outer", suffixes=("", "_mart"))
    assert len(both) == len(base) > 1500
    is_wrong = (
        (both["rank"] != both["rank_mart"])
        | (both["tied_offices"] != both["tied_offices_mart"])
        | (both["offices_below"] != both["offices_below_mart"])
        | ((both["percentile"] - both["percentile_mart"]).abs() > HALF_A_CENT)
        | (both["above"].fillna(-1) != both["above_in_mart"].fillna(-1))
    )
    assert both[is_wrong].to_dict("records") == []


def test_changes_are_recomputed(frame) -> None:
    """Score less the score of the year before, where there is one; else blank."""
    base = frame("SELECT fiscal_year, office_id, score FROM score")
    base["cents"] = cents(base["score"])
    before = base.assign(fiscal_year=base["fiscal_year"] + 1)[["fiscal_year", "office_id", "cents"]]
    base = base.merge(before, on=["fiscal_year", "office_id"], how="left", suffixes=("", "_before"))
    mart = frame("SELECT fiscal_year, office_id, change_computed, previous_score FROM office_year")
    both = base.merge(mart, on=["fiscal_year", "office_id"])
    expected = both["cents"] - both["cents_before"]
    is_wrong = (cents(both["change_computed"]).fillna(99_999) != expected.fillna(99_999)) | (
        cents(both["previous_score"]).fillna(-1) != both["cents_before"].fillna(-1)
    )
    assert expected.notna().sum() > 1200
    assert both[is_wrong].to_dict("records") == []


def test_rank_movements_are_recomputed(frame) -> None:
    """Last year's rank less this year's, blank only where comparability says no."""
    ranks = frame("SELECT fiscal_year, office_id, rank FROM office_year WHERE rank IS NOT NULL")
    before = ranks.assign(fiscal_year=ranks["fiscal_year"] + 1)
    both = ranks.merge(before, on=["fiscal_year", "office_id"], suffixes=("", "_before"))
    steps = frame(
        """
        SELECT to_year AS fiscal_year, comparable FROM comparability
        WHERE level = 'rank' AND to_year = from_year + 1
        """
    )
    both = both.merge(steps, on="fiscal_year")
    both["expected"] = (both["rank_before"] - both["rank"]).where(both["comparable"] != "no")
    mart = frame("SELECT fiscal_year, office_id, places_gained FROM rank_movement")
    found = both.merge(mart, how="outer")
    is_wrong = found["expected"].fillna(999) != found["places_gained"].fillna(999)
    assert len(found) == len(both) > 1200
    assert found[is_wrong].to_dict("records") == []


@pytest.fixture(scope="module")
def spreads(frame) -> Callable[[dict[str, Callable]], Rows]:
    """Benchmarks that differ from what these measures make of the exact scores."""
    figures = frame(
        """
        SELECT fiscal_year, 0 AS indicator_no, office_type, score
        FROM score JOIN office USING (office_id)
        UNION ALL
        SELECT fiscal_year, indicator_no, office_type, score
        FROM indicator_score JOIN office USING (office_id)
        """
    )
    key = ["fiscal_year", "indicator_no", "office_type"]
    everyone = pd.concat([figures, figures.assign(office_type="all")])
    exact = {
        group: sorted(Fraction(int(cent), 100) for cent in cents(values))
        for group, values in everyone.groupby(key)["score"]
    }
    mart = frame("SELECT * FROM benchmark").set_index(key)
    assert sorted(mart.index) == sorted(exact)
    assert len(exact) == 7 * 11 * 3

    def differences(measures: dict[str, Callable]) -> Rows:
        return [
            (*group, name, float(expected), mart.loc[group, name])
            for group, values in exact.items()
            for name, measure in measures.items()
            for expected in [measure(values)]
            if abs(Fraction(str(mart.loc[group, name])) - expected) > Fraction(1, 200)
        ]

    return differences


def test_means_are_recomputed(spreads) -> None:
    """Mean, extremes and number of each year, indicator and type, in exact fractions."""
    measures = {
        "mean": lambda values: sum(values) / len(values),
        "minimum": min,
        "maximum": max,
        "known_offices": lambda values: Fraction(len(values)),
    }
    assert spreads(measures) == []


def test_quantiles_are_recomputed(spreads) -> None:
    """Median, quartiles and top decile, rounded to the nearest cent."""
    measures = {
        "median": quantile(Fraction(1, 2)),
        "top_decile": quantile(Fraction(9, 10)),
        "upper_quartile": quantile(Fraction(3, 4)),
        "lower_quartile": quantile(Fraction(1, 4)),
    }
    assert spreads(measures) == []


def quantile(share: Fraction) -> Callable[[list[Fraction]], Fraction]:
    """Between the two nearest values, in proportion."""

    def measure(ordered: list[Fraction]) -> Fraction:
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return measure


def test_effects_are_recomputed(frame) -> None:
    """Weight x (score − benchmark) / 100 for every office, year, indicator and benchmark kind."""
    gaps = frame(
        """
        SELECT fiscal_year, office_id, indicator_no, office_type, benchmark_kind,
            weight, score, benchmark, gap, effect
        FROM indicator_gap JOIN office USING (office_id) WHERE score IS NOT NULL
        """
    )
    marks = frame("SELECT * FROM benchmark")
    parts = [gaps[gaps["benchmark_kind"] == "full_marks"].assign(expected=100.0)]
    for kind, name in BENCHMARK_COLUMNS.items():
        of_kind = gaps[gaps["benchmark_kind"] == kind]
        joined = of_kind.assign(of=of_kind["office_type"] if kind == "type_mean" else "all")
        values = marks[["fiscal_year", "indicator_no", "office_type", name]]
        values = values.rename(columns={"office_type": "of", name: "expected"})
        parts.append(joined.merge(values, on=["fiscal_year", "indicator_no", "of"]))
    before = gaps.loc[
        gaps["benchmark_kind"] == "full_marks",
        ["fiscal_year", "office_id", "indicator_no", "score"],
    ].rename(columns={"score": "expected"})
    last_year = gaps[gaps["benchmark_kind"] == "last_year"]
    key = ["fiscal_year", "office_id", "indicator_no"]
    parts.append(
        last_year.merge(before.assign(fiscal_year=before["fiscal_year"] + 1), how="left", on=key)
    )
    every = pd.concat(parts)
    assert (every["benchmark"].isna() == every["expected"].isna()).all()
    gap = every["score"] - every["expected"]
    is_wrong = (
        ((every["benchmark"] - every["expected"]).abs() > 1e-9)
        | ((every["gap"] - gap).abs() > 1e-9)
        | ((every["effect"] - every["weight"] * gap / 100).abs() > 0.0000501)
    )
    assert len(every) == len(gaps) > 70_000
    assert every[is_wrong].to_dict("records") == []


def test_items_to_gain_are_recomputed(frame) -> None:
    """item_points for an item at 0, nothing for one at 100; known and full offices counted."""
    gaps = frame(
        """
        SELECT fiscal_year, office_id, item_code, item_points, score,
            points_to_gain, known_offices, full_offices
        FROM item_gap WHERE score IS NOT NULL
        """
    )
    items = gaps.groupby(["fiscal_year", "item_code"])["score"]
    is_wrong = (
        ((gaps["points_to_gain"] - gaps["item_points"] * (100 - gaps["score"]) / 100).abs() > 1e-9)
        | (gaps["known_offices"] != items.transform("size"))
        | (gaps["full_offices"] != items.transform(lambda scores: (scores == 100).sum()))
    )
    assert len(gaps) > 50_000
    assert gaps[is_wrong].to_dict("records") == []


# The queries that validate


BREAKS = {
    "editions_never_mix": [
        "UPDATE score SET status = 'simulated' WHERE source_id = 'local-history'",
        "UPDATE item_score SET status = 'simulated' WHERE item_code = 'O1'",
        "UPDATE indicator_score SET status = 'simulated'",
        "UPDATE instrument_score SET status = 'simulated'",
        "UPDATE version SET edition = 'demo'",
    ],
    "every_known_office": [
        "UPDATE score SET office_id = 'nobody' WHERE source_id = 'local-history' AND row_no = 2",
        "UPDATE item_score SET office_id = 'nobody' WHERE item_code = 'O1'",
        "UPDATE indicator_score SET office_id = 'nobody' WHERE indicator_no = 9 AND status = 'derived'",
        "UPDATE instrument_score SET office_id = 'nobody'",
    ],
    "every_missing_score_has_a_reason": [
        "UPDATE office_year SET missing_reason = NULL WHERE office_id = 'p-phichit-1'",
        "UPDATE office_year SET missing_reason = 'not_published' WHERE office_id = 'p-kalasin-2'",
    ],
    "every_rank_stands_once": [
        "DELETE FROM ranking WHERE position = 245",
        "UPDATE ranking SET position = 7 WHERE position = 8",
        "INSERT INTO ranking SELECT * FROM ranking WHERE position = 7",
    ],
    "every_score_has_its_source": [
        "UPDATE office_year SET source_id = 'hearsay' WHERE office_id = 'p-kalasin-2'",
        "UPDATE office_year SET source_id = NULL WHERE score IS NOT NULL",
    ],
    "every_step_is_judged": [
        "DELETE FROM comparability WHERE level = 'rank' AND from_year = 2567 AND to_year = 2568",
    ],
    "every_year_has_every_office": [
        "DELETE FROM office_year WHERE fiscal_year = 2565 AND office_id = 'p-kalasin-2'",
        "INSERT INTO office_year SELECT * FROM office_year WHERE office_id = 'p-kalasin-2'",
    ],
    "weights_make_a_hundred": [
        "UPDATE instrument SET weight = 31 WHERE fiscal_year = 2565 AND instrument = 'iit'",
        "UPDATE indicator SET weight = 7 WHERE fiscal_year = 2565 AND indicator_no = 1",
        "DELETE FROM indicator WHERE fiscal_year = 2565",
        "DELETE FROM instrument WHERE fiscal_year = 2565",
    ],
}  # fmt: skip


def test_every_validation_is_tried() -> None:
    """Each query of sql/validate has a way to break a warehouse below."""
    assert sorted(BREAKS) == sorted(path.stem for path in (SQL / "validate").glob("*.sql"))


def test_both_editions_are_valid(edition: Version) -> None:
    """No query of sql/validate selects a row."""
    found = {}
    with store.cursor(edition) as own:
        for query in (SQL / "validate").glob("*.sql"):
            found[query.stem] = own.execute(query.read_text(encoding="utf-8")).fetchall()
    assert {name: rows for name, rows in found.items() if rows} == {}
    assert found.keys() == BREAKS.keys()
    validate(edition.path, edition.version_id)


@pytest.mark.parametrize(
    ("check", "statement"),
    [(check, statement) for check, statements in BREAKS.items() for statement in statements],
)
def test_a_broken_warehouse_is_not_valid(
    published: Version, tmp_path: Path, check: str, statement: str
) -> None:
    """Each query finds what it is there for, and the error names it and the rows."""
    path = tmp_path / "broken.duckdb"
    shutil.copy(published.path, path)
    with duckdb.connect(path) as connection:
        connection.execute(statement)
        query = (SQL / "validate" / f"{check}.sql").read_text(encoding="utf-8")
        assert connection.execute(query).fetchall() != []
    with pytest.raises(InvalidWarehouseError, match=r"^\w+: \[\("):
        validate(path, published.version_id)


def test_a_warehouse_of_another_version_is_not_valid(published: Version) -> None:
    """The file must be the version it is taken for."""
    with pytest.raises(InvalidWarehouseError, match=published.version_id):
        validate(published.path, "another")
