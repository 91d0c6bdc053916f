from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.members.groups import rules
from corridor.members.groups.models import MilestoneState
from corridor.portal import map as maps
from corridor.portal import queries

MEMBERS_SHOWN = 12


@require_safe
def group(request: Request, slug: str) -> HttpResponse:
    group = queries.group_page(slug)
    members = queries.members_of(group, request.viewer)
    milestones = list(group.milestones.all())
    context = {
        "group": group,
        "mandate": getattr(group, "mandate", None),
        "criteria": list(group.criteria.all()),
        "milestones": milestones,
        "done": sum(milestone.state == MilestoneState.DONE for milestone in milestones),
        "holders": queries.holders_of(group, request.viewer),
        "sees_names": rules.may_see_names(request.viewer),
        "members": members[:MEMBERS_SHOWN],
        "members_total": len(members),
        "map": maps.draw(members),
        "technologies": queries.technologies_of(group),
        "events": queries.coming_events(group, request.viewer),
        "meetings": queries.meetings_of(group, request.viewer),
        "join_url": _join_url(slug),
    }
    return render(request, "portal/group.html", context)


@require_safe
def groups(request: Request) -> HttpResponse:
    may_create = rules.may_create_groups(request.user)
    context = {
        "groups": queries.group_cards(request.viewer),
        "new_url": reverse("members:new-group") if may_create else "",
    }
    return render(request, "portal/groups.html", context)


def _join_url(slug: str) -> str:
    """Where a hub expresses its interest; nothing where that page does not exist."""
    try:
        return reverse("members:join", args=[slug])
    except NoReverseMatch:
        return ""
