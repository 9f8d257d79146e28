"""kill -9 while a file is added: the old version or the new one, whole, at every step."""

import os

import pytest

from bench.kills import NEW, OLD, kill_and_check

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a process group")


def test_a_kill_leaves_the_old_version_or_the_new_one() -> None:
    """Before each file that is moved or removed, and at the end; a reader sees neither mixed.

    After each kill the pointer, the version, its content, the record of decisions and the data are
    those before or those after, and the next build brings data and version together.
    """
    kills = kill_and_check(times=0, seed=2565)
    assert [kill for kill in kills if kill.problems] == []
    lefts = {(kill.left, kill.built) for kill in kills[:-1]}
    assert lefts == {(OLD, OLD), (OLD, NEW), (NEW, NEW)}
