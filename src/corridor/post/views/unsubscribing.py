"""Unsubscribing without signing in: a page with a button for people, one POST for mail programs (RFC 8058).

Following the link changes nothing, since programs that look through mails follow links.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import NotFound
from corridor.people.models import Person
from corridor.post import keys, wishes

from . import see_other

ONE_CLICK = "One-Click"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail program posts has no form token of ours; whatever else is posted needs one."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == ONE_CLICK:
        wishes.unsubscribe(**_whose(token))
        return HttpResponse("unsubscribed\n", content_type="text/plain; charset=utf-8")
    return _page(request, token)


@csrf_protect
def _page(request: HttpRequest, token: str) -> HttpResponse:
    whose = _whose(token)
    if request.method == "POST":
        wishes.unsubscribe(**whose)
        return see_other("post:unsubscribe", token)
    context = {"token": token, "done": wishes.is_unsubscribed(**whose), "address": _shown(whose)}
    return render(request, "post/unsubscribe.html", context)


@never_cache
@require_POST
def subscribe_again(request: HttpRequest, token: str) -> HttpResponse:
    wishes.subscribe_again(**_whose(token))
    return see_other("post:unsubscribe", token)


def _whose(token: str) -> dict[str, Any]:
    about = keys.whose_token(token)
    if about is None:
        raise NotFound
    if "a" in about:
        return {"person": None, "address": str(about["a"])}
    person = Person.objects.filter(pk=int(about["p"]), is_active=True, erased_at=None).first()
    if person is None:
        raise NotFound
    return {"person": person, "address": person.email}


def _shown(whose: dict[str, Any]) -> str:
    """Enough of an address for its owner to recognise it; the link may have been forwarded."""
    local, _at, domain = str(whose["address"]).partition("@")
    return f"{local[:2]}…@{domain}"
