"""Groups of offices: the spread of scores by type and region, and the provinces as a map of tiles."""

from functools import partial

import pandas as pd

from ita import reference
from ita.charts.axes import score_start, score_ticks
from ita.charts.describe import Axis, Cells, Chart, Dots, Texts
from ita.charts.rows import row_chart, spine
from ita.charts.words import in_words
from ita.facts import ranking as facts
from ita.facts.common import Row
from ita.stamp import Stamp
from ita.tables import Column, Table
from ita.wording.labels import labels

SPREAD_KINDS = ("office_type", "region")
_KNOWN_SHARE = 0.9
_TILE = 38
_NAME_CELLS = {"th": 3, "en": 4}
# First parts that several provinces share, as they are cut short in writing.
_HEADS = {
    "th": {
        "พระนครศรี": "",
        "นคร": "น.",
        "สมุทร": "ส.",
        "หนอง": "น.",
        "เชียง": "ช.",
        "เพชร": "พ.",
        "ชัย": "ช.",
        "สระ": "ส.",
    },
    "en": {
        "Phra Nakhon Si ": "",
        "Nakhon ": "N.",
        "Samut ": "S.",
        "Nong ": "N.",
        "Chiang ": "C.",
        "Chai ": "C.",
        "Phetcha": "P.",
        "Prachuap ": "P.",
        "Lamp": "L.",
    },
}
_LEADING_VOWELS = "เแโใไ"
_MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"


def with_known(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups with ``is_known``: at least nine in ten of the offices have a score."""
    is_known = (groups["known_offices"] >= _KNOWN_SHARE * groups["expected_offices"]) & (
        groups["known_offices"] > 0
    )
    return groups.assign(is_known=is_known)


def group_spread(
    groups: pd.DataFrame, own: Row, fiscal_year: int, source: str, stamp: Stamp
) -> Chart:
    """Range, middle half and median of each office type and region; ours with our own dot.

    ``groups``: known ones only, at least one; ``own``: office_type, region and score, which may be
    missing.
    """
    say = stamp.say
    ordered = _in_order(groups).iloc[::-1].reset_index(drop=True)
    is_ours = [_is_ours(row, own) for row in ordered.to_dict("records")]
    lowest = score_start(float(ordered["minimum"].min()), room=0, step=10)
    rows = ordered.to_dict("records")
    spines = [
        mark
        for place, row in enumerate(rows)
        for mark in spine(row, place, facts.group_hover(say, row))
    ]
    dots = [
        Dots([own["score"]], [place], "own", [facts.own_in_group(say, row, own)], size=13)
        for place, row in enumerate(rows)
        if is_ours[place] and pd.notna(own["score"])
    ]
    names = [facts.group_name(say, row) for row in rows]
    medians = [f"{median:.2f}" for median in ordered["median"]]
    texts = Texts(
        name="group-spread",
        headline=facts.spread_headline(say, ordered, own, stamp.office_name),
        subtitle=say("ranking.spread_subtitle", year=fiscal_year, lowest=lowest),
        source=source,
        alt=in_words(say, say("ranking.column.median"), names[::-1], medians[::-1]),
    )
    return row_chart(
        texts,
        [facts.group_title(say, row) for row in rows],
        [*spines, *dots],
        Axis(say("column.score"), lowest, 101, score_ticks(lowest, 10)),
        stamp,
        table=partial(group_table, ordered.iloc[::-1], "spread", fiscal_year, stamp),
        own_rows=[place for place, ours in enumerate(is_ours) if ours],
    )


def tile_map(
    provinces: pd.DataFrame, own_province: str, fiscal_year: int, source: str, stamp: Stamp
) -> Chart:
    """Every province as a tile tinted by the mean of its offices, ours framed.

    ``provinces``: one row per province with ``is_known`` as `with_known` gives it.
    """
    say = stamp.say
    tiles = _placed(provinces)
    known = tiles[tiles["is_known"]]
    levels = _levels(tiles)
    columns, rows = int(tiles["column"].max()), int(tiles["row"].max())
    name = say.pick(th="group_code", en="group_en")
    texts = [
        short_name(row[name], say.language) + _figure(row, is_few=len(known) < facts.TILE_LEVELS)
        for row in tiles.to_dict("records")
    ]
    return Chart(
        name="province-tiles",
        headline=facts.tile_headline(say, tiles, own_province),
        subtitle=facts.tile_subtitle(say, known, fiscal_year),
        source=stamp.source_line(source),
        alt=facts.tile_alt(say, tiles, fiscal_year),
        x=Axis("", 0.4, columns + 0.6),
        y=Axis("", 0.4, rows + 0.6),
        marks=(
            Cells(
                list(tiles["column"]),
                list(rows + 1 - tiles["row"]),
                levels,
                texts,
                [facts.tile_hover(say, row) for row in tiles.to_dict("records")],
                [place for place, code in enumerate(tiles["group_code"]) if code == own_province],
            ),
        ),
        table=partial(group_table, provinces, "province", fiscal_year, stamp),
        watermark=stamp.watermark,
        height=_TILE * rows,
        left_margin=16,
    )


def group_table(groups: pd.DataFrame, kind: str, fiscal_year: int, stamp: Stamp) -> Table:
    """Groups with how many of their offices are known, and their figures where enough are."""
    say = stamp.say
    figures = ["mean", "median", "lower_quartile", "upper_quartile", "minimum", "maximum"]
    shown = groups.assign(
        name=[facts.group_name(say, row) for row in groups.to_dict("records")],
        kind_text=labels(say, "group_kind", groups["group_kind"]),
        **{figure: groups[figure].where(groups["is_known"]) for figure in figures},
    )
    columns = {
        "name": Column(say(f"ranking.column.{kind}"), is_pinned=True),
        "kind_text": Column(say("ranking.column.group_kind")),
        "known_offices": Column(say("ranking.column.known_offices"), "whole"),
        "expected_offices": Column(say("ranking.column.expected_offices"), "whole"),
        "mean": Column(say("ranking.column.mean"), "score"),
        "median": Column(say("ranking.column.median"), "score"),
        "lower_quartile": Column(say("ranking.column.lower_quartile"), "score"),
        "upper_quartile": Column(say("ranking.column.upper_quartile"), "score"),
        "minimum": Column(say("ranking.column.minimum"), "score"),
        "maximum": Column(say("ranking.column.maximum"), "score"),
        "passed_offices": Column(say("ranking.column.passed_offices"), "whole"),
    }
    hidden = {"spread": set(), "province": {"kind_text", "lower_quartile", "upper_quartile"}}[kind]
    return Table(
        name=f"groups-{kind}-{fiscal_year}",
        title=say(f"ranking.group_title.{kind}", year=fiscal_year),
        rows=shown,
        columns={name: column for name, column in columns.items() if name not in hidden},
        note=say(f"ranking.group_note.{kind}"),
    )


def short_name(name: str, language: str) -> str:
    """A province's name cut to fit a tile: a few letters, never parted from their marks."""
    heads = _HEADS[language]
    head = next((head for head in heads if name.startswith(head)), "")
    short = heads.get(head, "")
    return short + _first_letters(name[len(head) :], _NAME_CELLS[language] - bool(short))


def _first_letters(text: str, cells: int) -> str:
    """The first letters with their marks; a word one letter longer stays whole."""
    if sum(character not in _MARKS for character in text) <= cells + 1:
        return text
    taken = ""
    for character in text:
        is_mark = character in _MARKS
        if cells <= 0 and not is_mark and taken[-1] not in _LEADING_VOWELS:
            break
        cells -= not is_mark
        taken += character
    return taken.strip()


def _in_order(groups: pd.DataFrame) -> pd.DataFrame:
    """Office types first, then regions; the highest median on top of each."""
    return groups.assign(
        kind_place=groups["group_kind"].map({kind: n for n, kind in enumerate(SPREAD_KINDS)})
    ).sort_values(["kind_place", "median", "group_code"], ascending=[True, False, True])


def _is_ours(group: Row, own: Row) -> bool:
    return bool(group["group_code"] == own[group["group_kind"]])


def _placed(provinces: pd.DataFrame) -> pd.DataFrame:
    """The provinces that have a tile, with its column and row."""
    grid = pd.DataFrame(reference.rows("tile_grid"))[["province_en", "column", "row"]]
    tiles = provinces.merge(grid, left_on="group_en", right_on="province_en")
    return tiles.astype({"column": int, "row": int})


def _figure(row: Row, *, is_few: bool) -> str:
    """Under the name of a tile: how many are known, or the mean where tints do not tell it."""
    if not row["is_known"]:
        return f"<br>{row['known_offices']}/{row['expected_offices']}"
    return f"<br>{row['mean']:.2f}" if is_few else ""


def _levels(tiles: pd.DataFrame) -> list[int]:
    """1 (lowest mean) to 10 (highest), as many provinces in each; 0 where not known.

    Where fewer are known than there are levels, they are not set against each other.
    """
    means = tiles["mean"].where(tiles["is_known"])
    if means.notna().sum() < facts.TILE_LEVELS:
        return [facts.TILE_LEVELS // 2 if is_known else 0 for is_known in means.notna()]
    most = means.rank(method="average").max()
    share = (means.rank(method="average") - 1) / max(1.0, (most if pd.notna(most) else 1.0) - 1)
    return [int(level) for level in (1 + (share * (facts.TILE_LEVELS - 1)).round()).fillna(0)]
