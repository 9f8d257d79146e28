"""Start the dashboard, or its tests, on a computer that has only Python 3.11 or newer.

    python start.py [--port 8501] [--address 127.0.0.1] [--no-browser]
    python start.py test [arguments for pytest]

The first start makes ``.venv`` beside this file, installs the pinned packages and builds the
data; later starts find all of it done. Needs nothing but the standard library.

Exit codes: 0 all went well, or Ctrl+C ended the dashboard; 1 no environment (old Python, no
.venv, packages not installed); 3 the port is taken; 4 the dashboard did not get ready;
6 no Chromium for the tests; 130 Ctrl+C before the dashboard ran. Any other code is that of the
step that failed, passed on: from ``python -m etl`` 2 is refused input, from pytest 1 to 5 its own.
"""

import argparse
import hashlib
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import webbrowser
from pathlib import Path

# The whole file must be readable for an older Python (3.6), or it could not say this.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "ต้องใช้ Python 3.11 ขึ้นไป ดาวน์โหลดได้ที่ https://www.python.org/downloads/\n"
        "Python 3.11 or newer is needed; this is {}.{}".format(*sys.version_info[:2])
    )

NO_ENVIRONMENT, PORT_TAKEN, NOT_READY, NO_CHROMIUM, CANCELLED = 1, 3, 4, 6, 130

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SERVER = "pages/shared/server.py"
READY_SECONDS = 90
PORTS = range(1, 65536)
STOP_SECONDS = 10


class StepError(Exception):
    """A step that cannot be passed, with what to tell the person and the exit code."""

    def __init__(self, code: int, message: str) -> None:
        """Keep the exit code beside the message."""
        super().__init__(message)
        self.code = code


def say(message: str) -> None:
    """Print a line at once, also where the output is a file."""
    print(message, flush=True)


def run(*command: object, **variables: str) -> int:
    """Run a command in the project's root, its output shown; return its exit code."""
    arguments = [str(part) for part in command]
    return subprocess.run(arguments, cwd=ROOT, env=environment(**variables), check=False).returncode


def environment(**variables: str) -> dict[str, str]:
    """The variables of a command, so that it prints Thai everywhere and without delay."""
    shown = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    encoding = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    if encoding:  # set for the console; a letter it does not have is no reason to fail
        shown["PYTHONIOENCODING"] = encoding + ":replace"
    if not has_home():
        shown["HOME"] = tempfile.gettempdir()
    return {**os.environ, **shown, **variables}


def has_home() -> bool:
    """Whether this account has a folder, without which Streamlit does not start."""
    try:
        Path.home()
    except RuntimeError:
        return False
    return True


# --- environment ----------------------------------------------------------------------------------


def is_usable() -> bool:
    """Whether .venv has a Python that runs, is new enough and can install packages."""
    if not PYTHON.is_file():
        return False
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return (
        subprocess.run([str(PYTHON), "-c", check], capture_output=True, check=False).returncode == 0
    )


def prepare_environment() -> None:
    """Make .venv if it is absent or broken. Raise StepError if that cannot be done."""
    say("[1/4] เตรียมสภาพแวดล้อม .venv / preparing the environment")
    if is_usable():
        return
    if run(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        raise StepError(
            NO_ENVIRONMENT,
            "สร้าง .venv ไม่ได้ บน Debian หรือ Ubuntu ให้ติดตั้งก่อน: apt install python3-venv\n"
            "cannot make .venv; on Debian or Ubuntu first: apt install python3-venv",
        )


def install_packages(*names: str) -> None:
    """Install each requirements file that has changed since it was last installed here."""
    say("[2/4] ตรวจชุดโปรแกรม / checking the packages")
    for name in names:
        digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        stamp = VENV / (name + ".sha256")
        if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
            continue
        say(f"      ติดตั้งตาม {name} ใช้เวลาราวหนึ่งนาที / installing, about a minute")
        pip = (PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check")
        if run(*pip, "--requirement", name) != 0:
            raise StepError(
                NO_ENVIRONMENT,
                "ติดตั้งชุดโปรแกรมไม่สำเร็จ ตรวจอินเทอร์เน็ตแล้วสั่งอีกครั้ง\n"
                "the packages were not installed; check the internet connection and try again",
            )
        stamp.write_text(digest, encoding="ascii")


# --- dashboard ------------------------------------------------------------------------------------


def build_data() -> None:
    """Build both editions where they are absent or older than their sources."""
    say("[3/4] เตรียมข้อมูล / preparing the data")
    for edition in ("build", "demo"):
        code = run(PYTHON, "-m", "etl", edition, "--if-needed")
        if code != 0:
            raise StepError(
                code,
                "เตรียมข้อมูลไม่สำเร็จ แก้ตามข้อความข้างบนแล้วสั่งอีกครั้ง\n"
                "the data were not built; mend what is said above and try again",
            )


def reachable(address: str) -> str:
    """The host under which a browser here reaches a server listening on an address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)  # noqa: S104 (not bound)
    return f"[{host}]" if ":" in host else host


def check_port(address: str, port: int) -> None:
    """Raise StepError when some program already answers on the port."""
    try:
        socket.create_connection((reachable(address).strip("[]"), port), timeout=1).close()
    except OSError:
        return
    raise StepError(
        PORT_TAKEN,
        f"พอร์ต {port} มีโปรแกรมใช้อยู่แล้ว (อาจเป็นแดชบอร์ดที่เปิดค้างไว้) "
        f"ใช้พอร์ตอื่นได้: python start.py --port {port + 1}\n"
        f"port {port} is taken, maybe by this dashboard; try: python start.py --port {port + 1}",
    )


def is_ready(url: str) -> bool:
    """Whether the dashboard says it has data to show."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/readyz", timeout=2) as answer:
            return bool(answer.read().strip() == b"ok")
    except OSError:
        return False


def wait_until_ready(dashboard: "subprocess.Popen[bytes]", url: str) -> None:
    """Return when the dashboard is ready; raise StepError if it stops or takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(url):
        code = dashboard.poll()
        if code is not None:
            raise StepError(
                code or NOT_READY,
                f"แดชบอร์ดหยุดก่อนพร้อมใช้ (รหัส {code}) ดูสาเหตุข้างบน\n"
                f"the dashboard stopped before it was ready (code {code}); the cause is above",
            )
        if time.monotonic() > deadline:
            raise StepError(
                NOT_READY,
                f"แดชบอร์ดยังไม่พร้อมใน {READY_SECONDS} วินาที\n"
                f"the dashboard was not ready within {READY_SECONDS} seconds",
            )
        time.sleep(0.1)


def stop(dashboard: "subprocess.Popen[bytes]") -> None:
    """Ask the dashboard to end, and insist if it does not."""
    dashboard.terminate()
    try:
        dashboard.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        dashboard.kill()
        dashboard.wait()


def has_screen() -> bool:
    """Whether a browser can have a window here; a text browser would take the terminal."""
    is_desktop = sys.platform in ("win32", "darwin")
    return is_desktop or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def serve(address: str, port: int, opens_browser: bool) -> int:
    """Run the dashboard until it ends; return its exit code, or 0 when Ctrl+C ended it."""
    say("[4/4] เปิดแดชบอร์ด / starting the dashboard")
    command = [str(PYTHON), "-m", "streamlit", "run", SERVER]
    command += ["--server.address", address, "--server.port", str(port)]
    command += ["--server.headless", "true"]
    variables = environment(STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE="true")
    url = f"http://{reachable(address)}:{port}"
    # In a session of its own Ctrl+C does not reach it: stop() ends it, without its complaints.
    dashboard = subprocess.Popen(
        command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until_ready(dashboard, url)
        say(f"\n  พร้อมแล้ว / ready:  {url}\n  หยุด / stop:  Ctrl+C\n")
        if opens_browser and has_screen():
            webbrowser.open(url)
        return dashboard.wait()
    except KeyboardInterrupt:
        say("\nปิดแดชบอร์ด / stopping")
        return 0
    finally:
        if dashboard.poll() is None:
            stop(dashboard)


def port_number(text: str) -> int:
    """A port a server may listen on; argparse tells of any other."""
    if not text.isdigit() or int(text) not in PORTS:
        raise argparse.ArgumentTypeError("1-65535")
    return int(text)


def start(arguments: list[str]) -> int:
    """Prepare everything, then run the dashboard; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="start.py", description="เปิดแดชบอร์ด ITA / start the ITA dashboard"
    )
    parser.epilog = (
        "python start.py test [...]  ทดสอบทั้งหมด / run the tests (arguments go to pytest)"
    )
    parser.add_argument("--port", type=port_number, default=8501, help="default 8501")
    parser.add_argument("--address", default="127.0.0.1", help="default 127.0.0.1, this computer")
    parser.add_argument("--no-browser", action="store_true", help="ไม่เปิดเบราว์เซอร์ / open none")
    options = parser.parse_args(arguments)
    check_port(options.address, options.port)
    prepare_environment()
    install_packages("requirements.txt")
    build_data()
    return serve(options.address, options.port, not options.no_browser)


# --- tests ----------------------------------------------------------------------------------------


def installed_chromium() -> "str | None":
    """The path of a Chromium, Chrome or Edge of this computer, or None."""
    commands = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    macos = ("Google Chrome", "Chromium", "Microsoft Edge")
    windows = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
    folders = [
        os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    ]
    places = [
        *(shutil.which(command) for command in commands),
        *(f"/Applications/{name}.app/Contents/MacOS/{name}" for name in macos),
        *(f"{folder}/{program}" for program in windows for folder in folders if folder),
    ]
    return next((place for place in places if place and Path(place).is_file()), None)


def playwright_chromium() -> "str | None":
    """The path of the Chromium that Playwright has downloaded, or None."""
    ask = (
        "from playwright.sync_api import sync_playwright as playwright\n"
        "with playwright() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run(
        [str(PYTHON), "-c", ask],
        env=environment(PYTHONIOENCODING="utf-8"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    path = answer.stdout.strip()
    return path if path and Path(path).is_file() else None


def can_install() -> bool:
    """Whether this computer lets us install Debian packages."""
    return bool(sys.platform == "linux" and shutil.which("apt-get") and os.geteuid() == 0)


def apt_install(*packages: str) -> None:
    """Try to install Debian packages; whoever needs them looks whether they came."""
    if run("apt-get", "update") == 0:
        run("apt-get", "install", "-y", *packages, DEBIAN_FRONTEND="noninteractive")


def install_chromium() -> None:
    """Try the ways to get a Chromium that fit this computer, until one has worked."""
    if can_install():
        say("      ติดตั้ง Chromium ด้วย apt / installing with apt")
        apt_install("chromium")
    if not installed_chromium():
        say("      ดาวน์โหลด Chromium ด้วย Playwright / downloading with Playwright")
        run(PYTHON, "-m", "playwright", "install", "chromium")


def find_chromium() -> str:
    """The path of a Chromium for the tests, installed if need be; else raise StepError."""
    say("[3/4] หา Chromium / finding Chromium")
    chosen = os.environ.get("ITA_CHROMIUM")
    if chosen:
        if Path(chosen).is_file():
            return chosen
        raise StepError(NO_CHROMIUM, f"ITA_CHROMIUM ไม่ใช่ไฟล์ / is not a file: {chosen}")
    found = installed_chromium() or playwright_chromium()
    if not found:
        install_chromium()
        found = installed_chromium() or playwright_chromium()
    if not found:
        raise StepError(
            NO_CHROMIUM,
            "ไม่มี Chromium และติดตั้งเองไม่ได้ ให้ติดตั้ง Chromium หรือ Google Chrome แล้วสั่งอีกครั้ง\n"
            "no Chromium here and it could not be installed. Install Chromium or Google Chrome\n"
            "(Debian: apt install chromium), or set ITA_CHROMIUM to its path, and try again",
        )
    return found


def find_office_suite() -> None:
    """See that LibreOffice is here, whose PDFs the readers are tested on; else say what is skipped."""
    if not shutil.which("soffice") and can_install():
        say("      ติดตั้ง LibreOffice ด้วย apt / installing with apt")
        apt_install("--no-install-recommends", "libreoffice-writer", "libreoffice-calc")
    if not shutil.which("soffice"):
        say(
            "      ไม่มี LibreOffice การทดสอบ PDF ของ LibreOffice จะถูกข้าม\n"
            "      no LibreOffice here: the tests of its PDFs are skipped"
        )


def test(arguments: list[str]) -> int:
    """Prepare everything, then run the tests; return pytest's exit code."""
    prepare_environment()
    install_packages("requirements.txt", "requirements-dev.txt")
    chromium = find_chromium()
    find_office_suite()
    say("[4/4] ทดสอบ / testing")
    side_by_side = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
    # The tests start some hundred processes; compiled once, our modules load in half the time.
    variables = {"ITA_CHROMIUM": chromium, "PYTHONDONTWRITEBYTECODE": ""}
    return run(PYTHON, "-m", "pytest", *side_by_side, *arguments, **variables)


# --- main -----------------------------------------------------------------------------------------


def interrupt(_number: int, _frame: object) -> None:
    """Treat a request to end, or a closed terminal, like Ctrl+C."""
    raise KeyboardInterrupt


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; return the exit code."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = test(arguments[1:]) if arguments[:1] == ["test"] else start(arguments)
    except StepError as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return failure.code
    except KeyboardInterrupt:
        say("\nยกเลิก / cancelled")
        return CANCELLED
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
