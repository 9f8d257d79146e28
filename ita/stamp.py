"""What every chart, table and file says of itself."""

from dataclasses import dataclass

import pandas as pd

from ita.store import Version
from ita.wording import Say


@dataclass(frozen=True)
class Stamp:
    """What every file says of itself: edition, version, office it was made for, language."""

    version: Version
    say: Say
    office_name: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Label and text of each fact, for a cover sheet."""
        edition = self.version.edition
        return [
            (self.say("file.edition"), self.say(f"edition.{edition}.long")),
            (self.say("file.version"), self.version.version_id),
            (self.say("file.office"), self.office_name),
            (self.say("file.caveat"), self.say("file.caveat_text")),
        ]

    @property
    def watermark(self) -> str:
        """The mark across simulated charts; empty for published ones."""
        return self.say("edition.demo.mark") if self.version.is_simulated else ""

    def source_line(self, source: str) -> str:
        """The line under a chart or table: where the figures come from, and the version."""
        if self.version.is_simulated:
            return self.say("stamp.simulated", version=self.version.version_id)
        return self.say("stamp.published", source=source, version=self.version.version_id)


def named_sources(source_ids: pd.Series) -> str:
    """The sources of some rows, each once, in the order they are met."""
    return " · ".join(source_ids.dropna().unique())
