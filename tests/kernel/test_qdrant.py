"""A Qdrant cluster is some seconds behind, goes away and is built anew; nobody sees what is not theirs."""

from __future__ import annotations

import json
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from qdrant_client import models

from corridor.kernel.audience import VISITOR
from corridor.kernel.search.generation import advance
from corridor.kernel.search.indexing import project
from corridor.kernel.search.models import SearchChange, SearchPassage
from corridor.kernel.search.qdrant import asking, cluster, rebuilding
from corridor.kernel.search.qdrant.address import Address
from corridor.kernel.search.qdrant.following import Busy, follow, only_writer, take_over
from corridor.kernel.search.qdrant.rebuilding import rebuild
from corridor.kernel.search.qdrant.standing import forget, serving
from corridor.kernel.search.queries import find
from corridor.kernel.search.shapes import Question
from corridor.kernel.tasks import follow_in_qdrant
from corridor.members.models import Hub
from corridor.members.queries import viewer_of
from corridor.operations import examination

NOWHERE = Address("http://127.0.0.1:1")


@pytest.fixture(autouse=True)
def by_words(settings):
    settings.EMBEDDER = "none"


@pytest.fixture
def told(slow_qdrant, hub, other_hub):
    """The cluster knows both hubs."""
    project("hub")
    follow()
    return slow_qdrant


def change(hub, **fields):
    Hub.objects.filter(pk=hub.pk).update(**fields)
    project("hub", [hub.pk])


def titles(text, viewer=VISITOR):
    answer = find(Question(text, kinds=("hub",)), viewer)
    assert answer.total == len(answer.hits)
    return [hit.title for hit in answer.hits]


def everything(client):
    points, _next = client.scroll(cluster.cluster().address.collection, limit=1000, with_payload=True)
    return points


def state():
    """What ``corridor check`` says of the cluster."""
    return [f"{one.state}: {one.text}" for one in examination._cluster()]


def test_what_was_hidden_a_second_ago_is_neither_shown_nor_counted(told, hub, anna, carla):
    assert titles("fish farms") == ["Nordlys Digital Innovation Hub"]
    change(hub, audience="hub")
    assert {point.payload["audience"] for point in everything(told)} == {"public"}  # it has not heard of that
    assert titles("fish farms") == titles("fish farms", viewer_of(carla)) == []
    assert titles("fish farms", viewer_of(anna)) == ["Nordlys Digital Innovation Hub"]


def test_a_hub_that_was_just_edited_is_found_by_its_old_words_until_the_worker_came(told, hub):
    change(hub, title="Polaris", description={"en": "Lighthouses."})
    assert (titles("fish farms"), titles("lighthouse")) == (["Nordlys – Polaris"], [])
    follow_in_qdrant()
    assert (titles("fish farms"), titles("lighthouse")) == ([], ["Nordlys – Polaris"])


def test_each_change_queues_the_worker_once(told, hub):
    change(hub, description={"en": "Lighthouses."})
    change(hub, description={"en": "Harbours."})
    assert ProcrastinateJob.objects.filter(task_name="kernel.follow_in_qdrant", status="todo").count() == 1


def test_a_hub_that_is_gone_leaves_nothing_behind_and_no_text_was_ever_there(told, hub, other_hub):
    payloads = json.dumps([point.payload for point in everything(told)])
    assert "ordlys" not in payloads
    assert "fish" not in payloads
    record = hub.pk
    hub.delete()
    project("hub", [record])
    follow()
    assert {point.payload["record"] for point in everything(told)} == {other_hub.pk}


def test_a_shorter_text_leaves_no_part_of_the_longer_one(told, hub):
    change(hub, description={"en": "Fish farms in the fjord. " * 100, "nn": "Fisk."})
    follow()
    before = len(everything(told))
    change(hub, description={"en": "Fish."})
    follow()
    assert before > len(everything(told)) == SearchPassage.objects.count() == 2


def test_while_the_cluster_is_away_postgresql_answers_and_nothing_is_lost(told, hub, settings, caplog):
    there, settings.QDRANT = settings.QDRANT, NOWHERE
    change(hub, description={"en": "Lighthouses."})
    assert titles("lighthouse") == ["Nordlys Digital Innovation Hub"]
    assert "for 10 s PostgreSQL does" in caplog.text
    follow()
    assert "waits for changes" in caplog.text
    assert SearchChange.objects.exists()
    assert any("PostgreSQL answers searches" in line for line in state())
    settings.QDRANT = there
    follow()
    assert not SearchChange.objects.exists()
    assert titles("lighthouse") == ["Nordlys Digital Innovation Hub"]


def test_a_worker_that_was_killed_leaves_the_change_to_the_next_one(told, hub, monkeypatch):
    change(hub, description={"en": "Lighthouses."})
    with monkeypatch.context() as patch:
        patch.setattr("corridor.kernel.search.qdrant.following.advance", interrupted)
        with pytest.raises(KeyboardInterrupt):
            take_over()
    assert SearchChange.objects.exists()
    follow()
    assert titles("lighthouse") == ["Nordlys Digital Innovation Hub"]


def interrupted():
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
def test_there_is_one_writer_at_a_time():
    def other():
        with pytest.raises(Busy), only_writer():
            pass
        connection.close()

    with only_writer():
        thread = Thread(target=other)
        thread.start()
        thread.join()


def test_rebuilding_changes_the_collection_behind_the_name_and_tidies_up(told, hub, other_hub, capsys):
    before = serving()
    for name in ("corridor-0badcafe", "corridor-2-0badcafe"):
        told.create_collection(name, vectors_config={})
    change(hub, description={"en": "Lighthouses."})
    call_command("reindex")
    assert "with 2 passages of 2 records" in capsys.readouterr().out
    assert serving() != before
    assert {one.name for one in told.get_collections().collections} == {serving(), "corridor-2-0badcafe"}
    assert [one.collection_name for one in told.get_aliases().aliases] == [serving()]
    assert titles("lighthouse") == ["Nordlys Digital Innovation Hub"]
    assert [line.partition(":")[0] for line in state()] == ["ok"]
    assert state()[0].endswith("all 2 passages")


def test_a_rebuilding_goes_through_all_records_in_batches(told, hub, other_hub, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    built = rebuild()
    assert (built.records, built.points, len(everything(told))) == (2, 2, 2)


def test_a_process_that_does_not_know_of_the_cluster_ends_its_service(told, hub, settings):
    there, settings.QDRANT = settings.QDRANT, None
    change(hub, description={"en": "Lighthouses."})
    assert not SearchChange.objects.exists()
    settings.QDRANT = there
    assert titles("lighthouse") == ["Nordlys Digital Innovation Hub"]  # by PostgreSQL
    assert state() == ["warn: Qdrant: not complete, so PostgreSQL answers; run `corridor reindex`"]
    change(hub, description={"en": "Lighthouses in the fog."})
    follow()
    assert SearchChange.objects.exists()  # nobody to tell
    rebuild()
    assert not SearchChange.objects.exists()
    assert serving()
    assert titles("lighthouse") == ["Nordlys Digital Innovation Hub"]


def test_after_a_restore_nothing_is_believed_of_the_cluster(told, hub):
    told.delete(cluster.cluster().address.collection, models.Filter())
    assert titles("nordlys") == []
    forget()
    advance()
    assert titles("nordlys") == ["Nordlys Digital Innovation Hub"]


def test_a_rebuilding_that_was_overtaken_does_not_serve(told, settings, monkeypatch):
    before, there = serving(), settings.QDRANT

    def somebody_else_writes(name):
        settings.QDRANT = None
        advance()
        settings.QDRANT = there

    monkeypatch.setattr(rebuilding, "_switch_to", somebody_else_writes)
    with pytest.raises(CommandError, match="searches go on as before"):
        call_command("reindex")
    assert before
    assert not serving()


def test_without_a_cluster_there_is_nothing_to_rebuild_and_nothing_to_examine(db, settings):
    settings.QDRANT = None
    with pytest.raises(CommandError, match="No cluster is set up"):
        call_command("reindex")
    assert state() == []


def test_a_cluster_that_is_behind_is_told_of(told, hub):
    change(hub, description={"en": "Lighthouses."})
    assert state()[0].startswith("ok: Qdrant")
    SearchChange.objects.update(at="2026-01-01T00:00Z")
    assert state()[0].startswith("warn: Qdrant")
    SearchChange.objects.all().delete()
    Hub.objects.filter(pk=hub.pk).delete()
    SearchPassage.objects.filter(text__entry__record_id=hub.pk).delete()
    assert state()[0].endswith("2 passages of 1; run `corridor reindex`")


def test_only_the_best_texts_with_a_common_word_are_looked_at(told, hub, monkeypatch):
    change(hub, description={"en": "Robots, robots and robots."})
    follow()
    assert len(titles("robots")) == 2
    monkeypatch.setattr(asking, "MOST_TEXTS", 1)
    advance()
    assert titles("robots") == ["Nordlys Digital Innovation Hub"]
