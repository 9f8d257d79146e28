"""A table to take along without a file: a button that copies it, and the same table for paper.

The browser draws a grid on a canvas, which gives its cells neither to the clipboard nor to a printer.
"""

import json
from pathlib import Path

import streamlit as st

from ita.report.spreadsheet import text_to_paste
from ita.tables import Table
from ita.view import View

_HERE = Path(__file__).parent
_HTML = '<button type="button"></button><span role="status"></span><div class="paper"></div>'
_draw = st.components.v2.component(
    "copied_table",
    html=_HTML,
    css=(_HERE / "copying.css").read_text(encoding="utf-8"),
    js=(_HERE / "copying.js").read_text(encoding="utf-8"),
)


def button(copied: Table, total: int, view: View, key: str, grid: str) -> None:
    """The button, of so many of ``total`` rows; on paper the table itself in place of its grid.

    A table of sentences, which the browser does not draw as a grid, prints as it is.
    """
    say, rows = view.say, len(copied.rows)
    done = "table.copied" if rows == total else "table.copied_part"
    told = {
        "text": text_to_paste(copied, view.stamp),
        "grid": "" if copied.is_prose else grid,
        "label": say("table.copy"),
        "help": say("table.copy_help", title=copied.title, rows=rows),
        "copied": say(done, rows=rows, total=total),
        "failed": say("table.copy_failed"),
    }
    # As bytes, since Streamlit writes each Thai letter of a dictionary as six.
    _draw(key=key, data=json.dumps(told, ensure_ascii=False).encode(), width="content")
