from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from corridor.portal import developers


@require_safe
def documentation(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """What programs can ask for, made from the API's own description."""
    schema = api.get_openapi_schema(path_prefix=reverse("api:api-root"))
    context = {
        "about": schema["info"]["description"],
        "version": schema["info"]["version"],
        "by_tag": developers.operations(schema, settings.BASE_URL),
        "shapes": developers.shapes(schema),
        "machine_readable": reverse("api:openapi-json"),
    }
    return render(request, "portal/developers.html", context)
