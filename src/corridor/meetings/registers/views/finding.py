"""Finding a decision, an action or what was said, in all years of a group."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.meetings.registers import finding, queries, searching
from corridor.members.groups.queries import group_at


@require_safe
def search(request: Request, slug: str) -> HttpResponse:
    """For visitors too: each finds what is for them."""
    group = group_at(slug)
    asked = clean_text(request.GET.get("q", ""))[: searching.LONGEST]
    found = finding.find_in(group, request.viewer, asked)
    context = {
        "group": group,
        "asked": asked,
        "found": found,
        "carried": queries.carried(group, found.actions) if found.actions else {},
    }
    return render(request, "meetings/registers/search.html", context)
