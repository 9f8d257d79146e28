"""The zip container of workbooks and Word documents: looked into before anything unpacks it."""

from io import BytesIO
from zipfile import ZipFile

from etl.errors import InputError
from etl.read.edge import declared

MARK = b"PK\x03\x04"
LARGEST_UNZIPPED = 100 * 1024**2
HIGHEST_RATIO = 200
MOST_PARTS = 5_000
_HARMLESS = 1024**2  # what unpacks to less is let through at any ratio
_ENCRYPTED = 0x1
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
