"""Security case 9, and the people of a hub: Anna edits Nordlys, Ben is its alternate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.admission import actions
from corridor.members.admission.actions.seats import LastEditor
from corridor.members.admission.models import Invitation
from corridor.members.enums import SeatRole
from corridor.members.imports.actions import apply_import, preview_import
from corridor.members.models import GroupMembership, Seat
from corridor.members.queries import viewer_of
from corridor.members.signals import seat_ended
from corridor.people.tokens.actions import make_token
from corridor.post.actions import tell, write_to
from corridor.post.enums import LetterState
from corridor.post.feeds import open_feed
from corridor.post.models import Letter
from tests.conftest import PASSWORD, seated
from tests.members.admission import letters_to
from tests.members.catalogue import NORDHAVN, xlsx

pytestmark = pytest.mark.django_db
PEOPLE = "/en/hubs/nordlys/people/"


@pytest.fixture
def vera(hub):
    return seated("Vera", hub, SeatRole.EDITOR)


def test_case_9_who_leaves_a_hub_loses_everything_at_once(browser_of, client, hub, group, anna, vera):
    """Sessions, tokens, calendar, unsent mail and open invitations are dead at the next request."""
    session = client
    assert session.login(username="vera@example.org", password=PASSWORD)
    assert session.get("/en/hubs/nordlys/edit/").status_code == 200
    _token, key = make_token(by=vera, name="Script", scopes=["read"], days=30)
    with_key = {"Authorization": f"Bearer {key}"}
    assert client.get("/api/v1/hubs", headers=with_key).status_code == 200
    feed = open_feed(by=vera).url.partition("//")[2].partition("/")[2]
    assert session.get(f"/{feed}").status_code == 200
    actions.invite(by=vera, address="friend@example.org", hub=hub, role="editor", language="en")
    tell(person=vera, kind="hub-orphaned", context={"hub": "Nordlys"}, key="waits", hub_id=hub.pk)
    write_to(
        address=vera.email, name="", language="en", kind="claim-granted", context={}, key="x", hub_id=hub.pk
    )
    heard = []
    seat_ended.connect(lambda seat, **_: heard.append(seat.pk), weak=False, dispatch_uid="story")

    seat = vera.seats.get()
    address = f"{PEOPLE}seats/{seat.pk}/"
    assert browser_of(anna).get(address).status_code == 200
    ended = browser_of(anna).post(f"{address}ending/", {"reason": "Changed jobs."})
    assert ended.status_code == 303
    seat_ended.disconnect(dispatch_uid="story")
    assert heard == [seat.pk]

    assert session.get("/en/hubs/nordlys/edit/").status_code == 302
    assert client.get("/api/v1/hubs", headers=with_key).status_code == 401
    assert client.get(f"/{feed}").status_code == 404
    waiting = Letter.objects.filter(to=vera.email, state=LetterState.WAITING)
    assert [letter.kind for letter in waiting] == ["seat-ended"]  # the last letter: what ended, and why
    assert "Changed jobs." in waiting[0].text
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.revoked_by) == ("revoked", anna)
    vera.refresh_from_db()
    again = browser_of(vera)
    assert [again.get(one).status_code for one in (PEOPLE, "/en/hubs/nordlys/edit/")] == [404, 404]
    seat.refresh_from_db()
    assert (seat.ended_by, seat.ended_at is not None) == (anna, True)
    entry = JournalEntry.objects.get(verb="end-seat")
    assert (entry.by, entry.after) == (anna, {"person": vera.pk, "hub": hub.pk, "role": "editor"})
    actions.end_seat(by=anna, seat=seat)  # again changes nothing
    assert letters_to(vera.email).count("seat-ended") == 1


def test_who_sees_the_people_of_a_hub(browser_of, eve, anna, ben, carla, dora, olga):
    assert eve.get(PEOPLE).status_code == 302
    for somebody in (carla, dora, olga):
        assert browser_of(somebody).get(PEOPLE).status_code == 404
    assert "Invite a colleague" in browser_of(anna).get(PEOPLE).content.decode()
    page = browser_of(ben).get(PEOPLE).content.decode()
    assert "Anna" in page
    assert "Invite a colleague" not in page
    assert "depends on one editor" in page
    bens = ben.seats.get().pk
    for act in ("", "ending/"):
        assert (
            browser_of(ben)
            .post(f"{PEOPLE}seats/{anna.seats.get().pk}/{act}", {"role": "alternate"})
            .status_code
            == 404
        )
        assert browser_of(carla).post(f"{PEOPLE}seats/{bens}/{act}", {"role": "editor"}).status_code == 404
    # Anna's right ends at her own hub.
    carlas = carla.seats.get().pk
    assert browser_of(anna).post(f"/en/hubs/sorvest/people/seats/{carlas}/ending/").status_code == 404
    assert browser_of(anna).post(f"{PEOPLE}seats/{carlas}/ending/").status_code == 404


def test_anna_cannot_leave_her_hub_alone_by_accident(browser_of, group, anna, ben, dora):
    browser = browser_of(anna)
    assert browser.post(f"{PEOPLE}leaving/").status_code == 422
    assert browser.post(f"{PEOPLE}seats/{anna.seats.get().pk}/", {"role": "alternate"}).status_code == 422
    with pytest.raises(LastEditor):
        actions.leave_hub(by=anna, seat=anna.seats.get())
    # She names Ben; then she may go.
    bens = f"{PEOPLE}seats/{ben.seats.get().pk}/"
    assert browser.post(bens, {"role": "chief"}).status_code == 422
    assert browser.post(bens, {"role": "editor"}).status_code == 303
    assert browser.post(f"{PEOPLE}leaving/").status_code == 303
    assert browser.get(PEOPLE).status_code == 302  # signed out
    assert not Seat.objects.current().filter(person=anna).exists()
    assert "hub-orphaned" not in letters_to("dora@example.org")
    # Ben leaves as the last one, and says so: the moderators hear of it.
    assert browser_of(ben).post(f"{PEOPLE}leaving/", {"orphaning": "1"}).status_code == 303
    assert letters_to("dora@example.org") == ["hub-orphaned"]
    assert "neglected-no-editor" in {item.kind for item in waiting_for(dora, viewer_of(dora))}
    assert JournalEntry.objects.filter(verb="end-sessions").count() == 2


def test_a_seat_that_ends_soon_waits_for_the_editor(anna, ben, hub):
    Seat.objects.filter(person=ben).update(until=timezone.localdate() + timedelta(days=20))
    items = [item for item in waiting_for(anna, viewer_of(anna)) if item.kind == "seat-ends"]
    assert [item.title for item in items] == ["The seat of Ben ends"]
    assert not [item for item in waiting_for(ben, viewer_of(ben)) if item.kind == "seat-ends"]


def test_a_hub_leaves_a_group_and_the_moderators_hear_why(browser_of, group, hub, anna, ben, dora, carla):
    address = "/en/hubs/nordlys/groups/smart-connectivity/leaving/"
    until = timezone.localdate() + timedelta(days=3)
    sent = {"until": until.isoformat(), "reason": "We merge with another hub."}
    assert [browser_of(one).post(address, sent).status_code for one in (ben, carla, dora)] == [404, 404, 404]
    assert browser_of(anna).post(address, {"until": "2020-01-01", "reason": ""}).status_code == 422
    assert browser_of(anna).post(address, sent).status_code == 303
    assert GroupMembership.objects.get(hub=hub).until == until
    notice = Letter.objects.filter(to="dora@example.org", kind="membership-ended")
    assert not notice.exists()  # it needs no answer: it comes in Dora's own rhythm
    assert Seat.objects.current().filter(person=anna).exists()


def test_moderators_end_a_membership(browser_of, group, hub, anna, dora, otto, carla):
    address = "/en/smart-connectivity/memberships/nordlys/ending/"
    today = timezone.localdate().isoformat()
    sent = {"until": today, "reason": "Funding ended."}
    assert [browser_of(one).get(address).status_code for one in (anna, otto, carla)] == [404, 404, 404]
    assert browser_of(dora).get("/en/smart-connectivity/memberships/sorvest/ending/").status_code == 404
    assert browser_of(dora).post(address, {"until": today}).status_code == 422
    assert browser_of(dora).post(address, sent).status_code == 303
    assert browser_of(dora).post(address, sent).status_code == 409
    assert JournalEntry.objects.get(verb="end-membership").after == {"until": today, "by_hub": False}


def test_an_import_ends_no_seat(dora, hub, anna, ben):
    run = preview_import(by=dora, content=xlsx(NORDHAVN), file_name="catalogue.xlsx")
    apply_import(by=dora, run=run)
    assert Seat.objects.current().filter(hub=hub).count() == 2
