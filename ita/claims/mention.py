"""What a line may mention, and the words that tell whether a text is about the assessment."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "score",
    "change",
    "distance",
    "year",
    "grade",
    "result",
    "rank",
    "standing",
    "count",
    "limit",
    "weight",
    "office",
]
Manner = Literal["as is", "over", "under", "about"]
Counted = Literal["offices", "primary", "secondary", "items", "indicators", "instruments"]
Span = tuple[int, int]

SIGHT = 60  # letters to either side that say what a figure is
ASSESSMENT = re.compile(
    r"\bITA\b|(?<![A-Za-z])(?:ITA|OIT|IIT|EIT)(?![A-Za-z])|คุณธรรมและความโปร่งใส"
    r"|ประเมินความโปร่งใส|integrity and transparency",
    re.IGNORECASE,
)
_SCORES = re.compile(r"คะแนน|ระดับ|\b(?:scor|point|grade)", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A figure and what its words say it is; what does not apply to its kind keeps its default.

    ``decimals`` printed; ``manner`` of the words before it ("over" for กว่า); ``sign`` of a change
    by its words; ``part`` what it is a part or an end of (an instrument, an indicator's number, an item's
    code, a grade, "pass"); ``is_old`` of a score something rose from; ``is_sure`` where it is clearly
    meant, so that a wrong one may be called wrong; ``is_hoped`` where it stands among hopes, so that it
    counts only if it is right.
    """

    start: int
    end: int
    kind: Kind
    value: Decimal | str | bool
    decimals: int = 0
    manner: Manner = "as is"
    sign: int = 1
    part: str = ""
    counted: Counted = "offices"
    is_old: bool = False
    is_percent: bool = False
    is_sure: bool = True
    is_hoped: bool = False


def is_about_assessment(text: str) -> bool:
    """Whether a text speaks of the assessment by name."""
    return ASSESSMENT.search(text) is not None


def speaks_of_scores(line: str) -> bool:
    """Whether a line has a word for scores or grades."""
    return _SCORES.search(line) is not None


def overlaps(start: int, end: int, spans: list[Span]) -> bool:
    """Whether a stretch shares a letter with one of some spans."""
    return any(first < end and start < last for first, last in spans)
