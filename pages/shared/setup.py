"""The screen shown while an edition has no usable warehouse: builds it, tells each step."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import streamlit as st

from ita.facts import plain
from ita.pointer import Edition, NoWarehouseError, Version, current_version
from ita.wording import Say

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND: dict[Edition, str] = {"published": "build", "demo": "demo"}
_log = logging.getLogger(__name__)


def build(edition: Edition, say: Say) -> None:
    """Build the edition's warehouse in a process of its own, then show the screen asked for.

    A build that changed nothing would only lead back here, so it counts as failed.
    """
    st.title(say("setup.title"), anchor=False)
    st.markdown(say("setup.explained"))
    before = _current(edition)
    with st.status(say("setup.building"), expanded=True) as status:
        told = []
        with _builder(edition) as process:
            for line in process.stdout or ():
                told.append(line.rstrip())
                st.markdown(plain(told[-1]))
        is_built = process.returncode == 0 and _current(edition) != before
        if is_built:
            status.update(label=say("setup.built"), state="complete")
        else:
            status.update(label=say("setup.failed"), state="error")
    if is_built:
        st.rerun()
    _log.error("building the %s edition failed:\n%s", edition, "\n".join(told))
    st.error(say("setup.what_to_do"), icon=":material/build:")
    st.button(say("setup.again"))


def not_allowed(path: Path, say: Say) -> None:
    """Tell which file the server may not read; building would not change that."""
    _log.error("%s", Say("en")("disk.not_allowed_to_read", place=path))
    st.title(say("setup.not_allowed"), anchor=False)
    st.error(plain(say("disk.not_allowed_to_read", place=path)), icon=":material/lock:")
    st.button(say("setup.again"))


def _builder(edition: Edition) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - a fixed command of our own
        [sys.executable, "-m", "etl", _COMMAND[edition], "--if-needed"],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def _current(edition: Edition) -> Version | None:
    try:
        return current_version(edition)
    except NoWarehouseError:
        return None
