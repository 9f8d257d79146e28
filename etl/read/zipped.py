"""The zip container of workbooks, Word documents and many files: looked into before it is unpacked."""

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from etl.errors import InputError
from etl.read.edge import declared
from etl.read.sidecar import is_left_by_programs

MARK = b"PK\x03\x04"
LARGEST_UNZIPPED = 100 * 1024**2
HIGHEST_RATIO = 200
MOST_PARTS = 5_000
_HARMLESS = 1024**2  # what unpacks to less is let through at any ratio
_ENCRYPTED = 0x1
_NAME_IN_UTF_8 = 0x800
_STEP = 1024**2


def opened(content: bytes, name: str) -> ZipFile:
    """The container. Raises InputError for a bomb, a password or a damaged part.

    Every part is unpacked once, piece by piece: one that holds more than it says fails its sum.
    """
    with declared("damaged", name):
        archive = ZipFile(BytesIO(content))
        parts = archive.infolist()
        unzipped = sum(part.file_size for part in parts)
        most = max(_HARMLESS, min(LARGEST_UNZIPPED, HIGHEST_RATIO * len(content)))
        if unzipped > most or len(parts) > MOST_PARTS:
            raise InputError("zip_bomb", file=name, megabytes=LARGEST_UNZIPPED // 1024**2)
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise InputError("password", file=name)
        for part in parts:
            with archive.open(part) as stream:
                while stream.read(_STEP):
                    pass
    return archive


def files_in(archive: ZipFile) -> list[ZipInfo]:
    """The files in a ZIP that people put there."""
    return [
        part
        for part in archive.infolist()
        if not part.is_dir()
        and not is_left_by_programs(set(part.filename.split("/")) - {".", ".."})
    ]


def name_of(part: ZipInfo) -> str:
    """The name of a file in a ZIP: programs of Thai Windows and others write it in their own code page."""
    if part.flag_bits & _NAME_IN_UTF_8:
        return part.filename
    for encoding in ("utf-8", "cp874"):
        try:
            return part.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return part.filename
