"""A hub leaves a group, or its moderators end the membership; both say when and why."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.kernel.errors import Conflict
from corridor.members.admission import actions, queries
from corridor.members.admission.forms import EndForm
from corridor.members.models import GroupMembership
from corridor.members.views import see_other

from . import page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    membership = queries.membership_for_leaving(request.user, slug, group)
    return _end(request, membership, by_hub=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, slug: str, hub: str) -> HttpResponse:
    membership = queries.membership_for_ending(request.user, slug, hub)
    return _end(request, membership, by_hub=False)


def _end(request: HttpRequest, membership: GroupMembership, *, by_hub: bool) -> HttpResponse:
    is_post, error = request.method == "POST", None
    form = EndForm(request.POST if is_post else None, initial={"until": timezone.localdate()})
    if is_post and form.is_valid():
        try:
            actions.end_membership(by=request.user, membership=membership, by_hub=by_hub, **form.cleaned_data)
        except Conflict as conflict:
            error = conflict
        else:
            messages.success(request, _("The last day of the membership is set, and the other side knows."))
            return see_other("portal:group", membership.group.slug)
    context = {"membership": membership, "form": form, "by_hub": by_hub, "error": error}
    status = int(error.status) if error else 422 if is_post else 200
    return page(request, "end_membership", context, status)
