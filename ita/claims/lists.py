"""What a head says of the list below it: that it tells hopes, ranks or weights."""

import re
from typing import Literal

from ita.claims.cues import cues_in

Head = Literal["hopes", "ranks", "weights", "parts"]

_LONGEST = 90
# Years and numbers of chapters, which are no figures of a head.
_YEAR = re.compile(
    r"25\d\d|20\d\d|(?<=ปี)\s?\d\d(?!\d)"
    r"|\btop \d{1,2}\b|\d{1,2}\s*(?:อันดับ|ลำดับ)(?:แรก|ต้น)"
    r"|(?:ส่วนที่|ตอนที่|บทที่|ข้อ(?:ที่)?|ตารางที่|หมวด(?:ที่)?|เขต|part|section"
    r"|table)\s*\d{1,2}(?:\.\d)?|^\s*\d{1,2}(?:\.\d{1,2})*[.)]?\s",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d|(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])")
_ITEM = re.compile(
    r"\s*(?:[-•*–·◦▪✓✔☑]|\d{1,2}[.)]|(?:ปี|พ\.?ศ\.?|FY|25\d\d|ระยะที่|ไตรมาส))", re.IGNORECASE
)
_PARTS = re.compile(
    r"(?:ราย|แยกตาม|จำแนกตาม|แต่ละ|คะแนน)\s*ตัวชี้วัด|\b(?:by|per|each) indicator|\bindicator scores",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:[-•*–·◦▪✓✔☑]|\d{1,2}[.):\s])")
_RANKS = re.compile(
    r"(?:อันดับ|ลำดับ|\brank).*(?:คะแนน|สำนักงาน|score|office)"
    r"|\btop (?:of|offices|area|scores|scorers|five|ten)"
    r"|\b(?:the )?ranking\b|\brank(?:ed)? list|\bleague table"
    r"|\b(?:best|highest)[a-z -]{0,20}offices"
    r"|\d\s*(?:อันดับ|ลำดับ)(?:แรก|ต้น)|\btop \d|การจัดอันดับ"
    r"|เขต(?:พื้นที่)?(?:ชั้นนำ|ที่ได้คะแนนสูงสุด)|คะแนนสูงสุด|หัวตาราง|ผลการจัดลำดับ",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\s*\d{1,3}[\s.)]")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s")
_INSTRUMENT = re.compile(r"\b[IEO]IT\b|ภายใน|ภายนอก|เปิดเผย", re.IGNORECASE)


def heads_next(line: str, heads: frozenset[Head]) -> frozenset[Head]:
    """What holds for the next line: what this one is the head of, or still goes on with."""
    if not _FIGURE.search(_YEAR.sub("", line)) and len(line.strip()) <= _LONGEST:
        return frozenset([*_told_by(line), *_parts(line)])
    return frozenset(_parts(line)) | frozenset(
        head for head in heads if _GOES_ON[head].match(line) and not _ends(line, head)
    )


def is_rank_of_list(line: str, start: int, end: int) -> bool:
    """Whether a stretch is the number that a line of a ranking begins with."""
    return not line[:start].strip() and _NUMBERED.fullmatch(line, start, end) is not None


def _told_by(line: str) -> list[Head]:
    cues = cues_in(line)
    told: list[Head] = []
    if cues.has("goal") and not cues.has("outcome"):
        told.append("hopes")
    if cues.has("weight"):
        told.append("weights")
    if _RANKS.search(line):
        told.append("ranks")
    return told


def _parts(line: str) -> list[Head]:
    """What a line heads even where it tells a figure itself."""
    return ["parts"] if _PARTS.search(line) and len(line.strip()) <= _LONGEST else []


def _ends(line: str, head: Head) -> bool:
    return head == "hopes" and cues_in(line).has("outcome")


_GOES_ON: dict[Head, re.Pattern[str]] = {
    "hopes": _ITEM,
    "ranks": _LEADING,
    "parts": _LISTED,
    "weights": re.compile(rf".{{0,40}}(?:{_INSTRUMENT.pattern})", re.IGNORECASE),
}
