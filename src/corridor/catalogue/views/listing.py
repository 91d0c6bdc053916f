"""Services as everybody finds and reads them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.catalogue import linked_data, queries, rules
from corridor.catalogue.models import Service
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import best_language
from corridor.kernel.i18n.languages import CODES, DEFAULT

SLOTS_SHOWN = 6
LONG_TEXTS = ("description", "receives")


@require_safe
def service(request: Request, hub: str, slug: str) -> HttpResponse:
    """One service; ``?beside=nl`` shows its long texts in two languages next to each other."""
    service = queries.service_for_viewing(request.viewer, hub, slug)
    bed = getattr(service, "test_bed", None)
    here = best_language(service.description) or get_language() or DEFAULT
    others = [code for code in _written_in(service) if code != here]
    asked = request.GET.get("beside", "")
    context = {
        "service": service,
        "bed": bed,
        "slots": queries.coming_slots(bed)[:SLOTS_SHOWN] if bed else [],
        "agreed": queries.agreed_with(service, request.viewer),
        "writes": rules.writes_for(request.user, service.hub),
        "stale": service.is_stale(),
        "linked_data": linked_data.for_everybody(service),
        "permalink": linked_data.address_of(service),
        "today": timezone.localdate(),
        "others": others,
        "beside": [here, asked] if asked in others else None,
    }
    return render(request, "catalogue/service.html", context)


def _written_in(service: Service) -> list[str]:
    return [code for code in CODES if any(code in getattr(service, name) for name in LONG_TEXTS)]
