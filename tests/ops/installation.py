"""A whole installation in a folder of its own, used as Olga does: by commands, from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, LiteralString, Self
from urllib.error import HTTPError, URLError

import psycopg
from psycopg import sql

from corridor.kernel.database import EmbeddedServer

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "corridor.config.cli"]
OURS = ("CORRIDOR_", "DATABASE_URL", "EMBEDDER", "DJANGO_", "PYTEST_")
# What a row looks like as text is the session's choice; these sessions choose the same on every server.
SESSION = "-c timezone=UTC -c datestyle=ISO -c search_path=public"


@dataclass
class Installation:
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return clean | {"CORRIDOR_VAR": str(self.folder), "EMBEDDER": "none"} | self.settings

    def run(self, *words: str, expect: int = 0) -> str:
        """What the command says; both of its streams."""
        done = subprocess.run(
            [*COMMAND, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == expect, said
        return said

    def python(self, code: str) -> str:
        return self.run("django", "shell", "--no-imports", "-c", code).strip().splitlines()[-1]

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        """The database itself, without the product's own code for it; a stopped server runs meanwhile."""
        if url := self.settings.get("DATABASE_URL"):
            with psycopg.connect(url, options=SESSION) as connection:
                yield connection
            return
        server = EmbeddedServer(self.folder.resolve() / "postgres")
        server.use()
        try:
            place = {"host": str(server.socket_folder()), "port": 5432}
            with psycopg.connect(**place, user="postgres", dbname="corridor", options=SESSION) as connection:
                yield connection
        finally:
            server.leave()

    def value(self, query: LiteralString, *parameters: Any) -> Any:
        """The first column of the first row; None where the statement gives no rows."""
        with self.database() as connection:
            cursor = connection.execute(query, parameters)
            row = cursor.fetchone() if cursor.description else None
            return row and row[0]

    def sums(self) -> dict[str, Any]:
        """Of every table: how many rows, and a checksum over them."""
        with self.database() as connection:
            found = connection.execute(
                "select tablename from pg_tables where schemaname = 'public' order by 1"
            )
            return {name: self._sum(connection, name) for (name,) in found.fetchall()}

    @staticmethod
    def _sum(connection: psycopg.Connection[Any], table: str) -> Any:
        # Not by the rows' own order or a server's collation.
        query = """select count(*), md5(coalesce(string_agg(row, '' order by row collate "C"), ''))
                   from (select md5(t::text) as row from {} t) r"""
        return connection.execute(sql.SQL(query).format(sql.Identifier(table))).fetchone()

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            return subprocess.Popen(
                [*COMMAND, *words], env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )

    def log(self) -> str:
        return (self.folder.parent / f"{self.folder.name}.log").read_text()

    @contextlib.contextmanager
    def demo(self, port: int) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start("demo", "--port", str(port))
        try:
            wait_for(lambda: "Corridor is at" in self.log() or process.poll() is not None, 60)
            assert process.poll() is None, self.log()
            yield process
            if process.poll() is None:
                process.terminate()
                assert process.wait(30) == 0, self.log()
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(30)

    def processes(self) -> dict[int, str]:
        """Every process that works for this installation: by its arguments or its environment."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                around = (place / "environ").read_bytes().decode(errors="replace")
                if words and f"{self.folder}" in words + around:
                    found[int(place.name)] = words
        return found

    def wait_until_gone(self, seconds: float) -> None:
        """Until no process works for it any more."""
        begun = time.monotonic()
        while left := self.processes():
            assert time.monotonic() - begun < seconds, left
            time.sleep(0.05)

    def pids_of(self, words: str) -> list[int]:
        return sorted(pid for pid, said in self.processes().items() if words in said)

    def comes_back(self, words: str, within: float, *, after: int = 0) -> int:
        """Its process number, as soon as there is one; of another process than the one ``after``."""
        found: list[int] = []

        def is_there() -> bool:
            found[:] = [pid for pid in self.pids_of(words) if pid != after]
            return bool(found)

        wait_for(is_there, within)
        return found[0]

    def kill_database(self) -> None:
        first = (self.folder / "postgres" / "postmaster.pid").read_text().splitlines()[0]
        os.kill(int(first), signal.SIGKILL)


def wait_for(true: Callable[[], bool], seconds: float) -> float:
    """Seconds until it was true; fails when it took too long."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> tuple[int, dict[str, str]]:
    """Status and headers; status 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            response.read()
            return response.status, _lowered(response.headers)
    except HTTPError as error:
        with error:
            return error.code, _lowered(error.headers)
    except (URLError, OSError):
        return 0, {}


def _lowered(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


class Visitor(threading.Thread):
    """Somebody who reloads a page again and again, and remembers what came."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(daemon=True)
        self.port, self.path = port, path
        self.seen: list[tuple[int, dict[str, str]]] = []
        self.tired = threading.Event()

    def run(self) -> None:
        while not self.tired.wait(0.05):
            self.seen.append(get(self.port, self.path))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.tired.set()
        self.join()
