"""The lines of a poster or table as they are meant: a label with its value below, cells parted by spaces.

Every letter of what is read knows where it stood in the text.
"""

import re
from itertools import pairwise

from ita.claims.letters import Reading, reading_of
from ita.offices import western_digits

# A line that is nothing but a value: 97.39, +15.86 คะแนน, AA, 102/245.
_VALUE = re.compile(
    r"\s*[(“\"]?(?:[+＋−–-]?\s?\d{1,3}(?:\.\d{1,2})?(?:\s?/\s?\d{2,3})?|(?:AA|[A-F])(?![A-Za-z])"
    r"|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ไม่ผ่าน)\s*(?:คะแนน|points?|%|แห่ง|เขต)?[)”\"!]*\s*",
    re.IGNORECASE,
)
# A line that is nothing but a unit, or that goes on behind a figure.
_UNIT = re.compile(
    r"\s*(?:คะแนน|แต้ม|points?|%|แห่ง|จาก(?:ทั้งหมด)?\s*\d{2,3}\s*(?:เขต|แห่ง|สำนักงาน)?[^\d]{0,20}"
    r"|(?:out )?of \d{3}[^\d]{0,20}|ของประเทศ|ของ(?:จังหวัด|ภาค)[^\d]{0,24})\s*",
    re.IGNORECASE,
)
# A break before a label, which begins like a unit: 95.44, คะแนน EIT.
_LABEL_BELOW = re.compile(r"\n(?=คะแนน\s?(?:[IEO]IT|รวม|เฉลี่ย|ภาพรวม|ที่ได้|ITA))")
# A figure at the end of a line, or a rank of the country.
_ENDS = re.compile(r"\d\s*$|(?:อันดับ|ลำดับ|ที่)\s*(?:ที่)?\s*\d{1,3}\s*(?:ของ|ระดับ|ทั่ว)ประเทศ\s*$")
_YEAR_ALONE = re.compile(
    r"\W*(?:ประจำ)?(?:ปีงบประมาณ|ปี|FY|fiscal year)?\s*(?:พ\.ศ\.)?\s*(?:25\d\d|20\d\d)\W*",
    re.IGNORECASE,
)
# A colon between the word for a year and the year.
_YEAR_LABEL = re.compile(
    r"((?:ปีงบประมาณ|ปี|พ\.ศ\.|\byear|\bFY)(?: \(พ\.ศ\.\))?\s?)[:：=](?=\s?(?:25|20)\d\d)",
    re.IGNORECASE,
)
# Arrows before a change, which stand for its sign.
_UP = "↑▲△🔺⬆⇧"
_ARROW = re.compile(rf"(?P<way>[{_UP}↓▼▽🔻⬇⇩])\ufe0f?\s?(?=\d{{1,2}}\.\d)")
_ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd"}
_ORDINAL = re.compile(
    r"\b(?:first|second|third)(?=\s(?:in|within|among|out of|nation|place))", re.IGNORECASE
)
_TORN_NAME = re.compile(
    r"(?<=เขตพื้นที่การศึกษา)\s+(?=ประถมศึกษา|มัธยมศึกษา)|(?<=สำนักงาน)\s+(?=เขตพื้นที่การศึกษา)"
    r"|(?<=สพป\.|สพม\.)\s*\n\s*(?=[ก-๎])|(?<=ประถมศึกษา|มัธยมศึกษา)[ \t]*\n\s*"
    r"(?=[ก-๎]{2,20}(?: [ก-๎]{2,20}){0,2}(?:\s*เขต\s*\d{1,2})?\s*\n)"
)
# A head of columns and rows of as many cells, which only single spaces part.
_COLUMN = (
    r"(?:(?:ปี(?:งบประมาณ)?\s?|พ\.ศ\.\s?|FY\s?)?(?:25|20)\d\d|ปี(?:งบประมาณ)?|(?:ผล)?คะแนน(?:รวม|ITA)?|(?:ผล)?รวม|ระดับ(?:ผล)?"
    r"|เกรด|อันดับ(?:ที่)?|ลำดับ(?:ที่)?|ผล(?:การประเมิน)?|เปลี่ยนแปลง|ผลต่าง|เพิ่ม/ลด|[IEO]IT|ITA|year|score|total|grade|level|rank|change|result)"
)
_HEAD_LINE = re.compile(rf"[ก-๎A-Za-z./ ]{{2,40}}?(?P<cells>(?: {_COLUMN}){{2,}})\s*", re.IGNORECASE)
_CELL = (
    r"(?:(?:25|20)\d\d|[+−–-]?\d{1,3}(?:\.\d{1,2})?(?:/\d{2,3})?|AA|[A-F]|[–-]"
    r"|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ไม่ผ่าน|สูงมาก)"
)
# Rows whose cells a sign parts.
_ROWS = {
    ";": re.compile(r"^[^;\n]+(?:;[^;\n]*){2,}$", re.MULTILINE),
    " / ": re.compile(r"^[^/\n]+(?: / [^/\n]*){2,}$", re.MULTILINE),
}
# Digits of a year or total, and the letters ITA, set apart: ๒ ๕ ๖ ๔.
_SPACED = re.compile(
    r"(?<![\d.])(?:2 5 [5-7] \d|2 0 [12] \d|[4-9] \d ?\. ?\d(?: \d)?)(?! ?[\d.])|\bI T A\b"
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_ROWS = 2


def reading_as_meant(text: str) -> Reading:
    """The text as it is read, with tabs where spaces part cells and each value on the line of its label."""
    text = _LABEL_BELOW.sub("\r", text.replace("\r\n", " \n"))
    reading = _in_one_piece(reading_of(_with_cells(text)))
    plain = _ORDINAL.sub(_digits, reading.text.replace("\r", "\n"))
    lines = _ARROW.sub(_sign, _YEAR_LABEL.sub(r"\1 ", plain)).split("\n")
    breaks = [" " if _belong_together(last, line) else "\n" for last, line in pairwise(lines)]
    joined = "".join(f"{end}{line}" for end, line in zip(["", *breaks], lines, strict=True))
    return Reading(joined, reading.starts, reading.ends)


def _digits(ordinal: re.Match[str]) -> str:
    return _ORDINALS[ordinal.group().lower()].ljust(len(ordinal.group()))


def _sign(arrow: re.Match[str]) -> str:
    return ("+" if arrow["way"] in _UP else "-").rjust(len(arrow.group()))


def _in_one_piece(reading: Reading) -> Reading:
    """The text with names and figures in one piece, which posters break: สำนักงานเขตพื้นที่การศึกษา, ประถมศึกษา."""
    torn = {place for each in _TORN_NAME.finditer(reading.text) for place in range(*each.span())}
    for each in _SPACED.finditer(reading.text):
        torn |= {place for place in range(*each.span()) if reading.text[place] == " "}
    kept = [place for place in range(len(reading.text)) if place not in torn]
    return Reading(
        "".join(reading.text[place] for place in kept),
        [reading.starts[place] for place in kept],
        [reading.ends[place] for place in kept],
    )


def _with_cells(text: str) -> str:
    """The text with tabs for the gaps between cells, where more than one line has such gaps."""
    if "\t" in text or "|" in text:
        return text
    for sign, row in _ROWS.items():
        if len(row.findall(text)) >= _LEAST_ROWS:
            return "\n".join(
                line.replace(sign, "\t".center(len(sign))) if row.fullmatch(line) else line
                for line in text.split("\n")
            )
    lines = _with_single_spaces(text.split("\n"))
    gapped = [line for line in lines if _GAP.search(line)]
    if len(gapped) < _LEAST_ROWS:
        return "\n".join(lines)
    return "\n".join(
        _GAP.sub(lambda gap: f"\t{' ' * (len(gap.group()) - 1)}", line) for line in lines
    )


def _with_single_spaces(lines: list[str]) -> list[str]:
    """The lines with tabs in heads of columns, and in the rows below that have as many cells."""
    tabbed, row = list(lines), None
    for place, (line, below) in enumerate(zip(lines, [*lines[1:], ""], strict=True)):
        head = _HEAD_LINE.fullmatch(line)
        if head:
            count = len(re.findall(rf" {_COLUMN}", head["cells"], re.IGNORECASE))
            row = re.compile(rf"\s*\S.*?(?P<cells>(?: {_CELL}){{{count}}})\s*")
            if row.fullmatch(western_digits(below)):
                tabbed[place] = _tabbed(line, head, _COLUMN)
            continue
        told = row.fullmatch(western_digits(line)) if row else None
        row = row if told else None
        tabbed[place] = _tabbed(line, told, _CELL) if told else line
    return tabbed


def _tabbed(line: str, told: re.Match[str], cell: str) -> str:
    start = told.start("cells")
    return line[:start] + re.sub(rf" (?={cell}(?:\s|$))", "\t", line[start:], flags=re.IGNORECASE)


def _belong_together(last: str, line: str) -> bool:
    """Whether a line goes on with the one before: its unit, or the value of what that names."""
    if not last.strip() or "\t" in last + line or "|" in last + line:
        return False
    if _UNIT.fullmatch(line):
        return bool(_ENDS.search(last) or _VALUE.fullmatch(last))
    if not _VALUE.fullmatch(line) or _YEAR_ALONE.fullmatch(line):
        return False
    return _VALUE.fullmatch(last) is None or not line.strip()[0].isdigit()
