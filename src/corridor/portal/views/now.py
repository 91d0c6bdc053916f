from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.portal.now import needs


@login_required
@require_safe
def now(request: Request) -> HttpResponse:
    """The first page after signing in: what waits for the person, with answers in one tap."""
    return render(request, "portal/now.html", {"now": needs(request)})
