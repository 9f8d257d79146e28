"""Names of offices: from any spelling met in print to one office_id.

An office is recognised by its type, its number and the consonants of its area; vowels and tone
marks are what scans lose first, and the number is what two neighbours differ in.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ita import reference

OfficeType = Literal["primary", "secondary"]

_TYPE_OF_THAI: dict[str, OfficeType] = {"ประถมศึกษา": "primary", "มัธยมศึกษา": "secondary"}
_TYPE_EN: dict[OfficeType, str] = {"primary": "Primary", "secondary": "Secondary"}
_REGION_EN = {
    "ภาคกลาง": "Central",
    "ภาคตะวันออก": "Eastern",
    "ภาคตะวันออกเฉียงเหนือ": "Northeastern",
    "ภาคตะวันตก": "Western",
    "ภาคเหนือ": "Northern",
    "ภาคใต้": "Southern",
}
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_PREFIX: tuple[tuple[str, OfficeType], ...] = (
    ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "primary"),
    ("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา", "secondary"),
    ("สพป", "primary"),
    ("สพม", "secondary"),
)
_NUMBER = re.compile(r"(?:เขต)?\s*(?<!\d)(\d{1,3})\s*$")
_NOT_CONSONANT = re.compile(r"[^ก-ฮ]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\ue000-\uf8ff]")


@dataclass(frozen=True)
class Office:
    """One education service area office. ``office_number`` is None where a province has one office."""

    office_id: str
    office_name: str
    short_name: str
    name_en: str
    office_type: OfficeType
    office_number: int | None
    province: str
    province_en: str
    region: str
    region_en: str


@dataclass(frozen=True)
class NameKey:
    """What is left of a printed name when everything a scan may lose is taken away."""

    office_type: OfficeType | None
    office_number: int | None
    skeleton: str


def western_digits(text: str) -> str:
    """``text`` with Thai digits as 0-9; all else unchanged."""
    return text.translate(_THAI_DIGITS)


def tidy_name(text: str) -> str:
    """A printed name with one spelling of sara am, Western digits, no invisible marks, single spaces."""
    # Invisible marks go first: between two vowels or tones they would keep these out of order.
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(western_digits(composed.replace("\u0e4d\u0e32", "\u0e33")).split())


def name_key(text: str) -> NameKey:
    """The key of a printed name: type, number and consonants of the area."""
    rest = tidy_name(text)
    office_type: OfficeType | None = None
    for prefix, prefix_type in _PREFIX:
        if rest.startswith(prefix):
            office_type = prefix_type
            rest = rest[len(prefix) :].lstrip(". ")
            break
    number = _NUMBER.search(rest)
    area = rest[: number.start()] if number else rest
    return NameKey(
        office_type,
        int(number.group(1)) if number else None,
        _NOT_CONSONANT.sub("", area),
    )


class OfficeIndex:
    """Finds an office by any of its known names.

    Raises ValueError on construction when two offices share a name, an alias or a key: an index
    that may confuse two offices must not exist.
    """

    def __init__(self, offices: Iterable[Office], aliases: Iterable[tuple[str, str]]) -> None:
        self.by_id: dict[str, Office] = {office.office_id: office for office in offices}
        self._by_name: dict[str, str] = {}
        self._by_key: dict[NameKey, str] = {}
        for office in self.by_id.values():
            _claim(self._by_name, tidy_name(office.office_name), office.office_id)
            _claim(self._by_name, tidy_name(office.short_name), office.office_id)
            _claim(self._by_key, name_key(office.office_name), office.office_id)
        for alias, office_id in aliases:
            _claim(self._by_name, tidy_name(alias), office_id)

    def find(self, printed: str) -> Office | None:
        """The office a printed name stands for, or None when the name is not known for certain."""
        office_id = self._by_name.get(tidy_name(printed)) or self._by_key.get(name_key(printed))
        return self.by_id[office_id] if office_id else None


def _claim(names: dict, key: object, office_id: str) -> None:
    if names.setdefault(key, office_id) != office_id:
        raise ValueError(f"{key} stands for both {names[key]} and {office_id}")


def slug(name_en: str) -> str:
    """An English name as the part of an address: lower case, words joined."""
    return re.sub(r"[^a-z]", "", name_en.lower())


@lru_cache(maxsize=1)
def all_offices() -> tuple[Office, ...]:
    """The 245 offices of the reference list, in its order."""
    english = {row["province"]: row["province_en"] for row in reference.rows("provinces")}
    return tuple(_office(row, english) for row in reference.rows("offices"))


@lru_cache(maxsize=1)
def all_aliases() -> tuple[tuple[str, str, str], ...]:
    """Each recorded alias as (alias, office_id, note)."""
    id_of = {office.short_name: office.office_id for office in all_offices()}
    return tuple(
        (row["alias"], id_of[row["short_name"]], row["note"])
        for row in reference.rows("office_aliases")
    )


@lru_cache(maxsize=1)
def office_index() -> OfficeIndex:
    """The index over the reference list and its aliases."""
    return OfficeIndex(all_offices(), ((alias, office_id) for alias, office_id, _ in all_aliases()))


def _office(row: reference.Row, english: dict[str, str]) -> Office:
    office_type = _TYPE_OF_THAI[row["type"]]
    provinces = [english[province] for province in row["provinces_covered"].split("|")]
    number = int(row["number"]) if row["number"] else None
    parts = [office_type[0], *map(slug, provinces), *([str(number)] if number else [])]
    name = " ".join(
        ["-".join(provinces), _TYPE_EN[office_type], *([str(number)] if number else [])]
    )
    return Office(
        office_id="-".join(parts),
        office_name=row["name_th"],
        short_name=row["short_name"],
        name_en=name,
        office_type=office_type,
        office_number=number,
        province=row["province"],
        province_en=english[row["province"]],
        region=row["region"],
        region_en=_REGION_EN[row["region"]],
    )
