"""The papers of a raw file: a TOML file beside it says what it is and which bytes were meant."""

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from etl.errors import InputError

# Files and folders that systems, office programs and network drives leave beside what people keep.
_LEFT_BY_PROGRAMS = (
    ".*",  # hidden: .DS_Store, ._name, .~lock.name#
    "~$*",  # open in Office
    "*.tmp",
    "*.crdownload",  # a browser still loads it
    "*.part",
    "*.partial",
    "*.download",
    "*.asd",
    "*.wbk",
    "*.xlk",
    "*~",  # an editor's copy
    "#*#",
    "thumbs.db*",
    "ehthumbs*.db",
    "desktop.ini",
    "icon\r",
    "*zone.identifier",
    "__macosx",
    "$recycle.bin",
    "system volume information",
    "lost+found",
    "@eadir",
    "#recycle",
)

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
_OPTIONAL_FIELDS = (
    "file_name",
    "form",
    "added_by",
    "added_on",
    "office",
    "location",
    "words",
    "reading_sha256",
)
_AUTHORITIES = range(1, 10)
LARGEST_FILE = 50 * 1024 * 1024


@dataclass(frozen=True)
class RawFile:
    """A raw file with its papers; ``content`` is what the checksum was verified on.

    A file added by command also tells its original name, the form it was recognised as, who added it
    and when. ``replaces`` names the earlier announcements of its year, which count less from then on.
    Of a statement ``office`` is whose it is where its text names none, ``location`` where it was found,
    ``words`` what a person says a picture tells.
    ``reading`` is the document, as JSON, that a machine read in a picture when it was added: what people
    decided about stays what they saw, whatever a later reader makes of the picture.
    """

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
    file_name: str = ""
    form: str = ""
    added_by: str = ""
    added_on: str = ""
    office: str = ""
    location: str = ""
    words: str = ""
    reading_sha256: str = ""
    reading: str = ""
    replaces: tuple[str, ...] = ()


def read_raw_files(folder: Path) -> list[RawFile]:
    """Every file below ``folder`` that has papers, in order of path.

    Raises InputError when a file has no papers, papers have no file, a field is missing, the bytes
    are not those the papers speak of, or a source is replaced that is not there.
    """
    paths = visible_files(folder)
    raw_files = [_read(path) for path in paths if path.suffix == ".toml"]
    _check_unique(raw_files)
    _check_replaced(raw_files)
    described = {raw_file.path for raw_file in raw_files} | {
        reading_of(raw_file.path) for raw_file in raw_files if raw_file.reading
    }
    for path in paths:
        if path.suffix != ".toml" and path not in described:
            raise InputError("no_sidecar", file=path, sidecar=path.with_suffix(".toml").name)
    return raw_files


def reading_of(path: Path) -> Path:
    """Where the reading of a picture is kept, beside it."""
    return path.with_name(f"{path.stem}.reading.json")


def visible_files(folder: Path) -> list[Path]:
    """Every file below ``folder`` in order of path, but none that is hidden or left by a program."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if not is_left_by_programs(path.relative_to(folder).parts) and path.is_file()
    ]


def is_left_by_programs(parts: Iterable[str]) -> bool:
    """Whether a file with these folders in its path is one that nobody put there on purpose."""
    return any(
        fnmatchcase(part.casefold(), pattern) for part in parts for pattern in _LEFT_BY_PROGRAMS
    )


def _read(sidecar: Path) -> RawFile:
    fields = _fields(sidecar)
    path = sidecar.parent / fields.pop("file")
    content = _proved(path, fields["sha256"], sidecar)
    digest = fields["reading_sha256"]
    reading = _proved(reading_of(path), digest, sidecar).decode() if digest else ""
    return RawFile(path, content, reading=reading, **fields)


def _proved(path: Path, digest: str, sidecar: Path) -> bytes:
    """The bytes of a file. Raises InputError when they are not those that ``sidecar`` speaks of."""
    if not path.is_file():
        raise InputError("no_file", file=sidecar, column="file", name=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise InputError("too_large", file=path, megabytes=LARGEST_FILE // 1024**2)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise InputError("checksum", file=path, expected=digest, found=found)
    return content


def _fields(sidecar: Path) -> dict[str, Any]:
    """What the papers say, each field of its type; fields of no meaning to us are left out."""
    try:
        fields = tomllib.loads(sidecar.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError("sidecar_unreadable", file=sidecar, reason=error) from error
    told = {name: fields.get(name, "") for name in _OPTIONAL_FIELDS}
    known = {name: fields.get(name) for name in _TEXT_FIELDS + _NUMBER_FIELDS} | told
    for name, value in known.items():
        if not isinstance(value, int if name in _NUMBER_FIELDS else str):
            raise InputError("sidecar_field", file=sidecar, column=name)
    if known["authority"] not in _AUTHORITIES:
        raise InputError("sidecar_field", file=sidecar, column="authority")
    replaces = fields.get("replaces", [])
    if not isinstance(replaces, list) or not all(isinstance(name, str) for name in replaces):
        raise InputError("sidecar_field", file=sidecar, column="replaces")
    return {**known, "replaces": tuple(replaces)}


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


def _check_replaced(raw_files: list[RawFile]) -> None:
    known = {raw_file.source_id for raw_file in raw_files}
    for raw_file in raw_files:
        for source_id in raw_file.replaces:
            if source_id == raw_file.source_id or source_id not in known:
                raise InputError("replaces_unknown", file=raw_file.path, source_id=source_id)


def source_of(raw_files: Sequence[RawFile], digest: str, kind: str, fiscal_year: int) -> str:
    """The source_id of a file with this sha256: the one it has, else the one it will get."""
    for raw_file in raw_files:
        if raw_file.sha256 == digest:
            return raw_file.source_id
    return f"{kind.replace('_', '-')}-{fiscal_year}-{digest[:8]}"
