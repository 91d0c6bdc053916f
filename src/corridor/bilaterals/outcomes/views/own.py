"""What somebody says came of a meeting of theirs."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.bilaterals.day.queries import meeting_of
from corridor.bilaterals.day.views.meeting import page
from corridor.bilaterals.enums import OutcomeKind
from corridor.bilaterals.outcomes.forms import OutcomeForm
from corridor.bilaterals.outcomes.saying import say
from corridor.bilaterals.queries import own_profile_at
from corridor.kernel.errors import CorridorError
from corridor.members.views import see_other


@require_POST
def outcome(request: HttpRequest, group: str, slug: str, pk: int) -> HttpResponse:
    profile = own_profile_at(request, group, slug)
    found = meeting_of(profile, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return page(request, profile, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    kind, note = OutcomeKind(form.cleaned_data["kind"]), form.cleaned_data["note"]
    try:
        say(by=profile, meeting=found, kind=kind, note=note)
    except CorridorError as error:
        return page(request, profile, found, error)
    messages.success(request, _("Thank you. It is noted."))
    return see_other("bilaterals:own-meeting", group, slug, pk)
