"""Lists of offices to choose from: all of them, or of very many those a search finds."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from ita import facts, loaders, selection
from ita.pointer import Version
from ita.view import View
from ita.wording import Say
from ita.wording.labels import office_label
from pages.shared import controls

_MOST_LISTED = 500  # offices a box is sent
_MOST_FOUND = 50


def offered(view: View, name: str, label: str, unsearched: Sequence[str]) -> list[str]:
    """The ids of the offices to choose from.

    Where they are too many for a list, ``name`` is the search in the address, and ``unsearched``
    are offered while nothing is looked for.
    """
    say = view.say
    if len(view.offices) <= _MOST_LISTED:
        return list(view.offices.index)
    text = controls.search(name, label, say("ranking.search_hint"))
    if not text:
        return list(unsearched)
    found = selection.offices_called(view.offices, loaders.searchable_offices(view.version), text)
    listed = found.index[:_MOST_FOUND]
    st.caption(facts.compare.found(say, len(found), len(listed)))
    return list(listed)


@lru_cache(maxsize=8)
def names(version: Version, say: Say) -> Mapping[str, str]:
    """Every office under its name in one language and the names it may be looked for by."""
    offices = loaders.offices(version).to_dict("records")
    return {office["office_id"]: _name(say, office) for office in offices}


def _name(say: Say, office: Mapping[str, Any]) -> str:
    name = office_label(say, office)
    province = str(say.pick(th=office["province"], en=office["province_en"]))
    known_by = ("" if province in name else province, office["aliases"])
    return " · ".join(filter(None, (name, *known_by)))
