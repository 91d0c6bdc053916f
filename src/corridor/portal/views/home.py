from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.portal import queries
from corridor.portal.examples import EXAMPLES


def home(request: HttpRequest) -> HttpResponse:
    group = queries.main_group()
    context = {
        "group": group,
        "examples": EXAMPLES,
        "numbers": queries.numbers(request.viewer),
        "meeting": queries.next_meeting(group, request.viewer),
        "newest": queries.newest_hubs(request.viewer),
    }
    return render(request, "portal/home.html", context)
