"""One step of a service's record as a form; its fields are the record's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import DateField, ManyToManyField, TextField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import clean_text
from corridor.referrals.models import Referral, ServiceRecord
from corridor.vocab.enums import ListName
from corridor.vocab.queries import terms_in_force

from . import checks
from .steps import Step

NEEDED: Final = frozenset({"agreed_on", "starts_on", "ends_on", "description", "outcome"})
NEEDED_LATER: Final = {"agreement": frozenset({"ends_on"})}  # often nobody knows it yet
LIMITS: Final[Mapping[str, Any]] = {"attendees": {"max_value": 1_000_000}}
OTHER: Final = "other-please-specify"  # of the official list
HELP: Final[Mapping[str, Any]] = {
    "agreement.ends_on": _("The last day, also where it is only planned."),
    "price": _("In EUR without VAT, before any aid."),
    "invoiced": _("In EUR without VAT. Leave it empty until it is invoiced."),
    "aid": _("In EUR: the part of the price that the client does not pay."),
    "aid_note": _("For example: de minimis, Regulation 2023/2831."),
    "technology_other": _("Only where “Other” is ticked."),
    "capacities": _("For example: a supercomputer or a test facility. Leave it empty where none was used."),
    "description": _("Without names of persons. The home hub reads it, and it goes into your KPI line."),
    "outcome": _("Without names of persons. The home hub reads it."),
    "investment": _("In EUR, beyond the price of the service."),
    "investment_kind": _("For example: own funds, loan, equity, public grant."),
}


class StepForm(forms.Form):
    """``stored`` is what the record says now, with the version of its referral."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, step: Step, referral: Referral, data: Any = None) -> None:
        self.step, self.record = step, record_of(referral)
        self.stored = stored_of(step, self.record) | {"version": referral.version}
        known = self.stored | (_begun(step, referral) if step.is_first(referral) else {})
        super().__init__(data, initial=known)
        for name in step.fields:
            self.fields[name] = _field(step, name)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in data.items():
            data[name] = clean_text(value.replace("\r\n", "\n")) if isinstance(value, str) else value
        said = {name: data[name] for name in checks.FACTS if name in data}
        for name, text in checks.problems_of(self.record, said).items():
            self.add_error(name if name in self.fields else None, str(text))
        self._check_other(data)
        return data

    def _check_other(self, data: Mapping[str, Any]) -> None:
        if OTHER in (data.get("technologies") or ()) and not data.get("technology_other"):
            self.add_error("technology_other", _("Say which technology it was."))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.step.fields}

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.step.fields]

    def differing(self) -> list[dict[str, Any]]:
        """What a valid form says otherwise than what is stored, to lay both side by side."""
        return [
            {
                "label": self.fields[name].label,
                "stored": self._in_words(name, self.stored[name]),
                "written": self._in_words(name, value),
            }
            for name, value in self.values.items()
            if value != self.stored[name] and (value or self.stored[name])
        ]

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, list):
            labels = dict(_technologies_in_words())
            return "\n".join(str(labels.get(slug, slug)) for slug in value)
        return "" if value is None else str(value)


def record_of(referral: Referral) -> ServiceRecord:
    """The stored one, or one that is not stored yet."""
    return ServiceRecord.objects.filter(referral=referral).first() or ServiceRecord(referral=referral)


def stored_of(step: Step, record: ServiceRecord) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in step.fields if name != "technologies"}
    if "technologies" in step.fields:
        plain["technologies"] = list(record.technologies.values_list("slug", flat=True)) if record.pk else []
    return plain


def _begun(step: Step, referral: Referral) -> dict[str, Any]:
    """What is probably right the first time."""
    service = referral.service
    if step.name == "delivery":
        source: Any = service or referral.need
        return {"technologies": list(source.technologies.values_list("slug", flat=True))}
    known: dict[str, date | Decimal | str | None] = {"agreed_on": timezone.localdate()}
    if step.name == "agreement" and service and service.list_price is not None:
        known["price"] = service.list_price
        if service.price is not None and service.price < service.list_price:
            known["aid"] = service.list_price - service.price
            known["aid_note"] = service.get_aid_display()
    return known


def _field(step: Step, name: str) -> Any:
    column: Any = ServiceRecord._meta.get_field(name)  # noqa: SLF001 - Django's public-by-convention name
    if isinstance(column, ManyToManyField):
        return _technologies()
    field: Any = column.formfield(**LIMITS.get(name, {}))
    field.required = name in NEEDED - NEEDED_LATER.get(step.name, frozenset())
    field.help_text = HELP.get(f"{step.name}.{name}") or HELP.get(name, "")
    field.label = capfirst(column.verbose_name)
    if isinstance(column, DateField):
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(column, TextField):
        field.widget.attrs["rows"] = 5
    return field


def _technologies() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Technologies used"),
        required=False,
        choices=_technologies_in_words(),
        widget=forms.CheckboxSelectMultiple,
    )


def _technologies_in_words() -> list[tuple[str, str]]:
    return [(term.slug, term.label) for term in terms_in_force(ListName.TECHNOLOGIES)]
