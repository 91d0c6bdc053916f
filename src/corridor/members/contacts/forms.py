from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import clean_text

from .enums import AUDIENCES, ContactKind
from .models import ContactDetail

PHONE: Final = RegexValidator(
    r"^\+?[0-9][0-9 ()./-]{4,29}$", _("A phone number has digits, and may begin with + and the country.")
)
SHORT: Final = 120


def _value(kind: ContactKind) -> forms.Field:
    """The field in which this kind of detail is entered."""
    label = kind.label
    if kind is ContactKind.EMAIL:
        return forms.EmailField(label=label, max_length=254)
    if kind is ContactKind.WEB:
        return forms.URLField(
            label=label, max_length=300, assume_scheme="https", validators=[URLValidator(["http", "https"])]
        )
    if kind is ContactKind.PHONE:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
        return forms.CharField(label=label, max_length=30, validators=[PHONE], widget=widget)
    return forms.CharField(label=label, max_length=SHORT)


class ContactForm(forms.Form):
    """One detail: its value, who sees it, and that one agrees to that."""

    audience = forms.ChoiceField(
        label=_("Who may see it"), choices=list(AUDIENCES.items()), widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(
        label=_("I agree that these people see it here. I can take this back on this page at any time.")
    )

    def __init__(self, kind: ContactKind, contact: ContactDetail | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"audience": Audience.NETWORK.value}
        if contact:
            initial = {"value": contact.value, "audience": contact.audience, "agreed": contact.is_shown}
        super().__init__(data, initial=initial)
        self.kind = kind
        self.fields["value"] = _value(kind)
        self.order_fields(["value", "audience", "agreed"])

    def clean_value(self) -> str:
        value = clean_text(self.cleaned_data["value"])
        if not value or not value.isprintable():
            raise forms.ValidationError(_("Please enter it in one line."))
        return value

    @property
    def agreed_to(self) -> str:
        """The words that the person saw, with what they chose among them."""
        seen = [self.kind.label, AUDIENCES[Audience(self.cleaned_data["audience"])]]
        return f"{': '.join(map(str, seen))}. {self.fields['agreed'].label}"
