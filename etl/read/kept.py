"""PDFs and pictures read once: every build and review reads all announcements, and each takes seconds."""

import hashlib
import os
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from etl.durable import write
from etl.errors import InputError
from etl.read.document import Document
from etl.read.guarded import from_json, to_json
from etl.read.reading import read_document
from etl.read.sniff import form_of
from ita.pointer import warehouse_folder
from ita.reference import REFERENCE, ROOT

_FOLDER = "documents"
_KEPT = ("pdf", "picture")
_PACKAGES = ("pdfplumber", "pdfminer.six", "pypdfium2", "numpy", "pillow", "scipy")


def read_once(content: bytes, name: str) -> Document:
    """The document of a file; that of a PDF or picture is kept until its bytes or a reader change.

    Raises InputError for whatever cannot be read. A folder that may not be written to keeps nothing.
    """
    if form_of(content, name) not in _KEPT:
        return read_document(content, name)
    kept = _place(content)
    if kept.is_file():
        try:
            return from_json(kept.read_text(encoding="utf-8"))
        except InputError:
            kept.unlink()  # half written: read it anew
    document = read_document(content, name)
    keep(content, document)
    return document


def keep(content: bytes, document: Document) -> None:
    """Keep the document of a PDF or picture that was read elsewhere, as by a guarded child."""
    folder = warehouse_folder()
    if document.form not in _KEPT or not folder.is_dir() or not os.access(folder, os.W_OK):
        return
    kept = _place(content)
    kept.parent.mkdir(exist_ok=True)
    aside = kept.with_suffix(f".{os.getpid()}")
    write(aside, to_json(document).encode())
    aside.replace(kept)


@lru_cache(maxsize=1)
def readers() -> str:
    """A digest of all that reading depends on, so that a better reader reads again."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    of_words = ("", "claims", "statements")
    own = (path for part in of_words for path in (ROOT / "ita" / part).glob("*.py"))
    of_code = (*here.rglob("*.py"), *here.rglob("*.npz"), *own)
    of_rules = REFERENCE.rglob("*.csv")
    for path in sorted((*of_code, *of_rules)):
        digest.update(path.read_bytes())
    for package in _PACKAGES:
        digest.update(version(package).encode())
    return digest.hexdigest()


def _place(content: bytes) -> Path:
    digest = hashlib.sha256(content + readers().encode())
    return warehouse_folder() / _FOLDER / f"{digest.hexdigest()[:32]}.json"
