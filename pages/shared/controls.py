"""Controls whose state is the address: read before a control is drawn, written when it changes.

Codes go into the URL, not labels, so a link is short and opens the same view in either language.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ita.facts import plain
from ita.selection import ALL
from ita.wording import Say

_LONGEST_SHOWN = 40
BENCHMARK_KINDS = ("full_marks", "national_mean", "national_median", "top_decile", "type_mean")


def choice(
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    say: Say,
    *,
    shown_as: Callable[[str], str],
    widget: Callable[..., Any] = st.selectbox,
    forgets: Sequence[str] = (),
    elsewhere: Sequence[str] = (),
    **appearance: Any,  # noqa: ANN401 - handed on to the widget
) -> str:
    """The chosen one of ``options``; a URL value that is none of them is named and the default used.

    A new choice takes the values named in ``forgets`` out of the address. Values of ``elsewhere``
    belong to other screens: they fall back to the default without a word.
    """
    wanted = st.query_params.get(name, default)
    value = wanted if wanted in options else default
    st.session_state[_widget_key(name)] = value
    widget(
        label,
        options,
        key=_widget_key(name),
        format_func=shown_as,
        on_change=_write,
        args=(name, default, forgets),
        **appearance,
    )
    if value != wanted and wanted not in elsewhere:
        _tell_of_link(say, label, wanted, shown_as(value))
    return value


def segments(
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    say: Say,
    shown_as: Callable[[str], str],
    **appearance: Any,  # noqa: ANN401 - handed on to the widget
) -> str:
    """A choice among a few options that all stay in sight."""
    return choice(
        name,
        label,
        options,
        default,
        say,
        shown_as=shown_as,
        widget=st.segmented_control,
        required=True,
        **appearance,
    )


def search(name: str, label: str, placeholder: str) -> str:
    """The text looked for, trimmed; empty for none."""
    st.session_state[_widget_key(name)] = st.query_params.get(name, "")
    st.text_input(
        label, key=_widget_key(name), placeholder=placeholder, on_change=_write, args=(name, "")
    )
    return st.query_params.get(name, "").strip()


def number(
    name: str,
    label: str,
    say: Say,
    *,
    lowest: float,
    highest: float,
    step: float,
    explained: str,
) -> float | None:
    """A number within bounds, or None when left empty; anything else in the URL counts as empty."""
    st.session_state[_widget_key(name)] = _number_in_url(name, lowest, highest)
    st.number_input(
        label,
        min_value=lowest,
        max_value=highest,
        step=step,
        value=None,
        format="%.2f",
        key=_widget_key(name),
        help=explained,
        on_change=_write,
        args=(name, None),
        width=320,
    )
    value = _number_in_url(name, lowest, highest)
    wanted = st.query_params.get(name, "")
    if wanted and value is None:
        _tell_of_link(say, label, wanted, say("frame.nothing"))
    return value


def year(options: Sequence[str], default: str, known: Sequence[str], say: Say) -> int:
    """The fiscal year to look at; ``known`` are the years any screen of the edition has."""
    return int(
        choice(
            "year",
            say("frame.year"),
            options,
            default,
            say,
            shown_as=lambda option: say("year.long", year=option),
            elsewhere=known,
            width=220,
        )
    )


def benchmark(say: Say) -> str:
    """What indicators are compared with."""
    return choice(
        "against",
        say("gaps.against"),
        BENCHMARK_KINDS,
        BENCHMARK_KINDS[0],
        say,
        shown_as=lambda kind: say(f"benchmark.{kind}"),
        width=320,
    )


def ranking_filters(ranking: pd.DataFrame, say: Say) -> dict[str, str]:
    """Filters of the ranking by column; ``all`` keeps everything."""
    english = dict(zip(ranking["region"], ranking["region_en"], strict=True))
    return {
        "office_type": _filter("type", "office_type", ranking, say, _in_words("office_type", say)),
        "region": _filter(
            "region", "region", ranking, say, lambda code: say.pick(th=code, en=english[code])
        ),
        "grade": _filter("grade", "grade", ranking, say, _in_words("grade", say)),
    }


def _in_words(group: str, say: Say) -> Callable[[str], str]:
    return lambda code: say(f"{group}.{code}")


def _filter(
    name: str, column: str, ranking: pd.DataFrame, say: Say, words: Callable[[str], str]
) -> str:
    return choice(
        name,
        say(f"column.{column}"),
        [ALL, *sorted(ranking[column].dropna().unique())],
        ALL,
        say,
        shown_as=lambda code: say("ranking.all") if code == ALL else words(code),
        width=220,
    )


def _tell_of_link(say: Say, label: str, wanted: str, used: str) -> None:
    """Say that the address asks for something this page does not have."""
    shown = wanted if len(wanted) <= _LONGEST_SHOWN else f"{wanted[:_LONGEST_SHOWN]}…"
    st.info(say("frame.link_value", name=label, wanted=plain(shown), used=used))


def _number_in_url(name: str, lowest: float, highest: float) -> float | None:
    text = st.query_params.get(name, "")
    is_number = text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
    return float(text) if is_number and lowest <= float(text) <= highest else None


def _write(name: str, default: object, forgets: Sequence[str] = ()) -> None:
    value = st.session_state[_widget_key(name)]
    for forgotten in forgets:
        st.query_params.pop(forgotten, None)
    if value in (None, "", default):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = f"{value:g}" if isinstance(value, float) else str(value)


def _widget_key(name: str) -> str:
    return f"control-{name}"
