"""The scores, changes, ranks and counts of a line: numbers whose words say what they are.

A number is taken only where its words say what it is; whether it is right is not asked here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ita.claims.asides import hopes_in, ranges_in
from ita.claims.changes import change_of
from ita.claims.cues import Cues, cues_in
from ita.claims.limits import PASS, limits_in
from ita.claims.mention import Mention, Span, is_about_assessment, overlaps
from ita.claims.numerals import Number, numbers_in
from ita.claims.rows import Row
from ita.claims.standings import distance_of, standing_of
from ita.claims.weights import weights_in
from ita.claims.words import grades_in, results_in
from ita.claims.years import Year

_DECIMALS = 2
_FULL = 100
_LOWEST = 50  # of totals that are ever printed; fewer points are those of something else
_LONGEST_BARE = 400  # letters of a line of numbers that no word explains
_WORD = re.compile("[A-Za-zก-๎]")
_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ร่วม)?(?:ที่|เป็น|คือ|[:=]|เลข|ร่วม|ได้|\bITA\b|ปีงบประมาณ|ปี|พ\.ศ\.|(?<!\d)(?:20|25)\d\d(?!\d)|\s)*$"
    r"|\b(?:rank(?:ed|ing|s)?|placed?|position)\s*(?:at|as|of|was|is|no\.?|number|#|[:=]|in|the|\s)*$",
    re.IGNORECASE,
)
_OF_ALL_RIGHT = re.compile(
    r"\s?/\s?2\d\d(?![\d/])|\s(?:จาก|of|out of)\s(?:ทั้งหมด\s?|all\s)?2\d\d(?!\d)"
)
_OF_ALL_LEFT = re.compile(
    r"(?<![\d/.])\d{1,3}\s?/\s?$|(?:จาก|จากทั้งหมด|ทั้งหมด|ทั้งสิ้น|ทั้ง|ใน|\bof|\ball|among)\s?(?:the\s)?$"
)
_RANK_OF_COUNTRY_LEFT = re.compile(r"(?:ได้|เป็น|อยู่)ที่\s*$")
_RANK_OF_COUNTRY = re.compile(r"\s*(?:ของ|ระดับ|ทั่ว)(?:ทั้ง)?ประเทศ")
_ORDINAL_RANK = re.compile(
    r"\s*(?:of|out of|place|among|nationally|nationwide|in the (?:country|nation))"
)
_OLD_RANK = re.compile(
    r"(?:จาก(?:เดิม)?(?:ที่)?(?:อยู่)?(?:อันดับ|ลำดับ)|from (?:rank )?)[^0-9]{0,8}$", re.IGNORECASE
)
_HOPED = re.compile(r"(?:เป้า|คาดว่า|ดีกว่า|มุ่งสู่|target|goal|aim)[^0-9]{0,24}$", re.IGNORECASE)
_OTHER_RANKING = re.compile(
    r"\s*(?:ร่วม)?\s*(?:ของ|ใน|ระดับ)\s*(?:จังหวัด|อำเภอ|ภาค|ภูมิภาค|กลุ่ม|เขตตรวจ|รุ่น|สพ[ปม])"
    r"|\s*จาก\s*(?:ทั้งหมด)?\s*\d+\s*สพ[ปม]|\s*(?:place)?\s*(?:in|of) (?:the|its|our) (?:province|region|group)"
)
_PLACES = re.compile(r"\s*(?:(?:อันดับ|ลำดับ)(?!\s*(?:ร่วม|ที่|เป็น|:|\d))|places|ranks)")

_OFFICES = re.compile(
    r"\s*(?:แห่ง|สำนักงาน|เขต(?:พื้นที่)?|(?:education(?:al)? |service |area |participating |assessed )*(?:offices?|areas?)\b)",
    re.IGNORECASE,
)
_OF_OFFICES = re.compile(
    r"(?:อันดับ|ลำดับ|rank|place|ได้ที่)(?:[^0-9]|(?:20|25)\d\d(?!\d)){0,24}\d+(?:st|nd|rd|th)?\s*(?:ร่วม|(?:ของ|ทั่ว|ระดับ|ทั้ง)+ประเทศ)?\s*"
    r"(?:จาก|/|ใน(?:จำนวน)?|of|out of|among)\s*(?:ทั้งหมด|จำนวน|ทั้งสิ้น|the|all|\s)*$"
    r"|\b\d+(?:st|nd|rd|th)\s+(?:place\s+)?(?:of|out of|among)\s*(?:the|all|\s)*$",
    re.IGNORECASE,
)
_OFFICE_WORD = re.compile(r"สำนักงานเขต|เขตพื้นที่|สพป|สพม|สพท|\boffices\b", re.IGNORECASE)
_ALL = re.compile(
    r"ทั้งหมด|ทั้งสิ้น|ทั้งประเทศ|ทั่วประเทศ|ประเทศไทยมี|ทั้ง|ครบ|เข้ารับการประเมิน|รวม|\b(?:all|total)\b",
    re.IGNORECASE,
)
_OF_TYPE = re.compile(r"(?:(สพป)|(สพม))\.?\s*(?:จำนวน|มี|รวม|ทั้งหมด|ทั้งสิ้น|\s)*$")
_PRIMARY, _SECONDARY = re.compile(r"\s*สพป"), re.compile(r"\s*สพม")
_ITEMS = re.compile(r"\s*(?:OIT\s+)?(?:ข้อ(?!\s*\d)|items?\b)", re.IGNORECASE)
_ITEM_WORD = re.compile(r"OIT|(?<![A-Za-z])O\d|เปิดเผยข้อมูล", re.IGNORECASE)
_HAS = re.compile(r"(?:มี|ประกอบด้วย|แบ่งเป็น|ใช้|ผ่าน|has|have|with|using|uses)\s*$", re.IGNORECASE)
_RANKED = re.compile(r"อันดับ|ลำดับ|\brank|\btop\b", re.IGNORECASE)
_LEADS_TO = re.compile(
    r"\s*(?:คะแนน|points?|%)?[\s,]*(?:ขึ้นไป|or more|or above|and above)?[\s,]*(?:ถือว่า|ถือเป็น|จึง|จึงจะ|ถึงจะ|จะ|ให้|คือ|เป็น|=|is an?|are|counts? as|means)?"
    r"[\s,]*(?:ว่า|ได้)?\s*"
)
# Some of the items or indicators only.
_PART_OF = re.compile(
    r"\s*(?:ข้อ|ตัวชี้วัด|items?|indicators?)\s*(?:ที่|ซึ่ง|ได้|ผ่าน|มี|จาก|that|with|which|scored|passed|of)",
    re.IGNORECASE,
)
_FEW = 20  # offices of a type are more
_UNIT = re.compile(r"\s*(?:คน|ราย|โรง|บาท|คะแนน|โครงการ|วัน|อันดับ|\.\d)")
_INSTRUMENTS = re.compile(r"\s*(?:เครื่องมือ|แบบวัด|แบบสำรวจ|instruments?\b|tools?\b)", re.IGNORECASE)
_INDICATORS = re.compile(r"\s*(?:ตัวชี้วัด|indicators?\b)", re.IGNORECASE)

_POINTS = re.compile(r"\s*(?:คะแนน(?!เต็ม)|แต้ม|points?\b|pts\b)", re.IGNORECASE)
_OF_SOMETHING = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:ของ(?!คะแนน)|of (?!the score))")
_SCORE_WORD = re.compile(
    r"(?:คะแนน(?!เต็ม)|ผลการประเมิน|ผลประเมิน|\bscore[sd]?\b|\bpoints\b|\bresult\b)(?:[^0-9\n]|ปี\s?\d\d(?!\d)|(?<!\d)(?:25|20)\d\d(?!\d)){0,40}$",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?:ได้|อยู่ที่|เท่ากับ|คิดเป็น|เป็น|คือ|จาก|เดิม|ถึง|สู่|ที่|→|->|\bITA\b|[(:=\t]|\b(?:at|to|got|with|was|from|of|is))"
    r"\s*(?:ร้อยละ|กว่า|เกือบ|ประมาณ|ราว|over|nearly|about)?\s*$",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"\s*(?:คะแนน|points?)?\s*[(,/·|]?\s*(?:อยู่ใน)?(?:ระดับ|เกรด|grade)?\s*(?:AA|[A-F])(?![A-Za-z])"
)
_NO_CLAIM = re.compile(
    r"(?:(?<!ได้คะแนน)เต็ม|เป้าหมาย|ตั้งเป้า|เป้า|คาดว่า|คาดหวัง|มุ่งสู่|ขาด(?:อีก)?|อีก(?!ต่อไป|ทั้ง|ด้วย|ครั้ง)|(?:สูง|ต่ำ|ดี)กว่า(?!\s*ปี|เดิม)|ห่าง(?:จาก|กัน)?|ต่างกัน|น้ำหนัก"
    r"|(?:ข้อ|แห่ง|ด้าน|ตัว)ละ|หัก|target|goal|weight|short|out of|worth)"
    r"[^0-9]{0,24}$",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\d\s*(?:คะแนน|points)?\s*(?:จาก|/|out of|of)\s*$", re.IGNORECASE)
_CRITERION = re.compile(
    r"(?:เกณฑ์|ไม่ต่ำกว่า|ไม่น้อยกว่า|ตั้งแต่|pass mark|threshold|at least)(?:(?!ได้|เพราะ|ด้วย)[^0-9]){0,40}$",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"(?:เกณฑ์|ระดับ|ผ่าน|ถือว่า|กำหนด|ตั้งแต่|mark|threshold|grade|pass)[^0-9]{0,48}$", re.IGNORECASE
)
_UPWARDS = re.compile(r"\s*(?:คะแนน)?\s*ขึ้นไป|\s*(?:points )?(?:or more|and above)", re.IGNORECASE)
_PASS_MARK = re.compile(r"(?:เกณฑ์ผ่าน|ผ่านเกณฑ์|เกณฑ์การผ่าน|pass mark)[^0-9]{0,40}$", re.IGNORECASE)
_GRADE_BEFORE = re.compile(r"(?<![A-Za-z])(AA|[A-F])(?![A-Za-z])[^0-9]{0,30}$")
_OLD = re.compile(
    r"(?:จาก|เดิม|ปีก่อน|ปีที่แล้ว|ปีที่ผ่านมา|last year|previous year|from)[^0-9]{0,24}$", re.IGNORECASE
)
_BECAME = re.compile(
    r"[^0-9]{0,40}?(?:เป็น|→|->|–>|สู่|ถึง|เหลือ|\bto\b)\s*(?:ร้อยละ|คะแนน|กว่า)?\s*", re.IGNORECASE
)
_PART = re.compile(
    r"(?P<instrument>IIT|EIT|OIT)(?![A-Za-z])|ตัวชี้วัด(?:ที่)?\s*(?P<indicator>\d{1,2})|\bindicator\s+(?P<en>\d{1,2})"
    r"|(?<![A-Za-z])O(?P<item>\d{1,2})(?!\d)|(?P<whole>ITA|คะแนนรวม|ภาพรวม|\btotal\b)",
    re.IGNORECASE,
)
_FULL_MARKS = re.compile(r"ได้(?:รับ)?คะแนนเต็ม\s*$")
_PART_ITSELF = re.compile(r"(?<![A-Za-z])(?:IIT|EIT|OIT|O\d{1,2})\s*(?:[:=]|ได้|คะแนน|เต็ม|\s)*$")
_ITEM_SPAN = re.compile(r"(?<![A-Za-z])O1\s*(?:-|–|—|ถึง|to)\s*O\d+", re.IGNORECASE)


def figures_in(
    row: Row, years: list[Year], blocked: list[Span], *, is_about: bool, hopes_go_on: bool = False
) -> list[Mention]:
    """The figures, grades and results of a line, in order; numbers that say nothing are left out.

    ``is_about`` says whether the text as a whole is about the assessment, ``hopes_go_on`` whether the
    line before began a list of hopes.
    """
    line = row.line
    taken = [*blocked, *((year.start, year.end) for year in years)]
    about = is_about_assessment(line)
    if not row.heads.words and not _WORD.search(line) and len(line) > _LONGEST_BARE:
        return []
    cues = cues_in(line)
    numbers = list(numbers_in(row, taken, is_about=about, is_in_report=is_about))
    limits, defined = limits_in(line, numbers, cues)
    limits = [replace(each, is_sure=each.part != PASS or about or is_about) for each in limits]
    weights = list(weights_in(line, _without(numbers, limits), cues)) if about or is_about else []
    free = _without(numbers, [*limits, *weights])
    ranges = ranges_in(line)
    free = [number for number in free if not overlaps(number.start, number.end, ranges)]
    found = [mention for number in free if (mention := _figure(number, cues)) is not None]
    found = _with_pairs(line, free, found)
    grades = list(grades_in(row, is_about=about or is_about))
    is_told = about or bool(found or grades) or (is_about and bool(years or row.heads.words))
    results = [
        each for each in results_in(row, is_about=is_told) if not _is_rule(line, each, limits)
    ]
    words = [*grades, *results]
    spans = [*blocked, *defined, *((mention.start, mention.end) for mention in found)]
    words = [word for word in words if not overlaps(word.start, word.end, spans)]
    hopes = hopes_in(line, cues, goes_on=hopes_go_on)
    told = _without_hopes([*limits, *weights, *found, *words], hopes)
    return sorted(told, key=lambda mention: mention.start)


def _is_rule(line: str, result: Mention, limits: list[Mention]) -> bool:
    """Whether a result is what a limit just before it leads to: below 85 is a fail."""
    return any(
        _LEADS_TO.fullmatch(line[limit.end : result.start])
        for limit in limits
        if limit.end <= result.start
    )


def _without(numbers: list[Number], mentions: list[Mention]) -> list[Number]:
    """The numbers that no mention has taken."""
    taken = {mention.end for mention in mentions}
    return [number for number in numbers if number.end not in taken]


def _without_hopes(mentions: list[Mention], hopes: list[Span]) -> list[Mention]:
    """The mentions but for those hoped for; a figure to the cent may still be one somebody had."""
    kept = []
    for mention in mentions:
        is_rule = mention.kind in ("limit", "weight")
        if is_rule or not overlaps(mention.start, mention.end, hopes):
            kept.append(mention)
        elif mention.kind in ("score", "change", "distance") and mention.decimals == _DECIMALS:
            kept.append(replace(mention, is_hoped=True))
    return kept


def _figure(number: Number, cues: Cues) -> Mention | None:
    if not number.decimals and not _WORD.search(number.left + number.right):
        return None
    return (
        standing_of(number, cues)
        or _rank(number)
        or _count(number)
        or change_of(number, cues)
        or distance_of(number, cues)
        or _score(number)
    )


def _rank(number: Number) -> Mention | None:
    is_rank = (
        _RANK.search(number.left)
        or (number.is_ordinal and _ORDINAL_RANK.match(number.right))
        or (_RANK_OF_COUNTRY_LEFT.search(number.left) and _RANK_OF_COUNTRY.match(number.right))
        or (number.is_in_report and _OF_ALL_RIGHT.match(number.right))
    )
    if not is_rank or number.decimals or number.value == 0:
        return None
    if _OTHER_RANKING.match(number.right) or _HOPED.search(number.left):
        return None
    return number.mention("rank", is_old=bool(_OLD_RANK.search(number.left)))


def _count(number: Number) -> Mention | None:
    if number.decimals or number.sign:
        return None
    if _OF_OFFICES.search(number.left):
        kinds = (("primary", _PRIMARY), ("secondary", _SECONDARY))
        counted = next((kind for kind, word in kinds if word.match(number.right)), "offices")
        return number.mention("count", counted=counted, is_sure=True)
    if _OFFICES.match(number.right) and _OFFICE_WORD.search(number.left + number.right):
        of_type = _OF_TYPE.search(number.left)
        counted = "offices" if not of_type else "primary" if of_type[1] else "secondary"
        is_sure = counted == "offices" and bool(_ALL.search(number.left[-40:]))
        return number.mention("count", counted=counted, is_sure=is_sure)
    if _OF_ALL_LEFT.search(number.left) and _is_of_all(number):
        return number.mention("count", counted="offices", is_sure=True)
    of_type = _OF_TYPE.search(number.left) if number.value > _FEW else None
    if of_type and number.is_in_report and not _UNIT.match(number.right):
        return number.mention("count", counted="primary" if of_type[1] else "secondary")
    return _count_of_method(number)


def _is_of_all(number: Number) -> bool:
    """Whether a number counts all offices: they are counted in hundreds."""
    is_counted = _OFFICES.match(number.right) or number.left.rstrip().endswith("/")
    is_meant = number.is_in_report or _RANKED.search(number.left)
    return bool(is_counted and is_meant) and 200 <= number.value < 300  # noqa: PLR2004


def _count_of_method(number: Number) -> Mention | None:
    """How many items, indicators or instruments the assessment has."""
    is_all = _ALL.search(number.left[-16:]) or _ALL.match(number.right[:24].partition(" ")[2])
    is_whole = _HAS.search(number.left) and not _PART_OF.match(number.right)
    is_sure = bool(is_all or is_whole) and not _NO_CLAIM.search(number.left)
    if _ITEMS.match(number.right) and _ITEM_WORD.search(number.left + number.right):
        part = _part(number.left)
        part = part if part in ("iit", "eit") else ""
        return number.mention("count", counted="items", part=part, is_sure=is_sure and not part)
    for counted, unit in (("indicators", _INDICATORS), ("instruments", _INSTRUMENTS)):
        if unit.match(number.right) and (number.is_about or number.is_in_report):
            part = _part(number.left)
            part = part if part in ("iit", "eit", "oit") else ""
            is_told = is_sure and number.is_about and not part
            return number.mention("count", counted=counted, part=part, is_sure=is_told)
    return None


def _score(number: Number) -> Mention | None:
    """A score by its words, or one with decimals that somebody got."""
    if not 0 <= number.value <= _FULL or number.sign or _is_something_else(number):
        return None
    is_said = bool(
        _POINTS.match(number.right)
        or _SCORE_WORD.search(number.left)
        or _PART_ITSELF.search(number.left)
        or (_part(number.left) and (_GOT.search(number.left) or _FULL_MARKS.search(number.left)))
    )
    is_graded = number.decimals > 0 and bool(_GRADED.match(number.right))
    is_got = number.decimals > 0 and number.is_about and bool(_GOT.search(number.left))
    is_likely = number.value >= _LOWEST or number.is_about
    is_sure = is_likely and (is_said or is_graded or is_got)
    if not is_sure and number.decimals < _DECIMALS:
        return None
    return number.mention(
        "score",
        part=_part(number.left),
        is_old=bool(_OLD.search(number.left)),
        is_percent=number.is_percent,
        is_sure=is_sure,
    )


def _is_something_else(number: Number) -> bool:
    """Whether the words make a goal, a distance, a count, a minimum or a share of what may be a score."""
    left, right = number.left, number.right
    is_counted = any(unit.match(right) for unit in (_OFFICES, _ITEMS, _INDICATORS))
    is_minimum = _CRITERION.search(left) or _UPWARDS.match(right)
    is_full_marks = number.value == _FULL and _OUT_OF.search(left)
    is_rank = _RANK.search(left) and not number.decimals
    if is_counted or is_minimum or is_full_marks or is_rank or _NO_CLAIM.search(left):
        return True
    is_of_score = number.is_about or _SCORE_WORD.search(left)
    return number.is_percent and bool(
        not is_of_score or _OF_SOMETHING.match(right)
    )


def _part(left: str) -> str:
    """The part of a total that the words before a score name last; empty for the total."""
    if _ITEM_SPAN.search(left):
        return "items"
    last = next(reversed(list(_PART.finditer(left))), None)
    if last is None or last["whole"]:
        return ""
    if last["instrument"]:
        return last["instrument"].lower()
    return f"O{int(last['item'])}" if last["item"] else str(int(last["indicator"] or last["en"]))


def _with_pairs(line: str, numbers: list[Number], found: list[Mention]) -> list[Mention]:
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
        if not is_pair or any(each and each.kind != "score" for each in ends):
            continue
        if max(old.value, new.value) > _FULL:
            continue
        part = next((each.part for each in ends if each), "")
        by_end[old.end] = old.mention("score", is_old=True, part=part)
        by_end[new.end] = new.mention("score", part=part)
    return list(by_end.values())
