"""Security case 6. Anna invites Vera into her hub; Dora lets a first editor and a guest in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from corridor.kernel.journal import JournalEntry
from corridor.members.admission import actions
from corridor.members.admission.models import Invitation
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.models import GroupRole, Seat
from corridor.people.models import Person
from tests.conftest import person
from tests.members.admission import letters_to, link_in

pytestmark = pytest.mark.django_db
PEOPLE, GUESTS = "/en/hubs/nordlys/people/", "/en/smart-connectivity/invitations/"
VERA = "vera@nordlys.example"


@pytest.fixture
def invited(browser_of, anna) -> str:
    """The page that Vera's link opens."""
    sent = {"email": VERA, "role": "delegate", "language": "en", "note": "Do join us."}
    assert browser_of(anna).post(f"{PEOPLE}invitations/", sent).status_code == 303
    return link_in("invitation", "invitations")


def new_account(**more) -> dict[str, str]:
    return {"name": "Vera", "language": "de", **more}


def test_vera_accepts_and_signs_in_by_mail(eve, browser_of, invited, hub, anna):
    page = eve.get(invited)
    assert page["Cache-Control"] == "no-store"
    said = page.content.decode()
    assert all(words in said for words in ("Anna", "Nordlys", "delegate", "Do join us.", VERA))
    assert not Person.objects.filter(email=VERA).exists()  # looking changes nothing
    assert eve.post(invited, {"name": " ", "language": "de"}).status_code == 422
    assert eve.post(invited, new_account()).status_code == 303
    vera = Person.objects.get(email=VERA)
    assert (vera.name, vera.language, vera.has_usable_password()) == ("Vera", "de", False)
    assert "_auth_user_id" not in eve.session  # a link alone signs nobody in
    seat = Seat.objects.get(person=vera)
    assert (seat.hub, seat.role) == (hub, SeatRole.DELEGATE)
    assert list(
        JournalEntry.objects.filter(record_type="members.invitation").values_list("verb", flat=True)
    ) == [
        "accept-invitation",
        "invite",
    ]
    assert VERA in browser_of(anna).get(PEOPLE).content.decode()


def test_case_6_an_invitation_works_once(eve, invited):
    assert eve.post(invited, new_account()).status_code == 303
    for answer in (eve.get(invited), eve.post(invited, new_account(name="Mallory"))):
        assert answer.status_code == 410
        assert "works once" in answer.content.decode()
    assert Seat.objects.filter(person__email=VERA).count() == 1


def test_case_6_it_is_for_one_address(browser_of, invited, carla):
    browser = browser_of(carla)
    page = browser.get(invited).content.decode()
    assert "You are signed in as carla@example.org" in page
    assert browser.post(invited, new_account(email="carla@example.org")).status_code == 409
    assert not carla.seats.filter(hub__slug="nordlys").exists()
    assert Invitation.objects.get().accepted_at is None


def test_case_6_who_has_an_account_signs_in_first(eve, browser_of, invited):
    vera = person("Vera", language="en")
    vera.email = VERA.upper()  # the same address
    vera.save()
    assert "Sign in, then accept here." in eve.get(invited).content.decode()
    assert eve.post(invited, new_account()).status_code == 409
    assert not Seat.objects.filter(person=vera).exists()
    assert browser_of(vera).post(invited, {}).status_code == 303
    assert Seat.objects.get(person=vera).role == SeatRole.DELEGATE


def test_case_6_it_is_for_one_hub_and_one_role(eve, invited, hub, other_hub):
    eve.post(
        invited, new_account(role="editor", hub=other_hub.pk, hub_id=other_hub.pk, until="", is_staff="1")
    )
    seat = Seat.objects.get(person__email=VERA)
    assert (seat.hub, seat.role, seat.person.is_staff) == (hub, SeatRole.DELEGATE, False)


def test_case_6_who_may_invite(browser_of, anna, ben, carla, dora, hub, other_hub):
    sent = {"email": VERA, "role": "editor", "language": "en"}
    for somebody in (ben, carla, dora):
        assert browser_of(somebody).post(f"{PEOPLE}invitations/", sent).status_code == 404
    assert browser_of(anna).post(f"{PEOPLE}invitations/", sent | {"role": "moderator"}).status_code == 422
    # A moderator lets a first editor only into a hub of the group that has none.
    for role in (f"hub-{hub.pk}", f"hub-{other_hub.pk}", "moderator", "officer"):
        assert browser_of(dora).post(GUESTS, sent | {"role": role}).status_code == 422
    assert not Invitation.objects.exists()


def test_case_6_expired(eve, invited):
    long_ago = timezone.now() - timedelta(days=15)
    Invitation.objects.update(created_at=long_ago, expires_at=long_ago + timedelta(days=14))
    answer = eve.get(invited)
    assert answer.status_code == 410
    assert "Ask whoever invited you" in answer.content.decode()
    assert eve.post(invited, new_account()).status_code == 410
    assert not Person.objects.filter(email=VERA).exists()


def test_case_6_revoked(eve, browser_of, invited, anna, ben, carla):
    invitation = Invitation.objects.get()
    revoke = f"{PEOPLE}invitations/{invitation.pk}/revocation/"
    assert [browser_of(one).post(revoke).status_code for one in (ben, carla)] == [404, 404]
    assert browser_of(anna).post(revoke).status_code == 303
    assert [eve.get(invited).status_code, eve.post(invited, new_account()).status_code] == [410, 410]


def test_case_6_it_does_not_outlive_the_right_to_invite(eve, invited, anna):
    Seat.objects.filter(person=anna).update(until=timezone.localdate() - timedelta(days=1))
    assert eve.get(invited).status_code == 410
    assert eve.post(invited, new_account()).status_code == 410


def test_case_6_a_key_cannot_be_guessed_and_is_stored_nowhere(eve, invited):
    key = invited.strip("/").rpartition("/")[2]
    assert len(key) >= 43
    assert eve.get(invited.replace(key, key[:-1] + ("A" if key[-1] != "A" else "B"))).status_code == 404
    assert eve.get(f"/en/applications/{key}/").status_code == 404
    assert eve.get(f"/en/claims/{key}/").status_code == 404
    assert key not in str(list(Invitation.objects.values()))
    assert key not in str(list(JournalEntry.objects.values()))


def test_dora_lets_the_first_editor_in(eve, browser_of, hub, group, dora):
    sent = {"email": VERA, "role": f"hub-{hub.pk}", "language": "en"}
    assert browser_of(dora).post(GUESTS, sent).status_code == 303
    assert VERA in browser_of(dora).get(GUESTS).content.decode()
    follow = link_in("invitation", "invitations")
    assert eve.post(follow, new_account()).status_code == 303
    assert Seat.objects.get(hub=hub).role == SeatRole.EDITOR


def test_dora_invites_a_guest(eve, browser_of, group, dora, cora, otto):
    until = timezone.localdate() + timedelta(days=90)
    sent = {"email": VERA, "role": "guest", "language": "fr", "until": until.isoformat()}
    assert browser_of(otto).post(GUESTS, sent).status_code == 404
    assert browser_of(dora).post(GUESTS, sent | {"until": "2020-01-01"}).status_code == 422
    assert browser_of(dora).post(GUESTS, sent).status_code == 303
    follow = link_in("invitation", "invitations")
    assert follow.startswith("/fr/")
    invitation = Invitation.objects.get()
    assert browser_of(cora).get(GUESTS).status_code == 200
    assert eve.post(follow, new_account()).status_code == 303
    role = GroupRole.objects.get(person__email=VERA)
    assert (role.role, role.until, role.group) == (GroupRoleName.GUEST, until, group)
    assert browser_of(cora).post(f"{GUESTS}{invitation.pk}/revocation/").status_code == 409


def test_a_role_offered_from_elsewhere_in_the_house_begins_on_its_day(eve, group, dora):
    later = timezone.localdate() + timedelta(days=30)
    actions.invite(by=dora, address=VERA, group=group, role="observer", since=later, language="en")
    assert letters_to(VERA) == ["invitation"]
    eve.post(link_in("invitation", "invitations"), new_account())
    assert GroupRole.objects.get(person__email=VERA).since == later
