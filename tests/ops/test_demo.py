"""A stranger types ``make demo``, and does everything that strangers do to programs."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from corridor.demo.enums import DemoRole

from .conftest import copied
from .installation import ROOT, Installation, Visitor, free_port, get, wait_for

FIRST_PAGE = "/en/"


def stop_with(process: subprocess.Popen[bytes], kind: int) -> int:
    process.send_signal(kind)
    return process.wait(30)


OWN = ("members", "people", "vocab")  # rooms whose rows nothing writes by itself


def own(sums: dict[str, object]) -> dict[str, object]:
    return {name: rows for name, rows in sums.items() if name.startswith(OWN)}


def test_a_start_is_quick_and_ctrl_c_leaves_no_process_behind_and_loses_nothing(demo):
    """The demo was filled in before, so this is its second start. How it takes other signals: below, SIGHUP,
    and wherever a story just ends, SIGTERM."""
    demo.value("update members_hub set title = 'By hand' where slug = (select min(slug) from members_hub)")
    before = demo.sums()

    port = free_port()
    begun = time.monotonic()
    with demo.demo(port) as process:
        assert time.monotonic() - begun < 30  # other tests run beside; .ci/run, alone, asks for 10
        assert get(port, FIRST_PAGE)[0] == 200
        assert len(demo.processes()) >= 5
        assert stop_with(process, signal.SIGINT) == 0

    demo.wait_until_gone(5)
    assert own(demo.sums()) == own(before)


def test_a_killed_demo_takes_its_children_with_it(demo):
    with demo.demo(free_port()) as process:
        assert stop_with(process, signal.SIGKILL) == -signal.SIGKILL

    demo.wait_until_gone(15)


@dataclass(frozen=True)
class Running:
    """A demo that answers, what it said, and the port that it was asked to use."""

    demo: Installation
    said: str
    wanted: int

    @property
    def port(self) -> int:
        return int(re.search(r"Corridor is at  http://127\.0\.0\.1:(\d+)/", self.said).group(1))


@pytest.fixture(scope="module")
def running(filled, tmp_path_factory):
    """Several stories look at it; another program has the port that it was asked to use."""
    demo = Installation(copied(filled, tmp_path_factory.mktemp("running") / "var"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with demo.demo(taken):
            yield Running(demo, demo.log(), taken)


def test_a_taken_port_is_left_alone_and_the_next_one_used(running):
    assert running.wanted < running.port <= running.wanted + 50
    assert (
        f"Port {running.wanted} is taken by another program, so the demo uses {running.port}." in running.said
    )
    assert get(running.port, FIRST_PAGE)[0] == 200


def test_one_sign_in_per_role_is_printed_and_works(running):
    emails = re.findall(r"^  .+?  (\S+@\S+)  \(", running.said, re.MULTILINE)
    password = re.search(r"with the password  (\S+)", running.said).group(1)

    assert len(emails) == len(set(emails)) == len(DemoRole)
    working = running.demo.python(
        "from django.contrib.auth import authenticate\n"
        f"print([e for e in {emails!r} if authenticate(username=e, password={password!r})])"
    )
    assert working == str(emails)
    kept = running.demo.folder / "demo-password"
    assert kept.read_text().strip() == password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_second_demo_in_the_same_folder_is_refused(running):
    said = running.demo.run("demo", "--port", str(free_port()), expect=1)
    assert "The demo runs already in another window" in said
    assert get(running.port, FIRST_PAGE)[0] == 200


def test_fifty_parallel_readers_meet_no_error(running):
    bench = subprocess.run(
        [
            *(sys.executable, "-m", "bench.readers", "--json"),
            *("--url", f"http://127.0.0.1:{running.port}/en/", "--readers", "50", "--seconds", "4"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert bench.returncode == 0, bench.stdout + bench.stderr
    assert '"errors": 0' in bench.stdout


def test_reset_stops_the_demo_and_deletes_its_folder_only(demo):
    neighbour = demo.folder.parent / "mine.txt"
    neighbour.write_text("keep")
    with demo.demo(free_port()) as process:
        said = demo.run("demo-reset")
        assert process.wait(5) == 0

    assert f"Deleted {demo.folder}." in said
    assert not demo.folder.exists()
    assert neighbour.read_text() == "keep"
    demo.wait_until_gone(5)


def test_reset_touches_nothing_that_is_no_demo(unused):
    said = unused.run("demo-reset", expect=1)
    assert f"{unused.folder} holds no demo, so nothing was deleted." in said
    assert (unused.folder / "postgres" / "PG_VERSION").exists()


def test_killed_parts_come_back_and_readers_are_told_when_to_return(demo):
    port = free_port()
    with demo.demo(port) as process, Visitor(port, FIRST_PAGE) as visitor:
        wait_for(lambda: bool(visitor.seen), 10)
        demo.kill_database()
        time.sleep(0.1)
        back_after = wait_for(lambda: get(port, "/health/")[0] == 200, 10)
        wait_for(lambda: visitor.seen[-1][0] == 200, 10)
        seen_while_away = list(visitor.seen)

        web = demo.comes_back("cli serve", 15)
        os.kill(web, signal.SIGKILL)
        wait_for(lambda: "serve ended with -9" in demo.log(), 5)
        wait_for(lambda: get(port, FIRST_PAGE)[0] == 200, 10)

        worker = demo.comes_back("cli worker", 15)  # it ended with its database; the demo starts it again
        os.kill(worker, signal.SIGKILL)
        demo.comes_back("cli worker", 5, after=worker)
        assert stop_with(process, signal.SIGHUP) == 0

    assert back_after < 10
    assert {status for status, _headers in seen_while_away} == {200, 503}
    away = [headers for status, headers in seen_while_away if status == 503]
    assert {headers["retry-after"] for headers in away} == {"5"}
    demo.wait_until_gone(5)


def test_readers_of_other_machines_are_refused():
    bench = subprocess.run(
        [sys.executable, "-m", "bench.readers", "--url", "http://example.org/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert bench.returncode == 2
    assert "only this machine may be read" in bench.stderr
