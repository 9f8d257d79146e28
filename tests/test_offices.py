"""Names of offices: every spelling leads to its own office or to none, never to another."""

import re
import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ita import reference
from ita.offices import (
    Office,
    OfficeIndex,
    all_aliases,
    all_offices,
    name_key,
    office_index,
    provinces_of,
    skeleton,
    tidy_name,
    western_digits,
)

OFFICES = all_offices()
NUMBERED = [office for office in OFFICES if office.office_number is not None]
WEST_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SARA_AM, NIKHAHIT, SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
MAY_BE_LOST = re.compile("[\u0e30-\u0e3a\u0e40-\u0e4e]")  # Thai vowels, tone and other marks


def id_of(printed: str) -> str | None:
    office = office_index().find(printed)
    return office.office_id if office else None


def names(office: Office) -> tuple[str, str]:
    return office.office_name, office.short_name


def misread(respelled) -> list[tuple[str, str | None]]:
    """Names that, spelled in another way, no longer lead to their office."""
    return [
        (respelled(name), id_of(respelled(name)))
        for office in OFFICES
        for name in names(office)
        if id_of(respelled(name)) != office.office_id
    ]


# The list


def test_there_are_245_offices() -> None:
    """183 primary and 62 secondary; no two share an id, a name or an English name."""
    assert Counter(office.office_type for office in OFFICES) == {"primary": 183, "secondary": 62}
    for column in ("office_id", "office_name", "short_name", "name_en"):
        values = [getattr(office, column) for office in OFFICES]
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_ids_fit_an_address() -> None:
    """Type, provinces, number: lower case letters and digits, joined by hyphens."""
    ids = [office.office_id for office in OFFICES]
    assert [
        office_id for office_id in ids if not re.fullmatch(r"[ps](-[a-z]+)+(-\d+)?", office_id)
    ] == []
    assert max(map(len, ids)) <= 48


def test_the_home_office() -> None:
    """สพป.กาฬสินธุ์ เขต 2 in every column."""
    office = office_index().find("สพป.กาฬสินธุ์ เขต 2")
    assert office == Office(
        office_id="p-kalasin-2",
        office_name="สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสินธุ์ เขต 2",
        short_name="สพป.กาฬสินธุ์ เขต 2",
        name_en="Kalasin Primary 2",
        office_type="primary",
        office_number=2,
        province="กาฬสินธุ์",
        province_en="Kalasin",
        region="ภาคตะวันออกเฉียงเหนือ",
        region_en="Northeastern",
    )


def test_an_office_of_two_provinces() -> None:
    """Its id and English name say both; its province is the first named."""
    office = office_index().by_id["s-lampang-lamphun"]
    assert names(office) == (
        "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาลำปาง ลำพูน",
        "สพม.ลำปาง ลำพูน",
    )
    assert (office.name_en, office.province, office.office_number) == (
        "Lampang-Lamphun Secondary",
        "ลำปาง",
        None,
    )


def test_a_lone_office_has_no_number() -> None:
    """Numbers run 1, 2, 3 … within a province and type, or there is one office without a number."""
    groups: dict[tuple[str, str], list[int | None]] = {}
    for office in OFFICES:
        area = re.sub(r" เขต \d+$", "", office.short_name)
        groups.setdefault((office.office_type, area), []).append(office.office_number)
    wrong = {
        area: numbers
        for area, numbers in groups.items()
        if numbers not in ([None], list(range(1, len(numbers) + 1)))
    }
    assert wrong == {}


def test_every_province_is_known() -> None:
    """Each office's province stands in the list of 77, with its region."""
    regions = {row["province"]: row["region"] for row in reference.rows("provinces")}
    assert len(regions) == 77
    assert [office for office in OFFICES if regions.get(office.province) != office.region] == []


# Every name finds its office


def test_every_name_finds_its_office() -> None:
    """Full and short names as they stand in the list."""
    assert misread(str) == []


def test_every_alias_finds_its_office() -> None:
    """Each recorded alias leads to the office it is recorded for."""
    assert len(all_aliases()) >= 50
    wrong = [
        (alias, office_id) for alias, office_id, _ in all_aliases() if id_of(alias) != office_id
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "respelled",
    [
        pytest.param(lambda name: name.translate(WEST_TO_THAI), id="Thai digits"),
        pytest.param(lambda name: name.replace(SARA_AM, NIKHAHIT + SARA_AA), id="split sara am"),
        pytest.param(lambda name: name.replace(" ", "  "), id="double spaces"),
        pytest.param(lambda name: f"\t{name}\u00a0\n", id="spaces around"),
        pytest.param(lambda name: name.replace(" เขต ", " เขต"), id="no space before the number"),
        pytest.param(lambda name: name.replace(" เขต ", "เขต"), id="no spaces around เขต"),
        pytest.param(lambda name: name.replace(" เขต ", " "), id="without the word เขต"),
        pytest.param(lambda name: re.sub(r"^(สพ[ปม])\.", r"\1. ", name), id="space after the dot"),
        pytest.param(lambda name: re.sub(r"^(สพ[ปม])\.", r"\1", name), id="no dot"),
        pytest.param(lambda name: name.replace(" ", "\u200b "), id="invisible marks"),
        pytest.param("\u200b".join, id="invisible marks in every gap"),
    ],
)  # fmt: skip
def test_common_spellings_find_the_office(respelled) -> None:
    """Each name of each office, in the ways scans, exports and people write it."""
    assert misread(respelled) == []


def test_a_missing_space_between_provinces_is_seen_through() -> None:
    """สพม.ลำปางลำพูน is the office of ลำปาง ลำพูน, and so for every pair."""
    areas = [office for office in OFFICES if office.office_number is None]
    wrong = [
        (joined, id_of(joined))
        for office in areas
        for joined in [office.short_name.replace(" ", "")]
        if id_of(joined) != office.office_id
    ]
    assert wrong == []


def test_names_of_the_announcement() -> None:
    """As the scan prints them: Thai digits, and a number where the province has one office."""
    prefix = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"
    assert id_of(f"{prefix}กาฬสินธุ์ เขต ๒") == "p-kalasin-2"
    assert id_of(f"{prefix}อำนาจเจริญ เขต ๑") == "p-amnatcharoen"
    assert id_of(f"{prefix}ตราด เขต ๑") == "p-trat"
    assert id_of("สพม. เขต ๒๔") == "s-kalasin"


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "๒",
        "เขต 2",
        "กาฬสินธุ์",
        "กาฬสินธุ์ เขต 2",
        "สพป.",
        "สพป.กาฬสินธุ์",
        "สพป.กาฬสินธุ์ เขต 4",
        "สพป.กาฬสินธุ์ เขต 22",
        "สพม.กาฬสินธุ์ เขต 2",
        "สพป.ตราด เขต 2",
        "สพป.ตัวอย่าง ดาวเหนือ เขต 1",
        "ดสพป.กาฬสินธุ์ เขต 2",
        pytest.param("สพป.กาฬสินธุ์ เขต " + "0" * 4_301, id="digits without end"),
    ],
)
def test_what_is_not_certain_is_not_known(printed: str) -> None:
    """A province without its type or number, a number that does not exist, junk: no office."""
    assert id_of(printed) is None


# No two are confused


def test_neighbours_are_never_confused() -> None:
    """No number of a province leads to another number, in any of the usual spellings."""
    spellings = ("{area} เขต {number}", "{area}เขต{number}", "{area} {number}", "{area}{number}")
    wrong = [
        (printed, id_of(printed))
        for office in NUMBERED
        for area in [re.sub(r" เขต \d+$", "", office.short_name)]
        for spelling in spellings
        for printed in [spelling.format(area=area, number=office.office_number)]
        if id_of(printed) != office.office_id
    ]
    assert wrong == []


def test_primary_and_secondary_are_never_confused() -> None:
    """With the other type in front, a name is another office's or nobody's."""
    swap = {"สพป.": "สพม.", "สพม.": "สพป."}
    wrong = [
        office.short_name
        for office in OFFICES
        for other in [swap[office.short_name[:4]] + office.short_name[4:]]
        if id_of(other) == office.office_id
    ]
    assert wrong == []


@given(office=st.sampled_from(OFFICES), is_short=st.booleans(), randomness=st.randoms())
def test_lost_vowels_never_make_another_office(
    office: Office, *, is_short: bool, randomness
) -> None:
    """However many vowels and tone marks a scan loses, the name is still its own or unknown."""
    name = names(office)[is_short]
    scanned = MAY_BE_LOST.sub(lambda mark: mark.group() if randomness.random() < 0.5 else "", name)
    assert id_of(scanned) in (office.office_id, None)


@given(office=st.sampled_from(NUMBERED), is_short=st.booleans(), number=st.integers(0, 99))
def test_another_number_is_never_the_same_office(
    office: Office, *, is_short: bool, number: int
) -> None:
    """With its number changed, a name never leads back to the office it was taken from."""
    assume(number != office.office_number)
    changed = re.sub(r"\d+$", str(number), names(office)[is_short])
    assert id_of(changed) != office.office_id
    assert id_of(changed.translate(WEST_TO_THAI)) == id_of(changed)


@example("\u0e48\u200b\u0e38")  # an invisible mark between a tone and a vowel
@given(text=st.text(alphabet=st.sampled_from("สพปมเขตกาฬสินธุ์ลำูี่้๐๑๒0123 .\u200b\u0e4d"), max_size=40))
def test_looking_up_never_fails(text: str) -> None:
    """Any text gives an office or None, and tidying twice changes nothing more."""
    found = office_index().find(text)
    assert found is None or found in OFFICES
    assert tidy_name(tidy_name(text)) == tidy_name(text)


# Names with damaged consonants

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
FOREIGN = ["a", "o", "c", "न", "र", "ក", "ខ"]
PARTS = re.compile(r"(สำนักงานเขตพื้นที่การศึกษา(?:ประถมศึกษา|มัธยมศึกษา)|สพ[ปม]\.)(.+?)((?: เขต \d+)?)$")


def parts(name: str) -> tuple[str, str, str]:
    """The words of the type, the area and the number of a name as it stands in the list."""
    match = PARTS.fullmatch(name)
    assert match is not None
    return match[1], match[2], match[3]


def damaged(text: str, edits: int, letters: list[str], chance: Random) -> str:
    """``text`` with some of its consonants lost or replaced by one of ``letters``."""
    places = [place for place, letter in enumerate(text) if letter in CONSONANTS]
    changed = dict.fromkeys(chance.sample(places, min(edits, len(places))), "")
    for place in changed:
        changed[place] = chance.choice(["", chance.choice(letters)])
    return "".join(changed.get(place, letter) for place, letter in enumerate(text))


def matched(printed: str) -> tuple[str | None, str]:
    match = office_index().match(printed)
    return match.office and match.office.office_id, match.how


def test_every_known_spelling_is_matched_by_name() -> None:
    """Names and aliases as listed are known for certain, without looking for close ones."""
    spelled = [
        *((name, office.office_id) for office in OFFICES for name in names(office)),
        *((alias, office_id) for alias, office_id, _ in all_aliases()),
    ]
    assert [each for each in spelled if matched(each[0]) != (each[1], "name")] == []


@pytest.mark.parametrize(
    ("printed", "office_id", "how"),
    [
        ("สพป.กาฬสินธุ ์เขต ๒", "p-kalasin-2", "key"),
        ("สพป.กฬสนธ เขต 2", "p-kalasin-2", "key"),
        ("สพป.กาฬสินธุ์ เขด 2", "p-kalasin-2", "key"),
        ("สพปกาฬสินธุ์2", "p-kalasin-2", "key"),
        ("สํานักงานเขตพื้นที่การศึกษาประถมศึกษาลําปาง เขต ๑", "p-lampang-1", "name"),
        (
            "ส\uf711านักงานเขตพ\uf704\uf706นท\uf702\uf705การศึกษาประถมศึกษาก\uf70aาฬสินธุ์ เขต 2",
            "p-kalasin-2",
            "key",
        ),
        ("สพป.นครป\uf700ม เขต 1", "p-nakhonpathom-1", "name"),
        ("สพป.กา\uf70fจนบุรี เขต 4", "p-kanchanaburi-4", "name"),
        ("สำนักงานเขตพ้ืนท่ีการศกึษาประถมศึกษากาฬสินธุ์ เขต 2", "p-kalasin-2", "key"),
        ("สำนักงานเขพื้นทีการศกษาประถมศึกษากาฬสินธุ์ เขต 2", "p-kalasin-2", "close"),
        ("สำนักงานเขตพื้นที่การศึกษาประณมศึกบากาฬสินธุ์ เขต 2", "p-kalasin-2", "close"),
        ("ศึกษาประถมศึกษากาฬสินธุ์ เขต 2", "p-kalasin-2", "close"),
        ("สพป.กาพสินธุ์ เขต 2", "p-kalasin-2", "close"),
        ("สพป.กาฬสินខ์ เขต ๒", "p-kalasin-2", "close"),
        ("สพป.กาฬนธุ์ เขต 2", "p-kalasin-2", "close"),
        ("สพม.มุกดาหาน", "s-mukdahan", "close"),
        ("สพป.บึงกาพ", "p-buengkan", "close"),
        ("สพป.อำนาจเจริญ เขต ๒", "p-amnatcharoen", "close"),
        ("สพป.หนองบัวลำภ เขต 1", "p-nongbualamphu-1", "key"),
    ],
)
def test_damaged_names_are_matched(printed: str, office_id: str, how: str) -> None:
    """Lost marks and broken sara am by key; wrong consonants by closeness; the number as printed."""
    assert matched(printed) == (office_id, how)


@pytest.mark.parametrize(
    ("printed", "first"),
    [
        ("", []),
        ("สพป.", []),
        ("รวม 245 เขต", []),
        ("สพป.ตัวอย่าง ดาวเหนือ เขต 1", []),
        ("กาฬสินธุ์ เขต 2", ["p-kalasin-2"]),
        ("เทศบาลกาฬสินธุ์ เขต 2", ["p-kalasin-2"]),
        ("สพป.กาฬสินธุ์", ["p-kalasin-1", "p-kalasin-2", "p-kalasin-3"]),
        ("สพป.กาฬสินธุ์ เขต", ["p-kalasin-1", "p-kalasin-2", "p-kalasin-3"]),
        ("สพป.กาฬสินธุ์ เขต ๒ู", ["p-kalasin-1", "p-kalasin-2", "p-kalasin-3"]),
        ("สพป.กาฬสินธุ์ เขต 4", ["p-kalasin-1", "p-kalasin-2", "p-kalasin-3"]),
        ("สพป.นครศรีธรรมราช เขต 2-3", ["p-nakhonsithammarat-3"]),
        ("สพม.กาฬสินธุ์ เขต 2", ["s-kalasin", "p-kalasin-2"]),
        ("สพป.กรุงเทพมหานคร เขต 1", ["p-bangkok", "s-bangkok-1"]),
        ("สพบ.บึงกาฬ", ["p-buengkan", "s-buengkan"]),
        ("สพป.ตรัด เขต 1", ["p-trang-1", "p-trat"]),
        ("สพป.เพชรบูร์ เขต 1", ["p-phetchaburi-1"]),
    ],
)
def test_what_may_be_two_offices_is_asked(printed: str, first: list[str]) -> None:
    """No office, and the nearest ones to choose from; nothing to choose where nothing is near."""
    match = office_index().match(printed)
    found = [office.office_id for office in match.candidates]
    assert (match.office, match.how) == (None, "unknown")
    assert found[: len(first)] == first
    assert bool(found) == bool(first)
    assert len(found) <= 6


# Names as people write them


@pytest.mark.parametrize(
    ("printed", "office_id"),
    [
        ("สพป.กส 2", "p-kalasin-2"),
        ("สพป.กส. ข.๒", "p-kalasin-2"),
        ("ส.พ.ป. กส เขต 2", "p-kalasin-2"),
        ("สพป.กาฬสินธุ์ เขตที่ 2", "p-kalasin-2"),
        ("สพป.กาฬสินธุ์ (เขต 2)", "p-kalasin-2"),
        ("สพป.กาฬสินธุ์-2", "p-kalasin-2"),
        ("สพป.เขต 2 กาฬสินธุ์", "p-kalasin-2"),
        ("สพป.กาฬสินธุ์ เขต 2 จังหวัดกาฬสินธุ์", "p-kalasin-2"),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาจังหวัดกาฬสินธุ์ เขต 2", "p-kalasin-2"),
        ("สพป.กทม.", "p-bangkok"),
        ("สพม.กรุงเทพฯ 1", "s-bangkok-1"),
        ("สพป.โคราช เขต 7", "p-nakhonratchasima-7"),
        ("สพม.ลป.ลพ.", "s-lampang-lamphun"),
        ("สพม.ยโสธร-ศรีสะเกษ", "s-sisaket-yasothon"),
        ("สพม.24", "s-kalasin"),
        ("สพม.เขต 1", "s-bangkok-1"),
        ("สพม. ๓๓", "s-surin"),
        ("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต 24", "s-kalasin"),
        ("สพม.เขต 33 (สุรินทร์)", "s-surin"),
        ("สพม.24 กส", "s-kalasin"),
        ("สพม.กาฬสินธุ์ เขต 24", "s-kalasin"),
        ("Kalasin Primary Educational Service Area Office 2", "p-kalasin-2"),
        ("The Secondary Educational Service Area Office Kalasin", "s-kalasin"),
        ("PESAO Kalasin, Area 2", "p-kalasin-2"),
        ("SESAO 24 (Kalasin)", "s-kalasin"),
        ("Ayutthaya Primary Education Service Area 1", "p-phranakhonsiayutthaya-1"),
        ("Secondary Educational Service Area Office Lampang and Lamphun", "s-lampang-lamphun"),
        ("สพป.กาฬสินธุ์ เขต 2*", "p-kalasin-2"),
        ("สพป.กาฬสินธุ์ เขต 2¹", "p-kalasin-2"),
        ("สพม.กาฬสินธุ์ (†)", "s-kalasin"),
        ("สพป.กาฬสินธุ์ เขต 2 1/", "p-kalasin-2"),
        ("12. สพม.กาฬสินธุ์", "s-kalasin"),
        ("สพป.กาฬสินธุ์ เขต 2, กาฬสินธุ์", "p-kalasin-2"),
        ("สพม.กาฬสินธุ์ อ.เมือง จ.กาฬสินธุ์", "s-kalasin"),
        ("40010100 : สพป.กาฬสินธุ์ เขต 2 สพฐ.", "p-kalasin-2"),
    ],
)  # fmt: skip
def test_names_as_people_write_them(printed: str, office_id: str) -> None:
    """Abbreviations, numbers in any place, areas of before 2564, English, a province beside, footnotes."""
    assert (id_of(printed), *matched(printed)) == (office_id, office_id, "key")


@pytest.mark.parametrize(
    ("printed", "office_id"),
    [
        ("ESAO Kalasin 2", "p-kalasin-2"),
        ("Kalasinn Primary Educational Service Area Office 2", "p-kalasin-2"),
        ("สพป.กาฬสินธุ์ เขต 2 (ยางตลาด)", "p-kalasin-2"),
    ],
)
def test_what_only_one_office_can_mean_is_shown(printed: str, office_id: str) -> None:
    """No type but a number only one office has, a letter too many, a word beside that is no province."""
    assert (id_of(printed), *matched(printed)) == (None, office_id, "close")


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("สพม.24 (สุรินทร์)", ["s-surin", "s-kalasin"]),
        ("สพม.8 (กาญจนบุรี)", ["s-kanchanaburi", "s-ratchaburi"]),
        ("สพม.43", []),
        ("สพป.กาฬสินธุ์ เขต 2 (ขอนแก่น)", ["p-kalasin-2", "p-khonkaen-2"]),
        ("สพม.กทม.", ["s-bangkok-1", "s-bangkok-2"]),
        ("สพม.ลำปาง", ["s-lampang-lamphun"]),
        ("สพป.เพชร เขต 1", ["p-phetchaburi-1", "p-phetchabun-1"]),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษากาฬสิ", ["p-kalasin-1", "p-kalasin-2", "p-kalasin-3"]),
        ("สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาสุราษ", ["s-suratthani-chumphon"]),
        ("สพม.กาฬสิน...", ["s-kalasin"]),
        ("ESAO Kalasin 1", ["p-kalasin-1"]),
        ("Kalasin Primary", ["p-kalasin-1", "p-kalasin-2", "p-kalasin-3"]),
        ("Nonthaburi Primary Educational Service Area Office 3", ["p-nonthaburi-1"]),
        *((junk, []) for junk in (
            "รวม", "เฉลี่ย", "กรมป่าไม้", "โรงเรียนบ้านนา", "กลุ่มเผยแพร่", "สพฐ.", "สพม.ก",
            "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "Kalasin 2", "The Office of the Auditor 2",
        )),
    ],
)  # fmt: skip
def test_the_nearest_are_asked_and_never_absurd(printed: str, asked: list[str]) -> None:
    """A number against its province, a name cut at its end, half a name; nobody where nothing is near."""
    match = office_index().match(printed)
    found = [office.office_id for office in match.candidates]
    assert (id_of(printed), match.office, match.how) == (None, None, "unknown")
    assert found[: len(asked)] == asked
    assert bool(found) == bool(asked)


def test_every_office_by_the_abbreviation_of_its_provinces() -> None:
    """สพป.กส. 2, สพม.ลป.ลพ. and so on lead to their own office, all 245."""
    abbreviation = {
        row["province"]: row["spelling"]
        for row in reversed(reference.rows("province_spellings"))
        if row["kind"] == "abbreviation"
    }
    assert len(abbreviation) == 77
    wrong = [
        (printed, id_of(printed))
        for office in OFFICES
        for short in [".".join(abbreviation[each] for each in provinces_of(office))]
        for number in [office.office_number or ""]
        for printed in [f"{office.short_name[:4]}{short}.{number}"]
        if id_of(printed) != office.office_id
    ]
    assert wrong == []


def test_every_office_by_its_english_name() -> None:
    """In the two orders in use, the number at the end."""
    forms = (
        "{area} {type} Educational Service Area Office {number}",
        "The {type} Educational Service Area Office {area} {number}",
    )
    wrong = [
        printed
        for office in OFFICES
        for form in forms
        for area in [re.sub(r" (Primary|Secondary).*", "", office.name_en)]
        for printed in [
            form.format(
                area=area, type=office.office_type.title(), number=office.office_number or ""
            )
        ]
        if id_of(printed) != office.office_id
    ]
    assert wrong == []


def test_a_spelling_of_a_province_stands_for_no_other() -> None:
    """Each is listed once, and without vowels no province is what abbreviates another."""
    spellings = [(row["spelling"], row["province"]) for row in reference.rows("province_spellings")]
    assert len({spelling for spelling, _ in spellings}) == len(spellings)
    left = {skeleton(row["province"]): row["province"] for row in reference.rows("provinces")}
    assert [each for each in spellings if left.get(each[0], each[1]) != each[1]] == []


def test_a_former_number_is_no_misprint() -> None:
    """สพม. เขต 24 is what กาฬสินธุ์ was called; สพม.มุกดาหาร was no area of its own."""
    index = office_index()
    assert index.former_number(index.by_id["s-kalasin"]) == 24
    assert index.former_number(index.by_id["s-mukdahan"]) is None


def test_siblings_differ_in_number_only() -> None:
    """The other เขต of the province and type, in their order; none where there is one office."""
    index = office_index()
    found = index.siblings(index.by_id["p-kalasin-2"])
    assert [office.office_id for office in found] == ["p-kalasin-1", "p-kalasin-3"]
    assert index.siblings(index.by_id["p-trat"]) == ()
    assert index.siblings(index.by_id["s-kalasin"]) == ()


@given(
    office=st.sampled_from(OFFICES),
    is_short=st.booleans(),
    edits=st.integers(1, 2),
    is_marks_lost=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_wrong_consonants_never_make_another_office(
    office: Office, *, is_short: bool, edits: int, is_marks_lost: bool, chance: Random
) -> None:
    """One or two consonants of the area lost or misread: its own office or none.

    Unless what is left is the very name of another.
    """
    words, area, number = parts(names(office)[is_short])
    area = damaged(area, edits, CONSONANTS + FOREIGN, chance)
    if is_marks_lost:
        area = MAY_BE_LOST.sub(lambda mark: mark.group() if chance.random() < 0.7 else "", area)
    printed = words + area + number
    assume(id_of(printed) in (office.office_id, None))
    assert matched(printed)[0] in (office.office_id, None)


@given(
    office=st.sampled_from(OFFICES),
    share=st.sampled_from([0.1, 0.3, 0.6]),
    cut=st.integers(0, 20),
    number_word=st.sampled_from([" เขต ", " เขด ", " เข", "เขต", " "]),
    chance=st.randoms(use_true_random=False),
)
def test_a_damaged_prefix_never_makes_another_office(
    office: Office, *, share: float, cut: int, number_word: str, chance: Random
) -> None:
    """Letters of the words before the area lost, foreign or cut off in front: its own or none."""
    words, area, number = parts(office.office_name)
    words = "".join(
        chance.choice(["", *FOREIGN]) if chance.random() < share else letter
        for letter in words[cut:]
    )
    printed = words + area + number.replace(" เขต ", number_word)
    assert matched(printed)[0] in (office.office_id, None)


def test_most_slightly_damaged_names_are_matched() -> None:
    """One consonant misread in an area of five or more: nine in ten are still known, none wrongly."""
    chance = Random(1)  # noqa: S311 - draws cases, keeps no secret
    found = Counter()
    for office in OFFICES:
        words, area, number = parts(office.office_name)
        if len([letter for letter in area if letter in CONSONANTS]) < 5:
            continue
        printed = words + damaged(area, 1, CONSONANTS + FOREIGN, chance) + number
        found[matched(printed)[0] == office.office_id] += 1
        assert matched(printed)[0] in (office.office_id, None)
    assert found[True] / found.total() >= 0.9


def test_the_names_of_the_dashboard_need_no_search() -> None:
    """Finding offices by their names does not load the library that looks for close ones."""
    code = (
        "import sys; from ita.offices import office_index as i;"
        " i().find('สพป.กาฬสินธุ์ เขต 2'); i().match('สพป.กาฬสินธุ์ เขต 2');"
        " sys.exit('rapidfuzz' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# The parts of a name


def test_key_holds_type_number_and_consonants() -> None:
    """The vowels of กาฬสินธุ์ are gone; type and number are apart."""
    key = name_key("สพป.กาฬสินธุ์ เขต ๒")
    assert (key.office_type, key.office_number, key.skeleton) == ("primary", 2, "กฬสนธ")


def test_thai_digits_become_western() -> None:
    """All ten, and nothing else."""
    assert western_digits("๐๑๒๓๔๕๖๗๘๙ ก +-.,9") == "0123456789 ก +-.,9"


def test_an_ambiguous_index_cannot_be_made() -> None:
    """Two offices with one name, one key or one alias: ValueError names both."""
    first, second = office_index().by_id["p-kalasin-1"], office_index().by_id["p-kalasin-2"]
    same_name = Office(**{**vars(second), "short_name": first.short_name})
    same_key = Office(**{**vars(second), "office_name": first.office_name.replace("กาฬ", "กฬ")})
    for offices, aliases in (
        ([first, same_name], []),
        ([first, same_key], []),
        ([first, second], [("สพป.กส.", first.office_id), ("สพป.กส.", second.office_id)]),
    ):
        with pytest.raises(ValueError, match="p-kalasin-1 and p-kalasin-2"):
            OfficeIndex(offices, aliases)
