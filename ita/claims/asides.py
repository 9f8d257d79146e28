"""Numbers, grades and results that a text only speaks of: goals, distances, ranges and what is denied.

They say nothing of what an office had, so that they are left unmarked wherever they stand.
"""

import re

from ita.claims.mention import Span

_NUMBER = r"\d{1,3}(?:\.\d+)?(?![\d])"
_GRADE = r"(?:AA|[A-F])(?![A-Za-z])"
_GOAL = (
    r"(?:(?<!กว่า)(?<!ตาม)(?<!บรรลุ)(?:ค่า)?เป้าหมาย|ตั้งเป้า|คาดว่า|คาดหวัง|มุ่งสู่|กำหนด(?:ค่า|ตัวชี้วัด)|ตัวชี้วัดความสำเร็จ"
    r"|\b(?:target|goal|aim)(?:s|ed)?\b)"
)
# Where a text comes from what was hoped for to what came of it.
_OUTCOME = (
    r"ปรากฏ|แต่|ผลจริง|ผลงานจริง|ผล(?:การดำเนินงาน|การประเมิน|ที่ได้|ลัพธ์|คือ)|ทำได้|ได้จริง|(?<=\d)(?<!\d{4})\s*(?:คะแนน)?\s*(?:ได้|ผล|เรา)"
    r"|[;]|\b(?:but|result|actual|however|achieved|reached|got|scored)"
)
_OF_GOAL = re.compile(rf"{_GOAL}(?:(?!{_OUTCOME})[^\n]){{0,120}}", re.IGNORECASE)
_IN_GOAL = re.compile(rf"(?<![\d.]){_NUMBER}|(?<![A-Za-z]){_GRADE}")
_DISTANCE = re.compile(
    r"(?:ห่างจาก|ตามหลัง|ขาดอีก|(?:สูง|ต่ำ|มาก|น้อย|เหนือ)กว่า)\s*(?:เขต)?(?:ที่ได้)?(?:อันดับ|ลำดับ|ที่หนึ่ง|เป้า|ค่าเฉลี่ย)"
    rf"[^\d\n]{{0,24}}{_NUMBER}(?:[^\d\n]{{0,16}}(?:อยู่|เพียง|ถึง|แค่|เท่ากับ|ประมาณ)\s*{_NUMBER})?"
    rf"|(?:สูง|ต่ำ)กว่าเกณฑ์[^\d\n]{{0,24}}{_NUMBER}[^\d\n]{{0,12}}(?:อยู่|เพียง|ถึง)\s*(?P<after>{_NUMBER})",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<![\d.])(?:ระหว่าง|between)\s*{_NUMBER}\s*(?:[-–—]|ถึง|และ|กับ|to|and)\s*{_NUMBER}"
    rf"|(?<![\d.\w/-]){_NUMBER}\s*[-–—]\s*{_NUMBER}\s*(?:คะแนน|points)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:ไม่ใช่|มิใช่|ไม่ได้อยู่(?:ที่|ใน)|\bnot\b)\s*(?:คะแนน|ระดับ|เกรด|อันดับ(?:ที่)?|ลำดับ(?:ที่)?|grade|rank|an?|[:=])*\s*"
    rf"(?P<what>{_NUMBER}|{_GRADE})"
    rf"|(?<![\d.])(?P<put_right>{_NUMBER}|{_GRADE})[^\d\n]{{0,24}}?(?:ที่ถูก(?:ต้อง)?(?:คือ|เป็น)|ที่จริง(?:คือ|เป็น)|แก้(?:ไข)?เป็น"
    r"|corrected to|should be)",
    re.IGNORECASE,
)


def asides_in(line: str) -> list[Span]:
    """The stretches of a line that claim nothing."""
    goals = [
        (goal.start() + one.start(), goal.start() + one.end())
        for goal in _OF_GOAL.finditer(line)
        for one in _IN_GOAL.finditer(goal.group())
    ]
    distances = [
        match.span("after") if match["after"] else match.span()
        for match in _DISTANCE.finditer(line)
    ]
    ranges = [match.span() for match in _RANGE.finditer(line)]
    denied = [
        match.span("what" if match["what"] else "put_right") for match in _DENIED.finditer(line)
    ]
    return [*goals, *distances, *ranges, *denied]
