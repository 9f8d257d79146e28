"""Going back in the data too: files added since a version step aside, and back in with a later one.

Else the next file added would bring the one gone back from along. Only files that were added by
command move, each as one folder with its decisions in it; nothing is deleted.
"""

import csv
from collections.abc import Set as AbstractSet
from pathlib import Path

import duckdb

from etl.addition import DECISIONS, RECORD, Report, at_rest, lines_of
from etl.corrections import Correction, corrections_text, read_corrections
from etl.durable import replace, sync_folder, write
from etl.read.sidecar import RawFile, read_raw_files

WITHDRAWN = ".withdrawn"

Sources = AbstractSet[tuple[str, str]]


def sources_of(version: Path) -> Sources:
    """Id and sha256 of every file a version was built from."""
    question = "SELECT source_id, sha256 FROM source WHERE sha256 IS NOT NULL"
    with duckdb.connect(version, read_only=True) as connection:
        return set(connection.execute(question).fetchall())


def hold_to(data: Path, wanted: Sources, report: Report) -> list[str]:
    """Withdraw the added files that are not ``wanted`` and restore those that are; returns their ids.

    A kill leaves each folder in one place or the other, with its decisions on record or beside it.
    """
    with at_rest(data, report):
        moved = [
            _withdraw(raw_file, data)
            for raw_file in read_raw_files(data / "raw")
            if _is_added(raw_file) and (raw_file.source_id, raw_file.sha256) not in wanted
        ]
        known = {raw_file.source_id for raw_file in read_raw_files(data / "raw")}
        missing = {source_id for source_id, _ in wanted} - known
        aside = sorted((data / WITHDRAWN).glob("*/*"))
        moved += [_restore(folder, data) for folder in aside if folder.name in missing]
    with at_rest(data, report):  # completes the record of what was restored
        return moved


def _is_added(raw_file: RawFile) -> bool:
    """Whether a file came by command: it has a folder of its own, named after its source."""
    return raw_file.path.parent.name == raw_file.source_id


def _withdraw(raw_file: RawFile, data: Path) -> str:
    """First its decisions go beside it, then the record lets go of them, then the folder moves."""
    folder, record = raw_file.path.parent, data / RECORD
    about = [
        correction
        for correction in read_corrections(record)
        if raw_file.source_id in (correction.source_id, correction.evidence)
    ]
    write(folder / DECISIONS, corrections_text(about).encode())
    aside = folder / f".{RECORD}"
    write(aside, without(record.read_bytes(), about))
    replace(aside, record)
    place = data / WITHDRAWN / folder.relative_to(data / "raw")
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    sync_folder(place.parent)
    return raw_file.source_id


def _restore(folder: Path, data: Path) -> str:
    place = data / "raw" / folder.relative_to(data / WITHDRAWN)
    place.parent.mkdir(exist_ok=True)
    folder.rename(place)
    sync_folder(place.parent)
    return folder.name


def without(record: bytes, decisions: list[Correction]) -> bytes:
    """The record without the lines of these decisions; every other line stays byte for byte."""
    gone = {decision.line for decision in decisions}
    lines = lines_of(record)
    reader = csv.reader(lines)
    kept: list[str] = []
    read_lines = 0
    for _row in reader:
        if reader.line_num not in gone:
            kept += lines[read_lines : reader.line_num]
        read_lines = reader.line_num
    return "".join(kept).encode()
