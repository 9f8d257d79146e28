"""What a table is, apart from how it is drawn or saved."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Kind = Literal["text", "score", "change", "points", "percent", "whole", "year", "place"]


@dataclass(frozen=True)
class Column:
    """One shown column: its title in the reader's language and the kind of its values."""

    title: str
    kind: Kind = "text"
    help: str | None = None
    is_wide: bool = False
    is_pinned: bool = False


@dataclass(frozen=True)
class Table:
    """Rows with the columns to show, in order. ``note`` says where the figures come from."""

    name: str
    title: str
    rows: pd.DataFrame
    columns: dict[str, Column]
    note: str = ""

    @property
    def shown(self) -> pd.DataFrame:
        """The rows with only the shown columns, in their order."""
        return self.rows[list(self.columns)]
