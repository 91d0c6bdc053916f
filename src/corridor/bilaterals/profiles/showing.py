"""One other person's page, which asking shows again where it is refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.bilaterals.asking import limits, queries
from corridor.bilaterals.enums import AskState
from corridor.bilaterals.models import Profile
from corridor.kernel.clock import clock
from corridor.kernel.errors import CorridorError


def person_page(
    request: HttpRequest,
    profile: Profile,
    other: Profile,
    form: Any,
    refusal: CorridorError | None = None,
    status: int = 200,
) -> HttpResponse:
    bilaterals = profile.bilaterals
    loads = limits.loads_of(bilaterals, [profile.pk, other.pk])
    mine, theirs = (loads.get(one.pk, limits.NONE) for one in (profile, other))
    last = queries.last_between(profile, other)
    context = {
        "profile": profile,
        "other": other,
        "event": bilaterals.event,
        "here": "people",
        "form": form,
        "refusal": refusal,
        "last": last,
        "waits": last is not None and last.state == AskState.SENT,
        "meets": bool(queries.meets(profile, [other])),
        "is_open": limits.is_open(bilaterals, clock()),
        "hindrance": limits.hindrance(bilaterals, mine, theirs, other.registration.name),
        "comes_with": other.delegation_id is not None and other.delegation_id == profile.delegation_id,
    }
    return render(request, "bilaterals/profiles/person.html", context, status=status)
