"""The frame around every screen: navigation, settings, simulated-data banner, header and footer."""

import streamlit as st
from streamlit.navigation.page import Page

from ita import loaders
from ita.facts import plain
from ita.pointer import EDITIONS
from ita.view import View
from ita.wording import LANGUAGES, Say
from ita.wording.labels import moment
from pages.shared import address, controls, office_lists, paper
from pages.shared.view import carried_params

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
    "present": (
        ("pages/present/story.py", "story", "co_present", "story"),
        ("pages/present/claims.py", "claims", "rule", "claims"),
    ),
    "evidence": (
        ("pages/data/sources.py", "sources", "fact_check", "sources"),
        ("pages/data/imports.py", "imports", "upload_file", "imports"),
    ),
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
                params = {**carried_params(), **address.left_at(screen.url_path)}
                st.page_link(screen, query_params=params, width="stretch")
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
            forgets=address.forgotten_with("edition"),
            width="stretch",
        )
        language(say)


def _office(view: View) -> None:
    """The home office; a new one leaves behind what was tried for the one before."""
    say = view.say
    always = tuple(dict.fromkeys((view.office_id, view.default_office_id)))
    found = office_lists.offered(view, "find", say("frame.find_office"), always)
    controls.choice(
        "office",
        say("frame.office"),
        [*(office_id for office_id in always if office_id not in found), *found],
        view.default_office_id,
        say,
        shown_as=office_lists.names(view.version, say).__getitem__,
        forgets=address.forgotten_with("office"),
        filter_mode="contains",
    )


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
    st.markdown(
        f"**{plain(view.office_name)}** · {say('edition.' + view.version.edition + '.long')}"
    )
    controls.tell_of_strangers(say)
    paper.lay_out(_origin(view))


def footer(view: View) -> None:
    """The version and where the figures come from, under every screen."""
    facts = loaders.version_facts(view.version).iloc[0]
    st.divider()
    key = "frame.footer_simulated" if view.version.is_simulated else "frame.footer"
    built = moment(view.say, facts["built_at"])
    st.caption(view.say(key, version=view.version.version_id, built=built))


def _origin(view: View) -> str:
    """Edition, source and version, in a line."""
    stamp = view.stamp
    mark = stamp.watermark or view.say(f"edition.{view.version.edition}.long")
    sources = stamp.source_line(" · ".join(stamp.source_names))
    return f"{view.office_name} · {mark} · {sources}"
