"""Anna writes services: drafts at once, shared ones with a second look, nothing lost to a colleague."""

from __future__ import annotations

import pytest

from corridor.catalogue.actions import (
    confirm_service,
    create_service,
    delete_draft,
    edit_service,
    offer_again,
    withdraw_service,
)
from corridor.catalogue.contents import contents_of
from corridor.catalogue.models import Service
from corridor.kernel.errors import Conflict, Refused
from tests.catalogue.making import make_test_bed


def test_a_draft_is_written_at_once_and_keeps_its_versions(anna, draft):
    edited = edit_service(by=anna, service=draft, version=1, values={"title": {"en": "Radio walk"}})
    assert (edited.title, edited.pending, edited.version) == ({"en": "Radio walk"}, None, 2)
    assert [one.values["title"] for one in draft.versions.all()] == [
        {"en": "Radio walk"},
        {"en": "Radio survey"},
    ]


def test_what_others_see_changes_only_after_a_second_look(anna, service):
    values = {"price": "900.00", "lead_days": 10, "audience": "group", "group": "smart-connectivity"}
    edited = edit_service(by=anna, service=service, version=1, values=values)
    edited.refresh_from_db()
    assert (edited.pending, edited.price) == ({"price": "900.00"}, 0)
    assert (edited.lead_days, edited.audience) == (
        10,
        "group",
    )  # daily; and fewer see it, which may be at once
    wider = edit_service(by=anna, service=edited, version=2, values={"audience": "public"})
    assert (wider.audience, wider.pending) == ("group", {"price": "900.00", "audience": "public"})
    back = edit_service(by=anna, service=wider, version=3, values={"price": "0.00", "audience": "group"})
    assert back.pending is None


def test_whoever_wrote_first_is_not_overwritten(anna, draft):
    edit_service(by=anna, service=draft, version=1, values={"lead_days": 3})
    with pytest.raises(Conflict):
        edit_service(by=anna, service=draft, version=1, values={"lead_days": 9})
    draft.refresh_from_db()
    assert draft.lead_days == 3


def test_contents_go_round(anna, hub, service, other_hub, norway):
    make_test_bed(service, safety={"en": "Hard hat."})
    service.countries.add(norway)
    copied = contents_of(service) | {"co_providers": ["sorvest"], "group": "smart-connectivity"}
    made = create_service(by=anna, hub=hub, values=copied)
    assert made.slug == "private-5g-on-your-quay-2"
    assert contents_of(Service.objects.get(pk=made.pk)) == copied
    assert (made.is_draft, made.is_joint) == (True, True)


def test_withdrawn_ones_stay_and_drafts_may_go(anna, service, draft):
    with pytest.raises(Refused):
        delete_draft(by=anna, service=service)
    with pytest.raises(Refused):
        withdraw_service(by=anna, service=draft)
    delete_draft(by=anna, service=draft)
    gone = withdraw_service(by=anna, service=service, reason="The crane is sold.")
    assert (gone.state, gone.withdrawn_why) == ("withdrawn", "The crane is sold.")
    with pytest.raises(Conflict):
        edit_service(by=anna, service=gone, version=gone.version, values={"lead_days": 3})
    assert offer_again(by=anna, service=gone).state == "draft"
    assert not Service.objects.filter(pk=draft.pk).exists()


def test_confirming_moves_the_day_until_which_it_is_right(anna, service):
    Service.objects.update(good_until="2026-01-01")
    assert confirm_service(by=anna, service=service).good_until > service.confirmed_at.date()
    assert not Service.objects.get().is_stale()
