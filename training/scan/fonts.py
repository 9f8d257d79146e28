"""The Thai faces that are drawn: where each comes from, its licence, how often it is used.

``python -m training.scan.fonts FOLDER`` fetches them with apt-get, npm and pip and makes one TrueType
file of each. Faces that are held out are never trained on: they measure the recogniser.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

GPL, OFL = "GPL-2 with font exception", "OFL-1.1"
NO_LICENCE_FILE = "no licence file in the package: trained with, never shipped"
TH_PACKAGE = "odoo-addon-l10n-th-base-utils"


class Family(NamedTuple):
    """Faces of one design: where from, how often they are drawn; 0 where they are held out."""

    name: str
    source: str
    package: str
    styles: tuple[str, ...]
    share: float
    licence: str

    @property
    def files(self) -> list[str]:
        """The name of each face's file."""
        return [f"{self.name}{style and '-'}{style}.ttf" for style in self.styles]


_ALL = ("", "Bold", "Oblique", "BoldOblique")
_ITALIC = ("", "Bold", "Italic", "BoldItalic")
_NEW = ("Regular", "Bold", "Italic", "BoldItalic")
_TH = ("Regular", "Bold", "Italic", "Bold-Italic")
_TWO = ("400", "700")

FAMILIES = (
    # The design of nearly every announcement.
    Family("THSarabunNew", "pip", TH_PACKAGE, ("Regular", *_NEW), 8, NO_LICENCE_FILE),
    Family("THSarabun", "pip", TH_PACKAGE, _TH, 4, NO_LICENCE_FILE),
    Family("Laksaman", "apt", "fonts-tlwg-laksaman-ttf", ("", *_ITALIC), 6, GPL),
    Family("THNiramitAS", "pip", TH_PACKAGE, _TH, 1.5, NO_LICENCE_FILE),
    Family("THBaijam", "pip", TH_PACKAGE, _TH, 1, NO_LICENCE_FILE),
    Family("THKrub", "pip", TH_PACKAGE, _TH, 0.7, NO_LICENCE_FILE),
    Family("THKodchasal", "pip", TH_PACKAGE, _TH, 0.7, NO_LICENCE_FILE),
    Family("THKoHo", "pip", TH_PACKAGE, _TH, 0.7, NO_LICENCE_FILE),
    Family("THK2DJuly8", "pip", TH_PACKAGE, _TH, 0.7, NO_LICENCE_FILE),
    Family("THChakraPetch", "pip", TH_PACKAGE, _TH, 0.5, NO_LICENCE_FILE),
    Family("THMaliGrade6", "pip", TH_PACKAGE, _TH, 0.3, NO_LICENCE_FILE),
    Family("Garuda", "apt", "fonts-tlwg-garuda-ttf", _ALL, 1.5, GPL),
    Family("Norasi", "apt", "fonts-tlwg-norasi-ttf", _ITALIC, 1.5, GPL),
    Family("Loma", "apt", "fonts-tlwg-loma-ttf", _ALL, 1.2, GPL),
    Family("Waree", "apt", "fonts-tlwg-waree-ttf", _ALL, 1, GPL),
    Family("TlwgTypo", "apt", "fonts-tlwg-typo-ttf", _ALL, 0.5, GPL),
    Family("TlwgMono", "apt", "fonts-tlwg-mono-ttf", _ALL, 0.3, GPL),
    Family("Purisa", "apt", "fonts-tlwg-purisa-ttf", ("", "Bold"), 0.2, GPL),
    Family("noto-sans-thai", "npm", "@fontsource/noto-sans-thai", _TWO, 1.2, OFL),
    Family("noto-serif-thai", "npm", "@fontsource/noto-serif-thai", _TWO, 1.2, OFL),
    Family("noto-sans-thai-looped", "npm", "@fontsource/noto-sans-thai-looped", _TWO, 1, OFL),
    Family("trirong", "npm", "@fontsource/trirong", _TWO, 1.5, OFL),
    Family("maitree", "npm", "@fontsource/maitree", _TWO, 1, OFL),
    Family("pridi", "npm", "@fontsource/pridi", _TWO, 1, OFL),
    Family("prompt", "npm", "@fontsource/prompt", _TWO, 1.5, OFL),
    Family("kanit", "npm", "@fontsource/kanit", _TWO, 1.2, OFL),
    Family("mitr", "npm", "@fontsource/mitr", _TWO, 1.5, OFL),
    Family("athiti", "npm", "@fontsource/athiti", _TWO, 1.5, OFL),
    Family("bai-jamjuree", "npm", "@fontsource/bai-jamjuree", _TWO, 1.2, OFL),
    Family("anuphan", "npm", "@fontsource/anuphan", _TWO, 1.2, OFL),
    Family("sriracha", "npm", "@fontsource/sriracha", ("400",), 0.2, OFL),
    Family("itim", "npm", "@fontsource/itim", ("400",), 0.2, OFL),
    # Held out.
    Family("sarabun", "npm", "@fontsource/sarabun", _TWO, 0, OFL),
    Family("ibm-plex-sans-thai", "npm", "@fontsource/ibm-plex-sans-thai", _TWO, 0, OFL),
    Family("taviraj", "npm", "@fontsource/taviraj", _TWO, 0, OFL),
    Family("fahkwang", "npm", "@fontsource/fahkwang", _TWO, 0, OFL),
    Family("Kinnari", "apt", "fonts-tlwg-kinnari-ttf", ("", "Bold", "Italic"), 0, GPL),
    Family("Sawasdee", "apt", "fonts-tlwg-sawasdee-ttf", ("", "Bold"), 0, GPL),
    Family("Umpush", "apt", "fonts-tlwg-umpush-ttf", ("", "Bold"), 0, GPL),
    Family("TlwgTypist", "apt", "fonts-tlwg-typist-ttf", ("", "Bold"), 0, GPL),
)  # fmt: skip


class Face(NamedTuple):
    """A font file and how often it is drawn."""

    file: Path
    share: float


def trained_faces(folder: Path) -> list[Face]:
    """The faces that training draws, each design by its share."""
    return _faces(folder, is_held_out=False)


def held_out_faces(folder: Path) -> list[Face]:
    """The faces that training never sees."""
    return _faces(folder, is_held_out=True)


def gather(folder: Path) -> None:
    """Fetches every package of the table and lays one TrueType file of each face into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        room = Path(place)
        for source, package in sorted({(each.source, each.package) for each in FAMILIES}):
            _unpack(source, package, room)
        found = {path.name: path for path in room.rglob("*") if path.is_file()}
        for family in FAMILIES:
            for name in family.files:
                if family.source == "npm":
                    _join(name, found, folder)
                else:
                    (folder / name).write_bytes(found[name].read_bytes())


def _faces(folder: Path, *, is_held_out: bool) -> list[Face]:
    return [
        Face(folder / name, (family.share or 1) / len(family.files))
        for family in FAMILIES
        if (family.share == 0) == is_held_out
        for name in family.files
    ]


def _unpack(source: str, package: str, room: Path) -> None:
    """The files of a package, fetched by its ordinary client, in a room of their own."""
    commands = {
        "apt": ["apt-get", "download", "-q", package],
        "npm": ["npm", "pack", "--silent", package],
        "pip": [sys.executable, "-m", "pip", "download", "-q", "--no-deps", package],
    }
    before = set(room.iterdir())
    subprocess.run(commands[source], cwd=room, check=True)  # noqa: S603 - names of the table
    for file in _new_files(room, before):
        into = room / f"{file.name} files"
        into.mkdir()
        unpack = {
            "apt": ["dpkg", "-x", file, into],
            "npm": ["tar", "-xzf", file, "-C", into],
            "pip": [sys.executable, "-m", "zipfile", "-e", file, into],
        }
        subprocess.run(unpack[source], check=True)  # noqa: S603 - names of the table


def _new_files(room: Path, before: set[Path]) -> Iterator[Path]:
    yield from (path for path in set(room.iterdir()) - before if path.is_file())


def _join(name: str, found: dict[str, Path], folder: Path) -> None:
    """The Thai and the Latin part of a web font as one file."""
    from fontTools.merge import Merger  # noqa: PLC0415 - needed only where fonts are fetched
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    family, weight = name.removesuffix(".ttf").rsplit("-", 1)
    parts = []
    for script in ("thai", "latin"):
        font = TTFont(found[f"{family}-{script}-{weight}-normal.woff2"])
        font.flavor = None
        parts.append(folder / f"{script}.part")
        font.save(parts[-1])
    Merger().merge([str(part) for part in parts]).save(folder / name)
    for part in parts:
        part.unlink()


if __name__ == "__main__":
    gather(Path(sys.argv[1]))
