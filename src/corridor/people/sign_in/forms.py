from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

ADDRESS = {"autocomplete": "username", "autocapitalize": "none"}


def address_field(label: Any = None) -> forms.EmailField:
    return forms.EmailField(label=label or _("E-mail address"), widget=forms.EmailInput(attrs=ADDRESS))


def passphrase_field(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=1000, widget=widget, **more)


class SignInForm(allauth.LoginForm):
    """E-mail and passphrase. A wrong one, an unknown address and a closed account look the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["login"]
        # Not an e-mail field: what is no address at all gets the same answer as one that nobody has.
        self.fields["username"] = forms.CharField(
            label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs=ADDRESS)
        )
        self.fields["password"] = passphrase_field(_("Passphrase"), "current-password")
        self.order_fields(["username", "password"])

    def user_credentials(self) -> dict[str, str]:
        self.cleaned_data["login"] = self.cleaned_data["username"]  # allauth's name for it
        return {"email": self.cleaned_data["username"], "password": self.cleaned_data["password"]}


class AskForCodeForm(allauth.RequestLoginCodeForm):
    email = address_field()


class CodeForm(allauth.ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class ForgottenForm(allauth.ResetPasswordForm):
    email = address_field()


class NewPassphraseMixin:
    """Renames the fields of allauth's forms for a new passphrase."""

    fields: dict[str, forms.Field]

    def use_our_words(self) -> None:
        self.fields["password1"].label = _("New passphrase")
        self.fields["password1"].help_text = _("At least 12 characters; several words are easy to remember.")
        self.fields["password2"].label = _("The same again")
        for name in ("oldpassword", "password1", "password2"):
            if name in self.fields:
                self.fields[name].widget.attrs.pop("placeholder", None)


class ResetForm(NewPassphraseMixin, allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_our_words()


class ChangeForm(NewPassphraseMixin, allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = passphrase_field(_("Passphrase until now"), "current-password")
        self.order_fields(["oldpassword", "password1", "password2"])
        self.use_our_words()


class SetForm(NewPassphraseMixin, allauth.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_our_words()


class AddressForm(allauth.AddEmailForm):
    email = address_field(_("New e-mail address"))


class AgainForm(allauth.ReauthenticateForm):
    password = passphrase_field(_("Passphrase"), "current-password")
