"""What a file says of where it comes from and how it is cited."""

from datetime import datetime

from ita import loaders
from ita.view import View
from ita.wording.labels import moment


def how_to_cite(view: View, made_at: datetime) -> str:
    """One line with edition, version, time and sources; simulated data say that they are not citable."""
    say, version = view.say, view.version
    return say(
        f"workbook.cite.{version.edition}",
        edition=say(f"edition.{version.edition}.long"),
        version=version.version_id,
        made_at=moment(say, made_at),
        sources=" · ".join(_files_read(view)),
    )


def _files_read(view: View) -> list[str]:
    sources = loaders.sources(view.version)
    return list(sources.loc[sources["sha256"].notna(), "title"])
