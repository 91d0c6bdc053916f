from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .installation import Installation

IN_MEMORY = """
# These servers live for seconds; that a power cut would lose them is no loss.
fsync = off
full_page_writes = off
"""


@pytest.fixture(scope="session")
def once(tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """``once("filled", fill)`` is a folder that one process fills in, once in this run of the suite."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder, unfinished = place / name, place / f"{name}.unfinished"
        with (place / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                fill(unfinished)
                unfinished.rename(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def blank(once) -> Path:
    """The data folder of an installation whose server has started once: empty, not even migrated."""

    def fill(folder: Path) -> None:
        Installation(folder).run("check", expect=1)
        with (folder / "postgres" / "postgresql.conf").open("a") as file:
            file.write(IN_MEMORY)

    return once("blank", fill)


@pytest.fixture(scope="session")
def migrated(blank, once) -> Path:
    """The data folder of an installation after ``corridor migrate``: nobody has used it yet."""

    def fill(folder: Path) -> None:
        Installation(copied(blank, folder)).run("migrate")

    return once("migrated", fill)


@pytest.fixture(scope="session")
def filled(migrated, once) -> Path:
    """The data folder of a demo that was filled in and is not running: copy it, never use it."""

    def fill(folder: Path) -> None:
        demo = Installation(copied(migrated, folder))
        demo.run("demo", "--no-serve")
        demo.wait_until_gone(5)

    return once("filled", fill)


@pytest.fixture
def demo(filled, tmp_path) -> Installation:
    """A demo installation of one's own."""
    return Installation(copied(filled, tmp_path / "var"))


@pytest.fixture
def empty(blank, tmp_path) -> Installation:
    return Installation(copied(blank, tmp_path / "empty"))


@pytest.fixture
def unused(migrated, tmp_path) -> Installation:
    """Ready for its first user."""
    return Installation(copied(migrated, tmp_path / "unused"))


def copied(source: Path, target: Path) -> Path:
    """With its owners: root's PostgreSQL belongs to another user, whom a plain copy would forget."""
    subprocess.run(["cp", "-a", source, target], check=True)
    return target
