"""Thai read with the wrong code page is read as it was meant; what cannot be is told apart."""

import pytest

from etl.read.code_pages import is_garbled, repaired

ROWS = (
    "อันดับที่,สำนักงานเขตพื้นที่การศึกษา,คะแนน,ระดับ,เพิ่ม/ลด,ผล\r\n"
    "๑,สำนักงานเขตพื้นที่การศึกษาประถมศึกษาน่าน เขต ๑,๙๙.๙๘,ผ่านดีเยี่ยม,+๔.๐๘,ผ่าน\r\n"
    "2,สพม. สุราษฎร์ธานี ชุมพร,84.90,B,-0.35,ไม่ผ่าน\r\n"
)


def read_as(text: str, right: str, wrong: str) -> str:
    """The text as a program shows it that takes its bytes for another code page.

    A byte the code page has no letter for is shown as the letter of its number.
    """
    shown = [bytes([code]).decode(wrong, "replace") for code in text.encode(right)]
    codes = text.encode(right)
    return "".join(
        chr(code) if letter == "\ufffd" else letter
        for code, letter in zip(codes, shown, strict=True)
    )


@pytest.mark.parametrize("wrong", ["cp874", "cp1252", "latin-1", "mac_roman", "cp437", "cp850"])
def test_utf_8_read_with_another_code_page(wrong: str) -> None:
    """To the last letter, line ends and figures too."""
    assert repaired(read_as(ROWS, "utf-8", wrong)) == ROWS


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "mac_roman", "cp437", "cp850"])
def test_windows_thai_read_with_another_code_page(wrong: str) -> None:
    """As old PDF fonts and old exports have it."""
    assert repaired(read_as(ROWS, "cp874", wrong)) == ROWS


def test_the_letters_one_sees() -> None:
    """What stands in files of this kind, letter by letter."""
    assert repaired("ÊÓ¹Ñ¡§Ò¹à¢µ¾×é¹·Õè") == "สำนักงานเขตพื้นที่"
    assert repaired("à¸„à¸°à¹\x81à¸™à¸™ à¸£à¸°à¸”à¸±à¸š") == "คะแนน ระดับ"


@pytest.mark.parametrize(
    "steps",
    [
        [("utf-8", "cp1252"), ("utf-8", "cp1252")],
        [("utf-8", "cp874"), ("utf-8", "cp874")],
        [("cp874", "cp1252"), ("utf-8", "latin-1")],
        [("utf-8", "cp1252"), ("utf-8", "cp1252"), ("utf-8", "cp1252")],
    ],
)
def test_read_wrong_more_than_once(steps: list[tuple[str, str]]) -> None:
    """Each wrong reading is undone."""
    text = ROWS
    for right, wrong in steps:
        text = read_as(text, right, wrong)
    assert repaired(text) == ROWS


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("¼\x8bÒ¹ ÃÐ´Ñº »\x82", "ผ่าน ระดับ ปี"),  # Windows keeps the moved tones and vowels here
        ("¼\x88Ò¹ ÃÐ´Ñº »\x95", "ผ่าน ระดับ ปี"),  # and the Macintosh here
    ],
)
def test_marks_moved_aside(printed: str, meant: str) -> None:
    """The shapes fonts keep for a mark beside a tall letter are that mark."""
    assert repaired(printed) == meant


@pytest.mark.parametrize("mark", ["\ufeff", "ï»¿"])
def test_a_byte_order_mark_is_no_letter(mark: str) -> None:
    """Whether it was read right or wrong."""
    assert repaired(mark + read_as(ROWS, "utf-8", "cp1252")) == ROWS


@pytest.mark.parametrize(
    "text", ["", "1,99.98,A", ROWS, "\ufeff" + ROWS, "café, naïve, Zürich", "เธอไปไหนเนี่ย", "ÊÓ¹"]
)
def test_what_is_right_is_left_alone(text: str) -> None:
    """So is a text of another language, and one too short to tell."""
    assert repaired(text) is None


def test_a_long_text_is_repaired_whole() -> None:
    """Its first lines tell what it is; a long text that is none is soon let go."""
    assert repaired(read_as(ROWS * 200, "utf-8", "cp1252")) == ROWS * 200
    assert repaired("é" * 5_000_000) is None


def test_letters_that_were_lost_are_told() -> None:
    """Once a program put a sign for what it had no letter for, the text cannot be repaired."""
    for wrong in ("cp874", "cp1252"):
        lost = ROWS.encode().decode(wrong, "replace")
        assert "\ufffd" in lost
        assert repaired(lost) is None
        assert is_garbled(lost)


@pytest.mark.parametrize(
    "text", ["", "Rank,Office,Score", "เธอเน้นเนื้อหา", "café, naïve, Zürich", "1 – 2", ROWS]
)
def test_other_texts_are_not_told_so(text: str) -> None:
    """Nor is Thai whose words begin with the same letters as the signs of a wrong reading."""
    assert not is_garbled(text)
