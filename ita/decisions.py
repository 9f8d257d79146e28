"""What both halves know of a decision: the mark of nothing, whether somebody signed, how pages are drawn."""

NOTHING = "-"  # a cell that prints nothing, a row that is none, a name not yet given
PIXELS_A_POINT = 3  # of the picture of a page: 216 dots an inch, as fine as most scans
# What files of decisions said before a name was asked for.
_NOBODY = frozenset({NOTHING, "ไม่ระบุชื่อ"})


def is_signed(decided_by: str) -> bool:
    """Whether a decision names who took it."""
    return decided_by.strip() not in {"", *_NOBODY}
