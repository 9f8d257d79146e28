"""A text as it is read: Western digits, numbers in words as digits, lines as they were meant.

Each letter knows where it stood in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ita.claims.spelled import spelled_in
from ita.offices import tidy_name

Edit = tuple[int, int, str]

_DIGIT = "[0-9๐-๙]"
# What tidies to another letter, or to none; sara am in two pieces may hold a tone mark between them.
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_ODD = re.compile(
    r"[➡➜⇒➔⟶⮕]\ufe0f?|(?<=\S\s)[▶►▸»]\ufe0f?(?=\s?\S)|(?<=[^\s\W])[▶►▸»]\ufe0f?(?=\S)"
    r"|[-=]{1,2}>| {3,}|[ \t|]{12,}|\.{3,}|…+|"
    "\u0e4d[\u0e48-\u0e4b]?\u0e32|[\u200b-\u200f\u2060\ufeff\u00ad\ue000-\uf8ff\u00a0\u0e50-\u0e59]"
)
# A decimal that a file or a line end has torn: 81. 52; not the number of an item at the start of a line.
_TORN = re.compile(
    rf"(?<={_DIGIT})(?:\. | \.|\. ?\n ?|\n\.)(?={_DIGIT}{{2}}(?![0-9๐-๙.]))"
    rf"|(?<={_DIGIT}{_DIGIT}\.{_DIGIT})\n(?={_DIGIT}\s?(?:คะแนน|%|แต้ม|point|\(|,|$))"
)
# A province by the letters that officials write for it.
_SHORT = re.compile(r"(?<=สพ[ปม])\.?\s?(?P<area>กทม\.?)")
# A decimal comma: 97,39. Thousands have three digits behind theirs, and pages are listed so.
_COMMA = re.compile(
    r"(?<![0-9๐-๙,.])(?<!หน้า )(?<!ข้อ )(?<!ที่ )(?<!pages )(?<!pp\. )"
    rf"[1-9๑-๙]{_DIGIT}(?P<comma>,)(?={_DIGIT}{_DIGIT}(?![0-9๐-๙,.]))"
)
# A question and its answer are read as one line: how many indicators? 10.
_ASKED = re.compile(
    r"(?:\?|(?:เท่าไ[รห]|เท่าใด|กี่|อย่างไร|ไหน|อะไร|ไหม|มั้ย|หรือยัง|(?:หรือ|รึ)(?:เปล่า|ป่าว)"
    r"|ล่ะ)[^\n?]{0,40})[\"”’]?(?P<answer>[ \t]*\n[ \t]*(?:[-–—•\"“]\s?)?(?:\[[^\]\n]{1,12}\]\s?)?"
    rf"(?:\[?{_DIGIT}{{1,2}}[:.]{_DIGIT}{{2}}\]?\s?(?:น\.)?\s?)?(?:(?!ถาม|คำถาม|ถ\."
    rf"|Q\b)[A-Za-zก-๎][A-Za-zก-๎. ]{{0,40}}\s?[:：]|ต\.|ตอบ\b"
    rf"|(?={_DIGIT}{{2,3}}(?:\.{_DIGIT}{{1,2}})?\s*(?:คะแนน|ข้อ|เขต|แห่ง|%)?\s*"
    r"(?:ครับ|ค่ะ|คะ|จ้า|จ้ะ|ค่า|คับ)))[ \t]*)"
)
_BEFORE_TORN = re.compile(r"[^\s0-9๐-๙.][ (]?[0-9๐-๙.]{1,4}$")
_LONGEST_BEFORE = 6
# Words that a line ends with and the next goes on after with a figure, and units that begin one.
_LEADING_ON = (
    "อันดับที่", "อันดับ", "ลำดับที่", "ลำดับ", "ที่", "ได้", "ได้รับ", "คะแนน", "ITA", "ระดับ", "เกรด", "เป็น", "จาก",
    "ปี", "พ.ศ.", "ร้อยละ", "และ", "ถึง", "สู่", "เท่ากับ", "คือ", "กว่า", "เพียง", "เกือบ", "ประมาณ", "เพิ่มขึ้น", "ลดลง",
    "จากปีก่อน", "จากปีที่แล้ว", "จากเดิม", "ทั้งหมด", "=", ":", " of", " from", " to", " at",
    " score", " scored", " ranked", " rank", " grade", " by", " was", " in", " with", " and", " only",
)  # fmt: skip
_UNITS = ("คะแนน(?!เต็ม)", "แห่ง", "เขต", "แต้ม", "points", "offices", "%")
_WRAPPED = re.compile(
    rf"(?<!ราย)(?:{'|'.join(map(re.escape, _LEADING_ON))})[ \t]?(?P<led>\n)(?![0-9๐-๙]{{1,2}}(?:[.)]"
    rf"|(?:\.[0-9๐-๙])+)\s)(?![0-9๐-๙]{{1,3}}\s+ส[พำ])"
    rf"(?=[0-9๐-๙+]|(?:AA|[A-F])(?![A-Za-z]))"
    rf"|{_DIGIT}(?P<unit>\n)(?=(?:{'|'.join(_UNITS)})(?!(?:ของ)?เรา|พื้นที่|[ \t]?(?:ITA"
    rf"|รวม)?[ \t]?[:=]?[ \t]?[0-9๐-๙]))"
    rf"|(?P<area>\n)(?=เขต ?{_DIGIT}{{1,2}}(?![0-9๐-๙.]))"
)
_CELLS, _WIDTH = re.compile(r"[|\t]|,[^\s,]*,| / [^\n]* / "), 120
# Up to a line break, or to a space far into a line without one.
_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
_ENDLESS = re.compile(r"[0-9.,]{80,}")  # a number longer than any figure
_LINE = re.compile(rf"[^{_BREAKS}]{{1,1500}}[^{_BREAKS}\s]{{0,500}}")


@dataclass(frozen=True)
class Reading:
    """``text`` as read; letter ``i`` of it stood at ``starts[i]``, and ``ends[i]`` is behind it."""

    text: str
    starts: range | list[int]
    ends: range | list[int]

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """Each line that says something, with the place its first letter has in ``text``.

        A line longer than any sentence is cut at a space, so that none takes long to read.
        """
        return [
            (line.start(), line.group())
            for line in _LINE.finditer(self.text)
            if not line.group().isspace() and not _ENDLESS.fullmatch(line.group())
        ]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where letters of ``text`` stood, from the first to behind the last."""
        return self.starts[start], self.ends[end - 1]


def reading_of(text: str) -> Reading:
    """The text with every letter in its one spelling; a text that needs no change keeps its places."""
    edits = sorted(
        [*_answered(text), *_odd(text), *_torn(text), *_wrapped(text), *spelled_in(text)]
    )
    if not edits:
        return Reading(text, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for start, end, tidy in edits:
        if start < last:
            continue
        pieces += text[last:start], tidy
        starts += [*range(last, start), *[start] * len(tidy)]
        ends += [*range(last + 1, start + 1), *[end] * len(tidy)]
        last = end
    pieces.append(text[last:])
    starts += range(last, len(text))
    ends += range(last + 1, len(text) + 1)
    return Reading("".join(pieces), starts, ends)


def _odd(text: str) -> Iterator[Edit]:
    for short in _SHORT.finditer(text):
        yield (*short.span("area"), "กรุงเทพมหานคร")
    for odd in _ODD.finditer(text):
        yield (*odd.span(), _tidy(odd.group()))


def _torn(text: str) -> Iterator[Edit]:
    for comma in _COMMA.finditer(text):
        yield (*comma.span("comma"), ".")
    for torn in _TORN.finditer(text):
        start = torn.start()
        if _BEFORE_TORN.search(text[max(0, start - _LONGEST_BEFORE) : start]):
            yield (*torn.span(), "." if "." in torn.group() else "")


def _answered(text: str) -> Iterator[Edit]:
    for asked in _ASKED.finditer(text):
        yield (*asked.span("answer"), " " if asked.group().startswith("?") else " ? ")


def _wrapped(text: str) -> Iterator[Edit]:
    for wrapped in _WRAPPED.finditer(text):
        start, end = wrapped.span(wrapped.lastgroup or 0)
        before, after = text[max(0, start - _WIDTH) : start], text[end : end + _WIDTH]
        if not _CELLS.search(before.rpartition("\n")[2] + after.partition("\n")[0]):
            yield start, end, " "


def _tidy(odd: str) -> str:
    if (len(odd) > 1 and not odd.strip(" \t|.")) or "…" in odd:
        return "  "
    if odd == "\u00a0":
        return " "
    if odd[0] in "➡➜⇒➔⟶⮕▶►▸»-=":
        return "→"
    am = _SPLIT_AM.fullmatch(odd)
    return f"{am[1]}\u0e33" if am else tidy_name(odd)
