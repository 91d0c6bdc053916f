"""A need comes in: from outside by two steps and a mail, or by a hub for its client; and its changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from corridor.kernel.errors import Conflict
from corridor.kernel.journal import JournalEntry
from corridor.kernel.keys import digest_of
from corridor.members.models import WorkingGroup
from corridor.post.models import Letter, Notice
from corridor.referrals.enums import NeedState
from corridor.referrals.models import Client, Need
from corridor.referrals.posting.actions import confirm_address, edit_need
from corridor.referrals.posting.contents import facts_of
from corridor.referrals.queries import need_of_client
from tests.members.admission import link_in
from tests.referrals.making import KEY, make_need
from tests.referrals.posting import WORDS, sent

pytestmark = pytest.mark.django_db
NEW = "/en/needs/new/"


@pytest.fixture(autouse=True)
def no_attempts_yet():
    cache.clear()


@pytest.fixture
def by_anna(client, anna):
    client.force_login(anna)
    return client


def test_plain_words_are_read_and_nothing_is_kept_or_ticked_before_it_is_sent(client, group):
    assert "Step 1 of 2" in client.get(NEW).content.decode()
    page = client.post(NEW, WORDS)
    form = page.context["form"]
    offered = {one.name: [option.suggestion.code for option in one.options] for one in form.suggested}
    assert "private-5g-network" in offered["concepts"]
    assert "fieldbus" not in offered["concepts"]  # "can spend" names no CAN bus
    assert offered["languages"] == ["en"]
    kinds = {one.name: one.kind for one in form.suggested}
    assert (kinds["concepts"], kinds["technologies"]) == ("checkbox", "checkbox")
    assert [one.value for one in form.words.amounts] == ["20000.00"]
    assert not any(option.is_ticked for one in form.suggested for option in one.options)
    assert not any(form[name].value() for name in ("budget_read", "start_read", "consented"))
    assert form["hard"].value() == ["language", "date", "budget"]
    assert not Need.objects.exists()


def test_a_public_need_is_seen_by_moderators_once_its_address_is_confirmed(client, group, dora):
    answer = client.post(NEW, sent())
    assert answer.status_code == 303
    need = Need.objects.get()
    assert need.state == NeedState.UNCONFIRMED
    assert (need.region_id, need.budget, need.start_by) == ("NO071", Decimal("20000.00"), None)
    assert [one.slug for one in need.concepts.all()] == ["private-5g-network"]
    assert not need.technologies.exists()
    assert need.languages == ["en", "fi"]  # what they wrote in comes first
    assert not Notice.objects.exists()
    key = link_in("need-confirm", "of").split("/")[-2]
    assert need_of_client(key) == need
    for _twice in range(2):
        confirm_address(need)
    need.refresh_from_db()
    assert need.state == NeedState.RECEIVED
    assert need.due_on is not None
    assert Notice.objects.get().person == dora
    kept = str(list(JournalEntry.objects.values_list("before", "after")))
    assert "siri@" not in kept
    assert "cranes" not in kept


def test_the_client_agrees_field_by_field_and_the_words_are_kept(client, group):
    client.post(NEW, sent())
    told = Client.objects.get()
    assert told.consented == ["organisation", "phone"]  # no VAT number is there to agree to
    assert told.consented_at is not None
    assert told.taken_by is None
    assert "the moderators of the group read this" in told.consent
    assert "name of the organisation, telephone number" in told.consent


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"trap": "http://x.example"}, "trap"),
        ({"opened": "yesterday"}, "opened"),
        ({"consent": ""}, "consent"),
        ({"email": ""}, "email"),
        ({"email": "siri@skarvik.example\r\nBcc: x@y.example"}, "email"),
        ({"title": "x" * 151}, "title"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "no\x00 end"}, "text"),
        ({"country": "SE"}, "region"),
        ({"region": "NO071, NO020"}, "region"),
        ({"hard": ["withdrawn"]}, "hard"),
        ({"audience": "hub"}, "audience"),
        ({"concepts": ["no-such-concept"]}, "concepts"),
        ({"budget": "15000"}, "budget"),
        ({"budget_read": ["999.00"]}, "budget_read"),
        ({"budget": "NaN", "budget_read": []}, "budget"),
    ],
)
def test_what_a_form_cannot_mean_is_refused_and_nothing_is_kept(client, group, changes, field):
    answer = client.post(NEW, sent(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Need.objects.exists()


def test_markup_is_shown_as_it_was_written(client, group):
    page = client.post(NEW, WORDS | {"title": "<script>alert(1)</script> 5G"})
    assert "<script>alert(1)" not in page.content.decode()


def test_whether_an_address_is_known_cannot_be_told_and_nobody_is_flooded(client, group, anna):
    answers = [client.post(NEW, sent(email=one)) for one in (anna.email, "nobody@skarvik.example")]
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(303, f"{NEW}sent/")}
    for _more in range(4):
        client.post(NEW, sent(email=anna.email))
    refused = client.post(NEW, sent(email=anna.email))
    assert refused.status_code == 429
    assert Letter.objects.filter(to=anna.email).count() == 5


def test_with_several_groups_it_says_for_which(client, group):
    WorkingGroup.objects.create(slug="health", name={"en": "Health"})
    assert "group" in client.post(NEW, sent()).context["form"].errors
    assert client.post(NEW, sent(group="health")).status_code == 303
    assert client.post(f"{NEW}?group=smart-connectivity", sent()).status_code == 303
    assert sorted(Need.objects.values_list("group__slug", flat=True)) == ["health", "smart-connectivity"]


def test_a_hub_posts_for_its_client_who_may_stay_without_a_name(by_anna, hub, group):
    nobody = dict.fromkeys(("organisation", "email", "phone", "consent"), "")
    answer = by_anna.post(f"{NEW}?hub=nordlys", sent(audience="hub", consented=[], **nobody))
    assert answer.status_code == 303
    need = Need.objects.get()
    assert (need.state, need.hub, need.audience) == (NeedState.OPEN, hub, "hub")
    assert not Client.objects.exists()
    assert not Letter.objects.exists()
    assert "consent" in by_anna.post(f"{NEW}?hub=nordlys", sent(consent="")).context["form"].errors
    by_anna.post(f"{NEW}?hub=nordlys", sent(writes="on"))
    told = Client.objects.get()
    assert told.taken_by == need.posted_by
    assert told.consented == ["organisation", "phone"]
    assert need_of_client(link_in("need-posted", "of").split("/")[-2]) == told.need


def test_nobody_posts_for_a_hub_that_they_do_not_write_for(client, hub, group, ben, carla):
    assert client.get(f"{NEW}?hub=nordlys").status_code == 302
    for person in (ben, carla):
        client.force_login(person)
        assert client.post(f"{NEW}?hub=nordlys", sent()).status_code == 404
    assert not Need.objects.exists()


def test_an_edit_shows_both_versions_where_somebody_was_quicker(by_anna, need):
    page = by_anna.get(f"/en/needs/{need.pk}/edit/")
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    edited = {name: value for name, value in shown.items() if value} | {"start_by": "2099-03-15"}
    assert by_anna.post(f"/en/needs/{need.pk}/edit/", edited).status_code == 303
    need.refresh_from_db()
    assert (need.start_by, need.version) == (date(2099, 3, 15), 2)
    late = by_anna.post(f"/en/needs/{need.pk}/edit/", edited | {"start_by": "", "trl": "4"})
    assert late.status_code == 409
    assert {str(row["label"]) for row in late.context["differing"]} == {"TRL", "Start by"}
    again = late.context["form"]
    assert by_anna.post(f"/en/needs/{need.pk}/edit/", again.data).status_code == 303
    need.refresh_from_db()
    assert (need.start_by, need.trl) == (None, 4)


def test_moderators_structure_what_has_no_home_hub_and_the_client_has_not_confirmed_it(
    client, group, hub, dora
):
    free, kept = make_need(group), make_need(group, hub)
    client.force_login(dora)
    assert client.get(f"/en/needs/{kept.pk}/edit/").status_code == 404
    assert client.get(f"/en/needs/{free.pk}/edit/").status_code == 200
    facts = facts_of(free) | {"concepts": ["private-5g-network"]}
    assert edit_need(by=dora, need=free, version=1, facts=facts).confirmed_at is None
    Need.objects.filter(pk=free.pk).update(state=NeedState.WITHDRAWN, ended_at=free.created_at)
    with pytest.raises(Conflict, match="has ended"):
        edit_need(by=dora, need=free, version=2, facts=facts)


def test_the_client_changes_it_by_the_private_link_and_what_they_say_is_confirmed(client, group):
    need = make_need(group, key_digest=digest_of(KEY), confirmed_at=None)
    form = client.get(f"/en/needs/of/{KEY}/edit/").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    mine = {name: value for name, value in shown.items() if value} | {"phone": "+47 999 00 222", "trl": "4"}
    assert client.post(f"/en/needs/of/{KEY}/edit/", mine | {"email": "x@y.example"}).status_code == 303
    need.refresh_from_db()
    assert (need.trl, need.client.phone, need.client.email) == (4, "+47 999 00 222", "siri@skarvik.example")
    assert need.confirmed_at is not None
    assert client.post(f"/en/needs/of/{KEY}/edit/", mine | {"trl": "5"}).status_code == 409
    Need.objects.update(state=NeedState.WITHDRAWN, ended_at=need.created_at)
    assert client.get(f"/en/needs/of/{KEY}/edit/").status_code == 404
