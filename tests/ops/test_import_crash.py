"""Dora imports 457 hubs, and the machine loses a process in the middle of it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time

import pytest

from .installation import wait_for

FILE = "edih-catalogue-export-2025-05.xlsx"
COUNT = "from corridor.members.models import Hub; print(Hub.objects.count())"
DEMO_HUBS, ALL_HUBS = 60, 60 + 457


def import_started(demo, file) -> subprocess.Popen[bytes]:
    """The import, at the moment at which it has written rows that are not committed."""
    process = demo.start("import", "hubs", str(file), "--yes")
    time.sleep(random.uniform(1.0, 2.2))  # noqa: S311 - a different moment in every run
    return process


@pytest.mark.parametrize("victim", ["import", "database"])
def test_a_kill_in_the_middle_leaves_all_or_nothing(victim, demo, shared):
    before = int(demo.python(COUNT))
    assert before == DEMO_HUBS
    keeper = demo.start("worker")  # keeps the server, and watches it
    try:
        wait_for((demo.folder / "postgres" / "postmaster.pid").exists, 20)
        process = import_started(demo, shared / "data" / FILE)
        if victim == "database":
            demo.kill_database()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        assert int(demo.python(COUNT)) in (DEMO_HUBS, ALL_HUBS)
        assert keeper.poll() is None, demo.log()
    finally:
        keeper.terminate()
        keeper.wait(30)

    demo.run("import", "hubs", str(shared / "data" / FILE), "--yes")
    assert int(demo.python(COUNT)) == ALL_HUBS
