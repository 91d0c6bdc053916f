from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from . import codes


def code_field(label: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes))


class TakesCode:
    """In place of allauth's ``clean_code``, which would take a code twice."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        authenticator = codes.take_code(self.user.pk, code)  # type: ignore[attr-defined]
        if authenticator is None:
            raise get_adapter().validation_error("incorrect_code")
        authenticator.user = self.user  # type: ignore[attr-defined]
        self.authenticator = authenticator
        return code


class CodeForm(TakesCode, base.AuthenticateForm):
    code = code_field(_("Code from your app, or a recovery code"))


class CodeAgainForm(TakesCode, base.ReauthenticateForm):
    code = code_field(_("Code from your app, or a recovery code"))


class AppForm(totp.ActivateTOTPForm):
    code = code_field(_("Code that the app shows now"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.step = codes.step_of(self.secret, code)
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        return code


MALFORMED = (KeyError, TypeError, ValueError, AttributeError)


class TakesPasskey:
    """allauth expects JSON of the right shape; what has another one is simply no passkey."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyStepForm(TakesPasskey, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeySignInForm(TakesPasskey, webauthn.LoginWebAuthnForm):
    pass


class PasskeyAgainForm(TakesPasskey, webauthn.ReauthenticateWebAuthnForm):
    pass


class PasskeyForm(webauthn.AddWebAuthnForm):
    name = forms.CharField(label=_("Name of this passkey"), max_length=80, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without passphrase"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MALFORMED as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyNameForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(label=_("Name of this passkey"), max_length=80)
