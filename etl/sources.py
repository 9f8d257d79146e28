"""What the files under data/ print, and what they say once decisions are made. No frames, no database."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from etl.corrections import Correction, correct
from etl.errors import InputError
from etl.examination import Examined, Knowledge, examined
from etl.facts import fact_readings, fact_sheet
from etl.findings import Finding, about_list, other_year
from etl.harmonise import (
    ItemScore,
    Reading,
    Statement,
    has_rules,
    history_readings,
    item_scores,
    readings,
    stated,
    understood,
)
from etl.read.delimited import read_delimited
from etl.read.document import Document, Remark
from etl.read.guarded import from_json
from etl.read.kept import read_once
from etl.read.reading import read_words
from etl.read.sidecar import RawFile, read_raw_files
from etl.result_sheets import PartScore, below_full_items, has_parts, result_sheet
from etl.rules import REPLACED, STATED
from ita import reference
from ita.method import method_of
from ita.offices import Office, OfficeIndex
from ita.wording import Say


@dataclass(frozen=True)
class Said:
    """What a document says of itself: its year and size, and what its reader remarks."""

    fiscal_year: int | None = None
    stated_offices: int | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Read:
    """What the raw files print: rows of totals, rows of result sheets and items of offices.

    ``announced`` are rows of announcements, ``reported`` those of files kept by hand, ``told`` what
    offices tell of themselves in their own words.
    ``said`` is what the document of a source says of itself besides its rows.
    """

    raw_files: list[RawFile]
    rows_read: dict[str, int] = field(default_factory=dict)
    announced: list[Reading] = field(default_factory=list)
    reported: list[Reading] = field(default_factory=list)
    sheets: list[Reading] = field(default_factory=list)
    told: list[Reading] = field(default_factory=list)
    items: list[ItemScore] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)

    @property
    def stated_sizes(self) -> dict[str, int]:
        """How many offices a source says it has, where it says so."""
        sizes = {source_id: said.stated_offices for source_id, said in self.said.items()}
        return {source_id: size for source_id, size in sizes.items() if size is not None}


@dataclass(frozen=True)
class Stated:
    """What rows say once decisions are made: totals, parts of totals, and every doubt about them."""

    totals: list[Statement]
    parts: list[PartScore]
    examined: Examined


def read_raw(data: Path, index: OfficeIndex) -> Read:
    """Everything the files of ``data`` print, unjudged. Raises InputError when one cannot be used."""
    read = Read(read_raw_files(data / "raw"))
    for raw_file in read.raw_files:
        _READERS.get(raw_file.kind, _unknown_kind)(raw_file, read, index)
        _check_years(raw_file, read)
        _check_items(raw_file, read.items)
    read.reported.extend(_page_readings(index, data))
    return read


def authorities(read: Read) -> dict[str, int]:
    """How much each source counts: its papers say so, unless a later announcement replaces it."""
    replaced = {source_id for raw_file in read.raw_files for source_id in raw_file.replaces}
    of_files = {
        raw_file.source_id: REPLACED if raw_file.source_id in replaced else _own_authority(raw_file)
        for raw_file in read.raw_files
    }
    return {**{row["id"]: authority_of(row) for row in reference.rows("sources")}, **of_files}


def names_of(read: Read) -> dict[str, tuple[str, str]]:
    """What each source is called: in Thai by its title, in English by what it is and of which year."""
    say = Say("en")
    cited = {row["id"]: (row["title_th"], row["used_for"]) for row in reference.rows("sources")}
    of_files = {
        each.source_id: (each.title, say(f"source_kind.{each.kind}", year=each.fiscal_year))
        for each in read.raw_files
    }
    return cited | of_files


def _own_authority(raw_file: RawFile) -> int:
    return max(raw_file.authority, STATED) if raw_file.kind == "statement" else raw_file.authority


def stated_by(
    read: Read, authority: Mapping[str, int], index: OfficeIndex, about: str | None = None
) -> Stated:
    """What the rows say, held against the rules and against each other.

    Proposals are sought for the cells of the source ``about`` alone, where one is named.
    """
    rows = [understood(row, index) for row in read.announced]
    sheets = [result_sheet(of_source, index) for of_source in _by_source(read.sheets)]
    with_parts = [row for row in read.announced if has_parts(row)]
    beside_totals = [result_sheet(of_source, index) for of_source in _by_source(with_parts)]
    told = [fact_sheet(of_source, index) for of_source in _by_source(read.told)]
    totals = [row for sheet in (*sheets, *told) for row in sheet.totals]
    others = stated([*(understood(row, index) for row in read.reported), *totals])
    knowledge = Knowledge(
        index, authority, roster_sizes(), others, read.stated_sizes, names_of(read)
    )
    found = examined(rows, knowledge, about)
    doubts = [
        *(
            doubt
            for of_source in _by_source([*read.announced, *read.sheets])
            for doubt in _about_document(of_source, read.said.get(of_source[0].source_id, Said()))
        ),
        *found.findings,
        *(doubt for sheet in (*sheets, *told) for doubt in sheet.findings),
        *(doubt for sheet in beside_totals for doubt in sheet.part_findings),
        *below_full_items([*beside_totals, *sheets, *told], read.items),
    ]
    return Stated(
        [*stated(rows), *others],
        [part for sheet in (*beside_totals, *sheets, *told) for part in sheet.parts],
        replace(found, findings=doubts),
    )


def _by_source(rows: Iterable[Reading]) -> Iterator[list[Reading]]:
    of_source: dict[str, list[Reading]] = {}
    for row in rows:
        of_source.setdefault(row.source_id, []).append(row)
    yield from of_source.values()


def said_by(document: Document) -> Said:
    """What a document says of itself besides its rows."""
    ours = {row.page for row in document.rows if row.read_cells}
    pages = ", ".join(str(page) for page in document.pages_by_machine if page not in ours)
    by_machine = [Remark("read_by_machine", "row", {"pages": pages})] if pages else []
    remarks = (*document.remarks, *by_machine)
    is_of_years = any(row.fiscal_year for row in document.rows)
    return Said(None if is_of_years else document.fiscal_year, document.stated_offices, remarks)


def _about_document(rows: Sequence[Reading], said: Said) -> Iterator[Finding]:
    """Doubts about a document as a whole: its year, and what its reader remarks."""
    first = rows[0]
    if said.fiscal_year not in (None, first.fiscal_year):
        yield other_year(first, said.fiscal_year)
    for remark in said.remarks:
        yield about_list(remark.rule, first, column=remark.column, **remark.values)


def roster_sizes() -> dict[int, int]:
    """How many offices were assessed in each fiscal year."""
    sizes: Counter[int] = Counter()
    for row in reference.rows("roster"):
        sizes[int(row["fiscal_year"])] += int(row["offices"])
    return dict(sizes)


def decided(read: Read, corrections: Sequence[Correction], path: Path) -> Read:
    """What the files print, with the decisions people took about it; ``path`` names their record.

    Raises InputError for a decision about a source that prints nothing.
    """
    parts: dict[str, list[Reading]] = {}
    left = list(corrections)
    for name in ("announced", "reported", "sheets", "told"):
        rows: list[Reading] = getattr(read, name)
        ids = {row.source_id for row in rows}
        parts[name] = correct(rows, [c for c in left if c.source_id in ids], path)
        left = [c for c in left if c.source_id not in ids]
    correct([], left, path)
    return replace(
        read,
        announced=parts["announced"],
        reported=parts["reported"],
        sheets=parts["sheets"],
        told=parts["told"],
    )


def document_of(raw_file: RawFile) -> Document:
    """What a raw file says: as a person says of its picture, else as read when added, else as it reads."""
    content, name = raw_file.content, str(raw_file.path)
    if raw_file.words:
        return read_words(raw_file.words, content, name)
    if raw_file.reading:
        return from_json(raw_file.reading)
    return read_once(content, name)


def _read_announcement(raw_file: RawFile, read: Read, _index: OfficeIndex) -> None:
    document = document_of(raw_file)
    found = readings(raw_file.source_id, raw_file.fiscal_year, document.rows)
    read.rows_read[raw_file.source_id] = len(found)
    (read.announced if raw_file.kind == "announcement" else read.sheets).extend(found)
    read.said[raw_file.source_id] = said_by(document)


def _read_statement(raw_file: RawFile, read: Read, _index: OfficeIndex) -> None:
    document = document_of(raw_file)
    found = fact_readings(raw_file.source_id, document.rows, raw_file.office, raw_file.fiscal_year)
    read.rows_read[raw_file.source_id] = len(found)
    read.told.extend(found)


def _read_history(raw_file: RawFile, read: Read, index: OfficeIndex) -> None:
    rows = read_delimited(raw_file.content, raw_file.path)
    read.rows_read[raw_file.source_id] = len(rows)
    read.reported.extend(history_readings(raw_file, rows, index))


def _read_items(raw_file: RawFile, read: Read, index: OfficeIndex) -> None:
    rows = read_delimited(raw_file.content, raw_file.path)
    read.rows_read[raw_file.source_id] = len(rows)
    read.items.extend(item_scores(raw_file, rows, index))


def _unknown_kind(raw_file: RawFile, _read: Read, _index: OfficeIndex) -> None:
    raise InputError("unknown_kind", file=raw_file.path, kind=raw_file.kind)


_READERS: dict[str, Callable[[RawFile, Read, OfficeIndex], None]] = {
    "announcement": _read_announcement,
    "result_sheet": _read_announcement,
    "exchange": _read_announcement,
    "statement": _read_statement,
    "history": _read_history,
    "items": _read_items,
}


def _check_years(raw_file: RawFile, read: Read) -> None:
    rows: list[Reading | ItemScore] = [
        *read.announced,
        *read.reported,
        *read.sheets,
        *read.items,
    ]
    years = {row.fiscal_year for row in rows if row.source_id == raw_file.source_id}
    for year in sorted(years):
        if not has_rules(year):
            raise InputError("years_unknown", file=raw_file.path, printed=year)


def _check_items(raw_file: RawFile, items: Sequence[ItemScore]) -> None:
    seen = {
        (i.fiscal_year, i.office_id, i.item_code)
        for i in items
        if i.source_id != raw_file.source_id
    }
    for score in items:
        if score.source_id != raw_file.source_id:
            continue
        if (score.fiscal_year, score.office_id, score.item_code) in seen:
            raise InputError(
                "item_in_two_files", file=raw_file.path, line=score.row_no, printed=score.item_code
            )
        known = {item.item_code for item in method_of(score.fiscal_year).items}
        if score.item_code not in known:
            raise InputError(
                "unknown_item",
                file=raw_file.path,
                line=score.row_no,
                fiscal_year=score.fiscal_year,
                printed=score.item_code,
            )


def _page_readings(index: OfficeIndex, data: Path) -> list[Reading]:
    """Totals published on web pages; the report's rows come from the raw files instead."""
    found = []
    for line, row in enumerate(reference.rows("published_scores"), start=2):
        if row["source"].startswith("page-"):
            known_office(row["office"], index, data, line)
            printed = {name: row[name] for name in ("office", "score", "grade")}
            found.append(Reading(int(row["fiscal_year"]), row["source"], line, printed))
    return found


def known_office(printed: str, index: OfficeIndex, data: Path, line: int) -> Office:
    """The office a reference table names in ``line``. Raises InputError when it is not known."""
    office = index.find(printed)
    if office is None:
        raise InputError("unknown_office", file=data / "reference", line=line, printed=printed)
    return office


def authority_of(cited: reference.Row) -> int:
    """How much a cited document counts: an archived page more than a method document."""
    return 3 if cited["id"].startswith("page-") else 5
