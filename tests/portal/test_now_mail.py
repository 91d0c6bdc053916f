"""What post brings to "Needs you now": open questions, and for moderators the people whom no mail reaches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.kernel.errors import NotFound
from corridor.members.models import GroupMembership, Hub, Seat
from corridor.post import answers
from corridor.post.actions import lift_suppression
from corridor.post.answers import NO, YES, Purpose, ask, register_purpose, subject_of
from corridor.post.models import Letter, Question, Suppression
from tests.conftest import SINCE, person

LIST = "/en/smart-connectivity/upkeep/unreachable/"


@pytest.fixture(autouse=True)
def forget_counts(db):
    cache.clear()


@pytest.fixture
def asks_anna(monkeypatch, anna):
    """``asks_anna(hub)``: does Anna's hub come to the meeting? Asked about no hub called Gone."""
    monkeypatch.setattr(answers, "_PURPOSES", dict(answers._PURPOSES))

    def asked(question: Question) -> str:
        hub = str(subject_of(question))
        if hub == "Gone":
            raise NotFound
        return f"Does {hub} come?"

    register_purpose(Purpose("coming", (YES, NO), asked, lambda **_: "Noted."))

    def make(hub: Hub, purpose: str = "coming") -> Question:
        return ask(purpose=purpose, about=hub, person=anna, language="en", key=f"{purpose}:{hub.pk}")

    return make


def page_of(client) -> str:
    return client.get("/en/now/").content.decode()


def test_anna_answers_an_open_question_in_one_tap(browser_of, asks_anna, anna, carla, hub, norway):
    question = asks_anna(hub)
    gone = Hub.objects.create(slug="gone", name="Gone", title="Gone", kind="DIH", country=norway)
    asks_anna(gone)
    asks_anna(hub, "profile-still-right")  # the profile waits there anyway
    client = browser_of(anna)
    page = page_of(client)
    assert page.count('<li class="now-item') == 1
    assert "Does Nordlys come?" in page
    assert question.plain_key not in page_of(browser_of(carla))

    address = f"/en/answer/{question.plain_key}/yes/"
    assert f'action="{address}"' in page
    assert client.post(address).status_code == 303
    question.refresh_from_db()
    assert (question.answer, question.is_open) == ("yes", False)
    cache.clear()
    assert "Does Nordlys come?" not in page_of(client)
    over = asks_anna(Hub.objects.create(slug="o", name="Over", title="Over", kind="DIH", country=norway))
    Question.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    assert "Does Over come?" not in page_of(client)


def failed_letter(to: str, **values) -> Letter:
    key = str(Letter.objects.count())
    return Letter.objects.create(
        **{"to": to, "language": "en", "kind": "-", "key": key, "subject": "-", "text": "", "state": "failed"}
        | {"not_after": timezone.now()} | values
    )  # fmt: skip


def test_dora_learns_by_name_whom_no_mail_reaches(browser_of, anna, ben, carla, cora, dora, gil, hub, group):
    Suppression.objects.create(address=anna.email, obstacle="bounce", detail="550 <anna@example.org> unknown")
    Suppression.objects.create(address=gil.email, obstacle="unsubscribed")  # which is a wish, no obstacle
    failed_letter(ben.email.upper())
    failed_letter(cora.email)
    failed_letter(cora.email, state="sent")  # a later one arrived
    failed_letter(carla.email)  # her hub is in no group of Dora's
    client = browser_of(dora)
    page = page_of(client)
    assert "2 people cannot be reached by mail" in page
    listed = client.get(LIST).content.decode()
    assert all(
        told in listed for told in (anna.name, ben.name, "Nordlys", "mail came back", "did not arrive")
    )
    assert not any(told in listed for told in (carla.name, gil.name, "example.org", "550"))
    assert "cannot be reached" not in page_of(browser_of(anna))  # nor is it a matter of her colleagues
    assert [browser_of(one).get(LIST).status_code for one in (anna, gil)] == [404, 404]

    lift_suppression(by=anna, address=anna.email)
    Letter.objects.update(written_at=timezone.now() - timedelta(days=31))
    cache.clear()
    assert "cannot be reached" not in page_of(client)
    assert "mail reaches everybody" in client.get(LIST).content.decode()

    Suppression.objects.create(address=anna.email, obstacle="bounce")
    Hub.objects.filter(pk=hub.pk).update(audience="hub")  # a moderator is no reader of a hub's own records
    assert anna.name not in client.get(LIST).content.decode()


def test_it_costs_the_same_for_one_and_for_thirty(browser_of, asks_anna, anna, dora, hub, group, norway):
    def cost() -> list[int]:
        counts = []
        for somebody, address in ((anna, "/en/now/"), (dora, "/en/now/"), (dora, LIST)):
            client = browser_of(somebody)
            client.get(address)
            with CaptureQueriesContext(connection) as told:
                assert client.get(address).status_code == 200
            counts.append(len(told))
        return counts

    asks_anna(hub)
    Suppression.objects.create(address=anna.email, obstacle="bounce")
    one = cost()
    for n in range(30):
        other = Hub.objects.create(slug=f"h{n}", name=f"H{n}", title=f"H{n}", kind="DIH", country=norway)
        GroupMembership.objects.create(group=group, hub=other, since=SINCE)
        somebody = person(f"P{n}")
        Seat.objects.create(person=somebody, hub=other, role="editor", since=SINCE)
        Suppression.objects.create(address=somebody.email, obstacle="bounce")
        asks_anna(other)
    assert cost() == one
