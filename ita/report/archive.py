"""Files in one ZIP, the same bytes for the same files and time."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

_UNIX = 3
_READABLE = 0o100644


def zip_file(files: Mapping[str, bytes], made_at: datetime) -> bytes:
    """The files by name, in the order of their names, each dated ``made_at``."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE << 16
            archive.writestr(entry, files[name])
    return content.getvalue()
