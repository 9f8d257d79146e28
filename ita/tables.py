"""What a table is, apart from how it is drawn or saved."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

Kind = Literal["text", "score", "change", "points", "percent", "whole", "year", "place"]


@dataclass(frozen=True)
class Column:
    """One shown column: its title in the reader's language and the kind of its values."""

    title: str
    kind: Kind = "text"
    help: str | None = None
    width: Literal["small", "medium", "large"] | None = None
    is_pinned: bool = False


@dataclass(frozen=True)
class Table:
    """Rows with the columns to show, in order. ``note`` says where the figures come from.

    ``is_prose`` tables hold sentences: their cells wrap instead of being cut.
    """

    name: str
    title: str
    rows: pd.DataFrame
    columns: dict[str, Column]
    note: str = ""
    is_prose: bool = False

    @property
    def shown(self) -> pd.DataFrame:
        """The rows with only the shown columns, in their order."""
        return self.rows[list(self.columns)]

    @cached_property
    def as_text(self) -> pd.DataFrame:
        """The shown columns under their titles, every cell as a reader sees it."""
        return pd.DataFrame(
            {
                column.title: _texts(self.rows[name], column.kind)
                for name, column in self.columns.items()
            }
        )


_FORMAT: dict[Kind, str] = {
    "score": "{:.2f}",
    "change": "{:+.2f}",
    "points": "{:.4f}",
    "percent": "{:.1f}",
    "whole": "{:.0f}",
    "year": "{:.0f}",
    "place": "{:.0f}",
    "text": "{}",
}


def _texts(values: pd.Series, kind: Kind) -> list[str]:
    shown, known = _FORMAT[kind].format, values.notna()
    return [
        shown(value) if is_known else "–" for value, is_known in zip(values, known, strict=True)
    ]
