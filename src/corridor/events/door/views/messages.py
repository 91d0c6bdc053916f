"""Messages to participants: what was sent, and one more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from corridor.events.door import queries
from corridor.events.door.forms import MessageForm
from corridor.events.door.messages import send_message
from corridor.events.models import Event
from corridor.events.queries import event_for_organising
from corridor.kernel.errors import Refused
from corridor.kernel.http.request import Request
from corridor.members.views import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def written(request: Request, group: str, slug: str) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    if request.method == "POST":
        return _send(request, event)
    return _page(request, event, None)


def _send(request: Request, event: Event) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, event, form)
    try:
        sent = send_message(by=request.user, event=event, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _page(request, event, form)
    told = ngettext(
        "The message is on its way to %(count)s person.",
        "The message is on its way to %(count)s people.",
        sent.count,
    )
    messages.success(request, told % {"count": sent.count})
    return see_other("events:messages", event.group.slug, event.slug)


def _page(request: Request, event: Event, form: MessageForm | None) -> HttpResponse:
    sent = queries.messages_of(event)
    latest: dict[str, Any] = {"after": sent[0].pk if sent else 0}
    context = {"event": event, "sent": sent, "form": form or MessageForm(initial=latest)}
    return render(request, "events/door/messages.html", context, status=422 if form else 200)
