"""Who may publish: people the operator lists, signed in with the provider the operator chose.

Off unless ``.streamlit/secrets.toml`` has ``[auth]``, as Streamlit's ``st.login`` reads it, and
``[stewards] emails = ["…"]``, and Authlib is installed.
"""

from collections.abc import Mapping
from importlib.util import find_spec

import streamlit as st

from ita.wording import Say


def is_offered() -> bool:
    """Whether stewards can sign in here."""
    return bool(_listed()) and "auth" in st.secrets and find_spec("authlib") is not None


def email() -> str | None:
    """The verified e-mail of the steward who is signed in; None for everybody else."""
    is_verified = st.user.get("email_verified") is True
    if not is_offered() or not st.user.get("is_logged_in") or not is_verified:
        return None
    address = str(st.user.get("email", ""))
    return address if address.casefold() in _listed() else None


def sign_in(say: Say) -> None:
    """Who is signed in, with the way in or out; nothing where signing in is off."""
    if not is_offered():
        return
    if not st.user.get("is_logged_in"):
        for provider in _providers():
            name = f" · {provider}" if provider else ""
            st.button(
                say("imports.steward.sign_in") + name,
                icon=":material/login:",
                on_click=st.login,
                args=(provider,),
            )
        return
    key = "imports.steward.is" if email() else "imports.steward.not_listed"
    address = str(st.user.get("email", "")).replace("`", "")  # as code, no link is made of it
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say(key, email=f"`{address}`"), width="content")
        st.button(say("imports.steward.sign_out"), icon=":material/logout:", on_click=st.logout)


def _listed() -> frozenset[str]:
    """The e-mails that may publish, in lower case."""
    if not st.secrets.load_if_toml_exists():
        return frozenset()
    emails = st.secrets.get("stewards", {}).get("emails", ())
    return frozenset(str(address).casefold() for address in emails)


def _providers() -> list[str | None]:
    """The providers by their names in the secrets; None is the one without a name."""
    auth = st.secrets["auth"]
    if "client_id" in auth:
        return [None]
    return [name for name, section in auth.items() if isinstance(section, Mapping)]
