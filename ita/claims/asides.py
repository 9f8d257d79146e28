"""Numbers, grades and results that a text only speaks of: goals, references, ranges and what is denied.

They say nothing of what an office had, so that they are left unmarked wherever they stand.
"""

import re

from ita.claims.cues import Cues
from ita.claims.mention import Span

_NUMBER = r"\d{1,3}(?:\.\d+)?(?![\d])"
_GRADE = r"(?:AA|[A-F])(?![A-Za-z])"
# Letters a hope goes on for, and the roles of words that end it before.
_REACH = {
    "goal": (120, ("outcome",)),
    "wish": (44, ("outcome", "turn")),
    "future": (80, ("turn",)),
}
# What was is told after "although", even with a word of the future: แม้จะได้เพียง.
_ALTHOUGH, _FAR = re.compile(r"แม้|ถึงจะ|although|though", re.IGNORECASE), 72
_ENDS = re.compile(r"[;\n]|(?<![ก-๎])\. |\t|(?<=[\s/|,(–-])ผล(?:งาน|จริง)?\s*(?:=|:|ได้|คือ)?\s*(?=\d)")
_HOPED_BEHIND = re.compile(
    rf"(?<![\d.]){_NUMBER}\+?\s*(?:คะแนน|points?|%)?\s*[(,]?\s*(?:คือ|เป็น|is|as)?\s*(?:the "
    rf"|our )?(?:ค่า)?(?:เป้าหมาย|เป้า|target|goal)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:ห่าง(?:จาก)?|ตามหลัง|ขาดอีก|แพ้|(?:ผลต่าง|ส่วนต่าง|ระหว่าง)[^\d\n]{0,16}กับ|(?:สูง|ต่ำ|มาก|น้อย|เหนือ)กว่า|behind|from|below"
    r"|than)\s*(?:เขต)?(?:ที่ได้)?"
    rf"(?:อันดับ|ลำดับ|ที่หนึ่ง|ที่|rank|number|no\.)\s*(?:ที่)?\s*(?P<what>{_NUMBER})"
    r"(?!(?:\s|in|ใน|ปี|FY|\d{4})*\b(?:up )?to\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<![\d.])(?:ระหว่าง|between)\s*{_NUMBER}\s*(?:[-–—]|ถึง|และ|กับ|to|and)\s*{_NUMBER}"
    rf"|(?<![\d.\w/-]){_NUMBER}\s*[-–—]\s*{_NUMBER}\s*(?:คะแนน|points)",
    re.IGNORECASE,
)
_AXIS = re.compile(
    rf"(?:\baxis|แกน(?:ตั้ง|นอน|\s?[yY])?|สเกล)[^\d\n]{{0,16}}{_NUMBER}\s*(?:[-–—]|ถึง|to)\s*{_NUMBER}",
    re.IGNORECASE,
)
# The answers that a question lets choose from.
_CHOICES = re.compile(
    r"(?<![ก-๎])ก[.)]\s?[^\n]{1,60}?(?<![ก-๎])ข[.)][^\n]{1,60}?(?<![ก-๎])ค[.)][^\n]{1,60}?(?=\s{2}|เฉลย|ตอบ|$)"
    r"|\ba[.)]\s?[^\n]{1,60}?\bb[.)][^\n]{1,60}?\bc[.)][^\n]{1,60}?(?=\s{2}|answer|$)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:ไม่ใช่|มิใช่|ไม่ได้อยู่(?:ที่|ใน)|ไม่ได้(?=อันดับ|ระดับ|ที่|ลำดับ|เกรด)"
    r"|\bnot\b)\s*(?:คะแนน|ระดับ|เกรด|อันดับ(?:ที่)?|ลำดับ(?:ที่)?|ที่|ร้อยละ|เพียง|แค่|grade|rank|an?|just|only"
    r"|[:=])*\s*"
    rf"(?P<what>{_NUMBER}|{_GRADE})",
    re.IGNORECASE,
)
# What may go on about a hope that a least number began: "at least 85 or grade A".
_OR = re.compile(
    rf"(?:ไม่(?:น้อย|ต่ำ)กว่า|อย่างน้อย|at least)\s*(?:ร้อยละ)?\s*{_NUMBER}\s*(?:คะแนน|points"
    rf"|%)?\s*(?:หรือ|or)\s*(?:ระดับ|เกรด|grade)?\s*{_GRADE}",
    re.IGNORECASE,
)


def asides_in(line: str) -> list[Span]:
    """The stretches of a line that claim nothing, whatever they say."""
    denied = [match.span("what") for match in _DENIED.finditer(line)]
    references = [match.span("what") for match in _REFERENCE.finditer(line)]
    alternatives = [match.span() for match in _OR.finditer(line)]
    whole = [match.span() for pattern in (_AXIS, _CHOICES) for match in pattern.finditer(line)]
    return [*denied, *references, *alternatives, *whole]


def ranges_in(line: str) -> list[Span]:
    """The stretches in which a line gives a range instead of a figure."""
    return [match.span() for match in _RANGE.finditer(line)]


def hopes_in(line: str, cues: Cues, *, goes_on: bool) -> list[Span]:
    """The stretches of a line that tell what is hoped for; ``goes_on`` from the line before."""
    return [*goals_in(line, cues, goes_on=goes_on), *_told_by(line, cues, ("wish", "future"))]


def goals_in(line: str, cues: Cues, *, goes_on: bool) -> list[Span]:
    """The same of goals that are set, in which even a rule is none."""
    hopes = _told_by(line, cues, ("goal",))
    if goes_on:
        ends = [start for start, _ in cues.spans["outcome"]]
        hopes.append((0, min([len(line), *ends])))
    return [*(match.span() for match in _HOPED_BEHIND.finditer(line)), *hopes]


def _told_by(line: str, cues: Cues, roles: tuple[str, ...]) -> list[Span]:
    return [
        (start, _end(line, end, reach, sorted(span for each in ends for span in cues.spans[each])))
        for role in roles
        for reach, ends in [_REACH[role]]
        for start, end in cues.spans[role]
        if not _ALTHOUGH.search(line, max(0, start - _FAR), start)
    ]


def _end(line: str, start: int, reach: int, outcomes: list[Span]) -> int:
    last = min(len(line), start + reach)
    sentence = _ENDS.search(line, start, last)
    ends = [first for first, _ in outcomes if first >= start]
    return min([last, *ends[:1], *([sentence.start()] if sentence else [])])
