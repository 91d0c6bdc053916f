"""Olga has an event as a file, and asks for its schedule on the command line."""

import json
import signal
from threading import Thread
from time import sleep

import pytest

from corridor.config import cli

EVENT = {
    "slots": 4,
    "tables": 1,
    "participants": [{"forbidden": [1]}, {}, {}],
    "meetings": [
        {"participants": [1, 2]},
        {"participants": [1, 3], "slots": "afternoon"},
        {"participants": [2, 3], "fixed": 4},
    ],
    "morning": 2,
}


@pytest.fixture
def event(tmp_path):
    path = tmp_path / "event.json"
    path.write_text(json.dumps(EVENT))
    return path


def test_the_best_schedule_is_proven_and_approved_of(event, capsys):
    assert cli.run(["schedule", str(event), "--json"]) == 0
    said = capsys.readouterr().out
    answer = json.loads(said)

    assert answer["status"] == "optimal"
    assert answer["objective"] == answer["bound"] == {"unheld": 0, "idle": 1, "breaks": 1, "worst": 1}
    assert answer["schedule"] == {"1": 2, "2": 3, "3": 4}
    assert 0 < answer["seconds"]["first"] <= answer["seconds"]["best"] <= answer["seconds"]["proof"]

    schedule = event.with_name("schedule.json")
    schedule.write_text(said)
    assert cli.run(["schedule", "--check", str(event), str(schedule)]) == 0
    assert capsys.readouterr().out == "Nothing is wrong. unheld: 0, idle: 1, breaks: 1, worst: 1\n"


def test_a_schedule_with_faults_is_refused_with_all_of_them(event, capsys):
    schedule = event.with_name("schedule.json")
    schedule.write_text(json.dumps({"1": 1, "2": 1, "3": 3, "4": 2}))

    with pytest.raises(SystemExit):
        cli.run(["schedule", "--check", str(event), str(schedule)])

    said = capsys.readouterr().err
    assert "participant 1 has 2 meetings in slot 1" in said
    assert "participant 1 has a meeting in slot 1, which is forbidden" in said
    assert "slot 1 has 2 meetings for 1 tables" in said
    assert "meeting 2 is in slot 1, but was asked for in others" in said
    assert "meeting 3 is in slot 3, but was asked for in others" in said
    assert "there is no meeting 4" in said


def test_what_is_impossible_is_told_with_its_reason(event, capsys):
    when_one_is_away = {"participants": [1, 2], "fixed": 1, "required": True}
    event.write_text(json.dumps(EVENT | {"meetings": [when_one_is_away, *EVENT["meetings"]]}))

    assert cli.run(["schedule", str(event)]) == 0

    said = capsys.readouterr().out
    assert "status     impossible" in said
    assert "These demands contradict each other; none can be left out:" in said
    assert "  be away: 1\n" in said
    assert "  be fixed: 1\n" in said


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nBusiness = 3;", "nTotalSlots is missing"),
        ('{"slots": 3}', "'tables'"),
        (
            '{"slots": 3, "tables": 1, "participants": [{}], "meetings": [{"participants": [1, 2]}]}',
            "meeting 1",
        ),
        ("{", "Expecting property name"),
    ],
)
def test_a_file_that_is_no_event_is_refused_in_one_sentence(event, text, fault, capsys):
    event.write_text(text)
    with pytest.raises(SystemExit):
        cli.run(["schedule", str(event)])
    said = capsys.readouterr().err
    assert "This event cannot be understood" in said
    assert fault in said


def press_ctrl_c_once_somebody_listens():
    while signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        sleep(0.05)
    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_ends_with_the_best_so_far(shared, capsys):
    """Olga has waited long enough."""
    Thread(target=press_ctrl_c_once_somebody_listens).start()

    assert cli.run(["schedule", str(shared / "bench/b2b/forum-13crafb.original.dzn"), "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "best_found"
    assert answer["seconds"]["proof"] is None
    assert answer["bound"] <= 6
