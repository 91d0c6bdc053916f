"""People to invite, as somebody chooses and writes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.errors import CorridorError
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.i18n.zones import zone_choices
from corridor.meetings.enums import Reply
from corridor.meetings.models import Meeting
from corridor.members.models import GroupMembership, Hub
from corridor.post import clean

from .inviting import Guest

LONGEST_LIST = 500


class GuestForm(forms.Form):
    """Somebody without an account here, or of another group."""

    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()), initial=DEFAULT)
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    hub = forms.ModelChoiceField(
        Hub.objects.none(), label=_("For the hub"), required=False, empty_label=pgettext_lazy("hub", "none")
    )
    is_required = forms.BooleanField(label=_("Has to be there"), required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("zone", meeting.zone)
        members = GroupMembership.objects.filter(group=meeting.group_id).values("hub")
        self.fields["hub"].queryset = Hub.objects.filter(pk__in=members).order_by("name")  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        try:
            plain = clean.address(self.cleaned_data["address"])
            clean.on_the_wire(plain)
        except (CorridorError, UnicodeError) as error:
            raise forms.ValidationError(_("This is not an e-mail address.")) from error
        return plain

    @property
    def guest(self) -> Guest:
        return Guest(**self.cleaned_data)


class AnswerForm(forms.Form):
    reply = forms.ChoiceField(choices=[(one.value, one.label) for one in Reply if one != Reply.NEEDS_ACTION])
    note = forms.CharField(max_length=500, required=False)
