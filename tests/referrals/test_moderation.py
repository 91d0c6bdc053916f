"""A need that came by the public form waits for the moderators, who take it up or refuse it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.kernel.agenda import Occasion
from corridor.kernel.errors import NotFound
from corridor.kernel.journal import JournalEntry
from corridor.kernel.waiting import waiting_for
from corridor.members.queries import viewer_of
from corridor.post.models import Letter, Notice
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.models import Need, Referral
from corridor.referrals.posting import agenda, homes, moderation
from corridor.vocab.models import Region
from tests.referrals.making import make_need, make_referral

WAITING = "/en/smart-connectivity/needs/waiting/"
SIRI = "siri@skarvik.example"


@pytest.fixture
def received(group) -> Need:
    """From the public form, confirmed, to be looked at until yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return make_need(group, state=NeedState.RECEIVED, opened_at=None, due_on=yesterday, language="de")


def address(need: Need, what: str) -> str:
    return f"/en/smart-connectivity/needs/{need.pk}/{what}/"


def test_dora_gives_a_late_need_a_home_and_everybody_concerned_hears(
    received, vestas, hub, anna, vera, dora, browser_of
):
    hub.region = received.region = Region.objects.filter(country="NO", level=2).first()
    hub.save()
    received.save()
    client = browser_of(dora)
    page = client.get(WAITING).content.decode()
    assert page.index("Serves the client’s region") < page.index("In the client’s country")
    assert (received.title in page, SIRI in page, ">late<" in page) == (True, True, True)
    assert f'value="{hub.pk}" selected' in page
    prefix = f"up-{received.pk}"
    data = {f"{prefix}-version": received.version, f"{prefix}-hub": hub.pk}
    answer = client.post(address(received, "opening"), data)
    assert (answer.status_code, answer["Location"]) == (303, f"/en/needs/{received.pk}/")
    received.refresh_from_db()
    assert (received.state, received.hub, received.decided_by) == (NeedState.OPEN, hub, dora)
    letter = Letter.objects.get(to=SIRI)
    assert (letter.language, letter.is_secret, "/de/needs/of/" in letter.text) == ("de", True, True)
    assert [one.to for one in Letter.objects.filter(kind="need-given")] == [anna.email]
    assert JournalEntry.objects.get(verb="open-need").after == {"state": "open", "hub": hub.pk}
    assert SIRI not in client.get(f"/en/needs/{received.pk}/").content.decode()  # its home knows, she no more
    assert SIRI in browser_of(anna).get(f"/en/needs/{received.pk}/").content.decode()


def test_of_two_moderators_the_second_is_told(received, dora, cora, browser_of):
    assert browser_of(cora).get(WAITING).status_code == 200
    first = {f"up-{received.pk}-version": received.version, f"up-{received.pk}-hub": ""}
    assert browser_of(dora).post(address(received, "opening"), first).status_code == 303
    second = {f"no-{received.pk}-version": received.version, f"no-{received.pk}-reason": "We cannot help."}
    answer = browser_of(cora).post(address(received, "refusal"), second)
    assert (answer.status_code, "somebody decided" in answer.content.decode()) == (409, True)
    received.refresh_from_db()
    assert (received.state, received.ended_why) == (NeedState.OPEN, "")
    assert Letter.objects.filter(to=SIRI).count() == 1


def test_a_refusal_has_a_reason_unless_it_is_spam(received, group, dora, browser_of):
    client, prefix = browser_of(dora), f"no-{received.pk}"
    answer = client.post(address(received, "refusal"), {f"{prefix}-version": received.version})
    assert (answer.status_code, "Say why it is not taken up." in answer.content.decode()) == (422, True)
    data = {f"{prefix}-version": received.version, f"{prefix}-reason": "Ask {{ the }} tax office."}
    assert client.post(address(received, "refusal"), data).status_code == 303
    assert "Ask {{ the }} tax office." in Letter.objects.get(to=SIRI).text
    spam = make_need(group, state=NeedState.RECEIVED, opened_at=None, due_on=timezone.localdate())
    data = {f"no-{spam.pk}-version": spam.version, f"no-{spam.pk}-is_spam": "on", f"no-{spam.pk}-reason": "x"}
    assert client.post(address(spam, "refusal"), data).status_code == 303
    spam.refresh_from_db()
    assert (spam.state, spam.ended_why, Letter.objects.filter(to=SIRI).count()) == ("refused", "", 1)
    assert "No need waits" in client.get(WAITING).content.decode()


def test_nobody_else_decides_and_no_stranger_becomes_a_home(
    received, other_hub, anna, tess, dora, browser_of
):
    assert [browser_of(one).get(WAITING).status_code for one in (anna, tess)] == [404, 404]
    for person in (anna, tess):
        assert browser_of(person).post(address(received, "opening"), {}).status_code == 404
    told = {"by": dora, "viewer": viewer_of(dora), "need": received, "version": received.version}
    with pytest.raises(NotFound):
        moderation.open_need(**told, hub=other_hub)
    data = {f"up-{received.pk}-version": received.version, f"up-{received.pk}-hub": other_hub.pk}
    assert browser_of(dora).post(address(received, "opening"), data).status_code == 422


def test_many_that_wait_take_as_many_queries_as_one(
    group, hub, received, dora, tess, browser_of, django_assert_max_num_queries
):
    client = browser_of(dora)
    client.get(WAITING)
    with CaptureQueriesContext(connection) as once:
        client.get(WAITING)
    for number in range(4):
        make_need(group, title=f"Need {number}", state=NeedState.RECEIVED, due_on=timezone.localdate())
    with django_assert_max_num_queries(len(once)):
        client.get(WAITING)
    items = waiting_for(dora, viewer_of(dora))
    assert [item.kind for item in items].count("need") == 5
    assert items[0].due == received.due_on
    assert not any(item.kind == "need" for item in waiting_for(tess, viewer_of(tess)))


def test_the_agenda_names_needs_that_stay_without_an_answer(group, hub, vestas, received):
    long_ago = timezone.now() - timedelta(days=15)
    waits = make_need(group, hub, title="Waits", opened_at=long_ago)
    taken = make_need(group, hub, title="Taken", opened_at=long_ago)
    make_need(group, hub, title="Secret", opened_at=long_ago, audience="hub")
    make_referral(waits, vestas)
    make_referral(taken, vestas, state=ReferralState.TAKEN)
    occasion = Occasion(group_id=group.pk, meeting_id=1, on=timezone.localdate())
    assert [one.title for one in agenda.needs_without_a_hub(occasion)] == ["Who can help? Waits"]
    (late,) = agenda.late_needs(occasion)
    assert late.url == f"{WAITING}#need-{received.pk}"


def test_a_need_is_closed_by_its_home_and_those_who_had_not_answered_are_told(
    need, referral, other_hub, anna, ben, vera, browser_of
):
    working = make_referral(need, other_hub, state=ReferralState.TAKEN)
    url, data = f"/en/needs/{need.pk}/closing/", {"closing-version": need.version, "closing-reason": "Found."}
    assert browser_of(ben).post(url, data).status_code == 404  # he looks on
    assert browser_of(anna).post(url, data | {"closing-reason": ""}).status_code == 422
    assert browser_of(anna).post(url, data).status_code == 303
    assert browser_of(anna).post(url, data).status_code == 409
    states = dict(Referral.objects.values_list("pk", "state"))
    assert states == {referral.pk: ReferralState.WITHDRAWN, working.pk: ReferralState.TAKEN}
    assert [one.person for one in Notice.objects.filter(kind="need-ended")] == [vera]
    assert "Found." in Letter.objects.get(to=SIRI).text


def test_a_home_is_chosen_later_and_once(group, hub, vestas, dora, vera, browser_of):
    need = make_need(group)
    url, data = f"/en/needs/{need.pk}/home-hub/", {"home-version": need.version, "home-hub": vestas.pk}
    near = [(home.hub, home.rank) for home in homes.homes_for(need, homes.members_of(group))]
    assert near == [(hub, 1), (vestas, 1)]
    assert browser_of(dora).post(url, data).status_code == 303
    assert browser_of(dora).post(url, data).status_code == 409
    need.refresh_from_db()
    assert need.hub == vestas
    assert [one.to for one in Letter.objects.filter(kind="need-given")] == [vera.email]
