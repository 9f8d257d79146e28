"""What several sentences share."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ita.wording import Say

Row = Mapping[Any, Any]


def direction(amount: float) -> str:
    """rise, fall or same."""
    return "rise" if amount > 0 else "fall" if amount < 0 else "same"


def counted(say: Say, key: str, amount: int, **values: object) -> str:
    """The singular or plural form of a sentence."""
    return say(f"{key}.{'one' if amount == 1 else 'many'}", count=amount, **values)


def change_of(row: Row) -> float | None:
    """The published change, else the computed one, else None."""
    for column in ("change", "change_computed"):
        if pd.notna(row[column]):
            return float(row[column])
    return None


def indicator_name(say: Say, row: Row) -> str:
    """Number and name of an indicator."""
    return f"{row['indicator_no']} {say.pick(th=str(row['name_th']), en=str(row['name_en']))}"


def point_label(row: Row) -> str:
    """Score and, where it is a letter, grade beside a dot."""
    if row["status"] == "derived":
        return f"{row['score']:.2f} ±{row['tolerance']:.2f}"
    grade = row["grade"]
    is_letter = isinstance(grade, str) and grade.isascii()
    return f"{row['score']:.2f} {grade}" if is_letter else f"{row['score']:.2f}"


def previous_score(row: Row) -> str:
    """The score of the year before, with how far a derived one may be off; empty when unknown."""
    if pd.isna(row["previous_score"]):
        return ""
    off = row["previous_tolerance"]
    return f"{row['previous_score']:.2f}" + (f" ±{off:.2f}" if pd.notna(off) and off else "")
