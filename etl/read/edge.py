"""The edge to code that is not ours: whatever it raises on a strange file becomes our one error."""

from collections.abc import Iterator
from contextlib import contextmanager

from etl.errors import InputError

_NOT_OF_THE_FILE = (InputError, KeyboardInterrupt, SystemExit, GeneratorExit)


@contextmanager
def declared(key: str, name: str) -> Iterator[None]:
    """Within, any failure of a library raises InputError(``key``); lack of memory ``too_heavy``."""
    try:
        yield
    except _NOT_OF_THE_FILE:
        raise
    except MemoryError as error:
        raise InputError("too_heavy", file=name) from error
    except BaseException as error:  # a panic of compiled code is no Exception
        raise InputError(key, file=name, reason=type(error).__name__) from error
