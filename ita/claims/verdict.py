"""What is said of a figure: the verdict, the value it rests on, and when a printed number is that value."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ita.claims.known import Basis, Known, Place, Total
from ita.claims.mention import Mention
from ita.claims.sums import Sum, rounds_to
from ita.claims.ties import Tie

Verdict = Literal["matches", "rounded", "computed", "differs", "missing"]
VERDICTS: tuple[Verdict, ...] = ("matches", "rounded", "computed", "differs", "missing")
RIGHT: tuple[Verdict, ...] = ("matches", "rounded", "computed")
_DECIMALS = 2
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Fact:
    """A value of the data: whose, of which year, how it came to be known, and where it stands.

    ``value`` is a Decimal for scores, limits and changes (signed), an int for years, ranks and counts,
    a grade, an office_id, or whether the office passed. ``part`` as in a mention. ``since`` is the
    year a change counts from. ``arithmetic`` is how it follows from printed figures, ``published``
    what is printed in its stead.
    """

    value: Decimal | int | str | bool
    basis: Basis
    office_id: str | None = None
    fiscal_year: int | None = None
    place: Place | None = None
    part: str = ""
    since: int | None = None
    arithmetic: str = ""
    published: Decimal | None = None


@dataclass(frozen=True)
class Judged:
    """A verdict with the value it rests on; ``also_of`` is another year of which the figure is true."""

    verdict: Verdict
    fact: Fact | None
    year: int | None
    also_of: int | None = None

    @property
    def is_right(self) -> bool:
        """Whether the data bear the figure out."""
        return self.verdict in RIGHT


def candidates(tie: Tie, known: Known) -> list[Total]:
    """What is known of the office, that of the year in question first."""
    totals = known.of_office(tie.subject.office_id or "")
    return sorted(totals, key=lambda total: total.fiscal_year != tie.year)


def pools(tie: Tie, facts: list[Fact]) -> list[list[Fact]]:
    """The facts of the year in question; then, where none is told, all."""
    own = [fact for fact in facts if fact.fiscal_year == tie.year]
    return [own] if tie.is_told else [own, facts]


def fit(mention: Mention, value: object, tolerance: Decimal = Decimal(0)) -> Verdict:
    """Whether a printed number is a value, or one it may be rounded or cut to."""
    printed = mention.value
    if not isinstance(printed, Decimal) or not isinstance(value, Decimal):
        return "differs"
    if abs(printed - value) <= tolerance:
        return "matches"
    unit = Decimal(1).scaleb(-mention.decimals)
    left = abs(printed) - abs(value)  # of a fall too, "almost" is less than what is printed
    if mention.manner == "under":
        return "rounded" if 0 < left < unit else "differs"
    is_rounded = mention.decimals < _DECIMALS and rounds_to(value, printed, mention.decimals)
    is_exceeded = mention.manner != "over" or left <= 0
    return "rounded" if is_rounded and is_exceeded else "differs"


def follows(mention: Mention, value: Decimal) -> bool:
    """Whether a printed number is a value that was worked out, at the decimals it is printed with."""
    if not isinstance(mention.value, Decimal):
        return False
    unit = Decimal(1).scaleb(-mention.decimals)
    is_under = mention.manner == "under" and 0 < mention.value - value < 5 * unit
    return rounds_to(value, mention.value, mention.decimals) or is_under


def fact_of(sum_: Sum, office_id: str | None, place: Place | None = None) -> Fact:
    """The fact that a sum makes, told with its arithmetic."""
    return Fact(
        sum_.value.quantize(_CENT),
        "computed",
        office_id,
        sum_.fiscal_year,
        place,
        arithmetic=sum_.arithmetic,
        published=sum_.published,
    )
