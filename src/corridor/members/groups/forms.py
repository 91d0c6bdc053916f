from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .addresses import reserved
from .models import MilestoneState
from .texts import TextsForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, **options)


class MandateForm(TextsForm):
    texts: ClassVar = {
        "mission": _("Mission in one or two sentences"),
        "text": _("Mandate"),
        "description": _("How the group works"),
    }
    long: ClassVar = frozenset(texts)

    valid_from = day(_("Valid from"), required=False)
    valid_until = day(_("Valid until"), required=False, help_text=_("The last day. Empty: no end is set."))
    contact = forms.EmailField(
        label=_("Mailbox of the group"),
        required=False,
        help_text=_("Everybody sees it. Give a shared mailbox, not somebody’s own address."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("The mandate cannot end before it begins."))
        return data


class CriterionForm(TextsForm):
    texts: ClassVar = {"text": _("Criterion"), "help": _("What counts, and how to show it")}
    long: ClassVar = frozenset({"help"})
    needed = "text"

    is_required = forms.BooleanField(
        label=_("A hub has to meet it to be admitted"), required=False, initial=True
    )


class MilestoneForm(TextsForm):
    texts: ClassVar = {"title": _("Title"), "note": _("Note")}
    long: ClassVar = frozenset({"note"})
    needed = "title"

    due_on = day(_("Due on"))
    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices)
    done_on = day(_("Done on"), required=False)
    evidence = forms.URLField(
        label=_("Link to the result"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("A report, a page, minutes: whatever shows that it is done."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("state") != MilestoneState.DONE:
            data["done_on"] = None
        elif not data.get("done_on"):
            self.add_error("done_on", _("On which day was it done?"))
        return data


class GroupForm(TextsForm):
    """A new group, as the operator sets it up."""

    texts: ClassVar = {"name": _("Name"), "mission": _("Mission in one or two sentences")}
    long: ClassVar = frozenset({"mission"})
    needed = "name"

    slug = forms.CharField(
        label=_("Web address"),
        max_length=80,
        help_text=_("The last part of its address, such as smart-connectivity."),
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, figures and hyphens only."))
        ],
    )
    started_on = day(_("Started on"), required=False)

    def clean_slug(self) -> str:
        """No address that already leads somewhere else."""
        slug: str = self.cleaned_data["slug"]
        if slug in reserved():
            raise forms.ValidationError(_("This address is already used by another page."))
        return slug
