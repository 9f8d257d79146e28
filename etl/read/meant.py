"""Text and cells in the letters that were meant, where a wrong code page had made others of them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from etl.errors import InputError
from etl.read.code_pages import is_garbled, repaired
from etl.read.document import Line, Remark

Remarks = tuple[Remark, ...]

_THAI_WINDOWS = "Windows-874 (TIS-620)"

# What shows in a wrong reading, which bytes were read, and as what.
_WRONG_READINGS = (
    (re.compile("เธ|เน"), "UTF-8", "Windows-874"),
    (re.compile("à[¸¹]"), "UTF-8", "Windows-1252"),
    (re.compile("‡[∏π]"), "UTF-8", "Mac OS Roman"),
    (re.compile("α[╕╣]"), "UTF-8", "CP437"),
    (re.compile("Ó[©╣]"), "UTF-8", "CP850"),
    (re.compile("[\u00a1-\u00fb]{3}"), _THAI_WINDOWS, "Windows-1252"),
)
_SIGN = re.compile("เธ|เน|[\u0080-\u00ff\ufffd‡αÓ]")
_ASCII = re.compile("[\x00-\x7f]+")
_PAIR = re.compile("(?:เธ.?|เน.?){3}|(?:à[¸¹].?){3}")
_BETWEEN_CELLS = re.compile(r'([\t\r\n;|,"]+)')
_LOST = re.compile(r"\?{3,}")
_WRITTEN = re.compile(r"[^\W\d_]|\?")
_REPLACED = "\ufffd"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MOST, _MANY = 0.75, 0.25
_BREAK = "\x1e"  # inside a cell: no file holds it and every code page leaves it alone


def text_as_meant(text: str) -> tuple[str, Remarks]:
    """The text in the letters that were meant, and the remark that it had others.

    One that cannot be repaired is left as it is.
    """
    meant = _repaired(text)
    if meant is None:
        pieces = _some_as_meant(_BETWEEN_CELLS.split(text))
        meant = None if pieces is None else "".join(pieces)
    return (text, ()) if meant is None else (meant, (_remark(text),))


def lines_as_meant(lines: Sequence[Line], name: str) -> tuple[Sequence[Line], Remarks]:
    """The lines in the letters that were meant: all cells or, where only some are wrong, these.

    Raises InputError when the letters cannot be had back.
    """
    cells = [cell for line in lines for cell in line.cells]
    meant = _some_as_meant(cells)
    if meant is None:
        _check_letters("\n".join(cells), name)
        return lines, ()
    changed_from = "\n".join(
        cell for cell, other in zip(cells, meant, strict=True) if cell != other
    )
    left = iter(meant)
    changed = [replace(line, cells=tuple(islice(left, len(line.cells)))) for line in lines]
    return changed, (_remark(changed_from),)


def _looks_wrong(cell: str) -> bool:
    """Whether the letters of a cell that are not Latin's are those of a wrong reading."""
    return _SIGN.search(cell) is not None and is_garbled(_ASCII.sub("", cell))


def _as_meant(cells: Sequence[str]) -> list[str] | None:
    """The cells repaired as one text, None where nothing is to repair."""
    meant = _repaired("\n".join(cell.replace("\n", _BREAK) for cell in cells))
    found = [cell.replace(_BREAK, "\n") for cell in meant.split("\n")] if meant else []
    return found if found and len(found) == len(cells) else None


def _some_as_meant(cells: Sequence[str]) -> list[str] | None:
    """The cells with those repaired that look wrong, all where no others have Thai; None for no change."""
    wrong = [place for place, cell in enumerate(cells) if _looks_wrong(cell)]
    if not wrong:
        return None
    if len(wrong) == sum(not cell.isascii() for cell in cells):
        return _as_meant(cells)
    meant = _as_meant([cells[place] for place in wrong])
    at = dict(zip(wrong, meant, strict=True)) if meant else {}
    return [at.get(place, cell) for place, cell in enumerate(cells)] if meant else None


def _repaired(text: str) -> str | None:
    """The text repaired, None where nothing is to repair or part of it would stay wrong."""
    meant = repaired(text)
    return None if meant is None or _PAIR.search(meant) else meant


def _remark(text: str) -> Remark:
    right, wrong = _misreading(text)
    return Remark("code_page_repaired", "row", {"right": right, "wrong": wrong})


def _check_letters(text: str, name: str) -> None:
    if is_garbled(text):
        right, wrong = _misreading(text)
        raise InputError("code_page", file=name, right=right, wrong=wrong)
    if text.count(_REPLACED) > _MANY * len(_NOT_ASCII.findall(text)):
        raise InputError("code_page", file=name, right=_THAI_WINDOWS, wrong="UTF-8")
    if sum(map(len, _LOST.findall(text))) > _MOST * len(_WRITTEN.findall(text)):
        raise InputError("letters_lost", file=name)


def _misreading(text: str) -> tuple[str, str]:
    """Which bytes a text was, and as what they were read, by the letters it shows most."""
    _, right, wrong = max(_WRONG_READINGS, key=lambda reading: len(reading[0].findall(text)))
    return right, wrong
