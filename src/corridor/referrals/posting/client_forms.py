"""Forms of the client's private page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.referrals.models import Client

from .of_client import told_fields

RATINGS = (
    (5, _("5 – very useful")),
    (4, _("4 – useful")),
    (3, _("3 – partly useful")),
    (2, _("2 – hardly useful")),
    (1, _("1 – of no use")),
)


def _text(label: Any, *, required: bool = True, longest: int = 4000, rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget)


class ConsentForm(forms.Form):
    fields_agreed = forms.MultipleChoiceField(
        label=_("Hubs that are asked to help may learn"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever looks after you knows all of it. Others learn what is ticked, nothing else."),
    )

    def __init__(self, client: Client, data: Any = None) -> None:
        super().__init__(data, initial={"fields_agreed": client.consented})
        self.fields["fields_agreed"].choices = [  # type: ignore[attr-defined]
            (field.value, f"{field.label}: {getattr(client, field.value)}") for field in told_fields(client)
        ]


class ReplyForm(forms.Form):
    text = _text(_("Your message"))

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class EndForm(forms.Form):
    reason = _text(_("How it was solved, if you want to say"), required=False, longest=500, rows=2)

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class ForgetForm(forms.Form):
    sure = forms.BooleanField(label=_("Yes, delete what is known about me, now"))


class RatingForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How useful was it?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect
    )
    comment = _text(_("In your own words, if you want to say more"), required=False, longest=2000, rows=3)

    def clean_comment(self) -> str:
        return clean_text(self.cleaned_data["comment"])
