"""The desk of a need: who could help, why, and what would make it better."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.referrals.queries import need_for_referring

from .board import board_of

SHOWS: Final = ("services", "hubs", "left-out")


@login_required
@require_safe
def desk(request: Request, pk: int) -> HttpResponse:
    need = need_for_referring(request.user, request.viewer, pk)
    show = request.GET.get("show", "")
    context = {
        "need": need,
        "group": need.group,
        "board": board_of(need, request.viewer),
        "show": show if show in SHOWS else SHOWS[0],
    }
    return render(request, "referrals/desk/desk.html", context)
