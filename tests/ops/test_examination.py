"""Olga asks whether the installation is fit to run."""

from __future__ import annotations

from .installation import Installation


def lines(said: str, state: str) -> list[str]:
    return [line[6:] for line in said.splitlines() if line.startswith(f"{state} ")]


def test_a_new_installation_is_told_to_migrate(empty):
    said = empty.run("check", expect=1)

    failing = lines(said, "fail")
    assert [line.split(":")[0] for line in failing] == ["migrations", "database"]
    assert failing[0].endswith("run `corridor migrate`")


def test_a_filled_installation_is_fit(demo):
    said = demo.run("check")

    assert lines(said, "fail") == []
    assert "migrations: all applied" in lines(said, "ok")
    assert "static files: collected" in lines(said, "ok")


def test_settings_that_make_no_sense_are_named(demo):
    odd = Installation(
        demo.folder, {"CORRIDOR_PORT": "99999", "CORRIDOR_WORKERS": "0", "EMBEDDER": "/nowhere"}
    )

    said = odd.run("check", expect=1)

    assert lines(said, "fail") == [
        "CORRIDOR_PORT=99999 is no port (1 to 65535)",
        "CORRIDOR_WORKERS=0: at least 1 is needed",
        "model: no model.onnx in /nowhere; EMBEDDER names the wrong folder",
    ]


def test_a_setting_that_cannot_be_read_ends_with_one_sentence(empty):
    odd = Installation(empty.folder, {"CORRIDOR_WORKERS": "many"})
    said = odd.run("check", expect=1)
    assert said.startswith("CORRIDOR_WORKERS='many' cannot be used: ")
    assert said.count("\n") == 1


def test_a_server_that_does_not_answer_is_one_line(empty):
    away = Installation(empty.folder, {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"})
    said = away.run("check", expect=1)
    assert len([line for line in lines(said, "fail") if line.startswith("database: ")]) == 1
