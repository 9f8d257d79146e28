"""Rises and falls a line tells: in points by their words or sign, and in percent of the year before."""

import re

from ita.claims.cues import Cues, cues_in
from ita.claims.mention import Mention
from ita.claims.numerals import Number

_REACH = 40  # letters a word for a rise goes on for, without another figure
_PERCENT_REACH = 72  # the same for a rise that is told again in percent
_LARGEST = 50  # of rises; what is larger is a score
_DECIMALS = 2
_ARRIVES = re.compile(
    r"เป็น(?!ร้อยละ|เพิ่ม)|สู่|มาที่|ไปที่|อยู่ที่|เหลือ|(?:จาก|from|to|at)\s*(?:ร้อยละ|คะแนน"
    r"|ที่|ได้|grade|rank)?\s*$",
    re.IGNORECASE,
)
_TURNS = re.compile(r"[;\n]|แต่|ขณะที่|ส่วน|อันดับ|ลำดับ|\bbut\b|\bwhile\b|\brank", re.IGNORECASE)
_OTHER = re.compile(
    r"\s*(?:แห่ง|สำนักงาน|เขต|ข้อ|ตัวชี้วัด|อันดับ|ลำดับ|ระดับ|ขั้น|offices?\b|areas?\b"
    r"|items?\b|places\b|ranks\b|indicators?\b|levels?\b|(?:letter )?grades?\b)",
    re.IGNORECASE,
)
_LACKED = re.compile(r"\s*points?\s(?:too )?short\b", re.IGNORECASE)
_POINTS = re.compile(r"\s*(?:คะแนน(?!เต็ม)|แต้ม|จุด|points?\b|pts\b)", re.IGNORECASE)
_ENDS = re.compile(r"(?<!\d)\d{1,3}(?:\.\d+)?\s*$")
_MONEY = re.compile(r"งบ(?!ประมาณ พ|ประมาณ 25)|จัดสรร|บาท|เบิก|ล้าน|\bbudget|\bbaht", re.IGNORECASE)
_SCORES = re.compile(r"(?<![\d.])[5-9]\d\.\d\d(?!\d)")
# What another year is passed by, or fallen short of by: สูงกว่าปี 2564 อยู่ 15.86.
_THAN_YEAR = re.compile(
    r"(?:(?P<more>สูง|มาก|ดี|เหนือ)|ต่ำ|น้อย|แย่)กว่า(?:คะแนน)?\s*(?:ของ|ใน|เมื่อ)?\s*(?:ปี\S{0,8}\s*)(?:พ\.ศ\.\s?)?25\d\d"
    r"[^\d]{0,20}$",
)
# The same with the score of that year: เพิ่มขึ้นจากปี 2564 ที่ได้ 81.52 คะแนน อยู่ 15.86.
_FROM_BASE = re.compile(
    r"(?:(?P<more>เพิ่ม(?:ขึ้น)?|สูงขึ้น|ดีขึ้น|(?:สูง|มาก|ดี)กว่า)|(?:ลด|ต่ำ)ลง|(?:ต่ำ|น้อย)กว่า)[^\d]{0,24}(?:25\d\d)?[^\d]{0,24}"
    r"[5-9]\d\.\d\d?\s*(?:คะแนน)?\)?\s*(?:อยู่|ถึง|ไป|จำนวน|เท่ากับ|คิดเป็น)(?:ถึง|ที่)?\s*$"
)
# A change behind its label, which is all its line tells.
_LABEL = re.compile(
    r"(?:^[\s•*–-]*|ปี\s?\d{2,4}\s*)(?:ผลต่าง|ส่วนต่าง|(?:การ)?เปลี่ยนแปลง|เพิ่ม/ลด|difference|change)(?:ของคะแนน|คะแนน|\s|[:=()])*$",
    re.IGNORECASE,
)
# A rise from one score to another told again in percent: เป็น 97.39 ในปี 2565 คิดเป็นร้อยละ 19.46.
_RETOLD = re.compile(
    r"[5-9]\d\.\d\d\s*(?:คะแนน)?\s*(?:(?:ใน|เมื่อ)?ปี(?:งบประมาณ)?\s*(?:พ\.ศ\.\s?)?25\d\d)?"
    r"[\s,(]*(?:หรือ|คิดเป็น|เท่ากับ|เพิ่มขึ้น)[\s]*(?:เพิ่มขึ้น|การเพิ่มขึ้น)?\s*(?:ร้อยละ)?\s*$"
)
# What a row of a ranking ends with: 1 an office 99.99 0.59.
_ENDS_ROW = re.compile(
    r"\s*\d{1,3}[.)]?\s+[^\d\n]{4,40}(?:\d{1,2})?[\s:–-]+\d\d\.\d\d\s*(?:คะแนน)?[\s|/,(]+"
)
_HEAD = re.compile(r"[+±]\s?/?\s?[-–−]|เทียบ(?:กับ)?ปี(?:ก่อน|ที่แล้ว|ที่ผ่านมา)")
_EQUALS = re.compile(r"[-−–]\s*\d{1,3}(?:\.\d+)?\s*(?:คะแนน)?\s*=\s*$")


def change_of(number: Number, cues: Cues) -> Mention | None:
    """A change by the words before it or by its sign; None where it is none."""
    if _LACKED.match(number.right):
        return None
    if _OTHER.match(number.right) or number.value > _LARGEST or number.decimals > _DECIMALS:
        return None
    if number.is_percent and _MONEY.search(number.left):
        return None
    way = _way(number, cues)
    is_growth = number.is_percent and number.decimals > 0 and number.is_in_report
    if way is None and not _is_signed(number) and not is_growth and not _EQUALS.search(number.left):
        return None
    falls = number.sign in ("-", "−") or way == "fall"
    is_size = number.decimals > 0 or bool(_POINTS.match(number.right))
    is_retold = is_growth and _RETOLD.search(number.left) and cues.has("rise")
    is_told_of = (
        way in ("rise", "fall")
        or is_retold
        or (
            way == "difference"
            and (number.decimals == _DECIMALS or is_growth)
            and (is_growth or _is_of_two(cues.line) or bool(_LABEL.search(number.left)))
        )
        or (way is not None and way == _headed(number))
    )
    return number.mention(
        "change",
        sign=-1 if falls else 1,
        is_percent=number.is_percent,
        is_sure=bool(is_told_of and is_size) or _is_signed(number),
    )


def _is_of_two(line: str) -> bool:
    """Whether a line tells two scores besides a figure that may be their difference."""
    return len(_SCORES.findall(line)) > 1


def _way(number: Number, cues: Cues) -> str | None:
    """The role of the nearest word before a number that tells a change by it."""
    reach = _PERCENT_REACH if number.is_percent else _REACH
    if headed := _headed(number):
        return headed
    if number.decimals == _DECIMALS and _ENDS_ROW.fullmatch(number.left):
        return "rise"
    ends = [
        (end, role)
        for role in ("rise", "fall", "difference")
        for _, end in cues.spans[role]
        if number.digits_at - reach <= end <= number.digits_at
    ]
    than = _THAN_YEAR.search(number.left) or _FROM_BASE.search(number.left)
    if than:
        return "rise" if than["more"] else "fall"
    if not ends:
        is_behind = _POINTS.match(number.right) and cues.after(number.end, "rise", 12)
        return "rise" if is_behind else None
    end, role = max(ends)
    between = cues.line[end : number.start]
    is_far = not number.is_percent and cues.has_figure(end, number.start)
    return None if is_far or _ARRIVES.search(between) or _TURNS.search(between) else role


def _headed(number: Number) -> str | None:
    """The role of the head of a column of changes."""
    if not number.head:
        return None
    if _HEAD.search(number.head):
        return "difference"
    cues = cues_in(number.head)
    return next((role for role in ("difference", "rise", "fall") if cues.has(role)), None)


def _is_signed(number: Number) -> bool:
    """Whether a sign makes a number a change, and not the end of a stretch or a list."""
    if number.sign in ("+", "＋"):
        return True
    is_size = number.decimals == _DECIMALS or _POINTS.match(number.right)
    return bool(number.sign and is_size and number.is_in_report and not _ENDS.search(number.left))
