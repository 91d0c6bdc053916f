"""Whose request it is, as far as the network can tell.

``X-Forwarded-For`` is what anybody may write into a request, so it counts only where the operator says
how many proxies stand in front: then the entry that the outermost of them wrote, counted from the right.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def peer_address(request: HttpRequest) -> str:
    direct = str(request.META.get("REMOTE_ADDR") or "")
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return direct
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return hops[-proxies] if len(hops) >= proxies else direct
