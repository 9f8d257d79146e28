"""What the reader lets the planner move, as a table to edit and as a short text for the address.

The text names only what differs from the default: ``3x_7c95_8e2`` locks indicator 3, lets indicator
7 rise to 95 and makes a step of indicator 8 cost 2.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ita.planner import Limits

_TOKEN = re.compile(r"(10|[1-9])(x?)(?:c(\d{1,3}(?:\.\d{1,2})?))?(?:e(\d{1,3}(?:\.\d{1,2})?))?")
_HIGHEST_EFFORT = 100


@dataclass(frozen=True)
class IndicatorLimit:
    """What may be done to one indicator: whether at all, up to which score, at what effort a step."""

    is_locked: bool = False
    ceiling: float = 100.0
    effort: float = 1.0


def limits_in(text: str) -> dict[int, IndicatorLimit]:
    """The limits by indicator number that ``text`` names; what it says wrongly is left out."""
    found = (_TOKEN.fullmatch(token) for token in text.split("_"))
    read = {int(token[1]): _limit(token) for token in found if token}
    return {
        number: limit
        for number, limit in read.items()
        if 0 <= limit.ceiling <= 100 and 0 < limit.effort <= _HIGHEST_EFFORT  # noqa: PLR2004
    }


def unread(text: str) -> list[str]:
    """The parts of ``text`` that say nothing the planner could follow."""
    return [token for token in text.split("_") if token and not limits_in(token)]


def limits_text(limits: Mapping[int, IndicatorLimit]) -> str:
    """The shortest text of ``limits``; empty when all are the default."""
    return "_".join(
        f"{number}{_told(limit)}"
        for number, limit in sorted(limits.items())
        if limit != IndicatorLimit()
    )


def edited(limit: IndicatorLimit, cells: Mapping[str, Any]) -> IndicatorLimit:
    """``limit`` with new cells of its row; one that was emptied is the default again."""
    filled = {
        name: getattr(IndicatorLimit, name) if value is None else value
        for name, value in cells.items()
    }
    return replace(limit, **filled)


def planner_limits(
    limits: Mapping[int, IndicatorLimit], locked_items: Iterable[str] = ()
) -> Limits:
    """The limits as the planner takes them, with the items that cannot be done."""
    return Limits(
        locked=frozenset(
            [*(str(number) for number, limit in limits.items() if limit.is_locked), *locked_items]
        ),
        ceilings={number: Decimal(f"{limit.ceiling:.2f}") for number, limit in limits.items()},
        efforts={str(number): Decimal(f"{limit.effort:.2f}") for number, limit in limits.items()},
    )


@dataclass(frozen=True)
class Conditions:
    """What the reader locks, how far things may rise and what they cost; hashable, as a cache key."""

    text: str = ""
    locked_items: tuple[str, ...] = ()

    @property
    def limits(self) -> Limits:
        """The conditions as the planner takes them."""
        return planner_limits(limits_in(self.text), self.locked_items)


def _limit(token: re.Match[str]) -> IndicatorLimit:
    return IndicatorLimit(bool(token[2]), float(token[3] or 100), float(token[4] or 1))


def _told(limit: IndicatorLimit) -> str:
    ceiling = f"c{limit.ceiling:g}" if limit.ceiling != IndicatorLimit.ceiling else ""
    effort = f"e{limit.effort:g}" if limit.effort != IndicatorLimit.effort else ""
    return ("x" if limit.is_locked else "") + ceiling + effort
