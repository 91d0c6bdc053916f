"""The development mailbox: what would have left, where no mail server is set up. With one it is not there."""

from __future__ import annotations

import uuid
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.errors import NotFound
from corridor.post.delivery.messages import header_lines
from corridor.post.models import Letter

A_PAGE = 30
# A letter carries its own styles; scripts, forms and loads from anywhere are shut out by the browser.
AS_IN_A_MAIL_PROGRAM = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@login_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(_letters(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "post/mailbox.html", {"page": page})


@login_required
@require_safe
def letter(request: HttpRequest, uid: str) -> HttpResponse:
    found = _letter(request.user, uid)
    return render(request, "post/mailbox_letter.html", {"letter": found, "headers": header_lines(found)})


@login_required
@require_safe
@csp(AS_IN_A_MAIL_PROGRAM)  # type: ignore[untyped-decorator]
def as_html(request: HttpRequest, uid: str) -> HttpResponse:
    found = _letter(request.user, uid)
    if not found.html:
        raise NotFound
    return HttpResponse(found.html)


def _letters(person: Any) -> QuerySet[Letter]:
    """The operator's are all; somebody of the demo sees their own."""
    if settings.SMTP is not None or not (person.is_staff or person.is_fictional):
        raise NotFound
    letters = Letter.objects.all()
    return letters if person.is_staff else letters.filter(person=person)


def _letter(person: Any, uid: str) -> Letter:
    try:
        found = _letters(person).filter(uid=uuid.UUID(uid)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
