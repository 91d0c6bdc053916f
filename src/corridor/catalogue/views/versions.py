"""What a service said when, and what changed from version to version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.catalogue import queries
from corridor.catalogue.models import ServiceVersion
from corridor.catalogue.wording import Names, changes, names_in
from corridor.kernel.http.request import Request
from corridor.kernel.journal.differences import Change

MOST = 30  # on one page
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Shown:
    """A version, and what it says otherwise than the one before it that this reader may see; none for the
    first. ``proposed`` is what waited for its review then."""

    version: ServiceVersion
    who: str
    changes: Sequence[Change] | None
    proposed: Sequence[Change]


@require_safe
def versions(request: Request, hub: str, slug: str) -> HttpResponse:
    service, sees_all = queries.service_with_versions(request.user, request.viewer, hub, slug)
    found = queries.versions_seen(request.viewer, service, all_of_them=sees_all)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and int(before) < LARGEST:
        found = [one for one in found if one.number < int(before)]
    page, older = found[:MOST], found[MOST:]
    context = {
        "service": service,
        "hub": service.hub,
        "versions": _shown(page, older, sees_all=sees_all, names=request.viewer.in_network),
        "older": page[-1].number if older else None,
        "sees_all": sees_all,
    }
    return render(request, "catalogue/versions.html", context)


def _shown(
    page: Sequence[ServiceVersion], older: Sequence[ServiceVersion], *, sees_all: bool, names: bool
) -> list[Shown]:
    named = names_in(*_all_contents([*page, *older[:1]]))
    before: list[ServiceVersion | None] = [*page[1:], older[0] if older else None]
    return [
        Shown(
            version=one,
            who=str(one.by) if one.by and names else "",
            changes=changes(_said(earlier), _said(one), named) if earlier else None,
            proposed=_proposed(one, named) if sees_all else (),
        )
        for one, earlier in zip(page, before, strict=False)
    ]


def _said(version: ServiceVersion) -> dict[str, Any]:
    return {name: value for name, value in version.values.items() if name != "pending"}


def _all_contents(versions: Sequence[ServiceVersion]) -> Iterator[Mapping[str, Any]]:
    for one in versions:
        yield _said(one)
        yield one.values.get("pending") or {}


def _proposed(version: ServiceVersion, named: Names) -> list[Change]:
    pending = version.values.get("pending") or {}
    return changes(_said(version), _said(version) | pending, named) if pending else []
