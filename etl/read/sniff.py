"""What form a file has, by its content: the ending of its name says nothing for certain."""

import re

from etl.errors import InputError
from etl.read import zipped
from etl.read.document import Form

_PDF_WITHIN = 1024  # a PDF may have a little of something else in front
_HTML_WITHIN = 4096
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|tr)\b", re.IGNORECASE)
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM.{4}\0{4}|RIFF.{4}WEBP|.{4}ftyp", re.DOTALL
)
_RICH_TEXT = rb"{\rtf"
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"

_MANIFEST = "META-INF/manifest.xml"

# The old container of Office and of all its encrypted files: its parts have names in UTF-16.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OLE_WORD = "WordDocument".encode("utf-16-le")
_OLE_SHEETS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def form_of(content: bytes, name: str) -> Form:
    """The form of a file. Raises InputError when it is empty or of a form that is not read."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError("empty", file=name)
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(zipped.MARK):
        return _form_of_zip(content, name)
    if content.startswith(_OLE):
        return _form_of_ole(content, name)
    if _PICTURE.match(content):
        raise InputError("picture", file=name)
    if content.startswith(_RICH_TEXT):
        raise InputError("word_document", file=name)
    # Without its empty bytes, UTF-16 reads like ASCII.
    head = content[:_HTML_WITHIN].replace(b"\0", b"")
    if _SPREADSHEET_XML in head and not _HTML.search(head.decode("latin-1")):
        raise InputError("spreadsheet_xml", file=name)
    return "html" if _HTML.search(head.decode("latin-1")) else "text"


def _form_of_zip(content: bytes, name: str) -> Form:
    archive = zipped.opened(content, name)
    names = set(archive.namelist())
    if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
        raise InputError("password", file=name)
    is_open_text = "mimetype" in names and archive.read("mimetype").strip().endswith(b".text")
    if is_open_text or any(part.startswith("word/") for part in names):
        raise InputError("word_document", file=name)
    if "content.xml" in names or any(part.lower().startswith("xl/") for part in names):
        return "xlsx"
    raise InputError("unknown_form", file=name)


def _form_of_ole(content: bytes, name: str) -> Form:
    if _OLE_PASSWORD in content:
        raise InputError("password", file=name)
    if _OLE_WORD in content:
        raise InputError("word_document", file=name)
    if any(part in content for part in _OLE_SHEETS):
        return "xlsx"
    raise InputError("unknown_form", file=name)
