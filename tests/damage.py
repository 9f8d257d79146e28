"""Files as hands, disks and downloads leave them: cut, changed, doubled, filled with anything."""

import random
from collections.abc import Iterator

from etl.errors import InputError
from etl.read import read_document
from ita.wording import LANGUAGES

CASES = 200


def damaged(whole: bytes) -> Iterator[bytes]:
    """The file 200 times, each time with other damage; the same for the same file."""
    chance = random.Random(len(whole))  # noqa: S311 - repeatable, no secret
    for _ in range(CASES):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            length = chance.choice((1, 1, 2, 8, 64))
            harm = chance.choice(("flip", "fill", "cut", "take", "double"))
            if harm == "flip":
                content[at] ^= 1 << chance.randrange(8)
            elif harm == "fill":
                content[at : at + length] = chance.randbytes(length)
            elif harm == "cut" and at:
                del content[at:]
            elif harm == "take" and len(content) > length:
                del content[at : at + length]
            else:
                content[at:at] = content[at : at + length]
        yield bytes(content)


def wrong_errors(whole: bytes) -> list[str]:
    """What else than the declared error reading the damaged files raises, and errors without words."""
    wrong = []
    for number, content in enumerate(damaged(whole)):
        try:
            read_document(content, "file")
        except InputError as error:
            if not all(error.message(language) for language in LANGUAGES):
                wrong.append(f"{number}: {error.key} says nothing")
        except BaseException as error:  # noqa: BLE001 - a panic of compiled code is no Exception
            wrong.append(f"{number}: {error!r}")
    return wrong
