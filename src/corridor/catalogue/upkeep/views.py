from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from corridor.catalogue.actions import confirm_service
from corridor.catalogue.queries import service_for_editing
from corridor.kernel.http.request import Request
from corridor.members.views import see_other


@login_required
@require_POST
def confirmation(request: Request, hub: str, slug: str) -> HttpResponse:
    """In one tap, from the service's page or from "Needs you now": it is still right."""
    confirm_service(by=request.user, service=service_for_editing(request.user, hub, slug))
    messages.success(request, _("Thank you. The service counts as confirmed from today."))
    if request.POST.get("then") == "now":
        return see_other("portal:now")
    return see_other("catalogue:service", hub, slug)
