"""What a file says of where it comes from and how it is cited."""

from datetime import datetime

from ita import loaders
from ita.pointer import Version
from ita.wording import Say
from ita.wording.labels import moment


def how_to_cite(version: Version, say: Say, made_at: datetime) -> str:
    """One line with edition, version, time (UTC) and sources; simulated data say they are not citable."""
    return say(
        f"workbook.cite.{version.edition}",
        edition=say(f"edition.{version.edition}.long"),
        version=version.version_id,
        made_at=moment(say, made_at),
        sources=" · ".join(_files_read(version)),
    )


def _files_read(version: Version) -> list[str]:
    sources = loaders.sources(version)
    return list(sources.loc[sources["sha256"].notna(), "title"])
