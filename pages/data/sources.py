"""Sources and quality: what is known, what is doubtful, who decided what, and by which rules."""

import streamlit as st

from ita import evidence, loaders
from pages.shared import controls, show, view

shown = view.current()
say, version, stamp = shown.say, shown.version, shown.stamp
part = controls.part(evidence.PARTS, say, lambda name: say(f"sources.{name}.short"))
st.subheader(say(f"sources.{part}.title"), anchor=False)
st.markdown(say(f"sources.{part}.explained"))
tables = {
    "coverage": lambda: [evidence.coverage_table(loaders.coverage(version), stamp)],
    "findings": lambda: [
        evidence.finding_list(loaders.findings(version), stamp),
        evidence.finding_table(loaders.findings(version), stamp),
    ],
    "files": lambda: [
        evidence.file_table(loaders.sources(version), stamp),
        evidence.source_table(loaders.sources(version), stamp),
        evidence.context_table(loaders.context_figures(version), stamp),
    ],
    "codebook": lambda: [evidence.codebook_table(loaders.mart_columns(version), stamp)],
    "method": lambda: [
        evidence.weight_table(loaders.methods(version), stamp),
        evidence.band_table(loaders.grade_bands(version), stamp),
        evidence.comparability_table(loaders.comparability(version), stamp),
    ],
    "glossary": lambda: [evidence.glossary_table(stamp)],
}
for table in tables[part]():
    st.markdown(f"**{table.title}**")
    show.table(table, shown, rows_in_sight=20)
