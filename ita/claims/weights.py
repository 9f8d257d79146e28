"""The weights of the instruments a line tells: IIT 30, EIT 30, OIT 40."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ita.claims.cues import Cues
from ita.claims.mention import Mention
from ita.claims.numerals import Number
from ita.method import method_of, method_years

_INSTRUMENT = re.compile(
    r"(?<![A-Za-z])(?:(?P<iit>IIT)|(?P<eit>EIT)|(?P<oit>OIT))(?![A-Za-z])"
    r"|(?P<iit2>ผู้มีส่วนได้ส่วนเสียภายใน|บุคลากรภายใน|(?<=รับรู้)ภายใน|\binternal\b)"
    r"|(?P<eit2>(?:ผู้มีส่วนได้ส่วนเสีย)?ภายนอก|ผู้รับบริการ|\bexternal\b)"
    r"|(?P<oit2>เปิดเผยข้อมูล(?:สาธารณะ)?|\b(?:open data|disclosure)\b)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"รวมกัน|รวมเป็น|\b(?:together|combined|both)\b", re.IGNORECASE)
_COUNTS = re.compile(
    r"\s*(?:ชนิด|ประเภท|ชุด|ตัว|ข้อ|ตัวชี้วัด|แห่ง|เขต|คน|เครื่องมือ|แบบวัด(?!\s*[IEO]IT|การ)"
    r"|items|indicators|instruments|questions|offices)",
    re.IGNORECASE,
)
# Before a number that names an indicator, or ends a run of those: ตัวชี้วัดที่ 6–8.
_NAMES_ONE = re.compile(
    r"(?:ตัวชี้วัด|ตชว\.|\bindicators?)\s*(?:ที่)?\s*(?:\d{1,2}\s*(?:[-–—,]|ถึง|และ|to|and)\s*)*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\d{_COUNTS.pattern}", re.IGNORECASE)
_SCORED = re.compile(r"ได้|คะแนนเต็ม|ทำได้|\b(?:scored|got|full marks)\b", re.IGNORECASE)
_TIMES, _CENTS = re.compile(r"[x×*X]\s*$"), 2
_ORDER = ("iit", "eit", "oit")
_PARTED = re.compile(r"\s*%?\s*(?:[:/,–-]|ต่อ|และ|กับ|and|,\s?and)?\s*%?\s*(?:ร้อยละ)?\s*")
_WHOLE, _SMALLEST, _LARGEST = 100, 10, 50  # the shares in all, and what bounds one of them
_NEAR = 48  # letters between an instrument and its weight
_BARE = 24


def weights_in(
    line: str, numbers: Sequence[Number], cues: Cues, *, under_weights: bool = False
) -> Iterator[Mention]:
    """Whole numbers that stand with instruments as their weights; ``part`` has the instruments.

    ``under_weights`` of a line in a list whose head says that it is one of weights.
    """
    instruments = [
        (match.start(), match.end(), _name(match)) for match in _INSTRUMENT.finditer(line)
    ]
    whole = [
        number
        for number in map(_as_percent, numbers)
        if number.value == number.value.to_integral_value()
        and 0 < number.value < _WHOLE
        and not number.sign
        and not _COUNTS.match(number.right)
        and not _NAMES_ONE.search(number.left)
    ]
    if not instruments and cues.has("weight"):
        yield from _in_order(line, whole)
        for number in whole:
            if head := _INSTRUMENT.search(number.head):
                yield number.mention("weight", part=_name(head))
    if not instruments or not whole:
        return
    if cues.has("weight") or under_weights or _is_whole(whole, instruments):
        yield from _told(line, whole, instruments)
    else:
        yield from _bare(line, whole, instruments)


def _as_percent(number: Number) -> Number:
    """A share that something is multiplied by, in percent: IIT × 0.30."""
    is_share = number.decimals == _CENTS and 0 < number.value < 1 and _TIMES.search(number.left)
    return replace(number, value=number.value * _WHOLE, decimals=0) if is_share else number


def _in_order(line: str, numbers: Sequence[Number]) -> Iterator[Mention]:
    """Three shares of a whole, parted alike, in the order of the instruments: 30 : 30 : 40."""
    if len(numbers) < len(_ORDER):
        return
    shares = numbers[: len(_ORDER)]
    parted = [line[one.end : other.digits_at] for one, other in pairwise(shares)]
    if (
        all(_PARTED.fullmatch(each) for each in parted)
        and sum(each.value for each in shares) == _WHOLE
    ):
        pairs = zip(_ORDER, shares, strict=True)
        yield from (number.mention("weight", part=name) for name, number in pairs)


def _is_whole(numbers: Sequence[Number], instruments: Sequence) -> bool:
    """Whether each of the three instruments has a share and all shares make a hundred, or could."""
    shares = [each.value for each in numbers[: len(_ORDER)]]
    is_each = len({name for *_, name in instruments}) == len(shares) == len(_ORDER)
    return is_each and (
        sum(shares) == _WHOLE or _SMALLEST <= min(shares) <= max(shares) <= _LARGEST
    )


def _name(match: re.Match[str]) -> str:
    return str(match.lastgroup).rstrip("2")


Instrument = tuple[int, int, str]


def _told(line: str, numbers: Sequence[Number], instruments: list[Instrument]) -> Iterator[Mention]:
    """Weights in a line that says so: each of the instrument beside it, or in the order of a list."""
    done: set[str] = set()
    for named, told in _groups(line, numbers, instruments):
        names = [name for *_, name in named]
        if done.issuperset(names):
            continue
        done |= set(names) if told else set()
        if len(names) == 1 or len(told) == len(names):
            pairs = zip(names, told, strict=False)
            yield from (number.mention("weight", part=name) for name, number in pairs)
        elif told and _TOGETHER.search(line, named[0][0], told[0].end):
            yield told[0].mention("weight", part="+".join(names))
        elif told:
            yield told[0].mention("weight", part=names[-1])


def _groups(
    line: str, numbers: Sequence[Number], instruments: list[Instrument]
) -> list[tuple[list[Instrument], list[Number]]]:
    """Runs of instruments, each with the run of numbers behind it, or before it where those lead."""
    events: list[tuple[int, Instrument | Number]] = [(each[0], each) for each in instruments]
    events += [(each.digits_at, each) for each in numbers]
    runs: list[tuple[list[Instrument], list[Number]]] = [([], [])]
    last = 0
    for place, event in sorted(events, key=lambda each: each[0]):
        if not isinstance(event, Number) and runs[-1][0] and _COUNTED.search(line, last, place):
            runs.append(([], []))
        last = place
        if isinstance(event, Number):
            runs[-1][1].append(event)
        elif runs[-1][1]:
            runs.append(([event], []))
        elif runs[-1][0] and runs[-1][0][-1][2] == event[2]:
            continue  # ผู้มีส่วนได้ส่วนเสียภายใน (IIT) is one
        else:
            runs[-1][0].append(event)
    if runs[0][0] or runs[-1][1]:
        return [run for run in runs if run[0]]
    return [(later[0], run[1]) for run, later in pairwise(runs)]


def _bare(line: str, numbers: Sequence[Number], instruments: list[Instrument]) -> Iterator[Mention]:
    """A number just behind an instrument that is its weight, though no word says so: IIT (30%)."""
    for _, end, name in instruments:
        behind = next((each for each in numbers if each.digits_at >= end), None)
        if behind is None or behind.digits_at - end > _BARE:
            continue
        between = line[end : behind.digits_at]
        if re.search(r"\d", between) or _SCORED.search(between) or _INSTRUMENT.search(between):
            continue
        if behind.value in _weights(name):
            yield behind.mention("weight", part=name)


def _weights(instrument: str) -> set:
    return {
        part.weight
        for year in method_years()
        for part in method_of(year).instruments
        if part.instrument == instrument
    }
