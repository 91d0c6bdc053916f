"""A service as those who write it see it; ``values`` gives it back as ``contents`` has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from corridor.kernel.audience import Audience, Viewer, record_type
from corridor.kernel.i18n.fields import best_text, clean_text
from corridor.kernel.i18n.languages import CODES, DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import country_name, language_name
from corridor.kernel.ui.sections import Section
from corridor.members.groups.editing import Row
from corridor.members.groups.texts import Part, TextsForm
from corridor.members.models import Hub, WorkingGroup
from corridor.members.queries import memberships_today
from corridor.vocab.enums import ListName
from corridor.vocab.models import Country
from corridor.vocab.queries import concepts_in_force, terms_in_force

from .contents import LABELS, OF_TEST_BED, PRICES, TERMS, TEXTS
from .enums import SERVICE_AUDIENCES, AidBasis, Customer, Delivery, PriceUnit, Setting
from .fields import LinesField, RegionsField, SeveralSelects
from .models import Service
from .wording import changes

AUDIENCES: Final = {
    Audience.HUB: gettext_lazy("only people of our hub"),
    Audience.GROUP: gettext_lazy("people of the group that reviews it"),
    Audience.NETWORK: gettext_lazy("people of all hubs of the network, and of its groups"),
    Audience.PUBLIC: gettext_lazy("everybody, also on the public web"),
}
TESTS: Final = "test-before-invest"
WITHOUT_BUSINESS: Final = frozenset({Customer.PUBLIC, Customer.RESEARCH, Customer.HUB})
IN_BED: Final = tuple(name for name in OF_TEST_BED if name != "safety")
SAID_OF_BED: Final = tuple(name for name in OF_TEST_BED if name != "setting")  # what has no default
PARTS: Final = (
    (gettext_lazy("Subject"), ("category",)),
    (LABELS["technologies"], ("technologies",)),
    (LABELS["sectors"], ("sectors",)),
    (LABELS["tags"], ("tags",)),
    (LABELS["concepts"], ("concepts",)),
    (gettext_lazy("How and where"), ("delivery", "regions")),
    (LABELS["languages"], ("languages",)),
    (LABELS["countries"], ("countries",)),
    (gettext_lazy("For whom and at what price"), ("customers", "list_price", "price", "per", "aid")),
    (gettext_lazy("When"), ("capacity", "lead_days", "next_free", "trl_from", "trl_to")),
    (gettext_lazy("Whom to ask"), ("website", "contact_role", "contact_mail")),
    (gettext_lazy("Who sees it, and who provides it"), ("audience", "group", "co_providers")),
)
LONG_LISTS: Final = frozenset({"technologies", "sectors", "tags", "concepts", "languages", "countries"})


def _ticks(name: str, choices: Any = (), help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=LABELS[name],
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def _one_of(name: str, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=LABELS[name], choices=choices, widget=forms.RadioSelect, **options)


def _number(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, help_text=help_text
    )


def _amount(name: str, help_text: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=LABELS[name],
        min_value=Decimal(0),
        max_digits=9,
        decimal_places=2,
        required=False,
        help_text=help_text,
    )


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class ServiceForm(TextsForm):
    """Of a new service of ``hub``, or of ``service``. The parts of its test bed stand beside the others."""

    texts: ClassVar = {name: LABELS[name] for name in TEXTS} | {"safety": gettext_lazy("Safety rules")}
    long: ClassVar = frozenset(texts) - {"title"}
    needed = "title"

    category = _one_of("category", ())
    technologies, sectors, tags = (_ticks(name) for name in TERMS)
    concepts = _ticks("concepts")
    languages = _ticks("languages")
    delivery = _one_of("delivery", Delivery.choices, initial=Delivery.BOTH)
    countries = _ticks("countries", (), gettext_lazy("Nothing ticked and no region: anywhere in Europe."))
    regions = RegionsField(
        label=LABELS["regions"],
        required=False,
        max_length=5000,
        help_text=gettext_lazy(
            "Names or NUTS codes, separated by commas. Leave it empty for whole countries."
        ),
    )
    customers = _ticks("customers", Customer.choices, gettext_lazy("Nothing ticked: everybody."))
    list_price = _amount("list_price", gettext_lazy("Without subsidy and without VAT."))
    price = _amount("price", gettext_lazy("What the customer pays. 0 if it is free of charge."))
    per = forms.ChoiceField(label=LABELS["per"], choices=PriceUnit.choices, initial=PriceUnit.PROJECT)
    aid = _one_of("aid", AidBasis.choices, initial=AidBasis.NONE)
    capacity = _number(LABELS["capacity"], 1, 1000)
    lead_days = _number(LABELS["lead_days"], 0, 1000)
    next_free = forms.DateField(
        label=LABELS["next_free"],
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    trl_from = _number(LABELS["trl_from"], 1, 9, gettext_lazy("From 1 to 9; only for “Test before invest”."))
    trl_to = _number(LABELS["trl_to"], 1, 9)
    website = forms.URLField(label=LABELS["website"], max_length=500, required=False, assume_scheme="https")
    contact_role = forms.CharField(label=LABELS["contact_role"], max_length=120, required=False)
    contact_mail = forms.EmailField(label=LABELS["contact_mail"], required=False)
    audience = _one_of("audience", [(one.value, AUDIENCES[one]) for one in SERVICE_AUDIENCES])
    group = forms.ChoiceField(label=LABELS["group"], required=False)
    co_providers = forms.MultipleChoiceField(
        label=LABELS["co_providers"],
        required=False,
        widget=SeveralSelects,
        help_text=gettext_lazy("Each of them is asked, and it is shared once all agreed."),
    )
    is_test_bed = _tick(gettext_lazy("This service is a test bed"))
    bands = LinesField(
        label=gettext_lazy("Bands"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("One on each line, such as n78 (3.4-3.8 GHz)."),
    )
    release = _number(gettext_lazy("3GPP release"), 8, 30)
    setting = forms.ChoiceField(
        label=gettext_lazy("Setting"), choices=Setting.choices, initial=Setting.INDOOR, required=False
    )
    area = forms.CharField(label=gettext_lazy("Area"), max_length=200, required=False)
    slot_hours = _number(gettext_lazy("Hours of a slot"), 1, 24 * 14)
    remote_access = _tick(gettext_lazy("Remote access"))
    sim_supplied = _tick(gettext_lazy("SIM cards supplied"))
    licence_supplied = _tick(gettext_lazy("Spectrum licence supplied"))

    def __init__(
        self,
        data: Any = None,
        *,
        hub: Hub,
        viewer: Viewer,
        initial: Mapping[str, Any] | None = None,
        service: Service | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        for name, choices in _choices(hub, viewer, self.known).items():
            fields[name].choices = choices
        fields["regions"].country = hub.country_id
        fields["audience"].help_text = _previews(service) if service else DRAFTS_ARE_OURS
        for code in self.spoken:
            named = {"language": language_name(code, get_language() or DEFAULT)}
            fields[f"safety_{code}"].label = _("Safety rules in %(language)s") % named

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for check in CHECKS:
            for name, said in check(data).items():
                if name not in self.errors:
                    self.add_error(name, said)
        if not data.get("is_test_bed") and not self.known.get("is_test_bed") and self._says_of_bed(data):
            self.add_error("is_test_bed", _("You described a test bed. Tick this, or empty its fields."))
        return data

    def _says_of_bed(self, data: Mapping[str, Any]) -> bool:
        return any(data.get(name) for name in SAID_OF_BED) or bool(self._texts("safety", data))

    @property
    def values(self) -> dict[str, Any]:
        data, values = self.cleaned_data, super().values
        bed = {name: values.pop(name) for name in OF_TEST_BED}
        bed["area"], bed["setting"] = clean_text(bed["area"]), bed["setting"] or Setting.INDOOR
        values["test_bed"] = bed if values.pop("is_test_bed") else None
        values |= {name: None if data[name] is None else f"{data[name]:.2f}" for name in PRICES}
        listed = (*TERMS, "concepts", "countries", "co_providers")
        values |= {name: sorted(data[name]) for name in listed}
        values["languages"] = [code for code in CODES if code in data["languages"]]
        values["customers"] = [code for code in Customer.values if code in data["customers"]]
        values["next_free"] = data["next_free"].isoformat() if data["next_free"] else None
        values["contact_role"] = clean_text(data["contact_role"])
        values["group"] = data["group"] or None
        return values

    @property
    def remarks(self) -> list[str]:
        """What may be meant, and often is not."""
        data = self.cleaned_data
        told = []
        if data["aid"] == AidBasis.ARTICLE_28 and data["customers"] != [Customer.SME]:
            told.append(_("Article 28 is for small and medium-sized companies only: say who may use it."))
        if data["next_free"] and data["next_free"] < timezone.localdate():
            told.append(_("The next free slot has passed already."))
        return told

    @property
    def parts(self) -> list[Part]:
        shown = [name for name in self.texts if name != "safety"]
        return [
            Part(part.code, part.heading, [self[f"{name}_{part.code}"] for name in shown])
            for part in super().parts
        ]

    @property
    def sections(self) -> list[Section]:
        """The other fields in the order of the page, under their headings."""
        return [
            Section(heading, [self[name] for name in names], is_list=set(names) <= LONG_LISTS)
            for heading, names in PARTS
        ]

    @property
    def test_bed(self) -> Section:
        """The fields beside the tick."""
        safety = [self[f"safety_{code}"] for code in self.spoken]
        return Section(LABELS["test_bed"], [*(self[name] for name in IN_BED), *safety])

    @property
    def shows_test_bed(self) -> bool:
        tick = self["is_test_bed"]
        return bool(tick.value() or tick.errors or self.test_bed.has_errors)


DRAFTS_ARE_OURS: Final = gettext_lazy("Applies once the service is shared; until then only your hub sees it.")


def as_fields(contents: Mapping[str, Any], version: int) -> dict[str, Any]:
    """Contents as the form shows them, with their version."""
    bed = contents.get("test_bed")
    return {**contents, **(bed or {}), "is_test_bed": bed is not None, "version": version}


def differing_in_words(form: ServiceForm, stored: Mapping[str, Any]) -> list[Row]:
    """What the form says otherwise than what is stored, for who wrote at the same time as somebody else."""
    return [
        {
            "label": f"{one.label} ({LANGUAGES[one.language]})" if one.language else one.label,
            "stored": _joined(one.parts, "gone") or one.before,
            "written": _joined(one.parts, "new") or one.after,
        }
        for one in changes(stored, form.values)
    ]


def _joined(parts: Any, kind: str) -> str:
    return "".join(part.text for part in parts if part.kind in ("same", kind))


# What a form cannot say of one field alone


def _check_prices(data: Mapping[str, Any]) -> dict[str, str]:
    full, paid = data.get("list_price"), data.get("price")
    if full is None or paid is None:
        return {}
    if paid > full:
        return {"price": _("The price after subsidy cannot be above the list price.")}
    customers = set(data.get("customers") or ())
    is_business = not customers or bool(customers - WITHOUT_BUSINESS)
    if paid < full and data.get("aid") == AidBasis.NONE and is_business:
        return {"aid": _("The price is below the list price. On which rule does that rest?")}
    return {}


def _check_trl(data: Mapping[str, Any]) -> dict[str, str]:
    low, high = data.get("trl_from"), data.get("trl_to")
    if low is None and high is None:
        return {}
    if low is None or high is None:
        return {"trl_from" if low is None else "trl_to": _("Say from which TRL and to which, or neither.")}
    if low > high:
        return {"trl_to": _("TRL goes from the lower level to the higher one.")}
    if data.get("category") and data["category"] != TESTS:
        return {"trl_from": _("A TRL only fits “Test before invest”. Empty it, or change the category.")}
    return {}


def _check_group(data: Mapping[str, Any]) -> dict[str, str]:
    if data.get("audience") == Audience.GROUP and not data.get("group"):
        return {"group": _("Choose the group that sees it.")}
    return {}


CHECKS: Final[tuple[Callable[[Mapping[str, Any]], dict[str, str]], ...]] = (
    _check_prices,
    _check_trl,
    _check_group,
)


# What can be chosen


def _choices(hub: Hub, viewer: Viewer, known: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    here = get_language() or DEFAULT
    listed = {"category": ListName.SERVICE_CATEGORIES, **TERMS}
    terms = {name: [(one.slug, one.label) for one in terms_in_force(of)] for name, of in listed.items()}
    return terms | {
        "concepts": _by_label((one.slug, one.label) for one in concepts_in_force()),
        "languages": _by_label((code, language_name(code, here)) for code in CODES),
        "countries": _by_label((one.code, country_name(one.code, here)) for one in Country.objects.all()),
        "group": [("", "–"), *_groups(hub, known.get("group"))],
        "co_providers": _hubs(hub, viewer, known.get("co_providers") or []),
    }


def _by_label(pairs: Any) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: str(pair[1]).casefold())


def _groups(hub: Hub, kept: str | None) -> list[tuple[str, str]]:
    ours = memberships_today().filter(hub=hub).values("group")
    groups: QuerySet[WorkingGroup] = WorkingGroup.objects.filter(pk__in=ours)
    groups |= WorkingGroup.objects.filter(slug=kept or "")
    return _by_label((one.slug, best_text(one.name) or one.slug) for one in groups)


def _hubs(hub: Hub, viewer: Viewer, kept: list[str]) -> list[tuple[str, str]]:
    others = Hub.objects.visible_to(viewer) | Hub.objects.filter(slug__in=kept)
    return [
        (slug, f"{name} ({country})")
        for slug, name, country in others.exclude(pk=hub.pk)
        .order_by("name", "slug")
        .values_list("slug", "name", "country_id")
    ]


def _previews(service: Service) -> str:
    """Links that say who would gain or lose it; in a page of their own, so that what is written in the form
    stays."""
    page = record_type("service").url(service)
    links = format_html_join(
        " · ",
        '<a href="{}?audience={}#change" target="_blank" rel="noopener">{}</a>',
        ((page, one.value, one.label) for one in SERVICE_AUDIENCES if one != service.audience),
    )
    return format_html("{} {}", _("Look first at who would gain or lose it (in a new tab):"), links)


class VersionForm(forms.Form):
    """That it is still the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why is it withdrawn?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands on the page of the service. Name no persons."),
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])
