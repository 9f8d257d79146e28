"""Any screen on A4: nothing cut, nothing of the browser's frame, and on each page what it is of."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_lay_out = st.components.v2.component(
    "paper",
    html='<style class="foot"></style>',
    css=(_HERE / "paper.css").read_text(encoding="utf-8"),
    js=(_HERE / "paper.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def lay_out(line: str) -> None:
    """Print the screen as a page of a report, with this line at the foot of each page."""
    _lay_out(key="paper", data={"line": line})
