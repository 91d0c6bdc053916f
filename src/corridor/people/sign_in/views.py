from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from allauth.account.stages import LoginStage
from django import forms
from django.contrib.auth import views as auth
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from corridor.kernel.errors import NotFound
from corridor.people import limits
from corridor.people.doors import Limited, Page, too_often
from corridor.people.identities.queries import services

from . import links
from .forms import AskForCodeForm, CodeForm, ForgottenForm, ResetForm, SignInForm


class FreshStart:
    """Who opens one of these pages begins anew, whatever was begun before in this browser."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:
        clear_login(request)


class SignIn(Limited, FreshStart, allauth.LoginView):
    """The front door; every other one (the operator's tables) leads here."""

    form_class = SignInForm
    template_name = "people/sign_in.html"

    def account_tried(self, request: HttpRequest) -> str:
        return str(request.POST.get("username", ""))

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {"services": services()}


class AskForCode(Limited, FreshStart, allauth.RequestLoginCodeView):
    """Writes to the address, whether or not it has an account; the answer is the same."""

    form_class = AskForCodeForm
    purpose = limits.MAIL
    template_name = "people/ask_for_code.html"

    def account_tried(self, request: HttpRequest) -> str:
        return str(request.POST.get("email", ""))


class EnterCode(Limited, allauth.ConfirmLoginCodeView):
    form_class = CodeForm
    purpose = limits.CODE
    template_name = "people/enter_code.html"

    def account_tried(self, request: HttpRequest) -> str:
        return str(self._process.state.get("email", ""))


class ByLink(NextRedirectMixin, FormView):
    """The link from the mail. Looking at it changes nothing, since programs follow links in mails."""

    http_method_names = ["get", "head", "post", "options"]
    form_class = forms.Form
    template_name = "people/by_link.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.token = kwargs["token"]
        self.person = links.person_of(self.token)
        if self.person is None:
            return _dead_link(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        assert self.person is not None  # noqa: S101 - dispatch has looked
        attempt = limits.attempt_of(self.request, self.person.email, limits.CODE)
        if wait := limits.seconds_to_wait(attempt):
            return too_often(self.request, wait)
        if not links.use(self.token):
            return _dead_link(self.request)
        clear_login(self.request)
        record_authentication(self.request, self.person, method="code", email=self.person.email)
        login = Login(user=self.person, email=self.person.email, redirect_url=self.get_next_url())
        return perform_login(self.request, login)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {"person": self.person}


class Forgotten(Limited, allauth.PasswordResetView):
    form_class = ForgottenForm
    purpose = limits.MAIL
    template_name = "people/forgotten.html"

    def account_tried(self, request: HttpRequest) -> str:
        return str(request.POST.get("email", ""))


class ForgottenSent(allauth.PasswordResetDoneView):
    http_method_names = ["get", "head", "options"]
    template_name = "people/forgotten_sent.html"


class Reset(Page, allauth.PasswordResetFromKeyView):
    form_class = ResetForm
    template_name = "people/reset.html"
    heading = _("Choose a new passphrase")
    lead = _("Afterwards you are signed out everywhere, and sign in with it.")
    button = _("Save")
    success_url = reverse_lazy("people:sign-in")

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        if context.get("token_fail"):
            return _dead_link(self.request)
        return super().render_to_response(context, **more)


class SignOut(auth.LogoutView):
    """Ends the session, on POST only; leads home and nowhere else."""

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        return ""

    def get_default_redirect_url(self) -> str:
        return resolve_url("portal:home")


@require_safe
def no_account(request: HttpRequest) -> HttpResponse:
    """After a sign-in elsewhere, or by a code, that belongs to no account here, or to a closed one."""
    return render(request, "people/no_account.html", status=int(HTTPStatus.FORBIDDEN))


@require_safe
def operators_door(request: HttpRequest) -> HttpResponse:
    """In place of the admin's own sign-in, which knows no limits: sign in here, or there is nothing."""
    if request.user.is_authenticated:
        raise NotFound
    target = request.GET.get("next", "/admin/")
    return redirect_to_login(target, "people:sign-in")


def _dead_link(request: HttpRequest) -> HttpResponse:
    return render(request, "people/dead_link.html", status=int(HTTPStatus.GONE))
