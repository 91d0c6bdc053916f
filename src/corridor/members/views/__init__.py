"""Pages of the members' room: door, form, action, redirect."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse


def see_other(name: str, *args: object) -> HttpResponse:
    """After a successful POST: go and look there, with GET."""
    return HttpResponse(status=303, headers={"Location": reverse(name, args=args)})
