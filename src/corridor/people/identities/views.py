from __future__ import annotations

import logging
import secrets
import time
from typing import Any, Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import NotFound
from corridor.kernel.http.peer import peer_address
from corridor.people import limits
from corridor.people.doors import too_often

from . import actions, cas
from .adapters import failed
from .queries import CAS

log = logging.getLogger(__name__)
STATES: Final = "cas_states"
LASTS: Final = 10 * 60
MOST: Final = 10


@require_POST
@never_cache
def oidc(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider. By POST, so that no other site can send people there in our name."""
    if wait := _wait(request):
        return too_often(request, wait)
    provider = _provider(request, provider_id)
    clear_login(request)
    answer = provider.redirect(request, AuthProcess.LOGIN, next_url=_target(request))
    if answer.status_code != 302:  # noqa: PLR2004
        return answer
    return _onward(request, provider.name, answer["Location"])


@require_safe
@never_cache
def oidc_return(request: HttpRequest, provider_id: str) -> HttpResponse:
    from .oidc import Callback, OidcAdapter

    _provider(request, provider_id)
    if wait := _wait(request):
        return too_often(request, wait)
    answer: HttpResponse = Callback.adapter_view(OidcAdapter(request, provider_id))(request)
    return answer


@require_POST
@never_cache
def to_cas(request: HttpRequest) -> HttpResponse:
    _cas_or_nothing()
    if wait := _wait(request):
        return too_often(request, wait)
    clear_login(request)
    state, now = secrets.token_urlsafe(16), time.time()
    states = {key: kept for key, kept in request.session.get(STATES, {}).items() if now - kept[0] < LASTS}
    recent = dict(sorted(states.items(), key=lambda item: item[1][0])[-MOST + 1 :])
    request.session[STATES] = recent | {state: [now, _target(request)]}
    return _onward(request, settings.CAS_NAME, cas.sign_in_url(state))


@require_safe
@never_cache
def cas_return(request: HttpRequest) -> HttpResponse:
    from requests import RequestException

    _cas_or_nothing()
    if wait := _wait(request):
        return too_often(request, wait)
    states = request.session.pop(STATES, {})
    state, ticket = request.GET.get("state", ""), request.GET.get("ticket", "")
    began, target = states.get(state, (0.0, None))
    if not ticket or time.time() - began > LASTS:
        return _cas_failed(request, "no such request")
    try:
        identity = cas.identity_of(ticket, state)
    except (cas.CasError, RequestException) as error:
        return _cas_failed(request, f"{type(error).__name__}: {error}")
    person = actions.person_of_cas(identity)
    if person is None:
        log.warning("No account here for somebody of %s, from %s", settings.CAS_NAME, peer_address(request))
        return redirect("people:no-account")
    record_authentication(request, person, "socialaccount", provider=CAS, uid=identity.uid)
    return perform_login(request, Login(user=person, redirect_url=target))


@login_required
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    if not actions.unlink(by=request.user, pk=pk):
        raise NotFound
    response = redirect("people:access")
    response.status_code = 303
    return response


def _target(request: HttpRequest) -> str:
    """Where to afterwards, in the language of the page on which it began."""
    return get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise NotFound from None


def _cas_or_nothing() -> None:
    if not settings.CAS_SERVER:
        raise NotFound


def _cas_failed(request: HttpRequest, why: str) -> HttpResponse:
    log.warning("A sign-in with %s failed, from %s: %s", settings.CAS_NAME, peer_address(request), why)
    return failed(request, settings.CAS_NAME)


def _wait(request: HttpRequest) -> int:
    """Nobody is named yet, so only the peer is counted."""
    peer = peer_address(request)
    return limits.seconds_to_wait_of_peer(peer)


def _onward(request: HttpRequest, name: str, url: str) -> HttpResponse:
    """A page and not a redirect: the site's own policy lets no form lead to another host."""
    response = render(request, "people/onward.html", {"service": name, "url": url})
    response.headers["Refresh"] = f"0; url={url}"
    return response
