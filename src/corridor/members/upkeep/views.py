from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request
from corridor.members.queries import hub_for_editing
from corridor.members.views import see_other

from . import actions, queries
from .enums import Neglect
from .unreachable import unreachable_in

ON_A_PAGE = 50


@login_required
@require_POST
def confirmation(request: Request, slug: str) -> HttpResponse:
    """In one tap from "Needs you now": the profile is still right."""
    hub = hub_for_editing(request.user, slug)
    actions.confirm_hub(by=request.user, hub=hub)
    messages.success(
        request, _("Thank you: %(hub)s’s profile counts as confirmed for a year.") % {"hub": hub.name}
    )
    return see_other("portal:now")


@login_required
@require_safe
def unreachable(request: Request, slug: str) -> HttpResponse:
    """By name and place, without the address: moderators reach them in another way."""
    group = queries.group_for_upkeep(request.viewer, slug)
    context = {"group": group, "people": unreachable_in([group.pk], request.viewer)}
    return render(request, "members/unreachable.html", context)


@login_required
@require_safe
def neglected(request: Request, slug: str, neglect: str) -> HttpResponse:
    group = queries.group_for_upkeep(request.viewer, slug)
    if neglect not in Neglect.values:
        raise NotFound
    pages = Paginator(queries.neglected(group, Neglect(neglect), request.viewer), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "group": group,
        "neglect": Neglect(neglect),
        "kinds": Neglect,
        "page": page,
        "pages": pages,
    }
    return render(request, "members/neglected.html", context)
