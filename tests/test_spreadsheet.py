"""Files of tables: every figure arrives, nothing runs as a formula, and each file says what it is."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from screens import stamp_of, tables_of

from ita.pointer import EDITIONS, Version
from ita.report.spreadsheet import csv_file, file_name, text_to_paste, xlsx_file
from ita.stamp import Stamp
from ita.tables import Column, Table
from ita.view import view_of
from ita.wording import LANGUAGES, Say

pytestmark = pytest.mark.parametrize("language", LANGUAGES)
every_edition = pytest.mark.parametrize("which", EDITIONS)
HEAD_ROW = 3
DANGEROUS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x","y")']
HARMLESS = ["สพป.กาฬสินธุ์ เขต 2", "97.39", "a=b", "1-2", "", "คำว่า “ก”, “ข”", "ก\nข"]


@pytest.fixture
def stamp(request: pytest.FixtureRequest, which: str, language) -> Stamp:
    return stamp_of(request.getfixturevalue(which), language)


@pytest.fixture
def version(request: pytest.FixtureRequest, which: str) -> Version:
    return request.getfixturevalue(which)


def as_text(value: object) -> str:
    """A value of a text column as a file should have it: a day without the time of day."""
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)


def csv_rows(table: Table, stamp: Stamp) -> list[list[str]]:
    text = csv_file(table, stamp).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def sheets(table: Table, stamp: Stamp) -> list[list[list]]:
    """The cells of each sheet of the workbook, read by another library than wrote it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file(table, stamp)))
    return [
        book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    ]


def written(table: Table, stamp: Stamp) -> list[list]:
    """The cells under the column titles of the first sheet."""
    cells = sheets(table, stamp)[0]
    titles = [column.title for column in table.columns.values()]
    assert cells[HEAD_ROW][: len(titles)] == titles
    return [row[: len(titles)] for row in cells[HEAD_ROW + 1 :]]


def made_up(**columns: tuple[Column, list]) -> Table:
    """A table of hand-made columns."""
    return Table(
        name="made-up",
        title="ตาราง",
        rows=pd.DataFrame({name: values for name, (_, values) in columns.items()}),
        columns={name: column for name, (column, _) in columns.items()},
        note="หมายเหตุ",
    )


def texts_and_numbers(texts: list[str]) -> Table:
    numbers = [-float(place) - 0.25 for place in range(len(texts))]
    return made_up(
        text=(Column("ข้อความ"), texts),
        change=(Column("ผลต่าง", "change"), numbers),
        score=(Column("คะแนน", "score"), [None, *numbers[1:]]),
    )


# All tables of the product


@every_edition
def test_csv_holds_every_cell_of_every_table(version, stamp) -> None:
    """Read back, each CSV has the table's titles and rows; numbers and blanks are what they were."""
    for table in tables_of(version, stamp.say.language):
        titles, *lines = csv_rows(table, stamp)
        assert titles[: len(table.columns)] == [column.title for column in table.columns.values()]
        assert len(lines) == len(table.rows)
        for place, (name, column) in enumerate(table.columns.items()):
            for line, value in zip(lines, table.rows[name], strict=True):
                if pd.isna(value):
                    assert line[place] == ""
                elif column.kind == "text":
                    assert line[place] in (as_text(value), f"'{value}")
                else:
                    assert float(line[place]) == float(value)


@every_edition
def test_workbook_holds_every_cell_of_every_table(version, stamp) -> None:
    """Read back, numbers are numbers with every digit, text is text, and a blank stays blank."""
    for table in tables_of(version, stamp.say.language):
        lines = written(table, stamp)
        assert len(lines) == len(table.rows)
        for place, (name, column) in enumerate(table.columns.items()):
            for line, value in zip(lines, table.rows[name], strict=True):
                if pd.isna(value) or value == "":
                    assert line[place] == ""
                elif column.kind == "text":
                    assert line[place] == as_text(value)
                else:
                    assert isinstance(line[place], float)
                    assert line[place] == float(value)


@every_edition
def test_column_titles_of_a_table_differ(version, stamp) -> None:
    """No two columns of a table share a title: a reader and a spreadsheet tell them by it."""
    for table in tables_of(version, stamp.say.language):
        titles = [column.title for column in table.columns.values()]
        assert len(set(titles)) == len(titles), (table.name, titles)


@every_edition
def test_every_file_says_edition_and_version_in_its_name(version, stamp) -> None:
    """A file name tells edition, table and version, and simulated data shout it."""
    tables = tables_of(version, stamp.say.language)
    edition = "SIMULATED" if version.is_simulated else "published"
    for table, suffix in product(tables, ("xlsx", "csv")):
        name = file_name(table, stamp, suffix)
        assert name == f"ita-{edition}-{table.name}-{version.version_id}.{suffix}"
        assert re.fullmatch(r"[A-Za-z0-9.-]+", name)


# What a file says of itself


@every_edition
def test_csv_opens_right_in_a_thai_spreadsheet(stamp) -> None:
    """UTF-8 with a byte order mark, and Windows line ends only."""
    content = csv_file(texts_and_numbers(["สพป.กาฬสินธุ์ เขต 2"]), stamp)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert content.count(b"\n") == content.count(b"\r\n") == 2
    assert "สพป.กาฬสินธุ์ เขต 2" in content.decode("utf-8-sig")


@every_edition
def test_each_row_of_a_csv_says_what_it_is_of(version, stamp) -> None:
    """Table, edition and version stand in the last columns of every row, so files can be joined."""
    table = texts_and_numbers(["ก", "ข"])
    titles, *lines = csv_rows(table, stamp)
    say = stamp.say
    assert titles[-3:] == [say("file.of_table"), say("file.edition"), say("file.version")]
    edition = say(f"edition.{version.edition}.long")
    assert [line[-3:] for line in lines] == [[table.title, edition, version.version_id]] * 2


@every_edition
def test_simulated_mark_is_inside_the_workbook(version, stamp) -> None:
    """Over the figures, and with their origin; published ones carry none."""
    table = texts_and_numbers(["ก", "ข"])
    cells = [str(cell) for sheet in sheets(table, stamp) for row in sheet for cell in row]
    says_so = cells.count(stamp.say("edition.demo.long"))
    assert says_so == (2 if version.is_simulated else 0)


@every_edition
def test_a_file_is_named_after_its_office(stamp) -> None:
    """Two offices' files of one table do not overwrite each other."""
    names = {
        file_name(texts_and_numbers(["ก"]), replace(stamp, office_id=office), "csv")
        for office in ("p-x-daonuea-1", "p-x-mali-1")
    }
    assert len(names) == 2


@every_edition
def test_second_sheet_says_where_the_figures_come_from(version, stamp) -> None:
    """Edition, version, office, caveat, title and note stand on a sheet of their own."""
    table = texts_and_numbers(["ก"])
    figures, origin = sheets(table, stamp)
    assert figures[0][0] == table.title
    facts = {row[0]: row[1] for row in origin}
    say = stamp.say
    assert facts[say("file.edition")] == say(f"edition.{version.edition}.long")
    assert facts[say("file.version")] == version.version_id
    assert facts[say("file.office")] == stamp.office_name
    assert facts[say("file.caveat")] == say("file.caveat_text")
    assert facts[say("file.title")] == table.title
    assert facts[say("file.note")] == table.note


# Text to paste


@every_edition
def test_text_to_paste_is_the_table_as_it_is_shown(version, stamp) -> None:
    """Titles, then each cell as a reader sees it, between tabs; then edition, source and version."""
    mark = stamp.watermark or stamp.say("edition.published.long")
    for table in tables_of(version, stamp.say.language):
        titles, *rows, origin = [
            line.split("\t") for line in text_to_paste(table, stamp).split("\n")
        ]
        assert titles == [column.title for column in table.columns.values()]
        shown = [[" ".join(cell.split()) for cell in row] for row in table.as_text.to_numpy()]
        assert [[cell.removeprefix("'") for cell in row] for row in rows] == shown
        assert len(origin) == 1
        for fact in (table.title, mark, version.version_id):
            assert fact in origin[0]


def test_text_to_paste_names_the_sources_of_its_rows(published, language) -> None:
    """Those that the rows name; all there are where the rows name none."""
    stamp = view_of(published, Say(language)).stamp
    names = stamp.source_names
    assert len(names) > 1
    known = texts_and_numbers(["ก", "ข"])
    of_one = replace(known, rows=known.rows.assign(source_id="announcement-2565"))
    lines = [text_to_paste(table, stamp).split("\n")[-1] for table in (known, of_one)]
    assert [[name in line for name in names.values()] for line in lines] == [
        [True] * len(names),
        [source_id == "announcement-2565" for source_id in names],
    ]


@every_edition
def test_pasted_text_runs_no_formula_and_keeps_its_cells(stamp) -> None:
    """Text that begins like a formula is shielded, a sign of a figure is not; no cell breaks its row."""
    texts = [*DANGEROUS, *HARMLESS]
    _, *rows, _ = text_to_paste(texts_and_numbers(texts), stamp).split("\n")
    cells = [row.split("\t") for row in rows]
    assert len(rows) == len(texts)
    assert {len(row) for row in cells} == {3}
    assert [row[0] for row in cells if row[0].startswith(("=", "+", "-", "@"))] == []
    assert [row[0] for row in cells[len(DANGEROUS) :]] == [" ".join(t.split()) for t in HARMLESS]
    assert cells[0][1:] == ["-0.25", "–"]


# Formula injection


@pytest.mark.parametrize("which", ["published"])
@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_text_never_starts_a_formula(stamp, text) -> None:
    """A text cell that a spreadsheet would run is shielded by an apostrophe, and else unchanged."""
    _, line = csv_rows(texts_and_numbers([text]), stamp)
    assert line[0] == f"'{text}"


@pytest.mark.parametrize("which", ["published"])
@pytest.mark.parametrize("text", HARMLESS)
def test_csv_leaves_other_text_as_it_is(stamp, text) -> None:
    """Names, quotes, commas and line breaks come back as they were."""
    _, line = csv_rows(texts_and_numbers([text]), stamp)
    assert line[0] == text


@pytest.mark.parametrize("which", ["published"])
def test_csv_numbers_are_not_shielded(stamp) -> None:
    """A negative number is a number: the minus sign of a figure is no formula."""
    lines = csv_rows(texts_and_numbers(["ก"] * 3), stamp)[1:]
    assert [line[1] for line in lines] == ["-0.25", "-1.25", "-2.25"]
    assert [line[2] for line in lines] == ["", "-1.25", "-2.25"]


@pytest.mark.parametrize("which", ["published"])
def test_workbook_text_is_text(stamp) -> None:
    """Whatever a text says, the workbook has it as a string, unchanged, and holds no formula or link."""
    texts = [*DANGEROUS, *HARMLESS, "http://example.org", "internal:Sheet1!A1", "12", "{=1}"]
    table = texts_and_numbers(texts)
    lines = written(table, stamp)
    assert [line[0] for line in lines] == texts
    with zipfile.ZipFile(io.BytesIO(xlsx_file(table, stamp))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert not re.search(r"<f[ >]|<hyperlink", sheet)
        assert not any("externalLink" in name or "vba" in name for name in parts.namelist())


# Tables with little in them


@every_edition
def test_empty_table_gives_files_with_titles_only(version, stamp) -> None:
    """No row, no failure: the titles and the origin are still there."""
    for table in tables_of(version, stamp.say.language):
        empty = Table(table.name, table.title, table.rows.iloc[:0], table.columns, table.note)
        assert len(csv_rows(empty, stamp)) == 1
        assert written(empty, stamp) == []
        assert len(sheets(empty, stamp)[1]) >= 5


@every_edition
def test_table_without_any_value_gives_blanks(stamp) -> None:
    """Columns that are missing throughout, of either kind, come out blank: never 0, nan or None."""
    missing = made_up(
        text=(Column("ข้อความ"), [None, None]),
        score=(Column("คะแนน", "score"), [float("nan"), float("nan")]),
        rank=(Column("อันดับ", "place"), pd.array([None, None], dtype="Int32")),
        decided=(Column("วันที่"), [pd.NaT, pd.NaT]),
    )
    for line in csv_rows(missing, stamp)[1:]:
        assert line[:4] == ["", "", "", ""]
    lines = written(missing, stamp)
    assert all(cell == "" for line in lines for cell in line)
