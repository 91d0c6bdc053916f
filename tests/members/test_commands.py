"""What ``corridor import`` and ``corridor export`` say to the person at the terminal."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from corridor.members.imports.models import ImportRun
from corridor.members.models import Hub

from .catalogue import NORDHAVN, TERRA, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def make(*hubs):
        path = tmp_path / "hubs.xlsx"
        path.write_bytes(xlsx(*hubs))
        return path

    return make


def test_an_import_says_what_it_read_and_how_to_take_it_back(file, capsys):
    call_command("import", "hubs", str(file(NORDHAVN)), "--yes")
    number = ImportRun.objects.get().pk
    assert capsys.readouterr().out == (
        "hubs.xlsx: 1 rows read, 1 new, 0 changed, 0 unchanged, 0 refused\n"
        f"Imported as import {number}. To take it back: corridor import undo {number}\n"
    )
    call_command("import", "hubs", str(file(NORDHAVN)), "--yes")
    assert capsys.readouterr().out == (
        "hubs.xlsx: 1 rows read, 0 new, 0 changed, 1 unchanged, 0 refused\nNothing had to be changed.\n"
    )
    call_command("import", "undo", str(number))
    assert (capsys.readouterr().out, Hub.objects.count()) == (f"Import {number} was undone.\n", 0)


def test_refused_rows_are_named_and_nothing_is_imported(file, capsys):
    path = file(NORDHAVN, TERRA | {"country": "Atlantis"})
    with pytest.raises(CommandError) as error:
        call_command("import", "hubs", str(path), "--yes")
    assert (error.value.returncode, str(error.value)) == (
        1,
        "1 row cannot be imported, so nothing was. Correct the file, or choose to import the good rows only.",
    )
    assert capsys.readouterr().out == (
        "hubs.xlsx: 2 rows read, 1 new, 0 changed, 0 unchanged, 1 refused\n"
        "  row 3, Terra: refused. “Atlantis” is no country that the catalogue knows.\n"
    )
    assert Hub.objects.count() == 0
    call_command("import", "hubs", str(path), "--yes", "--good-rows")
    assert Hub.objects.count() == 1


def test_without_yes_only_the_preview_is_shown(file, capsys):
    call_command("import", "hubs", str(file(NORDHAVN)))
    assert capsys.readouterr().out == (
        "hubs.xlsx: 1 rows read, 1 new, 0 changed, 0 unchanged, 0 refused\n"
        "Give --yes to import.\nNothing was imported.\n"
    )
    assert Hub.objects.count() == 0


def test_programs_get_json(file, capsys):
    call_command("import", "hubs", str(file(NORDHAVN, TERRA)), "--yes", "--json")
    told = json.loads(capsys.readouterr().out)
    text = "“data” is not in the official list of “Formatted technologies”; it is left out."
    assert told == {
        "import": ImportRun.objects.get().pk,
        "state": "applied",
        "read": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "absent": 0,
        "refused_rows": [],
        "warned_rows": [{"row": 3, "hub": "Terra", "reasons": [], "warnings": [text]}],
        "said": [],
    }


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("import", "hubs", str(tmp_path / "none.xlsx"), "--yes")
    assert str(error.value) == f"{tmp_path}/none.xlsx cannot be read: No such file or directory."


def test_a_file_of_a_gigabyte_is_not_even_read(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as big:
        big.truncate(1 << 30)
    with pytest.raises(CommandError) as error:
        call_command("import", "hubs", str(path), "--yes")
    assert str(error.value) == "big.csv is bigger than 10 MB. Split it."


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_is_exported_comes_back_unchanged(file, tmp_path, capsys, ending):
    call_command("import", "hubs", str(file(NORDHAVN, TERRA)), "--yes")
    target = tmp_path / f"out{ending}"
    call_command("export", "hubs", str(target))
    call_command("import", "hubs", str(target), "--yes")
    assert capsys.readouterr().out.splitlines()[-3:] == [
        f"2 hubs written to {target}",
        f"out{ending}: 2 rows read, 0 new, 0 changed, 2 unchanged, 0 refused",
        "Nothing had to be changed.",
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_export_of_another_kind_is_refused(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("export", "hubs", str(tmp_path / "hubs.pdf"))
    assert str(error.value) == "The file's name must end in .xlsx or .csv."
