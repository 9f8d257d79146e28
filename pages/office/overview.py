"""Overview: where our office stands, in ten seconds."""

import streamlit as st

from ita import exhibits, facts, loaders, selection
from pages.shared import controls, parts, show, view

shown = view.current()
say, version = shown.say, shown.version
years = loaders.office_years(version, shown.office_id)
options = selection.years_with_score(years)

if not options:
    parts.nothing_published(shown, years)
else:
    fiscal_year = controls.year(options, options[-1], shown.known_years, say)
    row = selection.row_of(years, fiscal_year)
    parts.overview_answers(shown, row)
    parts.key_figures(shown, row)
    instruments = loaders.instrument_scores(version, shown.office_id)
    st.markdown(facts.bullets(facts.overview.sentences(say, row, instruments)))
    parts.where_from(shown, row)
    show.chart(exhibits.trend(shown), shown)
    st.caption(say("overview.marks"))
    parts.best_and_weakest(shown, fiscal_year)
    st.subheader(say("overview.not_known"), anchor=False)
    st.markdown(facts.bullets(facts.overview.not_known(say, row, loaders.coverage(version))))
