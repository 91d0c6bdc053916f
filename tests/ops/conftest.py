from __future__ import annotations

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
def filled(tmp_path_factory) -> Path:
    """The data folder of a demo that was filled in and is not running: copy it, never use it."""
    folder = tmp_path_factory.mktemp("filled") / "var"
    said = Installation(folder).run("demo", "--no-serve")
    assert Installation(folder).processes() == {}, said
    return folder


@pytest.fixture
def demo(filled, tmp_path) -> Installation:
    """A demo installation of one's own."""
    # Root's PostgreSQL belongs to another user, whom a plain copy would forget.
    folder = tmp_path / "var"
    shutil.copytree(filled, folder, copy_function=_copy_with_owner)
    for old in (filled, *filled.rglob("*")):
        _give(old, folder / old.relative_to(filled))
    return Installation(folder)


@pytest.fixture
def empty(tmp_path) -> Installation:
    return Installation(tmp_path / "empty")


def _copy_with_owner(source: str, target: str) -> str:
    shutil.copy2(source, target)
    return target


def _give(old: Path, new: Path) -> None:
    owner = old.stat()
    shutil.chown(new, owner.st_uid, owner.st_gid)
