from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse

CAS = "cas"


@dataclass(frozen=True)
class Service:
    """Somewhere else where people have an account; ``url`` takes a POST."""

    name: str
    url: str


def services() -> list[Service]:
    """What the sign-in page offers, in the operator's order."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    found = [Service(app["name"], reverse("openid_connect_login", args=[app["provider_id"]])) for app in apps]
    if settings.CAS_SERVER:
        found.append(Service(settings.CAS_NAME, reverse("people:cas")))
    return found


@dataclass(frozen=True)
class Identity:
    """One account elsewhere that opens this person's account here."""

    pk: int
    name: str
    since: Any


def identities_of(person: Any) -> list[Identity]:
    names = {
        app["provider_id"]: app["name"] for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    } | {CAS: settings.CAS_NAME}
    linked = SocialAccount.objects.filter(user_id=person.pk).order_by("date_joined", "id")
    return [Identity(one.pk, names.get(one.provider, one.provider), one.date_joined) for one in linked]
