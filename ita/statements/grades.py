"""Levels, letters and results that a line tells, and rules that only explain them."""

import re
from collections.abc import Iterator

from ita.claims.mention import Mention, overlaps
from ita.statements.cells import LEVELS

_LEVEL = re.compile(
    r"(?P<led>(?:ระดับ|เกณฑ์|อยู่ใน|คุณภาพ|\blevel|\brating)\s*(?:คะแนน|เพียง|แค่|only|คุณธรรมและความโปร่งใส|คุณธรรม|ความโปร่งใส|คุณภาพ|ผล|ดังกล่าว|ของหน่วยงาน|คือ|เป็น|of|is|was|[:=“\"'‘(]|\s)*)?"
    rf"(?P<level>{LEVELS}|ผ่าน)(?!(?!ครับ|ค่ะ|คะ|นะ|จ้า|แล้ว|เลย|โดย|ด้วย|และ|ใน|ซึ่ง)[ก-๎]|\s?เกณฑ์)",
    re.IGNORECASE,
)
_OF_LEVEL = re.compile(r"ระดับ|\b(?:level|rating)", re.IGNORECASE)
_IS_RESULT = re.compile(r"(?:ผล(?:การ)?(?:ประเมิน)?|สถานะ)\s*[:=]\s*$|(?:AA|[A-F])\s*[(/,]\s*$")
_SURE = ("ผ่านดีเยี่ยม", "ผ่านดี", "สูงมาก", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน")
_OPENS = re.compile(r"(?:^|[\t(\"“:])\s*$|\d\d\.\d\d\s*(?:คะแนน|points?)?\s*[,(/·:|–—-]?\s*$")
_CLOSES = re.compile(r"[\s)\"”]*(?:$|\t|,)")
_DEFINES = re.compile(
    r"\s*(?:(?:คือ|ได้แก่|[:=])?\s*\(?\s*\d+(?:\.\d+)?\s*(?:คะแนน)?\s*(?:(?:[-–]|ถึง)\s*\d|ขึ้นไป)|ต้อง|หมายถึง|ขึ้นไป|ตั้งแต่"
    r"|(?:จำนวน)?\s?\d{1,3}\s*(?:เขต|แห่ง|หน่วยงาน|สำนักงาน|สพท|โรง))"
)
# All the levels there are, which no office has at once.
_LISTED = re.compile(rf"(?:{LEVELS}|ผ่าน)(?:(?:[ ,/]|และ|หรือ|ระดับ)+(?:{LEVELS}|ผ่าน)(?![ก-๎])){{2,}}")
_LETTER = re.compile(
    r"[\"“'‘]\s?(?P<quoted>AA|[A-F])\s?[\"”'’]|(?<![A-Za-z])(?P<before>AA|[A-F])\s*[(:=)]?\s*(?=[4-9]\d\.\d\d(?!\d|\s*[-–]\s?\d\d))"
)
_LETTER_BEHIND = re.compile(
    r"\d\d\.\d\d\s*(?:คะแนน|points?)?\s*[—–|/:-]\s*(?P<behind>AA|[A-F])(?![A-Za-z])"
)
_LETTER_LED = re.compile(
    r"(?:ระดับ|เกรด|grade|level)(?:คะแนน|ที่ได้|ของ|ผล(?:การ)?(?:ประเมิน)?|การประเมิน|คุณภาพ)*"
    r"\s*(?:เท่ากับ|คือ|เป็น|[:=]|is|was|of)?\s*(?P<led>AA|[A-F])(?![A-Za-z])"
)
_GRADE_STEP = re.compile(
    rf"(?:จาก|from)\s*(?:ระดับ|เกรด|grade)?\s*[\"“]?(?P<old>AA|[A-F]|{LEVELS}|ผ่าน)[\"”]?\s*(?:เหลือ|ลงมา|มา|ลง|ขึ้น|สู่|เป็น|→"
    r"|(?:up |down )?to)"
    rf"(?:เป็น|อยู่|ที่|ใน)*\s*(?:ระดับ|เกรด|grade)?\s*[\"“]?(?P<new>AA|[A-F](?![A-Za-z])|{LEVELS}|ผ่าน)(?![ก-๎])"
)
_A_PASS = re.compile(
    r"\b(?:and|with|earn\w*|got|receiv\w*|secur\w*)\s(?P<pass>a pass)\b(?!\smark)"
    r"|(?<!ไม่)(?P<led>ผ่าน)(?=\s?ด้วยคะแนน)|(?P<fail>ไม่ผ่าน)(?=\s*(?:!+\s*|\s)ITA)|(?:สอบ|แต่(?:ก็)?(?:ยัง)?|ก็ยัง)(?P<exam>ผ่าน)(?=[\s!]|การประเมิน)",
    re.IGNORECASE,
)


def without_rules(line: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without grades that a rule explains, or lists among all there are."""
    listed = [match.span() for match in _LISTED.finditer(line)]
    return [
        each
        for each in mentions
        if each.kind != "grade"
        or not (_DEFINES.match(line, each.end) or overlaps(each.start, each.end, listed))
    ]


def levels_told(line: str, *, among_levels: bool) -> Iterator[Mention]:
    """The levels in words: behind a word that leads to them, behind a score, or alone.

    ``among_levels`` of a text with levels that are no results, where ผ่าน behind a score is one too.
    """
    for match in _LEVEL.finditer(line):
        start, end = match.span("level")
        if match["level"] == "ผ่าน" and _IS_RESULT.search(line[:start]):
            continue
        is_led = match["led"] and (match["level"] != "ผ่าน" or _OF_LEVEL.match(match["led"]))
        is_last = _CLOSES.match(line, end) and (match["level"] != "ผ่าน" or among_levels)
        is_alone = _OPENS.search(line[:start]) and (match["level"] in _SURE or is_last)
        if is_led or is_alone:
            yield Mention(start, end, "grade", match["level"])


def letters_told(line: str) -> Iterator[Mention]:
    """Letters in quotes, or just before a total: "B" 83.13."""
    patterns = (_LETTER, _LETTER_BEHIND, _LETTER_LED)
    found = {each.span(each.lastgroup or 0) for one in patterns for each in one.finditer(line)}
    for start, end in sorted(found):
        yield Mention(start, end, "grade", line[start:end])


def grade_steps(line: str) -> Iterator[Mention]:
    """Grades that one fell or came from to another: จาก AA เหลือ A."""
    for match in _GRADE_STEP.finditer(line):
        yield Mention(*match.span("old"), "grade", match["old"], is_old=True)
        yield Mention(*match.span("new"), "grade", match["new"])


def passes_told(line: str) -> Iterator[Mention]:
    """A result that is told as a thing: a grade of AA and a pass."""
    for match in _A_PASS.finditer(line):
        is_pass = match.lastgroup != "fail"
        yield Mention(*match.span(match.lastgroup or 0), "result", value=is_pass)
