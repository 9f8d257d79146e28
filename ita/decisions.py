"""What both halves know of a decision: the mark of nothing, and whether somebody signed."""

NOTHING = "-"  # a cell that prints nothing, a row that is none, a name not yet given
# What files of decisions said before a name was asked for.
_NOBODY = frozenset({NOTHING, "ไม่ระบุชื่อ"})


def is_signed(decided_by: str) -> bool:
    """Whether a decision names who took it."""
    return decided_by.strip() not in {"", *_NOBODY}
