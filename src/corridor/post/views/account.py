"""What a person chooses about their mail and calendar."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.post import actions, feeds
from corridor.post import wishes as wished
from corridor.post.enums import Rhythm
from corridor.post.forms import WishForm
from corridor.post.queries import obstacle_of

from . import me, see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    form = WishForm(request.POST or None, initial={"rhythm": wished.rhythm_of(me(request))})
    if request.method == "POST" and form.is_valid():
        wished.choose_rhythm(by=me(request), person=me(request), rhythm=Rhythm(form.cleaned_data["rhythm"]))
        messages.success(request, _("Saved. From now on you get mail as you have chosen."))
        return see_other("post:wishes")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "obstacle": obstacle_of(me(request))}
    return render(request, "post/wishes.html", context, status=status)


@login_required
@require_POST
def reachability(request: HttpRequest) -> HttpResponse:
    """The address works again, says its owner."""
    if actions.lift_suppression(by=me(request), address=me(request).email):
        messages.success(request, _("Thank you. We write to this address again."))
    return see_other("post:wishes")


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    context = {"feed": feeds.feed_of(me(request)), "events": feeds.events_of(me(request))}
    return render(request, "post/calendar.html", context)


@login_required
@require_POST
def new_address(request: HttpRequest) -> HttpResponse:
    feeds.open_feed(by=me(request))
    messages.success(request, _("This is your calendar’s new address. An older one no longer works."))
    return see_other("post:calendar")


@login_required
@require_POST
def end_address(request: HttpRequest) -> HttpResponse:
    feeds.close_feeds(me(request), by=me(request))
    messages.success(request, _("The address has ended. Calendars that use it get nothing any more."))
    return see_other("post:calendar")
