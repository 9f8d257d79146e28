"""What is written in the cells that the recogniser learns from: numbers and words of announcements.

Every cell of a ranking, a result sheet and a year table is written here by its kind, as often as
the table ``KINDS`` says. Names come from the reference tables; figures are made up by chance.
"""

import csv
import random
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from etl.read.scan.recognise import LETTERS, normal

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_MARKS = frozenset("ะัาำิีึืุูๆ็่้๊๋์ฯ")
_CONSONANTS = LETTERS[LETTERS.index("ก") : LETTERS.index("ฮ") + 1]

GRADES = ("AA", "A", "B", "C", "D", "E", "F")
LEVELS = ("ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน", "สูงมาก", "ไม่มีระดับ")
RESULTS = ("ผ่าน", "ไม่ผ่าน", "ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์")
HEADERS = (
    "อันดับที่", "อันดับ", "ลำดับที่", "ลำดับ", "ที่", "สำนักงานเขตพื้นที่การศึกษา", "ชื่อหน่วยงาน", "หน่วยงาน",
    "คะแนน ITA ปี ๒๕๖๕", "คะแนน ITA", "ITA Online", "คะแนนรวม", "คะแนนเฉลี่ย", "ผลคะแนน", "ระดับผลคะแนน", "ระดับ",
    "ระดับผลการประเมิน", "เปรียบเทียบกับปีที่ผ่านมา", "เปรียบเทียบกับเกณฑ์", "เทียบกับปีก่อน", "ผลต่าง", "เพิ่ม/ลด",
    "เพิ่มขึ้น/ลดลง", "(+/-)", "เกณฑ์", "ผลการประเมิน", "ผลการประเมิน ITA Online ประจำปีงบประมาณ พ.ศ. ๒๕๖๕",
    "ปีงบประมาณ", "ปี พ.ศ.", "ตัวชี้วัด", "ตัวชี้วัดที่", "เครื่องมือ", "คะแนน", "ร้อยละ", "น้ำหนัก", "ประกาศ",
    "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", "เรื่อง ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงาน", "หมายเหตุ",
    "ของสำนักงานเขตพื้นที่การศึกษา", "จังหวัด", "ภาค", "รวม", "เฉลี่ย", "ค่าเฉลี่ย", "หน้า", "ลงชื่อ", "ประกาศ ณ วันที่",
    "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก",
    "แบบตรวจการเปิดเผยข้อมูลสาธารณะ", "ปีที่ผ่านมา", "คะแนนปี", "ไม่เข้ารับการประเมิน", "Score", "No.", "FY",
)  # fmt: skip
INSTRUMENTS = ("IIT", "EIT", "OIT", "(IIT)", "(EIT)", "(OIT)", "ITA", "EIT (Part I)", "EIT Part 2")


class Cell(NamedTuple):
    """What is drawn, and the letters that say it."""

    drawn: str
    meant: str


def written(chance: random.Random) -> Cell:
    """A cell of any kind."""
    kinds = list(KINDS)
    kind = chance.choices(kinds, [KINDS[kind] for kind in kinds])[0]
    return cell_of(kind(chance))


def cell_of(text: str) -> Cell:
    """A text as a cell; letters that there are not are left out of it."""
    drawn = " ".join("".join(each for each in text if normal(each) in LETTERS).split())
    return Cell(drawn, normal(drawn))


def score(chance: random.Random) -> str:
    """Two decimals out of a hundred; one in four of two digits only, so that digits stand doubled."""
    if chance.random() < 0.03:
        return _digits("100.00", chance)
    pool = "0123456789" if chance.random() < 0.75 else chance.sample("0123456789", 2)
    first = "9" if chance.random() < 0.3 else chance.choice(pool)
    return _digits(f"{first}{_some(pool, 1, chance)}.{_some(pool, 2, chance)}", chance)


def rank(chance: random.Random) -> str:
    """A place among the offices."""
    number = str(chance.randint(1, 245))
    if chance.random() < 0.2:
        number = chance.choice("123456789") * chance.randint(2, 3)
    return _digits(number + ("." if chance.random() < 0.06 else ""), chance)


def change(chance: random.Random) -> str:
    """What a score gained or lost, by any sign or none."""
    pool = "0123456789" if chance.random() < 0.8 else chance.sample("0123456789", 2)
    whole = _some(pool, 1 if chance.random() < 0.7 else 2, chance)
    sign = chance.choice(
        ("+", "+", "+", "-", "-", "–", "–", "▲", "▼", "↑", "↓", "+ ", "- ", "▲ ", "▼ ", "")
    )
    number = _digits(f"{sign}{whole}.{_some(pool, 2, chance)}", chance)
    return f"({number})" if chance.random() < 0.04 else number


def nothing(chance: random.Random) -> str:
    """An empty cell, or the line that says so."""
    return chance.choice(("", "", "-", "-", "–", "--"))


def year(chance: random.Random) -> str:
    """A fiscal year, alone or in words."""
    number = f"25{chance.randint(57, 72)}"
    before = chance.choice(("", "", "ปี ", "พ.ศ. ", "ปีงบประมาณ ", "ปีงบประมาณ พ.ศ. ", "ประจำปี "))
    return _digits(before + number, chance)


def count(chance: random.Random) -> str:
    """Other numbers of tables: counts, percents, one decimal, dates, items, indicators."""
    some = chance.randint(0, 300)
    shape = chance.choice((
        f"{some} แห่ง", f"{some}", f"{chance.uniform(0, 100):.2f}%", f"ร้อยละ {chance.uniform(0, 100):.2f}",
        f"{chance.uniform(0, 100):.1f}", f"{chance.randint(0, 9)}.{chance.randint(0, 9)}", f"{some:,}",
        f"O{chance.randint(1, 43)}", f"({chance.randint(1, 99)})", f"{chance.randint(1, 31)} กันยายน 2565",
        f"{chance.randint(1, 10)}. ", f"ตัวชี้วัดที่ {chance.randint(1, 10)}",
        f"{chance.randint(1, 9)}/{chance.randint(1, 99)}", f"{chance.randint(1000, 9999)}",
        f"- {chance.randint(2, 30)} -", f"{chance.randint(0, 23)}:{chance.randint(10, 59)}",
    ))  # fmt: skip
    return _digits(shape, chance)


def office_piece(chance: random.Random) -> str:
    """A stretch of an office's official name, as a wrapped line or the middle of a long one."""
    return _piece(_digits(chance.choice(_office_names()), chance), chance)


def short_office(chance: random.Random) -> str:
    """A short name, or a province alone."""
    name = chance.choice(_short_names())
    shown = name if chance.random() < 0.6 else name.split(".", 1)[-1]
    return _piece(_digits(shown, chance), chance)


def area(chance: random.Random) -> str:
    """The number of an area."""
    return _digits(f"เขต {chance.randint(1, 9)}", chance)


def grade(chance: random.Random) -> str:
    """A grade; the two that differ by a doubled letter most often."""
    return chance.choice(("AA", "AA", "AA", "A", "A", "A", *GRADES))


def level(chance: random.Random) -> str:
    """A level in words."""
    return chance.choice(LEVELS)


def result(chance: random.Random) -> str:
    """Whether an office passed."""
    return chance.choice((*RESULTS[:2], *RESULTS))


def header(chance: random.Random) -> str:
    """A stretch of a title."""
    return _piece(_digits(chance.choice(HEADERS), chance), chance)


def part(chance: random.Random) -> str:
    """An instrument, or a stretch of an indicator's or an item's name."""
    if chance.random() < 0.4:
        return chance.choice(INSTRUMENTS)
    return _piece(chance.choice(_part_names()), chance)


def any_letters(chance: random.Random) -> str:
    """Letters in no order: what is rare in names is seen too."""
    made = ""
    for _ in range(chance.randint(2, 7)):
        made += chance.choice(("", "", "", "เ", "แ", "โ", "ใ", "ไ")) + chance.choice(_CONSONANTS)
        made += chance.choice(("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "์", "า", "ะ", "ำ", ""))
        made += chance.choice(("", "", "่", "้", "๊", "๋")) if made[-1] not in "็์าะำ" else ""
    latin = "".join(chance.choices("ABCDEFIMNOPSTeilno()/:%,", k=chance.randint(1, 4)))
    return chance.choice((made, made, latin, f"{made} {latin}", made + chance.choice("ๆฯ")))


KINDS: dict[Callable[[random.Random], str], float] = {
    score: 22, rank: 9, change: 16, nothing: 4, year: 3, count: 5,
    office_piece: 15, short_office: 5, area: 4, grade: 7, level: 3, result: 3,
    header: 4, part: 3, any_letters: 4,
}  # fmt: skip


def clusters(text: str) -> list[str]:
    """A text cut where it may be cut: marks stay with the letter that bears them."""
    cut: list[str] = []
    for letter in text:
        if cut and letter in _MARKS:
            cut[-1] += letter
        else:
            cut.append(letter)
    return cut


def _piece(text: str, chance: random.Random) -> str:
    """A text of up to sixteen clusters as it is or not, a longer one by a stretch of it."""
    cut = clusters(text)
    longest = 28 if chance.random() < 0.08 else 15
    if len(cut) <= longest and chance.random() < 0.7:
        return text
    size = chance.randint(min(3, len(cut)), min(longest, len(cut)))
    start = chance.randint(0, len(cut) - size)
    return "".join(cut[start : start + size])


def _digits(text: str, chance: random.Random) -> str:
    """In Thai digits, seven times in ten."""
    return text.translate(THAI_DIGITS) if chance.random() < 0.7 else text


def _some(pool: Sequence[str], size: int, chance: random.Random) -> str:
    return "".join(chance.choices(pool, k=size))


def _column(table: str, name: str) -> list[str]:
    with (REFERENCE / table).open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@cache
def _office_names() -> list[str]:
    return _column("offices.csv", "name_th")


@cache
def _short_names() -> list[str]:
    return _column("offices.csv", "short_name")


@cache
def _part_names() -> list[str]:
    return [
        *_column("method/indicators.csv", "name_th") * 3,
        *_column("method/oit_items.csv", "title_th"),
        *_column("method/oit_sub_indicators.csv", "name_th"),
    ]
