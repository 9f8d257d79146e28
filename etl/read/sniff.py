"""What form a file has, by its content: the ending of its name says nothing for certain."""

import json
import plistlib
import re
from codecs import BOM_UTF8, BOM_UTF16
from zipfile import ZipFile

from etl.errors import InputError
from etl.read import zipped
from etl.read.document import Form
from etl.read.edge import declared

_PDF_WITHIN = 1024  # a PDF may have a little of something else in front
_HEAD = 4096
_BYTE_ORDER_MARKS = BOM_UTF8 + BOM_UTF16
_HTML = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|table|tr|frameset|iframe)\b", re.IGNORECASE
)
_PICTURE = re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*")
_OTHER_PICTURE = re.compile(rb"GIF8|BM.{4}\0{4}|RIFF.{4}WEBP|.{4}ftyp", re.DOTALL)

# What other files begin with: the kind of refusal, and the name of the form.
_BEGINNINGS = (
    (re.compile(rb"Rar!\x1a\x07"), "archive", "RAR"),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "archive", "7z"),
    (re.compile(rb"\x1f\x8b\x08"), "archive", "gzip"),
    (re.compile(rb"BZh[1-9]1AY&SY"), "archive", "bzip2"),
    (re.compile(rb"\xfd7zXZ\0"), "archive", "xz"),
    (re.compile(rb"\x28\xb5\x2f\xfd"), "archive", "zstd"),
    (re.compile(rb"MSCF\0{4}"), "archive", "CAB"),
    (re.compile(rb".{2}-lh\d-", re.DOTALL), "archive", "LZH"),
    (re.compile(rb".{257}ustar", re.DOTALL), "archive", "tar"),
    (re.compile(rb"\{\\rtf"), "word_document", "RTF"),
    (re.compile(rb"%!PS"), "other_document", "PostScript"),
    (re.compile(rb"AT&TFORM"), "other_document", "DjVu"),
    (re.compile(rb"L\0\0\0\x01\x14\x02\0"), "shortcut", ""),
)

# What an XML document that is no web page says early.
_SPREADSHEET_XML = re.compile(
    rb"urn:schemas-microsoft-com:office:spreadsheet|vnd\.oasis\.opendocument\.spreadsheet\""
)
_WORD_XML = re.compile(
    rb"schemas\.microsoft\.com/office/word/2003/wordml|schemas\.microsoft\.com/office/2006/xmlPackage"
    rb"|vnd\.oasis\.opendocument\.text\""
)

# A message: a saved page (MHT) or an e-mail, which have their headers in front.
_MESSAGE = re.compile(
    rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:MIME-Version|Received|Return-Path|Delivered-To|Message-ID):",
    re.IGNORECASE,
)
_SAVED_PAGE = re.compile(
    rb"^(?:Snapshot-Content-Location:|From:[^\n]*saved by|Content-Type:\s*multipart/related)",
    re.IGNORECASE | re.MULTILINE,
)
_SENT = re.compile(rb"^(?:Received|Delivered-To|To|Message-ID):", re.IGNORECASE | re.MULTILINE)

# Files that only say where something is.
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_SHORTCUT = re.compile(
    r"\s*(?:\[InternetShortcut\]|\[Desktop Entry\]|\[\{?000214A0)", re.IGNORECASE
)
_ONLY_AN_ADDRESS = re.compile(r"\s*(?:URL\s*=\s*)?https?://\S+\s*", re.IGNORECASE)
_POINTER = re.compile(r"version https://git-lfs\.github\.com")
_PROPERTY_LIST = re.compile(r"bplist0|.*?<!DOCTYPE plist|.*?<plist\b", re.DOTALL)
_LONGEST_SHORTCUT = 64 * 1024
_LONGEST_ADDRESS = 120
_GOOGLE_KEYS = frozenset({"url", "doc_id", "file_id", "resource_id"})
_GOOGLE = "Google Docs / Sheets"
_NOWHERE = "–"

_MANIFEST = "META-INF/manifest.xml"
_PACKAGE = "datapackage.json"
# Parts that tell what a ZIP is, first match wins.
_PARTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"ppt/"), "other_document", "PowerPoint"),
    (re.compile(r"Index/.*\.iwa|Index\.zip|index\.(?:xml|apxl)$"), "apple", ""),
    (re.compile(r".*\.(?:fdseq|fpage)$", re.IGNORECASE), "other_document", "XPS"),
    (re.compile(r"(?:OEBPS|EPUB)/", re.IGNORECASE), "other_document", "EPUB"),
)
_MOST_NAMED = 5

# The old container of Office and of all its encrypted files: its parts have names in UTF-16.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PARTS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "password", ""),
    ("WordDocument", "word_document", ""),
    ("__properties_version1.0", "email", ""),
    ("PowerPoint Document", "other_document", "PowerPoint"),
)
_OLE_SHEETS = ("Workbook", "Book")


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
        return "picture"
    if _OTHER_PICTURE.match(content):
        raise InputError("picture", file=name)
    for beginning, key, form in _BEGINNINGS:
        if beginning.match(content):
            raise InputError(key, file=name, form=form, address=_NOWHERE)
    _check_shortcut(content, name)
    return _form_of_text(content, name)


def _form_of_text(content: bytes, name: str) -> Form:
    # Without its empty bytes, UTF-16 reads like ASCII.
    head = content[:_HEAD].replace(b"\0", b"")
    if is_message(content):
        if _SAVED_PAGE.search(head) and not _SENT.search(head):
            return "html"
        raise InputError("email", file=name)
    is_page = _HTML.search(head.decode("latin-1")) is not None
    for xml, key in ((_SPREADSHEET_XML, "spreadsheet_xml"), (_WORD_XML, "word_document")):
        if xml.search(head) and not is_page:
            raise InputError(key, file=name, form="XML")
    return "html" if is_page else "text"


def is_message(content: bytes) -> bool:
    """Whether a file has the headers of an e-mail in front, which a page saved as MHT has too."""
    return _MESSAGE.match(content[:_HEAD].lstrip(_BYTE_ORDER_MARKS)) is not None


# --- files that only say where something is -------------------------------------------------------


def _check_shortcut(content: bytes, name: str) -> None:
    """Raise InputError for a file that holds nothing but an address."""
    if len(content) > _LONGEST_SHORTCUT:
        return
    text = content.replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS).decode("utf-8", "replace")
    if _POINTER.match(text) or _SHORTCUT.match(text) or _ONLY_AN_ADDRESS.fullmatch(text):
        address = next(iter(_ADDRESS.findall(text)), _NOWHERE)
    elif _PROPERTY_LIST.match(text):
        address = _of_property_list(content, name)
    else:
        address = _of_google(text)
    if address:
        raise InputError("shortcut", file=name, form="", address=address[:_LONGEST_ADDRESS])


def _of_property_list(content: bytes, name: str) -> str:
    with declared("unknown_form", name):
        fields = plistlib.loads(content)
    return str(fields.get("URL", _NOWHERE)) if isinstance(fields, dict) else _NOWHERE


def _of_google(text: str) -> str:
    """Where a file of Google Drive leads, "" for any other text."""
    if not text.lstrip().startswith("{"):
        return ""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(fields, dict) or not _GOOGLE_KEYS & fields.keys():
        return ""
    return str(fields.get("url") or _GOOGLE)


# --- containers -----------------------------------------------------------------------------------


def _form_of_zip(content: bytes, name: str) -> Form:
    archive = zipped.opened(content, name)
    names = archive.namelist()
    if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
        raise InputError("password", file=name)
    if any(part.startswith("word/") for part in names):
        return "word"
    if "mimetype" in names:
        return _form_of_open_document(archive, name)
    if "content.xml" in names or any(part.lower().startswith("xl/") for part in names):
        return "xlsx"
    if _PACKAGE in (part.rpartition("/")[2] for part in names if part.count("/") <= 1):
        return "exchange"
    for pattern, key, form in _PARTS:
        if any(map(pattern.match, names)):
            raise InputError(key, file=name, form=form)
    raise _of_files(archive, name)


def _form_of_open_document(archive: ZipFile, name: str) -> Form:
    kind = archive.read("mimetype").strip().rpartition(b".")[2].removesuffix(b"-template")
    if kind.startswith(b"text"):
        return "word"
    if kind == b"spreadsheet":
        return "xlsx"
    form = "EPUB" if kind.startswith(b"application/epub") else "OpenDocument"
    raise InputError("other_document", file=name, form=form)


def _of_files(archive: ZipFile, name: str) -> InputError:
    """The error of a ZIP that is no document: what it holds, or that this is nothing we know."""
    names = [zipped.name_of(part) for part in zipped.files_in(archive)]
    if not names:
        return InputError("unknown_form", file=name)
    told = [part.rpartition("/")[2] for part in names[:_MOST_NAMED]]
    more = [f"+{len(names) - _MOST_NAMED}"] if len(names) > _MOST_NAMED else []
    return InputError("files", file=name, count=len(names), names=", ".join([*told, *more]))


def _form_of_ole(content: bytes, name: str) -> Form:
    for part, key, form in _OLE_PARTS:
        if part.encode("utf-16-le") in content:
            raise InputError(key, file=name, form=form)
    if any(part.encode("utf-16-le") in content for part in _OLE_SHEETS):
        return "xlsx"
    raise InputError("unknown_form", file=name)
