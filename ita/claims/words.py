"""The grades and results of a line, which are words and not numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ita.claims.mention import SIGHT, Mention
from ita.method import grade_schemes

_LETTER = re.compile(r"(?<![A-Za-z0-9])(?:AA|[A-F])(?![A-Za-z0-9])")
_GRADE_LEFT = re.compile(
    r"(?:ระดับ|เกรด|\bgraded?|\blevel)\s*(?:คุณภาพ|ผลคะแนน|คือ|เป็น|of|an?)?\s*[:“\"(]?\s*$",
    re.IGNORECASE,
)
_SCORE_LEFT = re.compile(r"\d\.\d{1,2}\s*(?:คะแนน|points?)?\s*[(/,·|\t]?\s*$", re.IGNORECASE)
_GRADE_RIGHT = re.compile(r"\s*(?:grade|level)\b", re.IGNORECASE)
_DEFINED = re.compile(
    r"\s*(?:ต้อง|หมายถึง|ขึ้นไป|ตั้งแต่|คือคะแนน|means|requires|or better|or above)", re.IGNORECASE
)
_HOPED = re.compile(
    r"(?:เป้าหมาย|เป้า|ให้ถึง|ไปสู่|เพื่อ|เกณฑ์|target|goal|aim)[^0-9]{0,24}$", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _levels() -> re.Pattern[str]:
    """The grades that are words, longest first, after the word for level or standing alone."""
    words = {band.grade for bands in grade_schemes().values() for band in bands}
    thai = sorted((word for word in words if not word.isascii()), key=len, reverse=True)
    return re.compile(
        rf"ระดับ\s*[“\"]?(?P<level>{'|'.join(thai)})(?![ก-๎])|(?P<alone>ผ่านดีเยี่ยม|ผ่านดี)(?![ก-๎])"
    )


def grades_in(line: str, *, is_about: bool) -> Iterator[Mention]:
    """The grades a line gives; those it defines or hopes for are none."""
    for match in _LETTER.finditer(line):
        left, right = line[max(0, match.start() - SIGHT) : match.start()], line[match.end() :][:24]
        is_grade = (
            _GRADE_LEFT.search(left)
            or _SCORE_LEFT.search(left)
            or _GRADE_RIGHT.match(right)
            or (match.group() == "AA" and is_about)
        )
        if is_grade and not _DEFINED.match(right) and not _HOPED.search(left):
            yield Mention(match.start(), match.end(), "grade", match.group())
    for match in _levels().finditer(line):
        group = "level" if match["level"] else "alone"
        start, end = match.span(group)
        left, right = line[max(0, start - SIGHT) : start], line[end:][:24]
        if not _DEFINED.match(right) and not _HOPED.search(left):
            yield Mention(start, end, "grade", match[group])


_RESULT = re.compile(
    r"(?P<no>ไม่)?ผ่าน(?:เกณฑ์(?:การประเมิน|ขั้นต่ำ)?|การประเมิน)"
    r"|(?:ผล(?:การประเมิน)?\s*(?:คือ|เป็น|:)?|คะแนน|[A-F)]|\t|\s{2,})\s*(?P<alone>(?P<not>ไม่)?ผ่าน)(?=\s|[,.)]|$)"
    r"|(?P<alone2>ไม่ผ่าน)(?=\s|[,.)]|$)"
    r"|\b(?P<fails>(?:did not|didn't|not|failed to) pass(?:ed)?|failed)\b"
    r"|\bpassed\b(?! (?:the law|away|on\b|by|through))",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"(?:เพื่อ|ให้|ต้อง|จะ|ควร|เป้าหมาย|หาก|ถ้า|ที่|ผู้|คน|แห่ง|เกณฑ์|to|must|should|will|if|who)\s*$",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\s*(?:ร้อยละ|จำนวน|\d+\s*(?:แห่ง|คน)|คือ|\d)")


def results_in(line: str, *, is_about: bool) -> Iterator[Mention]:
    """Where a line says that somebody passed, or did not."""
    has_score = is_about or re.search(r"คะแนน|ระดับ|ปี|\bscore|grade", line)
    for match in _RESULT.finditer(line):
        group = "alone" if match["alone"] else "alone2" if match["alone2"] else 0
        start, end = match.span(group)
        if not has_score or _NOT_SAID.search(line[:start][-16:]) or _COUNTS.match(line[end:][:16]):
            continue
        fails = any(match[name] for name in ("no", "not", "alone2", "fails"))
        yield Mention(start, end, "result", not fails)
