from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.ui.widgets import LongSelect
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ActionState, ItemState
from corridor.meetings.models import Meeting

from .people import Owner
from .queries import ALL, IN_FORCE, OVERDUE, SUPERSEDED, Wanted

AUDIENCES: Final = [(one.value, one.label) for one in (Audience.GROUP, Audience.NETWORK, Audience.PUBLIC)]
FORCE: Final = [
    ("", pgettext_lazy("filter", "all")),
    (IN_FORCE, pgettext_lazy("decisions", "in force")),
    (SUPERSEDED, pgettext_lazy("decisions", "superseded")),
]
STATES: Final = [
    (ActionState.OPEN.value, pgettext_lazy("actions", "open")),
    (OVERDUE, pgettext_lazy("actions", "overdue")),
    (ActionState.DONE.value, pgettext_lazy("actions", "done")),
    (ActionState.DROPPED.value, pgettext_lazy("actions", "given up")),
    (ALL, pgettext_lazy("filter", "all")),
]
DAY: Final = {"type": "date"}
Pairs = Iterable[tuple[Any, Any]]


def _choice(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, widget=LongSelect, **options
    )


class _WantedForm(forms.Form):
    """What of it makes sense is looked for; the rest is left aside."""

    q = forms.CharField(
        label=_("Words or number"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    meeting = _choice(_("Meeting"))
    series = _choice(_("Series"))

    def offer(self, name: str, pairs: Pairs) -> None:
        field: Any = self.fields[name]
        field.choices = [("", pgettext_lazy("filter", "all")), *pairs]

    def offer_meetings(self, meetings: Iterable[Any], series: Iterable[Any]) -> None:
        self.offer("meeting", [(one.pk, f"{best_text(one.title)} ({one.held_on})") for one in meetings])
        self.offer("series", [(one.pk, str(one)) for one in series])

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


class DecisionsForm(_WantedForm):
    year = _choice(_("Year"))
    force = forms.ChoiceField(label=_("State"), choices=FORCE, required=False, widget=LongSelect)

    field_order = ["q", "year", "force", "meeting", "series"]

    def offer_years(self, years: Iterable[int]) -> None:
        self.years = list(years)
        self.offer("year", [(one, one) for one in self.years])


class ActionsForm(_WantedForm):
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False, widget=LongSelect)
    owner = _choice(_("Who"))
    hub = _choice(_("Hub"))

    field_order = ["q", "state", "owner", "hub", "meeting", "series"]

    @property
    def wanted(self) -> Wanted:
        """The open ones, unless something else is asked for."""
        found = super().wanted
        return found if found.state else Wanted(**found.__dict__ | {"state": ActionState.OPEN.value})


def _text(label: Any, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}))


class _CaptureForm(forms.Form):
    """``item`` is of the meeting itself; ``back`` is where the form stood."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), required=False, empty_label=pgettext_lazy("agenda item", "none")
    )
    back = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.label = _("Agenda item")
        field.queryset = AgendaItem.objects.filter(meeting=meeting, state=ItemState.ACCEPTED)


class NewDecisionForm(_CaptureForm):
    text = _text(_("What was decided"), 4000)
    audience = forms.ChoiceField(label=_("Who can read it"), choices=AUDIENCES, required=False)

    field_order = ["text", "item", "audience"]


class OwnerField(forms.TypedChoiceField):
    """Who does it, and for which hub: ``(person, hub)``, either of which may be nobody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, coerce=str, empty_value="", **options)
        self.owners: dict[str, Owner] = {}

    def offer(self, owners: Iterable[Owner]) -> None:
        self.owners = {one.value: one for one in owners}
        self.choices = [("", _("nobody yet")), *((one.value, one.label) for one in self.owners.values())]

    def clean(self, value: Any) -> Any:
        found = self.owners.get(super().clean(value))
        return (found.person, found.hub) if found else (None, None)


class NewActionForm(_CaptureForm):
    text = _text(_("What is to be done"), 2000)
    who = OwnerField(label=_("Who"))
    due_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(DAY))

    field_order = ["text", "who", "due_on", "item"]

    def __init__(self, meeting: Meeting, owners: Iterable[Owner], *args: Any, **kwargs: Any) -> None:
        super().__init__(meeting, *args, **kwargs)
        who: Any = self.fields["who"]
        who.offer(owners)


class ActionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = _text(_("What is to be done"), 2000)
    who = OwnerField(label=_("Who"))
    due_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d"))

    def __init__(self, owners: Iterable[Owner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        who.offer(owners)


class WordingForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    text = forms.CharField(
        label=_("Wording"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only how it is said. If something else was decided, note a new decision."),
    )


class AudienceForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    audience = forms.ChoiceField(label=_("Who can read it"), choices=AUDIENCES)


class SupersedingForm(forms.Form):
    older = forms.RegexField(r"^D-\d{4}-[1-9]\d{0,4}$", label=_("Takes the place of"))


class ClosingForm(forms.Form):
    state = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (ActionState.DONE, ActionState.DROPPED)]
    )
    note = forms.CharField(label=_("What became of it"), max_length=500, required=False)
