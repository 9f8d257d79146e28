"""Compare: our office beside up to five others, and those who once stood where we stand."""

import streamlit as st

from ita import facts, peers
from ita.charts import compare as charts
from pages.shared import compare_parts, loaders, show, view

shown = view.current()
say, version, stamp = shown.say, shown.version, shown.stamp
who, results, similar = st.container(), st.container(), st.container()

with who:
    fiscal_year = compare_parts.fiscal_year(shown)
with similar:
    st.subheader(say("compare.similar"), anchor=False)
    rule = compare_parts.peer_rule(shown, fiscal_year)
    alike = loaders.peers(version, shown.office_id, rule)
    compare_parts.similar_offices(shown, rule, alike)
with who:
    office_ids = compare_parts.offices_beside(shown, alike)

years = loaders.compared_years(version, office_ids)
indicators = loaders.compared_indicators(version, office_ids, fiscal_year)
totals = peers.side_by_side(years, office_ids, fiscal_year)
against = peers.against_others(indicators, shown.office_id)
with results:
    if len(office_ids) == 1:
        st.info(say("compare.nobody", year=fiscal_year), icon=":material/search_off:")
    st.markdown(facts.bullets(facts.compare.sentences(say, totals, against, fiscal_year)))
    st.subheader(say("compare.totals", year=fiscal_year), anchor=False)
    show.table(charts.totals_table(totals, fiscal_year, stamp), shown)

    st.subheader(say("compare.years_heading"), anchor=False)
    if years["score"].notna().any():
        show.chart(compare_parts.totals_chart(shown, office_ids, fiscal_year), shown)
    else:
        st.info(say("compare.years_none"), icon=":material/search_off:")

    st.subheader(say("compare.indicators_heading"), anchor=False)
    if against.empty:
        reason = facts.compare.why_no_indicators(say, indicators, shown.office_id, fiscal_year)
        st.info(reason, icon=":material/search_off:")
    else:
        show.chart(compare_parts.indicator_chart(shown, office_ids, fiscal_year), shown)

st.subheader(say("compare.risers"), anchor=False)
compare_parts.risers(shown, indicators, fiscal_year)

st.subheader(say("compare.share"), anchor=False)
compare_parts.link(shown, office_ids)
