"""The fiscal years a line names, in either era, and which figure a year belongs to."""

import re
from dataclasses import dataclass

from ita.claims.mention import SIGHT, Kind, Mention, Span, overlaps

ERA = 543  # พ.ศ. counts from 543 years before ค.ศ.
_FIRST_YEAR, _LAST_YEAR = 2500, 2600
_LAST_MISTYPED = 2699  # 2656 for 2565: still a year where the word for one stands before it
_SHORT = 2  # digits of a year as in ปี 65
_YEAR = re.compile(
    r"(?P<said>(?:ปีงบประมาณ|ปีงบฯ?|ปี|งบประมาณ)\s*(?:พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)?\s*"
    r"|พ\.?\s?ศ\.?\s*|ค\.?\s?ศ\.?\s*|\bFY\s*-?|(?:คะแนน|ผล|อันดับ|ระดับ)\s(?=25\d\d|6\d\s*\t)"
    r"|\b(?:fiscal\s+)?year\s*|\b(?:B\.?E\.?|A\.?D\.?|C\.?E\.?)\s*"
    r"|\b(?:in|from|since|to|of|for|by|than|over|and|on|before|after|until|against|versus|vs\.?)\s+(?:the\s+)?|(?:และ|กับ|,|ถึง|[-–—/:]|→|\(|\t"
    r"|(?<![A-Za-z])(?:ITA|OIT|IIT|EIT)(?:[\s_-]*online)?[_-]?|^(?:\s*[•*▪●◦·✓✔☑▶►]+)?|(?<=25\d\d)(?=\s))\s*)"
    r"(?P<digits>\d{4}|(?<=ปี)\s?\d{2}|(?<=งบ)\s?\d{2}|(?<=งบฯ)\s?\d{2}|(?<=ปี )\d{2}|(?<=FY)\s?\d{2}"
    r"|(?<=ศ\.)\s?\d{2}|(?<=ITA)\s?6\d(?!\s*(?:คะแนน(?!\s*\d)|points|%))|(?<=คะแนน )6\d(?=\s*\t)"
    r"|(?<!\d)6\d(?=\s?→\s?6\d(?![\d.,]))|(?<=6\d → )6\d|(?<=6\d→)6\d)(?![\d.,]\d|\d|\s*(?:แห่ง|คน))",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:ไม่ใช่|มิใช่|ไม่ได้เป็น)\s*(?:ของ|ใน|ผล|คะแนน)*\s*ปี\S{0,9}\s?(?:พ\.ศ\.\s?)?\d{2,4}"
    r"|\bnot (?:in |of |for |from )*(?:the )?(?:fiscal year |FY ?)?(?:25|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_A_YEAR_LATER = re.compile(
    r"ปี(?:ต่อมา|ถัดมา|ถัดไป)|อีก(?:เพียง)?(?:หนึ่ง|1\s?)?ปี(?:เดียว|ต่อมา|ให้หลัง)|หนึ่งปี(?:ต่อมา|ให้หลัง)|ผ่านไปหนึ่งปี|\b(?:one"
    r"|a) year later|\b(?:twelve|12) months later|\bthe (?:next|following) year",
    re.IGNORECASE,
)
_A_YEAR_EARLIER = re.compile(
    r"ปี(?:ก่อนหน้า(?:นี้|นั้น)?|ก่อน|ที่แล้ว)|\bthe (?:year before|previous year|prior year|preceding year)",
    re.IGNORECASE,
)
_THAI_ERA, _COMMON_ERA = (
    re.compile(r"พ\.?\s?ศ|B\.?E", re.IGNORECASE),
    re.compile(r"ค\.?\s?ศ|A\.?D|C\.?E", re.IGNORECASE),
)
_BARE_YEAR = re.compile(
    r"(?:[\s•*▪●◦·✓✔☑▶►]|และ|กับ|,|ถึง|[-–—/:]|→|\(|\t|and|[IEO]IT)\s*|", re.IGNORECASE
)
_LAW = re.compile(
    r"พระราชบัญญัติ|พ\.ร\.บ|ระเบียบ|รัฐธรรมนูญ|ยุทธศาสตร์|แผน(?:แม่บท|ปฏิบัติ|พัฒนา|การ|ยุทธ)"
    r"|กฎหมาย"
    r"|พระราชกฤษฎีกา|\bact\b|\bplan\b|ก่อตั้ง|จัดตั้ง|founded|established",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"(?:จาก|กว่า|เทียบกับ|เทียบ|เทียบปี|เดิม(?:ใน)?|from|than|over|with|\bchange on"
    r"|versus|\bvs\.?|against|since|compared to|ก่อน|before|prior to|until)\s*$"
    r"|(?:จากที่(?:เคย)?|จากเดิม(?:ที่)?|ซึ่งเคย|หลังจากที่?(?:เคย)?|after (?:having )?(?:failing|missing|failed))"
    r"[^\d\n]{0,30}(?:เมื่อ|ใน|\bin\b)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Year:
    """A fiscal year named in the line, as พ.ศ.; ``is_base`` of one that something is compared with.

    ``meant`` is the year as it should be written in its own era where the era is not its own;
    ``is_relative`` of one that is told by the year before it.
    """

    start: int
    end: int
    fiscal_year: int
    is_base: bool
    is_common_era: bool
    meant: int | None = None
    is_relative: bool = False


def years_in(
    line: str, blocked: list[Span], last: int | None = None, *, by_year: bool = False
) -> list[Year]:
    """The years of a line that may be fiscal years; those of dates, laws and plans are none.

    ``last`` is the year of the lines before, which "a year later" may count from; ``by_year`` whether
    the line is a row that begins with its year.
    """
    found: list[Year] = []
    blocked = [*blocked, *(match.span() for match in _DENIED.finditer(line))]
    for match in _YEAR.finditer(line):
        start = match.start("digits") + (match["digits"][0] == " ")
        year = _year(line, start, match, found, leads=by_year and not line[:start].strip())
        if year and not overlaps(start, match.end(), blocked):
            found.append(year)
    return sorted([*found, *_later(line, found, last)], key=lambda year: year.start)


def _later(line: str, told: list[Year], last: int | None) -> list[Year]:
    """Years told as the one after another: ปีต่อมา."""
    found = []
    for match in _A_YEAR_LATER.finditer(line):
        before = [year.fiscal_year for year in told if year.end <= match.start()]
        base = before[-1] if before else last
        if base is not None and base + 1 not in {year.fiscal_year for year in told}:
            year = base + 1
            found.append(Year(*match.span(), year, False, False, is_relative=True))  # noqa: FBT003
    for match in _A_YEAR_EARLIER.finditer(line):
        before = [year.fiscal_year for year in told if year.end <= match.start()]
        base = before[-1] if before else last
        if base is not None and base - 1 not in {year.fiscal_year for year in told}:
            found.append(Year(*match.span(), base - 1, True, False, is_relative=True))  # noqa: FBT003
    return found


def _year(
    line: str, start: int, match: re.Match[str], before: list[Year], *, leads: bool
) -> Year | None:
    digits, said = match["digits"].strip(), match["said"]
    number = int(digits) + (2500 if len(digits) == _SHORT else 0)
    is_said = leads or _BARE_YEAR.fullmatch(said) is None
    is_thai = _FIRST_YEAR <= number <= (_LAST_MISTYPED if is_said else _LAST_YEAR)
    is_common = _FIRST_YEAR <= number + ERA <= _LAST_YEAR
    sentence = line[max(0, start - 80) : start].rpartition(". ")[2]
    if not (is_thai or is_common) or _LAW.search(sentence):
        return None
    if not is_said and not is_thai and not before:
        return None
    if not is_said and is_common and not is_thai and start - before[-1].end > len(said) + 1:
        return None
    told_common = bool(_COMMON_ERA.search(said)) or (is_common and not _THAI_ERA.search(said))
    fiscal_year = number if is_thai else number + ERA
    wrong_era = (is_thai and bool(_COMMON_ERA.search(said))) or (
        is_common and bool(_THAI_ERA.search(said))
    )
    meant = (number - ERA if is_thai else number + ERA) if wrong_era else None
    is_base = bool(_BASE.search(line[: match.start()][-SIGHT:]) or _BASE.search(said.strip()))
    return Year(start, match.end(), fiscal_year, is_base, told_common, meant)


_TO_YEAR = re.compile(
    r"(?:\s|คะแนน|points?|อยู่|[(,|\t)]|ระดับ|เกรด|grade|AA|(?<![A-Za-z])[A-F](?![A-Za-z])"
    r"|ไม่|ผ่าน|เกณฑ์|การประเมิน|จาก|ทั้งหมด|\d{3}|มา|ตั้งแต่|\bITA\b|pass(?:ed)?|fail(?:ed)?|again|the|result|rank(?:ed)?"
    r"|ข้อ|ตัวชี้วัด|เครื่องมือ|items|แห่ง|สำนักงาน|เขต(?:พื้นที่)?(?:การศึกษา)?|offices|of|ใน|เมื่อ|สำหรับ|ของ|ด้วย|in|for"
    r"|(?:คือ|เป็น)(?:ผล|คะแนน|ค่า)|ปีงบประมาณ|ปี|พ\.ศ\.|ค\.ศ\.|FY|fiscal year)*",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:[.,;!?)]|$)")
_TO_RELATIVE = re.compile(r"\s*(?:คะแนน|points?)?\s*(?:ใน|in)?\s*", re.IGNORECASE)
# What a year goes on with that begins a statement of its own: ปี 66 ยังไม่ประกาศ.
_OPENS = re.compile(
    r"\s*(?:ยังไม่|ยังรอ|รอ(?:ผล|ประกาศ)|(?:ตั้ง)?เป้า|คาดว่า|จะ|not yet|is still|will|target)",
    re.IGNORECASE,
)
_TOUCHES = re.compile(
    r"(?:\s|[(:=]|นั้น|นี้|เขต|เรา|ทำ|ได้|คือ|อยู่ที่|แค่|เพียง|มี|there (?:are|were|have been))*"
)
_OF_BASE = re.compile(
    r"\s*(?:ซึ่ง|ที่(?!ผ่าน)|\(|=|คือ|which|when|at\b|(?:เรา|เขต)?\s*(?:เคย|(?:ทำ)?ได้(?:เพียง|แค่)|ตก|สอบตก))[^0-9]{0,30}",
    re.IGNORECASE,
)
_FORMERLY = re.compile(r"เดิม(?:ใน|เมื่อ)?\s*(?:ปี\S*)?\s*$|formerly (?:in )?$", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"เป็น|สู่|ถึง|โดย|เพิ่ม|ลดลง|สูงขึ้น|ดีขึ้น|\b(?:to|up|rose|gain(?:ed)?|improved|fell|down)\b",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"ใน|เมื่อ|ตั้งแต่|สำหรับ|ของ|\(|\bin\b|\bfor\b|\bof\b|\s*(?:คะแนน)?\s*ปี", re.IGNORECASE
)


def says_score_of(line: str, year: Year, start: int) -> bool:
    """Whether a score that begins at ``start`` is that of the year before it, whatever else is told."""
    between = line[year.end : start]
    if year.is_base and _FORMERLY.search(line[: year.start][-SIGHT:]):
        return len(between) <= SIGHT and not _LEADS_ON.search(between)
    if _TOUCHES.fullmatch(between):
        return True
    return year.is_base and bool(_OF_BASE.fullmatch(between)) and not _LEADS_ON.search(between)


def leads_on(line: str, year: Year, start: int) -> bool:
    """Whether words lead from a year to what came of it: จากปี 2564 เป็น 97.39."""
    between = line[year.end : start]
    return len(between) <= SIGHT // 2 and _LEADS_ON.search(between) is not None


def takes_year_behind(
    line: str, mention: Mention, year: Year, others: list[tuple[int, Kind]]
) -> bool:
    """Whether a year behind a figure belongs to it: only words that lead there stand between."""
    between = line[mention.end : year.start]
    if year.is_relative:
        is_linked = (
            mention.kind == "change" or _LINKS.search(between) or _ENDS.match(line, year.end)
        )
        return bool(is_linked and _TO_RELATIVE.fullmatch(between))
    if len(between) > SIGHT or not _TO_YEAR.fullmatch(between) or _OPENS.match(line, year.end):
        return False
    if any(start < year.start and kind in ("score", "change", "rank") for start, kind in others):
        return False
    return bool(_LINKS.search(between))
