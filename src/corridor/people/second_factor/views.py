from __future__ import annotations

import json
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.mixins import NextRedirectMixin
from allauth.account.models import Login
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from corridor.kernel import journal
from corridor.kernel.errors import Refused
from corridor.people import limits
from corridor.people.doors import Limited, Page
from corridor.people.sessions.actions import end_other_sessions

from . import codes
from .adapters import SecondFactorAdapter
from .forms import (
    AppForm,
    CodeAgainForm,
    CodeForm,
    PasskeyAgainForm,
    PasskeyForm,
    PasskeyNameForm,
    PasskeySignInForm,
    PasskeyStepForm,
)
from .rules import needs_second_factor

FRAME = "people/account_form.html"
OVERVIEW = reverse_lazy("mfa_index")


def set_up(request: HttpRequest, kind: str) -> None:
    """What follows from a new second factor: it counts as used here, and every other session ends."""
    person: Any = request.user
    record_authentication(request, person, "mfa", type=kind)
    end_other_sessions(request)
    journal.record("add-second-factor", person, by=person, after={"kind": kind})


class PasskeyData:
    """The challenge for the script, as text in the page."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        return context | {"passkey_data": json.dumps(context["js_data"])}


class Ask(PasskeyData, Limited, base.AuthenticateView):
    """The second step of signing in."""

    form_class = CodeForm
    webauthn_form_class = PasskeyStepForm
    purpose = limits.SECOND_FACTOR
    template_name = "people/second_factor.html"

    def account_tried(self, request: HttpRequest) -> str:
        return str(self.stage.login.user.email)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        return context | {"has_passkey": is_mfa_enabled(self.stage.login.user, [Authenticator.Type.WEBAUTHN])}


class AskAgain(Limited, base.ReauthenticateView):
    form_class = CodeAgainForm
    purpose = limits.SECOND_FACTOR
    template_name = "people/again.html"
    heading = _("Is it still you?")
    lead = _("This step asks for your second factor.")
    button = _("Go on")

    def account_tried(self, request: HttpRequest) -> str:
        return str(request.user.email)  # type: ignore[union-attr]


class AskPasskeyAgain(PasskeyData, Page, webauthn.ReauthenticateWebAuthnView):
    form_class = PasskeyAgainForm
    template_name = "people/again_passkey.html"


class PasskeySignIn(Limited, NextRedirectMixin, webauthn.LoginWebAuthnView):
    """GET gives the script a challenge, POST takes the answer."""

    form_class = PasskeySignInForm
    purpose = limits.SECOND_FACTOR

    def account_tried(self, request: HttpRequest) -> str:
        return f"passkey from {limits.attempt_of(request, '').peer}"

    @method_decorator(never_cache)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Accept") != "application/json":
            return redirect("people:sign-in")
        return JsonResponse({"request_options": passkeys.begin_authentication(user=None)})

    def form_valid(self, form: Any) -> HttpResponse:
        limits.forget(self.attempt)
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=self.get_next_url())
        return passkey_flows.perform_passwordless_login(self.request, authenticator, login)


class Overview(base.IndexView):
    http_method_names = ["get", "head", "options"]
    template_name = "people/second_factors.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {"needed": needs_second_factor(self.request.user)}


class AddApp(Page, totp.ActivateTOTPView):
    form_class = AppForm
    template_name = "people/add_app.html"
    button = _("Set up")

    def form_valid(self, form: AppForm) -> HttpResponse:
        response = super().form_valid(form)
        codes.remember_step(self.request.user.pk, form.step or 0)  # type: ignore[arg-type]
        set_up(self.request, Authenticator.Type.TOTP)
        return response


class RemoveApp(Page, totp.DeactivateTOTPView):
    template_name = FRAME
    heading = _("Remove the app")
    lead = _("You are no longer asked for its codes when you sign in.")
    button = _("Remove")


class RecoveryCodes(recovery.ViewRecoveryCodesView):
    http_method_names = ["get", "head", "options"]
    template_name = "people/recovery_codes.html"


class NewRecoveryCodes(Page, recovery.GenerateRecoveryCodesView):
    template_name = FRAME
    heading = _("Make new recovery codes")
    lead = _("The old ones no longer work.")
    button = _("Make new codes")


class AddPasskey(PasskeyData, Page, webauthn.AddWebAuthnView):
    form_class = PasskeyForm
    template_name = "people/add_passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        set_up(self.request, Authenticator.Type.WEBAUTHN)
        return response


class RemovePasskey(Page, webauthn.RemoveWebAuthnView):
    template_name = FRAME
    heading = _("Remove this passkey")
    lead = _("Nobody can sign in with it any more. Remove it from your device or password manager, too.")
    button = _("Remove")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            raise Refused(adapter.error_messages["cannot_delete_authenticator"])
        return super().form_valid(form)


class RenamePasskey(Page, webauthn.EditWebAuthnView):
    form_class = PasskeyNameForm
    template_name = FRAME
    heading = _("Rename this passkey")
    button = _("Save")
    success_url = OVERVIEW
