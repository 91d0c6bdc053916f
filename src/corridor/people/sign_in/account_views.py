"""Passphrase and address of the person who is signed in, and proving again who one is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from corridor.people import limits
from corridor.people.doors import Limited, Page

from .forms import AddressForm, AgainForm, ChangeForm, SetForm

FRAME = "people/account_form.html"


class OfOneself(Limited):
    """Guesses count for the person who is signed in."""

    def account_tried(self, request: HttpRequest) -> str:
        return str(request.user.email)  # type: ignore[union-attr]


class ChangePassphrase(OfOneself, allauth.PasswordChangeView):
    form_class = ChangeForm
    template_name = FRAME
    heading = _("Change your passphrase")
    lead = _("Everywhere else you are signed out.")
    button = _("Save")


class SetPassphrase(Page, allauth.PasswordSetView):
    form_class = SetForm
    template_name = FRAME
    heading = _("Set a passphrase")
    lead = _("So far you have signed in without one. You can go on doing so.")
    button = _("Save")

    @method_decorator(login_required)
    @method_decorator(reauthentication_required(app="allauth.account"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)


class ChangeAddress(OfOneself, allauth.EmailView):
    """The new address counts once it is confirmed from there; the old one is told."""

    form_class = AddressForm
    purpose = limits.MAIL
    template_name = "people/account_address.html"
    success_url = reverse_lazy("account_email")

    @method_decorator(login_required)
    @method_decorator(reauthentication_required(app="allauth.account"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # allauth's page has several buttons; ours has this one.
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST["action_add"] = "yes"  # type: ignore[index, misc]
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        waiting = EmailAddress.objects.get_new(self.request.user)
        return super().get_context_data(**more) | {"waiting": waiting}


class ConfirmAddress(allauth.ConfirmEmailView):
    http_method_names = ["get", "head", "post", "options"]
    template_name = "people/confirm_address.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        status = HTTPStatus.OK if context["can_confirm"] else HTTPStatus.GONE
        return super().render_to_response(context, status=int(status), **more)


class Again(OfOneself, allauth.ReauthenticateView):
    """Before something that a person beside an open screen must not be able to do."""

    form_class = AgainForm
    template_name = "people/again.html"
    heading = _("Is it still you?")
    lead = _("This step asks for your passphrase again.")
    button = _("Go on")

    @method_decorator(login_required)
    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)
