"""The scores of a line: what an office got in all, or of a part of the assessment."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from ita.claims.indicators import INDICATOR_NAME
from ita.claims.mention import Mention
from ita.claims.numerals import Number

_DECIMALS = 2
_FULL = 100
_ROUND = (Decimal(0), Decimal("0.99"), Decimal("0.9"))  # as limits are printed
_LOWEST = 50  # of totals that are ever printed; fewer points are those of something else
_BESIDE = 24  # letters within which a word makes a whole number a score
_POINTS = re.compile(r"\s*(?:คะแนน(?!เต็ม)|แต้ม|points?\b|pts\b)", re.IGNORECASE)
_OF_SOMETHING = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:ของ(?!คะแนน)|of (?!the score))")
_SCORE_WORD = re.compile(
    r"(?:คะแนน(?!เต็ม)|ผลการประเมิน|ผลประเมิน|ผลรวม|\bscor(?:e[sd]?|ing)\b|\bpoints\b"
    r"|\bresult\b|\btotal(?:s|ed|led)?\b|\bmark of)(?:(?![.!?]\s[A-Za-z])[^0-9\n]"
    r"|ปี\s?\d\d(?!\d)|(?<!\d)(?:25|20)\d\d(?!\d)(?!\.\s)){0,40}$",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?:ได้|รวม|(?:รายงาน|บอก|แจ้ง|ตอบ|จด(?:ไว้)?)ว่า"
    r"|อยู่ที่|เท่ากับ|คิดเป็น|เป็น|เหลือ|คือ|จาก|เดิม|ถึง|สู่|ที่|→|->|\bITA\b|[(:=\t]"
    r"|ทั้งคู่|ทั้งสอง(?:ตัว)?|เรา|\?|เลข|\b(?:ours?|we|us|both|each|at|to|got|with|was|from|of|is|are|have|has|had|obtained|recorded|earned|posted|achieved))"
    r"\s*[:\"“]?\s*(?:ร้อยละ|กว่า|เกือบ|ประมาณ|ราว|แค่|เพียง|ตั้ง|over|nearly|about|only|just)?\s*$",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"เฉลี่ย[^\n;\d]{0,24}(?:สอง|2)\s*ปี[^\n;]{0,40}$"
    r"|\b(?:mean|average) of (?:our |the |its )?[a-z ]{0,24}"
    r"(?:both|two|(?:of|in|for) (?:FY)?20\d\d and (?:FY)?20\d\d)[^\n;]{0,24}$"
    r"|(?:สอง|2)\s*ปี[^\d\n]{0,16}เฉลี่ย[^\n;\d]{0,24}$"
    r"|เฉลี่ย\s*(?:ของ)?\s*(?:ทั้ง)?(?:สอง|2)\s*ปี[^\n;]{0,40}$|(?:two-year|2-year) (?:mean"
    r"|average)[^\n;]{0,40}$|(?:mean|average) of (?:the )?(?:two|both|2) years[^\n;]{0,40}$",
    re.IGNORECASE,
)
_SUM_OF_TWO = re.compile(
    r"(?:ผลรวม|รวมคะแนน|คะแนนรวม)\s*(?:ของ)?(?:ทั้ง)?(?:สอง|2)\s*ปี[^\n;\d]{0,24}$"
    r"|\bsum of (?:the )?(?:two|both|2) (?:years|scores|totals)[^\n;\d]{0,24}$",
    re.IGNORECASE,
)
# A share behind nothing but its year: ปี 2564 ร้อยละ 81.52.
_OF_YEAR = re.compile(
    r"[\s•*–-]*(?:(?:ใน)?ปี(?:งบประมาณ)?|FY|fiscal year)?\s*(?:พ\.ศ\.)?\s*25\d\d[\s:=–-]*"
    r"(?:(?:เรา|เขต|สำนักงาน)?(?:ทำ)?ได้|คือ|เป็น|at|was)?\s*(?:ร้อยละ)?\s*",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"(?:ผล(?:การดำเนินงาน|งาน|ที่ได้|ลัพธ์)?|result|achieved|outcome)\s*[:=(]?\s*(?:ได้|คือ)?\s*(?:ร้อยละ)?\s*$",
    re.IGNORECASE,
)
_GOT_JUST = re.compile(
    r"(?:ได้|ทำได้|\bgot|\bscored)\s*(?:ตั้ง|แค่|เพียง|ถึง|only|just)\s*$", re.IGNORECASE
)
_GRADED = re.compile(
    r"\s*(?:คะแนน|points?)?\s*[(,/·|]?\s*(?:อยู่ใน)?(?:ระดับ|เกรด|grade)?\s*(?:AA"
    r"|[A-F])(?![A-Za-z])"
)
_NO_CLAIM = re.compile(
    r"(?:(?<!ได้คะแนน)เต็ม(?!ที่|ใจ|กำลัง|รูปแบบ)|เป้าหมาย|ตั้งเป้า|เป้า|คาดว่า|คาดหวัง|มุ่งสู่|ขาด(?:อีก)?"
    r"|อีก(?!ต่อไป|ทั้ง|ด้วย|ครั้ง)|(?:สูง|ต่ำ|ดี)กว่า(?!\s*ปี|เดิม)|ห่าง(?:จาก|กัน)?|ต่างกัน"
    r"|น้ำหนัก"
    r"|(?:ข้อ|แห่ง|ด้าน|ตัว)ละ|หัก|target|goal|weight|short|out of|worth)"
    r"[^0-9]{0,24}$",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\d\s*(?:คะแนน|points)?\s*(?:จาก|/|out of|of)\s*$", re.IGNORECASE)
_IN_ALL = re.compile(
    r"(?:รวม(?:เป็น|ทั้งหมด|ทั้งสิ้น|กัน)*|\btotal(?:ling|s)?|sum to|add up to)[\s:=]*(?:ร้อยละ)?\s*$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?:จาก|เดิม|ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา|last year|previous year|from)(?:(?!เหลือ|เป็น|สู่|มาที่|ขึ้นมา|\))[^0-9]){0,24}$",
    re.IGNORECASE,
)
_BECAME = re.compile(
    r"[^0-9]{0,40}?(?:เป็น|→|->|–>|สู่|ถึง|เหลือ|\bto\b)\s*(?:ร้อยละ|คะแนน|กว่า)?\s*", re.IGNORECASE
)
_PART = re.compile(
    r"(?P<instrument>IIT|EIT|OIT)(?![A-Za-z])"
    r"|ตัวชี้วัด(?:ย่อย)?(?:ที่)?\s*(?P<indicator>\d{1,2}(?:\.\d{1,2}(?!\d))?)(?!\d*\.\d)"
    r"|\b(?:sub-?)?indicators?\s+(?P<en>\d{1,2}(?:\.\d)?)(?!\s*%)"
    r"|(?<![A-Za-z])O(?P<item>\d{1,2})(?!\d)|(?P<whole>ITA|คะแนนรวม|ภาพรวม|\b(?:total|overall)\b)",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(r"(?<![A-Za-z])(?:IIT|EIT|OIT)(?![A-Za-z])", re.IGNORECASE)
_PART_BEHIND = re.compile(
    r"\s*(?:points?|%|คะแนน)?\s*(?:on|for|in|ใน|จาก(?:แบบวัด)?"
    r"|\()\s*(?:both\s|each of\s|all\s)?(?:the\s)?(?:\d{2}\s)?(?:(?P<instrument>IIT|EIT|OIT)(?![A-Za-z])"
    r"|indicators?\s(?P<indicator>\d{1,2})(?!\d|\.\d))",
    re.IGNORECASE,
)
_PART_NAMED = re.compile(
    r"ตัวชี้วัด(?:ที่)?\s*\d{1,2}\s+[^\d]{2,44}$|\bindicator\s\d{1,2}[^\d]{1,44}$", re.IGNORECASE
)
_TO_SCORE = re.compile(
    r"(?:สาธารณะ)?(?:[\s:=|(]|\((?:ตัวชี้วัด(?:ที่)?\s?)?\d{1,2}\)|ได้|มี|คะแนน|ร้อยละ|อยู่ที่|เท่ากับ|คือ|at|was|is|scored|got|-)*",
    re.IGNORECASE,
)
_WEIGHTED = re.compile(r"ถ่วงน้ำหนัก|weighted", re.IGNORECASE)  # points that an instrument adds
_LISTED = re.compile(
    r"\s*(?:[-•*–·◦▪✓✔☑]\s*)?(?:ตัวชี้วัดที่\s*)?(?P<number>\d{1,2})[.):]?\s+[^\d]{3,70}$"
)
_SUM = re.compile(r"\+[^=]{0,40}=\s*$")
# A share in brackets behind what it is of: 22 (91.67%).
_SHARE_OF = re.compile(
    r"(?<![\d./])\d{1,4}\s*(?:คน|ราย|โครงการ|แห่ง|โรง|เรื่อง|[a-z]+)?\s*[(,]\s*(?:ร้อยละ|หรือ|คิดเป็น|\s)*$"
)
_EACH = re.compile(
    r"(?:every (?:one|item)|each|all of them|all scored|ทุกข้อ|ข้อละ)[^\d]{0,24}$", re.IGNORECASE
)
_HUNDRED_LEFT = re.compile(
    r"(?:ได้|\b(?:were|was|had|got|scored))\s*(?:100\s*(?:และ|กับ|and)\s*)?$", re.IGNORECASE
)
_EACH_BEHIND = re.compile(
    r"\s*(?:คะแนน|points?)?\s*(?:เต็ม)?(?:ทุกข้อ|ทั้ง\s*\d\d\s*ข้อ|(?:on|for) (?:every|each|all))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:แห่ง|สำนักงาน|เขต|ข้อ(?!\s*O\d)|รายการ|ตัวชี้วัด(?!ที่|\s*\d+\s*(?:ได้|การ|คะแนน|ยัง|ไม่|[=:]))|ตัว(?!ชี้)|ชนิด|อันดับ(?!\s*(?:ที่|ร่วม|:|=|\d))"
    r"|offices?\b|areas?\b|items?\b|indicators?\b|countries)",
    re.IGNORECASE,
)
_LEAST_LEFT = re.compile(
    r"(?:เกณฑ์|ไม่ต่ำกว่า|ไม่น้อยกว่า|ตั้งแต่|pass mark|threshold|at least)(?:(?!ได้|เพราะ"
    r"|ด้วย)[^0-9]){0,40}$",
    re.IGNORECASE,
)
_LEAST_RIGHT = re.compile(
    r"\s*(?:คะแนน)?\s*ขึ้นไป|\s*(?:points )?(?:or more|and above)", re.IGNORECASE
)
_RANK = re.compile(r"(?:อันดับ|ลำดับ|\brank(?:ed)?)\s*(?:ร่วม|ที่|เป็น|คือ|[:=]|at|\s)*$", re.IGNORECASE)
_FROM = re.compile(r"(?:จาก|from)\s*$", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:แห่ง|เขต|ข้อ|ตัว|อันดับ|คน|ครั้ง|%|เปอร์เซ็นต์|[A-Za-z]+s\b)")
_FULL_MARKS = re.compile(
    r"(?:ได้(?:รับ)?คะแนน|ข้อ|ครบ|ได้)\s*(?:และ|ได้|จน|คะแนน)?\s*เต็ม\s*(?:คะแนน)?\s*$"
)
_PART_OF_ONE = re.compile(
    r"(?:ตัวชี้วัด(?:ที่)?\s*\d{1,2}|(?<![A-Za-z])[IEO]IT)\s*(?:ของ)?\s*(?:เขต|ทาง)?(?:เรา|เขา|ท่าน)[^\d]{0,4}(?:100\s*(?:เต็ม)?[\s,]*(?:ส่วน)?เขา\s*)?$"
    r"|\bindicators?\s\d{1,2}[:,]?\s(?:we|ours|they|theirs)[^\d]{0,8}$",
    re.IGNORECASE,
)
_PART_ITSELF = re.compile(r"(?<![A-Za-z])(?:IIT|EIT|OIT|O\d{1,2})\s*(?:[:=]|ได้|คะแนน|เต็ม|\s)*$")
_ITEM_SPAN = re.compile(r"(?<![A-Za-z])O1\s*(?:-|–|—|ถึง|to)\s*O\d+", re.IGNORECASE)


def score_of(number: Number) -> Mention | None:
    """A score by its words, or a number that may be one and counts only if it is right."""
    if not 0 <= number.value <= _FULL or number.sign or _is_something_else(number):
        return None
    is_full = number.value == _FULL and _FULL_MARKS.search(number.left) and _part(number.left)
    is_of_each = number.value == _FULL and number.of_items and _is_of_each(number)
    is_weighted = number.decimals > 0 and _WEIGHTED.search(number.head)
    is_sure = bool(is_full or is_of_each or is_weighted) or (
        _is_said(number) and not _NO_CLAIM.search(number.left)
    )
    is_hundred = (
        number.value == _FULL and not number.is_percent and _HUNDRED_LEFT.search(number.left)
    )
    is_loose = (
        number.decimals > 0
        or is_hundred
        or number.manner != "as is"
        or _GOT_JUST.search(number.left)
    )
    if not is_sure and not is_loose:
        return None
    return number.mention(
        "score",
        part=_part_of(number),
        is_old=bool(_OLD.search(number.left)),
        is_percent=number.is_percent,
        is_sure=is_sure,
    )


def mean_of(number: Number) -> Mention | None:
    """A mean of two years, or their sum."""
    part = "mean" if _MEAN.search(number.left) else "sum" if _SUM_OF_TWO.search(number.left) else ""
    return (
        number.mention("distance", part=part, is_sure=False) if number.decimals and part else None
    )


def _is_said(number: Number) -> bool:
    """Whether words make a number a score, so that a wrong one may be called wrong."""
    left, right = number.left, number.right
    part = _part(left)
    if number.value < _LOWEST and not part:
        return False
    is_high_enough = number.decimals > 0 or number.value >= _LOWEST or part.startswith("O")
    words = is_high_enough and _SCORE_WORD.search(left if number.decimals else left[-_BESIDE:])
    is_of_one = is_high_enough and (_PART_ITSELF.search(left) or _PART_OF_ONE.search(left))
    is_in_words = _POINTS.match(right) or words or is_of_one
    is_of_part = (
        (part or _named_indicator(number))
        and (number.decimals > 0 or number.value >= _LOWEST)
        and (_GOT.search(left) or _FULL_MARKS.search(left))
    )
    is_graded = number.decimals > 0 and _GRADED.match(right)
    is_high = number.decimals > 0 and number.value >= _LOWEST
    is_got = is_high and (number.is_about or number.is_in_report) and _GOT.search(left)
    is_numbered = number.decimals == _DECIMALS and _PART_NAMED.search(left)
    is_precise = number.decimals > 0 or number.value == _FULL
    is_named = is_precise and number.is_in_report and _named_indicator(number)
    is_behind = (is_precise or number.value >= _LOWEST) and _PART_BEHIND.match(right)
    is_alone = is_high and number.decimals == _DECIMALS and number.is_in_report and number.is_alone
    return bool(
        is_in_words
        or is_of_part
        or is_graded
        or is_got
        or is_numbered
        or is_named
        or is_behind
        or is_alone
    )


def _is_something_else(number: Number) -> bool:
    """Whether the words make a count, a minimum, a rank or a share of what may be a score."""
    left, right = number.left, number.right
    is_round = number.value % 1 in _ROUND
    is_minimum = is_round and (_LEAST_LEFT.search(left) or _LEAST_RIGHT.match(right))
    is_full_marks = number.value == _FULL and (_OUT_OF.search(left) or _IN_ALL.search(left))
    is_rank = _RANK.search(left) and not number.decimals
    is_counted = not number.decimals and _COUNTED.match(right)
    is_counted = is_counted or _SUM.search(left)
    is_share = number.is_percent and _SHARE_OF.search(left)
    if is_counted or is_minimum or is_full_marks or is_rank or is_share:
        return True
    is_of_year = number.is_in_report and _OF_YEAR.fullmatch(left)
    is_of_score = (
        number.is_about or is_of_year or _SCORE_WORD.search(left) or _is_loose_share(number)
    )
    return number.is_percent and bool(not is_of_score or _OF_SOMETHING.match(right))


def _is_loose_share(number: Number) -> bool:
    """Whether a percent is printed as totals are, in a report, so that it counts if it is one."""
    return (
        number.is_in_report and number.decimals == _DECIMALS and bool(_OUTCOME.search(number.left))
    )


def _part_of(number: Number) -> str:
    """The part of the assessment a score is of, which stands before it or just behind."""
    if _WEIGHTED.search(number.head) and _part(number.left):
        return f"weighted {_part(number.left)}"
    behind = _PART_BEHIND.match(number.right)
    if behind:
        return behind["indicator"] or behind["instrument"].lower()
    named = _named_indicator(number)
    if named:
        return named
    return "items" if number.value == _FULL and _is_of_each(number) else _part(number.left)


def _is_of_each(number: Number) -> bool:
    """Whether words beside a score say that each item has it."""
    return bool(_EACH.search(number.left) or _EACH_BEHIND.match(number.right))


def _named_indicator(number: Number) -> str:
    """The number of the indicator whose name leads to a score; empty where none does."""
    last = next(reversed(list(INDICATOR_NAME.finditer(number.left))), None)
    if last is None or not _TO_SCORE.fullmatch(number.left[last.end() :]):
        return ""
    return str(last.lastgroup).removeprefix("n")


def _part(left: str) -> str:
    """The part of a total that the words before a score name last; empty for the total."""
    if _ITEM_SPAN.search(left):
        return "items"
    last = next(reversed(list(_PART.finditer(left))), None)
    if last is None or last["whole"]:
        return ""
    if last["instrument"]:
        return last["instrument"].lower()
    return (
        f"O{int(last['item'])}" if last["item"] else (last["indicator"] or last["en"]).lstrip("0")
    )


def with_pairs(line: str, numbers: list[Number], found: list[Mention]) -> list[Mention]:
    """Scores that "from A to B" makes of two numbers, where one of them is a score by its words."""
    by_end = {mention.end: mention for mention in found}
    for old, new in pairwise(numbers):
        between = line[old.end : new.start]
        if not _BECAME.fullmatch(between):
            continue
        ends = [by_end.get(old.end), by_end.get(new.end)]
        is_pair = any(each and each.kind == "score" and each.is_sure for each in ends) or (
            old.decimals == new.decimals == _DECIMALS
        )
        is_rounded = _is_rounded_pair(old, new)
        if not (is_pair or is_rounded) or any(each and each.kind != "score" for each in ends):
            continue
        if max(old.value, new.value) > _FULL:
            continue
        part = next((each.part for each in ends if each), "")
        by_end[old.end] = old.mention("score", is_old=True, part=part, is_sure=is_pair)
        by_end[new.end] = new.mention("score", part=part, is_sure=is_pair)
    return list(by_end.values())


def _is_rounded_pair(old: Number, new: Number) -> bool:
    """Whether two whole numbers are led from and to in a report, as in "from 81 to 97"."""
    is_high = min(old.value, new.value) >= _LOWEST and old.value != new.value
    is_whole = not old.decimals and not new.decimals and not _UNIT.match(new.right)
    return is_high and is_whole and old.is_in_report and bool(_FROM.search(old.left))


def part_listed(line: str, numbers: list[Number], found: list[Mention]) -> list[Mention]:
    """The score of a line in a list of indicators, which is that of the one it numbers."""
    first = next((each for each in numbers if each.decimals), None)
    listed = _LISTED.match(line[: first.start]) if first else None
    if first is None or listed is None or first.value > _FULL or first.sign:
        return found
    score = first.mention("score", part=str(int(listed["number"])))
    return [*(each for each in found if each.end != first.end), score]


def parts_in_turn(line: str, found: list[Mention]) -> list[Mention]:
    """Scores behind a list of instruments are theirs in turn: IIT, EIT and OIT had a, b and c."""
    names = list(_INSTRUMENT.finditer(line))
    scored = sorted(each.start for each in found if each.kind == "score")
    led = [start for start in scored if names and start < names[-1].start()]
    names = [each for each in names if not led or each.start() > led[-1]]
    if len(names) < 2:  # noqa: PLR2004
        return found
    last = names[-1].end()
    scores = sorted(
        (each for each in found if each.kind == "score" and each.decimals and each.start > last),
        key=lambda each: each.start,
    )
    first = names[0].start()
    is_list = not any(first < each.start < last for each in found if each.kind == "score")
    if len(scores) != len(names) or not is_list:
        return found
    parts = {score.start: name.group().lower() for score, name in zip(scores, names, strict=True)}
    return [
        replace(each, part=parts[each.start], is_sure=True) if each.start in parts else each
        for each in found
    ]
