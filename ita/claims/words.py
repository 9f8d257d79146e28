"""The grades and results of a line, which are words and not numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ita.claims.mention import SIGHT, Mention
from ita.claims.rows import Row
from ita.method import grade_schemes
from ita.wording import Say

_LETTER = re.compile(r"(?<![A-Za-z0-9])(?:AA|[A-F])(?![A-Za-z0-9])")
_GRADE_LEFT = re.compile(
    r"\b(?:grade|level)\b[^?\n]{0,50}\?\s*$|(?:ระดับ|เกรด)(?:อะไร|ไหน|ใด)[^?\n]{0,40}\?\s*$|\b(?:got|earned|received|given|awarded|scored|was|rated|with)\s(?:only\s|just\s)?an?\s*$|(?:ระดับ|เกรด|\bgraded?|\brated|\blevel)\s*(?:คุณภาพ|ผลคะแนน|คือ|เป็น|of|was|is|an?)?\s*[:“\"(]?\s*$",
    re.IGNORECASE,
)
_OF_SOME_RIGHT = re.compile(
    r"\s*(?:มี|จำนวน|[:=])?\s*(?<![\d/])\d{1,3}\s*(?:เขต|แห่ง|สำนักงาน|(?:area )?offices)(?!\s*\d)"
)
_SCORE_LEFT = re.compile(
    r"(?:\d\.\d{1,2}\s*(?:points?)?\s*(?:and|with)\s*an?\s*$)|\d\.\d{1,2}\s*(?:คะแนน|points?)?\s*[(/,·\t]?\s*$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?:จาก|เดิม|เคย|ปีก่อน(?:หน้า)?|ปีที่แล้ว|\b(?:from|formerly|previously"
    r"|used to))(?:(?!เป็น|สู่|วันนี้|ตอนนี้|ปัจจุบัน|ขึ้น|ล่าสุด|\bnow\b"
    r"|\bto\b)[^\d\n;,]){0,20}"
    r"(?:ระดับ|เกรด|grade|level)\s*(?:an?\b)?\s*$",
    re.IGNORECASE,
)
_HAD = re.compile(
    r"(?:เรา|อยู่(?:ใน|ที่)?|ได้|\b(?:was|got|earned)|\d\.\d\d\s*(?:คะแนน|points?)?[\s,(]*)\s*(?:ระดับ|เกรด|grade)\s*$",
    re.IGNORECASE,
)
# So many offices or people have it, not ours.
_OF_SOME = re.compile(
    r"(?:เขต(?:พื้นที่)?(?:การศึกษา)?|สำนักงาน|แห่ง)ที่\s*(?:ได้"
    r"|อยู่(?:ใน)?)\s*(?:ITA\s*)?(?:ระดับ|เกรด)\s*$"
    r"|(?<![\d/.])\d{1,3}\s(?:(?:area )?offices\s)?(?:(?:are|were)\s)?"
    r"(?:graded|rated|got|earned|received|had|reached)\s(?:an?\s)?(?:grade\s)?$"
    r"|\d\s*(?:แห่ง|เขต)\s*จาก(?:ทั้งหมด)?\s*2\d\d\s*(?:แห่ง|เขต)\s*(?:ที่)?(?:ได้|อยู่(?:ใน)?)\s*(?:ITA\s*)?(?:ระดับ|เกรด)\s*$"
    r"|(?<![\d/])(?<!จาก)(?<!จาก )(?<!หมด )(?<!สิ้น )(?<!of )(?<!all )\d{1,3}\s*(?:แห่ง"
    r"|เขต|คน|โรงเรียน|โรง|offices|schools)\s*(?:ที่)?(?:ได้|อยู่(?:ใน)?|มี|with"
    r"|at)?\s*(?:ระดับ|เกรด|grade)\s*$",
    re.IGNORECASE,
)
# A second grade in a list of years: B in FY2564 and A in FY2565.
_NEXT_GRADE = re.compile(
    r"(?<![A-Za-z])(?:AA|[A-F])\s(?:in|ใน|เมื่อ)\s?(?:ปี\s?)?(?:FY\s?)?\d{2,4}\s*(?:and|to|และ|เป็น|,)\s*$",
    re.IGNORECASE,
)
# A grade alone beside its year: 2564 (B).
_YEAR_LEFT = re.compile(r"(?:(?:25|20)\d\d|(?:ปี|FY)\s?\d\d)\s*[(:=→-]?>?\s*$")
# A letter that somebody got, and no word begins with: จึงได้ B.
_GOT_LETTER = re.compile(r"(?:ได้|คว้า)\s*(?:แค่|เพียง|มาแค่|ถึง|เกรด)?\s*[\"“]?$")
_ENDS = re.compile(r"\s*(?:[).,;(/\n\"”]|$|\s?(?:เอง|เลย|ใน|ปี|ส่วน|แต่|และ|เท่านั้น|ครับ|ค่ะ|ไม่|ผ่าน))")
_CLOSES = re.compile(r"\s*(?:[)\n,;|/→\t]|->|ปี|FY|ครับ|ค่ะ|$)")
_GRADE_RIGHT = re.compile(r"\s*(?:grade|level)\b", re.IGNORECASE)
_DEFINED = re.compile(
    r"\s*(?:\(?\s*\d+(?:\.\d+)?\s*(?:คะแนน)?\s*(?:[-–]|ถึง)\s*\d|ต้อง|หมายถึง|ขึ้นไป|ตั้งแต่"
    r"|คือคะแนน|means|requires|or better|or above"
    r"|(?:ของ|ใน|ตาม)[^\d\n]{0,16}(?:25\d\d)?\s*(?:เริ่ม|ต้อง|ตั้งแต่))",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"(?:รางวัล|มาตรฐาน|เกียรติบัตร|เป้าหมาย|เป้า|ให้ถึง|ไปสู่|เพื่อ|(?<!ผ่าน)(?<!อยู่ใน)เกณฑ์|เส้น"
    r"|target|goal|aim)[^0-9]{0,24}$"
    r"|(?:\b(?:short of|shy of|away from|clear of|above|below|beyond|past)"
    r"|พ้น|ห่าง(?:จาก)?|(?:สูง|ต่ำ|เหนือ)กว่า|จะถึง)"
    r"\s*(?:the|a|an|เส้น|ระดับ|เกรด|เกณฑ์|ขั้นต่ำ|ขีดล่าง|ของ|grade|\s)*$"
    r"|(?:ไม่(?:ต่ำ|น้อย)กว่า|อย่างน้อย|at least|no less than)\s*(?:ระดับ|เกรด|grade|an?|\s)*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _levels() -> tuple[re.Pattern[str], dict[str, str]]:
    """The grades that are words, in both languages, after the word for grade or standing alone."""
    codes = {band.grade for bands in grade_schemes().values() for band in bands}
    words = {code: code for code in codes if not code.isascii()}
    words |= {Say("en")(f"grade.{code}").lower(): code for code in words}
    words |= {"excellent": "ผ่านดีเยี่ยม", "excellent pass": "ผ่านดีเยี่ยม", "good pass": "ผ่านดี"}
    spelled = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    said = (
        rf"(?:ระดับ|\b(?:graded?|level|rated))\s*(?:of|was|is|:)?\s*[“\"(]?\s*(?P<level>{spelled})"
    )
    return (
        re.compile(
            rf"{said}(?![ก-๎\w])|[“\"](?P<quoted>{spelled})[”\"] (?:level|grade)\b"
            r"|(?P<alone>ผ่านดีเยี่ยม|ผ่านดี)(?![ก-๎])",
            re.IGNORECASE,
        ),
        words,
    )


_FROM_TO = re.compile(
    r"(?:(?:จาก|เดิม|\bfrom)\s*(?:เดิม|ระดับ|เกรด|ได้|grade|an?\b|\s)*(?P<old>AA"
    r"|[A-F])(?![A-Za-z])[^\n]{0,40}?"
    r"(?:เป็น|สู่|ถึง|→|➜|➡|⇒|->|>|\bto\b)"
    r"|(?<![A-Za-z])(?P<from>AA|[A-F])\s*(?:→|➜|➡|⇒|->|>+|สู่))"
    r"\s*(?:ระดับ|เกรด|grade|an?\b|\s)*(?P<new>AA|[A-F])(?![A-Za-z])",
    re.IGNORECASE,
)


def is_had(left: str) -> bool:
    """Whether words before a grade say that somebody had it, even if it is defined then."""
    return _HAD.search(left) is not None


def grades_in(row: Row, *, is_about: bool) -> Iterator[Mention]:
    """The grades a line gives; those it defines or hopes for are none."""
    line = row.line
    pairs = [pair for pair in _FROM_TO.finditer(line) if is_about or "AA" in pair.group()]
    old = {max(match.start("old"), match.start("from")) for match in pairs}
    new = {match.start("new") for match in pairs}
    for match in _LETTER.finditer(line):
        left, right = row.before(match.start())[-SIGHT:], line[match.end() :][:40]
        if match.start() in old | new:
            yield Mention(*match.span(), "grade", match.group(), is_old=match.start() in old)
            continue
        is_grade = (
            _GRADE_LEFT.search(left)
            or _SCORE_LEFT.search(left)
            or _GRADE_RIGHT.match(right)
            or _NEXT_GRADE.search(left)
            or (match.group() == "AA" and is_about)
            or (is_about and _GOT_LETTER.search(left) and _ENDS.match(right))
            or (is_about and _YEAR_LEFT.search(left) and _CLOSES.match(right))
        )
        is_defined = _OF_SOME_RIGHT.match(right) or (_DEFINED.match(right) and not is_had(left))
        if is_grade and not is_defined and not _HOPED.search(left) and not _OF_SOME.search(left):
            is_old = _OLD.search(left) is not None
            yield Mention(*match.span(), "grade", match.group(), is_old=is_old)
    pattern, codes = _levels()
    for match in pattern.finditer(line):
        group = str(match.lastgroup)
        start, end = match.span(group)
        left, right = row.before(start)[-SIGHT:], line[end:][:24]
        if not _DEFINED.match(right) and not _HOPED.search(left):
            yield Mention(start, end, "grade", codes[match[group].lower()])


_RESULT = re.compile(
    r"(?P<no>ไม่)?ผ่าน(?:เกณฑ์(?:การประเมิน|ขั้นต่ำ)?|การประเมิน)"
    r"|(?:^|เทียบ(?:กับ)?เกณฑ์|ผล(?:(?:การ)?ประเมิน)?\s*(?:คือ|เป็น|:)?|ตอนนี้|ปัจจุบัน|วันนี้|บัดนี้|สถานะ|สรุป|คะแนน|[\dA-F)%]|[\t=:/(\"“‘'?]|\s\s|เรา|เขตเรา|สอบ|ครับ|ค่ะ|คะ|จ้ะ|จ้า|จึง|ก็|แต่|ออกมา|กลับมา|กลับ|ถือว่า|ว่า|สู่|เป็น|→|➜|➡|->|>)\s{0,8}(?P<alone>(?P<not>ไม่)?ผ่าน)(?=\s|[,.!)\]/|\"'”’]|แล้ว|ครับ|ค่ะ|คะ|นะ|สิ|ซิ|จริง|แน่|จ้า|จ้ะ|ฉลุย|เรียบร้อย|สบาย|ชัวร์|อย่าง|ด้วย|ใน|เพราะ|ที่\s?\d\d\.\d|$)"
    r"|(?P<alone2>(?:ไม่|บ่)ผ่าน)(?=\s|[,.!)\]/|\"'”’]|$|(?:มา|กลาย)?(?:เป็น|สู่)|ITA|แหละ|นะ|ครับ|ค่ะ|จริง|แม้แต่|เพราะ|ด้วย|ที่\s?\d\d\.\d)"
    r"|(?:\b(?:result|status|grade [A-F]{1,2}|from(?: an?)?)\b|(?<=\bfail to)|(?<=\bfail to a)"
    r"|[,:(/=|\"'‘“–\t-])\s*(?P<english>pass(?! (?:mark|level|line))|(?P<fail>fail))(?:ed)?\b"
    r"|\b(?P<fails>(?:did not|didn't|not|failed to) pass(?:ed)?|failed)\b"
    r"|\b(?:passed|(?:did|has|have) pass(?:ed)?)\b(?! (?:the law|away|on\b|by|through))",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"\d\s*(?:แห่ง|เขต|คน|โรง)\s*$(?<!คน )|(?:and|,)\s\d{1,3}\s$|\b\d{1,3}\s(?:offices|of them)\s$"
    r"|(?:เพื่อ|ให้|ต้อง|จะ|ควร|เป้าหมาย|หาก|ถ้า|ที่|ผู้|คน|แห่ง"
    r"|(?<!เทียบ)(?<!เทียบกับ)เกณฑ์|to|must|should|will|if|who)\s*$",
    re.IGNORECASE,
)
# What was so, though words for a hope or a choice stand before it.
_WAS_SO = re.compile(
    r"แม้[ก-๎A-Z\s\d.]{0,50}จะ\s*$|(?:จากเดิม|จากปี)[^\n;]{0,24}ที่\s*$|\bfail to(?: a)?\s*$"
)
_FROM = re.compile(r"(?:จาก(?:เดิม|ที่เคย|ที่|เคย)?|\bfrom)\s*(?:an?\s)?[“\"‘']?$", re.IGNORECASE)
_COUNTS = re.compile(
    r"\s*(?:ร้อยละ(?!\s*85(?![\d.]))|จำนวน|\d+\s*(?:แห่ง|เขต|สำนักงาน|offices|คน|ราย|โรง|ตัวชี้วัด|ข้อ|ด้าน)|\s*[:=–-]?\s*คะแนน(?:รวม)?\s*\d\d\s*(?:คะแนน)?\s*ขึ้นไป|คือ|ทุก(?:ข้อ|ตัวชี้วัด"
    r"|ด้าน)|หรือ(?:ไม่|ยัง|เปล่า)|ไหม|มั้ย|ใช่ไหม)|[^.\n]{0,40}\?"
)
_TO_NUMBER = re.compile(r"\s*(?:คือ|=|:)?\s*\d\d(?![\d.])")
_OF_PART = re.compile(
    r"(?:ตัวชี้วัด(?:ที่)?|ข้อ|ด้าน|แบบวัด|[IEO]IT)\s*\d{0,2}\s*(?:ที่)?\s*(?:ยัง|จะ|ได้|ซึ่ง"
    r"|มี|คะแนน)*\s*$"
    r"|(?:ไม่ใช่|มิใช่|not\b)[^\d\n]{0,12}$",
    re.IGNORECASE,
)


def results_in(row: Row, *, is_about: bool) -> Iterator[Mention]:
    """Where a line says that somebody passed, or did not; not of parts of the assessment."""
    line = row.line
    for match in _RESULT.finditer(line):
        group = next((name for name in ("alone", "alone2", "english") if match[name]), 0)
        start, end = match.span(group)
        left, right = row.before(start)[-SIGHT:], line[end:][:SIGHT]
        is_mark = left.endswith("คะแนน") and _TO_NUMBER.match(right)
        is_other = (
            is_mark
            or (_NOT_SAID.search(left[-16:]) and not _WAS_SO.search(left))
            or _COUNTS.match(right)
            or _OF_PART.search(left)
        )
        if not is_about or is_other:
            continue
        fails = any(match[name] for name in ("no", "not", "alone2", "fails", "fail"))
        is_old = _FROM.search(left) is not None
        yield Mention(start, end, "result", not fails, is_old=is_old)
