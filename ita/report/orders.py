"""Reports of many offices put into a folder, on every core where there are several."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from ita.pointer import Version
from ita.report.paper import pdf_file, pdf_name
from ita.view import live_address, view_of
from ita.wording import Language, Say

BYTES_OF_A_REPORT = 400_000
_REPORTS_OF_A_PROCESS = 25  # then a new one takes over, so that memory does not grow


@dataclass(frozen=True)
class ReportOrder:
    """What is asked for of every office; can be handed to another process.

    ``address`` is the public address of the dashboard, empty for no QR code.
    """

    version: Version
    language: Language
    out: Path
    made_on: date
    address: str = ""


def every_report(order: ReportOrder, offices: Sequence[str]) -> Iterator[Path]:
    """The files in the order of the offices, each when it is there.

    Raises BrokenProcessPool when the system ended one of the processes, as for want of memory.
    """
    if len(offices) == 1:
        yield report(order, offices[0])
        return
    cores = min(os.cpu_count() or 1, len(offices))
    batch = cores * _REPORTS_OF_A_PROCESS
    for start in range(0, len(offices), batch):
        with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as processes:
            yield from processes.map(partial(report, order), offices[start : start + batch])


def report(order: ReportOrder, office_id: str) -> Path:
    """Put one report into the folder, whole or not at all, and say where.

    Raises ReportError when the font is missing, and OSError when the system refuses.
    """
    view = view_of(order.version, Say(order.language), office_id)
    content = pdf_file(view, made_on=order.made_on, address=live_address(order.address, view))
    path = order.out / pdf_name(view)
    part = path.with_suffix(".part")
    try:
        part.write_bytes(content)
        return part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
