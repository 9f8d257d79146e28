"""Whom a line is about: the last name, word for ourselves or word for somebody else before a figure."""

import re
from dataclasses import dataclass

from ita.claims.mention import ASSESSMENT, SIGHT, overlaps
from ita.claims.names import Named

_OURSELVES = re.compile(
    r"เรา|ทางเขต|เขตนี้|สำนักงานนี้|หน่วยงานนี้"
    r"|สำนักงาน(?=\s|ได้|มี|อยู่|ของ|ผ่าน|ไม่|จึง|สามารถ|ฯ|$)(?!\s*(?:คณะ|การตรวจ|ป\.|ปปช|ปลัด|ศึกษาธิการ))"
    r"|\b(?:our|we|us)\b|\bthe office\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    r"โรงเรียน|สถานศึกษา|ห้องเรียน|นักเรียน|กระทรวง|กรม(?=[ก-ฮ])|เทศบาล|(?<!ส)อบต|มหาวิทยาลัย|วิทยาลัย|เฉลี่ย|มัธยฐาน"
    r"|O-?NET|\b(?:NT|RT)\b|PISA|PMQA|สมศ|พึงพอใจ|ผลสัมฤทธิ์|สอบ(?!ถาม|สวน|ตก|ผ่าน)|เบิกจ่าย|(?<!ปี)งบประมาณ"
    r"|คะแนน\s*(?!ITA|IIT|EIT|OIT|AA)[A-Z][A-Z-]+|ผู้เรียน|ด้านกีฬา|แข่งขัน|\b(?:schools?|students?|ministry|average|mean|budget|exams?)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"ขอบคุณ|ขอบพระคุณ|ในนาม|\bthank|on behalf", re.IGNORECASE)
_OWN_PEOPLE = re.compile(
    r"ผู้บริหาร|บุคลากร|คณะ|ข้าราชการ|ครู|ทุกท่าน|ทุกคน|ทีมงาน|ชาว|ในนาม|\b(?:staff|everyone|all of|team|behalf)\b",
    re.IGNORECASE,
)
_AS_GUEST = re.compile(
    r"ที่ให้|ศึกษาดูงาน|แลกเปลี่ยน|ต้นแบบ|แบบอย่าง|พี่เลี้ยง|เครือข่าย|visit|neighbou?r|for (?:letting|sharing|hosting)",
    re.IGNORECASE,
)
_LEADS_TO_NAME = re.compile(
    r"\s*(?:คะแนน|points?)?[\s)]*(?:ร่วม)?\s*(?:คือ|ได้แก่|เป็นของ|ของ|โดย|ตกเป็นของ|was|is|by|went to|:|-|–)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Subject:
    """From ``start`` on the line is about an office; ``office_id`` None is somebody else.

    ``is_named`` of an office by its name, not by a word for ourselves.
    """

    start: int
    end: int
    office_id: str | None
    is_named: bool = False


def subjects_in(line: str, names: list[tuple[Named, str | None]], home_id: str) -> list[Subject]:
    """Who the line is about, from where to where; it begins with ourselves."""
    named = [Subject(each.start, each.end, meant, is_named=True) for each, meant in names]
    spans = [(each.start, each.end) for each, _ in names]
    others = [
        Subject(match.start(), match.end(), office_id)
        for pattern, office_id in ((_OURSELVES, home_id), (_SOMEBODY_ELSE, None))
        for match in pattern.finditer(line)
        if not overlaps(*match.span(), spans)
    ]
    topics = [match.start() for match in ASSESSMENT.finditer(line)]
    ordered: list[Subject] = [Subject(-1, -1, home_id)]
    for subject in sorted([*named, *others], key=lambda each: each.start):
        back = [place for place in topics if ordered[-1].start < place < subject.start]
        if back and ordered[-1].office_id is None:
            ordered.append(Subject(back[0], back[0], home_id))
        ordered.append(subject)
    last = [place for place in topics if place > ordered[-1].start]
    if last and ordered[-1].office_id is None:
        ordered.append(Subject(last[0], last[0], home_id))
    return ordered


def subject_at(
    line: str, start: int, end: int, subjects: list[Subject], *, is_rank: bool = False
) -> Subject:
    """Whom a figure is about: a name its words lead to, else the last one before it.

    A rank needs no words: a name just behind it is the office of that rank.
    """
    after = next((each for each in subjects if each.is_named and each.start >= end), None)
    between = line[end : after.start] if after else ""
    if after and (_LEADS_TO_NAME.fullmatch(between) or (is_rank and between.isspace())):
        return after
    return [each for each in subjects if each.start < start][-1]


def is_of_own_people(line: str, start: int, end: int) -> bool:
    """Whether a name stands where a text thanks, or speaks for, its own people."""
    before, after = line[max(0, start - 2 * SIGHT) : start], line[end : end + SIGHT]
    return bool(
        _THANKS.search(before)
        and _OWN_PEOPLE.search(before + after)
        and not _AS_GUEST.search(before + after)
    )
