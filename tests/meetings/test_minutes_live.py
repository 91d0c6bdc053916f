"""At the meeting: it is opened, items run against their time, people check in, guests and alternates too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.minutes import attendance
from corridor.meetings.minutes.clocks import clock_of
from corridor.meetings.minutes.models import Minutes

pytestmark = pytest.mark.django_db


def address(meeting, *rest) -> str:
    return f"/en/smart-connectivity/meetings/{meeting.pk}/" + "".join(f"{one}/" for one in rest)


@pytest.fixture
def items(coming) -> list[AgendaItem]:
    return [
        AgendaItem.objects.create(meeting=coming, title=title, minutes=10, position=n)
        for n, title in enumerate(["Opening", "The port", "Closing"])
    ]


@pytest.fixture
def opened(browser_of, dora, coming, items):
    assert browser_of(dora).post(address(coming, "opening")).status_code == 303
    coming.refresh_from_db()
    return coming


def test_dora_leads_through_the_agenda(browser_of, dora, anna, otto, coming, items):
    lead, live = browser_of(dora), address(coming, "live")
    assert "has not begun" in browser_of(anna).get(live).content.decode()
    assert lead.post(address(coming, "closing")).status_code == 409
    assert browser_of(anna).post(address(coming, "opening")).status_code == 404
    for _press in range(2):
        assert lead.post(address(coming, "opening")).status_code == 303
    assert Minutes.objects.get().passages.count() == 4  # one for each item, one for the rest
    first, second, last = (address(coming, "live", "items", one.pk) for one in items)
    assert browser_of(anna).post(first, {"step": "begin"}).status_code == 404
    assert lead.post(first, {"step": "steal"}).status_code == 404
    for step in ({"at": first, "step": "begin"}, {"at": second, "step": "begin"}):
        assert lead.post(step["at"], step).status_code == 303
    AgendaItem.objects.filter(pk=items[1].pk).update(
        began_at=timezone.now() - timedelta(minutes=12, seconds=5)
    )
    shown = browser_of(anna).get(live).content.decode()
    assert "over its time" in shown
    assert 'data-given="600"' in shown
    assert "data-passage" in shown
    assert 'name="step"' not in shown
    watched = browser_of(otto).get(live).content.decode()
    assert "data-passage" not in watched  # an observer reads
    screen = lead.get(f"{live}?view=projector").content.decode()
    assert ("The port" in screen, "<textarea" in screen, 'name="step"' in screen) == (True, False, False)
    assert lead.post(second, {"step": "postpone"}).status_code == 303
    assert lead.post(first, {"step": "postpone"}).status_code == 409  # it is dealt with
    AgendaItem.objects.create(meeting=coming, title="A late idea", position=9)
    assert lead.post(last, {"step": "begin"}).status_code == 303
    assert Minutes.objects.get().passages.count() == 5
    assert lead.post(address(coming, "closing")).status_code == 303
    assert [one.outcome for one in AgendaItem.objects.filter(meeting=coming)] == [
        *("done", "postponed", "done", "open"),
    ]
    coming.refresh_from_db()
    assert (coming.check_in_code, coming.closed_at is not None) == ("", True)
    assert lead.post(address(coming, "opening")).status_code == 409


def test_a_clock_runs_against_the_minutes_of_an_item(items):
    item, now = items[0], timezone.now()
    item.began_at = now - timedelta(minutes=8, seconds=30)
    assert (clock_of(item, now).left_shown, clock_of(item, now).is_short) == ("1:30", True)
    item.began_at = now - timedelta(minutes=75)
    assert (clock_of(item, now).left_shown, clock_of(item, now).is_over) == ("1:05:00", True)


def test_people_check_in_with_the_code_and_an_alternate_stands_in(
    browser_of, anna, ben, carla, otto, hub, seven_hubs, opened
):
    Invitation.objects.create(meeting=opened, person=anna, hub=hub)
    code, page = opened.check_in_code, address(opened, "check-in")
    assert set(code) <= set("ABCDEFGHJKMNPQRSTUVWXYZ23456789")
    typed = f" {code[:3].lower()}-{code[3:].lower()} "
    assert browser_of(carla).get(page).status_code == 404
    assert browser_of(ben).post(page, {"code": "ZZZZZZ"}).status_code == 422
    assert browser_of(ben).post(page, {"code": typed}).status_code == 303  # an alternate, not invited
    assert browser_of(carla).post("/en/check-in/", {"code": code}).status_code == 422  # of no group
    assert browser_of(otto).post("/en/check-in/", {"code": code}).status_code == 303
    rows = {row.person: row for row in Invitation.objects.filter(meeting=opened)}
    assert (rows[ben].hub, rows[ben].came, rows[anna].came) == (hub, True, None)
    assert list(attendance.present_hubs(opened)) == [hub]
    here = attendance.here(opened)
    assert (here.present, here.quorum, here.is_quorate, here.people) == (1, 4, False, 2)
    for one in seven_hubs[:3]:
        assert browser_of(one.person).post(page, {"code": code}).status_code == 303
    assert attendance.here(opened).is_quorate
    shown = browser_of(anna).get(address(opened, "live")).content.decode()
    assert ("quorum reached" in shown, code in shown) == (True, False)


def test_a_guest_checks_in_by_their_own_link(browser_of, dora, opened):
    guest = Invitation.objects.create(meeting=opened, name="Greta", address="greta@example.com")
    link = attendance.check_in_url(guest).partition("/en/")[2]
    eve = browser_of(None)
    assert eve.get(f"/en/{link[:-5]}x/").status_code == 404
    assert eve.get(f"/en/{link}").status_code == 200
    assert eve.post(f"/en/{link}", {"code": "AAAAAA"}).status_code == 422
    assert eve.post(f"/en/{link}", {"code": opened.check_in_code}).status_code == 303
    assert "noted that you are here" in eve.get(f"/en/{link}").content.decode()
    guest.refresh_from_db()
    assert (guest.came, guest.checked_in_at is not None) == (True, True)
    guest.withdrawn_at = timezone.now()
    guest.save()
    assert eve.get(f"/en/{link}").status_code == 404


def test_codes_cannot_be_tried_for_long(browser_of, anna, opened):
    cache.clear()
    client, page = browser_of(anna), address(opened, "check-in")
    for _guess in range(10):
        client.post(page, {"code": "AAAAAA"})
    refused = client.post(page, {"code": opened.check_in_code})
    assert (refused.status_code, "Too many attempts" in refused.content.decode()) == (422, True)
    assert not Invitation.objects.filter(came=True).exists()


def test_the_list_is_ticked_by_those_who_prepare(browser_of, dora, tess, anna, ben, hub, opened):
    row = Invitation.objects.create(meeting=opened, person=anna, hub=hub)
    guest = Invitation.objects.create(meeting=opened, name="Greta", address="greta@example.com")
    page = address(opened, "presence")
    assert browser_of(anna).get(page).status_code == 404
    ticked = {f"came-{row.pk}": "yes", f"came-{guest.pk}": "no", "came-999999": "yes"}
    assert browser_of(tess).post(page, ticked).status_code == 303
    came = dict(Invitation.objects.filter(meeting=opened).values_list("pk", "came"))
    assert came == {row.pk: True, guest.pk: False}
    assert browser_of(dora).post(page + "walk-ins/", {"who": f"{hub.pk}-{anna.pk}"}).status_code == 422
    assert browser_of(dora).post(page + "walk-ins/", {"who": f"{hub.pk}-{ben.pk}"}).status_code == 303
    assert Invitation.objects.get(person=ben).came
    assert browser_of(dora).post(page, {f"came-{row.pk}": ""}).status_code == 303
    row.refresh_from_db()
    assert row.came is None
