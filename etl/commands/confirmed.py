"""``confirmed``: cells of a scan on which people decided, as a folder that training takes in."""

import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
from PIL import Image

from etl.commands.console import BAD_INPUT, data_option, tell
from etl.corrections import Correction, read_corrections
from etl.errors import InputError
from etl.read.document import Document
from etl.read.kept import read_once
from etl.read.scan.confirmed import Confirmed, confirmed_lines
from etl.read.sidecar import read_raw_files, source_of
from etl.review import Checked, year_of
from ita.decisions import NOTHING


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True),
    help="Decisions on its cells; those on record otherwise.",
)
@click.option("--year", type=int, help="Fiscal year (พ.ศ.) where the file names none or another.")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True)
@data_option
def confirmed(file: Path, decisions: Path | None, year: int | None, to: Path, data: Path) -> None:
    """Write the cells of the scan FILE on which people decided to a folder.

    ``python -m training.scan --confirmed FOLDER`` learns them: cells.csv beside a picture each.
    """
    try:
        content = file.read_bytes()
        document = read_once(content, file.name)
        digest = hashlib.sha256(content).hexdigest()
        fiscal_year = year_of(Checked(file.name, digest, document), year)
        source_id = source_of(read_raw_files(data / "raw"), digest, document.kind, fiscal_year)
        taken = read_corrections(decisions or data / "corrections.csv", is_draft=True)
        own = [decision for decision in taken if decision.source_id == source_id]
        cells = list(_cells(document, own))
        written = _written(to, content, document, cells)
    except InputError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_INPUT)
    tell("confirmed.written", cells=written, folder=to)


def _cells(document: Document, decisions: Sequence[Correction]) -> Iterator[Confirmed]:
    """The cells decided on; of an office only a name that stands there as it was read."""
    rows = {row.row: row for row in document.rows}
    for decision in decisions:
        row = rows.get(decision.row_no)
        cell = row.read_cells.get(decision.column_name) if row else None
        is_text = decision.column_name != "office" or decision.is_confirmation
        if row and row.page and cell and cell.box and is_text and decision.replacement != NOTHING:
            yield Confirmed(row.page, cell.box, decision.replacement)


def _written(to: Path, content: bytes, document: Document, cells: Sequence[Confirmed]) -> int:
    """How many pictures there are in the folder once they are written."""
    to.mkdir(parents=True, exist_ok=True)
    count = 0
    with (to / "cells.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("file", "text"))
        for picture, text in confirmed_lines(content, document.form, cells):
            count += 1
            name = f"{count:04}.png"
            Image.fromarray((picture * 255).astype(np.uint8)).save(to / name)
            lines.writerow((name, text))
    return count
