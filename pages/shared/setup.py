"""The screen shown while an edition has no usable warehouse: builds it, tells each step."""

import logging
import subprocess
import sys
from pathlib import Path

import streamlit as st

from ita.store import Edition
from ita.wording import Say

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND: dict[Edition, str] = {"published": "build", "demo": "demo"}
_log = logging.getLogger(__name__)


def build(edition: Edition, say: Say) -> None:
    """Build the edition's warehouse in a process of its own, then show the screen that was asked for."""
    st.title(say("setup.title"), anchor=False)
    st.markdown(say("setup.explained"))
    command = [sys.executable, "-m", "etl", _COMMAND[edition], "--if-needed"]
    with st.status(say("setup.building"), expanded=True) as status:
        process = subprocess.Popen(  # noqa: S603 - a fixed command of our own
            command,
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=None,
        )
        told = []
        for line in process.stdout or ():
            told.append(line.rstrip())
            st.markdown(told[-1])
        if process.wait() == 0:
            status.update(label=say("setup.built"), state="complete")
        else:
            status.update(label=say("setup.failed"), state="error")
    if process.returncode != 0:
        _log.error("building the %s edition failed:\n%s", edition, "\n".join(told))
        st.error(say("setup.what_to_do"), icon=":material/build:")
        st.button(say("setup.again"))
        st.stop()
    st.rerun()
