"""What several sentences share."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ita.wording import Say
from ita.wording.labels import office_label

Row = Mapping[Any, Any]
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


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


def marked_office(say: Say, row: Row) -> str:
    """The name of an office, marked where its figures are in doubt and not decided."""
    name = office_label(say, row)
    return say("office.doubtful", office=name) if row["open_findings"] > 0 else name


def ordinal(number: int) -> str:
    """A place in English: 1st, 2nd, 11th."""
    ending = "th" if number % 100 in range(11, 14) else _ENDINGS.get(number % 10, "th")
    return f"{number:,}{ending}"


def score_text(row: Row) -> str:
    """A score with two decimals and, where it is derived, how far it may be off."""
    off = f" ±{row['tolerance']:.2f}" if row["tolerance"] else ""
    return f"{row['score']:.2f}{off}"


def point_label(row: Row) -> str:
    """Score and, where it is a letter, grade beside a dot."""
    if row["status"] == "derived":
        return score_text(row)
    grade = row["grade"]
    is_letter = isinstance(grade, str) and grade.isascii()
    return f"{row['score']:.2f} {grade}" if is_letter else f"{row['score']:.2f}"


def previous_score(row: Row) -> str:
    """The score of the year before, with how far a derived one may be off; empty when unknown."""
    if pd.isna(row["previous_score"]):
        return ""
    off = row["previous_tolerance"]
    return f"{row['previous_score']:.2f}" + (f" ±{off:.2f}" if pd.notna(off) and off else "")
