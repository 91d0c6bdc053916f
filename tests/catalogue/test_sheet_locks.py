"""While a file of services is being written, others read and write as before."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from corridor.catalogue.actions import create_service
from corridor.catalogue.models import Service
from corridor.catalogue.sheets import writing
from corridor.catalogue.sheets.actions import SERVICES
from tests.catalogue.sheets import row, xlsx

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT = {"title": {"en": "Advice"}, "category": "test-before-invest"}


def test_an_import_keeps_no_reader_and_no_other_hub_waiting(
    eve, anna, carla, hub, other_hub, service, monkeypatch
):
    written, go_on, done = threading.Event(), threading.Event(), []
    write_many = writing._write_many

    def pause(*given):
        write_many(*given)
        written.set()
        go_on.wait(30)

    monkeypatch.setattr(writing, "_write_many", pause)

    def take_in():
        try:
            done.append(SERVICES.at_once(by=anna, content=xlsx(row("One")), file_name="x.xlsx", hub=hub))
        finally:
            connections.close_all()

    thread = threading.Thread(target=take_in)
    thread.start()
    try:
        assert written.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '500ms'")
        assert eve.get("/en/hubs/nordlys/services/").status_code == 200
        assert eve.get(f"/en/hubs/nordlys/services/{service.slug}/").status_code == 200
        assert eve.get("/api/v1/services").json()["count"] == 1
        create_service(by=carla, hub=other_hub, values=DRAFT)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset lock_timeout")
        go_on.set()
        thread.join()
    assert (len(done), Service.objects.count()) == (1, 3)
