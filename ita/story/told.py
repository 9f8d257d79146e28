"""What is told of: one year of one office, with what is known of it."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ita import exhibits, loaders, selection
from ita.charts.describe import Chart
from ita.facts.common import Row
from ita.stamp import named_sources
from ita.view import View


@dataclass(frozen=True)
class Told:
    """What is told: an office with a score in ``fiscal_year``.

    All is of that year or before, but for OIT items: where none are on record, those of the latest
    year that has some are told of, and their slide names it.
    """

    view: View
    fiscal_year: int

    @cached_property
    def years(self) -> pd.DataFrame:
        """The years of the office, up to the one told of."""
        years = loaders.office_years(self.view.version, self.view.office_id)
        return years[years["fiscal_year"] <= self.fiscal_year]

    @cached_property
    def known(self) -> pd.DataFrame:
        """Those of the years that have a score."""
        return self.years[self.years["score"].notna()]

    @cached_property
    def trend(self) -> Chart:
        """The trend of the screen; where scores of later years are known it ends with the year told of."""
        every = loaders.office_years(self.view.version, self.view.office_id)
        latest = every.loc[every["score"].notna(), "fiscal_year"].max()
        if latest > self.fiscal_year:
            return exhibits.trend(self.view, has_actions=True, last_year=self.fiscal_year)
        return exhibits.trend(self.view, has_actions=True)

    @cached_property
    def row(self) -> Row:
        """The year told of."""
        return selection.row_of(self.years, self.fiscal_year)

    @cached_property
    def source_ids(self) -> list[str]:
        """The sources of the known scores, in the order they are met."""
        return list(self.years["source_id"].dropna().unique())

    @property
    def source_line(self) -> str:
        """Where the known scores come from, with the version."""
        return self.view.stamp.source_line(named_sources(self.years["source_id"]))

    @cached_property
    def before(self) -> Row | None:
        """The year before, None where its score is not known."""
        found = self.known[self.known["fiscal_year"] == self.fiscal_year - 1].to_dict("records")
        return found[0] if found else None

    @cached_property
    def change(self) -> Row | None:
        """How the total moved from the year before, None where the two do not compare."""
        changes = loaders.office_changes(self.view.version, self.view.office_id)
        found = changes[changes["fiscal_year"] == self.fiscal_year].to_dict("records")
        return {**self.row, **found[0]} if found else None

    @cached_property
    def actions(self) -> pd.DataFrame:
        """What the office reports to have done in the year."""
        every = loaders.actions(self.view.version, self.view.office_id)
        return every[every["fiscal_year"] == self.fiscal_year]

    @cached_property
    def item_year(self) -> int | None:
        """The year whose OIT items are told of: this one where they are known, else the latest known."""
        years = loaders.gap_years(self.view.version, self.view.office_id)
        known = list(years.loc[years["known_items"] > 0, "fiscal_year"])
        if not known:
            return None
        return self.fiscal_year if self.fiscal_year in known else int(known[-1])
