"""Going back takes files added since out of the data, and coming forward brings them in again."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from etl import withdrawal
from etl.withdrawal import WITHDRAWN

HEADER = "อันดับที่\tสำนักงาน\tคะแนน ITA ปี ๒๕๖๖\tระดับ\tผลต่าง\tผล\n"
ROWS = "๑\tสพป.กระบี่\t๙๙.๙๐\tผ่านดี\t-\tผ่าน\n๒\tสพป.พังงา\t๙๙.๘๐\tผ่านดี\t-\tผ่าน\n"
TITLES = (
    "source_id,row_no,column_name,printed,replacement,"
    "reason_th,reason_en,evidence,decided_by,decided_on\n"
)

Etl = Callable[..., str]


@dataclass(frozen=True)
class Place:
    """A copy of the data and a warehouse built from it, with the commands over them."""

    run_etl: Callable[..., Result]
    root: Path

    @property
    def data(self) -> Path:
        """The folder files are added to."""
        return self.root / "data"

    def etl(self, *arguments: object) -> str:
        """Run a command that must succeed; give the version it leaves current."""
        options = ("--data", self.data, "--out", self.root / "out")
        result = self.run_etl(*arguments, *options)
        assert result.exit_code == 0, result.output
        pointer = self.root / "out" / "published" / "current"
        return pointer.read_text(encoding="utf-8").partition("\n")[0]

    def copied(self, root: Path) -> "Place":
        """The same once more, to do something else in."""
        for name in ("data", "out"):
            shutil.copytree(self.root / name, root / name)
        return Place(self.run_etl, root)


@pytest.fixture
def place(run_etl, data_copy: Path, warehouse_root: Path) -> Place:
    """Where the version of these data has been built already."""
    root = data_copy.parent
    shutil.copytree(warehouse_root / "published", root / "out" / "published")
    return Place(run_etl, root)


@pytest.fixture
def etl(place: Place) -> Etl:
    """A command over a copy of the data and a warehouse of its own; the version it leaves current."""
    return place.etl


@pytest.fixture
def announcement(tmp_path: Path) -> Path:
    file = tmp_path / "ประกาศ.txt"
    file.write_text(HEADER + ROWS, encoding="utf-8")
    return file


def source_of(file: Path) -> str:
    return f"announcement-2566-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"


def decisions(file: Path, folder: Path) -> Path:
    source = source_of(file)
    path = folder / "decisions.csv"
    line = f'{source},3,score,๙๙.๘๐,99.70,"ก, ข",a,{source},ผู้ดูแล,2026-11-24\n'
    path.write_text(TITLES + line, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the data that counts, hidden ones left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(part[0] == "." for part in path.relative_to(folder).parts)
    }


def test_going_back_takes_the_file_and_its_decisions_out(
    etl: Etl, data_copy: Path, tmp_path: Path, announcement: Path
) -> None:
    """The data are as before the file was added, byte for byte; the file lies aside, whole."""
    first = etl("build")
    before = contents(data_copy)
    second = etl("add", announcement, "--decisions", decisions(announcement, tmp_path))
    with_file = contents(data_copy)
    assert etl("rollback", first) == first != second
    assert contents(data_copy) == before
    assert etl("build", "--if-needed") == first
    source = source_of(announcement)
    aside = data_copy / WITHDRAWN / "2566" / source
    assert (aside / f"{source}.txt").read_bytes() == announcement.read_bytes()

    assert etl("rollback", second) == second
    assert contents(data_copy) == with_file
    assert not aside.exists()
    assert etl("build", "--if-needed") == second


def test_the_next_file_does_not_bring_the_withdrawn_one_along(
    etl: Etl, data_copy: Path, tmp_path: Path, announcement: Path
) -> None:
    """Gone back from means gone, until somebody adds it again."""
    first = etl("build")
    etl("add", announcement)
    etl("rollback", first)
    right = tmp_path / "right.txt"
    right.write_text(HEADER + ROWS.replace("๙๙.๙๐", "๙๙.๙๕"), encoding="utf-8")
    etl("add", right)
    folders = [path.name for path in (data_copy / "raw" / "2566").iterdir() if path.is_dir()]
    assert folders == [source_of(right)]
    papers = (data_copy / "raw" / "2566" / source_of(right) / f"{source_of(right)}.toml").read_text(
        encoding="utf-8"
    )
    assert "replaces = []" in papers


def test_files_placed_by_hand_stay(etl: Etl, data_copy: Path) -> None:
    """Only what came by command has a folder that can move, whatever a folder is called."""
    first = etl("build")
    second = etl("build")
    by_hand = data_copy / "raw" / "2566" / "oit-items-2566"
    by_hand.mkdir()
    for name in ("oit_items_2566.csv", "oit_items_2566.toml"):
        (data_copy / "raw" / "2566" / name).rename(by_hand / name)
    assert first == second
    third = etl("build")
    assert third != first
    before = contents(data_copy)
    assert etl("rollback", first) == first
    assert contents(data_copy) == before


def test_going_back_twice_over_the_same_file(etl: Etl, data_copy: Path, announcement: Path) -> None:
    """Added, gone back from, added again, gone back from again: the ordinary way of a mistake."""
    first = etl("build")
    before = contents(data_copy)
    for _ in range(2):
        etl("add", announcement)
        assert etl("rollback", first) == first
        assert contents(data_copy) == before


def test_decisions_alone_are_gone_back_from_too(
    etl: Etl, data_copy: Path, tmp_path: Path, announcement: Path
) -> None:
    """The file was known; only its decisions were new. They are kept aside, not lost."""
    etl("build")
    first = etl("add", announcement)
    before = contents(data_copy)
    second = etl("add", announcement, "--decisions", decisions(announcement, tmp_path))
    with_decisions = contents(data_copy)
    assert first != second
    assert etl("rollback", first) == first
    assert contents(data_copy) == before
    assert "99.70" in (data_copy / WITHDRAWN / "decisions.csv").read_text(encoding="utf-8")
    assert etl("rollback", second) == second
    assert contents(data_copy) == with_decisions


def test_files_that_replace_each_other_go_together(
    etl: Etl, data_copy: Path, tmp_path: Path, announcement: Path
) -> None:
    """Of two announcements of a year the later replaces the earlier; going back takes both out."""
    first = etl("build")
    before = contents(data_copy)
    etl("add", announcement)
    later = tmp_path / "later.txt"
    later.write_text(HEADER + ROWS.replace("๙๙.๙๐", "๙๙.๙๕"), encoding="utf-8")
    last = etl("add", later)
    with_both = contents(data_copy)
    assert etl("rollback", first) == first
    assert contents(data_copy) == before
    assert etl("rollback", last) == last
    assert contents(data_copy) == with_both


def test_a_way_back_cut_short_is_completed(
    place: Place, tmp_path: Path, announcement: Path, monkeypatch, subtests
) -> None:
    """Cut before any of its moves, the next command leaves the old data or the new, whole."""
    first = place.etl("build")
    before = contents(place.data)
    second = place.etl("add", announcement, "--decisions", decisions(announcement, tmp_path))
    with_file = contents(place.data)
    for step in range(6):
        with subtests.test(step=step):
            here = place.copied(tmp_path / f"step-{step}")
            moves = []

            def counted(work: Callable, moves: list = moves, step: int = step) -> Callable:
                def move(*arguments: object, **named: object) -> object:
                    moves.append(work)
                    if len(moves) > step:
                        raise KeyboardInterrupt
                    return work(*arguments, **named)

                return move

            with monkeypatch.context() as patch:
                for name in ("write", "replace", "sync_folder", "_move"):
                    patch.setattr(withdrawal, name, counted(getattr(withdrawal, name)))
                with pytest.raises(AssertionError, match="Aborted"):
                    here.etl("rollback", first)
            assert len(moves) > step
            now = here.etl("build", "--if-needed")
            assert (now, contents(here.data)) in ((first, before), (second, with_file))
            assert not list(here.data.glob(".going-back*"))
