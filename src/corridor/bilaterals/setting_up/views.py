"""The settings of an event's 1:1 meetings; saving them for the first time switches the meetings on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.bilaterals.models import Bilaterals
from corridor.events.models import Room
from corridor.events.queries import event_for_organising
from corridor.kernel.http.request import Request
from corridor.members.groups.editing import Editing, edit

from . import actions
from .forms import SettingsForm, as_written


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request, slug: str, event: str) -> HttpResponse:
    found = event_for_organising(request.user, slug, event)

    def kept() -> Bilaterals | None:
        return Bilaterals.objects.filter(event=found).first()

    def stored() -> dict[str, Any]:
        return as_written(found, kept())

    def save(version: int, form: SettingsForm) -> str:
        actions.save_settings(
            by=request.user,
            event=found,
            version=version,
            values=form.values,
            hours=form.hours,
            elsewhere=form.elsewhere,
        )
        return reverse("bilaterals:overview", args=[slug, event])

    context = {
        "event": found,
        "group": found.group,
        "tab": "settings",
        "bilaterals": kept(),
        "rooms": Room.objects.filter(event=found, tables__gt=0),
    }
    form, template = partial(SettingsForm, event=found), "bilaterals/setting_up/settings.html"
    return edit(request, Editing(form, stored, save, template, _("The settings are saved."), context))
