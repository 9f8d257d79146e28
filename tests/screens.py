"""What the tests of charts, files and screens share: every view there is, and what a reader sees in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pandas as pd
from streamlit.testing.v1 import AppTest

from ita import evidence, loaders, selection
from ita.charts import changes, gaps, ranking, score_trend
from ita.charts import items as item_charts
from ita.charts.describe import Chart
from ita.pointer import EDITIONS, Version
from ita.stamp import Stamp
from ita.tables import Table
from ita.wording import LANGUAGES, Language, Say, catalogue
from ita.wording.labels import office_label
from pages.shared.frame import SECTIONS

ROOT = Path(__file__).resolve().parent.parent
HOME = "p-kalasin-2"
THAI = re.compile("[\u0e01-\u0e4e]")


# Views


@dataclass(frozen=True)
class View:
    """One screen in one edition and language."""

    screen: str
    file: str
    path: str
    edition: str
    language: Language

    @property
    def say(self) -> Say:
        """The words of its language."""
        return Say(self.language)

    @property
    def title(self) -> str:
        """Its heading."""
        return self.say(f"{self.screen}.title")

    @property
    def query(self) -> dict[str, str]:
        """The address of the view; defaults are said too, which no page may mind."""
        return {"edition": self.edition, "lang": self.language}

    def address(self, **query: str) -> str:
        """Where it is found on the server, as short as the dashboard itself writes it."""
        usual = {"edition": "published", "lang": "th"}
        asked = {key: value for key, value in self.query.items() if value != usual[key]} | query
        path = "" if self.path == SCREENS[0][3] else self.path  # the first is the plain address
        return path + (f"?{urlencode(asked)}" if asked else "")

    def __str__(self) -> str:
        return f"{self.screen}-{self.edition}-{self.language}"


SCREENS = [screen for section in SECTIONS.values() for screen in section]
VIEWS = [
    View(key, file, path, edition, language)
    for (file, key, _icon, path), edition, language in product(SCREENS, EDITIONS, LANGUAGES)
]


def view_of(screen: str, edition: str = "published", language: Language = "th") -> View:
    """The view of a screen."""
    wanted = (screen, edition, language)
    return next(v for v in VIEWS if (v.screen, v.edition, v.language) == wanted)


# Charts and tables as the pages make them


def home_of(version: Version) -> str:
    """The office an edition is seen from."""
    return str(loaders.version_facts(version)["home_office_id"].iloc[0])


def stamp_of(version: Version, language: Language, office_id: str | None = None) -> Stamp:
    """The stamp of a view."""
    offices = loaders.offices(version).set_index("office_id")
    office = offices.loc[office_id or home_of(version)].to_dict()
    return Stamp(version, Say(language), office_label(Say(language), office))


def trend_of(
    version: Version,
    language: Language = "th",
    office_id: str | None = None,
    *,
    target: float | None = None,
    comparability: pd.DataFrame | None = None,
) -> Chart:
    """The trend of an office, the home office when none is named."""
    office = office_id or home_of(version)
    kind = loaders.offices(version).set_index("office_id").loc[office, "office_type"]
    say = Say(language)
    names = {"all": say("benchmark.national_mean"), kind: say("benchmark.type_mean")}
    return score_trend.score_trend(
        loaders.office_years(version, office),
        loaders.grade_bands(version),
        selection.means_of_total(loaders.benchmarks(version), kind, names),
        loaders.comparability(version) if comparability is None else comparability,
        stamp_of(version, language, office),
        target=target,
    )


def change_year(version: Version, office_id: str | None = None) -> int:
    """The last year whose total compares with the one before."""
    found = loaders.office_changes(version, office_id or home_of(version))
    return int(found["fiscal_year"].iloc[-1])


def change_waterfall_of(
    version: Version,
    language: Language = "th",
    office_id: str | None = None,
    fiscal_year: int | None = None,
) -> Chart:
    """What a change is made of, of the latest year when none is named."""
    office = office_id or home_of(version)
    year = fiscal_year or change_year(version, office)
    change = selection.row_of(loaders.office_changes(version, office), year)
    parts = loaders.indicator_changes(version, office, year)
    return changes.change_waterfall(change, parts, stamp_of(version, language, office))


def change_tide_of(
    version: Version, language: Language = "th", office_id: str | None = None
) -> Chart:
    """Own changes beside those of all offices."""
    office = office_id or home_of(version)
    found = loaders.office_changes(version, office)
    stamp = stamp_of(version, language, office)
    return changes.change_tide(found, change_year(version, office), stamp)


def percentile_track_of(
    version: Version, language: Language = "th", office_id: str | None = None
) -> Chart:
    """Rank and percentile over the years."""
    office = office_id or home_of(version)
    ranked = loaders.office_years(version, office).dropna(subset=["rank", "percentile"])
    stamp = stamp_of(version, language, office)
    return changes.percentile_track(ranked, loaders.comparability(version), stamp)


def last_ranking(version: Version) -> tuple[int, pd.DataFrame]:
    """The latest year with a ranking, and the ranking."""
    year = int(selection.ranked_years(loaders.years(version))[-1])
    return year, loaders.ranking(version, year)


def rank_curve_of(
    version: Version, language: Language = "th", office_id: str | None = None
) -> Chart:
    """The curve of places of the latest ranked year."""
    year, places = last_ranking(version)
    office = office_id or home_of(version)
    return ranking.rank_curve(places, office, year, stamp_of(version, language, office))


def score_strip_of(
    version: Version, language: Language = "th", office_id: str | None = None
) -> Chart:
    """The strip of scores of the latest ranked year."""
    year, places = last_ranking(version)
    office = office_id or home_of(version)
    stamp = stamp_of(version, language, office)
    return ranking.score_strip(places, office, year, loaders.grade_bands(version), stamp)


def measured_office(version: Version) -> tuple[str, int]:
    """An office and year whose indicators differ from full marks."""
    return ("p-sakonnakhon-1", 2566) if version.edition == "published" else (home_of(version), 2565)


def known_gaps(version: Version, benchmark_kind: str) -> pd.DataFrame:
    """The indicators of that office and year which can be compared."""
    compared = selection.compared(
        loaders.indicator_gaps(version, *measured_office(version)), benchmark_kind
    )
    return compared.dropna(subset=["score", "benchmark"])


def indicator_effects_of(version: Version, language: Language = "th") -> Chart:
    """Effects against full marks."""
    office, year = measured_office(version)
    stamp = stamp_of(version, language, office)
    kind = "full_marks"
    return gaps.indicator_effects(known_gaps(version, kind), year, kind, stamp)


def indicator_spread_of(version: Version, language: Language = "th") -> Chart:
    """Own scores in the spread of all offices; only the demo edition knows one."""
    office, year = measured_office(version)
    stamp = stamp_of(version, language, office)
    return gaps.indicator_spread(known_gaps(version, "national_median"), year, stamp)


def indicator_levels_of(version: Version, language: Language = "th") -> Chart:
    """Own scores beside full marks."""
    office, year = measured_office(version)
    stamp = stamp_of(version, language, office)
    return gaps.indicator_levels(known_gaps(version, "full_marks"), year, "full_marks", stamp)


def sub_indicator_levels_of(version: Version, language: Language = "th") -> Chart:
    """OIT sub-indicators of an office all of whose items are known."""
    year = 2566 if version.edition == "published" else 2565
    home = home_of(version)
    subs = loaders.sub_indicator_gaps(version, home, year)
    listed = loaders.item_gaps(version, home, year)
    return item_charts.sub_indicator_levels(subs, listed, year, stamp_of(version, language))


def item_worth_of(
    version: Version, language: Language = "th", office_id: str | None = None
) -> Chart:
    """What an item of FY2565 is worth."""
    office = office_id or home_of(version)
    worths = selection.listed_worths(loaders.item_worths(version), 2565)
    items = loaders.item_gaps(version, office, 2565)
    return item_charts.item_worth(worths, items, 2565, stamp_of(version, language, office))


CHARTS = {
    "score_trend": trend_of,
    "change_waterfall": change_waterfall_of,
    "change_tide": change_tide_of,
    "percentile_track": percentile_track_of,
    "rank_curve": rank_curve_of,
    "score_strip": score_strip_of,
    "indicator_effects": indicator_effects_of,
    "indicator_levels": indicator_levels_of,
    "indicator_spread": indicator_spread_of,
    "sub_indicator_levels": sub_indicator_levels_of,
    "item_worth": item_worth_of,
}
NOT_PUBLISHED = {
    (name, "published")
    for name in ("indicator_spread", "change_waterfall", "change_tide", "percentile_track")
}


def tables_of(version: Version, language: Language) -> list[Table]:
    """Every table a reader can download, the twins of charts included."""
    stamp = stamp_of(version, language)
    home = home_of(version)
    items = loaders.item_gaps(version, home, 2566)
    twins = [
        make(version, language).table()
        for name, make in CHARTS.items()
        if (name, version.edition) not in NOT_PUBLISHED
    ]
    return [
        *twins,
        item_charts.item_table(items, 2566, stamp),
        evidence.coverage_table(loaders.coverage(version), stamp),
        evidence.finding_list(loaders.findings(version), stamp),
        evidence.finding_table(loaders.findings(version), stamp),
        evidence.file_table(loaders.sources(version), stamp),
        evidence.source_table(loaders.sources(version), stamp),
        evidence.context_table(loaders.context_figures(version), stamp),
        evidence.codebook_table(loaders.mart_columns(version), stamp),
        evidence.weight_table(loaders.methods(version), stamp),
        evidence.band_table(loaders.grade_bands(version), stamp),
        evidence.comparability_table(loaders.comparability(version), stamp),
        evidence.glossary_table(stamp),
    ]


# Screens without a browser


def opened(view: View, *, timeout: float = 30, **query: str) -> AppTest:
    """The view in Streamlit's own test bench, with more of the address added or changed."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=timeout)
    if view.path != SCREENS[0][3]:  # the first is where an address without a path leads
        app.switch_page(view.file)
    app.query_params = view.query | query
    # The test bench looks for custom components, of which there are none, for longer than the page takes.
    with patch("streamlit.components.v2.manifest_scanner.scan_component_manifests", list):
        return app.run()


_SHOWN = (
    "body",
    "title",
    "label",
    "help",
    "alt",
    "delta",
    "delta_description",
    "placeholder",
)


def texts(app: AppTest) -> list[str]:
    """Every text of the page that a reader sees or hears, but for the cells of tables."""
    nodes = [*app.main, *app.sidebar]
    protos = (node.proto for node in nodes if getattr(node, "proto", None) is not None)
    shown = [getattr(proto, name, "") for proto in protos for name in _SHOWN]
    return [text for text in chain(shown, cells_of_prose(app)) if isinstance(text, str) and text]


def charts_in(app: AppTest) -> list:
    """The charts of a page."""
    return [node for node in app.main if node.type == "plotly_chart"]


def controls_in(app: AppTest) -> list:
    """The widgets by which a reader changes the view."""
    widgets = (app.selectbox, app.multiselect, app.button_group, app.text_input, app.number_input)
    return [widget for of_kind in widgets for widget in of_kind]


def control(app: AppTest, name: str) -> Any:
    """The widget that stands for a part of the address."""
    return next(widget for widget in controls_in(app) if widget.key == f"control-{name}")


def refusals(app: AppTest, view: View) -> list[str]:
    """The messages that a value of the address could not be followed."""
    template = catalogue()["frame.link_value"][view.language]
    pattern = re.sub(r"\\{\w+\\}", ".*", re.escape(template))
    return [message.value for message in app.info if re.fullmatch(pattern, message.value)]


def cells_of_prose(app: AppTest) -> Iterator[str]:
    """The cells and titles of the tables that are written out."""
    for table in app.table:
        yield from map(str, table.value.columns)
        yield from map(str, table.value.to_numpy().ravel())


@lru_cache
def said_in(language: Language) -> list[str]:
    """The sentences of the catalogue in one language that the other does not have: literal parts only."""
    other = "en" if language == "th" else "th"
    of_both = " ".join(entry[other] for entry in catalogue().values())
    pieces = {
        piece.strip(" ·:,.()“”—–-\n")
        for entry in catalogue().values()
        for piece in re.split(r"\{[^}]*\}|<br>|\*\*", entry[language])
    }
    is_sentence = {
        "th": lambda piece: len(THAI.findall(piece)) >= 20,
        "en": lambda piece: len(re.findall(r"[A-Za-z]{2,}", piece)) >= 3,
    }[language]
    return sorted(piece for piece in pieces if is_sentence(piece) and piece not in of_both)
