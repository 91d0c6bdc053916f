"""Pages of this room: for the person, for whoever has a link, for the operator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from corridor.people.models import Person


def me(request: HttpRequest) -> Person:
    """Who is signed in, where the view lets in nobody else."""
    person: Person = request.user  # type: ignore[assignment]
    return person


def see_other(name: str, *args: object, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=args) + anchor, status=303)
