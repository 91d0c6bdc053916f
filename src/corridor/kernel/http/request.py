"""A request as our middleware leaves it, for annotations."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from corridor.kernel.audience import Viewer


class Request(HttpRequest):
    """``viewer`` is who looks, as far as audiences go; ``htmx`` is true where a part of a page is wanted."""

    viewer: Viewer
    htmx: HtmxDetails
