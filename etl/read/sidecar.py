"""The papers of a raw file: a TOML file beside it says what it is and which bytes were meant."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from etl.errors import InputError

_TEXT_FIELDS = (
    "source_id",
    "kind",
    "file",
    "title",
    "publisher",
    "published_on",
    "sha256",
    "licence",
    "note",
)
_NUMBER_FIELDS = ("fiscal_year", "authority")
_AUTHORITIES = range(1, 10)
LARGEST_FILE = 50 * 1024 * 1024


@dataclass(frozen=True)
class RawFile:
    """A raw file with its papers; ``content`` is what the checksum was verified on."""

    path: Path
    content: bytes
    source_id: str
    kind: str
    title: str
    publisher: str
    published_on: str
    sha256: str
    licence: str
    note: str
    fiscal_year: int
    authority: int


def read_raw_files(folder: Path) -> list[RawFile]:
    """Every file below ``folder`` that has papers, in order of path.

    Raises InputError when a file has no papers, papers have no file, a field is missing or the
    bytes are not those the papers speak of.
    """
    papers = sorted(folder.rglob("*.toml"))
    raw_files = [_read(path) for path in papers]
    _check_unique(raw_files)
    described = {raw_file.path for raw_file in raw_files}
    for path in sorted(folder.rglob("*")):
        is_ours = path.is_file() and path.suffix != ".toml" and not path.name.startswith(".")
        if is_ours and path not in described:
            raise InputError("no_sidecar", file=path, sidecar=path.with_suffix(".toml").name)
    return raw_files


def _read(sidecar: Path) -> RawFile:
    try:
        fields = tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("sidecar_unreadable", file=sidecar, reason=error) from error
    for name in _TEXT_FIELDS + _NUMBER_FIELDS:
        wanted = str if name in _TEXT_FIELDS else int
        if not isinstance(fields.get(name), wanted):
            raise InputError("sidecar_field", file=sidecar, column=name)
    if fields["authority"] not in _AUTHORITIES:
        raise InputError("sidecar_field", file=sidecar, column="authority")
    path = sidecar.parent / fields["file"]
    if not path.is_file():
        raise InputError("no_file", file=sidecar, column="file", name=fields["file"])
    if path.stat().st_size > LARGEST_FILE:
        raise InputError("too_large", file=path, megabytes=LARGEST_FILE // 1024**2)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != fields["sha256"]:
        raise InputError("checksum", file=path, expected=fields["sha256"], found=found)
    known = {name: fields[name] for name in _TEXT_FIELDS + _NUMBER_FIELDS if name != "file"}
    return RawFile(path=path, content=content, **known)


def _check_unique(raw_files: list[RawFile]) -> None:
    seen: dict[str | Path, Path] = {}
    for raw_file in raw_files:
        for identity in (raw_file.source_id, raw_file.path):
            if identity in seen:
                raise InputError(
                    "source_twice",
                    file=raw_file.path,
                    source_id=identity,
                    other=seen[identity].name,
                )
            seen[identity] = raw_file.path
