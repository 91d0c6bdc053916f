"""An import that is killed in the middle leaves nothing, and two at once wait for each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from corridor.kernel.journal import JournalEntry
from corridor.kernel.sheets.counting import counts_of
from corridor.members.imports import actions
from corridor.members.imports.models import ImportRow, ImportRun
from corridor.members.models import Hub, HubTag

from .catalogue import NORDHAVN, xlsx

pytestmark = pytest.mark.django_db(transaction=True)
MANY = [NORDHAVN | {"name": f"Hub {n}", "title": f"Hub number {n}"} for n in range(300)]

WORKER = """
import os, sys
import django
django.setup()
from corridor.members.imports import actions, writing

def wait_forever(values):
    print("hubs are written", flush=True)
    sys.stdin.read()

writing.write_tags = wait_forever
with open(sys.argv[1], "rb") as file:
    actions.import_hubs(by=None, content=file.read(), file_name="hubs.xlsx")
"""


def address_of_the_test_database() -> str:
    now = connection.settings_dict
    return (
        f"postgresql://{now['USER']}:{now['PASSWORD']}@/{now['NAME']}?host={now['HOST']}&port={now['PORT']}"
    )


def stored() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Hub, HubTag, ImportRun, ImportRow, JournalEntry))


def test_kill_minus_nine_in_the_middle_leaves_nothing_and_the_next_import_works(tmp_path: Path):
    file = tmp_path / "hubs.xlsx"
    file.write_bytes(xlsx(*MANY))
    before = stored()
    environment = os.environ | {
        "DATABASE_URL": address_of_the_test_database(),
        "DJANGO_SETTINGS_MODULE": "corridor.config.settings",
        "CORRIDOR_VAR": str(settings.DATA_FOLDER),
    }
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, str(file)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "hubs are written\n"
        assert holders_of_the_lock() == 1
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
    wait_until(lambda: holders_of_the_lock() == 0)
    assert stored() == before
    run = actions.import_hubs(by=None, content=file.read_bytes(), file_name="hubs.xlsx")
    assert (counts_of(run)["new"], Hub.objects.count()) == (300, 300)


def holders_of_the_lock() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks l join pg_database d on d.oid = l.database"
            " where locktype = 'advisory' and objid = %s and granted and datname = current_database()",
            [actions.LOCK],
        )
        return cursor.fetchone()[0]


def wait_until(happened) -> None:
    end = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_of_two_imports_at_once_one_is_first_and_the_other_finds_nothing_to_do():
    content, outcomes, failures = xlsx(*MANY), [], []

    def take_in():
        try:
            run = actions.import_hubs(by=None, content=content, file_name="hubs.xlsx")
            outcomes.append(tuple(counts_of(run).values()))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, sorted(outcomes)) == (
        [],
        [(300, 0, 0, 300, 0), (300, 0, 0, 300, 0), (300, 0, 0, 300, 0), (300, 300, 0, 0, 0)],
    )
    assert (Hub.objects.count(), HubTag.objects.count()) == (300, 1500)
