"""What is looked at: an edition's version, a language and an office, with what follows from them."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode, urlsplit

import pandas as pd

from ita import loaders
from ita.pointer import Edition, Version, current_version
from ita.stamp import Stamp, source_names
from ita.wording import LANGUAGES, Say


@dataclass(frozen=True)
class View:
    """One version, language and office, with the words and stamp that follow from them."""

    version: Version
    say: Say
    office_id: str
    default_office_id: str

    @property
    def offices(self) -> pd.DataFrame:
        """The offices of the edition by office_id."""
        return loaders.offices_by_id(self.version)

    @property
    def known_years(self) -> list[str]:
        """Every fiscal year the edition has figures of, as it stands in the address."""
        return [str(year) for year in loaders.years(self.version)["fiscal_year"]]

    @property
    def office_name(self) -> str:
        """The short name of the office in the reader's language."""
        office = self.offices.loc[self.office_id]
        return str(self.say.pick(th=office["short_name"], en=office["name_en"]))

    @property
    def office_type(self) -> str:
        """Primary or secondary."""
        return str(self.offices.loc[self.office_id, "office_type"])

    @property
    def stamp(self) -> Stamp:
        """What charts and files of this view say of themselves."""
        names = _source_names(self.version, self.say)
        return Stamp(self.version, self.say, self.office_name, names, self.office_id)


@lru_cache(maxsize=16)
def _source_names(version: Version, say: Say) -> dict[str, str]:
    return source_names(loaders.sources(version), say)


def view_of(version: Version, say: Say, office_id: str | None = None) -> View:
    """The view of an office, or of the home office where none or an unknown one is asked for.

    Raises NoWarehouseError when the version's file is damaged.
    """
    default = str(loaders.version_facts(version)["home_office_id"].iloc[0])
    is_known = office_id is not None and office_id in loaders.offices_by_id(version).index
    return View(version, say, str(office_id) if is_known else default, default)


def current_view(edition: Edition, say: Say, office_id: str | None = None) -> View:
    """The view of the version that is current now. Raises NoWarehouseError where there is none."""
    return view_of(current_version(edition), say, office_id)


def is_public(address: str) -> bool:
    """Whether an address can be one of the dashboard: scheme and host, a path maybe, nothing after."""
    parts = urlsplit(address)
    is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
    return is_web and not parts.query and not parts.fragment


def live_address(public: str, view: View, fiscal_year: int | None = None) -> str:
    """Where the view is found under the dashboard's public address; empty where that is none.

    It is as short as the dashboard writes it: what is usual is left out.
    """
    if not is_public(public):
        return ""
    asked = {
        "edition": view.version.edition if view.version.is_simulated else "",
        "lang": "" if view.say.language == LANGUAGES[0] else view.say.language,
        "office": "" if view.office_id == view.default_office_id else view.office_id,
        "year": "" if fiscal_year is None else str(fiscal_year),
    }
    query = urlencode({name: text for name, text in asked.items() if text})
    return f"{public.rstrip('/')}/" + (f"?{query}" if query else "")
