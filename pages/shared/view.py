"""What one run of the script shows: edition, language, home office. Read from the URL, kept nowhere else."""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import streamlit as st

from ita.stamp import Stamp, source_names
from ita.store import EDITIONS, Edition, Version, current_version
from ita.wording import LANGUAGES, Language, Say
from pages.shared import loaders
from pages.shared.address import CARRIED

_version_of_run: ContextVar[Version | None] = ContextVar("version_of_run", default=None)


@dataclass(frozen=True)
class View:
    """One run's edition, language and office, with the words and stamp that follow from them."""

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
        """The short name of the home office in the reader's language."""
        office = self.offices.loc[self.office_id]
        return str(self.say.pick(th=office["short_name"], en=office["name_en"]))

    @property
    def stamp(self) -> Stamp:
        """What charts and files of this view say of themselves."""
        names = _source_names(self.version, self.say)
        return Stamp(self.version, self.say, self.office_name, names, self.office_id)


@lru_cache(maxsize=16)
def _source_names(version: Version, say: Say) -> dict[str, str]:
    return source_names(loaders.sources(version), say)


def language() -> Language:
    """The language the URL asks for, Thai unless it says otherwise."""
    wanted = st.query_params.get("lang", "th")
    return next((code for code in LANGUAGES if code == wanted), "th")


def edition() -> Edition:
    """The edition the URL asks for, the published one unless it says otherwise."""
    wanted = st.query_params.get("edition", "published")
    return next((code for code in EDITIONS if code == wanted), "published")


def begin() -> View:
    """The view of a new run, whose parts all show one version, even if another is published meanwhile.

    Raises NoWarehouseError when the edition has no usable warehouse.
    """
    _version_of_run.set(current_version(edition()))
    return current()


def current() -> View:
    """The view of this run. Raises NoWarehouseError when the edition has no usable warehouse."""
    version = _version_of_run.get()
    if version is None or version.edition != edition():
        version = current_version(edition())
    default = str(loaders.version_facts(version)["home_office_id"].iloc[0])
    wanted = st.query_params.get("office", default)
    return View(
        version=version,
        say=Say(language()),
        office_id=wanted if wanted in loaders.offices_by_id(version).index else default,
        default_office_id=default,
    )


def carried_params() -> dict[str, str]:
    """The part of the address that every link to another page takes along."""
    return {name: st.query_params[name] for name in CARRIED if name in st.query_params}
