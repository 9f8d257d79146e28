"""What a statement is: one fact that a text tells of an office and a year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """One fact of a text, which stands on ``text[start:end]``.

    ``office_id`` and ``office_name`` as printed are None where the text names no office, ``fiscal_year``
    where it tells none. ``measure``: total, grade, result, rank, rank_of, change, "instrument iit",
    "indicator 3", "rank province". ``value`` as printed, in Western digits; a fall has a minus.
    """

    start: int
    end: int
    office_id: str | None
    office_name: str | None
    fiscal_year: int | None
    measure: str
    value: str
