"""Fonts of a PDF that say Latin letters for Thai ones, as fonts from before Unicode do: what is meant."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from etl.read.code_pages import repaired
from etl.read.letters import Letter

_THAI = ("\u0e01", "\u0e5b")


def meant_letters(pages: Sequence[Sequence[Letter]]) -> list[list[Letter]]:
    """The letters of each page; those of foreign fonts as they are meant, where that can be proven."""
    fonts = _foreign_fonts(letter for page in pages for letter in page)
    said = "".join(_said(letter) for page in pages for letter in page if letter.font in fonts)
    meant = repaired(said)
    if meant is None or len(meant) != len(said):
        return [list(page) for page in pages]
    following = iter(meant)
    return [list(_meant(page, fonts, following)) for page in pages]


def _meant(
    letters: Iterable[Letter], fonts: Collection[str], following: Iterator[str]
) -> Iterator[Letter]:
    for letter in letters:
        if letter.font in fonts:
            yield letter._replace(text="".join(islice(following, len(_said(letter)))))
        else:
            yield letter


def _foreign_fonts(letters: Iterable[Letter]) -> set[str]:
    """The fonts that say other letters than ours, but none of Thai."""
    thai: set[str] = set()
    others: set[str] = set()
    for letter in letters:
        if _THAI[0] <= letter.text[:1] <= _THAI[1]:
            thai.add(letter.font)
        elif not letter.text.isascii():
            others.add(letter.font)
    return others - thai


def _said(letter: Letter) -> str:
    """The letter of the byte, which a font may have no name for, else the one that the font names."""
    return chr(letter.code) if letter.code else letter.text
