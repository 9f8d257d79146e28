"""Going back in the data too: files added since a version step aside, and back in with a later one.

Else the next file added would bring the one gone back from along. Only files that were added by
command move, each as one folder; decisions become those of the version. Nothing is deleted: what is
not wanted lies in data/.withdrawn. Where to go is written down before anything moves, so that a kill
in between is completed by whoever opens the data next.
"""

import json
import os
import shutil
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.corrections import COLUMNS, Correction, corrections_text, read_corrections
from etl.durable import replace, sync_folder, write
from etl.record import RECORD, merged, without
from ita import store

WITHDRAWN = ".withdrawn"
_PLAN = ".going-back.json"
_PART = ".going-back.part"


@dataclass(frozen=True)
class _Added:
    """A folder that a command added: where it lies, and which file it holds."""

    folder: Path
    source_id: str
    sha256: str


def go_to(data: Path, version: Path) -> list[str]:
    """Make the data those a version was built from; returns the ids of the sources that moved.

    The caller holds the data folder. Files placed by hand stay; a folder that may not be written to
    stays as it is.
    """
    if not os.access(data, os.W_OK):
        return []
    aside, plan, wanted = data / _PART, data / _PLAN, _wanted(version)
    write(aside, json.dumps(wanted, ensure_ascii=False).encode())
    replace(aside, plan)
    try:
        _decide_as(wanted["decisions"], data)  # all that takes room, before anything moves
    except OSError:
        plan.unlink()
        raise
    return complete(data)


def complete(data: Path) -> list[str]:
    """Carry out the way back that is written down, if any; each step may have been done before."""
    plan = data / _PLAN
    if not plan.is_file():
        (data / _PART).unlink(missing_ok=True)
        return []
    wanted = json.loads(plan.read_text(encoding="utf-8"))
    sources = {(source_id, sha256) for source_id, sha256 in wanted["sources"]}
    raw, withdrawn = data / "raw", data / WITHDRAWN
    out = [added for added in _added(raw) if (added.source_id, added.sha256) not in sources]
    back = [added for added in _added(withdrawn) if (added.source_id, added.sha256) in sources]
    for added in out:
        _move(added.folder, withdrawn / added.folder.relative_to(raw))
    for added in back:
        _move(added.folder, raw / added.folder.relative_to(withdrawn))
    _decide_as(wanted["decisions"], data)
    plan.unlink()
    sync_folder(data)
    return [added.source_id for added in (*out, *back)]


def _wanted(version: Path) -> dict[str, Any]:
    """The files a version was built from, and its decisions as the record has them."""
    files = "SELECT source_id, sha256 FROM source WHERE sha256 IS NOT NULL ORDER BY source_id"
    decisions = "SELECT correction_id, * EXCLUDE (correction_id) FROM correction ORDER BY 1"
    with store.connect(version) as connection:
        sources = connection.execute(files).fetchall()
        found = connection.execute(decisions)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    corrections = [Correction(**row, line=0) for row in rows]
    return {"sources": sources, "decisions": corrections_text(corrections)}


def _decide_as(text: str, data: Path) -> None:
    """Make the record that of the version; lines it did not have are kept aside."""
    record, aside = data / RECORD, data / _PART
    write(aside, text.encode())
    wanted = read_corrections(aside)
    known = read_corrections(record)
    gone = [each for each in known if _cells(each) not in map(_cells, wanted)]
    if gone:
        _keep_aside(gone, data / WITHDRAWN / "decisions.csv")
    missing = [each for each in wanted if _cells(each) not in map(_cells, known)]
    write(aside, merged(without(record.read_bytes(), gone), missing))
    replace(aside, record)


def _keep_aside(decisions: Collection[Correction], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    before = path.read_bytes() if path.is_file() else corrections_text([]).encode()
    aside = path.with_name(_PART)
    write(aside, merged(before, list(decisions)))
    replace(aside, path)


def _cells(decision: Correction) -> tuple[object, ...]:
    return tuple(getattr(decision, name) for name in COLUMNS)


def _added(folder: Path) -> Iterator[_Added]:
    """The folders below ``folder`` that a command added: their papers say by whom."""
    for papers in sorted(folder.glob("*/*/*.toml")):
        fields = tomllib.loads(papers.read_text(encoding="utf-8"))
        if fields.get("added_by") and papers.parent.name == fields.get("source_id"):
            yield _Added(papers.parent, fields["source_id"], fields["sha256"])


def _move(folder: Path, place: Path) -> None:
    """One rename; the same file that lies there from an earlier time gives way."""
    if place.exists():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    sync_folder(place.parent)
