"""Controls whose state is the address: read before a control is drawn, written when it changes.

Codes go into the URL, not labels, so a link is short and opens the same view in either language.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from ita.facts import plain
from ita.peers import PeerRule
from ita.selection import ALL, OURS, PAGE_ROWS
from ita.wording import Say
from pages.shared import links
from pages.shared.address import NAMES

_LONGEST_SHOWN = 40
_FEW = 5
BENCHMARK_KINDS = (
    "full_marks",
    "national_mean",
    "national_median",
    "top_decile",
    "type_mean",
    "known_mean",
    "last_year",
    "peers",
    "target",
)


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
    meant = _meant(wanted, options)
    value = default if meant is None else meant
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
    if meant is None and value != wanted and wanted not in elsewhere:
        tell_of_link(say, label, wanted, shown_as(value))
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


def part(options: Sequence[str], say: Say, shown_as: Callable[[str], str]) -> str:
    """The part of the screen to look at."""
    return segments("part", say("control.part"), options, options[0], say, shown_as)


def search(name: str, label: str, placeholder: str, forgets: Sequence[str] = ()) -> str:
    """The text looked for, trimmed; empty for none."""
    st.session_state[_widget_key(name)] = st.query_params.get(name, "")
    st.text_input(
        label,
        key=_widget_key(name),
        placeholder=placeholder,
        on_change=_write,
        args=(name, "", tuple(forgets)),
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
        tell_of_link(say, label, wanted, say("frame.nothing"))
    return value


def amount(
    name: str,
    label: str,
    default: float,
    say: Say,
    *,
    lowest: float,
    highest: float,
    widget: Callable[..., Any] = st.number_input,
    **appearance: Any,  # noqa: ANN401 - handed on to the widget
) -> float:
    """A number that is always there: ``default`` until another within bounds is chosen."""
    wanted = _number_in_url(name, lowest, highest)
    value = type(default)(default if wanted is None else wanted)
    st.session_state[_widget_key(name)] = value
    widget(
        label,
        min_value=type(default)(lowest),
        max_value=type(default)(highest),
        key=_widget_key(name),
        on_change=_write,
        args=(name, default),
        **appearance,
    )
    asked = st.query_params.get(name, "")
    if asked and wanted is None:
        tell_of_link(say, label, asked, f"{value:g}")
    return value


def back_to_default(label: str, names: Sequence[str]) -> None:
    """A button that takes the values of some controls out of the address; idle when none is there."""
    st.button(
        label,
        key=_widget_key("back"),
        icon=":material/undo:",
        disabled=not any(name in st.query_params for name in names),
        on_click=_forget,
        args=tuple(names),
    )


def several(
    name: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    say: Say,
    *,
    shown_as: Callable[[str], str],
    widget: Callable[..., Any] = st.multiselect,
    **appearance: Any,  # noqa: ANN401 - handed on to the widget
) -> list[str]:
    """Some of ``options``, in their order; codes of the address that are none of them are named.

    In the address stand the codes added to ``default`` and, with a minus, those taken from it.
    """
    told = {
        code[: len(code) - len(bare)] + (_meant(bare, options) or bare)
        for code in st.query_params.get(name, "").split("_")
        for bare in [code.removeprefix("-")]
    }
    wanted = (told | set(default)) - {code.removeprefix("-") for code in told if code[:1] == "-"}
    value = [option for option in options if option in wanted]
    st.session_state[_widget_key(name)] = value
    widget(
        label,
        options,
        key=_widget_key(name),
        format_func=shown_as,
        on_change=_write_several,
        args=(name, tuple(default)),
        **appearance,
    )
    unknown = sorted({code.removeprefix("-") for code in told if code} - set(options))
    if unknown:
        more = "…" if len(value) > _FEW else ""
        used = ", ".join(map(shown_as, value[:_FEW])) + more or say("frame.nothing")
        tell_of_link(say, label, ", ".join(unknown), used)
    return value


def wanted_offices() -> list[str] | None:
    """The ids of the offices the address names beside ours, or None where it names none."""
    text = st.query_params.get("with", "")
    return text.split(",") if text else None


def offices(
    label: str,
    options: Sequence[str],
    value: Sequence[str],
    default: Sequence[str],
    *,
    shown_as: Callable[[str], str],
    **appearance: Any,  # noqa: ANN401 - handed on to the widget
) -> None:
    """The offices beside ours; a new choice goes into the address as ids joined by commas."""
    st.session_state[_widget_key("with")] = list(value)
    st.multiselect(
        label,
        options,
        key=_widget_key("with"),
        format_func=shown_as,
        on_change=_write_offices,
        args=(tuple(default),),
        **appearance,
    )


def year(
    options: Sequence[str],
    default: str,
    known: Sequence[str],
    say: Say,
    forgets: Sequence[str] = (),
) -> int:
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
            forgets=forgets,
            width=220,
        )
    )


def benchmark(say: Say, missing: Sequence[str]) -> str:
    """What indicators are compared with; the ``missing`` are offered only where a link asks for them."""
    asked = st.query_params.get("against", "")
    return choice(
        "against",
        say("gaps.against"),
        [kind for kind in BENCHMARK_KINDS if kind not in missing or kind == asked],
        BENCHMARK_KINDS[0],
        say,
        shown_as=lambda kind: say(f"benchmark.{kind}"),
        width=320,
    )


def indicator_target(say: Say, default: float) -> float:
    """One score to compare every indicator with."""
    return amount(
        "target",
        say("gaps.target"),
        default,
        say,
        lowest=0.0,
        highest=100.0,
        step=1.0,
        format="%.2f",
        help=say("gaps.target_help"),
        width=240,
    )


def page(pages: int, say: Say) -> int:
    """The page of a list too long to show at once, counting from 1."""
    return int(
        amount("page", say("gaps.heat.page"), 1, say, lowest=1, highest=pages, step=1, width=160)
    )


def peer_rule(base_year: int, say: Say) -> PeerRule:
    """Who counts as similar by the total of ``base_year``, as the reader has set it."""
    return PeerRule(
        base_year,
        is_same_type=same_or_any("ptype", say("peers.type_label"), "type", "same", say),
        is_same_region=same_or_any("pregion", say("peers.region_label"), "region", "any", say),
        within=points("within", say("peers.within_label"), 2.0, say, highest=50.0),
    )


def same_or_any(name: str, label: str, subject: str, default: str, say: Say) -> bool:
    """Whether offices share our type or region."""
    code = segments(
        name,
        label,
        ("same", "any"),
        default,
        say,
        lambda option: say(f"peers.{subject}.{option}"),
    )
    return code == "same"


def points(name: str, label: str, default: float, say: Say, *, highest: float) -> float:
    """A distance in points, from half a point, to the cent."""
    chosen = amount(
        name,
        label,
        default,
        say,
        lowest=0.5,
        highest=highest,
        step=0.5,
        format="%.2f",
        width=260,
    )
    return round(chosen, 2)


def filter_options(rows: pd.DataFrame, say: Say) -> dict[str, dict[str, str]]:
    """What rows of offices can be filtered by: column -> code -> the reader's words."""
    named = {"region": ("region", "region_en"), "province_en": ("province", "province_en")}
    words = {
        column: dict(zip(rows[column], rows[say.pick(th=th, en=en)], strict=True))
        for column, (th, en) in named.items()
        if column in rows
    }
    for column in ("office_type", "grade"):
        codes = rows[column].dropna().unique() if column in rows else ()
        words[column] = {code: say(f"{column}.{code}") for code in codes}
    return {
        column: {code: of_code[code] for code in sorted(code for code in of_code if pd.notna(code))}
        for column, of_code in words.items()
    }


def matrix_choices(
    say: Say, orders: Mapping[str, str], options: Mapping[str, Mapping[str, str]]
) -> tuple[str, str, str, str]:
    """Order, direction, office type and region of the heat map; a change goes back to its first page.

    ``options`` as `filter_options` gives them.
    """
    restarts = ("page",)
    order = choice(
        "by",
        say("gaps.heat.order"),
        list(orders),
        "0",
        say,
        shown_as=lambda code: orders[code],
        forgets=restarts,
        width=260,
    )
    direction = segments(
        "dir",
        say("gaps.heat.direction"),
        ("best", "lowest"),
        "best",
        say,
        lambda code: say(f"gaps.heat.{code}"),
        forgets=restarts,
    )
    return (
        order,
        direction,
        _filter("type", "office_type", options, say),
        _filter("region", "region", options, say),
    )


def ranking_filters(options: Mapping[str, Mapping[str, str]], say: Say) -> dict[str, str]:
    """Filters of the ranking by column; ``all`` keeps everything. ``options`` as `filter_options`."""
    names = {"office_type": "type", "region": "region", "province_en": "province", "grade": "grade"}
    return {column: _filter(name, column, options, say) for column, name in names.items()}


def ranking_page(places: pd.DataFrame, starts: Mapping[str, int], say: Say) -> str:
    """The page of a long ranking; ``starts`` are the first rows of each."""
    pages = list(starts)
    if len(pages) == 1:
        return pages[0]
    positions = places["position"].to_numpy()

    def span(page: str) -> str:
        first, last = positions[starts[page] : starts[page] + PAGE_ROWS][[0, -1]]
        if page == OURS:
            return say("ranking.page_ours", first=first, last=last)
        return say("ranking.page_span", page=int(page), first=first, last=last)

    return choice("page", say("ranking.page"), pages, pages[0], say, shown_as=span, width=260)


def _filter(name: str, column: str, options: Mapping[str, Mapping[str, str]], say: Say) -> str:
    words = options[column]
    return choice(
        name,
        say(f"column.{column.removesuffix('_en')}"),
        [ALL, *words],
        ALL,
        say,
        shown_as=lambda code: say("ranking.all") if code == ALL else words[code],
        forgets=("page",),
        width=220,
    )


def tell_of_link(say: Say, label: str, wanted: str, used: str) -> None:
    """Say that the address asks for something this page does not have."""
    st.info(say("frame.link_value", name=label, wanted=_shown(say, wanted), used=used))


def tell_of_strangers(say: Say) -> None:
    """Say which names of the address nobody here knows, and which has more than one value."""
    asked = st.query_params
    unknown = [name for name in asked if name not in NAMES]
    if unknown:
        st.info(say("frame.link_names", names=_shown(say, ", ".join(unknown))))
    for name in asked:
        values = asked.get_all(name)
        if len(set(values)) > 1:
            told = {"name": name, "values": ", ".join(values), "used": values[-1]}
            st.info(
                say("frame.link_twice", **{key: _shown(say, text) for key, text in told.items()})
            )


def _shown(say: Say, text: str) -> str:
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return plain(links.seen(shown, say))


def _meant(wanted: str, options: Sequence[str]) -> str | None:
    """The option that is wanted, in small letters or capitals; None where there is none."""
    if wanted in options:
        return wanted
    return {option.casefold(): option for option in options}.get(wanted.casefold())


def _number_in_url(name: str, lowest: float, highest: float) -> float | None:
    text = st.query_params.get(name, "")
    is_number = text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()
    return float(text) if is_number and lowest <= float(text) <= highest else None


def _write(name: str, default: object, forgets: Sequence[str] = ()) -> None:
    value = st.session_state[_widget_key(name)]
    if value in (None, "", default):
        put({}, name, *forgets)
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
        put({name: text}, name, *forgets)


def _write_several(name: str, default: Sequence[str]) -> None:
    chosen = st.session_state[_widget_key(name)]
    added = [code for code in chosen if code not in default]
    taken = [f"-{code}" for code in default if code not in chosen]
    put({name: "_".join([*added, *taken])} if added or taken else {}, name)


def _write_offices(default: tuple[str, ...]) -> None:
    value = tuple(st.session_state[_widget_key("with")])
    put({} if value in ((), default) else {"with": ",".join(value)}, "with")


def _forget(*names: str) -> None:
    put({}, *names)


def put(values: Mapping[str, str], *instead_of: str) -> None:
    """The address with some names taken out and ``values`` put in, as one step to go back over."""
    kept = {name: text for name, text in st.query_params.items() if name not in instead_of}
    st.query_params.from_dict({**kept, **values})


def _widget_key(name: str) -> str:
    return f"control-{name}"
