from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.portal import map as maps
from corridor.portal import queries


@require_safe
def group(request: Request, slug: str) -> HttpResponse:
    group = queries.group_page(slug)
    members = queries.members_of(group, request.viewer)
    context = {
        "group": group,
        "members": members,
        "map": maps.draw(members),
        "technologies": queries.technologies_of(group),
        "meetings": queries.meetings_of(group, request.viewer),
    }
    return render(request, "portal/group.html", context)
