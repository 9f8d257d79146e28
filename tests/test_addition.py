"""Adding a file for good: all of it or nothing, decisions with it, papers that read back as written."""

import csv
import hashlib
import io
import json
import os
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import addition, durable
from etl.addition import Addition, Papers, Report, at_rest, merged, sidecar_text
from etl.corrections import COLUMNS, Correction, corrections_text, read_corrections
from etl.errors import InputError
from etl.read import read_document
from etl.read.sidecar import read_raw_files, reading_of, visible_files
from etl.sources import document_of
from ita.pointer import publications_in

ROOT = Path(__file__).resolve().parent.parent

CONTENT = "อันดับที่\tสำนักงาน\n๑\tตัวอย่าง\n".encode()
SOURCE = "announcement-2566-2e1a8615"
PAPERS = Papers(
    kind="announcement",
    fiscal_year=2566,
    file_name="ประกาศ ปี 66.PDF",
    form="pdf",
    title="ประกาศผล ITA ปี 2566",
    publisher="สพฐ.",
    published_on="2023-08-01",
    licence="ไม่ได้ระบุ",
    note="ดาวน์โหลดจากเว็บไซต์",
    added_by="สมศรี",
    added_on=date(2026, 11, 24),
)
DECISION = Correction(
    correction_id=f"{SOURCE}-2-score",
    source_id=SOURCE,
    row_no=2,
    column_name="score",
    printed="๙๗.๕๙",
    replacement="97.39",
    reason_th="เลข ๓ ถูกอ่านเป็น ๕",
    reason_en="3 read as 5, see “poster”",
    evidence=SOURCE,
    decided_by="สมศรี",
    decided_on=date(2026, 11, 24),
    line=2,
)


@pytest.fixture
def data(data_copy: Path) -> Path:
    """A copy of the project's data to add to."""
    return data_copy


@pytest.fixture
def add(data: Path) -> Callable[..., str]:
    """Add a file and its decisions to the copy for good; returns the source_id."""

    def work(
        content: bytes = CONTENT, papers: Papers = PAPERS, decisions: tuple[Correction, ...] = ()
    ) -> str:
        with adding(data, content, papers, decisions, quiet) as added:
            added.commit()
        return added.placed[0].source_id

    return work


@contextmanager
def adding(
    data: Path, content: bytes, papers: Papers, decisions: Sequence[Correction], report: Report
) -> Iterator[Addition]:
    """One file placed in a twin."""
    with addition.adding(data, report) as added:
        added.place(content, papers, decisions)
        yield added


def quiet(_key: str) -> None:
    """Nobody listens to the steps."""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, hidden ones too, by its place; without the lock, which stays."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != durable.LOCK
    }


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


# Moving in


def test_a_file_moves_in_with_its_papers(data: Path, add) -> None:
    """Named after kind, year and content, in the folder of its year; nothing else changes."""
    before = contents(data)
    assert add() == SOURCE
    place = f"raw/2566/{SOURCE}/{SOURCE}"
    after = contents(data)
    assert after.keys() - before.keys() == {f"{place}.pdf", f"{place}.toml"}
    assert after[f"{place}.pdf"] == CONTENT
    assert {name: after[name] for name in before} == before


def test_the_papers_say_what_was_told(data: Path, add) -> None:
    """Every field, read back by the reader of papers."""
    add()
    (raw_file,) = [raw for raw in read_raw_files(data / "raw") if raw.source_id == SOURCE]
    fields = vars(raw_file)
    told = {**vars(PAPERS), "added_on": "2026-11-24"}
    assert {name: fields[name] for name in told} == told
    assert (raw_file.content, raw_file.replaces) == (CONTENT, ())


@pytest.mark.parametrize(
    ("file_name", "suffix"),
    [
        ("a.xlsx", ".xlsx"),
        ("a.tar.CSV", ".csv"),
        ("a", ".text"),
        ("a.toml", ".text"),
        ("a.ไฟล์", ".text"),
        ("../../a.b c", ".text"),
        (".pdf", ".text"),
    ],
)
def test_a_strange_name_harms_nothing(data: Path, add, file_name: str, suffix: str) -> None:
    """Only a plain suffix is taken over, else the form it was read as; the papers keep the name."""
    source_id = add(papers=replace(PAPERS, file_name=file_name, form="text"))
    (raw_file,) = [raw for raw in read_raw_files(data / "raw") if raw.source_id == source_id]
    assert raw_file.path.name == f"{source_id}{suffix}"
    assert raw_file.file_name == file_name


def test_a_kind_of_two_words_is_written_with_a_dash(add) -> None:
    """As all source ids are."""
    assert add(papers=replace(PAPERS, kind="result_sheet")) == "result-sheet-2566-2e1a8615"


def test_before_the_commit_nothing_is_there(data: Path) -> None:
    """The file stands in the twin only; left without a commit, no trace stays."""
    before = contents(data)
    with adding(data, CONTENT, PAPERS, [DECISION], quiet) as added:
        in_the_twin = [raw.source_id for raw in read_raw_files(added.data / "raw")]
        assert {
            name: content for name, content in contents(data).items() if name in before
        } == before
        assert SOURCE not in [raw.source_id for raw in read_raw_files(data / "raw")]
    assert SOURCE in in_the_twin
    assert contents(data) == before
    assert not list(data.glob(".adding-*"))


def test_the_twin_is_the_data_as_they_will_be(data: Path) -> None:
    """File by file, under a folder of the same name: what is built from it is built from the data."""
    with adding(data, CONTENT, PAPERS, [DECISION], quiet) as added:
        assert added.data.name == data.name
        twin = contents(added.data)
        added.commit()
    assert twin == contents(data)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, InputError("no_rows", file="x")])
def test_a_build_that_fails_leaves_no_trace(data: Path, error) -> None:
    """Byte for byte, folder for folder, whatever ended it."""
    before, tree = contents(data), folders(data)
    with (
        pytest.raises((KeyboardInterrupt, OSError, InputError)),
        adding(data, CONTENT, PAPERS, [DECISION], quiet),
    ):
        raise error
    assert (contents(data), folders(data)) == (before, tree)


def test_errors_speak_of_the_file_by_its_name(data: Path) -> None:
    """Not of the twin: of the file that is added, and of the others where they are."""

    def told(place: Callable[[Addition], Path]) -> str:
        with (
            pytest.raises(InputError) as caught,
            adding(data, CONTENT, PAPERS, [], quiet) as added,
        ):
            raise InputError("no_rows", file=place(added))
        return caught.value.file

    assert told(lambda added: added.data / f"raw/2566/{SOURCE}/{SOURCE}.pdf") == PAPERS.file_name
    assert told(lambda added: added.data / "corrections.csv") == str(data / "corrections.csv")
    assert told(lambda _added: Path("elsewhere.csv")) == "elsewhere.csv"


def test_a_changed_record_stops_the_commit(data: Path) -> None:
    """Somebody edited the decisions by hand meanwhile: their edit stays, nothing moves."""
    record = data / "corrections.csv"
    before = contents(data / "raw")
    with adding(data, CONTENT, PAPERS, [DECISION], quiet) as added:
        record.write_bytes(record.read_bytes() + b"\n")
        with pytest.raises(InputError) as caught:
            added.commit()
    assert caught.value.key == "changed_meanwhile"
    assert record.read_bytes().endswith(b"\n\n")
    assert contents(data / "raw") == before


def test_a_refused_record_takes_the_file_back(data: Path, monkeypatch) -> None:
    """The record of decisions cannot be replaced (open in Excel): the file is not in either."""
    before, tree = contents(data), folders(data)

    def refuse(_aside: Path, _path: Path) -> None:
        raise PermissionError("in use")

    monkeypatch.setattr(addition, "replace", refuse)
    with (
        pytest.raises(PermissionError),
        adding(data, CONTENT, replace(PAPERS, fiscal_year=2567), [DECISION], quiet) as added,
    ):
        added.commit()
    assert contents(data) == before
    assert folders(data) - tree <= {"raw/2567"}


def test_without_a_record_of_decisions_nothing_is_added(data: Path) -> None:
    """Said as a build says it."""
    (data / "corrections.csv").unlink()
    with (
        pytest.raises(InputError) as caught,
        adding(data, CONTENT, PAPERS, [], quiet),
    ):
        pytest.fail("there is a twin")
    assert caught.value.key == "no_corrections"


# The same file again


def test_a_file_that_is_there_keeps_its_place(data: Path, add) -> None:
    """Its bytes are known: its own source_id, nothing copied, its papers as they were."""
    content = (data / "raw/2565/announcement_2565_extract.txt").read_bytes()
    before = contents(data)
    papers = replace(PAPERS, fiscal_year=2565, title="another title")
    assert add(content, papers) == "announcement-2565"
    assert contents(data) == before


def test_decisions_of_a_file_that_is_there_are_merged(data: Path, add) -> None:
    """A second import brings decisions only; a third with the same ones changes no byte."""
    add()
    before = contents(data)
    add(decisions=(DECISION,))
    after = contents(data)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"corrections.csv"}
    assert read_corrections(data / "corrections.csv")[-1] == replace(DECISION, line=4)
    add(decisions=(DECISION,))
    assert contents(data) == after


@pytest.mark.parametrize("told", [{"fiscal_year": 2565}, {"kind": "history"}])
def test_another_year_or_kind_is_not_taken_silently(data: Path, add, told) -> None:
    """The same bytes under another year: the steward is told where they are."""
    add()
    before = contents(data)
    with pytest.raises(InputError) as caught:
        add(papers=replace(PAPERS, **told))
    assert (caught.value.key, caught.value.values["source_id"]) == ("added_before", SOURCE)
    assert contents(data) == before


# Announcements that replace others


def test_a_new_announcement_replaces_those_of_its_year(data: Path, add) -> None:
    """All of them, in the papers of the new one; other years, kinds and their files stay."""
    first = add(b"first", replace(PAPERS, fiscal_year=2565))
    second = add(b"second", replace(PAPERS, fiscal_year=2565))
    sheet = add(b"third", replace(PAPERS, fiscal_year=2565, kind="result_sheet"))
    other = add(b"fourth", PAPERS)
    replaces = {raw.source_id: raw.replaces for raw in read_raw_files(data / "raw")}
    assert [replaces[source_id] for source_id in (first, second, sheet, other)] == [
        ("announcement-2565",),
        ("announcement-2565", first),
        (),
        (),
    ]


@pytest.mark.parametrize("replaces", ['["nobody"]', '"announcement-2565"', "[2565]", "{}"])
def test_what_is_replaced_must_be_there(data: Path, add, replaces: str) -> None:
    """A list of sources that exist; anything else stops the build and names the papers."""
    add()
    papers = data / f"raw/2566/{SOURCE}/{SOURCE}.toml"
    text = papers.read_text(encoding="utf-8").replace("replaces = []", f"replaces = {replaces}")
    papers.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_raw_files(data / "raw")
    assert caught.value.key in ("replaces_unknown", "sidecar_field")
    assert SOURCE in caught.value.file


def test_a_source_does_not_replace_itself(data: Path, add) -> None:
    """That is a slip of the pen."""
    add()
    papers = data / f"raw/2566/{SOURCE}/{SOURCE}.toml"
    text = papers.read_text(encoding="utf-8")
    papers.write_text(text.replace("replaces = []", f'replaces = ["{SOURCE}"]'), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_raw_files(data / "raw")
    assert caught.value.key == "replaces_unknown"


# Additions that were killed


@contextmanager
def killed_at(monkeypatch: pytest.MonkeyPatch, name: str, count: int) -> Iterator[None]:
    """The process dies before the n-th call of a system function, and nothing is tidied up."""
    calls = iter(range(1, count + 1))
    work = getattr(os, name)

    def die_or(*arguments: object, **named: object) -> object:
        if next(calls, count) == count:
            raise SystemExit
        return work(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(f"os.{name}", die_or)
        patch.setattr(addition.shutil, "rmtree", lambda *_arguments, **_named: None)
        with pytest.raises(SystemExit):
            yield


def test_a_kill_between_file_and_decisions_is_completed(data: Path, add, monkeypatch) -> None:
    """The file has moved in, its decisions have not: whoever opens the data next completes it."""
    before = contents(data)
    with killed_at(monkeypatch, "replace", 1):
        add(decisions=(DECISION,))
    halfway = contents(data)
    assert f"raw/2566/{SOURCE}/{SOURCE}.pdf" in halfway
    assert halfway["corrections.csv"] == before["corrections.csv"]
    with at_rest(data, quiet):
        after = contents(data)
    assert read_corrections(data / "corrections.csv")[-1] == replace(DECISION, line=4)
    assert after.keys() - before.keys() == {
        f"raw/2566/{SOURCE}/{SOURCE}.{suffix}" for suffix in ("pdf", "toml")
    }


def test_completing_keeps_what_was_edited_since(data: Path, add, monkeypatch) -> None:
    """Lines written by hand between the kill and the next start stay."""
    with killed_at(monkeypatch, "replace", 1):
        add(decisions=(DECISION,))
    record = data / "corrections.csv"
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(b"".join(lines[:-1]))
    with at_rest(data, quiet):
        pass
    kept = record.read_bytes().splitlines(keepends=True)
    assert kept[:-1] == lines[:-1]
    assert read_corrections(record)[-1].correction_id == DECISION.correction_id


def test_completing_may_be_killed_too(data: Path, add, monkeypatch) -> None:
    """As often as it takes; the decisions come in once."""
    with killed_at(monkeypatch, "replace", 1):
        add(decisions=(DECISION,))
    for name in ("replace", "unlink"):
        with killed_at(monkeypatch, name, 1), at_rest(data, quiet):
            pytest.fail("it was completed")
    with at_rest(data, quiet):
        pass
    ids = [correction.correction_id for correction in read_corrections(data / "corrections.csv")]
    assert ids.count(DECISION.correction_id) == 1
    assert not [name for name in contents(data) if "/." in name]


def test_a_kill_before_the_file_moved_in_changes_nothing(data: Path, add, monkeypatch) -> None:
    """The twin stays behind, hidden; the next one sweeps it."""
    before = contents(data)
    with killed_at(monkeypatch, "rename", 1):
        add(decisions=(DECISION,))
    assert list(data.glob(".adding-*"))
    assert {name: text for name, text in contents(data).items() if name[0] != "."} == before
    with at_rest(data, quiet):
        assert contents(data) == before


def test_what_is_hidden_is_no_source(data: Path) -> None:
    """Neither a hidden file nor anything in a hidden folder; a hidden folder above does not count."""
    raw = data / "raw"
    (raw / ".adding-1" / "2566").mkdir(parents=True)
    (raw / ".adding-1" / "2566" / "half.csv").write_bytes(b"half")
    (raw / "2565" / ".DS_Store").write_bytes(b"x")
    (raw / ".half.toml").write_bytes(b"not toml [")
    sources = [raw_file.source_id for raw_file in read_raw_files(raw)]
    assert sources == ["announcement-2565", "local-history", "oit-items-2566"]
    hidden = data / ".hidden"
    raw.rename(hidden)
    assert len(visible_files(hidden)) == 6


@pytest.mark.parametrize(
    "name",
    [
        "Thumbs.db", "THUMBS.DB:encryptable", "ehthumbs_vista.db", "Desktop.ini", "~$ประกาศ.xlsx",
        "~$ekly.docx", "~WRL0001.tmp", "A1B2C3D4.tmp", "ประกาศ.docx~", "#announcement.csv#",
        ".~lock.ประกาศ.xlsx#", "._ประกาศ.pdf", ".DS_Store", "ประกาศ.pdf:Zone.Identifier",
        "@eaDir/announcement.txt@SynoEAStream", "__MACOSX/announcement.txt", "Icon\r",
        "ประกาศ.pdf.crdownload", "ประกาศ.pdf.part",
    ],
)  # fmt: skip
def test_what_programs_leave_is_no_source(data: Path, name: str) -> None:
    """Files of systems and office programs beside the sources are passed over, without papers."""
    before = visible_files(data / "raw")
    left = data / "raw" / "2565" / name
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"x")
    assert len(read_raw_files(data / "raw")) == 3
    assert visible_files(data / "raw") == before


@pytest.mark.parametrize(
    "name", ["Thumbs.pdf", "desktop.csv", "$x.xlsx", "ประกาศ.xlsx", "template.xlsx", "a.tmp.csv"]
)
def test_what_a_person_left_needs_papers(data: Path, name: str) -> None:
    """Any other file without a sidecar is told."""
    (data / "raw" / "2565" / name).write_bytes(b"x")
    with pytest.raises(InputError) as caught:
        read_raw_files(data / "raw")
    assert caught.value.key == "no_sidecar"


def test_one_at_a_time(data: Path, monkeypatch) -> None:
    """While a file is being added nobody else adds or builds; they say so and give up in the end."""
    monkeypatch.setattr(durable, "LONGEST_WAIT", 0.1)
    told = []
    with adding(data, CONTENT, PAPERS, [], quiet) as added:
        for other in (at_rest(data, told.append), adding(data, b"x", PAPERS, [], told.append)):
            with pytest.raises(InputError) as caught, other:
                pytest.fail("two at once")
            assert caught.value.key == "busy"
        added.commit()
    assert told == ["build.waiting"] * 2


def test_read_only_data_are_at_rest(data: Path, monkeypatch) -> None:
    """Where nothing can be written nobody can be adding; no lock is asked for."""
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (data, os.W_OK))
    with at_rest(data, quiet):
        assert not (data / durable.LOCK).exists()


# The command


@pytest.fixture
def announced(tmp_path: Path) -> Path:
    """An announcement that is not among the data: the rows of the one that is, in other bytes."""
    known = ROOT / "data" / "raw" / "2565" / "announcement_2565_extract.txt"
    file = tmp_path / "ประกาศ.txt"
    file.write_bytes(known.read_bytes() + b"\n\n")
    return file


def test_a_file_added_by_command_is_published(
    data: Path, tmp_path: Path, announced: Path, run_etl
) -> None:
    """One command: the file is in, the version is the one the data give, the record says who and why."""
    out = tmp_path / "out"
    places = ("--data", data, "--out", out)
    result = run_etl("add", announced, "--by", "สมศรี", "--note", "ฉบับแก้ไข", *places)
    assert result.exit_code == 0, result.output
    (raw_file,) = [raw for raw in read_raw_files(data / "raw") if raw.added_by]
    assert raw_file.content == announced.read_bytes()
    assert (raw_file.file_name, raw_file.replaces) == ("ประกาศ.txt", ("announcement-2565",))
    (move,) = publications_in(out / "published")
    assert (move.how, move.by, move.note) == ("add", "สมศรี", "ฉบับแก้ไข")
    assert "up to date" in run_etl("build", "--if-needed", *places).stdout


def test_what_was_read_in_a_picture_stays_as_it_was_decided_about(
    data: Path, tmp_path: Path, announced: Path, run_etl, monkeypatch
) -> None:
    """The reading lies beside the picture, proved by its sum: a later reader changes nothing published."""
    document = replace(read_document(announced.read_bytes(), announced.name), pages_by_machine=(1,))
    monkeypatch.setattr("etl.read.guarded.read_guarded", lambda *_: document)
    places = ("--data", data, "--out", tmp_path / "out")
    assert run_etl("add", announced, *places).exit_code == 0
    (raw_file,) = [raw for raw in read_raw_files(data / "raw") if raw.added_by]
    with monkeypatch.context() as patch:
        patch.setattr("etl.sources.read_once", None)
        assert document_of(raw_file) == document
    monkeypatch.setattr("etl.commands.check.read_guarded", None)
    checked = run_etl("check", announced, "--json", "--data", data)
    assert len(json.loads(checked.stdout)["rows"]) == len(document.rows)
    kept = reading_of(raw_file.path)
    kept.write_bytes(kept.read_bytes().replace("๙๙".encode(), "๙๘".encode()))
    damaged = run_etl("build", *places)
    assert (damaged.exit_code, kept.name in damaged.stderr) == (2, True)
    kept.unlink()
    assert run_etl("build", *places).exit_code == 2


def test_a_file_refused_by_the_build_leaves_no_trace(
    data: Path, tmp_path: Path, announced: Path, run_etl
) -> None:
    """A decision about a cell that prints something else: exit 2, data and versions as they were."""
    out = tmp_path / "out"
    assert run_etl("build", "--data", data, "--out", out).exit_code == 0
    decisions = tmp_path / "decisions.csv"
    digest = hashlib.sha256(announced.read_bytes()).hexdigest()
    source_id = f"announcement-2565-{digest[:8]}"
    drifted = replace(DECISION, source_id=source_id, evidence=source_id, printed="๑๑.๑๑")
    decisions.write_text(corrections_text([drifted]), encoding="utf-8")
    before = contents(data), contents(out)
    result = run_etl("add", announced, "--decisions", decisions, "--data", data, "--out", out)
    assert result.exit_code == 2, result.output
    assert "the source prints" in result.stderr
    assert ".adding" not in result.stderr
    assert (contents(data), contents(out)) == before


# The papers as TOML


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
        st.text(st.characters(exclude_categories=["Cs"]))
        | st.integers(-(2**63), 2**63 - 1)
        | st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3),
        max_size=5,
    )
)
def test_papers_read_back_as_written(fields) -> None:
    """Whatever is in a text: quotes, newlines, backslashes, Thai, control characters."""
    assert tomllib.loads(sidecar_text(fields)) == fields


@pytest.mark.parametrize(
    "text", ["\x7f", "\x00", "\r\n", '"""', "\\u0e01", "ก\u2028ข", "😀", "'''"]
)
def test_hard_texts_read_back_as_written(text: str) -> None:
    """Each alone, should chance not find it."""
    assert tomllib.loads(sidecar_text({"note": text})) == {"note": text}


def test_papers_are_read_by_people_too() -> None:
    """A field a line, Thai as it is."""
    assert sidecar_text({"title": 'ผล "ITA"', "fiscal_year": 2566, "replaces": ["a", "b"]}) == (
        'title = "ผล \\"ITA\\""\nfiscal_year = 2566\nreplaces = ["a", "b"]\n'
    )


# The record of decisions

HEADER = ",".join(COLUMNS).encode() + b"\n"
LINE = f'{SOURCE},2,score,๙๗.๕๙,97.39,เลข ๓ ถูกอ่านเป็น ๕,"3 read as 5, see “poster”",{SOURCE},สมศรี,2026-11-24\n'
OTHERS = (
    b'a,1,score,1,2,"quoted","un,quoted",e,"me",2026-01-01\r\n'
    b"\n"
    b'b,1,change,1,2,"two\nlines",r,e,me,2026-01-01\n'
)


def test_a_decision_is_appended() -> None:
    """As one more line; the others stay as they are, however they are written."""
    assert merged(HEADER + OTHERS, [DECISION]) == HEADER + OTHERS + LINE.encode()


def test_a_cell_decided_again_takes_its_line() -> None:
    """In its place; one decided the same way stays as it is written."""
    middle = LINE.replace("97.39", "97.50").replace("2,score", " 2 ,score").encode()
    assert merged(HEADER + middle + OTHERS, [DECISION]) == HEADER + LINE.encode() + OTHERS
    quoted = LINE.replace(",score,", ',"score",').encode()
    assert merged(HEADER + quoted + OTHERS, [DECISION]) == HEADER + quoted + OTHERS


def test_of_two_decisions_about_a_cell_the_last_stands() -> None:
    """One line for one cell."""
    again = replace(DECISION, replacement="97.50")
    assert merged(HEADER, [DECISION, again]) == HEADER + LINE.replace("97.39", "97.50").encode()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (b"", HEADER + LINE.encode()),
        (HEADER.strip(), HEADER + LINE.encode()),
        (b"\xef\xbb\xbf" + HEADER, b"\xef\xbb\xbf" + HEADER + LINE.encode()),
        (HEADER + OTHERS.rstrip(), HEADER + OTHERS + LINE.encode()),
    ],
    ids=["empty", "header without end", "byte order mark", "last line without end"],
)
def test_any_record_can_be_added_to(record: bytes, expected: bytes) -> None:
    """Also one an editor or a spreadsheet has saved."""
    assert merged(record, [DECISION]) == expected


@pytest.mark.parametrize(
    ("record", "key"),
    [
        (HEADER.replace(b",", b"\t"), "no_column"),
        (HEADER.replace(b"printed,", b""), "no_column"),
        (HEADER + "สมศรี\n".encode("cp874"), "not_text"),
    ],
    ids=["tabs", "a column gone", "not UTF-8"],
)
def test_a_spoilt_record_takes_no_decision(record: bytes, key: str) -> None:
    """It is said what is wrong with it; a decision is never written where nobody reads it."""
    with pytest.raises(InputError) as caught:
        merged(record, [DECISION])
    assert caught.value.key == key


def test_nothing_decided_changes_nothing() -> None:
    """Not a byte."""
    for record in (HEADER, HEADER.strip(), b"\xef\xbb\xbf" + HEADER + OTHERS.rstrip()):
        assert merged(record, []) == record


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")),
        ),
        max_size=8,
    )
)
def test_decisions_read_back_as_merged(cells: list[tuple[int, str]]) -> None:
    """One after the other into one record: of each row the last reason, in order of first decision."""
    record = HEADER
    for row_no, reason in cells:
        record = merged(record, [replace(DECISION, row_no=row_no, reason_th=reason)])
    found = csv.DictReader(io.StringIO(record.decode(), newline=""))
    assert {int(row["row_no"]): row["reason_th"] for row in found} == dict(cells)


def test_the_project_s_own_record_stays_byte_for_byte() -> None:
    """Its own decisions merged into it once more."""
    path = Path(__file__).resolve().parent.parent / "data" / "corrections.csv"
    assert merged(path.read_bytes(), read_corrections(path)) == path.read_bytes()
