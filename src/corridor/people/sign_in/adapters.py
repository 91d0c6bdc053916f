"""How allauth meets this house: addresses, words and mails are ours, and it tells nobody who is here."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.kernel.http.peer import peer_address
from corridor.people import mails
from corridor.people.models import Person
from corridor.people.queries import person_by_email

from . import links

RECENT: Final = 5 * 60

MAILS: Final = {
    "account/email/login_code": "code",
    "account/email/unknown_account": "unknown",
    "account/email/password_reset_key": "reset",
    "account/email/email_confirmation": "address",
}
MESSAGES: Final = {
    "account/messages/password_changed.txt": _(
        "Your passphrase is changed. Everywhere else you are signed out."
    ),
    "account/messages/password_set.txt": _("You can sign in with this passphrase from now on."),
    "account/messages/email_confirmation_sent.txt": _(
        "We have written to the new address. It counts once you confirm it."
    ),
    "account/messages/email_confirmation_failed.txt": _("This address cannot be used."),
    "account/messages/email_confirmed.txt": _("Your new e-mail address counts from now on."),
    "mfa/messages/totp_activated.txt": _(
        "Your app is set up. You are asked for its code whenever you sign in."
    ),
    "mfa/messages/totp_deactivated.txt": _("The app is no longer asked for."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
NOTICES: Final = {
    "account/email/password_changed": _("Your passphrase was changed."),
    "account/email/password_reset": _("Your passphrase was set anew by a link from an e-mail."),
    "account/email/password_set": _("A passphrase was set for your account."),
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "socialaccount/email/account_connected": _("An account of another service was linked to yours."),
    "socialaccount/email/account_disconnected": _("An account of another service was unlinked from yours."),
    "mfa/email/totp_activated": _("An app for codes was set up for your account."),
    "mfa/email/totp_deactivated": _("The app for codes was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address and the passphrase do not belong together."),
        "incorrect_code": _("This code is not right. Perhaps it is an older one."),
        "incorrect_password": _("This passphrase is not right."),
        "enter_current_password": _("This passphrase is not right."),
        "too_many_login_attempts": _("This was tried too often. Please ask for a new code."),
        "duplicate_email": _("This is your address already."),
        "invalid_password_reset": _("This link has been used, or it is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path on this site: a full address is refused, even our own."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        address = peer_address(request)
        try:
            validate_ipv46_address(address)
        except ValidationError:
            return "::"  # a socket on this machine
        return address

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A closed account is no account: allauth would show that the passphrase was right."""
        person = super().authenticate(request, **credentials)
        return person if person is not None and person.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("people:no-account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:access")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("people:access" if self.request.user.is_authenticated else "people:sign-in")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again within five minutes of signing in."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        now = timezone.now().timestamp()
        return not any(now - record["at"] < RECENT for record in records)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if text := message or MESSAGES.get(message_template or ""):
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def get_reset_password_from_key_url(self, key: str) -> str:
        person, _dash, secret = key.partition("-")
        return _here("account_reset_password_from_key", uidb36=person, key=secret)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _here("account_confirm_email", key=emailconfirmation.key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        person = context.get("user") or person_by_email(email)
        with override(person.language if person else None):
            words = {"email": email, "person": person, **context}
            if template_prefix == "account/email/login_code" and person:
                target = get_next_redirect_url(allauth_context.request) or ""
                words["link"] = links.link_for(person, target)
            mails.send(MAILS[template_prefix], email, words)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        with override(user.language):
            words = {
                "person": user,
                "what": NOTICES[template_prefix],
                "at": timezone.now(),
                "peer": peer_address(self.request),
                "account": settings.BASE_URL + reverse("people:access"),
            }
            mails.send("notice", email or user.email, words)


def _here(name: str, **where: str) -> str:
    """An address in a mail: on the configured host, whatever the request says."""
    return settings.BASE_URL + reverse(name, kwargs=where)
