"""The lines of a poster or table as they are meant: a label with its value below, cells parted by spaces.

Every letter of what is read knows where it stood in the text.
"""

import re
from itertools import pairwise

from ita.claims.letters import Reading, reading_of

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
_TORN_NAME = re.compile(
    r"(?<=เขตพื้นที่การศึกษา)\s+(?=ประถมศึกษา|มัธยมศึกษา)|(?<=สำนักงาน)\s+(?=เขตพื้นที่การศึกษา)"
    r"|(?<=สพป\.|สพม\.)\s*\n\s*(?=[ก-๎])"
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_ROWS = 2


def reading_as_meant(text: str) -> Reading:
    """The text as it is read, with tabs where spaces part cells and each value on the line of its label."""
    reading = _without_torn_names(reading_of(_with_cells(text.replace("\r\n", " \n"))))
    lines = _ARROW.sub(_sign, _YEAR_LABEL.sub(r"\1 ", reading.text)).split("\n")
    breaks = [" " if _belong_together(last, line) else "\n" for last, line in pairwise(lines)]
    joined = "".join(f"{end}{line}" for end, line in zip(["", *breaks], lines, strict=True))
    return Reading(joined, reading.starts, reading.ends)


def _sign(arrow: re.Match[str]) -> str:
    return ("+" if arrow["way"] in _UP else "-").rjust(len(arrow.group()))


def _without_torn_names(reading: Reading) -> Reading:
    """The text with names of offices in one piece, which posters break: สำนักงานเขตพื้นที่การศึกษา, ประถมศึกษา."""
    kept = list(range(len(reading.text)))
    for torn in reversed(list(_TORN_NAME.finditer(reading.text))):
        del kept[torn.start() : torn.end()]
    return Reading(
        "".join(reading.text[place] for place in kept),
        [reading.starts[place] for place in kept],
        [reading.ends[place] for place in kept],
    )


def _with_cells(text: str) -> str:
    """The text with tabs for the gaps between cells, where more than one line has such gaps."""
    lines = text.split("\n")
    gapped = [line for line in lines if _GAP.search(line)]
    if len(gapped) < _LEAST_ROWS or "\t" in text or "|" in text:
        return text
    return "\n".join(
        _GAP.sub(lambda gap: f"\t{' ' * (len(gap.group()) - 1)}", line) for line in lines
    )


def _belong_together(last: str, line: str) -> bool:
    """Whether a line goes on with the one before: its unit, or the value of what that names."""
    if not last.strip() or "\t" in last + line or "|" in last + line:
        return False
    if _UNIT.fullmatch(line):
        return last.rstrip()[-1:].isdigit() or _VALUE.fullmatch(last) is not None
    if not _VALUE.fullmatch(line) or _YEAR_ALONE.fullmatch(line):
        return False
    return _VALUE.fullmatch(last) is None or not line.strip()[0].isdigit()
