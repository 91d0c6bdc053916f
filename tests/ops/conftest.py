from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from .installation import Installation


def pytest_collection_modifyitems(items):
    """In one process: these share a demo, and each of them keeps both cores busy anyway."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("ops"))


@pytest.fixture(scope="session")
def blank(tmp_path_factory) -> Path:
    """The data folder of an installation whose server has started once: empty, not even migrated."""
    folder = tmp_path_factory.mktemp("blank") / "var"
    Installation(folder).run("check", expect=1)
    # These servers live for seconds; that a power cut would lose them is no loss.
    with (folder / "postgres" / "postgresql.conf").open("a") as file:
        file.write("fsync = off\n")
    return folder


@pytest.fixture(scope="session")
def filled(blank, tmp_path_factory) -> Path:
    """The data folder of a demo that was filled in and is not running: copy it, never use it."""
    folder = tmp_path_factory.mktemp("filled") / "var"
    _copy(blank, folder)
    said = Installation(folder).run("demo", "--no-serve")
    assert Installation(folder).processes() == {}, said
    return folder


@pytest.fixture
def demo(filled, tmp_path) -> Installation:
    """A demo installation of one's own."""
    return Installation(_copy(filled, tmp_path / "var"))


@pytest.fixture
def empty(blank, tmp_path) -> Installation:
    return Installation(_copy(blank, tmp_path / "empty"))


def _copy(source: Path, target: Path) -> Path:
    """With its owners: root's PostgreSQL belongs to another user, whom a plain copy would forget."""
    shutil.copytree(source, target)
    for old in (source, *source.rglob("*")):
        owner = old.stat()
        os.chown(target / old.relative_to(source), owner.st_uid, owner.st_gid)
    return target
