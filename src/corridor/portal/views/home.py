from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.portal import queries
from corridor.portal.examples import EXAMPLES


@require_safe
def home(request: Request) -> HttpResponse:
    group = queries.main_group()
    context = {
        "group": group,
        "examples": EXAMPLES,
        "numbers": queries.numbers(request.viewer),
        "meeting": queries.next_meeting(group, request.viewer),
        "newest": queries.newest_hubs(request.viewer),
    }
    return render(request, "portal/home.html", context)
