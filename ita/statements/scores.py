"""Totals and scores of parts that no word for a score leads to: bare, in turn, as a share."""

import re
from collections.abc import Iterator
from decimal import Decimal

from ita.claims.indicators import INDICATOR_NAME
from ita.claims.mention import Mention, Span

_SHARE = re.compile(
    r"(?:ได้(?:คะแนน)?|คะแนน|\bITA|^(?=.{0,24}(?:ระดับ|เกรด)))\s*(?:รวม)?(?:คิดเป็น)?\s*ร้อยละ\s*(?P<share>\d{2,3}\.\d{1,2})(?!\d|\s*ของ)"
)
_SHARE_BEHIND = re.compile(
    r"[\s:=]*(?:ได้|คะแนน|คิดเป็น|\s)*ร้อยละ\s*(?P<share>\d{2,3}\.\d\d)(?!\d|\s*ของ)"
)
_FULL_MARKS = re.compile(
    r"(?P<part>[IEO]IT)(?![A-Za-z])[^\d.,;\n]{0,32}(?P<full>100(?:\.00?)?)(?!\d|\.\d|\s*(?:ข้อ|คน|items))"
    r"|เปิดเผยข้อมูล(?:สาธารณะ|[ก-๎]{0,4}เว็บไซต์)[^\d.,;\n]{0,24}(?P<open>100(?:\.00?)?)(?!\d|\.\d|\s*%)"
    r"|เต็ม\s*(?P<marks>100(?:\.00?)?)\s*(?:คะแนน)?\s*(?:ใน|จาก|ของ|ทั้ง)(?:ส่วน|ด้าน|แบบวัด|เครื่องมือ|\s)*(?P<of>[IEO]IT)",
    re.IGNORECASE,
)
_LEADING_PART = re.compile(
    r"\((?P<part>[IEO]IT)\)[\s:=]*(?:ได้|คะแนน|\s)*(?P<score>\d{2,3}\.\d{1,2})(?!\d)"
)
_TWO_DIGITS = re.compile(r"\d\d\.\d")
_SCORE = re.compile(r"\d{2,3}(?:\.\d{1,2})?")
_BETWEEN = r"(?:\s*(?:,|และ|/|&|and)\s*|\s+)"
_IN_TURN = re.compile(
    rf"(?:(?P<names>[IEO]IT(?:{_BETWEEN}[IEO]IT){{1,2}})(?![A-Za-z])|ตัวชี้วัด(?:ที่)?\s*(?P<each>\d{{1,2}}(?:\s*(?:,|และ)\s*(?:(?:ตัวชี้วัด)?ที่\s*)?\d{{1,2}}(?![\d.]))+)|ตัวชี้วัด(?:ที่)?\s*(?P<first>\d{{1,2}})\s*(?:ถึง|-|–|to)\s*(?P<last>\d{{1,2}})(?!\d))[^\d;]{{0,90}}?(?P<scores>\d{{2,3}}(?:\.\d{{1,2}})?(?:\s*(?:คะแนน|points?))?"
    rf"(?:(?:,?\s*(?:และ|and)|,|/)?\s*\d{{2,3}}\.?\d{{0,2}}(?!\d)(?:\s*คะแนน)?){{1,9}})",
    re.IGNORECASE,
)
# A total as printed; one with round cents is rather a limit.
_PRINTED = re.compile(
    r"(?<![\d.,+＋/−-])(?<![+−-]\s)(?<!ร้อยละ)(?<!ร้อยละ )[4-9]\d\.(?!00|99)\d\d"
    r"(?![\d.,]\d|\d|\s*(?:%|เปอร์เซ็นต์|บาท|ล้าน|per ?cent|วัน|ชั่วโมง|คน|ไร่|ตร|กม|เมตร))"
)
_ROUNDED = re.compile(r"(?<![\d.,+−-])[7-9]\d\.\d(?!\d|\s*(?:%|คน|ล้าน|บาท|วัน))")


def shares_told(line: str) -> Iterator[Mention]:
    """Totals that are told as so many of a hundred: ได้ร้อยละ 58.21."""
    for match in _SHARE.finditer(line):
        share = match["share"]
        yield Mention(*match.span("share"), "score", Decimal(share), len(share.partition(".")[2]))
    for name in INDICATOR_NAME.finditer(line):
        behind = _SHARE_BEHIND.match(line, name.end())
        if behind:
            part = (name.lastgroup or "").removeprefix("n")
            yield Mention(*behind.span("share"), "score", Decimal(behind["share"]), 2, part=part)


def bare_scores(line: str) -> Iterator[Mention]:
    """Numbers printed as totals are, with two decimals, that no word need explain."""
    for match in _PRINTED.finditer(line):
        yield Mention(*match.span(), "score", Decimal(match.group()), 2, is_sure=False)
    for match in _ROUNDED.finditer(line):
        yield Mention(*match.span(), "score", Decimal(match.group()), 1, is_sure=False)


def full_marks_told(line: str) -> Iterator[Mention]:
    """Full marks of an instrument, whatever words lead to them: OIT reached 100."""
    for match in _FULL_MARKS.finditer(line):
        group = next(each for each in ("full", "open", "marks") if match[each])
        part = match["part"] or match["of"] or "oit"
        yield Mention(*match.span(group), "score", Decimal(match[group]), part=part.lower())


def leading_parts(line: str) -> Iterator[Mention]:
    """Scores just behind the names of instruments that lead a line: (IIT) 93.22 (EIT) 89.15."""
    parts = list(_LEADING_PART.finditer(line))
    if len(parts) < 2 or _TWO_DIGITS.search(line, 0, parts[0].start()):  # noqa: PLR2004
        return
    for match in parts:
        score = match["score"]
        decimals = len(score.partition(".")[2])
        part = match["part"].lower()
        yield Mention(*match.span("score"), "score", Decimal(score), decimals, part=part)


def blanked(line: str, spans: list[Span]) -> str:
    """The line with blanks for some stretches; each letter keeps its place."""
    for start, end in spans:
        line = line[:start] + " " * (end - start) + line[end:]
    return line


def parts_told_in_turn(line: str) -> Iterator[Mention]:
    """Scores of a list of instruments in their order: IIT, EIT และ OIT 92.18, 87.36 และ 100."""
    for listed in _IN_TURN.finditer(line):
        names = (
            re.findall("[IEO]IT", listed["names"].upper()) if listed["names"] else _numbers(listed)
        )
        scores = list(_SCORE.finditer(line, *listed.span("scores")))
        if len(names) == len(scores):
            for name, score in zip(names, scores, strict=True):
                decimals = len(score.group().partition(".")[2])
                yield Mention(
                    *score.span(), "score", Decimal(score.group()), decimals, part=name.lower()
                )


def _numbers(listed: re.Match[str]) -> list[str]:
    if listed["each"]:
        return re.findall(r"\d+", listed["each"])
    return [str(number) for number in range(int(listed["first"]), int(listed["last"]) + 1)]
