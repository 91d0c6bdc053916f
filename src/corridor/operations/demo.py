"""``corridor demo``: the whole platform with the demo network in it, on this machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.error import URLError

from django.conf import settings

from corridor.demo.actions import DemoResult, fill_in_demo
from corridor.kernel import database
from corridor.kernel.errors import Refused

from .processes import TICK, Child, stop_all, stop_signals
from .set_up import set_up_database

Say = Callable[[str], None]
PORTS_TO_TRY = 50
START_TIMEOUT = 60.0
STOP_TIMEOUT = 30.0


def prepare_demo(say: Say) -> DemoResult:
    set_up_database(say)
    result = fill_in_demo()
    made = ", ".join(f"{count} {what}" for what, count in result.created.items() if count)
    say(f"Demo network: {made}." if made else "Demo network: there already.")
    return result


def run_demo(say: Say, *, port: int, serve: bool = True) -> None:
    """Set up, fill in, and run web and worker until asked to stop; leaves no process behind."""
    with only_demo() as handle, stop_signals() as stop:
        free = free_port(port)
        if "CORRIDOR_BASE_URL" not in os.environ:
            settings.BASE_URL = f"http://127.0.0.1:{free}"  # links in the mails of the demo
        result = prepare_demo(say)
        if not serve or stop.is_set():
            return
        if not settings.DATABASE_URL:
            database.server_in(settings.DATA_FOLDER).watch()
        if free != port:
            say(f"Port {port} is taken by another program, so the demo uses {free}.")
        children = start_children(free)
        handle.write(str(os.getpid()))
        handle.flush()
        try:
            _run(children, free, result, stop, say)
        finally:
            say("\nStopping ...")
            stop_all(children)
    say("Stopped. Nothing was lost: `make demo` goes on from here.")


def start_children(port: int) -> list[Child]:
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CORRIDOR_BASE_URL": os.environ.get("CORRIDOR_BASE_URL", address),
        "CORRIDOR_VAR": str(settings.DATA_FOLDER),
    }
    serve = ("serve", "--port", str(port), "--listen", "127.0.0.1")
    children = [Child(serve, environment), Child(("worker",), environment)]
    for child in children:
        child.start()
    return children


def _run(children: list[Child], port: int, result: DemoResult, stop: threading.Event, say: Say) -> None:
    deadline: float | None = time.monotonic() + START_TIMEOUT
    while not stop.wait(TICK):
        for child in children:
            if news := child.tend():
                say(news)
        if deadline and answers(port):
            say(welcome(port, result))
            deadline = None
        if deadline and time.monotonic() > deadline:
            raise Refused(
                f"The web server did not answer within {START_TIMEOUT:g} s; its messages are above."
            )


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as response:
            return bool(response.status == 200)  # noqa: PLR2004
    except (URLError, OSError):
        return False


def welcome(port: int, result: DemoResult) -> str:
    lines = ["", f"Corridor is at  http://127.0.0.1:{port}/", ""]
    if result.sign_ins:
        lines.append("Sign in as")
        widest = max(len(one.role) for one in result.sign_ins)
        lines += [f"  {one.role:<{widest}}  {one.email}  ({one.name})" for one in result.sign_ins]
        lines += [f"with the password  {result.password}", ""]
    if settings.SMTP is None:
        lines += [f"Mails stay here, for whoever is signed in:  http://127.0.0.1:{port}/en/mailbox/", ""]
    lines.append(
        "Everything in it is fictional. Ctrl-C stops it; `make demo` goes on; `make demo-reset` forgets it."
    )
    return "\n".join(lines)


def free_port(wanted: int) -> int:
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise Refused(f"No port from {wanted} to {wanted + PORTS_TO_TRY - 1} is free; name one with --port.")


def _handle_path() -> Path:
    return Path(settings.DATA_FOLDER) / "demo.pid"


class only_demo(contextlib.AbstractContextManager["IO[str]"]):  # noqa: N801 - used like a function
    """One demo per data folder at a time; the file that is locked tells the running one's number."""

    def __enter__(self) -> IO[str]:
        self.file = _handle_path().open("a+")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.close()
            raise Refused("The demo runs already in another window; stop it there first.") from None
        self.file.truncate(0)
        return self.file

    def __exit__(self, *_: object) -> None:
        self.file.truncate(0)
        self.file.close()


def reset_demo(say: Say) -> None:
    """Stop the running demo and delete its data folder; refuses to touch anything but a demo."""
    folder = Path(settings.DATA_FOLDER)
    if settings.DATABASE_URL:
        raise Refused("DATABASE_URL is set: a database on a server of yours is not deleted by this command.")
    if not (folder / "demo-password").exists():
        raise Refused(f"{folder} holds no demo, so nothing was deleted.")
    stop_running_demo(say)
    server = database.server_in(folder)
    server.leave()
    server.stop()
    shutil.rmtree(folder)
    say(f"Deleted {folder}. `make demo` starts afresh.")


def stop_running_demo(say: Say) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT
    asked = False
    while time.monotonic() < deadline:
        with contextlib.suppress(Refused), only_demo():
            return
        pid = _handle_path().read_text().strip()
        if pid and not asked:
            say("Stopping the running demo ...")
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGTERM)
            asked = True
        time.sleep(TICK)
    raise Refused("The running demo does not stop; end it yourself, then try again.")
