"""The frame around every screen: navigation, settings, simulated-data banner, header and footer."""

from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from ita import selection
from ita.store import EDITIONS, Version
from ita.wording import LANGUAGES, Say
from pages.shared import controls, loaders
from pages.shared.view import View, carried_params

_MOST_LISTED = 500  # offices a select box is sent
_MOST_FOUND = 50

# Section -> its screens: file, catalogue key, icon, path in the address.
SECTIONS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "our_office": (
        ("pages/office/overview.py", "overview", "dashboard", "overview"),
        ("pages/office/trend.py", "trend", "show_chart", "trend"),
        ("pages/office/gaps.py", "gaps", "checklist", "gaps"),
        ("pages/office/planner.py", "planner", "route", "planner"),
    ),
    "national": (
        ("pages/national/ranking.py", "ranking", "format_list_numbered", "ranking"),
        ("pages/national/compare.py", "compare", "compare_arrows", "compare"),
    ),
    "evidence": (("pages/data/sources.py", "sources", "fact_check", "sources"),),
}


def navigation(say: Say) -> Page:
    """Register every screen and draw the links, each carrying edition, language, office and year."""
    sections = {
        section: [
            st.Page(
                path,
                title=say(f"{key}.title"),
                icon=f":material/{icon}:",
                url_path=url_path,
                default=url_path == "overview",
            )
            for path, key, icon, url_path in screens
        ]
        for section, screens in SECTIONS.items()
    }
    chosen = st.navigation(sections, position="hidden")
    with st.sidebar:
        st.markdown(f"### {say('frame.product')}")
        for section, screens in sections.items():
            st.caption(say(f"section.{section}"))
            for screen in screens:
                st.page_link(screen, query_params=carried_params(), width="stretch")
    return chosen


def settings(view: View) -> None:
    """Home office, edition and language, in the sidebar."""
    say = view.say
    with st.sidebar:
        st.space("small")
        _office(view)
        controls.segments(
            "edition",
            say("frame.edition"),
            EDITIONS,
            "published",
            say,
            lambda edition: say(f"edition.{edition}.short"),
            forgets=("office", "year", "region", "province", "grade", "q", "page", "with"),
            width="stretch",
        )
        language(say)


def _office(view: View) -> None:
    """The home office, from a list or from what a search finds where the list is too long to send."""
    texts = _office_texts(view.version, view.say)
    controls.choice(
        "office",
        view.say("frame.office"),
        list(texts) if len(texts) <= _MOST_LISTED else _found(view),
        view.default_office_id,
        view.say,
        shown_as=texts.__getitem__,
        filter_mode="contains",
    )


def _found(view: View) -> list[str]:
    """Our office, the one the edition opens with, and some of those a search finds."""
    say = view.say
    text = controls.search("find", say("frame.find_office"), say("ranking.search_hint"))
    names = loaders.searchable_offices(view.version)
    found = selection.offices_called(view.offices, names, text).index[:_MOST_FOUND] if text else []
    return list(dict.fromkeys([view.office_id, view.default_office_id, *found]))


@lru_cache(maxsize=8)
def _office_texts(version: Version, say: Say) -> dict[str, str]:
    offices = loaders.offices(version).itertuples()
    return {office.office_id: _office_option(office, say) for office in offices}


def language(say: Say) -> None:
    """The language switch."""
    controls.segments(
        "lang",
        say("frame.language"),
        LANGUAGES,
        "th",
        say,
        lambda code: {"th": "ไทย", "en": "English"}[code],
        width="stretch",
    )


def header(view: View, title: str) -> None:
    """The mark of simulated data, the screen's title and whose figures these are."""
    say = view.say
    if view.version.is_simulated:
        st.warning(
            say("edition.demo.explained"), title=say("edition.demo.long"), icon=":material/science:"
        )
    st.title(title, anchor=False)
    st.markdown(f"**{view.office_name}** · {say('edition.' + view.version.edition + '.long')}")


def footer(view: View) -> None:
    """The version and where the figures come from, under every screen."""
    facts = loaders.version_facts(view.version).iloc[0]
    st.divider()
    key = "frame.footer_simulated" if view.version.is_simulated else "frame.footer"
    st.caption(
        view.say(
            key, version=view.version.version_id, built=f"{facts['built_at']:%Y-%m-%d %H:%M} UTC"
        )
    )


def _office_option(office: Any, say: Say) -> str:  # noqa: ANN401 - a row of the mart
    name = say.pick(th=office.short_name, en=f"{office.name_en} · {office.short_name}")
    extra = say.pick(th=office.name_en, en="")
    return " · ".join(filter(None, (name, extra, office.aliases)))
