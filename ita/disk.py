"""What the system refuses about a file, in words: which file, why, and what to do."""

import errno
import os
import shutil
from math import ceil
from pathlib import Path

_REFUSALS = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "quota",
    errno.EROFS: "read_only",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
}
_MEGABYTE = 1024**2
_NO_FOLDER_FOR_A_WHILE = "No usable temporary directory"


def refused(error: OSError, place: Path, needed: int = 0) -> tuple[str, dict[str, object]]:
    """The key of the sentence for an error of the system, and what fills it.

    ``place`` is what was read or written where the error does not say, ``needed`` the bytes it takes.
    """
    if _NO_FOLDER_FOR_A_WHILE in str(error):
        return "disk.no_temporary", {}
    code = _code(error)
    if code not in _REFUSALS:
        return "disk.other", {"reason": error}
    path = Path(error.filename) if isinstance(error.filename, str) else place
    if _REFUSALS[code] == "not_allowed":
        return f"disk.not_allowed_to_{_kind_of_access(path)}", {"place": path}
    sizes = {"free": _free(path) / _MEGABYTE, "needed": ceil(needed / _MEGABYTE)}
    return f"disk.{_REFUSALS[code]}", {"place": path, **sizes}


def of_the_system(error: Exception, path: Path) -> Exception:
    """The system's error where that is what stopped a library that writes ``path``, else the error."""
    code = _code(error)
    return error if code is None else OSError(code, os.strerror(code), str(path))


def _code(error: Exception) -> int | None:
    """The number of the system's error; some libraries hand on only its text."""
    number = getattr(error, "errno", None)
    return number or next((code for code in _REFUSALS if os.strerror(code) in str(error)), None)


def _kind_of_access(path: Path) -> str:
    is_new = os.access(path.parent, os.X_OK) and not os.path.lexists(path)
    return "write" if is_new or os.access(path, os.R_OK) else "read"


def _free(path: Path) -> int:
    """The bytes left where a path lies or would lie."""
    there = next(each for each in (path, *path.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free
