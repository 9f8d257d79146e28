"""Codes of the data in the reader's words."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import accumulate

import pandas as pd

from ita.wording import Say

_BUDDHIST_ERA = 543
_THAILAND = timedelta(hours=7)


def label(say: Say, group: str, code: object) -> str:
    """The words for a code of a group, such as "published" of "status"; empty for a missing code.

    A code without words, such as a grade nobody knows, is shown as it is printed.
    """
    if pd.isna(code):  # type: ignore[call-overload]
        return ""
    key = f"{group}.{code}"
    return say(key) if say.has(key) else str(code)


def labels(say: Say, group: str, codes: pd.Series) -> pd.Series:
    """Every code of a column in the reader's words."""
    return codes.map(lambda code: label(say, group, code)).astype("str")


def year_label(say: Say, fiscal_year: int) -> str:
    """A fiscal year as it stands on an axis."""
    return say("year.short", year=fiscal_year)


def result_label(say: Say, is_pass: object) -> str:
    """Passed, not passed, or empty where the year has no pass mark."""
    if pd.isna(is_pass):  # type: ignore[call-overload]
        return ""
    return say("result.pass" if is_pass else "result.fail")


def results(say: Say, passes: pd.Series) -> pd.Series:
    """Every result of a column in the reader's words."""
    return passes.map(lambda is_pass: result_label(say, is_pass)).astype("str")


def statuses(say: Say, codes: pd.Series) -> pd.Series:
    """How every score of a column came to be known; one without a status was not published."""
    return labels(say, "status", codes).replace("", say("missing.not_published"))


def certainty(say: Say, row: Mapping[str, object]) -> str:
    """How a score came to be known, or why it is not: published, corrected, derived, missing."""
    if pd.notna(row["missing_reason"]):  # type: ignore[call-overload]
        return label(say, "missing", row["missing_reason"])
    return label(say, "status", row["status"])


def item_span(first: object, last: object) -> str:
    """A run of items, such as O1–O9 or O42."""
    if pd.isna(first):  # type: ignore[call-overload]
        return ""
    return f"O{first}" if first == last else f"O{first}–O{last}"


def office_label(say: Say, office: Mapping[str, object]) -> str:
    """The short name of an office in the reader's language."""
    return str(say.pick(th=str(office["short_name"]), en=str(office["name_en"])))


def shortened(text: str, cells: int) -> str:
    """``text`` cut to ``cells`` columns with an ellipsis; a letter keeps the marks above and below it."""
    widths = [int(unicodedata.category(character) != "Mn") for character in text]
    if sum(widths) <= cells:
        return text
    first_beyond = list(accumulate(widths)).index(cells)
    return f"{text[:first_beyond].rstrip()}…"


def day(say: Say, value: date) -> str:
    """A day as readers write it: of the Buddhist era in Thai, of the common era in English."""
    return say(
        "date.day",
        day=value.day,
        month=say(f"month.{value.month}"),
        year=say.pick(th=str(value.year + _BUDDHIST_ERA), en=str(value.year)),
    )


def moment(say: Say, utc: datetime) -> str:
    """A day and the time in Thailand, from a time in UTC."""
    return say("date.moment", date=day(say, day_in_thailand(utc)), time=f"{utc + _THAILAND:%H:%M}")


def day_in_thailand(utc: datetime) -> date:
    """The day it is in Thailand at a time in UTC."""
    return (utc + _THAILAND).date()
