"""Whom the figures of a text are about: the offices it names, and bodies that are no area offices."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import pairwise

import pandas as pd

from ita.claims.mention import overlaps
from ita.claims.names import Named, Names, names_of
from ita.claims.ties import Tie
from ita.offices import all_aliases, all_offices

OURS, OTHER = "", "?"  # ids of an office that is not named, and of a body that is no area office
_BODY = re.compile(
    r"(?:ศธจ|ศธภ|อบต|อบจ|กศน|สกร|อศจ|สพฐ|สปช)\.?\s?(?:\d{1,2}|[ก-๎]{3,30})(?=[\s(:,]|$|ได้|มี)"
    r"|สำนักงานศึกษาธิการ(?:จังหวัด|ภาค)[ก-๎\s]{0,3}[ก-๎\d]{0,24}"
    r"|(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|มหาวิทยาลัย|วิทยาลัย"
    r"|กรม(?=[ก-ฮ])|กระทรวง|โรงพยาบาล)[ก-๎]{2,30}"
    r"|โรงเรียน(?!ใน|ทุก|ที่|และ|ของ|ขนาด|คุณภาพ)[ก-๎]{3,30}(?=\s*(?:ได้|มีคะแนน|มีผล|คะแนน))"
    r"|(?:สพป|สพม)\s?\.\s?(?!ทุก|ทั่ว|ทั้ง|ใน|และ|หรือ|ที่|เรา|ของ|ได้)[ก-๎]{4,30}(?:\s?เขต\s?\d{1,2})?"
    r"|\b(?:[A-Z][a-z]+ )+"
    r"(?:Provincial Education Office|Municipality|Ministry|University|School"
    r"|Subdistrict Administrative Organi[sz]ation)\b"
    r"|\b(?:Provincial Education Office|Ministry of [A-Z][a-z]+|University of [A-Z][a-z]+)"
)
_PASSING = re.compile(
    r"(?:ประกาศ|โดย|ตาม|จาก|สังกัด|ใน|ที่มา\s*:?|source:|by)\s*(?:the )?$", re.IGNORECASE
)


_CONTRAST = re.compile(
    r"(?:ส่วน|ขณะที่|กว่า|แพ้|ชนะ|ตาม(?:ด้วย|หลัง)?|รองจาก|เทียบกับ|ห่างจาก"
    r"|while|than|behind|ahead of|compared with|versus)\s*$"
)
_OURSELVES = re.compile(r"เรา|\b(?:we|our|us)\b", re.IGNORECASE)
_LEVELS = re.compile("ผ่านดี")
_AND = re.compile(r"\s*(?:คะแนน|points?)?\s*(?:,|และ|กับ|and|,\s*(?:และ|and))\s*", re.IGNORECASE)
# A mean that is not told of many, and the most or least of an office's own parts.
_OWN_MEAN = re.compile(
    r"(?<=คะแนน)เฉลี่ย(?=(?:รวม)?\s*(?:คือ|อยู่ที่|เท่ากับ|ได้|[:=])?\s*\d)"
    r"|(?:สูง|ต่ำ|น้อย|มาก)(?:ที่)?สุด(?=[^\d\n]{0,12}(?:ตัวชี้วัด|[IEO]IT|ด้าน))"
    r"|(?P<part>(?:ตัวชี้วัด|[IEO]IT|ด้าน)[^\d\n]{0,48})(?:สูง|ต่ำ|น้อย|มาก)(?:ที่)?สุด(?=\s?\(\d)"
)
Mentioned = tuple[Named, str]  # a name and the id of its office, OTHER for what is no area office


@dataclass(frozen=True)
class Whole:
    """What a text tells as a whole, besides its lines.

    ``main`` is the office it is about, OURS where it names none or several; ``says_we`` of words for
    ourselves; ``has_levels`` of the levels in words that are no results.
    """

    main: str
    says_we: bool
    has_levels: bool

    def home(self, last: str) -> str:
        """Whom a word for ourselves means where the office ``last`` was named before it."""
        return OURS if self.says_we and not self.main else self.main or last


def whole_of(lines: list[str], mentioned: list[list[Mentioned]]) -> Whole:
    """What is told by a text of these lines, in each of which offices are mentioned."""
    told: list[str] = []
    says_we = False
    has_levels = any(_LEVELS.search(line) for line in lines)
    for line, offices in zip(lines, mentioned, strict=True):
        for named, office_id in offices:
            left = line[: named.start]
            if _CONTRAST.search(left) and (says_we or not told or _OURSELVES.search(left)):
                return Whole(told[0] if told else OURS, says_we, has_levels)
            told.append(office_id)
        says_we = says_we or _OURSELVES.search(line) is not None
    return Whole(told[0] if len(set(told)) == 1 else OURS, says_we, has_levels)


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
    surer = [*_pairs(line, names), *_type_first(line, names)]
    spans = [(each.start, each.end) for each in surer]
    others = [each for each in names.found_in(line) if not overlaps(each.start, each.end, spans)]
    found = [*surer, *others]
    spans = [(each.start, each.end) for each in found]
    bodies = [each for each in _bodies(line, names) if not overlaps(each.start, each.end, spans)]
    ordered = sorted([*found, *bodies], key=lambda each: (each.start, -each.end))
    return [(each, each.office.office_id if each.office else OTHER) for each in ordered]


def _bodies(line: str, names: Names) -> Iterator[Named]:
    for match in _BODY.finditer(line):
        if not _PASSING.search(line[: match.start()][-24:]):
            yield Named(*match.span(), names.index.find(match.group()))


@lru_cache(maxsize=4)
def _pair_pattern(names: Names) -> re.Pattern[str]:
    """Offices of two provinces, however those are joined: Lampang Lamphun Secondary."""
    pairs = [area.split("-") for area, _ in names.by_english if "-" in area]
    spelled = "|".join(
        r"(?:\s*[-–/&,]\s*|\s+and\s+|\s+)".join(map(re.escape, pair)) for pair in pairs
    )
    return re.compile(
        rf"\b(?P<area>{spelled or '(?!)'})\s+(?P<type>Primary|Secondary)(?:\s+Education(?:al)?)?"
        r"(?:\s+Service)?(?:\s+Area)?(?:\s+Office)?",
        re.IGNORECASE,
    )


def _pairs(line: str, names: Names) -> Iterator[Named]:
    for match in _pair_pattern(names).finditer(line):
        area = re.sub(r"\s*[-–/&,]\s*|\s+and\s+", "-", match["area"].lower())
        kind = match["type"].lower()
        joined = (area, *(area.replace(" ", "-", 1), area.replace(" ", "-")))
        siblings = next(
            (names.by_english[each, kind] for each in joined if (each, kind) in names.by_english),
            (),
        )
        if siblings:
            yield Named(*match.span(), siblings[0], siblings)


@lru_cache(maxsize=4)
def _type_first_pattern(names: Names) -> re.Pattern[str]:
    areas = sorted({area for area, _ in names.by_english}, key=len, reverse=True)
    return re.compile(
        r"\b(?P<type>Primary|Secondary)\s+Education(?:al)?\s+Service\s+Area\s+Office,?(?:\s+of)?"
        rf"\s+(?P<area>{'|'.join(map(re.escape, areas))})\b"
        r"(?:,?\s+(?:Office\s+|Area\s+|No\.\s?)?(?P<number>\d{1,2})(?![\d.]))?",
        re.IGNORECASE,
    )


def _type_first(line: str, names: Names) -> Iterator[Named]:
    """Secondary Educational Service Area Office Sakon Nakhon."""
    for match in _type_first_pattern(names).finditer(line):
        siblings = names.by_english.get((match["area"].lower(), match["type"].lower()), ())
        number = int(match["number"]) if match["number"] else None
        office = next((each for each in siblings if each.office_number == number), None)
        if office:
            yield Named(*match.span(), office, siblings)


def without_own_means(line: str) -> str:
    """The line without words for a mean, most or least that are an office's own, each letter in place."""
    return _OWN_MEAN.sub(lambda own: (own["part"] or "").ljust(len(own.group())), line)


def in_turn(line: str, ties: list[Tie], offices: list[Mentioned]) -> list[Tie]:
    """Totals in the order of the names before them: A และ B ได้ 96.55 และ 95.10."""
    run: list[Mentioned] = []
    for named, office_id in offices:
        is_next = bool(run) and _AND.fullmatch(line, run[-1][0].end, named.start)
        run = [*(run if is_next else []), (named, office_id)]
        if len(run) > 1:
            ties = _of_run(line, ties, run)
    return ties


def _of_run(line: str, ties: list[Tie], run: list[Mentioned]) -> list[Tie]:
    end = run[-1][0].end
    scores = [tie for tie in ties if tie.mention.kind == "score" and tie.mention.start >= end]
    listed = scores[: len(run)]
    is_list = len(listed) == len(run) and all(
        _AND.fullmatch(line, one.mention.end, other.mention.start)
        for one, other in pairwise(listed)
    )
    if not is_list:
        return ties
    turns = {tie.mention.start: office_id for tie, (_, office_id) in zip(listed, run, strict=True)}
    return [
        replace(tie, subject=replace(tie.subject, office_id=turns[tie.mention.start]))
        if tie.mention.start in turns
        else tie
        for tie in ties
    ]
