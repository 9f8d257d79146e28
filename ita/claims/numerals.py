"""The numbers of a line with what stands around them; what they say is not asked here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from ita.claims.mention import SIGHT, Kind, Manner, Mention, Span, overlaps
from ita.claims.rows import Row

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9,])(?:(?<!\.)|(?<=สพ[ปมท]\.))(?P<sign>[+＋]\s?|(?<![\d\s])[−-](?=\d)|(?<=\s)[−-](?=\d))?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<ordinal>st|nd|rd|th)?(?![\dA-Za-z]|[.,]\d)"
)
_OVER = re.compile(r"(?:กว่า|เกิน|over|more than|above)\s*(?:ร้อยละ)?\s*$", re.IGNORECASE)
_OVER_AFTER = re.compile(r"\s*(?:คะแนน|แห่ง|points?)?\s*(?:กว่า|เศษ|ขึ้นไป(?!อยู่|เป็น|ถึง|ที่|แตะ|สู่))")
_UNDER = re.compile(
    r"(?:เกือบ|ใกล้|ไม่ถึง|ไม่เต็ม|nearly|almost|close to|not quite|just under)\s*(?:ร้อยละ)?\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?<!งบ)ประมาณ|ราว|ราวๆ|ราว ๆ|ตีเป็นเลขกลมๆ|สัก|roughly"
    r"|circa|about|around|some|approximately)\s*(?:ร้อยละ|(?:อันดับ|ลำดับ)?(?:ที่)?|rank)\s*$",
    re.IGNORECASE,
)
_PERCENT_LEFT = re.compile(r"(?:ร้อยละ|เปอร์เซ็นต์)\s*(?:ของ|ละ|ที่)?\s*$")
_PERCENT = re.compile(r"\s*(?:%|เปอร์เซ็นต์|per ?cent)", re.IGNORECASE)
_LONGEST = 12  # letters of a number that is a figure of the assessment


@dataclass(frozen=True)
class Number:
    """A number with what stands to its left and right.

    ``start`` is that of its sign; ``is_about`` whether its line speaks of the assessment,
    ``is_in_report`` whether its text does, ``of_items`` whether that speaks of the items of the OIT, ``head``
    the words over its column, ``province`` the one named last before it.
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
    of_items: bool
    head: str = ""
    province: str = ""

    @cached_property
    def is_percent(self) -> bool:
        """Whether it is said to be so many of a hundred."""
        return bool(_PERCENT_LEFT.search(self.left) or _PERCENT.match(self.right))

    @property
    def is_alone(self) -> bool:
        """Whether its line is nothing else."""
        return not (self.left + self.right).strip(' \t*•·–—-✨⭐🏆"“”')

    @cached_property
    def manner(self) -> Manner:
        """Whether it is said to be exact, exceeded, not quite reached or about so."""
        if _UNDER.search(self.left):
            return "under"
        if _OVER.search(self.left) or _OVER_AFTER.match(self.right):
            return "over"
        return "about" if _ABOUT.search(self.left) else "as is"

    def mention(self, kind: Kind, **rest: object) -> Mention:
        """What it mentions, as a figure of a kind; the sign belongs to a change."""
        start = self.start if kind == "change" else self.digits_at
        made = Mention(start, self.end, kind, self.value, self.decimals, self.manner)
        return replace(made, **rest)  # type: ignore[arg-type]


def numbers_in(
    row: Row,
    taken: list[Span],
    *,
    is_about: bool,
    is_in_report: bool,
    of_items: bool,
    provinces: list[tuple[int, str]],
) -> Iterator[Number]:
    """The numbers of a line that do not lie in stretches already taken."""
    line = row.line
    for match in _NUMBER.finditer(line):
        start, end = match.start("digits"), match.end("digits")
        if end - start > _LONGEST or overlaps(start, end, taken):
            continue
        digits = match["digits"].replace(",", "")
        yield Number(
            match.start(),
            start,
            match.end(),
            (match["sign"] or "").strip(),
            Decimal(digits),
            len(digits.partition(".")[2]),
            match["ordinal"] is not None,
            row.before(match.start())[-SIGHT:],
            row.after(match.end())[:SIGHT],
            is_about,
            is_in_report,
            of_items,
            row.head(start),
            next((name for place, name in reversed(provinces) if place < start), ""),
        )
