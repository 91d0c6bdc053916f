from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import best_text, clean_text
from corridor.kernel.i18n.languages import LANGUAGES
from corridor.members.enums import GroupRoleName, HubKind, SeatRole
from corridor.members.groups.models import Criterion
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.queries import country_choices

from .enums import HUB_AUDIENCES, Fit
from .guard import GuardedForm
from .models import Application, CriterionAnswer

LONGEST = 5_000


def text_field(label: Any, *, required: bool = True, rows: int = 5, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def language_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(LANGUAGES.items()))


class FromOutsideForm(GuardedForm):
    """Who writes, and that we may write back. ``agreed`` are the words beside the tick."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We write to it now, with a link that confirms it. An address of your hub helps to check."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
    )
    position = forms.CharField(label=_("Your role in the hub"), max_length=200, required=False)
    language = language_field(_("Language for our letters"))
    consent = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["consent"].label = self.agreed

    @property
    def agreed(self) -> str:
        raise NotImplementedError

    @property
    def values_of_sender(self) -> dict[str, Any]:
        data = self.cleaned_data
        plain = {name: clean_text(data[name]) for name in ("name", "email", "position")}
        return plain | {"consent": self.agreed}


class InterestForm(FromOutsideForm):
    """A hub's expression of interest: the hub (where it is new), why, the criteria, who writes."""

    hub_name = forms.CharField(label=_("Short name of the hub"), max_length=200)
    hub_title = forms.CharField(label=_("Full name"), max_length=500)
    hub_country = forms.ChoiceField(label=_("Country"))
    hub_website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    hub_kind = forms.ChoiceField(label=_("Kind"), choices=HubKind.choices)
    hub_audience = forms.ChoiceField(
        label=_("Who may see the hub’s page, once it is admitted"),
        choices=[(one.value, one.label) for one in HUB_AUDIENCES],
        initial=HUB_AUDIENCES[0].value,
    )
    why = text_field(
        _("Why the group and your hub fit together"),
        rows=6,
        help_text=_("What you bring, and what you look for. A few sentences are enough."),
    )
    of_hub = ("hub_name", "hub_title", "hub_country", "hub_website", "hub_kind", "hub_audience")
    of_sender = ("name", "email", "position", "language", "consent")

    def __init__(self, group: WorkingGroup, hub: Hub | None, *args: Any, **kwargs: Any) -> None:
        self.group, self.hub = group, hub
        self.criteria = list(Criterion.objects.filter(group=group))
        super().__init__(*args, **kwargs)
        if hub:
            for name in self.of_hub:
                del self.fields[name]
        else:
            self.fields["hub_country"].choices = [("", "–"), *country_choices()]  # type: ignore[attr-defined]
        for criterion in self.criteria:
            self.fields[_criterion(criterion)] = text_field(
                best_text(criterion.text),
                required=criterion.is_required,
                rows=3,
                help_text=best_text(criterion.help),
            )
        self.order_fields(["trap", "opened", *self.of_hub, "why", *map(_criterion, self.criteria)])

    @property
    def agreed(self) -> str:
        return gettext(
            "I agree that the moderators and the support team of the group read this and write to me about "
            "it. Nobody else reads it. It is deleted a year after the decision."
        )

    @property
    def hub_fields(self) -> list[forms.BoundField]:
        return [] if self.hub else [self[name] for name in self.of_hub]

    @property
    def criteria_fields(self) -> list[forms.BoundField]:
        return [self[_criterion(criterion)] for criterion in self.criteria]

    @property
    def sender_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.of_sender]

    @property
    def values(self) -> dict[str, Any]:
        about = _facts_of(self.hub) if self.hub else self._facts()
        why = clean_text(self.cleaned_data["why"])
        return about | self.values_of_sender | {"why": why, "hub": self.hub, "is_new_hub": self.hub is None}

    def _facts(self) -> dict[str, Any]:
        data = {name: clean_text(self.cleaned_data[name]) for name in self.of_hub}
        data["hub_country_id"] = data.pop("hub_country")
        return data

    @property
    def answers(self) -> dict[int, str]:
        return {one.pk: clean_text(self.cleaned_data[_criterion(one)]) for one in self.criteria}


def _criterion(criterion: Criterion) -> str:
    return f"criterion-{criterion.pk}"


def _facts_of(hub: Hub) -> dict[str, Any]:
    """As the hub is known today; its record may change before the decision."""
    return {
        "hub_name": hub.name,
        "hub_title": hub.title,
        "hub_country_id": hub.country_id,
        "hub_website": hub.website,
        "hub_kind": hub.kind,
        "hub_audience": hub.audience,
    }


class ClaimForm(FromOutsideForm):
    why = text_field(
        _("What shows that you work for this hub"),
        rows=4,
        help_text=_("For example a page of the hub that names you, or who there can confirm it."),
    )
    field_order = ("trap", "opened", "name", "email", "position", "why", "language", "consent")

    @property
    def agreed(self) -> str:
        return gettext(
            "I agree that whoever decides, the hub’s editors or the moderators of its groups, reads this and "
            "writes to me about it. It is deleted a year after the decision."
        )

    @property
    def values(self) -> dict[str, Any]:
        return self.values_of_sender | {"why": clean_text(self.cleaned_data["why"])}


class MessageForm(forms.Form):
    text = text_field(_("Your message"))

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class ReasonForm(forms.Form):
    """Why something is declined; one of the reasons that come up often may be taken and changed."""

    reason = text_field(_("Reason, as the applicant will read it"))

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class OptionalReasonForm(forms.Form):
    reason = text_field(_("Reason, if you want to give one"), required=False, rows=3)


class CheckForm(forms.Form):
    """What a moderator finds for each criterion, and a note for the other moderators."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_answers = list(application.answers.all())
        for answer in self.all_answers:
            self.fields[f"fit-{answer.pk}"] = forms.ChoiceField(
                label=_("Your finding"),
                choices=[("", _("not checked")), *Fit.choices],
                required=False,
                initial=answer.fit,
            )
            self.fields[f"note-{answer.pk}"] = forms.CharField(
                label=_("Note for the other moderators"), required=False, max_length=1000, initial=answer.note
            )
            self.fields[f"stamp-{answer.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=answer.stamp
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [{"answer": answer, **self._bound(answer)} for answer in self.all_answers]

    def _bound(self, answer: CriterionAnswer) -> dict[str, forms.BoundField]:
        return {name: self[f"{name}-{answer.pk}"] for name in ("fit", "note", "stamp")}

    @cached_property
    def findings(self) -> dict[int, tuple[str, str, str]]:
        data = self.cleaned_data
        return {
            answer.pk: (
                data[f"fit-{answer.pk}"],
                clean_text(data[f"note-{answer.pk}"]),
                data[f"stamp-{answer.pk}"],
            )
            for answer in self.all_answers
        }


class AdmissionForm(forms.Form):
    """For a hub described anew: whether it is one of those that are there already after all."""

    hub = forms.ChoiceField(label=_("The hub’s record"), required=False, widget=forms.RadioSelect)

    def __init__(self, similar: list[Hub], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar = {str(hub.pk): hub for hub in similar}
        known = [(pk, gettext("It is %(hub)s") % {"hub": hub.name}) for pk, hub in self.similar.items()]
        self.fields["hub"].choices = [("", _("A new hub, as described")), *known]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Hub | None:
        return self.similar.get(self.cleaned_data["hub"])


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation is for this address alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    until = forms.DateField(
        label=_("Last day of the term, if it has one"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = language_field(_("Language of the invitation"))
    note = text_field(_("A few words of your own"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return until

    @property
    def values(self) -> dict[str, Any]:
        """As ``actions.invite`` wants them."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("role", "until", "language")}
        return kept | {"address": clean_text(data["email"]), "note": clean_text(data["note"])}


class ColleagueForm(InvitationForm):
    """A colleague into one's own hub."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = SeatRole.choices  # type: ignore[attr-defined]


class GuestForm(InvitationForm):
    """By moderators: a guest expert of the group, or the first editor of a member hub that has none."""

    def __init__(self, orphans: list[Hub], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.orphans = {f"hub-{hub.pk}": hub for hub in orphans}
        guest = GroupRoleName.GUEST
        first = [
            (key, gettext("first editor of %(hub)s") % {"hub": hub.name}) for key, hub in self.orphans.items()
        ]
        self.fields["role"].choices = [(guest.value, guest.label), *first]  # type: ignore[attr-defined]

    @property
    def hub(self) -> Hub | None:
        return self.orphans.get(self.cleaned_data["role"])


class AcceptForm(forms.Form):
    """For a guest who has no account yet; nothing here can change what the invitation is for."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = language_field(_("Your language"))

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please write your name."))
        return name


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices)


class ClaimDecisionForm(forms.Form):
    role = forms.ChoiceField(label=_("Role of the seat"), choices=SeatRole.choices)


class EndForm(forms.Form):
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = text_field(_("Reason"), rows=3, help_text=_("The other side reads it."))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return until

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])
