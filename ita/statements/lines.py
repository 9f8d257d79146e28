"""The lines of a poster or table as they are meant: a label with its value below, cells parted by spaces.

Every letter keeps its place.
"""

import re

from ita.claims.letters import Reading

_GRADE = r"(?:AA|[A-F])(?![A-Za-z])"
# A line that is nothing but a value: 97.39, +15.86 คะแนน, AA, ระดับ AA, 102/245.
_VALUE = re.compile(
    rf"\s*[(“\"]?(?:[+＋−–-]?\s?\d{{1,3}}(?:\.\d{{1,2}})?(?:\s?/\s?\d{{2,3}})?|{_GRADE}|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ไม่ผ่าน)"
    r"\s*(?:คะแนน|points?|%|แห่ง|เขต)?[)”\"!]*\s*",
    re.IGNORECASE,
)
# A line that is nothing but a unit, or that goes on behind a figure.
_UNIT = re.compile(
    r"\s*(?:คะแนน|แต้ม|points?|%|แห่ง|จาก(?:ทั้งหมด)?\s*\d{2,3}\s*(?:เขต|แห่ง|สำนักงาน)?[^\d]{0,20}|of \d{3}[^\d]{0,20}|out of \d{3}[^\d]{0,20}"
    r"|ของประเทศ|ของ(?:จังหวัด|ภาค)[^\d]{0,24})\s*",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    r"\W*(?:ประจำ)?(?:ปีงบประมาณ|ปี|FY|fiscal year)?\s*(?:พ\.ศ\.)?\s*(?:25\d\d|20\d\d)\W*",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\d]{1,60}|.{0,60}(?:25|20)\d\d\D{0,24}", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]\s|[-•*▪●◦·✓✔☑▶►])")
# A colon between the word for a year and the year.
_YEAR_LABEL = re.compile(
    r"((?:ปีงบประมาณ|ปี|พ\.ศ\.|\byear|\bFY)(?: \(พ\.ศ\.\))?\s?)[:：=](?=\s?(?:25|20|๒๕)[\d๐-๙]{2})",
    re.IGNORECASE,
)
# Arrows before a change, which stand for its sign.
_UP = "↑▲△🔺⬆⇧"
_ARROW = re.compile(rf"(?P<way>[{_UP}↓▼▽🔻⬇⇩])\ufe0f?\s?(?=\d{{1,2}}\.\d)")
_TORN_NAME = re.compile(
    r"(?<=เขตพื้นที่การศึกษา)\s+(?=ประถมศึกษา|มัธยมศึกษา)|(?<=สำนักงาน)\s+(?=เขตพื้นที่การศึกษา)|(?<=สพป\.|สพม\.)\s*\n\s*(?=[ก-๎])"
)
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST_CELLS, _LEAST_ROWS = 2, 2


def as_meant(reading: Reading) -> Reading:
    """The text with tabs where spaces part cells, and labels and their values on one line."""
    reading = _without_torn_names(reading)
    text = _ARROW.sub(_sign, _YEAR_LABEL.sub(r"\1 ", reading.text))
    lines = text.split("\n")
    cells = _with_cells(lines)
    joined = cells[0] if cells else ""
    for last, line in zip(cells, cells[1:], strict=False):
        joined += (" " if _belong_together(last, line) else "\n") + line
    return Reading(joined, reading.starts, reading.ends)


def _sign(arrow: re.Match[str]) -> str:
    return ("+" if arrow["way"] in _UP else "-").rjust(len(arrow.group()))


def _without_torn_names(reading: Reading) -> Reading:
    """The text with names of offices in one piece: สำนักงานเขตพื้นที่การศึกษา / ประถมศึกษา…"""
    kept = list(range(len(reading.text)))
    for torn in reversed(list(_TORN_NAME.finditer(reading.text))):
        del kept[torn.start() : torn.end()]
    return Reading(
        "".join(reading.text[place] for place in kept),
        [reading.starts[place] for place in kept],
        [reading.ends[place] for place in kept],
    )


def _with_cells(lines: list[str]) -> list[str]:
    """Lines with tabs for the gaps between their cells, where more than one line has such gaps."""
    gapped = [line for line in lines if len(_GAP.findall(line)) >= _LEAST_CELLS - 1]
    if len(gapped) < _LEAST_ROWS or any("\t" in line or "|" in line for line in lines):
        return lines
    return [_GAP.sub(lambda gap: "\t" + " " * (len(gap.group()) - 1), line) for line in lines]


def _belong_together(last: str, line: str) -> bool:
    if not last.strip() or "\t" in last + line or "|" in last + line:
        return False
    if _UNIT.fullmatch(line):
        return last.rstrip()[-1:].isdigit() or _VALUE.fullmatch(last) is not None
    if not _VALUE.fullmatch(line) or _YEAR_ALONE.fullmatch(line):
        return False
    return _VALUE.fullmatch(last) is None or not line.strip()[0].isdigit()
