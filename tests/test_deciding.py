"""Reading and deciding without a browser: a second try, the first choice, who decides, how many there are."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from screens import opened, texts, view_of
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from ita.pointer import Publication, current_version, pointer_text
from ita.wording import Say
from pages.shared import reviews

TH = Say("th")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# Simulated, but for what the home office says of itself: 97.39 and +15.86, where 89.16 is listed.
LISTED = """อันดับที่\tสำนักงานเขตพื้นที่การศึกษา\tคะแนน ITA ปี 2565\tระดับผลคะแนน
181\tสพป.ตราด\t89.22\tA
182\tสพป.กาฬสินธุ์ เขต 2\t89.16\tA
183\tสพป.ขอนแก่น เขต 5\t89.10\tAAA
"""


@pytest.fixture
def screen(warehouse) -> Iterator[AppTest]:  # noqa: ARG001 - the pages read it
    """The review of the list at its summary; left at the end, and its folder with it."""
    app = opened(view_of("imports"))
    app.text_area(key="import-text").input(LISTED)
    app.button(key="import-check").click().run()
    yield app
    app.button(key="import-another").click().run()


def by_key(app: AppTest, key: str) -> Button:
    """The only button that a key presses."""
    [button] = [each for each in app.button if each.proto.shortcut == key.lower()]
    return button


def test_a_conflict_is_decided_under_a_name(screen: AppTest) -> None:
    """89.16 of grade A between 89.22 and 89.10: keeping it is the primary button, 97.39 a mere choice.

    Why there are more findings than cells is said; without a name nothing can be downloaded. Once both
    cells are decided one button stands out: the one that leads on.
    """
    counted = TH("imports.summary.counted", findings=5, in_cells=3, cells=2, table=2)
    assert counted in texts(screen)
    screen.query_params["part"] = "cells"
    screen.run()
    keep, other = (by_key(screen, digit) for digit in "12")
    assert (keep.proto.type, other.proto.type) == ("primary", "secondary")
    assert "97.39" in other.label
    assert TH("imports.decide.keys") in texts(screen)
    assert by_key(screen, "X").label == TH("imports.decide.leave_out")
    assert any(TH("reconcile.borne_out") in text for text in texts(screen))
    keep.click().run()
    assert screen.get("download_button")[0].proto.disabled
    assert TH("imports.file.by_needed") in texts(screen)
    screen.text_input(key="import-by").input("  สมชาย ").run()
    assert not screen.get("download_button")[0].proto.disabled
    assert TH("imports.file.by_needed") not in texts(screen)
    by_key(screen, "1").click().run()
    assert TH("imports.decide.done") in texts(screen)
    primary = [button.key for button in screen.button if button.proto.type == "primary"]
    assert primary[0] == "import-go-effects"
    assert by_key(screen, "1").key not in primary
    screen.button(key="import-go-effects").click().run()
    assert screen.query_params["part"] == "effects"


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(("key", "is_offered"), [("too_slow", True), ("password", False)])
def test_a_reader_that_was_stopped_is_asked_again(key: str, *, is_offered: bool) -> None:
    """Reading again is offered where it can go well, and reads: the refusal on file is not told again."""
    with TemporaryDirectory() as held:
        folder = Path(held)
        (folder / "upload").mkdir()
        (folder / "upload" / "list.txt").write_text(LISTED, encoding="utf-8")
        refusal = {"key": key, "message_th": "หยุดอ่าน", "message_en": "stopped"}
        kept = reviews.answer_file(reviews.Draft(folder))
        kept.write_text(json.dumps({"error": refusal}), encoding="utf-8")
        app = opened(view_of("imports"))
        app.session_state["review"] = SimpleNamespace(name=held)
        app.run()
        assert "หยุดอ่าน" in texts(app)
        again = [button for button in app.button if button.key == "import-again"]
        assert bool(again) == is_offered
        if again:
            again[0].click().run()
            assert "หยุดอ่าน" not in texts(app)
            assert [metric.value for metric in app.metric][:2] == ["3", "3"]


def test_the_history_of_versions_names_who_published_in_full(
    tmp_path: Path, warehouse_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In cells that wrap, the newest eight; an account is shown to stewards only."""
    shutil.copytree(warehouse_root / "published", tmp_path / "published")
    monkeypatch.setenv("ITA_WAREHOUSE", str(tmp_path))
    version_id, name = current_version("published").version_id, "สมหญิง รักเรียน กลุ่มนโยบายและแผน"
    moves = [Publication(version_id, NOON, "add", by, "") for by in (name, *["a@b.go.th"] * 9)]
    (tmp_path / "published" / "current").write_text(pointer_text(moves), encoding="utf-8")
    app = opened(view_of("imports"))
    [history] = app.table
    assert list(history.value[TH("imports.versions.by")]) == [
        name,
        *[TH("imports.versions.steward")] * 7,
    ]
    assert TH("imports.versions.newest", count=8, of=10) in texts(app)
