from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from corridor.kernel.http.middleware import problem, wants_json
from corridor.people.errors import SecondFactorNeeded

from .rules import has_second_factor, needs_second_factor, used_second_factor

# Pages on the way to a second factor, and out.
OPEN: Final = frozenset(
    {
        "people:sign-out",
        "people:sign-in",
        "account_login",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "health",
    }
)


class second_factor_first:  # noqa: N801 - named like the functions beside it in MIDDLEWARE
    """Who must have a second factor sees nothing before it is set up and used in this session."""

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handle(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        place = request.resolver_match
        if place is None or place.view_name in OPEN or not request.user.is_authenticated:
            return None
        if used_second_factor(request) or not needs_second_factor(request.user):
            return None
        if wants_json(request):
            error = SecondFactorNeeded()
            return problem(error.code, int(error.status), str(error.text))
        name = "mfa_reauthenticate" if has_second_factor(request.user) else "mfa_index"
        return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
