"""Indicator gaps: where points are lost, what an item is worth, what to fix first."""

import streamlit as st

from ita import facts, selection
from ita.charts import gaps as charts
from pages.shared import controls, loaders, parts, show, view

shown = view.current()
say, version = shown.say, shown.version
years = loaders.gap_years(version, shown.office_id)
options, default = selection.gap_year_options(years)
with st.container(horizontal=True, vertical_alignment="bottom"):
    fiscal_year = controls.year(options, default, shown.known_years, say)
    benchmark_kind = controls.benchmark(say)

gaps = loaders.indicator_gaps(version, shown.office_id, fiscal_year)
items = loaders.item_gaps(version, shown.office_id, fiscal_year)
worths = selection.listed_worths(loaders.item_worths(version), fiscal_year)
compared = selection.compared(gaps, benchmark_kind)
st.markdown(facts.bullets(facts.gaps.sentences(say, compared, items, fiscal_year)))

st.subheader(say("gaps.indicators"), anchor=False)
against = compared.dropna(subset=["score", "benchmark"])
if not against["effect"].any():
    parts.no_gap(shown, compared, fiscal_year, benchmark_kind)
else:
    show.chart(charts.indicator_effects(against, fiscal_year, benchmark_kind, shown.stamp), shown)
show.table(charts.gap_table(compared, fiscal_year, shown.stamp), shown)

st.subheader(say("gaps.spread"), anchor=False)
spread = compared.dropna(subset=["score", "median"])
if spread.empty:
    st.info(say("gaps.no_spread", year=fiscal_year))
else:
    show.chart(charts.indicator_spread(spread, fiscal_year, shown.stamp), shown)

st.subheader(say("gaps.items"), anchor=False)
if worths.empty:
    st.info(say("gaps.no_items", year=fiscal_year))
else:
    show.chart(charts.item_worth(worths, items, fiscal_year, shown.stamp), shown)
    show.table(charts.item_table(items, fiscal_year, shown.stamp), shown)
