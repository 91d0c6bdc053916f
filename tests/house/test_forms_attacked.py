"""Every form that somebody is offered, sent back with more, with less and with something else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from corridor.members.imports.models import ImportRun
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat
from corridor.people.models import Person
from tests.house.conftest import NAMES
from tests.house.posted import Form, offered_to, tables_with
from tests.house.test_access import UNSAFE, table
from tests.members.catalogue import NORDHAVN, xlsx

EXTRA = {
    "role": "moderator",
    "hub": "1",
    "hub_id": "1",
    "group": "1",
    "group_id": "1",
    "person": "1",
    "person_id": "1",
    "by": "1",
    "id": "1",
    "pk": "1",
    "uid": "1",
    "slug": "taken-over",
    "status": "admitted",
    "state": "admitted",
    "audience": "public",
    "source": "demo",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "ended_at": "2020-01-01",
    "erased_at": "2020-01-01",
    "created_at": "2020-01-01",
    "edited_fields": "x",
    "catalogue_key": "x",
}
WRONG = ('{"a":1}', ["[true]", "null"], "\x00", "9" * 30)
NO_LINKS = (
    "javascript:alert('qzlink')",
    "data:text/html,qzlink",
    "//qzlink",
    "anna@qzlink.example\r\nBcc: x@qzlink.example",
)
MANY = 20
GUARDED = {
    Person: ("email", "is_staff", "is_superuser", "is_active", "erased_at"),
    Seat: ("person__email", "hub__slug", "role"),
    GroupRole: ("person__email", "group__slug", "role", "basis"),
    GroupMembership: ("group__slug", "hub__slug"),
    Hub: ("slug", "name", "kind", "country", "source", "catalogue_key", "audience"),
}
ANSWERED = {200, 302, 303, 400, 404, 409, 410, 413, 422, 429}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fingerprint() -> dict[str, list]:
    """What nobody gets by adding a field to a form."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list(*columns)))
        for model, columns in GUARDED.items()
    }


def sent(everybody, name: str, form: Form, fields: dict) -> tuple[int, dict[str, list]]:
    """The status, and what would be left; a form may end the session that sends it."""
    client = everybody.client(name)
    client.raise_request_exception = False
    with undone():
        status = client.post(form.action, fields).status_code
        left = fingerprint() if status < 500 else {}
    return status, left


@pytest.mark.slow
def test_case_05_and_case_17_every_form_sent_back_changed_and_every_link(everybody, without_notes, hub):
    """Fields too many, values of another type, and links that are none change nothing and break nothing."""
    hub.website, hub.email = "https://nordlys.example/", "hello+100%\"'@nordlys.example"
    hub.save()
    offered, before = offered_to(everybody, "anna", "eve", "dora", "olga"), fingerprint()
    assert len(offered.forms) > MANY
    for name, form in offered.forms.values():
        _status, plain = sent(everybody, name, form, form.fields)
        extra = {key: value for key, value in EXTRA.items() if key not in form.kinds}
        status, left = sent(everybody, name, form, form.fields | extra)
        assert (form.action, status in ANSWERED, left) == (form.action, True, plain)
        for turn in range(2):
            wrong = {key: WRONG[(place + turn) % len(WRONG)] for place, key in enumerate(form.kinds)}
            status, _left = sent(everybody, name, form, wrong)
            assert (form.action, turn, status in ANSWERED) == (form.action, turn, True), status
        keeps_no_wrong_link(everybody, name, form)
    assert fingerprint() == before
    ours = urlsplit(settings.BASE_URL).netloc
    for page, link in offered.links:
        parts = urlsplit(link.get("href", ""))
        assert parts.scheme in ("", "http", "https", "mailto", "tel"), (page, link)
        if parts.netloc not in ("", ours) or link.get("target"):
            assert "noopener" in link.get("rel", ""), (page, link)


def keeps_no_wrong_link(everybody, name: str, form: Form) -> None:
    for field in (one for one, kind in form.kinds.items() if kind in ("url", "email")):
        for wrong in NO_LINKS:
            client = everybody.client(name)
            with undone():
                assert client.post(form.action, form.fields | {field: wrong}).status_code < 500
                assert (form.action, field, wrong, tables_with("qzlink")) == (form.action, field, wrong, [])


OWN = ("/en/account/", "/en/sign-", "/en/passphrase/", "/en/address/", "/en/notices/", "/en/answer/")
OPEN_TO_ALL = ("/en/unsubscribe/", "/en/subscribe-again/", "/post/", "/mail/")
DONE = {200, 201, 204, 303}


def test_case_04_who_only_looks_on_changes_nothing_but_their_own():
    """Officer, observer and guest get no unsafe method through that Eve does not get through as well."""
    own = (*OWN, *OPEN_TO_ALL)
    rows = [row for row in table() if row.method in UNSAFE and not row.address.startswith(own)]
    assert len(rows) > 20
    done = [
        f"{row.method} {row.address} as {name}"
        for row in rows
        for name in ("finn", "otto", "gil")
        if row.statuses[NAMES.index(name)] in DONE and row.statuses[0] not in DONE
    ]
    assert done == []


def test_case_04_a_moderator_does_not_open_or_publish_what_a_hub_keeps_to_itself(everybody, hidden_hub):
    for name in ("dora", "cora", "olga", "otto"):
        client = everybody.client(name)
        for address in ("hubs/verborgen/", "who-can-see/hub/verborgen/", "journal/hub/verborgen/"):
            assert client.get(f"/en/{address}").status_code == 404
        answer = client.post("/en/hubs/verborgen/edit/", {"version": 1, "title": "x", "audience": "public"})
        assert answer.status_code == 404
    hidden_hub.refresh_from_db()
    assert (hidden_hub.audience, hidden_hub.version) == ("hub", 1)


def test_case_02_ids_swapped_in_the_address_and_in_the_body(everybody, hub, other_hub):
    """What Carla sends about Nordlys reaches neither Nordlys nor the journal, wherever its name stands."""
    carla, before = everybody.client("carla"), fingerprint()
    mine = carla.get("/en/hubs/sorvest/edit/").context["form"]
    fields = {one.html_name: one.value() for one in mine if one.value() is not None}
    swapped = {"hub": hub.pk, "slug": hub.slug, "id": hub.pk, "hub_id": hub.pk, "city": "Taken over"}
    assert carla.post("/en/hubs/nordlys/edit/", fields | swapped).status_code == 404
    assert carla.post("/en/hubs/sorvest/edit/?slug=nordlys", fields | swapped).status_code == 303
    hub.refresh_from_db()
    other_hub.refresh_from_db()
    assert (hub.city, other_hub.city) == ("", "Taken over")
    assert fingerprint() == before


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.xlsx",
        "..\\..\\windows\\x.xlsx",
        "/etc/cron.d/x.xlsx",
        "a\x00b.xlsx",
        "\u202excod.xlsx",
        "€" * 300 + ".xlsx",
        "<script>alert(1)</script>.xlsx",
        'x".xlsx\r\nX-Evil: 1',
    ],
)
def test_case_24_a_files_name_is_only_a_name(everybody, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    dora = everybody.client("dora")
    file = SimpleUploadedFile("x.xlsx", xlsx(NORDHAVN))
    file._name = name  # past the cleaning of the test's own class
    answer = dora.post("/en/imports/hubs/", {"file": file})
    assert answer.status_code in (303, 422)
    kept = ImportRun.objects.order_by("-pk").values_list("file_name", flat=True)[0]
    assert not {"/", "\\", "\x00", "\r", "\n", "\u202e"} & set(kept)
    assert len(kept) <= 300
    page = dora.get("/en/imports/hubs/").content.decode()
    assert "<script>alert(1)" not in page
    assert {one.name for one in tmp_path.iterdir()} <= {"media"}  # documents of the house's meeting
