"""Olga has never seen this program before."""

from __future__ import annotations

import re

import pytest

from corridor.config import cli

OURS = [
    *("demo", "demo-reset", "migrate", "serve", "worker", "check", "reindex", "import", "export", "search"),
    "schedule",
]


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_help_lists_every_command_with_what_it_is_for(words, capsys):
    assert cli.run(words) == 0

    said = capsys.readouterr().out
    listed = [line.split()[0] for line in said.splitlines() if line.startswith("  ") and line[2] != " "]
    assert listed[: len(cli.OURS)] == [*OURS, "backup", "restore", "erase"]
    assert "migrate     bring the database to this version" in said
    assert re.findall(r"\bdbshell\b", said) == ["dbshell"]


def test_a_misspelt_command_is_answered_with_the_nearest(capsys):
    assert cli.run(["restor"]) == 2
    assert capsys.readouterr().err == (
        "There is no command 'restor'. Did you mean 'restore'? `corridor --help` lists them all.\n"
    )


def test_a_word_like_no_command_is_answered_without_a_guess(capsys):
    assert cli.run(["xyzzyx"]) == 2
    assert capsys.readouterr().err == ("There is no command 'xyzzyx'. `corridor --help` lists them all.\n")


@pytest.mark.parametrize("command", [*OURS, "backup", "restore", "erase"])
def test_every_listed_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.run(["help", command])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: corridor {command} ")


def test_djangos_own_commands_are_still_there(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.run(["django", "migrate", "--help"])

    assert ended.value.code == 0
    assert "--fake-initial" in capsys.readouterr().out


def test_the_version(capsys):
    from corridor import __version__

    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"Corridor {__version__}\n"
