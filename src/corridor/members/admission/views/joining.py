"""The public expression of interest: find the hub or describe it, answer the criteria, say who writes."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.members.admission import actions, guard, queries
from corridor.members.admission.forms import InterestForm
from corridor.members.admission.models import TIME_TO_CONFIRM, TIME_TO_DECIDE
from corridor.members.groups.queries import group_at
from corridor.members.models import Hub, WorkingGroup
from corridor.members.queries import hub_for_viewing
from corridor.members.views import see_other

from . import page, too_often


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, slug: str) -> HttpResponse:
    group = group_at(slug)
    sent = request.POST if request.method == "POST" else request.GET
    chosen, is_new = sent.get("hub", ""), "new" in sent
    if not chosen and not is_new:
        return _find(request, group)
    hub = hub_for_viewing(request.viewer, chosen) if chosen else None
    if hub and queries.is_member(hub, group):
        return page(request, "already_member", {"group": group, "hub": hub})
    if request.method != "POST":
        return _form(request, group, hub, InterestForm(group, hub, initial={"hub_name": sent.get("q", "")}))
    return _apply(request, group, hub)


def _find(request: Request, group: WorkingGroup) -> HttpResponse:
    text = clean_text(request.GET.get("q", ""))[:200]
    hubs = list(queries.find_hubs(request.viewer, text, group)) if text else []
    context = {"group": group, "q": text, "hubs": hubs, "may_be_more": len(hubs) == queries.FOUND}
    status = 422 if request.method == "POST" else 200
    return page(request, "find_hub", context, status)


def _apply(request: Request, group: WorkingGroup, hub: Hub | None) -> HttpResponse:
    form = InterestForm(group, hub, request.POST)
    if not form.is_valid():
        return _form(request, group, hub, form, 422)
    if wait := guard.seconds_to_wait(request, form.cleaned_data["email"]):
        form.add_error(None, _("This was sent very often. Please wait an hour and send it again."))
        return too_often(_form(request, group, hub, form), wait)
    actions.express_interest(
        group=group, values=form.values, answers=form.answers, language=form.cleaned_data["language"]
    )
    return see_other("members:join-sent", group.slug)


def _form(
    request: Request, group: WorkingGroup, hub: Hub | None, form: InterestForm, status: int = 200
) -> HttpResponse:
    days = TIME_TO_DECIDE.days
    return page(request, "join", {"group": group, "hub": hub, "form": form, "days": days}, status)


@require_safe
def sent(request: Request, slug: str) -> HttpResponse:
    """Says the same to everybody: no address shows whether or what somebody sent."""
    return page(request, "join_sent", {"group": group_at(slug), "days": TIME_TO_CONFIRM.days})
