"""PDFs read once: a build and every review read all announcements again, and a PDF takes seconds."""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from etl.errors import InputError
from etl.read.document import Document
from etl.read.guarded import from_json, to_json
from etl.read.reading import read_document
from etl.read.sniff import form_of
from ita.store import warehouse_folder

_FOLDER = "documents"


def read_once(content: bytes, name: str) -> Document:
    """The document of a file; that of a PDF is kept until its bytes or a reader change.

    Raises InputError for whatever cannot be read. A folder that may not be written to keeps nothing.
    """
    if form_of(content, name) != "pdf":
        return read_document(content, name)
    kept = warehouse_folder() / _FOLDER / f"{_key(content)}.json"
    if kept.is_file():
        try:
            return from_json(kept.read_text(encoding="utf-8"))
        except InputError:
            kept.unlink()  # half written: read it anew
    document = read_document(content, name)
    if os.access(warehouse_folder(), os.W_OK):
        kept.parent.mkdir(exist_ok=True)
        aside = kept.with_suffix(f".{os.getpid()}")
        aside.write_text(to_json(document), encoding="utf-8")
        aside.replace(kept)
    return document


def _key(content: bytes) -> str:
    return hashlib.sha256(content + _readers()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _readers() -> bytes:
    """A digest of the code that reads, so that a better reader reads again."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
