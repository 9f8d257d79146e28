"""The house of DESIGN.md: who knows whom, how long a page is, what every column means."""

import ast
import csv
import hashlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from etl.read.sidecar import visible_files
from etl.warehouse import TABLES
from ita import store
from ita.pointer import Version

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SIX_NAMES = {"dashboard.py", "pages", "data", "etl", "tests", "requirements.txt"}
ROOMS = ("ita", "etl", "pages")
SCREENS = [
    path for path in sorted((ROOT / "pages").rglob("*.py")) if "shared" not in path.parts
]  # fmt: skip


def modules(*rooms: str) -> list[Path]:
    """The Python files of some rooms; ``.`` is the project's own folder."""
    return [
        path
        for room in rooms
        for path in sorted((ROOT.glob if room == "." else (ROOT / room).rglob)("*.py"))
    ]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All of a file's syntax, which nearly every rule looks through."""
    return tuple(ast.walk(tree(path)))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The line and top-level name of every import, wherever in the file it stands."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
            yield node.lineno, node.module or ""


def imports_of(paths: list[Path], *forbidden: str) -> list[str]:
    """Where one of these packages is imported."""
    return [
        f"{name_of(path)}:{line} {name}"
        for path in paths
        for line, name in imported(path)
        if name.split(".")[0] in forbidden
    ]


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes_of(path) if isinstance(node, ast.Call))


# Who knows whom


@pytest.mark.parametrize(
    ("rooms", "forbidden"),
    [
        (["ita"], ["streamlit", "etl", "pages", "dashboard"]),
        (["etl"], ["streamlit", "plotly", "pages", "dashboard"]),
        (["pages", "."], ["etl", "duckdb"]),
        (["ita", "etl", "pages", "."], ["tests", "bench", "pytest", "hypothesis"]),
    ],
)
def test_rooms_know_only_whom_they_may(rooms: list[str], forbidden: list[str]) -> None:
    """Arrows point one way: pages to ita, etl to ita, never back."""
    assert imports_of(modules(*rooms), *forbidden) == []


def test_etl_takes_only_rules_names_and_words_of_the_domain() -> None:
    """The etl meets ita in rules, names, words, the disk and the file that offices exchange."""
    allowed = {
        "ita",
        "ita.cells",
        "ita.decisions",
        "ita.disk",
        "ita.exchange",
        "ita.loaders",
        "ita.method",
        "ita.offices",
        "ita.pointer",
        "ita.reading_limits",
        "ita.reference",
        "ita.report.exchange",
        "ita.statements",
        "ita.wording",
        "ita.store",
    }
    found = {
        f"{name_of(path)}:{line} {name}"
        for path in modules("etl")
        for line, name in imported(path)
        if name.split(".")[0] == "ita" and name not in allowed
    }
    assert found == set()


def test_only_the_store_and_the_etl_know_the_database() -> None:
    """All other files ask ``ita.store``."""
    others = [path for path in modules("ita", "pages", ".") if name_of(path) != "ita/store.py"]
    assert imports_of(others, "duckdb") == []


def test_screens_neither_query_nor_compute_frames() -> None:
    """A page asks loaders and facts: it imports no store, no pandas, no numpy."""
    assert imports_of(SCREENS, "pandas", "numpy", "plotly") == []
    assert [
        f"{name_of(path)}:{line}"
        for path in SCREENS
        for line, name in imported(path)
        if name == "ita.store"
    ] == []


# How it is written


def is_text_with_values(node: ast.expr) -> bool:
    """Whether an expression puts values into text: f-string, %, format, replace or join."""
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod))
        or (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in ("format", "format_map", "replace", "join", "substitute")
        )
        for part in ast.walk(node)
    )


def statements() -> Iterator[tuple[str, ast.expr]]:
    """Each statement given to a database, with its place."""
    for path in modules(*ROOMS, "."):
        for call in calls(path):
            is_query = isinstance(call.func, ast.Attribute) and call.func.attr in (
                "execute",
                "executemany",
                "sql",
                "query",
            )
            if is_query and call.args:
                yield f"{name_of(path)}:{call.lineno}", call.args[0]


def test_no_value_is_written_into_sql() -> None:
    """Values are bound: no f-string, %, format, replace or join makes a statement."""
    found = list(statements())
    assert len(found) > 5
    assert [
        f"{place} {ast.unparse(statement)}"
        for place, statement in found
        if is_text_with_values(statement)
    ] == []


def test_only_our_own_names_are_joined_to_sql() -> None:
    """With +, in the one module that lists all tables: a name of ours, no call and no attribute."""
    joined = [
        (place, statement)
        for place, statement in statements()
        if isinstance(statement, ast.BinOp) and isinstance(statement.op, ast.Add)
    ]
    plain = ast.BinOp | ast.Add | ast.Constant | ast.Name | ast.Load
    wrong = [
        f"{place} {ast.unparse(statement)}"
        for place, statement in joined
        if not place.startswith("etl/warehouse.py:")
        or not all(isinstance(node, plain) for node in ast.walk(statement))
    ]
    assert joined
    assert wrong == []
    assert [table for table in TABLES if not re.fullmatch(r"[a-z_]+", table)] == []


def test_sql_stands_in_sql_files() -> None:
    """No statement longer than a line in Python."""
    statement = re.compile(r"^\s*(WITH|SELECT|INSERT|UPDATE|DELETE|CREATE)\s[^\n]*\n", re.MULTILINE)
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules(*ROOMS, ".")
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and statement.match(node.value)
    ]
    assert found == []


def test_no_error_is_swallowed() -> None:
    """No bare except, and none that catches everything and does nothing."""
    found = []
    for path in modules(*ROOMS, "."):
        for node in nodes_of(path):
            if not isinstance(node, ast.ExceptHandler):
                continue
            is_broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            does_nothing = all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
            if node.type is None or (is_broad and does_nothing):
                found.append(f"{name_of(path)}:{node.lineno}")
    assert found == []


def test_no_html_is_let_through() -> None:
    """Text of the data never becomes markup."""
    banned = re.compile(r"unsafe_allow_html|st\.html\(|components\.v1")
    found = [
        f"{name_of(path)}:{number}"
        for path in modules(*ROOMS, ".")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if banned.search(line)
    ]
    assert found == []


def test_no_code_is_made_at_run_time() -> None:
    """No eval, exec, pickle, shell or os.system."""
    found = [
        f"{name_of(path)}:{call.lineno} {ast.unparse(call.func)}"
        for path in modules(*ROOMS, ".")
        for call in calls(path)
        if ast.unparse(call.func) in ("eval", "exec", "compile", "os.system", "os.popen")
        or any(word.arg == "shell" for word in call.keywords)
    ]
    assert found == []
    assert imports_of(modules(*ROOMS, "."), "pickle", "marshal", "shelve") == []


def test_pages_are_short() -> None:
    """A screen has at most 80 lines, the frame at most 60."""
    assert SCREENS
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SCREENS
    }
    assert {name: length for name, length in lengths.items() if length > 80} == {}
    assert len((ROOT / "dashboard.py").read_text(encoding="utf-8").splitlines()) <= 60


def test_names_say_what_is_inside() -> None:
    """No utils, helpers or manager; every module says what it is in its first line."""
    vague = re.compile(r"utils?|helpers?|managers?|misc|common_functions", re.IGNORECASE)
    paths = modules(*ROOMS, "tests", "bench", ".")
    assert [name_of(path) for path in paths if vague.fullmatch(path.stem)] == []
    assert [name_of(path) for path in paths if not ast.get_docstring(tree(path))] == []


def test_every_test_states_its_promise() -> None:
    """Each test function has a docstring."""
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in modules("tests")
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


# What the project names


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file of the project that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content:
            found[name] = content.decode("utf-8")
    return found


def test_the_six_names_stand() -> None:
    """As the customer fixed them."""
    assert [name for name in SIX_NAMES if not (ROOT / name).exists()] == []


def test_no_path_of_somebody_s_machine(texts: dict[str, str]) -> None:
    """Nothing names a home or working folder of the computer it was written on."""
    machine = re.compile(r"(?<![\w.}>~-])(/(?:work|root|home|Users|mnt|tmp)/|[A-Z]:\\\\Users)\w")
    found = [
        f"{name}:{number} {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if machine.search(line)
    ]
    assert found == []


def test_no_conflict_or_secret_is_left(texts: dict[str, str]) -> None:
    """No conflict marks, private keys or tokens."""
    banned = re.compile(r"^(<{7}|>{7}) |BEGIN [A-Z ]*PRIVATE KEY|gh[ps]_\w{20}", re.MULTILINE)
    assert [name for name, text in texts.items() if banned.search(text)] == []


# Raw files and their papers


def test_every_raw_file_has_its_checksum() -> None:
    """The sha256 of each file is the one in the papers beside it, and none is without papers."""
    papers = sorted((DATA / "raw").rglob("*.toml"))
    assert papers
    wrong = []
    described = set()
    for path in papers:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        file = path.parent / fields["file"]
        described.add(file)
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if found != fields["sha256"]:
            wrong.append((name_of(file), fields["sha256"], found))
    assert wrong == []
    raw = {path for path in visible_files(DATA / "raw") if path.suffix != ".toml"}
    assert raw == described


def test_papers_are_in_full() -> None:
    """Title, publisher, date, licence and note of each raw file say something."""
    silent = [
        (name_of(path), field)
        for path in sorted((DATA / "raw").rglob("*.toml"))
        for field in ("title", "publisher", "published_on", "licence", "note")
        if not tomllib.loads(path.read_text(encoding="utf-8"))[field].strip()
    ]
    assert silent == []


# What every table and column means


def codebook() -> list[dict[str, str]]:
    with (DATA / "reference" / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_is_in_the_codebook(edition: Version) -> None:
    """And the codebook has no column that no table has."""
    columns = set(store.mart_columns(edition)["column_name"])
    described = [row["column_name"] for row in codebook()]
    assert columns - set(described) == set()
    assert set(described) - columns == set()
    assert len(described) == len(set(described))


def test_every_meaning_is_told_in_both_languages() -> None:
    """Thai in Thai, no Thai in English."""
    thai = re.compile("[ก-๛]")
    wrong = [
        row["column_name"]
        for row in codebook()
        if not thai.search(row["meaning_th"])
        or not row["meaning_en"].strip()
        or thai.search(row["meaning_en"])
    ]
    assert wrong == []


def test_every_table_says_its_grain(edition: Version, rows) -> None:
    """Each table and view has a COMMENT that begins with what one row is."""
    found = rows(
        edition,
        """
        SELECT table_name, comment FROM duckdb_tables()
        UNION ALL
        SELECT view_name, comment FROM duckdb_views() WHERE NOT internal
        """,
    )
    assert len(found) > len(TABLES)
    assert [
        row for row in found if not (row[1] or "").startswith(("One row per ", "One row:"))
    ] == []


def test_every_core_table_has_a_key(edition: Version, rows) -> None:
    """A PRIMARY KEY proves the grain."""
    found = rows(
        edition, "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    )
    assert sorted(name for (name,) in found) == sorted(TABLES)
