"""The names of a text: of area offices however they are written, and of bodies that are none."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from ita import reference
from ita.claims.mention import overlaps
from ita.claims.names import Named, Names, names_of
from ita.offices import Office, all_aliases, all_offices, office_index

OTHER = "?"  # the id of a body that is no area office
Mentioned = tuple[Named, str]  # a name and the id of its office, OTHER for what is no area office
_BODY = re.compile(
    r"(?:ศธจ|ศธภ|อบต|อบจ|กศน|สกร|อศจ|สพฐ|สปช)\.?\s?(?:\d{1,2}|[ก-๎]{3,30})(?=[\s(:,]|$|ได้|มี)"
    r"|สำนักงานศึกษาธิการ(?:จังหวัด|ภาค)[ก-๎\s]{0,3}[ก-๎\d]{0,24}"
    r"|(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|มหาวิทยาลัย|วิทยาลัย"
    r"|กรม(?=[ก-ฮ])|กระทรวง|โรงพยาบาล)[ก-๎]{2,30}"
    r"|โรงเรียน(?!ใน|ทุก|ที่|และ|ของ|ขนาด|คุณภาพ)[ก-๎]{3,30}(?=\s*(?:ได้|มีคะแนน|มีผล|คะแนน))"
    r"|(?:สพป|สพม)\s?\.\s?(?!ทุก|ทั่ว|ทั้ง|ใน|และ|หรือ|ที่|เรา|ของ|ได้|อันดับ|ลำดับ|คะแนน|ปี)[ก-๎]{4,30}(?:\s?เขต\s?\d{1,2})?"
    r"|\b(?:[A-Z][a-z]+ )+"
    r"(?:Provincial Education Office|Municipality|Ministry|University|School"
    r"|Subdistrict Administrative Organi[sz]ation)\b"
    r"|(?:สำนักงาน\s?(?:ก\.ค\.ศ\.|ป\.ป\.ช\.|ก\.พ\.|สกสค\.?|คุรุสภา|ปลัดกระทรวง[ก-๎]*|คณะกรรมการ[ก-๎]{3,40})|สพฐ\.?)"
    r"(?=\s*(?:ได้(?!ประกาศ|แจ้ง|ดำเนิน|จัด|กำหนด|รับ)|มีคะแนน|คะแนน))"
    r"|\b(?:OBEC|Office of the Basic Education Commission|NACC)\b"
    r"(?=(?: itself)? (?:scored|got|received|earned|had|has|ranked|passed))"
    r"|\b(?:Provincial Education Office|Ministry of [A-Z][a-z]+|University of [A-Z][a-z]+)"
)
_SCHOOL = re.compile(r"โรงเรียน(?:อนุบาล|บ้าน|วัด|ชุมชน)[ก-๎]+")
_BELONGS = re.compile(
    r"[\s,(]*(?:(?:under|in|of|from|belonging to)\s(?:the\s)?|สังกัด\s*)", re.IGNORECASE
)
_PASSING = re.compile(
    r"(?:ประกาศ|โดย|ตาม|จาก|สังกัด|ใน|ที่มา\s*:?|source:|by)\s*(?:the )?$", re.IGNORECASE
)

_TYPE = r"(?:Primary|Secondary|[PS]?ESAO)(?:\s+(?:Education(?:al)?|Service|Area|Office|ESAO))*"
_AT_END = r"(?:,?\s+(?:Office\s|Area\s|No\.?\s?)?\d{1,2}(?![\d.,:/]\d|\d|st|nd|rd|th))?"
_BETWEEN = r"(?:\s?[-–/&,]\s?|\s+and\s+|\s+)"
_AREA_FIRST = re.compile(rf"\b(?P<area>(?:[A-Z][a-z]+{_BETWEEN}){{1,6}}){_TYPE}\b{_AT_END}")
_TYPE_FIRST = re.compile(
    rf"\b(?:(?:Primary|Secondary)\s+Education(?:al)?\s+Service\s+Area\s+Office|[PS]ESAO),?(?:\s+of)?\s+"
    rf"(?P<area>[A-Z][a-z]+(?:{_BETWEEN}[A-Z][a-z]+){{0,4}}){_AT_END}"
)
_WORD, _NUMBER = re.compile(r"[A-Z][a-z]+"), re.compile(r"[\s,]*\d{1,2}$")


@lru_cache(maxsize=1)
def reference_names() -> Names:
    """The finder for the offices of the reference list."""
    aliases: dict[str, list[str]] = {}
    for alias, office_id, _ in all_aliases():
        aliases.setdefault(office_id, []).append(alias)
    rows = [
        {**asdict(office), "aliases": " · ".join(aliases.get(office.office_id, []))}
        for office in all_offices()
    ]
    return names_of(pd.DataFrame(rows))


def mentioned_in(line: str, names: Names) -> list[Mentioned]:
    """Each name of a line with the id of its office, OTHER for what is no area office, in order."""
    surer = [*_respelled(line), *_english(line)]
    spans = [(each.start, each.end) for each in surer]
    first = next((each.office for each in [*surer, *names.found_in(line)] if each.office), None)
    others = [
        each for each in names.found_in(line, first) if not overlaps(each.start, each.end, spans)
    ]
    schools = [each.span() for each in _SCHOOL.finditer(line)]
    found = [each for each in [*surer, *others] if not overlaps(each.start, each.end, schools)]
    spans = [(each.start, each.end) for each in found]
    bodies = [each for each in _bodies(line, names) if not overlaps(each.start, each.end, spans)]
    ordered = sorted([*found, *bodies], key=lambda each: (each.start, -each.end))
    own = [
        named.office is None or not (before and _under(line, before, named))
        for before, named in pairwise([None, *ordered])
        if named
    ]
    return [
        (each, each.office.office_id if each.office and is_own else OTHER)
        for each, is_own in zip(ordered, own, strict=True)
    ]


def _under(line: str, body: Named, named: Named) -> bool:
    """Whether an office only says where the body named before it belongs: a school under it."""
    return body.office is None and _BELONGS.fullmatch(line, body.end, named.start) is not None


def _bodies(line: str, names: Names) -> Iterator[Named]:
    for match in _BODY.finditer(line):
        if not _PASSING.search(line[: match.start()][-24:]):
            is_ours = match.group().startswith("สพ") and "สพฐ" not in match.group()
            yield Named(*match.span(), names.index.find(match.group()) if is_ours else None)


@lru_cache(maxsize=1)
def _respelled_pattern() -> re.Pattern[str]:
    """Names whose province is spelled otherwise than in the list: สพป.กทม., สพม.อยุธยา."""
    provinces = {office.province for office in all_offices()}
    spellings = {row["spelling"]: row["kind"] for row in reference.rows("province_spellings")}
    thai = sorted(provinces | {each for each in spellings if not each.isascii()}, key=len)
    words = "|".join(
        rf"{re.escape(each)}(?![ก-๎])" if spellings.get(each) == "abbreviation" else re.escape(each)
        for each in reversed(thai)
    )
    return re.compile(
        r"(?:(?:สำนักงาน|สนง\.?)?\s?เขตพื้นที่การศึกษา(?:ประถมศึกษา|มัธยมศึกษา)|ส\.?พ\.?[ปม])\s?\.?\s?"
        rf"(?P<area>(?:{words})(?:\.?[\s/,-]?(?:และ)?(?:{words}))?\.?)"
        r"(?:\s?(?:เขต(?:พื้นที่)?(?:ที่)?|ข\.)?\s?\d{1,2}(?![\d.,]\d|\d))?",
        re.IGNORECASE,
    )


def _respelled(line: str) -> Iterator[Named]:
    for match in _respelled_pattern().finditer(line):
        yield from _first_office([(match.start(), match.group())])


def _english(line: str) -> Iterator[Named]:
    """Names in English, however their provinces are spelled or joined, before or behind their type."""
    for match in _AREA_FIRST.finditer(line):
        words = [each.start() for each in _WORD.finditer(line, *match.span("area"))]
        yield from _first_office([(start, line[start : match.end()]) for start in reversed(words)])
    for match in _TYPE_FIRST.finditer(line):
        ends = [match.end(), *(each.end() for each in _WORD.finditer(line, *match.span("area")))]
        names = [(match.start(), line[match.start() : end]) for end in sorted(ends, reverse=True)]
        yield from _first_office(names)


def _first_office(names: list[tuple[int, str]]) -> Iterator[Named]:
    """The first of some names, each with its place, that is one of an office, with its number or without."""
    for start, name in names:
        for each in dict.fromkeys((name, _NUMBER.sub("", name))):
            office = _office_named(each)
            if office:
                yield Named(start, start + len(each), office, office_index().siblings(office))
                return


@lru_cache(maxsize=2048)
def _office_named(name: str) -> Office | None:
    return office_index().find(name)
