"""Dora imports 457 hubs, and the machine loses a process in the middle of it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time

import pytest

from .installation import free_port, wait_for

FILE = "edih-catalogue-export-2025-05.xlsx"
COUNT, STATE = "select count(*) from members_hub", "select state from members_importrun where id = %s"
DEMO_HUBS, ALL_HUBS = 60, 60 + 457


def import_started(demo, file) -> subprocess.Popen[bytes]:
    """The import, at the moment at which it has written rows that are not committed."""
    process = demo.start("import", "hubs", str(file), "--yes")
    time.sleep(random.uniform(1.0, 2.2))  # noqa: S311 - a different moment in every run
    return process


@pytest.mark.parametrize("victim", ["import", "database"])
def test_a_kill_in_the_middle_leaves_all_or_nothing(victim, demo, shared):
    before = demo.value(COUNT)
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
        assert demo.value(COUNT) in (DEMO_HUBS, ALL_HUBS)
        assert keeper.poll() is None, demo.log()
    finally:
        keeper.terminate()
        keeper.wait(30)

    demo.run("import", "hubs", str(shared / "data" / FILE), "--yes")
    assert demo.value(COUNT) == ALL_HUBS


START = """
from pathlib import Path
from corridor.members.imports.actions import preview_import, start_import
run = preview_import(by=None, content=Path({file!r}).read_bytes(), file_name="catalogue.xlsx")
start_import(by=None, run=run, good_rows_only=False)
print(run.pk)
"""
AGAIN = """
from corridor.members.imports.actions import start_import
from corridor.members.imports.models import ImportRun
from corridor.kernel.errors import Conflict
try:
    start_import(by=None, run=ImportRun.objects.get(pk={run}), good_rows_only=False)
except Conflict as finished:
    print(finished)
"""


def test_killed_web_servers_and_workers_leave_all_or_nothing_and_come_back(demo, shared):
    with demo.demo(free_port()):
        run = demo.python(START.format(file=str(shared / "data" / FILE)))
        time.sleep(random.uniform(0.0, 1.5))  # noqa: S311 - a different moment in every run
        killed = {victim: demo.pids_of(f"cli {victim}")[0] for victim in ("worker", "serve")}
        for process in killed.values():
            os.kill(process, signal.SIGKILL)
        assert demo.value(COUNT) in (DEMO_HUBS, ALL_HUBS)
        for victim, process in killed.items():
            demo.comes_back(f"cli {victim}", 10, after=process)
        # Dora presses "Start again"; where the first one did get through, there is nothing to start.
        demo.run("django", "shell", "--no-imports", "-c", AGAIN.format(run=run))
        wait_for(lambda: demo.value(STATE, run) == "applied", 90)
        assert demo.value(COUNT) == ALL_HUBS
