"""What one run of the script shows: edition, language, home office. Read from the URL, kept nowhere else."""

from contextvars import ContextVar
from urllib.parse import urlencode

import streamlit as st

from ita.pointer import EDITIONS, Edition, Version, current_version
from ita.view import View, view_of
from ita.wording import LANGUAGES, Language, Say
from pages.shared import links
from pages.shared.address import CARRIED

_IS_TIDY = "address-is-tidy"
_version_of_run: ContextVar[Version | None] = ContextVar("version_of_run", default=None)


def tidy_address() -> None:
    """Put a pasted link in order, once a visit; our server has done so before, Streamlit's has not."""
    if _IS_TIDY in st.session_state:
        return
    st.session_state[_IS_TIDY] = True
    asked = [(name, text) for name in st.query_params for text in st.query_params.get_all(name)]
    tidied = links.asked(urlencode(asked))
    if tidied != tuple(asked):
        names = dict.fromkeys(name for name, _ in tidied)
        st.query_params.from_dict(
            {name: [text for known, text in tidied if known == name] for name in names}
        )


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
    return view_of(version, Say(language()), st.query_params.get("office"))


def carried_params() -> dict[str, str]:
    """The part of the address that every link to another page takes along."""
    return {name: st.query_params[name] for name in CARRIED if name in st.query_params}
