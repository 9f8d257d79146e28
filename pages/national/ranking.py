"""Ranking: all places of a year, known or not."""

import streamlit as st

from ita import facts, selection
from ita.charts import ranking as charts
from pages.shared import controls, loaders, show, view

shown = view.current()
say, version = shown.say, shown.version
options = selection.ranked_years(loaders.years(version))
if not options:
    st.info(say("ranking.none"))
    st.stop()
fiscal_year = controls.year(options, options[-1], shown.known_years, say)
ranking = loaders.ranking(version, fiscal_year)
bands = loaders.grade_bands(version)

show.chart(charts.rank_curve(ranking, shown.office_id, fiscal_year, shown.stamp), shown)
st.markdown(facts.bullets(facts.ranking.sentences(say, ranking, shown.office_id)))
show.chart(charts.score_strip(ranking, shown.office_id, fiscal_year, bands, shown.stamp), shown)

st.subheader(say("ranking.table_heading"), anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    text = controls.search("q", say("ranking.search"), say("ranking.search_hint"))
    filters = controls.ranking_filters(ranking, say)
called = selection.offices_called(shown.offices, text) if text else None
wanted = None if called is None else list(called["office_id"])
kept = selection.ranking_of(ranking, wanted, **filters)
st.caption(facts.ranking.kept(say, kept, ranking, called))
show.table(charts.ranking_table(kept, fiscal_year, shown.stamp), shown, rows_in_sight=16)
