"""The journal of one record for its owners, and of everything for the operator."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request

from . import queries
from .differences import shown
from .forms import WantedForm
from .registry import owned

LARGEST = 2**63 - 1


@login_required
@require_safe
def of_record(request: Request, kind: str, key: str) -> HttpResponse:
    known = owned(kind)
    record = known.door(request.user, request.viewer, key)
    page = queries.page_of(queries.entries_of(known, record), _before(request))
    context = {
        "kind": known,
        "label": known.label(record),
        "back": known.page(record),
        "entries": shown(page.entries),
        "older": page.older,
    }
    return _in_their_time(request, "kernel/journal_of_record.html", context)


@login_required
@require_safe
def of_everything(request: Request) -> HttpResponse:
    """The operator sees who did what; what a record said only where its audience includes her."""
    if not request.user.is_staff:  # type: ignore[union-attr]
        raise NotFound
    with timezone.override(_zone(request)):
        form = WantedForm(request.GET)
        page = queries.page_of(queries.entries_wanted(form.wanted), _before(request))
    entries = shown(page.entries, queries.hidden(page.entries, request.viewer))
    context = {"form": form, "entries": entries, "older": page.older}
    return _in_their_time(request, "kernel/journal.html", context)


def _in_their_time(request: Request, template: str, context: dict[str, object]) -> HttpResponse:
    with timezone.override(_zone(request)):
        return render(request, template, context)


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(getattr(request.user, "time_zone", "") or "UTC")


def _before(request: Request) -> int | None:
    raw = request.GET.get("before", "")
    is_number = raw.isascii() and raw.isdigit() and len(raw) < len(str(LARGEST))
    return int(raw) if is_number else None
