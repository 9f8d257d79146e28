"""What every chart, table and file says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from ita.pointer import Version
from ita.wording import Say

_BETWEEN = " · "


@dataclass(frozen=True)
class Stamp:
    """What every file says of itself: edition, version, office it was made for, language.

    ``source_names`` are the sources in the reader's words, by their id.
    """

    version: Version
    say: Say
    office_name: str
    source_names: Mapping[str, str] = field(default_factory=dict)
    office_id: str = ""

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
        names = (self.source_names.get(part, part) for part in source.split(_BETWEEN))
        named = _BETWEEN.join(dict.fromkeys(names))
        return self.say("stamp.published", source=named, version=self.version.version_id)

    def sources_of(self, rows: pd.DataFrame) -> str:
        """The sources that some rows name, else all sources there are."""
        ids = rows["source_id"].dropna().unique() if "source_id" in rows else ()
        named = [source_id for source_id in ids if source_id in self.source_names]
        return _BETWEEN.join(named or self.source_names)


def named_sources(source_ids: pd.Series) -> str:
    """The sources of some rows, each once, in the order they are met."""
    return _BETWEEN.join(source_ids.dropna().unique())


def source_names(sources: pd.DataFrame, say: Say) -> dict[str, str]:
    """Short names of the files of the data by their id: what they are and of which year."""
    return {
        row["source_id"]: say(f"source_kind.{row['kind']}", year=int(row["fiscal_year"]))
        for row in sources.to_dict("records")
        if say.has(f"source_kind.{row['kind']}")
    }
