"""A need with who needs it: from outside, or as their hub knows them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.members.admission.guard import GuardedForm
from corridor.referrals.enums import NEED_AUDIENCES, ClientField, StaffSize

from .contents import CORRECTED, OF_CLIENT
from .forms import EditForm, FactsForm, here, line, ticks
from .of_client import words_of_consent


class ClientFields(forms.Form):
    """Who needs it."""

    organisation = line(_("Organisation"), 300, "organization")
    name = line(_("Contact person"), 200, "name")
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    phone = line(_("Telephone"), 40, "tel")
    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    vat = line(_("VAT number"), 20)
    staff = forms.ChoiceField(label=_("Staff"), choices=[("", "–"), *StaffSize.choices], required=False)
    consented = ticks(_("Hubs that are asked to help may learn"), ClientField.choices)

    @property
    def client(self) -> dict[str, Any]:
        """What is not filled in needs no consent."""
        data = {name: clean_text(self.cleaned_data[name]) for name in OF_CLIENT}
        return data | {"consented": [name for name in self.cleaned_data["consented"] if data[name]]}

    @property
    def client_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in OF_CLIENT]


class PublicNeedForm(GuardedForm, ClientFields, FactsForm):
    """By whoever needs it, without an account."""

    consent = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organisation", "email"):
            self.fields[name].required = True
        self.fields["email"].help_text = _("We write to it now, with a private link that confirms it.")
        self.fields["consented"].help_text = _(
            "Nothing has to be ticked, and you can change it at any time by your private link."
        )
        self.fields["consent"].label = self.agreed

    @property
    def agreed(self) -> str:
        return gettext("I agree that the moderators of the group read this and write to me about it.")

    @property
    def words_of_consent(self) -> str:
        return f"{self.agreed}\n{words_of_consent(self.client['consented'], here())}"


class HubNeedForm(ClientFields, FactsForm):
    """By a hub for its client, who may stay without a name."""

    consent = forms.BooleanField(
        label=_("The client agreed to what is ticked, and that we record it."), required=False
    )
    writes = forms.BooleanField(
        label=_("Send the client a private link, to see what becomes of it and to change what is ticked"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, audiences=NEED_AUDIENCES, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("consented") and not data.get("consent"):
            self.add_error(
                "consent", gettext("Record the client’s consent, or untick what others may learn.")
            )
        if data.get("writes") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", gettext("To which address?"))
        return data

    @property
    def words_of_consent(self) -> str:
        if not self.cleaned_data["consent"]:
            return ""
        agreed = str(self.fields["consent"].label)
        return f"{agreed}\n{words_of_consent(self.client['consented'], here())}"


class OwnNeedForm(ClientFields, EditForm):
    """By whoever needs it, later. What others may learn is changed on the private page itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["consented"]
        self.fields["organisation"].required = bool(self.initial.get("organisation"))

    @property
    def contact(self) -> dict[str, str]:
        return {name: clean_text(self.cleaned_data[name]) for name in CORRECTED}

    @property
    def facts(self) -> dict[str, Any]:
        return super().values

    @property
    def values(self) -> dict[str, Any]:
        return self.facts | self.contact

    @property
    def client_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in CORRECTED]
