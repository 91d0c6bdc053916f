from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corridor.kernel.http.peer import peer_address

log = logging.getLogger(__name__)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """An account elsewhere opens an account here that exists and is open; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing or not sociallogin.user.is_active:
            provider = sociallogin.account.provider
            log.warning("No account here for somebody of %s, from %s", provider, peer_address(request))
            raise ImmediateHttpResponse(redirect("people:no-account"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        why = type(exception).__name__ if exception else error
        said = f"{why}: {exception}" if exception else why
        log.warning("A sign-in with %s failed, from %s: %s", provider.name, peer_address(request), said)
        raise ImmediateHttpResponse(failed(request, provider.name))


def failed(request: HttpRequest, name: str) -> HttpResponse:
    """One page, whatever went wrong; what it was stands in the log."""
    return render(
        request, "people/elsewhere_failed.html", {"service": name}, status=int(HTTPStatus.FORBIDDEN)
    )
