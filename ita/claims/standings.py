"""Distances and places that follow by arithmetic: 12.39 above the pass mark, the first 42%, 143 behind."""

import re

from ita.claims.cues import Cues
from ita.claims.mention import Mention
from ita.claims.numerals import Number

_FIRST = re.compile(r"\s*(?:อันดับ|ลำดับ|เขต|แห่ง|สำนักงาน)\s*(?:แรก|ต้น|บน)")
_TOP = re.compile(r"(?:\btop|\bท็อป|\bท๊อป|ท็อป|\bfirst)[\s-]*$", re.IGNORECASE)
_TOP_PERCENT = re.compile(
    r"(?:\btop|ท็อป|แรก|บน(?:สุด)?|หัวแถว|บนของ|กลุ่มบน)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE
)
_FIRST_PERCENT = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:แรก|บนสุด|บน|ต้น)", re.IGNORECASE)
_PERCENTILE = re.compile(
    r"(?:เปอร์เซ็นไทล์|เปอร์เซ็นต์ไทล์|percentile)\s*(?:ที่|of|rank|:|=|is|was|\s)*$", re.IGNORECASE
)
_PERCENTILE_AFTER = re.compile(r"\s*(?:percentile|เปอร์เซ็นไทล์)", re.IGNORECASE)
_OF_OFFICES = re.compile(
    r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:ของ|of)\s*(?:all |the |จำนวน)?(?:เขต|สำนักงาน|ทั้ง|ประเทศ|หน่วย|offices|country|\d)",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"\s*(?:other )?(?:แห่ง|สำนักงาน|เขต(?:พื้นที่)?|offices?\b|areas?\b)", re.IGNORECASE
)
_POINTS = re.compile(r"\s*(?:คะแนน|แต้ม|points?\b|pts\b)", re.IGNORECASE)
_REACH = 44
_FAR = 64
_LARGEST_GAP = 50
_CENTS = re.compile(r"\d\.\d|[\n;]")


def standing_of(number: Number, cues: Cues) -> Mention | None:
    """A place among all offices: the first so many, the first percents, how many are behind."""
    at, end = number.digits_at, number.end
    if number.sign:
        return None
    if (
        number.is_percent
        or _PERCENTILE.search(number.left)
        or _PERCENTILE_AFTER.match(number.right)
    ):
        return _percent(number, cues)
    if number.decimals:
        return None
    is_first = _FIRST.match(number.right) or _TOP.search(number.left)
    if is_first and cues.before(at, "within", 16):
        return number.mention("standing", part="first")
    if _OFFICES.match(number.right) and cues.near(at, end, "behind", 24):
        return number.mention("standing", part="behind")
    return None


def _percent(number: Number, cues: Cues) -> Mention | None:
    is_top = _TOP_PERCENT.search(number.left) or _FIRST_PERCENT.match(number.right)
    if is_top:
        return number.mention("standing", part="top percent")
    is_above = (
        _PERCENTILE.search(number.left)
        or _PERCENTILE_AFTER.match(number.right)
        or (cues.before(number.digits_at, "behind", 24) and _OF_OFFICES.match(number.right))
    )
    return number.mention("standing", part="above percent") if is_above else None


def distance_of(number: Number, cues: Cues) -> Mention | None:
    """A distance by its words: to the pass mark, a grade, full marks, another office or year."""
    at, end = number.digits_at, number.end
    if number.is_percent or number.value > _LARGEST_GAP or number.sign in ("+", "＋"):
        return None
    is_size = number.decimals > 0 or _POINTS.match(number.right)
    if not is_size or not (_follows_gap(number, cues) or cues.after(end, "gap", 24)):
        return None
    is_to_mark = cues.before(at, "mark", _REACH) or cues.after(end, "mark", 24)
    is_sure = bool(is_to_mark and number.decimals)
    return number.mention("distance", part="mark" if is_to_mark else "", is_sure=is_sure)


def _follows_gap(number: Number, cues: Cues) -> bool:
    """Whether a word of distance stands before, with only what it is a distance to between them."""
    at = number.digits_at
    ends = [end for _, end in cues.spans["gap"] if at - _FAR <= end <= at]
    if not ends or _CENTS.search(cues.line, ends[-1], at):
        return False
    return not any(ends[-1] <= start < at for start, _ in cues.spans["goal"])
