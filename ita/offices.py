"""Names of offices: from any spelling met in print to one office_id.

An office is recognised by its type, its number and the consonants of its area; vowels and tone
marks are what scans lose first, and the number is what two neighbours differ in. Where consonants
were lost too, the closest name of that number is taken when no other comes near it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ita import reference
from ita.spellings import Written, area_parts, segments, without_marks, written

OfficeType = Literal["primary", "secondary"]
How = Literal["name", "key", "close", "unknown"]

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
# Word moves marks out of each other's way to private code points, from U+F700 in this order.
_PRIVATE = {
    0xF700 + place: ord(letter)
    for place, letter in enumerate(
        "\u0e10\u0e34\u0e35\u0e36\u0e37" + 2 * "\u0e48\u0e49\u0e4a\u0e4b\u0e4c" + "\u0e0d"
        "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"
    )
}
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\ue000-\uf8ff]")
_NOT_CONSONANT = re.compile(r"[^ก-ฮ]")
# A letter of another script stands where a Thai one was: ฃ, which no name holds, keeps its place.
_FOREIGN = re.compile(r"[^\W\d_ก-๛]")
_SOME_LETTER = "ฃ"
# The number, with the word before it even where a letter of that word was misread.
_NUMBER = re.compile(r"(?:เขต|(?<=\s)(?:เข\D?|\D?ขต))?\s*(?<!\d)(\d{1,3})\s*$")
_UNREAD_NUMBER = re.compile(r"\d|เขต\W*\S{0,3}$")
# What a wrong type or number weighs, and how much nearer than all others a name must be.
_MARGIN = 3
_KEY_MARGIN = 2
_MOST_EDITS = 3
_FEWEST_TYPE_LETTERS = 2
_MOST_CANDIDATES = 6
_FEWEST_CUT_LETTERS = 2
_LONGEST_AREA = 60  # letters of an English one
_LETTERS_AN_EDIT = 6  # of an English name
_FEWEST_AREA_LETTERS = 4
_BEFORE_AREA = r"(?:^|[\s.]|จังหวัด|เทศบาล|เมือง)"
_SHORT_TYPES: dict[OfficeType, str] = {"primary": "สพป.", "secondary": "สพม."}


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


@dataclass(frozen=True)
class Match:
    """What a printed name stands for, and how that is known.

    ``office`` is None where ``how`` is "unknown"; ``candidates`` are then the offices that come
    nearest, nearest first. "name" is a known spelling, "key" the same but for vowels and marks,
    "close" the only office near enough, which a person should see.
    """

    office: Office | None
    how: How
    candidates: tuple[Office, ...] = ()


@dataclass(frozen=True)
class _Area:
    """What offices that differ in number only have in common; ``names`` are full and short."""

    office_type: OfficeType
    skeleton: str
    names: tuple[str, str]

    @property
    def text(self) -> str:
        """The area alone, as it is spelled."""
        return self.names[1].removeprefix(_SHORT_TYPES[self.office_type])


@dataclass(frozen=True)
class _Nearness:
    """How far a printed name is from an office.

    ``edits``: letters changed, consonants counted twice, a wrong type or number as ``_MARGIN``.
    ``area``: the consonants of the office's area, ``area_edits`` how many of them are changed;
    ``text``: the area as it is spelled.
    """

    office: Office
    area: str
    text: str
    edits: int
    area_edits: int

    @property
    def most_edits(self) -> int:
        """How many consonants of the area may be wrong: two in five."""
        return min(_MOST_EDITS, 2 * len(self.area) // 5)

    def may_be_meant(self, key: NameKey, tidy: str) -> bool:
        """Whether a person should be asked about this office: nobody is better than an absurd one.

        Of another type only an office of this very area; without a type one whose area is named.
        """
        if key.office_type is None:
            is_named = re.search(rf"{_BEFORE_AREA}{re.escape(self.text)}", tidy) is not None
            is_whole = self.area_edits == 0 and len(self.area) >= _FEWEST_AREA_LETTERS
            return is_named or is_whole or (self._is_near and _is_of_type(self, key))
        return self._is_near and (
            self.area_edits == 0 or key.office_type == self.office.office_type
        )

    @property
    def _is_near(self) -> bool:
        return self.area_edits <= self.most_edits


def western_digits(text: str) -> str:
    """``text`` with Thai digits as 0-9; all else unchanged."""
    return text.translate(_THAI_DIGITS)


def mended(text: str) -> str:
    """A printed text with one spelling of sara am, letters for private code points, no invisible marks."""
    # Invisible marks go first: between two vowels or tones they would keep these out of order.
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_PRIVATE)))
    return composed.replace("\u0e4d\u0e32", "\u0e33")


def tidy_name(text: str) -> str:
    """A printed name, mended, with Western digits and single spaces."""
    return " ".join(western_digits(mended(text)).split())


def skeleton(text: str) -> str:
    """The Thai consonants of a text."""
    return _NOT_CONSONANT.sub("", text)


# The consonants a name of each type begins with, in full and short.
_PREFIXES: dict[OfficeType, tuple[str, str]] = {
    "primary": (skeleton("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"), skeleton("สพป")),
    "secondary": (skeleton("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"), skeleton("สพม")),
}


def name_key(text: str) -> NameKey:
    """The key of a printed name: type, number and consonants of the area."""
    area, office_number = _without_number(tidy_name(text))
    letters = skeleton(area)
    for office_type, prefixes in _PREFIXES.items():
        for prefix in prefixes:
            if letters.startswith(prefix):
                return NameKey(office_type, office_number, letters.removeprefix(prefix))
    return NameKey(None, office_number, letters)


def _without_number(tidy: str) -> tuple[str, int | None]:
    number = _NUMBER.search(tidy)
    return (tidy[: number.start()].rstrip(), int(number.group(1))) if number else (tidy, None)


class OfficeIndex:
    """Finds an office by any of its known names.

    ``spellings`` are other ways to write a province, as (spelling, province); ``former`` the number
    an office had as an area until 2563, by that number. Raises ValueError on construction when two
    offices share a name, an alias or a key: an index that may confuse two offices must not exist.
    """

    def __init__(
        self,
        offices: Iterable[Office],
        aliases: Iterable[tuple[str, str]],
        spellings: Iterable[tuple[str, str]] = (),
        former: Mapping[int, str] | None = None,
    ) -> None:
        self.by_id: dict[str, Office] = {office.office_id: office for office in offices}
        self._by_name: dict[str, str] = {}
        self._by_key: dict[NameKey, str] = {}
        self._by_area: dict[_Area, list[Office]] = {}
        self._by_provinces: dict[frozenset[str], list[Office]] = {}
        self._provinces = {**_spelled_provinces(self.by_id.values()), **dict(spellings)}
        self._former = {number: self.by_id[each] for number, each in (former or {}).items()}
        for office in self.by_id.values():
            _claim(self._by_name, tidy_name(office.office_name), office.office_id)
            _claim(self._by_name, tidy_name(office.short_name), office.office_id)
            _claim(self._by_key, name_key(office.office_name), office.office_id)
            self._by_area.setdefault(_area_of(office), []).append(office)
            self._by_provinces.setdefault(frozenset(provinces_of(office)), []).append(office)
        for alias, office_id in aliases:
            _claim(self._by_name, tidy_name(alias), office_id)

    def find(self, printed: str) -> Office | None:
        """The office a printed name stands for, or None when the name is not known for certain."""
        tidy = tidy_name(printed)
        if tidy in self._by_name:
            return self.by_id[self._by_name[tidy]]
        parts = written(tidy)
        meant = self._meant(parts) if parts else None
        if meant is not None:
            return meant.office if meant.how == "key" else None
        office_id = self._by_key.get(name_key(tidy)) if _is_one_number(tidy) else None
        return self.by_id[office_id] if office_id else None

    def match(self, printed: str) -> Match:
        """The office a printed name stands for, also where consonants of it were misread.

        The number is never guessed: a name of another number is another office. A province with
        one office is recognised with any number, as such numbers are printed by mistake.
        """
        tidy = tidy_name(printed)
        if not tidy:
            return Match(None, "unknown")
        if tidy in self._by_name:
            return Match(self.by_id[self._by_name[tidy]], "name")
        parts = written(tidy)
        meant = self._meant(parts) if parts else None
        if meant is not None:
            return meant
        if parts and parts.is_english:
            return self._romanised(parts)
        return self._closest(self._respelled(parts, tidy) if parts else without_marks(tidy))

    def is_area(self, printed: str) -> bool:
        """Whether a text names the provinces of some office, and perhaps its number."""
        places = self._places(_without_number(tidy_name(printed))[0])
        return places is not None and places in self._by_provinces

    def former_number(self, office: Office) -> int | None:
        """The number of the area an office succeeded, None where it succeeded none."""
        return next((number for number, each in self._former.items() if each == office), None)

    def _closest(self, tidy: str) -> Match:
        """The office a tidy name comes closest to, where no other comes near it."""
        key = name_key(_FOREIGN.sub(_SOME_LETTER, tidy))
        near = self._near(key, _without_number(tidy)[0])
        is_known = self._by_key.get(key) == near[0].office.office_id and _is_one_number(tidy)
        if is_known and _lead(near) >= _KEY_MARGIN:
            return Match(near[0].office, "key")
        begun = self._begun(tidy, key)
        is_cut = bool(begun) and key.office_number is None
        is_close = _lead(near) >= _MARGIN and _is_meant(near[0], key)
        if is_close and not is_cut and not _hides_number(tidy):
            return Match(near[0].office, "close")
        asked = [each.office for each in near if each.may_be_meant(key, tidy)]
        candidates = tuple(dict.fromkeys((*begun, *asked)))
        return Match(None, "unknown", candidates[:_MOST_CANDIDATES])

    def _begun(self, tidy: str, key: NameKey) -> list[Office]:
        """The offices whose name a name cut at its end begins; none where these are many areas."""
        text, number = _without_number(tidy)
        parts = written(text)
        cut = parts.area.rstrip(".… ") if parts else ""
        if not parts or len(skeleton(cut)) < _FEWEST_CUT_LETTERS:
            return []
        areas = [
            offices
            for area, offices in self._by_area.items()
            if area.office_type == key.office_type
            and area.text.startswith(cut)
            and area.text != cut
        ]
        if len(areas) > _MOST_CANDIDATES:
            return []
        found = [office for offices in areas for office in offices]
        return sorted(found, key=lambda office: number not in (None, office.office_number))

    def _meant(self, parts: Written) -> Match | None:
        """What the parts of a written name stand for; None where its area is not known as written."""
        area, beside = self._places(parts.area), self._places(parts.beside)
        if not parts.area and parts.office_number and parts.office_type == "secondary":
            return self._former_area(parts, beside)
        if not parts.area:
            area = beside
        if area is None:
            return None
        if beside is not None and not beside <= area:
            return self._asked_beside(parts, area, beside)
        known = self._of(area, parts.office_type)
        exact = [each for each in known if each.office_number == parts.office_number]
        if parts.office_type is None:
            return _of_any_type(known, exact)
        if len(exact) == 1:
            is_plain = beside is not None or not parts.beside
            return Match(exact[0], "key" if is_plain else "close")
        return self._of_no_such_number(parts, area, known)

    def _of_no_such_number(
        self, parts: Written, area: frozenset[str], known: list[Office]
    ) -> Match | None:
        """A known area without its number, or with one that may be that of a former area."""
        if known and known == [self._former.get(parts.office_number or 0)]:
            return Match(known[0], "key")
        if not known:
            return _asked(self._covering(parts, area))
        return _asked(known) if parts.is_english else None

    def _asked_beside(self, parts: Written, area: frozenset[str], beside: frozenset[str]) -> Match:
        """An area with another province beside it: which of both is meant is asked."""
        both = [each for places in (area, beside) for each in self._of(places, parts.office_type)]
        return _asked(sorted(both, key=lambda each: each.office_number != parts.office_number))

    def _of(self, provinces: frozenset[str] | None, office_type: OfficeType | None) -> list[Office]:
        """The offices that cover just these provinces, of a type where one is known."""
        offices = self._by_provinces.get(provinces or frozenset(), [])
        return [each for each in offices if office_type in (None, each.office_type)]

    def _former_area(self, parts: Written, beside: frozenset[str] | None) -> Match:
        """The office that succeeded a numbered area, unless the province beside it is of another."""
        office = self._former.get(parts.office_number or 0)
        if office is None or (beside is not None and not beside <= set(provinces_of(office))):
            return _asked([*self._of(beside, "secondary"), *([office] if office else [])])
        is_plain = beside is not None or not parts.beside
        return Match(office, "key" if is_plain else "close")

    def _covering(self, parts: Written, area: frozenset[str]) -> list[Office]:
        """The offices of a type that cover a province together with others, then those of the other."""
        wider = [
            each
            for provinces, offices in self._by_provinces.items()
            if area < provinces
            for each in offices
            if each.office_type == parts.office_type
        ]
        return [*wider, *self._by_provinces.get(area, [])]

    def _places(self, text: str) -> frozenset[str] | None:
        """The provinces a text names, in Thai or English, in any order; None unless it names them only."""
        is_english = text.isascii()
        words = [word for word in self._provinces if word.isascii() == is_english]
        parts = segments(slug(text)[:_LONGEST_AREA], words) if is_english else area_parts(text)
        found = [self._provinces.get(part) for part in parts or ()]
        return frozenset(each for each in found if each) if found and all(found) else None

    def _romanised(self, parts: Written) -> Match:
        """The office whose English name is nearest to one that is not known, for a person to see."""
        distance = _edit_distance()
        areas = {_english_area(office) for office in self.by_id.values()}
        near = sorted((distance(parts.area, area), area) for area in areas)[:2]
        if not near or near[0][0] > min(_MOST_EDITS, len(parts.area) // _LETTERS_AN_EDIT):
            return Match(None, "unknown")
        meant = self._meant(replace(parts, area=near[0][1])) or Match(None, "unknown")
        is_alone = len(near) == 1 or near[1][0] > near[0][0]
        if meant.office and is_alone:
            return replace(meant, how="close")
        return _asked([meant.office] if meant.office else meant.candidates)

    def _respelled(self, parts: Written, tidy: str) -> str:
        """A written name as the list would have it, as it stands where its area is not known."""
        area = parts.area or parts.beside
        offices = self._by_provinces.get(self._places(area) or frozenset(), [])
        if parts.area and not offices:
            return without_marks(tidy)
        area = _area_of(offices[0]).text if offices else area
        number = f" เขต {parts.office_number}" if parts.office_number is not None else ""
        return f"{_SHORT_TYPES[parts.office_type or 'primary']}{area}{number}"

    def siblings(self, office: Office) -> tuple[Office, ...]:
        """The offices whose names differ from this one's in the number only."""
        return tuple(each for each in self._by_area[_area_of(office)] if each != office)

    def _near(self, key: NameKey, spelled: str) -> list[_Nearness]:
        """Every office, nearest first, by key and by what is spelled before the number."""
        distance = _edit_distance()
        beginnings = {office_type: _beginnings(key, office_type) for office_type in _PREFIXES}
        found = []
        for area, offices in self._by_area.items():
            both = min(
                (
                    (edits, distance(key.skeleton[cut:], area.skeleton))
                    for cut, edits in beginnings[area.office_type]
                ),
                key=sum,
            )
            edits = sum(both) + min(distance(spelled, name) for name in area.names)
            found += [
                _Nearness(
                    office,
                    area.skeleton,
                    area.text,
                    edits + _number_edits(key, office),
                    both[1],
                )
                for office in offices
            ]
        return sorted(found, key=lambda each: each.edits)


def _edit_distance() -> Callable[[str, str], int]:
    from rapidfuzz.distance.Levenshtein import (  # noqa: PLC0415 - the dashboard never needs it
        distance,
    )

    return distance


def _beginnings(key: NameKey, office_type: OfficeType) -> list[tuple[int, int]]:
    """Where in the skeleton the area may begin, and how far what stands before is from the type."""
    if key.office_type:
        return [(0, 0 if key.office_type == office_type else _MARGIN)]
    return [
        (cut, _type_edits(key.skeleton[:cut], office_type)) for cut in range(len(key.skeleton) + 1)
    ]


def _type_edits(words: str, office_type: OfficeType) -> int:
    """How far the words before an area are from those of a type; some may be cut off in front."""
    distance = _edit_distance()
    return min(
        distance(words, prefix[max(0, len(prefix) - len(words)) :])
        for prefix in _PREFIXES[office_type]
    )


def _number_edits(key: NameKey, office: Office) -> int:
    """A number that was lost may have been any; another number is another office."""
    return 0 if key.office_number in (None, office.office_number) else _MARGIN


def _lead(near: Sequence[_Nearness]) -> int:
    """How much nearer the first office is than the second."""
    return near[1].edits - near[0].edits if len(near) > 1 else _MARGIN


def _is_meant(near: _Nearness, key: NameKey) -> bool:
    """Whether an office fits a name on its own: near enough, of its type, with its number."""
    if not _is_of_type(near, key):
        return False
    if key.office_number == near.office.office_number:
        return near.area_edits <= near.most_edits
    is_area_known = near.area_edits == 0 and key.office_type is not None
    return near.office.office_number is None and is_area_known


def _is_of_type(near: _Nearness, key: NameKey) -> bool:
    """Whether the type is the office's, or what is left of its words resembles them."""
    office_type = near.office.office_type
    if key.office_type is not None:
        return key.office_type == office_type
    words = key.skeleton[: -len(near.area)]
    is_some = len(words) >= _FEWEST_TYPE_LETTERS
    return is_some and _type_edits(words, office_type) <= len(words) // 2


def _hides_number(tidy: str) -> bool:
    return _UNREAD_NUMBER.search(_without_number(tidy)[0]) is not None


def _area_of(office: Office) -> _Area:
    full, short = (
        _without_number(tidy_name(name))[0] for name in (office.office_name, office.short_name)
    )
    return _Area(office.office_type, name_key(office.office_name).skeleton, (full, short))


def provinces_of(office: Office) -> list[str]:
    """The provinces an office covers, in the order of its name."""
    return _area_of(office).text.split()


def _english_area(office: Office) -> str:
    """The provinces of an office in English, letters only."""
    return slug(office.name_en.partition(f" {_TYPE_EN[office.office_type]}")[0])


def _spelled_provinces(offices: Iterable[Office]) -> dict[str, str]:
    """Each province by its name in Thai and, letters only, in English."""
    words: dict[str, str] = {}
    for office in offices:
        english = office.name_en.partition(f" {_TYPE_EN[office.office_type]}")[0].split("-")
        for province, name in zip(provinces_of(office), english, strict=False):
            words |= {province: province, slug(name): province}
    return words


def _is_one_number(tidy: str) -> bool:
    """Whether a name has no number but the one at its end."""
    return re.search(r"\d", _without_number(tidy)[0]) is None


def _asked(offices: Iterable[Office]) -> Match:
    return Match(None, "unknown", tuple(dict.fromkeys(offices))[:_MOST_CANDIDATES])


def _of_any_type(known: Sequence[Office], exact: Sequence[Office]) -> Match:
    """What an area and number without a type stand for: the one office of that number, to be seen.

    Number 1 is printed by mistake where a province has one office, so it says little.
    """
    number = exact[0].office_number if len(exact) == 1 else None
    if number is not None and number > 1:
        return Match(exact[0], "close")
    return _asked((*exact, *known))


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
    """The index over the reference list, its aliases, spellings of provinces and former areas."""
    aliases = ((alias, office_id) for alias, office_id, _ in all_aliases())
    return OfficeIndex(all_offices(), aliases, _province_spellings(), _former_areas())


def _province_spellings() -> list[tuple[str, str]]:
    """Each other spelling of a province, an English one by its letters only."""
    return [
        (slug(row["spelling"]) if row["kind"] == "english" else row["spelling"], row["province"])
        for row in reference.rows("province_spellings")
    ]


def _former_areas() -> dict[int, str]:
    """The office that succeeded each numbered secondary area of the years until 2563."""
    id_of = {office.short_name: office.office_id for office in all_offices()}
    return {
        int(row["former_area"].rpartition(" ")[2]): id_of[row["short_name"]]
        for row in reference.rows("secondary_area_history")
        if row["relation"] == "successor"
    }


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
