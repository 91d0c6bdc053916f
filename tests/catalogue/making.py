"""Services for stories, written as rows."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from corridor.catalogue.actions import keep_version
from corridor.catalogue.enums import ServiceState
from corridor.catalogue.models import Service, TestBed
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.enums import ListName
from corridor.vocab.models import Term


def category(code: str = "Test before invest") -> Term:
    return Term.objects.get(list__name=ListName.SERVICE_CATEGORIES, list__in_force=True, code=code)


def make_service(hub: Hub, group: WorkingGroup | None, **values: Any) -> Service:
    """A shared, public service with its first version, unless ``values`` say otherwise."""
    now = timezone.now()
    given = {
        "slug": "private-5g-on-your-quay",
        "title": {"en": "Private 5G on your quay"},
        "summary": {"en": "We put a mobile test network on your site for six weeks."},
        "description": {"en": "A survey, six weeks of measurements, and a plan with costs."},
        "receives": {"en": "A report and a costed plan."},
        "category": category(),
        "languages": ["en"],
        "state": ServiceState.SHARED,
        "audience": "public",
        "list_price": 12000,
        "price": 0,
        "aid": "article-28",
    } | values
    if given["state"] != ServiceState.DRAFT:
        dated = {"shared_at": now, "confirmed_at": now, "good_until": Service.good_from(now.date())}
        given = dated | given
    if given["state"] == ServiceState.WITHDRAWN:
        given.setdefault("withdrawn_at", now)
    service = Service.objects.create(hub=hub, group=group, **given)
    keep_version(service, None)
    return service


def make_test_bed(service: Service, **values: Any) -> TestBed:
    given = {"bands": ["n78 (3.4-3.8 GHz)"], "release": 17, "setting": "outdoor", "slot_hours": 4} | values
    return TestBed.objects.create(service=service, **given)
