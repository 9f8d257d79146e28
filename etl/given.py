"""The files a command was given: as they are, those of a folder, those in a ZIP."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from etl.errors import InputError
from etl.read import zipped
from etl.read.document import Document
from etl.read.sidecar import LARGEST_FILE, visible_files
from etl.read.sniff import form_of

MOST_FILES = 300  # a sheet of each office, and some
MOST_UNPACKED = 500 * 1024**2
_DEEPEST = 2  # a ZIP of the ZIPs that offices sent; one further in is told


@dataclass(frozen=True)
class GivenFile:
    """A file to read: ``name`` tells where it came from, ``refused`` why it is not looked at.

    ``title``, ``year``, ``office``, ``location``, ``words`` and ``decisions`` are what was said of this
    file alone; ``document`` is what was read of it before, on the screen.
    """

    name: str
    path: Path
    refused: InputError | None = None
    title: str = ""
    year: int | None = None
    office: str = ""
    location: str = ""
    words: str = ""
    decisions: Path | None = None
    document: Document | None = None


@dataclass
class Unpacking:
    """Where the files of ZIPs are laid, and how many bytes and files have been so far."""

    folder: Path
    files: int = 0
    unpacked: int = 0

    def lay(self, name: str, content: bytes) -> Path:
        """A file of a ZIP under its own last name. Raises InputError where there is no more room."""
        self.unpacked += len(content)
        if self.unpacked > MOST_UNPACKED:
            raise InputError("too_much", file=name, megabytes=MOST_UNPACKED // 1024**2)
        path = self.folder / str(self.files) / _last_name(name)
        path.parent.mkdir()
        path.write_bytes(content)
        return path


def given_files(paths: Iterable[Path], unpacking: Unpacking) -> Iterator[GivenFile]:
    """Every file of ``paths`` one by one: folders and ZIPs of files are looked into."""
    for path in paths:
        if path.is_dir():
            for inside in visible_files(path):
                name = f"{path.name}/{inside.relative_to(path).as_posix()}"
                yield from _looked_into(GivenFile(name, inside), unpacking, _DEEPEST)
        else:
            yield from _looked_into(GivenFile(path.name, path), unpacking, _DEEPEST)


def _looked_into(given: GivenFile, unpacking: Unpacking, deep: int) -> Iterator[GivenFile]:
    """The file itself, or those in it where it is a ZIP of files."""
    unpacking.files += 1
    if unpacking.files > MOST_FILES:
        yield _refused(given, InputError("too_many_files", file=given.name, most=MOST_FILES))
        return
    content = _packed(given.path)
    try:
        is_document = not content or not _is_of_files(content, given.name)
    except InputError as error:
        yield _refused(given, error)
        return
    if is_document or not deep:
        yield given
        return
    archive = zipped.opened(content, given.name)
    for part in zipped.files_in(archive):
        name = f"{given.name}/{zipped.name_of(part)}"
        try:
            inside = GivenFile(name, unpacking.lay(name, archive.read(part)))
        except InputError as error:
            yield _refused(given, error)
            return
        yield from _looked_into(inside, unpacking, deep - 1)


def _packed(path: Path) -> bytes:
    """What a ZIP holds; nothing of any other file, nor of one too large to be read."""
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        return b""
    with path.open("rb") as file:
        head = file.read(len(zipped.MARK))
        return head + file.read() if head == zipped.MARK else b""


def _is_of_files(content: bytes, name: str) -> bool:
    """Whether a ZIP is no document but holds files. Raises InputError for one not to be opened."""
    try:
        form_of(content, name)
    except InputError as error:
        if error.key == "files":
            return True
        raise
    return False


def _refused(given: GivenFile, error: InputError) -> GivenFile:
    return GivenFile(given.name, given.path, error)


def _last_name(name: str) -> str:
    """The last part of a path, whatever it climbs over and whichever way its strokes lean."""
    last = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name
    stem, dot, suffix = last.rpartition(".")
    return f"{(stem or last)[:60]}{dot}{suffix[:10]}" if last.strip(".") else "file"
