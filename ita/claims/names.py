"""Names of offices inside running text: where they stand and which office they mean.

An area is recognised by its consonants, as everywhere in the project; where the name ends is where
those of the longest known area end. The number is never guessed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from ita import reference
from ita.offices import Office, OfficeIndex, name_key, skeleton

_NUMBER = r"(?:\s*(?:เขต(?:พื้นที่)?(?:ที่)?)\s*\.?\s*|\s+|\.)(\d{1,3})(?![\d.,]\d|\d)"
_THAI_NUMBER = re.compile(_NUMBER)
_TYPED = re.compile(
    r"(?:สำนักงาน)?เขตพื้นที่การศึกษา(?P<full>ประถมศึกษา|มัธยมศึกษา)\s*|(?P<short>สพป|สพม)\s*\.?\s*"
)
_TYPES = {"ประถมศึกษา": "primary", "สพป": "primary", "มัธยมศึกษา": "secondary", "สพม": "secondary"}
_UNKNOWN_AREA = re.compile(
    r"(?P<area>[ก-๎]{3,24}(?: [ก-๎]{2,14})?)\s*เขต\s*(?P<number>\d{1,3})(?!\d)"
)
_BARE = re.compile(r"(?<=[ก-๎])\s*เขต\s*(\d{1,2})(?![\d.,]\d|\d)")
# A number whose area is told before: เขต 1 ได้ 96.2.
_NUMBER_ALONE = re.compile(
    r"(?:(?<![ก-๎])(?<![ก-๎] )|(?<=ส่วน)|(?<=และ)|(?<=ขณะที่)|(?<=แต่)|(?<=กับ)"
    r"|(?<=ส่วน )|(?<=และ )|(?<=จาก)|(?<=ของ)|(?<=แพ้)|(?<=ชนะ)|(?<=กว่า))เขต\s?(\d{1,2})"
    r"(?=\s*(?:เขา|ที่|ซึ่ง|เพราะเขา)?\s?(?:ได้|ทำได้|อันดับ|ลำดับ|คะแนน|อยู่|มี|[:=(]))"
)
_LETTERS = re.compile(r"[ก-๎]+$")
# Where an area may begin in a run of letters: มากกว่าพะเยา เขต 1.
_BEGINS = re.compile(r"(?<![เ-ไ])[ก-ฮเ-ไ]")
_ENGLISH_TYPES = {
    "primary": "primary", "pesao": "primary", "esao": "primary",
    "secondary": "secondary", "sesao": "secondary",
}  # fmt: skip
_ELECTION = re.compile(r"(?:ส\.?\s?ส\.?|เลือกตั้ง)\s*$")
# Marks and vowels that may still follow the last consonant of an area.
_REST = re.compile(r"[ะ-ฺๅ-๎]*")
_LONGEST_AREA = 60


@dataclass(frozen=True)
class Named:
    """A name in a text. ``office`` is None for one that is in no list; ``siblings`` bear its area.

    ``siblings`` without ``office``: the area exists and the number does not.
    """

    start: int
    end: int
    office: Office | None
    siblings: tuple[Office, ...] = ()


@dataclass(frozen=True, eq=False)
class Names:
    """Finds the offices of one edition in a line."""

    index: OfficeIndex
    areas: Mapping[tuple[str, str], tuple[Office, ...]]
    longest: Mapping[str, tuple[str, ...]]
    english: re.Pattern[str]
    type_first: re.Pattern[str]
    bare_english: re.Pattern[str]
    alone: re.Pattern[str]
    by_area: Mapping[str, Office]
    provinces: re.Pattern[str]
    by_english: Mapping[tuple[str, str], tuple[Office, ...]]
    aliases: re.Pattern[str]

    def office(self, office_id: str) -> Office:
        """The office of an id."""
        return self.index.by_id[office_id]

    def found_in(self, line: str, home: Office | None = None) -> list[Named]:
        """Every name in a line of tidy text, in order, none over another.

        A number without its area, as in "เขต 3", is that of the area named last, else of that of ``home``.
        """
        found: list[Named] = []
        numbered = self._numbered(line, home) if home else ()
        for named in sorted(
            [*self._all(line), *numbered], key=lambda each: (each.start, -each.end)
        ):
            if not found or named.start >= found[-1].end:
                found.append(named)
        return found

    def _all(self, line: str) -> Iterator[Named]:
        if "สพ" in line or "เขต" in line:
            for match in self.aliases.finditer(line):
                yield Named(match.start(), match.end(), self.index.find(match.group()))
            for match in _TYPED.finditer(line):
                named = self._typed(line, match)
                if named:
                    yield named
            for match in _BARE.finditer(line):
                named = self._bare(line, match)
                if named:
                    yield named
        yield from self._without_type(line)

    def _without_type(self, line: str) -> Iterator[Named]:
        """Names in English, and those of which the area, or the province of one office, tells enough."""
        for match in (*self.english.finditer(line), *self.type_first.finditer(line)):
            office_type = _ENGLISH_TYPES[(match["type"] or match["short"]).lower()]
            siblings = self.by_english.get((match["area"].lower(), office_type), ())
            yield _of_number(match.start(), match.end(), match["number"], siblings)
        for match in self.bare_english.finditer(line):
            siblings = self.by_english.get((match["area"].lower(), "primary"), ())
            known = [each for each in siblings if str(each.office_number) == match["number"]]
            if known:
                yield Named(*match.span(), known[0], siblings)
        for match in self.alone.finditer(line) if "จังหวัด" not in line else ():
            yield Named(*match.span(), self.by_area[match.group().lower()])

    def _numbered(self, line: str, home: Office) -> Iterator[Named]:
        for match in _NUMBER_ALONE.finditer(line):
            siblings = (home, *self.index.siblings(home))
            before = [each for each in self._all(line[: match.start()]) if each.siblings]
            siblings = before[-1].siblings if before else siblings
            office = next((each for each in siblings if str(each.office_number) == match[1]), None)
            if office is not None:
                yield Named(*match.span(), office, siblings)

    def _typed(self, line: str, typed: re.Match[str]) -> Named | None:
        """A name that begins with its type."""
        office_type = _TYPES[typed["full"] or typed["short"]]
        start = typed.end()
        found = self._area(line, start, office_type)
        if found is None:
            unknown = _UNKNOWN_AREA.match(line, start)
            return None if unknown is None else Named(typed.start(), unknown.end(), None)
        end, siblings = found
        stands_alone = siblings[0].office_number is None
        number = _THAI_NUMBER.match(line, end)
        if number and not (stands_alone and "เขต" not in number.group()):
            return _of_number(typed.start(), number.end(), number[1], siblings)
        return Named(typed.start(), end, siblings[0], siblings) if stands_alone else None

    def _area(
        self, line: str, start: int, office_type: str
    ) -> tuple[int, tuple[Office, ...]] | None:
        """Where the longest known area that begins at ``start`` ends, and its offices."""
        stretch = line[start : start + _LONGEST_AREA]
        letters = skeleton(stretch)
        for area in self.longest[office_type]:
            if letters.startswith(area):
                end = _end_of(stretch, len(area))
                if _is_whole(stretch[:end]):
                    return start + end, self.areas[office_type, area]
        return None

    def _bare(self, line: str, number: re.Match[str]) -> Named | None:
        """A name without its type, such as กาฬสินธุ์ เขต 2: of the type whose offices are numbered."""
        before = line[max(0, number.start() - _LONGEST_AREA) : number.start()]
        letters = _LETTERS.search(before)
        run = letters.group() if letters else ""
        for begins in _BEGINS.finditer(run):
            word = run[begins.start() :]
            start = number.start() - len(word)
            siblings = self.areas.get(("primary", skeleton(word)), ())
            known = [each for each in siblings if str(each.office_number) == number[1]]
            if known and not _ELECTION.search(line[:start][-12:]):
                return Named(start, number.end(), known[0], siblings)
        return None


def _of_number(start: int, end: int, number: str | None, siblings: tuple[Office, ...]) -> Named:
    """The office of a number; one that stands alone in its province is meant by the number 1 too."""
    wanted = None if number is None else int(number)
    for office in siblings:
        if office.office_number == wanted or (office.office_number is None and wanted == 1):
            return Named(start, end, office, siblings)
    return Named(start, end, None, siblings)


def _end_of(stretch: str, consonants: int) -> int:
    """Where the last of so many consonants ends, with the marks that belong to it."""
    places = [place for place, letter in enumerate(stretch) if "ก" <= letter <= "ฮ"]
    end = places[consonants - 1] + 1
    rest = _REST.match(stretch, end)
    return end if rest is None else rest.end()


def _is_whole(area: str) -> bool:
    """Whether only one space parts the letters, as between two provinces, and no digit or line."""
    return re.fullmatch(r"[ก-๎]+(?:[ -][ก-๎]+)*", area) is not None


@lru_cache(maxsize=8)
def _index(rows: tuple[tuple[Office, str], ...]) -> Names:
    offices = [office for office, _ in rows]
    aliases = [
        (alias, office.office_id)
        for office, joined in rows
        for alias in joined.split(" · ")
        if alias
    ]
    areas: dict[tuple[str, str], tuple[Office, ...]] = {}
    english: dict[tuple[str, str], tuple[Office, ...]] = {}
    for office in offices:
        area = office.office_type, name_key(office.office_name).skeleton
        areas[area] = (*areas.get(area, ()), office)
        spelled = office.name_en.rsplit(f" {office.office_type.title()}", 1)[0].lower()
        key = spelled, office.office_type
        english[key] = (*english.get(key, ()), office)
    longest = {
        office_type: tuple(
            sorted((area for kind, area in areas if kind == office_type), key=len, reverse=True)
        )
        for office_type in ("primary", "secondary")
    }
    alone = {
        area: office
        for office in offices
        if office.office_type == "primary" and office.office_number is None
        for area in (office.province, office.province_en.lower())
    }
    spellings = sorted({area for area, _ in english}, key=len, reverse=True)
    return Names(
        OfficeIndex(offices, aliases),
        areas,
        longest,
        _english_pattern(spellings),
        _type_first_pattern(spellings),
        _bare_pattern(spellings),
        _alone_pattern(alone),
        alone,
        _province_pattern(offices),
        english,
        _alias_pattern(aliases),
    )


def _english_pattern(areas: list[str]) -> re.Pattern[str]:
    """Kalasin Primary 2, also with the words of its full name between type and number."""
    return re.compile(
        rf"\b(?P<area>{'|'.join(map(re.escape, areas))})(?:['’]s)?\s+(?:(?P<type>primary|secondary)"
        rf"|(?P<short>[PS]?ESAO)\b)"
        r"(?:\s+education(?:al)?)?(?:\s+service)?(?:\s+area)?(?:\s+(?:office|ESAO))?(?:\s+(?:no\.?|number|area))?"
        r"(?:\s+(?P<number>\d{1,2})(?![\d.,]\d|\d))?",
        re.IGNORECASE,
    )


def _type_first_pattern(areas: list[str]) -> re.Pattern[str]:
    """The same with the type before the area: SESAO Bangkok 1."""
    return re.compile(
        rf"\b(?:(?P<short>[PS]?ESAO)|(?P<type>primary|secondary) education(?:al)? service area(?: office)?)"
        rf"(?: of)?,? (?P<area>{'|'.join(map(re.escape, areas))})(?:,? (?:office|no\.?|area))?"
        r"(?:\s+(?P<number>\d{1,2})(?![\d.,]\d|\d))?",
        re.IGNORECASE,
    )


def _bare_pattern(areas: list[str]) -> re.Pattern[str]:
    """Chiang Mai 1: the number tells that an area is meant."""
    spelled = "|".join(re.escape(area.title()) for area in areas)
    return re.compile(
        rf"\b(?P<area>{spelled or '(?!)'})(?:\s(?:Area|Office"
        rf"|No\.))*\s(?P<number>\d{{1,2}})(?![\d.,:/]\d|\d|st|nd|rd|th)"
    )


def _alone_pattern(areas: Mapping[str, Office]) -> re.Pattern[str]:
    """The province of a single office, where a score or rise is told just behind it: ตราด 97.59."""
    spelled = "|".join(
        rf"\b{area.title()}\b" if area.isascii() else area
        for area in sorted(areas, key=len, reverse=True)
    )
    return re.compile(
        rf"(?:{spelled or '(?!)'})(?=\s*(?:\(|ได้(?:คะแนน)?|คะแนน|เพิ่ม(?:ขึ้น)?|got|had|at"
        rf"|with|scored|gained|:|\||\t)?\s*\d{{1,2}}\.\d\d(?!\d)"
        rf"|\s(?:get|got|pass|score|rank)\b|['’]s\s)"
    )


def _province_pattern(offices: list[Office]) -> re.Pattern[str]:
    names = {
        name
        for province in {(office.province, office.province_en) for office in offices}
        for name in names_of_province(*province)
    }
    spelled = sorted(
        (rf"\b{re.escape(name)}\b" if name.isascii() else name for name in names if name),
        key=len,
        reverse=True,
    )
    return re.compile("|".join(spelled) or r"(?!)")


def names_of_province(province: str, province_en: str) -> set[str]:
    """What a province is called; its abbreviation stands in too many other words."""
    return {province, province_en} | {
        row["spelling"]
        for row in reference.rows("province_spellings")
        if row["province"] == province and row["kind"] != "abbreviation"
    }


def _alias_pattern(aliases: list[tuple[str, str]]) -> re.Pattern[str]:
    spelled = sorted({alias for alias, _ in aliases}, key=len, reverse=True)
    alternatives = "|".join(re.escape(alias) for alias in spelled) or r"(?!)"
    return re.compile(rf"(?:{alternatives})(?![\d.,]\d|\d)")


def names_of(offices: pd.DataFrame) -> Names:
    """The finder for the offices of an edition, as ``ita.store.offices`` gives them."""
    return _index(tuple((_office(row), row["aliases"] or "") for row in offices.to_dict("records")))


def _office(row: Mapping) -> Office:
    number = row["office_number"]
    return Office(
        office_id=row["office_id"],
        office_name=row["office_name"],
        short_name=row["short_name"],
        name_en=row["name_en"],
        office_type=row["office_type"],
        office_number=None if pd.isna(number) else int(number),
        province=row["province"],
        province_en=row["province_en"],
        region=row["region"],
        region_en=row["region_en"],
    )
