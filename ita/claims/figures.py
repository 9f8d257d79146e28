"""The scores, changes, ranks and counts of a line: numbers whose words say what they are.

A number is taken only where its words say what it is; whether it is right is not asked here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ita.claims.mention import SIGHT, Kind, Manner, Mention, Span, is_about_assessment, overlaps
from ita.claims.rows import Row
from ita.claims.words import grades_in, results_in
from ita.claims.years import Year

_DECIMALS = 2
_FULL = 100
_LOWEST = 50  # of totals that are ever printed; fewer points are those of something else
_LONGEST_BARE = 400  # letters of a line of numbers that no word explains
_WORD = re.compile("[A-Za-zก-๎]")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,])(?P<sign>[+＋]\s?|(?<![\d\s])[−-](?=\d)|(?<=\s)[−-](?=\d))?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?(?![\dA-Za-z]|[.,]\d)"
)


@dataclass(frozen=True)
class _Number:
    """A number with what stands to its left and right.

    ``start`` is that of its sign; ``is_about`` whether its line speaks of the assessment,
    ``is_in_report`` whether its text does.
    """

    start: int
    digits_at: int
    end: int
    sign: str
    value: Decimal
    decimals: int
    is_ordinal: bool
    left: str
    right: str
    is_about: bool
    is_in_report: bool


_OVER = re.compile(r"(?:กว่า|เกิน|over|more than|above)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE)
_OVER_AFTER = re.compile(r"\s*(?:คะแนน|แห่ง|points?)?\s*(?:กว่า|เศษ|ขึ้นไป)")
_UNDER = re.compile(r"(?:เกือบ|ใกล้|nearly|almost|close to)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:ประมาณ|ราว|ราวๆ|about|around|some|approximately)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE
)

_RANK = re.compile(
    r"(?:อันดับ|ลำดับ)\s*(?:ร่วม)?(?:ที่|เป็น|คือ|[:=]|เลข|ร่วม|ได้|\bITA\b|ปีงบประมาณ|ปี|พ\.ศ\.|(?<!\d)(?:20|25)\d\d(?!\d)|\s)*$"
    r"|\b(?:rank(?:ed|ing|s)?|placed?|position)\s*(?:at|as|of|was|is|no\.?|number|#|[:=]|in|the|\s)*$",
    re.IGNORECASE,
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

_OFFICES = re.compile(r"\s*(?:แห่ง|สำนักงาน|เขต(?:พื้นที่)?|offices?\b|areas?\b)", re.IGNORECASE)
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
_INDICATORS = re.compile(r"\s*(?:ตัวชี้วัด|indicators?\b)", re.IGNORECASE)

_RISE = (
    r"เพิ่มขึ้น|เพิ่ม|สูงขึ้น|ขยับขึ้น|ปรับขึ้น|พุ่งขึ้น|ก้าวขึ้น|พัฒนาขึ้น|ดีขึ้น|มากขึ้น|ขึ้นมา"
    r"|\b(?:rose|risen|rise|rises|up|increased?|gain(?:ed)?|improved?|improvement|climbed|jumped|grew)\b"
)
_FALL = r"ลดลง|ต่ำลง|ตกลง|น้อยลง|\b(?:fell|fallen|down|dropped|declined?|decreased?|lost)\b"
_DIFFERENCE = r"ผลต่าง|ต่างจากเดิม|เปลี่ยนแปลง|\bchange\b"
_MOVED = re.compile(f"{_RISE}|{_FALL}", re.IGNORECASE)
_SINCE = (
    r"(?:จาก(?:เดิม|ปีก่อน(?:หน้า)?|ปีที่แล้ว|ปีที่ผ่านมา|ปี(?:งบประมาณ)?\s*(?:พ\.ศ\.|ค\.ศ\.)?\s*\d{2,4})"
    r"|from (?:FY)?\s?\d{4})"
)
_CHANGE = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL})|(?P<difference>{_DIFFERENCE}))\s*(?:{_SINCE})?"
    r"(?:\s|ถึง|มากกว่า|กว่า|เกิน|ประมาณ|ราว|เกือบ|อีก|เท่ากับ|คิดเป็น|จำนวน|คะแนน|ร้อยละ|:|\(|was|of|by|more than"
    r"|over|about|around|nearly|almost|some)*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<!\d)\d{1,3}(?:\.\d+)?\s*$")
_POINTS = re.compile(r"\s*(?:คะแนน(?!เต็ม)|แต้ม|points?\b|pts\b)", re.IGNORECASE)
_PERCENT_LEFT, _PERCENT = (
    re.compile(r"(?:ร้อยละ|เปอร์เซ็นต์)\s*$"),
    re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)"),
)
_OF_SOMETHING = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)?\s*(?:ของ(?!คะแนน)|of (?!the score))")
_SCORE_WORD = re.compile(
    r"(?:คะแนน(?!เต็ม)|ผลการประเมิน|ผลประเมิน|\bscore[sd]?\b|\bpoints\b|\bresult\b)[^0-9\n]{0,40}$",
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
    row: Row, years: list[Year], blocked: list[Span], *, is_about: bool
) -> list[Mention]:
    """The figures, grades and results of a line, in order; numbers that say nothing are left out.

    ``is_about`` says whether the text as a whole is about the assessment.
    """
    line = row.line
    taken = [*blocked, *((year.start, year.end) for year in years)]
    about = is_about_assessment(line)
    if not row.heads.words and not _WORD.search(line) and len(line) > _LONGEST_BARE:
        return []
    numbers = list(_numbers(row, taken, is_about=about, is_in_report=is_about))
    found = [mention for number in numbers if (mention := _figure(number)) is not None]
    found = _with_pairs(line, numbers, found)
    words = [
        *grades_in(row, is_about=about or (is_about and bool(row.heads.words))),
        *results_in(
            row,
            is_about=about or bool(found) or (is_about and bool(years or row.heads.words)),
        ),
    ]
    spans = [*blocked, *((mention.start, mention.end) for mention in found)]
    words = [word for word in words if not overlaps(word.start, word.end, spans)]
    return sorted([*found, *words], key=lambda mention: mention.start)


def _numbers(
    row: Row, taken: list[Span], *, is_about: bool, is_in_report: bool
) -> Iterator[_Number]:
    line = row.line
    for match in _NUMBER.finditer(line):
        start, end = match.start("digits"), match.end("digits")
        if overlaps(start, end, taken):
            continue
        digits = match["digits"].replace(",", "")
        yield _Number(
            match.start(),
            start,
            match.end(),
            (match["sign"] or "").strip(),
            Decimal(digits),
            len(digits.partition(".")[2]),
            match["ordinal"] is not None,
            row.before(match.start())[-SIGHT:],
            line[match.end() : match.end() + SIGHT],
            is_about,
            is_in_report,
        )


def _figure(number: _Number) -> Mention | None:
    if not number.decimals and not _WORD.search(number.left + number.right):
        return None
    for read in (_rank, _count, _change, _criterion, _score):
        mention = read(number)
        if mention is not None:
            return mention
    return None


def _manner(number: _Number) -> Manner:
    if _OVER.search(number.left) or _OVER_AFTER.match(number.right):
        return "over"
    if _UNDER.search(number.left):
        return "under"
    return "about" if _ABOUT.search(number.left) else "as is"


def _mention(number: _Number, kind: Kind, **rest: object) -> Mention:
    start = number.start if kind == "change" else number.digits_at
    made = Mention(start, number.end, kind, number.value, number.decimals, _manner(number))
    return replace(made, **rest)  # type: ignore[arg-type]


def _rank(number: _Number) -> Mention | None:
    is_rank = (
        _RANK.search(number.left)
        or (number.is_ordinal and _ORDINAL_RANK.match(number.right))
        or (_RANK_OF_COUNTRY_LEFT.search(number.left) and _RANK_OF_COUNTRY.match(number.right))
    )
    if not is_rank or number.decimals or number.value == 0:
        return None
    if _OTHER_RANKING.match(number.right) or _HOPED.search(number.left):
        return None
    return _mention(number, "rank", is_old=bool(_OLD_RANK.search(number.left)))


def _count(number: _Number) -> Mention | None:
    if number.decimals or number.sign:
        return None
    if _OF_OFFICES.search(number.left):
        kinds = (("primary", _PRIMARY), ("secondary", _SECONDARY))
        counted = next((kind for kind, word in kinds if word.match(number.right)), "offices")
        return _mention(number, "count", counted=counted, is_sure=True)
    if _OFFICES.match(number.right) and _OFFICE_WORD.search(number.left + number.right):
        of_type = _OF_TYPE.search(number.left)
        counted = "offices" if not of_type else "primary" if of_type[1] else "secondary"
        is_sure = counted == "offices" and bool(_ALL.search(number.left[-40:]))
        return _mention(number, "count", counted=counted, is_sure=is_sure)
    if _ITEMS.match(number.right) and (
        _ITEM_WORD.search(number.left) or _ITEM_WORD.search(number.right)
    ):
        is_sure = bool(_ALL.search(number.left[-16:])) and not _NO_CLAIM.search(number.left)
        return _mention(number, "count", counted="items", is_sure=is_sure)
    if _INDICATORS.match(number.right) and number.is_about:
        return _mention(number, "count", counted="indicators", is_sure=False)
    return None


def _change(number: _Number) -> Mention | None:
    words = _CHANGE.search(number.left)
    if _OFFICES.match(number.right) or _PLACES.match(number.right) or _ITEMS.match(number.right):
        return None
    if not words and number.sign not in ("+", "＋") and not _is_less(number):
        return None
    if number.value > _FULL or number.decimals > _DECIMALS:
        return None
    falls = number.sign in ("-", "−") or bool(words and words["fall"])
    return _mention(
        number,
        "change",
        sign=-1 if falls else 1,
        is_percent=_is_percent(number),
        is_sure=(not _NO_CLAIM.search(number.left) or bool(words)) and not _is_percent(number),
    )


def _is_less(number: _Number) -> bool:
    """Whether a number with a sign before it is a change, and not the end of a stretch or a list."""
    is_change = number.decimals == _DECIMALS or _POINTS.match(number.right)
    return bool(number.sign and is_change and number.is_about and not _ENDS.search(number.left))


def _is_percent(number: _Number) -> bool:
    return bool(_PERCENT_LEFT.search(number.left) or _PERCENT.match(number.right))


def _criterion(number: _Number) -> Mention | None:
    is_one = _CRITERION.search(number.left) or _UPWARDS.match(number.right)
    if not is_one or not 0 < number.value <= _FULL:
        return None
    is_told = _RULE.search(number.left) or _UPWARDS.match(number.right)
    is_meant = number.is_about or number.is_in_report or _GRADE_BEFORE.search(number.left)
    if not is_told:
        return None
    if not is_meant or _HOPED.search(number.left):
        return None
    is_sure = number.is_about and bool(_PASS_MARK.search(number.left))
    return _mention(number, "score", part="criterion", is_sure=is_sure, manner="as is")


def _score(number: _Number) -> Mention | None:
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
    return _mention(
        number,
        "score",
        part=_part(number.left),
        is_old=bool(_OLD.search(number.left)),
        is_percent=_is_percent(number),
        is_sure=is_sure,
    )


def _is_something_else(number: _Number) -> bool:
    """Whether the words make a goal, a distance, a count, a minimum or a share of what may be a score."""
    left, right = number.left, number.right
    is_counted = any(unit.match(right) for unit in (_OFFICES, _ITEMS, _INDICATORS))
    is_minimum = _CRITERION.search(left) or _UPWARDS.match(right)
    is_full_marks = number.value == _FULL and _OUT_OF.search(left)
    is_rank = _RANK.search(left) and not number.decimals
    if is_counted or is_minimum or is_full_marks or is_rank or _NO_CLAIM.search(left):
        return True
    is_of_score = number.is_about or _SCORE_WORD.search(left)
    return _is_percent(number) and bool(
        not is_of_score or _OF_SOMETHING.match(right) or _MOVED.search(left)
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


def _with_pairs(line: str, numbers: list[_Number], found: list[Mention]) -> list[Mention]:
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
        by_end[old.end] = _mention(old, "score", is_old=True, part=part)
        by_end[new.end] = _mention(new, "score", part=part)
    return list(by_end.values())
