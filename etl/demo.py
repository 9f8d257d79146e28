"""A seeded simulation of a whole country of fictional offices, so every screen can be seen full.

Only the rules are real: answers and items are drawn, and all that is made of them (indicators 9
and 10, instruments, totals, grades) follows ita.method to the cent. Inside, scores are in cents.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import lcm

import numpy as np
import pandas as pd

from ita import reference
from ita.method import Item, Method, SubIndicator, method_of, method_years
from ita.offices import Office, OfficeType, slug

SOURCE_ID = "simulation"
STATUS = "simulated"
HOME_OFFICE_ID = "p-x-daonuea-1"

Chance = np.random.Generator


@dataclass(frozen=True)
class Level:
    """How a year goes.

    Centres of ``iit`` and ``eit`` in points, ``spread`` in points per standing (one standard
    deviation between offices), ``oit`` the ease of disclosing, in standings.
    """

    iit: float
    eit: float
    spread: float
    oit: float


@dataclass(frozen=True)
class Marks:
    """What the assessed offices of one year get, one row per office.

    ``offices``: positions in the office frame; ``items``: 0 or 100 (n, items); in cents:
    ``indicators`` (n, 10), ``instruments`` (n, 3), ``totals`` (n,).
    """

    method: Method
    offices: np.ndarray
    items: np.ndarray
    indicators: np.ndarray
    instruments: np.ndarray
    totals: np.ndarray


_HOME = 0
_IIT, _EIT, _OIT = slice(0, 5), slice(5, 8), slice(8, 10)
_SPLIT_YEAR = 2566
_ACTION_YEAR = 2565
_CHANCE_OF_A_MISSED_YEAR = 0.01
_CHANCE_OF_A_DEAD_WEBSITE = 0.01
_ITEMS_SEEN_ON_A_DEAD_WEBSITE = 0.15
_SHOCK_KEPT = 0.6
_LEVELS = {
    2562: Level(iit=73.0, eit=70.5, spread=6.0, oit=0.40),
    2563: Level(iit=76.0, eit=73.5, spread=6.0, oit=0.50),
    2564: Level(iit=83.5, eit=81.0, spread=5.2, oit=1.05),
    2565: Level(iit=89.0, eit=86.5, spread=4.6, oit=1.55),
    2566: Level(iit=91.0, eit=88.0, spread=4.4, oit=1.75),
    2567: Level(iit=93.5, eit=91.0, spread=4.2, oit=2.05),
    2568: Level(iit=95.0, eit=92.5, spread=4.2, oit=2.35),
}
YEARS = range(min(_LEVELS), max(_LEVELS) + 1)
_PERCEPTION_EASE = np.array([3.0, -1.5, 1.5, -2.0, -1.0, 3.0, -1.0, -2.0])
_DISCLOSURE_EASE = (0.9, 0.4, 0.2, 0.2, 0.3, 0.0, -0.8)

# What the home office gets: indicators 1-8 in cents, and the numbers of the items it misses.
_HOME_STORY: dict[int, tuple[tuple[int, ...], set[int]]] = {
    2562: ((7236, 6518, 7041, 6672, 6810, 7164, 6605, 6437), {5, 11, 12, 20, 27, 31, 35, 40, 41}),
    2563: ((7548, 6903, 7290, 6954, 7062, 7415, 6871, 6720), {11, 12, 21, 27, 36, 40, 42}),
    2564: ((8652, 8027, 8390, 7936, 8118, 8514, 7835, 7682), {14, 20, 33, 38, 42}),
    2565: ((9641, 9288, 9507, 9214, 9352, 9470, 9026, 8933), set()),
    2566: ((9586, 9143, 9418, 9075, 9230, 9402, 8917, 8761), {24}),
    2567: ((9617, 9304, 9466, 9228, 9381, 9488, 8940, 8215), {12}),
    2568: ((9784, 9563, 9702, 9521, 9618, 9635, 9260, 9217), {14, 22}),
}
_TYPES: dict[OfficeType, tuple[str, str, str]] = {
    "primary": ("สพป.", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "Primary"),
    "secondary": ("สพม.", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา", "Secondary"),
}
_COLUMNS = {
    "source": "source_id kind title publisher location published_on sha256 licence note fiscal_year"
    " authority rows_read added_by added_on",
    "office": "office_id office_name short_name name_en office_type office_number province"
    " province_en region region_en source_id",
    "office_alias": "alias office_id note",
    "roster": "fiscal_year office_type offices confidence",
    "sub_indicator": "fiscal_year sub_indicator name_th indicator_no item_count item_points status"
    " confidence",
    "item": "fiscal_year item_code item_no title_th indicator_no sub_indicator item_points status"
    " confidence",
    "score": "fiscal_year office_id source_id page row_no office_printed score score_printed"
    " tolerance rank_stated rank_printed grade grade_stated grade_printed result_stated"
    " result_printed change change_printed status",
    "instrument_score": "fiscal_year office_id instrument score source_id row_no status",
    "indicator_score": "fiscal_year office_id indicator_no score source_id row_no status",
    "item_score": "fiscal_year office_id item_code score source_id row_no status",
    "item_owner": "office_id fiscal_year item_code owner",
    "action": "action_id office_id fiscal_year position pillar_en pillar_th what_th what_en"
    " source_id",
}
# Who answers for the items of a sub-indicator in the home office.
_OWNERS = {
    "9.1": "กลุ่มสมมติอำนวยการ",
    "9.2": "กลุ่มสมมตินโยบายและแผน",
    "9.3": "กลุ่มสมมติการเงิน",
    "9.4": "กลุ่มสมมติบุคคล",
    "9.5": "กลุ่มสมมติอำนวยการ",
    "10.1": "กลุ่มสมมติกฎหมาย",
    "10.2": "กลุ่มสมมติกฎหมาย",
}
_ACTIONS = (
    ("Plan", "วางแผน", "เรื่องสมมติ: จัดลำดับข้อ OIT ตามคะแนนที่จะได้คืน",
     "Made up: put the OIT items in order of the points to regain"),
    ("Do", "ลงมือทำ", "เรื่องสมมติ: ทีมดาวเหนือแบ่งกันเผยแพร่ข้อมูลบนเว็บไซต์ทุกวันศุกร์",
     "Made up: the Daonuea team shared out what to publish on the website every Friday"),
    ("Check", "ตรวจสอบ", "เรื่องสมมติ: สำนักงานเพื่อนบ้านในจินตนาการช่วยตรวจลิงก์ทีละข้อ",
     "Made up: an imaginary neighbour office checked every link, item by item"),
    ("Act", "ปรับปรุง", "เรื่องสมมติ: นำคำตอบของผู้รับบริการสมมติมาปรับวิธีสื่อสาร",
     "Made up: the answers of made-up service users changed how the office communicates"),
)  # fmt: skip


def simulate(offices: int = 245, years: range = YEARS, seed: int = 2565) -> dict[str, pd.DataFrame]:
    """One frame per core table of a made-up country, with the columns of that table.

    ``offices``: at least 1, shared over the types as in the real roster. ``years``: rising fiscal
    years (พ.ศ.) with ten-indicator rules. Scores are 0-100, exact to the cent. The same arguments
    give the same frames. Raises ValueError for a size or a year that cannot be made.
    """
    if offices < 1 or not years or years.step < 1 or not set(years) <= _LEVELS.keys():
        raise ValueError(f"cannot simulate {offices} offices in {years}")
    office = _office(offices)
    methods = [simulated_method(year) for year in years]
    marks = _all_marks(office, methods, seed)
    codes = [item.item_code for item in max((m.items for m in methods), key=len)]
    frames = {
        "source": _source(),
        "office": office,
        "office_alias": pd.DataFrame(columns=_COLUMNS["office_alias"].split(), dtype="str"),
        "roster": _roster(office, marks),
        "sub_indicator": _listed(methods, lambda method: method.sub_indicators),
        "item": _listed(methods, lambda method: method.items),
        "score": _score(office, marks),
        "instrument_score": _long(
            office, marks, "instrument", ["iit", "eit", "oit"], lambda mark: mark.instruments / 100
        ),
        "indicator_score": _long(
            office, marks, "indicator_no", range(1, 11), lambda mark: mark.indicators / 100
        ).astype({"indicator_no": "int16"}),
        "item_score": _long(office, marks, "item_code", codes, lambda mark: mark.items),
        "item_owner": _owner(methods),
        "action": _action(years),
    }
    return {table: _complete(frame, table) for table, frame in frames.items()}


def simulated_method(fiscal_year: int) -> Method:
    """The real rules of a year, with a made-up OIT list where the split was not published."""
    method = method_of(fiscal_year)
    if method.sub_indicators and all(sub.item_count for sub in method.sub_indicators):
        return method
    subs = _made_up_split(method)
    return replace(method, sub_indicators=subs, items=_made_up_items(subs))


def disclosure_cents(items: np.ndarray, method: Method) -> np.ndarray:
    """Indicators 9 and 10 in cents (n, 2) from items of 0 or 100 (n, items)."""
    counts = {sub.sub_indicator: sub.item_count or 1 for sub in method.sub_indicators}
    whole = lcm(*counts.values())
    shares = np.array([whole // counts[item.sub_indicator or ""] for item in method.items])
    owners = np.array([item.indicator_no for item in method.items])
    parts = Counter(sub.indicator_no for sub in method.sub_indicators)
    return np.column_stack(
        [
            _half_up(items[:, owners == number] @ (100 * shares[owners == number]), whole * count)
            for number, count in sorted(parts.items())
        ]
    )


def roll_up(indicators: np.ndarray, method: Method) -> tuple[np.ndarray, np.ndarray]:
    """Instruments (n, 3) and totals (n,) from indicators (n, 10), all in cents, rounded once."""
    sizes = [len(part.indicators) for part in method.instruments]
    sums = [
        indicators[:, np.array(part.indicators) - 1].sum(axis=1, dtype=np.int64)
        for part in method.instruments
    ]
    weights = [int(part.weight * 100) for part in method.instruments]
    whole = lcm(*sizes)
    points = [s * w * (whole // size) for s, w, size in zip(sums, weights, sizes, strict=True)]
    instruments = [_half_up(s, size) for s, size in zip(sums, sizes, strict=True)]
    return np.column_stack(instruments), _half_up(np.sum(points, axis=0), whole * 10_000)


def grades(totals: np.ndarray, instruments: np.ndarray, method: Method) -> np.ndarray:
    """The grade of each total (n,) with its three instruments (n, 3), all in cents."""
    weakest = instruments.min(axis=1)
    is_met = [
        (totals >= int(band.min_score * 100))
        & (weakest >= int((band.min_instrument_score or 0) * 100))
        for band in method.grade_bands
    ]
    return np.select(is_met, [band.grade for band in method.grade_bands], default="")


def _half_up(numerator: np.ndarray, denominator: int) -> np.ndarray:
    return (2 * numerator + denominator) // (2 * denominator)


def _made_up_split(method: Method) -> tuple[SubIndicator, ...]:
    models = method_of(_SPLIT_YEAR).sub_indicators
    asked = next(part.question_count for part in method.instruments if part.instrument == "oit")
    weights = {part.indicator_no: part.weight for part in method.indicators}
    parts = Counter(model.indicator_no for model in models)
    shares = [model.item_count or 1 for model in models]
    return tuple(
        replace(
            model,
            name_th=_nearest_name(model.sub_indicator, method.fiscal_year),
            item_count=count,
            item_points=round(weights[model.indicator_no] / parts[model.indicator_no] / count, 4),
            confidence=STATUS,
        )
        for model, count in zip(models, _shared_out(asked or sum(shares), shares), strict=True)
    )


def _nearest_name(sub_indicator: str, fiscal_year: int) -> str:
    nearest_first = sorted(method_years(), key=lambda year: abs(year - fiscal_year))
    subs = (sub for year in nearest_first for sub in method_of(year).sub_indicators)
    return next(sub.name_th for sub in subs if sub.sub_indicator == sub_indicator)


def _shared_out(whole: int, shares: Sequence[int]) -> list[int]:
    """``whole`` in proportion to ``shares``, by largest remainder."""
    floors = [whole * share // sum(shares) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda n: -(whole * shares[n] % sum(shares)))
    favoured = by_remainder[: whole - sum(floors)]
    return [floor + (position in favoured) for position, floor in enumerate(floors)]


def _made_up_items(subs: tuple[SubIndicator, ...]) -> tuple[Item, ...]:
    owners = [sub for sub in subs for _ in range(sub.item_count or 0)]
    return tuple(
        Item(
            item_code=f"O{number}",
            item_no=number,
            title_th=f"รายการสมมติที่ {number} ({sub.name_th})",
            indicator_no=sub.indicator_no,
            sub_indicator=sub.sub_indicator,
            confidence=STATUS,
        )
        for number, sub in enumerate(owners, start=1)
    )


def _all_marks(office: pd.DataFrame, methods: list[Method], seed: int) -> list[Marks]:
    """The marks of every year: an office keeps its ability and habits, and part of each shock."""
    chance = _chance(seed)
    ability = _ability(office, chance)
    habits = chance.standard_normal((len(office), len(_DISCLOSURE_EASE)))
    shock = chance.standard_normal(len(office))
    marks: list[Marks] = []
    for method in methods:
        chance = _chance(seed, method.fiscal_year)
        fresh = chance.standard_normal(len(office))
        shock = _SHOCK_KEPT * shock + (1 - _SHOCK_KEPT**2) ** 0.5 * fresh
        standing = 0.8 * ability + 0.6 * shock
        perceptions = _perceptions(standing, _LEVELS[method.fiscal_year], chance)
        items = _items(standing, habits, method, chance)
        perceptions[_HOME], missing = _HOME_STORY[method.fiscal_year]
        items[_HOME] = [0 if item.item_no in missing else 100 for item in method.items]
        misses = _CHANCE_OF_A_MISSED_YEAR if marks else 0.0
        present = _attends(office, method.fiscal_year, misses, chance)
        marks.append(_marks(method, present, perceptions[present], items[present]))
    return marks


def _chance(*seed: int) -> Chance:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))


def _ability(office: pd.DataFrame, chance: Chance) -> np.ndarray:
    """The lasting standing of each office: of its region, of its type and its own; about sd 1."""
    codes, regions = pd.factorize(office["region"])
    of_region = 0.35 * chance.standard_normal(len(regions))
    of_type = np.where(office["office_type"] == "secondary", 0.25, 0.0)
    return of_region[codes] + of_type + 0.9 * chance.standard_normal(len(office))


def _perceptions(standing: np.ndarray, level: Level, chance: Chance) -> np.ndarray:
    """Indicators 1-8 in cents (n, 8), alike within an instrument."""
    answers = 0.45 * chance.standard_normal((len(standing), len(_PERCEPTION_EASE)))
    answers *= level.spread
    answers += _PERCEPTION_EASE
    for instrument, centre in ((_IIT, level.iit), (_EIT, level.eit)):
        shared = 0.85 * standing + 0.5 * chance.standard_normal(len(standing))
        answers[:, instrument] += centre + level.spread * shared[:, np.newaxis]
    return np.floor(_under_ceiling(answers) * 100 + 0.5).astype(np.int32)


def _under_ceiling(points: np.ndarray, bend: float = 6.0) -> np.ndarray:
    """Bent below 100: the same up to 100 - bend, 100 from 100 + bend on, never below 0."""
    short = 100 - points
    bent = np.where(np.abs(short) < bend, (short + bend) ** 2 / (4 * bend), short)
    return 100 - np.clip(bent, 0, 100)


def _items(standing: np.ndarray, habits: np.ndarray, method: Method, chance: Chance) -> np.ndarray:
    """Each OIT item, 0 or 100 (n, items); a website dead in that week loses most of them."""
    codes = [sub.sub_indicator for sub in method.sub_indicators]
    place = [codes.index(item.sub_indicator or "") for item in method.items]
    of_office = 0.85 * standing + 0.4 * chance.standard_normal(len(standing))
    of_item = 0.2 * chance.standard_normal(len(place)) + np.array(_DISCLOSURE_EASE)[place]
    luck = 0.6 * chance.standard_normal((len(standing), len(place)))
    ease = _LEVELS[method.fiscal_year].oit + of_item + 0.35 * habits[:, place]
    is_full = of_office[:, np.newaxis] + ease + luck > 0
    is_dead = chance.random(len(standing)) < _CHANCE_OF_A_DEAD_WEBSITE
    is_full[is_dead] &= chance.random(is_full[is_dead].shape) < _ITEMS_SEEN_ON_A_DEAD_WEBSITE
    return is_full * np.uint8(100)


def _attends(office: pd.DataFrame, fiscal_year: int, misses: float, chance: Chance) -> np.ndarray:
    """Positions of the offices with a score in a year.

    Of each type the first ones, in the real proportion, but for the share that ``misses`` it; the
    home office never does.
    """
    is_attending = chance.random(len(office)) >= misses
    now, in_the_end = _real_offices(fiscal_year), _real_offices(max(method_years()))
    for office_type in _TYPES:
        members = np.flatnonzero(office["office_type"] == office_type)
        existing = len(members) * now[office_type] // in_the_end[office_type]
        is_attending[members[existing:]] = False
    is_attending[_HOME] = True
    return np.flatnonzero(is_attending)


def _real_offices(fiscal_year: int) -> dict[str, int]:
    rows = (row for row in reference.rows("roster") if int(row["fiscal_year"]) == fiscal_year)
    return {row["office_type"]: int(row["offices"]) for row in rows}


def _marks(
    method: Method, offices: np.ndarray, perceptions: np.ndarray, items: np.ndarray
) -> Marks:
    indicators = np.column_stack([perceptions, disclosure_cents(items, method)])
    _share_first_place(indicators, items, roll_up(indicators, method)[1])
    return Marks(method, offices, items, indicators, *roll_up(indicators, method))


def _share_first_place(indicators: np.ndarray, items: np.ndarray, totals: np.ndarray) -> None:
    """Give two runners-up the leader's total: its items, its perceptions in another order."""
    by_total = np.argsort(-totals, kind="stable")
    contenders = by_total[by_total != _HOME][:3]
    for shift, follower in enumerate(contenders[1:], start=1):
        leader = contenders[0]
        items[follower] = items[leader]
        indicators[follower, _OIT] = indicators[leader, _OIT]
        for instrument in (_IIT, _EIT):
            indicators[follower, instrument] = np.roll(indicators[leader, instrument], shift)


def _office(count: int) -> pd.DataFrame:
    real = _real_offices(max(method_years()))
    primaries = max(1, round(count * real["primary"] / sum(real.values())))
    offices = [_named_office("primary", place) for place in range(primaries)]
    offices += [_named_office("secondary", place) for place in range(count - primaries)]
    office = pd.DataFrame([vars(each) for each in offices])
    return office.astype({"office_number": "Int32"}).assign(source_id=SOURCE_ID)


def _named_office(office_type: OfficeType, place: int) -> Office:
    """The office at a place: area by area, then round again. The first สพม. has no number."""
    areas = reference.rows("demo_names")
    area, turn = areas[place % len(areas)], place // len(areas) + 1
    number = None if office_type == "secondary" and turn == 1 else turn
    digits = [str(number)] if number else []
    short, full, english = _TYPES[office_type]
    name = " ".join(["ตัวอย่าง", area["name_th"], *(f"เขต {number}" for number in digits)])
    return Office(
        office_id="-".join([office_type[0], "x", slug(area["name_en"]), *digits]),
        office_name=full + name,
        short_name=short + name,
        name_en=" ".join(["Example", area["name_en"], english, *digits]),
        office_type=office_type,
        office_number=number,
        province=area["name_th"],
        province_en=area["name_en"],
        region=area["region_th"],
        region_en=area["region_en"],
    )


def _source() -> pd.DataFrame:
    given = {
        "source_id": SOURCE_ID,
        "kind": SOURCE_ID,
        "title": "ข้อมูลจำลองทั้งประเทศ: สำนักงาน คะแนน และเหตุการณ์ทั้งหมดสมมติขึ้น",
        "note": "Simulated by etl/demo.py; no figure belongs to a real office",
        "authority": 9,
    }
    return pd.DataFrame([given])


def _roster(office: pd.DataFrame, marks: list[Marks]) -> pd.DataFrame:
    types = office["office_type"].to_numpy()
    rows = [
        {
            "fiscal_year": mark.method.fiscal_year,
            "office_type": office_type,
            "offices": np.count_nonzero(types[mark.offices] == office_type),
            "confidence": STATUS,
        }
        for mark in marks
        for office_type in _TYPES
    ]
    return pd.DataFrame(rows)


def _listed(
    methods: list[Method], parts_of: Callable[[Method], Sequence[SubIndicator | Item]]
) -> pd.DataFrame:
    """Each sub-indicator or item of each year, with the points one full item is worth."""
    points = {
        (method.fiscal_year, sub.sub_indicator): float(sub.item_points or 0)
        for method in methods
        for sub in method.sub_indicators
    }
    rows = [
        vars(part)
        | {
            "fiscal_year": method.fiscal_year,
            "item_points": points[method.fiscal_year, part.sub_indicator or ""],
            "status": STATUS if part.confidence == STATUS else "published",
        }
        for method in methods
        for part in parts_of(method)
    ]
    return pd.DataFrame(rows)


def _score(office: pd.DataFrame, marks: list[Marks]) -> pd.DataFrame:
    given = {
        "row_no": np.concatenate([np.arange(1, len(mark.offices) + 1) for mark in marks]),
        "score": np.concatenate([mark.totals for mark in marks]) / 100,
        "tolerance": 0.0,
        "grade": np.concatenate([grades(m.totals, m.instruments, m.method) for m in marks]),
    }
    return pd.DataFrame(_whose(office, marks, [1] * len(marks)) | given)


def _long(
    office: pd.DataFrame,
    marks: list[Marks],
    key: str,
    labels: Sequence,
    scores_of: Callable[[Marks], np.ndarray],
) -> pd.DataFrame:
    """One row per year, office and column of ``scores_of``; ``key`` holds the column's label."""
    scores = [scores_of(mark) for mark in marks]
    places = [np.tile(np.arange(each.shape[1], dtype=np.int8), len(each)) for each in scores]
    given = {
        key: _one_of(labels, np.concatenate(places)),
        "score": np.concatenate([each.ravel() for each in scores]),
    }
    return pd.DataFrame(_whose(office, marks, [each.shape[1] for each in scores]) | given)


def _whose(office: pd.DataFrame, marks: list[Marks], widths: list[int]) -> dict:
    """Year, office, source and status of each row: every office of a year ``width`` times."""
    sizes = [len(mark.offices) * width for mark, width in zip(marks, widths, strict=True)]
    years = np.array([mark.method.fiscal_year for mark in marks], dtype=np.int16)
    positions = [np.repeat(m.offices, width) for m, width in zip(marks, widths, strict=True)]
    same = np.zeros(sum(sizes), dtype=np.int8)
    return {
        "fiscal_year": np.repeat(years, sizes),
        "office_id": _one_of(office["office_id"], np.concatenate(positions)),
        "source_id": _one_of([SOURCE_ID], same),
        "status": _one_of([STATUS], same),
    }


def _one_of(labels: Sequence | pd.Series, places: np.ndarray) -> pd.Categorical:
    return pd.Categorical.from_codes(places, pd.Index(labels))


def _owner(methods: list[Method]) -> pd.DataFrame:
    rows = [
        (HOME_OFFICE_ID, method.fiscal_year, item.item_code, _OWNERS[item.sub_indicator or ""])
        for method in methods
        for item in method.items
    ]
    return pd.DataFrame(rows, columns=_COLUMNS["item_owner"].split())


def _action(years: range) -> pd.DataFrame:
    rows = [
        (f"demo-{place}", HOME_OFFICE_ID, _ACTION_YEAR, place, *texts, SOURCE_ID)
        for place, texts in enumerate(_ACTIONS, start=1)
        if _ACTION_YEAR in years
    ]
    return pd.DataFrame(rows, columns=_COLUMNS["action"].split())


def _complete(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """The columns of a core table in its order; one that the frame lacks is blank."""
    columns = _COLUMNS[table].split()
    lacking = [column for column in columns if column not in frame]
    blank = pd.Series(pd.NA, index=frame.index, dtype="Int32")
    return frame.assign(**dict.fromkeys(lacking, blank))[columns]
