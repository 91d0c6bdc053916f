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

import pytest

from corridor.demo.enums import DemoRole

from .installation import ROOT, Visitor, free_port, get, wait_for

FIRST_PAGE = "/en/"


def stop_with(process: subprocess.Popen[bytes], kind: int) -> int:
    process.send_signal(kind)
    return process.wait(30)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_leaves_no_process_behind(kind, demo):
    port = free_port()
    with demo.demo(port) as process:
        assert get(port, FIRST_PAGE)[0] == 200
        assert len(demo.processes()) >= 5
        assert stop_with(process, kind) == 0

    wait_for(lambda: demo.processes() == {}, 5)


def test_a_killed_demo_takes_its_children_with_it(demo):
    with demo.demo(free_port()) as process:
        assert stop_with(process, signal.SIGKILL) == -signal.SIGKILL

    wait_for(lambda: demo.processes() == {}, 15)


def test_the_second_start_is_quick_and_loses_nothing(demo):
    demo.python(
        "from corridor.members.models import Hub\n"
        "print(Hub.objects.filter(pk=Hub.objects.earliest('pk').pk).update(title='Renamed by hand'))"
    )
    before = demo.sums()

    begun = time.monotonic()
    with demo.demo(free_port()):
        assert time.monotonic() - begun < 30  # other tests run beside; .ci/run, alone, asks for 10
    after = demo.sums()

    assert {name: after[name] for name in before if name.startswith(("members", "people", "vocab"))} == {
        name: before[name] for name in before if name.startswith(("members", "people", "vocab"))
    }


def test_a_taken_port_is_left_alone_and_the_next_one_used(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with demo.demo(taken):
            said = demo.log()

    used = int(re.search(r"Corridor is at  http://127\.0\.0\.1:(\d+)/", said).group(1))
    assert taken < used <= taken + 50
    assert f"Port {taken} is taken by another program, so the demo uses {used}." in said


def test_one_sign_in_per_role_is_printed_and_works(demo):
    with demo.demo(free_port()):
        said = demo.log()
    emails = re.findall(r"^  .+?  (\S+@\S+)  \(", said, re.MULTILINE)
    password = re.search(r"with the password  (\S+)", said).group(1)

    assert len(emails) == len(set(emails)) == len(DemoRole)
    working = demo.python(
        "from django.contrib.auth import authenticate\n"
        f"print([e for e in {emails!r} if authenticate(username=e, password={password!r})])"
    )
    assert working == str(emails)
    kept = demo.folder / "demo-password"
    assert kept.read_text().strip() == password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_second_demo_in_the_same_folder_is_refused(demo):
    with demo.demo(free_port()):
        said = demo.run("demo", "--port", str(free_port()), expect=1)
    assert "The demo runs already in another window" in said


def test_reset_stops_the_demo_and_deletes_its_folder_only(demo):
    neighbour = demo.folder.parent / "mine.txt"
    neighbour.write_text("keep")
    with demo.demo(free_port()) as process:
        said = demo.run("demo-reset")
        assert process.wait(5) == 0

    assert f"Deleted {demo.folder}." in said
    assert not demo.folder.exists()
    assert neighbour.read_text() == "keep"
    wait_for(lambda: demo.processes() == {}, 5)


def test_reset_touches_nothing_that_is_no_demo(empty):
    empty.run("migrate")
    said = empty.run("demo-reset", expect=1)
    assert f"{empty.folder} holds no demo, so nothing was deleted." in said
    assert (empty.folder / "postgres" / "PG_VERSION").exists()


def test_killed_parts_come_back_and_readers_are_told_when_to_return(demo):
    port = free_port()
    with demo.demo(port), Visitor(port, FIRST_PAGE) as visitor:
        demo.kill_database()
        time.sleep(0.1)
        back_after = wait_for(lambda: get(port, "/health/")[0] == 200, 10)
        wait_for(lambda: visitor.seen[-1][0] == 200, 10)
        seen_while_away = list(visitor.seen)

        web = demo.pid_of("cli serve")
        os.kill(web, signal.SIGKILL)
        wait_for(lambda: "serve ended with -9" in demo.log(), 5)
        wait_for(lambda: get(port, FIRST_PAGE)[0] == 200, 10)

        worker = demo.pid_of("cli worker")
        os.kill(worker, signal.SIGKILL)
        wait_for(
            lambda: any("cli worker" in said for pid, said in demo.processes().items() if pid != worker), 5
        )

    assert back_after < 10
    assert {status for status, _headers in seen_while_away} == {200, 503}
    away = [headers for status, headers in seen_while_away if status == 503]
    assert {headers["retry-after"] for headers in away} == {"5"}
    wait_for(lambda: demo.processes() == {}, 5)


def test_fifty_parallel_readers_meet_no_error(demo):
    port = free_port()
    with demo.demo(port):
        bench = subprocess.run(
            [sys.executable, "-m", "bench.readers", "--url", f"http://127.0.0.1:{port}/en/", "--json"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert bench.returncode == 0, bench.stdout + bench.stderr
    assert '"errors": 0' in bench.stdout


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
