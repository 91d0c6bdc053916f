from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.contrib.auth import views as auth
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corridor.kernel.errors import NotFound

from . import limits
from .forms import SignInForm

log = logging.getLogger(__name__)


class SignIn(auth.LoginView):
    """The only door; every other one (the operator's tables) leads here."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = SignInForm
    template_name = "people/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Counted before the passphrase is looked at, so that attempts at the same time count as well.
        self.attempt = limits.attempt_of(request, request.POST.get("username", ""))
        if wait := limits.seconds_to_wait(self.attempt):
            return self._too_often(request, wait)
        return super().post(request, *args, **kwargs)  # type: ignore[return-value]

    def form_valid(self, form: Any) -> HttpResponse:
        limits.forget(self.attempt)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        log.warning("A sign-in failed, from %s", self.attempt.peer)
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Only a path on this site: a full address is refused, even our own."""
        target = self.request.POST.get("next", self.request.GET.get("next", ""))
        fine = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
        return target if fine else ""

    def _too_often(self, request: HttpRequest, wait: int) -> HttpResponse:
        text = _("This was tried too often. Please wait some minutes and try again.")
        log.warning("Sign-in is being tried too often, from %s", self.attempt.peer)
        status = int(HTTPStatus.TOO_MANY_REQUESTS)
        context = {"error": {"code": "too-often", "text": text}, "status": status}
        response = render(request, "kernel/error.html", context, status=status)
        response.headers["Retry-After"] = str(wait)
        return response


class SignOut(auth.LogoutView):
    """Ends the session, on POST only; leads home and nowhere else."""

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        return ""

    def get_default_redirect_url(self) -> str:
        return resolve_url("portal:home")


@require_safe
def operators_door(request: HttpRequest) -> HttpResponse:
    """In place of the admin's own sign-in, which knows no limits: sign in here, or there is nothing."""
    if request.user.is_authenticated:
        raise NotFound
    target = request.GET.get("next", "/admin/")
    return redirect_to_login(target, "people:sign-in")
