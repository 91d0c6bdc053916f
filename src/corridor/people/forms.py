from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail and passphrase. A wrong one, an unknown address and a closed account look the same."""

    error_messages = {
        "invalid_login": _("The e-mail address and the passphrase do not belong together."),
        "inactive": _("The e-mail address and the passphrase do not belong together."),
    }

    username = forms.CharField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
