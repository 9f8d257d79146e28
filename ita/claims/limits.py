"""The limits a line tells: the pass mark, and from where to where each grade reaches.

A grade that stands beside its limits is defined there and claimed of nobody.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ita.claims.cues import Cues
from ita.claims.mention import Mention, Span
from ita.claims.numerals import Number
from ita.method import grade_schemes

PASS = "pass"  # noqa: S105 - the part of a mention that tells the pass mark
ANY = "any"  # the same of a number that is a limit if it is right
_NEAR = 30  # letters between a grade and its limits
_LEAST, _FULL = Decimal(50), Decimal(100)
_TO = re.compile(
    r"\s*(?:คะแนน|points?|%)?\s*(?:[-–—~−]|ถึง|จนถึง|ไปจนถึง|และ|to|through|and|up to)\s*",
    re.IGNORECASE,
)
_GRADE = re.compile(r"(?<![A-Za-z0-9])(?:AA|[A-F])(?![A-Za-z0-9])")
_BEHIND = re.compile(
    r"\s*(?:คะแนน|points?|%)?(?:\s|[)(=:→,]|->|ขึ้นไป|หรือมากกว่า|or more|or above|and above"
    r"|(?:ใน|ตาม)(?:ระบบ|เกณฑ์|แบบ)(?:ใหม่|เดิม|เก่า)?|ก็|จะ|คือ|เป็น|ได้|จะได้|อยู่ใน|ถือว่า|จัดอยู่ใน|จัดเป็น"
    r"|หมายถึง|ระดับ|เกรด|is|are|means|grade|an?|gets|earns|for)*",
    re.IGNORECASE,
)
# What makes a number behind it that of a grade, whatever grade stands before.
_MAKES = re.compile(r"จะ|ถือว่า|จัด|ก็|หมายถึง|\b(?:is|are|means|gets|earns)\b", re.IGNORECASE)
_UPWARDS = re.compile(
    r"\s*(?:คะแนน|points?|%)?\s*(?:ขึ้นไป|(?:or (?:more|above|higher|better)|and (?:above"
    r"|over|up))\b|\+)",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\s*(?:points?\s)?(?:that (?:is|was|were|are) )?(?:needed|required)\b", re.IGNORECASE
)
# Another grade of a list whose first one told where it starts: A at 85, B at 75.
_NEXT_OF_LIST = re.compile(
    r"[,;:/·\s](?:and\s|และ)?(?:(?:grade|level|ระดับ|เกรด)\s?)?(?:AA|[A-F])\s?(?:is\s|was\s|ก็)?(?:at|from|with|ที่|[:=])?\s?$",
    re.IGNORECASE,
)
_PASSES = re.compile(r"(?:ไม่ผ่าน|(?<!ไม่)ผ่าน)\s*$")
# The level that has no better word: ผ่าน คะแนนรวม 85 ขึ้นไป แต่มีบางเครื่องมือต่ำกว่า 85.
_OF_PASS = re.compile(
    r"(?<!ไม่)ผ่าน\s*[:=–—-]?\s*(?:คะแนน(?:รวม)?|คือ|\s)*$|(?:มี)?บาง(?:เครื่องมือ|แบบวัด)(?:ได้)?\s*(?:ต่ำกว่า|ไม่ถึง)\s*$"
)
_PASSES_AT = re.compile(
    r"(?<!ไม่)ผ่าน(?:เกณฑ์)?(?:กัน)?ที่\s*$|\bpass(?:es|ing)? (?:is |was )?at\s*$", re.IGNORECASE
)
_PASSES_BEHIND = re.compile(
    r"\s*(?:คะแนน|points?|%)?\s*(?:ขึ้นไป|or (?:more|above|higher))?\s*(?:จึง|ถึง"
    r"|ก็)?(?:จะ)?(?:ถือว่า|ถือเป็น|ให้|is|are|counts? as|means)"
    r"\s*(?:an?\s)?[“\"'(]?(?:สอบ)?(?:ผ่าน|pass)",
    re.IGNORECASE,
)
_POINT_MARK = re.compile(
    r"-?\s?points?\s(?:pass|passing|mark|threshold|line|bar)\b|\s(?:pass"
    r"|passing) (?:mark|score|line|level)\b",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r"\s*(?:ข้อ|ตัวชี้วัด|แห่ง|เขต|คน|อันดับ|เครื่องมือ|offices|items|indicators)", re.IGNORECASE
)
_GOT = re.compile(
    r"(?<!ต้อง)(?<!คือ)ได้(?!รับการ|แก่)|เพราะ|ด้วย|อันดับ|\b(?:got|scored|with|rank)", re.IGNORECASE
)
_MUST_HAVE = re.compile(
    r"(?:ต้อง|จะต้อง|ควร|must|needs? to|have to)[ก-๎A-Za-z\s]{0,20}$", re.IGNORECASE
)
_EACH = re.compile(
    r"(?:ทุก|แต่ละ)(?:เครื่องมือ|แบบวัด)[^\d]{0,24}$|(?:each|every|all) instruments?[^\d]{0,24}$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\s*[(\[]\s*")  # a bracket that tells of the grade before it
_LEVELS = re.compile(
    r"ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|\bexcellent pass\b"
    r"|(?:(?<=rated )|(?<=level )|(?<=as )|(?<=pass, )|(?<=be ))excellent\b",
    re.IGNORECASE,
)
_LEVEL_LEFT = re.compile(r"(?:ผ่านดีเยี่ยม|ผ่านดี|(?:ต้อง)?ปรับปรุง)(?:\s|[:=(])*$")
_LEVEL_IS = re.compile(
    r"(?:ผ่านดีเยี่ยม|ผ่านดี|ปรับปรุง(?:โดยด่วน)?)\s*(?:ใช้|ต้องได้|เริ่มที่|ตั้งแต่|กำหนด(?:ไว้)?(?:ที่)?)\s*$"
)
_MADE_LEVEL = re.compile(r"[^\d,;]{0,24}(?:ถือว่า|จัด|จะ|คือ|เป็น|อยู่)[^\d,;]{0,16}(?:ผ่านดี|ต้องปรับปรุง)")
_ENGLISH = {"excellent": "ผ่านดีเยี่ยม", "excellent pass": "ผ่านดีเยี่ยม"}
# A total or instruments of which a condition of a level is told.
_OF_LEVEL = re.compile(
    r"(?:คะแนนรวม|ภาพรวม|[IEO]IT|(?:แต่ละ|ทุก|ราย|ทั้ง\s?(?:3|สาม)\s?)(?:แบบ|เครื่องมือ|ส่วน))[^\d]{0,32}$"
    r"|\b(?:office|total|overall|each|every|all three|instruments?)\b[^\d]{0,32}$",
    re.IGNORECASE,
)
_OF_LEVEL_BEHIND = re.compile(
    r"\s*(?:points?\s)?(?:in|on|for) (?:the |total|each|every|all|IIT|EIT|OIT)", re.IGNORECASE
)
# A question that the number behind it answers: for the pass mark, or the least of a grade.
_ASKED_MARK = re.compile(
    r"(?:เกณฑ์ผ่าน|ผ่านเกณฑ์|ผ่านที่|จะผ่าน|ถึงผ่าน|คะแนนผ่าน|เกณฑ์|\bpass (?:mark|score)|\bto pass)"
    r"[^?\n]{0,40}\?\s*(?:[^\s\d:]{1,12}:)?\s*$",
    re.IGNORECASE,
)
_ASKED_GRADE = re.compile(
    r"(?<![A-Za-z])(?:AA|[A-F])(?![A-Za-z])[^?\n]{0,12}(?:ต้อง|ล่ะ|เริ่ม|ตั้งแต่|กี่คะแนน|require|need|start)[^?\n]{0,44}\?\s*(?:[^\s\d:]{1,12}:)?\s*$"
    r"|\bneed[^?\n]{0,24}(?:for|to get) (?:an? |grade )*(?:AA|[A-F])\s?\?\s*(?:[^\s\d:]{1,12}:)?\s*$",
    re.IGNORECASE,
)
# Of offices in general, what they must have is the pass mark.
_ALL_MUST = re.compile(
    r"(?:หน่วยงาน|สำนักงานเขต(?:พื้นที่(?:การศึกษา)?)?|เขตพื้นที่(?:การศึกษา)?|ทุกเขต|แต่ละเขต"
    r"|\b(?:an|each|every|all) (?:area |education )*(?:offices?|agency|agencies))"
    r"\s*(?:จะ)?(?:ต้อง|must|has to|have to|needs?)[^\d]{0,36}$",
    re.IGNORECASE,
)


def limits_in(line: str, numbers: Sequence[Number], cues: Cues) -> tuple[list[Mention], list[Span]]:
    """The limits of a line, and the stretches of the grades they are limits of."""
    grades = [*_GRADE.finditer(line), *_LEVELS.finditer(line)]
    ranges = list(_ranges(line, numbers, grades))
    taken = {mention.start for mention, _ in ranges}
    left = [number for number in numbers if number.digits_at not in taken]
    found = [*ranges, *_single(line, left, cues, grades)]
    return [mention for mention, _ in found], [span for _, span in found if span]


Limit = tuple[Mention, Span | None]


def _ranges(
    line: str, numbers: Sequence[Number], grades: Sequence[re.Match[str]]
) -> Iterator[Limit]:
    """Both ends of "AA 95-100" or "95-100 (AA)"; without a grade where both ends fit one."""
    leads = _grades_lead(line, numbers, grades)
    for low, high in pairwise(numbers):
        if not _TO.fullmatch(line[low.end : high.digits_at]) or not low.value < high.value <= _FULL:
            continue
        if not (_is_round(low.value) and _is_round(high.value)) or not (
            _is_limit(low.value) or _is_limit(high.value)
        ):
            continue
        grade = _grade_of(line, low.digits_at, high.end, grades, leads=leads)
        if grade is None and not (_is_limit(low.value) and _is_limit(high.value)):
            continue
        if grade is None and low.value + 10 < high.value - 5 and high.value != _FULL:
            continue
        name, span = (_named(grade), grade.span()) if grade else ("", None)
        yield low.mention("limit", part=f"from {name}", manner="as is"), span
        yield high.mention("limit", part=f"to {name}", manner="as is"), span


def _grades_lead(line: str, numbers: Sequence[Number], grades: Sequence[re.Match[str]]) -> bool:
    """Whether a line tells each grade before its limits: no number leads to its first grade."""
    return bool(grades) and not any(
        each.value <= _FULL and _BEHIND.fullmatch(line, each.end, grades[0].start())
        for each in numbers
        if each.end <= grades[0].start()
    )


def _grade_of(
    line: str, start: int, end: int, grades: Sequence[re.Match[str]], *, leads: bool
) -> re.Match[str] | None:
    """The grade that stands just before or behind a stretch, on the side where the line has them."""
    before = next((each for each in reversed(grades) if each.end() <= start), None)
    if before and _OPENS.fullmatch(line[before.end() : start]):
        return before
    behind = next((each for each in grades if each.start() >= end), None)
    if before and not _reaches(line[before.end() : start]):
        before = None
    if behind and not _BEHIND.fullmatch(line[end : behind.start()]):
        behind = None
    is_made = behind and _MAKES.search(line, end, behind.start())
    return before if leads and not is_made else behind


def _reaches(between: str) -> bool:
    return len(between) <= _NEAR and not re.search(r"\d|[,;](?!\s*$)|\.\s", between)


def _is_limit(value: Decimal) -> bool:
    return value in _limits()


def _is_round(value: Decimal) -> bool:
    """Whether limits are printed like this: whole, or a cent below whole."""
    return value % 1 in (Decimal(0), Decimal("0.99"), Decimal("0.9"))


def _limits() -> set[Decimal]:
    least = {
        band.min_score for scheme in ("letter", "level") for band in grade_schemes()[scheme]
    } - {Decimal(0)}
    return (
        least
        | {limit - Decimal("0.01") for limit in least}
        | {limit - 1 for limit in least}
        | {_FULL}
    )


def _single(  # noqa: C901 - each form of words is one
    line: str, numbers: Sequence[Number], cues: Cues, grades: Sequence[re.Match[str]]
) -> Iterator[Limit]:
    """A least number of a grade ("AA 95 ขึ้นไป"), or the pass mark."""
    lists_limits = False
    for number in numbers:
        at, end = number.digits_at, number.end
        if not _is_round(number.value):
            continue
        least = 0 if cues.before(at, "under", 16) else _LEAST
        if not least <= number.value <= _FULL or number.sign or _UNITS.match(number.right):
            continue
        is_limited = (
            _UPWARDS.match(number.right)
            or cues.before(at, "limit", 16)
            or _MUST_HAVE.search(number.left)
            or _POINT_MARK.match(number.right)
            or _NEEDED.match(number.right)
            or _LEVEL_IS.search(number.left)
            or (
                lists_limits
                and (_NEXT_OF_LIST.search(number.left) or _LEVEL_LEFT.search(number.left))
            )
        )
        leads = _grades_lead(line, numbers, grades)
        grade = _grade_of(line, at, end, grades, leads=leads)
        grade = grade or (None if leads else _grade_of(line, at, end, grades, leads=True))
        asked = next((each for each in reversed(grades) if each.end() <= number.start), None)
        if asked and _ASKED_GRADE.search(number.left):
            grade, is_limited = asked, True
        level = None if grade else _level_of(number, grades)
        if level and is_limited and not cues.before(at, "under", 16):
            lists_limits = True
            yield (
                number.mention("limit", part=f"from {_named(level)}", manner="as is"),
                level.span(),
            )
        elif level is None and cues.before(at, "under", 16) and (below := _below(number)):
            span = end + below.start(), end + below.end()
            yield number.mention("limit", part=f"below {_named(below)}", manner="as is"), span
        elif grade and is_limited and not _GOT.search(line[grade.end() : at]):
            lists_limits = True
            end_of = "below" if cues.before(at, "under", 16) else "from"
            yield (
                number.mention("limit", part=f"{end_of} {_named(grade)}", manner="as is"),
                grade.span(),
            )
        elif is_limited and _EACH.search(number.left):
            yield number.mention("limit", part="from ", manner="as is"), None
        elif _tells_mark(number, cues, is_limited=bool(is_limited)):
            yield number.mention("limit", part=PASS, manner="as is"), None
        elif _is_limit(number.value) and _is_spoken_of(number, cues, is_limited=bool(is_limited)):
            yield number.mention("limit", part=ANY, manner="as is"), None


def _level_of(number: Number, grades: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The level whose condition of a total or of instruments a number tells: the last before, else behind."""
    levels = [each for each in grades if not _GRADE.fullmatch(each.group())]
    if not levels or not (
        _LEVEL_IS.search(number.left)
        or _OF_LEVEL.search(number.left)
        or _OF_LEVEL_BEHIND.match(number.right)
    ):
        return None
    return next((each for each in reversed(levels) if each.end() <= number.start), levels[0])


def _below(number: Number) -> re.Match[str] | None:
    """The level that what lies below a number is told to be."""
    return _MADE_LEVEL.match(number.right) and _LEVELS.search(number.right)


def _named(grade: re.Match[str]) -> str:
    return _ENGLISH.get(grade.group().lower(), grade.group())


def _tells_mark(number: Number, cues: Cues, *, is_limited: bool) -> bool:
    """Whether a number is told as the pass mark: by its word, or by what lies below it failing."""
    at, end = number.digits_at, number.end
    if is_limited and (cues.after(end, "fails", 24) or _PASSES_BEHIND.match(number.right)):
        return True
    if _PASSES_AT.search(number.left) or (is_limited and _OF_PASS.search(number.left)):
        return True
    if _ASKED_MARK.search(number.left) or (is_limited and _ALL_MUST.search(number.left)):
        return True
    is_marked = cues.before(at, "mark") or cues.after(end, "mark")
    return is_marked and (is_limited or _is_mark(number, cues))


def _is_spoken_of(number: Number, cues: Cues, *, is_limited: bool) -> bool:
    """Whether a limit may be meant by a number that nobody is said to have got."""
    is_beside = (
        is_limited or cues.before(number.digits_at, "line", 16) or _PASSES.search(number.left)
    )
    is_share = number.is_percent and cues.has("weight")
    return bool(is_beside) and not is_share and not _GOT.search(number.left[-16:])


def _is_mark(number: Number, cues: Cues) -> bool:
    """Whether a number stands as the pass mark itself: after its word, and not as a score somebody got."""
    is_whole = number.value == number.value.to_integral_value()
    if not is_whole or not cues.before(number.digits_at, "mark"):
        return False
    start = max(end for _, end in cues.spans["mark"] if end <= number.digits_at)
    return not _GOT.search(cues.line[start : number.digits_at])
